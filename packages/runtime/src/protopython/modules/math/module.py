"""math: the module, put together from its three parts."""

from __future__ import annotations

from protopython.modules.math import float as math_float
from protopython.modules.math import integer as math_integer
from protopython.modules.math import sums as math_sums

__all__ = ["math_float", "math_integer", "math_sums"]
