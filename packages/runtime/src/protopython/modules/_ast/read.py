"""From the trees that programs make to the frontend's (compile() of an ast object): the converse of _ast_convert.

Anything may be in a program's tree, so every field is checked while it is read: that it is there, its type, the context that its place asks
for, and what the compiler relies on. What comes out is a tree as the parser could have made it, no deeper than the parser lets trees be.
"""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import Array, Value, try_as
from protodialect.unsafe import float_bits, stack_room
from protopython.frontend import ast
from protopython.frontend.ast import ConstKind, Kind, expr_context
from protopython.frontend.machine import MAX_DEPTH
from protopython.modules._ast.module import NODE_TYPES, W_AstNode, class_name
from protopython.objects.complex import COMPLEX, W_Complex
from protopython.objects.int.int import int_to_i64, is_integer
from protopython.objects.list.list import W_List, list_snapshot
from protopython.objects.model import errors, operations
from protopython.objects.model.attributes import find_attr
from protopython.objects.model.recursion import C_STACK_MARGIN
from protopython.objects.model.types import type_name, type_of
from protopython.objects.set import FROZENSET
from protopython.objects.singletons import plain, w_Ellipsis, w_False, w_None, w_True
from protopython.objects.tuple import TUPLE
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Type
from protopython.protocore.value import float_value, is_empty, is_float, same

KINDS: Final[dict[W_Type, int]] = {NODE_TYPES[k.name]: int(k) for k in Kind if k.name in NODE_TYPES}
CONTEXT_NAMES: Final[list[str]] = [c.name for c in expr_context]
CONTEXTS: Final[dict[W_Type, int]] = {NODE_TYPES[c.name]: int(c) for c in expr_context}
BOOLOPS: Final[dict[W_Type, int]] = {NODE_TYPES[c.name]: int(c) for c in ast.boolop}
OPERATORS: Final[dict[W_Type, int]] = {NODE_TYPES[c.name]: int(c) for c in ast.operator}
UNARYOPS: Final[dict[W_Type, int]] = {NODE_TYPES[c.name]: int(c) for c in ast.unaryop}
CMPOPS: Final[dict[W_Type, int]] = {NODE_TYPES[c.name]: int(c) for c in ast.cmpop}
MODE_NAMES: Final[list[str]] = ["Module", "Expression", "Interactive", "FunctionType"]
MODE_KINDS: Final[list[int]] = [Kind.Module, Kind.Expression, Kind.Interactive, Kind.FunctionType]

LOAD: Final[int] = expr_context.Load
STORE: Final[int] = expr_context.Store
DEL: Final[int] = expr_context.Del
ANY: Final[int] = -1
"""No context is asked for."""


def is_node(w: Value) -> bool:
    return try_as(W_AstNode, w) is not None


def read_module(w: Value, mode: int) -> ast.mod:
    """mode: of parser.Mode. Raises what CPython does for trees that are wrong."""
    if variant(w, KINDS, MODE_KINDS[mode], MODE_KINDS[mode]) < 0:
        raise errors.type_error(f"expected {MODE_NAMES[mode]} node, got {class_name(type_of(w))}")
    return Reader().module(w, MODE_KINDS[mode])


def variant(w: Value, table: dict[W_Type, int], least: int, most: int) -> int:
    """Which of the classes of a table w is an instance of, by number; -1: of none between the two."""
    t = type_of(w)
    i = 0
    while i < len(t.mro):
        k = table.get(t.mro[i], -1)
        if least <= k <= most:
            return k
        i += 1
    return -1


# --- plain fields -------------------------------------------------------------------------------------------------------


def required(w: Value, cls: str, name: str) -> Value:
    w_field = find_attr(w, name)
    if is_empty(w_field):
        raise errors.type_error(f'required field "{name}" missing from {cls}')
    return w_field


def missing(cls: str, name: str) -> PyError:
    return errors.value_error(f"field '{name}' is required for {cls}")


def is_absent(w: Value) -> bool:
    """What an optional field may be."""
    return is_empty(w) or same(w, w_None)


def c_int(w: Value) -> int:
    w_int = plain(w)
    if not is_integer(w_int):
        raise errors.value_error(f"invalid integer value: {operations.repr_of(w)}")
    i, overflow = int_to_i64(w_int)
    if overflow or not -0x80000000 <= i <= 0x7FFFFFFF:
        raise errors.overflow_error("Python int too large to convert to C int")
    return i


def number(w: Value, cls: str, name: str) -> int:
    return c_int(required(w, cls, name))


def identifier_of(w: Value) -> str:
    s = try_as(str, w)
    if s is None:
        raise errors.type_error("AST identifier must be of type str")
    return s


def identifier(w: Value, cls: str, name: str) -> str:
    w_field = required(w, cls, name)
    if same(w_field, w_None):
        raise missing(cls, name)
    return identifier_of(w_field)


def definition_name(w: Value, cls: str) -> str:
    name = identifier(w, cls, "name")
    check_name(name)
    return name


def optional_name(w: Value, name: str) -> str | None:
    found = optional_identifier(w, name)
    if found is not None:
        check_name(found)
    return found


def optional_identifier(w: Value, name: str) -> str | None:
    w_field = find_attr(w, name)
    return None if is_absent(w_field) else identifier_of(w_field)


def string(w: Value) -> str | None:
    """None for bytes, which may stand here but say nothing."""
    s = try_as(str, w)
    if s is None and try_as(bytes, w) is None:
        raise errors.type_error("AST string must be of type str")
    return s


def type_comment(w: Value) -> str | None:
    w_comment = find_attr(w, "type_comment")
    return None if is_absent(w_comment) else string(w_comment)


def operator_of(w: Value, table: dict[W_Type, int], family: str) -> int:
    k = variant(w, table, 0, 100)
    if k < 0:
        raise errors.type_error(f"expected some sort of {family}, but got {operations.repr_of(w)}")
    return k


def items(w: Value, cls: str, name: str) -> Array[Value]:
    """A list, as it is now; one that is missing is empty."""
    w_field = find_attr(w, name)
    if is_empty(w_field):
        return Array[Value](0, w_None)
    found = try_as(W_List, w_field)
    if found is None:
        raise errors.type_error(f'{cls} field "{name}" must be a list, not a {type_name(w_field)}')
    return list_snapshot(found)


def identifiers(w: Value, cls: str, name: str) -> list[str]:
    return [identifier_of(w_item) for w_item in items(w, cls, name)]


def nonempty(n: int, what: str, cls: str) -> None:
    if n == 0:
        raise errors.value_error(f"empty {what} on {cls}")


def check_name(name: str) -> None:
    if name == "None" or name == "True" or name == "False":
        raise errors.value_error(f"identifier field can't represent '{name}' constant")


def check_capture(name: str | None) -> None:
    if name is None:
        return
    if name == "_":
        raise errors.value_error("can't capture name '_' in patterns")
    check_name(name)


# --- constants ----------------------------------------------------------------------------------------------------------


def singleton_kind(w: Value) -> int:
    """A ConstKind, or -1."""
    if same(w, w_None):
        return ConstKind.NONE
    if same(w, w_True):
        return ConstKind.TRUE
    if same(w, w_False):
        return ConstKind.FALSE
    return -1


def check_constant(w: Value) -> None:
    """Only immutable built-in values are constants; containers of them as well."""
    if singleton_kind(w) >= 0 or same(w, w_Ellipsis) or is_integer(w) or is_float(w):
        return
    if try_as(str, w) is not None or try_as(bytes, w) is not None:
        return
    t = type_of(w)
    if t is COMPLEX:
        return
    if t is not TUPLE and t is not FROZENSET:
        raise errors.type_error(f"got an invalid type in Constant: {type_name(w)}")
    check_room("Constant")
    parts = operations.unpack_to_tuple(w)
    for i in range(parts.length):
        check_constant(parts.items[i])


def constant(w: Value) -> ast.Constant:
    """The simplest form that has the value."""
    check_constant(w)
    kind = singleton_kind(w)
    if kind >= 0:
        return new_constant(kind)
    if same(w, w_Ellipsis):
        return new_constant(ConstKind.ELLIPSIS)
    s = try_as(str, w)
    if s is not None:
        node = new_constant(ConstKind.STR)
        node.text = s
        return node
    b = try_as(bytes, w)
    if b is not None:
        node = new_constant(ConstKind.BYTES)
        node.bytes_value = b
        return node
    if is_float(w):
        node = new_constant(ConstKind.FLOAT)
        node.float_value = float_value(w)
        return node
    if is_integer(w):
        i, overflow = int_to_i64(w)
        if not overflow:
            node = new_constant(ConstKind.INT)
            node.int_value = i
            return node
    z = try_as(W_Complex, w)
    if z is not None and float_bits(z.real) == 0:
        node = new_constant(ConstKind.COMPLEX)
        node.float_value = z.imag
        return node
    node = new_constant(ConstKind.VALUE)
    node.w_value = w
    return node


def new_constant(kind: int) -> ast.Constant:
    return ast.Constant(kind, 0, 0.0, "", None, False, 0, 0, 0, 0)


def is_number(e: ast.expr, real: bool, imaginary: bool) -> bool:
    if e.kind != Kind.Constant:
        return False
    c = cast(ast.Constant, e)
    match c.const_kind:
        case ConstKind.INT | ConstKind.BIGINT | ConstKind.FLOAT:
            return real
        case ConstKind.COMPLEX:
            return imaginary
        case ConstKind.VALUE:
            return real if is_integer(c.w_value) else imaginary and type_of(c.w_value) is COMPLEX
        case _:
            return False


def is_negative(e: ast.expr, real: bool, imaginary: bool) -> bool:
    if e.kind != Kind.UnaryOp:
        return False
    u = cast(ast.UnaryOp, e)
    return u.op == ast.unaryop.USub and is_number(u.operand, real, imaginary)


def check_pattern_value(e: ast.expr) -> None:
    match e.kind:
        case Kind.Attribute | Kind.JoinedStr:
            return
        case Kind.Constant:
            kind = cast(ast.Constant, e).const_kind
            if is_number(e, True, True) or kind == ConstKind.STR or kind == ConstKind.BYTES:
                return
            raise errors.value_error("unexpected constant inside of a literal pattern")
        case Kind.UnaryOp:
            if is_negative(e, True, True):
                return
        case Kind.BinOp:
            b = cast(ast.BinOp, e)
            signed = is_number(b.left, True, False) or is_negative(b.left, True, False)
            if signed and is_number(b.right, False, True) and (b.op == ast.operator.Add or b.op == ast.operator.Sub):
                return
        case _:
            pass
    raise errors.value_error("patterns may only match literals and attribute lookups")


def check_room(family: str) -> None:
    if stack_room() < C_STACK_MARGIN:
        raise too_deep(family)


def too_deep(family: str) -> PyError:
    return errors.recursion_error(f"maximum recursion depth exceeded while traversing '{family}' node")


# --- nodes --------------------------------------------------------------------------------------------------------------


class Reader:
    """A method for each family. A method that reads a field takes the node, the name of its class and the name of the field."""

    depth: int

    def __init__(self) -> None:
        self.depth = 0

    def deeper(self, family: str) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise too_deep(family)
        check_room(family)

    def place(self, node: ast.AST, w: Value, family: str) -> None:
        """The position; the end is where the beginning is, unless it is given."""
        node.lineno = number(w, family, "lineno")
        node.col_offset = number(w, family, "col_offset")
        w_end_line = find_attr(w, "end_lineno")
        w_end_column = find_attr(w, "end_col_offset")
        node.end_lineno = node.lineno if is_absent(w_end_line) else c_int(w_end_line)
        node.end_col_offset = node.col_offset if is_absent(w_end_column) else c_int(w_end_column)
        line = node.lineno
        end_line = node.end_lineno
        column = node.col_offset
        end_column = node.end_col_offset
        if line > end_line:
            raise errors.value_error(f"AST node line range ({line}, {end_line}) is not valid")
        if (line < 0 and end_line != line) or (column < 0 and end_column != column):
            raise errors.value_error(f"AST node column range ({column}, {end_column}) for line range ({line}, {end_line}) is not valid")
        if line == end_line and column > end_column:
            raise errors.value_error(f"line {line}, column {column}-{end_column} is not a valid range")

    def module(self, w: Value, kind: int) -> ast.mod:
        if kind == Kind.Expression:
            return ast.Expression(self.expr(w, "Expression", "body", LOAD))
        if kind == Kind.Interactive:
            return ast.Interactive(self.stmts(w, "Interactive", "body"))
        if kind == Kind.FunctionType:
            return ast.FunctionType(self.exprs(w, "FunctionType", "argtypes", LOAD), self.expr(w, "FunctionType", "returns", LOAD))
        body = self.stmts(w, "Module", "body")
        node = ast.Module(body)
        for w_ignore in items(w, "Module", "type_ignores"):
            if variant(w_ignore, KINDS, Kind.TypeIgnore, Kind.TypeIgnore) < 0:
                raise errors.type_error(f"expected some sort of type_ignore, but got {operations.repr_of(w_ignore)}")
            line = number(w_ignore, "TypeIgnore", "lineno")
            tag = string(required(w_ignore, "TypeIgnore", "tag"))
            node.type_ignores.append(ast.TypeIgnore(line, "" if tag is None else tag))
        return node

    # Statements

    def body(self, w: Value, cls: str) -> list[ast.stmt]:
        found = self.stmts(w, cls, "body")
        nonempty(len(found), "body", cls)
        return found

    def stmts(self, w: Value, cls: str, name: str) -> list[ast.stmt]:
        found: list[ast.stmt] = []
        for w_item in items(w, cls, name):
            if same(w_item, w_None):
                raise errors.value_error("None disallowed in statement list")
            found.append(self.stmt(w_item))
        return found

    def stmt(self, w: Value) -> ast.stmt:
        number(w, "stmt", "lineno")
        number(w, "stmt", "col_offset")
        kind = variant(w, KINDS, Kind.FunctionDef, Kind.Continue)
        if kind < 0:
            raise errors.type_error(f"expected some sort of stmt, but got {operations.repr_of(w)}")
        self.deeper("stmt")
        if kind <= Kind.ClassDef:
            node = self.definition(w, kind)
        elif kind <= Kind.AnnAssign:
            node = self.simple(w, kind)
        elif kind <= Kind.TryStar:
            node = self.compound(w, kind)
        else:
            node = self.small(w, kind)
        self.place(node, w, "stmt")
        self.depth -= 1
        return node

    def definition(self, w: Value, kind: int) -> ast.stmt:
        if kind == Kind.ClassDef:
            name = definition_name(w, "ClassDef")
            bases = self.exprs(w, "ClassDef", "bases", LOAD)
            keywords = self.keywords(w, "ClassDef")
            body = self.body(w, "ClassDef")
            decorators = self.exprs(w, "ClassDef", "decorator_list", LOAD)
            return ast.ClassDef(name, bases, keywords, body, decorators, self.type_params(w, "ClassDef"), 0, 0, 0, 0)
        cls = "FunctionDef" if kind == Kind.FunctionDef else "AsyncFunctionDef"
        name = definition_name(w, cls)
        args = self.arguments(required(w, cls, "args"))
        body = self.body(w, cls)
        decorators = self.exprs(w, cls, "decorator_list", LOAD)
        returns = self.optional_expr(w, "returns", LOAD)
        comment = type_comment(w)
        params = self.type_params(w, cls)
        if kind == Kind.FunctionDef:
            function = ast.FunctionDef(name, args, body, decorators, returns, params, 0, 0, 0, 0)
            function.type_comment = comment
            return function
        coroutine = ast.AsyncFunctionDef(name, args, body, decorators, returns, params, 0, 0, 0, 0)
        coroutine.type_comment = comment
        return coroutine

    def simple(self, w: Value, kind: int) -> ast.stmt:
        match kind:
            case Kind.Return:
                return ast.Return(self.optional_expr(w, "value", LOAD), 0, 0, 0, 0)
            case Kind.Delete:
                targets = self.exprs(w, "Delete", "targets", DEL)
                nonempty(len(targets), "targets", "Delete")
                return ast.Delete(targets, 0, 0, 0, 0)
            case Kind.Assign:
                targets = self.exprs(w, "Assign", "targets", STORE)
                nonempty(len(targets), "targets", "Assign")
                assignment = ast.Assign(targets, self.expr(w, "Assign", "value", LOAD), 0, 0, 0, 0)
                assignment.type_comment = type_comment(w)
                return assignment
            case Kind.TypeAlias:
                name = self.expr(w, "TypeAlias", "name", ANY)
                if name.kind != Kind.Name:
                    raise errors.type_error("TypeAlias with non-Name name")
                self.check_context(name, STORE)
                params = self.type_params(w, "TypeAlias")
                return ast.TypeAlias(cast(ast.Name, name), params, self.expr(w, "TypeAlias", "value", LOAD), 0, 0, 0, 0)
            case Kind.AugAssign:
                target = self.expr(w, "AugAssign", "target", STORE)
                check_target(target, "augmented")
                op = operator_of(required(w, "AugAssign", "op"), OPERATORS, "operator")
                return ast.AugAssign(target, op, self.expr(w, "AugAssign", "value", LOAD), 0, 0, 0, 0)
            case _:
                target = self.expr(w, "AnnAssign", "target", STORE)
                annotation = self.expr(w, "AnnAssign", "annotation", LOAD)
                value = self.optional_expr(w, "value", LOAD)
                is_simple = number(w, "AnnAssign", "simple")
                if target.kind != Kind.Name and is_simple != 0:
                    raise errors.type_error("AnnAssign with simple non-Name target")
                check_target(target, "annotated")
                return ast.AnnAssign(target, annotation, value, is_simple, 0, 0, 0, 0)

    def compound(self, w: Value, kind: int) -> ast.stmt:
        match kind:
            case Kind.For:
                target = self.expr(w, "For", "target", STORE)
                iterable = self.expr(w, "For", "iter", LOAD)
                loop = ast.For(target, iterable, self.body(w, "For"), self.stmts(w, "For", "orelse"), 0, 0, 0, 0)
                loop.type_comment = type_comment(w)
                return loop
            case Kind.AsyncFor:
                target = self.expr(w, "AsyncFor", "target", STORE)
                iterable = self.expr(w, "AsyncFor", "iter", LOAD)
                async_loop = ast.AsyncFor(target, iterable, self.body(w, "AsyncFor"), self.stmts(w, "AsyncFor", "orelse"), 0, 0, 0, 0)
                async_loop.type_comment = type_comment(w)
                return async_loop
            case Kind.While:
                test = self.expr(w, "While", "test", LOAD)
                return ast.While(test, self.body(w, "While"), self.stmts(w, "While", "orelse"), 0, 0, 0, 0)
            case Kind.If:
                test = self.expr(w, "If", "test", LOAD)
                return ast.If(test, self.body(w, "If"), self.stmts(w, "If", "orelse"), 0, 0, 0, 0)
            case Kind.With:
                block = ast.With(self.withitems(w, "With"), self.body(w, "With"), 0, 0, 0, 0)
                block.type_comment = type_comment(w)
                return block
            case Kind.AsyncWith:
                async_block = ast.AsyncWith(self.withitems(w, "AsyncWith"), self.body(w, "AsyncWith"), 0, 0, 0, 0)
                async_block.type_comment = type_comment(w)
                return async_block
            case Kind.Match:
                subject = self.expr(w, "Match", "subject", LOAD)
                cases = [self.match_case(w_case) for w_case in items(w, "Match", "cases")]
                nonempty(len(cases), "cases", "Match")
                return ast.Match(subject, cases, 0, 0, 0, 0)
            case Kind.Raise:
                exc = self.optional_expr(w, "exc", LOAD)
                cause = self.optional_expr(w, "cause", LOAD)
                if exc is None and cause is not None:
                    raise errors.value_error("Raise with cause but no exception")
                return ast.Raise(exc, cause, 0, 0, 0, 0)
            case _:
                return self.try_(w, kind)

    def try_(self, w: Value, kind: int) -> ast.stmt:
        cls = "Try" if kind == Kind.Try else "TryStar"
        body = self.body(w, cls)
        handlers = [self.handler(w_handler) for w_handler in items(w, cls, "handlers")]
        orelse = self.stmts(w, cls, "orelse")
        finalbody = self.stmts(w, cls, "finalbody")
        if len(handlers) == 0 and len(finalbody) == 0:
            raise errors.value_error(f"{cls} has neither except handlers nor finalbody")
        if len(handlers) == 0 and len(orelse) > 0:
            raise errors.value_error(f"{cls} has orelse but no except handlers")
        if kind == Kind.Try:
            return ast.Try(body, handlers, orelse, finalbody, 0, 0, 0, 0)
        for handler in handlers:
            if handler.type is None:
                raise missing("ExceptHandler", "type")
        return ast.TryStar(body, handlers, orelse, finalbody, 0, 0, 0, 0)

    def handler(self, w: Value) -> ast.ExceptHandler:
        number(w, "excepthandler", "lineno")
        number(w, "excepthandler", "col_offset")
        if variant(w, KINDS, Kind.ExceptHandler, Kind.ExceptHandler) < 0:
            raise errors.type_error(f"expected some sort of excepthandler, but got {operations.repr_of(w)}")
        type_ = self.optional_expr(w, "type", LOAD)
        name = optional_name(w, "name")
        node = ast.ExceptHandler(type_, name, self.body(w, "ExceptHandler"), 0, 0, 0, 0)
        self.place(node, w, "excepthandler")
        return node

    def withitems(self, w: Value, cls: str) -> list[ast.withitem]:
        found: list[ast.withitem] = []
        for w_item in items(w, cls, "items"):
            value = self.expr(w_item, "withitem", "context_expr", LOAD)
            found.append(ast.withitem(value, self.optional_expr(w_item, "optional_vars", STORE)))
        nonempty(len(found), "items", cls)
        return found

    def small(self, w: Value, kind: int) -> ast.stmt:
        match kind:
            case Kind.Assert:
                test = self.expr(w, "Assert", "test", LOAD)
                return ast.Assert(test, self.optional_expr(w, "msg", LOAD), 0, 0, 0, 0)
            case Kind.Import:
                return ast.Import(self.aliases(w, "Import"), 0, 0, 0, 0)
            case Kind.ImportFrom:
                module = optional_identifier(w, "module")
                w_level = find_attr(w, "level")
                level = 0 if is_absent(w_level) else c_int(w_level)
                if level < 0:
                    raise errors.value_error("Negative ImportFrom level")
                return ast.ImportFrom(module, self.aliases(w, "ImportFrom"), level, 0, 0, 0, 0)
            case Kind.Global:
                names = identifiers(w, "Global", "names")
                nonempty(len(names), "names", "Global")
                return ast.Global(names, 0, 0, 0, 0)
            case Kind.Nonlocal:
                names = identifiers(w, "Nonlocal", "names")
                nonempty(len(names), "names", "Nonlocal")
                return ast.Nonlocal(names, 0, 0, 0, 0)
            case Kind.Expr:
                return ast.Expr(self.expr(w, "Expr", "value", LOAD), 0, 0, 0, 0)
            case Kind.Pass:
                return ast.Pass(0, 0, 0, 0)
            case Kind.Break:
                return ast.Break(0, 0, 0, 0)
            case _:
                return ast.Continue(0, 0, 0, 0)

    def aliases(self, w: Value, cls: str) -> list[ast.alias]:
        found: list[ast.alias] = []
        for w_item in items(w, cls, "names"):
            node = ast.alias(definition_name(w_item, "alias"), optional_name(w_item, "asname"), 0, 0, 0, 0)
            self.place(node, w_item, "alias")
            found.append(node)
        nonempty(len(found), "names", cls)
        return found

    # Parameters

    def arguments(self, w: Value) -> ast.arguments:
        posonly = self.args(w, "posonlyargs")
        args = self.args(w, "args")
        vararg = self.optional_arg(w, "vararg")
        kwonly = self.args(w, "kwonlyargs")
        kw_defaults = self.optional_exprs(w, "arguments", "kw_defaults")
        kwarg = self.optional_arg(w, "kwarg")
        defaults = self.exprs(w, "arguments", "defaults", LOAD)
        if len(defaults) > len(posonly) + len(args):
            raise errors.value_error("more positional defaults than args on arguments")
        if len(kw_defaults) != len(kwonly):
            raise errors.value_error("length of kwonlyargs is not the same as kw_defaults on arguments")
        return ast.arguments(posonly, args, vararg, kwonly, kw_defaults, kwarg, defaults)

    def args(self, w: Value, name: str) -> list[ast.arg]:
        return [self.arg(w_arg) for w_arg in items(w, "arguments", name)]

    def optional_arg(self, w: Value, name: str) -> ast.arg | None:
        w_arg = find_attr(w, name)
        return None if is_absent(w_arg) else self.arg(w_arg)

    def arg(self, w: Value) -> ast.arg:
        node = ast.arg(identifier(w, "arg", "arg"), self.optional_expr(w, "annotation", LOAD), 0, 0, 0, 0)
        node.type_comment = type_comment(w)
        self.place(node, w, "arg")
        return node

    def type_params(self, w: Value, cls: str) -> list[ast.type_param]:
        return [self.type_param(w_param) for w_param in items(w, cls, "type_params")]

    def type_param(self, w: Value) -> ast.type_param:
        number(w, "type_param", "lineno")
        number(w, "type_param", "col_offset")
        required(w, "type_param", "end_lineno")
        required(w, "type_param", "end_col_offset")
        kind = variant(w, KINDS, Kind.TypeVar, Kind.TypeVarTuple)
        node: ast.type_param
        if kind == Kind.TypeVar:
            bound = self.optional_expr(w, "bound", LOAD)
            node = ast.TypeVar(definition_name(w, "TypeVar"), bound, self.optional_expr(w, "default_value", LOAD), 0, 0, 0, 0)
        elif kind == Kind.ParamSpec:
            node = ast.ParamSpec(definition_name(w, "ParamSpec"), self.optional_expr(w, "default_value", LOAD), 0, 0, 0, 0)
        elif kind == Kind.TypeVarTuple:
            node = ast.TypeVarTuple(definition_name(w, "TypeVarTuple"), self.optional_expr(w, "default_value", LOAD), 0, 0, 0, 0)
        else:
            raise errors.type_error(f"expected some sort of type_param, but got {operations.repr_of(w)}")
        self.place(node, w, "type_param")
        return node

    # Expressions

    def expr(self, w: Value, cls: str, name: str, ctx: int) -> ast.expr:
        w_field = required(w, cls, name)
        if same(w_field, w_None):
            raise missing(cls, name)
        return self.expression(w_field, ctx)

    def optional_expr(self, w: Value, name: str, ctx: int) -> ast.expr | None:
        w_field = find_attr(w, name)
        return None if is_absent(w_field) else self.expression(w_field, ctx)

    def exprs(self, w: Value, cls: str, name: str, ctx: int) -> list[ast.expr]:
        found: list[ast.expr] = []
        for w_item in items(w, cls, name):
            if same(w_item, w_None):
                raise errors.value_error("None disallowed in expression list")
            found.append(self.expression(w_item, ctx))
        return found

    def optional_exprs(self, w: Value, cls: str, name: str) -> list[ast.expr | None]:
        found: list[ast.expr | None] = []
        for w_item in items(w, cls, name):
            found.append(None if same(w_item, w_None) else self.expression(w_item, LOAD))
        return found

    def expression(self, w: Value, ctx: int) -> ast.expr:
        number(w, "expr", "lineno")
        number(w, "expr", "col_offset")
        kind = variant(w, KINDS, Kind.BoolOp, Kind.Slice)
        if kind < 0:
            raise errors.type_error(f"expected some sort of expr, but got {operations.repr_of(w)}")
        self.deeper("expr")
        if kind <= Kind.GeneratorExp:
            node = self.computed(w, kind)
        elif kind <= Kind.Constant:
            node = self.called(w, kind)
        else:
            node = self.place_expression(w, kind, ctx)
        self.place(node, w, "expr")
        self.check_context(node, ctx)
        self.depth -= 1
        return node

    def check_context(self, e: ast.expr, ctx: int) -> None:
        if ctx == ANY:
            return
        actual = context_of(e)
        if actual == ANY:
            if ctx != LOAD:
                raise errors.value_error(f"expression which can't be assigned to in {CONTEXT_NAMES[ctx]} context")
        elif actual != ctx:
            raise errors.value_error(f"expression must have {CONTEXT_NAMES[ctx]} context but has {CONTEXT_NAMES[actual]} instead")

    def computed(self, w: Value, kind: int) -> ast.expr:
        match kind:
            case Kind.BoolOp:
                op = operator_of(required(w, "BoolOp", "op"), BOOLOPS, "boolop")
                values = self.exprs(w, "BoolOp", "values", LOAD)
                if len(values) < 2:
                    raise errors.value_error("BoolOp with less than 2 values")
                return ast.BoolOp(op, values, 0, 0, 0, 0)
            case Kind.NamedExpr:
                target = self.expr(w, "NamedExpr", "target", ANY)
                value = self.expr(w, "NamedExpr", "value", LOAD)
                if target.kind != Kind.Name:
                    raise errors.type_error("NamedExpr target must be a Name")
                name = cast(ast.Name, target)
                name.ctx = STORE
                return ast.NamedExpr(name, value, 0, 0, 0, 0)
            case Kind.BinOp:
                left = self.expr(w, "BinOp", "left", LOAD)
                op = operator_of(required(w, "BinOp", "op"), OPERATORS, "operator")
                return ast.BinOp(left, op, self.expr(w, "BinOp", "right", LOAD), 0, 0, 0, 0)
            case Kind.UnaryOp:
                op = operator_of(required(w, "UnaryOp", "op"), UNARYOPS, "unaryop")
                return ast.UnaryOp(op, self.expr(w, "UnaryOp", "operand", LOAD), 0, 0, 0, 0)
            case Kind.Lambda:
                args = self.arguments(required(w, "Lambda", "args"))
                return ast.Lambda(args, self.expr(w, "Lambda", "body", LOAD), 0, 0, 0, 0)
            case Kind.IfExp:
                test = self.expr(w, "IfExp", "test", LOAD)
                body = self.expr(w, "IfExp", "body", LOAD)
                return ast.IfExp(test, body, self.expr(w, "IfExp", "orelse", LOAD), 0, 0, 0, 0)
            case Kind.Dict:
                keys = self.optional_exprs(w, "Dict", "keys")
                values = self.exprs(w, "Dict", "values", LOAD)
                if len(keys) != len(values):
                    raise errors.value_error("Dict doesn't have the same number of keys as values")
                return ast.Dict(keys, values, 0, 0, 0, 0)
            case Kind.Set:
                return ast.Set(self.exprs(w, "Set", "elts", LOAD), 0, 0, 0, 0)
            case Kind.ListComp:
                generators = self.comprehensions(w, "ListComp")
                return ast.ListComp(self.expr(w, "ListComp", "elt", LOAD), generators, 0, 0, 0, 0)
            case Kind.SetComp:
                generators = self.comprehensions(w, "SetComp")
                return ast.SetComp(self.expr(w, "SetComp", "elt", LOAD), generators, 0, 0, 0, 0)
            case Kind.DictComp:
                generators = self.comprehensions(w, "DictComp")
                key = self.expr(w, "DictComp", "key", LOAD)
                return ast.DictComp(key, self.expr(w, "DictComp", "value", LOAD), generators, 0, 0, 0, 0)
            case _:
                generators = self.comprehensions(w, "GeneratorExp")
                return ast.GeneratorExp(self.expr(w, "GeneratorExp", "elt", LOAD), generators, 0, 0, 0, 0)

    def comprehensions(self, w: Value, cls: str) -> list[ast.comprehension]:
        found: list[ast.comprehension] = []
        for w_item in items(w, cls, "generators"):
            target = self.expr(w_item, "comprehension", "target", STORE)
            iterable = self.expr(w_item, "comprehension", "iter", LOAD)
            ifs = self.exprs(w_item, "comprehension", "ifs", LOAD)
            found.append(ast.comprehension(target, iterable, ifs, number(w_item, "comprehension", "is_async")))
        if len(found) == 0:
            raise errors.value_error("comprehension with no generators")
        return found

    def called(self, w: Value, kind: int) -> ast.expr:
        match kind:
            case Kind.Await:
                return ast.Await(self.expr(w, "Await", "value", LOAD), 0, 0, 0, 0)
            case Kind.Yield:
                return ast.Yield(self.optional_expr(w, "value", LOAD), 0, 0, 0, 0)
            case Kind.YieldFrom:
                return ast.YieldFrom(self.expr(w, "YieldFrom", "value", LOAD), 0, 0, 0, 0)
            case Kind.Compare:
                left = self.expr(w, "Compare", "left", LOAD)
                ops = [operator_of(w_op, CMPOPS, "cmpop") for w_op in items(w, "Compare", "ops")]
                comparators = self.exprs(w, "Compare", "comparators", LOAD)
                if len(comparators) == 0:
                    raise errors.value_error("Compare with no comparators")
                if len(comparators) != len(ops):
                    raise errors.value_error("Compare has a different number of comparators and operands")
                return ast.Compare(left, ops, comparators, 0, 0, 0, 0)
            case Kind.Call:
                func = self.expr(w, "Call", "func", LOAD)
                args = self.exprs(w, "Call", "args", LOAD)
                return ast.Call(func, args, self.keywords(w, "Call"), 0, 0, 0, 0)
            case Kind.FormattedValue:
                value = self.expr(w, "FormattedValue", "value", LOAD)
                conversion = self.conversion(w, "FormattedValue")
                return ast.FormattedValue(value, conversion, self.optional_expr(w, "format_spec", LOAD), 0, 0, 0, 0)
            case Kind.Interpolation:
                value = self.expr(w, "Interpolation", "value", LOAD)
                text = constant(required(w, "Interpolation", "str"))
                if text.const_kind != ConstKind.STR:
                    raise errors.type_error("Interpolation field 'str' must be a str")
                conversion = self.conversion(w, "Interpolation")
                spec = self.optional_expr(w, "format_spec", LOAD)
                return ast.Interpolation(value, text.text, conversion, spec, 0, 0, 0, 0)
            case Kind.JoinedStr:
                return ast.JoinedStr(self.exprs(w, "JoinedStr", "values", LOAD), 0, 0, 0, 0)
            case Kind.TemplateStr:
                values = self.exprs(w, "TemplateStr", "values", LOAD)
                for part in values:
                    literal = part.kind == Kind.Constant and cast(ast.Constant, part).const_kind == ConstKind.STR
                    if not literal and part.kind != Kind.Interpolation:
                        raise errors.type_error("TemplateStr values must be Interpolation nodes and constant strings")
                return ast.TemplateStr(values, 0, 0, 0, 0)
            case _:
                node = constant(required(w, "Constant", "value"))
                w_kind = find_attr(w, "kind")
                if not is_absent(w_kind):
                    string(w_kind)
                    node.u_prefix = try_as(str, w_kind) == "u"
                return node

    def conversion(self, w: Value, cls: str) -> int:
        c = number(w, cls, "conversion")
        if c != -1 and c != ord("s") and c != ord("r") and c != ord("a"):
            raise errors.system_error(f"Unrecognized conversion character {c}")
        return c

    def keywords(self, w: Value, cls: str) -> list[ast.keyword]:
        found: list[ast.keyword] = []
        for w_item in items(w, cls, "keywords"):
            node = ast.keyword(optional_identifier(w_item, "arg"), self.expr(w_item, "keyword", "value", LOAD), 0, 0, 0, 0)
            self.place(node, w_item, "keyword")
            found.append(node)
        return found

    def place_expression(self, w: Value, kind: int, ctx: int) -> ast.expr:
        """Those that may be targets, and slices."""
        match kind:
            case Kind.Attribute:
                value = self.expr(w, "Attribute", "value", LOAD)
                attr = identifier(w, "Attribute", "attr")
                return ast.Attribute(value, attr, self.own_context(w, "Attribute"), 0, 0, 0, 0)
            case Kind.Subscript:
                value = self.expr(w, "Subscript", "value", LOAD)
                key = self.expr(w, "Subscript", "slice", LOAD)
                return ast.Subscript(value, key, self.own_context(w, "Subscript"), 0, 0, 0, 0)
            case Kind.Starred:
                value = self.expr(w, "Starred", "value", ctx)
                return ast.Starred(value, self.own_context(w, "Starred"), 0, 0, 0, 0)
            case Kind.Name:
                name = identifier(w, "Name", "id")
                check_name(name)
                return ast.Name(name, self.own_context(w, "Name"), 0, 0, 0, 0)
            case Kind.List:
                elts = self.exprs(w, "List", "elts", ctx)
                return ast.List(elts, self.own_context(w, "List"), 0, 0, 0, 0)
            case Kind.Tuple:
                elts = self.exprs(w, "Tuple", "elts", ctx)
                return ast.Tuple(elts, self.own_context(w, "Tuple"), 0, 0, 0, 0)
            case _:
                lower = self.optional_expr(w, "lower", LOAD)
                upper = self.optional_expr(w, "upper", LOAD)
                return ast.Slice(lower, upper, self.optional_expr(w, "step", LOAD), 0, 0, 0, 0)

    def own_context(self, w: Value, cls: str) -> int:
        return operator_of(required(w, cls, "ctx"), CONTEXTS, "expr_context")

    # Patterns

    def match_case(self, w: Value) -> ast.match_case:
        p = self.pattern_field(w, "match_case", "pattern", False)
        guard = self.optional_expr(w, "guard", LOAD)
        return ast.match_case(p, guard, self.body(w, "match_case"))

    def pattern_field(self, w: Value, cls: str, name: str, star_ok: bool) -> ast.pattern:
        w_field = required(w, cls, name)
        if same(w_field, w_None):
            raise missing(cls, name)
        return self.pattern(w_field, star_ok)

    def patterns(self, w: Value, cls: str, name: str, star_ok: bool) -> list[ast.pattern]:
        found: list[ast.pattern] = []
        for w_item in items(w, cls, name):
            if same(w_item, w_None):
                raise errors.value_error("None disallowed in pattern list")
            found.append(self.pattern(w_item, star_ok))
        return found

    def pattern(self, w: Value, star_ok: bool) -> ast.pattern:
        number(w, "pattern", "lineno")
        number(w, "pattern", "col_offset")
        required(w, "pattern", "end_lineno")
        required(w, "pattern", "end_col_offset")
        kind = variant(w, KINDS, Kind.MatchValue, Kind.MatchOr)
        if kind < 0:
            raise errors.type_error(f"expected some sort of pattern, but got {operations.repr_of(w)}")
        self.deeper("pattern")
        node = self.pattern_of(w, kind, star_ok)
        self.place(node, w, "pattern")
        self.depth -= 1
        return node

    def pattern_of(self, w: Value, kind: int, star_ok: bool) -> ast.pattern:
        match kind:
            case Kind.MatchValue:
                value = self.expr(w, "MatchValue", "value", LOAD)
                check_pattern_value(value)
                return ast.MatchValue(value, 0, 0, 0, 0)
            case Kind.MatchSingleton:
                single = singleton_kind(required(w, "MatchSingleton", "value"))
                if single < 0:
                    raise errors.value_error("MatchSingleton can only contain True, False and None")
                return ast.MatchSingleton(single, 0, 0, 0, 0)
            case Kind.MatchSequence:
                return ast.MatchSequence(self.patterns(w, "MatchSequence", "patterns", True), 0, 0, 0, 0)
            case Kind.MatchMapping:
                return self.mapping_pattern(w)
            case Kind.MatchClass:
                return self.class_pattern(w)
            case Kind.MatchStar:
                if not star_ok:
                    raise errors.value_error("can't use MatchStar here")
                name = optional_identifier(w, "name")
                check_capture(name)
                return ast.MatchStar(name, 0, 0, 0, 0)
            case Kind.MatchAs:
                name = optional_identifier(w, "name")
                check_capture(name)
                w_pattern = find_attr(w, "pattern")
                if is_absent(w_pattern):
                    return ast.MatchAs(None, name, 0, 0, 0, 0)
                if name is None:
                    raise errors.value_error("MatchAs must specify a target name if a pattern is given")
                return ast.MatchAs(self.pattern(w_pattern, False), name, 0, 0, 0, 0)
            case _:
                alternatives = self.patterns(w, "MatchOr", "patterns", False)
                if len(alternatives) < 2:
                    raise errors.value_error("MatchOr requires at least 2 patterns")
                return ast.MatchOr(alternatives, 0, 0, 0, 0)

    def mapping_pattern(self, w: Value) -> ast.pattern:
        keys = self.exprs(w, "MatchMapping", "keys", LOAD)
        patterns = self.patterns(w, "MatchMapping", "patterns", False)
        if len(keys) != len(patterns):
            raise errors.value_error("MatchMapping doesn't have the same number of keys as patterns")
        rest = optional_identifier(w, "rest")
        check_capture(rest)
        for key in keys:
            if key.kind != Kind.Constant or cast(ast.Constant, key).const_kind > ConstKind.FALSE:
                check_pattern_value(key)
        return ast.MatchMapping(keys, patterns, rest, 0, 0, 0, 0)

    def class_pattern(self, w: Value) -> ast.pattern:
        cls = self.expr(w, "MatchClass", "cls", LOAD)
        patterns = self.patterns(w, "MatchClass", "patterns", False)
        names = identifiers(w, "MatchClass", "kwd_attrs")
        values = self.patterns(w, "MatchClass", "kwd_patterns", False)
        if len(names) != len(values):
            raise errors.value_error("MatchClass doesn't have the same number of keyword attributes as patterns")
        root = cls
        while root.kind == Kind.Attribute:
            root = cast(ast.Attribute, root).value
        if root.kind != Kind.Name:
            raise errors.value_error("MatchClass cls field can only contain Name or Attribute nodes.")
        for name in names:
            check_name(name)
        return ast.MatchClass(cls, patterns, names, values, 0, 0, 0, 0)


def context_of(e: ast.expr) -> int:
    """ANY for what is never a target."""
    match e.kind:
        case Kind.Attribute:
            return cast(ast.Attribute, e).ctx
        case Kind.Subscript:
            return cast(ast.Subscript, e).ctx
        case Kind.Starred:
            return cast(ast.Starred, e).ctx
        case Kind.Name:
            return cast(ast.Name, e).ctx
        case Kind.List:
            return cast(ast.List, e).ctx
        case Kind.Tuple:
            return cast(ast.Tuple, e).ctx
        case _:
            return ANY


def check_target(e: ast.expr, what: str) -> None:
    """What an augmented or annotated assignment assigns to."""
    if e.kind != Kind.Name and e.kind != Kind.Attribute and e.kind != Kind.Subscript:
        raise errors.system_error(f"invalid node type ({e.kind - Kind.BoolOp + 1}) for {what} assignment")
