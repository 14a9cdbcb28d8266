"""pytest's run: its command, its surroundings, its end."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from suites_fakes import World

from protosuites import runner, suites
from protosuites.runner import SideRun, run_pytest


def run(world: World, more: str = "") -> SideRun:
    (suite,) = suites.read(world.catalogue(more)).choose([])
    source = world.folder / "place" / "source"
    (source / "tests").mkdir(parents=True)
    return run_pytest(world.protopy, suite, source, "protopy")


def test_it_runs_in_the_sources_and_takes_the_report(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/of/the/harness")
    world.pytest("protopy", {"test_a": "passed"})
    done = run(world, 'folder = "tests"\noptions = ["-x"]\nenvironment = { SUITE_VARIABLE = "7" }\ncase_seconds = 9')
    assert list(done.cases) == ["tests.test_a::test_a"] and not done.incident
    assert done.seconds > 0 and done.peak_mb > 0
    (call,) = world.calls("protopy")
    assert call.startswith(f"pytest in {world.folder}/place/source/tests with [] [0] [7]: -m pytest ")
    assert "-p no:cacheprovider" in call and "--timeout=9" in call and call.endswith(" -x tests")


def test_settings_of_the_folders_above_are_not_found(world: World) -> None:
    world.pytest("protopy", {"test_a": "passed"})
    run(world)
    assert (world.folder / "place" / "pytest.ini").read_text() == "[pytest]\n"
    assert f"--rootdir={world.folder}/place/source" in world.calls("protopy")[0]


def test_what_the_package_does_beforehand_is_added_to_its_conftest(world: World) -> None:
    world.does("protopy", "cat conftest.py; exit 5")
    assert run(world, 'conftest = "a = 1"').incident == "pytest ended with status 5: a = 1"


def test_what_is_deselected_is_told_to_pytest(world: World) -> None:
    world.pytest("protopy", {})
    run(world, '[[suite.deselected]]\ncases = ["tests/a.py::b", "tests/c.py"]\nreason = "needs the network"')
    assert "--deselect=tests/a.py::b --deselect=tests/c.py" in world.calls("protopy")[0]


def test_failed_cases_are_no_incident(world: World) -> None:
    world.pytest("protopy", {"test_a": "failed: x"}, "exit 1")
    assert run(world).incident == ""


@pytest.mark.parametrize(
    ("shell", "incident"),
    [
        ("echo the last word; kill -SEGV $$", "killed by SIGSEGV: the last word"),
        ("echo INTERNALERROR >&2; exit 3", "pytest ended with status 3: INTERNALERROR"),
        ("exit 0", "pytest wrote no report"),
        ('echo "<testsuites>" > "$report"; exit 0', "the report cannot be read"),
    ],
)
def test_a_run_that_breaks_off_says_how(world: World, shell: str, incident: str) -> None:
    world.does("protopy", shell)
    done = run(world)
    assert done.incident.startswith(incident) and not done.cases


def test_a_run_without_end_is_ended(world: World) -> None:
    world.does("protopy", "echo at test_b; sleep 100 & sleep 100")
    started = time.monotonic()
    assert run(world, "suite_seconds = 1").incident == "not at its end after 1 s: at test_b"
    assert time.monotonic() - started < 30


def test_progress_is_pytests_own_share(world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(runner, "QUIET_SECONDS", 0.05)
    world.does("protopy", "echo 'tests/test_a.py::test_b PASSED [ 42%]'; sleep 0.5")
    run(world)
    assert "packages: thing on protopy: 42 % after 0 s" in capsys.readouterr().err


def test_an_old_report_is_not_taken_for_a_new_one(world: World) -> None:
    place = world.folder / "place"
    place.mkdir()
    Path(place, "junit.xml").write_text("<testsuites/>")
    world.does("protopy", "exit 1")
    assert run(world).incident == "pytest wrote no report"
