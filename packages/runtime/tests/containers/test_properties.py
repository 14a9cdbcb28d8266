"""Random operations on dict, list, set, deque and sort, each compared with CPython's own after every step."""

from __future__ import annotations

import collections
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protodialect.types import array_ptr

sys.path.insert(0, str(Path(__file__).parent))

from host import Host


class Key:
    """A key whose hash collides and whose equality is Python code."""

    def __init__(self, k: int) -> None:
        self.k = k

    def __repr__(self) -> str:
        return f"K{self.k}"


@pytest.fixture(scope="module", autouse=True)
def host() -> Host:
    return Host.get()


KEYS = st.one_of(st.integers(0, 40), st.integers(-(2**61), 2**61), st.text("abc", max_size=3), st.floats(allow_nan=False, width=16), st.tuples(st.integers(0, 3), st.booleans()))
OPS = st.sampled_from(["set", "set", "set", "del", "get", "default", "popitem", "copy", "clear", "update"])


def dict_pairs(d: Any) -> list[Any]:
    from protopython.objects.dict.dict import table_key, table_next, table_value

    t = d.table
    out = []
    i = table_next(t, 0)
    while i >= 0:
        out.append((table_key(t, i), table_value(t, i)))
        i = table_next(t, i + 1)
    return out


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(OPS, KEYS), max_size=120))
def test_dict_is_a_dict(steps: list[tuple[str, Any]]) -> None:
    from protopython.objects.dict import dict as d_

    h = Host.get()
    d = d_.new_dict()
    model: dict[Any, int] = {}
    for n, (op, key) in enumerate(steps):
        w = h.value(key)
        if op == "set":
            d_.dict_set(d, w, n)
            model[key] = n
        elif op == "del":
            assert d_.dict_delete(d, w) == (key in model)
            model.pop(key, None)
        elif op == "get":
            assert d_.dict_get(d, w) == model.get(key)
        elif op == "default":
            assert d_.dict_set_default(d, w, n) == model.setdefault(key, n)
        elif op == "popitem" and model:
            i = d_.dict_last(d)
            assert d_.table_remove(d.table, i) == model.popitem()[1]
        elif op == "copy":
            d = d_.dict_copy(d)
        elif op == "clear" and n % 7 == 0:
            d_.dict_clear(d)
            model.clear()
        elif op == "update":
            other = d_.new_dict()
            for k in list(model)[: n % 5] + [key]:
                d_.dict_set(other, h.value(k), n)
                model[k] = n
            d_.dict_update_from(d, other)
        assert d_.dict_len(d) == len(model)
        assert [v for _, v in dict_pairs(d)] == list(model.values())
        t = d.table
        assert t.used <= t.fill <= t.capacity and t.end <= t.fill
    assert [h.run("repr(x)", x=k) for k, _ in dict_pairs(d)] == [h.run("repr(x)", x=k) for k in model]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["append", "insert", "pop", "last", "slice", "cut", "reverse"]), st.integers(-12, 12), st.integers(-12, 12), st.sampled_from([None, 1, 2, -1, -3])), max_size=60))
def test_list_is_a_list(steps: list[tuple[str, int, int, int | None]]) -> None:
    from protopython.objects.list import list as l_
    from protopython.objects.list.slices import list_delete_slice, list_get_slice, list_set_slice
    from protopython.objects.slice import new_slice
    from protopython.protocore.error import PyError

    h = Host.get()
    l = l_.new_list()
    model: list[int] = []
    for n, (op, i, j, step) in enumerate(steps):
        s = new_slice(h.value(i), h.value(j), h.value(step))
        model_slice = slice(i, j, step)
        if op == "append":
            l_.list_append(l, n)
            model.append(n)
        elif op == "insert":
            l_.list_insert(l, i, n)
            model.insert(i, n)
        elif op == "pop":
            assert l_.list_pop(l, i) == (model.pop(i) if -len(model) <= i < len(model) else None)
        elif op == "last":
            assert l_.list_pop_last(l) == (model.pop() if model else None)
        elif op == "reverse":
            l_.list_reverse(l)
            model.reverse()
        elif op == "cut":
            list_delete_slice(l, s)
            del model[model_slice]
        else:
            r = list_get_slice(l, s)
            assert list(r.items)[: r.length] == model[model_slice]
            new = h.value(list(range(n % 6)))
            try:
                list_set_slice(l, s, new)
                refused = False
            except PyError:
                refused = True
            try:
                model[model_slice] = list(range(n % 6))
                assert not refused
            except ValueError:
                assert refused
        items = list(l.items)
        assert items[: l.length] == model and not any(x is not None for x in items[l.length :])


SORTABLE = st.one_of(
    st.lists(st.integers(-50, 50), max_size=300), st.lists(st.text("ab", max_size=4), max_size=150),
    st.lists(st.floats(allow_nan=False), max_size=150), st.lists(st.tuples(st.integers(0, 3), st.text("ab", max_size=2)), max_size=150),
    st.lists(st.one_of(st.integers(-9, 9), st.floats(allow_nan=False, width=16)), max_size=150),
)  # fmt: skip


def runs(items: list[Any]) -> list[Any]:
    """The items with long ordered stretches, so that merges gallop."""
    k = len(items) // 3
    return sorted(items[:k]) + sorted(items[k : 2 * k], reverse=True) + items[2 * k :] + sorted(items[:k])


@settings(max_examples=150, deadline=None)
@given(SORTABLE, st.booleans(), st.booleans())
def test_sort_is_stable_and_right(items: list[Any], reverse: bool, keyed: bool) -> None:
    from protopython.objects.list.sort import sort_list

    h = Host.get()
    for xs in (items, runs(items)):
        tagged = [[x, n] for n, x in enumerate(xs)] if keyed else xs
        l = h.value(tagged)
        w_key = h.native("first", lambda w: w.items[0]) if keyed else h.names["None"]
        sort_list(l, w_key, reverse)
        want = sorted(tagged, key=lambda t: t[0], reverse=reverse) if keyed else sorted(xs, reverse=reverse)
        assert h.o.repr_of(l) == h.o.repr_of(h.value(want))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("adudspox"), st.integers(0, 30)), max_size=80))
def test_set_is_a_set(steps: list[tuple[str, int]]) -> None:
    from protopython.objects import set as s_

    s = s_.new_set()
    model: set[int] = set()
    for op, k in steps:
        if op in "as":
            assert s_.set_add(s, k) == (k not in model)
            model.add(k)
        elif op == "d":
            assert s_.set_discard_hashed(s, k, k) == (k in model)
            model.discard(k)
        elif op == "p" and model:
            model.remove(s_.set_pop(s))
        elif op == "u":
            other = s_.new_set()
            for i in range(k, k + 9):
                s_.set_add(other, i)
                model.add(i)
            s_.add_table(s, s_.set_snapshot(other))
        elif op == "x":
            s_.set_tidy(s)
        assert s.table.used == len(model)
        assert all(s_.set_contains(s, i) == (i in model) for i in range(45))


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.none(), st.integers(0, 6)), st.lists(st.tuples(st.sampled_from("rlRLtidv"), st.integers(-9, 9)), max_size=60))
def test_deque_is_a_deque(maxlen: int | None, steps: list[tuple[str, int]]) -> None:
    from protopython.modules._collections import deque as q

    d = q.new_deque(-1 if maxlen is None else maxlen)
    model: collections.deque[int] = collections.deque(maxlen=maxlen)
    for n, (op, i) in enumerate(steps):
        if op == "r":
            q.push_right(d, n)
            model.append(n)
        elif op == "l":
            q.push_left(d, n)
            model.appendleft(n)
        elif op == "R" and model:
            assert q.take_right(d) == model.pop()
        elif op == "L" and model:
            assert q.take_left(d) == model.popleft()
        elif op == "t":
            q.rotate_ring(d, i)
            model.rotate(i)
        elif op == "i" and (maxlen is None or len(model) < maxlen):
            q.deque_insert(d, i, n)
            model.insert(i, n)
        elif op == "d" and 0 <= i < len(model):
            q.delete_at(d, i)
            del model[i]
        elif op == "v":
            q.deque_reverse(d)
            model.reverse()
        r = q.to_list(d)
        assert list(r.items) == list(model)


def test_keys_compared_by_python_code() -> None:
    """User __eq__ may change the dict while it is searched."""
    h = Host.get()
    source = "[(d:={}), [d.__setitem__((i, i % 3), i) for i in range(50)], [d.pop((i, i % 3)) for i in range(0, 50, 2)], len(d), d.get((1.0, True)), (3, 0.0) in d, (4, 1) in d][3:]"
    assert h.run(source) == "[25, 1, True, False]"


def test_key_versions() -> None:
    """The number of a set of keys stays while values change and goes when keys come or go."""
    from protopython.objects.dict import dict as d_

    Host.get()
    d = d_.new_dict()
    assert d_.dict_version(d) == 0
    empty = d_.dict_keys_version(d)
    assert empty != 0 and d_.dict_keys_version(d) == empty
    d_.dict_set_str(d, "a", 1)
    v = d_.dict_keys_version(d)
    assert v != empty
    i = d_.dict_entry_index(d, "a")
    assert d_.dict_cached_value(d, v, i) == 1
    d_.dict_set_str(d, "a", 2)
    assert d_.dict_version(d) == v and d_.dict_cached_value(d, v, i) == 2
    assert d_.dict_set_entry(d, v, i, 3) and d_.dict_get_str(d, "a") == 3
    d_.dict_set_str(d, "b", 1)
    assert d_.dict_version(d) == 0 and d_.dict_cached_value(d, v, i) is None and not d_.dict_set_entry(d, v, i, 4)
    v = d_.dict_keys_version(d)
    assert d_.dict_delete(d, "a") and d_.dict_version(d) == 0
    v = d_.dict_keys_version(d)
    d_.dict_clear(d)
    assert d_.dict_version(d) != v


def test_readers_race_writers() -> None:
    """A reader of a stable key finds its value whatever others insert, delete or resize meanwhile."""
    from protopython.objects.dict import dict as d_
    from protopython.protocore.thread import context, set_host_context

    h = Host.get()
    cx = context()
    d = d_.new_dict()
    for k in range(5):
        d_.dict_set(d, k, k * 10)
    stop = threading.Event()
    wrong: list[Any] = []

    def read() -> None:
        set_host_context(cx)
        while not stop.is_set():
            for k in range(5):
                w = d_.dict_get(d, k)
                if w != k * 10:
                    wrong.append((k, w))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for r in readers:
        r.start()
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    for n in range(1500):
        d_.dict_set(d, 100 + n % 37, n)
        d_.dict_delete(d, 100 + (n * 7) % 37)
    sys.setswitchinterval(before)
    stop.set()
    for r in readers:
        r.join()
    assert not wrong and h is not None


def test_list_changed_while_sorted() -> None:
    h = Host.get()
    assert h.run("[(l:=[3,1,2]), l.sort(key=lambda x: l.append(x) or x)]") == "ValueError: list modified during sort"
    assert h.run("[(l:=[3,1,2]), l.sort(key=lambda x: len(l))][0]") == "[3, 1, 2]"


def test_failed_sort_keeps_all_items() -> None:
    h = Host.get()
    assert h.run("x.sort()", x=[3, "a", 1]) == "TypeError: '<' not supported between instances of 'str' and 'int'"


def test_array_ptr_of_empty_list() -> None:
    from protopython.objects.list.list import list_of_ptr, new_list

    assert list_of_ptr(array_ptr(new_list().items, 0), 0).length == 0
