"""os.fork and os.forkpty warn where there are other threads, and tell auditing hooks."""

import os
import subprocess
import sys
import threading
import warnings


def show(message, category, filename, line, *more):
    print(category.__name__, str(message).replace(str(os.getpid()), "PID"), line)


def fork():
    pid = os.fork()
    if not pid:
        os._exit(0)
    print(os.waitpid(pid, 0)[1])


def forkpty():
    pid, terminal = os.forkpty()
    if not pid:
        os._exit(0)
    print(os.waitpid(pid, 0)[1])


def hook(event, arguments):
    if event.startswith("os.fork"):
        print(event, arguments)


warnings.simplefilter("always")
warnings.showwarning = show
fork()
end = threading.Event()
thread = threading.Thread(target=end.wait)
thread.start()
fork()
forkpty()
print(subprocess.run(["true"], preexec_fn=int).returncode, subprocess.run(["true"]).returncode)
warnings.simplefilter("error")
fork()
warnings.simplefilter("always")
end.set()
thread.join()
fork()
inner = threading.Thread(target=fork)
inner.start()
inner.join()
sys.addaudithook(hook)
fork()
forkpty()
