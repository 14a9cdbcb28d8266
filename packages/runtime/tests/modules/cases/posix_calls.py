"""os: vectors of buffers, counters, timers, extended attributes, scheduling, posix_spawn; their errors."""

import os
import signal
import sys
import tempfile
import time

home = tempfile.mkdtemp()
os.chdir(home)


def t(f, *a, **k):
    try:
        r = f(*a, **k)
    except BaseException as e:
        r = f"{type(e).__name__}: {e}"
    print(f.__name__, [x for x in a if not isinstance(x, int)], list(k), r if not isinstance(r, int) or f in EXACT else "a number", flush=True)
    return r


with open("f", "w") as out:
    out.write("hello world")
EXACT = (os.readv, os.preadv, os.writev, os.pwritev, os.copy_file_range, os.splice)
os.symlink("f", "s")
os.link("s", "h")
print("link is symlink", os.path.islink("h"))
os.link("s", "h2", follow_symlinks=True)
print(os.path.islink("h2"))
os.link("s", "h3", follow_symlinks=False)
print(os.path.islink("h3"))
fd = os.timerfd_create(time.CLOCK_MONOTONIC, flags=0)
print(os.get_inheritable(fd))
t(os.timerfd_settime, fd, initial=1000.5, interval=0.25)
print([round(x) for x in os.timerfd_gettime(fd)])
print(os.timerfd_gettime(fd)[1])
r = os.timerfd_settime_ns(fd, initial=10**9, interval=5)
print(r[1])
print(os.timerfd_gettime_ns(fd)[1])
t(os.timerfd_settime, fd, initial=-1)
t(os.timerfd_settime, fd, initial="x")
t(os.timerfd_settime_ns, fd, initial=-1)
t(os.timerfd_settime_ns, fd, initial=1.5)
t(os.timerfd_settime, -1)
t(os.timerfd_gettime, -1)
t(os.timerfd_settime, fd, initial=float("nan"))
t(os.timerfd_settime, fd, initial=1e30)
t(os.timerfd_settime_ns, fd, initial=1 << 70)
t(os.timerfd_settime, "x")
t(os.timerfd_create, "x")
t(os.timerfd_create, 99)
e = os.eventfd(3)
print(os.get_inheritable(e), os.eventfd_read(e))
t(os.eventfd_write, e, (1 << 64) - 2)
t(os.eventfd_read, e)
t(os.eventfd, -1)
t(os.eventfd, 1 << 40)
t(os.eventfd, "x")
t(os.eventfd_write, e, -1)
t(os.eventfd_write, e, 1 << 70)
t(os.eventfd_read, -1)
t(os.eventfd_write, e, "x")
t(os.eventfd_read, "x")
fd = os.open("f", os.O_RDWR)
b = [bytearray(3), bytearray(4)]
t(os.readv, fd, b)
print(b)
t(os.preadv, fd, b, 2)
print(b)
t(os.preadv, fd, tuple(b), 1, os.RWF_HIPRI)
t(os.readv, fd, 1)
t(os.readv, fd, [1])
t(os.readv, fd, [b"a"])
t(os.readv, fd, [])
t(os.writev, fd, [b"abc", bytearray(b"de")])
t(os.writev, fd, 1)
t(os.writev, fd, ["a"])
t(os.pwritev, fd, [b"XY"], 0)
t(os.pwritev, fd, 1, 0)
t(os.preadv, fd, 1, 0)
t(os.pwritev, fd, [b"q"], -5)
t(os.readv, -1, b)
t(os.pwritev, fd, [b"1"], 0, 99999)
print(os.pread(fd, 100, 0))
g = os.open("g", os.O_RDWR | os.O_CREAT)
t(os.copy_file_range, fd, g, 5, 0)
t(os.copy_file_range, fd, g, -1)
t(os.copy_file_range, fd, g, 5, 0, 3)
t(os.copy_file_range, -1, g, 1)
t(os.copy_file_range, fd, g, "x")
t(os.copy_file_range, fd, g, 5, "x")
print(os.pread(g, 100, 0))
r, w = os.pipe()
t(os.splice, fd, w, 4, 0)
print(os.read(r, 10))
t(os.splice, fd, w, -1)
t(os.splice, fd, g, 1)
t(os.splice, fd, w, 4, 1, None, os.SPLICE_F_MOVE)
t(os.posix_fadvise, fd, 0, 0, os.POSIX_FADV_NORMAL)
t(os.posix_fadvise, fd, 0, 0, 99)
t(os.posix_fadvise, -1, 0, 0, 0)
t(os.posix_fadvise, "x", 0, 0, 0)
t(os.setxattr, "f", "user.a", b"v")
t(os.getxattr, "f", "user.a")
t(os.listxattr, "f")
t(os.listxattr)
t(os.removexattr, "f", b"user.a")
t(os.getxattr, "f", "user.a")
t(os.getxattr, "nope", "user.a")
t(os.getxattr, fd, "user.a", follow_symlinks=False)
t(os.setxattr, "f", "user.a", "v")
t(os.getxattr, 1.5, "user.a")
t(os.getxattr, "f", 1)
t(os.listxattr, fd, follow_symlinks=False)
t(os.getxattr, "f", "a\0b")
t(os.setxattr, "f", "user.a", b"v", os.XATTR_REPLACE)
t(os.listxattr, 1.5)
for f in (os.sched_get_priority_max, os.sched_get_priority_min):
    t(f, os.SCHED_FIFO)
    t(f, 99)
    t(f, "x")
t(os.sched_getparam, 0)
t(os.sched_getscheduler, 0)
t(os.sched_getscheduler, -1)
t(os.sched_getparam, 0x7FFFFFF)
t(os.sched_setparam, 0, os.sched_param(0))
t(os.sched_setparam, 0, 1)
t(os.sched_setparam, 0, os.sched_param(1 << 40))
t(os.sched_setparam, 0, os.sched_param("x"))
t(os.sched_setparam, 0, os.sched_param(999))
t(os.sched_setscheduler, 0, os.SCHED_OTHER, os.sched_param(0))
t(os.sched_setscheduler, 0, 99, os.sched_param(0))
t(os.sched_setscheduler, 0, 0, (0,))
print(type(os.sched_rr_get_interval(0)))
t(os.sched_rr_get_interval, -1)
t(os.sched_rr_get_interval, "x")
t(os.unshare, "x")
t(os.unshare, 1)
t(os.setns, -1, 0)
t(os.setns, fd, 0)
t(os.setns, "x")
t(os.sched_param)
t(os.sched_param, 1, 2)
print(os.sched_param(sched_priority=3), repr(os.sched_param("a")))


def spawn(f, *a, **k):
    try:
        r = os.waitstatus_to_exitcode(os.waitpid(f(*a, **k), 0)[1])
    except BaseException as e:
        r = f"{type(e).__name__}: {e}"
    print(f.__name__, [x for x in a if not isinstance(x, int)], list(k), r, flush=True)


env = {"PATH": "/bin:/usr/bin"}
spawn(os.posix_spawn, "/bin/true", ["true"], env)
spawn(os.posix_spawn, "/bin/false", ("false",), None)
spawn(os.posix_spawnp, "true", ["true"], env)
spawn(os.posix_spawn, "true", ["true"], env)
spawn(os.posix_spawn, "/bin/true", [], env)
spawn(os.posix_spawn, "/bin/true", 1, env)
spawn(os.posix_spawn, "/bin/true", ["true"], 1)
spawn(os.posix_spawn, "/bin/true", [1], env)
spawn(os.posix_spawn, "/bin/true", [""], env)
spawn(os.posix_spawn, "/bin/true", ["a\0"], env)
spawn(os.posix_spawn, "/bin/true", ["true"], {1: "a"})
spawn(os.posix_spawn, "/bin/true", ["true"], {"a=b": "a"})
spawn(os.posix_spawn, 1, ["true"], env)
spawn(os.posix_spawn, "/bin/true", ["true"], {"": "a"})
spawn(os.posix_spawn, "/bin/true", ["true"], {"a\0": "a"})
P = "/bin/sh"
for fa in (
    [(os.POSIX_SPAWN_OPEN, 1, "out", os.O_WRONLY | os.O_CREAT, 0o644)],
    [(os.POSIX_SPAWN_CLOSE, 77)],
    [(os.POSIX_SPAWN_DUP2, 1, 9)],
    [(os.POSIX_SPAWN_CLOSEFROM, 3)],
    [(99,)],
    [()],
    [1],
    1,
    None,
    [(os.POSIX_SPAWN_OPEN, 1)],
    [(os.POSIX_SPAWN_CLOSE,)],
    [(os.POSIX_SPAWN_DUP2, 1)],
    [(os.POSIX_SPAWN_CLOSEFROM, "x")],
    [("x", 1)],
    [(os.POSIX_SPAWN_CLOSE, "x")],
    [[os.POSIX_SPAWN_CLOSE, 5]],
    [(os.POSIX_SPAWN_OPEN, 3, "nope/no", os.O_RDONLY, 0)],
    [(os.POSIX_SPAWN_OPEN, 3, 1, os.O_RDONLY, 0)],
):
    spawn(os.posix_spawn, P, ["sh", "-c", "echo hi; echo x >&9"], env, file_actions=fa)
with open("out") as out:
    print(out.read())
spawn(os.posix_spawn, P, ["sh", "-c", "exit 3"], env, setpgroup=0)
spawn(os.posix_spawn, P, ["sh", "-c", "exit 4"], env, resetids=True, setsid=True)
spawn(os.posix_spawn, P, ["sh", "-c", "kill -USR1 $$; exit 5"], env, setsigmask=[signal.SIGUSR1])
spawn(os.posix_spawn, P, ["sh", "-c", "kill -PIPE $$; exit 6"], env, setsigdef=[signal.SIGPIPE])
spawn(os.posix_spawn, P, ["sh", "-c", "exit 7"], env, setsigmask=[0])
spawn(os.posix_spawn, P, ["sh"], env, setsigdef=1)
spawn(os.posix_spawn, P, ["sh"], env, setsigdef=[999])
spawn(os.posix_spawn, P, ["sh", "-c", "exit 8"], env, scheduler=(os.SCHED_OTHER, os.sched_param(0)))
spawn(os.posix_spawn, P, ["sh", "-c", "exit 9"], env, scheduler=(None, os.sched_param(0)))
spawn(os.posix_spawn, P, ["sh"], env, scheduler=(None,))
spawn(os.posix_spawn, P, ["sh"], env, scheduler=(None, 1))
spawn(os.posix_spawn, P, ["sh"], env, scheduler=1)
spawn(os.posix_spawn, P, ["sh"], env, setpgroup="x")
spawn(os.posix_spawn, P, ["sh"], env, scheduler=("x", os.sched_param(0)))
spawn(os.posix_spawn, P, ["sh"], env, setpgroup=-5)
spawn(os.posix_spawn, P, ["sh", "-c", "exit 1"], env, setpgroup=None, scheduler=None)

os.chdir("/")
for name in os.listdir(home):
    os.unlink(os.path.join(home, name))
os.rmdir(home)
