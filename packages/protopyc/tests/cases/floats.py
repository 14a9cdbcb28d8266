"""Floats: arithmetic, conversion, comparison."""

import math


def mean(a: float, b: float) -> float:
    return (a + b) / 2


def main() -> int:
    x = 3.5
    print(mean(1, 2), x * 2, x / 7, x - 1, -x, 7 / 2)
    print(int(3.99), int(-3.99), float(3), x > 3, x == 3.5, 2 < 2.5)
    print(7.5 // 2.0, -7.5 // 2.0, 7.5 % 2.0, -7.5 % 2.0, 7.5 % -2.0)
    print(math.sqrt(2.0), 2.0**0.5, abs(-2.5), max(1.5, 2.0), math.floor(2.7))
    y = 1.0
    y += 2
    y *= 1.5
    print(y, float("inf"), 1e100, 0.1, bool(y))
    return 0
