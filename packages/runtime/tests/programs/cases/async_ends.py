"""aiter, anext, and coroutines used past their end."""

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


async def forgotten():
    pass


c = forgotten()
t(lambda: c.send(None))
t(lambda: c.send(None))
t(lambda: c.throw(ValueError("late")))
c.close()
with warnings.catch_warnings():
    warnings.simplefilter("error")
    t(lambda: numbers(1).athrow(ValueError, ValueError(), None))
