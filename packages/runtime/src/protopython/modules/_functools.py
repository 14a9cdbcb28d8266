"""The _functools module: reduce, partial and its Placeholder, cmp_to_key, and what lru_cache() makes."""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Value, ValuePtr, array_ptr, copy_values, locked, new_with_shape, noinline, try_as, unwrap, wrap
from protodialect.unsafe import register_top
from protopython.objects.dict.dict import (
    DICT,
    W_Dict,
    dict_clear,
    dict_copy,
    dict_first,
    dict_get_hashed,
    dict_len,
    dict_pop_hashed,
    dict_set,
    dict_set_hashed,
    dict_update_from,
    new_dict,
    stable_table,
    table_key,
    table_next,
    table_remove,
    table_value,
)
from protopython.objects.function.function import W_Method
from protopython.objects.int.bigint import new_int
from protopython.objects.model.attributes import find_attr, getattr_of
from protopython.objects.model.call import call2, call_tuple_kw, call_vector, release, reserve
from protopython.objects.model.container_generics import generic_class_getitem
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
    new,
    vectorcall,
)
from protopython.objects.model.errors import attribute_error, type_error
from protopython.objects.model.instance import own_names
from protopython.objects.model.operations import (
    hash_of,
    int_arg,
    is_true,
    iterate,
    next_of,
    repr_of,
    str_of,
)
from protopython.objects.model.operators import compare
from protopython.objects.model.repr_guard import repr_enter, repr_leave
from protopython.objects.model.special import CompareOp, Special
from protopython.objects.model.types import special, type_of
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.objects.tuple import (
    TUPLE,
    W_Tuple,
    new_tuple1,
    new_tuple3,
    new_tuple4,
    new_tuple_n,
    tuple_range,
)
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.shape import shape_of
from protopython.protocore.value import from_int, is_empty, is_int, same

MODULE = "_functools"
define_module(MODULE, "Tools that operate on functions.")


# --- reduce -------------------------------------------------------------------------------------------------------------


@function(
    MODULE,
    "reduce(function, iterable, /, initial=EMPTY)",
    doc="function(function(initial, a), b) ... over the items of iterable.",
    shown="($module, function, iterable, /, initial=<unrepresentable>)",
)
def reduce(w_function: Value, w_iterable: Value, w_initial: Value) -> Value:
    if is_empty(special(w_iterable, Special.ITER)) and is_empty(special(w_iterable, Special.GETITEM)):
        raise type_error("reduce() arg 2 must support iteration")
    w_iter = iterate(w_iterable)
    w_total = w_initial
    if is_empty(w_total):
        w_total = next_of(w_iter)
        if is_empty(w_total):
            raise type_error("reduce() of empty iterable with no initial value")
    while True:
        w = next_of(w_iter)
        if is_empty(w):
            return w_total
        w_total = call2(w_function, w_total, w)


# --- partial ------------------------------------------------------------------------------------------------------------


class W_PlaceholderType(W_Object):
    pass


PLACEHOLDER_TYPE = define_type(
    "_PlaceholderType", W_PlaceholderType, OBJECT, module="functools", flags=0, doc="The type of Placeholder, the gap in partial()'s arguments."
)
w_Placeholder: Final[Value] = wrap(W_PlaceholderType())
constant(MODULE, "_PlaceholderType", PLACEHOLDER_TYPE)
constant(MODULE, "Placeholder", w_Placeholder)


@new(PLACEHOLDER_TYPE, "(cls, /, *args, **kwargs)")
def placeholder_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    if unwrap(W_Tuple, w_args).length > 0 or dict_len(unwrap(W_Dict, w_kwargs)) > 0:
        raise type_error("_PlaceholderType takes no arguments")
    return w_Placeholder


@method(PLACEHOLDER_TYPE, "__repr__(self, /)")
def placeholder_repr(self: W_PlaceholderType) -> Value:
    return wrap("Placeholder")


@method(PLACEHOLDER_TYPE, "__reduce__(self, /)", doc="How to copy or pickle it.")
def placeholder_reduce(self: W_PlaceholderType) -> Value:
    return wrap("Placeholder")


class W_Partial(W_Object):
    w_func: Value
    args: W_Tuple
    kwargs: W_Dict
    gaps: int
    """How many of args are Placeholder."""


PARTIAL = define_type(
    "partial", W_Partial, OBJECT, module="functools", attributes=True, doc="A function with some of its arguments given in advance."
)
constant(MODULE, "partial", PARTIAL)


def is_callable(w: Value) -> bool:
    return not is_empty(special(w, Special.CALL))


def count_gaps(args: W_Tuple) -> int:
    n = 0
    i = 0
    while i < args.length:
        if same(args.items[i], w_Placeholder):
            n += 1
        i += 1
    return n


def fill_gaps(args: W_Tuple, more: W_Tuple) -> W_Tuple:
    """args with its Placeholders replaced by the first of more, then the rest of more."""
    gaps = count_gaps(args)
    used = gaps if gaps < more.length else more.length
    t = new_tuple_n(args.length + more.length - used)
    k = 0
    i = 0
    while i < args.length:
        w = args.items[i]
        if same(w, w_Placeholder) and k < more.length:
            w = more.items[k]
            k += 1
        t.items[i] = w
        i += 1
    while k < more.length:
        t.items[i] = more.items[k]
        i += 1
        k += 1
    return t


@new(PARTIAL, "(cls, /, *args, **keywords)", shown="(func, /, *args, **keywords)")
def partial_new(cls: W_Type, w_args: Value, w_keywords: Value) -> Value:
    given = unwrap(W_Tuple, w_args)
    keywords = unwrap(W_Dict, w_keywords)
    if given.length == 0:
        raise type_error("type 'partial' takes at least one argument")
    w_func = given.items[0]
    if not is_callable(w_func):
        raise type_error("the first argument must be callable")
    args = tuple_range(given, 1, given.length)
    if args.length > 0 and same(args.items[args.length - 1], w_Placeholder):
        raise type_error("trailing Placeholders are not allowed")
    t = keywords.table
    i = table_next(t, 0)
    while i >= 0:
        if same(table_value(t, i), w_Placeholder):
            raise type_error("Placeholder cannot be passed as a keyword argument")
        i = table_next(t, i + 1)
    inner = try_as(W_Partial, w_func)
    if inner is not None and same(special(w_func, Special.CALL), PARTIAL.special[Special.CALL]) and no_attributes(w_func):
        args = fill_gaps(inner.args, args)
        merged = dict_copy(inner.kwargs)
        dict_update_from(merged, keywords)
        keywords = merged
        w_func = inner.w_func
    p = new_with_shape(W_Partial, cls.root_shape)
    p.w_func = w_func
    p.args = args
    p.kwargs = keywords
    p.gaps = count_gaps(args)
    return wrap(p)


def no_attributes(w: Value) -> bool:
    w_dict = find_attr(w, "__dict__")
    if is_empty(w_dict):
        return True
    d = try_as(W_Dict, w_dict)
    return d is not None and dict_len(d) == 0


@vectorcall(PARTIAL)
def partial_call(w_self: Value, args: ValuePtr, n: int, kwnames: W_Tuple | None) -> Value:
    p = unwrap(W_Partial, w_self)
    own = p.args  # once: another thread may set the state
    gaps = 0 if p.gaps == 0 else count_gaps(own)
    if n < gaps:
        raise type_error(f"missing positional arguments in 'partial' call; expected at least {gaps}, got {n}")
    total = own.length + n - gaps
    if dict_len(p.kwargs) > 0 or (kwnames is not None and kwnames.length > 0):
        return partial_call_keywords(p, own, gaps, args, n, kwnames)
    top = register_top()
    out = reserve(total)
    lay_out(own, gaps, args, n, out)
    try:
        return call_vector(p.w_func, out, total, None)
    finally:
        release(top)


def lay_out(own: W_Tuple, gaps: int, args: ValuePtr, n: int, out: ValuePtr) -> None:
    """Own arguments with gaps filled, then the rest of what was passed."""
    k = 0
    i = 0
    while i < own.length:
        w = own.items[i]
        if gaps > 0 and same(w, w_Placeholder):
            w = args[k]
            k += 1
        out[i] = w
        i += 1
    copy_values(out.offset(own.length), args.offset(k), n - k)


@noinline
def partial_call_keywords(p: W_Partial, own: W_Tuple, gaps: int, args: ValuePtr, n: int, kwnames: W_Tuple | None) -> Value:
    t = new_tuple_n(own.length + n - gaps)
    if t.length > 0:
        lay_out(own, gaps, args, n, array_ptr(t.items, 0))
    keywords = dict_copy(p.kwargs)
    if kwnames is not None:
        i = 0
        while i < kwnames.length:
            dict_set(keywords, kwnames.items[i], args[n + i])
            i += 1
    return call_tuple_kw(p.w_func, EMPTY, t, keywords)


@getter(PARTIAL, "func", doc="The function that is called.", member=True)
def partial_func(self: W_Partial) -> Value:
    return self.w_func


@getter(PARTIAL, "args", doc="The positional arguments given in advance.", member=True)
def partial_args(self: W_Partial) -> Value:
    return wrap(self.args)


@getter(PARTIAL, "keywords", doc="The keyword arguments given in advance.", member=True)
def partial_keywords(self: W_Partial) -> Value:
    return wrap(self.kwargs)


@method(PARTIAL, "__get__(self, instance, owner=None, /)")
def partial_get(self: W_Partial, w_instance: Value, w_owner: Value) -> Value:
    if is_empty(w_instance) or same(w_instance, w_None):
        return wrap(self)
    return wrap(W_Method(wrap(self), w_instance))


@method(PARTIAL, "__repr__(self, /)")
def partial_repr(self: W_Partial) -> Value:
    t = type_of(wrap(self))
    name = t.name if not t.flags & TypeFlags.HEAP else qualified_name(t)
    if not repr_enter(wrap(self)):
        return wrap("...")
    args = self.args  # a repr below may set the state
    table = stable_table(self.kwargs)
    try:
        text = repr_of(self.w_func)
        i = 0
        while i < args.length:
            text += f", {repr_of(args.items[i])}"
            i += 1
        i = table_next(table, 0)
        while i >= 0:
            w_value = table_value(table, i)
            text += f", {str_of(table_key(table, i))}={repr_of(w_value)}"
            i = table_next(table, i + 1)
    finally:
        repr_leave()
    return wrap(f"{name}({text})")


def qualified_name(t: W_Type) -> str:
    module = as_str(getattr_of(wrap(t), "__module__"))
    qualname = as_str(getattr_of(wrap(t), "__qualname__"))
    if module is None or qualname is None:
        return t.name
    return qualname if module == "builtins" else f"{module}.{qualname}"


def attributes_or_none(w: Value) -> Value:
    """`__dict__` of an object that has attributes of its own, else None."""
    obj = unwrap(W_Object, w)
    if not shape_of(obj).dict_mode and len(own_names(obj)) == 0:
        return w_None
    w_dict = find_attr(w, "__dict__")
    return w_None if is_empty(w_dict) else w_dict


@method(PARTIAL, "__reduce__(self, /)", doc="How to copy or pickle it.")
def partial_reduce(self: W_Partial) -> Value:
    w_self = wrap(self)
    w_state = wrap(new_tuple4(self.w_func, wrap(self.args), wrap(self.kwargs), attributes_or_none(w_self)))
    return wrap(new_tuple3(wrap(type_of(w_self)), wrap(new_tuple1(self.w_func)), w_state))


@method(PARTIAL, "__setstate__(self, object, /)", doc="Sets function, arguments and attributes.")
def partial_setstate(self: W_Partial, w_state: Value) -> Value:
    state = try_as(W_Tuple, w_state)
    if state is None or state.length != 4:
        raise type_error("invalid partial state")
    args = try_as(W_Tuple, state.items[1])
    kwargs = try_as(W_Dict, state.items[2])
    own = try_as(W_Dict, state.items[3])
    wrong_keywords = kwargs is None and not same(state.items[2], w_None)
    wrong_attributes = own is None and not same(state.items[3], w_None)
    if not is_callable(state.items[0]) or args is None or wrong_keywords or wrong_attributes:
        raise type_error("invalid partial state")
    if args.length > 0 and same(args.items[args.length - 1], w_Placeholder):
        raise type_error("trailing Placeholders are not allowed")
    self.w_func = state.items[0]
    self.args = args if type_of(wrap(args)) is TUPLE else tuple_range(args, 0, args.length)
    self.kwargs = new_dict() if kwargs is None else kwargs if type_of(wrap(kwargs)) is DICT else dict_copy(kwargs)
    self.gaps = count_gaps(args)
    if own is None and no_attributes(wrap(self)):
        return w_None
    attributes = try_as(W_Dict, find_attr(wrap(self), "__dict__"))
    if attributes is not None:
        dict_clear(attributes)
        if own is not None:
            dict_update_from(attributes, own)
    return w_None


# --- cmp_to_key ---------------------------------------------------------------------------------------------------------


class W_KeyWrapper(W_Object):
    w_compare: Value
    w_object: Value
    """EMPTY in what cmp_to_key returns, which is called to wrap objects."""

    def __init__(self, w_compare: Value, w_object: Value) -> None:
        self.w_compare = w_compare
        self.w_object = w_object


KEY_WRAPPER = define_type("KeyWrapper", W_KeyWrapper, OBJECT, module="functools", flags=TypeFlags.NO_INSTANTIATE)
add_member(KEY_WRAPPER, "__hash__", w_None)


@function(MODULE, "cmp_to_key(mycmp)", doc="Turn a three-way comparison function into a key function.")
def cmp_to_key(w_compare: Value) -> Value:
    return wrap(W_KeyWrapper(w_compare, EMPTY))


@vectorcall(KEY_WRAPPER)
def key_wrapper_call(w_self: Value, args: ValuePtr, n: int, kwnames: W_Tuple | None) -> Value:
    k = unwrap(W_KeyWrapper, w_self)
    n_all = n if kwnames is None else n + kwnames.length
    if n_all != 1:
        if n_all == 0:
            raise type_error("K() missing required argument 'obj' (pos 1)")
        raise type_error(f"K() takes exactly 1 argument ({n_all} given)")
    return wrap(W_KeyWrapper(k.w_compare, args[0]))


@getter(KEY_WRAPPER, "__text_signature__")
def key_wrapper_text_signature(w_self: Value) -> Value:
    return wrap("(obj)")


@getter(KEY_WRAPPER, "obj", doc="The wrapped object.", member=True)
def key_wrapper_obj(self: W_KeyWrapper) -> Value:
    return w_None if is_empty(self.w_object) else self.w_object


def key_compare(op: int, a: W_KeyWrapper, w_b: Value) -> Value:
    b = try_as(W_KeyWrapper, w_b)
    if b is None:
        raise type_error("other argument must be K instance")
    if is_empty(a.w_object) or is_empty(b.w_object):
        raise attribute_error("object", w_b, "object")
    return compare(op, call2(a.w_compare, a.w_object, b.w_object), from_int(0))


@method(KEY_WRAPPER, "__lt__(self, value, /)")
def key_lt(self: W_KeyWrapper, w_other: Value) -> Value:
    return key_compare(CompareOp.LT, self, w_other)


@method(KEY_WRAPPER, "__le__(self, value, /)")
def key_le(self: W_KeyWrapper, w_other: Value) -> Value:
    return key_compare(CompareOp.LE, self, w_other)


@method(KEY_WRAPPER, "__eq__(self, value, /)")
def key_eq(self: W_KeyWrapper, w_other: Value) -> Value:
    return key_compare(CompareOp.EQ, self, w_other)


@method(KEY_WRAPPER, "__ne__(self, value, /)")
def key_ne(self: W_KeyWrapper, w_other: Value) -> Value:
    return key_compare(CompareOp.NE, self, w_other)


@method(KEY_WRAPPER, "__gt__(self, value, /)")
def key_gt(self: W_KeyWrapper, w_other: Value) -> Value:
    return key_compare(CompareOp.GT, self, w_other)


@method(KEY_WRAPPER, "__ge__(self, value, /)")
def key_ge(self: W_KeyWrapper, w_other: Value) -> Value:
    return key_compare(CompareOp.GE, self, w_other)


# --- lru_cache ----------------------------------------------------------------------------------------------------------


class W_LruCache(W_Object):
    """A bounded cache is a dict in order of use: a hit moves its key to the end, the first key is the oldest."""

    w_function: Value
    cache: W_Dict
    maxsize: int
    """-1: unbounded; 0: nothing is kept."""
    typed: bool
    w_info_type: Value
    hits: int
    misses: int


LRU_CACHE = define_type(
    "_lru_cache_wrapper", W_LruCache, OBJECT, module="functools", attributes=True, doc="A function that remembers its latest results.", flags=0
)
constant(MODULE, "_lru_cache_wrapper", LRU_CACHE)

w_KeywordMark: Final[Value] = wrap(W_PlaceholderType())
"""Parts positional from keyword arguments in a key; no program can have it."""


@new(LRU_CACHE, "(cls, user_function, maxsize, typed, cache_info_type)", shown="")
def lru_cache_new(cls: W_Type, w_function: Value, w_maxsize: Value, w_typed: Value, w_info_type: Value) -> Value:
    if not is_callable(w_function):
        raise type_error("the first argument must be callable")
    maxsize = -1
    if not same(w_maxsize, w_None):
        if not is_int(w_maxsize) and is_empty(special(w_maxsize, Special.INDEX)):
            raise type_error("maxsize should be integer or None")
        maxsize = int_arg(w_maxsize)
        if maxsize < 0:
            maxsize = 0
    c = new_with_shape(W_LruCache, cls.root_shape)
    c.w_function = w_function
    c.cache = new_dict()
    c.maxsize = maxsize
    c.typed = is_true(w_typed)
    c.w_info_type = w_info_type
    return wrap(c)


def call_key(c: W_LruCache, args: ValuePtr, n: int, kwnames: W_Tuple | None) -> Value:
    """What a call's arguments are looked up by."""
    n_kw = 0 if kwnames is None else kwnames.length
    if n == 1 and n_kw == 0 and not c.typed and (is_int(args[0]) or try_as(str, args[0]) is not None):
        return args[0]
    size = n + (2 * n_kw + 1 if n_kw > 0 else 0)
    if c.typed:
        size += n + n_kw
    t = new_tuple_n(size)
    k = 0
    i = 0
    while i < n:
        t.items[k] = args[i]
        k += 1
        i += 1
    if kwnames is not None and n_kw > 0:
        t.items[k] = w_KeywordMark
        k += 1
        i = 0
        while i < n_kw:
            t.items[k] = kwnames.items[i]
            t.items[k + 1] = args[n + i]
            k += 2
            i += 1
    if c.typed:
        i = 0
        while i < n + n_kw:
            t.items[k] = wrap(type_of(args[i]))
            k += 1
            i += 1
    return wrap(t)


@vectorcall(LRU_CACHE)
def lru_cache_call(w_self: Value, args: ValuePtr, n: int, kwnames: W_Tuple | None) -> Value:
    c = unwrap(W_LruCache, w_self)
    if c.maxsize == 0:
        c.misses += 1
        return call_vector(c.w_function, args, n, kwnames)
    w_key = call_key(c, args, n, kwnames)
    h = hash_of(w_key)
    if c.maxsize < 0:
        w = dict_get_hashed(c.cache, w_key, h)
        if not is_empty(w):
            c.hits += 1
            return w
        c.misses += 1
        w = call_vector(c.w_function, args, n, kwnames)
        dict_set_hashed(c.cache, w_key, h, w)
        return w
    # Taking a hit out and putting it back makes it the latest.
    w = dict_pop_hashed(c.cache, w_key, h)
    if not is_empty(w):
        dict_set_hashed(c.cache, w_key, h, w)
        c.hits += 1
        return w
    c.misses += 1
    w = call_vector(c.w_function, args, n, kwnames)
    dict_pop_hashed(c.cache, w_key, h)
    dict_set_hashed(c.cache, w_key, h, w)
    while dict_len(c.cache) > c.maxsize:
        drop_oldest(c.cache)
    return w


def drop_oldest(d: W_Dict) -> None:
    with locked(d):
        i = dict_first(d)
        if i >= 0:
            table_remove(d.table, i)


@method(LRU_CACHE, "__get__(self, instance, owner=None, /)")
def lru_cache_get(self: W_LruCache, w_instance: Value, w_owner: Value) -> Value:
    if is_empty(w_instance) or same(w_instance, w_None):
        return wrap(self)
    return wrap(W_Method(wrap(self), w_instance))


@method(LRU_CACHE, "cache_info(self, /)", doc="Hits, misses, maxsize, currsize.")
def lru_cache_info(self: W_LruCache) -> Value:
    w_maxsize = w_None if self.maxsize < 0 else new_int(self.maxsize)
    t = new_tuple4(new_int(self.hits), new_int(self.misses), w_maxsize, new_int(dict_len(self.cache)))
    return call_tuple_kw(self.w_info_type, EMPTY, t, None)


@method(LRU_CACHE, "cache_clear(self, /)", doc="Forget all results and statistics.")
def lru_cache_clear(self: W_LruCache) -> Value:
    self.hits = 0
    self.misses = 0
    dict_clear(self.cache)
    return w_None


@method(LRU_CACHE, "__reduce__(self, /)", doc="How to copy or pickle it: by name.")
def lru_cache_reduce(self: W_LruCache) -> Value:
    return getattr_of(wrap(self), "__qualname__")


@method(LRU_CACHE, "__copy__(self, /)", doc="The cache itself.", shown="")
def lru_cache_copy(self: W_LruCache) -> Value:
    return wrap(self)


@method(LRU_CACHE, "__deepcopy__(self, memo, /)", doc="The cache itself.", shown="")
def lru_cache_deepcopy(self: W_LruCache, w_memo: Value) -> Value:
    return wrap(self)


class_method(PARTIAL, "__class_getitem__(cls, object, /)", doc="See PEP 585.")(generic_class_getitem)
