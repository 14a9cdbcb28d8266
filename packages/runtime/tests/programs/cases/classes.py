class Base:
    kind = "base"

    def __init__(self, x):
        self.x = x

    def show(self):
        return f"{type(self).__name__}({self.x})"

    def __repr__(self):
        return self.show()

    @property
    def double(self):
        return self.x * 2

    @double.setter
    def double(self, v):
        self.x = v // 2

    @classmethod
    def make(cls, x):
        return cls(x)

    @staticmethod
    def util(a, b):
        return a + b


class Child(Base):
    kind = "child"

    def __init__(self, x, y):
        super().__init__(x)
        self.y = y

    @classmethod
    def make(cls, x):
        return cls(x, x + 1)

    def __eq__(self, o):
        return isinstance(o, Child) and (self.x, self.y) == (o.x, o.y)

    def __hash__(self):
        return hash((self.x, self.y))

    def __lt__(self, o):
        return self.x < o.x

    def __add__(self, o):
        return Child(self.x + o.x, self.y + o.y)

    def __getitem__(self, k):
        return (self.x, self.y)[k]

    def __len__(self):
        return 2

    def __call__(self, z):
        return self.x + self.y + z

    def __contains__(self, v):
        return v in (self.x, self.y)

    def __iter__(self):
        yield self.x
        yield self.y


b = Base.make(3)
c = Child.make(5)
print(b, c, b.kind, c.kind, b.double, Child.util(1, 2))
b.double = 20
print(b.x, c[0], c[1], len(c), c(100), 5 in c, 9 in c, list(c))
print(c == Child(5, 6), c != Child(5, 7), {c: 1}[Child(5, 6)], sorted([Child(3, 1), Child(1, 2)]))
print(c + Child(1, 1), Child.__mro__, isinstance(c, Base), issubclass(Child, Base))


class Slots:
    __slots__ = ("a", "b")

    def __init__(self):
        self.a = 1


s = Slots()
print(s.a)
for name in ("b", "zzz"):
    try:
        getattr(s, name)
    except AttributeError as e:
        print(e)
try:
    s.q = 1
except AttributeError as e:
    print(e)


class Meta(type):
    def __new__(mcs, name, bases, ns, **kw):
        ns["tag"] = kw.get("tag", name.lower())
        return super().__new__(mcs, name, bases, ns)

    def __init__(cls, name, bases, ns, **kw):
        super().__init__(name, bases, ns)

    def __len__(cls):
        return 42


class M(metaclass=Meta, tag="t"):
    pass


print(M.tag, len(M), type(M).__name__)


class A:
    def f(self):
        return ["A"]


class B(A):
    def f(self):
        return ["B", *super().f()]


class C(A):
    def f(self):
        return ["C", *super().f()]


class D(B, C):
    def f(self):
        return ["D", *super().f()]


print(D().f(), [k.__name__ for k in D.__mro__])


class Desc:
    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, obj, owner=None):
        return self if obj is None else obj.__dict__.get(self.name, "unset")

    def __set__(self, obj, value):
        obj.__dict__[self.name] = value * 2


class U:
    d = Desc()

    def __getattr__(self, name):
        return "fallback " + name


u = U()
print(u.d)
u.d = 4
print(u.d, u.other, vars(u))


class L(list):
    def total(self):
        return sum(self)


class I(int):
    def __add__(self, o):
        return I(int(self) + o + 1000)


x = L([1, 2, 3])
x.name = "lst"
print(x, x.total(), x.name, I(5) + 1, I(7), isinstance(I(1), int), type(I(1) * 2))
class E(Exception):
    def __init__(self, code):
        super().__init__("code", code)
        self.code = code
try:
    raise E(5)
except E as e:
    print(e.code, e.args, e)
try:
    class Bad(int, str):
        pass
except TypeError as e:
    print(e)
def dyn():
    T = type("T", (Base,), {"z": 5})
    return T(1).z, T.__name__
print(dyn())


# --- names that begin with two underscores: attributes and parameters are mangled, keywords of calls are not ------------


def keywords(*args, **kwargs):
    return kwargs


class Named(type):
    def __new__(cls, name, bases, namespace, **kwargs):
        print(name, kwargs)
        return super().__new__(cls, name, bases, namespace)


class Mangling:
    def calls(self):
        return keywords(__x=1), keywords(*[1], __y=2), keywords(__z=1, **{"w": 2}), dict(__a=1)

    class Inner(metaclass=Named, __q=1):
        pass

    def parameter(self, *, __k=1):
        return __k

    def matches(self, subject):
        match subject:
            case Mangling(__x=3):
                return True
        return False


mangling = Mangling()
print(mangling.calls(), Mangling.parameter.__kwdefaults__, Mangling.parameter.__code__.co_varnames)
mangling._Mangling__x = 3
print(mangling.matches(mangling))
mangling.__dict__["__x"] = 3
print(mangling.matches(mangling))


# --- super() where __class__ is something else --------------------------------------------------------------------------


class Implied:
    def attribute(self):
        super().x

    def method(self):
        super().f()

    def whole(self):
        super()


def with_class(w):
    Implied.method.__closure__[0].cell_contents = w
    for name in "attribute", "method", "whole":
        try:
            getattr(implied, name)()
        except Exception as e:
            print(type(e).__name__, e)


implied = Implied()
for value in 1, None, "x", (), int, Implied:
    with_class(value)
for wrong in (lambda: super(1, 2).x), (lambda: super("x", 2).f()):
    try:
        wrong()
    except TypeError as e:
        print(e)


class Held:
    __slots__ = ("slot", "__dict__")


class HeldList(list):
    pass


held, items = Held(), HeldList()
print(held.__getstate__(), items.__getstate__())
held.slot = held.x = items.x = 1
print(held.__getstate__()[0] is held.__dict__, items.__getstate__() is items.__dict__, Implied().__reduce_ex__(2)[2])
