# bytes() and bytearray() of unusual arguments.
def t(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


class Text(str):
    def __bytes__(self):
        return b"own"


class Fallback(bytes):
    def __index__(self):
        raise TypeError


class Shrinking:
    def __init__(self, of):
        self.of = of

    def __index__(self):
        self.of.clear()
        return 42


for kind in bytes, bytearray:
    t(lambda: kind(Text("abc"), "ascii"))
    t(lambda: kind(Fallback(b"content")))
    t(lambda: kind(-1))
    t(lambda: kind("", errors="ignore"))
    t(lambda: kind("", encoding="ascii", errors="ignore"))
    t(lambda: kind(b"", errors="ignore"))
    items = []
    items.extend([Shrinking(items)] * 3)
    t(lambda: kind(items))
    t(lambda: ord(kind(b"x")))
    t(lambda: ord(kind(b"xy")))
    t(lambda: kind(b"%c") % (Shrinking(items), 1.5)[1])
    t(lambda: kind(b"%c") % Shrinking)
t(lambda: bytes(Text("abc")))
t(lambda: bytearray(Text("abc")))
t(lambda: repr(bytearray(b"'")) + repr(bytearray(b"'\"")) + repr(bytearray(b'"')))
t(lambda: bytearray().extend(1.0))
b = b"same"
print(b * 1 is b, 1 * b is b)
a = bytearray(b"abc")
t(lambda: a.__init__([1, 256]))
print(a)
