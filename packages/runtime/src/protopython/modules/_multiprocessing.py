"""_multiprocessing: semaphores that processes share, by the C library's named ones.

A SemLock of kind RECURSIVE_MUTEX belongs to the thread that has taken it; how often is counted here, since the semaphore only knows that
it is taken. `count` and `owner` are of this process; a child begins with none (_after_fork).
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final, cast

from protodialect.types import Array, Value, i32, locked, new_with_shape, races, u32, unwrap, wrap
from protodialect.unsafe import Addr, c_function, errno, load32, load64, store64
from protopython.engine.signals import run_pending_signals
from protopython.modules._thread_locks import thread_ident
from protopython.modules.support.keyword_arguments import bind_tuple
from protopython.modules.support.system_calls import EAGAIN, EINTR, EINVAL, c_copy, c_text, os_failure, parsed_int, signed32
from protopython.objects.dict.dict import W_Dict, dict_set_str, new_dict
from protopython.objects.exceptions import exceptions as x
from protopython.objects.float.methods import float_of
from protopython.objects.int.int import int_low64, is_integer, new_uint
from protopython.objects.model import errors
from protopython.objects.model.define import (
    OBJECT,
    add_member,
    class_method,
    constant,
    define_module,
    define_type,
    function,
    getter,
    method,
    module_init,
    new,
    setter,
)
from protopython.objects.model.operations import is_true
from protopython.objects.model.types import type_name
from protopython.objects.module import W_Module
from protopython.objects.singletons import new_bool, plain, w_None, w_True
from protopython.objects.str.methods import argument_type_name, need_str
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple
from protopython.protocore.collector import register_new_resource, register_resource
from protopython.protocore.object import W_Resource, W_Type
from protopython.protocore.os import c_clock_gettime, c_free, c_malloc
from protopython.protocore.state import State, space_slot
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, same

MODULE: Final[str] = "_multiprocessing"
define_module(MODULE, "Semaphores that processes share.")

RECURSIVE_MUTEX: Final[int] = 0
SEMAPHORE: Final[int] = 1
SEM_VALUE_MAX: Final[int] = 0x7FFFFFFF
O_CREAT_EXCL: Final[int] = 0o300
ETIMEDOUT: Final[int] = 110
LONGEST: Final[float] = 1e17
"""Seconds that can be added to the time."""
NEW_NAMES: Final = Array.of(["kind", "value", "maxvalue", "name", "unlink"])

# --- the C library's semaphores --------------------------------------------------------------------------------------------


@c_function("sem_open", blocking=True)
def c_sem_open(name: Addr, flags: i32, mode: u32, value: u32) -> Addr: ...


@c_function("sem_close")
def c_sem_close(semaphore: Addr) -> i32: ...


@c_function("sem_unlink")
def c_sem_unlink(name: Addr) -> i32: ...


@c_function("sem_wait", blocking=True)
def c_sem_wait(semaphore: Addr) -> i32: ...


@c_function("sem_timedwait", blocking=True)
def c_sem_timedwait(semaphore: Addr, deadline: Addr) -> i32: ...


@c_function("sem_trywait")
def c_sem_trywait(semaphore: Addr) -> i32: ...


@c_function("sem_post")
def c_sem_post(semaphore: Addr) -> i32: ...


@c_function("sem_getvalue")
def c_sem_getvalue(semaphore: Addr, out: Addr) -> i32: ...


class OpenSemaphores(State):
    """A semaphore's memory is given back when none of the objects that know its address is left; by address:"""

    users: dict[int, int]
    """How many objects."""
    opened: dict[int, int]
    """How often it was opened."""

    def __init__(self) -> None:
        self.users = {}
        self.opened = {}


def new_open_semaphores() -> State:
    return OpenSemaphores()


OPEN: Final[int] = space_slot(new_open_semaphores)


def open_semaphores() -> OpenSemaphores:
    return cast(OpenSemaphores, context().space.states[OPEN])


def use_semaphore(handle: Addr, opened: bool) -> bool:
    """For one more object. False: it is not open here."""
    known = open_semaphores()
    with locked(context().space.w_sys):
        if opened:
            known.opened[handle] = known.opened.get(handle, 0) + 1
        elif handle not in known.users:
            return False
        known.users[handle] = known.users.get(handle, 0) + 1
    return True


def leave_semaphore(handle: Addr) -> None:
    known = open_semaphores()
    with locked(context().space.w_sys):
        left = known.users.get(handle, 0) - 1
        if left > 0:
            known.users[handle] = left
            return
        for _i in range(known.opened.get(handle, 0)):
            c_sem_close(handle)
        del known.users[handle]
        del known.opened[handle]


def semaphore_value(handle: Addr) -> int:
    """How many may take it now."""
    out = c_malloc(8)
    failed = c_sem_getvalue(handle, out) != 0
    number = errno()
    value = signed32(load32(out))
    c_free(out)
    if failed:
        raise os_failure(number)
    return max(value, 0)


def unlink_semaphore(path: Addr) -> None:
    if c_sem_unlink(path) != 0:
        raise os_failure(errno())


@function(MODULE, "sem_unlink(name, /)", doc="Removes a semaphore's name; it ends when nobody has it open.")
def m_sem_unlink(w_name: Value) -> Value:
    path = c_copy(c_text(need_str(w_name, "sem_unlink() argument")))
    try:
        unlink_semaphore(path)
    finally:
        c_free(path)
    return w_None


# --- SemLock ---------------------------------------------------------------------------------------------------------------


@races(
    owner="only the thread itself stores its own number, so that to others it is any other number",
    count="of the owner where there is one; else a number that is old as soon as it was read",
)
class W_SemLock(W_Resource):
    handle: Addr
    """The sem_t."""
    owner: int
    """The thread that took it last, 0: none."""
    count: int
    """How often this process took it without giving it back."""
    maxvalue: int
    kind: int
    w_name: Value

    def give_back(self) -> None:
        leave_semaphore(self.handle)


SEM_LOCK = define_type(
    "SemLock", W_SemLock, OBJECT, module=MODULE, doc="A semaphore, or a lock that its owner may take several times, between processes."
)
constant(MODULE, "SemLock", SEM_LOCK)
add_member(SEM_LOCK, "SEM_VALUE_MAX", from_int(SEM_VALUE_MAX))


def new_sem_lock(cls: W_Type, handle: Addr, kind: int, maxvalue: int, w_name: Value) -> W_SemLock:
    s = new_with_shape(W_SemLock, cls.root_shape)
    s.handle = handle
    s.kind = kind
    s.maxvalue = maxvalue
    s.w_name = w_name
    return s


@new(SEM_LOCK, "(cls, *args, **kwargs)", shown="")
def sem_lock_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    a = bind_tuple("SemLock", NEW_NAMES, 5, unwrap(W_Tuple, w_args), unwrap(W_Dict, w_kwargs))
    kind = parsed_int(a[0])
    value = parsed_int(a[1])
    maxvalue = parsed_int(a[2])
    path = c_copy(c_text(need_str(a[3], "SemLock() argument 'name'")))
    try:
        unlink = is_true(a[4])
        if kind != RECURSIVE_MUTEX and kind != SEMAPHORE:
            raise errors.value_error("unrecognized kind")
        handle = c_sem_open(path, i32(O_CREAT_EXCL), u32(0o600), u32(value))
        if handle == 0:
            raise os_failure(errno())
        use_semaphore(handle, True)
        s = new_sem_lock(cls, handle, kind, maxvalue, w_None if unlink else a[3])
        register_new_resource(s, cls)
        if unlink:
            unlink_semaphore(path)
    finally:
        c_free(path)
    return wrap(s)


@class_method(SEM_LOCK, "_rebuild(cls, /, *args)", shown="($type, handle, kind, maxvalue, name, /)")
def sem_lock_rebuild(w_cls: Value, w_args: Value) -> Value:
    """A semaphore that another process made: by its name, or by its address if that is this process's, too."""
    args = unwrap(W_Tuple, w_args)
    if args.length != 4:
        raise errors.type_error(f"_rebuild() takes exactly 4 arguments ({args.length} given)")
    w_handle = args.items[0]
    w_name = args.items[3]
    if not is_integer(plain(w_handle)):
        raise errors.type_error(f"_rebuild() argument 1 must be int, not {argument_type_name(w_handle)}")
    handle = int_low64(plain(w_handle))
    kind = parsed_int(args.items[1])
    maxvalue = parsed_int(args.items[2])
    if not same(w_name, w_None):
        name = as_str(w_name)
        if name is None:
            raise errors.type_error(f"_rebuild() argument 4 must be str or None, not {type_name(w_name)}")
        path = c_copy(c_text(name))
        handle = c_sem_open(path, i32(0), u32(0), u32(0))
        number = errno()
        c_free(path)
        if handle == 0:
            raise os_failure(number)
    if not use_semaphore(handle, not same(w_name, w_None)):
        raise os_failure(EINVAL)
    s = new_sem_lock(unwrap(W_Type, w_cls), handle, kind, maxvalue, w_name)
    register_resource(s)
    return wrap(s)


def is_mine(s: W_SemLock) -> bool:
    return s.count > 0 and s.owner == thread_ident()


def deadline_of(w_timeout: Value) -> Addr:
    """When a wait of so many seconds is to end, as C memory; 0: never."""
    if same(w_timeout, w_None):
        return 0
    timeout = min(max(float_of(w_timeout), 0.0), LONGEST)
    at = c_malloc(16)
    c_clock_gettime(i32(0), at)
    if timeout != timeout:
        store64(at + 8, -1)
        return at
    seconds = int(timeout)
    nanoseconds = load64(at + 8) + int((timeout - float(seconds)) * 1e9 + 0.5)
    store64(at, load64(at) + seconds + nanoseconds // 1000000000)
    store64(at + 8, nanoseconds % 1000000000)
    return at


def take(s: W_SemLock, blocking: bool, deadline: Addr) -> bool:
    """Takes the semaphore; signal handlers run meanwhile, and may raise."""
    failed = c_sem_trywait(s.handle) != 0
    while failed:
        number = errno()
        if number == EINTR:
            run_pending_signals()
        elif number == ETIMEDOUT or (number == EAGAIN and not blocking):
            return False
        elif number != EAGAIN:
            raise os_failure(number)
        failed = (c_sem_wait(s.handle) if deadline == 0 else c_sem_timedwait(s.handle, deadline)) != 0
    return True


def acquire(s: W_SemLock, blocking: bool, w_timeout: Value) -> Value:
    if s.kind == RECURSIVE_MUTEX and is_mine(s):
        s.count += 1
        return w_True
    deadline = deadline_of(w_timeout)
    try:
        taken = take(s, blocking, deadline)
    finally:
        c_free(deadline)
    if taken:
        with locked(s):
            s.count += 1
            s.owner = thread_ident()
    return new_bool(taken)


@method(SEM_LOCK, "acquire(self, /, block=True, timeout=None)", doc="Takes the semaphore; whether that was possible in time.")
def sem_lock_acquire(self: W_SemLock, w_block: Value, w_timeout: Value) -> Value:
    return acquire(self, is_true(w_block), w_timeout)


@method(SEM_LOCK, "release(self, /)", doc="Lets go of the semaphore.")
def sem_lock_release(self: W_SemLock) -> Value:
    if self.kind == RECURSIVE_MUTEX:
        if not is_mine(self):
            raise errors.error(x.ASSERTION_ERROR, "attempt to release recursive lock not owned by thread")
        if self.count > 1:
            self.count -= 1
            return w_None
    elif semaphore_value(self.handle) >= self.maxvalue:
        raise errors.value_error("semaphore or lock released too many times")
    owner = self.owner
    with locked(self):  # before others can take it
        self.count -= 1
        if self.kind == RECURSIVE_MUTEX:
            self.owner = 0  # else it would be this thread's again as soon as the next one counts
    if c_sem_post(self.handle) != 0:
        number = errno()
        with locked(self):
            self.count += 1
            self.owner = owner
        raise os_failure(number)
    return w_None


@method(SEM_LOCK, "__enter__(self, /)", doc="Takes the semaphore.")
def sem_lock_enter(self: W_SemLock) -> Value:
    return acquire(self, True, w_None)


@method(SEM_LOCK, "__exit__(self, exc_type=None, exc_value=None, exc_tb=None, /)", doc="Lets go of the semaphore.")
def sem_lock_exit(self: W_SemLock, w_type: Value, w_value: Value, w_traceback: Value) -> Value:
    return sem_lock_release(self)


@method(SEM_LOCK, "_count(self, /)", doc="How often this process took it without giving it back.")
def sem_lock_count(self: W_SemLock) -> Value:
    return from_int(self.count)


@method(SEM_LOCK, "_is_mine(self, /)", doc="Whether this thread has it.")
def sem_lock_is_mine(self: W_SemLock) -> Value:
    return new_bool(is_mine(self))


@method(SEM_LOCK, "_get_value(self, /)", doc="How many may take it now.")
def sem_lock_get_value(self: W_SemLock) -> Value:
    return from_int(semaphore_value(self.handle))


@method(SEM_LOCK, "_is_zero(self, /)", doc="Whether nobody may take it now.")
def sem_lock_is_zero(self: W_SemLock) -> Value:
    return new_bool(semaphore_value(self.handle) == 0)


@method(SEM_LOCK, "_after_fork(self, /)", doc="In a child: this process has not taken it.")
def sem_lock_after_fork(self: W_SemLock) -> Value:
    self.count = 0
    return w_None


@getter(SEM_LOCK, "handle", doc="", member=True)
def sem_lock_handle(self: W_SemLock) -> Value:
    return new_uint(self.handle)


@getter(SEM_LOCK, "kind", doc="", member=True)
def sem_lock_kind(self: W_SemLock) -> Value:
    return from_int(self.kind)


@getter(SEM_LOCK, "maxvalue", doc="", member=True)
def sem_lock_maxvalue(self: W_SemLock) -> Value:
    return from_int(self.maxvalue)


@getter(SEM_LOCK, "name", doc="", member=True)
def sem_lock_name(self: W_SemLock) -> Value:
    return self.w_name


@setter(SEM_LOCK, "handle")
@setter(SEM_LOCK, "kind")
@setter(SEM_LOCK, "maxvalue")
@setter(SEM_LOCK, "name")
def sem_lock_readonly(self: W_SemLock, w_value: Value) -> Value:
    raise errors.attribute_error("readonly attribute", wrap(self), "")


@module_init(MODULE)
def init_multiprocessing(w_module: Value) -> None:
    flags = new_dict()
    dict_set_str(flags, "HAVE_SEM_OPEN", from_int(1))
    dict_set_str(flags, "HAVE_SEM_TIMEDWAIT", from_int(1))
    dict_set_str(unwrap(W_Module, w_module).dict, "flags", wrap(flags))
