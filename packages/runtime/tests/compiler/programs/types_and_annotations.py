import typing


def f(a: int, /, b: "str" = 2, *args: undefined_name, c: list[int] = 3, **kw: dict) -> None:
    local: not_evaluated = 1
    other: neither
    return local


try:
    f.__annotations__
except NameError as e:
    print(e)
undefined_name = tuple
print(f.__annotations__, f(1))
x: int = 5
if x:
    y: str
if not x:
    z: bytes
print(__annotate__(1), x)


class C:
    a: int
    b: "C" = None
    T = float
    c: T
    (d): int = 3
    if x > 10:
        e: int
    elif x:
        g: list[T]

    def m(self, other: T) -> "C":
        return self


print(C.__annotations__, C.d, C.m.__annotations__)


def g[T: int, *Ts, **P](a: T, *b: *Ts) -> T:
    return a


print(g.__type_params__, g(1), [p.__name__ for p in g.__type_params__], g.__type_params__[0].__bound__)


class G[T, U = int]:
    attr: T

    def m[V](self, v: V) -> T:
        return [T, V]


print(G.__type_params__, G.__orig_bases__, G[int], G.__annotations__, G().m(1)[0] is G.__type_params__[0])


class H[T](G[T], metaclass=type):
    t = T
    print("inside", T)


print(H.t, H.__mro__[1] is G)
type A2 = list[int]
type A[K] = dict[K, A2]
print(A.__value__, A.__type_params__, A2, A2.__value__)


def deco(name):
    def d(f):
        print("decorating", name, f.__name__)
        f.tag = name
        return f

    return d


@deco("one")
@deco("two")
def decorated():
    """Doc string

    indented
      more
    """


@deco("class")
class Decorated:
    "class doc"


print(decorated.__doc__, Decorated.__doc__, decorated.tag, Decorated.tag)


class Meta(type):
    @classmethod
    def __prepare__(m, name, bases, **kw):
        print("prepare", name, kw)
        return {}

    def __new__(m, name, bases, ns, **kw):
        print(sorted(k for k in ns if k != "__classcell__"), kw)
        return super().__new__(m, name, bases, ns)

    def __init__(cls, name, bases, ns, **kw):
        pass


args = {"extra": 1}


class WithMeta(*[object], metaclass=Meta, **args):
    v: int = 1

    def m(self):
        return __class__


print(WithMeta().m() is WithMeta)
n = 42
s = "text"
print(f"{n}", f"{n:>5}|{s!r:^10}|{n:{'0'}{n // 10 + 4}x}", f"{n=}", f"{'nested ' f'{s}'}", f"{{}}{n}%", f"{s!s}{s!a}")
print("%s and %r %%" % (n, s), "%s" % (s,), f"{3.14159:.2f}", f"")
t = t"hello {s} and {n!r:>{n}}"
print(t.strings, [(i.value, i.expression, i.conversion, i.format_spec) for i in t.interpolations])
print(t"".strings, t"{n}{s}".strings)
print(lambda: 0 and 1, (lambda *a, b=1, **k: (a, b, k))(1, 2, c=3)) if False else print("ok")
