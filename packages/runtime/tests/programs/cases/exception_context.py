"""Chains of __context__ that the program made cyclic, and very long ones."""

import sys


def chain(e):
    out = []
    while e is not None and len(out) < 8:
        out.append(repr(e))
        e = e.__context__
    return out


es = [ValueError(i) for i in range(6)]
for tail in range(6):
    for at in range(6):
        for a, b in zip(es, es[1:]):
            a.__context__ = b
        es[-1].__context__ = es[tail]
        try:
            try:
                raise es[at]
            except ValueError:
                raise KeyError(tail)
        except KeyError as e:
            print(tail, at, chain(e))
        try:
            try:
                raise es[0]
            except ValueError:
                raise es[at]
        except ValueError as e:
            print(tail, at, chain(e))
a = ValueError("a")
b = ValueError("b")
a.__context__ = b
b.__context__ = a
sys.excepthook(ValueError, a, None)
a.__cause__ = b
b.__cause__ = a
sys.excepthook(ValueError, a, None)
e = None
for i in range(20000):
    n = ValueError()
    n.__context__ = e
    e = n
try:
    raise e
except ValueError:
    try:
        raise KeyError
    except KeyError as k:
        print(k.__context__ is e)
