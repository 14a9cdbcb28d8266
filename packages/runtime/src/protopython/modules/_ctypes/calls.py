"""Calling C functions.

Arguments are converted one after the other, each by its `from_param` if there are argtypes, and handed to libffi. All that the call refers to
hangs from the thread's state until it returns: while it runs, a collection may come. errno is a thread's own for ctypes; functions that use it
get that value before, and leave theirs after the call.
"""

from __future__ import annotations

import ctypes as _host_ctypes
from typing import Final, cast

from protodialect.types import COMPILED, EMPTY, Array, Value, try_as, wrap
from protodialect.unsafe import Addr, errno, load32, store64
from protopython.modules._ctypes.addresses import call_native, native_function
from protopython.modules._ctypes.arguments import converted
from protopython.modules._ctypes.data import MODULE, W_Argument, copy_of, is_plain_simple, with_prefix
from protopython.modules._ctypes.info import FUNCTION_PYTHON_API, FUNCTION_USE_ERRNO, W_CType, info_of_type
from protopython.modules._ctypes.libffi import BASIC, CIF_SIZE, OK, c_ffi_call, prepare
from protopython.modules._ctypes.values import Memory, extended, load_value
from protopython.modules.support.system_calls import c_errno_location, c_int_field, set_c_errno
from protopython.objects.exceptions import exceptions as x
from protopython.objects.int.int import new_uint
from protopython.objects.model.auditing import audit1, audit2, run_audit_hooks
from protopython.objects.model.call import call1
from protopython.objects.model.define import constant, define_type, function
from protopython.objects.model.errors import error, runtime_error
from protopython.objects.singletons import w_None
from protopython.objects.tuple import EMPTY_TUPLE, W_Tuple
from protopython.protocore.error import PyError
from protopython.protocore.state import State, context_slot
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, is_empty, same

MAX_ARGUMENTS: Final[int] = 1024
constant(MODULE, "CTYPES_MAX_ARGCOUNT", MAX_ARGUMENTS)
ARGUMENT_ERROR = define_type("ArgumentError", x.W_BaseException, x.EXCEPTION, module="ctypes", flags=x.EXCEPTION_FLAGS, attributes=True)
constant(MODULE, "ArgumentError", ARGUMENT_ERROR)


class ActiveCall:
    arguments: Array[Value]
    memory: Memory
    previous: ActiveCall | None
    """The call during which C code called back and Python code made this one."""

    def __init__(self, n: int, memory: Memory, previous: ActiveCall | None) -> None:
        self.arguments = Array[Value](n, EMPTY)
        self.memory = memory
        self.previous = previous


class CallState(State):
    errno: int
    innermost: ActiveCall | None

    def __init__(self) -> None:
        self.errno = 0
        self.innermost = None


def new_call_state() -> State:
    return CallState()


CALL_STATE: Final[int] = context_slot(new_call_state)


def call_state() -> CallState:
    return cast(CallState, context().states[CALL_STATE])


# --- errno ---------------------------------------------------------------------------------------------------------------------------


def real_errno() -> int:
    if COMPILED:
        return extended(load32(c_errno_location()), 4)
    else:
        return _host_ctypes.get_errno()


@function(MODULE, "get_errno()", shown="($self, /)", doc="errno as the functions with use_errno left it in this thread.")
def get_errno() -> Value:
    run_audit_hooks(wrap("ctypes.get_errno"), wrap(EMPTY_TUPLE))
    return from_int(call_state().errno)


@function(MODULE, "set_errno(value, /)", shown="", doc="Sets the errno that functions with use_errno find in this thread; the old one.")
def set_errno(w_value: Value) -> Value:
    number = c_int_field(w_value)
    audit1("ctypes.set_errno", w_value)
    state = call_state()
    old = state.errno
    state.errno = number
    return from_int(old)


# --- calls -----------------------------------------------------------------------------------------------------------------------------


def result_type(w_restype: Value) -> Addr:
    if is_empty(w_restype):
        return BASIC.int
    if same(w_restype, w_None):
        return BASIC.nothing
    info = info_of_type(w_restype)
    return BASIC.int if info is None else info.ffi


def result_size(w_restype: Value) -> int:
    info = None if is_empty(w_restype) else info_of_type(w_restype)
    return 16 if info is None else max(info.size, 16)


def call_procedure(at: Addr, args: W_Tuple, flags: int, converters: W_Tuple | None, w_restype: Value, w_checker: Value) -> Value:
    """w_restype EMPTY: int."""
    n = args.length
    if n > MAX_ARGUMENTS:
        raise error(ARGUMENT_ERROR, f"too many arguments ({n}), maximum is {MAX_ARGUMENTS}")
    audit2("ctypes.call_function", new_uint(at), wrap(args))
    state = call_state()
    memory = Memory(CIF_SIZE + 16 * n + result_size(w_restype))
    call = ActiveCall(n, memory, state.innermost)
    cif = memory.at
    types = cif + CIF_SIZE
    values = types + 8 * n
    result = values + 8 * n
    n_fixed = n if converters is None else converters.length
    for i in range(n):
        a = converted_argument(args.items[i], i, converters)
        call.arguments[i] = wrap(a)
        store64(types + 8 * i, a.ffi)
        store64(values + 8 * i, a.address)
    which = native_function(at) if flags & FUNCTION_PYTHON_API != 0 else 0
    if which != 0:
        return result_value(w_restype, w_checker, call_native(which, call.arguments, result), result)
    if prepare(cif, n_fixed if 0 < n_fixed < n else n, n, result_type(w_restype), types) != OK:
        raise runtime_error("ffi_prep_cif failed" if n_fixed == n or n_fixed == 0 else "ffi_prep_cif_var failed")
    state.innermost = call
    if flags & FUNCTION_USE_ERRNO != 0:
        set_c_errno(state.errno)
        c_ffi_call(cif, at, result, values)
        state.errno = errno()
    else:
        c_ffi_call(cif, at, result, values)
    state.innermost = call.previous
    return result_value(w_restype, w_checker, EMPTY, result)


def converted_argument(w: Value, i: int, converters: W_Tuple | None) -> W_Argument:
    try:
        if converters is not None and i < converters.length:
            w = call1(converters.items[i], w)
        return converted(w, i + 1)
    except PyError as e:
        raise with_prefix(e, ARGUMENT_ERROR, f"argument {i + 1}: ") from None


def result_value(w_restype: Value, w_checker: Value, w_object: Value, at: Addr) -> Value:
    """What a function's result at an address is to a program. w_object: keeps alive what a result of a function of this module refers to."""
    if is_empty(w_restype):
        return from_int(extended(load32(at), 4))
    if same(w_restype, w_None):
        return w_None
    t = try_as(W_CType, w_restype)
    info = None if t is None else t.info
    if t is None or info is None:
        return call1(w_restype, from_int(extended(load32(at), 4)))
    w = load_value(info.code, info.swapped, at, info.size) if is_plain_simple(t, info) else wrap(copy_of(t, at))
    return w if is_empty(w_checker) else call1(w_checker, w)
