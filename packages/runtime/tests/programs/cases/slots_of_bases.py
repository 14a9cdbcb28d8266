"""A class with __slots__ has what any of its bases gives to instances: a dict, weak references."""

import weakref


class Weak:
    __slots__ = ("__weakref__",)


class Dict:
    __slots__ = ("__dict__",)


class Plain:
    __slots__ = ()


class Number(int):
    __slots__ = ()


class A(Plain, Weak):
    __slots__ = "first", "rest"


class B(Plain, Dict):
    __slots__ = "first", "rest"


class C(Dict, Weak):
    __slots__ = "first", "rest"


class D(Weak, Dict):
    __slots__ = "first", "rest"


class E(Plain, Weak):
    __slots__ = "first", "__dict__"


class F(Plain, Weak):
    __slots__ = ()


class G(Number, Weak):
    __slots__ = ()


for cls in A, B, C, D, E, F, G:
    o = cls()
    try:
        print(cls.__name__, weakref.ref(o)() is o)
    except TypeError as e:
        print(e)
    try:
        o.other = 1
        print(o.__dict__)
    except AttributeError as e:
        print(e)
    print(sorted(vars(cls)), cls.__weakrefoffset__ != 0, cls.__dictoffset__ != 0)
