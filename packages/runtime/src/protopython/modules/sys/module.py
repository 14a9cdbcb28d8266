"""The sys module: what the interpreter tells and lets programs set."""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, try_as, unwrap, wrap
from protopython.engine import streams, unwind
from protopython.engine.errors import display_exception
from protopython.objects.dict.dict import dict_set_str
from protopython.objects.exceptions import exceptions as x
from protopython.objects.exceptions.exceptions import W_BaseException
from protopython.objects.frame import ESCAPED, frame_of
from protopython.objects.model import attributes, errors, operations
from protopython.objects.model.auditing import audit1
from protopython.objects.model.define import constant, define_module, function
from protopython.objects.model.interning import intern
from protopython.objects.model.types import type_name, type_of
from protopython.objects.singletons import new_bool, w_False, w_None
from protopython.objects.tuple import W_Tuple, new_tuple3, new_tuple_n
from protopython.protocore.error import PyError
from protopython.protocore.os import AARCH64
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, is_empty, same

SHORT_VERSION: Final[str] = "3.14"
VERSION: Final[str] = SHORT_VERSION + ".0"
VERSION_TEXT: Final[str] = VERSION + " free-threading build (protoPython) [C++20]"
HEX_VERSION: Final[int] = 0x030E00F0
ABI_FLAGS: Final[str] = "t"
"""No global lock: the letter is in the names of folders, too."""
PLATFORM: Final[str] = "linux"
MULTIARCH: Final[str] = ("aarch64" if AARCH64 else "x86_64") + "-linux-gnu"
CACHE_TAG: Final[str] = "protopy-314"

define_module("sys", "Objects that the interpreter uses or keeps, and functions that interact with it.")
constant("sys", "maxsize", (1 << 63) - 1)
constant("sys", "maxunicode", 0x10FFFF)
constant("sys", "byteorder", "little")
constant("sys", "platform", PLATFORM)
constant("sys", "copyright", "Copyright (c) the protoPython contributors. MIT licence.")
constant("sys", "hexversion", HEX_VERSION)
constant("sys", "api_version", 1013)
constant("sys", "version", VERSION_TEXT)
constant("sys", "float_repr_style", "short")
constant("sys", "abiflags", ABI_FLAGS)


@function("sys", "exit(status=None, /)", doc="Leaves the program: raises SystemExit(status).")
def exit_(w_status: Value) -> Value:
    args = new_tuple_n(0)
    if not same(w_status, w_None):
        t = try_as(W_Tuple, w_status)
        if t is not None:
            args = t
        else:
            args = new_tuple_n(1)
            args.items[0] = w_status
    raise PyError(wrap(x.new_exception(x.SYSTEM_EXIT, args)))


@function("sys", "getrecursionlimit()", doc="How deep Python calls may nest.")
def getrecursionlimit() -> Value:
    return from_int(context().space.recursion_limit)


@function("sys", "setrecursionlimit(limit, /)", doc="Sets how deep Python calls may nest.")
def setrecursionlimit(w_limit: Value) -> Value:
    limit = operations.index_of(w_limit)
    if limit < 1:
        raise errors.value_error("recursion limit must be greater or equal than 1")
    cx = context()
    if limit <= cx.depth:
        raise errors.recursion_error(
            f"cannot set the recursion limit to {limit} at the recursion depth {cx.depth}: the limit is too low"
        )
    cx.space.recursion_limit = limit
    return w_None


@function("sys", "intern(string, /)", doc="The one copy of the string that names use.")
def intern_(w_string: Value) -> Value:
    s = try_as(str, w_string)
    if s is None:
        raise errors.type_error(f"intern() argument must be str, not {type_name(w_string)}")
    return wrap(intern(s))


@function("sys", "exception()", doc="The exception being handled, or None.")
def exception() -> Value:
    w = unwind.handled_exception(context())
    return w_None if is_empty(w) else w


@function("sys", "exc_info()", doc="(type, value, traceback) of the exception being handled.")
def exc_info() -> Value:
    w = unwind.handled_exception(context())
    if is_empty(w):
        return wrap(new_tuple3(w_None, w_None, w_None))
    tb = unwrap(W_BaseException, w).traceback
    return wrap(new_tuple3(wrap(type_of(w)), w, w_None if tb is None else wrap(tb)))


@function("sys", "_getframe(depth=0, /)", doc="The frame `depth` calls up.")
def getframe(w_depth: Value) -> Value:
    depth = operations.index_of(w_depth)
    frame = frame_of(context())
    while depth > 0:
        previous = frame.previous
        if previous is None or previous.previous is None:
            raise errors.value_error("call stack is not deep enough")
        frame = previous
        depth -= 1
    frame.kind |= ESCAPED
    audit1("sys._getframe", wrap(frame))
    return wrap(frame)


@function("sys", "getdefaultencoding()", doc="The encoding of str: utf-8.")
def getdefaultencoding() -> Value:
    return wrap("utf-8")


@function("sys", "getfilesystemencoding()", doc="The encoding of file names: utf-8.")
def getfilesystemencoding() -> Value:
    return wrap("utf-8")


@function("sys", "getfilesystemencodeerrors()", doc="How undecodable file names are handled: surrogateescape.")
def getfilesystemencodeerrors() -> Value:
    return wrap("surrogateescape")


@function("sys", "_is_gil_enabled()", doc="False: there is no global interpreter lock.")
def is_gil_enabled() -> Value:
    return w_False


@function("sys", "is_finalizing()", doc="Whether the interpreter is shutting down.")
def is_finalizing() -> Value:
    return new_bool(context().space.ending)


@function("sys", "displayhook(object, /)", doc="Shows an expression's value at the interactive prompt.")
def displayhook(w_object: Value) -> Value:
    if same(w_object, w_None):
        return w_None
    builtins = context().space.builtins
    dict_set_str(builtins, "_", w_None)
    w_out = streams.stream("stdout")
    text = operations.repr_of(w_object)
    try:
        operations.call_method1(w_out, "write", wrap(text))
    except PyError as e:
        if not errors.error_matches(e, x.UNICODE_ENCODE_ERROR):
            raise
        write_escaped(w_out, text)
    operations.call_method1(w_out, "write", wrap("\n"))
    dict_set_str(builtins, "_", w_object)
    return w_None


def write_escaped(w_out: Value, text: str) -> None:
    """With backslashes for what the stream's encoding has not."""
    w_encoding = attributes.getattr_of(w_out, "encoding")
    w_data = operations.call_method2(wrap(text), "encode", w_encoding, wrap("backslashreplace"))
    w_buffer = attributes.find_attr(w_out, "buffer")
    if is_empty(w_buffer):
        operations.call_method1(w_out, "write", operations.call_method2(w_data, "decode", w_encoding, wrap("strict")))
    else:
        operations.call_method0(w_out, "flush")
        operations.call_method1(w_buffer, "write", w_data)


@function("sys", "excepthook(exctype, value, traceback, /)", doc="Prints an uncaught exception.")
def excepthook(w_type: Value, w_value: Value, w_traceback: Value) -> Value:
    if try_as(W_BaseException, w_value) is None:
        w_err = streams.usable_stream("stderr")
        if not same(w_err, w_None):
            found = f"TypeError: print_exception(): Exception expected for value, {type_name(w_value)} found\n"
            operations.call_method1(w_err, "write", wrap("NoneType: None\n" if same(w_value, w_None) else found))
    else:
        display_exception(w_value)
    return w_None

