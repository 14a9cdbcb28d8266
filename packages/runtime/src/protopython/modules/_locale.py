"""_locale: the C library's locales, for the module locale. The encoding is UTF-8 whatever the locale says."""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

import _locale as _host_locale
from typing import Final

from protodialect.types import Array, Value, i32, wrap
from protodialect.unsafe import Addr, c_function, errno, load8, load32, load64, store32
from protopython.modules.support.system_calls import (
    c_bytes,
    c_copy,
    c_int,
    c_text,
    fs_decode,
    fspath_of,
    optional_copy,
    os_failure,
    path_bytes,
)
from protopython.objects.dict.dict import W_Dict, dict_set_str, new_dict
from protopython.objects.exceptions import exceptions as x
from protopython.objects.list.list import list_append, new_list
from protopython.objects.model.define import constant, define_module, define_type, function, module_init
from protopython.objects.model.errors import error, type_error, value_error
from protopython.objects.model.types import type_name
from protopython.objects.singletons import w_None
from protopython.objects.str.methods import need_str
from protopython.objects.str.str import as_str
from protopython.objects.str.string_builder import StringBuilder
from protopython.protocore.os import c_free, c_malloc
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
MAX_CODE: Final[int] = 0x10FFFF


@c_function("setlocale")
def c_setlocale(category: i32, name: Addr) -> Addr: ...


@c_function("localeconv")
def c_localeconv() -> Addr: ...


@c_function("nl_langinfo")
def c_nl_langinfo(key: i32) -> Addr: ...


@c_function("wcscoll", blocking=True)
def c_wcscoll(a: Addr, b: Addr) -> i32: ...


@c_function("wcsxfrm", blocking=True)
def c_wcsxfrm(out: Addr, text: Addr, n: int) -> int: ...


@c_function("gettext", blocking=True)
def c_gettext(text: Addr) -> Addr: ...


@c_function("dgettext", blocking=True)
def c_dgettext(domain: Addr, text: Addr) -> Addr: ...


@c_function("dcgettext", blocking=True)
def c_dcgettext(domain: Addr, text: Addr, category: i32) -> Addr: ...


@c_function("textdomain")
def c_textdomain(domain: Addr) -> Addr: ...


@c_function("bindtextdomain")
def c_bindtextdomain(domain: Addr, folder: Addr) -> Addr: ...


@c_function("bind_textdomain_codeset")
def c_bind_textdomain_codeset(domain: Addr, codeset: Addr) -> Addr: ...


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
    at = optional_copy(optional_text(w_locale, "setlocale", 2))
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


def argument(function: str, n: int) -> str:
    """What an error calls an argument; n: its number, 0 for the only one."""
    return f"{function}() argument" if n == 0 else f"{function}() argument {n}"


def wide_argument(w: Value, function: str, n: int) -> str:
    """A text for C's wide characters: without zeros."""
    s = need_str(w, argument(function, n))
    if s.find("\0") >= 0:
        raise value_error("embedded null character")
    return s


@function("_locale", "strcoll(os1, os2, /)", doc="Compares by the locale's order.")
def strcoll(w_a: Value, w_b: Value) -> Value:
    first = wide_argument(w_a, "strcoll", 1)
    second = wide_argument(w_b, "strcoll", 2)
    a = wide_copy(first)
    b = wide_copy(second)
    result = int(c_wcscoll(a, b))
    c_free(a)
    c_free(b)
    return from_int(-1 if result < 0 else 1 if result > 0 else 0)


@function("_locale", "strxfrm(string, /)", doc="A text that compares plainly as the given one does by the locale's order.")
def strxfrm(w_text: Value) -> Value:
    wide = wide_copy(wide_argument(w_text, "strxfrm", 0))
    n = c_wcsxfrm(0, wide, 0)
    out = c_malloc(4 * (n + 1))
    c_wcsxfrm(out, wide, n + 1)
    c_free(wide)
    result = StringBuilder(n)
    for k in range(n):
        code = load32(out + 4 * k)
        if code > MAX_CODE:
            c_free(out)
            raise value_error(f"character U+{hexadecimal(code)} is not in range [U+0000; U+10ffff]")
        result.append_char(code)
    c_free(out)
    return wrap(result.to_str())


def wide_copy(s: str) -> Addr:
    """The text as C's wide characters, to be freed."""
    at = c_malloc(4 * (len(s) + 1))
    for i in range(len(s)):
        store32(at + 4 * i, ord(s[i]))
    store32(at + 4 * len(s), 0)
    return at


def hexadecimal(n: int) -> str:
    digits = ""
    while n > 0:
        digits = "0123456789abcdef"[n & 15] + digits
        n = n >> 4
    return digits


# --- catalogues of messages ------------------------------------------------------------------------------------------------------------


def text_argument(w: Value, function: str, n: int) -> bytes:
    return c_text(need_str(w, argument(function, n)))


def optional_text(w: Value, function: str, n: int) -> bytes | None:
    if same(w, w_None):
        return None
    if as_str(w) is None:
        raise type_error(f"{argument(function, n)} must be str or None, not {type_name(w)}")
    return text_argument(w, function, n)


def message_at(at: Addr, text: Addr, domain: Addr) -> Value:
    """What the C library found (it may be `text` itself); the arguments are freed."""
    w = wrap(fs_decode(c_bytes(at)))
    c_free(text)
    c_free(domain)
    return w


@function("_locale", "gettext(msg, /)", doc="A message in the language of the locale.")
def gettext(w_text: Value) -> Value:
    text = c_copy(text_argument(w_text, "gettext", 0))
    return message_at(c_gettext(text), text, 0)


@function("_locale", "dgettext(domain, msg, /)", doc="A message of a domain in the language of the locale.")
def dgettext(w_domain: Value, w_text: Value) -> Value:
    domain_name = optional_text(w_domain, "dgettext", 1)
    text = c_copy(text_argument(w_text, "dgettext", 2))
    domain = optional_copy(domain_name)
    return message_at(c_dgettext(domain, text), text, domain)


@function("_locale", "dcgettext(domain, msg, category, /)", doc="A message of a domain in the language of a category of the locale.")
def dcgettext(w_domain: Value, w_text: Value, w_category: Value) -> Value:
    category = i32(c_int(w_category))
    domain_name = optional_text(w_domain, "dcgettext", 1)
    text = c_copy(text_argument(w_text, "dcgettext", 2))
    domain = optional_copy(domain_name)
    return message_at(c_dcgettext(domain, text, category), text, domain)


@function("_locale", "textdomain(domain, /)", doc="Sets the domain of messages unless it is None; the one in force.")
def textdomain(w_domain: Value) -> Value:
    domain = optional_copy(optional_text(w_domain, "textdomain", 0))
    found = c_textdomain(domain)
    number = errno()
    c_free(domain)
    if found == 0:
        raise os_failure(number)
    return wrap(fs_decode(c_bytes(found)))


@function("_locale", "bindtextdomain(domain, dir, /)", doc="Sets the folder of a domain's catalogues unless it is None; the one in force.")
def bindtextdomain(w_domain: Value, w_folder: Value) -> Value:
    domain = text_argument(w_domain, "bindtextdomain", 1)
    if len(domain) == 0:
        raise error(LOCALE_ERROR, "domain must be a non-empty string")
    folder = 0 if same(w_folder, w_None) else c_copy(path_bytes(fspath_of(w_folder), ""))
    name = c_copy(domain)
    found = c_bindtextdomain(name, folder)
    number = errno()
    c_free(name)
    c_free(folder)
    if found == 0:
        raise os_failure(number)
    return wrap(fs_decode(c_bytes(found)))


@function("_locale", "bind_textdomain_codeset(domain, codeset, /)", doc="Sets the encoding of a domain's messages unless it is None; the one set.")
def bind_textdomain_codeset(w_domain: Value, w_codeset: Value) -> Value:
    domain = text_argument(w_domain, "bind_textdomain_codeset", 1)
    codeset = optional_copy(optional_text(w_codeset, "bind_textdomain_codeset", 2))
    name = c_copy(domain)
    found = c_bind_textdomain_codeset(name, codeset)
    c_free(name)
    c_free(codeset)
    return w_None if found == 0 else wrap(fs_decode(c_bytes(found)))
