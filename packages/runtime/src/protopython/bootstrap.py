"""Module level of the whole runtime: imports everything that defines built-in types and modules, then completes them.

After this import the build-time object graph is whole; protopyc freezes what the entry point reaches of it.
"""

from __future__ import annotations

from protopython.engine import dead_registers, generator_finalization, generator_methods, line_jumps
from protopython.engine import module_table as table
from protopython.modules import all_modules
from protopython.modules.builtins import module as builtins
from protopython.objects import all_surfaces as surfaces
from protopython.objects.model import builtin_call
from protopython.objects.type import type
from protopython.protocore import collector, locks

builtins.finish_builtins()
type.finish_types()
table.finish_modules()

LOADED = (surfaces, builtin_call, all_modules, generator_methods, generator_finalization, line_jumps, dead_registers, collector, locks)
