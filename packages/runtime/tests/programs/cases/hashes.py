"""Hashes that are the same in every run, and have 64 bits."""

import sys
from decimal import Decimal
from fractions import Fraction

print(sys.hash_info.width, sys.hash_info.modulus, sys.hash_info.inf, sys.hash_info.nan, sys.hash_info.imag)
for value in [
    0, 1, -1, -2, 1 << 61, (1 << 61) - 1, -(1 << 61), 1 << 62, 1 << 63, -(1 << 63), 10**30, -(10**30),
    0.5, -0.5, 1e300, float("inf"), float("-inf"), 1.0, -1.0, 1j, 3 + 4j, -1 - 1j, 0.1 + 2.5j, True, None,
    (), (1,), (1, 2), (1, 2, 3), (-1, -1), (0.5, None), ((1, 2), (3, (4, 5))), (True, 1j), tuple(range(1000)),
    frozenset(), frozenset([1]), frozenset([1, 2, 3]), frozenset([(1, 2), (3, 4)]), frozenset([frozenset([1]), (None,)]),
    range(0), range(5), range(3, 10, 2), range(10**20), slice(1, 2, 3), slice(None), Fraction(1, 3), Decimal("1.5"),
]:
    print(repr(value)[:40], hash(value), value.__hash__() == hash(value), {value: 1}[value], value in {value})


class Fixed:
    def __init__(self, h):
        self.h = h

    def __hash__(self):
        return self.h


for h in [-1, 0, 1 << 60, (1 << 62) - 1, 1 << 62, (1 << 63) - 1, 1 << 63, -(1 << 62), -(1 << 63), -(1 << 63) - 1, 1 << 200, True]:
    f = Fixed(h)
    d = {f: 1}
    s = {f}
    for i in range(100):
        d[i] = i
        s.add(i)
    print(hash(f), d[f], f in s, hash((f, 1)) == hash((Fixed(h), 1)), d.pop(f), len(d))
    print(hash(frozenset([f])), hash(frozenset([f, (1, 2)])))


class Like:
    """Equal to a tuple, and hashed as it is."""

    def __init__(self, *items):
        self.items = items

    def __eq__(self, other):
        return self.items == (other.items if isinstance(other, Like) else other)

    def __hash__(self):
        return hash(self.items)


pairs = [(frozenset([Like(i, 2)]), frozenset([(i, 2)])) for i in range(200)]
print(all(a == b and hash(a) == hash(b) for a, b in pairs))
