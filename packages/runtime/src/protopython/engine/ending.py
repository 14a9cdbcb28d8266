"""The end of a program: uncaught exceptions and what they make of the exit status."""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, try_as, unwrap, wrap
from protopython.engine import streams
from protopython.engine.errors import display_exception
from protopython.objects.dict.dict import dict_get_str, dict_set_str
from protopython.objects.exceptions import exceptions as x
from protopython.objects.exceptions.exceptions import W_SystemExit
from protopython.objects.int.int import int_to_i64
from protopython.objects.model import operations
from protopython.objects.model.auditing import audit4
from protopython.objects.model.define import INT
from protopython.objects.model.errors import error_matches
from protopython.objects.model.operations import isinstance_of
from protopython.objects.singletons import plain, w_None
from protopython.protocore.error import PyError
from protopython.protocore.thread import context
from protopython.protocore.value import int_value, is_empty, is_int, same

INTERRUPTED: Final[int] = -1
"""KeyboardInterrupt was not caught."""


def report(e: PyError, inspect: bool) -> int:
    """Shows an uncaught exception; the exit status. inspect: SystemExit does not end the program, and is shown like others."""
    s = try_as(W_SystemExit, e.w_value)
    if s is not None and not inspect:
        return exit_status(s.w_code)
    streams.flush_stdout()
    remember_last(e.w_value)
    return call_excepthook(e)


def remember_last(w_exc: Value) -> None:
    """sys.last_exc and its parts."""
    d = context().space.w_sys.dict
    tb = unwrap(x.W_BaseException, w_exc).traceback
    dict_set_str(d, "last_exc", w_exc)
    dict_set_str(d, "last_type", wrap(operations.type_of(w_exc)))
    dict_set_str(d, "last_value", w_exc)
    dict_set_str(d, "last_traceback", w_None if tb is None else wrap(tb))


def call_excepthook(e: PyError) -> int:
    """sys.excepthook(type, value, traceback); the exit status."""
    w_exc = e.w_value
    status = INTERRUPTED if error_matches(e, x.KEYBOARD_INTERRUPT) else 1
    w_hook = dict_get_str(context().space.w_sys.dict, "excepthook")
    w_own = dict_get_str(context().space.w_sys.dict, "__excepthook__")
    tb = unwrap(x.W_BaseException, w_exc).traceback
    w_tb = w_None if tb is None else wrap(tb)
    try:
        audit4("sys.excepthook", w_None if is_empty(w_hook) else w_hook, wrap(operations.type_of(w_exc)), w_exc, w_tb)
    except PyError as f:
        if error_matches(f, x.RUNTIME_ERROR):
            return status
        streams.write_stderr("Error in audit hook:\n")
        display_exception(f.w_value)
    if same(w_hook, w_own):
        display_exception(w_exc)
        return status
    if is_empty(w_hook):
        streams.write_stderr("sys.excepthook is missing\n")
        display_exception(w_exc)
        return status
    try:
        operations.call3(w_hook, wrap(operations.type_of(w_exc)), w_exc, w_tb)
    except PyError as f:
        s = try_as(W_SystemExit, f.w_value)
        if s is not None:
            return exit_status(s.w_code)
        streams.write_stderr("Error in sys.excepthook:\n")
        display_exception(f.w_value)
        streams.write_stderr("\nOriginal exception was:\n")
        display_exception(w_exc)
    return status


def exit_status(w_code: Value) -> int:
    """What SystemExit(code) makes of a code: an int is the status, other things are shown."""
    if same(w_code, w_None):
        return 0
    w = plain(w_code)
    if is_int(w):
        return int_value(w) & 255
    if isinstance_of(w, wrap(INT)):
        value, too_big = int_to_i64(w)
        return 255 if too_big else value & 255
    streams.flush_stdout()
    show(w_code)
    return 1


def show(w_code: Value) -> None:
    """On sys.stderr if there is one, and with what cannot be encoded there escaped."""
    try:
        text = operations.str_of(w_code) + "\n"
    except PyError:
        text = "\n"
    w_err = streams.usable_stream("stderr")
    if same(w_err, w_None):
        streams.write_stderr(text)
        return
    try:
        operations.call_method1(w_err, "write", wrap(text))
        operations.call_method0(w_err, "flush")
    except PyError:
        streams.write_stderr(text)
