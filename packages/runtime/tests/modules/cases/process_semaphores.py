"""_multiprocessing's semaphores and _posixshmem's memory: arguments, both kinds, processes, threads, signals."""

import _multiprocessing
import _posixshmem
import gc
import os
import signal
import threading
import time
from _multiprocessing import SemLock


def show(text):
    try:
        print(text.replace(NAME, "NAME"), "->", str(eval(text)).replace(NAME, "NAME"))
    except BaseException as e:
        print(text.replace(NAME, "NAME"), "!!", type(e).__name__, str(e).replace(NAME, "NAME"))


NAME = f"/test-{os.getpid()}"
print(_multiprocessing.flags, SemLock, SemLock.SEM_VALUE_MAX, SemLock.__text_signature__)
for name in sorted(vars(SemLock)):
    if name not in ("__getattribute__", "__setattr__", "__delattr__"):
        print(name, getattr(vars(SemLock)[name], "__text_signature__", None))
for text in """
_posixshmem.shm_open(); _posixshmem.shm_open(1, 2); _posixshmem.shm_open(NAME, os.O_RDWR); _posixshmem.shm_open(NAME + '\\0', 2)
_posixshmem.shm_open(NAME, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode=0o600) > 0
_posixshmem.shm_open(NAME, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600); os.get_inheritable(_posixshmem.shm_open(NAME, os.O_RDWR))
_posixshmem.shm_unlink(NAME); _posixshmem.shm_unlink(NAME); _posixshmem.shm_unlink(1); _posixshmem.shm_unlink('a\\0'); _posixshmem.shm_unlink()
_posixshmem.shm_open('a', 'b'); _posixshmem.shm_open('\\ud800', 2); _posixshmem.shm_unlink('\\udc80'); _posixshmem.shm_open('a', flags=2, mode='b')
_posixshmem.shm_open.__text_signature__; _posixshmem.shm_unlink.__text_signature__
SemLock(); SemLock(2, 1, 1, NAME, True); SemLock(0, 1, 1, NAME + '\\0', True); SemLock(0, 1, 1, 1, True); SemLock('a', 1, 1, NAME, True)
SemLock(0, -1, 1, NAME, True); SemLock(0, 1, 1, 'a/b/c', True); SemLock(kind=0, value=1, maxvalue=1, name=NAME, unlink=True).name
SemLock(0, 1, 1, NAME, False).kind; SemLock(0, 1, 1, NAME, False); SemLock._rebuild(0, 1, 3, NAME).maxvalue; SemLock._rebuild(0, 1, 3, NAME + 'x')
SemLock._rebuild(0, 1, 3); SemLock._rebuild('a', 1, 3, NAME); SemLock._rebuild(0, 1, 3, 5); _multiprocessing.sem_unlink(NAME)
_multiprocessing.sem_unlink(NAME); _multiprocessing.sem_unlink(1); _multiprocessing.sem_unlink('a\\0'); _multiprocessing.sem_unlink()
_multiprocessing.sem_unlink.__text_signature__
""".replace("\n", "; ").split("; "):
    if text:
        show(text)
for kind in (0, 1):
    print("kind", kind)
    s = SemLock(kind, 1, 1, NAME, True)
    for text in """
    s.acquire(); s.acquire(False); s.acquire(True, 0.01); s.acquire(timeout=-1); s.acquire(1, 'a'); s.acquire(block='x', timeout=0); s._count()
    s._is_mine(); s._get_value(); s._is_zero(); s.release(); s.release(); s.release(); s.kind; s.maxvalue; s.name; type(s.handle); s.handle == 0
    s.__enter__(); s.__exit__(); s.__exit__(1, 2, 3); s.__exit__(1, 2, 3, 4); s.acquire(1, 2, 3); s._after_fork(); s._count(); s.acquire(x=1)
    setattr(s, 'kind', 1); setattr(s, 'foo', 1); s.acquire(False); s.acquire(timeout=float('nan')); s.release(1); delattr(s, 'name')
    """.replace("\n", "; ").split("; "):
        if text.strip():
            show(text.strip())

s = SemLock(0, 0, 1, NAME, True)
pid = os.fork()
if pid == 0:
    time.sleep(0.1)
    s._after_fork()
    try:
        s.release()
    except AssertionError as e:
        t = SemLock._rebuild(s.handle, 1, 9, None)  # the same memory, which other processes share
        t.release()
        print(e, flush=True)
    os._exit(0)
print(s.acquire(True, 10), os.waitpid(pid, 0)[1])


def handler(number, frame):
    print("signal", number)
    if number == signal.SIGALRM:
        raise KeyError(number)


signal.signal(signal.SIGALRM, handler)
waiting = SemLock(1, 0, 1, NAME, True)
signal.setitimer(signal.ITIMER_REAL, 0.1)
show("waiting.acquire()")
signal.setitimer(signal.ITIMER_REAL, 0.1)
show("waiting.acquire(True, 5)")
signal.signal(signal.SIGALRM, lambda *args: print("went on"))
signal.setitimer(signal.ITIMER_REAL, 0.1)
show("waiting.acquire(True, 0.3)")

# Threads that take turns.
lock = SemLock(0, 1, 1, NAME, True)
count = 0


def add():
    global count
    for _ in range(1000):
        with lock:
            with lock:
                count += 1


threads = [threading.Thread(target=add) for _ in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(count, lock._count(), lock._get_value(), lock._is_mine())


class User:
    """What dies with its semaphore can still use it."""

    def __init__(self):
        self.lock = SemLock(0, 1, 1, NAME, True)
        self.itself = self

    def __del__(self):
        with self.lock:
            print("used")


def use():
    User()
    return [0] * 100


use()
gc.collect()
