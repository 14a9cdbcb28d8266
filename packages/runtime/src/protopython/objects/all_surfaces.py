"""Imports every file of objects/, so that all built-in types have their methods."""

from __future__ import annotations

import importlib
import pkgutil

from protopython import objects
from protopython.objects.model import operations

LOADED = [operations] + [
    importlib.import_module(m.name)
    for m in pkgutil.walk_packages(objects.__path__, "protopython.objects.")
    if m.name != "protopython.objects.all_surfaces"
]
