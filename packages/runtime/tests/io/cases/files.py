"""Files, buffers and text: what programs see, and every message."""
import _io
import sys

PATH = "/tmp/protopy_io_files.txt"


def t(f, *args, **kw):
    try:
        r = f(*args, **kw)
        print(repr(r))
    except Exception as e:
        print(type(e).__name__, e)


# modes
for mode in ("r", "w", "x", "rw", "rb+", "wt", "bt", "", "r+w", "U", "rr", "a+", "b", "+", "t"):
    t(open, "/tmp/protopy_io_none", mode) if mode not in ("w", "wt", "x", "a+") else None
t(open, 3.5)
t(open, [])
t(open, "/nonexistent/x")
t(open, "/tmp", "r")
t(open, "/tmp", "rb")
t(open, -1)
t(open, 9999)
t(open, "a\0b")
t(open, PATH, "wb", encoding="utf-8")
t(open, PATH, "wb", errors="strict")
t(open, PATH, "wb", newline="")
t(open, PATH, "w", newline="x")
t(open, PATH, "w", 0)
t(open, PATH, "w", encoding="nope")
t(open, PATH, "w", encoding="hex")
t(open, PATH, 5)
t(open, PATH, "w", "x")

# text
with open(PATH, "w") as f:
    t(f.write, "abc\nd\u00e9f\n")
    t(f.write, b"x")
    t(f.write, None)
    t(f.read)
    t(f.readline)
    t(f.tell)
    t(f.writable)
    t(f.readable)
    t(f.seekable)
    t(f.isatty)
    t(f.fileno) if False else None
    f.writelines(["x\n", "y\n", "z"])
    print(f.name, f.mode, f.encoding, f.errors, f.closed, f.line_buffering, f.newlines, f.write_through)
    print(f, f.buffer, f.buffer.raw)
t(f.write, "x")
t(f.read)
t(f.tell)
t(f.seek, 0)
t(f.flush)
t(f.fileno)
t(f.isatty)
t(f.close)
t(f.__enter__)
t(lambda: next(f))
t(f.readable)
print(f.closed, f)
with open(PATH) as f:
    t(f.readline)
    t(f.tell)
    t(f.readline, 2)
    t(f.tell)
    t(f.read, 3)
    t(f.tell)
    t(f.readlines)
    t(f.read)
    t(f.readline)
    t(f.seek, 4)
    t(f.read)
    t(f.seek, 0, 2)
    t(f.seek, 1, 1)
    t(f.seek, 1, 2)
    t(f.seek, -1)
    t(f.seek, 0, 5)
    t(f.seek, 0)
    t(next, f)
    t(f.tell)
    print(list(f))
    t(f.tell)
    t(f.write, "x")
    t(f.truncate)
print(open(PATH, "rb").read())
with open(PATH, "rb") as f:
    print(f, f.raw, f.mode, f.name)
    t(f.peek, 3) if False else None
    t(f.read, 2)
    t(f.tell)
    t(f.readline)
    t(f.read1, 3)
    t(f.seek, 1, 1)
    t(f.seek, -3, 2)
    t(f.read)
    t(f.seek, 0, 9)
    t(f.seek, -1)
    t(f.read, -2)
    t(f.write, b"x") if hasattr(f, "write") else None
    t(f.readinto, bytearray(3))
    t(f.truncate)
    f.seek(0)
    print(f.readlines())
    f.seek(0)
    b = bytearray(5)
    print(f.readinto(b), b)
t(f.read)
t(f.tell)
t(f.seek, 0)
t(f.peek)
t(f.readline)
print(f, f.raw)

# newlines
with open(PATH, "wb") as f:
    f.write(b"a\rb\nc\r\nd\r")
for newline in (None, "", "\n", "\r", "\r\n"):
    with open(PATH, newline=newline) as f:
        print(repr(newline), f.readlines(), f.newlines)
    with open(PATH, newline=newline) as f:
        f._CHUNK_SIZE = 1
        print(repr(newline), list(f), f.newlines)
for newline in (None, "", "\n", "\r", "\r\n"):
    with open(PATH, "w", newline=newline) as f:
        f.write("a\nb\r\n")
    print(repr(newline), open(PATH, "rb").read())

# append, update, exclusive
with open(PATH, "a") as f:
    print(f.tell())
    f.write("more")
    print(f.tell(), f.mode)
with open(PATH, "r+") as f:
    print(f.read(2))
    f.seek(0)
    f.write("XY")
    f.seek(0)
    print(repr(f.read()))
    f.truncate(3)
    print(f)
print(open(PATH).read())
t(open, PATH, "x")
with open(PATH, "w+b") as f:
    print(f, f.write(b"0123456789"), f.seek(2), f.read(3), f.write(b"ab"), f.tell(), f.seek(0), f.read())
    print(f.truncate(4), f.tell(), f.seek(0), f.read())
with open(PATH, "wb", 0) as f:
    print(f, f.write(b"abc"), f.tell(), f.seekable(), f.readable())
    t(f.read)
    t(f.write, "x")
print(repr(f))
t(f.write, b"")
t(f.fileno)

# encodings
for encoding in ("utf-8", "latin-1", "utf-16", "utf-32-be", "ascii", "UTF8", "cp1252", "utf-8-sig"):
    with open(PATH, "w", encoding=encoding, errors="replace") as f:
        f.write("h\u00e9llo\n")
        f.write("w\u20acrld\n")
    print(encoding, f.encoding, open(PATH, "rb").read())
    with open(PATH, encoding=encoding) as f:
        print(ascii(f.readline()), f.tell(), ascii(f.read()), f.tell())
with open(PATH, "wb") as f:
    f.write(b"ok\xff\xe9 abc\n" * 3)
for errors in ("strict", "replace", "ignore", "surrogateescape", "backslashreplace"):
    with open(PATH, encoding="utf-8", errors=errors) as f:
        t(lambda: ascii(f.read()))
with open(PATH, encoding="ascii") as f:
    t(f.readline)
with open(PATH, "w", encoding="ascii") as f:
    t(f.write, "\u00e9")

# raw and wrapped
raw = _io.FileIO(PATH, "w+")
print(raw, raw.closefd, raw.mode)
b = _io.BufferedRandom(raw, 16)
for i in range(10):
    b.write(b"line %d\n" % i)
b.seek(7)
print(b.readline(), b.tell())
b.write(b"LINE")
b.flush()
b.seek(0)
print(b.read())
w = _io.TextIOWrapper(b, encoding="utf-8", line_buffering=True)
print(w.line_buffering)
d = w.detach()
print(d is b)
t(w.read)
t(w.write, "x")
t(lambda: repr(w))
r = b.detach()
t(b.read)
t(lambda: repr(b))
print(r is raw)
raw.close()
t(raw.read)
t(_io.FileIO, PATH, "rw")
t(_io.FileIO, PATH, "q")
t(_io.FileIO, PATH, "r", False)
t(_io.BufferedReader, open(PATH, "wb", 0))
t(_io.BufferedWriter, open(PATH, "rb", 0))
t(_io.BufferedReader, open(PATH, "rb", 0), 0)
t(_io.BufferedReader, 5)
t(_io.TextIOWrapper, 5)


class Opener:
    def __fspath__(self):
        return PATH


with open(Opener(), "w") as f:
    f.write("by path")
    print(f.name)
print(open(PATH.encode()).read(), open(PATH.encode()).name)
with open(PATH, opener=lambda p, flags: (print(p, flags & 3), _io.FileIO(p).fileno())[1] if False else __import__("posix").open(p, flags)) as f:
    print(f.read())

# large
with open(PATH, "w") as f:
    for i in range(3000):
        f.write(f"{i} " * 20 + "\n")
n = 0
with open(PATH) as f:
    for line in f:
        n += len(line)
print(n)
with open(PATH) as f:
    s = f.read()
    print(len(s), f.tell())
with open(PATH, "rb") as f:
    total = 0
    while chunk := f.read(1000):
        total += len(chunk)
    print(total)
with open(PATH) as f:
    pieces = []
    while piece := f.read(777):
        pieces.append(piece)
    print("".join(pieces) == s)
    f.seek(0)
    positions = []
    for i in range(50):
        positions.append((f.tell(), f.readline()))
    for p, line in positions[::7]:
        f.seek(p)
        assert f.readline() == line
