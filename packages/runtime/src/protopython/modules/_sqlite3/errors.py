"""The exceptions of the module sqlite3, and which of them stands for what SQLite answers."""

from __future__ import annotations

from protodialect.types import i32, wrap
from protodialect.unsafe import Addr
from protopython.modules._sqlite3 import library
from protopython.modules._sqlite3.constants import MODULE, NOMEM, SHOWN, code_name
from protopython.modules.support.system_calls import c_bytes
from protopython.objects.codecs import codecs
from protopython.objects.exceptions import exceptions as x
from protopython.objects.model import errors
from protopython.objects.model.attributes import setattr_of
from protopython.objects.model.define import constant, define_type
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Type
from protopython.protocore.value import from_int


def _define(name: str, base: W_Type) -> W_Type:
    t = define_type(name, x.W_BaseException, base, module=SHOWN, flags=x.EXCEPTION_FLAGS, attributes=True)
    constant(MODULE, name, t)
    return t


WARNING = _define("Warning", x.EXCEPTION)
ERROR = _define("Error", x.EXCEPTION)
INTERFACE_ERROR = _define("InterfaceError", ERROR)
DATABASE_ERROR = _define("DatabaseError", ERROR)
INTERNAL_ERROR = _define("InternalError", DATABASE_ERROR)
OPERATIONAL_ERROR = _define("OperationalError", DATABASE_ERROR)
PROGRAMMING_ERROR = _define("ProgrammingError", DATABASE_ERROR)
INTEGRITY_ERROR = _define("IntegrityError", DATABASE_ERROR)
DATA_ERROR = _define("DataError", DATABASE_ERROR)
NOT_SUPPORTED_ERROR = _define("NotSupportedError", DATABASE_ERROR)


def programming_error(message: str) -> PyError:
    return errors.error(PROGRAMMING_ERROR, message)


def operational_error(message: str) -> PyError:
    return errors.error(OPERATIONAL_ERROR, message)


def data_error(message: str) -> PyError:
    return errors.error(DATA_ERROR, message)


def type_of_code(code: int) -> W_Type:
    match code:
        case 2 | 12:  # INTERNAL NOTFOUND
            return INTERNAL_ERROR
        case 1 | 3 | 4 | 5 | 6 | 8 | 9 | 10 | 13 | 14 | 15 | 16 | 17:
            # ERROR PERM ABORT BUSY LOCKED READONLY INTERRUPT IOERR FULL CANTOPEN PROTOCOL EMPTY SCHEMA
            return OPERATIONAL_ERROR
        case 18:  # TOOBIG
            return DATA_ERROR
        case 19 | 20:  # CONSTRAINT MISMATCH
            return INTEGRITY_ERROR
        case 21 | 25:  # MISUSE RANGE
            return INTERFACE_ERROR
        case _:
            return DATABASE_ERROR


def coded_error(extended: int, message: str) -> PyError:
    """The exception for an extended result code."""
    code = extended & 0xFF
    if code == NOMEM:
        return errors.memory_error()
    e = errors.error(type_of_code(code), message)
    setattr_of(e.w_value, "sqlite_errorcode", from_int(extended))
    setattr_of(e.w_value, "sqlite_errorname", wrap(code_name(extended)))
    return e


def failure(db: Addr, result: int) -> PyError:
    """The exception for the last thing that went wrong on an open connection; `result` is what the function answered."""
    mutex = library.c_db_mutex(db)
    held = library.hold(mutex)
    try:
        extended = library.c_extended_errcode(db)
        noted = extended & 0xFF == result & 0xFF  # else it is another thread's, or SQLite keeps none for this function
        message = c_bytes(library.c_errmsg(db) if noted else library.c_errstr(i32(result)))
    finally:
        library.let_go(mutex, held)
    return coded_error(extended if noted else result, text_of(message))


def text_of(data: bytes) -> str:
    """UTF-8, whatever is in it."""
    text, _n = codecs.decode_utf8(data, "replace", True)
    return text
