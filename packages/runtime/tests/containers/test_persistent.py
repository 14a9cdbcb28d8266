"""Random operations on protocore's vectors, maps and sets, each compared with pyrsistent's; every version stays what it was."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyrsistent import pmap, pset, pvector

sys.path.insert(0, str(Path(__file__).parent))

from host import Host

SAME_HASH = 2**61 - 1
"""Ints that differ by it have the same hash."""


@pytest.fixture(scope="module", autouse=True)
def host() -> Host:
    return Host.get()


SPREAD = st.integers(-(2**62), 2**62)
KEYS = st.one_of(st.integers(0, 50), st.builds(lambda i, j: i + j * SAME_HASH, st.integers(0, 3), st.integers(0, 3)), SPREAD, st.text("ab", max_size=3))


class Twin:
    """One of ours and pyrsistent's of the same content, and all their earlier versions."""

    def __init__(self, ours: Any, theirs: Any) -> None:
        self.ours, self.theirs = ours, theirs
        self.versions: list[tuple[Any, Any]] = []

    def both(self, source: str, **names: Any) -> None:
        """Evaluates an expression of x with both, and goes on with what it gives if that is of x's kind."""
        host = Host.get()
        self.versions.append((self.ours, self.theirs))
        try:
            theirs, error = eval(source, {"x": self.theirs, **names}), None
        except Exception as e:
            theirs, error = None, type(e).__name__
        if error is not None:
            assert host.run(source, x=self.ours, **names).startswith(error + ":"), source
            return
        ours = host.evaluate(source, {"x": self.ours, **{k: host.value(v) for k, v in names.items()}})
        if type(theirs) is type(self.theirs):
            self.ours, self.theirs = ours, theirs
        else:
            assert str(host.o.repr_of(ours)) == repr(theirs), source

    def check(self, convert: str, shown: Any) -> None:
        for ours, theirs in [*self.versions, (self.ours, self.theirs)]:
            assert Host.get().run(convert, x=ours) == shown(theirs)


INDEX = st.integers(-70, 70)
VECTOR_OPS = st.one_of(
    st.tuples(st.sampled_from(["x.append(i)", "x.set(i, j)", "x[i]", "x.delete(i)", "x.delete(i, j)", "x.remove(i)", "x.index(i)", "x.count(i)", "x * (i % 3)", "x.mset(i, j, j, i)"]), INDEX, INDEX),
    st.tuples(st.sampled_from(["x.extend(m)", "x + m", "x[i:j]", "x[i:]", "x[:j]", "x[j::i or 1]", "x + x", "x.evolver().extend(m).set(0, i).delete(0).append(j).persistent()"]), INDEX, INDEX),
)


@settings(max_examples=120, deadline=None)
@given(st.sampled_from([0, 1, 31, 32, 33, 64, 1056, 1100]), st.lists(VECTOR_OPS, max_size=25))
def test_vector_is_a_pvector(size: int, steps: list[tuple[str, int, int]]) -> None:
    h = Host.get()
    start = list(range(size))
    twin = Twin(h.evaluate("protocore.vector(x)", {"x": h.value(start)}), pvector(start))
    for source, i, j in steps:
        if len(twin.theirs) < 3000:
            twin.both(source, i=i, j=j, m=[i] * abs(j))
    twin.check("x.tolist()", lambda v: repr(v.tolist()))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=60))
def test_a_window_that_moves_over_a_vector_stays_right(steps: list[tuple[int, int]]) -> None:
    h = Host.get()
    twin = Twin(h.evaluate("protocore.vector()", {}), pvector())
    for more, less in steps:
        twin.both("x.extend(m)[n:]", m=list(range(more)), n=less)
    twin.check("x.tolist()", lambda v: repr(v.tolist()))


MAP_OPS = st.tuples(
    st.sampled_from(["x.set(k, v)", "x.set(k, v)", "x.remove(k)", "x.discard(k)", "x.get(k, v)", "k in x", "len(x)", "x.update(d)", "x + d", "x + x.set(k, v) + d", "x.evolver().set(k, v).remove(k).set(k, v).persistent()"]),
    KEYS, st.integers(0, 9), st.dictionaries(KEYS, st.integers(0, 9), max_size=5),
)  # fmt: skip


def by_repr(items: Any) -> str:
    return repr(sorted(repr(i) for i in items))


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(KEYS, st.integers(0, 9), max_size=40), st.lists(MAP_OPS, max_size=30))
def test_map_is_a_pmap(start: dict[Any, int], steps: list[tuple[str, Any, int, dict[Any, int]]]) -> None:
    h = Host.get()
    twin = Twin(h.evaluate("protocore.map(x)", {"x": h.value(start)}), pmap(start))
    for source, k, v, d in steps:
        twin.both(source, k=k, v=v, d=d)
        built = h.evaluate("protocore.map(d)", {"d": h.value(dict(twin.theirs))})
        assert h.run("(x == y, hash(x) == hash(y), y.discard(k) == x.discard(k))", x=twin.ours, y=built, k=k) == "(True, True, True)"
        assert h.run("hash(x) == hash(y)", x=twin.ours, y=frozenset(twin.theirs.items())) == "True"
    twin.check("sorted([repr(i) for i in x.items()])", lambda m: by_repr(m.items()))


SET_OPS = st.tuples(
    st.sampled_from(["x.add(k)", "x.add(k)", "x.remove(k)", "x.discard(k)", "k in x", "len(x)", "x.update(s)", "x | s", "x | x.add(k) | s", "x & s", "x - s", "x ^ [*s]", "x <= s", "x >= s", "x < s", "x > s", "x == s", "x.isdisjoint(s)", "x.evolver().add(k).remove(k).persistent()"]),
    KEYS, st.sets(KEYS, max_size=8),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.sets(KEYS, max_size=40), st.lists(SET_OPS, max_size=30))
def test_set_is_a_pset(start: set[Any], steps: list[tuple[str, Any, set[Any]]]) -> None:
    h = Host.get()
    twin = Twin(h.evaluate("protocore.set(x)", {"x": h.value(start)}), pset(start))
    for source, k, s in steps:
        twin.both(source, k=k, s=s)
        built = h.evaluate("protocore.set(s)", {"s": h.value(set(twin.theirs))})
        assert h.run("(x == y, hash(x) == hash(y), x | y == x, x & y == x, len(x ^ y))", x=twin.ours, y=built) == "(True, True, True, True, 0)"
        assert h.run("hash(x) == hash(y)", x=twin.ours, y=frozenset(twin.theirs)) == "True"
    twin.check("sorted([repr(i) for i in x])", by_repr)


@settings(max_examples=60, deadline=None)
@given(st.sets(KEYS, max_size=60), st.sets(KEYS, max_size=60), st.randoms())
def test_a_trie_has_one_form_however_it_came_about(keys: set[Any], others: set[Any], random: Any) -> None:
    from protopython.modules.protocore import hashed, trie

    h = Host.get()
    b = hashed.Builder(hashed.EMPTY_SET)
    order = [*keys, *others]
    random.shuffle(order)
    for k in order:
        b.put(h.value(k), None, trie.hash_of_key(h.value(k)))
    gone = list(others - keys)
    random.shuffle(gone)
    for k in gone:
        assert b.drop(h.value(k), trie.hash_of_key(h.value(k)))
    at_once = h.evaluate("protocore.set(s)", {"s": h.value(keys)})
    assert b.count == len(keys) == at_once.count
    assert form(b.root) == form(at_once.root)


def form(node: Any) -> Any:
    from protopython.modules.protocore import trie

    end = trie.entries_end(node)
    assert end % 3 == 0 and (node.entries == trie.COLLISIONS or end == 3 * node.entries.bit_count())
    entries = [str(Host.get().o.repr_of(node.items[i + 1])) for i in range(0, end, 3)]
    below = [form(node.items[i]) for i in range(end, node.length)]
    assert all(len(entries) != 1 or more for _, _, entries, more in below)
    return node.entries, node.children, sorted(entries), below


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(KEYS, st.integers(0, 3), max_size=50), st.dictionaries(KEYS, st.integers(0, 3), max_size=50), st.sampled_from([0, 1, 30]))
def test_merged_tries_have_the_form_of_what_is_made_at_once(a: dict[Any, int], b: dict[Any, int], shared: int) -> None:
    h = Host.get()
    common = dict(list(a.items())[:shared])
    b = {**common, **b}
    ours = h.evaluate("protocore.map(c).update(a).update(protocore.map(c).update(b))", {"a": h.value(a), "b": h.value(b), "c": h.value(common)})
    at_once = h.evaluate("protocore.map(x)", {"x": h.value({**a, **b})})
    assert ours.count == len({**a, **b}) and form(ours.root) == form(at_once.root)
    assert h.run("x == y", x=ours, y=at_once) == "True"
    assert h.run("x.update(y) is x", x=ours, y=h.value(b)) == "True"
