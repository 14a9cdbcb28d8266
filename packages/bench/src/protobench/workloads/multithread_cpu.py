# Four threads, each of which adds up the integers below 50,000.
import threading

sums = [0] * 4


def work(place):
    sums[place] = sum(range(50_000 + place))


threads = [threading.Thread(target=work, args=(place,)) for place in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sums)
