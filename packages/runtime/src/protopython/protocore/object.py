"""The two classes everything Python-visible is made of: W_Object and W_Type.

Only their data is here; behaviour is in objects/. Names follow the PyPy tradition: W_ marks a class whose objects
Python programs can hold; a variable `w_x` holds such an object or a Value.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from protodialect.types import Array, NativeFn, Value, ValuePtr, races, role, zero_defaults
from protopython.protocore.shape import Layout, Shape

if TYPE_CHECKING:
    from protopython.protocore.layouts import W_Dict, W_Tuple


@role("object")
class W_Object:
    """Root of all Python-visible objects: shape word, then `meta` (bits 0-7 lock, 8-15 flags; see FLAG_*)."""

    meta: int

    def __init_subclass__(cls) -> None:
        zero_defaults(cls)


class W_Resource(W_Object):
    """An object that has something of the system's. One that is registered for finalization gives it back when it is found dead."""

    def give_back(self) -> None:
        """Nothing refers to the object any more. What it had may have been given back before."""


FLAG_HAS_WEAKREF = 1 << 8
FLAG_FINALIZED = 1 << 9
FLAG_FINISHED = 1 << 10
"""Its finalizer would have nothing to do."""
FLAG_RESOURCE = 1 << 11
"""A W_Resource that is registered to give back what it has."""
FLAG_DEAD = 1 << 12
"""A W_Resource that was found dead, and gives back what it has: no program may see it any more."""


class TypeFlags:
    """Bits of W_Type.flags."""

    HEAP = 1
    """Made at run time by a class statement or type(); may be changed."""
    SUBCLASSABLE = 2
    HAS_DICT = 4
    """Instances may have arbitrary attributes."""
    IS_EXCEPTION = 8
    SLOTTED = 16
    """Defined __slots__."""
    SEQUENCE = 32
    """For `match`: collections.abc.Sequence patterns apply."""
    MAPPING = 64
    ABSTRACT = 128
    PLAIN_GETATTR = 256
    """Type uses object.__getattribute__ and has no __getattr__."""
    PLAIN_SETATTR = 512
    NO_INSTANTIATE = 1024
    HAS_WEAKREF = 2048
    HAS_DEL = 4096
    PLAIN_DELATTR = 16384
    MUTABLE = 65536
    """A built-in type whose attributes may be set as if a class statement had made it (those of module ast)."""
    OWN_DICT = 32768
    """Objects keep their attributes in a dict of their own (modules, staticmethods): user subclasses get no second store."""
    NOT_COUNTED = 131072
    """`__getitem__` is for keys: iter() does not count indices up (what C calls a mapping that is no sequence)."""
    UNTRACKED = 262144
    """A built-in type whose objects refer to no others: cycles cannot go through them."""
    PLAIN_SELF = 8192
    """int, float, str, bytes: native methods get the exact value, not a subclass's box."""


@races(flags="readers take no lock; what they found is kept with a version that was read before")
class W_Type(W_Object):
    name: str
    module: str
    """For built-in types; heap types keep __module__ in the dict."""
    base: W_Type | None
    """The base whose layout instances extend (CPython's tp_base)."""
    bases: W_Tuple
    mro: Array[W_Type]
    dict: W_Dict
    flags: int
    layout: Layout
    root_shape: Shape
    n_inline: int
    """Inline slots for new W_Instance objects; grows as instances show how many they use."""
    n_slots: int
    """Slots reserved by __slots__ along the base chain; they precede all others."""
    special: Array[Value]
    """What the MRO defines for each special method (see objects/model/special.py), EMPTY where nothing."""
    vectorcall: Callable[[Value, ValuePtr, int, W_Tuple | None], Value]
    """Calls an instance of this type: (callable, args, number of positional args, names of keyword args that follow them)."""
    doc: str | None
    w_qualname: Value
    """`__qualname__`."""
    next_fn: NativeFn | None
    """Next item of an iterator of this type, EMPTY at the end (no StopIteration); None where there is no native one."""
    all_items: Callable[[Value], Array[Value]] | None
    """All items of an iterable of exactly this type in one step, whatever other threads do; None where iterating is the only way."""
    modular_power: Callable[[Value, Value, Value], Value] | None
    """pow(a, b, modulus) where only the modulus is of this type, NotImplemented where that cannot be; types below have their base's."""
    n_shapes: int
    shapes: Array[Shape] | None
    """All shapes of this type, to renew their versions when it changes."""
