"""Native recursion that ends CPython's process, and must end in RecursionError here."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from .test_programs import environment

PROGRAM = """
import collections, functools, itertools, operator, types

def holding_itself():
    p = functools.partial(len)
    p.__setstate__((p, (), {}, {}))
    return p

def nested(wrap, inner, depth=200_000):
    for _ in range(depth):
        inner = wrap(inner)
    return inner

class Attribute:
    a = property(operator.attrgetter("a"))

class Adding:
    __add__ = property(lambda self: self + 1)

default = collections.defaultdict()
default.default_factory = functools.partial(default.__getitem__, 1)
USE
"""
USES = [
    "holding_itself()()",
    "Attribute().a",
    "Adding() + 1",
    "default[1]",
    "next(nested(lambda i: map(int, i), iter([1])))",
    "next(nested(itertools.chain, iter([1])))",
    "next(nested(lambda i: filter(None, i), iter([1])))",
    "nested(lambda f: types.MethodType(f, 1), len)()",
    "nested(staticmethod, len)([])",
]


@pytest.mark.parametrize("use", USES)
def test_recursion_error(use: str, tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(PROGRAM.replace("USE", use))
    done = subprocess.run([os.environ["PROTOPY_BIN"], str(path)], env=environment(), capture_output=True, text=True, timeout=300)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("RecursionError: maximum recursion depth exceeded")
