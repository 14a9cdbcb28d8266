"""The _lsprof module: the profiler beneath cProfile. It is a tool of sys.monitoring.

    running, innermost first     Running -> Running -> ...     what was entered and not left yet, and since when
    entries                      by code object or native function: calls, time in it with and without what it called
    Entry.callees                the same, of what was called from it

Events of all threads come in; each is entered under the profiler's lock, as one step.

Source: CPython documentation, profile and cProfile; sys.monitoring.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Array, Value, locked, new_with_shape, try_as, wrap
from protopython.engine import streams
from protopython.objects.code.code import W_Code
from protopython.objects.code.monitors import (
    C_RAISE,
    C_RETURN,
    CALL,
    N_EVENTS,
    PY_RESUME,
    PY_RETURN,
    PY_START,
    PY_THROW,
    PY_UNWIND,
    PY_YIELD,
    set_events,
    watch_of,
)
from protopython.objects.float.methods import float_of
from protopython.objects.list.list import W_List, list_append, new_list
from protopython.objects.model import errors
from protopython.objects.model.attributes import getattr_of
from protopython.objects.model.builtin import BuiltinKind, W_Builtin
from protopython.objects.model.call import call0
from protopython.objects.model.define import OBJECT, constant, define_module, define_type, method, new
from protopython.objects.model.operations import index_of, is_true
from protopython.objects.singletons import w_None
from protopython.objects.structseq import define_struct, new_struct
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Object, W_Type
from protopython.protocore.os import clock_ns
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, is_empty, new_float, same

MODULE: Final[str] = "_lsprof"
define_module(MODULE, "A profiler that costs little.")
TOOL: Final[int] = 2
"""sys.monitoring.PROFILER_ID"""
EVENTS: Final[int] = (
    (1 << PY_START) | (1 << PY_RESUME) | (1 << PY_THROW) | (1 << PY_RETURN) | (1 << PY_YIELD) | (1 << PY_UNWIND) | (1 << CALL)
)  # fmt: skip
ENTRY = define_struct(
    MODULE,
    "profiler_entry",
    ["code", "callcount", "reccallcount", "totaltime", "inlinetime", "calls"],
    6,
    None,
    docs=[
        "the code, or the name of a native function", "calls", "calls from within itself", "seconds in it and in what it called",
        "seconds in it alone", "what it called",
    ],
)  # fmt: skip
SUBENTRY = define_struct(
    MODULE,
    "profiler_subentry",
    ["code", "callcount", "reccallcount", "totaltime", "inlinetime"],
    5,
    None,
    docs=[
        "the code, or the name of a native function", "calls", "calls from within itself", "seconds in it and in what it called",
        "seconds in it alone",
    ],
)  # fmt: skip
constant(MODULE, "profiler_entry", ENTRY)
constant(MODULE, "profiler_subentry", SUBENTRY)


class Entry:
    w_code: Value
    """The code object, or the description of a native function."""
    calls: int
    recursive_calls: int
    total: float
    own: float
    level: int
    """How often it runs at this moment."""
    by_code: dict[W_Code, Entry]
    """Of an entry of the profiler: what was called from it."""
    by_name: dict[str, Entry]

    def __init__(self, w_code: Value) -> None:
        self.w_code = w_code
        self.calls = 0
        self.recursive_calls = 0
        self.total = 0.0
        self.own = 0.0
        self.level = 0
        self.by_code = {}
        self.by_name = {}

    def enter(self) -> None:
        self.level += 1

    def leave(self, total: float, own: float) -> None:
        self.level -= 1
        if self.level == 0:
            self.total += total
        else:
            self.recursive_calls += 1
        self.own += own
        self.calls += 1


class Running:
    entry: Entry
    within: Entry | None
    """The same, as something that its caller called."""
    since: float
    others: float
    """Time in what it called."""
    caller: Running | None

    def __init__(self, entry: Entry, caller: Running | None) -> None:
        self.entry = entry
        self.within = None
        self.since = 0.0
        self.others = 0.0
        self.caller = caller


class W_Profiler(W_Object):
    w_timer: Value
    """EMPTY: the system's clock."""
    unit: float
    """Seconds in one unit of the timer; 0: it gives seconds."""
    subcalls: bool
    builtins: bool
    enabled: bool
    in_timer: bool
    by_code: dict[W_Code, Entry]
    by_name: dict[str, Entry]
    running: Running | None


PROFILER = define_type("Profiler", W_Profiler, OBJECT, module=MODULE, doc="Counts calls and measures their time.")
constant(MODULE, "Profiler", PROFILER)


@new(PROFILER, "(cls, *args, **kwargs)")
def profiler_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    p = new_with_shape(W_Profiler, cls.root_shape)
    p.w_timer = EMPTY
    p.unit = 0.0
    p.subcalls = True
    p.builtins = True
    p.by_code = {}
    p.by_name = {}
    p.running = None
    return wrap(p)


@method(PROFILER, "__init__(self, timer=None, timeunit=0.0, subcalls=True, builtins=True)")
def profiler_init(self: W_Profiler, w_timer: Value, w_unit: Value, w_subcalls: Value, w_builtins: Value) -> Value:
    self.unit = float_of(w_unit)
    self.w_timer = EMPTY if same(w_timer, w_None) else w_timer
    self.subcalls = is_true(w_subcalls)
    self.builtins = is_true(w_builtins)
    return w_None


# --- measuring --------------------------------------------------------------------------------------------------------


def now(p: W_Profiler) -> float:
    """Seconds. What the program's timer raises is reported, and 0 taken."""
    if is_empty(p.w_timer):
        return float(clock_ns(1)) * 1e-9
    p.in_timer = True
    try:
        w_time = call0(p.w_timer)
        result = float(index_of(w_time)) * p.unit if p.unit > 0.0 else float_of(w_time)
    except PyError as e:
        streams.report_unraisable(wrap("Exception ignored while calling _lsprof timer"), e.w_value, p.w_timer)
        result = 0.0
    finally:
        p.in_timer = False
    return result


def entry_in(by_code: dict[W_Code, Entry], by_name: dict[str, Entry], w_code: Value) -> Entry:
    code = try_as(W_Code, w_code)
    if code is not None:
        found = by_code.get(code)
        if found is None:
            found = Entry(w_code)
            by_code[code] = found
        return found
    name = str_of_description(w_code)
    named = by_name.get(name)
    if named is None:
        named = Entry(w_code)
        by_name[name] = named
    return named


def str_of_description(w: Value) -> str:
    name = try_as(str, w)
    assert name is not None
    return name


def begins(p: W_Profiler, w_code: Value) -> None:
    if not p.enabled:
        return
    with locked(p):
        r = Running(entry_in(p.by_code, p.by_name, w_code), p.running)
        r.entry.enter()
        caller = r.caller
        if p.subcalls and caller is not None:
            within = entry_in(caller.entry.by_code, caller.entry.by_name, r.entry.w_code)
            within.enter()
            r.within = within
        p.running = r
    r.since = now(p)


def ends(p: W_Profiler) -> None:
    at = p.running
    if at is None:
        return
    stop(p, at, now(p))


def stop(p: W_Profiler, r: Running, time: float) -> None:
    with locked(p):
        if p.running is not r:
            return
        total = time - r.since
        own = total - r.others
        caller = r.caller
        if caller is not None:
            caller.others += total
        p.running = caller
        r.entry.leave(total, own)
        if r.within is not None:
            r.within.leave(total, own)


def description_of(w_callable: Value) -> Value:
    """Of a native function; EMPTY: it is none."""
    b = try_as(W_Builtin, w_callable)
    if b is None or b.kind == BuiltinKind.WRAPPER or b.kind == BuiltinKind.NEXT or b.kind == BuiltinKind.NEW:
        return EMPTY
    owner = b.owner
    if owner is None or b.kind == BuiltinKind.FUNCTION:
        return wrap(f"<built-in method {b.module}.{b.name}>" if b.module != "" else f"<built-in method {b.name}>")
    return wrap(f"<method '{b.name}' of '{owner.name}' objects>")


@method(PROFILER, "_pystart_callback(self, code, instruction_offset, /)", doc="A Python function begins.")
def profiler_start(self: W_Profiler, w_code: Value, w_offset: Value) -> Value:
    if try_as(W_Code, w_code) is not None:
        begins(self, w_code)
    return w_None


@method(PROFILER, "_pythrow_callback(self, code, instruction_offset, exception, /)", doc="An exception is thrown into a generator.")
def profiler_throw(self: W_Profiler, w_code: Value, w_offset: Value, w_exception: Value) -> Value:
    return profiler_start(self, w_code, w_offset)


@method(PROFILER, "_pyreturn_callback(self, code, instruction_offset, retval, /)", doc="A Python function ends.")
def profiler_return(self: W_Profiler, w_code: Value, w_offset: Value, w_result: Value) -> Value:
    ends(self)
    return w_None


@method(PROFILER, "_ccall_callback(self, code, instruction_offset, callable, self_arg, /)", doc="A native function begins.")
def profiler_c_call(self: W_Profiler, w_code: Value, w_offset: Value, w_callable: Value, w_self: Value) -> Value:
    if self.builtins:
        w = description_of(w_callable)
        if not is_empty(w):
            begins(self, w)
    return w_None


@method(PROFILER, "_creturn_callback(self, code, instruction_offset, callable, self_arg, /)", doc="A native function ends.")
def profiler_c_return(self: W_Profiler, w_code: Value, w_offset: Value, w_callable: Value, w_self: Value) -> Value:
    if self.builtins and not is_empty(description_of(w_callable)):
        ends(self)
    return w_None


# --- on and off -------------------------------------------------------------------------------------------------------

CALLBACKS: Final[list[tuple[int, str]]] = [
    (PY_START, "_pystart_callback"),
    (PY_RESUME, "_pystart_callback"),
    (PY_THROW, "_pythrow_callback"),
    (PY_RETURN, "_pyreturn_callback"),
    (PY_YIELD, "_pyreturn_callback"),
    (PY_UNWIND, "_pyreturn_callback"),
    (CALL, "_ccall_callback"),
    (C_RETURN, "_creturn_callback"),
    (C_RAISE, "_creturn_callback"),
]
CALLBACK_EVENTS: Final[Array[int]] = Array.of([event for event, _ in CALLBACKS])
CALLBACK_NAMES: Final[Array[str]] = Array.of([name for _, name in CALLBACKS])


@method(PROFILER, "enable(self, /, subcalls=True, builtins=True)", doc="Begins to profile.")
def profiler_enable(self: W_Profiler, w_subcalls: Value, w_builtins: Value) -> Value:
    subcalls = is_true(w_subcalls)
    builtins = is_true(w_builtins)
    space = context().space
    watch = watch_of(space)
    taken = False
    with locked(space.w_sys):
        taken = not is_empty(watch.names[TOOL])
        if not taken:
            watch.names[TOOL] = wrap("cProfile")
    if taken:
        raise errors.value_error(f"tool {TOOL} is already in use")
    self.subcalls = subcalls
    self.builtins = builtins
    for i in range(len(CALLBACK_EVENTS)):
        watch.callbacks[TOOL * N_EVENTS + CALLBACK_EVENTS[i]] = getattr_of(wrap(self), CALLBACK_NAMES[i])
    self.enabled = True
    set_events(space, TOOL, EVENTS)
    return w_None


@method(PROFILER, "disable(self, /)", doc="Ceases to profile.")
def profiler_disable(self: W_Profiler) -> Value:
    if self.in_timer:
        raise errors.runtime_error("cannot disable profiler in external timer")
    if self.enabled:
        self.enabled = False
        space = context().space
        set_events(space, TOOL, 0)
        watch = watch_of(space)
        for event in range(N_EVENTS):
            watch.callbacks[TOOL * N_EVENTS + event] = EMPTY
        watch.names[TOOL] = EMPTY
    leave_all(self)
    return w_None


def leave_all(p: W_Profiler) -> None:
    """What still runs is taken to end now."""
    r = p.running
    if r is None:
        return
    time = now(p)
    while r is not None:
        stop(p, r, time)
        r = p.running


@method(PROFILER, "clear(self, /)", doc="Forgets what was measured.")
def profiler_clear(self: W_Profiler) -> Value:
    if self.in_timer:
        raise errors.runtime_error("cannot clear profiler in external timer")
    with locked(self):
        self.by_code = {}
        self.by_name = {}
        self.running = None
    return w_None


# --- results ----------------------------------------------------------------------------------------------------------


def five(e: Entry) -> Array[Value]:
    values = Array[Value](6, w_None)
    values[0] = e.w_code
    values[1] = from_int(e.calls)
    values[2] = from_int(e.recursive_calls)
    values[3] = new_float(e.total)
    values[4] = new_float(e.own)
    return values


def add_callees(p: W_Profiler, e: Entry, out: W_List) -> None:
    for c in e.by_code.values():
        if c.calls > 0:
            list_append(out, new_struct(SUBENTRY, five(c)))
    for c in e.by_name.values():
        if c.calls > 0:
            values = five(c)
            values[0] = entry_in(p.by_code, p.by_name, c.w_code).w_code  # The same object for both.
            list_append(out, new_struct(SUBENTRY, values))


def add_entry(p: W_Profiler, e: Entry, out: W_List) -> None:
    if e.calls == 0:
        return
    values = five(e)
    if len(e.by_code) > 0 or len(e.by_name) > 0:
        callees = new_list()
        add_callees(p, e, callees)
        values[5] = wrap(callees)
    list_append(out, new_struct(ENTRY, values))


@method(PROFILER, "getstats(self, /)", doc="A list of profiler_entry: what was measured.")
def profiler_getstats(self: W_Profiler) -> Value:
    leave_all(self)
    out = new_list()
    codes: list[Entry] = []
    with locked(self):
        for e in self.by_code.values():
            codes.append(e)
        for e in self.by_name.values():
            codes.append(e)
    for e in codes:
        add_entry(self, e, out)
    return wrap(out)
