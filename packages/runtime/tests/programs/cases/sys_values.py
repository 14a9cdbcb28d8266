"""sys: what its structs and settings refuse."""

import sys

for v in ("a", None, 0.0, -1.0, 1, 2.5):
    try:
        print(sys.setswitchinterval(v), sys.getswitchinterval())
    except Exception as e:
        print(repr(e))
for t in (sys.flags, sys.version_info, sys.thread_info, sys.float_info, sys.hash_info, sys.int_info):
    try:
        print(type(t)())
    except Exception as e:
        print(repr(e))
    try:
        print(type(t).__new__(type(t)))
    except Exception as e:
        print(repr(e))
