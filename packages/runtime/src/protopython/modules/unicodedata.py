"""unicodedata: the Unicode Character Database. The data is in objects/str/unicode_data.py and objects/str/unicode_names.py."""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, new_with_shape, unwrap, wrap
from protopython.objects.codecs import codecs
from protopython.objects.dict.dict import dict_set_str
from protopython.objects.model import errors
from protopython.objects.model.buffer import need_bytes
from protopython.objects.model.define import OBJECT, constant, define_module, define_type, function, getter, method, module_init
from protopython.objects.model.types import type_name
from protopython.objects.module import W_Module
from protopython.objects.singletons import new_bool, plain
from protopython.objects.str import unicode_data, unicode_names
from protopython.objects.str.str import as_str
from protopython.protocore.object import TypeFlags, W_Object
from protopython.protocore.value import from_int, is_empty, new_float

MODULE: Final[str] = "unicodedata"
define_module(MODULE, "Properties, names and normal forms of characters: Unicode 16.")
constant(MODULE, "unidata_version", "16.0.0")


class W_Database(W_Object):
    pass


UCD = define_type("UCD", W_Database, OBJECT, module=MODULE, flags=TypeFlags.NO_INSTANTIATE, doc="The database of Unicode 3.2.")
constant(MODULE, "UCD", UCD)


@module_init(MODULE)
def init_unicodedata(w_module: Value) -> None:
    dict_set_str(unwrap(W_Module, w_module).dict, "ucd_3_2_0", wrap(new_with_shape(W_Database, UCD.root_shape)))


@getter(UCD, "unidata_version", doc="The version of Unicode.", member=True)
def old_version(self: W_Database) -> Value:
    return wrap("3.2.0")


def char_of(w: Value, where: str, colon: str) -> int:
    """The argument that must be one character."""
    s = as_str(w)
    if s is None:
        raise errors.type_error(f"{where} must be a unicode character, not {type_name(w)}")
    if len(s) != 1:
        raise errors.type_error(f"{colon} must be a unicode character, not a string of length {len(s)}")
    return ord(s[0])


def char_argument(w: Value, name: str) -> int:
    return char_of(w, f"{name}() argument", f"{name}(): argument")


def first_argument(w: Value, name: str) -> int:
    return char_of(w, f"{name}() argument 1", f"{name}(): argument 1")


def missing(w_default: Value, message: str) -> Value:
    if is_empty(w_default):
        raise errors.value_error(message)
    return w_default


# --- numbers -----------------------------------------------------------------------------------------------------------


def decimal(w: Value, w_default: Value, old: bool) -> Value:
    d = unicode_data.decimal(first_argument(w, "decimal"), old)
    return missing(w_default, "not a decimal") if d < 0 else from_int(d)


def digit(w: Value, w_default: Value, old: bool) -> Value:
    d = unicode_data.digit(first_argument(w, "digit"), old)
    return missing(w_default, "not a digit") if d < 0 else from_int(d)


def numeric(w: Value, w_default: Value, old: bool) -> Value:
    c = first_argument(w, "numeric")
    if not unicode_data.has_number(c, old):
        return missing(w_default, "not a numeric character")
    return new_float(unicode_data.number(c, old))


@function(
    MODULE,
    "decimal(chr, default=EMPTY, /)",
    doc="The decimal digit that a character is.",
    shown="($self, chr, default=<unrepresentable>, /)",
)
def u_decimal(w: Value, w_default: Value) -> Value:
    return decimal(w, w_default, False)


@method(
    UCD,
    "decimal(self, chr, default=EMPTY, /)",
    doc="The decimal digit that a character is.",
    shown="($self, chr, default=<unrepresentable>, /)",
)
def old_decimal(self: W_Database, w: Value, w_default: Value) -> Value:
    return decimal(w, w_default, True)


@function(
    MODULE,
    "digit(chr, default=EMPTY, /)",
    doc="The digit that a character is.",
    shown="($self, chr, default=<unrepresentable>, /)",
)
def u_digit(w: Value, w_default: Value) -> Value:
    return digit(w, w_default, False)


@method(
    UCD,
    "digit(self, chr, default=EMPTY, /)",
    doc="The digit that a character is.",
    shown="($self, chr, default=<unrepresentable>, /)",
)
def old_digit(self: W_Database, w: Value, w_default: Value) -> Value:
    return digit(w, w_default, True)


@function(
    MODULE,
    "numeric(chr, default=EMPTY, /)",
    doc="The numeric value of a character.",
    shown="($self, chr, default=<unrepresentable>, /)",
)
def u_numeric(w: Value, w_default: Value) -> Value:
    return numeric(w, w_default, False)


@method(
    UCD,
    "numeric(self, chr, default=EMPTY, /)",
    doc="The numeric value of a character.",
    shown="($self, chr, default=<unrepresentable>, /)",
)
def old_numeric(self: W_Database, w: Value, w_default: Value) -> Value:
    return numeric(w, w_default, True)


# --- properties ------------------------------------------------------------------------------------------------------------


@function(MODULE, "category(chr, /)", doc="The general category: Lu, Nd ...", shown="($self, chr, /)")
def u_category(w: Value) -> Value:
    return wrap(unicode_data.category(char_argument(w, "category"), False))


@method(UCD, "category(self, chr, /)", doc="The general category: Lu, Nd ...")
def old_category(self: W_Database, w: Value) -> Value:
    return wrap(unicode_data.category(char_argument(w, "category"), True))


@function(MODULE, "bidirectional(chr, /)", doc="The bidirectional class: L, AN ...", shown="($self, chr, /)")
def u_bidirectional(w: Value) -> Value:
    return wrap(unicode_data.bidirectional(char_argument(w, "bidirectional"), False))


@method(UCD, "bidirectional(self, chr, /)", doc="The bidirectional class: L, AN ...")
def old_bidirectional(self: W_Database, w: Value) -> Value:
    return wrap(unicode_data.bidirectional(char_argument(w, "bidirectional"), True))


@function(MODULE, "combining(chr, /)", doc="The canonical combining class; 0: none.", shown="($self, chr, /)")
def u_combining(w: Value) -> Value:
    return from_int(unicode_data.combining(char_argument(w, "combining"), False))


@method(UCD, "combining(self, chr, /)", doc="The canonical combining class; 0: none.")
def old_combining(self: W_Database, w: Value) -> Value:
    return from_int(unicode_data.combining(char_argument(w, "combining"), True))


@function(MODULE, "mirrored(chr, /)", doc="1 if a character is mirrored in text from right to left.", shown="($self, chr, /)")
def u_mirrored(w: Value) -> Value:
    return from_int(unicode_data.mirrored(char_argument(w, "mirrored"), False))


@method(UCD, "mirrored(self, chr, /)", doc="1 if a character is mirrored in text from right to left.")
def old_mirrored(self: W_Database, w: Value) -> Value:
    return from_int(unicode_data.mirrored(char_argument(w, "mirrored"), True))


@function(MODULE, "east_asian_width(chr, /)", doc="How wide East Asian typography takes a character.", shown="($self, chr, /)")
def u_east_asian_width(w: Value) -> Value:
    return wrap(unicode_data.east_asian_width(char_argument(w, "east_asian_width"), False))


@method(UCD, "east_asian_width(self, chr, /)", doc="How wide East Asian typography takes a character.")
def old_east_asian_width(self: W_Database, w: Value) -> Value:
    return wrap(unicode_data.east_asian_width(char_argument(w, "east_asian_width"), True))


@function(MODULE, "decomposition(chr, /)", doc="What a character decomposes to, as hexadecimal numbers.", shown="($self, chr, /)")
def u_decomposition(w: Value) -> Value:
    return wrap(unicode_data.decomposition(char_argument(w, "decomposition"), False))


@method(UCD, "decomposition(self, chr, /)", doc="What a character decomposes to, as hexadecimal numbers.")
def old_decomposition(self: W_Database, w: Value) -> Value:
    return wrap(unicode_data.decomposition(char_argument(w, "decomposition"), True))


# --- normal forms --------------------------------------------------------------------------------------------------------------


def text_argument(w: Value, where: str) -> str:
    s = as_str(w)
    if s is None:
        raise errors.type_error(f"{where} must be str, not {type_name(w)}")
    return s


def normalized(w_form: Value, w_text: Value, name: str, old: bool) -> str:
    form = text_argument(w_form, f"{name}() argument 1")
    text = text_argument(w_text, f"{name}() argument 2")
    if len(text) == 0:
        return text
    if form == "NFC":
        return unicode_data.normalized(text, True, False, old)
    if form == "NFKC":
        return unicode_data.normalized(text, True, True, old)
    if form == "NFD":
        return unicode_data.normalized(text, False, False, old)
    if form == "NFKD":
        return unicode_data.normalized(text, False, True, old)
    raise errors.value_error("invalid normalization form")


def normalize(w_form: Value, w_text: Value, old: bool) -> Value:
    result = normalized(w_form, w_text, "normalize", old)
    return plain(w_text) if result == as_str(w_text) else wrap(result)


def is_normalized(w_form: Value, w_text: Value, old: bool) -> Value:
    return new_bool(normalized(w_form, w_text, "is_normalized", old) == as_str(w_text))


@function(
    MODULE, "normalize(form, unistr, /)", doc="A text in a normal form: NFC, NFKC, NFD, NFKD.", shown="($self, form, unistr, /)"
)
def u_normalize(w_form: Value, w_text: Value) -> Value:
    return normalize(w_form, w_text, False)


@method(UCD, "normalize(self, form, unistr, /)", doc="A text in a normal form: NFC, NFKC, NFD, NFKD.")
def old_normalize(self: W_Database, w_form: Value, w_text: Value) -> Value:
    return normalize(w_form, w_text, True)


@function(MODULE, "is_normalized(form, unistr, /)", doc="Whether a text is in a normal form.", shown="($self, form, unistr, /)")
def u_is_normalized(w_form: Value, w_text: Value) -> Value:
    return is_normalized(w_form, w_text, False)


@method(UCD, "is_normalized(self, form, unistr, /)", doc="Whether a text is in a normal form.")
def old_is_normalized(self: W_Database, w_form: Value, w_text: Value) -> Value:
    return is_normalized(w_form, w_text, True)


# --- names ------------------------------------------------------------------------------------------------------------------------


def name(w: Value, w_default: Value, old: bool) -> Value:
    c = first_argument(w, "name")
    found = unicode_names.char_name(c)
    if found == "" or (old and unicode_data.category(c, True) == unicode_data.UNASSIGNED):
        return missing(w_default, "no such name")
    return wrap(found)


def lookup(w_name: Value, old: bool) -> Value:
    text = as_str(w_name)
    if text is None:
        text, _n = codecs.decode_utf8(need_bytes(w_name), "replace", True)
    if len(text) > unicode_names.MAX_NAME:
        raise errors.key_error(wrap("name too long"))
    found = unicode_names.lookup_name(text, not old)
    if found == "":
        raise errors.key_error(wrap(f"undefined character name '{text}'"))
    return wrap(found)


@function(
    MODULE, "name(chr, default=EMPTY, /)", doc="The name of a character.", shown="($self, chr, default=<unrepresentable>, /)"
)
def u_name(w: Value, w_default: Value) -> Value:
    return name(w, w_default, False)


@method(
    UCD, "name(self, chr, default=EMPTY, /)", doc="The name of a character.", shown="($self, chr, default=<unrepresentable>, /)"
)
def old_name(self: W_Database, w: Value, w_default: Value) -> Value:
    return name(w, w_default, True)


@function(MODULE, "lookup(name, /)", doc="The character, or sequence of characters, of a name.", shown="($self, name, /)")
def u_lookup(w_name: Value) -> Value:
    return lookup(w_name, False)


@method(UCD, "lookup(self, name, /)", doc="The character of a name.")
def old_lookup(self: W_Database, w_name: Value) -> Value:
    return lookup(w_name, True)
