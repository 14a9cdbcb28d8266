"""sys.stdin, sys.stdout and sys.stderr as the engine uses them, and exceptions that nobody can catch (sys.unraisablehook)."""

from __future__ import annotations

from protodialect.types import Array, Value, try_as, unwrap, wrap
from protopython.engine.traceback_text import ignored_exception_text
from protopython.objects.codecs import codecs
from protopython.objects.dict.dict import dict_get_str
from protopython.objects.exceptions.exceptions import W_BaseException
from protopython.objects.model import errors, operations
from protopython.objects.singletons import w_None
from protopython.objects.structseq import define_struct, new_struct
from protopython.objects.tuple import W_Tuple
from protopython.protocore import os as system
from protopython.protocore.error import PyError
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty, same


def stream(name: str) -> Value:
    """sys.stdout and its like; None when there is none."""
    w = dict_get_str(context().space.w_sys.dict, name)
    if is_empty(w):
        raise errors.runtime_error(f"lost sys.{name}")
    return w


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


def usable_stream(name: str) -> Value:
    """The stream if it is there and open, else None."""
    w = dict_get_str(context().space.w_sys.dict, name)
    if is_empty(w) or same(w, w_None) or is_closed(w):
        return w_None
    return w


def is_closed(w: Value) -> bool:
    try:
        return operations.attribute_is_true(w, "closed")
    except PyError:
        return False


def flush_stdout() -> None:
    """Before a traceback is shown; what fails here will fail again at exit, and be told then."""
    w = usable_stream("stdout")
    if not same(w, w_None):
        flush_quietly(w)


UNRAISABLE_ARGS = define_struct(
    "builtins",
    "UnraisableHookArgs",
    ["exc_type", "exc_value", "exc_traceback", "err_msg", "object"],
    5,
    "What sys.unraisablehook gets: an exception that nobody can catch, and where it came up.",
    docs=["type of the exception", "the exception", "its traceback", "what to say of it", "where it came up"],
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
        text += ignored_exception_text(args.items[1])
    try:
        operations.call_method1(w_err, "write", wrap(text))
        operations.call_method0(w_err, "flush")
    except PyError:
        pass
