"""Positions in text, of decoders with a state; what writing does to what was read; what replace() of a str does to the stream."""

import codecs
import io


def tried(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except Exception as e:
        return f"{type(e).__name__}: {e}"


class Words(codecs.IncrementalDecoder):
    """A digit sets how many bytes a word has, which comes out with a full stop; the last one may be shorter."""

    def __init__(self, errors="strict"):
        super().__init__(errors)
        self.reset()

    def reset(self):
        self.size = 1
        self.waiting = b""

    def getstate(self):
        return self.waiting, self.size - 1

    def setstate(self, state):
        self.waiting = state[0]
        self.size = state[1] + 1

    def decode(self, data, final=False):
        text = ""
        for i in range(len(data)):
            c = data[i : i + 1]
            if c.isdigit() and not self.waiting:
                self.size = int(c)
                continue
            self.waiting += c
            if len(self.waiting) == self.size:
                text += self.waiting.decode() + "."
                self.waiting = b""
        if final and self.waiting:
            text += self.waiting.decode() + "."
            self.waiting = b""
        return text


def find(name):
    if name != "words":
        return None
    latin = codecs.lookup("latin-1")
    return codecs.CodecInfo(latin.encode, latin.decode, name=name, incrementalencoder=latin.incrementalencoder, incrementaldecoder=Words)


codecs.register(find)

DATA = [
    ("words", b"abcd"),
    ("words", b"ab3cdefghi2jklmn"),
    ("words", b"4abcdefg9hijklmnopqr"),
    ("utf-8", "aé€\U0001f600b\r\nc\rd\n".encode()),
    ("utf-16", "aé\r\n\U0001f600b".encode("utf-16")),
    ("utf-16", b"\xfe\xff" + "aé\r\n\U0001f600b".encode("utf-16-be")),
    ("utf-32", "aé\r\n\U0001f600b".encode("utf-32")),
    ("utf-8-sig", "aé\r\nb".encode("utf-8-sig")),
    ("euc_jp", "AB\nうえ\r\nC".encode("euc_jp")),
]
for encoding, data in DATA:
    for newline in None, "", "\n":
        for chunk in 1, 3, 8192:

            def stream(encoding=encoding, data=data, newline=newline, chunk=chunk):
                t = io.TextIOWrapper(io.BytesIO(data), encoding, newline=newline)
                t._CHUNK_SIZE = chunk
                return t

            text = stream().read()
            cookies = []
            for i in range(len(text) + 1):
                t = stream()
                first = t.read(i)
                cookie = t.tell()
                cookies.append(cookie)
                more = t.read(2)
                t.seek(cookie)
                again = t.tell()
                rest = t.read()
                if first + rest != text or more != rest[:2]:
                    print("wrong", encoding, newline, chunk, i, first, more, rest)
                if tried(stream().seek, again) != again:
                    print("wrong", again)
            if encoding.startswith("utf"):  # others may have several positions that mean the same
                print(encoding, repr(newline), chunk, cookies)

t = io.TextIOWrapper(io.BytesIO(b"abc"), "utf-8")
for cookie in 1 << 200, -1, 1 << 128 | 1, 2 << 128 | 1 << 96:
    print(tried(t.seek, cookie))


class BadState(codecs.IncrementalDecoder):
    state = None

    def decode(self, data, final=False):
        return bytes(data).decode("latin-1")

    def getstate(self):
        return self.state


def find_bad_state(name):
    if name != "bad_state":
        return None
    latin = codecs.lookup("latin-1")
    return codecs.CodecInfo(latin.encode, latin.decode, name=name, incrementalencoder=latin.incrementalencoder, incrementaldecoder=BadState)


codecs.register(find_bad_state)
for BadState.state in 1, (), (b"", "x"), ("", 1), (b"", 0, 0):
    print(tried(io.TextIOWrapper(io.BytesIO(b"abc"), "bad_state").read, 2))

# --- writing after reading ---------------------------------------------------------------------------------------------

pair = io.BufferedRWPair(io.BytesIO(b"one\ntwo\n"), io.BytesIO())
t = io.TextIOWrapper(pair, "utf-8")
line = t.readline()
print(repr(line), t.write(line), repr(t.readline()), t.newlines)
t = io.TextIOWrapper(io.BytesIO(b"one\r\ntwo\r\n"), "utf-8")
print(repr(t.readline()), repr(t.newlines), t.write("x"), repr(t.newlines), repr(t.readline()))

# --- replace() ---------------------------------------------------------------------------------------------------------


class Text(str):
    action = None

    def replace(self, *args):
        result = Text.action()
        return "replaced\r\n" if result is None else result


def not_text():
    return 5


def writing(action):
    Text.action = action
    return tried(t.write, Text("a\n"))


ACTIONS = [
    lambda: None,
    not_text,
    lambda: t.close(),
    lambda: (t.detach(), None)[1],
    lambda: t.__init__(io.BufferedReader(io.BytesIO())),
    lambda: tried(t.__init__, io.BytesIO(), "no such encoding") and None,
]
for action in ACTIONS:
    raw = io.BytesIO()
    t = io.TextIOWrapper(raw, "utf-8", newline="\r\n")
    print(writing(action), tried(t.flush), tried(raw.getvalue))

# --- settings ----------------------------------------------------------------------------------------------------------

t = io.TextIOWrapper(io.BytesIO(), "utf-8")
for size in 0, -(1 << 70), 1 << 70, 1 << 63, "x", 7:
    print(tried(setattr, t, "_CHUNK_SIZE", size), t._CHUNK_SIZE)
print(tried(delattr, t, "_CHUNK_SIZE"))
b = t.detach()
print(repr(t), t.errors, t.encoding, t.line_buffering, tried(getattr, t, "newlines", None))
t = io.TextIOWrapper(io.BufferedReader(b), "utf-8")
t.buffer.detach()
print(repr(t))
