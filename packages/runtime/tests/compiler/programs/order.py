# Evaluation order, and locals rebound in the middle of expressions.
def show(x):
    print("eval", x)
    return x


def rebinding():
    x = 1
    print(x + (x := 5), x)
    print((x, x := 6, x), [x, (x := 7)], {x: (x := 8)})
    print(x < (x := 9) < 10, x)
    print("{} {}".format(x, (x := 2)), f"{x} {(x := 3)} {x}")
    d = {}
    d[x] = (x := 4)
    print(d, x)
    a = [0, 0, 0, 0, 0]
    x = 1
    a[x] += (x := 3)
    print(a, x)
    x = 10
    x += (x := 1)
    print(x)
    y = [(x := i) for i in range(4)]
    print(y, x)
    return (x, (x := 1))[0]


def order():
    d = {show("k1"): show("v1"), show("k2"): show("v2")}
    print(show(1) + show(2) * show(3) - show(4))
    print(show(0) and show(1) or show(2))
    print(show(1) < show(2) < show(1) < show(5))
    f = lambda *a, **k: (a, k)
    print(f(show(1), *show([2]), show(3), a=show(4), **show({"b": 5}), c=show(6)))
    l = [0, 0]
    l[show(0)], l[show(1)] = show(7), show(8)
    print(l, d)
    show(l)[show(0)] = show(9)
    show(l)[show(1)] += show(1)
    print(l)
    i = 0
    i, l[i] = 1, 5
    print(i, l)
    a, b, c = 1, 2, 3
    a, b, c = c, a, b
    print(a, b, c)
    a = b = c = []
    a.append(1)
    print(b, c is a)
    x, (y, *z), w = 1, (2, 3, 4), 5
    print(x, y, z, w)
    (*h, t) = "abc"
    print(h, t)
    print(show("if") if show(False) else show("else"))
    print(not show(0), -show(1), ~show(2), +show(3))
    x = x if x else y
    s = "abc"[show(0):show(2)]
    print(s, s[-1], [1, 2, 3][::2])
    del l[0], d["k1"]
    print(l, d)


rebinding()
order()


def failing(x):
    try:
        x = x.y or 1
    except AttributeError:
        pass
    try:
        x = [x, x / 0]
    except ZeroDivisionError:
        pass
    try:
        x, y = 1, x / 0
    except ZeroDivisionError:
        pass
    try:
        (x, y) = 1, 2, 3
    except ValueError as e:
        print(e)
    return x


print(failing(3))
print(*[1, 2], *(3,), sep="-")
print([*range(3), *"ab"], (*range(2), 9), {*[1, 1]}, {**{"a": 1}, "b": 2, **{"a": 3}})
try:
    print(*1)
except TypeError as e:
    print(e)
try:
    print(**1)
except TypeError as e:
    print("TypeError")
print(1 if 0 else 2, 2**10, -7 // 2, 7 % -3, 1 << 70, 10**20, "a" "b" * 3, 3.0 * 2, not 1, 1j * 1j, -0.0)
print(1 in [1, 2], 3 not in (1, 2), "a" in {"a": 1}, None is None, 1 is not None)
x = y = 5
x -= 2; x *= 3; x //= 2; x %= 3; x **= 4; x <<= 2; x |= 1; x ^= 7; x &= 14; x >>= 1
print(x)
y /= 2
print(y)
l = [1]
m = l
m += [2]
print(l)
