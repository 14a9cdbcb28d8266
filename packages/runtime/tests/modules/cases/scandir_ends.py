"""os.scandir: read step by step, closed at its end, by close() and by with; what was forgotten is closed with a warning."""

import gc
import os
import tempfile
import threading
import warnings

home = tempfile.mkdtemp()
for i in range(300):
    os.close(os.open(os.path.join(home, f"f{i}"), os.O_CREAT))
os.mkdir(os.path.join(home, "folder"))
os.symlink("f1", os.path.join(home, "link"))


def n_open():
    return len(os.listdir("/proc/self/fd"))


before = n_open()
it = os.scandir(home)
first = next(it)
print(type(first).__name__, first.path == os.path.join(home, first.name), n_open() - before)
it.close()
it.close()
print(list(it), n_open() - before)
with os.scandir(home) as it:
    names = sorted(e.name for e in it)
print(len(names), names[:3], n_open() - before)
print(sorted(e.name for e in os.scandir(home) if e.is_dir() or e.is_symlink()), n_open() - before)
print(sorted(e.name for e in os.scandir(os.fsencode(home)))[:2], sorted(os.listdir(home)) == names)
fd = os.open(home, os.O_RDONLY)
with os.scandir(fd) as it:
    for e in it:
        if e.name == "f1":
            print(e, e.path, e.is_file(), e.stat().st_size, e.inode() == os.stat(os.path.join(home, "f1")).st_ino)
os.close(fd)

shared = os.scandir(home)
seen = []


def take():
    for e in shared:
        seen.append(e.name)


threads = [threading.Thread(target=take) for _ in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(seen) == names)


def forget():
    next(os.scandir(home))


with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always")
    forget()
    gc.collect()
    print([(str(x.message)[:50], x.category.__name__) for x in w], n_open() - before)
for bad in (1.5, "nope", "a\0", 99):
    try:
        os.scandir(bad)
    except Exception as e:
        print(type(e).__name__, e)
for name in os.listdir(home):
    if name != "folder":
        os.unlink(os.path.join(home, name))
os.rmdir(os.path.join(home, "folder"))
os.rmdir(home)
