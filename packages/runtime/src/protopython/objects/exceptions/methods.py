"""BaseException and its subclasses: constructors, text, attributes, pickling. Groups are in
exceptions/group_methods.py.

Sources: library reference "Built-in Exceptions"; PEP 3134, 678.
"""

from __future__ import annotations

from protodialect.types import EMPTY, Value, try_as, unwrap, wrap
from protopython.objects.dict.dict import (
    W_Dict,
    dict_copy,
    dict_key_at,
    dict_len,
    dict_next,
    dict_set_str,
    dict_value_at,
    new_dict,
)
from protopython.objects.exceptions import exceptions as x
from protopython.objects.exceptions.exceptions import (
    W_AttributeError,
    W_BaseException,
    W_ImportError,
    W_NameError,
    W_OSError,
    W_StopIteration,
    W_SystemExit,
    W_UnicodeError,
)
from protopython.objects.frame import W_Traceback
from protopython.objects.function.descriptors import empty_as_none
from protopython.objects.model import errors, operations
from protopython.objects.model.attributes import setattr_of
from protopython.objects.model.define import BYTES, getter, method, new, restate, setter
from protopython.objects.model.instance import instance_dict, own_names
from protopython.objects.model.special import Special
from protopython.objects.model.types import type_name, type_of
from protopython.objects.object_methods import add_note
from protopython.objects.singletons import new_bool, plain, w_False, w_None, w_True
from protopython.objects.str.str import as_str
from protopython.objects.tuple import EMPTY_TUPLE, W_Tuple, new_tuple2, new_tuple3, new_tuple_n
from protopython.protocore.object import TypeFlags, W_Type
from protopython.protocore.shape import shape_of
from protopython.protocore.value import from_int, int_value, is_empty, is_int, same


def short_name(t: W_Type) -> str:
    """The type's name without module or enclosing class."""
    if t.flags & TypeFlags.HEAP:
        return t.name
    name = as_str(t.w_qualname)
    return t.name if name is None else name


def no_keywords(e: Value, w_kwargs: Value) -> None:
    if dict_len(unwrap(W_Dict, w_kwargs)) > 0:
        raise errors.type_error(f"{short_name(type_of(e))}() takes no keyword arguments")


# --- BaseException ----------------------------------------------------------------------------------------


@new(x.BASE_EXCEPTION, "(cls, *args, **kwargs)")
def exception_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    return wrap(x.allocate_exception(cls, unwrap(W_Tuple, w_args)))


for _plain in x.PLAIN:
    restate(_plain, x.BASE_EXCEPTION, "__new__")


@method(x.BASE_EXCEPTION, "__init__(self, /, *args, **kwargs)", doc="Initialize self.")
def exception_init(self: W_BaseException, w_args: Value, w_kwargs: Value) -> Value:
    no_keywords(wrap(self), w_kwargs)
    self.args = unwrap(W_Tuple, w_args)
    return w_None


def args_text(e: W_BaseException) -> str:
    n = e.args.length
    if n == 0:
        return ""
    if n == 1:
        return operations.str_of(e.args.items[0])
    return operations.str_of(wrap(e.args))


@method(x.BASE_EXCEPTION, "__str__(self, /)", doc="Return str(self).")
def exception_str(self: W_BaseException) -> Value:
    return wrap(args_text(self))


@method(x.BASE_EXCEPTION, "__repr__(self, /)", doc="Return repr(self).")
def exception_repr(self: W_BaseException) -> Value:
    name = short_name(type_of(wrap(self)))
    if self.args.length == 1:
        return wrap(f"{name}({operations.repr_of(self.args.items[0])})")
    return wrap(name + operations.repr_of(wrap(self.args)))


def has_own_attributes(e: W_BaseException) -> bool:
    if len(own_names(e)) > 0:
        return True
    return shape_of(e).dict_mode and dict_len(instance_dict(e)) > 0


@method(x.BASE_EXCEPTION, "__reduce__(self, /)", doc="Helper for pickle.")
def exception_reduce(self: W_BaseException) -> Value:
    return reduced(self, self.args, EMPTY)


def reduced(e: W_BaseException, args: W_Tuple, w_extra_state: Value) -> Value:
    """(type, args) or (type, args, state)"""
    w_state = w_extra_state
    if is_empty(w_state) and has_own_attributes(e):
        w_state = wrap(instance_dict(e))
    w_type = wrap(type_of(wrap(e)))
    if is_empty(w_state):
        return wrap(new_tuple2(w_type, wrap(args)))
    return wrap(new_tuple3(w_type, wrap(args), w_state))


@method(x.BASE_EXCEPTION, "__setstate__(self, state, /)", doc="Helper for pickle.")
def exception_setstate(self: W_BaseException, w_state: Value) -> Value:
    if same(w_state, w_None):
        return w_None
    d = try_as(W_Dict, w_state)
    if d is None:
        raise errors.type_error("state is not a dictionary")
    d = dict_copy(d)
    i = dict_next(d, 0)
    while i >= 0:
        name = as_str(dict_key_at(d, i))
        if name is not None:
            setattr_of(wrap(self), name, dict_value_at(d, i))
        i = dict_next(d, i + 1)
    return w_None


@method(
    x.BASE_EXCEPTION,
    "with_traceback(self, tb, /)",
    doc="Set self.__traceback__ to the argument and return self.",
)
def exception_with_traceback(self: W_BaseException, w_traceback: Value) -> Value:
    exception_set_traceback(self, w_traceback)
    return wrap(self)


@method(
    x.BASE_EXCEPTION, "add_note(self, note, /)", doc="Add a note, shown below the exception in tracebacks."
)
def exception_add_note(self: W_BaseException, w_note: Value) -> Value:
    if as_str(w_note) is None:
        raise errors.type_error(f"add_note() argument must be str, not {type_name(w_note)}")
    add_note(wrap(self), w_note)
    return w_None


@getter(x.BASE_EXCEPTION, "args")
def exception_args(self: W_BaseException) -> Value:
    return wrap(self.args)


@setter(x.BASE_EXCEPTION, "args")
def exception_set_args(self: W_BaseException, w_value: Value) -> Value:
    if is_empty(w_value):
        raise errors.type_error("args may not be deleted")
    self.args = operations.unpack_to_tuple(w_value)
    return w_None


@getter(x.BASE_EXCEPTION, "__traceback__")
def exception_traceback(self: W_BaseException) -> Value:
    tb = self.traceback
    return w_None if tb is None else wrap(tb)


@setter(x.BASE_EXCEPTION, "__traceback__")
def exception_set_traceback(self: W_BaseException, w_value: Value) -> Value:
    if is_empty(w_value):
        raise errors.type_error("__traceback__ may not be deleted")
    tb = try_as(W_Traceback, w_value)
    if tb is None and not same(w_value, w_None):
        raise errors.type_error("__traceback__ must be a traceback or None")
    self.traceback = tb
    return w_None


@getter(x.BASE_EXCEPTION, "__context__")
def exception_context(self: W_BaseException) -> Value:
    return empty_as_none(self.w_context)


@setter(x.BASE_EXCEPTION, "__context__")
def exception_set_context(self: W_BaseException, w_value: Value) -> Value:
    if is_empty(w_value):
        raise errors.type_error("__context__ may not be deleted")
    if same(w_value, w_None):
        self.w_context = EMPTY
    elif try_as(W_BaseException, w_value) is None:
        raise errors.type_error("exception context must be None or derive from BaseException")
    else:
        self.w_context = w_value
    return w_None


@getter(x.BASE_EXCEPTION, "__cause__")
def exception_cause(self: W_BaseException) -> Value:
    return empty_as_none(self.w_cause)


@setter(x.BASE_EXCEPTION, "__cause__")
def exception_set_cause(self: W_BaseException, w_value: Value) -> Value:
    if is_empty(w_value):
        raise errors.type_error("__cause__ may not be deleted")
    if same(w_value, w_None):
        self.w_cause = EMPTY
    elif try_as(W_BaseException, w_value) is None:
        raise errors.type_error("exception cause must be None or derive from BaseException")
    else:
        self.w_cause = w_value
    self.suppress_context = True
    return w_None


@getter(x.BASE_EXCEPTION, "__suppress_context__", member=True)
def exception_suppress_context(self: W_BaseException) -> Value:
    return new_bool(self.suppress_context)


@setter(x.BASE_EXCEPTION, "__suppress_context__")
def exception_set_suppress_context(self: W_BaseException, w_value: Value) -> Value:
    if is_empty(w_value):
        raise errors.type_error("can't delete numeric/char attribute")
    if not same(w_value, w_True) and not same(w_value, w_False):
        raise errors.type_error("attribute value type must be bool")
    self.suppress_context = same(w_value, w_True)
    return w_None


# --- KeyError, StopIteration, SystemExit ------------------------------------------------------------------


@method(x.KEY_ERROR, "__str__(self, /)", doc="Return str(self).")
def key_error_str(self: W_BaseException) -> Value:
    """The repr of the key, so that an empty one shows."""
    if self.args.length == 1:
        return wrap(operations.repr_of(self.args.items[0]))
    return wrap(args_text(self))


@method(x.STOP_ITERATION, "__init__(self, /, *args, **kwargs)", doc="Initialize self.")
@method(x.SYSTEM_EXIT, "__init__(self, /, *args, **kwargs)", doc="Initialize self.")
def fields_init(self: W_BaseException, w_args: Value, w_kwargs: Value) -> Value:
    exception_init(self, w_args, w_kwargs)
    x.fill_fields(self)
    return w_None


@getter(x.STOP_ITERATION, "value", doc="generator return value", member=True)
def stop_iteration_value(self: W_StopIteration) -> Value:
    return self.w_value


@setter(x.STOP_ITERATION, "value")
def stop_iteration_set_value(self: W_StopIteration, w_value: Value) -> Value:
    self.w_value = empty_as_none(w_value)
    return w_None


@getter(x.SYSTEM_EXIT, "code", doc="exception code", member=True)
def system_exit_code(self: W_SystemExit) -> Value:
    return self.w_code


@setter(x.SYSTEM_EXIT, "code")
def system_exit_set_code(self: W_SystemExit, w_value: Value) -> Value:
    self.w_code = empty_as_none(w_value)
    return w_None


# --- AttributeError, NameError, ImportError ---------------------------------------------------------------


@method(x.ATTRIBUTE_ERROR, "__init__(self, /, *args, name=None, obj=None)", shown="($self, /, *args, **kwargs)")
def attribute_error_init(self: W_AttributeError, w_args: Value, w_name: Value, w_obj: Value) -> Value:
    self.args = unwrap(W_Tuple, w_args)
    self.w_name = w_name
    self.w_obj = w_obj
    return w_None


def state_with(e: W_BaseException) -> W_Dict:
    """A copy of the exception's own attributes, to which more state is added."""
    d = new_dict()
    if has_own_attributes(e):
        own = dict_copy(instance_dict(e))
        i = dict_next(own, 0)
        while i >= 0:
            name = as_str(dict_key_at(own, i))
            if name is not None:
                dict_set_str(d, name, dict_value_at(own, i))
            i = dict_next(own, i + 1)
    return d


@method(x.ATTRIBUTE_ERROR, "__getstate__(self, /)", doc="Helper for pickle.")
def attribute_error_getstate(self: W_AttributeError) -> Value:
    d = state_with(self)
    if same(self.w_name, w_None) and same(self.w_obj, w_None) and dict_len(d) == 0:
        return w_None
    if not same(self.w_name, w_None):
        dict_set_str(d, "name", self.w_name)
    dict_set_str(d, "args", wrap(self.args))
    return wrap(d)


@method(x.ATTRIBUTE_ERROR, "__reduce__(self, /)", doc="Helper for pickle.")
def attribute_error_reduce(self: W_AttributeError) -> Value:
    """The object is left out: it may not be picklable."""
    w_state = attribute_error_getstate(self)
    return reduced(self, self.args, EMPTY if same(w_state, w_None) else w_state)


@getter(x.ATTRIBUTE_ERROR, "name", doc="attribute name", member=True)
def attribute_error_name(self: W_AttributeError) -> Value:
    return self.w_name


@setter(x.ATTRIBUTE_ERROR, "name")
def attribute_error_set_name(self: W_AttributeError, w_value: Value) -> Value:
    self.w_name = empty_as_none(w_value)
    return w_None


@getter(x.ATTRIBUTE_ERROR, "obj", doc="object", member=True)
def attribute_error_obj(self: W_AttributeError) -> Value:
    return self.w_obj


@setter(x.ATTRIBUTE_ERROR, "obj")
def attribute_error_set_obj(self: W_AttributeError, w_value: Value) -> Value:
    self.w_obj = empty_as_none(w_value)
    return w_None


@method(x.NAME_ERROR, "__init__(self, /, *args, name=None)", shown="($self, /, *args, **kwargs)")
def name_error_init(self: W_NameError, w_args: Value, w_name: Value) -> Value:
    self.args = unwrap(W_Tuple, w_args)
    self.w_name = w_name
    return w_None


@getter(x.NAME_ERROR, "name", doc="name", member=True)
def name_error_name(self: W_NameError) -> Value:
    return self.w_name


@setter(x.NAME_ERROR, "name")
def name_error_set_name(self: W_NameError, w_value: Value) -> Value:
    self.w_name = empty_as_none(w_value)
    return w_None


@method(
    x.IMPORT_ERROR, "__init__(self, /, *args, name=None, path=None, name_from=None)", shown="($self, /, *args, **kwargs)"
)
def import_error_init(
    self: W_ImportError, w_args: Value, w_name: Value, w_path: Value, w_name_from: Value
) -> Value:
    self.args = unwrap(W_Tuple, w_args)
    self.w_name = w_name
    self.w_path = w_path
    self.w_name_from = w_name_from
    x.fill_fields(self)
    return w_None


@method(x.IMPORT_ERROR, "__str__(self, /)", doc="Return str(self).")
def import_error_str(self: W_ImportError) -> Value:
    msg = as_str(self.w_msg)
    return wrap(args_text(self) if msg is None else msg)


@method(x.IMPORT_ERROR, "__reduce__(self, /)", doc="Helper for pickle.")
def import_error_reduce(self: W_ImportError) -> Value:
    d = state_with(self)
    if not same(self.w_name, w_None):
        dict_set_str(d, "name", self.w_name)
    if not same(self.w_path, w_None):
        dict_set_str(d, "path", self.w_path)
    if not same(self.w_name_from, w_None):
        dict_set_str(d, "name_from", self.w_name_from)
    return reduced(self, self.args, EMPTY if dict_len(d) == 0 else wrap(d))


@getter(x.IMPORT_ERROR, "msg", doc="exception message", member=True)
def import_error_msg(self: W_ImportError) -> Value:
    return self.w_msg


@setter(x.IMPORT_ERROR, "msg")
def import_error_set_msg(self: W_ImportError, w_value: Value) -> Value:
    self.w_msg = empty_as_none(w_value)
    return w_None


@getter(x.IMPORT_ERROR, "name", doc="module name", member=True)
def import_error_name(self: W_ImportError) -> Value:
    return self.w_name


@setter(x.IMPORT_ERROR, "name")
def import_error_set_name(self: W_ImportError, w_value: Value) -> Value:
    self.w_name = empty_as_none(w_value)
    return w_None


@getter(x.IMPORT_ERROR, "path", doc="module path", member=True)
def import_error_path(self: W_ImportError) -> Value:
    return self.w_path


@setter(x.IMPORT_ERROR, "path")
def import_error_set_path(self: W_ImportError, w_value: Value) -> Value:
    self.w_path = empty_as_none(w_value)
    return w_None


@getter(x.IMPORT_ERROR, "name_from", doc="name imported from module", member=True)
def import_error_name_from(self: W_ImportError) -> Value:
    return self.w_name_from


@setter(x.IMPORT_ERROR, "name_from")
def import_error_set_name_from(self: W_ImportError, w_value: Value) -> Value:
    self.w_name_from = empty_as_none(w_value)
    return w_None


# --- OSError ----------------------------------------------------------------------------------------------


def parses_in_init(cls: W_Type) -> bool:
    """Whether a subclass has its own __init__ but OSError's __new__: then only OSError.__init__, if called,
    looks at the arguments.
    """
    own_init = not same(cls.special[Special.INIT], x.OS_ERROR.special[Special.INIT])
    return own_init and same(cls.special[Special.NEW], x.OS_ERROR.special[Special.NEW])


@new(x.OS_ERROR, "(cls, *args, **kwargs)")
def os_error_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    if parses_in_init(cls):
        return wrap(x.allocate_exception(cls, EMPTY_TUPLE))
    if dict_len(unwrap(W_Dict, w_kwargs)) > 0:
        raise errors.type_error(f"{short_name(cls)}() takes no keyword arguments")
    if cls is x.OS_ERROR and 2 <= args.length <= 5 and is_int(plain(args.items[0])):
        found = x.ERRNO_TYPES.get(int_value(plain(args.items[0])))
        if found is not None:
            cls = found
    e = unwrap(W_OSError, wrap(x.allocate_exception(cls, args)))
    fill_os_error(e, args)
    return wrap(e)


def fill_os_error(e: W_OSError, args: W_Tuple) -> None:
    """OSError(errno, strerror, filename, winerror, filename2); args keeps the first two when there is a file
    name.
    """
    n = args.length
    e.args = args
    if n < 2 or n > 5:
        return
    e.w_errno = args.items[0]
    e.w_strerror = args.items[1]
    if n < 3 or same(args.items[2], w_None):
        return
    if type_of(wrap(e)) is x.BLOCKING_IO_ERROR and is_int(args.items[2]):
        e.w_characters_written = args.items[2]
        return
    e.w_filename = args.items[2]
    if n == 5:
        e.w_filename2 = args.items[4]
    e.args = new_tuple2(args.items[0], args.items[1])


@method(x.OS_ERROR, "__init__(self, /, *args, **kwargs)", doc="Initialize self.")
def os_error_init(self: W_OSError, w_args: Value, w_kwargs: Value) -> Value:
    if parses_in_init(type_of(wrap(self))):
        no_keywords(wrap(self), w_kwargs)
        fill_os_error(self, unwrap(W_Tuple, w_args))
    return w_None


@method(x.OS_ERROR, "__str__(self, /)", doc="Return str(self).")
def os_error_str(self: W_OSError) -> Value:
    if same(self.w_filename, w_None):
        if same(self.w_errno, w_None) and same(self.w_strerror, w_None):
            return wrap(args_text(self))
        return wrap(f"[Errno {operations.str_of(self.w_errno)}] {operations.str_of(self.w_strerror)}")
    text = f"[Errno {operations.str_of(self.w_errno)}] {operations.str_of(self.w_strerror)}: "
    text = text + operations.repr_of(self.w_filename)
    if not same(self.w_filename2, w_None):
        text = text + " -> " + operations.repr_of(self.w_filename2)
    return wrap(text)


@method(x.OS_ERROR, "__reduce__(self, /)", doc="Helper for pickle.")
def os_error_reduce(self: W_OSError) -> Value:
    args = self.args
    if args.length == 2 and not same(self.w_filename, w_None):
        two = not same(self.w_filename2, w_None)
        full = new_tuple_n(5 if two else 3)
        full.items[0] = args.items[0]
        full.items[1] = args.items[1]
        full.items[2] = self.w_filename
        if two:
            full.items[3] = w_None
            full.items[4] = self.w_filename2
        args = full
    return reduced(self, args, EMPTY)


@getter(x.OS_ERROR, "errno", doc="POSIX exception code", member=True)
def os_error_errno(self: W_OSError) -> Value:
    return self.w_errno


@setter(x.OS_ERROR, "errno")
def os_error_set_errno(self: W_OSError, w_value: Value) -> Value:
    self.w_errno = empty_as_none(w_value)
    return w_None


@getter(x.OS_ERROR, "strerror", doc="exception strerror", member=True)
def os_error_strerror(self: W_OSError) -> Value:
    return self.w_strerror


@setter(x.OS_ERROR, "strerror")
def os_error_set_strerror(self: W_OSError, w_value: Value) -> Value:
    self.w_strerror = empty_as_none(w_value)
    return w_None


@getter(x.OS_ERROR, "filename", doc="exception filename", member=True)
def os_error_filename(self: W_OSError) -> Value:
    return self.w_filename


@setter(x.OS_ERROR, "filename")
def os_error_set_filename(self: W_OSError, w_value: Value) -> Value:
    self.w_filename = empty_as_none(w_value)
    return w_None


@getter(x.OS_ERROR, "filename2", doc="second exception filename", member=True)
def os_error_filename2(self: W_OSError) -> Value:
    return self.w_filename2


@setter(x.OS_ERROR, "filename2")
def os_error_set_filename2(self: W_OSError, w_value: Value) -> Value:
    self.w_filename2 = empty_as_none(w_value)
    return w_None


@getter(x.OS_ERROR, "characters_written")
def os_error_characters_written(self: W_OSError) -> Value:
    w = self.w_characters_written
    if is_empty(w):
        raise errors.attribute_error("characters_written", wrap(self), "characters_written")
    return w


@setter(x.OS_ERROR, "characters_written")
def os_error_set_characters_written(self: W_OSError, w_value: Value) -> Value:
    if is_empty(w_value):
        if is_empty(self.w_characters_written):
            raise errors.attribute_error("characters_written", wrap(self), "characters_written")
        self.w_characters_written = EMPTY
    else:
        self.w_characters_written = from_int(operations.int_arg(w_value))
    return w_None


# --- Unicode errors ---------------------------------------------------------------------------------------


def unicode_arguments(w_self: Value, w_args: Value, w_kwargs: Value, count: int) -> W_Tuple:
    no_keywords(w_self, w_kwargs)
    args = unwrap(W_Tuple, w_args)
    if args.length != count:
        raise errors.type_error(f"function takes exactly {count} arguments ({args.length} given)")
    return args


def checked_str(args: W_Tuple, i: int) -> Value:
    if as_str(args.items[i]) is None:
        raise errors.type_error(f"argument {i + 1} must be str, not {type_name(args.items[i])}")
    return args.items[i]


def checked_bytes(w: Value) -> Value:
    if try_as(bytes, plain(w)) is not None:
        return w
    if is_empty(type_of(w).special[Special.BUFFER]):
        raise errors.type_error(f"a bytes-like object is required, not '{type_name(w)}'")
    return operations.call1(wrap(BYTES), w)


@method(x.UNICODE_DECODE_ERROR, "__init__(self, /, *args, **kwargs)", doc="Initialize self.")
def decode_error_init(self: W_UnicodeError, w_args: Value, w_kwargs: Value) -> Value:
    args = unicode_arguments(wrap(self), w_args, w_kwargs, 5)
    w_encoding = checked_str(args, 0)
    start = operations.int_arg(args.items[2])
    end = operations.int_arg(args.items[3])
    w_reason = checked_str(args, 4)
    fill_unicode_error(self, args, w_encoding, checked_bytes(args.items[1]), start, end, w_reason)
    return w_None


@method(x.UNICODE_ENCODE_ERROR, "__init__(self, /, *args, **kwargs)", doc="Initialize self.")
def encode_error_init(self: W_UnicodeError, w_args: Value, w_kwargs: Value) -> Value:
    args = unicode_arguments(wrap(self), w_args, w_kwargs, 5)
    w_encoding = checked_str(args, 0)
    w_object = checked_str(args, 1)
    start = operations.int_arg(args.items[2])
    end = operations.int_arg(args.items[3])
    fill_unicode_error(self, args, w_encoding, w_object, start, end, checked_str(args, 4))
    return w_None


@method(x.UNICODE_TRANSLATE_ERROR, "__init__(self, /, *args, **kwargs)", doc="Initialize self.")
def translate_error_init(self: W_UnicodeError, w_args: Value, w_kwargs: Value) -> Value:
    args = unicode_arguments(wrap(self), w_args, w_kwargs, 4)
    w_object = checked_str(args, 0)
    start = operations.int_arg(args.items[1])
    end = operations.int_arg(args.items[2])
    fill_unicode_error(self, args, EMPTY, w_object, start, end, checked_str(args, 3))
    return w_None


def fill_unicode_error(
    e: W_UnicodeError,
    args: W_Tuple,
    w_encoding: Value,
    w_object: Value,
    start: int,
    end: int,
    w_reason: Value,
) -> None:
    e.args = args
    e.w_encoding = w_encoding
    e.w_object = w_object
    e.w_start = from_int(start)
    e.w_end = from_int(end)
    e.w_reason = w_reason


def padded_hex(n: int, width: int) -> str:
    digits = ""
    while n > 0:
        digits = "0123456789abcdef"[n & 15] + digits
        n >>= 4
    while len(digits) < width:
        digits = "0" + digits
    return digits


def char_escape(c: int) -> str:
    if c <= 0xFF:
        return "\\x" + padded_hex(c, 2)
    if c <= 0xFFFF:
        return "\\u" + padded_hex(c, 4)
    return "\\U" + padded_hex(c, 8)


def unicode_position(e: W_UnicodeError, length: int) -> int:
    """The one position that is at fault, or -1."""
    start = int_value(e.w_start)
    return start if 0 <= start < length and int_value(e.w_end) == start + 1 else -1


def unicode_range(e: W_UnicodeError) -> str:
    return f"{int_value(e.w_start)}-{int_value(e.w_end) - 1}"


def field_text(w: Value) -> str:
    """A field as text. Its `__str__` may change the exception, so this comes before the look at the others."""
    return "<NULL>" if is_empty(w) else operations.str_of(w)


def object_field(e: W_UnicodeError) -> Value:
    if is_empty(e.w_object):
        raise errors.type_error("UnicodeError 'object' attribute is not set")
    return e.w_object


@method(x.UNICODE_DECODE_ERROR, "__str__(self, /)", doc="Return str(self).")
def decode_error_str(self: W_UnicodeError) -> Value:
    if is_empty(self.w_object):
        return wrap("")
    encoding = field_text(self.w_encoding)
    reason = field_text(self.w_reason)
    data = try_as(bytes, plain(object_field(self)))
    if data is None:
        raise errors.type_error("UnicodeError 'object' attribute must be a bytes")
    i = unicode_position(self, len(data))
    what = (
        f"byte 0x{padded_hex(data[i], 2)} in position {i}"
        if i >= 0
        else f"bytes in position {unicode_range(self)}"
    )
    return wrap(f"'{encoding}' codec can't decode {what}: {reason}")


def character_text(e: W_UnicodeError) -> str:
    """character '\\xe9' in position 1 / characters in position 1-2"""
    s = as_str(object_field(e))
    if s is None:
        raise errors.type_error("UnicodeError 'object' attribute must be a string")
    i = unicode_position(e, len(s))
    if i >= 0:
        return f"character '{char_escape(ord(s[i]))}' in position {i}"
    return f"characters in position {unicode_range(e)}"


@method(x.UNICODE_ENCODE_ERROR, "__str__(self, /)", doc="Return str(self).")
def encode_error_str(self: W_UnicodeError) -> Value:
    if is_empty(self.w_object):
        return wrap("")
    encoding = field_text(self.w_encoding)
    reason = field_text(self.w_reason)
    return wrap(f"'{encoding}' codec can't encode {character_text(self)}: {reason}")


@method(x.UNICODE_TRANSLATE_ERROR, "__str__(self, /)", doc="Return str(self).")
def translate_error_str(self: W_UnicodeError) -> Value:
    if is_empty(self.w_object):
        return wrap("")
    reason = field_text(self.w_reason)
    return wrap(f"can't translate {character_text(self)}: {reason}")


@getter(x.UNICODE_DECODE_ERROR, "encoding", doc="exception encoding", member=True)
@getter(x.UNICODE_ENCODE_ERROR, "encoding", doc="exception encoding", member=True)
@getter(x.UNICODE_TRANSLATE_ERROR, "encoding", doc="exception encoding", member=True)
def unicode_encoding(self: W_UnicodeError) -> Value:
    return empty_as_none(self.w_encoding)


@setter(x.UNICODE_DECODE_ERROR, "encoding")
@setter(x.UNICODE_ENCODE_ERROR, "encoding")
@setter(x.UNICODE_TRANSLATE_ERROR, "encoding")
def unicode_set_encoding(self: W_UnicodeError, w_value: Value) -> Value:
    self.w_encoding = w_value
    return w_None


@getter(x.UNICODE_DECODE_ERROR, "object", doc="exception object", member=True)
@getter(x.UNICODE_ENCODE_ERROR, "object", doc="exception object", member=True)
@getter(x.UNICODE_TRANSLATE_ERROR, "object", doc="exception object", member=True)
def unicode_object(self: W_UnicodeError) -> Value:
    return empty_as_none(self.w_object)


@setter(x.UNICODE_DECODE_ERROR, "object")
@setter(x.UNICODE_ENCODE_ERROR, "object")
@setter(x.UNICODE_TRANSLATE_ERROR, "object")
def unicode_set_object(self: W_UnicodeError, w_value: Value) -> Value:
    self.w_object = w_value
    return w_None


@getter(x.UNICODE_DECODE_ERROR, "start", doc="exception start", member=True)
@getter(x.UNICODE_ENCODE_ERROR, "start", doc="exception start", member=True)
@getter(x.UNICODE_TRANSLATE_ERROR, "start", doc="exception start", member=True)
def unicode_start(self: W_UnicodeError) -> Value:
    return self.w_start


@setter(x.UNICODE_DECODE_ERROR, "start")
@setter(x.UNICODE_ENCODE_ERROR, "start")
@setter(x.UNICODE_TRANSLATE_ERROR, "start")
def unicode_set_start(self: W_UnicodeError, w_value: Value) -> Value:
    self.w_start = index_field(w_value)
    return w_None


def index_field(w_value: Value) -> Value:
    if is_empty(w_value):
        raise errors.type_error("can't delete numeric/char attribute")
    return from_int(operations.int_arg(w_value))


@getter(x.UNICODE_DECODE_ERROR, "end", doc="exception end", member=True)
@getter(x.UNICODE_ENCODE_ERROR, "end", doc="exception end", member=True)
@getter(x.UNICODE_TRANSLATE_ERROR, "end", doc="exception end", member=True)
def unicode_end(self: W_UnicodeError) -> Value:
    return self.w_end


@setter(x.UNICODE_DECODE_ERROR, "end")
@setter(x.UNICODE_ENCODE_ERROR, "end")
@setter(x.UNICODE_TRANSLATE_ERROR, "end")
def unicode_set_end(self: W_UnicodeError, w_value: Value) -> Value:
    self.w_end = index_field(w_value)
    return w_None


@getter(x.UNICODE_DECODE_ERROR, "reason", doc="exception reason", member=True)
@getter(x.UNICODE_ENCODE_ERROR, "reason", doc="exception reason", member=True)
@getter(x.UNICODE_TRANSLATE_ERROR, "reason", doc="exception reason", member=True)
def unicode_reason(self: W_UnicodeError) -> Value:
    return empty_as_none(self.w_reason)


@setter(x.UNICODE_DECODE_ERROR, "reason")
@setter(x.UNICODE_ENCODE_ERROR, "reason")
@setter(x.UNICODE_TRANSLATE_ERROR, "reason")
def unicode_set_reason(self: W_UnicodeError, w_value: Value) -> Value:
    self.w_reason = w_value
    return w_None
