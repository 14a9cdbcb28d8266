"""Symbols of the host objects that compiled code refers to."""

from __future__ import annotations

import hashlib
from typing import Any

from protopyc.front.world import World
from protopyc.ir.types import (
    BYTES,
    STR,
    ScalarTy,
    Ty,
)
from protopyc.program import Root


def root_symbol(world: World, value: Any, ty: Ty, name: str, where: str) -> str:
    """The symbol of a host object used by compiled code."""
    key = (id(value), ty)
    symbol = world.root_ids.get(key)
    if symbol is None:
        symbol = "frozen_" + "".join(c if c.isalnum() and c.isascii() else "_" for c in name)
        if symbol in world.roots:
            symbol += "_" + hashlib.sha1(f"{name}|{ty}|{len(world.roots)}".encode()).hexdigest()[:8]
        world.roots[symbol] = Root(symbol, value, ty, where)
        world.root_ids[key] = symbol
    return symbol


def literal_symbol(world: World, value: str | bytes, where: str) -> str:
    """The symbol of a str or bytes literal: equal literals share one."""
    ty: ScalarTy = STR if isinstance(value, str) else BYTES
    digest = hashlib.sha1(repr(value).encode("utf-8", "surrogatepass")).hexdigest()[:10]
    word = "".join(
        c if c.isalnum() and c.isascii() else "_"
        for c in (value if isinstance(value, str) else value.decode("latin-1"))
    )[:24]
    symbol = f"{'str' if ty is STR else 'bytes'}_{word}_{digest}"
    if symbol not in world.roots:
        world.roots[symbol] = Root(symbol, value, ty, where)
    return symbol
