"""Imports every file of objects/, so that all built-in types have their methods."""

from __future__ import annotations

import importlib
import pkgutil

from protopython import objects
from protopython.objects import operations

LOADED = [operations] + [
    importlib.import_module("protopython.objects." + m.name)
    for m in pkgutil.iter_modules(objects.__path__)
    if m.name != "all_surfaces"
]
