"""What programs see of generators, coroutines and async generators: iteration, send, throw, close, attributes.

Sources: language reference "Yield expressions", "Coroutine objects", "Asynchronous generator-iterator methods"; PEP 525.
"""

from __future__ import annotations

from protodialect.types import EMPTY, Value, locked, new_with_shape, races, try_as, unwrap, wrap
from protopython.engine import generators as g
from protopython.objects.exceptions import exceptions as x
from protopython.objects.exceptions.exceptions import W_BaseException
from protopython.objects.frame import (
    ASYNC_GENERATOR,
    COROUTINE,
    GEN_FINISHED,
    GEN_LOOKED_AT,
    GEN_RUNNING,
    GEN_SUSPENDED,
    GENERATOR,
    W_AsyncGenWrapped,
    W_Generator,
    W_Traceback,
)
from protopython.objects.model import errors, operations
from protopython.objects.model.auditing import audit_read, is_audited
from protopython.objects.model.call import call_tuple
from protopython.objects.model.define import OBJECT, define_type, getter, iternext, method, setter
from protopython.objects.model.deprecation import warn_deprecated
from protopython.objects.model.identity import address_text
from protopython.objects.model.types import is_subtype, type_name, type_of
from protopython.objects.singletons import new_bool, w_None
from protopython.objects.tuple import EMPTY_TUPLE, W_Tuple, new_tuple1, new_tuple3
from protopython.protocore.collector import register_finalizer
from protopython.protocore.error import PyError
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty, same


def throw_argument(w_type: Value, w_value: Value, w_traceback: Value) -> Value:
    """The exception that throw(type, value, traceback) raises; if making it fails, what that raises."""
    tb = None if is_empty(w_traceback) or same(w_traceback, w_None) else try_as(W_Traceback, w_traceback)
    if tb is None and not is_empty(w_traceback) and not same(w_traceback, w_None):
        raise errors.type_error("throw() third argument must be a traceback object")
    w_exc = w_type
    cls = try_as(W_Type, w_type)
    if cls is not None and cls.flags & TypeFlags.IS_EXCEPTION:
        try:
            w_exc = instance_thrown(cls, w_value)
        except PyError as e:
            return e.w_value
    elif try_as(W_BaseException, w_type) is None:
        raise errors.type_error(f"exceptions must be classes or instances deriving from BaseException, not {type_name(w_type)}")
    elif not is_empty(w_value) and not same(w_value, w_None):
        raise errors.type_error("instance exception may not have a separate value")
    if tb is not None:
        unwrap(W_BaseException, w_exc).traceback = tb
    return w_exc


def instance_thrown(cls: W_Type, w_value: Value) -> Value:
    """cls(value), but for a value that is one of its instances, or a tuple of all arguments."""
    w_class = wrap(cls)
    args = EMPTY_TUPLE
    if not is_empty(w_value) and not same(w_value, w_None):
        if try_as(W_BaseException, w_value) is not None and is_subtype(type_of(w_value), cls):
            return w_value
        several = try_as(W_Tuple, w_value)
        args = new_tuple1(w_value) if several is None else several
    w_exc = call_tuple(w_class, args)
    if try_as(W_BaseException, w_exc) is None:
        raise errors.type_error(
            f"calling {operations.repr_of(w_class)} should have returned an instance of BaseException, not {type_name(w_exc)}"
        )
    return w_exc


def warn_three_arguments(name: str, w_value: Value) -> None:
    if not is_empty(w_value):
        warn_deprecated(f"the (type, exc, tb) signature of {name}() is deprecated, use the single-arg signature instead.")


def throw(self: W_Generator, w_type: Value, w_value: Value, w_traceback: Value) -> Value:
    warn_three_arguments("throw", w_value)
    w = g.throw_into(self, throw_argument(w_type, w_value, w_traceback))
    if is_empty(w):
        raise g.finished()
    return w


# --- generators ---------------------------------------------------------------------------------------------------------


@iternext(GENERATOR)
def generator_next(self: W_Generator) -> Value:
    """Loops and list() want the items only: what the body returns is dropped."""
    w = g.resume(self, w_None, EMPTY)
    if is_empty(w):
        g.take_returned()
    return w


@method(GENERATOR, "__next__(self, /)", doc="The next value; StopIteration carries what the body returned.")
def generator_dunder_next(self: W_Generator) -> Value:
    return g.send_value(self, w_None)


@method(GENERATOR, "send(self, object, /)", doc="Resumes the generator with a value; the next value it yields.")
@method(COROUTINE, "send(self, object, /)", doc="Passes a value into coroutine code where it waits; the next value it yields.")
def generator_send(self: W_Generator, w_arg: Value) -> Value:
    return g.send_value(self, w_arg)


@method(GENERATOR, "throw(self, type, value=EMPTY, traceback=EMPTY, /)", doc="Raises an exception inside the generator.")
@method(COROUTINE, "throw(self, type, value=EMPTY, traceback=EMPTY, /)", doc="Raises an exception in coroutine code; what it yields next.")
def generator_throw(self: W_Generator, w_type: Value, w_value: Value, w_traceback: Value) -> Value:
    return throw(self, w_type, w_value, w_traceback)


@method(GENERATOR, "close(self, /)", doc="Raises GeneratorExit inside the generator.")
@method(COROUTINE, "close(self, /)", doc="Raises GeneratorExit inside coroutine code.")
def generator_close(self: W_Generator) -> Value:
    return g.close(self)


@method(GENERATOR, "__repr__(self, /)")
@method(COROUTINE, "__repr__(self, /)")
@method(ASYNC_GENERATOR, "__repr__(self, /)")
def generator_repr(self: W_Generator) -> Value:
    return wrap(f"<{type_of(wrap(self)).name} object {self.qualname} at {address_text(wrap(self))}>")


def define_attributes(t: W_Type, prefix: str) -> None:
    """Module level: the attributes that the three types share, under their prefixes."""
    noun = {"gi": "generator", "cr": "coroutine", "ag": "asynchronous generator"}[prefix]
    getter(t, "__name__", doc=f"The name of the {noun}.")(generator_name)
    setter(t, "__name__")(generator_set_name)
    getter(t, "__qualname__", doc=f"The qualified name of the {noun}.")(generator_qualname)
    setter(t, "__qualname__")(generator_set_qualname)
    getter(t, prefix + "_code")(generator_code)
    getter(t, prefix + "_frame")(generator_frame)
    getter(t, prefix + "_running", member=prefix == "ag")(generator_running)
    getter(t, prefix + "_suspended")(generator_suspended)
    awaited = {"gi": "gi_yieldfrom", "cr": "cr_await", "ag": "ag_await"}[prefix]
    getter(t, awaited, doc=f"What the {noun} is waiting for, or None.")(generator_delegate)


def generator_name(self: W_Generator) -> Value:
    return wrap(self.name)


def generator_set_name(self: W_Generator, w_value: Value) -> Value:
    s = None if is_empty(w_value) else operations.as_str(w_value)
    if s is None:
        raise errors.type_error("__name__ must be set to a string object")
    self.name = s
    return w_None


def generator_qualname(self: W_Generator) -> Value:
    return wrap(self.qualname)


def generator_set_qualname(self: W_Generator, w_value: Value) -> Value:
    s = None if is_empty(w_value) else operations.as_str(w_value)
    if s is None:
        raise errors.type_error("__qualname__ must be set to a string object")
    self.qualname = s
    return w_None


def audited_name(self: W_Generator, what: str) -> str:
    t = type_of(wrap(self))
    return ("gi_" if t is GENERATOR else "cr_" if t is COROUTINE else "ag_") + what


def generator_code(self: W_Generator) -> Value:
    if is_audited():
        audit_read(wrap(self), audited_name(self, "code"))
    return wrap(self.code)


def generator_frame(self: W_Generator) -> Value:
    if is_audited():
        audit_read(wrap(self), audited_name(self, "frame"))
    frame = self.frame
    return w_None if frame is None else wrap(frame)


def generator_running(self: W_Generator) -> Value:
    return new_bool(self.state == GEN_RUNNING)


def generator_suspended(self: W_Generator) -> Value:
    state = self.state
    return new_bool(state == GEN_SUSPENDED or state == GEN_LOOKED_AT)


def generator_delegate(self: W_Generator) -> Value:
    w = g.delegate(self)
    return w_None if is_empty(w) else w


define_attributes(GENERATOR, "gi")
define_attributes(COROUTINE, "cr")
define_attributes(ASYNC_GENERATOR, "ag")


# --- coroutines ---------------------------------------------------------------------------------------------------------


class W_CoroutineWrapper(W_Object):
    """What `coroutine.__await__()` gives: an iterator over the coroutine."""

    coroutine: W_Generator

    def __init__(self, coroutine: W_Generator) -> None:
        self.coroutine = coroutine


COROUTINE_WRAPPER = define_type("coroutine_wrapper", W_CoroutineWrapper, OBJECT, flags=0, doc="What runs a coroutine as an iterator.")


@method(COROUTINE, "__await__(self, /)", doc="An iterator that runs the coroutine.")
def coroutine_await(self: W_Generator) -> Value:
    return wrap(W_CoroutineWrapper(self))


@method(COROUTINE_WRAPPER, "__next__(self, /)")
def wrapper_next(self: W_CoroutineWrapper) -> Value:
    return g.send_value(self.coroutine, w_None)


@method(COROUTINE_WRAPPER, "__iter__(self, /)")
def wrapper_iter(self: W_CoroutineWrapper) -> Value:
    return wrap(self)


@method(
    COROUTINE_WRAPPER,
    "send(self, arg, /)",
    shown="($self, object, /)",
    doc="Go on with a value; the next value it yields, or StopIteration.",
)
def wrapper_send(self: W_CoroutineWrapper, w_arg: Value) -> Value:
    return g.send_value(self.coroutine, w_arg)


@method(
    COROUTINE_WRAPPER, "throw(self, type, value=EMPTY, traceback=EMPTY, /)", doc="Raise an exception where the execution stands."
)
def wrapper_throw(self: W_CoroutineWrapper, w_type: Value, w_value: Value, w_traceback: Value) -> Value:
    return throw(self.coroutine, w_type, w_value, w_traceback)


@method(COROUTINE_WRAPPER, "close(self, /)", doc="End the execution by GeneratorExit.")
def wrapper_close(self: W_CoroutineWrapper) -> Value:
    return g.close(self.coroutine)


@getter(COROUTINE, "cr_origin", member=True)
def coroutine_origin(self: W_Generator) -> Value:
    return self.w_origin


# --- async generators ---------------------------------------------------------------------------------------------------

STEP_SEND = 0
STEP_THROW = 1
STEP_CLOSE = 2


@races(
    running="set and tested under the lock of the generator; whoever is done resets it last",
    finished="it is only ever set",
)
class W_AsyncGenStep(W_Object):
    """The awaitable of one asend(), athrow() or aclose() of an async generator."""

    generator: W_Generator
    mode: int
    w_argument: Value
    """What is sent first; for STEP_THROW the arguments of athrow()."""
    started: bool
    running: bool
    """Some thread is in step_resume with it."""
    finished: bool


ASYNC_GEN_ASEND = define_type("async_generator_asend", W_AsyncGenStep, OBJECT, flags=0)
ASYNC_GEN_ATHROW = define_type("async_generator_athrow", W_AsyncGenStep, OBJECT, flags=0)


def new_step(generator: W_Generator, mode: int, w_argument: Value) -> Value:
    t = ASYNC_GEN_ASEND if mode == STEP_SEND else ASYNC_GEN_ATHROW
    step = new_with_shape(W_AsyncGenStep, t.root_shape)
    step.generator = generator
    step.mode = mode
    step.w_argument = w_argument
    step.started = False
    step.running = False
    step.finished = False
    register_finalizer(step)
    start_hooks(generator)
    return wrap(step)


def start_hooks(generator: W_Generator) -> None:
    """sys.set_asyncgen_hooks: firstiter is called once per generator."""
    with locked(generator):
        if generator.hooks_started:
            return
        generator.hooks_started = True
    generator.w_finalizer = context().space.w_asyncgen_finalizer
    w_first = context().space.w_asyncgen_firstiter
    if not is_empty(w_first) and not same(w_first, w_None):
        operations.call1(w_first, wrap(generator))


@method(ASYNC_GENERATOR, "__aiter__(self, /)", doc="The generator itself.")
def async_generator_aiter(self: W_Generator) -> Value:
    return wrap(self)


@method(ASYNC_GENERATOR, "__anext__(self, /)", doc="An awaitable of the next value.")
def async_generator_anext(self: W_Generator) -> Value:
    return new_step(self, STEP_SEND, w_None)


@method(ASYNC_GENERATOR, "asend(self, object, /)", doc="An awaitable that resumes the generator with a value.")
def async_generator_asend(self: W_Generator, w_value: Value) -> Value:
    return new_step(self, STEP_SEND, w_value)


@method(ASYNC_GENERATOR, "athrow(self, type, value=EMPTY, traceback=EMPTY, /)", doc="An awaitable that raises inside the generator.")
def async_generator_athrow(self: W_Generator, w_type: Value, w_value: Value, w_traceback: Value) -> Value:
    warn_three_arguments("athrow", w_value)
    return new_step(self, STEP_THROW, wrap(new_tuple3(w_type, none_if_empty(w_value), none_if_empty(w_traceback))))


def none_if_empty(w: Value) -> Value:
    return w_None if is_empty(w) else w


def thrown(step: W_AsyncGenStep) -> Value:
    """The exception that the step begins by raising in the generator."""
    if step.mode != STEP_THROW:
        return step.w_argument
    args = unwrap(W_Tuple, step.w_argument)
    return throw_argument(args.items[0], args.items[1], args.items[2])


@method(ASYNC_GENERATOR, "aclose(self, /)", doc="An awaitable that closes the generator.")
def async_generator_aclose(self: W_Generator) -> Value:
    return new_step(self, STEP_CLOSE, wrap(x.new_exception(x.GENERATOR_EXIT, operations.new_tuple_n(0))))


def step_resume(step: W_AsyncGenStep, w_sent: Value, w_throw: Value) -> Value:
    """Drives the generator until it awaits (that value), yields (StopIteration with the value) or ends."""
    generator = step.generator
    busy = False
    with locked(generator):
        finished = step.finished
        running = step.running
        starting = not step.started
        if starting and not finished:
            busy = generator.running_async
            if busy:
                step.finished = True
            else:
                generator.running_async = True
                step.started = True
        if not (finished or busy or running):
            step.running = True
    if finished:
        name = "__anext__()/asend()" if step.mode == STEP_SEND else "aclose()/athrow()"
        raise errors.runtime_error(f"cannot reuse already awaited {name}")
    if busy:
        name = "anext" if step.mode == STEP_SEND else "aclose" if step.mode == STEP_CLOSE else "athrow"
        raise errors.runtime_error(f"{name}(): asynchronous generator is already running")
    if running:
        raise errors.value_error("async generator already executing")
    try:
        return resume_claimed(step, starting, w_sent, w_throw)
    finally:
        step.running = False


def resume_claimed(step: W_AsyncGenStep, starting: bool, w_sent: Value, w_throw: Value) -> Value:
    """step_resume, once no other thread can drive the step."""
    generator = step.generator
    if starting:
        if generator.state == GEN_FINISHED or generator.closed:
            end_step(step)
            if step.mode == STEP_CLOSE:
                raise errors.stop_iteration(EMPTY)
            if step.mode == STEP_THROW:
                raise PyError(thrown(step))
            raise errors.error_empty(x.STOP_ASYNC_ITERATION)
        if is_empty(w_throw):
            if step.mode == STEP_SEND:
                if same(w_sent, w_None):
                    w_sent = step.w_argument
            else:
                try:
                    w_throw = thrown(step)
                except PyError:
                    generator.running_async = False
                    raise
    try:
        if is_empty(w_throw):
            w = g.resume(generator, w_sent, EMPTY)
        else:
            w = g.throw_into(generator, w_throw)
    except PyError as e:
        end_step(step)
        if step.mode == STEP_CLOSE:
            if errors.error_matches(e, x.STOP_ASYNC_ITERATION) or errors.error_matches(e, x.GENERATOR_EXIT):
                generator.closed = True
                raise errors.stop_iteration(EMPTY)
        if errors.error_matches(e, x.STOP_ASYNC_ITERATION) or errors.error_matches(e, x.GENERATOR_EXIT):
            generator.closed = True
        raise
    if is_empty(w):
        g.take_returned()
        end_step(step)
        generator.closed = True
        if step.mode == STEP_CLOSE:
            raise errors.stop_iteration(EMPTY)
        raise errors.error_empty(x.STOP_ASYNC_ITERATION)
    wrapped = try_as(W_AsyncGenWrapped, w)
    if wrapped is None:
        return w
    end_step(step)
    if step.mode == STEP_CLOSE:
        raise errors.runtime_error("async generator ignored GeneratorExit")
    raise errors.stop_iteration(wrapped.w_value)


def end_step(step: W_AsyncGenStep) -> None:
    step.finished = True
    step.generator.running_async = False


@method(ASYNC_GEN_ASEND, "__await__(self, /)")
@method(ASYNC_GEN_ATHROW, "__await__(self, /)")
@method(ASYNC_GEN_ASEND, "__iter__(self, /)")
@method(ASYNC_GEN_ATHROW, "__iter__(self, /)")
def step_await(self: W_AsyncGenStep) -> Value:
    return wrap(self)


@method(ASYNC_GEN_ASEND, "__next__(self, /)")
@method(ASYNC_GEN_ATHROW, "__next__(self, /)")
def step_next(self: W_AsyncGenStep) -> Value:
    return step_resume(self, w_None, EMPTY)


@method(
    ASYNC_GEN_ASEND,
    "send(self, arg, /)",
    shown="($self, object, /)",
    doc="Go on with a value; the next value it yields, or StopIteration.",
)
@method(
    ASYNC_GEN_ATHROW,
    "send(self, arg, /)",
    shown="($self, object, /)",
    doc="Go on with a value; the next value it yields, or StopIteration.",
)
def step_send(self: W_AsyncGenStep, w_arg: Value) -> Value:
    return step_resume(self, w_arg, EMPTY)


@method(
    ASYNC_GEN_ASEND, "throw(self, type, value=EMPTY, traceback=EMPTY, /)", doc="Raise an exception where the execution stands."
)
@method(
    ASYNC_GEN_ATHROW, "throw(self, type, value=EMPTY, traceback=EMPTY, /)", doc="Raise an exception where the execution stands."
)
def step_throw(self: W_AsyncGenStep, w_type: Value, w_value: Value, w_traceback: Value) -> Value:
    warn_three_arguments("throw", w_value)
    return step_resume(self, w_None, throw_argument(w_type, w_value, w_traceback))


@method(ASYNC_GEN_ASEND, "close(self, /)", doc="End the execution by GeneratorExit.")
@method(ASYNC_GEN_ATHROW, "close(self, /)", doc="End the execution by GeneratorExit.")
def step_close(self: W_AsyncGenStep) -> Value:
    if self.finished:
        return w_None
    try:
        step_resume(self, w_None, wrap(x.new_exception(x.GENERATOR_EXIT, operations.new_tuple_n(0))))
    except PyError as e:
        if errors.error_matches(e, x.GENERATOR_EXIT) or errors.error_matches(e, x.STOP_ITERATION) or errors.error_matches(e, x.STOP_ASYNC_ITERATION):
            return w_None
        raise
    raise errors.runtime_error("coroutine ignored GeneratorExit")


