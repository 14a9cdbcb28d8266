"""Everything native that reads a list which another thread empties meanwhile."""

import array
import io
import marshal
import os
import select
import struct

from hammer import despite, flickering, hammer

L, flicker = flickering(list(range(50)))


@despite(ValueError, IndexError, TypeError)
def numbers():
    bytes(L), bytearray(L), marshal.dumps(L), tuple(L), list(L), L[:], L[1:-1], L[::2], repr(L), [*range(50)] == L, L > [1], L + L, L * 2
    sum(L), sorted(L), {*L}, L.count(3), 3 in L, L.index(3), bytearray(3).join([bytes(L)]), memoryview(bytes(4)).cast("B", L), max(0, *L)
    array.array("q", L), struct.pack(f"{len(L)}q", *L), L[0], L[-1], reversed(L), dict.fromkeys(L), set(L), frozenset(L), str(L)


bad = hammer(numbers, flicker)

T, flicker = flickering(["abc"] * 50)


@despite(ValueError)  # some want an item at least
def texts():
    "".join(T), ",".join(T), io.StringIO().writelines(T), "%s" % (T,), hash(tuple(T)), print(*T, file=io.StringIO())


@despite(ValueError, OSError)
def child():
    os.execv("/nowhere/at/all", T)


bad += hammer(texts, child, flicker)

r, w = os.pipe()
F, flicker = flickering([r] * 20)
bad += hammer(lambda: (select.select(F, [], [], 0), select.select([], F, [], 0)), flicker)

P, flicker = flickering([1, 2, 3])


@despite(ValueError)
def unpack():
    a, b, c = P
    a, *b = P
    (lambda *x: x)(*P)


bad += hammer(unpack, unpack, flicker)

pairs = [[i, i] for i in range(20)]


def shrink():
    for p in pairs:
        p.clear()
        p.extend((1, 1))


bad += hammer(despite(ValueError)(lambda: dict(pairs)), shrink)
print(bad)
