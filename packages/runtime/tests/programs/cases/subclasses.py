"""Subclasses of built-in types: what of them native methods see."""

import collections
import weakref


class Name:
    def __str__(self):
        return "NAME"


class Int(Name, int):
    pass


class Float(Name, float):
    pass


class Text(Name, str):
    pass


class Formatted(int):
    def __format__(self, spec):
        return f"<{spec}>"


for value in (Int(7), Float(1.5), Text("t"), Formatted(3)):
    print(format(value), f"{value}", "{}".format(value), "%s" % value, f"{value!s:>6}", format(value, ">6"))


class Target:
    pass


target = Target()
print(target.__weakref__)
reference = weakref.ref(target)
print(target.__weakref__ is reference)


class Slots(set):
    __slots__ = ("x", "__dict__")


class SlotsDeque(collections.deque):
    __slots__ = ("x", "__dict__")


for slots in (Slots([1]), SlotsDeque([1])):
    print(slots.__reduce__()[2])
    slots.x = 5
    slots.y = 6
    print(slots.__reduce__()[2])
