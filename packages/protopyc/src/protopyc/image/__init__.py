"""Frozen data: what module level built on the host, written into the executable as initialised memory.

walk     follows host objects through their declared types and lays each out as the C++ struct it becomes
memory   one object as bytes with relocations, and the assembler text of all of them
tables   the layouts of the prelude's own types: str, bytes, Array, list, dict, set, immediate Values

discover(program, roots)         marks what frozen data reaches (classes, functions) as live; call until
nothing is new freeze(program, roots) -> units  the assembler unit
"""

from protopyc.image.walk import Image, discover, freeze

__all__ = ["Image", "discover", "freeze"]
