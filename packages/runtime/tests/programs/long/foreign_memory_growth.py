"""What objects have of libraries is released when they die: a process that makes and forgets them does not grow."""

import gc
import hashlib
import ssl
import zlib


def resident():
    with open("/proc/self/statm") as f:
        return int(f.read().split()[1]) >> 8


def grows(make, n):
    """Megabytes that the process grows by while objects are made and forgotten."""
    for _ in range(n):
        make()
    gc.collect()
    before = resident()
    for _ in range(4 * n):
        make()
    gc.collect()
    return resident() - before


print(grows(lambda: hashlib.sha256(b"x"), 100000) < 30)
print(grows(lambda: hashlib.sha256(b"x").copy(), 50000) < 30)
print(grows(lambda: zlib.compressobj(), 300) < 60)
print(grows(lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), 300) < 30)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
print(grows(lambda: context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_hostname="a"), 300) < 30)
bio = ssl.MemoryBIO()
bio.write(b"always some left")
print(grows(lambda: (bio.write(b"x" * 100), bio.read(100)), 100000) < 30)
