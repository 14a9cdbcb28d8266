"""What programs see of the iterators in iterators.py."""

from __future__ import annotations

from protodialect.types import EMPTY, Value, new_with_shape, noinline, try_as, unwrap, wrap
from protopython.objects.dict.dict import W_Dict, dict_get_str
from protopython.objects.exceptions.exceptions import INDEX_ERROR, STOP_ITERATION
from protopython.objects.int.bigint import new_int
from protopython.objects.int.int import int_add
from protopython.objects.iterators import (
    CALLABLE_ITERATOR,
    ENUMERATE,
    FILTER,
    LIST_ITERATOR,
    LIST_REVERSE_ITERATOR,
    MAP,
    NO_LIST,
    REVERSED,
    SEQUENCE_ITERATOR,
    TUPLE_ITERATOR,
    ZIP,
    W_CallableIterator,
    W_Enumerate,
    W_Filter,
    W_ListIterator,
    W_ListReverseIterator,
    W_Map,
    W_Reversed,
    W_SequenceIterator,
    W_TupleIterator,
    W_Zip,
)
from protopython.objects.list.list import W_List, list_get, new_list
from protopython.objects.model.buffer import as_exporter
from protopython.objects.model.call import call0, call1, call2, call_args
from protopython.objects.model.define import iternext, method, new
from protopython.objects.model.errors import error_matches, type_error, value_error
from protopython.objects.model.operations import (
    equal,
    getitem,
    index_of,
    index_value,
    is_true,
    iterate,
    length_of,
    next_of,
)
from protopython.objects.model.special import Special
from protopython.objects.model.specials import call_special1
from protopython.objects.model.types import special, type_name, type_of
from protopython.objects.singletons import BOOL, w_None, w_NotImplemented, w_True
from protopython.objects.tuple import (
    EMPTY_TUPLE,
    W_Tuple,
    empty_values,
    new_tuple1,
    new_tuple2,
    new_tuple3,
    new_tuple_n,
)
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Type
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, int_value, is_empty, is_int, same


@noinline
def builtin_named(name: str) -> Value:
    """What the builtins module calls `name` (for __reduce__)."""
    return dict_get_str(context().space.builtins, name)


# Finding the builtin may compare names, which may run any code, so it comes before the iterator is looked at.


def reduce_list_iterator(w_maker: Value, l: W_List, index: int) -> Value:
    if l is NO_LIST:
        return wrap(new_tuple2(w_maker, wrap(new_tuple1(wrap(new_list())))))
    return wrap(new_tuple3(w_maker, wrap(new_tuple1(wrap(l))), from_int(index)))


def reduce_exhausted(w_maker: Value) -> Value:
    """iter(())"""
    return wrap(new_tuple2(w_maker, wrap(new_tuple1(wrap(EMPTY_TUPLE)))))


def state_index(w: Value) -> int:
    if is_empty(special(w, Special.INDEX)):
        raise type_error("an integer is required")
    i = index_of(w)
    return i if i > 0 else 0


# --- list ---------------------------------------------------------------------------------------------------------------


@iternext(LIST_ITERATOR)
def list_iterator_next(self: W_ListIterator) -> Value:
    i = self.index
    w = list_get(self.w_list, i)
    if is_empty(w):
        self.w_list = NO_LIST
        return EMPTY
    self.index = i + 1
    return w


@method(LIST_ITERATOR, "__length_hint__(self, /)", doc="How many items are left, at a guess.")
def list_iterator_hint(self: W_ListIterator) -> Value:
    n = self.w_list.length - self.index
    return from_int(n if n > 0 else 0)


@method(LIST_ITERATOR, "__reduce__(self, /)", doc="How to copy or pickle the iterator.")
def list_iterator_reduce(self: W_ListIterator) -> Value:
    w_iter = builtin_named("iter")
    return reduce_list_iterator(w_iter, self.w_list, self.index)


@method(LIST_ITERATOR, "__setstate__(self, object, /)", doc="Sets the position.")
def list_iterator_setstate(self: W_ListIterator, w_state: Value) -> Value:
    i = state_index(w_state)
    if self.w_list is not NO_LIST:
        self.index = i if i < self.w_list.length else self.w_list.length
    return w_None


@iternext(LIST_REVERSE_ITERATOR)
def list_reverse_next(self: W_ListReverseIterator) -> Value:
    i = self.index
    w = list_get(self.w_list, i)
    if is_empty(w):
        self.w_list = NO_LIST
        self.index = -1
        return EMPTY
    self.index = i - 1
    return w


@method(LIST_REVERSE_ITERATOR, "__length_hint__(self, /)", doc="How many items are left, at a guess.")
def list_reverse_hint(self: W_ListReverseIterator) -> Value:
    n = self.index + 1
    return from_int(n if n <= self.w_list.length else 0)


@method(LIST_REVERSE_ITERATOR, "__reduce__(self, /)", doc="How to copy or pickle the iterator.")
def list_reverse_reduce(self: W_ListReverseIterator) -> Value:
    w_reversed = builtin_named("reversed")
    return reduce_list_iterator(w_reversed, self.w_list, self.index)


@method(LIST_REVERSE_ITERATOR, "__setstate__(self, object, /)", doc="Sets the position.")
def list_reverse_setstate(self: W_ListReverseIterator, w_state: Value) -> Value:
    i = index_of(w_state)
    if self.w_list is not NO_LIST:
        last = self.w_list.length - 1
        self.index = -1 if i < -1 else (last if i > last else i)
    return w_None


# --- tuple --------------------------------------------------------------------------------------------------------------


@iternext(TUPLE_ITERATOR)
def tuple_iterator_next(self: W_TupleIterator) -> Value:
    i = self.index
    t = self.w_tuple
    if i >= t.length:
        self.w_tuple = EMPTY_TUPLE
        return EMPTY
    self.index = i + 1
    return t.items[i]


@method(TUPLE_ITERATOR, "__length_hint__(self, /)", doc="How many items are left.")
def tuple_iterator_hint(self: W_TupleIterator) -> Value:
    n = self.w_tuple.length - self.index
    return from_int(n if n > 0 else 0)


@method(TUPLE_ITERATOR, "__reduce__(self, /)", doc="How to copy or pickle the iterator.")
def tuple_iterator_reduce(self: W_TupleIterator) -> Value:
    w_iter = builtin_named("iter")
    t = self.w_tuple
    if t is EMPTY_TUPLE:
        return reduce_exhausted(w_iter)
    return wrap(new_tuple3(w_iter, wrap(new_tuple1(wrap(t))), from_int(self.index)))


@method(TUPLE_ITERATOR, "__setstate__(self, object, /)", doc="Sets the position.")
def tuple_iterator_setstate(self: W_TupleIterator, w_state: Value) -> Value:
    i = state_index(w_state)
    self.index = i if i < self.w_tuple.length else self.w_tuple.length
    return w_None


# --- sequences with __getitem__, callables --------------------------------------------------------------------------------


@iternext(SEQUENCE_ITERATOR)
def sequence_iterator_next(self: W_SequenceIterator) -> Value:
    w_seq = self.w_seq
    if is_empty(w_seq):
        return EMPTY
    try:
        exporter = as_exporter(w_seq)
        w = EMPTY if exporter is None else exporter.sequence_item(self.index)
        if is_empty(w):
            w = getitem(w_seq, from_int(self.index))
        self.index += 1
        return w
    except PyError as e:
        if not (error_matches(e, INDEX_ERROR) or error_matches(e, STOP_ITERATION)):
            raise
    self.w_seq = EMPTY
    return EMPTY


@method(SEQUENCE_ITERATOR, "__length_hint__(self, /)", doc="How many items are left, at a guess.")
def sequence_iterator_hint(self: W_SequenceIterator) -> Value:
    w_seq = self.w_seq
    if is_empty(w_seq):
        return from_int(0)
    if is_empty(special(w_seq, Special.LEN)):
        return w_NotImplemented
    n = length_of(w_seq) - self.index
    return from_int(n if n > 0 else 0)


@method(SEQUENCE_ITERATOR, "__reduce__(self, /)", doc="How to copy or pickle the iterator.")
def sequence_iterator_reduce(self: W_SequenceIterator) -> Value:
    w_iter = builtin_named("iter")
    w_seq = self.w_seq
    if is_empty(w_seq):
        return reduce_exhausted(w_iter)
    return wrap(new_tuple3(w_iter, wrap(new_tuple1(w_seq)), from_int(self.index)))


@method(SEQUENCE_ITERATOR, "__setstate__(self, object, /)", doc="Sets the position.")
def sequence_iterator_setstate(self: W_SequenceIterator, w_state: Value) -> Value:
    self.index = state_index(w_state)
    return w_None


@iternext(CALLABLE_ITERATOR)
def callable_iterator_next(self: W_CallableIterator) -> Value:
    w_sentinel = self.w_sentinel
    w_callable = self.w_callable
    if is_empty(w_callable) or is_empty(w_sentinel):
        return EMPTY
    try:
        w = call0(w_callable)
    except PyError as e:
        if not error_matches(e, STOP_ITERATION):
            raise
        w = EMPTY
    if not is_empty(self.w_callable) and not is_empty(w) and not equal(w_sentinel, w):
        return w
    self.w_callable = EMPTY
    self.w_sentinel = EMPTY
    return EMPTY


@method(CALLABLE_ITERATOR, "__reduce__(self, /)", doc="How to copy or pickle the iterator.")
def callable_iterator_reduce(self: W_CallableIterator) -> Value:
    w_iter = builtin_named("iter")
    w_sentinel = self.w_sentinel
    w_callable = self.w_callable
    if is_empty(w_callable) or is_empty(w_sentinel):
        return reduce_exhausted(w_iter)
    return wrap(new_tuple2(w_iter, wrap(new_tuple2(w_callable, w_sentinel))))


# --- reversed -----------------------------------------------------------------------------------------------------------


@new(REVERSED, "(cls, sequence, /)")
def reversed_new(cls: W_Type, w_seq: Value) -> Value:
    w_method = special(w_seq, Special.REVERSED)
    if same(w_method, w_None):
        raise type_error(f"'{type_name(w_seq)}' object is not reversible")
    if not is_empty(w_method):
        return call_special1(w_method, w_seq)
    if is_empty(special(w_seq, Special.GETITEM)) or try_as(W_Dict, w_seq) is not None:
        raise type_error(f"'{type_name(w_seq)}' object is not reversible")
    n = length_of(w_seq)
    r = new_with_shape(W_Reversed, cls.root_shape)
    r.w_seq = w_seq
    r.index = n - 1
    return wrap(r)


@iternext(REVERSED)
def reversed_next(self: W_Reversed) -> Value:
    i = self.index
    w_seq = self.w_seq
    if i < 0 or is_empty(w_seq):
        self.w_seq = EMPTY
        return EMPTY
    try:
        w = getitem(w_seq, from_int(i))
        self.index = i - 1
        return w
    except PyError as e:
        self.index = -1
        self.w_seq = EMPTY
        if not (error_matches(e, INDEX_ERROR) or error_matches(e, STOP_ITERATION)):
            raise
    return EMPTY


@method(REVERSED, "__length_hint__(self, /)", doc="How many items are left, at a guess.")
def reversed_hint(self: W_Reversed) -> Value:
    w_seq = self.w_seq
    if is_empty(w_seq):
        return from_int(0)
    n = self.index + 1
    return from_int(n if n <= length_of(w_seq) else 0)


@method(REVERSED, "__reduce__(self, /)", doc="How to copy or pickle the iterator.")
def reversed_reduce(self: W_Reversed) -> Value:
    w_type = wrap(type_of(wrap(self)))
    w_seq = self.w_seq
    if is_empty(w_seq):
        return wrap(new_tuple2(w_type, wrap(new_tuple1(wrap(EMPTY_TUPLE)))))
    return wrap(new_tuple3(w_type, wrap(new_tuple1(w_seq)), from_int(self.index)))


@method(REVERSED, "__setstate__(self, object, /)", doc="Sets the position.")
def reversed_setstate(self: W_Reversed, w_state: Value) -> Value:
    i = index_of(w_state)
    w_seq = self.w_seq
    if not is_empty(w_seq):
        last = length_of(w_seq) - 1
        self.index = -1 if i < -1 else (last if i > last else i)
    return w_None


# --- enumerate ----------------------------------------------------------------------------------------------------------


@new(ENUMERATE, "(cls, iterable, start=0)")
def enumerate_new(cls: W_Type, w_iterable: Value, w_start: Value) -> Value:
    w_start = index_value(w_start)
    e = new_with_shape(W_Enumerate, cls.root_shape)
    e.w_iter = iterate(w_iterable)
    if is_int(w_start):
        e.index = int_value(w_start)
    else:
        e.w_index = w_start
    return wrap(e)


@iternext(ENUMERATE)
def enumerate_next(self: W_Enumerate) -> Value:
    w_item = next_of(self.w_iter)
    if is_empty(w_item):
        return EMPTY
    if is_empty(self.w_index):
        i = self.index
        self.index = i + 1
        return wrap(new_tuple2(new_int(i), w_item))
    w_index = self.w_index
    self.w_index = int_add(w_index, from_int(1))
    return wrap(new_tuple2(w_index, w_item))


@method(ENUMERATE, "__reduce__(self, /)", doc="How to copy or pickle the iterator.")
def enumerate_reduce(self: W_Enumerate) -> Value:
    w_index = new_int(self.index) if is_empty(self.w_index) else self.w_index
    return wrap(new_tuple2(wrap(type_of(wrap(self))), wrap(new_tuple2(self.w_iter, w_index))))


# --- zip ----------------------------------------------------------------------------------------------------------------


def iterators_of(iterables: W_Tuple, start: int) -> W_Tuple:
    """iter() of each from start on."""
    n = iterables.length - start
    r = new_tuple_n(n)
    i = 0
    while i < n:
        r.items[i] = iterate(iterables.items[start + i])
        i += 1
    return r


@new(ZIP, "(cls, *iterables, strict=False)")
def zip_new(cls: W_Type, w_iterables: Value, w_strict: Value) -> Value:
    strict = is_true(w_strict)
    iterators = iterators_of(unwrap(W_Tuple, w_iterables), 0)
    z = new_with_shape(W_Zip, cls.root_shape)
    z.iterators = iterators
    z.strict = strict
    return wrap(z)


@iternext(ZIP)
def zip_next(self: W_Zip) -> Value:
    iterators = self.iterators
    n = iterators.length
    if n == 0:
        return EMPTY
    t = new_tuple_n(n)
    i = 0
    while i < n:
        w = next_of(iterators.items[i])
        if is_empty(w):
            if self.strict:
                check_strict("zip", iterators, i)
            return EMPTY
        t.items[i] = w
        i += 1
    return wrap(t)


@noinline
def check_strict(name: str, iterators: W_Tuple, ended: int) -> None:
    """Iterator `ended` has no more items: then the first must be the one, and no other may have any."""
    if ended > 0:
        before = f"argument {ended}" if ended == 1 else f"arguments 1-{ended}"
        raise value_error(f"{name}() argument {ended + 1} is shorter than {before}")
    i = 1
    while i < iterators.length:
        if not is_empty(next_of(iterators.items[i])):
            before = f"argument {i}" if i == 1 else f"arguments 1-{i}"
            raise value_error(f"{name}() argument {i + 1} is longer than {before}")
        i += 1


@method(ZIP, "__reduce__(self, /)", doc="How to copy or pickle the iterator.")
def zip_reduce(self: W_Zip) -> Value:
    w_type = wrap(type_of(wrap(self)))
    if self.strict:
        return wrap(new_tuple3(w_type, wrap(self.iterators), w_True))
    return wrap(new_tuple2(w_type, wrap(self.iterators)))


@method(ZIP, "__setstate__(self, object, /)", doc="Sets strict.")
def zip_setstate(self: W_Zip, w_state: Value) -> Value:
    self.strict = is_true(w_state)
    return w_None


# --- map, filter --------------------------------------------------------------------------------------------------------


@new(MAP, "(cls, *args, strict=False)", shown="(function, iterable, /, *iterables, strict=False)")
def map_new(cls: W_Type, w_args: Value, w_strict: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    if args.length < 2:
        raise type_error("map() must have at least two arguments.")
    strict = is_true(w_strict)
    iterators = iterators_of(args, 1)
    m = new_with_shape(W_Map, cls.root_shape)
    m.w_function = args.items[0]
    m.iterators = iterators
    m.strict = strict
    return wrap(m)


@iternext(MAP)
def map_next(self: W_Map) -> Value:
    iterators = self.iterators
    n = iterators.length
    w_a = next_of(iterators.items[0])
    if is_empty(w_a):
        if self.strict:
            check_strict("map", iterators, 0)
        return EMPTY
    if n == 1:
        return call1(self.w_function, w_a)
    args = empty_values(n)
    args[0] = w_a
    i = 1
    while i < n:
        w = next_of(iterators.items[i])
        if is_empty(w):
            if self.strict:
                check_strict("map", iterators, i)
            return EMPTY
        args[i] = w
        i += 1
    if n == 2:
        return call2(self.w_function, w_a, args[1])
    return call_args(self.w_function, args, n)


@method(MAP, "__reduce__(self, /)", doc="How to copy or pickle the iterator.")
def map_reduce(self: W_Map) -> Value:
    n = self.iterators.length
    t = new_tuple_n(n + 1)
    t.items[0] = self.w_function
    i = 0
    while i < n:
        t.items[i + 1] = self.iterators.items[i]
        i += 1
    w_type = wrap(type_of(wrap(self)))
    if self.strict:
        return wrap(new_tuple3(w_type, wrap(t), w_True))
    return wrap(new_tuple2(w_type, wrap(t)))


@method(MAP, "__setstate__(self, object, /)", doc="Sets strict.")
def map_setstate(self: W_Map, w_state: Value) -> Value:
    self.strict = is_true(w_state)
    return w_None


@new(FILTER, "(cls, function, iterable, /)")
def filter_new(cls: W_Type, w_function: Value, w_iterable: Value) -> Value:
    w_iter = iterate(w_iterable)
    f = new_with_shape(W_Filter, cls.root_shape)
    f.w_function = w_function
    f.w_iter = w_iter
    return wrap(f)


@iternext(FILTER)
def filter_next(self: W_Filter) -> Value:
    w_function = self.w_function
    plain = same(w_function, w_None) or same(w_function, wrap(BOOL))
    while True:
        w = next_of(self.w_iter)
        if is_empty(w):
            return EMPTY
        if is_true(w if plain else call1(w_function, w)):
            return w


@method(FILTER, "__reduce__(self, /)", doc="How to copy or pickle the iterator.")
def filter_reduce(self: W_Filter) -> Value:
    return wrap(new_tuple2(wrap(type_of(wrap(self))), wrap(new_tuple2(self.w_function, self.w_iter))))
