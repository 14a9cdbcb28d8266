"""weakref.proxy: an object that passes on every operation to its target as long as that lives."""

from __future__ import annotations

from protodialect.types import EMPTY, Value, new_with_shape, try_as, unwrap, wrap
from protopython.objects.dict.dict import W_Dict
from protopython.objects.exceptions import exceptions as x
from protopython.objects.model import errors, operations
from protopython.objects.model.attributes import delattr_of, getattr_of, setattr_of
from protopython.objects.model.define import FLOAT, INT, OBJECT, add_member, define_type, method
from protopython.objects.model.identity import address_text
from protopython.objects.model.special import BinaryOp, CompareOp, Special
from protopython.objects.model.types import type_name, type_of
from protopython.objects.object_methods import attribute_name
from protopython.objects.singletons import new_bool, w_None
from protopython.objects.tuple import W_Tuple
from protopython.objects.weakref.weakref import W_WeakRef, existing_reference, fill_reference, target_of
from protopython.protocore.object import W_Type
from protopython.protocore.value import from_int, is_empty, same


class W_WeakProxy(W_WeakRef):
    pass


PROXY = define_type("ProxyType", W_WeakProxy, OBJECT, module="weakref", flags=0, static=True)
CALLABLE_PROXY = define_type("CallableProxyType", W_WeakProxy, OBJECT, module="weakref", flags=0, static=True)

add_member(PROXY, "__hash__", w_None)
add_member(CALLABLE_PROXY, "__hash__", w_None)


def new_proxy(w_target: Value, w_callback: Value) -> Value:
    """weakref.proxy(target, callback); w_callback None: none, and then the proxy is shared."""
    callable_target = not is_empty(type_of(w_target).special[Special.CALL])
    cls: W_Type = CALLABLE_PROXY if callable_target else PROXY
    if same(w_callback, w_None):
        w_existing = existing_reference(w_target, cls)
        if not is_empty(w_existing):
            return w_existing
    p = new_with_shape(W_WeakProxy, cls.root_shape)
    fill_reference(p, w_target, w_callback)
    return wrap(p)


def alive(p: W_WeakProxy) -> Value:
    """The target; ReferenceError once it is dead."""
    w = target_of(p)
    if is_empty(w):
        raise errors.error(x.REFERENCE_ERROR, "weakly-referenced object no longer exists")
    return w


def bare(w: Value) -> Value:
    """The target of a proxy, or what is not one."""
    p = try_as(W_WeakProxy, w)
    return w if p is None else alive(p)


# --- attributes, text, truth ------------------------------------------------------------------------------


@method(PROXY, "__getattribute__(self, name, /)")
@method(CALLABLE_PROXY, "__getattribute__(self, name, /)")
def proxy_getattribute(self: W_WeakProxy, w_name: Value) -> Value:
    return getattr_of(alive(self), attribute_name(w_name))


@method(PROXY, "__setattr__(self, name, value, /)")
@method(CALLABLE_PROXY, "__setattr__(self, name, value, /)")
def proxy_setattr(self: W_WeakProxy, w_name: Value, w_value: Value) -> Value:
    setattr_of(alive(self), attribute_name(w_name), w_value)
    return w_None


@method(PROXY, "__delattr__(self, name, /)")
@method(CALLABLE_PROXY, "__delattr__(self, name, /)")
def proxy_delattr(self: W_WeakProxy, w_name: Value) -> Value:
    delattr_of(alive(self), attribute_name(w_name))
    return w_None


@method(PROXY, "__str__(self, /)")
@method(CALLABLE_PROXY, "__str__(self, /)")
def proxy_str(self: W_WeakProxy) -> Value:
    return operations.str_value_of(alive(self))


@method(PROXY, "__repr__(self, /)")
@method(CALLABLE_PROXY, "__repr__(self, /)")
def proxy_repr(self: W_WeakProxy) -> Value:
    at = address_text(wrap(self))
    w = target_of(self)
    if is_empty(w):
        return wrap(f"<weakproxy at {at}; dead>")
    return wrap(f"<weakproxy at {at}; to '{type_name(w)}' at {address_text(w)}>")


@method(PROXY, "__bool__(self, /)")
@method(CALLABLE_PROXY, "__bool__(self, /)")
def proxy_bool(self: W_WeakProxy) -> Value:
    return new_bool(operations.is_true(alive(self)))


@method(PROXY, "__bytes__(self, /)")
def proxy_bytes(self: W_WeakProxy) -> Value:
    return operations.call_method0(alive(self), "__bytes__")


@method(PROXY, "__reversed__(self, /)")
def proxy_reversed(self: W_WeakProxy) -> Value:
    return operations.call_method0(alive(self), "__reversed__")


# --- comparison, containers, iteration --------------------------------------------------------------------


@method(PROXY, "__lt__(self, value, /)")
@method(CALLABLE_PROXY, "__lt__(self, value, /)")
def proxy_lt(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.compare(CompareOp.LT, alive(self), bare(w_other))


@method(PROXY, "__le__(self, value, /)")
@method(CALLABLE_PROXY, "__le__(self, value, /)")
def proxy_le(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.compare(CompareOp.LE, alive(self), bare(w_other))


@method(PROXY, "__eq__(self, value, /)")
@method(CALLABLE_PROXY, "__eq__(self, value, /)")
def proxy_eq(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.compare(CompareOp.EQ, alive(self), bare(w_other))


@method(PROXY, "__ne__(self, value, /)")
@method(CALLABLE_PROXY, "__ne__(self, value, /)")
def proxy_ne(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.compare(CompareOp.NE, alive(self), bare(w_other))


@method(PROXY, "__gt__(self, value, /)")
@method(CALLABLE_PROXY, "__gt__(self, value, /)")
def proxy_gt(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.compare(CompareOp.GT, alive(self), bare(w_other))


@method(PROXY, "__ge__(self, value, /)")
@method(CALLABLE_PROXY, "__ge__(self, value, /)")
def proxy_ge(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.compare(CompareOp.GE, alive(self), bare(w_other))


@method(PROXY, "__len__(self, /)")
@method(CALLABLE_PROXY, "__len__(self, /)")
def proxy_len(self: W_WeakProxy) -> Value:
    return from_int(operations.length_of(alive(self)))


@method(PROXY, "__getitem__(self, key, /)")
@method(CALLABLE_PROXY, "__getitem__(self, key, /)")
def proxy_getitem(self: W_WeakProxy, w_key: Value) -> Value:
    return operations.getitem(alive(self), w_key)


@method(PROXY, "__setitem__(self, key, value, /)")
@method(CALLABLE_PROXY, "__setitem__(self, key, value, /)")
def proxy_setitem(self: W_WeakProxy, w_key: Value, w_value: Value) -> Value:
    operations.setitem(alive(self), w_key, w_value)
    return w_None


@method(PROXY, "__delitem__(self, key, /)")
@method(CALLABLE_PROXY, "__delitem__(self, key, /)")
def proxy_delitem(self: W_WeakProxy, w_key: Value) -> Value:
    operations.delitem(alive(self), w_key)
    return w_None


@method(PROXY, "__contains__(self, key, /)")
@method(CALLABLE_PROXY, "__contains__(self, key, /)")
def proxy_contains(self: W_WeakProxy, w_key: Value) -> Value:
    return new_bool(operations.contains(alive(self), w_key))


@method(PROXY, "__iter__(self, /)")
@method(CALLABLE_PROXY, "__iter__(self, /)")
def proxy_iter(self: W_WeakProxy) -> Value:
    return operations.iterate(alive(self))


@method(PROXY, "__next__(self, /)")
@method(CALLABLE_PROXY, "__next__(self, /)")
def proxy_next(self: W_WeakProxy) -> Value:
    w_target = alive(self)
    if is_empty(type_of(w_target).special[Special.NEXT]):
        raise errors.type_error(f"Weakref proxy referenced a non-iterator '{type_name(w_target)}' object")
    return operations.call_special1(type_of(w_target).special[Special.NEXT], w_target)


# --- numbers ----------------------------------------------------------------------------------------------


@method(PROXY, "__neg__(self, /)")
@method(CALLABLE_PROXY, "__neg__(self, /)")
def proxy_neg(self: W_WeakProxy) -> Value:
    return operations.negative(alive(self))


@method(PROXY, "__pos__(self, /)")
@method(CALLABLE_PROXY, "__pos__(self, /)")
def proxy_pos(self: W_WeakProxy) -> Value:
    return operations.positive(alive(self))


@method(PROXY, "__abs__(self, /)")
@method(CALLABLE_PROXY, "__abs__(self, /)")
def proxy_abs(self: W_WeakProxy) -> Value:
    return operations.absolute(alive(self))


@method(PROXY, "__invert__(self, /)")
@method(CALLABLE_PROXY, "__invert__(self, /)")
def proxy_invert(self: W_WeakProxy) -> Value:
    return operations.invert(alive(self))


@method(PROXY, "__index__(self, /)")
@method(CALLABLE_PROXY, "__index__(self, /)")
def proxy_index(self: W_WeakProxy) -> Value:
    return operations.index_value(alive(self))


@method(PROXY, "__int__(self, /)")
@method(CALLABLE_PROXY, "__int__(self, /)")
def proxy_int(self: W_WeakProxy) -> Value:
    return operations.call1(wrap(INT), alive(self))


@method(PROXY, "__float__(self, /)")
@method(CALLABLE_PROXY, "__float__(self, /)")
def proxy_float(self: W_WeakProxy) -> Value:
    return operations.call1(wrap(FLOAT), alive(self))


@method(PROXY, "__add__(self, value, /)")
@method(CALLABLE_PROXY, "__add__(self, value, /)")
def proxy_add(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.binary(BinaryOp.ADD, alive(self), bare(w_other))


@method(PROXY, "__radd__(self, value, /)")
@method(CALLABLE_PROXY, "__radd__(self, value, /)")
def proxy_radd(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.binary(BinaryOp.ADD, bare(w_other), alive(self))


@method(PROXY, "__iadd__(self, value, /)")
@method(CALLABLE_PROXY, "__iadd__(self, value, /)")
def proxy_iadd(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.inplace(BinaryOp.ADD, alive(self), bare(w_other))


@method(PROXY, "__sub__(self, value, /)")
@method(CALLABLE_PROXY, "__sub__(self, value, /)")
def proxy_sub(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.binary(BinaryOp.SUB, alive(self), bare(w_other))


@method(PROXY, "__rsub__(self, value, /)")
@method(CALLABLE_PROXY, "__rsub__(self, value, /)")
def proxy_rsub(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.binary(BinaryOp.SUB, bare(w_other), alive(self))


@method(PROXY, "__isub__(self, value, /)")
@method(CALLABLE_PROXY, "__isub__(self, value, /)")
def proxy_isub(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.inplace(BinaryOp.SUB, alive(self), bare(w_other))


@method(PROXY, "__mul__(self, value, /)")
@method(CALLABLE_PROXY, "__mul__(self, value, /)")
def proxy_mul(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.binary(BinaryOp.MUL, alive(self), bare(w_other))


@method(PROXY, "__rmul__(self, value, /)")
@method(CALLABLE_PROXY, "__rmul__(self, value, /)")
def proxy_rmul(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.binary(BinaryOp.MUL, bare(w_other), alive(self))


@method(PROXY, "__imul__(self, value, /)")
@method(CALLABLE_PROXY, "__imul__(self, value, /)")
def proxy_imul(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.inplace(BinaryOp.MUL, alive(self), bare(w_other))


@method(PROXY, "__matmul__(self, value, /)")
@method(CALLABLE_PROXY, "__matmul__(self, value, /)")
def proxy_matmul(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.binary(BinaryOp.MATMUL, alive(self), bare(w_other))


@method(PROXY, "__rmatmul__(self, value, /)")
@method(CALLABLE_PROXY, "__rmatmul__(self, value, /)")
def proxy_rmatmul(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.binary(BinaryOp.MATMUL, bare(w_other), alive(self))


@method(PROXY, "__imatmul__(self, value, /)")
@method(CALLABLE_PROXY, "__imatmul__(self, value, /)")
def proxy_imatmul(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.inplace(BinaryOp.MATMUL, alive(self), bare(w_other))


@method(PROXY, "__truediv__(self, value, /)")
@method(CALLABLE_PROXY, "__truediv__(self, value, /)")
def proxy_truediv(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.binary(BinaryOp.TRUEDIV, alive(self), bare(w_other))


@method(PROXY, "__rtruediv__(self, value, /)")
@method(CALLABLE_PROXY, "__rtruediv__(self, value, /)")
def proxy_rtruediv(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.binary(BinaryOp.TRUEDIV, bare(w_other), alive(self))


@method(PROXY, "__itruediv__(self, value, /)")
@method(CALLABLE_PROXY, "__itruediv__(self, value, /)")
def proxy_itruediv(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.inplace(BinaryOp.TRUEDIV, alive(self), bare(w_other))


@method(PROXY, "__floordiv__(self, value, /)")
@method(CALLABLE_PROXY, "__floordiv__(self, value, /)")
def proxy_floordiv(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.binary(BinaryOp.FLOORDIV, alive(self), bare(w_other))


@method(PROXY, "__rfloordiv__(self, value, /)")
@method(CALLABLE_PROXY, "__rfloordiv__(self, value, /)")
def proxy_rfloordiv(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.binary(BinaryOp.FLOORDIV, bare(w_other), alive(self))


@method(PROXY, "__ifloordiv__(self, value, /)")
@method(CALLABLE_PROXY, "__ifloordiv__(self, value, /)")
def proxy_ifloordiv(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.inplace(BinaryOp.FLOORDIV, alive(self), bare(w_other))


@method(PROXY, "__mod__(self, value, /)")
@method(CALLABLE_PROXY, "__mod__(self, value, /)")
def proxy_mod(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.binary(BinaryOp.MOD, alive(self), bare(w_other))


@method(PROXY, "__rmod__(self, value, /)")
@method(CALLABLE_PROXY, "__rmod__(self, value, /)")
def proxy_rmod(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.binary(BinaryOp.MOD, bare(w_other), alive(self))


@method(PROXY, "__imod__(self, value, /)")
@method(CALLABLE_PROXY, "__imod__(self, value, /)")
def proxy_imod(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.inplace(BinaryOp.MOD, alive(self), bare(w_other))


@method(PROXY, "__divmod__(self, value, /)")
@method(CALLABLE_PROXY, "__divmod__(self, value, /)")
def proxy_divmod(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.binary(BinaryOp.DIVMOD, alive(self), bare(w_other))


@method(PROXY, "__rdivmod__(self, value, /)")
@method(CALLABLE_PROXY, "__rdivmod__(self, value, /)")
def proxy_rdivmod(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.binary(BinaryOp.DIVMOD, bare(w_other), alive(self))


@method(PROXY, "__lshift__(self, value, /)")
@method(CALLABLE_PROXY, "__lshift__(self, value, /)")
def proxy_lshift(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.binary(BinaryOp.LSHIFT, alive(self), bare(w_other))


@method(PROXY, "__rlshift__(self, value, /)")
@method(CALLABLE_PROXY, "__rlshift__(self, value, /)")
def proxy_rlshift(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.binary(BinaryOp.LSHIFT, bare(w_other), alive(self))


@method(PROXY, "__ilshift__(self, value, /)")
@method(CALLABLE_PROXY, "__ilshift__(self, value, /)")
def proxy_ilshift(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.inplace(BinaryOp.LSHIFT, alive(self), bare(w_other))


@method(PROXY, "__rshift__(self, value, /)")
@method(CALLABLE_PROXY, "__rshift__(self, value, /)")
def proxy_rshift(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.binary(BinaryOp.RSHIFT, alive(self), bare(w_other))


@method(PROXY, "__rrshift__(self, value, /)")
@method(CALLABLE_PROXY, "__rrshift__(self, value, /)")
def proxy_rrshift(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.binary(BinaryOp.RSHIFT, bare(w_other), alive(self))


@method(PROXY, "__irshift__(self, value, /)")
@method(CALLABLE_PROXY, "__irshift__(self, value, /)")
def proxy_irshift(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.inplace(BinaryOp.RSHIFT, alive(self), bare(w_other))


@method(PROXY, "__and__(self, value, /)")
@method(CALLABLE_PROXY, "__and__(self, value, /)")
def proxy_and(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.binary(BinaryOp.AND, alive(self), bare(w_other))


@method(PROXY, "__rand__(self, value, /)")
@method(CALLABLE_PROXY, "__rand__(self, value, /)")
def proxy_rand(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.binary(BinaryOp.AND, bare(w_other), alive(self))


@method(PROXY, "__iand__(self, value, /)")
@method(CALLABLE_PROXY, "__iand__(self, value, /)")
def proxy_iand(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.inplace(BinaryOp.AND, alive(self), bare(w_other))


@method(PROXY, "__xor__(self, value, /)")
@method(CALLABLE_PROXY, "__xor__(self, value, /)")
def proxy_xor(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.binary(BinaryOp.XOR, alive(self), bare(w_other))


@method(PROXY, "__rxor__(self, value, /)")
@method(CALLABLE_PROXY, "__rxor__(self, value, /)")
def proxy_rxor(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.binary(BinaryOp.XOR, bare(w_other), alive(self))


@method(PROXY, "__ixor__(self, value, /)")
@method(CALLABLE_PROXY, "__ixor__(self, value, /)")
def proxy_ixor(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.inplace(BinaryOp.XOR, alive(self), bare(w_other))


@method(PROXY, "__or__(self, value, /)")
@method(CALLABLE_PROXY, "__or__(self, value, /)")
def proxy_or(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.binary(BinaryOp.OR, alive(self), bare(w_other))


@method(PROXY, "__ror__(self, value, /)")
@method(CALLABLE_PROXY, "__ror__(self, value, /)")
def proxy_ror(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.binary(BinaryOp.OR, bare(w_other), alive(self))


@method(PROXY, "__ior__(self, value, /)")
@method(CALLABLE_PROXY, "__ior__(self, value, /)")
def proxy_ior(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.inplace(BinaryOp.OR, alive(self), bare(w_other))


@method(PROXY, "__pow__(self, value, mod=None, /)")
@method(CALLABLE_PROXY, "__pow__(self, value, mod=None, /)")
def proxy_pow(self: W_WeakProxy, w_other: Value, w_mod: Value) -> Value:
    return operations.power(alive(self), bare(w_other), bare(w_mod))


@method(PROXY, "__rpow__(self, value, mod=None, /)")
@method(CALLABLE_PROXY, "__rpow__(self, value, mod=None, /)")
def proxy_rpow(self: W_WeakProxy, w_other: Value, w_mod: Value) -> Value:
    return operations.power(bare(w_other), alive(self), bare(w_mod))


@method(PROXY, "__ipow__(self, value, /)")
@method(CALLABLE_PROXY, "__ipow__(self, value, /)")
def proxy_ipow(self: W_WeakProxy, w_other: Value) -> Value:
    return operations.inplace(BinaryOp.POW, alive(self), bare(w_other))


@method(CALLABLE_PROXY, "__call__(self, /, *args, **kwargs)")
def proxy_call(self: W_WeakProxy, w_args: Value, w_kwargs: Value) -> Value:
    return operations.call_tuple_kw(alive(self), EMPTY, unwrap(W_Tuple, w_args), unwrap(W_Dict, w_kwargs))
