"""For the type checker alone: the classes that the signatures of protodialect.types speak of.

The dialect does not know the program that is written in it, so the program says which of its classes these are.
(For the compiler the same is said by roles: docs/dialect.md.)
"""

from protopython.objects.model.instance import W_Instance
from protopython.protocore.object import W_Object
from protopython.protocore.shape import Layout, Shape
from protopython.protocore.thread import ProtoContext

__all__ = ["Layout", "ProtoContext", "Shape", "W_Instance", "W_Object"]
