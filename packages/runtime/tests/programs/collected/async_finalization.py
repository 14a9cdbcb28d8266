"""What becomes of coroutines and generators that nobody runs to their end, once the collector finds them."""

import gc
import sys
import types
import warnings


def run(coro):
    try:
        coro.send(None)
    except StopIteration as e:
        return e.value


async def numbers(n):
    for i in range(n):
        yield i


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
