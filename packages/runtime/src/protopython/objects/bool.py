"""bool: the subclass of int with the two instances True and False (singletons.py)."""

from __future__ import annotations

from protodialect.types import Value, wrap
from protopython.objects.int.int import int_and, int_invert, int_or, int_xor, is_integer
from protopython.objects.model.define import method, new
from protopython.objects.model.deprecation import warn_deprecated
from protopython.objects.model.errors import type_error
from protopython.objects.model.format_number import format_int
from protopython.objects.model.operations import is_true
from protopython.objects.model.types import type_name
from protopython.objects.singletons import BOOL, new_bool, plain, w_False, w_NotImplemented, w_True
from protopython.objects.str.str import as_str
from protopython.protocore.object import W_Type
from protopython.protocore.value import int_value, same


def is_bool(v: Value) -> bool:
    return same(v, w_True) or same(v, w_False)


def truth(self: Value) -> bool:
    """Of True, False, or the 1 and 0 inside them."""
    return int_value(plain(self)) != 0


@new(BOOL, "(cls, object=False, /)")
def bool_new(cls: W_Type, w_object: Value) -> Value:
    return new_bool(is_true(w_object))


@method(BOOL, "__repr__(self, /)", doc="repr(self)")
def bool_repr(self: Value) -> Value:
    return wrap("True" if truth(self) else "False")


@method(BOOL, "__format__(self, format_spec, /)", doc="self as format_spec says.")
def bool_format(self: Value, w_spec: Value) -> Value:
    spec = as_str(w_spec)
    if spec is None:
        raise type_error(f"__format__() argument must be str, not {type_name(w_spec)}")
    if spec == "":
        return bool_repr(self)
    return wrap(format_int(plain(self), spec, "bool"))


@method(BOOL, "__invert__(self, /)", doc="~self")
def bool_invert(self: Value) -> Value:
    warn_deprecated(
        "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise inversion of the underlying "
        "int object and is usually not what you expect from negating a bool. Use the 'not' operator for boolean negation or ~int(x) if you "
        "really want the bitwise inversion of the underlying int."
    )
    return int_invert(plain(self))


@method(BOOL, "__rand__(self, value, /)", doc="value & self")
@method(BOOL, "__and__(self, value, /)", doc="self & value")
def bool_and(self: Value, w: Value) -> Value:
    if is_bool(w):
        return new_bool(truth(self) and truth(w))
    w = plain(w)
    return int_and(plain(self), w) if is_integer(w) else w_NotImplemented


@method(BOOL, "__ror__(self, value, /)", doc="value | self")
@method(BOOL, "__or__(self, value, /)", doc="self | value")
def bool_or(self: Value, w: Value) -> Value:
    if is_bool(w):
        return new_bool(truth(self) or truth(w))
    w = plain(w)
    return int_or(plain(self), w) if is_integer(w) else w_NotImplemented


@method(BOOL, "__rxor__(self, value, /)", doc="value ^ self")
@method(BOOL, "__xor__(self, value, /)", doc="self ^ value")
def bool_xor(self: Value, w: Value) -> Value:
    if is_bool(w):
        return new_bool(truth(self) != truth(w))
    w = plain(w)
    return int_xor(plain(self), w) if is_integer(w) else w_NotImplemented
