"""Inline caches: what an attribute or global site remembers, and the slow paths that fill them.

A cache is one immutable InlineCache object (objects/code/code.py); a site changes by one pointer store. Attribute caches hold for
objects whose shape has `version`: that number also vouches for what the type and its bases define (protocore/shape.py). It is read
before the look-up, and the object's shape is read once, so that shape, type and version belong together whatever other threads do;
a change meanwhile makes an entry that nothing matches.
"""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import EMPTY, Value, is_pointer, locked, noinline, release_fence, set_shape, try_as, unwrap, wrap
from protodialect.unsafe import address_of
from protopython.objects.code.code import InlineCache, W_Code
from protopython.objects.dict.dict import (
    DICT,
    W_Dict,
    dict_cached_value,
    dict_entry_index,
    dict_get_str,
    dict_keys_version,
    dict_set_entry,
    dict_set_str,
)
from protopython.objects.function.function import W_Function, W_Method
from protopython.objects.model import attributes, errors, operations
from protopython.objects.model.attributes import comes_first, getattr_of, is_data_descriptor, setattr_of
from protopython.objects.model.builtin import W_Builtin, W_GetSet
from protopython.objects.model.define import TYPE
from protopython.objects.model.instance import own_set, shape_with, slot_read, slot_write
from protopython.objects.model.special import Special
from protopython.objects.model.types import is_subtype, type_lookup, type_of, value_shape
from protopython.objects.module import MODULE, W_Module
from protopython.protocore.collector import leave_out
from protopython.protocore.error import PyError
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.shape import MAX_SHAPE_ATTRIBUTES, Shape, shape_find, shape_of
from protopython.protocore.value import is_empty, same

INLINE_SLOT: Final[int] = 1
"""The attribute is inline slot `index` of a W_Instance."""
OTHER_SLOT: Final[int] = 2
"""It is slot `index`, elsewhere (objects/model/instance.py)."""
CLASS_METHOD: Final[int] = 3
"""It is w_value, a function or native method of the type, to be bound."""
CLASS_VALUE: Final[int] = 4
"""It is w_value, an attribute of the type that is no descriptor."""
MODULE_ENTRY: Final[int] = 5
"""The object is a module; it is entry `index` of its dict while the dict's keys version is version2."""
OF_CLASS: Final[int] = 6
"""The object is the class whose root shape has version2; the attribute is w_value."""
ADD_SLOT: Final[int] = 7
"""A store that adds the attribute: slot `index`; w_value is unused, `shape` the next shape."""


class StoreCache(InlineCache):
    """What a store that adds an attribute does: moves the object to `shape`."""

    shape: Shape

    def __init__(self, version: int, index: int, shape: Shape) -> None:
        super().__init__(version, 0, ADD_SLOT, index, EMPTY)
        self.shape = shape


MOST_SHAPES: Final[int] = 4
"""So many shapes a site remembers; one that sees more starts over."""


def remember(code: W_Code, site: int, new: InlineCache) -> None:
    """Puts what a site learnt before what it learnt of other shapes."""
    n = 1
    old = code.caches[site]
    cache = old
    while cache is not None:
        n += 1
        cache = cache.other
    if n <= MOST_SHAPES:
        new.other = old
    replace_cache(code, site, new)


def replace_cache(code: W_Code, site: int, new: InlineCache) -> None:
    leave_out(address_of(new))
    release_fence()
    code.caches[site] = new


def cache_of(code: W_Code, site: int, version: int) -> InlineCache | None:
    """What a site knows of the shape with this version."""
    cache = code.caches[site]
    while cache is not None and cache.version != version:
        cache = cache.other
    return cache


# --- reading --------------------------------------------------------------------------------------------------------


def cache_for(w_obj: Value, name: str) -> InlineCache | None:
    """What reading w_obj.name can rely on next time; None if nothing. Runs no Python code."""
    if not is_pointer(w_obj):
        return None
    shape = value_shape(w_obj)
    version = shape.version
    t = shape.w_type
    if version < 0 or not t.flags & TypeFlags.PLAIN_GETATTR:
        return None
    cls = try_as(W_Type, w_obj)
    if cls is not None:
        return class_cache(cls, t, version, name)
    w_descr = type_lookup(t, name)
    if not is_empty(w_descr) and comes_first(w_descr):
        member = try_as(W_GetSet, w_descr)
        if member is not None and member.slot >= 0 and is_subtype(t, member.owner):
            return slot_cache(shape, version, member.slot)
        return None
    m = try_as(W_Module, w_obj)
    if m is not None:
        return module_cache(m, version, name) if is_empty(w_descr) and t is MODULE else None
    if t.flags & TypeFlags.OWN_DICT:
        return None
    if t.flags & TypeFlags.HAS_DICT:
        if shape.dict_mode:
            return None
        i = shape_find(shape, name)
        if i >= 0:
            return slot_cache(shape, version, i)
    if is_empty(w_descr):
        return None
    if try_as(W_Function, w_descr) is not None:
        return InlineCache(version, 0, CLASS_METHOD, 0, w_descr)
    b = try_as(W_Builtin, w_descr)
    if b is not None:
        if not is_empty(b.w_self):  # bound already, as in `next_id = itertools.count().__next__`
            return InlineCache(version, 0, CLASS_VALUE, 0, w_descr)
        if b.binds:
            return InlineCache(version, 0, CLASS_METHOD, 0, w_descr)
        return None
    if not is_pointer(w_descr) or is_empty(type_of(w_descr).special[Special.GET]):
        return InlineCache(version, 0, CLASS_VALUE, 0, w_descr)
    return None


def slot_cache(shape: Shape, version: int, i: int) -> InlineCache:
    if shape.plain and i < shape.n_inline:
        return InlineCache(version, 0, INLINE_SLOT, i, EMPTY)
    return InlineCache(version, 0, OTHER_SLOT, i, EMPTY)


def class_cache(cls: W_Type, meta: W_Type, version: int, name: str) -> InlineCache | None:
    if meta is not TYPE:
        return None
    w_meta = type_lookup(meta, name)
    if not is_empty(w_meta) and comes_first(w_meta):
        return None
    version2 = cls.root_shape.version
    w = type_lookup(cls, name)
    if version2 < 0 or is_empty(w):
        return None
    t = type_of(w)
    if t.flags & TypeFlags.HEAP and not is_empty(t.special[Special.GET]):
        return None
    w_value = attributes.descr_get(w, EMPTY, cls)
    if not same(w, w_value) and try_as(W_Method, w_value) is None and try_as(W_Function, w_value) is None:
        return None
    return InlineCache(version, version2, OF_CLASS, 0, w_value)


def module_cache(m: W_Module, version: int, name: str) -> InlineCache | None:
    version2 = dict_keys_version(m.dict)
    i = dict_entry_index(m.dict, name)
    if i < 0:
        return None
    return InlineCache(version, version2, MODULE_ENTRY, i, EMPTY)


@noinline
def load_attr(code: W_Code, site: int, w_obj: Value) -> Value:
    """Reads an attribute at a site: through its cache for the less common kinds, else the long way, learning."""
    if is_pointer(w_obj):
        cache = cache_of(code, site, value_shape(w_obj).version)
        if cache is not None:
            kind = cache.kind
            if kind == CLASS_METHOD:
                f = try_as(W_Function, cache.w_value)
                if f is not None:
                    return wrap(W_Method(cache.w_value, w_obj))
                return attributes.bind_builtin(unwrap(W_Builtin, cache.w_value), w_obj)
            w = cached_attr(cache, w_obj)
            if not is_empty(w):
                return w
    name = code.cache_names[site]
    new = cache_for(w_obj, name)
    if new is not None:
        remember(code, site, new)
    return getattr_of(w_obj, name)


def cached_attr(cache: InlineCache, w_obj: Value) -> Value:
    """The attribute by a cache whose version matched, unless it is a method; EMPTY when the cache does not hold after all."""
    kind = cache.kind
    if kind == INLINE_SLOT or kind == OTHER_SLOT:
        obj = unwrap(W_Object, w_obj)
        return slot_read(obj, shape_of(obj), cache.index)
    if kind == CLASS_VALUE:
        return cache.w_value
    if kind == OF_CLASS:
        if unwrap(W_Type, w_obj).root_shape.version == cache.version2:
            return cache.w_value
        return EMPTY
    if kind == MODULE_ENTRY:
        return dict_cached_value(unwrap(W_Module, w_obj).dict, cache.version2, cache.index)
    return EMPTY


@noinline
def load_method(code: W_Code, site: int, w_obj: Value) -> tuple[Value, Value]:
    """(callable, self) for a call of w_obj.name(...); self is EMPTY when there is none to pass."""
    if is_pointer(w_obj):
        cache = cache_of(code, site, value_shape(w_obj).version)
        if cache is not None:
            if cache.kind == CLASS_METHOD:
                return cache.w_value, w_obj
            w = cached_attr(cache, w_obj)
            if not is_empty(w):
                return w, EMPTY
    name = code.cache_names[site]
    new = cache_for(w_obj, name)
    if new is not None:
        remember(code, site, new)
        if new.kind == CLASS_METHOD:
            return new.w_value, w_obj
    w = getattr_of(w_obj, name)
    method = try_as(W_Method, w)
    if method is not None:
        return method.w_function, method.w_self
    return w, EMPTY


# --- writing --------------------------------------------------------------------------------------------------------


@noinline
def store_attr(code: W_Code, site: int, w_obj: Value, w_value: Value) -> None:
    name = code.cache_names[site]
    if is_pointer(w_obj):
        if store_by_cache(code, site, w_obj, w_value):
            return
        shape = value_shape(w_obj)
        version = shape.version
        t = shape.w_type
        if t.flags & TypeFlags.PLAIN_SETATTR and try_as(W_Type, w_obj) is None:
            w_descr = type_lookup(t, name)
            if is_empty(w_descr) or not is_data_descriptor(w_descr):
                if t.flags & TypeFlags.HAS_DICT:
                    new = store_cache_for(shape, version, name)
                    own_set(unwrap(W_Object, w_obj), name, w_value)
                    if new is not None:
                        remember(code, site, new)
                    return
            elif version >= 0:
                member = try_as(W_GetSet, w_descr)
                if member is not None and member.slot >= 0 and is_subtype(t, member.owner):
                    remember(code, site, slot_cache(shape, version, member.slot))
    setattr_of(w_obj, name, w_value)


def store_by_cache(code: W_Code, site: int, w_obj: Value, w_value: Value) -> bool:
    """Stores as the site did before; False where it knows nothing of the object's shape."""
    if cache_of(code, site, value_shape(w_obj).version) is None:
        return False
    obj = unwrap(W_Object, w_obj)
    with locked(obj):
        shape = shape_of(obj)
        cache = cache_of(code, site, shape.version)
        if cache is None:
            return False
        kind = cache.kind
        if kind == INLINE_SLOT or kind == OTHER_SLOT:
            slot_write(obj, shape, cache.index, w_value)
            return True
        if kind == ADD_SLOT:
            add = cast(StoreCache, cache)
            slot_write(obj, shape, cache.index, w_value)
            release_fence()
            set_shape(obj, add.shape)
            return True
    return False


def store_cache_for(shape: Shape, version: int, name: str) -> InlineCache | None:
    """What storing `name` in an object of this shape can rely on next time; the type has no data descriptor of that name."""
    if version < 0 or shape.dict_mode:
        return None
    i = shape_find(shape, name)
    if i >= 0:
        return slot_cache(shape, version, i)
    if shape.count >= MAX_SHAPE_ATTRIBUTES:
        return None
    if shape.plain and shape.count >= shape.n_inline:
        return None
    return StoreCache(version, shape.count, shape_with(shape, name))


# --- globals --------------------------------------------------------------------------------------------------------


def missing_global(globals: W_Dict, name: str) -> Value:
    """What a dict subclass used as globals gives for a name that it does not hold (`__missing__`); EMPTY if nothing."""
    try:
        return operations.getitem(wrap(globals), wrap(name))
    except PyError as e:
        if not errors.error_matches(e, errors.x.KEY_ERROR):
            raise
        return EMPTY


@noinline
def load_global(code: W_Code, site: int, globals: W_Dict, builtins: W_Dict) -> Value:
    """A global or built-in name, through the site's cache: version is that of globals' keys, version2 that of builtins' (0: found in globals)."""
    cache = code.caches[site]
    name = code.cache_names[site]
    if cache is not None:
        if cache.version2 == 0:
            w = dict_cached_value(globals, cache.version, cache.index)
            if not is_empty(w):
                return w
        elif globals.table.version == cache.version:
            w = dict_cached_value(builtins, cache.version2, cache.index)
            if not is_empty(w):
                return w
    version = dict_keys_version(globals)
    i = dict_entry_index(globals, name)
    if i >= 0:
        replace_cache(code, site, InlineCache(version, 0, 0, i, EMPTY))
        w = dict_get_str(globals, name)
        if not is_empty(w):
            return w
    elif type_of(wrap(globals)) is DICT:
        w = dict_get_str(globals, name)  # the entry may be under a key that only Python code can compare, or of this moment
        if not is_empty(w):
            return w
        version2 = dict_keys_version(builtins)
        i = dict_entry_index(builtins, name)
        if i >= 0:
            replace_cache(code, site, InlineCache(version, version2, 0, i, EMPTY))
    else:
        w = missing_global(globals, name)
        if not is_empty(w):
            return w
    w = dict_get_str(builtins, name)
    if is_empty(w):
        raise errors.name_error(f"name '{name}' is not defined", name)
    return w


@noinline
def store_global(code: W_Code, site: int, globals: W_Dict, w_value: Value) -> None:
    cache = code.caches[site]
    if cache is not None and dict_set_entry(globals, cache.version, cache.index, w_value):
        return
    name = code.cache_names[site]
    dict_set_str(globals, name, w_value)
    version = dict_keys_version(globals)
    i = dict_entry_index(globals, name)
    if i >= 0:
        replace_cache(code, site, InlineCache(version, 0, 0, i, EMPTY))
