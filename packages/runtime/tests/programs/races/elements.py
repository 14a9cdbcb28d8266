"""One tree that all threads read and change, an iterator, a builder and a parser that they share, and trees of each thread's own."""

import copy
import pickle
import xml.etree.ElementTree as ET

from hammer import despite, each, hammer

bad = 0
DOCUMENT = "<r><!--c-->" + "<a x='1' n:y='2' xmlns:n='u'>te\nxt<b/>tail</a>" * 50 + "</r>"


def parse(k):
    for _ in range(20):
        root = ET.fromstring(DOCUMENT)
        assert len(root) == 50 and root.find("a").text == "te\nxt" and sum(1 for _ in root.iter()) == 101
        assert ET.tostring(copy.deepcopy(root)) == ET.tostring(pickle.loads(pickle.dumps(root)))


bad += each(4, parse)

root = ET.fromstring(DOCUMENT)


def shuffle():
    first = root[0]
    root.remove(first)
    root.append(first)


def replace():
    root[10:20] = [ET.Element("a") for _ in range(10)]
    del root[::7]
    root.extend(ET.Element("a", x="1") for _ in range(10))


def walk():
    for e in root.iter("a"):
        assert e.tag == "a"
    assert all(isinstance(text, str) for text in root.itertext())
    assert all(e.tag == "a" for e in root.findall("a"))


def change():
    e = root[0]
    e.set("z", "1")
    e.text = "new"
    ET.SubElement(e, "inner", y="2")
    e.clear()


def clear_all():
    root.clear()
    root.extend(ET.Element("a") for _ in range(50))


USES = (shuffle, replace, walk, change, clear_all, lambda: copy.deepcopy(root), lambda: copy.copy(root).items(), lambda: pickle.dumps(root))
bad += hammer(*[despite(IndexError, ValueError, RuntimeError)(f) for f in USES])

shared = root.iter()


def step():
    global shared
    if next(shared, None) is None:
        shared = root.iter()


bad += hammer(step, step, step, clear_all)

builder = ET.TreeBuilder(insert_comments=True)
builder.start("root", {})


def build():
    builder.start("a", {})
    builder.data("x")
    builder.data("y")
    builder.comment("c")
    builder.data("z")
    builder.end("a")
    builder.close()


bad += hammer(*[despite(ET.ParseError, IndexError, TypeError)(build)] * 4)

parser = ET.XMLParser()
parser.feed("<root>")


def again():
    parser.__init__()
    parser.feed("<root>")


PARTS = (
    lambda: parser.feed("<a>text</a>"),
    lambda: parser.feed(b"<b x='1'>te\nxt</b>"),
    lambda: parser.flush(),
    lambda: parser._setevents([], ["start", "end-ns", "pi"]),
    lambda: (parser.entity, parser.target),
    again,
)
bad += hammer(*[despite(RuntimeError, ET.ParseError)(f) for f in PARTS])
print(bad)
