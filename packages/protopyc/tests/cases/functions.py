"""Functions as values, module globals, frozen data, match, lambda, conditional compilation."""

from enum import IntEnum
from typing import Callable, Final

from protodialect.types import COMPILED, Array, inline, likely, noinline, unlikely

LIMIT: Final = 12
TABLE = [i * i for i in range(LIMIT)]
NAMES: dict[str, int] = {}


class Color(IntEnum):
    RED = 1
    GREEN = 2
    BLUE = 30


class Entry:
    name: str
    action: Callable[[int], int]
    next: "Entry | None"

    def __init__(self, name: str, action: Callable[[int], int], next: "Entry | None") -> None:
        self.name = name
        self.action = action
        self.next = next


def double(x: int) -> int:
    return x * 2


def triple(x: int) -> int:
    return x * 3


ENTRIES: list[Entry] = []


def register(name: str) -> Callable[[Callable[[int], int]], Callable[[int], int]]:
    def add(f: Callable[[int], int]) -> Callable[[int], int]:
        ENTRIES.append(Entry(name, f, ENTRIES[-1] if ENTRIES else None))
        NAMES[name] = len(ENTRIES)
        return f

    return add


@register("plus")
def plus_one(x: int) -> int:
    return x + 1


@register("square")
def square(x: int) -> int:
    return x * x


OPERATIONS: Array[Callable[[int], int]] = Array.of([double, triple, lambda x: x - 1])
WORDS = Array.of(["alpha", "beta"])


def apply(f: Callable[[int], int], x: int) -> int:
    return f(x)


@inline
def clamp(x: int) -> int:
    return 100 if x > 100 else x


@noinline
def slow(x: int) -> int:
    return clamp(x) + 1


def classify(n: int) -> str:
    match n:
        case 1 | 2:
            return "small"
        case Color.BLUE:
            return "blue"
        case -5:
            return "negative"
        case _:
            return "other"


def count(n: int) -> int:
    total = 0
    for i in range(n):
        match i:
            case 0:
                continue
            case 3:
                break
            case 1:
                total += 10
        total += 1
    return total


def world() -> int:
    if COMPILED:
        return 1
    else:
        return len([1 for c in "x" if c.islower()])


def main() -> int:
    print(apply(double, 4), apply(lambda x: x + 100, 1))
    f = triple
    print(f(5), (double if f is triple else triple)(3))
    for e in ENTRIES:
        print(e.name, e.action(6), NAMES[e.name], e.next is None)
    for i in range(len(OPERATIONS)):
        print(OPERATIONS[i](10))
    print(TABLE[3], len(TABLE), WORDS[1], LIMIT)
    print(classify(2), classify(30), classify(-5), classify(7), count(10))
    c = Color.GREEN
    print(int(c), c == Color.GREEN, c + 1, Color.RED.value, Color(30) == 30)
    if likely(c > 0) and not unlikely(c > 5):
        print(slow(500), world())
    return 0
