"""Where a suite runs on a side: <cache>/packages/SIDE/NAME, with a virtual environment and the unpacked source distribution.

The environment is made anew when anything that goes into it changes, the interpreter's build included; the sources are
unpacked for every run, since tests write among them. Source distributions are kept in <cache>/packages/sdists. All
installing is done by the pip that this Python has, which `--python` starts on the side's own interpreter.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from protobench import paths
from protosuites.suites import ALWAYS, Catalogue, Suite, normal
from regrtest_runner.interpreters import CannotRun
from regrtest_runner.results import Interpreter

PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
INSTALL_SECONDS = 1800


def folder() -> Path:
    """Without links in it: pytest resolves them, and would find the tests outside of what it is told is their root."""
    return (paths.cache() / "packages").resolve()


@contextmanager
def only_run() -> Iterator[None]:
    """Two runs would take each other's folders away."""
    folder().mkdir(parents=True, exist_ok=True)
    with open(folder() / "lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotRun(f"another run is at work in {folder()}: wait for its end") from None
        yield


def sdist(suite: Suite) -> Path:
    """The source distribution, fetched where it is not there yet, its checksum compared. Raises CannotRun."""
    path = folder() / "sdists" / suite.sdist
    if not path.is_file():
        # Of this package alone no wheel is taken: what builds it, to learn its name, may come as one.
        words = ["download", "--quiet", "--no-deps", "--no-binary", suite.name, "--dest", str(path.parent), f"{suite.name}=={suite.version}"]
        path.parent.mkdir(parents=True, exist_ok=True)
        _run([*PIP, *words], path.with_suffix(".log"), f"{suite.name} {suite.version} could not be downloaded")
    if not path.is_file():
        raise CannotRun(f"{suite.name}: pip brought no {suite.sdist} for {suite.name} {suite.version}: is `sdist` its name?")
    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != suite.sha256:
        raise CannotRun(f"{path} has the checksum {digest} and not {suite.sha256}, which suites.toml names: it is not to be trusted")
    return path


@dataclass(frozen=True)
class Workplace:
    """A side's folder for one suite."""

    side: str
    suite: Suite
    interpreter: Interpreter

    @property
    def folder(self) -> Path:
        return folder() / self.side / self.suite.name

    @property
    def python(self) -> Path:
        return self.folder / "venv" / "bin" / "python"

    @property
    def source(self) -> Path:
        return self.folder / "source"

    def prepare(self, catalogue: Catalogue) -> list[str]:
        """Unpacks the sources and makes the environment; what is installed, as NAME==VERSION. Raises CannotRun."""
        archive = sdist(self.suite)
        shutil.rmtree(self.source, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        _unpack(archive, self.source)
        stamp = self.folder / "environment.json"
        made_of = self._made_of(catalogue)
        held = _load(stamp, made_of)
        if held is not None and self.python.is_file():
            return held
        stamp.unlink(missing_ok=True)
        shutil.rmtree(self.folder / "venv", ignore_errors=True)
        installed = self._install(catalogue)
        stamp.write_text(json.dumps({"made_of": made_of, "installed": installed}))
        # A build of the package leaves its traces among the sources.
        shutil.rmtree(self.source)
        _unpack(archive, self.source)
        return installed

    def _made_of(self, catalogue: Catalogue) -> str:
        words = (catalogue.pins, self.suite.needs, self.suite.environment, self.suite.sha256, str(self.folder), asdict(self.interpreter))
        return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()

    def _install(self, catalogue: Catalogue) -> list[str]:
        log = self.folder / "install.log"
        log.unlink(missing_ok=True)
        why = f"{self.suite.name}'s environment for {self.side} could not be made"
        _run([self.interpreter.executable, "-m", "venv", "--without-pip", str(self.folder / "venv")], log, why)
        constraints = self.folder / "constraints.txt"
        pins = {name: version for name, version in catalogue.pins.items() if name != normal(self.suite.name)}
        constraints.write_text("".join(f"{name}=={version}\n" for name, version in sorted(pins.items())))
        variables = [f"{name}={value}" for name, value in self.suite.environment]
        pip = ["env", *variables, *PIP, "--python", str(self.python)]
        words = ["install", "--quiet", "--constraint", str(constraints), str(self.source), *ALWAYS, *self.suite.needs]
        _run([*pip, *words], log, why)
        installed = _run([*pip, "list", "--format=json"], log, why)
        found = {normal(one["name"]): one["version"] for one in json.loads(installed)}
        for name, version in found.items():
            if name != normal(self.suite.name) and catalogue.pins.get(name) != version:
                raise CannotRun(f"{self.suite.name}: {name} {version} was installed for {self.side} and is not pinned: add it to the pins")
        return [f"{name}=={version}" for name, version in sorted(found.items())]


def _unpack(archive: Path, target: Path) -> None:
    """The archive's only folder becomes the target."""
    beside = target.with_name(target.name + ".new")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        with tarfile.open(archive) as file:
            file.extractall(beside, filter="data")
        (only,) = beside.iterdir()
    except (tarfile.TarError, ValueError) as why:
        raise CannotRun(f"{archive} is not a source distribution: {why}") from why
    only.rename(target)
    beside.rmdir()


def _load(stamp: Path, made_of: str) -> list[str] | None:
    """What is installed, if the environment was made of the same; None where it must be made."""
    try:
        held = json.loads(stamp.read_bytes())
        return [str(name) for name in held["installed"]] if held["made_of"] == made_of else None
    except (OSError, ValueError, TypeError, KeyError):
        return None  # absent or damaged is the same here


def _run(command: list[str], log: Path, complaint: str) -> str:
    """stdout of a command that must succeed; all that it says is in the log."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL, timeout=INSTALL_SECONDS, env=environment,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as why:
        raise CannotRun(f"{complaint}: {why}") from why
    with open(log, "a") as file:
        file.write(f"$ {' '.join(command)}\n{done.stdout}{done.stderr}")
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        errors = [line for line in said if "error" in line.lower()] or said
        last = errors[-1].strip() if errors else f"exit status {done.returncode}"
        raise CannotRun(f"{complaint} ({last}); see {log}")
    return done.stdout


