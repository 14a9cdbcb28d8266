# Threads that append to one list. ARGUMENTS: threads, items in all.
import sys
import threading
import time


def work(place):
    for number in range(place, items, threads_wanted):
        shared.append(number)


threads_wanted, items = int(sys.argv[1]), int(sys.argv[2])
shared = []
threads = [threading.Thread(target=work, args=(place,)) for place in range(threads_wanted)]
started = time.perf_counter()
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
seconds = time.perf_counter() - started
print(len(shared), sum(shared), sorted(shared) == list(range(items)))
sys.stderr.write("#time work %.9f\n" % seconds)
