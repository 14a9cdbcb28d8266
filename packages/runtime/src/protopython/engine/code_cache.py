"""Compiled code beside the source: __pycache__/NAME.protopy-314.pyc, in the layout importlib knows (PEP 3147, PEP 552).

    4 bytes magic number | 4 bytes flags | 8 bytes: time of change and size of the source, or its hash | marshalled code

What cannot be read, or is not of this source and this compiler, is compiled anew; what cannot be written is not. Files appear
whole: they are written beside their place and renamed.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, try_as, wrap
from protopython.engine.code_version import MAGIC
from protopython.engine.marshal_reader import unmarshalled
from protopython.engine.marshal_writer import marshalled
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


def put32(out: BytesBuilder, x: int) -> None:
    for i in range(4):
        out.append_byte((x >> (8 * i)) & 0xFF)


def cached_code(path: str, source: system.Stamp) -> W_Code | None:
    """The code kept for a source file; None where there is none, or it is not of this source."""
    try:
        data = system.read_file(cache_path(path))
    except system.OsError:
        return None
    # A file with flags is one that goes by the hash of the source: importlib's own business.
    if len(data) < HEADER or data[0:HEADER] != header_of(source):
        return None
    try:
        w_code = unmarshalled(data[HEADER : len(data)], True)
    except PyError:
        return None  # of another version, or damaged
    code = try_as(W_Code, w_code)
    if code is not None and code.filename != path:
        rename_source(code, code.filename, path)
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


def keep_code(path: str, source: system.Stamp, code: W_Code) -> None:
    """Keeps the code of a source file, unless the program wants no such files or the place cannot be written."""
    if is_true(sys_value("dont_write_bytecode")):
        return
    place = cache_path(path)
    data = header_of(source) + marshalled(wrap(code), MARSHAL_VERSION, True)
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
