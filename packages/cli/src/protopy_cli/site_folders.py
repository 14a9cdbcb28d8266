"""What `site` does at start, done natively: sys.path gets the site-packages folders, builtins gets exit, help and their like.

The stock site module is imported only where it has something to do that is programmed in Python: .pth files, sitecustomize, usercustomize.
See docs/decisions/0002-site.md.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import wrap
from protodialect.unsafe import c_function
from protopy_cli.places import VERSIONED, VirtualEnvironment, absolute, normal_absolute
from protopython.engine import imports
from protopython.modules.builtins.site import install_site_builtins
from protopython.modules.posix.listings import names_in
from protopython.modules.posix.module import normal_path
from protopython.modules.posix.paths import path_of
from protopython.objects.list.list import W_List, list_append, list_get, list_length
from protopython.objects.model import operations
from protopython.objects.model.call import call_method0, call_method1
from protopython.objects.str.str import as_str
from protopython.protocore import os as system
from protopython.protocore.error import PyError
from protopython.protocore.settings import Settings

SITE_PACKAGES: Final[str] = "/" + VERSIONED + "/site-packages"

AT_SECURE: Final[int] = 23


@c_function("getauxval")
def c_getauxval(which: int) -> int: ...


class SiteFolders:
    """What was found for a run."""

    folders: list[str]
    """Folders of installed packages that exist."""
    user_enabled: bool
    needs_site: bool
    """The stock site has to be imported."""

    def __init__(self) -> None:
        self.folders = []
        self.user_enabled = False
        self.needs_site = False


def settle_site(s: Settings, path: list[str], venv: VirtualEnvironment | None, variables: dict[str, str]) -> SiteFolders:
    """Completes sys.path."""
    make_absolute(path)
    found = SiteFolders()
    system_too = venv is None or venv.system_packages
    found.user_enabled = system_too and not s.no_user_site and is_own_user()
    if venv is not None:
        add_folder(found, s.prefix + "/" + s.platlibdir + SITE_PACKAGES)
    if found.user_enabled:
        add_folder(found, user_base(variables) + "/lib" + SITE_PACKAGES)
    if system_too:
        add_folder(found, s.base_prefix + "/" + s.platlibdir + SITE_PACKAGES)
        if s.platlibdir != "lib":
            add_folder(found, s.base_prefix + "/lib" + SITE_PACKAGES)
    for folder in found.folders:
        if folder not in path:
            path.append(folder)
    found.needs_site = needs_site(s, path, found)
    return found


def make_absolute(path: list[str]) -> None:
    """Every entry from the root and in its plainest form, none of them twice."""
    kept: list[str] = []
    for entry in path:
        folder = normal_absolute(entry)
        if folder not in kept:
            kept.append(folder)
    path.clear()
    path.extend(kept)


def is_own_user() -> bool:
    """Whether the process has no more rights than its user; a user's folder is not trusted otherwise."""
    return c_getauxval(AT_SECURE) == 0


def user_base(variables: dict[str, str]) -> str:
    """site.USER_BASE"""
    base = variables.get("PYTHONUSERBASE")
    if base is not None:
        return absolute(base)
    home = system.getenv("HOME")
    return "" if home is None else normal_path(home) + "/.local"


def add_folder(found: SiteFolders, folder: str) -> None:
    stamp = system.stamp_of(folder)
    if stamp is not None and stamp.is_folder() and folder not in found.folders:
        found.folders.append(folder)


def needs_site(s: Settings, path: list[str], found: SiteFolders) -> bool:
    """Whether a folder holds .pth files, or sys.path a sitecustomize or usercustomize. What a distributor put into the standard library
    is for CPython."""
    for folder in found.folders:
        try:
            names = names_in(path_of(wrap(folder), "listdir", "path", 2))
        except PyError:
            continue
        if has_work(names, found.user_enabled):
            return True
    stdlib = normal_absolute(s.stdlib)
    for folder in path:
        if folder != stdlib and folder not in found.folders:
            if has_module(folder, "sitecustomize") or (found.user_enabled and has_module(folder, "usercustomize")):
                return True
    return False


def has_work(names: W_List, user_enabled: bool) -> bool:
    """Whether one of the names in a folder of packages is for site."""
    for i in range(list_length(names)):
        name = as_str(list_get(names, i))
        if name is None:
            continue
        if name.endswith(".pth") or name.startswith("sitecustomize") or (user_enabled and name.startswith("usercustomize")):
            return True
    return False


def has_module(folder: str, name: str) -> bool:
    base = folder + "/" + name
    return system.path_exists(base + ".py") or system.path_exists(base) or system.path_exists(base + ".pyc")


def complete_site(found: SiteFolders) -> None:
    """The names in builtins; and what the stock module does, where there is something for it."""
    install_site_builtins()
    if not found.needs_site:
        return
    w_site = imports.import_absolute("site")
    known = operations.unpack_to_list(call_method0(w_site, "getsitepackages"))
    list_append(known, call_method0(w_site, "getusersitepackages"))
    for folder in found.folders:
        if not operations.contains(wrap(known), wrap(folder)):  # a distributor's site has other folders
            call_method1(w_site, "addsitedir", wrap(folder))
