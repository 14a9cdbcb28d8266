"""_uuid: UUIDs made of the time, by the library that lets no two processes make the same."""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import Value, i32, wrap
from protodialect.unsafe import Addr, c_function
from protopython.modules.support.system_calls import copy_bytes
from protopython.modules.support.system_library import SystemLibrary
from protopython.objects.model.define import constant, define_module, function, module_init
from protopython.objects.tuple import new_tuple2
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import from_int

MODULE: Final[str] = "_uuid"
UUID: Final[SystemLibrary] = SystemLibrary("uuid", MODULE, ["libuuid.so.1"], "libuuid1 (Debian), libuuid (Fedora)")
SIZE: Final[int] = 16

define_module(MODULE, "UUIDs of the system's library.")
constant(MODULE, "has_uuid_generate_time_safe", 1)
constant(MODULE, "has_stable_extractable_node", 0)


@c_function("uuid_generate_time_safe", blocking=True, library="uuid")
def c_generate_time_safe(out: Addr) -> i32: ...


@module_init(MODULE)
def init_uuid(_w_module: Value) -> None:
    UUID.open()


@function(
    MODULE,
    "generate_time_safe()",
    doc="(bytes, status): a UUID of the time and the node; status is 0 if no other process can have got the same one.",
    shown="($self, /)",
)
def generate_time_safe() -> Value:
    room = c_malloc(SIZE)
    status = int(c_generate_time_safe(room))
    w = wrap(copy_bytes(room, SIZE))
    c_free(room)
    return wrap(new_tuple2(w, from_int(status)))
