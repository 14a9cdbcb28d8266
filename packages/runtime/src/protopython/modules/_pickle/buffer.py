"""PickleBuffer: memory that a pickler may hand over beside the pickle instead of writing it (PEP 574)."""

from __future__ import annotations

from protodialect.types import Array, Value, wrap
from protopython.objects.memoryview import is_fortran, new_view
from protopython.objects.model.buffer import Buffer, W_BufferExporter, buffer_of, sub_buffer
from protopython.objects.model.define import OBJECT, constant, define_type, method, new
from protopython.objects.model.errors import buffer_error, type_error, value_error
from protopython.objects.model.types import type_name
from protopython.objects.singletons import w_None
from protopython.protocore.object import TypeFlags, W_Type


class W_PickleBuffer(W_BufferExporter):
    view: Buffer | None
    """None once it was released."""

    def buffer(self, writable: bool) -> Buffer:
        return sub_buffer(live_buffer(self), 0)


PICKLE_BUFFER = define_type(
    "PickleBuffer", W_PickleBuffer, OBJECT, flags=TypeFlags.HAS_WEAKREF, module="pickle", doc="Memory that may be pickled out of band.", static=True,
)
constant("_pickle", "PickleBuffer", PICKLE_BUFFER)


def live_buffer(self: W_PickleBuffer) -> Buffer:
    view = self.view
    if view is None:
        raise value_error("operation forbidden on released PickleBuffer object")
    return view


def raw_bytes(b: Buffer) -> bytes | None:
    """All bytes in the order in which they lie in memory; None unless they lie side by side."""
    if b.is_contiguous() or is_fortran(b):
        return b.slice_bytes(0, b.n)
    return None


@new(PICKLE_BUFFER, "(cls, object, /)", shown="")
def pickle_buffer_new(cls: W_Type, w_object: Value) -> Value:
    view = buffer_of(w_object)
    if view is None:
        raise type_error(f"a bytes-like object is required, not '{type_name(w_object)}'")
    self = W_PickleBuffer()
    self.view = view
    return wrap(self)


@method(PICKLE_BUFFER, "raw(self, /)", doc="A memoryview of the bytes as they lie in memory, of one dimension.")
def pickle_buffer_raw(self: W_PickleBuffer) -> Value:
    b = live_buffer(self)
    if not b.is_contiguous() and not is_fortran(b):
        raise buffer_error("cannot extract raw buffer from non-contiguous buffer")
    r = sub_buffer(b, 0)
    r.format = "B"
    r.itemsize = 1
    r.ndim = 1
    r.shape = Array[int](1, b.n)
    r.strides = Array[int](1, 1)
    return wrap(new_view(r))


@method(PICKLE_BUFFER, "release(self, /)", doc="Lets go of the memory.")
def pickle_buffer_release(self: W_PickleBuffer) -> Value:
    self.view = None
    return w_None


@method(PICKLE_BUFFER, "__buffer__(self, flags, /)", doc="Return a buffer object that exposes the underlying memory of the object.")
def pickle_buffer_buffer(self: W_PickleBuffer, w_flags: Value) -> Value:
    return wrap(new_view(self.buffer(False)))


@method(PICKLE_BUFFER, "__release_buffer__(self, buffer, /)", doc="Release the buffer object that exposes the underlying memory of the object.")
def pickle_buffer_release_buffer(self: W_PickleBuffer, w_buffer: Value) -> Value:
    return w_None
