"""_bz2 and _lzma: in parts, with limits, every container and filter, every refusal; the library's files and archives over them."""

import bz2
import copy
import io
import lzma
import random
import tarfile
import threading
import zipfile
from _bz2 import BZ2Compressor, BZ2Decompressor
from _lzma import LZMACompressor, LZMADecompressor, _decode_filter_properties, _encode_filter_properties, is_check_supported

DATA = b"".join(b"line %d of the data\n" % i for i in range(20000))
LZMA1 = {"id": lzma.FILTER_LZMA1}
LZMA2 = {"id": lzma.FILTER_LZMA2}
DELTA = {"id": lzma.FILTER_DELTA, "dist": 4}


def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except Exception as e:
        result = f"{type(e).__name__}: {e}"
    if isinstance(result, (LZMACompressor, LZMADecompressor, BZ2Compressor)):
        result = type(result)
    print(getattr(f, "__name__", f), str(args)[:70], kwargs, "->", result)


def state(d):
    return d.eof, d.needs_input, d.unused_data, getattr(d, "check", None)


def in_parts(make_compressor, make_decompressor, size, limit):
    c = make_compressor()
    packed = b"".join(c.compress(DATA[i : i + size]) for i in range(0, len(DATA), size)) + c.flush()
    d = make_decompressor()
    out = []
    at = 0
    while not d.eof:
        given = b""
        if d.needs_input:
            given = packed[at : at + size]
            at += size
        out.append(d.decompress(given, limit))
        assert limit < 0 or len(out[-1]) <= limit
    print(len(packed), b"".join(out) == DATA, state(d))


class Number:
    def __init__(self, number):
        self.number = number

    def __index__(self):
        return self.number

    def __repr__(self):
        return f"Number({self.number})"


class Mapping:
    def __init__(self, entries):
        self.entries = entries

    def __getitem__(self, key):
        return self.entries[key]

    def __len__(self):
        return len(self.entries)


class Missing(dict):
    def __missing__(self, key):
        return 5


print("--- bzip2")
for level in (1, 9):
    for size, limit in ((7000, -1), (100000, 1000), (len(DATA), 50000)):
        in_parts(lambda: BZ2Compressor(level), BZ2Decompressor, size, limit)
for args in ((0,), (10,), (-1,), ("a",), (1.0,), (1 << 40,), (1, 2), (Number(3),)):
    attempt(BZ2Compressor, *args)
attempt(BZ2Compressor, compresslevel=1)
attempt(BZ2Decompressor, 1)
attempt(BZ2Decompressor, a=1)
c = BZ2Compressor()
print(c.compress(b""), c.flush())
attempt(c.flush)
attempt(c.compress, b"a")
attempt(c.compress, "a")
attempt(copy.copy, c)
d = BZ2Decompressor()
for args in (("a",), (b"", 1.0), (b"", 1 << 70), (b"", -5), (), (b"", 1, 2), (b"x" * 30,), (b"x" * 30,)):
    attempt(d.decompress, *args)
print(state(d))
packed = bz2.compress(b"a" * 100)
attempt(BZ2Decompressor().decompress, packed[:20] + b"z" * 40)
d = BZ2Decompressor()
print(d.decompress(packed + b"rest", 0), state(d))
print(d.decompress(b"", 30), state(d))
print(d.decompress(b""), state(d))
attempt(d.decompress, b"more")
attempt(bz2.decompress, packed[:-3])
print(bz2.decompress(packed * 3 + b"junk") == b"a" * 300)

print("--- lzma")
for container, filters in (
    (lzma.FORMAT_XZ, None), (lzma.FORMAT_ALONE, None), (lzma.FORMAT_RAW, [LZMA2]), (lzma.FORMAT_RAW, (DELTA, LZMA1)),
    (lzma.FORMAT_RAW, [{"id": lzma.FILTER_X86, "start_offset": 16}, {"id": lzma.FILTER_LZMA2, "preset": 1, "dict_size": 1 << 16}]),
):  # fmt: skip
    reading = {"format": container, "filters": filters} if filters else {}
    for size, limit in ((7000, -1), (len(DATA), 50000)):
        in_parts(lambda: LZMACompressor(container, filters=filters), lambda: LZMADecompressor(**reading), size, limit)
for check in (lzma.CHECK_NONE, lzma.CHECK_CRC32, lzma.CHECK_CRC64, lzma.CHECK_SHA256):
    d = LZMADecompressor()
    print(d.decompress(lzma.compress(b"abc", check=check) + b"rest"), state(d))
for kwargs in (
    {"format": 0}, {"format": 7}, {"format": -1}, {"format": 1 << 40}, {"format": -1 << 40}, {"format": "a"}, {"format": 1.5}, {"check": 99},
    {"check": 15}, {"check": 2}, {"check": -2}, {"check": ""}, {"preset": 10}, {"preset": -1}, {"preset": 1 << 32}, {"preset": "a"},
    {"preset": 1.5}, {"format": 2, "preset": 10}, {"format": 2, "check": 1}, {"format": 2, "check": -1}, {"format": 3}, {"format": 3, "preset": 1},
    {"preset": 1, "filters": [LZMA2]}, {"filters": 3}, {"filters": {}}, {"filters": "abc"}, {"filters": []}, {"filters": {1}}, {"filters": set()},
    {"filters": [LZMA2] * 5}, {"filters": [LZMA2] * 4}, {"filters": [{}]}, {"filters": [3]}, {"filters": [b"w"]}, {"filters": [LZMA1]},
    {"format": 2, "filters": [LZMA1]}, {"format": 2, "filters": [LZMA2]}, {"format": 2, "filters": [LZMA1] * 2}, {"format": 2, "filters": []},
    {"format": 3, "filters": []}, {"nothing": 1},
):  # fmt: skip
    attempt(LZMACompressor, **kwargs)
for spec in (
    {"id": 1.5}, {"id": -1}, {"id": 98765}, {"id": 10}, {"id": 1 << 63}, {"id": 1 << 70}, {"id": "a"}, {"id": None}, {"id": Number(33)},
    {"id": 33, "other": 0}, {"id": 33, 5: 1}, {"id": 33, "preset": 99}, {"id": 33, "preset": "a"}, {"id": 33, "preset": -1}, {"id": 33, "lc": -1},
    {"id": 33, "lc": 1 << 33}, {"id": 33, "lc": "a"}, {"id": 33, "lc": 9}, {"id": 33, "dict_size": 1}, {"id": 33, "mode": 9},
    {"id": 33, "mf": lzma.MF_BT4, "nice_len": 1}, {"id": 33, "lc": 1, "lp": 2, "pb": 0, "mode": 2, "nice_len": 40, "mf": 4, "depth": 9},
    {"id": 3}, {"id": 3, "other": 1}, {"id": 3, "dist": "a"}, {"id": 4, "other": 1}, {"id": 9, "start_offset": 3}, {"id": 9, "start_offset": -3},
):  # fmt: skip
    attempt(LZMACompressor, filters=[spec, LZMA2] if spec["id"] in (3, 4, 9) else [spec])
attempt(LZMACompressor, filters=[Mapping(LZMA2)])
attempt(LZMACompressor, filters=[Missing(id=33)])
attempt(LZMACompressor, 1, 2, 3, 4, 5)
for kwargs in (
    {"format": 4}, {"format": ()}, {"format": 1 << 40}, {"format": 3}, {"format": 3, "memlimit": 1}, {"format": 3, "filters": 3},
    {"format": 3, "filters": []}, {"format": 3, "filters": "zzz"}, {"filters": [LZMA2]}, {"format": 1, "filters": 3}, {"memlimit": -1},
    {"memlimit": 1 << 64}, {"memlimit": (1 << 64) - 1}, {"memlimit": b"q"}, {"format": 3, "filters": [{"id": lzma.FILTER_LZMA1, "lc": 9}]},
):  # fmt: skip
    attempt(LZMADecompressor, **kwargs)
packed = lzma.compress(b"a" * 100)
attempt(LZMADecompressor(memlimit=0).decompress, packed)
attempt(LZMADecompressor(lzma.FORMAT_ALONE, memlimit=1024).decompress, lzma.compress(b"a", lzma.FORMAT_ALONE))
attempt(LZMADecompressor(lzma.FORMAT_RAW, filters=[LZMA2]).decompress, b"x" * 100)
attempt(LZMADecompressor(lzma.FORMAT_ALONE).decompress, b"\xff" * 100)
for container in (0, 1, 2):
    print(state(LZMADecompressor(container)))
d = LZMADecompressor()
for args in (("a",), (b"", 1.0), (b"", 1 << 70), (b"", -5), (b"",), (), (b"x" * 30,), (b"x" * 30,)):
    attempt(d.decompress, *args)
print(state(d))
d = LZMADecompressor()
print(d.decompress(packed + b"rest", 0), state(d))
print(d.decompress(b"", 0), d.decompress(b"", 0), d.decompress(b"", 30), state(d))
print(d.decompress(b""), state(d))
attempt(d.decompress, b"more")
c = LZMACompressor()
print(c.compress(b""), c.compress(b""), c.flush())
attempt(c.flush)
attempt(c.compress, b"")
attempt(copy.copy, c)
attempt(lzma.decompress, packed[:-3])
print(lzma.decompress(packed * 3 + b"junk") == b"a" * 300)
for spec in (
    LZMA2, LZMA1, DELTA, {}, 3, b"w", Mapping(LZMA2), Missing(), {"id": 33, "other": 1}, {"id": 98765}, {"id": lzma.FILTER_LZMA1, "lc": 9}, {"id": 3},
    {"id": 4}, {"id": 4, "start_offset": 16}, {"id": 33, "dict_size": 1 << 24}, {"id": lzma.FILTER_LZMA1, "preset": 6 | lzma.PRESET_EXTREME},
):  # fmt: skip
    try:
        print(spec if type(spec) is dict else type(spec), _encode_filter_properties(spec))
    except Exception as e:
        print(type(e).__name__, e)
for args in (
    (33, b""), (33, b"\x16"), (33, b"\xff"), (98765, b""), (10, b""), (lzma.FILTER_LZMA1, b"]\0\0\x80\0"), (lzma.FILTER_LZMA1, b"x"), (3, b"\x02"),
    (4, b""), (4, b"\x10\0\0\0"), (4, b"\0\0\0\0"), ("a", b""), (-1, b""), (1 << 64, b""), (33, "a"), (33,), (1.5, b""), (Number(33), b"\x16"),
):  # fmt: skip
    attempt(_decode_filter_properties, *args)
for check in (0, 1, 4, 10, 5, 16, -1, "a", 1 << 40):
    attempt(is_check_supported, check)

print("--- over them")
for module in (bz2, lzma):
    file = io.BytesIO()
    with module.open(file, "wt", encoding="utf-8") as f:
        f.write("first\nsecond\n")
    file.seek(0)
    print(list(module.open(file, "rt", encoding="utf-8")))
for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as f:
        f.writestr("a.txt", DATA)
    print(zipfile.ZipFile(file).read("a.txt") == DATA)
for mode in ("bz2", "xz"):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:" + mode) as f:
        info = tarfile.TarInfo("a.txt")
        info.size = len(DATA)
        f.addfile(info, io.BytesIO(DATA))
    file.seek(0)
    print(tarfile.open(fileobj=file).extractfile("a.txt").read() == DATA)

print("--- output of every size, that of the room for it too")
noise = random.Random(1).randbytes(33000)
for size in range(32230, 32260):
    compressor = BZ2Compressor(1)
    data = noise[:size] + b"ab" * 40000
    packed = compressor.compress(data) + compressor.compress(b"") + compressor.flush()
    assert bz2.decompress(packed) == data

print("--- one object, many threads")
for compressor, decompress in ((BZ2Compressor(1), bz2.decompress), (LZMACompressor(preset=0), lzma.decompress)):
    parts = []
    lock = threading.Lock()

    def work():
        for _ in range(50):
            compressor.compress(b"a" * 1000)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    refused = 0
    ends = []

    def finish():
        global refused
        try:
            ends.append(compressor.flush())
        except ValueError:
            with lock:
                refused += 1

    threads = [threading.Thread(target=finish) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    print(len(ends), refused)
