# Threads that share nothing: each computes on its own numbers. ARGUMENTS: threads, rounds in all.
import sys
import threading
import time


def share(seed, rounds):
    state = seed
    for _ in range(rounds):
        state = state * 16807 % 2147483647
    return state


def work(place):
    # As many shares of work for any common number of threads, so that the result does not depend on it.
    for one in range(place, SHARES, threads_wanted):
        results[one] = share(one + 1, rounds // SHARES)


threads_wanted, rounds = int(sys.argv[1]), int(sys.argv[2])
SHARES = 48 if 48 % threads_wanted == 0 else threads_wanted
results = [0] * SHARES
threads = [threading.Thread(target=work, args=(place,)) for place in range(threads_wanted)]
started = time.perf_counter()
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
seconds = time.perf_counter() - started
print(SHARES, results)
sys.stderr.write("#time work %.9f\n" % seconds)
