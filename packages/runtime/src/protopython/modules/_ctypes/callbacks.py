"""C functions that call Python: a libffi closure for each callable.

The closure belongs to a W_Thunk, which the function pointer keeps; it is gone when no object of the program has it any more, whatever C code still
does. A callback runs on the thread that makes the call, also on one that C code started (a guest, protocore/threads.py). What it raises is shown
and passed over, and its result is 0.
"""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import COMPILED, EMPTY, Array, Value, try_as, wrap
from protodialect.unsafe import Addr, address_of, c_callback, callback_address, load64, memmove, memset, object_at, store64
from protopython.engine.finalization import shown
from protopython.engine.streams import report_unraisable
from protopython.modules._ctypes.calls import call_state, real_errno, result_type
from protopython.modules._ctypes.data import MODULE, data_of, is_plain_simple
from protopython.modules._ctypes.info import FUNCTION_USE_ERRNO, SIMPLE, CInfo, W_CType, info_of_type
from protopython.modules._ctypes.libffi import CIF_SIZE, CLOSURE_SIZE, OK, c_closure_alloc, c_closure_free, c_prep_closure, prepare
from protopython.modules._ctypes.values import PY_OBJECT, Memory, extended, is_integer_code, is_signed_code, load_bits, load_value, store_value
from protopython.modules._thread import begin_guest, end_guest
from protopython.modules.support.system_calls import set_c_errno
from protopython.objects.exceptions.exceptions import RUNTIME_WARNING
from protopython.objects.model.call import call0, call3, call_args
from protopython.objects.model.define import OBJECT, define_type
from protopython.objects.model.errors import memory_error, runtime_error, type_error
from protopython.objects.model.stock import stock_function
from protopython.objects.singletons import w_None
from protopython.objects.tuple import W_Tuple
from protopython.protocore.collector import register_resource
from protopython.protocore.error import PyError
from protopython.protocore.object import TypeFlags, W_Resource
from protopython.protocore.state import State, context_slot
from protopython.protocore.thread import context
from protopython.protocore.threads import expect_guests
from protopython.protocore.value import from_int, is_empty, same


class W_Thunk(W_Resource):
    w_callable: Value
    argtypes: W_Tuple
    w_restype: Value
    flags: int
    memory: Memory
    """The call's description: ffi_cif, the argument types, the address of the code."""
    closure: Addr
    """0: freed."""
    code: Addr

    def give_back(self) -> None:
        if COMPILED:
            closure = self.closure
            self.closure = 0
            if closure != 0:
                c_closure_free(closure)


THUNK = define_type("CThunkObject", W_Thunk, OBJECT, module=MODULE, flags=TypeFlags.NO_INSTANTIATE, doc="A Python callable as a C function.")

HOST_THUNKS: Final[dict[int, W_Thunk]] = {}


class LastResult(State):
    """The object that a callback of this thread gave last: C code has it, and is about to hand it to whoever called that."""

    w_object: Value

    def __init__(self) -> None:
        self.w_object = EMPTY


def new_last_result() -> State:
    return LastResult()


LAST_RESULT: Final[int] = context_slot(new_last_result)


def new_thunk(w_callable: Value, argtypes: W_Tuple, w_restype: Value, flags: int) -> W_Thunk:
    info = None if is_empty(w_restype) else info_of_type(w_restype)
    if not same(w_restype, w_None) and (info is None or info.kind != SIMPLE):
        raise type_error("invalid result type for callback function")
    n = argtypes.length
    memory = Memory(CIF_SIZE + 8 * n + 8)
    cif = memory.at
    types = cif + CIF_SIZE
    for i in range(n):
        store64(types + 8 * i, result_type(argtypes.items[i]))
    number = prepare(cif, n, n, result_type(w_restype), types)
    if number != OK:
        raise runtime_error(f"ffi_prep_cif failed with {number}")
    t = W_Thunk()
    t.w_callable = w_callable
    t.argtypes = argtypes
    t.w_restype = w_restype
    t.flags = flags
    t.memory = memory
    expect_guests(context().space, begin_guest, end_guest)
    code = types + 8 * n
    closure = c_closure_alloc(CLOSURE_SIZE, code)
    if closure == 0:
        raise memory_error()
    t.closure = closure
    register_resource(t)
    t.code = load64(code)
    if COMPILED:
        user = address_of(t)
    else:
        user = id(t)
        HOST_THUNKS[user] = t
    number = c_prep_closure(closure, cif, callback_address(run_thunk), user, t.code)
    if number != OK:
        raise runtime_error(f"ffi_prep_closure failed with {number}")
    return t


# --- running ---------------------------------------------------------------------------------------------------------------------------


@c_callback
def run_thunk(cif: Addr, result: Addr, values: Addr, user: Addr) -> None:
    if COMPILED:
        thunk = object_at(W_Thunk, user)
    else:
        thunk = HOST_THUNKS[user]
    state = call_state()
    kept_errno = state.errno
    if thunk.flags & FUNCTION_USE_ERRNO != 0:
        state.errno = real_errno()
        set_c_errno(kept_errno)
    info = info_of_type(thunk.w_restype)
    if info is not None:
        memset(result, 0, max(info.size, 8))
    w_result = call_python(thunk, values)
    if info is not None and not is_empty(w_result):
        give_result(thunk, info, result, w_result)
    if thunk.flags & FUNCTION_USE_ERRNO != 0:
        number = state.errno
        state.errno = kept_errno
        set_c_errno(number)


def report(doing: str, thunk: W_Thunk, e: PyError) -> None:
    report_unraisable(wrap(f"Exception ignored while {doing} ctypes callback function {shown(thunk.w_callable)}"), e.w_value, w_None)


def call_python(thunk: W_Thunk, values: Addr) -> Value:
    """EMPTY: it raised something, which was shown."""
    n = thunk.argtypes.length
    arguments = Array[Value](n, EMPTY)
    try:
        for i in range(n):
            arguments[i] = python_argument(thunk.argtypes.items[i], load64(values + 8 * i))
    except PyError as e:
        report("creating argument of", thunk, e)
        return EMPTY
    try:
        return call_args(thunk.w_callable, arguments, n)
    except PyError as e:
        report("calling", thunk, e)
    except MemoryError:
        report("calling", thunk, memory_error())
    return EMPTY


def python_argument(w_type: Value, at: Addr) -> Value:
    t = try_as(W_CType, w_type)
    info = None if t is None else t.info
    if t is None or info is None:
        raise type_error("cannot build parameter")
    if is_plain_simple(t, info):
        return load_value(info.code, info.swapped, at, info.size)
    d = data_of(call0(w_type))
    if d is None:
        raise type_error("unexpected result of create argument")
    memmove(d.address, at, min(info.size, d.size))
    return wrap(d)


def give_result(thunk: W_Thunk, info: CInfo, at: Addr, w_result: Value) -> None:
    """Stores the result as C code finds it: an integer fills a register."""
    try:
        w_kept = store_value(info.code, info.swapped, at, info.size, w_result)
        if info.size < 8 and is_integer_code(info.code):
            x = load_bits(at, info.size)
            store64(at, extended(x, info.size) if is_signed_code(info.code) else x)
        cast(LastResult, context().states[LAST_RESULT]).w_object = w_kept
        if info.code != PY_OBJECT and not same(w_kept, w_None):
            w_warn = stock_function("_warnings", "warn")
            call3(w_warn, wrap("memory leak in callback function."), wrap(RUNTIME_WARNING), from_int(1))
    except PyError as e:
        report("converting result of", thunk, e)
