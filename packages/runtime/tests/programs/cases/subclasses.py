"""Subclasses of built-in types: what of them native methods see."""

import collections
import itertools
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


# --- keywords for a subclass's own __init__ or __new__ ------------------------------------------------------------------

ARGUMENTS = {
    zip: ([],), map: (None, []), enumerate: ([],), filter: (None, []), itertools.count: (), itertools.cycle: ([],), itertools.chain: (),
    itertools.repeat: (1,), itertools.starmap: (None, []), itertools.takewhile: (None, []), itertools.product: (), itertools.pairwise: ([],),
    itertools.groupby: ([],), itertools.accumulate: ([],), itertools.batched: ([], 1), itertools.compress: ([], []),
    itertools.combinations: ([], 1), set: (), list: (), tuple: (), frozenset: (), bytearray: (), int: (), float: (), str: (),
}  # fmt: skip


def kind(f):
    try:
        return f()
    except Exception as error:
        return type(error).__name__


for cls, arguments in ARGUMENTS.items():

    class Init(cls):
        def __init__(self, *args, extra=None):
            self.extra = extra

    class New(cls):
        def __new__(cls, *args, extra=None):
            self = super().__new__(cls, *args)
            self.extra = extra
            return self

    print(
        cls.__name__,
        kind(lambda: Init(*arguments, extra=3).extra),
        kind(lambda: New(*arguments, extra=3).extra),
        kind(lambda: cls(*arguments, extra=3)),
    )
