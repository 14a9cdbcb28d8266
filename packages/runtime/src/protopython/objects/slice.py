"""W_Slice: the object of a[i:j:k], and what it means for a sequence of a given length.

`slice_bounds` is what sequences call. The methods programs see are in slice_methods.py.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, inline
from protopython.objects.model.define import OBJECT, define_type
from protopython.objects.singletons import w_None
from protopython.protocore.object import W_Object
from protopython.protocore.value import int_value, is_int, same

INDEX_MAX: Final[int] = (1 << 63) - 1
"""sys.maxsize."""


class W_Slice(W_Object):
    w_start: Value
    w_stop: Value
    w_step: Value

    def __init__(self, w_start: Value, w_stop: Value, w_step: Value) -> None:
        self.w_start = w_start
        self.w_stop = w_stop
        self.w_step = w_step


SLICE = define_type("slice", W_Slice, OBJECT, flags=0, doc="slice(stop) or slice(start, stop[, step]): what a[start:stop:step] hands to a.")


def new_slice(w_start: Value, w_stop: Value, w_step: Value) -> W_Slice:
    return W_Slice(w_start, w_stop, w_step)


@inline
def slice_part(w: Value, default: int) -> int:
    if is_int(w):
        return int_value(w)
    if same(w, w_None):
        return default
    return operations.slice_index(w, default)


def slice_unpack(s: W_Slice) -> tuple[int, int, int]:
    """(start, stop, step) as machine integers, clamped; absent ones are as far as step allows. May call Python code."""
    step = slice_part(s.w_step, 1)
    if step == 0:
        raise errors.value_error("slice step cannot be zero")
    if step < -INDEX_MAX:
        step = -INDEX_MAX
    start = slice_part(s.w_start, INDEX_MAX if step < 0 else 0)
    stop = slice_part(s.w_stop, -INDEX_MAX - 1 if step < 0 else INDEX_MAX)
    return start, stop, step


def slice_clip(start: int, stop: int, step: int, length: int) -> tuple[int, int, int]:
    """(start, stop, count): the items that slice picks out of `length` items. stop may be -1 for a step backwards."""
    if start < 0:
        start += length
        if start < 0:
            start = -1 if step < 0 else 0
    elif start >= length:
        start = length - 1 if step < 0 else length
    if stop < 0:
        stop += length
        if stop < 0:
            stop = -1 if step < 0 else 0
    elif stop >= length:
        stop = length - 1 if step < 0 else length
    if step < 0:
        return start, stop, (start - stop - 1) // -step + 1 if stop < start else 0
    return start, stop, (stop - start - 1) // step + 1 if start < stop else 0


def slice_bounds(s: W_Slice, length: int) -> tuple[int, int, int]:
    """(start, step, count): items start, start + step, ... of a sequence of `length` items."""
    start, stop, step = slice_unpack(s)
    start, stop, n = slice_clip(start, stop, step, length)
    return start, step, n


# Last, since these may need W_Slice.
from protopython.objects.model import errors, operations  # noqa: E402
