"""Counting is right: on CPython itself the runner finds what regrtest finds, case by case."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from protobench import provision
from regrtest_runner import baseline, item, junit, results, selection
from regrtest_runner.item import Plan
from regrtest_runner.place import Place
from regrtest_runner.supervisor import FileRun, Limits, run_file

LIMITS = Limits(seconds=200, memory_mb=4000)

SAMPLE = [
    "test_grammar", "test_bool", "test_enumerate", "test_except_star", "test_generators", "test_copy", "test_embed", "test_bigmem",
    "test_contextlib", "test_fractions", "test_memoryio", "test_future_stmt.test_future", "test_asyncio.test_proactor_events",
    "test_dataclasses",
]  # fmt: skip
"""Quick files: plain ones, a package with load_tests, a module of a package, doctests, subtests, skips of cases and classes."""

OUTCOMES = {
    "ok": results.PASSED, "FAIL": results.FAILED, "ERROR": results.ERROR, "skipped": results.SKIPPED,
    "expected failure": results.EXPECTED_FAILURE, "unexpected success": results.UNEXPECTED_SUCCESS,
}  # fmt: skip


@pytest.fixture(scope="module")
def cpython() -> str:
    found = provision.load()
    if found is None or found.tests is None:
        pytest.skip("CPython 3.14 with its tests is not provisioned: ./dev provision")
    return found.cpython


@pytest.fixture(scope="module")
def both(cpython: str) -> Iterator[dict[str, tuple[str, FileRun]]]:
    """Regrtest's words and the runner's outcomes for each file of the sample."""

    def one(name: str) -> tuple[str, FileRun]:
        return regrtest(cpython, name), run_file(cpython, selection.module(name), LIMITS)

    with ThreadPoolExecutor(2) as pool:
        yield dict(zip(SAMPLE, pool.map(one, SAMPLE), strict=True))


def regrtest(cpython: str, name: str) -> str:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "PYTEST", "FORCE_COLOR"))}
    done = subprocess.run(
        [cpython, "-u", "-m", "test", "-v", name], env=environment, capture_output=True, text=True, errors="replace",
        stdin=subprocess.DEVNULL, start_new_session=True, timeout=300,
    )  # fmt: skip
    return done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLE)
def test_the_counts_are_regrtests(both: dict[str, tuple[str, FileRun]], name: str) -> None:
    said, ours = both[name]
    counts = re.search(r"^Total tests: (.*)$", said, re.MULTILINE)
    assert counts is not None, said[-2000:]
    theirs = {key: int(value.replace(",", "")) for key, value in re.findall(r"(\w+)=([\d,]+)", counts[1])}
    assert ours.tally["run"] == theirs["run"]
    assert ours.tally["failures"] == theirs.get("failures", 0)
    assert ours.tally["skipped"] == theirs.get("skipped", 0)
    assert len(ours.cases) >= theirs["run"]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["test_grammar", "test_bool", "test_enumerate", "test_bigmem", "test_copy"])
def test_each_outcome_is_the_one_that_regrtest_prints(both: dict[str, tuple[str, FileRun]], name: str) -> None:
    """`test_x (test.test_y.Class.test_x) ... ok`; a case that prints something itself is not found so."""
    said, ours = both[name]
    lines = re.findall(r"^\w+ \((test\.[\w.]+)\)(?:\n.*?)? \.\.\. (ok|FAIL|ERROR|skipped|expected failure|unexpected success)", said, re.MULTILINE)
    printed = dict(lines)
    assert len(printed) > 0.8 * len(ours.cases)
    assert {case: ours.cases[case] for case in printed} == {case: OUTCOMES[word] for case, word in printed.items()}


@pytest.mark.slow
def test_cpython_beside_itself_passes_everything(cpython: str, tmp_path: Path) -> None:
    names = ["test_grammar", "test_bool", "test_except_star"]
    plan = Plan(cpython, cpython, str(tmp_path), "unittest", LIMITS, names)
    found = provision.load()
    assert found is not None
    place = Place(cpython, found.stdlib, own=False)
    for name in names:
        totals = item.run(plan, name, place).count()
        assert totals.counted > 10
        assert totals.compatibility == 1.0
        assert baseline.load(tmp_path, name) is not None


@pytest.mark.slow
@pytest.mark.parametrize("name", ["test_bool", "test_enumerate", "test_bigmem"])
def test_both_drivers_agree(both: dict[str, tuple[str, FileRun]], cpython: str, name: str) -> None:
    driven = junit.run_file(cpython, cpython, selection.module(name), LIMITS)
    assert driven.cases == both[name][1].cases
    assert driven.incidents == []
