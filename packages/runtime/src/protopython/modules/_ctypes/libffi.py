"""The system's libffi.

    ffi_type     size 8 | alignment 2 | type 2, pad | elements 8: ffi_types, a null pointer behind them
    ffi_cif      abi 4 | number of arguments 4 | argument types 8 | result type 8 | ...
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import i32, u32
from protodialect.unsafe import Addr, c_function, store16, store64
from protopython.modules.support.system_library import SystemLibrary
from protopython.protocore.os import AARCH64, c_malloc

TYPE_SIZE: Final[int] = 24
TYPE_STRUCT: Final[int] = 13
CIF_SIZE: Final[int] = 64
"""More than any platform's."""
CLOSURE_SIZE: Final[int] = 64
ABI: Final[int] = 1 if AARCH64 else 2
OK: Final[int] = 0

LIBFFI: Final[SystemLibrary] = SystemLibrary("ffi", "_ctypes", ["libffi.so.8"], "libffi8 (Debian), libffi (Fedora)")


@c_function("ffi_prep_cif", library="ffi")
def c_prep_cif(cif: Addr, abi: i32, n: u32, result: Addr, arguments: Addr) -> i32: ...


@c_function("ffi_prep_cif_var", library="ffi")
def c_prep_cif_var(cif: Addr, abi: i32, n_fixed: u32, n: u32, result: Addr, arguments: Addr) -> i32: ...


@c_function("ffi_call", blocking=True, library="ffi")
def c_ffi_call(cif: Addr, function: Addr, result: Addr, values: Addr) -> None: ...


@c_function("ffi_closure_alloc", library="ffi")
def c_closure_alloc(size: int, code: Addr) -> Addr: ...


@c_function("ffi_closure_free", library="ffi")
def c_closure_free(closure: Addr) -> None: ...


@c_function("ffi_prep_closure_loc", library="ffi")
def c_prep_closure(closure: Addr, cif: Addr, function: Addr, user: Addr, code: Addr) -> i32: ...


class BasicTypes:
    """The library's types that every call needs."""

    nothing: Addr
    int: Addr
    pointer: Addr

    def __init__(self) -> None:
        self.nothing = 0
        self.int = 0
        self.pointer = 0


BASIC: Final[BasicTypes] = BasicTypes()


def open_libffi() -> None:
    LIBFFI.open()
    BASIC.nothing = LIBFFI.address_of("ffi_type_void")
    BASIC.int = LIBFFI.address_of("ffi_type_sint32")
    BASIC.pointer = LIBFFI.address_of("ffi_type_pointer")


def new_struct_type(size: int, alignment: int, elements: list[Addr]) -> Addr:
    """A type for structures, unions and arrays that are handed over by value. It is never freed, as no class is."""
    t = c_malloc(TYPE_SIZE + 8 * (len(elements) + 1))
    store64(t, size)
    store16(t + 8, alignment)
    store16(t + 10, TYPE_STRUCT)
    store64(t + 16, t + TYPE_SIZE)
    for i in range(len(elements)):
        store64(t + TYPE_SIZE + 8 * i, elements[i])
    store64(t + TYPE_SIZE + 8 * len(elements), 0)
    return t


def prepare(cif: Addr, n_fixed: int, n: int, result: Addr, arguments: Addr) -> int:
    """n_fixed < n: the function takes a variable number of arguments."""
    if n_fixed < n:
        return c_prep_cif_var(cif, i32(ABI), u32(n_fixed), u32(n), result, arguments)
    return c_prep_cif(cif, i32(ABI), u32(n), result, arguments)
