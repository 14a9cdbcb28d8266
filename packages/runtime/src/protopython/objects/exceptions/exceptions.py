"""Exception objects and the built-in exception hierarchy (data; their methods are in exceptions/methods.py).

Sources: the Python library reference, "Built-in exceptions"; PEP 3134 (chaining), PEP 654 (groups), PEP 678 (notes).
"""

from __future__ import annotations

import errno as host_errno
from typing import TYPE_CHECKING

from protodialect.types import EMPTY, Array, Value, new_with_shape, require, try_as, unwrap, wrap
from protopython.objects.model.define import OBJECT, SECOND_BASES, add_member, constant, define_type
from protopython.objects.singletons import w_None
from protopython.objects.tuple import W_Tuple, new_tuple1, new_tuple_n, tuple_of_array
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.shape import shape_of
from protopython.protocore.value import from_int, int_value, is_empty, is_int

if TYPE_CHECKING:
    from protopython.objects.frame import W_Traceback


class W_BaseException(W_Object):
    args: W_Tuple
    traceback: W_Traceback | None
    w_context: Value
    """The exception that was being handled when this one was raised; EMPTY: none."""
    w_cause: Value
    suppress_context: bool


class W_StopIteration(W_BaseException):
    """StopIteration and StopAsyncIteration."""

    w_value: Value


class W_SystemExit(W_BaseException):
    w_code: Value


class W_AttributeError(W_BaseException):
    w_name: Value
    w_obj: Value


class W_NameError(W_BaseException):
    w_name: Value


class W_ImportError(W_BaseException):
    w_msg: Value
    w_name: Value
    w_path: Value
    w_name_from: Value


class W_OSError(W_BaseException):
    w_errno: Value
    w_strerror: Value
    w_filename: Value
    w_filename2: Value
    w_characters_written: Value


class W_SyntaxError(W_BaseException):
    w_msg: Value
    w_filename: Value
    w_lineno: Value
    w_offset: Value
    w_text: Value
    w_end_lineno: Value
    w_end_offset: Value
    w_print_file_and_line: Value
    w_metadata: Value


class W_UnicodeError(W_BaseException):
    """UnicodeEncodeError, UnicodeDecodeError, UnicodeTranslateError."""

    w_encoding: Value
    w_object: Value
    w_start: Value
    w_end: Value
    w_reason: Value


class W_BaseExceptionGroup(W_BaseException):
    w_message: Value
    w_exceptions: Value


EXCEPTION_FLAGS = TypeFlags.SUBCLASSABLE | TypeFlags.IS_EXCEPTION


def _define(name: str, base: W_Type, cls: type = W_BaseException, doc: str = "") -> W_Type:
    t = define_type(name, cls, base, doc=doc or None, flags=EXCEPTION_FLAGS, attributes=True)
    constant("builtins", name, t)
    return t


BASE_EXCEPTION = _define("BaseException", OBJECT, doc="What every exception derives from.")
EXCEPTION = _define("Exception", BASE_EXCEPTION, doc="What exceptions that do not end the program derive from.")
GENERATOR_EXIT = _define("GeneratorExit", BASE_EXCEPTION, doc="A generator is to end.")
KEYBOARD_INTERRUPT = _define("KeyboardInterrupt", BASE_EXCEPTION, doc="The user interrupted the program.")
SYSTEM_EXIT = _define("SystemExit", BASE_EXCEPTION, W_SystemExit, doc="The interpreter is to end.")
STOP_ITERATION = _define("StopIteration", EXCEPTION, W_StopIteration, doc="An iterator has nothing more to give.")
STOP_ASYNC_ITERATION = _define("StopAsyncIteration", EXCEPTION, W_StopIteration, doc="An asynchronous iterator has nothing more to give.")
ARITHMETIC_ERROR = _define("ArithmeticError", EXCEPTION, doc="What errors of arithmetic derive from.")
FLOATING_POINT_ERROR = _define("FloatingPointError", ARITHMETIC_ERROR, doc="An operation on floats failed.")
OVERFLOW_ERROR = _define("OverflowError", ARITHMETIC_ERROR, doc="A result is too large to represent.")
ZERO_DIVISION_ERROR = _define("ZeroDivisionError", ARITHMETIC_ERROR, doc="A divisor is zero.")
ASSERTION_ERROR = _define("AssertionError", EXCEPTION, doc="An assertion does not hold.")
ATTRIBUTE_ERROR = _define("AttributeError", EXCEPTION, W_AttributeError, doc="An object has no such attribute.")
BUFFER_ERROR = _define("BufferError", EXCEPTION, doc="A buffer cannot do what is asked.")
EOF_ERROR = _define("EOFError", EXCEPTION, doc="Input ended where more was needed.")
IMPORT_ERROR = _define("ImportError", EXCEPTION, W_ImportError, doc="A module, or a name in it, cannot be imported.")
MODULE_NOT_FOUND_ERROR = _define("ModuleNotFoundError", IMPORT_ERROR, W_ImportError, doc="There is no such module.")
LOOKUP_ERROR = _define("LookupError", EXCEPTION, doc="What errors of looking something up derive from.")
INDEX_ERROR = _define("IndexError", LOOKUP_ERROR, doc="A sequence has no such index.")
KEY_ERROR = _define("KeyError", LOOKUP_ERROR, doc="A mapping has no such key.")
MEMORY_ERROR = _define("MemoryError", EXCEPTION, doc="There is not enough memory.")
NAME_ERROR = _define("NameError", EXCEPTION, W_NameError, doc="A name is not defined.")
UNBOUND_LOCAL_ERROR = _define("UnboundLocalError", NAME_ERROR, W_NameError, doc="A local variable is read before it has a value.")
OS_ERROR = _define("OSError", EXCEPTION, W_OSError, doc="What errors that the system reports derive from.")
constant("builtins", "IOError", OS_ERROR)
constant("builtins", "EnvironmentError", OS_ERROR)
BLOCKING_IO_ERROR = _define("BlockingIOError", OS_ERROR, W_OSError, doc="An operation would have to wait.")
CHILD_PROCESS_ERROR = _define("ChildProcessError", OS_ERROR, W_OSError, doc="An operation on a child process failed.")
CONNECTION_ERROR = _define("ConnectionError", OS_ERROR, W_OSError, doc="What errors of connections derive from.")
BROKEN_PIPE_ERROR = _define("BrokenPipeError", CONNECTION_ERROR, W_OSError, doc="The other end of a pipe is closed.")
CONNECTION_ABORTED_ERROR = _define("ConnectionAbortedError", CONNECTION_ERROR, W_OSError, doc="The other end gave up the connection.")
CONNECTION_REFUSED_ERROR = _define("ConnectionRefusedError", CONNECTION_ERROR, W_OSError, doc="The other end refused the connection.")
CONNECTION_RESET_ERROR = _define("ConnectionResetError", CONNECTION_ERROR, W_OSError, doc="The other end broke the connection.")
FILE_EXISTS_ERROR = _define("FileExistsError", OS_ERROR, W_OSError, doc="The file is there already.")
FILE_NOT_FOUND_ERROR = _define("FileNotFoundError", OS_ERROR, W_OSError, doc="There is no such file.")
INTERRUPTED_ERROR = _define("InterruptedError", OS_ERROR, W_OSError, doc="A signal interrupted the call.")
IS_A_DIRECTORY_ERROR = _define("IsADirectoryError", OS_ERROR, W_OSError, doc="The operation does not go with directories.")
NOT_A_DIRECTORY_ERROR = _define("NotADirectoryError", OS_ERROR, W_OSError, doc="The operation goes with directories only.")
PERMISSION_ERROR = _define("PermissionError", OS_ERROR, W_OSError, doc="What is asked is not permitted.")
PROCESS_LOOKUP_ERROR = _define("ProcessLookupError", OS_ERROR, W_OSError, doc="There is no such process.")
TIMEOUT_ERROR = _define("TimeoutError", OS_ERROR, W_OSError, doc="The time is over.")
REFERENCE_ERROR = _define("ReferenceError", EXCEPTION, doc="A proxy's object is gone.")
RUNTIME_ERROR = _define("RuntimeError", EXCEPTION, doc="An error that no other exception names.")
NOT_IMPLEMENTED_ERROR = _define("NotImplementedError", RUNTIME_ERROR, doc="A method has no implementation yet.")
PYTHON_FINALIZATION_ERROR = _define("PythonFinalizationError", RUNTIME_ERROR, doc="The interpreter is ending and cannot do this any more.")
RECURSION_ERROR = _define("RecursionError", RUNTIME_ERROR, doc="Calls are nested too deeply.")
SYNTAX_ERROR = _define("SyntaxError", EXCEPTION, W_SyntaxError, doc="The source is no Python.")
INCOMPLETE_INPUT_ERROR = _define("_IncompleteInputError", SYNTAX_ERROR, W_SyntaxError, doc="The source ends too early.")
INDENTATION_ERROR = _define("IndentationError", SYNTAX_ERROR, W_SyntaxError, doc="A line is indented wrongly.")
TAB_ERROR = _define("TabError", INDENTATION_ERROR, W_SyntaxError, doc="Tabs and spaces are mixed.")
SYSTEM_ERROR = _define("SystemError", EXCEPTION, doc="The interpreter failed; this should be reported.")
TYPE_ERROR = _define("TypeError", EXCEPTION, doc="A value has a type that does not go with the operation.")
VALUE_ERROR = _define("ValueError", EXCEPTION, doc="A value of the right type does not go with the operation.")
UNICODE_ERROR = _define("UnicodeError", VALUE_ERROR, doc="What errors of encodings derive from.")
UNICODE_DECODE_ERROR = _define("UnicodeDecodeError", UNICODE_ERROR, W_UnicodeError, doc="Bytes cannot be decoded.")
UNICODE_ENCODE_ERROR = _define("UnicodeEncodeError", UNICODE_ERROR, W_UnicodeError, doc="A text cannot be encoded.")
UNICODE_TRANSLATE_ERROR = _define("UnicodeTranslateError", UNICODE_ERROR, W_UnicodeError, doc="A text cannot be translated.")
BASE_EXCEPTION_GROUP = _define("BaseExceptionGroup", BASE_EXCEPTION, W_BaseExceptionGroup, doc="Several exceptions of any kind, as one.")
EXCEPTION_GROUP = _define("ExceptionGroup", BASE_EXCEPTION_GROUP, W_BaseExceptionGroup)
EXCEPTION_GROUP.mro = Array.of([EXCEPTION_GROUP, BASE_EXCEPTION_GROUP, EXCEPTION, BASE_EXCEPTION, OBJECT])
EXCEPTION_GROUP.flags |= TypeFlags.HAS_WEAKREF | TypeFlags.MUTABLE
SECOND_BASES[id(EXCEPTION_GROUP)] = EXCEPTION
add_member(EXCEPTION_GROUP, "__module__", wrap("builtins"))
WARNING = _define("Warning", EXCEPTION, doc="What warnings derive from.")
BYTES_WARNING = _define("BytesWarning", WARNING, doc="bytes are used where texts may be meant.")
DEPRECATION_WARNING = _define("DeprecationWarning", WARNING, doc="What is used is deprecated: for developers.")
ENCODING_WARNING = _define("EncodingWarning", WARNING, doc="The encoding depends on the machine.")
FUTURE_WARNING = _define("FutureWarning", WARNING, doc="What is used will change: for users.")
IMPORT_WARNING = _define("ImportWarning", WARNING, doc="An import may be a mistake.")
PENDING_DEPRECATION_WARNING = _define("PendingDeprecationWarning", WARNING, doc="What is used will be deprecated.")
RESOURCE_WARNING = _define("ResourceWarning", WARNING, doc="Something was not closed.")
RUNTIME_WARNING = _define("RuntimeWarning", WARNING, doc="Something dubious happens.")
SYNTAX_WARNING = _define("SyntaxWarning", WARNING, doc="The source is dubious.")
UNICODE_WARNING = _define("UnicodeWarning", WARNING, doc="Something about texts is dubious.")
USER_WARNING = _define("UserWarning", WARNING, doc="A warning of the program's own.")

PLAIN: list[W_Type] = [
    GENERATOR_EXIT, KEYBOARD_INTERRUPT, STOP_ASYNC_ITERATION, ARITHMETIC_ERROR, FLOATING_POINT_ERROR, OVERFLOW_ERROR, ZERO_DIVISION_ERROR,
    ASSERTION_ERROR, BUFFER_ERROR, EOF_ERROR, LOOKUP_ERROR, INDEX_ERROR, MEMORY_ERROR, REFERENCE_ERROR, RUNTIME_ERROR,
    NOT_IMPLEMENTED_ERROR, PYTHON_FINALIZATION_ERROR, RECURSION_ERROR, SYSTEM_ERROR, TYPE_ERROR, VALUE_ERROR, UNICODE_ERROR,
    UNICODE_DECODE_ERROR, UNICODE_ENCODE_ERROR, UNICODE_TRANSLATE_ERROR, EXCEPTION, WARNING, BYTES_WARNING, DEPRECATION_WARNING,
    ENCODING_WARNING, FUTURE_WARNING, IMPORT_WARNING, PENDING_DEPRECATION_WARNING, RESOURCE_WARNING, RUNTIME_WARNING, SYNTAX_WARNING,
    UNICODE_WARNING, USER_WARNING,
]  # fmt: skip
"""Those that list BaseException's `__new__` as their own."""

ERRNO_TYPES: dict[int, W_Type] = {
    getattr(host_errno, name): t
    for t, names in [
        (BLOCKING_IO_ERROR, "EAGAIN EALREADY EINPROGRESS EWOULDBLOCK"),
        (CHILD_PROCESS_ERROR, "ECHILD"),
        (BROKEN_PIPE_ERROR, "EPIPE ESHUTDOWN"),
        (CONNECTION_ABORTED_ERROR, "ECONNABORTED"),
        (CONNECTION_REFUSED_ERROR, "ECONNREFUSED"),
        (CONNECTION_RESET_ERROR, "ECONNRESET"),
        (FILE_EXISTS_ERROR, "EEXIST"),
        (FILE_NOT_FOUND_ERROR, "ENOENT"),
        (INTERRUPTED_ERROR, "EINTR"),
        (IS_A_DIRECTORY_ERROR, "EISDIR"),
        (NOT_A_DIRECTORY_ERROR, "ENOTDIR"),
        (PERMISSION_ERROR, "EACCES EPERM"),
        (PROCESS_LOOKUP_ERROR, "ESRCH"),
        (TIMEOUT_ERROR, "ETIMEDOUT"),
    ]
    for name in names.split()
}
"""Which OSError subclass an errno makes. Source: library reference, "OS exceptions"."""


def small_int(i: int) -> Value:
    return from_int(i)


def is_subclass_of(t: W_Type, base: W_Type) -> bool:
    """Whether base is in t's MRO."""
    for u in t.mro:
        if u is base:
            return True
    return False


def exception_type(w_exc: Value) -> W_Type:
    return shape_of(unwrap(W_BaseException, w_exc)).w_type


def exception_is(w_exc: Value, w_type: W_Type) -> bool:
    return is_subclass_of(exception_type(w_exc), w_type)


def allocate_exception(w_type: W_Type, args: W_Tuple) -> W_BaseException:
    """A new exception of w_type (built-in or user-defined), of the layout its base has, with args set and all fields empty."""
    shape = w_type.root_shape
    e = unwrap(W_BaseException, wrap(new_exception_layout(w_type)))
    e.args = args
    e.traceback = None
    e.w_context = EMPTY
    e.w_cause = EMPTY
    e.suppress_context = False
    assert shape is not None
    return e


def new_exception_layout(w_type: W_Type) -> W_BaseException:
    shape = w_type.root_shape
    if not has_own_layout(w_type):
        return new_with_shape(W_BaseException, shape)
    if is_subclass_of(w_type, STOP_ITERATION) or is_subclass_of(w_type, STOP_ASYNC_ITERATION):
        s = new_with_shape(W_StopIteration, shape)
        s.w_value = w_None
        return s
    if is_subclass_of(w_type, SYSTEM_EXIT):
        q = new_with_shape(W_SystemExit, shape)
        q.w_code = w_None
        return q
    if is_subclass_of(w_type, ATTRIBUTE_ERROR):
        a = new_with_shape(W_AttributeError, shape)
        a.w_name = w_None
        a.w_obj = w_None
        return a
    if is_subclass_of(w_type, NAME_ERROR):
        n = new_with_shape(W_NameError, shape)
        n.w_name = w_None
        return n
    if is_subclass_of(w_type, IMPORT_ERROR):
        i = new_with_shape(W_ImportError, shape)
        i.w_msg = w_None
        i.w_name = w_None
        i.w_path = w_None
        i.w_name_from = w_None
        return i
    if is_subclass_of(w_type, OS_ERROR):
        o = new_with_shape(W_OSError, shape)
        o.w_errno = w_None
        o.w_strerror = w_None
        o.w_filename = w_None
        o.w_filename2 = w_None
        o.w_characters_written = EMPTY
        return o
    if is_subclass_of(w_type, SYNTAX_ERROR):
        x = new_with_shape(W_SyntaxError, shape)
        x.w_msg = w_None
        x.w_filename = w_None
        x.w_lineno = w_None
        x.w_offset = w_None
        x.w_text = w_None
        x.w_end_lineno = w_None
        x.w_end_offset = w_None
        x.w_print_file_and_line = w_None
        x.w_metadata = w_None
        return x
    if is_subclass_of(w_type, BASE_EXCEPTION_GROUP):
        g = new_with_shape(W_BaseExceptionGroup, shape)
        g.w_message = w_None
        g.w_exceptions = w_None
        return g
    u = new_with_shape(W_UnicodeError, shape)
    u.w_encoding = EMPTY
    u.w_object = EMPTY
    u.w_start = from_int(0)
    u.w_end = from_int(0)
    u.w_reason = EMPTY
    return u


OWN_LAYOUT: list[W_Type] = [
    STOP_ITERATION, STOP_ASYNC_ITERATION, SYSTEM_EXIT, ATTRIBUTE_ERROR, NAME_ERROR, IMPORT_ERROR, OS_ERROR, SYNTAX_ERROR,
    BASE_EXCEPTION_GROUP, UNICODE_DECODE_ERROR, UNICODE_ENCODE_ERROR, UNICODE_TRANSLATE_ERROR,
]  # fmt: skip


def has_own_layout(w_type: W_Type) -> bool:
    """Whether exceptions of w_type have fields beyond W_BaseException's."""
    for u in w_type.mro:
        for t in OWN_LAYOUT:
            if u is t:
                return True
        if u is BASE_EXCEPTION:
            return False
    return False


def new_exception(w_type: W_Type, args: W_Tuple) -> W_BaseException:
    """An exception of a built-in type as its constructor makes it from positional args (types whose constructor only keeps args,
    and those with fields through fill_fields)."""
    e = allocate_exception(w_type, args)
    if has_own_layout(w_type):
        fill_fields(e)
    return e


def fill_fields(e: W_BaseException) -> None:
    """What BaseException subclasses' __init__ derive from positional args."""
    args = e.args
    n = args.length
    w = wrap(e)
    s = try_as(W_StopIteration, w)
    if s is not None:
        s.w_value = args.items[0] if n > 0 else w_None
        return
    q = try_as(W_SystemExit, w)
    if q is not None:
        q.w_code = w_None if n == 0 else args.items[0] if n == 1 else wrap(args)
        return
    i = try_as(W_ImportError, w)
    if i is not None:
        i.w_msg = args.items[0] if n == 1 else w_None
        return
    wrong = try_as(W_SyntaxError, w)
    if wrong is not None:
        wrong.w_msg = args.items[0] if n > 0 else w_None
        return
    o = try_as(W_OSError, w)
    if o is not None:
        if 2 <= n <= 5:
            o.w_errno = args.items[0]
            o.w_strerror = args.items[1]


def new_os_error(args: W_Tuple) -> W_OSError:
    """OSError(errno, strerror): of the subclass that errno selects."""
    w_type = OS_ERROR
    if is_int(args.items[0]):
        found = ERRNO_TYPES.get(int_value(args.items[0]))
        if found is not None:
            w_type = found
    e = allocate_exception(w_type, args)
    fill_fields(e)
    return unwrap(W_OSError, wrap(e))


def set_os_error_filename(e: W_OSError, w_filename: Value) -> None:
    e.w_filename = w_filename


def set_attribute_error_context(e: W_BaseException, w_object: Value, name: str) -> None:
    a = require(try_as(W_AttributeError, wrap(e)))
    a.w_name = wrap(name)
    a.w_obj = w_object


def set_name_error_name(e: W_BaseException, name: str) -> None:
    require(try_as(W_NameError, wrap(e))).w_name = wrap(name)


def set_import_error_name(e: W_BaseException, name: str) -> None:
    require(try_as(W_ImportError, wrap(e))).w_name = wrap(name)


def new_stop_iteration(w_value: Value) -> W_BaseException:
    if is_empty(w_value):
        return new_exception(STOP_ITERATION, new_tuple_n(0))
    return new_exception(STOP_ITERATION, new_tuple1(w_value))


def stop_value(w_exc: Value) -> Value:
    s = try_as(W_StopIteration, w_exc)
    return w_None if s is None else s.w_value


def new_unicode_error(w_type: W_Type, encoding: str, w_object: Value, start: int, end: int, reason: str) -> W_BaseException:
    a = Array[Value](5, EMPTY)
    a[0] = wrap(encoding)
    a[1] = w_object
    a[2] = from_int(start)
    a[3] = from_int(end)
    a[4] = wrap(reason)
    e = allocate_exception(w_type, tuple_of_array(a, 5))
    u = unwrap(W_UnicodeError, wrap(e))
    u.w_encoding = a[0]
    u.w_object = a[1]
    u.w_start = a[2]
    u.w_end = a[3]
    u.w_reason = a[4]
    return e
