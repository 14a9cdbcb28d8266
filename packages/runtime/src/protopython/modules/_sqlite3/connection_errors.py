"""The exceptions of sqlite3 as attributes of connections (PEP 249): who has a connection needs no import to catch its errors."""

from __future__ import annotations

from protodialect.types import Value, wrap
from protopython.modules._sqlite3 import errors as kinds
from protopython.modules._sqlite3.connection import CONNECTION, W_Connection
from protopython.objects.model.define import getter, setter
from protopython.objects.model.errors import attribute_error


@getter(CONNECTION, "Warning", member=True)
def connection_warning(self: W_Connection) -> Value:
    return wrap(kinds.WARNING)


@getter(CONNECTION, "Error", member=True)
def connection_error(self: W_Connection) -> Value:
    return wrap(kinds.ERROR)


@getter(CONNECTION, "InterfaceError", member=True)
def connection_interface_error(self: W_Connection) -> Value:
    return wrap(kinds.INTERFACE_ERROR)


@getter(CONNECTION, "DatabaseError", member=True)
def connection_database_error(self: W_Connection) -> Value:
    return wrap(kinds.DATABASE_ERROR)


@getter(CONNECTION, "InternalError", member=True)
def connection_internal_error(self: W_Connection) -> Value:
    return wrap(kinds.INTERNAL_ERROR)


@getter(CONNECTION, "OperationalError", member=True)
def connection_operational_error(self: W_Connection) -> Value:
    return wrap(kinds.OPERATIONAL_ERROR)


@getter(CONNECTION, "ProgrammingError", member=True)
def connection_programming_error(self: W_Connection) -> Value:
    return wrap(kinds.PROGRAMMING_ERROR)


@getter(CONNECTION, "IntegrityError", member=True)
def connection_integrity_error(self: W_Connection) -> Value:
    return wrap(kinds.INTEGRITY_ERROR)


@getter(CONNECTION, "DataError", member=True)
def connection_data_error(self: W_Connection) -> Value:
    return wrap(kinds.DATA_ERROR)


@getter(CONNECTION, "NotSupportedError", member=True)
def connection_not_supported_error(self: W_Connection) -> Value:
    return wrap(kinds.NOT_SUPPORTED_ERROR)


@setter(CONNECTION, "Warning")
@setter(CONNECTION, "Error")
@setter(CONNECTION, "InterfaceError")
@setter(CONNECTION, "DatabaseError")
@setter(CONNECTION, "InternalError")
@setter(CONNECTION, "OperationalError")
@setter(CONNECTION, "ProgrammingError")
@setter(CONNECTION, "IntegrityError")
@setter(CONNECTION, "DataError")
@setter(CONNECTION, "NotSupportedError")
def set_nothing(self: W_Connection, w_value: Value) -> Value:
    raise attribute_error("readonly attribute", wrap(self), "")
