"""Contexts of threads: what one starts with."""

from __future__ import annotations

from protodialect.types import EMPTY, Array, Value
from protodialect.unsafe import register_top
from protopython.objects.code.code import W_Code
from protopython.objects.frame import ESCAPED, W_Frame
from protopython.objects.function.function import W_Function
from protopython.protocore.os import c_gettid
from protopython.protocore.space import ProtoSpace
from protopython.protocore.state import CONTEXT_SLOTS, new_states
from protopython.protocore.thread import METHOD_CACHE_SIZE, ExcState, ProtoContext


def empty_code() -> W_Code:
    """What the frame at the bottom of a thread's stack seems to run."""
    code = W_Code()
    code.name = "<native>"
    code.qualname = "<native>"
    code.filename = "<native>"
    code.n_regs = 0
    code.positions = b""
    code.position_table = None
    code.firstlineno = 0
    code.uses_namespace = False
    return code


def init_context(cx: ProtoContext, space: ProtoSpace) -> None:
    """Makes a fresh context ready to run Python code of space."""
    cx.space = space
    cx.depth = 0
    cx.exc_state = ExcState(None)
    cx.w_returned = EMPTY
    cx.mc_version = Array[int](METHOD_CACHE_SIZE, 0)
    cx.mc_name = Array[str](METHOD_CACHE_SIZE, "")
    cx.mc_value = Array[Value](METHOD_CACHE_SIZE, EMPTY)
    cx.repr_active = []
    cx.states = new_states(CONTEXT_SLOTS)
    cx.origin_depth = 0
    cx.native_id = int(c_gettid())
    bottom = W_Frame()
    bottom.code = empty_code()
    bottom.function = W_Function(bottom.code, space.builtins, space.builtins)
    bottom.regs = register_top()
    bottom.kind = ESCAPED
    cx.frame = bottom
