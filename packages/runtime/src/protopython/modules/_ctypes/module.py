"""Functions of _ctypes, and the module."""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import EMPTY, Value, locked, release_fence, try_as, unwrap, wrap
from protodialect.unsafe import callback_address, memmove
from protopython.modules._ctypes import arrays, fields, functions, libraries, pointers, simple, structures
from protopython.modules._ctypes.addresses import cast_function, memoryview_at_function, string_at_function, wstring_at_function
from protopython.modules._ctypes.arguments import reference
from protopython.modules._ctypes.calls import call_procedure
from protopython.modules._ctypes.data import MODULE, W_CData, data_of
from protopython.modules._ctypes.info import FUNCTION_CDECL, info_of, info_of_type
from protopython.modules._ctypes.libffi import open_libffi
from protopython.modules._ctypes.libraries import symbol_of
from protopython.modules._ctypes.values import Memory, value_of_word, word_of_value
from protopython.objects.dict.dict import W_Dict, dict_delete, dict_get, dict_set, dict_set_str, new_dict
from protopython.objects.int.bigint import new_int
from protopython.objects.int.int import int_low64, is_integer, new_uint
from protopython.objects.model.attributes import getattr_of
from protopython.objects.model.auditing import audit1
from protopython.objects.model.call import call1, call_tuple
from protopython.objects.model.define import constant, define_module, function, module_init
from protopython.objects.model.errors import type_error, value_error
from protopython.objects.model.operations import index_of
from protopython.objects.model.types import type_name
from protopython.objects.module import W_Module
from protopython.objects.singletons import plain, w_None
from protopython.objects.tuple import W_Tuple, new_tuple2, new_tuple3, new_tuple_n
from protopython.protocore.state import State, space_slot
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, is_empty

define_module(MODULE, "Create and manipulate C compatible data types in Python.")
constant(MODULE, "__version__", "1.1.0")
constant(MODULE, "SIZEOF_TIME_T", 8)

KINDS: Final = (arrays, fields, functions, libraries, pointers, simple, structures)


@module_init(MODULE)
def init_ctypes(w_module: Value) -> None:
    open_libffi()
    d = unwrap(W_Module, w_module).dict
    dict_set_str(d, "_memmove_addr", new_uint(symbol_of(0, b"memmove")))
    dict_set_str(d, "_memset_addr", new_uint(symbol_of(0, b"memset")))
    dict_set_str(d, "_cast_addr", new_uint(callback_address(cast_function)))
    dict_set_str(d, "_string_at_addr", new_uint(callback_address(string_at_function)))
    dict_set_str(d, "_wstring_at_addr", new_uint(callback_address(wstring_at_function)))
    dict_set_str(d, "_memoryview_at_addr", new_uint(callback_address(memoryview_at_function)))


# --- objects and types ------------------------------------------------------------------------------------------------------------------


def need_data(w: Value, what: str) -> W_CData:
    d = data_of(w)
    if d is None:
        raise type_error(f"{what} must be _ctypes._CData, not {type_name(w)}")
    return d


@function(MODULE, "sizeof(obj, /)", doc="The size of a C type, or of an object of C data, in bytes.")
def sizeof(w_object: Value) -> Value:
    d = data_of(w_object)
    if d is not None:
        return new_int(d.size)
    info = info_of_type(w_object)
    if info is None:
        raise type_error("this type has no size")
    return new_int(info.size)


@function(MODULE, "alignment(object, /)", shown="($self, object, /)", doc="The alignment of a C type, or of an object's type.")
def alignment(w_object: Value) -> Value:
    info = info_of_type(w_object)
    if info is None:
        info = info_of(w_object)
    if info is None:
        raise type_error("no alignment info")
    return new_int(info.align)


@function(MODULE, "addressof(obj, /)", doc="The address of an object's memory.")
def addressof(w_object: Value) -> Value:
    d = need_data(w_object, "addressof() argument")
    audit1("ctypes.addressof", w_object)
    return new_uint(d.address)


@function(MODULE, "byref(obj, offset=0, /)", doc="A light pointer to an object, which serves only as an argument of a call.")
def byref(w_object: Value, w_offset: Value) -> Value:
    d = need_data(w_object, "byref() argument 1")
    return reference(d, index_of(w_offset))


@function(MODULE, "resize(obj, size, /)", doc="Gives an object memory of another size.")
def resize(w_object: Value, w_size: Value) -> Value:
    d = need_data(w_object, "resize() argument 1")
    size = index_of(w_size)
    info = info_of(w_object)
    if info is None:
        raise type_error("expected ctypes instance")
    if size < info.size:
        raise value_error(f"minimum size is {info.size}")
    if not d.owns:
        raise value_error("Memory cannot be resized because this object doesn't own it")
    with locked(d):
        if size > d.size:
            memory = Memory(size)
            memmove(memory.at, d.address, d.size)
            d.memory = memory
            release_fence()
            d.address = memory.at
            release_fence()
        d.size = size
    return w_None


@function(MODULE, "buffer_info(object, /)", shown="($self, object, /)", doc="The format, the number of dimensions and the shape of a type's buffers.")
def buffer_info(w_object: Value) -> Value:
    info = info_of_type(w_object)
    if info is None:
        info = info_of(w_object)
    if info is None:
        raise type_error("not a ctypes type or object")
    n = len(info.shape)
    shape = new_tuple_n(n)
    for i in range(n):
        shape.items[i] = new_int(info.shape[i])
    return wrap(new_tuple3(w_None if info.format == "" else wrap(info.format), from_int(n), wrap(shape)))


@function(MODULE, "_unpickle(type, state, /)", shown="", doc="An object of a type, with a state that its __reduce__ gave.")
def unpickle(w_type: Value, w_state: Value) -> Value:
    state = try_as(W_Tuple, w_state)
    if state is None:
        raise type_error(f"argument 2 must be tuple, not {type_name(w_state)}")
    w = call1(getattr_of(w_type, "__new__"), w_type)
    call_tuple(getattr_of(w, "__setstate__"), state)
    return w


# --- functions and objects by address ----------------------------------------------------------------------------------------------------


def call_address(w_address: Value, w_args: Value, flags: int) -> Value:
    w_int = plain(w_address)
    if not is_integer(w_int):
        raise type_error("an integer is required")
    args = try_as(W_Tuple, w_args)
    if args is None:
        raise type_error(f"argument 2 must be tuple, not {type_name(w_args)}")
    return call_procedure(int_low64(w_int), args, flags, None, EMPTY, EMPTY)


@function(MODULE, "call_function(address, arguments, /)", shown="", doc="Calls a C function at an address.")
def call_function(w_address: Value, w_args: Value) -> Value:
    return call_address(w_address, w_args, 0)


@function(MODULE, "call_cdeclfunction(address, arguments, /)", shown="", doc="Calls a C function at an address, by C's convention.")
def call_cdeclfunction(w_address: Value, w_args: Value) -> Value:
    return call_address(w_address, w_args, FUNCTION_CDECL)


@function(MODULE, "PyObj_FromPtr(address, /)", shown="", doc="The object at an address, as id() gives it.")
def object_from_address(w_address: Value) -> Value:
    w_int = plain(w_address)
    if not is_integer(w_int):
        raise type_error("an integer is required")
    w = value_of_word(int_low64(w_int))
    audit1("ctypes.PyObj_FromPtr", w)
    return w


class CountedObjects(State):
    """What Py_INCREF keeps alive: objects, each with a number, by their addresses."""

    objects: W_Dict

    def __init__(self) -> None:
        self.objects = new_dict()


def new_counted_objects() -> State:
    return CountedObjects()


COUNTED_OBJECTS: Final[int] = space_slot(new_counted_objects)


def count_references(w: Value, change: int) -> None:
    objects = cast(CountedObjects, context().space.states[COUNTED_OBJECTS]).objects
    w_key = new_uint(word_of_value(w))
    with locked(objects):
        w_old = dict_get(objects, w_key)
        old = None if is_empty(w_old) else try_as(W_Tuple, w_old)
        n = (0 if old is None else index_of(old.items[1])) + change
        if n > 0:
            dict_set(objects, w_key, wrap(new_tuple2(w, from_int(n))))
        elif old is not None:
            dict_delete(objects, w_key)


@function(MODULE, "Py_INCREF(object, /)", shown="($self, object, /)", doc="Keeps an object alive until Py_DECREF is called as often.")
def py_incref(w_object: Value) -> Value:
    count_references(w_object, 1)
    return w_object


@function(MODULE, "Py_DECREF(object, /)", shown="($self, object, /)", doc="Undoes a Py_INCREF.")
def py_decref(w_object: Value) -> Value:
    count_references(w_object, -1)
    return w_object
