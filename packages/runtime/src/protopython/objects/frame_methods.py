"""Frames and tracebacks as programs see them; f_locals, which writes through to the frame's registers (PEP
667).
"""

from __future__ import annotations

from protodialect.types import COMPILED, EMPTY, Array, Value, ValuePtr, array_ptr, copy_values, fill_values, locked, try_as, unwrap, wrap
from protodialect.unsafe import CX_REG_BASE, CX_REG_LIMIT, address_of, load64, ult
from protopython.objects.code.code import NAMED_LOCAL, W_Code
from protopython.objects.code.positions import line_at
from protopython.objects.code.units import index_at, offset_of
from protopython.objects.dict.dict import (
    DICT,
    W_Dict,
    dict_copy,
    dict_get,
    dict_key_at,
    dict_next,
    dict_set,
    dict_value_at,
    new_dict,
)
from protopython.objects.frame import (
    ESCAPED,
    FRAME,
    GEN_CREATED,
    GEN_LOOKED_AT,
    GEN_RUNNING,
    GEN_SUSPENDED,
    LOST,
    TRACEBACK,
    W_Frame,
    W_Traceback,
    trace_of,
)
from protopython.objects.function.descriptors import empty_as_none
from protopython.objects.function.function import W_Cell
from protopython.objects.list.list import W_List, list_append, list_reverse, new_list
from protopython.objects.model import call as calls
from protopython.objects.model import errors, operations
from protopython.objects.model.auditing import audit_read
from protopython.objects.model.define import OBJECT, define_type, getter, method, new, setter
from protopython.objects.model.identity import address_text
from protopython.objects.model.repr_guard import repr_enter, repr_leave
from protopython.objects.model.special import BinaryOp
from protopython.objects.model.types import is_subtype, type_name, type_of
from protopython.objects.singletons import new_bool, w_False, w_None, w_NotImplemented, w_True
from protopython.objects.str.str import as_str, repr_of_str
from protopython.objects.tuple import new_tuple2
from protopython.protocore.locks import alone
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.thread import context
from protopython.protocore.threads import start_others, stop_others
from protopython.protocore.value import from_int, is_empty, same

# --- frame ------------------------------------------------------------------------------------------------


def hold(frame: W_Frame) -> Value:
    """A frame that a program is about to hold: one of this thread, or one that something holds already. Of a generator's frame, which may be
    another thread's, `kind` is not written: it says so already.
    """
    if not frame.kind & ESCAPED:
        frame.kind |= ESCAPED
    return wrap(frame)


def hold_stack(innermost: W_Frame | None) -> Value:
    """A frame of a thread that stands still; EMPTY if it is none of Python code. Its callers are held with it, as they would be when it returns."""
    frame = innermost
    while frame is not None and frame.previous is not None:
        hold(frame)
        frame = frame.previous
    return EMPTY if innermost is None or innermost.previous is None else wrap(innermost)


def lose_stack(innermost: W_Frame) -> None:
    """Frames of a thread that the child of a fork has not: they will not go on, and their registers may be used by another thread."""
    frame: W_Frame | None = innermost
    while frame is not None:
        frame.kind |= ESCAPED | LOST
        frame = frame.previous


def on_own_stack(regs: ValuePtr) -> bool:
    """Whether registers lie on this thread's stack: then this thread runs the frame they belong to."""
    if COMPILED:
        at = address_of(regs)
        cx = address_of(context())
        return not ult(at, load64(cx + CX_REG_BASE)) and ult(at, load64(cx + CX_REG_LIMIT))
    else:
        return True


def off_stack(frame: W_Frame, regs: ValuePtr) -> bool:
    """Whether registers that the frame had a moment ago are those that it takes along."""
    own = frame.own_registers
    if COMPILED:
        return own is not None and address_of(array_ptr(own, 0)) == address_of(regs)
    else:
        return own is not None


def current_instruction(frame: W_Frame) -> int:
    """Index of the instruction that runs, or ran last; -1 before the first."""
    return frame.pc - 1


def frame_line(frame: W_Frame) -> int:
    return line_at(frame.code, current_instruction(frame))


@getter(FRAME, "f_code", doc="The code that runs in the frame.")
def frame_code(self: W_Frame) -> Value:
    audit_read(wrap(self), "f_code")
    return wrap(self.code)


@getter(FRAME, "f_lineno", doc="The line where the frame stands.")
def frame_lineno(self: W_Frame) -> Value:
    return from_int(frame_line(self))


@getter(FRAME, "f_lasti", doc="Where in its bytecode the frame stands.")
def frame_lasti(self: W_Frame) -> Value:
    offset = offset_of(self.code, current_instruction(self))
    trace = self.trace
    return from_int(offset + 2 if trace is not None and trace.resuming else offset)


@getter(FRAME, "f_back", doc="Return the frame that called this one.")
def frame_back(self: W_Frame) -> Value:
    g = self.generator
    if g is not None and g.state != GEN_RUNNING:
        return w_None
    previous = self.previous
    if previous is None or previous.previous is None:
        return w_None
    if previous.kind & ESCAPED or alone() or on_own_stack(self.regs):
        return hold(previous)
    # The thread that runs them may be about to return to and from `previous`, and to use it again.
    stop_others()
    w_previous = hold_stack(self.previous)
    start_others()
    return empty_as_none(w_previous)


@getter(FRAME, "f_globals", doc="Return the global variables used by this frame.")
def frame_globals(self: W_Frame) -> Value:
    return wrap(self.function.globals)


@getter(FRAME, "f_builtins", doc="Return the built-in variables used by this frame.")
def frame_builtins(self: W_Frame) -> Value:
    return wrap(self.function.builtins)


@getter(FRAME, "f_generator", doc="Return the generator or coroutine that owns the frame, or None.")
def frame_generator(self: W_Frame) -> Value:
    g = self.generator
    return w_None if g is None else wrap(g)


@getter(FRAME, "f_locals", doc="The variables of the frame, as a mapping that writes through.")
def frame_locals(self: W_Frame) -> Value:
    if self.code.uses_namespace:
        return wrap(self.function.globals) if is_empty(self.w_namespace) else self.w_namespace
    if is_empty(self.w_locals):
        self.w_locals = wrap(W_FrameLocals(self))
        hold(self)
    return self.w_locals


@getter(FRAME, "f_trace", doc="What a tracing function wants called for the frame's events.")
def frame_trace(self: W_Frame) -> Value:
    trace = self.trace
    return w_None if trace is None else empty_as_none(trace.w_function)


@setter(FRAME, "f_trace")
def frame_set_trace(self: W_Frame, w_value: Value) -> Value:
    trace_of(self).w_function = EMPTY if same(w_value, w_None) else w_value
    return w_None


@getter(FRAME, "f_trace_lines", member=True)
def frame_trace_lines(self: W_Frame) -> Value:
    trace = self.trace
    return new_bool(trace is None or not trace.no_lines)


@getter(FRAME, "f_trace_opcodes", doc="Whether each opcode is an event for tracing.")
def frame_trace_opcodes(self: W_Frame) -> Value:
    trace = self.trace
    return new_bool(trace is not None and trace.opcodes)


@setter(FRAME, "f_trace_lines")
def frame_set_trace_lines(self: W_Frame, w_value: Value) -> Value:
    trace_of(self).no_lines = not trace_flag(w_value)
    return w_None


def trace_flag(w_value: Value) -> bool:
    if not same(w_value, w_True) and not same(w_value, w_False):
        raise errors.type_error("attribute value type must be bool")
    return same(w_value, w_True)


@method(FRAME, "clear(self, /)", doc="Forget all local variables; not while the frame runs.")
def frame_clear(self: W_Frame) -> Value:
    g = self.generator
    if g is not None:
        state = g.state
        if state == GEN_SUSPENDED or state == GEN_LOOKED_AT:
            raise errors.runtime_error("cannot clear a suspended frame")
        if state == GEN_RUNNING:
            raise errors.runtime_error("cannot clear an executing frame")
        if state == GEN_CREATED:
            calls.call_method0(wrap(g), "__del__")  # which reports a coroutine that was never awaited
            calls.call_method0(wrap(g), "close")
        else:
            forget_locals(self)
        return w_None
    if self.own_registers is None:
        raise errors.runtime_error("cannot clear an executing frame")
    forget_locals(self)
    return w_None


def forget_locals(frame: W_Frame) -> None:
    own = frame.own_registers
    if own is not None:
        fill_values(array_ptr(own, 0), frame.code.n_regs, EMPTY)
    frame.w_locals = EMPTY


@method(FRAME, "__repr__(self, /)", doc="Return repr(self).")
def frame_repr(self: W_Frame) -> Value:
    code = self.code
    file = repr_of_str(code.filename)
    return wrap(
        f"<frame at {address_text(wrap(self))}, file {file}, line {frame_line(self)}, code {code.name}>"
    )


# --- f_locals ---------------------------------------------------------------------------------------------


class W_FrameLocals(W_Object):
    frame: W_Frame
    extra: W_Dict | None
    """What the program added that is no variable of the function."""

    def __init__(self, frame: W_Frame) -> None:
        self.frame = frame
        self.extra = None


FRAME_LOCALS_PROXY = define_type(
    "FrameLocalsProxy",
    W_FrameLocals,
    OBJECT,
    flags=TypeFlags.MAPPING,
    doc="Write-through view of a frame's local variables.",
)


def variable_index(code: W_Code, w_name: Value) -> int:
    """The register of a variable, or -1."""
    name = as_str(w_name)
    if name is None:
        return -1
    i = 0
    while i < code.n_named:
        if code.named[i] == name:
            return i
        i += 1
    return -1


def copy_registers(frame: W_Frame, first: int, n: int) -> Array[Value]:
    """What named registers hold. Another thread's stand still meanwhile: it would leave them, and use their place for others."""
    found = Array[Value](n, EMPTY)
    if frame.kind & LOST:
        return found
    regs = frame.regs
    if alone() or on_own_stack(regs) or off_stack(frame, regs):
        copy_values(array_ptr(found, 0), regs.offset(first), n)
    else:
        stop_others()
        copy_values(array_ptr(found, 0), frame.regs.offset(first), n)
        start_others()
    return found


def value_in(code: W_Code, i: int, w: Value) -> Value:
    """The value of variable i, whose register holds w; EMPTY if it has none."""
    if code.named_kinds[i] != NAMED_LOCAL and not is_empty(w):
        cell = try_as(W_Cell, w)
        if cell is not None:
            return cell.w_value
    return w


def set_variable(frame: W_Frame, i: int, w_value: Value) -> None:
    if frame.kind & LOST:
        return
    regs = frame.regs
    if alone() or on_own_stack(regs) or (frame.generator is None and off_stack(frame, regs)):
        set_in(frame.code, regs, i, w_value)
    else:
        stop_others()
        set_in(frame.code, frame.regs, i, w_value)
        start_others()


def set_in(code: W_Code, regs: ValuePtr, i: int, w_value: Value) -> None:
    if code.named_kinds[i] != NAMED_LOCAL and not is_empty(regs[i]):
        cell = try_as(W_Cell, regs[i])
        if cell is not None:
            cell.w_value = w_value
            return
    regs[i] = w_value


def find_local(p: W_FrameLocals, w_name: Value) -> Value:
    i = variable_index(p.frame.code, w_name)
    if i >= 0:
        return value_in(p.frame.code, i, copy_registers(p.frame, i, 1)[0])
    extra = p.extra
    return EMPTY if extra is None else dict_get(extra, w_name)


def set_local(p: W_FrameLocals, w_name: Value, w_value: Value) -> None:
    i = variable_index(p.frame.code, w_name)
    if i >= 0:
        set_variable(p.frame, i, w_value)
        return
    with locked(p):
        extra = p.extra
        if extra is None:
            extra = new_dict()
            p.extra = extra
    dict_set(extra, w_name, w_value)


def locals_dict(p: W_FrameLocals) -> W_Dict:
    """A snapshot of all bound variables."""
    d = new_dict()
    code = p.frame.code
    registers = copy_registers(p.frame, 0, code.n_named)
    i = 0
    while i < code.n_named:
        w = value_in(code, i, registers[i])
        if not is_empty(w):
            dict_set(d, wrap(code.named[i]), w)
        i += 1
    extra = p.extra
    if extra is not None:
        extra = dict_copy(extra)
        i = dict_next(extra, 0)
        while i >= 0:
            dict_set(d, dict_key_at(extra, i), dict_value_at(extra, i))
            i = dict_next(extra, i + 1)
    return d


def keys_of(p: W_FrameLocals) -> W_List:
    return operations.unpack_to_list(wrap(locals_dict(p)))


@new(FRAME_LOCALS_PROXY, "(cls, frame, /)", shown="")
def proxy_new(cls: W_Type, w_frame: Value) -> Value:
    frame = try_as(W_Frame, w_frame)
    if frame is None:
        raise errors.type_error(f"expect frame, not {type_name(w_frame)}")
    return wrap(W_FrameLocals(frame))


def undefined(w_name: Value) -> Exception:
    return errors.key_error(wrap(f"local variable '{operations.repr_of(w_name)}' is not defined"))


@method(FRAME_LOCALS_PROXY, "__getitem__(self, key, /)", doc="Return self[key].", shown="($self, object, /)", ordinary=True)
def proxy_getitem(self: W_FrameLocals, w_name: Value) -> Value:
    w = find_local(self, w_name)
    if is_empty(w):
        raise undefined(w_name)
    return w


@method(FRAME_LOCALS_PROXY, "__setitem__(self, key, value, /)", doc="Set self[key] to value.")
def proxy_setitem(self: W_FrameLocals, w_name: Value, w_value: Value) -> Value:
    set_local(self, w_name, w_value)
    return w_None


@method(FRAME_LOCALS_PROXY, "__delitem__(self, key, /)", doc="Delete self[key].")
def proxy_delitem(self: W_FrameLocals, w_name: Value) -> Value:
    raise errors.value_error("cannot remove local variables from FrameLocalsProxy")


@method(FRAME_LOCALS_PROXY, "__contains__(self, key, /)", ordinary=True, doc="Return bool(key in self).", shown="($self, object, /)")
def proxy_contains(self: W_FrameLocals, w_name: Value) -> Value:
    return new_bool(not is_empty(find_local(self, w_name)))


@method(FRAME_LOCALS_PROXY, "__len__(self, /)", doc="Return len(self).")
def proxy_len(self: W_FrameLocals) -> Value:
    return from_int(keys_of(self).length)


@method(FRAME_LOCALS_PROXY, "__iter__(self, /)", doc="Implement iter(self).")
def proxy_iter(self: W_FrameLocals) -> Value:
    return operations.iterate(wrap(keys_of(self)))


@method(FRAME_LOCALS_PROXY, "__reversed__(self, /)", doc="Iterate over the keys from the last.")
def proxy_reversed(self: W_FrameLocals) -> Value:
    keys = keys_of(self)
    list_reverse(keys)
    return operations.iterate(wrap(keys))


@method(FRAME_LOCALS_PROXY, "__repr__(self, /)", doc="Return repr(self).")
def proxy_repr(self: W_FrameLocals) -> Value:
    if not repr_enter(wrap(self)):
        return wrap("{...}")
    try:
        return wrap(operations.repr_of(wrap(locals_dict(self))))
    finally:
        repr_leave()


@method(FRAME_LOCALS_PROXY, "__eq__(self, value, /)", doc="Return self==value.")
def proxy_eq(self: W_FrameLocals, w_other: Value) -> Value:
    other = try_as(W_FrameLocals, w_other)
    if other is not None:
        return new_bool(self.frame is other.frame)
    if is_subtype(type_of(w_other), DICT):
        return new_bool(operations.equal(wrap(locals_dict(self)), w_other))
    return w_NotImplemented


@method(FRAME_LOCALS_PROXY, "__or__(self, value, /)", doc="Return self|value.")
def proxy_or(self: W_FrameLocals, w_other: Value) -> Value:
    return operations.binary(BinaryOp.OR, wrap(locals_dict(self)), snapshot(w_other))


@method(FRAME_LOCALS_PROXY, "__ror__(self, value, /)", doc="Return value|self.")
def proxy_ror(self: W_FrameLocals, w_other: Value) -> Value:
    return operations.binary(BinaryOp.OR, snapshot(w_other), wrap(locals_dict(self)))


@method(FRAME_LOCALS_PROXY, "__ior__(self, value, /)", doc="Return self|=value.")
def proxy_ior(self: W_FrameLocals, w_other: Value) -> Value:
    set_all(self, w_other)
    return wrap(self)


def snapshot(w: Value) -> Value:
    p = try_as(W_FrameLocals, w)
    return w if p is None else wrap(locals_dict(p))


def set_all(p: W_FrameLocals, w_other: Value) -> None:
    w_other = snapshot(w_other)
    other = try_as(W_Dict, w_other)
    if other is None:
        other = unwrap(W_Dict, calls.call1(wrap(DICT), w_other))
    other = dict_copy(other)
    i = dict_next(other, 0)
    while i >= 0:
        set_local(p, dict_key_at(other, i), dict_value_at(other, i))
        i = dict_next(other, i + 1)


@method(FRAME_LOCALS_PROXY, "update(self, object, /)", doc="Set all variables that a mapping names.")
def proxy_update(self: W_FrameLocals, w_other: Value) -> Value:
    set_all(self, w_other)
    return w_None


@method(FRAME_LOCALS_PROXY, "get(self, key, default=None, /)", doc="The value of a variable, or default.", shown="")
def proxy_get(self: W_FrameLocals, w_name: Value, w_default: Value) -> Value:
    w = find_local(self, w_name)
    return w_default if is_empty(w) else w


@method(
    FRAME_LOCALS_PROXY,
    "setdefault(self, key, default=None, /)",
    doc="The value of a variable, set to default if it had none.",
    shown="",
)
def proxy_setdefault(self: W_FrameLocals, w_name: Value, w_default: Value) -> Value:
    w = find_local(self, w_name)
    if is_empty(w):
        set_local(self, w_name, w_default)
        return w_default
    return w


@method(FRAME_LOCALS_PROXY, "pop(self, key, default=None, /)", doc="Not possible: variables cannot be removed.", shown="")
def proxy_pop(self: W_FrameLocals, w_name: Value, w_default: Value) -> Value:
    raise errors.value_error("cannot remove local variables from FrameLocalsProxy")


@method(FRAME_LOCALS_PROXY, "copy(self, /)", doc="A dict of the variables.")
def proxy_copy(self: W_FrameLocals) -> Value:
    return wrap(locals_dict(self))


@method(FRAME_LOCALS_PROXY, "keys(self, /)", doc="The names.")
def proxy_keys(self: W_FrameLocals) -> Value:
    return wrap(keys_of(self))


@method(FRAME_LOCALS_PROXY, "values(self, /)", doc="The values.")
def proxy_values(self: W_FrameLocals) -> Value:
    result = new_list()
    d = locals_dict(self)
    i = dict_next(d, 0)
    while i >= 0:
        list_append(result, dict_value_at(d, i))
        i = dict_next(d, i + 1)
    return wrap(result)


@method(FRAME_LOCALS_PROXY, "items(self, /)", doc="The (name, value) pairs.")
def proxy_items(self: W_FrameLocals) -> Value:
    result = new_list()
    d = locals_dict(self)
    i = dict_next(d, 0)
    while i >= 0:
        list_append(result, wrap(new_tuple2(dict_key_at(d, i), dict_value_at(d, i))))
        i = dict_next(d, i + 1)
    return wrap(result)


# --- traceback --------------------------------------------------------------------------------------------


@new(TRACEBACK, "(cls, tb_next, tb_frame, tb_lasti, tb_lineno)")
def traceback_new(cls: W_Type, w_next: Value, w_frame: Value, w_lasti: Value, w_lineno: Value) -> Value:
    next_tb = try_as(W_Traceback, w_next)
    if next_tb is None and not same(w_next, w_None):
        raise errors.type_error(f"expected traceback object or None, got '{type_name(w_next)}'")
    frame = try_as(W_Frame, w_frame)
    if frame is None:
        raise errors.type_error(f"traceback() argument 'tb_frame' must be frame, not {type_name(w_frame)}")
    lasti = operations.int_arg(w_lasti)
    return wrap(W_Traceback(next_tb, frame, index_at(frame.code, lasti), operations.int_arg(w_lineno)))


@getter(TRACEBACK, "tb_next")
def traceback_next(self: W_Traceback) -> Value:
    next_tb = self.next
    return w_None if next_tb is None else wrap(next_tb)


@setter(TRACEBACK, "tb_next")
def traceback_set_next(self: W_Traceback, w_value: Value) -> Value:
    if is_empty(w_value):
        raise errors.type_error("can't delete tb_next attribute")
    next_tb = try_as(W_Traceback, w_value)
    if next_tb is None and not same(w_value, w_None):
        raise errors.type_error(f"expected traceback object, got '{type_name(w_value)}'")
    cursor = next_tb
    while cursor is not None:
        if cursor is self:
            raise errors.value_error("traceback loop detected")
        cursor = cursor.next
    self.next = next_tb
    return w_None


@getter(TRACEBACK, "tb_frame", member=True)
def traceback_frame(self: W_Traceback) -> Value:
    audit_read(wrap(self), "tb_frame")
    return wrap(self.frame)


@getter(TRACEBACK, "tb_lasti", member=True)
def traceback_lasti(self: W_Traceback) -> Value:
    return from_int(offset_of(self.frame.code, self.pc))


@setter(TRACEBACK, "tb_frame")
@setter(TRACEBACK, "tb_lasti")
def traceback_readonly(self: W_Traceback, w_value: Value) -> Value:
    raise errors.attribute_error("readonly attribute", wrap(self), "")


@getter(TRACEBACK, "tb_lineno")
def traceback_lineno(self: W_Traceback) -> Value:
    return from_int(self.lineno)


@method(TRACEBACK, "__dir__(self, /)", doc="The attributes a program would look for.")
def traceback_dir(self: W_Traceback) -> Value:
    names = new_list()
    list_append(names, wrap("tb_frame"))
    list_append(names, wrap("tb_next"))
    list_append(names, wrap("tb_lasti"))
    list_append(names, wrap("tb_lineno"))
    return wrap(names)
