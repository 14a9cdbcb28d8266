"""What threads add to a list and take from it is all there and not twice."""

from hammer import each


class Equal(int):
    def __eq__(self, other):
        return int(self) == int(other)

    __hash__ = int.__hash__


class Less(int):
    def __lt__(self, other):
        return int(self) < int(other)


bad = 0
for kind in int, Equal:
    L = [kind(i) for i in range(400)]
    removed = []

    def remove(k):
        n = 0
        for i in range(400):
            try:
                L.remove(i)
                n += 1
            except ValueError:
                pass
        removed.append(n)

    bad += each(4, remove)
    bad += len(L) + abs(sum(removed) - 400)

L = [0]


def grow(k):
    for i in range(300):
        L.append(k), L.insert(0, k), L.extend((k, k)), L.extend({k: k}), L.reverse(), L.sort(), L.sort(key=str)
        L[1:1] = [k]
        L.pop(), L.pop(0)
        del L[-1:]


bad += each(4, grow)
bad += abs(len(L) - 1 - 4 * 300 * 3)

for _ in range(100):
    L = [1, 1]
    each(2, lambda k: L.append(2) if k else L.__imul__(3))
    bad += L not in ([1] * 6 + [2], [1, 1, 2] * 3)

L = [Less(i) for i in range(100)]
finished = []


def append_or_sort(k):
    if k < 2:
        for i in range(2000):
            L.append(Less(i) if k else i)
        finished.append(k)
    else:
        while len(finished) < 2:
            L.sort(key=(lambda x: -x) if k == 2 else None)


bad += each(4, append_or_sort)
bad += abs(len(L) - 4100)
print(bad)
