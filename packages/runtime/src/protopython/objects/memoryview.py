"""memoryview: a window of another object's memory, with items of a native format and up to 64 dimensions.

The window is a Buffer (model/buffer.py). Slices and casts are new views of the same memory; only one-dimensional
views are sliced, as in CPython.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Array, Value, locked, races, str_char, try_as, wrap
from protodialect.unsafe import address_of
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.bytes.methods import hex_of
from protopython.objects.exceptions import exceptions as x
from protopython.objects.float.methods import float_of
from protopython.objects.generic_alias import new_generic_alias
from protopython.objects.int.bigint import new_int
from protopython.objects.list.list import W_List, list_append, list_get, list_length, new_list
from protopython.objects.model.buffer import Buffer, W_BufferExporter, as_exporter, buffer_of, hold, let_go, need_buffer, sub_buffer
from protopython.objects.model.define import OBJECT, class_method, define_type, getter, iternext, method, new
from protopython.objects.model.errors import (
    buffer_error,
    error,
    error_matches,
    index_error,
    type_error,
    value_error,
)
from protopython.objects.model.format_spec import hex_digits
from protopython.objects.model.operations import (
    equal_values,
    has_index,
    hash_of,
    index_of,
    index_value,
    is_true,
    sequence_index,
    unpack_to_list,
)
from protopython.objects.model.packing import (
    SIZES,
    fits,
    is_signed,
    load_float,
    load_integer,
    low_bits,
    store_float,
    store_int,
)
from protopython.objects.model.types import type_name
from protopython.objects.singletons import new_bool, w_None, w_NotImplemented
from protopython.objects.slice import W_Slice, slice_bounds
from protopython.objects.str.methods import need_str
from protopython.objects.tuple import EMPTY_TUPLE, W_Tuple, new_tuple_n
from protopython.protocore.bytestrings import hash_bytes
from protopython.protocore.collector import forget_finalizer, register_resource
from protopython.protocore.error import PyError
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.polling import check_signals
from protopython.protocore.value import from_int, is_empty, new_float, same

MAX_DIMENSIONS: Final[int] = 64


class W_MemoryView(W_BufferExporter):
    view: Buffer
    released: bool
    held: bool
    """It holds the memory's owner, until it is released: from the beginning if the owner counts views, else from that of a `with` block."""
    hash: int
    hashed: bool

    def buffer(self, writable: bool) -> Buffer:
        return sub_buffer(live(self), 0)

    def give_back(self) -> None:
        give_up(self)


MEMORYVIEW = define_type(
    "memoryview",
    W_MemoryView,
    OBJECT,
    flags=TypeFlags.SEQUENCE, doc="A view of another object's memory.",
)


def live(m: W_MemoryView) -> Buffer:
    """The window of a view that was not released."""
    if m.released:
        raise value_error("operation forbidden on released memoryview object")
    return m.view


def new_view(b: Buffer) -> W_MemoryView:
    m = W_MemoryView()
    m.view = b
    m.released = False
    owner = as_exporter(b.w_owner)
    if owner is not None and owner.counts_views():
        hold(owner)
        m.held = True
        register_resource(m)
    return m


def memoryview_of(v: Value) -> W_MemoryView:
    """memoryview(v)"""
    b = buffer_of(v)
    if b is None:
        raise type_error(f"memoryview: a bytes-like object is required, not '{type_name(v)}'")
    return new_view(b)


@new(MEMORYVIEW, "(cls, object)")
def memoryview_new(cls: W_Type, w_object: Value) -> Value:
    return wrap(memoryview_of(w_object))


@class_method(MEMORYVIEW, "_from_flags(cls, object, flags)", doc="A view of an object's buffer, asked for with those flags.")
def memoryview_from_flags(w_cls: Value, w_object: Value, w_flags: Value) -> Value:
    flags = index_of(w_flags)
    b = buffer_of(w_object)
    if b is None:
        raise type_error(f"memoryview: a bytes-like object is required, not '{type_name(w_object)}'")
    if (flags & 1) != 0 and b.readonly:
        raise buffer_error("Object is not writable.")
    return wrap(new_view(b))


@class_method(MEMORYVIEW, "__class_getitem__(cls, object, /)", doc="See PEP 585")
def memoryview_class_getitem(w_cls: Value, w_item: Value) -> Value:
    return new_generic_alias(w_cls, w_item)


# --- items ----------------------------------------------------------------------------------------


def format_code(format: str) -> int:
    """The format character of a native single-character format, or -1."""
    if len(format) == 2 and str_char(format, 0) == 64:
        return str_char(format, 1)
    return str_char(format, 0) if len(format) == 1 else -1


def item_code(b: Buffer) -> int:
    code = format_code(b.format)
    if code < 0:
        raise error(x.NOT_IMPLEMENTED_ERROR, f"memoryview: unsupported format {b.format}")
    if SIZES.get(code) is None or code == 70 or code == 68:
        raise error(x.NOT_IMPLEMENTED_ERROR, f"memoryview: format {b.format} not supported")
    return code


def load_item(b: Buffer, at: int, code: int) -> Value:
    """The item at byte `at`."""
    if code == 66:
        return from_int(b.get(at))
    if code == 99:
        return wrap(b.slice_bytes(at, 1))
    if code == 63:
        return new_bool(b.get(at) != 0)
    if code == 100 or code == 102 or code == 101:
        return new_float(load_float(b, at, b.itemsize, True))
    return load_integer(b, at, b.itemsize, True, is_signed(code))


def store_item(m: W_MemoryView, at: int, code: int, w: Value) -> None:
    """The item at byte `at` becomes w, unless converting w releases the view."""
    b = live(m)
    if code == 99:
        data = as_bytes(w)
        if data is None:
            raise invalid_type(b)
        if len(data) != 1:
            raise invalid_value(b)
        b.put(at, data[0])
    elif code == 63:
        truth = is_true(w)
        live(m).put(at, 1 if truth else 0)
    elif code == 100 or code == 102 or code == 101:
        try:
            number = float_of(w)
        except PyError as e:
            if error_matches(e, x.TYPE_ERROR):
                raise invalid_type(b) from None
            raise
        if not store_float(live(m), at, b.itemsize, True, number):
            raise invalid_value(b)
    else:
        if not has_index(w):
            raise invalid_type(b)
        w_int = index_value(w)
        if not fits(w_int, b.itemsize, is_signed(code)):
            raise invalid_value(b)
        store_int(live(m), at, b.itemsize, True, low_bits(w_int))


def invalid_type(b: Buffer) -> PyError:
    return type_error(f"memoryview: invalid type for format '{b.format}'")


def invalid_value(b: Buffer) -> PyError:
    return value_error(f"memoryview: invalid value for format '{b.format}'")


def item_offset(b: Buffer, dimension: int, i: int) -> int:
    """The byte offset of index i of a dimension."""
    n = b.shape[dimension]
    if i < 0:
        i += n
    if i < 0 or i >= n:
        raise index_error(f"index out of bounds on dimension {dimension + 1}")
    return i * b.strides[dimension]


def offset_of_tuple(b: Buffer, w_tuple: W_Tuple) -> int:
    """The byte offset of the item at a tuple of indices."""
    n = w_tuple.length
    slices = 0
    for k in range(n):
        w = w_tuple.items[k]
        if try_as(W_Slice, w) is not None:
            slices += 1
        elif not has_index(w):
            raise type_error("memoryview: invalid slice key")
    if slices == n and n > 0:
        raise error(x.NOT_IMPLEMENTED_ERROR, "multi-dimensional slicing is not implemented")
    if slices > 0:
        raise type_error("memoryview: invalid slice key")
    if n > b.ndim:
        raise type_error(f"cannot index {b.ndim}-dimension view with {n}-element tuple")
    if n < b.ndim:
        raise error(x.NOT_IMPLEMENTED_ERROR, "sub-views are not implemented")
    at = 0
    for k in range(n):
        at += item_offset(b, k, sequence_index(w_tuple.items[k]))
    return at


def sliced(b: Buffer, w_slice: W_Slice) -> Buffer:
    """A view of some of the first dimension's entries."""
    if b.ndim == 0:
        raise type_error("invalid indexing of 0-dim memory")
    start, step, n = slice_bounds(w_slice, b.shape[0])
    r = sub_buffer(b, start * b.strides[0] if n > 0 else 0)
    shape = Array[int](b.ndim, n)
    strides = Array[int](b.ndim, b.strides[0] * step)
    size = n * b.itemsize
    for k in range(1, b.ndim):
        shape[k] = b.shape[k]
        strides[k] = b.strides[k]
        size *= b.shape[k]
    r.shape = shape
    r.strides = strides
    r.n = size
    return r


@method(MEMORYVIEW, "__getitem__(self, key, /)", doc="Return self[key].")
def memoryview_getitem(self: W_MemoryView, w_key: Value) -> Value:
    b = live(self)
    w_tuple = try_as(W_Tuple, w_key)
    if b.ndim == 0:
        code = item_code(b)
        if w_tuple is not None and w_tuple.length == 0:
            return load_item(b, 0, code)
        if not has_index(w_key) and try_as(W_Slice, w_key) is None and w_tuple is None:
            return wrap(self)
        raise type_error("invalid indexing of 0-dim memory")
    w_slice = try_as(W_Slice, w_key)
    if w_slice is not None:
        return wrap(new_view(sliced(b, w_slice)))
    if w_tuple is not None:
        at = offset_of_tuple(b, w_tuple)
        return load_item(live(self), at, item_code(b))
    if not has_index(w_key):
        raise type_error("memoryview: invalid slice key")
    if b.ndim > 1:
        raise error(x.NOT_IMPLEMENTED_ERROR, "multi-dimensional sub-views are not implemented")
    code = item_code(b)
    at = item_offset(b, 0, sequence_index(w_key))
    return load_item(live(self), at, code)


@method(MEMORYVIEW, "__setitem__(self, key, value, /)", doc="Set self[key] to value.")
def memoryview_setitem(self: W_MemoryView, w_key: Value, w_value: Value) -> Value:
    b = live(self)
    if b.readonly:
        raise type_error("cannot modify read-only memory")
    w_slice = try_as(W_Slice, w_key)
    w_tuple = try_as(W_Tuple, w_key)
    if w_slice is not None:
        if b.ndim > 1:
            raise error(
                x.NOT_IMPLEMENTED_ERROR, "memoryview slice assignments are currently restricted to ndim = 1"
            )
        source = need_buffer(w_value)
        target = sliced(b, w_slice)
        live(self)
        assign(target, source)
    elif w_tuple is not None:
        at = offset_of_tuple(b, w_tuple) if b.ndim > 0 or w_tuple.length > 0 else 0
        store_item(self, at, item_code(b), w_value)
    elif has_index(w_key):
        if b.ndim == 0:
            raise type_error("invalid indexing of 0-dim memory")
        if b.ndim > 1:
            raise error(x.NOT_IMPLEMENTED_ERROR, "sub-views are not implemented")
        code = item_code(b)
        at = item_offset(b, 0, sequence_index(w_key))
        store_item(self, at, code, w_value)
    else:
        raise type_error("memoryview: invalid slice key")
    return w_None


def assign(target: Buffer, source: Buffer) -> None:
    """Copies items; formats and shapes must agree."""
    if (
        format_code(target.format) != format_code(source.format)
        or source.ndim != 1
        or target.shape[0] != source.shape[0]
    ):
        raise value_error("memoryview assignment: lvalue and rvalue have different structures")
    content = source.to_bytes()
    size = target.itemsize
    if target.is_contiguous():
        target.write(0, content)
        return
    at = 0
    for i in range(target.shape[0]):
        for k in range(size):
            target.put(at + k, content[i * size + k])
        at += target.strides[0]


@method(MEMORYVIEW, "__delitem__(self, key, /)", doc="Delete self[key].")
def memoryview_delitem(self: W_MemoryView, w_key: Value) -> Value:
    live(self)
    raise type_error("cannot delete memory")


@method(MEMORYVIEW, "__len__(self, /)", doc="Return len(self).")
def memoryview_len(self: W_MemoryView) -> Value:
    b = live(self)
    if b.ndim == 0:
        raise type_error("0-dim memory has no length")
    return from_int(b.shape[0])


# --- the iterator ---------------------------------------------------------------------------------


@races(index="threads that share it get items in any order, some twice")
class W_MemoryIterator(W_Object):
    """view is None once the end was reached."""

    view: W_MemoryView | None
    index: int
    code: int
    length: int


MEMORY_ITERATOR = define_type("memory_iterator", W_MemoryIterator, OBJECT, flags=0)


@method(MEMORYVIEW, "__iter__(self, /)", doc="Implement iter(self).")
def memoryview_iter(self: W_MemoryView) -> Value:
    b = live(self)
    if b.ndim == 0:
        raise type_error("invalid indexing of 0-dim memory")
    if b.ndim > 1:
        raise error(x.NOT_IMPLEMENTED_ERROR, "multi-dimensional sub-views are not implemented")
    it = W_MemoryIterator()
    it.code = item_code(b)
    it.view = self
    it.index = 0
    it.length = b.shape[0]
    return wrap(it)


@iternext(MEMORY_ITERATOR)
def memory_iterator_next(self: W_MemoryIterator) -> Value:
    view = self.view
    if view is None:
        return EMPTY
    i = self.index
    if i >= self.length:
        self.view = None
        return EMPTY
    b = live(view)
    self.index = i + 1
    return load_item(b, i * b.strides[0], self.code)


# --- attributes -----------------------------------------------------------------------------------


def ints_tuple(a: Array[int], n: int) -> Value:
    t = new_tuple_n(n)
    for i in range(n):
        t.items[i] = from_int(a[i])
    return wrap(t)


@getter(MEMORYVIEW, "obj", doc="The object whose memory it is.")
def memoryview_obj(self: W_MemoryView) -> Value:
    return live(self).w_owner


@getter(MEMORYVIEW, "nbytes", doc="How many bytes the items take together.")
def memoryview_nbytes(self: W_MemoryView) -> Value:
    return from_int(live(self).n)


@getter(MEMORYVIEW, "readonly", doc="Whether the memory can only be read.")
def memoryview_readonly(self: W_MemoryView) -> Value:
    return new_bool(live(self).readonly)


@getter(MEMORYVIEW, "itemsize", doc="How many bytes one item takes.")
def memoryview_itemsize(self: W_MemoryView) -> Value:
    return from_int(live(self).itemsize)


@getter(MEMORYVIEW, "format", doc="The format of the items, in the style of the module struct.")
def memoryview_format(self: W_MemoryView) -> Value:
    return wrap(live(self).format)


@getter(MEMORYVIEW, "ndim", doc="How many dimensions there are.")
def memoryview_ndim(self: W_MemoryView) -> Value:
    return from_int(live(self).ndim)


@getter(MEMORYVIEW, "shape", doc="A tuple of the dimensions' lengths.")
def memoryview_shape(self: W_MemoryView) -> Value:
    b = live(self)
    return ints_tuple(b.shape, b.ndim)


@getter(MEMORYVIEW, "strides", doc="A tuple of the steps, in bytes, from item to item in each dimension.")
def memoryview_strides(self: W_MemoryView) -> Value:
    b = live(self)
    return ints_tuple(b.strides, b.ndim)


@getter(MEMORYVIEW, "suboffsets", doc="Always the empty tuple here.")
def memoryview_suboffsets(self: W_MemoryView) -> Value:
    live(self)
    return wrap(EMPTY_TUPLE)


def is_fortran(b: Buffer) -> bool:
    """Contiguous with the first dimension running fastest."""
    expected = b.itemsize
    for k in range(b.ndim):
        if b.shape[k] > 1 and b.strides[k] != expected:
            return False
        expected *= b.shape[k]
    return True


@getter(MEMORYVIEW, "c_contiguous", doc="Whether the memory is contiguous in the order of C.")
def memoryview_c_contiguous(self: W_MemoryView) -> Value:
    return new_bool(live(self).is_contiguous())


@getter(MEMORYVIEW, "f_contiguous", doc="Whether the memory is contiguous in the order of Fortran.")
def memoryview_f_contiguous(self: W_MemoryView) -> Value:
    return new_bool(is_fortran(live(self)))


@getter(MEMORYVIEW, "contiguous", doc="Whether the memory is contiguous.")
def memoryview_contiguous(self: W_MemoryView) -> Value:
    b = live(self)
    return new_bool(b.is_contiguous() or is_fortran(b))


# --- content --------------------------------------------------------------------------------------


@method(MEMORYVIEW, "tobytes(self, /, order='C')", doc="The data as bytes.")
def memoryview_tobytes(self: W_MemoryView, w_order: Value) -> Value:
    b = live(self)
    order = "C" if same(w_order, w_None) else need_str(w_order, "tobytes() argument 'order'")
    if order != "C" and order != "F" and order != "A":
        raise value_error("order must be 'C', 'F' or 'A'")
    if (order == "F" or (order == "A" and is_fortran(b) and not b.is_contiguous())) and b.ndim > 1:
        return wrap(transposed(b).to_bytes())
    return wrap(b.to_bytes())


def transposed(b: Buffer) -> Buffer:
    """The same items, dimensions in the opposite order."""
    r = sub_buffer(b, 0)
    r.shape = Array[int](b.ndim, 0)
    r.strides = Array[int](b.ndim, 0)
    for k in range(b.ndim):
        r.shape[k] = b.shape[b.ndim - 1 - k]
        r.strides[k] = b.strides[b.ndim - 1 - k]
    return r


@method(MEMORYVIEW, "tolist(self, /)", doc="The data as a list of items, nested for several dimensions.")
def memoryview_tolist(self: W_MemoryView) -> Value:
    b = live(self)
    return nested_list(b, item_code(b), 0, 0)


def nested_list(b: Buffer, code: int, dimension: int, at: int) -> Value:
    if dimension == b.ndim:
        return load_item(b, at, code)
    result = new_list()
    for _ in range(b.shape[dimension]):
        check_signals()
        list_append(result, nested_list(b, code, dimension + 1, at))
        at += b.strides[dimension]
    return wrap(result)


@method(
    MEMORYVIEW,
    "hex(self, /, sep=EMPTY, bytes_per_sep=1)",
    doc="Two hexadecimal digits for each byte, with separators if wanted.",
    shown="($self, /, sep=<unrepresentable>, bytes_per_sep=1)",
)
def memoryview_hex(self: W_MemoryView, w_sep: Value, w_group: Value) -> Value:
    content = live(self).to_bytes()
    hold(self)
    try:
        return wrap(hex_of(content, w_sep, w_group))
    finally:
        let_go(self)


@method(MEMORYVIEW, "count(self, value, /)", doc="How many items equal value.")
def memoryview_count(self: W_MemoryView, w_value: Value) -> Value:
    n = 0
    b = one_dimension(self)
    code = item_code(b)
    for i in range(b.shape[0]):
        if i & 0xFF == 0xFF:
            check_signals()
        if equal_values(load_item(live(self), i * b.strides[0], code), w_value):
            n += 1
    return from_int(n)


@method(
    MEMORYVIEW,
    "index(self, value, start=0, stop=9223372036854775807, /)",
    shown="($self, value, start=0, stop=sys.maxsize, /)",
    doc="The place of the first item that equals value; ValueError if there is none.",
)
def memoryview_index(self: W_MemoryView, w_value: Value, w_start: Value, w_stop: Value) -> Value:
    b = one_dimension(self)
    code = item_code(b)
    n = b.shape[0]
    start = index_of(w_start)
    stop = index_of(w_stop)
    if start < 0:
        start = max(0, start + n)
    if stop < 0:
        stop = max(0, stop + n)
    i = start
    while i < stop and i < n:
        if i & 0xFF == 0xFF:
            check_signals()
        if equal_values(load_item(live(self), i * b.strides[0], code), w_value):
            return from_int(i)
        i += 1
    raise value_error("memoryview.index(x): x not found")


def one_dimension(m: W_MemoryView) -> Buffer:
    b = live(m)
    if b.ndim == 0:
        raise type_error("invalid lookup on 0-dim memory")
    if b.ndim > 1:
        raise error(x.NOT_IMPLEMENTED_ERROR, "multi-dimensional lookup is not implemented")
    return b


def same_content(a: Buffer, b: Buffer) -> bool:
    """Equal shapes and equal items, whatever their formats."""
    if a.ndim != b.ndim:
        return False
    for k in range(a.ndim):
        if a.shape[k] != b.shape[k]:
            return False
    code = format_code(a.format)
    other = format_code(b.format)
    if code < 0 or other < 0 or SIZES.get(code) is None or SIZES.get(other) is None:
        return False
    if code == other and code != 102 and code != 100 and code != 101 and code != 63:
        return a.to_bytes() == b.to_bytes()
    return same_items(a, code, 0, b, other, 0, 0)


def same_items(a: Buffer, code: int, at: int, b: Buffer, other: int, there: int, dimension: int) -> bool:
    if dimension == a.ndim:
        return equal_values(load_item(a, at, code), load_item(b, there, other))
    for _ in range(a.shape[dimension]):
        check_signals()
        if not same_items(a, code, at, b, other, there, dimension + 1):
            return False
        at += a.strides[dimension]
        there += b.strides[dimension]
    return True


def views_equal(m: W_MemoryView, w_other: Value) -> Value:
    other = try_as(W_MemoryView, w_other)
    if other is m:
        if m.released:
            return new_bool(True)
    elif m.released or (other is not None and other.released):
        return new_bool(False)
    b = buffer_of(w_other)
    if b is None:
        return w_NotImplemented
    return new_bool(same_content(m.view, b))


@method(MEMORYVIEW, "__eq__(self, value, /)", doc="Return self==value.")
def memoryview_eq(self: W_MemoryView, w_other: Value) -> Value:
    return views_equal(self, w_other)


@method(MEMORYVIEW, "__ne__(self, value, /)", doc="Return self!=value.")
def memoryview_ne(self: W_MemoryView, w_other: Value) -> Value:
    w = views_equal(self, w_other)
    return w if same(w, w_NotImplemented) else new_bool(not is_true(w))


@method(MEMORYVIEW, "__hash__(self, /)", doc="Return hash(self).")
def memoryview_hash(self: W_MemoryView) -> Value:
    if self.hashed:
        return new_int(self.hash)
    b = live(self)
    if not b.readonly:
        raise value_error("cannot hash writable memoryview object")
    code = format_code(b.format)
    if code != 66 and code != 98 and code != 99:
        raise value_error("memoryview: hashing is restricted to formats 'B', 'b' or 'c'")
    hold(self)
    try:
        hash_of(b.w_owner)  # of something that cannot be hashed, no view can
    finally:
        let_go(self)
    self.hash = hash_bytes(b.to_bytes())
    self.hashed = True
    return new_int(self.hash)


# --- other views ----------------------------------------------------------------------------------


@method(MEMORYVIEW, "toreadonly(self, /)", doc="A view of the same memory that can only be read.")
def memoryview_toreadonly(self: W_MemoryView) -> Value:
    b = sub_buffer(live(self), 0)
    b.readonly = True
    return wrap(new_view(b))


@method(
    MEMORYVIEW,
    "cast(self, /, format, shape=EMPTY)",
    shown="($self, /, format, shape=<unrepresentable>)",
    doc="A view of the same memory with another format or shape.",
)
def memoryview_cast(self: W_MemoryView, w_format: Value, w_shape: Value) -> Value:
    b = live(self)
    format = need_str(w_format, "cast() argument 'format'")
    if not b.is_contiguous():
        raise type_error("memoryview: casts are restricted to C-contiguous views")
    dimensions: W_List | None = None
    if not is_empty(w_shape):
        if try_as(W_List, w_shape) is None and try_as(W_Tuple, w_shape) is None:
            raise type_error("shape must be a list or a tuple")
        dimensions = unpack_to_list(w_shape)
        if list_length(dimensions) > MAX_DIMENSIONS:
            raise value_error("memoryview: number of dimensions must not exceed 64")
        if b.ndim != 1 and list_length(dimensions) > 1:
            raise type_error("memoryview: cast must be 1D -> ND or ND -> 1D")
    code = format_code(format)
    size = SIZES.get(code)
    if size is None or code == 70 or code == 68:
        raise value_error(
            "memoryview: destination format must be a native single character format prefixed with an "
            "optional '@'"
        )
    if not is_byte_format(code) and not is_byte_format(format_code(b.format)):
        raise type_error("memoryview: cannot cast between two non-byte formats")
    if b.n % size != 0:
        raise type_error("memoryview: length is not a multiple of itemsize")
    r = sub_buffer(b, 0)
    r.format = format
    r.itemsize = size
    if dimensions is None:
        r.ndim = 1
        r.shape = Array[int](1, b.n // size)
        r.strides = Array[int](1, size)
    else:
        set_shape_of(r, dimensions)
    return wrap(new_view(r))


def is_byte_format(code: int) -> bool:
    return code == 66 or code == 98 or code == 99


def set_shape_of(b: Buffer, dimensions: W_List) -> None:
    n = list_length(dimensions)
    b.ndim = n
    b.shape = Array[int](n, 0)
    b.strides = Array[int](n, 0)
    total = b.itemsize
    for k in range(n):
        w = list_get(dimensions, k)
        if not has_index(w):
            raise type_error("memoryview.cast(): elements of shape must be integers")
        d = index_of(w)
        if d <= 0:
            raise value_error("memoryview.cast(): elements of shape must be integers > 0")
        if d > (1 << 62) // total:
            raise value_error("memoryview.cast(): product(shape) > SSIZE_MAX")
        total *= d
        b.shape[k] = d
    if total != b.n:
        raise type_error("memoryview: product(shape) * itemsize != buffer size")
    step = b.itemsize
    k = n - 1
    while k >= 0:
        b.strides[k] = step
        step *= b.shape[k]
        k -= 1


# --- life -----------------------------------------------------------------------------------------


@method(MEMORYVIEW, "release(self, /)", doc="Let go of the buffer.")
def memoryview_release(self: W_MemoryView) -> Value:
    n = give_up(self)
    if n > 0:
        raise buffer_error(f"memoryview has {n} exported buffer{'s' if n > 1 else ''}")
    return w_None


def give_up(m: W_MemoryView) -> int:
    """Releases m, unless borrowers hold it; their number."""
    with locked(m):
        n = m.exports
        held = m.held
        if n == 0:
            m.released = True
            m.held = False
    owner = as_exporter(m.view.w_owner)
    if n == 0 and held and owner is not None:
        let_go(owner)
        if owner.counts_views():
            forget_finalizer(m)
    return n


@method(MEMORYVIEW, "__enter__(self, /)")
def memoryview_enter(self: W_MemoryView) -> Value:
    owner = as_exporter(live(self).w_owner)
    with locked(self):
        held = self.held
        self.held = True
    if not held and owner is not None:
        hold(owner)
    return wrap(self)


@method(MEMORYVIEW, "__exit__(self, /, *exc_info)", doc="Let go of the buffer.")
def memoryview_exit(self: W_MemoryView, w_info: Value) -> Value:
    return memoryview_release(self)


@method(
    MEMORYVIEW,
    "__buffer__(self, flags, /)",
)
def memoryview_buffer(self: W_MemoryView, w_flags: Value) -> Value:
    return wrap(new_view(sub_buffer(live(self), 0)))


@method(
    MEMORYVIEW,
    "__release_buffer__(self, buffer, /)",
)
def memoryview_release_buffer(self: W_MemoryView, w_buffer: Value) -> Value:
    return w_None


@method(MEMORYVIEW, "__repr__(self, /)", doc="Return repr(self).")
def memoryview_repr(self: W_MemoryView) -> Value:
    state = "released memory" if self.released else "memory"
    return wrap(f"<{state} at 0x{hex_digits(address_of(self))}>")
