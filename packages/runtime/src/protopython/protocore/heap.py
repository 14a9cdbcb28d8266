"""The heap's blocks: where objects live, and how a thread gets memory for new ones.

    reserved address range, one for the process
    +--------+--------+--------+--------+-----------------+--------+---------------- - - -
    | block  | block  | block  | block                    | block  |  not yet used
    | 32 B   | 48 B   | 32 B   | large object, 3 blocks   | free   |
    +--------+--------+--------+--------+-----------------+--------+---------------- - - -
      64 KiB: cells of one size class

    block table, in its own range: entry i describes block i
    [ state | cell size | reciprocal | cells | cursor | next | live | marks 512 B | in use 512 B ]

Why so. One contiguous range makes "is this word a pointer into the heap" one subtraction and one comparison,
which is what marking and conservative stack scanning do most. Keeping the bits out of the blocks keeps all
blocks' first lines from falling on the same cache sets. Cells are never touched by sweeping: a block's in-use
bits are simply what marking left, and a thread that needs cells takes the next *run* of clear bits and bumps
through it, so the fast path (prelude, pp_alloc_raw) is an add and a compare.

Invariants
- A set in-use bit means: an object, or part of a run that some thread is bumping through. At a collection the
  unused rest of all runs is given back first, so then it means: an object.
- A block belongs to at most one thread while that thread's run of its class lies in it; other threads never
  touch its bits. Blocks waiting for their next thread are linked from Heap.ready, by class.
- The block table's state words are written under Heap.lock, or while the world is stopped.

Sizes: classes of 16 bytes up to 512, then four a doubling up to 32 KiB; beyond, whole blocks.

Sources: Boehm and Weiser, "Garbage collection in an uncooperative environment" (1988), for conservative
stacks and lazy sweeping; Blackburn and McKinley, "Immix" (2008), for bumping through runs of free memory.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, ctz64, i32, inline, noinline, popcount64, races, unlikely
from protodialect.unsafe import (
    CX_RUNS,
    CX_SIZE,
    SYMBOL_CONTEXT_INFO,
    Addr,
    address_of,
    atomic_add64,
    atomic_load64,
    atomic_swap32,
    load32,
    load64,
    memset,
    store64,
    symbol,
)
from protopython.protocore.os import (
    MADV_DONTNEED,
    MADV_HUGEPAGE,
    MAP_NORESERVE,
    MAP_PRIVATE_ANONYMOUS,
    PROT_NONE,
    PROT_READ_WRITE,
    c_madvise,
    c_mmap,
    c_mprotect,
    c_sched_yield,
)

BLOCK_BITS: Final[int] = 16
BLOCK: Final[int] = 1 << BLOCK_BITS
CLASSES: Final[int] = 57
SMALL_MAX: Final[int] = 512
MEDIUM_MAX: Final[int] = 32768
COMMIT_STEP: Final[int] = 16
"""Blocks made usable by one system call."""

HUGE_PAGES_FROM: Final[int] = 64
"""From this block on the system is asked for 2 MiB pages: growing costs half as much, and a program that
stays small pays nothing."""

HUGE_PAGE: Final[int] = 1 << 21
LEAST_GIVEN_BACK: Final[int] = 16
"""Free blocks in a row that are worth a system call."""

# Entry of the block table.
ENTRY: Final[int] = 1088
STATE: Final[int] = 0
CELL_SIZE: Final[int] = 8
"""Of a large object: its bytes. Of a continuation: how many blocks back its head is. Of a free block: 0 when its memory
went back to the system."""
RECIPROCAL: Final[int] = 16
CELLS: Final[int] = 24
"""Of a large object: its blocks."""
CURSOR: Final[int] = 32
"""The first cell not yet looked at for free runs."""
NEXT: Final[int] = 40
"""The next ready block of the class, as index + 1; 0 ends the list."""
LIVE: Final[int] = 48
MARKS: Final[int] = 64
IN_USE: Final[int] = 576

FREE: Final[int] = 0
SMALL: Final[int] = 1
LARGE: Final[int] = 2
LARGE_REST: Final[int] = 3

POISON: Final[int] = 0xDB


@races(top="a reader without the lock asks whether memory is short, not where it is")
class Heap:
    """The process's heap. All addresses and counts; the frozen instance HEAP is the only one."""

    lock: int
    """32-bit futex-free spin lock in the low half; first field, at offset 8."""
    allocated: int
    """Bytes handed to threads since the last collection; second field, at offset 16, because threads add to
    it atomically."""
    base: Addr
    size: int
    """Of the reserved range."""
    table: Addr
    top: int
    """Blocks ever used: those below have table entries."""
    committed: int
    """Blocks made readable and writable."""
    free_hint: int
    """No free block below it."""
    large_hint: int
    free_blocks: int
    limit: int
    """Blocks the heap may have at most, but for the reserve."""
    reserve: int
    """Blocks beyond the limit, for what runs between the exhaustion of memory and the handling of MemoryError."""
    warned: int
    """Blocks of the reserve in use before MemoryError is asked for again."""
    ready: Array[int]
    """By class: index + 1 of the first block with free cells."""
    threshold: int
    """Collect when `allocated` exceeds it."""
    live: int
    """Bytes in marked objects at the last collection."""
    survivors: int
    """How many there were."""
    stress: int
    """Collect at every n-th slow allocation; 0: off."""
    stress_count: int
    singly: bool
    """Runs are one cell long, so that every allocation is a slow one: in the stress mode, and while somebody watches allocations."""
    collections: int
    unasked: int
    """Those of them that no program asked for."""
    pause_ns: int
    """Total time with the world stopped."""
    disabled: int
    """Collections asked for by allocation are postponed while positive."""

    def __init__(self) -> None:
        self.lock = 0
        self.allocated = 0
        self.base = 0
        self.size = 0
        self.table = 0
        self.top = 0
        self.committed = 0
        self.free_hint = 0
        self.large_hint = 0
        self.free_blocks = 0
        self.limit = 0
        self.reserve = 0
        self.warned = 0
        self.ready = Array[int](CLASSES, 0)
        self.threshold = 8 << 20
        self.live = 0
        self.survivors = 0
        self.stress = 0
        self.stress_count = 0
        self.singly = False
        self.collections = 0
        self.unasked = 0
        self.pause_ns = 0
        self.disabled = 0


HEAP: Final[Heap] = Heap()


def size_class(size: int) -> int:
    """The class whose cells hold `size` bytes; twin of the prelude's pp_size_class."""
    if size <= SMALL_MAX:
        return (size + 15) >> 4
    c = 33
    cell = 640
    while cell < size:
        c += 1
        cell = class_size(c)
    return c


@inline
def class_size(c: int) -> int:
    """Bytes of a cell of class c."""
    if c <= 32:
        return c << 4
    return (((c - 33) & 3) + 5) << (((c - 33) >> 2) + 7)


# --- the heap's own lock: held for a few hundred instructions, never across a safepoint ---------------------


@inline
def lock_heap() -> None:
    if unlikely(atomic_swap32(address_of(HEAP) + 8, 1) != 0):
        _wait_for_heap()


@noinline
def _wait_for_heap() -> None:
    while atomic_swap32(address_of(HEAP) + 8, 1) != 0:
        c_sched_yield()


@inline
def unlock_heap() -> None:
    atomic_swap32(address_of(HEAP) + 8, 0)


@inline
def allocated_bytes() -> int:
    return atomic_load64(address_of(HEAP) + 16)


def count_allocation(n: int) -> None:
    atomic_add64(address_of(HEAP) + 16, n)


# --- reserving ----------------------------------------------------------------------------------------------


def reserve(size: int) -> Addr:
    """Address space without memory behind it, aligned to a huge page; 0 if there is none."""
    at = c_mmap(0, size + HUGE_PAGE, i32(PROT_NONE), i32(MAP_PRIVATE_ANONYMOUS), i32(-1), 0)
    return 0 if at == -1 else (at + HUGE_PAGE - 1) & ~(HUGE_PAGE - 1)


def reserve_lazy(size: int) -> Addr:
    """Zeroed memory that comes into being page by page as it is touched; 0 if there is none."""
    at = c_mmap(0, size, i32(PROT_READ_WRITE), i32(MAP_PRIVATE_ANONYMOUS | MAP_NORESERVE), i32(-1), 0)
    return 0 if at == -1 else at


def start_heap(space: int) -> bool:
    """Reserves the address range: `space` bytes, less if the system gives less."""
    size = space
    while size >= 1 << 23:
        base = reserve(size)
        if base != 0:
            table = reserve_lazy((size >> BLOCK_BITS) * ENTRY)
            if table != 0:
                HEAP.base = base
                HEAP.size = size
                HEAP.table = table
                set_limit(size >> BLOCK_BITS)
                return True
        size = size >> 1
    return False


def set_limit(blocks: int) -> None:
    """The heap may have so many blocks; a thirty-second of them, at most 64 MiB, are the reserve."""
    HEAP.reserve = min(blocks >> 5, 1 << 10)
    HEAP.limit = blocks - HEAP.reserve


@inline
def entry_of(block: int) -> Addr:
    return HEAP.table + block * ENTRY


@inline
def block_address(block: int) -> Addr:
    return HEAP.base + (block << BLOCK_BITS)


def _commit(blocks: int, limit: int) -> bool:
    """Makes the first `blocks` blocks usable, unless they are more than `limit`."""
    if blocks > limit:
        return False
    if blocks <= HEAP.committed:
        return True
    step = COMMIT_STEP if blocks < HUGE_PAGES_FROM else 4 * COMMIT_STEP
    want = (blocks + step - 1) & ~(step - 1)
    if want > HEAP.limit + HEAP.reserve:
        want = HEAP.limit + HEAP.reserve
    more = (want - HEAP.committed) << BLOCK_BITS
    if c_mprotect(block_address(HEAP.committed), more, i32(PROT_READ_WRITE)) != 0:
        return False
    if HEAP.committed >= HUGE_PAGES_FROM:
        c_madvise(block_address(HEAP.committed), more, i32(MADV_HUGEPAGE))
    HEAP.committed = want
    return True


# --- blocks; the heap's lock is held ------------------------------------------------------------------------


def _take_block(blocks: int) -> int:
    """A block for small cells among the first `blocks` ones, or -1."""
    if HEAP.free_blocks > 0:
        block = HEAP.free_hint
        while block < HEAP.top and load64(entry_of(block) + STATE) != FREE:
            block += 1
        HEAP.free_hint = block + 1
        if block < HEAP.top:
            HEAP.free_blocks -= 1
            return block
        HEAP.free_hint = HEAP.top
    block = HEAP.top
    if not _commit(block + 1, blocks):
        return -1
    HEAP.top = block + 1
    return block


def _make_small(block: int, c: int) -> None:
    """Formats a free block for class c; all its cells are free."""
    size = class_size(c)
    entry = entry_of(block)
    cells = BLOCK // size
    store64(entry + CELL_SIZE, size)
    store64(entry + RECIPROCAL, ((1 << 32) + size - 1) // size)
    store64(entry + CELLS, cells)
    store64(entry + CURSOR, 0)
    store64(entry + NEXT, 0)
    store64(entry + LIVE, 0)
    memset(entry + MARKS, 0, 512)
    memset(entry + IN_USE, 0, 512)
    # Bits past the last cell are set, so that the search for free runs needs no other end.
    if cells & 63 != 0:
        store64(entry + IN_USE + ((cells >> 6) << 3), -1 << (cells & 63))
    i = (cells + 63) >> 6
    while i < 64:
        store64(entry + IN_USE + (i << 3), -1)
        i += 1
    store64(entry + STATE, SMALL)


def _take_blocks(n: int) -> int:
    """n blocks in a row for a large object, or -1."""
    block = HEAP.large_hint
    found = 0
    if HEAP.free_blocks >= n:
        while block < HEAP.top:
            if load64(entry_of(block) + STATE) == FREE:
                found += 1
                if found == n:
                    HEAP.large_hint = block + 1
                    HEAP.free_blocks -= n
                    return block + 1 - n
            else:
                found = 0
            block += 1
    HEAP.large_hint = HEAP.top
    first = HEAP.top
    if not _commit(first + n, HEAP.limit):
        return -1
    HEAP.top = first + n
    return first


# --- runs ---------------------------------------------------------------------------------------------------


def _next_run(block: int, run: Addr) -> bool:
    """Takes the block's next run of free cells for the thread whose run record this is."""
    entry = entry_of(block)
    cells = load64(entry + CELLS)
    cell = load64(entry + CURSOR)
    if cell >= cells:
        return False
    bits = entry + IN_USE
    # First clear bit from the cursor on.
    word = ~load64(bits + ((cell >> 6) << 3)) & (-1 << (cell & 63))
    while word == 0:
        cell = (cell | 63) + 1
        if cell >= cells:
            store64(entry + CURSOR, cells)
            return False
        word = ~load64(bits + ((cell >> 6) << 3))
    first = (cell & ~63) + ctz64(word)
    if first >= cells:
        store64(entry + CURSOR, cells)
        return False
    # First set bit after it; then set all between.
    if HEAP.singly:
        last = first + 1
    else:
        cell = first
        word = load64(bits + ((cell >> 6) << 3)) & (-1 << (cell & 63))
        while word == 0:
            cell = (cell | 63) + 1
            if cell >= cells:
                break
            word = load64(bits + ((cell >> 6) << 3))
        last = cells if word == 0 else (cell & ~63) + ctz64(word)
        if last > cells:
            last = cells
    _set_bits(bits, first, last)
    store64(entry + CURSOR, last)
    size = load64(entry + CELL_SIZE)
    start = block_address(block)
    store64(run, start + first * size)
    store64(run + 8, start + last * size)
    return True


def _set_bits(bits: Addr, first: int, last: int) -> None:
    while first < last:
        at = bits + ((first >> 6) << 3)
        upto = (first | 63) + 1
        mask = -1 << (first & 63)
        if upto > last:
            mask = mask & ~(-1 << (last & 63))
            upto = last
        store64(at, load64(at) | mask)
        first = upto


def _clear_bits(bits: Addr, first: int, last: int) -> None:
    while first < last:
        at = bits + ((first >> 6) << 3)
        upto = (first | 63) + 1
        mask = -1 << (first & 63)
        if upto > last:
            mask = mask & ~(-1 << (last & 63))
            upto = last
        store64(at, load64(at) & ~mask)
        first = upto


def give_back_runs(cx: Addr) -> None:
    """Returns the unused rest of a stopped thread's runs; it starts with none after the collection."""
    c = 1
    while c < CLASSES:
        run = cx + CX_RUNS + (c << 4)
        next_cell = load64(run)
        limit = load64(run + 8)
        if next_cell < limit:
            block = (next_cell - HEAP.base) >> BLOCK_BITS
            entry = entry_of(block)
            start = block_address(block)
            size = load64(entry + CELL_SIZE)
            _clear_bits(entry + IN_USE, (next_cell - start) // size, (limit - start) // size)
        store64(run, 0)
        store64(run + 8, 0)
        c += 1


def leave_runs(cx: Addr) -> None:
    """The same outside of a collection, for a thread that ends while others run, or that stands: where it had a run, nobody else allocates, and the
    rest of such a block is ready for the next one. Else every thread of a program that starts one for each task would use up a block of each
    class."""
    c = 1
    while c < CLASSES:
        run = cx + CX_RUNS + (c << 4)
        limit = load64(run + 8)
        if limit != 0:
            block = (limit - 1 - HEAP.base) >> BLOCK_BITS
            entry = entry_of(block)
            start = block_address(block)
            size = load64(entry + CELL_SIZE)
            first = (load64(run) - start) // size
            _clear_bits(entry + IN_USE, first, (limit - start) // size)
            store64(run, 0)
            store64(run + 8, 0)
            room = _room_from(entry, first)
            if room > 0:
                store64(entry + CURSOR, first)
                store64(entry + LIVE, load64(entry + CELLS) - room)
                lock_heap()
                count_allocation(-room * size)
                store64(entry + NEXT, HEAP.ready[c])
                HEAP.ready[c] = block + 1
                unlock_heap()
        c += 1


def _room_from(entry: Addr, cell: int) -> int:
    """How many cells of a block are free from one on."""
    cells = load64(entry + CELLS)
    count = 0
    mask = -1 << (cell & 63)
    while cell < cells:
        count += popcount64(~load64(entry + IN_USE + ((cell >> 6) << 3)) & mask)
        mask = -1
        cell = (cell | 63) + 1
    return count


def take_run(cx: Addr, c: int, blocks: int) -> bool:
    """Gives the thread a run of free cells of class c: the rest of its block, else another block, new ones among the first `blocks`. False:
    no memory."""
    run = cx + CX_RUNS + (c << 4)
    limit = load64(run + 8)
    if limit != 0 and _next_run((limit - 1 - HEAP.base) >> BLOCK_BITS, run):
        return True
    while True:
        lock_heap()
        ready = HEAP.ready[c]
        if ready != 0:
            block = ready - 1
            HEAP.ready[c] = load64(entry_of(block) + NEXT)
        else:
            block = _take_block(blocks)
            if block >= 0:
                _make_small(block, c)
        if block >= 0:
            entry = entry_of(block)
            count_allocation((load64(entry + CELLS) - load64(entry + LIVE)) * load64(entry + CELL_SIZE))
        unlock_heap()
        if block < 0:
            return False
        if _next_run(block, run):
            return True


def take_large(size: int) -> Addr:
    """Memory for a large object, or 0."""
    if size > HEAP.size:
        return 0
    n = (size + BLOCK - 1) >> BLOCK_BITS
    lock_heap()
    first = _take_blocks(n)
    if first >= 0:
        entry = entry_of(first)
        store64(entry + CELL_SIZE, (size + 15) & ~15)
        store64(entry + RECIPROCAL, 0)
        store64(entry + CELLS, n)
        store64(entry + MARKS, 0)
        store64(entry + IN_USE, 1)
        store64(entry + STATE, LARGE)
        i = 1
        while i < n:
            rest = entry_of(first + i)
            store64(rest + CELL_SIZE, i)
            store64(rest + STATE, LARGE_REST)
            i += 1
        count_allocation(size)
    unlock_heap()
    return 0 if first < 0 else block_address(first)


def cell_size(at: Addr) -> int:
    """Bytes of the cell that starts at `at`."""
    entry = entry_of((at - HEAP.base) >> BLOCK_BITS)
    return load64(entry + CELL_SIZE)


# --- after marking; the world is stopped --------------------------------------------------------------------


def sweep_tables() -> None:
    """What is marked is in use from now on; empty blocks become free, the others with room ready. Touches no
    cell."""
    for c in range(CLASSES):
        HEAP.ready[c] = 0
    live = 0
    survivors = 0
    free_blocks = 0
    block = HEAP.top - 1
    while block >= 0:
        entry = entry_of(block)
        state = load64(entry + STATE)
        if state == SMALL:
            cells = load64(entry + CELLS)
            count = _adopt_marks(entry, cells)
            survivors += count
            size = load64(entry + CELL_SIZE)
            if HEAP.stress != 0:
                _poison(block, entry, cells, size)
            if count == 0:
                store64(entry + STATE, FREE)
                free_blocks += 1
            else:
                live += count * size
                store64(entry + LIVE, count)
                store64(entry + CURSOR, 0)
                if count < cells:
                    c = size_class(size)
                    store64(entry + NEXT, HEAP.ready[c])
                    HEAP.ready[c] = block + 1
        elif state == LARGE:
            if load64(entry + MARKS) == 0:
                n = load64(entry + CELLS)
                free_blocks += n
                for i in range(n):
                    store64(entry_of(block + i) + STATE, FREE)
            else:
                survivors += 1
                live += load64(entry + CELL_SIZE)
        elif state == FREE:
            free_blocks += 1
        block -= 1
    while HEAP.top > 0 and load64(entry_of(HEAP.top - 1) + STATE) == FREE:
        HEAP.top -= 1
        free_blocks -= 1
    HEAP.free_hint = 0
    HEAP.large_hint = 0
    HEAP.free_blocks = free_blocks
    if HEAP.top <= HEAP.limit:
        HEAP.warned = 0
    HEAP.live = live
    HEAP.survivors = survivors
    HEAP.allocated = 0


def _adopt_marks(entry: Addr, cells: int) -> int:
    """In-use bits := mark bits; returns how many are set."""
    count = 0
    words = (cells + 63) >> 6
    i = 0
    while i < words:
        marks = load64(entry + MARKS + (i << 3))
        count += popcount64(marks)
        if i == words - 1 and cells & 63 != 0:
            marks = marks | (-1 << (cells & 63))
        store64(entry + IN_USE + (i << 3), marks)
        i += 1
    return count


def _poison(block: int, entry: Addr, cells: int, size: int) -> None:
    """Stress mode: dead cells are overwritten, so that whoever still uses one fails at once."""
    start = block_address(block)
    for cell in range(cells):
        if (load64(entry + IN_USE + ((cell >> 6) << 3)) >> (cell & 63)) & 1 == 0:
            memset(start + cell * size, POISON, size)


def give_back_memory() -> None:
    """Gives free memory back to the system, but for as much as may be handed out before the next collection: whoever
    makes and drops large objects would have all their pages faulted in again each time. (Twice that, as a large object may
    leave half of its blocks empty.) The lowest blocks are handed out first and so are those that are kept; everything
    above the last used block goes once that is a good part of the heap."""
    spare = HEAP.threshold >> BLOCK_BITS - 1
    if HEAP.free_blocks > spare:
        run = 0
        for block in range(HEAP.top):
            entry = entry_of(block)
            if load64(entry + STATE) != FREE or load64(entry + CELL_SIZE) == 0:
                _give_back(block - run, run)
                run = 0
            elif spare > 0:
                spare -= 1
            else:
                run += 1
    keep = HEAP.top + (HEAP.top >> 1) + 512
    if HEAP.committed > keep:
        size = (HEAP.committed - keep) << BLOCK_BITS
        c_madvise(block_address(keep), size, i32(MADV_DONTNEED))


def _give_back(first: int, n: int) -> None:
    if n < LEAST_GIVEN_BACK:
        return
    c_madvise(block_address(first), n << BLOCK_BITS, i32(MADV_DONTNEED))
    for block in range(first, first + n):
        store64(entry_of(block) + CELL_SIZE, 0)


def clear_marks() -> None:
    block = 0
    while block < HEAP.top:
        entry = entry_of(block)
        state = load64(entry + STATE)
        if state == SMALL:
            memset(entry + MARKS, 0, ((load64(entry + CELLS) + 63) >> 6) << 3)
        elif state == LARGE:
            store64(entry + MARKS, 0)
        block += 1


def context_size() -> int:
    """sizeof of the program's context class: bytes 16..19 of its ClassInfo."""
    info = symbol(SYMBOL_CONTEXT_INFO)
    return CX_SIZE if info == 0 else load32(info + 16)
