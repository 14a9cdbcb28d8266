def gen(n):
    r = []
    for i in range(n):
        x = yield i
        r.append(x)
    return r


def delegate():
    r = yield from gen(2)
    print("got", r)
    r = yield from [7, 8]
    print("got", r)
    try:
        yield from gen(5)
    except ValueError as e:
        print("caught", e)
        yield "after"
    return "end"


g = delegate()
print(next(g), g.send("a"), g.send("b"), next(g), next(g))
print(g.throw(ValueError("v")))
try:
    next(g)
except StopIteration as e:
    print(e.value)


def closing():
    try:
        while True:
            yield 1
    except GeneratorExit:
        print("closed")
        raise
    finally:
        print("finally")


g = closing()
next(g)
g.close()


def exprs():
    x = yield
    y = (yield x) + (yield 2)
    print([(yield 3), (yield 4)], y)
    z = {(yield 5): (yield 6)}
    print(z, f"{(yield 7)}")
    print((yield 8), (yield 9), sep=(yield 10))
    x += yield (11)
    return x


g = exprs()
out = [next(g)]
i = 100
try:
    while True:
        out.append(g.send("-" if out[-1] == 10 else i))
        i += 1
except StopIteration as e:
    print(out, e.value)
print(list(x * y for x in range(3) for y in range(x) if x != y))
print(sorted((lambda: (yield))() is not None for _ in range(1)))


class Aw:
    def __init__(self, v):
        self.v = v

    def __await__(self):
        r = yield self.v
        return r


class ACM:
    async def __aenter__(self):
        print("aenter")
        return await Aw("enter")

    async def __aexit__(self, *exc):
        print("aexit", exc[0] and exc[0].__name__)
        await Aw("exit")
        return exc[0] is ValueError


class AIter:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        return await Aw(self.n)


async def agen(n):
    for i in range(n):
        r = yield i
        await Aw("inside")
        print("sent", r)


async def main():
    async with ACM() as a, ACM():
        print("in", a)
    async with ACM():
        raise ValueError
    async for x in AIter(2):
        print("item", x)
        if x == "r5":
            continue
    else:
        print("else")
    async for x in AIter(5):
        break
    print([x async for x in AIter(2)], {x async for x in AIter(1)}, {x: y async for x in AIter(1) for y in [1]})
    print([await Aw(i) for i in range(2)])
    print([x async for x in agen(2) if await Aw("cond") or True])
    ag = (x async for x in AIter(2))
    async for x in ag:
        print("ag", x)
    try:
        async with ACM():
            return "returned"
    finally:
        await Aw("last")


def drive(coro):
    i = 0
    try:
        y = coro.send(None)
        while True:
            print("->", y)
            y = coro.send(f"r{i}")
            i += 1
    except StopIteration as e:
        print("=", e.value)


drive(main())


async def sends():
    a = agen(3)
    print(await a.asend(None))
    print(await a.asend("x"))
    await a.aclose()


drive(sends())
