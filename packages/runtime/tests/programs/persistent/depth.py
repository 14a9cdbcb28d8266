"""What is nested too deep for the stack raises RecursionError. Asserts say what; prints 0 at the end."""

from protocore import Atom
from protocore import map as pmap
from protocore import set as pset
from protocore import vector as pvector


def raises(error, f, *args):
    try:
        f(*args)
    except error:
        return
    raise AssertionError(f"{f} did not raise {error}")


def nest(wrap):
    x = 1
    for _ in range(100_000):
        x = wrap(x)
    return x


for wrap in lambda x: pvector([x]), lambda x: pmap({1: x}), Atom:
    x, y = nest(wrap), nest(wrap)
    raises(RecursionError, repr, x)
    if wrap is not Atom:
        raises(RecursionError, hash, x)
        raises(RecursionError, lambda: x == y)
    x = y = None
x = 1
try:
    for _ in range(100_000):
        x = pset([x])
except RecursionError:
    raise AssertionError("hashes are kept: a set of a set is no recursion") from None
raises(RecursionError, repr, x)
print(0)
