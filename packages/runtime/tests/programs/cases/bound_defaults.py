"""Defaults that a call has bound reach its frame, also where that frame has to be made first and a collection comes in between."""

import sys


def filled(a, b="b", c="c", d="d", e="e", f="f", g="g", h="h"):
    sys._getframe()  # a frame that was looked at is not used again: the next call makes one
    return a, b, c, d, e, f, g, h


class Filled:
    def __init__(self, *args, b="b", c="c", d="d", e="e", f="f", g="g", h="h", **more):
        sys._getframe()
        self.all = args, b, c, d, e, f, g, h, more


def called(x):
    return filled(x)


def called_by_name(x):
    return filled(x, c="C")


def called_by_native(x):
    return list(map(filled, [x]))


def made(x):
    return Filled(x, x, c="C", z="Z").all


def wide():
    """The frames of what it calls lie inside its own window."""
    found = [called(1), called_by_name(2), called_by_native(3), made(4)]
    return found, (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, len(found))])


for _ in range(3):
    print(wide())
