"""The module _string: the syntax of format strings, for string.Formatter."""

from __future__ import annotations

from protodialect.types import EMPTY, Value, wrap
from protopython.objects.int.bigint import new_int
from protopython.objects.model.define import OBJECT, define_module, define_type, function, iternext
from protopython.objects.model.errors import type_error
from protopython.objects.model.types import type_name
from protopython.objects.singletons import new_bool, w_None
from protopython.objects.str.format import FieldName, MarkupScanner
from protopython.objects.str.str import as_str
from protopython.objects.tuple import new_tuple2, new_tuple4
from protopython.protocore.object import W_Object

define_module("_string", "string helper module")


class W_FormatterIterator(W_Object):
    """(literal, field name, format specification, conversion) for each piece; the last three None where
    there is no field."""

    scanner: MarkupScanner

    def __init__(self, scanner: MarkupScanner) -> None:
        self.scanner = scanner


FORMATTER_ITERATOR = define_type("formatteriterator", W_FormatterIterator, OBJECT, flags=0)


@iternext(FORMATTER_ITERATOR)
def formatter_next(self: W_FormatterIterator) -> Value:
    scanner = self.scanner
    if not scanner.step():
        return EMPTY
    s = scanner.text
    w_literal = wrap(s[scanner.literal_start : scanner.literal_end])
    if not scanner.has_field:
        return wrap(new_tuple4(w_literal, w_None, w_None, w_None))
    w_conversion = wrap(chr(scanner.conversion)) if scanner.conversion != 0 else w_None
    w_name = wrap(s[scanner.name_start : scanner.name_end])
    return wrap(new_tuple4(w_literal, w_name, wrap(s[scanner.spec_start : scanner.spec_end]), w_conversion))


class W_FieldNameIterator(W_Object):
    """(is attribute, name or index) for each step of a field name after the first."""

    name: FieldName

    def __init__(self, name: FieldName) -> None:
        self.name = name


FIELD_NAME_ITERATOR = define_type("fieldnameiterator", W_FieldNameIterator, OBJECT, flags=0)


@iternext(FIELD_NAME_ITERATOR)
def field_name_next(self: W_FieldNameIterator) -> Value:
    name = self.name
    if not name.step():
        return EMPTY
    part = name.text[name.part_start : name.part_end]
    w_key = new_int(name.index) if not name.is_attribute and name.index >= 0 else wrap(part)
    return wrap(new_tuple2(new_bool(name.is_attribute), w_key))


@function(
    "_string", "formatter_parser(object, /)", doc="Iterates over the pieces of a format string.", shown="($self, object, /)"
)
def formatter_parser(w_string: Value) -> Value:
    s = as_str(w_string)
    if s is None:
        raise type_error(f"expected str, got {type_name(w_string)}")
    return wrap(W_FormatterIterator(MarkupScanner(s, 0, len(s))))


@function(
    "_string",
    "formatter_field_name_split(object, /)",
    doc="The first part of a field name, and an iterator over the rest.",
    shown="($self, object, /)",
)
def formatter_field_name_split(w_string: Value) -> Value:
    s = as_str(w_string)
    if s is None:
        raise type_error(f"expected str, got {type_name(w_string)}")
    name = FieldName(s, 0, len(s))
    w_first = new_int(name.index) if name.index >= 0 else wrap(s[: name.first_end])
    return wrap(new_tuple2(w_first, wrap(W_FieldNameIterator(name))))
