"""Classes: fields, inheritance, virtual methods, super, isinstance, static methods, constants, defaults."""

from typing import Final, final


class Shape:
    SIDES: Final = 0
    name: str
    tag: int

    def __init__(self, name: str, tag: int = 0) -> None:
        self.name = name
        self.tag = tag

    def area(self) -> int:
        return 0

    def describe(self) -> str:
        return self.name + ":" + str(self.area())

    @staticmethod
    def twice(x: int) -> int:
        return x * 2


class Square(Shape):
    side: int

    def __init__(self, side: int) -> None:
        super().__init__("square", tag=4)
        self.side = side

    def area(self) -> int:
        return self.side * self.side


@final
class Box(Square):
    def area(self) -> int:
        return super().area() * 6


class Circle(Shape):
    """Fields in __init__ only."""

    def __init__(self, r: int) -> None:
        super().__init__("circle")
        self.r: int = r

    def area(self) -> int:
        return 3 * self.r * self.r

    def describe(self) -> str:
        return "round " + super().describe()


class Node:
    value: int
    next: "Node | None"

    def __init__(self, value: int, next: "Node | None" = None) -> None:
        self.value = value
        self.next = next


class Flags:
    A = 1
    B = 2


class Empty:
    n: int
    ok: bool
    f: float
    who: "Empty | None"

    def __init__(self) -> None:
        self.n = 0
        self.ok = False
        self.f = 0.0
        self.who = None


def total(first: Node | None) -> int:
    s = 0
    node = first
    while node is not None:
        s += node.value
        node = node.next
    return s


def kind(s: Shape) -> int:
    if isinstance(s, Box):
        return 3
    if isinstance(s, (Square, Circle)):
        return s.tag + 10
    return 0


def same(a: Shape, b: Shape | None) -> bool:
    return a is b


def main() -> int:
    shapes = [Shape("none"), Square(3), Circle(2), Box(2)]
    for s in shapes:
        print(s.describe(), s.area(), kind(s), s.tag)
    print(total(Node(1, Node(2, Node(3)))), total(None))
    print(Flags.A | Flags.B, Shape.SIDES, shapes[0].SIDES, Shape.twice(4), shapes[1].twice(5))
    e = Empty()
    print(e.n, e.ok, e.f, e.who is None)
    e.n += 3
    e.n *= 2
    print(e.n, same(shapes[0], shapes[0]), same(shapes[0], None), same(shapes[0], shapes[1]))
    q = shapes[1]
    if isinstance(q, Square) and q.side == 3:
        print("side", q.side)
    r: Shape | None = shapes[2] if e.n > 1 else None
    print("none" if r is None else r.name, bool(r))
    return 0
