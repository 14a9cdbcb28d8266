"""print() and input(): writing to sys.stdout, reading from sys.stdin."""

from __future__ import annotations

from protopyc.types import Value, context, wrap

from protopython.engine.traceback_text import exception_text
from protopython.objects import attributes, errors, operations
from protopython.objects.dict import dict_get_str
from protopython.objects.singletons import w_None
from protopython.objects.string_builder import StringBuilder
from protopython.objects.tuple import W_Tuple
from protopython.protocore import os as system
from protopython.protocore.error import PyError
from protopython.protocore.strings import str_encode
from protopython.protocore.value import is_empty, same


def stream(name: str) -> Value:
    """sys.stdout and its like; None when there is none."""
    w = dict_get_str(context().space.w_sys.dict, name)
    if is_empty(w):
        raise errors.runtime_error(f"lost sys.{name}")
    return w


def separator(w: Value, what: str, default: str) -> str:
    if same(w, w_None):
        return default
    s = operations.as_str(w)
    if s is None:
        raise errors.type_error(f"{what} must be None or a string, not {operations.type_name(w)}")
    return s


def print_values(args: W_Tuple, w_sep: Value, w_end: Value, w_file: Value, flush: bool) -> None:
    sep = separator(w_sep, "sep", " ")
    end = separator(w_end, "end", "\n")
    if same(w_file, w_None):
        w_file = stream("stdout")
        if same(w_file, w_None):
            return
    w_write = attributes.getattr_of(w_file, "write")
    out = StringBuilder()
    i = 0
    while i < args.length:
        if i > 0:
            out.append(sep)
        out.append(operations.str_of(args.items[i]))
        i += 1
    out.append(end)
    operations.call1(w_write, wrap(out.to_str()))
    if flush:
        operations.call_method0(w_file, "flush")


def read_line(w_prompt: Value) -> Value:
    w_out = stream("stdout")
    w_in = stream("stdin")
    prompt = operations.str_of(w_prompt)
    if prompt != "":
        operations.call_method1(w_out, "write", wrap(prompt))
    if not same(w_out, w_None):
        operations.call_method0(w_out, "flush")
    w_line = operations.call_method0(w_in, "readline")
    line = operations.as_str(w_line)
    if line is None:
        raise errors.type_error("object.readline() returned non-string")
    if line == "":
        raise errors.error(errors.x.EOF_ERROR, "EOF when reading a line")
    if line.endswith("\n"):
        line = line[0 : len(line) - 1]
    return wrap(line)


def write_stderr(text: str) -> None:
    """Last resort when sys.stderr is not usable: straight to file descriptor 2."""
    try:
        system.write_all(2, str_encode(text))
    except system.OsError:
        pass


def flush_stdout() -> None:
    """Before a traceback is shown; what fails here will fail again at exit, and be told then."""
    w_out = dict_get_str(context().space.w_sys.dict, "stdout")
    if is_empty(w_out) or same(w_out, w_None):
        return
    try:
        operations.call_method0(w_out, "flush")
    except PyError:
        pass


def flush_at_exit() -> bool:
    """Flushes sys.stdout and sys.stderr; False, with a message, when sys.stdout cannot be written."""
    d = context().space.w_sys.dict
    ok = True
    w_out = dict_get_str(d, "stdout")
    if not is_empty(w_out) and not same(w_out, w_None):
        try:
            operations.call_method0(w_out, "flush")
        except PyError as e:
            ok = False
            write_stderr("Exception ignored while flushing sys.stdout:\n" + exception_text(e.w_value))
    w_err = dict_get_str(d, "stderr")
    if not is_empty(w_err) and not same(w_err, w_None):
        try:
            operations.call_method0(w_err, "flush")
        except PyError:
            ok = False
    return ok
