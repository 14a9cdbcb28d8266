"""Compiled code beside the source: kept, used, and never believed when it does not fit."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.skipif("PROTOPY_BIN" not in os.environ, reason="PROTOPY_BIN names no protopy: `./dev tests` builds one")


def run(folder: Path, *arguments: str, **more: str) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    environment.update(PROTOPY_STDLIB=str(REPOSITORY / ".cache" / "stdlib"), **more)
    done = subprocess.run(
        [os.environ["PROTOPY_BIN"], *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def kept(folder: Path) -> Path:
    return folder / "__pycache__" / "mod.protopy-314.pyc"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mod.py").write_text("value = 1\n")
    return tmp_path


def test_code_is_kept_and_used(folder: Path) -> None:
    assert run(folder, "-c", "import mod; print(mod.value, mod.__cached__)") == f"1 {kept(folder)}"
    data = kept(folder).read_bytes()
    stamp = (folder / "mod.py").stat()
    # A source of equal size and time is taken for the same: the kept code runs.
    (folder / "mod.py").write_text("value = 2\n")
    os.utime(folder / "mod.py", ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert run(folder, "-c", "import mod; print(mod.value)") == "1"
    assert kept(folder).read_bytes() == data


def test_importlib_reads_what_import_wrote_and_back(folder: Path) -> None:
    run(folder, "-c", "import mod")
    first = kept(folder).read_bytes()
    show = (
        "import importlib.util as u; s = u.spec_from_file_location('mod', 'mod.py');"
        " m = u.module_from_spec(s); s.loader.exec_module(m); print(m.value)"
    )
    assert run(folder, "-c", show) == "1"
    kept(folder).unlink()
    assert run(folder, "-c", show) == "1"
    assert kept(folder).read_bytes()[:16] == first[:16]
    assert run(folder, "-c", "import mod; print(mod.value)") == "1"


def test_a_changed_source_is_compiled_anew(folder: Path) -> None:
    run(folder, "-c", "import mod")
    (folder / "mod.py").write_text("value = 'changed'\n")
    assert run(folder, "-c", "import mod; print(mod.value)") == "changed"
    assert run(folder, "-c", "import mod; print(mod.value)") == "changed"


@pytest.mark.parametrize("mode", ["checked-hash", "unchecked-hash"])
@pytest.mark.parametrize("when", ["default", "always", "never"])
def test_code_that_goes_by_the_hash_of_its_source(folder: Path, mode: str, when: str) -> None:
    run(folder, "-m", "compileall", "-q", "--invalidation-mode", mode, "mod.py")
    data = kept(folder).read_bytes()
    show = ("--check-hash-based-pycs", when, "-c", "import mod; print(mod.value)")
    os.utime(folder / "mod.py", (1, 1))
    assert run(folder, *show) == "1"
    assert kept(folder).read_bytes() == data
    (folder / "mod.py").write_text("value = 2\n")
    looked_at = when == "always" or (when == "default" and mode == "checked-hash")
    assert run(folder, *show) == ("2" if looked_at else "1")
    fresh = kept(folder).read_bytes()
    assert fresh[:8] == data[:8]
    assert (fresh == data) is not looked_at
    show_loaded = "import importlib.machinery as m; print(m.SourceFileLoader('mod', 'mod.py').load_module().value)"
    assert run(folder, "-W", "ignore", *show[:2], "-c", show_loaded) == ("2" if looked_at else "1")


@pytest.mark.parametrize("damage", ["empty", "short", "flipped", "magic", "folder"])
def test_damaged_files_are_not_believed(folder: Path, damage: str) -> None:
    run(folder, "-c", "import mod")
    file = kept(folder)
    data = bytearray(file.read_bytes())
    if damage == "empty":
        data.clear()
    elif damage == "short":
        del data[-5:]
    elif damage == "flipped":
        data[len(data) // 2] ^= 0x40
    elif damage == "magic":
        data[0] ^= 1
    file.unlink()
    if damage == "folder":
        file.mkdir()
    else:
        file.write_bytes(data)
    assert run(folder, "-c", "import mod; print(mod.value)") == "1"


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [(["-B"], {}), ([], {"PYTHONDONTWRITEBYTECODE": "1"}), ([], {"PYTHONPYCACHEPREFIX": "elsewhere"})],
)
def test_where_no_code_is_wanted(folder: Path, arguments: list[str], environment: dict[str, str]) -> None:
    if "PYTHONPYCACHEPREFIX" in environment:
        environment = {"PYTHONPYCACHEPREFIX": str(folder / "elsewhere")}
    assert run(folder, *arguments, "-c", "import mod; print(mod.value)", **environment) == "1"
    assert not kept(folder).exists()
    found = [path.name for path in (folder / "elsewhere").rglob("*.pyc")]
    assert found == (["mod.protopy-314.pyc"] if "PYTHONPYCACHEPREFIX" in environment else [])


def test_a_place_that_cannot_be_written(folder: Path) -> None:
    (folder / "__pycache__").write_text("in the way")
    assert run(folder, "-c", "import mod; print(mod.value)") == "1"


def test_optimized_code_is_another_file(folder: Path) -> None:
    (folder / "mod.py").write_text("value = 1\nassert False\n")
    assert run(folder, "-O", "-c", "import mod; print(mod.value)") == "1"
    assert (folder / "__pycache__" / "mod.protopy-314.opt-1.pyc").exists()
    assert not kept(folder).exists()


def test_a_moved_source_is_named_where_it_is(folder: Path) -> None:
    (folder / "mod.py").write_text("def f():\n    return (lambda: 0).__code__.co_filename\n")
    run(folder, "-c", "import mod")
    other = folder / "other"
    other.mkdir()
    (folder / "mod.py").rename(other / "mod.py")
    (folder / "__pycache__").rename(other / "__pycache__")
    assert run(other, "-c", "import mod; print(mod.f())") == str(other / "mod.py")


def test_two_at_once(folder: Path) -> None:
    (folder / "mod.py").write_text("".join(f"def f{i}(a, b={i}): return [a, b, {i}.5, 'text {i}']\n" for i in range(300)) + "value = f7(1)\n")
    environment = {**os.environ, "PROTOPY_STDLIB": str(REPOSITORY / ".cache" / "stdlib")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [os.environ["PROTOPY_BIN"], "-c", "import mod; print(mod.value)"]
    running = [subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(8)]
    assert [process.communicate(timeout=120)[0] for process in running] == ["[1, 7, 7.5, 'text 7']\n"] * 8
    assert [path.name for path in (folder / "__pycache__").iterdir()] == [kept(folder).name]


def test_namespace_packages_and_code_without_source(folder: Path) -> None:
    (folder / "space" / "inner").mkdir(parents=True)
    (folder / "space" / "inner" / "leaf.py").write_text("value = 'leaf'\n")
    assert run(folder, "-c", "import space.inner.leaf as m; print(m.value, type(m.__spec__).__name__)") == "leaf ModuleSpec"
    run(folder, "-c", "import mod")
    kept(folder).rename(folder / "bare.pyc")
    (folder / "mod.py").unlink()
    assert run(folder, "-c", "import bare; print(bare.value)") == "1"
