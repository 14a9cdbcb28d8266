"""What a parser does, and its attributes but for the handlers."""

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, EMPTY, Value, i32, locked, try_as, wrap
from protodialect.unsafe import Addr, address_of, bytes_data, callback_address, load32, memcpy, store8
from protopython.modules.pyexpat import library
from protopython.modules.pyexpat.callbacks import copy_handlers, flush, on_unknown_encoding
from protopython.modules.pyexpat.library import EXPAT
from protopython.modules.pyexpat.parser import (
    PARSER,
    W_XmlParser,
    argument_error,
    begin,
    check_usable,
    end,
    expat_error,
    hold,
    new_parser,
    release,
    text_at,
)
from protopython.modules.support.system_calls import c_copy, c_int, c_long, c_unsigned, copy_bytes
from protopython.objects.bytearray import W_ByteArray, bytearray_content
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.codecs import codecs
from protopython.objects.dict.dict import W_Dict
from protopython.objects.float.methods import float_of
from protopython.objects.int.int import is_integer
from protopython.objects.model import errors
from protopython.objects.model.attributes import find_attr, missing_attribute
from protopython.objects.model.buffer import need_bytes
from protopython.objects.model.call import call1
from protopython.objects.model.define import getter, method, setter
from protopython.objects.model.operations import is_true
from protopython.objects.model.types import type_name
from protopython.objects.singletons import new_bool, plain, w_None
from protopython.objects.str.methods import argument_type_name, need_str
from protopython.objects.str.str import as_str
from protopython.protocore.error import PyError
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.polling import check_signals
from protopython.protocore.value import from_int, is_empty, same

CHUNK: Final[int] = 1 << 20
"""As much as expat is handed at once of what Parse is given."""
PIECE: Final[int] = 2048
"""As much as ParseFile reads at once."""
MAX_INT: Final[int] = 0x7FFFFFFF


# --- strings for expat ------------------------------------------------------------------------------------------------------------------


def c_text(s: str) -> bytes:
    data = codecs.encode_known(codecs.UTF_8, s, "strict")
    if data.find(b"\0") >= 0:
        raise errors.value_error("embedded null character")
    return data


def optional_text(w: Value, what: str) -> bytes | None:
    if same(w, w_None):
        return None
    s = as_str(w)
    if s is None:
        raise errors.type_error(f"{what} must be str or None, not {argument_type_name(w)}")
    return c_text(s)


def lend(data: bytes | None) -> Addr:
    """A C string, to be freed; 0: none."""
    return 0 if data is None else c_copy(data)


# --- making parsers -----------------------------------------------------------------------------------------------------------------------


def create(encoding: bytes | None, separator: bytes | None) -> Addr:
    """A parser of expat's; 0: there is no memory for it."""
    at1 = lend(encoding)
    at2 = lend(separator)
    at = library.c_parser_create(at1, 0, at2)
    c_free(at1)
    c_free(at2)
    return at


def create_parser(encoding: bytes | None, separator: bytes | None, intern: W_Dict | None) -> W_XmlParser:
    at = create(encoding, separator)
    p = new_parser(at, None, intern)
    p.deferral = EXPAT.address_of("XML_SetReparseDeferralEnabled") != 0
    library.c_on_unknown_encoding(at, callback_address(on_unknown_encoding), address_of(p))
    return p


@method(
    PARSER,
    "ExternalEntityParserCreate(self, context, encoding=EMPTY, /)",
    doc="A parser for the external entity whose context an ExternalEntityRefHandler was given.",
    shown="($self, context, encoding=<unrepresentable>,\n                           /)",
)
def parser_external(self: W_XmlParser, w_context: Value, w_encoding: Value) -> Value:
    context = optional_text(w_context, "ExternalEntityParserCreate() argument 1")
    encoding: bytes | None = None
    if not is_empty(w_encoding):
        encoding = c_text(need_str(w_encoding, "ExternalEntityParserCreate() argument 2"))
    at = hold(self.handle)
    try:
        at1 = lend(context)
        at2 = lend(encoding)
        made = library.c_external_parser_create(at, at1, at2)
        c_free(at1)
        c_free(at2)
        p = new_parser(made, self.handle, self.intern)
        p.ordered = self.ordered
        p.specified = self.specified
        p.prefixes = self.prefixes
        p.deferral = self.deferral
        p.buffering = self.buffering
        p.buffer_size = self.buffer_size
        library.c_on_unknown_encoding(made, callback_address(on_unknown_encoding), address_of(p))
        copy_handlers(self, p)
        return wrap(p)
    finally:
        release(self.handle)


# --- parsing ------------------------------------------------------------------------------------------------------------------------------


def feed(at: Addr, data: bytes, final: bool, is_text: bool) -> int:
    """Hands data to expat in parts, between which signals are looked for; its answer. is_text: it is UTF-8, whatever is declared."""
    source = c_copy(data)
    try:
        if is_text:
            encoding = c_copy(b"utf-8")
            library.c_set_encoding(at, encoding)
            c_free(encoding)
        done = 0
        status = 1
        while status != 0 and len(data) - done > CHUNK:
            status = library.c_parse(at, source + done, i32(CHUNK), i32(0))
            done += CHUNK
            check_signals()
        if status != 0:
            status = library.c_parse(at, source + done, i32(len(data) - done), i32(1 if final else 0))
        return status
    finally:
        c_free(source)


def result_of(p: W_XmlParser, status: int) -> Value:
    w_exc = p.w_pending
    if not is_empty(w_exc):
        raise PyError(w_exc)
    if status == 0:
        at = p.handle.at
        raise expat_error(at, library.c_error_code(at))
    flush(p)
    return from_int(status)


@method(
    PARSER,
    "Parse(self, data, isfinal=False, /)",
    doc="Parses a part of a document: bytes, or a str, whose declared encoding does not matter. isfinal: it is the last part.",
)
def parser_parse(self: W_XmlParser, w_data: Value, w_final: Value) -> Value:
    final = is_true(w_final)
    s = as_str(w_data)
    data = need_bytes(w_data) if s is None else codecs.encode_known(codecs.UTF_8, s, "strict")
    at = begin(self.handle, "Parse")
    try:
        return result_of(self, feed(at, data, final, s is not None))
    finally:
        self.w_pending = EMPTY
        end(self.handle)


def read_piece(w_read: Value) -> bytes:
    w = call1(w_read, from_int(PIECE))
    data = as_bytes(w)
    if data is None:
        array = try_as(W_ByteArray, w)
        if array is None:
            raise errors.type_error(f"read() did not return a bytes object (type={type_name(w)})")
        data = bytearray_content(array)
    if len(data) > PIECE:
        raise errors.value_error(f"read() returned too much data: {PIECE} bytes requested, {len(data)} returned")
    return data


@method(PARSER, "ParseFile(self, file, /)", doc="Parses what the read() of an object gives, as bytes, up to its end.")
def parser_parse_file(self: W_XmlParser, w_file: Value) -> Value:
    w_read = find_attr(w_file, "read")
    if is_empty(w_read):
        raise errors.type_error("argument must have 'read' attribute")
    at = begin(self.handle, "ParseFile")
    try:
        while True:
            room = library.c_get_buffer(at, i32(PIECE))
            if room == 0:
                return result_of(self, 0)
            data = read_piece(w_read)
            n = len(data)
            if COMPILED:
                memcpy(room, bytes_data(data), n)
            else:
                for i in range(n):
                    store8(room + i, data[i])
            status = library.c_parse_buffer(at, i32(n), i32(1 if n == 0 else 0))
            if n == 0 or status == 0:
                return result_of(self, status)
    finally:
        self.w_pending = EMPTY
        end(self.handle)


# --- settings -----------------------------------------------------------------------------------------------------------------------------


@method(PARSER, "SetBase(self, base, /)", doc="Sets the base URL of relative system identifiers.")
def parser_set_base(self: W_XmlParser, w_base: Value) -> Value:
    data = c_text(need_str(w_base, "SetBase() argument"))
    at = hold(self.handle)
    base = c_copy(data)
    failed = library.c_set_base(at, base) == 0
    c_free(base)
    release(self.handle)
    if failed:
        raise errors.memory_error()
    return w_None


@method(PARSER, "GetBase(self, /)", doc="The base URL, or None.")
def parser_get_base(self: W_XmlParser) -> Value:
    at = hold(self.handle)
    try:
        return text_at(library.c_get_base(at))
    finally:
        release(self.handle)


@method(
    PARSER,
    "GetInputContext(self, /)",
    doc="The input from the current event on, as far as it is at hand, in its own encoding; None outside of handlers.",
)
def parser_input_context(self: W_XmlParser) -> Value:
    at = hold(self.handle)
    w = w_None
    if self.in_handler:
        numbers = c_malloc(8)
        context = library.c_input_context(at, numbers, numbers + 4)
        if context != 0:
            offset = load32(numbers)
            w = wrap(copy_bytes(context + offset, load32(numbers + 4) - offset))
        c_free(numbers)
    release(self.handle)
    return w


@method(PARSER, "SetParamEntityParsing(self, flag, /)", doc="When to parse parameter entities, the external DTD among them; whether it could be set.")
def parser_set_param_entity_parsing(self: W_XmlParser, w_flag: Value) -> Value:
    flag = c_int(w_flag)
    at = hold(self.handle)
    result = library.c_set_param_entity_parsing(at, i32(flag))
    release(self.handle)
    return from_int(result)


@method(PARSER, "UseForeignDTD(self, flag=True, /)", doc="Whether a document without an external DTD gets one from the ExternalEntityRefHandler.")
def parser_use_foreign_dtd(self: W_XmlParser, w_flag: Value) -> Value:
    flag = is_true(w_flag)
    at = hold(self.handle)
    try:
        code = library.c_use_foreign_dtd(at, i32(1 if flag else 0))
        if code != 0:
            raise expat_error(at, code)
    finally:
        release(self.handle)
    return w_None


@method(PARSER, "SetReparseDeferralEnabled(self, enabled, /)", doc="Whether an unfinished token waits for much more input; Expat 2.6.0.")
def parser_set_reparse_deferral(self: W_XmlParser, w_enabled: Value) -> Value:
    enabled = is_true(w_enabled)
    if EXPAT.address_of("XML_SetReparseDeferralEnabled") != 0:
        at = hold(self.handle)
        self.deferral = enabled
        library.c_set_reparse_deferral(at, i32(1 if enabled else 0))
        release(self.handle)
    return w_None


@method(PARSER, "GetReparseDeferralEnabled(self, /)", doc="Whether reparse deferral is on; never before Expat 2.6.0.")
def parser_get_reparse_deferral(self: W_XmlParser) -> Value:
    return new_bool(self.deferral)


# --- limits: methods that the type has if the library can do it (module.py) ---------------------------------------------------------------------


def need_function(p: W_XmlParser, name: str) -> None:
    if EXPAT.address_of(f"XML_{name}") == 0:
        raise missing_attribute(wrap(p), name)


def check_threshold(p: W_XmlParser, at: Addr, done: int) -> Value:
    """Releases the parser."""
    try:
        if not library.truth(done):
            raise argument_error(at, "parser must be a root parser")
    finally:
        release(p.handle)
    return w_None


def check_factor(p: W_XmlParser, at: Addr, factor: float, done: int) -> Value:
    """Releases the parser."""
    try:
        if not library.truth(done):
            raise argument_error(at, "parser must be a root parser" if factor >= 1.0 else "'max_factor' must be at least 1.0")
    finally:
        release(p.handle)
    return w_None


@method(
    PARSER,
    "SetBillionLaughsAttackProtectionActivationThreshold(self, threshold, /)",
    doc="How many bytes may come out, entities being expanded, before the protection against billion laughs attacks sets in.",
)
def parser_set_laughs_threshold(self: W_XmlParser, w_threshold: Value) -> Value:
    need_function(self, "SetBillionLaughsAttackProtectionActivationThreshold")
    threshold = c_unsigned(w_threshold, -1, "unsigned long long")
    at = hold(self.handle)
    return check_threshold(self, at, library.c_set_laughs_threshold(at, threshold))


@method(
    PARSER,
    "SetBillionLaughsAttackProtectionMaximumAmplification(self, max_factor, /)",
    doc="How many times the size of the document may come out, entities being expanded; at least 1.0.",
    shown="($self, max_factor,\n                                                     /)",
)
def parser_set_laughs_factor(self: W_XmlParser, w_factor: Value) -> Value:
    need_function(self, "SetBillionLaughsAttackProtectionMaximumAmplification")
    factor = float_of(w_factor)
    at = hold(self.handle)
    return check_factor(self, at, factor, library.c_set_laughs_factor(at, library.as_c_float(factor)))


@method(
    PARSER,
    "SetAllocTrackerActivationThreshold(self, threshold, /)",
    doc="How many bytes of memory may be taken before the protection against excessive use of it sets in.",
)
def parser_set_allocation_threshold(self: W_XmlParser, w_threshold: Value) -> Value:
    need_function(self, "SetAllocTrackerActivationThreshold")
    threshold = c_unsigned(w_threshold, -1, "unsigned long long")
    at = hold(self.handle)
    return check_threshold(self, at, library.c_set_allocation_threshold(at, threshold))


@method(
    PARSER,
    "SetAllocTrackerMaximumAmplification(self, max_factor, /)",
    doc="How many times the size of the document may be taken of memory; at least 1.0.",
)
def parser_set_allocation_factor(self: W_XmlParser, w_factor: Value) -> Value:
    need_function(self, "SetAllocTrackerMaximumAmplification")
    factor = float_of(w_factor)
    at = hold(self.handle)
    return check_factor(self, at, factor, library.c_set_allocation_factor(at, library.as_c_float(factor)))


# --- where it is ------------------------------------------------------------------------------------------------------------------------------


def ask(p: W_XmlParser) -> Addr:
    """Under the root's lock: the parser, for a question that expat answers at once."""
    check_usable(p.handle)
    return p.handle.at


@getter(PARSER, "ErrorCode")
def parser_error_code(self: W_XmlParser) -> Value:
    with locked(self.handle.root):
        return from_int(library.c_error_code(ask(self)))


@getter(PARSER, "ErrorLineNumber")
@getter(PARSER, "CurrentLineNumber")
def parser_line(self: W_XmlParser) -> Value:
    with locked(self.handle.root):
        return from_int(library.c_line_number(ask(self)))


@getter(PARSER, "ErrorColumnNumber")
@getter(PARSER, "CurrentColumnNumber")
def parser_column(self: W_XmlParser) -> Value:
    with locked(self.handle.root):
        return from_int(library.c_column_number(ask(self)))


@getter(PARSER, "ErrorByteIndex")
@getter(PARSER, "CurrentByteIndex")
def parser_byte_index(self: W_XmlParser) -> Value:
    with locked(self.handle.root):
        return from_int(library.c_byte_index(ask(self)))


# --- attributes ---------------------------------------------------------------------------------------------------------------------------------


def given(w: Value) -> Value:
    """What is assigned."""
    if is_empty(w):
        raise errors.runtime_error("Cannot delete attribute")
    return w


@getter(PARSER, "intern", member=True)
def parser_intern(self: W_XmlParser) -> Value:
    names = self.intern
    return w_None if names is None else wrap(names)


@setter(PARSER, "intern")
def parser_set_intern(self: W_XmlParser, w_value: Value) -> Value:
    raise errors.attribute_error("readonly attribute", wrap(self), "intern")


@getter(PARSER, "buffer_size")
def parser_buffer_size(self: W_XmlParser) -> Value:
    return from_int(self.buffer_size)


@setter(PARSER, "buffer_size")
def parser_set_buffer_size(self: W_XmlParser, w_value: Value) -> Value:
    w = plain(given(w_value))
    if not is_integer(w):
        raise errors.type_error("buffer_size must be an integer")
    size = c_long(w)
    if size <= 0:
        raise errors.value_error("buffer_size must be greater than zero")
    if size == self.buffer_size:
        return w_None
    if size > MAX_INT:
        raise errors.value_error(f"buffer_size must not be greater than {MAX_INT}")
    hold(self.handle)
    try:
        flush(self)
        self.buffer_size = size
        self.buffering = True
    finally:
        release(self.handle)
    return w_None


@getter(PARSER, "buffer_text")
def parser_buffer_text(self: W_XmlParser) -> Value:
    return new_bool(self.buffering)


@setter(PARSER, "buffer_text")
def parser_set_buffer_text(self: W_XmlParser, w_value: Value) -> Value:
    on = is_true(given(w_value))
    hold(self.handle)
    try:
        if not on:
            flush(self)
        self.buffering = on
    finally:
        release(self.handle)
    return w_None


@getter(PARSER, "buffer_used")
def parser_buffer_used(self: W_XmlParser) -> Value:
    return from_int(self.used)


@getter(PARSER, "namespace_prefixes")
def parser_prefixes(self: W_XmlParser) -> Value:
    return new_bool(self.prefixes)


@setter(PARSER, "namespace_prefixes")
def parser_set_prefixes(self: W_XmlParser, w_value: Value) -> Value:
    on = is_true(given(w_value))
    at = hold(self.handle)
    self.prefixes = on
    library.c_set_namespace_triplets(at, i32(1 if on else 0))
    release(self.handle)
    return w_None


@getter(PARSER, "ordered_attributes")
def parser_ordered(self: W_XmlParser) -> Value:
    return new_bool(self.ordered)


@setter(PARSER, "ordered_attributes")
def parser_set_ordered(self: W_XmlParser, w_value: Value) -> Value:
    self.ordered = is_true(given(w_value))
    return w_None


@getter(PARSER, "specified_attributes")
def parser_specified(self: W_XmlParser) -> Value:
    return new_bool(self.specified)


@setter(PARSER, "specified_attributes")
def parser_set_specified(self: W_XmlParser, w_value: Value) -> Value:
    self.specified = is_true(given(w_value))
    return w_None
