"""A function, staticmethod or classmethod has one `__dict__`, whoever asks for it first."""

from hammer import each


def make():
    def f():
        pass

    return f


bad = 0
for kind in make, lambda: staticmethod(make()), lambda: classmethod(make()):
    made = [kind() for _ in range(2000)]

    def write(k):
        for x in made:
            x.__dict__[f"a{k}"] = k

    bad += each(4, write)
    bad += sum(not {f"a{k}" for k in range(4)} <= set(x.__dict__) for x in made)
print(bad)
