"""CField: a field of a structure or union; reading and writing it goes to the object's memory."""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, new_with_shape, races, try_as, unwrap, wrap
from protodialect.unsafe import Addr, store8, store32
from protopython.modules._ctypes.data import MODULE, W_CData, data_of, get_part, need_concrete, set_part
from protopython.modules._ctypes.info import ARRAY, SIMPLE, CInfo, W_CType
from protopython.modules._ctypes.values import (
    C_BOOL,
    C_CHAR,
    C_WCHAR,
    bytes_at,
    is_integer_code,
    load_bit_field,
    put_bytes,
    store_bit_field,
    store_wide,
    text_at,
)
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.dict.dict import W_Dict, dict_key_at, dict_next, dict_value_at
from protopython.objects.int.bigint import new_int
from protopython.objects.int.int import int_lshift, int_to_i64, is_integer
from protopython.objects.model.define import OBJECT, constant, define_type, getter, method, new, setter
from protopython.objects.model.errors import attribute_error, overflow_error, type_error, value_error
from protopython.objects.model.operations import index_value, is_true
from protopython.objects.model.types import type_name
from protopython.objects.singletons import new_bool, plain, w_None
from protopython.objects.str.str import as_str, last_part, repr_of_str
from protopython.protocore.object import W_Object, W_Type
from protopython.protocore.value import from_int, same

PLAIN: Final[int] = 0
BYTES: Final[int] = 1
"""An array of c_char, which programs see as bytes."""
TEXT: Final[int] = 2
"""An array of c_wchar."""
BITS: Final[int] = 3


@races(anonymous="set before the class is published")
class W_CField(W_Object):
    name: str
    proto: W_CType
    kind: int
    byte_offset: int
    byte_size: int
    bit_offset: int
    bit_size: int
    """Of a bit field."""
    index: int
    anonymous: bool


CFIELD = define_type("CField", W_CField, OBJECT, module="ctypes", flags=0, doc="A field of a structure or union.")
constant(MODULE, "CField", CFIELD)


def new_field(cls: W_Type, name: str, proto: W_CType, byte_size: int, byte_offset: int, index: int) -> W_CField:
    f = new_with_shape(W_CField, cls.root_shape)
    f.name = name
    f.proto = proto
    f.byte_size = byte_size
    f.byte_offset = byte_offset
    f.index = index
    info = need_concrete(proto)
    if info.kind == ARRAY:
        item = info.proto
        item_info = None if item is None else item.info
        if item_info is not None:
            f.kind = BYTES if item_info.code == C_CHAR else TEXT if item_info.code == C_WCHAR else PLAIN
    return f


def size_argument(w: Value) -> int:
    i, too_big = int_to_i64(index_value(w))
    if too_big:
        raise overflow_error("Python int too large to convert to C ssize_t")
    return i


def bit_argument(w: Value) -> int:
    w_int = plain(w)
    if not is_integer(w_int):
        raise type_error("an integer is required")
    return size_argument(w_int)


@new(CFIELD, "(cls, *, name, type, byte_size, byte_offset, index, **options)", shown="")
def field_new(
    cls: W_Type, w_name: Value, w_type: Value, w_byte_size: Value, w_byte_offset: Value, w_index: Value, w_options: Value
) -> Value:
    """The layout code's; programs cannot make fields. options: _internal_use, bit_size, bit_offset."""
    options = unwrap(W_Dict, w_options)
    name = as_str(w_name)
    if name is None:
        raise type_error(f"CField() argument 'name' must be str, not {type_name(w_name)}")
    byte_size = size_argument(w_byte_size)
    byte_offset = size_argument(w_byte_offset)
    index = size_argument(w_index)
    internal = False
    w_bit_size = w_None
    w_bit_offset = w_None
    i = dict_next(options, 0)
    while i >= 0:
        option = as_str(dict_key_at(options, i))
        w_value = dict_value_at(options, i)
        if option == "_internal_use":
            internal = is_true(w_value)
        elif option == "bit_size":
            w_bit_size = w_value
        elif option == "bit_offset":
            w_bit_offset = w_value
        else:
            raise type_error(f"CField() got an unexpected keyword argument '{option}'")
        i = dict_next(options, i + 1)
    if not internal:
        raise type_error("cannot create type object")
    proto = try_as(W_CType, w_type)
    info = None if proto is None else proto.info
    shown = repr_of_str(name)
    if proto is None or info is None:
        raise type_error(f"type of field {shown} must be a C type")
    if byte_size < 0:
        raise value_error(f"byte size of field {shown} must not be negative, got {byte_size}")
    if byte_size != info.size:
        raise value_error(f"byte size of field {shown} ({byte_size}) does not match type size ({info.size})")
    f = new_field(cls, name, proto, byte_size, byte_offset, index)
    if not same(w_bit_size, w_None):
        make_bit_field(f, info, shown, w_bit_size, w_bit_offset)
    elif not same(w_bit_offset, w_None):
        bit_argument(w_bit_offset)
    return wrap(f)


def make_bit_field(f: W_CField, info: CInfo, shown: str, w_size: Value, w_offset: Value) -> None:
    if same(w_offset, w_None):
        raise value_error(f"field {shown}: bit_offset must be specified if bit_size is")
    if info.kind != SIMPLE or not (is_integer_code(info.code) or info.code == C_BOOL):
        raise type_error(f"bit fields not allowed for type {last_part(f.proto.name)}")
    size = bit_argument(w_size)
    offset = bit_argument(w_offset)
    bits = 8 * info.size
    if size <= 0:
        raise value_error(f"bit size of field {shown} out of range, got {size}")
    if offset < 0:
        raise value_error(f"bit offset of field {shown} out of range, got {offset}")
    if offset > bits or size > bits - offset:
        raise value_error(f"bit field {shown} overflows its type ({offset} + {size} > {bits})")
    f.kind = BITS
    f.bit_size = size
    f.bit_offset = offset


def moved_field(f: W_CField, index: int, offset: int) -> W_CField:
    """The field of an anonymous field as the outer structure sees it."""
    r = new_field(CFIELD, f.name, f.proto, f.byte_size, f.byte_offset + offset, f.index + index)
    r.kind = f.kind
    r.bit_size = f.bit_size
    r.bit_offset = f.bit_offset
    return r


# --- reading and writing ------------------------------------------------------------------------------------------------------------


def instance_of_field(w: Value) -> W_CData:
    d = data_of(w)
    if d is None:
        raise type_error("not a ctype instance")
    return d


def check_inside(f: W_CField, d: W_CData) -> None:
    """A program may apply a field to an object of another class."""
    if f.byte_offset < 0 or f.byte_size > d.size - f.byte_offset:
        raise type_error("not a ctype instance")


@method(CFIELD, "__get__(self, instance, owner=None, /)", doc="Return an attribute of instance, which is of type owner.")
def field_get(self: W_CField, w_instance: Value, w_owner: Value) -> Value:
    if same(w_instance, w_None):
        return wrap(self)
    d = instance_of_field(w_instance)
    check_inside(self, d)
    at = d.address + self.byte_offset
    if self.kind == PLAIN:
        return get_part(self.proto, d, self.index, at)
    if self.kind == BYTES:
        return wrap(bytes_at(at, self.byte_size))
    if self.kind == TEXT:
        return wrap(text_at(at, self.byte_size))
    info = need_concrete(self.proto)
    return load_bit_field(info.code, info.swapped, at, info.size, self.bit_offset, self.bit_size)


@method(CFIELD, "__set__(self, instance, value, /)", doc="Set an attribute of instance to value.")
def field_set(self: W_CField, w_instance: Value, w_value: Value) -> Value:
    d = instance_of_field(w_instance)
    check_inside(self, d)
    at = d.address + self.byte_offset
    if self.kind == PLAIN:
        set_part(d, self.proto, self.index, at, w_value)
    elif self.kind == BYTES:
        store_bytes_field(at, self.byte_size, w_value)
    elif self.kind == TEXT:
        store_text_field(at, self.byte_size // 4, w_value)
    else:
        info = need_concrete(self.proto)
        if data_of(w_value) is not None:
            set_part(d, self.proto, self.index, at, w_value)  # refuses it, or stores all of it
        else:
            store_bit_field(info.code, info.swapped, at, info.size, self.bit_offset, self.bit_size, w_value)
    return w_None


def store_bytes_field(at: Addr, room: int, w: Value) -> None:
    data = as_bytes(w)
    if data is None:
        raise type_error(f"expected bytes, {type_name(w)} found")
    n = data.find(b"\0")
    if n < 0:
        n = len(data)
    if n > room:
        raise value_error(f"bytes too long ({n}, maximum length {room})")
    put_bytes(at, data, n)
    if n < room:
        store8(at + n, 0)


def store_text_field(at: Addr, room: int, w: Value) -> None:
    s = as_str(w)
    if s is None:
        raise type_error(f"unicode string expected instead of {type_name(w)} instance")
    n = len(s)
    if n > room:
        raise value_error(f"string too long ({n}, maximum length {room})")
    store_wide(at, s, n)
    if n < room:
        store32(at + 4 * n, 0)


@method(CFIELD, "__delete__(self, instance, /)", doc="Delete an attribute of instance.")
def field_delete(self: W_CField, w_instance: Value) -> Value:
    instance_of_field(w_instance)
    raise type_error("can't delete attribute")


# --- attributes -----------------------------------------------------------------------------------------------------------------------


def refuse_setting(self: W_CField, w_value: Value) -> Value:
    raise attribute_error("readonly attribute", wrap(self), "")


@getter(CFIELD, "name", doc="The name of this field.", member=True)
def field_name(self: W_CField) -> Value:
    return wrap(self.name)


@getter(CFIELD, "type", doc="The C type of this field.", member=True)
def field_type(self: W_CField) -> Value:
    return wrap(self.proto)


@getter(CFIELD, "offset", doc="Where the field begins, in bytes; the same as byte_offset.", member=True)
@getter(
    CFIELD,
    "byte_offset",
    doc="Where the field begins, in bytes; of a bit field, where the number that contains it begins.",
    member=True,
)
def field_offset(self: W_CField) -> Value:
    return new_int(self.byte_offset)


@getter(CFIELD, "byte_size", doc="Size of the field, or of the number that contains a bit field, in bytes.", member=True)
def field_byte_size(self: W_CField) -> Value:
    return new_int(self.byte_size)


@getter(CFIELD, "bit_offset", doc="Where a bit field begins in its number, in bits; 0 for other fields.", member=True)
def field_bit_offset(self: W_CField) -> Value:
    return from_int(self.bit_offset)


for _name in ("name", "type", "offset", "byte_offset", "byte_size", "bit_offset"):
    setter(CFIELD, _name)(refuse_setting)


@getter(CFIELD, "size", doc="Size of the field in bytes; of a bit field, its size and its offset in one number.")
def field_size(self: W_CField) -> Value:
    return new_int(self.bit_size << 16 | self.bit_offset if self.kind == BITS else self.byte_size)


@getter(CFIELD, "bit_size", doc="Size of the field in bits.")
def field_bit_size(self: W_CField) -> Value:
    if self.kind == BITS:
        return from_int(self.bit_size)
    return int_lshift(new_int(self.byte_size), from_int(3))


@getter(CFIELD, "is_bitfield", doc="Whether this is a bit field.")
def field_is_bitfield(self: W_CField) -> Value:
    return new_bool(self.kind == BITS)


@getter(CFIELD, "is_anonymous", doc="Whether the fields of this field are the structure's, too.")
def field_is_anonymous(self: W_CField) -> Value:
    return new_bool(self.anonymous)


@method(CFIELD, "__repr__(self, /)", doc="Return repr(self).")
def field_repr(self: W_CField) -> Value:
    where = f"size={self.byte_size}"
    if self.kind == BITS:
        where = f"bit_size={self.bit_size}, bit_offset={self.bit_offset}"
    return wrap(f"<ctypes.CField '{self.name}' type={last_part(self.proto.name)}, ofs={self.byte_offset}, {where}>")
