"""What threads put into a dict and take from it is there once."""

import collections

from hammer import each


class Key(int):
    def __eq__(self, other):
        return int(self) == int(other)

    def __hash__(self):
        return int(self) % 7


bad = 0
for kind in int, str, Key:
    for cls in dict, collections.defaultdict:
        d = cls()
        first = []

        def work(k):
            for i in range(100):
                d[kind(i * 4 + k)] = i
                first.append(d.setdefault(kind(10_000 + i), k) == k)
                d.update({kind(20_000 + i * 4 + k): 1, kind(1): 1})

        bad += each(4, work)
        bad += len(d) != 400 + 100 + 400
        bad += abs(sum(first) - 100)
        popped = []

        def take(k):
            while True:
                try:
                    popped.append(d.popitem()[0] if k % 2 else d.pop(next(iter(list(d.keys())))))
                except (KeyError, StopIteration):
                    if not d:
                        return

        bad += each(4, take)
        bad += abs(len(popped) - 900) + len(d)
print(bad)
