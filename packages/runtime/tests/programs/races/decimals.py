"""Numbers and one context, which all threads use and change, and contexts of their own; the collector takes what has many digits."""

import gc
from decimal import MAX_EMAX, MIN_EMIN, ROUND_DOWN, ROUND_UP, Context, Decimal, Inexact, getcontext, localcontext, setcontext

from hammer import each

shared = Context(prec=30, traps=[])
numbers = [Decimal(3) ** k for k in range(1, 200, 7)]
hashed = [Decimal(n) / 7 for n in numbers]


def run(k):
    n = 0
    for i in range(150):
        shared.prec = 20 + (i * 7 + k) % 300
        shared.rounding = ROUND_UP if i & 1 else ROUND_DOWN
        shared.Emax, shared.Emin = (MAX_EMAX, MIN_EMIN) if i & 2 else (10**6, -(10**6))
        shared.clamp = i & 1
        for x in numbers:
            y = shared.multiply(x, x)
            n += shared.divide(y, x).adjusted() not in (x.adjusted(), x.adjusted() + 1)
            n += shared.sqrt(y).adjusted() not in (x.adjusted(), x.adjusted() + 1)
            shared.flags[Inexact] = not shared.flags[Inexact]
        str(shared), shared.copy(), shared.traps == shared.flags
        n += any(hash(x) != hash(Decimal(str(x))) for x in hashed)
    assert n == 0


def alone(k):
    n = 0
    setcontext(Context(prec=400 + k))
    kept = [Decimal(0)] * 30
    for i in range(900):
        with localcontext(prec=300) as c:
            kept[i % 30] = Decimal(i) / 7
            n += getcontext() is not c
        n += (kept[i % 30] * 7 - i).copy_abs() > Decimal("1e-290")
        if i % 300 == k:
            gc.collect()
    n += getcontext().prec != 400 + k
    n += any(len(d.as_tuple().digits) > 300 for d in kept)
    assert n == 0


print(each(4, run) + each(4, alone))
