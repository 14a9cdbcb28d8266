"""What programs see of bytes: `bytes(...)`, its special methods and methods, and its iterator.

The functions from `affix_test` on take plain content and serve bytearray_methods.py too, which calls them
with what it holds.
"""

from __future__ import annotations

from protodialect.types import EMPTY, Value, new_with_shape, races, str_char, try_as, unwrap, wrap
from protopython.objects.bytes import bytes as raw
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.bytes.warnings import warn_comparison, warn_str
from protopython.objects.codecs.codecs import decode_bytes, encode_text
from protopython.objects.exceptions.exceptions import TYPE_ERROR
from protopython.objects.int.bigint import new_int
from protopython.objects.int.int import int_to_i64
from protopython.objects.list.list import LIST, W_List, list_append, list_get, new_list
from protopython.objects.model.buffer import bytes_of_buffer, need_bytes
from protopython.objects.model.call import call1
from protopython.objects.model.define import (
    BYTES,
    OBJECT,
    class_method,
    define_type,
    iternext,
    method,
    new,
    static_method,
)
from protopython.objects.model.errors import (
    error_matches,
    index_error,
    memory_error,
    overflow_error,
    type_error,
    value_error,
)
from protopython.objects.model.operations import (
    has_index,
    index_of,
    index_value,
    int_arg,
    is_true,
    iterate,
    length_of,
    next_of,
    sequence_index,
    unpack_to_list,
)
from protopython.objects.model.special import Special
from protopython.objects.model.specials import call_special1
from protopython.objects.model.types import special, type_name, type_of
from protopython.objects.singletons import W_ValueSubclass, new_bool, w_None, w_NotImplemented
from protopython.objects.slice import W_Slice, slice_bounds
from protopython.objects.str.methods import (
    MAX_LENGTH,
    builtin_named,
    c_int,
    end_bound,
    need_str,
    start_bound,
)
from protopython.objects.str.percent_format import percent_format_bytes
from protopython.objects.str.str import as_str
from protopython.objects.str.string_builder import BytesBuilder, StringBuilder
from protopython.objects.tuple import EMPTY_TUPLE, W_Tuple, new_tuple1, new_tuple2, new_tuple3
from protopython.protocore import bytestrings
from protopython.protocore.bytestrings import bytes_compare, bytes_repeat, hash_bytes
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Object, W_Type
from protopython.protocore.polling import check_signals
from protopython.protocore.value import from_int, is_empty, same

# --- making ---------------------------------------------------------------------------------------


def box_bytes(cls: W_Type, data: bytes) -> Value:
    """data as an instance of cls, bytes itself or a subclass."""
    if cls is BYTES:
        return wrap(data)
    w = new_with_shape(W_ValueSubclass, cls.root_shape)
    w.value = wrap(data)
    return wrap(w)


def byte_value(w: Value, what: str) -> int:
    """An int in range(256); what: "byte" or "bytes"."""
    i, too_big = int_to_i64(index_value(w))
    if too_big or i < 0 or i > 255:
        raise value_error(f"{what} must be in range(0, 256)")
    return i


def bytes_of_iterable(w_iterable: Value, what: str) -> bytes:
    """The content that an iterable of ints gives; what: how errors call an item, byte or bytes."""
    out = BytesBuilder(16)
    if type_of(w_iterable) is LIST:
        items = unwrap(W_List, w_iterable)
        i = 0
        while True:  # an item's __index__ may change the list
            w = list_get(items, i)
            if is_empty(w):
                return out.to_bytes()
            out.append_byte(byte_value(w, what))
            i += 1
    w_iter = iterate(w_iterable)
    while True:
        w = next_of(w_iter)
        if is_empty(w):
            return out.to_bytes()
        out.append_byte(byte_value(w, what))


def zeros(n: int) -> bytes:
    if n < 0:
        raise value_error("negative count")
    if n > MAX_LENGTH >> 8:
        raise memory_error()
    out = BytesBuilder(n)
    out.append_repeated(0, n)
    return out.to_bytes()


def bytes_of_arguments(w_source: Value, w_encoding: Value, w_errors: Value, name: str) -> bytes:
    """What bytes(source, encoding, errors) and bytearray's __init__ make their content of; name: the type."""
    text = None if is_empty(w_source) else as_str(w_source)
    if not is_empty(w_encoding) or not is_empty(w_errors):
        encoding = "" if is_empty(w_encoding) else need_str(w_encoding, f"{name}() argument 'encoding'")
        errors = "strict" if is_empty(w_errors) else need_str(w_errors, f"{name}() argument 'errors'")
        if text is None:
            raise type_error(
                "encoding without a string argument"
                if not is_empty(w_encoding)
                else "errors without a string argument"
            )
        if is_empty(w_encoding):
            raise type_error("string argument without an encoding")
        data = as_bytes(encode_text(text, encoding, errors))
        return b"" if data is None else data
    if is_empty(w_source):
        return b""
    if text is not None:
        raise type_error("string argument without an encoding")
    if has_index(w_source):
        try:
            return zeros(index_of(w_source))
        except PyError as e:
            if not error_matches(e, TYPE_ERROR):
                raise
    content = bytes_of_buffer(w_source)
    if content is not None:
        return content
    if is_empty(special(w_source, Special.ITER)) and is_empty(special(w_source, Special.GETITEM)):
        raise type_error(f"cannot convert '{type_name(w_source)}' object to {name}")
    return bytes_of_iterable(w_source, "byte" if name == "bytearray" else "bytes")


@new(BYTES, "(cls, source=EMPTY, encoding=EMPTY, errors=EMPTY)")
def bytes_new(cls: W_Type, w_source: Value, w_encoding: Value, w_errors: Value) -> Value:
    if not is_empty(w_source) and is_empty(w_encoding) and is_empty(w_errors):
        if try_as(bytes, w_source) is not None and cls is BYTES:
            return w_source
        w_bytes = special(w_source, Special.BYTES)
        if not is_empty(w_bytes):
            w_result = call_special1(w_bytes, w_source)
            data = as_bytes(w_result)
            if data is None:
                raise type_error(f"__bytes__ returned non-bytes (type {type_name(w_result)})")
            return w_result if cls is BYTES else box_bytes(cls, data)
    return box_bytes(cls, bytes_of_arguments(w_source, w_encoding, w_errors, "bytes"))


# --- special methods ------------------------------------------------------------------------------


@method(BYTES, "__repr__(self, /)", doc="Return repr(self).")
def bytes_repr(self: bytes) -> Value:
    return wrap(raw.repr_of_bytes(self))


@method(BYTES, "__str__(self, /)", doc="Return str(self).")
def bytes_str(self: bytes) -> Value:
    warn_str("bytes")
    return wrap(raw.repr_of_bytes(self))


@method(BYTES, "__bytes__(self, /)", doc="The exact bytes.")
def bytes_bytes(self: bytes) -> Value:
    return wrap(self)


@method(BYTES, "__hash__(self, /)", doc="Return hash(self).")
def bytes_hash(self: bytes) -> Value:
    return new_int(hash_bytes(self))


@method(BYTES, "__len__(self, /)", doc="Return len(self).")
def bytes_len(self: bytes) -> Value:
    return from_int(len(self))


@method(BYTES, "__sizeof__(self, /)", doc="Size in memory, in bytes.")
def bytes_sizeof(self: bytes) -> Value:
    return from_int(33 + len(self))  # a null byte follows the data


@method(BYTES, "__getnewargs__(self, /)")
def bytes_getnewargs(self: bytes) -> Value:
    return wrap(new_tuple1(wrap(self)))


def compare_bytes(self: bytes, w_other: Value, op: int, kind: str) -> Value:
    """op as in CompareOp; kind: the type whose content self is."""
    other = as_bytes(w_other)
    if other is None:
        other = None if kind == "bytes" else bytes_of_buffer(w_other)
        if other is None:
            if op == 2 or op == 3:
                warn_comparison(kind, w_other)
            return w_NotImplemented
    if op == 2:
        return new_bool(self == other)
    if op == 3:
        return new_bool(self != other)
    c = bytes_compare(self, other)
    return new_bool(c < 0 if op == 0 else c <= 0 if op == 1 else c > 0 if op == 4 else c >= 0)


@method(BYTES, "__lt__(self, value, /)", doc="Return self<value.")
def bytes_lt(self: bytes, w_other: Value) -> Value:
    return compare_bytes(self, w_other, 0, "bytes")


@method(BYTES, "__le__(self, value, /)", doc="Return self<=value.")
def bytes_le(self: bytes, w_other: Value) -> Value:
    return compare_bytes(self, w_other, 1, "bytes")


@method(BYTES, "__eq__(self, value, /)", doc="Return self==value.")
def bytes_eq(self: bytes, w_other: Value) -> Value:
    return compare_bytes(self, w_other, 2, "bytes")


@method(BYTES, "__ne__(self, value, /)", doc="Return self!=value.")
def bytes_ne(self: bytes, w_other: Value) -> Value:
    return compare_bytes(self, w_other, 3, "bytes")


@method(BYTES, "__gt__(self, value, /)", doc="Return self>value.")
def bytes_gt(self: bytes, w_other: Value) -> Value:
    return compare_bytes(self, w_other, 4, "bytes")


@method(BYTES, "__ge__(self, value, /)", doc="Return self>=value.")
def bytes_ge(self: bytes, w_other: Value) -> Value:
    return compare_bytes(self, w_other, 5, "bytes")


@method(BYTES, "__add__(self, value, /)", doc="Return self+value.")
def bytes_add(self: bytes, w_other: Value) -> Value:
    other = bytes_of_buffer(w_other)
    return w_NotImplemented if other is None else wrap(self + other)


def repeated(data: bytes, w_n: Value) -> bytes:
    n = index_of(w_n)
    if n == 1:
        return data
    if n > 0 and len(data) > MAX_LENGTH // n:
        raise overflow_error("repeated bytes are too long")
    return bytes_repeat(data, n)


@method(BYTES, "__mul__(self, value, /)", doc="Return self*value.")
def bytes_mul(self: bytes, w_n: Value) -> Value:
    return repeat_bytes(self, w_n)


@method(BYTES, "__rmul__(self, value, /)", doc="Return value*self.")
def bytes_rmul(self: bytes, w_n: Value) -> Value:
    return repeat_bytes(self, w_n)


def repeat_bytes(data: bytes, w_n: Value) -> Value:
    return wrap(repeated(data, w_n)) if has_index(w_n) else w_NotImplemented


@method(BYTES, "__mod__(self, value, /)", doc="Return self%value.")
def bytes_mod(self: bytes, w_value: Value) -> Value:
    return wrap(percent_format_bytes(self, w_value))


@method(BYTES, "__rmod__(self, value, /)", doc="Return value%self.")
def bytes_rmod(self: bytes, w_value: Value) -> Value:
    format_string = as_bytes(w_value)
    return (
        w_NotImplemented if format_string is None else wrap(percent_format_bytes(format_string, wrap(self)))
    )


@method(
    BYTES,
    "__buffer__(self, flags, /)",
)
def bytes_buffer(self: bytes, w_flags: Value) -> Value:
    return call1(builtin_named("memoryview"), wrap(self))


def contains_bytes(self: bytes, w_key: Value) -> bool:
    if has_index(w_key):
        return raw.find_byte(self, byte_value(w_key, "byte"), 0, len(self)) >= 0
    return raw.find(self, need_bytes(w_key), 0, len(self)) >= 0


@method(BYTES, "__contains__(self, key, /)", doc="Return bool(key in self).")
def bytes_contains(self: bytes, w_key: Value) -> Value:
    return new_bool(contains_bytes(self, w_key))


def slice_of_bytes(data: bytes, start: int, step: int, n: int) -> bytes:
    """n bytes from start on, every step-th."""
    if n <= 0:
        return b""
    if step == 1:
        return data if n == len(data) else data[start : start + n]
    out = BytesBuilder(n)
    while n > 0:
        out.append_byte(data[start])
        start += step
        n -= 1
    return out.to_bytes()


@method(BYTES, "__getitem__(self, key, /)", doc="Return self[key].")
def bytes_getitem(self: bytes, w_key: Value) -> Value:
    w_slice = try_as(W_Slice, w_key)
    if w_slice is not None:
        start, step, n = slice_bounds(w_slice, len(self))
        return wrap(slice_of_bytes(self, start, step, n))
    if not has_index(w_key):
        raise type_error(f"byte indices must be integers or slices, not {type_name(w_key)}")
    i = sequence_index(w_key)
    if i < 0:
        i += len(self)
    if i < 0 or i >= len(self):
        raise index_error("index out of range")
    return from_int(self[i])


# --- the iterator ---------------------------------------------------------------------------------


@races(index="threads that share it get items in any order, some twice")
class W_BytesIterator(W_Object):
    """data is b"" once the end was reached."""

    data: bytes
    index: int

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.index = 0


BYTES_ITERATOR = define_type("bytes_iterator", W_BytesIterator, OBJECT, flags=0)


@method(BYTES, "__iter__(self, /)", doc="Implement iter(self).")
def bytes_iter(self: bytes) -> Value:
    return wrap(W_BytesIterator(self))


@iternext(BYTES_ITERATOR)
def bytes_iterator_next(self: W_BytesIterator) -> Value:
    data = self.data
    i = self.index
    if i >= len(data):
        self.data = b""
        self.index = 0
        return EMPTY
    self.index = i + 1
    return from_int(data[i])


@method(BYTES_ITERATOR, "__length_hint__(self, /)", doc="How many items are to come.")
def bytes_iterator_length_hint(self: W_BytesIterator) -> Value:
    return from_int(max(0, len(self.data) - self.index))


@method(BYTES_ITERATOR, "__reduce__(self, /)", doc="What pickle needs to make the iterator anew.")
def bytes_iterator_reduce(self: W_BytesIterator) -> Value:
    w_iter = builtin_named("iter")
    if len(self.data) == 0:
        return wrap(new_tuple2(w_iter, wrap(new_tuple1(wrap(EMPTY_TUPLE)))))
    return wrap(new_tuple3(w_iter, wrap(new_tuple1(wrap(self.data))), from_int(self.index)))


@method(BYTES_ITERATOR, "__setstate__(self, object, /)", doc="Go on at the place that pickle kept.")
def bytes_iterator_setstate(self: W_BytesIterator, w_state: Value) -> Value:
    self.index = min(max(0, index_of(w_state)), len(self.data))
    return w_None


# --- shared with bytearray: searching -------------------------------------------------------------


def affix_test(data: bytes, w_affix: Value, start: int, end: int, at_end: bool) -> bool:
    """startswith, endswith: bytes-like or a tuple of such."""
    w_tuple = try_as(W_Tuple, w_affix)
    if w_tuple is not None:
        for i in range(w_tuple.length):
            if has_affix(data, need_bytes(w_tuple.items[i]), start, end, at_end):
                return True
        return False
    affix = bytes_of_buffer(w_affix)
    if affix is None:
        name = "endswith" if at_end else "startswith"
        raise type_error(f"{name} first arg must be bytes or a tuple of bytes, not {type_name(w_affix)}")
    return has_affix(data, affix, start, end, at_end)


def has_affix(data: bytes, affix: bytes, start: int, end: int, at_end: bool) -> bool:
    n = len(affix)
    return end - start >= n and raw.matches_at(data, affix, end - n if at_end else start)


def sub_sequence(w_sub: Value) -> bytes:
    """The argument of find and its like: bytes-like, or an int for one byte."""
    data = bytes_of_buffer(w_sub)
    if data is not None:
        return data
    if not has_index(w_sub):
        raise type_error(f"argument should be integer or bytes-like object, not '{type_name(w_sub)}'")
    return one_byte(w_sub)


def one_byte(w_index: Value) -> bytes:
    out = BytesBuilder(1)
    out.append_byte(byte_value(w_index, "byte"))
    return out.to_bytes()


def find_in(data: bytes, w_sub: Value, w_start: Value, w_end: Value) -> int:
    sub = sub_sequence(w_sub)
    return raw.find(data, sub, start_bound(w_start, len(data)), end_bound(w_end, len(data)))


def rfind_in(data: bytes, w_sub: Value, w_start: Value, w_end: Value) -> int:
    sub = sub_sequence(w_sub)
    return raw.rfind(data, sub, start_bound(w_start, len(data)), end_bound(w_end, len(data)))


def found(at: int) -> Value:
    if at < 0:
        raise value_error("subsection not found")
    return from_int(at)


def count_in(data: bytes, w_sub: Value, w_start: Value, w_end: Value) -> int:
    sub = sub_sequence(w_sub)
    return raw.count(data, sub, start_bound(w_start, len(data)), end_bound(w_end, len(data)))


# --- shared with bytearray: cutting, joining ------------------------------------------------------


def strip_content(data: bytes, w_chars: Value, left: bool, right: bool) -> bytes:
    chars: bytes | None = None
    if not same(w_chars, w_None):
        chars = need_bytes(w_chars)
    start = raw.strip_start(data, chars) if left else 0
    end = raw.strip_end(data, start, chars) if right else len(data)
    return data if end - start == len(data) else data[start:end]


def split_content(data: bytes, w_sep: Value, w_maxsplit: Value) -> list[bytes]:
    limit = int_arg(w_maxsplit)
    if limit < 0:
        limit = MAX_LENGTH
    pieces: list[bytes] = []
    n = len(data)
    i = 0
    if same(w_sep, w_None):
        while True:
            while i < n and raw.is_ascii_space(data[i]):
                i += 1
            if i >= n:
                return pieces
            if limit == 0:
                pieces.append(data[i:n])
                return pieces
            start = i
            while i < n and not raw.is_ascii_space(data[i]):
                i += 1
            pieces.append(data[start:i])
            limit -= 1
    sep = need_separator(w_sep)
    while limit > 0:
        at = raw.find(data, sep, i, n)
        if at < 0:
            break
        pieces.append(data[i:at])
        i = at + len(sep)
        limit -= 1
    pieces.append(data[i:n])
    return pieces


def rsplit_content(data: bytes, w_sep: Value, w_maxsplit: Value) -> list[bytes]:
    limit = int_arg(w_maxsplit)
    if limit < 0:
        limit = MAX_LENGTH
    pieces: list[bytes] = []
    i = len(data)
    if same(w_sep, w_None):
        while True:
            while i > 0 and raw.is_ascii_space(data[i - 1]):
                i -= 1
            if i == 0:
                break
            if limit == 0:
                pieces.append(data[:i])
                break
            end = i
            while i > 0 and not raw.is_ascii_space(data[i - 1]):
                i -= 1
            pieces.append(data[i:end])
            limit -= 1
    else:
        sep = need_separator(w_sep)
        while limit > 0:
            at = raw.rfind(data, sep, 0, i)
            if at < 0:
                break
            pieces.append(data[at + len(sep) : i])
            i = at
            limit -= 1
        pieces.append(data[:i])
    pieces.reverse()
    return pieces


def need_separator(w_sep: Value) -> bytes:
    sep = need_bytes(w_sep)
    if len(sep) == 0:
        raise value_error("empty separator")
    return sep


def lines_of(data: bytes, w_keepends: Value) -> list[bytes]:
    keep = is_true(w_keepends)
    pieces: list[bytes] = []
    i = 0
    n = len(data)
    while i < n:
        start = i
        while i < n and data[i] != 10 and data[i] != 13:
            i += 1
        end = i
        if i < n:
            i += 2 if data[i] == 13 and i + 1 < n and data[i + 1] == 10 else 1
            if keep:
                end = i
        pieces.append(data[start:end])
    return pieces


def bytes_list(pieces: list[bytes]) -> Value:
    result = new_list()
    for i in range(len(pieces)):
        list_append(result, wrap(pieces[i]))
    return wrap(result)


def join_bytes(sep: bytes, w_iterable: Value) -> bytes:
    if is_empty(special(w_iterable, Special.ITER)) and is_empty(special(w_iterable, Special.GETITEM)):
        raise type_error("can only join an iterable")
    items = unpack_to_list(w_iterable)
    out = BytesBuilder(16)
    for i in range(items.length):
        w_item = items.items[i]
        data = bytes_of_buffer(w_item)
        if data is None:
            raise type_error(f"sequence item {i}: expected a bytes-like object, {type_name(w_item)} found")
        if i == 0 and items.length == 1:
            return data
        if i > 0:
            out.append(sep)
        out.append(data)
    return out.to_bytes()


def padding_byte(w_fill: Value, name: str) -> int:
    data = as_bytes(w_fill)
    if data is None:
        data = None if as_str(w_fill) is not None or has_index(w_fill) else bytes_of_buffer(w_fill)
        if data is None:
            raise type_error(
                f"{name}() argument 2 must be a byte string of length 1, not {type_name(w_fill)}"
            )
    if len(data) != 1:
        raise type_error(
            f"{name}(): argument 2 must be a byte string of length 1, not a bytes object of length "
            f"{len(data)}"
        )
    return data[0]


def pad_content(data: bytes, w_width: Value, w_fill: Value, name: str) -> bytes:
    width = int_arg(w_width)
    fill = padding_byte(w_fill, name)
    space = width - len(data)
    if space <= 0:
        return data
    left = 0 if name == "ljust" else space if name == "rjust" else space // 2 + (space & width & 1)
    return raw.pad(data, left, space - left, fill)


def zero_filled(data: bytes, w_width: Value) -> bytes:
    space = int_arg(w_width) - len(data)
    if space <= 0:
        return data
    sign = 1 if len(data) > 0 and (data[0] == 43 or data[0] == 45) else 0
    out = BytesBuilder(len(data) + space)
    out.append_slice(data, 0, sign)
    out.append_repeated(48, space)
    out.append_slice(data, sign, len(data))
    return out.to_bytes()


def translated(data: bytes, w_table: Value, w_delete: Value) -> bytes:
    table: bytes | None = None
    if not same(w_table, w_None):
        table = need_bytes(w_table)
        if len(table) != 256:
            raise value_error("translation table must be 256 characters long")
    delete = b"" if is_empty(w_delete) else need_bytes(w_delete)
    if len(delete) == 0:
        return data if table is None else bytestrings.bytes_mapped(data, table)
    out = BytesBuilder(len(data))
    for i in range(len(data)):
        if i & 0xFFFF == 0xFFFF:
            check_signals()
        c = data[i]
        if raw.find_byte(delete, c, 0, len(delete)) >= 0:
            continue
        out.append_byte(c if table is None else table[c])
    return out.to_bytes()


def make_table(w_from: Value, w_to: Value) -> Value:
    source = need_bytes(w_from)
    target = need_bytes(w_to)
    if len(source) != len(target):
        raise value_error("maketrans arguments must have same length")
    out = BytesBuilder(256)
    for c in range(256):
        k = raw.rfind_byte(source, c, 0, len(source))
        out.append_byte(c if k < 0 else target[k])
    return wrap(out.to_bytes())


def partition_content(data: bytes, w_sep: Value, last: bool) -> list[bytes]:
    """Before, separator, after."""
    sep = need_separator(w_sep)
    at = raw.rfind(data, sep, 0, len(data)) if last else raw.find(data, sep, 0, len(data))
    if at < 0:
        return [b"", b"", data] if last else [data, b"", b""]
    return [data[:at], sep, data[at + len(sep) :]]


# --- shared with bytearray and memoryview: hexadecimal --------------------------------------------


def hex_of(data: bytes, w_sep: Value, w_group: Value) -> str:
    if is_empty(w_sep):
        return bytestrings.bytes_hex(data)
    sep = hex_separator(w_sep)
    group = c_int(w_group)
    n = len(data)
    out = StringBuilder(2 * n)
    size = group if group >= 0 else -group
    for i in range(n):
        if i & 0xFFFF == 0xFFFF:
            check_signals()
        if i > 0 and size > 0:
            if (i if group < 0 else n - i) % size == 0:
                out.append_char(sep)
        out.append_char(str_char("0123456789abcdef", data[i] >> 4))
        out.append_char(str_char("0123456789abcdef", data[i] & 15))
    return out.to_str()


def hex_separator(w_sep: Value) -> int:
    if length_of(w_sep) != 1:
        raise value_error("sep must be length 1.")
    text = as_str(w_sep)
    data = as_bytes(w_sep) if text is None else None
    if text is None and data is None:
        raise type_error("sep must be str or bytes.")
    c = 0  # what stands behind the end, should a subclass claim a length that is not its own
    if text is not None and len(text) > 0:
        c = str_char(text, 0)
    elif data is not None and len(data) > 0:
        c = data[0]
    if c >= 128:
        raise value_error("sep must be ASCII.")
    return c


def parse_hex(w_string: Value, name: str) -> bytes:
    text = as_str(w_string)
    content: bytes | None = None
    if text is None:
        content = bytes_of_buffer(w_string)
        if content is None:
            raise type_error(f"fromhex() argument must be str or bytes-like, not {type_name(w_string)}")
    n = len(text) if text is not None else 0 if content is None else len(content)
    out = BytesBuilder(n // 2 + 1)
    i = 0
    while i < n:
        c = str_char(text, i) if text is not None else 0 if content is None else content[i]
        if raw.is_ascii_space(c):
            i += 1
            continue
        high = raw.hex_value(c)
        if high < 0:
            raise value_error(f"non-hexadecimal number found in fromhex() arg at position {i}")
        i += 1
        if i >= n:
            raise value_error("fromhex() arg must contain an even number of hexadecimal digits")
        low = raw.hex_value(str_char(text, i) if text is not None else 0 if content is None else content[i])
        if low < 0:
            raise value_error(f"non-hexadecimal number found in fromhex() arg at position {i}")
        out.append_byte(high << 4 | low)
        i += 1
    return out.to_bytes()


def decoded(data: bytes, w_encoding: Value, w_errors: Value) -> Value:
    encoding = need_str(w_encoding, "decode() argument 'encoding'")
    return decode_bytes(data, encoding, need_str(w_errors, "decode() argument 'errors'"))


def without_prefix(data: bytes, prefix: bytes) -> bytes:
    return data[len(prefix) :] if has_affix(data, prefix, 0, len(data), False) else data


def without_suffix(data: bytes, suffix: bytes) -> bytes:
    return data[: len(data) - len(suffix)] if has_affix(data, suffix, 0, len(data), True) else data


def bytes_triple(pieces: list[bytes]) -> Value:
    return wrap(new_tuple3(wrap(pieces[0]), wrap(pieces[1]), wrap(pieces[2])))


# --- the methods of bytes -------------------------------------------------------------------------


@static_method(BYTES, "maketrans(frm, to, /)", doc="A table for translate() that maps the bytes of frm to those of to.")
def bytes_maketrans(w_from: Value, w_to: Value) -> Value:
    return make_table(w_from, w_to)


@class_method(BYTES, "fromhex(cls, string, /)", doc="The bytes that pairs of hexadecimal digits stand for.")
def bytes_fromhex(w_cls: Value, w_string: Value) -> Value:
    data = parse_hex(w_string, "bytes")
    return wrap(data) if same(w_cls, wrap(BYTES)) else call1(w_cls, wrap(data))


@method(
    BYTES,
    "find(self, sub, start=EMPTY, end=EMPTY, /)",
    doc="The lowest index of sub within self[start:end], or -1.",
    shown="($self, sub[, start[, end]], /)",
)
def bytes_find(self: bytes, w_sub: Value, w_start: Value, w_end: Value) -> Value:
    return from_int(find_in(self, w_sub, w_start, w_end))


@method(
    BYTES,
    "rfind(self, sub, start=EMPTY, end=EMPTY, /)",
    doc="The highest index of sub within self[start:end], or -1.",
    shown="($self, sub[, start[, end]], /)",
)
def bytes_rfind(self: bytes, w_sub: Value, w_start: Value, w_end: Value) -> Value:
    return from_int(rfind_in(self, w_sub, w_start, w_end))


@method(
    BYTES,
    "index(self, sub, start=EMPTY, end=EMPTY, /)",
    doc="Like find, but ValueError when sub is not there.",
    shown="($self, sub[, start[, end]], /)",
)
def bytes_index(self: bytes, w_sub: Value, w_start: Value, w_end: Value) -> Value:
    return found(find_in(self, w_sub, w_start, w_end))


@method(
    BYTES,
    "rindex(self, sub, start=EMPTY, end=EMPTY, /)",
    doc="Like rfind, but ValueError when sub is not there.",
    shown="($self, sub[, start[, end]], /)",
)
def bytes_rindex(self: bytes, w_sub: Value, w_start: Value, w_end: Value) -> Value:
    return found(rfind_in(self, w_sub, w_start, w_end))


@method(
    BYTES,
    "count(self, sub, start=EMPTY, end=EMPTY, /)",
    doc="How often sub occurs in self[start:end] without overlap.",
    shown="($self, sub[, start[, end]], /)",
)
def bytes_count(self: bytes, w_sub: Value, w_start: Value, w_end: Value) -> Value:
    return from_int(count_in(self, w_sub, w_start, w_end))


@method(
    BYTES,
    "startswith(self, prefix, start=EMPTY, end=EMPTY, /)",
    doc="Whether self[start:end] starts with prefix, or with one of a tuple.",
    shown="($self, prefix[, start[, end]], /)",
)
def bytes_startswith(self: bytes, w_prefix: Value, w_start: Value, w_end: Value) -> Value:
    return new_bool(affix_test(self, w_prefix, start_bound(w_start, len(self)), end_bound(w_end, len(self)), False))


@method(
    BYTES,
    "endswith(self, suffix, start=EMPTY, end=EMPTY, /)",
    doc="Whether self[start:end] ends with suffix, or with one of a tuple.",
    shown="($self, suffix[, start[, end]], /)",
)
def bytes_endswith(self: bytes, w_suffix: Value, w_start: Value, w_end: Value) -> Value:
    return new_bool(affix_test(self, w_suffix, start_bound(w_start, len(self)), end_bound(w_end, len(self)), True))


@method(
    BYTES,
    "decode(self, /, encoding='utf-8', errors='strict')",
    doc="The text that the bytes stand for in an encoding.",
)
def bytes_decode(self: bytes, w_encoding: Value, w_errors: Value) -> Value:
    return decoded(self, w_encoding, w_errors)


@method(
    BYTES,
    "hex(self, /, sep=EMPTY, bytes_per_sep=1)",
    doc="Two hexadecimal digits for each byte, with separators if wanted.",
    shown="($self, /, sep=<unrepresentable>, bytes_per_sep=1)",
)
def bytes_hex(self: bytes, w_sep: Value, w_group: Value) -> Value:
    return wrap(hex_of(self, w_sep, w_group))


@method(BYTES, "join(self, iterable_of_bytes, /)", doc="The bytes of iterable with self between them.")
def bytes_join(self: bytes, w_iterable: Value) -> Value:
    return wrap(join_bytes(self, w_iterable))


@method(
    BYTES,
    "replace(self, old, new, count=-1, /)",
    doc="self with occurrences of old replaced by new (the first count of them).",
)
def bytes_replace(self: bytes, w_old: Value, w_new: Value, w_count: Value) -> Value:
    return wrap(raw.replace(self, need_bytes(w_old), need_bytes(w_new), int_arg(w_count)))


@method(BYTES, "strip(self, bytes=None, /)", doc="self without whitespace (or the given bytes) at both ends.")
def bytes_strip(self: bytes, w_chars: Value) -> Value:
    return wrap(strip_content(self, w_chars, True, True))


@method(
    BYTES, "lstrip(self, bytes=None, /)", doc="self without whitespace (or the given bytes) at its start."
)
def bytes_lstrip(self: bytes, w_chars: Value) -> Value:
    return wrap(strip_content(self, w_chars, True, False))


@method(BYTES, "rstrip(self, bytes=None, /)", doc="self without whitespace (or the given bytes) at its end.")
def bytes_rstrip(self: bytes, w_chars: Value) -> Value:
    return wrap(strip_content(self, w_chars, False, True))


@method(
    BYTES,
    "split(self, /, sep=None, maxsplit=-1)",
    doc="The pieces between separators (runs of whitespace without sep), at most maxsplit + 1.",
)
def bytes_split(self: bytes, w_sep: Value, w_maxsplit: Value) -> Value:
    return bytes_list(split_content(self, w_sep, w_maxsplit))


@method(BYTES, "rsplit(self, /, sep=None, maxsplit=-1)", doc="Like split, but counts maxsplit from the end.")
def bytes_rsplit(self: bytes, w_sep: Value, w_maxsplit: Value) -> Value:
    return bytes_list(rsplit_content(self, w_sep, w_maxsplit))


@method(BYTES, "splitlines(self, /, keepends=False)", doc="The lines, without their ends unless keepends.")
def bytes_splitlines(self: bytes, w_keepends: Value) -> Value:
    return bytes_list(lines_of(self, w_keepends))


@method(BYTES, "partition(self, sep, /)", doc="What stands before the first sep, sep, what stands after it.")
def bytes_partition(self: bytes, w_sep: Value) -> Value:
    return bytes_triple(partition_content(self, w_sep, False))


@method(BYTES, "rpartition(self, sep, /)", doc="What stands before the last sep, sep, what stands after it.")
def bytes_rpartition(self: bytes, w_sep: Value) -> Value:
    return bytes_triple(partition_content(self, w_sep, True))


@method(BYTES, "center(self, width, fillchar=b' ', /)", doc="self padded at both ends to width bytes.")
def bytes_center(self: bytes, w_width: Value, w_fill: Value) -> Value:
    return wrap(pad_content(self, w_width, w_fill, "center"))


@method(BYTES, "ljust(self, width, fillchar=b' ', /)", doc="self padded at its end to width bytes.")
def bytes_ljust(self: bytes, w_width: Value, w_fill: Value) -> Value:
    return wrap(pad_content(self, w_width, w_fill, "ljust"))


@method(BYTES, "rjust(self, width, fillchar=b' ', /)", doc="self padded at its start to width bytes.")
def bytes_rjust(self: bytes, w_width: Value, w_fill: Value) -> Value:
    return wrap(pad_content(self, w_width, w_fill, "rjust"))


@method(BYTES, "zfill(self, width, /)", doc="self with zeros after its sign, to width bytes.")
def bytes_zfill(self: bytes, w_width: Value) -> Value:
    return wrap(zero_filled(self, w_width))


@method(
    BYTES, "expandtabs(self, /, tabsize=8)", doc="self with tabs replaced by spaces, to columns of tabsize."
)
def bytes_expandtabs(self: bytes, w_tabsize: Value) -> Value:
    return wrap(raw.expandtabs(self, c_int(w_tabsize)))


@method(
    BYTES,
    "translate(self, table, /, delete=b'')",
    doc="self without the bytes of delete, the others replaced as the table of 256 says.",
)
def bytes_translate(self: bytes, w_table: Value, w_delete: Value) -> Value:
    return wrap(translated(self, w_table, w_delete))


@method(BYTES, "removeprefix(self, prefix, /)", doc="self without prefix, if it starts with it.")
def bytes_removeprefix(self: bytes, w_prefix: Value) -> Value:
    return wrap(without_prefix(self, need_bytes(w_prefix)))


@method(BYTES, "removesuffix(self, suffix, /)", doc="self without suffix, if it ends with it.")
def bytes_removesuffix(self: bytes, w_suffix: Value) -> Value:
    return wrap(without_suffix(self, need_bytes(w_suffix)))


@method(BYTES, "lower(self, /)", doc="self with ASCII letters in lower case.")
def bytes_lower(self: bytes) -> Value:
    return wrap(raw.lower(self))


@method(BYTES, "upper(self, /)", doc="self with ASCII letters in upper case.")
def bytes_upper(self: bytes) -> Value:
    return wrap(raw.upper(self))


@method(BYTES, "title(self, /)", doc="self with every word capitalised.")
def bytes_title(self: bytes) -> Value:
    return wrap(raw.title(self))


@method(BYTES, "capitalize(self, /)", doc="self with its first byte in upper case, the others in lower case.")
def bytes_capitalize(self: bytes) -> Value:
    return wrap(raw.capitalize(self))


@method(BYTES, "swapcase(self, /)", doc="self with upper and lower case exchanged.")
def bytes_swapcase(self: bytes) -> Value:
    return wrap(raw.swapcase(self))


@method(BYTES, "isalnum(self, /)", doc="Whether all bytes are ASCII letters or digits, and there is one.")
def bytes_isalnum(self: bytes) -> Value:
    return new_bool(raw.isalnum(self))


@method(BYTES, "isalpha(self, /)", doc="Whether all bytes are ASCII letters, and there is one.")
def bytes_isalpha(self: bytes) -> Value:
    return new_bool(raw.isalpha(self))


@method(BYTES, "isascii(self, /)", doc="Whether all bytes are below 128; true for no bytes.")
def bytes_isascii(self: bytes) -> Value:
    return new_bool(bytestrings.bytes_isascii(self))


@method(BYTES, "isdigit(self, /)", doc="Whether all bytes are ASCII digits, and there is one.")
def bytes_isdigit(self: bytes) -> Value:
    return new_bool(raw.isdigit(self))


@method(BYTES, "islower(self, /)", doc="Whether all cased bytes are lower case, and there is one.")
def bytes_islower(self: bytes) -> Value:
    return new_bool(raw.islower(self))


@method(BYTES, "isupper(self, /)", doc="Whether all cased bytes are upper case, and there is one.")
def bytes_isupper(self: bytes) -> Value:
    return new_bool(raw.isupper(self))


@method(BYTES, "isspace(self, /)", doc="Whether all bytes are ASCII whitespace, and there is one.")
def bytes_isspace(self: bytes) -> Value:
    return new_bool(raw.isspace(self))


@method(
    BYTES,
    "istitle(self, /)",
    doc="Whether every word begins with an upper-case letter and goes on in lower case.",
)
def bytes_istitle(self: bytes) -> Value:
    return new_bool(raw.istitle(self))
