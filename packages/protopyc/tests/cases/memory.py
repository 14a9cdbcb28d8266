"""Trailing arrays, Values, native functions, unsafe operations (compiled only where the host has no meaning)."""

from __future__ import annotations

from typing import cast

from protodialect.types import COMPILED, EMPTY, Array, NativeFn, Trailing, Value, ValuePtr, array_ptr, call_native2, clone, copy_array, copy_values, fill_values, i32, new_trailing, u8
from protodialect.unsafe import Addr, bits_float, bits_value, c_function, errno, float_bits, value_bits


class Row:
    length: int
    mark: int
    items: Trailing[int]


class Bits:
    mark: u8
    half: i32
    length: int
    items: Trailing[u8]


@c_function("abs")
def c_abs(result: i32) -> i32: ...


@c_function("close", blocking=True)
def c_close(error: i32) -> i32: ...


def second(a: Value, b: Value) -> Value:
    return b


class Holder:
    fn: NativeFn

    def __init__(self, fn: NativeFn) -> None:
        self.fn = fn


HOLDER = Holder(second)


def main() -> int:
    r = new_trailing(Row, None, 4)
    for i in range(r.length):
        r.items[i] = i * i
    r.mark = 7
    total = 0
    for x in r.items:
        total += x
    print(r.length, r.mark, total, r.items[3])
    b = new_trailing(Bits, None, 3)
    b.items[2] = u8(513)
    b.mark = u8(3)
    b.half = i32(-4)
    print(b.items[0], b.items[2], b.length, b.mark, b.half)
    twin = clone(r)
    twin.items[3] = 5
    twin.mark = 8
    print(r.mark, r.items[3], twin.length, twin.mark, twin.items[2], twin.items[3])
    a = Array[int](4, 1)
    c = clone(a)
    for i in range(len(c)):
        c[i] = 2
    copy_array(a, 1, c, 0, 2)
    print(a[0], a[1], a[2], a[3])
    print(float_bits(1.0), bits_float(float_bits(-2.5)), c_abs(i32(-5)))
    print(c_close(i32(-1)), errno())
    v = Array[Value](4, EMPTY)
    print(v[0] is EMPTY)
    if COMPILED:
        p = array_ptr(v, 1)
        p[0] = bits_value(81)
        p[1] = call_native2(HOLDER.fn, p[0], bits_value(99))
        print(value_bits(v[1]), value_bits(v[2]))
        copy_values(array_ptr(v, 2), p, 2)
        fill_values(p.offset(-1), 1, bits_value(5))
        print(value_bits(v[0]), value_bits(v[2]), value_bits(v[3]))
    else:
        print(81, 99)
        print(5, 81, 99)
    f = cast(NativeFn, second)
    print(f is HOLDER.fn)
    return 0
