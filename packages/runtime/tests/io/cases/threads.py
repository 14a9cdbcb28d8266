"""_thread and the stock threading over it."""
import _thread
import threading
import time


def t(f, *a, **k):
    try:
        print(f(*a, **k))
    except Exception as e:
        print(type(e).__name__, e)


lock = _thread.allocate_lock()
t(lock.release)
t(lock.acquire, False, 5)
t(lock.acquire, True, -5)
t(lock.acquire, True, 1e20)
t(lock.acquire, True, "x")
t(lock.acquire)
t(lock.acquire, False)
t(lock.acquire, True, 0.01)
t(lock.locked)
t(lock.release)
with lock:
    print(lock.locked())
r = _thread.RLock()
t(r.release)
r.acquire()
r.acquire()
print(repr(r).split(" owner")[0], "count=2" in repr(r))
t(r.release)
t(r._is_owned)
t(r._recursion_count)
t(r.locked)
r.release()
t(_thread.start_new_thread, 5, ())
t(_thread.start_new_thread, print, 5)
t(_thread.start_new_thread, print, (), 5)
t(_thread.start_joinable_thread, 5)
t(_thread.stack_size, 100)
t(_thread.stack_size, -1)
t(_thread.interrupt_main, 999)
h = _thread._ThreadHandle()
print(h, h.is_done())
t(h.join)
t(_thread._excepthook, 5)
t(_thread._ExceptHookArgs, (1, 2, 3, 4))
t(_thread._local, 5)
print(_thread.TIMEOUT_MAX, _thread.error, _thread.LockType)

results = []
threads = [threading.Thread(target=lambda i=i: results.append(i * i), name=f"T{i}") for i in range(5)]
for x in threads:
    x.start()
for x in threads:
    x.join()
print(sorted(results), threads[0].name, [x.is_alive() for x in threads])
print(threading.current_thread().name, threading.main_thread() is threading.current_thread(), threading.active_count())
print(threading.get_ident() == threading.main_thread().ident, threading.get_native_id() > 0)

local = threading.local()
local.x = "main"


def worker():
    print(hasattr(local, "x"))
    local.x = "worker"
    print(local.x, local.__dict__)


x = threading.Thread(target=worker)
x.start()
x.join()
print(local.x)
t(lambda: local.missing)
del local.x
t(lambda: local.x)


class L(threading.local):
    cls = 1

    def __init__(self, v):
        print("init", v)
        self.v = v


l = L(7)
x = threading.Thread(target=lambda: print(l.v, l.cls))
x.start()
x.join()

event = threading.Event()
box = []


def waiter():
    event.wait()
    box.append("woke")


x = threading.Thread(target=waiter, daemon=True)
x.start()
print(box, event.is_set(), x.daemon, x.is_alive())
event.set()
x.join(5)
print(box)
print(threading.Event().wait(0.01))
cond = threading.Condition()
queue = []


def producer():
    for i in range(3):
        with cond:
            queue.append(i)
            cond.notify()


x = threading.Thread(target=producer)
x.start()
got = []
while len(got) < 3:
    with cond:
        while not queue:
            cond.wait(1)
        got.append(queue.pop(0))
print(got)
x.join()
sem = threading.Semaphore(2)
print(sem.acquire(), sem.acquire(), sem.acquire(blocking=False))
barrier = threading.Barrier(2)
x = threading.Thread(target=barrier.wait)
x.start()
barrier.wait()
x.join()
counter = 0
guard = threading.Lock()


def count():
    global counter
    for _ in range(200):
        with guard:
            counter += 1


threads = [threading.Thread(target=count) for _ in range(4)]
[x.start() for x in threads]
[x.join() for x in threads]
print(counter)
timer = threading.Timer(0.01, lambda: print("timer"))
timer.start()
timer.join()
t(threads[0].start)
t(lambda: threading.current_thread().join())
caught = []
threading.excepthook = lambda args: caught.append((args.exc_type, str(args.exc_value), args.thread.name))
x = threading.Thread(target=lambda: 1 / 0, name="bad")
x.start()
x.join()
print(caught)
x = threading.Thread(target=lambda: (time.sleep(0.2), print("late thread ends")))
x.start()
print("main ends")
