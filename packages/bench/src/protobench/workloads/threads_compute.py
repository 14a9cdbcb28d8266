# The same pure computation, done by as many threads as the argument says: four shares of work in any case.
# Long enough (a second) that the start of the interpreter is no part of what is measured.
import sys
import threading

SHARES = 4
ROUNDS = 6_000_000


def share(seed):
    state = seed
    for _ in range(ROUNDS):
        state = state * 16807 % 2147483647
    return state


def work(first, step, results):
    for place in range(first, SHARES, step):
        results[place] = share(place + 1)


count = int(sys.argv[1])
results = [0] * SHARES
if count == 1:
    work(0, 1, results)
else:
    threads = [threading.Thread(target=work, args=(first, count, results)) for first in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print(results)
