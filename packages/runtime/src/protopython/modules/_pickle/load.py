"""The machine that reads pickles: what each opcode does to the stack of _pickle/stack.py."""

from __future__ import annotations

from typing import Final

from protodialect.types import (
    COMPILED,
    EMPTY,
    Array,
    Value,
    array_ptr,
    inline,
    locked,
    try_as,
    unlikely,
    unwrap,
    wrap,
    wrap_shl,
)
from protodialect.unsafe import bits_float, bytes_data, load8, load64, memcpy, new_str, str_data
from protopython.modules._pickle.build import build, instantiate, new_object, new_object_ex
from protopython.modules._pickle.errors import truncated, unpickling_error
from protopython.modules._pickle.globals import find_global, registry_dict
from protopython.modules._pickle.input import Input, at_end, begin_frame, byte_at, need, read_over, take_byte, take_bytes, take_line, take_number
from protopython.modules._pickle.memo import read_memo_get, read_memo_put
from protopython.modules._pickle.opcodes import HIGHEST_PROTOCOL, Op
from protopython.modules._pickle.stack import W_Unpickler, below, clear_stack, pop, pop_mark, popped_tuple, push, push_mark, top, underflow
from protopython.objects.bytearray import new_bytearray
from protopython.objects.codecs.codecs import decode_bytes, decode_utf8
from protopython.objects.codecs.escapes import decode_bytes_escape, decode_raw_unicode_escape
from protopython.objects.dict.dict import DICT, W_Dict, dict_get, dict_set, new_dict, new_table, table_size_for
from protopython.objects.exceptions.exceptions import EOF_ERROR, MEMORY_ERROR, UNICODE_DECODE_ERROR, VALUE_ERROR
from protopython.objects.float.parse import parse_float
from protopython.objects.int.int import int_to_i64, new_int
from protopython.objects.int.methods import int_of_bytes, int_of_text
from protopython.objects.list.list import LIST, W_List, list_append, list_extend_ptr, list_of_ptr, new_list
from protopython.objects.memoryview import memoryview_of, new_view
from protopython.objects.model.attributes import find_attr, getattr_of
from protopython.objects.model.buffer import sub_buffer
from protopython.objects.model.call import call1, call2, call_tuple
from protopython.objects.model.errors import error, error_matches, overflow_error, type_error, value_error
from protopython.objects.model.number_text import number_text
from protopython.objects.model.operations import next_of, setitem
from protopython.objects.model.types import type_of
from protopython.objects.set import W_BaseSet, W_Set, new_frozenset, new_set, reserve_set, set_add
from protopython.objects.singletons import new_bool, w_False, w_None, w_True
from protopython.objects.str.str import as_str
from protopython.objects.tuple import EMPTY_TUPLE, W_Tuple, new_tuple1, new_tuple2, new_tuple3
from protopython.protocore.error import PyError
from protopython.protocore.strings import str_chr
from protopython.protocore.value import from_int, int_value, is_empty, is_int, new_float

HIGH_BITS: Final[int] = -0x7F7F7F7F7F7F7F80
"""0x8080808080808080: the bits that are 0 in ASCII characters."""


# --- the loop ---------------------------------------------------------------------------------------------------------------


def load_value(u: W_Unpickler) -> Value:
    """The value of the next pickle of the input."""
    clear_stack(u)
    src = u.input
    while True:
        if src.at < src.limit:
            op = byte_at(src.data, src.at)
        else:
            if at_end(src):
                raise error(EOF_ERROR, "Ran out of input")
            op = byte_at(src.data, src.at)
        src.at += 1
        match op:
            case Op.BININT1:
                push(u, from_int(take_byte(src)))
            case Op.BININT2:
                push(u, from_int(take_number(src, 2)))
            case Op.BININT:
                push(u, from_int(signed32(take_number(src, 4))))
            case Op.BINGET:
                load_memo(u, take_byte(src))
            case Op.LONG_BINGET:
                load_memo(u, take_number(src, 4))
            case Op.MEMOIZE:
                read_memo_put(u.memo, u.memo.used, top(u))
            case Op.BINPUT:
                i = take_byte(src)
                read_memo_put(u.memo, i, top(u))
            case Op.LONG_BINPUT:
                i = take_number(src, 4)
                read_memo_put(u.memo, i, top(u))
            case Op.SHORT_BINUNICODE:
                load_text(u, take_byte(src))
            case Op.BINUNICODE:
                load_text(u, take_number(src, 4))
            case Op.BINUNICODE8:
                load_text(u, take_size(src, "BINUNICODE"))
            case Op.NONE:
                push(u, w_None)
            case Op.NEWTRUE:
                push(u, w_True)
            case Op.NEWFALSE:
                push(u, w_False)
            case Op.BINFLOAT:
                load_binfloat(u)
            case Op.MARK:
                push_mark(u)
            case Op.TUPLE:
                push(u, wrap(popped_tuple(u, pop_mark(u))))
            case Op.EMPTY_TUPLE:
                push(u, wrap(EMPTY_TUPLE))
            case Op.TUPLE1:
                push(u, wrap(new_tuple1(pop(u))))
            case Op.TUPLE2:
                w_second = pop(u)
                push(u, wrap(new_tuple2(pop(u), w_second)))
            case Op.TUPLE3:
                w_third = pop(u)
                w_second = pop(u)
                push(u, wrap(new_tuple3(pop(u), w_second, w_third)))
            case Op.EMPTY_LIST:
                push(u, wrap(new_list()))
            case Op.APPEND:
                w_item = pop(u)
                append_one(top(u), w_item)
            case Op.APPENDS:
                load_appends(u)
            case Op.EMPTY_DICT:
                push(u, wrap(new_dict()))
            case Op.SETITEM:
                w_item = pop(u)
                w_key = pop(u)
                set_one(top(u), w_key, w_item)
            case Op.SETITEMS:
                load_setitems(u)
            case Op.EMPTY_SET:
                push(u, wrap(new_set()))
            case Op.ADDITEMS:
                load_additems(u)
            case Op.FROZENSET:
                load_frozenset(u)
            case Op.SHORT_BINBYTES:
                push(u, wrap(take_bytes(src, take_byte(src))))
            case Op.BINBYTES:
                push(u, wrap(take_bytes(src, take_number(src, 4))))
            case Op.BINBYTES8:
                push(u, wrap(take_bytes(src, take_size(src, "BINBYTES"))))
            case Op.BYTEARRAY8:
                push(u, wrap(new_bytearray(take_bytes(src, take_size(src, "BYTEARRAY8")))))
            case Op.LONG1:
                load_long1(u)
            case Op.LONG4:
                n = signed32(take_number(src, 4))
                if n < 0:
                    raise unpickling_error("LONG pickle has negative byte count")
                push(u, int_of_bytes(take_bytes(src, n), True, True))
            case Op.STACK_GLOBAL:
                load_stack_global(u)
            case Op.REDUCE:
                w_args = pop(u)
                w_callable = pop(u)
                args = try_as(W_Tuple, w_args)
                if args is None:
                    raise type_error("argument list must be a tuple")
                push(u, call_tuple(w_callable, args))
            case Op.NEWOBJ:
                w_args = pop(u)
                push(u, new_object(pop(u), w_args))
            case Op.NEWOBJ_EX:
                w_kwargs = pop(u)
                w_args = pop(u)
                push(u, new_object_ex(pop(u), w_args, w_kwargs))
            case Op.BUILD:
                w_item = pop(u)
                build(top(u), w_item)
            case Op.FRAME:
                begin_frame(src, take_size(src, "FRAME length"))
            case Op.PROTO:
                n = take_byte(src)
                if n > HIGHEST_PROTOCOL:
                    raise value_error(f"unsupported pickle protocol: {n}")
                u.protocol = n
            case Op.STOP:
                w = pop(u)
                read_over(src)
                return w
            case _:
                load_rare(u, src, op)


def load_rare(u: W_Unpickler, src: Input, op: int) -> None:
    """The opcodes that today's picklers seldom write, or not at all."""
    match op:
        case Op.GLOBAL:
            load_global(u)
        case Op.BINPERSID:
            push(u, persistent_object(u, pop(u)))
        case Op.PERSID:
            push(u, persistent_object(u, ascii_id(take_line(src))))
        case Op.NEXT_BUFFER:
            load_next_buffer(u)
        case Op.READONLY_BUFFER:
            load_readonly_buffer(u)
        case Op.POP:
            if u.n_marks > 0 and u.marks[u.n_marks - 1] == u.height:
                pop_mark(u)
            else:
                pop(u)
        case Op.POP_MARK:
            u.height = pop_mark(u)
        case Op.DUP:
            push(u, top(u))
        case Op.LIST:
            start = pop_mark(u)
            n = u.height - start
            u.height = start
            push(u, wrap(list_of_ptr(array_ptr(u.stack, start), n) if n > 0 else new_list()))
        case Op.DICT:
            start = pop_mark(u)
            if (u.height - start) & 1 != 0:
                raise unpickling_error("odd number of items for DICT")
            d = new_dict()
            set_pairs(u, d, start)
            push(u, wrap(d))
        case Op.GET:
            load_memo(u, memo_number(src))
        case Op.PUT:
            load_put(u)
        case Op.EXT1:
            load_extension(u, take_byte(src))
        case Op.EXT2:
            load_extension(u, take_number(src, 2))
        case Op.EXT4:
            load_extension(u, signed32(take_number(src, 4)))
        case Op.INST:
            load_inst(u)
        case Op.OBJ:
            start = pop_mark(u)
            if u.height - start < 1:
                raise underflow(u)
            args = popped_tuple(u, start + 1)
            push(u, instantiate(pop(u), args))
        case Op.INT:
            load_int(u)
        case Op.LONG:
            load_long(u)
        case Op.FLOAT:
            push(u, new_float(float_of_line(text_line(src))))
        case Op.UNICODE:
            line = take_line(src)
            text, _n = decode_raw_unicode_escape(line[0 : len(line) - 1], "strict", True)
            push(u, wrap(text))
        case Op.STRING:
            load_string(u)
        case Op.BINSTRING:
            n = signed32(take_number(src, 4))
            if n < 0:
                raise unpickling_error("BINSTRING pickle has negative byte count")
            push(u, old_string(u, take_bytes(src, n)))
        case Op.SHORT_BINSTRING:
            push(u, old_string(u, take_bytes(src, take_byte(src))))
        case _:
            shown = chr(op) if 0x20 <= op <= 0x7E and op != 39 and op != 92 else "\\x" + wrap_hex(op)
            raise unpickling_error(f"invalid load key, '{shown}'.")


def wrap_hex(x: int) -> str:
    digits = "0123456789abcdef"
    return digits[x >> 4] + digits[x & 15]


@inline
def signed32(n: int) -> int:
    return n - 0x100000000 if n > 0x7FFFFFFF else n


def take_size(src: Input, what: str) -> int:
    n = take_number(src, 8)
    if n < 0:
        kind = "of" if what == "FRAME length" else "size of"
        raise overflow_error(f"{what} exceeds system's maximum {kind} 9223372036854775807 bytes")
    return n


# --- numbers ----------------------------------------------------------------------------------------------------------------


def load_binfloat(u: W_Unpickler) -> None:
    src = u.input
    need(src, 8)
    bits = 0
    for i in range(8):
        bits = wrap_shl(bits, 8) | byte_at(src.data, src.at + i)
    src.at += 8
    push(u, new_float(bits_float(bits)))


def load_long1(u: W_Unpickler) -> None:
    src = u.input
    n = take_byte(src)
    if n > 8:
        push(u, int_of_bytes(take_bytes(src, n), True, True))
        return
    need(src, n)
    i = 0
    x = 0
    while i < n:
        x |= wrap_shl(byte_at(src.data, src.at + i), 8 * i)
        i += 1
    src.at += n
    if 0 < n < 8 and x >= 1 << (8 * n - 1):
        x -= 1 << (8 * n)
    push(u, new_int(x))


def text_line(src: Input) -> bytes:
    """A line with something in it."""
    line = take_line(src)
    if len(line) < 2:
        raise truncated()
    return line


def int_of_line(line: bytes) -> Value:
    text, _n = decode_utf8(line, "strict", True)
    return int_of_text(number_text(text), 10, wrap(text))


def load_int(u: W_Unpickler) -> None:
    """INT, which in two forms stands for False and True."""
    line = text_line(u.input)
    try:
        w = int_of_line(line)
    except PyError as e:
        if not error_matches(e, VALUE_ERROR):
            raise
        raise value_error("could not convert string to int") from None
    if len(line) == 3 and line[1] != 32 and is_int(w) and 0 <= int_value(w) <= 1:
        w = new_bool(int_value(w) == 1)
    push(u, w)


def load_long(u: W_Unpickler) -> None:
    line = text_line(u.input)
    end = len(line) - 2
    push(u, int_of_line(line[0:end] if line[end] == 76 else line))


def float_of_line(line: bytes) -> float:
    text, _n = decode_utf8(line, "replace", True)
    r = parse_float(text, 0)
    if r.end == 0:
        raise value_error(f"could not convert string to float: '{text}'")
    if r.end != len(text) - 1:
        raise value_error("could not convert string to float")
    if r.value - r.value != 0.0 and text.lower().find("n") < 0:
        raise overflow_error(f"value too large to convert to float: '{text}'")
    return r.value


# --- texts --------------------------------------------------------------------------------------------------------------------


@inline
def load_text(u: W_Unpickler, n: int) -> None:
    src = u.input
    need(src, n)
    at = src.at
    src.at = at + n
    push(u, wrap(text_of(src.data, at, n)))


def text_of(data: bytes, at: int, n: int) -> str:
    """n bytes of UTF-8 from index `at` on, in which lone surrogates may stand."""
    if n == 0:
        return ""
    if COMPILED:
        if not is_ascii_run(bytes_data(data) + at, n):
            return decoded(data[at : at + n])
        if n == 1:
            return str_chr(byte_at(data, at))
        s = new_str(1, n)
        memcpy(str_data(s), bytes_data(data) + at, n)
        return s
    else:
        return decoded(data[at : at + n])


def is_ascii_run(address: int, n: int) -> bool:
    """Compiled code only."""
    i = 0
    while i + 8 <= n:
        if load64(address + i) & HIGH_BITS != 0:
            return False
        i += 8
    while i < n:
        if load8(address + i) >= 128:
            return False
        i += 1
    return True


def decoded(data: bytes) -> str:
    text, _n = decode_utf8(data, "surrogatepass", True)
    return text


def load_string(u: W_Unpickler) -> None:
    line = take_line(u.input)
    n = len(line) - 1
    if n < 2 or line[0] != line[n - 1] or (line[0] != 39 and line[0] != 34):
        raise unpickling_error("the STRING opcode argument must be quoted")
    push(u, old_string(u, decode_bytes_escape(line[1 : n - 1], "strict")))


def old_string(u: W_Unpickler, data: bytes) -> Value:
    """A string of Python 2."""
    if u.encoding == "bytes":
        return wrap(data)
    return decode_bytes(data, u.encoding, u.errors)


# --- the memo -----------------------------------------------------------------------------------------------------------------


@inline
def load_memo(u: W_Unpickler, i: int) -> None:
    w = EMPTY if i < 0 else read_memo_get(u.memo, i)
    if unlikely(is_empty(w)):
        raise unpickling_error(f"Memo value not found at index {i}")
    push(u, w)


def memo_number(src: Input) -> int:
    line = text_line(src)
    i, too_big = int_to_i64(int_of_line(line))
    if too_big:
        raise overflow_error("Python int too large to convert to C ssize_t")
    return i


def load_put(u: W_Unpickler) -> None:
    i = memo_number(u.input)
    w = top(u)
    if i < 0:
        raise value_error("negative PUT argument")
    if i >= 1 << 60:
        raise error(MEMORY_ERROR, "")
    read_memo_put(u.memo, i, w)


# --- containers -----------------------------------------------------------------------------------------------------------------


def append_one(w_list: Value, w_item: Value) -> None:
    if type_of(w_list) is LIST:
        list_append(unwrap(W_List, w_list), w_item)
        return
    w_extend = find_attr(w_list, "extend")
    if is_empty(w_extend):
        call1(getattr_of(w_list, "append"), w_item)
        return
    items = new_list()
    list_append(items, w_item)
    call1(w_extend, wrap(items))


def load_appends(u: W_Unpickler) -> None:
    start = pop_mark(u)
    w_list = below(u, start)
    n = u.height - start
    u.height = start
    if n == 0:
        return
    if type_of(w_list) is LIST:
        list_extend_ptr(unwrap(W_List, w_list), array_ptr(u.stack, start), n)
        return
    stack = u.stack
    w_extend = find_attr(w_list, "extend")
    if not is_empty(w_extend):
        call1(w_extend, wrap(list_of_ptr(array_ptr(stack, start), n)))
        return
    w_append = getattr_of(w_list, "append")
    for i in range(n):
        call1(w_append, stack[start + i])


def set_one(w_dict: Value, w_key: Value, w_value: Value) -> None:
    if type_of(w_dict) is DICT:
        dict_set(unwrap(W_Dict, w_dict), w_key, w_value)
    else:
        setitem(w_dict, w_key, w_value)


def load_setitems(u: W_Unpickler) -> None:
    start = pop_mark(u)
    w_dict = below(u, start)
    n = u.height - start
    if n == 0:
        return
    if n & 1 != 0:
        raise unpickling_error("odd number of items for SETITEMS")
    if type_of(w_dict) is DICT:
        set_pairs(u, unwrap(W_Dict, w_dict), start)
        return
    stack = u.stack
    u.height = start
    for i in range(n // 2):
        setitem(w_dict, stack[start + 2 * i], stack[start + 2 * i + 1])


def set_pairs(u: W_Unpickler, d: W_Dict, start: int) -> None:
    """Moves keys and values from the stack, from `start` on, to d."""
    stack = u.stack
    end = u.height
    u.height = start
    if end - start > 10:
        with locked(d):
            if d.table.used == 0:
                d.table = new_table(table_size_for((end - start) // 2))
    i = start
    while i < end:
        dict_set(d, stack[i], stack[i + 1])
        i += 2


def load_additems(u: W_Unpickler) -> None:
    start = pop_mark(u)
    w_set = below(u, start)
    end = u.height
    u.height = start
    stack = u.stack
    s = try_as(W_Set, w_set)
    if s is None:
        w_add = getattr_of(w_set, "add") if end > start else EMPTY
        for i in range(start, end):
            call1(w_add, stack[i])
        return
    add_all(s, stack, start, end)


def add_all(s: W_BaseSet, stack: Array[Value], start: int, end: int) -> None:
    if end - start > 4:
        reserve_set(s, end - start)
    for i in range(start, end):
        set_add(s, stack[i])


def load_frozenset(u: W_Unpickler) -> None:
    start = pop_mark(u)
    end = u.height
    u.height = start
    s = new_set()
    add_all(s, u.stack, start, end)
    push(u, wrap(new_frozenset(s.table)))


# --- objects ----------------------------------------------------------------------------------------------------------------------


def find_class(u: W_Unpickler, w_module: Value, w_name: Value) -> Value:
    if u.own_find_class:
        return call2(getattr_of(wrap(u), "find_class"), w_module, w_name)
    return find_global(w_module, w_name, u.protocol, u.fix_imports)


def load_stack_global(u: W_Unpickler) -> None:
    w_name = pop(u)
    w_module = pop(u)
    if try_as(str, w_name) is None or try_as(str, w_module) is None:
        raise unpickling_error("STACK_GLOBAL requires str")
    push(u, find_class(u, w_module, w_name))


def name_line(src: Input, encoding: str) -> Value:
    line = text_line(src)
    return decode_bytes(line[0 : len(line) - 1], encoding, "strict")


def load_global(u: W_Unpickler) -> None:
    w_module = name_line(u.input, "utf-8")
    w_name = name_line(u.input, "utf-8")
    push(u, find_class(u, w_module, w_name))


def load_inst(u: W_Unpickler) -> None:
    start = pop_mark(u)
    w_module = name_line(u.input, "ascii")
    w_name = name_line(u.input, "ascii")
    w_class = find_class(u, w_module, w_name)
    push(u, instantiate(w_class, popped_tuple(u, start)))


def load_extension(u: W_Unpickler, code: int) -> None:
    """What copyreg.add_extension has given this code to."""
    if code <= 0:
        raise unpickling_error("EXT specifies code <= 0")
    w_code = from_int(code)
    cache = registry_dict("_extension_cache")
    w = dict_get(cache, w_code)
    if is_empty(w):
        w_pair = dict_get(registry_dict("_inverted_registry"), w_code)
        if is_empty(w_pair):
            raise value_error(f"unregistered extension code {code}")
        pair = try_as(W_Tuple, w_pair)
        if pair is None or pair.length != 2 or as_str(pair.items[0]) is None or as_str(pair.items[1]) is None:
            raise value_error(f"_inverted_registry[{code}] isn't a 2-tuple of strings")
        w = find_class(u, pair.items[0], pair.items[1])
        dict_set(cache, w_code, w)
    push(u, w)


def ascii_id(line: bytes) -> Value:
    try:
        return decode_bytes(line[0 : len(line) - 1], "ascii", "strict")
    except PyError as e:
        if error_matches(e, UNICODE_DECODE_ERROR):
            raise unpickling_error("persistent IDs in protocol 0 must be ASCII strings") from None
        raise


def persistent_object(u: W_Unpickler, w_id: Value) -> Value:
    if is_empty(u.w_load_hook):
        raise no_persistent_load()
    return call1(u.w_load_hook, w_id)


def no_persistent_load() -> PyError:
    return unpickling_error("A load persistent id instruction was encountered, but no persistent_load function was specified.")


# --- buffers ----------------------------------------------------------------------------------------------------------------------


def load_next_buffer(u: W_Unpickler) -> None:
    if is_empty(u.w_buffers):
        raise unpickling_error("pickle stream refers to out-of-band data but no *buffers* argument was given")
    w = next_of(u.w_buffers)
    if is_empty(w):
        raise unpickling_error("not enough out-of-band buffers")
    push(u, w)


def load_readonly_buffer(u: W_Unpickler) -> None:
    """Makes the value on top of the stack a read-only view, unless it is read-only."""
    b = memoryview_of(top(u)).view
    if b.readonly:
        return
    r = sub_buffer(b, 0)
    r.readonly = True
    pop(u)
    push(u, wrap(new_view(r)))
