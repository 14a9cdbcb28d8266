"""The Python types that W_Builtin and W_GetSet objects appear as."""

from __future__ import annotations

from protopython.objects.model.builtin import W_Builtin, W_GetSet
from protopython.objects.model.define import OBJECT, define_type

BUILTIN_FUNCTION = define_type("builtin_function_or_method", W_Builtin, OBJECT, flags=0)
METHOD_DESCRIPTOR = define_type("method_descriptor", W_Builtin, OBJECT, flags=0)
WRAPPER_DESCRIPTOR = define_type("wrapper_descriptor", W_Builtin, OBJECT, flags=0)
METHOD_WRAPPER = define_type("method-wrapper", W_Builtin, OBJECT, flags=0)
CLASS_METHOD_DESCRIPTOR = define_type("classmethod_descriptor", W_Builtin, OBJECT, flags=0)
GETSET_DESCRIPTOR = define_type("getset_descriptor", W_GetSet, OBJECT, flags=0)
MEMBER_DESCRIPTOR = define_type("member_descriptor", W_GetSet, OBJECT, flags=0)
