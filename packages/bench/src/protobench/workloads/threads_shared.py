# Threads that do one thing to something they share, or to nothing shared. ARGUMENTS: what, threads, how often in all.
import sys
import threading
import time


class Shared:
    def __init__(self):
        self.value = 0
        self.other = 1

    def method(self, number):
        return self.other + number


shared, lock, table = Shared(), threading.Lock(), {"a": {"b": 1}}


def allocation(times):
    """Nothing is shared; every turn makes a list, a tuple, a dict and an object."""
    total = 0
    for number in range(times):
        made = ([number], {"number": number}, Shared())
        total += len(made[1])
    return total


def reads(times):
    """One object, one dict of dicts: only read."""
    total = 0
    for number in range(times):
        total += table["a"]["b"] + shared.method(number) - number - 1
    return total


def attribute(times):
    """All write one attribute of one object."""
    for _ in range(times):
        shared.value = times
    return times


def key(times):
    """All write one key of one dict."""
    for _ in range(times):
        table["key"] = times
    return times


def with_lock(times):
    """All add to one counter under one lock."""
    for _ in range(times):
        with lock:
            shared.other += 1
    return times


KINDS = {"allocation": allocation, "reads": reads, "attribute": attribute, "key": key, "lock": with_lock}


def work(place):
    # What is left over goes to the first.
    each, more = divmod(times, threads_wanted)
    totals[place] = kind(each if place else each + more)


kind, threads_wanted, times = KINDS[sys.argv[1]], int(sys.argv[2]), int(sys.argv[3])
totals = [0] * threads_wanted
threads = [threading.Thread(target=work, args=(place,)) for place in range(threads_wanted)]
started = time.perf_counter()
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
seconds = time.perf_counter() - started
print(sys.argv[1], sum(totals), shared.other, shared.value > 0, sorted(table))
sys.stderr.write("#time work %.9f\n" % seconds)
