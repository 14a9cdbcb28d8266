"""OpenSSL's digest algorithms: what they are called here and there, and fetching one by name.

The common ones are a table; what was fetched for a row stays with the space, since fetching takes longer than hashing a short message. Any
other name goes to the library as it is.
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final, cast

from protodialect.types import Array, Value, i32, unwrap, wrap
from protodialect.unsafe import Addr, c_callback, c_function, callback_address
from protopython.modules.support.openssl import c_clear_errors, c_long_name, c_short_name, take_error_text, text_or_empty
from protopython.modules.support.system_calls import c_copy, utf8_of
from protopython.objects.dict.dict import W_Dict, dict_get, new_dict
from protopython.objects.exceptions import exceptions as x
from protopython.objects.model import errors
from protopython.objects.model.define import constant, define_module, define_type
from protopython.objects.model.operations import repr_of
from protopython.objects.set import W_Set, new_set, set_add
from protopython.objects.str.str import as_str
from protopython.protocore.error import PyError
from protopython.protocore.os import c_free
from protopython.protocore.state import State, space_slot
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty

MODULE: Final[str] = "_hashlib"
define_module(MODULE, "What the module hashlib does with OpenSSL.")
UNSUPPORTED = define_type(
    "UnsupportedDigestmodError", x.W_BaseException, x.VALUE_ERROR, module=MODULE, flags=x.EXCEPTION_FLAGS, attributes=True
)
constant(MODULE, "UnsupportedDigestmodError", UNSUPPORTED)

_ROWS = (
    ("md5", "MD5", "MD5", 4),
    ("sha1", "SHA1", "SHA1", 64),
    ("sha224", "SHA224", "SHA2-224", 675),
    ("sha256", "SHA256", "SHA2-256", 672),
    ("sha384", "SHA384", "SHA2-384", 673),
    ("sha512", "SHA512", "SHA2-512", 674),
    ("sha512_224", "SHA512_224", "SHA2-512/224", 1094),
    ("sha512_256", "SHA512_256", "SHA2-512/256", 1095),
    ("sha3_224", "", "SHA3-224", 1096),
    ("sha3_256", "", "SHA3-256", 1097),
    ("sha3_384", "", "SHA3-384", 1098),
    ("sha3_512", "", "SHA3-512", 1099),
    ("shake_128", "", "SHAKE-128", 1100),
    ("shake_256", "", "SHAKE-256", 1101),
    ("blake2s", "blake2s256", "BLAKE2s256", 1057),
    ("blake2b", "blake2b512", "BLAKE2b512", 1056),
)
ROWS: Final[dict[str, int]] = {name: i for i, row in enumerate(_ROWS) for name in row[:2] if name != ""}
NAMES: Final[Array[str]] = Array.of([row[0] for row in _ROWS])
OPENSSL_NAMES: Final[Array[str]] = Array.of([row[2] for row in _ROWS])
NUMBERS: Final[Array[int]] = Array.of([row[3] for row in _ROWS])
"""OpenSSL's object numbers (NID)."""
NOT_FOR_SECURITY: Final[bytes] = b"-fips"
"""What is asked of the provider when usedforsecurity is false."""


@c_function("EVP_MD_fetch", errno=False, library="crypto", blocking=True)
def c_fetch(library: Addr, name: Addr, properties: Addr) -> Addr: ...


@c_function("EVP_MD_free", errno=False, library="crypto")
def c_free_digest(md: Addr) -> None: ...


@c_function("EVP_MD_get_type", errno=False, library="crypto")
def c_number(md: Addr) -> i32: ...


@c_function("EVP_MD_get_size", errno=False, library="crypto")
def c_size(md: Addr) -> i32: ...


@c_function("EVP_MD_get_block_size", errno=False, library="crypto")
def c_block_size(md: Addr) -> i32: ...


@c_function("EVP_MD_get_flags", errno=False, library="crypto")
def c_flags(md: Addr) -> int: ...


@c_function("EVP_MD_do_all_provided", errno=False, library="crypto", blocking=True)
def c_for_all_digests(library: Addr, call: Addr, argument: Addr) -> None: ...


class Digests(State):
    secure: Array[int]
    """For each row the library's digest, 0 if it has not been asked for."""
    insecure: Array[int]
    constructors: W_Dict
    """The functions openssl_*, each with its digest's name."""
    names: W_Set
    """Filled while the module is initialised."""


def new_digests() -> State:
    d = Digests()
    d.secure = Array[int](len(NAMES), 0)
    d.insecure = Array[int](len(NAMES), 0)
    d.constructors = new_dict()
    d.names = new_set()
    return d


DIGESTS: Final[int] = space_slot(new_digests)


def digests() -> Digests:
    return cast(Digests, context().space.states[DIGESTS])


def failed(otherwise: str) -> PyError:
    """ValueError for the library's last error."""
    return errors.value_error(take_error_text(otherwise))


def fetch(name: str, secure: bool) -> Addr:
    """Asks the library for a digest; to be freed."""
    at = c_copy(utf8_of(name))
    properties = 0 if secure else c_copy(NOT_FOR_SECURITY)
    md = c_fetch(0, at, properties)
    c_free(at)
    if properties != 0:
        c_free(properties)
    if md == 0:
        raise errors.error(UNSUPPORTED, take_error_text(f"EVP_MD_fetch: cannot fetch from {name}"))
    return md


def row_digest(row: int, secure: bool) -> Addr:
    """The digest of a row, which stays. Threads that fetch it at the same time get the same."""
    kept = digests().secure if secure else digests().insecure
    md = kept[row]
    if md == 0:
        md = fetch(OPENSSL_NAMES[row], secure)
        kept[row] = md
    return md


def row_of(name: str) -> int:
    """-1: none."""
    return ROWS.get(name, -1)


class Digest:
    """One to be used now: free() it then."""

    md: Addr
    kept: bool

    def __init__(self, name: str, secure: bool) -> None:
        row = row_of(name)
        self.kept = row >= 0
        self.md = row_digest(row, secure) if row >= 0 else fetch(name, secure)

    def free(self) -> None:
        if not self.kept:
            c_free_digest(self.md)


def digest_name(md: Addr) -> str:
    """What Python calls it."""
    number = int(c_number(md))
    for i in range(len(NUMBERS)):
        if NUMBERS[i] == number:
            return NAMES[i]
    name = text_or_empty(c_long_name(i32(number)))
    return name if name != "" else text_or_empty(c_short_name(i32(number)))


def digest_argument(w: Value, secure: bool) -> Digest:
    """A digest given by its name or by a function openssl_*."""
    name = as_str(w)
    if name is not None:
        return Digest(plain_name(name), secure)
    w_name = dict_get(digests().constructors, w)
    if is_empty(w_name):
        raise errors.error(UNSUPPORTED, f"Unsupported digestmod {repr_of(w)}")
    return Digest(unwrap(str, w_name), secure)


def plain_name(name: str) -> str:
    """A name that C can be given."""
    if "\0" in name:
        raise errors.value_error("embedded null character")
    return name


@c_callback
def on_digest(md: Addr, argument: Addr) -> None:
    if md != 0 and int(c_number(md)) != 0:
        set_add(digests().names, wrap(digest_name(md)))


def provided_names() -> W_Set:
    """The names of all that the library has."""
    c_for_all_digests(0, callback_address(on_digest), 0)
    c_clear_errors()
    return digests().names
