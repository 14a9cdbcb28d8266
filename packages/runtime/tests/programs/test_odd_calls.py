"""No call of a native function ends the process, whatever its arguments."""

from __future__ import annotations

import ast
import os
import resource
import subprocess
from pathlib import Path

import pytest

from .test_programs import REPOSITORY, environment

PROGRAM = Path(__file__).with_name("odd_calls.py")
MEMORY = 2 << 30
"""What big numbers among the arguments may ask for in all."""
DEFINERS = {"function", "method", "new", "class_method", "static_method", "setter"}


@pytest.mark.parametrize("seed", [1, 2])
def test_odd_calls(seed: int, tmp_path: Path) -> None:
    def limit() -> None:
        if "ASAN_OPTIONS" not in os.environ:  # the sanitizer needs terabytes of address space for itself
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    log = tmp_path / "log"
    command = [os.environ["PROTOPY_BIN"], str(PROGRAM), str(seed), "0.4", str(log)]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=300,
        stdin=subprocess.DEVNULL,
        preexec_fn=limit,
    )
    last = log.read_text().splitlines()[-1]
    assert done.returncode == 0 and last.startswith("--- end"), (done.returncode, last, done.stderr[-500:])


def test_natives_check_what_they_are_given() -> None:
    """`unwrap` believes what it is told, so a native function must not use it on an argument: only what gathers arguments is known."""
    found = []
    for path in (REPOSITORY / "packages" / "runtime" / "src" / "protopython").rglob("*.py"):
        for f in ast.parse(path.read_text()).body:
            if not isinstance(f, ast.FunctionDef):
                continue
            for d in f.decorator_list:
                if not (isinstance(d, ast.Call) and isinstance(d.func, ast.Name) and d.func.id in DEFINERS):
                    continue
                signature = next((a.value for a in d.args if isinstance(a, ast.Constant) and "(" in str(a.value)), "")
                given = {a.arg for a in f.args.args[0 if d.func.id == "function" else 1 :]}
                gathered = set()
                if "(" in signature:
                    a = ast.parse(f"def f({signature.partition('(')[2]}: pass").body[0].args
                    order = [*a.posonlyargs, *a.args, *([a.vararg] if a.vararg else []), *a.kwonlyargs, *([a.kwarg] if a.kwarg else [])]
                    gathered = {p.arg for p, s in zip(f.args.args, order) if s is a.vararg or s is a.kwarg}
                tested = {
                    ast.unparse(c.args[-1])
                    for c in ast.walk(f)
                    if isinstance(c, ast.Call) and isinstance(c.func, ast.Name) and c.func.id in ("type_of", "try_as", "is_pointer")
                }
                for call in ast.walk(f):
                    if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "unwrap":
                        of = ast.unparse(call.args[1])
                        if of in given - gathered - tested:
                            found.append(f"{path.name}:{call.lineno} {f.name}: {ast.unparse(call)}")
    assert found == []
