"""sum(): machine ints first; floats and complexes with compensated summation (Neumaier), as CPython."""

from __future__ import annotations

from protodialect.types import Value, add_ovf, try_as
from protopython.objects.bytearray import W_ByteArray
from protopython.objects.complex import COMPLEX, W_Complex, new_complex
from protopython.objects.int.int import new_int
from protopython.objects.model import errors, operations
from protopython.objects.model.define import function
from protopython.objects.model.operators import binary
from protopython.objects.model.special import BinaryOp
from protopython.objects.model.types import type_of
from protopython.objects.singletons import plain
from protopython.objects.str.str import as_str
from protopython.protocore.value import float_value, int_value, is_empty, is_float, is_int, new_float


@function("builtins", "sum(iterable, /, start=0)", doc="The sum of the items and start.")
def sum_(w_iterable: Value, w_start: Value) -> Value:
    if as_str(w_start) is not None:
        raise errors.type_error("sum() can't sum strings [use ''.join(seq) instead]")
    if try_as(bytes, plain(w_start)) is not None:
        raise errors.type_error("sum() can't sum bytes [use b''.join(seq) instead]")
    if try_as(W_ByteArray, w_start) is not None:
        raise errors.type_error("sum() can't sum bytearray [use b''.join(seq) instead]")
    return sum_iterable(operations.iterate(w_iterable), w_start)


def sum_iterable(w_iter: Value, w_start: Value) -> Value:
    """start + items."""
    w_total = w_start
    if is_int(w_total):
        total = int_value(w_total)
        while True:
            w = operations.next_of(w_iter)
            if is_empty(w):
                return new_int(total)
            if not is_int(w):
                w_total = binary(BinaryOp.ADD, new_int(total), w)
                break
            added, overflow = add_ovf(total, int_value(w))
            if overflow:
                w_total = binary(BinaryOp.ADD, new_int(total), w)
                break
            total = added
    if is_float(w_total):
        f = float_value(w_total)
        c = 0.0
        while True:
            w = operations.next_of(w_iter)
            if is_empty(w):
                return new_float(compensated(f, c))
            if is_float(w):
                v = float_value(w)
                c += lost_by_adding(f, v)
                f += v
            elif is_int(w):
                f += float(int_value(w))
            else:
                w_total = binary(BinaryOp.ADD, new_float(compensated(f, c)), w)
                break
    z = try_as(W_Complex, w_total)
    if z is not None and type_of(w_total) is COMPLEX:
        re = z.real
        im = z.imag
        re_lost = 0.0
        im_lost = 0.0
        while True:
            w = operations.next_of(w_iter)
            if is_empty(w):
                return new_complex(compensated(re, re_lost), compensated(im, im_lost))
            term = try_as(W_Complex, w)
            if term is not None and type_of(w) is COMPLEX:
                re_lost += lost_by_adding(re, term.real)
                re += term.real
                im_lost += lost_by_adding(im, term.imag)
                im += term.imag
            elif is_float(w) or is_int(w):
                v = float_value(w) if is_float(w) else float(int_value(w))
                re_lost += lost_by_adding(re, v)
                re += v
            else:
                w_total = binary(BinaryOp.ADD, new_complex(compensated(re, re_lost), compensated(im, im_lost)), w)
                break
    while True:
        w = operations.next_of(w_iter)
        if is_empty(w):
            return w_total
        w_total = binary(BinaryOp.ADD, w_total, w)


def lost_by_adding(f: float, v: float) -> float:
    """What rounding takes from f + v."""
    t = f + v
    return (f - t) + v if abs(f) >= abs(v) else (v - t) + f


def compensated(f: float, lost: float) -> float:
    return f + lost if lost != 0.0 and is_finite(lost) else f


def is_finite(f: float) -> bool:
    return f - f == 0.0
