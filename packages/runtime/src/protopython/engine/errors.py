"""Uncaught exceptions: printing tracebacks as CPython prints them."""

from __future__ import annotations

from protodialect.types import Value, wrap
from protopython.engine import streams
from protopython.engine.traceback_text import exception_text
from protopython.objects.dict.dict import dict_get_str
from protopython.objects.model import operations
from protopython.objects.singletons import w_None
from protopython.protocore.error import PyError
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty, same


def display_exception(w_exc: Value) -> None:
    """Writes the traceback and the exception to sys.stderr."""
    text = exception_text(w_exc)
    w_err = dict_get_str(context().space.w_sys.dict, "stderr")
    if is_empty(w_err) or same(w_err, w_None):
        streams.write_stderr(text)
        return
    try:
        operations.call_method1(w_err, "write", wrap(text))
        operations.call_method0(w_err, "flush")
    except PyError:
        streams.write_stderr(text)


