"""Threads that C code makes call Python: each is a dummy thread to threading, has thread-local objects of its own, and what it raises is shown."""

import ctypes
import sys
import threading

libc = ctypes.CDLL(None)
libc.pthread_create.argtypes = [ctypes.POINTER(ctypes.c_ulong), ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p]
libc.pthread_join.argtypes = [ctypes.c_ulong, ctypes.POINTER(ctypes.c_void_p)]
START = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)


def run(function, arguments):
    start = START(function)
    handles = []
    for argument in arguments:
        handle = ctypes.c_ulong()
        assert libc.pthread_create(handle, None, start, argument) == 0
        handles.append(handle)
    results = []
    for handle in handles:
        result = ctypes.c_void_p()
        assert libc.pthread_join(handle, result) == 0
        results.append(result.value)
    return results


main = threading.get_ident()
local = threading.local()
local.value = "main"
seen = []


def one(argument):
    seen.append((type(threading.current_thread()).__name__, threading.get_ident() != main, hasattr(local, "value")))
    local.value = argument
    return argument * 2


print(run(one, [21]), seen, local.value)

lock = threading.Lock()
total = 0


def count(argument):
    global total
    for i in range(1000):
        junk = [str(i)] * 10
        with lock:
            total += len(junk)
    return argument + 1


print(run(count, [1, 2, 3, 4]), total)


def nested(argument):
    if argument == 1:
        return 7
    return run(nested, [argument - 1])[0] + 1


print(run(nested, [4]))

errors = []
sys.unraisablehook = lambda args: errors.append((args.exc_type, str(args.exc_value), args.object))


def wrong(argument):
    raise ValueError(argument)


run(wrong, [5])
print(errors)


def deep(argument):
    def down(n):
        return down(n + 1)

    try:
        down(0)
    except RecursionError:
        return 3


print(run(deep, [1]))
worker = threading.Thread(target=lambda: print(run(one, [4])))
worker.start()
worker.join()
print(threading.active_count() >= 1)

# A callback inside of another one's C code: the thread stays what it is until the outer one is done.
COMPARE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_int), ctypes.POINTER(ctypes.c_int))
libc.qsort.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_size_t, COMPARE]
libc.qsort.restype = None


def sort(argument):
    me = threading.get_ident()
    numbers = (ctypes.c_int * 50)(*[i * 37 % 50 for i in range(50)])
    libc.qsort(numbers, 50, 4, COMPARE(lambda a, b: a[0] - b[0]))
    junk = [str(i) for i in range(1000)]
    return argument + (list(numbers) == list(range(50)) and threading.get_ident() == me and len(junk) == 1000)


print(run(sort, [10, 20, 30]))
