"""Every construct of the dialect, compiled and run: the output equals what CPython prints for the same file.

The cases are tests/cases/*.py, each with a `main() -> int`. They are compiled into one program (one mypy
run, one link)
in a debug build, and once more in a release build: what the optimiser may assume differs.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .native import SEARCH

HERE = Path(__file__).resolve().parent
CASES = sorted(p.stem for p in (HERE / "cases").glob("*.py"))

Sections = dict[str, list[str]]


def split(output: str) -> Sections:
    sections: Sections = {}
    current: list[str] = []
    for line in output.splitlines():
        if line.startswith("== "):
            current = sections.setdefault(line[3:], [])
        else:
            current.append(line)
    return sections


def write_program(folder: Path) -> Path:
    for name in CASES:
        (folder / f"case_{name}.py").write_text((HERE / "cases" / f"{name}.py").read_text("utf-8"), "utf-8")
    imports = "\n".join(f"import case_{n}" for n in CASES)
    calls = "\n".join(f'    print("== {n}")\n    case_{n}.main()' for n in CASES)
    driver = folder / "all_cases.py"
    driver.write_text(f"{imports}\n\n\ndef main() -> int:\n{calls}\n    return 0\n", "utf-8")
    return driver


def compile_and_run(driver: Path, mode: str) -> Sections:
    command = [sys.executable, "-m", "protopyc", "run", "--mode", mode, str(driver)]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": os.pathsep.join(SEARCH), "PATH": "/usr/bin:/bin"},
        cwd=driver.parent,
    )
    assert done.returncode == 0, done.stderr[-6000:]
    return split(done.stdout)


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_program(tmp_path_factory.mktemp("cases"))


@pytest.fixture(scope="module")
def expected(driver: Path) -> Sections:
    code = f"import sys; sys.path[:0] = {[str(driver.parent), *SEARCH]!r}; import all_cases; all_cases.main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return split(done.stdout)


@pytest.fixture(scope="module")
def debug(driver: Path) -> Sections:
    return compile_and_run(driver, "debug")


@pytest.fixture(scope="module")
def release(driver: Path) -> Sections:
    return compile_and_run(driver, "release")


@pytest.mark.parametrize("case", CASES)
def test_debug_build_prints_what_cpython_prints(case: str, debug: Sections, expected: Sections) -> None:
    assert debug[case] == expected[case]


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_release_build_prints_what_cpython_prints(case: str, release: Sections, expected: Sections) -> None:
    assert release[case] == expected[case]
