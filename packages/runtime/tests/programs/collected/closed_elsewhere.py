"""A stream that one thread closes while another one writes to it is closed for the other."""

import io
import threading


class Raw(io.RawIOBase):
    def writable(self):
        return True

    def write(self, b):
        return len(b)


class Slow(Raw):
    def __init__(self):
        self.flushing = threading.Event()
        self.go_on = threading.Event()

    def flush(self):
        self.flushing.set()
        self.go_on.wait(30)


raw = Slow()
stream = io.BufferedWriter(raw, 8)
closing = threading.Thread(target=stream.close)
closing.start()
raw.flushing.wait()
threading.Timer(0.1, raw.go_on.set).start()
try:
    stream.write(b"late")
except ValueError as e:
    print(e, stream.closed)
closing.join()
