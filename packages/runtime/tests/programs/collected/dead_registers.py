"""What only a dead register of a frame holds dies at a collection: temporaries of callers, of loops, handlers and generators."""

import gc
import weakref


class Thing:
    pass


def leaves_one_behind(_):
    x = Thing()
    pair = [x]
    return weakref.ref(pair[0])


def is_gone(r):
    gc.collect()
    return r() is None


def after_a_call():
    r = leaves_one_behind(1)
    gc.collect()
    return r() is None


def below_a_call():
    r = leaves_one_behind(1)
    return is_gone(r)


def wide(a, b):
    r = leaves_one_behind((a, b, [a, b, (a, b)], {a: b}))
    return is_gone(r)


def in_a_loop():
    return [(is_gone(r), n) for n in range(3) for r in [leaves_one_behind(n)]]


def in_a_handler():
    try:
        raise ValueError(leaves_one_behind(1))
    except ValueError as e:
        return is_gone(e.args[0])


def while_an_expression_is_made():
    return [leaves_one_behind(1), 1][0] and [is_gone(leaves_one_behind(2)), is_gone(leaves_one_behind(3))]


def not_the_live_ones():
    o = Thing()
    r = weakref.ref(o)
    found = [o, is_gone(r)]
    del o
    before = found[1]
    del found
    return before, is_gone(r)


def deep(n):
    return is_gone(leaves_one_behind(n)) if n == 0 else [Thing(), deep(n - 1)][1]


def numbers(n):
    if n == 0:
        gc.collect()
        return 0
    return [n, numbers(n - 1)][1] + n


print(after_a_call(), below_a_call(), wide(1, 2), in_a_loop(), in_a_handler(), while_an_expression_is_made())
print(not_the_live_ones(), deep(30), numbers(50))


# Generators: what they have yielded, and what calls have left in them.


def generator():
    yield leaves_one_behind(1)
    yield Thing()
    with Keeper() as k:
        yield k
    yield 1


class Keeper:
    def __enter__(self):
        return self

    def __exit__(self, *_):
        print("left")


g = generator()
r = next(g)
print(is_gone(r))
r = weakref.ref(next(g))
print("yielded", is_gone(r))
r = weakref.ref(next(g))
print("in with", is_gone(r))
print(next(g), is_gone(r), list(g))


def delegating():
    yield from generator()


g = delegating()
r = next(g)
print(is_gone(r), is_gone(weakref.ref(next(g))), list(g)[1:])


def sums():
    total = 0
    while True:
        total = total + len([(yield total), gc.collect()])


g = sums()
print([next(g) for _ in range(4)])


def many():
    gens = [generator() for _ in range(50)]
    refs = [next(g) for g in gens]
    gc.collect()
    return [r() for r in refs].count(None), len([next(g) for g in gens])


print(many())


# Code that is made, met by a collection, and gone again.
for i in range(200):
    namespace = {"gc": gc}
    exec(f"def f(a):\n    return [a, {i}, gc.collect() or a][0]\n", namespace)
    assert namespace["f"](i) == i
del namespace
gc.collect()
print("done")
