"""The attributes of `__main__` that importlib would give: `__spec__`, `__loader__`.

CPython loads importlib before any program; here it is loaded when a program asks for it. So these attributes are None at first where
nobody looks, and made at once where the program's text names them, or where others look for them (-m).
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, wrap
from protopython.engine import import_specs, imports
from protopython.objects.dict.dict import dict_get_str, dict_set_str
from protopython.objects.model import attributes, operations
from protopython.objects.module import W_Module
from protopython.objects.singletons import w_None
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty

LOADER: Final[str] = "__loader__"


def load_importlib() -> None:
    imports.import_absolute("importlib")


def give_file_loader(m: W_Module, path: str, text: str) -> None:
    """`__main__` of a file that is run by its path."""
    if text.find(LOADER) < 0:
        return
    load_importlib()
    w_class = attributes.getattr_of(import_specs.loaded(import_specs.EXTERNAL), "SourceFileLoader")
    dict_set_str(m.dict, LOADER, operations.call2(w_class, wrap("__main__"), wrap(path)))


def give_builtin_loader(m: W_Module, text: str) -> None:
    """`__main__` of -c, of standard input, of the prompt."""
    if text.find(LOADER) < 0:
        return
    load_importlib()
    dict_set_str(m.dict, LOADER, attributes.getattr_of(import_specs.loaded(import_specs.BOOTSTRAP), "BuiltinImporter"))


def give_spec(m: W_Module, name: str, path: str) -> None:
    """`__main__` of -m: the spec of the module that is run, under its own name."""
    load_importlib()
    w_make = attributes.getattr_of(import_specs.loaded(import_specs.EXTERNAL), "spec_from_file_location")
    w_spec = operations.call2(w_make, wrap(name), wrap(path))
    dict_set_str(m.dict, "__spec__", w_spec)
    dict_set_str(m.dict, LOADER, attributes.getattr_of(w_spec, "loader"))
    dict_set_str(m.dict, "__package__", attributes.getattr_of(w_spec, "parent"))
    dict_set_str(m.dict, "__cached__", attributes.getattr_of(w_spec, "cached"))


def sys_attribute(name: str) -> Value:
    """None where there is none of that name."""
    w = dict_get_str(context().space.w_sys.dict, name)
    return w_None if is_empty(w) else w
