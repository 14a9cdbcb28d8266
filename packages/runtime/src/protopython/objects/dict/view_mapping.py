"""The `mapping` attribute of dict views: a read-only proxy of the dict (apart, since mappingproxy itself needs dicts)."""

from __future__ import annotations

from protodialect.types import Value, wrap
from protopython.objects.dict.views import DICT_ITEMS, DICT_KEYS, DICT_VALUES, W_DictView
from protopython.objects.mappingproxy import W_MappingProxy
from protopython.objects.model.define import getter


def view_mapping(self: W_DictView) -> Value:
    return wrap(W_MappingProxy(wrap(self.w_dict)))


for _t in (DICT_KEYS, DICT_VALUES, DICT_ITEMS):
    getter(_t, "mapping", doc="The dict that this view refers to.")(view_mapping)
