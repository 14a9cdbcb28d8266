"""The system's SQLite.

What SQLite does with a connection it does under that connection's mutex, and what runs inside may call back into Python. So:

- A function that may wait for the mutex, or may call back, is declared blocking: who waits is out of managed state, and a collection that a
  callback begins need not wait for a thread that waits for the callback's end.
- Functions for single parameters and columns take the mutex as well, but are called too often for that. `hold` takes it beforehand (it is
  recursive) where other threads run; then they do not wait.
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import i32, u32
from protodialect.unsafe import Addr, c_function
from protopython.modules.support.system_library import SystemLibrary
from protopython.protocore.locks import alone

SQLITE: Final[SystemLibrary] = SystemLibrary("sqlite3", "_sqlite3", ["libsqlite3.so.0"], "libsqlite3-0 (Debian), sqlite-libs (Fedora)")

TRANSIENT: Final[int] = -1
"""For functions that are given memory: SQLite is to copy it."""


# --- the library, errors, memory ------------------------------------------------------------------------------------------------


@c_function("sqlite3_libversion", errno=False, library="sqlite3")
def c_libversion() -> Addr: ...


@c_function("sqlite3_threadsafe", errno=False, library="sqlite3")
def c_threadsafe() -> i32: ...


@c_function("sqlite3_complete", errno=False, library="sqlite3")
def c_complete(sql: Addr) -> i32: ...


@c_function("sqlite3_errcode", errno=False, library="sqlite3")
def c_errcode(db: Addr) -> i32: ...


@c_function("sqlite3_extended_errcode", errno=False, library="sqlite3")
def c_extended_errcode(db: Addr) -> i32: ...


@c_function("sqlite3_errmsg", errno=False, library="sqlite3")
def c_errmsg(db: Addr) -> Addr: ...


@c_function("sqlite3_errstr", errno=False, library="sqlite3")
def c_errstr(code: i32) -> Addr: ...


@c_function("sqlite3_malloc64", errno=False, library="sqlite3")
def c_sqlite_malloc(size: int) -> Addr: ...


@c_function("sqlite3_free", errno=False, library="sqlite3")
def c_sqlite_free(at: Addr) -> None: ...


@c_function("sqlite3_mutex_enter", blocking=True, errno=False, library="sqlite3")
def c_mutex_enter(mutex: Addr) -> None: ...


@c_function("sqlite3_mutex_try", errno=False, library="sqlite3")
def c_mutex_try(mutex: Addr) -> i32: ...


@c_function("sqlite3_mutex_leave", errno=False, library="sqlite3")
def c_mutex_leave(mutex: Addr) -> None: ...


@c_function("sqlite3_sleep", blocking=True, errno=False, library="sqlite3")
def c_sleep(milliseconds: i32) -> i32: ...


# --- connections ----------------------------------------------------------------------------------------------------------------


@c_function("sqlite3_open_v2", blocking=True, errno=False, library="sqlite3")
def c_open(name: Addr, out: Addr, flags: i32, vfs: Addr) -> i32: ...


@c_function("sqlite3_close_v2", blocking=True, errno=False, library="sqlite3")
def c_close(db: Addr) -> i32: ...


@c_function("sqlite3_extended_result_codes", blocking=True, errno=False, library="sqlite3")
def c_extended_result_codes(db: Addr, on: i32) -> i32: ...


@c_function("sqlite3_busy_handler", blocking=True, errno=False, library="sqlite3")
def c_busy_handler(db: Addr, handler: Addr, user: Addr) -> i32: ...


@c_function("sqlite3_db_filename", errno=False, library="sqlite3")
def c_db_filename(db: Addr, name: Addr) -> Addr: ...


@c_function("sqlite3_db_mutex", errno=False, library="sqlite3")
def c_db_mutex(db: Addr) -> Addr: ...


@c_function("sqlite3_get_autocommit", errno=False, library="sqlite3")
def c_get_autocommit(db: Addr) -> i32: ...


@c_function("sqlite3_changes", errno=False, library="sqlite3")
def c_changes(db: Addr) -> i32: ...


@c_function("sqlite3_total_changes", errno=False, library="sqlite3")
def c_total_changes(db: Addr) -> i32: ...


@c_function("sqlite3_last_insert_rowid", errno=False, library="sqlite3")
def c_last_insert_rowid(db: Addr) -> int: ...


@c_function("sqlite3_limit", errno=False, library="sqlite3")
def c_limit(db: Addr, category: i32, value: i32) -> i32: ...


@c_function("sqlite3_interrupt", errno=False, library="sqlite3")
def c_interrupt(db: Addr) -> None: ...


@c_function("sqlite3_db_config", blocking=True, errno=False, library="sqlite3")
def c_db_config(db: Addr, op: i32, value: i32, out: Addr) -> i32: ...


@c_function("sqlite3_enable_load_extension", blocking=True, errno=False, library="sqlite3")
def c_enable_load_extension(db: Addr, on: i32) -> i32: ...


@c_function("sqlite3_load_extension", blocking=True, errno=False, library="sqlite3")
def c_load_extension(db: Addr, name: Addr, entry: Addr, message: Addr) -> i32: ...


@c_function("sqlite3_serialize", blocking=True, errno=False, library="sqlite3")
def c_serialize(db: Addr, name: Addr, size: Addr, flags: u32) -> Addr: ...


@c_function("sqlite3_deserialize", blocking=True, errno=False, library="sqlite3")
def c_deserialize(db: Addr, name: Addr, data: Addr, size: int, room: int, flags: u32) -> i32: ...


@c_function("sqlite3_backup_init", blocking=True, errno=False, library="sqlite3")
def c_backup_init(target: Addr, target_name: Addr, source: Addr, source_name: Addr) -> Addr: ...


@c_function("sqlite3_backup_step", blocking=True, errno=False, library="sqlite3")
def c_backup_step(backup: Addr, pages: i32) -> i32: ...


@c_function("sqlite3_backup_finish", blocking=True, errno=False, library="sqlite3")
def c_backup_finish(backup: Addr) -> i32: ...


@c_function("sqlite3_backup_remaining", errno=False, library="sqlite3")
def c_backup_remaining(backup: Addr) -> i32: ...


@c_function("sqlite3_backup_pagecount", errno=False, library="sqlite3")
def c_backup_pagecount(backup: Addr) -> i32: ...


# --- statements -----------------------------------------------------------------------------------------------------------------


@c_function("sqlite3_prepare_v2", blocking=True, errno=False, library="sqlite3")
def c_prepare(db: Addr, sql: Addr, size: i32, out: Addr, tail: Addr) -> i32: ...


@c_function("sqlite3_step", blocking=True, errno=False, library="sqlite3")
def c_step(statement: Addr) -> i32: ...


@c_function("sqlite3_reset", blocking=True, errno=False, library="sqlite3")
def c_reset(statement: Addr) -> i32: ...


@c_function("sqlite3_finalize", blocking=True, errno=False, library="sqlite3")
def c_finalize(statement: Addr) -> i32: ...


@c_function("sqlite3_stmt_readonly", errno=False, library="sqlite3")
def c_stmt_readonly(statement: Addr) -> i32: ...


@c_function("sqlite3_expanded_sql", errno=False, library="sqlite3")
def c_expanded_sql(statement: Addr) -> Addr: ...


@c_function("sqlite3_bind_parameter_count", errno=False, library="sqlite3")
def c_bind_parameter_count(statement: Addr) -> i32: ...


@c_function("sqlite3_bind_parameter_name", errno=False, library="sqlite3")
def c_bind_parameter_name(statement: Addr, i: i32) -> Addr: ...


@c_function("sqlite3_bind_null", errno=False, library="sqlite3")
def c_bind_null(statement: Addr, i: i32) -> i32: ...


@c_function("sqlite3_bind_int64", errno=False, library="sqlite3")
def c_bind_int64(statement: Addr, i: i32, value: int) -> i32: ...


@c_function("sqlite3_bind_double", errno=False, library="sqlite3")
def c_bind_double(statement: Addr, i: i32, value: float) -> i32: ...


@c_function("sqlite3_bind_text", errno=False, library="sqlite3")
def c_bind_text(statement: Addr, i: i32, at: Addr, n: i32, destructor: Addr) -> i32: ...


@c_function("sqlite3_bind_blob", errno=False, library="sqlite3")
def c_bind_blob(statement: Addr, i: i32, at: Addr, n: i32, destructor: Addr) -> i32: ...


@c_function("sqlite3_column_count", errno=False, library="sqlite3")
def c_column_count(statement: Addr) -> i32: ...


@c_function("sqlite3_data_count", errno=False, library="sqlite3")
def c_data_count(statement: Addr) -> i32: ...


@c_function("sqlite3_column_name", errno=False, library="sqlite3")
def c_column_name(statement: Addr, i: i32) -> Addr: ...


@c_function("sqlite3_column_decltype", errno=False, library="sqlite3")
def c_column_decltype(statement: Addr, i: i32) -> Addr: ...


@c_function("sqlite3_column_type", errno=False, library="sqlite3")
def c_column_type(statement: Addr, i: i32) -> i32: ...


@c_function("sqlite3_column_int64", errno=False, library="sqlite3")
def c_column_int64(statement: Addr, i: i32) -> int: ...


@c_function("sqlite3_column_double", errno=False, library="sqlite3")
def c_column_double(statement: Addr, i: i32) -> float: ...


@c_function("sqlite3_column_text", errno=False, library="sqlite3")
def c_column_text(statement: Addr, i: i32) -> Addr: ...


@c_function("sqlite3_column_blob", errno=False, library="sqlite3")
def c_column_blob(statement: Addr, i: i32) -> Addr: ...


@c_function("sqlite3_column_bytes", errno=False, library="sqlite3")
def c_column_bytes(statement: Addr, i: i32) -> i32: ...


# --- blobs ----------------------------------------------------------------------------------------------------------------------


@c_function("sqlite3_blob_open", blocking=True, errno=False, library="sqlite3")
def c_blob_open(db: Addr, name: Addr, table: Addr, column: Addr, row: int, writable: i32, out: Addr) -> i32: ...


@c_function("sqlite3_blob_close", blocking=True, errno=False, library="sqlite3")
def c_blob_close(blob: Addr) -> i32: ...


@c_function("sqlite3_blob_bytes", errno=False, library="sqlite3")
def c_blob_bytes(blob: Addr) -> i32: ...


@c_function("sqlite3_blob_read", blocking=True, errno=False, library="sqlite3")
def c_blob_read(blob: Addr, out: Addr, n: i32, offset: i32) -> i32: ...


@c_function("sqlite3_blob_write", blocking=True, errno=False, library="sqlite3")
def c_blob_write(blob: Addr, data: Addr, n: i32, offset: i32) -> i32: ...


# --- functions and hooks ---------------------------------------------------------------------------------------------------------


@c_function("sqlite3_create_function_v2", blocking=True, errno=False, library="sqlite3")
def c_create_function(db: Addr, name: Addr, n: i32, flags: i32, user: Addr, function: Addr, step: Addr, final: Addr, destroy: Addr) -> i32: ...


@c_function("sqlite3_create_window_function", blocking=True, errno=False, library="sqlite3")
def c_create_window_function(
    db: Addr, name: Addr, n: i32, flags: i32, user: Addr, step: Addr, final: Addr, value: Addr, inverse: Addr, destroy: Addr
) -> i32: ...


@c_function("sqlite3_create_collation_v2", blocking=True, errno=False, library="sqlite3")
def c_create_collation(db: Addr, name: Addr, flags: i32, user: Addr, compare: Addr, destroy: Addr) -> i32: ...


@c_function("sqlite3_set_authorizer", blocking=True, errno=False, library="sqlite3")
def c_set_authorizer(db: Addr, authorize: Addr, user: Addr) -> i32: ...


@c_function("sqlite3_progress_handler", blocking=True, errno=False, library="sqlite3")
def c_progress_handler(db: Addr, n: i32, progress: Addr, user: Addr) -> None: ...


@c_function("sqlite3_trace_v2", blocking=True, errno=False, library="sqlite3")
def c_trace(db: Addr, mask: u32, trace: Addr, user: Addr) -> i32: ...


# --- inside functions: the mutex is held -----------------------------------------------------------------------------------------


@c_function("sqlite3_user_data", errno=False, library="sqlite3")
def c_user_data(call: Addr) -> Addr: ...


@c_function("sqlite3_aggregate_context", errno=False, library="sqlite3")
def c_aggregate_context(call: Addr, size: i32) -> Addr: ...


@c_function("sqlite3_value_type", errno=False, library="sqlite3")
def c_value_type(value: Addr) -> i32: ...


@c_function("sqlite3_value_int64", errno=False, library="sqlite3")
def c_value_int64(value: Addr) -> int: ...


@c_function("sqlite3_value_double", errno=False, library="sqlite3")
def c_value_double(value: Addr) -> float: ...


@c_function("sqlite3_value_text", errno=False, library="sqlite3")
def c_value_text(value: Addr) -> Addr: ...


@c_function("sqlite3_value_blob", errno=False, library="sqlite3")
def c_value_blob(value: Addr) -> Addr: ...


@c_function("sqlite3_value_bytes", errno=False, library="sqlite3")
def c_value_bytes(value: Addr) -> i32: ...


@c_function("sqlite3_result_null", errno=False, library="sqlite3")
def c_result_null(call: Addr) -> None: ...


@c_function("sqlite3_result_int64", errno=False, library="sqlite3")
def c_result_int64(call: Addr, value: int) -> None: ...


@c_function("sqlite3_result_double", errno=False, library="sqlite3")
def c_result_double(call: Addr, value: float) -> None: ...


@c_function("sqlite3_result_text", errno=False, library="sqlite3")
def c_result_text(call: Addr, at: Addr, n: i32, destructor: Addr) -> None: ...


@c_function("sqlite3_result_blob", errno=False, library="sqlite3")
def c_result_blob(call: Addr, at: Addr, n: i32, destructor: Addr) -> None: ...


@c_function("sqlite3_result_error", errno=False, library="sqlite3")
def c_result_error(call: Addr, at: Addr, n: i32) -> None: ...


@c_function("sqlite3_result_error_nomem", errno=False, library="sqlite3")
def c_result_error_nomem(call: Addr) -> None: ...


@c_function("sqlite3_result_error_toobig", errno=False, library="sqlite3")
def c_result_error_toobig(call: Addr) -> None: ...


# --- the mutex -------------------------------------------------------------------------------------------------------------------


def hold(mutex: Addr) -> bool:
    """Takes a connection's mutex unless this thread is the only one; False: it did not. No Python code may run before let_go."""
    if alone():
        return False
    c_mutex_enter(mutex)
    return True


def let_go(mutex: Addr, held: bool) -> None:
    if held:
        c_mutex_leave(mutex)
