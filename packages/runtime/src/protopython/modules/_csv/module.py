"""The module _csv: the functions and constants under the stock csv.py. Dialects, readers and writers have files of their own."""

from __future__ import annotations

from protodialect.types import EMPTY, Value, unwrap, wrap
from protopython.modules._csv.dialect import (
    DIALECT,
    MODULE,
    QUOTE_ALL,
    QUOTE_MINIMAL,
    QUOTE_NONE,
    QUOTE_NONNUMERIC,
    QUOTE_NOTNULL,
    QUOTE_STRINGS,
    W_Dialect,
    csv_error,
    csv_state,
    registered,
)
from protopython.modules._csv.read import W_Reader
from protopython.modules._csv.write import W_Writer
from protopython.objects.dict.dict import W_Dict, dict_delete, dict_set, dict_set_str
from protopython.objects.int.bigint import new_int
from protopython.objects.int.int import int_to_i64, is_integer
from protopython.objects.model.attributes import find_attr
from protopython.objects.model.call import call_tuple_kw
from protopython.objects.model.define import constant, function, module_init
from protopython.objects.model.errors import overflow_error, type_error
from protopython.objects.model.operations import iterate, unpack_to_list
from protopython.objects.model.special import Special
from protopython.objects.model.types import special
from protopython.objects.module import W_Module
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple, tuple_range
from protopython.protocore.value import is_empty

constant(MODULE, "QUOTE_MINIMAL", QUOTE_MINIMAL)
constant(MODULE, "QUOTE_ALL", QUOTE_ALL)
constant(MODULE, "QUOTE_NONNUMERIC", QUOTE_NONNUMERIC)
constant(MODULE, "QUOTE_NONE", QUOTE_NONE)
constant(MODULE, "QUOTE_STRINGS", QUOTE_STRINGS)
constant(MODULE, "QUOTE_NOTNULL", QUOTE_NOTNULL)


@module_init(MODULE)
def init_csv(w_module: Value) -> None:
    dict_set_str(unwrap(W_Module, w_module).dict, "_dialects", wrap(csv_state().dialects))


def dialect_of(function: str, args: W_Tuple, w_parameters: Value) -> W_Dialect:
    """The dialect that the second of one or two positional arguments and keyword arguments describe."""
    n = args.length
    if n < 1:
        raise type_error(f"{function} expected at least 1 argument, got 0")
    if n > 2:
        raise type_error(f"{function} expected at most 2 arguments, got {n}")
    w = call_tuple_kw(wrap(DIALECT), EMPTY, tuple_range(args, 1, n), unwrap(W_Dict, w_parameters))
    return unwrap(W_Dialect, w)


@function(
    MODULE,
    "reader(*args, **fmtparams)",
    doc="reader(iterable, dialect='excel', **fmtparams): the rows of an iterable of lines.",
    shown="($module, iterable, /, dialect='excel', **fmtparams)",
)
def reader(w_args: Value, w_parameters: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    w_input = iterate(args.items[0]) if 1 <= args.length <= 2 else EMPTY
    return wrap(W_Reader(dialect_of("reader", args, w_parameters), w_input))


@function(
    MODULE,
    "writer(*args, **fmtparams)",
    doc="writer(file, dialect='excel', **fmtparams): what writes rows to a file.",
    shown="($module, fileobj, /, dialect='excel', **fmtparams)",
)
def writer(w_args: Value, w_parameters: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    w_write = EMPTY
    if 1 <= args.length <= 2:
        w_write = find_attr(args.items[0], "write")
        if is_empty(w_write) or is_empty(special(w_write, Special.CALL)):
            raise type_error('argument 1 must have a "write" method')
    return wrap(W_Writer(dialect_of("writer", args, w_parameters), w_write))


# --- the registry -----------------------------------------------------------------------------------------------------


@function(
    MODULE,
    "register_dialect(*args, **fmtparams)",
    doc="register_dialect(name, dialect='excel', **fmtparams): give a dialect a name.",
    shown="($module, name, /, dialect='excel', **fmtparams)",
)
def register_dialect(w_args: Value, w_parameters: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    if 1 <= args.length <= 2 and as_str(args.items[0]) is None:
        raise type_error("dialect name must be a string")
    dialect = dialect_of("register_dialect", args, w_parameters)
    dict_set(csv_state().dialects, args.items[0], wrap(dialect))
    return w_None


@function(MODULE, "unregister_dialect(name)", doc="Forget the dialect of that name.")
def unregister_dialect(w_name: Value) -> Value:
    if not dict_delete(csv_state().dialects, w_name):
        raise csv_error("unknown dialect")
    return w_None


@function(MODULE, "get_dialect(name)", doc="The dialect of that name.")
def get_dialect(w_name: Value) -> Value:
    return registered(w_name)


@function(MODULE, "list_dialects()", doc="The names of all dialects.")
def list_dialects() -> Value:
    return wrap(unpack_to_list(wrap(csv_state().dialects)))


@function(
    MODULE,
    "field_size_limit(new_limit=EMPTY)",
    doc="The most characters a field may have when read; sets it if an argument is given.",
    shown="($module, /, new_limit=<unrepresentable>)",
)
def field_size_limit(w_limit: Value) -> Value:
    state = csv_state()
    old = state.field_limit
    if not is_empty(w_limit):
        if not is_integer(w_limit):
            raise type_error("limit must be an integer")
        limit, overflow = int_to_i64(w_limit)
        if overflow:
            raise overflow_error("Python int too large to convert to C ssize_t")
        state.field_limit = limit
    return new_int(old)
