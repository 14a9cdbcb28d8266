"""Which name is suggested for a misspelt one: the nearest; only what differs of long names counts; surrogates have no bytes to compare."""

import random
from _suggestions import _generate_suggestions as suggestion


def t(f):
    try:
        print(ascii(f()))
    except Exception as e:
        print(type(e).__name__, ascii(str(e)))


random.seed(5)


def changed(name, letters):
    chars = list(name)
    for _ in range(random.randrange(6)):
        i = random.randrange(len(chars) + 1)
        chars[i : i + random.randrange(2)] = random.choice(letters)
    return "".join(chars)


for letters, lengths in (("abAB_c\xe9", range(1, 9)), ("abAB_c", range(30, 60)), ("a\u20ac", range(1, 20))):
    found = []
    for _ in range(500):
        name = "".join(random.choices(letters, k=random.choice(lengths)))
        names = [changed(name, letters) for _ in range(4)]
        found.append(suggestion(names, name))
    print(found)

for length in (38, 40, 41, 100):
    t(lambda: suggestion(["a" * length + "b"], "a" * length + "c"))
    t(lambda: suggestion(["b" * length], "c" * length))
    t(lambda: suggestion(["x" + "b" * length], "y" + "b" * length))
t(lambda: suggestion(["\ud800abc"], "abcd"))
t(lambda: suggestion(["abc", "x\ud800"], "ab\ud800"))
t(lambda: suggestion(["ab\ud800"], "ab\ud800"))
t(lambda: suggestion(["\ud800"] * 750, "\ud800"))
t(lambda: print(sepp=1))
t(lambda: print(**{"sep\ud800": 1}))
t(lambda: int(**{"\ud800": 1}))
