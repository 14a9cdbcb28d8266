"""Classes derived from built-in types have `__del__` called, too, and exhausted iterators let go of what they walked over."""

import array
import collections
import gc

done = []


def make(base, *args):
    class Own(base):
        def __del__(self):
            done.append(base.__name__)
            if base is list:
                kept.append(self)

    for how in (Own, lambda *a: Own.__new__(Own, *a)):
        how(*args)


kept = []


def fill():
    make(list)
    make(dict)
    make(set)
    make(frozenset)
    make(tuple, [1, 2])
    make(str, "text")
    make(bytes, b"data")
    make(bytearray)
    make(int, 5)
    make(float, 2.5)
    make(complex, 1j)
    make(array.array, "i")
    make(collections.deque)
    make(Exception)
    make(object)


def deep(n):
    if n:
        deep(n - 1)
    else:
        fill()


def overwrite(n):
    a = b = c = d = e = f = n
    return overwrite(n - 1) if n else (a, b, c, d, e, f)


deep(20)
overwrite(60)
gc.collect()
gc.collect()
print(sorted(set(done)))
kept.clear()
gc.collect()
print(done.count("list") <= 2)

for seq in ([1, 2], (1, 2), "ab", b"ab", bytearray(b"ab"), array.array("b", b"ab"), {1: 2}, {1}, {1: 2}.items(), reversed([1, 2])):
    it = iter(seq)
    first = list(it)
    if isinstance(seq, (list, bytearray)):
        seq.append(3)
    print(first, list(it), [x for x in it])
print([it.__reduce__() for it in (iter([]), reversed([1]), iter((1,)), iter(tuple[int]))])
