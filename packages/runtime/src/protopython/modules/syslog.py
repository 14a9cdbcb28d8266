"""syslog: messages to the system's log.

The C library keeps the address of the program's name, one for the process; so does LOG, which frees it when there is another. Whoever
calls the library holds GUARD.
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Value, i32, locked, try_as, unwrap, wrap
from protodialect.unsafe import Addr, c_function
from protopython.modules._thread_locks import W_Lock, new_lock
from protopython.modules.support.system_calls import c_copy, c_long, c_text, parsed_int, signed32
from protopython.objects.codecs import codecs
from protopython.objects.dict.dict import dict_get_str
from protopython.objects.int.bigint import new_int
from protopython.objects.list.list import W_List, list_get
from protopython.objects.model import errors
from protopython.objects.model.auditing import run_audit_hooks
from protopython.objects.model.define import constant, define_module, function
from protopython.objects.singletons import w_None
from protopython.objects.str.methods import need_str
from protopython.objects.str.str import as_str
from protopython.objects.tuple import EMPTY_TUPLE, W_Tuple, new_tuple1, new_tuple2, new_tuple3
from protopython.protocore.os import c_free
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, is_empty

MODULE: Final[str] = "syslog"
define_module(MODULE, "Messages to the system's log.")
NUMBERS: Final[str] = (
    "LOG_ALERT=1 LOG_AUTH=32 LOG_AUTHPRIV=80 LOG_CONS=2 LOG_CRIT=2 LOG_CRON=72 LOG_DAEMON=24 LOG_DEBUG=7 LOG_EMERG=0 LOG_ERR=3 LOG_FTP=88 "
    "LOG_INFO=6 LOG_KERN=0 LOG_LOCAL0=128 LOG_LOCAL1=136 LOG_LOCAL2=144 LOG_LOCAL3=152 LOG_LOCAL4=160 LOG_LOCAL5=168 LOG_LOCAL6=176 "
    "LOG_LOCAL7=184 LOG_LPR=48 LOG_MAIL=16 LOG_NDELAY=8 LOG_NEWS=56 LOG_NOTICE=5 LOG_NOWAIT=16 LOG_ODELAY=4 LOG_PERROR=32 LOG_PID=1 "
    "LOG_SYSLOG=40 LOG_USER=8 LOG_UUCP=64 LOG_WARNING=4"
)
for _item in NUMBERS.split():
    _name, _, _number = _item.partition("=")
    constant(MODULE, _name, int(_number))

LOG_INFO: Final[int] = 6
LOG_USER: Final[int] = 8
GUARD: Final[W_Lock] = new_lock()


@c_function("openlog", blocking=True)
def c_openlog(name: Addr, options: i32, facility: i32) -> None: ...


@c_function("syslog", blocking=True)
def c_syslog(priority: i32, format: Addr, text: Addr) -> None: ...


@c_function("closelog", blocking=True)
def c_closelog() -> None: ...


@c_function("setlogmask")
def c_setlogmask(mask: i32) -> i32: ...


class Log:
    name: Addr
    """What the C library calls the program; 0: what it likes."""
    is_open: bool

    def __init__(self) -> None:
        self.name = 0
        self.is_open = False


LOG: Final[Log] = Log()


def program_name() -> Value:
    """The last part of sys.argv[0]; EMPTY: there is none."""
    w_argv = dict_get_str(context().space.w_sys.dict, "argv")
    argv = None if is_empty(w_argv) else try_as(W_List, w_argv)
    w_first = EMPTY if argv is None else list_get(argv, 0)
    first = None if is_empty(w_first) else as_str(w_first)
    if first is None or first == "":
        return EMPTY
    return wrap(first[first.rfind("/") + 1 :])


def open_log(w_name: Value, options: int, facility: int) -> None:
    """w_name: EMPTY for the program's own."""
    if is_empty(w_name):
        w_name = program_name()
    data = b""
    if not is_empty(w_name):
        data = codecs.encode_known(codecs.UTF_8, need_str(w_name, "openlog() argument 'ident'"), "strict")
    run_audit_hooks(
        wrap("syslog.openlog"),
        wrap(new_tuple3(w_None if is_empty(w_name) else w_name, new_int(options), new_int(facility))),
    )
    name = 0 if is_empty(w_name) else c_copy(data)
    with locked(GUARD):
        c_openlog(name, i32(options), i32(facility))
        c_free(LOG.name)
        LOG.name = name
        LOG.is_open = True


@function(
    MODULE,
    "openlog(ident=EMPTY, logoption=0, facility=8)",
    shown="($module, /, ident=<unrepresentable>, logoption=0,\n        facility=LOG_USER)",
    doc="Sets the program's name, the options and the kind of what it logs from now on.",
)
def s_openlog(w_ident: Value, w_options: Value, w_facility: Value) -> Value:
    if not is_empty(w_ident):
        need_str(w_ident, "openlog() argument 'ident'")
    options = c_long(w_options)
    open_log(w_ident, options, c_long(w_facility))
    return w_None


@function(MODULE, "syslog(*args)", shown="", doc="syslog([priority=LOG_INFO,] message)\nLogs a message.")
def s_syslog(w_args: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    n = args.length
    if n != 1 and n != 2:
        raise errors.type_error("syslog.syslog requires 1 to 2 arguments")
    priority = LOG_INFO if n == 1 else parsed_int(args.items[0])
    w_message = args.items[n - 1]
    message = c_copy(c_text(need_str(w_message, f"syslog() argument {n}")))
    try:
        run_audit_hooks(wrap("syslog.syslog"), wrap(new_tuple2(from_int(priority), w_message)))
        with locked(GUARD):
            is_open = LOG.is_open
        if not is_open:
            open_log(EMPTY, 0, LOG_USER)
        format = c_copy(b"%s")
        with locked(GUARD):
            c_syslog(i32(priority), format, message)
        c_free(format)
    finally:
        c_free(message)
    return w_None


@function(MODULE, "closelog()", doc="Closes the log, and forgets the program's name, the options and the kind.")
def s_closelog() -> Value:
    run_audit_hooks(wrap("syslog.closelog"), wrap(EMPTY_TUPLE))
    with locked(GUARD):
        if LOG.is_open:
            c_closelog()
            c_free(LOG.name)
            LOG.name = 0
            LOG.is_open = False
    return w_None


@function(MODULE, "setlogmask(maskpri, /)", doc="Sets which priorities are logged; those that were before.")
def s_setlogmask(w_mask: Value) -> Value:
    mask = c_long(w_mask)
    run_audit_hooks(wrap("syslog.setlogmask"), wrap(new_tuple1(new_int(mask))))
    return from_int(int(c_setlogmask(i32(mask))))


def to_int32(bits: int) -> Value:
    """The low 32 bits as a C int."""
    return from_int(signed32(bits & 0xFFFFFFFF))


@function(MODULE, "LOG_MASK(pri, /)", doc="The mask of one priority.")
def s_log_mask(w_priority: Value) -> Value:
    return to_int32(1 << (c_long(w_priority) & 31))


@function(MODULE, "LOG_UPTO(pri, /)", doc="The mask of all priorities up to this one.")
def s_log_upto(w_priority: Value) -> Value:
    return to_int32((1 << (c_long(w_priority) + 1 & 31)) - 1)
