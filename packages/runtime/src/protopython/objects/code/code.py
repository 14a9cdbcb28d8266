"""W_Code: what the bytecode compiler makes of one function, class body, module or comprehension.

Register layout of a frame that runs it:

    [ parameters: positional, keyword-only, *args, **kwargs ][ other locals ][ cells of non-parameters ][ free variables' cells ][ temporaries ]
      0 ..                                                                                              n_named                  n_regs

Data only; the Python-visible attributes (co_*) are in objects/code_type.py, the instruction set in objects/code/bytecode.py.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, Value, i32, i64, u8
from protopython.protocore.object import W_Object

CO_OPTIMIZED: Final[int] = 1
CO_NEWLOCALS: Final[int] = 2
CO_VARARGS: Final[int] = 4
CO_VARKEYWORDS: Final[int] = 8
CO_NESTED: Final[int] = 16
CO_GENERATOR: Final[int] = 32
CO_COROUTINE: Final[int] = 128
CO_ITERABLE_COROUTINE: Final[int] = 256
CO_ASYNC_GENERATOR: Final[int] = 512
CO_HAS_DOCSTRING: Final[int] = 0x4000000
CO_METHOD: Final[int] = 0x8000000

NAMED_LOCAL: Final[int] = 0
NAMED_CELL: Final[int] = 1
NAMED_FREE: Final[int] = 2


class InlineCache:
    """What one site learnt, of one shape. Immutable once published; sites replace it by one store, so racing readers see old or new, whole.

    version: of the shape (attributes) or of the dict's keys (globals) that it holds for; kind: see engine/caches.py.
    """

    version: int
    version2: int
    kind: int
    index: int
    w_value: Value
    other: InlineCache | None
    """What the site learnt before, of other shapes: at most three more."""

    def __init__(self, version: int, version2: int, kind: int, index: int, w_value: Value) -> None:
        self.version = version
        self.version2 = version2
        self.kind = kind
        self.index = index
        self.w_value = w_value
        self.other = None


class CodeMonitors:
    """What is known of code that somebody watches (objects/code/monitors.py)."""

    plain: Array[i64]
    """The instructions as they were compiled."""
    kinds: Array[u8]
    """Of each instruction: ENTRY, RESUMPTION, LINE, UNSURE_LINE."""
    unsure: bool
    """Some line begins where a jump from the same line arrives."""
    local: Array[int]
    """The tools that watch this code, a bit each, by event."""
    disabled: Array[u8] | None
    """The tools that want no more of an event at an instruction, by slot and instruction."""
    restarts: int
    """sys.monitoring.restart_events() up to here are done."""

    def __init__(self, plain: Array[i64], kinds: Array[u8], unsure: bool, n_events: int) -> None:
        self.plain = plain
        self.kinds = kinds
        self.unsure = unsure
        self.local = Array[int](n_events, 0)
        self.disabled = None
        self.restarts = 0


class W_Code(W_Object):
    name: str
    qualname: str
    filename: str
    firstlineno: int
    flags: int
    argcount: int
    """Positional parameters, positional-only ones included."""
    posonlyargcount: int
    kwonlyargcount: int
    n_params: int
    """All parameter registers: argcount + kwonlyargcount + *args + **kwargs."""
    n_named: int
    n_regs: int
    instrs: Array[i64]
    consts: Array[Value]
    names: Array[str]
    cache_names: Array[str]
    """The attribute or global name of each cache site."""
    caches: Array[InlineCache | None]
    named: Array[str]
    """Name of each register below n_named."""
    named_kinds: Array[u8]
    """NAMED_LOCAL, NAMED_CELL or NAMED_FREE for each."""
    n_cellvars: int
    n_freevars: int
    freevars: Array[str]
    cellvars: Array[str]
    """Names of all cells made here (parameters that are cells included)."""
    exc_table: Array[i32]
    """Rows of four: start, end, handler, register; innermost first."""
    positions: bytes
    """A packed row per instruction: objects/code/positions.py."""
    position_table: Array[i32] | None
    """The same unpacked, once somebody asked."""
    offsets: Array[i32] | None
    """Of the instructions in co_code (units.py), once somebody asked."""
    simple_parameters: bool
    """Only positional parameters: no *args, **kwargs, keyword-only ones."""
    liveness: int
    """The address of its map (liveness.py), once a collection made one; 0: none yet."""
    monitors: CodeMonitors | None
    """Once somebody watched it. Then `instrs` may hold WATCHED, and `plain_instrs` is what was compiled."""
    uses_namespace: bool
    """Module and class bodies, exec: names live in a mapping (LOAD_NAME), not in registers."""


def plain_instrs(code: W_Code) -> Array[i64]:
    """The instructions as they were compiled."""
    monitors = code.monitors
    return code.instrs if monitors is None else monitors.plain
