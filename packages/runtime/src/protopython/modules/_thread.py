"""_thread: starting threads, waiting for their end, thread-local objects. Locks are in _thread_locks.py.

A thread that a program starts gets a context, becomes ready to run Python code in the space of its starter, and runs one function. Its handle
holds a mutex from the start of the thread to its end; joining is waiting for that mutex. Idents are the small numbers of contexts.
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final, cast

from protodialect.types import COMPILED, EMPTY, Value, i32, locked, new_with_shape, races, try_as, unwrap, wrap
from protodialect.unsafe import CX_THREAD_ID, Addr, address_of, c_function, load64
from protopython.engine import streams, tracing
from protopython.engine.contexts import init_context
from protopython.engine.errors import display_on
from protopython.engine.signals import _HOST_MAIN, N_SIGNALS, SIGNALS, put_back, request_main
from protopython.modules._thread_locks import nanoseconds, new_lock, thread_ident, wait_for
from protopython.modules.support.system_calls import c_bytes, c_copy, c_int, fs_decode, fs_encode
from protopython.objects.dict.dict import W_Dict, dict_delete_str, dict_get_str, dict_len, dict_set_str, new_dict
from protopython.objects.exceptions import exceptions as x
from protopython.objects.exceptions.exceptions import W_BaseException
from protopython.objects.model import attributes, errors
from protopython.objects.model.attributes import find_attr
from protopython.objects.model.auditing import audit3
from protopython.objects.model.call import call_method0, call_method1, call_tuple_kw
from protopython.objects.model.define import OBJECT, constant, define_type, function, getter, method, new
from protopython.objects.model.operations import index_of, is_true, repr_of, str_of
from protopython.objects.model.special import Special
from protopython.objects.model.types import special, type_lookup, type_name, type_of
from protopython.objects.singletons import new_bool, w_None, w_True
from protopython.objects.str.str import as_str
from protopython.objects.structseq import define_struct
from protopython.objects.tuple import EMPTY_TUPLE, W_Tuple
from protopython.protocore import threads
from protopython.protocore.error import PyError
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.space import ProtoSpace
from protopython.protocore.state import State, context_slot, space_slot
from protopython.protocore.thread import context
from protopython.protocore.threads import Mutex
from protopython.protocore.value import from_int, is_empty, same

NOT_STARTED: Final[int] = 0
STARTING: Final[int] = 1
RUNNING: Final[int] = 2
DONE: Final[int] = 3
MIN_STACK: Final[int] = 53248
MAIN_IDENT: Final[int] = 1

constant("_thread", "error", x.RUNTIME_ERROR)
constant("_thread", "_NAME_MAXLEN", 15)


@c_function("prctl")
def c_prctl(option: i32, argument: Addr, b: int, c: int, d: int) -> i32: ...


# --- handles ---------------------------------------------------------------------------------------------------------------


@races(state="it only grows; DONE is stored when the thread's work is")
class W_ThreadHandle(W_Object):
    ident: int
    state: int
    ended: Mutex
    """Held while the thread runs."""
    daemon: bool
    """The end of the program does not wait for it."""


THREAD_HANDLE = define_type("_ThreadHandle", W_ThreadHandle, OBJECT, module="_thread", flags=0)
constant("_thread", "_ThreadHandle", THREAD_HANDLE)


def new_handle() -> W_ThreadHandle:
    h = W_ThreadHandle()
    h.ended = Mutex()
    return h


@new(THREAD_HANDLE, "(cls)", shown="")
def handle_new(cls: W_Type) -> Value:
    return wrap(new_handle())


@getter(THREAD_HANDLE, "ident")
def handle_ident(self: W_ThreadHandle) -> Value:
    return from_int(self.ident)


@method(THREAD_HANDLE, "is_done(self, /)")
def handle_is_done(self: W_ThreadHandle) -> Value:
    return new_bool(self.state == DONE)


@method(THREAD_HANDLE, "_set_done(self, /)")
def handle_set_done(self: W_ThreadHandle) -> Value:
    if self.state < RUNNING:
        raise errors.runtime_error("thread not started")
    if self.state == RUNNING:
        self.state = DONE
        self.ended.release()
    return w_None


@method(THREAD_HANDLE, "join(self, timeout=None, /)", shown="")
def handle_join(self: W_ThreadHandle, w_timeout: Value) -> Value:
    timeout = -1
    if not same(w_timeout, w_None):
        timeout = nanoseconds(w_timeout)
        if timeout < 0:
            timeout = -1
    if self.state < RUNNING:
        raise errors.runtime_error("thread not started")
    if self.state == RUNNING and self.ident == thread_ident():
        raise errors.runtime_error("Cannot join current thread")
    if self.state == RUNNING:
        refuse_at_end("cannot join thread")
        if wait_for(self.ended, timeout):
            self.ended.release()
    return w_None


@method(THREAD_HANDLE, "__repr__(self, /)")
def handle_repr(self: W_ThreadHandle) -> Value:
    return wrap(f"<{type_name(wrap(self))} object: ident={self.ident}>")


@function("_thread", "_make_thread_handle(ident, /)", doc="A handle for a thread by its number.")
def t_make_thread_handle(w_ident: Value) -> Value:
    h = new_handle()
    h.ident = index_of(w_ident)
    h.state = RUNNING
    h.daemon = True
    h.ended.try_acquire()
    remember(context().space, h)
    return wrap(h)


# --- starting ---------------------------------------------------------------------------------------------------------------


class W_ThreadStart(W_Object):
    w_function: Value
    args: W_Tuple
    kwargs: W_Dict | None
    handle: W_ThreadHandle
    space: ProtoSpace


define_type("_ThreadStart", W_ThreadStart, OBJECT, module="_thread", flags=TypeFlags.NO_INSTANTIATE, doc="What a thread that begins is to run.")


class StackSize:
    """What stack_size() set for new threads; 0: the usual size."""

    size: int

    def __init__(self) -> None:
        self.size = 0


STACK_SIZE: Final[StackSize] = StackSize()


def count_thread(space: ProtoSpace, n: int) -> None:
    with locked(space.w_sys):
        space.n_threads += n


class ThreadList(State):
    handles: list[W_ThreadHandle]
    """Threads that the program's end waits for; some may have ended."""

    def __init__(self) -> None:
        self.handles = []


def new_thread_list() -> State:
    return ThreadList()


THREADS: Final[int] = space_slot(new_thread_list)


def threads_of(space: ProtoSpace) -> ThreadList:
    return cast(ThreadList, space.states[THREADS])


def remember(space: ProtoSpace, handle: W_ThreadHandle) -> None:
    """Lists a running thread: the end of the program waits for those that are not daemons, a fork ends them in the child."""
    with locked(space.w_sys):
        listed = threads_of(space)
        if len(listed.handles) >= 64:
            kept: list[W_ThreadHandle] = []
            for h in listed.handles:
                if h.state != DONE:
                    kept.append(h)
            listed.handles = kept
        listed.handles.append(handle)


def refuse_at_end(what: str) -> None:
    """While the finalizers of a program that has ended run, in the thread that runs them. Others, if there are any, are soon gone."""
    if context().space.ending and thread_ident() == main_ident():
        raise errors.error(x.PYTHON_FINALIZATION_ERROR, f"{what} at interpreter shutdown")


def start(w_function: Value, args: W_Tuple, kwargs: W_Dict | None, handle: W_ThreadHandle, daemon: bool) -> None:
    space = context().space
    try:
        cx = threads.new_context()
    except MemoryError:
        raise errors.runtime_error("can't start new thread") from None
    s = W_ThreadStart()
    s.w_function = w_function
    s.args = args
    s.kwargs = kwargs
    s.handle = handle
    s.space = space
    if COMPILED:
        handle.ident = load64(address_of(cx) + CX_THREAD_ID)
    else:
        handle.ident = id(cx) >> 4
    handle.ended.try_acquire()
    handle.state = RUNNING
    handle.daemon = daemon
    remember(space, handle)
    count_thread(space, 1)
    if threads.start_thread(cx, thread_main, wrap(s), STACK_SIZE.size) != 0:
        count_thread(space, -1)
        handle.state = DONE
        handle.ended.release()
        raise errors.runtime_error("can't start new thread")


def thread_main(w_start: Value) -> None:
    """What a new thread runs."""
    s = unwrap(W_ThreadStart, w_start)
    cx = context()
    init_context(cx, s.space)
    cx.is_main = False
    if not COMPILED:
        cx.poll = 0
    try:
        call_tuple_kw(s.w_function, EMPTY, s.args, s.kwargs)
    except PyError as e:
        if not errors.error_matches(e, x.SYSTEM_EXIT):
            report_thread_error(s.w_function, e.w_value)
    tracing.thread_ends(cx)
    own_dicts().clear()
    count_thread(s.space, -1)
    s.handle.state = DONE
    s.handle.ended.release()


def begin_guest(space: ProtoSpace) -> None:
    """On a thread that C code made and that is about to call Python (protocore/threads.py); threading calls it a dummy thread."""
    cx = context()
    init_context(cx, space)
    cx.is_main = False
    count_thread(space, 1)


def end_guest(space: ProtoSpace) -> None:
    own_dicts().clear()
    count_thread(space, -1)


def report_thread_error(w_function: Value, w_exc: Value) -> None:
    try:
        what = f"Exception ignored in thread started by {repr_of(w_function)}:\n"
        streams.report_ignored(what, w_exc)
    except PyError:
        pass


def is_callable(w: Value) -> bool:
    return not is_empty(special(w, Special.CALL))


@function(
    "_thread",
    "start_new_thread(function, args, kwargs=EMPTY, /)",
    doc="Starts a thread that calls function; its ident.",
    shown="($module, function, args, kwargs={}, /)",
)
@function(
    "_thread",
    "start_new(function, args, kwargs=EMPTY, /)",
    doc="An old name of start_new_thread.",
    shown="($module, function, args, kwargs={}, /)",
)
def t_start_new_thread(w_function: Value, w_args: Value, w_kwargs: Value) -> Value:
    if not is_callable(w_function):
        raise errors.type_error("first arg must be callable")
    args = try_as(W_Tuple, w_args)
    if args is None:
        raise errors.type_error("2nd arg must be a tuple")
    kwargs: W_Dict | None = None
    if not is_empty(w_kwargs):
        kwargs = try_as(W_Dict, w_kwargs)
        if kwargs is None:
            raise errors.type_error("optional 3rd arg must be a dictionary")
    audit3("_thread.start_new_thread", w_function, w_args, w_None if kwargs is None else w_kwargs)
    refuse_at_end("can't create new thread")
    handle = new_handle()
    start(w_function, args, kwargs, handle, True)
    return from_int(handle.ident)


@function("_thread", "start_joinable_thread(function, handle=None, daemon=True)", doc="Starts a thread that calls function; its handle.")
def t_start_joinable_thread(w_function: Value, w_handle: Value, w_daemon: Value) -> Value:
    if not is_callable(w_function):
        raise errors.type_error("thread function must be callable")
    daemon = is_true(w_daemon)
    handle = new_handle()
    if not same(w_handle, w_None):
        given = try_as(W_ThreadHandle, w_handle)
        if given is None:
            raise errors.type_error("'handle' must be a _ThreadHandle")
        handle = given
    audit3("_thread.start_joinable_thread", w_function, from_int(1 if daemon else 0), w_handle)
    refuse_at_end("can't create new thread")
    with locked(handle):
        if handle.state != NOT_STARTED:
            raise errors.runtime_error("thread already started")
        handle.state = STARTING
    start(w_function, EMPTY_TUPLE, None, handle, daemon)
    return wrap(handle)


@function("_thread", "_shutdown()", doc="Waits for the threads that are not daemons.")
def t_shutdown() -> Value:
    wait_for_threads()
    return w_None


def wait_for_threads() -> None:
    """Until all threads that are not daemons have ended; they may start others."""
    space = context().space
    me = thread_ident()
    while True:
        found: W_ThreadHandle | None = None
        with locked(space.w_sys):
            for h in threads_of(space).handles:
                if h.state != DONE and not h.daemon and h.ident != me:
                    found = h
                    break
        if found is None:
            return
        if wait_for(found.ended, -1):
            found.ended.release()
            found.state = DONE


def others_run() -> bool:
    """Whether there are threads beside this one that have not ended their work."""
    space = context().space
    me = thread_ident()
    with locked(space.w_sys):
        for h in threads_of(space).handles:
            if h.state == RUNNING and h.ident != me:
                return True
    return not context().is_main


def end_other_threads() -> None:
    """In the child of a fork: of the threads only this one is left, so nobody has to wait for another."""
    space = context().space
    me = thread_ident()
    mine: list[W_ThreadHandle] = []
    for h in threads_of(space).handles:
        if h.ident == me and h.state == RUNNING:
            mine.append(h)
        elif h.state == RUNNING:
            h.state = DONE
            h.ended.release()
    threads_of(space).handles = mine
    space.n_threads = 0


# --- small things -------------------------------------------------------------------------------------------------------------


@function("_thread", "allocate_lock()", doc="A new lock.")
@function("_thread", "allocate()", doc="An old name of allocate_lock.")
def t_allocate_lock() -> Value:
    return wrap(new_lock())


@function("_thread", "get_ident()", doc="A number for this thread, which no other living thread has.")
def t_get_ident() -> Value:
    return from_int(thread_ident())


@function("_thread", "get_native_id()", doc="The system's number for this thread.")
def t_get_native_id() -> Value:
    return from_int(context().native_id)


@function("_thread", "_get_main_thread_ident()", doc="The number of the main thread.")
def t_get_main_thread_ident() -> Value:
    return from_int(main_ident())


def main_ident() -> int:
    if COMPILED:
        return MAIN_IDENT if SIGNALS.main == 0 else load64(SIGNALS.main + CX_THREAD_ID)
    else:
        return id(_HOST_MAIN[0]) >> 4


@function("_thread", "_is_main_interpreter()", doc="Whether this is the main interpreter.")
def t_is_main_interpreter() -> Value:
    return w_True


@function("_thread", "_count()", doc="How many threads were started and run.")
def t_count() -> Value:
    return from_int(context().space.n_threads)


@function("_thread", "daemon_threads_allowed()", doc="Whether daemon threads may be started in this interpreter.")
def t_daemon_threads_allowed() -> Value:
    return w_True


@function("_thread", "exit()", doc="Ends this thread: raises SystemExit.")
@function("_thread", "exit_thread()", doc="An old name of exit.")
def t_exit() -> Value:
    raise errors.error_empty(x.SYSTEM_EXIT)


@function("_thread", "stack_size(size=0, /)", doc="Sets the stack size of new threads; the old one.")
def t_stack_size(w_size: Value) -> Value:
    size = index_of(w_size)
    if size != 0 and size < MIN_STACK:
        raise errors.value_error(f"size must be at least {MIN_STACK} bytes")
    old = STACK_SIZE.size
    STACK_SIZE.size = size
    return from_int(old)


@function(
    "_thread",
    "interrupt_main(signum=2, /)",
    doc="Lets the main thread handle a signal as if it had arrived.",
    shown="($module, signum=signal.SIGINT, /)",
)
def t_interrupt_main(w_number: Value) -> Value:
    number = c_int(w_number)
    if number < 1 or number >= N_SIGNALS:
        raise errors.value_error("signal number out of range")
    put_back(1 << (number & 63))
    request_main()
    return w_None


@function("_thread", "set_name(name)", doc="Sets the name that the system shows for this thread.")
def t_set_name(w_name: Value) -> Value:
    name = as_str(w_name)
    if name is None:
        raise errors.type_error(f"set_name() argument 'name' must be str, not {type_name(w_name)}")
    data = fs_encode(name)
    at = c_copy(data[0:15] if len(data) > 15 else data)
    if COMPILED:
        c_prctl(i32(15), at, 0, 0, 0)
    c_free(at)
    return w_None


@function("_thread", "_get_name()", doc="The name that the system shows for this thread.")
def t_get_name() -> Value:
    at = c_malloc(32)
    c_prctl(i32(16), at, 0, 0, 0)
    name = fs_decode(c_bytes(at))
    c_free(at)
    return wrap(name)


# --- uncaught exceptions --------------------------------------------------------------------------------------------------------

EXCEPT_HOOK_ARGS = define_struct(
    "_thread",
    "_ExceptHookArgs",
    ["exc_type", "exc_value", "exc_traceback", "thread"],
    4,
    "What threading.excepthook gets.",
    docs=["type of the exception", "the exception", "its traceback", "the thread that it ended"],
)
constant("_thread", "_ExceptHookArgs", EXCEPT_HOOK_ARGS)


@function("_thread", "_excepthook(args, /)", doc="Shows the uncaught exception of a thread.")
def t_excepthook(w_args: Value) -> Value:
    if type_of(w_args) is not EXCEPT_HOOK_ARGS:
        raise errors.type_error("_thread.excepthook argument type must be ExceptHookArgs")
    args = unwrap(W_Tuple, w_args)
    exc_type = try_as(W_Type, args.items[0])
    if exc_type is x.SYSTEM_EXIT:
        return w_None
    w_thread = args.items[3]
    w_err = streams.usable_stream("stderr")
    if same(w_err, w_None) and not same(w_thread, w_None):
        w_err = find_attr(w_thread, "_stderr")
        if is_empty(w_err) or same(w_err, w_None):
            return w_None
    name = "<failed to get thread name>"
    if not same(w_thread, w_None):
        w_name = find_attr(w_thread, "name")
        if not is_empty(w_name):
            name = str_of(w_name)
    else:
        name = str(thread_ident())
    call_method1(w_err, "write", wrap(f"Exception in thread {name}:\n"))
    if try_as(W_BaseException, args.items[1]) is not None:
        display_on(w_err, args.items[1])
    call_method0(w_err, "flush")
    return w_None


# --- thread-local objects -----------------------------------------------------------------------------------------------------------


class W_Local(W_Object):
    args: W_Tuple
    kwargs: W_Dict


LOCAL = define_type("_local", W_Local, OBJECT, module="_thread", doc="An object whose attributes each thread has of its own.")
constant("_thread", "_local", LOCAL)


@new(LOCAL, "(cls, *args, **kwargs)", shown="()")
def local_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    kwargs = unwrap(W_Dict, w_kwargs)
    if (args.length > 0 or dict_len(kwargs) > 0) and same(cls.special[Special.INIT], OBJECT.special[Special.INIT]):
        raise errors.type_error("Initialization arguments are not supported")
    l = new_with_shape(W_Local, cls.root_shape)
    l.args = args
    l.kwargs = kwargs
    own_dicts()[l] = new_dict()
    return wrap(l)


class ThreadLocals(State):
    dicts: dict[W_Local, W_Dict]
    """A thread's attributes of thread-local objects."""

    def __init__(self) -> None:
        self.dicts = {}


def new_thread_locals() -> State:
    return ThreadLocals()


LOCALS: Final[int] = context_slot(new_thread_locals)


def own_dicts() -> dict[W_Local, W_Dict]:
    return cast(ThreadLocals, context().states[LOCALS]).dicts


def local_dict(l: W_Local) -> W_Dict:
    """This thread's attributes of l; a subclass's __init__ runs when they are first needed."""
    dicts = own_dicts()
    found = dicts.get(l)
    if found is not None:
        return found
    d = new_dict()
    dicts[l] = d
    t = type_of(wrap(l))
    w_init = t.special[Special.INIT]
    if not same(w_init, OBJECT.special[Special.INIT]):
        try:
            call_tuple_kw(w_init, wrap(l), l.args, l.kwargs)
        except PyError:
            if l in dicts:
                del dicts[l]
            raise
    return d


@method(LOCAL, "__getattribute__(self, name, /)")
def local_getattribute(self: W_Local, w_name: Value) -> Value:
    name = as_str(w_name)
    if name is None:
        raise errors.type_error(f"attribute name must be string, not '{type_name(w_name)}'")
    d = local_dict(self)
    if name == "__dict__":
        return wrap(d)
    t = type_of(wrap(self))
    w_descr = type_lookup(t, name)
    if not is_empty(w_descr) and attributes.comes_first(w_descr):
        return attributes.descr_get(w_descr, wrap(self), t)
    w = dict_get_str(d, name)
    if not is_empty(w):
        return w
    if not is_empty(w_descr):
        return attributes.descr_get(w_descr, wrap(self), t)
    raise errors.attribute_error(attributes.no_attribute_message(wrap(self), name), wrap(self), name)


def change_attribute(self: W_Local, w_name: Value, w_value: Value) -> Value:
    """w_value EMPTY deletes."""
    name = as_str(w_name)
    if name is None:
        raise errors.type_error(f"attribute name must be string, not '{type_name(w_name)}'")
    d = local_dict(self)
    if name == "__dict__":
        message = f"'{type_name(wrap(self))}' object attribute '__dict__' is read-only"
        raise errors.attribute_error(message, wrap(self), name)
    w_descr = type_lookup(type_of(wrap(self)), name)
    if not is_empty(w_descr) and attributes.is_data_descriptor(w_descr):
        attributes.generic_setattr(wrap(self), name, w_value)
    elif not is_empty(w_value):
        dict_set_str(d, name, w_value)
    elif not dict_delete_str(d, name):
        raise errors.attribute_error(attributes.no_attribute_message(wrap(self), name), wrap(self), name)
    return w_None


@method(LOCAL, "__setattr__(self, name, value, /)")
def local_setattr(self: W_Local, w_name: Value, w_value: Value) -> Value:
    return change_attribute(self, w_name, w_value)


@method(LOCAL, "__delattr__(self, name, /)")
def local_delattr(self: W_Local, w_name: Value) -> Value:
    return change_attribute(self, w_name, EMPTY)


def finish_threads() -> None:
    """Before the program ends: what threading._shutdown does, if threading was imported."""
    w_threading = dict_get_str(context().space.modules, "threading")
    if is_empty(w_threading) or same(w_threading, w_None):
        return
    try:
        call_method0(w_threading, "_shutdown")
    except PyError as e:
        streams.report_ignored("Exception ignored on threading shutdown:\n", e.w_value)
