"""Who asks for far more than there is gets what there is, and pays for no more."""

import gc
import io
import os
import socket
import tempfile

MUCH = 10_000_000
TIMES = 100


def collections():
    return sum(generation["collections"] for generation in gc.get_stats())


def show(name, read):
    before = collections()
    got = {read() for _ in range(TIMES)}
    print(name, got, collections() - before < TIMES // 4)


out, into = os.pipe()


def from_pipe(read):
    os.write(into, b"a few bytes")
    return read(MUCH)


show("os.read", lambda: from_pipe(lambda n: os.read(out, n)))
show("FileIO.read", lambda: from_pipe(io.FileIO(out, closefd=False).read))
with open(out, "rb", closefd=False) as f:
    show("read1", lambda: from_pipe(f.read1))
os.close(into)
os.close(out)

one, other = socket.socketpair()


def from_socket(read):
    other.sendall(b"a few bytes")
    return read(MUCH)


show("recv", lambda: from_socket(one.recv))
show("read1 of a socket", lambda: from_socket(one.makefile("rb").read1))
other.close()
with one.makefile("rb") as f:
    show("read of a socket", lambda: f.read(MUCH))
one.close()

name = tempfile.mktemp()
with open(name, "wb") as f:
    f.write(b"0123456789" * 100_000)
with open(name, "rb") as f:
    print(len(f.read(MUCH)), f.read(MUCH), f.seek(999_990), f.read(MUCH))
    print(f.seek(2_000_000), f.read(MUCH), os.read(f.fileno(), MUCH))
with open(name, "rb", buffering=0) as f:
    print(len(f.read(300_000)), len(f.read(MUCH)), f.read(MUCH))
with open("/proc/self/status", "rb", buffering=0) as f:
    print(f.read(MUCH)[:5])
try:
    os.read(-1, MUCH)
except OSError as e:
    print(e)


class Raw(io.RawIOBase):
    """Tells how much it was asked for."""

    def __init__(self):
        self.left = 3_000_000
        self.most = 0

    def readable(self):
        return True

    def readinto(self, buffer):
        self.most = max(self.most, len(buffer))
        n = min(len(buffer), self.left)
        self.left -= n
        buffer[:n] = b"r" * n
        return n


raw = Raw()
f = io.BufferedReader(raw)
print(len(f.read(2_000_000)), len(f.read(MUCH)), f.read(MUCH))
os.remove(name)
