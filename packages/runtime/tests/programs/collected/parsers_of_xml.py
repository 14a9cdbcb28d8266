"""Parsers of XML are released when they die, and not before their users' finalizers ran."""

import gc
import pyexpat
import xml.etree.ElementTree as ET


def resident():
    with open("/proc/self/statm") as f:
        return int(f.read().split()[1]) >> 8


def make(n):
    for _ in range(n):
        pyexpat.ParserCreate().Parse(b"<a/>", True)
        ET.fromstring(b"<a/>")


make(500)
gc.collect()
before = resident()
make(3000)
gc.collect()
print(resident() - before < 20)


class User:
    def __init__(self):
        self.parser = pyexpat.ParserCreate()
        self.parser.Parse(b"<a>")
        self.tree = ET.XMLParser()
        self.tree.feed(b"<a>")

    def __del__(self):
        self.tree.feed(b"</a>")
        kept.append((self.parser.Parse(b"</a>", True), self.tree.close().tag, self.parser))


kept = []
for _ in range(1000):
    User()
gc.collect()
gc.collect()
print(len(kept) > 900, {k[:2] for k in kept}, {k[2].CurrentLineNumber for k in kept})
