"""Uncaught exceptions: showing tracebacks as CPython shows them."""

from __future__ import annotations

from protodialect.types import Value, wrap
from protopython.engine import imports, streams
from protopython.engine.traceback_text import exception_text
from protopython.objects.dict.dict import dict_get_str
from protopython.objects.model import operations
from protopython.objects.model.attributes import getattr_of
from protopython.objects.singletons import w_None
from protopython.protocore.error import PyError
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty, same


def display_exception(w_exc: Value) -> None:
    """Writes the traceback and the exception to sys.stderr; nothing where that is None."""
    w_err = dict_get_str(context().space.w_sys.dict, "stderr")
    if not is_empty(w_err) and same(w_err, w_None):
        return
    if is_empty(w_err):
        streams.write_stderr(exception_text(w_exc))
    else:
        display_on(w_err, w_exc)


def display_on(w_err: Value, w_exc: Value) -> None:
    """By the module traceback, which writes to sys.stderr; without it in plain text to w_err."""
    try:
        operations.call1(getattr_of(imports.import_absolute("traceback"), "_print_exception_bltin"), w_exc)
        return
    except PyError:
        text = exception_text(w_exc)  # what kept traceback from being used is of no interest beside the exception
    try:
        operations.call_method1(w_err, "write", wrap(text))
        operations.call_method0(w_err, "flush")
    except PyError:
        streams.write_stderr(text)
