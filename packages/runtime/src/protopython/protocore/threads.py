"""OS threads under management: contexts, blocking regions, stopping the world, and parking.

A thread is in one of two states, the word at CX_STATE:

    RUNNING   it may touch the heap. It looks at its `poll` word at safepoints
    BLOCKED   it promises not to touch the heap: in a C call that may wait, not yet started, or ended. Before it
              went there it left its callee-saved registers and stack top in its context, so that it can be scanned
              as it is
    PARKED    the same while it waits for the runtime alone: for a collection, or for another thread's lock

Stopping the world. The collector sets THREADS.stop, then every other thread's poll bit, and waits until none
is RUNNING. A thread that wants back to RUNNING stores RUNNING and then reads `stop`; the collector stores
`stop` and then reads states: one of them sees the other (both sequentially consistent). So a collection waits
for running threads to reach a safepoint, never for a system call.

Contexts are not heap objects: they are mapped memory that is never unmapped, only used again, so a stale
pointer to one stays harmless. On the host threads are CPython's, and all of this does nothing.
"""

from __future__ import annotations

import threading as _host_threading
from collections.abc import Callable
from typing import Final

from protodialect.types import COMPILED, Value, i32, races, u32, unlikely
from protodialect.unsafe import (
    CX_NEXT,
    CX_POLL,
    CX_REG_BASE,
    CX_REG_LIMIT,
    CX_REG_TOP,
    CX_SAVED_REGS,
    CX_STACK_BASE,
    CX_STACK_LIMIT,
    CX_STATE,
    CX_THREAD_ID,
    SYMBOL_MULTITHREADED,
    Addr,
    address_of,
    atomic_add64,
    atomic_and64,
    atomic_cas32,
    atomic_load64,
    atomic_or64,
    atomic_store64,
    atomic_swap32,
    bytes_data,
    c_function,
    errno,
    export,
    function_address,
    load8,
    load64,
    memset,
    new_bytes,
    object_at,
    spill,
    store8,
    store64,
    symbol,
)
from protopython.protocore.heap import context_size, give_back_runs, leave_runs, reserve_lazy
from protopython.protocore.os import (
    CLOCK_MONOTONIC,
    EAGAIN,
    ETIMEDOUT,
    FUTEX_WAIT_PRIVATE,
    FUTEX_WAKE_PRIVATE,
    SYS_FUTEX,
    c_clock_gettime,
    c_free,
    c_futex_wait,
    c_futex_wait_unmanaged,
    c_futex_wake,
    c_malloc_or_null,
    c_sched_yield,
    clock_ns,
)
from protopython.protocore.polling import POLL_SIGNAL, POLL_STOP
from protopython.protocore.space import ProtoSpace
from protopython.protocore.thread import ProtoContext, context, set_host_context

RUNNING: Final[int] = 0
BLOCKED: Final[int] = 1
PARKED: Final[int] = 2

MAX_ID: Final[int] = 0xFFFFFF
"""Of a thread: what the owner of an object's lock has room for."""
REGISTERS: Final[int] = 1 << 20
"""Values on a thread's register stack (address space; pages come as they are used)."""
THREAD_STACK: Final[int] = 16 << 20
STACK_RESERVE: Final[int] = 128 << 10
"""C stack kept for what cannot check: stack_limit lies this much above its end."""


STACK_OVERHEAD: Final[int] = STACK_RESERVE + (256 << 10)
"""What a thread whose size a program sets gets beyond that: the reserve, and what the checks of native recursion keep free. Address space only."""


MAX_REST: Final[int] = 20_000_000
"""Nanoseconds."""


class Threads:
    stop: int
    """First field: a futex word at offset 8. 1 while the world is stopped or stopping."""
    lock: int
    """Futex word at offset 16: held by who stops the world, starts or ends a thread. 0 free, 1 held, 2 held
    and waited for."""
    seconds: int
    """This and the next at offset 24: for clock_gettime, under the lock."""
    nanoseconds: int
    stopped_at: int
    """Monotonic nanoseconds: when the world was last stopped."""
    rest_until: int
    """Until then the world is not stopped again."""
    first: Addr
    """All contexts, linked by CX_NEXT, newest first; ended threads' contexts are not in the list."""
    spare: Addr
    """Contexts of ended threads, for use again."""
    count: int
    last_id: int
    last_dead: int
    """In the child of a fork: the threads with numbers up to this one, but for the survivor, were the parent's."""
    survivor: int

    def __init__(self) -> None:
        self.stop = 0
        self.lock = 0
        self.seconds = 0
        self.nanoseconds = 0
        self.stopped_at = 0
        self.rest_until = 0
        self.first = 0
        self.spare = 0
        self.count = 0
        self.last_id = 1
        self.last_dead = 0
        self.survivor = 0


THREADS: Final[Threads] = Threads()


@c_function("pp_make_context")
def c_make_context(low: Addr, high: Addr) -> Addr: ...


@c_function("pp_set_current_context")
def c_set_current_context(cx: Addr) -> None: ...


@c_function("pp_thread_bounds")
def c_thread_bounds(low_and_high: Addr) -> int: ...


@c_function("pthread_create")
def c_pthread_create(thread: Addr, attributes: Addr, start: Addr, argument: Addr) -> i32: ...


@c_function("pthread_attr_init")
def c_pthread_attr_init(attributes: Addr) -> i32: ...


@c_function("pthread_attr_setstacksize")
def c_pthread_attr_setstacksize(attributes: Addr, size: int) -> i32: ...


@c_function("pthread_attr_setdetachstate")
def c_pthread_attr_setdetachstate(attributes: Addr, state: i32) -> i32: ...


@c_function("usleep")
def c_usleep(microseconds: u32) -> i32: ...


@c_function("pthread_attr_destroy")
def c_pthread_attr_destroy(attributes: Addr) -> i32: ...


# --- blocking, parking --------------------------------------------------------------------------------------
# pp_enter_blocking is assembler in the prelude: it spills and sets the state.


@export("pp_leave_blocking")
def leave_blocking() -> None:
    """Back to RUNNING, once no collection is in the way."""
    cx = address_of(context())
    atomic_store64(cx + CX_STATE, RUNNING)
    if unlikely(atomic_load64(address_of(THREADS) + 8) != 0):
        _park(cx)


def _park(cx: Addr) -> None:
    """Waits in PARKED until the world runs again. The thread has spilled, or will not need to: see the
    callers."""
    stop = address_of(THREADS) + 8
    while True:
        atomic_store64(cx + CX_STATE, PARKED)
        while atomic_load64(stop) != 0:
            c_futex_wait_unmanaged(SYS_FUTEX, stop, FUTEX_WAIT_PRIVATE, 1, 0, 0, 0)
        atomic_store64(cx + CX_STATE, RUNNING)
        if atomic_load64(stop) == 0:
            return


def wait_parked(word: Addr, value: int) -> None:
    """Sleeps in PARKED while the low half of a word in the heap has this value, or shorter."""
    cx = address_of(context())
    spill()
    atomic_store64(cx + CX_STATE, PARKED)
    c_futex_wait_unmanaged(SYS_FUTEX, word, FUTEX_WAIT_PRIVATE, value, 0, 0, 0)
    leave_blocking()


@export("pp_safepoint_slow")
def safepoint_slow() -> None:
    cx = address_of(context())
    if atomic_load64(cx + CX_POLL) & POLL_STOP != 0:
        # Clear first, look second: a collector sets `stop` before it sets the bit again.
        atomic_and64(cx + CX_POLL, ~POLL_STOP)
        if atomic_load64(address_of(THREADS) + 8) != 0:
            spill()
            _park(cx)


def lock_threads(cx: Addr) -> None:
    """Takes THREADS.lock; waits in PARKED, so that the holder may stop the world meanwhile."""
    word = address_of(THREADS) + 16
    if atomic_cas32(word, 0, 1):
        return
    spill()
    atomic_store64(cx + CX_STATE, PARKED)
    while atomic_swap32(word, 2) != 0:
        c_futex_wait_unmanaged(SYS_FUTEX, word, FUTEX_WAIT_PRIVATE, 2, 0, 0, 0)
    # The holder of the lock is the only one who stops the world, so nothing is in the way.
    atomic_store64(cx + CX_STATE, RUNNING)


def unlock_threads() -> None:
    word = address_of(THREADS) + 16
    if atomic_swap32(word, 0) == 2:
        c_futex_wake(SYS_FUTEX, word, FUTEX_WAKE_PRIVATE, 1, 0, 0, 0)


def clock_without_heap() -> int:
    """Monotonic nanoseconds. Allocates nothing; THREADS.lock is held."""
    c_clock_gettime(i32(CLOCK_MONOTONIC), address_of(THREADS) + 24)
    return THREADS.seconds * 1000000000 + THREADS.nanoseconds


def stop_world(cx: Addr) -> None:
    """No other thread is RUNNING when this returns. Takes THREADS.lock.

    Whom the last stop held up ran as long as it was held up before the next one, or for MAX_REST: a thread that stops the world again
    and again would leave the others the time to wake up and see it stopped.
    """
    lock_threads(cx)
    now = clock_without_heap()
    if now < THREADS.rest_until:
        c_usleep(u32((THREADS.rest_until - now) // 1000))
        now = clock_without_heap()
    THREADS.stopped_at = now
    atomic_store64(address_of(THREADS) + 8, 1)
    other = THREADS.first
    while other != 0:
        if other != cx:
            atomic_or64(other + CX_POLL, POLL_STOP)
        other = load64(other + CX_NEXT)
    other = THREADS.first
    while other != 0:
        if other != cx:
            while atomic_load64(other + CX_STATE) == RUNNING:
                c_sched_yield()
        other = load64(other + CX_NEXT)


def start_world(cx: Addr) -> None:
    others_wait = False
    other = THREADS.first
    while other != 0:
        if other != cx:
            atomic_and64(other + CX_POLL, ~POLL_STOP)
            if atomic_load64(other + CX_STATE) == PARKED:
                others_wait = True
        other = load64(other + CX_NEXT)
    if others_wait:
        now = clock_without_heap()
        THREADS.rest_until = now + min(now - THREADS.stopped_at, MAX_REST)
    atomic_store64(address_of(THREADS) + 8, 0)
    c_futex_wake(SYS_FUTEX, address_of(THREADS) + 8, FUTEX_WAKE_PRIVATE, 0x7FFFFFFF, 0, 0, 0)
    unlock_threads()


def stop_others() -> None:
    """Until start_others() this thread alone runs, to look at what others do or to change it: without allocating, and without taking a lock."""
    if COMPILED:
        stop_world(address_of(context()))


def start_others() -> None:
    if COMPILED:
        start_world(address_of(context()))


# --- contexts -----------------------------------------------------------------------------------------------


def register_main_context(cx: Addr) -> bool:
    """The process's first thread: its context exists, made by main()."""
    THREADS.first = cx
    THREADS.count = 1
    return _give_registers(cx)


def _give_registers(cx: Addr) -> bool:
    base = reserve_lazy(REGISTERS << 3)
    if base == 0:
        return False
    store64(cx + CX_REG_BASE, base)
    store64(cx + CX_REG_TOP, base)
    store64(cx + CX_REG_LIMIT, base + (REGISTERS << 3))
    return True


def new_context() -> ProtoContext:
    """A context for a thread about to start: zeroed but for its register stack. It is scanned from now on.
    MemoryError."""
    if COMPILED:
        cx = _enter_context()
        if cx == 0:
            raise MemoryError()
        return object_at(ProtoContext, cx)
    else:
        return ProtoContext.__new__(ProtoContext)


def native_id_of(ident: int) -> int:
    """The system's number for the thread that `ident` is the number of here; 0 where there is none."""
    if COMPILED:
        lock_threads(address_of(context()))
        found = 0
        cx = THREADS.first
        while cx != 0:
            if load64(cx + CX_THREAD_ID) == ident:
                found = object_at(ProtoContext, cx).native_id
            cx = load64(cx + CX_NEXT)
        unlock_threads()
        return found
    else:
        return 0 if ident != id(context()) >> 4 else context().native_id


@export("pp_attach_thread")
def _enter_context() -> Addr:
    """A new context in the list of threads, BLOCKED; 0: no memory. Allocates nothing: it may run in a context that is none of the threads'."""
    lock_threads(address_of(context()))
    cx = THREADS.spare
    if cx != 0:
        THREADS.spare = load64(cx + CX_NEXT)
    else:
        cx = c_make_context(0, 0)
        if cx == 0 or not _give_registers(cx):
            unlock_threads()
            return 0
    THREADS.last_id += 1
    if THREADS.last_id & MAX_ID == 0:  # numbers are given again
        THREADS.last_dead = 0
        THREADS.last_id += 1
    store64(cx + CX_THREAD_ID, THREADS.last_id & MAX_ID)
    store64(cx + CX_STATE, BLOCKED)
    store64(cx + CX_NEXT, THREADS.first)
    THREADS.first = cx
    THREADS.count += 1
    unlock_threads()
    return cx


def was_parents(thread_id: int) -> bool:
    """Whether a thread that does not exist in this process had this number when the process was forked."""
    return thread_id <= THREADS.last_dead and thread_id != THREADS.survivor and thread_id != 0


def _unlink(cx: Addr) -> None:
    me = address_of(context())
    lock_threads(me)
    if THREADS.first == cx:
        THREADS.first = load64(cx + CX_NEXT)
    else:
        at = THREADS.first
        while load64(at + CX_NEXT) != cx:
            at = load64(at + CX_NEXT)
        store64(at + CX_NEXT, load64(cx + CX_NEXT))
    THREADS.count -= 1
    leave_runs(cx)
    retire(cx)
    store64(cx + CX_NEXT, THREADS.spare)
    THREADS.spare = cx
    unlock_threads()


def retire(cx: Addr) -> None:
    """Clears a context for its next use; its register stack stays."""
    give_back_runs(cx)
    base = load64(cx + CX_REG_BASE)
    limit = load64(cx + CX_REG_LIMIT)
    memset(cx + 8, 0, context_size() - 8)
    store64(cx + CX_REG_BASE, base)
    store64(cx + CX_REG_TOP, base)
    store64(cx + CX_REG_LIMIT, limit)


# --- starting -----------------------------------------------------------------------------------------------

_START: Final[int] = CX_SAVED_REGS + 96
"""Where a context holds its ThreadStart until the thread runs."""


class ThreadStart:
    function: Callable[[Value], None]
    argument: Value

    def __init__(self, function: Callable[[Value], None], argument: Value) -> None:
        self.function = function
        self.argument = argument


def start_thread(
    cx: ProtoContext, function: Callable[[Value], None], argument: Value, stack_size: int
) -> int:
    """Runs function(argument) on a new OS thread with this context (from new_context, its fields set by the
    caller).

    0, or an error number; the context is then dropped. A stack_size of 0 means the usual one. The thread is
    detached: who waits for its end uses a lock that `function` releases."""
    if COMPILED:
        if load8(symbol(SYMBOL_MULTITHREADED)) == 0:
            store8(symbol(SYMBOL_MULTITHREADED), 1)
        at = address_of(cx)
        store64(at + _START, address_of(ThreadStart(function, argument)))
        attributes = c_malloc_or_null(128)
        if attributes == 0:
            _unlink(at)
            return EAGAIN
        c_pthread_attr_init(attributes)
        c_pthread_attr_setdetachstate(attributes, i32(1))
        c_pthread_attr_setstacksize(attributes, stack_size + STACK_OVERHEAD if stack_size > 0 else THREAD_STACK)
        handle = new_bytes(8)
        error = c_pthread_create(bytes_data(handle), attributes, function_address(_thread_main), at)
        c_pthread_attr_destroy(attributes)
        c_free(attributes)
        if error != 0:
            _unlink(at)
        return error
    else:

        def run() -> None:
            set_host_context(cx)
            function(argument)

        _host_threading.Thread(target=run, daemon=True).start()
        return 0


def _begin(cx: Addr) -> None:
    """What a thread does first, in its own context: it is BLOCKED and not yet spilled."""
    bounds = cx + CX_SAVED_REGS  # nothing is there yet
    c_thread_bounds(bounds)
    store64(cx + CX_STACK_LIMIT, load64(bounds) + STACK_RESERVE)
    store64(cx + CX_STACK_BASE, load64(bounds + 8))
    leave_blocking()


def _thread_main() -> int:
    """What pthread calls, with the context as its argument."""
    cx = address_of(context())
    c_set_current_context(cx)
    _begin(cx)
    start = object_at(ThreadStart, load64(cx + _START))
    store64(cx + _START, 0)
    start.function(start.argument)
    # Nothing of this thread's stack matters any more; its context goes back.
    _unlink(cx)
    return 0


# --- guests: threads that C code made, and that call back ---------------------------------------------------------


class Guests:
    space: ProtoSpace | None
    begin: Callable[[ProtoSpace], None] | None
    """Makes the guest's context ready to run Python code; `end` is its opposite."""
    end: Callable[[ProtoSpace], None] | None

    def __init__(self) -> None:
        self.space = None
        self.begin = None
        self.end = None


GUESTS: Final[Guests] = Guests()


def expect_guests(space: ProtoSpace, begin: Callable[[ProtoSpace], None], end: Callable[[ProtoSpace], None]) -> None:
    """From now on any thread may call back (unsafe.callback_address); before, only those that are in a blocking C call."""
    GUESTS.begin = begin
    GUESTS.end = end
    GUESTS.space = space
    if COMPILED:
        if load8(symbol(SYMBOL_MULTITHREADED)) == 0:
            store8(symbol(SYMBOL_MULTITHREADED), 1)


@export("pp_begin_attached")
def begin_guest() -> None:
    """In the new context of a thread that C made."""
    _begin(address_of(context()))
    begin = GUESTS.begin
    space = GUESTS.space
    if begin is None or space is None:
        raise RuntimeError("a thread that protopy does not know calls back")
    begin(space)


@export("pp_end_attached")
def end_guest() -> None:
    """This thread, a guest, leaves."""
    end = GUESTS.end
    space = GUESTS.space
    if end is not None and space is not None:
        end(space)
    _unlink(address_of(context()))


# --- parking: mutexes and condition-like waiting for the runtime's own locks --------------------------------

ACQUIRED: Final[int] = 1
TIMED_OUT: Final[int] = 0
INTERRUPTED: Final[int] = 2


class Mutex:
    """A lock that any thread may release, as `_thread.lock` is. Waiting leaves managed state."""

    word: int
    """First field, a futex at offset 8: 0 free, 1 held, 2 held and perhaps waited for."""

    def __init__(self) -> None:
        self.word = 0

    def try_acquire(self) -> bool:
        if COMPILED:
            return atomic_cas32(address_of(self) + 8, 0, 1)
        else:
            with _host_guard:
                if self.word != 0:
                    return False
                self.word = 1
                return True

    def acquire(self, timeout_ns: int) -> int:
        """ACQUIRED; TIMED_OUT after timeout_ns (never if negative); INTERRUPTED by a signal: look for it,
        then call again."""
        if self.try_acquire():
            return ACQUIRED
        if timeout_ns == 0:
            return TIMED_OUT
        if COMPILED:
            return self._wait(timeout_ns)
        else:
            with _host_changed:
                if not _host_changed.wait_for(
                    lambda: self.word == 0, None if timeout_ns < 0 else timeout_ns / 1e9
                ):
                    return TIMED_OUT
                self.word = 1
                return ACQUIRED

    def _wait(self, timeout_ns: int) -> int:
        word = address_of(self) + 8
        span = new_bytes(16)
        deadline = clock_ns(1) + timeout_ns if timeout_ns >= 0 else 0
        while atomic_swap32(word, 2) != 0:
            timeout = 0
            if timeout_ns >= 0:
                left = deadline - clock_ns(1)
                if left <= 0:
                    return TIMED_OUT
                timeout = bytes_data(span)
                store64(timeout, left // 1000000000)
                store64(timeout + 8, left % 1000000000)
            result = c_futex_wait(SYS_FUTEX, word, FUTEX_WAIT_PRIVATE, 2, timeout, 0, 0)
            if result != 0 and atomic_load64(address_of(context()) + CX_POLL) & POLL_SIGNAL != 0:
                return INTERRUPTED
        return ACQUIRED

    def release(self) -> None:
        if COMPILED:
            word = address_of(self) + 8
            if atomic_swap32(word, 0) == 2:
                c_futex_wake(SYS_FUTEX, word, FUTEX_WAKE_PRIVATE, 1, 0, 0, 0)
        else:
            with _host_changed:
                self.word = 0
                _host_changed.notify_all()

    def is_held(self) -> bool:
        if COMPILED:
            return atomic_load64(address_of(self) + 8) & 0xFFFFFFFF != 0
        else:
            return self.word != 0


CHANGED: Final[int] = 1
"""Of Waiters.wait; its other results are TIMED_OUT and INTERRUPTED."""


@races(changes="who reads an old number finds it changed when he waits")
class Waiters:
    """Threads that wait until someone says that something changed. What changed, and under which lock, is the user's business: he reads
    `changes` while he looks, and waits only if it still has that value."""

    changes: int
    """First field, a futex at offset 8 (its low half)."""
    waiting: int
    """How many threads may be waiting; too many after a fork, never too few."""

    def __init__(self) -> None:
        self.changes = 0
        self.waiting = 0

    def tell_one(self) -> None:
        """Something changed that one waiter can use."""
        if COMPILED:
            word = address_of(self) + 8
            atomic_add64(word, 1)
            if atomic_load64(word + 8) != 0:
                c_futex_wake(SYS_FUTEX, word, FUTEX_WAKE_PRIVATE, 1, 0, 0, 0)
        else:
            with _host_changed:
                self.changes += 1
                _host_changed.notify_all()

    def wait(self, seen: int, timeout_ns: int) -> int:
        """CHANGED, perhaps for nothing; TIMED_OUT after timeout_ns (never if negative); INTERRUPTED by a signal."""
        if COMPILED:
            word = address_of(self) + 8
            timeout = 0
            span = new_bytes(16)
            if timeout_ns >= 0:
                timeout = bytes_data(span)
                store64(timeout, timeout_ns // 1000000000)
                store64(timeout + 8, timeout_ns % 1000000000)
            poll = address_of(context()) + CX_POLL
            atomic_add64(word + 8, 1)
            result = 0
            if not context().is_main or atomic_load64(poll) & POLL_SIGNAL == 0:
                result = c_futex_wait(SYS_FUTEX, word, FUTEX_WAIT_PRIVATE, seen, timeout, 0, 0)
            failed = errno()
            atomic_add64(word + 8, -1)
            if atomic_load64(poll) & POLL_SIGNAL != 0:
                return INTERRUPTED
            return TIMED_OUT if result != 0 and failed == ETIMEDOUT else CHANGED
        else:
            with _host_changed:
                nap = 0.02  # nothing interrupts a condition's wait, so look for signals now and then
                short = timeout_ns < 0 or timeout_ns > nap * 1e9
                changed = _host_changed.wait_for(lambda: self.changes != seen, nap if short else timeout_ns / 1e9)
                return CHANGED if changed or short else TIMED_OUT


_host_guard = _host_threading.RLock()
_host_changed = _host_threading.Condition(_host_guard)


def try_stop_world(cx: Addr, naps: int) -> bool:
    """stop_world for a context that is none of the threads': gives up after some naps of 100 microseconds, since a thread may hang. Then
    nothing is held. Allocates nothing."""
    while not atomic_cas32(address_of(THREADS) + 16, 0, 1):
        naps -= 1
        if naps < 0:
            return False
        c_usleep(u32(100))
    THREADS.stopped_at = clock_without_heap()
    atomic_store64(address_of(THREADS) + 8, 1)
    other = THREADS.first
    while other != 0:
        atomic_or64(other + CX_POLL, POLL_STOP)
        other = load64(other + CX_NEXT)
    other = THREADS.first
    while other != 0:
        while atomic_load64(other + CX_STATE) == RUNNING:
            naps -= 1
            if naps < 0:
                start_world(cx)
                return False
            c_usleep(u32(100))
        other = load64(other + CX_NEXT)
    return True


def make_outside_context() -> Addr:
    """A context for a C thread that never touches the heap but runs compiled code; 0: no memory."""
    return c_make_context(0, 0)
