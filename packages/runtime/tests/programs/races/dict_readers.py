"""A dict read whole is read in one step; an iterator that threads share raises nothing while the dict stays as it is."""

from hammer import each, hammer

d = dict.fromkeys(range(50))
e = dict(d)
names = {"a": 1}


def change():
    for i in range(50, 100):
        d[i] = i
    for i in range(50, 100):
        del d[i]


def change_names():
    names["b"] = 2
    del names["b"]


steps = [
    lambda: list(d), lambda: list(d.items()), lambda: list(d.values()), lambda: list(d.keys()), lambda: d | d, lambda: e | d, lambda: sorted(d),
    lambda: tuple(d), lambda: e.update(d), lambda: d == e, lambda: d.copy(), lambda: dict(d), lambda: set(d), lambda: repr(d),
    lambda: repr(d.items()), lambda: {**d}, lambda: set(d.values()), lambda: dict.fromkeys(d), lambda: [].extend(d.items()), lambda: [*d],
    lambda: (lambda **k: k)(**names), lambda: frozenset(d), lambda: tuple(d.items()),
]  # fmt: skip


def read():
    for step in steps:
        step()


def whole():
    keys = list(d)
    assert keys == list(range(len(keys))) or set(keys) >= set(range(50))
    assert all(v is None or v == k for k, v in list(d.items()))


bad = hammer(read, whole, change, change_names)

for _ in range(300):
    size = 100
    for make in iter, (lambda x: iter(x.items())), (lambda x: iter(x.values())), reversed, (lambda x: iter(set(x))):
        it = make(dict.fromkeys(range(size)))
        bad += each(3, lambda k: [None for x in it])
print(bad)
