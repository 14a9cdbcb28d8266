"""What C data has borrowed is given back, and closures are freed, once the collector finds that nobody has them."""

import array
import gc
import weakref
import zlib
from ctypes import CFUNCTYPE, Structure, c_int, c_void_p, cast, pointer


def nested(f, depth=20):
    """Leaves nothing of f on the stack."""
    return nested(f, depth - 1) if depth else f() and None


def collect():
    for _ in range(3):
        gc.collect()


numbers = array.array("i", range(16))


def borrow():
    x = (c_int * 16).from_buffer(numbers)
    y = c_int.from_buffer(numbers, 4)
    x[0] = 7
    try:
        numbers.append(1)
    except BufferError as e:
        print(e, y)


nested(borrow)
collect()
numbers.append(1)
print(numbers[0], len(numbers))


class Told(Structure):
    _fields_ = [("x", c_int)]

    def __del__(self):
        ends.append(type(self).__name__)


ends = []
nested(lambda: Told(1))
nested(lambda: pointer(Told(2)).contents)
collect()
print(len(ends) >= 2, set(ends))


def callback():
    function = lambda x: x  # noqa: E731
    seen.append(weakref.ref(function))
    return CFUNCTYPE(c_int, c_int)(function)(3)


seen = []
for _ in range(200):
    nested(callback)
collect()
print(sum(r() is None for r in seen) > 190)
kept = CFUNCTYPE(c_int, c_int)(lambda x: x + 1)
address = cast(kept, c_void_p).value
collect()
print(CFUNCTYPE(c_int, c_int)(address)(4))
nested(lambda: zlib.compressobj().compress(b"x"))
collect()
