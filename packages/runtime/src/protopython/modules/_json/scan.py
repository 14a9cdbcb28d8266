"""Reading JSON text (RFC 8259) as Python values: what _json's scanner does for each call.

The grammar is followed by recursive descent, one character of look-ahead. Items of lists and dicts that are not complete yet wait on one
stack, so that each container is made once, with its final size:

    [1, {"a": 2, "b":        stack: | 1 | "a" | 2 | "b" |
                                      ^ list's   ^ dict's first item
"""

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, EMPTY, Array, Value, array_ptr, copy_values, inline, str_char, unwrap, wrap
from protodialect.unsafe import hash_data, memcmp, str_data, str_kind
from protopython.modules._json.text import QUOTE, decode_error, plain_end, scan_string
from protopython.objects.dict.dict import dict_set_hashed, new_dict_sized
from protopython.objects.float.parse import decimal_to_float, parse_float
from protopython.objects.int.methods import int_of_text
from protopython.objects.list.list import list_of_ptr, new_list, new_list_of
from protopython.objects.model.call import call1
from protopython.objects.model.errors import stop_iteration
from protopython.objects.model.recursion import check_recursion_while
from protopython.objects.singletons import w_False, w_None, w_True
from protopython.objects.tuple import empty_values, new_tuple2
from protopython.protocore.error import PyError
from protopython.protocore.polling import check_signals
from protopython.protocore.strings import hash_str
from protopython.protocore.value import from_int, is_empty, new_float

WORD_DIGITS: Final[int] = 18
"""Decimal digits that always fit a small int."""
MAX_EXPONENT: Final[int] = 1000000


@inline
def skip_space(s: str, i: int) -> int:
    n = len(s)
    while i < n:
        c = str_char(s, i)
        if c > 32 or (c != 32 and c != 10 and c != 13 and c != 9):
            break
        i += 1
    return i


@inline
def is_digit_at(s: str, i: int) -> bool:
    return i < len(s) and 48 <= str_char(s, i) <= 57


class KeyMemo:
    """The keys of one text, each kept once: an open-addressing table of str, a power of two in size, at most half full."""

    slots: Array[Value]
    used: int

    def __init__(self) -> None:
        self.slots = empty_values(16)
        self.used = 0

    def part(self, s: str, start: int, end: int) -> str:
        """s[start:end], which is made only if it is new."""
        if COMPILED:
            if str_kind(s) != 1:
                return self.keep(s[start:end])
            n = end - start
            at = str_data(s) + start
            h = hash_data(at, n)
            slots = self.slots
            mask = len(slots) - 1
            slot = h & mask
            while True:
                w = slots[slot]
                if is_empty(w):
                    break
                known = unwrap(str, w)
                if hash_str(known) == h and len(known) == n and str_kind(known) == 1 and memcmp(str_data(known), at, n) == 0:
                    return known
                slot = (slot + 1) & mask
            return self.add(s[start:end], slot)
        else:
            return self.keep(s[start:end])

    def keep(self, key: str) -> str:
        """The key equal to this one that came first."""
        slots = self.slots
        mask = len(slots) - 1
        slot = hash_str(key) & mask
        while True:
            w = slots[slot]
            if is_empty(w):
                return self.add(key, slot)
            known = unwrap(str, w)
            if known == key:
                return known
            slot = (slot + 1) & mask

    def add(self, key: str, slot: int) -> str:
        self.slots[slot] = wrap(key)
        self.used += 1
        if 2 * self.used > len(self.slots):
            self.grow()
        return key

    def grow(self) -> None:
        old = self.slots
        slots = empty_values(4 * len(old))
        mask = len(slots) - 1
        for w in old:
            if not is_empty(w):
                slot = hash_str(unwrap(str, w)) & mask
                while not is_empty(slots[slot]):
                    slot = (slot + 1) & mask
                slots[slot] = w
        self.slots = slots


class Scan:
    """One text that is being read."""

    text: str
    end: int
    """The index after what was read last."""
    strict: bool
    w_object_hook: Value
    """Hooks and number parsers are EMPTY where the program set none."""
    w_pairs_hook: Value
    w_parse_float: Value
    w_parse_int: Value
    w_parse_constant: Value
    memo: KeyMemo | None
    stack: Array[Value]
    top: int

    def __init__(self, text: str, strict: bool) -> None:
        self.text = text
        self.end = 0
        self.strict = strict
        self.w_object_hook = EMPTY
        self.w_pairs_hook = EMPTY
        self.w_parse_float = EMPTY
        self.w_parse_int = EMPTY
        self.w_parse_constant = EMPTY
        self.memo = None
        self.stack = empty_values(32)
        self.top = 0

    def value(self, i: int) -> Value:
        """The value that begins at i. StopIteration tells where a value was missing."""
        s = self.text
        if i >= len(s):
            raise nothing_at(i)
        c = str_char(s, i)
        if c == QUOTE:
            text, end = scan_string(s, i + 1, self.strict)
            self.end = end
            return wrap(text)
        if 48 <= c <= 57:
            return self.number(i, i)
        match c:
            case 123:
                return self.object(i + 1)
            case 91:
                return self.array(i + 1)
            case 45:
                if self.has("-Infinity", i):
                    return self.constant("-Infinity")
                return self.number(i, i + 1)
            case 110:
                if self.has("null", i):
                    return w_None
            case 116:
                if self.has("true", i):
                    return w_True
            case 102:
                if self.has("false", i):
                    return w_False
            case 78:
                if self.has("NaN", i):
                    return self.constant("NaN")
            case 73:
                if self.has("Infinity", i):
                    return self.constant("Infinity")
        raise nothing_at(i)

    def has(self, word: str, i: int) -> bool:
        """Whether the word stands at i; if so it is read."""
        s = self.text
        n = len(word)
        if len(s) - i < n:
            return False
        k = 0
        while k < n:
            if str_char(s, i + k) != str_char(word, k):
                return False
            k += 1
        self.end = i + n
        return True

    def constant(self, word: str) -> Value:
        return call1(self.w_parse_constant, wrap(word))

    def fault(self, message: str, at: int) -> PyError:
        return decode_error(message, self.text, at)

    # --- numbers ----------------------------------------------------------------------------------------------------------

    def number(self, start: int, i: int) -> Value:
        """The number at start; i is where its digits begin."""
        s = self.text
        n = len(s)
        if not is_digit_at(s, i):
            raise nothing_at(start)
        digits = i
        w = str_char(s, i) - 48
        i += 1
        if w != 0:
            while i < n:
                c = str_char(s, i)
                if c < 48 or c > 57:
                    break
                if i - digits < WORD_DIGITS:
                    w = w * 10 + (c - 48)
                i += 1
        n_digits = i - digits
        if i < n:
            c = str_char(s, i)
            if c == 46 or c == 101 or c == 69:
                end = fraction_end(s, i)
                if end > i:
                    self.end = end
                    return self.real(start, w, n_digits, i, end)
        self.end = i
        if not is_empty(self.w_parse_int):
            return call1(self.w_parse_int, wrap(s[start:i]))
        if n_digits > WORD_DIGITS:
            text = s[start:i]
            return int_of_text(text, 10, wrap(text))
        return from_int(w if digits == start else -w)

    def real(self, start: int, w: int, n_digits: int, i: int, end: int) -> Value:
        """The float s[start:end]. w is what its n_digits digits before i say, where a fraction, an exponent or both begin."""
        s = self.text
        if not is_empty(self.w_parse_float):
            return call1(self.w_parse_float, wrap(s[start:end]))
        n_used = n_digits if w != 0 else 0
        exponent = 0
        if str_char(s, i) == 46:
            i += 1
            while i < end:
                c = str_char(s, i)
                if c < 48 or c > 57:
                    break
                if n_used < WORD_DIGITS:
                    w = w * 10 + (c - 48)
                if w != 0:
                    n_used += 1
                exponent -= 1
                i += 1
        if n_used > WORD_DIGITS:
            return new_float(parse_float(s[start:end], 0).value)
        if i < end:
            exponent += exponent_value(s, i + 1, end)
        f = decimal_to_float(from_int(w), exponent)
        return new_float(-f if str_char(s, start) == 45 else f)

    # --- containers -------------------------------------------------------------------------------------------------------

    def push(self, w: Value) -> None:
        top = self.top
        stack = self.stack
        if top == len(stack):
            stack = empty_values(2 * top)
            copy_values(array_ptr(stack, 0), array_ptr(self.stack, 0), top)
            self.stack = stack
        stack[top] = w
        self.top = top + 1

    def array(self, i: int) -> Value:
        """The list whose items begin at or after i."""
        check_recursion_while(" while decoding a JSON array from a unicode string")
        s = self.text
        n = len(s)
        base = self.top
        i = skip_space(s, i)
        if i < n and str_char(s, i) == 93:
            self.end = i + 1
            return wrap(new_list())
        while True:
            check_signals()
            self.push(self.value(i))
            i = skip_space(s, self.end)
            c = str_char(s, i) if i < n else 0
            if c == 93:
                break
            if c != 44:
                raise self.fault("Expecting ',' delimiter", i)
            comma = i
            i = skip_space(s, i + 1)
            if i < n and str_char(s, i) == 93:
                raise self.fault("Illegal trailing comma before end of array", comma)
        self.end = i + 1
        l = list_of_ptr(array_ptr(self.stack, base), self.top - base)
        self.top = base
        return wrap(l)

    def object(self, i: int) -> Value:
        """What stands for the object whose members begin at or after i: a dict, or what the hooks make of it."""
        check_recursion_while(" while decoding a JSON object from a unicode string")
        s = self.text
        n = len(s)
        base = self.top
        i = skip_space(s, i)
        if i >= n or str_char(s, i) != 125:
            while True:
                check_signals()
                if i >= n or str_char(s, i) != QUOTE:
                    raise self.fault("Expecting property name enclosed in double quotes", i)
                self.push(wrap(self.key(i + 1)))
                i = skip_space(s, self.end)
                if i >= n or str_char(s, i) != 58:
                    raise self.fault("Expecting ':' delimiter", i)
                self.push(self.value(skip_space(s, i + 1)))
                i = skip_space(s, self.end)
                c = str_char(s, i) if i < n else 0
                if c == 125:
                    break
                if c != 44:
                    raise self.fault("Expecting ',' delimiter", i)
                comma = i
                i = skip_space(s, i + 1)
                if i < n and str_char(s, i) == 125:
                    raise self.fault("Illegal trailing comma before end of object", comma)
        self.end = i + 1
        w = self.members(base)
        self.top = base
        return w

    def key(self, start: int) -> str:
        """The key whose characters begin at start."""
        memo = self.memo
        if memo is None:
            memo = KeyMemo()
            self.memo = memo
        s = self.text
        end = plain_end(s, start)
        if end < len(s) and str_char(s, end) == QUOTE:
            self.end = end + 1
            return memo.part(s, start, end)
        key, end = scan_string(s, start, self.strict)
        self.end = end
        return memo.keep(key)

    def members(self, base: int) -> Value:
        """The object whose keys and values lie on the stack from base on."""
        top = self.top
        if not is_empty(self.w_pairs_hook):
            return call1(self.w_pairs_hook, self.pairs(base))
        d = new_dict_sized((top - base) >> 1)
        stack = self.stack
        i = base
        while i < top:
            check_signals()
            w_key = stack[i]
            dict_set_hashed(d, w_key, hash_str(unwrap(str, w_key)), stack[i + 1])
            i += 2
        if not is_empty(self.w_object_hook):
            return call1(self.w_object_hook, wrap(d))
        return wrap(d)

    def pairs(self, base: int) -> Value:
        n = (self.top - base) >> 1
        if n == 0:
            return wrap(new_list())
        items = empty_values(n)
        i = 0
        while i < n:
            items[i] = wrap(new_tuple2(self.stack[base + 2 * i], self.stack[base + 2 * i + 1]))
            i += 1
        return wrap(new_list_of(items, n))


def nothing_at(i: int) -> PyError:
    return stop_iteration(from_int(i))


def fraction_end(s: str, i: int) -> int:
    """The end of the fraction, exponent or both that begin at i; i itself if neither does."""
    end = i
    if str_char(s, i) == 46:
        if not is_digit_at(s, i + 1):
            return i
        end = digits_end(s, i + 1)
    if end < len(s) and (str_char(s, end) == 101 or str_char(s, end) == 69):
        k = end + 1
        if k < len(s) and (str_char(s, k) == 43 or str_char(s, k) == 45):
            k += 1
        if is_digit_at(s, k):
            return digits_end(s, k)
    return end


def digits_end(s: str, i: int) -> int:
    while is_digit_at(s, i):
        i += 1
    return i


def exponent_value(s: str, i: int, end: int) -> int:
    """The number s[i:end], its sign included, or one that is as far beyond every float."""
    negative = str_char(s, i) == 45
    if negative or str_char(s, i) == 43:
        i += 1
    e = 0
    while i < end:
        if e < MAX_EXPONENT:
            e = e * 10 + (str_char(s, i) - 48)
        i += 1
    return -e if negative else e
