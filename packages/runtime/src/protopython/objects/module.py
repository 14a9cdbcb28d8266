"""Module objects."""

from __future__ import annotations

from protopython.objects.model.define import OBJECT, define_type
from protopython.protocore.layouts import W_Module
from protopython.protocore.object import TypeFlags

MODULE = define_type("module", W_Module, OBJECT, flags=TypeFlags.SUBCLASSABLE | TypeFlags.OWN_DICT, doc="A module, with its attributes.")
