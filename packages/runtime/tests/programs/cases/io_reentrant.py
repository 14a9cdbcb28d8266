"""Streams that are detached by what they call in the middle of an operation."""

import io


class Raw(io.RawIOBase):
    def readable(self):
        return True

    writable = seekable = readable

    def seek(self, at, whence=0):
        return 0

    def write(self, b):
        return len(b)


class Detaching(io.BufferedRandom):
    """Detaches the text on it when the method `when` is called first."""

    text = None
    when = ""

    def hook(self, name):
        if name == self.when and self.text is not None:
            text, self.text = self.text, None
            text.detach()

    def flush(self):
        self.hook("flush")
        return super().flush()

    def write(self, b):
        self.hook("write")
        return super().write(b)

    @property
    def closed(self):
        self.hook("closed")
        return super().closed


USES = {
    "write": lambda f: f.write("x\n" * 20000),
    "flush": lambda f: f.flush(),
    "seek": lambda f: f.seek(0),
    "seek end": lambda f: f.seek(0, 2),
    "tell": lambda f: f.tell(),
    "truncate": lambda f: f.truncate(0),
    "close": lambda f: f.close(),
    "detach": lambda f: type(f.detach()).__name__,
    "reconfigure": lambda f: f.reconfigure(line_buffering=True),
}

for when in "flush", "write", "closed":
    for name, use in USES.items():
        b = Detaching(Raw())
        f = io.TextIOWrapper(b, encoding="utf-8")
        f.write("begin")
        b.when = when
        b.text = f
        try:
            got = use(f)
        except ValueError as e:
            got = str(e)
        if name in ("write", "close") or when == "closed":
            got = "no crash"
        print(when, name, got)
        b.text = None


class Buffer(io.RawIOBase):
    text = None

    @property
    def closed(self):
        if self.text is not None:
            text, self.text = self.text, None
            text.detach()
        return False


b = Buffer()
f = io.TextIOWrapper(b)
b.text = f
print(f.close())
