"""Lent memory keeps its size; code that runs in the middle of an operation may release or change what is worked on."""

import array
import collections.abc
import io
import warnings


def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


b = bytearray(b"hello")
with memoryview(b) as m:
    for f, *a in (
        (b.append, 1),
        (b.clear,),
        (b.pop,),
        (b.extend, b"x"),
        (b.insert, 0, 1),
        (b.remove, 104),
        (b.resize, 3),
        (b.__imul__, 2),
        (b.__delitem__, 0),
        (b.__delitem__, slice(0, 4, 2)),
        (b.__setitem__, slice(0, 1), b"ab"),
        (b.__iadd__, b"z"),
    ):
        show(f, *a)
    b[0:1] = b"J"
    b.reverse()
    b *= 1
    print(b, m.tobytes(), b.extend(b""))
    with m:
        pass
    show(m.tobytes)
b.append(33)
print(b)
with memoryview(b)[1:3] as m, memoryview(b) as n:
    show(b.clear)
    m.release()
    show(b.clear)
    n.release()
    n.release()
    show(b.clear)
a = array.array("i", [1, 2, 3])
with memoryview(a) as m:
    for f, *x in (
        (a.append, 1),
        (a.clear,),
        (a.pop,),
        (a.extend, a),
        (a.fromlist, [1]),
        (a.frombytes, bytes(4)),
        (a.__imul__, 2),
        (a.__delitem__, 0),
    ):
        show(f, *x)
    a.byteswap()
    a.byteswap()
    a.reverse()
    a[0] = 9
    a *= 1
    print(a, m.tolist())
a.append(4)
print(a)
s = io.BytesIO(b"abc")
with s.getbuffer() as m:
    show(s.write, b"x")
    show(s.truncate, 0)
    show(s.close)
    show(s.__init__, b"q")
    show(s.read)
show(s.write, b"x")
s.close()


class E(array.array):
    def __hash__(self):
        mv.release()
        return 1


v = E("B", b"AAA")
mv = memoryview(v).toreadonly()
show(hash, mv)
show(hash, memoryview(bytearray(3)).toreadonly())
m = memoryview(b"abc")
h = hash(m)
m.release()
print(hash(m) == h == hash(b"abc"))


class S(bytes):
    def __len__(self):
        ba.clear()
        return 1


class L(bytes):
    def __len__(self):
        return 1


ba = bytearray(b"abc")
show(ba.hex, S(b":"))
show(memoryview(b"abc").hex, L(b"-+"))
show(b"ab".hex, L(b""))
show(b"ab".hex, 1)
show(b"ab".hex, [1])
show(b"ab".hex, "é")


class R:
    def __repr__(self):
        ba.clear()
        return "x"

    def __index__(self):
        ba.clear()
        return 65


show(ba.__mod__, R())
ba = bytearray(b"%a.")
show(ba.__mod__, R())
show(ba.find, R())
show(ba.count, 65)
show(lambda: memoryview(b"a") < b"b")
show(lambda: b"a" < memoryview(b"b"))
show(lambda: bytearray(b"a") < memoryview(b"b"))
show(lambda: b"a" == memoryview(b"a"))
show(lambda: b"a" != bytearray(b"a"))
show(lambda: b"a" <= bytearray(b"a"))
show(lambda: b"a" == array.array("B", b"a"))
print(memoryview(b"\0\2").cast("?") == memoryview(b"\0\4").cast("?"))


class I:
    def __index__(self):
        x.release()
        return 1

    def __bool__(self):
        x.release()
        return True

    def __float__(self):
        x.release()
        return 1.5


for fmt, key, value in (("B", I(), 1), ("B", slice(0, I()), b"a"), ("B", 0, I()), ("?", 0, I()), ("d", 0, I())):
    x = memoryview(bytearray(8)).cast(fmt)
    show(x.__setitem__, key, value)
x = memoryview(bytearray(8)).cast("B", [2, 4])
show(x.__getitem__, (1, I()))


class K(array.array):
    def __init__(self, code, more=None):
        super().__init__()


print(K("b", more=1))
show(array.array, "b", more=1)
print(isinstance(a, collections.abc.MutableSequence))


class C:
    def __index__(self):
        victim.clear()
        return 0

    def __float__(self):
        victim.clear()
        return 0.0


victim = array.array("i", [1, 2])
show(victim.__setitem__, 1, C())
print(victim)
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always")
    array.array("u")
    array.array("w")
    print([(x.category, str(x.message), x.lineno > 10) for x in w])
