"""`battery.py SEED`: random operations on protocore's collections and on pyrsistent's, both on this interpreter; prints how often they differ."""

import os
import random
import sys

os.environ["PYRSISTENT_NO_C_EXTENSION"] = "1"

import protocore
from pyrsistent import pmap, pset, pvector

rng = random.Random(int(sys.argv[1]))
bad = 0


class Key:
    """Python code compares and hashes it, and there are few hashes."""

    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return isinstance(other, Key) and self.n == other.n

    def __hash__(self):
        return self.n % 3 << 40

    def __repr__(self):
        return f"K{self.n}"


def key():
    return rng.choice([rng.randrange(40), str(rng.randrange(40)), Key(rng.randrange(12)), rng.randrange(1 << 70), (rng.randrange(3), None), 0.5])


def answer(f, x):
    try:
        return f(x)
    except Exception as e:
        return type(e)


def alike(a, b):
    if isinstance(b, type(pvector())):
        return isinstance(a, protocore.vector) and len(a) == len(b) and list(a) == list(b)
    if isinstance(b, type(pmap())):
        return isinstance(a, protocore.map) and len(a) == len(b) and dict(a) == dict(b) and all(a[k] == b[k] for k in b)
    if isinstance(b, type(pset())):
        return isinstance(a, protocore.set) and len(a) == len(b) and set(a) == set(b)
    return a == b and type(a) is type(b)


def battle(ours, theirs, operations, steps):
    global bad
    versions = []
    for _ in range(steps):
        name, f = rng.choice(operations())
        a, b = answer(f, ours), answer(f, theirs)
        if not alike(a, b):
            bad += 1
            print(name, ours, theirs, a, b, file=sys.stderr)
        if type(b) is type(theirs) and len(b) < 5000:
            ours, theirs = a, b
            versions.append((a, b))
    bad += sum(not alike(a, b) for a, b in rng.sample(versions, min(len(versions), 50)))
    return ours, theirs


def evolved(x, *changes):
    e = x.evolver()
    for change in changes:
        change(e)
        len(e)
    return e.persistent()


def vector_operations():
    n = rng.choice([3, 40, 1500])
    i, j, many = rng.randrange(-n, n), rng.randrange(-n, n), list(range(rng.randrange(n)))
    return [
        ("append", lambda x: x.append(i)), ("extend", lambda x: x.extend(many)), ("set", lambda x: x.set(i, "s")), ("get", lambda x: x[i]),
        ("slice", lambda x: x[i:j]), ("from", lambda x: x[abs(i) :]), ("step", lambda x: x[:: rng_step]), ("delete", lambda x: x.delete(i)),
        ("deletes", lambda x: x.delete(i, j)), ("remove", lambda x: x.remove(i)), ("add", lambda x: x + x[:40]), ("count", lambda x: x.count("s")),
        ("evolve", lambda x: evolved(x, lambda e: e.append(1), lambda e: e.set(i, 2), lambda e: e.extend(many), lambda e: e.delete(j))),
        ("mset", lambda x: x.mset(i, 1, j, 2)), ("compare", lambda x: (x < x.append(1), x == x[:], x >= x[1:], x == many, x != list(x))),
        ("text", lambda x: repr(list(x))), ("hash", lambda x: hash(x) == hash(tuple(x))), ("times", lambda x: x[:50] * 3),
    ]  # fmt: skip


def map_operations():
    k, v, other = key(), rng.randrange(5), {key(): rng.randrange(5) for _ in range(rng.randrange(20))}
    return [
        *[("set", lambda x: x.set(k, v))] * 4, ("remove", lambda x: x.remove(k)), ("discard", lambda x: x.discard(k)), ("get", lambda x: x[k]),
        ("default", lambda x: x.get(k, "d")), ("in", lambda x: k in x), ("update", lambda x: x.update(other, {k: v})), ("plus", lambda x: x + other),
        ("with", lambda x: x.update_with(lambda a, b: a + b, other)), ("equal", lambda x: (x == dict(x), x == x.set(k, 9), x != {})),
        ("evolve", lambda x: evolved(x, lambda e: e.set(k, v), lambda e: e.remove(k), lambda e: e.set(k, 7))),
        ("keys", lambda x: set(x.keys()) == set(x)), ("values", lambda x: sorted(x.values())), ("items", lambda x: dict(x.items()) == dict(x)),
        ("hash", lambda x: hash(x) == hash(frozenset(x.items()))), ("any", lambda x: len(x.remove(next(iter(x))))),
    ]  # fmt: skip


def set_operations():
    k, other = key(), {key() for _ in range(rng.randrange(20))}
    return [
        *[("add", lambda x: x.add(k))] * 4, ("remove", lambda x: x.remove(k)), ("discard", lambda x: x.discard(k)), ("in", lambda x: k in x),
        ("update", lambda x: x.update(other)), ("or", lambda x: x | other), ("and", lambda x: (x & other) | x), ("sub", lambda x: x - other),
        ("xor", lambda x: x ^ list(other)), ("le", lambda x: x <= other), ("ge", lambda x: x >= other), ("lt", lambda x: x < x.add(k)),
        ("disjoint", lambda x: x.isdisjoint(other)), ("list", lambda x: x.union(list(other))), ("equal", lambda x: (x == set(x), x == other)),
        ("evolve", lambda x: evolved(x, lambda e: e.add(k), lambda e: e.remove(k), lambda e: e.add(k))),
    ]  # fmt: skip


for _ in range(3):
    rng_step = rng.choice([2, 3, -1, -7])
    size = rng.choice([0, 30, 1100, 33000])
    battle(protocore.vector(range(size)), pvector(range(size)), vector_operations, 150)
    start = {key(): 1 for _ in range(rng.choice([0, 50, 2000]))}
    battle(protocore.map(start), pmap(start), map_operations, 400)
    battle(protocore.set(start), pset(start), set_operations, 400)
print(bad)
