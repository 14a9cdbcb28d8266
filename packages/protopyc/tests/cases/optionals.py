"""None: optional objects, and optional numbers in locals, parameters and results."""


def find(d: dict[str, int], key: str) -> int | None:
    n = d.get(key)
    if n is None:
        n = d.get(key.lower())
    if n is not None and n > 100:
        return None
    return n


def half(x: float | None = None, limit: int | None = None) -> float:
    if x is None:
        return -1.0 if limit is None else float(limit)
    return x / 2


def show(n: int | None) -> str:
    if n is None:
        return "none"
    return str(n + 1)


def main() -> int:
    d = {"a": 1, "big": 1000, "zero": 0}
    for key in ["a", "A", "x", "big", "zero"]:
        n = find(d, key)
        print(key, show(n), n is None, bool(n), n == 1, n != 1)
    print(half(), half(3), half(None, 7), half(limit=2))
    k = find(d, "a")
    if k:
        print("true", k * 2)
    return 0
