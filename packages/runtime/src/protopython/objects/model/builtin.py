"""W_Builtin: functions and methods implemented natively, in their several Python-visible guises.

One class serves five Python types, told apart by their shape: builtin_function_or_method (module functions and bound
methods), method_descriptor, wrapper_descriptor (special methods such as list.__len__), method-wrapper (those, bound) and
classmethod_descriptor. `Signature` is written once, as text, where the function is defined; it drives argument
parsing, `__text_signature__`, help() and inspect.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from protodialect.types import EMPTY, Array, NativeFn, Value
from protopython.protocore.object import W_Object

if TYPE_CHECKING:
    from protopython.protocore.object import W_Type


class BuiltinKind(IntEnum):
    FUNCTION = 0
    """Module function; or static method such as `__new__`."""
    METHOD = 1
    """Takes self first; checked against `owner`."""
    WRAPPER = 2
    """A METHOD that is a special method."""
    CLASS_METHOD = 3
    NEW = 4
    """`__new__` of a built-in type; takes the class first."""
    NEXT = 5
    """`__next__` over a native next function: EMPTY becomes StopIteration."""


class Signature:
    """Parameters in the order in which the native function takes them: positional, *args, keyword-only, **kwargs.

    names[i], defaults[i] (EMPTY: none) describe parameter i of n_params. The first n_posonly are positional-only, the first n_pos
    may be given by position, the first n_required must be given. An optional parameter whose default is not a Python value
    (text `EMPTY`) is passed as EMPTY when absent: optional[i] is True though defaults[i] is EMPTY.
    """

    text: str
    """`(self, object, /)` as shown by help(); "" where Python has none."""
    names: Array[str]
    defaults: Array[Value]
    optional: Array[bool]
    n_params: int
    n_posonly: int
    n_pos: int
    n_required: int
    """Required positional parameters."""
    varargs: int
    """Index of *args, or -1."""
    varkw: int
    """Index of **kwargs, or -1."""
    simple: bool
    """All parameters may be given by position: a call with as many positional arguments needs no parsing."""

    def __init__(self) -> None:
        self.text = ""
        self.n_params = 0
        self.n_posonly = 0
        self.n_pos = 0
        self.n_required = 0
        self.varargs = -1
        self.varkw = -1
        self.simple = False


class W_Builtin(W_Object):
    name: str
    qualname: str
    doc: str | None
    signature: Signature
    fn: NativeFn
    n_params: int
    simple: bool
    kind: int
    binds: bool
    """Read through an instance it takes that first; a function of a module, or what is bound, is called as it is."""
    plain_self: bool
    """The first argument is unwrapped by `plain` (methods of int, float, str, bytes: their user subclasses box the value)."""
    unnamed: bool
    """What is wrong with the arguments is said of a `function`: CPython's parser is not told a name."""
    owner: W_Type | None
    w_self: Value
    """Bound: the self (or class) that comes first; EMPTY otherwise."""
    module: str

    def __init__(self, name: str, signature: Signature, fn: NativeFn, kind: int, owner: W_Type | None) -> None:
        self.name = name
        self.qualname = name
        self.doc = None
        self.signature = signature
        self.fn = fn
        self.n_params = signature.n_params
        self.simple = signature.simple
        self.kind = kind
        self.binds = kind == BuiltinKind.METHOD or kind == BuiltinKind.WRAPPER or kind == BuiltinKind.NEXT
        self.plain_self = False
        self.unnamed = False
        self.owner = owner
        self.w_self = EMPTY
        self.module = ""


class W_GetSet(W_Object):
    """An attribute that a type describes, as one of two Python types: getset_descriptor and member_descriptor.

    Native functions read and write it; or it is what `__slots__` reserves, and has a slot instead of functions.
    """

    name: str
    owner: W_Type
    doc: str | None
    getter: NativeFn
    """(self) -> Value"""
    setter: NativeFn | None
    """(self, value) -> Value; value EMPTY deletes. None: read-only."""
    slot: int
    """What `__slots__` reserves in the instance; -1: the functions say."""

    def __init__(self, name: str, owner: W_Type, getter: NativeFn) -> None:
        self.name = name
        self.owner = owner
        self.doc = None
        self.getter = getter
        self.setter = None
        self.slot = -1
