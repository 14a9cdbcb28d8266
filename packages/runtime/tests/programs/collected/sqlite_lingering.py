"""Cursors that are dropped in the middle of their rows keep nobody from anything, though their statements run until they are collected."""

import os
import sqlite3
import tempfile


def start(con, sql):
    return con.execute(sql).fetchone()


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "file")
    a = sqlite3.connect(path, isolation_level=None)
    b = sqlite3.connect(path, timeout=1)
    a.execute("pragma journal_mode = persist")
    a.execute("create table t(x)")
    a.executemany("insert into t values(?)", [(i,) for i in range(50)])
    for _k in range(3):
        print(start(a, "select x from t"))
        with b:
            b.execute("insert into t values(100)")
    print(start(a, "select x from t"))
    a.execute("create table u(y)")
    print(start(a, "insert into u values(1), (2), (3) returning y"))
    print(start(b, "select count(*) from u"))
    print(start(a, "select x from t"))
    a.execute("drop table t")
    a.create_function("f", 1, lambda x: x + 1)
    print(start(a, "select f(y) from u"))
    a.create_function("f", 1, lambda x: x + 2)
    print(start(a, "select f(y) from u"))
    cursor = a.execute("update u set y = y + 10 returning y")
    print(cursor.rowcount, cursor.fetchone(), cursor.rowcount, cursor.fetchall(), cursor.rowcount)
    b.execute("insert into u values(5)")
    b.commit()

    # A cursor that is still referred to goes on with its rows when its connection begins to write.
    rows = b.execute("select y from u")
    seen = [next(rows)]
    for (y,) in rows:
        b.execute("update u set y = y where y = ?", (y,))
        seen.append(y)
    b.commit()
    print(len(seen), b.execute("select count(*) from u").fetchone())
    a.close()
    b.close()
