"""math: the module, put together from its three parts."""

from __future__ import annotations

from protopython.modules import math_float, math_integer, math_sums

__all__ = ["math_float", "math_integer", "math_sums"]
