"""Error handlers of decoders may exchange the data that is being decoded: it goes on in what they leave."""

import codecs

new = b""
position = 0
exchanged = False


def exchange(error):
    global exchanged
    text = "<%d:%d>" % (error.start, error.end)
    if exchanged:
        return text, len(error.object)
    exchanged = True
    error.object = new
    return text, position


codecs.register_error("exchange", exchange)
BAD = (
    ("ascii", b"a\xffbc"),
    ("utf-8", b"a\xffbc"),
    ("utf-8", b"a\xe2\x82"),
    ("utf-7", b"a+\xffbc"),
    ("utf-7", b"a+A"),
    ("utf-16", b"a"),
    ("utf-16-le", b"a\0\0\xd8b\0"),
    ("utf-32-be", b"\0\0\0ab"),
    ("unicode-escape", b"a\\u12 bc"),
    ("raw-unicode-escape", b"a\\u12 bc"),
    ("cp1252", b"a\x81bc"),
)
for encoding, data in BAD:
    for new, position in ((b"", 0), (b"xyz0", 0), (b"xyz0wxyz", 4), (b"xyz0wxyz", -4), (b"xy", 3), (b"xy", -3), ("text", 0), (42, 0), (None, 0)):
        exchanged = False
        try:
            text, consumed = codecs.getdecoder(encoding)(data, "exchange")
            print(encoding, new, position, ascii(text), consumed)
        except (TypeError, IndexError) as e:
            print(encoding, new, position, type(e).__name__, e)
