"""The _types module: the built-in types that have no name of their own in builtins."""

from __future__ import annotations

from protodialect.types import Array, Value, u8, wrap
from protodialect.unsafe import address_of
from protopython.objects.frame import ASYNC_GENERATOR, CODE, COROUTINE, FRAME, GENERATOR, TRACEBACK
from protopython.objects.frame_methods import FRAME_LOCALS_PROXY
from protopython.objects.function.function import CELL, FUNCTION, METHOD
from protopython.objects.generic_alias import GENERIC_ALIAS
from protopython.objects.mappingproxy import MAPPING_PROXY
from protopython.objects.model.builtin_types import (
    BUILTIN_FUNCTION,
    CLASS_METHOD_DESCRIPTOR,
    GETSET_DESCRIPTOR,
    MEMBER_DESCRIPTOR,
    METHOD_DESCRIPTOR,
    METHOD_WRAPPER,
    WRAPPER_DESCRIPTOR,
)
from protopython.objects.model.define import OBJECT, constant, define_module, define_type, method
from protopython.objects.model.format_spec import hex_digits
from protopython.objects.module import MODULE
from protopython.objects.simple_namespace import SIMPLE_NAMESPACE
from protopython.objects.singletons import ELLIPSIS_TYPE, NONE_TYPE, NOT_IMPLEMENTED_TYPE
from protopython.objects.union_type import UNION
from protopython.protocore.object import W_Object


class W_Capsule(W_Object):
    """Holds memory for C."""

    name: str
    memory: Array[u8]


CAPSULE = define_type("PyCapsule", W_Capsule, OBJECT, flags=0, doc="Holds what only native code can use.")


@method(CAPSULE, "__repr__(self, /)", doc="Return repr(self).")
def capsule_repr(self: W_Capsule) -> Value:
    return wrap(f"<capsule object \"{self.name}\" at 0x{hex_digits(address_of(self))}>")


def new_capsule(name: str, memory: Array[u8]) -> Value:
    c = W_Capsule()
    c.name = name
    c.memory = memory
    return wrap(c)


define_module("_types", "Define names for built-in types.")

constant("_types", "AsyncGeneratorType", ASYNC_GENERATOR)
constant("_types", "BuiltinFunctionType", BUILTIN_FUNCTION)
constant("_types", "BuiltinMethodType", BUILTIN_FUNCTION)
constant("_types", "CapsuleType", CAPSULE)
constant("_types", "CellType", CELL)
constant("_types", "ClassMethodDescriptorType", CLASS_METHOD_DESCRIPTOR)
constant("_types", "CodeType", CODE)
constant("_types", "CoroutineType", COROUTINE)
constant("_types", "EllipsisType", ELLIPSIS_TYPE)
constant("_types", "FrameType", FRAME)
constant("_types", "FrameLocalsProxyType", FRAME_LOCALS_PROXY)
constant("_types", "FunctionType", FUNCTION)
constant("_types", "GeneratorType", GENERATOR)
constant("_types", "GenericAlias", GENERIC_ALIAS)
constant("_types", "GetSetDescriptorType", GETSET_DESCRIPTOR)
constant("_types", "LambdaType", FUNCTION)
constant("_types", "MappingProxyType", MAPPING_PROXY)
constant("_types", "MemberDescriptorType", MEMBER_DESCRIPTOR)
constant("_types", "MethodDescriptorType", METHOD_DESCRIPTOR)
constant("_types", "MethodType", METHOD)
constant("_types", "MethodWrapperType", METHOD_WRAPPER)
constant("_types", "ModuleType", MODULE)
constant("_types", "NoneType", NONE_TYPE)
constant("_types", "NotImplementedType", NOT_IMPLEMENTED_TYPE)
constant("_types", "SimpleNamespace", SIMPLE_NAMESPACE)
constant("_types", "TracebackType", TRACEBACK)
constant("_types", "UnionType", UNION)
constant("_types", "WrapperDescriptorType", WRAPPER_DESCRIPTOR)
