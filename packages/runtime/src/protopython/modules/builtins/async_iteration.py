"""aiter and anext: an asynchronous iterator's beginning and its next item."""

from __future__ import annotations

from protodialect.types import Value, unwrap, wrap
from protopython.engine.generators import awaitable_iterator
from protopython.objects.exceptions import exceptions as x
from protopython.objects.model import errors, operations
from protopython.objects.model.call import call_tuple
from protopython.objects.model.define import OBJECT, define_type, function, method
from protopython.objects.model.special import Special
from protopython.objects.model.specials import call_special1
from protopython.objects.model.types import special, type_name, type_of
from protopython.objects.tuple import W_Tuple
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Object
from protopython.protocore.value import is_empty


class W_AnextAwaitable(W_Object):
    """What anext(iterator, default) gives: awaits the item, and turns the end of the iterator into the default."""

    w_wrapped: Value
    w_default: Value

    def __init__(self, w_wrapped: Value, w_default: Value) -> None:
        self.w_wrapped = w_wrapped
        self.w_default = w_default


ANEXT_AWAITABLE = define_type("anext_awaitable", W_AnextAwaitable, OBJECT, flags=0)


@function("builtins", "aiter(async_iterable, /)", doc="The asynchronous iterator of an asynchronous iterable.")
def aiter_(w_iterable: Value) -> Value:
    w_method = special(w_iterable, Special.AITER)
    if is_empty(w_method):
        raise errors.type_error(f"'{type_name(w_iterable)}' object is not an async iterable")
    w = call_special1(w_method, w_iterable)
    if is_empty(special(w, Special.ANEXT)):
        raise errors.type_error(f"aiter() returned not an async iterator of type '{type_name(w)}'")
    return w


@function(
    "builtins",
    "anext(async_iterator, default=EMPTY, /)",
    doc="An awaitable of the next item, or of default at the end.",
    shown="($module, aiterator, default=<unrepresentable>, /)",
)
def anext_(w_iterator: Value, w_default: Value) -> Value:
    w_method = special(w_iterator, Special.ANEXT)
    if is_empty(w_method):
        raise errors.type_error(f"'{type_name(w_iterator)}' object is not an async iterator")
    w = call_special1(w_method, w_iterator)
    return w if is_empty(w_default) else wrap(W_AnextAwaitable(w, w_default))


@method(ANEXT_AWAITABLE, "__await__(self, /)")
@method(ANEXT_AWAITABLE, "__iter__(self, /)")
def awaitable_self(self: W_AnextAwaitable) -> Value:
    return wrap(self)


def iterator_of(self: W_AnextAwaitable) -> Value:
    """A coroutine has no __next__: its __await__ gives something that has."""
    w = awaitable_iterator(self.w_wrapped, 0)
    w_await = special(w, Special.AWAIT)
    if is_empty(special(w, Special.NEXT)) and not is_empty(w_await):
        w = call_special1(w_await, w)
    return w


def with_default(self: W_AnextAwaitable, e: PyError) -> PyError:
    """What an exception from inside becomes."""
    return errors.stop_iteration(self.w_default) if errors.error_matches(e, x.STOP_ASYNC_ITERATION) else e


@method(ANEXT_AWAITABLE, "__next__(self, /)")
def awaitable_next(self: W_AnextAwaitable) -> Value:
    try:
        w = iterator_of(self)
        return call_special1(type_of(w).special[Special.NEXT], w)
    except PyError as e:
        raise with_default(self, e)


@method(ANEXT_AWAITABLE, "send(self, value, /)", doc="Resumes the awaitable with a value.", shown="($self, object, /)")
def awaitable_send(self: W_AnextAwaitable, w_value: Value) -> Value:
    try:
        return operations.call_method1(iterator_of(self), "send", w_value)
    except PyError as e:
        raise with_default(self, e)


@method(ANEXT_AWAITABLE, "throw(self, /, *args)", doc="Raises an exception in the awaitable.", shown="")
def awaitable_throw(self: W_AnextAwaitable, w_args: Value) -> Value:
    try:
        return call_tuple(operations.getattr_of(iterator_of(self), "throw"), unwrap(W_Tuple, w_args))
    except PyError as e:
        raise with_default(self, e)


@method(ANEXT_AWAITABLE, "close(self, /)", doc="Closes the awaitable.")
def awaitable_close(self: W_AnextAwaitable) -> Value:
    try:
        return operations.call_method0(iterator_of(self), "close")
    except PyError as e:
        raise with_default(self, e)
