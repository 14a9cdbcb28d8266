"""Descriptors of native objects that a program forgets are closed when the objects are found dead; of errors nobody is told."""

import _socket
import gc
import os
import select
import sys


def forget(make):
    for _ in range(50):
        make()


def count():
    return len(os.listdir("/proc/self/fd"))


before = count()
for make in select.epoll, lambda: _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM):
    forget(make)
    gc.collect()
    print(count() - before < 10)


def closed_already():
    s = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
    os.close(s.fileno())


sys.unraisablehook = print
closed_already()
gc.collect()
