"""XML parsers of each thread's own, made and dropped while they parse, and one that all threads try to use."""

import gc

import pyexpat
from hammer import despite, each, hammer

bad = 0
DOCUMENT = b"<!DOCTYPE a [<!ENTITY e SYSTEM 't'><!ELEMENT a (b|c)*>]><a x='1'>" + b"<b y='2'>text</b>\n" * 100 + b"&e;</a>"


def parse(k):
    for i in range(40):
        names = []
        p = pyexpat.ParserCreate(namespace_separator=" ")
        p.buffer_size = (7, 100, 8192)[i % 3]

        def start(name, attributes):
            names.append(name)
            if len(names) == 50 and i % 10 == k:
                gc.collect()
                p.CharacterDataHandler = lambda text: None

        def load(context, base, system, public):
            inner = p.ExternalEntityParserCreate(context)
            inner.Parse(b"<i/>", True)
            inner.ExternalEntityParserCreate(None)
            return 1

        p.StartElementHandler = start
        p.CharacterDataHandler = len
        p.ElementDeclHandler = lambda name, model: None
        p.ExternalEntityRefHandler = load
        p.Parse(DOCUMENT, True)
        assert names == ["a"] + ["b"] * 100 + ["i"]


bad += each(4, parse)

shared = pyexpat.ParserCreate()
shared.Parse(b"<a>")
USES = (
    lambda: shared.Parse(b"<b>text</b>"),
    lambda: shared.Parse("<b>text</b>"),
    lambda: shared.CurrentLineNumber,
    lambda: setattr(shared, "StartElementHandler", lambda name, attributes: shared.GetInputContext()),
    lambda: setattr(shared, "CharacterDataHandler", len),
    lambda: setattr(shared, "buffer_text", True),
    lambda: setattr(shared, "buffer_text", False),
    lambda: setattr(shared, "ordered_attributes", True),
    lambda: (shared.buffer_used, shared.ordered_attributes, shared.StartElementHandler, shared.intern),
    lambda: shared.SetBase("base"),
    lambda: shared.GetBase(),
    lambda: shared.ExternalEntityParserCreate(None),
)
bad += hammer(*[despite(RuntimeError)(f) for f in USES])
shared.Parse(b"</a>", True)
print(bad)
