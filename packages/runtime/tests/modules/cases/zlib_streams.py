"""zlib: at once and in parts, dictionaries, limits, every refusal; gzip and zipfile over it."""

import gzip
import io
import zipfile
import zlib

DATA = b"hello world, hello python. " * 500


def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except Exception as e:
        result = f"{type(e).__name__}: {e}"
    if isinstance(result, bytes) and len(result) > 60:
        result = (len(result), zlib.crc32(result))
    print(getattr(f, "__name__", f), str(args)[:20], kwargs, "->", result)


packed = zlib.compress(DATA)
for level in (-1, 0, 1, 9):
    print(zlib.decompress(zlib.compress(DATA, level)) == DATA)
for args, kwargs in (
    (("a",), {}), ((b"a", 99), {}), ((b"a",), {"wbits": 99}),
):  # fmt: skip
    attempt(zlib.compress, *args, **kwargs)
for args, kwargs in (
    ((b"xxxx",), {}), ((packed[:-5],), {}), ((b"",), {}), ((packed,), {"bufsize": 0}), ((packed,), {"bufsize": -1}), ((packed,), {"wbits": -15}),
    ((zlib.compress(DATA, wbits=-15),), {"wbits": -15}), ((zlib.compress(DATA, wbits=31),), {"wbits": 47}),
):  # fmt: skip
    attempt(zlib.decompress, *args, **kwargs)
for args in ((b"abc",), (b"abc", 5), (b"abc", 0xFFFFFFFF), (b"abc", -1), ("a",), (b"a", 1 << 40), (b"abc", "x")):
    attempt(zlib.crc32, *args)
    attempt(zlib.adler32, *args)

c = zlib.compressobj()
stream = c.compress(DATA) + c.flush(zlib.Z_SYNC_FLUSH) + c.compress(b"tail")
twin = c.copy()
stream, other = stream + c.flush(), stream + twin.flush()
print(zlib.decompress(stream) == DATA + b"tail", stream == other)
attempt(c.flush)
attempt(c.compress, b"a")
attempt(c.copy)

d = zlib.decompressobj()
out = d.decompress(stream, 100)
print(len(out), len(d.unconsumed_tail) > 0, d.eof)
out += d.decompress(d.unconsumed_tail)
print(out == DATA + b"tail", d.eof, d.unused_data)
d = zlib.decompressobj()
d.decompress(stream + b"extra")
print(d.unused_data, d.eof)
attempt(d.decompress, b"more")
print(d.unused_data)
attempt(d.flush)
attempt(d.copy)
attempt(d.decompress, b"a", -1)
d = zlib.decompressobj()
d.decompress(stream[:50])
e = d.copy()
print(d.decompress(stream[50:]) == e.decompress(stream[50:]))
attempt(d.flush, 0)
attempt(d.flush, -1)
attempt(zlib.decompressobj, wbits=99)
attempt(zlib.decompressobj, zdict=3)
attempt(zlib.compressobj, level=99)

k = zlib.compressobj(zdict=b"hello world")
z = k.compress(DATA) + k.flush()
attempt(zlib.decompress, z)
print(zlib.decompressobj(zdict=b"hello world").decompress(z) == DATA)
attempt(zlib.decompressobj(zdict=b"wrong").decompress, z)
attempt(zlib.decompressobj().decompress, z)

q = zlib._ZlibDecompressor()
out = q.decompress(stream, max_length=10)
print(out, q.needs_input, q.eof)
out += q.decompress(b"")
print(len(out), q.eof, q.needs_input)
attempt(q.decompress, b"x")
attempt(zlib._ZlibDecompressor, 3, 4, 5)
attempt(zlib._ZlibDecompressor().decompress, b"", 1 << 70)
attempt(zlib.decompressobj().decompress, b"", 1 << 70)
attempt(zlib.decompressobj().flush, 1 << 70)
attempt(zlib.decompress, b"", bufsize=1 << 70)
print(type(c), type(d), type(q), zlib.error)

print(gzip.decompress(gzip.compress(DATA)) == DATA)
archive = io.BytesIO()
with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as f:
    f.writestr("a.txt", DATA)
print(zipfile.ZipFile(archive).read("a.txt") == DATA)
