"""Raw memory, atomics and C functions for protocore and the OS modules (docs/dialect.md section 7).

protopyc replaces every name here by an instruction or a call of the prelude (`pp_NAME`, prelude/protopy.hpp).
What stands below is the host's version, on real addresses through ctypes, where that makes sense: C calls,
buffers obtained from C, bits of floats. Addresses of *objects* exist only in compiled code; such calls stay
inside `if COMPILED:`.
"""

from __future__ import annotations

import ctypes
import struct
import threading
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, TypeVar, cast

from protodialect.types import Array, Value, ValuePtr, u8, ult, umulh, ushr

__all__ = [
    "Addr", "address_of", "atomic_add64", "atomic_and64", "atomic_cas32", "atomic_cas64", "atomic_load64",
    "atomic_or64", "atomic_store64", "atomic_swap32", "bits_float", "bits_value", "bytes_data",
    "c_callback", "c_function", "callback_address", "claim64", "errno", "export", "float_bits", "function_address", "hash_data",
    "host_register_library",
    "library_functions", "load8", "load16", "load32", "load64", "loadf64", "memchr", "memcmp", "memcpy", "memmove", "memset", "new_bytes",
    "new_memory", "new_str", "object_at", "peek64", "prefetch", "spill", "stack_room", "store8", "store16", "store32", "store64",
    "storef64", "str_data", "str_kind", "symbol", "udiv", "ult", "umod", "umulh", "ushr", "value_bits",
    "CX_POLL",
]  # fmt: skip

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])

Addr = int
_WORD: Final = (1 << 64) - 1


class CompiledOnly(RuntimeError):
    """Raised on the host by what has no meaning there."""


def _compiled_only(name: str) -> Any:
    raise CompiledOnly(f"protodialect.unsafe.{name} exists in compiled code only; put it under `if COMPILED:`")


# --- memory -------------------------------------------------------------------------------------------------


def load8(a: Addr) -> int:
    return ctypes.c_uint8.from_address(a).value


def load16(a: Addr) -> int:
    return ctypes.c_uint16.from_address(a).value


def load32(a: Addr) -> int:
    return ctypes.c_uint32.from_address(a).value


def load64(a: Addr) -> int:
    return ctypes.c_int64.from_address(a).value


def loadf64(a: Addr) -> float:
    return ctypes.c_double.from_address(a).value


def store8(a: Addr, x: int) -> None:
    ctypes.c_uint8.from_address(a).value = x & 0xFF


def store16(a: Addr, x: int) -> None:
    ctypes.c_uint16.from_address(a).value = x & 0xFFFF


def store32(a: Addr, x: int) -> None:
    ctypes.c_uint32.from_address(a).value = x & 0xFFFFFFFF


def store64(a: Addr, x: int) -> None:
    ctypes.c_uint64.from_address(a).value = x & _WORD


def storef64(a: Addr, x: float) -> None:
    ctypes.c_double.from_address(a).value = x


def memcpy(dst: Addr, src: Addr, n: int) -> None:
    ctypes.memmove(dst, src, n)


def memmove(dst: Addr, src: Addr, n: int) -> None:
    ctypes.memmove(dst, src, n)


def memset(dst: Addr, byte: int, n: int) -> None:
    ctypes.memset(dst, byte, n)


def memcmp(a: Addr, b: Addr, n: int) -> int:
    x, y = ctypes.string_at(a, n), ctypes.string_at(b, n)
    return (x > y) - (x < y)


def memchr(a: Addr, byte: int, n: int) -> Addr:
    """Address of the first `byte` in n bytes, or 0."""
    i = ctypes.string_at(a, n).find(bytes((byte & 0xFF,)))
    return 0 if i < 0 else a + i


def peek64(a: Addr) -> int:
    """load64 for the collector's conservative reads; sanitizers do not look at it."""
    return load64(a)


_atomic = threading.Lock()


def atomic_load64(a: Addr) -> int:
    return load64(a)


def atomic_store64(a: Addr, x: int) -> None:
    store64(a, x)


def atomic_cas64(a: Addr, expected: int, x: int) -> bool:
    with _atomic:
        if load64(a) != expected:
            return False
        store64(a, x)
        return True


def claim64(a: Addr, expected: int, x: int) -> bool:
    """atomic_cas64, but no more than a test and a store while the process has one thread."""
    return atomic_cas64(a, expected, x)


def atomic_add64(a: Addr, x: int) -> int:
    """Adds, and returns what was there before."""
    with _atomic:
        old = load64(a)
        store64(a, old + x)
        return old


def prefetch(a: Addr) -> None:
    """Brings what is at a near the processor, to be read soon. Any address will do."""


def atomic_or64(a: Addr, x: int) -> int:
    with _atomic:
        old = load64(a)
        store64(a, old | x)
        return old


def atomic_and64(a: Addr, x: int) -> int:
    with _atomic:
        old = load64(a)
        store64(a, old & x)
        return old


def atomic_cas32(a: Addr, expected: int, x: int) -> bool:
    with _atomic:
        if load32(a) != expected & 0xFFFFFFFF:
            return False
        store32(a, x)
        return True


def atomic_swap32(a: Addr, x: int) -> int:
    with _atomic:
        old = load32(a)
        store32(a, x)
        return old - (1 << 32) if old >> 31 else old


# --- numbers, values ----------------------------------------------------------------------------------------


def float_bits(f: float) -> int:
    return cast(int, struct.unpack("<q", struct.pack("<d", f))[0])


def bits_float(i: int) -> float:
    return cast(float, struct.unpack("<d", struct.pack("<Q", i & _WORD))[0])


def udiv(a: int, b: int) -> int:
    q = (a & _WORD) // (b & _WORD)
    return q - (1 << 64) if q >> 63 else q


def umod(a: int, b: int) -> int:
    r = (a & _WORD) % (b & _WORD)
    return r - (1 << 64) if r >> 63 else r


def value_bits(v: Value) -> int:
    return cast(int, _compiled_only("value_bits"))


def bits_value(i: int) -> Value:
    return cast(Value, _compiled_only("bits_value"))


# --- objects ------------------------------------------------------------------------------------------------


def address_of(obj: object) -> Addr:
    """The address of a heap or frozen object (any pointer type), or that a ValuePtr holds. On the host only an identity."""
    return id(obj)


def object_at(cls: type[T], a: Addr) -> T:
    """The object at an address; free and unchecked."""
    return cast(T, _compiled_only("object_at"))


def function_address(f: Callable[..., Any]) -> Addr:
    """The machine address of a module function. Called from C its first argument becomes the context."""
    return cast(int, _compiled_only("function_address"))


def str_kind(s: str) -> int:
    """Bytes per character: 1, 2 or 4, the narrowest that holds the content."""
    top = max(map(ord, s), default=0)
    return 1 if top < 0x100 else 2 if top < 0x10000 else 4


def str_data(s: str) -> Addr:
    """Address of the first character."""
    return cast(int, _compiled_only("str_data"))


def new_str(kind: int, n: int) -> str:
    """A str with n characters to be written by the caller (compiled: pp_new_str; MemoryError)."""
    return cast(str, _compiled_only("new_str"))


def bytes_data(b: bytes) -> Addr:
    return cast(int, _compiled_only("bytes_data"))


def new_bytes(n: int) -> bytes:
    """Bytes to be written by the caller (compiled: pp_new_bytes; MemoryError)."""
    return cast(bytes, _compiled_only("new_bytes"))


def new_memory(n: int) -> Array[u8]:
    """An array to be written by the caller (compiled: pp_array_raw; MemoryError)."""
    return cast("Array[u8]", _compiled_only("new_memory"))


@lru_cache(1 << 16)
def hash_data_of(data: bytes) -> int:
    """Host twin of prelude.cpp's pp_hash_without_key: multiply and fold, 16 bytes a step."""
    k0, k1 = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F

    def fold(a: int, b: int) -> int:
        m = a * b
        return (m & _WORD) ^ (m >> 64)

    n = len(data)
    h = k1 ^ n
    at = 0
    while n > 16:
        a = int.from_bytes(data[at : at + 8], "little")
        b = int.from_bytes(data[at + 8 : at + 16], "little")
        h = fold(a ^ k0 ^ h, b ^ k1)
        at += 16
        n -= 16
    a = int.from_bytes(data[at : at + min(n, 8)], "little")
    b = int.from_bytes(data[at + 8 : at + n], "little") if n > 8 else 0
    h = fold(a ^ k0 ^ h, b ^ k1) ^ h
    return (fold(h, k0) >> 2) or 1


def hash_data(a: Addr, n: int) -> int:
    """Hash of n bytes: 1 .. 2**62 - 1. Compiled it is that of a str or of bytes with this content, which differs from run to run."""
    return hash_data_of(ctypes.string_at(a, n))


# --- the context and the prelude ----------------------------------------------------------------------------

# Offsets in the prelude's `struct Ctx`, for load64/store64 on address_of(context()).
CX_PENDING: Final[int] = 8
CX_POLL: Final[int] = 16
CX_STACK_LIMIT: Final[int] = 24
CX_STACK_BASE: Final[int] = 32
CX_STACK_TOP: Final[int] = 40
CX_REG_BASE: Final[int] = 48
CX_REG_TOP: Final[int] = 56
CX_REG_LIMIT: Final[int] = 64
CX_STATE: Final[int] = 72
CX_THREAD_ID: Final[int] = 80
CX_NEXT: Final[int] = 88
CX_ERRNO: Final[int] = 96
CX_SAVED_REGS: Final[int] = 104
CX_RUNS: Final[int] = 208
CX_SIZE: Final[int] = CX_RUNS + 16 * 60

# Arguments of symbol(): addresses of things that the prelude or the image defines.
SYMBOL_FROZEN_START: Final[int] = 0
SYMBOL_FROZEN_END: Final[int] = 1
SYMBOL_MULTITHREADED: Final[int] = 2
SYMBOL_STRESS: Final[int] = 3
SYMBOL_CONTEXT_INFO: Final[int] = 4
SYMBOL_INFO_STR: Final[int] = 5
SYMBOL_INFO_BYTES: Final[int] = 6
SYMBOL_SHAPE_STR: Final[int] = 7
SYMBOL_SHAPE_BYTES: Final[int] = 8
SYMBOL_EMPTY_STR: Final[int] = 10
SYMBOL_EMPTY_BYTES: Final[int] = 11


def symbol(which: int) -> Addr:
    return cast(int, _compiled_only("symbol"))


def spill() -> None:
    """Saves this thread's callee-saved registers and stack top in its context, for a collector to scan."""


def stack_room() -> int:
    """Bytes of C stack left before deep recursion must stop."""
    return 1 << 20


def register_base() -> ValuePtr:
    """The thread's register stack for the interpreter. The collector scans [register_base, register_top)."""
    return _host_registers()[0]


def register_top() -> ValuePtr:
    return _host_registers()[1]


def set_register_top(p: ValuePtr) -> None:
    _host_registers()[1] = p


def register_room(p: ValuePtr) -> int:
    """How many Values fit above p."""
    return len(_host_registers()[0]._a) - p._i


class _Registers(threading.local):
    pair: list[ValuePtr]


_registers = _Registers()
HOST_REGISTERS: Final = 1 << 18


def _host_registers() -> list[ValuePtr]:
    pair = getattr(_registers, "pair", None)
    if pair is None:
        base = ValuePtr(cast("list[Value]", [None] * HOST_REGISTERS), 0)
        pair = _registers.pair = [base, base]
    return pair


# --- C functions --------------------------------------------------------------------------------------------


def export(name: str) -> Callable[[F], F]:
    """The compiled function gets this C name and is reachable whenever its module is in the program."""

    def mark(f: F) -> F:
        f.__dict__["__export__"] = name
        return f

    return mark


_libc = ctypes.CDLL(None, use_errno=True)
_C_TYPES: Final[dict[str, Any]] = {
    "int": ctypes.c_int64,
    "i64": ctypes.c_int64,
    "i32": ctypes.c_int32,
    "u32": ctypes.c_uint32,
    "u16": ctypes.c_uint16,
    "u8": ctypes.c_uint8,
    "float": ctypes.c_double,
    "Addr": ctypes.c_int64,
    "bool": ctypes.c_bool,
    "None": None,
}
_errno = threading.local()


class _TwoWords(ctypes.Structure):
    _fields_ = [("first", ctypes.c_int64), ("second", ctypes.c_int64)]


_libraries: dict[str, ctypes.CDLL] = {}
_library_functions: dict[str, list[str]] = {}


def library_functions(library: str) -> list[str]:
    """Module level: the names that c_function(library=...) declares of a library, those of modules yet to come too."""
    return _library_functions.setdefault(library, [])


def host_register_library(library: str, handle: int) -> None:
    """Host only: the library with this key is open. Compiled code calls pp_register_library."""
    _libraries[library] = ctypes.CDLL(None, handle=handle, use_errno=True)


def c_function(name: str, blocking: bool = False, errno: bool = True, library: str = "", optional: bool = False) -> Callable[[F], F]:
    """Declares a C function by its annotations (i32, int, float, Addr, None; for the result of a library's function, also a tuple of two
    Addr or int, which is a struct of two words).

    blocking=True leaves managed state around the call, so that a collection does not wait for it: pass no
    heap addresses then unless the object is kept alive by the caller (objects do not move).

    errno=False keeps no errno: nothing is stored in the context, which may have gone to another thread by then.

    library="KEY": a function of a library that is opened at run time (modules/support/system_library.py). optional=True: the library may
    lack it; who calls it has asked."""
    if library != "" and not optional:
        library_functions(library).append(name)

    def bind(f: F) -> F:
        found: Any = None

        def call(*args: Any) -> Any:
            nonlocal found
            if found is None:
                found = _libc[name] if library == "" else _libraries[library][name]
                hints = f.__annotations__
                found.argtypes = [_C_TYPES[_type_name(t)] for k, t in hints.items() if k != "return"]
                result_type = _type_name(hints.get("return", "None"))
                found.restype = _TwoWords if result_type.startswith("tuple[") else _C_TYPES[result_type]
            result = found(*args)
            _errno.value = ctypes.get_errno()
            return (result.first, result.second) if isinstance(result, _TwoWords) else result

        call.__name__ = f.__name__
        call.__qualname__ = f.__qualname__
        call.__module__ = f.__module__
        call.__dict__["__c_function__"] = (name, blocking, f)
        return cast(F, call)

    return bind


def _type_name(t: Any) -> str:
    return t if isinstance(t, str) else "None" if t is None else cast(str, t.__name__)


def c_callback(f: F) -> F:
    """C code calls this function: its parameters and result are C types, as c_function's. It runs in managed state, on any thread that is
    in a call with blocking=True (no other calls may call back). No exception may leave it: that ends the process."""
    f.__dict__["__c_callback__"] = None
    return f


def callback_address(f: Callable[..., Any]) -> Addr:
    """The address of the C function that runs f, a @c_callback."""
    if f.__dict__["__c_callback__"] is None:
        hints = dict(f.__annotations__)
        result = _C_TYPES[_type_name(hints.pop("return"))]
        f.__dict__["__c_callback__"] = ctypes.CFUNCTYPE(result, *(_C_TYPES[_type_name(t)] for t in hints.values()))(f)
    return cast(int, ctypes.cast(f.__dict__["__c_callback__"], ctypes.c_void_p).value)


def errno() -> int:
    """errno after this thread's last C function call."""
    return getattr(_errno, "value", 0)
