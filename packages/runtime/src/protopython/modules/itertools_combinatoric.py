"""itertools.product, permutations, combinations, combinations_with_replacement.

All four keep indices into pools of items and step them like an odometer, as their equivalents in the library reference do; that runs no
Python code and is done under the iterator's lock.
"""

from __future__ import annotations

from protodialect.types import EMPTY, Array, Value, inline, locked, new_with_shape, unwrap, wrap
from protopython.modules.itertools import MODULE
from protopython.objects.int.int import is_integer
from protopython.objects.model.define import OBJECT, constant, define_type, iternext, method, new
from protopython.objects.model.errors import overflow_error, type_error, value_error
from protopython.objects.model.operations import int_arg, unpack_to_tuple
from protopython.objects.singletons import plain, w_None
from protopython.objects.tuple import W_Tuple, new_tuple_n
from protopython.protocore.object import W_Object, W_Type
from protopython.protocore.value import from_int, same

NO_INDICES: Array[int] = Array[int](0, 0)


class W_Combinatoric(W_Object):
    pool: W_Tuple
    """Of items; product: of tuples of items."""
    r: int
    indices: Array[int]
    cycles: Array[int]
    """permutations only."""
    started: bool
    ended: bool


class W_Product(W_Combinatoric):
    pass


class W_Permutations(W_Combinatoric):
    pass


class W_Combinations(W_Combinatoric):
    pass


class W_CombinationsWithReplacement(W_Combinatoric):
    pass


PRODUCT = define_type("product", W_Product, OBJECT, module=MODULE, doc="Cartesian product: as nested loops over the iterables.")
PERMUTATIONS = define_type("permutations", W_Permutations, OBJECT, module=MODULE, doc="All orderings of r of the items.")
COMBINATIONS = define_type("combinations", W_Combinations, OBJECT, module=MODULE, doc="All choices of r of the items, in order.")
COMBINATIONS_WITH_REPLACEMENT = define_type(
    "combinations_with_replacement",
    W_CombinationsWithReplacement,
    OBJECT,
    module=MODULE,
    doc="All choices of r of the items, each as often as you like, in order.",
)


def pick(c: W_Combinatoric) -> Value:
    """The items at the first r indices."""
    t = new_tuple_n(c.r)
    i = 0
    while i < c.r:
        t.items[i] = c.pool.items[c.indices[i]]
        i += 1
    return wrap(t)


@new(PRODUCT, "(cls, *iterables, repeat=1)")
def product_new(cls: W_Type, w_iterables: Value, w_repeat: Value) -> Value:
    iterables = unwrap(W_Tuple, w_iterables)
    repeat = int_arg(w_repeat)
    if repeat < 0:
        raise value_error("repeat argument cannot be negative")
    n = iterables.length if repeat > 0 else 0
    if n > 0 and repeat > (1 << 40) // n:
        raise overflow_error("repeat argument too large")
    pool = new_tuple_n(n * repeat)
    i = 0
    empty = False
    while i < n:
        items = unpack_to_tuple(iterables.items[i])
        if items.length == 0:
            empty = True
        pool.items[i] = wrap(items)
        i += 1
    while i < n * repeat:
        pool.items[i] = pool.items[i - n]
        i += 1
    p = new_with_shape(W_Product, cls.root_shape)
    p.pool = pool
    p.r = pool.length
    p.indices = Array[int](pool.length, 0)
    p.cycles = NO_INDICES
    p.ended = empty
    return wrap(p)


@iternext(PRODUCT)
def product_next(self: W_Product) -> Value:
    with locked(self):
        return product_step(self)


@inline
def product_step(self: W_Product) -> Value:
    if self.ended:
        return EMPTY
    n = self.r
    indices = self.indices
    pool = self.pool
    if self.started:
        i = n - 1
        while i >= 0:
            indices[i] += 1
            if indices[i] < unwrap(W_Tuple, pool.items[i]).length:
                break
            indices[i] = 0
            i -= 1
        if i < 0:
            self.ended = True
            return EMPTY
    self.started = True
    t = new_tuple_n(n)
    i = 0
    while i < n:
        t.items[i] = unwrap(W_Tuple, pool.items[i]).items[indices[i]]
        i += 1
    return wrap(t)


def set_up(c: W_Combinatoric, pool: W_Tuple, r: int, n_indices: int) -> None:
    c.pool = pool
    c.r = r
    c.indices = Array[int](n_indices, 0)
    c.cycles = NO_INDICES
    i = 0
    while i < n_indices:
        c.indices[i] = i
        i += 1


@new(COMBINATIONS, "(cls, iterable, r)")
def combinations_new(cls: W_Type, w_iterable: Value, w_r: Value) -> Value:
    r = int_arg(w_r)
    pool = unpack_to_tuple(w_iterable)
    if r < 0:
        raise value_error("r must be non-negative")
    c = new_with_shape(W_Combinations, cls.root_shape)
    c.ended = r > pool.length
    set_up(c, pool, r, 0 if c.ended else r)
    return wrap(c)


@iternext(COMBINATIONS)
def combinations_next(self: W_Combinations) -> Value:
    with locked(self):
        return combinations_step(self)


@inline
def combinations_step(self: W_Combinations) -> Value:
    if self.ended:
        return EMPTY
    if self.started:
        indices = self.indices
        r = self.r
        n = self.pool.length
        i = r - 1
        while i >= 0 and indices[i] == i + n - r:
            i -= 1
        if i < 0:
            self.ended = True
            return EMPTY
        indices[i] += 1
        i += 1
        while i < r:
            indices[i] = indices[i - 1] + 1
            i += 1
    self.started = True
    return pick(self)


@new(COMBINATIONS_WITH_REPLACEMENT, "(cls, iterable, r)")
def combinations_with_replacement_new(cls: W_Type, w_iterable: Value, w_r: Value) -> Value:
    r = int_arg(w_r)
    pool = unpack_to_tuple(w_iterable)
    if r < 0:
        raise value_error("r must be non-negative")
    c = new_with_shape(W_CombinationsWithReplacement, cls.root_shape)
    c.pool = pool
    c.r = r
    c.ended = pool.length == 0 and r > 0
    c.indices = NO_INDICES if c.ended else Array[int](r, 0)
    c.cycles = NO_INDICES
    return wrap(c)


@iternext(COMBINATIONS_WITH_REPLACEMENT)
def combinations_with_replacement_next(self: W_CombinationsWithReplacement) -> Value:
    with locked(self):
        return combinations_with_replacement_step(self)


@inline
def combinations_with_replacement_step(self: W_CombinationsWithReplacement) -> Value:
    if self.ended:
        return EMPTY
    if self.started:
        indices = self.indices
        r = self.r
        n = self.pool.length
        i = r - 1
        while i >= 0 and indices[i] == n - 1:
            i -= 1
        if i < 0:
            self.ended = True
            return EMPTY
        index = indices[i] + 1
        while i < r:
            indices[i] = index
            i += 1
    self.started = True
    return pick(self)


@new(PERMUTATIONS, "(cls, iterable, r=None)")
def permutations_new(cls: W_Type, w_iterable: Value, w_r: Value) -> Value:
    pool = unpack_to_tuple(w_iterable)
    n = pool.length
    r = n
    if not same(w_r, w_None):
        if not is_integer(plain(w_r)):
            raise type_error("Expected int as r")
        r = int_arg(w_r)
        if r < 0:
            raise value_error("r must be non-negative")
    p = new_with_shape(W_Permutations, cls.root_shape)
    p.ended = r > n
    set_up(p, pool, r, 0 if p.ended else n)
    if not p.ended:
        p.cycles = Array[int](r, 0)
        i = 0
        while i < r:
            p.cycles[i] = n - i
            i += 1
    return wrap(p)


@iternext(PERMUTATIONS)
def permutations_next(self: W_Permutations) -> Value:
    with locked(self):
        return permutations_step(self)


@inline
def permutations_step(self: W_Permutations) -> Value:
    if self.ended:
        return EMPTY
    if self.started:
        indices = self.indices
        cycles = self.cycles
        n = self.pool.length
        i = self.r - 1
        while i >= 0:
            cycles[i] -= 1
            if cycles[i] == 0:
                # All tails for this item were given: it goes to the end, the others move up.
                index = indices[i]
                j = i
                while j < n - 1:
                    indices[j] = indices[j + 1]
                    j += 1
                indices[n - 1] = index
                cycles[i] = n - i
                i -= 1
            else:
                j = n - cycles[i]
                index = indices[i]
                indices[i] = indices[j]
                indices[j] = index
                break
        if i < 0:
            self.ended = True
            return EMPTY
    self.started = True
    return pick(self)


def combinatoric_sizeof(self: W_Combinatoric) -> Value:
    return from_int(64 + 8 * (len(self.indices) + len(self.cycles)))


for _type in (PRODUCT, PERMUTATIONS, COMBINATIONS, COMBINATIONS_WITH_REPLACEMENT):
    constant(MODULE, _type.name.rpartition(".")[2], _type)
    method(_type, "__sizeof__(self, /)", doc="Size of the iterator in memory, in bytes.")(combinatoric_sizeof)
