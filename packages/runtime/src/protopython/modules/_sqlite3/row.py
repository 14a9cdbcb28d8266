"""sqlite3.Row: a row whose items are found by number and by name."""

from __future__ import annotations

from protodialect.types import Value, inline, new_with_shape, try_as, unwrap, wrap
from protopython.modules._sqlite3.constants import MODULE, SHOWN
from protopython.objects.int.int import is_integer
from protopython.objects.list.list import list_append, new_list
from protopython.objects.model import errors, operations
from protopython.objects.model.define import OBJECT, constant, define_type, method
from protopython.objects.singletons import new_bool, plain, w_NotImplemented
from protopython.objects.slice import W_Slice
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple
from protopython.protocore.object import W_Object, W_Type
from protopython.protocore.value import from_int


class W_Row(W_Object):
    w_data: Value
    """A tuple."""
    w_description: Value
    """The cursor's, a tuple of tuples that begin with names; or None."""


ROW_TYPE = define_type("Row", W_Row, OBJECT, module=SHOWN)
constant(MODULE, "Row", ROW_TYPE)


def new_row(cls: W_Type, w_description: Value, w_data: Value) -> Value:
    row = new_with_shape(W_Row, cls.root_shape)
    row.w_data = w_data
    row.w_description = w_description
    return wrap(row)


def name_at(description: W_Tuple, i: int) -> Value:
    """A description is a tuple of tuples of seven."""
    return unwrap(W_Tuple, description.items[i]).items[0]


@inline
def lower(c: int) -> int:
    return c | 32 if 65 <= c <= 90 else c


def same_name(a: str, b: str) -> bool:
    """But for the case of ASCII letters."""
    if len(a) != len(b):
        return False
    for i in range(len(a)):
        c = ord(a[i])
        e = ord(b[i])
        if c != e and lower(c) != lower(e):
            return False
    return True


@method(ROW_TYPE, "__getitem__(self, key, /)", doc="Return self[key].")
def row_getitem(self: W_Row, w_key: Value) -> Value:
    if is_integer(plain(w_key)) or try_as(W_Slice, w_key) is not None:
        return operations.getitem(self.w_data, w_key)
    key = as_str(w_key)
    if key is None:
        raise errors.index_error("Index must be int or string")
    description = try_as(W_Tuple, self.w_description)
    if description is None:
        raise errors.index_error(f"No item with key {operations.repr_of(w_key)}")
    data = unwrap(W_Tuple, self.w_data)
    for i in range(description.length):
        name = as_str(name_at(description, i))
        if name is not None and same_name(name, key):
            if i >= data.length:
                raise errors.index_error("tuple index out of range")
            return data.items[i]
    raise errors.index_error("No item with that key")


@method(ROW_TYPE, "__len__(self, /)", doc="Return len(self).")
def row_len(self: W_Row) -> Value:
    return from_int(unwrap(W_Tuple, self.w_data).length)


@method(ROW_TYPE, "__iter__(self, /)", doc="Implement iter(self).")
def row_iter(self: W_Row) -> Value:
    return operations.iterate(self.w_data)


@method(ROW_TYPE, "keys(self, /)", doc="The names of the row's columns.")
def row_keys(self: W_Row) -> Value:
    names = new_list()
    description = try_as(W_Tuple, self.w_description)
    if description is not None:
        for i in range(description.length):
            list_append(names, name_at(description, i))
    return wrap(names)


@method(ROW_TYPE, "__hash__(self, /)", doc="Return hash(self).")
def row_hash(self: W_Row) -> Value:
    return from_int(operations.hash_of(self.w_description) ^ operations.hash_of(self.w_data))


def equal_rows(a: W_Row, b: W_Row) -> bool:
    return operations.equal(a.w_description, b.w_description) and operations.equal(a.w_data, b.w_data)


@method(ROW_TYPE, "__eq__(self, value, /)", doc="Return self==value.")
def row_eq(self: W_Row, w_other: Value) -> Value:
    other = try_as(W_Row, w_other)
    return w_NotImplemented if other is None else new_bool(equal_rows(self, other))


@method(ROW_TYPE, "__ne__(self, value, /)", doc="Return self!=value.")
def row_ne(self: W_Row, w_other: Value) -> Value:
    other = try_as(W_Row, w_other)
    return w_NotImplemented if other is None else new_bool(not equal_rows(self, other))


@method(ROW_TYPE, "__lt__(self, value, /)", doc="Return self<value.")
@method(ROW_TYPE, "__le__(self, value, /)", doc="Return self<=value.")
@method(ROW_TYPE, "__gt__(self, value, /)", doc="Return self>value.")
@method(ROW_TYPE, "__ge__(self, value, /)", doc="Return self>=value.")
def row_order(self: W_Row, w_other: Value) -> Value:
    return w_NotImplemented
