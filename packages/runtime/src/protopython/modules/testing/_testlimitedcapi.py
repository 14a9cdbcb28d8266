"""_testlimitedcapi: operations of the abstract object protocol, called as functions, for tests that reach past the syntax.

CPython's has one function for each of the C interface's; these are the ones that mean something without that interface: the operations
that compiled code uses here.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Value
from protopython.objects.codecs.codecs import decode_utf8
from protopython.objects.model import operations
from protopython.objects.model.attributes import getattr_of
from protopython.objects.model.buffer import need_bytes
from protopython.objects.model.define import define_module, function
from protopython.objects.model.errors import index_error
from protopython.objects.model.operations import index_of, length_of
from protopython.objects.model.types import type_name
from protopython.protocore.error import PyError
from protopython.protocore.value import from_int

MODULE: Final[str] = "_testlimitedcapi"
define_module(MODULE, "The object protocol's operations, for tests.")


def position(w_obj: Value, w_index: Value) -> Value:
    """A sequence's index as its item slot gets it: the length is added once to a negative one."""
    i = index_of(w_index)
    if i < 0:
        i += length_of(w_obj)
        if i < 0:
            raise index_error(f"{type_name(w_obj)} index out of range")
    return from_int(i)


@function(MODULE, "sequence_getitem(sequence, index, /)", doc="sequence[index]")
def sequence_getitem(w_obj: Value, w_index: Value) -> Value:
    return operations.getitem(w_obj, position(w_obj, w_index))


@function(MODULE, "sequence_setitem(sequence, index, value, /)", doc="sequence[index] = value; 0.")
def sequence_setitem(w_obj: Value, w_index: Value, w_value: Value) -> Value:
    operations.setitem(w_obj, position(w_obj, w_index), w_value)
    return from_int(0)


@function(MODULE, "sequence_delitem(sequence, index, /)", doc="del sequence[index]; 0.")
def sequence_delitem(w_obj: Value, w_index: Value) -> Value:
    operations.delitem(w_obj, position(w_obj, w_index))
    return from_int(0)


@function(MODULE, "object_hasattrstring(object, name, /)", doc="1 if reading the attribute gives no error, else 0.")
def object_hasattrstring(w_obj: Value, w_name: Value) -> Value:
    name, _ = decode_utf8(need_bytes(w_name), "strict", True)
    try:
        getattr_of(w_obj, name)
    except PyError:
        return from_int(0)
    return from_int(1)


@function(MODULE, "_py_getbuiltwithassert()", doc="Whether C assertions are compiled in.")
def built_with_assertions() -> Value:
    return from_int(0)
