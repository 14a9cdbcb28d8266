"""Metaclasses whose mro() gives what instances cannot have, nothing, or an order without object."""

import copy


def attempt(what, f, *a):
    try:
        print(what, f(*a))
    except Exception as e:
        print(what, type(e).__name__, e)


class Meta(type):
    order = None

    def mro(cls):
        return Meta.order(cls) if Meta.order and cls.__name__ == "X" else type.mro(cls)


def make(order, *bases, **ns):
    Meta.order = order
    try:
        return Meta("X", bases, ns)
    finally:
        Meta.order = None


class Other:
    pass


class Slotted:
    __slots__ = ("a",)


class L(list):
    pass


ORDERS = [
    lambda c: [c, dict, object],
    lambda c: [c, int],
    lambda c: [],
    lambda c: [c],
    lambda c: (c, Other),
    lambda c: iter([c, Other, object]),
    lambda c: [c, 1],
    lambda c: 1,
    lambda c: None,
    lambda c: [c, L, list, object],
    lambda c: [c, Slotted, object],
    lambda c: [Other, c, object],
    lambda c: [c, type, object],
    lambda c: [c, c, c],
    lambda c: [dict],
]


def use(x):
    cls = type(x)
    attempt("repr", lambda: repr(x)[:12])
    attempt("str", lambda: str(x)[:12])
    attempt("hash", lambda: type(hash(x)))
    attempt("set", lambda: setattr(x, "a", 1))
    attempt("get", lambda: x.a)
    attempt("del", lambda: delattr(x, "a"))
    attempt("class", lambda: x.__class__)
    attempt("format", lambda: format(x)[:12])
    attempt("f", lambda: f"{x}"[:12])
    attempt("percent", lambda: ("%s" % (x,))[:12])
    attempt("eq", lambda: (x == x, x != x, x in [1, x]))
    attempt("lt", lambda: x < x)
    attempt("bool", lambda: bool(x))
    attempt("dir", lambda: len(dir(x)) > 0)
    attempt("call", lambda: type(cls()).__name__)
    attempt("sub", lambda: type("Y", (cls,), {}))
    attempt("reduce", lambda: len(x.__reduce_ex__(2)))
    attempt("copy", lambda: type(copy.copy(x)).__name__)
    attempt("dict", lambda: x.__dict__)
    attempt("iter", lambda: iter(x))
    attempt("vars", lambda: vars(x))
    attempt("in list", lambda: repr([x])[:12])
    attempt("new", lambda: type(object.__new__(cls)).__name__)


for order in ORDERS:
    attempt("plain", lambda: make(order).__mro__)
    attempt("list", lambda: make(order, list).__mro__)
    attempt("L", lambda: make(order, L).__mro__)
    attempt("slotted", lambda: make(order, Slotted).__mro__)
print(Other.__subclasses__(), L.__subclasses__() != [], [c for c in list.__subclasses__() if c.__name__ == "X"] != [])
use(object.__new__(make(lambda c: [Other, c, object])))

for order in ORDERS:

    class X(Slotted, metaclass=Meta):
        pass

    class Y(X):
        pass

    class Base:
        __slots__ = ("a",)

    x = X()
    y = Y()
    Meta.order = order
    attempt("--- bases", lambda: setattr(X, "__bases__", (Base,)))
    Meta.order = None
    print(X.__mro__, X.__bases__, X.__base__, Y.__mro__, X in Base.__subclasses__(), X in Slotted.__subclasses__())

for order in ORDERS[3:5]:

    class X(Slotted, metaclass=Meta):
        pass

    class Y(X):
        pass

    x = X()
    y = Y()
    Meta.order = order
    X.__bases__ = X.__bases__
    Meta.order = None
    print(X.__mro__)
    use(x)
    use(y)


class Plain:
    pass


class Derived(Plain):
    pass


attempt("cycle", lambda: setattr(Plain, "__bases__", (Derived,)))
