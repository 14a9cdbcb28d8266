"""signal: waiting for signals, signals to threads and to descriptors of processes, timers; the clock of a thread."""

import _signal
import os
import signal
import threading
import time


def t(f, *a, **k):
    try:
        r = f(*a, **k)
    except BaseException as e:
        r = f"{type(e).__name__}: {e}"
    print(f.__name__, [x for x in a if type(x) is not int], r)
    return r


signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1, signal.SIGUSR2])
os.kill(os.getpid(), signal.SIGUSR1)
i = _signal.sigwaitinfo([signal.SIGUSR1])
print(i.si_signo, i.si_code, i.si_errno, i.si_pid == os.getpid(), i.si_uid == os.getuid(), i.si_status, type(i), len(i))
t(_signal.sigtimedwait, [signal.SIGUSR1], 0)
t(_signal.sigtimedwait, [signal.SIGUSR1], 0.01)
t(_signal.sigtimedwait, [signal.SIGUSR1], -1)
t(_signal.sigtimedwait, [signal.SIGUSR1], "x")
t(_signal.sigtimedwait, [], 0)
t(_signal.sigtimedwait, [0], 0)
t(_signal.sigwaitinfo, 1)
signal.pthread_kill(threading.get_ident(), signal.SIGUSR2)
i = signal.sigtimedwait([signal.SIGUSR2], 1)
print(i.si_signo)
fd = os.pidfd_open(os.getpid())
t(_signal.pidfd_send_signal, fd, signal.SIGUSR2)
print(_signal.sigtimedwait([signal.SIGUSR2], 1).si_signo)
t(_signal.pidfd_send_signal, fd, 0, 1)
t(_signal.pidfd_send_signal, -1, 0)
t(_signal.pidfd_send_signal, "x", 0)
t(_signal.pidfd_send_signal, fd, 0, None, 0)
t(signal.setitimer, 99, 0)
t(signal.setitimer, 0, -1)
t(signal.setitimer, 0, "x")
t(signal.getitimer, 99)
t(signal.setitimer, 0, 0)
t(signal.setitimer, 0, float("nan"))
t(signal.setitimer, 0, 1e300)
print(_signal.ItimerError, _signal.ItimerError.__mro__[1])
t(signal.pthread_kill, "x", 1)
t(_signal.strsignal, 9999)
t(_signal.raise_signal, 9999)
t(_signal.struct_siginfo, [1])
print(_signal.struct_siginfo(range(7)))
r = []


def work():
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
    ready.set()
    r.append(signal.sigwait([signal.SIGUSR1]))


ready = threading.Event()
th = threading.Thread(target=work)
th.start()
ready.wait()
signal.pthread_kill(th.ident, signal.SIGUSR1)
th.join()
print(r)
print(time.pthread_getcpuclockid(threading.get_ident()) < 0, time.clock_gettime(time.pthread_getcpuclockid(threading.get_ident())) > 0)
t(time.pthread_getcpuclockid, "x")
t(time.pthread_getcpuclockid, 1.5)
