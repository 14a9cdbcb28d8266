"""The _operator module: the operators as functions, and itemgetter, attrgetter, methodcaller."""

from __future__ import annotations

from protodialect.types import (
    EMPTY,
    Value,
    ValuePtr,
    array_ptr,
    copy_values,
    new_with_shape,
    unwrap,
    wrap,
)
from protopython.modules._functools import PARTIAL
from protopython.objects.dict.dict import W_Dict, dict_len, table_key, table_next, table_value
from protopython.objects.int.bigint import new_int
from protopython.objects.model.attributes import getattr_of
from protopython.objects.model.buffer import bytes_of_buffer
from protopython.objects.model.call import call_tuple_kw
from protopython.objects.model.define import (
    OBJECT,
    constant,
    define_module,
    define_type,
    function,
    getter,
    method,
    new,
    vectorcall,
)
from protopython.objects.model.errors import type_error, value_error
from protopython.objects.model.operations import (
    absolute,
    equal,
    index_value,
    int_arg,
    is_true,
    iterate,
    negative,
    next_of,
    positive,
    repr_of,
    str_of,
)
from protopython.objects.model.operations import (
    contains as contains_of,
)
from protopython.objects.model.operations import (
    delitem as delete_item,
)
from protopython.objects.model.operations import (
    getitem as get_item,
)
from protopython.objects.model.operations import (
    invert as invert_value,
)
from protopython.objects.model.operations import (
    length_hint as length_hint_of,
)
from protopython.objects.model.operations import (
    setitem as set_item,
)
from protopython.objects.model.operators import binary, compare, inplace, power
from protopython.objects.model.special import BinaryOp, CompareOp, Special
from protopython.objects.model.types import special, type_name, type_of
from protopython.objects.singletons import new_bool, plain, w_None
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple, new_tuple1, new_tuple2, new_tuple_n, tuple_of_ptr
from protopython.protocore.object import W_Object, W_Type
from protopython.protocore.value import from_int, is_empty, same

MODULE = "_operator"
define_module(MODULE, "Operators as functions.")


@function(MODULE, "add(a, b, /)", doc="Same as a + b.")
def op_add(w_a: Value, w_b: Value) -> Value:
    return binary(BinaryOp.ADD, w_a, w_b)


@function(MODULE, "iadd(a, b, /)", doc="Same as a += b.")
def op_iadd(w_a: Value, w_b: Value) -> Value:
    return inplace(BinaryOp.ADD, w_a, w_b)


@function(MODULE, "sub(a, b, /)", doc="Same as a - b.")
def op_sub(w_a: Value, w_b: Value) -> Value:
    return binary(BinaryOp.SUB, w_a, w_b)


@function(MODULE, "isub(a, b, /)", doc="Same as a -= b.")
def op_isub(w_a: Value, w_b: Value) -> Value:
    return inplace(BinaryOp.SUB, w_a, w_b)


@function(MODULE, "mul(a, b, /)", doc="Same as a * b.")
def op_mul(w_a: Value, w_b: Value) -> Value:
    return binary(BinaryOp.MUL, w_a, w_b)


@function(MODULE, "imul(a, b, /)", doc="Same as a *= b.")
def op_imul(w_a: Value, w_b: Value) -> Value:
    return inplace(BinaryOp.MUL, w_a, w_b)


@function(MODULE, "matmul(a, b, /)", doc="Same as a @ b.")
def op_matmul(w_a: Value, w_b: Value) -> Value:
    return binary(BinaryOp.MATMUL, w_a, w_b)


@function(MODULE, "imatmul(a, b, /)", doc="Same as a @= b.")
def op_imatmul(w_a: Value, w_b: Value) -> Value:
    return inplace(BinaryOp.MATMUL, w_a, w_b)


@function(MODULE, "floordiv(a, b, /)", doc="Same as a // b.")
def op_floordiv(w_a: Value, w_b: Value) -> Value:
    return binary(BinaryOp.FLOORDIV, w_a, w_b)


@function(MODULE, "ifloordiv(a, b, /)", doc="Same as a //= b.")
def op_ifloordiv(w_a: Value, w_b: Value) -> Value:
    return inplace(BinaryOp.FLOORDIV, w_a, w_b)


@function(MODULE, "truediv(a, b, /)", doc="Same as a / b.")
def op_truediv(w_a: Value, w_b: Value) -> Value:
    return binary(BinaryOp.TRUEDIV, w_a, w_b)


@function(MODULE, "itruediv(a, b, /)", doc="Same as a /= b.")
def op_itruediv(w_a: Value, w_b: Value) -> Value:
    return inplace(BinaryOp.TRUEDIV, w_a, w_b)


@function(MODULE, "mod(a, b, /)", doc="Same as a % b.")
def op_mod(w_a: Value, w_b: Value) -> Value:
    return binary(BinaryOp.MOD, w_a, w_b)


@function(MODULE, "imod(a, b, /)", doc="Same as a %= b.")
def op_imod(w_a: Value, w_b: Value) -> Value:
    return inplace(BinaryOp.MOD, w_a, w_b)


@function(MODULE, "lshift(a, b, /)", doc="Same as a << b.")
def op_lshift(w_a: Value, w_b: Value) -> Value:
    return binary(BinaryOp.LSHIFT, w_a, w_b)


@function(MODULE, "ilshift(a, b, /)", doc="Same as a <<= b.")
def op_ilshift(w_a: Value, w_b: Value) -> Value:
    return inplace(BinaryOp.LSHIFT, w_a, w_b)


@function(MODULE, "rshift(a, b, /)", doc="Same as a >> b.")
def op_rshift(w_a: Value, w_b: Value) -> Value:
    return binary(BinaryOp.RSHIFT, w_a, w_b)


@function(MODULE, "irshift(a, b, /)", doc="Same as a >>= b.")
def op_irshift(w_a: Value, w_b: Value) -> Value:
    return inplace(BinaryOp.RSHIFT, w_a, w_b)


@function(MODULE, "and_(a, b, /)", doc="Same as a & b.")
def op_and(w_a: Value, w_b: Value) -> Value:
    return binary(BinaryOp.AND, w_a, w_b)


@function(MODULE, "iand(a, b, /)", doc="Same as a &= b.")
def op_iand(w_a: Value, w_b: Value) -> Value:
    return inplace(BinaryOp.AND, w_a, w_b)


@function(MODULE, "xor(a, b, /)", doc="Same as a ^ b.")
def op_xor(w_a: Value, w_b: Value) -> Value:
    return binary(BinaryOp.XOR, w_a, w_b)


@function(MODULE, "ixor(a, b, /)", doc="Same as a ^= b.")
def op_ixor(w_a: Value, w_b: Value) -> Value:
    return inplace(BinaryOp.XOR, w_a, w_b)


@function(MODULE, "or_(a, b, /)", doc="Same as a | b.")
def op_or(w_a: Value, w_b: Value) -> Value:
    return binary(BinaryOp.OR, w_a, w_b)


@function(MODULE, "ior(a, b, /)", doc="Same as a |= b.")
def op_ior(w_a: Value, w_b: Value) -> Value:
    return inplace(BinaryOp.OR, w_a, w_b)


@function(MODULE, "pow(a, b, /)", doc="Same as a ** b.")
def op_pow(w_a: Value, w_b: Value) -> Value:
    return power(w_a, w_b, w_None)


@function(MODULE, "ipow(a, b, /)", doc="Same as a **= b.")
def op_ipow(w_a: Value, w_b: Value) -> Value:
    return inplace(BinaryOp.POW, w_a, w_b)


@function(MODULE, "lt(a, b, /)", doc="Same as a < b.")
def op_lt(w_a: Value, w_b: Value) -> Value:
    return compare(CompareOp.LT, w_a, w_b)


@function(MODULE, "le(a, b, /)", doc="Same as a <= b.")
def op_le(w_a: Value, w_b: Value) -> Value:
    return compare(CompareOp.LE, w_a, w_b)


@function(MODULE, "eq(a, b, /)", doc="Same as a == b.")
def op_eq(w_a: Value, w_b: Value) -> Value:
    return compare(CompareOp.EQ, w_a, w_b)


@function(MODULE, "ne(a, b, /)", doc="Same as a != b.")
def op_ne(w_a: Value, w_b: Value) -> Value:
    return compare(CompareOp.NE, w_a, w_b)


@function(MODULE, "gt(a, b, /)", doc="Same as a > b.")
def op_gt(w_a: Value, w_b: Value) -> Value:
    return compare(CompareOp.GT, w_a, w_b)


@function(MODULE, "ge(a, b, /)", doc="Same as a >= b.")
def op_ge(w_a: Value, w_b: Value) -> Value:
    return compare(CompareOp.GE, w_a, w_b)


@function(MODULE, "neg(a, /)", doc="Same as -a.")
def op_neg(w_a: Value) -> Value:
    return negative(w_a)


@function(MODULE, "pos(a, /)", doc="Same as +a.")
def op_pos(w_a: Value) -> Value:
    return positive(w_a)


@function(MODULE, "abs(a, /)", doc="Same as abs(a).")
def op_abs(w_a: Value) -> Value:
    return absolute(w_a)


@function(MODULE, "inv(a, /)", doc="Same as ~a.")
def op_inv(w_a: Value) -> Value:
    return invert_value(w_a)


@function(MODULE, "invert(a, /)", doc="Same as ~a.")
def op_invert(w_a: Value) -> Value:
    return invert_value(w_a)


@function(MODULE, "truth(a, /)", doc="True if a is true, False otherwise.")
def op_truth(w_a: Value) -> Value:
    return new_bool(is_true(w_a))


@function(MODULE, "not_(a, /)", doc="Same as not a.")
def op_not(w_a: Value) -> Value:
    return new_bool(not is_true(w_a))


@function(MODULE, "is_(a, b, /)", doc="Same as a is b.")
def op_is(w_a: Value, w_b: Value) -> Value:
    return new_bool(same(w_a, w_b))


@function(MODULE, "is_not(a, b, /)", doc="Same as a is not b.")
def op_is_not(w_a: Value, w_b: Value) -> Value:
    return new_bool(not same(w_a, w_b))


@function(MODULE, "is_none(a, /)", doc="Same as a is None.")
def op_is_none(w_a: Value) -> Value:
    return new_bool(same(w_a, w_None))


@function(MODULE, "is_not_none(a, /)", doc="Same as a is not None.")
def op_is_not_none(w_a: Value) -> Value:
    return new_bool(not same(w_a, w_None))


@function(MODULE, "index(a, /)", doc="Same as a.__index__().")
def op_index(w_a: Value) -> Value:
    return index_value(w_a)


@function(MODULE, "contains(a, b, /)", doc="Same as b in a (note the order).")
def op_contains(w_a: Value, w_b: Value) -> Value:
    return new_bool(contains_of(w_a, w_b))


@function(MODULE, "getitem(a, b, /)", doc="Same as a[b].")
def op_getitem(w_a: Value, w_b: Value) -> Value:
    return get_item(w_a, w_b)


@function(MODULE, "setitem(a, b, c, /)", doc="Same as a[b] = c.")
def op_setitem(w_a: Value, w_b: Value, w_c: Value) -> Value:
    set_item(w_a, w_b, w_c)
    return w_None


@function(MODULE, "delitem(a, b, /)", doc="Same as del a[b].")
def op_delitem(w_a: Value, w_b: Value) -> Value:
    delete_item(w_a, w_b)
    return w_None


def sequence_walk(w: Value) -> Value:
    if is_empty(special(w, Special.ITER)) and is_empty(special(w, Special.GETITEM)):
        raise type_error(f"argument of type '{type_name(w)}' is not iterable")
    return iterate(w)


@function(MODULE, "indexOf(a, b, /)", doc="The first index of b in a.")
def op_index_of(w_a: Value, w_b: Value) -> Value:
    w_iter = sequence_walk(w_a)
    i = 0
    while True:
        w = next_of(w_iter)
        if is_empty(w):
            raise value_error("sequence.index(x): x not in sequence")
        if equal(w, w_b):
            return from_int(i)
        i += 1


@function(MODULE, "countOf(a, b, /)", doc="How many items of a are equal to b.")
def op_count_of(w_a: Value, w_b: Value) -> Value:
    w_iter = sequence_walk(w_a)
    n = 0
    while True:
        w = next_of(w_iter)
        if is_empty(w):
            return from_int(n)
        if equal(w, w_b):
            n += 1


def check_concat(w: Value) -> None:
    if is_empty(special(w, Special.GETITEM)) or is_empty(special(w, Special.ADD)):
        raise type_error(f"'{type_name(w)}' object can't be concatenated")


@function(MODULE, "concat(a, b, /)", doc="Same as a + b, for sequences.")
def op_concat(w_a: Value, w_b: Value) -> Value:
    check_concat(w_a)
    return binary(BinaryOp.ADD, w_a, w_b)


@function(MODULE, "iconcat(a, b, /)", doc="Same as a += b, for sequences.")
def op_iconcat(w_a: Value, w_b: Value) -> Value:
    check_concat(w_a)
    return inplace(BinaryOp.ADD, w_a, w_b)


@function(MODULE, "length_hint(obj, default=0, /)", doc="len(obj), or what obj thinks it may be, or default.")
def op_length_hint(w_obj: Value, w_default: Value) -> Value:
    if not is_empty(special(w_default, Special.INDEX)) or type_of(w_default) is type_of(from_int(0)):
        return new_int(length_hint_of(w_obj, int_arg(w_default)))
    raise type_error(f"'{type_name(w_default)}' object cannot be interpreted as an integer")


@function(MODULE, "call(obj, /, *args, **kwargs)", doc="Return obj(*args, **kwargs).")
def op_call(w_obj: Value, w_args: Value, w_kwargs: Value) -> Value:
    return call_tuple_kw(w_obj, EMPTY, unwrap(W_Tuple, w_args), unwrap(W_Dict, w_kwargs))


@function(MODULE, "_compare_digest(a, b, /)", doc="Whether a == b, in a time that depends on b's length only.")
def op_compare_digest(w_a: Value, w_b: Value) -> Value:
    a_text = as_str(w_a)
    b_text = as_str(w_b)
    if a_text is not None and b_text is not None:
        if not a_text.isascii() or not b_text.isascii():
            raise type_error("comparing strings with non-ASCII characters is not supported")
        return new_bool(same_bytes(a_text.encode(), b_text.encode()))
    a = bytes_of_buffer(w_a)
    b = bytes_of_buffer(w_b)
    if a is None and b is None:
        raise type_error(f"unsupported operand types(s) or combination of types: '{type_name(w_a)}' and '{type_name(w_b)}'")
    if a is None or b is None:
        raise type_error(f"a bytes-like object is required, not '{type_name(w_a if a is None else w_b)}'")
    return new_bool(same_bytes(a, b))


def same_bytes(a: bytes, b: bytes) -> bool:
    """Looks at all of b whatever it finds."""
    n = len(b)
    different = 0
    if len(a) != n:
        different = 1
        a = b
    for i in range(n):
        different |= a[i] ^ b[i]
    return different == 0


# --- itemgetter, attrgetter, methodcaller -----------------------------------------------------------------------------------


class W_ItemGetter(W_Object):
    items: W_Tuple


class W_AttrGetter(W_Object):
    attrs: W_Tuple
    """The names as given; dots lead on."""


class W_MethodCaller(W_Object):
    name: str
    args: W_Tuple
    kwargs: W_Dict


GETTERS = "operator"
ITEMGETTER = define_type("itemgetter", W_ItemGetter, OBJECT, module=GETTERS, doc="itemgetter(2)(r) is r[2]; itemgetter(2, 5)(r) a tuple.", flags=0)
ATTRGETTER = define_type("attrgetter", W_AttrGetter, OBJECT, module=GETTERS, doc="attrgetter('a')(r) is r.a; several names give a tuple.", flags=0)
METHODCALLER = define_type("methodcaller", W_MethodCaller, OBJECT, module=GETTERS, doc="methodcaller('m', 1)(r) is r.m(1).", flags=0)
for _t in (ITEMGETTER, ATTRGETTER, METHODCALLER):
    constant(MODULE, _t.name.rpartition(".")[2], _t)


@getter(ITEMGETTER, "__text_signature__")
@getter(ATTRGETTER, "__text_signature__")
@getter(METHODCALLER, "__text_signature__")
def getter_text_signature(w_self: Value) -> Value:
    return wrap("(obj, /)")


def one_argument(name: str, n: int, kwnames: W_Tuple | None) -> None:
    if kwnames is not None and kwnames.length > 0:
        raise type_error(f"{name}() takes no keyword arguments")
    if n != 1:
        raise type_error(f"{name} expected 1 argument, got {n}")


@new(ITEMGETTER, "(cls, /, *items, **kwargs)", shown="(item, /, *items)")
def itemgetter_new(cls: W_Type, w_items: Value, w_kwargs: Value) -> Value:
    items = unwrap(W_Tuple, w_items)
    if dict_len(unwrap(W_Dict, w_kwargs)) > 0:
        raise type_error("itemgetter() takes no keyword arguments")
    if items.length == 0:
        raise type_error("itemgetter expected 1 argument, got 0")
    g = new_with_shape(W_ItemGetter, cls.root_shape)
    g.items = items
    return wrap(g)


@vectorcall(ITEMGETTER)
def itemgetter_call(w_self: Value, args: ValuePtr, n: int, kwnames: W_Tuple | None) -> Value:
    if n != 1 or kwnames is not None:
        one_argument("itemgetter", n, kwnames)
    items = unwrap(W_ItemGetter, w_self).items
    w_obj = args[0]
    if items.length == 1:
        return get_item(w_obj, items.items[0])
    t = new_tuple_n(items.length)
    for i in range(items.length):
        t.items[i] = get_item(w_obj, items.items[i])
    return wrap(t)


@method(ITEMGETTER, "__repr__(self, /)")
def itemgetter_repr(self: W_ItemGetter) -> Value:
    return wrap(f"operator.itemgetter({join_reprs(self.items)})")


@method(ITEMGETTER, "__reduce__(self, /)", doc="How to copy or pickle it.")
def itemgetter_reduce(self: W_ItemGetter) -> Value:
    return wrap(new_tuple2(wrap(type_of(wrap(self))), wrap(self.items)))


def join_reprs(t: W_Tuple) -> str:
    parts: list[str] = []
    for i in range(t.length):
        parts.append(repr_of(t.items[i]))
    return ", ".join(parts)


@new(ATTRGETTER, "(cls, /, *attrs, **kwargs)", shown="(attr, /, *attrs)")
def attrgetter_new(cls: W_Type, w_attrs: Value, w_kwargs: Value) -> Value:
    attrs = unwrap(W_Tuple, w_attrs)
    if dict_len(unwrap(W_Dict, w_kwargs)) > 0:
        raise type_error("attrgetter() takes no keyword arguments")
    if attrs.length == 0:
        raise type_error("attrgetter expected 1 argument, got 0")
    for i in range(attrs.length):
        if as_str(attrs.items[i]) is None:
            raise type_error("attribute name must be a string")
    g = new_with_shape(W_AttrGetter, cls.root_shape)
    g.attrs = attrs
    return wrap(g)


def follow(w_obj: Value, path: str) -> Value:
    start = 0
    while True:
        dot = path.find(".", start)
        if dot < 0:
            return getattr_of(w_obj, path if start == 0 else path[start : len(path)])
        w_obj = getattr_of(w_obj, path[start:dot])
        start = dot + 1


@vectorcall(ATTRGETTER)
def attrgetter_call(w_self: Value, args: ValuePtr, n: int, kwnames: W_Tuple | None) -> Value:
    if n != 1 or kwnames is not None:
        one_argument("attrgetter", n, kwnames)
    attrs = unwrap(W_AttrGetter, w_self).attrs
    w_obj = args[0]
    if attrs.length == 1:
        return follow(w_obj, unwrap(str, plain(attrs.items[0])))
    t = new_tuple_n(attrs.length)
    for i in range(attrs.length):
        t.items[i] = follow(w_obj, unwrap(str, plain(attrs.items[i])))
    return wrap(t)


@method(ATTRGETTER, "__repr__(self, /)")
def attrgetter_repr(self: W_AttrGetter) -> Value:
    return wrap(f"operator.attrgetter({join_reprs(self.attrs)})")


@method(ATTRGETTER, "__reduce__(self, /)", doc="How to copy or pickle it.")
def attrgetter_reduce(self: W_AttrGetter) -> Value:
    return wrap(new_tuple2(wrap(type_of(wrap(self))), wrap(self.attrs)))


@new(METHODCALLER, "(cls, /, *args, **kwargs)", shown="(name, /, *args, **kwargs)")
def methodcaller_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    if args.length == 0:
        raise type_error("methodcaller needs at least one argument, the method name")
    name = as_str(args.items[0])
    if name is None:
        raise type_error("method name must be a string")
    m = new_with_shape(W_MethodCaller, cls.root_shape)
    m.name = name
    m.args = tuple_of_ptr(array_ptr(args.items, 1), args.length - 1)
    m.kwargs = unwrap(W_Dict, w_kwargs)
    return wrap(m)


@vectorcall(METHODCALLER)
def methodcaller_call(w_self: Value, args: ValuePtr, n: int, kwnames: W_Tuple | None) -> Value:
    if n != 1 or kwnames is not None:
        one_argument("methodcaller", n, kwnames)
    m = unwrap(W_MethodCaller, w_self)
    return call_tuple_kw(getattr_of(args[0], m.name), EMPTY, m.args, m.kwargs)


@method(METHODCALLER, "__repr__(self, /)")
def methodcaller_repr(self: W_MethodCaller) -> Value:
    text = repr_of(wrap(self.name))
    if self.args.length > 0:
        text += ", " + join_reprs(self.args)
    t = self.kwargs.table
    i = table_next(t, 0)
    while i >= 0:
        text += f", {str_of(table_key(t, i))}={repr_of(table_value(t, i))}"
        i = table_next(t, i + 1)
    return wrap(f"operator.methodcaller({text})")


@method(METHODCALLER, "__reduce__(self, /)", doc="How to copy or pickle it.")
def methodcaller_reduce(self: W_MethodCaller) -> Value:
    n = self.args.length
    t = new_tuple_n(n + 1)
    t.items[0] = wrap(self.name)
    if n > 0:
        copy_values(array_ptr(t.items, 1), array_ptr(self.args.items, 0), n)
    if dict_len(self.kwargs) == 0:
        return wrap(new_tuple2(wrap(type_of(wrap(self))), wrap(t)))
    w_partial = wrap(PARTIAL)
    return wrap(new_tuple2(call_tuple_kw(w_partial, wrap(type_of(wrap(self))), new_tuple1(wrap(self.name)), self.kwargs), wrap(self.args)))
