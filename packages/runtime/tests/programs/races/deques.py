"""deque: nothing is lost, and what looks at the whole is one step."""

from collections import deque

from hammer import despite, each, hammer

d = deque()


def work(k):
    for i in range(500):
        d.append(i), d.appendleft(i), d.extend([i, i]), d.extendleft((i,)), d.rotate(3), d.reverse(), d.insert(2, i), d.pop(), d.popleft()
        del d[0]
        d[-1] = i


bad = each(4, work)
bad += abs(len(d) - 4 * 500 * 3)

d = deque([1] * 400)
removed = []


def remove(k):
    n = 0
    try:
        while True:
            d.remove(1)
            n += 1
    except ValueError:
        removed.append(n)


bad += each(4, remove)
bad += abs(sum(removed) - 400) + len(d)

d = deque(range(100))


def change():
    d.append(0)
    d.clear()
    d.extend(range(100))
    d.appendleft(-1)


@despite(ValueError, IndexError)
def read():
    list(d.copy()), d.count(50), 50 in d, d == deque(range(100)), repr(d), d + d, d * 2, d[0], d[-1], d.index(50)


bad += hammer(read, read, change)
it = iter(deque(range(100_000)))
seen = [[], [], []]
bad += each(3, lambda k: seen[k].extend(it))
bad += sum(map(len, seen)) != 100_000
print(bad)
