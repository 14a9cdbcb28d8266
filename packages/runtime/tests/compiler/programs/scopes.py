x = "global"


def outer():
    x = "outer"

    def get():
        return x

    def set_(v):
        nonlocal x
        x = v

    def inner():
        global x
        x = "changed global"
        return x

    print(get(), inner())
    set_("set")
    print(x, get())
    return get


g = outer()
print(x, g())


class C:
    x = "class"
    y = [x for _ in range(2)]
    z = [i for i in x]

    def m(self):
        return x

    def n(self):
        return __class__, super().__repr__()[:9]

    lam = lambda self: (x, __class__.__name__)


print(C.y, C.z, C().m(), C().n()[0] is C, C().lam())


def unbound(flag):
    if flag:
        a = 1
    try:
        print(a)
    except UnboundLocalError as e:
        print(e)
    for i in []:
        pass
    try:
        print(i)
    except NameError as e:
        print(type(e).__name__, e)
    del flag
    try:
        flag
    except NameError as e:
        print(e)
    try:
        del flag
    except NameError as e:
        print(e)


unbound(True)
unbound(False)


def free():
    def f():
        return late

    try:
        f()
    except NameError as e:
        print(e)
    late = 1
    print(f())
    del late
    try:
        f()
    except NameError as e:
        print(e)
    try:
        print(late)
    except UnboundLocalError as e:
        print(e)


free()


def loops(n):
    for i in range(n):
        if i > 0:
            print("previous", last)
        last = i
        try:
            del gone
        except UnboundLocalError:
            print("not yet")
        gone = 1
    else:
        print("done", last)
    while n:
        n -= 1
        if n == 1:
            continue
        if n == 0:
            break
        try:
            v = n
            if n == 2:
                raise ValueError
        except ValueError as e:
            pass
        try:
            e
        except NameError as err:
            print(err)


loops(3)


def comprehensions(n):
    x = 10
    a = [x for x in range(n)]
    b = [[x * y for y in range(x)] for x in range(n)]
    c = {x: (lambda: x) for x in range(n)}
    print(a, b, x, [f() for f in c.values()])
    fs = [lambda: i for i in range(n)]
    print([f() for f in fs])
    print([(x, y) for x in range(3) if x for y in "ab" if y != "a" or x == 2])
    print({x % 2 for x in a}, {k: v for k, v in zip("ab", a)})
    print(list(x + y for x in a for y in [1, 2]), sum(i for i in range(n)))
    print([y := 1, y**2], [last := i for i in a], last)
    print([locals()["q"] for q in "ab"], "q" in locals())
    try:
        [1 / q for q in [1, 0]]
    except ZeroDivisionError:
        print("q" in locals())
    t = [(a, b) for (a, b), *c in [((1, 2), 3)]]
    print(t, [z for z in [w for w in (n, n)]])
    k = 5
    return [k for k in [k, k]], k, [(lambda k=k: k)() for k in range(2)]


print(comprehensions(3))
print([v for v in range(3)], "v" in globals())


def cells(a, *args, b=2, **kw):
    def f():
        nonlocal a
        a += 1
        return a, args, b, kw

    return f(), f(), a


print(cells(1, 5, b=3, c=4))


def default(a, b=x, *, c=[], d: int = 3):
    c.append(a)
    return a, b, c, d


print(default(1), default(2, 3), default(1, c=[], d=9), default.__defaults__, default.__kwdefaults__)


class Mangled:
    __a = 1

    def get(self):
        self.__b = 2
        return self.__a, self._Mangled__b, [k for k in vars(self)]


print(Mangled().get())


class Outer:
    v = "v"

    class Inner:
        w = "w"
        try:
            v
        except NameError as e:
            print(e)


def make():
    v = "function"

    class K:
        print(v)
        v = "class"
        print(v)
        del v
        print("v" in locals())

    return K


try:
    make()
except NameError as e:
    print(e)


class Base:
    def f(self, *a):
        return ("Base.f", a)

    @classmethod
    def cm(cls):
        return cls.__name__


class Derived(Base):
    def f(self, *a):
        return super().f(*a), super(Derived, self).f(1), [super(Derived, s).f() for s in [self]]

    @classmethod
    def cm(cls):
        return super().cm()

    attr = property(lambda self: super().f(3))


print(Derived().f(7), Derived.cm(), Derived().attr)
print(Derived.__static_attributes__, Mangled.__static_attributes__, Mangled.__firstlineno__ > 100, Derived.f.__qualname__)
