"""The pyperformance programs: downloaded from PyPI, never committed, run unmodified.

    <cache>/programs/
      nbody.py ...           each program, under its benchmark's name
      pyperf.py              link to standin/pyperf.py, which the programs import
      program_checks.py      link to standin/program_checks.py
      complete.txt           the version; written last
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from protobench import paths

VERSION = "1.14.0"
"""The pyperformance release the figures are about: one release, so that figures of two dates compare."""


@dataclass(frozen=True)
class Program:
    name: str
    loops: str = "1"
    """For a timed run, so that it is long beside the start-up of CPython (see standin/pyperf.py)."""


PROGRAMS = (
    Program("nbody", "4"),
    Program("fannkuch"),
    Program("richards", "4"),
    Program("richards_super", "4"),
    Program("deltablue", "40"),
    Program("spectral_norm", "2"),
    Program("nqueens", "2"),
    Program("float", "2"),
    Program("chaos", "3"),
    Program("raytrace"),
    Program("hexiom", "20"),
    Program("pidigits", "2"),
    Program("meteor_contest", "2"),
    Program("generators", "6"),
    Program("coroutines", "6"),
    Program("unpack_sequence", "20000"),
    Program("scimark", "1,scimark_sparse_mat_mult=30"),
    Program("go", "2"),
)


def folder() -> Path:
    return paths.cache() / "programs"


def script(program: Program) -> Path:
    return folder() / f"{program.name}.py"


def bring() -> Path:
    """Downloads and unpacks the programs unless they are there; the folder they are in."""
    home = folder()
    complete = home / "complete.txt"
    if not (complete.is_file() and complete.read_text().strip() == VERSION):
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        _unpack(_download(), home)
    _link_standin(home)
    complete.write_text(VERSION + "\n")
    return home


def _link_standin(home: Path) -> None:
    """Links, so that an edit of the stand-in is seen at once."""
    for source in sorted(Path(__file__).with_name("standin").glob("*.py")):
        link = home / source.name
        if not (link.is_symlink() and link.resolve() == source.resolve()):
            fresh = home / f"{source.name}.{os.getpid()}"
            fresh.symlink_to(source)
            os.replace(fresh, link)


def _download() -> Path:
    """The wheel, through pip; what was downloaded before is not asked for again."""
    wheels = paths.cache() / "wheels"
    wheels.mkdir(parents=True, exist_ok=True)
    pattern = f"pyperformance-{VERSION}-*.whl"
    found = next(wheels.glob(pattern), None)
    if found is None:
        print(f"programs: downloading pyperformance {VERSION} from PyPI", flush=True)
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(wheels)]
        done = subprocess.run([*pip, f"pyperformance=={VERSION}"], capture_output=True, text=True)
        found = next(wheels.glob(pattern), None)
        if done.returncode != 0 or found is None:
            raise SystemExit(f"programs: pip cannot download pyperformance {VERSION}:\n{done.stderr.strip()}")
    return found


def _unpack(wheel: Path, home: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for program in PROGRAMS:
            inside = f"pyperformance/data-files/benchmarks/bm_{program.name}/run_benchmark.py"
            (home / f"{program.name}.py").write_bytes(archive.read(inside))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m protobench programs",
        description="Downloads pyperformance from PyPI and unpacks the benchmark programs into the cache.",
    )
    parser.parse_args(arguments)
    home = bring()
    print(f"{len(PROGRAMS)} programs of pyperformance {VERSION}: {home}")
    return 0
