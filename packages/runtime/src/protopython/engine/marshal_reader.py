"""Values from the bytes that marshal_writer.py describes.

Bytes from anywhere give a value or an exception. A code object is taken only from the compiler that is part of this runtime, and
only undamaged, which its checksum shows: its instructions are trusted from then on.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, EMPTY, Array, Value, i32, i64, try_as, u8, unwrap, wrap, wrap_shl
from protodialect.unsafe import address_of, bits_float, bytes_data, memcpy, new_str, str_data
from protopython.engine.code_version import FINGERPRINT
from protopython.objects.bytearray import bytearray_content, new_bytearray
from protopython.objects.code.code import InlineCache, W_Code
from protopython.objects.code.monitors import enroll_code
from protopython.objects.complex import new_complex
from protopython.objects.dict.dict import dict_set, new_dict
from protopython.objects.int.int import int_neg, new_int
from protopython.objects.int.methods import int_of_bytes
from protopython.objects.list.list import W_List, list_append, list_get, list_length, list_to_tuple, new_list
from protopython.objects.memoryview import memoryview_of
from protopython.objects.model.attributes import getattr_of
from protopython.objects.model.buffer import ARRAY_HEADER, bytes_of_memory, store_bytes
from protopython.objects.model.call import call1, call2
from protopython.objects.model.errors import error, type_error, value_error, x
from protopython.objects.model.interning import intern, looks_like_name
from protopython.objects.model.operations import index_of
from protopython.objects.model.types import type_name
from protopython.objects.set import FROZENSET, new_set, set_add
from protopython.objects.singletons import plain, w_Ellipsis, w_False, w_None, w_True
from protopython.objects.slice import W_Slice
from protopython.objects.str.str import as_str
from protopython.objects.tuple import new_tuple_n
from protopython.protocore.bytestrings import checksum_of
from protopython.protocore.error import PyError
from protopython.protocore.polling import check_signals
from protopython.protocore.value import from_int, is_empty, new_float, same

MAX_DEPTH: Final[int] = 2000
FLAG_REF: Final[int] = 0x80
SAFE_LENGTH: Final[int] = 10_000
"""Of a tuple that is given room before its items are seen."""
AT_ONCE: Final[int] = 1 << 20
"""How much is asked of a file at a time: what the data says of its size may be wrong."""


class Reader:
    data: bytes
    at: int
    depth: int
    refs: W_List
    allow_code: bool

    def __init__(self, data: bytes, allow_code: bool) -> None:
        self.data = data
        self.at = 0
        self.depth = 0
        self.refs = new_list()
        self.allow_code = allow_code

    def more(self) -> bool:
        """Whether there is more to be had, once all data is read."""
        return False

    def fill(self, n: int) -> None:
        """Called where fewer than n bytes are left."""
        raise too_short()

    def byte(self) -> int:
        if self.at >= len(self.data):
            self.fill(1)
        b = self.data[self.at]
        self.at += 1
        return b

    def number(self, size: int) -> int:
        """An unsigned number of less than 8 bytes, or 8 bytes as they are."""
        if self.at + size > len(self.data):
            self.fill(size)
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
            self.fill(n)
        part = self.data[self.at : self.at + n]
        self.at += n
        return part

    def value(self) -> Value:
        """The next object; NULL, the end of a dict, gives no value."""
        check_signals()
        if self.at >= len(self.data) and not self.more():
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
                list_append(self.refs, w_None)  # None is none of those that have numbers
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
            case 0x75:  # u
                return self.utf8()
            case 0x74:  # t
                return interned(self.utf8())
            case 0x61:  # a
                return self.ascii(self.size())
            case 0x41:  # A
                return interned(self.ascii(self.size()))
            case 0x7A:  # z
                return self.ascii(self.byte())
            case 0x5A:  # Z
                return interned(self.ascii(self.byte()))
            case 0x72:  # r
                n = self.size()
                if n >= list_length(self.refs):
                    raise value_error("bad marshal data (invalid reference)")
                w = list_get(self.refs, n)
                if same(w, w_None):
                    raise value_error("bad marshal data (invalid reference)")  # to what is not complete
                return w
            case _:
                return self.container(code, kept)

    def utf8(self) -> Value:
        return call2(getattr_of(wrap(self.part(self.size())), "decode"), wrap("utf-8"), wrap("surrogatepass"))

    def ascii(self, n: int) -> Value:
        if self.at + n > len(self.data):
            self.fill(n)
        self.at += n
        if COMPILED:
            s = new_str(1, n)
            memcpy(str_data(s), bytes_data(self.data) + self.at - n, n)
            return wrap(s)
        else:
            return wrap(self.data[self.at - n : self.at].decode("latin-1"))

    def float_text(self) -> float:
        text = as_str(self.ascii(self.byte()))
        return 0.0 if text is None else float(text)

    def long(self) -> Value:
        n = self.signed()
        digits = -n if n < 0 else n
        if digits > 0x7FFFFFFF:
            raise value_error("bad marshal data (long size out of range)")
        words = self.part(2 * digits)
        memory = Array[u8](2 * digits + 4, u8(0))
        digit = 1
        i = 0
        while i < digits:
            digit = words[2 * i] | (words[2 * i + 1] << 8)
            if digit > 0x7FFF:
                raise value_error("bad marshal data (digit out of range in long)")
            bit = 15 * i
            at = bit >> 3
            group = digit << (bit & 7)
            memory[at] = u8(memory[at] | (group & 255))
            memory[at + 1] = u8(memory[at + 1] | ((group >> 8) & 255))
            memory[at + 2] = u8(memory[at + 2] | (group >> 16))
            i += 1
        if digit == 0:
            raise value_error("bad marshal data (unnormalized long data)")
        w = int_of_bytes(bytes_of_memory(memory, 0, len(memory)), True, False)
        return int_neg(w) if n < 0 else w

    def container(self, code: int, kept: int) -> Value:
        match code:
            case 0x28 | 0x29:  # ( )
                n = self.size() if code == 0x28 else self.byte()
                return self.read_tuple(n, kept)
            case 0x5B:  # [
                return wrap(self.read_list(kept, "list"))
            case 0x3C:  # <
                return self.read_set(kept)
            case 0x3E:  # >
                return call1(wrap(FROZENSET), wrap(self.read_list(-1, "set")))
            case 0x7B:  # {
                return self.read_dict(kept)
            case 0x3A:  # :
                w_start = self.needed("slice")
                w_stop = self.needed("slice")
                return wrap(W_Slice(w_start, w_stop, self.needed("slice")))
            case 0x63:  # c
                return wrap(self.unsealed())
            case _:
                raise value_error("bad marshal data (unknown type code)")

    def read_tuple(self, n: int, kept: int) -> Value:
        """What is in it may refer to it while it is filled. More items than can be there get no room beforehand."""
        if n > max(len(self.data) - self.at, SAFE_LENGTH):
            items = new_list()
            for _i in range(n):
                list_append(items, self.needed("tuple"))
            return wrap(list_to_tuple(items))
        t = new_tuple_n(n)
        for i in range(n):
            t.items[i] = w_None
        if kept >= 0:
            self.refs.items[kept] = wrap(t)
        for i in range(n):
            t.items[i] = self.needed("tuple")
        return wrap(t)

    def read_set(self, kept: int) -> Value:
        s = new_set()
        if kept >= 0:
            self.refs.items[kept] = wrap(s)
        n = self.size()
        for _i in range(n):
            set_add(s, self.needed("set"))
        return wrap(s)

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

    # Code objects: what `Writer.seal` and `Writer.code` write.

    def unsealed(self) -> W_Code:
        """A code object, of which one that another version of the compiler made, or a damaged one, is no part."""
        if not self.allow_code:
            raise value_error("unmarshalling code objects is disallowed")
        made_by = self.number(8)
        checksum = self.number(8)
        payload = self.part(self.size())
        if made_by != FINGERPRINT or checksum != checksum_of(payload):
            raise value_error("bad marshal data (code object of another version, or damaged)")
        return CodeReader(payload, True).code()

    def words(self) -> Array[i64]:
        n = self.size()
        if self.at + 8 * n > len(self.data):
            self.fill(8 * n)
        words = Array[i64](n, 0)
        if COMPILED:
            memcpy(address_of(words) + ARRAY_HEADER, bytes_data(self.data) + self.at, 8 * n)
            self.at += 8 * n
        else:
            for i in range(n):
                words[i] = self.number(8)
        return words

    def text(self) -> str:
        w = self.needed("code")
        text = try_as(str, w)
        if text is None:
            raise type_error("name in code must be a str")
        return text

    def names(self) -> Array[str]:
        n = self.size()
        names = Array[str](n, "")
        for i in range(n):
            names[i] = self.text()
        return names


class FileReader(Reader):
    """Takes no more from a file than the value has."""

    w_file: Value

    def __init__(self, w_file: Value, allow_code: bool) -> None:
        super().__init__(b"", allow_code)
        self.w_file = w_file

    def more(self) -> bool:
        self.take(1)
        return self.at < len(self.data)

    def take(self, n: int) -> None:
        """Up to n more bytes, behind what is left of those read before."""
        room = new_bytearray(bytes_of_memory(Array[u8](n, u8(0)), 0, n))
        got = index_of(call1(getattr_of(self.w_file, "readinto"), wrap(memoryview_of(wrap(room)))))
        if got > n:
            raise value_error(f"read() returned too much data: {n} bytes requested, {got} returned")
        self.data = self.data[self.at : len(self.data)] + bytearray_content(room)[0 : max(got, 0)]
        self.at = 0

    def fill(self, n: int) -> None:
        left = len(self.data) - self.at
        while left < n:
            part = min(n - left, AT_ONCE)
            self.take(part)
            if len(self.data) < left + part:
                raise error(x.EOF_ERROR, "EOF read where not expected")
            left += part


class CodeReader(Reader):
    """Of the sealed part, where code objects are written bare and names are interned."""

    def ascii(self, n: int) -> Value:
        w = super().ascii(n)
        s = unwrap(str, w)
        return wrap(intern(s)) if looks_like_name(s) else w

    def unsealed(self) -> W_Code:
        return self.code()

    def code(self) -> W_Code:
        code = W_Code()
        code.name = self.text()
        code.qualname = self.text()
        code.filename = self.text()
        code.firstlineno = self.signed()
        code.flags = self.signed()
        code.argcount = self.signed()
        code.posonlyargcount = self.signed()
        code.kwonlyargcount = self.signed()
        code.n_params = self.signed()
        code.n_named = self.signed()
        code.n_regs = self.signed()
        code.n_cellvars = self.signed()
        code.n_freevars = self.signed()
        code.simple_parameters = self.byte() != 0
        code.uses_namespace = self.byte() != 0
        code.instrs = self.words()
        n = self.size()
        rows = Array[i32](n, i32(0))
        for i in range(n):
            rows[i] = i32(self.signed())
        code.exc_table = rows
        kinds = self.part(self.size())
        code.named_kinds = Array[u8](len(kinds), u8(0))
        store_bytes(code.named_kinds, 0, kinds)
        code.positions = self.part(self.size())
        code.position_table = None
        code.names = self.names()
        code.cache_names = self.names()
        code.caches = Array[InlineCache | None](len(code.cache_names), None)
        code.named = self.names()
        code.freevars = self.names()
        code.cellvars = self.names()
        n = self.size()
        consts = Array[Value](n, w_None)
        for i in range(n):
            consts[i] = self.needed("code")
        code.consts = consts
        enroll_code(code)
        return code


def too_short() -> PyError:
    return error(x.EOF_ERROR, "marshal data too short")


def unmarshalled(data: bytes, allow_code: bool) -> Value:
    """The first value in data. Raises EOFError, ValueError or TypeError where there is none."""
    return complete(Reader(data, allow_code))


def interned(w: Value) -> Value:
    return wrap(intern(unwrap(str, w)))


def unmarshalled_file(w_file: Value, allow_code: bool) -> Value:
    """The next value in an open file."""
    w = call1(getattr_of(w_file, "read"), from_int(0))
    if try_as(bytes, plain(w)) is None:
        raise type_error(f"file.read() returned not bytes but {type_name(w)}")
    return complete(FileReader(w_file, allow_code))


def complete(reader: Reader) -> Value:
    w = reader.value()
    if is_empty(w):
        raise type_error("NULL object in marshal data for object")
    return w
