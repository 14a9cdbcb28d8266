"""Structure and Union: `_fields_` says what is in them; the library's ctypes._layout computes where.

Structures of up to 16 bytes (64 where they consist of floats alone) travel in registers, so libffi is told of the numbers in them. It takes
these to lie one behind the other, each aligned. Where they do not (unions, packed structures), it is told of words of the same class instead.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Value, try_as, unwrap, wrap
from protodialect.unsafe import Addr
from protopython.modules._ctypes.data import CDATA, MODULE, W_CData, from_param, kind_of_class, new_data
from protopython.modules._ctypes.fields import W_CField, moved_field
from protopython.modules._ctypes.info import ARRAY, SIMPLE, STRUCTURE, UNION, CInfo, Scalar, W_CType, copy_info, info_of_type, set_info
from protopython.modules._ctypes.libffi import LIBFFI, new_struct_type
from protopython.modules._ctypes.values import ALIGNMENTS, C_DOUBLE, C_FLOAT, C_LONG_DOUBLE, C_VOID_P, FFI_NAMES, part_code
from protopython.objects.dict.dict import (
    W_Dict,
    dict_contains,
    dict_get_str,
    dict_key_at,
    dict_next,
    dict_set_str,
    dict_value_at,
    new_dict,
)
from protopython.objects.model.attributes import find_attr, getattr_of, setattr_of
from protopython.objects.model.call import call_tuple_kw
from protopython.objects.model.define import constant, define_type, method, new
from protopython.objects.model.errors import attribute_error, type_error, value_error
from protopython.objects.model.operations import getitem, index_of, repr_of, unpack_to_tuple
from protopython.objects.model.special import Special
from protopython.objects.model.stock import stock_function
from protopython.objects.model.types import special, type_of
from protopython.objects.object_methods import attribute_name
from protopython.objects.singletons import new_bool, w_None
from protopython.objects.str.str import as_str, repr_of_str
from protopython.objects.tuple import W_Tuple, new_tuple2
from protopython.objects.type.type import type_setattr
from protopython.protocore.object import W_Type
from protopython.protocore.value import from_int, is_empty

IN_REGISTERS: Final[int] = 64

STRUCTURE_TYPE = kind_of_class("PyCStructType", "The class of classes of structures.")
STRUCTURE_DATA = define_type("Structure", W_CData, CDATA, module=MODULE, doc="A structure of C.", metaclass=STRUCTURE_TYPE)
constant(MODULE, "Structure", STRUCTURE_DATA)
UNION_TYPE = kind_of_class("UnionType", "The class of classes of unions.")
UNION_DATA = define_type("Union", W_CData, CDATA, module=MODULE, doc="A union of C.", metaclass=UNION_TYPE)
constant(MODULE, "Union", UNION_DATA)


# --- classes ------------------------------------------------------------------------------------------------------------------------


def init_class(t: W_CType, kind: int) -> None:
    if not is_empty(dict_get_str(t.dict, "_abstract_")):
        return
    base = t.base
    base_info = None if base is None else info_of_type(wrap(base))
    w_fields = dict_get_str(t.dict, "_fields_")
    if is_empty(w_fields) and base_info is not None:
        base_info.final = True
        set_info(t, copy_info(base_info))
        return
    info = CInfo(kind)
    info.ffi = new_struct_type(0, 0, [])
    info.format = "B"
    set_info(t, info)
    if not is_empty(w_fields):
        setattr_of(wrap(t), "_fields_", w_fields)  # through a metaclass's own `__setattr__`, too


@method(STRUCTURE_TYPE, "__init__(self, /, *args, **kwargs)", doc="Initialize self.")
def structure_type_init(self: W_CType, w_args: Value, w_kwargs: Value) -> Value:
    init_class(self, STRUCTURE)
    return w_None


@method(UNION_TYPE, "__init__(self, /, *args, **kwargs)", doc="Initialize self.")
def union_type_init(self: W_CType, w_args: Value, w_kwargs: Value) -> Value:
    init_class(self, UNION)
    return w_None


@method(STRUCTURE_TYPE, "__setattr__(self, name, value, /)", doc="Implement setattr(self, name, value).")
@method(UNION_TYPE, "__setattr__(self, name, value, /)", doc="Implement setattr(self, name, value).")
def class_setattr(self: W_CType, w_name: Value, w_value: Value) -> Value:
    name = attribute_name(w_name)
    if name == "_fields_":
        info = self.info
        if info is None:
            raise type_error("ctypes state is not initialized")
        set_fields(self, info, w_value)
    type_setattr(self, name, w_value)
    return w_None


@method(STRUCTURE_TYPE, "__delattr__(self, name, /)", doc="Implement delattr(self, name).")
@method(UNION_TYPE, "__delattr__(self, name, /)", doc="Implement delattr(self, name).")
def class_delattr(self: W_CType, w_name: Value) -> Value:
    type_setattr(self, attribute_name(w_name), EMPTY)
    return w_None


for _t in (STRUCTURE_TYPE, UNION_TYPE):
    method(_t, "from_param(self, value, /)", doc="Converts a Python object into a function call parameter.")(from_param)


# --- fields ------------------------------------------------------------------------------------------------------------------------


def set_fields(t: W_CType, info: CInfo, w_fields: Value) -> None:
    if info.final:
        raise attribute_error("_fields_ is final", wrap(t), "_fields_")
    base = t.base
    base_info = None if base is None else info_of_type(wrap(base))
    options = new_dict()
    dict_set_str(options, "is_struct", new_bool(info.kind == STRUCTURE))
    dict_set_str(options, "base", w_None if base is None or base_info is None else wrap(base))
    arguments = new_tuple2(wrap(t), w_fields)
    w_layout = call_tuple_kw(stock_function("ctypes._layout", "get_layout"), EMPTY, arguments, options)
    align = index_of(getattr_of(w_layout, "align"))
    if align < 0:
        raise value_error("align must be a non-negative integer")
    size = index_of(getattr_of(w_layout, "size"))
    if size < 0:
        raise value_error("size must be a non-negative integer")
    format = as_str(getattr_of(w_layout, "format_spec"))
    fields = unpack_to_tuple(getattr_of(w_layout, "fields"))
    scalars: list[Scalar] = []
    has_pointer = False
    if base_info is not None:
        scalars.extend(base_info.scalars)
        has_pointer = base_info.has_pointer
    for i in range(fields.length):
        field = try_as(W_CField, fields.items[i])
        if field is None:
            raise type_error(f"fields must be of type CField, got {type_of(fields.items[i]).name}")
        if field.index != i:
            raise value_error(f"field {repr_of_str(field.name)} index mismatch (expected {i}, got {field.index})")
        part = field.proto.info
        if part is None:
            raise type_error(f"second item in _fields_ tuple (index {i}) must be a C type")
        has_pointer = has_pointer or part.has_pointer
        part.final = True
        if size <= IN_REGISTERS:
            add_scalars(part, field.byte_offset, scalars)
        type_setattr(t, field.name, wrap(field))
    if info.final:  # by a field that consists of it
        raise attribute_error("Structure or union cannot contain itself", wrap(t), "_fields_")
    info.size = size
    info.align = align
    info.length = fields.length
    info.format = "B" if format is None else format
    info.has_pointer = has_pointer
    info.scalars = scalars
    info.ffi = new_struct_type(size, align, elements(scalars, size))
    info.final = True
    add_anonymous(t)


def add_scalars(info: CInfo, offset: int, found: list[Scalar]) -> None:
    """The numbers and pointers in a field."""
    if info.kind == ARRAY:
        item = info.proto
        item_info = None if item is None else item.info
        if item_info is not None and item_info.size > 0:
            for i in range(info.length):
                add_scalars(item_info, offset + i * item_info.size, found)
    elif info.kind == STRUCTURE or info.kind == UNION:
        for s in info.scalars:
            found.append(Scalar(offset + s.offset, s.size, s.code, s.ffi))
    elif info.kind == SIMPLE and chr(info.code) in "FDG":
        part = part_code(info.code)
        half = info.size // 2
        ffi = LIBFFI.address_of(FFI_NAMES[part])
        found.append(Scalar(offset, half, part, ffi))
        found.append(Scalar(offset + half, half, part, ffi))
    else:
        found.append(Scalar(offset, info.size, info.code if info.kind == SIMPLE else C_VOID_P, info.ffi))


def lie_as_expected(scalars: list[Scalar]) -> bool:
    """Whether each stands where alignment puts it behind the one before."""
    end = 0
    for s in scalars:
        align = ALIGNMENTS[s.code]
        if s.offset != (end + align - 1) // align * align:
            return False
        end = s.offset + s.size
    return True


def elements(scalars: list[Scalar], size: int) -> list[Addr]:
    found: list[Addr] = []
    if lie_as_expected(scalars):
        for s in scalars:
            found.append(s.ffi)
        return found
    first = scalars[0]
    alike = first.code == C_FLOAT or first.code == C_DOUBLE or first.code == C_LONG_DOUBLE
    for s in scalars:
        alike = alike and s.code == first.code
    if alike:
        for _ in range(size // first.size):
            found.append(first.ffi)
        return found
    word = 0
    while word < size:
        found.append(LIBFFI.address_of("ffi_type_double" if only_floats(scalars, word) else "ffi_type_uint64"))
        word += 8
    return found


def only_floats(scalars: list[Scalar], word: int) -> bool:
    """Whether all that is in the 8 bytes from `word` on is floats."""
    for s in scalars:
        if s.offset < word + 8 and s.offset + s.size > word and s.code != C_FLOAT and s.code != C_DOUBLE:
            return False
    return True


def add_anonymous(t: W_CType) -> None:
    """The fields of fields named in `_anonymous_` are fields of t, too."""
    w_names = find_attr(wrap(t), "_anonymous_")
    if is_empty(w_names):
        return
    if not is_sequence(w_names):
        raise type_error("_anonymous_ must be a sequence")
    names = unpack_to_tuple(w_names)
    for i in range(names.length):
        name = attribute_name(names.items[i])
        field = try_as(W_CField, getattr_of(wrap(t), name))
        if field is None:
            message = f"'{name}' is specified in _anonymous_ but not in _fields_"
            raise attribute_error(message, wrap(t), name)
        field.anonymous = True
        add_inner_fields(t, field.proto, field.index, field.byte_offset)


def is_sequence(w: Value) -> bool:
    return not is_empty(special(w, Special.ITER)) or not is_empty(special(w, Special.GETITEM))


def add_inner_fields(t: W_CType, inner: W_CType, index: int, offset: int) -> None:
    w_fields = getattr_of(wrap(inner), "_fields_")
    if not is_sequence(w_fields):
        raise type_error("_fields_ must be a sequence")
    pairs = unpack_to_tuple(w_fields)
    for i in range(pairs.length):
        pair = unpack_to_tuple(pairs.items[i])
        if pair.length < 2:
            raise type_error(f"function takes at least 2 arguments ({pair.length} given)")
        name = attribute_name(pair.items[0])
        field = try_as(W_CField, getattr_of(wrap(inner), name))
        if field is None:
            raise type_error("unexpected type")
        if field.anonymous:
            add_inner_fields(t, field.proto, index + field.index, offset + field.byte_offset)
        else:
            type_setattr(t, name, wrap(moved_field(field, index, offset)))


# --- objects -------------------------------------------------------------------------------------------------------------------------


@new(STRUCTURE_DATA, "(cls, *args, **kwargs)", shown="")
@new(UNION_DATA, "(cls, *args, **kwargs)", shown="")
def structure_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    return wrap(new_data(cls))


@method(STRUCTURE_DATA, "__init__(self, /, *args, **kwargs)", doc="Initialize self.")
@method(UNION_DATA, "__init__(self, /, *args, **kwargs)", doc="Initialize self.")
def structure_init(self: W_CData, w_args: Value, w_kwargs: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    kwargs = unwrap(W_Dict, w_kwargs)
    if args.length > 0 and set_by_position(self, type_of(wrap(self)), args, kwargs, 0) < args.length:
        raise type_error("too many initializers")
    i = dict_next(kwargs, 0)
    while i >= 0:
        setattr_of(wrap(self), attribute_name(dict_key_at(kwargs, i)), dict_value_at(kwargs, i))
        i = dict_next(kwargs, i + 1)
    return w_None


def set_by_position(d: W_CData, t: W_Type, args: W_Tuple, kwargs: W_Dict, start: int) -> int:
    """Sets t's fields, those of its bases first, to the arguments from `start` on; how many fields there are up to here."""
    base = t.base
    if base is not None and info_of_type(wrap(base)) is not None:
        start = set_by_position(d, base, args, kwargs, start)
    w_fields = dict_get_str(t.dict, "_fields_")
    if is_empty(w_fields):
        return start
    fields = unpack_to_tuple(w_fields)
    for i in range(fields.length):
        if start + i >= args.length:
            break
        w_name = getitem(fields.items[i], from_int(0))
        if dict_contains(kwargs, w_name):
            raise type_error(f"duplicate values for field {repr_of(w_name)}")
        setattr_of(wrap(d), attribute_name(w_name), args.items[start + i])
    return start + fields.length
