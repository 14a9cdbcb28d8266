"""Objects of classes with type parameters, and of protocols, are copied as any others."""

import copy
import pickle
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")


class Old(Generic[T]):
    def __init__(self, x):
        self.x = x


class New[U]:
    pass


class Derived(New[int]):
    __slots__ = ("y",)


class Method(Protocol):
    def f(self): ...


class Plain(Method):
    pass


for o in (Old([1]), New(), Derived(), Plain()):
    o.z = 3
    twin = pickle.loads(pickle.dumps(o))
    print(type(o).__name__, copy.copy(o).z, copy.deepcopy(o).__dict__, twin.__dict__)
