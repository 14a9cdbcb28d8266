"""What compile() does to a tree that PyCF_OPTIMIZED_AST asks for, on the tree as programs see it.

`__debug__` becomes its value, `'...' % (a, b)` an f-string, signed and complex numbers in patterns become constants; with optimize=2 docstrings go.
The compiler does the same and more for itself.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, try_as, unwrap, wrap
from protopython.modules._ast.module import NODE_TYPES, W_AstNode, class_tuple, field_name, new_node
from protopython.objects.list.list import W_List, list_append, list_get, list_insert, list_length, list_pop, list_set, new_list
from protopython.objects.model import operations
from protopython.objects.model.attributes import find_attr, setattr_of
from protopython.objects.model.recursion import check_recursion
from protopython.objects.model.special import BinaryOp
from protopython.objects.model.types import type_of
from protopython.objects.singletons import new_bool, w_None
from protopython.protocore.object import W_Type
from protopython.protocore.value import from_int, is_empty, same

PLACES: Final[list[str]] = ["lineno", "col_offset", "end_lineno", "end_col_offset"]
BODIES: Final[dict[W_Type, bool]] = {NODE_TYPES[n]: True for n in ("Module", "FunctionDef", "AsyncFunctionDef", "ClassDef")}
"""What may have a docstring."""
MAX_DIGITS: Final[int] = 2
"""Of a width or a precision that is turned into a format specification."""


def is_a(w: Value, name: str) -> bool:
    return type_of(w) is NODE_TYPES[name]


def get(w: Value, name: str) -> Value:
    return operations.getattr_of(w, name)


def part(w: Value, i: int) -> Value:
    """Of a list that only this module knows."""
    return list_get(unwrap(W_List, w), i)


def length(w: Value) -> int:
    return list_length(unwrap(W_List, w))


def optimize_tree(w: Value, level: int) -> Value:
    """w, changed in place, or what stands for it now. The tree must be nobody else's."""
    check_recursion()
    t = type_of(w)
    docstring = False
    if t in BODIES:
        docstring = has_docstring(get(w, "body"))
        if docstring and level >= 2:
            drop_docstring(unwrap(W_List, get(w, "body")))
            docstring = False
    fields = class_tuple(t, "_fields")
    for i in range(fields.length):
        name = field_name(fields, i)
        w_field = find_attr(w, name)
        if not is_empty(w_field):
            optimize_field(w, name, w_field, level)
    if t in BODIES:
        if not docstring and has_docstring(get(w, "body")):
            hide_docstring(part(get(w, "body"), 0))
        return w
    if is_a(w, "Name"):
        if operations.as_str(get(w, "id")) == "__debug__" and is_a(get(w, "ctx"), "Load"):
            return constant_at(new_bool(level == 0), w)
    elif is_a(w, "BinOp"):
        return format_of(w)
    elif is_a(w, "MatchValue"):
        setattr_of(w, "value", pattern_constant(get(w, "value")))
    elif is_a(w, "MatchMapping"):
        keys = unwrap(W_List, get(w, "keys"))
        i = 0
        while i < list_length(keys):
            list_set(keys, i, pattern_constant(list_get(keys, i)))
            i += 1
    return w


def optimize_field(w: Value, name: str, w_field: Value, level: int) -> None:
    items = try_as(W_List, w_field)
    if items is not None:
        i = 0
        while i < list_length(items):
            w_item = list_get(items, i)
            if try_as(W_AstNode, w_item) is not None:
                list_set(items, i, optimize_tree(w_item, level))
            i += 1
    elif try_as(W_AstNode, w_field) is not None:
        w_new = optimize_tree(w_field, level)
        if not same(w_new, w_field):
            setattr_of(w, name, w_new)


def place_at(w: Value, w_like: Value) -> None:
    for name in PLACES:
        setattr_of(w, name, get(w_like, name))


def new_constant(w_value: Value) -> Value:
    w = new_node("Constant")
    setattr_of(w, "value", w_value)
    setattr_of(w, "kind", w_None)
    return w


def constant_at(w_value: Value, w_like: Value) -> Value:
    w = new_constant(w_value)
    place_at(w, w_like)
    return w


def constant_nowhere(text: str) -> Value:
    w = new_constant(wrap(text))
    for name in PLACES:
        setattr_of(w, name, from_int(-1))
    return w


# --- docstrings ---------------------------------------------------------------------------------------------------------


def has_docstring(w_body: Value) -> bool:
    if length(w_body) == 0 or not is_a(part(w_body, 0), "Expr"):
        return False
    w = get(part(w_body, 0), "value")
    return is_a(w, "Constant") and operations.as_str(get(w, "value")) is not None


def drop_docstring(body: W_List) -> None:
    """Something must be left: `pass`."""
    w_doc = list_pop(body, 0)
    if list_length(body) > 0:
        return
    w = new_node("Pass")
    setattr_of(w, "lineno", get(w_doc, "lineno"))
    setattr_of(w, "col_offset", get(w_doc, "col_offset"))
    setattr_of(w, "end_lineno", get(w_doc, "lineno"))
    setattr_of(w, "end_col_offset", operations.binary(BinaryOp.ADD, get(w_doc, "col_offset"), from_int(4)))
    list_insert(body, 0, w)


def hide_docstring(w_statement: Value) -> None:
    """A string that has become the first statement is none."""
    w_string = get(w_statement, "value")
    values = new_list()
    list_append(values, w_string)
    setattr_of(w_statement, "value", joined(values, w_string))


def joined(values: W_List, w_like: Value) -> Value:
    w = new_node("JoinedStr")
    setattr_of(w, "values", wrap(values))
    place_at(w, w_like)
    return w


# --- "..." % (...) ------------------------------------------------------------------------------------------------------


def format_of(w: Value) -> Value:
    """An f-string for `"%s" % (a,)`; w itself if it is something else, or has conversions other than s, r and a."""
    w_left = get(w, "left")
    w_right = get(w, "right")
    if not is_a(get(w, "op"), "Mod") or not is_a(w_left, "Constant") or not is_a(w_right, "Tuple"):
        return w
    text = operations.as_str(get(w_left, "value"))
    args = unwrap(W_List, get(w_right, "elts"))
    if text is None:
        return w
    i = 0
    while i < list_length(args):
        if is_a(list_get(args, i), "Starred"):
            return w
        i += 1
    values = new_list()
    literal: list[str] = []
    used = 0
    at = 0
    while at < len(text):
        percent = text.find("%", at)
        if percent < 0:
            literal.append(text[at : len(text)])
            break
        literal.append(text[at:percent])
        at = percent + 1
        if at < len(text) and text[at] == "%":
            literal.append("%")
            at += 1
            continue
        spec = Conversion()
        at = spec.read(text, at)
        if at < 0 or used >= list_length(args):
            return w
        add_literal(values, literal)
        literal.clear()
        list_append(values, formatted(list_get(args, used), spec))
        used += 1
    if used != list_length(args):
        return w
    add_literal(values, literal)
    return joined(values, w)


def add_literal(values: W_List, literal: list[str]) -> None:
    text = "".join(literal)
    if text != "":
        list_append(values, constant_nowhere(text))


def formatted(w_value: Value, spec: Conversion) -> Value:
    w = new_node("FormattedValue")
    setattr_of(w, "value", w_value)
    setattr_of(w, "conversion", from_int(spec.kind))
    setattr_of(w, "format_spec", w_None if spec.text == "" else constant_nowhere(spec.text))
    place_at(w, w_value)
    return w


class Conversion:
    """What follows a % sign: the code of s, r or a, and the format specification that does the same."""

    kind: int
    text: str

    def __init__(self) -> None:
        self.kind = 0
        self.text = ""

    def read(self, text: str, at: int) -> int:
        """Where it ends; -1 if an f-string cannot say the same."""
        left = False
        while at < len(text) and text[at] in "-+ #0":
            left = left or text[at] == "-"
            at += 1
        end = digits_end(text, at)
        width = text[at:end]
        if width != "" and not left:
            self.text = ">"
        self.text += width
        at = end
        precision = ""
        if at < len(text) and text[at] == ".":
            end = digits_end(text, at + 1)
            precision = text[at + 1 : end]
            number = precision.lstrip("0")
            self.text += "." + ("0" if number == "" else number)
            at = end
        if at >= len(text) or len(width) > MAX_DIGITS or len(precision) > MAX_DIGITS:
            return -1
        if text[at] not in "sra":
            return -1
        self.kind = ord(text[at])
        return at + 1


def digits_end(text: str, at: int) -> int:
    while at < len(text) and "0" <= text[at] <= "9":
        at += 1
    return at


# --- patterns -----------------------------------------------------------------------------------------------------------


def pattern_constant(w: Value) -> Value:
    """-1, 1+2j and -1-2j as constants."""
    if is_a(w, "UnaryOp") and is_a(get(w, "op"), "USub") and is_a(get(w, "operand"), "Constant"):
        return constant_at(operations.negative(get(get(w, "operand"), "value")), w)
    if not is_a(w, "BinOp"):
        return w
    w_left = pattern_constant(get(w, "left"))
    w_right = get(w, "right")
    if not is_a(w_left, "Constant") or not is_a(w_right, "Constant"):
        return w
    op = BinaryOp.ADD if is_a(get(w, "op"), "Add") else BinaryOp.SUB
    return constant_at(operations.binary(op, get(w_left, "value"), get(w_right, "value")), w)
