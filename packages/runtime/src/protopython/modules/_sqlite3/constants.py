"""The numbers of SQLite's interface that the module sqlite3 shows."""

from __future__ import annotations

from typing import Final

from protodialect.types import Array
from protopython.objects.model.define import constant, define_module

MODULE: Final[str] = "_sqlite3"
SHOWN: Final[str] = "sqlite3"
"""The module that the types say they belong to."""
define_module(MODULE, "The native half of the module sqlite3.")

OK: Final[int] = 0
NOMEM: Final[int] = 7
ROW: Final[int] = 100
DONE: Final[int] = 101
BUSY: Final[int] = 5
LOCKED: Final[int] = 6
MISUSE: Final[int] = 21
DENY: Final[int] = 1
TEXT: Final[int] = 3
"""A type of values."""

LIMIT_SQL_LENGTH: Final[int] = 1
LIMIT_FUNCTION_ARG: Final[int] = 6
UTF8: Final[int] = 1
INT_MAX: Final[int] = 0x7FFFFFFF

PARSE_DECLTYPES: Final[int] = 1
PARSE_COLNAMES: Final[int] = 2
LEGACY: Final[int] = -1
"""Of Connection.autocommit: transactions as isolation_level says."""

ACTIONS = (
    ("CREATE_INDEX", 1), ("DENY", 1), ("CREATE_TABLE", 2), ("IGNORE", 2), ("CREATE_TEMP_INDEX", 3), ("CREATE_TEMP_TABLE", 4),
    ("CREATE_TEMP_TRIGGER", 5), ("CREATE_TEMP_VIEW", 6), ("CREATE_TRIGGER", 7), ("CREATE_VIEW", 8), ("DELETE", 9), ("DROP_INDEX", 10),
    ("DROP_TABLE", 11), ("DROP_TEMP_INDEX", 12), ("DROP_TEMP_TABLE", 13), ("DROP_TEMP_TRIGGER", 14), ("DROP_TEMP_VIEW", 15), ("DROP_TRIGGER", 16),
    ("DROP_VIEW", 17), ("INSERT", 18), ("PRAGMA", 19), ("READ", 20), ("SELECT", 21), ("TRANSACTION", 22), ("UPDATE", 23), ("ATTACH", 24),
    ("DETACH", 25), ("ALTER_TABLE", 26), ("REINDEX", 27), ("ANALYZE", 28), ("CREATE_VTABLE", 29), ("DROP_VTABLE", 30), ("FUNCTION", 31),
    ("SAVEPOINT", 32), ("RECURSIVE", 33),
)  # fmt: skip
LIMITS = (
    ("LENGTH", 0), ("SQL_LENGTH", 1), ("COLUMN", 2), ("EXPR_DEPTH", 3), ("COMPOUND_SELECT", 4), ("VDBE_OP", 5), ("FUNCTION_ARG", 6),
    ("ATTACHED", 7), ("LIKE_PATTERN_LENGTH", 8), ("VARIABLE_NUMBER", 9), ("TRIGGER_DEPTH", 10), ("WORKER_THREADS", 11),
)  # fmt: skip
CONFIGS = (
    ("ENABLE_FKEY", 1002), ("ENABLE_TRIGGER", 1003), ("ENABLE_FTS3_TOKENIZER", 1004), ("ENABLE_LOAD_EXTENSION", 1005), ("NO_CKPT_ON_CLOSE", 1006),
    ("ENABLE_QPSG", 1007), ("TRIGGER_EQP", 1008), ("RESET_DATABASE", 1009), ("DEFENSIVE", 1010), ("WRITABLE_SCHEMA", 1011),
    ("LEGACY_ALTER_TABLE", 1012), ("DQS_DML", 1013), ("DQS_DDL", 1014), ("ENABLE_VIEW", 1015), ("LEGACY_FILE_FORMAT", 1016),
    ("TRUSTED_SCHEMA", 1017),
)  # fmt: skip
CODES = (
    ("OK", 0), ("OK_LOAD_PERMANENTLY", 256), ("OK_SYMLINK", 512), ("ERROR", 1), ("ERROR_MISSING_COLLSEQ", 257), ("ERROR_RETRY", 513),
    ("ERROR_SNAPSHOT", 769), ("INTERNAL", 2), ("PERM", 3), ("ABORT", 4), ("ABORT_ROLLBACK", 516), ("BUSY", 5), ("BUSY_RECOVERY", 261),
    ("BUSY_SNAPSHOT", 517), ("BUSY_TIMEOUT", 773), ("LOCKED", 6), ("LOCKED_SHAREDCACHE", 262), ("LOCKED_VTAB", 518), ("NOMEM", 7), ("READONLY", 8),
    ("READONLY_RECOVERY", 264), ("READONLY_CANTLOCK", 520), ("READONLY_ROLLBACK", 776), ("READONLY_DBMOVED", 1032), ("READONLY_CANTINIT", 1288),
    ("READONLY_DIRECTORY", 1544), ("INTERRUPT", 9), ("IOERR", 10), ("IOERR_READ", 266), ("IOERR_SHORT_READ", 522), ("IOERR_WRITE", 778),
    ("IOERR_FSYNC", 1034), ("IOERR_DIR_FSYNC", 1290), ("IOERR_TRUNCATE", 1546), ("IOERR_FSTAT", 1802), ("IOERR_UNLOCK", 2058),
    ("IOERR_RDLOCK", 2314), ("IOERR_DELETE", 2570), ("IOERR_BLOCKED", 2826), ("IOERR_NOMEM", 3082), ("IOERR_ACCESS", 3338),
    ("IOERR_CHECKRESERVEDLOCK", 3594), ("IOERR_LOCK", 3850), ("IOERR_CLOSE", 4106), ("IOERR_DIR_CLOSE", 4362), ("IOERR_SHMOPEN", 4618),
    ("IOERR_SHMSIZE", 4874), ("IOERR_SHMLOCK", 5130), ("IOERR_SHMMAP", 5386), ("IOERR_SEEK", 5642), ("IOERR_DELETE_NOENT", 5898),
    ("IOERR_MMAP", 6154), ("IOERR_GETTEMPPATH", 6410), ("IOERR_CONVPATH", 6666), ("IOERR_VNODE", 6922), ("IOERR_AUTH", 7178),
    ("IOERR_BEGIN_ATOMIC", 7434), ("IOERR_COMMIT_ATOMIC", 7690), ("IOERR_ROLLBACK_ATOMIC", 7946), ("IOERR_DATA", 8202), ("IOERR_CORRUPTFS", 8458),
    ("CORRUPT", 11), ("CORRUPT_VTAB", 267), ("CORRUPT_SEQUENCE", 523), ("CORRUPT_INDEX", 779), ("NOTFOUND", 12), ("FULL", 13), ("CANTOPEN", 14),
    ("CANTOPEN_NOTEMPDIR", 270), ("CANTOPEN_ISDIR", 526), ("CANTOPEN_FULLPATH", 782), ("CANTOPEN_CONVPATH", 1038), ("CANTOPEN_DIRTYWAL", 1294),
    ("CANTOPEN_SYMLINK", 1550), ("PROTOCOL", 15), ("EMPTY", 16), ("SCHEMA", 17), ("TOOBIG", 18), ("CONSTRAINT", 19), ("CONSTRAINT_CHECK", 275),
    ("CONSTRAINT_COMMITHOOK", 531), ("CONSTRAINT_FOREIGNKEY", 787), ("CONSTRAINT_FUNCTION", 1043), ("CONSTRAINT_NOTNULL", 1299),
    ("CONSTRAINT_PRIMARYKEY", 1555), ("CONSTRAINT_TRIGGER", 1811), ("CONSTRAINT_UNIQUE", 2067), ("CONSTRAINT_VTAB", 2323),
    ("CONSTRAINT_ROWID", 2579), ("CONSTRAINT_PINNED", 2835), ("MISMATCH", 20), ("MISUSE", 21), ("NOLFS", 22), ("AUTH", 23), ("AUTH_USER", 279),
    ("FORMAT", 24), ("RANGE", 25), ("NOTADB", 26), ("NOTICE", 27), ("NOTICE_RECOVER_WAL", 283), ("NOTICE_RECOVER_ROLLBACK", 539), ("WARNING", 28),
    ("WARNING_AUTOINDEX", 284), ("ROW", 100), ("DONE", 101),
)  # fmt: skip

constant(MODULE, "PARSE_DECLTYPES", PARSE_DECLTYPES)
constant(MODULE, "PARSE_COLNAMES", PARSE_COLNAMES)
constant(MODULE, "LEGACY_TRANSACTION_CONTROL", LEGACY)
for _prefix, _table in (("SQLITE_", ACTIONS), ("SQLITE_LIMIT_", LIMITS), ("SQLITE_DBCONFIG_", CONFIGS), ("SQLITE_", CODES)):
    for _name, _number in _table:
        constant(MODULE, _prefix + _name, _number)

CODE_NAMES: Final[Array[str]] = Array.of(["SQLITE_" + name for name, _number in CODES])
CODE_NUMBERS: Final[Array[int]] = Array.of([number for _name, number in CODES])
FIRST_CONFIG: Final[int] = 1002
LAST_CONFIG: Final[int] = 1017


def code_name(code: int) -> str:
    for i in range(len(CODE_NUMBERS)):
        if CODE_NUMBERS[i] == code:
            return CODE_NAMES[i]
    return "unknown"
