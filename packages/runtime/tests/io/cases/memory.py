"""StringIO, BytesIO, IncrementalNewlineDecoder, and classes in Python over the _io bases."""
import _io
from _io import BytesIO, StringIO


def t(f, *args, **kw):
    try:
        r = f(*args, **kw)
        print(repr(r))
    except Exception as e:
        print(type(e).__name__, e)


s = StringIO()
print(s.write("abc\n"), s.write("def"), s.tell(), s.getvalue())
s.seek(0)
print(repr(s.readline()), repr(s.read(1)), repr(s.read()), repr(s.read()))
s.seek(1)
s.write("XYZ")
print(repr(s.getvalue()), s.tell())
s.seek(10)
s.write("!")
print(repr(s.getvalue()))
t(s.seek, -1)
t(s.seek, 1, 1)
t(s.seek, 0, 3)
t(s.seek, 0, 2)
t(s.truncate, 3)
t(s.getvalue)
t(s.truncate, -3)
t(s.write, 5)
t(s.write, b"")
print(s.readable(), s.writable(), s.seekable(), s.isatty(), s.newlines, s.line_buffering, s.encoding, s.errors, s.closed)
t(s.fileno)
t(s.detach)
for newline in (None, "", "\n", "\r", "\r\n"):
    s = StringIO("a\rb\nc\r\nd", newline)
    print(repr(newline), repr(s.getvalue()), s.readlines(), s.newlines)
    s = StringIO(newline=newline)
    s.write("a\rb\nc\r\nd")
    print(repr(s.getvalue()))
t(StringIO, 5)
t(StringIO, "", 5)
t(StringIO, "", "z")
s = StringIO("x\ny\n")
print(list(s))
s.close()
s.close()
t(s.read)
t(s.getvalue)
t(s.write, "")
t(s.tell)
t(lambda: next(s))
print(s.closed)
with StringIO("in") as s:
    print(s.read())
print(s.closed)
print(StringIO("initial").getvalue(), StringIO(None).getvalue() == "", StringIO(initial_value="q", newline="").getvalue())
s = StringIO("abc")
s.seek(0, 2)
s.write("def")
print(s.getvalue(), s.__getstate__())

b = BytesIO(b"line1\nline2\nrest")
print(b.readline(), b.read(2), b.tell(), b.read1(3), b.readlines())
print(b.seek(3), b.write(b"XYZ"), b.getvalue(), b.seek(-2, 2), b.read(), b.seek(20), b.write(b"!"), b.getvalue())
print(b.truncate(4), b.getvalue(), b.tell(), b.read())
t(b.seek, -1)
t(b.seek, 0, 7)
t(b.write, "s")
t(b.truncate, -1)
t(b.fileno)
t(b.detach)
v = BytesIO(b"hello").getbuffer()
print(bytes(v), v.readonly)
b = BytesIO(b"hello")
b.getbuffer()[0] = 72
print(b.getvalue())
ba = bytearray(3)
print(b.readinto(ba), ba, b.readinto1(ba), ba)
print(list(BytesIO(b"a\nb\nc")))
print(b.readable(), b.writable(), b.seekable(), b.isatty(), b.closed, b.flush())
b.writelines([b"1", b"2"])
print(b.getvalue(), b.__getstate__())
b.close()
t(b.read)
t(b.getvalue)
t(b.getbuffer)
t(b.readable)
t(BytesIO, "x")
t(BytesIO, 5)
w = _io.TextIOWrapper(BytesIO("é\nab\n".encode()), "utf-8")
print(w.readline(), w.tell(), w.read(), w.buffer.getvalue(), w)
w = _io.TextIOWrapper(BytesIO(), encoding="ascii", newline="\r\n", write_through=True)
w.write("a\nb")
print(w.buffer.getvalue(), w.write_through)
w.reconfigure(newline="\n", line_buffering=True)
w.write("c\n")
print(w.buffer.getvalue(), w.line_buffering)
p = _io.BufferedRWPair(BytesIO(b"in"), BytesIO())
print(p.read(), p.write(b"out"), p.readable(), p.writable(), p.closed)

d = _io.IncrementalNewlineDecoder(None, True)
print(repr(d.decode("a\r")), repr(d.decode("\nb\rc\n")), d.newlines, d.getstate(), repr(d.decode("\r", True)))
d.reset()
print(d.newlines)


class Raw(_io._RawIOBase):
    def __init__(self, data):
        self.data = data

    def readable(self):
        return True

    def readinto(self, b):
        n = min(len(b), len(self.data), 3)
        b[:n] = self.data[:n]
        self.data = self.data[n:]
        return n


r = Raw(b"0123456789\nabc")
print(r.read(2), r.readall(), r.closed)
print(_io.BufferedReader(Raw(b"ab\ncd\nef")).readlines())
print(_io.BufferedReader(Raw(b"ab\ncd\nef")).read(5))
print(_io.TextIOWrapper(_io.BufferedReader(Raw("häh\r\nx".encode())), "utf-8").readlines())
t(r.write, b"")
t(r.seek, 0)
t(r.tell)
t(r.fileno)
t(r.truncate)
with r:
    print(r.isatty(), r.writable())
t(r.isatty)
print(r.closed)


class Writer(_io._RawIOBase):
    def __init__(self):
        self.got = []

    def writable(self):
        return True

    def write(self, b):
        self.got.append(bytes(b))
        return len(b)


w = Writer()
b = _io.BufferedWriter(w, 8)
b.write(b"123")
b.write(b"456789")
b.write(b"x" * 20)
b.flush()
print(w.got)
t(_io._BufferedIOBase().read)
t(_io._BufferedIOBase().write, b"")
t(_io._TextIOBase().readline)
t(_io._TextIOBase().detach)
print(_io._IOBase().closed)
print(_io.UnsupportedOperation.__mro__, issubclass(_io.UnsupportedOperation, ValueError))
try:
    _io._IOBase().fileno()
except ValueError as e:
    print(type(e), e)


class Sub(StringIO):
    def write(self, s):
        return super().write(s.upper())


s = Sub()
print("hello", 5, None, file=s, sep="-")
print(repr(s.getvalue()))
s.tag = 7
print(s.tag)


class Log:
    def __init__(self):
        self.calls = []

    def write(self, s):
        self.calls.append(s)


log = Log()
print(1, "a", [2], sep=", ", file=log)
print(file=log)
print(log.calls)
