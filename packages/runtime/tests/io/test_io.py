"""Every program in cases/ prints the same, and ends the same way, on protoPython (uncompiled) and on CPython 3.14."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[4]
REFERENCE = os.environ.get("CPYTHON_BIN") or str(REPOSITORY / ".cache" / "bin" / "python3.14")
CASES = sorted((Path(__file__).parent / "cases").glob("*.py"))


def run(command: list[str], **more: str) -> tuple[int, str, str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")} | more
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=300,
        env=environment,
        stdin=subprocess.DEVNULL,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a background job ignores it, and hands that down
    )
    return done.returncode, done.stdout, done.stderr


def ours(*arguments: str) -> tuple[int, str, str]:
    source = ":".join(str(REPOSITORY / "packages" / p / "src") for p in ("runtime", "dialect", "cli"))
    return run(
        [sys.executable, "-m", "protopy_cli", *arguments],
        PYTHONPATH=source,
        PROTOPY_STDLIB=str(REPOSITORY / ".cache" / "stdlib"),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.stem)
def test_as_cpython(case: Path) -> None:
    expected = run([REFERENCE, str(case)])
    status, out, err = ours(str(case))
    assert out == expected[1], err
    assert status == expected[0], err


AT_EXIT = {
    "closed stdout": ("print(1)", ">&-"),
    "closed stdout is None": ("import sys; print(sys.stdout, file=sys.stderr)", ">&-"),
    "full device": ("print(1)", ">/dev/full"),
    "full device and an exit status": ("print(1); raise SystemExit(3)", ">/dev/full"),
    "flush fails": ("import sys\nclass A:\n    def flush(self): 1/0\n    def write(self, x): pass\nsys.stdout = A()", ""),
    "stdout closed by the program": ("import sys; sys.stdout.close()", ""),
    "order of the two": ("import sys; print(1); print(2, file=sys.stderr); print(3)", "2>&1"),
    "a file left open": ("f = open('/tmp/protopy_left_open', 'w'); f.write('text')", "; cat /tmp/protopy_left_open"),
    "threads and exit functions": (
        "import atexit, threading, time\natexit.register(print, 'exit')\n"
        "threading.Thread(target=lambda: (time.sleep(.2), print('thread'))).start()\nprint('main')",
        "",
    ),
    "interrupted": ("import os, time\nprint(1)\nos.kill(os.getpid(), 2)\ntime.sleep(5)", ""),
}


@pytest.mark.parametrize("name", AT_EXIT)
def test_end_as_cpython(name: str) -> None:
    source, shell = AT_EXIT[name]
    path = ":".join(str(REPOSITORY / "packages" / p / "src") for p in ("runtime", "dialect", "cli"))
    more = {"PYTHONPATH": path, "PROTOPY_STDLIB": str(REPOSITORY / ".cache" / "stdlib"), "SOURCE": source}
    expected = run(["sh", "-c", f'{REFERENCE} -c "$SOURCE" {shell}'], SOURCE=source)
    status, out, err = run(["sh", "-c", f'{sys.executable} -m protopy_cli -c "$SOURCE" {shell}'], **more)
    assert (status, out, without_source(err)) == (expected[0], expected[1], without_source(expected[2]))


def without_source(text: str) -> str:
    """CPython shows no source lines when it is about to end."""
    return "\n".join(line for line in text.split("\n") if not line.startswith("    "))
