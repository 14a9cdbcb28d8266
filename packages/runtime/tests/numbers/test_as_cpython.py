"""Expressions give what they give on CPython 3.14 (data/make_expected.py), value or error message: the runtime on the host."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

DATA = Path(__file__).parent / "data"
PACKAGES = Path(__file__).parents[3]

RUN = """
import json, sys
sys.setrecursionlimit(20000)
from protopython import bootstrap, startup
from protopython.engine import compile as compiling
from protopython.engine.calls import run_code
from protopython.objects.model import operations
from protopython.protocore.error import PyError
from protodialect.types import EMPTY
assert bootstrap.LOADED
startup.host_context()
startup.new_space(["test"], [], "protopy")
main = startup.new_main_module()

def run(source, mode):
    return run_code(compiling.function_of(compiling.compile_text(source, "<test>", mode, True), main.dict), EMPTY)

def show(source):
    try:
        return operations.repr_of(run(source, compiling.EVAL))
    except PyError as e:
        return "!! " + operations.type_name(e.w_value) + " " + operations.str_of(e.w_value)

setup, lines = json.load(sys.stdin)
run(setup, compiling.EXEC)
print(json.dumps([show(line) for line in lines]))
"""


@pytest.mark.parametrize("name", ["numbers", "time_random"])
def test_expressions(name: str) -> None:
    spec = importlib.util.spec_from_file_location("make_expected", DATA / "make_expected.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    lines = (DATA / f"{name}.txt").read_text().splitlines()
    expected = json.loads((DATA / f"{name}.expected").read_text())
    env = {
        "PYTHONPATH": f"{PACKAGES}/dialect/src:{PACKAGES}/runtime/src:{PACKAGES}/protopyc/src",
        "TZ": "UTC",
        "PATH": "/usr/bin:/bin",
    }
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        input=json.dumps([module.SETUP, lines]),
        capture_output=True,
        text=True,
        env=env,
    )
    assert done.returncode == 0, done.stderr
    got = json.loads(done.stdout)
    different = [
        f"{line}\n  CPython: {e}\n  here:    {g}"
        for line, e, g in zip(lines, expected, got, strict=True)
        if e != g
    ]
    assert not different, "\n".join(different)
