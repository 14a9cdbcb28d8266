"""The _warnings module: how code that does not import warnings issues them.

Filters, registries and the showing of warnings are the stock warnings module's; this imports it when something is to be told. (That it has no
filters of its own makes warnings use its Python definitions throughout.)
"""

from __future__ import annotations

from typing import Final

from protopyc.types import EMPTY, Value, unwrap
from protopython.objects.call import call_tuple_kw
from protopython.objects.define import define_module, function
from protopython.objects.dict import W_Dict
from protopython.objects.object_methods import stock_function
from protopython.objects.tuple import W_Tuple

MODULE: Final[str] = "_warnings"
define_module(MODULE, "_warnings provides basic warning filtering support.")


@function(MODULE, "warn(*args, **kwargs)")
def warn(w_args: Value, w_kwargs: Value) -> Value:
    return call_tuple_kw(stock_function("warnings", "warn"), EMPTY, unwrap(W_Tuple, w_args), unwrap(W_Dict, w_kwargs))


@function(MODULE, "warn_explicit(*args, **kwargs)", doc="Issue a warning for a given place.")
def warn_explicit(w_args: Value, w_kwargs: Value) -> Value:
    return call_tuple_kw(stock_function("warnings", "warn_explicit"), EMPTY, unwrap(W_Tuple, w_args), unwrap(W_Dict, w_kwargs))
