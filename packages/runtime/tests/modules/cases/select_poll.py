"""select, poll and epoll: what is ready, and every refusal."""

import os
import select

r, w = os.pipe()


class HasFileno:
    def __init__(self, n):
        self.n = n

    def fileno(self):
        return self.n

    def __repr__(self):
        return "HasFileno"


def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as e:
        result = f"{type(e).__name__}: {e}"
    print(getattr(f, "__name__", f), args, kwargs, "->", result)


print(sorted(n for n in dir(select)))
print({n: getattr(select, n) for n in dir(select) if isinstance(getattr(select, n), int)})
attempt(select.select, [r], [w], [], 0)
attempt(select.select, [HasFileno(r)], [HasFileno(w)], [], 0.01)
os.write(w, b"x")
attempt(select.select, [r], [], [], None)
for timeout in (-1, "a", float("nan"), 1e300, 1 << 100):
    attempt(select.select, [r], [], [], timeout)
for sequence in (1, ["a"], [2000], [-1], [HasFileno("x")]):
    attempt(select.select, sequence, [], [], 0)

p = select.poll()
print(type(p), [n for n in dir(p) if n[0] != "_"])
attempt(p.register, r)
attempt(p.register, HasFileno(w), select.POLLOUT)
for timeout in ((), (0,), ("a",), (1.5,), (-1,), (-0.5,), (None,), (1 << 40,), (1 << 100,)):
    attempt(p.poll, *timeout)
attempt(p.modify, r, 0)
attempt(p.modify, 99, 0)
attempt(p.unregister, 99)
attempt(p.unregister, r)
attempt(p.poll, 10)
for mask in ("a", 1 << 20, -1, 1 << 16):
    attempt(p.register, r, mask)
attempt(p.register, -1)
attempt(type(p))

e = select.epoll()
print(type(e), [n for n in dir(e) if n[0] != "_"], e.closed, e.fileno() > 0)
attempt(e.register, r, select.EPOLLIN)
attempt(e.register, r)
attempt(e.register, w, select.EPOLLOUT)
attempt(e.poll)
attempt(e.poll, maxevents=0)
attempt(e.poll, maxevents=-2)
attempt(e.poll, "a")
attempt(e.modify, r, 0)
attempt(e.modify, 77, 0)
attempt(e.unregister, r)
attempt(e.unregister, r)
attempt(e.unregister, "a")
with e as same:
    print(same is e)
attempt(e.poll)
attempt(e.fileno)
attempt(e.register, r)
e.close()
print(e.closed)
for args in ((-2,), (0,), (-1, 5), ("a",)):
    attempt(select.epoll, *args)
x = select.epoll()
y = select.epoll.fromfd(x.fileno())
print(x.fileno() == y.fileno(), select.error)
y.close()
print(hasattr(select.epoll, "__del__"))
