"""The module array: numbers of one C type in a row.

    W_Array [ Shape* | meta | memory | length | typecode | itemsize ]     memory: bytes; length: items

Threads: as bytearray (objects/bytearray.py): writers hold the lock, readers keep to the memory they loaded.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import (
    EMPTY,
    Array,
    Value,
    copy_array,
    locked,
    new_with_shape,
    races,
    release_fence,
    str_char,
    try_as,
    u8,
    unwrap,
    wrap,
)
from protodialect.unsafe import address_of
from protopython.objects.bytearray import as_bytearray
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.codecs.codecs import UTF_16_LE, UTF_32_LE, decode_known, encode_known
from protopython.objects.dict.dict import W_Dict, dict_len
from protopython.objects.exceptions import exceptions as x
from protopython.objects.float.methods import float_of
from protopython.objects.generic_alias import new_generic_alias
from protopython.objects.int.bigint import new_int
from protopython.objects.int.int import int_sign
from protopython.objects.list.list import W_List, list_append, list_get, list_length, new_list
from protopython.objects.model.attributes import find_attr, getattr_of
from protopython.objects.model.buffer import (
    ARRAY_HEADER,
    Buffer,
    W_BufferExporter,
    buffer_of_memory,
    bytes_of_buffer,
    bytes_of_memory,
    need_bytes,
    store_bytes,
)
from protopython.objects.model.builtin import W_Builtin
from protopython.objects.model.call import call1, call_method1
from protopython.objects.model.define import (
    MODULES,
    OBJECT,
    add_member,
    class_method,
    constant,
    define_module,
    define_type,
    function,
    getter,
    iternext,
    method,
    module_init,
    new,
)
from protopython.objects.model.deprecation import warn_deprecated
from protopython.objects.model.errors import (
    buffer_error,
    error,
    index_error,
    memory_error,
    overflow_error,
    runtime_error,
    type_error,
    value_error,
)
from protopython.objects.model.format_spec import hex_digits
from protopython.objects.model.operations import (
    equal_values,
    has_index,
    index_of,
    index_value,
    int_arg,
    iterate,
    next_of,
    repr_of,
    sequence_index,
    slice_index,
)
from protopython.objects.model.operators import compare
from protopython.objects.model.packing import (
    fits,
    is_signed,
    load_float,
    load_integer,
    low_bits,
    store_float,
    store_int,
)
from protopython.objects.model.special import CompareOp, Special
from protopython.objects.model.stock import stock_function
from protopython.objects.model.types import is_subtype, type_name, type_of
from protopython.objects.singletons import new_bool, w_None, w_NotImplemented
from protopython.objects.slice import INDEX_MAX, W_Slice, slice_bounds, slice_clip, slice_unpack
from protopython.objects.str.methods import builtin_named
from protopython.objects.str.str import as_str, last_part, repr_of_str
from protopython.objects.str.string_builder import BytesBuilder, StringBuilder
from protopython.objects.tuple import W_Tuple, new_tuple1, new_tuple2, new_tuple3, new_tuple4
from protopython.protocore.bytestrings import bytes_repeat
from protopython.protocore.error import PyError
from protopython.protocore.locks import alone
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.value import INFINITY, from_int, is_empty, new_float, same

define_module(
    "array", "This module defines an object type which can efficiently represent an array of basic values."
)

TYPECODES: Final[str] = "bBuwhHiIlLqQfd"
constant("array", "typecodes", TYPECODES)
ITEM_SIZES: dict[int, int] = {
    98: 1, 66: 1, 117: 4, 119: 4, 104: 2, 72: 2, 105: 4, 73: 4, 108: 8, 76: 8, 113: 8, 81: 8, 102: 4, 100: 8,
}  # fmt: skip
NAMES: dict[int, str] = {
    98: "signed char",
    66: "unsigned byte integer",
    104: "signed short integer",
    72: "unsigned short",
    105: "signed integer",
}
NO_MEMORY: Array[u8] = Array[u8](0, u8(0))


@races(length="what an old length leads to is looked for in the memory that is there")
class W_Array(W_BufferExporter):
    memory: Array[u8]
    length: int
    typecode: int
    itemsize: int

    def buffer(self, writable: bool) -> Buffer:
        size = self.itemsize
        with locked(self):
            b = buffer_of_memory(wrap(self), self.memory, 0, self.length * size, False)
        b.format = chr(self.typecode)
        b.itemsize = size
        b.shape = Array[int](1, b.n // size)
        b.strides = Array[int](1, size)
        return b


ARRAY = define_type(
    "array",
    W_Array,
    OBJECT,
    module="array",
    flags=TypeFlags.SUBCLASSABLE | TypeFlags.SEQUENCE, doc="A sequence of numbers of one type, kept as in C.",
)
constant("array", "array", ARRAY)
constant("array", "ArrayType", ARRAY)


def is_text(a: W_Array) -> bool:
    return a.typecode == 117 or a.typecode == 119


# --- memory ---------------------------------------------------------------------------------------


def new_array(cls: W_Type, typecode: int) -> W_Array:
    a = new_with_shape(W_Array, cls.root_shape)
    a.memory = NO_MEMORY
    a.length = 0
    a.typecode = typecode
    size = ITEM_SIZES.get(typecode)
    a.itemsize = 1 if size is None else size
    return a


def array_like(a: W_Array, content: bytes) -> W_Array:
    """A new array of a's kind holding content."""
    r = new_array(ARRAY, a.typecode)
    set_content(r, content)
    return r


def content_of(a: W_Array) -> bytes:
    with locked(a):
        return bytes_of_memory(a.memory, 0, a.length * a.itemsize)


def check_resize(a: W_Array, n: int) -> None:
    """BufferError when a may not get n items. The lock is held."""
    if a.exports > 0 and n != a.length:
        raise buffer_error("cannot resize an array that is exporting buffers")


def set_content(a: W_Array, content: bytes) -> None:
    n = len(content) // a.itemsize
    memory = Array[u8](len(content), u8(0))
    store_bytes(memory, 0, content)
    with locked(a):
        check_resize(a, n)
        if n == a.length:
            store_bytes(a.memory, 0, content)
            return
        a.length = 0
        release_fence()
        a.memory = memory
        release_fence()
        a.length = n


def replace_items(a: W_Array, start: int, stop: int, content: bytes) -> None:
    """Items start .. stop make room for content."""
    size = a.itemsize
    with locked(a):
        n = a.length
        start = min(start, n)
        stop = max(start, min(stop, n))
        added = len(content) // size
        grown = n - (stop - start) + added
        check_resize(a, grown)
        old = a.memory
        memory = old
        if grown * size > len(old):
            memory = Array[u8](grown * size + (grown >> 3) * size + 4 * size, u8(0))
            copy_array(memory, 0, old, 0, start * size)
            copy_array(memory, (start + added) * size, old, stop * size, (n - stop) * size)
        elif grown != n:
            copy_array(memory, (start + added) * size, old, stop * size, (n - stop) * size)
        store_bytes(memory, start * size, content)
        release_fence()
        a.memory = memory
        a.length = grown


def append_content(a: W_Array, content: bytes) -> None:
    replace_items(a, INDEX_MAX, INDEX_MAX, content)


def remove_slice(a: W_Array, start: int, stop: int, step: int) -> None:
    """del a[start:stop:step]"""
    with locked(a):
        start, stop, n = slice_clip(start, stop, step, a.length)
        if n <= 0:
            return
        if step < 0:
            start += (n - 1) * step
            step = -step
        if step == 1:
            replace_items(a, start, start + n, b"")
            return
        b = a.buffer(False)
        out = BytesBuilder(b.n)
        stop = start + (n - 1) * step
        for i in range(b.shape[0]):
            if i < start or i > stop or (i - start) % step != 0:
                out.append(b.slice_bytes(i * b.itemsize, b.itemsize))
        set_content(a, out.to_bytes())


# --- items ----------------------------------------------------------------------------------------


def load(b: Buffer, i: int, code: int) -> Value:
    size = b.itemsize
    at = i * size
    if code == 100 or code == 102:
        return new_float(load_float(b, at, size, True))
    if code == 117 or code == 119:
        return wrap(chr(load_code_point(b, at)))
    return load_integer(b, at, size, True, is_signed(code))


def load_code_point(b: Buffer, at: int) -> int:
    c = b.get(at) | b.get(at + 1) << 8 | b.get(at + 2) << 16 | b.get(at + 3) << 24
    if c > 0x10FFFF:
        raise value_error(f"character U+{hex_digits(c)} is not in range [U+0000; U+10ffff]")
    return c


def item_bytes(a: W_Array, w: Value) -> bytes:
    """One item in a's format."""
    scratch = buffer_of_memory(w_None, Array[u8](8, u8(0)), 0, 8, False)
    code = a.typecode
    size = a.itemsize
    if code == 117 or code == 119:
        s = as_str(w)
        if s is None:
            raise type_error(f"array item must be a unicode character, not {type_name(w)}")
        if len(s) != 1:
            raise type_error(f"array item must be a unicode character, not a string of length {len(s)}")
        store_int(scratch, 0, 4, True, str_char(s, 0))
    elif code == 100:
        store_float(scratch, 0, 8, True, float_of(w))
    elif code == 102:
        number = float_of(w)
        if not store_float(scratch, 0, 4, True, number):
            store_float(scratch, 0, 4, True, INFINITY if number > 0 else -INFINITY)
    else:
        w_int = index_value(w)
        if not fits(w_int, size, is_signed(code)):
            raise range_error(code, int_sign(w_int) < 0)
        store_int(scratch, 0, size, True, low_bits(w_int))
    return scratch.slice_bytes(0, size)


def range_error(code: int, negative: bool) -> PyError:
    name = NAMES.get(code)
    if name is not None:
        return overflow_error(
            f"{name} is {'less' if negative else 'greater'} than {'minimum' if negative else 'maximum'}"
        )
    if code == 108:
        return overflow_error("Python int too large to convert to C long")
    if code == 73 or code == 76:
        if negative:
            return overflow_error("can't convert negative value to unsigned int")
        return overflow_error(
            "unsigned int is greater than maximum"
            if code == 73
            else "Python int too large to convert to C unsigned long"
        )
    return overflow_error(
        "can't convert negative int to unsigned" if negative and code == 81 else "int too big to convert"
    )


def append_items(a: W_Array, w_iterable: Value) -> None:
    w_iter = iterate(w_iterable)
    while True:
        w = next_of(w_iter)
        if is_empty(w):
            return
        append_content(a, item_bytes(a, w))


# --- making ---------------------------------------------------------------------------------------


def typecode_argument(w_typecode: Value, what: str) -> int:
    s = as_str(w_typecode)
    if s is None:
        raise type_error(f"{what} must be a unicode character, not {type_name(w_typecode)}")
    if len(s) != 1:
        raise type_error(f"{what} must be a unicode character, not a string of length {len(s)}")
    return str_char(s, 0)


@module_init("array")
def init_array(w_module: Value) -> None:
    call_method1(stock_function("_collections_abc", "MutableSequence"), "register", wrap(ARRAY))


def warn_of_u(code: int) -> None:
    if code == 117:
        warn_deprecated("The 'u' type code is deprecated and will be removed in Python 3.16")


@new(ARRAY, "(cls, typecode=EMPTY, initializer=EMPTY, /, *args, **kwargs)")
def array_new(cls: W_Type, w_typecode: Value, w_initial: Value, w_more: Value, w_kwargs: Value) -> Value:
    if dict_len(unwrap(W_Dict, w_kwargs)) > 0 and same(cls.special[Special.INIT], ARRAY.special[Special.INIT]):
        raise type_error("array.array() takes no keyword arguments")
    if is_empty(w_typecode):
        raise type_error("array() takes at least 1 argument (0 given)")
    more = try_as(W_Tuple, w_more)
    if more is not None and more.length > 0:
        raise type_error(f"array() takes at most 2 arguments ({more.length + 2} given)")
    code = typecode_argument(w_typecode, "array() argument 1")
    warn_of_u(code)
    text = None if is_empty(w_initial) else as_str(w_initial)
    if text is not None and code != 117 and code != 119:
        raise type_error(f"cannot use a str to initialize an array with typecode '{chr(code)}'")
    if ITEM_SIZES.get(code) is None:
        raise value_error("bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)")
    a = new_array(cls, code)
    if is_empty(w_initial):
        return wrap(a)
    if text is not None:
        set_content(a, encode_known(UTF_32_LE, text, "surrogatepass"))
        return wrap(a)
    data = as_bytes(w_initial)
    if data is None and as_bytearray(w_initial) is not None:
        data = bytes_of_buffer(w_initial)
    if data is not None:
        append_bytes(a, data)
        return wrap(a)
    other = try_as(W_Array, w_initial)
    if other is not None and is_text(other) and not is_text(a):
        raise type_error(f"cannot use a unicode array to initialize an array with typecode '{chr(code)}'")
    if other is not None and other.typecode == code:
        set_content(a, content_of(other))
    else:
        append_items(a, w_initial)
    return wrap(a)


def append_bytes(a: W_Array, data: bytes) -> None:
    if len(data) % a.itemsize != 0:
        raise value_error("bytes length not a multiple of item size")
    append_content(a, data)


@class_method(ARRAY, "__class_getitem__(cls, object, /)", doc="See PEP 585")
def array_class_getitem(w_cls: Value, w_item: Value) -> Value:
    return new_generic_alias(w_cls, w_item)


# --- special methods ------------------------------------------------------------------------------


add_member(ARRAY, "__hash__", w_None)


@getter(ARRAY, "typecode", doc="The letter of the type code the array was made with.")
def array_typecode(self: W_Array) -> Value:
    return wrap(chr(self.typecode))


@getter(ARRAY, "itemsize", doc="How many bytes one item takes.")
def array_itemsize(self: W_Array) -> Value:
    return from_int(self.itemsize)


@method(ARRAY, "__len__(self, /)", doc="Return len(self).")
def array_len(self: W_Array) -> Value:
    return from_int(self.length)


@method(ARRAY, "__sizeof__(self, /)", doc="How many bytes of memory the array takes.")
def array_sizeof(self: W_Array) -> Value:
    return from_int(80 + len(self.memory))


@method(ARRAY, "__repr__(self, /)", doc="Return repr(self).")
def array_repr(self: W_Array) -> Value:
    name = last_part(type_name(wrap(self)))
    code = chr(self.typecode)
    if self.length == 0:
        return wrap(f"{name}('{code}')")
    shown = repr_of_str(text_of(self)) if is_text(self) else repr_of(wrap(list_of(self)))
    return wrap(f"{name}('{code}', {shown})")


def text_of(a: W_Array) -> str:
    out = StringBuilder(a.length)
    b = a.buffer(False)
    for i in range(b.shape[0]):
        out.append_char(load_code_point(b, 4 * i))
    return out.to_str()


def list_of(a: W_Array) -> W_List:
    result = new_list()
    b = a.buffer(False)
    for i in range(b.shape[0]):
        list_append(result, load(b, i, a.typecode))
    return result


def compare_arrays(a: W_Array, w_other: Value, op: int) -> Value:
    other = try_as(W_Array, w_other)
    if other is None:
        return w_NotImplemented
    if op == CompareOp.EQ or op == CompareOp.NE:
        if a.length != other.length:
            return new_bool(op == CompareOp.NE)
        if a.typecode == other.typecode and a.typecode != 100 and a.typecode != 102:
            return new_bool((content_of(a) == content_of(other)) == (op == CompareOp.EQ))
    p = a.buffer(False)
    q = other.buffer(False)
    n = min(p.shape[0], q.shape[0])
    for i in range(n):
        w_a = load(p, i, a.typecode)
        w_b = load(q, i, other.typecode)
        if not equal_values(w_a, w_b):
            if op == CompareOp.EQ or op == CompareOp.NE:
                return new_bool(op == CompareOp.NE)
            return compare(op, w_a, w_b)
    return compare(op, from_int(p.shape[0]), from_int(q.shape[0]))


@method(ARRAY, "__eq__(self, value, /)", doc="Return self==value.")
def array_eq(self: W_Array, w_other: Value) -> Value:
    return compare_arrays(self, w_other, CompareOp.EQ)


@method(ARRAY, "__ne__(self, value, /)", doc="Return self!=value.")
def array_ne(self: W_Array, w_other: Value) -> Value:
    return compare_arrays(self, w_other, CompareOp.NE)


@method(ARRAY, "__lt__(self, value, /)", doc="Return self<value.")
def array_lt(self: W_Array, w_other: Value) -> Value:
    return compare_arrays(self, w_other, CompareOp.LT)


@method(ARRAY, "__le__(self, value, /)", doc="Return self<=value.")
def array_le(self: W_Array, w_other: Value) -> Value:
    return compare_arrays(self, w_other, CompareOp.LE)


@method(ARRAY, "__gt__(self, value, /)", doc="Return self>value.")
def array_gt(self: W_Array, w_other: Value) -> Value:
    return compare_arrays(self, w_other, CompareOp.GT)


@method(ARRAY, "__ge__(self, value, /)", doc="Return self>=value.")
def array_ge(self: W_Array, w_other: Value) -> Value:
    return compare_arrays(self, w_other, CompareOp.GE)


@method(ARRAY, "__add__(self, value, /)", doc="Return self+value.")
def array_add(self: W_Array, w_other: Value) -> Value:
    other = try_as(W_Array, w_other)
    if other is None:
        raise type_error(f'can only append array (not "{type_name(w_other)}") to array')
    if other.typecode != self.typecode:
        raise type_error("bad argument type for built-in operation")
    return wrap(array_like(self, content_of(self) + content_of(other)))


@method(ARRAY, "__iadd__(self, value, /)", doc="Implement self+=value.")
def array_iadd(self: W_Array, w_other: Value) -> Value:
    other = try_as(W_Array, w_other)
    if other is None:
        raise type_error(f'can only extend array with array (not "{type_name(w_other)}")')
    extend_array(self, other)
    return wrap(self)


def extend_array(a: W_Array, other: W_Array) -> None:
    if other.typecode != a.typecode:
        raise type_error("can only extend with array of same kind")
    append_content(a, content_of(other))


def repeated_content(a: W_Array, w_n: Value) -> bytes:
    if not has_index(w_n):
        raise type_error(f"can't multiply sequence by non-int of type '{type_name(w_n)}'")
    n = index_of(w_n)
    content = content_of(a)
    if n > 0 and len(content) > (1 << 46) // n:
        raise memory_error()
    return bytes_repeat(content, n)


@method(ARRAY, "__mul__(self, value, /)", doc="Return self*value.")
def array_mul(self: W_Array, w_n: Value) -> Value:
    return wrap(array_like(self, repeated_content(self, w_n)))


@method(ARRAY, "__rmul__(self, value, /)", doc="Return value*self.")
def array_rmul(self: W_Array, w_n: Value) -> Value:
    return wrap(array_like(self, repeated_content(self, w_n)))


@method(ARRAY, "__imul__(self, value, /)", doc="Implement self*=value.")
def array_imul(self: W_Array, w_n: Value) -> Value:
    if has_index(w_n):
        w_n = index_value(w_n)
    with locked(self):
        set_content(self, repeated_content(self, w_n))
    return wrap(self)


@method(ARRAY, "__contains__(self, key, /)", doc="Return bool(key in self).")
def array_contains(self: W_Array, w_key: Value) -> Value:
    return new_bool(find_item(self, w_key, 0, self.length) >= 0)


def find_item(a: W_Array, w_item: Value, start: int, stop: int) -> int:
    i = start
    while i < stop:
        b = a.buffer(False)
        if i >= b.shape[0]:
            return -1
        if equal_values(load(b, i, a.typecode), w_item):
            return i
        i += 1
    return -1


@method(ARRAY, "__getitem__(self, key, /)", doc="Return self[key].")
def array_getitem(self: W_Array, w_key: Value) -> Value:
    w_slice = try_as(W_Slice, w_key)
    b = self.buffer(False)
    if w_slice is not None:
        start, step, n = slice_bounds(w_slice, b.shape[0])
        return wrap(array_like(self, pick(b, start, step, n)))
    if not has_index(w_key):
        raise type_error("array indices must be integers")
    i = sequence_index(w_key)
    if i < 0:
        i += b.shape[0]
    if i < 0 or i >= b.shape[0]:
        raise index_error("array index out of range")
    return load(b, i, self.typecode)


def pick(b: Buffer, start: int, step: int, n: int) -> bytes:
    """n items from start on, every step-th."""
    size = b.itemsize
    if step == 1:
        return b.slice_bytes(start * size, n * size)
    out = BytesBuilder(max(n, 0) * size)
    while n > 0:
        out.append(b.slice_bytes(start * size, size))
        start += step
        n -= 1
    return out.to_bytes()


@method(ARRAY, "__setitem__(self, key, value, /)", doc="Set self[key] to value.")
def array_setitem(self: W_Array, w_key: Value, w_value: Value) -> Value:
    w_slice = try_as(W_Slice, w_key)
    if w_slice is not None:
        assign_slice(self, w_slice, w_value)
        return w_None
    if not has_index(w_key):
        raise type_error("array indices must be integers")
    i = sequence_index(w_key)
    n = self.length
    if i < -n or i >= n:
        raise index_error("array assignment index out of range")
    content = item_bytes(self, w_value)
    with locked(self):
        if i < 0:
            i += self.length
        if 0 <= i < self.length:  # conversions run any code
            store_bytes(self.memory, i * self.itemsize, content)
            return w_None
    raise index_error("array assignment index out of range")


def assign_slice(a: W_Array, w_slice: W_Slice, w_value: Value) -> None:
    other = try_as(W_Array, w_value)
    if other is None:
        raise type_error(f'can only assign array (not "{type_name(w_value)}") to array slice')
    if other.typecode != a.typecode:
        raise type_error("bad argument type for built-in operation")
    content = content_of(other)
    size = a.itemsize
    count = len(content) // size
    start, stop, step = slice_unpack(w_slice)
    if count == 0 and step != 1:
        remove_slice(a, start, stop, step)
        return
    with locked(a):
        start, stop, n = slice_clip(start, stop, step, a.length)
        if step == 1:
            replace_items(a, start, start + n, content)
            return
        if count == n:
            for k in range(n):
                replace_items(a, start + k * step, start + k * step + 1, content[k * size : (k + 1) * size])
            return
    raise value_error(f"attempt to assign array of size {count} to extended slice of size {n}")


@method(ARRAY, "__delitem__(self, key, /)", doc="Delete self[key].")
def array_delitem(self: W_Array, w_key: Value) -> Value:
    w_slice = try_as(W_Slice, w_key)
    if w_slice is not None:
        start, stop, step = slice_unpack(w_slice)
        remove_slice(self, start, stop, step)
        return w_None
    if not has_index(w_key):
        raise type_error("array indices must be integers")
    if is_empty(take_item(self, sequence_index(w_key))):
        raise index_error("array assignment index out of range")
    return w_None


@method(
    ARRAY,
    "__buffer__(self, flags, /)",
)
def array_buffer(self: W_Array, w_flags: Value) -> Value:
    return call1(builtin_named("memoryview"), wrap(self))


@method(
    ARRAY,
    "__release_buffer__(self, buffer, /)",
)
def array_release_buffer(self: W_Array, w_buffer: Value) -> Value:
    return w_None


@races(index="threads that share it get items in any order, some twice")
class W_ArrayIterator(W_Object):
    """sequence is None once the end was reached."""

    sequence: W_Array | None
    index: int
    window: Buffer | None
    """What of the sequence's memory was seen last."""

    def __init__(self, sequence: W_Array) -> None:
        self.sequence = sequence
        self.index = 0
        self.window = None


ARRAY_ITERATOR = define_type("arrayiterator", W_ArrayIterator, OBJECT, flags=0, module="array")


@method(ARRAY, "__iter__(self, /)", doc="Implement iter(self).")
def array_iter(self: W_Array) -> Value:
    return wrap(W_ArrayIterator(self))


@iternext(ARRAY_ITERATOR)
def array_iterator_next(self: W_ArrayIterator) -> Value:
    a = self.sequence
    if a is None:
        return EMPTY
    i = self.index
    b = self.window
    if b is None or i >= b.shape[0] or b.shape[0] > a.length or b.memory is not a.memory:
        b = a.buffer(False)
        self.window = b
    if i >= b.shape[0]:
        self.sequence = None
        return EMPTY
    self.index = i + 1
    return load(b, i, a.typecode)


@method(ARRAY_ITERATOR, "__reduce__(self, /)", doc="What pickle needs to make the iterator anew.")
def array_iterator_reduce(self: W_ArrayIterator) -> Value:
    w_iter = builtin_named("iter")
    a = self.sequence
    if a is None:
        return wrap(new_tuple2(w_iter, wrap(new_tuple1(wrap(new_list())))))
    return wrap(new_tuple3(w_iter, wrap(new_tuple1(wrap(a))), from_int(self.index)))


@method(ARRAY_ITERATOR, "__setstate__(self, state, /)", doc="Go on at the place that pickle kept.")
def array_iterator_setstate(self: W_ArrayIterator, w_state: Value) -> Value:
    a = self.sequence
    if a is not None:
        self.index = min(max(0, index_of(w_state)), a.length)
    return w_None


# --- methods --------------------------------------------------------------------------------------


@method(ARRAY, "append(self, v, /)", doc="Add a number at the end.")
def array_append(self: W_Array, w_item: Value) -> Value:
    append_content(self, item_bytes(self, w_item))
    return w_None


@method(ARRAY, "extend(self, bb, /)", doc="Add what bb holds at the end.")
def array_extend(self: W_Array, w_items: Value) -> Value:
    other = try_as(W_Array, w_items)
    if other is not None:
        extend_array(self, other)
    else:
        append_items(self, w_items)
    return w_None


@method(ARRAY, "insert(self, i, v, /)", doc="Put v before place i.")
def array_insert(self: W_Array, w_index: Value, w_item: Value) -> Value:
    i = int_arg(w_index)
    item = item_bytes(self, w_item)
    with locked(self):
        if i < 0:
            i = max(0, i + self.length)
        replace_items(self, i, i, item)
    return w_None


def take_item(a: W_Array, i: int) -> Value:
    """Removes item i (negative: from the end) and gives it; EMPTY when it is out of range."""
    with locked(a):
        b = a.buffer(False)
        n = b.shape[0]
        if i < 0:
            i += n
        if not 0 <= i < n:
            return EMPTY
        w = load(b, i, a.typecode)
        replace_items(a, i, i + 1, b"")
        return w


@method(ARRAY, "pop(self, i=-1, /)", doc="Remove the item at place i, by default the last, and return it.")
def array_pop(self: W_Array, w_index: Value) -> Value:
    w = take_item(self, int_arg(w_index))
    if is_empty(w):
        raise index_error("pop from empty array" if self.length == 0 else "pop index out of range")
    return w


@method(ARRAY, "remove(self, v, /)", doc="Remove the first item that equals v.")
def array_remove(self: W_Array, w_item: Value) -> Value:
    while True:
        before = b"" if alone() else content_of(self)
        i = find_item(self, w_item, 0, self.length)
        if i < 0:
            raise value_error("array.remove(x): x not in array")
        with locked(self):  # Python code may compare: what was found must still be there
            if alone() or content_of(self) == before:
                replace_items(self, i, i + 1, b"")
                return w_None


@method(ARRAY, "clear(self, /)", doc="Remove all items.")
def array_clear(self: W_Array) -> Value:
    set_content(self, b"")
    return w_None


@method(
    ARRAY,
    "index(self, v, start=0, stop=9223372036854775807, /)",
    shown="($self, v, start=0, stop=sys.maxsize, /)",
    doc="The place of the first item that equals v; ValueError if there is none.",
)
def array_index(self: W_Array, w_item: Value, w_start: Value, w_stop: Value) -> Value:
    start = slice_index(w_start, 0)
    stop = slice_index(w_stop, 0)
    if start < 0:
        start = max(0, start + self.length)
    if stop < 0:
        stop += self.length
    i = find_item(self, w_item, start, stop)
    if i < 0:
        raise value_error("array.index(x): x not in array")
    return from_int(i)


@method(ARRAY, "count(self, v, /)", doc="How many items equal v.")
def array_count(self: W_Array, w_item: Value) -> Value:
    n = 0
    i = find_item(self, w_item, 0, self.length)
    while i >= 0:
        n += 1
        i = find_item(self, w_item, i + 1, self.length)
    return from_int(n)


@method(ARRAY, "reverse(self, /)", doc="Turn the order of the items around.")
def array_reverse(self: W_Array) -> Value:
    with locked(self):
        b = self.buffer(False)
        set_content(self, pick(b, b.shape[0] - 1, -1, b.shape[0]))
    return w_None


@method(ARRAY, "byteswap(self, /)", doc="Turn the bytes of every item around; items have 1, 2, 4 or 8 bytes.")
def array_byteswap(self: W_Array) -> Value:
    with locked(self):
        content = content_of(self)
        size = self.itemsize
        out = BytesBuilder(len(content))
        for i in range(len(content) // size):
            k = size - 1
            while k >= 0:
                out.append_byte(content[i * size + k])
                k -= 1
        set_content(self, out.to_bytes())
    return w_None


@method(
    ARRAY, "buffer_info(self, /)", doc="Return a tuple (address, length) of the memory that holds the items."
)
def array_buffer_info(self: W_Array) -> Value:
    return wrap(new_tuple2(from_int(address_of(self.memory) + ARRAY_HEADER), from_int(self.length)))


@method(ARRAY, "tobytes(self, /)", doc="The items as machine values, in bytes.")
def array_tobytes(self: W_Array) -> Value:
    return wrap(content_of(self))


@method(ARRAY, "tolist(self, /)", doc="A list of the items.")
def array_tolist(self: W_Array) -> Value:
    return wrap(list_of(self))


@method(ARRAY, "fromlist(self, list, /)", doc="Add the items of a list at the end.")
def array_fromlist(self: W_Array, w_list: Value) -> Value:
    items = try_as(W_List, w_list)
    if items is None:
        raise type_error("arg must be list")
    out = BytesBuilder(16)
    n = list_length(items)
    for i in range(n):
        w = list_get(items, i)
        if is_empty(w) or list_length(items) != n:
            raise runtime_error("list changed size during iteration")
        out.append(item_bytes(self, w))
    append_content(self, out.to_bytes())
    return w_None


@method(ARRAY, "frombytes(self, buffer, /)", doc="Appends items from bytes that hold machine values.")
def array_frombytes(self: W_Array, w_buffer: Value) -> Value:
    append_bytes(self, need_bytes(w_buffer))
    return w_None


@method(ARRAY, "fromfile(self, f, n, /)", doc="Read n items from a binary file and add them at the end.")
def array_fromfile(self: W_Array, w_file: Value, w_n: Value) -> Value:
    n = int_arg(w_n)
    if n < 0:
        raise value_error("negative count")
    data = as_bytes(call_method1(w_file, "read", new_int(n * self.itemsize)))
    if data is None:
        raise type_error("read() didn't return bytes")
    append_bytes(self, data)
    if len(data) != n * self.itemsize:
        raise error(x.EOF_ERROR, "read() didn't return enough bytes")
    return w_None


@method(ARRAY, "tofile(self, f, /)", doc="Write all items to a binary file, as bytes of this machine.")
def array_tofile(self: W_Array, w_file: Value) -> Value:
    content = content_of(self)
    at = 0
    while at < len(content):
        end = min(at + 65536, len(content))
        call_method1(w_file, "write", wrap(content[at:end]))
        at = end
    if len(content) == 0:
        getattr_of(w_file, "write")
    return w_None


@method(ARRAY, "fromunicode(self, ustr, /)", doc="Add the characters of a str at the end of an array of characters.")
def array_fromunicode(self: W_Array, w_text: Value) -> Value:
    s = as_str(w_text)
    if s is None:
        raise type_error(f"fromunicode() argument must be str, not {type_name(w_text)}")
    if not is_text(self):
        raise value_error("fromunicode() may only be called on unicode type arrays ('u' or 'w')")
    append_bytes(self, encode_known(UTF_32_LE, s, "surrogatepass"))
    return w_None


@method(ARRAY, "tounicode(self, /)", doc="The text that a unicode array holds.")
def array_tounicode(self: W_Array) -> Value:
    if not is_text(self):
        raise value_error("tounicode() may only be called on unicode type arrays ('u' or 'w')")
    return wrap(text_of(self))


@method(ARRAY, "__copy__(self, /)", doc="A copy of the array.")
def array_copy(self: W_Array) -> Value:
    return wrap(array_like(self, content_of(self)))


@method(ARRAY, "__deepcopy__(self, unused, /)", doc="A copy of the array: its numbers have no parts.")
def array_deepcopy(self: W_Array, w_memo: Value) -> Value:
    return wrap(array_like(self, content_of(self)))


# --- pickling: machine formats 0 to 21, as the module's documentation numbers them ----------------


MACHINE_FORMATS: dict[int, int] = {
    98: 1,
    66: 0,
    104: 4,
    72: 2,
    105: 8,
    73: 6,
    108: 12,
    76: 10,
    113: 12,
    81: 10,
    102: 14,
    100: 16,
    117: 20,
    119: 20,
}
FORMAT_CODES: list[str] = [
    "B",
    "b",
    "H",
    "H",
    "h",
    "h",
    "I",
    "I",
    "i",
    "i",
    "Q",
    "Q",
    "q",
    "q",
    "f",
    "f",
    "d",
    "d",
    "",
    "",
    "w",
    "w",
]
"""Odd numbers from 3 on are big-endian."""


@method(ARRAY, "__reduce_ex__(self, value, /)", doc="What pickle needs to make the array anew.")
def array_reduce_ex(self: W_Array, w_protocol: Value) -> Value:
    w_dict = find_attr(wrap(self), "__dict__")
    w_state = w_None if is_empty(w_dict) else w_dict
    w_cls = wrap(type_of(wrap(self)))
    w_code = wrap(chr(self.typecode))
    if index_of(w_protocol) < 3:
        w_items = wrap(text_of(self)) if is_text(self) else wrap(list_of(self))
        return wrap(new_tuple3(w_cls, wrap(new_tuple2(w_code, w_items)), w_state))
    number = MACHINE_FORMATS.get(self.typecode)
    w_number = from_int(0 if number is None else number)
    w_args = wrap(new_tuple4(w_cls, w_code, w_number, wrap(content_of(self))))
    return wrap(new_tuple3(wrap(RECONSTRUCTOR), w_args, w_state))


@function(
    "array",
    "_array_reconstructor(arraytype, typecode, mformat_code, items, /)",
    doc="An array of items that were written in a known format of a machine. For pickle.",
)
def array_reconstructor(w_type: Value, w_typecode: Value, w_format: Value, w_items: Value) -> Value:
    cls = try_as(W_Type, w_type)
    if cls is None:
        raise type_error(f"first argument must be a type object, not {type_name(w_type)}")
    if not is_subtype(cls, ARRAY):
        raise type_error(f"{cls.name} is not a subtype of array.array")
    code = typecode_argument(w_typecode, "_array_reconstructor() argument 2")
    if ITEM_SIZES.get(code) is None:
        raise value_error("second argument must be a valid type code")
    number = index_of(w_format)
    if number < 0 or number > 21:
        raise value_error("third argument must be a valid machine format code.")
    data = as_bytes(w_items)
    if data is None:
        raise type_error(f"fourth argument should be bytes, not {type_name(w_items)}")
    warn_of_u(code)
    a = new_array(cls, code)
    if number == 18 or number == 19:
        text, _ = decode_known(UTF_16_LE + number - 18, data, "strict", True)
        set_content(a, encode_known(UTF_32_LE, text, "surrogatepass"))
        return wrap(a)
    source = new_array(ARRAY, str_char(FORMAT_CODES[number], 0))
    if len(data) % source.itemsize != 0:
        raise value_error("string length not a multiple of item size")
    set_content(source, data)
    if number > 1 and number % 2 == 1:
        array_byteswap(source)
    if source.itemsize == a.itemsize and source.typecode == code or is_text(a):
        set_content(a, content_of(source))
    else:
        append_items(a, wrap(list_of(source)))
    return wrap(a)


RECONSTRUCTOR: W_Builtin = MODULES["array"]["_array_reconstructor"]
