"""The results' format: it comes back as it was written, and what is no such file says why."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from regrtest_runner import results
from regrtest_runner.results import Environment, File, Incident, Interpreter, Limits, Results, Selection, Totals


def sample() -> Results:
    run = Results(
        started="2026-11-21T02:00:00Z", duration=2.5, commit="21c58c5", modified=False,
        environment=Environment("Linux", "a processor", 2, 24576),
        subject=Interpreter("build/bin/protopy", "3.14.0", "protopy", "aa"),
        baseline=Interpreter("python3.14", "3.14.10", "cpython", "bb"),
        driver="unittest", selection=Selection("core"), limits=Limits(300, 2048), workers=2,
    )  # fmt: skip
    run.files["test_a"] = File(
        ["core"], 1.5, 41, [Incident("crash", "test.test_a.T.test_c", "SIGSEGV", "last words")],
        {
            "test.test_a.T.test_a": ("passed", "passed"),
            "test.test_a.T.test_b": ("passed", "failed"),
            "test.test_a.T.test_c": ("crashed", "passed"),
            "test.test_a.T.test_d": ("expected_failure", "passed"),
            "test.test_a.T.test_e": ("missing", "expected_failure"),
            "test.test_a.T.test_f": ("skipped", "skipped"),
        },
        {"test.test_a.T.test_c": "SIGSEGV \udc80"},
        ["test.test_a.T.test_c"],
    )  # fmt: skip
    run.files["test_b"] = File(["stdlib", "threads"], cases={"test.test_b.T.test_a": ("passed", "passed")})
    run.free_threading = File(cases={"test.test_free_threading.T.test_a": ("passed", "not_run")})
    run.tally()
    return run


def test_counting() -> None:
    run = sample()
    assert run.totals == Totals(5, 3, 0.6)
    assert run.groups == {"core": Totals(4, 2, 0.5), "stdlib": Totals(1, 1, 1.0), "threads": Totals(1, 1, 1.0)}
    assert run.count(["core", "threads"]) == run.totals
    assert run.count([]) == Totals(0, 0, None)
    assert run.without_details == Totals(4, 3, 0.75)
    assert run.groups_without_details == {"core": Totals(3, 2, 0.666667), "stdlib": Totals(1, 1, 1.0), "threads": Totals(1, 1, 1.0)}


def test_a_run_of_the_first_version_is_read(tmp_path: Path) -> None:
    held = results.to_json(sample())
    held["version"] = 1
    del held["details"], held["without_details"], held["groups_without_details"], held["files"]["test_a"]["details"]
    path = tmp_path / "results.json"
    path.write_text(json.dumps(held))
    run = results.read(path)
    assert run.totals == Totals(5, 3, 0.6)
    assert (run.without_details, run.details) == (None, False)


@pytest.mark.parametrize("name", ["results.json", "results.json.gz", "new/folder/results.json"])
def test_what_is_written_is_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    results.write(path, sample())
    assert results.read(path) == sample()
    assert (path.read_bytes()[:2] == b"\x1f\x8b") == name.endswith(".gz")
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.json.gz", "b.json.gz"):
        results.write(tmp_path / name, sample())
    assert (tmp_path / "a.json.gz").read_bytes() == (tmp_path / "b.json.gz").read_bytes()


def test_a_field_of_a_later_release_is_passed_over(tmp_path: Path) -> None:
    held = results.to_json(sample())
    held["more"] = held["files"]["test_a"]["more"] = 1
    path = tmp_path / "results.json"
    path.write_text(json.dumps(held))
    assert results.read(path) == sample()


@pytest.mark.parametrize(
    "change, why",
    [
        ("del held['subject']", "no subject"),
        ("held['version'] = 3", "version 3"),
        ("held['version'] = 'x'", "no version"),
        ("held['schema'] = 'other'", "not a protopython-regrtest file"),
        ("held['files'] = []", "files is not an object"),
        ("held['files']['test_a']['cases']['x'] = ['passed']", "pair"),
        ("held['files']['test_a']['cases']['x'] = ['passed', 'well']", "'well'"),
        ("held['files']['test_a']['incidents'][0]['kind'] = 'fire'", "'fire'"),
        ("held['duration'] = 'long'", "duration"),
        ("held['workers'] = True", "workers"),
        ("held['interrupted'] = None", "interrupted"),
    ],
)
def test_what_is_misshapen_says_why(tmp_path: Path, change: str, why: str) -> None:
    held = results.to_json(sample())
    exec(change, {"held": held})
    path = tmp_path / "results.json"
    path.write_text(json.dumps(held))
    with pytest.raises(results.Unreadable, match=why) as caught:
        results.read(path)
    assert caught.value.path == path


@pytest.mark.parametrize(
    "data",
    # the times in them would be other ones in each of xdist's workers
    [b"", b"{", b"[]", b"\xff\xfe", b"null", b"[" * 100_000, b"\x1f\x8b", gzip.compress(b"{}", mtime=0), gzip.compress(b"{}" * 99, mtime=0)[:-9]],
)
def test_what_is_damaged_is_unreadable(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "results.json"
    path.write_bytes(data)
    with pytest.raises(results.Unreadable):
        results.read(path)


def test_what_is_absent_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(results.Unreadable, match="No such file"):
        results.read(tmp_path / "absent.json")
