"""Streams that a program forgets are flushed and closed when they are found dead, outer ones before those below them."""

import gc
import io
import os
import sys
import tempfile
import warnings

gc.disable()  # all that is dead is to be found at once
NAME = os.path.join(tempfile.mkdtemp(), "file")


class Raw(io.RawIOBase):
    def writable(self):
        return True

    def write(self, b):
        print("write", bytes(b))
        return len(b)

    def close(self):
        if not self.closed:
            print("close")
        super().close()


def deeply(n, function, *args):
    """Calls function where none of what it leaves behind on the stack is below us."""
    return function(*args) if n == 0 else deeply(n - 1, function, *args)


def forget(function):
    deeply(30, function)
    deeply(60, int)
    gc.collect()
    gc.collect()


def buffered():
    io.BufferedWriter(Raw()).write(b"buffered")


def text():
    io.TextIOWrapper(io.BufferedWriter(Raw()), "utf-8").write("text")


def pair():
    io.BufferedRWPair(io.BytesIO(), Raw()).write(b"pair")


def uninitialised():
    io.TextIOWrapper.__new__(io.TextIOWrapper)
    io.BufferedRWPair.__new__(io.BufferedRWPair)


class Failing(Raw):
    def write(self, b):
        raise OSError("no room")


def failing():
    io.BufferedWriter(Failing()).write(b"x")


def shown(unraisable):
    print(unraisable.exc_type.__name__, unraisable.exc_value, unraisable.err_msg)


sys.unraisablehook = shown
for function in buffered, text, pair, uninitialised, failing:
    print(function.__name__)
    forget(function)


def content():
    with open(NAME) as f:
        return f.read()


def with_open():
    f = open(NAME, "w")  # noqa: SIM115
    f.write("opened")


def with_open_on_descriptor():
    f = open(os.open(NAME, os.O_WRONLY | os.O_TRUNC), "w")  # noqa: SIM115
    f.write("on a descriptor")


def layers():
    io.TextIOWrapper(io.BufferedWriter(io.FileIO(NAME, "w")), "utf-8").write("three layers")


for function in with_open, with_open_on_descriptor, layers:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        forget(function)
    print(function.__name__, content(), [str(w.message).partition(" name=")[0] for w in caught])

raw = io.FileIO(NAME, "w")


def on_a_file_that_is_known():
    b = io.BufferedWriter(raw)
    b.itself = b
    b.write(b"known")


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    forget(on_a_file_that_is_known)
print(content(), raw.closed, [str(w.message).partition(" name=")[0] for w in caught])


class Numbered:
    def __init__(self, number, below=None):
        self.number = number
        self.below = below

    def __del__(self):
        print("end of", self.number)


def chain():
    Numbered(3, Numbered(2, Numbered(1)))


forget(chain)
