"""Imports every built-in module's definition."""

from __future__ import annotations

import importlib
import pkgutil

from protopython import modules

LOADED = [
    importlib.import_module("protopython.modules." + m.name)
    for m in pkgutil.iter_modules(modules.__path__)
    if m.name not in ("all_modules", "table")
]
