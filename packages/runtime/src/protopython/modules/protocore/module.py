"""The module protocore: immutable vectors, maps and sets whose versions share structure, and Atom, a cell for what threads share."""

from __future__ import annotations

from protodialect.types import Value, wrap
from protopython.modules.protocore.hashed import MAP, SET
from protopython.modules.protocore.vector import MODULE, VECTOR
from protopython.objects.model.call import call_method1
from protopython.objects.model.define import define_module, module_init
from protopython.objects.model.stock import stock_function

define_module(MODULE, "Immutable vectors, maps and sets whose versions share structure, and Atom, a cell for what threads share.")


@module_init(MODULE)
def init_protocore(w_module: Value) -> None:
    """Virtual subclasses are known to each interpreter's own collections.abc."""
    call_method1(stock_function("collections.abc", "Sequence"), "register", wrap(VECTOR))
    call_method1(stock_function("collections.abc", "Mapping"), "register", wrap(MAP))
    call_method1(stock_function("collections.abc", "Set"), "register", wrap(SET))
