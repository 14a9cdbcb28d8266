"""Module-level data of every shape that can be frozen; main() prints it from the image, the host prints it
from its own objects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from protodialect.types import Array, FieldRef, Trailing, Value, new_trailing, read_field, set_instance_shape, u8, u16, unwrap
from protopython.protocore.collector import collect
from protopython.protocore.object import W_Object
from protopython.protocore.shape import Layout, Shape, no_type
from protopython.protocore.value import float_value, from_int, int_value, is_empty, new_float


class Point:
    x: int
    y: float
    name: str
    data: bytes
    flag: bool
    small: u8
    next: Point | None

    def __init__(self, x: int, y: float, name: str) -> None:
        self.x = x
        self.y = y
        self.name = name
        self.data = name.encode()
        self.flag = x > 1
        self.small = u8(x)
        self.next = None


class Corner(Point):
    angles: list[Point]
    value: Value

    def __init__(self, x: int) -> None:
        super().__init__(x, 0.25, "corner")
        self.angles = [self]
        self.value = from_int(x)


class Column:
    """One field of points, however it is typed; the others are not asked for."""

    number: FieldRef[Point, int]
    small: FieldRef[Point, u8]
    real: FieldRef[Point, float]
    flag: FieldRef[Point, bool]
    text: FieldRef[Point, str]
    data: FieldRef[Point, bytes]
    point: FieldRef[Point, Point | None]
    points: FieldRef[Corner, list[Point | None]]
    value: FieldRef[Corner, Value]

    def __init__(self) -> None:
        self.number = FieldRef(Point, "x")
        self.small = FieldRef(Point, "small")
        self.real = FieldRef(Point, "y")
        self.flag = FieldRef(Point, "flag")
        self.text = FieldRef(Corner, "name")
        self.data = FieldRef(Point, "data")
        self.point = FieldRef(Point, "next")
        self.points = FieldRef(Corner, "angles")
        self.value = FieldRef(Corner, "value")


class W_Number(W_Object):
    number: int

    def __init__(self, number: int) -> None:
        self.number = number


set_instance_shape(W_Number, Shape(Layout.of_class(W_Number, False), no_type()))


class W_Row(W_Object):
    length: int
    items: Trailing[Value]


set_instance_shape(W_Row, Shape(Layout.of_class(W_Row, False), no_type()))


def double(x: int) -> int:
    return 2 * x


def square(x: int) -> int:
    return x * x


class Operation:
    name: str
    run: Callable[[int], int]

    def __init__(self, name: str, run: Callable[[int], int]) -> None:
        self.name = name
        self.run = run


FIRST: Final[Point] = Point(1, 0.5, "first")
SECOND: Final[Point] = Point(300, -1e300, "zwei\u00e9\u6f22\U0001f600")
FIRST.next = SECOND
SECOND.next = FIRST
CORNER: Final[Corner] = Corner(3)
COLUMN: Final[Column] = Column()
BY_NAME: Final[dict[str, FieldRef[Point, int]]] = {"x": FieldRef(Point, "x"), "again": FieldRef(Corner, "x")}
NUMBERS: Final[list[int]] = [i * i for i in range(10)]
POINTS: Final[dict[str, Point]] = {"one": FIRST, "two": SECOND}
SQUARES: Final[dict[int, str]] = {i * 1000 - 3000: str(i) for i in range(200)}
BY_POINT: Final[dict[Point, int]] = {FIRST: 11, SECOND: 22}
WORDS: Final[set[str]] = {"if", "else", "while"}
EMPTY_DICT: Final[dict[str, int]] = {}
TABLE: Final[Array[u16]] = Array.of([u16(i * 500) for i in range(100)])
FLAGS: Final[Array[bool]] = Array.of([i % 3 == 0 for i in range(10)])
OPERATIONS: Final[list[Operation]] = [Operation("double", double), Operation("square", square)]
NESTED: Final[list[list[str]]] = [["a", "b"], [], ["c"]]
SHARED_A: Final[list[list[int]]] = [NUMBERS, NUMBERS]
VALUES: Final[Array[Value]] = Array.of(
    [from_int(-5), new_float(2.5), new_float(0.0), new_float(1e-300), from_int((1 << 62) - 1)]
)


def make_row() -> W_Row:
    row = new_trailing(W_Row, None, 3)
    row.items[0] = from_int(7)
    row.items[1] = W_Number(8)  # type: ignore[assignment,call-overload]
    return row


ROW: Final[W_Row] = make_row()


class Counter:
    count: int

    def __init__(self) -> None:
        self.count = 0


COUNTER: Final[Counter] = Counter()


def read_fields(c: Corner) -> None:
    """Fields that a frozen table names."""
    print(read_field(c, COLUMN.number), read_field(c, COLUMN.small), read_field(c, COLUMN.real), read_field(c, COLUMN.flag))
    print(read_field(c, COLUMN.text), len(read_field(c, COLUMN.data)), read_field(c, COLUMN.point) is None)
    for p in read_field(c, COLUMN.points):
        print(p is c)
    print(int_value(read_field(c, COLUMN.value)))
    for name, ref in BY_NAME.items():
        print(name, read_field(c, ref))


def main() -> int:
    collect()
    read_fields(CORNER)
    made = Corner(400)
    made.next = made
    read_fields(made)
    print(FIRST.x, FIRST.y, FIRST.name, FIRST.flag, FIRST.small, len(FIRST.data))
    p = FIRST.next
    if p is not None:
        print(p.x, p.y, p.name, p.flag, p.small, p.data == p.name.encode(), p.next is FIRST)
    for n in NUMBERS:
        print(n)
    NUMBERS.append(1000)
    print(len(SHARED_A[1]), SHARED_A[0] is SHARED_A[1])
    print(POINTS["two"] is SECOND, "three" in POINTS, POINTS["one"].name)
    for i in range(200):
        if SQUARES[i * 1000 - 3000] != str(i):
            print("wrong", i)
    print(5 in SQUARES, BY_POINT[SECOND], BY_POINT[FIRST])
    print("if" in WORDS, "elif" in WORDS, len(WORDS))
    EMPTY_DICT["x"] = 5
    print(EMPTY_DICT["x"], len(EMPTY_DICT))
    POINTS["three"] = Point(3, 3.0, "three")
    collect()
    print(POINTS["three"].name, len(POINTS))
    print(TABLE[99], TABLE[1], FLAGS[3], FLAGS[4])
    for o in OPERATIONS:
        print(o.name, o.run(7))
    for inner in NESTED:
        print(len(inner))
    print(
        int_value(VALUES[0]),
        float_value(VALUES[1]),
        float_value(VALUES[2]),
        float_value(VALUES[3]),
        int_value(VALUES[4]),
    )
    print(ROW.length, int_value(ROW.items[0]), unwrap(W_Number, ROW.items[1]).number, is_empty(ROW.items[2]))
    COUNTER.count += 1
    print(COUNTER.count)
    return 0
