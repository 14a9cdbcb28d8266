"""Python callables as functions, aggregates, collations and hooks of a connection."""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, Value, i32, u32, unwrap
from protodialect.unsafe import Addr, callback_address
from protopython.modules._sqlite3 import callbacks, library
from protopython.modules._sqlite3.arguments import bind, c_string_argument, positional, warn_of_keywords
from protopython.modules._sqlite3.connection import CONNECTION, W_Connection, enter
from protopython.modules._sqlite3.constants import LIMIT_FUNCTION_ARG, OK, UTF8
from protopython.modules._sqlite3.database import Callback, W_Database, add_callback, callback_data, drop_callback, unpin
from protopython.modules._sqlite3.errors import failure, operational_error, programming_error
from protopython.modules._sqlite3.lingering import is_in_the_way
from protopython.modules.support.system_calls import c_copy, c_int
from protopython.objects.model import errors
from protopython.objects.model.define import method
from protopython.objects.model.operations import is_true
from protopython.objects.model.special import Special
from protopython.objects.model.types import special
from protopython.objects.singletons import w_None
from protopython.objects.tuple import W_Tuple
from protopython.protocore.os import c_free
from protopython.protocore.value import is_empty, same

DETERMINISTIC: Final[int] = 0x800
TRACE_STATEMENTS: Final[int] = 1

FUNCTION_NAMES: Array[str] = Array.of(["name", "narg", "func", "deterministic"])
AGGREGATE_NAMES: Array[str] = Array.of(["name", "n_arg", "aggregate_class"])
AUTHORIZER_NAMES: Array[str] = Array.of(["authorizer_callback"])
PROGRESS_NAMES: Array[str] = Array.of(["progress_handler", "n"])
TRACE_NAMES: Array[str] = Array.of(["trace_callback"])


def n_given(w_args: Value) -> int:
    return unwrap(W_Tuple, w_args).length


def check_arity(d: W_Database, n: int, name: str) -> None:
    limit = library.c_limit(d.db, i32(LIMIT_FUNCTION_ARG), i32(-1))
    if not -1 <= n <= limit:
        raise programming_error(f"'{name}' must be between -1 and {limit}, not {n}")


# --- functions, aggregates, collations: SQLite says when it has done with them, also when it did not take them ---------------------------------


def create(d: W_Database, name: bytes, n: int, flags: int, w_callable: Value, function: Addr, step: Addr, final: Addr) -> int:
    result = create_once(d, name, n, flags, w_callable, function, step, final)
    return create_once(d, name, n, flags, w_callable, function, step, final) if is_in_the_way(d, result) else result


def create_once(d: W_Database, name: bytes, n: int, flags: int, w_callable: Value, function: Addr, step: Addr, final: Addr) -> int:
    text = c_copy(name)
    user = callback_data(add_callback(d, w_callable))
    result = library.c_create_function(d.db, text, i32(n), i32(flags), user, function, step, final, callback_address(callbacks.on_destroy))
    c_free(text)
    return result


@method(
    CONNECTION, "create_function(self, /, *args, **kwargs)", shown="($self, /, name, narg, func, *, deterministic=False)",
    doc="Makes a callable a function of SQL with narg parameters (-1: any number)."
)  # fmt: skip
def connection_create_function(self: W_Connection, w_args: Value, w_kwargs: Value) -> Value:
    given = bind("create_function", FUNCTION_NAMES, 3, 3, w_args, w_kwargs)
    warn_of_keywords(n_given(w_args), FUNCTION_NAMES, 3, "create_function")
    name = c_string_argument(given[0], "create_function() argument 'name'")
    n = c_int(given[1])
    flags = UTF8 | (DETERMINISTIC if not is_empty(given[3]) and is_true(given[3]) else 0)
    d = enter(self)
    try:
        check_arity(d, n, "narg")
        if create(d, name, n, flags, given[2], callback_address(callbacks.on_function), 0, 0) != OK:
            raise operational_error("Error creating function")
    finally:
        unpin(d)
    return w_None


@method(
    CONNECTION, "create_aggregate(self, /, *args, **kwargs)", shown="($self, /, name, n_arg, aggregate_class)",
    doc="Makes a class with the methods step and finalize an aggregate function of SQL."
)  # fmt: skip
def connection_create_aggregate(self: W_Connection, w_args: Value, w_kwargs: Value) -> Value:
    given = bind("create_aggregate", AGGREGATE_NAMES, 3, 3, w_args, w_kwargs)
    warn_of_keywords(n_given(w_args), AGGREGATE_NAMES, 3, "create_aggregate")
    name = c_string_argument(given[0], "create_aggregate() argument 'name'")
    n = c_int(given[1])
    d = enter(self)
    try:
        check_arity(d, n, "n_arg")
        if create(d, name, n, UTF8, given[2], 0, callback_address(callbacks.on_step), callback_address(callbacks.on_final)) != OK:
            raise operational_error("Error creating aggregate")
    finally:
        unpin(d)
    return w_None


@method(
    CONNECTION, "create_window_function(self, /, *args, **kwargs)", shown="($self, name, num_params, aggregate_class, /)",
    doc="Makes a class with the methods step, finalize, value and inverse an aggregate window function of SQL; None removes it."
)  # fmt: skip
def connection_create_window_function(self: W_Connection, w_args: Value, w_kwargs: Value) -> Value:
    given = positional("create_window_function", 3, w_args, w_kwargs)
    name = c_string_argument(given.items[0], "create_window_function() argument 1")
    n = c_int(given.items[1])
    w_class = given.items[2]
    d = enter(self)
    try:
        check_arity(d, n, "num_params")
        result = create_window(d, name, n, w_class)
        if is_in_the_way(d, result):
            result = create_window(d, name, n, w_class)
        if result != OK:
            raise failure(d.db, result)
    finally:
        unpin(d)
    return w_None


def create_window(d: W_Database, name: bytes, n: int, w_class: Value) -> int:
    text = c_copy(name)
    if same(w_class, w_None):
        result = library.c_create_window_function(d.db, text, i32(n), i32(UTF8), 0, 0, 0, 0, 0, 0)
    else:
        result = library.c_create_window_function(
            d.db, text, i32(n), i32(UTF8), callback_data(add_callback(d, w_class)),
            callback_address(callbacks.on_step), callback_address(callbacks.on_final), callback_address(callbacks.on_value),
            callback_address(callbacks.on_inverse), callback_address(callbacks.on_destroy)
        )  # fmt: skip
    c_free(text)
    return result


@method(
    CONNECTION, "create_collation(self, /, *args, **kwargs)", shown="($self, name, callback, /)",
    doc="Makes a callable that compares two strs a collation of SQL; None removes it."
)  # fmt: skip
def connection_create_collation(self: W_Connection, w_args: Value, w_kwargs: Value) -> Value:
    given = positional("create_collation", 2, w_args, w_kwargs)
    name = c_string_argument(given.items[0], "create_collation() argument 1")
    w_callable = given.items[1]
    d = enter(self)
    try:
        if not same(w_callable, w_None) and is_empty(special(w_callable, Special.CALL)):
            raise errors.type_error("parameter must be callable")
        result = create_collation(d, name, w_callable)
        if is_in_the_way(d, result):
            result = create_collation(d, name, w_callable)
        if result != OK:
            raise failure(d.db, result)
    finally:
        unpin(d)
    return w_None


def create_collation(d: W_Database, name: bytes, w_callable: Value) -> int:
    text = c_copy(name)
    if same(w_callable, w_None):
        result = library.c_create_collation(d.db, text, i32(UTF8), 0, 0, 0)
    else:
        callback = add_callback(d, w_callable)
        result = library.c_create_collation(
            d.db, text, i32(UTF8), callback_data(callback), callback_address(callbacks.on_collation), callback_address(callbacks.on_destroy)
        )
        if result != OK:
            drop_callback(callback)  # of collations that it does not take, SQLite says nothing
    c_free(text)
    return result


# --- hooks: one of each kind. They are set and noted under one hold of the mutex, so that SQLite and we name the same one ------------------------


def hook_of(d: W_Database, w_callable: Value) -> Callback | None:
    return None if same(w_callable, w_None) else Callback(d, w_callable)


@method(
    CONNECTION, "set_authorizer(self, /, *args, **kwargs)", shown="($self, /, authorizer_callback)",
    doc="Sets what is asked, when a statement is prepared, whether it may do what it wants; None: nobody."
)  # fmt: skip
def connection_set_authorizer(self: W_Connection, w_args: Value, w_kwargs: Value) -> Value:
    given = bind("set_authorizer", AUTHORIZER_NAMES, 1, 1, w_args, w_kwargs)
    warn_of_keywords(n_given(w_args), AUTHORIZER_NAMES, 1, "set_authorizer")
    d = enter(self)
    try:
        hook = hook_of(d, given[0])
        held = library.hold(d.mutex)
        if hook is None:
            result = library.c_set_authorizer(d.db, 0, 0)
        else:
            result = library.c_set_authorizer(d.db, callback_address(callbacks.on_authorize), callback_data(hook))
        if result == OK:
            d.authorizer = hook
        library.let_go(d.mutex, held)
        if result != OK:
            raise operational_error("Error setting authorizer callback")
    finally:
        unpin(d)
    return w_None


@method(
    CONNECTION, "set_progress_handler(self, /, *args, **kwargs)", shown="($self, /, progress_handler, n)",
    doc="Sets what is called after every n steps of SQLite's machine, and interrupts the statement by a true result; None: nothing."
)  # fmt: skip
def connection_set_progress_handler(self: W_Connection, w_args: Value, w_kwargs: Value) -> Value:
    given = bind("set_progress_handler", PROGRESS_NAMES, 2, 2, w_args, w_kwargs)
    warn_of_keywords(n_given(w_args), PROGRESS_NAMES, 1, "set_progress_handler")
    n = c_int(given[1])
    d = enter(self)
    try:
        hook = hook_of(d, given[0])
        held = library.hold(d.mutex)
        if hook is None:
            library.c_progress_handler(d.db, i32(0), 0, 0)
        else:
            library.c_progress_handler(d.db, i32(n), callback_address(callbacks.on_progress), callback_data(hook))
        d.progress = hook
        library.let_go(d.mutex, held)
    finally:
        unpin(d)
    return w_None


@method(
    CONNECTION, "set_trace_callback(self, /, *args, **kwargs)", shown="($self, /, trace_callback)",
    doc="Sets what is called with the text of each statement that is run; None: nothing."
)  # fmt: skip
def connection_set_trace_callback(self: W_Connection, w_args: Value, w_kwargs: Value) -> Value:
    given = bind("set_trace_callback", TRACE_NAMES, 1, 1, w_args, w_kwargs)
    warn_of_keywords(n_given(w_args), TRACE_NAMES, 1, "set_trace_callback")
    d = enter(self)
    try:
        hook = hook_of(d, given[0])
        held = library.hold(d.mutex)
        if hook is None:
            library.c_trace(d.db, u32(0), 0, 0)
        else:
            library.c_trace(d.db, u32(TRACE_STATEMENTS), callback_address(callbacks.on_trace), callback_data(hook))
        d.trace = hook
        library.let_go(d.mutex, held)
    finally:
        unpin(d)
    return w_None
