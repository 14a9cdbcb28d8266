"""What the runtime asks of the standard library's Python modules."""

from __future__ import annotations

from protodialect.types import Value, wrap
from protopython.objects.dict.dict import dict_get_str
from protopython.objects.model import call as calls
from protopython.objects.model import errors
from protopython.objects.model.attributes import getattr_of
from protopython.protocore.locks import alone
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty


def stock_module(name: str) -> Value:
    """A module of the standard library, imported if need be; another thread that loads it is waited for."""
    w_module = dict_get_str(context().space.modules, name)
    if not is_empty(w_module) and alone():
        return w_module
    w_import = dict_get_str(context().space.builtins, "__import__")
    if is_empty(w_import):
        raise errors.import_error("__import__ not found", name)
    w_module = calls.call1(w_import, wrap(name))
    if "." not in name:
        return w_module
    w_module = dict_get_str(context().space.modules, name)  # what was imported is the outermost package
    if is_empty(w_module):
        raise errors.import_error(f"import of {name} halted", name)
    return w_module


def stock_function(module: str, name: str) -> Value:
    return getattr_of(stock_module(module), name)
