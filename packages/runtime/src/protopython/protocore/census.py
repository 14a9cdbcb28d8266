"""Looking at the whole heap: which objects there are, what refers to what, and how much of the dead was held by cycles.

A `HeapVisitor` is handed to collector.collect_with() and is called while the world stands still: `dead_found()` when everything alive is
marked and the dead cells are not yet free, `swept()` when the cells in use are exactly the living objects. It cannot allocate: what it
finds goes into arrays made before (`Found`), and who gets one that was too small begins again with a larger one.

What an object refers to is told by the collector's own tables (ClassInfo), so it holds of every object, with all words in it. Python programs are
told of Python objects only: parts that are none (the table of a dict, an array) are looked through, `references()`.

Cyclic garbage. The collector finds what is dead, not why. CPython's collector finds what reference counts cannot free: objects in cycles and
what these refer to. So among the dead, those that no dead object refers to are taken away, then those that only they referred to, and so on (Kahn,
"Topological sorting of large networks", 1962); what is left is what CPython would have counted. The number of references to each is kept in
memory of its own, four bytes for every 16 of the heap, which comes into being page by page where objects died.
"""

from __future__ import annotations

import gc as _host_gc
from typing import Final, cast

from protodialect.types import COMPILED, EMPTY, Array, Value, copy_array, ctz64, is_pointer, popcount64, try_as, wrap
from protodialect.unsafe import (
    CX_NEXT,
    CX_REG_BASE,
    CX_REG_TOP,
    CX_RUNS,
    SYMBOL_FROZEN_END,
    SYMBOL_FROZEN_START,
    Addr,
    address_of,
    bits_value,
    load8,
    load16,
    load32,
    load64,
    memset,
    store32,
    store64,
    symbol,
    ult,
    value_bits,
)
from protopython.protocore.collector import (
    COLLECTOR,
    KIND_INSTANCE,
    KIND_REGISTERS,
    KIND_WORDS,
    HeapVisitor,
    WordList,
    c_clear_saved_registers,
    collect_with,
    drain,
    exported_cell_size,
    is_marked,
    mark,
    out_of_memory,
)
from protopython.protocore.heap import (
    BLOCK,
    BLOCK_BITS,
    CELL_SIZE,
    CELLS,
    CLASSES,
    HEAP,
    IN_USE,
    LARGE,
    MARKS,
    SMALL,
    STATE,
    block_address,
    class_size,
    entry_of,
    reserve_lazy,
)
from protopython.protocore.layouts import DictTable
from protopython.protocore.object import FLAG_DEAD, TypeFlags, W_Object, W_Type
from protopython.protocore.os import c_free, c_malloc, c_munmap
from protopython.protocore.shape import Shape, shape_of
from protopython.protocore.space import ProtoSpace
from protopython.protocore.thread import ProtoContext, context
from protopython.protocore.threads import THREADS, start_others, stop_others

SLACK: Final[int] = 4096
GRANULE_BITS: Final[int] = 4
"""Cells begin at multiples of 16 bytes."""


# --- memory of its own ----------------------------------------------------------------------------------------------------------------


class AddressSet:
    """A set of addresses in C memory, made to be emptied often: an entry counts only if it carries the present stamp."""

    entries: Addr
    """address, stamp"""
    mask: int
    used: int
    stamp: int

    def __init__(self) -> None:
        self.entries = new_zeroed(64 << 4)
        self.mask = 63
        self.used = 0
        self.stamp = 1

    def empty(self) -> None:
        self.stamp += 1
        self.used = 0

    def add(self, at: Addr) -> bool:
        """False: it is there already."""
        if self.used * 2 > self.mask:
            self._grow()
        i = (at >> GRANULE_BITS) & self.mask
        while load64(self.entries + (i << 4) + 8) == self.stamp:
            if load64(self.entries + (i << 4)) == at:
                return False
            i = (i + 1) & self.mask
        store64(self.entries + (i << 4), at)
        store64(self.entries + (i << 4) + 8, self.stamp)
        self.used += 1
        return True

    def _grow(self) -> None:
        old = self.entries
        n = self.mask + 1
        self.entries = new_zeroed(n << 5)
        self.mask = 2 * n - 1
        self.used = 0
        for i in range(n):
            if load64(old + (i << 4) + 8) == self.stamp:
                self.add(load64(old + (i << 4)))
        c_free(old)

    def free(self) -> None:
        c_free(self.entries)


def new_zeroed(n: int) -> Addr:
    at = c_malloc(n)
    memset(at, 0, n)
    return at


class Found:
    """Values found while nothing can be allocated; n may exceed the room, and then there has to be another attempt."""

    values: Array[Value]
    n: int

    def __init__(self, room: int) -> None:
        self.values = Array[Value](room, EMPTY)
        self.n = 0

    def add(self, v: Value) -> None:
        if self.n < len(self.values):
            self.values[self.n] = v
        self.n += 1

    def complete(self) -> bool:
        return self.n <= len(self.values)


# --- what objects refer to ------------------------------------------------------------------------------------------------------------


def words_of(obj: Addr, out: WordList) -> None:
    """Every word in obj that may refer to an object, but for its shape. (The collector's _trace, which is faster, follows the same.)"""
    info = load64(load64(obj) + 8)
    traced = load64(info + 24)
    end = traced + load16(info + 22) * 2
    while traced < end:
        out.push(load64(obj + load16(traced)))
        traced += 2
    kind = load8(info + 20)
    start = obj + load32(info + 36)
    if kind == KIND_WORDS or kind == KIND_REGISTERS:
        limit = start + (load64(obj + load32(info + 32)) << 3)
        if kind == KIND_REGISTERS:
            limit -= 8  # the frame that the registers are of, which has no say in how long it lives
            c_clear_saved_registers(address_of(context()), start, load64(limit))
        push_range(start, limit, out)
    elif kind == KIND_INSTANCE:
        push_range(start, obj + exported_cell_size(obj), out)
        return
    if load32(info + 40) != 0:
        out.push(load64(obj + exported_cell_size(obj) - 8))


def push_range(start: Addr, end: Addr, out: WordList) -> None:
    while start < end:
        out.push(load64(start))
        start += 8


class References:
    """What an object refers to as programs see it: parts that are no Python objects are looked through."""

    found: WordList
    """The bits of the Values found, each part's in turn; some several times."""
    parts: WordList
    seen: AddressSet

    def __init__(self) -> None:
        self.found = WordList()
        self.parts = WordList()
        self.seen = AddressSet()

    def free(self) -> None:
        c_free(self.found.at)
        c_free(self.parts.at)
        self.seen.free()

    def of(self, obj: Addr) -> None:
        """Fills `found`."""
        self.found.length = 0
        self.seen.empty()
        self.parts.length = 0
        words_of(obj, self.parts)
        i = 0
        while i < self.parts.length:
            word = self.parts.get(i)
            i += 1
            v = bits_value(word)
            if word == 0:
                continue
            if not is_pointer(v) or try_as(W_Object, v) is not None or try_as(str, v) is not None or try_as(bytes, v) is not None:
                self.found.push(word)
            elif self.seen.add(word):
                self.look_through(v, word)

    def look_through(self, v: Value, at: Addr) -> None:
        if try_as(Shape, v) is not None or try_as(ProtoSpace, v) is not None or try_as(ProtoContext, v) is not None:
            return  # what all objects share
        table = try_as(DictTable, v)
        if table is None:
            words_of(at, self.parts)
            return
        for i in range(table.end):  # without the hashes, which look like ints
            self.parts.push(value_bits(table.items[3 * i + 1]))
            self.parts.push(value_bits(table.items[3 * i + 2]))


def referents(obj: W_Object) -> Array[Value]:
    """What obj refers to; its class only where that was made by a program."""
    if COMPILED:
        room = 64
        while True:
            found = Found(room)
            at_moment = References()
            stop_others()
            at_moment.of(address_of(obj))
            for i in range(at_moment.found.length):
                found.add(bits_value(at_moment.found.get(i)))
            start_others()
            at_moment.free()
            if found.complete():
                return exact(found)
            room = found.n + SLACK
    else:
        return host_referents(obj)


def exact(found: Found) -> Array[Value]:
    values = Array[Value](found.n, EMPTY)
    copy_array(values, 0, found.values, 0, found.n)
    return values


def host_referents(obj: object) -> Array[Value]:
    """Host only: the same by CPython's own means."""
    parts: list[object] = [obj]
    seen = {id(obj)}
    found: list[Value] = []
    while parts:
        for part in _host_gc.get_referents(parts.pop()):
            if isinstance(part, (W_Object, int, float, str, bytes)) and not isinstance(part, bool):
                found.append(cast(Value, part))
            elif id(part) not in seen and isinstance(part, (Array, dict, list)):
                seen.add(id(part))
                parts.append(part)
    return Array.of(found)


# --- all cells ------------------------------------------------------------------------------------------------------------------------


def visit_cells(visitor: HeapVisitor, dead: bool) -> None:
    """Every object in the heap; dead: those that are in use and were not marked. The world stands still."""
    for block in range(HEAP.top):
        entry = entry_of(block)
        state = load64(entry + STATE)
        if state == SMALL:
            visit_block(visitor, entry, block_address(block), dead)
        elif state == LARGE and (not dead or load64(entry + MARKS) == 0):
            visitor.cell(block_address(block))


def visit_block(visitor: HeapVisitor, entry: Addr, start: Addr, dead: bool) -> None:
    size = load64(entry + CELL_SIZE)
    cells = load64(entry + CELLS)
    first = 0
    while first < cells:
        bits = load64(entry + IN_USE + (first >> 3))
        if dead:
            bits = bits & ~load64(entry + MARKS + (first >> 3))
        while bits != 0:
            cell = first + ctz64(bits)
            bits = bits & (bits - 1)
            if cell < cells:
                visitor.cell(start + cell * size)
        first += 64


def cells_in_use() -> int:
    """Cells that hold objects, or did so at the last collection; a moment's estimate while other threads run."""
    n = 0
    for block in range(HEAP.top):
        entry = entry_of(block)
        state = load64(entry + STATE)
        if state == SMALL:
            cells = load64(entry + CELLS)
            for i in range((cells + 63) >> 6):
                n += popcount64(load64(entry + IN_USE + (i << 3)))
            n -= (((cells + 63) >> 6) << 6) - cells  # the bits past the last cell are set
        elif state == LARGE:
            n += 1
    return max(n - unused_cells(), 0)


def unused_cells() -> int:
    """The rest of the runs that threads have taken and not yet used up."""
    n = 0
    cx = THREADS.first
    while cx != 0:
        for c in range(1, CLASSES):
            run = cx + CX_RUNS + (c << 4)
            left = load64(run + 8) - load64(run)
            if 0 < left <= BLOCK:  # else the thread is just taking another one
                n += left // class_size(c)
        cx = load64(cx + CX_NEXT)
    return n


# --- questions about all objects ------------------------------------------------------------------------------------------------------


def found_object(obj: Addr) -> W_Object | None:
    """The Python object of a cell; None for a string, and for a resource that was found dead and waits to be given back."""
    w = try_as(W_Object, bits_value(obj))
    return w if w is not None and w.meta & FLAG_DEAD == 0 else None


class ObjectList(HeapVisitor):
    """All Python objects but strings."""

    found: Found

    def __init__(self, room: int) -> None:
        self.found = Found(room)

    def swept(self) -> None:
        visit_cells(self, False)

    def cell(self, obj: Addr) -> None:
        if found_object(obj) is not None:
            self.found.add(bits_value(obj))


def all_objects() -> Array[Value]:
    """Every living Python object of the heap but strings."""
    if COMPILED:
        room = cells_in_use() + SLACK
        while True:
            visitor = ObjectList(room)
            collect_with(visitor)
            if visitor.found.complete():
                return exact(visitor.found)
            room = visitor.found.n + SLACK
    else:
        found: list[Value] = [wrap(o) for o in _host_gc.get_objects() if isinstance(o, W_Object)]
        return Array.of(found)


class ReferrerList(HeapVisitor):
    """The Python objects that refer to one of some."""

    targets: Array[Value]
    references: References
    found: Found

    def __init__(self, targets: Array[Value], room: int) -> None:
        self.targets = targets
        self.references = References()
        self.found = Found(room)

    def swept(self) -> None:
        visit_cells(self, False)
        self.references.free()

    def cell(self, obj: Addr) -> None:
        w = found_object(obj)
        if w is not None and (self.is_target(made_class(w)) or self.refers(obj)):
            self.found.add(bits_value(obj))

    def refers(self, obj: Addr) -> bool:
        self.references.of(obj)
        for i in range(self.references.found.length):
            if self.is_target(self.references.found.get(i)):
                return True
        return False

    def is_target(self, word: int) -> bool:
        for i in range(len(self.targets)):
            if value_bits(self.targets[i]) == word:
                return True
        return False


def made_class(w: W_Object) -> Addr:
    """Where w's class is, if a program made it; else 0."""
    t = shape_of(w).w_type
    return address_of(t) if t.flags & TypeFlags.HEAP != 0 else 0


def referrers(targets: Array[Value]) -> Array[Value]:
    if COMPILED:
        room = SLACK
        while True:
            visitor = ReferrerList(targets, room)
            collect_with(visitor)
            if visitor.found.complete():
                return exact(visitor.found)
            room = visitor.found.n + SLACK
    else:
        found: list[Value] = []
        for o in _host_gc.get_objects():
            if isinstance(o, W_Object) and any(part is t for part in host_referents(o) for t in targets):
                found.append(wrap(o))
        return Array.of(found)


class ReferenceCount(HeapVisitor):
    """How many words refer to an object: in living objects, in registers that are not dead, in the frozen section."""

    target: Addr
    words: WordList
    n: int

    def __init__(self, target: Addr) -> None:
        self.target = target
        self.words = WordList()
        self.n = 0

    def swept(self) -> None:
        visit_cells(self, False)
        cx = THREADS.first
        while cx != 0:
            push_range(load64(cx + CX_REG_BASE), load64(cx + CX_REG_TOP), self.words)
            self.count()
            cx = load64(cx + CX_NEXT)
        push_range(symbol(SYMBOL_FROZEN_START), symbol(SYMBOL_FROZEN_END), self.words)
        self.count()
        c_free(self.words.at)

    def cell(self, obj: Addr) -> None:
        words_of(obj, self.words)
        self.count()

    def count(self) -> None:
        words = self.words
        for i in range(words.length):
            if words.get(i) == self.target:
                self.n += 1
        words.length = 0


def is_in_heap(v: Value) -> bool:
    """v was made at run time; all else (small numbers, what is built in) is there for good."""
    if COMPILED:
        return is_pointer(v) and ult(value_bits(v) - HEAP.base, HEAP.top << BLOCK_BITS)
    else:
        return isinstance(v, W_Object)


def reference_count(v: Value) -> int:
    """v is in the heap."""
    if COMPILED:
        visitor = ReferenceCount(value_bits(v))
        collect_with(visitor)
        return visitor.n
    else:
        return len(_host_gc.get_referrers(v))


# --- cyclic garbage -------------------------------------------------------------------------------------------------------------------

COUNTING: Final[int] = 0
BEGINNING: Final[int] = 1
TAKING: Final[int] = 2
ENDING: Final[int] = 3


class CyclicGarbage(HeapVisitor):
    """Counts what died and would not have by reference counts alone. With `saved` it is brought back to life and put there."""

    degrees: Addr
    """For every granule of the heap: how many dead objects refer to the dead object that begins there."""
    size: int
    step: int
    words: WordList
    free: WordList
    """Dead objects that no dead object refers to (any more)."""
    n: int
    saved: Found | None

    def __init__(self, saved: Found | None) -> None:
        self.degrees = 0
        self.size = 0
        self.step = COUNTING
        self.words = WordList()
        self.free = WordList()
        self.n = 0
        self.saved = saved

    def dead_found(self) -> None:
        self.size = HEAP.top << BLOCK_BITS - GRANULE_BITS + 2
        self.degrees = reserve_lazy(self.size)
        if self.degrees == 0:
            out_of_memory()
        self.step = COUNTING
        visit_cells(self, True)
        self.step = BEGINNING
        visit_cells(self, True)
        self.step = TAKING
        while self.free.length > 0:
            self.cell(self.free.pop())
        self.step = ENDING
        visit_cells(self, True)
        if self.saved is not None:
            drain()
        c_munmap(self.degrees, self.size)
        c_free(self.words.at)
        c_free(self.free.at)

    def degree(self, obj: Addr) -> Addr:
        return self.degrees + ((obj - HEAP.base) >> GRANULE_BITS << 2)

    def cell(self, obj: Addr) -> None:
        if self.step == BEGINNING:
            if load32(self.degree(obj)) == 0:
                self.free.push(obj)
        elif self.step == ENDING:
            if load32(self.degree(obj)) != 0:
                self.count(bits_value(obj))
        else:
            if self.step == COUNTING:
                self.drop_caches(bits_value(obj))
            words_of(obj, self.words)
            for i in range(self.words.length):
                word = self.words.get(i)
                if word & 15 == 0 and not is_marked(word):
                    self.refer(word)
            self.words.length = 0

    def drop_caches(self, v: Value) -> None:
        """Empties what a dead object refers to for speed alone, so that it counts for nothing; for derived classes."""

    def refer(self, word: Addr) -> None:
        """One reference to a dead object is found, or taken away."""
        at = self.degree(word)
        if self.step == COUNTING:
            store32(at, load32(at) + 1)
            return
        store32(at, load32(at) - 1)
        if load32(at) == 0:
            self.free.push(word)

    def count(self, v: Value) -> None:
        w = try_as(W_Object, v)
        if w is None or not tracked(shape_of(w).w_type):
            return
        self.n += 1
        saved = self.saved
        if saved is not None:
            saved.add(v)
            mark(value_bits(v))


def tracked(t: W_Type) -> bool:
    """Whether objects of the type may refer to others, and so be in cycles."""
    return t.flags & (TypeFlags.HEAP | TypeFlags.UNTRACKED) != TypeFlags.UNTRACKED


def collect_cycles(visitor: CyclicGarbage) -> int:
    """A full collection; how many objects of tracked types it found that only cycles kept from an earlier end."""
    if COMPILED:
        collect_with(visitor)
        return visitor.n
    else:
        return _host_gc.collect()


# --- objects that are there for good --------------------------------------------------------------------------------------------------


class Freezing(HeapVisitor):
    """Makes every living Python object a root."""

    def swept(self) -> None:
        visit_cells(self, False)

    def cell(self, obj: Addr) -> None:
        if found_object(obj) is not None:
            COLLECTOR.permanent.push(obj)


def freeze_all() -> None:
    if COMPILED:
        COLLECTOR.permanent.length = 0
        collect_with(Freezing())
    else:
        _host_gc.freeze()


def unfreeze_all() -> None:
    if COMPILED:
        stop_others()
        COLLECTOR.permanent.length = 0
        start_others()
    else:
        _host_gc.unfreeze()


def frozen_count() -> int:
    if COMPILED:
        return COLLECTOR.permanent.length
    else:
        return _host_gc.get_freeze_count()
