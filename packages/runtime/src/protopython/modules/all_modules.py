"""Imports every built-in module's definition.

The modules of testing/ belong to development builds: a distribution is built with PROTOPY_DISTRIBUTION=1 in the environment.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
from typing import Final

from protopython import modules

PACKAGE: Final = "protopython.modules."
LEFT_OUT: Final = (PACKAGE + "all_modules", *([PACKAGE + "testing"] if os.environ.get("PROTOPY_DISTRIBUTION") == "1" else []))

LOADED = [
    importlib.import_module(m.name)
    for m in pkgutil.walk_packages(modules.__path__, PACKAGE)
    if not any(m.name == name or m.name.startswith(name + ".") for name in LEFT_OUT)
]
