import threading

total = []
lock = threading.Lock()


def work(k):
    s = 0
    for i in range(2000):
        s += i * k
    with lock:
        total.append(s)


threads = [threading.Thread(target=work, args=(k,)) for k in range(6)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(total))
shared = []
d = {}


def adder(base):
    for i in range(500):
        shared.append(base + i)
        d[base + i] = i


threads = [threading.Thread(target=adder, args=(k * 1000,)) for k in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(len(shared), len(d), sorted(shared) == sorted(d))
