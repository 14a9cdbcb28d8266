"""Calls of C functions: conversions of arguments, results, errcheck, paramflags, errno, structures by value, callbacks."""

import ctypes
import ctypes.util
import gc
import re
import sys
from ctypes import *

import _ctypes

sys.unraisablehook = lambda args: print("unraisable", args.exc_type.__name__, args.exc_value, str(args.err_msg).partition(" <")[0], args.object)


def t(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, re.sub(r"\S+: undefined", "undefined", str(e)))


C = CDLL(None)
M = CDLL("libm.so.6")
strlen = C.strlen
print(strlen.argtypes, strlen.restype, strlen.errcheck, list(strlen._objects))
for value in (3, [int], (c_int,) * 1025):
    t(setattr, strlen, "argtypes", value)
t(setattr, strlen, "restype", 3)
t(setattr, strlen, "errcheck", 3)
t(strlen, 1.5)
t(strlen, b"abc", x=3)
print(strlen(b"abc"), strlen("abc"), strlen(create_string_buffer(b"four")), strlen(byref(create_string_buffer(b"five!"))))
strlen.argtypes = [c_char_p]
for args in ((3,), (), (b"abc", b"x"), ("abc",), (create_string_buffer(b"xy"),), (None,) * 0):
    t(strlen, *args)
strlen.argtypes = None
strlen.restype = None
print(strlen(b"abc"), strlen.restype, strlen.argtypes)
del strlen.restype
print(strlen.restype, strlen(b"abcd"))
del strlen.argtypes
strlen.restype = lambda n: n * 2
print(strlen(b"abc"))
strlen.errcheck = lambda result, function, arguments: (result, function is strlen, arguments)
print(strlen(b"abc"))
t(setattr, strlen, "errcheck", None)
t(delattr, strlen, "errcheck")
strlen.restype = c_int

P = CFUNCTYPE(c_int, c_int)
for args in ((3.4,), (3, 4), (("strlen",),), (("strlen", 3),), ((3.4, C),), (("strlen", C), 3), (("strlen", C), ((1, 2),)), (("strlen", C), (3,))):
    t(P, *args)
for flags in (((1, "x", 3, 4),), ((2, "x"),), ((1, "x"), (1, "y")), ((7, "x"),)):
    t(P, ("strlen", C), flags)
t(P(("abs", C)), 2.5)
print(P(("abs", C))(-4), bool(P(("abs", C))), bool(P()))
copy = CFUNCTYPE(c_void_p, c_void_p, c_char_p, c_size_t)(("memcpy", C), ((1, "dst"), (1, "src", b"xx"), (1, "n", 2)))
buffer = create_string_buffer(5)
print(copy(addressof(buffer)) == addressof(buffer), buffer.raw)
copy(dst=addressof(buffer), src=b"yyy", n=3)
print(buffer.raw)
t(copy)
t(copy, 1, 2, 3, 4)
t(copy, 1, x=4)
t(copy, src=b"x")
F = CFUNCTYPE(c_double, c_double, POINTER(c_int))
frexp = F(("frexp", M), ((1, "x"), (2, "e")))
print(frexp(8.0))
t(frexp, 8.0, 3)
frexp.errcheck = lambda result, function, arguments: (result, arguments)
print(frexp(8.0)[0])
frexp = F(("frexp", M), ((1, "x"), (3, "e")))
exponent = c_int()
print(frexp(8.0, exponent), exponent)
t(F(("frexp", M), ((1, "x"), (2, "e", 3))), 8.0)
M.pow.argtypes = [c_double, c_double]
M.pow.restype = c_double
print(M.pow(2.0, 10), M.pow(c_double(3), 2))

callback = P(lambda x: x + 1)
print(callback(3), list(callback._objects), callback.argtypes, callback.restype)
t(callback, "x")
t(callback)
print(P(lambda x: -1)(0), CFUNCTYPE(c_byte, c_byte)(lambda x: x)(-5), CFUNCTYPE(c_ubyte, c_ubyte)(lambda x: x)(-5))
print(CFUNCTYPE(c_float, c_float)(lambda x: x / 2)(3), CFUNCTYPE(c_double, c_double, c_float)(lambda x, y: x * y)(1.5, 2.5))
print(CFUNCTYPE(c_longdouble, c_longdouble)(lambda x: x / 3)(1), CFUNCTYPE(c_bool, c_bool)(lambda x: not x)(True))
print(CFUNCTYPE(c_char, c_char)(lambda x: x.upper())(b"x"), CFUNCTYPE(c_wchar, c_wchar)(lambda x: x.upper())("\xe4"))
print(CFUNCTYPE(c_longlong, c_longlong)(lambda x: x - 1)(-(2**63) + 1), CFUNCTYPE(c_ulonglong, c_ulonglong)(lambda x: x)(2**64 - 1))
P(lambda x: 1 / 0)(3)
P(lambda x: "x")(3)
P(lambda: 0)(3)
t(CFUNCTYPE(P), lambda: 1)
t(CFUNCTYPE(POINTER(c_int)), lambda: 1)


class Small(Structure):
    _fields_ = [("a", c_int), ("b", c_double)]


class Floats(Structure):
    _fields_ = [("x", c_float), ("y", c_float), ("z", c_float)]


class Large(Structure):
    _fields_ = [("a", c_int * 10), ("b", c_double)]


class Mixed(Structure):
    _fields_ = [("c", c_char), ("f", c_float), ("s", c_short), ("p", c_void_p)]


class Packed(Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = [("c", c_char), ("i", c_int), ("d", c_short)]


class Either(Union):
    _fields_ = [("i", c_int), ("d", c_double)]


for cls, value in (
    (Small, Small(1, 2.5)), (Floats, Floats(1, 2, 3)), (Large, Large((1, 2, 3), 4.5)), (Mixed, Mixed(b"x", 1.5, 7, 99)), (Packed, Packed(b"y", 3, 4)),
    (Either, Either(d=2.5)),
):  # fmt: skip
    print(cls.__name__, CFUNCTYPE(c_int, c_int, cls, c_double)(lambda i, s, d: print(i, bytes(s) == bytes(value), d) or 1)(5, value, 1.25))


class Pair(Structure):
    _fields_ = [("quot", c_int), ("rem", c_int)]


C.div.restype = Pair
result = C.div(17, 5)
print(result.quot, result.rem)
C.ldiv.restype = type("LongPair", (Structure,), {"_fields_": [("quot", c_long), ("rem", c_long)]})
result = C.ldiv(c_long(10**12), c_long(7))
print(result.quot, result.rem)

array = (c_int * 6)(3, 1, 2, 5, 4, -7)
COMPARE = CFUNCTYPE(c_int, POINTER(c_int), POINTER(c_int))
C.qsort(array, len(array), sizeof(c_int), COMPARE(lambda a, b: a[0] - b.contents.value))
print(array[:])
C.qsort(array, len(array), sizeof(c_int), COMPARE(lambda a, b: sorted(map(lambda x: -x, [a[0], b[0]])) == [-a[0], -b[0]] and -1 or 1))
print(array[:])
print(PYFUNCTYPE(py_object, py_object)(lambda x: [x])(3))

print(string_at(b"abc\0d"), string_at(b"abcdef", 3), wstring_at("abc"), wstring_at("abc", 2))
t(string_at, 3.4)
print(memoryview_at(b"abc", 3, True).readonly, bytes(memoryview_at(b"abc", 3)))
t(memoryview_at, b"abc", -1)
for args in ((b"abc", int), (3.4, c_void_p), (3, Small), (Small(), c_void_p), (array, "x")):
    t(cast, *args)
print(cast(b"abc", c_char_p).value, cast(array, POINTER(c_int))[1], cast(array, c_void_p).value == addressof(array))
print(any(x is array for x in cast(array, POINTER(c_int))._objects.values()))
memmove(buffer, b"abc", 3)
memset(buffer, 65, 2)
print(buffer.raw)
print(get_errno(), set_errno(5), get_errno())
t(set_errno, "x")
t(set_errno, 2**40)
E_ = CDLL(None, use_errno=True)
E_.open.argtypes = [c_char_p, c_int]
print(E_.open(b"/no/such/file", 0), get_errno())
seen = CFUNCTYPE(c_int, use_errno=True)(lambda: set_errno(77))
set_errno(3)
print(seen(), get_errno())
for args in (("no-such-library.so",), (3,)):
    t(CDLL, *args)
t(getattr, C, "no_such_function")
t(lambda: C["no_such_function"])
t(C.printf, *[1] * 1025)


class Converts:
    _as_parameter_ = b"hello"


strlen = C["strlen"]
print(strlen(Converts()))
strlen.argtypes = [c_char_p]
print(strlen(Converts()))


class Itself:
    pass


itself = Itself()
itself._as_parameter_ = itself
try:
    C["strlen"](itself)
except ArgumentError as e:
    print(str(e)[:27])

print(ctypes.util.find_library("c"), ctypes.util.find_library("no-such-library"))


class timespec(Structure):
    _fields_ = [("tv_sec", c_time_t), ("tv_nsec", c_long)]


now = timespec()
print(C.clock_gettime(0, byref(now)), now.tv_sec > 1700000000, 0 <= now.tv_nsec < 10**9)
C.snprintf.restype = c_int
text = create_string_buffer(64)
C.snprintf.argtypes = [c_char_p, c_size_t, c_char_p]
print(C.snprintf(text, 64, b"%d %s %.3f %c", c_int(42), b"xyz", c_double(1.5), c_int(65)), text.value)
t(getattr, pythonapi, "PyNoSuchFunction_New")
print(c_int.in_dll(C, "optind").value)
t(c_int.in_dll, C, 3)
t(c_int.in_dll, 3, "x")


class LastCall:
    """Dead together with its callback, which it calls once more."""

    def __init__(self):
        self.callback = CFUNCTYPE(c_int)(lambda: 7)
        self.itself = self

    def __del__(self):
        _others = [CFUNCTYPE(c_int)(lambda: 0) for _ in range(50)]
        print("last call", self.callback())


def forget():
    LastCall()


def deep(n):
    return n and deep(n - 1)


forget()
deep(100)  # over what is left of the call on the stack
gc.collect()
print(hasattr(P(abs)._objects["0"], "__del__"))
t(lambda: C[5])
t(lambda: C["a\udc80b"])
t(C.__getattr__, "a\0b")
t(_ctypes.dlsym, C._handle, "a\0b")
t(_ctypes.dlsym, C._handle, "a\udc80b")
t(_ctypes.dlsym, C._handle, None)
t(c_int.in_dll, C, "a\0b")
t(c_int.in_dll, C, "a\udc80b")
t(c_int.in_dll, C, None)
for number in (2**80, 2**31, -(2**31) - 1, 1.5):
    t(set_errno, number)
