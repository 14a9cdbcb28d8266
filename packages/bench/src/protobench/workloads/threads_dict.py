# Threads that fill one dict and read it, each its own part of the keys. ARGUMENTS: threads, keys in all.
import sys
import threading
import time


def work(place):
    total = 0
    for key in range(place, keys, threads_wanted):
        shared[key] = key * 3
        if key - threads_wanted in shared:
            total += shared[key - threads_wanted]
    totals[place] = total


threads_wanted, keys = int(sys.argv[1]), int(sys.argv[2])
shared = {}
totals = [0] * threads_wanted
threads = [threading.Thread(target=work, args=(place,)) for place in range(threads_wanted)]
started = time.perf_counter()
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
seconds = time.perf_counter() - started
# Every key was put once; each but a thread's last was read once.
last = sum(shared[keys - 1 - place] for place in range(threads_wanted))
print(len(shared), sum(shared), sum(shared.values()), sum(totals) + last == sum(shared.values()))
sys.stderr.write("#time work %.9f\n" % seconds)
