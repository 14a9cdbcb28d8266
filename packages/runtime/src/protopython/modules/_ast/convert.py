"""From the frontend's trees to those that programs see (compile() with PyCF_ONLY_AST, ast.parse).

The grammar of module.py says which fields a node has, in which order, and of what kind; here stands how each kind of field gets its value.
"""

from __future__ import annotations

from typing import Any, Final, cast

from protodialect.types import FieldRef, Value, new_with_shape, read_field, wrap
from protopython.frontend import ast
from protopython.frontend.ast import ConstKind, Kind
from protopython.modules._ast.module import NODE_FIELDS, NODE_PLACES, NODE_TYPES, W_AstNode, singleton_node
from protopython.objects.complex import new_complex
from protopython.objects.int.int import new_int
from protopython.objects.int.text import int_from_text
from protopython.objects.list.list import list_append, new_list
from protopython.objects.model.attributes import setattr_of
from protopython.objects.model.recursion import check_recursion
from protopython.objects.singletons import w_Ellipsis, w_False, w_None, w_True
from protopython.protocore.object import W_Type
from protopython.protocore.polling import check_signals
from protopython.protocore.value import from_int, new_float

# --- values -------------------------------------------------------------------------------------------------------------


def singleton(const_kind: int) -> Value:
    match const_kind:
        case ConstKind.TRUE:
            return w_True
        case ConstKind.FALSE:
            return w_False
        case ConstKind.ELLIPSIS:
            return w_Ellipsis
        case _:
            return w_None


def constant_value(n: ast.Constant) -> Value:
    match n.const_kind:
        case ConstKind.INT:
            return new_int(n.int_value)
        case ConstKind.BIGINT:
            return int_from_text(n.text, n.int_value)
        case ConstKind.FLOAT:
            return new_float(n.float_value)
        case ConstKind.COMPLEX:
            return new_complex(0.0, n.float_value)
        case ConstKind.STR:
            return wrap(n.text)
        case ConstKind.BYTES:
            data = n.bytes_value
            return wrap(b"" if data is None else data)
        case ConstKind.VALUE:
            return n.w_value
        case _:
            return singleton(n.const_kind)


def optional(node: ast.AST | None) -> Value:
    return w_None if node is None else tree(node)


# --- fields -------------------------------------------------------------------------------------------------------------


class Field:
    """A field of a kind of node. One class for each way in which the frontend keeps what is in a field."""

    name: str

    def __init__(self, name: str) -> None:
        self.name = name

    def value(self, node: ast.AST) -> Value:
        """Each way has its own."""
        return w_None


class NodeField(Field):
    def __init__(self, name: str, ref: FieldRef[ast.AST, ast.AST | None]) -> None:
        super().__init__(name)
        self.ref: FieldRef[ast.AST, ast.AST | None] = ref

    def value(self, node: ast.AST) -> Value:
        return optional(read_field(node, self.ref))


class NodesField(Field):
    def __init__(self, name: str, ref: FieldRef[ast.AST, list[ast.AST | None]]) -> None:
        super().__init__(name)
        self.ref: FieldRef[ast.AST, list[ast.AST | None]] = ref

    def value(self, node: ast.AST) -> Value:
        result = new_list()
        for each in read_field(node, self.ref):
            list_append(result, optional(each))
        return wrap(result)


class StrField(Field):
    def __init__(self, name: str, ref: FieldRef[ast.AST, str | None]) -> None:
        super().__init__(name)
        self.ref: FieldRef[ast.AST, str | None] = ref

    def value(self, node: ast.AST) -> Value:
        s = read_field(node, self.ref)
        return w_None if s is None else wrap(s)


class StrsField(Field):
    def __init__(self, name: str, ref: FieldRef[ast.AST, list[str]]) -> None:
        super().__init__(name)
        self.ref: FieldRef[ast.AST, list[str]] = ref

    def value(self, node: ast.AST) -> Value:
        result = new_list()
        for s in read_field(node, self.ref):
            list_append(result, wrap(s))
        return wrap(result)


class IntField(Field):
    def __init__(self, name: str, ref: FieldRef[ast.AST, int]) -> None:
        super().__init__(name)
        self.ref: FieldRef[ast.AST, int] = ref

    def value(self, node: ast.AST) -> Value:
        return from_int(read_field(node, self.ref))


class SymbolField(Field):
    """Of operators and contexts."""

    def __init__(self, name: str, ref: FieldRef[ast.AST, int], symbols: list[str]) -> None:
        super().__init__(name)
        self.ref: FieldRef[ast.AST, int] = ref
        self.symbols: list[str] = symbols

    def value(self, node: ast.AST) -> Value:
        return singleton_node(self.symbols[read_field(node, self.ref)])


class SymbolsField(Field):
    def __init__(self, name: str, ref: FieldRef[ast.AST, list[int]], symbols: list[str]) -> None:
        super().__init__(name)
        self.ref: FieldRef[ast.AST, list[int]] = ref
        self.symbols: list[str] = symbols

    def value(self, node: ast.AST) -> Value:
        result = new_list()
        for each in read_field(node, self.ref):
            list_append(result, singleton_node(self.symbols[each]))
        return wrap(result)


class ConstantField(Field):
    def value(self, node: ast.AST) -> Value:
        return constant_value(cast(ast.Constant, node))


class PrefixField(Field):
    def value(self, node: ast.AST) -> Value:
        return wrap("u") if cast(ast.Constant, node).u_prefix else w_None


class SingletonField(Field):
    def value(self, node: ast.AST) -> Value:
        return singleton(cast(ast.MatchSingleton, node).const_kind)


SYMBOLS: Final[dict[str, list[str]]] = {
    family.__name__: [symbol.name for symbol in family]
    for family in (ast.expr_context, ast.boolop, ast.operator, ast.unaryop, ast.cmpop)
}
"""The names of the frontend's numbers."""
ODD_FIELDS: Final[dict[tuple[str, str], Field]] = {
    ("Constant", "value"): ConstantField("value"),
    ("Constant", "kind"): PrefixField("kind"),
    ("MatchSingleton", "value"): SingletonField("value"),
    ("Interpolation", "str"): StrField("str", FieldRef(ast.Interpolation, "text")),
}
"""Those that the kind of the field does not tell how to read."""


def new_field(cls: type[ast.AST], name: str, kind: str) -> Field:
    """kind: as the grammar has it."""
    if (cls.__name__, name) in ODD_FIELDS:
        return ODD_FIELDS[cls.__name__, name]
    base = kind.rstrip("?*")
    ref: FieldRef[ast.AST, Any] = FieldRef(cls, name)
    many = kind.endswith("*")
    if base == "identifier" or base == "string":
        return StrsField(name, ref) if many else StrField(name, ref)
    if base == "int":
        return IntField(name, ref)
    if base in SYMBOLS:
        return SymbolsField(name, ref, SYMBOLS[base]) if many else SymbolField(name, ref, SYMBOLS[base])
    return NodesField(name, ref) if many else NodeField(name, ref)


class Form:
    """What the nodes of a kind become: their class, and the fields."""

    type: W_Type
    fields: list[Field]

    def __init__(self, kind: Kind) -> None:
        self.type = NODE_TYPES[kind.name]
        cls = getattr(ast, kind.name)
        self.fields = [new_field(cls, name, field_kind) for name, field_kind in NODE_FIELDS[kind.name]]
        self.fields += [new_field(cls, name, "int") for name in NODE_PLACES[kind.name]]


FORMS: Final[list[Form]] = [Form(kind) for kind in Kind if kind != Kind.INTERNAL]
"""By Kind."""


def tree(node: ast.AST) -> Value:
    """The node that stands for the frontend's."""
    check_recursion()
    if Kind.FunctionDef <= node.kind <= Kind.Continue:
        check_signals()
    form = FORMS[node.kind]
    w = wrap(new_with_shape(W_AstNode, form.type.root_shape))
    for field in form.fields:
        setattr_of(w, field.name, field.value(node))
    return w
