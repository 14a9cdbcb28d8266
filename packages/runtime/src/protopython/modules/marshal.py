"""The marshal module: values as bytes and back. The formats are engine/marshal_writer.py's."""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, wrap
from protopython.engine.marshal_reader import unmarshalled, unmarshalled_file
from protopython.engine.marshal_writer import marshalled
from protopython.objects.model.attributes import getattr_of
from protopython.objects.model.auditing import audit, audit1, audit2
from protopython.objects.model.buffer import buffer_of
from protopython.objects.model.call import call1
from protopython.objects.model.define import constant, define_module, function
from protopython.objects.model.errors import type_error
from protopython.objects.model.operations import is_true
from protopython.objects.model.types import type_name
from protopython.objects.str.methods import c_int
from protopython.protocore.value import from_int

MODULE: Final[str] = "marshal"

define_module(MODULE, "This module contains functions that can read and write Python values in a binary format.")
constant(MODULE, "version", 5)


@function(
    MODULE,
    "dumps(value, version=5, /, *, allow_code=True)",
    doc="The bytes that dump() would write.",
    shown="($module, value, version=version, /, *, allow_code=True)",
)
def dumps(w_value: Value, w_version: Value, w_allow: Value) -> Value:
    return wrap(dumped(w_value, w_version, w_allow))


@function(
    MODULE,
    "dump(value, file, version=5, /, *, allow_code=True)",
    doc="Writes a value to a file, marshalled.",
    shown="($module, value, file, version=version, /, *, allow_code=True)",
)
def dump(w_value: Value, w_file: Value, w_version: Value, w_allow: Value) -> Value:
    return call1(getattr_of(w_file, "write"), wrap(dumped(w_value, w_version, w_allow)))


def dumped(w_value: Value, w_version: Value, w_allow: Value) -> bytes:
    version = c_int(w_version)
    allow_code = is_true(w_allow)
    audit2("marshal.dumps", w_value, from_int(version))
    return marshalled(w_value, version, allow_code)


@function(MODULE, "loads(bytes, /, *, allow_code=True)", doc="The value that marshalled bytes hold; what follows it is passed over.")
def loads(w_bytes: Value, w_allow: Value) -> Value:
    b = buffer_of(w_bytes)
    if b is None:
        raise type_error(f"a bytes-like object is required, not '{type_name(w_bytes)}'")
    data = b.to_bytes()
    allow_code = is_true(w_allow)
    audit1("marshal.loads", wrap(data))
    return unmarshalled(data, allow_code)


@function(MODULE, "load(file, /, *, allow_code=True)", doc="The next value in an open file, of which no more is read.")
def load(w_file: Value, w_allow: Value) -> Value:
    audit("marshal.load")
    return unmarshalled_file(w_file, is_true(w_allow))
