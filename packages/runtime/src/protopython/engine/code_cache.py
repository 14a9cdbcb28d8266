"""Compiled code beside the source: __pycache__/NAME.protopy-314.pyc, in the layout importlib knows (PEP 3147, PEP 552).

    4 bytes magic number | 4 bytes flags | 8 bytes: time of change and size of the source, or its hash | marshalled code

What cannot be read, or is not of this source and this compiler, is compiled anew; what cannot be written is not. Files appear
whole: they are written beside their place and renamed. A file that goes by the hash of its source stays one that does.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, try_as, wrap
from protopython.engine.code_version import MAGIC
from protopython.engine.marshal_reader import unmarshalled
from protopython.engine.marshal_writer import marshalled
from protopython.engine.source_hash import source_hash
from protopython.objects.code.code import W_Code
from protopython.objects.dict.dict import dict_get_str
from protopython.objects.model.operations import is_true
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.objects.str.string_builder import BytesBuilder
from protopython.protocore import os as system
from protopython.protocore.error import PyError
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty

HEADER: Final[int] = 16
HASHED: Final[int] = 1
"""A flag: the file goes by the hash of its source."""
CHECKED: Final[int] = 2
"""A flag beside HASHED: the source is looked at. Without it the file is believed."""
TAG: Final[str] = "protopy-314"
MARSHAL_VERSION: Final[int] = 5


def sys_value(name: str) -> Value:
    """An attribute of sys, None where a program removed it."""
    w = dict_get_str(context().space.w_sys.dict, name)
    return w_None if is_empty(w) else w


def cache_path(path: str) -> str:
    """Where the code of a source file is kept. path: absolute."""
    slash = path.rfind("/")
    folder = path[0 : slash + 1]
    name = path[slash + 1 : len(path)]
    if name.endswith(".py"):
        name = name[0 : len(name) - 3]
    name += "." + TAG
    optimize = context().space.optimize
    if optimize > 0:
        name += f".opt-{optimize}"
    prefix = as_str(sys_value("pycache_prefix"))
    if prefix is not None:
        return prefix + folder + name + ".pyc"
    return folder + "__pycache__/" + name + ".pyc"


def header_of(source: system.Stamp) -> bytes:
    out = BytesBuilder(HEADER)
    put32(out, MAGIC)
    put32(out, 0)
    put32(out, source.seconds)
    put32(out, source.size)
    return out.to_bytes()


def hash_header(flags: int, text: bytes) -> bytes:
    out = BytesBuilder(HEADER)
    put32(out, MAGIC)
    put32(out, flags)
    return out.to_bytes() + source_hash(MAGIC, text)


def put32(out: BytesBuilder, x: int) -> None:
    for i in range(4):
        out.append_byte((x >> (8 * i)) & 0xFF)


def kept_file(path: str) -> bytes:
    """The file of code for a source file; b"" where this compiler wrote none."""
    try:
        data = system.read_file(cache_path(path))
    except system.OsError:
        return b""
    return data if len(data) >= HEADER and get32(data, 0) == MAGIC else b""


def get32(data: bytes, at: int) -> int:
    return data[at] | data[at + 1] << 8 | data[at + 2] << 16 | data[at + 3] << 24


def is_current(data: bytes, path: str, source: system.Stamp) -> bool:
    """Whether a kept file is of the source as it is now."""
    flags = get32(data, 4)
    if flags & HASHED == 0:
        return data[0:HEADER] == header_of(source)
    if flags & ~(HASHED | CHECKED) != 0:
        return False
    when = context().space.settings.check_pycs
    if when == "never" or (when == "default" and flags & CHECKED == 0):
        return True
    try:
        return data[0:HEADER] == hash_header(flags, system.read_file(path))
    except system.OsError:
        return False


def cached_code(path: str, source: system.Stamp, shown: str) -> W_Code | None:
    """The code kept for a source file, which it names `shown`; None where there is none, or it is not of this source."""
    data = kept_file(path)
    if len(data) == 0 or not is_current(data, path, source):
        return None
    try:
        w_code = unmarshalled(data[HEADER : len(data)], True)
    except PyError:
        return None  # of another version, or damaged
    code = try_as(W_Code, w_code)
    if code is not None and code.filename != shown:
        rename_source(code, code.filename, shown)
    return code


def rename_source(code: W_Code, old: str, new: str) -> None:
    """The source file was moved: its code and all code in it that names the old place names the new one."""
    if code.filename != old:
        return
    code.filename = new
    for i in range(len(code.consts)):
        inner = try_as(W_Code, code.consts[i])
        if inner is not None:
            rename_source(inner, old, new)


def keep_code(path: str, source: system.Stamp, text: bytes, code: W_Code) -> None:
    """Keeps the code of a source file, unless the program wants no such files or the place cannot be written."""
    if is_true(sys_value("dont_write_bytecode")):
        return
    place = cache_path(path)
    old = kept_file(path)
    flags = 0 if len(old) == 0 else get32(old, 4) & (HASHED | CHECKED)
    header = header_of(source) if flags & HASHED == 0 else hash_header(flags, text)
    data = header + marshalled(wrap(code), MARSHAL_VERSION, True)
    try:
        make_folders(place[0 : place.rfind("/")])
        system.write_file_whole(place, data, source.mode & 0o666 | 0o200)
    except system.OsError:
        pass


def make_folders(folder: str) -> None:
    """The folder with those above it; OsError."""
    if folder == "" or system.path_exists(folder):
        return
    make_folders(folder[0 : folder.rfind("/")])
    system.make_folder(folder)
