"""_locale: the C library's locales, for the module locale. The encoding is UTF-8 whatever the locale says."""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

import _locale as _host_locale
from typing import Final

from protodialect.types import Array, Value, i32, wrap
from protodialect.unsafe import Addr, c_function, load8, load64
from protopython.modules.support.system_calls import c_bytes, c_copy, c_int, fs_decode, fs_encode
from protopython.objects.dict.dict import W_Dict, dict_set_str, new_dict
from protopython.objects.exceptions import exceptions as x
from protopython.objects.list.list import list_append, new_list
from protopython.objects.model.define import constant, define_module, define_type, function, module_init
from protopython.objects.model.errors import error, type_error, value_error
from protopython.objects.model.types import type_name
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.protocore.os import c_free
from protopython.protocore.value import from_int, same

define_module("_locale", "Support for POSIX locales.")

LOCALE_ERROR = define_type("Error", x.W_BaseException, x.EXCEPTION, module="locale", flags=x.EXCEPTION_FLAGS, attributes=True)
constant("_locale", "Error", LOCALE_ERROR)
for _name in dir(_host_locale):
    if _name.isupper() and isinstance(getattr(_host_locale, _name), int):
        constant("_locale", _name, getattr(_host_locale, _name))
KEYS: Array[int] = Array.of(
    [getattr(_host_locale, n) for n in dir(_host_locale) if n.isupper() and not n.startswith("LC_") and n != "CHAR_MAX"]
)
"""What nl_langinfo knows."""
CHAR_MAX: Final[int] = 127


@c_function("setlocale")
def c_setlocale(category: i32, name: Addr) -> Addr: ...


@c_function("localeconv")
def c_localeconv() -> Addr: ...


@c_function("nl_langinfo")
def c_nl_langinfo(key: i32) -> Addr: ...


@c_function("strcoll")
def c_strcoll(a: Addr, b: Addr) -> i32: ...


@module_init("_locale")
def init_locale(w_module: Value) -> None:
    empty = c_copy(b"")
    c_setlocale(i32(0), empty)  # LC_CTYPE, as CPython does at start-up
    c_free(empty)


@function("_locale", "setlocale(category, locale=None, /)", doc="Sets a category of the locale; its name.")
def setlocale(w_category: Value, w_locale: Value) -> Value:
    category = i32(c_int(w_category))
    if same(w_locale, w_None):
        found = c_setlocale(category, 0)
        if found == 0:
            raise error(LOCALE_ERROR, "locale query failed")
        return wrap(fs_decode(c_bytes(found)))
    name = as_str(w_locale)
    if name is None:
        raise type_error(f"setlocale() argument 2 must be str or None, not {type_name(w_locale)}")
    at = c_copy(fs_encode(name))
    found = c_setlocale(category, at)
    c_free(at)
    if found == 0:
        raise error(LOCALE_ERROR, "unsupported locale setting")
    return wrap(fs_decode(c_bytes(found)))


def text_field(d: W_Dict, name: str, at: Addr) -> None:
    dict_set_str(d, name, wrap(fs_decode(c_bytes(load64(at)))))


def number_field(d: W_Dict, name: str, at: Addr) -> None:
    dict_set_str(d, name, from_int(load8(at)))


def grouping_field(d: W_Dict, name: str, at: Addr) -> None:
    groups = new_list()
    text = load64(at)
    if load8(text) != 0:
        while load8(text) != 0 and load8(text) != CHAR_MAX:
            list_append(groups, from_int(load8(text)))
            text += 1
        list_append(groups, from_int(load8(text)))
    dict_set_str(d, name, wrap(groups))


@function("_locale", "localeconv()", doc="How numbers and money are written.")
def localeconv() -> Value:
    at = c_localeconv()
    d = new_dict()
    text_field(d, "int_curr_symbol", at + 24)
    text_field(d, "currency_symbol", at + 32)
    text_field(d, "mon_decimal_point", at + 40)
    text_field(d, "mon_thousands_sep", at + 48)
    grouping_field(d, "mon_grouping", at + 56)
    text_field(d, "positive_sign", at + 64)
    text_field(d, "negative_sign", at + 72)
    number_field(d, "int_frac_digits", at + 80)
    number_field(d, "frac_digits", at + 81)
    number_field(d, "p_cs_precedes", at + 82)
    number_field(d, "p_sep_by_space", at + 83)
    number_field(d, "n_cs_precedes", at + 84)
    number_field(d, "n_sep_by_space", at + 85)
    number_field(d, "p_sign_posn", at + 86)
    number_field(d, "n_sign_posn", at + 87)
    text_field(d, "decimal_point", at)
    text_field(d, "thousands_sep", at + 8)
    grouping_field(d, "grouping", at + 16)
    return wrap(d)


@function("_locale", "nl_langinfo(key, /)", doc="A text of the locale.")
def nl_langinfo(w_key: Value) -> Value:
    key = c_int(w_key)
    for known in KEYS:
        if known == key:
            return wrap(fs_decode(c_bytes(c_nl_langinfo(i32(key)))))
    raise value_error("unsupported langinfo constant")


@function("_locale", "getencoding()", doc="The encoding of the locale.")
def getencoding() -> Value:
    return wrap("UTF-8")


def text_argument(w: Value, function: str, n: int) -> bytes:
    s = as_str(w)
    if s is None:
        raise type_error(f"{function}() argument {n} must be str, not {type_name(w)}")
    if s.find("\0") >= 0:
        raise value_error("embedded null character")
    return fs_encode(s)


@function("_locale", "strcoll(os1, os2, /)", doc="Compares by the locale's order.")
def strcoll(w_a: Value, w_b: Value) -> Value:
    a = c_copy(text_argument(w_a, "strcoll", 1))
    b = c_copy(text_argument(w_b, "strcoll", 2))
    result = int(c_strcoll(a, b))
    c_free(a)
    c_free(b)
    return from_int(-1 if result < 0 else 1 if result > 0 else 0)


@function("_locale", "strxfrm(string, /)", doc="A text that compares plainly as the given one does by the locale's order.")
def strxfrm(w_text: Value) -> Value:
    text_argument(w_text, "strxfrm", 1)
    return w_text
