"""More arguments than a stack of registers holds."""

import functools


def count(*args, **kwargs):
    return len(args), len(kwargs)


def some(a, b=2, *rest):
    return a, b, len(rest)


class Class:
    def __init__(self, *args):
        self.n = len(args)

    def method(self, *args):
        return len(args)

    __call__ = method


MANY = range(1_100_000)
print(count(*MANY), some(*MANY), Class(*MANY).n, Class().method(*MANY), Class()(*MANY))
print(max(*MANY), len("{}{}".format(*MANY)), functools.partial(count, 1)(*MANY), count(**{f"k{i}": i for i in range(50_000)}))
for call in (lambda: (lambda a: a)(*MANY)), (lambda: [].append(*MANY)):
    try:
        call()
    except TypeError as e:
        print(e)


def deep(n, *args):
    return deep(n + 1, *args)


for args in (1, 2), range(6000):
    try:
        deep(0, *args)
    except RecursionError as e:
        print(e)
