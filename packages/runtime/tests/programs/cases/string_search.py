"""Searches for which the plain algorithm would take time in the product of both lengths, and the right answers of the one that takes over."""

import random


def naive(text, part):
    return next((i for i in range(len(text) - len(part) + 1) if text[i : i + len(part)] == part), -1)


def rnaive(text, part):
    return next((i for i in range(len(text) - len(part), -1, -1) if text[i : i + len(part)] == part), -1)


def kinds(s):
    """The same text, its characters one, two or four bytes wide, as bytes and as bytearray."""
    yield s, s[:0]
    yield s, "\u0101"
    yield s, "\U00010101"
    yield s.encode(), b""
    yield bytearray(s.encode()), b""


def near_misses(n):
    a, b = "a" * n, "b" * n
    part = a + b + b + a
    for text, wide in kinds(a + a + b + a + a):
        p = part if isinstance(text, str) else part.encode()
        text = wide + text + wide
        print(text.find(p), text.count(p), p in text, len(text.split(p)), text.replace(p, p[:1]) == text)
        both = text + p
        print(both.find(p) - len(text), both.count(p), len(both.split(p)), len(both.partition(p)[0]) - len(text))
        both = p + text
        print(both.find(p), both.startswith(p), len(both.replace(p, p[:1])) - len(text))
        if n < 1000:
            print(text.rfind(p), both.rfind(p), len(both.rsplit(p)), len(both.rpartition(p)[2]) - len(text))


def periodic(n):
    part = "ab" * n
    text = ("ab" * (n - 1) + "b") * 2
    for text, wide in kinds(text):
        p = part if isinstance(text, str) else part.encode()
        text += wide
        print(text.find(p), text.count(p), text.rfind(p), (text + p).find(p) - len(text), (p + text).rfind(p), (text + p).index(p) - len(text))


def some(seed):
    """Long parts of few different letters, so that attempts fail late."""
    r = random.Random(seed)
    m = r.choice([130, 200, 400])
    letters = r.choice(["a", "ab"])
    period = "".join(r.choice(letters) for _ in range(r.choice([1, 2, 3, 7, 50])))
    part = (period * m)[:m]
    if r.random() < 0.5:
        i = r.randrange(m)
        part = part[:i] + "b" + part[i + 1 :]
    text = "".join(r.choice([part[: r.randrange(m)], part[r.randrange(m) :], period * 9, "b", "a" * 30]) for _ in range(25))
    if r.random() < 0.5:
        text += part + text
    return text, part


near_misses(300)
near_misses(30_000)
periodic(400)
wrong = 0
for seed in range(12):
    text, part = some(seed)
    first, last = naive(text, part), rnaive(text, part)
    for wide in "", "\u0101", "\U00010101":
        t = text + wide
        wrong += t.find(part) != first or t.rfind(part) != last or (part in t) != (first >= 0)
        cut = t.split(part)
        wrong += part.join(cut) != t or len(cut) - 1 != t.count(part)
        wrong += t.find(part, first + 1) != naive(t[first + 1 :], part) + (first + 1 if naive(t[first + 1 :], part) >= 0 else 0)
    t = text.encode()
    wrong += t.find(part.encode()) != first or t.rfind(part.encode()) != last
    print(seed, first, last, text.count(part))
print("wrong:", wrong)
print(("x" * 100 + "a" * 5000 + "\u0101" * 3).find("a" * 300 + "\u0101"), ("a" * 5000).find("a" * 300 + "\u0101"))
