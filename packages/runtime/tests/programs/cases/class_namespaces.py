# What type() makes of names, docs, slots and the namespace.
import collections
import types
from collections.abc import Mapping, MutableMapping, Sequence


def tell(f):
    try:
        print(ascii(f()))
    except Exception as e:
        print(type(e).__name__, ascii(str(e)))


class Plain:
    pass


for bases, slots in (
    ((), "x\0"), ((), b"x"), ((), [1]), ((), "1"), ((), ["x", "x"]), ((int,), "x"), ((int,), ()), ((), "__classcell__"), ((), "__module__"),
    ((), ["__dict__", "__dict__"]), ((), ["__weakref__", "__weakref__"]), ((Plain,), "__dict__"), ((Plain,), "__weakref__"),
):
    tell(lambda: sorted(type("C", bases, {"__slots__": slots}).__dict__))
tell(lambda: type("C", (), {"__slots__": "x", "x": 1}))

for namespace in ({"__slots__": ["b", "a"]}, {"__slots__": "a", "__eq__": 1}, {"__eq__": 1, "x": 2}, {"__slots__": ["b", "__dict__", "a"]}):
    print(list(type("C", (), namespace).__dict__))
ordered = collections.OrderedDict(a=1, b=2)
ordered.move_to_end("a")
print(list(type("C", (), ordered).__dict__)[:2])

surrogate = "a" + chr(0xDCDC)
tell(lambda: type(surrogate, (), {}))
tell(lambda: setattr(Plain, "__name__", surrogate))
tell(lambda: type("C", (), {"__doc__": surrogate}))
tell(lambda: type("C", (), {"__doc__": "\xe9"}).__doc__)
tell(lambda: Plain.__name__)


class AB:
    __slots__ = ["a", "b"]


class BA:
    __slots__ = ["b", "a"]


moved = AB()
moved.a, moved.b = 1, 2
moved.__class__ = BA
print(moved.a, moved.b)


class BadModule(types.ModuleType):
    __dict__ = 8


tell(lambda: dir(BadModule("bad")))


class Meta(type):
    def __new__(cls, name, bases, namespace):
        namespace["__slots__"] = ["__classcell__"]
        return super().__new__(cls, name, bases, namespace)


class WithCell(metaclass=Meta):
    def own(self):
        return __class__


print(WithCell().own(), WithCell.__classcell__)


class Wrapped:
    def f(x: int) -> str: ...

    s = staticmethod(f)
    c = classmethod(f)


for wrapper in (Wrapped.__dict__["s"], Wrapped.__dict__["c"]):
    print("__annotate__" in wrapper.__dict__, wrapper.__annotate__(1), "__annotate__" in wrapper.__dict__)


def kind(x):
    match x:
        case [*_]:
            return "sequence"
        case {}:
            return "mapping"
        case _:
            return "other"


def made(*bases):
    body = {"__getitem__": 0, "__len__": lambda self: 0, "__iter__": lambda self: iter(()), "__setitem__": 0, "__delitem__": 0}
    return type("M", bases, body)()


class Neither:
    pass


print(kind(memoryview(b"ab")), kind(made(Neither, Sequence)), kind(made(Neither, Mapping)), kind(made(Neither, MutableMapping)))
print(kind(made(Sequence)), kind(made(collections.UserDict, Sequence)), kind(made(collections.UserList, Mapping)))
