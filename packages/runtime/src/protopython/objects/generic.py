"""typing.Generic: the base of classes with type parameters. What it does with them is in the standard library's typing.py."""

from __future__ import annotations

from protodialect.types import Value, unwrap
from protopython.objects.dict.dict import W_Dict
from protopython.objects.model.call import call_tuple_kw
from protopython.objects.model.define import OBJECT, class_method, define_type
from protopython.objects.model.instance import W_Instance
from protopython.objects.object_methods import stock_function
from protopython.objects.tuple import W_Tuple
from protopython.protocore.object import TypeFlags

GENERIC = define_type(
    "Generic", W_Instance, OBJECT, module="typing",
    doc="What generic classes derive from.", flags=TypeFlags.SUBCLASSABLE | TypeFlags.MUTABLE,
)
GENERIC.root_shape.plain = True
"""As if a class statement had made it: classes that derive from it have ordinary instances."""


@class_method(
    GENERIC, "__class_getitem__(cls, /, *args, **kwargs)", shown="", doc="The class with its type parameters filled in."
)
def generic_class_getitem(w_cls: Value, w_args: Value, w_kwargs: Value) -> Value:
    w_function = stock_function("typing", "_generic_class_getitem")
    return call_tuple_kw(w_function, w_cls, unwrap(W_Tuple, w_args), unwrap(W_Dict, w_kwargs))


@class_method(GENERIC, "__init_subclass__(cls, /, *args, **kwargs)", shown="", doc="Find the type parameters of a new subclass.")
def generic_init_subclass(w_cls: Value, w_args: Value, w_kwargs: Value) -> Value:
    w_function = stock_function("typing", "_generic_init_subclass")
    return call_tuple_kw(w_function, w_cls, unwrap(W_Tuple, w_args), unwrap(W_Dict, w_kwargs))
