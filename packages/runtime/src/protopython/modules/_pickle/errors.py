"""The exceptions of module _pickle, and the notes that say where in a nested value pickling failed."""

from __future__ import annotations

from protodialect.types import Value, noinline, wrap
from protopython.objects.exceptions import exceptions as x
from protopython.objects.model.define import constant, define_type
from protopython.objects.model.errors import error
from protopython.objects.model.types import type_of
from protopython.objects.object_methods import add_note, full_type_name
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Type

PICKLE_ERROR = define_type("PickleError", x.W_BaseException, x.EXCEPTION, flags=x.EXCEPTION_FLAGS, attributes=True, module="_pickle")
PICKLING_ERROR = define_type("PicklingError", x.W_BaseException, PICKLE_ERROR, flags=x.EXCEPTION_FLAGS, attributes=True, module="_pickle")
UNPICKLING_ERROR = define_type("UnpicklingError", x.W_BaseException, PICKLE_ERROR, flags=x.EXCEPTION_FLAGS, attributes=True, module="_pickle")
constant("_pickle", "PickleError", PICKLE_ERROR)
constant("_pickle", "PicklingError", PICKLING_ERROR)
constant("_pickle", "UnpicklingError", UNPICKLING_ERROR)


@noinline
def pickling_error(message: str) -> PyError:
    return error(PICKLING_ERROR, message)


@noinline
def unpickling_error(message: str) -> PyError:
    return error(UNPICKLING_ERROR, message)


def truncated() -> PyError:
    return unpickling_error("pickle data was truncated")


def described_type(t: W_Type) -> str:
    """module.Qualname, the module left out where it is builtins or __main__."""
    name = full_type_name(t)
    return name[9:] if name.startswith("__main__.") else name


def described(w: Value) -> str:
    return described_type(type_of(w))


@noinline
def note(e: PyError, text: str) -> None:
    """Adds to the exception in flight what was being serialized."""
    add_note(e.w_value, wrap("when serializing " + text))
