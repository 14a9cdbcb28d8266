"""Frames, tracebacks and generators: their data. The engine runs them; what programs see of them is in frame_methods.py.

A W_Frame is the activation of a code object and at the same time the Python-visible frame. Each frame keeps the frame object of its last
callee and uses it again, so that calls allocate nothing; once something may hold a frame (a traceback, sys._getframe, a generator),
it is `escaped`: on return it takes a copy of its registers along and its caller lets go of it.
"""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import EMPTY, Array, Value, ValuePtr, inline, races
from protopython.objects.code.code import W_Code
from protopython.objects.function.function import W_Function
from protopython.objects.model.define import OBJECT, define_type
from protopython.protocore.object import W_Object
from protopython.protocore.thread import ExcState, ProtoContext

RETURN_TO_NATIVE: Final[int] = 1
"""The frame was entered from native code: when it returns, run() returns."""
RETURN_SELF: Final[int] = 2
"""It runs `__init__`: the caller's result is w_init_self, and a result other than None is an error."""
RESUMED_BY_FOR: Final[int] = 3
"""A generator advanced by FOR_ITER / FOR_LOOP."""
RESUMED_BY_SEND: Final[int] = 4
"""A generator or coroutine advanced by SEND."""
RETURN_NORMAL: Final[int] = 0
ESCAPED: Final[int] = 16
"""Added to kind: something may hold the frame after it returns."""
LOST: Final[int] = 32
"""Added to kind: its registers are gone, with the thread that ran it (a fork) or for lack of memory."""


class FrameTrace:
    """What watching a frame needs."""

    w_function: Value
    """f_trace; EMPTY: none."""
    line: int
    """The last one that began."""
    no_lines: bool
    """f_trace_lines is False."""
    opcodes: bool
    """f_trace_opcodes."""
    resuming: bool
    """It is being told that the frame goes on: the frame is at the RESUME behind the instruction that suspended it."""

    def __init__(self) -> None:
        self.w_function = EMPTY
        self.line = -1
        self.no_lines = False
        self.opcodes = False
        self.resuming = False


@races(
    pc="a look at another thread's running frame is a moment old",
    kind="whoever looks from another thread adds to it only while the world stands; ESCAPED stays once it is there",
)
class W_Frame(W_Object):
    code: W_Code
    function: W_Function
    """What runs; module, class and exec code has a function made for it."""
    regs: ValuePtr
    pc: int
    """Index of the next instruction; kept up to date at calls, where a new object is all that an instruction makes, and when an exception passes."""
    previous: W_Frame | None
    """The caller while this frame runs."""
    callee: W_Frame | None
    """The frame object to use again for the next call."""
    w_namespace: Value
    """Mapping of names in module, class and exec code; EMPTY for functions."""
    own_registers: Array[Value] | None
    """Where the registers are once they have left the stack."""
    generator: W_Generator | None
    w_init_self: Value
    kind: int
    """What its return means: RETURN_*, RESUMED_*; plus ESCAPED, LOST."""
    dst: int
    """The caller's register for the result; in a suspended generator its own register for the value sent."""
    w_locals: Value
    """f_locals proxy, made when asked for."""
    trace: FrameTrace | None
    """Made when somebody watches it."""

    def __init__(self) -> None:
        self.previous = None
        self.callee = None
        self.pc = 0
        self.w_namespace = EMPTY
        self.own_registers = None
        self.generator = None
        self.w_init_self = EMPTY
        self.kind = 0
        self.dst = 0
        self.w_locals = EMPTY
        self.trace = None


def trace_of(frame: W_Frame) -> FrameTrace:
    trace = frame.trace
    if trace is None:
        trace = FrameTrace()
        frame.trace = trace
    return trace


@inline
def frame_of(cx: ProtoContext) -> W_Frame:
    """The innermost Python frame of a thread."""
    return cast(W_Frame, cx.frame)


class W_Traceback(W_Object):
    next: W_Traceback | None
    frame: W_Frame
    pc: int
    """Index of the instruction that raised."""
    last: int
    """Index of the one that raised last, as a bare `raise` in a handler may have."""
    lineno: int

    def __init__(self, next: W_Traceback | None, frame: W_Frame, pc: int, lineno: int) -> None:
        self.next = next
        self.frame = frame
        self.pc = pc
        self.last = pc
        self.lineno = lineno


GEN_CREATED: Final[int] = 0
GEN_SUSPENDED: Final[int] = 1
GEN_RUNNING: Final[int] = 2
"""One thread has claimed it: frame, registers and the rest are that thread's alone."""
GEN_FINISHED: Final[int] = 3
GEN_LOOKED_AT: Final[int] = 4
"""Suspended; another thread reads what it waits for. Who wants to run it waits those few instructions."""
STATE_AT: Final[int] = 16
"""Where W_Generator.state is: behind the two words of W_Object."""


@races(
    state="claimed by compare-and-set, given back last, after all that its owner did",
    running_async="set and tested under the lock; whoever is done resets it last",
)
class W_Generator(W_Object):
    """Generators, coroutines and async generators: three Python types over one layout."""

    state: int
    """Goes from one GEN_* to another by a compare-and-set of whoever claims the generator; from GEN_RUNNING by a store of its claimant."""
    frame: W_Frame | None
    registers: Array[Value]
    exc_state: ExcState
    name: str
    qualname: str
    code: W_Code
    suspended_in_send: bool
    """Suspended by SEND (`yield from`, await): the sub-iterator is in register frame.dst - 1."""
    w_origin: Value
    running_async: bool
    resumed: bool
    """Set whenever it goes on; who watches resets it."""
    closed: bool
    hooks_started: bool
    w_finalizer: Value


GENERATOR = define_type("generator", W_Generator, OBJECT, flags=0)
COROUTINE = define_type("coroutine", W_Generator, OBJECT, flags=0)
ASYNC_GENERATOR = define_type("async_generator", W_Generator, OBJECT, flags=0)
FRAME = define_type("frame", W_Frame, OBJECT, flags=0)
TRACEBACK = define_type("traceback", W_Traceback, OBJECT, flags=0, doc="Where an exception passed through.")
CODE = define_type("code", W_Code, OBJECT, flags=0, doc="Compiled code.")


class W_AsyncGenWrapped(W_Object):
    """A value yielded by an async generator, on its way to whoever drives it."""

    w_value: Value

    def __init__(self, w_value: Value) -> None:
        self.w_value = w_value


ASYNC_GEN_WRAPPED = define_type("async_generator_wrapped_value", W_AsyncGenWrapped, OBJECT, flags=0)
