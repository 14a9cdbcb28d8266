"""Types in both byte orders, and the fields of random structures and unions in every layout, read and written."""

import random
import warnings
from ctypes import (
    Array, BigEndianStructure, BigEndianUnion, LittleEndianStructure, Structure, Union, alignment, c_bool, c_byte, c_char, c_double, c_float, c_int, c_long,
    c_longdouble, c_short, c_ubyte, c_uint, c_ulong, c_ushort, c_void_p, c_wchar, sizeof,
)  # fmt: skip

import _ctypes

warnings.simplefilter("ignore")
for code in "cbBhHiIlLdDFGfuzZqQPOv?g":
    T = type(_ctypes._SimpleCData)("T", (_ctypes._SimpleCData,), {"_type_": code})
    print(code, sizeof(T), alignment(T), memoryview(T()).format)
    if hasattr(T, "__ctype_be__"):
        B = T.__ctype_be__
        print(B.__name__, sizeof(B), memoryview(B()).format, B.__ctype_le__ is T, bytes(B(1)), B(1).value)
T = type(_ctypes._SimpleCData)("T", (_ctypes._SimpleCData,), {"_type_": "v"})
print(T(1), bytes(T(1)), T(0).value, T.from_buffer_copy(b"\2\0").value)
for base in (BigEndianStructure, Structure):

    class Bools(base):
        _fields_ = [("x", c_bool, 1), ("y", c_bool), ("z", c_bool, 1)]

    s = Bools(1, 3, 1)
    print(s.x, s.y, s.z, bytes(s), Bools.x)
    for value in (0, 2, -1, "x", "", None, 1.5, 256):
        try:
            s.x = value
            print(value, s.x, bytes(s))
        except TypeError as e:
            print(value, e)

R = random.Random(5)
INTEGERS = [c_byte, c_ubyte, c_short, c_ushort, c_int, c_uint, c_long, c_ulong]
OTHERS = [c_float, c_double, c_char, c_wchar, c_char * 3, c_longdouble, c_void_p, c_int * 2]


def random_class():
    base = R.choice([Structure, Union, BigEndianStructure, Structure, LittleEndianStructure, BigEndianUnion])
    swapped = base in (BigEndianStructure, BigEndianUnion)
    fields = []
    for i in range(R.randint(1, 6)):
        kind = R.random()
        if kind < 0.5:
            t = R.choice(INTEGERS)
            fields.append((f"f{i}", t, R.randint(1, sizeof(t) * 8)))
        elif kind < 0.75:
            fields.append((f"f{i}", R.choice([*INTEGERS, c_bool])))
        else:
            fields.append((f"f{i}", R.choice([c_double, c_float] if swapped else OTHERS)))
    namespace = {"_fields_": fields}
    if R.random() < 0.4:
        namespace.update(_pack_=R.choice([1, 2, 4, 8]), _layout_="ms")
    elif R.random() < 0.3:
        namespace["_layout_"] = R.choice(["ms", "gcc-sysv"])
    if R.random() < 0.2:
        namespace["_align_"] = R.choice([1, 2, 4, 8, 16, 32])
    return type(base)("X", (base,), namespace)


for _ in range(400):
    X = random_class()
    names = [f[0] for f in X._fields_]
    print(sizeof(X), alignment(X), memoryview(X()).format, [getattr(X, name) for name in names])
    x = X.from_buffer_copy(R.randbytes(sizeof(X)))
    for name in names:
        try:
            value = getattr(x, name)
            print(name, value[:] if isinstance(value, Array) else value)
        except ValueError as e:
            print(name, e)
    for name in names:
        value = R.choice([0, 1, -1, R.getrandbits(64), -R.getrandbits(70)])
        try:
            setattr(x, name, value)
        except TypeError as e:
            print(name, e)
    if not any(f[1] is c_longdouble for f in X._fields_):
        print(bytes(x).hex())
