"""collections.OrderedDict: errors, order, views and iterators, methods of dict that go behind its back, subclasses, threads."""

import copy
import pickle
import threading
import weakref
from collections import OrderedDict


def told(f):
    try:
        return repr(f())
    except Exception as error:
        return f"{type(error).__name__}: {error.args!r}"


def made():
    return OrderedDict([("a", 1), ("b", 2), ("c", 3)])


class Keyed:
    def keys(self):
        return [1, 2]

    def __getitem__(self, key):
        return key * 2


class Itemed:
    def items(self):
        return [(1, 2)]


for given in ([()], [(1,)], [(1, 2, 3)], [5], ["ab"], ["a"], ["abc"], [[1, 2]], None, 5, Keyed(), Itemed(), {3: 4}, made()):
    print(told(lambda: OrderedDict(given)), told(lambda: made() | given), told(lambda: made().__ior__(given)))
print(told(lambda: OrderedDict(1, 2)), told(lambda: made().update(1, 2)), told(lambda: OrderedDict.update()))
o = made()
print(told(lambda: o.move_to_end([])), told(lambda: o.move_to_end("x")), told(lambda: o.move_to_end()), told(lambda: o.move_to_end("a", 0, 3)))
print(told(lambda: o.move_to_end("a", last=0)), told(lambda: o.move_to_end(key="b")), told(lambda: OrderedDict().move_to_end([])), o)
print(told(lambda: OrderedDict().popitem()), told(lambda: o.popitem(1, 2)), told(lambda: o.popitem(last=False)), told(lambda: o.popitem("")))
print(told(lambda: o.pop()), told(lambda: o.pop("zz")), told(lambda: o.pop([])), told(lambda: o.pop("zz", default=3)))
print(told(lambda: o.setdefault()), told(lambda: o.setdefault([])), told(lambda: o.setdefault("q")), told(lambda: o.setdefault(key="r", default=2)))
print(told(lambda: o.__setitem__([], 1)), told(lambda: o.__delitem__("zz")), told(lambda: o.__delitem__([])), told(lambda: o[[]]), o)
print(told(lambda: OrderedDict.fromkeys()), told(lambda: OrderedDict.fromkeys(iterable="ab", value=2)), told(lambda: dict.__new__(OrderedDict)))

behind = {
    "set": lambda o: dict.__setitem__(o, "x", 9),
    "del": lambda o: dict.__delitem__(o, "b"),
    "pop": lambda o: dict.pop(o, "a"),
}
deeds = {
    "repr": repr,
    "list": list,
    "items": lambda o: list(o.items()),
    "reversed": lambda o: list(reversed(o)),
    "copy": lambda o: o.copy(),
    "popitem": lambda o: o.popitem(),
    "pop x": lambda o: o.pop("x"),
    "pop b": lambda o: o.pop("b", 7),
    "move x": lambda o: o.move_to_end("x"),
    "move b": lambda o: o.move_to_end("b"),
    "del x": lambda o: o.__delitem__("x"),
    "set x": lambda o: o.__setitem__("x", 1),
    "default x": lambda o: o.setdefault("x", 4),
    "clear": lambda o: o.clear(),
    "eq": lambda o: o == made(),
}
for what, change in behind.items():
    for name, deed in deeds.items():
        o = made()
        change(o)
        print(what, name, told(lambda: deed(o)), len(o), told(lambda: list(o)), told(lambda: list(o.values())), told(lambda: repr(o)))
o = made()
dict.update(o, {i: i for i in range(50)})
print(len(o), o, o.move_to_end("a"), o.popitem(), o)


class Moving:
    def __init__(self, h):
        self.h = h

    def __hash__(self):
        return self.h

    def __repr__(self):
        return "Moving"


key = Moving(1)
o = OrderedDict({key: 1})
key.h = 2
print(told(lambda: list(o)), told(lambda: list(o.items())), told(lambda: repr(o)), told(lambda: o.copy()), told(o.popitem), o)
o = OrderedDict({key: 1, 5: 6})
key.h = 3
print(told(lambda: o.move_to_end(key)), told(lambda: o.pop(key)), told(lambda: o.__setitem__(key, 4)), len(o))

during = [
    lambda o: o.__setitem__("z", 1),
    lambda o: o.move_to_end("a"),
    lambda o: o.move_to_end("c"),
    lambda o: dict.__setitem__(o, "z", 1),
    lambda o: o.clear(),
    lambda o: o.__setitem__("b", 77),
    lambda o: o.setdefault("a", 77),
]
for kind in "keys", "values", "items":
    for change in during:
        for direction in iter, reversed:
            o = made()
            i = direction(getattr(o, kind)())
            next(i)
            change(o)
            print(kind, told(lambda: next(i)), told(lambda: next(i)), told(lambda: list(i)), told(i.__reduce__))
    view = getattr(made(), kind)()
    print(type(view).__mro__, type(view).__module__, view, type(iter(view)), told(lambda: type(view)(made())), told(lambda: type(iter(view))()))


class Chatty(OrderedDict):
    def __setitem__(self, key, value):
        print("set", key)
        super().__setitem__(key, value)

    def __getitem__(self, key):
        print("get", key)
        return super().__getitem__(key)

    def __delitem__(self, key):
        print("del", key)
        super().__delitem__(key)

    def __contains__(self, key):
        print("in", key)
        return super().__contains__(key)

    def __missing__(self, key):
        return f"no {key}"

    def keys(self):
        print("keys")
        return super().keys()

    def items(self):
        print("items")
        return super().items()


c = Chatty([(1, 2)], x=3)
print(c["q"], c.setdefault("q", 4), c.setdefault("q", 5), c.pop("q"), c.pop("zz", 1), c.popitem(), c.pop(1), len(c))
c.update({5: 6}, z=1)
print(c.copy(), repr(c), c | {1: 1}, {1: 1} | c, told(lambda: c | [(1, 1)]))
c |= [(8, 8)]
print(c == c, c == dict(c), c != c, list(reversed(c)), Chatty.fromkeys("ab", 3), OrderedDict(c), c.__reduce__()[:4], list(c.__reduce__()[4]))


class Slotted(OrderedDict):
    __slots__ = ("x",)


class Plain(dict):
    pass


for left in made(), Slotted(), Plain(), {}:
    print([type(left | right) for right in (made(), Slotted(), Plain(), {}) if left is not right])
a, b = made(), made()
b.move_to_end("a")
print(a == b, a != b, a == dict(b), dict(b) == a, a.items() == b.items(), a.__eq__(5), a.__lt__(b), told(lambda: hash(a)), told(lambda: a < b))
print(dict(b), {**b}, (lambda **k: list(k))(**b), list({} | b), list(dict.__ror__(b, {})), list(dict.__or__({}, b)))
a.x = 1
a.__dict__["y"] = [2]
for twin in copy.copy(a), copy.deepcopy(a), pickle.loads(pickle.dumps(a)), pickle.loads(pickle.dumps(a, 0)):
    print(twin, vars(twin), twin == a, type(twin))
print(a.__reduce__()[:4], weakref.ref(a)() is a)
print(told(lambda: delattr(a, "__dict__")), told(lambda: setattr(a, "__dict__", 5)), vars(a))
a["self"] = a
print(a)
a["self"] = a.values()
print(a)

for number in range(1000):  # the table is replaced many times while the same few keys stay
    o[number] = number
    if len(o) > 10:
        o.popitem(last=False)
    o.move_to_end(number, last=number % 3 > 0)
print(o)

shared = OrderedDict()
lost = []


def work(k):
    for i in range(800):
        shared[k, i] = i
        shared[f"{k}.{i}"] = i
        shared.move_to_end(f"{k}.{i}", last=i % 2 == 0)
        if i % 3 == 0 and shared.pop(f"{k}.{i}") != i:
            lost.append((k, i))
        if shared.setdefault((k, i), None) != i:
            lost.append((k, i))


threads = [threading.Thread(target=work, args=(k,)) for k in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(lost, len(shared), len(list(shared)), sorted(map(str, shared)) == sorted(map(str, shared.keys())))
print(all([i for j, i in filter(lambda key: isinstance(key, tuple) and key[0] == k, shared)] == list(range(800)) for k in range(4)))

queue = OrderedDict((i, i) for i in range(6000))
taken = [[] for _ in range(4)]


def take(k):
    while True:
        try:
            taken[k].append(queue.popitem(last=k % 2 == 0)[0])
        except KeyError:
            return


def churn(k):
    for i in range(800):
        try:
            other.move_to_end(i % 50, last=i % 2 == 0)
            for key in other:
                pass
            other.copy()
            other == other
            if k == 0 and i % 500 == 0:
                other.clear()
            other[i % 50] = i
            reversed(other.items())
        except (KeyError, RuntimeError):
            pass


other = OrderedDict((i, i) for i in range(50))
threads = [threading.Thread(target=f, args=(k,)) for k in range(4) for f in (take, churn)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(len(queue), sorted(sum(taken, [])) == list(range(6000)), sorted(other) == sorted(set(other)), len(other) == len(list(other)))
