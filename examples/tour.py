"""A tour of the language on one page. Its output is the same every time and under every Python 3.14."""

import collections
import functools
import math
import threading


def title(text):
    print(f"\n-- {text} --")


title("numbers")
print(2**100, -7 // 2, -7 % 3, 0.1 + 0.2, 1e22, 255 .bit_length(), round(2.5))
print(math.factorial(30) // 7**12, pow(3, 200, 1_000_007), f"{math.pi:.10f}", math.isqrt(10**40))
print(0b1011 ^ 0x2F, ~5, 1 << 70, complex(1, 2) * 3j, divmod(-17, 5), hex(2**64), 1_000 == 1e3)

title("strings")
name, value = "protopy", 3.14159
print(f"{name!r:>12}|{value:8.3f}|{42:#06x}|{1234567:,}|{name:^11}|{value=:.2f}|{'so ' + f'{name.upper()}'}")
print("häßlich".upper(), "Straße"[::-1], "a,b,,c".split(","), "-".join("xyz"), "🐍 s".encode()[:4], sep=" | ")
print("one two three".title().swapcase(), "abc" * 2, "b" in "abc", "%s is %05.1f" % ("pi", math.pi), "tab\t|")

title("lists, tuples, slices")
numbers = [5, 2, 9, 1, 7, 3]
first, *middle, last = numbers
print(first, middle, last, numbers[::-2], sorted(numbers, key=lambda n: -n), numbers[-3:])
numbers[1:3] = [20, 30, 40]
del numbers[::2]
print(numbers, (1, "two", 3.0) + (None,), [[0] * 2 for _ in range(2)], (1, 2) < (1, 3), [*range(3), *"ab"])

title("dicts and sets")
ages = {"ada": 36, "alan": 41} | {"grace": 85, "ada": 37}
print(ages, list(ages.items())[0], ages.get("edsger", "?"), {name: len(name) for name in ages})
print(sorted({3, 1, 2} ^ {2, 4}), {1, 2} <= {1, 2, 3}, frozenset("aab") == {"a", "b"}, ages.pop("alan"))
words = "the cat and the dog and the bird".split()
print(collections.Counter(words).most_common(2), collections.deque([1, 2, 3], maxlen=2))

title("functions and closures")


def describe(a, b=2, /, c=3, *rest, d, e=5, **more):
    return a, b, c, rest, d, e, more


print(describe(1, d=4), describe(1, 2, 3, 4, 5, *[6], d=7, **{"x": 8}))


def counter(start=0):
    def step(by=1):
        nonlocal start
        start += by
        return start

    return step


tick = counter(10)
print(tick(), tick(5), tick(), [f(10) for f in [lambda x, n=n: x * n for n in range(3)]])


@functools.lru_cache(maxsize=100)
def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


def twice(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(function(*args, **kwargs))

    return wrapper


@twice
def increment(n):
    """Adds one."""
    return n + 1


print(fibonacci(90), increment(5), increment.__name__, increment.__doc__)
print(functools.reduce(math.gcd, [84, 126, 210]), functools.partial(pow, 2, mod=100)(30))

title("comprehensions and the walrus")
print([y for x in range(20) if (y := x * x) % 3 == 1], y, sum(x for x in range(10) if x % 2))
print({(a, b) for a in "ab" for b in "cd"} == {("a", "c"), ("a", "d"), ("b", "c"), ("b", "d")})

title("classes")


class Shape:
    count = 0

    def __init_subclass__(cls, /, sides=0, **keywords):
        super().__init_subclass__(**keywords)
        cls.sides = sides

    def __init__(self, name):
        self.name = name
        type(self).count += 1

    @property
    def area(self):
        raise NotImplementedError

    def __repr__(self):
        return f"{type(self).__name__}({self.name!r}, area={self.area:.2f})"

    def __lt__(self, other):
        return self.area < other.area


class Rectangle(Shape, sides=4):
    __match_args__ = ("width", "height")

    def __init__(self, width, height):
        super().__init__("rectangle")
        self.width, self.height = width, height

    @property
    def area(self):
        return self.width * self.height

    @area.setter
    def area(self, wanted):
        self.height = wanted / self.width

    @classmethod
    def square(cls, side):
        return cls(side, side)

    @staticmethod
    def corners():
        return 4


class Circle(Shape):
    __slots__ = ("radius",)

    def __init__(self, radius):
        super().__init__("circle")
        self.radius = radius

    @property
    def area(self):
        return math.pi * self.radius**2


shapes = [Rectangle(2, 3), Circle(1), Rectangle.square(2)]
shapes[0].area = 12
print(sorted(shapes), Rectangle.sides, Rectangle.count, Shape.count, isinstance(shapes[1], Shape))


class Vector:
    def __init__(self, *parts):
        self.parts = parts

    def __add__(self, other):
        return Vector(*(a + b for a, b in zip(self.parts, other.parts)))

    def __rmul__(self, factor):
        return Vector(*(factor * part for part in self.parts))

    def __eq__(self, other):
        return isinstance(other, Vector) and self.parts == other.parts

    def __hash__(self):
        return hash(self.parts)

    def __getitem__(self, place):
        return self.parts[place]

    def __len__(self):
        return len(self.parts)

    def __bool__(self):
        return any(self.parts)

    def __getattr__(self, name):
        if name in ("x", "y", "z"):
            return self.parts["xyz".index(name)]
        raise AttributeError(f"no {name} in a vector")


v = 2 * Vector(1, 2, 3) + Vector(0, 0, 1)
print(v.parts, v == Vector(2, 4, 7), v.y, len(v), list(v), bool(Vector(0, 0)), getattr(v, "w", "no w"))


class A:
    def who(self):
        return "A"


class B(A):
    def who(self):
        return "B" + super().who()


class C(A):
    def who(self):
        return "C" + super().who()


class D(B, C):
    pass


print(D().who(), [cls.__name__ for cls in D.__mro__], type("Made", (A,), {"size": 3})().size)

title("generators")


def chunks(items, size):
    for start in range(0, len(items), size):
        yield items[start : start + size]


def averager():
    total = count = 0
    while True:
        received = yield total / count if count else None
        if received is None:
            return count
        total += received
        count += 1


def report(into):
    into.append((yield from averager()))
    yield "done"


print(list(chunks("abcdefg", 3)), sum(n * n for n in range(1_000)))
counts = []
average = report(counts)
next(average)
print(average.send(10), average.send(20), average.send(None), counts)

title("match")


def explain(thing):
    match thing:
        case 0 | 1:
            return "a bit"
        case int() as n if n < 0:
            return f"negative {n}"
        case [x, y]:
            return f"a pair of {x} and {y}"
        case [first, *_, "end"]:
            return f"from {first} to the end"
        case {"kind": "circle", "radius": radius, **others}:
            return f"radius {radius}, also {sorted(others)}"
        case Rectangle(w, h) if w == h:
            return f"a square of {w}"
        case Rectangle(width=w):
            return f"a rectangle {w} wide"
        case str(text):
            return f"text {text}"
        case _:
            return "something else"


things = [1, -4, (2, 3), [1, 2, 3, "end"], {"kind": "circle", "radius": 2, "at": 0}]
for thing in [*things, Rectangle(3, 3), Rectangle(3, 1), "hi", 2.5]:
    print(explain(thing), end="; ")
print()

title("exceptions")


class Refused(ValueError):
    pass


def risky(n):
    try:
        if n == 0:
            return 1 // n
        if n == 1:
            raise Refused("one is refused") from KeyError("why")
        return [n, n + 1][n]
    except ZeroDivisionError as error:
        return f"caught {error}"
    except Refused as error:
        return f"caught {type(error).__name__}: {error}, because of {error.__cause__!r}"
    else:
        return "never: every path above returned"
    finally:
        print(f"<{n}>", end=" ")


for n in range(3):
    try:
        print(risky(n))
    except IndexError as error:
        error.add_note("a note")
        print("outside:", error, error.__notes__)

try:
    raise ExceptionGroup("all", [ValueError("v"), ExceptionGroup("inner", [TypeError("t"), KeyError("k")])])
except* (TypeError, KeyError) as group:
    print("types and keys:", [len(part.exceptions) for part in group.exceptions])
except* ValueError as group:
    print("values:", group.exceptions)

try:
    int("twelve")
except ValueError as error:
    print(error)

title("context managers")


class Managed:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    def __enter__(self):
        print("enter", self.name, end="; ")
        return self

    def __exit__(self, kind, error, traceback):
        print("exit", self.name, kind.__name__ if kind else None, end="; ")
        return self.swallow


with Managed("outer", swallow=True) as outer, Managed("inner"):
    raise LookupError("swallowed by " + outer.name)
print("went on")

title("loops")
for n in range(2, 30):
    for factor in range(2, math.isqrt(n) + 1):
        if n % factor == 0:
            break
    else:
        print(n, end=" ")
print()
for place, (left, right) in enumerate(zip("abc", range(10, 40, 10)), start=1):
    print(place, left, right, end="; ")
print(any(x > 2 for x in [1, 2, 3]), all([]), list(map(str.upper, "ab")), list(reversed([1, 2])))

title("threads")
totals, lock = collections.defaultdict(int), threading.Lock()


def work(name, limit):
    subtotal = sum(n for n in range(limit) if n % 3 == 0)
    with lock:
        totals[name] += subtotal


threads = [threading.Thread(target=work, args=(f"t{n % 2}", 10_000 * (n + 1))) for n in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(totals.items()))

title("coroutines, driven by hand")


class Pause:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        return (yield self.value)


async def source(limit):
    for n in range(limit):
        yield n + await Pause(f"tick {n}")


async def main():
    return [item async for item in source(3)]


coroutine, answer = main(), None
try:
    while True:
        request = coroutine.send(answer)
        answer = 100
        print(request, end="; ")
except StopIteration as stop:
    print(stop.value)
