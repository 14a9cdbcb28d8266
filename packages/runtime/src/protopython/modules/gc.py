"""The gc module: what programs may say to the collector and ask it.

The collector has one generation, so a collection is always a full one, and all objects are in every generation that is asked for. What
a collection counts, what reference counts are here, and what freezing means: docs/decisions/0005-collector-answers.md. Questions about the
whole heap are answered by protocore/census.py. Thresholds are kept; the first one being 0 switches automatic collections off, as in CPython.
"""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import COMPILED, EMPTY, Array, Value, try_as, unwrap, wrap
from protopython.engine.finalization import run_collector_work
from protopython.engine.streams import report_unraisable, write_stderr
from protopython.objects.bytearray import BYTEARRAY
from protopython.objects.complex import COMPLEX
from protopython.objects.dict.dict import dict_get_str, dict_set_str, new_dict
from protopython.objects.frame import CODE, W_Frame
from protopython.objects.int.int import new_int
from protopython.objects.list.list import W_List, list_append, list_get, new_list
from protopython.objects.model import operations
from protopython.objects.model.auditing import audit1
from protopython.objects.model.call import call2
from protopython.objects.model.define import BYTES, FLOAT, INT, OBJECT, STR, constant, define_module, function, module_init
from protopython.objects.model.errors import type_error, value_error
from protopython.objects.module import W_Module
from protopython.objects.range import LONG_RANGE_ITERATOR, RANGE, RANGE_ITERATOR
from protopython.objects.set import W_BaseSet, set_array
from protopython.objects.singletons import BOOL, ELLIPSIS_TYPE, NONE_TYPE, NOT_IMPLEMENTED_TYPE, new_bool, w_None
from protopython.objects.tuple import W_Tuple, new_tuple3
from protopython.protocore import census, collector
from protopython.protocore.collector import has_collector_work
from protopython.protocore.error import PyError
from protopython.protocore.heap import HEAP
from protopython.protocore.object import FLAG_FINALIZED, TypeFlags, W_Object, W_Type
from protopython.protocore.os import clock_ns
from protopython.protocore.state import State, space_slot
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, is_empty, same

MODULE: Final[str] = "gc"
define_module(MODULE, "This module provides access to the garbage collector.")
DEBUG_STATS: Final[int] = 1
DEBUG_SAVEALL: Final[int] = 32
GENERATIONS: Final[int] = 3
MONOTONIC: Final[int] = 1
constant(MODULE, "DEBUG_STATS", DEBUG_STATS)
constant(MODULE, "DEBUG_COLLECTABLE", 2)
constant(MODULE, "DEBUG_UNCOLLECTABLE", 4)
constant(MODULE, "DEBUG_SAVEALL", DEBUG_SAVEALL)
constant(MODULE, "DEBUG_LEAK", 38)


class GcSettings(State):
    """What a space was told."""

    threshold0: int
    threshold1: int
    threshold2: int
    debug: int
    collections: Array[int]
    """For each generation that gc.collect() was asked for: how often."""
    collected: Array[int]
    """What it found."""

    def __init__(self) -> None:
        self.threshold0 = 2000
        self.threshold1 = 10
        self.threshold2 = 10
        self.debug = 0
        self.collections = Array[int](GENERATIONS, 0)
        self.collected = Array[int](GENERATIONS, 0)


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


@function(MODULE, "enable()", doc="Lets the collector run by itself.")
def enable() -> Value:
    collector.postpone_collections(False)
    return w_None


@function(MODULE, "disable()", doc="Collects only when asked to.")
def disable() -> Value:
    collector.postpone_collections(True)
    return w_None


@function(MODULE, "isenabled()", doc="Whether the collector runs by itself.")
def isenabled() -> Value:
    return new_bool(HEAP.disabled == 0)


@function(MODULE, "collect(generation=2)", doc="Collects everything that is dead; how many objects only cycles had kept.")
def collect(w_generation: Value) -> Value:
    generation = operations.index_of(w_generation)
    if generation < 0 or generation > 2:
        raise value_error("invalid generation")
    tell_callbacks("start", generation, 0)
    start = clock_ns(MONOTONIC)
    n = collect_and_keep()
    if has_collector_work():
        run_collector_work()
        n += collect_and_keep()  # what has been finalized can go
    s = settings()
    s.collections[generation] = s.collections[generation] + 1
    s.collected[generation] = s.collected[generation] + n
    if s.debug & DEBUG_STATS != 0:
        us = (clock_ns(MONOTONIC) - start) // 1000
        write_stderr(f"gc: collecting generation {generation}...\ngc: done, {n} unreachable, 0 uncollectable, {us} microseconds elapsed\n")
    tell_callbacks("stop", generation, n)
    return from_int(n)


class Garbage(census.CyclicGarbage):
    def drop_caches(self, v: Value) -> None:
        frame = try_as(W_Frame, v)
        if frame is not None:
            frame.callee = None


def collect_and_keep() -> int:
    """A collection. With DEBUG_SAVEALL what only cycles had kept is put into gc.garbage instead."""
    if settings().debug & DEBUG_SAVEALL == 0:
        return census.collect_cycles(Garbage(None))
    saved = census.Found(census.cells_in_use())
    n = census.collect_cycles(Garbage(saved))
    garbage = module_list("garbage")
    if garbage is not None:
        for i in range(min(saved.n, len(saved.values))):
            list_append(garbage, saved.values[i])
    return n


def module_list(name: str) -> W_List | None:
    """gc.garbage or gc.callbacks, if it is still there and a list."""
    w_module = dict_get_str(context().space.modules, MODULE)
    m = None if is_empty(w_module) else try_as(W_Module, w_module)
    w = w_None if m is None else dict_get_str(m.dict, name)
    return None if is_empty(w) else try_as(W_List, w)


def tell_callbacks(phase: str, generation: int, collected: int) -> None:
    """Calls what stands in gc.callbacks."""
    callbacks = module_list("callbacks")
    if callbacks is None:
        return
    i = 0
    while True:
        w_callback = list_get(callbacks, i)
        if is_empty(w_callback):  # the end, which callbacks and other threads move
            return
        info = new_dict()
        dict_set_str(info, "generation", from_int(generation))
        dict_set_str(info, "collected", from_int(collected))
        dict_set_str(info, "uncollectable", from_int(0))
        try:
            call2(w_callback, wrap(phase), wrap(info))
        except PyError as e:
            report_unraisable(wrap("Exception ignored while calling GC callback"), e.w_value, w_callback)
        i += 1


# --- settings and statistics --------------------------------------------------------------------------------------------


@function(MODULE, "get_threshold()", doc="The collection thresholds.")
def get_threshold() -> Value:
    s = settings()
    return wrap(new_tuple3(new_int(s.threshold0), new_int(s.threshold1), new_int(s.threshold2)))


@function(MODULE, "set_threshold(*args)", doc="Sets the collection thresholds; 0 as the first one: nothing is collected by itself.", shown="")
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


@function(MODULE, "get_debug()", doc="The debugging flags.")
def get_debug() -> Value:
    return new_int(settings().debug)


@function(MODULE, "set_debug(flags, /)", doc="Sets the debugging flags.")
def set_debug(w_flags: Value) -> Value:
    settings().debug = operations.index_of(w_flags)
    return w_None


@function(MODULE, "get_count()", doc="How many objects have been made since the last collection, and two zeros.")
def get_count() -> Value:
    return wrap(new_tuple3(new_int(max(census.cells_in_use() - HEAP.survivors, 0)), from_int(0), from_int(0)))


@function(MODULE, "get_stats()", doc="For each generation: how many collections there were, and how many objects gc.collect() found unreachable.")
def get_stats() -> Value:
    result = new_list()
    s = settings()
    for generation in range(GENERATIONS):
        d = new_dict()
        dict_set_str(d, "collections", new_int(s.collections[generation] + (HEAP.unasked if generation == GENERATIONS - 1 else 0)))
        dict_set_str(d, "collected", new_int(s.collected[generation]))
        dict_set_str(d, "uncollectable", from_int(0))
        list_append(result, wrap(d))
    return wrap(result)


@function(MODULE, "freeze()", doc="What is alive now stays, whether or not anything refers to it, until unfreeze().")
def freeze() -> Value:
    census.freeze_all()
    return w_None


@function(MODULE, "unfreeze()", doc="Ends what freeze() began.")
def unfreeze() -> Value:
    census.unfreeze_all()
    return w_None


@function(MODULE, "get_freeze_count()", doc="How many objects freeze() made permanent.")
def get_freeze_count() -> Value:
    return new_int(census.frozen_count())


# --- objects ------------------------------------------------------------------------------------------------------------

_NUMBERS = (INT, BOOL, FLOAT, COMPLEX, RANGE, RANGE_ITERATOR, LONG_RANGE_ITERATOR)
for _t in (OBJECT, STR, BYTES, BYTEARRAY, CODE, NONE_TYPE, ELLIPSIS_TYPE, NOT_IMPLEMENTED_TYPE, *_NUMBERS):
    _t.flags |= TypeFlags.UNTRACKED


def is_container(v: Value) -> bool:
    """Whether CPython's collector would have to look at v: it may refer to other objects."""
    t = try_as(W_Type, v)
    if t is not None:  # CPython makes the types of modules at run time
        return t.flags & TypeFlags.HEAP != 0 or t.module != "builtins"
    tup = try_as(W_Tuple, v)
    return census.tracked(operations.type_of(v)) and (tup is None or tup.length > 0)


@function(MODULE, "is_tracked(obj, /)", doc="Whether the object may refer to others: numbers, strings and bytes do not.")
def is_tracked(w_obj: Value) -> Value:
    return new_bool(is_container(w_obj))


@function(MODULE, "is_finalized(obj, /)", doc="Whether the object's finalizer has run.")
def is_finalized(w_obj: Value) -> Value:
    if COMPILED:
        w = try_as(W_Object, w_obj)
        return new_bool(w is not None and w.meta & FLAG_FINALIZED != 0)
    else:
        return new_bool(False)


@function(MODULE, "get_objects(generation=None)", doc="All objects that may refer to others.")
def get_objects(w_generation: Value) -> Value:
    audit1("gc.get_objects", from_int(-1) if same(w_generation, w_None) else w_generation)
    if not same(w_generation, w_None):
        if not operations.has_index(w_generation):
            raise type_error(f"argument should be integer or None, not '{operations.type_name(w_generation)}'")
        generation = operations.index_of(w_generation)
        if generation >= GENERATIONS:
            raise value_error(f"generation parameter must be less than the number of available generations ({GENERATIONS})")
        if generation < -1:  # which is as good as None
            raise value_error("generation parameter cannot be negative")
    return containers(census.all_objects(), EMPTY)


def containers(values: Array[Value], w_but: Value) -> Value:
    """A list of those that are tracked."""
    result = new_list()
    for v in values:
        if not same(v, w_but) and is_container(v):
            list_append(result, v)
    return wrap(result)


@function(MODULE, "get_referrers(*objs)", doc="The objects that refer directly to one of some.")
def get_referrers(w_objs: Value) -> Value:
    audit1("gc.get_referrers", w_objs)
    objs = unwrap(W_Tuple, w_objs)
    targets = Array[Value](objs.length, EMPTY)
    for i in range(objs.length):
        targets[i] = objs.items[i]
    return containers(census.referrers(targets), w_objs)


@function(MODULE, "get_referents(*objs)", doc="The objects to which some refer directly.")
def get_referents(w_objs: Value) -> Value:
    audit1("gc.get_referents", w_objs)
    objs = unwrap(W_Tuple, w_objs)
    result = new_list()
    for i in range(objs.length):
        add_referents(objs.items[i], result)
    return wrap(result)


def add_referents(w_obj: Value, result: W_List) -> None:
    obj = try_as(W_Object, w_obj)
    if obj is None or not is_container(w_obj):
        return
    members = try_as(W_BaseSet, w_obj)
    for v in census.referents(obj) if members is None else set_array(members):
        list_append(result, v)
    t = operations.type_of(w_obj)
    if t.flags & TypeFlags.HEAP != 0:
        list_append(result, wrap(t))
