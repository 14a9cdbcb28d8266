"""types.GenericAlias, what `list[int]` makes: a class with type arguments that still can be called and
subclassed (PEP 585).
"""

from __future__ import annotations

from protodialect.types import EMPTY, Value, ValuePtr, new_with_shape, try_as, unwrap, wrap
from protopython.objects.dict.dict import dict_get_str
from protopython.objects.exceptions import exceptions as x
from protopython.objects.list.list import W_List, list_append, list_get, list_length, list_snapshot, list_to_tuple, new_list
from protopython.objects.model import call as calls
from protopython.objects.model import errors, operations
from protopython.objects.model.attributes import find_attr, full_name, generic_find_attr, getattr_of, missing_attribute
from protopython.objects.model.define import OBJECT, define_type, getter, iternext, method, new, setter, vectorcall
from protopython.objects.model.special import Special
from protopython.objects.model.types import type_of
from protopython.objects.object_methods import attribute_name, stock_function
from protopython.objects.singletons import new_bool, w_Ellipsis, w_False, w_None, w_NotImplemented
from protopython.objects.str.str import as_str
from protopython.objects.tuple import EMPTY_TUPLE, TUPLE, W_Tuple, new_tuple1, new_tuple2
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Object, W_Type
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, is_empty, same


class W_GenericAlias(W_Object):
    w_origin: Value
    args: W_Tuple
    parameters: W_Tuple | None
    """The type variables among args, found when asked for."""
    starred: bool
    """`*tuple[int]`: unpacked."""


GENERIC_ALIAS = define_type(
    "GenericAlias", W_GenericAlias, OBJECT, module="types", doc="Represent a PEP 585 generic type.", static=True,
)


def new_generic_alias(w_origin: Value, w_args: Value) -> Value:
    return make_alias(GENERIC_ALIAS, w_origin, w_args, False)


def make_alias(cls: W_Type, w_origin: Value, w_args: Value, starred: bool) -> Value:
    a = new_with_shape(W_GenericAlias, cls.root_shape)
    args = try_as(W_Tuple, w_args)
    a.w_origin = w_origin
    a.args = new_tuple1(w_args) if args is None else args
    a.parameters = None
    a.starred = starred
    return wrap(a)


@new(GENERIC_ALIAS, "(cls, origin, args, /)")
def alias_new(cls: W_Type, w_origin: Value, w_args: Value) -> Value:
    return make_alias(cls, w_origin, w_args, False)


# --- parameters -------------------------------------------------------------------------------------------


def is_type_variable(w: Value) -> bool:
    """TypeVar, ParamSpec, TypeVarTuple: what can be substituted."""
    return try_as(W_Type, w) is None and not is_empty(find_attr(w, "__typing_subst__"))


def add_unique(items: W_List, w: Value) -> None:
    i = 0
    while i < list_length(items):
        if operations.equal(list_get(items, i), w):
            return
        i += 1
    list_append(items, w)


def collect_parameters(args: W_Tuple) -> W_Tuple:
    """The type variables in args, in order of first appearance."""
    found = new_list()
    add_parameters(found, args)
    return list_to_tuple(found)


def add_parameters(found: W_List, args: W_Tuple) -> None:
    i = 0
    while i < args.length:
        w = args.items[i]
        if try_as(W_Type, w) is None:
            if is_type_variable(w):
                add_unique(found, w)
            else:
                add_nested(found, w)
        i += 1


def add_nested(found: W_List, w: Value) -> None:
    operations.check_recursion()
    nested = try_as(W_Tuple, w)
    inner_list = try_as(W_List, w)
    if nested is not None:
        add_parameters(found, nested)
        return
    if inner_list is not None:
        add_parameters(found, list_to_tuple(inner_list))
        return
    w_parameters = find_attr(w, "__parameters__")
    inner = None if is_empty(w_parameters) else try_as(W_Tuple, w_parameters)
    if inner is not None:
        k = 0
        while k < inner.length:
            add_unique(found, inner.items[k])
            k += 1


def parameters_of(a: W_GenericAlias) -> W_Tuple:
    parameters = a.parameters
    if parameters is None:
        parameters = collect_parameters(a.args)
        a.parameters = parameters
    return parameters


def index_in(items: W_Tuple, w: Value) -> int:
    i = 0
    while i < items.length:
        if same(items.items[i], w):
            return i
        i += 1
    return -1


def substitute(w_self: Value, args: W_Tuple, parameters: W_Tuple, w_item: Value) -> W_Tuple:
    """args with parameters replaced by what stands in the subscript."""
    n = parameters.length
    if n == 0:
        raise errors.type_error(f"{operations.repr_of(w_self)} is not a generic class")
    items = subscript_items(w_item)
    i = 0
    while i < n:
        w_prepare = find_attr(parameters.items[i], "__typing_prepare_subst__")
        if not is_empty(w_prepare) and not same(w_prepare, w_None):
            w_items = calls.call2(w_prepare, w_self, wrap(items))
            prepared = try_as(W_Tuple, w_items)
            items = new_tuple1(w_items) if prepared is None else prepared
        i += 1
    if items.length != n:
        what = "many" if items.length > n else "few"
        raise errors.type_error(
            f"Too {what} arguments for {operations.repr_of(w_self)}; actual {items.length}, expected {n}"
        )
    result = new_list()
    i = 0
    while i < args.length:
        substitute_one(result, args.items[i], parameters, items)
        i += 1
    return list_to_tuple(result)


def substitute_one(result: W_List, w_arg: Value, parameters: W_Tuple, items: W_Tuple) -> None:
    if try_as(W_Type, w_arg) is not None:
        list_append(result, w_arg)
        return
    operations.check_recursion()
    nested = try_as(W_Tuple, w_arg)
    if nested is not None:
        inner = new_list()
        i = 0
        while i < nested.length:
            substitute_one(inner, nested.items[i], parameters, items)
            i += 1
        list_append(result, wrap(list_to_tuple(inner)))
        return
    nested_list = try_as(W_List, w_arg)
    if nested_list is not None:
        inner = new_list()
        nested_items = list_snapshot(nested_list)
        for i in range(len(nested_items)):
            substitute_one(inner, nested_items[i], parameters, items)
        list_append(result, wrap(inner))
        return
    unpack = is_unpacked_variable(w_arg)
    w_subst = find_attr(w_arg, "__typing_subst__")
    if not is_empty(w_subst):
        k = index_in(parameters, w_arg)
        if k < 0:  # It can be substituted since after the parameters were looked for.
            raise errors.type_error(f"argument {operations.repr_of(w_arg)} with __typing_subst__ was not found in __parameters__")
        w_new = calls.call1(w_subst, items.items[k])
    else:
        w_new = substitute_inside(w_arg, parameters, items)
    if unpack:
        many = try_as(W_Tuple, w_new)
        if many is None:
            raise errors.type_error(
                f"expected __typing_subst__ of {full_name(type_of(w_arg))} objects to return a tuple, not {full_name(type_of(w_new))}"
            )
        i = 0
        while i < many.length:
            list_append(result, many.items[i])
            i += 1
    else:
        list_append(result, w_new)


def is_unpacked_variable(w: Value) -> bool:
    w_flag = find_attr(w, "__typing_is_unpacked_typevartuple__")
    return not is_empty(w_flag) and operations.is_true(w_flag)


def substitute_inside(w_arg: Value, parameters: W_Tuple, items: W_Tuple) -> Value:
    """w_arg is itself generic: subscripts it with what its own parameters become."""
    w_parameters = find_attr(w_arg, "__parameters__")
    inner = None if is_empty(w_parameters) else try_as(W_Tuple, w_parameters)
    if inner is None or inner.length == 0:
        return w_arg
    chosen = new_list()
    i = 0
    while i < inner.length:
        w_parameter = inner.items[i]
        k = index_in(parameters, w_parameter)
        if k >= 0:
            many = try_as(W_Tuple, items.items[k])
            if many is not None and is_variadic(w_parameter):
                j = 0
                while j < many.length:
                    list_append(chosen, many.items[j])
                    j += 1
            else:
                list_append(chosen, items.items[k])
        else:
            list_append(chosen, w_parameter)
        i += 1
    return operations.getitem(w_arg, wrap(list_to_tuple(chosen)))


def is_variadic(w_parameter: Value) -> bool:
    """A TypeVarTuple: it can be iterated (`*Ts`)."""
    return not is_empty(type_of(w_parameter).special[Special.ITER])


def subscript_items(w_item: Value) -> W_Tuple:
    """The subscript as a tuple, starred tuples in it unpacked."""
    given = try_as(W_Tuple, w_item)
    items = new_tuple1(w_item) if given is None else given
    result = new_list()
    i = 0
    while i < items.length:
        w = items.items[i]
        unpacked = unpacked_args(w)
        if unpacked is None:
            list_append(result, w)
        else:
            k = 0
            while k < unpacked.length:
                list_append(result, unpacked.items[k])
                k += 1
        i += 1
    return list_to_tuple(result)


def unpacked_args(w: Value) -> W_Tuple | None:
    """The arguments of `*tuple[A, B]`; None for anything else and for `*tuple[A, ...]`."""
    if try_as(W_Type, w) is not None:
        return None
    w_args = find_attr(w, "__typing_unpacked_tuple_args__")
    if is_empty(w_args):
        return None
    args = try_as(W_Tuple, w_args)
    if args is None or (args.length > 0 and same(args.items[args.length - 1], w_Ellipsis)):
        return None
    return args


# --- what programs see ------------------------------------------------------------------------------------


@method(GENERIC_ALIAS, "__getitem__(self, key, /)", doc="Return self[key].")
def alias_getitem(self: W_GenericAlias, w_key: Value) -> Value:
    args = substitute(wrap(self), self.args, parameters_of(self), w_key)
    return make_alias(type_of(wrap(self)), self.w_origin, wrap(args), self.starred)


def type_repr(w: Value) -> str:
    """How a type argument is shown."""
    if same(w, w_Ellipsis):
        return "..."
    cls = try_as(W_Type, w)
    if cls is not None:
        w_qualname = find_attr(w, "__qualname__")
        w_module = find_attr(w, "__module__")
        qualname = None if is_empty(w_qualname) else as_str(w_qualname)
        module = None if is_empty(w_module) else as_str(w_module)
        if qualname is not None and module is not None:
            return qualname if module == "builtins" else module + "." + qualname
    if is_empty(find_attr(w, "__origin__")) or is_empty(find_attr(w, "__args__")):
        w_qualname = find_attr(w, "__qualname__")
        w_module = EMPTY if is_empty(w_qualname) else find_attr(w, "__module__")
        if not is_empty(w_module) and not same(w_module, w_None):
            qualname_text = operations.str_of(w_qualname)
            module_text = operations.str_of(w_module)
            return qualname_text if module_text == "builtins" else module_text + "." + qualname_text
    return operations.repr_of(w)


def argument_repr(w: Value) -> str:
    items = try_as(W_List, w)
    if items is None:
        return type_repr(w)
    parts: list[str] = []
    n = list_length(items)
    i = 0
    while i < n:
        w_item = list_get(items, i)
        if is_empty(w_item):
            raise errors.index_error("list index out of range")
        parts.append(type_repr(w_item))
        i += 1
    return "[" + ", ".join(parts) + "]"


@method(GENERIC_ALIAS, "__repr__(self, /)", doc="Return repr(self).")
def alias_repr(self: W_GenericAlias) -> Value:
    operations.check_recursion()
    parts: list[str] = []
    i = 0
    while i < self.args.length:
        parts.append(argument_repr(self.args.items[i]))
        i += 1
    inside = "()" if self.args.length == 0 else ", ".join(parts)
    star = "*" if self.starred else ""
    return wrap(f"{star}{type_repr(self.w_origin)}[{inside}]")


@method(GENERIC_ALIAS, "__hash__(self, /)", doc="Return hash(self).")
def alias_hash(self: W_GenericAlias) -> Value:
    return from_int((operations.hash_of(self.w_origin) ^ operations.hash_of(wrap(self.args))) >> 2)


@method(GENERIC_ALIAS, "__eq__(self, value, /)", doc="Return self==value.")
def alias_eq(self: W_GenericAlias, w_other: Value) -> Value:
    other = try_as(W_GenericAlias, w_other)
    if other is None:
        return w_NotImplemented
    if self.starred != other.starred or not operations.equal(self.w_origin, other.w_origin):
        return w_False
    return new_bool(operations.equal(wrap(self.args), wrap(other.args)))


@vectorcall(GENERIC_ALIAS)
def alias_vectorcall(w_callable: Value, args: ValuePtr, n: int, kwnames: W_Tuple | None) -> Value:
    a = unwrap(W_GenericAlias, w_callable)
    w = calls.call_vector(a.w_origin, args, n, kwnames)
    try:
        operations.setattr_of(w, "__orig_class__", w_callable)
    except PyError as e:
        if not errors.error_matches(e, x.ATTRIBUTE_ERROR) and not errors.error_matches(e, x.TYPE_ERROR):
            raise
    return w


SHOWN_NAMES: list[str] = [
    "__origin__", "__args__", "__unpacked__", "__parameters__", "__typing_unpacked_tuple_args__",
    "__mro_entries__",
]  # fmt: skip
OWN_NAMES: list[str] = SHOWN_NAMES + [
    "__class__",
    "__bases__",
    "__copy__",
    "__deepcopy__",
    "__reduce_ex__",
    "__reduce__",
]
"""Attributes of the alias itself; all others are the origin's."""


def is_own_name(name: str) -> bool:
    for own in OWN_NAMES:
        if name == own:
            return True
    return False


@method(GENERIC_ALIAS, "__getattribute__(self, name, /)")
def alias_getattribute(self: W_GenericAlias, w_name: Value) -> Value:
    name = attribute_name(w_name)
    if not is_own_name(name):
        return getattr_of(self.w_origin, name)
    w = generic_find_attr(wrap(self), name)
    if is_empty(w):
        raise missing_attribute(wrap(self), name)
    return w


@method(
    GENERIC_ALIAS,
    "__mro_entries__(self, object, /)",
    doc="What stands for the alias among the bases of a class.",
)
def alias_mro_entries(self: W_GenericAlias, w_bases: Value) -> Value:
    return wrap(new_tuple1(self.w_origin))


@method(GENERIC_ALIAS, "__instancecheck__(self, object, /)")
def alias_instancecheck(self: W_GenericAlias, w_instance: Value) -> Value:
    raise errors.type_error("isinstance() argument 2 cannot be a parameterized generic")


@method(GENERIC_ALIAS, "__subclasscheck__(self, object, /)")
def alias_subclasscheck(self: W_GenericAlias, w_subclass: Value) -> Value:
    raise errors.type_error("issubclass() argument 2 cannot be a parameterized generic")


@method(GENERIC_ALIAS, "__reduce__(self, /)", doc="Helper for pickle.")
def alias_reduce(self: W_GenericAlias) -> Value:
    w_args = wrap(new_tuple2(self.w_origin, wrap(self.args)))
    if self.starred:
        w_plain = make_alias(GENERIC_ALIAS, self.w_origin, wrap(self.args), False)
        return wrap(
            new_tuple2(stock_function("builtins", "next"), wrap(new_tuple1(operations.iterate(w_plain))))
        )
    return wrap(new_tuple2(wrap(type_of(wrap(self))), w_args))


@method(GENERIC_ALIAS, "__dir__(self, /)", doc="The attributes of the origin and the alias's own.")
def alias_dir(self: W_GenericAlias) -> Value:
    t = type_of(self.w_origin)
    result = operations.unpack_to_list(operations.call_special1(t.special[Special.DIR], self.w_origin))
    for own in SHOWN_NAMES:
        add_unique(result, wrap(own))
    return wrap(result)


@getter(GENERIC_ALIAS, "__origin__", member=True)
def alias_origin(self: W_GenericAlias) -> Value:
    return self.w_origin


@getter(GENERIC_ALIAS, "__args__", member=True)
def alias_args(self: W_GenericAlias) -> Value:
    return wrap(self.args)


@setter(GENERIC_ALIAS, "__origin__")
@setter(GENERIC_ALIAS, "__args__")
def alias_readonly(self: W_GenericAlias, w_value: Value) -> Value:
    raise errors.attribute_error("readonly attribute", wrap(self), "")


@getter(GENERIC_ALIAS, "__parameters__", doc="The type variables that are still free.")
def alias_parameters(self: W_GenericAlias) -> Value:
    return wrap(parameters_of(self))


@getter(GENERIC_ALIAS, "__unpacked__", member=True)
def alias_unpacked(self: W_GenericAlias) -> Value:
    return new_bool(self.starred)


@getter(GENERIC_ALIAS, "__typing_unpacked_tuple_args__")
def alias_unpacked_args(self: W_GenericAlias) -> Value:
    if self.starred and same(self.w_origin, wrap(TUPLE)):
        return wrap(self.args)
    return w_None


class W_AliasIterator(W_Object):
    """iter(alias): the alias starred, once."""

    w_alias: Value

    def __init__(self, w_alias: Value) -> None:
        self.w_alias = w_alias


ALIAS_ITERATOR = define_type("generic_alias_iterator", W_AliasIterator, OBJECT, flags=0)


@iternext(ALIAS_ITERATOR)
def alias_iterator_next(self: W_AliasIterator) -> Value:
    w = self.w_alias
    if is_empty(w):
        return EMPTY
    self.w_alias = EMPTY
    a = unwrap(W_GenericAlias, w)
    return make_alias(type_of(w), a.w_origin, wrap(a.args), True)


@method(ALIAS_ITERATOR, "__reduce__(self, /)", doc="How to copy or pickle the iterator.")
def alias_iterator_reduce(self: W_AliasIterator) -> Value:
    w_iterable = wrap(EMPTY_TUPLE) if is_empty(self.w_alias) else self.w_alias
    return wrap(new_tuple2(dict_get_str(context().space.builtins, "iter"), wrap(new_tuple1(w_iterable))))


@method(GENERIC_ALIAS, "__iter__(self, /)", doc="Implement iter(self).")
def alias_iter(self: W_GenericAlias) -> Value:
    return wrap(W_AliasIterator(wrap(self)))
