"""_testmultiphase: a built-in module like any other, for tests of the import system, which ask for a native module by this name.

CPython builds it as a shared library to try PEP 489's initialisation; there are none here, so the variants of it that go wrong, and the
functions about an interpreter's table of modules, are absent.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, new_with_shape, unwrap, wrap
from protopython.objects.dict.dict import dict_set_str, new_dict
from protopython.objects.exceptions import exceptions as x
from protopython.objects.model.call import call3
from protopython.objects.model.define import OBJECT, STR, TYPE, constant, define_module, define_type, function, method, module_init, new
from protopython.objects.model.operations import index_of
from protopython.objects.module import W_Module
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.objects.tuple import new_tuple_n
from protopython.protocore.object import W_Object, W_Type
from protopython.protocore.value import from_int

MODULE: Final[str] = "_testmultiphase"
define_module(MODULE, "A native module to import in tests.")
constant(MODULE, "int_const", 1969)
constant(MODULE, "str_const", "something different")


class W_Example(W_Object):
    """Nothing of its own but attributes."""


EXAMPLE = define_type("Example", W_Example, OBJECT, module=MODULE, doc="An object with a method.", attributes=True)
ERROR = define_type("error", x.W_BaseException, x.EXCEPTION, module=MODULE, flags=x.EXCEPTION_FLAGS, attributes=True)
constant(MODULE, "Example", EXAMPLE)
constant(MODULE, "error", ERROR)


@module_init(MODULE)
def init_testmultiphase(w_module: Value) -> None:
    names = new_dict()
    dict_set_str(names, "__module__", wrap(MODULE))
    bases = new_tuple_n(1)
    bases.items[0] = wrap(STR)
    dict_set_str(unwrap(W_Module, w_module).dict, "Str", call3(wrap(TYPE), wrap("Str"), wrap(bases), wrap(names)))


@new(EXAMPLE, "(cls)")
def example_new(cls: W_Type) -> Value:
    return wrap(new_with_shape(W_Example, cls.root_shape))


@method(EXAMPLE, "demo(self, o=None, /)", doc="Its argument if that is text, else None.")
def example_demo(self: W_Example, w_o: Value) -> Value:
    return w_None if as_str(w_o) is None else w_o


@function(MODULE, "foo(i, j, /)", doc="i + j.")
def foo(w_i: Value, w_j: Value) -> Value:
    return from_int(index_of(w_i) + index_of(w_j))
