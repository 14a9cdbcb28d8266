"""The table of built-in modules: filled at build time from what modules/*.py define, read by import."""

from __future__ import annotations

from collections.abc import Callable

from protodialect.types import EMPTY, Array, Value, wrap


class BuiltinModule:
    """What a built-in module starts with; every space gets a module object of its own made from it."""

    name: str
    doc: str | None
    names: Array[str]
    values: Array[Value]
    init: Callable[[Value], None] | None
    """Run-time initialisation: gets the module object."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.doc = None
        self.names = Array[str](0, "")
        self.values = Array[Value](0, EMPTY)
        self.init = None


BUILTIN_MODULES: dict[str, BuiltinModule] = {}


def finish_modules() -> None:
    """Module level: turns define.MODULES into the table."""
    from protopython.objects.model import define

    for name, members in define.MODULES.items():
        m = BuiltinModule(name)
        m.doc = define.MODULE_DOCS.get(name)
        m.names = Array.of(list(members))
        m.values = Array.of([constant_value(v) for v in members.values()])
        m.init = define.MODULE_INITS.get(name)
        BUILTIN_MODULES[name] = m


def constant_value(v: object) -> Value:
    """A module constant as a Value (module level only)."""
    from protopython.objects.int.text import int_from_text
    from protopython.objects.singletons import w_False, w_None, w_True
    from protopython.protocore.value import fits_small

    if v is True:
        return w_True
    if v is False:
        return w_False
    if v is None:
        return w_None
    if type(v) is int and not fits_small(v):
        return int_from_text(str(v), 10)
    return wrap(v)
