# What a suspended generator or a frame held after its return keeps of its registers: temporaries that were dead while a
# collection ran name objects that are gone.
import gc
import sys


def many(*args):
    return len(args)


def collecting():
    return gc.collect() * 0


def generator():
    n = many([1], [2], [3], [4], [5], [6], [7], [8], [9], [10], {11: 12}, {13: [14]})
    n += collecting()
    yield n
    n += many((n, [n]), [n], [n], [n], [n])
    n += collecting()
    yield n


def held():
    n = many([1], [2], [3], [4], [5], [6], [7], [8], [9], [10], {11: 12}, {13: [14]})
    collecting()
    return n and sys._getframe()


kept = []
for _ in range(20):
    g = generator()
    first = next(g)
    frame = held()
    gc.collect()
    new = [[i, str(i)] for i in range(100)]
    second = next(g)
    gc.collect()
    kept.append((g, frame, new, first, second))
gc.collect()
print({(first, second) for g, frame, new, first, second in kept}, {tuple(frame.f_locals) for _, frame, *_ in kept})
print(all(new == [[i, str(i)] for i in range(100)] for _, _, new, *_ in kept))
