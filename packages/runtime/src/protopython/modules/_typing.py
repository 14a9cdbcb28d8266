"""The _typing module: what typing is built on. The types are in objects/type_parameters.py, type_alias.py, union_type.py."""

from __future__ import annotations

from protodialect.types import Value, unwrap
from protopython.objects.call import call_tuple_kw
from protopython.objects.define import OBJECT, class_method, constant, define_module, define_type, function
from protopython.objects.dict import W_Dict
from protopython.objects.instance import W_Instance
from protopython.objects.object_methods import stock_function
from protopython.objects.tuple import W_Tuple
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

GENERIC = define_type("Generic", W_Instance, OBJECT, module="typing")
GENERIC.root_shape.plain = True
"""As if a class statement had made it: classes that derive from it have ordinary instances."""

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


@class_method(GENERIC, "__class_getitem__(cls, /, *args, **kwargs)")
def generic_class_getitem(w_cls: Value, w_args: Value, w_kwargs: Value) -> Value:
    w_function = stock_function("typing", "_generic_class_getitem")
    return call_tuple_kw(w_function, w_cls, unwrap(W_Tuple, w_args), unwrap(W_Dict, w_kwargs))


@class_method(GENERIC, "__init_subclass__(cls, /, *args, **kwargs)")
def generic_init_subclass(w_cls: Value, w_args: Value, w_kwargs: Value) -> Value:
    w_function = stock_function("typing", "_generic_init_subclass")
    return call_tuple_kw(w_function, w_cls, unwrap(W_Tuple, w_args), unwrap(W_Dict, w_kwargs))
