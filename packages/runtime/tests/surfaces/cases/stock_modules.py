import copy
import enum
import types
import weakref


class Color(enum.Enum):
    RED = 1
    GREEN = "g"
    CRIMSON = 1

    @property
    def shout(self):
        return self.name + "!"

    @classmethod
    def first(cls):
        return next(iter(cls))


class Perm(enum.Flag):
    R = enum.auto()
    W = enum.auto()
    X = enum.auto()


class Num(enum.IntEnum):
    ONE = 1
    TWO = 2


class Planet(enum.Enum):
    EARTH = (5, 6)

    def __init__(self, mass, radius):
        self.mass = mass
        self.radius = radius


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


class Slotted:
    __slots__ = ("a", "b")

    def __init__(self):
        self.a = [1]


class Custom:
    def __deepcopy__(self, memo):
        return "deep"

    def __copy__(self):
        return "shallow"


class Reduced:
    def __init__(self, v):
        self.v = v

    def __reduce__(self):
        return (Reduced, (self.v + 1,))


class Key:
    pass


k1, k2 = Key(), Key()
wk = weakref.WeakKeyDictionary()
wv = weakref.WeakValueDictionary()
ws = weakref.WeakSet()
p = Point(1, [2])
