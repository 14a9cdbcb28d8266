"""DeprecationWarnings: conversion methods that give strict subclasses, ~ of bools, complex parts, old signatures, escapes."""

import cmath
import codecs
import math
import operator
import struct
import warnings


def show(f, *args):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = repr(f(*args))
        except Exception as e:
            result = repr(e)
    print(result, [(w.category.__name__, str(w.message)) for w in caught])


class I(int):
    pass


class F(float):
    def __float__(self):
        return 42.0


class C(complex):
    pass


class AsInt:
    def __int__(self):
        return I(3)


class AsIndex:
    def __index__(self):
        return I(3)


class AsFloat:
    def __float__(self):
        return F(3)


class AsComplex:
    def __complex__(self):
        return C(3)


class AsBool:
    def __index__(self):
        return True


class Text(str):
    def __float__(self):
        return 1.5


for f in (int, float, complex, operator.index, range, math.sqrt, math.floor, cmath.sqrt, hex, chr, float.from_number, complex.from_number):
    for value in (AsInt(), AsIndex(), AsFloat(), AsComplex(), AsBool(), F(1), Text("2"), True):
        if f is range or f is hex or f is chr or type(value) is not F or f is float:
            show(f, value)
show(struct.pack, "d", AsFloat())
show(struct.pack, "i", AsIndex())
show(lambda: ~True)
show(operator.invert, False)
show(int, bytearray(b"12"), 3)
for args in ((1j, 1j), (1, 2j), (AsComplex(), 1), (1, AsFloat()), (1, AsComplex()), (C(1), C(2)), (C(3),), ("1", 1), (1, "1")):
    show(complex, *args)
for data in (rb"\q\z\501", rb"\501\q", rb"\x", rb"\q\x", b"\\\xfa", rb"\n\101"):
    show(codecs.escape_decode, data)
    show(codecs.unicode_escape_decode, data)


def generator():
    try:
        yield
    except ValueError:
        yield 5


async def asynchronous():
    yield


g = generator()
next(g)
show(g.throw, ValueError, ValueError(1))
g = generator()
next(g)
show(g.throw, ValueError(1))
show(asynchronous().asend(None).throw, ValueError, None)


def plain():
    pass


def assign(code):
    plain.__code__ = code


show(assign, (lambda: 1).__code__)
show(assign, generator.__code__)
