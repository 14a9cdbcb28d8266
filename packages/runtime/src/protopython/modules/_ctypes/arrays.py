"""Array: items of one type in a row. `_type_` is their type, `_length_` their number; `c_int * 3` makes such a class.

Arrays of c_char and c_wchar are strings, too: `value` ends at the first null, `raw` is all.
"""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import Array, Value, mul_ovf, try_as, unwrap, wrap
from protodialect.unsafe import Addr, store8, store32
from protopython.modules._ctypes.data import (
    CDATA,
    MODULE,
    W_CData,
    all_bytes,
    check_items,
    from_param,
    get_part,
    kind_of_class,
    need_concrete,
    new_data,
    set_part,
)
from protopython.modules._ctypes.info import ARRAY, CTYPE, CInfo, W_CType, info_of_type, set_info
from protopython.modules._ctypes.libffi import BASIC
from protopython.modules._ctypes.pointers import items_at, target_of
from protopython.modules._ctypes.values import C_CHAR, C_WCHAR, bytes_at, put_bytes, store_wide, text_at
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.dict.dict import W_Dict, dict_get, dict_set_default, dict_set_str, new_dict
from protopython.objects.generic_alias import new_generic_alias
from protopython.objects.int.bigint import new_int
from protopython.objects.int.int import int_sign, int_to_i64, is_integer
from protopython.objects.model.attributes import find_attr
from protopython.objects.model.buffer import need_bytes
from protopython.objects.model.builtin import W_GetSet
from protopython.objects.model.define import class_method, constant, define_type, method, new
from protopython.objects.model.errors import attribute_error, index_error, overflow_error, type_error, value_error
from protopython.objects.model.operations import getitem, has_index, index_of, length_of, sequence_index
from protopython.objects.model.special import Special
from protopython.objects.model.types import type_name, type_of
from protopython.objects.singletons import plain, w_None, w_NotImplemented
from protopython.objects.slice import W_Slice, slice_bounds
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple, new_tuple1, new_tuple2, new_tuple3
from protopython.objects.type.methods import type_call
from protopython.objects.type.type import type_setattr
from protopython.protocore.object import TypeFlags, W_Type
from protopython.protocore.polling import check_signals
from protopython.protocore.state import State, space_slot
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, is_empty

ARRAY_TYPE = kind_of_class("PyCArrayType", "The class of classes of arrays.")
method(ARRAY_TYPE, "from_param(self, value, /)", doc="Converts a Python object into a function call parameter.")(from_param)
ARRAY_DATA = define_type(
    "Array",
    W_CData,
    CDATA,
    module=MODULE,
    doc="An array of C data. Its classes are best made by multiplying the item type by a number.",
    flags=TypeFlags.SUBCLASSABLE,
    metaclass=ARRAY_TYPE,
)
constant(MODULE, "Array", ARRAY_DATA)


# --- classes ------------------------------------------------------------------------------------------------------------------------


def length_attribute(t: W_CType) -> int:
    w = find_attr(wrap(t), "_length_")
    if is_empty(w):
        raise attribute_error("class must define a '_length_' attribute", wrap(t), "_length_")
    w_length = plain(w)
    if not is_integer(w_length):
        raise type_error("The '_length_' attribute must be an integer")
    if int_sign(w_length) < 0:
        raise value_error("The '_length_' attribute must not be negative")
    length, too_big = int_to_i64(w_length)
    if too_big:
        raise overflow_error("The '_length_' attribute is too large")
    return length


@method(ARRAY_TYPE, "__init__(self, /, *args, **kwargs)", doc="Initialize self.")
def array_type_init(self: W_CType, w_args: Value, w_kwargs: Value) -> Value:
    length = length_attribute(self)
    w_item = find_attr(wrap(self), "_type_")
    if is_empty(w_item):
        raise attribute_error("class must define a '_type_' attribute", wrap(self), "_type_")
    item_info = info_of_type(w_item)
    if item_info is None:
        raise type_error("_type_ must have storage info")
    size, too_big = mul_ovf(length, item_info.size)
    if too_big:
        raise overflow_error("array too large")
    info = CInfo(ARRAY)
    info.proto = unwrap(W_CType, w_item)
    info.size = size
    info.align = item_info.align
    info.length = length
    info.ffi = BASIC.pointer
    info.format = item_info.format
    info.shape = Array[int](len(item_info.shape) + 1, length)
    for i in range(len(item_info.shape)):
        info.shape[i + 1] = item_info.shape[i]
    info.has_pointer = item_info.has_pointer
    set_info(self, info)
    if item_info.code == C_CHAR:
        type_setattr(self, "value", string_attribute("value", self, CHAR_VALUE))
        type_setattr(self, "raw", string_attribute("raw", self, CHAR_RAW))
    elif item_info.code == C_WCHAR:
        type_setattr(self, "value", string_attribute("value", self, WCHAR_VALUE))
    return w_None


class ArrayClasses(State):
    """The classes that multiplication has made, by item type and length."""

    known: W_Dict

    def __init__(self) -> None:
        self.known = new_dict()


def new_array_classes() -> State:
    return ArrayClasses()


ARRAY_CLASSES: Final[int] = space_slot(new_array_classes)


def array_class(item: W_CType, length: int) -> Value:
    known = cast(ArrayClasses, context().space.states[ARRAY_CLASSES]).known
    w_key = wrap(new_tuple2(wrap(item), new_int(length)))
    w_found = dict_get(known, w_key)
    if not is_empty(w_found):
        return w_found
    namespace = new_dict()
    dict_set_str(namespace, "_length_", new_int(length))
    dict_set_str(namespace, "_type_", wrap(item))
    args = new_tuple3(wrap(f"{item.name}_Array_{length}"), wrap(new_tuple1(wrap(ARRAY_DATA))), wrap(namespace))
    return dict_set_default(known, w_key, type_call(ARRAY_TYPE, wrap(args), wrap(new_dict())))


@method(CTYPE, "__mul__(self, value, /)", doc="Return self*value.")
@method(CTYPE, "__rmul__(self, value, /)", doc="Return value*self.")
def repeat_type(self: W_CType, w_length: Value) -> Value:
    if not has_index(w_length):
        other = type_of(w_length)
        if other.flags & TypeFlags.HEAP and not is_empty(other.special[Special.RMUL]):
            return w_NotImplemented
        raise type_error(f"can't multiply sequence by non-int of type '{other.name}'")
    length = index_of(w_length)
    if length < 0:
        raise value_error(f"Array length must be >= 0, not {length}")
    if self.info is None:
        raise type_error("_type_ must have storage info")
    return array_class(self, length)


# --- objects ------------------------------------------------------------------------------------------------------------------------


@new(ARRAY_DATA, "(cls, *args, **kwargs)", shown="")
def array_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    return wrap(new_data(cls))


@method(ARRAY_DATA, "__init__(self, /, *args, **kwargs)", doc="Initialize self.")
def array_init(self: W_CData, w_args: Value, w_kwargs: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    for i in range(args.length):
        set_item(self, i, args.items[i])
    return w_None


@method(ARRAY_DATA, "__len__(self, /)", doc="Return len(self).")
def array_len(self: W_CData) -> Value:
    return new_int(self.length)


@class_method(ARRAY_DATA, "__class_getitem__(cls, object, /)", doc="Arrays are generic over the type of their items.")
def array_class_getitem(w_cls: Value, w_item: Value) -> Value:
    return new_generic_alias(w_cls, w_item)


def item_address(d: W_CData, proto: W_CType, i: int) -> Addr:
    if i < 0 or i >= d.length:
        raise index_error("invalid index")
    size = need_concrete(proto).size
    check_items(d, i + 1, size)
    return d.address + i * size


def set_item(d: W_CData, i: int, w: Value) -> None:
    proto = target_of(d)
    set_part(d, proto, i, item_address(d, proto, i), w)


def own_index(d: W_CData, w_key: Value) -> int:
    i = sequence_index(w_key)
    return i + d.length if i < 0 else i


@method(ARRAY_DATA, "__getitem__(self, key, /)", doc="Return self[key].")
def array_getitem(self: W_CData, w_key: Value) -> Value:
    s = try_as(W_Slice, w_key)
    if s is not None:
        start, step, n = slice_bounds(s, self.length)
        item = need_concrete(target_of(self))
        check_items(self, self.length, item.size)
        return items_at(self, self.address, item.code, start, step, n)
    if not has_index(w_key):
        raise type_error("indices must be integers")
    i = own_index(self, w_key)
    proto = target_of(self)
    return get_part(proto, self, i, item_address(self, proto, i))


@method(ARRAY_DATA, "__setitem__(self, key, value, /)", doc="Set self[key] to value.")
def array_setitem(self: W_CData, w_key: Value, w_value: Value) -> Value:
    s = try_as(W_Slice, w_key)
    if s is not None:
        start, step, n = slice_bounds(s, self.length)
        if length_of(w_value) != n:
            raise value_error("Can only assign sequence of same size")
        for i in range(n):
            if i & 0xFFF == 0xFFF:
                check_signals()
            set_item(self, start + i * step, getitem(w_value, from_int(i)))
        return w_None
    if not has_index(w_key):
        raise type_error("indices must be integer")
    set_item(self, own_index(self, w_key), w_value)
    return w_None


@method(ARRAY_DATA, "__delitem__(self, key, /)", doc="Delete self[key].")
def array_delitem(self: W_CData, w_key: Value) -> Value:
    raise type_error("Array does not support item deletion")


# --- strings ------------------------------------------------------------------------------------------------------------------------


CHAR_VALUE: Final[int] = 0
CHAR_RAW: Final[int] = 1
WCHAR_VALUE: Final[int] = 2


def string_attribute(name: str, t: W_CType, which: int) -> Value:
    if which == CHAR_VALUE:
        g = W_GetSet(name, t, get_char_value)
        g.setter = set_char_value
        g.doc = "The string up to the first null."
    elif which == CHAR_RAW:
        g = W_GetSet(name, t, get_char_raw)
        g.setter = set_char_raw
        g.doc = "All bytes."
    else:
        g = W_GetSet(name, t, get_wchar_value)
        g.setter = set_wchar_value
        g.doc = "The string up to the first null."
    return wrap(g)


def get_char_value(self: W_CData) -> Value:
    size = self.size  # before the address: resize() stores it last
    return wrap(bytes_at(self.address, size))


def set_char_value(self: W_CData, w_value: Value) -> Value:
    if is_empty(w_value):
        raise type_error("can't delete attribute")
    data = as_bytes(w_value)
    if data is None:
        raise type_error(f"bytes expected instead of {type_name(w_value)} instance")
    n = len(data)
    if n > self.size:
        raise value_error("byte string too long")
    put_bytes(self.address, data, n)
    if n < self.size:
        store8(self.address + n, 0)
    return w_None


def get_char_raw(self: W_CData) -> Value:
    return wrap(all_bytes(self))


def set_char_raw(self: W_CData, w_value: Value) -> Value:
    if is_empty(w_value):
        message = f"attribute 'raw' of '{type_name(wrap(self))}' objects cannot be deleted"
        raise attribute_error(message, wrap(self), "raw")
    data = need_bytes(w_value)
    if len(data) > self.size:
        raise value_error("byte string too long")
    put_bytes(self.address, data, len(data))
    return w_None


def get_wchar_value(self: W_CData) -> Value:
    size = self.size
    return wrap(text_at(self.address, size))


def set_wchar_value(self: W_CData, w_value: Value) -> Value:
    if is_empty(w_value):
        raise type_error("can't delete attribute")
    s = as_str(w_value)
    if s is None:
        raise type_error(f"unicode string expected instead of {type_name(w_value)} instance")
    n = len(s)
    if n > self.size // 4:
        raise value_error("string too long")
    store_wide(self.address, s, n)
    if n < self.size // 4:
        store32(self.address + 4 * n, 0)
    return w_None
