"""The _types module: the built-in types that have no name of their own in builtins."""

from __future__ import annotations

from protopython.objects.frame import ASYNC_GENERATOR, CODE, COROUTINE, FRAME, GENERATOR, TRACEBACK
from protopython.objects.frame_methods import FRAME_LOCALS_PROXY
from protopython.objects.function.function import CELL, FUNCTION, MEMBER_DESCRIPTOR, METHOD
from protopython.objects.generic_alias import GENERIC_ALIAS
from protopython.objects.mappingproxy import MAPPING_PROXY
from protopython.objects.model.builtin_types import (
    BUILTIN_FUNCTION,
    CLASS_METHOD_DESCRIPTOR,
    GETSET_DESCRIPTOR,
    METHOD_DESCRIPTOR,
    METHOD_WRAPPER,
    WRAPPER_DESCRIPTOR,
)
from protopython.objects.model.define import OBJECT, constant, define_module, define_type
from protopython.objects.module import MODULE
from protopython.objects.simple_namespace import SIMPLE_NAMESPACE
from protopython.objects.singletons import ELLIPSIS_TYPE, NONE_TYPE, NOT_IMPLEMENTED_TYPE
from protopython.objects.union_type import UNION
from protopython.protocore.object import W_Object


class W_Capsule(W_Object):
    """Capsules wrap C pointers; there are none here, but the type has a name."""


CAPSULE = define_type("PyCapsule", W_Capsule, OBJECT, flags=0)

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
