def down(n):
    return down(n + 1)


try:
    down(0)
except RecursionError as e:
    print(e)
a = []
a.append(a)
print(a)
d = {}
d["d"] = d
print(d)


class R:
    def __repr__(self):
        return repr(self)


try:
    repr(R())
except RecursionError:
    print("recursion in repr")
try:
    [0] * 10**15
except MemoryError:
    print("memory")


class G:
    def __getattr__(self, n):
        return getattr(self, n + "x")


try:
    G().a
except RecursionError:
    print("recursion in getattr")
