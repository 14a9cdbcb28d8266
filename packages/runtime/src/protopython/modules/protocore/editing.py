"""What tries of vectors and of hashes have in common: 32 parts a node, and who may change a node in place."""

from __future__ import annotations

from typing import Final

BITS: Final[int] = 5
"""Of a position or hash, for each level."""
WIDTH: Final[int] = 1 << BITS
MASK: Final[int] = WIDTH - 1


class Edit:
    """A right to change the nodes that name it as their owner. Who publishes them gives it up first, for good: from then on they are immutable."""
