"""Iterator objects of sequences, iter(callable, sentinel), enumerate, zip, map, filter and reversed: the data.

The interpreter special-cases W_ListIterator, W_TupleIterator and range's; their methods are in iterators_methods.py. An exhausted
iterator lets go of what it walked over: a list iterator then holds NO_LIST, a tuple iterator EMPTY_TUPLE, others EMPTY.
"""

from __future__ import annotations

from protodialect.types import Value, inline, races, wrap
from protopython.objects.list.list import NO_ITEMS, W_List
from protopython.objects.model.define import OBJECT, define_type
from protopython.objects.tuple import W_Tuple
from protopython.protocore.object import TypeFlags, W_Object

NO_LIST: W_List = W_List(NO_ITEMS, 0)
"""Never changed, never shown: what exhausted list iterators hold."""


class W_ResultIterator(W_Object):
    """An iterator that ends with a result, as a coroutine does. `await` takes it without a StopIteration between them."""

    w_result: Value

    def advance(self) -> Value:
        """The next item; EMPTY at the end, and then w_result is the result."""
        raise AssertionError("not an iterator with a result")


@races(index="threads that share it get items in any order, some twice")
class W_ListIterator(W_Object):
    w_list: W_List
    index: int

    def __init__(self, w_list: W_List) -> None:
        self.w_list = w_list
        self.index = 0


@races(index="threads that share it get items in any order, some twice")
class W_ListReverseIterator(W_Object):
    w_list: W_List
    index: int
    """The next item; -1 at the end."""

    def __init__(self, w_list: W_List) -> None:
        self.w_list = w_list
        self.index = w_list.length - 1


@races(index="threads that share it get items in any order, some twice")
class W_TupleIterator(W_Object):
    w_tuple: W_Tuple
    index: int

    def __init__(self, w_tuple: W_Tuple) -> None:
        self.w_tuple = w_tuple
        self.index = 0


@races(index="threads that share it get items in any order, some twice")
class W_SequenceIterator(W_Object):
    """Over anything with __getitem__ only."""

    w_seq: Value
    index: int

    def __init__(self, w_seq: Value) -> None:
        self.w_seq = w_seq
        self.index = 0


class W_CallableIterator(W_Object):
    w_callable: Value
    w_sentinel: Value

    def __init__(self, w_callable: Value, w_sentinel: Value) -> None:
        self.w_callable = w_callable
        self.w_sentinel = w_sentinel


class W_Reversed(W_Object):
    w_seq: Value
    index: int


class W_Enumerate(W_Object):
    w_iter: Value
    index: int
    w_index: Value
    """The next index once it no longer fits a machine word; else EMPTY."""


class W_Zip(W_Object):
    iterators: W_Tuple
    strict: bool


class W_Map(W_Object):
    w_function: Value
    iterators: W_Tuple
    strict: bool


class W_Filter(W_Object):
    w_function: Value
    w_iter: Value


_INTERNAL = TypeFlags.NO_INSTANTIATE

LIST_ITERATOR = define_type("list_iterator", W_ListIterator, OBJECT, flags=_INTERNAL)
LIST_REVERSE_ITERATOR = define_type("list_reverseiterator", W_ListReverseIterator, OBJECT, flags=_INTERNAL)
TUPLE_ITERATOR = define_type("tuple_iterator", W_TupleIterator, OBJECT, flags=_INTERNAL)
SEQUENCE_ITERATOR = define_type("iterator", W_SequenceIterator, OBJECT, flags=_INTERNAL)
CALLABLE_ITERATOR = define_type("callable_iterator", W_CallableIterator, OBJECT, flags=_INTERNAL)
REVERSED = define_type("reversed", W_Reversed, OBJECT, doc="Iterates over a sequence from its end.")
ENUMERATE = define_type("enumerate", W_Enumerate, OBJECT, doc="Iterates over (index, item) pairs, counting from start.")
ZIP = define_type(
    "zip",
    W_Zip,
    OBJECT,
    doc="Iterates over several iterables at once, giving tuples; ends with the shortest, or, if strict, insists on equal lengths.",
)
MAP = define_type("map", W_Map, OBJECT, doc="Iterates over what function returns for the items of the iterables.")
FILTER = define_type("filter", W_Filter, OBJECT, doc="Iterates over the items for which function is true (None: the true items).")


@inline
def new_list_iterator(l: W_List) -> Value:
    return wrap(W_ListIterator(l))


@inline
def new_tuple_iterator(t: W_Tuple) -> Value:
    return wrap(W_TupleIterator(t))


def new_sequence_iterator(w_seq: Value) -> Value:
    return wrap(W_SequenceIterator(w_seq))


def new_callable_iterator(w_callable: Value, w_sentinel: Value) -> Value:
    return wrap(W_CallableIterator(w_callable, w_sentinel))
