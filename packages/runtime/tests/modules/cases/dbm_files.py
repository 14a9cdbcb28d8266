"""_dbm: what keys and values may be, reading, writing, everything a closed or read-only database refuses; the same file is read again."""

import _dbm
import copy
import os
import pickle
import tempfile

folder = tempfile.mkdtemp()
path = os.path.join(folder, "file")
os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # where the library tells of its own errors


def attempt(f, *args):
    try:
        result = f(*args)
    except Exception as e:
        result = f"{type(e).__name__}: {e} {e.args} {getattr(e, 'filename', None)}".replace(folder, "...")
    print(getattr(f, "__qualname__", f), ascii(args)[:80].replace(folder, "..."), "->", ascii(result))


print(_dbm.library, _dbm.error.__mro__, _dbm.error.__module__)
attempt(_dbm.open)
for args in ((1,), (path, 1), (path, "q"), (path, "r"), (path, "r\0"), (path, "c", "x"), (path + "\0", "c"), (path + "/none/z", "c"), (path, "r", 1, 2)):
    attempt(_dbm.open, *args)
d = _dbm.open(path, "c", 0o600)
print(oct(os.stat(path + ".db").st_mode), type(d))
KEYS = (1, None, bytearray(b"q"), memoryview(b"q"), "q", "\xe9", "\ud800", b"q", b"", "")
for name in ("__getitem__", "get", "setdefault", "__contains__", "__delitem__"):
    for key in KEYS:
        attempt(getattr(d, name), key)
for key in KEYS:
    for value in (1, None, bytearray(b"q"), "q\xe9", b"", b"x\0y"):
        attempt(d.__setitem__, key, value)
        if key in (b"q", "q"):
            attempt(d.__getitem__, key)
attempt(d.get, "none", 5)
for args in (("n",), ("m", 5), ("m", None), ("m", "xy\xe9"), ("m", "other")):
    attempt(d.setdefault, *args)
print(sorted(d.keys()), len(d), bool(d), "m" in d, b"none" in d)
attempt(iter, d)
attempt(copy.copy, d)
attempt(pickle.dumps, d)
attempt(type(d))
d["large"] = b"0123456789" * 10000
print(d["large"] == b"0123456789" * 10000)
print(d.__exit__(1, 2), d.close())
for name, args in (
    ("__getitem__", "x"), ("get", "x"), ("get", "x0"), ("setdefault", "x"), ("__contains__", "x"), ("__delitem__", "x"), ("keys", ""), ("clear", ""),
    ("__len__", ""), ("__bool__", ""), ("close", ""), ("__setitem__", "xy"),
):  # fmt: skip
    attempt(getattr(d, name), *args)
attempt(d.get, 1)
attempt(d.__contains__, 1)
attempt(d.__enter__().__setitem__, "x", 1)
with _dbm.open(path) as d:
    print(len(d), len(d), bool(d), d["m"])
    for name, args in (("__setitem__", "xy"), ("__delitem__", "m"), ("__delitem__", "z"), ("clear", ""), ("setdefault", "z")):
        attempt(getattr(d, name), *args)
with _dbm.open(path.encode(), "w") as d:
    attempt(d.__delitem__, "none")
    for i in range(5000):
        d[f"key {i}"] = str(i)
    print(len(d), d["key 4999"])
    d.clear()
    print(d.keys(), len(d), bool(d))
with _dbm.open(type("P", (), {"__fspath__": lambda self: path})(), "n") as d:
    print(bool(d), d.keys())
os.unlink(path + ".db")
os.rmdir(folder)
