"""posix: extended attributes of files."""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Value, i32, wrap
from protodialect.unsafe import Addr, c_function, errno
from protopython.modules.posix.paths import Path, check_fd_alone, path_of
from protopython.modules.support.system_calls import c_copy, c_int, copy_bytes, fs_decode, os_failure_at
from protopython.objects.list.list import list_append, new_list
from protopython.objects.model.buffer import need_bytes
from protopython.objects.model.define import function
from protopython.objects.model.operations import is_true
from protopython.objects.singletons import w_None
from protopython.protocore.error import PyError
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import from_int

ERANGE: Final[int] = 34
FIRST_SIZE: Final[int] = 256
MAX_SIZE: Final[int] = 65536
"""The kernel gives no more."""


@c_function("getxattr", blocking=True)
def c_getxattr(path: Addr, name: Addr, out: Addr, n: int) -> int: ...


@c_function("lgetxattr", blocking=True)
def c_lgetxattr(path: Addr, name: Addr, out: Addr, n: int) -> int: ...


@c_function("fgetxattr", blocking=True)
def c_fgetxattr(fd: i32, name: Addr, out: Addr, n: int) -> int: ...


@c_function("setxattr", blocking=True)
def c_setxattr(path: Addr, name: Addr, value: Addr, n: int, flags: i32) -> i32: ...


@c_function("lsetxattr", blocking=True)
def c_lsetxattr(path: Addr, name: Addr, value: Addr, n: int, flags: i32) -> i32: ...


@c_function("fsetxattr", blocking=True)
def c_fsetxattr(fd: i32, name: Addr, value: Addr, n: int, flags: i32) -> i32: ...


@c_function("removexattr", blocking=True)
def c_removexattr(path: Addr, name: Addr) -> i32: ...


@c_function("lremovexattr", blocking=True)
def c_lremovexattr(path: Addr, name: Addr) -> i32: ...


@c_function("fremovexattr", blocking=True)
def c_fremovexattr(fd: i32, name: Addr) -> i32: ...


@c_function("listxattr", blocking=True)
def c_listxattr(path: Addr, out: Addr, n: int) -> int: ...


@c_function("llistxattr", blocking=True)
def c_llistxattr(path: Addr, out: Addr, n: int) -> int: ...


@c_function("flistxattr", blocking=True)
def c_flistxattr(fd: i32, out: Addr, n: int) -> int: ...


class Target:
    """The file whose attributes are asked for, and the attribute's name where there is one."""

    path: Path
    name: Path | None
    follow: bool

    def __init__(self, path: Path, name: Path | None, follow: bool) -> None:
        self.path = path
        self.name = name
        self.follow = follow

    def named(self) -> Addr:
        name = self.name
        return 0 if name is None else name.at

    def free(self) -> None:
        self.path.free()
        name = self.name
        if name is not None:
            name.free()

    def get(self, out: Addr, n: int) -> int:
        """An attribute's value, or the list of names if no name is given."""
        p = self.path
        if self.name is None:
            if p.at == 0:
                return c_flistxattr(i32(p.fd), out, n)
            return c_listxattr(p.at, out, n) if self.follow else c_llistxattr(p.at, out, n)
        if p.at == 0:
            return c_fgetxattr(i32(p.fd), self.named(), out, n)
        return c_getxattr(p.at, self.named(), out, n) if self.follow else c_lgetxattr(p.at, self.named(), out, n)

    def audit(self, event: str, w_a: Value, w_b: Value) -> None:
        """Raises an event about the path, the name and what else there is; both names are freed if a hook refuses."""
        name = self.name
        try:
            self.path.audit(event, EMPTY if name is None else name.w_path, w_a, w_b)
        except PyError:
            self.free()
            raise

    def content(self) -> bytes:
        size = FIRST_SIZE
        while True:
            out = c_malloc(size)
            n = self.get(out, size)
            number = errno()
            data = b"" if n < 0 else copy_bytes(out, n)
            c_free(out)
            if n >= 0:
                self.free()
                return data
            if number != ERANGE or size == MAX_SIZE:
                self.free()
                raise os_failure_at(number, self.path.w_path)
            size = MAX_SIZE

    def check(self, result: i32, number: int) -> Value:
        self.free()
        if result != 0:
            raise os_failure_at(number, self.path.w_path)
        return w_None


def target_of(function: str, w_path: Value, w_name: Value, w_follow: Value) -> Target:
    p = path_of(w_path, function, "path", 1)
    name = path_of(w_name, function, "attribute")
    follow = is_true(w_follow)
    check_fd_alone(p, function, w_None, follow, "")
    return Target(p, name, follow)


@function("posix", "getxattr(path, attribute, *, follow_symlinks=True)", doc="The value of an extended attribute of a file.")
def p_getxattr(w_path: Value, w_name: Value, w_follow: Value) -> Value:
    t = target_of("getxattr", w_path, w_name, w_follow)
    t.audit("os.getxattr", EMPTY, EMPTY)
    return wrap(t.content())


@function("posix", "setxattr(path, attribute, value, flags=0, *, follow_symlinks=True)", doc="Sets an extended attribute of a file.")
def p_setxattr(w_path: Value, w_name: Value, w_value: Value, w_flags: Value, w_follow: Value) -> Value:
    data = need_bytes(w_value)
    flags = i32(c_int(w_flags))
    t = target_of("setxattr", w_path, w_name, w_follow)
    t.audit("os.setxattr", w_value, from_int(int(flags)))
    p = t.path
    value = c_copy(data)
    n = len(data)
    if p.at == 0:
        result = c_fsetxattr(i32(p.fd), t.named(), value, n, flags)
    elif t.follow:
        result = c_setxattr(p.at, t.named(), value, n, flags)
    else:
        result = c_lsetxattr(p.at, t.named(), value, n, flags)
    number = errno()
    c_free(value)
    return t.check(result, number)


@function("posix", "removexattr(path, attribute, *, follow_symlinks=True)", doc="Removes an extended attribute of a file.")
def p_removexattr(w_path: Value, w_name: Value, w_follow: Value) -> Value:
    t = target_of("removexattr", w_path, w_name, w_follow)
    t.audit("os.removexattr", EMPTY, EMPTY)
    p = t.path
    if p.at == 0:
        result = c_fremovexattr(i32(p.fd), t.named())
    else:
        result = c_removexattr(p.at, t.named()) if t.follow else c_lremovexattr(p.at, t.named())
    return t.check(result, errno())


@function("posix", "listxattr(path=None, *, follow_symlinks=True)", doc="The names of a file's extended attributes; the current folder's for None.")
def p_listxattr(w_path: Value, w_follow: Value) -> Value:
    p = path_of(w_path, "listxattr", "path", 2)
    follow = is_true(w_follow)
    check_fd_alone(p, "listxattr", w_None, follow, "")
    p.audit("os.listxattr")
    data = Target(p, None, follow).content()
    names = new_list()
    start = 0
    while start < len(data):
        end = data.find(b"\0", start)
        list_append(names, wrap(fs_decode(data[start:end])))
        start = end + 1
    return wrap(names)
