"""Writing what `__reduce_ex__`, `__reduce__`, copyreg or a pickler's own hooks say of an object.

Plain instances, whose class changes nothing about pickling, are written straight from their attributes: what
object.__reduce_ex__ would say is not made up first.
"""

from __future__ import annotations

from protodialect.types import EMPTY, Array, Value, str_char, try_as, unwrap, wrap
from protopython.modules._pickle.build import is_own_dict_getter
from protopython.modules._pickle.errors import described, note, pickling_error
from protopython.modules._pickle.globals import save_global
from protopython.modules._pickle.memo import memo_find
from protopython.modules._pickle.opcodes import Op
from protopython.modules._pickle.output import put
from protopython.modules._pickle.save import memoize, save, save_appends, save_get, save_setitems
from protopython.modules._pickle.state import W_Pickler
from protopython.objects.bytearray import BYTEARRAY
from protopython.objects.dict.dict import W_Dict, dict_get, dict_get_str, dict_len
from protopython.objects.exceptions.exceptions import KEY_ERROR
from protopython.objects.function.function import FUNCTION
from protopython.objects.model.attributes import find_attr, getattr_of
from protopython.objects.model.call import call0, call1, call_tuple_kw
from protopython.objects.model.define import BYTES, OBJECT, TYPE
from protopython.objects.model.errors import error_matches
from protopython.objects.model.instance import slot_read
from protopython.objects.model.operations import getitem, repr_of, unpack_to_list
from protopython.objects.model.special import Special
from protopython.objects.model.types import is_subtype, special, type_lookup, type_of
from protopython.objects.object_methods import stock_function
from protopython.objects.singletons import ELLIPSIS_TYPE, NONE_TYPE, NOT_IMPLEMENTED_TYPE, w_Ellipsis, w_None, w_NotImplemented
from protopython.objects.str.str import as_str
from protopython.objects.tuple import EMPTY_TUPLE, W_Tuple, new_tuple1, new_tuple2, new_tuple_n, tuple_range
from protopython.protocore.bytestrings import latin1_text
from protopython.protocore.error import PyError
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.shape import Shape, shape_of
from protopython.protocore.value import from_int, is_empty, same

PICKLING_METHODS: Array[str] = Array.of(
    ["__reduce_ex__", "__reduce__", "__getnewargs_ex__", "__getnewargs__", "__getstate__", "__class__", "__dict__"]
)
"""What an instance can say about how it is pickled."""


def save_by_reduction(p: W_Pickler, w: Value, t: W_Type) -> None:
    w_reduced = w_NotImplemented
    if not is_empty(p.w_reducer):
        w_reduced = call1(p.w_reducer, w)
    if same(w_reduced, w_NotImplemented):
        if t is TYPE:
            save_type(p, w)
            return
        if t is FUNCTION:
            save_global(p, w, None)
            return
        w_reducer = registered_reducer(p, t)
        if not is_empty(w_reducer):
            w_reduced = call1(w_reducer, w)
        elif is_subtype(t, TYPE):
            save_global(p, w, None)
            return
        else:
            if save_plain_instance(p, w, t):
                return
            w_reduced = reduced(p, w)
    name = as_str(w_reduced)
    if name is not None:
        save_global(p, w, name)
        return
    try:
        save_reduced(p, reduction_tuple(w_reduced), w)
    except PyError as e:
        note(e, f"{described(w)} object")
        raise


def reduction_tuple(w_reduced: Value) -> W_Tuple:
    t = try_as(W_Tuple, w_reduced)
    if t is None:
        raise pickling_error(f"__reduce__ must return a string or tuple, not {described(w_reduced)}")
    return t


def registered_reducer(p: W_Pickler, t: W_Type) -> Value:
    """What the pickler's dispatch_table, or else copyreg's, says for a class; EMPTY: nothing."""
    w_table = p.w_dispatch_table
    if is_empty(w_table):
        w_table = p.w_reducers
        if is_empty(w_table):
            w_table = stock_function("copyreg", "dispatch_table")
            p.w_reducers = w_table
        d = try_as(W_Dict, w_table)
        if d is not None:
            return dict_get(d, wrap(t))
    try:
        return getitem(w_table, wrap(t))
    except PyError as e:
        if error_matches(e, KEY_ERROR):
            return EMPTY
        raise


def reduced(p: W_Pickler, w: Value) -> Value:
    w_reduce = find_attr(w, "__reduce_ex__")
    if not is_empty(w_reduce):
        return call1(w_reduce, from_int(p.protocol))
    w_reduce = find_attr(w, "__reduce__")
    if not is_empty(w_reduce):
        return call0(w_reduce)
    raise pickling_error(f"Can't pickle {described(w)} object")


def save_type(p: W_Pickler, w: Value) -> None:
    t = unwrap(W_Type, w)
    if t is NONE_TYPE:
        save_call(p, wrap(TYPE), new_tuple1(w_None), w)
    elif t is NOT_IMPLEMENTED_TYPE:
        save_call(p, wrap(TYPE), new_tuple1(w_NotImplemented), w)
    elif t is ELLIPSIS_TYPE:
        save_call(p, wrap(TYPE), new_tuple1(w_Ellipsis), w)
    else:
        save_global(p, w, None)


# --- what older protocols have no opcodes for -----------------------------------------------------------------------------


def save_call(p: W_Pickler, w_callable: Value, args: W_Tuple, w: Value) -> None:
    """Writes w as the result of a call."""
    save_reduced(p, new_tuple2(w_callable, wrap(args)), w)


def save_old_bytes(p: W_Pickler, w: Value, data: bytes) -> None:
    if len(data) == 0:
        save_call(p, wrap(BYTES), EMPTY_TUPLE, w)
    else:
        save_call(p, stock_function("codecs", "encode"), new_tuple2(wrap(latin1_text(data)), wrap("latin1")), w)


def save_old_bytearray(p: W_Pickler, w: Value, data: bytes) -> None:
    save_call(p, wrap(BYTEARRAY), EMPTY_TUPLE if len(data) == 0 else new_tuple1(wrap(data)), w)


def save_old_set(p: W_Pickler, w: Value) -> None:
    save_call(p, wrap(type_of(w)), new_tuple1(wrap(unpack_to_list(w))), w)


# --- instances ------------------------------------------------------------------------------------------------------------


def save_plain_instance(p: W_Pickler, w: Value, t: W_Type) -> bool:
    """Writes an instance as object.__reduce_ex__ says. False if it is not a matter of class and attributes alone."""
    if p.protocol < 2 or not t.root_shape.plain:
        return False
    version = t.root_shape.version
    if p.plain_version != version:
        if not pickles_plainly(t):
            return False
        p.plain_version = max(version, 0)
    obj = unwrap(W_Object, w)
    shape = shape_of(obj)
    w_state = EMPTY
    if shape.dict_mode:
        w_state = slot_read(obj, shape, shape.count)
        d = unwrap(W_Dict, w_state)
        for i in range(len(PICKLING_METHODS)):
            if not is_empty(dict_get_str(d, PICKLING_METHODS[i])):
                return False
        if dict_len(d) == 0:
            w_state = EMPTY
    elif has_pickling_methods(shape):
        return False
    try:
        save_new_instance(p, w, t)
        if not is_empty(w_state):
            save_state(p, w, w_state)
            put(p.out, Op.BUILD)
        elif not shape.dict_mode:
            save_attributes(p, w, obj, shape)
    except PyError as e:
        note(e, f"{described(w)} object")
        raise
    return True


def pickles_plainly(t: W_Type) -> bool:
    """Whether a class leaves pickling to object and has no slots."""
    if not t.flags & TypeFlags.PLAIN_GETATTR:
        return False
    for u in t.mro:
        if u.flags & TypeFlags.SLOTTED:
            return False
    for i in range(len(PICKLING_METHODS)):
        name = PICKLING_METHODS[i]
        w = type_lookup(t, name)
        if not is_empty(w) and not same(w, type_lookup(OBJECT, name)) and not is_own_dict_getter(w):
            return False
    return t.flags & TypeFlags.HAS_DICT != 0


def has_pickling_methods(shape: Shape) -> bool:
    """Whether an instance has attributes of its own by which it could be pickled differently."""
    names = shape.names
    for i in range(shape.count):
        name = names[i]
        if len(name) > 4 and str_char(name, 0) == 95 and str_char(name, 1) == 95:
            for k in range(len(PICKLING_METHODS)):
                if name == PICKLING_METHODS[k]:
                    return True
    return False


def save_new_instance(p: W_Pickler, w: Value, t: W_Type) -> None:
    try:
        save(p, wrap(t))
    except PyError as e:
        note(e, f"{described(w)} class")
        raise
    o = p.out
    put(o, Op.EMPTY_TUPLE)
    put(o, Op.NEWOBJ)
    memoize_once(p, w)


def memoize_once(p: W_Pickler, w: Value) -> None:
    """Enters w in the memo; if it is there, because it is part of what makes it, that one is taken."""
    n = memo_find(p.memo, w)
    if n < 0:
        memoize(p, w)
        return
    put(p.out, Op.POP)
    save_get(p, n)


def save_attributes(p: W_Pickler, w: Value, obj: W_Object, shape: Shape) -> None:
    """Writes a dict of the attributes that an object of this shape has, and BUILD; there is no such dict that anything else could refer to."""
    n = shape.count
    values = Array[Value](n, EMPTY)
    found = 0
    for i in range(n):
        if shape.names[i] != "":
            values[i] = slot_read(obj, shape, i)
            if not is_empty(values[i]):
                found += 1
    if found == 0:
        return
    o = p.out
    try:
        if p.fast != 0:
            saving.enter(p, w)
        put(o, Op.EMPTY_DICT)
        if p.fast == 0:
            saving.save_put(p, p.memo.next)
            p.memo.next += 1
        if found > 1:
            put(o, Op.MARK)
        for i in range(n):
            if not is_empty(values[i]):
                save_attribute(p, shape.names[i], values[i])
        put(o, Op.SETITEMS if found > 1 else Op.SETITEM)
        if p.fast != 0:
            saving.leave(p, w)
    except PyError as e:
        note(e, f"{described(w)} state")
        raise
    put(o, Op.BUILD)


def save_attribute(p: W_Pickler, name: str, w_value: Value) -> None:
    save(p, wrap(name))
    try:
        save(p, w_value)
    except PyError as e:
        note(e, f"dict item {repr_of(wrap(name))}")
        raise


def save_state(p: W_Pickler, w: Value, w_state: Value) -> None:
    try:
        save(p, w_state)
    except PyError as e:
        note(e, f"{described(w)} state")
        raise


# --- any reduction ----------------------------------------------------------------------------------------------------------


def optional_item(t: W_Tuple, i: int) -> Value:
    """Item i; EMPTY if there is none or it is None."""
    if i >= t.length or same(t.items[i], w_None):
        return EMPTY
    return t.items[i]


def optional_iterator(t: W_Tuple, i: int, which: str) -> Value:
    w = optional_item(t, i)
    if not is_empty(w) and is_empty(special(w, Special.NEXT)):
        raise pickling_error(f"{which} item of the tuple returned by __reduce__ must be an iterator, not {described(w)}")
    return w


def is_callable(w: Value) -> bool:
    return not is_empty(special(w, Special.CALL))


def save_reduced(p: W_Pickler, reduction: W_Tuple, w: Value) -> None:
    """Writes w as the reduction (callable, arguments, state, list items, dict items, state setter) says, of which the last four are optional."""
    if not 2 <= reduction.length <= 6:
        raise pickling_error("tuple returned by __reduce__ must contain 2 through 6 elements")
    w_callable = reduction.items[0]
    if not is_callable(w_callable):
        raise pickling_error(f"first item of the tuple returned by __reduce__ must be callable, not {described(w_callable)}")
    args = try_as(W_Tuple, reduction.items[1])
    if args is None:
        raise pickling_error(f"second item of the tuple returned by __reduce__ must be a tuple, not {described(reduction.items[1])}")
    w_state = optional_item(reduction, 2)
    w_list_items = optional_iterator(reduction, 3, "fourth")
    w_dict_items = optional_iterator(reduction, 4, "fifth")
    w_setter = optional_item(reduction, 5)
    if not is_empty(w_setter) and not is_callable(w_setter):
        raise pickling_error(f"sixth item of the tuple returned by __reduce__ must be callable, not {described(w_setter)}")
    name = ""
    if p.protocol >= 2:
        w_name = find_attr(w_callable, "__name__")
        if not is_empty(w_name):
            given = as_str(w_name)
            if given is not None:
                name = given
    if name == "__newobj_ex__":
        save_newobj_ex(p, args, w)
    elif name == "__newobj__":
        save_newobj(p, args, w)
    else:
        save_part(p, w_callable, w, "reconstructor")
        save_part(p, wrap(args), w, "reconstructor arguments")
        put(p.out, Op.REDUCE)
    memoize_once(p, w)
    if not is_empty(w_list_items):
        save_appends(p, w_list_items, w)
    if not is_empty(w_dict_items):
        save_setitems(p, w_dict_items, w)
    if is_empty(w_state):
        return
    o = p.out
    if is_empty(w_setter):
        save_part(p, w_state, w, "state")
        put(o, Op.BUILD)
        return
    save_part(p, w_setter, w, "state setter")
    save(p, w)
    save_part(p, w_state, w, "state")
    put(o, Op.TUPLE2)
    put(o, Op.REDUCE)
    put(o, Op.POP)


def save_part(p: W_Pickler, w_part: Value, w: Value, role: str) -> None:
    try:
        save(p, w_part)
    except PyError as e:
        note(e, f"{described(w)} {role}")
        raise


def class_argument(w_cls: Value, function: str) -> W_Type:
    cls = try_as(W_Type, w_cls)
    if cls is None:
        raise pickling_error(f"first argument to {function}() must be a class, not {described(w_cls)}")
    return cls


def save_newobj(p: W_Pickler, args: W_Tuple, w: Value) -> None:
    """copyreg.__newobj__(cls, *args)"""
    if args.length < 1:
        raise pickling_error("__newobj__ expected at least 1 argument, got 0")
    w_cls = args.items[0]
    class_argument(w_cls, "__newobj__")
    w_class = getattr_of(w, "__class__")
    if not same(w_class, w_cls):
        raise pickling_error(f"first argument to __newobj__() must be {repr_of(w_class)}, not {repr_of(w_cls)}")
    save_part(p, w_cls, w, "class")
    save_part(p, wrap(tuple_range(args, 1, args.length)), w, "__new__ arguments")
    put(p.out, Op.NEWOBJ)


def save_newobj_ex(p: W_Pickler, args: W_Tuple, w: Value) -> None:
    """copyreg.__newobj_ex__(cls, args, kwargs)"""
    if args.length != 3:
        raise pickling_error(f"__newobj_ex__ expected 3 arguments, got {args.length}")
    w_cls = args.items[0]
    class_argument(w_cls, "__newobj_ex__")
    new_args = try_as(W_Tuple, args.items[1])
    if new_args is None:
        raise pickling_error(f"second argument to __newobj_ex__() must be a tuple, not {described(args.items[1])}")
    kwargs = try_as(W_Dict, args.items[2])
    if kwargs is None:
        raise pickling_error(f"third argument to __newobj_ex__() must be a dict, not {described(args.items[2])}")
    if p.protocol >= 4:
        save_part(p, w_cls, w, "class")
        save_part(p, wrap(new_args), w, "__new__ arguments")
        save_part(p, wrap(kwargs), w, "__new__ arguments")
        put(p.out, Op.NEWOBJ_EX)
        return
    n = new_args.length
    partial_args = new_tuple_n(n + 2)
    partial_args.items[0] = getattr_of(w_cls, "__new__")
    partial_args.items[1] = w_cls
    for i in range(n):
        partial_args.items[i + 2] = new_args.items[i]
    save_part(p, call_tuple_kw(stock_function("functools", "partial"), EMPTY, partial_args, kwargs), w, "reconstructor")
    put(p.out, Op.EMPTY_TUPLE)
    put(p.out, Op.REDUCE)


# Last, since _pickle_save imports this file.
from protopython.modules._pickle import save as saving  # noqa: E402
