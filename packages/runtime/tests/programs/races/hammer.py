"""What the programs beside this file share."""

import threading
import time


def hammer(*functions, seconds=0.5):
    """Calls each function over and over in a thread of its own; how many of the threads ended with an exception, which is shown."""
    failed = []
    ready = threading.Barrier(len(functions))

    def run(f):
        ready.wait()
        end = time.monotonic() + seconds
        try:
            while time.monotonic() < end:
                f()
        except BaseException as e:
            failed.append(e)
            raise

    threads = [threading.Thread(target=run, args=(f,)) for f in functions]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return len(failed)


def each(n, function):
    """Calls function(0) ... function(n - 1), each in a thread; how many raised."""
    failed = []
    ready = threading.Barrier(n)

    def run(i):
        ready.wait()
        try:
            function(i)
        except BaseException as e:
            failed.append(e)
            raise

    threads = [threading.Thread(target=run, args=(i,)) for i in range(n)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return len(failed)


def despite(*errors):
    """A function that calls f and lets errors of these kinds pass."""

    def decorate(f):
        def run():
            try:
                f()
            except errors:
                pass

        return run

    return decorate


def flickering(items):
    """An empty list and a function that clears it and fills it again."""
    shared = []

    def flicker():
        shared.clear()
        shared.extend(items)

    return shared, flicker
