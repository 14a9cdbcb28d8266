"""Streams whose close and flush fail, that were never initialised, or that stand on streams which misbehave."""

import codecs
import errno
import io
import os
import pickle
import tempfile

NAME = os.path.join(tempfile.mkdtemp(), "file")


def tried(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except Exception as e:
        causes = [f"{type(x).__name__}: {x}" for x in (e.__cause__, e.__context__) if x is not None]
        return f"{type(e).__name__}: {e} {causes}"


class Raw(io.RawIOBase):
    def readable(self):
        return True

    writable = seekable = readable

    def seek(self, at, whence=0):
        return 0

    def write(self, b):
        return len(b)


# --- flush and close fail ----------------------------------------------------------------------------------------------


def fail(text):
    def failing():
        raise OSError(text)

    return failing


for kind in io.BufferedReader, io.BufferedWriter, io.BufferedRandom, io.TextIOWrapper:
    for flush, close in (True, True), (True, False), (False, True):
        raw = Raw()
        if close:
            raw.close = fail("close")
        stream = kind(raw)
        if flush:
            stream.flush = fail("flush")
        print(kind.__name__, tried(stream.close), stream.closed)
        raw.close = stream.flush = lambda: None

reader, writer = Raw(), Raw()
reader.close = fail("reader")
writer.close = fail("writer")
pair = io.BufferedRWPair(reader, writer)
print(tried(pair.close), pair.closed)
del reader.close, writer.close
reader.close()
writer.close()

for buffering in 0, -1:
    f = open(NAME, "wb", buffering)
    f.flush = fail("flush")
    print(tried(f.close), f.closed)
    f.flush = lambda: None

# --- not initialised ---------------------------------------------------------------------------------------------------

METHODS = "read readline readlines flush tell close fileno isatty seekable readable writable detach truncate __enter__ __repr__".split()
for kind in io.BufferedReader, io.BufferedWriter, io.BufferedRandom, io.TextIOWrapper, io.StringIO, io.BufferedRWPair:
    stream = kind.__new__(kind)
    for name in [*METHODS, "__getstate__"]:
        if kind is io.StringIO and name in ("close", "flush", "__repr__") or kind is io.BufferedRWPair and name == "__repr__":
            continue
        print(kind.__name__, name, tried(getattr(stream, name)) if hasattr(stream, name) else None)
    for name in "closed", "encoding", "errors", "newlines", "line_buffering", "write_through", "buffer", "raw":
        print(kind.__name__, name, tried(getattr, stream, name, "absent"))
    del stream

print(pickle.loads(pickle.dumps(io.StringIO("text"))).read())

stream = io.BufferedReader(Raw())
print(tried(stream.__init__, Raw(), buffer_size=0), tried(stream.read))
stream = io.TextIOWrapper(io.BytesIO(b"text"), "utf-8")
print(tried(stream.__init__, io.BytesIO(), newline="x"), tried(stream.read))
print(tried(stream.__init__, io.BytesIO(), encoding="\udcfe"), tried(repr, stream))
print(tried(stream.__init__, io.BytesIO(), "utf-8", "\udcfe"))
print(tried(codecs.lookup, "\udcfe"), tried(codecs.lookup_error, "a\udcfe"), tried(codecs.lookup, "a\0"))

# --- raw streams that misbehave ----------------------------------------------------------------------------------------

for result in b"", "1", -1, 10**30, 10**6:
    raw = Raw()
    raw.readinto = lambda b, result=result: result
    print(tried(io.BufferedReader(raw).readline))
    raw = Raw()
    raw.write = lambda b, result=result: result
    print(tried(io.BufferedWriter(raw, 1).write, b"abc"))


class Parts(Raw):
    def __init__(self, *parts):
        self.parts = list(parts)

    def readinto(self, b):
        part = self.parts.pop(0) if self.parts else b""
        if part is None:
            return None
        b[: len(part)] = part
        return len(part)


for parts in (b"abc", b"de", b"fgh", b"jkl"), (None, b"ab"), (b"ab", None):
    stream = io.BufferedReader(Parts(*parts), 10)
    for n in 2, 2, 2, 25, 11, 25:
        b = bytearray(n)
        print(stream.readinto1(b), bytes(b).rstrip(b"\0"), end=" ")
    print()


class Device(io.BytesIO):
    def seek(self, *args):
        return 0

    tell = seek


stream = io.BufferedReader(Device(b"12"))
print(stream.seek(1), stream.read(1), stream.tell(), stream.seek(0, 1), stream.seek(-1, 1))

raw = io.BytesIO(b"abcdef")
stream = io.BufferedRandom(raw)
print(stream.read())
raw.seek(0)
raw.write(b"XY")
stream.flush()
print(stream.seek(0), stream.read(3))

r, w = os.pipe()
os.set_blocking(w, False)
with open(r, "rb"), open(w, "wb", 1024) as f:
    try:
        while True:
            f.write(b"x" * 9999)
    except BlockingIOError as e:
        print(e.args[0] == errno.EAGAIN, e.args[1], e.args[2] == e.characters_written)
    f.detach = None
    f.raw.close()


class Writing(Raw):
    """Writes to the stream above while that writes."""

    above = None

    def __init__(self):
        self.taken = []

    def write(self, b):
        self.taken.append(bytes(b))
        above, self.above = self.above, None
        if above is not None:
            above.write("middle")
        return len(b)


raw = Writing()
stream = raw.above = io.TextIOWrapper(raw, "utf-8")
stream.write("abc")
stream.write("g" * 8192)
stream.flush()
print([(part[:6], len(part)) for part in raw.taken])


class Watched(io.FileIO):
    def __setattr__(self, name, value):
        if name == "name":
            raise KeyError(value)
        super().__setattr__(name, value)


open(NAME, "w").close()
fd = os.open(NAME, os.O_RDONLY)
print(tried(Watched, fd) == f"KeyError: {fd} []", os.close(fd))
