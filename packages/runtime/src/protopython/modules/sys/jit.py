"""sys._jit: what a compiler to machine code does in this process. There is none."""

from __future__ import annotations

from typing import Final

from protodialect.types import Value
from protopython.objects.model.define import define_module, function
from protopython.objects.singletons import w_False

MODULE: Final[str] = "sys._jit"
define_module(MODULE, "Whether programs are compiled to machine code while they run.")


@function(MODULE, "is_available()", doc="Whether this build has a just-in-time compiler.")
def is_available() -> Value:
    return w_False


@function(MODULE, "is_enabled()", doc="Whether the compiler may be used in this process.")
def is_enabled() -> Value:
    return w_False


@function(MODULE, "is_active()", doc="Whether the calling frame runs machine code.")
def is_active() -> Value:
    return w_False
