"""Exercises the compiled heap, collector, threads and locks; prints what test_heap.py expects."""

from __future__ import annotations

from typing import Final

from protodialect.types import (
    EMPTY,
    Array,
    Trailing,
    Value,
    ValuePtr,
    array_ptr,
    extra_slots,
    locked,
    new_trailing,
    noinline,
    set_extra_slots,
    set_instance_shape,
    unwrap,
    wrap,
)
from protopython.protocore import locks
from protopython.protocore.collector import (
    WeakCell,
    collect,
    heap_statistics,
    new_weak_cell,
    next_dead_cell,
    next_to_finalize,
    register_finalizer,
    weak_target,
)
from protopython.protocore.object import W_Object
from protopython.protocore.shape import Layout, Shape, instance_shape, no_type
from protopython.protocore.threads import Mutex, new_context, start_thread
from protopython.protocore.value import from_int, int_value, is_empty

LOCKS = locks  # the slow paths of `locked` are part of a program that imports them


class W_Box(W_Object):
    number: int
    other: W_Box | None

    def __init__(self, number: int) -> None:
        self.number = number
        self.other = None


set_instance_shape(W_Box, Shape(Layout.of_class(W_Box, False), no_type()))


class Shared:
    counter: int
    done: int
    mutex: Mutex
    w_box: W_Box
    lists: list[list[int]]

    def __init__(self) -> None:
        self.counter = 0
        self.done = 0
        self.mutex = Mutex()
        self.w_box = W_Box(0)
        self.lists = []


SHARED: Final[Shared] = Shared()


def worker(arg: Value) -> None:
    n = int_value(arg)
    keep: list[W_Box] = []
    for i in range(20000):
        b = W_Box(i)
        b.other = W_Box(n)
        if i % 100 == 0:
            keep.append(b)
        s = str(i) + "," + str(n)
        if len(s) < 3:
            print("bad")
        with locked(SHARED.w_box):
            SHARED.w_box.number += 1
    total = 0
    for b in keep:
        o = b.other
        if o is None or o.number != n:
            print("corrupt")
        total += b.number
    if total != 1990000:
        print("wrong total", total)
    SHARED.mutex.acquire(-1)
    SHARED.counter += 1
    SHARED.mutex.release()


class Cells:
    a: WeakCell
    b: WeakCell

    def __init__(self, a: WeakCell, b: WeakCell) -> None:
        self.a = a
        self.b = b


@noinline
def make_cells(keep: list[W_Box]) -> Cells:
    a = W_Box(1)
    b = W_Box(2)
    b.other = W_Box(3)
    k = W_Box(4)
    keep.append(k)
    register_finalizer(b)
    for i in range(1000):
        register_finalizer(W_Box(1000 + i))
    new_weak_cell(k, from_int(8))
    return Cells(new_weak_cell(a, from_int(7)), new_weak_cell(b, EMPTY))


@noinline
def clobber(n: int) -> int:
    """Overwrites what the calls before left on the stack."""
    if n == 0:
        return 0
    return clobber(n - 1) + n


def weak_and_finalizers() -> None:
    keep: list[W_Box] = []
    cells = make_cells(keep)
    clobber(100)
    collect()
    clobber(100)
    print("weak cells cleared:", is_empty(weak_target(cells.a)), is_empty(weak_target(cells.b)))
    dead = next_dead_cell()
    while dead is not None:
        print("owner told:", int_value(dead.w_owner))
        dead = next_dead_cell()
    count = 0
    found = 0
    w = next_to_finalize()
    while w is not None:
        count += 1
        if isinstance(w, W_Box) and w.number == 2:
            o = w.other
            found = o.number if o is not None else -1
        w = next_to_finalize()
    print("finalized, with what they refer to:", count > 990, found, keep[0].number)


def no_memory() -> None:
    sizes = [10**15, 10**13, 10**10, -1]
    for n in sizes:
        try:
            big = Array[int](n, 0)
            print("not reached", len(big))
        except MemoryError:
            print("MemoryError")
    try:
        s = "ab" * (10**14)
        print("not reached", len(s))
    except MemoryError:
        print("MemoryError")
    big = Array[int](10**7, 5)
    print(big[9999999])


class Node:
    value: int
    next: Node | None

    def __init__(self, value: int, next: Node | None) -> None:
        self.value = value
        self.next = next


def long_list() -> None:
    """A chain that recursion could not follow, and a wide array."""
    head = Node(0, None)
    for i in range(1, 300000):
        head = Node(i, head)
    wide = Array[Node](50000, head)
    for i in range(50000):
        wide[i] = Node(i, head)
    collect()
    total = 0
    n: Node | None = head
    while n is not None:
        total += n.value
        n = n.next
    for i in range(50000):
        total += wide[i].value
    print("chain and array:", total)


@noinline
def only_a_pointer_inside() -> ValuePtr:
    a = Array[Value](100, from_int(7))
    a[50] = wrap(W_Box(50))
    return array_ptr(a, 50)


def interior() -> None:
    p = only_a_pointer_inside()
    clobber(100)
    collect()
    for _ in range(1000):
        if len(Array[Value](100, EMPTY)) != 100:
            print("bad")
    print("pointer into an array:", unwrap(W_Box, p[0]).number, int_value(p[1]))


class W_Row(W_Object):
    length: int
    items: Trailing[Value]


set_instance_shape(W_Row, Shape(Layout.of_class(W_Row, False), no_type()))
ROW_SHAPE: Final[Shape] = instance_shape(W_Row)
USER_ROW_SHAPE: Final[Shape] = Shape(Layout.of_class(W_Row, True), no_type())


def trailing_and_extra() -> None:
    rows: list[W_Row] = []
    for n in range(200):
        row = new_trailing(W_Row, USER_ROW_SHAPE if n % 2 == 1 else ROW_SHAPE, n)
        for i in range(n):
            row.items[i] = wrap(W_Box(i))
        if n % 2 == 1:
            set_extra_slots(row, Array[Value](3, wrap(W_Box(n))))
        rows.append(row)
    collect()
    total = 0
    for row in rows:
        for i in range(row.length):
            total += unwrap(W_Box, row.items[i]).number
        extra = extra_slots(row)
        if extra is not None:
            total += unwrap(W_Box, extra[2]).number * 1000
    print("trailing items and attribute arrays:", total)


def containers() -> None:
    by_name: dict[str, W_Box] = {}
    by_number: dict[int, list[str]] = {}
    seen: set[W_Box] = set()
    for i in range(3000):
        name = "name" + str(i)
        b = W_Box(i)
        by_name[name] = b
        by_number.setdefault(i % 100, []).append(name)
        seen.add(b)
        if i % 3 == 0:
            del by_name[name]
    collect()
    total = 0
    for k in range(100):
        for name in by_number[k]:
            b2 = by_name.get(name)
            if b2 is not None:
                total += b2.number
                if b2 not in seen:
                    print("lost")
    print("dicts and sets:", total, len(by_name), len(seen))


def texts() -> None:
    s = ""
    prefixes: list[str] = []
    for i in range(5000):
        s = s + str(i % 10)
        if i % 500 == 0:
            prefixes.append(s)
            collect()
    ok = True
    for p in prefixes:
        ok = ok and s.startswith(p)
    print("strings that share buffers:", len(s), ok)


def pressure() -> None:
    """100,000 ten-element arrays of which 1,000 are kept: the heap must stay small."""
    kept = Array[Array[Value]](1000, Array[Value](10, EMPTY))
    for i in range(100000):
        kept[i % 1000] = Array[Value](10, from_int(i))
    before = heap_statistics()[3]
    for i in range(1000000):
        kept[i % 1000] = Array[Value](10, from_int(i))
    print("heap stays small:", heap_statistics()[3] <= before + (16 << 20))


def large_objects() -> None:
    keep: list[Array[int]] = []
    for i in range(2000):
        a = Array[int](5000 + i * 7, i)
        if i % 100 == 0:
            keep.append(a)
    total = 0
    for a in keep:
        total += a[0] + a[len(a) - 1]
    print("large objects:", total, heap_statistics()[3] < (400 << 20))


def threads() -> None:
    for i in range(4):
        cx = new_context()
        if start_thread(cx, worker, from_int(i), 0) != 0:
            print("no thread")
    while True:
        SHARED.mutex.acquire(-1)
        c = SHARED.counter
        SHARED.mutex.release()
        if c == 4:
            break
        m = Mutex()
        m.acquire(-1)
        m.acquire(2000000)
    print("locked increments by four threads:", SHARED.w_box.number)


def main() -> int:
    weak_and_finalizers()
    no_memory()
    long_list()
    interior()
    trailing_and_extra()
    containers()
    texts()
    if heap_statistics()[5] == 0:
        pressure()
        large_objects()
    threads()
    print("collections:", heap_statistics()[0] > 0)
    return 0
