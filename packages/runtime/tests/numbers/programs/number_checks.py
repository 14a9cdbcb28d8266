"""Prints a digest of thousands of results; test_native.py runs it on the host and compiled and compares the output."""

from __future__ import annotations

from protodialect.types import Value, ushr, wrap_add, wrap_mul
from protodialect.unsafe import bits_float, float_bits
from protopython.objects.int import int as ints
from protopython.objects.int.bigint import new_int
from protopython.objects.float.float import float_divmod, float_hash
from protopython.objects.float.parse import decimal_to_float, parse_float
from protopython.objects.float.repr import float_repr, float_round, format_float_digits
from protopython.objects.model.format_number import format_complex, format_float, format_int
from protopython.objects.int.text import int_from_text, int_to_base, unlimited_str
from protopython.protocore.value import from_int, new_float


class Random:
    state: int

    def __init__(self, seed: int) -> None:
        self.state = seed

    def next(self) -> int:
        """64 random bits (Weyl sequence, mixed)."""
        self.state = wrap_add(self.state, 0x1E3779B97F4A7C15)
        z = self.state
        z = wrap_mul(z ^ ushr(z, 30), 0x3F58476D1CE4E5B9)
        z = wrap_mul(z ^ ushr(z, 27), 0x14D049BB133111EB)
        return z ^ ushr(z, 31)

    def below(self, n: int) -> int:
        return ushr(self.next(), 1) % n

    def big(self) -> Value:
        """A random int of random length, often next to a power of two."""
        words = self.below(6)
        v = new_int(self.next() >> self.below(64))
        for _ in range(words):
            v = ints.int_add(ints.shift_left(v, 60 + self.below(5)), from_int(self.below(1 << 60)))
        if self.below(8) == 0:
            v = ints.int_add(
                ints.shift_left(from_int(1 - 2 * self.below(2)), self.below(200)), from_int(self.below(3) - 1)
            )
        return v

    def number(self) -> float:
        k = self.below(4)
        if k == 0:
            x = bits_float(self.next())
            return x if x - x == 0.0 else 1.5
        if k == 1:
            return float(self.below(1000000)) / 100.0
        if k == 2:
            return float(self.next() >> self.below(63))
        return bits_float(((self.below(80) + 983) << 52) | (self.next() & 0xFFFFFFFFFFFFF))


def check_ints(r: Random, n: int) -> None:
    for i in range(n):
        a = r.big()
        b = r.big()
        line = (
            unlimited_str(ints.int_add(a, b))
            + " "
            + unlimited_str(ints.int_sub(a, b))
            + " "
            + unlimited_str(ints.int_mul(a, b))
        )
        line = (
            line
            + " "
            + unlimited_str(ints.int_and(a, b))
            + " "
            + unlimited_str(ints.int_or(a, b))
            + " "
            + unlimited_str(ints.int_xor(a, b))
        )
        if ints.int_sign(b) != 0:
            q, m = ints.int_divmod(a, b)
            line = (
                line
                + " "
                + unlimited_str(q)
                + " "
                + unlimited_str(m)
                + " "
                + unlimited_str(ints.int_mod(a, b))
            )
            line = line + " " + str(float_bits(ints.int_truediv(a, b)))
        k = r.below(200)
        line = line + " " + unlimited_str(ints.shift_left(a, k)) + " " + unlimited_str(ints.shift_right(a, k))
        line = (
            line
            + " "
            + unlimited_str(ints.int_gcd(a, b))
            + " "
            + str(ints.int_hash(a))
            + " "
            + str(ints.int_compare(a, b))
        )
        line = (
            line
            + " "
            + int_to_base(a, 16, False)
            + " "
            + int_to_base(a, 2, False)
            + " "
            + str(float_bits(ints.int_to_float(a)))
        )
        c = int_from_text(unlimited_str(ints.int_abs(a)), 10)
        line = (
            line
            + " "
            + str(1 if ints.int_equal(c, ints.int_abs(a)) else 0)
            + " "
            + unlimited_str(ints.int_isqrt(c))
        )
        line = line + " " + format_int(a, ",d", "int") + " " + format_int(b, "=+#60_x", "int")
        print(line)
    v = from_int(7)
    for i in range(12):
        v = ints.int_mul(v, v)
    text = unlimited_str(v)
    print(text)
    w = int_from_text(text, 10)
    d = ints.int_add(ints.int_mul(w, w), from_int(12345))
    q, m = ints.int_divmod(d, w)
    print(1 if ints.int_equal(q, v) else 0, unlimited_str(m))
    print(unlimited_str(ints.int_pow_mod(from_int(3), w, ints.int_pow(from_int(10), from_int(40)))))


def check_floats(r: Random, n: int) -> None:
    for i in range(n):
        x = r.number()
        y = r.number()
        text = float_repr(x)
        back = parse_float(text, 0)
        line = (
            text
            + " "
            + str(1 if float_bits(back.value) == float_bits(x) else 0)
            + " "
            + str(float_hash(new_float(x)))
        )
        p = r.below(25)
        for code in range(101, 104):
            line = line + " " + format_float_digits(x, code, p, r.below(2) == 0)
        line = line + " " + str(float_bits(float_round(x, p - 8)))
        if y != 0.0:
            q, m = float_divmod(x, y)
            line = line + " " + str(float_bits(q)) + " " + str(float_bits(m))
        line = line + " " + str(float_bits(decimal_to_float(from_int(r.below(1 << 60)), r.below(600) - 320)))
        line = (
            line
            + " "
            + format_float(x, ",.3f", "float")
            + " "
            + format_float(y, "+015.4g", "float")
            + " "
            + format_float(x, "%", "float")
        )
        line = line + " " + format_complex(x, y, ".3g") + " " + unlimited_str(ints.int_from_float(x))
        print(line)


def main() -> int:
    check_ints(Random(42), 400)
    check_floats(Random(7), 600)
    return 0


if __name__ == "__main__":
    main()
