"""Set operations in place lose nothing that other threads add."""

from hammer import each, hammer


class Key(int):
    def __eq__(self, other):
        return int(self) == int(other)

    def __hash__(self):
        return int(self) % 7


bad = 0
for kind in int, Key:
    s = {kind(i) for i in range(60)}
    mine = {kind(i) for i in range(40, 60)}

    def work(k):
        global s
        shared = s
        for i in range(150):
            if k == 0:
                shared &= {kind(j) for j in range(0, 60)} | set(shared)
            elif k == 1:
                shared -= mine
                shared |= mine
            elif k == 2:
                shared ^= {kind(2000), kind(2001)}
            else:
                shared.add(kind(1000 + i))
                shared.discard(kind(1000 + i)) if i % 2 else None

    bad += each(4, work)
    bad += len(s & {kind(i) for i in range(60)}) != 60
    popped = []

    def pop(k):
        try:
            while True:
                popped.append(s.pop())
        except KeyError:
            pass

    bad += each(4, pop)
    bad += len(popped) != len(set(popped))

s = set(range(50))


def change():
    s.update(range(50, 100))
    s.difference_update(range(50, 100))


bad += hammer(
    lambda: (list(s), sorted(s), tuple(s), s | s, s & s, s - {1}, s ^ {1}, s == s.copy(), repr(s), frozenset(s), s <= set(range(100)), {*s}), change
)
print(bad)
