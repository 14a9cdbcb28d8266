"""list, dict, set, Array, tuples."""

from protodialect.types import Array


class Key:
    n: int

    def __init__(self, n: int) -> None:
        self.n = n


def divmod_(a: int, b: int) -> tuple[int, int]:
    return a // b, a % b


def pair(flag: bool) -> tuple[str, Key | None]:
    if flag:
        return "yes", Key(1)
    return "no", None


def main() -> int:
    a = [3, 1, 2]
    a.append(5)
    a.insert(1, 9)
    a.extend([7, 8])
    a[0] = 30
    a[-1] += 2
    print(len(a), a[0], a[-1], a.pop(), a.pop(0), a.index(9), a.count(1), 9 in a, 100 not in a)
    for x in sorted(a):
        print(x)
    b = a[1:3]
    print(len(b), b[0], b[1], b == [1, 2], b != [1, 2], (a + b)[-1])
    b.reverse()
    print(b[0], b[1])
    del a[0]
    a.remove(2)
    print(len(a), a[0])
    del a[0:1]
    c = a.copy()
    a.clear()
    print(len(a), len(c), bool(a), not c)
    squares = [i * i for i in range(6) if i % 2]
    for q in squares:
        print(q)
    names = [s + "!" for s in ["x", "yy"]]
    print(names[0], names[1], len([0] * 5), ([7] * 3)[2])
    d = {"one": 1, "two": 2}
    d["three"] = 3
    d["one"] += 10
    print(len(d), d["one"], d.get("four", -1), "two" in d, "x" in d)
    for k in d:
        print(k)
    for k, v in d.items():
        print(k, v)
    for v in d.values():
        print(v)
    del d["two"]
    print(d.pop("one"), d.pop("zz", 5), d.setdefault("n", 8), len(d))
    for k in sorted(d):
        print(k)
    nums: dict[int, str] = {}
    for i in range(100):
        nums[i * 7] = str(i)
    total = 0
    for n, text in nums.items():
        total += n + len(text)
    print(total, nums[693], nums.get(1) is None)
    k1, k2 = Key(1), Key(2)
    by_key = {k1: "a", k2: "b"}
    print(by_key[k1], by_key[k2])
    s: set[str] = set()
    s.add("q")
    s.add("q")
    s.add("r")
    s.discard("z")
    print(len(s), "q" in s, "z" in s)
    ints = {1, 2, 3}
    ints.remove(2)
    print(len(ints), 2 in ints)
    arr = Array[int](5, 2)
    for i in range(len(arr)):
        arr[i] += i
    t = 0
    for y in arr:
        t += y
    print(t, arr[4])
    q2, r2 = divmod_(17, 5)
    print(q2, r2, divmod_(9, 2)[1])
    text2, key = pair(True)
    print(text2, key is None, pair(False)[0])
    u, w = 1, 2
    u, w = w, u
    print(u, w)
    pairs: list[list[int]] = [[1, 2], [3]]
    pairs[0].append(4)
    print(len(pairs[0]), pairs[1][0])
    for i, name in enumerate(["a", "b"]):
        print(i, name)
    for i, j in zip([1, 2, 3], [4, 5]):
        print(i + j)
    for i in reversed([1, 2, 3]):
        print(i)
    for i in reversed(range(2, 5)):
        print(i)
    for i in range(10, 0, -3):
        print(i)
    for i in range(3):
        if i == 5:
            break
    else:
        print("no break")
    while True:
        u += 1
        if u > 5:
            break
        if u == 4:
            continue
        print("u", u)
    return 0
