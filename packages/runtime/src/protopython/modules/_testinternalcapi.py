"""_testinternalcapi: what tests may ask about the insides of the implementation, where CPython's question has an answer here."""

from __future__ import annotations

from typing import Final

from protopyc.types import Value, shape_of, try_as
from protopython.objects.define import define_module, function
from protopython.objects.instance import W_Instance, has_instance_dict
from protopython.objects.singletons import new_bool, w_False

MODULE: Final[str] = "_testinternalcapi"
define_module(MODULE, "Questions of tests about the implementation.")


@function(MODULE, "has_inline_values(object, /)", doc="Whether its attributes are in the object itself and not in a dict.")
def has_inline_values(w_obj: Value) -> Value:
    w = try_as(W_Instance, w_obj)
    if w is None:
        return w_False
    shape = shape_of(w)
    return new_bool(has_instance_dict(shape.w_type) and not shape.dict_mode)
