"""Objects of C data that threads share: what memory refers to lives as long as it does, callbacks come on any thread, also on those that C makes."""

import gc
from ctypes import CDLL, CFUNCTYPE, POINTER, Structure, byref, c_char_p, c_int, c_long, c_ulong, c_void_p, create_string_buffer, pointer, py_object, resize, sizeof

from hammer import each

libc = CDLL(None)


class Shared(Structure):
    _fields_ = [("number", c_int), ("pointer", POINTER(c_int)), ("text", c_char_p), ("object", py_object)]


COMPARE = CFUNCTYPE(c_int, POINTER(c_int), POINTER(c_int))
START = CFUNCTYPE(c_void_p, c_void_p)
compare = COMPARE(lambda a, b: a[0] - b[0])
successor = CFUNCTYPE(c_int, c_int)(lambda x: x + 1)
shared = Shared()
shared.text = b"0"
shared.object = [0]
shared.pointer = pointer(c_int(0))
numbers = (c_int * 64)()
pointers = (POINTER(c_int) * 8)(*[pointer(c_int(0)) for _ in range(8)])
buffer = create_string_buffer(100)


def work(k):
    bad = 0
    for i in range(600):
        shared.number = i
        shared.pointer = pointer(c_int(i))
        shared.text = b"%d" % i
        shared.object = [i]
        bad += not shared.text.isdigit() or len(shared.object) != 1 or not 0 <= shared.pointer[0] < 600
        numbers[i % 64] = i
        bad += max(numbers[:4]) >= 600
        bad += successor(i) != i + 1
        pointers[i % 8] = pointer(c_int(i))
        bad += not 0 <= pointers[i % 8][0] < 600
        if i % 50 == 0:
            resize(buffer, 100 + i)
            fields = [("x", c_int * (i + 1))]
            bad += sizeof(type("Made", (Structure,), {"_fields_": fields})) != 4 * (i + 1)
        buffer.value = b"abc"
        bad += buffer.value != b"abc"
        function = libc["labs"]
        function.restype = c_long
        bad += function(c_long(-i)) != i
        mine = (c_int * 5)(3, 1, 2, 5, 4)
        libc.qsort(mine, 5, sizeof(c_int), compare)
        bad += mine[:] != [1, 2, 3, 4, 5]
        if i % 100 == 0:
            gc.collect()
            start = START(lambda argument: argument + 1)
            thread = c_ulong()
            result = c_void_p()
            libc.pthread_create(byref(thread), None, start, c_void_p(i + 1))
            libc.pthread_join(thread, byref(result))
            bad += result.value != i + 2
    assert bad == 0, bad


print(each(4, work))
