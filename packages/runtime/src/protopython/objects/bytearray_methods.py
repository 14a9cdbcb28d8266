"""What programs see of bytearray. Whatever does not change it works on a copy of its content, with the
functions of bytes/methods.py; searches copy no more than they look through.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Value, locked, new_with_shape, races, try_as, u8, wrap
from protopython.objects.bytearray import (
    BYTEARRAY,
    NO_BYTES,
    W_ByteArray,
    bytearray_append,
    bytearray_assign,
    bytearray_content,
    bytearray_delete,
    bytearray_extend,
    bytearray_get,
    bytearray_replace,
    bytearray_resize,
    bytearray_set,
    new_bytearray,
)
from protopython.objects.bytes import bytes as raw
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.bytes.methods import (
    affix_test,
    byte_value,
    bytes_of_arguments,
    bytes_of_iterable,
    compare_bytes,
    count_in,
    decoded,
    found,
    hex_of,
    join_bytes,
    lines_of,
    make_table,
    one_byte,
    pad_content,
    parse_hex,
    partition_content,
    repeated,
    rsplit_content,
    slice_of_bytes,
    split_content,
    strip_content,
    sub_sequence,
    translated,
    without_prefix,
    without_suffix,
    zero_filled,
)
from protopython.objects.bytes.warnings import warn_str
from protopython.objects.exceptions.exceptions import TYPE_ERROR
from protopython.objects.list.list import list_append, new_list
from protopython.objects.model.attributes import find_attr
from protopython.objects.model.buffer import bytes_of_buffer, bytes_of_memory, hold, let_go, need_bytes
from protopython.objects.model.call import call1
from protopython.objects.model.define import (
    OBJECT,
    add_member,
    class_method,
    define_type,
    iternext,
    method,
    new,
    static_method,
)
from protopython.objects.model.errors import error_matches, index_error, memory_error, type_error, value_error
from protopython.objects.model.operations import has_index, index_of, int_arg, sequence_index
from protopython.objects.model.special import CompareOp, Special
from protopython.objects.model.types import special, type_name, type_of
from protopython.objects.singletons import new_bool, w_None, w_NotImplemented
from protopython.objects.slice import W_Slice, slice_bounds, slice_clip, slice_unpack
from protopython.objects.str.methods import MAX_LENGTH, builtin_named, c_int, end_bound, start_bound
from protopython.objects.str.percent_format import percent_format_bytes
from protopython.objects.str.str import as_str, last_part
from protopython.objects.str.string_builder import BytesBuilder, StringBuilder
from protopython.objects.tuple import EMPTY_TUPLE, W_Tuple, new_tuple1, new_tuple2, new_tuple3
from protopython.protocore import bytestrings
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Object, W_Type
from protopython.protocore.value import from_int, is_empty, same

# --- making ---------------------------------------------------------------------------------------


@new(BYTEARRAY, "(cls, *args, **kwargs)")
def bytearray_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    b = new_with_shape(W_ByteArray, cls.root_shape)
    b.memory = NO_BYTES
    return wrap(b)


@method(BYTEARRAY, "__init__(self, source=EMPTY, encoding=EMPTY, errors=EMPTY)", doc="Initialize self.")
def bytearray_init(self: W_ByteArray, w_source: Value, w_encoding: Value, w_errors: Value) -> Value:
    if self.length > 0:
        bytearray_resize(self, 0)  # what it had is gone even if the arguments are wrong
    bytearray_assign(self, bytes_of_arguments(w_source, w_encoding, w_errors, "bytearray"))
    return w_None


# --- special methods ------------------------------------------------------------------------------


def repr_of_bytearray(b: W_ByteArray) -> str:
    out = StringBuilder(b.length + 16)
    out.append(last_part(type_name(wrap(b))))
    out.append("(b")
    raw.append_repr_of_bytes(out, bytearray_content(b), 39)
    out.append_char(41)
    return out.to_str()


@method(BYTEARRAY, "__repr__(self, /)", doc="Return repr(self).")
def bytearray_repr(self: W_ByteArray) -> Value:
    return wrap(repr_of_bytearray(self))


@method(BYTEARRAY, "__str__(self, /)", doc="Return str(self).")
def bytearray_str(self: W_ByteArray) -> Value:
    warn_str("bytearray")
    return wrap(repr_of_bytearray(self))


add_member(BYTEARRAY, "__hash__", w_None)


@method(BYTEARRAY, "__len__(self, /)", doc="Return len(self).")
def bytearray_len(self: W_ByteArray) -> Value:
    return from_int(self.length)


@method(BYTEARRAY, "__alloc__(self, /)", doc="How many bytes are allocated.")
def bytearray_alloc(self: W_ByteArray) -> Value:
    return from_int(len(self.memory) + 1 if len(self.memory) > 0 else 0)


@method(BYTEARRAY, "__sizeof__(self, /)", doc="Size in memory, in bytes.")
def bytearray_sizeof(self: W_ByteArray) -> Value:
    return from_int(56 + len(self.memory))


def reduced(b: W_ByteArray, protocol: int) -> Value:
    state = find_attr(wrap(b), "__dict__")
    w_state = w_None if is_empty(state) else state
    content = bytearray_content(b)
    args = EMPTY_TUPLE
    if len(content) > 0:
        args = (
            new_tuple1(wrap(content))
            if protocol >= 3
            else new_tuple2(wrap(bytestrings.latin1_text(content)), wrap("latin-1"))
        )
    return wrap(new_tuple3(wrap(type_of(wrap(b))), wrap(args), w_state))


@method(BYTEARRAY, "__reduce__(self, /)", doc="What pickle needs to make the bytearray anew.")
def bytearray_reduce(self: W_ByteArray) -> Value:
    return reduced(self, 2)


@method(BYTEARRAY, "__reduce_ex__(self, proto=0, /)", doc="What pickle needs to make the bytearray anew, by protocol.")
def bytearray_reduce_ex(self: W_ByteArray, w_protocol: Value) -> Value:
    return reduced(self, index_of(w_protocol))


@method(
    BYTEARRAY,
    "__buffer__(self, flags, /)",
)
def bytearray_buffer(self: W_ByteArray, w_flags: Value) -> Value:
    return call1(builtin_named("memoryview"), wrap(self))


@method(
    BYTEARRAY,
    "__release_buffer__(self, buffer, /)",
    doc="Release the buffer object that exposes the underlying memory.",
)
def bytearray_release_buffer(self: W_ByteArray, w_buffer: Value) -> Value:
    return w_None


def compared(b: W_ByteArray, w_other: Value, op: int) -> Value:
    """op as in CompareOp."""
    other = as_bytes(w_other)
    if other is not None and len(other) != b.length and (op == CompareOp.EQ or op == CompareOp.NE):
        return new_bool(op == CompareOp.NE)
    return compare_bytes(bytearray_content(b), w_other, op, "bytearray")


@method(BYTEARRAY, "__lt__(self, value, /)", doc="Return self<value.")
def bytearray_lt(self: W_ByteArray, w_other: Value) -> Value:
    return compared(self, w_other, 0)


@method(BYTEARRAY, "__le__(self, value, /)", doc="Return self<=value.")
def bytearray_le(self: W_ByteArray, w_other: Value) -> Value:
    return compared(self, w_other, 1)


@method(BYTEARRAY, "__eq__(self, value, /)", doc="Return self==value.")
def bytearray_eq(self: W_ByteArray, w_other: Value) -> Value:
    return compared(self, w_other, 2)


@method(BYTEARRAY, "__ne__(self, value, /)", doc="Return self!=value.")
def bytearray_ne(self: W_ByteArray, w_other: Value) -> Value:
    return compared(self, w_other, 3)


@method(BYTEARRAY, "__gt__(self, value, /)", doc="Return self>value.")
def bytearray_gt(self: W_ByteArray, w_other: Value) -> Value:
    return compared(self, w_other, 4)


@method(BYTEARRAY, "__ge__(self, value, /)", doc="Return self>=value.")
def bytearray_ge(self: W_ByteArray, w_other: Value) -> Value:
    return compared(self, w_other, 5)


@method(BYTEARRAY, "__add__(self, value, /)", doc="Return self+value.")
def bytearray_add(self: W_ByteArray, w_other: Value) -> Value:
    other = bytes_of_buffer(w_other)
    return w_NotImplemented if other is None else wrap(new_bytearray(bytearray_content(self) + other))


@method(BYTEARRAY, "__iadd__(self, value, /)", doc="Implement self+=value.")
def bytearray_iadd(self: W_ByteArray, w_other: Value) -> Value:
    other = bytes_of_buffer(w_other)
    if other is None:
        raise type_error(f"can't concat {type_name(w_other)} to bytearray")
    bytearray_extend(self, other)
    return wrap(self)


@method(BYTEARRAY, "__mul__(self, value, /)", doc="Return self*value.")
def bytearray_mul(self: W_ByteArray, w_n: Value) -> Value:
    return wrap(new_bytearray(repeated(bytearray_content(self), w_n))) if has_index(w_n) else w_NotImplemented


@method(BYTEARRAY, "__rmul__(self, value, /)", doc="Return value*self.")
def bytearray_rmul(self: W_ByteArray, w_n: Value) -> Value:
    return wrap(new_bytearray(repeated(bytearray_content(self), w_n))) if has_index(w_n) else w_NotImplemented


@method(BYTEARRAY, "__imul__(self, value, /)", doc="Implement self*=value.")
def bytearray_imul(self: W_ByteArray, w_n: Value) -> Value:
    if not has_index(w_n):
        return w_NotImplemented
    bytearray_assign(self, repeated(bytearray_content(self), w_n))
    return wrap(self)


@method(BYTEARRAY, "__mod__(self, value, /)", doc="Return self%value.")
def bytearray_mod(self: W_ByteArray, w_value: Value) -> Value:
    hold(self)
    try:
        return wrap(new_bytearray(percent_format_bytes(bytearray_content(self), w_value)))
    finally:
        let_go(self)


@method(BYTEARRAY, "__rmod__(self, value, /)", doc="Return value%self.")
def bytearray_rmod(self: W_ByteArray, w_value: Value) -> Value:
    return w_NotImplemented


@method(BYTEARRAY, "__contains__(self, key, /)", doc="Return bool(key in self).")
def bytearray_contains(self: W_ByteArray, w_key: Value) -> Value:
    hold(self)
    try:
        sub = one_byte(w_key) if has_index(w_key) else need_bytes(w_key)
        return new_bool(find_within(self, sub, 0, self.length) >= 0)
    finally:
        let_go(self)


# --- items ----------------------------------------------------------------------------------------


def item_number(w_key: Value) -> int:
    """An index as it was given: negative ones count from the end."""
    if not has_index(w_key):
        raise type_error(f"bytearray indices must be integers or slices, not {type_name(w_key)}")
    return sequence_index(w_key)


@method(BYTEARRAY, "__getitem__(self, key, /)", doc="Return self[key].")
def bytearray_getitem(self: W_ByteArray, w_key: Value) -> Value:
    w_slice = try_as(W_Slice, w_key)
    if w_slice is not None:
        content = bytearray_content(self)
        start, step, n = slice_bounds(w_slice, len(content))
        if start + (n - 1) * step >= len(content):
            return wrap(new_bytearray(b""))
        return wrap(new_bytearray(slice_of_bytes(content, start, step, n)))
    x = bytearray_get(self, item_number(w_key))
    if x < 0:
        raise index_error("bytearray index out of range")
    return from_int(x)


@method(BYTEARRAY, "__setitem__(self, key, value, /)", doc="Set self[key] to value.")
def bytearray_setitem(self: W_ByteArray, w_key: Value, w_value: Value) -> Value:
    w_slice = try_as(W_Slice, w_key)
    if w_slice is not None:
        assign_slice(self, w_slice, slice_content(w_value))
        return w_None
    i = item_number(w_key)
    if bytearray_get(self, i) < 0 or not bytearray_set(self, i, byte_value(w_value, "byte")):
        raise index_error("bytearray index out of range")
    return w_None


def slice_content(w_value: Value) -> bytes:
    """What is assigned to a slice: bytes-like, or an iterable of ints."""
    data = bytes_of_buffer(w_value)
    if data is not None:
        return data
    if as_str(w_value) is not None or has_index(w_value):
        raise type_error("can assign only bytes, buffers, or iterables of ints in range(0, 256)")
    try:
        return bytes_of_iterable(w_value, "byte")
    except PyError as e:
        if error_matches(e, TYPE_ERROR):
            raise type_error(
                "can assign only bytes, buffers, or iterables of ints in range(0, 256)"
            ) from None
        raise


def assign_slice(b: W_ByteArray, w_slice: W_Slice, data: bytes) -> None:
    start, stop, step = slice_unpack(w_slice)
    with locked(b):
        start, stop, n = slice_clip(start, stop, step, b.length)
        if step == 1:
            bytearray_replace(b, start, start + n, data)
            return
        if len(data) == n:
            for k in range(n):
                b.memory[b.start + start + k * step] = u8(data[k])
            return
        if len(data) == 0:
            delete_steps(b, start, step, n)
            return
    raise value_error(f"attempt to assign bytes of size {len(data)} to extended slice of size {n}")


def delete_steps(b: W_ByteArray, start: int, step: int, n: int) -> None:
    """del b[start::step], n items of it. The lock is held."""
    if n <= 0:
        return
    if step < 0:
        start += (n - 1) * step
        step = -step
    content = bytearray_content(b)
    out = BytesBuilder(len(content))
    stop = start + (n - 1) * step
    for i in range(len(content)):
        if i < start or i > stop or (i - start) % step != 0:
            out.append_byte(content[i])
    bytearray_assign(b, out.to_bytes())


@method(BYTEARRAY, "__delitem__(self, key, /)", doc="Delete self[key].")
def bytearray_delitem(self: W_ByteArray, w_key: Value) -> Value:
    w_slice = try_as(W_Slice, w_key)
    if w_slice is not None:
        start, stop, step = slice_unpack(w_slice)
        with locked(self):
            start, stop, n = slice_clip(start, stop, step, self.length)
            if step == 1:
                bytearray_replace(self, start, start + n, b"")
            else:
                delete_steps(self, start, step, n)
        return w_None
    if bytearray_delete(self, item_number(w_key)) < 0:
        raise index_error("bytearray index out of range")
    return w_None


@races(index="threads that share it get items in any order, some twice")
class W_ByteArrayIterator(W_Object):
    """sequence is None once the end was reached."""

    sequence: W_ByteArray | None
    index: int

    def __init__(self, sequence: W_ByteArray) -> None:
        self.sequence = sequence
        self.index = 0


BYTEARRAY_ITERATOR = define_type("bytearray_iterator", W_ByteArrayIterator, OBJECT, flags=0)


@method(BYTEARRAY, "__iter__(self, /)", doc="Implement iter(self).")
def bytearray_iter(self: W_ByteArray) -> Value:
    return wrap(W_ByteArrayIterator(self))


@iternext(BYTEARRAY_ITERATOR)
def bytearray_iterator_next(self: W_ByteArrayIterator) -> Value:
    b = self.sequence
    if b is None:
        return EMPTY
    i = self.index
    x = bytearray_get(b, i)
    if x < 0:
        self.sequence = None
        return EMPTY
    self.index = i + 1
    return from_int(x)


@method(BYTEARRAY_ITERATOR, "__length_hint__(self, /)", doc="How many items are to come.")
def bytearray_iterator_length_hint(self: W_ByteArrayIterator) -> Value:
    b = self.sequence
    return from_int(0 if b is None else max(0, b.length - self.index))


@method(BYTEARRAY_ITERATOR, "__reduce__(self, /)", doc="What pickle needs to make the iterator anew.")
def bytearray_iterator_reduce(self: W_ByteArrayIterator) -> Value:
    w_iter = builtin_named("iter")
    b = self.sequence
    if b is None:
        return wrap(new_tuple2(w_iter, wrap(new_tuple1(wrap(EMPTY_TUPLE)))))
    return wrap(new_tuple3(w_iter, wrap(new_tuple1(wrap(b))), from_int(self.index)))


@method(BYTEARRAY_ITERATOR, "__setstate__(self, object, /)", doc="Go on at the place that pickle kept.")
def bytearray_iterator_setstate(self: W_ByteArrayIterator, w_state: Value) -> Value:
    b = self.sequence
    if b is not None:
        self.index = min(max(0, index_of(w_state)), b.length)
    return w_None


# --- changing -------------------------------------------------------------------------------------


@method(BYTEARRAY, "append(self, item, /)", doc="Adds one byte at the end.")
def bytearray_append_method(self: W_ByteArray, w_item: Value) -> Value:
    bytearray_append(self, byte_value(w_item, "byte"))
    return w_None


@method(
    BYTEARRAY,
    "extend(self, iterable_of_ints, /)",
    doc="Adds the bytes of a buffer or an iterable of ints at the end.",
)
def bytearray_extend_method(self: W_ByteArray, w_items: Value) -> Value:
    data = bytes_of_buffer(w_items)
    if data is None:
        if as_str(w_items) is not None:
            raise type_error(f"expected iterable of integers; got: '{type_name(w_items)}'")
        if is_empty(special(w_items, Special.ITER)) and is_empty(special(w_items, Special.GETITEM)):
            raise type_error(f"can't extend bytearray with {type_name(w_items)}")
        data = bytes_of_iterable(w_items, "byte")
    bytearray_extend(self, data)
    return w_None


@method(BYTEARRAY, "insert(self, index, item, /)", doc="Inserts one byte before the index.")
def bytearray_insert(self: W_ByteArray, w_index: Value, w_item: Value) -> Value:
    i = int_arg(w_index)
    x = byte_value(w_item, "byte")
    bytearray_replace(self, i, i, bytes_of_byte(x))
    return w_None


def bytes_of_byte(x: int) -> bytes:
    out = BytesBuilder(1)
    out.append_byte(x)
    return out.to_bytes()


@method(BYTEARRAY, "pop(self, index=-1, /)", doc="Removes and gives the byte at the index.")
def bytearray_pop(self: W_ByteArray, w_index: Value) -> Value:
    x = bytearray_delete(self, int_arg(w_index))
    if x < 0:
        raise index_error("pop from empty bytearray" if self.length == 0 else "pop index out of range")
    return from_int(x)


@method(BYTEARRAY, "remove(self, value, /)", doc="Removes the first occurrence of a byte.")
def bytearray_remove(self: W_ByteArray, w_value: Value) -> Value:
    x = byte_value(w_value, "byte")
    with locked(self):
        content = bytearray_content(self)
        at = raw.find_byte(content, x, 0, len(content))
        if at >= 0:
            bytearray_delete(self, at)
    if at < 0:
        raise value_error("value not found in bytearray")
    return w_None


@method(BYTEARRAY, "clear(self, /)", doc="Removes all bytes.")
def bytearray_clear(self: W_ByteArray) -> Value:
    bytearray_assign(self, b"")
    return w_None


@method(BYTEARRAY, "copy(self, /)", doc="A copy.")
def bytearray_copy(self: W_ByteArray) -> Value:
    return wrap(new_bytearray(bytearray_content(self)))


@method(BYTEARRAY, "reverse(self, /)", doc="Turns the order of the bytes round.")
def bytearray_reverse(self: W_ByteArray) -> Value:
    with locked(self):
        memory = self.memory
        i = self.start
        j = self.start + self.length - 1
        while i < j:
            x = memory[i]
            memory[i] = u8(memory[j])
            memory[j] = u8(x)
            i += 1
            j -= 1
    return w_None


@method(BYTEARRAY, "resize(self, size, /)", doc="Cuts it, or fills it up with zeros, to size bytes.")
def bytearray_resize_method(self: W_ByteArray, w_size: Value) -> Value:
    n = int_arg(w_size)
    if n < 0:
        raise value_error(f"Can only resize to positive sizes, got {n}")
    if n > MAX_LENGTH >> 8:
        raise memory_error()
    bytearray_resize(self, n)
    return w_None


# --- methods shared with bytes --------------------------------------------------------------------


def bytearray_list(pieces: list[bytes]) -> Value:
    result = new_list()
    for i in range(len(pieces)):
        list_append(result, wrap(new_bytearray(pieces[i])))
    return wrap(result)


def bytearray_triple(pieces: list[bytes]) -> Value:
    return wrap(
        new_tuple3(
            wrap(new_bytearray(pieces[0])), wrap(new_bytearray(pieces[1])), wrap(new_bytearray(pieces[2]))
        )
    )


@static_method(BYTEARRAY, "maketrans(frm, to, /)", doc="A table for translate() that maps the bytes of frm to those of to.")
def bytearray_maketrans(w_from: Value, w_to: Value) -> Value:
    return make_table(w_from, w_to)


@class_method(
    BYTEARRAY, "fromhex(cls, string, /)", doc="The bytes that pairs of hexadecimal digits stand for."
)
def bytearray_fromhex(w_cls: Value, w_string: Value) -> Value:
    data = parse_hex(w_string, "bytearray")
    return wrap(new_bytearray(data)) if same(w_cls, wrap(BYTEARRAY)) else call1(w_cls, wrap(data))


# Searches copy what they look through piece by piece, each piece four times the one before: what is found early costs little.
FIRST_PIECE: Final[int] = 64


def piece(b: W_ByteArray, start: int, end: int) -> bytes:
    with locked(b):
        return bytes_of_memory(b.memory, b.start + start, min(end, b.length) - start)


def searched(b: W_ByteArray, w_sub: Value, w_start: Value, w_end: Value, forwards: bool) -> int:
    """find and rfind."""
    hold(b)
    try:
        sub = sub_sequence(w_sub)
        start = start_bound(w_start, b.length)
        end = end_bound(w_end, b.length)
        return find_within(b, sub, start, end) if forwards else rfind_within(b, sub, start, end)
    finally:
        let_go(b)


def find_within(b: W_ByteArray, sub: bytes, start: int, end: int) -> int:
    """The lowest index of sub within b[start:end], or -1. For who holds b."""
    if end - start < len(sub) or start > b.length:
        return -1
    room = FIRST_PIECE
    while True:
        stop = min(start + len(sub) + room, end)
        at = raw.find(piece(b, start, stop), sub, 0, stop - start)
        if at >= 0:
            return start + at
        if stop == end:
            return -1
        start = stop - len(sub) + 1
        room *= 4


def rfind_within(b: W_ByteArray, sub: bytes, start: int, end: int) -> int:
    """The highest index of sub within b[start:end], or -1. For who holds b."""
    if end - start < len(sub) or start > b.length:
        return -1
    room = FIRST_PIECE
    while True:
        low = max(end - len(sub) - room, start)
        at = raw.rfind(piece(b, low, end), sub, 0, end - low)
        if at >= 0:
            return low + at
        if low == start:
            return -1
        end = low + len(sub) - 1
        room *= 4


def affix_within(b: W_ByteArray, w_affix: Value, w_start: Value, w_end: Value, at_end: bool) -> bool:
    """startswith, endswith: only as much is copied as the longest of the affixes takes."""
    start = start_bound(w_start, b.length)
    end = end_bound(w_end, b.length)
    if end < start:
        return affix_test(b"", w_affix, start, end, at_end)
    n = min(longest(w_affix), end - start)
    data = piece(b, end - n, end) if at_end else piece(b, start, start + n)
    return affix_test(data, w_affix, 0, len(data), at_end)


def longest(w_affix: Value) -> int:
    w_tuple = try_as(W_Tuple, w_affix)
    if w_tuple is None:
        data = bytes_of_buffer(w_affix)
        return 0 if data is None else len(data)
    n = 0
    for i in range(w_tuple.length):
        data = bytes_of_buffer(w_tuple.items[i])
        if data is not None:
            n = max(n, len(data))
    return n


@method(
    BYTEARRAY,
    "find(self, sub, start=EMPTY, end=EMPTY, /)",
    doc="The lowest index of sub within self[start:end], or -1.",
    shown="($self, sub[, start[, end]], /)",
)
def bytearray_find(self: W_ByteArray, w_sub: Value, w_start: Value, w_end: Value) -> Value:
    return from_int(searched(self, w_sub, w_start, w_end, True))


@method(
    BYTEARRAY,
    "rfind(self, sub, start=EMPTY, end=EMPTY, /)",
    doc="The highest index of sub within self[start:end], or -1.",
    shown="($self, sub[, start[, end]], /)",
)
def bytearray_rfind(self: W_ByteArray, w_sub: Value, w_start: Value, w_end: Value) -> Value:
    return from_int(searched(self, w_sub, w_start, w_end, False))


@method(
    BYTEARRAY,
    "index(self, sub, start=EMPTY, end=EMPTY, /)",
    doc="Like find, but ValueError when sub is not there.",
    shown="($self, sub[, start[, end]], /)",
)
def bytearray_index(self: W_ByteArray, w_sub: Value, w_start: Value, w_end: Value) -> Value:
    return found(searched(self, w_sub, w_start, w_end, True))


@method(
    BYTEARRAY,
    "rindex(self, sub, start=EMPTY, end=EMPTY, /)",
    doc="Like rfind, but ValueError when sub is not there.",
    shown="($self, sub[, start[, end]], /)",
)
def bytearray_rindex(self: W_ByteArray, w_sub: Value, w_start: Value, w_end: Value) -> Value:
    return found(searched(self, w_sub, w_start, w_end, False))


@method(
    BYTEARRAY,
    "count(self, sub, start=EMPTY, end=EMPTY, /)",
    doc="How often sub occurs in self[start:end] without overlap.",
    shown="($self, sub[, start[, end]], /)",
)
def bytearray_count(self: W_ByteArray, w_sub: Value, w_start: Value, w_end: Value) -> Value:
    hold(self)
    try:
        return from_int(count_in(bytearray_content(self), w_sub, w_start, w_end))
    finally:
        let_go(self)


@method(
    BYTEARRAY,
    "startswith(self, prefix, start=EMPTY, end=EMPTY, /)",
    doc="Whether self[start:end] starts with prefix, or with one of a tuple.",
    shown="($self, prefix[, start[, end]], /)",
)
def bytearray_startswith(self: W_ByteArray, w_prefix: Value, w_start: Value, w_end: Value) -> Value:
    return new_bool(affix_within(self, w_prefix, w_start, w_end, False))


@method(
    BYTEARRAY,
    "endswith(self, suffix, start=EMPTY, end=EMPTY, /)",
    doc="Whether self[start:end] ends with suffix, or with one of a tuple.",
    shown="($self, suffix[, start[, end]], /)",
)
def bytearray_endswith(self: W_ByteArray, w_suffix: Value, w_start: Value, w_end: Value) -> Value:
    return new_bool(affix_within(self, w_suffix, w_start, w_end, True))


@method(
    BYTEARRAY,
    "decode(self, /, encoding='utf-8', errors='strict')",
    doc="The text that the bytes stand for in an encoding.",
)
def bytearray_decode(self: W_ByteArray, w_encoding: Value, w_errors: Value) -> Value:
    return decoded(bytearray_content(self), w_encoding, w_errors)


@method(
    BYTEARRAY,
    "hex(self, /, sep=EMPTY, bytes_per_sep=1)",
    doc="Two hexadecimal digits for each byte, with separators if wanted.",
    shown="($self, /, sep=<unrepresentable>, bytes_per_sep=1)",
)
def bytearray_hex(self: W_ByteArray, w_sep: Value, w_group: Value) -> Value:
    hold(self)
    try:
        return wrap(hex_of(bytearray_content(self), w_sep, w_group))
    finally:
        let_go(self)


@method(BYTEARRAY, "join(self, iterable_of_bytes, /)", doc="The bytes of iterable with self between them.")
def bytearray_join(self: W_ByteArray, w_iterable: Value) -> Value:
    return wrap(new_bytearray(join_bytes(bytearray_content(self), w_iterable)))


@method(
    BYTEARRAY,
    "replace(self, old, new, count=-1, /)",
    doc="self with occurrences of old replaced by new (the first count of them).",
)
def bytearray_replace_method(self: W_ByteArray, w_old: Value, w_new: Value, w_count: Value) -> Value:
    return wrap(
        new_bytearray(
            raw.replace(bytearray_content(self), need_bytes(w_old), need_bytes(w_new), int_arg(w_count))
        )
    )


@method(
    BYTEARRAY, "strip(self, bytes=None, /)", doc="self without whitespace (or the given bytes) at both ends."
)
def bytearray_strip(self: W_ByteArray, w_chars: Value) -> Value:
    return wrap(new_bytearray(strip_content(bytearray_content(self), w_chars, True, True)))


@method(
    BYTEARRAY, "lstrip(self, bytes=None, /)", doc="self without whitespace (or the given bytes) at its start."
)
def bytearray_lstrip(self: W_ByteArray, w_chars: Value) -> Value:
    return wrap(new_bytearray(strip_content(bytearray_content(self), w_chars, True, False)))


@method(
    BYTEARRAY, "rstrip(self, bytes=None, /)", doc="self without whitespace (or the given bytes) at its end."
)
def bytearray_rstrip(self: W_ByteArray, w_chars: Value) -> Value:
    return wrap(new_bytearray(strip_content(bytearray_content(self), w_chars, False, True)))


@method(
    BYTEARRAY,
    "split(self, /, sep=None, maxsplit=-1)",
    doc="The pieces between separators (runs of whitespace without sep), at most maxsplit + 1.",
)
def bytearray_split(self: W_ByteArray, w_sep: Value, w_maxsplit: Value) -> Value:
    hold(self)
    try:
        return bytearray_list(split_content(bytearray_content(self), w_sep, w_maxsplit))
    finally:
        let_go(self)


@method(
    BYTEARRAY, "rsplit(self, /, sep=None, maxsplit=-1)", doc="Like split, but counts maxsplit from the end."
)
def bytearray_rsplit(self: W_ByteArray, w_sep: Value, w_maxsplit: Value) -> Value:
    hold(self)
    try:
        return bytearray_list(rsplit_content(bytearray_content(self), w_sep, w_maxsplit))
    finally:
        let_go(self)


@method(
    BYTEARRAY, "splitlines(self, /, keepends=False)", doc="The lines, without their ends unless keepends."
)
def bytearray_splitlines(self: W_ByteArray, w_keepends: Value) -> Value:
    return bytearray_list(lines_of(bytearray_content(self), w_keepends))


@method(
    BYTEARRAY, "partition(self, sep, /)", doc="What stands before the first sep, sep, what stands after it."
)
def bytearray_partition(self: W_ByteArray, w_sep: Value) -> Value:
    return bytearray_triple(partition_content(bytearray_content(self), w_sep, False))


@method(
    BYTEARRAY, "rpartition(self, sep, /)", doc="What stands before the last sep, sep, what stands after it."
)
def bytearray_rpartition(self: W_ByteArray, w_sep: Value) -> Value:
    return bytearray_triple(partition_content(bytearray_content(self), w_sep, True))


@method(BYTEARRAY, "center(self, width, fillchar=b' ', /)", doc="self padded at both ends to width bytes.")
def bytearray_center(self: W_ByteArray, w_width: Value, w_fill: Value) -> Value:
    return wrap(new_bytearray(pad_content(bytearray_content(self), w_width, w_fill, "center")))


@method(BYTEARRAY, "ljust(self, width, fillchar=b' ', /)", doc="self padded at its end to width bytes.")
def bytearray_ljust(self: W_ByteArray, w_width: Value, w_fill: Value) -> Value:
    return wrap(new_bytearray(pad_content(bytearray_content(self), w_width, w_fill, "ljust")))


@method(BYTEARRAY, "rjust(self, width, fillchar=b' ', /)", doc="self padded at its start to width bytes.")
def bytearray_rjust(self: W_ByteArray, w_width: Value, w_fill: Value) -> Value:
    return wrap(new_bytearray(pad_content(bytearray_content(self), w_width, w_fill, "rjust")))


@method(BYTEARRAY, "zfill(self, width, /)", doc="self with zeros after its sign, to width bytes.")
def bytearray_zfill(self: W_ByteArray, w_width: Value) -> Value:
    return wrap(new_bytearray(zero_filled(bytearray_content(self), w_width)))


@method(
    BYTEARRAY,
    "expandtabs(self, /, tabsize=8)",
    doc="self with tabs replaced by spaces, to columns of tabsize.",
)
def bytearray_expandtabs(self: W_ByteArray, w_tabsize: Value) -> Value:
    return wrap(new_bytearray(raw.expandtabs(bytearray_content(self), c_int(w_tabsize))))


@method(
    BYTEARRAY,
    "translate(self, table, /, delete=b'')",
    doc="self without the bytes of delete, the others replaced as the table of 256 says.",
)
def bytearray_translate(self: W_ByteArray, w_table: Value, w_delete: Value) -> Value:
    return wrap(new_bytearray(translated(bytearray_content(self), w_table, w_delete)))


@method(BYTEARRAY, "removeprefix(self, prefix, /)", doc="self without prefix, if it starts with it.")
def bytearray_removeprefix(self: W_ByteArray, w_prefix: Value) -> Value:
    return wrap(new_bytearray(without_prefix(bytearray_content(self), need_bytes(w_prefix))))


@method(BYTEARRAY, "removesuffix(self, suffix, /)", doc="self without suffix, if it ends with it.")
def bytearray_removesuffix(self: W_ByteArray, w_suffix: Value) -> Value:
    return wrap(new_bytearray(without_suffix(bytearray_content(self), need_bytes(w_suffix))))


@method(BYTEARRAY, "lower(self, /)", doc="self with ASCII letters in lower case.")
def bytearray_lower(self: W_ByteArray) -> Value:
    return wrap(new_bytearray(raw.lower(bytearray_content(self))))


@method(BYTEARRAY, "upper(self, /)", doc="self with ASCII letters in upper case.")
def bytearray_upper(self: W_ByteArray) -> Value:
    return wrap(new_bytearray(raw.upper(bytearray_content(self))))


@method(BYTEARRAY, "title(self, /)", doc="self with every word capitalised.")
def bytearray_title(self: W_ByteArray) -> Value:
    return wrap(new_bytearray(raw.title(bytearray_content(self))))


@method(
    BYTEARRAY, "capitalize(self, /)", doc="self with its first byte in upper case, the others in lower case."
)
def bytearray_capitalize(self: W_ByteArray) -> Value:
    return wrap(new_bytearray(raw.capitalize(bytearray_content(self))))


@method(BYTEARRAY, "swapcase(self, /)", doc="self with upper and lower case exchanged.")
def bytearray_swapcase(self: W_ByteArray) -> Value:
    return wrap(new_bytearray(raw.swapcase(bytearray_content(self))))


@method(BYTEARRAY, "isalnum(self, /)", doc="Whether all bytes are ASCII letters or digits, and there is one.")
def bytearray_isalnum(self: W_ByteArray) -> Value:
    return new_bool(raw.isalnum(bytearray_content(self)))


@method(BYTEARRAY, "isalpha(self, /)", doc="Whether all bytes are ASCII letters, and there is one.")
def bytearray_isalpha(self: W_ByteArray) -> Value:
    return new_bool(raw.isalpha(bytearray_content(self)))


@method(BYTEARRAY, "isascii(self, /)", doc="Whether all bytes are below 128; true for no bytes.")
def bytearray_isascii(self: W_ByteArray) -> Value:
    return new_bool(bytestrings.bytes_isascii(bytearray_content(self)))


@method(BYTEARRAY, "isdigit(self, /)", doc="Whether all bytes are ASCII digits, and there is one.")
def bytearray_isdigit(self: W_ByteArray) -> Value:
    return new_bool(raw.isdigit(bytearray_content(self)))


@method(BYTEARRAY, "islower(self, /)", doc="Whether all cased bytes are lower case, and there is one.")
def bytearray_islower(self: W_ByteArray) -> Value:
    return new_bool(raw.islower(bytearray_content(self)))


@method(BYTEARRAY, "isupper(self, /)", doc="Whether all cased bytes are upper case, and there is one.")
def bytearray_isupper(self: W_ByteArray) -> Value:
    return new_bool(raw.isupper(bytearray_content(self)))


@method(BYTEARRAY, "isspace(self, /)", doc="Whether all bytes are ASCII whitespace, and there is one.")
def bytearray_isspace(self: W_ByteArray) -> Value:
    return new_bool(raw.isspace(bytearray_content(self)))


@method(
    BYTEARRAY,
    "istitle(self, /)",
    doc="Whether every word begins with an upper-case letter and goes on in lower case.",
)
def bytearray_istitle(self: W_ByteArray) -> Value:
    return new_bool(raw.istitle(bytearray_content(self)))
