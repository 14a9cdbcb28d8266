"""C data: simple types, pointers, arrays, structures and unions, their fields, what they keep alive, buffers, and wrong use of all of it."""

import copy
import ctypes
import pickle
from ctypes import *

import _ctypes


def t(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


class Plain:
    pass


VALUES = ("x", "xy", b"x", b"xy", 1, -1, 2**70, 1.5, None, Plain, 1j, bytearray(b"z"), True)
for cls in (c_int, c_ulonglong, c_byte, c_char, c_wchar, c_void_p, c_float, c_double, c_longdouble, c_bool, py_object, c_double_complex, c_float_complex):
    for value in VALUES:
        t(cls, value)
for cls in (c_char_p, c_wchar_p):
    for value in VALUES:
        t(lambda: cls(value).value if not isinstance(value, int) or value == 2**70 else cast(cls(value), c_void_p))
for cls in (c_int, c_char, c_wchar, c_char_p, c_wchar_p, c_void_p, c_float, c_bool, py_object, c_double_complex):
    for value in ("x", b"x", 1, 1.5, None, Plain, 1j, c_int(3), c_char(b"x"), byref(c_int(1)), byref(c_char()), (c_char * 3)(), (c_wchar * 3)(),
                  (c_int * 2)(), pointer(c_int()), c_char_p(b"x"), c_wchar_p("x"), CFUNCTYPE(None)()):  # fmt: skip
        t(lambda: type(cls.from_param(value)).__name__)
print(c_int.from_param(5), c_char.from_param(b"'"), c_char.from_param(b"\xff"), c_float.from_param(2.5), c_void_p.from_param(7))
print(c_longdouble(1.1), c_longdouble(1e308), c_longdouble(-5e-324), c_longdouble(float("inf")), c_longdouble(0.0), bytes(c_longdouble(-1.5))[:10])
print(c_float(1e300), c_float(0.1), c_float(1e-46), c_int.__ctype_be__(1).value, bytes(c_int.__ctype_be__(1)), bytes(c_double.__ctype_be__(1.0)))


class Fields(Structure):
    _fields_ = [("x", c_int), ("y", c_short, 3), ("z", c_short, 5), ("a", c_char * 4), ("w", c_wchar * 3)]


print(Fields.x, Fields.y, Fields.z, Fields.a)
for field in (Fields.x, Fields.y, Fields.z):
    print(field.name, field.type, field.size, field.offset, field.bit_size, field.bit_offset, field.byte_size, field.byte_offset, field.is_bitfield)
t(setattr, Fields.x, "name", 3)
t(setattr, Fields.x, "size", 3)
p = Fields(1, 2)
print(p.x, p.y, p.z, p.a, p.w)
t(Fields, 1, 2, 3, b"a", "a", 3)
t(lambda: Fields(1, x=3))
print(Fields(q=3).q)
for name, value in (("a", b"abcdef"), ("a", "x"), ("w", "abcd"), ("w", b"x"), ("y", "x"), ("x", None), ("y", 7), ("z", -3), ("a", b"abcd"), ("w", "ab")):
    t(setattr, p, name, value)
print(p.x, p.y, p.z, p.a, p.w)
t(delattr, p, "x")
t(Fields.from_param, 1)
t(Fields.from_address, "x")
t(Fields.from_buffer, b"abc")
t(Fields.from_buffer, bytearray(3))
t(Fields.from_buffer, bytearray(30), -1)
t(Fields.from_buffer_copy, b"abc")
t(Fields.from_buffer_copy, b"abc" * 30, 90)
t(Fields.from_buffer, 3)
t(Fields.from_buffer_copy, 3)
for function in (sizeof, alignment, addressof, byref):
    for value in (3, Structure, int):
        t(lambda: str(function(value)).replace("_ctypes.PyCStructType", "x"))
t(byref, c_int(), "a")
t(resize, 3, 3)
t(resize, p, 1)
t(resize, Fields.from_address(addressof(p)), 100)
resize(p, 1000)
print(sizeof(p), sizeof(Fields), p.a)
for cls in (Structure, Union, _ctypes.Array, _ctypes._Pointer, _ctypes.CFuncPtr, _ctypes._SimpleCData):
    t(cls)
    t(cls, 1)
    t(POINTER, cls)
    t(lambda: cls * 3)


def made(base, namespace):
    return type(base)("X", (base,), namespace).__name__


for namespace in ({}, {"_type_": 1}, {"_type_": ""}, {"_type_": "xx"}, {"_type_": "x"}, {"_type_": "i"}):
    t(made, _ctypes._SimpleCData, namespace)
for namespace in (
    {}, {"_type_": c_int}, {"_length_": 3}, {"_type_": c_int, "_length_": -1}, {"_type_": c_int, "_length_": "x"}, {"_type_": int, "_length_": 3},
    {"_type_": c_int, "_length_": 2**62}, {"_type_": c_int, "_length_": 2**70}, {"_type_": c_int, "_length_": 0},
):  # fmt: skip
    t(made, _ctypes.Array, namespace)
for namespace in ({}, {"_type_": int}, {"_type_": 3}, {"_type_": c_int}, {"_type_": None}):
    t(made, _ctypes._Pointer, namespace)
for namespace in ({}, {"_flags_": "x"}, {"_flags_": 1}, {"_flags_": 1, "_argtypes_": 3}, {"_flags_": 1, "_argtypes_": (int,)}, {"_flags_": 1, "_restype_": 3}):
    t(made, _ctypes.CFuncPtr, namespace)
for namespace in (
    {"_fields_": 3}, {"_fields_": [3]}, {"_fields_": [("x",)]}, {"_fields_": [("x", int)]}, {"_fields_": [(1, c_int)]}, {"_fields_": [("x", c_int, 33)]},
    {"_fields_": [("x", c_float, 3)]}, {"_fields_": [("x", c_int)], "_anonymous_": 3}, {"_fields_": [("x", c_int)], "_anonymous_": ["y"]},
    {"_fields_": [("x", c_int)], "_anonymous_": ["x"]}, {"_fields_": [("x", c_int)], "_pack_": -1},
):  # fmt: skip
    t(made, Structure, namespace)
for factor in (-1, "x", 2**62, 2**70, 1.5, None):
    t(lambda: c_int * factor)
print(3 * c_int is c_int * 3, (c_int * 3).__name__, (c_int * 3)._length_, (c_int * 3)._type_)


class Pointers(Structure):
    _fields_ = [("o", py_object), ("i", c_int), ("p", POINTER(c_int)), ("z", c_char_p)]


s = Pointers()
for name, value in (
    ("o", c_int(3)), ("o", [1]), ("i", c_long(3)), ("i", c_int(3)), ("p", c_int(3)), ("p", (c_int * 2)()), ("p", (c_long * 2)()), ("p", pointer(c_long())),
    ("p", 3), ("p", None), ("p", (1,)), ("p", (c_int(1),)), ("z", c_char_p(b"x")), ("z", (c_char * 3)()), ("z", (1,)), ("z", b"kept"),
):  # fmt: skip
    t(setattr, s, name, value)
print(s._objects, s.p[0], s.z, s.o)


class Nested(Structure):
    _fields_ = [("s", Pointers), ("a", c_int * 3)]


n = Nested()
for name, value in (("s", (1,)), ("s", 3), ("s", ([], 2)), ("a", (1, 2, 3, 4)), ("a", (1, "x")), ("a", [1]), ("a", (1, 2))):
    t(setattr, n, name, value)
print(n.a[:], n._objects, n.s._b_base_ is n, n._b_base_, n._b_needsfree_, n.s._b_needsfree_)
for value in (
    s, n, (c_int * 3 * 2)(), pointer((c_int * 3)()), CFUNCTYPE(None)(), c_char(), c_bool(), c_wchar(), py_object(), c_longdouble(), c_void_p(),
    c_int.__ctype_be__(), c_long(), c_ulong(),
):  # fmt: skip
    m = memoryview(value)
    print(m.format, m.shape, m.itemsize, m.ndim, m.nbytes, m.readonly, m.c_contiguous)
view = memoryview((c_ubyte * 3 * 2)((1, 2, 3), (4, 5, 6)))
print(view.tobytes(), bytes((c_short * 2)(1, 2)))


class Empty(Structure):
    pass


print(sizeof(Empty), alignment(Empty), memoryview(Empty()).format)
t(setattr, Empty, "_fields_", [("x", c_int)])


class Either(Union):
    _fields_ = [("x", c_int), ("y", c_char)]


print(memoryview(Either()).format, memoryview(Either()).itemsize, Either(y=b"a").x)


class Recursive(Structure):
    pass


Recursive._fields_ = [("n", POINTER(Recursive)), ("v", c_int)]
print(memoryview(Recursive()).format)
r = Recursive(v=5)
r.n = pointer(r)
print(r.n.contents.n[0].v)
t(setattr, Recursive, "_fields_", [])
t(delattr, Recursive, "_fields_")
for cls in (type("Own", (Structure,), {}), type("OwnArray", (Structure,), {})):
    t(setattr, cls, "_fields_", [("q", cls if cls.__name__ == "Own" else cls * 3)])
t(hash, Empty())
t(Pointers.__dict__["i"].__get__, 3)
t(Pointers.__dict__["i"].__set__, 3, 3)
print(Pointers.__dict__["i"].__get__(None, Pointers))
t(lambda: s.__reduce__())
t(Empty().__setstate__, 3, 4)
t(Empty().__setstate__, {}, b"x")
t(Empty().__setstate__, {}, "x")
t(Empty().__setstate__, {}, "\ud800")
p = Fields(5, 1, 2, b"ab", "cd")
p.extra = [1]
for q in (copy.copy(p), pickle.loads(pickle.dumps(p)), copy.deepcopy(p)):
    print(q.x, q.y, q.z, q.a, q.w, q.extra)
t(lambda: c_int(1, 2))
t(lambda: c_int(x=1))
v = c_int(3)
t(delattr, v, "value")
print(v.__ctypes_from_outparam__(), bool(c_int(0)), bool(c_double(0.5)), bool(c_char(b"\0")))
a = (c_int * 3)()
t(lambda: a[3])
t(lambda: a["x"])
for key, value in ((3, 1), (slice(0, 2), [1]), (slice(0, 2), [1, 2]), ("x", 1), (0, "x"), (-1, 9), (slice(None, None, -2), (7, 8))):
    t(a.__setitem__, key, value)
t(a.__delitem__, 0)
t(a.__delitem__, slice(0, 1))
print(a[:], a[::-1], a[-1], len(a), list(a), 8 in a)
t(lambda: (c_int * 3)(1, 2, 3, 4))
p = pointer(c_int(3))
for key in ("x", slice(None), slice(0, 1), slice(1, 0), slice(None, None, 0), slice(0, 1, -1), slice(0, None, -1), slice(0, -1, -1)):
    t(lambda: p[key])
t(p.__setitem__, slice(0, 1), [1])
t(p.__delitem__, 0)
t(p.__setitem__, 0, "x")
t(setattr, p, "contents", 3)
t(delattr, p, "contents")
other = c_int(9)
p.contents = other
p[0] = 4
print(other, p.contents, p._objects)
null = POINTER(c_int)()
t(lambda: null[0])
t(lambda: null.contents)
t(lambda: null.__setitem__(0, 1))
t(lambda: null[0:0])
t(lambda: null[0:1])
print(bool(null), bool(p))
t(POINTER(c_int), 3)
t(POINTER(c_int), 1, 2)
Open = type(POINTER(c_int))("Open", (_ctypes._Pointer,), {})
t(Open)
t(Open.set_type, 3)
t(Open.set_type, c_int)
print(Open(c_int(4)).contents)
t(Open.set_type, int)
b = (c_char * 4)()
for name, value in (("value", "x"), ("value", b"12345"), ("raw", b"12345"), ("raw", "x"), ("value", b"ab")):
    t(setattr, b, name, value)
t(delattr, b, "raw")
t(delattr, b, "value")
print(b.value, b.raw, b[0], b[:2], b[::2], b[::-1], cast(b, POINTER(c_char))[0:3])
w = (c_wchar * 4)()
for value in (b"x", "12345", "ab"):
    t(setattr, w, "value", value)
print(w.value, w[:], w[::2], w[0], cast(w, POINTER(c_wchar))[0:2])
t(lambda: w.raw)
t(delattr, w, "value")


class MyInt(c_int):
    pass


print(str(MyInt(3))[:15], MyInt(3).value, c_char.__ctype_le__, c_int.__ctype_be__.__ctype_be__, MyInt.__ctype_be__.__name__)
t(lambda: c_void_p.__ctype_be__)
print(repr(py_object()), repr(c_char_p(None)), c_wchar_p("x").value, type((MyInt * 2)()[0]).__name__)
t(lambda: py_object().value)


class Big(BigEndianStructure):
    _fields_ = [("a", c_uint16), ("b", c_uint32, 4), ("c", c_uint32, 20), ("d", c_double)]


g = Big(1, 2, 3, 4.0)
print(bytes(g), g.a, g.b, g.c, g.d, Big.b, Big.c)


class Inner(Structure):
    _fields_ = [("u", c_int), ("v", c_int)]


class Outer(Structure):
    _anonymous_ = ["inner", "choice"]
    _fields_ = [("first", c_int), ("inner", Inner), ("choice", Either)]


o = Outer(1, (2, 3), (4,))
print(o.u, o.v, o.x, Outer.v, Outer.inner.is_anonymous, Outer.first.is_anonymous)
o.v = 9
print(o.inner.v)


class Derived(Inner):
    _fields_ = [("w", c_int)]


print(Derived(1, 2, 3).w, Derived(1, w=5).w, sizeof(Derived), Derived(4).u)
t(Derived, 1, 2, 3, 4)
array = bytearray(12)
x = (c_int * 3).from_buffer(array)
x[1] = 0x01020304
print(array, list(x._objects))
y = (c_int * 2).from_buffer(array, 4)
print(y[0] == x[1], addressof(y) - addressof(x))
t(array.append, 1)
print(_ctypes.buffer_info(c_int * 3), _ctypes.buffer_info(Either()))
t(_ctypes.buffer_info, 3)
t(_ctypes._unpickle, c_int, 3)
t(_ctypes.PyObj_FromPtr, "x")
thing = object()
print(_ctypes.PyObj_FromPtr(id(thing)) is thing, _ctypes.Py_INCREF(thing) is thing, _ctypes.Py_DECREF(thing) is thing)
print(c_int.__pointer_type__ is POINTER(c_int), hasattr(Inner, "__pointer_type__"), POINTER(Inner) is Inner.__pointer_type__)
print(isinstance(c_int * 3, type(_ctypes.Array)), type(c_int).__name__, type(Inner).__mro__[1].__name__, type(_ctypes.CFuncPtr).__name__)
print(ctypes.__version__ == _ctypes.__version__, _ctypes.CTYPES_MAX_ARGCOUNT, _ctypes.SIZEOF_TIME_T)
huge = type("Huge", (Structure,), {"_fields_": [("all", Inner * (2**60 - 1))]})
print(sizeof(huge), huge.all.size, huge.all.bit_size, len(_ctypes.buffer_info(Inner * (2**60 - 1))[2]))
t(huge)
print(sizeof(c_char * (2**63 - 1)), (c_char * (2**63 - 1))._length_)
t(lambda: (c_char * (2**63 - 1))())
print(sizeof((Empty * 5)()), len((Empty * 5)()))


class Deep(Structure):
    _fields_ = [("text", c_char * 6), ("wide", c_wchar * 3)]


d = Deep(b"######", "###")
d.text = b"a\0b\0"
d.wide = "x"
print(bytes(d)[:6], d.wide)
t(lambda: c_char_p.from_param(b"x")._obj)
print(byref(v)._obj is v, c_wchar_p.from_buffer(pointer(c_wchar("q"))).value)


class Point(BigEndianStructure):
    _fields_ = [("x", c_long), ("y", c_long)]


point = Point(100, 200)
m = memoryview(point)
print(m.format, m.cast("B").shape, m.cast("B").obj is point, m.cast("b")[7], m == memoryview(point), m == point, point != m)
t(m.tolist)
t(m.cast, "i")
print(memoryview(c_double(1.5)).cast("c").tobytes() == bytes(c_double(1.5)), memoryview((c_ubyte * 8)()).cast("B").cast("i").shape)
t(memoryview((c_ubyte * 8)()).cast, "i")


class Single(Structure):
    _fields_ = [("x", c_int)]


class Alternative(Union):
    _fields_ = [("x", c_int)]


class Special(c_int):
    pass


for value, cls in ((Single(), Deep), (Single(), Alternative), (Single(), c_int), (c_int(), POINTER(c_int)), ((c_int * 2)(), POINTER(c_int)),
                   ((c_int * 2)(), c_char * 2), (c_int(), Special), (Special(), c_char), (Alternative(), Single)):  # fmt: skip
    t(setattr, value, "__class__", cls)
