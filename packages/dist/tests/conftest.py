"""What `./dev dist` made, put somewhere else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

NOBODY = 65534


@pytest.fixture(scope="session")
def made() -> Path:
    """The folder with the archive and the wheel."""
    if "PROTOPY_DIST" not in os.environ:
        pytest.skip("PROTOPY_DIST names no folder with an archive: `./dev dist` makes one")
    return Path(os.environ["PROTOPY_DIST"])


class Moved:
    """A tree where nobody may write, and a user to whom it does not belong."""

    def __init__(self, prefix: Path, home: Path) -> None:
        self.prefix = prefix
        self.home = home

    def run(self, program: str | Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        """By another user where that may be arranged."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "PROTOPY", "PIP_"))}
        environment = {**kept, "HOME": str(self.home), "PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1"}
        other = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        return subprocess.run(
            [self.prefix / "bin" / program, *arguments], cwd=self.home, env=environment, capture_output=True, text=True, timeout=300, **other
        )

    def out(self, program: str | Path, *arguments: str) -> str:
        done = self.run(program, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()


@pytest.fixture(scope="session")
def open_folder() -> Iterator[Path]:
    """A folder that other users may enter, unlike pytest's; its name has a space."""
    folder = Path(tempfile.mkdtemp(prefix="proto py "))
    folder.chmod(0o755)
    yield folder
    for held, _, _ in os.walk(folder):
        Path(held).chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def moved(made: Path, open_folder: Path) -> Moved:
    (archive,) = made.glob("protopy-*.tar.xz")
    with tarfile.open(archive) as tar:
        tar.extractall(open_folder, filter="data")
    (prefix,) = open_folder.glob("protopy-*")
    for folder, _, files in os.walk(prefix):
        for path in (Path(folder), *(Path(folder, name) for name in files)):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode & ~0o222)
    home = open_folder / "home"
    home.mkdir()
    if os.geteuid() == 0:
        os.chown(home, NOBODY, NOBODY)
    return Moved(prefix, home)


@pytest.fixture(scope="session")
def foreign(made: Path, open_folder: Path) -> Iterator[Path]:
    """An environment of the Python that runs the tests, with the wheel in it."""
    (wheel,) = made.glob("protopy-*.whl")
    venv = open_folder / "foreign"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    pip = [sys.executable, "-m", "pip", "--python", str(venv / "bin" / "python"), "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", "--no-index", "--no-compile", str(wheel)], check=True)
    yield venv
    subprocess.run([*pip, "uninstall", "--quiet", "--yes", "protopy"], check=True)
    assert not [path for path in venv.rglob("*") if path.is_file() and "protopy" in str(path.relative_to(venv))]
