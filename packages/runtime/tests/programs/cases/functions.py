def f(a, b=2, *args, c, d=4, **kw):
    return a, b, args, c, d, kw


print(f(1, c=3))
print(f(1, 5, 6, 7, c=3, d=8, e=9))
print(f(*(1, 2, 3), **{"c": 1, "z": 2}))


def pos(a, /, b, *, c):
    return a, b, c


print(pos(1, b=2, c=3))
for call in (
    lambda: pos(1, 2),
    lambda: pos(a=1, b=2, c=3),
    lambda: pos(1, 2, 3, c=4),
    lambda: pos(1, 2, c=3, d=4),
    lambda: f(),
    lambda: f(1, 2, a=3, c=4),
    lambda: len(),
    lambda: len(1, 2),
    lambda: [].append(),
    lambda: int("x"),
    lambda: {}["missing"],
    lambda: [][1],
    lambda: 1 + "a",
    lambda: None.foo,
    lambda: 5(),
):
    try:
        call()
    except Exception as e:
        print(type(e).__name__, e)


def counter():
    n = 0

    def step(k=1):
        nonlocal n
        n += k
        return n

    return step


s = counter()
print(s(), s(), s(10))
print([g(3) for g in [lambda x, i=i: x * i for i in range(4)]])


def deco(tag):
    def wrap(fn):
        def inner(*a, **k):
            return tag, fn(*a, **k)

        return inner

    return wrap


@deco("x")
@deco("y")
def h(v):
    return v + 1


print(h(1))
print((lambda *a, **k: (a, sorted(k.items())))(1, 2, z=3, y=4))
