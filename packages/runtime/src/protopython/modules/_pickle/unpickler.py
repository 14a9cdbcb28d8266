"""The type Unpickler, its memo's proxy, and load() and loads()."""

from __future__ import annotations

from protodialect.types import EMPTY, Value, new_with_shape, try_as, wrap
from protopython.modules._pickle.errors import unpickling_error
from protopython.modules._pickle.globals import find_global
from protopython.modules._pickle.input import Input
from protopython.modules._pickle.load import load_value, no_persistent_load
from protopython.modules._pickle.memo import ReadMemo, read_memo_copy, read_memo_dict, read_memo_put
from protopython.modules._pickle.pickler import own_method
from protopython.modules._pickle.stack import W_Unpickler, clear_stack, set_up_unpickler
from protopython.objects.dict.dict import DICT, W_Dict, dict_key_at, dict_next, dict_value_at
from protopython.objects.exceptions.exceptions import MEMORY_ERROR
from protopython.objects.int.int import int_to_i64, is_integer
from protopython.objects.model.attributes import find_attr, generic_find_attr, generic_setattr, missing_attribute
from protopython.objects.model.buffer import need_buffer
from protopython.objects.model.define import OBJECT, add_member, constant, define_type, function, getter, method, new, setter
from protopython.objects.model.errors import buffer_error, error, runtime_error, type_error, value_error
from protopython.objects.model.operations import is_true, iterate
from protopython.objects.model.types import type_name, type_of
from protopython.objects.object_methods import attribute_name
from protopython.objects.singletons import plain, w_None
from protopython.objects.str.str import as_str, last_part
from protopython.objects.tuple import EMPTY_TUPLE, new_tuple1, new_tuple2
from protopython.protocore.locks import claim, unclaim
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.value import from_int, is_empty, same

UNPICKLER = define_type("Unpickler", W_Unpickler, OBJECT, flags=TypeFlags.SUBCLASSABLE, module="_pickle", doc="Reads pickles from a file.")
constant("_pickle", "Unpickler", UNPICKLER)


class W_UnpicklerMemoProxy(W_Object):
    unpickler: W_Unpickler


MEMO_PROXY = define_type("UnpicklerMemoProxy", W_UnpicklerMemoProxy, OBJECT, module="_pickle")
add_member(MEMO_PROXY, "__hash__", w_None)


# --- loading ----------------------------------------------------------------------------------------------------------------


def text_argument(w: Value, function: str, name: str) -> str:
    s = as_str(w)
    if s is None:
        shown = "None" if same(w, w_None) else type_name(w)
        raise type_error(f"{function}() argument '{name}' must be str, not {shown}")
    return s


def configure(u: W_Unpickler, function: str, w_fix_imports: Value, w_encoding: Value, w_errors: Value, w_buffers: Value) -> None:
    u.encoding = text_argument(w_encoding, function, "encoding")
    u.errors = text_argument(w_errors, function, "errors")
    u.fix_imports = is_true(w_fix_imports)
    none = same(w_buffers, w_None) or same(w_buffers, wrap(EMPTY_TUPLE))
    u.w_buffers = EMPTY if none else iterate(w_buffers)


def set_file(src: Input, w_file: Value) -> None:
    w_peek = find_attr(w_file, "peek")
    w_read = find_attr(w_file, "read")
    w_readline = find_attr(w_file, "readline")
    if is_empty(w_read) or is_empty(w_readline):
        raise type_error("file must have 'read' and 'readline' attributes")
    src.w_peek = w_peek
    src.w_read = w_read
    src.w_readline = w_readline


def single_unpickler(function: str, w_fix_imports: Value, w_encoding: Value, w_errors: Value, w_buffers: Value) -> W_Unpickler:
    """What a call of load() or loads() reads with."""
    u = W_Unpickler()
    set_up_unpickler(u)
    configure(u, function, w_fix_imports, w_encoding, w_errors, w_buffers)
    return u


@function(
    "_pickle",
    "load(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())",
    doc="The object of the next pickle in an open file.",
)
def load(w_file: Value, w_fix_imports: Value, w_encoding: Value, w_errors: Value, w_buffers: Value) -> Value:
    u = single_unpickler("load", w_fix_imports, w_encoding, w_errors, w_buffers)
    set_file(u.input, w_file)
    return load_value(u)


@function(
    "_pickle",
    "loads(data, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())",
    doc="The object of the pickle that a bytes-like object begins with.",
)
def loads(w_data: Value, w_fix_imports: Value, w_encoding: Value, w_errors: Value, w_buffers: Value) -> Value:
    u = single_unpickler("loads", w_fix_imports, w_encoding, w_errors, w_buffers)
    data = try_as(bytes, w_data)
    if data is None:
        b = need_buffer(w_data)
        if not b.is_contiguous():
            raise buffer_error("memoryview: underlying buffer is not C-contiguous")
        data = b.to_bytes()
    u.input = Input(data)
    return load_value(u)


# --- Unpickler --------------------------------------------------------------------------------------------------------------


def begin(u: W_Unpickler) -> None:
    """Takes the unpickler for this thread; RuntimeError if it is in use."""
    if not claim(u):
        raise runtime_error("Unpickler object is already used by another thread or recursively")


@new(UNPICKLER, "(cls, *args, **kwargs)")
def unpickler_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    u = new_with_shape(W_Unpickler, cls.root_shape)
    set_up_unpickler(u)
    return wrap(u)


@method(UNPICKLER, "__init__(self, /, file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())")
def unpickler_init(self: W_Unpickler, w_file: Value, w_fix_imports: Value, w_encoding: Value, w_errors: Value, w_buffers: Value) -> Value:
    begin(self)
    try:
        src = Input(b"")
        set_file(src, w_file)
        configure(self, "Unpickler", w_fix_imports, w_encoding, w_errors, w_buffers)
        self.input = src
        self.memo = ReadMemo()
        self.protocol = 0
        self.ready = True
    finally:
        unclaim(self)
    return w_None


@method(UNPICKLER, "load(self, /)", doc="The object of the next pickle in the file.")
def unpickler_load(self: W_Unpickler) -> Value:
    if not self.ready:
        name = last_part(type_name(wrap(self)))
        raise unpickling_error(f"Unpickler.__init__() was not called by {name}.__init__()")
    begin(self)
    protocol = 0
    try:
        self.w_load_hook = own_method(self, "persistent_load", self.w_persistent_load, UNPICKLER)
        self.own_find_class = type_of(wrap(self)) is not UNPICKLER
        w = load_value(self)
        protocol = self.protocol
    finally:
        self.w_load_hook = EMPTY
        clear_stack(self)
        self.protocol = protocol
        unclaim(self)
    return w


@method(UNPICKLER, "find_class(self, module_name, global_name, /)", doc="The object of a name in a module, which is imported if need be.")
def unpickler_find_class(self: W_Unpickler, w_module: Value, w_name: Value) -> Value:
    return find_global(w_module, w_name, self.protocol, self.fix_imports)


@method(UNPICKLER, "persistent_load(self, pid, /)", doc="The object of a persistent id; subclasses say which.")
def unpickler_persistent_load(self: W_Unpickler, w_pid: Value) -> Value:
    raise no_persistent_load()


@method(UNPICKLER, "__sizeof__(self, /)", doc="Size of the unpickler with its memo, in bytes.")
def unpickler_sizeof(self: W_Unpickler) -> Value:
    return from_int(192 + 8 * len(self.memo.items))


@method(UNPICKLER, "__getattribute__(self, name, /)", doc="Return getattr(self, name).")
def unpickler_getattribute(self: W_Unpickler, w_name: Value) -> Value:
    name = attribute_name(w_name)
    if name == "persistent_load" and not is_empty(self.w_persistent_load):
        return self.w_persistent_load
    w = generic_find_attr(wrap(self), name)
    if is_empty(w):
        raise missing_attribute(wrap(self), name)
    return w


@method(UNPICKLER, "__setattr__(self, name, value, /)", doc="Implement setattr(self, name, value).")
def unpickler_setattr(self: W_Unpickler, w_name: Value, w_value: Value) -> Value:
    name = attribute_name(w_name)
    if name == "persistent_load":
        self.w_persistent_load = w_value
    else:
        generic_setattr(wrap(self), name, w_value)
    return w_None


@method(UNPICKLER, "__delattr__(self, name, /)", doc="Implement delattr(self, name).")
def unpickler_delattr(self: W_Unpickler, w_name: Value) -> Value:
    name = attribute_name(w_name)
    if name == "persistent_load" and not is_empty(self.w_persistent_load):
        self.w_persistent_load = EMPTY
    else:
        generic_setattr(wrap(self), name, EMPTY)
    return w_None


# --- the memo ---------------------------------------------------------------------------------------------------------------


@getter(UNPICKLER, "memo")
def unpickler_memo(self: W_Unpickler) -> Value:
    proxy = W_UnpicklerMemoProxy()
    proxy.unpickler = self
    return wrap(proxy)


@setter(UNPICKLER, "memo")
def unpickler_set_memo(self: W_Unpickler, w_value: Value) -> Value:
    if is_empty(w_value):
        raise type_error("attribute deletion is not supported")
    proxy = try_as(W_UnpicklerMemoProxy, w_value)
    if proxy is not None:
        self.memo = read_memo_copy(proxy.unpickler.memo)
        return w_None
    d = try_as(W_Dict, w_value)
    if d is None:
        raise type_error(f"'memo' attribute must be an UnpicklerMemoProxy object or dict, not {type_name(w_value)}")
    memo = ReadMemo()
    i = dict_next(d, 0)
    while i >= 0:
        w_key = dict_key_at(d, i)
        w_object = dict_value_at(d, i)
        if not is_empty(w_key) and not is_empty(w_object):
            read_memo_put(memo, memo_key(w_key), w_object)
        i = dict_next(d, i + 1)
    self.memo = memo
    return w_None


def memo_key(w_key: Value) -> int:
    w = plain(w_key)
    if not is_integer(w):
        raise type_error("memo key must be integers")
    i, too_big = int_to_i64(w)
    if i < 0:
        raise value_error("memo key must be positive integers.")
    if too_big or i >= 1 << 60:
        raise error(MEMORY_ERROR, "")
    return i


@method(MEMO_PROXY, "clear(self, /)", doc="Empties the memo.")
def memo_proxy_clear(self: W_UnpicklerMemoProxy) -> Value:
    self.unpickler.memo = ReadMemo()
    return w_None


@method(MEMO_PROXY, "copy(self, /)", doc="The memo as a dict: object by number.")
def memo_proxy_copy(self: W_UnpicklerMemoProxy) -> Value:
    return wrap(read_memo_dict(self.unpickler.memo))


@method(MEMO_PROXY, "__reduce__(self, /)", doc="Helper for pickle.")
def memo_proxy_reduce(self: W_UnpicklerMemoProxy) -> Value:
    return wrap(new_tuple2(wrap(DICT), wrap(new_tuple1(wrap(read_memo_dict(self.unpickler.memo))))))
