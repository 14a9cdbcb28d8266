"""The module _json: the scanner, the encoder and the string functions under the stock json package."""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Array, Value, ValuePtr, new_with_shape, try_as, unwrap, wrap
from protopython.modules._json.encode import ESCAPE_BY_CALL, ESCAPE_LEAST, ESCAPE_TO_ASCII, Encoding
from protopython.modules._json.scan import Scan
from protopython.modules._json.text import quoted, scan_string
from protopython.modules.support.keyword_arguments import bind_tuple, bind_vector
from protopython.objects.dict.dict import W_Dict
from protopython.objects.model.attributes import getattr_of
from protopython.objects.model.define import FLOAT, INT, MODULES, OBJECT, constant, define_module, define_type, function, getter, new, vectorcall
from protopython.objects.model.errors import type_error, value_error
from protopython.objects.model.operations import int_arg, is_true
from protopython.objects.model.types import type_name
from protopython.objects.singletons import new_bool, plain, w_None
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple, new_tuple1, new_tuple2
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.value import from_int, is_empty, same

MODULE: Final[str] = "_json"
define_module(MODULE, "What the package json does in native code.")


def text_of(w: Value) -> str:
    s = as_str(w)
    if s is None:
        raise type_error(f"first argument must be a string, not {type_name(w)}")
    return s


def none_as_empty(w: Value) -> Value:
    return EMPTY if same(w, w_None) else w


# --- strings ----------------------------------------------------------------------------------------------------------


@function(
    MODULE,
    "scanstring(string, end, strict=EMPTY, /)",
    doc="The JSON string whose characters begin at index end, behind the quote, and the index after its closing quote.",
)
def scanstring(w_string: Value, w_end: Value, w_strict: Value) -> Value:
    end = int_arg(w_end)
    strict = is_empty(w_strict) or is_true(w_strict)
    text, after = scan_string(text_of(w_string), end, strict)
    return wrap(new_tuple2(wrap(text), from_int(after)))


@function(
    MODULE, "encode_basestring(object, /)", doc="A str as a JSON string, escaping only what must be.", shown="($self, object, /)"
)
def encode_basestring(w_string: Value) -> Value:
    return quoted(text_of(w_string), False)


@function(
    MODULE, "encode_basestring_ascii(object, /)", doc="A str as a JSON string of ASCII characters.", shown="($self, object, /)"
)
def encode_basestring_ascii(w_string: Value) -> Value:
    return quoted(text_of(w_string), True)


w_encode_basestring: Value = wrap(MODULES[MODULE]["encode_basestring"])
w_encode_basestring_ascii: Value = wrap(MODULES[MODULE]["encode_basestring_ascii"])


# --- the scanner ------------------------------------------------------------------------------------------------------


class W_Scanner(W_Object):
    strict: bool
    w_object_hook: Value
    w_object_pairs_hook: Value
    w_parse_float: Value
    w_parse_int: Value
    w_parse_constant: Value


SCANNER = define_type("Scanner", W_Scanner, OBJECT, flags=TypeFlags.MUTABLE, module=MODULE, doc="Reads the JSON value at an index of a string.")
constant(MODULE, "make_scanner", SCANNER)

CONTEXT_NAMES: Array[str] = Array.of(["context"])
SCAN_NAMES: Array[str] = Array.of(["string", "idx"])


@new(SCANNER, "(cls, /, *args, **kwargs)")
def scanner_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    w_context = bind_tuple("make_scanner", CONTEXT_NAMES, 1, unwrap(W_Tuple, w_args), unwrap(W_Dict, w_kwargs))[0]
    scanner = new_with_shape(W_Scanner, cls.root_shape)
    scanner.strict = is_true(getattr_of(w_context, "strict"))
    scanner.w_object_hook = getattr_of(w_context, "object_hook")
    scanner.w_object_pairs_hook = getattr_of(w_context, "object_pairs_hook")
    scanner.w_parse_float = getattr_of(w_context, "parse_float")
    scanner.w_parse_int = getattr_of(w_context, "parse_int")
    scanner.w_parse_constant = getattr_of(w_context, "parse_constant")
    return wrap(scanner)


@vectorcall(SCANNER)
def scanner_call(w_self: Value, args: ValuePtr, n: int, kwnames: W_Tuple | None) -> Value:
    """scan_once(string, idx): the value, and the index after it."""
    scanner = unwrap(W_Scanner, w_self)
    if n == 2 and kwnames is None:
        return scanned(scanner, args[0], args[1])
    bound = bind_vector("scan_once", SCAN_NAMES, 2, args, n, kwnames)
    return scanned(scanner, bound[0], bound[1])


def scanned(scanner: W_Scanner, w_string: Value, w_index: Value) -> Value:
    i = int_arg(w_index)
    scan = Scan(text_of(w_string), scanner.strict)
    if i < 0:
        raise value_error("idx cannot be negative")
    scan.w_object_hook = none_as_empty(scanner.w_object_hook)
    scan.w_pairs_hook = none_as_empty(scanner.w_object_pairs_hook)
    scan.w_parse_float = EMPTY if same(scanner.w_parse_float, wrap(FLOAT)) else scanner.w_parse_float
    scan.w_parse_int = EMPTY if same(scanner.w_parse_int, wrap(INT)) else scanner.w_parse_int
    scan.w_parse_constant = scanner.w_parse_constant
    w = scan.value(i)
    return wrap(new_tuple2(w, from_int(scan.end)))


@getter(SCANNER, "strict", doc="Whether control characters in strings are errors.", member=True)
def scanner_strict(self: W_Scanner) -> Value:
    return new_bool(self.strict)


@getter(SCANNER, "object_hook", doc="Called with each dict, gives what stands for it.", member=True)
def scanner_object_hook(self: W_Scanner) -> Value:
    return self.w_object_hook


@getter(SCANNER, "object_pairs_hook", doc="Called with each object's list of pairs, gives what stands for it.", member=True)
def scanner_object_pairs_hook(self: W_Scanner) -> Value:
    return self.w_object_pairs_hook


@getter(SCANNER, "parse_float", doc="Called with the text of each float.", member=True)
def scanner_parse_float(self: W_Scanner) -> Value:
    return self.w_parse_float


@getter(SCANNER, "parse_int", doc="Called with the text of each int.", member=True)
def scanner_parse_int(self: W_Scanner) -> Value:
    return self.w_parse_int


@getter(SCANNER, "parse_constant", doc="Called with NaN, Infinity or -Infinity.", member=True)
def scanner_parse_constant(self: W_Scanner) -> Value:
    return self.w_parse_constant


# --- the encoder ------------------------------------------------------------------------------------------------------


class W_Encoder(W_Object):
    w_markers: Value
    w_default: Value
    w_encoder: Value
    w_indent: Value
    w_key_separator: Value
    w_item_separator: Value
    sort_keys: bool
    skip_keys: bool
    allow_nan: bool


ENCODER = define_type("Encoder", W_Encoder, OBJECT, flags=TypeFlags.MUTABLE, module=MODULE, doc="Writes a value as JSON text.")
constant(MODULE, "make_encoder", ENCODER)

ENCODER_NAMES: Array[str] = Array.of(
    ["markers", "default", "encoder", "indent", "key_separator", "item_separator", "sort_keys", "skipkeys", "allow_nan"]
)
ENCODE_NAMES: Array[str] = Array.of(["obj", "_current_indent_level"])


@new(ENCODER, "(cls, /, *args, **kwargs)")
def encoder_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    given = bind_tuple("make_encoder", ENCODER_NAMES, 9, unwrap(W_Tuple, w_args), unwrap(W_Dict, w_kwargs))
    check_separator(given[4], 5)
    check_separator(given[5], 6)
    sort_keys = is_true(given[6])
    skip_keys = is_true(given[7])
    allow_nan = is_true(given[8])
    if not same(given[0], w_None) and try_as(W_Dict, given[0]) is None:
        raise type_error(f"make_encoder() argument 1 must be dict or None, not {type_name(given[0])}")
    encoder = new_with_shape(W_Encoder, cls.root_shape)
    encoder.w_markers = given[0]
    encoder.w_default = given[1]
    encoder.w_encoder = given[2]
    encoder.w_indent = given[3]
    encoder.w_key_separator = given[4]
    encoder.w_item_separator = given[5]
    encoder.sort_keys = sort_keys
    encoder.skip_keys = skip_keys
    encoder.allow_nan = allow_nan
    return wrap(encoder)


def check_separator(w: Value, number: int) -> None:
    if as_str(w) is None:
        raise type_error(f"make_encoder() argument {number} must be str, not {type_name(w)}")


@vectorcall(ENCODER)
def encoder_call(w_self: Value, args: ValuePtr, n: int, kwnames: W_Tuple | None) -> Value:
    """_iterencode(obj, _current_indent_level): a tuple of the text."""
    encoder = unwrap(W_Encoder, w_self)
    if n == 2 and kwnames is None:
        return encoded(encoder, args[0], args[1])
    bound = bind_vector("_iterencode", ENCODE_NAMES, 2, args, n, kwnames)
    return encoded(encoder, bound[0], bound[1])


def encoded(encoder: W_Encoder, w: Value, w_level: Value) -> Value:
    level = int_arg(w_level)
    encoding = Encoding(encoder.w_default, unwrap(str, plain(encoder.w_key_separator)), unwrap(str, plain(encoder.w_item_separator)))
    encoding.markers = try_as(W_Dict, encoder.w_markers)
    encoding.w_encoder = encoder.w_encoder
    encoding.escape = escape_by(encoder.w_encoder)
    encoding.sort_keys = encoder.sort_keys
    encoding.skip_keys = encoder.skip_keys
    encoding.allow_nan = encoder.allow_nan
    if not same(encoder.w_indent, w_None):
        encoding.indent_from(encoder.w_indent, level)
    encoding.value(w, 0)
    return wrap(new_tuple1(wrap(encoding.out.to_str())))


def escape_by(w_encoder: Value) -> int:
    if same(w_encoder, w_encode_basestring_ascii):
        return ESCAPE_TO_ASCII
    if same(w_encoder, w_encode_basestring):
        return ESCAPE_LEAST
    return ESCAPE_BY_CALL


@getter(ENCODER, "markers", doc="The containers that are being written, by identity, or None.", member=True)
def encoder_markers(self: W_Encoder) -> Value:
    return self.w_markers


@getter(ENCODER, "default", doc="Called with what has no JSON form, gives what to write for it.", member=True)
def encoder_default(self: W_Encoder) -> Value:
    return self.w_default


@getter(ENCODER, "encoder", doc="Called with each str, gives its JSON form.", member=True)
def encoder_encoder(self: W_Encoder) -> Value:
    return self.w_encoder


@getter(ENCODER, "indent", doc="What each level of nesting is moved in by; None: all on one line.", member=True)
def encoder_indent(self: W_Encoder) -> Value:
    return self.w_indent


@getter(ENCODER, "key_separator", doc="What stands between a key and its value.", member=True)
def encoder_key_separator(self: W_Encoder) -> Value:
    return self.w_key_separator


@getter(ENCODER, "item_separator", doc="What stands between items.", member=True)
def encoder_item_separator(self: W_Encoder) -> Value:
    return self.w_item_separator


@getter(ENCODER, "sort_keys", doc="Whether members are written in the order of their keys.", member=True)
def encoder_sort_keys(self: W_Encoder) -> Value:
    return new_bool(self.sort_keys)


@getter(ENCODER, "skipkeys", doc="Whether keys that JSON cannot have are left out.", member=True)
def encoder_skipkeys(self: W_Encoder) -> Value:
    return new_bool(self.skip_keys)
