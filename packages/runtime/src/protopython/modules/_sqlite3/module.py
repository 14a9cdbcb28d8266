"""The module _sqlite3: what the library's sqlite3 is made of."""

from __future__ import annotations

from protodialect.types import Value, unwrap, wrap
from protopython.modules._sqlite3 import connection_errors, copies, cursor, functions, library, settings
from protopython.modules._sqlite3.arguments import c_string_argument
from protopython.modules._sqlite3.constants import MODULE
from protopython.modules._sqlite3.library import SQLITE
from protopython.modules._sqlite3.state import sqlite_state
from protopython.modules.support.system_calls import ascii_at, c_copy, c_int
from protopython.objects.dict.dict import dict_set_str
from protopython.objects.model.define import function, module_init
from protopython.objects.module import W_Module
from protopython.objects.singletons import new_bool, w_None
from protopython.protocore.os import c_free
from protopython.protocore.value import from_int

__all__ = ["connection_errors", "copies", "cursor", "functions", "settings"]


@module_init(MODULE)
def init_sqlite3(w_module: Value) -> None:
    SQLITE.open()
    d = unwrap(W_Module, w_module).dict
    mode = library.c_threadsafe()
    dict_set_str(d, "sqlite_version", wrap(ascii_at(library.c_libversion())))
    dict_set_str(d, "threadsafety", from_int(0 if mode == 0 else 3 if mode == 1 else 1))
    dict_set_str(d, "adapters", wrap(sqlite_state().adapters))
    dict_set_str(d, "converters", wrap(sqlite_state().converters))


@function(MODULE, "complete_statement(statement)", doc="Whether a text ends with a complete SQL statement.")
def complete_statement(w_statement: Value) -> Value:
    text = c_copy(c_string_argument(w_statement, "complete_statement() argument 'statement'"))
    complete = library.c_complete(text) != 0
    c_free(text)
    return new_bool(complete)


@function(MODULE, "enable_callback_tracebacks(enable, /)", doc="Whether what callbacks raise is told to sys.unraisablehook.")
def enable_callback_tracebacks(w_enable: Value) -> Value:
    sqlite_state().tracebacks = c_int(w_enable) != 0
    return w_None
