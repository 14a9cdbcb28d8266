"""A side's folder: what is fetched, unpacked and installed, and when anew."""

from __future__ import annotations

import tarfile

import pytest
from suites_fakes import World

from protosuites import suites, workplace
from protosuites.workplace import Workplace
from regrtest_runner.interpreters import CannotRun
from regrtest_runner.results import Interpreter


def prepare(world: World, more: str = "", sha256: str | None = None, build: str = "aa") -> Workplace:
    catalogue = suites.read(world.catalogue(more, sha256))
    (suite,) = catalogue.choose([])
    place = Workplace("protopy", suite, Interpreter(str(world.protopy), "3.14.0", "protopy", build))
    assert place.prepare(catalogue) == ["pytest==9.2.0", "pytest-timeout==2.4.0", "thing==1.0"]
    return place


def test_it_is_fetched_once_unpacked_and_installed_with_what_it_needs(world: World) -> None:
    place = prepare(world)
    assert (place.source / "tests" / "test_a.py").is_file() and place.python.is_file()
    download, install, _ = world.calls("pip")
    assert download.endswith("thing==1.0") and "--no-binary thing" in download
    assert install.startswith(f"--python {place.python} install") and install.endswith(f"{place.source} pytest pytest-timeout")
    assert (place.folder / "constraints.txt").read_text() == "pytest==9.2.0\npytest-timeout==2.4.0\n"


def test_the_sources_are_fresh_each_time_and_the_environment_while_nothing_changed(world: World) -> None:
    place = prepare(world)
    (place.source / "tests" / "left").write_text("by a test")
    prepare(world)
    assert not (place.source / "tests" / "left").exists()
    assert world.calls("protopy") == ["venv"] and len(world.calls("pip")) == 3


@pytest.mark.parametrize("change", [{"build": "bb"}, {"more": 'environment = { A = "1" }'}])
def test_another_interpreter_or_entry_makes_it_anew(world: World, change: dict[str, str]) -> None:
    prepare(world)
    prepare(world, **change)
    assert world.calls("protopy") == ["venv", "venv"]


def test_another_checksum_is_not_trusted(world: World) -> None:
    with pytest.raises(CannotRun, match=r"has the checksum [0-9a-f]{64} and not 0{64}"):
        prepare(world, sha256="0" * 64)
    assert not world.calls("protopy")


def test_a_wrong_file_name_is_said(world: World) -> None:
    world.catalogue()
    world.sdist.rename(world.sdist.with_name("Thing-1.0.tar.gz"))
    suite = suites.Suite("thing", "1.0", "thing-1.0.tar.gz", "0" * 64, ("tests",))
    with pytest.raises(CannotRun, match=r"pip brought no thing-1\.0\.tar\.gz"):
        workplace.sdist(suite)


def test_what_is_not_pinned_is_refused(world: World) -> None:
    world.installed({"thing": "1.0", "pytest": "9.2.0", "pytest-timeout": "2.4.0", "left-pad": "1.3"})
    with pytest.raises(CannotRun, match=r"left-pad 1\.3 was installed for protopy and is not pinned"):
        prepare(world)
    world.installed({"thing": "1.0", "pytest": "9.1.0", "pytest-timeout": "2.4.0"})
    with pytest.raises(CannotRun, match=r"pytest 9\.1\.0"):
        prepare(world)


def test_pips_error_and_its_log_are_named(world: World) -> None:
    (world.folder / "pip.fails").write_text("")
    with pytest.raises(CannotRun, match=r"could not be made \(ERROR: no matching distribution\); see .*install\.log"):
        prepare(world)
    (world.folder / "pip.fails").unlink()
    prepare(world)


def test_an_archive_that_leads_out_of_its_folder_is_refused(world: World) -> None:
    with tarfile.open(world.sdist, "w:gz") as archive:
        archive.addfile(tarfile.TarInfo("thing-1.0/../../out"))
    with pytest.raises(CannotRun, match="is not a source distribution"):
        prepare(world)


def test_two_runs_do_not_share_the_folder(world: World) -> None:
    with workplace.only_run(), pytest.raises(CannotRun, match="another run is at work"), workplace.only_run():
        pass
