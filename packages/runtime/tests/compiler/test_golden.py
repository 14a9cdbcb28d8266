"""The code of small functions, instruction by instruction: what the compiler is meant to make of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from protopython.frontend import api
from protopython.frontend.disassembler import disassemble
from protopython.objects.code.code import W_Code

CASES = (Path(__file__).parent / "golden.txt").read_text().rstrip("\n").split("\n---\n")


@pytest.mark.parametrize("case", CASES)
def test_code(case: str) -> None:
    source, expected = case.split("\n=>\n")
    module = api.compile_source(source + "\n", "test", 0, 0, True)
    code = module.consts[0]
    assert isinstance(code, W_Code)
    assert disassemble(code).rstrip() == expected.rstrip()


def function(source: str) -> W_Code:
    code = api.compile_source(source, "test", 0, 0, True).consts[0]
    assert isinstance(code, W_Code)
    return code


def test_far_jumps() -> None:
    """Jumps with 16-bit targets are replaced where the code is longer than that."""
    body = "".join(f"        x = x + {i}.5\n" for i in range(35000))
    code = function(f"def f(x, n):\n    for i in n:\n      if x < 3:\n{body}    return x\n")
    assert len(code.instrs) > 70000
    text = disassemble(code).split("\n")
    assert any("COMPARE" in line for line in text[:12])


def test_constants_are_told_apart_by_type_and_sign() -> None:
    code = function("def f():\n    return 'a', (0.0, -0.0, 1, 1.0, True, 1j, 10, b'a', 0.0), 0.0, -0.0\n")
    assert len(code.consts) == 1
    code = function("def f(x):\n    x(0.0); x(-0.0); x(0.0); x(True); x(1.0)\n")
    assert len(code.consts) == 4


def test_registers_and_names() -> None:
    code = function("def f(a, b, /, c, *d, e, **g):\n    h = [i for i in a]\n    return lambda: (h, c)\n")
    assert list(code.named) == ["a", "b", "c", "e", "d", "g", "i", "h"]
    assert (code.argcount, code.posonlyargcount, code.kwonlyargcount, code.n_params) == (3, 2, 1, 6)
    assert list(code.cellvars) == ["c", "h"]


def test_optimized_away() -> None:
    source = 'def f():\n    "doc"\n    assert x\n    if __debug__:\n        y()\n'
    code = api.compile_source(source, "test", 0, 2, True).consts[0]
    assert isinstance(code, W_Code)
    # The NOP is the line of the `if`, which a debugger stops at, as in CPython.
    assert [line.split()[1] for line in disassemble(code).split("\n")] == ["NOP", "RETURN_NONE"]
