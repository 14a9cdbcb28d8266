"""A bytearray that shrinks at its front, its end and within is the list of its bytes."""

import io
import random

choice = random.Random(7)


def noise(n):
    return bytes(choice.randrange(256) for _ in range(n))


def taken(items, i):
    try:
        return items.pop(i)
    except IndexError as e:
        return type(e)


def stored(items, i):
    try:
        items[i] = 3
    except IndexError as e:
        return type(e)


def change(items, step, i, j, data):
    if step == 0:
        items.append(7)
    elif step <= 2:
        items.extend(data * step)
    elif step <= 4:
        del items[: abs(i)]
    elif step == 5:
        del items[i:j]
    elif step == 6:
        items[i:j] = data
    elif step == 7:
        return taken(items, i)
    elif step == 8:
        items.insert(i, 9)
    elif step == 9:
        items.reverse()
    elif step == 10:
        return stored(items, i)
    elif step == 11:
        del items[i:j:2]
    elif step == 12:
        items[i:j:2] = bytes(len(items[i:j:2]))
    elif step == 13:
        del items[abs(i) :]
    elif i % 16 == 0:
        items.clear()


array, model = bytearray(), []
for round in range(1500):
    n = len(model)
    step, i, j = choice.randrange(15), choice.randrange(-n - 2, n + 3), choice.randrange(-n - 2, n + 3)
    data = noise(choice.randrange(30))
    assert change(array, step, i, j, data) == change(model, step, i, j, data)
    content = bytes(model)
    assert (array, len(array), bytes(array), list(array), array[i:j:3]) == (content, n := len(model), content, model, content[i:j:3])
    assert n == 0 or array[-1] == model[-1]
    with memoryview(array) as view:
        assert bytes(view) == content
    assert array.find(data[:1]) == content.find(data[:1])

array = bytearray(b"0123456789")
del array[:4]
array.resize(8)
print(array)
array[:] = b"abcdefgh"
print(array, array * 2, array + b"x", array.copy(), array.hex())
del array[:2]
with memoryview(array) as view:
    view[0] = 120
    for change in (lambda: array.append(1), lambda: array.__delitem__(slice(1)), array.clear):
        try:
            change()
        except BufferError as e:
            print(e)
print(array, array.pop(0), array.pop(), array)

# What became free at the front is used again: a queue stays as small as what waits in it.
queue = bytearray()
for _ in range(5000):
    queue += b"0123456789"
    del queue[:10]
    queue.append(1)
    del queue[:1]
print(len(queue), queue.__alloc__() < 1000)

stream = io.BytesIO(b"first\nsecond\nthird")
print(stream.readline(), stream.read(3), stream.read(), stream.seek(0), stream.readlines())
