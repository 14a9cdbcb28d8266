"""The names of the core dialect, with their meaning on CPython.

docs/dialect.md is the specification. protopyc never compiles this file: it knows each name and replaces it by machine
code. What stands here is how the same program behaves uncompiled, so it favours plainness over speed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar, cast

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])
C = TypeVar("C", bound=type)
O = TypeVar("O")

COMPILED: bool = False
"""Decided at compile time; the branch not taken is not compiled."""

i64 = int

_WORD = (1 << 64) - 1
_SIGN = 1 << 63


def _wrap64(x: int) -> int:
    x &= _WORD
    return x - (1 << 64) if x & _SIGN else x


class _Narrow(int):
    """A fixed-width integer as stored in arrays and fields; construction truncates."""

    BITS = 64
    SIGNED = False

    def __new__(cls, x: int = 0) -> _Narrow:
        x = int(x) & ((1 << cls.BITS) - 1)
        if cls.SIGNED and x >> (cls.BITS - 1):
            x -= 1 << cls.BITS
        return int.__new__(cls, x)


class u8(_Narrow):
    BITS = 8


class u16(_Narrow):
    BITS = 16


class u32(_Narrow):
    BITS = 32


class i16(_Narrow):
    BITS = 16
    SIGNED = True


class i32(_Narrow):
    BITS = 32
    SIGNED = True


class Value:
    """Any Python-level value, one machine word. On CPython: int (63-bit), float, str, bytes, a W_Object, or None for EMPTY."""

    __slots__ = ()


EMPTY = cast(Value, None)
"""The absent value; never visible to programs."""

if TYPE_CHECKING:
    NativeFn = Callable[..., Value]
else:
    NativeFn = object


class Array(Generic[T]):
    """Fixed-length heap array."""

    __slots__ = ("_a", "__orig_class__")

    def __init__(self, n: int, fill: T) -> None:
        self._a: list[T] = [fill] * n

    @staticmethod
    def of(items: list[T]) -> Array[T]:
        """Build-time constructor from a list (module level only)."""
        a: Array[T] = Array(0, cast(T, None))
        a._a = list(items)
        return a

    def __len__(self) -> int:
        return len(self._a)

    def __getitem__(self, i: int) -> T:
        assert 0 <= i < len(self._a), f"Array index {i} of {len(self._a)}"
        return self._a[i]

    def __setitem__(self, i: int, x: T) -> None:
        assert 0 <= i < len(self._a), f"Array index {i} of {len(self._a)}"
        self._a[i] = x

    def __iter__(self) -> Iterator[T]:
        return iter(self._a)


class Trailing(Array[T]):
    """The inline array at the end of an object (see new_trailing)."""

    __slots__ = ()


class ValuePtr:
    """A pointer into an array of Values."""

    __slots__ = ("_a", "_i")

    def __init__(self, a: list[Value], i: int) -> None:
        self._a = a
        self._i = i

    def __getitem__(self, i: int) -> Value:
        return self._a[self._i + i]

    def __setitem__(self, i: int, v: Value) -> None:
        self._a[self._i + i] = v

    def offset(self, n: int) -> ValuePtr:
        return ValuePtr(self._a, self._i + n)


def array_ptr(a: Array[Value], start: int) -> ValuePtr:
    return ValuePtr(a._a, start)


def copy_values(dst: ValuePtr, src: ValuePtr, n: int) -> None:
    """Copies n Values; the ranges may overlap."""
    dst._a[dst._i : dst._i + n] = src._a[src._i : src._i + n]


def saved_registers(registers: ValuePtr, n: int, w_frame: Value) -> Array[Value]:
    """A copy of the n registers of a frame, and behind them the frame: a collection asks it which of them are dead."""
    a = Array[Value](n + 1, EMPTY)
    copy_values(ValuePtr(a._a, 0), registers, n)
    a[n] = w_frame
    return a


def fill_values(dst: ValuePtr, n: int, v: Value) -> None:
    dst._a[dst._i : dst._i + n] = [v] * n


def copy_array(dst: Array[T], dst_start: int, src: Array[T], src_start: int, n: int) -> None:
    """Copies n elements; the ranges may overlap."""
    assert n >= 0 and dst_start + n <= len(dst._a) and src_start + n <= len(src._a)
    dst._a[dst_start : dst_start + n] = src._a[src_start : src_start + n]


def host_type(v: object) -> Any:
    """Host only: what CPython object stands for a Value."""
    return type(v)


# --- machine arithmetic -------------------------------------------------------------------------------------------


def add_ovf(a: int, b: int) -> tuple[int, bool]:
    """(wrapped sum, overflowed)"""
    r = a + b
    w = _wrap64(r)
    return w, w != r


def sub_ovf(a: int, b: int) -> tuple[int, bool]:
    r = a - b
    w = _wrap64(r)
    return w, w != r


def mul_ovf(a: int, b: int) -> tuple[int, bool]:
    r = a * b
    w = _wrap64(r)
    return w, w != r


def wrap_add(a: int, b: int) -> int:
    return _wrap64(a + b)


def wrap_sub(a: int, b: int) -> int:
    return _wrap64(a - b)


def wrap_mul(a: int, b: int) -> int:
    return _wrap64(a * b)


def wrap_shl(a: int, n: int) -> int:
    return _wrap64(a << n)


def ushr(a: int, n: int) -> int:
    """Logical shift right of the 64-bit pattern."""
    return _wrap64((a & _WORD) >> n)


def ult(a: int, b: int) -> bool:
    """Unsigned less-than."""
    return (a & _WORD) < (b & _WORD)


def umulh(a: int, b: int) -> int:
    """High 64 bits of the unsigned product."""
    return _wrap64(((a & _WORD) * (b & _WORD)) >> 64)


def clz64(a: int) -> int:
    return 64 - (a & _WORD).bit_length()


def ctz64(a: int) -> int:
    a &= _WORD
    return 64 if a == 0 else (a & -a).bit_length() - 1


def popcount64(a: int) -> int:
    return (a & _WORD).bit_count()


# --- hints and marks ----------------------------------------------------------------------------------------------


def likely(x: bool) -> bool:
    return x


def unlikely(x: bool) -> bool:
    return x


def inline(f: F) -> F:
    return f


def noinline(f: F) -> F:
    return f


def dispatch_loop(f: F) -> F:
    """The `match` in this function's innermost `while True` becomes threaded dispatch (docs/dialect.md section 4)."""
    return f


def context_class(c: C) -> C:
    """Marks the class of the hidden context parameter."""
    zero_defaults(c)
    return c


def races(**fields: str) -> Callable[[C], C]:
    """Names fields that are numbers and that threads read without a lock while another writes them, each with the reason why that is right.

    `./dev race` (ThreadSanitizer) does not report them; fields that hold a reference are never reported, since what they lead to is
    published complete.
    """

    def mark(c: C) -> C:
        return c

    return mark


# --- roles ----------------------------------------------------------------------------------------------------------

ROLES: dict[str, Any] = {}
"""Build time: the class or function that has each role (docs/dialect.md, section Roles). protopyc finds them here."""


def role(name: str) -> Callable[[T], T]:
    """Marks the class or function that the dialect needs for something, so that nobody names it by its module.

    ValueError: another one has the role already.
    """

    def mark(holder: T) -> T:
        this: Any = holder
        other = ROLES.setdefault(name, this)
        if (other.__module__, other.__qualname__) != (this.__module__, this.__qualname__):
            raise ValueError(
                f"both {other.__module__}.{other.__qualname__} and {this.__module__}.{this.__qualname__} have the role {name!r}"
            )
        ROLES[name] = this
        return holder

    return mark


def primitive(f: F) -> F:
    """Marks a function that belongs to the dialect by its name, and stands in the runtime since its type names a class of the runtime.

    protopyc replaces calls of it, as those of the functions here; its body is what the host does.
    """
    return f


# --- objects --------------------------------------------------------------------------------------------------------

INSTANCE_SHAPES: dict[type, Any] = {}
"""Build time: the shape that plain construction of a class gives its objects. protopyc freezes it."""


def set_instance_shape(cls: type, shape: object) -> None:
    INSTANCE_SHAPES[cls] = shape


def set_shape(obj: object, shape: object) -> None:
    obj.__dict__["_shape"] = shape


def zero_defaults(cls: type) -> None:
    """Host only: fields that __init__ does not set read as zero, as they do in compiled objects."""
    for name, ann in cls.__dict__.get("__annotations__", {}).items():
        if name not in cls.__dict__ and isinstance(ann, str) and not ann.startswith(("Final", "ClassVar")):
            zero: Any = 0 if ann in ("int", "i64", "u8", "u16", "u32", "i16", "i32") else None
            setattr(cls, name, 0.0 if ann == "float" else False if ann == "bool" else zero)


def _zero_fields(obj: Any) -> None:
    for k in reversed(type(obj).__mro__):
        for name, ann in k.__dict__.get("__annotations__", {}).items():
            if name in k.__dict__ or name in obj.__dict__:
                continue
            base = ann if isinstance(ann, str) else getattr(ann, "__name__", "")
            if base in ("int", "i64", "u8", "u16", "u32", "i16", "i32"):
                obj.__dict__[name] = 0
            elif base == "float":
                obj.__dict__[name] = 0.0
            elif base == "bool":
                obj.__dict__[name] = False
            else:
                obj.__dict__[name] = None


def new_with_shape(cls: type[T], shape: Any) -> T:
    """A zeroed object of the shape's layout, cls or a class derived from it; __init__ does not run."""
    made = shape.layout.cls if issubclass(shape.layout.cls, cls) else cls
    obj: T = made.__new__(made)
    _zero_fields(obj)
    obj.__dict__["_shape"] = shape
    return obj


def new_trailing(cls: type[T], shape: object, n: int) -> T:
    """A zeroed cls whose trailing array has n elements; __init__ does not run."""
    obj: Any = cls.__new__(cls)
    _zero_fields(obj)
    obj.length = n
    for k in cls.__mro__:
        for name, ann in k.__dict__.get("__annotations__", {}).items():
            if isinstance(ann, str) and ann.startswith("Trailing["):
                fill: Any = None if ann == "Trailing[Value]" else 0
                obj.__dict__[name] = Trailing(n, fill)
    if shape is not None:
        obj.__dict__["_shape"] = shape
    return cast(T, obj)


def clone(x: T) -> T:
    """A copy of an Array, or of an object with a trailing array and no attributes: its fields, and the array's items."""
    r: Any = type(x).__new__(type(x))
    if isinstance(x, Array):
        r._a = list(x._a)
        return cast(T, r)
    for name, value in x.__dict__.items():
        r.__dict__[name] = clone(value) if isinstance(value, Trailing) else value
    return cast(T, r)


def instance_slots(w: object) -> ValuePtr:
    return ValuePtr(w.__dict__["_slots"], 0)


class FieldRef(Generic[O, T]):
    """Which field of a class below O, of type T: made at module level only, and kept in frozen tables."""

    __slots__ = ("cls", "name", "__orig_class__")

    def __init__(self, cls: type[O], name: str) -> None:
        self.cls = cls
        self.name = name


def read_field(obj: O, ref: FieldRef[O, T]) -> T:
    """The field of obj, known to be of the class that ref was made for."""
    assert isinstance(obj, ref.cls), f"read_field of {ref.cls.__name__}.{ref.name} in {obj!r}"
    return cast(T, getattr(obj, ref.name))


def extra_slots(obj: object) -> Array[Value] | None:
    """The attribute array of a user subclass of a built-in layout other than W_Instance."""
    return cast("Array[Value] | None", obj.__dict__.get("_extra"))


def set_extra_slots(obj: object, slots: Array[Value]) -> None:
    obj.__dict__["_extra"] = slots


# --- native function pointers ---------------------------------------------------------------------------------------


def call_native0(f: NativeFn) -> Value:
    return f()


def call_native1(f: NativeFn, a: Value) -> Value:
    return f(a)


def call_native2(f: NativeFn, a: Value, b: Value) -> Value:
    return f(a, b)


def call_native3(f: NativeFn, a: Value, b: Value, c: Value) -> Value:
    return f(a, b, c)


def call_native4(f: NativeFn, a: Value, b: Value, c: Value, d: Value) -> Value:
    return f(a, b, c, d)


def call_native5(f: NativeFn, a: Value, b: Value, c: Value, d: Value, e: Value) -> Value:
    return f(a, b, c, d, e)


def call_native6(f: NativeFn, a: Value, b: Value, c: Value, d: Value, e: Value, g: Value) -> Value:
    return f(a, b, c, d, e, g)


def call_native7(f: NativeFn, a: Value, b: Value, c: Value, d: Value, e: Value, g: Value, h: Value) -> Value:
    return f(a, b, c, d, e, g, h)


def call_native8(f: NativeFn, a: Value, b: Value, c: Value, d: Value, e: Value, g: Value, h: Value, i: Value) -> Value:
    return f(a, b, c, d, e, g, h, i)


# --- threads --------------------------------------------------------------------------------------------------------

_host_lock = threading.RLock()


class locked:
    """`with locked(obj):` holds obj's lock."""

    def __init__(self, obj: object) -> None:
        self._obj = obj

    def __enter__(self) -> None:
        _host_lock.acquire()

    def __exit__(self, *exc: object) -> None:
        _host_lock.release()


def safepoint() -> None:
    """Where a collection or a signal may interrupt compiled code that neither calls nor allocates."""


def redispatch() -> NoReturn:
    """In the `match` of a @dispatch_loop: the `match` again with what the variables hold now, without the loop's head. Compiled code only."""
    raise RuntimeError("redispatch() exists in compiled code only")


def release_fence() -> None:
    """Stores before are visible to other threads before stores after."""


def str_char(s: str, i: int) -> int:
    """Code point at i, unchecked in release builds."""
    return ord(s[i])


def require(x: T | None) -> T:
    """x, known not to be None; checked in debug builds."""
    assert x is not None
    return x


# --- Values and objects ---------------------------------------------------------------------------------------------


def wrap(obj: object) -> Value:
    """The Value of an object, a str or a bytes (not None). Free in compiled code."""
    return cast(Value, obj)


def unwrap(cls: type[T], v: Value) -> T:
    """The object in v, known to be a cls (also `str`, `bytes`: exact ones). Free in compiled code; checked in debug builds."""
    assert isinstance(v, cls), f"unwrap({cls.__name__}) of {v!r}"
    return cast(T, v)


def try_as(cls: type[T], v: Value) -> T | None:
    """v's object if v is a pointer to a cls (user subclasses share the layout, so count), else None; also for `str`, `bytes`
    (exact ones), immediates and EMPTY."""
    return v if isinstance(v, cls) else None


def is_pointer(v: Value) -> bool:
    """Neither EMPTY nor an immediate int or float: v refers to a heap object (in compiled code str and bytes also)."""
    return v is not None and host_type(v) not in (int, float)
