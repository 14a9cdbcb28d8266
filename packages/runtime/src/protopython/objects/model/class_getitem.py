"""`generator[int]` and its like: built-in classes other than containers that take type arguments (PEP 585)."""

from __future__ import annotations

from protodialect.types import Value
from protopython.objects.frame import ASYNC_GENERATOR, COROUTINE, GENERATOR
from protopython.objects.generic_alias import new_generic_alias
from protopython.objects.mappingproxy import MAPPING_PROXY
from protopython.objects.model.define import class_method


@class_method(MAPPING_PROXY, "__class_getitem__(cls, object, /)", doc="See PEP 585")
@class_method(GENERATOR, "__class_getitem__(cls, object, /)", doc="See PEP 585")
@class_method(COROUTINE, "__class_getitem__(cls, object, /)", doc="See PEP 585")
@class_method(ASYNC_GENERATOR, "__class_getitem__(cls, object, /)", doc="See PEP 585")
def generic_class_getitem(w_cls: Value, w_item: Value) -> Value:
    return new_generic_alias(w_cls, w_item)
