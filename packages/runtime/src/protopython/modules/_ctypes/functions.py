"""CFuncPtr: pointers to C functions, which programs call.

`paramflags` say of each parameter whether it goes in or comes out, its name and its default; without them, arguments go in as they are.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Value, ValuePtr, try_as, unwrap, wrap
from protodialect.unsafe import address_of, load64, store64
from protopython.modules._ctypes.callbacks import W_Thunk, new_thunk
from protopython.modules._ctypes.calls import ARGUMENT_ERROR, MAX_ARGUMENTS, call_procedure
from protopython.modules._ctypes.data import CDATA, MODULE, W_CData, from_param, keep, kind_of_class, need_concrete, new_data
from protopython.modules._ctypes.info import (
    ARRAY,
    FUNCTION,
    FUNCTION_CDECL,
    FUNCTION_PYTHON_API,
    FUNCTION_USE_ERRNO,
    FUNCTION_USE_LAST_ERROR,
    POINTER,
    SIMPLE,
    CInfo,
    W_CType,
    info_of_type,
    set_info,
)
from protopython.modules._ctypes.libffi import BASIC
from protopython.modules._ctypes.libraries import last_error, symbol_of
from protopython.modules.support.system_calls import fs_decode
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.codecs.codecs import UTF_8, encode_known
from protopython.objects.dict.dict import W_Dict, dict_get, dict_len, dict_set, new_dict
from protopython.objects.exceptions.exceptions import EXCEPTION
from protopython.objects.int.int import int_clamp, int_low64, int_to_i64, is_integer
from protopython.objects.model.attributes import find_attr, getattr_of
from protopython.objects.model.auditing import audit2
from protopython.objects.model.call import call0, call3, call_method0
from protopython.objects.model.define import constant, define_type, getter, method, new, setter, vectorcall
from protopython.objects.model.errors import attribute_error, error, error_matches, runtime_error, type_error, value_error
from protopython.objects.model.format_spec import hex_digits
from protopython.objects.model.operations import str_of, unpack_to_tuple
from protopython.objects.model.special import Special
from protopython.objects.model.types import special, type_name, type_of
from protopython.objects.singletons import new_bool, plain, w_None
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple, new_tuple_n, tuple_of_ptr
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Type
from protopython.protocore.value import from_int, is_empty, same

IN: Final[int] = 1
OUT: Final[int] = 2
LCID: Final[int] = 4

for _name, _value in (
    ("FUNCFLAG_CDECL", FUNCTION_CDECL),
    ("FUNCFLAG_PYTHONAPI", FUNCTION_PYTHON_API),
    ("FUNCFLAG_USE_ERRNO", FUNCTION_USE_ERRNO),
    ("FUNCFLAG_USE_LASTERROR", FUNCTION_USE_LAST_ERROR),
):
    constant(MODULE, _name, _value)


class W_CFunction(W_CData):
    thunk: W_Thunk | None
    argtypes: W_Tuple | None
    """None: the class's."""
    converters: W_Tuple | None
    w_restype: Value
    """EMPTY: the class's."""
    w_checker: Value
    w_errcheck: Value
    paramflags: W_Tuple | None


FUNCTION_TYPE = kind_of_class("PyCFuncPtrType", "The class of classes of C function pointers.")
method(FUNCTION_TYPE, "from_param(self, value, /)", doc="Converts a Python object into a function call parameter.")(from_param)
FUNCTION_DATA = define_type("CFuncPtr", W_CFunction, CDATA, module=MODULE, doc="A pointer to a C function.", metaclass=FUNCTION_TYPE)
constant(MODULE, "CFuncPtr", FUNCTION_DATA)


def is_callable(w: Value) -> bool:
    return not is_empty(special(w, Special.CALL))


# --- classes ------------------------------------------------------------------------------------------------------------------------


@method(FUNCTION_TYPE, "__init__(self, /, *args, **kwargs)", doc="Initialize self.")
def function_type_init(self: W_CType, w_args: Value, w_kwargs: Value) -> Value:
    info = CInfo(FUNCTION)
    info.size = 8
    info.align = 8
    info.length = 1
    info.ffi = BASIC.pointer
    info.format = "X{}"
    info.has_pointer = True
    w_flags = find_attr(wrap(self), "_flags_")
    if is_empty(w_flags) or not is_integer(plain(w_flags)):
        raise type_error("class must define _flags_ which must be an integer")
    info.flags = int_low64(plain(w_flags))
    w_argtypes = find_attr(wrap(self), "_argtypes_")
    if not is_empty(w_argtypes):
        info.argtypes = types_of(w_argtypes)
        info.converters = converters_of(info.argtypes)
    w_restype = find_attr(wrap(self), "_restype_")
    if not is_empty(w_restype):
        if not is_result_type(w_restype):
            raise type_error("_restype_ must be a type, a callable, or None")
        info.w_restype = w_restype
        info.w_checker = find_attr(w_restype, "_check_retval_")
    set_info(self, info)
    return w_None


def is_result_type(w: Value) -> bool:
    return same(w, w_None) or info_of_type(w) is not None or is_callable(w)


def types_of(w_types: Value) -> W_Tuple:
    try:
        return unpack_to_tuple(w_types)
    except PyError as e:
        if error_matches(e, EXCEPTION):
            raise type_error("_argtypes_ must be a sequence of types") from None
        raise


def converters_of(types: W_Tuple) -> W_Tuple:
    if types.length > MAX_ARGUMENTS:
        raise error(ARGUMENT_ERROR, f"_argtypes_ has too many arguments ({types.length}), maximum is {MAX_ARGUMENTS}")
    converters = new_tuple_n(types.length)
    for i in range(types.length):
        w = find_attr(types.items[i], "from_param")
        if is_empty(w):
            raise type_error(f"item {i + 1} in _argtypes_ has no from_param method")
        converters.items[i] = w
    return converters


# --- making objects -------------------------------------------------------------------------------------------------------------------


def new_function(cls: W_Type) -> W_CFunction:
    return unwrap(W_CFunction, wrap(new_data(cls)))


@new(FUNCTION_DATA, "(cls, *args, **kwargs)", shown="")
def function_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    info = need_concrete(cls)
    if args.length == 0:
        return wrap(new_function(cls))
    w_first = args.items[0]
    pair = try_as(W_Tuple, w_first)
    if pair is not None and args.length <= 2:
        return function_of_library(cls, info, pair, args.items[1] if args.length == 2 else w_None)
    if args.length != 1:
        raise type_error(f"function takes exactly 1 argument ({args.length} given)")
    w_int = plain(w_first)
    if is_integer(w_int):
        f = new_function(cls)
        store64(f.address, int_low64(w_int))
        return wrap(f)
    if not is_callable(w_first):
        raise type_error("argument must be callable or integer function address")
    argtypes = info.argtypes
    if argtypes is None:
        raise type_error("cannot construct instance of this class: no argtypes")
    thunk = new_thunk(w_first, argtypes, info.w_restype, info.flags)
    f = new_function(cls)
    f.thunk = thunk
    store64(f.address, thunk.code)
    keep(f, 0, wrap(thunk))
    return wrap(f)


def function_of_library(cls: W_Type, info: CInfo, pair: W_Tuple, w_paramflags: Value) -> Value:
    """pair: a name and what has the library's handle."""
    if pair.length != 2:
        raise type_error("illegal func_spec argument")
    w_name = pair.items[0]
    w_library = pair.items[1]
    s = as_str(w_name)
    data = as_bytes(w_name)
    if s is not None:
        data = encode_known(UTF_8, s, "strict")
    if data is None:
        raise type_error("function name must be string, bytes object or integer")
    w_handle = plain(getattr_of(w_library, "_handle"))
    if not is_integer(w_handle):
        raise type_error("the _handle attribute of the second argument must be an integer")
    audit2("ctypes.dlsym", w_library, w_name)
    at = symbol_of(int_low64(w_handle), data)
    if at == 0:
        text = last_error()
        name = fs_decode(data)
        raise attribute_error(text if text != "" else f"function '{name}' not found", w_library, name)
    flags = checked_paramflags(info.argtypes, w_paramflags)
    f = new_function(cls)
    store64(f.address, at)
    f.paramflags = flags
    keep(f, 0, w_library)
    return wrap(f)


WRONG_FLAGS: Final[str] = "paramflags must be a sequence of (int [,string [,value]]) tuples"


def checked_paramflags(argtypes: W_Tuple | None, w_flags: Value) -> W_Tuple | None:
    if same(w_flags, w_None) or argtypes is None:
        return None
    flags = try_as(W_Tuple, w_flags)
    if flags is None:
        raise type_error("paramflags must be a tuple or None")
    if flags.length != argtypes.length:
        raise value_error("paramflags must have the same length as argtypes")
    for i in range(flags.length):
        item = try_as(W_Tuple, flags.items[i])
        if item is None or not 1 <= item.length <= 3 or not is_integer(plain(item.items[0])):
            raise type_error(WRONG_FLAGS)
        if item.length > 1 and not same(item.items[1], w_None) and as_str(item.items[1]) is None:
            raise type_error(WRONG_FLAGS)
        flag, too_big = int_to_i64(plain(item.items[0]))
        if too_big or not -0x80000000 <= flag <= 0x7FFFFFFF:
            raise type_error(WRONG_FLAGS)
        direction = flag & (IN | OUT | LCID)
        if direction == OUT:
            check_output_type(argtypes.items[i], i + 1)
        elif direction != 0 and direction != IN and direction != IN | LCID and direction != IN | OUT:
            raise type_error(f"paramflag value {flag} not supported")
    return flags


def check_output_type(w_type: Value, number: int) -> None:
    info = info_of_type(w_type)
    if info is not None and (info.kind == POINTER or info.kind == ARRAY or (info.kind == SIMPLE and chr(info.code) in "PzZ")):
        return
    t = try_as(W_Type, w_type)
    raise type_error(f"'out' parameter {number} must be a pointer type, not {type_name(w_type) if t is None else t.name}")


# --- attributes -----------------------------------------------------------------------------------------------------------------------


@getter(FUNCTION_DATA, "restype", doc="The type of the result.")
def function_restype(self: W_CFunction) -> Value:
    w = restype_of(self, need_concrete(type_of(wrap(self))))
    return w_None if is_empty(w) else w


def restype_of(f: W_CFunction, info: CInfo) -> Value:
    w = f.w_restype
    return info.w_restype if is_empty(w) else w


@setter(FUNCTION_DATA, "restype")
def set_restype(self: W_CFunction, w_value: Value) -> Value:
    if is_empty(w_value):
        self.w_checker = EMPTY
        self.w_restype = EMPTY
        return w_None
    if not is_result_type(w_value):
        raise type_error("restype must be a type, a callable, or None")
    self.w_checker = find_attr(w_value, "_check_retval_")
    self.w_restype = w_value
    return w_None


@getter(FUNCTION_DATA, "argtypes", doc="The types of the arguments.")
def function_argtypes(self: W_CFunction) -> Value:
    types = self.argtypes
    if types is None:
        types = need_concrete(type_of(wrap(self))).argtypes
    return w_None if types is None else wrap(types)


@setter(FUNCTION_DATA, "argtypes")
def set_argtypes(self: W_CFunction, w_value: Value) -> Value:
    if is_empty(w_value) or same(w_value, w_None):
        self.converters = None
        self.argtypes = None
        return w_None
    types = types_of(w_value)
    converters = converters_of(types)
    flags = self.paramflags
    if flags is not None:
        checked_paramflags(types, wrap(flags))
    self.converters = converters
    self.argtypes = types
    return w_None


@getter(FUNCTION_DATA, "errcheck", doc="A function that checks the results.")
def function_errcheck(self: W_CFunction) -> Value:
    return w_None if is_empty(self.w_errcheck) else self.w_errcheck


@setter(FUNCTION_DATA, "errcheck")
def set_errcheck(self: W_CFunction, w_value: Value) -> Value:
    if not is_empty(w_value) and not is_callable(w_value):
        raise type_error("the errcheck attribute must be callable")
    self.w_errcheck = w_value
    return w_None


@method(FUNCTION_DATA, "__bool__(self, /)", doc="True if self else False")
def function_bool(self: W_CFunction) -> Value:
    return new_bool(load64(self.address) != 0)


@method(FUNCTION_DATA, "__repr__(self, /)", doc="Return repr(self).")
def function_repr(self: W_CFunction) -> Value:
    return wrap(f"<{type_name(wrap(self))} object at 0x{hex_digits(address_of(self))}>")


# --- calling --------------------------------------------------------------------------------------------------------------------------


class BoundArguments:
    """The arguments of a call by paramflags."""

    args: W_Tuple
    used: int
    """How many of those given."""
    n_results: int
    outputs: list[int]
    """1: the argument itself is a result, 2: what its `__ctypes_from_outparam__` gives; 0: no result."""

    def __init__(self, n: int) -> None:
        self.args = new_tuple_n(n)
        self.used = 0
        self.n_results = 0
        self.outputs = [0] * n


@vectorcall(FUNCTION_DATA)
def function_call(w_callable: Value, args: ValuePtr, n: int, kwnames: W_Tuple | None) -> Value:
    f = unwrap(W_CFunction, w_callable)
    info = need_concrete(type_of(w_callable))
    converters = f.converters
    if converters is None:
        converters = info.converters
    w_restype = f.w_restype
    w_checker = f.w_checker
    if is_empty(w_restype):
        w_restype = info.w_restype
        w_checker = info.w_checker
    given = tuple_of_ptr(args, n)
    bound: BoundArguments | None = None
    flags = f.paramflags
    types = f.argtypes
    if types is None:
        types = info.argtypes
    if flags is not None and types is not None and types.length > 0:
        bound = bind(given, keywords(args, n, kwnames), flags, types)
        given = bound.args
    if converters is not None:
        check_number(given.length, converters.length, info.flags & FUNCTION_CDECL != 0)
    at = load64(f.address)
    if at == 0:
        raise value_error("NULL function pointer access")
    w_result = call_procedure(at, given, info.flags, converters, w_restype, w_checker)
    w_errcheck = f.w_errcheck
    if not is_empty(w_errcheck):
        w = call3(w_errcheck, w_result, w_callable, wrap(given))
        if not same(w, wrap(given)):
            return w
    return w_result if bound is None or bound.n_results == 0 else outputs_of(bound)


def check_number(n: int, required: int, more_allowed: bool) -> None:
    if n == required or (more_allowed and n > required):
        return
    least = "at least " if more_allowed else ""
    raise type_error(f"this function takes {least}{required} argument{'' if required == 1 else 's'} ({n} given)")


def keywords(args: ValuePtr, n: int, kwnames: W_Tuple | None) -> W_Dict:
    d = new_dict()
    if kwnames is not None:
        for i in range(kwnames.length):
            dict_set(d, kwnames.items[i], args[n + i])
    return d


def bind(given: W_Tuple, kwargs: W_Dict, flags: W_Tuple, types: W_Tuple) -> BoundArguments:
    n = types.length
    if flags.length != n:
        raise value_error("paramflags must have the same length as argtypes")
    b = BoundArguments(n)
    for i in range(n):
        item = unwrap(W_Tuple, flags.items[i])
        direction = int_clamp(plain(item.items[0])) & (IN | OUT | LCID)
        w_name = item.items[1] if item.length > 1 else w_None
        w_default = item.items[2] if item.length > 2 else EMPTY
        if direction == IN | LCID:
            w = from_int(0) if is_empty(w_default) else w_default
        elif direction == OUT:
            w = output_argument(types.items[i]) if is_empty(w_default) else w_default
            b.outputs[i] = 2
            b.n_results += 1
        else:
            w = next_argument(b, given, kwargs, w_name, w_default)
            if direction == IN | OUT:
                b.outputs[i] = 1
                b.n_results += 1
        b.args.items[i] = w
    n_given = given.length + dict_len(kwargs)
    if n_given != b.used:
        raise type_error(f"call takes exactly {b.used} arguments ({n_given} given)")
    return b


def next_argument(b: BoundArguments, given: W_Tuple, kwargs: W_Dict, w_name: Value, w_default: Value) -> Value:
    if b.used < given.length:
        b.used += 1
        return given.items[b.used - 1]
    named = not same(w_name, w_None)
    if named:
        w = dict_get(kwargs, w_name)
        if not is_empty(w):
            b.used += 1
            return w
    if not is_empty(w_default):
        return w_default
    raise type_error(f"required argument '{str_of(w_name)}' missing" if named else "not enough arguments")


def output_argument(w_type: Value) -> Value:
    """An object for the function to fill in."""
    info = info_of_type(w_type)
    if info is None:
        raise runtime_error("NULL stginfo unexpected")
    if info.kind == SIMPLE:
        raise type_error(f"{unwrap(W_CType, w_type).name} 'out' parameter must be passed as default value")
    proto = info.proto
    return call0(w_type if info.kind == ARRAY or proto is None else wrap(proto))


def outputs_of(b: BoundArguments) -> Value:
    """What a call gives whose output parameters are its results: that one, or a tuple."""
    found = new_tuple_n(b.n_results)
    k = 0
    for i in range(b.args.length):
        w = b.args.items[i]
        if b.outputs[i] != 0:
            found.items[k] = w if b.outputs[i] == 1 else call_method0(w, "__ctypes_from_outparam__")
            k += 1
    return found.items[0] if b.n_results == 1 else wrap(found)
