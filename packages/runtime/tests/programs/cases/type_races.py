"""Threads that change classes, their instances' attributes and classes' bases while others use them: when all is over, everybody sees the same."""

import abc
import sys
import threading

sys.setswitchinterval(1e-5)


def race(*jobs):
    start = threading.Barrier(len(jobs))
    unexpected = []

    def run(job):
        start.wait()
        try:
            job()
        except Exception as e:
            unexpected.append(repr(e))

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert not unexpected, unexpected[:3]


# --- a replaced method ----------------------------------------------------------------------------------------------


class Base:
    def method(self):
        return -1

    value = -1


class Derived(Base):
    pass


def call(obj):
    return obj.method()


def read(obj):
    return obj.value, type(obj).value


def replaced():
    done = False

    def reader():
        obj = Derived()
        while not done:
            call(obj)
            read(obj)

    def writer():
        nonlocal done
        try:
            obj = Derived()
            for i in range(400):
                Base.method = lambda self, i=i: i
                assert call(obj) == i, (call(obj), i)
                Base.value = i
                assert read(obj) == (i, i), (read(obj), i)
                if i % 7 == 0:
                    Derived.value = -i
                    assert read(obj) == (-i, -i)
                    del Derived.value
                    assert read(obj) == (i, i)
        finally:
            done = True

    race(reader, reader, writer)


replaced()
print("a replaced method is replaced")


# --- classes made while a base changes ------------------------------------------------------------------------------


def answer(*args):
    return 7


def made_meanwhile():
    for final in (False, True) * 2:

        class Root:
            pass

        made = []

        def make(metaclass):
            for _ in range(25):
                made.append(metaclass("Sub", (Root,), {}))
                made.append(metaclass("SubSub", (made[-1],), {"x": 1}))

        def change():
            for _ in range(25):
                for name in ("__len__", "__call__", "__getattr__", "__bool__", "mark"):
                    setattr(Root, name, answer)
                for name in ("__len__", "__call__", "__getattr__", "__bool__", "mark"):
                    delattr(Root, name)
            if final:
                for name in ("__len__", "__call__", "__getattr__", "mark"):
                    setattr(Root, name, answer)

        race(lambda: make(type), lambda: make(type), change)
        for cls in made:
            obj = cls()
            if final:
                assert len(obj) == 7 and obj() == 7 and obj.anything == 7 and cls.mark is answer and bool(obj)
            else:
                assert not hasattr(obj, "mark") and not callable(obj) and not hasattr(obj, "anything")
                try:
                    len(obj)
                    raise AssertionError("len")
                except TypeError:
                    pass
        assert sum(cls in Root.__subclasses__() for cls in made) == len(made) // 2


made_meanwhile()
print("classes made meanwhile know their bases")


def two_writers():
    """The special methods that a class caches are those of its namespace after any race."""

    class C:
        pass

    class D(C):
        pass

    for _ in range(15):

        def set_and_delete(f):
            C.__len__ = f
            C.__getattr__ = f
            C.__call__ = f

        race(lambda: set_and_delete(lambda *a: 1), lambda: set_and_delete(lambda *a: 2))
        for cls in (C, D):
            obj = cls()
            assert len(obj) == cls.__len__(obj) and obj() == cls.__call__(obj) and obj.zork == cls.__getattr__(obj, "zork")
        del C.__len__, C.__getattr__, C.__call__


two_writers()
print("special methods are those of the namespace")


# --- attributes -----------------------------------------------------------------------------------------------------


class Growing:
    pass


def grow(k):
    for i in range(60):
        obj = Growing()
        for j in range(i % 40):
            setattr(obj, f"a{k}_{j % 13}_{i % 3}", j)
            assert getattr(obj, f"a{k}_{j % 13}_{i % 3}") == j
        obj.x = i
        obj.y = k
        assert (obj.x, obj.y) == (i, k)
        del obj.x
        assert not hasattr(obj, "x") and obj.y == k


race(*[lambda k=k: grow(k) for k in range(4)])


def one_object():
    class Shared:
        pass

    for _ in range(8):
        obj = Shared()

        def write(k):
            for i in range(12):
                setattr(obj, f"n{k}_{i}", (k, i))
                if i % 4 == 0:
                    obj.__dict__[f"d{k}_{i}"] = (k, i)

        race(*[lambda k=k: write(k) for k in range(4)])
        for k in range(4):
            for i in range(12):
                assert getattr(obj, f"n{k}_{i}") == (k, i)
        assert len(vars(obj)) == 4 * 15


one_object()
print("no attribute is lost")


class A:
    tag = "A"

    def who(self):
        return "A"


class B:
    tag = "B"

    def who(self):
        return "B"


def change_class():
    for _ in range(10):
        obj = A()
        obj.x = 1
        obj.y = 2

        def toggle(cls):
            for _ in range(100):
                obj.__class__ = cls

        def use():
            for _ in range(200):
                assert obj.x == 1 and obj.y == 2
                assert obj.tag in "AB" and obj.who() in "AB"

        def write():
            for i in range(100):
                obj.z = i
                assert obj.z == i

        race(lambda: toggle(A), lambda: toggle(B), use, write)
        obj.__class__ = A
        assert (obj.tag, obj.who(), obj.z) == ("A", "A", 99)


change_class()


def replace_dict():
    for _ in range(10):
        obj = A()
        obj.x = 0

        def replace():
            for i in range(100):
                obj.__dict__ = {"x": i}

        def use():
            for _ in range(200):
                assert type(obj.x) is int
                obj.x = 5
                vars(obj)

        race(replace, use, use)


replace_dict()
print("class and dict change whole")


class Slots:
    __slots__ = ("x",)


def slots():
    deleted = []

    for _ in range(40):
        s = Slots()
        s.x = 1

        def delete():
            try:
                del s.x
                deleted.append(s)
            except AttributeError:
                pass

        race(delete, delete)
    assert len(deleted) == 40


slots()


def function_attributes():
    for _ in range(20):

        def f():
            pass

        s = staticmethod(f)

        def write(k):
            setattr(f, f"a{k}", k)
            setattr(s, f"a{k}", k)

        race(*[lambda k=k: write(k) for k in range(4)])
        assert [getattr(f, f"a{k}") for k in range(4)] == [getattr(s, f"a{k}") for k in range(4)] == [0, 1, 2, 3]


function_attributes()


def annotations():
    for _ in range(20):

        class C:
            x: int

        found = []
        race(*[lambda: found.append(C.__annotations__)] * 4)
        assert C.__annotations__ == {"x": int} and all(a == {"x": int} for a in found)


annotations()
print("slots, functions, annotations")


# --- bases ----------------------------------------------------------------------------------------------------------


def bases():
    class P:
        w = "P"

        def __len__(self):
            return 1

    class Q:
        w = "Q"

        def __len__(self):
            return 2

    class C(P):
        pass

    class D(C):
        pass

    for _ in range(15):

        def assign(base):
            for _ in range(10):
                C.__bases__ = (base,)

        def use():
            d = D()
            for _ in range(20):
                assert d.w in "PQ" and len(d) in (1, 2)

        race(lambda: assign(P), lambda: assign(Q), use)
        base = C.__bases__[0]
        assert C.__mro__ == (C, base, object) and D.__mro__ == (D, C, base, object), (C.__bases__, C.__mro__, D.__mro__)
        assert len(D()) == len(base()) and D().w == base.w
        assert [(C in t.__subclasses__()) for t in (P, Q)] == [base is P, base is Q]
        assert base.__subclasses__() == [C]


bases()
print("bases, MRO and subclasses agree")


# --- abstract classes -----------------------------------------------------------------------------------------------


def registration():
    for _ in range(15):

        class Abstract(abc.ABC):
            pass

        classes = [type("K", (), {}) for _ in range(10)]

        def check():
            for _ in range(10):
                for cls in classes:
                    issubclass(cls, Abstract), isinstance(cls(), Abstract)

        def register():
            for cls in classes:
                Abstract.register(cls)
                assert issubclass(cls, Abstract)

        race(check, check, register)
        assert all(issubclass(cls, Abstract) for cls in classes)


registration()
print("registered classes are subclasses")
