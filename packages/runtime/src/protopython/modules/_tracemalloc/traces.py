"""What was allocated where: a record for each object, and each call stack once, all in memory outside the heap.

    records     address | size asked for | place of the call stack, ...
    stacks      hash | frames there were | frames kept | code | pc | code | pc ..., innermost first
    slots       open addressing by hash: place of a call stack + 1; 0: free

The heap's lock guards them. A record is made by the allocation, which then is a slow one (HEAP.singly), and dropped by the collection that
finds the object dead: until then the object takes its memory. What no memory is left to record is not recorded. A place is told by the code and
the instruction; lines are looked up when somebody asks, for that allocates. So code of which there is a record lives on.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Array, Value, ushr, wrap_mul
from protodialect.unsafe import Addr, address_of, bits_value, memcmp, memset
from protopython.objects.code.code import plain_instrs
from protopython.objects.code.units import body_of
from protopython.objects.frame import W_Frame, frame_of
from protopython.protocore.collector import COLLECTOR, AllocationWatcher, WordList, is_marked, mark_conservatively
from protopython.protocore.heap import lock_heap, unlock_heap
from protopython.protocore.thread import context
from protopython.protocore.value import from_int

MAX_FRAMES: Final[int] = 65535
RECORD: Final[int] = 3
# A stack's first words.
HASH: Final[int] = 0
TOTAL: Final[int] = 1
KEPT: Final[int] = 2
HEAD: Final[int] = 3
FIRST_SLOTS: Final[int] = 256
FACTOR: Final[int] = 0x9E3779B97F4A7C1
SLACK: Final[int] = 4096


class Copy:
    """Traces as they were for a moment, in the heap."""

    records: Array[int]
    """Size and place of the stack, in turn."""
    n: int
    """Words in it."""
    stacks: Array[Value]
    """Words as in Traces.stacks, the hashes left out."""

    def __init__(self, n_records: int, n_words: int) -> None:
        self.records = Array[int](n_records, 0)
        self.n = 0
        self.stacks = Array[Value](n_words, EMPTY)


class Traces(AllocationWatcher):
    limit: int
    """Frames kept of a call stack."""
    ended: bool
    records: WordList
    stacks: WordList
    n_stacks: int
    slots: WordList
    size: int
    """Of all that is recorded, in bytes."""
    peak: int
    untraced: WordList
    """Contexts of the threads that are busy with traces: what they allocate is not recorded."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.ended = False
        self.records = WordList()
        self.stacks = WordList()
        self.n_stacks = 0
        self.slots = WordList()
        self.size = 0
        self.peak = 0
        self.untraced = WordList()

    # --- recording: allocates nothing ---------------------------------------------------------------------------------

    def allocated(self, at: Addr, size: int) -> None:
        lock_heap()
        if not self.ended and not self.is_untraced() and self.records.make_room(RECORD):
            place = self.stack()
            if place >= 0:
                self.records.push(at)
                self.records.push(size)
                self.records.push(place)
                self.note_peak()
                self.size += size
        unlock_heap()

    def left_out(self, at: Addr) -> None:
        lock_heap()
        i = -1 if self.is_untraced() else self.record_of(at)
        if i >= 0:
            self.size -= self.records.get(i + 1)
            self.records.length -= RECORD
            self.move(self.records.length, i)
        unlock_heap()

    def note_peak(self) -> None:
        """Before the size changes. The peak lags behind an allocation, which may yet be left out."""
        if self.size > self.peak:
            self.peak = self.size

    def record_of(self, at: Addr) -> int:
        """-1: there is none."""
        i = self.records.length - RECORD
        while i >= 0 and self.records.get(i) != at:
            i -= RECORD
        return i

    def move(self, record: int, to: int) -> None:
        for i in range(RECORD):
            self.records.set(to + i, self.records.get(record + i))

    def is_untraced(self) -> bool:
        cx = address_of(context())
        for i in range(self.untraced.length):
            if self.untraced.get(i) == cx:
                return True
        return False

    def stack(self) -> int:
        """The place of the calling thread's stack; -1: there is no room for it."""
        stacks = self.stacks
        place = stacks.length
        if not stacks.make_room(HEAD) or (2 * self.n_stacks >= self.slots.length and not self.more_slots()):
            return -1
        stacks.length = place + HEAD
        total = 0
        frame = innermost()
        while frame is not None and frame.previous is not None:
            if total < self.limit:
                if not stacks.make_room(2):
                    stacks.length = place
                    return -1
                stacks.push(address_of(frame.code))
                stacks.push(frame.pc)
            total += 1
            frame = frame.previous
        stacks.set(place + TOTAL, min(total, MAX_FRAMES))
        stacks.set(place + KEPT, min(total, self.limit))
        h = 0
        for i in range(place + TOTAL, stacks.length):
            h = wrap_mul(h ^ stacks.get(i), FACTOR)
            h ^= ushr(h, 29)
        stacks.set(place + HASH, h)
        return self.only_one(place)

    def only_one(self, place: int) -> int:
        """The place of the stack that equals the last one, which is at `place` and is dropped if there is another."""
        stacks = self.stacks
        n = stacks.length - place << 3
        mask = self.slots.length - 1
        slot = stacks.get(place + HASH) & mask
        while self.slots.get(slot) != 0:
            other = self.slots.get(slot) - 1
            if memcmp(stacks.at + (other << 3), stacks.at + (place << 3), n) == 0:
                stacks.length = place
                return other
            slot = slot + 1 & mask
        self.slots.set(slot, place + 1)
        self.n_stacks += 1
        return place

    def more_slots(self) -> bool:
        slots = self.slots
        n = max(2 * slots.length, FIRST_SLOTS)
        if not slots.make_room(n - slots.length):
            return False
        slots.length = n
        memset(slots.at, 0, n << 3)
        place = 0
        while place < self.stacks.length:
            slot = self.stacks.get(place + HASH) & n - 1
            while slots.get(slot) != 0:
                slot = slot + 1 & n - 1
            slots.set(slot, place + 1)
            place = self.end_of(place)
        return True

    # --- collections: the world stands still --------------------------------------------------------------------------

    def mark(self) -> None:
        place = 0
        while place < self.stacks.length:
            end = self.end_of(place)
            for i in range(place + HEAD, end, 2):
                mark_conservatively(self.stacks.get(i))
            place = end

    def collected(self) -> None:
        self.note_peak()
        records = self.records
        kept = 0
        for i in range(0, records.length, RECORD):
            if is_marked(records.get(i)):
                self.move(i, kept)
                kept += RECORD
            else:
                self.size -= records.get(i + 1)
        records.length = kept

    def end_of(self, place: int) -> int:
        """Where the next stack begins."""
        return place + HEAD + 2 * self.stacks.get(place + KEPT)

    # --- asking -------------------------------------------------------------------------------------------------------

    def trace_no_more(self, cx: Addr) -> None:
        """What the thread allocates is not recorded until trace_again."""
        lock_heap()
        self.untraced.push(cx)
        unlock_heap()

    def trace_again(self, cx: Addr) -> None:
        lock_heap()
        untraced = self.untraced
        i = untraced.length - 1
        while untraced.get(i) != cx:
            i -= 1
        untraced.set(i, untraced.get(untraced.length - 1))
        untraced.length -= 1
        unlock_heap()

    def copy(self) -> Copy:
        """MemoryError."""
        while True:
            copy = Copy(self.records.length + SLACK, self.stacks.length + SLACK)
            lock_heap()
            fits = self.records.length <= len(copy.records) and self.stacks.length <= len(copy.stacks)
            if fits:
                for i in range(0, self.records.length, RECORD):
                    copy.records[copy.n] = self.records.get(i + 1)
                    copy.records[copy.n + 1] = self.records.get(i + 2)
                    copy.n += 2
                place = 0
                while place < self.stacks.length:
                    self.copy_stack(place, copy.stacks, place)
                    place = self.end_of(place)
            unlock_heap()
            if fits:
                return copy

    def copy_stack(self, place: int, words: Array[Value], to: int) -> None:
        words[to + TOTAL] = from_int(self.stacks.get(place + TOTAL))
        words[to + KEPT] = from_int(self.stacks.get(place + KEPT))
        to += HEAD
        for i in range(place + HEAD, self.end_of(place), 2):
            words[to] = bits_value(self.stacks.get(i))
            words[to + 1] = from_int(self.stacks.get(i + 1))
            to += 2

    def stack_of(self, obj: Addr) -> Array[Value] | None:
        """A copy of the stack that the object at this address was allocated by, if that is recorded."""
        words = Array[Value](HEAD + 2 * self.limit, EMPTY)
        lock_heap()
        i = self.record_of(obj)
        if i >= 0:
            self.copy_stack(self.records.get(i + 2), words, 0)
        unlock_heap()
        return words if i >= 0 else None

    def memory(self) -> int:
        """Bytes that all this takes."""
        return self.records.capacity + self.stacks.capacity + self.slots.capacity + self.untraced.capacity << 3

    def sizes(self) -> tuple[int, int]:
        """What is recorded now, and at most."""
        lock_heap()
        self.note_peak()
        size = self.size
        peak = self.peak
        unlock_heap()
        return size, peak

    def reset_peak(self) -> None:
        lock_heap()
        self.peak = self.size
        unlock_heap()

    def clear(self, end: bool) -> None:
        """Forgets all records. end: and makes no more."""
        lock_heap()
        self.ended = self.ended or end
        self.records.free()
        self.stacks.free()
        self.slots.free()
        self.n_stacks = 0
        self.size = 0
        self.peak = 0
        unlock_heap()


def innermost() -> W_Frame | None:
    """The calling thread's innermost frame. One whose body has not begun is not there yet: what makes it ready happens in its caller."""
    cx = context()
    if address_of(cx.frame) == 0:
        return None
    frame = frame_of(cx)
    if frame.previous is not None and frame.pc <= body_of(plain_instrs(frame.code)):
        return frame.previous
    return frame


def traces() -> Traces | None:
    """None: nothing is traced."""
    watcher = COLLECTOR.watcher
    return watcher if isinstance(watcher, Traces) else None
