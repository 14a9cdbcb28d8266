"""Machine integers: operators, floor division, shifts, overflow, narrow types."""

from protodialect.types import Array, add_ovf, clz64, ctz64, i32, mul_ovf, popcount64, sub_ovf, u8, u16, u32, ult, umulh, ushr, wrap_add, wrap_mul


def divide(a: int, b: int) -> None:
    print(a // b, a % b)


def chained(a: int, b: int, c: int) -> bool:
    return a < b <= c != a


def default(a: int, b: int = 5, *, c: int = 7) -> int:
    return a * 100 + b * 10 + c


def main() -> int:
    for a in (7, -7):
        pass
    divide(7, 2)
    divide(-7, 2)
    divide(7, -2)
    divide(-7, -2)
    x = -9
    print(x // 4, x % 4, x // 8, x % 8, x // 3, x % 3)
    print(7 & 12, 7 | 8, 7 ^ 2, ~7, 1 << 40, -5 >> 1, x >> 2)
    n = 50
    print(1 << n, (1 << n) >> 3)
    r, o = add_ovf(9223372036854775807, 1)
    print(r, o)
    r, o = sub_ovf(-9223372036854775808, 1)
    print(r, o)
    r, o = mul_ovf(1 << 40, 1 << 40)
    print(r, o)
    print(wrap_add(9223372036854775807, 2), wrap_mul(1 << 40, (1 << 30) + 5))
    print(ushr(-1, 60), ult(-1, 1), ult(1, -1), umulh(-1, -1), clz64(1), ctz64(8), popcount64(255), clz64(0), ctz64(0))
    cells = Array[u8](4, u8(0))
    cells[0] = u8(300)
    cells[1] = u8(-1)
    cells[2] = u8(cells[0] + cells[1])
    print(cells[0], cells[1], cells[2], cells[3], len(cells))
    b = Array[i32](2, i32(-5))
    b[1] = i32(1 << 31)
    print(b[0], b[1], u16(70000), u32(-1))
    print(chained(1, 2, 3), chained(1, 2, 1), chained(3, 2, 9))
    print(default(1), default(1, 2), default(1, c=3), default(c=1, a=9))
    print(abs(-5), min(3, 2), max(3, 9, 4), int(True), bool(5), bool(0))
    print(0xFF, -0x8000000000000000, 9223372036854775807)
    i = 10
    i += 5
    i *= 3
    i -= 1
    i //= 4
    i <<= 2
    i |= 1
    i %= 13
    print(i)
    print(3 if i > 4 else 8, (i and 5), (0 or i))
    y = (z := 5) + z
    print(y, z)
    return 0
