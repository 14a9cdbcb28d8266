"""_stat: the bits of st_mode and functions that test them, for the module stat."""

from __future__ import annotations

import stat as _host_stat
from typing import Final

from protodialect.types import Value, wrap
from protopython.objects.int.int import int_to_i64
from protopython.objects.model.define import constant, define_module, function
from protopython.objects.model.errors import overflow_error
from protopython.objects.model.operations import index_value
from protopython.objects.singletons import new_bool, w_False
from protopython.protocore.value import from_int

define_module("_stat", "S_IFMT_: file type bits and tests of them.")

for _name in (
    "SF_APPEND SF_ARCHIVED SF_IMMUTABLE SF_NOUNLINK SF_SNAPSHOT ST_ATIME ST_CTIME ST_DEV ST_GID ST_INO ST_MODE ST_MTIME ST_NLINK ST_SIZE "
    "ST_UID S_ENFMT S_IEXEC S_IFBLK S_IFCHR S_IFDIR S_IFDOOR S_IFIFO S_IFLNK S_IFPORT S_IFREG S_IFSOCK S_IFWHT S_IREAD S_IRGRP S_IROTH "
    "S_IRUSR S_IRWXG S_IRWXO S_IRWXU S_ISGID S_ISUID S_ISVTX S_IWGRP S_IWOTH S_IWRITE S_IWUSR S_IXGRP S_IXOTH S_IXUSR UF_APPEND "
    "UF_COMPRESSED UF_HIDDEN UF_IMMUTABLE UF_NODUMP UF_NOUNLINK UF_OPAQUE"
).split():
    constant("_stat", _name, getattr(_host_stat, _name))
for _name, _value in {
    "SF_DATALESS": 0x40000000, "SF_FIRMLINK": 0x800000, "SF_SETTABLE": 0x3FFF0000, "UF_DATAVAULT": 0x80, "UF_SETTABLE": 0xFFFF,
    "UF_TRACKED": 0x40,
}.items():  # fmt: skip
    constant("_stat", _name, _value)

FORMAT: Final[int] = 0o170000


def mode_of(w: Value) -> int:
    mode, too_big = int_to_i64(index_value(w))
    if too_big or mode > 0xFFFFFFFFFFFF:
        raise overflow_error("Python int too large to convert to C unsigned long")
    if mode < 0:
        raise overflow_error("can't convert negative value to unsigned int")
    return mode


@function("_stat", "S_IMODE(object, /)", doc="The permission bits.", shown="($self, object, /)")
def s_imode(w_mode: Value) -> Value:
    return from_int(mode_of(w_mode) & 0o7777)


@function("_stat", "S_IFMT(object, /)", doc="The file type bits.", shown="($self, object, /)")
def s_ifmt(w_mode: Value) -> Value:
    return from_int(mode_of(w_mode) & FORMAT)


@function("_stat", "S_ISDIR(object, /)", doc="Whether it is a folder.", shown="($self, object, /)")
def s_isdir(w_mode: Value) -> Value:
    return new_bool(mode_of(w_mode) & FORMAT == 0o040000)


@function("_stat", "S_ISREG(object, /)", doc="Whether it is a regular file.", shown="($self, object, /)")
def s_isreg(w_mode: Value) -> Value:
    return new_bool(mode_of(w_mode) & FORMAT == 0o100000)


@function("_stat", "S_ISLNK(object, /)", doc="Whether it is a symbolic link.", shown="($self, object, /)")
def s_islnk(w_mode: Value) -> Value:
    return new_bool(mode_of(w_mode) & FORMAT == 0o120000)


@function("_stat", "S_ISCHR(object, /)", doc="Whether it is a character device.", shown="($self, object, /)")
def s_ischr(w_mode: Value) -> Value:
    return new_bool(mode_of(w_mode) & FORMAT == 0o020000)


@function("_stat", "S_ISBLK(object, /)", doc="Whether it is a block device.", shown="($self, object, /)")
def s_isblk(w_mode: Value) -> Value:
    return new_bool(mode_of(w_mode) & FORMAT == 0o060000)


@function("_stat", "S_ISFIFO(object, /)", doc="Whether it is a named pipe.", shown="($self, object, /)")
def s_isfifo(w_mode: Value) -> Value:
    return new_bool(mode_of(w_mode) & FORMAT == 0o010000)


@function("_stat", "S_ISSOCK(object, /)", doc="Whether it is a socket.", shown="($self, object, /)")
def s_issock(w_mode: Value) -> Value:
    return new_bool(mode_of(w_mode) & FORMAT == 0o140000)


@function("_stat", "S_ISDOOR(object, /)", doc="False: there are none here.", shown="($self, object, /)")
@function("_stat", "S_ISPORT(object, /)", doc="False: there are none here.", shown="($self, object, /)")
@function("_stat", "S_ISWHT(object, /)", doc="False: there are none here.", shown="($self, object, /)")
def s_isnothing(w_mode: Value) -> Value:
    mode_of(w_mode)
    return w_False


def triple(mode: int, shift: int, special: int, set_x: str, set_only: str) -> str:
    bits = mode >> shift
    x = bits & 1 == 1
    last = (set_x if x else set_only) if mode & special != 0 else "x" if x else "-"
    return ("r" if bits & 4 != 0 else "-") + ("w" if bits & 2 != 0 else "-") + last


@function("_stat", "filemode(object, /)", doc="A mode as `ls -l` shows it.", shown="($self, object, /)")
def filemode(w_mode: Value) -> Value:
    mode = mode_of(w_mode)
    kind = "?"
    match mode & FORMAT:
        case 0o100000:
            kind = "-"
        case 0o040000:
            kind = "d"
        case 0o120000:
            kind = "l"
        case 0o060000:
            kind = "b"
        case 0o020000:
            kind = "c"
        case 0o010000:
            kind = "p"
        case 0o140000:
            kind = "s"
        case _:
            kind = "?"
    user = triple(mode, 6, 0o4000, "s", "S")
    group = triple(mode, 3, 0o2000, "s", "S")
    return wrap(kind + user + group + triple(mode, 0, 0o1000, "t", "T"))
