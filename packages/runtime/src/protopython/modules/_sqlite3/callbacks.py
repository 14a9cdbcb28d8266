"""The C functions that SQLite calls, and what they make of exceptions: SQLite is told of an error, and who asked for it sees what was raised."""

from __future__ import annotations

from protodialect.types import EMPTY, Array, Value, i32, u32, wrap
from protodialect.unsafe import Addr, c_callback, load64, store64
from protopython.engine.streams import report_ignored
from protopython.engine.unwind import exception_value
from protopython.modules._sqlite3 import library
from protopython.modules._sqlite3.constants import DENY
from protopython.modules._sqlite3.database import Callback, callback_at, drop_callback, enter_instance
from protopython.modules._sqlite3.errors import DATA_ERROR
from protopython.modules._sqlite3.state import sqlite_state
from protopython.modules._sqlite3.values import argument_of, decoded, give_result, lend, take_back
from protopython.modules.support.system_calls import c_bytes, c_int
from protopython.objects.exceptions import exceptions as x
from protopython.objects.int.int import int_clamp, is_integer
from protopython.objects.model import errors, operations
from protopython.objects.model.attributes import getattr_of
from protopython.objects.model.call import call0, call1, call2, call_args
from protopython.objects.singletons import plain, w_None
from protopython.objects.tuple import empty_values
from protopython.protocore.error import PyError
from protopython.protocore.os import c_strlen
from protopython.protocore.value import from_int, is_empty


def report(callback: Callback, w_exc: Value) -> None:
    """enable_callback_tracebacks(True): to sys.unraisablehook."""
    if sqlite_state().tracebacks:
        try:
            report_ignored(f"Exception ignored on sqlite3 callback {operations.repr_of(callback.w_callable)}:\n", w_exc)
        except PyError:
            return


def fail(callback: Callback, call: Addr, e: Exception, message: str) -> None:
    """What ends a function's call with an exception."""
    w_exc = exception_value(e)
    if x.exception_is(w_exc, x.MEMORY_ERROR):
        library.c_result_error_nomem(call)
    elif x.exception_is(w_exc, x.OVERFLOW_ERROR):
        library.c_result_error_toobig(call)
    else:
        give_error(call, message)
    report(callback, w_exc)


def give_error(call: Addr, message: str) -> None:
    data = message.encode()
    at = lend(data)
    library.c_result_error(call, at, i32(len(data)))
    take_back(data, at)


def arguments_at(n: int, at: Addr) -> Array[Value]:
    args = empty_values(n)
    for i in range(n):
        args[i] = argument_of(load64(at + 8 * i))
    return args


def optional_text(at: Addr) -> Value:
    return w_None if at == 0 else wrap(decoded(at, c_strlen(at)))


# --- functions --------------------------------------------------------------------------------------------------------------------------


@c_callback
def on_function(call: Addr, n: i32, values: Addr) -> None:
    callback = callback_at(library.c_user_data(call))
    try:
        if n == 1:
            w = call1(callback.w_callable, argument_of(load64(values)))
        else:
            w = call_args(callback.w_callable, arguments_at(n, values), n)
        give_result(call, w)
    except Exception as e:
        fail(callback, call, e, "user-defined function raised exception")


@c_callback
def on_destroy(user: Addr) -> None:
    drop_callback(callback_at(user))


# --- aggregates: SQLite keeps, for each one that it computes, the number of the object that does it ------------------------------------------


def instance_of(callback: Callback, call: Addr) -> Value:
    """EMPTY: there is none, since nothing was added to it or it could not be made."""
    at = library.c_aggregate_context(call, i32(0))
    number = 0 if at == 0 else load64(at)
    return EMPTY if number == 0 else callback.instances[number - 1]


def method_error(call: Addr, name: str, e: Exception, callback: Callback) -> None:
    missing = x.exception_is(exception_value(e), x.ATTRIBUTE_ERROR)
    fail(callback, call, e, f"user-defined aggregate's '{name}' method {'not defined' if missing else 'raised error'}")


@c_callback
def on_step(call: Addr, n: i32, values: Addr) -> None:
    callback = callback_at(library.c_user_data(call))
    at = library.c_aggregate_context(call, i32(8))
    if at == 0:
        give_error(call, "unable to allocate SQLite aggregate context")
        return
    try:
        if load64(at) == 0:
            store64(at, enter_instance(callback, call0(callback.w_callable)) + 1)
    except Exception as e:
        fail(callback, call, e, "user-defined aggregate's '__init__' method raised error")
        return
    w_method = EMPTY
    try:
        w_method = getattr_of(callback.instances[load64(at) - 1], "step")
    except Exception as e:
        method_error(call, "step", e, callback)
        return
    try:
        call_args(w_method, arguments_at(n, values), n)
    except Exception as e:
        fail(callback, call, e, "user-defined aggregate's 'step' method raised error")


@c_callback
def on_final(call: Addr) -> None:
    callback = callback_at(library.c_user_data(call))
    w_instance = instance_of(callback, call)
    if is_empty(w_instance):
        return
    callback.instances[load64(library.c_aggregate_context(call, i32(0))) - 1] = EMPTY
    try:
        give_result(call, call0(getattr_of(w_instance, "finalize")))
    except Exception as e:
        method_error(call, "finalize", e, callback)


@c_callback
def on_value(call: Addr) -> None:
    callback = callback_at(library.c_user_data(call))
    w_instance = instance_of(callback, call)
    if is_empty(w_instance):
        return
    w = w_None
    try:
        w = call0(getattr_of(w_instance, "value"))
    except Exception as e:
        method_error(call, "value", e, callback)
        return
    try:
        give_result(call, w)
    except Exception as e:
        fail(callback, call, e, "unable to set result from user-defined aggregate's 'value' method")


@c_callback
def on_inverse(call: Addr, n: i32, values: Addr) -> None:
    callback = callback_at(library.c_user_data(call))
    w_instance = instance_of(callback, call)
    if is_empty(w_instance):
        return
    w_method = EMPTY
    try:
        w_method = getattr_of(w_instance, "inverse")
    except Exception as e:
        method_error(call, "inverse", e, callback)
        return
    args = empty_values(0)
    try:
        args = arguments_at(n, values)
    except Exception as e:
        fail(callback, call, e, "unable to build arguments for user-defined aggregate's 'inverse' method")
        return
    try:
        call_args(w_method, args, n)
    except Exception as e:
        fail(callback, call, e, "user-defined aggregate's 'inverse' method raised error")


# --- collations and hooks ------------------------------------------------------------------------------------------------------------------


@c_callback
def on_collation(user: Addr, n1: i32, at1: Addr, n2: i32, at2: Addr) -> i32:
    callback = callback_at(user)
    try:
        w = plain(call2(callback.w_callable, wrap(decoded(at1, n1)), wrap(decoded(at2, n2))))
        order = int_clamp(w) if is_integer(w) else 0
        return i32(1 if order > 0 else -1 if order < 0 else 0)
    except Exception as e:
        callback.database.pending = PyError(exception_value(e))
        return i32(0)


@c_callback
def on_authorize(user: Addr, action: i32, first: Addr, second: Addr, name: Addr, source: Addr) -> i32:
    callback = callback_at(user)
    try:
        args = Array[Value](5, from_int(action))
        args[1] = optional_text(first)
        args[2] = optional_text(second)
        args[3] = optional_text(name)
        args[4] = optional_text(source)
        w = plain(call_args(callback.w_callable, args, 5))
        return i32(c_int(w) if is_integer(w) else DENY)
    except Exception as e:
        report(callback, exception_value(e))
        return i32(DENY)


@c_callback
def on_progress(user: Addr) -> i32:
    callback = callback_at(user)
    try:
        return i32(1 if operations.is_true(call0(callback.w_callable)) else 0)
    except Exception as e:
        report(callback, exception_value(e))
        return i32(1)


@c_callback
def on_trace(event: u32, user: Addr, statement: Addr, sql: Addr) -> i32:
    callback = callback_at(user)
    try:
        expanded = library.c_expanded_sql(statement)
        if expanded == 0:
            e = errors.error(DATA_ERROR, "Expanded SQL string exceeds the maximum string length")
            report(callback, e.w_value)
            call1(callback.w_callable, optional_text(sql))
        else:
            data = c_bytes(expanded)
            library.c_sqlite_free(expanded)
            call1(callback.w_callable, wrap(data.decode()))
    except Exception as e:
        report(callback, exception_value(e))
    return i32(0)
