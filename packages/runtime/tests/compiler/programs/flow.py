log = []


def f1(how):
    for i in range(3):
        try:
            log.append(i)
            if how == "return":
                return "returned"
            if how == "break":
                break
            if how == "continue":
                continue
            if how == "raise":
                raise ValueError(i)
        except ValueError as e:
            log.append(repr(e))
            if i == 2:
                return "in handler"
        else:
            log.append("else")
        finally:
            log.append("finally")
    else:
        log.append("loop else")
    return "end"


for how in ["return", "break", "continue", "raise", ""]:
    log.clear()
    print(f1(how), log)


def f2(x):
    try:
        return x
    finally:
        x = "changed"


def f3():
    x = []
    try:
        x.append(1)
        return x
    finally:
        x.append(2)


def f4():
    while True:
        try:
            try:
                return 1
            finally:
                print("inner")
        finally:
            print("outer")
            break
    return 2


def f5():
    try:
        raise KeyError("a")
    except KeyError:
        try:
            raise ValueError("b")
        except ValueError as e:
            print(repr(e.__context__))
        try:
            raise
        except KeyError as e:
            print("again", e)
    try:
        raise
    except RuntimeError as e:
        print(e)


def f6():
    try:
        try:
            1 / 0
        finally:
            raise IndexError("new")
    except IndexError as e:
        print(repr(e), repr(e.__context__))
    try:
        raise TypeError("t") from OSError("o")
    except TypeError as e:
        print(repr(e.__cause__), e.__suppress_context__)


def f7(n):
    try:
        if n == 0:
            raise KeyError
        elif n == 1:
            raise IndexError
        elif n == 2:
            raise OSError
        return "none"
    except (KeyError, IndexError) as e:
        return type(e).__name__
    except OSError:
        return "os"
    else:
        return "never"
    finally:
        print("f7", n)


print(f2(1), f3(), f4())
f5()
f6()
print([f7(i) for i in range(4)])


class CM:
    def __init__(self, name, swallow=False):
        self.name = name
        self.swallow = swallow

    def __enter__(self):
        print("enter", self.name)
        return self.name

    def __exit__(self, t, v, tb):
        print("exit", self.name, t and t.__name__)
        return self.swallow


def w(how):
    for i in range(2):
        with CM("a") as a, CM("b", True) as (b):
            print(a, b)
            if how == "return":
                return "r"
            if how == "break":
                break
            if how == "continue":
                continue
            if how == "raise":
                raise ValueError
        print("after")
    return "end"


for how in ["return", "break", "continue", "raise", ""]:
    print(how, w(how))
try:
    with CM("x"):
        1 / 0
except ZeroDivisionError:
    print("out")
with (CM("p"), CM("q") as q,):
    print(q)


def nested():
    for i in range(2):
        for j in range(3):
            if j == 1:
                continue
            if i == 1:
                break
            print(i, j)
        else:
            print("else", i)
    i = 0
    while i < 5:
        i += 1
        if i == 2:
            continue
        if i == 4:
            break
        print("w", i)
    else:
        print("no")
    while i < 6:
        i += 1
    else:
        print("yes")


nested()


def assertions(x):
    assert x, "message"
    assert x > 1
    return x


for v in (0, 1, 2):
    try:
        print(assertions(v))
    except AssertionError as e:
        print(repr(e))


def star(exc):
    try:
        raise exc
    except* ValueError as e:
        print("V", [str(x) for x in e.exceptions])
    except* (TypeError, KeyError) as e:
        print("TK", [str(x) for x in e.exceptions])
    else:
        print("else")
    finally:
        print("fin")


star(ValueError("1"))
star(ExceptionGroup("g", [ValueError("1"), TypeError("2"), ExceptionGroup("h", [ValueError("3")])]))
try:
    star(ExceptionGroup("g", [ValueError("1"), OSError("2")]))
except ExceptionGroup as e:
    print(repr(e))


def conditions(a, b, c):
    r = []
    if a and b or not c:
        r.append(1)
    if not (a or b) and c:
        r.append(2)
    if a < b <= c:
        r.append(3)
    if not a < b <= c:
        r.append(4)
    if (a if b else c):
        r.append(5)
    if a is None or b is not None:
        r.append(6)
    if a in (1, 2) and b not in [3]:
        r.append(7)
    if 1:
        r.append(8)
    if 0:
        r.append(9)
    while not a:
        a = 5
    r.append(a or b)
    r.append(a and b and c)
    r.append(not a and b)
    r.append(1 < a < 3)
    return r


for args in [(0, 0, 0), (1, 2, 3), (3, 2, 1), (0, 1, 0), (None, None, 1), (2, 0, None)]:
    try:
        print(conditions(*args))
    except TypeError as e:
        print(e)


def dead():
    return 1
    print("never")
    for x in y:
        yield x


print(list(dead()))


def deleted():
    d = {"a": 1, "b": [1, 2, 3]}
    del d["a"], d["b"][0:1]
    print(d)
    a, b = 1, 2
    del (a, b)
    try:
        a
    except UnboundLocalError as e:
        print("gone")


deleted()
import os.path as p, sys
from os import path, sep as s
import os.path
print(p is path, os.path is p, s)
