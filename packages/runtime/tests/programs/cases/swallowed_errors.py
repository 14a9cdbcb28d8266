"""What native code lays out for a call it gives back also when the call raises, and native code handles that: a loop may do so for ever."""

import os
import sys
from functools import partial

MANY = 3000


def lost(*args):
    raise AttributeError


def stopped(*args):
    raise StopIteration


class Attributes:
    __getattr__ = staticmethod(partial(lost, *range(MANY)))


class Items:
    __next__ = staticmethod(partial(stopped, *range(MANY)))

    def __iter__(self):
        return self


def looked_up():
    n = 0
    for _ in range(400):
        n += hasattr(Attributes(), "x") + getattr(Attributes(), "y", 1)
    return n


def looped_over():
    n = 0
    for _ in range(400):
        for _ in Items():
            n += 1
    return n


def listed():
    n = 0
    for _ in range(400):
        n += len([*Items()]) + len([x for x in Items()])
    return n


def wrongly_called():
    """Hooks that want arguments: what they raise is passed over, each time."""
    namespace = {}
    exec(f"def hook(wanted, {', '.join(f'a{i}=0' for i in range(MANY))}, *more): pass", namespace)
    for _ in range(400):
        os.register_at_fork(before=namespace["hook"])
    kinds = []
    sys.unraisablehook = lambda unraisable: kinds.append(unraisable.exc_type.__name__)
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return set(kinds), len(kinds)


for test in looked_up, looped_over, listed, wrongly_called:
    print(test())
