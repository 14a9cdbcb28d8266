# Threads that put into one queue and take out of it. ARGUMENTS: threads, items in all.
import queue
import sys
import threading
import time


def work(place):
    count = total = 0
    for number in range(place, items, threads_wanted):
        shared.put(number)
        total += shared.get()
        count += 1
    results[place] = (count, total)


threads_wanted, items = int(sys.argv[1]), int(sys.argv[2])
shared = queue.Queue()
results = [None] * threads_wanted
threads = [threading.Thread(target=work, args=(place,)) for place in range(threads_wanted)]
started = time.perf_counter()
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
seconds = time.perf_counter() - started
print(sum(count for count, _ in results), sum(total for _, total in results), shared.qsize())
sys.stderr.write("#time work %.9f\n" % seconds)
