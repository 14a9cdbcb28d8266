"""What type a value has, and what a type defines: type(), MRO look-up with a per-thread cache, subtype tests."""

from __future__ import annotations

from typing import cast

from protodialect.types import COMPILED, EMPTY, Value, host_type, inline, unwrap
from protodialect.unsafe import address_of
from protopython.objects.dict.dict import dict_get_str
from protopython.objects.model.define import BYTES, FLOAT, INT, STR
from protopython.protocore.object import W_Object, W_Type
from protopython.protocore.shape import Shape, shape_of
from protopython.protocore.thread import METHOD_CACHE_SIZE, context
from protopython.protocore.value import is_empty, is_immediate_float, is_int


@inline
def type_of(v: Value) -> W_Type:
    """type(v); v is not EMPTY."""
    if COMPILED:
        if is_int(v):
            return INT
        if is_immediate_float(v):
            return FLOAT
        return shape_of(unwrap(W_Object, v)).w_type
    else:
        t = host_type(v)
        if t is int:
            return INT
        if t is float:
            return FLOAT
        if t is str:
            return STR
        if t is bytes:
            return BYTES
        return shape_of(cast(W_Object, v)).w_type


def type_name(v: Value) -> str:
    return type_of(v).name


@inline
def special(v: Value, index: int) -> Value:
    """The special method `index` (objects.special.Special) that v's type defines, unbound; EMPTY if none."""
    return type_of(v).special[index]


def is_subtype(t: W_Type, base: W_Type) -> bool:
    """Whether base is in t's MRO."""
    if t is base:
        return True
    mro = t.mro
    n = len(mro)
    for i in range(n):
        if mro[i] is base:
            return True
    return False


def lookup_in_mro(t: W_Type, name: str) -> Value:
    """The first definition of name along t's MRO, EMPTY if none; uncached."""
    mro = t.mro
    n = len(mro)
    for i in range(n):
        w = dict_get_str(mro[i].dict, name)
        if not is_empty(w):
            return w
    return EMPTY


@inline
def cache_slot(version: int, name: str) -> int:
    if COMPILED:
        return (version * 31 + (address_of(name) >> 4)) & (METHOD_CACHE_SIZE - 1)
    else:
        return (version * 31 + hash(name)) & (METHOD_CACHE_SIZE - 1)


def type_lookup(t: W_Type, name: str) -> Value:
    """As lookup_in_mro, through the thread's cache. The root shape's version stands for the type's."""
    cx = context()
    version = t.root_shape.version
    i = cache_slot(version, name)
    if cx.mc_version[i] == version and cx.mc_name[i] is name:
        return cx.mc_value[i]
    w = lookup_in_mro(t, name)
    if version > 0:
        cx.mc_version[i] = version
        cx.mc_name[i] = name
        cx.mc_value[i] = w
    return w


@inline
def value_shape(v: Value) -> Shape:
    """The shape of a value that is a pointer."""
    if COMPILED:
        return shape_of(unwrap(W_Object, v))
    else:
        return type_of(v).root_shape if host_type(v) in (str, bytes) else shape_of(cast(W_Object, v))
