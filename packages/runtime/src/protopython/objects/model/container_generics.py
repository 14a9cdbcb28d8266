"""`list[int]`, `dict[str, int]` ...: __class_getitem__ of the built-in containers and iterators (PEP 585)."""

from __future__ import annotations

from protodialect.types import Value, wrap
from protopython.objects.dict.dict import DICT
from protopython.objects.generic_alias import new_generic_alias
from protopython.objects.iterators import ENUMERATE
from protopython.objects.list.list import LIST
from protopython.objects.model.define import class_method
from protopython.objects.set import FROZENSET, SET
from protopython.objects.tuple import TUPLE
from protopython.protocore.object import W_Type


def generic_class_getitem(cls: W_Type, w_item: Value) -> Value:
    return new_generic_alias(wrap(cls), w_item)


for _t in (LIST, TUPLE, DICT, SET, FROZENSET, ENUMERATE):
    class_method(_t, "__class_getitem__(cls, object, /)", doc="See PEP 585.")(generic_class_getitem)
