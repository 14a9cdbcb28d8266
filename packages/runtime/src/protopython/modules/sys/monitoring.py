"""sys.monitoring: who watches the program (PEP 669), and which events exist.

Tools register here and keep their callbacks, as programs that only ask (bdb, coverage, test.support) need. The engine does not report
events yet, so asking for any raises NotImplementedError rather than leaving a tool to wait for what never comes.
"""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import EMPTY, Array, Value, new_with_shape, try_as, unwrap, wrap
from protopython.engine.imports import load_builtin
from protopython.objects.code.code import W_Code
from protopython.objects.dict.dict import dict_delete_str, dict_set_str, new_dict
from protopython.objects.exceptions import exceptions as x
from protopython.objects.model import errors
from protopython.objects.model.attributes import setattr_of
from protopython.objects.model.define import OBJECT, constant, define_module, function, module_init
from protopython.objects.model.operations import index_of
from protopython.objects.module import W_Module
from protopython.objects.simple_namespace import new_simple_namespace
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.protocore.object import W_Object
from protopython.protocore.state import State, space_slot
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, is_empty, same

MODULE: Final[str] = "sys.monitoring"
define_module(MODULE, "Callbacks for what happens while programs run.")

N_TOOLS: Final[int] = 6
EVENTS: Final[Array[str]] = Array.of(
    (
        "PY_START PY_RESUME PY_RETURN PY_YIELD CALL LINE INSTRUCTION JUMP BRANCH_LEFT BRANCH_RIGHT STOP_ITERATION "
        "RAISE EXCEPTION_HANDLED PY_UNWIND PY_THROW RERAISE C_RETURN C_RAISE BRANCH"
    ).split()
)
"""Event n is the bit 1 << n."""
N_EVENTS: Final[int] = len(EVENTS)
N_LOCAL_EVENTS: Final[int] = 11
"""The first ones can be set for one code object."""
CALL: Final[int] = 1 << 4
C_EVENTS: Final[int] = (1 << 16) | (1 << 17)
BRANCH_LEFT_AND_RIGHT: Final[int] = (1 << 8) | (1 << 9)
BRANCH: Final[int] = 1 << 18

for _name, _number in (("DEBUGGER_ID", 0), ("COVERAGE_ID", 1), ("PROFILER_ID", 2), ("OPTIMIZER_ID", 5)):
    constant(MODULE, _name, _number)


class Monitoring(State):
    """The tools of a space."""

    names: Array[Value]
    """EMPTY: the tool number is free."""
    callbacks: Array[Value]
    """By tool and event; EMPTY: none."""

    def __init__(self) -> None:
        self.names = Array[Value](N_TOOLS, EMPTY)
        self.callbacks = Array[Value](N_TOOLS * N_EVENTS, EMPTY)


@module_init(MODULE)
def init_monitoring(w_module: Value) -> None:
    d = unwrap(W_Module, w_module).dict
    w_events = new_simple_namespace()
    for i in range(N_EVENTS):
        setattr_of(w_events, EVENTS[i], from_int(1 << i))
    setattr_of(w_events, "NO_EVENTS", from_int(0))
    dict_set_str(d, "events", w_events)
    dict_set_str(d, "DISABLE", wrap(new_with_shape(W_Object, OBJECT.root_shape)))
    dict_set_str(d, "MISSING", wrap(new_with_shape(W_Object, OBJECT.root_shape)))


def submodule(name: str) -> Value:
    """A fresh module object that is an attribute of sys and not in sys.modules."""
    m = load_builtin(name)
    dict_delete_str(context().space.modules, name)
    return w_None if m is None else wrap(m)


def new_monitoring() -> State:
    return Monitoring()


STATE: Final[int] = space_slot(new_monitoring)


def monitoring() -> Monitoring:
    return cast(Monitoring, context().space.states[STATE])


def tool_number(w_tool: Value) -> int:
    tool = index_of(w_tool)
    if not 0 <= tool < N_TOOLS:
        raise errors.value_error(f"invalid tool {tool} (must be between 0 and 5)")
    return tool


def tool_in_use(w_tool: Value) -> int:
    tool = tool_number(w_tool)
    if is_empty(monitoring().names[tool]):
        raise errors.value_error(f"tool {tool} is not in use")
    return tool


@function(MODULE, "use_tool_id(tool_id, name, /)")
def m_use_tool_id(w_tool: Value, w_name: Value) -> Value:
    tool = tool_number(w_tool)
    if as_str(w_name) is None:
        raise errors.value_error("tool name must be a str")
    names = monitoring().names
    if not is_empty(names[tool]):
        raise errors.value_error(f"tool {tool} is already in use")
    names[tool] = w_name
    return w_None


def clear(tool: int) -> None:
    callbacks = monitoring().callbacks
    for i in range(N_EVENTS):
        callbacks[tool * N_EVENTS + i] = EMPTY


@function(MODULE, "clear_tool_id(tool_id, /)")
def m_clear_tool_id(w_tool: Value) -> Value:
    clear(tool_number(w_tool))
    return w_None


@function(MODULE, "free_tool_id(tool_id, /)")
def m_free_tool_id(w_tool: Value) -> Value:
    tool = tool_number(w_tool)
    clear(tool)
    monitoring().names[tool] = EMPTY
    return w_None


@function(MODULE, "get_tool(tool_id, /)")
def m_get_tool(w_tool: Value) -> Value:
    w_name = monitoring().names[tool_number(w_tool)]
    return w_None if is_empty(w_name) else w_name


@function(MODULE, "register_callback(tool_id, event, func, /)")
def m_register_callback(w_tool: Value, w_event: Value, w_function: Value) -> Value:
    tool = tool_number(w_tool)
    event = index_of(w_event)
    if event <= 0 or event & (event - 1) != 0:
        raise errors.value_error("The callback can only be set for one event at a time")
    if event >= 1 << N_EVENTS:
        raise errors.value_error(f"invalid event {event}")
    number = 0
    while event >> number != 1:
        number += 1
    callbacks = monitoring().callbacks
    w_old = callbacks[tool * N_EVENTS + number]
    callbacks[tool * N_EVENTS + number] = EMPTY if same(w_function, w_None) else w_function
    return w_None if is_empty(w_old) else w_old


def hexadecimal(x: int) -> str:
    text = ""
    while x != 0:
        text = "0123456789abcdef"[x & 15] + text
        x = x >> 4
    return text


def refuse(event_set: int) -> None:
    if event_set != 0:
        raise errors.error(x.NOT_IMPLEMENTED_ERROR, "protopy does not report monitoring events")


@function(MODULE, "set_events(tool_id, event_set, /)")
def m_set_events(w_tool: Value, w_events: Value) -> Value:
    tool_number(w_tool)
    event_set = index_of(w_events)
    if event_set < 0 or event_set >= 1 << N_EVENTS:
        raise errors.value_error(f"invalid event set 0x{hexadecimal(event_set & 0xFFFFFFFF)}")
    if event_set & C_EVENTS != 0 and event_set & (C_EVENTS | CALL) != C_EVENTS | CALL:
        raise errors.value_error("cannot set C_RETURN or C_RAISE events independently")
    tool_in_use(w_tool)
    refuse(event_set)
    return w_None


@function(MODULE, "get_events(tool_id, /)")
def m_get_events(w_tool: Value) -> Value:
    tool_number(w_tool)
    return from_int(0)


def check_code(w_code: Value) -> None:
    if try_as(W_Code, w_code) is None:
        raise errors.type_error("code must be a code object")


@function(MODULE, "set_local_events(tool_id, code, event_set, /)")
def m_set_local_events(w_tool: Value, w_code: Value, w_events: Value) -> Value:
    event_set = index_of(w_events)
    check_code(w_code)
    tool_in_use(w_tool)
    if event_set & C_EVENTS != 0 and event_set & (C_EVENTS | CALL) != C_EVENTS | CALL:
        raise errors.value_error("cannot set C_RETURN or C_RAISE events independently")
    event_set &= ~C_EVENTS
    if event_set & BRANCH != 0:
        event_set = event_set & ~BRANCH | BRANCH_LEFT_AND_RIGHT
    if event_set < 0 or event_set >= 1 << N_LOCAL_EVENTS:
        raise errors.value_error(f"invalid local event set 0x{hexadecimal(event_set & 0xFFFFFFFF)}")
    refuse(event_set)
    return w_None


@function(MODULE, "get_local_events(tool_id, code, /)")
def m_get_local_events(w_tool: Value, w_code: Value) -> Value:
    check_code(w_code)
    tool_number(w_tool)
    return from_int(0)


@function(MODULE, "restart_events()")
def m_restart_events() -> Value:
    return w_None


@function(MODULE, "_all_events()")
def m_all_events() -> Value:
    return wrap(new_dict())
