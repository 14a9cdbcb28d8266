"""What a C type is: W_CType, the class of all classes of C data, and CInfo, what such a class knows about its objects' memory.

A class has its info from the moment its metaclass's `__init__` has run; classes without (Structure, Array and their like) are abstract.
Once an info is `final`, because an object, a pointer or a field of the type exists, the class's fields can no longer be given.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Array, Value, locked, races, try_as, wrap
from protodialect.unsafe import Addr
from protopython.objects.model.define import TYPE, define_type, getter, method, setter
from protopython.objects.model.errors import attribute_error, system_error, type_error
from protopython.objects.model.operations import repr_of
from protopython.objects.model.types import type_of
from protopython.objects.singletons import w_None
from protopython.objects.tuple import W_Tuple
from protopython.protocore.object import TypeFlags, W_Type
from protopython.protocore.value import from_int, is_empty

SIMPLE: Final[int] = 1
POINTER: Final[int] = 2
ARRAY: Final[int] = 3
STRUCTURE: Final[int] = 4
UNION: Final[int] = 5
FUNCTION: Final[int] = 6

FUNCTION_CDECL: Final[int] = 1
FUNCTION_PYTHON_API: Final[int] = 4
FUNCTION_USE_ERRNO: Final[int] = 8
FUNCTION_USE_LAST_ERROR: Final[int] = 16

NO_DIMENSIONS: Final[Array[int]] = Array[int](0, 0)


class Scalar:
    """A number or pointer somewhere in a structure, as calls by value see it."""

    offset: int
    size: int
    code: int
    """Of values.py."""
    ffi: Addr

    def __init__(self, offset: int, size: int, code: int, ffi: Addr) -> None:
        self.offset = offset
        self.size = size
        self.code = code
        self.ffi = ffi


@races(
    final="it only becomes True",
    size="set before the class is published, or before it is final",
    align="as size",
    length="as size",
    ffi="as size",
    has_pointer="as size",
)
class CInfo:
    kind: int
    size: int
    align: int
    length: int
    """Items of an array, own fields of a structure, 1 for pointers, 0 for simple types."""
    code: int
    """Simple types: the character of `_type_`. Else 0."""
    swapped: bool
    """Simple types: in the other byte order than the machine's."""
    ffi: Addr
    scalars: list[Scalar]
    """Structures and unions small enough to be passed in registers."""
    proto: W_CType | None
    """What an array or a pointer consists of or leads to."""
    format: str
    """Of PEP 3118; "": none."""
    shape: Array[int]
    has_pointer: bool
    """It is, or contains, a pointer: cannot be pickled."""
    flags: int
    """FUNCTION_*"""
    argtypes: W_Tuple | None
    converters: W_Tuple | None
    w_restype: Value
    """EMPTY: none was given."""
    w_checker: Value
    """`_check_retval_` of the result type, or EMPTY."""
    w_pointer_type: Value
    final: bool

    def __init__(self, kind: int) -> None:
        self.kind = kind
        self.size = 0
        self.align = 0
        self.length = 0
        self.code = 0
        self.swapped = False
        self.ffi = 0
        self.scalars = []
        self.proto = None
        self.format = ""
        self.shape = NO_DIMENSIONS
        self.has_pointer = False
        self.flags = 0
        self.argtypes = None
        self.converters = None
        self.w_restype = EMPTY
        self.w_checker = EMPTY
        self.w_pointer_type = EMPTY
        self.final = False


def copy_info(source: CInfo) -> CInfo:
    """For a subclass that adds nothing; pointers to it are of another type, and its fields may still be given."""
    r = CInfo(source.kind)
    r.size = source.size
    r.align = source.align
    r.length = source.length
    r.code = source.code
    r.swapped = source.swapped
    r.ffi = source.ffi
    r.scalars = source.scalars
    r.proto = source.proto
    r.format = source.format
    r.shape = source.shape
    r.has_pointer = source.has_pointer
    r.flags = source.flags
    r.argtypes = source.argtypes
    r.converters = source.converters
    r.w_restype = source.w_restype
    r.w_checker = source.w_checker
    return r


class W_CType(W_Type):
    info: CInfo | None


CTYPE = define_type(
    "CType_Type", W_CType, TYPE, module="_ctypes", flags=TypeFlags.SUBCLASSABLE | TypeFlags.OWN_DICT, doc="The class of classes of C data."
)


def metaclass(name: str, doc: str) -> W_Type:
    """Module level: the class of one kind of classes."""
    return define_type(name, W_CType, CTYPE, module="_ctypes", flags=TypeFlags.SUBCLASSABLE | TypeFlags.OWN_DICT, doc=doc)


def info_of_type(w_type: Value) -> CInfo | None:
    """None: not a class of C data, or an abstract one."""
    t = try_as(W_CType, w_type)
    return None if t is None else t.info


def info_of(w: Value) -> CInfo | None:
    """Of an object of C data."""
    t: W_Type = type_of(w)
    return t.info if isinstance(t, W_CType) else None


def set_info(t: W_CType, info: CInfo) -> None:
    """Of a class that is being initialised; only once."""
    with locked(t):
        again = t.info is not None
        if not again:
            t.info = info
    if again:
        raise system_error(f"StgInfo of '{t.name}' is already initialized.")


def pointer_owner(t: W_CType) -> CInfo:
    info = t.info
    if info is None:
        raise type_error(f"{repr_of(wrap(t))} must have storage info")
    return info


@getter(CTYPE, "__pointer_type__", doc="The class of pointers to this class's objects.")
def get_pointer_type(self: W_CType) -> Value:
    w = pointer_owner(self).w_pointer_type
    if is_empty(w):
        text = f"{repr_of(wrap(self))} has no attribute '__pointer_type__'"
        raise attribute_error(text, wrap(self), "__pointer_type__")
    return w


@setter(CTYPE, "__pointer_type__")
def set_pointer_type(self: W_CType, w_value: Value) -> Value:
    pointer_owner(self).w_pointer_type = w_value
    return w_None


@method(CTYPE, "__sizeof__(self, /)", doc="Size of the class in memory, in bytes.")
def ctype_sizeof(self: W_CType) -> Value:
    return from_int(1024 + 256)
