"""_Pointer: typed pointers. `_type_` is what they lead to."""

from __future__ import annotations

from protodialect.types import Value, locked, try_as, unwrap, wrap
from protodialect.unsafe import Addr, load8, load64, store64
from protopython.modules._ctypes.arguments import reference
from protopython.modules._ctypes.data import (
    CDATA,
    MODULE,
    W_CData,
    container_of,
    data_of,
    from_param,
    get_part,
    keep,
    kept_objects,
    kind_of_class,
    need_concrete,
    new_data,
    part_of,
    set_part,
)
from protopython.modules._ctypes.info import ARRAY, POINTER, CInfo, W_CType, info_of, pointer_owner, set_info
from protopython.modules._ctypes.libffi import BASIC
from protopython.modules._ctypes.values import C_CHAR, C_WCHAR, load_wide
from protopython.modules.support.system_calls import copy_bytes
from protopython.objects.dict.dict import dict_get_str
from protopython.objects.list.list import list_append, new_list
from protopython.objects.model.define import constant, define_type, getter, method, new, setter
from protopython.objects.model.errors import type_error, value_error
from protopython.objects.model.operations import has_index, index_of, isinstance_of, issubclass_of, repr_of, sequence_index
from protopython.objects.model.types import type_name, type_of
from protopython.objects.singletons import new_bool, w_None
from protopython.objects.slice import W_Slice
from protopython.objects.str.string_builder import BytesBuilder, StringBuilder
from protopython.objects.tuple import W_Tuple
from protopython.objects.type.type import type_setattr
from protopython.protocore.object import W_Type
from protopython.protocore.polling import check_signals
from protopython.protocore.value import is_empty, same

POINTER_TYPE = kind_of_class("PyCPointerType", "The class of classes of pointers.")
POINTER_DATA = define_type("_Pointer", W_CData, CDATA, module=MODULE, doc="A pointer to C data.", metaclass=POINTER_TYPE)
constant(MODULE, "_Pointer", POINTER_DATA)


# --- classes ------------------------------------------------------------------------------------------------------------------------


@method(POINTER_TYPE, "__init__(self, /, *args, **kwargs)", doc="Initialize self.")
def pointer_type_init(self: W_CType, w_args: Value, w_kwargs: Value) -> Value:
    info = CInfo(POINTER)
    info.size = 8
    info.align = 8
    info.length = 1
    info.ffi = BASIC.pointer
    info.has_pointer = True
    w_target = dict_get_str(self.dict, "_type_")  # a subclass does not inherit it
    if not is_empty(w_target):
        lead_to(self, info, w_target)
    set_info(self, info)
    return w_None


def lead_to(t: W_CType, info: CInfo, w_target: Value) -> None:
    """Pointers of class t point to objects of class w_target."""
    if try_as(W_Type, w_target) is None:
        raise type_error("_type_ must be a type")
    target = try_as(W_CType, w_target)
    if target is None:
        raise type_error(f"{repr_of(w_target)} must have storage info")
    pointed = pointer_owner(target)
    info.proto = target
    shape = ""
    for i in range(len(pointed.shape)):
        shape += ("," if i > 0 else "") + str(pointed.shape[i])
    text = pointed.format if pointed.format != "" else "B"
    info.format = f"&({shape}){text}" if len(pointed.shape) > 0 else "&" + text
    if is_empty(pointed.w_pointer_type):
        pointed.w_pointer_type = wrap(t)


@method(POINTER_TYPE, "set_type(self, type, /)", doc="Says what the pointers lead to, where that was not known.")
def set_type(self: W_CType, w_target: Value) -> Value:
    lead_to(self, pointer_owner(self), w_target)
    type_setattr(self, "_type_", w_target)
    return w_None


@method(POINTER_TYPE, "from_param(self, value, /)", doc="Converts a Python object into a function call parameter.")
def pointer_type_from_param(self: W_CType, w_value: Value) -> Value:
    if same(w_value, w_None):
        return w_None
    info = self.info
    proto = None if info is None else info.proto
    if proto is None:
        raise type_error("cannot convert argument: POINTER _type_ type is not set")
    d = data_of(w_value)
    if d is not None and isinstance_of(w_value, wrap(proto)):
        return reference(d, 0)
    given = info_of(w_value)
    if given is not None and (given.kind == POINTER or given.kind == ARRAY):
        item = given.proto
        if item is not None and issubclass_of(wrap(item), wrap(proto)):
            return w_value
    return from_param(self, w_value)


# --- objects ------------------------------------------------------------------------------------------------------------------------


def target_of(d: W_CData) -> W_CType:
    info = need_concrete(type_of(wrap(d)))
    proto = info.proto
    if proto is None:
        raise type_error("Cannot create instance: has no _type_")
    return proto


@new(POINTER_DATA, "(cls, *args, **kwargs)", shown="")
def pointer_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    info = cls.info if isinstance(cls, W_CType) else None
    if info is None or info.proto is None:
        raise type_error("Cannot create instance: has no _type_")
    return wrap(new_data(cls))


@method(POINTER_DATA, "__init__(self, /, *args, **kwargs)", doc="Initialize self.")
def pointer_init(self: W_CData, w_args: Value, w_kwargs: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    if args.length > 1:
        raise type_error(f"POINTER expected at most 1 argument, got {args.length}")
    if args.length == 1:
        set_contents(self, args.items[0])
    return w_None


def pointed_at(d: W_CData) -> Addr:
    at = load64(d.address)
    if at == 0:
        raise value_error("NULL pointer access")
    return at


@getter(POINTER_DATA, "contents", doc="The object this pointer points to.")
def contents(self: W_CData) -> Value:
    at = pointed_at(self)
    return wrap(part_of(target_of(self), self, 0, at))


@setter(POINTER_DATA, "contents")
def set_contents(self: W_CData, w_value: Value) -> Value:
    if is_empty(w_value):
        raise type_error("Pointer does not support item deletion")
    proto = target_of(self)
    d = data_of(w_value)
    if d is None or not isinstance_of(w_value, wrap(proto)):
        raise type_error(f"expected {proto.name} instead of {type_name(w_value)}")
    w_kept = kept_objects(d)
    with locked(container_of(self)):
        store64(self.address, d.address)
        keep(self, 1, w_value)
        keep(self, 0, w_kept)
    return w_None


@method(POINTER_DATA, "__bool__(self, /)", doc="True if self else False")
def pointer_bool(self: W_CData) -> Value:
    return new_bool(load64(self.address) != 0)


def pointer_item(d: W_CData, i: int) -> Value:
    at = pointed_at(d)
    proto = target_of(d)
    return get_part(proto, d, i, at + i * need_concrete(proto).size)


@method(POINTER_DATA, "__getitem__(self, key, /)", doc="Return self[key].")
def pointer_getitem(self: W_CData, w_key: Value) -> Value:
    s = try_as(W_Slice, w_key)
    if s is not None:
        return pointer_slice(self, s)
    if not has_index(w_key):
        raise type_error("Pointer indices must be integer")
    return pointer_item(self, sequence_index(w_key))


def pointer_slice(d: W_CData, s: W_Slice) -> Value:
    """Without a length there are no defaults but a start of 0."""
    step = 1 if same(s.w_step, w_None) else index_of(s.w_step)
    if step == 0:
        raise value_error("slice step cannot be zero")
    start = 0
    if not same(s.w_start, w_None):
        start = index_of(s.w_start)
    elif step < 0:
        raise value_error("slice start is required for step < 0")
    if same(s.w_stop, w_None):
        raise value_error("slice stop is required")
    stop = index_of(s.w_stop)
    n = 0
    if step > 0 and start < stop:
        n = (stop - start - 1) // step + 1
    elif step < 0 and stop < start:
        n = (start - stop - 1) // -step + 1
    code = need_concrete(target_of(d)).code
    at = pointed_at(d) if n > 0 else 0
    return items_at(d, at, code, start, step, n)


def items_at(d: W_CData, at: Addr, code: int, start: int, step: int, n: int) -> Value:
    """Items of what a pointer leads to, or an array consists of: bytes and text are of one piece."""
    if code == C_CHAR:
        if step == 1:
            return wrap(copy_bytes(at + start, n) if n > 0 else b"")
        out = BytesBuilder(n)
        for i in range(n):
            out.append_byte(load8(at + start + i * step))
        return wrap(out.to_bytes())
    if code == C_WCHAR:
        if step == 1:
            return wrap(load_wide(at + 4 * start, n))
        text = StringBuilder(n)
        for i in range(n):
            text.append(load_wide(at + 4 * (start + i * step), 1))
        return wrap(text.to_str())
    proto = target_of(d)
    size = need_concrete(proto).size
    result = new_list()
    for i in range(n):
        if i & 0xFFF == 0xFFF:
            check_signals()
        k = start + i * step
        list_append(result, get_part(proto, d, k, at + k * size))
    return wrap(result)


@method(POINTER_DATA, "__setitem__(self, key, value, /)", doc="Set self[key] to value.")
def pointer_setitem(self: W_CData, w_key: Value, w_value: Value) -> Value:
    i = index_of(w_key)
    at = pointed_at(self)
    proto = target_of(self)
    set_part(self, proto, i, at + i * need_concrete(proto).size, w_value)
    return w_None


@method(POINTER_DATA, "__delitem__(self, key, /)", doc="Delete self[key].")
def pointer_delitem(self: W_CData, w_key: Value) -> Value:
    index_of(w_key)
    raise type_error("Pointer does not support item deletion")
