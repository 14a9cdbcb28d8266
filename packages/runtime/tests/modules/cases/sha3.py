"""SHA-3 and SHAKE."""

import _sha3
for n in "sha3_224 sha3_256 sha3_384 sha3_512".split():
    for s in (b"", b"abc", b"x"*300, b"y"*135, b"z"*136):
        h=getattr(_sha3,n)(s); g=h.copy(); g.update(b"yy"*77)
        print(h.hexdigest(), g.digest().hex(), h.name, h.block_size, h.digest_size)
for n in (_sha3.shake_128,_sha3.shake_256):
    h=n(b"abc"); print(h.hexdigest(400), h.digest(3), h._suffix, h._rate_bits, h.name, h.digest_size)
    try: h.digest(-1)
    except ValueError as e: print(e)
