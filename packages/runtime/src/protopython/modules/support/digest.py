"""What the message digests share: objects that take in bytes block by block, and the methods of their types.

A digest type is a class with the compression function, and one Python type for each name it goes by:

    update(data)  ->  tail + data, cut into blocks  ->  compress(block) changes the state words
    digest()      ->  a copy is padded to whole blocks; its state is the digest

The functions are those of the standards (RFC 1321, FIPS 180-4); their constants are computed here from their definitions.
Taking in holds the object's lock: threads may share one.
"""

from __future__ import annotations

from typing import Any

from protodialect.types import Array, Value, copy_array, locked, safepoint, u8, wrap
from protopython.objects.model.buffer import buffer_of, bytes_of_memory
from protopython.objects.model.define import OBJECT, define_type, getter, method
from protopython.objects.model.errors import buffer_error, type_error
from protopython.objects.model.types import type_of
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.protocore.bytestrings import bytes_hex
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.polling import check_signals, signals_wait
from protopython.protocore.value import from_int, is_empty


class W_Digest(W_Object):
    state: Array[int]
    tail: bytes
    """What has come in since the last whole block."""
    length: int
    """Bytes taken in."""
    size: int
    """Bytes of the digest."""
    block: int
    name: str

    def compress(self, data: bytes, at: int) -> None:
        """Changes the state by the block that starts at data[at]."""

    def finish(self) -> bytes:
        """The digest; afterwards this object is of no use."""
        return b""

    def fresh(self, cls: W_Type) -> W_Digest:
        """An object of the same layout and Python type cls."""
        return self


GIL_MINSIZE = 2048
"""What CPython calls a long message: the tests hash one that is longer."""
PIECE = 1 << 19
"""Bytes taken in between two looks at what is asked of this thread."""


def absorb(self: W_Digest, data: bytes, start: int) -> int:
    """Takes in data[start:]. The caller holds the lock, or is the only one who knows self; so a signal can only end this early: how far it
    came is returned."""
    n = len(data)
    if len(self.tail) > 0:
        more = self.block - len(self.tail)
        if n - start < more:
            self.tail = self.tail + data[start:n]
            self.length += n - start
            return n
        self.compress(self.tail + data[start : start + more], 0)
        self.tail = b""
        self.length += more
        start += more
    begin = start
    while n - start >= self.block:
        stop = min(n, start + PIECE)
        while stop - start >= self.block:
            self.compress(data, start)
            start += self.block
        safepoint()
        if signals_wait():
            self.length += start - begin
            return start
    self.tail = data[start:n]
    self.length += n - begin
    return n


def absorb_all(self: W_Digest, data: bytes) -> None:
    """Takes in data; between its parts signals are handled."""
    at = 0
    while True:
        with locked(self):
            at = absorb(self, data, at)
        if at == len(data):
            return
        check_signals()


def digest_bytes(w: Value) -> bytes:
    """The argument of update()."""
    if as_str(w) is not None:
        raise type_error("Strings must be encoded before hashing")
    b = buffer_of(w)
    if b is None:
        raise type_error("object supporting the buffer API required")
    if not b.is_contiguous():
        raise buffer_error("memoryview: underlying buffer is not C-contiguous")
    return b.to_bytes()


def constructor_argument(w_data: Value, w_string: Value) -> Value:
    """What `data` or the older `string` gives; EMPTY: neither."""
    if is_empty(w_string):
        return w_data
    if not is_empty(w_data):
        raise type_error(
            "'data' and 'string' are mutually exclusive and support for 'string' keyword parameter is slated for removal in a future version."
        )
    return w_string


def start_digest(self: W_Digest, w_data: Value, w_string: Value) -> Value:
    """Completes a new object: the constructor's argument is its first input."""
    w = constructor_argument(w_data, w_string)
    if not is_empty(w):
        absorb_all(self, digest_bytes(w))
    return wrap(self)


def copy_state(self: W_Digest) -> W_Digest:
    """An object that goes on from where self is."""
    with locked(self):
        other = self.fresh(type_of(wrap(self)))
        other.state = copy_words(self.state)
        other.tail = self.tail
        other.length = self.length
        other.size = self.size
        other.block = self.block
        other.name = self.name
    return other


def copy_words(words: Array[int]) -> Array[int]:
    result = Array[int](len(words), 0)
    copy_array(result, 0, words, 0, len(words))
    return result


def padded(self: W_Digest, length_size: int, big_endian: bool) -> None:
    """The end of the Merkle-Damgard digests: a 1 bit, zeros, and the length in bits at the end of a block."""
    n = len(self.tail) + 1
    total = n + length_size
    if total % self.block != 0:
        total += self.block - total % self.block
    end = Array[u8](total - n + 1, u8(0))
    end[0] = u8(0x80)
    bits = self.length * 8
    i = 0
    while i < 8:
        end[len(end) - 1 - i if big_endian else len(end) - 8 + i] = u8(bits >> (8 * i))
        i += 1
    absorb_all(self, bytes_of_memory(end, 0, len(end)))


def words_to_bytes(words: Array[int], word_size: int, n: int, big_endian: bool) -> bytes:
    """The first n bytes of words written out."""
    out = Array[u8](n, u8(0))
    i = 0
    while i < n:
        k = i % word_size
        shift = 8 * (word_size - 1 - k if big_endian else k)
        out[i] = u8(words[i // word_size] >> shift)
        i += 1
    return bytes_of_memory(out, 0, n)


def define_digest(module: str, name: str, cls: Any, doc: str | None = None, data: str = "obj") -> W_Type:
    """Module level: a digest type with its methods; data: what `update` calls its parameter."""
    t = define_type(name, cls, OBJECT, module=module, flags=TypeFlags.NO_INSTANTIATE, doc=doc)
    method(t, f"update(self, {data}, /)", doc="Hash more bytes.")(update)
    method(t, "digest(self, /)", doc="The digest of the bytes so far, as bytes.")(digest)
    method(t, "hexdigest(self, /)", doc="The digest of the bytes so far, as hexadecimal text.")(hexdigest)
    method(t, "copy(self, /)", doc="A copy that goes on from here.")(copy)
    getter(t, "name")(get_name)
    getter(t, "digest_size")(get_digest_size)
    getter(t, "block_size")(get_block_size)
    return t


def update(self: W_Digest, w_data: Value) -> Value:
    absorb_all(self, digest_bytes(w_data))
    return w_None


def digest(self: W_Digest) -> Value:
    return wrap(copy_state(self).finish())


def hexdigest(self: W_Digest) -> Value:
    return wrap(bytes_hex(copy_state(self).finish()))


def copy(self: W_Digest) -> Value:
    return wrap(copy_state(self))


def get_name(self: W_Digest) -> Value:
    return wrap(self.name)


def get_digest_size(self: W_Digest) -> Value:
    return from_int(self.size)


def get_block_size(self: W_Digest) -> Value:
    return from_int(self.block)


# --- constants (module level) -------------------------------------------------------------------------------------------


def primes(n: int) -> list[int]:
    found: list[int] = []
    candidate = 2
    while len(found) < n:
        if all(candidate % p != 0 for p in found):
            found.append(candidate)
        candidate += 1
    return found


def root_fraction(x: int, power: int, bits: int) -> int:
    """The first `bits` bits of the fraction of x ** (1 / power), as a signed word where bits is 64."""
    scaled = x << (bits * power)
    low, high = 0, 1 << (bits + x.bit_length())
    while low < high:
        middle = (low + high + 1) >> 1
        if middle**power <= scaled:
            low = middle
        else:
            high = middle - 1
    fraction = low & ((1 << bits) - 1)
    return fraction - (1 << 64) if bits == 64 and fraction >> 63 else fraction
