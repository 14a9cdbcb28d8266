"""sys.remote_exec: in this process and in another one; who may not, and what fails."""

import os
import subprocess
import sys
import tempfile

folder = tempfile.mkdtemp()


def script(text):
    path = os.path.join(folder, "script.py")
    with open(path, "w") as file:
        file.write(text)
    return path


def here(text):
    sys.remote_exec(os.getpid(), script(text))
    for _ in range(3):
        pass


events = []
sys.addaudithook(lambda event, args: events.append(event) if "remote" in event else None)
here("import sys; print('ran', sorted(globals()), sys._getframe(1).f_code.co_name)")
sys.unraisablehook = lambda u: print(u.err_msg.replace(folder, "FOLDER"), repr(u.exc_value), u.object)
here("1 / 0")
here("raise SystemExit")
here("x = = 1")
sys.remote_exec(os.getpid(), os.fsencode(folder))
for _ in range(3):
    pass
print(events[:2], sys.is_remote_debug_enabled())

for args in ((os.getpid(), None), ("x", "y"), (os.getpid(), "nofile"), (2**40, __file__), (99999999, __file__)):
    try:
        sys.remote_exec(*args)
    except Exception as e:
        print(type(e).__name__, e)

TARGET = """
import sys, threading
stop = threading.Event()
print("ready", flush=True)
while not stop.wait(0.01):
    pass
print("stopped")
"""
stopping = script("import __main__; __main__.stop.set()")
for options, variables in (([], {}), (["-X", "disable-remote-debug"], {}), ([], {"PYTHON_DISABLE_REMOTE_DEBUG": "1"})):
    with subprocess.Popen([sys.executable, *options, "-c", TARGET], stdout=subprocess.PIPE, env={**os.environ, **variables}, text=True) as target:
        target.stdout.readline()
        try:
            sys.remote_exec(target.pid, stopping)
            print(target.stdout.read().strip(), target.wait())
        except Exception as e:
            print(type(e).__name__, e)
            target.kill()
for options in ([], ["-X", "disable-remote-debug"]):
    own = "import os, sys; sys.remote_exec(os.getpid(), sys.argv[1])"
    done = subprocess.run([sys.executable, *options, "-c", own, stopping], capture_output=True, text=True)
    print(done.stderr.splitlines()[-1])
