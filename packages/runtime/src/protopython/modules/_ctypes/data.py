"""W_CData: an object over C memory. All that the kinds of C types have in common.

The memory is the object's own, part of another object's (`base`), a lender's (from_buffer), or anybody's (from_address). What the memory points
to is kept alive in `_objects` of the object whose memory it is: one thing, or a dict from the place ("1:0": item 1 of field 0) to the thing.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, Array, Value, locked, mul_ovf, new_with_shape, races, try_as, wrap
from protodialect.unsafe import Addr, memmove, store64
from protopython.modules._ctypes.info import ARRAY, POINTER, SIMPLE, CInfo, W_CType, info_of, info_of_type, metaclass
from protopython.modules._ctypes.libraries import last_error, symbol_name, symbol_of
from protopython.modules._ctypes.values import Memory, held_memory, load_value, put_bytes, store_value
from protopython.modules.support.system_calls import copy_bytes, fs_decode, utf8_of
from protopython.objects.dict.dict import W_Dict, dict_set, dict_update_from, new_dict
from protopython.objects.exceptions.exceptions import RUNTIME_ERROR
from protopython.objects.int.bigint import new_int
from protopython.objects.int.int import int_low64, is_integer, new_uint
from protopython.objects.memoryview import new_view
from protopython.objects.model.attributes import find_attr, getattr_of
from protopython.objects.model.auditing import audit1, audit2, audit3
from protopython.objects.model.buffer import Buffer, W_BufferExporter, as_exporter, buffer_of, hold, let_go, need_bytes
from protopython.objects.model.call import call_tuple
from protopython.objects.model.define import OBJECT, define_type, getter, method
from protopython.objects.model.errors import buffer_error, error, type_error, value_error
from protopython.objects.model.format_spec import hex_digits
from protopython.objects.model.operations import index_of, isinstance_of, str_of
from protopython.objects.model.recursion import check_recursion_while
from protopython.objects.model.stock import stock_function
from protopython.objects.model.types import type_name, type_of
from protopython.objects.singletons import plain, w_None
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple, new_tuple2
from protopython.protocore.collector import register_finalizer, register_resource
from protopython.protocore.error import PyError
from protopython.protocore.object import TypeFlags, W_Object, W_Resource, W_Type
from protopython.protocore.value import from_int, is_empty, same

MODULE: Final[str] = "_ctypes"
MAX_SIZE: Final[int] = 0x7FFFFFFFFFFFFFFF
MAX_DEPTH: Final[int] = 100
"""Of objects within objects."""


@races(
    address="resize() stores a complete new one; the old memory lives on with those who read the old address",
    size="as address",
    owns="set before the object is published",
)
class W_CData(W_BufferExporter):
    memory: Memory | None
    """What `address` lies in, where that is the object's or its base's own."""
    address: Addr
    size: int
    length: int
    index: int
    """Which part of base it is."""
    base: W_CData | None
    w_objects: Value
    """EMPTY: nothing is kept."""
    owns: bool
    borrow: W_Borrow | None

    def buffer(self, writable: bool) -> Buffer:
        return buffer_of_data(self)


class W_Borrow(W_Resource):
    """Holds what lends its memory for from_buffer until the last object over it is gone."""

    lender: W_BufferExporter | None

    def give_back(self) -> None:
        lender = self.lender
        self.lender = None
        if lender is not None:
            let_go(lender)


BORROW = define_type("Borrow", W_Borrow, OBJECT, module=MODULE, flags=TypeFlags.NO_INSTANTIATE)


class W_Argument(W_Object):
    """How an object is handed to a C function: the type, the bytes, and what keeps them alive."""

    code: int
    """Of values.py, or "V": a structure by value."""
    ffi: Addr
    memory: Memory | None
    address: Addr
    size: int
    w_object: Value


ARGUMENT = define_type("CArgObject", W_Argument, OBJECT, module=MODULE, flags=TypeFlags.NO_INSTANTIATE)


CDATA = define_type("_CData", W_CData, OBJECT, module=MODULE, doc="What all objects of C data are.")


def data_of(w: Value) -> W_CData | None:
    return try_as(W_CData, w)


# --- making objects ------------------------------------------------------------------------------------------------------------


def bare_data(t: W_Type, info: CInfo) -> W_CData:
    """Without memory yet."""
    info.final = True
    d = new_with_shape(W_CData, t.root_shape)
    d.size = info.size
    d.length = info.length
    return d


def need_concrete(t: W_Type) -> CInfo:
    info = info_of_type(wrap(t))
    if info is None:
        raise type_error("abstract class")
    return info


def new_data(t: W_Type) -> W_CData:
    """Zeroed, in memory of its own."""
    info = need_concrete(t)
    d = bare_data(t, info)
    memory = Memory(info.size)
    d.memory = memory
    d.address = memory.at
    d.owns = True
    return d


def data_at(t: W_Type, at: Addr) -> W_CData:
    d = bare_data(t, need_concrete(t))
    d.address = at
    return with_finalizer(t, d)


def part_of(t: W_Type, base: W_CData, index: int, at: Addr) -> W_CData:
    """An object over memory that base refers to."""
    d = bare_data(t, need_concrete(t))
    d.memory = base.memory
    d.address = at
    d.base = base
    d.index = index
    return with_finalizer(t, d)


def copy_of(t: W_Type, at: Addr) -> W_CData:
    d = new_data(t)
    memmove(d.address, at, d.size)
    return with_finalizer(t, d)


def with_finalizer(t: W_Type, d: W_CData) -> W_CData:
    """What no `__new__` has made is registered here, where a program's class has a `__del__`."""
    if t.flags & TypeFlags.HAS_DEL:
        register_finalizer(d)
    return d


def check_items(d: W_CData, n: int, size: int) -> None:
    """As check_size, of n items."""
    total, too_big = mul_ovf(n, size)
    check_size(d, MAX_SIZE if too_big else total)


def check_size(d: W_CData, n: int) -> None:
    """Of n bytes that d's class says there are: a program may have given the object another class."""
    if n > d.size:
        raise value_error(f"object of {d.size} bytes is too small for its class")


def all_bytes(d: W_CData) -> bytes:
    size = d.size  # before the address: resize() stores it last
    return copy_bytes(d.address, size)


# --- what is kept alive ---------------------------------------------------------------------------------------------------------


def container_of(d: W_CData) -> W_CData:
    """The object that keeps what d's memory refers to."""
    owner = d
    while True:
        base = owner.base
        if base is None:
            break
        owner = base
    with locked(owner):
        if is_empty(owner.w_objects):
            owner.w_objects = wrap(new_dict()) if owner.length > 0 else w_None
    return owner


def kept_objects(d: W_CData) -> Value:
    return container_of(d).w_objects


def place_key(d: W_CData, index: int) -> str:
    """Where in its container index of d is."""
    key = hex_digits(index & 0xFFFFFFFF)
    part = d
    depth = 0
    while True:
        base = part.base
        if base is None:
            return key
        key = f"{key}:{hex_digits(part.index)}"
        depth += 1
        if depth > MAX_DEPTH:
            raise value_error("ctypes object structure too deep")
        part = base


def keep(d: W_CData, index: int, w_kept: Value) -> None:
    """Keeps w_kept alive as what index of d refers to."""
    if same(w_kept, w_None):
        return
    owner = container_of(d)
    objects = try_as(W_Dict, owner.w_objects)
    if objects is None:
        owner.w_objects = w_kept
    else:
        dict_set(objects, wrap(place_key(d, index)), w_kept)


# --- parts -----------------------------------------------------------------------------------------------------------------------


def is_plain_simple(t: W_Type, info: CInfo) -> bool:
    """A simple type whose objects programs see as the Python values they hold: subclasses of c_int and its like are not."""
    base = t.base
    return info.kind == SIMPLE and base is not None and info_of_type(wrap(base)) is None


def get_part(t: W_CType, base: W_CData, index: int, at: Addr) -> Value:
    """What stands at an address in, or referred to by, base."""
    info = need_concrete(t)
    if is_plain_simple(t, info):
        return load_value(info.code, info.swapped, at, info.size)
    return wrap(part_of(t, base, index, at))


def set_part(d: W_CData, t: W_CType, index: int, at: Addr, w: Value) -> None:
    """Stores w as a t, which is index of d, and keeps alive what that refers to. Both in one step: else threads that store
    in one place could leave there what nobody keeps."""
    info = need_concrete(t)
    source = data_of(w)
    if source is None:
        if info.kind == SIMPLE:
            set_simple(d, info, index, at, w)
        elif info.kind == POINTER and same(w, w_None):
            store64(at, 0)
        else:
            arguments = try_as(W_Tuple, w)
            if arguments is None:
                raise type_error(f"expected {t.name} instance, got {type_name(w)}")
            set_part(d, t, index, at, new_of_tuple(t, w, arguments))
        return
    if isinstance_of(w, wrap(t)):
        w_kept = kept_objects(source)
        with locked(container_of(d)):
            memmove(at, source.address, min(info.size, source.size))
            keep(d, index, w_kept)
        return
    given = info_of(w)
    if info.kind != POINTER or given is None or given.kind != ARRAY or given.proto is not info.proto:
        raise type_error(f"incompatible types, {type_name(w)} instance instead of {t.name} instance")
    w_kept = wrap(new_tuple2(kept_objects(source), w))
    with locked(container_of(d)):
        store64(at, source.address)
        keep(d, index, w_kept)


def set_simple(d: W_CData, info: CInfo, index: int, at: Addr, w: Value) -> None:
    if not info.has_pointer:
        store_value(info.code, info.swapped, at, info.size, w)  # which may run Python code
        return
    with locked(container_of(d)):
        keep(d, index, store_value(info.code, info.swapped, at, info.size, w))


def new_of_tuple(t: W_CType, w: Value, arguments: W_Tuple) -> Value:
    try:
        return call_tuple(wrap(t), arguments)
    except PyError as e:
        raise with_prefix(e, RUNTIME_ERROR, f"({t.name}) ") from None


def with_prefix(e: PyError, t: W_Type, prefix: str) -> PyError:
    """An exception of type t that tells of e."""
    return error(t, f"{prefix}{type_of(e.w_value).name}: {str_of(e.w_value)}")


# --- lending memory -----------------------------------------------------------------------------------------------------------------


def buffer_of_data(d: W_CData) -> Buffer:
    b = Buffer(wrap(d), d.size, False)
    b.address = d.address
    memory = d.memory
    if COMPILED and memory is not None:
        b.memory = memory.cells
    info = info_of(wrap(d))
    if info is not None:
        item = info
        while item.kind == ARRAY and item.proto is not None and item.proto.info is not None:
            item = item.proto.info
        b.format = info.format if info.format != "" else "B"
        b.itemsize = item.size
        b.ndim = len(info.shape)
        b.shape = info.shape
        b.strides = Array[int](b.ndim, 0)
        step = item.size
        i = b.ndim - 1
        while i >= 0:
            b.strides[i] = step
            step *= b.shape[i]
            i -= 1
    return b


def borrow_from(b: Buffer) -> W_Borrow | None:
    lender = as_exporter(b.w_owner)
    if lender is None:
        return None
    hold(lender)
    borrow = W_Borrow()
    borrow.lender = lender
    register_resource(borrow)
    return borrow


# --- methods of classes -------------------------------------------------------------------------------------------------------------


def from_address(self: W_CType, w_address: Value) -> Value:
    at = plain(w_address)
    if not is_integer(at):
        raise type_error("integer expected")
    need_concrete(self)
    audit1("ctypes.cdata", at)
    return wrap(data_at(self, int_low64(at)))


def check_room(info: CInfo, n: int, offset: int) -> None:
    if offset < 0:
        raise value_error("offset cannot be negative")
    if info.size > n - offset:
        raise value_error(f"Buffer size too small ({n} instead of at least {info.size + offset} bytes)")


def from_buffer(self: W_CType, w_object: Value, w_offset: Value) -> Value:
    offset = index_of(w_offset)
    info = need_concrete(self)
    b = buffer_of(w_object)
    if b is None:
        raise type_error(f"memoryview: a bytes-like object is required, not '{type_name(w_object)}'")
    if b.readonly:
        raise type_error("underlying buffer is not writable")
    if not b.is_contiguous():
        raise type_error("underlying buffer is not C contiguous")
    check_room(info, b.n, offset)
    audit3("ctypes.cdata/buffer", new_uint(b.address), new_int(b.n), new_int(offset))
    if b.address == 0 and b.memory is not None:
        raise buffer_error("memory on the host's heap has no address")
    d = data_at(self, b.address + offset)
    if b.memory is not None:
        d.memory = held_memory(b.memory, d.address)
    d.borrow = borrow_from(b)
    keep(d, -1, wrap(new_view(b)))
    return wrap(d)


def from_buffer_copy(self: W_CType, w_object: Value, w_offset: Value) -> Value:
    offset = index_of(w_offset)
    info = need_concrete(self)
    data = need_bytes(w_object)
    check_room(info, len(data), offset)
    audit3("ctypes.cdata/buffer", from_int(0), from_int(len(data)), from_int(offset))
    d = new_data(self)
    part = data if offset == 0 else data[offset : offset + info.size]
    put_bytes(d.address, part, info.size)
    return wrap(d)


def in_dll(self: W_CType, w_library: Value, w_name: Value) -> Value:
    name = symbol_name("in_dll", w_name)
    audit2("ctypes.dlsym", w_library, w_name)
    w_handle = plain(getattr_of(w_library, "_handle"))
    if not is_integer(w_handle):
        raise type_error("the _handle attribute of the second argument must be an integer")
    need_concrete(self)
    at = symbol_of(int_low64(w_handle), name)
    if at == 0:
        text = last_error()
        raise value_error(text if text != "" else f"symbol '{fs_decode(name)}' not found")
    return wrap(data_at(self, at))


def from_param(self: W_CType, w_value: Value) -> Value:
    """For structures, unions, arrays and functions; simple types and pointers have their own."""
    if isinstance_of(w_value, wrap(self)):
        return w_value
    argument = try_as(W_Argument, w_value)
    if argument is not None:
        info = self.info
        proto = None if info is None else info.proto
        if proto is not None and not is_empty(argument.w_object) and isinstance_of(argument.w_object, wrap(proto)):
            return w_value
        name = "NULL" if is_empty(argument.w_object) else type_name(argument.w_object)
        raise type_error(f"expected {self.name} instance instead of pointer to {name}")
    w_as_parameter = find_attr(w_value, "_as_parameter_")
    if not is_empty(w_as_parameter):
        check_recursion_while("processing _as_parameter_")
        return from_param(self, w_as_parameter)
    raise type_error(f"expected {self.name} instance instead of {type_name(w_value)}")


def kind_of_class(name: str, doc: str) -> W_Type:
    """Module level: the metaclass of one kind of types, with the methods that all have."""
    t = metaclass(name, doc)
    method(t, "from_address(self, value, /)", doc="An object over the memory at an address.")(from_address)
    method(t, "from_buffer(self, obj, offset=0, /)", doc="An object over the memory of a writable buffer.")(from_buffer)
    method(t, "from_buffer_copy(self, buffer, offset=0, /)", doc="An object with a copy of what a buffer contains.")(from_buffer_copy)
    method(t, "in_dll(self, dll, name, /)", doc="An object over a variable of a library.")(in_dll)
    return t


# --- methods of objects ----------------------------------------------------------------------------------------------------------


@method(CDATA, "__hash__(self, /)", doc="Return hash(self).")
def data_hash(self: W_CData) -> Value:
    raise type_error("unhashable type")


@method(CDATA, "__buffer__(self, flags, /)", doc="Return a buffer object that exposes the underlying memory of the object.")
def data_buffer(self: W_CData, w_flags: Value) -> Value:
    return wrap(new_view(self.buffer(True)))


@method(CDATA, "__ctypes_from_outparam__(self, /)", doc="What a call gives for this output parameter.")
def data_from_outparam(self: W_CData) -> Value:
    return wrap(self)


@getter(CDATA, "_b_base_", doc="The object this one is a part of.", member=True)
def data_base(self: W_CData) -> Value:
    base = self.base
    return w_None if base is None else wrap(base)


@getter(CDATA, "_b_needsfree_", doc="Whether the object's memory is its own.", member=True)
def data_owns(self: W_CData) -> Value:
    return from_int(1 if self.owns else 0)


@getter(CDATA, "_objects", doc="What is kept alive for the object's memory. Not to be changed.", member=True)
def data_objects(self: W_CData) -> Value:
    return w_None if is_empty(self.w_objects) else self.w_objects


@method(CDATA, "__reduce__(self, /)", doc="For pickle: refused where there are pointers.")
def data_reduce(self: W_CData) -> Value:
    info = info_of(wrap(self))
    if info is None or info.has_pointer:
        raise value_error("ctypes objects containing pointers cannot be pickled")
    state = new_tuple2(getattr_of(wrap(self), "__dict__"), wrap(all_bytes(self)))
    return wrap(new_tuple2(stock_function("_ctypes", "_unpickle"), wrap(new_tuple2(wrap(type_of(wrap(self))), wrap(state)))))


@method(CDATA, "__setstate__(self, dict, data, /)", doc="What a pickle restores: attributes and memory.")
def data_setstate(self: W_CData, w_dict: Value, w_data: Value) -> Value:
    attributes = try_as(W_Dict, w_dict)
    if attributes is None:
        raise type_error(f"__setstate__() argument 1 must be dict, not {type_name(w_dict)}")
    text = as_str(w_data)
    data = need_bytes(w_data) if text is None else utf8_of(text)
    n = min(len(data), self.size)
    put_bytes(self.address, data, n)
    own = try_as(W_Dict, getattr_of(wrap(self), "__dict__"))
    if own is not None:
        dict_update_from(own, attributes)
    return w_None
