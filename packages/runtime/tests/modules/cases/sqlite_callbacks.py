"""sqlite3: callbacks that raise, keyword arguments that are deprecated, audit events."""

import sqlite3, warnings

warnings.simplefilter("always")


def showwarning(m, c, f, l, *a):
    c is ResourceWarning or print("WARN", c.__name__, str(m)[:80], l)


warnings.showwarning = showwarning
con = sqlite3.connect(":memory:", 1.0)
con = sqlite3.Connection(":memory:", 1.0)
con.create_function(name="a", narg=1, func=len)
con.create_function("a", narg=1, func=len)
con.create_function("a", 1, func=len)


def t(f):
    try:
        print("->", repr(f()))
    except BaseException as e:
        print("=>", type(e).__name__, e, getattr(e, "sqlite_errorcode", ""), getattr(e, "sqlite_errorname", ""))


t(lambda: con.create_function("a", narg=1))
t(lambda: con.create_function("a", narg=1, func=len, x=1))
t(lambda: con.create_function(name="a", narg="x", func=len))
con.set_authorizer(authorizer_callback=None)
con.set_progress_handler(progress_handler=None, n=1)
con.set_progress_handler(None, n=1)
con.set_trace_callback(trace_callback=None)
con.create_aggregate(name="a", n_arg=1, aggregate_class=len)
t(lambda: con.set_progress_handler(None))
t(lambda: con.set_progress_handler(None, 1, 2))
t(lambda: con.create_aggregate(1, 2, 3, 4))
t(lambda: con.create_window_function(1, 2))
t(lambda: con.create_collation(1))
t(lambda: con.set_trace_callback())
import sys

sys.addaudithook(lambda e, a: print("AUDIT", e, a) if e.startswith("sqlite3") else None)
c = sqlite3.connect(":memory:")
t(lambda: c.enable_load_extension(True))
t(lambda: c.load_extension("x", entrypoint="y"))
t(lambda: c.load_extension("x", entrypoint=1))
t(lambda: c.load_extension(1))
c.close()
sqlite3.enable_callback_tracebacks(True)
import sys

sys.unraisablehook = lambda u: print("UNR", u.exc_type, u.exc_value, str(u.err_msg)[:60], u.object)
c = sqlite3.connect(":memory:")


class A:
    def step(self, *a):
        1 / 0

    def finalize(self):
        return []

    def value(self):
        return 1

    def inverse(self, *a):
        pass


c.create_aggregate("ag", -1, A)
t(lambda: c.execute("select ag(1)").fetchall())


class B(A):
    def step(self, *a):
        pass


c.create_aggregate("ag", -1, B)
t(lambda: c.execute("select ag(1)").fetchall())
t(lambda: c.execute("select ag(1) where 0").fetchall())


class N:
    pass


c.create_aggregate("ag", -1, N)
t(lambda: c.execute("select ag(1)").fetchall())


class N:
    def step(self):
        pass


c.create_aggregate("ag", -1, N)
t(lambda: c.execute("select ag()").fetchall())


class N:
    def __init__(self):
        1 / 0


c.create_aggregate("ag", -1, N)
t(lambda: c.execute("select ag()").fetchall())


class N:
    def step(self, x):
        pass

    def finalize(self):
        return 1


c.create_window_function("w", 1, N)
t(
    lambda: c.execute(
        "select w(a) over (order by a rows between 1 preceding and 1 following) from (select 1 a union select 2 union select 3)"
    ).fetchall()
)


class N(N):
    def value(self):
        1 / 0

    def inverse(self, x):
        pass


c.create_window_function("w", 1, N)
t(
    lambda: c.execute(
        "select w(a) over (order by a rows between 1 preceding and 1 following) from (select 1 a union select 2 union select 3)"
    ).fetchall()
)


class N(N):
    def value(self):
        return []

    def inverse(self, x):
        pass


c.create_window_function("w", 1, N)
t(
    lambda: c.execute(
        "select w(a) over (order by a rows between 1 preceding and 1 following) from (select 1 a union select 2 union select 3)"
    ).fetchall()
)


class N(N):
    def value(self):
        return 1

    def inverse(self, x):
        1 / 0


c.create_window_function("w", 1, N)
t(
    lambda: c.execute(
        "select w(a) over (order by a rows between 1 preceding and 1 following) from (select 1 a union select 2 union select 3)"
    ).fetchall()
)
c.create_collation("cc", lambda a, b: 1 / 0)
t(lambda: c.execute("select a from (select 'x' a union select 'y') order by a collate cc").fetchall())
c.create_collation("cc", lambda a, b: "x")
t(lambda: c.execute("select a from (select 'x' a union select 'y') order by a collate cc").fetchall())
c.set_authorizer(lambda *a: "x")
t(lambda: c.execute("select 1"))
c.set_authorizer(lambda *a: 2**40)
t(lambda: c.execute("select 1"))
c.set_authorizer(lambda *a: 1 / 0)
t(lambda: c.execute("select 1"))
c.set_authorizer(lambda *a: print(a) or 0)
t(lambda: c.execute("select 1"))
c.set_authorizer(None)
c.set_trace_callback(lambda s: 1 / 0)
t(lambda: c.execute("select 1"))
c.set_trace_callback(None)
c.set_progress_handler(lambda: 1 / 0, 1)
t(lambda: c.execute("select 1"))
c.set_progress_handler(None, 1)
c.create_function("f", 0, lambda: 1 / 0)
t(lambda: c.execute("select f()").fetchall())


def raises(*a):
    raise KeyboardInterrupt


c.create_function("f", 0, raises)
t(lambda: c.execute("select f()").fetchall())
c.create_function("f", 0, lambda: [].x)
t(lambda: c.execute("select f()").fetchall())
c.create_function("f", 1, lambda x: x)
t(lambda: c.execute("select f(cast(x'ff41' as text))").fetchall())
print(c.isolation_level, c("select 1"))
cu = c.execute("select 1 union select 2")
next(cu)
c.close()
t(lambda: next(cu))
t(lambda: cu.close())
t(lambda: cu.description)
