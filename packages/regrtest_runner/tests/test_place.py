"""A file that writes to the library is found out, the damage is undone, and no other file and no other run sees it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from regrtest_fakes import SOURCES, Fake

from protobench import library
from regrtest_runner import results
from regrtest_runner.place import Place, Watch

WRITES = """
import helper, shutil
class T(unittest.TestCase):
    def test_a(self):
        if {where}:
            here = os.path.dirname(helper.__file__)
            open(helper.__file__, "w").write("VALUE = 2\\n")
            os.unlink(here + "/other.py")
            os.mkdir(here + "/fresh")
            open(here + "/fresh/x", "w").close()
            note("written", "now")
            time.sleep({sleep})
"""
READS = """
import helper
class T(unittest.TestCase):
    def test_a(self):
        while {wait} and not os.path.exists({notes!r} + "/written"): time.sleep(0.01)
        self.assertEqual(subprocess.check_output([sys.executable, "-c", "import helper; print(helper.VALUE)"]), b"1\\n")
        import other
"""
ON_PROTOPY, ON_CPYTHON = "'REGRTEST_FAKE' in os.environ", "'REGRTEST_FAKE' not in os.environ"


class Setting:
    """A library with two modules and the tests, and the interpreters that read it."""

    def __init__(self, fake: Fake) -> None:
        self.fake = fake
        self.library = fake.folder / "lib"
        (self.library / "helper.py").write_text("VALUE = 1\n")
        (self.library / "other.py").write_text("")
        self.cache = fake.folder / "cache"
        self.output = fake.folder / "results.json"

    def files(self, where: str, sleep: float = 0.0, wait: bool = False) -> None:
        self.fake.file("test_a", WRITES.format(where=where, sleep=sleep))
        self.fake.file("test_b", "import subprocess\n" + READS.format(wait=wait, notes=str(self.fake.notes)))

    def run(self, *words: str, subject: str | None = None) -> subprocess.CompletedProcess[str]:
        subject = subject or self.fake.protopy()
        own = ["--subject", subject, "--cpython", self.fake.interpreter("cpython"), "--output", str(self.output), "--no-history"]
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "PROTOPY", "REGRTEST"))}
        return subprocess.run(
            [sys.executable, "-m", "regrtest_runner", *own, *words], capture_output=True, text=True, timeout=100,
            env={**environment, "PYTHONPATH": SOURCES, "PROTOPY_CACHE": str(self.cache)},
        )  # fmt: skip

    def damage(self) -> dict[str, list[str]]:
        """What each file is told to have done."""
        files = results.read(self.output).files
        return {name: [one.detail for one in file.incidents if one.kind == "damage"] for name, file in files.items()}

    def is_whole(self) -> bool:
        return (self.library / "helper.py").read_text() == "VALUE = 1\n" and not (self.library / "fresh").exists()


@pytest.fixture
def setting(fake: Fake) -> Setting:
    return Setting(fake)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_file_damages_its_own_copy_and_nothing_else(setting: Setting, workers: str) -> None:
    """With two workers the other one's file reads the library while it is damaged."""
    setting.files(ON_PROTOPY, sleep=1.5, wait=workers == "2")
    if workers == "2":
        (setting.fake.notes / "written").touch()  # for CPython, which writes nothing
        setting.run("-j1", "-m", "none")
        (setting.fake.notes / "written").unlink()
        shutil.rmtree(setting.fake.folder / "build")
    done = setting.run("-j", workers)
    assert done.returncode == 0, done.stderr
    run = results.read(setting.output)
    assert run.totals == results.Totals(2, 2, 1.0), run.files["test_b"].failures
    paths = ", ".join(f"lib/python3.14t/{one}" for one in ("fresh is new", "helper.py changed", "other.py removed"))
    assert setting.damage() == {"test_a": [paths], "test_b": []}
    assert setting.is_whole()
    assert "1 damage" in done.stdout


def test_a_file_that_runs_in_the_common_library_is_found_out_too(setting: Setting) -> None:
    setting.files(ON_PROTOPY)
    done = setting.run("-j1", subject=setting.fake.interpreter("subject", "export REGRTEST_FAKE=1"))
    assert setting.damage() == {"test_a": ["fresh is new, helper.py changed, other.py removed"], "test_b": []}
    assert done.returncode == 2, "nothing says what the files must be restored from"
    assert "helper.py changed" in done.stderr


def test_what_cpython_gave_after_it_damaged_the_library_is_not_kept(setting: Setting) -> None:
    setting.files(ON_CPYTHON)
    setting.run("-j1")
    assert setting.damage() == {"test_a": ["fresh is new, helper.py changed, other.py removed while CPython ran the file"], "test_b": []}
    assert not list(setting.cache.glob("regrtest/*/test_a.json"))


def provisioned(setting: Setting, packages: Path | None) -> None:
    """As if the library had been provisioned."""
    setting.cache.mkdir()
    facts = {"cpython": "x", "cpython_version": "3.14.99", "stdlib": str(setting.library), "tests": "x", "source": "x", "format": 1}
    (setting.cache / "provision.json").write_text(json.dumps(facts))
    files = library.as_it_lies(setting.library, "3.14.99").files
    held = {"folder": str(setting.library), "version": "3.14.99", "files": files, "format": library.FORMAT, "inside": "usr/lib/python3.14"}
    (setting.cache / "library.json").write_text(json.dumps({**held, "packages": packages and str(packages)}))


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="there is no dpkg-deb to make a package with")
def test_a_damaged_library_is_restored_from_its_packages_before_the_run(setting: Setting) -> None:
    setting.files("False")
    packages = setting.fake.folder / "packages"
    content = packages / "content"
    shutil.copytree(setting.library, content / "usr" / "lib" / "python3.14", ignore=shutil.ignore_patterns("__pycache__"))
    (content / "DEBIAN").mkdir()
    (content / "DEBIAN" / "control").write_text("Package: python\nVersion: 1\nArchitecture: all\nMaintainer: x\nDescription: x\n")
    subprocess.run(["dpkg-deb", "--build", str(content), str(packages / "python_1_all.deb")], check=True, capture_output=True)
    provisioned(setting, packages)
    (setting.library / "helper.py").write_text("VALUE = 2\n")
    (setting.library / "left").write_text("")
    done = setting.run("-j1")
    assert done.returncode == 0, done.stderr
    assert "was damaged before the run, and is restored: helper.py changed, left is new" in done.stderr
    assert setting.is_whole() and not (setting.library / "left").exists()
    assert results.read(setting.output).totals == results.Totals(2, 2, 1.0)


def test_no_run_begins_on_a_damaged_library(setting: Setting) -> None:
    setting.files("False")
    provisioned(setting, None)
    (setting.library / "helper.py").write_text("VALUE = 2\n")
    done = setting.run("-j1")
    assert done.returncode == 2
    assert "helper.py changed" in done.stderr and "./dev provision --force" in done.stderr
    assert not setting.output.exists()


def test_each_worker_has_a_copy_and_finds_it_whole_again(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROTOPY_CACHE", str(setting.cache))
    subject = setting.fake.protopy()
    places = [Place(subject, str(setting.library), own=True) for _ in range(2)]
    first, second = (Path(place.executable) for place in places)
    assert first != second
    assert first.read_text() == second.read_text() == Path(subject).read_text()
    copied = first.parent.parent / "lib" / "python3.14t" / "helper.py"
    assert os.stat(copied).st_ino != os.stat(setting.library / "helper.py").st_ino
    copied.write_text("VALUE = 3\n")
    (copied.parent / "__pycache__").mkdir()
    (first.parent.parent / "left").mkdir()
    held = places[0]._copy
    assert held is not None
    os.close(held.lock)  # as at the end of its process
    Path(subject).write_text(Path(subject).read_text() + "# another build\n")
    again = Path(Place(subject, str(setting.library), own=True).executable)
    assert again == first
    assert copied.read_text() == "VALUE = 1\n"
    assert first.read_text().endswith("# another build\n") and os.access(first, os.X_OK)
    assert not (copied.parent / "__pycache__").exists() and not (first.parent.parent / "left").exists()


def test_a_look_tells_what_was_done_since_the_last_one(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    for name in ("a", "b", "inner/c", "inner/d"):
        (tmp_path / name).write_text(name)
    held = library.as_it_lies(tmp_path, "")
    watch = Watch(tmp_path, held.files, lambda names: (library.Piece(name, name.encode(), 0o644) for name in names))
    assert watch.look() == {}
    (tmp_path / "a").write_text("a")  # written, and yet the same
    (tmp_path / "__pycache__").mkdir()
    assert watch.look() == {}
    stamp = os.stat(tmp_path / "b")
    (tmp_path / "b").write_text("B")
    os.utime(tmp_path / "b", ns=(stamp.st_atime_ns, stamp.st_mtime_ns))  # the same size and time
    shutil.rmtree(tmp_path / "inner")
    (tmp_path / "inner").write_text("a file where a folder was")
    (tmp_path / "link").symlink_to("a")
    expected = {"b": "changed", "inner": "new", "inner/c": "removed", "inner/d": "removed", "link": "new"}
    assert watch.look() == expected
    assert held.files == library.as_it_lies(tmp_path, "").files
    assert watch.look() == watch.check() == {}
