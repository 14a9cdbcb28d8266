"""Message digests of every size of input."""

import _md5
import _sha1
import _sha2

def show(s):
    try:
        print(s, "->", eval(s))
    except BaseException as e:
        print(s, "!!", type(e).__name__, e)


for line in r"""
_sha2.sha256(b'abc')
_sha2.sha256('abc')
_sha2.sha256(3)
_sha2.sha256(b'a').name,_sha2.sha256(b'a').block_size,_sha2.sha256(b'a').digest_size
_sha2.sha256.__name__
_sha2.SHA256Type()
_sha2.sha256(string=b'')
_sha2.sha256(b'',data=b'')
_sha2.sha256(b'',usedforsecurity=False)
_sha2.sha256().update('x')
_sha2.sha256().hexdigest(1)
""".strip().splitlines():
    show(line)

MAKERS = [_md5.md5, _sha1.sha1, _sha2.sha224, _sha2.sha256, _sha2.sha384, _sha2.sha512]
for make in MAKERS:
    for data in (b"", b"abc", b"x" * 300, b"y" * 119, b"z" * 56):
        d = make(data)
        e = d.copy()
        e.update(bytearray(b"more" * 50))
        print(d.name, d.hexdigest(), e.digest(), d.block_size, d.digest_size)
