"""Calling Python callables from native code.

The one primitive is W_Type.vectorcall: (callable, args, count, keyword names). Arguments are laid out on the register stack so
that a Python function's frame can begin right at them.

What native code calls may be native too, and call again: a partial of a partial, an instance whose `__call__` is an instance. Such a chain enters
no frame that would count it, so each call from here looks at the C stack first.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Array, Value, ValuePtr, array_ptr, copy_values, inline, noinline, unlikely, unwrap
from protodialect.unsafe import register_room, register_top, set_register_top
from protopython.objects.dict.dict import W_Dict, dict_len
from protopython.objects.list.list import W_List
from protopython.objects.model import errors
from protopython.objects.model.recursion import check_recursion
from protopython.objects.model.types import type_of
from protopython.objects.tuple import W_Tuple
from protopython.protocore.value import is_empty

STACK_MARGIN: Final[int] = 64
MANY: Final[int] = 4096
"""From here on, arguments that find no room on the register stack are kept on the heap: it is their number that does not fit, not
the depth of the calls."""


@noinline
def register_stack_overflow() -> None:
    raise errors.recursion_error("maximum recursion depth exceeded")


@inline
def reserve(n: int) -> ValuePtr:
    """Room for n arguments: registers at the top of the stack, which the caller sets back afterwards (RecursionError when it is full). Also when
    what it calls raises: native code further out may handle that, and go on.
    """
    p = register_top()
    if unlikely(register_room(p) < n + STACK_MARGIN):
        return reserve_on_heap(n)
    set_register_top(p.offset(n))
    return p


@noinline
def reserve_on_heap(n: int) -> ValuePtr:
    """Who calls holds a pointer into the array, which keeps it alive."""
    if n < MANY:
        register_stack_overflow()
    return array_ptr(Array[Value](n, EMPTY), 0)


def call_vector(w_callable: Value, args: ValuePtr, n: int, kwnames: W_Tuple | None) -> Value:
    check_recursion()
    return type_of(w_callable).vectorcall(w_callable, args, n, kwnames)


def call0(w_callable: Value) -> Value:
    check_recursion()
    return type_of(w_callable).vectorcall(w_callable, register_top(), 0, None)


def call1(w_callable: Value, w_a: Value) -> Value:
    check_recursion()
    p = reserve(1)
    p[0] = w_a
    try:
        return type_of(w_callable).vectorcall(w_callable, p, 1, None)
    finally:
        set_register_top(p)


def call2(w_callable: Value, w_a: Value, w_b: Value) -> Value:
    check_recursion()
    p = reserve(2)
    p[0] = w_a
    p[1] = w_b
    try:
        return type_of(w_callable).vectorcall(w_callable, p, 2, None)
    finally:
        set_register_top(p)


def call3(w_callable: Value, w_a: Value, w_b: Value, w_c: Value) -> Value:
    check_recursion()
    p = reserve(3)
    p[0] = w_a
    p[1] = w_b
    p[2] = w_c
    try:
        return type_of(w_callable).vectorcall(w_callable, p, 3, None)
    finally:
        set_register_top(p)


def call_args(w_callable: Value, args: Array[Value], n: int) -> Value:
    """Calls with the first n of args."""
    check_recursion()
    top = register_top()
    p = reserve(n)
    copy_values(p, array_ptr(args, 0), n)
    try:
        return type_of(w_callable).vectorcall(w_callable, p, n, None)
    finally:
        set_register_top(top)


def call_tuple(w_callable: Value, args: W_Tuple) -> Value:
    return call_tuple_kw(w_callable, EMPTY, args, None)


def call_tuple_kw(w_callable: Value, w_first: Value, args: W_Tuple, kwargs: W_Dict | None) -> Value:
    """callable(*([first] if given), *args, **kwargs)."""
    check_recursion()
    n_first = 0 if is_empty(w_first) else 1
    n_kw = 0 if kwargs is None else dict_len(kwargs)
    n = n_first + args.length
    top = register_top()
    p = reserve(n + n_kw)
    if n_first == 1:
        p[0] = w_first
    copy_values(p.offset(n_first), array_ptr(args.items, 0), args.length)
    try:
        kwnames: W_Tuple | None = None
        if kwargs is not None and n_kw > 0:
            kwnames = operations.spread_keywords(kwargs, p.offset(n), n_kw)
        return type_of(w_callable).vectorcall(w_callable, p, n, kwnames)
    finally:
        set_register_top(top)


def call_method0(w_obj: Value, name: str) -> Value:
    return call0(operations.getattr_of(w_obj, name))


def call_method1(w_obj: Value, name: str, w_a: Value) -> Value:
    return call1(operations.getattr_of(w_obj, name), w_a)


def call_method2(w_obj: Value, name: str, w_a: Value, w_b: Value) -> Value:
    return call2(operations.getattr_of(w_obj, name), w_a, w_b)


def call_method3(w_obj: Value, name: str, w_a: Value, w_b: Value, w_c: Value) -> Value:
    return call3(operations.getattr_of(w_obj, name), w_a, w_b, w_c)


def release(p: ValuePtr) -> None:
    """Gives back registers from p on, which was the top before `reserve`."""
    set_register_top(p)


def unpack_iterable(w_iterable: Value) -> W_List:
    return operations.unpack_to_list(w_iterable)


def call_wrapper(w_self: Value, w_args: Value, w_kwargs: Value) -> Value:
    """`__call__` of types that have a vectorcall of their own."""
    return call_tuple_kw(w_self, EMPTY, unwrap(W_Tuple, w_args), unwrap(W_Dict, w_kwargs))


# Last, since operations needs what is above.
from protopython.objects.model import operations  # noqa: E402
