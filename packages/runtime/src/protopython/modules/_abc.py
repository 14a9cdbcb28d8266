"""The _abc module: what abc.ABCMeta does natively: abstract methods, virtual subclasses, and the caches of
both answers (PEP 3119).

Each ABC keeps the classes registered with it and two caches of classes already answered for. A negative
answer is good until any class is registered with any ABC: then the space's counter moves on.
"""

from __future__ import annotations

from protodialect.types import Value, locked, try_as, wrap
from protopython.objects.dict.dict import (
    dict_delete_str,
    dict_get_str,
    dict_snapshot,
    table_key,
    table_next,
    table_value,
)
from protopython.objects.exceptions import exceptions as x
from protopython.objects.function.descriptors import is_abstract
from protopython.objects.list.list import W_List, list_get, list_length, list_snapshot
from protopython.objects.model import call as calls
from protopython.objects.model import errors, operations
from protopython.objects.model.attributes import find_attr, getattr_of, setattr_of
from protopython.objects.model.define import OBJECT, define_module, define_type, function
from protopython.objects.model.types import is_subtype, type_name, type_of
from protopython.objects.set import FROZENSET, new_set, set_add
from protopython.objects.singletons import w_False, w_None, w_NotImplemented, w_True
from protopython.objects.str.str import as_str
from protopython.objects.tuple import new_tuple4
from protopython.objects.type.type import change_flags, direct_subclasses
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, int_value, is_empty, is_int, same

define_module("_abc", "Module contains faster C implementation of abc.ABCMeta")


class W_AbcData(W_Object):
    """`_abc_impl` of an ABC."""

    registry: list[W_Type]
    cache: dict[W_Type, bool]
    negative: dict[W_Type, bool]
    version: int
    """The space's counter for which `negative` holds."""

    def __init__(self, version: int) -> None:
        self.registry = []
        self.cache = {}
        self.negative = {}
        self.version = version


ABC_DATA = define_type(
    "_abc_data", W_AbcData, OBJECT, module="_abc", flags=TypeFlags.MUTABLE, doc="What an abstract class knows of its subclasses.",
)


def abc_data(w_self: Value) -> W_AbcData:
    w = getattr_of(w_self, "_abc_impl")
    data = try_as(W_AbcData, w)
    if data is None:
        raise errors.type_error("_abc_impl is set to a wrong type")
    return data


# --- abstract methods -------------------------------------------------------------------------------------


def compute_abstract_methods(cls: W_Type) -> Value:
    """The frozenset of names that are abstract in cls: its own, and inherited ones not overridden."""
    names = new_set()
    own = dict_snapshot(cls.dict)
    i = table_next(own, 0)
    while i >= 0:
        if is_abstract(table_value(own, i)):
            set_add(names, table_key(own, i))
        i = table_next(own, i + 1)
    k = 0
    while k < cls.bases.length:
        w_inherited = find_attr(cls.bases.items[k], "__abstractmethods__")
        if not is_empty(w_inherited):
            inherited = operations.unpack_to_list(w_inherited)
            i = 0
            while i < list_length(inherited):
                w_name = list_get(inherited, i)
                name = as_str(w_name)
                if name is not None and is_abstract(find_attr(wrap(cls), name)):
                    set_add(names, w_name)
                i += 1
        k += 1
    return calls.call1(wrap(FROZENSET), wrap(names))


@function("_abc", "_abc_init(self, /)", doc="Sets up the state of an ABC: abstract methods and caches.")
def abc_init(w_self: Value) -> Value:
    cls = try_as(W_Type, w_self)
    if cls is None:
        getattr_of(w_self, "__dict__")
        getattr_of(w_self, "__bases__")  # what a class has and other values seldom do
        raise errors.type_error(f"_abc_init() argument must be a class, not {type_name(w_self)}")
    setattr_of(w_self, "__abstractmethods__", compute_abstract_methods(cls))
    setattr_of(w_self, "_abc_impl", wrap(W_AbcData(context().space.abc_counter)))
    w_flags = dict_get_str(cls.dict, "__abc_tpflags__")
    if not is_empty(w_flags) and is_int(w_flags):
        flags = int_value(w_flags)
        if flags & TPFLAGS_SEQUENCE and flags & TPFLAGS_MAPPING:
            raise errors.type_error("__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING")
        if flags & TPFLAGS_SEQUENCE:
            change_flags(cls, TypeFlags.SEQUENCE, 0)
        if flags & TPFLAGS_MAPPING:
            change_flags(cls, TypeFlags.MAPPING, 0)
        dict_delete_str(cls.dict, "__abc_tpflags__")
    return w_None


TPFLAGS_SEQUENCE = 1 << 5
TPFLAGS_MAPPING = 1 << 6


# --- registration -----------------------------------------------------------------------------------------


@function("_abc", "_abc_register(self, subclass, /)", doc="Registers a class as a virtual subclass.")
def abc_register(w_self: Value, w_subclass: Value) -> Value:
    subclass = try_as(W_Type, w_subclass)
    if subclass is None:
        raise errors.type_error("Can only register classes")
    if operations.issubclass_of(w_subclass, w_self):
        return w_subclass
    if operations.issubclass_of(w_self, w_subclass):
        raise errors.runtime_error("Refusing to create an inheritance cycle")
    data = abc_data(w_self)
    with locked(data):
        data.registry.append(subclass)
    space = context().space
    with locked(space.modules):
        space.abc_counter += 1
    cls = try_as(W_Type, w_self)
    if cls is not None:
        inherit_match_flags(subclass, cls.flags & (TypeFlags.SEQUENCE | TypeFlags.MAPPING))
    return w_subclass


def inherit_match_flags(t: W_Type, flags: int) -> None:
    """A class registered as a Sequence or Mapping takes part in `match` patterns of that kind, and so do its
    subclasses.
    """
    if flags == 0 or not t.flags & TypeFlags.HEAP:
        return
    change_flags(t, flags, 0)
    for sub in direct_subclasses(t):
        inherit_match_flags(sub, flags)


@function(
    "_abc", "get_cache_token()", doc="The number of registrations so far: a token that changes with each."
)
def get_cache_token() -> Value:
    return from_int(context().space.abc_counter)


# --- checks -----------------------------------------------------------------------------------------------


def cached(data: W_AbcData, cls: W_Type) -> bool:
    with locked(data):
        return cls in data.cache


def refused(data: W_AbcData, cls: W_Type) -> bool:
    """Whether cls is known not to be a subclass."""
    with locked(data):
        return data.version == context().space.abc_counter and cls in data.negative


def remember(data: W_AbcData, cls: W_Type) -> Value:
    with locked(data):
        data.cache[cls] = True
    return w_True


def refuse(data: W_AbcData, cls: W_Type, counter: int) -> Value:
    """What was found while the space's counter was `counter`, or since."""
    with locked(data):
        if data.version == counter:
            data.negative[cls] = True
    return w_False


@function("_abc", "_abc_instancecheck(self, instance, /)", doc="isinstance() for an ABC.")
def abc_instancecheck(w_self: Value, w_instance: Value) -> Value:
    data = abc_data(w_self)
    w_class = getattr_of(w_instance, "__class__")
    cls = try_as(W_Type, w_class)
    if cls is not None and cached(data, cls):
        return w_True
    t = type_of(w_instance)
    if cls is t:
        if refused(data, t):
            return w_False
        return calls.call_method1(w_self, "__subclasscheck__", w_class)
    w = calls.call_method1(w_self, "__subclasscheck__", w_class)
    if operations.is_true(w):
        return w
    return calls.call_method1(w_self, "__subclasscheck__", wrap(t))


@function("_abc", "_abc_subclasscheck(self, subclass, /)", doc="issubclass() for an ABC.")
def abc_subclasscheck(w_self: Value, w_subclass: Value) -> Value:
    subclass = try_as(W_Type, w_subclass)
    if subclass is None:
        raise errors.type_error("issubclass() arg 1 must be a class")
    data = abc_data(w_self)
    if cached(data, subclass):
        return w_True
    if refused(data, subclass):
        return w_False
    counter = context().space.abc_counter
    with locked(data):
        if data.version < counter:
            data.negative = {}
            data.version = counter
    w_verdict = calls.call_method1(w_self, "__subclasshook__", w_subclass)
    if same(w_verdict, w_True):
        return remember(data, subclass)
    if same(w_verdict, w_False):
        return refuse(data, subclass, counter)
    if not same(w_verdict, w_NotImplemented):
        raise errors.error(
            x.ASSERTION_ERROR, "__subclasshook__ must return either False, True, or NotImplemented"
        )
    cls = try_as(W_Type, w_self)
    if cls is not None and is_subtype(subclass, cls):
        return remember(data, subclass)
    if registered(data, w_subclass) or through_subclasses(w_self, w_subclass):
        return remember(data, subclass)
    return refuse(data, subclass, counter)


def registered(data: W_AbcData, w_subclass: Value) -> bool:
    """Whether the class derives from one that is registered."""
    with locked(data):
        classes = data.registry.copy()
    for c in classes:
        if operations.issubclass_of(w_subclass, wrap(c)):
            return True
    return False


def through_subclasses(w_self: Value, w_subclass: Value) -> bool:
    """Whether the class is a subclass of one of the ABC's own subclasses."""
    w_list = calls.call_method0(w_self, "__subclasses__")
    subclasses = try_as(W_List, w_list)
    if subclasses is None:
        raise errors.type_error("__subclasses__() must return a list")
    items = list_snapshot(subclasses)
    for i in range(len(items)):
        if operations.issubclass_of(w_subclass, items[i]):
            return True
    return False


# --- for tests --------------------------------------------------------------------------------------------


@function("_abc", "_get_dump(self, /)", doc="The registry, both caches and the version of the negative one.")
def get_dump(w_self: Value) -> Value:
    data = abc_data(w_self)
    registry = new_set()
    cache = new_set()
    negative = new_set()
    with locked(data):
        registered_classes = data.registry.copy()
        cached_classes = data.cache.copy()
        refused_classes = data.negative.copy()
        version = data.version
    for c in registered_classes:
        set_add(registry, wrap(c))
    for c in cached_classes:
        set_add(cache, wrap(c))
    for c in refused_classes:
        set_add(negative, wrap(c))
    return wrap(new_tuple4(wrap(registry), wrap(cache), wrap(negative), from_int(version)))


@function("_abc", "_reset_registry(self, /)", doc="Forgets the registered classes.")
def reset_registry(w_self: Value) -> Value:
    data = abc_data(w_self)
    with locked(data):
        data.registry = []
    return w_None


@function("_abc", "_reset_caches(self, /)", doc="Forgets the answers given.")
def reset_caches(w_self: Value) -> Value:
    data = abc_data(w_self)
    with locked(data):
        data.cache = {}
        data.negative = {}
    return w_None
