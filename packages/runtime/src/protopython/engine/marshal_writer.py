"""Values as bytes, in the format of CPython's marshal module (version 5); code objects in a form of our own.

One byte says what follows; sizes and small ints are four bytes, least significant first; big ints are digits of 15 bits. Bit 0x80
of the byte says that the object may be referred to again by number: from version 3 on, each object but the singletons is written once.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, Value, is_pointer, str_char, try_as, u8, unwrap, wrap
from protodialect.unsafe import float_bits
from protopython.engine.code_version import FINGERPRINT
from protopython.objects.code.code import W_Code, plain_instrs
from protopython.objects.complex import COMPLEX, W_Complex
from protopython.objects.dict.dict import DICT, W_Dict, stable_table, table_key, table_next, table_value
from protopython.objects.int.int import int_bit_length, int_neg, int_sign, is_integer
from protopython.objects.int.methods import bytes_of_int
from protopython.objects.list.list import LIST, W_List, list_append, list_get, list_snapshot, new_list
from protopython.objects.model.attributes import getattr_of
from protopython.objects.model.buffer import buffer_of, bytes_of_memory, store_bytes
from protopython.objects.model.call import call2, call_method0
from protopython.objects.model.errors import runtime_error, value_error, x
from protopython.objects.model.identity import identity
from protopython.objects.model.interning import is_interned
from protopython.objects.model.types import type_of
from protopython.objects.set import FROZENSET, SET, W_BaseSet, set_array
from protopython.objects.singletons import w_Ellipsis, w_False, w_None, w_True
from protopython.objects.slice import W_Slice
from protopython.objects.tuple import TUPLE, W_Tuple, new_tuple2
from protopython.protocore.bytestrings import checksum_of
from protopython.protocore.polling import check_signals
from protopython.protocore.value import float_value, from_int, int_value, is_float, is_int, same

MAX_DEPTH: Final[int] = 2000
FLAG_REF: Final[int] = 0x80
INCOMPLETE: Final[int] = -2
"""In place of the number of an object that is being written."""


class Writer:
    out: Array[u8]
    n: int
    depth: int
    version: int
    allow_code: bool
    texts: dict[str, int] | None
    """In a code object: the strings written so far, by number; each is written once, and nothing else has a number."""
    refs: dict[int, int]
    """Else: the numbers of the objects written so far, by their words."""
    held: W_List
    """These objects, which must live on: what Python code drops meanwhile would leave its address to another object."""
    flag: int
    """Of the type byte that comes next."""

    def __init__(self, version: int, allow_code: bool) -> None:
        self.out = Array[u8](64, u8(0))
        self.n = 0
        self.depth = 0
        self.version = version
        self.allow_code = allow_code
        self.texts = None
        self.refs = {}
        self.held = new_list()
        self.flag = 0

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

    def kind(self, code: str) -> None:
        """The byte that says what follows."""
        self.byte(ord(code) | self.flag)
        self.flag = 0

    def counted(self, kind: str, n: int) -> None:
        self.kind(kind)
        self.number(n, 4)

    def value(self, w: Value) -> None:
        check_signals()
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise value_error("object too deeply nested to marshal")
        if not self.singleton(w) and not self.known(w) and not self.simple(w) and not self.container(w):
            self.other(w)
        self.depth -= 1

    def singleton(self, w: Value) -> bool:
        if same(w, w_None):
            self.byte(ord("N"))
        elif same(w, w_True):
            self.byte(ord("T"))
        elif same(w, w_False):
            self.byte(ord("F"))
        elif same(w, w_Ellipsis):
            self.byte(ord("."))
        elif same(w, wrap(x.STOP_ITERATION)):
            self.byte(ord("S"))
        else:
            return False
        return True

    def known(self, w: Value) -> bool:
        """Refers to an object that was written already; else it gets a number."""
        if self.version < 3 or self.texts is not None:
            return False
        word = identity(w)
        n = self.refs.get(word, -1)
        if n == INCOMPLETE:
            raise value_error("unmarshallable object")  # a loop through what cannot be made before its parts
        if n >= 0:
            self.counted("r", n)
            return True
        self.refs[word] = len(self.refs)
        list_append(self.held, w)
        self.flag = FLAG_REF
        return False

    def simple(self, w: Value) -> bool:
        """Numbers; False for anything else."""
        if is_int(w) and -0x80000000 <= int_value(w) <= 0x7FFFFFFF:
            self.counted("i", int_value(w))
        elif is_float(w):
            self.kind("g")
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
                self.kind(")")
                self.byte(items.length)
            else:
                self.counted("(", items.length)
            for i in range(items.length):
                self.value(items.items[i])
        elif t is LIST:
            self.items("[", list_snapshot(unwrap(W_List, w)))
        elif t is SET:
            self.items_of_set("<", unwrap(W_BaseSet, w))
        elif t is FROZENSET:
            self.items_of_set(">", unwrap(W_BaseSet, w))
        elif t is DICT:
            self.kind("{")
            table = stable_table(unwrap(W_Dict, w))
            i = table_next(table, 0)
            while i >= 0:
                self.value(table_key(table, i))
                self.value(table_value(table, i))
                i = table_next(table, i + 1)
            self.byte(ord("0"))
        else:
            return False
        return True

    def items(self, kind: str, items: Array[Value]) -> None:
        self.counted(kind, len(items))
        for i in range(len(items)):
            self.value(items[i])

    def items_of_set(self, kind: str, s: W_BaseSet) -> None:
        """Its items in the order of their bytes: hashes differ from run to run."""
        items = set_array(s)
        n = len(items)
        self.counted(kind, n)
        pairs = new_list()
        for i in range(n):
            list_append(pairs, wrap(new_tuple2(wrap(marshalled(items[i], self.version, self.allow_code)), from_int(i))))
            if s.table.used != n:
                raise runtime_error("set changed size during iteration")
        call_method0(wrap(pairs), "sort")
        for i in range(n):
            self.value(items[int_value(unwrap(W_Tuple, list_get(pairs, i)).items[1])])

    def other(self, w: Value) -> None:
        text = try_as(str, w)
        if text is not None:
            self.text(text)
            return
        code = try_as(W_Code, w)
        if code is not None:
            self.kind("c")
            if self.texts is None:
                self.seal(code)
            else:
                self.code(code)
            return
        data_of_bytes = try_as(bytes, w)
        if data_of_bytes is not None:
            self.counted("s", len(data_of_bytes))
            self.data(data_of_bytes)
            return
        if type_of(w) is COMPLEX:
            number = unwrap(W_Complex, w)
            self.kind("y")
            self.number(float_bits(number.real), 8)
            self.number(float_bits(number.imag), 8)
            return
        s = try_as(W_Slice, w)
        if s is not None and self.version >= 5:
            self.kind(":")
            word = identity(w)
            n = self.refs.get(word, -1)
            self.refs[word] = INCOMPLETE
            self.value(s.w_start)
            self.value(s.w_stop)
            self.value(s.w_step)
            self.refs[word] = n
            return
        b = buffer_of(w) if is_pointer(w) else None
        if b is None:
            raise value_error("unmarshallable object")
        data = b.to_bytes()
        if self.flag != 0:  # the bytes are a copy: they are not the object that may be met again
            self.refs.pop(identity(w))
            self.flag = 0
        self.counted("s", len(data))
        self.data(data)

    def text(self, text: str) -> None:
        texts = self.texts
        if texts is not None:
            known = texts.get(text, -1)
            if known >= 0:
                self.counted("r", known)
                return
            texts[text] = len(texts)
            self.flag = FLAG_REF
        n = len(text)
        interned = texts is None and self.version >= 3 and is_interned(text)
        if not text.isascii() or self.version < 4:
            data = utf8_of(wrap(text))
            self.counted("t" if interned else "u", len(data))
            self.data(data)
            return
        if n < 256:
            self.kind("Z" if interned else "z")
            self.byte(n)
        else:
            self.counted("A" if interned else "a", n)
        self.room(n)
        i = 0
        while i < n:
            self.out[self.n + i] = u8(str_char(text, i))
            i += 1
        self.n += n

    # Code objects: what `Reader.unsealed` and `Reader.code` read back.

    def seal(self, code: W_Code) -> None:
        """A code object with all it holds, behind the fingerprint of the compiler and a checksum."""
        if not self.allow_code:
            raise value_error("marshalling code objects is disallowed")
        inner = Writer(self.version, True)
        inner.texts = {}
        inner.code(code)
        payload = bytes_of_memory(inner.out, 0, inner.n)
        self.number(FINGERPRINT, 8)
        self.number(checksum_of(payload), 8)
        self.number(len(payload), 4)
        self.data(payload)

    def code(self, code: W_Code) -> None:
        self.text(code.name)
        self.text(code.qualname)
        self.text(code.filename)
        self.number(code.firstlineno, 4)
        self.number(code.flags, 4)
        self.number(code.argcount, 4)
        self.number(code.posonlyargcount, 4)
        self.number(code.kwonlyargcount, 4)
        self.number(code.n_params, 4)
        self.number(code.n_named, 4)
        self.number(code.n_regs, 4)
        self.number(code.n_cellvars, 4)
        self.number(code.n_freevars, 4)
        self.byte(1 if code.simple_parameters else 0)
        self.byte(1 if code.uses_namespace else 0)
        n = len(code.instrs)
        self.number(n, 4)
        for i in range(n):
            self.number(plain_instrs(code)[i], 8)
        n = len(code.exc_table)
        self.number(n, 4)
        for i in range(n):
            self.number(code.exc_table[i], 4)
        n = len(code.named_kinds)
        self.number(n, 4)
        for i in range(n):
            self.byte(code.named_kinds[i])
        self.number(len(code.positions), 4)
        self.data(code.positions)
        self.names(code.names)
        self.names(code.cache_names)
        self.names(code.named)
        self.names(code.freevars)
        self.names(code.cellvars)
        n = len(code.consts)
        self.number(n, 4)
        for i in range(n):
            self.value(code.consts[i])

    def names(self, names: Array[str]) -> None:
        self.number(len(names), 4)
        for i in range(len(names)):
            self.text(names[i])


def utf8_of(w: Value) -> bytes:
    return unwrap(bytes, call2(getattr_of(w, "encode"), wrap("utf-8"), wrap("surrogatepass")))


def marshalled(w_value: Value, version: int, allow_code: bool) -> bytes:
    """The bytes of a value. Raises ValueError for what has no such form."""
    w = Writer(version, allow_code)
    w.value(w_value)
    return bytes_of_memory(w.out, 0, w.n)
