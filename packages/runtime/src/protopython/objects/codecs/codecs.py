"""Text to bytes and back: UTF-8, ASCII, Latin-1, UTF-16 and UTF-32 with all error handlers, and the registry
of all other codecs.

`encode_text` and `decode_bytes` are str.encode and bytes.decode. Encodings known here by name skip the
registry; the rest is found through search functions, as codecs.register says (the stock package `encodings`
registers itself on the first look-up).

Error handlers: the built-in ones work on the text itself (`encode_replacement`, `decode_replacement`); as
Python functions they are in modules/_codecs.py. A decoder gives (text, bytes consumed); with final=False it
leaves an incomplete end unconsumed.
"""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import EMPTY, Value, str_char, try_as, unwrap, wrap
from protopython.objects import object_methods
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.dict.dict import W_Dict, dict_get_str, dict_set_str, new_dict
from protopython.objects.exceptions.exceptions import UNICODE_DECODE_ERROR, UNICODE_ENCODE_ERROR, W_UnicodeError, new_unicode_error
from protopython.objects.list.list import W_List, list_get, new_list
from protopython.objects.model.attributes import find_attr
from protopython.objects.model.call import call1, call2
from protopython.objects.model.errors import (
    index_error,
    lookup_error,
    type_error,
    unicode_decode_error,
    unicode_encode_error,
    value_error,
)
from protopython.objects.model.operations import index_of, is_true
from protopython.objects.model.types import type_name
from protopython.objects.singletons import w_None
from protopython.objects.str.str import append_escape, as_str
from protopython.objects.str.string_builder import BytesBuilder, StringBuilder
from protopython.objects.str.unicode_names import char_name
from protopython.objects.tuple import W_Tuple
from protopython.protocore.bytestrings import bytes_isascii, latin1_text
from protopython.protocore.error import PyError
from protopython.protocore.polling import check_signals
from protopython.protocore.state import State, space_slot
from protopython.protocore.strings import is_latin1, latin1_bytes
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty, same

ASCII: Final[int] = 0
LATIN_1: Final[int] = 1
UTF_8: Final[int] = 2
UTF_16_LE: Final[int] = 3
UTF_16_BE: Final[int] = 4
UTF_32_LE: Final[int] = 5
UTF_32_BE: Final[int] = 6
UTF_16: Final[int] = 7
UTF_32: Final[int] = 8

KNOWN: dict[str, int] = {
    "utf8": UTF_8,
    "utf-8": UTF_8,
    "utf_8": UTF_8,
    "cp65001": UTF_8,
    "u8": UTF_8,
    "ascii": ASCII,
    "us-ascii": ASCII,
    "us_ascii": ASCII,
    "646": ASCII,
    "latin-1": LATIN_1,
    "latin1": LATIN_1,
    "latin_1": LATIN_1,
    "iso-8859-1": LATIN_1,
    "iso8859-1": LATIN_1,
    "iso_8859_1": LATIN_1,
    "l1": LATIN_1,
    "utf-16": UTF_16,
    "utf_16": UTF_16,
    "utf16": UTF_16,
    "utf-16-le": UTF_16_LE,
    "utf_16_le": UTF_16_LE,
    "utf-16le": UTF_16_LE,
    "utf-16-be": UTF_16_BE,
    "utf_16_be": UTF_16_BE,
    "utf-16be": UTF_16_BE,
    "utf-32": UTF_32,
    "utf_32": UTF_32,
    "utf32": UTF_32,
    "utf-32-le": UTF_32_LE,
    "utf_32_le": UTF_32_LE,
    "utf-32le": UTF_32_LE,
    "utf-32-be": UTF_32_BE,
    "utf_32_be": UTF_32_BE,
    "utf-32be": UTF_32_BE,
}
"""By lower-case name."""
CODEC_NAMES: list[str] = [
    "ascii",
    "latin-1",
    "utf-8",
    "utf-16-le",
    "utf-16-be",
    "utf-32-le",
    "utf-32-be",
    "utf-16",
    "utf-32",
]

BUILTIN_HANDLERS: dict[str, int] = {
    "strict": 1,
    "ignore": 2,
    "replace": 3,
    "xmlcharrefreplace": 4,
    "backslashreplace": 5,
    "namereplace": 6,
    "surrogatepass": 7,
    "surrogateescape": 8,
}


class CodecRegistry(State):
    """What codecs.register and codecs.register_error change. One a space."""

    search_functions: W_List
    cache: W_Dict
    handlers: W_Dict
    """Registered error handlers by name."""
    encodings_imported: bool

    def __init__(self) -> None:
        self.search_functions = new_list()
        self.cache = new_dict()
        self.handlers = new_dict()
        self.encodings_imported = False


def new_codec_registry() -> State:
    return CodecRegistry()


REGISTRY: Final[int] = space_slot(new_codec_registry)


def codec_registry() -> CodecRegistry:
    return cast(CodecRegistry, context().space.states[REGISTRY])


# --- finding codecs -------------------------------------------------------------------------------


def normalized_name(encoding: str) -> str:
    """As search functions get it: lower case, one underscore for whatever stands between ASCII letters, digits and dots."""
    out = StringBuilder(len(encoding))
    gap = False
    for i in range(len(encoding)):
        c = str_char(encoding, i)
        if c != 46 and not 48 <= c <= 57 and not 65 <= (c & ~32) <= 90:
            gap = True
            continue
        if gap and out.length > 0:
            out.append_char(95)
        gap = False
        out.append_char(c | 32 if 65 <= c <= 90 else c)
    return out.to_str()


def check_name(name: str) -> None:
    """ValueError unless it can be the name of a codec or error handler: without surrogates and null characters."""
    encode_known(UTF_8, name, "strict")
    if name.find("\0") >= 0:
        raise value_error("embedded null character")


def lookup_codec(encoding: str) -> W_Tuple:
    """The CodecInfo (encode, decode, reader, writer) of an encoding; LookupError if no search function
    knows it."""
    registry = codec_registry()
    name = normalized_name(encoding)
    w_found = dict_get_str(registry.cache, name)
    if not is_empty(w_found):
        return require_codec(w_found)
    check_name(encoding)
    if not registry.encodings_imported:
        registry.encodings_imported = True
        call1(dict_get_str(context().space.builtins, "__import__"), wrap("encodings"))
    i = 0
    while True:
        w_search = list_get(registry.search_functions, i)
        if is_empty(w_search):
            break
        w_found = call1(w_search, wrap(name))
        if not same(w_found, w_None):
            codec = require_codec(w_found)
            dict_set_str(registry.cache, name, w_found)
            return codec
        i += 1
    raise lookup_error(f"unknown encoding: {encoding}")


def require_codec(w_found: Value) -> W_Tuple:
    codec = try_as(W_Tuple, w_found)
    if codec is None or codec.length != 4:
        raise type_error("codec search functions must return 4-tuples")
    return codec


def text_codec(encoding: str, instead: str) -> W_Tuple:
    """lookup_codec for str.encode and bytes.decode, which refuse codecs that are not from text to bytes."""
    codec = lookup_codec(encoding)
    w_is_text = find_attr(wrap(codec), "_is_text_encoding")
    if not is_empty(w_is_text) and not is_true(w_is_text):
        raise lookup_error(f"'{encoding}' is not a text encoding; use {instead} to handle arbitrary codecs")
    return codec


def run_codec(w_codec: Value, w_object: Value, encoding: str, errors: str, action: str) -> Value:
    """The first of the pair that an encoder or decoder gives; an error notes which codec it came from."""
    try:
        w_result = call2(w_codec, w_object, wrap(errors))
    except PyError as e:
        object_methods.add_note(e.w_value, wrap(f"{action}ing with '{encoding}' codec failed"))
        raise
    pair = try_as(W_Tuple, w_result)
    if pair is None or pair.length != 2:
        raise type_error(f"{action}er must return a tuple (object, integer)")
    return pair.items[0]


def codec_encode(w_object: Value, encoding: str, errors: str) -> Value:
    """codecs.encode"""
    codec = lookup_codec(encoding)
    return run_codec(codec.items[0], w_object, encoding, errors, "encod")


def codec_decode(w_object: Value, encoding: str, errors: str) -> Value:
    """codecs.decode"""
    codec = lookup_codec(encoding)
    return run_codec(codec.items[1], w_object, encoding, errors, "decod")


def encode_text(s: str, encoding: str, errors: str) -> Value:
    """s.encode(encoding, errors)"""
    kind = KNOWN.get(encoding, -1)
    if kind < 0:
        kind = KNOWN.get(encoding.lower(), -1)
    if kind >= 0:
        return wrap(encode_known(kind, s, errors))
    codec = text_codec(encoding, "codecs.encode()")
    w_data = run_codec(codec.items[0], wrap(s), encoding, errors, "encod")
    if as_bytes(w_data) is None:
        raise type_error(
            f"'{encoding}' encoder returned '{type_name(w_data)}' instead of 'bytes'; use codecs.encode() "
            "to encode to arbitrary types"
        )
    return w_data


def decode_bytes(data: bytes, encoding: str, errors: str) -> Value:
    """data.decode(encoding, errors): usually a str (the caller checks)."""
    kind = KNOWN.get(encoding, -1)
    if kind < 0:
        kind = KNOWN.get(encoding.lower(), -1)
    if kind >= 0:
        text, _n = decode_known(kind, data, errors, True)
        return wrap(text)
    codec = text_codec(encoding, "codecs.decode()")
    w_text = run_codec(codec.items[1], wrap(data), encoding, errors, "decod")
    if as_str(w_text) is None:
        raise type_error(
            f"'{encoding}' decoder returned '{type_name(w_text)}' instead of 'str'; use codecs.decode() to "
            "decode to arbitrary types"
        )
    return w_text


# --- error handlers -------------------------------------------------------------------------------


def unknown_handler(errors: str) -> PyError:
    check_name(errors)
    return lookup_error(f"unknown error handler name '{errors}'")


def registered_handler(errors: str) -> Value:
    """The handler that register_error set, or EMPTY."""
    return dict_get_str(codec_registry().handlers, errors)


def standard_encoding(encoding: str) -> int:
    """Which of the UTF codecs an encoding is, for surrogatepass; -1 for others."""
    kind = KNOWN.get(encoding.lower(), -1)
    if kind < UTF_8:
        return -1
    return UTF_16_LE if kind == UTF_16 else UTF_32_LE if kind == UTF_32 else kind


def encode_replacement(
    errors: str, encoding: str, s: str, start: int, end: int, reason: str
) -> tuple[Value, int]:
    """What stands for s[start:end], which the encoding lacks (a str to be encoded, or bytes), and where
    to go on."""
    w_handler = EMPTY
    kind = BUILTIN_HANDLERS.get(errors, -1)
    if kind < 0:
        w_handler = registered_handler(errors)
        if is_empty(w_handler):
            raise unknown_handler(errors)
    else:
        w_replacement = builtin_encode_handler(kind, encoding, s, start, end)
        if is_empty(w_replacement):
            raise unicode_encode_error(encoding, s, start, end, reason)
        if kind >= 7:
            n = handled_by_surrogates(kind, encoding, s, start, end)
            return w_replacement, start + n
        return w_replacement, end
    w_exc = wrap(new_unicode_error(UNICODE_ENCODE_ERROR, encoding, wrap(s), start, end, reason))
    result = try_as(W_Tuple, call1(w_handler, w_exc))
    if (
        result is None
        or result.length != 2
        or (as_str(result.items[0]) is None and as_bytes(result.items[0]) is None)
    ):
        raise type_error("encoding error handler must return (str/bytes, int) tuple")
    return result.items[0], handler_position(result.items[1], len(s))


def handler_position(w_position: Value, n: int) -> int:
    given = index_of(w_position)
    position = given + n if given < 0 else given
    if position < 0 or position > n:
        raise index_error(f"position {position} from error handler out of bounds")
    return position


def handled_by_surrogates(kind: int, encoding: str, s: str, start: int, end: int) -> int:
    """How many characters surrogatepass (7) or surrogateescape (8) can handle from start on."""
    i = start
    low = 0xD800 if kind == 7 else 0xDC80
    high = 0xDFFF if kind == 7 else 0xDCFF
    while i < end and low <= str_char(s, i) <= high:
        i += 1
    return i - start


def builtin_encode_handler(kind: int, encoding: str, s: str, start: int, end: int) -> Value:
    """The replacement; EMPTY when the error stands."""
    if kind == 1:
        return EMPTY
    if kind == 2:
        return wrap("")
    out = StringBuilder(16)
    if kind == 3:
        out.append_repeated(63, end - start)
        return wrap(out.to_str())
    if kind >= 7:
        utf = standard_encoding(encoding)
        if handled_by_surrogates(kind, encoding, s, start, end) == 0 or (kind == 7 and utf < 0):
            return EMPTY
        raw = BytesBuilder(16)
        i = start
        end = start + handled_by_surrogates(kind, encoding, s, start, end)
        while i < end:
            c = str_char(s, i)
            if kind == 8:
                raw.append_byte(c - 0xDC00)
            else:
                put_char(raw, utf, c)
            i += 1
        return wrap(raw.to_bytes())
    i = start
    while i < end:
        c = str_char(s, i)
        if kind == 4:
            out.append(f"&#{c};")
        else:
            name = char_name(c) if kind == 6 else ""
            if name:
                out.append("\\N{")
                out.append(name)
                out.append_char(125)
            else:
                append_escape(out, c)
        i += 1
    return wrap(out.to_str())


def decode_replacement(
    errors: str, encoding: str, data: bytes, start: int, end: int, reason: str
) -> tuple[str, int, bytes]:
    """What stands for data[start:end], which is malformed, where to go on, and in what: handlers may exchange the data."""
    kind = BUILTIN_HANDLERS.get(errors, -1)
    if kind < 0:
        w_handler = registered_handler(errors)
        if is_empty(w_handler):
            raise unknown_handler(errors)
        e = new_unicode_error(UNICODE_DECODE_ERROR, encoding, wrap(data), start, end, reason)
        result = try_as(W_Tuple, call1(w_handler, wrap(e)))
        if result is None or result.length != 2:
            raise type_error("decoding error handler must return (str, int) tuple")
        text = as_str(result.items[0])
        if text is None:
            raise type_error("decoding error handler must return (str, int) tuple")
        changed = as_bytes(unwrap(W_UnicodeError, wrap(e)).w_object)
        if changed is None:
            raise type_error("UnicodeError 'object' attribute must be a bytes")
        return text, handler_position(result.items[1], len(changed)), changed
    if kind == 2:
        return "", end, data
    if kind == 3:
        return "\ufffd", end, data
    out = StringBuilder(16)
    i = start
    if kind == 5:
        while i < end:
            append_escape(out, data[i])
            i += 1
        return out.to_str(), end, data
    if kind == 7:
        n, c = passed_surrogate(standard_encoding(encoding), data, start)
        if n > 0:
            return chr(c), start + n, data
    if kind == 8:
        while i < end and i < start + 4 and data[i] >= 128:
            out.append_char(0xDC00 + data[i])
            i += 1
        if i > start:
            return out.to_str(), i, data
    if kind == 4 or kind == 6:
        raise type_error("don't know how to handle UnicodeDecodeError in error callback")
    raise unicode_decode_error(encoding, data, start, end, reason)


def passed_surrogate(utf: int, data: bytes, at: int) -> tuple[int, int]:
    """(bytes, code point) of a surrogate encoded at data[at], or (0, 0)."""
    c = 0
    n = 0
    left = len(data) - at
    if utf == UTF_8 and left >= 3:
        if (data[at] & 0xF0) == 0xE0 and (data[at + 1] & 0xC0) == 0x80 and (data[at + 2] & 0xC0) == 0x80:
            c = ((data[at] & 0x0F) << 12) | ((data[at + 1] & 0x3F) << 6) | (data[at + 2] & 0x3F)
            n = 3
    elif (utf == UTF_16_LE or utf == UTF_16_BE) and left >= 2:
        c = read_unit(data, at, 2, utf == UTF_16_LE)
        n = 2
    elif (utf == UTF_32_LE or utf == UTF_32_BE) and left >= 4:
        c = read_unit(data, at, 4, utf == UTF_32_LE)
        n = 4
    if n > 0 and 0xD800 <= c <= 0xDFFF:
        return n, c
    return 0, 0


# --- encoding -------------------------------------------------------------------------------------


def put_unit(out: BytesBuilder, c: int, size: int, little: bool) -> None:
    i = 0
    while i < size:
        out.append_byte((c >> (8 * (i if little else size - 1 - i))) & 255)
        i += 1


def put_char(out: BytesBuilder, kind: int, c: int) -> None:
    """c in one of the encodings ASCII .. UTF_32_BE, surrogates like any other code point."""
    if kind <= LATIN_1 or (kind == UTF_8 and c < 0x80):
        out.append_byte(c)
    elif kind == UTF_8:
        if c < 0x800:
            out.append_byte(0xC0 | (c >> 6))
        else:
            if c < 0x10000:
                out.append_byte(0xE0 | (c >> 12))
            else:
                out.append_byte(0xF0 | (c >> 18))
                out.append_byte(0x80 | ((c >> 12) & 0x3F))
            out.append_byte(0x80 | ((c >> 6) & 0x3F))
        out.append_byte(0x80 | (c & 0x3F))
    elif kind <= UTF_16_BE:
        little = kind == UTF_16_LE
        if c >= 0x10000:
            put_unit(out, 0xD7C0 + (c >> 10), 2, little)
            c = 0xDC00 | (c & 0x3FF)
        put_unit(out, c, 2, little)
    else:
        put_unit(out, c, 4, kind == UTF_32_LE)


def is_encodable(kind: int, c: int) -> bool:
    if kind == ASCII:
        return c < 128
    if kind == LATIN_1:
        return c < 256
    return c < 0xD800 or c > 0xDFFF


def encode_known(kind: int, s: str, errors: str) -> bytes:
    """s in one of the encodings of KNOWN."""
    if kind <= LATIN_1 and (s.isascii() or (kind == LATIN_1 and is_latin1(s))):
        return latin1_bytes(s)
    if kind == UTF_8:
        try:
            return s.encode()
        except ValueError:
            pass
    if kind == UTF_16 or kind == UTF_32:
        out = BytesBuilder(4 * len(s) + 4)
        put_char(out, UTF_16_LE if kind == UTF_16 else UTF_32_LE, 0xFEFF)
        encode_into(out, UTF_16_LE if kind == UTF_16 else UTF_32_LE, CODEC_NAMES[kind], s, errors)
        return out.to_bytes()
    out = BytesBuilder(len(s) * (1 if kind <= UTF_8 else 2 if kind <= UTF_16_BE else 4))
    encode_into(out, kind, CODEC_NAMES[kind], s, errors)
    return out.to_bytes()


def encode_into(out: BytesBuilder, kind: int, name: str, s: str, errors: str) -> None:
    reason = (
        "ordinal not in range(128)"
        if kind == ASCII
        else "ordinal not in range(256)"
        if kind == LATIN_1
        else "surrogates not allowed"
    )
    unit = 1 if kind <= UTF_8 else 2 if kind <= UTF_16_BE else 4
    i = 0
    n = len(s)
    while i < n:
        if i & 0xFFFF == 0xFFFF:
            check_signals()
        c = str_char(s, i)
        if is_encodable(kind, c):
            put_char(out, kind, c)
            i += 1
            continue
        end = i + 1
        while kind <= UTF_8 and end < n and not is_encodable(kind, str_char(s, end)):
            end += 1
        w_replacement, position = encode_replacement(errors, name, s, i, end, reason)
        raw = as_bytes(w_replacement)
        if raw is not None:
            if len(raw) % unit != 0:
                raise unicode_encode_error(name, s, i, end, reason)
            out.append(raw)
        else:
            text = as_str(w_replacement)
            if text is not None:
                for k in range(len(text)):
                    r = str_char(text, k)
                    if r >= 128 and (kind != LATIN_1 or r >= 256):
                        raise unicode_encode_error(name, s, i, end, reason)
                    put_char(out, kind, r)
        i = position


# --- decoding -------------------------------------------------------------------------------------


def read_unit(data: bytes, at: int, size: int, little: bool) -> int:
    c = 0
    i = 0
    while i < size:
        c = (c << 8) | data[at + (size - 1 - i if little else i)]
        i += 1
    return c


def decode_known(kind: int, data: bytes, errors: str, final: bool) -> tuple[str, int]:
    if kind == UTF_8:
        return decode_utf8(data, errors, final)
    if kind == LATIN_1 or (kind == ASCII and bytes_isascii(data)):
        return latin1_text(data), len(data)
    if kind == ASCII:
        return decode_ascii(data, errors)
    if kind <= UTF_16_BE:
        return decode_utf16(data, 0, errors, kind == UTF_16_LE, final)
    if kind <= UTF_32_BE:
        return decode_utf32(data, 0, errors, kind == UTF_32_LE, final)
    text, consumed, _order = decode_with_mark(kind, data, errors, 0, final)
    return text, consumed


def decode_with_mark(
    kind: int, data: bytes, errors: str, byteorder: int, final: bool
) -> tuple[str, int, int]:
    """UTF_16 or UTF_32. byteorder 0: a byte order mark says which, else little-endian. Gives (text,
    consumed, byteorder: -1, 0, 1)."""
    size = 2 if kind == UTF_16 else 4
    start = 0
    if byteorder == 0 and len(data) >= size:
        if read_unit(data, 0, size, True) == 0xFEFF:
            byteorder = -1
            start = size
        elif read_unit(data, 0, size, False) == 0xFEFF:
            byteorder = 1
            start = size
    if kind == UTF_16:
        text, consumed = decode_utf16(data, start, errors, byteorder <= 0, final)
    else:
        text, consumed = decode_utf32(data, start, errors, byteorder <= 0, final)
    return text, consumed, byteorder


def decode_ascii(data: bytes, errors: str) -> tuple[str, int]:
    size = len(data)
    n = size
    out = StringBuilder(n)
    i = 0
    while i < n:
        if i & 0xFFFF == 0xFFFF:
            check_signals()
        c = data[i]
        if c < 128:
            out.append_char(c)
            i += 1
        else:
            text, i, data = decode_replacement(errors, "ascii", data, i, i + 1, "ordinal not in range(128)")
            n = len(data)
            out.append(text)
    return out.to_str(), size


def is_half_surrogate(data: bytes, i: int) -> bool:
    """Whether a surrogate begins at i, whose third byte an error handler will want to see."""
    return data[i] == 0xED and 0xA0 <= data[i + 1] <= 0xBF


def decode_utf8(data: bytes, errors: str, final: bool) -> tuple[str, int]:
    try:
        return data.decode(), len(data)
    except ValueError:
        pass
    size = len(data)
    n = size
    out = StringBuilder(n)
    i = 0
    while i < n:
        if i & 0xFFFF == 0xFFFF:
            check_signals()
        c = data[i]
        if c < 0x80:
            out.append_char(c)
            i += 1
            continue
        if c < 0xC2 or c > 0xF4:
            text, i, data = decode_replacement(errors, "utf-8", data, i, i + 1, "invalid start byte")
            n = len(data)
            out.append(text)
            continue
        more = 1 if c < 0xE0 else 2 if c < 0xF0 else 3
        low = 0xA0 if c == 0xE0 else 0x90 if c == 0xF0 else 0x80
        high = 0x9F if c == 0xED else 0x8F if c == 0xF4 else 0xBF
        c &= 0x3F >> more
        k = 1
        while k <= more and i + k < n and low <= data[i + k] <= high:
            c = (c << 6) | (data[i + k] & 0x3F)
            low = 0x80
            high = 0xBF
            k += 1
        if k > more:
            out.append_char(c)
            i += k
        elif i + k < n and (final or i + 2 < n or not is_half_surrogate(data, i)):
            text, i, data = decode_replacement(errors, "utf-8", data, i, i + k, "invalid continuation byte")
            n = len(data)
            out.append(text)
        elif final:
            text, i, data = decode_replacement(errors, "utf-8", data, i, n, "unexpected end of data")
            n = len(data)
            out.append(text)
        else:
            break
    return out.to_str(), size if final else i


def decode_utf16(data: bytes, i: int, errors: str, little: bool, final: bool) -> tuple[str, int]:
    name = "utf-16-le" if little else "utf-16-be"
    size = len(data)
    n = size
    out = StringBuilder(n // 2)
    while i < n:
        if i & 0xFFFF == 0xFFFF:
            check_signals()
        end = n
        reason = ""
        if n - i < 2:
            if not final:
                break
            reason = "truncated data"
        else:
            c = read_unit(data, i, 2, little)
            if c < 0xD800 or c > 0xDFFF:
                out.append_char(c)
                i += 2
                continue
            if c >= 0xDC00:
                end = i + 2
                reason = "illegal encoding"
            elif n - i < 4:
                if not final:
                    break
                reason = "unexpected end of data"
            else:
                second = read_unit(data, i + 2, 2, little)
                if 0xDC00 <= second <= 0xDFFF:
                    out.append_char(0x10000 + ((c & 0x3FF) << 10) + (second & 0x3FF))
                    i += 4
                    continue
                end = i + 2
                reason = "illegal UTF-16 surrogate"
        text, i, data = decode_replacement(errors, name, data, i, end, reason)
        n = len(data)
        out.append(text)
    return out.to_str(), size if final else i


def decode_utf32(data: bytes, i: int, errors: str, little: bool, final: bool) -> tuple[str, int]:
    name = "utf-32-le" if little else "utf-32-be"
    size = len(data)
    n = size
    out = StringBuilder(n // 4)
    while i < n:
        if i & 0xFFFC == 0xFFFC:
            check_signals()
        end = i + 4
        reason = ""
        if n - i < 4:
            if not final:
                break
            end = n
            reason = "truncated data"
        else:
            c = read_unit(data, i, 4, little)
            if c > 0x10FFFF:
                reason = "code point not in range(0x110000)"
            elif 0xD800 <= c <= 0xDFFF:
                reason = "code point in surrogate code point range(0xd800, 0xe000)"
            else:
                out.append_char(c)
                i += 4
                continue
        text, i, data = decode_replacement(errors, name, data, i, end, reason)
        n = len(data)
        out.append(text)
    return out.to_str(), size if final else i
