"""The marshal module: values as bytes, in CPython's format (version 5), without code objects.

One byte says what follows; sizes and small ints are four bytes, least significant first; big ints are digits of 15 bits. Bit 0x80
of the byte says that the object may be referred to again by number: it is understood, and never written.
"""

from __future__ import annotations

from typing import Final

from protopyc.types import EMPTY, Array, Value, is_pointer, try_as, u8, unwrap, wrap, wrap_shl
from protopyc.unsafe import bits_float, float_bits
from protopython.objects.attributes import getattr_of
from protopython.objects.buffer import buffer_of, bytes_of_memory, store_bytes
from protopython.objects.call import call1, call2
from protopython.objects.complex import W_Complex, new_complex
from protopython.objects.define import constant, define_module, function
from protopython.objects.dict import DICT, W_Dict, dict_key_at, dict_next, dict_set, dict_value_at, new_dict
from protopython.objects.errors import error, type_error, value_error, x
from protopython.objects.int import int_bit_length, int_low64, int_neg, int_sign, is_integer, new_int
from protopython.objects.int_methods import bytes_of_int, int_of_bytes
from protopython.objects.list import LIST, W_List, list_append, list_get, list_length, new_list
from protopython.objects.operations import unpack_to_list
from protopython.objects.set import FROZENSET, SET
from protopython.objects.singletons import w_Ellipsis, w_False, w_None, w_True
from protopython.objects.slice import W_Slice
from protopython.objects.str import as_str
from protopython.objects.tuple import TUPLE, W_Tuple, new_tuple_n
from protopython.objects.types import type_name, type_of
from protopython.protocore.error import PyError
from protopython.protocore.value import float_value, from_int, int_value, is_empty, is_float, is_int, new_float, same

MODULE: Final[str] = "marshal"
MAX_DEPTH: Final[int] = 2000
FLAG_REF: Final[int] = 0x80

define_module(MODULE, "This module contains functions that can read and write Python values in a binary format.")
constant(MODULE, "version", 5)


# --- writing ------------------------------------------------------------------------------------------------------------


class Writer:
    out: Array[u8]
    n: int
    depth: int
    version: int

    def __init__(self, version: int) -> None:
        self.out = Array[u8](64, u8(0))
        self.n = 0
        self.depth = 0
        self.version = version

    def room(self, n: int) -> None:
        size = len(self.out)
        if self.n + n > size:
            grown = Array[u8](max(2 * size, self.n + n), u8(0))
            store_bytes(grown, 0, bytes_of_memory(self.out, 0, self.n))
            self.out = grown

    def byte(self, b: int) -> None:
        self.room(1)
        self.out[self.n] = u8(b)
        self.n += 1

    def number(self, x: int, size: int) -> None:
        self.room(size)
        i = 0
        while i < size:
            self.out[self.n + i] = u8(x >> (8 * i))
            i += 1
        self.n += size

    def data(self, data: bytes) -> None:
        self.room(len(data))
        store_bytes(self.out, self.n, data)
        self.n += len(data)

    def counted(self, kind: str, n: int) -> None:
        self.byte(ord(kind))
        self.number(n, 4)

    def value(self, w: Value) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise value_error("object too deeply nested to marshal")
        if not self.atom(w) and not self.container(w):
            self.other(w)
        self.depth -= 1

    def atom(self, w: Value) -> bool:
        """None, booleans, numbers; False for anything else."""
        if is_int(w) and -0x80000000 <= int_value(w) <= 0x7FFFFFFF:
            self.counted("i", int_value(w))
        elif same(w, w_None):
            self.byte(ord("N"))
        elif same(w, w_True):
            self.byte(ord("T"))
        elif same(w, w_False):
            self.byte(ord("F"))
        elif same(w, w_Ellipsis):
            self.byte(ord("."))
        elif same(w, wrap(x.STOP_ITERATION)):
            self.byte(ord("S"))
        elif is_float(w):
            self.byte(ord("g"))
            self.number(float_bits(float_value(w)), 8)
        elif is_integer(w):
            self.long(w)
        else:
            return False
        return True

    def long(self, w: Value) -> None:
        negative = int_sign(w) < 0
        if negative:
            w = int_neg(w)
        bits = int_bit_length(w)
        n = (bits + 14) // 15
        data = bytes_of_int(w, 2 * n + 2, True, False)
        self.counted("l", -n if negative else n)
        i = 0
        while i < n:
            bit = 15 * i
            at = bit >> 3
            group = data[at] | (data[at + 1] << 8) | (data[at + 2] << 16)
            self.number((group >> (bit & 7)) & 0x7FFF, 2)
            i += 1

    def container(self, w: Value) -> bool:
        t = type_of(w)
        if t is TUPLE:
            items = unwrap(W_Tuple, w)
            if items.length < 256 and self.version >= 4:
                self.byte(ord(")"))
                self.byte(items.length)
            else:
                self.counted("(", items.length)
            for i in range(items.length):
                self.value(items.items[i])
        elif t is LIST:
            self.items("[", unwrap(W_List, w))
        elif t is SET:
            self.items("<", unpack_to_list(w))
        elif t is FROZENSET:
            self.items(">", unpack_to_list(w))
        elif t is DICT:
            self.byte(ord("{"))
            d = unwrap(W_Dict, w)
            i = dict_next(d, 0)
            while i >= 0:
                self.value(dict_key_at(d, i))
                self.value(dict_value_at(d, i))
                i = dict_next(d, i + 1)
            self.byte(ord("0"))
        else:
            return False
        return True

    def items(self, kind: str, items: W_List) -> None:
        n = list_length(items)
        self.counted(kind, n)
        for i in range(n):
            self.value(list_get(items, i))

    def other(self, w: Value) -> None:
        text = try_as(str, w)
        if text is not None:
            data = utf8_of(w)
            self.counted("u", len(data))
            self.data(data)
            return
        data_of_bytes = try_as(bytes, w)
        if data_of_bytes is not None:
            self.counted("s", len(data_of_bytes))
            self.data(data_of_bytes)
            return
        number = try_as(W_Complex, w)
        if number is not None:
            self.byte(ord("y"))
            self.number(float_bits(number.real), 8)
            self.number(float_bits(number.imag), 8)
            return
        s = try_as(W_Slice, w)
        if s is not None and self.version >= 5:
            self.byte(ord(":"))
            self.value(s.w_start)
            self.value(s.w_stop)
            self.value(s.w_step)
            return
        b = buffer_of(w) if is_pointer(w) else None
        if b is None:
            raise value_error("unmarshallable object")
        data = b.to_bytes()
        self.counted("s", len(data))
        self.data(data)


def utf8_of(w: Value) -> bytes:
    return unwrap(bytes, call2(getattr_of(w, "encode"), wrap("utf-8"), wrap("surrogatepass")))


def marshalled(w_value: Value, w_version: Value) -> bytes:
    w = Writer(int_low64(w_version))
    w.value(w_value)
    return bytes_of_memory(w.out, 0, w.n)


@function(MODULE, "dumps(value, version=5, /, *, allow_code=True)", doc="The bytes that dump() would write.")
def dumps(w_value: Value, w_version: Value, w_allow: Value) -> Value:
    return wrap(marshalled(w_value, w_version))


@function(MODULE, "dump(value, file, version=5, /, *, allow_code=True)")
def dump(w_value: Value, w_file: Value, w_version: Value, w_allow: Value) -> Value:
    return call1(getattr_of(w_file, "write"), wrap(marshalled(w_value, w_version)))


# --- reading ------------------------------------------------------------------------------------------------------------


class Reader:
    data: bytes
    at: int
    depth: int
    refs: W_List

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        self.depth = 0
        self.refs = new_list()

    def byte(self) -> int:
        if self.at >= len(self.data):
            raise too_short()
        b = self.data[self.at]
        self.at += 1
        return b

    def number(self, size: int) -> int:
        """An unsigned number of less than 8 bytes, or 8 bytes as they are."""
        if self.at + size > len(self.data):
            raise too_short()
        n = 0
        i = 0
        while i < size:
            n |= wrap_shl(self.data[self.at + i], 8 * i)
            i += 1
        self.at += size
        return n

    def signed(self) -> int:
        n = self.number(4)
        return n - 0x100000000 if n > 0x7FFFFFFF else n

    def size(self) -> int:
        n = self.signed()
        if n < 0:
            raise value_error("bad marshal data (size out of range)")
        return n

    def part(self, n: int) -> bytes:
        if self.at + n > len(self.data):
            raise too_short()
        part = self.data[self.at : self.at + n]
        self.at += n
        return part

    def value(self) -> Value:
        """The next object; NULL, the end of a dict, gives no value."""
        if self.at >= len(self.data):
            raise error(x.EOF_ERROR, "EOF read where object expected")
        code = self.byte()
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise value_error("recursion limit exceeded")
        kept = -1
        if code & FLAG_REF != 0:
            code &= ~FLAG_REF
            if code != ord("N") and code != ord("T") and code != ord("F") and code != ord(".") and code != ord("S"):
                kept = list_length(self.refs)
                list_append(self.refs, w_None)
        w = self.object(code, kept)
        if kept >= 0 and not is_empty(w):
            self.refs.items[kept] = w
        self.depth -= 1
        return w

    def needed(self, what: str) -> Value:
        w = self.value()
        if is_empty(w):
            raise type_error(f"NULL object in marshal data for {what}")
        return w

    def object(self, code: int, kept: int) -> Value:
        match code:
            case 0x30:  # 0
                return EMPTY
            case 0x4E:  # N
                return w_None
            case 0x54:  # T
                return w_True
            case 0x46:  # F
                return w_False
            case 0x2E:  # .
                return w_Ellipsis
            case 0x53:  # S
                return wrap(x.STOP_ITERATION)
            case 0x69:  # i
                return from_int(self.signed())
            case 0x49:  # I
                return new_int(self.number(8))
            case 0x6C:  # l
                return self.long()
            case 0x67:  # g
                return new_float(bits_float(self.number(8)))
            case 0x66:  # f
                return new_float(self.float_text())
            case 0x79:  # y
                real = bits_float(self.number(8))
                return new_complex(real, bits_float(self.number(8)))
            case 0x73:  # s
                return wrap(self.part(self.size()))
            case 0x75 | 0x74:  # u, t
                return call2(getattr_of(wrap(self.part(self.size())), "decode"), wrap("utf-8"), wrap("surrogatepass"))
            case 0x61 | 0x41:  # a, A
                return self.ascii(self.size())
            case 0x7A | 0x5A:  # z, Z
                return self.ascii(self.byte())
            case 0x72:  # r
                n = self.size()
                if n >= list_length(self.refs):
                    raise value_error("bad marshal data (invalid reference)")
                return list_get(self.refs, n)
            case _:
                return self.container(code, kept)

    def ascii(self, n: int) -> Value:
        return call1(getattr_of(wrap(self.part(n)), "decode"), wrap("latin-1"))

    def float_text(self) -> float:
        text = as_str(self.ascii(self.byte()))
        return 0.0 if text is None else float(text)

    def long(self) -> Value:
        n = self.signed()
        digits = -n if n < 0 else n
        memory = Array[u8](2 * digits + 4, u8(0))
        i = 0
        while i < digits:
            digit = self.number(2)
            if digit > 0x7FFF:
                raise value_error("bad marshal data (digit out of range in long)")
            bit = 15 * i
            at = bit >> 3
            group = digit << (bit & 7)
            memory[at] = u8(memory[at] | (group & 255))
            memory[at + 1] = u8(memory[at + 1] | ((group >> 8) & 255))
            memory[at + 2] = u8(memory[at + 2] | (group >> 16))
            i += 1
        w = int_of_bytes(bytes_of_memory(memory, 0, len(memory)), True, False)
        return int_neg(w) if n < 0 else w

    def container(self, code: int, kept: int) -> Value:
        match code:
            case 0x28 | 0x29:  # ( )
                n = self.size() if code == 0x28 else self.byte()
                t = new_tuple_n(n)
                for i in range(n):
                    t.items[i] = self.needed("tuple")
                return wrap(t)
            case 0x5B:  # [
                return wrap(self.read_list(kept, "list"))
            case 0x3C:  # <
                return call1(wrap(SET), wrap(self.read_list(-1, "set")))
            case 0x3E:  # >
                return call1(wrap(FROZENSET), wrap(self.read_list(-1, "set")))
            case 0x7B:  # {
                return self.read_dict(kept)
            case 0x3A:  # :
                w_start = self.needed("slice")
                w_stop = self.needed("slice")
                return wrap(W_Slice(w_start, w_stop, self.needed("slice")))
            case _:
                raise value_error("bad marshal data (unknown type code)")

    def read_list(self, kept: int, what: str) -> W_List:
        items = new_list()
        if kept >= 0:
            self.refs.items[kept] = wrap(items)
        n = self.size()
        for _i in range(n):
            list_append(items, self.needed(what))
        return items

    def read_dict(self, kept: int) -> Value:
        d = new_dict()
        if kept >= 0:
            self.refs.items[kept] = wrap(d)
        while True:
            w_key = self.value()
            if is_empty(w_key):
                return wrap(d)
            w_value = self.value()
            if is_empty(w_value):
                return wrap(d)
            dict_set(d, w_key, w_value)


def too_short() -> PyError:
    return error(x.EOF_ERROR, "marshal data too short")


def unmarshalled(data: bytes) -> Value:
    w = Reader(data).value()
    if is_empty(w):
        raise type_error("NULL object in marshal data for object")
    return w


@function(MODULE, "loads(bytes, /, *, allow_code=True)")
def loads(w_bytes: Value, w_allow: Value) -> Value:
    b = buffer_of(w_bytes)
    if b is None:
        raise type_error(f"a bytes-like object is required, not '{type_name(w_bytes)}'")
    return unmarshalled(b.to_bytes())
