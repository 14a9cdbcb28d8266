"""Operations on any value: what the interpreter's slow paths, built-in functions and native modules share.

Source: the Python language reference, chapter "Data model". Attribute access is in objects/model/attributes.py, operators in
objects/model/operators.py, calls in objects/model/call.py; their names can be imported from here too, so that callers need one module.
"""

from __future__ import annotations

from protodialect.types import (
    EMPTY,
    Array,
    Value,
    ValuePtr,
    call_native1,
    inline,
    is_pointer,
    noinline,
    require,
    try_as,
    unlikely,
    unwrap,
    wrap,
)
from protopython.objects import iterators
from protopython.objects import slice as slices
from protopython.objects.dict.dict import DICT, KEYS, W_Dict, dict_array, dict_get, dict_key_at, dict_len, dict_next_entry, dict_set, dict_value_at
from protopython.objects.exceptions import exceptions as x
from protopython.objects.function.function import W_Cell
from protopython.objects.int.int import int_clamp, int_hash, int_sign, int_to_i64, is_integer
from protopython.objects.list.list import (
    LIST,
    W_List,
    list_append,
    list_copy,
    list_get,
    list_length,
    list_of_tuple,
    list_snapshot,
    new_list,
    new_list_of,
)
from protopython.objects.model import call as calls
from protopython.objects.model import define as d
from protopython.objects.model import errors
from protopython.objects.model.attributes import (
    delattr_of,
    descr_get,
    find_attr,
    generic_find_attr,
    generic_setattr,
    getattr_of,
    plain_find_attr,
    setattr_of,
)
from protopython.objects.model.builtin import BuiltinKind, W_Builtin
from protopython.objects.model.call import (
    call0,
    call1,
    call2,
    call3,
    call_args,
    call_method0,
    call_method1,
    call_method2,
    call_method3,
    call_tuple,
    call_tuple_kw,
    call_vector,
)
from protopython.objects.model.deprecation import warn_strict_subclass
from protopython.objects.model.identity import address_text
from protopython.objects.model.operators import binary, compare, compare_floats, inplace, power, try_binary
from protopython.objects.model.recursion import check_recursion
from protopython.objects.model.special import BinaryOp, CompareOp, Special
from protopython.objects.model.specials import call_special1, call_special2, call_special3
from protopython.objects.model.types import is_subtype, special, type_lookup, type_name, type_of
from protopython.objects.set import FROZENSET, SET, W_BaseSet, set_array
from protopython.objects.singletons import W_ValueSubclass, new_bool, plain, w_False, w_None, w_NotImplemented, w_True
from protopython.objects.str.str import as_str, ascii_of_str, escape_to_ascii
from protopython.objects.tuple import TUPLE, W_Tuple, new_tuple_n, tuple_of_array
from protopython.protocore.error import PyError
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.polling import check_signals
from protopython.protocore.strings import hash_str, str_isascii
from protopython.protocore.value import (
    both_int,
    from_int,
    int_value,
    is_empty,
    is_int,
    same,
)

# --- truth, text, hash ----------------------------------------------------------------------------------------------


@inline
def is_true(v: Value) -> bool:
    if same(v, w_True):
        return True
    if same(v, w_False) or same(v, w_None):
        return False
    return is_true_slow(v)


@noinline
def attribute_is_true(w: Value, name: str) -> bool:
    """Truth of an attribute; False where there is none."""
    w_value = find_attr(w, name)
    return not is_empty(w_value) and is_true(w_value)


def is_true_slow(v: Value) -> bool:
    if is_int(v):
        return int_value(v) != 0
    s = try_as(str, v)
    if s is not None:
        return len(s) > 0
    t = type_of(v)
    w_bool = t.special[Special.BOOL]
    if not is_empty(w_bool):
        w = call_special1(w_bool, v)
        if same(w, w_True):
            return True
        if same(w, w_False):
            return False
        raise errors.type_error(f"__bool__ should return bool, returned {type_name(w)}")
    w_len = t.special[Special.LEN]
    if not is_empty(w_len):
        return length_result(call_special1(w_len, v)) != 0
    return True


def repr_of(v: Value) -> str:
    return require(as_str(repr_value_of(v)))


def repr_value_of(v: Value) -> Value:
    """repr(v), keeping a str subclass that `__repr__` returns."""
    check_recursion()
    w_repr = type_of(v).special[Special.REPR]
    if is_empty(w_repr):
        return wrap(f"<{type_name(v)} object at {address_text(v)}>")
    w = call_special1(w_repr, v)
    if as_str(w) is None:
        raise errors.type_error(f"__repr__ returned non-string (type {type_name(w)})")
    return w


def str_of(v: Value) -> str:
    exact = try_as(str, v)
    if exact is not None:
        return exact
    return require(as_str(str_value_of(v)))


def str_value_of(v: Value) -> Value:
    """str(v), keeping a str subclass that `__str__` returns."""
    if try_as(str, v) is not None:
        return v
    w_str = type_of(v).special[Special.STR]
    if is_empty(w_str) or same(w_str, d.OBJECT.special[Special.STR]):
        return repr_value_of(v)
    check_recursion()
    w = call_special1(w_str, v)
    if as_str(w) is None:
        raise errors.type_error(f"__str__ returned non-string (type {type_name(w)})")
    return w


def ascii_of(v: Value) -> str:
    return escape_to_ascii(repr_of(v))


def ascii_value_of(v: Value) -> Value:
    """ascii(v), keeping a str subclass that `__repr__` returns and that needs no escapes."""
    w = repr_value_of(v)
    s = require(as_str(w))
    return w if str_isascii(s) else wrap(escape_to_ascii(s))


def format_of(v: Value, spec: str) -> str:
    exact = try_as(str, v) if spec == "" else None
    return require(as_str(format_value_of(v, spec))) if exact is None else exact


def format_value_of(v: Value, spec: str) -> Value:
    """format(v, spec), keeping a str subclass that `__format__` returns."""
    if spec == "" and try_as(str, v) is not None:
        return v
    w_method = type_of(v).special[Special.FORMAT]
    if is_empty(w_method):
        raise errors.type_error(f"Type {type_name(v)} doesn't define __format__")
    if spec == "" and (type_of(v).flags & TypeFlags.HEAP) != 0:
        w_plain = plain(v)
        if not same(w_plain, v) and same(w_method, type_of(w_plain).special[Special.FORMAT]):
            return wrap(str_of(v))  # a native method of numbers and text is not given the subclass's object
    w = call_special2(w_method, v, wrap(spec))
    if as_str(w) is None:
        raise errors.type_error(f"__format__ must return a str, not {type_name(w)}")
    return w


def hash_of(v: Value) -> int:
    if is_int(v):
        return int_hash(v)
    s = try_as(str, v)
    if s is not None:
        return hash_str(s)
    return hash_slow(v)


@noinline
def hash_slow(v: Value) -> int:
    t = type_of(v)
    if t is TUPLE and unwrap(W_Tuple, v).hash != 0:
        return unwrap(W_Tuple, v).hash
    w_hash = t.special[Special.HASH]
    if is_empty(w_hash) or same(w_hash, w_None):
        raise errors.type_error(f"unhashable type: '{t.name}'")
    check_recursion()
    w = plain(call_special1(w_hash, v))
    if is_integer(w):
        i, too_big = int_to_i64(w)
        return int_hash(w) if too_big else -2 if i == -1 else i
    raise errors.type_error("__hash__ method should return an integer")


# --- equality, order ------------------------------------------------------------------------------------------------


def equal(a: Value, b: Value) -> bool:
    """a is b or a == b: how containers compare."""
    if same(a, b):
        return True
    if both_int(a, b):
        return False
    return is_true(compare(CompareOp.EQ, a, b))


def equal_values(a: Value, b: Value) -> bool:
    """Truth of a == b, without the identity shortcut."""
    return is_true(compare(CompareOp.EQ, a, b))


def less(a: Value, b: Value) -> bool:
    return is_true(compare(CompareOp.LT, a, b))


# --- length, items --------------------------------------------------------------------------------------------------


def length_result(w: Value) -> int:
    w = plain(w)
    if is_int(w):
        n = int_value(w)
        if n < 0:
            raise errors.value_error("__len__() should return >= 0")
        return n
    if is_integer(w):
        if int_sign(w) < 0:
            raise errors.value_error("__len__() should return >= 0")
        raise errors.overflow_error("cannot fit 'int' into an index-sized integer")
    return length_result(index_value(w))


def length_of(v: Value) -> int:
    """len(v)"""
    w_len = type_of(v).special[Special.LEN]
    if is_empty(w_len):
        raise errors.type_error(f"object of type '{type_name(v)}' has no len()")
    return length_result(call_special1(w_len, v))


def length_hint(v: Value, default: int) -> int:
    """operator.length_hint(v, default)"""
    t = type_of(v)
    if not is_empty(t.special[Special.LEN]):
        try:
            return length_of(v)
        except PyError as e:
            if not errors.error_matches(e, x.TYPE_ERROR):
                raise
    w_hint = t.special[Special.LENGTH_HINT]
    if is_empty(w_hint):
        return default
    try:
        w = call_special1(w_hint, v)
    except PyError as e:
        if errors.error_matches(e, x.TYPE_ERROR):
            return default
        raise
    if same(w, w_NotImplemented):
        return default
    if not is_integer(plain(w)):
        raise errors.type_error(f"__length_hint__ must be an integer, not {type_name(w)}")
    n, too_big = int_to_i64(plain(w))
    if too_big:
        raise errors.overflow_error("Python int too large to convert to C ssize_t")
    if n < 0:
        raise errors.value_error("__length_hint__() should return >= 0")
    return n


def getitem(w_obj: Value, w_key: Value) -> Value:
    """w_obj[w_key]"""
    w_method = type_of(w_obj).special[Special.GETITEM]
    if not is_empty(w_method):
        return call_special2(w_method, w_obj, w_key)
    cls = try_as(W_Type, w_obj)
    if cls is not None:
        return class_getitem(cls, w_key)
    raise errors.type_error(f"'{type_name(w_obj)}' object is not subscriptable")


def class_getitem(cls: W_Type, w_key: Value) -> Value:
    w_method = find_attr(wrap(cls), "__class_getitem__")
    if is_empty(w_method):
        if cls is d.TYPE:
            return generic_alias.new_generic_alias(wrap(cls), w_key)
        raise errors.type_error(f"type '{cls.name}' is not subscriptable")
    return call1(w_method, w_key)


def setitem(w_obj: Value, w_key: Value, w_value: Value) -> None:
    w_method = type_of(w_obj).special[Special.SETITEM]
    if is_empty(w_method):
        raise errors.type_error(f"'{type_name(w_obj)}' object does not support item assignment")
    call_special3(w_method, w_obj, w_key, w_value)


def delitem(w_obj: Value, w_key: Value) -> None:
    w_method = type_of(w_obj).special[Special.DELITEM]
    if is_empty(w_method):
        raise errors.type_error(f"'{type_name(w_obj)}' object does not support item deletion")
    call_special2(w_method, w_obj, w_key)


def contains(w_container: Value, w_item: Value) -> bool:
    """w_item in w_container"""
    w_method = type_of(w_container).special[Special.CONTAINS]
    if not is_empty(w_method):
        if same(w_method, w_None):
            raise errors.type_error(f"'{type_name(w_container)}' object is not a container")
        return is_true(call_special2(w_method, w_container, w_item))
    try:
        w_iter = iterate(w_container)
    except PyError as e:
        if errors.error_matches(e, x.TYPE_ERROR):
            raise errors.type_error(f"argument of type '{type_name(w_container)}' is not a container or iterable")
        raise
    while True:
        w = next_of(w_iter)
        if is_empty(w):
            return False
        if equal(w, w_item):
            return True


# --- iteration ------------------------------------------------------------------------------------------------------


def is_sequence(v: Value) -> bool:
    """PySequence_Check(): it has items, and is no mapping of those built in."""
    t = type_of(v)
    flags = t.flags
    return (
        not is_empty(t.special[Special.GETITEM])
        and not is_subtype(t, DICT)
        and (flags & TypeFlags.HEAP != 0 or flags & (TypeFlags.MAPPING | TypeFlags.NOT_COUNTED) == 0)
    )


def iterate(v: Value) -> Value:
    """iter(v)"""
    t = type_of(v)
    w_iter = t.special[Special.ITER]
    if is_empty(w_iter):
        if is_sequence(v):
            return iterators.new_sequence_iterator(v)
        raise errors.type_error(f"'{t.name}' object is not iterable")
    if same(w_iter, w_None):
        raise errors.type_error(f"'{t.name}' object is not iterable")
    w = call_special1(w_iter, v)
    if is_empty(type_of(w).special[Special.NEXT]):
        raise errors.type_error(f"iter() returned non-iterator of type '{type_name(w)}'")
    return w


def next_of(w_iter: Value) -> Value:
    """The next item, EMPTY at the end."""
    t = type_of(w_iter)
    fn = t.next_fn
    if fn is not None:
        check_recursion()
        check_signals()
        return call_native1(fn, w_iter)
    return next_slow(w_iter, t)


@noinline
def next_slow(w_iter: Value, t: W_Type) -> Value:
    w_next = t.special[Special.NEXT]
    if is_empty(w_next):
        raise errors.type_error(f"'{t.name}' object is not an iterator")
    try:
        return call_special1(w_next, w_iter)
    except PyError as e:
        if errors.error_matches(e, x.STOP_ITERATION):
            return EMPTY
        raise


def items_at_once(w: Value) -> Array[Value] | None:
    """The items of a list, dict, set, or view of a dict, taken in one step; None for anything else, subclasses of those among it."""
    all_items = type_of(w).all_items
    return None if all_items is None else all_items(w)


def unpack_to_list(w_iterable: Value) -> W_List:
    """list(w_iterable)"""
    t = type_of(w_iterable)
    if t is TUPLE:
        return list_of_tuple(unwrap(W_Tuple, w_iterable))
    at_once = items_at_once(w_iterable)
    if at_once is not None:
        return new_list_of(at_once, len(at_once))
    result = new_list()
    w_iter = iterate(w_iterable)
    while True:
        w = next_of(w_iter)
        if is_empty(w):
            return result
        list_append(result, w)


def unpack_to_tuple(w_iterable: Value) -> W_Tuple:
    """tuple(w_iterable)"""
    if type_of(w_iterable) is TUPLE:
        return unwrap(W_Tuple, w_iterable)
    items = unpack_to_list(w_iterable)
    return tuple_of_array(items.items, items.length)


# --- numbers --------------------------------------------------------------------------------------------------------


def index_value(v: Value) -> Value:
    """operator.index(v): an exact int."""
    if is_int(v):
        return v
    exact = plain(v)
    if is_integer(exact):
        return exact
    w_index = type_of(v).special[Special.INDEX]
    if is_empty(w_index):
        raise errors.type_error(f"'{type_name(v)}' object cannot be interpreted as an integer")
    w = call_special1(w_index, v)
    exact = plain(w)
    if is_integer(exact):
        if type_of(w) is not d.INT:
            warn_strict_subclass("__index__", w, "int")
        return exact
    raise errors.type_error(f"__index__ returned non-int (type {type_name(w)})")


def has_index(v: Value) -> bool:
    return is_int(v) or not is_empty(type_of(v).special[Special.INDEX])


def index_of(v: Value) -> int:
    """v as an index: OverflowError beyond 64 bits."""
    if is_int(v):
        return int_value(v)
    i, overflow = int_to_i64(index_value(v))
    if overflow:
        raise errors.overflow_error(f"cannot fit '{type_name(v)}' into an index-sized integer")
    return i


def sequence_index(v: Value) -> int:
    """v as an index of a sequence: IndexError beyond 64 bits."""
    if is_int(v):
        return int_value(v)
    i, overflow = int_to_i64(index_value(v))
    if overflow:
        raise errors.index_error(f"cannot fit '{type_name(v)}' into an index-sized integer")
    return i


def int_arg(v: Value) -> int:
    """An argument that C code takes as a Py_ssize_t or long."""
    if is_int(v):
        return int_value(v)
    i, overflow = int_to_i64(index_value(v))
    if overflow:
        raise errors.overflow_error("Python int too large to convert to C ssize_t")
    return i


def slice_index(v: Value, default: int) -> int:
    """A slice bound: None gives default, ints beyond 64 bits clamp."""
    if same(v, w_None):
        return default
    if is_int(v):
        return int_value(v)
    w_index = type_of(v).special[Special.INDEX]
    if is_empty(w_index):
        raise errors.type_error("slice indices must be integers or None or have an __index__ method")
    return int_clamp(index_value(v))


def unary(special_index: int, symbol: str, v: Value) -> Value:
    w_method = type_of(v).special[special_index]
    if is_empty(w_method):
        raise errors.type_error(f"bad operand type for {symbol}: '{type_name(v)}'")
    return call_special1(w_method, v)


def negative(v: Value) -> Value:
    return unary(Special.NEG, "unary -", v)


def positive(v: Value) -> Value:
    return unary(Special.POS, "unary +", v)


def invert(v: Value) -> Value:
    return unary(Special.INVERT, "unary ~", v)


def absolute(v: Value) -> Value:
    return unary(Special.ABS, "abs()", v)


# --- classes --------------------------------------------------------------------------------------------------------


def isinstance_of(v: Value, w_class: Value) -> bool:
    """isinstance(v, w_class): classes, tuples of them, unions, `__instancecheck__`."""
    cls = try_as(W_Type, w_class)
    if cls is not None and type_of(v) is cls:
        return True
    if cls is not None and type_of(w_class) is d.TYPE:
        return instance_of_class(v, cls)
    t = try_as(W_Tuple, w_class)
    if t is not None:
        check_recursion()
        i = 0
        while i < t.length:
            if isinstance_of(v, t.items[i]):
                return True
            i += 1
        return False
    w_check = type_of(w_class).special[Special.INSTANCECHECK]
    if not is_empty(w_check):
        check_recursion()
        return is_true(call_special2(w_check, w_class, v))
    if cls is not None:
        return instance_of_class(v, cls)
    return abstract_isinstance(v, w_class)


def instance_of_class(v: Value, cls: W_Type) -> bool:
    """type.__instancecheck__: the type, else what `__class__` says."""
    t = type_of(v)
    if is_subtype(t, cls):
        return True
    w_class_attr = type_lookup(t, "__class__")
    if t.flags & TypeFlags.PLAIN_GETATTR and try_as_getset(w_class_attr):
        return False
    w_claimed = find_attr(v, "__class__")
    claimed = None if is_empty(w_claimed) else try_as(W_Type, w_claimed)
    return claimed is not None and claimed is not t and is_subtype(claimed, cls)


def try_as_getset(w: Value) -> bool:
    """Whether `__class__` is object's own."""
    return is_empty(w) or same(w, type_lookup(d.OBJECT, "__class__"))


def abstract_isinstance(v: Value, w_class: Value) -> bool:
    w_bases = find_attr(w_class, "__bases__")
    if is_empty(w_bases) or try_as(W_Tuple, w_bases) is None:
        raise errors.type_error("isinstance() arg 2 must be a type, a tuple of types, or a union")
    w_claimed = find_attr(v, "__class__")
    return not is_empty(w_claimed) and abstract_issubclass(w_claimed, w_class)


def issubclass_of(w_sub: Value, w_class: Value) -> bool:
    """issubclass(w_sub, w_class)"""
    cls = try_as(W_Type, w_class)
    if cls is not None and type_of(w_class) is d.TYPE:
        if same(w_sub, w_class):
            return True
        return subclass_of_class(w_sub, w_class)
    t = try_as(W_Tuple, w_class)
    if t is not None:
        check_recursion()
        i = 0
        while i < t.length:
            if issubclass_of(w_sub, t.items[i]):
                return True
            i += 1
        return False
    w_check = type_of(w_class).special[Special.SUBCLASSCHECK]
    if not is_empty(w_check):
        check_recursion()
        return is_true(call_special2(w_check, w_class, w_sub))
    return subclass_of_class(w_sub, w_class)


def subclass_of_class(w_sub: Value, w_class: Value) -> bool:
    """type.__subclasscheck__"""
    sub = try_as(W_Type, w_sub)
    cls = try_as(W_Type, w_class)
    if sub is not None and cls is not None:
        return is_subtype(sub, cls)
    w_bases = find_attr(w_sub, "__bases__")
    if is_empty(w_bases) or try_as(W_Tuple, w_bases) is None:
        raise errors.type_error("issubclass() arg 1 must be a class")
    if cls is None:
        w_bases = find_attr(w_class, "__bases__")
        if is_empty(w_bases) or try_as(W_Tuple, w_bases) is None:
            raise errors.type_error("issubclass() arg 2 must be a class, a tuple of classes, or a union")
    return abstract_issubclass(w_sub, w_class)


def abstract_issubclass(w_sub: Value, w_class: Value) -> bool:
    if same(w_sub, w_class):
        return True
    check_recursion()
    w_bases = find_attr(w_sub, "__bases__")
    bases = None if is_empty(w_bases) else try_as(W_Tuple, w_bases)
    if bases is None:
        return False
    i = 0
    while i < bases.length:
        if abstract_issubclass(bases.items[i], w_class):
            return True
        i += 1
    return False


# --- arguments ------------------------------------------------------------------------------------------------------


def str_arg(v: Value, what: str) -> str:
    """A str argument; what: "open() argument 'mode'" """
    s = as_str(v)
    if s is None:
        raise errors.type_error(f"{what} must be str, not {type_name(v)}")
    return s


def spread_keywords(kwargs: W_Dict, out: ValuePtr, n: int) -> W_Tuple:
    """Writes kwargs' n values to out and returns the tuple of their names (TypeError for a key that is not a str)."""
    names = new_tuple_n(n)
    i = dict_next_entry(kwargs, 0)
    k = 0
    while i >= 0 and k < n:
        w_key = dict_key_at(kwargs, i)
        if as_str(w_key) is None:
            raise errors.type_error("keywords must be strings")
        names.items[k] = plain(w_key)
        out[k] = dict_value_at(kwargs, i)
        k += 1
        i = dict_next_entry(kwargs, i + 1)
    if k != n:
        raise errors.runtime_error("dictionary changed size during call")
    return names


def cell_contents(w_cell: Value) -> Value:
    """What a cell holds, EMPTY if nothing."""
    cell = try_as(W_Cell, w_cell)
    return w_cell if cell is None else cell.w_value


# Last, since it needs what is above.
from protopython.objects import generic_alias  # noqa: E402
