"""An instance whose class has __init__ is found dead by the first collection after its last use."""

import gc
import weakref


class Plain:
    def __init__(self, *args, **kwargs):
        pass


class Calling:
    def __init__(self):
        self.prepare()

    def prepare(self):
        self.number = len("")


def is_found(make, *args, **kwargs):
    x = make(*args, **kwargs)
    ref = weakref.ref(x)
    del x
    gc.collect()
    return ref() is None


def is_found_simply(make):
    x = make()
    ref = weakref.ref(x)
    del x
    gc.collect()
    return ref() is None


print([is_found_simply(Plain) for _ in range(5)], [is_found_simply(Calling) for _ in range(5)])
print([is_found(Plain, 1, a=2) for _ in range(5)])
