"""Finalizers at the end of the program can start no thread and no process of Python's, and not wait for a thread that runs."""

import _thread
import os
import subprocess
import sys
import threading


class Tries:
    def __init__(self, name, what):
        self.name, self.what = name, what
        self.me = self

    def __del__(self):
        print(self.name, sys.is_finalizing())
        try:
            print(self.what())
        except PythonFinalizationError as e:
            print(e, flush=True)


def keep(number, name, what):
    globals()[f"kept_{number}"] = Tries(name, what)


keep(1, "start", lambda thread=threading.Thread(target=print): thread.start())
keep(2, "start_new_thread", lambda start=_thread.start_new_thread: start(print, ()))
keep(3, "fork", lambda fork=os.fork: fork())
keep(4, "forkpty", lambda fork=os.forkpty: fork())
keep(5, "preexec", lambda run=subprocess.run: run(["/bin/true"], preexec_fn=print))
keep(6, "process", lambda run=subprocess.run: run(["/bin/true"]).returncode)
done = threading.Thread(target=print, args=("thread",))
done.start()
done.join()
keep(7, "join", lambda join=done.join: join())
