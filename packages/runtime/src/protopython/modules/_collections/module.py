"""The _collections module: defaultdict, _tuplegetter (the fields of named tuples), _count_elements (Counter).

deque is in deque.py, OrderedDict in ordered_dict.py.
"""

from __future__ import annotations

from protodialect.types import Value, new_with_shape, try_as, unwrap, wrap
from protopython.objects.dict.dict import (
    DICT,
    NO_TABLE,
    W_Dict,
    dict_get_hashed,
    dict_set_default,
    dict_set_hashed,
    key_hash,
)
from protopython.objects.dict.methods import dict_merge, dict_repr, update_from_args
from protopython.objects.int.bigint import new_int
from protopython.objects.int.int import int_add, is_integer
from protopython.objects.model.attributes import getattr_of
from protopython.objects.model.call import call0, call2, call_method0
from protopython.objects.model.container_generics import generic_class_getitem
from protopython.objects.model.define import (
    OBJECT,
    class_method,
    constant,
    define_module,
    define_type,
    function,
    getter,
    method,
    new,
    setter,
)
from protopython.objects.model.errors import attribute_error, index_error, key_error, type_error
from protopython.objects.model.operations import int_arg, iterate, next_of, repr_of, setitem
from protopython.objects.model.operators import binary
from protopython.objects.model.repr_guard import repr_enter, repr_leave
from protopython.objects.model.special import BinaryOp, Special
from protopython.objects.model.types import special, type_lookup, type_name, type_of
from protopython.objects.singletons import w_None, w_NotImplemented
from protopython.objects.tuple import EMPTY_TUPLE, W_Tuple, new_tuple1, new_tuple2, new_tuple_n, tuple_range
from protopython.protocore.locks import alone
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.value import from_int, is_empty, same

MODULE = "_collections"
define_module(MODULE, "High performance data structures: deque, defaultdict, OrderedDict.")


# --- defaultdict --------------------------------------------------------------------------------------------------------


class W_DefaultDict(W_Dict):
    w_factory: Value


DEFAULTDICT = define_type(
    "defaultdict", W_DefaultDict, DICT, module="collections", flags=TypeFlags.SUBCLASSABLE | TypeFlags.MAPPING,
    doc="A dict that asks default_factory() for the values of absent keys.",
)  # fmt: skip
constant(MODULE, "defaultdict", DEFAULTDICT)


@new(DEFAULTDICT, "(cls, /, *args, **kwargs)")
def defaultdict_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    d = new_with_shape(W_DefaultDict, cls.root_shape)
    d.table = NO_TABLE
    d.w_factory = w_None
    return wrap(d)


@method(DEFAULTDICT, "__init__(self, /, *args, **kwargs)")
def defaultdict_init(self: W_DefaultDict, w_args: Value, w_kwargs: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    if args.length > 0:
        w_factory = args.items[0]
        if not same(w_factory, w_None) and is_empty(special(w_factory, Special.CALL)):
            raise type_error("first argument must be callable or None")
        self.w_factory = w_factory
        args = tuple_range(args, 1, args.length)
    update_from_args(self, args, unwrap(W_Dict, w_kwargs), "dict")
    return w_None


@getter(DEFAULTDICT, "default_factory", doc="What is called for the value of an absent key; or None.", member=True)
def defaultdict_factory(self: W_DefaultDict) -> Value:
    return self.w_factory


@setter(DEFAULTDICT, "default_factory")
def defaultdict_set_factory(self: W_DefaultDict, w_value: Value) -> Value:
    self.w_factory = w_None if is_empty(w_value) else w_value
    return w_None


@method(DEFAULTDICT, "__missing__(self, object, /)", doc="Gives key the value default_factory(); KeyError without one.")
def defaultdict_missing(self: W_DefaultDict, w_key: Value) -> Value:
    w_factory = self.w_factory
    if same(w_factory, w_None):
        raise key_error(w_key)
    w_value = call0(w_factory)
    if not alone() and same(type_of(wrap(self)).special[Special.SETITEM], DICT.special[Special.SETITEM]):
        return dict_set_default(self, w_key, w_value)  # another thread may have been faster: then all share what it put there
    setitem(wrap(self), w_key, w_value)
    return w_value


@method(DEFAULTDICT, "__repr__(self, /)")
def defaultdict_repr(self: W_DefaultDict) -> Value:
    name = type_name(wrap(self))
    name = name[name.rfind(".") + 1 : len(name)]
    base = unwrap(str, dict_repr(self))
    factory = "None"
    if not same(self.w_factory, w_None):
        if repr_enter(self.w_factory):
            try:
                factory = repr_of(self.w_factory)
            finally:
                repr_leave()
        else:
            factory = "..."
    return wrap(f"{name}({factory}, {base})")


def defaultdict_copy(self: W_DefaultDict) -> Value:
    return call2(wrap(type_of(wrap(self))), self.w_factory, wrap(self))


method(DEFAULTDICT, "copy(self, /)", doc="A shallow copy.")(defaultdict_copy)
method(DEFAULTDICT, "__copy__(self, /)", doc="A shallow copy.")(defaultdict_copy)


@method(DEFAULTDICT, "__reduce__(self, /)", doc="How to copy or pickle it.")
def defaultdict_reduce(self: W_DefaultDict) -> Value:
    t = new_tuple_n(5)
    t.items[0] = wrap(type_of(wrap(self)))
    t.items[1] = wrap(EMPTY_TUPLE) if same(self.w_factory, w_None) else wrap(new_tuple1(self.w_factory))
    t.items[2] = w_None
    t.items[3] = w_None
    t.items[4] = iterate(call_method0(wrap(self), "items"))
    return wrap(t)


def merged(self: W_DefaultDict, w_first: Value, w_second: Value) -> Value:
    w_result = call2(wrap(type_of(wrap(self))), self.w_factory, w_first)
    r = try_as(W_Dict, w_result)
    if r is not None:
        dict_merge(r, w_second)
    return w_result


@method(DEFAULTDICT, "__or__(self, value, /)")
def defaultdict_or(self: W_DefaultDict, w_other: Value) -> Value:
    if try_as(W_Dict, w_other) is None:
        return w_NotImplemented
    return merged(self, wrap(self), w_other)


@method(DEFAULTDICT, "__ror__(self, value, /)")
def defaultdict_ror(self: W_DefaultDict, w_other: Value) -> Value:
    if try_as(W_Dict, w_other) is None:
        return w_NotImplemented
    return merged(self, w_other, wrap(self))


# --- fields of named tuples -----------------------------------------------------------------------------------------------


class W_TupleGetter(W_Object):
    index: int
    w_doc: Value


TUPLEGETTER = define_type("_tuplegetter", W_TupleGetter, OBJECT, module="collections", flags=0)
constant(MODULE, "_tuplegetter", TUPLEGETTER)


@new(TUPLEGETTER, "(cls, index, doc, /)", shown="")
def tuplegetter_new(cls: W_Type, w_index: Value, w_doc: Value) -> Value:
    index = int_arg(w_index)
    g = new_with_shape(W_TupleGetter, cls.root_shape)
    g.index = index
    g.w_doc = w_doc
    return wrap(g)


@method(TUPLEGETTER, "__get__(self, instance, owner=None, /)")
def tuplegetter_get(self: W_TupleGetter, w_instance: Value, w_owner: Value) -> Value:
    if is_empty(w_instance) or same(w_instance, w_None):
        return wrap(self)
    t = try_as(W_Tuple, w_instance)
    if t is None:
        raise type_error(
            f"descriptor for index '{self.index}' for tuple subclasses doesn't apply to '{type_name(w_instance)}' object"
        )
    if not 0 <= self.index < t.length:
        raise index_error("tuple index out of range")
    return t.items[self.index]


@method(TUPLEGETTER, "__set__(self, instance, value, /)")
def tuplegetter_set(self: W_TupleGetter, w_instance: Value, w_value: Value) -> Value:
    raise attribute_error("can't set attribute", w_instance, "")


@method(TUPLEGETTER, "__delete__(self, instance, /)")
def tuplegetter_delete(self: W_TupleGetter, w_instance: Value) -> Value:
    raise attribute_error("can't delete attribute", w_instance, "")


@getter(TUPLEGETTER, "__doc__", member=True)
def tuplegetter_doc(self: W_TupleGetter) -> Value:
    return self.w_doc


@setter(TUPLEGETTER, "__doc__")
def tuplegetter_set_doc(self: W_TupleGetter, w_value: Value) -> Value:
    self.w_doc = w_None if is_empty(w_value) else w_value
    return w_None


@method(TUPLEGETTER, "__reduce__(self, /)", doc="How to copy or pickle it.")
def tuplegetter_reduce(self: W_TupleGetter) -> Value:
    return wrap(new_tuple2(wrap(type_of(wrap(self))), wrap(new_tuple2(new_int(self.index), self.w_doc))))


@method(TUPLEGETTER, "__repr__(self, /)")
def tuplegetter_repr(self: W_TupleGetter) -> Value:
    return wrap(f"_tuplegetter({self.index}, {repr_of(self.w_doc)})")


# --- counting -----------------------------------------------------------------------------------------------------------


@function(MODULE, "_count_elements(mapping, iterable, /)", doc="mapping[item] += 1 for each item of iterable.")
def count_elements(w_mapping: Value, w_iterable: Value) -> Value:
    d = try_as(W_Dict, w_mapping)
    t = type_of(w_mapping)
    w_iter = iterate(w_iterable)
    one = from_int(1)
    if (
        d is not None
        and same(type_lookup(t, "get"), type_lookup(DICT, "get"))
        and same(type_lookup(t, "__setitem__"), type_lookup(DICT, "__setitem__"))
    ):
        while True:
            w_key = next_of(w_iter)
            if is_empty(w_key):
                return w_None
            h = key_hash(w_key)
            w = dict_get_hashed(d, w_key, h)
            if is_empty(w):
                w = one
            elif is_integer(w):
                w = int_add(w, one)
            else:
                w = binary(BinaryOp.ADD, w, one)
            dict_set_hashed(d, w_key, h, w)
    w_get = getattr_of(w_mapping, "get")
    while True:
        w_key = next_of(w_iter)
        if is_empty(w_key):
            return w_None
        setitem(w_mapping, w_key, binary(BinaryOp.ADD, call2(w_get, w_key, from_int(0)), one))


class_method(DEFAULTDICT, "__class_getitem__(cls, object, /)", doc="See PEP 585.")(generic_class_getitem)
