"""Objects as bytes and relocations, and the assembler file they end up in.

The file has two parts. `.frozen` holds objects with references: the collector scans it whole, word by word,
between pp_frozen_start and pp_frozen_end. `.frozen_leaf` holds what refers to no other object (strings,
bytes, arrays of numbers): it is not scanned. Both are writable: frozen objects are ordinary objects that
merely are never freed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

PLAIN_SYMBOL: Final = re.compile(r"[A-Za-z_.$][A-Za-z0-9_.$]*\Z")


def quoted(symbol: str) -> str:
    """A symbol as GNU as reads it."""
    return symbol if PLAIN_SYMBOL.match(symbol) else f'"{symbol}"'


@dataclass
class Block:
    """One object's memory. `links` maps byte offsets to symbols that stand there, with an addend."""

    label: str
    data: bytearray
    leaf: bool = False
    links: dict[int, tuple[str, int]] = field(default_factory=dict)

    def put(self, offset: int, size: int, value: int) -> None:
        self.data[offset : offset + size] = (value & ((1 << (8 * size)) - 1)).to_bytes(size, "little")

    def link(self, offset: int, symbol: str, addend: int = 0) -> None:
        assert offset % 8 == 0
        self.links[offset] = (symbol, addend)

    def text(self) -> str:
        """The block's directives."""
        out = [f"{self.label}:"]
        data = bytes(self.data)
        if len(data) % 16:
            data += bytes(16 - len(data) % 16)
        words = [
            _link_text(*self.links[at])
            if at in self.links
            else str(int.from_bytes(data[at : at + 8], "little"))
            for at in range(0, len(data), 8)
        ]
        at = 0
        while at < len(words):
            zeros = at
            while zeros < len(words) and words[zeros] == "0":
                zeros += 1
            if zeros - at >= 4:
                out.append(f"\t.zero {8 * (zeros - at)}")
                at = zeros
                continue
            out.append("\t.quad " + ",".join(words[at : at + 8]))
            at += 8
        return "\n".join(out)


def _link_text(symbol: str, addend: int) -> str:
    return quoted(symbol) + (f"+{addend}" if addend else "")


def assemble(blocks: list[Block], aliases: dict[str, str], extra: list[str]) -> str:
    """The whole file. `aliases` maps global symbols to block labels; `extra` are finished lines."""
    out = [
        "# Frozen data, by protopyc.image. The collector scans .frozen; see protopyc/image/memory.py.",
        '\t.section .frozen,"aw",@progbits',
        "\t.balign 16",
        "\t.globl pp_frozen_start\n\t.hidden pp_frozen_start\npp_frozen_start:",
    ]
    out += [block.text() for block in blocks if not block.leaf]
    out += extra
    out += ["\t.balign 16", "\t.globl pp_frozen_end\n\t.hidden pp_frozen_end\npp_frozen_end:", "\t.quad 0, 0"]
    out += ['\t.section .frozen_leaf,"aw",@progbits', "\t.balign 16"]
    out += [block.text() for block in blocks if block.leaf]
    for symbol, label in aliases.items():
        name = quoted(symbol)
        out.append(f"\t.globl {name}\n\t.hidden {name}\n\t.set {name}, {label}")
    out.append('\t.section .note.GNU-stack,"",@progbits')
    return "\n".join(out) + "\n"
