"""resource, fcntl, termios, users and pseudo-terminals of posix: values and every refusal."""

import fcntl
import os
import pty
import resource
import struct
import tempfile
import termios


def attempt(f, *args):
    try:
        result = f(*args)
    except Exception as e:
        result = f"{type(e).__name__}: {e}"
    print(f.__name__, str(args)[:60], "->", result)


core = resource.RLIMIT_CORE
print({n: getattr(resource, n) for n in dir(resource) if isinstance(getattr(resource, n), int)})
attempt(resource.setrlimit, core, (0, 0))
for limits in (3, (1, 2, 3), ("a", 2), (5, 0), (1 << 64, 2), (-2, 2)):
    attempt(resource.setrlimit, core, limits)
for number in (core, 99, -1, "a"):
    attempt(resource.getrlimit, number)
attempt(resource.prlimit, 0, core)
attempt(resource.getrusage, 99)
usage = resource.getrusage(resource.RUSAGE_SELF)
print(type(usage), len(usage), type(usage.ru_utime), [n for n in dir(usage) if n[0] == "r"])

attempt(os.setreuid, -1, -1)
for user in ("a", 1 << 40, -2):
    attempt(os.setreuid, user, 1)
attempt(os.setuid, -5)
attempt(os.setgroups, 3)
attempt(os.wait4, -1, 0)
child = os.fork()
if child == 0:
    os._exit(3)
print(os.wait4(child, 0)[1], os.get_inheritable(os.pidfd_open(os.getpid())))

f = tempfile.TemporaryFile()
attempt(fcntl.fcntl, f, fcntl.F_GETFD)
for argument in ("a", 1.5, None, b"x" * 2000):
    attempt(fcntl.fcntl, f.fileno(), fcntl.F_SETFD, argument)
attempt(fcntl.fcntl, 999, fcntl.F_GETFD)
attempt(fcntl.fcntl, "a", 1)
print(fcntl.fcntl(f, fcntl.F_GETLK, struct.pack("hhqqi", fcntl.F_WRLCK, 0, 0, 0, 0))[:2])
print(fcntl.flock(f, fcntl.LOCK_EX), fcntl.lockf(f, fcntl.LOCK_EX | fcntl.LOCK_NB), fcntl.lockf(f, fcntl.LOCK_UN, 5, 2, 0))
r, w = os.pipe()
os.write(w, b"abc")
buffer = bytearray(4)
print(fcntl.ioctl(r, termios.FIONREAD, buffer), buffer, fcntl.ioctl(r, termios.FIONREAD, b"\0" * 4))
attempt(fcntl.ioctl, r, 1.5)
attempt(fcntl.ioctl, r, termios.FIONREAD, None)

master, slave = os.openpty()
print(os.isatty(master), os.isatty(slave), os.get_inheritable(master), pty.STDIN_FILENO)
settings = termios.tcgetattr(slave)
settings[3] &= ~termios.ECHO
termios.tcsetattr(slave, termios.TCSADRAIN, settings)
print(termios.tcgetattr(slave) == settings, len(settings), settings[6])
for wrong in (3, settings[:3], settings[:6] + [[1]], settings[:6] + [["x"] * 32], ["x"] + settings[1:], settings[:6] + [3]):
    try:
        termios.tcsetattr(slave, 0, wrong)
    except TypeError as e:
        print(e)
attempt(termios.tcgetattr, r)
termios.tcsetwinsize(slave, (24, 80))
print(termios.tcgetwinsize(slave), termios.tcdrain(slave), termios.tcflush(slave, termios.TCIOFLUSH))
for size in ((1,), ("a", 2), 3, (70000, 1)):
    attempt(termios.tcsetwinsize, slave, size)
