"""What calls of built-in functions with wrong arguments say."""

import _functools
import _io
import _struct
import _thread
import gc
import itertools
import math
import os
import sys
import time


def attempt(f, *args, **kwargs):
    try:
        print(f, f(*args, **kwargs))
    except TypeError as e:
        print(e)


# More than all parameters, by position or by name
for f, n in (
    (memoryview, 2), (itertools.combinations, 3), (itertools.compress, 3), (os.close, 2), (os.fspath, 2), (os.sched_param, 2),
    (_struct.Struct, 2), (os.mkdir, 4), (enumerate, 3), (_functools.cmp_to_key, 2), (_io.open_code, 2), (math.isclose, 5), (compile, 9),
    (_thread.lock, 1), (_io.BytesIO, 2), (_io.StringIO, 3), (property, 5), (complex, 3), ("".split, 3), (b"".hex, 3), (bytes, 4),
):  # fmt: skip
    attempt(f, *range(n))
attempt(itertools.combinations, 1, r=2, x=3)
attempt(itertools.accumulate, 1, 2, initial=3, x=4)
attempt(os.sched_param, 1, sched_priority=2)
attempt(math.prod, 1, start=2, z=3)
attempt(int.to_bytes, 1, length=2, byteorder=3, signed=4, x=5)
attempt("".split, a=1, b=2, c=3)
attempt("".split, 1, 2, sep=1)

# More positional ones than there may be
attempt(math.isclose, 1, 2, 3)
attempt(os.replace, 1, 2, 3)
attempt([].sort, 1)
attempt(itertools.accumulate, 1, 2, 3)
attempt(round, 1, 2, 3)
attempt(dict().pop, 1, 2, 3)

# Too few; that comes before names that are wrong
for f in (math.nextafter, _functools.reduce, sum, exec, "".replace, os.replace, itertools.batched, math.isclose, open):
    attempt(f)
    attempt(f, x=1)
attempt(math.nextafter, 1, y=1)
attempt(_functools.reduce, 1, iterable=2)
attempt(os.replace, src=3, x=1)
attempt(os.replace, 1, src=3)
attempt(memoryview, x=3)

# Names that are wrong
attempt(os.replace, 1, 2, x=1)
attempt("".split, 1, sep=1)
attempt("".encode, encoding="ascii", x=1)
attempt(math.nextafter, 1, 2, x=1)
attempt(_functools.reduce, 1, 2, sequence=3)

# Functions of modules are named with them, unless they parse names; static methods with their class
for f in (math.sqrt, time.sleep, sys.intern, sys.setrecursionlimit, os.pipe2, os.get_inheritable, len, repr):
    attempt(f)
    attempt(f, 1, 2)
    attempt(f, 1, x=1)
for f in (sys.getswitchinterval, gc.isenabled, _thread.get_ident, os.getpid, globals):
    attempt(f, 1)
    attempt(f, x=1)
attempt(math.hypot, x=1)
attempt(str.maketrans, x=1)
attempt(bytes.maketrans, 1)
attempt(_struct.pack, x=1)

# Those that take no names say so first
attempt(math.sqrt, 1, 2, x=1)
attempt(range, 1, 2, 3, 4, x=1)
attempt([].append, x=1)
attempt([].__add__, x=1)
attempt((1).__pow__, 1, x=1)
