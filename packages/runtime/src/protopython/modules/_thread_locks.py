"""_thread.lock and _thread.RLock over protocore's parking mutex.

A thread that waits has left managed state, so no collection waits for it. On the main thread a signal's handler runs while it waits; when the
handler raises, the wait is given up.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, Value, new_with_shape, races, try_as, wrap
from protodialect.unsafe import CX_THREAD_ID, address_of, load64
from protopython.engine.signals import run_pending_signals
from protopython.objects.float.libm import c_ceil
from protopython.objects.int.int import int_mul, int_to_i64
from protopython.objects.model.define import OBJECT, constant, define_module, define_type, method, new
from protopython.objects.model.errors import overflow_error, runtime_error, type_error, value_error
from protopython.objects.model.identity import address_text
from protopython.objects.model.operations import has_index, index_of, index_value, is_true
from protopython.objects.model.types import type_name
from protopython.objects.singletons import new_bool, plain, w_None, w_True
from protopython.objects.tuple import W_Tuple, new_tuple2
from protopython.protocore.object import W_Object, W_Type
from protopython.protocore.os import clock_ns
from protopython.protocore.thread import context
from protopython.protocore.threads import ACQUIRED, TIMED_OUT, Mutex
from protopython.protocore.value import float_value, from_int, is_float

define_module("_thread", "Threads and locks; the module threading is easier to use.")

TIMEOUT_MAX: Final[int] = 9223372036
constant("_thread", "TIMEOUT_MAX", float(TIMEOUT_MAX))


def thread_ident() -> int:
    """A number that no other living thread has."""
    if COMPILED:
        return load64(address_of(context()) + CX_THREAD_ID)
    else:
        return id(context()) >> 4


def wait_for(mutex: Mutex, timeout_ns: int) -> bool:
    """Takes the mutex; False after timeout_ns (never if negative). Signal handlers run meanwhile, and may raise."""
    left = timeout_ns
    until = clock_ns(1) + timeout_ns if timeout_ns > 0 else 0
    while True:
        result = mutex.acquire(left)
        if result == ACQUIRED:
            return True
        if result == TIMED_OUT:
            return False
        run_pending_signals()
        if timeout_ns > 0:
            left = max(until - clock_ns(1), 0)


def nanoseconds(w: Value) -> int:
    """A duration in seconds, rounded up."""
    exact = plain(w)
    if is_float(exact):
        x = float_value(exact)
        if x != x:
            raise value_error("Invalid value NaN (not a number)")
        x = c_ceil(x * 1e9)
        if not -9223372036854775808.0 <= x < 9223372036854775808.0:
            raise overflow_error("timestamp out of range for C PyTime_t")
        return int(x)
    if not has_index(w):
        raise type_error(f"'{type_name(w)}' object cannot be interpreted as an integer or float")
    ns, too_big = int_to_i64(int_mul(index_value(w), from_int(1000000000)))
    if too_big:
        raise overflow_error("timestamp out of range for C PyTime_t")
    return ns


def timeout_of(w_blocking: Value, w_timeout: Value) -> int:
    """acquire's arguments as nanoseconds: 0 not to wait, -1 for ever."""
    timeout = nanoseconds(w_timeout)
    if not is_true(w_blocking):
        if timeout != -1000000000:
            raise value_error("can't specify a timeout for a non-blocking call")
        return 0
    if timeout == -1000000000:
        return -1
    if timeout < 0:
        raise value_error("timeout value must be a non-negative number")
    if timeout > TIMEOUT_MAX * 1000000000:
        raise overflow_error("timeout value is too large")
    return timeout


# --- lock ------------------------------------------------------------------------------------------------------------------


class W_Lock(W_Object):
    mutex: Mutex


LOCK = define_type("lock", W_Lock, OBJECT, module="_thread", flags=0, doc="A lock, which any thread may release.")
for _name in ("lock", "LockType"):
    constant("_thread", _name, LOCK)


def new_lock() -> W_Lock:
    lock = W_Lock()
    lock.mutex = Mutex()
    return lock


@new(LOCK, "(cls, /)")
def lock_new(cls: W_Type) -> Value:
    return wrap(new_lock())


@method(LOCK, "acquire(self, /, blocking=True, timeout=-1)", doc="Takes the lock; whether that was possible in time.")
@method(LOCK, "acquire_lock(self, /, blocking=True, timeout=-1)", doc="An old name of acquire.")
def lock_acquire(self: W_Lock, w_blocking: Value, w_timeout: Value) -> Value:
    return new_bool(wait_for(self.mutex, timeout_of(w_blocking, w_timeout)))


@method(LOCK, "__enter__(self, /)", doc="Takes the lock.")
def lock_enter(self: W_Lock) -> Value:
    wait_for(self.mutex, -1)
    return w_True


@method(LOCK, "release(self, /)", doc="Lets go of the lock.")
@method(LOCK, "release_lock(self, /)", doc="An old name of release.")
def lock_release(self: W_Lock) -> Value:
    if not self.mutex.is_held():
        raise runtime_error("release unlocked lock")
    self.mutex.release()
    return w_None


@method(LOCK, "__exit__(self, /, *exc_info)", doc="Lets go of the lock.")
def lock_exit(self: W_Lock, w_info: Value) -> Value:
    return lock_release(self)


@method(LOCK, "locked(self, /)", doc="Whether the lock is taken.")
@method(LOCK, "locked_lock(self, /)", doc="An old name of locked.")
def lock_locked(self: W_Lock) -> Value:
    return new_bool(self.mutex.is_held())


@method(LOCK, "_at_fork_reinit(self, /)")
def lock_reinit(self: W_Lock) -> Value:
    self.mutex = Mutex()
    return w_None


@method(LOCK, "__repr__(self, /)", doc="Return repr(self).")
def lock_repr(self: W_Lock) -> Value:
    state = "locked" if self.mutex.is_held() else "unlocked"
    return wrap(f"<{state} {type_name(wrap(self))} object at {address_text(wrap(self))}>")


# --- RLock -----------------------------------------------------------------------------------------------------------------


@races(
    owner="only the thread itself stores its own ident, so that to others it is any other number",
    count="of the owner; others only show it",
)
class W_RLock(W_Object):
    mutex: Mutex
    owner: int
    """The thread that has it, 0: none."""
    count: int


RLOCK = define_type("RLock", W_RLock, OBJECT, module="_thread", doc="A lock that its owner may take several times.")
constant("_thread", "RLock", RLOCK)


@new(RLOCK, "(cls, *args, **kwargs)")
def rlock_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    lock = new_with_shape(W_RLock, cls.root_shape)
    lock.mutex = Mutex()
    return wrap(lock)


def new_rlock() -> W_RLock:
    lock = new_with_shape(W_RLock, RLOCK.root_shape)
    lock.mutex = Mutex()
    return lock


def rlock_take(lock: W_RLock, timeout: int) -> bool:
    me = thread_ident()
    if lock.owner == me:
        lock.count += 1
        return True
    if not wait_for(lock.mutex, timeout):
        return False
    lock.owner = me
    lock.count = 1
    return True


@method(RLOCK, "acquire(self, /, blocking=True, timeout=-1)", doc="Takes the lock, once more if this thread has it.")
def rlock_acquire(self: W_RLock, w_blocking: Value, w_timeout: Value) -> Value:
    return new_bool(rlock_take(self, timeout_of(w_blocking, w_timeout)))


@method(RLOCK, "__enter__(self, /)", doc="Takes the lock.")
def rlock_enter(self: W_RLock) -> Value:
    rlock_take(self, -1)
    return w_True


@method(RLOCK, "release(self, /)", doc="Lets go of the lock, once.")
def rlock_release(self: W_RLock) -> Value:
    if self.owner != thread_ident() or self.count == 0:
        raise runtime_error("cannot release un-acquired lock")
    self.count -= 1
    if self.count == 0:
        self.owner = 0
        self.mutex.release()
    return w_None


@method(RLOCK, "__exit__(self, /, *exc_info)", doc="Lets go of the lock.")
def rlock_exit(self: W_RLock, w_info: Value) -> Value:
    return rlock_release(self)


@method(RLOCK, "locked(self, /)", doc="Whether the lock is taken.")
def rlock_locked(self: W_RLock) -> Value:
    return new_bool(self.owner != 0)


@method(RLOCK, "_is_owned(self, /)", doc="Whether the calling thread has the lock.")
def rlock_is_owned(self: W_RLock) -> Value:
    return new_bool(self.owner == thread_ident())


@method(RLOCK, "_recursion_count(self, /)", doc="How often the calling thread has taken the lock.")
def rlock_count(self: W_RLock) -> Value:
    return from_int(self.count if self.owner == thread_ident() else 0)


@method(RLOCK, "_release_save(self, /)", doc="Let go of the lock wholly; the result is for _acquire_restore().")
def rlock_release_save(self: W_RLock) -> Value:
    if self.owner == 0:
        raise runtime_error("cannot release un-acquired lock")
    w_state = wrap(new_tuple2(from_int(self.count), from_int(self.owner)))
    self.count = 0
    self.owner = 0
    self.mutex.release()
    return w_state


@method(RLOCK, "_acquire_restore(self, state, /)", doc="Take the lock as often as _release_save() told.")
def rlock_acquire_restore(self: W_RLock, w_state: Value) -> Value:
    t = try_as(W_Tuple, w_state)
    if t is None or t.length != 2:
        raise type_error("_acquire_restore() argument 1 must be a 2-item tuple")
    count = index_of(t.items[0])
    owner = index_of(t.items[1])
    wait_for(self.mutex, -1)
    self.owner = owner
    self.count = count
    return w_None


@method(RLOCK, "_at_fork_reinit(self, /)")
def rlock_reinit(self: W_RLock) -> Value:
    self.mutex = Mutex()
    self.owner = 0
    self.count = 0
    return w_None


@method(RLOCK, "__repr__(self, /)", doc="Return repr(self).")
def rlock_repr(self: W_RLock) -> Value:
    state = "unlocked" if self.owner == 0 else "locked"
    where = address_text(wrap(self))
    return wrap(f"<{state} {type_name(wrap(self))} object owner={self.owner} count={self.count} at {where}>")
