"""typing.TypeAliasType: what `type X[T] = ...` makes; its value is computed when first asked for (PEP 695)."""

from __future__ import annotations

from protodialect.types import EMPTY, Value, new_with_shape, try_as, wrap
from protopython.objects.dict.dict import dict_get_str
from protopython.objects.function.function import W_Function
from protopython.objects.generic_alias import new_generic_alias
from protopython.objects.iterators import new_tuple_iterator
from protopython.objects.model import errors, operations
from protopython.objects.model.define import OBJECT, define_type, getter, method, new
from protopython.objects.model.types import type_name, type_of
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.objects.tuple import EMPTY_TUPLE, W_Tuple, new_tuple1
from protopython.objects.type_parameters import (
    PARAM_SPEC,
    TYPE_VAR,
    TYPE_VAR_TUPLE,
    Lazy,
    W_TypeParameter,
    calling_module,
    unpack_variadic,
    unpacked,
)
from protopython.objects.union_type import make_union
from protopython.protocore.object import W_Object, W_Type
from protopython.protocore.value import is_empty, same


class W_TypeAlias(W_Object):
    name: str
    type_params: W_Tuple
    value: Lazy
    w_module: Value
    """EMPTY: that of the evaluator."""


TYPE_ALIAS = define_type("TypeAliasType", W_TypeAlias, OBJECT, flags=0, module="typing", doc="Type alias.")


def new_type_alias(name: str, type_params: W_Tuple, value: Lazy, w_module: Value) -> Value:
    a = new_with_shape(W_TypeAlias, TYPE_ALIAS.root_shape)
    a.name = name
    a.type_params = type_params
    a.value = value
    a.w_module = w_module
    return wrap(a)


def has_default(w: Value) -> bool:
    p = try_as(W_TypeParameter, w)
    if p is None:
        return operations.is_true(operations.call_method0(w, "has_default"))
    return not is_empty(p.default.w_value) or not is_empty(p.default.w_evaluator)


def check_type_params(params: W_Tuple) -> None:
    """All are type parameters, and none without a default follows one that has it."""
    default_seen = False
    for i in range(params.length):
        w = params.items[i]
        t = type_of(w)
        if t is not TYPE_VAR and t is not PARAM_SPEC and t is not TYPE_VAR_TUPLE:
            raise errors.type_error(f"Expected a type param, got {operations.repr_of(w)}")
        if has_default(w):
            default_seen = True
        elif default_seen:
            raise errors.type_error(f"non-default type parameter '{operations.repr_of(w)}' follows default type parameter")


@new(TYPE_ALIAS, "(cls, name, value, *, type_params=EMPTY)")
def alias_new(cls: W_Type, w_name: Value, w_value: Value, w_type_params: Value) -> Value:
    name = as_str(w_name)
    if name is None:
        raise errors.type_error(f"typealias() argument 'name' must be str, not {type_name(w_name)}")
    params = EMPTY_TUPLE if is_empty(w_type_params) else try_as(W_Tuple, w_type_params)
    if params is None:
        raise errors.type_error("type_params must be a tuple")
    check_type_params(params)
    return new_type_alias(name, params, Lazy(w_value, EMPTY), calling_module())


@method(TYPE_ALIAS, "__repr__(self, /)", doc="Return repr(self).")
def alias_repr(self: W_TypeAlias) -> Value:
    return wrap(self.name)


@method(TYPE_ALIAS, "__reduce__(self, /)")
def alias_reduce(self: W_TypeAlias) -> Value:
    return wrap(self.name)


@getter(TYPE_ALIAS, "__name__", member=True)
def alias_name(self: W_TypeAlias) -> Value:
    return wrap(self.name)


@getter(TYPE_ALIAS, "__value__")
def alias_value(self: W_TypeAlias) -> Value:
    return self.value.get(w_None)


@getter(TYPE_ALIAS, "evaluate_value")
def alias_evaluate_value(self: W_TypeAlias) -> Value:
    return self.value.evaluator()


@getter(TYPE_ALIAS, "__type_params__")
def alias_type_params(self: W_TypeAlias) -> Value:
    return wrap(self.type_params)


@getter(TYPE_ALIAS, "__parameters__")
def alias_parameters(self: W_TypeAlias) -> Value:
    return wrap(unpack_variadic(self.type_params))


@getter(TYPE_ALIAS, "__module__")
def alias_module(self: W_TypeAlias) -> Value:
    f = None if is_empty(self.value.w_evaluator) else try_as(W_Function, self.value.w_evaluator)
    if not is_empty(self.w_module) or f is None:
        return w_None if is_empty(self.w_module) else self.w_module
    if not is_empty(f.w_module):
        return f.w_module
    w = dict_get_str(f.globals, "__name__")
    return w_None if is_empty(w) else w


@method(TYPE_ALIAS, "__getitem__(self, key, /)", doc="Return self[key].")
def alias_getitem(self: W_TypeAlias, w_key: Value) -> Value:
    if self.type_params.length == 0:
        raise errors.type_error("Only generic type aliases are subscriptable")
    return new_generic_alias(wrap(self), w_key)


@method(TYPE_ALIAS, "__or__(self, value, /)", doc="Return self|value.")
def alias_or(self: W_TypeAlias, w_other: Value) -> Value:
    return make_union(wrap(self), w_other)


@method(TYPE_ALIAS, "__ror__(self, value, /)", doc="Return value|self.")
def alias_ror(self: W_TypeAlias, w_other: Value) -> Value:
    return make_union(w_other, wrap(self))


@method(TYPE_ALIAS, "__iter__(self, /)", doc="Implement iter(self).")
def alias_iter(self: W_TypeAlias) -> Value:
    return new_tuple_iterator(new_tuple1(unpacked(wrap(self))))


def alias_of_statement(name: str, w_type_params: Value, w_evaluator: Value) -> Value:
    """type name[type_params] = ...; w_type_params may be None."""
    params = None if is_empty(w_type_params) or same(w_type_params, w_None) else try_as(W_Tuple, w_type_params)
    if params is None:
        params = EMPTY_TUPLE
    check_type_params(params)
    return new_type_alias(name, params, Lazy(EMPTY, w_evaluator), EMPTY)
