"""aiter, anext, and what becomes of coroutines and generators that nobody runs to their end."""

import gc
import sys
import types
import warnings


def t(f):
    try:
        print("ok", f())
    except BaseException as e:
        print(type(e).__name__, e)


def run(coro):
    """Runs it; what it awaits is sent back."""
    w = None
    while True:
        try:
            w = coro.send(w)
        except StopIteration as e:
            return e.value


async def numbers(n):
    for i in range(n):
        yield i


class Later:
    """An awaitable that suspends once."""

    def __init__(self, value):
        self.value = value
        self.steps = self.make_steps()

    def __await__(self):
        return self.steps

    def make_steps(self):
        got = yield "sent"
        if self.value is None:
            raise StopAsyncIteration
        return self.value, got


class Counter:
    def __init__(self, *values):
        self.values = iter(values)

    def __aiter__(self):
        return self

    def __anext__(self):
        return Later(next(self.values))


async def main():
    it = aiter(numbers(2))
    print(await anext(it), await anext(it, "end"), await anext(it, "end"))
    try:
        await anext(it)
    except StopAsyncIteration as e:
        print("StopAsyncIteration", e.args)
    c = aiter(Counter(1, 2, None, None))
    print(await anext(c), await anext(c, 5), await anext(c, 6))
    try:
        await anext(c)
    except StopAsyncIteration:
        print("at the end")
    async for i in numbers(2):
        print(i)


run(main())
t(lambda: aiter(1))
t(lambda: anext(1))
t(lambda: anext(1, 2))
t(lambda: aiter())
t(lambda: anext(numbers(1), 1, 2))


class Bad:
    def __aiter__(self):
        return 1

    def __anext__(self):
        return 1


t(lambda: aiter(Bad()))
t(lambda: run(anext(Bad(), 1)))
a = anext(Counter(1), 2)
print(type(a).__name__, next(a), iter(a) is a)
t(lambda: a.throw(ValueError("x")))
t(lambda: a.close())


class Raises:
    def __aiter__(self):
        return self

    def __anext__(self):
        return self

    def __await__(self):
        1 / 0


async def loop():
    async for _ in Raises():
        pass


try:
    run(loop())
except TypeError as e:
    print(e, repr(e.__cause__))


def warned(make):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        make()
        for _ in range(3):
            gc.collect()
    print(sorted({(w.category.__name__, str(w.message)) for w in seen}))


async def forgotten():
    pass


def nested(f, depth=20):
    """Leaves nothing of f on the stack."""
    return nested(f, depth - 1) if depth else f() and None


warned(lambda: nested(forgotten))
warned(lambda: nested(lambda: numbers(1).asend(None)))
warned(lambda: nested(lambda: numbers(1).athrow(ValueError)))
warned(lambda: nested(lambda: numbers(1).aclose()))
warned(lambda: forgotten().close())
warned(lambda: run(forgotten()))
warned(lambda: forgotten().cr_frame.clear())
sys.set_coroutine_origin_tracking_depth(2)
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    nested(forgotten)
    gc.collect()
    print(len(str(seen[0].message).splitlines()))
sys.set_coroutine_origin_tracking_depth(0)

done = []


def cleaned():
    try:
        yield 1
    finally:
        done.append("closed")


nested(lambda: next(cleaned()))
gc.collect()
print(done)


@types.coroutine
def suspend():
    yield


async def open_resource():
    try:
        await suspend()
    finally:
        done.append("coroutine closed")


nested(lambda: open_resource().send(None))
gc.collect()
print(done)

c = forgotten()
t(lambda: c.send(None))
t(lambda: c.send(None))
t(lambda: c.throw(ValueError("late")))
c.close()
with warnings.catch_warnings():
    warnings.simplefilter("error")
    t(lambda: numbers(1).athrow(ValueError, ValueError(), None))
