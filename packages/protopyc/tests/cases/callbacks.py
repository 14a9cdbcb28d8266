"""C functions of libraries that are opened at run time, and C code that calls back."""

from __future__ import annotations

from collections.abc import Callable

from protodialect.types import COMPILED, Array, i32
from protodialect.unsafe import Addr, c_callback, c_function, callback_address, host_register_library, library_functions, load32, store8, store32


@c_function("malloc")
def c_malloc(size: int) -> Addr: ...


@c_function("dlopen")
def c_dlopen(name: Addr, mode: i32) -> Addr: ...


@c_function("pp_register_library")
def c_register_library(key: Addr, handle: Addr) -> int: ...


@c_function("hypot", library="mathematics")
def c_hypot(x: float, y: float) -> float: ...


@c_function("lgamma", blocking=True, library="mathematics")
def c_lgamma(x: float) -> float: ...


@c_function("lldiv", library="mathematics")
def c_divide(x: int, y: int) -> tuple[int, int]: ...


@c_function("no_such_function", library="mathematics", optional=True)
def c_no_such(x: float) -> float: ...


@c_function("qsort", blocking=True)
def c_qsort(base: Addr, n: int, size: int, compare: Addr) -> None: ...


NAMES = library_functions("mathematics")


class Calls:
    n: int
    last: Array[int]

    def __init__(self) -> None:
        self.n = 0
        self.last = Array[int](1, 0)


CALLS = Calls()


@c_callback
def compare(a: Addr, b: Addr) -> i32:
    CALLS.n += 1
    CALLS.last = Array[int](2, CALLS.n)  # callbacks may allocate
    x = signed(load32(a))
    y = signed(load32(b))
    return i32(-1 if x < y else 1 if x > y else 0)


def signed(bits: int) -> int:
    return bits - (1 << 32) if bits >> 31 == 1 else bits


def applied(f: Callable[[float, float], float], g: Callable[[float], float], x: float) -> float:
    return f(x, g(x))


def text(s: str) -> Addr:
    at = c_malloc(len(s) + 1)
    for i in range(len(s)):
        store8(at + i, ord(s[i]))
    store8(at + len(s), 0)
    return at


def main() -> int:
    handle = c_dlopen(text("libm.so.6"), i32(2))
    if COMPILED:
        print(c_register_library(text("mathematics"), handle))
    else:
        host_register_library("mathematics", handle)
        print(0)
    print(", ".join(NAMES))
    print(c_hypot(3.0, 4.0), c_lgamma(1.0))
    print(applied(c_hypot, c_lgamma, 1.0))
    quotient, rest = c_divide((1 << 40) + 3, 5)
    print(quotient, rest)
    base = c_malloc(40)
    for i in range(10):
        store32(base + 4 * i, (i * 7) % 10 - 5)
    c_qsort(base, 10, 4, callback_address(compare))
    for i in range(10):
        print(signed(load32(base + 4 * i)))
    print(CALLS.n > 8, len(CALLS.last), CALLS.last[1] == CALLS.n)
    return 0
