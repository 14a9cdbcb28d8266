"""The _ast module: the classes of abstract syntax trees, after the abstract grammar of the language reference (library, module ast).

A node's fields are ordinary attributes. What a class knows about them stands in its `_fields` and `_field_types`, and
__init__ goes by these, so that classes that programs derive work alike.
"""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import EMPTY, Value, locked, new_with_shape, try_as, unwrap, wrap
from protopython.objects.dict.dict import (
    W_Dict,
    dict_copy,
    dict_delete_str,
    dict_get,
    dict_get_str,
    dict_key_at,
    dict_len,
    dict_next,
    dict_set,
    dict_set_str,
    dict_update_from,
    dict_value_at,
    new_dict,
)
from protopython.objects.generic_alias import W_GenericAlias, new_generic_alias
from protopython.objects.list.list import LIST, W_List, list_append, list_snapshot, list_to_tuple, new_list
from protopython.objects.model import operations
from protopython.objects.model.attributes import find_attr, setattr_of
from protopython.objects.model.call import call2, call_tuple_kw
from protopython.objects.model.define import INT, OBJECT, STR, add_member, constant, define_module, define_type, method, new
from protopython.objects.model.errors import type_error, x
from protopython.objects.model.instance import instance_dict
from protopython.objects.model.types import type_of
from protopython.objects.object_methods import stock_function
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.objects.tuple import EMPTY_TUPLE, W_Tuple, new_tuple2, new_tuple3, new_tuple_n
from protopython.objects.union_type import W_Union, union_of_two
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.state import State, space_slot
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty, same

MODULE: Final[str] = "_ast"
define_module(MODULE, "The classes of abstract syntax trees.")
constant(MODULE, "PyCF_ONLY_AST", 0x400)
constant(MODULE, "PyCF_TYPE_COMMENTS", 0x1000)
constant(MODULE, "PyCF_ALLOW_TOP_LEVEL_AWAIT", 0x2000)
constant(MODULE, "PyCF_OPTIMIZED_AST", 0x8400)


class W_AstNode(W_Object):
    pass


AST = define_type("AST", W_AstNode, OBJECT, module="ast", attributes=True)
AST.flags |= TypeFlags.MUTABLE

GRAMMAR: Final[str] = """
mod
  Module body:stmt* type_ignores:type_ignore*
  Interactive body:stmt*
  Expression body:expr
  FunctionType argtypes:expr* returns:expr
stmt @
  FunctionDef name:identifier args:arguments body:stmt* decorator_list:expr* returns:expr? type_comment:string? type_params:type_param*
  AsyncFunctionDef name:identifier args:arguments body:stmt* decorator_list:expr* returns:expr? type_comment:string? type_params:type_param*
  ClassDef name:identifier bases:expr* keywords:keyword* body:stmt* decorator_list:expr* type_params:type_param*
  Return value:expr?
  Delete targets:expr*
  Assign targets:expr* value:expr type_comment:string?
  TypeAlias name:expr type_params:type_param* value:expr
  AugAssign target:expr op:operator value:expr
  AnnAssign target:expr annotation:expr value:expr? simple:int
  For target:expr iter:expr body:stmt* orelse:stmt* type_comment:string?
  AsyncFor target:expr iter:expr body:stmt* orelse:stmt* type_comment:string?
  While test:expr body:stmt* orelse:stmt*
  If test:expr body:stmt* orelse:stmt*
  With items:withitem* body:stmt* type_comment:string?
  AsyncWith items:withitem* body:stmt* type_comment:string?
  Match subject:expr cases:match_case*
  Raise exc:expr? cause:expr?
  Try body:stmt* handlers:excepthandler* orelse:stmt* finalbody:stmt*
  TryStar body:stmt* handlers:excepthandler* orelse:stmt* finalbody:stmt*
  Assert test:expr msg:expr?
  Import names:alias*
  ImportFrom module:identifier? names:alias* level:int?
  Global names:identifier*
  Nonlocal names:identifier*
  Expr value:expr
  Pass
  Break
  Continue
expr @
  BoolOp op:boolop values:expr*
  NamedExpr target:expr value:expr
  BinOp left:expr op:operator right:expr
  UnaryOp op:unaryop operand:expr
  Lambda args:arguments body:expr
  IfExp test:expr body:expr orelse:expr
  Dict keys:expr* values:expr*
  Set elts:expr*
  ListComp elt:expr generators:comprehension*
  SetComp elt:expr generators:comprehension*
  DictComp key:expr value:expr generators:comprehension*
  GeneratorExp elt:expr generators:comprehension*
  Await value:expr
  Yield value:expr?
  YieldFrom value:expr
  Compare left:expr ops:cmpop* comparators:expr*
  Call func:expr args:expr* keywords:keyword*
  FormattedValue value:expr conversion:int format_spec:expr?
  Interpolation value:expr str:constant conversion:int format_spec:expr?
  JoinedStr values:expr*
  TemplateStr values:expr*
  Constant value:constant kind:string?
  Attribute value:expr attr:identifier ctx:expr_context
  Subscript value:expr slice:expr ctx:expr_context
  Starred value:expr ctx:expr_context
  Name id:identifier ctx:expr_context
  List elts:expr* ctx:expr_context
  Tuple elts:expr* ctx:expr_context
  Slice lower:expr? upper:expr? step:expr?
expr_context
  Load
  Store
  Del
boolop
  And
  Or
operator
  Add
  Sub
  Mult
  MatMult
  Div
  Mod
  Pow
  LShift
  RShift
  BitOr
  BitXor
  BitAnd
  FloorDiv
unaryop
  Invert
  Not
  UAdd
  USub
cmpop
  Eq
  NotEq
  Lt
  LtE
  Gt
  GtE
  Is
  IsNot
  In
  NotIn
comprehension target:expr iter:expr ifs:expr* is_async:int
excepthandler @
  ExceptHandler type:expr? name:identifier? body:stmt*
arguments posonlyargs:arg* args:arg* vararg:arg? kwonlyargs:arg* kw_defaults:expr* kwarg:arg? defaults:expr*
arg @ arg:identifier annotation:expr? type_comment:string?
keyword @ arg:identifier? value:expr
alias @ name:identifier asname:identifier?
withitem context_expr:expr optional_vars:expr?
match_case pattern:pattern guard:expr? body:stmt*
pattern @
  MatchValue value:expr
  MatchSingleton value:constant
  MatchSequence patterns:pattern*
  MatchMapping keys:expr* patterns:pattern* rest:identifier?
  MatchClass cls:expr patterns:pattern* kwd_attrs:identifier* kwd_patterns:pattern*
  MatchStar name:identifier?
  MatchAs pattern:pattern? name:identifier?
  MatchOr patterns:pattern*
type_ignore
  TypeIgnore lineno:int tag:string
type_param @
  TypeVar name:identifier bound:expr? default_value:expr?
  ParamSpec name:identifier default_value:expr?
  TypeVarTuple name:identifier default_value:expr?
"""
"""A class, `@` if its nodes have positions, and its fields, `?` for optional ones and `*` for lists. An indented class derives from
the class before it that is not indented."""

NODE_TYPES: Final[dict[str, W_Type]] = {}
"""By name."""
NODE_FIELDS: Final[dict[str, list[tuple[str, str]]]] = {}
"""The fields of each: (name, kind). Build time."""
NODE_PLACES: Final[dict[str, list[str]]] = {}
"""The attributes of each that say where it stands. Build time."""


# --- making the classes (module level) ----------------------------------------------------------------------------------


def names_tuple(names: list[str]) -> Value:
    t = new_tuple_n(len(names))
    for i, name in enumerate(names):
        t.items[i] = wrap(name)
    return wrap(t)


def field_type(text: str) -> Value:
    base = text.rstrip("?*")
    plain_types = {"identifier": STR, "string": STR, "int": INT, "constant": OBJECT}
    t = plain_types.get(base) or NODE_TYPES[base]
    if text.endswith("*"):
        return new_generic_alias(wrap(LIST), wrap(t))
    if text.endswith("?"):
        return union_of_two(wrap(t), w_None)
    return wrap(t)


def grammar_doc(name: str, fields: list[tuple[str, str]]) -> str:
    inside = ", ".join(f"{kind} {field}" for field, kind in fields)
    return f"{name}({inside})" if inside else name


def define_nodes() -> None:
    rows: list[tuple[W_Type, list[tuple[str, str]], list[str], bool]] = []
    group = AST
    places: list[str] = []
    for line in GRAMMAR.splitlines():
        words = line.split()
        if not words:
            continue
        nested = line.startswith(" ")
        if not nested:
            places = ["lineno", "col_offset", "end_lineno", "end_col_offset"] if "@" in words else []
        fields = [(w.partition(":")[0], w.partition(":")[2]) for w in words[1:] if w != "@"]
        name = words[0]
        t = define_type(name, W_AstNode, group if nested else AST, module="ast", doc=grammar_doc(name, fields))
        t.flags |= TypeFlags.HAS_WEAKREF | TypeFlags.MUTABLE
        NODE_TYPES[name] = t
        NODE_FIELDS[name] = fields
        NODE_PLACES[name] = places
        constant(MODULE, name, t)
        if not nested:
            group = t
        rows.append((t, fields, places, nested))
    for t, fields, places, nested in rows:
        fields_value = names_tuple([field for field, _kind in fields])
        add_member(t, "_fields", fields_value)
        add_member(t, "__match_args__", fields_value)
        if not nested:
            add_member(t, "_attributes", names_tuple(places))
            if places and t is not NODE_TYPES["pattern"] and t is not NODE_TYPES["type_param"]:
                add_member(t, "end_lineno", w_None)
                add_member(t, "end_col_offset", w_None)
        types = new_dict()
        for field, kind in fields:
            dict_set_str(types, field, field_type(kind))
            if kind.endswith("?"):
                add_member(t, field, w_None)
        if nested or fields:
            add_member(t, "_field_types", wrap(types))
            add_member(t, "__annotations_cache__", wrap(types))


add_member(AST, "_fields", wrap(EMPTY_TUPLE))
add_member(AST, "__match_args__", wrap(EMPTY_TUPLE))
add_member(AST, "_attributes", wrap(EMPTY_TUPLE))
constant(MODULE, "AST", AST)
define_nodes()

EXPR_CONTEXT: Final[W_Type] = NODE_TYPES["expr_context"]


FIELDLESS: Final[list[str]] = [
    name
    for name, t in NODE_TYPES.items()
    if t.base in (NODE_TYPES["expr_context"], NODE_TYPES["boolop"], NODE_TYPES["operator"], NODE_TYPES["unaryop"], NODE_TYPES["cmpop"])
]
"""Contexts and operators."""


class SharedNodes(State):
    """The nodes without fields that all syntax trees of a space share, by name; None until one is needed."""

    nodes: W_Dict | None

    def __init__(self) -> None:
        self.nodes = None


def new_shared_nodes() -> State:
    return SharedNodes()


SHARED_NODES: Final[int] = space_slot(new_shared_nodes)


def singleton_node(name: str) -> Value:
    """A context or operator: all trees share them. Programs may set attributes of theirs."""
    shared = cast(SharedNodes, context().space.states[SHARED_NODES])
    nodes = shared.nodes
    if nodes is None:
        made = new_dict()
        for each in FIELDLESS:
            dict_set_str(made, each, new_node(each))
        with locked(context().space.modules):
            nodes = shared.nodes
            if nodes is None:
                nodes = made
                shared.nodes = made
    return dict_get_str(nodes, name)


def new_node(name: str) -> Value:
    """A node without fields."""
    return wrap(new_with_shape(W_AstNode, NODE_TYPES[name].root_shape))


# --- making nodes -------------------------------------------------------------------------------------------------------


@new(AST, "(cls, /, *args, **kwargs)")
def ast_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    return wrap(new_with_shape(W_AstNode, cls.root_shape))


def class_name(t: W_Type) -> str:
    if t.flags & TypeFlags.HEAP:
        return t.name
    name = as_str(t.w_qualname)
    return t.name if name is None else name


def class_tuple(t: W_Type, name: str) -> W_Tuple:
    """_fields or _attributes."""
    w = find_attr(wrap(t), name)
    return EMPTY_TUPLE if is_empty(w) else operations.unpack_to_tuple(w)


def position(names: W_Tuple, name: str) -> int:
    i = 0
    while i < names.length:
        if as_str(names.items[i]) == name:
            return i
        i += 1
    return -1


def deprecated(message: str) -> None:
    call2(stock_function("_warnings", "warn"), wrap(message), wrap(x.DEPRECATION_WARNING))


@method(AST, "__init__(self, /, *args, **kwargs)", doc="Initialize self.")
def ast_init(self: W_AstNode, w_args: Value, w_kwargs: Value) -> Value:
    t = type_of(wrap(self))
    args = unwrap(W_Tuple, w_args)
    kwargs = unwrap(W_Dict, w_kwargs)
    fields = class_tuple(t, "_fields")
    if args.length > fields.length:
        plural = "" if fields.length == 1 else "s"
        raise type_error(f"{class_name(t)} constructor takes at most {fields.length} positional argument{plural}")
    i = 0
    while i < args.length:
        setattr_of(wrap(self), field_name(fields, i), args.items[i])
        i += 1
    i = dict_next(kwargs, 0)
    while i >= 0:
        name = as_str(dict_key_at(kwargs, i))
        if name is not None:
            set_keyword(self, t, fields, args.length, name, dict_value_at(kwargs, i))
        i = dict_next(kwargs, i + 1)
    i = args.length
    while i < fields.length:
        if is_empty(dict_get(kwargs, fields.items[i])):
            set_missing(self, t, field_name(fields, i), fields.items[i])
        i += 1
    return w_None


def field_name(fields: W_Tuple, i: int) -> str:
    return operations.str_arg(fields.items[i], "field name")


def set_keyword(self: W_AstNode, t: W_Type, fields: W_Tuple, n_args: int, name: str, w_value: Value) -> None:
    k = position(fields, name)
    if 0 <= k < n_args:
        raise type_error(f"{class_name(t)} got multiple values for argument '{name}'")
    if k < 0 and position(class_tuple(t, "_attributes"), name) < 0:
        deprecated(
            f"{class_name(t)}.__init__ got an unexpected keyword argument '{name}'. "
            "Support for arbitrary keyword arguments is deprecated and will be removed in Python 3.15."
        )
    setattr_of(wrap(self), name, w_value)


def set_missing(self: W_AstNode, t: W_Type, name: str, w_name: Value) -> None:
    """A field that was not given: a list becomes empty, a context Load; an optional field is None by its class."""
    w_types = find_attr(wrap(t), "_field_types")
    types = None if is_empty(w_types) else try_as(W_Dict, w_types)
    w_type = EMPTY if types is None else dict_get(types, w_name)
    if is_empty(w_type):
        if types is None and not is_empty(find_attr(wrap(t), name)):
            return
        deprecated(f"Field '{name}' is missing from {class_name(t)}._field_types. This will become an error in Python 3.15.")
    elif try_as(W_Union, w_type) is not None:
        return
    elif try_as(W_GenericAlias, w_type) is not None:
        setattr_of(wrap(self), name, wrap(new_list()))
    elif same(w_type, wrap(EXPR_CONTEXT)):
        setattr_of(wrap(self), name, singleton_node("Load"))
    else:
        deprecated(
            f"{class_name(t)}.__init__ missing 1 required positional argument: '{name}'. This will become an error in Python 3.15."
        )


# --- copying and showing ------------------------------------------------------------------------------------------------


@method(AST, "__reduce__(self, /)", doc="Helper for pickle.")
def ast_reduce(self: W_AstNode) -> Value:
    """The leading fields that are set are given to the class, the other attributes follow as its state."""
    t = type_of(wrap(self))
    attributes = dict_copy(instance_dict(self))
    fields = class_tuple(t, "_fields")
    given = new_list()
    i = 0
    while i < fields.length:
        w = dict_get(attributes, fields.items[i])
        if is_empty(w):
            break
        list_append(given, w)
        dict_delete_str(attributes, field_name(fields, i))
        i += 1
    w_args = wrap(list_to_tuple(given))
    if dict_len(attributes) == 0:
        return wrap(new_tuple2(wrap(t), w_args))
    return wrap(new_tuple3(wrap(t), w_args, wrap(attributes)))


@method(
    AST, "__replace__(self, /, *args, **kwargs)", doc="A copy of the node in which some fields have other values.", shown="($self, /, **fields)"
)
def ast_replace(self: W_AstNode, w_args: Value, w_kwargs: Value) -> Value:
    if unwrap(W_Tuple, w_args).length > 0:
        raise type_error("__replace__() takes no positional arguments")
    t = type_of(wrap(self))
    kwargs = unwrap(W_Dict, w_kwargs)
    own = dict_copy(instance_dict(self))
    fields = class_tuple(t, "_fields")
    attributes = class_tuple(t, "_attributes")
    i = dict_next(kwargs, 0)
    while i >= 0:
        name = operations.str_arg(dict_key_at(kwargs, i), "field name")
        if position(fields, name) < 0 and position(attributes, name) < 0:
            raise type_error(f"{class_name(t)}.__replace__ got an unexpected keyword argument {operations.repr_of(wrap(name))}.")
        i = dict_next(kwargs, i + 1)
    check_replaced(t, fields, own, kwargs)
    given = new_dict()
    keep_known(given, fields, own)
    keep_known(given, attributes, own)
    dict_update_from(given, kwargs)
    return call_tuple_kw(wrap(t), EMPTY, EMPTY_TUPLE, given)


def keep_known(given: W_Dict, names: W_Tuple, own: W_Dict) -> None:
    for i in range(names.length):
        w = dict_get(own, names.items[i])
        if not is_empty(w):
            dict_set(given, names.items[i], w)


def check_replaced(t: W_Type, fields: W_Tuple, own: W_Dict, kwargs: W_Dict) -> None:
    """Every field that the constructor wants is there, or given."""
    w_types = find_attr(wrap(t), "_field_types")
    types = None if is_empty(w_types) else try_as(W_Dict, w_types)
    missing: list[str] = []
    for i in range(fields.length):
        w_name = fields.items[i]
        if is_empty(dict_get(own, w_name)) and is_empty(dict_get(kwargs, w_name)):
            w_type = EMPTY if types is None else dict_get(types, w_name)
            if is_empty(w_type) or try_as(W_Union, w_type) is None:
                missing.append(operations.repr_of(w_name))
    if len(missing) > 0:
        plural = "" if len(missing) == 1 else "s"
        raise type_error(f"{class_name(t)}.__replace__ missing {len(missing)} keyword argument{plural}: {', '.join(sorted(missing))}.")


def shown(w: Value, depth: int) -> str:
    node = try_as(W_AstNode, w)
    if node is None:
        return operations.repr_of(w)
    t = type_of(w)
    if depth <= 0:
        return f"{class_name(t)}(...)"
    parts: list[str] = []
    fields = class_tuple(t, "_fields")
    i = 0
    while i < fields.length:
        name = field_name(fields, i)
        parts.append(f"{name}={shown_field(operations.getattr_of(w, name), depth - 1)}")
        i += 1
    return f"{class_name(t)}({', '.join(parts)})"


def shown_field(w: Value, depth: int) -> str:
    """Of lists the first and the last item."""
    items = try_as(W_List, w)
    if items is None:
        return shown(w, depth)
    a = list_snapshot(items)
    n = len(a)
    if n == 0:
        return "[]"
    first = shown(a[0], depth)
    if n == 1:
        return f"[{first}]"
    dots = ", ..." if n > 2 else ""
    return f"[{first}{dots}, {shown(a[n - 1], depth)}]"


@method(AST, "__repr__(self, /)", doc="Return repr(self).")
def ast_repr(self: W_AstNode) -> Value:
    return wrap(shown(wrap(self), 3))
