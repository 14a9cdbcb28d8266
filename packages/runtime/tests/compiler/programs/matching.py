class P:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


def m(v):
    match v:
        case 0 | 1:
            return "small"
        case -5:
            return "minus five"
        case "a" | b"b" | 2.5 | 3j:
            return "literal"
        case None:
            return "none"
        case True:
            return "true"
        case []:
            return "empty"
        case [x]:
            return ("one", x)
        case [x, y] if x == y:
            return ("same", x)
        case (1, [a, *_, b]) | (2, [b, a]):
            return ("alt", a, b)
        case [1, *rest]:
            return ("rest", rest)
        case [*init, 99]:
            return ("init", init)
        case [a, *mid, b] if mid:
            return ("mid", a, mid, b)
        case [_, _]:
            return "two"
        case {"k": 1, "v": [q, *_]}:
            return ("map", q)
        case {"k": k, **rest}:
            return ("rest of map", k, rest)
        case {}:
            return "some map"
        case P(0, y=0):
            return "origin"
        case P(int(x), y) as p if x > y:
            return ("P", x, y, p is v)
        case P(x=P(a, _)):
            return ("inner", a)
        case int(n):
            return ("int", n)
        case str() as s:
            return ("str", s)
        case float.real:
            return "never"
        case (float() | complex()) as z:
            return ("number", z)
        case _:
            return "other"


for v in [
    0, 1, True, -5, "a", b"b", 2.5, 3j, None, [], [5], [3, 3], (1, [7, 8, 9]), (2, [7, 8]), [1, 2, 3], [5, 6, 99], [4, 5, 6],
    [3, 4], {"k": 1, "v": [9, 8]}, {"k": 2, "z": 3}, {}, {"a": 1}, P(0, 0), P(3, 2), P(P(4, 5), 6), 77, "text", 1.5, 1j, object,
    range(1), "", (1, 2, 3),
]:  # fmt: skip
    print(m(v))


def scope(x):
    match x:
        case [x, y] if x > 5:
            pass
        case [a, b]:
            return x, a, b
    return x


print(scope([1, 2]), scope([6, 7]), scope(3))
match 5:
    case n if n > 10:
        print("no")
    case n:
        print("n", n)
match (1, 2):
    case a, b:
        print(a, b)
match {"x": {"y": [1, {"z": 2}]}}:
    case {"x": {"y": [_, {"z": z}]}}:
        print(z)
