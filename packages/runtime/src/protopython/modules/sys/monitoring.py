"""sys.monitoring: tools that watch the program, and the events that they ask for (PEP 669)."""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Value, ctz64, locked, new_with_shape, try_as, unwrap, wrap
from protopython.engine.imports import load_builtin
from protopython.engine.monitoring import EVENT_NAMES
from protopython.objects.code.code import W_Code
from protopython.objects.code.monitors import (
    BRANCH,
    BRANCH_LEFT,
    BRANCH_RIGHT,
    C_RAISE,
    C_RETURN,
    CALL,
    N_EVENTS,
    N_LOCAL_EVENTS,
    local_events,
    restart,
    set_events,
    set_local_events,
    watch_of,
)
from protopython.objects.dict.dict import dict_delete_str, dict_set_str, new_dict
from protopython.objects.function.descriptors import empty_as_none
from protopython.objects.model import errors
from protopython.objects.model.attributes import setattr_of
from protopython.objects.model.auditing import audit1
from protopython.objects.model.define import OBJECT, constant, define_module, function, module_init
from protopython.objects.model.operations import index_of
from protopython.objects.module import W_Module
from protopython.objects.simple_namespace import new_simple_namespace
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.protocore.collector import enrolled
from protopython.protocore.object import W_Object
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, is_empty, same

MODULE: Final[str] = "sys.monitoring"
define_module(MODULE, "Callbacks for what happens while programs run.")

N_PUBLIC: Final[int] = 6
"""Tools that programs may be."""
C_EVENTS: Final[int] = (1 << C_RETURN) | (1 << C_RAISE)
BRANCHES: Final[int] = (1 << BRANCH_LEFT) | (1 << BRANCH_RIGHT)
LOCAL_EVENTS: Final[int] = (1 << N_LOCAL_EVENTS) - 1

for _name, _number in (("DEBUGGER_ID", 0), ("COVERAGE_ID", 1), ("PROFILER_ID", 2), ("OPTIMIZER_ID", 5)):
    constant(MODULE, _name, _number)


@module_init(MODULE)
def init_monitoring(w_module: Value) -> None:
    d = unwrap(W_Module, w_module).dict
    w_events = new_simple_namespace()
    for i in range(N_EVENTS):
        setattr_of(w_events, EVENT_NAMES[i], from_int(1 << i))
    setattr_of(w_events, "NO_EVENTS", from_int(0))
    watch = watch_of(context().space)
    watch.w_disable = wrap(new_with_shape(W_Object, OBJECT.root_shape))
    watch.w_missing = wrap(new_with_shape(W_Object, OBJECT.root_shape))
    dict_set_str(d, "events", w_events)
    dict_set_str(d, "DISABLE", watch.w_disable)
    dict_set_str(d, "MISSING", watch.w_missing)


def submodule(name: str) -> Value:
    """A fresh module object that is an attribute of sys and not in sys.modules."""
    m = load_builtin(name)
    dict_delete_str(context().space.modules, name)
    return w_None if m is None else wrap(m)


def tool_number(w_tool: Value) -> int:
    tool = index_of(w_tool)
    if not 0 <= tool < N_PUBLIC:
        raise errors.value_error(f"invalid tool {tool} (must be between 0 and 5)")
    return tool


def tool_in_use(w_tool: Value) -> int:
    tool = tool_number(w_tool)
    if is_empty(watch_of(context().space).names[tool]):
        raise errors.value_error(f"tool {tool} is not in use")
    return tool


@function(MODULE, "use_tool_id(tool_id, name, /)", doc="Takes a tool number for a tool of this name.")
def m_use_tool_id(w_tool: Value, w_name: Value) -> Value:
    tool = tool_number(w_tool)
    if as_str(w_name) is None:
        raise errors.value_error("tool name must be a str")
    taken = False
    space = context().space
    with locked(space.w_sys):
        names = watch_of(space).names
        taken = not is_empty(names[tool])
        if not taken:
            names[tool] = w_name
    if taken:
        raise errors.value_error(f"tool {tool} is already in use")
    return w_None


def clear(tool: int) -> None:
    """Forgets what a tool watches, everywhere."""
    space = context().space
    watch = watch_of(space)
    set_events(space, tool, 0)
    for w in enrolled():
        code = try_as(W_Code, w)
        if code is not None and local_events(code, tool) != 0:
            set_local_events(space, code, tool, 0)
    for i in range(N_EVENTS):
        watch.callbacks[tool * N_EVENTS + i] = EMPTY


@function(MODULE, "clear_tool_id(tool_id, /)", doc="Ends what a tool watches and forgets its callbacks.")
def m_clear_tool_id(w_tool: Value) -> Value:
    tool = tool_number(w_tool)
    if not is_empty(watch_of(context().space).names[tool]):
        clear(tool)
    return w_None


@function(MODULE, "free_tool_id(tool_id, /)", doc="Clears a tool and gives its number back.")
def m_free_tool_id(w_tool: Value) -> Value:
    tool = tool_number(w_tool)
    watch = watch_of(context().space)
    if not is_empty(watch.names[tool]):
        clear(tool)
        watch.names[tool] = EMPTY
    return w_None


@function(MODULE, "get_tool(tool_id, /)", doc="The name of a tool, or None.")
def m_get_tool(w_tool: Value) -> Value:
    return empty_as_none(watch_of(context().space).names[tool_number(w_tool)])


@function(MODULE, "register_callback(tool_id, event, func, /)", doc="Sets what a tool calls at an event; the callback before, or None.")
def m_register_callback(w_tool: Value, w_event: Value, w_function: Value) -> Value:
    tool = tool_number(w_tool)
    event = index_of(w_event)
    if event <= 0 or event & (event - 1) != 0:
        raise errors.value_error("The callback can only be set for one event at a time")
    number = ctz64(event)
    if number >= N_EVENTS:
        raise errors.value_error(f"invalid event {event}")
    audit1("sys.monitoring.register_callback", w_function)
    callbacks = watch_of(context().space).callbacks
    w_callback = EMPTY if same(w_function, w_None) else w_function
    if number == BRANCH:
        callbacks[tool * N_EVENTS + BRANCH_LEFT] = w_callback
        callbacks[tool * N_EVENTS + BRANCH_RIGHT] = w_callback
    w_old = callbacks[tool * N_EVENTS + number]
    callbacks[tool * N_EVENTS + number] = w_callback
    return empty_as_none(w_old)


def hexadecimal(x: int) -> str:
    text = ""
    while x != 0:
        text = "0123456789abcdef"[x & 15] + text
        x = x >> 4
    return text


def event_set_of(w_events: Value) -> int:
    """A set of events, BRANCH taken apart."""
    event_set = index_of(w_events)
    if event_set < 0 or event_set >= 1 << N_EVENTS:
        raise errors.value_error(f"invalid event set 0x{hexadecimal(event_set & 0xFFFFFFFF)}")
    if event_set & C_EVENTS != 0 and event_set & (C_EVENTS | (1 << CALL)) != C_EVENTS | (1 << CALL):
        raise errors.value_error("cannot set C_RETURN or C_RAISE events independently")
    return event_set & ~(1 << BRANCH) | BRANCHES if event_set >> BRANCH & 1 == 1 else event_set


@function(MODULE, "get_events(tool_id, /)", doc="The events that a tool watches in all code.")
def m_get_events(w_tool: Value) -> Value:
    return from_int(watch_of(context().space).events[tool_number(w_tool)])


@function(MODULE, "set_events(tool_id, event_set, /)", doc="Sets the events that a tool watches in all code.")
def m_set_events(w_tool: Value, w_events: Value) -> Value:
    tool_number(w_tool)
    event_set = event_set_of(w_events)
    set_events(context().space, tool_in_use(w_tool), event_set & ~C_EVENTS)  # They come with CALL.
    return w_None


def code_of(w_code: Value) -> W_Code:
    code = try_as(W_Code, w_code)
    if code is None:
        raise errors.type_error("code must be a code object")
    return code


@function(MODULE, "get_local_events(tool_id, code, /)", doc="The events that a tool watches in one code object.")
def m_get_local_events(w_tool: Value, w_code: Value) -> Value:
    code = code_of(w_code)
    return from_int(local_events(code, tool_number(w_tool)))


@function(MODULE, "set_local_events(tool_id, code, event_set, /)", doc="Sets the events that a tool watches in one code object.")
def m_set_local_events(w_tool: Value, w_code: Value, w_events: Value) -> Value:
    code = code_of(w_code)
    tool = tool_in_use(w_tool)
    event_set = event_set_of(w_events) & ~C_EVENTS
    if event_set & ~LOCAL_EVENTS != 0:
        raise errors.value_error(f"invalid local event set 0x{hexadecimal(event_set)}")
    set_local_events(context().space, code, tool, event_set)
    return w_None


@function(MODULE, "restart_events()", doc="Reports again what callbacks disabled.")
def m_restart_events() -> Value:
    restart(context().space)
    return w_None


@function(MODULE, "_all_events()", doc="By event: the tools that watch it in all code, as bits.")
def m_all_events() -> Value:
    d = new_dict()
    watch = watch_of(context().space)
    for i in range(N_EVENTS):
        if watch.by_event[i] != 0:
            dict_set_str(d, EVENT_NAMES[i], from_int(watch.by_event[i]))
    return wrap(d)
