"""Exceptions: raise, except, else, finally, with; what returns and loops do inside them."""


class Failure(Exception):
    code: int

    def __init__(self, code: int) -> None:
        self.code = code


class Worse(Failure):
    pass


class Guard:
    name: str
    depth: int

    def __init__(self, name: str) -> None:
        self.name = name
        self.depth = 0

    def __enter__(self) -> "Guard":
        print("enter", self.name)
        self.depth += 1
        return self

    def __exit__(self, kind: object, value: object, tb: object) -> None:
        print("exit", self.name)
        self.depth -= 1


def risky(n: int) -> int:
    if n == 1:
        raise Failure(11)
    if n == 2:
        raise Worse(22)
    if n == 3:
        raise ValueError("three")
    if n == 4:
        return [1, 2][n]
    if n == 5:
        return {"a": 1}["b"]
    return n


def attempt(n: int) -> str:
    try:
        risky(n)
    except Worse as w:
        return f"worse {w.code}"
    except Failure as f:
        return f"failure {f.code}"
    except (ValueError, KeyError):
        return "value or key"
    except Exception:
        return "other"
    else:
        return "fine"
    finally:
        print("finally", n)


def loop() -> int:
    count = 0
    for i in range(6):
        try:
            if i == 4:
                break
            risky(i)
            continue
        except Failure as f:
            count += f.code
        except ValueError:
            count += 1
        finally:
            count += 100
    return count


def again(n: int) -> int:
    try:
        try:
            return risky(n)
        except Failure:
            print("again")
            raise
    finally:
        print("out")


def unchanged() -> int:
    x = 5
    try:
        x = risky(3)
    except ValueError as e:
        print("message", str(e))
    return x


def order(n: int) -> int:
    print("order", n)
    return n


def combine(a: int, b: int, c: int) -> int:
    return a * 100 + b * 10 + c


def guarded(n: int) -> int:
    with Guard("a") as g, Guard("b"):
        print(g.depth)
        return risky(n)


def nested_finally() -> int:
    for i in range(3):
        try:
            try:
                if i == 1:
                    return i
            finally:
                print("inner", i)
        finally:
            print("outer", i)
    return -1


def main() -> int:
    for n in range(6):
        print(attempt(n))
    print(loop())
    try:
        again(2)
    except Failure as f:
        print("caught", f.code)
    print(again(9), unchanged())
    print(combine(order(1), order(2), order(3)), order(1) + order(2) * order(3))
    print(guarded(7))
    try:
        guarded(1)
    except Failure:
        print("guarded failed")
    print(nested_finally())
    try:
        raise KeyError
    except KeyError:
        print("bare class")
    try:
        [1].pop(7)
    except IndexError:
        print("pop")
    try:
        raise RuntimeError("abc") from None
    except Exception as e:
        print("exc", e.args[0] if False else str(e))
    return 0
