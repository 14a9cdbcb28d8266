"""_dbm: databases in a file, one value a key, as Unix had them from the beginning: the interface of that name of Berkeley DB.

The library appends `.db` to the file's name.
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Value, i32, locked, wrap
from protodialect.unsafe import Addr, c_function, errno
from protopython.modules.support.dbm_data import (
    Lent,
    W_DbmFile,
    datum,
    datum_or,
    file_failure,
    file_name,
    flag_text,
    sought,
    taken,
)
from protopython.modules.support.system_calls import c_copy, c_int
from protopython.modules.support.system_library import SystemLibrary
from protopython.objects.exceptions import exceptions as x
from protopython.objects.list.list import W_List, list_append, new_list
from protopython.objects.model import errors
from protopython.objects.model.define import OBJECT, constant, define_module, define_type, function, method, module_init
from protopython.objects.singletons import new_bool, w_None
from protopython.protocore.collector import forget_finalizer
from protopython.protocore.error import PyError
from protopython.protocore.object import TypeFlags
from protopython.protocore.os import c_free
from protopython.protocore.polling import check_signals, signals_wait
from protopython.protocore.value import from_int, is_empty

MODULE: Final[str] = "_dbm"
NDBM: Final[SystemLibrary] = SystemLibrary("ndbm", MODULE, ["libdb-5.3.so"], "libdb5.3 (Debian), libdb (Fedora)")

O_RDWR: Final[int] = 2
O_CREAT: Final[int] = 0o100
O_TRUNC: Final[int] = 0o1000
INSERT: Final[int] = 0
REPLACE: Final[int] = 1
NO_KEY: Final[str] = "dbm mappings have bytes or string keys only"
NO_VALUE: Final[str] = "dbm mappings have bytes or string elements only"
NOT_ADDED: Final[str] = "cannot add item to database"
NOT_DELETED: Final[str] = "cannot delete item from database"

define_module(MODULE, "Databases in files, on the library Berkeley DB.")
constant(MODULE, "library", "Berkeley DB")
ERROR = define_type(
    "error", x.W_OSError, x.OS_ERROR, module=MODULE, flags=x.EXCEPTION_FLAGS, attributes=True, doc="What a database answered is an error."
)
constant(MODULE, "error", ERROR)


@c_function("__db_ndbm_open", blocking=True, library="ndbm")
def c_open(path: Addr, flags: i32, mode: i32) -> Addr: ...


@c_function("__db_ndbm_close", blocking=True, library="ndbm")
def c_close(file: Addr) -> None: ...


@c_function("__db_ndbm_fetch", blocking=True, library="ndbm")
def c_fetch(file: Addr, key: Addr, key_size: int) -> tuple[Addr, int]: ...


@c_function("__db_ndbm_store", blocking=True, library="ndbm")
def c_store(file: Addr, key: Addr, key_size: int, value: Addr, value_size: int, flags: i32) -> i32: ...


@c_function("__db_ndbm_delete", blocking=True, library="ndbm")
def c_delete(file: Addr, key: Addr, key_size: int) -> i32: ...


@c_function("__db_ndbm_firstkey", blocking=True, library="ndbm")
def c_first_key(file: Addr) -> tuple[Addr, int]: ...


@c_function("__db_ndbm_nextkey", blocking=True, library="ndbm")
def c_next_key(file: Addr) -> tuple[Addr, int]: ...


@c_function("__db_ndbm_error", errno=False, library="ndbm")
def c_error(file: Addr) -> i32: ...


@c_function("__db_ndbm_clearerr", errno=False, library="ndbm")
def c_clear_error(file: Addr) -> i32: ...


class W_Dbm(W_DbmFile):
    writable: bool

    def give_back(self) -> None:
        with locked(self):
            if self.at != 0:
                c_close(self.at)
                self.at = 0
                forget_finalizer(self)


DBM = define_type(
    "dbm", W_Dbm, OBJECT, module=MODULE, flags=TypeFlags.NO_INSTANTIATE | TypeFlags.NOT_COUNTED, doc="An open database: a mapping of bytes to bytes."
)


@module_init(MODULE)
def init_dbm(_w_module: Value) -> None:
    NDBM.open()


@function(
    MODULE,
    "open(filename, flags='r', mode=0o666, /)",
    doc="Opens a database.\n\nflags: 'r' to read it, 'w' to write to it, 'c' to make it if there is none, 'n' to make it anew.\n"
    "mode: of the file, if it is made.",
)
def dbm_open(w_path: Value, w_flags: Value, w_mode: Value) -> Value:
    text = flag_text(w_flags)
    mode = c_int(w_mode)
    flags = 0
    if text == "w":
        flags = O_RDWR
    elif text == "c" or text == "rw":
        flags = O_RDWR | O_CREAT
    elif text == "n":
        flags = O_RDWR | O_CREAT | O_TRUNC
    elif text != "r":
        raise errors.error(ERROR, "arg 2 to open should be 'r', 'w', 'c', or 'n'")
    path = file_name(w_path)
    lent = c_copy(path)
    at = c_open(lent, i32(flags), i32(mode))
    number = errno()
    c_free(lent)
    if at == 0:
        raise file_failure(ERROR, number, path)
    d = W_Dbm()
    d.writable = flags & O_RDWR != 0
    d.begin(at)
    return wrap(d)


def file_of(d: W_Dbm) -> Addr:
    """Under the lock."""
    if d.at == 0:
        raise errors.error(ERROR, "DBM object has already been closed")
    return d.at


def failure(at: Addr, message: str) -> PyError:
    c_clear_error(at)
    return errors.error(ERROR, message)


def check_error(at: Addr) -> None:
    if c_error(at) != 0:
        raise failure(at, "")


# --- values -----------------------------------------------------------------------------------------------------------------------------


def fetch(d: W_Dbm, key: bytes) -> Value:
    """EMPTY: there is no such key. Takes the lock, since what the library gives is its own until its next call."""
    lent = Lent(key)
    try:
        with locked(d):
            found, size = c_fetch(file_of(d), lent.at, lent.n)
            return EMPTY if found == 0 else taken(found, size)
    finally:
        lent.give_back()


@method(DBM, "__getitem__(self, key, /)")
def dbm_getitem(self: W_Dbm, w_key: Value) -> Value:
    w = fetch(self, datum(w_key, "argument"))
    if is_empty(w):
        raise errors.key_error(w_key)
    return w


@method(DBM, "get(self, key, default=None, /)", doc="The value of key; default if there is none.")
def dbm_get(self: W_Dbm, w_key: Value, w_default: Value) -> Value:
    w = fetch(self, datum(w_key, "get() argument 1"))
    return w_default if is_empty(w) else w


@method(DBM, "__contains__(self, key, /)")
def dbm_contains(self: W_Dbm, w_key: Value) -> Value:
    with locked(self):
        file_of(self)
    return new_bool(not is_empty(fetch(self, sought(w_key, "dbm"))))


@method(DBM, "setdefault(self, key, default=b'', /)", doc="The value of key, which becomes default if there is none.")
def dbm_setdefault(self: W_Dbm, w_key: Value, w_default: Value) -> Value:
    key = datum(w_key, "setdefault() argument 1")
    w = fetch(self, key)
    if is_empty(w):
        value = datum_or(w_default, NO_VALUE)
        with locked(self):
            w = fetch(self, key)
            if is_empty(w):
                w = w_default
                store(self, key, value, INSERT)
    return w


def store(d: W_Dbm, key: bytes, value: bytes, flags: int) -> None:
    lent = Lent(key)
    content = Lent(value)
    try:
        with locked(d):
            at = file_of(d)
            d.size = -1
            if c_store(at, lent.at, lent.n, content.at, content.n, i32(flags)) < 0:
                raise failure(at, NOT_ADDED)
            check_error(at)
    finally:
        lent.give_back()
        content.give_back()


@method(DBM, "__setitem__(self, key, value, /)")
def dbm_setitem(self: W_Dbm, w_key: Value, w_value: Value) -> Value:
    key = datum_or(w_key, NO_KEY)
    with locked(self):
        file_of(self)
    store(self, key, datum_or(w_value, NO_VALUE), REPLACE)
    return w_None


@method(DBM, "__delitem__(self, key, /)")
def dbm_delitem(self: W_Dbm, w_key: Value) -> Value:
    lent = Lent(datum_or(w_key, NO_KEY))
    try:
        with locked(self):
            at = file_of(self)
            self.size = -1
            if c_delete(at, lent.at, lent.n) < 0:
                error = failure(at, NOT_DELETED)
                raise errors.key_error(w_key) if self.writable else error
            check_error(at)
    finally:
        lent.give_back()
    return w_None


# --- all keys ---------------------------------------------------------------------------------------------------------------------------


def collect_keys(d: W_Dbm, keys: W_List) -> bool:
    """False: a signal came, and it is to be begun anew when that is done."""
    with locked(d):
        at = file_of(d)
        key, size = c_first_key(at)
        while key != 0:
            list_append(keys, taken(key, size))
            if signals_wait():
                return False
            key, size = c_next_key(at)
        d.size = keys.length
    return True


def all_keys(d: W_Dbm) -> W_List:
    while True:
        keys = new_list()
        if collect_keys(d, keys):
            return keys
        check_signals()


@method(DBM, "keys(self, /)", doc="A list of all keys.")
def dbm_keys(self: W_Dbm) -> Value:
    return wrap(all_keys(self))


@method(DBM, "__len__(self, /)")
def dbm_len(self: W_Dbm) -> Value:
    with locked(self):
        file_of(self)
        known = self.size
    return from_int(known if known >= 0 else all_keys(self).length)


@method(DBM, "__bool__(self, /)")
def dbm_bool(self: W_Dbm) -> Value:
    with locked(self):
        at = file_of(self)
        if self.size >= 0:
            return new_bool(self.size > 0)
        key, _size = c_first_key(at)
        if key == 0:
            self.size = 0
        return new_bool(key != 0)


@method(DBM, "clear(self, /)", doc="Takes away all keys.")
def dbm_clear(self: W_Dbm) -> Value:
    while not delete_keys(self):
        check_signals()
    return w_None


def delete_keys(d: W_Dbm) -> bool:
    """False: a signal came, and there are more."""
    with locked(d):
        at = file_of(d)
        d.size = -1
        while True:
            key, size = c_first_key(at)
            if key == 0:
                return True
            if c_delete(at, key, size) < 0:
                raise failure(at, NOT_DELETED)
            if signals_wait():
                return False


# --- closing --------------------------------------------------------------------------------------------------------------------------------


@method(DBM, "close(self, /)", doc="Closes the database.")
def dbm_close(self: W_Dbm) -> Value:
    self.give_back()
    return w_None


@method(DBM, "__enter__(self, /)")
def dbm_enter(self: W_Dbm) -> Value:
    return wrap(self)


@method(DBM, "__exit__(self, /, *args)")
def dbm_exit(self: W_Dbm, w_args: Value) -> Value:
    self.give_back()
    return w_None
