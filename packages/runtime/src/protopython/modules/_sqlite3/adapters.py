"""Values that programs register ways to store and to read for: adapters and converters (PEP 246)."""

from __future__ import annotations

from protodialect.types import EMPTY, Value, new_with_shape, wrap
from protopython.modules._sqlite3.arguments import str_argument
from protopython.modules._sqlite3.constants import MODULE, SHOWN
from protopython.modules._sqlite3.errors import programming_error
from protopython.modules._sqlite3.state import sqlite_state
from protopython.objects.bytearray import BYTEARRAY
from protopython.objects.dict.dict import dict_get, dict_set
from protopython.objects.exceptions import exceptions as x
from protopython.objects.model.attributes import find_attr
from protopython.objects.model.call import call1, call_method0
from protopython.objects.model.define import FLOAT, INT, OBJECT, STR, constant, define_type, function, method, new
from protopython.objects.model.errors import error_matches
from protopython.objects.model.types import type_of
from protopython.objects.singletons import w_None
from protopython.objects.tuple import new_tuple2
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Object, W_Type
from protopython.protocore.value import is_empty, same


class W_PrepareProtocol(W_Object):
    pass


PREPARE_PROTOCOL = define_type(
    "PrepareProtocol", W_PrepareProtocol, OBJECT, module=SHOWN, doc="What objects are adapted to before they are stored.", flags=0
)
constant(MODULE, "PrepareProtocol", PREPARE_PROTOCOL)


@new(PREPARE_PROTOCOL, "(cls, /, *args, **kwargs)")
def prepare_protocol_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    return wrap(new_with_shape(W_PrepareProtocol, cls.root_shape))


@method(PREPARE_PROTOCOL, "__init__(self, /, *args, **kwargs)", doc="Initialize self.")
def prepare_protocol_init(self: W_PrepareProtocol, w_args: Value, w_kwargs: Value) -> Value:
    return w_None


@function(MODULE, "register_adapter(type, adapter, /)", doc="From now on objects of that very type are stored as what adapter(object) gives.")
def register_adapter(w_type: Value, w_adapter: Value) -> Value:
    state = sqlite_state()
    if same(w_type, wrap(INT)) or same(w_type, wrap(FLOAT)) or same(w_type, wrap(STR)) or same(w_type, wrap(BYTEARRAY)):
        state.plain_adapted = True
    dict_set(state.adapters, wrap(new_tuple2(w_type, wrap(PREPARE_PROTOCOL))), w_adapter)
    return w_None


@function(MODULE, "register_converter(typename, converter, /)", doc="From now on columns of that type name are read as what converter(bytes) gives.")
def register_converter(w_name: Value, w_converter: Value) -> Value:
    str_argument(w_name, "register_converter() argument 1")
    dict_set(sqlite_state().converters, call_method0(w_name, "upper"), w_converter)
    return w_None


@function(
    MODULE, "adapt(obj, proto=EMPTY, alt=EMPTY, /)", shown="($module, obj, proto=PrepareProtocolType, alt=<unrepresentable>, /)",
    doc="What obj is stored as: what its adapter gives, or else alt."
)  # fmt: skip
def sqlite_adapt(w_obj: Value, w_protocol: Value, w_alternative: Value) -> Value:
    return adapt(w_obj, wrap(PREPARE_PROTOCOL) if is_empty(w_protocol) else w_protocol, w_alternative)


def adapt(w_obj: Value, w_protocol: Value, w_alternative: Value) -> Value:
    """By the registered adapter, the protocol's __adapt__, the object's __conform__; else the alternative (EMPTY: an error)."""
    w_adapter = dict_get(sqlite_state().adapters, wrap(new_tuple2(wrap(type_of(w_obj)), w_protocol)))
    if not is_empty(w_adapter):
        return call1(w_adapter, w_obj)
    w = ask(w_protocol, "__adapt__", w_obj)
    if is_empty(w):
        w = ask(w_obj, "__conform__", w_protocol)
    if is_empty(w):
        w = w_alternative
    if is_empty(w):
        raise programming_error("can't adapt")
    return w


def ask(w_whom: Value, name: str, w_argument: Value) -> Value:
    """EMPTY: there is no such method, it gives None or it raises TypeError."""
    w_method = find_attr(w_whom, name)
    if is_empty(w_method):
        return EMPTY
    try:
        w = call1(w_method, w_argument)
    except PyError as e:
        if error_matches(e, x.TYPE_ERROR):
            return EMPTY
        raise
    return EMPTY if same(w, w_None) else w


def converter_of(name: str) -> Value:
    """None: there is none for types of that name."""
    w = dict_get(sqlite_state().converters, wrap(name.upper()))
    return w_None if is_empty(w) else w
