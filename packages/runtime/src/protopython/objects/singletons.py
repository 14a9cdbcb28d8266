"""None, True, False, NotImplemented, Ellipsis, and W_ValueSubclass, the box of user subclasses of immediate types."""

from __future__ import annotations

from protodialect.types import Value, inline, try_as, wrap
from protopython.objects.model.define import INT, OBJECT, define_type
from protopython.protocore.object import W_Object
from protopython.protocore.value import from_int


class W_ValueSubclass(W_Object):
    """An instance of a user subclass of int, float, str or bytes (and bool itself): `value` is of the exact built-in type."""

    value: Value

    def __init__(self, value: Value) -> None:
        self.value = value


@inline
def plain(v: Value) -> Value:
    """v, or the exact int, float, str or bytes inside it."""
    boxed = try_as(W_ValueSubclass, v)
    return v if boxed is None else boxed.value


class W_None(W_Object):
    pass


class W_Bool(W_ValueSubclass):
    pass


class W_NotImplementedType(W_Object):
    pass


class W_EllipsisType(W_Object):
    pass


NONE_TYPE = define_type("NoneType", W_None, OBJECT, flags=0, doc="The type of the None singleton.")
BOOL = define_type("bool", W_Bool, INT, flags=0, doc="Returns True when the argument is true, False otherwise.")
NOT_IMPLEMENTED_TYPE = define_type(
    "NotImplementedType", W_NotImplementedType, OBJECT, flags=0, doc="The type of the NotImplemented singleton."
)
ELLIPSIS_TYPE = define_type("ellipsis", W_EllipsisType, OBJECT, flags=0, doc="The type of the Ellipsis singleton.")

w_None: Value = wrap(W_None())
w_True: Value = wrap(W_Bool(from_int(1)))
w_False: Value = wrap(W_Bool(from_int(0)))
w_NotImplemented: Value = wrap(W_NotImplementedType())
w_Ellipsis: Value = wrap(W_EllipsisType())



@inline
def new_bool(b: bool) -> Value:
    return w_True if b else w_False
