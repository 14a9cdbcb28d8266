"""_posixshmem: named memory that processes share (multiprocessing.shared_memory)."""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import Value, i32, u32
from protodialect.unsafe import Addr, c_function, errno
from protopython.engine.signals import run_pending_signals
from protopython.modules.support.system_calls import EINTR, c_copy, c_text, os_failure_at, parsed_int
from protopython.objects.model.define import define_module, function
from protopython.objects.singletons import w_None
from protopython.objects.str.methods import need_str
from protopython.protocore.os import c_free
from protopython.protocore.value import from_int

MODULE: Final[str] = "_posixshmem"
define_module(MODULE, "Named memory that processes share.")


@c_function("shm_open")
def c_shm_open(path: Addr, flags: i32, mode: u32) -> i32: ...


@c_function("shm_unlink")
def c_shm_unlink(path: Addr) -> i32: ...


@function(MODULE, "shm_open(path, flags, mode=511)", doc="Opens shared memory as a file; the descriptor.")
def s_shm_open(w_path: Value, w_flags: Value, w_mode: Value) -> Value:
    name = need_str(w_path, "shm_open() argument 1")
    flags = parsed_int(w_flags)
    mode = parsed_int(w_mode)
    path = c_copy(c_text(name))
    try:
        while True:
            fd = int(c_shm_open(path, i32(flags), u32(mode)))  # which no other program gets: it is opened with O_CLOEXEC
            if fd >= 0:
                return from_int(fd)
            number = errno()
            if number != EINTR:
                raise os_failure_at(number, w_path)
            run_pending_signals()
    finally:
        c_free(path)


@function(MODULE, "shm_unlink(path, /)", doc="Removes the name of shared memory, which ends with its last mapping.")
def s_shm_unlink(w_path: Value) -> Value:
    path = c_copy(c_text(need_str(w_path, "shm_unlink() argument")))
    try:
        while c_shm_unlink(path) != 0:
            number = errno()
            if number != EINTR:
                raise os_failure_at(number, w_path)
            run_pending_signals()
    finally:
        c_free(path)
    return w_None
