"""_zstd: in parts, with limits, every mode, parameter and kind of dictionary, every refusal; the library's files and archives over it.

The library's version may be another than CPython's: nothing here shows what data is compressed to.
"""

import _zstd
import copy
import gc
import io
import pickle
import tarfile
import threading
import zipfile
from compression import zstd
from compression.zstd import CompressionParameter, DecompressionParameter, Strategy, ZstdCompressor, ZstdDecompressor, ZstdDict

DATA = b"".join(b"line %d of the data\n" % i for i in range(20000))
SAMPLES = [b"a sample of text, number %d, of which there are some, say %d\n" % (i, i * i) * 3 for i in range(400)]


def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except Exception as e:
        result = f"{type(e).__name__}: {e}"
    if isinstance(result, (ZstdCompressor, ZstdDecompressor)):
        result = type(result)
    given = str(args)[:70] if " at 0x" not in str(args) else len(args)
    print(getattr(f, "__name__", f), given, kwargs, "->", result)


def state(d):
    return d.eof, d.needs_input, d.unused_data


def in_parts(compressor, decompressor, size, limit, mode=ZstdCompressor.CONTINUE):
    packed = b"".join(compressor.compress(DATA[i : i + size], mode) for i in range(0, len(DATA), size)) + compressor.flush()
    out = []
    at = 0
    while not decompressor.eof:
        given = b""
        if decompressor.needs_input:
            given = packed[at : at + size]
            at += size
        out.append(decompressor.decompress(given, limit))
        assert limit < 0 or len(out[-1]) <= limit
    print(b"".join(out) == DATA, 0 < len(packed) < len(DATA), state(decompressor))


class Number:
    def __init__(self, number):
        self.number = number

    def __index__(self):
        return self.number

    def __repr__(self):
        return f"Number({self.number})"


class Dict(dict):
    pass


print("--- in parts")
for size, limit in ((7000, -1), (100000, 1000), (len(DATA), 50000)):
    for options in ({}, {CompressionParameter.checksum_flag: 1, CompressionParameter.strategy: Strategy.btopt}, {CompressionParameter.nb_workers: 2}):
        for mode in (ZstdCompressor.CONTINUE, ZstdCompressor.FLUSH_BLOCK):
            in_parts(ZstdCompressor(options=options), ZstdDecompressor(), size, limit, mode)
for level in (-100, 0, 1, 22):
    in_parts(ZstdCompressor(level), ZstdDecompressor(options={DecompressionParameter.window_log_max: 31}), 50000, -1)
frames = b"".join(ZstdCompressor().compress(part, ZstdCompressor.FLUSH_FRAME) for part in (b"a" * 1000, b"", b"b"))
print(zstd.decompress(frames) == b"a" * 1000 + b"b")
c = ZstdCompressor()
print(c.last_mode, c.compress(b""), c.last_mode, len(c.compress(b"abc", 1)) > 0, c.last_mode, len(c.flush()) > 0, c.last_mode)
print(zstd.decompress(c.compress(b"abc") + c.flush(c.FLUSH_BLOCK) + c.flush()))
d = ZstdDecompressor()
packed = zstd.compress(b"a" * 100)
print(state(d), d.decompress(packed + b"rest", 0), state(d))
print(d.decompress(b"", 0), state(d), d.decompress(b"", 30), state(d))
print(d.decompress(b""), state(d), d.unused_data is d.unused_data)
attempt(d.decompress, b"more")
d = ZstdDecompressor()
print(d.decompress(packed[:5]), state(d), d.decompress(packed[5:], 100), state(d))
d = ZstdDecompressor()
for args in (("a",), (b"", 1.0), (b"", 1 << 70), (b"", -5), (b"",), (), (b"x" * 30,), (b"x" * 30,), (b"", 1, 2), (packed,), (b"",)):
    attempt(d.decompress, *args)
    print(state(d))
d = ZstdDecompressor()
attempt(d.decompress, packed[:10] + b"\xff" * 30)
print(d.decompress(packed), state(d))
attempt(zstd.decompress, packed[:-3])
print(zstd.decompress(b"\x50\x2a\x4d\x18\x03\0\0\0abc" + packed) == b"a" * 100)

print("--- compressors")
for kwargs in (
    {"level": 1, "options": {}}, {"level": "a"}, {"level": 1.0}, {"level": True}, {"level": Number(3)}, {"level": 100}, {"level": -131073},
    {"level": 1 << 40}, {"level": -1 << 40}, {"level": 1 << 70}, {"options": 3}, {"options": []}, {"options": io.BytesIO}, {"options": Dict({100: 3})},
    {"options": Dict({100: 300})}, {"options": {DecompressionParameter.window_log_max: 20}}, {"options": {"a": 1}}, {"options": {1 << 40: 1}},
    {"options": {100: "x"}}, {"options": {100: 1 << 40}}, {"options": {100: 300}}, {"options": {101: 100}}, {"options": {101: -9}},
    {"options": {-5: 1}}, {"options": {9999: 1}}, {"options": {False: 1}}, {"options": {1.5: 1}}, {"options": {100: 1.5}},
    {"options": {Number(100): Number(4)}}, {"options": {105: 1, 106: 9}}, {"options": {107: 10}}, {"options": {164: 99}}, {"zstd_dict": 3},
    {"zstd_dict": (1, 2)}, {"zstd_dict": ()}, {"zstd_dict": b""}, {"nothing": 1},
):  # fmt: skip
    attempt(ZstdCompressor, **kwargs)
attempt(ZstdCompressor, 1, None, None, 4)
c = ZstdCompressor()
for args in ((b"", 3), (b"", -1), (b"", "a"), (b"", None), (b"", 1.0), (b"", 1 << 40), ("a",), (), (b"a", 0, 1), ("a", 9), (b"", Number(0))):
    attempt(c.compress, *args)
for args in ((0,), (3,), ("a",), (1 << 40,), (1, 2), (None,)):
    attempt(c.flush, *args)
attempt(setattr, c, "last_mode", 1)
attempt(delattr, c, "last_mode")
for size in (-1, "a", None, 1.5, True, Number(1), (1 << 64) - 1, (1 << 64) - 2, (1 << 64) - 3, 1 << 64, 1 << 80, -1 << 80):
    attempt(ZstdCompressor().set_pledged_input_size, size)
attempt(c.set_pledged_input_size)
c.compress(b"a")
attempt(c.set_pledged_input_size, 3)
for pledged, given in ((5, b"abc"), (5, b"abcde"), (None, b"abc"), (0, b"")):
    c = ZstdCompressor()
    c.set_pledged_input_size(pledged)
    try:
        packed = c.compress(given) + c.flush()
        print(_zstd.get_frame_info(packed), zstd.decompress(packed))
    except zstd.ZstdError as e:
        print(e, c.last_mode, zstd.decompress(c.compress(b"next", c.FLUSH_FRAME)))
c = ZstdCompressor()
c.set_pledged_input_size(3)
attempt(c.compress, b"abcd", 1)
print(c.last_mode)

print("--- decompressors")
for kwargs in (
    {"options": 3}, {"options": {CompressionParameter.window_log: 20}}, {"options": {"a": 1}}, {"options": {1 << 40: 1}}, {"options": {100: "x"}},
    {"options": {100: 1 << 40}}, {"options": {100: 300}}, {"options": {100: -1}}, {"options": {101: 3}}, {"options": {-1: 3}}, {"options": {100: 20}},
    {"options": {100: 1.5}}, {"zstd_dict": 3}, {"zstd_dict": (1, 2)}, {"nothing": 1},
):  # fmt: skip
    attempt(ZstdDecompressor, **kwargs)
d = ZstdDecompressor()
for name in ("eof", "needs_input", "unused_data"):
    attempt(setattr, d, name, 1)
    attempt(delattr, d, name)
small = ZstdDecompressor(options={DecompressionParameter.window_log_max: 10})
c = ZstdCompressor(options={CompressionParameter.window_log: 20})
try:
    small.decompress(c.compress(DATA) + c.flush())
except zstd.ZstdError as e:
    print(e)

print("--- dictionaries")
for args in ((b"",), (b"a" * 7,), (b"a" * 8,), ("a" * 9,), (3,), (), (b"\x37\xa4\x30\xec" + b"\1" * 20,)):
    attempt(ZstdDict, *args)
for args in ((b"",), (b"a" * 8,), (bytearray(b"a" * 8),)):
    attempt(ZstdDict, *args, is_raw=True)
attempt(ZstdDict, b"a" * 8, is_raw="")
raw = ZstdDict(DATA[:2000], is_raw=True)
print(raw, len(raw), raw.dict_id, raw.dict_content == DATA[:2000], raw.as_digested_dict, raw.as_undigested_dict, raw.as_prefix)
attempt(setattr, raw, "dict_id", 1)
attempt(setattr, raw, "dict_content", 1)
bad = ZstdDict(b"\x37\xa4\x30\xec" + b"\xff" * 20, is_raw=True)
print(bad)
for kind in (3, -1, "a", 1 << 40, None, 1.0, Number(1)):
    attempt(ZstdCompressor, zstd_dict=(raw, kind))
    attempt(ZstdDecompressor, zstd_dict=(raw, kind))
attempt(ZstdCompressor, zstd_dict=(raw, 0, 1))
attempt(ZstdCompressor, zstd_dict=[raw, 0])
attempt(ZstdCompressor, zstd_dict=(bad, 0))
attempt(ZstdDecompressor, zstd_dict=(bad, 0))
trained = zstd.train_dict(SAMPLES, 3000)
made = zstd.finalize_dict(raw, SAMPLES, 4000, 3)
print(trained.dict_id > 0, 0 < len(trained) <= 3000, made.dict_id > 0, 0 < len(made) <= 4000)
for z in (raw, trained, made):
    for kind in (0, 1, 2):
        for level in (None, 1, 19):
            in_parts(ZstdCompressor(level, zstd_dict=(z, kind)), ZstdDecompressor(z if kind < 2 else z.as_prefix), 50000, 70000)
    packed = zstd.compress(DATA[:500], zstd_dict=z)
    print(zstd.get_frame_info(packed).dictionary_id == z.dict_id, zstd.decompress(packed, (z, 1)) == DATA[:500])
attempt(zstd.decompress, zstd.compress(b"a" * 100, zstd_dict=trained))
attempt(zstd.decompress, zstd.compress(b"a" * 100, zstd_dict=trained), made)
for f, before, behind in ((_zstd.train_dict, (), ()), (_zstd.finalize_dict, (b"a" * 100,), (3,))):
    for args in (
        (b"abc", (3,), 0), (b"abc", (3,), -1), (b"abc", (3,), 1 << 70), (b"abc", (4,), 100), (b"abc", ("a",), 100), (b"abc", (-1,), 100),
        (b"abc", (1 << 70,), 100), (b"abc", [3], 100), ("abc", (3,), 100), (bytearray(b"abc"), (3,), 100), (b"abc", (3,), 100), (b"abc", (), 100),
        (b"abc", (1, 1, 1), "a"), (b"", (), 100), (b"abc", (3,), 5), (b"abc", (2, 2**64 - 1, 2), 300), (b"abc", (1.5, 2), 300),
        (b"abc", (Number(3),), 300), (b"abc", (4, "a"), 300),
    ):  # fmt: skip
        attempt(f, *before, *args, *behind)
    attempt(f)
for args in (("", b"abc", (3,), 3000, 1), (b"a" * 100, b"abc", (3,), 3000, "a"), (b"a" * 100, b"abc", (3,), 3000, 1 << 40)):
    attempt(_zstd.finalize_dict, *args)

print("--- frames and parameters")
packed = zstd.compress(b"a" * 100)
for given in (b"", packed[:3], packed[:10], "a", b"x" * 30, b"\x50\x2a\x4d\x18\x03\0\0\0abc"):
    attempt(_zstd.get_frame_info, given)
    attempt(_zstd.get_frame_size, given)
print(zstd.get_frame_info(packed), _zstd.get_frame_size(frame_buffer=packed + b"more") == len(packed))
attempt(_zstd.get_frame_size)
for args in ((100, True), (100, False), (5, True), (5, False), (101, 1), ("a", 1), (1 << 40, 1), (100,), (100, "")):
    attempt(_zstd.get_param_bounds, *args)
for parameter in (*CompressionParameter, *DecompressionParameter):
    print(repr(parameter), parameter.bounds())
for args in ((1, 2), (int, 2), (bool, None)):
    attempt(_zstd.set_parameter_types, *args)
print(sorted(n for n in dir(_zstd) if not n.startswith("__")))
print({n: v for n, v in sorted(vars(_zstd).items()) if isinstance(v, int) and n != "zstd_version_number"})
print(zstd.zstd_version == ".".join(map(str, zstd.zstd_version_info)))
for t in (ZstdCompressor, ZstdDecompressor, ZstdDict):
    print(t, t.__text_signature__, [(n, getattr(v, "__text_signature__", None)) for n, v in sorted(vars(t).items()) if n[0] != "_"])
    attempt(type, "A", (t,), {})
print(zstd.ZstdError, zstd.ZstdError.__mro__)
for f in (_zstd.train_dict, _zstd.finalize_dict, _zstd.get_frame_info, _zstd.get_frame_size, _zstd.get_param_bounds, _zstd.set_parameter_types):
    print(f.__name__, f.__text_signature__)
attempt(copy.copy, ZstdCompressor())
attempt(copy.copy, ZstdDecompressor())
attempt(pickle.dumps, raw)

print("--- over them")
file = io.BytesIO()
with zstd.open(file, "wt", encoding="utf-8") as f:
    f.write("first\nsecond\n")
file.seek(0)
print(list(zstd.open(file, "rt", encoding="utf-8")))
file = io.BytesIO()
with zipfile.ZipFile(file, "w", zipfile.ZIP_ZSTANDARD) as f:
    f.writestr("a.txt", DATA)
print(zipfile.ZipFile(file).read("a.txt") == DATA)
file = io.BytesIO()
with tarfile.open(fileobj=file, mode="w:zst") as f:
    info = tarfile.TarInfo("a.txt")
    info.size = len(DATA)
    f.addfile(info, io.BytesIO(DATA))
file.seek(0)
print(tarfile.open(fileobj=file).extractfile("a.txt").read() == DATA)

print("--- many threads")
compressor = ZstdCompressor(1)
shared = ZstdDict(DATA[:2000], is_raw=True)
right = []


def work(level):
    for _ in range(50):
        compressor.compress(b"a" * 500)
        packed = zstd.compress(DATA[:3000], level, zstd_dict=shared.as_digested_dict)
        right.append(zstd.decompress(packed, shared) == DATA[:3000])


threads = [threading.Thread(target=work, args=(1 + i // 2,)) for i in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(len(right), all(right), len(zstd.decompress(compressor.flush())))
for _ in range(3):  # freed while the library's own thread compresses
    c = ZstdCompressor(options={CompressionParameter.compression_level: 10, 400: 1, 401: 1 << 20}, zstd_dict=ZstdDict(DATA[:100000] * 10, is_raw=True))
    c.compress(bytes(1 << 20) + DATA[:100000])
    del c
    gc.collect()
print("freed")
