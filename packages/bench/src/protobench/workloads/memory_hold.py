# Holds many of one kind of thing, or makes and drops them. ARGUMENTS: the kind, how many.
import sys
import threading


class Plain:
    def __init__(self, number):
        self.number = number
        self.name = "name"
        self.other = None


class Slotted:
    __slots__ = ("name", "number", "other")

    def __init__(self, number):
        self.number = number
        self.name = "name"
        self.other = None


def ints(count):
    return [number * 1000 for number in range(count)]


def floats(count):
    return [number / 8 for number in range(count)]


def strings(count):
    return ["text %d" % number for number in range(count)]


def tuples(count):
    return [(number, number, number) for number in range(count)]


def lists(count):
    return [[number, number, number] for number in range(count)]


def one_dict(count):
    return {number: number for number in range(count)}


def dicts(count):
    return [{"number": number, "name": "name", "other": None} for number in range(count)]


def objects(count):
    return [Plain(number) for number in range(count)]


def slots(count):
    return [Slotted(number) for number in range(count)]


def closures(count):
    def make(number):
        return lambda: number

    return [make(number) for number in range(count)]


def garbage(count):
    # Only the latest hundred are alive at any time.
    kept = [None] * 100
    for number in range(count):
        kept[number % 100] = [number]
    return kept


def cycles(count):
    # Nothing is alive, but only a collector can tell.
    for number in range(count):
        one = [number]
        one.append(one)
    return []


def many_threads(count):
    go, waiting = threading.Event(), threading.Barrier(count + 1)

    def wait():
        waiting.wait()
        go.wait()

    threads = [threading.Thread(target=wait) for _ in range(count)]
    for thread in threads:
        thread.start()
    waiting.wait()
    go.set()
    for thread in threads:
        thread.join()
    return threads


KINDS = {"dict": one_dict, "threads": many_threads}
kind, count = sys.argv[1], int(sys.argv[2])
held = KINDS.get(kind, globals().get(kind))(count)
print(kind, len(held))
