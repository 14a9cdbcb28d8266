"""The gc module: what programs may say to the collector and ask it.

The collector has one generation and takes threads, not reference counts, into account; so a collection is always a full one, and
it knows how many bytes it freed but not how many objects: collect() returns 0, as PyPy's does. Thresholds are kept; the
first one being 0 switches automatic collections off, as it does in CPython. What would need a walk over the heap
(get_objects, get_referrers) is not there.
"""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import COMPILED, Value, is_pointer, try_as, unwrap, wrap
from protopython.engine.finalization import run_collector_work
from protopython.objects.dict.dict import dict_get_str, dict_set_str, new_dict
from protopython.objects.int.int import is_integer, new_int
from protopython.objects.list.list import W_List, list_append, list_get, new_list
from protopython.objects.model import operations
from protopython.objects.model.call import call2
from protopython.objects.model.define import constant, define_module, function, module_init
from protopython.objects.model.errors import type_error, value_error
from protopython.objects.module import W_Module
from protopython.objects.singletons import W_ValueSubclass, new_bool, plain, w_None
from protopython.objects.tuple import W_Tuple, new_tuple3
from protopython.protocore import collector
from protopython.protocore.heap import HEAP
from protopython.protocore.object import FLAG_FINALIZED, W_Object
from protopython.protocore.state import State, space_slot
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, is_empty, same

MODULE: Final[str] = "gc"
define_module(MODULE, "This module provides access to the garbage collector.")
constant(MODULE, "DEBUG_STATS", 1)
constant(MODULE, "DEBUG_COLLECTABLE", 2)
constant(MODULE, "DEBUG_UNCOLLECTABLE", 4)
constant(MODULE, "DEBUG_SAVEALL", 32)
constant(MODULE, "DEBUG_LEAK", 38)


class GcSettings(State):
    """What a space was told."""

    threshold0: int
    threshold1: int
    threshold2: int
    debug: int

    def __init__(self) -> None:
        self.threshold0 = 2000
        self.threshold1 = 10
        self.threshold2 = 10
        self.debug = 0


@module_init(MODULE)
def init_gc(w_module: Value) -> None:
    d = unwrap(W_Module, w_module).dict
    dict_set_str(d, "garbage", wrap(new_list()))
    dict_set_str(d, "callbacks", wrap(new_list()))


def new_settings() -> State:
    return GcSettings()


STATE: Final[int] = space_slot(new_settings)


def settings() -> GcSettings:
    return cast(GcSettings, context().space.states[STATE])


# --- collecting ---------------------------------------------------------------------------------------------------------


@function(MODULE, "enable()")
def enable() -> Value:
    collector.postpone_collections(False)
    return w_None


@function(MODULE, "disable()")
def disable() -> Value:
    collector.postpone_collections(True)
    return w_None


@function(MODULE, "isenabled()")
def isenabled() -> Value:
    return new_bool(HEAP.disabled == 0)


@function(MODULE, "collect(generation=2)")
def collect(w_generation: Value) -> Value:
    generation = operations.index_of(w_generation)
    if generation < 0 or generation > 2:
        raise value_error("invalid generation")
    tell_callbacks("start", generation)
    collector.collect_at_call()
    run_collector_work()
    tell_callbacks("stop", generation)
    return from_int(0)


def tell_callbacks(phase: str, generation: int) -> None:
    """Calls what stands in gc.callbacks."""
    w_module = dict_get_str(context().space.modules, MODULE)
    m = None if is_empty(w_module) else try_as(W_Module, w_module)
    w_callbacks = w_None if m is None else dict_get_str(m.dict, "callbacks")
    callbacks = None if is_empty(w_callbacks) else try_as(W_List, w_callbacks)
    if callbacks is None:
        return
    i = 0
    while True:
        w_callback = list_get(callbacks, i)
        if is_empty(w_callback):  # the end, which callbacks and other threads move
            return
        info = new_dict()
        dict_set_str(info, "generation", from_int(generation))
        dict_set_str(info, "collected", from_int(0))
        dict_set_str(info, "uncollectable", from_int(0))
        call2(w_callback, wrap(phase), wrap(info))
        i += 1


# --- settings and statistics --------------------------------------------------------------------------------------------


@function(MODULE, "get_threshold()")
def get_threshold() -> Value:
    s = settings()
    return wrap(new_tuple3(new_int(s.threshold0), new_int(s.threshold1), new_int(s.threshold2)))


@function(MODULE, "set_threshold(*args)")
def set_threshold(w_args: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    if args.length < 1 or args.length > 3:
        raise type_error("gc.set_threshold requires 1 to 3 arguments")
    s = settings()
    s.threshold0 = operations.index_of(args.items[0])
    if args.length > 1:
        s.threshold1 = operations.index_of(args.items[1])
    if args.length > 2:
        s.threshold2 = operations.index_of(args.items[2])
    collector.postpone_collections(s.threshold0 == 0)
    return w_None


@function(MODULE, "get_debug()")
def get_debug() -> Value:
    return new_int(settings().debug)


@function(MODULE, "set_debug(flags, /)")
def set_debug(w_flags: Value) -> Value:
    settings().debug = operations.index_of(w_flags)
    return w_None


@function(MODULE, "get_count()", doc="Kilobytes allocated since the last collection, and two zeros.")
def get_count() -> Value:
    return wrap(new_tuple3(new_int(collector.heap_statistics()[2] >> 10), from_int(0), from_int(0)))


@function(MODULE, "get_stats()")
def get_stats() -> Value:
    result = new_list()
    for generation in range(3):
        d = new_dict()
        dict_set_str(d, "collections", new_int(collector.heap_statistics()[0] if generation == 2 else 0))
        dict_set_str(d, "collected", from_int(0))
        dict_set_str(d, "uncollectable", from_int(0))
        list_append(result, wrap(d))
    return wrap(result)


@function(MODULE, "freeze()", doc="Has nothing to do: objects never move, and there are no generations.")
def freeze() -> Value:
    return w_None


@function(MODULE, "unfreeze()", doc="Has nothing to do, as freeze().")
def unfreeze() -> Value:
    return w_None


@function(MODULE, "get_freeze_count()", doc="Return the number of objects in the permanent generation: there is none.")
def get_freeze_count() -> Value:
    return from_int(0)


# --- objects ------------------------------------------------------------------------------------------------------------


@function(MODULE, "is_tracked(obj, /)", doc="Whether the object may refer to others: numbers, strings and bytes do not.")
def is_tracked(w_obj: Value) -> Value:
    if not is_pointer(w_obj) or same(w_obj, w_None):
        return new_bool(False)
    if try_as(W_ValueSubclass, w_obj) is not None:
        return new_bool(not same(plain(w_obj), w_obj) and operations.type_of(w_obj).flags & 1 == 1)
    is_text = try_as(str, w_obj) is not None or try_as(bytes, w_obj) is not None
    return new_bool(not is_text and not is_integer(w_obj))


@function(MODULE, "is_finalized(obj, /)")
def is_finalized(w_obj: Value) -> Value:
    if not is_pointer(w_obj) or try_as(str, w_obj) is not None or try_as(bytes, w_obj) is not None:
        return new_bool(False)
    if COMPILED:
        return new_bool(unwrap(W_Object, w_obj).meta & FLAG_FINALIZED != 0)
    else:
        return new_bool(False)
