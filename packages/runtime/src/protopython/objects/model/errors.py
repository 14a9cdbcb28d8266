"""Making Python exceptions from native code: `raise type_error("...")`."""

from __future__ import annotations

from protodialect.types import EMPTY, Array, Value, noinline, unwrap, wrap
from protopython.objects.exceptions import exceptions as x
from protopython.objects.exceptions.exceptions import W_BaseException, W_StopIteration
from protopython.objects.tuple import new_tuple1, new_tuple2, tuple_of_array
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Type
from protopython.protocore.value import same


@noinline
def error(w_type: W_Type, message: str) -> PyError:
    """An exception of w_type (a built-in exception type) with one argument, the message."""
    return PyError(wrap(x.new_exception(w_type, new_tuple1(wrap(message)))))


@noinline
def error_value(w_type: W_Type, w_arg: Value) -> PyError:
    return PyError(wrap(x.new_exception(w_type, new_tuple1(w_arg))))


def error_empty(w_type: W_Type) -> PyError:
    return PyError(wrap(x.new_exception(w_type, tuple_of_array(Array[Value](0, EMPTY), 0))))


def type_error(message: str) -> PyError:
    return error(x.TYPE_ERROR, message)


def value_error(message: str) -> PyError:
    return error(x.VALUE_ERROR, message)


def index_error(message: str) -> PyError:
    return error(x.INDEX_ERROR, message)


def key_error(w_key: Value) -> PyError:
    return error_value(x.KEY_ERROR, w_key)


def overflow_error(message: str) -> PyError:
    return error(x.OVERFLOW_ERROR, message)


def zero_division_error(message: str) -> PyError:
    return error(x.ZERO_DIVISION_ERROR, message)


def runtime_error(message: str) -> PyError:
    return error(x.RUNTIME_ERROR, message)


def recursion_error(message: str) -> PyError:
    return error(x.RECURSION_ERROR, message)


def memory_error() -> PyError:
    return error_empty(x.MEMORY_ERROR)


def system_error(message: str) -> PyError:
    return error(x.SYSTEM_ERROR, message)


def buffer_error(message: str) -> PyError:
    return error(x.BUFFER_ERROR, message)


def lookup_error(message: str) -> PyError:
    return error(x.LOOKUP_ERROR, message)


def attribute_error(message: str, w_object: Value, name: str) -> PyError:
    e = x.new_exception(x.ATTRIBUTE_ERROR, new_tuple1(wrap(message)))
    x.set_attribute_error_context(e, w_object, name)
    return PyError(wrap(e))


def name_error(message: str, name: str) -> PyError:
    e = x.new_exception(x.NAME_ERROR, new_tuple1(wrap(message)))
    x.set_name_error_name(e, name)
    return PyError(wrap(e))


def unbound_local_error(message: str, name: str) -> PyError:
    e = x.new_exception(x.UNBOUND_LOCAL_ERROR, new_tuple1(wrap(message)))
    x.set_name_error_name(e, name)
    return PyError(wrap(e))


def import_error(message: str, name: str) -> PyError:
    e = x.new_exception(x.IMPORT_ERROR, new_tuple1(wrap(message)))
    x.set_import_error_name(e, name)
    return PyError(wrap(e))


def module_not_found_error(message: str, name: str) -> PyError:
    e = x.new_exception(x.MODULE_NOT_FOUND_ERROR, new_tuple1(wrap(message)))
    x.set_import_error_name(e, name)
    return PyError(wrap(e))


def os_error(errno: int, message: str) -> PyError:
    """OSError, or the subclass that stands for errno, as OSError(errno, message)."""
    from_int_value = x.small_int(errno)
    return PyError(wrap(x.new_os_error(new_tuple2(from_int_value, wrap(message)))))


def os_error_file(errno: int, message: str, w_filename: Value) -> PyError:
    e = x.new_os_error(new_tuple2(x.small_int(errno), wrap(message)))
    x.set_os_error_filename(e, w_filename)
    return PyError(wrap(e))


def stop_iteration(w_value: Value) -> PyError:
    """StopIteration carrying w_value (EMPTY: without arguments)."""
    e = x.new_stop_iteration(w_value)
    return PyError(wrap(e))


def unicode_decode_error(encoding: str, data: bytes, start: int, end: int, reason: str) -> PyError:
    return PyError(wrap(x.new_unicode_error(x.UNICODE_DECODE_ERROR, encoding, wrap(data), start, end, reason)))


def unicode_encode_error(encoding: str, text: str, start: int, end: int, reason: str) -> PyError:
    return PyError(wrap(x.new_unicode_error(x.UNICODE_ENCODE_ERROR, encoding, wrap(text), start, end, reason)))


def error_matches(e: PyError, w_type: W_Type) -> bool:
    """Whether the exception in flight is an instance of w_type."""
    return x.exception_is(e.w_value, w_type)


def after(new: PyError, old: PyError) -> PyError:
    """new, raised while old was being handled."""
    if not same(new.w_value, old.w_value):
        unwrap(W_BaseException, new.w_value).w_context = old.w_value
    return new


def because(new: PyError, cause: PyError) -> PyError:
    """new, raised `from` cause."""
    e = unwrap(W_BaseException, new.w_value)
    e.w_cause = cause.w_value
    e.w_context = cause.w_value
    e.suppress_context = True
    return new


def stop_iteration_value(e: PyError) -> Value:
    """The value of a StopIteration (or StopAsyncIteration) in flight."""
    return x.stop_value(e.w_value)


__all__ = ["W_BaseException", "W_StopIteration"]
