"""XMLParser: what programs see of it. What it does with a document is in reading.py; its `__init__` makes it a new reading."""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Value, i32, new_with_shape, unwrap, wrap
from protopython.modules._elementtree.builder import BUILDER, W_TreeBuilder, root, set_up_builder
from protopython.modules._elementtree.element import MODULE, SHOWN
from protopython.modules._elementtree.methods import items_of
from protopython.modules._elementtree.reading import W_Reading, install, install_comment, install_namespaces, install_pi, new_reading, parse
from protopython.modules.pyexpat import library
from protopython.modules.pyexpat.library import EXPAT
from protopython.modules.pyexpat.methods import create, optional_text
from protopython.modules.pyexpat.parser import hold, release, set_up_handle
from protopython.modules.support.system_calls import ascii_at
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.codecs import codecs
from protopython.objects.exceptions.exceptions import ATTRIBUTE_ERROR
from protopython.objects.model import errors
from protopython.objects.model.attributes import getattr_of
from protopython.objects.model.buffer import need_bytes
from protopython.objects.model.call import call0, call1
from protopython.objects.model.define import OBJECT, constant, define_type, getter, method, new, setter
from protopython.objects.model.types import type_of
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.protocore.bytestrings import latin1_text
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Object, W_Type
from protopython.protocore.value import from_int, is_empty, same

PIECE: Final[int] = 64 * 1024
"""As much as _parse_whole reads at once."""


class W_XmlParser(W_Object):
    reading: W_Reading | None
    """None before `__init__`."""


PARSER = define_type(
    "XMLParser", W_XmlParser, OBJECT, module=SHOWN, doc="A parser of XML that tells a target, by default a TreeBuilder, of what it reads."
)
constant(MODULE, "XMLParser", PARSER)


@new(PARSER, "(cls, /, *args, **kwargs)")
def parser_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    return wrap(new_with_shape(W_XmlParser, cls.root_shape))


@method(PARSER, "__init__(self, /, *, target=None, encoding=None)", shown="($self, /, *args, **kwargs)")
def parser_init(self: W_XmlParser, w_target: Value, w_encoding: Value) -> Value:
    encoding = optional_text(w_encoding, "XMLParser() argument 'encoding'")
    if same(w_target, w_None):
        b = W_TreeBuilder()
        set_up_builder(b)
        w_target = wrap(b)
    r = new_reading(wrap(self), w_target, unwrap(W_TreeBuilder, w_target) if type_of(w_target) is BUILDER else None)
    set_up_handle(r, create(encoding, b"}"), None)
    install(r)
    self.reading = r
    return w_None


def reading_of(p: W_XmlParser) -> W_Reading:
    r = p.reading
    if r is None:
        raise errors.value_error("XMLParser.__init__() wasn't called")
    return r


@method(PARSER, "feed(self, data, /)", doc="Parses a part of a document: bytes, or a str, whose declared encoding does not matter.")
def parser_feed(self: W_XmlParser, w_data: Value) -> Value:
    r = reading_of(self)
    s = as_str(w_data)
    data = need_bytes(w_data) if s is None else codecs.encode_known(codecs.UTF_8, s, "strict")
    parse(r, "feed", data, False, s is not None)
    return w_None


@method(PARSER, "close(self, /)", doc="Ends the document; what the target's close() gives.")
def parser_close(self: W_XmlParser) -> Value:
    r = reading_of(self)
    parse(r, "close", b"", True, False)
    b = r.builder
    if b is not None:
        return root(b)
    return w_None if is_empty(r.w_on_close) else call0(r.w_on_close)


@method(PARSER, "flush(self, /)", doc="Parses what was put off because more of it was to come.")
def parser_flush(self: W_XmlParser) -> Value:
    r = reading_of(self)
    if EXPAT.address_of("XML_SetReparseDeferralEnabled") == 0:
        return w_None
    at = hold(r)
    try:
        library.c_set_reparse_deferral(at, i32(0))
        try:
            parse(r, "flush", b"", False, False)
        finally:
            library.c_set_reparse_deferral(at, i32(1))
    finally:
        release(r)
    return w_None


@method(PARSER, "_parse_whole(self, file, /)", doc="Parses what the read() of an object gives, up to its end; the tree of a TreeBuilder.")
def parser_parse_whole(self: W_XmlParser, w_file: Value) -> Value:
    r = reading_of(self)
    w_read = getattr_of(w_file, "read")
    while True:
        w_data = call1(w_read, from_int(PIECE))
        s = as_str(w_data)
        data = as_bytes(w_data) if s is None else codecs.encode_known(codecs.UTF_8, s, "surrogatepass")
        if data is None or len(data) == 0:
            break
        parse(r, "_parse_whole", data, False, s is not None)
    parse(r, "_parse_whole", b"", True, False)
    b = r.builder
    return w_None if b is None else root(b)


# --- events -------------------------------------------------------------------------------------------------------------------------------


@method(PARSER, "_setevents(self, events_queue, events_to_report=None, /)", doc="Has events of these names, by default `end`, appended to a queue.")
def parser_setevents(self: W_XmlParser, w_queue: Value, w_names: Value) -> Value:
    r = reading_of(self)
    b = r.builder
    if b is None:
        raise errors.type_error("event handling only supported for ElementTree.TreeBuilder targets")
    b.w_report = getattr_of(w_queue, "append")
    b.w_start = b.w_end = b.w_start_ns = b.w_end_ns = b.w_comment = b.w_pi = EMPTY
    if same(w_names, w_None):
        b.w_end = wrap("end")
        return w_None
    names = items_of(w_names, "events must be a sequence")
    hold(r)
    try:
        for i in range(len(names)):
            want(r, b, names[i])
    finally:
        release(r)
    return w_None


def want(r: W_Reading, b: W_TreeBuilder, w_name: Value) -> None:
    name = as_str(w_name)
    if name is None:
        data = as_bytes(w_name)
        if data is None:
            raise errors.value_error("invalid events sequence")
        name = latin1_text(data)
    if name == "start":
        b.w_start = w_name
    elif name == "end":
        b.w_end = w_name
    elif name == "start-ns":
        b.w_start_ns = w_name
        install_namespaces(r)
    elif name == "end-ns":
        b.w_end_ns = w_name
        install_namespaces(r)
    elif name == "comment":
        b.w_comment = w_name
        install_comment(r)
    elif name == "pi":
        b.w_pi = w_name
        install_pi(r)
    else:
        raise errors.value_error(f"unknown event '{name}'")


# --- attributes ------------------------------------------------------------------------------------------------------------------------------


def readonly() -> PyError:
    return errors.error(ATTRIBUTE_ERROR, "readonly attribute")


@getter(PARSER, "entity")
def parser_entity(self: W_XmlParser) -> Value:
    """What undeclared entities stand for."""
    r = self.reading
    return w_None if r is None else wrap(r.entities)


@setter(PARSER, "entity")
def parser_set_entity(self: W_XmlParser, w_value: Value) -> Value:
    raise readonly()


@getter(PARSER, "target")
def parser_target(self: W_XmlParser) -> Value:
    r = self.reading
    return w_None if r is None else r.w_target


@setter(PARSER, "target")
def parser_set_target(self: W_XmlParser, w_value: Value) -> Value:
    raise readonly()


@getter(PARSER, "version")
def parser_version(self: W_XmlParser) -> Value:
    return wrap("Expat " + ascii_at(library.c_expat_version()).partition("_")[2])
