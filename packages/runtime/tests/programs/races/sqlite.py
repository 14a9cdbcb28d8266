"""Threads that share an SQLite connection, its cursors and its blobs, while others close them and what they run calls back."""

import os
import sqlite3
import tempfile

from hammer import despite, each, hammer

bad = 0
ERRORS = (sqlite3.Error, MemoryError)

# One connection: each thread's rows are all there, with cursors of their own.
con = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
con.execute("create table t(thread, i, s)")
con.create_function("twice", 1, lambda x: 2 * x)


def insert(k):
    for i in range(300):
        con.execute("insert into t values(?, ?, ?)", (k, i, "x" * i))
        if i % 50 == 0:
            con.executemany("insert into t values(?, ?, ?)", [(k, -1, "")] * 10)
        for n, text in con.execute("select twice(i), s from t where thread = ? and i = ?", (k, i)):
            assert n == 2 * i and len(text) == i


bad += each(4, insert)
bad += con.execute("select count(*) from t where i >= 0").fetchone()[0] != 1200
bad += con.execute("select count(*) from t where i < 0").fetchone()[0] != 240

# One cursor, and its connection's settings.
cursor = con.cursor()


@despite(*ERRORS)
def run():
    cursor.execute("select thread, i, s from t where i < 20")
    for row in cursor:
        assert len(row) == 3


@despite(*ERRORS)
def fetch():
    cursor.fetchone(), cursor.fetchmany(3), cursor.rowcount, cursor.description


@despite(*ERRORS)
def settings():
    con.create_function("twice", 1, lambda x: 2 * x)
    con.set_progress_handler(lambda: 0, 100)
    con.set_trace_callback(lambda text: None)
    con.set_authorizer(lambda *what: 0)
    con.create_collation("mine", lambda a, b: (a > b) - (a < b))
    con.set_progress_handler(None, 0)
    con.set_trace_callback(None)
    con.set_authorizer(None)


@despite(*ERRORS)
def compute():
    assert con.execute("select count(*) from (select twice(i) from t where i < 50 order by s collate mine)").fetchone()


bad += hammer(run, fetch, run, settings, compute)

# Opening another database, and closing, under those who use it.
shared = sqlite3.Connection(":memory:", check_same_thread=False)


@despite(*ERRORS)
def begin_again():
    shared.__init__(":memory:", check_same_thread=False)
    shared.execute("create table t(a, b)")
    shared.executemany("insert into t values(?, zeroblob(100))", [(i,) for i in range(100)])


@despite(*ERRORS)
def use():
    for row in shared.execute("select a, b from t"):
        assert len(row[1]) == 100


@despite(*ERRORS, ValueError, IndexError)
def blobs():
    with shared.blobopen("t", "b", 1) as blob:
        hammered.append(blob)
        blob.write(b"abc")
        blob.seek(0)
        blob.read()
        blob[3:10], blob[0]


@despite(*ERRORS, ValueError, IndexError)
def close_blobs():
    if hammered:
        blob = hammered.pop()
        blob.close() if len(hammered) % 2 else blob.read()


@despite(*ERRORS)
def close():
    shared.close()


hammered = []
bad += hammer(begin_again, use, use, blobs, close_blobs, close)

# A file, a connection for each thread.
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "file")
    with sqlite3.connect(path) as first:
        first.execute("create table t(a)")

    def write(k):
        mine = sqlite3.connect(path)
        for i in range(30):
            with mine:
                mine.execute("insert into t values(?)", (i,))
            mine.execute("select a from t").fetchone()
        mine.close()

    bad += each(3, write)
    bad += first.execute("select count(*) from t").fetchone()[0] != 90
    first.close()
print(bad)
