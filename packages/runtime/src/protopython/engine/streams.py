"""print() and input(): writing to sys.stdout, reading from sys.stdin.

print writes through the file's `write`, piece by piece, as CPython does. When the file is exactly a TextIOWrapper over a file nobody can see
how often `write` is called, so the pieces are joined; only before a `__str__` written in Python runs is what came before it written out.
"""

from __future__ import annotations

from protodialect.types import Array, Value, context, try_as, unwrap, wrap
from protopython.engine.traceback_text import exception_text
from protopython.modules import _io_text as text_streams
from protopython.modules._io_base import attribute_is_true, flush_noted_streams
from protopython.objects import attributes, codecs, errors, operations
from protopython.objects.dict import dict_get_str
from protopython.objects.exceptions import W_BaseException
from protopython.objects.singletons import w_None
from protopython.objects.string_builder import StringBuilder
from protopython.objects.structseq import define_struct, new_struct
from protopython.objects.tuple import W_Tuple
from protopython.protocore import os as system
from protopython.protocore.error import PyError
from protopython.protocore.value import is_empty, is_float, is_int, same


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
    if text_streams.plain_text_stream(w_file) is not None:
        print_joined(args, sep, end, w_file)
    else:
        print_pieces(args, sep, end, w_file)
    if flush:
        operations.call_method0(w_file, "flush")


def print_pieces(args: W_Tuple, sep: str, end: str, w_file: Value) -> None:
    w_write = attributes.getattr_of(w_file, "write")
    i = 0
    while i < args.length:
        if i > 0:
            operations.call1(w_write, wrap(sep))
        operations.call1(w_write, operations.str_value_of(args.items[i]))
        i += 1
    operations.call1(w_write, wrap(end))


def print_joined(args: W_Tuple, sep: str, end: str, w_file: Value) -> None:
    if args.length == 1:
        only = try_as(str, args.items[0])
        if only is not None:
            write_piece(w_file, only + end)
            return
    out = StringBuilder(80)
    i = 0
    while i < args.length:
        if i > 0:
            out.append(sep)
        w = args.items[i]
        s = try_as(str, w)
        if s is not None:
            out.append(s)
        elif is_int(w) or is_float(w):
            out.append(operations.str_of(w))
        else:
            if out.length > 0:
                write_piece(w_file, out.to_str())
                out = StringBuilder(80)
            out.append(operations.str_of(w))
        i += 1
    out.append(end)
    write_piece(w_file, out.to_str())


def write_piece(w_file: Value, s: str) -> None:
    t = text_streams.plain_text_stream(w_file)
    if t is not None:
        text_streams.write_text(t, s)
    else:
        operations.call_method1(w_file, "write", wrap(s))


def input_stream(name: str) -> Value:
    w = dict_get_str(context().space.w_sys.dict, name)
    if is_empty(w) or same(w, w_None):
        raise errors.runtime_error(f"input(): lost sys.{name}")
    return w


def read_line(w_prompt: Value) -> Value:
    w_in = input_stream("stdin")
    w_out = input_stream("stdout")
    w_err = input_stream("stderr")
    flush_quietly(w_err)
    prompt = operations.str_of(w_prompt)
    if prompt != "":
        operations.call_method1(w_out, "write", wrap(prompt))
    flush_quietly(w_out)
    w_line = operations.call_method0(w_in, "readline")
    line = operations.as_str(w_line)
    if line is None:
        raise errors.type_error("object.readline() returned non-string")
    if line == "":
        raise errors.error(errors.x.EOF_ERROR, "EOF when reading a line")
    if line.endswith("\n"):
        line = line[0 : len(line) - 1]
    return wrap(line)


def flush_quietly(w_file: Value) -> None:
    try:
        operations.call_method0(w_file, "flush")
    except PyError:
        pass


def write_stderr(text: str) -> None:
    """Last resort when sys.stderr is not usable: straight to file descriptor 2."""
    try:
        system.write_all(2, codecs.encode_known(codecs.UTF_8, text, "backslashreplace"))
    except system.OsError:
        pass


# --- the end --------------------------------------------------------------------------------------------------------------


def usable_stream(name: str) -> Value:
    """The stream if it is there and open, else None."""
    w = dict_get_str(context().space.w_sys.dict, name)
    if is_empty(w) or same(w, w_None) or is_closed(w):
        return w_None
    return w


def is_closed(w: Value) -> bool:
    try:
        return attribute_is_true(w, "closed")
    except PyError:
        return False


def flush_stdout() -> None:
    """Before a traceback is shown; what fails here will fail again at exit, and be told then."""
    w = usable_stream("stdout")
    if not same(w, w_None):
        flush_quietly(w)


def flush_at_exit() -> bool:
    """Writes out what files and sys.stdout and sys.stderr hold; False, with a message, when sys.stdout cannot be written."""
    ok = True
    w = usable_stream("stdout")
    if not same(w, w_None):
        try:
            operations.call_method0(w, "flush")
        except PyError as e:
            ok = False
            report_ignored("Exception ignored while flushing sys.stdout:\n", e.w_value)
    w = usable_stream("stderr")
    if not same(w, w_None):
        try:
            operations.call_method0(w, "flush")
        except PyError:
            ok = False
    flush_noted_streams()
    return ok


UNRAISABLE_ARGS = define_struct(
    "builtins",
    "UnraisableHookArgs",
    ["exc_type", "exc_value", "exc_traceback", "err_msg", "object"],
    5,
    "What sys.unraisablehook gets: an exception that nobody can catch, and where it came up.",
    False,
)


def report_ignored(what: str, w_exc: Value) -> None:
    """Hands an exception that cannot be raised to sys.unraisablehook; `what` ends in ":\n", as it is shown."""
    report_unraisable(wrap(what[0 : len(what) - 2]), w_exc, w_None)


def unraisable_args(w_message: Value, w_exc: Value, w_object: Value) -> Value:
    tb = unwrap(W_BaseException, w_exc).traceback
    a = Array[Value](5, w_message)
    a[0] = wrap(operations.type_of(w_exc))
    a[1] = w_exc
    a[2] = w_None if tb is None else wrap(tb)
    a[4] = w_object
    return new_struct(UNRAISABLE_ARGS, a)


def report_unraisable(w_message: Value, w_exc: Value, w_object: Value) -> None:
    w_args = unraisable_args(w_message, w_exc, w_object)
    sys_dict = context().space.w_sys.dict
    w_hook = dict_get_str(sys_dict, "unraisablehook")
    if is_empty(w_hook) or same(w_hook, dict_get_str(sys_dict, "__unraisablehook__")):
        show_unraisable(unwrap(W_Tuple, w_args))
        return
    try:
        operations.call1(w_hook, w_args)
    except PyError as e:
        w_args = unraisable_args(wrap("Exception ignored in sys.unraisablehook"), e.w_value, w_hook)
        show_unraisable(unwrap(W_Tuple, w_args))


def show_unraisable(args: W_Tuple) -> None:
    """What sys.unraisablehook does by itself: writes the exception and its place to sys.stderr."""
    w_err = usable_stream("stderr")
    if same(w_err, w_None):
        return
    w_message = args.items[3]
    text = ""
    if not same(args.items[4], w_None):
        text = "Exception ignored in: " if same(w_message, w_None) else operations.str_of(w_message) + ": "
        try:
            text += operations.repr_of(args.items[4]) + "\n"
        except PyError:
            text += "<object repr() failed>\n"
    elif not same(w_message, w_None):
        text = operations.str_of(w_message) + ":\n"
    if try_as(W_BaseException, args.items[1]) is not None:
        text += exception_text(args.items[1])
    try:
        operations.call_method1(w_err, "write", wrap(text))
        operations.call_method0(w_err, "flush")
    except PyError:
        pass
