"""gc: what collect() counts, which objects there are and what refers to what; sys.getrefcount() before and after."""

import gc
import sys
import weakref
from collections import deque
from io import StringIO

gc.disable()
gc.collect()


class Plain:
    pass


class Slotted:
    __slots__ = ("a",)


class Empty:
    __slots__ = ()


class Number(int):
    __slots__ = ()


def cycle_of_list():
    l = []
    l.append(l)


def cycle_of_dict():
    d = {}
    d[1] = d


def cycle_of_tuple():
    l = []
    t = (l,)
    l.append(t)


def cycle_of_instance():
    a = Plain()
    a.a = a


def cycle_of_two_and_what_they_refer_to():
    a = Plain()
    b = [a, [], {}, "text", 5]
    a.b = b


def no_cycle():
    [[], {}, ([],), Plain()]


def many():
    for _ in range(100):
        cycle_of_list()


def overwrite():
    """Frames of C where those of `make` lay: a word that is left over there may look like a reference to what `make` made."""
    a = Slotted()
    a.a = [3, 1, 2]
    a.a[0] += len(a.a) + max(a.a)
    a.a.sort(key=abs)
    return {1: 2}[1] < 2.5, f"{a.a} {1.5:3}", (*a.a, 1) == (1, 2), "a" in "abc", isinstance(a, Plain), a.a[1:]


gc.collect()
for make in (cycle_of_list, cycle_of_dict, cycle_of_tuple, cycle_of_instance, cycle_of_two_and_what_they_refer_to, no_cycle, many):
    make()
    overwrite()
    print(make.__name__, gc.collect(), gc.collect())

told = []


def callback(phase, info):
    told.append((phase, info["generation"], info["collected"], info["uncollectable"]))


gc.callbacks.append(callback)
cycle_of_list()
gc.collect()
gc.callbacks.remove(callback)
print(told)


class Finalized:
    def __del__(self):
        print("finalized")


def cycle_with_finalizer():
    f = Finalized()
    f.f = f
    return weakref.ref(f)


ref = cycle_with_finalizer()
gc.collect()
print(ref())

gc.set_debug(gc.DEBUG_SAVEALL)
cycle_of_list()
gc.collect()
print([o for o in gc.garbage if type(o) is list], gc.get_debug() == gc.DEBUG_SAVEALL)
gc.set_debug(0)
gc.garbage.clear()
gc.collect()

x = [1, "a", 2.5, ()]
print(*(sorted(gc.get_referents(*objs), key=str) for objs in ((x,), ({5: 7}, (1, x)), ({1, 2},))), gc.get_referents(1, "a", 4j), gc.get_referents())
holder = Plain()
holder.x = x
around = [x]
named = {"k": x}
found = gc.get_referrers(x)
print(all(any(o is h for o in found) for h in (holder, around, named, globals())), any(o is x for o in found))
print(any(o is Plain for o in gc.get_referents(holder)), any(o is holder for o in gc.get_referrers(Plain)), gc.get_referrers())
print(all(any(o is h for o in gc.get_objects()) for h in (x, holder, around, named, Plain, callback)))
for bad in (3, -1, "1", 1.5):
    try:
        gc.get_objects(bad)
    except Exception as e:
        print(type(e).__name__, e)
print([gc.is_tracked(o) for o in (1, 1 << 99, 1.5, 2j, None, True, ..., "a", b"a", bytearray(), range(3), object(), int, (), Empty.__dict__["__module__"])])
print([gc.is_tracked(t) for t in (int, type, dict, deque, StringIO)])
print([gc.is_tracked(o) for o in ([], [1], set(), Plain(), Slotted(), Empty(), Number(), Plain, callback, gc, (x,), slice(x), weakref.ref(Plain), property())])

gc.freeze()
n = gc.get_freeze_count()
cycle_of_list()
print(n > 0, gc.collect())
gc.unfreeze()
print(gc.get_freeze_count())

old = gc.get_stats()
cycle_of_list()
gc.collect(1)
new = gc.get_stats()
print([n["collections"] - o["collections"] for n, o in zip(new, old)], [n["collected"] - o["collected"] for n, o in zip(new, old)], len(new))
print(len(gc.get_count()))


def references():
    q = []
    n = sys.getrefcount(q)
    p = q
    more = sys.getrefcount(q) - n
    k = [q, q]
    d = {"q": q}
    much_more = sys.getrefcount(q) - n
    del p, k, d
    return more, much_more, sys.getrefcount(q) - n


print(references(), sys.getrefcount(None) == sys.getrefcount(5), sys._is_immortal(None), sys._is_immortal([]))


class Sized:
    def __init__(self, size):
        self.size = size

    def __sizeof__(self):
        return self.size


for size in (None, 4.5, -1, 1 << 64, "x"):
    try:
        print(sys.getsizeof(Sized(size)))
    except Exception as e:
        print(type(e).__name__, e)
    try:
        print(sys.getsizeof(Sized(size), "default"))
    except Exception as e:
        print(type(e).__name__)
print(sys.getsizeof([0] * 1000) - sys.getsizeof([0] * 10) > 7000, sys.getsizeof("a" * 1000) > 1000, sys.getsizeof((1,) * 100) > 800)
print(sys.getallocatedblocks() > 0, sys.getunicodeinternedsize() > 0, sys.getdlopenflags(), sys.setdlopenflags(1), sys.getdlopenflags())
