"""_decimal: every function, method and operator over numbers of every kind, what they signal, every refusal; contexts, formats, other numbers."""

import asyncio
import contextvars
import copy
import decimal
import gc
import inspect
import operator
import pickle
import random
import threading
from fractions import Fraction

import _decimal
from _decimal import *

PLAIN = Context()  # the mapping of its flags lives as long as the context
SIGNALS = list(PLAIN.flags)
ROUNDINGS = [name for name in dir(_decimal) if name.startswith("ROUND_")]
assert decimal.Decimal is Decimal


class Sub(Decimal):
    def __init__(self, *args):
        self.given = args


class MyContext(Context):
    pass


class Index:
    def __index__(self):
        return 3


def attempt(text, **names):
    scope = {**globals(), **names}
    try:
        result = eval(text, scope)
    except Exception as e:
        arguments = e.args if isinstance(e, DecimalException) else str(e)
        print(text, "->", type(e).__name__, arguments)
    else:
        print(text, "->", ascii(result))


def surface():
    hidden = {"__new__", "__getattribute__", "__doc__", "flags", "traps"}
    for owner in (_decimal, Decimal, Context, type(localcontext()), type(PLAIN.flags).__mro__[1]):
        for name in sorted(vars(owner)):
            if name in hidden or name in ("__file__", "__loader__", "__spec__", "__libmpdec_version__"):
                continue
            value = vars(owner)[name]
            kind = type(value).__name__
            print(getattr(owner, "__name__", owner), name, kind, getattr(value, "__text_signature__", None))
            if kind in ("int", "bool"):
                print(value)
    for signal in (*SIGNALS, ConversionSyntax, DivisionImpossible, DivisionUndefined, InvalidContext):
        print(signal, [c.__name__ for c in signal.__mro__], signal.__module__)
    for callable_ in (Decimal, Context, localcontext, Decimal.quantize, Context.power, Decimal.from_number):
        print(inspect.signature(callable_))


REFUSED = """
Decimal([1])
Decimal((1, 2))
Decimal((2, (1,), 1))
Decimal((0, (1, 'x'), 1))
Decimal((0, (10,), 1))
Decimal((0, 1, 1))
Decimal((0, (), 'F'))
Decimal((1, [0, 0], 'n'))
Decimal([1, (), 'N'])
Decimal((0, (1, 2), 'N'))
Decimal((0, (), 3))
Decimal((True, (1, True), -1))
Decimal((0, (1,), 'x'))
Decimal((0, (1,), 1.0))
Decimal((0, (1,), 10**30))
Decimal((0, (1,), 10**18))
Decimal(1, 2)
Decimal('x')
Decimal('')
Decimal('1e')
Decimal('1..2')
Decimal('--1')
Decimal('1 2')
Decimal('1\\x002')
Decimal('\\ud800')
Decimal(' 1_0 ')
Decimal('__1')
Decimal('\\u0663.\\u0967E\\uff11')
Decimal('\\u2003-7\\u2003')
Decimal('nan123')
Decimal('-sNaN00045')
Decimal('-infinity')
Decimal(1, context=None, x=2)
Decimal(1, None, None)
Decimal(x=1)
Decimal('1', value='1')
Decimal(None)
Decimal(object())
Decimal(Index())
Decimal(True)
Decimal()
Decimal(value='5')
Decimal(1.5), Decimal(-0.0), Decimal(1e300), Decimal(5e-324), Decimal(float('nan')), Decimal(float('-inf'))
Decimal('1e9999999999999999999')
Decimal('1e999999999999999999'), Decimal('1e1000000000000000000')
Decimal('1e99999999999999999999999999')
Decimal.from_float('x')
Decimal.from_float(3), Decimal.from_float(0.1), Decimal.from_float(-0.0), Decimal.from_float(True)
Decimal.from_float(Decimal(1))
Decimal.from_number('x')
Decimal.from_number((0, (1,), 1))
Decimal.from_number(5), Decimal.from_number(2.5), Decimal.from_number(Decimal('1.0'))
type(Sub.from_number(5)), type(Sub.from_float(5.0)), Sub.from_float(2.5).given
Decimal.__new__(int)
c.create_decimal(1.5), c.create_decimal('1.123456789012345678901234567890'), c.create_decimal(10**40)
c.create_decimal(' 1'), c.create_decimal('1_0')
c.create_decimal('1_0')
c.create_decimal(object())
c.create_decimal(1, 2)
c.create_decimal(), c.create_decimal((1, (2, 3), 4)), c.create_decimal([0, [1], -1])
c.create_decimal(Decimal('nan' + '1' * 40))
Context(prec=50).create_decimal(Decimal('nan' + '1' * 40))
Context(traps=[]).create_decimal(Decimal('nan' + '1' * 40))
c.create_decimal_from_float('x')
c.create_decimal_from_float(0.1), c.create_decimal_from_float(7)
Decimal(1) + 1.0
1.0 + Decimal(1)
Decimal(1) + 'x'
Decimal(1) < 1j
Decimal(1) == 1j, Decimal(1) == 1 + 0j, Decimal('0.5') != complex(0.5)
Decimal(1) < 'x'
Decimal('snan') + 1
Decimal('snan') == 1
Decimal('nan') < 1
Decimal('nan') == 1, Decimal('nan') != 1
hash(Decimal('snan'))
Decimal(1) / 0
Decimal(0) / 0
Decimal(1) // 0
Decimal(0) // 0
Decimal(1) % 0
divmod(Decimal(1), 0)
divmod(Decimal(0), 0)
Decimal('1e50') // 1
Decimal('inf') - Decimal('inf')
pow(Decimal(2), 2, 0)
pow(Decimal(2), Decimal('1.5'), 3)
pow(Decimal(2), 10, 1000), pow(2, Decimal(10), 1000), pow(2, 10, Decimal(1000)), pow(2, 10, Sub(1000))
pow(Decimal(2), 10, 'x')
pow('x', 2, Decimal(7))
pow(10.0, 2, Decimal(7))
Decimal(0) ** 0
Decimal(-8) ** Decimal('0.5')
int(Decimal('nan'))
int(Decimal('inf'))
round(Decimal('inf'))
round(Decimal('nan'))
round(Decimal('1.25'), 1), round(Decimal('1.35'), 1), round(Decimal('125'), -1), round(Decimal('2.5')), round(Decimal('-3.5')), round(Decimal(7), None)
round(Decimal('1.25'), 'x')
round(Decimal('1.25'), 10**30)
round(Decimal('1.25'), 40)
round(Decimal('1.25'), True)
Decimal(1).__round__(1, 2)
Decimal('nan').as_integer_ratio()
Decimal('inf').as_integer_ratio()
float(Decimal('snan'))
float(Decimal('-nan')), float(Decimal('-inf')), float(Decimal('1e400')), float(Decimal('-1e-400')), complex(Decimal('1.5'))
Decimal(1).exp(context=1)
Decimal(1).exp(1, 2)
Decimal(1).exp(contxt=None)
Decimal(1).quantize()
Decimal(1).quantize(2, rounding='x')
Decimal(1).quantize(2, rounding=3)
Decimal(1).quantize(2, ROUND_UP, None, 4)
Decimal('1.25').quantize(Decimal('0.1'), ROUND_UP), Decimal('1.25').quantize(exp=Decimal('0.1'), rounding=ROUND_DOWN)
Decimal('1e30').quantize(Decimal('0.1'))
Decimal(1).compare('x')
Decimal(1).compare()
Decimal(1).compare(1, 2)
Decimal(1).fma(2)
Decimal(2).fma(3, 5), Decimal(2).fma(third=5, other=3), c.fma(2, 3, 5)
Decimal(1).same_quantum('x')
Decimal(1).is_normal(context=5)
Decimal(1).to_integral('x')
Decimal(2).max(3, 4, 5)
Decimal(1).adjusted(1)
Decimal(3).logical_and(4)
Decimal('1.5').logical_invert()
Decimal(5)._a
Decimal(5).x
setattr(Decimal(5), 'real', 1)
Decimal(5).__format__()
c.add(1)
c.add(1, 'x')
c.add(1, 2, 3)
c.add(x=1, y=2)
c.abs()
c.abs(1, 2)
c.power(2)
c.power(2, 3, modulo='x')
c.power(a=2, b=3), c.power(2, 3, 5), c.power(2, b=3, modulo=None)
c.is_nan('x')
c.canonical(1)
c.is_canonical(1)
c.canonical(Decimal(1)), c.is_canonical(Decimal(1)), c.radix(), Decimal(1).radix(), c.copy_decimal(3)
c.number_class(1), c.Etiny(), c.Etop(), c._apply(5), c._apply(Decimal(10) ** 40 + 1)
c.foo
c.clear_flags(1)
Context(1, 2)
Context(1, 2, 3, 4, 5, 6, 7, 8, 9)
Context(1, prec=2)
Context(foo=1)
Context(prec='x')
Context(prec=0)
Context(Emin=-5.0)
Context(Emin=1)
Context(Emax=-1)
Context(capitals=2)
Context(clamp=-1)
Context(rounding='ROUND_HALF_OFF')
Context(flags=1)
Context(traps=[1])
Context(traps=[ConversionSyntax])
Context(flags={})
Context(flags={signal: signal is Inexact for signal in SIGNALS})
Context(rounding=None), Context(prec=True), Context(Emin=-5, Emax=7, capitals=0, clamp=1, flags=[Inexact], traps=[Clamped])
MyContext(5), type(MyContext(5).copy()), type(copy.copy(MyContext(5)))
IEEEContext(32), IEEEContext(64), IEEEContext(512)
IEEEContext(33)
IEEEContext(1024)
IEEEContext(0)
IEEEContext('x')
localcontext(1)
localcontext(foo=1)
localcontext(5, ctx=3)
localcontext(prec='x')
localcontext(prec=None)
localcontext(Context(prec=7), rounding=ROUND_UP, Emin=-9, Emax=9, capitals=0, clamp=1, flags=[Inexact], traps=[]).__enter__()
type(localcontext())()
setcontext(1)
"""


def refusals():
    c = getcontext()
    for line in REFUSED.strip().splitlines():
        line = line.replace("localcontext(prec=None)", "type(localcontext(prec=None))")
        attempt(line, c=c)
    for statement in (
        "c.prec = 0", "c.prec = 'x'", "c.prec = 10**30", "c.prec = 10**18", "c.prec = Index()", "c.Emin = 1", "c.Emax = -1", "c.rounding = 1",
        "c.rounding = 'x'", "c.capitals = 2", "c.clamp = 2", "c.flags = 1", "c.traps = [1]", "c.traps = {}", "c.traps = {Inexact: 1}", "c.foo = 1",
        "del c.prec", "del c.foo", "del c.flags[Inexact]", "c.flags[1] = 2", "c.flags[1]", "c.flags < c.traps", "hash(c.flags)",
        "c.flags.__init__(); c.flags[Inexact]",
    ):  # fmt: skip
        c = Context()
        try:
            exec(statement)
        except Exception as e:
            print(statement, "->", type(e).__name__, e)
        else:
            print(statement)


# --- arithmetic -------------------------------------------------------------------------------------------------------------

VALUES = [
    "0", "-0", "0E+3", "0.000", "1", "-1", "1.0", "9", "10", "-2.5", "0.1", "3.14159265358979", "-123456.789", "101", "11011", "1E+6", "1E-7",
    "999999999", "9.99999999E+96", "1E-95", "-1E-101", "1234567890123456789", "18446744073709551616", "9999999999999999999",
    "12345678901234567890123456789012345678901234567890123456789012345678901234567890123456789", "Infinity", "-Infinity", "NaN", "-NaN123", "sNaN",
]  # fmt: skip
CONTEXTS = [
    Context(prec=9, Emin=-95, Emax=96, traps=[]),
    Context(prec=5, rounding=ROUND_05UP, Emin=-10, Emax=10, clamp=1, capitals=0, traps=[]),
    Context(prec=200, rounding=ROUND_CEILING, traps=[]),
]
UNARY = (
    "abs canonical copy_abs copy_decimal copy_negate exp is_canonical is_finite is_infinite is_nan is_normal is_qnan is_signed is_snan is_subnormal "
    "is_zero ln log10 logb logical_invert minus next_minus next_plus normalize number_class plus sqrt to_eng_string to_integral to_integral_exact "
    "to_integral_value to_sci_string _apply create_decimal"
).split()
BINARY = (
    "add compare compare_signal compare_total compare_total_mag copy_sign divide divide_int divmod logical_and logical_or logical_xor max max_mag min "
    "min_mag multiply next_toward power quantize remainder remainder_near rotate same_quantum scaleb shift subtract"
).split()
OPERATORS = [operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod, divmod, operator.pow]
COMPARISONS = [operator.lt, operator.le, operator.eq, operator.ne, operator.gt, operator.ge]


def flags(c):
    raised = [s.__name__ for s in SIGNALS if c.flags[s]]
    c.clear_flags()
    return raised


def shown(result):
    text = ascii(result)
    return text if len(text) < 120 else f"{text[:60]}... {len(text)} {text[-20:]}"


def arithmetic():
    numbers = [Decimal(v) for v in VALUES]
    for c in CONTEXTS:
        for name in UNARY:
            for a in numbers:
                if name == "exp" and a.adjusted() > 5:
                    continue
                print(name, a, shown(getattr(c, name)(a)), flags(c))
                if hasattr(Decimal, name) and name not in ("copy_abs", "copy_negate", "canonical", "is_canonical", "copy_decimal"):
                    own = getattr(a, name)
                    with localcontext(c):
                        assert repr(own()) == repr(getattr(c, name)(a))
        c.clear_flags()
        for name in BINARY:
            for a in numbers:
                for b in numbers[::3]:
                    if name == "power" and (abs(b.adjusted()) > 3 or abs(a.adjusted()) > 30):
                        continue
                    print(name, a, b, shown(getattr(c, name)(a, b)), flags(c))
    with localcontext(CONTEXTS[0]) as c:
        for a in numbers:
            for method in (int, float, round, Decimal.__trunc__, Decimal.__floor__, Decimal.__ceil__, Decimal.as_integer_ratio, hash, complex):
                try:
                    if not (method is hash and a.is_nan()):
                        print(method.__name__, a, shown(method(a)), flags(c))
                except (ValueError, OverflowError) as e:
                    print(method.__name__, a, e)
            print(a.as_tuple(), a.adjusted(), bool(a), -a, +a, abs(a), a.conjugate() is a, a.real is a, a.imag, str(a), repr(a), flags(c))
            for name in ROUNDINGS:
                print(a.quantize(Decimal("0.01"), name), a.to_integral_value(name), a.to_integral_exact(rounding=name), flags(c))
    with localcontext(CONTEXTS[0]) as c:
        for a in numbers:
            for b in (*numbers[::4], 0, 1, -3, 10**30, True):
                for f in OPERATORS:
                    if f is operator.pow and (abs(Decimal(b).adjusted()) > 3 or abs(a.adjusted()) > 30):
                        continue
                    print(f.__name__, a, b, shown(f(a, b)), shown(f(b, a)) if f is not operator.pow else "", flags(c))
            for b in (*numbers[::4], 0, 1, 10**30, 0.1, 1.0, float("inf"), float("nan"), Fraction(1, 3), Fraction(10, 1), 1j, 1 + 0j, "x", None):
                for f in COMPARISONS:
                    try:
                        print(f.__name__, a, b, f(a, b), f(b, a), flags(c))
                    except TypeError as e:
                        print(e, flags(c))


def hashes():
    random.seed(4)
    for _ in range(300):
        n, k = random.randrange(-(10**40), 10**40), random.randrange(-60, 60)
        d = Decimal(n).scaleb(k, Context(prec=100))
        assert hash(d) == hash(Fraction(n) * Fraction(10) ** k), d
        assert d.as_integer_ratio() == (Fraction(n) * Fraction(10) ** k).as_integer_ratio()
        x = random.uniform(-1e9, 1e9)
        assert Decimal(x) == x == Fraction(Decimal(x)) and hash(Decimal(x)) == hash(x) and float(Decimal(x)) == x
        assert float(d) == float(Fraction(n) * Fraction(10) ** k)
        assert Decimal(str(d)) == d and Decimal(d.as_tuple()).compare_total(d) == 0
        assert int(Decimal(n)) == n and Decimal(str(n)) == n and f"{n}" == str(Decimal(n))
    print(hash(Decimal("1e999999")), hash(Decimal("-1e-999999")), hash(Decimal("inf")), hash(Decimal("-inf")), hash(Decimal(-1)), hash(Decimal("1.50")))
    print(len({Decimal("1.0"), Decimal(1), 1, 1.0, Fraction(1)}), {1: "one"}[Decimal("1.00")])


# --- text -------------------------------------------------------------------------------------------------------------------

SPECIFICATIONS = (
    "|e|E|f|F|g|G|n|%|.0f|.2f|.10f|.3e|.0e|.3g|.0%|,|,.2f|_|_f|.,f|.6_f|+|-| |+.1f| .1e|10|<10|>10|^10|=10|010|x<10|\u20ac^12|\0^9|z.1f|z|+z.2f|#|#.0f"
    "|020,.2f|015,|xx|.|1.|.x|c|10d|s|\ud800<5|999999999999999999999999|.99999999999999999999f|\u00e9^,.3|é<n|_,|,_|..|0<20|z>30.2%|-^40,.4F|nn|zn|5n"
).split("|")


def formats():
    numbers = [Decimal(v) for v in ("0", "-0.00", "1", "-1234567.891", "0.000001234567", "-1E-12", "1.5E+20", "123456789012345678901234567890", "NaN", "-inf", "sNaN12", "-0.04")]
    for specification in SPECIFICATIONS:
        for d in numbers:
            try:
                print(ascii(specification), d, ascii(format(d, specification)))
            except Exception as e:
                print(ascii(specification), d, type(e).__name__, e)
    attempt("Decimal(1).__format__(1)")
    for override in (
        {"decimal_point": "&", "grouping": "\1\2\3", "thousands_sep": "!"}, {"decimal_point": "\u00bf", "grouping": "\3\3\0", "thousands_sep": "\u00b4"},
        {"decimal_point": "", "grouping": "", "thousands_sep": ""}, {"thousands_sep": ","}, {}, 5,
    ):  # fmt: skip
        attempt("Decimal('-12345678.9').__format__('015n', override)", override=override)
        attempt("Decimal('123456789').__format__(',.2f', override)", override=override)
    with localcontext(capitals=0, prec=3, rounding=ROUND_DOWN):
        print(Decimal("1.5E+20"), repr(Decimal("1E-20")), format(Decimal("1.23456E+20")), f"{Decimal('1.999'):.1f}", Decimal("1E-20").to_eng_string())


# --- contexts ---------------------------------------------------------------------------------------------------------------


def contexts():
    for c in (DefaultContext, BasicContext, ExtendedContext, getcontext()):
        print(c, c.copy(), c.__reduce__(), c.copy() is c)
    print(c.flags, c.traps, len(c.flags), c.flags == c.flags, c.flags == dict(c.flags), c.flags != c.traps, type(c.flags.copy()), c.flags == 5)
    print(type(c.flags), isinstance(c.flags, MutableMapping), c.flags.get(1), list(c.traps.items())[:2], Inexact in c.flags)
    c = Context(prec=3)
    c.divide(1, 3)
    print(c.flags[Inexact], c.flags[Rounded], c.flags[Clamped], c)
    c.traps[Inexact] = True
    attempt("c.divide(2, 3)", c=c)
    c.flags[InvalidOperation] = True
    print(c, c.flags[InvalidOperation])
    c.clear_traps()
    c.clear_flags()
    other = Context(flags=[Clamped, Inexact])
    c.flags = other.flags
    c.traps = dict.fromkeys(SIGNALS, True)
    print(c)
    for statement in ("c.divide(0, 0)", "c.divide(1, 0)", "c.sqrt(-1)", "c.quantize(1, Decimal('1e-9'))", "c.add(Decimal('1e999999'), Decimal('1e999999'))", "c.multiply(Decimal('1e-999999'), Decimal('1e-9'))", "c.create_decimal(1.5)", "c.create_decimal('x')", "Decimal(1.5, c)", "Decimal('y', c)", "c.compare(1, Decimal('snan'))", "Decimal.from_float(1.5)"):
        attempt(statement, c=c)
    with localcontext(c):
        for statement in ("Decimal(1) < 1.5", "Decimal(1) == 1.5", "Decimal(2.5)", "Decimal.from_number(2.5)", "Decimal(1) == complex(1.5)", "Decimal('x')", "Decimal('1e9999999999999999999')"):
            getcontext().clear_flags()
            attempt(statement)
            print(getcontext().flags[FloatOperation])
    for value in (Decimal("1.50"), Sub("-Infinity"), Decimal("sNaN7"), c, MyContext(4), DefaultContext, Decimal(5).as_tuple(), Inexact, DivisionByZero("x"), Decimal("1e-999999")):
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            again = pickle.loads(pickle.dumps(value, protocol))
            assert type(again) is type(value) and repr(again) == repr(value), value
        print(value, copy.copy(value), copy.deepcopy(value))
    d = Decimal(5)
    print(copy.copy(d) is d, copy.deepcopy(d) is d, Decimal(d) is d, type(Decimal(Sub(5))), Sub(5) + 1, type(Sub(5) + 1), type(-Sub(5)), Sub("7").given)

    with localcontext() as outer:
        outer.prec = 7
        print(Decimal(1) / 3, getcontext() is outer)
        with localcontext(prec=3) as inner:
            print(Decimal(1) / 3, getcontext() is inner)
        print(Decimal(1) / 3, getcontext() is outer)
        token = contextvars.copy_context()
        setcontext(Context(prec=2))
        print(Decimal(1) / 3, token.run(lambda: Decimal(1) / 3))
        print(token.run(lambda: (setcontext(Context(prec=4)), Decimal(1) / 3)[1]), Decimal(1) / 3, token.run(lambda: Decimal(1) / 3))
    setcontext(BasicContext)
    print(getcontext() is BasicContext, getcontext())
    setcontext(DefaultContext.copy())

    async def task(prec):
        getcontext()
        with localcontext(prec=prec):
            await asyncio.sleep(0)
            return str(Decimal(1) / 7)

    async def both():
        return await asyncio.gather(task(5), task(9))

    print(asyncio.run(both()))


def generator(prec):
    with localcontext(prec=prec):
        while True:
            yield Decimal(1) / 3


def in_threads():
    """Numbers, and one context, are used by several threads at once."""
    shared = Context(prec=30, traps=[])
    sums = []

    def work(seed):
        n = random.Random(seed)
        setcontext(Context(prec=40 + seed))
        total = Decimal(0)
        for i in range(3000):
            a = Decimal(n.randrange(1, 10**6)).scaleb(-3)
            total += a * a / 7
            shared.prec = 20 + i % 200
            x = shared.power(a, 3)
            assert abs(x / a - a * a) < 1
            shared.flags[Inexact] = False
            if i % 300 == 0:
                gc.collect()
        sums.append((seed, total))

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    print(sorted(sums))


def large_numbers():
    with localcontext(prec=3000):
        root = Decimal(2).sqrt()
        third = Decimal(1) / 3
        kept = []
        for i in range(200):
            kept.append(root * i + third)
            if i % 40 == 0:
                gc.collect()
        print(sum(kept) == root * sum(range(200)) + 200 * third or abs(sum(kept) - root * sum(range(200)) - 200 * third) < Decimal("1e-2900"))
        print(hash(root * root), str(kept[-1])[-30:], (root**5).normalize().adjusted(), len(str(Decimal(3) ** 4000)))
        print(int(root.scaleb(3000)) % 10**9, Decimal(7**3000) == 7**3000, int(Decimal(7**3000)) == 7**3000, Decimal(-(10**100)))
        print(str(pow(Decimal(3), 10**6, 10**50)), len((root * root).as_tuple().digits), -root + root, abs(-kept[7]) == kept[7])
    random.seed(11)
    for digits in (17, 18, 19, 20, 37, 38, 39, 75, 76, 77, 95, 96, 400):
        for _ in range(20):
            a, b = random.randrange(10**digits), random.randrange(1, 10 ** random.randrange(1, digits))
            with localcontext(prec=2 * digits + 5):
                x, y = Decimal(a), Decimal(-b)
                assert (int(x + y), int(x - y), int(x * y), int(x // y), int(x % y)) == (a - b, a + b, -a * b, -(a // b), a % b), (a, b)
                assert (x < y, x == a, int(str(x)), int(x)) == (False, True, a, a)
    two = [generator(4), generator(8)]
    print([next(two[i % 2]) for i in range(4)])


from collections.abc import MutableMapping  # noqa: E402

surface()
refusals()
arithmetic()
hashes()
formats()
contexts()
in_threads()
large_numbers()
