"""A finalizer at the end of the program does not wait for a daemon thread, which would not end."""

import threading


class Cycle:
    def __init__(self):
        self.me = self
        self.thread = threading.Thread(target=threading.Event().wait, daemon=True)
        self.thread.start()

    def __del__(self):
        for timeout in None, 10:
            try:
                self.thread.join(timeout)
            except PythonFinalizationError as e:
                print(self.thread.is_alive(), e)


Cycle()
