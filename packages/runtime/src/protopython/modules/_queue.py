"""The _queue module: SimpleQueue, an unbounded first-in-first-out queue between threads.

    items [ .  .  a  b  c  .  .  . ]      head = 2, length = 3; the size is a power of two

Everything that touches the ring holds the queue's lock, and nothing under the lock calls Python or waits; so put() may be called from a
signal handler or a finalizer that interrupted get() or put() on the same queue.
"""

from __future__ import annotations

from protodialect.types import EMPTY, Array, Value, locked, new_with_shape, unwrap, wrap
from protopython.engine.signals import run_pending_signals
from protopython.modules._thread_locks import nanoseconds
from protopython.modules.support.timeouts import Deadline
from protopython.objects.dict.dict import W_Dict, dict_len
from protopython.objects.exceptions import exceptions as x
from protopython.objects.model.container_generics import generic_class_getitem
from protopython.objects.model.define import OBJECT, class_method, constant, define_module, define_type, method, new
from protopython.objects.model.errors import error_empty, type_error, value_error
from protopython.objects.model.operations import is_true
from protopython.objects.model.special import Special
from protopython.objects.singletons import new_bool, w_None
from protopython.objects.tuple import W_Tuple, empty_values
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Object, W_Type
from protopython.protocore.threads import TIMED_OUT, Waiters
from protopython.protocore.value import from_int, is_empty, same

MODULE = "_queue"
define_module(MODULE, "What the module queue is made of.")

QUEUE_EMPTY = define_type(
    "Empty", x.W_BaseException, x.EXCEPTION, doc="A queue had nothing to give in time.", module=MODULE, flags=x.EXCEPTION_FLAGS, attributes=True
)  # fmt: skip
constant(MODULE, "Empty", QUEUE_EMPTY)


class W_SimpleQueue(W_Object):
    items: Array[Value]
    head: int
    length: int
    waiters: Waiters


SIMPLE_QUEUE = define_type("SimpleQueue", W_SimpleQueue, OBJECT, module=MODULE, doc="An unbounded first-in-first-out queue between threads.")
constant(MODULE, "SimpleQueue", SIMPLE_QUEUE)


@new(SIMPLE_QUEUE, "(cls, *args, **kwargs)", shown="()")
def queue_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    if same(cls.special[Special.INIT], SIMPLE_QUEUE.special[Special.INIT]):
        if dict_len(unwrap(W_Dict, w_kwargs)) > 0:
            raise type_error("SimpleQueue() takes no keyword arguments")
        if unwrap(W_Tuple, w_args).length > 0:
            raise type_error("SimpleQueue() takes no positional arguments")
    q = new_with_shape(W_SimpleQueue, cls.root_shape)
    q.items = empty_values(8)
    q.waiters = Waiters()
    return wrap(q)


# --- the ring: the lock is held --------------------------------------------------------------------------------------------


def push(q: W_SimpleQueue, w: Value) -> None:
    size = len(q.items)
    if q.length == size:
        doubled = empty_values(2 * size)
        for i in range(size):
            doubled[i] = q.items[(q.head + i) & (size - 1)]
        q.items = doubled
        q.head = 0
        size = 2 * size
    q.items[(q.head + q.length) & (size - 1)] = w
    q.length += 1


def shift(q: W_SimpleQueue) -> Value:
    """The oldest item; EMPTY: none. A ring that is mostly free is halved."""
    if q.length == 0:
        return EMPTY
    w = q.items[q.head]
    q.items[q.head] = EMPTY
    size = len(q.items)
    q.head = (q.head + 1) & (size - 1)
    q.length -= 1
    if size > 64 and q.length < size >> 3:
        halved = empty_values(size >> 1)
        for i in range(q.length):
            halved[i] = q.items[(q.head + i) & (size - 1)]
        q.items = halved
        q.head = 0
    return w


# --- putting and getting ---------------------------------------------------------------------------------------------------


@method(SIMPLE_QUEUE, "put(self, /, item, block=True, timeout=None)", doc="Adds an item. Never waits: block and timeout are as Queue.put has them.")
def queue_put(self: W_SimpleQueue, w_item: Value, w_block: Value, w_timeout: Value) -> Value:
    with locked(self):
        push(self, w_item)
    self.waiters.tell_one()
    return w_None


@method(SIMPLE_QUEUE, "put_nowait(self, /, item)", doc="put(item).")
def queue_put_nowait(self: W_SimpleQueue, w_item: Value) -> Value:
    return queue_put(self, w_item, w_None, w_None)


def nothing_there() -> PyError:
    return error_empty(QUEUE_EMPTY)


def take(q: W_SimpleQueue, limit_ns: int) -> Value:
    """The oldest item, waiting for one up to limit_ns (-1: for ever); EMPTY: none came. Signal handlers run meanwhile, and may raise."""
    deadline = Deadline(limit_ns)
    late = limit_ns == 0
    while True:
        with locked(q):
            w = shift(q)
            seen = q.waiters.changes
        if not is_empty(w) or late:
            return w
        late = q.waiters.wait(seen, deadline.left_ns()) == TIMED_OUT
        try:
            run_pending_signals()
        except PyError:
            if q.length > 0:
                q.waiters.tell_one()  # the item this thread was woken for is another's
            raise


@method(SIMPLE_QUEUE, "get(self, /, block=True, timeout=None)", doc="Removes the oldest item and gives it, waiting for one if block is true.")
def queue_get(self: W_SimpleQueue, w_block: Value, w_timeout: Value) -> Value:
    limit = 0
    if is_true(w_block):
        limit = -1 if same(w_timeout, w_None) else nanoseconds(w_timeout)
        if limit < 0 and not same(w_timeout, w_None):
            raise value_error("'timeout' must be a non-negative number")
    w = take(self, limit)
    if is_empty(w):
        raise nothing_there()
    return w


@method(SIMPLE_QUEUE, "get_nowait(self, /)", doc="get(False).")
def queue_get_nowait(self: W_SimpleQueue) -> Value:
    w = take(self, 0)
    if is_empty(w):
        raise nothing_there()
    return w


@method(SIMPLE_QUEUE, "empty(self, /)", doc="Whether there is nothing in it now.")
def queue_is_empty(self: W_SimpleQueue) -> Value:
    return new_bool(self.length == 0)


@method(SIMPLE_QUEUE, "qsize(self, /)", doc="How many items are in it now.")
def queue_size(self: W_SimpleQueue) -> Value:
    return from_int(self.length)


@method(SIMPLE_QUEUE, "__sizeof__(self, /)", doc="Size in memory, in bytes.")
def queue_sizeof(self: W_SimpleQueue) -> Value:
    return from_int(72 + 8 * len(self.items))


class_method(SIMPLE_QUEUE, "__class_getitem__(cls, object, /)", doc="See PEP 585.")(generic_class_getitem)
