"""_hashlib and _hmac: every digest, and what they say of wrong arguments."""

import _hashlib as H
import _hmac
import hashlib
import hmac

h = H.new("md5", b"x")
k = H.hmac_new(b"k", b"m", "sha256")
m = _hmac.new(b"k", b"m", "sha256")
x = H.openssl_shake_128(b"")

CASES = """
H.new('nope') | H.new(3) | H.new('md5\\0') | H.new('md5', 'x') | H.new('md5', 3) | H.new('md5', b'a', string=b'b') | H.new('md5', string=b'b')
H.new('md5', data=b'b', usedforsecurity=False) | H.new('MD5') | H.new('sha512-256').name | H.new('SHA512_256').name | H.new('sha3-256').name
H.new('SHA3_256') | H.new('shake128').name | H.new('blake2b').name | H.new('blake2s256').name | H.new('md5-sha1').name | H.new('ripemd160').name
H.new() | H.new('md5', b'', 3) | H.openssl_md5(b'', 3) | H.openssl_md5(None) | H.openssl_md5(string=None) | H.openssl_md5(string='a')
H.openssl_md5(data=None, string=b'') | h | k | x | m | x.digest() | x.digest(-1) | x.digest(3) | x.digest(0) | x.digest(1 << 80) | x.digest('a')
x.hexdigest(length=4) | x.hexdigest(-1) | x.digest_size | x.block_size | h.update() | h.update('a') | h.update(3)
h.update(memoryview(b'abcd').cast('B', [2, 2])) | h.update(memoryview(b'abcd')[::2]) | type(h)() | type(k)() | h.name | k.name | k.block_size
H.hmac_new(b'k') | H.hmac_new(b'k', b'm', None) | H.hmac_new(b'k', b'm', 'nope') | H.hmac_new(b'k', b'm', 3) | H.hmac_new('k', b'm', 'md5')
H.hmac_new(b'k', 'm', 'md5') | H.hmac_new(b'k', None, 'md5') | H.hmac_new(b'k', b'm', digestmod=hashlib.md5).name
H.hmac_new(b'k', b'm', digestmod='shake_128') | H.hmac_new(b'k', b'm', digestmod=len) | H.hmac_new(b'k', b'm', digestmod='blake2b').name
H.hmac_digest(b'k', b'm', 'md5') | H.hmac_digest(b'k', b'm', 'nope') | H.hmac_digest('k', b'm', 'md5') | H.hmac_digest(b'k', 'm', 'md5')
H.hmac_digest(b'k', b'm', H.openssl_sha1) | k.update() | k.update('a') | k.update(msg=b'a') | k.copy().hexdigest() | k.hexdigest()
H.pbkdf2_hmac('sha1', b'p', b's', 1) | H.pbkdf2_hmac('nope', b'p', b's', 1) | H.pbkdf2_hmac(3, b'p', b's', 1) | H.pbkdf2_hmac('sha1', 'p', b's', 1)
H.pbkdf2_hmac('sha1', b'p', b's', 0) | H.pbkdf2_hmac('sha1', b'p', b's', 1 << 80) | H.pbkdf2_hmac('sha1', b'p', b's', 1 << 40)
H.pbkdf2_hmac('sha1', b'p', b's', 1, 0) | H.pbkdf2_hmac('sha1', b'p', b's', 1, 1 << 40) | H.pbkdf2_hmac('sha1', b'p', b's', '1')
H.scrypt(b'p') | H.scrypt(b'p', salt=b's', n=2, r=8, p=1) | H.scrypt(b'p', salt=None, n=2, r=8, p=1) | H.scrypt(b'p', salt=b's', n=3, r=8, p=1)
H.scrypt(b'p', salt=b's', n=-2, r=8, p=1) | H.scrypt(b'p', salt=b's', n=2, r=0, p=1) | H.scrypt(b'p', salt=b's', n=2, r=1 << 80, p=1)
H.scrypt(b'p', salt=b's', n=2, r=8, p=1, maxmem=-1) | H.scrypt(b'p', salt=b's', n=2, r=8, p=1, maxmem=5)
H.scrypt(b'p', salt=b's', n=2, r=8, p=1, dklen=0) | H.compare_digest('a', 'a') | H.compare_digest('é', 'a') | H.compare_digest('a', b'a')
H.compare_digest(b'a', bytearray(b'a')) | H.compare_digest(3, b'a') | H.compare_digest(3, 4) | H.compare_digest('a', 1) | H.get_fips_mode()
hmac._operator._compare_digest(b'a', 'a') if hasattr(hmac, '_operator') else None | sorted(H.openssl_md_meth_names)
_hmac.HMAC() | _hmac.new() | _hmac.new(b'k') | _hmac.new(b'k', b'm', None) | _hmac.new(b'k', b'm', 'nope') | _hmac.new(b'k', b'm', 'Sha256').name
_hmac.new(b'k', b'm', 'sha-256') | _hmac.new('k', b'm', 'md5') | _hmac.new(b'k', 3, 'md5') | _hmac.compute_digest(b'k', b'm', hashlib.md5)
_hmac.compute_md5('k', b'm') | m.update(3) | m.copy() | m.digest_size | m.block_size | m.hexdigest() | _hmac.compute_blake2b_32(b'k', b'm')
H.new('\\ud800') | H.hmac_new(b'k', b'm', 'a\\udc80') | H.hmac_digest(b'k', b'm', '\\ud800') | H.pbkdf2_hmac('\\ud800', b'p', b's', 1) | H.new('é')
__import__('_sha3').shake_128(b'').digest(1 << 29) | __import__('_sha3').shake_128(b'').digest(-1)
"""

for case in CASES.replace("\n", "|").split("|"):
    case = case.strip()
    if not case:
        continue
    try:
        print(case, "->", repr(eval(case))[:200])
    except Exception as e:
        print(case, "!!", type(e).__name__, e)

for name in sorted(hashlib.algorithms_guaranteed):
    for size in (0, 1, 2047, 2048, 100000):
        d = hashlib.new(name, b"a" * size)
        d.update(b"b" * size)
        c = d.copy()
        c.update(b"c")
        print(name, size, *(o.hexdigest(20) if "shake" in name else o.hexdigest() for o in (d, c)))
    if "shake" not in name:
        print(name, hmac.digest(b"k" * 300, b"message", name).hex(), hmac.new(b"k", b"message", name).hexdigest())
for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_224", "sha3_256", "sha3_384", "sha3_512"):
    for key in (b"", b"k", b"k" * 300):
        print(name, _hmac.compute_digest(key, b"message", name) == getattr(_hmac, "compute_" + name)(key, b"message") == hmac.digest(key, b"message", name))
