"""The C functions that expat calls, and what they make of exceptions: the parser keeps the exception, loses its handlers and stops."""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Array, Value, i32, str_char, wrap
from protodialect.unsafe import Addr, c_callback, callback_address, load32, load64, store32
from protopython.engine.unwind import exception_value
from protopython.modules.pyexpat import library
from protopython.modules.pyexpat.parser import N_HANDLERS, W_XmlParser, hold, parser_at, release, text_at, text_of
from protopython.modules.support.system_calls import c_bytes, c_long, copy_bytes
from protopython.objects.codecs import codecs
from protopython.objects.dict.dict import dict_set, dict_set_default, new_dict
from protopython.objects.list.list import list_append, new_list
from protopython.objects.model import errors
from protopython.objects.model.call import call_args
from protopython.objects.model.recursion import check_recursion_while
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.objects.tuple import empty_values, new_tuple4, new_tuple_n
from protopython.protocore.error import PyError
from protopython.protocore.value import from_int, is_empty, same

START_ELEMENT: Final[int] = 0
END_ELEMENT: Final[int] = 1
PROCESSING_INSTRUCTION: Final[int] = 2
CHARACTER_DATA: Final[int] = 3
UNPARSED_ENTITY_DECL: Final[int] = 4
NOTATION_DECL: Final[int] = 5
START_NAMESPACE_DECL: Final[int] = 6
END_NAMESPACE_DECL: Final[int] = 7
COMMENT: Final[int] = 8
START_CDATA_SECTION: Final[int] = 9
END_CDATA_SECTION: Final[int] = 10
DEFAULT: Final[int] = 11
DEFAULT_EXPAND: Final[int] = 12
NOT_STANDALONE: Final[int] = 13
EXTERNAL_ENTITY_REF: Final[int] = 14
START_DOCTYPE_DECL: Final[int] = 15
END_DOCTYPE_DECL: Final[int] = 16
ENTITY_DECL: Final[int] = 17
XML_DECL: Final[int] = 18
ELEMENT_DECL: Final[int] = 19
ATTLIST_DECL: Final[int] = 20
SKIPPED_ENTITY: Final[int] = 21

REPLACEMENT: Final[int] = 0xFFFD
UNUSED: Final[int] = 0xFFFFFFFF
"""In an encoding's map: no character."""
ALL_BYTES: Final[bytes] = bytes(range(256))


# --- handlers --------------------------------------------------------------------------------------------------------------------------


def handler_of(p: W_XmlParser, i: int) -> Value:
    w = p.handlers[i]
    return w_None if is_empty(w) else w


def set_handler(p: W_XmlParser, i: int, w_handler: Value) -> Value:
    if is_empty(w_handler):
        raise errors.runtime_error("Cannot delete attribute")
    at = hold(p.handle)
    try:
        if i == CHARACTER_DATA:
            flush(p)
        none = same(w_handler, w_None)
        p.handlers[i] = EMPTY if none else w_handler
        # Within a handler expat goes on calling for what it is about to say, and says it to the default handler if that is not possible.
        install(at, i, not none or (i == CHARACTER_DATA and p.in_handler))
    finally:
        release(p.handle)
    return w_None


def copy_handlers(source: W_XmlParser, target: W_XmlParser) -> None:
    for i in range(N_HANDLERS):
        w = source.handlers[i]
        if not is_empty(w):
            target.handlers[i] = w
            install(target.handle.at, i, True)


def give_up(p: W_XmlParser) -> None:
    """A handler failed. An external entity is refused where there is none, so that what is parsed now ends soon."""
    at = p.handle.at
    for i in range(N_HANDLERS):
        p.handlers[i] = EMPTY
        install(at, i, i == EXTERNAL_ENTITY_REF)
    library.c_stop_parser(at, i32(0))


def fail(p: W_XmlParser, e: Exception) -> None:
    """What ends a callback with an exception."""
    if is_empty(p.w_pending):
        p.w_pending = exception_value(e)
    give_up(p)


def call_handler(p: W_XmlParser, w_handler: Value, args: Array[Value]) -> Value:
    outer = p.in_handler
    p.in_handler = True
    try:
        return call_args(w_handler, args, len(args))
    finally:
        p.in_handler = outer


def ready(p: W_XmlParser, i: int) -> Value:
    """The handler to be called now, what came before it being done; EMPTY: none."""
    if not is_empty(p.w_pending) or is_empty(p.handlers[i]):
        return EMPTY
    flush(p)
    return p.handlers[i]


def characters(p: W_XmlParser, w_text: Value) -> None:
    w_handler = p.handlers[CHARACTER_DATA]
    if not is_empty(w_handler):
        call_handler(p, w_handler, Array[Value](1, w_text))


def flush(p: W_XmlParser) -> None:
    """Hands over the character data that waits."""
    if p.used == 0:
        return
    data = p.buffer[0] if len(p.buffer) == 1 else b"".join(p.buffer)
    p.buffer = []
    p.used = 0
    try:
        text, _n = codecs.decode_utf8(data, "strict", True)
        characters(p, wrap(text))
    except PyError:
        give_up(p)
        raise


def interned(p: W_XmlParser, at: Addr) -> Value:
    """One object for all equal names."""
    w = text_at(at)
    names = p.intern
    return w if names is None or at == 0 else dict_set_default(names, w, w)


@c_callback
def on_character_data(user: Addr, at: Addr, n: i32) -> None:
    p = parser_at(user)
    if not is_empty(p.w_pending) or is_empty(p.handlers[CHARACTER_DATA]):
        return
    try:
        if p.buffering and p.used + n > p.buffer_size:
            flush(p)
            if is_empty(p.handlers[CHARACTER_DATA]):
                return
        if p.buffering and n <= p.buffer_size:
            p.buffer.append(copy_bytes(at, n))
            p.used += n
        else:
            characters(p, text_of(at, n))
    except Exception as e:
        fail(p, e)


@c_callback
def on_start_element(user: Addr, name: Addr, attributes: Addr) -> None:
    p = parser_at(user)
    try:
        w_handler = ready(p, START_ELEMENT)
        if is_empty(w_handler):
            return
        n = int(library.c_specified_count(p.handle.at)) if p.specified else count(attributes)
        args = empty_values(2)
        args[1] = attribute_list(p, attributes, n) if p.ordered else attribute_dict(p, attributes, n)
        args[0] = interned(p, name)
        call_handler(p, w_handler, args)
    except Exception as e:
        fail(p, e)


def count(at: Addr) -> int:
    """Of names and values, up to the end."""
    n = 0
    while load64(at + 8 * n) != 0:
        n += 2
    return n


def attribute_list(p: W_XmlParser, at: Addr, n: int) -> Value:
    result = new_list()
    for i in range(0, n, 2):
        list_append(result, interned(p, load64(at + 8 * i)))
        list_append(result, text_at(load64(at + 8 * i + 8)))
    return wrap(result)


def attribute_dict(p: W_XmlParser, at: Addr, n: int) -> Value:
    result = new_dict()
    for i in range(0, n, 2):
        dict_set(result, interned(p, load64(at + 8 * i)), text_at(load64(at + 8 * i + 8)))
    return wrap(result)


@c_callback
def on_end_element(user: Addr, name: Addr) -> None:
    p = parser_at(user)
    try:
        w_handler = ready(p, END_ELEMENT)
        if is_empty(w_handler):
            return
        args = empty_values(1)
        args[0] = interned(p, name)
        call_handler(p, w_handler, args)
    except Exception as e:
        fail(p, e)


@c_callback
def on_processing_instruction(user: Addr, target: Addr, data: Addr) -> None:
    p = parser_at(user)
    try:
        w_handler = ready(p, PROCESSING_INSTRUCTION)
        if is_empty(w_handler):
            return
        args = empty_values(2)
        args[0] = interned(p, target)
        args[1] = text_at(data)
        call_handler(p, w_handler, args)
    except Exception as e:
        fail(p, e)


@c_callback
def on_unparsed_entity_decl(user: Addr, name: Addr, base: Addr, system_id: Addr, public_id: Addr, notation: Addr) -> None:
    p = parser_at(user)
    try:
        w_handler = ready(p, UNPARSED_ENTITY_DECL)
        if is_empty(w_handler):
            return
        args = empty_values(5)
        args[0] = interned(p, name)
        args[1] = interned(p, base)
        args[2] = interned(p, system_id)
        args[3] = interned(p, public_id)
        args[4] = interned(p, notation)
        call_handler(p, w_handler, args)
    except Exception as e:
        fail(p, e)


@c_callback
def on_notation_decl(user: Addr, name: Addr, base: Addr, system_id: Addr, public_id: Addr) -> None:
    p = parser_at(user)
    try:
        w_handler = ready(p, NOTATION_DECL)
        if is_empty(w_handler):
            return
        args = empty_values(4)
        args[0] = interned(p, name)
        args[1] = interned(p, base)
        args[2] = interned(p, system_id)
        args[3] = interned(p, public_id)
        call_handler(p, w_handler, args)
    except Exception as e:
        fail(p, e)


@c_callback
def on_start_namespace_decl(user: Addr, prefix: Addr, uri: Addr) -> None:
    p = parser_at(user)
    try:
        w_handler = ready(p, START_NAMESPACE_DECL)
        if is_empty(w_handler):
            return
        args = empty_values(2)
        args[0] = interned(p, prefix)
        args[1] = interned(p, uri)
        call_handler(p, w_handler, args)
    except Exception as e:
        fail(p, e)


@c_callback
def on_end_namespace_decl(user: Addr, prefix: Addr) -> None:
    p = parser_at(user)
    try:
        w_handler = ready(p, END_NAMESPACE_DECL)
        if is_empty(w_handler):
            return
        args = empty_values(1)
        args[0] = interned(p, prefix)
        call_handler(p, w_handler, args)
    except Exception as e:
        fail(p, e)


@c_callback
def on_comment(user: Addr, data: Addr) -> None:
    p = parser_at(user)
    try:
        w_handler = ready(p, COMMENT)
        if is_empty(w_handler):
            return
        args = empty_values(1)
        args[0] = text_at(data)
        call_handler(p, w_handler, args)
    except Exception as e:
        fail(p, e)


@c_callback
def on_start_cdata_section(user: Addr) -> None:
    p = parser_at(user)
    try:
        w_handler = ready(p, START_CDATA_SECTION)
        if is_empty(w_handler):
            return
        args = empty_values(0)
        call_handler(p, w_handler, args)
    except Exception as e:
        fail(p, e)


@c_callback
def on_end_cdata_section(user: Addr) -> None:
    p = parser_at(user)
    try:
        w_handler = ready(p, END_CDATA_SECTION)
        if is_empty(w_handler):
            return
        args = empty_values(0)
        call_handler(p, w_handler, args)
    except Exception as e:
        fail(p, e)


@c_callback
def on_default(user: Addr, at: Addr, n: i32) -> None:
    p = parser_at(user)
    try:
        w_handler = ready(p, DEFAULT)
        if is_empty(w_handler):
            return
        args = empty_values(1)
        args[0] = text_of(at, n)
        call_handler(p, w_handler, args)
    except Exception as e:
        fail(p, e)


@c_callback
def on_default_expand(user: Addr, at: Addr, n: i32) -> None:
    p = parser_at(user)
    try:
        w_handler = ready(p, DEFAULT_EXPAND)
        if is_empty(w_handler):
            return
        args = empty_values(1)
        args[0] = text_of(at, n)
        call_handler(p, w_handler, args)
    except Exception as e:
        fail(p, e)


@c_callback
def on_not_standalone(user: Addr) -> i32:
    p = parser_at(user)
    try:
        w_handler = ready(p, NOT_STANDALONE)
        if is_empty(w_handler):
            return i32(0)
        args = empty_values(0)
        return i32(c_long(call_handler(p, w_handler, args)))
    except Exception as e:
        fail(p, e)
        return i32(0)


@c_callback
def on_external_entity_ref(parser: Addr, context: Addr, base: Addr, system_id: Addr, public_id: Addr) -> i32:
    p = parser_at(load64(parser))  # the user data comes first in expat's parser
    try:
        w_handler = ready(p, EXTERNAL_ENTITY_REF)
        if is_empty(w_handler):
            return i32(0)
        args = empty_values(4)
        args[0] = text_at(context)
        args[1] = interned(p, base)
        args[2] = interned(p, system_id)
        args[3] = interned(p, public_id)
        return i32(c_long(call_handler(p, w_handler, args)))
    except Exception as e:
        fail(p, e)
        return i32(0)


@c_callback
def on_start_doctype_decl(user: Addr, name: Addr, system_id: Addr, public_id: Addr, internal: i32) -> None:
    p = parser_at(user)
    try:
        w_handler = ready(p, START_DOCTYPE_DECL)
        if is_empty(w_handler):
            return
        args = empty_values(4)
        args[0] = interned(p, name)
        args[1] = interned(p, system_id)
        args[2] = interned(p, public_id)
        args[3] = from_int(internal)
        call_handler(p, w_handler, args)
    except Exception as e:
        fail(p, e)


@c_callback
def on_end_doctype_decl(user: Addr) -> None:
    p = parser_at(user)
    try:
        w_handler = ready(p, END_DOCTYPE_DECL)
        if is_empty(w_handler):
            return
        args = empty_values(0)
        call_handler(p, w_handler, args)
    except Exception as e:
        fail(p, e)


@c_callback
def on_entity_decl(user: Addr, name: Addr, parameter: i32, at: Addr, n: i32, base: Addr, system_id: Addr, public_id: Addr, notation: Addr) -> None:
    p = parser_at(user)
    try:
        w_handler = ready(p, ENTITY_DECL)
        if is_empty(w_handler):
            return
        args = empty_values(7)
        args[0] = interned(p, name)
        args[1] = from_int(parameter)
        args[2] = text_of(at, n)
        args[3] = interned(p, base)
        args[4] = interned(p, system_id)
        args[5] = interned(p, public_id)
        args[6] = interned(p, notation)
        call_handler(p, w_handler, args)
    except Exception as e:
        fail(p, e)


@c_callback
def on_xml_decl(user: Addr, version: Addr, encoding: Addr, standalone: i32) -> None:
    p = parser_at(user)
    try:
        w_handler = ready(p, XML_DECL)
        if is_empty(w_handler):
            return
        args = empty_values(3)
        args[0] = text_at(version)
        args[1] = text_at(encoding)
        args[2] = from_int(standalone)
        call_handler(p, w_handler, args)
    except Exception as e:
        fail(p, e)


@c_callback
def on_attlist_decl(user: Addr, element: Addr, name: Addr, kind: Addr, default: Addr, required: i32) -> None:
    p = parser_at(user)
    try:
        w_handler = ready(p, ATTLIST_DECL)
        if is_empty(w_handler):
            return
        args = empty_values(5)
        args[0] = interned(p, element)
        args[1] = interned(p, name)
        args[2] = text_at(kind)
        args[3] = text_at(default)
        args[4] = from_int(required)
        call_handler(p, w_handler, args)
    except Exception as e:
        fail(p, e)


@c_callback
def on_skipped_entity(user: Addr, name: Addr, parameter: i32) -> None:
    p = parser_at(user)
    try:
        w_handler = ready(p, SKIPPED_ENTITY)
        if is_empty(w_handler):
            return
        args = empty_values(2)
        args[0] = interned(p, name)
        args[1] = from_int(parameter)
        call_handler(p, w_handler, args)
    except Exception as e:
        fail(p, e)


@c_callback
def on_element_decl(user: Addr, name: Addr, model: Addr) -> None:
    p = parser_at(user)
    try:
        w_handler = ready(p, ELEMENT_DECL)
        if not is_empty(w_handler):
            args = empty_values(2)
            args[1] = content_model(model)
            args[0] = interned(p, name)
            call_handler(p, w_handler, args)
    except Exception as e:
        fail(p, e)
    library.c_free_content_model(p.handle.at, model)


def content_model(at: Addr) -> Value:
    """(type, quantifier, name, children)"""
    check_recursion_while(" in conv_content_model")
    n = load32(at + library.CONTENT_COUNT)
    children = new_tuple_n(n)
    for i in range(n):
        children.items[i] = content_model(load64(at + library.CONTENT_CHILDREN) + i * library.CONTENT_SIZE)
    w_name = text_at(load64(at + library.CONTENT_NAME))
    return wrap(new_tuple4(from_int(load32(at)), from_int(load32(at + library.CONTENT_QUANT)), w_name, wrap(children)))


def fill_encoding(name: Addr, encoding: Addr) -> None:
    """The encoding's map: what its codec makes of each byte. ValueError: it does not make one character of each."""
    text, _n = codecs.decode_utf8(c_bytes(name), "strict", True)
    s = as_str(codecs.decode_bytes(ALL_BYTES, text, "replace"))
    if s is None or len(s) != 256:
        raise errors.value_error("multi-byte encodings are not supported")
    for i in range(256):
        c = str_char(s, i)
        store32(encoding + 4 * i, UNUSED if c == REPLACEMENT else c)


@c_callback
def on_unknown_encoding(user: Addr, name: Addr, encoding: Addr) -> i32:
    """Whether there is a codec for it."""
    p = parser_at(user)
    if not is_empty(p.w_pending):
        return i32(0)
    try:
        fill_encoding(name, encoding)
        return i32(1)
    except Exception as e:
        if is_empty(p.w_pending):
            p.w_pending = exception_value(e)
        return i32(0)


def install(at: Addr, i: int, on: bool) -> None:
    """Whether expat calls for handler i."""
    match i:
        case 0:
            library.c_on_start_element(at, callback_address(on_start_element) if on else 0)
        case 1:
            library.c_on_end_element(at, callback_address(on_end_element) if on else 0)
        case 2:
            library.c_on_processing_instruction(at, callback_address(on_processing_instruction) if on else 0)
        case 3:
            library.c_on_character_data(at, callback_address(on_character_data) if on else 0)
        case 4:
            library.c_on_unparsed_entity_decl(at, callback_address(on_unparsed_entity_decl) if on else 0)
        case 5:
            library.c_on_notation_decl(at, callback_address(on_notation_decl) if on else 0)
        case 6:
            library.c_on_start_namespace_decl(at, callback_address(on_start_namespace_decl) if on else 0)
        case 7:
            library.c_on_end_namespace_decl(at, callback_address(on_end_namespace_decl) if on else 0)
        case 8:
            library.c_on_comment(at, callback_address(on_comment) if on else 0)
        case 9:
            library.c_on_start_cdata_section(at, callback_address(on_start_cdata_section) if on else 0)
        case 10:
            library.c_on_end_cdata_section(at, callback_address(on_end_cdata_section) if on else 0)
        case 11:
            library.c_on_default(at, callback_address(on_default) if on else 0)
        case 12:
            library.c_on_default_expand(at, callback_address(on_default_expand) if on else 0)
        case 13:
            library.c_on_not_standalone(at, callback_address(on_not_standalone) if on else 0)
        case 14:
            library.c_on_external_entity_ref(at, callback_address(on_external_entity_ref) if on else 0)
        case 15:
            library.c_on_start_doctype_decl(at, callback_address(on_start_doctype_decl) if on else 0)
        case 16:
            library.c_on_end_doctype_decl(at, callback_address(on_end_doctype_decl) if on else 0)
        case 17:
            library.c_on_entity_decl(at, callback_address(on_entity_decl) if on else 0)
        case 18:
            library.c_on_xml_decl(at, callback_address(on_xml_decl) if on else 0)
        case 19:
            library.c_on_element_decl(at, callback_address(on_element_decl) if on else 0)
        case 20:
            library.c_on_attlist_decl(at, callback_address(on_attlist_decl) if on else 0)
        case 21:
            library.c_on_skipped_entity(at, callback_address(on_skipped_entity) if on else 0)
