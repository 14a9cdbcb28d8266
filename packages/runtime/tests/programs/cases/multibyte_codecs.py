"""The codecs of Chinese, Japanese and Korean: error handlers, pieces, streams and states, with sequences made up at random."""

import _codecs_jp
import _multibytecodec
import codecs
import io
import random

ENCODINGS = (
    "gb2312 gbk gb18030 hz big5hkscs cp932 shift_jis euc_jp euc_jisx0213 shift_jisx0213 euc_jis_2004 shift_jis_2004 cp949 euc_kr johab big5 cp950 "
    "iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_2004 iso2022_jp_3 iso2022_jp_ext iso2022_kr"
).split()
PARTS = (
    b"\x1b", b"\x1b(", b"\x1b$", b"\x1b$(", b"\x1b$)C", b"\x1b(B", b"\x1b$B", b"\x1b$(D", b"\x1b$(O", b"\x1b$(P", b"\x1b$(Q", b"\x1b$A", b"\x1b$(C",
    b"\x0e", b"\x0f", b"\n", b"~", b"~{", b"~}", b"~~", b"~\n", b"\x8e", b"\x8f", b"\xa4\xd4", b"\xa4\xd4\xa4\xa1\xa4\xbf\xa4\xd4", b"\xa4\xd4\xa4\xa1",
    b"\x1b&@\x1b$B", b"\x1b&@", b"\x1b.A", b"\x1b.F", b"\x1bN", b"\x1b(I", b"\x1b(J", b"\x810\x810", b"\x900", b"\x88\x62", b"\x24\x22", b"abc",
    b"\x1b.J", b"\x1b$@", b"\x1b****************",
)
CHARS = (
    "\u304b\u309a\u00e6\u0300\u0301\u00ca\u0304\u030c\u00ea\u3042\u4e00\uac00\ud7a3\uff5e\uff71\u00a5\u203e\\\n\ud800\udc80\U00020089\U00010000"
    "\U0010ffff\x00\x01\x80\u20ac\u3164\u02e9\u02e5\u0254\u4e02\u7e6b"
)
rng = random.Random(20)
answers = random.Random(0)


def show(f, *args, **kwargs):
    try:
        result = ascii(f(*args, **kwargs))
    except UnicodeError as e:
        result = f"{type(e).__name__} {e.args!a} {getattr(e, 'start', '')} {getattr(e, 'end', '')} {getattr(e, 'reason', '')} {getattr(e, '__notes__', '')}"
    except Exception as e:
        result = f"{type(e).__name__} {ascii(str(e))}"
    print(result)


def going_back(e):
    return "?" if answers.random() < 0.5 else "\u3048", answers.choice([e.end, e.end, e.start + 1, -1, -3, 10**30, -(10**30), len(e.object) + 1, e.end + 1])


def in_bytes(e):
    return (b"<%d>" % e.start if isinstance(e, UnicodeEncodeError) else "z\ud800"), e.end


def wrong(e):
    return answers.choice([None, (1, 2), ("",), ("", None), (b"", 1.0), ("", True), ["", 1], ("\udc80", e.end)])


class Text(str):
    pass


codecs.register_error("t.back", going_back)
codecs.register_error("t.bytes", in_bytes)
codecs.register_error("t.wrong", wrong)
codecs.register_error("t.text", lambda e: (Text("q"), e.end))
codecs.register_error("t.pair", lambda e: ("\u304b", e.end))
HANDLERS = (
    "strict ignore replace backslashreplace xmlcharrefreplace namereplace surrogateescape surrogatepass t.back t.bytes t.wrong t.text t.pair t.absent"
).split()


def some_bytes():
    out = b""
    for _ in range(rng.randrange(1, 9)):
        kind = rng.random()
        if kind < 0.4:
            out += rng.choice(PARTS)
        elif kind < 0.7:
            out += bytes([rng.randrange(0xA0, 0x100), rng.randrange(0x40, 0x100)])
        elif kind < 0.85:
            out += bytes([rng.randrange(0x20, 0x80), rng.randrange(0x20, 0x80)])
        else:
            out += bytes([rng.randrange(256)])
    return out


def some_char():
    if rng.random() < 0.8:
        return rng.choice(CHARS)
    return chr(rng.choice([rng.randrange(0x7E), rng.randrange(0x3000, 0xA000), rng.randrange(0xAC00, 0xE000), rng.randrange(0x110000)]))


def some_text():
    return "".join(some_char() for _ in range(rng.randrange(7)))


def pieces(encoding, errors):
    encoder = codecs.getincrementalencoder(encoding)(errors)
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    if rng.random() < 0.2:
        show(encoder.setstate, rng.getrandbits(8 * rng.randrange(18)))
        text = some_text().encode("utf-8", "replace")
        show(encoder.setstate, int.from_bytes(bytes([rng.randrange(9)]) + text + bytes(rng.randrange(4)), "little"))
    if rng.random() < 0.2:
        show(decoder.setstate, (rng.randbytes(rng.randrange(10)), rng.getrandbits(8 * rng.randrange(10))))
        marks = bytes([rng.choice(b"AB\xc2\xc1\xc3\xcfFJI") for _ in range(3)] + [0, rng.randrange(4)])
        show(decoder.setstate, (some_bytes()[:8], int.from_bytes(marks, "little")))
    for _ in range(rng.randrange(1, 4)):
        text, data, final = some_text(), some_bytes(), rng.random() < 0.3
        if rng.random() < 0.5:
            text, data = text[:1], data[:1]
        show(encoder.encode, text, final)
        show(encoder.getstate)
        show(decoder.decode, data, final)
        show(decoder.getstate)
        if rng.random() < 0.2:
            show(encoder.reset)
            show(decoder.reset)
            print(encoder.getstate(), decoder.getstate())


def streams(encoding, errors):
    reader = codecs.getreader(encoding)(io.BytesIO(some_bytes() + some_bytes()), errors)
    for _ in range(4):
        show(getattr(reader, rng.choice(["read", "readline", "readlines"])), rng.choice([None, -1, 0, 1, 2, 3, 5]))
        if rng.random() < 0.1:
            show(reader.reset)
    stream = io.BytesIO()
    writer = codecs.getwriter(encoding)(stream, errors)
    for _ in range(3):
        text = some_text()
        show(writer.write, text)
        if rng.random() < 0.3:
            show(writer.writelines, [text, text[:1]])
        if rng.random() < 0.3:
            show(writer.reset)
        print(stream.getvalue())


for i in range(240):
    answers.seed(i)
    encoding = ENCODINGS[i % len(ENCODINGS)]
    errors = rng.choice(HANDLERS) if rng.random() < 0.7 else "strict"
    data, text = some_bytes(), some_text()
    print(i, encoding, errors, data, ascii(text))
    show(data.decode, encoding, errors)
    show(text.encode, encoding, errors)
    pieces(encoding, errors)
    streams(encoding, errors)

for encoding in ENCODINGS:
    for first in "\u304b\u02e9\u00e6\u00ca":
        for second in "\u309a\u0300\u0304\u02e5":
            show((first + second).encode, encoding, "backslashreplace")
            show((first + chr(0x10000 + ord(second))).encode, encoding, "backslashreplace")

# --- arguments ----------------------------------------------------------------------------------------------------------------

codec = _codecs_jp.getcodec("euc_jp")
print(type(codec), type(codec).__module__)
show(type(codec))
show(_codecs_jp.getcodec, "big5")
show(_codecs_jp.getcodec, b"euc_jp")
show(_codecs_jp.getcodec)
show(getattr(_multibytecodec, "__create_codec"), None)
for arguments in (1,), ("a", "strict\0"), ("a", 1), ("a", "\udc80"), ("a", None), (), ("a", "b", "c"):
    show(codec.encode, *arguments)
for arguments in ("a",), (b"a", b""), (memoryview(b"\xa4\xa2abc")[::2],), (bytearray(b"\xa4\xa2"), "ignore"), (b"", 1):
    show(codec.decode, *arguments)
show(codec.encode, input="\u3042", errors="ignore")


class Encoder(_multibytecodec.MultibyteIncrementalEncoder):
    codec = codec


class Decoder(_multibytecodec.MultibyteIncrementalDecoder):
    codec = codec


class Reader(_multibytecodec.MultibyteStreamReader):
    codec = codec


class Writer(_multibytecodec.MultibyteStreamWriter):
    codec = codec


class NoCodec(_multibytecodec.MultibyteIncrementalDecoder):
    codec = 1


for cls in Encoder, Decoder, Reader, Writer, NoCodec, _multibytecodec.MultibyteIncrementalEncoder, _multibytecodec.MultibyteStreamReader:
    for arguments in (), (1,), (1, 2), ("strict",), (None, "replace"), (None, None), (None, "a", "b"):
        try:
            x = cls(*arguments)
            print(cls.__name__, arguments, x.errors)
        except Exception as e:
            print(cls.__name__, arguments, type(e).__name__, e)
    try:
        cls(error="strict")
    except Exception as e:
        print(type(e).__name__, e)

x = Encoder()
for value in "ignore", "", "a\0b", "\udc80", 1, None, b"replace":
    try:
        x.errors = value
        print(ascii(x.errors))
    except Exception as e:
        print(type(e).__name__, ascii(str(e)))
try:
    del x.errors
except Exception as e:
    print(type(e).__name__, e)
for state in -1, 1 << 136, (1 << 136) - 1, "1", None, 1.0, True:
    show(x.setstate, state)
show(x.encode, 5, 1)
show(x.encode)
show(x.encode, "a", final=[])
show(lambda: type(x).reset(x, 1))
y = Decoder()
for state in 0, (), (b"",), (b"", 0, 0), ("", 0), (b"", "0"), (b"", -1), (b"", 1 << 64), (b"", (1 << 64) - 1), (b"123456789", 0), [b"", 0], (b"a", True):
    show(y.setstate, state)
    print(y.getstate())
show(y.decode, "a")
show(y.decode, bytearray(b"b"), 1)


class Stream:
    def read(self, *size):
        print("read", size)
        return "text"

    def readline(self, *size):
        print("readline", size)
        return b""

    def write(self, data):
        print("write", data)
        return 5


reader = Reader(Stream())
print(type(reader.stream))
try:
    reader.stream = 1
except AttributeError as e:
    print("AttributeError")
for size in None, -5, 0, 3, True, 1.0, 1 << 70:
    show(reader.read, size)
    show(reader.readline, size)
show(reader.readlines)
show(Reader(None).read)
writer = Writer(Stream())
for lines in ["a", 5], "xy", {"a": 1}, {0: "a"}.items(), iter("a"), 5, (), range(2):
    show(writer.writelines, lines)
show(writer.write, None)
show(Writer(None).write, "")


class Nested:
    """A handler that uses the encoder it was called for."""

    def __init__(self):
        self.depth = 0

    def __call__(self, e):
        self.depth += 1
        if self.depth < 3:
            show(x.encode, "\u3042\ud800")
        return "", e.end


codecs.register_error("t.nested", Nested())
x = codecs.getincrementalencoder("euc_jis_2004")("t.nested")
show(x.encode, "\u304b")
show(x.encode, "\ud800\u304b")
show(x.getstate)
