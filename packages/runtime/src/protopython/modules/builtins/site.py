"""exit, quit, copyright, credits, license and help: what site adds to builtins, made when somebody uses it.

Each name stands for an object of the stock module _sitebuiltins. At start only these stand-ins are there, which cost nothing; whatever is done
with one makes the real object, puts it into builtins and is done with that. See docs/decisions/0002-site.md.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Value, unwrap, wrap
from protopython.objects.dict.dict import W_Dict, dict_get_str, dict_set_str
from protopython.objects.model import call as calls
from protopython.objects.model import errors, operations
from protopython.objects.model.attributes import getattr_of, setattr_of
from protopython.objects.model.define import OBJECT, define_type, method
from protopython.objects.model.types import type_name
from protopython.objects.object_methods import stock_function
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple
from protopython.protocore.object import W_Object
from protopython.protocore.thread import context
from protopython.protocore.value import same

END_OF_INPUT: Final[str] = "Ctrl-D (i.e. EOF)"
CREDITS: Final[str] = """\
    protoPython is written by its contributors, after CPython, whose language and standard library it shares;
    Python is the work of Guido van Rossum, the Python Software Foundation and the Python core developers."""
LICENSE: Final[str] = """\
protoPython is under the MIT licence. The standard library is under the licence of the
Python Software Foundation: https://www.python.org/psf/license/"""


class W_SiteBuiltin(W_Object):
    """Stands for one of the names."""

    name: str

    def __init__(self, name: str) -> None:
        self.name = name


SITE_BUILTIN = define_type("SiteBuiltin", W_SiteBuiltin, OBJECT, module="_sitebuiltins", flags=0, doc="Stands for an object until it is used.")
STAND_INS: list[W_SiteBuiltin] = [W_SiteBuiltin(name) for name in ["quit", "exit", "copyright", "credits", "license", "help"]]


def install_site_builtins() -> None:
    builtins = context().space.builtins
    for stand_in in STAND_INS:
        dict_set_str(builtins, stand_in.name, wrap(stand_in))


def real_object(self: W_SiteBuiltin) -> Value:
    """The object itself; in builtins from now on."""
    builtins = context().space.builtins
    w = made(self.name)
    if same(dict_get_str(builtins, self.name), wrap(self)):
        dict_set_str(builtins, self.name, w)
    return w


def made(name: str) -> Value:
    if name == "quit" or name == "exit":
        return calls.call2(stock_function("_sitebuiltins", "Quitter"), wrap(name), wrap(END_OF_INPUT))
    if name == "help":
        return calls.call0(stock_function("_sitebuiltins", "_Helper"))
    text = CREDITS if name == "credits" else LICENSE
    w_text = dict_get_str(context().space.w_sys.dict, "copyright") if name == "copyright" else wrap(text)
    return calls.call2(stock_function("_sitebuiltins", "_Printer"), wrap(name), w_text)


@method(SITE_BUILTIN, "__call__(self, /, *args, **kwargs)", doc="Call self as a function.")
def site_builtin_call(self: W_SiteBuiltin, w_args: Value, w_kwargs: Value) -> Value:
    return calls.call_tuple_kw(real_object(self), EMPTY, unwrap(W_Tuple, w_args), unwrap(W_Dict, w_kwargs))


@method(SITE_BUILTIN, "__repr__(self, /)")
def site_builtin_repr(self: W_SiteBuiltin) -> Value:
    return wrap(operations.repr_of(real_object(self)))


@method(SITE_BUILTIN, "__getattribute__(self, name, /)")
def site_builtin_getattribute(self: W_SiteBuiltin, w_name: Value) -> Value:
    return getattr_of(real_object(self), attribute_name(w_name))


@method(SITE_BUILTIN, "__setattr__(self, name, value, /)")
def site_builtin_setattr(self: W_SiteBuiltin, w_name: Value, w_value: Value) -> Value:
    setattr_of(real_object(self), attribute_name(w_name), w_value)
    return w_None


def attribute_name(w_name: Value) -> str:
    name = as_str(w_name)
    if name is None:
        raise errors.type_error(f"attribute name must be string, not '{type_name(w_name)}'")
    return name
