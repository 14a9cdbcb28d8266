"""The protopy command beside python3.14: arguments, bad input, exit statuses, the prompt."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]
PYTHON = REPOSITORY / ".cache" / "bin" / "python3.14"
TIMEOUT = 60


def environment() -> dict[str, str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    env["PROTOPY_STDLIB"] = str(REPOSITORY / ".cache" / "stdlib")
    return env


def protopy() -> str:
    return os.environ["PROTOPY_BIN"]


def run(program: str, args: list[str], cwd: Path, given: str = "") -> tuple[str, str, int]:
    done = subprocess.run(
        [program, *args], cwd=cwd, env=environment(), input=given.encode(), capture_output=True, timeout=TIMEOUT
    )
    out = done.stdout.decode("utf-8", "backslashreplace")
    err = done.stderr.decode("utf-8", "backslashreplace").replace(program, "PROGRAM")
    return out, err, done.returncode


def both(args: list[str], cwd: Path, given: str = "") -> None:
    assert run(protopy(), args, cwd, given) == run(str(PYTHON), args, cwd, given)


SOURCES = {
    "syntax": b"x = (1 +\nprint(2)\n",
    "unterminated": b"x = 'abc\n",
    "indentation": b"def f():\nreturn 1\n",
    "tabs": b"if 1:\n\tx = 1\n        y = 2\n",
    "binary": bytes(range(256)),
    "null": b"x = 1\0\n",
    "latin1": b"x = '\xe9'\n",
    "cookie": b"# -*- coding: latin-1 -*-\nprint('\xe9' == chr(233))\n",
    "bad_cookie": b"# coding: nonsense\nx = 1\n",
    "empty": b"",
    "bom": b"\xef\xbb\xbfprint('bom')\n",
    "zero_division": b"def f():\n    return 1 / 0\n\nf()\n",
    "exit_text": b"raise SystemExit('bye')\n",
    "exit_code": b"import sys\nsys.exit(7)\n",
    "exit_none": b"import sys\nsys.exit()\n",
    "nested_parentheses": b"x = " + b"(" * 300 + b")" * 300 + b"\n",
    "nested_lists": b"x = " + b"[" * 150 + b"]" * 150 + b"\nprint(str(x)[:5])\n",
    "name": b"print(undefined_name)\n",
    "chained": b"try:\n    {}['k']\nexcept KeyError:\n    raise ValueError('v')\n",
    "caused": b"try:\n    int('x')\nexcept ValueError as e:\n    raise TypeError('t') from e\n",
    "group": b"print(type(ExceptionGroup('g', [ValueError(1)])).__name__)\n",
    "deep": b"def f(n):\n    return f(n + 1)\ntry:\n    f(0)\nexcept RecursionError as e:\n    print(e)\n",
    "memory": b"try:\n    [0] * 10**15\nexcept MemoryError as e:\n    print('memory', e)\n",
}


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_a_file_ends_as_under_python(name: str, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_bytes(SOURCES[name])
    both(["program.py"], tmp_path)


def test_arguments_reach_the_program(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import sys\nprint(sys.argv, __name__, __file__)\n")
    both(["a.py", "-x", "--y", "z"], tmp_path)
    both(["-c", "import sys; print(sys.argv)", "1", "-2"], tmp_path)
    both(["-", "q"], tmp_path, "import sys; print(sys.argv)")
    both(["-m", "a", "q"], tmp_path)
    both(["-O", "-c", "assert 0; print(__debug__)"], tmp_path)


def test_modules_packages_and_folders(tmp_path: Path) -> None:
    package = tmp_path / "pkg"
    package.mkdir()
    (package / "__init__.py").write_text("from .inner import value\n")
    (package / "inner.py").write_text("from . import other\nvalue = other.base + 1\n")
    (package / "other.py").write_text("import pkg\nbase = 41\n")
    (tmp_path / "alone").mkdir()
    (tmp_path / "alone" / "__init__.py").write_text("")
    (tmp_path / "alone" / "part.py").write_text("print(__name__, __package__)\n")
    (package / "__main__.py").write_text("from pkg import value\nprint('main', value, __name__, __package__)\n")
    both(["-c", "import pkg; print(pkg.value, pkg.inner.__name__)"], tmp_path)
    both(["-m", "pkg"], tmp_path)
    both(["-m", "alone.part"], tmp_path)
    both(["-c", "import nothing_here"], tmp_path)
    both(["-c", "from pkg import nope"], tmp_path)


@pytest.mark.parametrize("args", [["missing.py"], ["."], ["-m", "no_such_module"]])
def test_what_cannot_be_run(args: list[str], tmp_path: Path) -> None:
    both(args, tmp_path)


def test_usage_errors(tmp_path: Path) -> None:
    out, err, status = run(protopy(), ["-Z"], tmp_path)
    assert status == 2 and "Unknown option: -Z" in err and out == ""
    assert run(protopy(), ["-c"], tmp_path)[2] == 2
    assert run(protopy(), ["-V"], tmp_path)[0].startswith("Python 3.14")
    assert "usage:" in run(protopy(), ["-h"], tmp_path)[0]


def test_own_flags_and_statuses(tmp_path: Path) -> None:
    (tmp_path / "ok.py").write_text("print('ok')\n")
    (tmp_path / "bad.py").write_text("1/0\n")
    assert run(protopy(), ["--script", "ok.py"], tmp_path)[2] == 0
    assert run(protopy(), ["--script", "bad.py"], tmp_path)[2] == 70
    assert run(protopy(), ["--script", "none.py"], tmp_path)[2] == 65
    assert run(protopy(), ["--path", ".", "--module", "ok"], tmp_path)[:1] == ("ok\n",)
    assert run(protopy(), ["--module", "none_such"], tmp_path)[2] == 65
    assert run(protopy(), ["--script"], tmp_path)[2] == 64
    assert run(protopy(), ["--dry-run", "--script", "bad.py"], tmp_path)[2] == 0


def test_the_prompt_continues_blocks_and_leaves_at_the_end(tmp_path: Path) -> None:
    typed = "1 + 1\ndef f(n):\n    return n * 2\n\nf(21)\n1/0\n'still here'\n"
    out, err, status = run(protopy(), ["-q", "-i"], tmp_path, typed)
    assert status == 0
    assert "2" in out and "42" in out and "'still here'" in out
    assert "ZeroDivisionError: division by zero" in err


def interrupt(program: str, source: str, tmp_path: Path) -> tuple[int, str]:
    path = tmp_path / "loop.py"
    path.write_text(source)
    with subprocess.Popen(
        [program, str(path)],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a background job ignores it, and hands that down
    ) as process:
        try:
            assert process.stdout is not None and process.stdout.readline() == "ready\n"
            time.sleep(0.2)
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=TIMEOUT)
            return process.returncode, err.rstrip().rpartition("\n")[2]
        finally:
            process.kill()


@pytest.mark.parametrize(
    "source",
    [
        "print('ready', flush=True)\nwhile True:\n    pass\n",
        "import time\nprint('ready', flush=True)\ntime.sleep(30)\n",
        "print('ready', flush=True)\nfor i in range(10**12):\n    x = [i]\n",
    ],
    ids=["loop", "sleep", "range"],
)
def test_interrupts_end_the_program_as_under_python(source: str, tmp_path: Path) -> None:
    assert interrupt(protopy(), source, tmp_path) == interrupt(str(PYTHON), source, tmp_path)


def test_a_closed_stdout(tmp_path: Path) -> None:
    statuses = []
    for program in (protopy(), str(PYTHON)):
        done = subprocess.run(
            ["bash", "-c", f"{program} -c 'print(1)' >&-"], cwd=tmp_path, env=environment(), capture_output=True, timeout=TIMEOUT
        )
        statuses.append((done.returncode, done.stderr.decode()))
    assert statuses[0] == statuses[1]


def test_full_device(tmp_path: Path) -> None:
    results = []
    for program in (protopy(), str(PYTHON)):
        done = subprocess.run(
            ["bash", "-c", f"{program} -c 'print(1)' > /dev/full"], cwd=tmp_path, env=environment(), capture_output=True, timeout=TIMEOUT
        )
        results.append((done.returncode, done.stderr.decode().splitlines()[-1:]))
    assert results[0] == results[1]


