"""Libraries of the system that native modules call. One is opened when its module is first imported; where it is missing, that import fails.
What the system lacks may lie in PREFIX/lib.

    BZ2: Final = SystemLibrary("bz2", "_bz2", ["libbz2.so.1.0"], "libbz2-1.0 (Debian), bzip2-libs (Fedora)")

    @c_function("BZ2_bzCompress", library="bz2", blocking=True)
    def c_compress(stream: Addr, action: i32) -> i32: ...

    @module_init("_bz2")
    def init(w_module: Value) -> None:
        BZ2.open()

A callback is a `@c_callback` function, its C address `callback_address(f)` (protodialect.unsafe).
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, i32
from protodialect.unsafe import Addr, c_function, host_register_library, library_functions
from protopython.modules.support.system_calls import c_copy
from protopython.objects.model import errors
from protopython.protocore.os import c_free
from protopython.protocore.thread import context

RTLD_NOW: Final[int] = 2


@c_function("dlopen", blocking=True)
def c_dlopen(name: Addr, mode: i32) -> Addr: ...


@c_function("dlsym")
def c_dlsym(library: Addr, name: Addr) -> Addr: ...


@c_function("pp_register_library")
def c_register_library(key: Addr, handle: Addr) -> int: ...


class SystemLibrary:
    """Made at module level. `key` is what c_function(library=) says, `names` the file names to try, `packages` what a user would install."""

    key: str
    module: str
    names: list[str]
    packages: str
    functions: list[str]
    handle: Addr
    """0: not open."""

    def __init__(self, key: str, module: str, names: list[str], packages: str) -> None:
        self.key = key
        self.module = module
        self.names = names
        self.packages = packages
        self.functions = library_functions(key)
        self.handle = 0

    def open(self) -> None:
        """ImportError: there is no such library, or it lacks a function."""
        if self.handle != 0:
            return
        handle = self.find("")
        if handle == 0:
            handle = self.find(context().space.settings.base_prefix + "/lib/")
        if handle == 0:
            names = " or ".join(self.names)
            raise errors.import_error(f"{names} was not found: install the package {self.packages}", self.module)
        for name in self.functions:
            if symbol_in(handle, name) == 0:
                raise errors.import_error(f"{self.names[0]} lacks the function {name}: a newer one is needed, package {self.packages}", self.module)
        if COMPILED:
            at = c_copy(self.key.encode())
            failed = c_register_library(at, handle)
            c_free(at)
            if failed != 0:
                raise errors.memory_error()
        else:
            host_register_library(self.key, handle)
        self.handle = handle

    def find(self, folder: str) -> Addr:
        """The library in a folder, or "", where the system has it. 0: it is not there."""
        for name in self.names:
            at = c_copy((folder + name).encode())
            handle = c_dlopen(at, i32(RTLD_NOW))
            c_free(at)
            if handle != 0:
                return handle
        return 0

    def address_of(self, name: str) -> Addr:
        """Of a function or a variable of the open library; 0: it has none of that name."""
        return symbol_in(self.handle, name)


def symbol_in(handle: Addr, name: str) -> Addr:
    at = c_copy(name.encode())
    result = c_dlsym(handle, at)
    c_free(at)
    return result
