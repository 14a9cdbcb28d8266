"""format() of a Decimal. libmpdec knows the specifications of its time; those that came later are left to the Decimal that is written in Python.

    struct mpd_spec_t   min_width 8 | prec 8 | type 1 | align 1 | sign 1 | [sign_coerce 1] | fill 5 | ... | dot 8 | sep 8 | grouping 8

Version 4 of the library added the member in brackets, and so moved the three pointers by 8.
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import Value, i32, try_as, wrap
from protodialect.unsafe import Addr, c_function, load8, load32, load64, store8, store64
from protopython.modules._decimal import library
from protopython.modules._decimal.current import current_context
from protopython.modules._decimal.numbers import sci_text, text_of
from protopython.modules._decimal.signals import NO_MEMORY
from protopython.modules._decimal.types import DECIMAL, HAPPENED, TEXT, W_Decimal, W_DecimalContext, begin, number_at
from protopython.modules.support.system_calls import c_bytes, c_copy, utf8_of
from protopython.objects.dict.dict import W_Dict, dict_get_str
from protopython.objects.exceptions.exceptions import VALUE_ERROR
from protopython.objects.model.call import call1, call_method2
from protopython.objects.model.define import method
from protopython.objects.model.deprecation import warn_deprecated
from protopython.objects.model.errors import error_matches, memory_error, type_error, value_error
from protopython.objects.model.operations import str_arg
from protopython.objects.model.stock import stock_function
from protopython.objects.str.str import as_str
from protopython.objects.str.string_builder import StringBuilder
from protopython.protocore.error import PyError
from protopython.protocore.os import c_free, c_malloc, c_strlen
from protopython.protocore.value import is_empty

DOT: Final[int] = 24
"""Where `dot` is in version 3."""


@c_function("mbstowcs")
def c_mbstowcs(out: Addr, text: Addr, n: int) -> int: ...


class Formatting:
    """A specification as the library understands it, in C memory, and what it refers to."""

    at: Addr
    points: Addr
    """Where its three pointers are: to the decimal point (0), the separator (1), the grouping (2)."""
    owned: list[Addr] | None

    def __init__(self, at: Addr) -> None:
        self.at = at
        self.points = at + (DOT if load8(library.c_version()) < ord("4") else DOT + 8)
        self.owned = None

    def set_text(self, i: int, data: bytes) -> None:
        owned = self.owned
        if owned is None:
            owned = []
            self.owned = owned
        text = c_copy(data)
        owned.append(text)
        store64(self.points + 8 * i, text)

    def set_from_locale(self, i: int, what: str) -> None:
        """What the locale says is in the locale's encoding."""
        text = load64(self.points + 8 * i)
        if load8(text) == 0 or (load8(text) < 128 and load8(text + 1) == 0):
            return
        room = c_strlen(text) + 1
        wide = c_malloc(4 * room)
        try:
            n = c_mbstowcs(wide, text, room)
            if n < 0:
                raise value_error(f"invalid {what} or unsupported combination of LC_CTYPE and LC_NUMERIC")
            out = StringBuilder()
            for k in range(n):
                out.append_char(load32(wide + 4 * k))
            self.set_text(i, utf8_of(out.to_str()))
        finally:
            c_free(wide)

    def set_from_dict(self, d: W_Dict) -> None:
        """A program says what is otherwise the locale's."""
        self.set_entry(0, d, "decimal_point")
        self.set_entry(1, d, "thousands_sep")
        self.set_entry(2, d, "grouping")
        if int(library.c_validate_grouping(self.at)) < 0:
            raise value_error("invalid override dict")

    def set_entry(self, i: int, d: W_Dict, name: str) -> None:
        w = dict_get_str(d, name)
        if not is_empty(w):
            self.set_text(i, utf8_of(str_arg(w, name)))

    def free(self) -> None:
        owned = self.owned
        if owned is not None:
            for text in owned:
                c_free(text)


@method(DECIMAL, "__format__(self, fmtarg, override=EMPTY, /)", shown="", doc="The number as text, in the way that a specification says.")
def decimal_format(self: W_Decimal, w_spec: Value, w_override: Value) -> Value:
    c = current_context()
    spec = as_str(w_spec)
    if spec is None:
        raise type_error("format arg must be str")
    data = utf8_of(spec)
    n = len(data)
    if n > 0 and data[n - 1] == ord("N"):
        warn_deprecated("Format specifier 'N' is deprecated and slated for removal in Python 3.18")
    zero_fill = n > 0 and data[0] == 0
    text = c_copy(data)
    if zero_fill:
        store8(text, ord("_"))  # C cannot have it among the characters of a text
    f = Formatting(begin(c) + TEXT)
    try:
        if int(c_strlen(text)) != n or int(library.c_parse_format(f.at, text, i32(c.capitals))) == 0:
            return python_format(self, w_spec, c)
        if is_empty(w_override):
            f.set_from_locale(0, "decimal point")
            f.set_from_locale(1, "thousands separator")
        else:
            d = try_as(W_Dict, w_override)
            if d is None:
                raise type_error("optional argument must be a dict")
            f.set_from_dict(d)
        return wrap(formatted(self, f, begin(c), zero_fill))
    finally:
        c_free(text)
        f.free()


def formatted(d: W_Decimal, f: Formatting, at: Addr, zero_fill: bool) -> str:
    found = library.c_format(number_at(d), f.at, at, at + HAPPENED)
    if found == 0:
        if load32(at + HAPPENED) & NO_MEMORY != 0:
            raise memory_error()
        raise value_error("format specification exceeds internal limits of _decimal")
    try:
        n = c_strlen(found)
        text = text_of(found, n) if is_ascii(found, n) else c_bytes(found).decode()
    finally:
        c_free(found)
    return text.replace("_", "\0") if zero_fill else text


def is_ascii(at: Addr, n: int) -> bool:
    for i in range(n):
        if load8(at + i) >= 128:
            return False
    return True


def python_format(d: W_Decimal, w_spec: Value, c: W_DecimalContext) -> Value:
    w_other = call1(stock_function("_pydecimal", "Decimal"), wrap(sci_text(d, c)))
    try:
        return call_method2(w_other, "__format__", w_spec, wrap(c))
    except PyError as e:
        if error_matches(e, VALUE_ERROR):
            raise value_error("invalid format string")
        raise
