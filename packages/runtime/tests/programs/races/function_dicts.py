"""A function, staticmethod or classmethod has one `__dict__`, whoever asks for it first."""

from hammer import each


def make():
    def f():
        pass

    return f


bad = 0
for kind in make, lambda: staticmethod(make()), lambda: classmethod(make()):
    made = [kind() for _ in range(300)]
    turn = [0, 0]

    def write(k):
        for i, x in enumerate(made):
            turn[k] = i
            while turn[1 - k] < i:  # side by side
                pass
            x.__dict__[f"a{k}"] = k
        turn[k] = len(made)

    bad += each(2, write)
    bad += sum(len(x.__dict__) < 2 for x in made)
print(bad)
