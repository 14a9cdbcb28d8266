# The longest gap between two steps of a program that makes garbage beside much that lives, which is the collector's
# longest pause where it stops the program. ARGUMENTS: objects alive, steps.
import sys
import time


class Node:
    def __init__(self, number, other):
        self.number = number
        self.other = other
        self.items = [number, other]


def hold(count):
    """Objects that point at one another here and there, as a program's data do."""
    held, place = [], 1
    for number in range(count):
        held.append(Node(number, held[place % number] if number else None))
        place = place * 16807 % 2147483647
    return held


def work(held, steps):
    """Each step leaves twenty dead objects, half of them in cycles, and replaces one of the living."""
    clock = time.perf_counter
    longest, place, before = 0.0, 1, clock()
    for step in range(steps):
        for number in range(10):
            dead = Node(number, None)
            dead.other = dead
        place = place * 16807 % 2147483647
        held[place % len(held)] = Node(step, dead)
        now = clock()
        if now - before > longest:
            longest = now - before
        before = now
    return longest


alive, steps = int(sys.argv[1]), int(sys.argv[2])
held = hold(alive)
longest = work(held, steps)
print(len(held), sum(1 for node in held if node.items[1] is node.other or node.other is None))
sys.stderr.write("#time longest %.9f\n" % longest)
