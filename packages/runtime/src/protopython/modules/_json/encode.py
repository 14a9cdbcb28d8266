"""Writing Python values as JSON text: what _json's encoder does for each call."""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Value, inline, try_as, unwrap, wrap
from protopython.modules._json.text import append_string
from protopython.objects.dict.dict import (
    DICT,
    DictTable,
    W_Dict,
    dict_delete,
    dict_get,
    dict_len,
    dict_set,
    dict_snapshot,
    table_key,
    table_next,
    table_value,
)
from protopython.objects.exceptions import exceptions as x
from protopython.objects.float.repr import float_repr
from protopython.objects.int.int import is_integer
from protopython.objects.int.text import int_to_str
from protopython.objects.list.list import W_List, list_append, list_get, list_length, new_list
from protopython.objects.list.sort import Sorter, sort, sort_list
from protopython.objects.model.attributes import full_name, getattr_of
from protopython.objects.model.call import call0, call1
from protopython.objects.model.errors import error_matches, key_error, type_error, value_error
from protopython.objects.model.identity import identity_value
from protopython.objects.model.operations import iterate, repr_of, unpack_to_list
from protopython.objects.model.recursion import check_recursion_while
from protopython.objects.model.types import type_name, type_of
from protopython.objects.object_methods import add_note
from protopython.objects.singletons import plain, w_False, w_None, w_True
from protopython.objects.str.str import as_str
from protopython.objects.str.string_builder import StringBuilder
from protopython.objects.tuple import W_Tuple, empty_values, new_tuple2
from protopython.protocore.error import PyError
from protopython.protocore.polling import check_signals
from protopython.protocore.strings import str_repeat
from protopython.protocore.value import float_value, int_value, is_empty, is_float, is_int, same

ESCAPE_BY_CALL: Final[int] = 0
ESCAPE_TO_ASCII: Final[int] = 1
ESCAPE_LEAST: Final[int] = 2

WORK: Final[str] = " while encoding a JSON object"


class Encoding:
    """One text that is being written."""

    out: StringBuilder
    markers: W_Dict | None
    """By identity, the containers that are being written; None: nobody looks."""
    w_default: Value
    w_encoder: Value
    escape: int
    """How strings are written: by one of this module's functions or by calling w_encoder."""
    w_indent: Value
    indented: bool
    newlines: list[str]
    """What begins a line at each depth."""
    key_separator: str
    item_separator: str
    sort_keys: bool
    skip_keys: bool
    allow_nan: bool

    def __init__(self, w_default: Value, key_separator: str, item_separator: str) -> None:
        self.out = StringBuilder(128)
        self.markers = None
        self.w_default = w_default
        self.w_encoder = EMPTY
        self.escape = ESCAPE_BY_CALL
        self.w_indent = w_None
        self.indented = False
        self.newlines = []
        self.key_separator = key_separator
        self.item_separator = item_separator
        self.sort_keys = False
        self.skip_keys = False
        self.allow_nan = False

    def indent_from(self, w_indent: Value, level: int) -> None:
        """Containers go over several lines; the outermost one stands `level` steps in."""
        self.w_indent = w_indent
        self.indented = True
        first = "\n"
        if level != 0:
            step = as_str(w_indent)
            if step is None:
                raise type_error(f"'{type_name(w_indent)}' object can't be repeated")
            first += str_repeat(step, level)
        self.newlines.append(first)

    def newline(self, depth: int) -> None:
        """Begins a line inside `depth` containers."""
        lines = self.newlines
        if depth == len(lines):
            step = as_str(self.w_indent)
            if step is None:
                raise type_error(f'can only concatenate str (not "{type_name(self.w_indent)}") to str')
            lines.append(lines[depth - 1] + step)
        self.out.append(lines[depth])

    def separate(self, depth: int, first: bool) -> None:
        """What stands before an item."""
        if not first:
            self.out.append(self.item_separator)
        if self.indented:
            self.newline(depth)

    # --- values -----------------------------------------------------------------------------------------------------------

    def value(self, w: Value, depth: int) -> None:
        out = self.out
        s = try_as(str, w)
        if s is not None:
            self.string(w, s)
        elif is_int(w):
            out.append(str(int_value(w)))
        elif same(w, w_None):
            out.append("null")
        elif same(w, w_True):
            out.append("true")
        elif same(w, w_False):
            out.append("false")
        elif is_float(w):
            self.number(w, float_value(w))
        else:
            d = try_as(W_Dict, w)
            if d is not None:
                self.object(w, d, depth)
                return
            l = try_as(W_List, w)
            if l is not None:
                if list_length(l) == 0:
                    out.append("[]")
                else:
                    self.array(w, l, None, depth)
                return
            t = try_as(W_Tuple, w)
            if t is not None:
                if t.length == 0:
                    out.append("[]")
                else:
                    self.array(w, None, t, depth)
                return
            self.other(w, depth)

    def other(self, w: Value, depth: int) -> None:
        """A value that is none of the common types itself: perhaps of a subclass of one."""
        exact = plain(w)
        s = try_as(str, exact)
        if s is not None:
            self.string(w, s)
        elif is_integer(exact):
            self.out.append(int_to_str(exact))
        elif is_float(exact):
            self.number(w, float_value(exact))
        else:
            self.converted(w, depth)

    def string(self, w: Value, s: str) -> None:
        if self.escape == ESCAPE_TO_ASCII:
            append_string(self.out, s, True)
        elif self.escape == ESCAPE_LEAST:
            append_string(self.out, s, False)
        else:
            w_text = call1(self.w_encoder, w)
            text = as_str(w_text)
            if text is None:
                raise type_error(f"encoder() must return a string, not {type_name(w_text)}")
            self.out.append(text)

    def number(self, w: Value, f: float) -> None:
        self.out.append(self.float_text(w, f))

    def float_text(self, w: Value, f: float) -> str:
        if f - f == 0.0:
            return float_repr(f)
        if not self.allow_nan:
            raise value_error(f"Out of range float values are not JSON compliant: {repr_of(w)}")
        return "NaN" if f != f else "Infinity" if f > 0.0 else "-Infinity"

    def converted(self, w: Value, depth: int) -> None:
        """What the program's default() makes of w."""
        self.enter(w)
        w_new = call1(self.w_default, w)
        check_recursion_while(WORK)
        try:
            self.value(w_new, depth)
        except PyError as e:
            tell(e, f"when serializing {full_name(type_of(w))} object")
            raise
        self.leave(w)

    # --- circles ----------------------------------------------------------------------------------------------------------

    def enter(self, w: Value) -> None:
        markers = self.markers
        if markers is not None:
            w_id = identity_value(w)
            if not is_empty(dict_get(markers, w_id)):
                raise value_error("Circular reference detected")
            dict_set(markers, w_id, w)

    def leave(self, w: Value) -> None:
        markers = self.markers
        if markers is not None:
            w_id = identity_value(w)
            if not dict_delete(markers, w_id):
                raise key_error(w_id)

    # --- containers -------------------------------------------------------------------------------------------------------

    def array(self, w: Value, l: W_List | None, t: W_Tuple | None, depth: int) -> None:
        """A list or a tuple that is not empty."""
        check_recursion_while(WORK)
        self.enter(w)
        self.out.append_char(91)
        i = 0
        while True:
            check_signals()
            w_item = item_of(l, t, i)
            if is_empty(w_item):
                break
            self.separate(depth + 1, i == 0)
            try:
                self.value(w_item, depth + 1)
            except PyError as e:
                tell(e, f"when serializing {full_name(type_of(w))} item {i}")
                raise
            i += 1
        self.leave(w)
        if self.indented:
            self.newline(depth)
        self.out.append_char(93)

    def object(self, w: Value, d: W_Dict, depth: int) -> None:
        check_recursion_while(WORK)
        if dict_len(d) == 0:
            self.out.append("{}")
            return
        self.enter(w)
        self.out.append_char(123)
        exact = type_of(w) is DICT
        any_member = False
        if not exact:
            any_member = self.items(w, items_of(w), depth + 1)
        elif not self.sort_keys:
            any_member = self.members(w, d.table, depth + 1)
        else:
            t = dict_snapshot(d)
            any_member = self.sorted_members(w, t, depth + 1) if only_str_keys(t) else self.items(w, pairs_of(t), depth + 1)
        self.leave(w)
        if self.indented and any_member:
            self.newline(depth)
        self.out.append_char(125)

    def members(self, w_dict: Value, t: DictTable, depth: int) -> bool:
        """Writes what the table holds; whether anything was written."""
        any_member = False
        i = table_next(t, 0)
        while i >= 0:
            check_signals()
            w_key = table_key(t, i)
            w = table_value(t, i)
            if not is_empty(w_key) and not is_empty(w):
                if self.member(w_dict, w_key, w, depth, not any_member):
                    any_member = True
            i = table_next(t, i + 1)
        return any_member

    def sorted_members(self, w_dict: Value, t: DictTable, depth: int) -> bool:
        """The same in the order of the keys, all of which are exact str, for a table that nobody else holds."""
        n = t.used
        keys = empty_values(n)
        values = empty_values(n)
        k = 0
        i = table_next(t, 0)
        while i >= 0:
            keys[k] = table_key(t, i)
            values[k] = table_value(t, i)
            k += 1
            i = table_next(t, i + 1)
        if n > 1:
            sort(Sorter(keys, values, True, n))
        k = 0
        while k < n:
            check_signals()
            self.member(w_dict, keys[k], values[k], depth, k == 0)
            k += 1
        return n > 0

    def items(self, w_dict: Value, items: W_List, depth: int) -> bool:
        """The same for a list of (key, value), which becomes sorted if keys are to be."""
        if self.sort_keys:
            sort_list(items, w_None, False)
        any_member = False
        i = 0
        while True:
            check_signals()
            w_item = list_get(items, i)
            if is_empty(w_item):
                return any_member
            pair = try_as(W_Tuple, w_item)
            if pair is None or pair.length != 2:
                raise value_error("items must return 2-tuples")
            if self.member(w_dict, pair.items[0], pair.items[1], depth, not any_member):
                any_member = True
            i += 1

    def member(self, w_dict: Value, w_key: Value, w: Value, depth: int, first: bool) -> bool:
        """One key and its value; False if the key is of a kind to be skipped."""
        w_name = self.key(w_key)
        if is_empty(w_name):
            return False
        self.separate(depth, first)
        self.string(w_name, unwrap(str, plain(w_name)))
        self.out.append(self.key_separator)
        try:
            self.value(w, depth)
        except PyError as e:
            tell(e, f"when serializing {full_name(type_of(w_dict))} item {shown(e, w_key)}")
            raise
        return True

    def key(self, w: Value) -> Value:
        """The str (or instance of a subclass) that stands for a key; EMPTY: skip it."""
        if try_as(str, w) is not None:
            return w
        exact = plain(w)
        if try_as(str, exact) is not None:
            return w
        if is_float(exact):
            return wrap(self.float_text(w, float_value(exact)))
        if same(w, w_True):
            return wrap("true")
        if same(w, w_False):
            return wrap("false")
        if same(w, w_None):
            return wrap("null")
        if is_integer(exact):
            return wrap(int_to_str(exact))
        if self.skip_keys:
            return EMPTY
        raise type_error(f"keys must be str, int, float, bool or None, not {type_name(w)}")


@inline
def item_of(l: W_List | None, t: W_Tuple | None, i: int) -> Value:
    """Item i of whichever is given; EMPTY behind the last."""
    if l is not None:
        return list_get(l, i)
    if t is not None and i < t.length:
        return t.items[i]
    return EMPTY


def only_str_keys(t: DictTable) -> bool:
    i = table_next(t, 0)
    while i >= 0:
        if try_as(str, table_key(t, i)) is None:
            return False
        i = table_next(t, i + 1)
    return True


def pairs_of(t: DictTable) -> W_List:
    """(key, value) for each entry of a table that nobody else holds."""
    result = new_list()
    i = table_next(t, 0)
    while i >= 0:
        list_append(result, wrap(new_tuple2(table_key(t, i), table_value(t, i))))
        i = table_next(t, i + 1)
    return result


def items_of(w: Value) -> W_List:
    """list(w.items())"""
    w_items = call0(getattr_of(w, "items"))
    try:
        w_iterator = iterate(w_items)
    except PyError as e:
        if not error_matches(e, x.TYPE_ERROR):
            raise
        raise type_error(f"{type_name(w)}.items() returned a non-iterable (type {type_name(w_items)})")
    return unpack_to_list(w_iterator)


# --- notes on exceptions ----------------------------------------------------------------------------------------------


def tell(e: PyError, note: str) -> None:
    try:
        add_note(e.w_value, wrap(note))
    except PyError as second:
        raise chained(second, e)


def shown(e: PyError, w: Value) -> str:
    """repr(w), whose failure takes the place of e."""
    try:
        return repr_of(w)
    except PyError as second:
        raise chained(second, e)


def chained(second: PyError, first: PyError) -> PyError:
    exception = try_as(x.W_BaseException, second.w_value)
    if exception is not None and is_empty(exception.w_context) and not same(first.w_value, second.w_value):
        exception.w_context = first.w_value
    return second
