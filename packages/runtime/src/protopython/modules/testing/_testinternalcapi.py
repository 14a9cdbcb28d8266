"""_testinternalcapi: what tests may ask about the insides of the implementation, where CPython's question has an answer here."""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, try_as, wrap
from protopython.objects.model.define import define_module, function
from protopython.objects.model.instance import W_Instance, has_instance_dict
from protopython.objects.singletons import new_bool, w_False
from protopython.protocore.shape import shape_of
from protopython.protocore.thread import context
from protopython.protocore.value import from_int

MODULE: Final[str] = "_testinternalcapi"
define_module(MODULE, "Questions of tests about the implementation.")


@function(MODULE, "has_inline_values(object, /)", doc="Whether its attributes are in the object itself and not in a dict.")
def has_inline_values(w_obj: Value) -> Value:
    w = try_as(W_Instance, w_obj)
    if w is None:
        return w_False
    shape = shape_of(w)
    return new_bool(has_instance_dict(shape.w_type) and not shape.dict_mode)


@function(MODULE, "get_recursion_depth()", doc="How many calls of Python functions are active in this thread.")
def get_recursion_depth() -> Value:
    return from_int(context().depth)


@function(MODULE, "pymem_getallocatorsname()", doc="What the allocator of objects is called.")
def pymem_getallocatorsname() -> Value:
    return wrap("protopy")
