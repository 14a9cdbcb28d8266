import abc
import types

LOG = []


class Meta(type):
    @classmethod
    def __prepare__(mcls, name, bases, **kw):
        LOG.append(("prepare", name, kw))
        return {"prepared": 1}

    def __new__(mcls, name, bases, ns, **kw):
        LOG.append(("new", name, sorted(k for k in ns if not k.startswith("__")), kw))
        return super().__new__(mcls, name, bases, ns)

    def __init__(cls, name, bases, ns, **kw):
        LOG.append(("init", name, kw))
        super().__init__(name, bases, ns)

    def __call__(cls, *args, **kw):
        LOG.append(("call", cls.__name__, args))
        return super().__call__(*args, **kw)

    def meta_method(cls):
        return cls.__name__

    @property
    def meta_property(cls):
        return "p" + cls.__name__

    def __getattr__(cls, name):
        if name.startswith("dyn_"):
            return name
        raise AttributeError(name)

    def __len__(cls):
        return 42

    def __contains__(cls, x):
        return x == 1

    def __iter__(cls):
        return iter((1, 2))

    def __getitem__(cls, k):
        return ("item", k)


class M1(metaclass=Meta, flag=1):
    x = 1

    def __init__(self, a=0):
        self.a = a


class M2(M1, other=2):
    def __init__(self, a):
        super().__init__(a + 1)
        self.b = __class__.__name__


class Descr:
    def __set_name__(self, owner, name):
        self.name = (owner.__name__, name)

    def __get__(self, obj, owner=None):
        return (self.name, obj is None)


class NonData:
    def __get__(self, obj, owner=None):
        return "nondata"


class Data:
    def __get__(self, obj, owner=None):
        return "data"

    def __set__(self, obj, value):
        obj.__dict__["stored"] = value

    def __delete__(self, obj):
        obj.__dict__["deleted"] = True


class Base:
    subs = []

    def __init_subclass__(cls, /, tag=None, **kw):
        super().__init_subclass__(**kw)
        Base.subs.append((cls.__name__, tag))


class Sub1(Base, tag="t1"):
    d = Descr()
    nd = NonData()
    dd = Data()


class Sub2(Sub1):
    pass


class A:
    def who(self):
        return ["A"]

    @classmethod
    def make(cls):
        return cls.__name__

    @staticmethod
    def st(x):
        return x + 1


class B(A):
    def who(self):
        return ["B"] + super().who()

    @classmethod
    def make(cls):
        return "B:" + super().make()


class C(A):
    def who(self):
        return ["C"] + super().who()


class D(B, C):
    def who(self):
        return ["D"] + super().who()


class Slots:
    __slots__ = ("a", "__b", "c")

    def __init__(self):
        self.a = 1
        self.__b = 2


class SlotsSub(Slots):
    __slots__ = ("d",)


class SlotsDict(Slots):
    pass


class GetAttr:
    def __getattr__(self, name):
        return "got " + name


class GetAttribute:
    x = 5

    def __getattribute__(self, name):
        if name == "secret":
            raise AttributeError(name)
        return object.__getattribute__(self, name)

    def __getattr__(self, name):
        return "fallback " + name


class SetAttr:
    def __setattr__(self, name, value):
        object.__setattr__(self, name, (name, value))

    def __delattr__(self, name):
        object.__setattr__(self, "gone", name)


class MyInt(int):
    def __new__(cls, v, extra=None):
        self = super().__new__(cls, v)
        self.extra = extra
        return self

    def __add__(self, o):
        return MyInt(int(self) + o, "sum")


class MyList(list):
    def __init__(self, *a):
        super().__init__(a)
        self.tag = "t"

    def append(self, x):
        super().append(x * 2)


class MyDict(dict):
    def __missing__(self, k):
        return "missing " + k


class MyStr(str):
    pass


class MyTuple(tuple):
    def __new__(cls, *a):
        return super().__new__(cls, a)


class MyType(type):
    def mro(cls):
        return [cls, A, object]


class WithMro(metaclass=MyType):
    pass


class Shape(abc.ABC):
    @property
    @abc.abstractmethod
    def area(self): ...

    @classmethod
    @abc.abstractmethod
    def make(cls): ...

    @classmethod
    def __subclasshook__(cls, other):
        if other is A:
            return True
        return NotImplemented


class Square(Shape):
    area = 4

    @classmethod
    def make(cls):
        return cls()


class Registered:
    pass


Shape.register(Registered)


class Entries:
    def __mro_entries__(self, bases):
        return (A, B)[1:]


class UsesEntries(Entries()):
    pass


class Inst:
    def __instancecheck__(self, x):
        return x == 3

    def __subclasscheck__(self, x):
        return x is int


class PlainBase:
    pass


class Plain(PlainBase):
    pass


class Plain2(PlainBase):
    def hello(self):
        return "hello"


class InitNone:
    def __init__(self):
        return 5


class NewOther:
    def __new__(cls):
        return 7

    def __init__(self):
        raise RuntimeError("not called")


def add_method(self):
    return "added"


class Cached:
    def f(self):
        return 1


cached = Cached()
counted = []
p = Plain()
p.x = 1
p.y = 2
