"""The layouts of the prelude's own types (prelude/protopy.hpp, containers.hpp) and of immediate Values, for
the image.

Each function fills one Block; every number here has its twin in the header.
"""

from __future__ import annotations

import struct
from typing import Final

from protodialect.unsafe import hash_data_of
from protopyc.image.memory import Block

STR_HEADER: Final = 40
BYTES_HEADER: Final = 32
ARRAY_HEADER: Final = 16
INSTANCE_HEADER: Final = 24
LIST_SIZE: Final = 24
DICT_SIZE: Final = 56
SET_SIZE: Final = 48
KIND_SHIFT: Final = 16

SMALL_INT_MAX: Final = (1 << 62) - 1
SMALL_INT_MIN: Final = -(1 << 62)
_WORD: Final = (1 << 64) - 1


def str_bytes(text: str) -> tuple[int, bytes]:
    """(bytes per character, the characters' bytes)"""
    top = max(map(ord, text), default=0)
    if top < 0x100:
        return 1, text.encode("latin-1")
    if top < 0x10000:
        return 2, text.encode("utf-16-le", "surrogatepass")
    return 4, text.encode("utf-32-le", "surrogatepass")


def str_hash(text: str) -> int:
    return hash_data_of(str_bytes(text)[1])


def str_block(label: str, text: str) -> Block:
    kind, data = str_bytes(text)
    block = Block(label, bytearray(STR_HEADER) + data, leaf=True)
    block.link(0, "pp_shape_str")
    block.put(8, 8, kind << KIND_SHIFT)
    block.put(16, 8, hash_data_of(data))
    block.put(24, 8, len(text))
    block.link(32, label, STR_HEADER)
    return block


def bytes_block(label: str, content: bytes) -> Block:
    block = Block(label, bytearray(BYTES_HEADER) + content + b"\0", leaf=True)
    block.link(0, "pp_shape_bytes")
    block.put(16, 8, hash_data_of(content))
    block.put(24, 8, len(content))
    return block


def array_block(label: str, n: int, item_size: int, words: bool) -> Block:
    """An Array's memory with its header; words: its items are Values or pointers."""
    block = Block(label, bytearray(ARRAY_HEADER + n * item_size), leaf=not words)
    block.link(0, "pp_head_array_words" if words else f"pp_head_array_raw{item_size}")
    block.put(8, 8, n)
    return block


def int_key_hash(k: int) -> int:
    return ((k * 0x9E3779B97F4A7C15) & _WORD) >> 2


def table_index(hashes: list[int]) -> list[int]:
    """The index array of a Table whose entries have these hashes."""
    slots = 8
    while slots < len(hashes) * 2:
        slots *= 2
    index = [0] * slots
    for entry, h in enumerate(hashes):
        i = h & (slots - 1)
        while index[i]:
            i = (i + 1) & (slots - 1)
        index[i] = entry + 1
    return index


def int_word(i: int) -> int:
    """The Value of a small int (protocore/value.py)."""
    return ((i << 1) | 1) & _WORD


def float_word(x: float) -> int | None:
    """The immediate Value of a float, or None: it must be boxed."""
    bits = int(struct.unpack("<Q", struct.pack("<d", x))[0])
    if bits == 0:
        return 0x8000000000000002
    if bits != 0x3000000000000000 and (bits >> 60) & 7 in (3, 4):
        return ((((bits << 3) | (bits >> 61)) & _WORD) & ~3) | 2
    return None


def text_table(labels: dict[bytes, str]) -> str:
    """The tables by which prelude.cpp finds whether a text equals the content of a frozen string or bytes: a filter of bits, small enough for
    a cache, that tells most others apart, and the objects. labels: of the objects."""
    slots = 8
    while slots < 2 * len(labels):
        slots *= 2
    filter_bits = 4 * slots
    bits = bytearray(filter_bits // 8)
    table = ["0,0"] * slots
    for content, label in labels.items():
        h = hash_data_of(content)
        bit = (h >> 40) % filter_bits
        bits[bit // 8] |= 1 << bit % 8
        i = h % slots
        while table[i] != "0,0":
            i = (i + 1) % slots
        table[i] = f"{label}-pp_frozen_texts,{h >> 30}"
    out = ['\t.section .rodata,"a",@progbits', "\t.balign 16", _hidden("pp_frozen_texts_mask"), f"\t.quad {slots - 1}"]
    out += [_hidden("pp_frozen_texts")]
    out += ["\t.long " + ",".join(table[i : i + 8]) for i in range(0, slots, 8)]
    out += [_hidden("pp_frozen_filter")]
    out += ["\t.byte " + ",".join(map(str, bits[i : i + 16])) for i in range(0, len(bits), 16)]
    return "\n".join(out) + "\n"


def _hidden(symbol: str) -> str:
    return f"\t.globl {symbol}\n\t.hidden {symbol}\n{symbol}:"
