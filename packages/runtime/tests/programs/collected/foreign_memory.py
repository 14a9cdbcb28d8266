"""What objects have of libraries is not released before their users' finalizers ran. It is there as soon as they can be found."""

import gc
import hashlib
import ssl
import zlib
from bz2 import BZ2Compressor, BZ2Decompressor
from lzma import FILTER_LZMA2, FORMAT_RAW, LZMACompressor, LZMADecompressor, LZMAError

from compression.zstd import ZstdCompressor, ZstdDecompressor, ZstdDict, ZstdError

context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class User:
    def __init__(self):
        self.hash = hashlib.sha256(b"x")
        self.tls = context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_hostname="a")

    def __del__(self):
        kept.append((self.hash.hexdigest()[:8], self.tls.server_hostname, self.tls.version(), self.hash))


kept = []
for _ in range(1000):
    User()
gc.collect()
gc.collect()
print(len(kept) > 900, {k[:3] for k in kept}, {k[3].hexdigest()[:8] for k in kept})
print(hasattr(hashlib.sha256(b""), "__del__"), hasattr(context, "__del__"))


WORDS = ZstdDict(b"words that come again and again", is_raw=True)


def packers():
    return [
        zlib.compressobj(),
        BZ2Compressor(1),
        LZMACompressor(preset=0),
        ZstdCompressor(),
        ZstdCompressor(zstd_dict=WORDS.as_digested_dict),
        ZstdCompressor(zstd_dict=ZstdDict(WORDS.dict_content, is_raw=True).as_prefix),
    ]


def unpackers():
    return [
        zlib.decompressobj(),
        zlib._ZlibDecompressor(),
        BZ2Decompressor(),
        LZMADecompressor(),
        ZstdDecompressor(),
        ZstdDecompressor(zstd_dict=WORDS),
    ]


def packed(coders):
    return [coder.compress(b"again and again") + coder.flush() for coder in coders]


PARTS = packed(packers())
PARTS.insert(0, PARTS[0])


def begun(coders):
    return [coder.decompress(part[:10]) for coder, part in zip(coders, PARTS)]


class CoderUser:
    def __init__(self, make, use):
        self.coders = make()
        self.use = use

    def __del__(self):
        kept.append((self.use(self.coders), self.coders))


for make, use in (packers, packed), (unpackers, begun):
    kept = []
    for _ in range(200):
        CoderUser(make, use)
    gc.collect()
    gc.collect()
    print(len(kept) > 150, all(result == kept[0][0] for result, _coders in kept), len(kept[0][0]))
ends = {tuple(coder.decompress(part[10:]) for coder, part in zip(coders, PARTS)) for _begun, coders in kept}
print(len(ends), [a + b for a, b in zip(kept[0][0], ends.pop())])
print({coder.eof for _begun, coders in kept for coder in coders})
print({hasattr(one, "__del__") for one in packers() + unpackers() + [WORDS]})


class Finder:
    """A number that looks for what is just being made."""

    def __index__(self):
        found.extend(one for one in gc.get_objects() if isinstance(one, (LZMACompressor, ZstdCompressor, ZstdDecompressor)))
        return 5


found = []
for make in (
    lambda: LZMACompressor(FORMAT_RAW, filters=[{"id": FILTER_LZMA2, "preset": Finder()}, {"id": 999}]),
    lambda: ZstdCompressor(options={100: Finder(), 999: 1}),
    lambda: ZstdDecompressor(options={100: Finder(), 999: 1}),
):
    try:
        make()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
for one in found:
    try:
        one.decompress(b"abc") if isinstance(one, ZstdDecompressor) else one.compress(b"abc")
    except (LZMAError, ZstdError, EOFError, ValueError):
        pass

for _ in range(1000):
    hashlib.sha256()
for one in gc.get_objects():
    if type(one) is type(hashlib.sha256()):
        one.update(b"a")
