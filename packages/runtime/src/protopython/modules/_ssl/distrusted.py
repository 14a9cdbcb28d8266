"""Public keys whose private halves are no longer secret: no chain of certificates that leads through one is trusted, whoever vouches for it.

They are those of eMudhra's intermediate authorities (CVE-2026-115557), which CPython's ssl rejects since 3.14.10 (gh-160040). To do without is the
business of the system's certificates; this is for systems where these are old.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, i32
from protodialect.unsafe import Addr, c_callback, load64, store64
from protopython.modules._ssl import library as c
from protopython.modules.support.system_calls import copy_bytes
from protopython.protocore.os import c_free, c_malloc

DISTRUSTED: Final[Array[bytes]] = Array.of(
    [
        bytes.fromhex(digest)
        for digest in (
            "43bffa19d6ef651451f6841e019931e96f6f2eaeff28ab4b6f1ce4576de2717b",
            "49dd353dc2b919a3770645117d0e60c16115e7d1bc259eefe734b00ea434fe5f",
            "5c0660a2b164910d8ff589c18e14552e9e0ec237dcefe2cb736d41a4811f81a0",
            "63ecefee431d49523bc1136c4e72d0206a477086caf606cd5cf025686c109cf8",
            "92c063d67e8f14db71d288e11266ffdaf69cbf115f7bab14f3bc2f68d25e0e30",
            "e0254c7fcdc265e2f0f8a428dabb75ab4ae039b4872d62f5ee57f0877d5a8a41",
            "ebed6475c2c2d80fcb199f3fe8dd6e6b3ce60b77eb15d4e42c3dec0c6f5b5105",
            "ec4ffa1ad0ac88081314b7aaffef6a91f97cd57291bb5ba686c5415f5eb4f6b6",
        )
    ]
)
"""SHA-256 of each key with its algorithm (SubjectPublicKeyInfo): thus certificates that others have issued for the same key are found, too."""
REJECTED: Final[int] = 28
SHA256_SIZE: Final[int] = 32


@c_callback
def on_verify(good: i32, verification: Addr) -> i32:
    """Asked by OpenSSL about each certificate of a chain."""
    if int(good) == 0:
        return good
    certificate = c.c_verified_certificate(verification)
    try:
        if certificate == 0 or not is_distrusted(certificate):
            return good
    except MemoryError:
        return i32(0)
    c.c_set_verify_error(verification, i32(REJECTED))
    return i32(0)


def is_distrusted(certificate: Addr) -> bool:
    at = c_malloc(8 + SHA256_SIZE)
    store64(at, 0)
    n = int(c.c_public_key_der(c.c_public_key(certificate), at))
    if n <= 0:
        c_free(at)
        return True  # what cannot be looked at is not trusted
    c.c_sha256(load64(at), n, at + 8)
    digest = copy_bytes(at + 8, SHA256_SIZE)
    c.c_crypto_free(load64(at), 0, i32(0))
    c_free(at)
    for known in DISTRUSTED:
        if known == digest:
            return True
    return False
