"""Who saw a class's new attribute in its namespace sees it through the class, its subclasses and their instances, too."""

from hammer import each


class C:
    x = 0


class D(C):
    pass


d = D()
working = [True]
late = []


def write():
    for _ in range(20_000):
        C.x, D.x, d.x
        C.x += 1
    working.clear()


def read():
    while working:
        for get in (lambda: C.x), (lambda: D.x), (lambda: d.x):
            seen = C.__dict__["x"]
            if get() < seen:
                late.append(seen)


print(each(5, lambda k: write() if k == 0 else read()) + len(late))
