"""protocore's collections on protopy: beside pyrsistent's, and by themselves; the example of docs/protocore.md."""

from __future__ import annotations

import os
import re
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from .test_programs import REPOSITORY, TIMEOUT, environment

HERE = Path(__file__).parent / "persistent"


def printed(*arguments: str, **extra: str) -> str:
    done = subprocess.run(
        [os.environ["PROTOPY_BIN"], *arguments], env={**environment(), **extra}, capture_output=True, text=True, timeout=TIMEOUT
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.parametrize("seed", range(6))
def test_random_operations_give_what_pyrsistents_do(seed: int) -> None:
    spec = find_spec("pyrsistent")
    assert spec is not None and spec.origin is not None
    folder = Path(spec.origin).parents[1]
    assert printed(str(HERE / "battery.py"), str(seed), PYTHONPATH=str(folder)) == "0\n"


@pytest.mark.parametrize("stress", ["0", "997"])
def test_uses(stress: str) -> None:
    assert printed(str(HERE / "uses.py"), **({"PROTOPY_GC_STRESS": stress} if stress != "0" else {})) == "0\n"


def test_depth() -> None:
    assert printed(str(HERE / "depth.py"), PROTOPY_GC_STRESS="0") == "0\n"  # all of it is alive, at each collection


def test_the_examples_of_the_page_run() -> None:
    text = (REPOSITORY / "docs" / "protocore.md").read_text()
    examples = re.findall(r"```python\n(.*?)```\n(?:\nprints\n\n((?:    [^\n]*\n)+))?", text, re.DOTALL)
    assert examples
    for source, expected in examples:
        assert printed("-c", source) == re.sub(r"^    ", "", expected, flags=re.MULTILINE)
