"""_SimpleCData: numbers, characters, strings and void pointers. `_type_` says which (values.py)."""

from __future__ import annotations

from protodialect.types import Value, try_as, unwrap, wrap
from protodialect.unsafe import address_of, load8
from protopython.modules._ctypes.arguments import simple_from_param
from protopython.modules._ctypes.data import CDATA, MODULE, W_CData, check_size, is_plain_simple, kind_of_class, need_concrete, new_data, set_simple
from protopython.modules._ctypes.info import SIMPLE, CInfo, W_CType, set_info
from protopython.modules._ctypes.libffi import LIBFFI
from protopython.modules._ctypes.values import ALIGNMENTS, CODES, FFI_NAMES, SIZES, can_be_swapped, is_pointer_code, load_value
from protopython.objects.dict.dict import W_Dict, dict_copy, dict_delete_str, new_dict
from protopython.objects.model.attributes import find_attr
from protopython.objects.model.define import constant, define_type, getter, method, new, setter
from protopython.objects.model.errors import attribute_error, type_error, value_error
from protopython.objects.model.format_spec import hex_digits
from protopython.objects.model.operations import repr_of
from protopython.objects.model.types import type_of
from protopython.objects.singletons import new_bool, w_None
from protopython.objects.str.str import as_str, last_part
from protopython.objects.tuple import W_Tuple
from protopython.objects.type.methods import make_class
from protopython.objects.type.type import type_setattr
from protopython.protocore.object import W_Type
from protopython.protocore.value import is_empty

SIMPLE_TYPE = kind_of_class("PyCSimpleType", "The class of classes of simple C data.")
SIMPLE_DATA = define_type(
    "_SimpleCData", W_CData, CDATA, module=MODULE, doc="A number, a character, a string or a pointer of C.", metaclass=SIMPLE_TYPE
)
constant(MODULE, "_SimpleCData", SIMPLE_DATA)


def format_code(code: int) -> str:
    """The character of the format of PEP 3118: by size, whatever C calls it."""
    c = chr(code)
    return "q" if c == "l" else "Q" if c == "L" else c


def simple_info(code: int, swapped: bool) -> CInfo:
    info = CInfo(SIMPLE)
    info.code = code
    info.swapped = swapped
    info.size = SIZES[code]
    info.align = ALIGNMENTS[code]
    info.ffi = LIBFFI.address_of(FFI_NAMES[code])
    info.format = (">" if swapped else "<") + format_code(code)
    info.has_pointer = is_pointer_code(code)
    return info


def type_code(t: W_CType) -> int:
    w_code = find_attr(wrap(t), "_type_")
    if is_empty(w_code):
        raise attribute_error("class must define a '_type_' attribute", wrap(t), "_type_")
    code = as_str(w_code)
    if code is None:
        raise type_error("class must define a '_type_' string attribute")
    if len(code) != 1:
        raise value_error("class must define a '_type_' attribute which must be a string of length 1")
    if code not in CODES or LIBFFI.address_of(FFI_NAMES[ord(code[0])]) == 0:
        text = "class must define a '_type_' attribute which must be\na single character string containing one of the\n"
        raise attribute_error(f"{text}supported types: '{CODES}'.", wrap(t), "_type_")
    return ord(code[0])


@method(SIMPLE_TYPE, "__init__(self, /, *args, **kwargs)", doc="Initialize self.")
def simple_type_init(self: W_CType, w_args: Value, w_kwargs: Value) -> Value:
    code = type_code(self)
    args = unwrap(W_Tuple, w_args)
    namespace = try_as(W_Dict, args.items[2]) if args.length == 3 else None
    if namespace is None:
        raise type_error("PyCSimpleType.__init__() takes a name, bases and a dict")
    set_info(self, simple_info(code, False))
    if can_be_swapped(code):
        swapped = swapped_class(self, dict_copy(namespace), code)
        type_setattr(self, "__ctype_le__", wrap(self))
        type_setattr(self, "__ctype_be__", swapped)
    return w_None


def swapped_class(t: W_CType, namespace: W_Dict, code: int) -> Value:
    """The class with the same bases whose numbers have the other byte order."""
    dict_delete_str(namespace, "__classcell__")
    w = wrap(make_class(type_of(wrap(t)), t.name + "_be", t.bases, namespace, new_dict()))
    swapped = unwrap(W_CType, w)
    set_info(swapped, simple_info(code, True))
    type_setattr(swapped, "__ctype_le__", wrap(t))
    type_setattr(swapped, "__ctype_be__", w)
    return w


@method(SIMPLE_TYPE, "from_param(self, value, /)", doc="Converts a Python object into a function call parameter.")
def simple_type_from_param(self: W_CType, w_value: Value) -> Value:
    return simple_from_param(self, need_concrete(self), w_value)


@new(SIMPLE_DATA, "(cls, *args, **kwargs)", shown="")
def simple_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    return wrap(new_data(cls))


@method(SIMPLE_DATA, "__init__(self, /, *args, **kwargs)", doc="Initialize self.")
def simple_init(self: W_CData, w_args: Value, w_kwargs: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    if args.length > 1:
        raise type_error(f"__init__ expected at most 1 argument, got {args.length}")
    if args.length == 1:
        set_value(self, args.items[0])
    return w_None


def value_of(d: W_CData) -> Value:
    info = need_concrete(type_of(wrap(d)))
    check_size(d, info.size)
    return load_value(info.code, info.swapped, d.address, info.size)


@getter(SIMPLE_DATA, "value", doc="The value as a Python object.")
def simple_value(self: W_CData) -> Value:
    return value_of(self)


@setter(SIMPLE_DATA, "value")
def set_value(self: W_CData, w_value: Value) -> Value:
    if is_empty(w_value):
        raise type_error("can't delete attribute")
    info = need_concrete(type_of(wrap(self)))
    check_size(self, info.size)
    set_simple(self, info, 0, self.address, w_value)
    return w_None


@method(SIMPLE_DATA, "__bool__(self, /)", doc="True if self else False")
def simple_bool(self: W_CData) -> Value:
    for i in range(self.size):
        if load8(self.address + i) != 0:
            return new_bool(True)
    return new_bool(False)


@method(SIMPLE_DATA, "__repr__(self, /)", doc="Return repr(self).")
def simple_repr(self: W_CData) -> Value:
    t = type_of(wrap(self))
    if not is_plain_simple(t, need_concrete(t)):
        return wrap(f"<{t.name} object at 0x{hex_digits(address_of(self))}>")
    return wrap(f"{last_part(t.name)}({repr_of(value_of(self))})")


@method(SIMPLE_DATA, "__ctypes_from_outparam__(self, /)", doc="The value, or the object itself where its class derives from such a type.")
def simple_from_outparam(self: W_CData) -> Value:
    t = type_of(wrap(self))
    return value_of(self) if is_plain_simple(t, need_concrete(t)) else wrap(self)
