"""Iterators that threads share, or that call themselves: any order and, where nothing promises more, any items, but no crash."""

import itertools
from collections import deque

from hammer import each

COMBINING = [
    lambda: itertools.product(range(5), repeat=4), lambda: itertools.permutations(range(6)), lambda: itertools.combinations(range(12), 4),
    lambda: itertools.combinations_with_replacement(range(8), 3),
]  # fmt: skip
OTHERS = [
    lambda: itertools.chain.from_iterable([[i] * 9 for i in range(50)]), lambda: itertools.batched(range(999), 7), lambda: itertools.pairwise(range(999)),
    lambda: itertools.zip_longest(range(99), range(999), range(9)), lambda: itertools.islice(range(999), 3, 900, 7),
    lambda: itertools.accumulate(range(999), initial=3), lambda: itertools.groupby(range(999), lambda x: x // 3),
    lambda: itertools.islice(itertools.cycle([1, 2, 3]), 999), lambda: itertools.repeat(1, 999), lambda: itertools.compress(range(999), [1] * 999),
    lambda: map(lambda x, y: x, range(999), range(999)), lambda: filter(None, range(999)), lambda: zip(range(999), [1] * 999),
    lambda: enumerate(range(999), 1 << 62), lambda: reversed(list(range(999))), lambda: iter([1] * 999), lambda: iter("a" * 999),
    lambda: iter(b"a" * 999), lambda: iter((1,) * 999), lambda: iter(bytearray(999)), lambda: iter(range(999)), lambda: iter(memoryview(bytes(999))),
    lambda: iter(iter([1] * 999).__next__, 2), lambda: reversed(range(999)), lambda: itertools.takewhile(lambda x: x < 900, range(999)),
    lambda: itertools.dropwhile(lambda x: x < 9, range(999)), lambda: map(pow, range(99), range(99)),
]  # fmt: skip
bad = 0
for make in COMBINING:
    whole = sorted(make())
    it = make()
    got = [[], [], []]
    bad += each(3, lambda k: got[k].extend(it))
    bad += sorted(sum(got, [])) != whole
for _ in range(10):
    for make in OTHERS:
        it = make()
        bad += each(3, lambda k: [None for x in it])

for _ in range(50):
    it = itertools.chain.from_iterable(iter(deque([iter(deque([i] * 20)) for i in range(20)])))  # deques' iterators give each item once
    got = [[], [], []]
    bad += each(3, lambda k: got[k].extend(it))
    bad += len(sum(got, [])) != 400

counted = itertools.count()
got = [[], [], []]
bad += each(3, lambda k: got[k].extend(next(counted) for _ in range(2000)))
bad += sorted(sum(got, [])) != list(range(6000))

a, b = itertools.tee(range(5000))
got = [[], []]


def read_tee(k):
    it = (a, b)[k]
    while True:
        try:
            got[k].append(next(it))
        except StopIteration:
            return
        except RuntimeError:
            pass  # the other one is reading the source


bad += each(2, read_tee)
bad += got[0] != list(range(5000)) or got[1] != list(range(5000))


class Again:
    """Steps the iterator that steps it."""

    def __init__(self, n):
        self.n = n
        self.it = None

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        if self.it is not None and self.n % 2:
            next(self.it, None)
        return self.n


for make in (
    lambda x: itertools.batched(x, 4), itertools.pairwise, lambda x: itertools.zip_longest(x, x, x), lambda x: itertools.islice(x, 2, 30),
    itertools.accumulate, itertools.groupby, itertools.cycle, lambda x: itertools.chain(x, x), lambda x: itertools.tee(x)[0], enumerate,
    lambda x: map(int, x), lambda x: filter(None, x), lambda x: zip(x, x), lambda x: itertools.compress(x, x),
):  # fmt: skip
    source = Again(40)
    it = source.it = make(source)
    try:
        for _ in range(60):
            next(it, None)
    except RuntimeError:
        pass  # tee
print(bad)
