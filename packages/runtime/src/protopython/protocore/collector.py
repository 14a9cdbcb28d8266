"""The collector: which objects are alive, and the entry points of allocation.

Stop the world, mark from the roots, adopt the marks (heap.py). Objects never move. Marking is precise inside
the heap (an object's ClassInfo says which of its words to follow), and conservative outside: any word on a
thread's C stack, in its saved registers, in its context, in the frozen section or in a registered range that
*could* point into an in-use cell keeps that object alive; pointers into the middle of objects count there,
because compilers keep such pointers.

The registers of the interpreter's frames that are dead where the frames stand (objects/code/liveness.py) are emptied
first, on the register stacks and in frames that have left them, so that nothing stale is followed or kept.

    roots:  thread stacks + saved registers | contexts | register stacks [base, top) | .frozen | registered
    ranges | queues below

Order after marking (PEP 442): weak cells whose target is not marked are cleared and queued; then objects with
finalizers that are not marked are queued for finalization and marked with all they reach: a finalizer may
resurrect them, and runs once.

ClassInfo, as this file reads it:  size +16 u32 | kind +20 u8 | item_size +21 u8 | n_traced +22 u16 | traced
+24 ptr | length_offset +32 u32 | trailing_offset +36 u32 | has_extra +40 u32
"""

from __future__ import annotations

import weakref as _host_weakref
from typing import Final

from protodialect.types import COMPILED, EMPTY, Array, Value, i32, inline, noinline, races, unlikely, wrap
from protodialect.unsafe import (
    CX_NEXT,
    CX_PENDING,
    CX_POLL,
    CX_REG_BASE,
    CX_REG_TOP,
    CX_RUNS,
    CX_SAVED_REGS,
    CX_SIZE,
    CX_STACK_BASE,
    CX_STACK_TOP,
    SYMBOL_FROZEN_END,
    SYMBOL_FROZEN_START,
    Addr,
    address_of,
    atomic_add64,
    atomic_load64,
    atomic_or64,
    bits_value,
    c_function,
    export,
    load8,
    load16,
    load32,
    load64,
    object_at,
    peek64,
    prefetch,
    spill,
    store64,
    symbol,
    ult,
)
from protopython.protocore.heap import (
    BLOCK,
    BLOCK_BITS,
    CELL_SIZE,
    CELLS,
    HEAP,
    IN_USE,
    LARGE,
    LARGE_REST,
    MARKS,
    MEDIUM_MAX,
    RECIPROCAL,
    SMALL,
    SMALL_MAX,
    STATE,
    allocated_bytes,
    cell_size,
    clear_marks,
    context_size,
    count_allocation,
    entry_of,
    give_back_memory,
    give_back_runs,
    leave_runs,
    reserve_lazy,
    set_limit,
    size_class,
    start_heap,
    sweep_tables,
    take_large,
    take_run,
)
from protopython.protocore.locks import set_flag
from protopython.protocore.object import FLAG_DEAD, FLAG_FINISHED, FLAG_RESOURCE, TypeFlags, W_Object, W_Resource, W_Type
from protopython.protocore.os import (
    MADV_DONTNEED,
    RLIMIT_AS,
    c_exit,
    c_free,
    c_getenv,
    c_getrlimit,
    c_madvise,
    c_malloc_or_null,
    c_realloc,
    c_write,
)
from protopython.protocore.polling import POLL_FINALIZE, POLL_MEMORY
from protopython.protocore.thread import context
from protopython.protocore.threads import (
    THREADS,
    Mutex,
    clock_without_heap,
    register_main_context,
    safepoint_slow,
    start_others,
    start_world,
    stop_others,
    stop_world,
)

MUST_BE_GIVEN: Final[int] = 2048
"""Bytes up to which allocation does not fail: that of instances and other objects of fixed size, whose makers do not look."""
OTHER_SPACE: Final[int] = 48 << 20
"""Address space for the executable, its libraries and the main thread's stack."""
MIN_THRESHOLD: Final[int] = 8 << 20
"""Small enough that short-lived objects stay in the caches: measured 3.3 ns an object, 6.1 ns with 32 MiB."""
MAX_SMALL_THRESHOLD: Final[int] = 32 << 20

# Kinds of ClassInfo (prelude/protopy.hpp, PpKind).
KIND_FIXED: Final[int] = 0
KIND_WORDS: Final[int] = 1
KIND_RAW: Final[int] = 2
KIND_INSTANCE: Final[int] = 3
KIND_STR: Final[int] = 4
KIND_REGISTERS: Final[int] = 5

_META: Final[int] = 8
_STR_META: Final[int] = 8
_STR_BUFFER: Final[int] = 40
_STR_SHARED: Final[int] = 1 << 24


@races(length="whoever looks without the lock wants to know whether there is anything; who takes it looks again under the lock")
class WordList:
    """A growable array of raw words outside the heap."""

    at: Addr
    length: int
    capacity: int

    def __init__(self) -> None:
        self.at = 0
        self.length = 0
        self.capacity = 0

    def push(self, word: int) -> None:
        if self.length == self.capacity and not self.make_room(1):
            out_of_memory()
        store64(self.at + (self.length << 3), word)
        self.length += 1

    def make_room(self, n: int) -> bool:
        """Whether n more words fit; False: there is no memory for them."""
        if self.length + n > self.capacity:
            capacity = self.capacity * 2 + 64 + n
            at = c_realloc(self.at, capacity << 3)
            if at == 0:
                return False
            self.at = at
            self.capacity = capacity
        return True

    def free(self) -> None:
        """Empties it, and gives its memory back."""
        c_free(self.at)
        self.at = 0
        self.length = 0
        self.capacity = 0

    def get(self, i: int) -> int:
        return load64(self.at + (i << 3))

    def set(self, i: int, word: int) -> None:
        store64(self.at + (i << 3), word)

    def pop(self) -> int:
        self.length -= 1
        return load64(self.at + (self.length << 3))

    def reverse(self, first: int) -> None:
        """Turns round the order of the words from `first`."""
        last = self.length - 1
        while first < last:
            word = self.get(first)
            self.set(first, self.get(last))
            self.set(last, word)
            first += 1
            last -= 1


class WeakCell:
    """A weak reference's inside: `target` is not followed by the collector, and becomes 0 when the target
    dies."""

    target: int
    """Bits of the target's Value; first field, at offset 8."""
    w_owner: Value
    """What to notify: handed out by next_dead_cell() once the target is dead. EMPTY: nobody."""

    def __init__(self, target: int, w_owner: Value) -> None:
        self.target = target
        self.w_owner = w_owner


class HeapVisitor:
    """Who looks at the heap at a collection, while the world stands still (protocore/census.py)."""

    def dead_found(self) -> None:
        """Marks are complete; what is dead is as it was."""

    def swept(self) -> None:
        """Cells in use are the living objects."""

    def cell(self, obj: Addr) -> None:
        """An object that was asked for."""


class AllocationWatcher:
    """Who is told of every allocation (modules/_tracemalloc). Nothing here may allocate, or wait for a collection."""

    def allocated(self, at: Addr, size: int) -> None:
        """The calling thread gets a cell for `size` bytes; there is no object in it yet."""

    def left_out(self, at: Addr) -> None:
        """What the calling thread has just made in this cell is of no program's."""

    def mark(self) -> None:
        """A collection has begun: marks what it refers to. The world stands still."""

    def collected(self) -> None:
        """Marks are complete: the cells of objects that are not marked will be given out again."""


class Collector:
    """The collector's state; COLLECTOR is the only one."""

    stack: Addr
    """Mark stack: addresses of marked objects whose words are still to be followed."""
    stack_top: Addr
    stack_limit: Addr
    ranges: WordList
    """Registered root ranges: address, bytes."""
    weak: WordList
    """Addresses of all WeakCells with a live target."""
    dead: WordList
    """Weak cells whose target died and whose owner wants to know."""
    finalizable: Addr
    """Objects with a finalizer that has not run. Threads add to them without a lock: memory is reserved for as many as
    there may be objects."""
    n_finalizable: Addr
    """The address of their number."""
    finalizable_limit: int
    to_finalize: WordList
    """Those of them found dead, waiting for their finalizer; the next one is the last."""
    resources: WordList
    """During a collection: dead objects that are to give back what they have, unless others may need it."""
    lock: Mutex
    """Guards the lists outside of collections."""
    before: int
    """Bytes live before the last collection, for statistics."""
    owned: WordList
    """Memory outside the heap that belongs to objects: the object's address, the memory's."""
    enrolled: WordList
    """Addresses of the objects that are to be found again."""
    at_call: Addr
    """The context of the thread that collects, if its innermost frame stands at a call; else 0."""
    permanent: WordList
    """Objects that gc.freeze() made roots."""
    visitor: HeapVisitor | None
    watcher: AllocationWatcher | None

    def __init__(self) -> None:
        self.stack = 0
        self.stack_top = 0
        self.stack_limit = 0
        self.ranges = WordList()
        self.weak = WordList()
        self.dead = WordList()
        self.finalizable = 0
        self.n_finalizable = 0
        self.finalizable_limit = 0
        self.to_finalize = WordList()
        self.resources = WordList()
        self.lock = Mutex()
        self.before = 0
        self.owned = WordList()
        self.enrolled = WordList()
        self.at_call = 0
        self.permanent = WordList()
        self.visitor = None
        self.watcher = None


COLLECTOR: Final[Collector] = Collector()
_host_enrolled: _host_weakref.WeakSet[W_Object] = _host_weakref.WeakSet()
_STRESS_NAME: Final[bytes] = b"PROTOPY_GC_STRESS\0"
_LIMIT_NAME: Final[bytes] = b"PROTOPY_HEAP_LIMIT\0"
_NO_MEMORY: Final[bytes] = b"protopy: fatal: out of memory\n"


# --- start --------------------------------------------------------------------------------------------------


@export("pp_heap_start")
def heap_start() -> None:
    """Called by main() before anything is allocated."""
    # The heap gets half of a limited address space, the mark stack what the smallest objects may need, and a quarter is left to the rest.
    space = _address_space()
    if not start_heap(min(1 << 38, (space >> 1) & -(1 << 21))):
        out_of_memory()
    size = min(1 << 36, space >> 2)
    while COLLECTOR.stack == 0 and size >= 1 << 20:
        COLLECTOR.stack = reserve_lazy(size)
        COLLECTOR.stack_limit = COLLECTOR.stack + size
        size = size >> 1
    COLLECTOR.stack_top = COLLECTOR.stack
    size = min(1 << 35, space >> 4)
    while COLLECTOR.finalizable == 0 and size >= 1 << 20:
        COLLECTOR.finalizable = reserve_lazy(size)
        COLLECTOR.finalizable_limit = size >> 3
        size = size >> 1
    COLLECTOR.n_finalizable = c_malloc_or_null(8)
    if COLLECTOR.n_finalizable != 0:
        store64(COLLECTOR.n_finalizable, 0)
    if COLLECTOR.stack == 0 or COLLECTOR.finalizable == 0 or not register_main_context(address_of(context())):
        out_of_memory()
    HEAP.stress = _number_in_environment(_STRESS_NAME)
    HEAP.singly = HEAP.stress != 0
    limit = _number_in_environment(_LIMIT_NAME)
    if limit > 0 and limit < HEAP.size:
        set_limit(limit >> BLOCK_BITS)


def _address_space() -> int:
    """Bytes of address space that are left to the process, but for what libraries and the main thread's stack take."""
    limits = c_malloc_or_null(16)
    if limits == 0 or c_getrlimit(i32(RLIMIT_AS), limits) != 0:
        return 1 << 46
    space = load64(limits)
    c_free(limits)
    return 1 << 46 if space < 0 or space > 1 << 46 else max(space - OTHER_SPACE, 1 << 24)


def _number_in_environment(name: bytes) -> int:
    from_c = c_getenv(_data(name))
    n = 0
    if from_c != 0:
        while 48 <= load8(from_c) <= 57:
            n = n * 10 + load8(from_c) - 48
            from_c += 1
    return n


@inline
def _data(b: bytes) -> Addr:
    return address_of(b) + 32


def out_of_memory() -> None:
    """Nothing is left, not even for an exception."""
    c_write(i32(2), _data(_NO_MEMORY), len(_NO_MEMORY))
    c_exit(i32(70))


# --- allocation ---------------------------------------------------------------------------------------------


@export("pp_alloc_slow")
def alloc_slow(size: int) -> Addr:
    """A cell for `size` bytes, not zeroed; 0 if there is no memory (never for sizes up to MUST_BE_GIVEN)."""
    cx = address_of(context())
    if unlikely(atomic_load64(cx + CX_POLL) & 1 != 0):
        safepoint_slow()
    if unlikely(HEAP.singly):
        return _alloc_singly(cx, size)
    _collect_if_due()
    return _take(cx, size)


@inline
def _collect_if_due() -> None:
    if allocated_bytes() > HEAP.threshold and HEAP.disabled == 0:
        collect_since(HEAP.collections, None)


@noinline
def _alloc_singly(cx: Addr, size: int) -> Addr:
    """alloc_slow where every allocation comes by."""
    if HEAP.stress != 0:
        HEAP.stress_count += 1
        if HEAP.stress_count >= HEAP.stress:
            HEAP.stress_count = 0
            collect()
    else:
        _collect_if_due()
    at = _take(cx, size)
    watcher = COLLECTOR.watcher
    if watcher is not None and at != 0:
        watcher.allocated(at, size)
    return at


@inline
def _take(cx: Addr, size: int) -> Addr:
    if size <= MEDIUM_MAX:
        c = size_class(size)
        run = cx + CX_RUNS + (c << 4)
        while True:
            at = load64(run)
            limit = load64(run + 8)
            if at < limit:
                store64(run, at + _cell_of(c))
                return at
            if not take_run(cx, c, HEAP.limit) and not _take_last(cx, c, size):
                return 0
    at = 0
    if size < HEAP.size:
        if allocated_bytes() + size > HEAP.threshold and allocated_bytes() > size and HEAP.disabled == 0:
            collect_since(HEAP.collections, None)
        at = take_large(size)
        if at == 0 and size < HEAP.limit << BLOCK_BITS:
            collect()
            at = take_large(size)
    return at


@noinline
def _take_last(cx: Addr, c: int, size: int) -> bool:
    """A run when the heap is full: after a collection, or from the reserve. Then the thread is asked to raise MemoryError, again only when
    it has used another quarter of the reserve, and a collection has not given it back."""
    if size > SMALL_MAX or allocated_bytes() > HEAP.reserve << BLOCK_BITS - 2 or (HEAP.top - HEAP.limit >= HEAP.warned and not has_collector_work()):
        collect()
        if take_run(cx, c, HEAP.limit):
            return True
    used = HEAP.top - HEAP.limit
    if used >= HEAP.warned and not has_collector_work():  # what waits for its finalizer may be all that is needed
        HEAP.warned = max(used, 0) + (HEAP.reserve >> 2)
        atomic_or64(cx + CX_POLL, POLL_MEMORY)
    if take_run(cx, c, HEAP.limit + HEAP.reserve):
        return True
    if size <= MUST_BE_GIVEN:
        out_of_memory()
    return False


@inline
def memory_is_short() -> bool:
    """Whether what can be left out should be: an eighth of the reserve is in use. At a quarter MemoryError is asked for again."""
    return HEAP.top > HEAP.limit + (HEAP.reserve >> 3)


@inline
def _cell_of(c: int) -> int:
    if c <= 32:
        return c << 4
    return (((c - 33) & 3) + 5) << (((c - 33) >> 2) + 7)


@export("pp_cell_size")
def exported_cell_size(at: Addr) -> int:
    return cell_size(at) if ult(at - HEAP.base, HEAP.top << BLOCK_BITS) else _frozen_size(at)


def _frozen_size(obj: Addr) -> int:
    """Bytes of a frozen object that may have attributes: its layout, then the word for the attribute array
    (protopyc/image/walk.py).
    """
    info = load64(load64(obj) + 8)
    size = load32(info + 16)
    trailing = load32(info + 36)
    if trailing != 0:
        size = trailing + load64(obj + load32(info + 32)) * load8(info + 21)
    return ((size + 7) & ~7) + 8


# --- marking ------------------------------------------------------------------------------------------------


@inline
def _push(at: Addr) -> None:
    top = COLLECTOR.stack_top
    store64(top, at)
    COLLECTOR.stack_top = top + 8
    if unlikely(top + 16 > COLLECTOR.stack_limit):
        out_of_memory()


@inline
def mark(word: int) -> None:
    """Follows a word of a heap object: it points to an object's start, or not into the heap at all."""
    offset = word - HEAP.base
    if ult(offset, HEAP.top << BLOCK_BITS) and word & 15 == 0:
        entry = HEAP.table + (offset >> BLOCK_BITS) * 1088
        # A large object's reciprocal is 0, so its bit is bit 0.
        cell = ((offset & (BLOCK - 1)) * load64(entry + RECIPROCAL)) >> 32
        at = entry + MARKS + ((cell >> 6) << 3)
        bits = load64(at)
        bit = 1 << (cell & 63)
        if bits & bit == 0:
            store64(at, bits | bit)
            prefetch(word)
            _push(word)


def mark_conservatively(word: int) -> None:
    """Follows a word that may be anything: if it points into an in-use cell, that object is alive."""
    obj = cell_at(word)
    if obj != 0:
        mark(obj)


@inline
def cell_at(word: int) -> Addr:
    """The in-use cell that a word points into, if it does; else 0."""
    offset = word - HEAP.base
    if not ult(offset, HEAP.top << BLOCK_BITS):
        return 0
    block = offset >> BLOCK_BITS
    entry = entry_of(block)
    state = load64(entry + STATE)
    if state == SMALL:
        size = load64(entry + CELL_SIZE)
        cell = ((offset & (BLOCK - 1)) * load64(entry + RECIPROCAL)) >> 32
        if (
            cell < load64(entry + CELLS)
            and (load64(entry + IN_USE + ((cell >> 6) << 3)) >> (cell & 63)) & 1 != 0
        ):
            return HEAP.base + (block << BLOCK_BITS) + cell * size
    elif state == LARGE:
        return HEAP.base + (block << BLOCK_BITS)
    elif state == LARGE_REST:
        block -= load64(entry + CELL_SIZE)
        return HEAP.base + (block << BLOCK_BITS)
    return 0


def mark_range(start: Addr, end: Addr) -> None:
    """Conservatively, all aligned words in [start, end)."""
    at = (start + 7) & ~7
    low = HEAP.base
    size = HEAP.top << BLOCK_BITS
    while at + 8 <= end:
        word = peek64(at)
        if ult(word - low, size):
            mark_conservatively(word)
        at += 8


def _mark_words(start: Addr, end: Addr) -> None:
    at = start
    while at < end:
        mark(load64(at))
        at += 8


def drain() -> None:
    """Follows everything on the mark stack, and what that leads to."""
    while COLLECTOR.stack_top != COLLECTOR.stack:
        COLLECTOR.stack_top -= 8
        _trace(load64(COLLECTOR.stack_top))


@inline
def _trace(obj: Addr) -> None:
    shape = load64(obj)
    mark(shape)
    info = load64(shape + 8)
    traced = load64(info + 24)
    end = traced + load16(info + 22) * 2
    while traced < end:
        mark(load64(obj + load16(traced)))
        traced += 2
    kind = load8(info + 20)
    if kind == KIND_WORDS:
        start = obj + load32(info + 36)
        _mark_words(start, start + (load64(obj + load32(info + 32)) << 3))
    elif kind == KIND_REGISTERS:
        start = obj + load32(info + 36)
        end = start + (load64(obj + load32(info + 32)) << 3)
        c_clear_saved_registers(address_of(context()), start, load64(end - 8))
        _mark_words(start, end)
    elif kind == KIND_INSTANCE:
        _mark_words(obj + load32(info + 36), obj + cell_size(obj))
        return
    elif kind == KIND_STR:
        if load64(obj + _STR_META) & _STR_SHARED != 0:
            mark(load64(obj + _STR_BUFFER))
    if unlikely(load32(info + 40) != 0):
        mark(load64(obj + cell_size(obj) - 8))


# --- registers (engine/dead_registers.py) ---------------------------------------------------------------------


@c_function("pp_clear_dead_registers")
def c_clear_dead_registers(me: Addr, cx: Addr, at_call: int) -> None:
    """Empties what is dead on the register stack of the thread with context cx. me: this thread's context."""


@c_function("pp_clear_saved_registers")
def c_clear_saved_registers(me: Addr, registers: Addr, frame: Addr) -> None:
    """Empties what is dead of the registers that a frame has taken off the stack."""


# --- a collection -------------------------------------------------------------------------------------------


def collect() -> int:
    """A full collection; returns the bytes that are live after it."""
    return collect_since(-1, None)


def collect_with(visitor: HeapVisitor) -> None:
    """As collect(), for a native function that Python code called, and lets the visitor look at the heap. What the caller's frame
    holds in dead registers dies, too. (Elsewhere the innermost frame does not know exactly where it is.)
    """
    collect_since(-1, visitor)


def collect_at_call() -> None:
    """The same for who has nothing to look at."""
    collect_with(HeapVisitor())


@noinline
def collect_since(seen: int, visitor: HeapVisitor | None) -> int:
    """The same, unless another thread did it since the caller saw HEAP.collections == seen."""
    if COMPILED:
        spill()
        cx = address_of(context())
        stop_world(cx)
        if 0 <= seen < HEAP.collections:
            start_world(cx)
            return HEAP.live
        start = clock_without_heap()
        COLLECTOR.at_call = 0 if visitor is None else cx
        COLLECTOR.visitor = visitor
        _collect_stopped()
        if visitor is None:
            HEAP.unasked += 1
        else:
            visitor.swept()
            COLLECTOR.visitor = None
        HEAP.collections += 1
        HEAP.pause_ns += clock_without_heap() - start
        start_world(cx)
        return HEAP.live
    else:
        import gc

        gc.collect()
        return 0


def _collect_stopped() -> None:
    COLLECTOR.before = HEAP.live + HEAP.allocated
    cx = THREADS.first
    while cx != 0:
        give_back_runs(cx)
        cx = load64(cx + CX_NEXT)
    clear_marks()
    _mark_roots()
    drain()
    _clear_weak_cells()
    _queue_finalizers()
    drain()
    if COLLECTOR.visitor is not None:
        COLLECTOR.visitor.dead_found()
    if COLLECTOR.watcher is not None:
        COLLECTOR.watcher.collected()
    _free_owned()
    _strike_off()
    sweep_tables()
    used = COLLECTOR.stack_limit - COLLECTOR.stack
    if used > 1 << 22:
        c_madvise(COLLECTOR.stack + (1 << 20), used - (1 << 20), i32(MADV_DONTNEED))
    HEAP.threshold = _next_threshold(HEAP.live)
    give_back_memory()
    if has_collector_work():
        atomic_or64(address_of(context()) + CX_POLL, POLL_FINALIZE)


def _next_threshold(live: int) -> int:
    """How many bytes may be handed out before the next collection: three quarters of what is live, more for
    small heaps."""
    small = MIN_THRESHOLD + live
    if small > MAX_SMALL_THRESHOLD:
        small = MAX_SMALL_THRESHOLD
    growth = (live >> 1) + (live >> 2)
    return growth if growth > small else small


def _mark_roots() -> None:
    size = context_size()
    cx = THREADS.first
    while cx != 0:
        mark_conservatively(load64(cx + CX_PENDING))
        mark_range(cx + CX_SAVED_REGS, cx + CX_RUNS)
        mark_range(cx + CX_SIZE, cx + size)
        c_clear_dead_registers(address_of(context()), cx, 1 if cx == COLLECTOR.at_call else 0)
        mark_range(load64(cx + CX_REG_BASE), load64(cx + CX_REG_TOP))
        top = load64(cx + CX_STACK_TOP)
        if top != 0:
            mark_range(top, load64(cx + CX_STACK_BASE))
        drain()
        cx = load64(cx + CX_NEXT)
    mark_range(symbol(SYMBOL_FROZEN_START), symbol(SYMBOL_FROZEN_END))
    _mark_list(COLLECTOR.to_finalize)
    _mark_list(COLLECTOR.dead)
    _mark_list(COLLECTOR.permanent)
    if COLLECTOR.watcher is not None:
        COLLECTOR.watcher.mark()
    i = 0
    while i < COLLECTOR.ranges.length:
        at = COLLECTOR.ranges.get(i)
        mark_range(at, at + COLLECTOR.ranges.get(i + 1))
        i += 2


def _mark_list(words: WordList) -> None:
    for i in range(words.length):
        mark_conservatively(words.get(i))


def is_marked(word: int) -> bool:
    """Whether a word's object survives; what is not in the heap does."""
    offset = word - HEAP.base
    if not ult(offset, HEAP.top << BLOCK_BITS):
        return True
    entry = entry_of(offset >> BLOCK_BITS)
    cell = ((offset & (BLOCK - 1)) * load64(entry + RECIPROCAL)) >> 32
    return (load64(entry + MARKS + ((cell >> 6) << 3)) >> (cell & 63)) & 1 != 0


def _clear_weak_cells() -> None:
    weak = COLLECTOR.weak
    kept = 0
    for i in range(weak.length):
        cell = weak.get(i)
        if not is_marked(cell):
            continue
        target = load64(cell + 8)
        if target == 0:
            continue
        if is_marked(target):
            weak.set(kept, cell)
            kept += 1
        else:
            store64(cell + 8, 0)
            if load64(cell + 16) != 0:
                COLLECTOR.dead.push(cell)
    weak.length = kept


def _queue_finalizers() -> None:
    kept = COLLECTOR.finalizable
    at = kept
    end = at + (load64(COLLECTOR.n_finalizable) << 3)
    while at < end:
        obj = load64(at)
        at += 8
        if is_marked(obj):
            store64(kept, obj)
            kept += 8
        elif load64(obj + _META) & FLAG_RESOURCE != 0:
            COLLECTOR.resources.push(obj)
        elif load64(obj + _META) & FLAG_FINISHED == 0:
            COLLECTOR.to_finalize.push(obj)
    # All dead ones are known before any is marked: those that others refer to are finalized too.
    _mark_list(COLLECTOR.to_finalize)
    drain()
    # But for resources, which the others may use.
    for i in range(COLLECTOR.resources.length):
        obj = COLLECTOR.resources.get(i)
        if is_marked(obj):
            store64(kept, obj)
            kept += 8
        elif load64(obj + _META) & FLAG_FINISHED == 0:
            store64(obj + _META, load64(obj + _META) | FLAG_DEAD)
            COLLECTOR.to_finalize.push(obj)
    COLLECTOR.resources.length = 0
    _mark_list(COLLECTOR.to_finalize)
    store64(COLLECTOR.n_finalizable, (kept - COLLECTOR.finalizable) >> 3)
    unused = kept + 4095 & ~4095
    if end - unused > 1 << 20:
        c_madvise(unused, end - unused, i32(MADV_DONTNEED))
    # What was there first waits: the newest one of these, which often stands on older ones, comes last and is taken first.


def finalize_all() -> bool:
    """At the end of the program, when no other thread runs: whatever has a finalizer is queued, the oldest first. False: there is nothing."""
    if COMPILED:
        COLLECTOR.lock.acquire(-1)
        queue = COLLECTOR.to_finalize
        first = queue.length
        for i in range(load64(COLLECTOR.n_finalizable)):
            obj = load64(COLLECTOR.finalizable + (i << 3))
            if load64(obj + _META) & (FLAG_FINISHED | FLAG_RESOURCE) == 0:  # The system takes resources back; until then they may be of use.
                queue.push(obj)
        store64(COLLECTOR.n_finalizable, 0)
        queue.reverse(first)
        COLLECTOR.lock.release()
        return queue.length > 0
    else:
        return False


def own_memory(obj: Addr, memory: Addr) -> None:
    """While the world is stopped: memory of c_malloc that is freed when obj dies."""
    COLLECTOR.owned.push(obj)
    COLLECTOR.owned.push(memory)


def _free_owned() -> None:
    owned = COLLECTOR.owned
    kept = 0
    for i in range(0, owned.length, 2):
        obj = owned.get(i)
        memory = owned.get(i + 1)
        if is_marked(obj):
            owned.set(kept, obj)
            owned.set(kept + 1, memory)
            kept += 2
        else:
            c_free(memory)
    owned.length = kept


def _strike_off() -> None:
    enrolled = COLLECTOR.enrolled
    kept = 0
    for i in range(enrolled.length):
        if is_marked(enrolled.get(i)):
            enrolled.set(kept, enrolled.get(i))
            kept += 1
    enrolled.length = kept


# --- what the runtime asks for ------------------------------------------------------------------------------


def watch_allocations(watcher: AllocationWatcher) -> None:
    """The watcher is told of all allocations from now on, unless there is one already."""
    stop_others()
    if COLLECTOR.watcher is None:
        COLLECTOR.watcher = watcher
        HEAP.singly = True
        cx = THREADS.first
        while cx != 0:
            leave_runs(cx)
            cx = load64(cx + CX_NEXT)
    start_others()


@inline
def leave_out(at: Addr) -> None:
    """Whoever watches allocations forgets the object that has just been made at this address: it is the interpreter's own, and no line of a
    program allocates it."""
    if unlikely(HEAP.singly):
        watcher = COLLECTOR.watcher
        if watcher is not None:
            watcher.left_out(at)


def unwatch_allocations() -> AllocationWatcher | None:
    """Nobody is told any more; who was."""
    stop_others()
    watcher = COLLECTOR.watcher
    COLLECTOR.watcher = None
    HEAP.singly = HEAP.stress != 0
    start_others()
    return watcher


def new_weak_cell(target: W_Object, w_owner: Value) -> WeakCell:
    """A cell that forgets target when it dies; then next_dead_cell() gives it out if w_owner is not EMPTY."""
    if COMPILED:
        cell = WeakCell(0, w_owner)
        COLLECTOR.lock.acquire(-1)
        cell.target = address_of(target)
        COLLECTOR.weak.push(address_of(cell))
        COLLECTOR.lock.release()
        return cell
    else:
        cell = WeakCell(1, w_owner)
        cell.__dict__["_host_target"] = target
        return cell


def weak_target(cell: WeakCell) -> Value:
    """The target, or EMPTY once it is dead."""
    if COMPILED:
        return bits_value(cell.target)
    else:
        if cell.target == 0:
            return EMPTY
        target: W_Object = cell.__dict__["_host_target"]
        return wrap(target)


def next_dead_cell() -> WeakCell | None:
    """A cell whose target died since it was asked last; the interpreter calls its owner's callback."""
    if COMPILED:
        if COLLECTOR.dead.length == 0:
            return None
        COLLECTOR.lock.acquire(-1)
        found: WeakCell | None = None
        if COLLECTOR.dead.length > 0:
            found = object_at(WeakCell, COLLECTOR.dead.pop())
        COLLECTOR.lock.release()
        return found
    else:
        return None


def enroll(obj: W_Object) -> None:
    """enrolled() finds obj while it lives."""
    if COMPILED:
        COLLECTOR.lock.acquire(-1)
        COLLECTOR.enrolled.push(address_of(obj))
        COLLECTOR.lock.release()
    else:
        _host_enrolled.add(obj)


def enrolled() -> Array[Value]:
    """All objects that enroll() was called for and that live; EMPTY after the last."""
    if COMPILED:
        while True:
            room = COLLECTOR.enrolled.length + 16
            found = Array[Value](room, EMPTY)
            COLLECTOR.lock.acquire(-1)
            n = COLLECTOR.enrolled.length
            if n <= room:
                for i in range(n):
                    found[i] = bits_value(COLLECTOR.enrolled.get(i))
            COLLECTOR.lock.release()
            if n <= room:
                return found
    else:
        return Array.of([wrap(obj) for obj in _host_enrolled])


def register_finalizer(obj: W_Object) -> None:
    """obj will be handed out by next_to_finalize() when nothing else refers to it, once."""
    if COMPILED:
        i = atomic_add64(COLLECTOR.n_finalizable, 1)
        if unlikely(i >= COLLECTOR.finalizable_limit):
            atomic_add64(COLLECTOR.n_finalizable, -1)
            raise MemoryError()
        store64(COLLECTOR.finalizable + (i << 3), address_of(obj))
    else:
        _host_finalizable().add(obj)


def register_resource(obj: W_Resource) -> None:
    """obj gives back what it has when neither the program nor the finalizer of another dead object can reach it."""
    if COMPILED:
        set_flag(obj, FLAG_RESOURCE)
        register_finalizer(obj)


def register_new_resource(obj: W_Resource, cls: W_Type) -> None:
    """The same, unless the `__del__` of its class comes first, for which it is registered where it is made."""
    if cls.flags & TypeFlags.HAS_DEL == 0:
        register_resource(obj)


def count_outside(n: int) -> None:
    """Resources have about n bytes more outside the heap: collections come the sooner for it."""
    if COMPILED:
        count_allocation(n)


def forget_finalizer(obj: W_Object) -> None:
    """obj has come to its end: its finalizer would have nothing to do."""
    if COMPILED:
        set_flag(obj, FLAG_FINISHED)


def n_awaiting_finalizer() -> int:
    """How many objects have a finalizer that has not run, those included whose finalizer would have nothing to do. While the world stands."""
    if COMPILED:
        return load64(COLLECTOR.n_finalizable)
    else:
        return len(_host_finalizable())


def awaiting_finalizer(i: int) -> Value:
    if COMPILED:
        return bits_value(load64(COLLECTOR.finalizable + (i << 3)))
    else:
        alive = list(_host_finalizable())
        return wrap(alive[i]) if i < len(alive) else EMPTY


def _host_finalizable() -> _host_weakref.WeakSet[W_Object]:
    """Host only, where no finalizer runs."""
    found: _host_weakref.WeakSet[W_Object] = context().space.__dict__.setdefault("_host_finalizable", _host_weakref.WeakSet())
    return found


def has_finalizable() -> bool:
    """Whether there are objects whose finalizer has not run."""
    if COMPILED:
        return load64(COLLECTOR.n_finalizable) > 0
    else:
        return False


def next_to_finalize() -> W_Object | None:
    """An object that is dead but for its finalizer."""
    if COMPILED:
        if COLLECTOR.to_finalize.length == 0:
            return None
        COLLECTOR.lock.acquire(-1)
        found: W_Object | None = None
        if COLLECTOR.to_finalize.length > 0:
            found = object_at(W_Object, COLLECTOR.to_finalize.pop())
        COLLECTOR.lock.release()
        return found
    else:
        return None


def has_collector_work() -> bool:
    """Whether next_dead_cell() or next_to_finalize() has something: a cheap test for the interpreter's slow
    checks."""
    return COLLECTOR.dead.length + COLLECTOR.to_finalize.length > 0


def heap_statistics() -> list[int]:
    """[collections, bytes live at the last one, bytes handed out since, bytes committed, nanoseconds of
    pauses, stress]"""
    return [
        HEAP.collections,
        HEAP.live,
        HEAP.allocated,
        HEAP.committed << BLOCK_BITS,
        HEAP.pause_ns,
        HEAP.stress,
    ]


def postpone_collections(on: bool) -> None:
    """gc.disable() and gc.enable()."""
    HEAP.disabled = 1 if on else 0
