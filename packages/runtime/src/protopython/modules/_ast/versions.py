"""What ast.parse(feature_version=(3, n)) refuses: syntax that Python 3.n did not have yet. A node is judged after what is in it, as the parser
comes by it."""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, try_as, unwrap
from protopython.frontend.api import character_offset, line_of
from protopython.frontend.errors import ErrorKind, ParseError
from protopython.modules._ast.module import NODE_TYPES, W_AstNode, class_tuple, field_name
from protopython.objects.complex import W_Complex
from protopython.objects.int.int import is_integer
from protopython.objects.list.list import W_List, list_get, list_length
from protopython.objects.model.attributes import find_attr
from protopython.objects.model.recursion import check_recursion
from protopython.objects.model.types import type_of
from protopython.objects.singletons import plain, w_None
from protopython.protocore.object import W_Type
from protopython.protocore.value import int_value, is_empty, is_float, is_int, same

FEATURES: Final[dict[str, tuple[int, str]]] = {
    "AsyncFunctionDef": (5, "Async functions are"),
    "AsyncFor": (5, "Async for loops are"),
    "AsyncWith": (5, "Async with statements are"),
    "Await": (5, "Await expressions are"),
    "MatMult": (5, "The '@' operator is"),
    "AnnAssign": (6, "Variable annotation syntax is"),
    "NamedExpr": (8, "Assignment expressions are"),
    "Match": (10, "Pattern matching is"),
    "TryStar": (11, "Exception groups are"),
    "TypeAlias": (12, "Type statement is"),
    "TypeVar": (12, "Type parameter lists are"),
    "ParamSpec": (12, "Type parameter lists are"),
    "TypeVarTuple": (12, "Type parameter lists are"),
    "TemplateStr": (14, "t-strings are"),
}
SINCE: Final[dict[W_Type, int]] = {NODE_TYPES[name]: since for name, (since, _what) in FEATURES.items()}
WHAT: Final[dict[W_Type, str]] = {NODE_TYPES[name]: what for name, (_since, what) in FEATURES.items()}
COMPREHENSION: Final[W_Type] = NODE_TYPES["comprehension"]
ARGUMENTS: Final[W_Type] = NODE_TYPES["arguments"]
HANDLER: Final[W_Type] = NODE_TYPES["ExceptHandler"]
CONSTANT: Final[W_Type] = NODE_TYPES["Constant"]
TUPLE_NODE: Final[W_Type] = NODE_TYPES["Tuple"]
LATEST: Final[int] = 14


def check_version(w: Value, version: int, source: str) -> None:
    """ParseError for what the minor version did not have. w: a tree from the parser, of that source."""
    if version < LATEST:
        check_node(w, w, version, source)


def check_node(w: Value, w_placed: Value, version: int, source: str) -> None:
    """w_placed: the innermost node around that has a position."""
    check_recursion()
    t = type_of(w)
    if not is_empty(find_attr(w, "end_lineno")):
        w_placed = w
    fields = class_tuple(t, "_fields")
    i = 0
    while i < fields.length:
        w_field = find_attr(w, field_name(fields, i))
        items = None if is_empty(w_field) else try_as(W_List, w_field)
        if items is not None:
            k = 0
            w_item = list_get(items, 0)
            while not is_empty(w_item):
                if try_as(W_AstNode, w_item) is not None:
                    check_node(w_item, w_placed, version, source)
                k += 1
                w_item = list_get(items, k)
        elif not is_empty(w_field) and try_as(W_AstNode, w_field) is not None:
            check_node(w_field, w_placed, version, source)
        i += 1
    if t in SINCE:
        if has_default(w):
            refuse(w_placed, 13, "Type parameter defaults are", version)
        refuse(w_placed, SINCE[t], WHAT[t], version)
    elif t is CONSTANT:
        check_number(w, version, source)
    elif t is COMPREHENSION and number(w, "is_async") != 0:
        refuse(w_placed, 6, "Async comprehensions are", version)
    elif t is ARGUMENTS and list_length(unwrap(W_List, find_attr(w, "posonlyargs"))) > 0:
        refuse(w_placed, 8, "Positional-only parameters are", version)
    elif t is HANDLER and has_bare_tuple(w):
        refuse(w_placed, 14, "except expressions without parentheses are", version)


def check_number(w: Value, version: int, source: str) -> None:
    """Underscores between digits are seen in the source only."""
    if version >= 6:
        return
    w_value = plain(find_attr(w, "value"))
    if not (is_integer(w_value) or is_float(w_value) or try_as(W_Complex, w_value) is not None):
        return
    line = number(w, "lineno")
    text = line_of(source, line)
    column = number(w, "col_offset")
    end = number(w, "end_col_offset")
    if text is None or text.find("_", character_offset(text, column), character_offset(text, end)) < 0:
        return
    raise refusal("Underscores in numeric literals are", 6, line, column + 1, end + 1)


def has_default(w: Value) -> bool:
    """Of a type parameter."""
    w_default = find_attr(w, "default_value")
    return not is_empty(w_default) and not same(w_default, w_None)


def has_bare_tuple(w: Value) -> bool:
    """A tuple in parentheses begins before its first item."""
    w_type = find_attr(w, "type")
    if type_of(w_type) is not TUPLE_NODE:
        return False
    elts = unwrap(W_List, find_attr(w_type, "elts"))
    w_first = list_get(elts, 0)
    if is_empty(w_first):
        return False
    return number(w_first, "lineno") == number(w_type, "lineno") and number(w_first, "col_offset") == number(w_type, "col_offset")


def number(w: Value, name: str) -> int:
    w_number = find_attr(w, name)
    return int_value(w_number) if not is_empty(w_number) and is_int(w_number) else 0


def refuse(w: Value, since: int, what: str, version: int) -> None:
    if version >= since:
        return
    line = number(w, "end_lineno")
    column = number(w, "end_col_offset") + 1
    raise refusal(what, since, line, column, column + 1)


def refusal(what: str, since: int, line: int, column: int, end: int) -> ParseError:
    error = ParseError(ErrorKind.SYNTAX, f"{what} only supported in Python 3.{since} and greater", line, column, line, end, None)
    error.statement_line = 0  # The parser's, so that its line is told.
    return error
