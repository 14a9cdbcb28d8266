"""What threads write to one stream is all in the file, and a line is not cut; what they read is read once."""

import io
import os
import tempfile

from hammer import despite, each, hammer

bad = 0
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "file")
    for mode, line in ("wb", b"x" * 37 + b"\n"), ("w", "y" * 37 + "\n"), ("w+b", b"z" * 37 + b"\n"):
        with open(path, mode) as f:

            def write(k):
                for i in range(1000):
                    f.write(line)
                    if i % 100 == k:
                        f.flush()

            bad += each(4, write)
        with open(path, "rb") as f:
            bad += sum(len(x) != 38 or len(set(x)) != 2 for x in f)
        bad += os.path.getsize(path) != 4000 * 38
    for mode, empty in ("rb", b""), ("r", ""), ("r+b", b""):
        with open(path, mode) as f:
            got = [[], [], []]

            def read(k):
                while (x := f.readline() if k else f.read(100)) != empty:
                    got[k].append(x)

            bad += each(3, read)
            bad += sum(len(x) for part in got for x in part) != 4000 * 38
    with open(path, "r+b") as f:

        @despite(ValueError)
        def everything():
            f.read(10), f.seek(5), f.tell(), f.write(b"abc"), f.peek(3), f.readline(), f.readinto(bytearray(9)), f.flush(), f.seek(0)

        bad += hammer(everything, everything)

    text = io.TextIOWrapper(io.BytesIO(b"abc\n" * 1000), encoding="utf-8")

    @despite(ValueError, OSError)
    def all_text():
        text.readline(), text.read(3), text.seek(0), text.write("x\n"), text.flush(), text.readlines(), text.seek(0)

    bad += hammer(all_text, all_text)

    memory = io.StringIO("abc\n" * 100)

    def in_memory():
        memory.read(3), memory.readline(), memory.seek(0), memory.write("ab"), memory.getvalue(), memory.truncate(300), memory.seek(0, 2), memory.tell()

    bad += hammer(in_memory, in_memory)

    for make in lambda: io.TextIOWrapper(io.BytesIO()), lambda: io.BufferedReader(io.BytesIO()):
        slot = [make()]
        detached = []

        @despite(ValueError)
        def renew():
            f = slot[0] = make()
            f.detach()
            detached.append(f)

        @despite(ValueError)
        def detach():
            f = slot[0]
            f.detach()
            detached.append(f)

        @despite(ValueError)
        def look():
            f = slot[0]
            repr(f), f.buffer if isinstance(f, io.TextIOWrapper) else f.raw and f.peek(1)

        bad += hammer(renew, detach, look)
        bad += len(detached) != len(set(map(id, detached)))  # one of two gets what was within
print(bad)
