"""bytearray, array and the streams in memory."""

import array
import io

from hammer import despite, each, hammer

bad = 0
for make in bytearray, (lambda: array.array("B")):
    b = make()

    def work(k):
        for i in range(500):
            b.append(k), b.insert(-1, k), b.extend(b"ab"), b.reverse(), b.pop(), b.pop(0)
            b[1:1] = b[:0]

    bad += each(4, work)
    bad += abs(len(b) - 4 * 500 * 2)
    b = make()
    b.extend(bytes([7]) * 400)
    removed = []

    def remove(k):
        n = 0
        try:
            while True:
                b.remove(7)
                n += 1
        except ValueError:
            removed.append(n)

    bad += each(4, remove)
    bad += abs(sum(removed) - 400) + len(b)
    b.extend(bytes(400))
    deleted = []

    def delete(k):
        n = 0
        try:
            while True:
                del b[-1]
                n += 1
        except IndexError:
            deleted.append(n)

    bad += each(4, delete)
    bad += abs(sum(deleted) - 400) + len(b)
    b.extend(bytes(3000))

    def move(k):
        for _ in range(500):
            b.append(k)
            del b[:1]

    bad += each(4, move)
    bad += len(b) - 3000

b = bytearray(1000)


@despite(BufferError)  # while a reader holds it
def change():
    b.clear()
    b.extend(bytes(1000))
    del b[:100], b[-100:]
    b.extend(bytes(900))
    del b[::2]


@despite(ValueError, IndexError, BufferError)
def read():
    bytes(b), b[0], b[-1], b[1:-1], b[::3], b.find(b"x"), b + b, b * 2, b == bytes(1000), b.hex(), list(b), memoryview(b)[:10].tobytes()


bad += hammer(read, change)
stream = io.BytesIO()
text = io.StringIO()


def write(k):
    for _ in range(500):
        stream.write(b"abc"), text.write("abc")


bad += each(4, write)
bad += abs(len(stream.getvalue()) - 6000) + abs(len(text.getvalue()) - 6000)
stream.seek(0)
parts = [[], [], []]
bad += each(3, lambda k: parts[k].extend(iter(lambda: stream.read(7), b"")))
bad += sum(len(p) for part in parts for p in part) != 6000
print(bad)
