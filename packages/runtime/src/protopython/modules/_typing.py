"""The _typing module: what typing is built on. The types are in objects/type_parameters.py, type_alias.py,
union_type.py, generic.py."""

from __future__ import annotations

from protodialect.types import Value
from protopython.objects.generic import GENERIC
from protopython.objects.model.define import constant, define_module, function
from protopython.objects.type_alias import TYPE_ALIAS
from protopython.objects.type_parameters import (
    PARAM_SPEC,
    PARAM_SPEC_ARGS,
    PARAM_SPEC_KWARGS,
    TYPE_VAR,
    TYPE_VAR_TUPLE,
    w_NoDefault,
)
from protopython.objects.union_type import UNION

define_module("_typing", "Primitives and accelerators for the typing module.")
constant("_typing", "TypeVar", TYPE_VAR)
constant("_typing", "ParamSpec", PARAM_SPEC)
constant("_typing", "TypeVarTuple", TYPE_VAR_TUPLE)
constant("_typing", "ParamSpecArgs", PARAM_SPEC_ARGS)
constant("_typing", "ParamSpecKwargs", PARAM_SPEC_KWARGS)
constant("_typing", "TypeAliasType", TYPE_ALIAS)
constant("_typing", "Generic", GENERIC)
constant("_typing", "Union", UNION)
constant("_typing", "NoDefault", w_NoDefault)


@function("_typing", "_idfunc(x, /)", doc="Returns its argument.")
def idfunc(w_x: Value) -> Value:
    return w_x
