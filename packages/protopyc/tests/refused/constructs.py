"""Constructs of Python that the dialect leaves out."""

from typing import Callable

from protodialect.types import EMPTY, Array, FieldRef, Trailing, Value, i32, races, read_field
from protodialect.unsafe import c_function, callback_address

COUNTER = 0


class Two:
    x: int

    def __init__(self) -> None:
        self.x = 0

    @property
    def y(self) -> int:
        return self.x


@races(x="who writes it has the lock", z="there is none")
class Raced:  # error: @races names z, which is no field that class Raced declares
    x: int


class Left:
    pass


class Right:
    pass


class Both(Left, Right):  # error: single inheritance
    pass


def closures(n: int) -> int:
    def inner() -> int:  # error: a nested function is outside the dialect; write a module-level function
        return n

    return n


def assigns_global() -> None:
    global COUNTER  # error: global is outside the dialect
    COUNTER = 1  # error: assigns the module global COUNTER; keep changing state in an object


def generator_expression(a: list[int]) -> int:
    return len(list(x for x in a))  # error: a generator expression is outside the dialect


def dict_comprehension(a: list[int]) -> int:
    return len({x: 1 for x in a})  # error: a dict comprehension is outside the dialect


def bare_raise() -> None:
    try:
        print(1)
    except ValueError:
        raise
    raise  # error: `raise` without an exception, outside an except block


def step(a: list[int]) -> list[int]:
    return a[::2]  # error: slices with a step are outside the dialect; write a loop


def anything(x: object) -> int:  # error: `object` is outside the dialect
    return 1


class Holder:
    n: int | None  # error: int cannot be None

    def __init__(self) -> None:
        self.n = None  # error: declares no field n


def raced(x: Raced) -> int:
    return x.x


def optional_int(x: Holder) -> int:
    return 1


def mixed(x: int | str) -> int:  # error: union
    return 1


def power(a: int, b: int) -> int:
    return int(a**b)  # error: int ** int is outside the dialect


def star(*args: int) -> int:  # error: *args and **kwargs are outside the dialect
    return 0


def percent(a: str) -> str:
    return "%s" % a  # error: str % is outside the dialect; use an f-string


def spec(a: int) -> str:
    return f"{a:x}"  # error: format specs in f-strings are outside the dialect


def values(a: Value, b: Value) -> bool:
    return a == b  # error: Values are compared with same(a, b)


def truth_of_value(a: Value) -> int:
    if a:  # error: a Value has no truth of its own
        return 1
    return 0


def match_text(s: str) -> int:
    match s:  # error: match on str is outside the dialect
        case "a":
            return 1
        case _:
            return 0


def match_capture(n: int) -> int:
    match n:
        case x:  # error: patterns are int constants
            return x


def big() -> int:
    return 1 << 70  # error: does not fit a machine integer


def class_value() -> int:
    c = Two  # error: class Two used as a value
    return 1


def bad_key(d: dict[float, int]) -> int:  # error: float cannot be a key
    return 0


def unknown_length(t: tuple[int, ...]) -> int:  # error: tuples of unknown length are outside the dialect
    return 0


def deletes(t: Two) -> None:
    del t.x  # error: del of an attribute is outside the dialect


def names(a: list[int]) -> int:
    return sum(a)  # error: sum() is outside the dialect


def converts(v: Value) -> Two:
    two: Two = v  # type: ignore  # error: convert with wrap(obj), unwrap(C, v)
    return two


def uses_property(t: Two) -> int:
    return t.y  # error: declares no field y


def bound(t: Two) -> int:
    f: Callable[[], int] = t.method  # type: ignore  # error: class Two declares no field method
    return f()


def field_ref_at_run_time(b: Two) -> int:
    ref: FieldRef[Two, int] = FieldRef(Two, "x")  # error: FieldRef() is made at module level; keep it in a table
    return read_field(b, ref)


def trailing_field(ref: FieldRef[Two, Trailing[int]]) -> None:  # error: a field of a class, and no trailing array
    pass


def called_by_c(a: int) -> int:
    return a


def unmarked_callback() -> int:
    return callback_address(called_by_c)  # error: wants the name of a function that is marked @c_callback


@c_function("abs")
def c_absolute(i: i32) -> i32: ...


def narrow_value() -> int:
    f = c_absolute  # error: a C function with narrow parameters; only its calls are supported
    return int(f(i32(1)))


def main() -> int:
    narrow_value()
    field_ref_at_run_time(Two())
    trailing_field
    closures(1)
    assigns_global()
    generator_expression([])
    dict_comprehension([])
    step([])
    anything(1)
    optional_int(Holder())
    raced(Raced())
    mixed(1)
    power(1, 2)
    star(1)
    percent("a")
    spec(1)
    values(EMPTY, EMPTY)
    truth_of_value(EMPTY)
    match_text("")
    match_capture(1)
    big()
    class_value()
    bad_key({})
    unknown_length((1,))
    deletes(Two())
    names([])
    converts(EMPTY)
    uses_property(Two())
    unmarked_callback()
    bound(Two())
    bare_raise()
    both = Both()
    print(Array[int](3, 0)[0], 1 if both is None else 0)
    return 0
