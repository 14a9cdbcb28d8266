"""dlopen, dlsym, dlclose and dllist."""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import Value, i32, wrap
from protodialect.unsafe import Addr, c_callback, c_function, callback_address, load64, store64
from protopython.modules.support.system_calls import c_bytes, c_copy, c_int, fs_decode, fspath_of, path_bytes
from protopython.modules.support.system_library import RTLD_NOW, c_dlopen, c_dlsym
from protopython.objects.codecs.codecs import UTF_8, encode_known
from protopython.objects.exceptions.exceptions import OS_ERROR
from protopython.objects.int.int import int_low64, is_integer, new_uint
from protopython.objects.list.list import list_append, new_list
from protopython.objects.model.auditing import run_audit_hooks
from protopython.objects.model.define import constant, function
from protopython.objects.model.errors import error, type_error, value_error
from protopython.objects.singletons import plain, w_None
from protopython.objects.str.methods import need_str
from protopython.objects.tuple import new_tuple1, new_tuple2
from protopython.protocore.error import PyError
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import same

MODULE: Final[str] = "_ctypes"
constant(MODULE, "RTLD_LOCAL", 0)
constant(MODULE, "RTLD_GLOBAL", 256)


@c_function("dlerror")
def c_dlerror() -> Addr: ...


@c_function("dlclose", blocking=True)
def c_dlclose(handle: Addr) -> i32: ...


@c_function("dl_iterate_phdr", blocking=True)
def c_iterate_libraries(visit: Addr, data: Addr) -> i32: ...


def last_error() -> str:
    """What the last dlopen or dlsym of this thread failed of; "": nothing."""
    at = c_dlerror()
    return "" if at == 0 else fs_decode(c_bytes(at))


def symbol_of(handle: Addr, name: bytes) -> Addr:
    at = c_copy(name)
    result = c_dlsym(handle, at)
    c_free(at)
    return result


def symbol_name(function: str, w: Value) -> bytes:
    """An argument that names a symbol."""
    name = encode_known(UTF_8, need_str(w, f"{function}() argument 2"), "strict")
    if name.find(b"\0") >= 0:
        raise value_error("embedded null character")
    return name


def load_error(default: str) -> PyError:
    text = last_error()
    return error(OS_ERROR, text if text != "" else default)


def handle_of(w: Value) -> Addr:
    w_int = plain(w)
    if not is_integer(w_int):
        raise type_error("an integer is required")
    return int_low64(w_int)


@function(MODULE, "dlopen(name, flag=0, /)", doc="Opens a shared library, or with None the program itself; its handle.", shown="")
def ctypes_dlopen(w_name: Value, w_flags: Value) -> Value:
    at = 0
    name = b""
    none = same(w_name, w_None)
    if not none:
        name = path_bytes(fspath_of(w_name), "")
    flags = c_int(w_flags) | RTLD_NOW
    run_audit_hooks(wrap("ctypes.dlopen"), wrap(new_tuple1(w_name)))
    if not none:
        at = c_copy(name)
    handle = c_dlopen(at, i32(flags))
    if not none:
        c_free(at)
    if handle == 0:
        raise load_error("dlopen() error")
    return new_uint(handle)


@function(MODULE, "dlclose(handle, /)", doc="Closes a shared library.", shown="")
def ctypes_dlclose(w_handle: Value) -> Value:
    if c_dlclose(handle_of(w_handle)) != 0:
        raise load_error("dlclose() error")
    return w_None


@function(MODULE, "dlsym(handle, name, /)", doc="The address of what a shared library calls so.", shown="")
def ctypes_dlsym(w_handle: Value, w_name: Value) -> Value:
    handle = handle_of(w_handle)
    name = symbol_name("dlsym", w_name)
    run_audit_hooks(wrap("ctypes.dlsym/handle"), wrap(new_tuple2(w_handle, w_name)))
    at = symbol_of(handle, name)
    if at == 0:
        raise load_error(f"symbol '{fs_decode(name)}' not found")
    return new_uint(at)


NAME_OFFSET: Final[int] = 8
"""Of the name in a struct dl_phdr_info."""


@c_callback
def visit_library(library: Addr, size: int, found: Addr) -> i32:
    """found: room | how many there are | names ..."""
    n = load64(found + 8)
    if n < load64(found):
        store64(found + 16 + 8 * n, load64(library + NAME_OFFSET))
    store64(found + 8, n + 1)
    return i32(0)


@function(MODULE, "dllist()", doc="The names of the shared libraries that are loaded.", shown="($self, /)")
def ctypes_dllist() -> Value:
    room = 256
    while True:
        found = c_malloc(16 + 8 * room)
        store64(found, room)
        store64(found + 8, 0)
        c_iterate_libraries(callback_address(visit_library), found)
        n = load64(found + 8)
        if n <= room:
            break
        c_free(found)
        room = 2 * n
    names = new_list()
    for i in range(n):
        list_append(names, wrap(fs_decode(c_bytes(load64(found + 16 + 8 * i)))))
    c_free(found)
    return wrap(names)
