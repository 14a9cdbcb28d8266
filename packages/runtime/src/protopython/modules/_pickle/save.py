"""Writing a value: numbers, texts and containers here, all else through _pickle/reduce.py and _pickle/globals.py."""

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, Value, inline, is_pointer, noinline, popcount64, str_char, try_as, u8, unlikely, unwrap, wrap
from protodialect.unsafe import bytes_data, float_bits, load8, load64, memcpy, new_bytes, str_data, str_kind
from protopython.modules._pickle.buffer import PICKLE_BUFFER, W_PickleBuffer, live_buffer, raw_bytes
from protopython.modules._pickle.errors import described, note, pickling_error
from protopython.modules._pickle.memo import memo_add, memo_claim, memo_find
from protopython.modules._pickle.opcodes import BATCH, FRAME_TARGET, Op
from protopython.modules._pickle.output import (
    address,
    end_frame,
    next_frame,
    put,
    put2,
    put_ascii,
    put_big_endian,
    put_bytes,
    put_large,
    put_number,
    room,
)
from protopython.modules._pickle.state import W_Pickler
from protopython.objects.bytearray import BYTEARRAY, W_ByteArray, bytearray_content
from protopython.objects.codecs.escapes import append_hex_bytes
from protopython.objects.dict.dict import DICT, W_Dict, dict_len, table_key, table_next, table_value
from protopython.objects.float.repr import float_repr
from protopython.objects.int.int import int_bit_length, int_sign
from protopython.objects.int.methods import bytes_of_int
from protopython.objects.int.text import int_to_str
from protopython.objects.list.list import LIST, W_List, list_get, list_length
from protopython.objects.model.attributes import getattr_of
from protopython.objects.model.call import call0, call1
from protopython.objects.model.define import BYTES, FLOAT, INT
from protopython.objects.model.errors import overflow_error, runtime_error, type_error, value_error
from protopython.objects.model.identity import hex_text, identity
from protopython.objects.model.operations import is_true, iterate, next_of, repr_of, str_of
from protopython.objects.model.recursion import check_recursion
from protopython.objects.model.types import type_name, type_of
from protopython.objects.set import FROZENSET, SET, W_BaseSet, set_key, set_next
from protopython.objects.singletons import w_False, w_None, w_True
from protopython.objects.str.string_builder import BytesBuilder
from protopython.objects.tuple import TUPLE, W_Tuple
from protopython.protocore.error import PyError
from protopython.protocore.polling import check_signals
from protopython.protocore.strings import put_utf8
from protopython.protocore.value import float_value, int_value, is_empty, is_int, same

FAST_NESTING: Final[int] = 50
"""Without the memo, cycles are looked for from this depth on."""
HIGH_BITS: Final[int] = -0x7F7F7F7F7F7F7F80
"""0x8080808080808080: the bits that are 0 in ASCII characters."""
SHORT: Final[int] = FRAME_TARGET // 4
"""Shorter texts go into frames whatever their characters, so that writing them cannot fail."""
TRUE_TEXT: Final[str] = "I01\n"
FALSE_TEXT: Final[str] = "I00\n"


def save(p: W_Pickler, w: Value) -> None:
    """Writes the opcodes that make w."""
    check_signals()
    o = p.out
    if unlikely(o.n >= o.due):
        next_frame(o)
    if unlikely(not is_empty(p.w_id_hook)) and save_persistent(p, w):
        return
    save_value(p, w)


def save_value(p: W_Pickler, w: Value) -> None:
    if is_int(w):
        save_small_int(p, int_value(w))
        return
    s = try_as(str, w)
    if s is not None:
        save_str(p, w, s)
        return
    if same(w, w_None):
        put(p.out, Op.NONE)
    elif same(w, w_True):
        save_bool(p, Op.NEWTRUE, TRUE_TEXT)
    elif same(w, w_False):
        save_bool(p, Op.NEWFALSE, FALSE_TEXT)
    elif not is_pointer(w) or type_of(w) is FLOAT:
        save_float(p, float_value(w))
    elif type_of(w) is INT:
        save_long(p, w)
    else:
        save_object(p, w)


def save_object(p: W_Pickler, w: Value) -> None:
    """What goes to the memo."""
    n = memo_find(p.memo, w)
    if n >= 0:
        save_get(p, n)
        return
    t = type_of(w)
    if t is BYTES:
        save_bytes(p, w)
        return
    check_recursion()
    if t is TUPLE:
        save_tuple(p, w)
    elif t is DICT:
        save_dict(p, w)
    elif t is LIST:
        save_list(p, w)
    elif t is SET:
        save_set(p, w)
    elif t is FROZENSET:
        save_frozenset(p, w)
    elif t is BYTEARRAY:
        save_bytearray(p, w)
    elif t is PICKLE_BUFFER:
        save_pickle_buffer(p, w)
    else:
        reduces.save_by_reduction(p, w, t)


@noinline
def save_persistent(p: W_Pickler, w: Value) -> bool:
    """Writes w as its persistent id, if it has one."""
    w_id = call1(p.w_id_hook, w)
    if same(w_id, w_None):
        return False
    if p.binary != 0:
        save_value(p, w_id)
        put(p.out, Op.BINPERSID)
        return True
    text = str_of(w_id)
    if not text.isascii():
        raise pickling_error("persistent IDs in protocol 0 must be ASCII strings")
    put(p.out, Op.PERSID)
    put_ascii(p.out, text)
    put(p.out, 10)
    return True


# --- the memo -----------------------------------------------------------------------------------------------------------


def save_get(p: W_Pickler, n: int) -> None:
    """Writes a reference to what was put in the memo as number n."""
    o = p.out
    if p.binary == 0:
        put(o, Op.GET)
        put_ascii(o, f"{n}\n")
    elif n < 256:
        put2(o, Op.BINGET, n)
    else:
        put_number(o, Op.LONG_BINGET, check_number(n), 4)


def memoize(p: W_Pickler, w: Value) -> None:
    """Enters w, just written, in the memo, and tells the unpickler to."""
    if p.fast != 0:
        return
    save_put(p, memo_add(p.memo, w))


@inline
def save_put(p: W_Pickler, n: int) -> None:
    if p.protocol >= 4:
        put(p.out, Op.MEMOIZE)
    else:
        save_put_number(p, n)


def save_put_number(p: W_Pickler, n: int) -> None:
    o = p.out
    if p.binary == 0:
        put(o, Op.PUT)
        put_ascii(o, f"{n}\n")
    elif n < 256:
        put2(o, Op.BINPUT, n)
    else:
        put_number(o, Op.LONG_BINPUT, check_number(n), 4)


def check_number(n: int) -> int:
    if n > 0xFFFFFFFF:
        raise pickling_error("memo id too large for LONG_BINPUT")
    return n


# --- numbers ------------------------------------------------------------------------------------------------------------


def save_bool(p: W_Pickler, op: int, text: str) -> None:
    if p.protocol >= 2:
        put(p.out, op)
    else:
        put_ascii(p.out, text)


def save_small_int(p: W_Pickler, i: int) -> None:
    o = p.out
    if -0x80000000 <= i <= 0x7FFFFFFF:
        if p.binary == 0:
            put(o, Op.INT)
            put_ascii(o, f"{i}\n")
        elif 0 <= i <= 0xFF:
            put2(o, Op.BININT1, i)
        elif 0 <= i <= 0xFFFF:
            put_number(o, Op.BININT2, i, 2)
        else:
            put_number(o, Op.BININT, i, 4)
    elif p.protocol >= 2:
        size = 5
        while size < 8 and not -(1 << (8 * size - 1)) <= i < 1 << (8 * size - 1):
            size += 1
        put2(o, Op.LONG1, size)
        room(o, size)
        k = 0
        while k < size:
            o.memory[o.n + k] = u8((i >> (8 * k)) & 255)
            k += 1
        o.n += size
    else:
        put(o, Op.LONG)
        put_ascii(o, f"{i}L\n")


def save_long(p: W_Pickler, w: Value) -> None:
    """An int beyond 63 bits."""
    o = p.out
    if p.protocol < 2:
        put(o, Op.LONG)
        put_ascii(o, int_to_str(w) + "L\n")
        return
    n = (int_bit_length(w) >> 3) + 1
    data = bytes_of_int(w, n, True, True)
    if int_sign(w) < 0 and data[n - 1] == 0xFF and data[n - 2] & 0x80 != 0:
        n -= 1
        data = data[0:n]
    if n < 256:
        put2(o, Op.LONG1, n)
    else:
        if n > 0x7FFFFFFF:
            raise overflow_error("int too large to pickle")
        put_number(o, Op.LONG4, n, 4)
    put_bytes(o, data)


def save_float(p: W_Pickler, x: float) -> None:
    if p.binary != 0:
        put_big_endian(p.out, Op.BINFLOAT, float_bits(x))
    else:
        put(p.out, Op.FLOAT)
        put_ascii(p.out, float_repr(x) + "\n")


# --- texts --------------------------------------------------------------------------------------------------------------


def save_str(p: W_Pickler, w: Value, s: str) -> None:
    if p.fast == 0 and p.protocol >= 4 and len(s) < SHORT:
        n = memo_claim(p.memo, w)
        if n >= 0:
            save_get(p, n)
        else:
            save_utf8(p, s)
            put(p.out, Op.MEMOIZE)
        return
    n = memo_find(p.memo, w)
    if n >= 0:
        save_get(p, n)
        return
    if p.binary != 0:
        save_utf8(p, s)
    else:
        save_escaped(p, s)
    memoize(p, w)


def save_utf8(p: W_Pickler, s: str) -> None:
    o = p.out
    if COMPILED:
        n = utf8_size(s)
        if n < FRAME_TARGET:
            put_text_header(p, n)
            room(o, n)
            if n == len(s):
                memcpy(address(o), str_data(s), n)
            else:
                at = address(o)
                for i in range(len(s)):
                    at = put_utf8(at, str_char(s, i))
            o.n += n
            return
        data = encoded(s, n)
    else:
        data = s.encode("utf-8", "surrogatepass")
        if len(data) < FRAME_TARGET:
            put_text_header(p, len(data))
            put_bytes(o, data)
            return
    end_frame(o)
    put_text_header(p, len(data))
    put_large(o, data, wrap(data))


def put_text_header(p: W_Pickler, n: int) -> None:
    o = p.out
    if n <= 0xFF and p.protocol >= 4:
        put2(o, Op.SHORT_BINUNICODE, n)
    elif n <= 0xFFFFFFFF:
        put_number(o, Op.BINUNICODE, n, 4)
    elif p.protocol >= 4:
        put_number(o, Op.BINUNICODE8, n, 8)
    else:
        raise overflow_error("serializing a string larger than 4 GiB requires pickle protocol 4 or higher")


def utf8_size(s: str) -> int:
    """The length of s in UTF-8 (lone surrogates taking three bytes). Compiled code only."""
    n = len(s)
    size = n
    i = 0
    if str_kind(s) == 1:
        data = str_data(s)
        while i + 8 <= n:
            size += popcount64(load64(data + i) & HIGH_BITS)
            i += 8
        while i < n:
            size += load8(data + i) >> 7
            i += 1
        return size
    while i < n:
        c = str_char(s, i)
        if c >= 0x80:
            size += 1 if c < 0x800 else 2 if c < 0x10000 else 3
        i += 1
    return size


def encoded(s: str, n: int) -> bytes:
    """s as n bytes of UTF-8, lone surrogates included. Compiled code only."""
    data = new_bytes(n)
    at = bytes_data(data)
    if n == len(s):
        memcpy(at, str_data(s), n)
    else:
        for i in range(len(s)):
            at = put_utf8(at, str_char(s, i))
    return data


def save_escaped(p: W_Pickler, s: str) -> None:
    """Protocol 0: Latin-1 with escapes for all else, for backslashes and for what would end a line."""
    out = BytesBuilder(len(s) + 2)
    out.append_byte(Op.UNICODE)
    for i in range(len(s)):
        c = str_char(s, i)
        if c > 0xFFFF:
            out.append_ascii("\\U")
            append_hex_bytes(out, c, 8)
        elif c > 0xFF or c == 92 or c == 0 or c == 10 or c == 13 or c == 26:
            out.append_ascii("\\u")
            append_hex_bytes(out, c, 4)
        else:
            out.append_byte(c)
    out.append_byte(10)
    put_bytes(p.out, out.to_bytes())


def save_bytes(p: W_Pickler, w: Value) -> None:
    data = unwrap(bytes, w)
    if p.protocol < 3:
        reduces.save_old_bytes(p, w, data)
        return
    put_binary(p, data, w)
    memoize(p, w)


def put_binary(p: W_Pickler, data: bytes, w_data: Value) -> None:
    n = len(data)
    o = p.out
    if n >= FRAME_TARGET:
        end_frame(o)
    if n <= 0xFF:
        put2(o, Op.SHORT_BINBYTES, n)
    elif n <= 0xFFFFFFFF:
        put_number(o, Op.BINBYTES, n, 4)
    elif p.protocol >= 4:
        put_number(o, Op.BINBYTES8, n, 8)
    else:
        raise overflow_error("serializing a bytes object larger than 4 GiB requires pickle protocol 4 or higher")
    if n >= FRAME_TARGET:
        put_large(o, data, w_data)
    else:
        put_bytes(o, data)


def save_bytearray(p: W_Pickler, w: Value) -> None:
    data = bytearray_content(unwrap(W_ByteArray, w))
    if p.protocol < 5:
        reduces.save_old_bytearray(p, w, data)
        return
    put_writable(p, data, w)
    memoize(p, w)


def put_writable(p: W_Pickler, data: bytes, w_data: Value) -> None:
    o = p.out
    if len(data) >= FRAME_TARGET:
        end_frame(o)
        put_number(o, Op.BYTEARRAY8, len(data), 8)
        put_large(o, data, w_data)
    else:
        put_number(o, Op.BYTEARRAY8, len(data), 8)
        put_bytes(o, data)


def save_pickle_buffer(p: W_Pickler, w: Value) -> None:
    if p.protocol < 5:
        raise pickling_error("PickleBuffer can only be pickled with protocol >= 5")
    b = live_buffer(unwrap(W_PickleBuffer, w))
    data = raw_bytes(b)
    if data is None:
        raise pickling_error("PickleBuffer can not be pickled when pointing to a non-contiguous buffer")
    if not is_empty(p.w_buffer_callback) and not is_true(call1(p.w_buffer_callback, w)):
        put(p.out, Op.NEXT_BUFFER)
        if b.readonly:
            put(p.out, Op.READONLY_BUFFER)
        return
    if b.readonly:
        put_binary(p, data, wrap(data))
    else:
        put_writable(p, data, wrap(data))
    memoize(p, w)


# --- containers -----------------------------------------------------------------------------------------------------------


def enter(p: W_Pickler, w: Value) -> None:
    """Before a container's items, without the memo: ValueError for a container inside itself."""
    p.nesting += 1
    if p.nesting < FAST_NESTING:
        return
    nested = p.nested
    if nested is None:
        fresh: set[int] = set()
        p.nested = fresh
        nested = fresh
    me = identity(w)
    if me in nested:
        raise value_error(f"fast mode: can't pickle cyclic objects including object type {type_name(w)} at {hex_text(me)}")
    nested.add(me)


def leave(p: W_Pickler, w: Value) -> None:
    p.nesting -= 1
    nested = p.nested
    if nested is not None and p.nesting + 1 >= FAST_NESTING:
        nested.discard(identity(w))


def save_item(p: W_Pickler, w: Value, w_container: Value, i: int) -> None:
    """Item i of a list or tuple."""
    try:
        save(p, w)
    except PyError as e:
        note(e, f"{described(w_container)} item {i}")
        raise


def save_pair(p: W_Pickler, w_key: Value, w_value: Value, w_container: Value) -> None:
    save(p, w_key)
    try:
        save(p, w_value)
    except PyError as e:
        note(e, f"{described(w_container)} item {repr_of(w_key)}")
        raise


def save_element(p: W_Pickler, w: Value, w_container: Value) -> None:
    try:
        save(p, w)
    except PyError as e:
        note(e, f"{described(w_container)} element")
        raise


def save_tuple(p: W_Pickler, w: Value) -> None:
    t = unwrap(W_Tuple, w)
    o = p.out
    n = t.length
    if n == 0:
        if p.binary != 0:
            put(o, Op.EMPTY_TUPLE)
        else:
            put2(o, Op.MARK, Op.TUPLE)
        return
    short = n <= 3 and p.protocol >= 2
    if not short:
        put(o, Op.MARK)
    i = 0
    while i < n:
        save_item(p, t.items[i], w, i)
        i += 1
    known = memo_find(p.memo, w)
    if known >= 0:
        discard_tuple(p, n, short)
        save_get(p, known)
        return
    put(o, Op.TUPLE1 + n - 1 if short else Op.TUPLE)
    memoize(p, w)


def discard_tuple(p: W_Pickler, n: int, short: bool) -> None:
    """Drops the items of a tuple that came to be written while they were: it contains itself."""
    o = p.out
    if not short and p.binary != 0:
        put(o, Op.POP_MARK)
        return
    if not short:
        n += 1
    while n > 0:
        put(o, Op.POP)
        n -= 1


def save_list(p: W_Pickler, w: Value) -> None:
    o = p.out
    items = unwrap(W_List, w)
    if p.fast != 0:
        enter(p, w)
    if p.binary != 0:
        put(o, Op.EMPTY_LIST)
    else:
        put2(o, Op.MARK, Op.LIST)
    memoize(p, w)
    if list_length(items) > 0:
        if p.protocol == 0:
            save_appends(p, iterate(w), w)
        elif list_length(items) == 1:
            w_item = list_get(items, 0)
            if not is_empty(w_item):
                save_item(p, w_item, w, 0)
                put(o, Op.APPEND)
        else:
            save_list_items(p, items, w)
    if p.fast != 0:
        leave(p, w)


def save_list_items(p: W_Pickler, items: W_List, w: Value) -> None:
    o = p.out
    i = 0
    more = True
    while more:
        put(o, Op.MARK)
        end = i + BATCH
        while i < end:
            w_item = list_get(items, i)
            if is_empty(w_item):
                break
            save_item(p, w_item, w, i)
            i += 1
        put(o, Op.APPENDS)
        more = i == end and i < list_length(items)


def save_appends(p: W_Pickler, w_iter: Value, w: Value) -> None:
    """Appends what an iterator gives to the list-like object w, written before."""
    o = p.out
    i = 0
    if p.protocol == 0:
        while True:
            w_item = next_of(w_iter)
            if is_empty(w_item):
                return
            save_item(p, w_item, w, i)
            put(o, Op.APPEND)
            i += 1
    while True:
        w_first = next_of(w_iter)
        if is_empty(w_first):
            return
        w_item = next_of(w_iter)
        if is_empty(w_item):
            save_item(p, w_first, w, i)
            put(o, Op.APPEND)
            return
        put(o, Op.MARK)
        save_item(p, w_first, w, i)
        i += 1
        n = 1
        while not is_empty(w_item):
            save_item(p, w_item, w, i)
            i += 1
            n += 1
            if n == BATCH:
                break
            w_item = next_of(w_iter)
        put(o, Op.APPENDS)
        if n < BATCH:
            return


def save_dict(p: W_Pickler, w: Value) -> None:
    o = p.out
    d = unwrap(W_Dict, w)
    if p.fast != 0:
        enter(p, w)
    if p.binary != 0:
        put(o, Op.EMPTY_DICT)
    else:
        put2(o, Op.MARK, Op.DICT)
    memoize(p, w)
    if dict_len(d) > 0:
        if p.protocol == 0:
            save_setitems(p, iterate(call0(getattr_of(w, "items"))), w)
        else:
            save_dict_items(p, d, w)
    if p.fast != 0:
        leave(p, w)


def save_dict_items(p: W_Pickler, d: W_Dict, w: Value) -> None:
    o = p.out
    size = dict_len(d)
    t = d.table
    i = table_next(t, 0)
    if size == 1 and i >= 0:
        w_key = table_key(t, i)
        w_value = table_value(t, i)
        if not is_empty(w_key) and not is_empty(w_value):
            save_pair(p, w_key, w_value, w)
            put(o, Op.SETITEM)
        return
    more = True
    while more:
        put(o, Op.MARK)
        n = 0
        while i >= 0:
            w_key = table_key(t, i)
            w_value = table_value(t, i)
            if not is_empty(w_key) and not is_empty(w_value):
                save_pair(p, w_key, w_value, w)
                n += 1
            i = table_next(t, i + 1)
            if n == BATCH:
                break
        put(o, Op.SETITEMS)
        if dict_len(d) != size:
            raise runtime_error("dictionary changed size during iteration")
        more = n == BATCH


def save_setitems(p: W_Pickler, w_iter: Value, w: Value) -> None:
    """Sets the pairs that an iterator gives in the dict-like object w, written before."""
    o = p.out
    if p.protocol == 0:
        while True:
            w_pair = next_of(w_iter)
            if is_empty(w_pair):
                return
            save_pair_tuple(p, w_pair, w)
            put(o, Op.SETITEM)
    while True:
        w_first = next_of(w_iter)
        if is_empty(w_first):
            return
        first = pair_tuple(w_first)
        w_pair = next_of(w_iter)
        if is_empty(w_pair):
            save_pair(p, first.items[0], first.items[1], w)
            put(o, Op.SETITEM)
            return
        put(o, Op.MARK)
        save_pair(p, first.items[0], first.items[1], w)
        n = 1
        while not is_empty(w_pair):
            save_pair_tuple(p, w_pair, w)
            n += 1
            if n == BATCH:
                break
            w_pair = next_of(w_iter)
        put(o, Op.SETITEMS)
        if n < BATCH:
            return


def save_pair_tuple(p: W_Pickler, w_pair: Value, w: Value) -> None:
    pair = pair_tuple(w_pair)
    save_pair(p, pair.items[0], pair.items[1], w)


def pair_tuple(w_pair: Value) -> W_Tuple:
    pair = try_as(W_Tuple, w_pair)
    if pair is None or pair.length != 2:
        raise type_error("dict items iterator must return 2-tuples")
    return pair


def save_set(p: W_Pickler, w: Value) -> None:
    if p.protocol < 4:
        reduces.save_old_set(p, w)
        return
    if p.fast != 0:
        enter(p, w)
    o = p.out
    s = unwrap(W_BaseSet, w)
    put(o, Op.EMPTY_SET)
    memoize(p, w)
    t = s.table
    size = t.used
    more = size > 0
    i = set_next(t, 0)
    while more:
        put(o, Op.MARK)
        n = 0
        while i >= 0:
            w_key = set_key(t, i)
            if not is_empty(w_key):
                save_element(p, w_key, w)
                n += 1
            i = set_next(t, i + 1)
            if n == BATCH:
                break
        put(o, Op.ADDITEMS)
        if s.table.used != size:
            raise runtime_error("set changed size during iteration")
        more = n == BATCH
    if p.fast != 0:
        leave(p, w)


def save_frozenset(p: W_Pickler, w: Value) -> None:
    if p.protocol < 4:
        reduces.save_old_set(p, w)
        return
    if p.fast != 0:
        enter(p, w)
    o = p.out
    t = unwrap(W_BaseSet, w).table
    put(o, Op.MARK)
    i = set_next(t, 0)
    while i >= 0:
        save_element(p, set_key(t, i), w)
        i = set_next(t, i + 1)
    if p.fast != 0:
        leave(p, w)
    known = memo_find(p.memo, w)
    if known >= 0:
        put(o, Op.POP_MARK)
        save_get(p, known)
        return
    put(o, Op.FROZENSET)
    memoize(p, w)


# Last, since these need what is above.
from protopython.modules._pickle import reduce as reduces  # noqa: E402
