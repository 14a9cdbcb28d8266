def loops():
    out = []
    for i in range(10):
        if i == 2:
            continue
        if i == 6:
            break
        out.append(i)
    else:
        out.append("never")
    for i in []:
        pass
    else:
        out.append("else")
    n = 0
    while True:
        n += 1
        if n > 3:
            break
    return out, n


print(loops())


def fin(k):
    try:
        if k == 0:
            return "ret"
        if k == 1:
            raise ValueError("v")
        if k == 2:
            return 1 / 0
        return "end"
    except ValueError as e:
        return "caught " + str(e)
    except (TypeError, ZeroDivisionError) as e:
        return type(e).__name__
    else:
        return "else"
    finally:
        print("finally", k)


for k in range(4):
    print(fin(k))


class CM:
    def __init__(self, swallow):
        self.swallow = swallow

    def __enter__(self):
        print("enter")
        return self

    def __exit__(self, t, v, tb):
        print("exit", t and t.__name__, v)
        return self.swallow


with CM(True) as a, CM(False):
    raise KeyError("k")
try:
    with CM(False):
        raise IndexError("i")
except IndexError as e:
    print("out", e)

try:
    try:
        raise ValueError("first")
    except ValueError as e:
        raise TypeError("second") from e
except TypeError as e:
    print(repr(e), repr(e.__cause__), e.__suppress_context__)


def m(x):
    match x:
        case 0:
            return "zero"
        case [a, b]:
            return f"pair {a} {b}"
        case [a, *rest]:
            return f"list {a} {rest}"
        case {"k": v, **rest}:
            return f"map {v} {rest}"
        case str() as s if len(s) > 3:
            return "long " + s
        case int(n) | float(n):
            return f"num {n}"
        case None:
            return "none"
        case _:
            return "other"


for v in (0, [1, 2], [1, 2, 3], (4,), {"k": 1, "z": 2}, "abcdef", "ab", 2.5, None):
    print(m(v))

print([x * y for x in range(4) for y in range(3) if x != y], {k: v for k, v in zip("abc", range(3))}, {c for c in "hello"} == set("helo"))
print([y := 5, y**2], (lambda: [z for z in range(3)])())
a, (b, *c), d = 1, (2, 3, 4), 5
print(a, b, c, d)
x = [1, 2, 3, 4, 5]
print(x[1:3], x[::-1], x[-2:], x[::2])
x[1:3] = ["a", "b", "c"]
del x[0]
print(x, 1 < 2 < 3, 1 < 3 < 2, not [], [] or "dflt", 0 and 1)
try:
    raise ExceptionGroup("eg", [ValueError(1), TypeError(2), ValueError(3)])
except* ValueError as g:
    print("values", g.exceptions)
except* TypeError as g:
    print("types", g.exceptions)


def gen():
    try:
        got = yield 1
        print("got", got)
        yield 2
    finally:
        print("closed")


g = gen()
print(next(g), g.send("hi"))
g.close()


def outer():
    r = yield from inner()
    print("inner returned", r)


def inner():
    yield "a"
    yield "b"
    return "c"


print(list(outer()))


async def co(n):
    return n * 2


async def main():
    return await co(1) + await co(2)


try:
    main().send(None)
except StopIteration as e:
    print("async", e.value)
print(f"{3.14159:.2f} {42:>6d}|{'x':^5}|{255:#x} {'q'!r} {1+1=}")
print("%s %d %5.1f %r" % ("a", 5, 2.25, "b"), "{0} {name}".format(1, name="n"))
