"""Where things are: the executable, the prefixes, the standard library, sys.path.

    PREFIX/bin/protopy          the executable; /proc tells where the file really is
    PREFIX/lib/python3.14t/     the standard library
    PREFIX/lib/protopython3.14/ our modules that stand for some of its (lib/python3.14 of the repository)
    VENV/bin/protopy            a link to it, or a copy, with VENV/pyvenv.cfg: the prefix is VENV then, and the library the home's
"""

from __future__ import annotations

import os.path
from typing import Final

from protodialect.types import COMPILED
from protodialect.unsafe import Addr, c_function
from protopy_cli.arguments import Options
from protopython.modules.posix.module import normal_path
from protopython.modules.support.system_calls import c_bytes, c_copy, fs_decode, fs_encode
from protopython.modules.sys.module import ABI_FLAGS, SHORT_VERSION
from protopython.protocore import os as system
from protopython.protocore.os import c_free
from protopython.protocore.settings import Settings

VERSIONED: Final[str] = "python" + SHORT_VERSION + ABI_FLAGS
"""The folder's name, as the stock sysconfig and site make it."""
LIBRARY: Final[str] = "/lib/" + VERSIONED
OWN_LIBRARY: Final[str] = "/lib/protopython" + SHORT_VERSION
VENV_FILE: Final[str] = "/pyvenv.cfg"


@c_function("realpath")
def c_realpath(path: Addr, out: Addr) -> Addr: ...


# --- paths --------------------------------------------------------------------------------------------------------------


def folder_of(path: str) -> str:
    i = path.rfind("/")
    return "" if i < 0 else path[0:i] if i > 0 else "/"


def name_of(path: str) -> str:
    return path[path.rfind("/") + 1 : len(path)]


def absolute(path: str) -> str:
    """path from the root; what is behind the working folder stays as it was written."""
    if path.startswith("/"):
        return path
    if path == "." or path == "":
        return system.current_folder()
    return system.current_folder() + "/" + path


def normal_absolute(path: str) -> str:
    """os.path.abspath"""
    return normal_path(absolute(path))


def real_path(path: str) -> str:
    """path without links; path itself if there is nothing of the name."""
    at = c_copy(fs_encode(path))
    found = c_realpath(at, 0)
    c_free(at)
    if found == 0:
        return path
    real = fs_decode(c_bytes(found))
    c_free(found)
    return real


# --- the executable and the library -------------------------------------------------------------------------------------


def find_executable(program: str) -> str:
    """The command's file by the name it was called with: a virtual environment is where a link is, not where it leads."""
    if COMPILED:
        if program.find("/") >= 0:
            return normal_absolute(program)
        folders = system.getenv("PATH")
        if program != "" and folders is not None:
            for folder in folders.split(":"):
                candidate = absolute(folder) + "/" + program
                stamp = system.stamp_of(candidate)
                if stamp is not None and stamp.is_file() and stamp.mode & 0o111 != 0:
                    return candidate
    return system.executable_path()


class VirtualEnvironment:
    """What pyvenv.cfg says."""

    folder: str
    home: str
    """The folder of the executable it was made with."""
    system_packages: bool

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.home = ""
        self.system_packages = False


def find_environment(executable: str) -> VirtualEnvironment | None:
    """The virtual environment that the executable is of: its file is beside the executable, or above."""
    if not COMPILED:
        return None
    folder = folder_of(executable)
    for candidate in [folder, folder_of(folder)]:
        try:
            text = fs_decode(system.read_file(candidate + VENV_FILE))
        except system.OsError:
            continue
        found = VirtualEnvironment(candidate)
        for line in text.split("\n"):
            at = line.find("=")
            if at < 0:
                continue
            key = line[0:at].strip().lower()
            value = line[at + 1 : len(line)].strip()
            if key == "home":
                found.home = value
            elif key == "include-system-site-packages":
                found.system_packages = value.lower() == "true"
        if found.home != "":
            return found
    return None


def find_places(s: Settings, options: Options, variables: dict[str, str], program: str) -> VirtualEnvironment | None:
    """Settles prefixes and library; the virtual environment, if it is one."""
    executable = find_executable(program)
    s.executable = executable
    s.base_executable = executable
    s.base_prefix = folder_of(folder_of(system.executable_path()))
    s.prefix = s.base_prefix
    venv = find_environment(executable)
    home = variables.get("PYTHONHOME")
    if home is not None:
        colon = home.find(":")
        s.base_prefix = home if colon < 0 else home[0:colon]
        s.prefix = s.base_prefix
    elif venv is not None:
        s.home = venv.home
        s.prefix = venv.folder
        if folder_of(system.executable_path()) == folder_of(executable):
            s.base_prefix = folder_of(venv.home)
        beside = venv.home + "/" + name_of(executable)
        s.base_executable = beside if system.path_exists(beside) else system.executable_path()
    s.stdlib = find_stdlib(s, options)
    if s.stdlib.endswith(LIBRARY):
        own = s.prefix == s.base_prefix
        s.base_prefix = normal_absolute(s.stdlib[0 : len(s.stdlib) - len(LIBRARY)])
        if own:
            s.prefix = s.base_prefix
    return venv if home is None else None


def find_stdlib(s: Settings, options: Options) -> str:
    """--stdlib, PROTOPY_STDLIB, or what is in the prefix."""
    if options.stdlib != "":
        return options.stdlib
    if not s.ignore_environment:
        named = system.getenv("PROTOPY_STDLIB")
        if named is not None and named != "":
            return named
    return s.base_prefix + LIBRARY


def own_library() -> str:
    """The folder of our modules that stand for some of the library's: it belongs to the executable, whatever the library is."""
    if COMPILED:
        return folder_of(folder_of(system.executable_path())) + OWN_LIBRARY
    else:
        return os.path.join(os.path.dirname(__file__), "../../../../lib/python" + SHORT_VERSION)


def search_path(s: Settings, options: Options, variables: dict[str, str]) -> list[str]:
    """sys.path as far as options and variables tell; what the program's own place adds comes first, what site adds last."""
    path: list[str] = []
    path.extend(options.extra_paths)
    more = variables.get("PYTHONPATH")
    if more is not None:
        for folder in more.split(":"):
            path.append(normal_absolute(folder))
    own = own_library()
    if system.path_exists(own):
        path.append(own)
    path.append(s.stdlib)
    return path


def lacks_library(s: Settings, path: list[str], program: str, home: str, more: str | None) -> str:
    """What is said where PYTHONHOME leads to no library: the places as they were settled; "" where there is one."""
    if home == "" or system.path_exists(s.stdlib + "/encodings/__init__.py"):
        return ""
    lines = [
        "Python path configuration:",
        f"  PYTHONHOME = '{home}'",
        "  PYTHONPATH = (not set)" if more is None else f"  PYTHONPATH = '{more}'",
        f"  program name = '{program}'",
        f"  isolated = {as_digit(s.isolated)}",
        "  environment = 1",
        f"  user site = {as_digit(not s.no_user_site)}",
        f"  safe_path = {as_digit(s.safe_path)}",
        f"  import site = {as_digit(not s.no_site)}",
        "  is in build tree = 0",
        f"  stdlib dir = '{s.stdlib}'",
        "  sys.path[0] = (not set)",
        f"  sys._base_executable = '{s.base_executable}'",
        f"  sys.base_prefix = '{s.base_prefix}'",
        f"  sys.base_exec_prefix = '{s.base_prefix}'",
        f"  sys.platlibdir = '{s.platlibdir}'",
        f"  sys.executable = '{s.executable}'",
        f"  sys.prefix = '{s.prefix}'",
        f"  sys.exec_prefix = '{s.prefix}'",
        "  sys.path = [",
    ]
    for folder in path:
        lines.append(f"    '{folder}',")
    lines.append("  ]\nFatal Python error: Failed to import encodings module")
    lines.append("Python runtime state: core initialized\nModuleNotFoundError: No module named 'encodings'\n\n")
    return "\n".join(lines)


def as_digit(on: bool) -> str:
    return "1" if on else "0"
