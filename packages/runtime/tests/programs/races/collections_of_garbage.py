"""Threads that make, link and drop objects while others collect: what is reachable stays whole, what is not is finalized once."""

import gc
import threading
import weakref

from hammer import each

finalized = []


class Node:
    __slots__ = ("link", "name", "__weakref__")

    def __init__(self, name):
        self.name = name
        self.link = None

    def __del__(self):
        finalized.append(self.name)


class Plain:
    pass


shared = [None] * 64
ROUNDS = 3000


def make(k):
    own = []
    for i in range(ROUNDS):
        node = Node((k, i))
        node.link = Node((k, -1 - i))
        node.link.link = node  # a circle
        look = weakref.ref(node)
        if look() is not node:
            raise AssertionError
        plain = Plain()
        plain.number = i
        plain.again = [plain, (k, i), {i: plain}]
        shared[(k * 7 + i) % 64] = plain
        own.append(plain)
        if len(own) > 50:
            if [p.number for p in own] != list(range(i - 50, i + 1)) or any(p.again[2][p.number] is not p for p in own):
                raise AssertionError
            own.clear()


done = threading.Event()


def collect():
    while not done.is_set():
        gc.collect()
        for plain in shared:
            if plain is not None and plain.again[0] is not plain:
                raise AssertionError


collector = threading.Thread(target=collect)
collector.start()
bad = each(3, make)
done.set()
collector.join()
for _ in range(3):
    gc.collect()
bad += len(finalized) != len(set(finalized)) or len(finalized) < 3 * 2 * ROUNDS - 20
print(bad)
