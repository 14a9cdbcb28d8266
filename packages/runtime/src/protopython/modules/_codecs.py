"""The module _codecs: the natively implemented half of codecs/codecs.py. The codecs themselves are in
objects/codecs/codecs.py and codecs/escapes.py.
"""

from __future__ import annotations

from protodialect.types import Value, str_char, try_as, wrap
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.codecs.codecs import (
    ASCII,
    BUILTIN_HANDLERS,
    LATIN_1,
    UTF_8,
    UTF_16,
    UTF_16_BE,
    UTF_16_LE,
    UTF_32,
    UTF_32_BE,
    UTF_32_LE,
    builtin_encode_handler,
    codec_decode,
    codec_encode,
    codec_registry,
    decode_known,
    decode_replacement,
    decode_with_mark,
    encode_into,
    encode_known,
    encode_replacement,
    lookup_codec,
    registered_handler,
    unknown_handler,
)
from protopython.objects.codecs.escapes import (
    decode_bytes_escape,
    decode_raw_unicode_escape,
    decode_unicode_escape,
    encode_bytes_escape,
    encode_raw_unicode_escape,
    encode_unicode_escape,
)
from protopython.objects.codecs.utf7 import decode_utf7, encode_utf7
from protopython.objects.dict.dict import dict_clear, dict_delete, dict_set, dict_set_str, new_dict
from protopython.objects.exceptions.exceptions import (
    LOOKUP_ERROR,
    UNICODE_DECODE_ERROR,
    UNICODE_ENCODE_ERROR,
    W_BaseException,
    W_UnicodeError,
)
from protopython.objects.int.bigint import new_int
from protopython.objects.list.list import list_append, list_get, list_remove_found
from protopython.objects.model.buffer import need_bytes
from protopython.objects.model.builtin import BuiltinKind, W_Builtin
from protopython.objects.model.builtin_types import BUILTIN_FUNCTION
from protopython.objects.model.define import _builtin, define_module, function
from protopython.objects.model.errors import error_matches, type_error, unicode_encode_error, value_error
from protopython.objects.model.operations import getitem, index_of, is_true
from protopython.objects.model.special import Special
from protopython.objects.model.types import is_subtype, special, type_name, type_of
from protopython.objects.singletons import new_bool, plain, w_None
from protopython.objects.str.methods import need_str
from protopython.objects.str.str import append_escape, as_str
from protopython.objects.str.string_builder import BytesBuilder, StringBuilder
from protopython.objects.tuple import new_tuple2, new_tuple3
from protopython.protocore.error import PyError
from protopython.protocore.value import from_int, int_value, is_empty, is_int, same

define_module("_codecs", "")


def errors_argument(w_errors: Value, what: str) -> str:
    """The optional `errors` of a codec function."""
    return "strict" if same(w_errors, w_None) else need_str(w_errors, f"{what}() argument 2")


def pair(w_object: Value, n: int) -> Value:
    return wrap(new_tuple2(w_object, new_int(n)))


# --- the registry ---------------------------------------------------------------------------------


@function("_codecs", "register(search_function, /)", doc="Adds a function that finds codecs by name.")
def codecs_register(w_function: Value) -> Value:
    if is_empty(special(w_function, Special.CALL)):
        raise type_error("argument must be callable")
    list_append(codec_registry().search_functions, w_function)
    return w_None


@function(
    "_codecs", "unregister(search_function, /)", doc="Removes a search function, and all codecs found so far."
)
def codecs_unregister(w_function: Value) -> Value:
    registry = codec_registry()
    i = 0
    while True:
        w = list_get(registry.search_functions, i)
        if is_empty(w):
            return w_None
        if same(w, w_function) and list_remove_found(registry.search_functions, i, w):
            dict_clear(registry.cache)
        else:
            i += 1


@function("_codecs", "lookup(encoding, /)", doc="The CodecInfo of an encoding.")
def codecs_lookup(w_encoding: Value) -> Value:
    return wrap(lookup_codec(need_str(w_encoding, "lookup() argument")))


@function(
    "_codecs", "encode(obj, encoding='utf-8', errors='strict')", doc="obj encoded by a registered codec."
)
def codecs_encode(w_obj: Value, w_encoding: Value, w_errors: Value) -> Value:
    encoding = need_str(w_encoding, "encode() argument 'encoding'")
    return codec_encode(w_obj, encoding, need_str(w_errors, "encode() argument 'errors'"))


@function(
    "_codecs", "decode(obj, encoding='utf-8', errors='strict')", doc="obj decoded by a registered codec."
)
def codecs_decode(w_obj: Value, w_encoding: Value, w_errors: Value) -> Value:
    encoding = need_str(w_encoding, "decode() argument 'encoding'")
    return codec_decode(w_obj, encoding, need_str(w_errors, "decode() argument 'errors'"))


@function("_codecs", "register_error(errors, handler, /)", doc="Gives an error handler a name.")
def codecs_register_error(w_name: Value, w_handler: Value) -> Value:
    name = need_str(w_name, "register_error() argument 1")
    if is_empty(special(w_handler, Special.CALL)):
        raise type_error("handler must be callable")
    dict_set_str(codec_registry().handlers, name, w_handler)
    return w_None


@function("_codecs", "_unregister_error(errors, /)", doc="Forgets an error handler; for tests.")
def codecs_unregister_error(w_name: Value) -> Value:
    name = need_str(w_name, "_unregister_error() argument")
    if name in BUILTIN_HANDLERS:
        raise value_error(f"cannot un-register built-in error handler '{name}'")
    return new_bool(dict_delete(codec_registry().handlers, wrap(name)))


@function("_codecs", "lookup_error(name, /)", doc="The error handler of a name.")
def codecs_lookup_error(w_name: Value) -> Value:
    name = need_str(w_name, "lookup_error() argument")
    w_handler = registered_handler(name)
    if not is_empty(w_handler):
        return w_handler
    builtin = HANDLER_FUNCTIONS.get(name)
    if builtin is None:
        raise unknown_handler(name)
    return wrap(builtin)


# --- the built-in error handlers, as functions of an exception ------------------------------------


def handle(w_exc: Value, errors: str) -> Value:
    """What the handler `errors` makes of a UnicodeError."""
    e = try_as(W_UnicodeError, w_exc)
    if e is None:
        if errors == "strict":
            raise_strict(w_exc)
        raise type_error(f"don't know how to handle {type_name(w_exc)} in error callback")
    if errors == "strict":
        raise PyError(w_exc)
    t = type_of(w_exc)
    start = index_of(e.w_start)
    end = index_of(e.w_end)
    if is_subtype(t, UNICODE_DECODE_ERROR):
        data = as_bytes(e.w_object)
        encoding = as_str(e.w_encoding)
        if data is None or encoding is None:
            raise type_error("object attribute must be bytes")
        start, end = clipped(start, end, len(data))
        if errors == "surrogatepass" or errors == "surrogateescape":
            try:
                text, position, _data = decode_replacement(errors, encoding, data, start, end, "")
            except PyError:
                raise PyError(w_exc) from None
            return pair(wrap(text), position)
        text, position, _data = decode_replacement(errors, encoding, data, start, end, "")
        return pair(wrap(text), position)
    s = as_str(e.w_object)
    if s is None:
        raise type_error("object attribute must be unicode")
    start, end = clipped(start, end, len(s))
    if is_subtype(t, UNICODE_ENCODE_ERROR):
        encoding = as_str(e.w_encoding)
        name = "" if encoding is None else encoding
        kind = BUILTIN_HANDLERS[errors]
        w_replacement = builtin_encode_handler(kind, name, s, start, end)
        if is_empty(w_replacement):
            raise PyError(w_exc)
        return pair(w_replacement, end)
    return translate_error(w_exc, errors, s, start, end)


def translate_error(w_exc: Value, errors: str, s: str, start: int, end: int) -> Value:
    out = StringBuilder(16)
    if errors == "replace":
        out.append_repeated(0xFFFD, end - start)
    elif errors == "backslashreplace":
        while start < end:
            append_escape(out, str_char(s, start))
            start += 1
    elif errors != "ignore":
        raise type_error(f"don't know how to handle {type_name(w_exc)} in error callback")
    return pair(wrap(out.to_str()), end)


def clipped(start: int, end: int, n: int) -> tuple[int, int]:
    start = max(0, min(start, max(0, n - 1)))
    return start, min(n, max(end, start))


def raise_strict(w_exc: Value) -> None:
    if try_as(W_BaseException, w_exc) is not None:
        raise PyError(w_exc)
    raise type_error("codec must pass exception instance")


def strict_errors(w_exc: Value) -> Value:
    return handle(w_exc, "strict")


def ignore_errors(w_exc: Value) -> Value:
    return handle(w_exc, "ignore")


def replace_errors(w_exc: Value) -> Value:
    return handle(w_exc, "replace")


def xmlcharrefreplace_errors(w_exc: Value) -> Value:
    return handle(w_exc, "xmlcharrefreplace")


def backslashreplace_errors(w_exc: Value) -> Value:
    return handle(w_exc, "backslashreplace")


def namereplace_errors(w_exc: Value) -> Value:
    return handle(w_exc, "namereplace")


def surrogatepass(w_exc: Value) -> Value:
    return handle(w_exc, "surrogatepass")


def surrogateescape(w_exc: Value) -> Value:
    return handle(w_exc, "surrogateescape")


def _handler(fn: object, name: str, doc: str) -> W_Builtin:
    b = _builtin(f"{name}(exception, /)", fn, BuiltinKind.FUNCTION, None, doc)
    b.module = "_codecs"
    b.__dict__["_shape"] = BUILTIN_FUNCTION.root_shape
    return b


HANDLER_FUNCTIONS: dict[str, W_Builtin] = {
    "strict": _handler(strict_errors, "strict_errors", "Raises the exception on coding errors."),
    "ignore": _handler(ignore_errors, "ignore_errors", "Leaves malformed data out."),
    "replace": _handler(replace_errors, "replace_errors", "Puts a replacement mark for malformed data."),
    "xmlcharrefreplace": _handler(
        xmlcharrefreplace_errors, "xmlcharrefreplace_errors", "Puts XML character references."
    ),
    "backslashreplace": _handler(
        backslashreplace_errors, "backslashreplace_errors", "Puts backslash escapes."
    ),
    "namereplace": _handler(namereplace_errors, "namereplace_errors", "Puts named escapes."),
    "surrogatepass": _handler(surrogatepass, "surrogatepass", "Codes surrogates like other code points."),
    "surrogateescape": _handler(
        surrogateescape, "surrogateescape", "Hides undecodable bytes in lone surrogates."
    ),
}


# --- Unicode encodings ----------------------------------------------------------------------------


def encode_with(kind: int, w_str: Value, w_errors: Value, what: str) -> Value:
    s = need_str(w_str, f"{what}() argument 1")
    return pair(wrap(encode_known(kind, s, errors_argument(w_errors, what))), len(s))


def decode_with(kind: int, w_data: Value, w_errors: Value, final: bool, what: str) -> Value:
    data = need_bytes(w_data)
    text, consumed = decode_known(kind, data, errors_argument(w_errors, what), final)
    return pair(wrap(text), consumed)


def decode_marked(kind: int, w_data: Value, w_errors: Value, w_final: Value, what: str) -> Value:
    text, consumed, _ = decode_with_mark(
        kind, need_bytes(w_data), errors_argument(w_errors, what), 0, is_true(w_final)
    )
    return pair(wrap(text), consumed)


def decode_marked_ex(
    kind: int, w_data: Value, w_errors: Value, w_order: Value, w_final: Value, what: str
) -> Value:
    errors = errors_argument(w_errors, what)
    text, consumed, order = decode_with_mark(
        kind, need_bytes(w_data), errors, index_of(w_order), is_true(w_final)
    )
    return wrap(new_tuple3(wrap(text), new_int(consumed), from_int(order)))


def encode_ordered(kind: int, w_str: Value, w_errors: Value, w_order: Value, what: str) -> Value:
    """utf_16_encode, utf_32_encode: byteorder 0 writes a byte order mark."""
    order = index_of(w_order)
    if order == 0:
        return encode_with(kind, w_str, w_errors, what)
    s = need_str(w_str, f"{what}() argument 1")
    out = BytesBuilder(4 * len(s))
    little = UTF_16_LE if kind == UTF_16 else UTF_32_LE
    encode_into(
        out,
        little if order < 0 else little + 1,
        "utf-16" if kind == UTF_16 else "utf-32",
        s,
        errors_argument(w_errors, what),
    )
    return pair(wrap(out.to_bytes()), len(s))


@function("_codecs", "utf_8_encode(str, errors=None, /)")
def utf_8_encode(w_str: Value, w_errors: Value) -> Value:
    return encode_with(UTF_8, w_str, w_errors, "utf_8_encode")


@function("_codecs", "utf_8_decode(data, errors=None, final=False, /)")
def utf_8_decode(w_data: Value, w_errors: Value, w_final: Value) -> Value:
    return decode_with(UTF_8, w_data, w_errors, is_true(w_final), "utf_8_decode")


@function("_codecs", "ascii_encode(str, errors=None, /)")
def ascii_encode(w_str: Value, w_errors: Value) -> Value:
    return encode_with(ASCII, w_str, w_errors, "ascii_encode")


@function("_codecs", "ascii_decode(data, errors=None, /)")
def ascii_decode(w_data: Value, w_errors: Value) -> Value:
    return decode_with(ASCII, w_data, w_errors, True, "ascii_decode")


@function("_codecs", "latin_1_encode(str, errors=None, /)")
def latin_1_encode(w_str: Value, w_errors: Value) -> Value:
    return encode_with(LATIN_1, w_str, w_errors, "latin_1_encode")


@function("_codecs", "latin_1_decode(data, errors=None, /)")
def latin_1_decode(w_data: Value, w_errors: Value) -> Value:
    return decode_with(LATIN_1, w_data, w_errors, True, "latin_1_decode")


@function("_codecs", "utf_16_encode(str, errors=None, byteorder=0, /)")
def utf_16_encode(w_str: Value, w_errors: Value, w_order: Value) -> Value:
    return encode_ordered(UTF_16, w_str, w_errors, w_order, "utf_16_encode")


@function("_codecs", "utf_16_le_encode(str, errors=None, /)")
def utf_16_le_encode(w_str: Value, w_errors: Value) -> Value:
    return encode_with(UTF_16_LE, w_str, w_errors, "utf_16_le_encode")


@function("_codecs", "utf_16_be_encode(str, errors=None, /)")
def utf_16_be_encode(w_str: Value, w_errors: Value) -> Value:
    return encode_with(UTF_16_BE, w_str, w_errors, "utf_16_be_encode")


@function("_codecs", "utf_16_decode(data, errors=None, final=False, /)")
def utf_16_decode(w_data: Value, w_errors: Value, w_final: Value) -> Value:
    return decode_marked(UTF_16, w_data, w_errors, w_final, "utf_16_decode")


@function("_codecs", "utf_16_le_decode(data, errors=None, final=False, /)")
def utf_16_le_decode(w_data: Value, w_errors: Value, w_final: Value) -> Value:
    return decode_with(UTF_16_LE, w_data, w_errors, is_true(w_final), "utf_16_le_decode")


@function("_codecs", "utf_16_be_decode(data, errors=None, final=False, /)")
def utf_16_be_decode(w_data: Value, w_errors: Value, w_final: Value) -> Value:
    return decode_with(UTF_16_BE, w_data, w_errors, is_true(w_final), "utf_16_be_decode")


@function("_codecs", "utf_16_ex_decode(data, errors=None, byteorder=0, final=False, /)")
def utf_16_ex_decode(w_data: Value, w_errors: Value, w_order: Value, w_final: Value) -> Value:
    return decode_marked_ex(UTF_16, w_data, w_errors, w_order, w_final, "utf_16_ex_decode")


@function("_codecs", "utf_32_encode(str, errors=None, byteorder=0, /)")
def utf_32_encode(w_str: Value, w_errors: Value, w_order: Value) -> Value:
    return encode_ordered(UTF_32, w_str, w_errors, w_order, "utf_32_encode")


@function("_codecs", "utf_32_le_encode(str, errors=None, /)")
def utf_32_le_encode(w_str: Value, w_errors: Value) -> Value:
    return encode_with(UTF_32_LE, w_str, w_errors, "utf_32_le_encode")


@function("_codecs", "utf_32_be_encode(str, errors=None, /)")
def utf_32_be_encode(w_str: Value, w_errors: Value) -> Value:
    return encode_with(UTF_32_BE, w_str, w_errors, "utf_32_be_encode")


@function("_codecs", "utf_32_decode(data, errors=None, final=False, /)")
def utf_32_decode(w_data: Value, w_errors: Value, w_final: Value) -> Value:
    return decode_marked(UTF_32, w_data, w_errors, w_final, "utf_32_decode")


@function("_codecs", "utf_32_le_decode(data, errors=None, final=False, /)")
def utf_32_le_decode(w_data: Value, w_errors: Value, w_final: Value) -> Value:
    return decode_with(UTF_32_LE, w_data, w_errors, is_true(w_final), "utf_32_le_decode")


@function("_codecs", "utf_32_be_decode(data, errors=None, final=False, /)")
def utf_32_be_decode(w_data: Value, w_errors: Value, w_final: Value) -> Value:
    return decode_with(UTF_32_BE, w_data, w_errors, is_true(w_final), "utf_32_be_decode")


@function("_codecs", "utf_32_ex_decode(data, errors=None, byteorder=0, final=False, /)")
def utf_32_ex_decode(w_data: Value, w_errors: Value, w_order: Value, w_final: Value) -> Value:
    return decode_marked_ex(UTF_32, w_data, w_errors, w_order, w_final, "utf_32_ex_decode")


@function("_codecs", "utf_7_encode(str, errors=None, /)")
def utf_7_encode(w_str: Value, w_errors: Value) -> Value:
    s = need_str(w_str, "utf_7_encode() argument 1")
    return pair(wrap(encode_utf7(s)), len(s))


@function("_codecs", "utf_7_decode(data, errors=None, final=False, /)")
def utf_7_decode(w_data: Value, w_errors: Value, w_final: Value) -> Value:
    text, consumed = decode_utf7(
        need_bytes(w_data), errors_argument(w_errors, "utf_7_decode"), is_true(w_final)
    )
    return pair(wrap(text), consumed)


# --- escapes --------------------------------------------------------------------------------------


def text_or_bytes(w: Value) -> bytes:
    """A bytes-like value, or a str as UTF-8."""
    s = as_str(w)
    return need_bytes(w) if s is None else encode_known(UTF_8, s, "strict")


@function("_codecs", "unicode_escape_encode(str, errors=None, /)")
def unicode_escape_encode(w_str: Value, w_errors: Value) -> Value:
    s = need_str(w_str, "unicode_escape_encode() argument 1")
    return pair(wrap(encode_unicode_escape(s)), len(s))


@function("_codecs", "unicode_escape_decode(data, errors=None, final=True, /)")
def unicode_escape_decode(w_data: Value, w_errors: Value, w_final: Value) -> Value:
    errors = errors_argument(w_errors, "unicode_escape_decode")
    text, consumed = decode_unicode_escape(text_or_bytes(w_data), errors, is_true(w_final))
    return pair(wrap(text), consumed)


@function("_codecs", "raw_unicode_escape_encode(str, errors=None, /)")
def raw_unicode_escape_encode(w_str: Value, w_errors: Value) -> Value:
    s = need_str(w_str, "raw_unicode_escape_encode() argument 1")
    return pair(wrap(encode_raw_unicode_escape(s)), len(s))


@function("_codecs", "raw_unicode_escape_decode(data, errors=None, final=True, /)")
def raw_unicode_escape_decode(w_data: Value, w_errors: Value, w_final: Value) -> Value:
    errors = errors_argument(w_errors, "raw_unicode_escape_decode")
    text, consumed = decode_raw_unicode_escape(text_or_bytes(w_data), errors, is_true(w_final))
    return pair(wrap(text), consumed)


@function("_codecs", "escape_encode(data, errors=None, /)")
def escape_encode(w_data: Value, w_errors: Value) -> Value:
    data = as_bytes(w_data)
    if data is None:
        raise type_error(f"escape_encode() argument 1 must be bytes, not {type_name(w_data)}")
    return pair(wrap(encode_bytes_escape(data)), len(data))


@function("_codecs", "escape_decode(data, errors=None, /)")
def escape_decode(w_data: Value, w_errors: Value) -> Value:
    data = text_or_bytes(w_data)
    return pair(wrap(decode_bytes_escape(data, errors_argument(w_errors, "escape_decode"))), len(data))


@function("_codecs", "readbuffer_encode(data, errors=None, /)")
def readbuffer_encode(w_data: Value, w_errors: Value) -> Value:
    data = text_or_bytes(w_data)
    return pair(wrap(data), len(data))


# --- character maps -------------------------------------------------------------------------------


def mapping_item(w_mapping: Value, key: int) -> Value:
    """mapping[key]; None where that raises LookupError."""
    try:
        return getitem(w_mapping, from_int(key))
    except PyError as e:
        if error_matches(e, LOOKUP_ERROR):
            return w_None
        raise


def mapped_text(w: Value) -> str | None:
    """What a decoding table's entry stands for; None: undefined."""
    s = as_str(w)
    if s is not None:
        return None if s == "\ufffe" else s
    if same(w, w_None):
        return None
    w = plain(w)
    if not is_int(w):
        raise type_error("character mapping must return integer, None or str")
    code = int_value(w)
    if code == 0xFFFE:
        return None
    if code < 0 or code > 0x10FFFF:
        raise type_error("character mapping must be in range(0x110000)")
    return chr(code)


@function("_codecs", "charmap_decode(data, errors=None, mapping=None, /)")
def charmap_decode(w_data: Value, w_errors: Value, w_mapping: Value) -> Value:
    data = need_bytes(w_data)
    errors = errors_argument(w_errors, "charmap_decode")
    if same(w_mapping, w_None):
        return decode_with(LATIN_1, w_data, w_errors, True, "charmap_decode")
    table = as_str(w_mapping)
    size = len(data)
    out = StringBuilder(size)
    i = 0
    while i < len(data):
        c = data[i]
        if table is not None:
            code = str_char(table, c) if c < len(table) else 0xFFFE
            if code != 0xFFFE:
                out.append_char(code)
                i += 1
                continue
        else:
            text = mapped_text(mapping_item(w_mapping, c))
            if text is not None:
                out.append(text)
                i += 1
                continue
        replacement, i, data = decode_replacement(
            errors, "charmap", data, i, i + 1, "character maps to <undefined>"
        )
        out.append(replacement)
    return pair(wrap(out.to_str()), size)


def put_mapped(out: BytesBuilder, w_mapping: Value, c: int) -> bool:
    """Appends what an encoding table has for c; False if nothing."""
    w = mapping_item(w_mapping, c)
    if same(w, w_None):
        return False
    raw = as_bytes(w)
    if raw is not None:
        out.append(raw)
        return True
    exact = plain(w)
    if not is_int(exact):
        raise type_error(f"character mapping must return integer, bytes or None, not {type_name(w)}")
    x = int_value(exact)
    if x < 0 or x > 255:
        raise type_error("character mapping must be in range(256)")
    out.append_byte(x)
    return True


@function("_codecs", "charmap_encode(str, errors=None, mapping=None, /)")
def charmap_encode(w_str: Value, w_errors: Value, w_mapping: Value) -> Value:
    s = need_str(w_str, "charmap_encode() argument 1")
    if same(w_mapping, w_None):
        return encode_with(LATIN_1, w_str, w_errors, "charmap_encode")
    errors = errors_argument(w_errors, "charmap_encode")
    reason = "character maps to <undefined>"
    out = BytesBuilder(len(s))
    scratch = BytesBuilder(8)
    i = 0
    while i < len(s):
        if put_mapped(out, w_mapping, str_char(s, i)):
            i += 1
            continue
        end = i + 1
        while end < len(s) and not put_mapped(scratch, w_mapping, str_char(s, end)):
            end += 1
        w_replacement, position = encode_replacement(errors, "charmap", s, i, end, reason)
        raw = as_bytes(w_replacement)
        text = as_str(w_replacement)
        if raw is not None:
            out.append(raw)
        elif text is not None:
            for k in range(len(text)):
                if not put_mapped(out, w_mapping, str_char(text, k)):
                    raise unicode_encode_error("charmap", s, i, end, reason)
        i = position
    return pair(wrap(out.to_bytes()), len(s))


@function("_codecs", "charmap_build(map, /)", doc="The encoding table for a decoding table.")
def charmap_build(w_map: Value) -> Value:
    s = need_str(w_map, "charmap_build() argument")
    table = new_dict()
    for i in range(len(s)):
        c = str_char(s, i)
        if c != 0xFFFE:
            dict_set(table, from_int(c), from_int(i))
    return wrap(table)
