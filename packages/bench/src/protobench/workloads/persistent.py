# Operations on protocore's collections and on pyrsistent's pure-Python ones, side by side on one interpreter; argv: the folder that
# pyrsistent is in. A line `#persistent<tab>OPERATION<tab>NATIVE PYTHON` on stderr has the nanoseconds of one operation on each. What the
# operations give is compared, and "the same" printed.
import os
import sys
import time

os.environ["PYRSISTENT_NO_C_EXTENSION"] = "1"
sys.path.append(sys.argv[1])

import protocore
import pyrsistent

N = 100_000
ROUNDS = 5
START = list(range(N))
PAIRS = {i: i for i in range(N)}
NAMES = {"name %d" % i: i for i in range(1000)}
PLACES = [i * 7919 % N for i in range(2000)]


def append(vector):
    for i in PLACES:
        vector = vector.append(i)
    return vector[-1]


def set_item(vector):
    for i in PLACES:
        vector = vector.set(i, None)
    return vector[7919]


def index(vector):
    total = 0
    for i in PLACES:
        total += vector[i]
    return total


def iterate(collection):
    count = 0
    for _ in collection:
        count += 1
    return count


def items(map):
    total = 0
    for _, value in map.items():
        total += value
    return total


def assoc(map):
    for i in PLACES:
        map = map.set(i + 50_000, None)
    return len(map)


def dissoc(map):
    for i in PLACES:
        map = map.remove(i)
    return len(map)


def look_up_names(map):
    total = 0
    for name in NAMES:
        total += map[name]
    return total


def contains(set):
    found = 0
    for i in PLACES:
        found += i in set
    return found


def add(set):
    for i in PLACES:
        set = set.add(-i)
    return len(set)


def discard(set):
    for i in PLACES:
        set = set.discard(i)
    return len(set)


def operations(vector, map, set):
    """(name, function, its argument, how many operations that is)"""
    v, m, names, s = vector(START), map(PAIRS), map(NAMES), set(START)
    small, other = set(range(1000)), set(range(500, 1500))
    return [
        ("vector append", append, v, len(PLACES)),
        ("vector set", set_item, v, len(PLACES)),
        ("vector index", index, v, len(PLACES)),
        ("vector iteration", iterate, v, N),
        ("vector build", lambda items: len(vector(items)), START, N),
        ("vector slice", lambda v: len(v[100:-100]), v, 1),
        ("vector equality", lambda pair: pair[0] == pair[1], (v, vector(START)), N),
        ("map set", assoc, m, len(PLACES)),
        ("map remove", dissoc, m, len(PLACES)),
        ("map look-up", index, m, len(PLACES)),
        ("map look-up of str", look_up_names, names, len(NAMES)),
        ("map iteration", iterate, m, N),
        ("map items", items, m, N),
        ("map build", lambda pairs: len(map(pairs)), PAIRS, N),
        ("set add", add, s, len(PLACES)),
        ("set discard", discard, s, len(PLACES)),
        ("set in", contains, s, len(PLACES)),
        ("set |", lambda pair: len(pair[0] | pair[1]), (small, other), 1),
        ("set &", lambda pair: len(pair[0] & pair[1]), (small, other), 1),
        ("set -", lambda pair: len(pair[0] - pair[1]), (small, other), 1),
        ("set ^", lambda pair: len(pair[0] ^ pair[1]), (small, other), 1),
        ("set <=", lambda pair: pair[0] <= pair[1], (small, set(range(1200))), 1),
    ]


def timed(function, argument, count):
    best = None
    for _ in range(ROUNDS):
        started = time.perf_counter()
        result = function(argument)
        seconds = time.perf_counter() - started
        best = seconds if best is None else min(best, seconds)
    return best * 1e9 / count, result


for ours, theirs in zip(
    operations(protocore.vector, protocore.map, protocore.set),
    operations(pyrsistent.pvector, pyrsistent.pmap, lambda items: pyrsistent.pset(items, pre_size=2 * len(items))),
):
    native, result = timed(*ours[1:])
    python, expected = timed(*theirs[1:])
    if result != expected:
        sys.exit("%s: %r, and pyrsistent has %r" % (ours[0], result, expected))
    sys.stderr.write("#persistent\t%s\t%.1f %.1f\n" % (ours[0], native, python))
print("the same")
