"""Signals between the C handler and Python: what arrived, who handles it, and when the handlers run.

The C handler only sets the signal's bit in SIGNALS.pending and asks the main thread for attention; it may run on any thread, between any
two instructions, so it touches nothing else. The main thread runs the Python handlers at its next safepoint (the interpreter's loop
ends), and where a system call or a wait comes back interrupted.
"""

from __future__ import annotations

import os as _host_os
from typing import Any, Final

from protodialect.types import COMPILED, EMPTY, Array, Value, i32, wrap
from protodialect.unsafe import CX_POLL, Addr, address_of, atomic_and64, atomic_load64, atomic_or64, bytes_data
from protopython.engine.remote_mailbox import MAILBOX
from protopython.objects.frame import ESCAPED, frame_of
from protopython.objects.model import call as calls
from protopython.objects.singletons import w_None
from protopython.protocore.os import c_write
from protopython.protocore.polling import ATTENTION, POLL_SIGNAL, take_poll
from protopython.protocore.thread import ProtoContext, context
from protopython.protocore.value import from_int, is_empty, is_int, same

N_SIGNALS: Final[int] = 65


class Signals:
    """One a process. The order of the fields is known to signal_arrived."""

    pending: int
    """At offset 8: bit n is set while signal n waits for its Python handler (bit 0: signal 64)."""
    main: Addr
    """At offset 16: the main thread's context, or 0."""
    wakeup_fd: int
    """signal.set_wakeup_fd; 0: none."""
    warn_on_full: bool
    handlers: Array[Value] | None
    """By number, what signal.getsignal tells: a callable, 0 (SIG_DFL), 1 (SIG_IGN), or None."""

    def __init__(self) -> None:
        self.pending = 0
        self.main = 0
        self.wakeup_fd = 0
        self.warn_on_full = True
        self.handlers = None


SIGNALS: Final[Signals] = Signals()


def signal_arrived() -> None:
    """The C signal handler: its one C argument, the number, is where compiled functions get their context. So nothing here may use one."""
    number = address_of(context()) & 63
    atomic_or64(address_of(SIGNALS) + 8, 1 << number)
    main = atomic_load64(address_of(SIGNALS) + 16)
    if main != 0:
        atomic_or64(main + CX_POLL, POLL_SIGNAL)


def host_signal_arrived(number: int, frame: Any) -> None:
    """Host only."""
    SIGNALS.pending |= 1 << (number & 63)
    request_main()


def take_pending() -> int:
    if COMPILED:
        return atomic_and64(address_of(SIGNALS) + 8, 0)
    else:
        bits = SIGNALS.pending
        SIGNALS.pending = 0
        return bits


def put_back(bits: int) -> None:
    """As if these signals had just arrived."""
    if bits != 0:
        if COMPILED:
            atomic_or64(address_of(SIGNALS) + 8, bits)
        else:
            SIGNALS.pending |= bits
        request_main()


def request_main() -> None:
    """Asks the main thread to look for signals."""
    if COMPILED:
        main = atomic_load64(address_of(SIGNALS) + 16)
        if main != 0:
            atomic_or64(main + CX_POLL, POLL_SIGNAL)
    elif _HOST_MAIN:
        _HOST_MAIN[0].poll = POLL_SIGNAL


_HOST_MAIN: list[ProtoContext] = []


def adopt_main_thread(cx: ProtoContext) -> None:
    """cx's thread is the one that handles signals."""
    if COMPILED:
        SIGNALS.main = address_of(cx)
        MAILBOX.main = address_of(cx)
    else:
        _HOST_MAIN[:] = [cx]


def run_pending_signals() -> None:
    """Runs the Python handlers of signals that arrived; they may raise. Does nothing on other threads than the main one."""
    cx = context()
    if not cx.is_main:
        return
    if COMPILED:
        take_poll(POLL_SIGNAL)
    else:
        cx.poll = 0
    bits = take_pending()
    if bits == 0:
        return
    number = 1
    while number < N_SIGNALS:
        bit = 1 << (number & 63)
        if bits & bit != 0:
            bits &= ~bit
            w_handler = handler_of(number)
            if not is_empty(w_handler) and not is_int(w_handler) and not same(w_handler, w_None):
                wake_up(number)
                put_back(bits)  # the others' turn comes even if this one raises
                calls.call2(w_handler, from_int(number), frame_value())
                bits = take_pending()
                number = 0
        number += 1


ATTENTION.run_signals = run_pending_signals


def handler_of(number: int) -> Value:
    handlers = SIGNALS.handlers
    return EMPTY if handlers is None else handlers[number]


def frame_value() -> Value:
    """The frame that handlers get: the one that was interrupted."""
    frame = frame_of(context())
    if frame.previous is None:
        return w_None
    frame.kind |= ESCAPED
    return wrap(frame)


def wake_up(number: int) -> None:
    """Writes the signal's number to the descriptor of signal.set_wakeup_fd."""
    fd = SIGNALS.wakeup_fd
    if fd > 0:
        write_byte(fd, number)


def write_byte(fd: int, x: int) -> None:
    if COMPILED:
        c_write(i32(fd), bytes_data(ALL_BYTES) + x, 1)
    else:
        try:
            _host_os.write(fd, bytes((x,)))
        except OSError:
            pass


ALL_BYTES: Final[bytes] = bytes(range(N_SIGNALS))
