"""Module objects."""

from __future__ import annotations

from protopython.objects.dict.dict import W_Dict
from protopython.objects.model.define import OBJECT, define_type
from protopython.protocore.object import TypeFlags, W_Object


class W_Module(W_Object):
    dict: W_Dict

    def __init__(self, dict: W_Dict) -> None:
        self.dict = dict


MODULE = define_type("module", W_Module, OBJECT, flags=TypeFlags.SUBCLASSABLE | TypeFlags.OWN_DICT)
