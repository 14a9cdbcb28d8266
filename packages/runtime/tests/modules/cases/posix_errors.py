"""os: what is said of wrong arguments: devices, descriptors in place of names, configuration values, environments."""

import os
import signal
import socket
import tempfile
import warnings

warnings.simplefilter("always")
home = tempfile.mkdtemp()
os.chdir(home)
fd = os.open("plain", os.O_RDWR | os.O_CREAT, 0o600)


def t(f, *a, **k):
    try:
        r = f(*a, **k)
    except BaseException as e:
        r = f"{type(e).__name__}: {e}"
    print(f.__name__, [x for x in a if x != fd], list(k), "told" if isinstance(r, (os.stat_result, list)) else r)


for x in (-1, -2, 2**32 - 1, 2**32, 2**64 - 1, 2**64, 0, 5 << 40, "x"):
    t(os.major, x)
    t(os.minor, x)
for x in ((-1, 0), (0, -1), (2**32 - 1, 0), (0, 2**32 - 1), (2**32, 0), (0, 2**32), (2**40, 1), (1, 2), (2**32 - 1,) * 2, (-1, -1), ("x", 1)):
    t(os.makedev, *x)
t(os.stat, fd, follow_symlinks=False)
t(os.stat, fd, dir_fd=fd)
t(os.stat, "x", dir_fd="y")
t(os.stat, "x", dir_fd=1 << 40)
t(os.stat, "nope", dir_fd=-5)
t(os.chmod, fd, 0o600, follow_symlinks=False)
t(os.chmod, fd, 0o600, dir_fd=fd)
t(os.chown, fd, -1, -1, follow_symlinks=False)
t(os.chown, fd, -1, -1, dir_fd=fd)
t(os.utime, fd, dir_fd=fd)
t(os.utime, fd, follow_symlinks=False)
t(os.chmod, "nope", 0, dir_fd=99, follow_symlinks=False)
for f in (
    os.fchdir,
    os.fsync,
    os.fdatasync,
    os.ftruncate,
    os.fchmod,
    os.fchown,
    os.fpathconf,
    os.lseek,
    os.read,
    os.ttyname,
    os.dup,
    os.fstat,
    os.fstatvfs,
    os.get_inheritable,
    os.set_blocking,
    os.get_blocking,
    os.pathconf,
    os.truncate,
    os.chdir,
    os.listdir,
    os.scandir,
    os.stat,
    os.statvfs,
    os.tcgetpgrp,
    os.dup2,
):
    more = {
        os.ftruncate: (0,),
        os.fchmod: (0,),
        os.fchown: (0, 0),
        os.fpathconf: ("PC_NAME_MAX",),
        os.lseek: (0, 0),
        os.read: (1,),
        os.set_blocking: (1,),
        os.pathconf: ("PC_NAME_MAX",),
        os.truncate: (0,),
        os.dup2: (1 << 40,),
    }.get(f, ())
    for bad in (99, "nope", 1.5, 1 << 40, -2):
        t(f, bad, *more)
t(os.pathconf, "/", "bad")
t(os.fpathconf, fd, "bad")
t(os.sysconf, "bad")
t(os.sysconf, 99999)
t(os.confstr, "bad")
t(os.confstr, 9999)
t(os.pathconf, "/nope", "PC_NAME_MAX")
t(os.sysconf, 1.5)
t(os.pathconf, "/", 9999)
t(os.sysconf, 1 << 40)
t(os.umask, "x")
t(os.nice, "x")
t(os.getpriority, 99, 0)
t(os.setpriority, 99, 0, 0)
t(os.killpg, 0x7FFFFFF, 0)
t(os.getpgid, 0x7FFFFFF)
t(os.getsid, 0x7FFFFFF)
t(os.chown, "x", -2, 0)
t(os.chown, "x", 1 << 32, 0)
t(os.chown, "x", "a", 0)
t(os.chown, "nope", -1, -1)
t(os.setuid, -1 << 40)
t(os.setuid, 1 << 40)
t(os.getpgid, 1 << 40)
t(os.waitstatus_to_exitcode, 1 << 40)
t(os.waitstatus_to_exitcode, -1)
t(os.waitstatus_to_exitcode, 0x7F)
t(os.WEXITSTATUS, 1 << 40)
t(os.strerror, 1 << 40)
t(os.strerror, 9999)
t(os.strerror, -1)
t(os.utime, "nope", (1, "x"))
t(os.utime, "nope", 1)
t(os.utime, "nope", (1, 2, 3))
t(os.utime, "nope", ns=(1, 1.5))
t(os.utime, "nope", ns=1)
t(os.utime, "nope", (1, 2), ns=(1, 2))
t(os.utime, "nope", (1e300, 0))
t(os.utime, "nope", ns=(1 << 90, 0))
t(os.utime, "nope", (float("nan"), 0))
t(os.open, "x\0", 0)
t(os.mkdir, "x\0")
t(os.rename, "a\0", "b")
t(os.rename, "a", b"b")
t(os.link, 1, 2)
t(os.symlink, 1, 2)
t(os.readlink, 1)
t(os.readlink, "/")
t(os.execv, "/x", [])
t(os.execv, "/x", 1)
t(os.execve, "/x", [], {})
t(os.execve, "/x", 1, {})
t(os.execve, "/x", ["a"], 1)
t(os.execve, "/x", [""], {})
t(os.putenv, "a=b", "c")
t(os.putenv, "", "c")
t(os.unsetenv, "")
t(os.unsetenv, "a=b")
t(os.putenv, "a\0", "")
t(os.getrandom, -1)
t(os.urandom, -1)
t(os.urandom, "x")
t(os.pipe2, "x")
t(os.getgrouplist, "nouser", 1)
t(os.initgroups, "nouser", 1 << 40)
t(os.memfd_create, "x" * 300)
t(os.mknod, "nope/x", 0o777, 0)
t(os.mknod, "nope/x", 0, -1)
t(os.lockf, 99, 0, 0)
t(os.posix_fallocate, 99, 0, 1)
t(os.sendfile, 99, 98, None, 1)
t(os.pread, 99, 1, 0)
t(os.pread, 99, -1, 0)
t(os.pwrite, 99, "x", 0)
t(os.sched_setaffinity, 0, [])
t(os.sched_setaffinity, 0, [-1])
t(os.sched_setaffinity, 0, [1 << 40])
t(os.sched_setaffinity, 0, 1)
t(os.sched_getaffinity, -5)
t(os.pidfd_open, -1)
t(os.device_encoding, "x")
t(os.get_terminal_size, 99)
t(os.grantpt, 99)
t(os.login_tty, 99)
t(os.kill, "x", 0)
t(os.system, 1)
t(os.system, "a\0")
t(os.fspath, 1)
t(os.truncate, "nope", -1)
t(os.truncate, 99, 0)
t(os.closerange, "x", 1)
t(os.register_at_fork)
t(os.register_at_fork, before=1)
t(os.set_inheritable, 99, True)
t(os.copy_file_range, "x", 1, 1)
t(os.makedev, -2, 0)
t(os.makedev, 0, -2)
t(os.makedev, 1 << 70, 0)
t(os.makedev, -1 << 70, 0)
t(os.major, -1 << 70)
t(socket.if_indextoname, -1)
t(socket.if_indextoname, 1 << 32)
t(socket.if_indextoname, 1 << 80)
t(socket.if_indextoname, 99999)
t(socket.if_nametoindex, "nope")
t(signal.pthread_sigmask, 0, [1 << 1000])
t(signal.pthread_sigmask, 0, [-5])
t(signal.pthread_sigmask, 0, ["x"])
t(signal.pthread_sigmask, 0, [65])


class F:
    __fspath__ = None


t(os.fspath, F())
t(os.open, F(), 0)
t(os.stat, F())
t(os.listdir, F())


class G:
    def __fspath__(self):
        return 1


t(os.fspath, G())
t(os.open, G(), 0)
t(os.waitstatus_to_exitcode, 0x137F)
t(os.waitstatus_to_exitcode, 0xFFFF)
t(os.waitstatus_to_exitcode, 0x80)
t(os.stat, fd, dir_fd=3, follow_symlinks=False)
t(os.stat, "nope", dir_fd=fd, follow_symlinks=False)
t(os.sysconf, "SC_PAGE_SIZE")
t(os.pathconf, fd, "PC_LINK_MAX")
t(os.fpathconf, fd, 9999)
t(os.chown, fd, -1, -1, dir_fd=fd, follow_symlinks=False)
t(os.utime, fd, dir_fd=fd, follow_symlinks=False)
t(os.nice, 0)
t(os.chmod, "nope\0", 0)
t(os.sched_setaffinity, 0, [100000])
t(os.sched_setaffinity, 0, [-1 << 40])
t(os.sched_setaffinity, 0, ["x"])
t(os.putenv, 1, 2)
t(os.unsetenv, 1)
t(os.execve, "/x", ["a"], {"": "b"})
t(os.execve, "/x", ["a"], {"=a": "b"})
t(os.execve, "/x", ["a"], None)
with warnings.catch_warnings():
    warnings.simplefilter("error")
    for f in (os.fsync, os.fchdir, os.fdatasync, os.listdir, os.stat, open):
        t(f, True)
t(os.listdir, fd)
os.close(fd)
os.unlink("plain")
os.chdir("/")
os.rmdir(home)
