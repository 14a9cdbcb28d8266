"""sqlite3: parameters, columns, rows, blobs, functions, transactions."""

import sqlite3

con = sqlite3.connect(":memory:", isolation_level=None)


def t(f):
    try:
        print("->", repr(f()))
    except BaseException as e:
        print("=>", type(e).__name__, e, getattr(e, "sqlite_errorcode", ""), getattr(e, "sqlite_errorname", ""))


con.execute("create table t(a)")
cu = con.cursor()
t(lambda: cu.executemany("insert into t values(?) returning a", [(1,), (2,)]))
t(lambda: cu.fetchall())
t(lambda: cu.rowcount)
t(lambda: con.execute("select a from t").fetchmany(0))
t(lambda: con.execute("insert into t values(7) returning a").rowcount)


def f(a, b):
    1 / 0


con.create_collation("c", f)
t(lambda: con.execute("select a from (select 'x' a union select 'y') order by a collate c").fetchall())
con.create_collation("c", lambda a, b: "x")
t(lambda: con.execute("select a from (select 'x' a union select 'y') order by a collate c").fetchall())
t(lambda: con.create_function("a" * 256, 1, len))
t(lambda: con.create_aggregate("a" * 256, 1, len))
t(lambda: con.create_window_function("a" * 256, 1, len))
t(lambda: con.create_function())
t(lambda: con.create_function(1, 2, 3, 4))
t(lambda: con.create_function(1, 2, 3, 4, 5))
t(lambda: con.create_function("f", 1, len, x=3))
t(lambda: con.set_authorizer())
t(lambda: con.set_authorizer(1, 2))
t(lambda: con.set_authorizer(x=1))
con.execute("create table b(x blob)")
con.execute("insert into b values (zeroblob(10))")
b = con.blobopen("b", "x", 1)
for s in [
    "len(b)",
    "b[0]",
    "b[100]",
    "b['a']",
    "b[1:3]",
    "b[::2]",
    "b[::-1]",
    "b[1.5]",
    "b.read('x')",
    "b.read(3)",
    "b.tell()",
    "b.write(1)",
    "b.write('a')",
    "b.write(b'a'*100)",
    "b.seek(1,5)",
    "b.seek('x')",
    "b.seek(100)",
    "b.seek(-1)",
    "b.seek(2**31)",
    "b.seek(2**31-1,1)",
    "b.__setitem__(0,256)",
    "b.__setitem__(0,-1)",
    "b.__setitem__(0,'x')",
    "b.__setitem__(0,2**80)",
    "b.__setitem__(0,b'x')",
    "b.__setitem__(slice(0,2),b'x')",
    "b.__setitem__(slice(0,2),1)",
    "b.__setitem__(slice(0,4,2),b'xy')",
    "b.__setitem__(slice(4,0,-1),b'xyxy')",
    "b.__delitem__(0)",
    "b.__delitem__(slice(0,1))",
    "b.__delitem__('a')",
    "b[2**70]",
    "b[:]",
    "b[5:2]",
    "b.__setitem__(slice(5,2),b'')",
    "list(b)",
    "b in b",
    "b*2",
    "b+b'x'",
    "iter(b)",
    "b.__enter__() is b",
    "b.__exit__(1,2,3)",
    "b.read()",
    "len(b)",
    "b[0]",
    "b.close()",
    "b.tell()",
    "b.__enter__()",
    "bool(b)",
    "b.__exit__(None,None,None)",
    "b.__exit__(1)",
    "b.read(1,2)",
    "b.seek()",
]:
    print(s, end=" ")
    t(lambda: eval(s))
con.execute("insert into b values (zeroblob(3))")
b = con.blobopen("b", "x", 2)
con.execute("update b set x='ab' where rowid=2")
for s in ["b.read()", "b[0]", "b[0:1]", "b.write(b'1')", "b.__setitem__(0,1)", "len(b)", "b.close()"]:
    print(s, end=" ")
    t(lambda: eval(s))
con.execute("insert into b values (zeroblob(3))")
b = con.blobopen("b", "x", 3, readonly=True)
t(lambda: b.write(b"1"))
t(lambda: b.read())
t(lambda: con.blobopen("b", "x", 99))
t(lambda: con.blobopen("b", "x", True))
t(lambda: con.blobopen("b", "x", 1, name="zz"))
R = sqlite3.Row
con.row_factory = R
r = con.execute("select 1 as a, 2 as B, 3 as 'ä'").fetchone()
for s in [
    "r['A']",
    "r['b']",
    "r['Ä']",
    "r[3]",
    "r[-1]",
    "r[-4]",
    "r[2**70]",
    "r[0:2]",
    "r[1.5]",
    "r[True]",
    "hash(r)==hash(r)",
    "r==r",
    "r!=r",
    "r==(1,2,3)",
    "r<r",
    "r.keys()",
    "list(r)",
    "len(r)",
    "tuple(r)",
    "repr(r)[:20]",
    "r in r",
    "dict(r)",
    "reversed(r)",
    "r[None]",
]:
    print(s, end=" ")
    t(lambda: eval(s))
con.row_factory = None
con.text_factory = lambda b: b.upper()
t(lambda: con.execute("select 'abc'").fetchall())
con.text_factory = bytearray
t(lambda: con.execute("select 'abc'").fetchall())
con.text_factory = 3
t(lambda: con.execute("select 'abc'").fetchall())
con.text_factory = str
t(lambda: con.execute("select cast(x'ff41' as text) as q").fetchall())
con = sqlite3.connect(":memory:")
con.create_function("f", -1, lambda *a: repr(a))
t(lambda: con.execute("select f(1,2.5,'a',x'00',null)").fetchall())
t(lambda: con.execute("select f(cast(x'ff41' as text))").fetchall())
con = sqlite3.connect(":memory:")
con.create_function("g", 0, lambda: 2**70)
t(lambda: con.execute("select g()").fetchall())
con = sqlite3.connect(":memory:")
con.create_function("g", 0, lambda: [])
t(lambda: con.execute("select g()").fetchall())
con = sqlite3.connect(":memory:")
con.create_function("g", 0, lambda: "\ud800")
t(lambda: con.execute("select g()").fetchall())
con = sqlite3.connect(":memory:")
con.create_function("g", 0, lambda: memoryview(b"abcd")[::2])
t(lambda: con.execute("select g()").fetchall())
con = sqlite3.connect(":memory:")
con.create_function("g", 0, None)
t(lambda: con.execute("select g()").fetchall())
con = sqlite3.connect(":memory:")
con.create_function("g", 0, lambda con=con: con.execute("select 1").fetchone()[0])
t(lambda: con.execute("select g()").fetchall())
con = sqlite3.connect(":memory:")
t(lambda: con.execute("insert into x values(1)"))
con.execute("create table t(a unique)")
con.execute("insert into t values(1)")
t(lambda: con.execute("insert into t values(1)"))
t(lambda: con.in_transaction)
import types, collections

t(lambda: con.execute("select :a", types.MappingProxyType({"a": 1})).fetchall())
t(lambda: con.execute("select :a", collections.UserDict(a=1)).fetchall())
t(lambda: con.execute("select ?", collections.UserList([1])).fetchall())
t(lambda: con.execute("select ?", "x").fetchall())
t(lambda: con.execute("select ?", b"x").fetchall())
t(lambda: con.execute("select ?", range(1)).fetchall())
t(lambda: con.execute("select ?", collections.deque([1])).fetchall())
t(lambda: con.execute("select ?", iter([1])).fetchall())
t(lambda: con.execute("select ?1, ?1", (1,)).fetchall())
t(lambda: con.execute("select ?2", (1, 2)).fetchall())
t(lambda: con.execute("select ?2", {}).fetchall())
t(lambda: con.execute("select ?", (memoryview(b"abcd")[::2],)).fetchall())
t(lambda: con.execute("select $a, @b, :c", dict(a=1, b=2, c=3)).fetchall())
t(lambda: con.execute("select 1; -- x\n /* y */ ").fetchall())
t(lambda: con.execute("select 1;;").fetchall())
t(lambda: con.execute("; select 1").fetchall())
t(lambda: con.execute("/* unfinished").fetchall())
t(lambda: con.executescript("select 1; select bogus;"))
t(lambda: con.executescript(""))
t(lambda: con.executescript("begin; bogus"))
t(lambda: con.in_transaction)
t(lambda: con.execute("select 1", a=1))
t(lambda: con.execute())
t(lambda: con.executemany("select 1"))
t(lambda: sqlite3.connect(":memory:", isolation_level="DEFERRED", autocommit=True).isolation_level)
c = sqlite3.connect(":memory:", autocommit=False)
t(lambda: (c.in_transaction, c.isolation_level, c.autocommit))
c.execute("create table x(y)")
t(lambda: c.executescript("insert into x values(1)"))
t(lambda: c.in_transaction)
c.commit()
t(lambda: c.in_transaction)
c.autocommit = True
t(lambda: c.in_transaction)
t(lambda: con.cursor().fetchmany(size=2))
t(lambda: con.cursor().fetchmany(1, 2))
t(lambda: con.cursor().fetchall(1))
t(lambda: con.backup())
t(lambda: con.backup(con, sleep=-1))
t(lambda: con.backup(con, sleep="x"))
t(lambda: con.backup(con, name=1))
t(lambda: con.serialize(1))
t(lambda: con.blobopen())
t(lambda: con.enable_load_extension())
t(lambda: con.interrupt(1))
t(lambda: con.setconfig(1002))
t(lambda: con.getconfig(1002))
t(lambda: con.getconfig("x"))
t(lambda: con.setlimit(1))
