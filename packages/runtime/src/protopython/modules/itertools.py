"""The itertools module, but for its combinatoric half (see itertools_combinatoric.py).

Each iterator is a small class whose next function is native, so that loops over them need no StopIteration. An
iterator that has ended keeps EMPTY in place of what it walked over. What it walks over may call it again, and threads may share it: each
function therefore reads a field once, and what belongs together changes under the iterator's lock.
"""

from __future__ import annotations

from protodialect.types import EMPTY, Value, locked, new_with_shape, noinline, races, release_fence, require, try_as, unwrap, wrap
from protopython.objects.int.bigint import new_int
from protopython.objects.int.int import int_add, int_to_i64, is_integer
from protopython.objects.iterators_methods import iterators_of
from protopython.objects.list.list import W_List, list_append, list_get, list_pop_last, new_list
from protopython.objects.model.call import call1, call2, call_tuple
from protopython.objects.model.container_generics import generic_class_getitem
from protopython.objects.model.define import (
    OBJECT,
    class_method,
    constant,
    define_module,
    define_type,
    function,
    iternext,
    method,
    new,
)
from protopython.objects.model.errors import runtime_error, type_error, value_error
from protopython.objects.model.operations import (
    equal,
    index_value,
    int_arg,
    is_true,
    iterate,
    next_of,
    repr_of,
    unpack_to_tuple,
)
from protopython.objects.model.operators import binary
from protopython.objects.model.special import BinaryOp, Special
from protopython.objects.model.types import special, type_name
from protopython.objects.singletons import BOOL, w_None
from protopython.objects.slice import INDEX_MAX
from protopython.objects.tuple import EMPTY_TUPLE, W_Tuple, new_tuple2, new_tuple_n, tuple_range
from protopython.protocore.locks import W_Claimable, alone, claim, unclaim
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.value import int_value, is_empty, is_float, is_int, same

MODULE = "itertools"
define_module(MODULE, "Building blocks of iteration: infinite iterators, filters, groupings, combinatoric iterators.")


def short_name(w: Value) -> str:
    """The name of w's type without its module."""
    name = type_name(w)
    return name[name.rfind(".") + 1 : len(name)]


# --- count --------------------------------------------------------------------------------------------------------------


class W_Count(W_Object):
    w_current: Value
    w_step: Value


COUNT = define_type("count", W_Count, OBJECT, module=MODULE, doc="start, start + step, start + 2 * step, ... without end.")


def is_number(w: Value) -> bool:
    return (
        is_int(w)
        or is_float(w)
        or not is_empty(special(w, Special.INDEX))
        or not is_empty(special(w, Special.INT))
        or not is_empty(special(w, Special.FLOAT))
        or not is_empty(special(w, Special.COMPLEX))
    )


@new(COUNT, "(cls, start=0, step=1)")
def count_new(cls: W_Type, w_start: Value, w_step: Value) -> Value:
    if not is_number(w_start) or not is_number(w_step):
        raise type_error("a number is required")
    c = new_with_shape(W_Count, cls.root_shape)
    c.w_current = w_start
    c.w_step = w_step
    return wrap(c)


@iternext(COUNT)
def count_next(self: W_Count) -> Value:
    w_step = self.w_step
    if is_integer(w_step):
        with locked(self):  # threads that share a counter get every number once
            w = self.w_current
            if is_integer(w):
                self.w_current = int_add(w, w_step)
                return w
    w = self.w_current
    self.w_current = binary(BinaryOp.ADD, w, w_step)
    return w


@method(COUNT, "__repr__(self, /)")
def count_repr(self: W_Count) -> Value:
    name = short_name(wrap(self))
    if is_int(self.w_step) and int_value(self.w_step) == 1:
        return wrap(f"{name}({repr_of(self.w_current)})")
    return wrap(f"{name}({repr_of(self.w_current)}, {repr_of(self.w_step)})")


# --- cycle, repeat ------------------------------------------------------------------------------------------------------


@races(index="threads that share it get items in any order, some twice")
class W_Cycle(W_Object):
    w_iter: Value
    """EMPTY once the first round is over."""
    saved: W_List
    index: int


CYCLE = define_type("cycle", W_Cycle, OBJECT, module=MODULE, doc="The items of iterable, over and over again.")


@new(CYCLE, "(cls, iterable, /)")
def cycle_new(cls: W_Type, w_iterable: Value) -> Value:
    w_iter = iterate(w_iterable)
    c = new_with_shape(W_Cycle, cls.root_shape)
    c.w_iter = w_iter
    c.saved = new_list()
    return wrap(c)


@iternext(CYCLE)
def cycle_next(self: W_Cycle) -> Value:
    w_iter = self.w_iter
    if not is_empty(w_iter):
        w = next_of(w_iter)
        if not is_empty(w):
            list_append(self.saved, w)
            return w
        self.w_iter = EMPTY
    i = self.index
    w = list_get(self.saved, i)
    if is_empty(w):
        i = 0
        w = list_get(self.saved, 0)
    self.index = i + 1
    return w


@races(left="threads that share it get items in any order, some twice")
class W_Repeat(W_Object):
    w_item: Value
    left: int
    """Negative: without end."""


REPEAT = define_type("repeat", W_Repeat, OBJECT, module=MODULE, doc="The same object, times times or without end.")


@new(REPEAT, "(cls, object, times=EMPTY)")
def repeat_new(cls: W_Type, w_object: Value, w_times: Value) -> Value:
    left = -1
    if not is_empty(w_times):
        left = int_arg(w_times)
        if left < 0:
            left = 0
    r = new_with_shape(W_Repeat, cls.root_shape)
    r.w_item = w_object
    r.left = left
    return wrap(r)


@iternext(REPEAT)
def repeat_next(self: W_Repeat) -> Value:
    n = self.left
    if n < 0:
        return self.w_item
    with locked(self):
        n = self.left
        if n == 0:
            return EMPTY
        self.left = n - 1
    return self.w_item


@method(REPEAT, "__length_hint__(self, /)", doc="How many items are left.")
def repeat_hint(self: W_Repeat) -> Value:
    if self.left < 0:
        raise type_error("len() of unsized object")
    return new_int(self.left)


@method(REPEAT, "__repr__(self, /)")
def repeat_repr(self: W_Repeat) -> Value:
    name = short_name(wrap(self))
    if self.left < 0:
        return wrap(f"{name}({repr_of(self.w_item)})")
    return wrap(f"{name}({repr_of(self.w_item)}, {self.left})")


# --- chain --------------------------------------------------------------------------------------------------------------


class W_Chain(W_Object):
    w_sources: Value
    """Iterator over the iterables."""
    w_active: Value
    waiting: W_List | None
    """Iterators that threads took from the sources while another one was active."""


CHAIN = define_type("chain", W_Chain, OBJECT, module=MODULE, doc="The items of the first iterable, then those of the next, and so on.")


def new_chain(cls: W_Type, w_sources: Value) -> W_Chain:
    c = new_with_shape(W_Chain, cls.root_shape)
    c.w_sources = w_sources
    return c


@new(CHAIN, "(cls, *iterables)")
def chain_new(cls: W_Type, w_iterables: Value) -> Value:
    return wrap(new_chain(cls, iterate(w_iterables)))


@class_method(CHAIN, "from_iterable(cls, iterable, /)", doc="chain() of iterables that come from an iterable themselves.")
def chain_from_iterable(cls: W_Type, w_iterable: Value) -> Value:
    return wrap(new_chain(cls, iterate(w_iterable)))


@iternext(CHAIN)
def chain_next(self: W_Chain) -> Value:
    while True:
        w_active = self.w_active
        if is_empty(w_active):
            w_active = next_source(self)
            if is_empty(w_active):
                return EMPTY
        w = next_of(w_active)
        if not is_empty(w):
            return w
        with locked(self):
            if same(self.w_active, w_active):
                self.w_active = EMPTY


def next_source(c: W_Chain) -> Value:
    """The iterator that is to be read; EMPTY when all are."""
    waiting = c.waiting
    if waiting is not None:
        with locked(c):
            if is_empty(c.w_active):
                c.w_active = list_pop_last(waiting)
            w_active = c.w_active
        if not is_empty(w_active):
            return w_active
    w_sources = c.w_sources
    if is_empty(w_sources):
        return EMPTY
    w_source = next_of(w_sources)
    if is_empty(w_source):
        c.w_sources = EMPTY
        return EMPTY
    w_new = EMPTY
    try:
        w_new = iterate(w_source)
    finally:
        if is_empty(w_new):
            c.w_sources = EMPTY
    with locked(c):
        w_active = c.w_active
        if is_empty(w_active):
            c.w_active = w_new
            return w_new
        if c.waiting is None:
            c.waiting = new_list()
        list_append(require(c.waiting), w_new)
        return w_active


# --- compress, dropwhile, takewhile, filterfalse, starmap -------------------------------------------------------------------


class W_Compress(W_Object):
    w_data: Value
    w_selectors: Value


COMPRESS = define_type("compress", W_Compress, OBJECT, module=MODULE, doc="The items of data whose selector is true.")


@new(COMPRESS, "(cls, data, selectors)")
def compress_new(cls: W_Type, w_data: Value, w_selectors: Value) -> Value:
    w_data = iterate(w_data)
    w_selectors = iterate(w_selectors)
    c = new_with_shape(W_Compress, cls.root_shape)
    c.w_data = w_data
    c.w_selectors = w_selectors
    return wrap(c)


@iternext(COMPRESS)
def compress_next(self: W_Compress) -> Value:
    while True:
        w = next_of(self.w_data)
        if is_empty(w):
            return EMPTY
        w_selector = next_of(self.w_selectors)
        if is_empty(w_selector):
            return EMPTY
        if is_true(w_selector):
            return w


@races(done="threads that share it get items in any order, some twice")
class W_Predicated(W_Object):
    """dropwhile, takewhile, filterfalse, starmap: a function and an iterator."""

    w_function: Value
    w_iter: Value
    done: bool
    """dropwhile: has started; takewhile: has ended."""


class W_DropWhile(W_Predicated):
    pass


class W_TakeWhile(W_Predicated):
    pass


class W_FilterFalse(W_Predicated):
    pass


class W_StarMap(W_Predicated):
    pass


DROPWHILE = define_type("dropwhile", W_DropWhile, OBJECT, module=MODULE, doc="Skips items while predicate is true, then gives all.")
TAKEWHILE = define_type("takewhile", W_TakeWhile, OBJECT, module=MODULE, doc="Gives items while predicate is true.")
FILTERFALSE = define_type(
    "filterfalse", W_FilterFalse, OBJECT, module=MODULE, doc="The items for which function is false (None: the false items)."
)
STARMAP = define_type("starmap", W_StarMap, OBJECT, module=MODULE, doc="function(*args) for each args of iterable.")


@new(DROPWHILE, "(cls, predicate, iterable, /)")
def dropwhile_new(cls: W_Type, w_predicate: Value, w_iterable: Value) -> Value:
    w_iter = iterate(w_iterable)
    p = new_with_shape(W_DropWhile, cls.root_shape)
    p.w_function = w_predicate
    p.w_iter = w_iter
    return wrap(p)


@iternext(DROPWHILE)
def dropwhile_next(self: W_DropWhile) -> Value:
    while True:
        w = next_of(self.w_iter)
        if is_empty(w) or self.done:
            return w
        if not is_true(call1(self.w_function, w)):
            self.done = True
            return w


@new(TAKEWHILE, "(cls, predicate, iterable, /)")
def takewhile_new(cls: W_Type, w_predicate: Value, w_iterable: Value) -> Value:
    w_iter = iterate(w_iterable)
    p = new_with_shape(W_TakeWhile, cls.root_shape)
    p.w_function = w_predicate
    p.w_iter = w_iter
    return wrap(p)


@iternext(TAKEWHILE)
def takewhile_next(self: W_TakeWhile) -> Value:
    if self.done:
        return EMPTY
    w = next_of(self.w_iter)
    if is_empty(w):
        return EMPTY
    if is_true(call1(self.w_function, w)):
        return w
    self.done = True
    return EMPTY


@new(FILTERFALSE, "(cls, function, iterable, /)")
def filterfalse_new(cls: W_Type, w_function: Value, w_iterable: Value) -> Value:
    w_iter = iterate(w_iterable)
    p = new_with_shape(W_FilterFalse, cls.root_shape)
    p.w_function = w_function
    p.w_iter = w_iter
    return wrap(p)


@iternext(FILTERFALSE)
def filterfalse_next(self: W_FilterFalse) -> Value:
    w_function = self.w_function
    truth = same(w_function, w_None) or same(w_function, wrap(BOOL))
    while True:
        w = next_of(self.w_iter)
        if is_empty(w):
            return EMPTY
        if not is_true(w if truth else call1(w_function, w)):
            return w


@new(STARMAP, "(cls, function, iterable, /)")
def starmap_new(cls: W_Type, w_function: Value, w_iterable: Value) -> Value:
    w_iter = iterate(w_iterable)
    p = new_with_shape(W_StarMap, cls.root_shape)
    p.w_function = w_function
    p.w_iter = w_iter
    return wrap(p)


@iternext(STARMAP)
def starmap_next(self: W_StarMap) -> Value:
    w = next_of(self.w_iter)
    if is_empty(w):
        return EMPTY
    return call_tuple(self.w_function, unpack_to_tuple(w))


# --- accumulate ---------------------------------------------------------------------------------------------------------


class W_Accumulate(W_Object):
    w_iter: Value
    w_function: Value
    w_total: Value
    """EMPTY before the first item."""
    w_initial: Value
    """Still to be given; EMPTY when not."""


ACCUMULATE = define_type("accumulate", W_Accumulate, OBJECT, module=MODULE, doc="Running totals: of sums, or of func(total, item).")


@new(ACCUMULATE, "(cls, iterable, func=None, *, initial=None)")
def accumulate_new(cls: W_Type, w_iterable: Value, w_func: Value, w_initial: Value) -> Value:
    w_iter = iterate(w_iterable)
    a = new_with_shape(W_Accumulate, cls.root_shape)
    a.w_iter = w_iter
    a.w_function = w_func
    if not same(w_initial, w_None):
        a.w_initial = w_initial
    return wrap(a)


@iternext(ACCUMULATE)
def accumulate_next(self: W_Accumulate) -> Value:
    if not is_empty(self.w_initial):
        with locked(self):
            w = self.w_initial
            self.w_initial = EMPTY
            if not is_empty(w):
                self.w_total = w
                return w
    w_item = next_of(self.w_iter)
    if is_empty(w_item):
        return EMPTY
    w_total = self.w_total
    if is_empty(w_total):
        w = w_item
    elif same(self.w_function, w_None):
        w = binary(BinaryOp.ADD, w_total, w_item)
    else:
        w = call2(self.w_function, w_total, w_item)
    self.w_total = w
    return w


# --- batched, pairwise --------------------------------------------------------------------------------------------------


class W_Batched(W_Object):
    w_iter: Value
    n: int
    strict: bool


BATCHED = define_type("batched", W_Batched, OBJECT, module=MODULE, doc="Tuples of n items; the last may be shorter, unless strict.")


@new(BATCHED, "(cls, iterable, n, *, strict=False)")
def batched_new(cls: W_Type, w_iterable: Value, w_n: Value, w_strict: Value) -> Value:
    n = int_arg(w_n)
    strict = is_true(w_strict)
    if n < 1:
        raise value_error("n must be at least one")
    w_iter = iterate(w_iterable)
    b = new_with_shape(W_Batched, cls.root_shape)
    b.w_iter = w_iter
    b.n = n
    b.strict = strict
    return wrap(b)


@iternext(BATCHED)
def batched_next(self: W_Batched) -> Value:
    w_iter = self.w_iter
    if is_empty(w_iter):
        return EMPTY
    n = self.n
    if n > 1000000:
        return batched_large(self, w_iter)
    t = new_tuple_n(n)
    i = 0
    while i < n:
        w = next_of(w_iter)
        if is_empty(w):
            return batched_rest(self, t, i)
        t.items[i] = w
        i += 1
    return wrap(t)


@noinline
def batched_rest(b: W_Batched, t: W_Tuple, n: int) -> Value:
    b.w_iter = EMPTY
    if n == 0:
        return EMPTY
    if b.strict:
        raise value_error("batched(): incomplete batch")
    return wrap(tuple_range(t, 0, n))


@noinline
def batched_large(b: W_Batched, w_iter: Value) -> Value:
    """A batch of which nobody knows whether it will ever be full: collected in a list."""
    l = new_list()
    while l.length < b.n:
        w = next_of(w_iter)
        if is_empty(w):
            return batched_rest(b, unpack_to_tuple(wrap(l)), l.length)
        list_append(l, w)
    return wrap(unpack_to_tuple(wrap(l)))


class W_Pairwise(W_Object):
    w_iter: Value
    w_old: Value


PAIRWISE = define_type("pairwise", W_Pairwise, OBJECT, module=MODULE, doc="Pairs of neighbours: (a, b), (b, c), (c, d) ...")


@new(PAIRWISE, "(cls, iterable, /)")
def pairwise_new(cls: W_Type, w_iterable: Value) -> Value:
    w_iter = iterate(w_iterable)
    p = new_with_shape(W_Pairwise, cls.root_shape)
    p.w_iter = w_iter
    return wrap(p)


@iternext(PAIRWISE)
def pairwise_next(self: W_Pairwise) -> Value:
    w_iter = self.w_iter
    if is_empty(w_iter):
        return EMPTY
    w_old = self.w_old
    if is_empty(w_old):
        w_old = next_of(w_iter)
        if is_empty(w_old):
            self.w_iter = EMPTY
            return EMPTY
        self.w_old = w_old
        if is_empty(self.w_iter):  # the iterator came back here and used itself up
            self.w_old = EMPTY
            return EMPTY
    w_new = next_of(w_iter)
    if is_empty(w_new):
        self.w_iter = EMPTY
        self.w_old = EMPTY
        return EMPTY
    self.w_old = w_new
    return wrap(new_tuple2(w_old, w_new))


# --- groupby ------------------------------------------------------------------------------------------------------------


class W_GroupBy(W_Object):
    w_iter: Value
    w_function: Value
    w_target: Value
    """Key of the group given last."""
    w_key: Value
    """Key of w_item, the item read last, or EMPTY."""
    w_item: Value
    group: W_Grouper | None
    """The group that may still be read."""


class W_Grouper(W_Object):
    parent: W_GroupBy
    w_target: Value

    def __init__(self, parent: W_GroupBy, w_target: Value) -> None:
        self.parent = parent
        self.w_target = w_target


GROUPBY = define_type(
    "groupby", W_GroupBy, OBJECT, module=MODULE, doc="(key, group) for each run of neighbouring items that have equal keys."
)
GROUPER = define_type("_grouper", W_Grouper, OBJECT, module=MODULE, flags=0)


@new(GROUPBY, "(cls, iterable, key=None)")
def groupby_new(cls: W_Type, w_iterable: Value, w_key: Value) -> Value:
    w_iter = iterate(w_iterable)
    g = new_with_shape(W_GroupBy, cls.root_shape)
    g.w_iter = w_iter
    g.w_function = w_key
    return wrap(g)


def groupby_step(g: W_GroupBy) -> bool:
    """Reads one item; False at the end."""
    w = next_of(g.w_iter)
    if is_empty(w):
        return False
    w_key = w if same(g.w_function, w_None) else call1(g.w_function, w)
    g.w_item = w
    g.w_key = w_key
    return True


@iternext(GROUPBY)
def groupby_next(self: W_GroupBy) -> Value:
    self.group = None
    while True:
        w_key = self.w_key
        if not is_empty(w_key):
            w_target = self.w_target
            if is_empty(w_target) or not equal(w_target, w_key):
                break
        if not groupby_step(self):
            return EMPTY
    self.w_target = w_key
    group = W_Grouper(self, w_key)
    self.group = group
    return wrap(new_tuple2(w_key, wrap(group)))


@new(GROUPER, "(cls, parent, tgtkey, /)", shown="")
def grouper_new(cls: W_Type, w_parent: Value, w_target: Value) -> Value:
    parent = try_as(W_GroupBy, w_parent)
    if parent is None:
        raise type_error(f"_grouper() argument 1 must be itertools.groupby, not {type_name(w_parent)}")
    return wrap(W_Grouper(parent, w_target))


@iternext(GROUPER)
def grouper_next(self: W_Grouper) -> Value:
    g = self.parent
    if g.group is not self:
        return EMPTY
    while True:
        if is_empty(g.w_item):
            if not groupby_step(g):
                return EMPTY
        if not equal(self.w_target, g.w_key):
            return EMPTY
        with locked(g):
            w = g.w_item
            g.w_item = EMPTY
        if not is_empty(w) or alone():  # else another thread took it
            return w


# --- islice -------------------------------------------------------------------------------------------------------------


@races(count="threads that share it get items in any order, some twice", next="threads that share it get items in any order, some twice")
class W_ISlice(W_Object):
    w_iter: Value
    next: int
    stop: int
    """-1: none."""
    step: int
    count: int
    """Items read so far."""


ISLICE = define_type(
    "islice", W_ISlice, OBJECT, module=MODULE, doc="islice(iterable, stop) or islice(iterable, start, stop[, step]): a slice, lazily."
)


def islice_bound(w: Value, what: str) -> int:
    """A bound >= 0, or -1 for None."""
    if same(w, w_None):
        return -1
    if not is_empty(special(w, Special.INDEX)):
        i, too_big = int_to_i64(index_value(w))
        if i >= 0 and not too_big:
            return i
    raise value_error(f"{what} for islice() must be None or an integer: 0 <= x <= sys.maxsize.")


@new(ISLICE, "(cls, *args)", shown="")
def islice_new(cls: W_Type, w_args: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    n = args.length
    if n < 2:
        raise type_error(f"islice expected at least 2 arguments, got {n}")
    if n > 4:
        raise type_error(f"islice expected at most 4 arguments, got {n}")
    start = 0
    step = 1
    if n == 2:
        stop = islice_bound(args.items[1], "Stop argument")
    else:
        stop = islice_bound(args.items[2], "Stop argument")
        start = islice_bound(args.items[1], "Indices")
        if start < 0:
            start = 0
    if n == 4 and not same(args.items[3], w_None):
        step = 0
        if not is_empty(special(args.items[3], Special.INDEX)):
            i, too_big = int_to_i64(index_value(args.items[3]))
            step = 0 if too_big else i
        if step < 1:
            raise value_error("Step for islice() must be a positive integer or None.")
    w_iter = iterate(args.items[0])
    s = new_with_shape(W_ISlice, cls.root_shape)
    s.w_iter = w_iter
    s.next = start
    s.stop = stop
    s.step = step
    return wrap(s)


@iternext(ISLICE)
def islice_next(self: W_ISlice) -> Value:
    w_iter = self.w_iter
    if is_empty(w_iter):
        return EMPTY
    stop = self.stop
    while self.count < self.next:
        if is_empty(next_of(w_iter)):
            self.w_iter = EMPTY
            return EMPTY
        self.count += 1
    if stop >= 0 and self.count >= stop:
        self.w_iter = EMPTY
        return EMPTY
    w = next_of(w_iter)
    if is_empty(w):
        self.w_iter = EMPTY
        return EMPTY
    self.count += 1
    if self.next > INDEX_MAX - self.step:
        self.next = stop if stop >= 0 else INDEX_MAX
    else:
        self.next += self.step
        if stop >= 0 and self.next > stop:
            self.next = stop
    return w


# --- tee ----------------------------------------------------------------------------------------------------------------


class TeeSource(W_Claimable):
    """The iterator that several tees read; who reads it has claimed it."""

    w_iter: Value

    def __init__(self, w_iter: Value) -> None:
        self.w_iter = w_iter


class TeeLink:
    """An item read from the source and the link to the next; without item at the end of what was read."""

    w_item: Value
    next: TeeLink | None

    def __init__(self) -> None:
        self.w_item = EMPTY
        self.next = None


class W_Tee(W_Object):
    source: TeeSource
    link: TeeLink

    def __init__(self, source: TeeSource, link: TeeLink) -> None:
        self.source = source
        self.link = link


TEE_SOURCE = define_type(
    "_tee_dataobject", TeeSource, OBJECT, module=MODULE, flags=TypeFlags.NO_INSTANTIATE, doc="What several iterators of tee() share."
)
TEE = define_type("_tee", W_Tee, OBJECT, module=MODULE, flags=0, doc="An iterator that can be copied.")


def tee_of(w_iterable: Value) -> W_Tee:
    w_iter = iterate(w_iterable)
    other = try_as(W_Tee, w_iter)
    if other is not None:
        return W_Tee(other.source, other.link)
    return W_Tee(TeeSource(w_iter), TeeLink())


@new(TEE, "(cls, iterable, /)")
def tee_new(cls: W_Type, w_iterable: Value) -> Value:
    return wrap(tee_of(w_iterable))


@iternext(TEE)
def tee_next(self: W_Tee) -> Value:
    link = self.link
    following = link.next
    if following is None:
        source = self.source
        if not claim(source):
            raise runtime_error("cannot re-enter the tee iterator")
        try:
            following = link.next  # another thread may have read it since
            if following is None:
                w = next_of(source.w_iter)
                if is_empty(w):
                    return EMPTY
                following = TeeLink()
                link.w_item = w
                release_fence()
                link.next = following
        finally:
            unclaim(source)
    self.link = following
    return link.w_item


@method(TEE, "__copy__(self, /)", doc="An independent iterator at the same place.")
def tee_copy(self: W_Tee) -> Value:
    return wrap(W_Tee(self.source, self.link))


@function(MODULE, "tee(iterable, n=2, /)", doc="A tuple of n independent iterators over iterable.")
def tee(w_iterable: Value, w_n: Value) -> Value:
    n = int_arg(w_n)
    if n < 0:
        raise value_error("n must be >= 0")
    if n == 0:
        return wrap(EMPTY_TUPLE)
    first = tee_of(w_iterable)
    t = new_tuple_n(n)
    t.items[0] = wrap(first)
    i = 1
    while i < n:
        t.items[i] = wrap(W_Tee(first.source, first.link))
        i += 1
    return wrap(t)


# --- zip_longest --------------------------------------------------------------------------------------------------------


@races(active="threads that share it get items in any order, some twice")
class W_ZipLongest(W_Object):
    iterators: W_Tuple
    """EMPTY in place of those that ended."""
    active: int
    w_fill: Value


ZIP_LONGEST = define_type(
    "zip_longest", W_ZipLongest, OBJECT, module=MODULE, doc="As zip, but goes on to the longest; fillvalue stands for what is missing."
)


@new(ZIP_LONGEST, "(cls, *iterables, fillvalue=None)")
def zip_longest_new(cls: W_Type, w_iterables: Value, w_fill: Value) -> Value:
    iterators = iterators_of(unwrap(W_Tuple, w_iterables), 0)
    z = new_with_shape(W_ZipLongest, cls.root_shape)
    z.iterators = iterators
    z.active = iterators.length
    z.w_fill = w_fill
    return wrap(z)


@iternext(ZIP_LONGEST)
def zip_longest_next(self: W_ZipLongest) -> Value:
    if self.active <= 0:
        return EMPTY
    iterators = self.iterators
    n = iterators.length
    t = new_tuple_n(n)
    i = 0
    while i < n:
        w_iter = iterators.items[i]
        w = self.w_fill
        if not is_empty(w_iter):
            w_item = EMPTY
            ended = False
            try:
                w_item = next_of(w_iter)
                ended = True
            finally:
                if not ended:
                    self.active = 0
            if not is_empty(w_item):
                w = w_item
            else:
                with locked(self):
                    if not is_empty(iterators.items[i]):
                        iterators.items[i] = EMPTY
                        self.active -= 1
                if self.active <= 0:
                    return EMPTY
        t.items[i] = w
        i += 1
    return wrap(t)


for _type in (
    COUNT, CYCLE, REPEAT, CHAIN, COMPRESS, DROPWHILE, TAKEWHILE, FILTERFALSE, STARMAP, ACCUMULATE, BATCHED, PAIRWISE,
    GROUPBY, GROUPER, ISLICE, TEE, ZIP_LONGEST,
):  # fmt: skip
    constant(MODULE, _type.name.rpartition(".")[2], _type)


class_method(CHAIN, "__class_getitem__(cls, object, /)", doc="See PEP 585.")(generic_class_getitem)
