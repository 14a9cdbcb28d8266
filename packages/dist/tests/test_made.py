"""What is given to users, put somewhere else, read-only, and run by another user."""

from __future__ import annotations

import json
import os
import subprocess
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

PLACES = """
import json, os, site, sys, sysconfig
print(json.dumps([sys.executable, sys._base_executable, sys.prefix, sys.base_prefix, sys.exec_prefix, os.__file__, os.__cached__,
                  sysconfig.get_default_scheme(), sysconfig.get_path("purelib"), site.getsitepackages()]))
"""


def expected(prefix: Path, name: str = "protopy") -> list[object]:
    library = prefix / "lib" / "python3.14t"
    program, os_py, os_pyc = prefix / "bin" / name, library / "os.py", library / "__pycache__" / "os.protopy-314.pyc"
    packages = str(library / "site-packages")
    return [*map(str, (program, program, prefix, prefix, prefix, os_py, os_pyc)), "posix_prefix", packages, [packages]]


# --- the archive --------------------------------------------------------------------------------------------------------


def test_archive(made: Path) -> None:
    (archive,) = made.glob("protopy-*.tar.xz")
    assert archive.stat().st_size <= 40_000_000
    with tarfile.open(archive) as tar:
        members = tar.getmembers()
    root = archive.name.rpartition("-linux-")[0]
    names = {member.name.removeprefix(root + "/") for member in members}
    assert {"bin/protopy", "bin/python3", "share/doc/protopy/LICENSE", "share/doc/protopy/NOTICE", "lib/python3.14t/LICENSE.txt"} <= names
    assert not {"lib/python3.14t/test", "lib/python3.14t/lib-dynload", "lib/python3.14t/EXTERNALLY-MANAGED"} & names
    assert {(member.uid, member.gid, member.uname) for member in members} == {(0, 0, "")}
    sources = {name for name in names if name.endswith(".py")}
    kept = {name.replace("__pycache__/", "").replace(".protopy-314.pyc", ".py") for name in names if name.endswith(".pyc")}
    assert sources - kept == set()


@pytest.mark.parametrize("name", ["protopy", "python", "python3", "python3.14", "python3.14t"])
def test_each_name_finds_its_place(moved: Any, name: str) -> None:
    assert json.loads(moved.out(name, "-c", PLACES)) == expected(moved.prefix, name)


def test_a_link_from_elsewhere(moved: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    link = moved.prefix.parent / "link"
    link.symlink_to(moved.prefix / "bin" / "python3")
    held = json.loads(moved.out(link, "-c", PLACES))
    assert held == [str(link), str(link), *expected(moved.prefix)[2:]]


def test_nothing_is_missing_or_written(moved: Any) -> None:
    source = (
        "import asyncio, ctypes, email.mime.text, hashlib, http.client, json, multiprocessing, sqlite3, ssl, unittest, xml.etree, zoneinfo;"
        "import encodings.idna, pydoc_data.topics; print(license.__class__.__name__)"
    )
    assert moved.out("protopy", "-W", "error", "-c", source) == "_Printer"
    with pytest.raises(subprocess.CalledProcessError):
        moved.run("protopy", "-c", "import test").check_returncode()


BACKEND = """
import base64, hashlib, zipfile
def build_wheel(directory, config_settings=None, metadata_directory=None):
    name = "little-1.0-py3-none-any.whl"
    with zipfile.ZipFile(directory + "/" + name, "w") as wheel:
        wheel.writestr("little.py", "def main(): print('little', __import__('sys').implementation.name)")
        wheel.writestr("little-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: little\\nVersion: 1.0\\n")
        wheel.writestr("little-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr("little-1.0.dist-info/entry_points.txt", "[console_scripts]\\nlittle = little:main\\n")
        wheel.writestr("little-1.0.dist-info/RECORD", "little.py,,\\n")
    return name
"""


def test_environment_with_pip(moved: Any) -> None:
    """pip comes with it, builds and installs what has a backend, and refuses what is made for CPython."""
    moved.out("python3", "-m", "venv", "made")
    venv = moved.home / "made"
    for name in ("python", "python3", "python3.14"):
        held = json.loads(moved.out(venv / "bin" / name, "-c", "import sys; import json; print(json.dumps([sys.prefix, sys.base_prefix]))"))
        assert held == [str(venv), str(moved.prefix)]
    source = moved.home / "little-1.0"
    source.mkdir()
    (source / "pyproject.toml").write_text('[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n')
    (source / "backend.py").write_text(BACKEND)
    for path in (source, *source.iterdir()):
        path.chmod(0o755)
    moved.out(venv / "bin" / "pip", "install", "-q", str(source))
    assert moved.out(venv / "bin" / "little") == "little protopy"
    wheel = moved.home / "speedy-1.0-cp314-cp314t-linux_x86_64.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("speedy.cpython-314t-x86_64-linux-gnu.so", b"")
    done = moved.run(venv / "bin" / "pip", "install", str(wheel))
    assert done.returncode == 1 and "is not a supported wheel on this platform" in done.stderr


# --- the wheel ----------------------------------------------------------------------------------------------------------


def test_wheel_in_an_environment_of_another_python(foreign: Path, moved: Any) -> None:
    tree = foreign / "lib" / "protopy"
    assert json.loads(moved.out(foreign / "bin" / "protopy", "-c", PLACES)) == expected(tree)
    link = foreign.parent / "linked"
    link.symlink_to(foreign / "bin" / "protopy")
    assert json.loads(moved.out(link, "-c", PLACES)) == expected(tree)
    moved.out(foreign / "bin" / "protopy", "-m", "venv", "--without-pip", "inner")
    held = moved.out(moved.home / "inner" / "bin" / "python", "-c", "import sys; print(sys.base_prefix)")
    assert held == str(tree)
    assert os.access(foreign / "bin" / "python", os.X_OK)
