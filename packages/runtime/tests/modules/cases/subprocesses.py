"""subprocess: pipes, failures in the child, preexec_fn, signals, time limits; fork in a process with threads."""

import os
import subprocess
import threading

print(subprocess.run(["echo", "hi"], capture_output=True))
print(subprocess.run("echo $X; exit 3", shell=True, capture_output=True, env={"X": "yy"}, text=True))
for args, options in [
    (["/nonexistent/x"], {}),
    (["true"], {"cwd": "/nonexistent"}),
    (["no-such-program"], {}),
    (["/etc/passwd"], {}),
    (["true"], {"preexec_fn": lambda: 1 / 0}),
    (["true"], {"user": -5}),
]:
    try:
        print(subprocess.run(args, **options))
    except Exception as e:
        print(type(e).__name__, e, getattr(e, "filename", None))
data = b"abc" * 100000
print(subprocess.run(["cat"], input=data, capture_output=True).stdout == data)
print(subprocess.run(["sh", "-c", "kill -9 $$"]).returncode)
try:
    subprocess.run(["sleep", "5"], timeout=0.2)
except subprocess.TimeoutExpired as e:
    print(e)
r, w = os.pipe()
print(subprocess.run(["sh", "-c", f"echo x >&{w}"], pass_fds=[w]).returncode, os.read(r, 10))


def prepare():
    os.write(2, b"pre\n")
    os.umask(0o77)


print(subprocess.run(["sh", "-c", "umask"], preexec_fn=prepare, capture_output=True))
p = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True)
print(p.communicate("hello"), p)

stop = threading.Event()
numbers = []


def work():
    while not stop.is_set():
        numbers.append([1] * 50)
        if len(numbers) > 1000:
            numbers.clear()


threads = [threading.Thread(target=work) for _ in range(3)]
for t in threads:
    t.start()
statuses = []
for i in range(5):
    pid = os.fork()
    if pid == 0:
        made = [[j] for j in range(20000)]
        t = threading.Thread(target=made.clear)
        t.start()
        t.join()
        os._exit(len(made) + threading.active_count() + 40 + i)
    statuses.append(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
stop.set()
for t in threads:
    t.join()
print(statuses)

for number in (1 << 32, 1 << 63, 1 << 64, 1.5):
    for name in ("user", "group"):
        try:
            subprocess.run(["true"], **{name: number})
        except Exception as e:
            print(name, number, type(e).__name__, e)
