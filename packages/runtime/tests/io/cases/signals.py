"""_signal, signal, _stat, _locale; what interrupts waiting."""
import os
import signal
import stat
import threading
import time


def t(f, *a, **k):
    try:
        print(f.__name__, f(*a, **k))
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


t(signal.signal, 0, 0)
t(signal.signal, 999, 0)
t(signal.signal, 9, 0)
t(signal.signal, 10, 5)
t(signal.signal, 10, "x")
t(signal.getsignal, 0)
t(signal.getsignal, 10)
print(signal.getsignal(2) is signal.default_int_handler)
t(signal.getsignal, 13)
t(signal.signal, 10, signal.SIG_IGN)
t(signal.getsignal, 10)
t(signal.signal, 10, lambda n, f: print("handler", n, f.f_code.co_name if f else f))
t(signal.raise_signal, 10)
os.kill(os.getpid(), 10)
t(signal.set_wakeup_fd, -1)
t(signal.set_wakeup_fd, 9999)
t(signal.alarm, 0)
t(signal.setitimer, 0, 0.0)
t(signal.getitimer, 0)
t(signal.pthread_sigmask, signal.SIG_BLOCK, [10])
signal.raise_signal(10)
t(signal.sigpending)
t(signal.pthread_sigmask, signal.SIG_UNBLOCK, [10])
t(signal.strsignal, 2)
t(signal.strsignal, 999)
print(len(signal.valid_signals()))
t(signal.siginterrupt, 10, False)
t(signal.siginterrupt, 10, True)
t(signal.raise_signal, 999)
t(signal.default_int_handler, 2, None)
t(signal.raise_signal, 2)


def alarm(n, f):
    print("alarm")
    raise TimeoutError("alarm")


signal.signal(signal.SIGALRM, alarm)
signal.setitimer(signal.ITIMER_REAL, 0.1)
t(time.sleep, 5)
signal.setitimer(signal.ITIMER_REAL, 0.1)
r, w = os.pipe()
t(os.read, r, 10)
signal.setitimer(signal.ITIMER_REAL, 0.1)
try:
    while True:
        pass
except TimeoutError as e:
    print("loop", e)
lock = threading.Lock()
lock.acquire()
signal.signal(signal.SIGALRM, lambda n, f: os.write(w, b"woken"))
signal.setitimer(signal.ITIMER_REAL, 0.1)
print(os.read(r, 10))
signal.setitimer(signal.ITIMER_REAL, 0.1)
start = time.monotonic()
time.sleep(0.3)
print(time.monotonic() - start >= 0.3, os.read(r, 10))
other = threading.Thread(target=lambda: t(signal.signal, 10, 0))
other.start()
other.join()
print(stat.filemode(0o100644), stat.filemode(0o41777), stat.filemode(0o104755), stat.S_ISDIR(0o40000), stat.S_IMODE(0o100644))
t(stat.S_ISDIR, "x")
t(stat.S_ISDIR, -1)
import locale

print(locale.localeconv()["decimal_point"], locale.setlocale(locale.LC_NUMERIC), locale.strcoll("a", "b"), locale.getencoding())
t(locale.setlocale, locale.LC_ALL, "xx_XX")
print(locale.nl_langinfo(locale.CODESET))
try:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(1)
except KeyboardInterrupt:
    print("interrupted")
