"""All of Unicode and all sequences of two and three bytes through the codecs of Chinese, Japanese and Korean."""

import zlib

ENCODINGS = (
    "gb2312 gbk gb18030 hz big5hkscs cp932 shift_jis euc_jp euc_jisx0213 shift_jisx0213 euc_jis_2004 shift_jis_2004 cp949 euc_kr johab big5 cp950 "
    "iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_2004 iso2022_jp_3 iso2022_jp_ext iso2022_kr"
).split()
MARKS = (
    b"\x1b(A", b"\x1b(B", b"\x1b(I", b"\x1b(J", b"\x1b(F", b"\x1b$@", b"\x1b$B", b"\x1b$(D", b"\x1b$(O", b"\x1b$(P", b"\x1b$(Q", b"\x1b$A",
    b"\x1b$(C", b"\x1b$)C\x0e", b"\x1b&@\x1b$B", b"\x1b.A\x1bN", b"\x1b.F\x1bN", b"~{",
)


def digest(x):
    return len(x), zlib.crc32(x if isinstance(x, bytes) else x.encode("utf-8", "surrogatepass"))


def mean_something(encoding, unit):
    """How the bytes that unit appends to each pair decode."""
    data = b"".join(unit + bytes((a, b, 10)) for a in range(256) for b in range(256))
    return [digest(data.decode(encoding, errors)) for errors in ("replace", "ignore")]


lines = "\n".join(map(chr, range(0x110000)))
together = "".join(map(chr, range(0x110000)))
for encoding in ENCODINGS:
    print(encoding, mean_something(encoding, b""), mean_something(encoding, b"\x8f"))
    for text in lines, together, together[::-1]:
        for errors in "replace", "ignore":
            data = text.encode(encoding, errors)
            print(digest(data), digest(data.decode(encoding, errors)))

for lead in 0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x8F, 0x90, 0xE3, 0xE4, 0xFE, 0xFF:
    data = b"".join(bytes((lead, b, c, d)) for b in range(0x2F, 0x3B) for c in range(0x80, 0x100) for d in range(0x2F, 0x3B))
    print(lead, digest(data.decode("gb18030", "replace")))

for encoding in "iso2022_jp_2", "iso2022_jp_ext", "iso2022_jp_3", "iso2022_jp_2004", "iso2022_kr", "hz":
    for mark in MARKS:
        for lead in range(256):
            data = b"".join(mark + bytes((lead, b)) for b in range(256))
            print(encoding, mark, lead, digest(data.decode(encoding, "replace")))
