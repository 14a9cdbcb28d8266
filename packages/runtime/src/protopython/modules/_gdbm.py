"""_gdbm: databases in a file, one value a key, of the library GNU dbm."""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Value, i32, locked, unwrap, wrap
from protodialect.unsafe import Addr, c_function, errno, load32, load64
from protopython.modules.support.dbm_data import (
    Lent,
    W_DbmFile,
    datum,
    datum_or,
    file_failure,
    file_name,
    flag_text,
    sought,
    system_failure,
    taken,
)
from protopython.modules.support.system_calls import ascii_at, c_copy, c_int, clear_errno
from protopython.modules.support.system_library import SystemLibrary
from protopython.objects.dict.dict import dict_set_str
from protopython.objects.exceptions import exceptions as x
from protopython.objects.list.list import W_List, list_append, new_list
from protopython.objects.model import errors
from protopython.objects.model.define import OBJECT, constant, define_module, define_type, function, method, module_init
from protopython.objects.module import W_Module
from protopython.objects.singletons import new_bool, w_None
from protopython.objects.tuple import new_tuple3
from protopython.protocore.collector import forget_finalizer
from protopython.protocore.error import PyError
from protopython.protocore.object import TypeFlags
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.polling import check_signals, signals_wait
from protopython.protocore.value import from_int, is_empty

MODULE: Final[str] = "_gdbm"
GDBM: Final[SystemLibrary] = SystemLibrary("gdbm", MODULE, ["libgdbm.so.6"], "libgdbm6 (Debian), gdbm-libs (Fedora)")

READER: Final[int] = 0
WRITER: Final[int] = 1
CREATOR: Final[int] = 2
RENEWER: Final[int] = 3
FAST: Final[int] = 0x10
SYNC: Final[int] = 0x20
NO_LOCK: Final[int] = 0x40
REPLACE: Final[int] = 1
ITEM_NOT_FOUND: Final[int] = 15
NO_DATUM: Final[str] = "gdbm mappings have bytes or string indices only"

define_module(MODULE, "Databases in files, on the library GNU dbm.")
constant(MODULE, "open_flags", "rwcnfsu")
ERROR = define_type(
    "error", x.W_OSError, x.OS_ERROR, module=MODULE, flags=x.EXCEPTION_FLAGS, attributes=True, doc="What a database answered is an error."
)
constant(MODULE, "error", ERROR)


@c_function("gdbm_open", blocking=True, library="gdbm")
def c_open(path: Addr, block_size: i32, flags: i32, mode: i32, fatal: Addr) -> Addr: ...


@c_function("gdbm_close", blocking=True, library="gdbm")
def c_close(file: Addr) -> i32: ...


@c_function("gdbm_fetch", blocking=True, library="gdbm")
def c_fetch(file: Addr, key: Addr, key_size: int) -> tuple[Addr, int]: ...


@c_function("gdbm_store", blocking=True, library="gdbm")
def c_store(file: Addr, key: Addr, key_size: int, value: Addr, value_size: int, flags: i32) -> i32: ...


@c_function("gdbm_delete", blocking=True, library="gdbm")
def c_delete(file: Addr, key: Addr, key_size: int) -> i32: ...


@c_function("gdbm_exists", blocking=True, library="gdbm")
def c_exists(file: Addr, key: Addr, key_size: int) -> i32: ...


@c_function("gdbm_count", blocking=True, library="gdbm")
def c_count(file: Addr, out: Addr) -> i32: ...


@c_function("gdbm_firstkey", blocking=True, library="gdbm")
def c_first_key(file: Addr) -> tuple[Addr, int]: ...


@c_function("gdbm_nextkey", blocking=True, library="gdbm")
def c_next_key(file: Addr, key: Addr, key_size: int) -> tuple[Addr, int]: ...


@c_function("gdbm_reorganize", blocking=True, library="gdbm")
def c_reorganize(file: Addr) -> i32: ...


@c_function("gdbm_sync", blocking=True, library="gdbm")
def c_sync(file: Addr) -> i32: ...


@c_function("gdbm_errno_location", errno=False, library="gdbm")
def c_error_location() -> Addr: ...


@c_function("gdbm_strerror", errno=False, library="gdbm")
def c_error_text(number: i32) -> Addr: ...


class W_Gdbm(W_DbmFile):
    def give_back(self) -> None:
        with locked(self):
            if self.at != 0:
                c_close(self.at)
                self.at = 0
                forget_finalizer(self)


DBM = define_type(
    "gdbm",
    W_Gdbm,
    OBJECT,
    module=MODULE,
    flags=TypeFlags.NO_INSTANTIATE | TypeFlags.NOT_COUNTED,
    doc="An open database: a mapping of bytes to bytes.",
)


@module_init(MODULE)
def init_gdbm(w_module: Value) -> None:
    GDBM.open()
    at = GDBM.address_of("gdbm_version_number")
    if at != 0:
        version = new_tuple3(from_int(load32(at)), from_int(load32(at + 4)), from_int(load32(at + 8)))
        dict_set_str(unwrap(W_Module, w_module).dict, "_GDBM_VERSION", wrap(version))


@function(
    MODULE,
    "open(filename, flags='r', mode=0o666, /)",
    doc="Opens a database.\n\nflags: 'r' to read it, 'w' to write to it, 'c' to make it if there is none, 'n' to make it anew; behind that\n"
    "'f' to write to the disk late, 's' to write at once, 'u' not to lock the file.\nmode: of the file, if it is made.",
)
def gdbm_open(w_path: Value, w_flags: Value, w_mode: Value) -> Value:
    text = flag_text(w_flags)
    mode = c_int(w_mode)
    flags = flags_of(text)
    path = file_name(w_path)
    lent = c_copy(path)
    clear_errno()
    at = c_open(lent, i32(0), i32(flags), i32(mode), 0)
    number = errno()
    c_free(lent)
    if at == 0:
        raise file_failure(ERROR, number, path) if number != 0 else library_failure()
    d = W_Gdbm()
    d.begin(at)
    return wrap(d)


def flags_of(text: str) -> int:
    if text.startswith("r"):
        flags = READER
    elif text.startswith("w"):
        flags = WRITER
    elif text.startswith("c"):
        flags = CREATOR
    elif text.startswith("n"):
        flags = RENEWER
    else:
        raise errors.error(ERROR, "First flag must be one of 'r', 'w', 'c' or 'n'")
    for i in range(1, len(text)):
        c = text[i]
        if c == "f":
            flags |= FAST
        elif c == "s":
            flags |= SYNC
        elif c == "u":
            flags |= NO_LOCK
        else:
            raise errors.error(ERROR, f"Flag '{c}' is not supported.")
    return flags


def file_of(d: W_Gdbm) -> Addr:
    """Under the lock."""
    if d.at == 0:
        raise errors.error(ERROR, "GDBM object has already been closed")
    return d.at


def library_failure() -> PyError:
    return errors.error(ERROR, ascii_at(c_error_text(i32(load32(c_error_location())))))


def failure(number: int) -> PyError:
    """number: errno, where the library tells it."""
    return library_failure() if number == 0 else system_failure(ERROR, number)


# --- values -----------------------------------------------------------------------------------------------------------------------------


def fetch(d: W_Gdbm, key: bytes) -> Value:
    """EMPTY: there is no such key."""
    lent = Lent(key)
    try:
        with locked(d):
            found, size = c_fetch(file_of(d), lent.at, lent.n)
    finally:
        lent.give_back()
    return owned(found, size, EMPTY)


def owned(at: Addr, size: int, w_otherwise: Value) -> Value:
    """The content of a datum that is the caller's to free; w_otherwise: it has none."""
    if at == 0:
        return w_otherwise
    try:
        return taken(at, size)
    finally:
        c_free(at)


@method(DBM, "__getitem__(self, key, /)")
def gdbm_getitem(self: W_Gdbm, w_key: Value) -> Value:
    w = fetch(self, datum(w_key, "argument"))
    if is_empty(w):
        raise errors.key_error(w_key)
    return w


@method(DBM, "get(self, key, default=None, /)", doc="The value of key; default if there is none.")
def gdbm_get(self: W_Gdbm, w_key: Value, w_default: Value) -> Value:
    w = fetch(self, datum(w_key, "argument"))
    return w_default if is_empty(w) else w


@method(DBM, "__contains__(self, key, /)")
def gdbm_contains(self: W_Gdbm, w_key: Value) -> Value:
    with locked(self):
        file_of(self)
    lent = Lent(sought(w_key, "gdbm"))
    try:
        with locked(self):
            return new_bool(c_exists(file_of(self), lent.at, lent.n) != 0)
    finally:
        lent.give_back()


@method(DBM, "setdefault(self, key, default=None, /)", doc="The value of key, which becomes default if there is none.")
def gdbm_setdefault(self: W_Gdbm, w_key: Value, w_default: Value) -> Value:
    key = datum(w_key, "argument")
    w = fetch(self, key)
    if is_empty(w):
        value = datum_or(w_default, NO_DATUM)
        with locked(self):
            w = fetch(self, key)
            if is_empty(w):
                store(self, key, value)
                w = wrap(value)
    return w


def store(d: W_Gdbm, key: bytes, value: bytes) -> None:
    lent = Lent(key)
    content = Lent(value)
    try:
        with locked(d):
            at = file_of(d)
            d.size = -1
            clear_errno()
            if c_store(at, lent.at, lent.n, content.at, content.n, i32(REPLACE)) < 0:
                raise failure(errno())
    finally:
        lent.give_back()
        content.give_back()


@method(DBM, "__setitem__(self, key, value, /)")
def gdbm_setitem(self: W_Gdbm, w_key: Value, w_value: Value) -> Value:
    key = datum_or(w_key, NO_DATUM)
    with locked(self):
        file_of(self)
    store(self, key, datum_or(w_value, NO_DATUM))
    return w_None


@method(DBM, "__delitem__(self, key, /)")
def gdbm_delitem(self: W_Gdbm, w_key: Value) -> Value:
    lent = Lent(datum_or(w_key, NO_DATUM))
    try:
        with locked(self):
            at = file_of(self)
            self.size = -1
            if c_delete(at, lent.at, lent.n) < 0:
                raise errors.key_error(w_key) if load32(c_error_location()) == ITEM_NOT_FOUND else library_failure()
    finally:
        lent.give_back()
    return w_None


# --- all keys ---------------------------------------------------------------------------------------------------------------------------


@method(DBM, "firstkey(self, /)", doc="The key that comes first, or None: keys are in no order that has a meaning.")
def gdbm_firstkey(self: W_Gdbm) -> Value:
    with locked(self):
        key, size = c_first_key(file_of(self))
    return owned(key, size, w_None)


@method(DBM, "nextkey(self, key, /)", doc="The key that comes after this one, or None.")
def gdbm_nextkey(self: W_Gdbm, w_key: Value) -> Value:
    lent = Lent(datum(w_key, "nextkey() argument"))
    try:
        with locked(self):
            key, size = c_next_key(file_of(self), lent.at, lent.n)
    finally:
        lent.give_back()
    return owned(key, size, w_None)


@method(DBM, "keys(self, /)", doc="A list of all keys.")
def gdbm_keys(self: W_Gdbm) -> Value:
    while True:
        keys = new_list()
        if collect_keys(self, keys):
            return wrap(keys)
        check_signals()


def collect_keys(d: W_Gdbm, keys: W_List) -> bool:
    """False: a signal came, and it is to be begun anew when that is done."""
    with locked(d):
        at = file_of(d)
        key, size = c_first_key(at)
        while key != 0:
            try:
                list_append(keys, taken(key, size))
                if signals_wait():
                    return False
                following, following_size = c_next_key(at, key, size)
            finally:
                c_free(key)
            key = following
            size = following_size
    return True


@method(DBM, "__len__(self, /)")
def gdbm_len(self: W_Gdbm) -> Value:
    with locked(self):
        at = file_of(self)
        if self.size < 0:
            out = c_malloc(8)
            clear_errno()
            status = int(c_count(at, out))
            number = errno()
            count = load64(out)
            c_free(out)
            if status < 0:
                raise failure(number)
            self.size = count
        return from_int(self.size)


@method(DBM, "__bool__(self, /)")
def gdbm_bool(self: W_Gdbm) -> Value:
    with locked(self):
        at = file_of(self)
        if self.size >= 0:
            return new_bool(self.size > 0)
        key, _size = c_first_key(at)
        if key == 0:
            self.size = 0
        c_free(key)
        return new_bool(key != 0)


@method(DBM, "clear(self, /)", doc="Takes away all keys.")
def gdbm_clear(self: W_Gdbm) -> Value:
    while not delete_keys(self):
        check_signals()
    return w_None


def delete_keys(d: W_Gdbm) -> bool:
    """False: a signal came, and there are more."""
    with locked(d):
        at = file_of(d)
        d.size = -1
        while True:
            key, size = c_first_key(at)
            if key == 0:
                return True
            failed = c_delete(at, key, size) < 0
            c_free(key)
            if failed:
                raise errors.error(ERROR, "cannot delete item from database")
            if signals_wait():
                return False


@method(DBM, "reorganize(self, /)", doc="Writes the file anew, without the room that deleted keys had.")
def gdbm_reorganize(self: W_Gdbm) -> Value:
    with locked(self):
        at = file_of(self)
        clear_errno()
        if c_reorganize(at) < 0:
            raise failure(errno())
    return w_None


@method(DBM, "sync(self, /)", doc="Writes to the disk what is not there yet.")
def gdbm_sync(self: W_Gdbm) -> Value:
    with locked(self):
        c_sync(file_of(self))
    return w_None


# --- closing --------------------------------------------------------------------------------------------------------------------------------


@method(DBM, "close(self, /)", doc="Closes the database.")
def gdbm_close(self: W_Gdbm) -> Value:
    self.give_back()
    return w_None


@method(DBM, "__enter__(self, /)")
def gdbm_enter(self: W_Gdbm) -> Value:
    return wrap(self)


@method(DBM, "__exit__(self, /, *args)")
def gdbm_exit(self: W_Gdbm, w_args: Value) -> Value:
    self.give_back()
    return w_None
