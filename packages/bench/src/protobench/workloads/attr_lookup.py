# 300,000 reads of instance attributes.
class Point:
    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z


def read(point, times):
    total = 0
    for _ in range(times):
        total += point.x + point.y + point.z
    return total


print(read(Point(1, 2, 4), 100_000))
