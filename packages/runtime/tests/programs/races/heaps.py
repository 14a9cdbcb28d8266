"""A heap that threads share stays a heap, and nothing is lost."""

import heapq

from hammer import each


class Item:
    def __init__(self, v):
        self.v = v

    def __lt__(self, other):
        return self.v < other.v


bad = 0
for kind in int, float, str, Item, (lambda v: (v, str(v))), (lambda v: (v % 7, Item(v))):
    heap = []
    taken = []

    def work(k):
        mine = []
        for i in range(300):
            heapq.heappush(heap, kind(i * 4 + k))
            if i % 3 == 0:
                mine.append(heapq.heappop(heap))
            if i % 50 == 1:
                mine.append(heapq.heapreplace(heap, kind(i)))
                mine.append(heapq.heappushpop(heap, kind(i)))
            if i % 100 == 2:
                heapq.heapify(heap)
        taken.extend(mine)

    bad += each(4, work)
    bad += abs(len(heap) + len(taken) - 4 * (300 + 2 * 6))
    rest = [heapq.heappop(heap) for _ in range(len(heap))]
    bad += any(b < a for a, b in zip(rest, rest[1:]))
print(bad)
