"""sys: what objects take, what refers to them, and the flags with which shared libraries are opened."""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import Value
from protopython.engine.streams import write_stderr
from protopython.modules.support.system_calls import c_int
from protopython.objects.dict.dict import dict_len
from protopython.objects.exceptions import exceptions as x
from protopython.objects.int.int import int_to_i64, is_integer, new_int
from protopython.objects.model import errors
from protopython.objects.model.define import function
from protopython.objects.model.operations import is_true
from protopython.objects.model.specials import call_special1
from protopython.objects.model.types import type_lookup, type_name, type_of
from protopython.objects.singletons import new_bool, plain, w_None
from protopython.protocore import census
from protopython.protocore.collector import heap_statistics
from protopython.protocore.error import PyError
from protopython.protocore.state import State, space_slot
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, is_empty

IMMORTAL: Final[int] = 3 << 30
"""What CPython gives for an object whose references are not counted."""
RTLD_NOW: Final[int] = 2


@function("sys", "getsizeof(object, default=EMPTY)", doc="The memory that an object takes, in bytes, without what it refers to.", shown="")
def getsizeof(w_object: Value, w_default: Value) -> Value:
    try:
        w_method = type_lookup(type_of(w_object), "__sizeof__")
        if is_empty(w_method):
            raise errors.type_error(f"Type {type_name(w_object)} doesn't define __sizeof__")
        w_size = plain(call_special1(w_method, w_object))
        if not is_integer(w_size):
            raise errors.type_error("an integer is required")
        size, too_big = int_to_i64(w_size)
        if too_big:
            raise errors.overflow_error("Python int too large to convert to C ssize_t")
    except PyError as e:
        if not is_empty(w_default) and errors.error_matches(e, x.TYPE_ERROR):
            return w_default
        raise
    if size < 0:
        raise errors.value_error("__sizeof__() should return >= 0")
    return new_int(size)


@function("sys", "getrefcount(object, /)", doc="How many references to an object there are, the argument among them; looks at the whole heap.")
def getrefcount(w_object: Value) -> Value:
    return from_int(census.reference_count(w_object) if census.is_in_heap(w_object) else IMMORTAL)


@function("sys", "_is_immortal(op, /)", doc="Whether an object is there for good, so that references to it need not be counted.")
def is_immortal(w_object: Value) -> Value:
    return new_bool(not census.is_in_heap(w_object))


@function("sys", "getallocatedblocks()", doc="How many cells of the heap are in use.")
def getallocatedblocks() -> Value:
    return new_int(census.cells_in_use())


@function("sys", "getunicodeinternedsize(*, _only_immortal=False)", doc="How many strings are interned.")
def getunicodeinternedsize(w_only: Value) -> Value:
    """None of them ever goes."""
    is_true(w_only)
    return from_int(dict_len(context().space.interned))


@function("sys", "_debugmallocstats()", doc="Writes to stderr how the heap stands.")
def debugmallocstats() -> Value:
    s = heap_statistics()
    write_stderr(f"{s[0]} collections, {s[4] // 1000} microseconds of pauses\n")
    write_stderr(f"{s[1]} bytes live at the last one, {s[2]} handed out since, {s[3]} committed\n")
    return w_None


class LibraryFlags(State):
    flags: int

    def __init__(self) -> None:
        self.flags = RTLD_NOW


def new_library_flags() -> State:
    return LibraryFlags()


LIBRARY_FLAGS: Final[int] = space_slot(new_library_flags)


def library_flags() -> LibraryFlags:
    return cast(LibraryFlags, context().space.states[LIBRARY_FLAGS])


@function("sys", "getdlopenflags()", doc="The flags with which extension modules are opened.")
def getdlopenflags() -> Value:
    return from_int(library_flags().flags)


@function("sys", "setdlopenflags(flags, /)", doc="Sets the flags with which extension modules are opened.")
def setdlopenflags(w_flags: Value) -> Value:
    library_flags().flags = c_int(w_flags)
    return w_None
