"""Frozen module-level data is, at run time, what the host built; and what cannot be frozen is named by its
path."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from protodialect.unsafe import hash_data_of
from protopyc.image import tables

from ..native import SEARCH, compile_program

PROGRAM = Path(__file__).resolve().parent / "frozen_program.py"


def on_host() -> str:
    path = [str(PROGRAM.parent), *SEARCH]
    code = f"import sys; sys.path[:0] = {path!r}; import frozen_program; frozen_program.main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("mode", ["release", "asan"])
def test_frozen_data_is_what_the_host_built(mode: str) -> None:
    program = compile_program(PROGRAM, mode)
    for stress in ("0", "1"):
        environment = dict(os.environ, PROTOPY_GC_STRESS=stress, ASAN_OPTIONS="detect_leaks=0")
        done = subprocess.run([str(program)], capture_output=True, text=True, env=environment)
        assert done.returncode == 0, done.stderr
        assert done.stdout == on_host()


def test_equal_sources_give_equal_images() -> None:
    frozen = PROGRAM.parents[4] / "build" / "run" / "frozen_program" / "src" / "release" / "frozen.S"
    compile_program.__wrapped__(PROGRAM, "release")
    first = frozen.read_bytes()
    compile_program.__wrapped__(PROGRAM, "release")
    assert frozen.read_bytes() == first


REFUSED = """
from __future__ import annotations
from typing import Any, Final

class Box:
    items: list[int]
    def __init__(self, items: Any) -> None:
        self.items = items

class Outer:
    box: Box
    def __init__(self, box: Box) -> None:
        self.box = box

OUTER: Final[Outer] = Outer(Box([1, 2, "three"]))

def main() -> int:
    return OUTER.box.items[0]
"""


def test_what_cannot_be_frozen_is_named_by_its_path(tmp_path: Path) -> None:
    source = tmp_path / "refused_data.py"
    source.write_text(REFUSED)
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(SEARCH))
    done = subprocess.run(
        [sys.executable, "-m", "protopyc", "run", str(source)],
        capture_output=True,
        text=True,
        env=environment,
    )
    assert done.returncode == 1
    assert ".box.items[2]" in done.stderr and "an int is declared there, found str 'three'" in done.stderr


FIELDS = """
from __future__ import annotations
from typing import Final, cast
from protodialect.types import FieldRef, read_field

class Base:
    def __init__(self) -> None:
        self.n: int = 1
        self.names: list[str] = []

class Other:
    def __init__(self) -> None:
        self.n: int = 1

REFS: Final[list[FieldRef[Base, int]]] = [FieldRef(Base, "n"), FieldRef(%s)]

def main() -> int:
    return read_field(Base(), REFS[0])
"""


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ('Base, "m"', "class Base has no field m"),
        ('Base, "names"', "a field of type int is declared there; Base.names is list[str]"),
        ('cast("type[Base]", Other), "n"', "a field of a class below Base is declared there, found one of Other"),
    ],
)
def test_a_field_is_of_the_class_and_the_type_that_its_place_declares(field: str, message: str, tmp_path: Path) -> None:
    source = tmp_path / "refused_fields.py"
    source.write_text(FIELDS % field)
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(SEARCH))
    done = subprocess.run(
        [sys.executable, "-m", "protopyc", "run", str(source)], capture_output=True, text=True, env=environment
    )
    assert done.returncode == 1
    assert f"REFS[1]: {message}" in done.stderr


def test_floats_that_fit_are_immediate_and_come_back() -> None:
    import struct

    for x in (0.5, -1.5, 3.14, 1e70, -1e-70, 1.0):
        word = tables.float_word(x)
        assert word is not None and word & 3 == 2
        t = (2 - (word >> 63)) | (word & ~3)
        bits = ((t >> 3) & 0x1FFFFFFFFFFFFFFF) | ((t << 61) & 0xFFFFFFFFFFFFFFFF)
        assert struct.unpack("<d", struct.pack("<Q", bits))[0] == x
    assert tables.float_word(0.0) == 0x8000000000000002
    assert (
        tables.float_word(-0.0) is None
        and tables.float_word(1e300) is None
        and tables.float_word(float("nan")) is None
    )


def test_hash_of_strings_is_a_positive_small_int() -> None:
    seen = {hash_data_of(str(i).encode()) for i in range(10000)}
    assert len(seen) == 10000 and all(0 < h < 1 << 62 for h in seen)
