"""Atoms lose no change; versions stay what they are; evolvers that threads share stay whole; watches hear of every change."""

import protocore
from hammer import despite, each, hammer

bad = 0
ROUNDS = 300


class Key(int):
    def __eq__(self, other):
        return int(self) == int(other)

    def __hash__(self):
        return int(self) % 97


# Every change arrives, whichever way it is made.
total = protocore.Atom(0)
everything = protocore.Atom(protocore.vector())
found = protocore.Atom(protocore.map())
seen = protocore.Atom(protocore.set())
heard = protocore.Atom(0)
total.add_watch("count", lambda key, atom, old, new: heard.swap(lambda n: n + new - old))


def change(k):
    for i in range(ROUNDS):
        total.swap(lambda n, more: n + more, 2)
        everything.swap(protocore.vector.append, (k, i))
        found.swap(lambda m: m.set(Key(k * ROUNDS + i), i))
        while True:
            old = seen.value
            if seen.compare_and_set(old, old.add(k * ROUNDS + i)):
                break
        total.add_watch(k, lambda *_: None)
        total.remove_watch(k)


bad += each(4, change)
bad += total.value != heard.value or total.value != 8 * ROUNDS
bad += sorted(everything.value) != [(k, i) for k in range(4) for i in range(ROUNDS)]
bad += len(found.value) != 4 * ROUNDS or any(found.value[Key(i)] != i % ROUNDS for i in range(4 * ROUNDS))
bad += seen.value != set(range(4 * ROUNDS))

# Readers of one version beside those who make others of it.
v = protocore.vector(range(2000))
m = protocore.map({i: i for i in range(500)} | {Key(1000 + i): i for i in range(50)})
s = m.keys()
bad += hammer(
    lambda: (hash(v), v[7:1900].append(1), sum(v), v == protocore.vector(range(2000)), v.set(1000, None), v.delete(5)),
    lambda: (hash(m), m.set(Key(1001), 0), m.remove(3), len(dict(m)), m == m.set(7, 8), m.evolver().set(1, 2).persistent()),
    lambda: (hash(s), s.add("x"), s - {1, 2}, s | {1, "y"}, len(list(s)), s & range(100)),
)
bad += v.tolist() != list(range(2000)) or len(m) != 550 or m[3] != 3 or s != set(m)

# One iterator: nothing comes that is not there.
for whole in v, m, s, m.items():
    shared = iter(whole)
    got = []
    bad += each(3, lambda k: got.extend(shared))
    bad += not set(got) >= set(whole) if whole is v else sorted(got, key=repr) != sorted(whole, key=repr)

# One evolver: what it gives is whole, and what it gave stays.
ve, me, se = v.evolver(), m.evolver(), s.evolver()
versions = []


def evolve(k):
    for i in range(ROUNDS):
        ve.append(k)
        ve[i] = -1
        ve.extend([k, k])
        me[k * ROUNDS + i + 10_000] = i
        me[Key(k * ROUNDS + i + 20_000)] = i
        se.add((k, i))
        if i % 10 == k:
            vv, mm, ss = ve.persistent(), me.persistent(), se.persistent()
            versions.append((vv, vv.tolist(), mm, dict(mm), ss, list(ss)))


bad += each(4, evolve)
vv, mm, ss = ve.persistent(), me.persistent(), se.persistent()
bad += len(vv) != 2000 + 12 * ROUNDS or vv[:ROUNDS] != [-1] * ROUNDS or sorted(vv[2000:]) != sorted(list(range(4)) * 3 * ROUNDS)
bad += len(mm) != 550 + 8 * ROUNDS or len(list(mm)) != len(mm) or len(ss) != 550 + 4 * ROUNDS or len(set(ss)) != len(ss)
bad += any(a.tolist() != b or c != d or list(e) != f for a, b, c, d, e, f in versions)
bad += v.tolist() != list(range(2000)) or len(m) != 550 or s != set(m)

e = v.evolver()
bad += hammer(
    despite(IndexError)(lambda: e.delete(-1)),
    despite(IndexError)(lambda: (e[-1], e[0])),
    lambda: (len(e), e.is_dirty(), e.append(1)),
    lambda: len(list(e.persistent())),
)
f = m.evolver()
bad += hammer(
    despite(KeyError)(lambda: f.remove(Key(1001))),
    lambda: f.set(Key(1001), 1),
    lambda: (Key(1001) in f, len(f), f.is_dirty()),
    lambda: dict(f.persistent()),
)
print(bad)
