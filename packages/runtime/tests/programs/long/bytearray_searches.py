"""Searches in long bytearrays, which look through them piece by piece; their cost follows the way to what is found."""

import random
import time

random.seed(3)
for n in 0, 1, 1023, 1024, 1025, 2047, 3072, 10_000:
    data = bytearray(random.choices(b"ab", k=n))
    text = bytes(data)
    checked = 0
    for m in 0, 1, 2, 12, 700, 1024, 1500:
        for at in {0, 1, 1000, 1020, 1023, 1024, 1025, 2040, 3000, n - m, n - 1}:
            sub = text[at : at + m] if at >= 0 else b"c"
            for start, end in (0, n), (at, n), (at + 1, n), (0, at), (5, at + m), (n, n + 9), (n + 1, n + 2), (-9, -2), (9, 3):
                for name in "find", "rfind", "count", "startswith", "endswith":
                    checked += getattr(data, name)(sub, start, end) == getattr(text, name)(sub, start, end)
                    checked += data.startswith((b"?", sub), start, end) == text.startswith((b"?", sub), start, end)
            checked += (sub in data) == (sub in text)
    print(n, checked)

data = bytearray(b"x" * 100)
for call in (
    lambda: data.index(b"y"), lambda: data.rindex(121), lambda: data.find("x"), lambda: 256 in data, lambda: "x" in data,
    lambda: data.startswith("x"), lambda: data.endswith((b"y", 3)), lambda: data.startswith((b"x", 3)), lambda: data.endswith("x", 9, 3),
    lambda: data.find(300),
    lambda: data == b"x", lambda: data != b"x", lambda: data == b"x" * 100, lambda: data < b"y", lambda: data == memoryview(data),
    lambda: 120 in data,
):  # fmt: skip
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__, e)

# 200,000 searches that end at once, in a million bytes.
long = bytearray(b"01") * 500_000
begin = time.perf_counter()
for i in range(100_000):
    assert long.index(b"1", i) - i < 2
    assert not long.startswith(b"00") and long != b"01"
    assert 48 in long and long.rfind(b"0", 0, i + 1) >= 0
print(time.perf_counter() - begin < 20)
