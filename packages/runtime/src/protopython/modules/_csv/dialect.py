"""Dialects of the module _csv: what separates, quotes and ends fields; and the registry of their names."""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import Array, Value, new_with_shape, str_char, unwrap, wrap
from protopython.modules.support.keyword_arguments import bind_tuple
from protopython.objects.dict.dict import W_Dict, dict_get, new_dict
from protopython.objects.exceptions import exceptions as x
from protopython.objects.int.int import int_to_i64, is_integer
from protopython.objects.model.attributes import find_attr, full_name, type_qualname
from protopython.objects.model.define import OBJECT, constant, define_module, define_type, getter, method, new
from protopython.objects.model.errors import error, overflow_error, type_error, value_error
from protopython.objects.model.operations import is_true
from protopython.objects.model.types import is_subtype, type_of
from protopython.objects.singletons import new_bool, w_None
from protopython.objects.str.str import as_str, find_char
from protopython.objects.tuple import W_Tuple
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Object, W_Type
from protopython.protocore.state import State, space_slot
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, is_empty, same

MODULE: Final[str] = "_csv"
define_module(MODULE, "What the module csv does in native code.")

QUOTE_MINIMAL: Final[int] = 0
QUOTE_ALL: Final[int] = 1
QUOTE_NONNUMERIC: Final[int] = 2
QUOTE_NONE: Final[int] = 3
QUOTE_STRINGS: Final[int] = 4
QUOTE_NOTNULL: Final[int] = 5

NO_CHAR: Final[int] = -1

ERROR = define_type("Error", x.W_BaseException, x.EXCEPTION, flags=x.EXCEPTION_FLAGS, attributes=True, module=MODULE)
constant(MODULE, "Error", ERROR)


def csv_error(message: str) -> PyError:
    return error(ERROR, message)


class CsvState(State):
    """What the module keeps for its space."""

    dialects: W_Dict
    field_limit: int
    """The most characters that a field may have when read."""

    def __init__(self) -> None:
        self.dialects = new_dict()
        self.field_limit = 128 * 1024


def new_csv_state() -> State:
    return CsvState()


STATE: Final[int] = space_slot(new_csv_state)


def csv_state() -> CsvState:
    return cast(CsvState, context().space.states[STATE])


class W_Dialect(W_Object):
    delimiter: int
    double_quote: bool
    escape_char: int
    """NO_CHAR: none; so the quote character."""
    w_line_terminator: Value
    quote_char: int
    quoting: int
    skip_initial_space: bool
    strict: bool

    def is_special(self, c: int) -> bool:
        """Whether a field that has c cannot be written as it is."""
        return c == self.delimiter or c == self.escape_char or c == self.quote_char or c == 10 or c == 13 or self.ends_line(c)

    def ends_line(self, c: int) -> bool:
        """Whether c is part of the line terminator."""
        terminator = as_str(self.w_line_terminator)
        return terminator is not None and find_char(terminator, c, 0, len(terminator)) >= 0


DIALECT = define_type("Dialect", W_Dialect, OBJECT, module=MODULE, doc="How a CSV file is written: its special characters and when it quotes.")
constant(MODULE, "Dialect", DIALECT)

NAMES: Array[str] = Array.of(
    ["dialect", "delimiter", "doublequote", "escapechar", "lineterminator", "quotechar", "quoting", "skipinitialspace", "strict"]
)


# --- making -----------------------------------------------------------------------------------------------------------


@new(DIALECT, "(cls, /, *args, **kwargs)")
def dialect_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    given = bind_tuple("", NAMES, 0, unwrap(W_Tuple, w_args), unwrap(W_Dict, w_kwargs))
    w_dialect = given[0]
    if not is_empty(w_dialect):
        if as_str(w_dialect) is not None:
            w_dialect = registered(w_dialect)
        alone = True
        for i in range(1, len(NAMES)):
            if not is_empty(given[i]):
                alone = False
        if alone and is_subtype(type_of(w_dialect), DIALECT):
            return w_dialect
        for i in range(1, len(NAMES)):
            if is_empty(given[i]):
                given[i] = find_attr(w_dialect, NAMES[i])
    d = new_with_shape(W_Dialect, cls.root_shape)
    w_quote = given[5]
    w_quoting = given[6]
    d.delimiter = character(given[1], NAMES[1], 44, False)
    d.double_quote = is_empty(given[2]) or is_true(given[2])
    d.escape_char = character(given[3], NAMES[3], NO_CHAR, True)
    d.w_line_terminator = terminator_of(given[4])
    d.quote_char = character(w_quote, NAMES[5], 34, True)
    d.quoting = QUOTE_MINIMAL if is_empty(w_quoting) else quoting_of(w_quoting)
    d.skip_initial_space = not is_empty(given[7]) and is_true(given[7])
    d.strict = not is_empty(given[8]) and is_true(given[8])
    if not QUOTE_MINIMAL <= d.quoting <= QUOTE_NOTNULL:
        raise type_error('bad "quoting" value')
    if d.quote_char == NO_CHAR and is_empty(w_quoting):
        d.quoting = QUOTE_NONE
    if d.quoting != QUOTE_NONE and d.quote_char == NO_CHAR:
        raise type_error("quotechar must be set if quoting enabled")
    check_character(d, NAMES[1], d.delimiter, True)
    check_character(d, NAMES[3], d.escape_char, not d.skip_initial_space)
    check_character(d, NAMES[5], d.quote_char, not d.skip_initial_space)
    check_different(NAMES[1], d.delimiter, NAMES[3], d.escape_char)
    check_different(NAMES[1], d.delimiter, NAMES[5], d.quote_char)
    check_different(NAMES[3], d.escape_char, NAMES[5], d.quote_char)
    return wrap(d)


def character(w: Value, name: str, default: int, none_allowed: bool) -> int:
    """The character that an argument gives, NO_CHAR for None where that is allowed."""
    if is_empty(w):
        return default
    if none_allowed and same(w, w_None):
        return NO_CHAR
    s = as_str(w)
    wanted = "a unicode character or None" if none_allowed else "a unicode character"
    if s is None:
        raise type_error(f'"{name}" must be {wanted}, not {full_name(type_of(w))}')
    if len(s) != 1:
        raise type_error(f'"{name}" must be {wanted}, not a string of length {len(s)}')
    return str_char(s, 0)


def terminator_of(w: Value) -> Value:
    if is_empty(w):
        return wrap("\r\n")
    if as_str(w) is None:
        raise type_error(f'"lineterminator" must be a string, not {full_name(type_of(w))}')
    return w


def quoting_of(w: Value) -> int:
    if not is_integer(w):
        raise type_error(f'"quoting" must be an integer, not {full_name(type_of(w))}')
    i, overflow = int_to_i64(w)
    if overflow or i < -0x80000000 or i > 0x7FFFFFFF:
        raise overflow_error("Python int too large to convert to C int")
    return i


def check_character(d: W_Dialect, name: str, c: int, space_allowed: bool) -> None:
    if c == 10 or c == 13 or (c == 32 and not space_allowed):
        raise value_error(f"bad {name} value")
    if c != NO_CHAR and d.ends_line(c):
        raise value_error(f"bad {name} or lineterminator value")


def check_different(name1: str, c1: int, name2: str, c2: int) -> None:
    if c1 == c2 and c1 != NO_CHAR:
        raise value_error(f"bad {name1} or {name2} value")


def registered(w_name: Value) -> Value:
    w = dict_get(csv_state().dialects, w_name)
    if is_empty(w):
        raise csv_error("unknown dialect")
    return w


# --- attributes -------------------------------------------------------------------------------------------------------


def character_value(c: int) -> Value:
    return w_None if c == NO_CHAR else wrap(chr(c))


@getter(DIALECT, "delimiter", doc="What stands between fields.")
def dialect_delimiter(self: W_Dialect) -> Value:
    return character_value(self.delimiter)


@getter(DIALECT, "doublequote", doc="Whether a quote inside a field is written twice.", member=True)
def dialect_doublequote(self: W_Dialect) -> Value:
    return new_bool(self.double_quote)


@getter(DIALECT, "escapechar", doc="What takes the special meaning from the character after it, or None.")
def dialect_escapechar(self: W_Dialect) -> Value:
    return character_value(self.escape_char)


@getter(DIALECT, "lineterminator", doc="What ends a row that is written.")
def dialect_lineterminator(self: W_Dialect) -> Value:
    return self.w_line_terminator


@getter(DIALECT, "quotechar", doc="What stands around fields with special characters, or None.")
def dialect_quotechar(self: W_Dialect) -> Value:
    return character_value(self.quote_char)


@getter(DIALECT, "quoting", doc="One of the QUOTE_ constants: which fields are quoted.")
def dialect_quoting(self: W_Dialect) -> Value:
    return from_int(self.quoting)


@getter(DIALECT, "skipinitialspace", doc="Whether spaces behind a delimiter are dropped.", member=True)
def dialect_skipinitialspace(self: W_Dialect) -> Value:
    return new_bool(self.skip_initial_space)


@getter(DIALECT, "strict", doc="Whether malformed input is an error.", member=True)
def dialect_strict(self: W_Dialect) -> Value:
    return new_bool(self.strict)


@method(DIALECT, "__reduce__(self, /, *args)", doc="Dialects cannot be pickled: raises TypeError.", shown="")
def dialect_reduce(self: W_Dialect, w_args: Value) -> Value:
    raise unpicklable(self)


@method(DIALECT, "__reduce_ex__(self, /, *args)", doc="Dialects cannot be pickled: raises TypeError.", shown="")
def dialect_reduce_ex(self: W_Dialect, w_args: Value) -> Value:
    raise unpicklable(self)


def unpicklable(self: W_Dialect) -> PyError:
    return type_error(f"cannot pickle '{type_qualname(type_of(wrap(self)))}' instances")
