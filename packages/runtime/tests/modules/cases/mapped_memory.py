"""mmap: arguments, access, the position, items, searching, resizing, what borrowers forbid, and what is left of closed memory."""

import gc
import inspect
import mmap
import os
import sys
import tempfile
import threading
import weakref


def show(text, names=None):
    try:
        print(text, "->", eval(text, globals() if names is None else names))
    except BaseException as e:
        print(text, "!!", type(e).__name__, e)


folder = tempfile.TemporaryDirectory()
path = os.path.join(folder.name, "file")
with open(path, "wb") as f:
    f.write(bytes(range(256)) * 20)
fd = os.open(path, os.O_RDWR)

print({n: v for n, v in sorted(vars(mmap).items()) if n.isupper()})
print(mmap.error is OSError, mmap.mmap.__mro__, mmap.mmap.__text_signature__)
for name in sorted(vars(mmap.mmap)):
    if name != "__getattribute__":
        print(name, type(vars(mmap.mmap)[name]).__name__, getattr(vars(mmap.mmap)[name], "__text_signature__", None))

for text in """
()  (1)  ('a', 1)  (-1, 'a')  (-1, 0)  (-1, -1)  (-1, 10, offset=-1)  (-1, 1 << 70)  (-1, 10, x=1)  (-1, 10, 1, 1, 1, 0, True)
(-1, 10, flags=2, access=1)  (-1, 10, access=9)  (fd, 0, offset=100000)  (fd, 100000)  (fd, 10, offset=1)  (999, 10)
(999, 10, trackfd=False)  (fd, 0, offset=4096)  (fd, 10, prot=0)  (fd, 10, prot=mmap.PROT_WRITE)  (fd, 10, access=3)  (1.5, 3)
(-1, 10, offset=1 << 70)  (1 << 40, 10)  (-1, 10, flags='a')  (fileno=-1, length=10, trackfd=[])  (-2, 10)  (-1, 10, offset='a')
(-1, 10, 1, 3, 0, 0)""".replace("\n", "  ").split("  "):
    if text:
        show("mmap.mmap" + text)

m = mmap.mmap(fd, 5000)
for text in """
list(m)[:3]; type(iter(m)); 5 in m; b'\\x05' in m; m[0]; m[-1]; m[5000]; m[1 << 80]; m['a']; m[2:10:3]; m[10:2]; m[::-1][:3]; m.find(b'')
m.find(b'', 10); m.find(b'', 6000); m.find(b'\\x05', -10); m.find(b'\\x05\\x06', None, 20); m.find('a'); m.find(); m.find(b'a', 1, 2, 3)
m.find(b'a', 'b'); m.find(b'a', 1 << 80); m.find(b'a', 1.5); m.rfind(b'\\x05'); m.rfind(b''); m.rfind(b'', 3); m.rfind(b'', 10, 3)
m.rfind(b'\\x01', 10, 3); m.find(b'', 10, 3); m.find(b'\\xff\\x00', 200); m.rfind(b'\\xff\\x00', 0, 4864); m.rfind(b'\\xff\\x00', 0, 4865)
m.read('a'); m.read(3); m.read(-1)[:2]; m.read(); m.read_byte(); m.seek(5); m.find(b'\\x04'); m.seek(0, 3); m.seek(-1); m.seek(1, 2)
m.seek(1 << 80); m.seek('a'); m.seek(1, 'b'); m.seek(5, 1); m.seek(-5000, 2); m.seek(10); m.tell(); m.readline()[:3]; m.tell(); m.write('a')
m.write(b'xx'); m.write_byte(300); m.write_byte(-1); m.write_byte(b'a'); m.write_byte(7); m.size(); m.flush(); m.flush(1); m.flush(-1)
m.flush(0, 10000); m.flush(4096); m.flush('a'); m.flush(0, 'a'); m.flush(0, None); m.flush(0, -1); m.move(1, 2, 3); m.move(1, 2, -3)
m.move(0, 0, 6000); m.move(0, 0); m.move('a', 0, 0); m.madvise(mmap.MADV_NORMAL); m.madvise(0, -1); m.madvise(0, 5000); m.madvise(0, 1)
m.madvise(0, 0, -1); m.madvise(0, 4096, (1 << 63) - 1); m.madvise(0, 0, (1 << 63) - 1); m.madvise(999); m.madvise(); m.madvise('a')
m.madvise(0, 0, None); m.resize(-1); m.resize('a'); m.resize((1 << 63) - 1); m.seekable(); m.closed; m; m + m; len(m)
m.__setitem__(0, 300); m.__setitem__(0, 'a'); m.__setitem__(0, 1 << 80); m.__setitem__(9999, 1); m.__setitem__('a', 1)
m.__setitem__(slice(0, 2), b'abc'); m.__setitem__(slice(0, 2), 'ab'); m.__setitem__(slice(0, 4, 2), b'ab'); m[:5]; m.__delitem__(0)
m.__delitem__(slice(0, 1)); m.__delitem__('a'); m.__buffer__(0).readonly; memoryview(m).format; m.seek(3, 1, 2); m.write()
m.close(1); m.size(1); m.__enter__() is m; m.seek(4999); m.write(b'abc'); m.write_byte(1); m.write_byte(1); m.read_byte()
m.__exit__(1); m.__exit__(1, 2, 3); m; m.closed; len(m); m[0]; m.read(); m.close(); m.flush(); m.tell(); m.seekable(); m.__enter__(); memoryview(m)
m.size(); m.find(b'a'); m.__setitem__(0, 1); m.move('a', 1, 2); m.seek('a'); m.resize(1); m.read('x'); m.write('x'); m.madvise(0); bool(m)
""".replace("\n", "; ").split("; "):
    if text:
        show(text)

for made in (
    "mmap.mmap(fd, 100, access=mmap.ACCESS_READ)",
    "mmap.mmap(fd, 100, access=mmap.ACCESS_COPY)",
    "mmap.mmap(-1, 100)",
    "mmap.mmap(-1, 100, flags=mmap.MAP_PRIVATE)",
    "mmap.mmap(fd, 100, trackfd=False)",
    "mmap.mmap(-1, 100, trackfd=False)",
    "mmap.mmap(fd, 100, prot=mmap.PROT_READ)",
    "mmap.mmap(fd, 100, access=mmap.ACCESS_WRITE)",
):
    print(made)
    m = eval(made)
    for text in (
        "m",
        "m.write(b'a')",
        "m.write_byte(2)",
        "m.__setitem__(0, 1)",
        "m.__setitem__(slice(0, 1), b'a')",
        "m.move(0, 1, 1)",
        "m.size()",
        "m.resize(50)",
        "m.resize(5000)",
        "m.flush()",
        "m",
        "memoryview(m).readonly",
        "m.__delitem__(0)",
    ):
        show(text)

# What borrowers forbid, and what they see.
for made in "mmap.mmap(-1, 10000)", "mmap.mmap(-1, 10000, flags=mmap.MAP_PRIVATE)", "mmap.mmap(fd, 5000)":
    m = eval(made)
    m[:5] = b"abcde"
    view = memoryview(m)
    part = view[1:3]
    show("m.close()")
    show("m.resize(10)")
    view.release()
    show("m.resize(10)")
    show("bytes(part)")
    part.release()
    for size in (10, 4096, 4097, 20000, 5):
        show(f"m.resize({size})")
        show("m[:5], len(m)")
    with memoryview(m) as view:
        view[0] = 65
        show("m.close()")
    del view, part
    show("m[:5], m.close(), m.closed")

# Views that nobody has any more forbid nothing.
m = mmap.mmap(-1, 10)


def look():
    return bytes(memoryview(m)[2:4]) + bytes(memoryview(m).cast("H"))


look()
m.close()
print(m)


class Own(mmap.mmap):
    def __getitem__(self, i):
        return i if i < 3 else super().__getitem__(99)


print(Own(-1, 10), Own(-1, 10).__dict__, list(Own(-1, 10)))
m = mmap.mmap(-1, 10)
print(weakref.ref(m)() is m)
for text in "__import__('pickle').dumps(m)", "__import__('copy').copy(m)":
    show(text)


# An object that dies with its memory can still use it.
class User:
    def __init__(self):
        self.memory = mmap.mmap(-1, 10)
        self.memory.write(b"alive")
        self.itself = self

    def __del__(self):
        print(self.memory[:5])
        kept.append(self.memory)


kept = []


def use():
    User()
    return [0] * 100


use()
gc.collect()
gc.collect()
print(kept[0][:5])

# Threads that read, write and close.
m = mmap.mmap(-1, 1 << 16)
errors = set()


def work(i):
    try:
        for k in range(2000):
            m[i * 8 : i * 8 + 8] = b"%08d" % k
            assert m[i * 8 : i * 8 + 8] == b"%08d" % k
            m.find(b"zz")
            if i == 0 and k == 1500:
                m.close()
    except ValueError as e:
        errors.add(str(e))


threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(errors)


def hook(event, arguments):
    if event.startswith("mmap"):
        print(event, arguments)


sys.addaudithook(hook)
mmap.mmap(-1, 8, access=mmap.ACCESS_COPY)
print(inspect.signature(m.find), inspect.signature(m.madvise))
