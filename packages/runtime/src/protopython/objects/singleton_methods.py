"""None, NotImplemented and Ellipsis: what programs see of them."""

from __future__ import annotations

from protodialect.types import Value, wrap
from protopython.objects.model import errors
from protopython.objects.model.define import method, new
from protopython.objects.object_methods import has_arguments, object_eq
from protopython.objects.singletons import (
    ELLIPSIS_TYPE,
    NONE_TYPE,
    NOT_IMPLEMENTED_TYPE,
    W_EllipsisType,
    W_None,
    W_NotImplementedType,
    w_Ellipsis,
    w_False,
    w_None,
    w_NotImplemented,
)
from protopython.protocore.object import W_Type
from protopython.protocore.value import from_int


def refuse_arguments(name: str, w_args: Value, w_kwargs: Value) -> None:
    if has_arguments(w_args, w_kwargs):
        raise errors.type_error(f"{name} takes no arguments")


@new(NONE_TYPE, "(cls, *args, **kwargs)", shown="()")
def none_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    refuse_arguments("NoneType", w_args, w_kwargs)
    return w_None


@method(NONE_TYPE, "__repr__(self, /)", doc="Return repr(self).")
def none_repr(self: W_None) -> Value:
    return wrap("None")


@method(NONE_TYPE, "__bool__(self, /)", doc="True if self else False")
def none_bool(self: W_None) -> Value:
    return w_False


method(NONE_TYPE, "__eq__(self, value, /)")(object_eq)


@method(NONE_TYPE, "__hash__(self, /)", doc="Return hash(self).")
def none_hash(self: W_None) -> Value:
    return from_int(0xFCA86420)  # the same in every run


@new(NOT_IMPLEMENTED_TYPE, "(cls, *args, **kwargs)", shown="()")
def not_implemented_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    refuse_arguments("NotImplementedType", w_args, w_kwargs)
    return w_NotImplemented


@method(NOT_IMPLEMENTED_TYPE, "__repr__(self, /)", doc="Return repr(self).")
def not_implemented_repr(self: W_NotImplementedType) -> Value:
    return wrap("NotImplemented")


@method(NOT_IMPLEMENTED_TYPE, "__bool__(self, /)", doc="True if self else False")
def not_implemented_bool(self: W_NotImplementedType) -> Value:
    raise errors.type_error("NotImplemented should not be used in a boolean context")


@method(NOT_IMPLEMENTED_TYPE, "__reduce__(self, /)", doc="Helper for pickle.")
def not_implemented_reduce(self: W_NotImplementedType) -> Value:
    return wrap("NotImplemented")


@new(ELLIPSIS_TYPE, "(cls, *args, **kwargs)", shown="()")
def ellipsis_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    refuse_arguments("EllipsisType", w_args, w_kwargs)
    return w_Ellipsis


@method(ELLIPSIS_TYPE, "__repr__(self, /)", doc="Return repr(self).")
def ellipsis_repr(self: W_EllipsisType) -> Value:
    return wrap("Ellipsis")


@method(ELLIPSIS_TYPE, "__reduce__(self, /)", doc="Helper for pickle.")
def ellipsis_reduce(self: W_EllipsisType) -> Value:
    return wrap("Ellipsis")
