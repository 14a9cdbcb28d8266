"""The library as CPython has it: what Debian changes for its own packages is undone.

Debian's sysconfig installs outside of PREFIX/lib/python3.14t, its site looks elsewhere for packages, and its ensurepip refuses to run: right
for /usr, wrong for a tree of one's own. A library that is not Debian's has none of the marks and stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

Ignore = Callable[[str, list[str]], set[str]]
"""What shutil.copytree asks."""

ADDED = ("EXTERNALLY-MANAGED", "sitecustomize.py", "_distutils_system_mod.py")
"""Files that are Debian's."""

CHANGES = (
    # The default scheme outside of virtual environments.
    ("sysconfig/__init__.py", "posix_local", r"prefix_scheme = 'posix_local'", "prefix_scheme = 'posix_prefix'", 1),
    # The folders of packages: only those below PREFIX/lib, and with CPython's name.
    ("site.py", "dist-packages", r"(?s)            if is_virtual_environment:\n.*?(?=            for libdir in libdirs:)", "", 1),
    ("site.py", "dist-packages", r'"dist-packages"\)\n                sitepackages', '"site-packages")\n                sitepackages', 1),
    ("ensurepip/__init__.py", "disabled_in_debian", r"\n    # Ensure that .*\n.*\n    _ensurepip_is_disabled_in_debian_for_system\(\)\n", "", 1),
    ("ensurepip/__init__.py", "disabled_in_debian", r"(?s)def _ensurepip_is_disabled.*?sys.exit\(1\)\n\n\n", "", 1),
)
"""File, what tells that it was changed, what is there, what belongs there, how many times."""


class Unknown(Exception):
    """A changed file is not changed in the way that is known here."""


def restore(library: Path) -> list[str]:
    """Undoes the changes; the files that had some."""
    marked = [name for name in dict.fromkeys(change[0] for change in CHANGES) if any(is_marked(library, change) for change in CHANGES if change[0] == name)]
    for name in marked:
        text = (library / name).read_text()
        for file, _, there, right, times in CHANGES:
            if file == name:
                text, found = re.subn(there, right, text)
                if found != times:
                    raise Unknown(f"{library / name} has been changed by its distributor in a way that is not known ({found} of {times} places)")
        (library / name).write_text(text)
    return marked


def is_marked(library: Path, change: tuple[str, str, str, str, int]) -> bool:
    return change[1] in (library / change[0]).read_text()
