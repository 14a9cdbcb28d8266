"""What an XMLParser does with a document: a handle of expat's, and the functions that expat calls.

A target that is just a TreeBuilder is driven without calls of Python code, and its text is put together as bytes, to be decoded once. Any other is
called for what it has methods for.

An exception stops no parser: as on CPython, what comes after it in the same data is passed over.
"""

from __future__ import annotations

import ctypes as _host_ctypes
from typing import Final, cast

from protodialect.types import COMPILED, EMPTY, Array, Value, i32, unwrap, wrap
from protodialect.unsafe import Addr, address_of, bytes_data, c_callback, callback_address, hash_data, load8, load64, memcmp, object_at
from protopython.engine.unwind import exception_value
from protopython.modules._elementtree import builder as tree
from protopython.modules._elementtree.builder import PARSE_ERROR, W_TreeBuilder
from protopython.modules._elementtree.element import MODULE
from protopython.modules.pyexpat import library
from protopython.modules.pyexpat.callbacks import fill_encoding
from protopython.modules.pyexpat.methods import feed
from protopython.modules.pyexpat.parser import W_Handle, begin, end, error_text, text_at, text_of
from protopython.modules.support.system_calls import copy_bytes
from protopython.objects.dict.dict import W_Dict, dict_get, dict_set, new_dict
from protopython.objects.exceptions.exceptions import RUNTIME_WARNING
from protopython.objects.model import errors
from protopython.objects.model.attributes import find_attr, setattr_of
from protopython.objects.model.call import call1, call2, call3
from protopython.objects.model.define import OBJECT, define_type
from protopython.objects.model.stock import stock_function
from protopython.objects.singletons import w_None
from protopython.objects.str.string_builder import BytesBuilder
from protopython.objects.tuple import empty_values, new_tuple2
from protopython.protocore.error import PyError
from protopython.protocore.object import TypeFlags
from protopython.protocore.os import c_strlen
from protopython.protocore.value import from_int, is_empty

SLOTS: Final[int] = 256
"""How many names a reading finds at once, by their hash."""
BRACE: Final[int] = 0x7D
AMPERSAND: Final[int] = 0x26
UNDEFINED_ENTITY: Final[int] = 11
SHOWN_ENTITY: Final[int] = 100
"""As many bytes of an undefined entity are told."""
MUCH: Final[int] = 1 << 16
"""So much room for text is not kept."""


class W_Reading(W_Handle):
    """All fields belong to who parses."""

    w_parser: Value
    """The XMLParser."""
    w_target: Value
    builder: W_TreeBuilder | None
    """The target, if it is of just this type."""
    entities: W_Dict
    names: W_Dict
    """What expat calls elements and attributes (bytes) -> what programs do."""
    recent: Array[Value]
    """Some of names: key, value."""
    text: BytesBuilder
    """What comes next in the builder's text."""
    w_on_start: Value
    """The target's methods, EMPTY where it has none."""
    w_on_end: Value
    w_on_data: Value
    w_on_comment: Value
    w_on_pi: Value
    w_on_start_ns: Value
    w_on_end_ns: Value
    w_on_doctype: Value
    w_on_close: Value
    w_pending: Value
    """The exception of a callback: whoever parses raises it when expat has returned."""


READING = define_type("reading", W_Reading, OBJECT, module=MODULE, flags=TypeFlags.NO_INSTANTIATE)


def new_reading(w_parser: Value, w_target: Value, builder: W_TreeBuilder | None) -> W_Reading:
    """One that has no handle yet."""
    r = W_Reading()
    r.w_parser = w_parser
    r.w_target = w_target
    r.builder = builder
    r.entities = new_dict()
    r.names = new_dict()
    r.recent = empty_values(2 * SLOTS)
    r.text = BytesBuilder()
    r.w_on_start = find_attr(w_target, "start")
    r.w_on_end = find_attr(w_target, "end")
    r.w_on_data = find_attr(w_target, "data")
    r.w_on_comment = find_attr(w_target, "comment")
    r.w_on_pi = find_attr(w_target, "pi")
    r.w_on_start_ns = find_attr(w_target, "start_ns")
    r.w_on_end_ns = find_attr(w_target, "end_ns")
    r.w_on_doctype = find_attr(w_target, "doctype")
    r.w_on_close = find_attr(w_target, "close")
    return r


def install(r: W_Reading) -> None:
    """The callbacks, once there is a handle."""
    at = r.at
    library.c_set_user_data(at, address_of(r))
    library.c_on_start_element(at, callback_address(on_start))
    library.c_on_end_element(at, callback_address(on_end))
    library.c_on_character_data(at, callback_address(on_data) if r.builder is None else callback_address(on_builder_data))
    library.c_on_default_expand(at, callback_address(on_default))
    library.c_on_start_doctype_decl(at, callback_address(on_doctype))
    library.c_on_unknown_encoding(at, callback_address(on_unknown_encoding), address_of(r))
    if not is_empty(r.w_on_comment):
        install_comment(r)
    if not is_empty(r.w_on_pi):
        install_pi(r)
    if not is_empty(r.w_on_start_ns) or not is_empty(r.w_on_end_ns):
        install_namespaces(r)


def install_comment(r: W_Reading) -> None:
    library.c_on_comment(r.at, callback_address(on_comment))


def install_pi(r: W_Reading) -> None:
    library.c_on_processing_instruction(r.at, callback_address(on_pi))


def install_namespaces(r: W_Reading) -> None:
    library.c_on_start_namespace_decl(r.at, callback_address(on_start_ns))
    library.c_on_end_namespace_decl(r.at, callback_address(on_end_ns))


# --- parsing -------------------------------------------------------------------------------------------------------------------------------


def parse(r: W_Reading, function: str, data: bytes, final: bool, is_text: bool) -> None:
    """is_text: it is UTF-8, whatever is declared."""
    at = begin(r, function)
    try:
        finish(r, feed(at, data, final, is_text))
    finally:
        end(r)


def finish(r: W_Reading, status: int) -> None:
    """expat has returned. What a callback raised goes before what expat has to say."""
    if is_empty(r.w_pending):
        try:
            flush(r)
        except Exception as e:
            fail(r, e)
    w_exc = r.w_pending
    r.w_pending = EMPTY
    if not is_empty(w_exc):
        raise PyError(w_exc)
    if status == 0:
        code = int(library.c_error_code(r.at))
        raise parse_error(r.at, code, error_text(code))


def parse_error(at: Addr, code: int, message: str) -> PyError:
    """Where expat's parser stands."""
    line = library.c_line_number(at)
    column = library.c_column_number(at)
    e = errors.error(PARSE_ERROR, f"{message}: line {line}, column {column}")
    setattr_of(e.w_value, "code", from_int(code))
    setattr_of(e.w_value, "position", wrap(new_tuple2(from_int(line), from_int(column))))
    return e


def reading_at(at: Addr) -> W_Reading:
    """Of what callbacks are handed: objects do not move, and who parses keeps the reading alive."""
    if COMPILED:
        return object_at(W_Reading, at)
    else:
        return cast(W_Reading, _host_ctypes.cast(at, _host_ctypes.py_object).value)


def fail(r: W_Reading, e: Exception) -> None:
    """What ends a callback with an exception."""
    if is_empty(r.w_pending):
        r.w_pending = exception_value(e)


def flush(r: W_Reading) -> None:
    """Hands the text that waits to the builder."""
    text = r.text
    n = text.length
    b = r.builder
    if n == 0 or b is None:
        return
    text.length = 0
    if n > MUCH:
        r.text = BytesBuilder()
    if COMPILED:
        tree.take_data(b, text_of(bytes_data(text.buffer), n))
    else:
        data = text.to_bytes()
        text.pieces = []
        tree.take_data(b, wrap(data.decode()))


# --- names ----------------------------------------------------------------------------------------------------------------------------------


def name_at(r: W_Reading, at: Addr) -> Value:
    """The name that expat gives, as programs see it: `uri}name` as `{uri}name`. Equal ones are one object."""
    n = c_strlen(at)
    if COMPILED:
        slot = 2 * (hash_data(at, n) % SLOTS)
        w_key = r.recent[slot]
        if not is_empty(w_key):
            known = unwrap(bytes, w_key)
            if len(known) == n and memcmp(bytes_data(known), at, n) == 0:
                return r.recent[slot + 1]
        w_key = wrap(copy_bytes(at, n))
        w_name = new_name(r, w_key, at, n)
        r.recent[slot] = w_key
        r.recent[slot + 1] = w_name
        return w_name
    else:
        return new_name(r, wrap(copy_bytes(at, n)), at, n)


def new_name(r: W_Reading, w_key: Value, at: Addr, n: int) -> Value:
    w_name = dict_get(r.names, w_key)
    if is_empty(w_name):
        name = unwrap(str, text_of(at, n))
        w_name = wrap("{" + name if has_brace(at, n) else name)
        dict_set(r.names, w_key, w_name)
    return w_name


def has_brace(at: Addr, n: int) -> bool:
    for i in range(n):
        if load8(at + i) == BRACE:
            return True
    return False


def attributes_at(r: W_Reading, at: Addr) -> W_Dict | None:
    """Names and values by turns, 0 at the end. None: there are none."""
    if load64(at) == 0:
        return None
    d = new_dict()
    while load64(at) != 0:
        dict_set(d, name_at(r, load64(at)), text_at(load64(at + 8)))
        at += 16
    return d


# --- callbacks --------------------------------------------------------------------------------------------------------------------------------


@c_callback
def on_start(user: Addr, name: Addr, attributes: Addr) -> None:
    r = reading_at(user)
    if not is_empty(r.w_pending):
        return
    try:
        w_tag = name_at(r, name)
        given = attributes_at(r, attributes)
        b = r.builder
        if b is not None:
            flush(r)
            tree.start(b, w_tag, given)
        elif not is_empty(r.w_on_start):
            call2(r.w_on_start, w_tag, wrap(new_dict() if given is None else given))
    except Exception as e:
        fail(r, e)


@c_callback
def on_end(user: Addr, name: Addr) -> None:
    r = reading_at(user)
    if not is_empty(r.w_pending):
        return
    try:
        b = r.builder
        if b is not None:
            flush(r)
            tree.end(b)
        elif not is_empty(r.w_on_end):
            call1(r.w_on_end, name_at(r, name))
    except Exception as e:
        fail(r, e)


@c_callback
def on_builder_data(user: Addr, at: Addr, n: i32) -> None:
    r = reading_at(user)
    if not is_empty(r.w_pending):
        return
    try:
        r.text.append_memory(at, n)
    except Exception as e:
        fail(r, e)


@c_callback
def on_data(user: Addr, at: Addr, n: i32) -> None:
    r = reading_at(user)
    if not is_empty(r.w_pending) or is_empty(r.w_on_data):
        return
    try:
        call1(r.w_on_data, text_of(at, n))
    except Exception as e:
        fail(r, e)


@c_callback
def on_default(user: Addr, at: Addr, n: i32) -> None:
    """Of all that comes here, only entities that no declaration tells of are of interest."""
    r = reading_at(user)
    if n < 2 or load8(at) != AMPERSAND or not is_empty(r.w_pending):
        return
    try:
        w_value = dict_get(r.entities, text_of(at + 1, n - 2))
        if is_empty(w_value):
            shown = unwrap(str, text_of(at, min(n, SHOWN_ENTITY)))
            raise parse_error(r.at, UNDEFINED_ENTITY, f"undefined entity {shown}")
        b = r.builder
        if b is not None:
            flush(r)
            tree.take_data(b, w_value)
        elif not is_empty(r.w_on_data):
            call1(r.w_on_data, w_value)
    except Exception as e:
        fail(r, e)


@c_callback
def on_comment(user: Addr, at: Addr) -> None:
    r = reading_at(user)
    if not is_empty(r.w_pending):
        return
    try:
        b = r.builder
        if b is not None:
            flush(r)
            tree.comment(b, text_at(at))
        elif not is_empty(r.w_on_comment):
            call1(r.w_on_comment, text_at(at))
    except Exception as e:
        fail(r, e)


@c_callback
def on_pi(user: Addr, target: Addr, data: Addr) -> None:
    r = reading_at(user)
    if not is_empty(r.w_pending):
        return
    try:
        b = r.builder
        if b is not None:
            if b.inserts_pis or not (is_empty(b.w_report) or is_empty(b.w_pi)):
                flush(r)
                tree.instruction(b, text_at(target), text_at(data))
        elif not is_empty(r.w_on_pi):
            call2(r.w_on_pi, text_at(target), text_at(data))
    except Exception as e:
        fail(r, e)


def or_nothing(at: Addr) -> Value:
    return wrap("") if at == 0 else text_at(at)


@c_callback
def on_start_ns(user: Addr, prefix: Addr, uri: Addr) -> None:
    r = reading_at(user)
    if not is_empty(r.w_pending):
        return
    try:
        b = r.builder
        if b is not None:
            tree.report(b, b.w_start_ns, wrap(new_tuple2(or_nothing(prefix), or_nothing(uri))))
        elif not is_empty(r.w_on_start_ns):
            call2(r.w_on_start_ns, or_nothing(prefix), or_nothing(uri))
    except Exception as e:
        fail(r, e)


@c_callback
def on_end_ns(user: Addr, prefix: Addr) -> None:
    r = reading_at(user)
    if not is_empty(r.w_pending):
        return
    try:
        b = r.builder
        if b is not None:
            tree.report(b, b.w_end_ns, w_None)
        elif not is_empty(r.w_on_end_ns):
            call1(r.w_on_end_ns, or_nothing(prefix))
    except Exception as e:
        fail(r, e)


@c_callback
def on_doctype(user: Addr, name: Addr, system_id: Addr, public_id: Addr, internal: i32) -> None:
    r = reading_at(user)
    if not is_empty(r.w_pending):
        return
    try:
        w_name = name_at(r, name)
        w_system = w_None if system_id == 0 else name_at(r, system_id)
        w_public = w_None if public_id == 0 else name_at(r, public_id)
        if not is_empty(r.w_on_doctype):
            call3(r.w_on_doctype, w_name, w_public, w_system)
        elif not is_empty(find_attr(r.w_parser, "doctype")):
            w_text = wrap("The doctype() method of XMLParser is ignored.  Define doctype() method on the TreeBuilder target.")
            call3(stock_function("_warnings", "warn"), w_text, wrap(RUNTIME_WARNING), from_int(1))
    except Exception as e:
        fail(r, e)


@c_callback
def on_unknown_encoding(user: Addr, name: Addr, encoding: Addr) -> i32:
    """Whether there is a codec for it."""
    r = reading_at(user)
    if not is_empty(r.w_pending):
        return i32(0)
    try:
        fill_encoding(name, encoding)
        return i32(1)
    except Exception as e:
        fail(r, e)
        return i32(0)
