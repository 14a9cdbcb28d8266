"""The instructions that are not worth being in line in the interpreter's loop: names, items, building, functions, with."""

from __future__ import annotations

from protodialect.types import (
    EMPTY,
    Array,
    Value,
    ValuePtr,
    inline,
    noinline,
    require,
    try_as,
    unlikely,
    unwrap,
    wrap,
)
from protopython.engine import finalization, typing_instructions
from protopython.engine.caches import missing_global
from protopython.objects.code.bytecode import Op, ra, rb, rd
from protopython.objects.code.code import W_Code
from protopython.objects.dict.dict import (
    DICT,
    W_Dict,
    dict_contains,
    dict_delete_str,
    dict_get,
    dict_get_str,
    dict_key_at,
    dict_next,
    dict_set,
    dict_set_str,
    dict_update_from,
    dict_value_at,
    new_dict,
    new_dict_sized,
    stable_table,
)
from protopython.objects.exceptions import exceptions as x
from protopython.objects.frame import W_Frame
from protopython.objects.function.function import W_Cell, W_Function
from protopython.objects.int import int as ints
from protopython.objects.list.list import (
    LIST,
    W_List,
    list_append,
    list_copy_out,
    list_extend_array,
    list_get,
    list_get_any,
    list_length,
    list_of_ptr,
    list_range,
    list_set,
    list_snapshot,
    new_list,
)
from protopython.objects.list.list import (
    list_to_tuple as tuple_of_list,
)
from protopython.objects.model import attributes, errors, operations
from protopython.objects.model.special import BinaryOp, CompareOp, Special
from protopython.objects.model.specials import call_special1
from protopython.objects.model.types import type_name, type_of
from protopython.objects.object_methods import full_type_name
from protopython.objects.set import SET, W_Set, new_set
from protopython.objects.set import set_add as add_to_set
from protopython.objects.set_methods import add_all
from protopython.objects.singletons import w_None
from protopython.objects.slice import INDEX_MAX, W_Slice
from protopython.objects.str.string_builder import StringBuilder
from protopython.objects.tuple import TUPLE, W_Tuple, tuple_range
from protopython.objects.type import super as super_module
from protopython.protocore import polling
from protopython.protocore.error import PyError
from protopython.protocore.polling import POLL_FINALIZE, take_poll
from protopython.protocore.thread import ProtoContext
from protopython.protocore.value import (
    both_int,
    float_value,
    from_int,
    int_value,
    is_empty,
    is_float,
    is_int,
    new_float,
    same,
)

w_AssertionError: Value = wrap(x.ASSERTION_ERROR)
w_NotImplementedError: Value = wrap(x.NOT_IMPLEMENTED_ERROR)


@inline
def poll(cx: ProtoContext) -> None:
    """At the end of every loop and at every call, since a program may recurse without a loop: collections, signals, finalizers."""
    if unlikely(cx.poll != 0):
        attend()


@noinline
def attend() -> None:
    """Does what the thread was asked for; what a signal handler raises comes out of here."""
    if take_poll(POLL_FINALIZE):
        finalization.run_collector_work()
    polling.attend()


# --- names --------------------------------------------------------------------------------------------------------------


@noinline
def raise_unbound(code: W_Code, index: int) -> None:
    name = code.named[index]
    raise errors.unbound_local_error(
        f"cannot access local variable '{name}' where it is not associated with a value", name
    )


@noinline
def raise_unbound_cell(code: W_Code, index: int) -> None:
    if index < len(code.cellvars):
        name = code.cellvars[index]
        raise errors.unbound_local_error(
            f"cannot access local variable '{name}' where it is not associated with a value", name
        )
    name = code.freevars[index - len(code.cellvars)]
    raise errors.name_error(
        f"cannot access free variable '{name}' where it is not associated with a value in enclosing scope", name
    )


def cell_name(code: W_Code, index: int) -> str:
    if index < len(code.cellvars):
        return code.cellvars[index]
    return code.freevars[index - len(code.cellvars)]


def closure_cell(frame: W_Frame, index: int) -> Value:
    return wrap(require(frame.function.closure)[index])


def namespace_of(frame: W_Frame) -> Value:
    if is_empty(frame.w_namespace):
        return wrap(frame.function.globals)
    return frame.w_namespace


def find_in_namespace(w_namespace: Value, name: str) -> Value:
    """namespace[name], EMPTY if it has none."""
    d = try_as(W_Dict, w_namespace)
    if d is not None and type_of(w_namespace) is DICT:
        return dict_get_str(d, name)
    try:
        return operations.getitem(w_namespace, wrap(name))
    except PyError as e:
        if errors.error_matches(e, x.KEY_ERROR):
            return EMPTY
        raise


def find_global(frame: W_Frame, name: str) -> Value:
    globals = frame.function.globals
    w = dict_get_str(globals, name)
    if is_empty(w) and type_of(wrap(globals)) is not DICT:
        w = missing_global(globals, name)
    if is_empty(w):
        w = dict_get_str(frame.function.builtins, name)
    return w


def load_global_name(frame: W_Frame, name: str) -> Value:
    w = find_global(frame, name)
    if is_empty(w):
        raise errors.name_error(f"name '{name}' is not defined", name)
    return w


def load_name(frame: W_Frame, name: str) -> Value:
    w = find_in_namespace(namespace_of(frame), name)
    if not is_empty(w):
        return w
    return load_global_name(frame, name)


def store_name(frame: W_Frame, name: str, w_value: Value) -> None:
    w_namespace = namespace_of(frame)
    d = try_as(W_Dict, w_namespace)
    if d is not None and type_of(w_namespace) is DICT:
        dict_set_str(d, name, w_value)
    else:
        operations.setitem(w_namespace, wrap(name), w_value)


def delete_name(frame: W_Frame, name: str) -> None:
    w_namespace = namespace_of(frame)
    d = try_as(W_Dict, w_namespace)
    if d is not None and type_of(w_namespace) is DICT:
        if not dict_delete_str(d, name):
            raise errors.name_error(f"name '{name}' is not defined", name)
        return
    try:
        operations.delitem(w_namespace, wrap(name))
    except PyError as e:
        if errors.error_matches(e, x.KEY_ERROR):
            raise errors.name_error(f"name '{name}' is not defined", name)
        raise


def load_cell_or_name(frame: W_Frame, register: int, index: int) -> Value:
    w = find_in_namespace(namespace_of(frame), cell_name(frame.code, index))
    if not is_empty(w):
        return w
    return load_cell(frame, register, index)


def load_cell(frame: W_Frame, register: int, index: int) -> Value:
    w = unwrap(W_Cell, frame.regs[register]).w_value
    if is_empty(w):
        raise_unbound_cell(frame.code, index)
    return w


def load_dict_or_global(frame: W_Frame, w_mapping: Value, name: str) -> Value:
    w = find_in_namespace(w_mapping, name)
    return w if not is_empty(w) else load_global_name(frame, name)


def load_dict_or_cell(frame: W_Frame, w_mapping: Value, register: int, index: int) -> Value:
    w = find_in_namespace(w_mapping, cell_name(frame.code, index))
    return w if not is_empty(w) else load_cell(frame, register, index)


def store_global(frame: W_Frame, index: int, w_value: Value) -> None:
    dict_set_str(frame.function.globals, frame.code.names[index], w_value)


def delete_global(frame: W_Frame, index: int) -> None:
    name = frame.code.names[index]
    if not dict_delete_str(frame.function.globals, name):
        raise errors.name_error(f"name '{name}' is not defined", name)


def load_builtin(frame: W_Frame, name: str) -> Value:
    w = dict_get_str(frame.function.builtins, name)
    if is_empty(w):
        raise errors.name_error(f"{name} not found", name)
    return w


def load_super(frame: W_Frame, base: int, name: str, n_written: int, method: bool) -> tuple[Value, Value]:
    """(attribute, self): super(R[base], R[base + 1]).name; R[base - 1] is what the name `super` is bound to."""
    regs = frame.regs
    w_super = regs[base - 1]
    if same(w_super, wrap(super_module.SUPER)):
        cls = super_module.written_class(regs[base]) if n_written > 0 else super_module.implied_class(regs[base])
        return super_module.super_lookup(cls, regs[base + 1], name, method)
    if n_written == 0:
        w = operations.call0(w_super)
    else:
        w = operations.call2(w_super, regs[base], regs[base + 1])
    return attributes.getattr_of(w, name), EMPTY


# --- items --------------------------------------------------------------------------------------------------------------


@noinline
def getitem(w_obj: Value, w_key: Value) -> Value:
    t = type_of(w_obj)
    if t is DICT:
        w = dict_get(unwrap(W_Dict, w_obj), w_key)
        if not is_empty(w):
            return w
    elif is_int(w_key):
        i = int_value(w_key)
        if t is LIST:
            w = list_get_any(unwrap(W_List, w_obj), i)
            if not is_empty(w):
                return w
        elif t is TUPLE:
            tup = unwrap(W_Tuple, w_obj)
            if i < 0:
                i += tup.length
            if 0 <= i < tup.length:
                return tup.items[i]
    return operations.getitem(w_obj, w_key)


@noinline
def setitem(w_obj: Value, w_key: Value, w_value: Value) -> None:
    t = type_of(w_obj)
    if t is DICT:
        dict_set(unwrap(W_Dict, w_obj), w_key, w_value)
        return
    if t is LIST and is_int(w_key):
        if list_set(unwrap(W_List, w_obj), int_value(w_key), w_value):
            return
    operations.setitem(w_obj, w_key, w_value)


@noinline
def getslice(w_obj: Value, w_start: Value, w_stop: Value) -> Value:
    t = type_of(w_obj)
    if t is LIST:
        start = operations.slice_index(w_start, 0)
        return wrap(list_range(unwrap(W_List, w_obj), start, operations.slice_index(w_stop, INDEX_MAX)))
    if t is TUPLE:
        tup = unwrap(W_Tuple, w_obj)
        start = clamp(operations.slice_index(w_start, 0), tup.length)
        stop = clamp(operations.slice_index(w_stop, tup.length), tup.length)
        return wrap(tuple_range(tup, start, stop if stop > start else start))
    s = try_as(str, w_obj)
    if s is not None:
        start = clamp(operations.slice_index(w_start, 0), len(s))
        stop = clamp(operations.slice_index(w_stop, len(s)), len(s))
        return wrap(s[start : stop if stop > start else start])
    return operations.getitem(w_obj, wrap(W_Slice(w_start, w_stop, w_None)))


def clamp(i: int, n: int) -> int:
    """A slice bound within 0..n, negative ones counted from the end."""
    if i < 0:
        i += n
        if i < 0:
            return 0
    return i if i < n else n


@noinline
def setslice(w_obj: Value, w_start: Value, w_stop: Value, w_value: Value) -> None:
    operations.setitem(w_obj, wrap(W_Slice(w_start, w_stop, w_None)), w_value)


def contains(w_container: Value, w_item: Value) -> bool:
    if type_of(w_container) is DICT:
        return dict_contains(unwrap(W_Dict, w_container), w_item)
    return operations.contains(w_container, w_item)


# --- operators ----------------------------------------------------------------------------------------------------------


def number(v: Value) -> bool:
    """An exact int or float."""
    return is_int(v) or is_float(v)


def as_float(v: Value) -> float:
    """The value of an immediate int or an exact float."""
    return float(int_value(v)) if is_int(v) else float_value(v)


def general(op: int, a: Value, b: Value, in_place: int) -> Value:
    """a op b, or a op= b, by the operands' methods."""
    return operations.inplace(op, a, b) if in_place == 1 else operations.binary(op, a, b)


@noinline
def add(a: Value, b: Value, in_place: int) -> Value:
    s = try_as(str, a)
    if s is not None:
        t = try_as(str, b)
        if t is not None:
            return wrap(s + t)
    if both_int(a, b):
        return ints.int_add(a, b)
    if number(a) and number(b):
        return new_float(as_float(a) + as_float(b))
    return general(BinaryOp.ADD, a, b, in_place)


@noinline
def sub(a: Value, b: Value, in_place: int) -> Value:
    if both_int(a, b):
        return ints.int_sub(a, b)
    if number(a) and number(b):
        return new_float(as_float(a) - as_float(b))
    return general(BinaryOp.SUB, a, b, in_place)


@noinline
def mul(a: Value, b: Value, in_place: int) -> Value:
    if both_int(a, b):
        return ints.int_mul(a, b)
    if number(a) and number(b):
        return new_float(as_float(a) * as_float(b))
    return general(BinaryOp.MUL, a, b, in_place)


@noinline
def truediv(a: Value, b: Value, in_place: int) -> Value:
    if both_int(a, b):
        x_int = int_value(a)
        y_int = int_value(b)
        if y_int != 0 and -(1 << 53) <= x_int <= (1 << 53) and -(1 << 53) <= y_int <= (1 << 53):
            return new_float(float(x_int) / float(y_int))
    elif number(a) and number(b) and as_float(b) != 0.0:
        return new_float(as_float(a) / as_float(b))
    return general(BinaryOp.TRUEDIV, a, b, in_place)


@noinline
def floordiv(a: Value, b: Value, in_place: int) -> Value:
    return general(BinaryOp.FLOORDIV, a, b, in_place)


@noinline
def mod(a: Value, b: Value, in_place: int) -> Value:
    return general(BinaryOp.MOD, a, b, in_place)


@noinline
def add_int(a: Value, n: int, in_place: int) -> Value:
    """a + n; negative n: a - (-n)."""
    op = BinaryOp.ADD
    w_n = from_int(n)
    if n < 0:
        op = BinaryOp.SUB
        w_n = from_int(-n)
    if is_int(a):
        return ints.int_add(a, from_int(n))
    if is_float(a):
        return new_float(float_value(a) + float(n))
    return general(op, a, w_n, in_place)


@noinline
def binary(op: int, a: Value, b: Value) -> Value:
    if both_int(a, b):
        match op:
            case BinaryOp.LSHIFT:
                return ints.int_lshift(a, b)
            case BinaryOp.POW:
                if int_value(b) >= 0:
                    return ints.int_pow(a, b)
            case _:
                pass
    return operations.binary(op, a, b)


@noinline
def inplace(op: int, a: Value, b: Value) -> Value:
    if both_int(a, b):
        return binary(op, a, b)
    return operations.inplace(op, a, b)


@noinline
def compare_true(op: int, a: Value, b: Value) -> bool:
    if is_float(a) and is_float(b):
        return operations.compare_floats(op, float_value(a), float_value(b))
    s = try_as(str, a)
    if s is not None:
        t = try_as(str, b)
        if t is not None:
            if op == CompareOp.EQ:
                return s == t
            if op == CompareOp.NE:
                return s != t
    return operations.is_true(operations.compare(op, a, b))


# --- building -----------------------------------------------------------------------------------------------------------


def build_list(p: ValuePtr, n: int) -> Value:
    return wrap(list_of_ptr(p, n)) if n > 0 else wrap(new_list())


def build_set(p: ValuePtr, n: int) -> Value:
    s = new_set()
    i = 0
    while i < n:
        add_to_set(s, p[i])
        i += 1
    return wrap(s)


def build_dict(p: ValuePtr, n: int) -> Value:
    if n == 0:
        return wrap(new_dict())
    d = new_dict_sized(n)
    i = 0
    while i < n:
        dict_set(d, p[2 * i], p[2 * i + 1])
        i += 1
    return wrap(d)


def build_string(p: ValuePtr, n: int) -> Value:
    if n == 2:
        return wrap(unwrap(str, p[0]) + unwrap(str, p[1]))
    out = StringBuilder()
    i = 0
    while i < n:
        out.append(unwrap(str, p[i]))
        i += 1
    return wrap(out.to_str())


def build_slice(p: ValuePtr) -> Value:
    return wrap(W_Slice(p[0], p[1], p[2]))


def list_extend(w_list: Value, w_iterable: Value, in_call: int) -> None:
    lst = unwrap(W_List, w_list)
    if type_of(w_iterable) is LIST:
        list_extend_array(lst, list_snapshot(unwrap(W_List, w_iterable)))
        return
    at_once = operations.items_at_once(w_iterable)
    if at_once is not None:
        list_extend_array(lst, at_once)
        return
    w_iter = star_iterator(w_iterable, in_call)
    while True:
        w = operations.next_of(w_iter)
        if is_empty(w):
            return
        list_append(lst, w)


def star_iterator(w_iterable: Value, in_call: int) -> Value:
    t = type_of(w_iterable)
    if is_empty(t.special[Special.ITER]) and is_empty(t.special[Special.GETITEM]):
        raise errors.type_error(f"Value after * must be an iterable, not {t.name}")
    return operations.iterate(w_iterable)


def list_to_tuple(w_list: Value) -> Value:
    return wrap(tuple_of_list(unwrap(W_List, w_list)))


def function_label(w_callable: Value) -> str:
    w_name = attributes.find_attr(w_callable, "__qualname__")
    name = None if is_empty(w_name) else try_as(str, w_name)
    if name is not None:
        w_module = attributes.find_attr(w_callable, "__module__")
        module = None if is_empty(w_module) else try_as(str, w_module)
        if module is not None and module != "builtins":
            return module + "." + name + "()"
        return name + "()"
    return operations.str_of(w_callable)


def star_to_tuple(w_iterable: Value, w_callable: Value) -> Value:
    t = type_of(w_iterable)
    if t is TUPLE:
        return w_iterable
    if is_empty(t.special[Special.ITER]) and is_empty(t.special[Special.GETITEM]):
        raise errors.type_error(
            f"{function_label(w_callable)} argument after * must be an iterable, not {t.name}"
        )
    return wrap(operations.unpack_to_tuple(w_iterable))


def set_add(w_set: Value, w_item: Value) -> None:
    if unlikely(type_of(w_set) is not SET):  # The program may rebind `__conditional_annotations__`.
        raise errors.type_error(f"'{full_type_name(type_of(w_set))}' object is not a set")
    add_to_set(unwrap(W_Set, w_set), w_item)


def set_update(w_set: Value, w_iterable: Value) -> None:
    add_all(unwrap(W_Set, w_set), w_iterable)


def dict_item(w_dict: Value, w_key: Value, w_value: Value) -> None:
    dict_set(unwrap(W_Dict, w_dict), w_key, w_value)


def dict_update(w_dict: Value, w_mapping: Value) -> None:
    d = unwrap(W_Dict, w_dict)
    if type_of(w_mapping) is DICT:
        dict_update_from(d, unwrap(W_Dict, w_mapping))
        return
    w_keys = attributes.find_attr(w_mapping, "keys")
    if is_empty(w_keys):
        raise errors.type_error(f"'{type_name(w_mapping)}' object is not a mapping")
    w_iter = operations.iterate(operations.call0(w_keys))
    while True:
        w_key = operations.next_of(w_iter)
        if is_empty(w_key):
            return
        dict_set(d, w_key, operations.getitem(w_mapping, w_key))


def dict_merge(w_dict: Value, w_mapping: Value, w_callable: Value) -> None:
    """`**mapping` in a call."""
    d = unwrap(W_Dict, w_dict)
    source = new_dict()
    if type_of(w_mapping) is DICT:
        source = W_Dict(stable_table(unwrap(W_Dict, w_mapping)))
    elif is_empty(attributes.find_attr(w_mapping, "keys")):
        raise errors.type_error(
            f"{function_label(w_callable)} argument after ** must be a mapping, not {type_name(w_mapping)}"
        )
    else:
        dict_update(wrap(source), w_mapping)
    i = dict_next(source, 0)
    while i >= 0:
        w_key = dict_key_at(source, i)
        key = operations.as_str(w_key)
        if key is None:
            raise errors.type_error("keywords must be strings")
        if dict_contains(d, w_key):
            raise errors.type_error(
                f"{function_label(w_callable)} got multiple values for keyword argument '{key}'"
            )
        dict_set(d, w_key, dict_value_at(source, i))
        i = dict_next(source, i + 1)


# --- unpacking ----------------------------------------------------------------------------------------------------------


@noinline
def unpack(w_iterable: Value, out: ValuePtr, n: int) -> None:
    tup = try_as(W_Tuple, w_iterable)
    if tup is not None and tup.length == n and type_of(w_iterable) is TUPLE:
        i = 0
        while i < n:
            out[i] = tup.items[i]
            i += 1
        return
    if type_of(w_iterable) is LIST and list_copy_out(unwrap(W_List, w_iterable), out, n):
        return
    unpack_iterator(w_iterable, out, n)


def unpack_iterator(w_iterable: Value, out: ValuePtr, n: int) -> None:
    t = type_of(w_iterable)
    if is_empty(t.special[Special.ITER]) and is_empty(t.special[Special.GETITEM]):
        raise errors.type_error(f"cannot unpack non-iterable {t.name} object")
    w_iter = operations.iterate(w_iterable)
    values = Array[Value](n, EMPTY)
    i = 0
    while i < n:
        w = operations.next_of(w_iter)
        if is_empty(w):
            raise errors.value_error(f"not enough values to unpack (expected {n}, got {i})")
        values[i] = w
        i += 1
    if not is_empty(operations.next_of(w_iter)):
        if t is LIST or t is TUPLE or t is DICT:
            raise errors.value_error(
                f"too many values to unpack (expected {n}, got {operations.length_of(w_iterable)})"
            )
        raise errors.value_error(f"too many values to unpack (expected {n})")
    i = 0
    while i < n:
        out[i] = values[i]
        i += 1


@noinline
def unpack_ex(w_iterable: Value, out: ValuePtr, before: int, after: int) -> None:
    t = type_of(w_iterable)
    if is_empty(t.special[Special.ITER]) and is_empty(t.special[Special.GETITEM]):
        raise errors.type_error(f"cannot unpack non-iterable {t.name} object")
    items = operations.unpack_to_list(w_iterable)
    n = list_length(items)
    if n < before + after:
        raise errors.value_error(f"not enough values to unpack (expected at least {before + after}, got {n})")
    i = 0
    while i < before:
        out[i] = list_get(items, i)
        i += 1
    out[before] = wrap(list_range(items, before, n - after))
    i = 0
    while i < after:
        out[before + 1 + i] = list_get(items, n - after + i)
        i += 1


# --- formatted strings --------------------------------------------------------------------------------------------------


@noinline
def format_value(w_value: Value, conversion: int, w_spec: Value) -> Value:
    w = w_value
    if conversion == 1:
        w = operations.str_value_of(w_value)
    elif conversion == 2:
        w = wrap(operations.repr_of(w_value))
    elif conversion == 3:
        w = wrap(operations.ascii_of(w_value))
    if is_empty(w_spec):
        if try_as(str, w) is not None:
            return w
        return wrap(operations.format_of(w, ""))
    return wrap(operations.format_of(w, unwrap(str, w_spec)))


def build_interpolation(p: ValuePtr, conversion: int) -> Value:
    return typing_instructions.new_interpolation(p[0], p[1], conversion, p[2])


def build_template(p: ValuePtr) -> Value:
    return typing_instructions.new_template(p[0], p[1])


# --- functions ----------------------------------------------------------------------------------------------------------


def make_function(frame: W_Frame, w_code: Value) -> Value:
    code = unwrap(W_Code, w_code)
    f = W_Function(code, frame.function.globals, frame.function.builtins)
    w_name = dict_get_str(frame.function.globals, "__name__")
    f.w_module = w_None if is_empty(w_name) else w_name
    return wrap(f)


def set_function(w_function: Value, w_value: Value, what: int) -> None:
    f = unwrap(W_Function, w_function)
    match what:
        case 0:
            f.defaults = unwrap(W_Tuple, w_value)
        case 1:
            f.kwdefaults = unwrap(W_Dict, w_value)
        case 2:
            cells = unwrap(W_Tuple, w_value)
            closure = Array[W_Cell](cells.length, unwrap(W_Cell, cells.items[0]))
            i = 0
            while i < cells.length:
                closure[i] = unwrap(W_Cell, cells.items[i])
                i += 1
            f.closure = closure
        case 3:
            f.w_annotate = w_value
        case _:
            f.w_type_params = w_value


# --- with ---------------------------------------------------------------------------------------------------------------


def special_bound(w_obj: Value, index: int) -> Value:
    """A special method bound to w_obj, EMPTY if its type has none."""
    t = type_of(w_obj)
    w = t.special[index]
    if is_empty(w):
        return EMPTY
    return attributes.descr_get(w, w_obj, t)


def with_enter(out: ValuePtr, w_manager: Value) -> None:
    t = type_of(w_manager)
    w_exit = special_bound(w_manager, Special.EXIT)
    if is_empty(w_exit):
        raise no_context_manager(w_manager, "__exit__", False)
    if is_empty(t.special[Special.ENTER]):
        raise no_context_manager(w_manager, "__enter__", False)
    w_result = call_special1(t.special[Special.ENTER], w_manager)
    out[0] = w_exit
    out[1] = w_result


def no_context_manager(w_manager: Value, missing: str, asynchronous: bool) -> PyError:
    t = type_of(w_manager)
    kind = "asynchronous context manager" if asynchronous else "context manager"
    message = f"'{t.name}' object does not support the {kind} protocol (missed {missing} method)"
    if asynchronous:
        if not is_empty(t.special[Special.ENTER]) and not is_empty(t.special[Special.EXIT]):
            message += " but it supports the context manager protocol. Did you mean to use 'with'?"
    elif not is_empty(t.special[Special.AENTER]) and not is_empty(t.special[Special.AEXIT]):
        message += " but it supports the asynchronous context manager protocol. Did you mean to use 'async with'?"
    return errors.type_error(message)


def async_with_enter(out: ValuePtr, w_manager: Value) -> None:
    t = type_of(w_manager)
    w_exit = special_bound(w_manager, Special.AEXIT)
    if is_empty(w_exit):
        raise no_context_manager(w_manager, "__aexit__", True)
    if is_empty(t.special[Special.AENTER]):
        raise no_context_manager(w_manager, "__aenter__", True)
    w_result = call_special1(t.special[Special.AENTER], w_manager)
    out[0] = w_exit
    out[1] = w_result


# --- rare instructions --------------------------------------------------------------------------------------------------


@noinline
def rare(frame: W_Frame, regs: ValuePtr, word: int) -> None:
    """Instructions of annotations, type parameters and the interactive prompt."""
    a = ra(word)
    b = rb(word)
    match word & 255:
        case Op.SETUP_ANNOTATIONS:
            typing_instructions.setup_annotations(namespace_of(frame))
        case Op.TYPE_PARAM:
            regs[a] = typing_instructions.new_type_parameter(regs.offset(b), rd(word))
        case Op.TYPE_PARAM_DEFAULT:
            typing_instructions.set_default(regs[a], regs[b])
        case Op.TYPE_ALIAS:
            regs[a] = typing_instructions.new_type_alias(regs[b], regs[b + 1], regs[b + 2])
        case Op.SUBSCRIPT_GENERIC:
            regs[a] = typing_instructions.subscript_generic(regs[b])
        case Op.PRINT_EXPR:
            typing_instructions.print_expression(regs[a])
        case _:
            raise errors.system_error(f"unknown opcode {word & 255}")


