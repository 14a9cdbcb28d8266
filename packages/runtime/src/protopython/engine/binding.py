"""Frames of Python functions and the binding of arguments to parameters.

    caller's registers                      callee's registers
    [ locals | temps | callee self args... ]
                             [ parameters | locals | cells | temps ]   begins at the first argument: nothing is copied

Messages about arguments are CPython 3.14's.
"""

from __future__ import annotations

from protodialect.types import EMPTY, Array, Value, ValuePtr, array_ptr, copy_values, fill_values, inline, noinline, unlikely, wrap
from protodialect.unsafe import address_of, register_room, register_top, set_register_top
from protopython.objects.code.code import CO_VARARGS, CO_VARKEYWORDS, W_Code
from protopython.objects.dict.dict import W_Dict, dict_get, dict_set, new_dict
from protopython.objects.frame import W_Frame
from protopython.objects.function.function import W_Function
from protopython.objects.model import errors
from protopython.objects.model.call import STACK_MARGIN, register_stack_overflow
from protopython.objects.model.suggestions import did_you_mean
from protopython.objects.str.str import as_str, repr_of_str
from protopython.objects.tuple import W_Tuple, new_tuple_n, tuple_of_ptr
from protopython.protocore.collector import leave_out
from protopython.protocore.error import PyError
from protopython.protocore.thread import ProtoContext
from protopython.protocore.value import is_empty

# --- frames -----------------------------------------------------------------------------------------------------------


@noinline
def new_callee_frame(caller: W_Frame) -> W_Frame:
    frame = W_Frame()
    leave_out(address_of(frame))
    frame.previous = caller
    caller.callee = frame
    return frame


@noinline
def raise_depth(cx: ProtoContext) -> None:
    cx.depth -= 1
    raise errors.recursion_error("maximum recursion depth exceeded")


@inline
def enter(cx: ProtoContext, caller: W_Frame, f: W_Function, code: W_Code, regs: ValuePtr, n_set: int) -> W_Frame:
    """The frame of a call of f whose registers start at regs, the first n_set of them already filled; it becomes the innermost."""
    if unlikely(register_room(regs) < code.n_regs + STACK_MARGIN):
        register_stack_overflow()
    cx.depth += 1
    if unlikely(cx.depth > cx.space.recursion_limit):
        raise_depth(cx)
    # Before the frame is made: defaults may lie above the top, where a collection empties what is in the window of an outer frame.
    fill_values(regs.offset(n_set), code.n_regs - n_set, EMPTY)
    set_register_top(regs.offset(code.n_regs))
    frame = caller.callee
    if frame is None:
        frame = new_callee_frame(caller)
    frame.code = code
    frame.function = f
    frame.regs = regs
    frame.kind = 0
    frame.pc = 0
    cx.frame = frame
    return frame


# --- argument binding -------------------------------------------------------------------------------------------------


def bind(f: W_Function, code: W_Code, regs: ValuePtr, n: int, kwnames: W_Tuple | None) -> None:
    """Turns the n positional and the keyword arguments that lie at regs into parameter registers, in place."""
    argcount = code.argcount
    n_kw = 0 if kwnames is None else kwnames.length
    if n_kw == 0 and n <= argcount and not code.flags & (CO_VARARGS | CO_VARKEYWORDS) and code.kwonlyargcount == 0:
        if n < argcount:
            fill_defaults(f, code, regs, n)
        return
    bind_general(f, code, regs, regs, n, kwnames)


def fill_defaults(f: W_Function, code: W_Code, regs: ValuePtr, n: int) -> None:
    """Parameters n.. of argcount from the defaults; no keywords were given."""
    defaults = f.defaults
    n_defaults = 0 if defaults is None else defaults.length
    first = code.argcount - n_defaults
    if n < first:
        i = n
        while i < code.argcount:
            regs[i] = EMPTY
            i += 1
        raise missing_positional(f, code, regs, first)
    if defaults is not None:
        i = n
        while i < code.argcount:
            regs[i] = defaults.items[i - first]
            i += 1


@noinline
def bind_general(f: W_Function, code: W_Code, regs: ValuePtr, args: ValuePtr, n: int, kwnames: W_Tuple | None) -> None:
    """bind() of arguments at `args`, which may be `regs`."""
    argcount = code.argcount
    n_named = argcount + code.kwonlyargcount
    n_kw = 0 if kwnames is None else kwnames.length
    given = Array[Value](n + n_kw + 1, EMPTY)
    copy_values(array_ptr(given, 0), args, n + n_kw)
    if register_room(regs) < code.n_regs + STACK_MARGIN:
        register_stack_overflow()
    fill_values(regs, code.n_params, EMPTY)
    if register_room(regs.offset(code.n_params)) < register_room(register_top()):
        # *args and **kwargs lie behind what the caller passed, and a collection may come before the frame is entered.
        set_register_top(regs.offset(code.n_params))
    n_pos = n if n < argcount else argcount
    copy_values(regs, array_ptr(given, 0), n_pos)
    index = n_named
    if code.flags & CO_VARARGS:
        regs[index] = wrap(tuple_of_ptr(array_ptr(given, n_pos), n - n_pos)) if n > n_pos else wrap(new_tuple_n(0))
        index += 1
    extra: W_Dict | None = None
    if code.flags & CO_VARKEYWORDS:
        extra = new_dict()
        regs[index] = wrap(extra)
    if kwnames is not None:
        k = 0
        while k < n_kw:
            w_name = kwnames.items[k]
            i = parameter_index(code, w_name, n_named)
            if i >= 0:
                if not is_empty(regs[i]):
                    raise errors.type_error(f"{f.qualname}() got multiple values for argument '{as_str(w_name)}'")
                regs[i] = given[n + k]
            elif extra is not None:
                dict_set(extra, w_name, given[n + k])
            else:
                raise unexpected_keyword(f, code, w_name, kwnames)
            k += 1
    if n > argcount and not code.flags & CO_VARARGS:
        raise too_many_positional(f, code, regs, n)
    defaults = f.defaults
    n_defaults = 0 if defaults is None else defaults.length
    first = argcount - n_defaults
    i = n_pos
    while i < first:
        if is_empty(regs[i]):
            raise missing_positional(f, code, regs, first)
        i += 1
    if defaults is not None:
        i = first if first > 0 else 0
        while i < argcount:
            if is_empty(regs[i]):
                regs[i] = defaults.items[i - first]
            i += 1
    if code.kwonlyargcount > 0:
        fill_kwdefaults(f, code, regs, n_named)


def fill_kwdefaults(f: W_Function, code: W_Code, regs: ValuePtr, n_named: int) -> None:
    kwdefaults = f.kwdefaults
    missing = 0
    i = code.argcount
    while i < n_named:
        if is_empty(regs[i]):
            w = EMPTY if kwdefaults is None else dict_get(kwdefaults, wrap(code.named[i]))
            if is_empty(w):
                missing += 1
            else:
                regs[i] = w
        i += 1
    if missing > 0:
        raise missing_arguments(f, code, regs, code.argcount, n_named, "keyword-only")


def parameter_index(code: W_Code, w_name: Value, n_named: int) -> int:
    """The parameter that a keyword names, or -1."""
    name = as_str(w_name)
    if name is None:
        raise errors.type_error("keywords must be strings")
    i = code.posonlyargcount
    while i < n_named:
        if code.named[i] is name:
            return i
        i += 1
    i = code.posonlyargcount
    while i < n_named:
        if code.named[i] == name:
            return i
        i += 1
    return -1


def unexpected_keyword(f: W_Function, code: W_Code, w_name: Value, kwnames: W_Tuple) -> PyError:
    names: list[str] = []
    i = 0
    while i < code.posonlyargcount:
        k = 0
        while k < kwnames.length:
            if as_str(kwnames.items[k]) == code.named[i]:
                names.append(code.named[i])
            k += 1
        i += 1
    if len(names) > 0:
        return errors.type_error(
            f"{f.qualname}() got some positional-only arguments passed as keyword arguments: '{', '.join(names)}'"
        )
    unknown = as_str(w_name)
    assert unknown is not None
    candidates: list[str] = []
    for i in range(code.posonlyargcount, code.argcount + code.kwonlyargcount):
        candidates.append(code.named[i])
    return errors.type_error(f"{f.qualname}() got an unexpected keyword argument '{unknown}'{did_you_mean(candidates, unknown)}")


def missing_positional(f: W_Function, code: W_Code, regs: ValuePtr, first_default: int) -> PyError:
    return missing_arguments(f, code, regs, 0, first_default, "positional")


def missing_arguments(f: W_Function, code: W_Code, regs: ValuePtr, start: int, stop: int, kind: str) -> PyError:
    names: list[str] = []
    i = start
    while i < stop:
        if is_empty(regs[i]):
            names.append(repr_of_str(code.named[i]))
        i += 1
    n = len(names)
    listed = names[0]
    if n == 2:
        listed = f"{names[0]} and {names[1]}"
    elif n > 2:
        listed = ", ".join(names[0 : n - 1]) + f", and {names[n - 1]}"
    s = "" if n == 1 else "s"
    return errors.type_error(f"{f.qualname}() missing {n} required {kind} argument{s}: {listed}")


def too_many_positional(f: W_Function, code: W_Code, regs: ValuePtr, n: int) -> PyError:
    defaults = f.defaults
    n_defaults = 0 if defaults is None else defaults.length
    kwonly_given = 0
    i = code.argcount
    while i < code.argcount + code.kwonlyargcount:
        if not is_empty(regs[i]):
            kwonly_given += 1
        i += 1
    most = code.argcount
    s = "" if most == 1 else "s"
    takes = f"{most}"
    if n_defaults > 0:
        takes = f"from {most - n_defaults} to {most}"
        s = "s"
    given = f"{n}"
    verb = "was" if n == 1 else "were"
    if kwonly_given > 0:
        ps = "" if n == 1 else "s"
        ks = "" if kwonly_given == 1 else "s"
        given = f"{n} positional argument{ps} (and {kwonly_given} keyword-only argument{ks})"
        verb = "were"
    return errors.type_error(f"{f.qualname}() takes {takes} positional argument{s} but {given} {verb} given")
