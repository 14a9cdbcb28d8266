"""What programs see of str: `str(...)`, its special methods and methods, and its iterator.

The algorithms are in str.py (text alone), str/format.py, str/percent_format.py and codecs/codecs.py; here are
arguments, defaults and errors.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, EMPTY, Array, Value, new_with_shape, races, str_char, try_as, u8, unwrap, wrap
from protodialect.unsafe import new_str, str_data, str_kind
from protopython.objects.codecs.codecs import decode_bytes, encode_text
from protopython.objects.dict.dict import (
    DICT,
    W_Dict,
    dict_get,
    dict_set,
    dict_snapshot,
    new_dict,
    table_key,
    table_next,
    table_value,
)
from protopython.objects.exceptions.exceptions import LOOKUP_ERROR
from protopython.objects.int.bigint import new_int
from protopython.objects.list.list import LIST, W_List, list_append, list_snapshot, new_list
from protopython.objects.model.buffer import bytes_of_buffer
from protopython.objects.model.define import INT, OBJECT, STR, define_type, iternext, method, new, static_method
from protopython.objects.model.errors import error_matches, index_error, overflow_error, type_error, value_error
from protopython.objects.model.operations import (
    getitem,
    has_index,
    index_of,
    int_arg,
    is_true,
    sequence_index,
    slice_index,
    str_of,
    str_value_of,
    unpack_to_list,
)
from protopython.objects.model.special import Special
from protopython.objects.model.types import special, type_name, type_of
from protopython.objects.singletons import W_ValueSubclass, new_bool, plain, w_None, w_NotImplemented
from protopython.objects.slice import W_Slice, slice_bounds
from protopython.objects.str import str as text
from protopython.objects.str.format import format_str, format_text
from protopython.objects.str.percent_format import percent_format
from protopython.objects.str.str import as_str
from protopython.objects.str.string_builder import StringBuilder, copy_chars
from protopython.objects.tuple import TUPLE, W_Tuple, new_tuple1, new_tuple2, new_tuple3
from protopython.protocore.error import PyError
from protopython.protocore.locks import alone
from protopython.protocore.object import W_Object, W_Type
from protopython.protocore.polling import check_signals
from protopython.protocore.strings import hash_str, str_repeat
from protopython.protocore.thread import context
from protopython.protocore.unicodedb import ALPHA, DECIMAL, DIGIT, NUMERIC, char_flags
from protopython.protocore.value import from_int, int_value, is_empty, is_int, same

MAX_LENGTH: Final[int] = (1 << 62) - 1
MAX_SIZE: Final[int] = (1 << 63) - 1


# --- arguments ------------------------------------------------------------------------------------


def argument_type_name(v: Value) -> str:
    """How argument errors name the type of what they got."""
    return "None" if same(v, w_None) else type_name(v)


def need_str(v: Value, what: str) -> str:
    """The text of v; TypeError "<what> must be str, not <type>" if v is no str."""
    s = as_str(v)
    if s is None:
        raise type_error(f"{what} must be str, not {argument_type_name(v)}")
    return s


def start_bound(v: Value, n: int) -> int:
    """The optional `start` of find and its like, as 0 or more (it may exceed n, and then nothing is
    found)."""
    if is_empty(v) or same(v, w_None):
        return 0
    i = slice_index(v, 0)
    if i < 0:
        i += n
    return i if i > 0 else 0


def end_bound(v: Value, n: int) -> int:
    """The optional `end`, within 0 .. n."""
    if is_empty(v) or same(v, w_None):
        return n
    i = slice_index(v, n)
    if i < 0:
        i += n
        return i if i > 0 else 0
    return i if i < n else n


def c_int(v: Value) -> int:
    """v as a C int, for parameters that are one."""
    i = index_of(v)
    if i < -(1 << 31) or i >= 1 << 31:
        raise overflow_error("Python int too large to convert to C int")
    return i


def fill_char(v: Value) -> int:
    """The padding character of center and its like."""
    s = as_str(v)
    if s is None:
        raise type_error(f"The fill character must be a unicode character, not {type_name(v)}")
    if len(s) != 1:
        raise type_error("The fill character must be exactly one character long")
    return str_char(s, 0)


# --- making ---------------------------------------------------------------------------------------


def box_str(cls: W_Type, s: str) -> Value:
    """s as an instance of cls, str itself or a subclass."""
    if cls is STR:
        return wrap(s)
    w = new_with_shape(W_ValueSubclass, cls.root_shape)
    w.value = wrap(s)
    return wrap(w)


@new(STR, "(cls, object=EMPTY, encoding=EMPTY, errors=EMPTY)")
def str_new(cls: W_Type, w_object: Value, w_encoding: Value, w_errors: Value) -> Value:
    if is_empty(w_encoding) and is_empty(w_errors):
        if is_empty(w_object):
            return box_str(cls, "")
        if cls is STR and try_as(str, w_object) is not None:
            return w_object
        if cls is STR:
            return str_value_of(w_object)
        return box_str(cls, str_of(w_object))
    encoding = "utf-8" if is_empty(w_encoding) else need_str(w_encoding, "str() argument 'encoding'")
    errors = "strict" if is_empty(w_errors) else need_str(w_errors, "str() argument 'errors'")
    if is_empty(w_object):
        return box_str(cls, "")
    if as_str(w_object) is not None:
        raise type_error("decoding str is not supported")
    data = bytes_of_buffer(w_object)
    if data is None:
        raise type_error(f"decoding to str: need a bytes-like object, {type_name(w_object)} found")
    w_text = decode_bytes(data, encoding, errors)
    s = as_str(w_text)
    if s is None:
        raise type_error(
            f"'{encoding}' decoder returned '{type_name(w_text)}' instead of 'str'; "
            "use codecs.decode() to decode to arbitrary types"
        )
    return w_text if cls is STR else box_str(cls, s)


def builtin_named(name: str) -> Value:
    """A member of the builtins module, for `__reduce__`."""
    return dict_get(context().space.builtins, wrap(name))


# --- special methods ------------------------------------------------------------------------------


@method(STR, "__repr__(self, /)", doc="Return repr(self).")
def str_repr(self: str) -> Value:
    return wrap(text.repr_of_str(self))


@method(STR, "__str__(self, /)", doc="Return str(self).")
def str_str(self: str) -> Value:
    return wrap(self)


@method(STR, "__hash__(self, /)", doc="Return hash(self).")
def str_hash(self: str) -> Value:
    return new_int(hash_str(self))


@method(STR, "__len__(self, /)", doc="Return len(self).")
def str_len(self: str) -> Value:
    return from_int(len(self))


@method(STR, "__sizeof__(self, /)", doc="How many bytes of memory the string takes.")
def str_sizeof(self: str) -> Value:
    return from_int(40 + len(self) * str_kind(self))


@method(STR, "__getnewargs__(self, /)")
def str_getnewargs(self: str) -> Value:
    return wrap(new_tuple1(wrap(self)))


@method(STR, "__eq__(self, value, /)", doc="Return self==value.")
def str_eq(self: str, w_other: Value) -> Value:
    other = as_str(w_other)
    return w_NotImplemented if other is None else new_bool(self == other)


@method(STR, "__ne__(self, value, /)", doc="Return self!=value.")
def str_ne(self: str, w_other: Value) -> Value:
    other = as_str(w_other)
    return w_NotImplemented if other is None else new_bool(self != other)


@method(STR, "__lt__(self, value, /)", doc="Return self<value.")
def str_lt(self: str, w_other: Value) -> Value:
    other = as_str(w_other)
    return w_NotImplemented if other is None else new_bool(self < other)


@method(STR, "__le__(self, value, /)", doc="Return self<=value.")
def str_le(self: str, w_other: Value) -> Value:
    other = as_str(w_other)
    return w_NotImplemented if other is None else new_bool(self <= other)


@method(STR, "__gt__(self, value, /)", doc="Return self>value.")
def str_gt(self: str, w_other: Value) -> Value:
    other = as_str(w_other)
    return w_NotImplemented if other is None else new_bool(self > other)


@method(STR, "__ge__(self, value, /)", doc="Return self>=value.")
def str_ge(self: str, w_other: Value) -> Value:
    other = as_str(w_other)
    return w_NotImplemented if other is None else new_bool(self >= other)


@method(STR, "__add__(self, value, /)", doc="Return self+value.")
def str_add(self: str, w_other: Value) -> Value:
    other = as_str(w_other)
    return w_NotImplemented if other is None else wrap(self + other)


def repeat_str(s: str, w_n: Value) -> Value:
    if not has_index(w_n):
        return w_NotImplemented
    n = index_of(w_n)
    if n > 0 and len(s) > MAX_SIZE // n:
        raise overflow_error("repeated string is too long")
    if n > 0 and len(s) > MAX_LENGTH // n:
        raise MemoryError
    return wrap(str_repeat(s, n))


@method(STR, "__mul__(self, value, /)", doc="Return self*value.")
def str_mul(self: str, w_n: Value) -> Value:
    return repeat_str(self, w_n)


@method(STR, "__rmul__(self, value, /)", doc="Return value*self.")
def str_rmul(self: str, w_n: Value) -> Value:
    return repeat_str(self, w_n)


@method(STR, "__mod__(self, value, /)", doc="Return self%value.")
def str_mod(self: str, w_value: Value) -> Value:
    return wrap(percent_format(self, w_value))


@method(STR, "__rmod__(self, value, /)", doc="Return value%self.")
def str_rmod(self: str, w_value: Value) -> Value:
    format_string = as_str(w_value)
    return w_NotImplemented if format_string is None else wrap(percent_format(format_string, wrap(self)))


@method(STR, "__contains__(self, key, /)", doc="Return bool(key in self).")
def str_contains(self: str, w_key: Value) -> Value:
    key = as_str(w_key)
    if key is None:
        raise type_error(f"'in <string>' requires string as left operand, not {type_name(w_key)}")
    return new_bool(text.find(self, key, 0, len(self)) >= 0)


def str_item(s: str, i: int) -> Value:
    if i < 0:
        i += len(s)
    if i < 0 or i >= len(s):
        raise index_error("string index out of range")
    return wrap(s[i])


@method(STR, "__getitem__(self, key, /)", doc="Return self[key].")
def str_getitem(self: str, w_key: Value) -> Value:
    if is_int(w_key):
        return str_item(self, int_value(w_key))
    w_slice = try_as(W_Slice, w_key)
    if w_slice is not None:
        start, step, n = slice_bounds(w_slice, len(self))
        return wrap(slice_of_str(self, start, step, n))
    if not has_index(w_key):
        raise type_error(f"string indices must be integers, not '{type_name(w_key)}'")
    return str_item(self, sequence_index(w_key))


def slice_of_str(s: str, start: int, step: int, n: int) -> str:
    """n characters from start on, every step-th."""
    if n <= 0:
        return ""
    if step == 1:
        return s if n == len(s) else s[start : start + n]
    out = StringBuilder(n)
    while n > 0:
        out.append_char(str_char(s, start))
        start += step
        n -= 1
    return out.to_str()


# --- the iterator ---------------------------------------------------------------------------------


@races(index="threads that share it get items in any order, some twice")
class W_StrIterator(W_Object):
    """text is "" once the end was reached, so that the iterator stays at its end."""

    text: str
    index: int

    def __init__(self, s: str) -> None:
        self.text = s
        self.index = 0


STR_ITERATOR = define_type("str_iterator", W_StrIterator, OBJECT, flags=0)


@method(STR, "__iter__(self, /)", doc="Implement iter(self).")
def str_iter(self: str) -> Value:
    return wrap(W_StrIterator(self))


@iternext(STR_ITERATOR)
def str_iterator_next(self: W_StrIterator) -> Value:
    s = self.text
    i = self.index
    if i >= len(s):
        self.text = ""
        self.index = 0
        return EMPTY
    self.index = i + 1
    return wrap(s[i])


@method(STR_ITERATOR, "__length_hint__(self, /)", doc="How many items are to come.")
def str_iterator_length_hint(self: W_StrIterator) -> Value:
    return from_int(max(0, len(self.text) - self.index))


@method(STR_ITERATOR, "__reduce__(self, /)", doc="What pickle needs to make the iterator anew.")
def str_iterator_reduce(self: W_StrIterator) -> Value:
    w_iter = builtin_named("iter")
    if not self.text:
        return wrap(new_tuple2(w_iter, wrap(new_tuple1(wrap("")))))
    return wrap(new_tuple3(w_iter, wrap(new_tuple1(wrap(self.text))), from_int(self.index)))


@method(STR_ITERATOR, "__setstate__(self, object, /)", doc="Go on at the place that pickle kept.")
def str_iterator_setstate(self: W_StrIterator, w_state: Value) -> Value:
    self.index = min(max(0, index_of(w_state)), len(self.text))
    return w_None


# --- searching ------------------------------------------------------------------------------------


@method(
    STR,
    "find(self, sub, start=EMPTY, end=EMPTY, /)",
    doc="The lowest index of sub within self[start:end], or -1.",
    shown="($self, sub[, start[, end]], /)",
)
def str_find(self: str, w_sub: Value, w_start: Value, w_end: Value) -> Value:
    sub = need_str(w_sub, "find() argument 1")
    n = len(self)
    return from_int(text.find(self, sub, start_bound(w_start, n), end_bound(w_end, n)))


@method(
    STR,
    "rfind(self, sub, start=EMPTY, end=EMPTY, /)",
    doc="The highest index of sub within self[start:end], or -1.",
    shown="($self, sub[, start[, end]], /)",
)
def str_rfind(self: str, w_sub: Value, w_start: Value, w_end: Value) -> Value:
    sub = need_str(w_sub, "rfind() argument 1")
    n = len(self)
    return from_int(text.rfind(self, sub, start_bound(w_start, n), end_bound(w_end, n)))


@method(
    STR,
    "index(self, sub, start=EMPTY, end=EMPTY, /)",
    doc="Like find, but ValueError when sub is not there.",
    shown="($self, sub[, start[, end]], /)",
)
def str_index(self: str, w_sub: Value, w_start: Value, w_end: Value) -> Value:
    sub = need_str(w_sub, "index() argument 1")
    n = len(self)
    at = text.find(self, sub, start_bound(w_start, n), end_bound(w_end, n))
    if at < 0:
        raise value_error("substring not found")
    return from_int(at)


@method(
    STR,
    "rindex(self, sub, start=EMPTY, end=EMPTY, /)",
    doc="Like rfind, but ValueError when sub is not there.",
    shown="($self, sub[, start[, end]], /)",
)
def str_rindex(self: str, w_sub: Value, w_start: Value, w_end: Value) -> Value:
    sub = need_str(w_sub, "rindex() argument 1")
    n = len(self)
    at = text.rfind(self, sub, start_bound(w_start, n), end_bound(w_end, n))
    if at < 0:
        raise value_error("substring not found")
    return from_int(at)


@method(
    STR,
    "count(self, sub, start=EMPTY, end=EMPTY, /)",
    doc="How often sub occurs in self[start:end] without overlap.",
    shown="($self, sub[, start[, end]], /)",
)
def str_count(self: str, w_sub: Value, w_start: Value, w_end: Value) -> Value:
    sub = need_str(w_sub, "count() argument 1")
    n = len(self)
    return from_int(text.count(self, sub, start_bound(w_start, n), end_bound(w_end, n)))


def has_affix(s: str, affix: str, start: int, end: int, at_end: bool) -> bool:
    n = len(affix)
    if end - start < n:
        return False
    return text.matches_at(s, affix, end - n if at_end else start)


def test_affixes(s: str, w_affix: Value, w_start: Value, w_end: Value, at_end: bool) -> bool:
    """startswith, endswith: one str or a tuple of them."""
    start = start_bound(w_start, len(s))
    end = end_bound(w_end, len(s))
    name = "endswith" if at_end else "startswith"
    w_tuple = try_as(W_Tuple, w_affix)
    if w_tuple is not None:
        for i in range(w_tuple.length):
            item = as_str(w_tuple.items[i])
            if item is None:
                raise type_error(f"tuple for {name} must only contain str, not {type_name(w_tuple.items[i])}")
            if has_affix(s, item, start, end, at_end):
                return True
        return False
    affix = as_str(w_affix)
    if affix is None:
        raise type_error(f"{name} first arg must be str or a tuple of str, not {type_name(w_affix)}")
    return has_affix(s, affix, start, end, at_end)


@method(
    STR,
    "startswith(self, prefix, start=EMPTY, end=EMPTY, /)",
    doc="Whether self[start:end] starts with prefix, or with one of a tuple.",
    shown="($self, prefix[, start[, end]], /)",
)
def str_startswith(self: str, w_prefix: Value, w_start: Value, w_end: Value) -> Value:
    return new_bool(test_affixes(self, w_prefix, w_start, w_end, False))


@method(
    STR,
    "endswith(self, suffix, start=EMPTY, end=EMPTY, /)",
    doc="Whether self[start:end] ends with suffix, or with one of a tuple.",
    shown="($self, suffix[, start[, end]], /)",
)
def str_endswith(self: str, w_suffix: Value, w_start: Value, w_end: Value) -> Value:
    return new_bool(test_affixes(self, w_suffix, w_start, w_end, True))


@method(STR, "removeprefix(self, prefix, /)", doc="self without prefix, if it starts with it.")
def str_removeprefix(self: str, w_prefix: Value) -> Value:
    prefix = need_str(w_prefix, "removeprefix() argument")
    return wrap(self[len(prefix) :] if has_affix(self, prefix, 0, len(self), False) else self)


@method(STR, "removesuffix(self, suffix, /)", doc="self without suffix, if it ends with it.")
def str_removesuffix(self: str, w_suffix: Value) -> Value:
    suffix = need_str(w_suffix, "removesuffix() argument")
    return wrap(self[: len(self) - len(suffix)] if has_affix(self, suffix, 0, len(self), True) else self)


@method(
    STR,
    "replace(self, old, new, /, count=-1)",
    doc="self with occurrences of old replaced by new (the first count of them).",
)
def str_replace(self: str, w_old: Value, w_new: Value, w_count: Value) -> Value:
    old = need_str(w_old, "replace() argument 1")
    by = need_str(w_new, "replace() argument 2")
    return wrap(text.replace(self, old, by, int_arg(w_count)))


# --- cutting --------------------------------------------------------------------------------------


def strip_with(s: str, w_chars: Value, name: str, left: bool, right: bool) -> Value:
    start = 0
    end = len(s)
    if same(w_chars, w_None):
        if left:
            start = text.strip_start(s)
        if right:
            end = text.strip_end(s, start)
    else:
        chars = as_str(w_chars)
        if chars is None:
            raise type_error(f"{name} arg must be None or str")
        if left:
            start = text.strip_chars_start(s, chars)
        if right:
            end = text.strip_chars_end(s, start, chars)
    return wrap(s if end - start == len(s) else s[start:end])


@method(
    STR, "strip(self, chars=None, /)", doc="self without whitespace (or characters of chars) at both ends."
)
def str_strip(self: str, w_chars: Value) -> Value:
    return strip_with(self, w_chars, "strip", True, True)


@method(
    STR, "lstrip(self, chars=None, /)", doc="self without whitespace (or characters of chars) at its start."
)
def str_lstrip(self: str, w_chars: Value) -> Value:
    return strip_with(self, w_chars, "lstrip", True, False)


@method(
    STR, "rstrip(self, chars=None, /)", doc="self without whitespace (or characters of chars) at its end."
)
def str_rstrip(self: str, w_chars: Value) -> Value:
    return strip_with(self, w_chars, "rstrip", False, True)


def split_whitespace(s: str, limit: int) -> W_List:
    result = new_list()
    i = 0
    n = len(s)
    while True:
        while i < n and text.is_space(str_char(s, i)):
            i += 1
        if i >= n:
            return result
        if limit == 0:
            list_append(result, wrap(s[i:]))
            return result
        start = i
        while i < n and not text.is_space(str_char(s, i)):
            i += 1
        list_append(result, wrap(s[start:i]))
        limit -= 1


def rsplit_whitespace(s: str, limit: int) -> W_List:
    """The pieces from the last to the first."""
    result = new_list()
    i = len(s)
    while True:
        while i > 0 and text.is_space(str_char(s, i - 1)):
            i -= 1
        if i == 0:
            return result
        if limit == 0:
            list_append(result, wrap(s[:i]))
            return result
        end = i
        while i > 0 and not text.is_space(str_char(s, i - 1)):
            i -= 1
        list_append(result, wrap(s[i:end]))
        limit -= 1


def separator(w_sep: Value) -> str:
    sep = as_str(w_sep)
    if sep is None:
        raise type_error(f"must be str or None, not {type_name(w_sep)}")
    if not sep:
        raise value_error("empty separator")
    return sep


@method(
    STR,
    "split(self, /, sep=None, maxsplit=-1)",
    doc="The pieces between separators (runs of whitespace without sep), at most maxsplit + 1.",
)
def str_split(self: str, w_sep: Value, w_maxsplit: Value) -> Value:
    limit = int_arg(w_maxsplit)
    if limit < 0:
        limit = MAX_LENGTH
    if same(w_sep, w_None):
        return wrap(split_whitespace(self, limit))
    sep = separator(w_sep)
    result = new_list()
    start = 0
    n = len(self)
    while limit > 0:
        at = text.find(self, sep, start, n)
        if at < 0:
            break
        list_append(result, wrap(self[start:at]))
        start = at + len(sep)
        limit -= 1
    list_append(result, wrap(self[start:] if start > 0 else self))
    return wrap(result)


@method(STR, "rsplit(self, /, sep=None, maxsplit=-1)", doc="Like split, but counts maxsplit from the end.")
def str_rsplit(self: str, w_sep: Value, w_maxsplit: Value) -> Value:
    limit = int_arg(w_maxsplit)
    if limit < 0:
        limit = MAX_LENGTH
    if same(w_sep, w_None):
        return wrap(list_reversed(rsplit_whitespace(self, limit)))
    sep = separator(w_sep)
    result = new_list()
    end = len(self)
    while limit > 0:
        at = text.rfind(self, sep, 0, end)
        if at < 0:
            break
        list_append(result, wrap(self[at + len(sep) : end]))
        end = at
        limit -= 1
    list_append(result, wrap(self[:end] if end < len(self) else self))
    return wrap(list_reversed(result))


def list_reversed(w_list: W_List) -> W_List:
    """A fresh list's items turned round in place."""
    items = w_list.items
    i = 0
    j = w_list.length - 1
    while i < j:
        w = items[i]
        items[i] = items[j]
        items[j] = w
        i += 1
        j -= 1
    return w_list


@method(STR, "splitlines(self, /, keepends=False)", doc="The lines, without their ends unless keepends.")
def str_splitlines(self: str, w_keepends: Value) -> Value:
    keep = is_true(w_keepends)
    result = new_list()
    i = 0
    n = len(self)
    while i < n:
        start = i
        while i < n and not text.is_line_break(str_char(self, i)):
            i += 1
        end = i
        if i < n:
            i += 2 if str_char(self, i) == 13 and i + 1 < n and str_char(self, i + 1) == 10 else 1
            if keep:
                end = i
        list_append(result, wrap(self if start == 0 and end == n else self[start:end]))
    return wrap(result)


def partition_separator(w_sep: Value) -> str:
    sep = as_str(w_sep)
    if sep is None:
        raise type_error(f"must be str, not {type_name(w_sep)}")
    if not sep:
        raise value_error("empty separator")
    return sep


@method(STR, "partition(self, sep, /)", doc="What stands before the first sep, sep, what stands after it.")
def str_partition(self: str, w_sep: Value) -> Value:
    sep = partition_separator(w_sep)
    at = text.find(self, sep, 0, len(self))
    if at < 0:
        return wrap(new_tuple3(wrap(self), wrap(""), wrap("")))
    return wrap(new_tuple3(wrap(self[:at]), w_sep, wrap(self[at + len(sep) :])))


@method(STR, "rpartition(self, sep, /)", doc="What stands before the last sep, sep, what stands after it.")
def str_rpartition(self: str, w_sep: Value) -> Value:
    sep = partition_separator(w_sep)
    at = text.rfind(self, sep, 0, len(self))
    if at < 0:
        return wrap(new_tuple3(wrap(""), wrap(""), wrap(self)))
    return wrap(new_tuple3(wrap(self[:at]), w_sep, wrap(self[at + len(sep) :])))


# --- padding --------------------------------------------------------------------------------------


def padded(s: str, left: int, right: int, fill: int) -> Value:
    if left + right > MAX_LENGTH - len(s):
        raise overflow_error("padded string is too long")
    return wrap(text.pad(s, left, right, fill))


@method(STR, "center(self, width, fillchar=' ', /)", doc="self padded at both ends to width characters.")
def str_center(self: str, w_width: Value, w_fill: Value) -> Value:
    width = int_arg(w_width)
    fill = fill_char(w_fill)
    space = width - len(self)
    if space <= 0:
        return wrap(self)
    left = space // 2 + (space & width & 1)
    return padded(self, left, space - left, fill)


@method(STR, "ljust(self, width, fillchar=' ', /)", doc="self padded at its end to width characters.")
def str_ljust(self: str, w_width: Value, w_fill: Value) -> Value:
    space = int_arg(w_width) - len(self)
    fill = fill_char(w_fill)
    return wrap(self) if space <= 0 else padded(self, 0, space, fill)


@method(STR, "rjust(self, width, fillchar=' ', /)", doc="self padded at its start to width characters.")
def str_rjust(self: str, w_width: Value, w_fill: Value) -> Value:
    space = int_arg(w_width) - len(self)
    fill = fill_char(w_fill)
    return wrap(self) if space <= 0 else padded(self, space, 0, fill)


@method(STR, "zfill(self, width, /)", doc="self with zeros after its sign, to width characters.")
def str_zfill(self: str, w_width: Value) -> Value:
    space = int_arg(w_width) - len(self)
    if space <= 0:
        return wrap(self)
    if self and (str_char(self, 0) == 43 or str_char(self, 0) == 45):
        out = StringBuilder(len(self) + space)
        out.append_char(str_char(self, 0))
        out.append_repeated(48, space)
        out.append_slice(self, 1, len(self))
        return wrap(out.to_str())
    return padded(self, space, 0, 48)


@method(
    STR, "expandtabs(self, /, tabsize=8)", doc="self with tabs replaced by spaces, to columns of tabsize."
)
def str_expandtabs(self: str, w_tabsize: Value) -> Value:
    return wrap(text.expandtabs(self, c_int(w_tabsize)))


# --- joining, mapping -----------------------------------------------------------------------------


def text_items(w_items: Value) -> Array[str]:
    """The items of an iterable of str, for join."""
    w_tuple = try_as(W_Tuple, w_items)
    if w_tuple is not None and type_of(w_items) is TUPLE:
        strings = Array[str](w_tuple.length, "")
        for i in range(w_tuple.length):
            strings[i] = text_item(w_tuple.items[i], i)
        return strings
    w_list = try_as(W_List, w_items)
    if w_list is None or type_of(w_items) is not LIST:
        w_list = unpack_to_list(w_items)
    items = w_list.items
    n = w_list.length
    if not alone():
        items = list_snapshot(w_list)
        n = len(items)
    strings = Array[str](n, "")
    for i in range(n):
        strings[i] = text_item(items[i], i)
    return strings


def text_item(w_item: Value, i: int) -> str:
    s = as_str(w_item)
    if s is None:
        raise type_error(f"sequence item {i}: expected str instance, {type_name(w_item)} found")
    return s


def join_strings(sep: str, strings: Array[str]) -> str:
    """All strings with sep between them: measured first, then copied once."""
    n = len(strings)
    if n == 0:
        return ""
    if n == 1:
        return strings[0]
    if COMPILED:
        total = (n - 1) * len(sep)
        kind = str_kind(sep)
        for i in range(n):
            total += len(strings[i])
            kind = max(kind, str_kind(strings[i]))
        if total == 0:
            return ""
        result = new_str(kind, total)
        at = str_data(result)
        for i in range(n):
            s = strings[i]
            if i > 0 and len(sep) > 0:
                copy_chars(at, kind, str_data(sep), str_kind(sep), len(sep))
                at += len(sep) * kind
            if len(s) > 0:
                copy_chars(at, kind, str_data(s), str_kind(s), len(s))
                at += len(s) * kind
        return result
    else:
        return sep.join(strings)


@method(STR, "join(self, iterable, /)", doc="The strings of iterable with self between them.")
def str_join(self: str, w_iterable: Value) -> Value:
    if (
        type_of(w_iterable) is not LIST
        and type_of(w_iterable) is not TUPLE
        and is_empty(special(w_iterable, Special.ITER))
        and is_empty(special(w_iterable, Special.GETITEM))
    ):
        raise type_error("can only join an iterable")
    return wrap(join_strings(self, text_items(w_iterable)))


@method(
    STR,
    "translate(self, table, /)",
    doc="self with each character replaced by what table[ord(c)] gives (None: nothing).",
)
def str_translate(self: str, w_table: Value) -> Value:
    out = StringBuilder(len(self))
    w_dict = try_as(W_Dict, w_table)
    if w_dict is not None and type_of(w_table) is not DICT:
        w_dict = None
    known = Array[u8](128, u8(UNKNOWN))
    remembers = self.isascii()
    for i in range(len(self)):
        if i & 0xFF == 0xFF:
            check_signals()
        c = str_char(self, i)
        code = known[c] if remembers else UNKNOWN
        if code < 128:
            out.append_char(code)
        elif code == UNKNOWN:
            text = translated_char(w_table, w_dict, c)
            out.append(text)
            remembers = remembers and len(text) < 2 and text.isascii()
            if remembers:
                known[c] = u8(NOTHING if len(text) == 0 else str_char(text, 0))
    return wrap(out.to_str())


UNKNOWN: Final[int] = 255
NOTHING: Final[int] = 254
"""In what translate knows of ASCII text, beside the character that stands for another. As on CPython it looks each up in the
table once, until one stands for something else than an ASCII character or nothing."""


def translated_char(w_table: Value, w_dict: W_Dict | None, c: int) -> str:
    """What stands for the character c."""
    w_by = mapped_char(w_table, w_dict, c)
    by = as_str(w_by)
    if by is not None:
        return by
    if is_empty(w_by):
        return chr(c)
    return "" if same(w_by, w_None) else chr(mapped_code(w_by))


def mapped_char(w_table: Value, w_dict: W_Dict | None, c: int) -> Value:
    """table[c]; EMPTY where that raises LookupError."""
    if w_dict is not None:
        return dict_get(w_dict, from_int(c))
    try:
        return getitem(w_table, from_int(c))
    except PyError as e:
        if error_matches(e, LOOKUP_ERROR):
            return EMPTY
        raise


def mapped_code(w_by: Value) -> int:
    """The code point that an int stands for in a translation table."""
    w_by = plain(w_by)
    if not is_int(w_by):
        if type_of(w_by) is INT:
            raise value_error("character mapping must be in range(0x110000)")
        raise type_error("character mapping must return integer, None or str")
    code = int_value(w_by)
    if code < 0 or code > 0x10FFFF:
        raise value_error("character mapping must be in range(0x110000)")
    return code


@static_method(
    STR,
    "maketrans(x, y=EMPTY, z=EMPTY, /)",
    doc="A table for translate(): of a dict, or of two strings of one length and the characters to delete.",
)
def str_maketrans(w_x: Value, w_y: Value, w_z: Value) -> Value:
    if is_empty(w_y):
        return table_of_dict(w_x)
    y = need_str(w_y, "maketrans() argument 2")
    x = as_str(w_x)
    z = None if is_empty(w_z) else need_str(w_z, "maketrans() argument 3")
    if x is None:
        raise type_error("first maketrans argument must be a string if there is a second argument")
    if len(x) != len(y):
        raise value_error("the first two maketrans arguments must have equal length")
    table = new_dict()
    for i in range(len(x)):
        dict_set(table, from_int(str_char(x, i)), from_int(str_char(y, i)))
    if z is not None:
        for i in range(len(z)):
            dict_set(table, from_int(str_char(z, i)), w_None)
    return wrap(table)


def table_of_dict(w_x: Value) -> Value:
    source = try_as(W_Dict, w_x)
    if source is None or type_of(w_x) is not DICT:
        raise type_error("if you give only one argument to maketrans it must be a dict")
    table = new_dict()
    entries = dict_snapshot(source)
    i = table_next(entries, 0)
    while i >= 0:
        w_key = table_key(entries, i)
        key = as_str(w_key)
        if key is not None:
            if len(key) != 1:
                raise value_error("string keys in translatetable must be of length 1")
            w_key = from_int(str_char(key, 0))
        elif type_of(plain(w_key)) is not INT:
            raise type_error("keys in translate table mustbe strings or integers")
        dict_set(table, w_key, table_value(entries, i))
        i = table_next(entries, i + 1)
    return wrap(table)


@method(
    STR,
    "encode(self, /, encoding='utf-8', errors='strict')",
    doc="The bytes that stand for self in an encoding.",
)
def str_encode(self: str, w_encoding: Value, w_errors: Value) -> Value:
    encoding = need_str(w_encoding, "encode() argument 'encoding'")
    return encode_text(self, encoding, need_str(w_errors, "encode() argument 'errors'"))


# --- formatting -----------------------------------------------------------------------------------


@method(
    STR, "format(self, /, *args, **kwargs)", doc="self with its {} fields replaced by formatted arguments."
)
def str_format_method(self: str, w_args: Value, w_kwargs: Value) -> Value:
    return wrap(format_str(self, unwrap(W_Tuple, w_args), w_kwargs))


@method(
    STR,
    "format_map(self, mapping, /)",
    doc="self with its {name} fields replaced by formatted items of mapping.",
)
def str_format_map(self: str, w_mapping: Value) -> Value:
    return wrap(format_str(self, None, w_mapping))


@method(STR, "__format__(self, format_spec, /)", doc="self as format_spec says.")
def str_format_spec(self: str, w_spec: Value) -> Value:
    return wrap(format_text(self, need_str(w_spec, "__format__() argument")))


# --- case and classes of characters ---------------------------------------------------------------


@method(STR, "lower(self, /)", doc="self in lower case.")
def str_lower(self: str) -> Value:
    return wrap(self.lower())


@method(STR, "upper(self, /)", doc="self in upper case.")
def str_upper(self: str) -> Value:
    return wrap(self.upper())


@method(
    STR, "title(self, /)", doc="self with every word's first letter in title case, the others in lower case."
)
def str_title(self: str) -> Value:
    return wrap(text.title(self))


@method(
    STR, "capitalize(self, /)", doc="self with its first character in title case, the others in lower case."
)
def str_capitalize(self: str) -> Value:
    return wrap(text.capitalize(self))


@method(STR, "swapcase(self, /)", doc="self with upper and lower case exchanged.")
def str_swapcase(self: str) -> Value:
    return wrap(text.swapcase(self))


@method(STR, "casefold(self, /)", doc="self as caseless comparisons need it.")
def str_casefold(self: str) -> Value:
    return wrap(text.casefold(self))


def all_have(s: str, wanted: int) -> bool:
    """Whether there are characters and all have one of the flags (protocore/unicodedb.py)."""
    for i in range(len(s)):
        if (char_flags(str_char(s, i)) & wanted) == 0:
            return False
    return len(s) > 0


@method(STR, "isalnum(self, /)", doc="Whether all characters are letters or digits, and there is one.")
def str_isalnum(self: str) -> Value:
    return new_bool(all_have(self, ALPHA | DECIMAL | DIGIT | NUMERIC))


@method(STR, "isalpha(self, /)", doc="Whether all characters are letters, and there is one.")
def str_isalpha(self: str) -> Value:
    return new_bool(self.isalpha())


@method(STR, "isascii(self, /)", doc="Whether all characters are ASCII; true for the empty string.")
def str_isascii(self: str) -> Value:
    return new_bool(self.isascii())


@method(STR, "isdecimal(self, /)", doc="Whether all characters are decimal digits, and there is one.")
def str_isdecimal(self: str) -> Value:
    return new_bool(all_have(self, DECIMAL))


@method(STR, "isdigit(self, /)", doc="Whether all characters are digits, and there is one.")
def str_isdigit(self: str) -> Value:
    return new_bool(self.isdigit())


@method(STR, "isnumeric(self, /)", doc="Whether all characters have a numeric value, and there is one.")
def str_isnumeric(self: str) -> Value:
    return new_bool(all_have(self, NUMERIC | DIGIT | DECIMAL))


@method(STR, "isidentifier(self, /)", doc="Whether self is a valid identifier (keywords are).")
def str_isidentifier(self: str) -> Value:
    return new_bool(self.isidentifier())


@method(STR, "islower(self, /)", doc="Whether all cased characters are lower case, and there is one.")
def str_islower(self: str) -> Value:
    return new_bool(self.islower())


@method(STR, "isupper(self, /)", doc="Whether all cased characters are upper case, and there is one.")
def str_isupper(self: str) -> Value:
    return new_bool(self.isupper())


@method(
    STR,
    "istitle(self, /)",
    doc="Whether every word begins with an upper-case letter and goes on in lower case.",
)
def str_istitle(self: str) -> Value:
    return new_bool(text.istitle(self))


@method(STR, "isspace(self, /)", doc="Whether all characters are whitespace, and there is one.")
def str_isspace(self: str) -> Value:
    for i in range(len(self)):
        if not text.is_space(str_char(self, i)):
            return new_bool(False)
    return new_bool(len(self) > 0)


@method(STR, "isprintable(self, /)", doc="Whether repr would escape no character; true for the empty string.")
def str_isprintable(self: str) -> Value:
    return new_bool(self.isprintable())
