import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
PYTHON_314 = ROOT / ".cache" / "bin" / "python3.14"
STDLIB = ROOT / ".cache" / "stdlib"


class Reference:
    """CPython 3.14, asked for the dump or the error of sources (reference_dump.py)."""

    def __init__(self) -> None:
        script = Path(__file__).with_name("reference_dump.py")
        self.process = subprocess.Popen(
            [str(PYTHON_314), str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, *request: str) -> dict:
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@pytest.fixture(scope="session")
def reference():
    if not PYTHON_314.exists():
        pytest.skip("CPython 3.14 is not provisioned (nox -s provision)")
    sys.setrecursionlimit(50_000)
    reference = Reference()
    yield reference
    reference.process.stdin.close()
    reference.process.wait()


@pytest.fixture(scope="session")
def stdlib():
    if not STDLIB.exists():
        pytest.skip("the standard library is not provisioned (nox -s provision)")
    return STDLIB
