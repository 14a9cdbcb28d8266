"""The command: both sides, the exit status, what is kept, what is written."""

from __future__ import annotations

import json

import pytest
from suites_fakes import World

from protosuites import history
from protosuites.command import main

EXCEPTION = '[[suite.exceptions]]\ncases = ["tests.test_a::test_b"]\nreason = "reads | bytecode"'


def both(world: World, protopy: dict[str, str], cpython: dict[str, str]) -> None:
    world.pytest("protopy", protopy)
    world.pytest("cpython", cpython)


def test_equal_outcomes_are_zero(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    both(world, {"test_a": "passed", "test_b": "failed: x"}, {"test_a": "passed", "test_b": "failed: y"})
    assert main(world.words()) == 0
    assert "thing 1.0: 2 cases, 2 equal, 0 differing, 0 exceptions, time " in capsys.readouterr().out
    (path,) = world.reports.glob("*.json")
    run = history.read(path)
    assert run.suites["thing"].equal == 2 and run.suites["thing"].installed[-1] == "thing==1.0"
    assert str(world.folder) not in path.read_text(), "paths of this machine"


def test_a_difference_is_one_and_in_the_report(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    both(world, {"test_a": "failed: 1 | 2"}, {"test_a": "passed"})
    assert main(world.words()) == 1
    assert "  tests.test_a::test_a: failed, CPython passed: 1 | 2" in capsys.readouterr().out
    page = (world.reports / "README.md").read_text()
    assert "| thing | 1.0 | 1 | 0 | 1 | 0 | " in page
    assert "| `tests.test_a::test_a` | failed | passed | 1 \\| 2 |" in page


def test_an_exception_is_zero_with_its_reason_in_the_report(world: World) -> None:
    both(world, {"test_b": "failed: x"}, {"test_b": "passed"})
    assert main(world.words(catalogue=EXCEPTION)) == 0
    assert "| `tests.test_a::test_b` | failed | passed | reads \\| bytecode |" in (world.reports / "README.md").read_text()


def test_an_exception_that_did_not_happen_is_told(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    both(world, {"test_b": "passed"}, {"test_b": "passed"})
    assert main(world.words(catalogue=EXCEPTION)) == 0
    told = "xception that did not happen: tests.test_a::test_b (equal on both sides)"
    assert told in capsys.readouterr().out and told in (world.reports / "README.md").read_text()


def test_cpythons_outcomes_are_kept_until_asked_for_again(world: World) -> None:
    both(world, {"test_a": "passed"}, {"test_a": "passed"})
    ran = lambda name: sum(call.startswith("pytest") for call in world.calls(name))  # noqa: E731
    for words, counts, together in (((), (1, 1), True), ((), (2, 1), False), (("--again",), (3, 2), True)):
        for path in world.reports.glob("*.json"):
            path.unlink()
        assert main(world.words(*words)) == 0
        assert (ran("protopy"), ran("cpython")) == counts
        (path,) = world.reports.glob("*.json")
        assert history.read(path).suites["thing"].together is together
        page = (world.reports / "README.md").read_text()
        assert ("kept outcomes" in page) is not together


def test_another_exception_leaves_them_kept_and_another_option_does_not(world: World) -> None:
    both(world, {"test_b": "passed"}, {"test_b": "passed"})
    for more, count in (("", 1), (EXCEPTION, 1), ('options = ["-x"]', 2)):
        main(world.words("--no-history", catalogue=more))
        assert sum(call.startswith("pytest") for call in world.calls("cpython")) == count
    assert not world.reports.exists()


def test_a_crash_of_protopy_is_one_and_of_cpython_two(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    both(world, {"test_a": "passed"}, {"test_a": "passed"})
    world.does("protopy", "kill -SEGV $$")
    assert main(world.words()) == 1
    assert "  protopy broke off: killed by SIGSEGV" in capsys.readouterr().out
    page = (world.reports / "README.md").read_text()
    assert "| thing | 1.0 | 1 | 0 | not compared | 0 | – |" in page and "On protopy: killed by SIGSEGV." in page
    world.does("cpython", "kill -SEGV $$")
    assert main(world.words("--again")) == 2
    world.pytest("cpython", {"test_a": "passed"})
    world.pytest("protopy", {"test_a": "passed"})
    assert main(world.words()) == 0, "a run that something happened to is not kept"


def test_what_cannot_be_installed_is_two_and_nothing_is_written(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    (world.folder / "pip.fails").write_text("")
    assert main(world.words()) == 2
    assert "environment for cpython could not be made" in capsys.readouterr().err
    assert not world.reports.exists()


@pytest.mark.parametrize(
    ("words", "complaint"),
    [(("nothing",), "there is no suite nothing: there are thing"), (("--subject", "/nowhere/protopy"), "there is no interpreter to test")],
)
def test_what_is_not_there_is_named(world: World, words: tuple[str, ...], complaint: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(world.words(*words)) == 2
    assert complaint in capsys.readouterr().err


def test_suites_are_listed_without_a_run(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(world.words("--list")) == 0
    assert capsys.readouterr().out == "thing 1.0\n"
    assert not world.calls("protopy")


def test_the_report_has_the_newest_run_of_each_suite(world: World) -> None:
    both(world, {"test_a": "passed"}, {"test_a": "passed"})
    assert main(world.words()) == 0
    (path,) = world.reports.glob("*.json")
    old = json.loads(path.read_text())
    old["suites"]["thing"]["cases"] = 777
    (world.reports / "2020-01-01T000000Z.json").write_text(json.dumps(old))
    assert main(world.words()) == 0
    page = (world.reports / "README.md").read_text()
    assert "777" not in page and "Never run" not in page


def test_a_damaged_history_is_named(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    both(world, {"test_a": "passed"}, {"test_a": "passed"})
    world.reports.mkdir()
    for text in ("{", '{"schema": "x", "version": 1}', "[]"):
        (world.reports / "2020-01-01T000000Z.json").write_text(text)
        assert main(world.words()) == 2
        assert "2020-01-01T000000Z.json" in capsys.readouterr().err
