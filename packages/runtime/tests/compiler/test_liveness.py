"""Which temporaries are live before each instruction, beside the code of small functions; and what a waiting frame keeps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from protopython.frontend import api
from protopython.frontend.disassembler import Instruction, instruction, register
from protopython.objects.code import liveness
from protopython.objects.code.bytecode import Op
from protopython.objects.code.code import W_Code
from protopython.protocore.os import c_free

CASES = (Path(__file__).parent / "liveness.txt").read_text().rstrip("\n").split("\n---\n")


def function(source: str) -> W_Code:
    code = api.compile_source(source + "\n", "test", 0, 0, True).consts[0]
    assert isinstance(code, W_Code)
    return code


def live(code: W_Code, row: int) -> str:
    return " ".join(register(code, r) for r in range(code.n_named, code.n_regs) if liveness.is_live(code, row, r))


def before_each(code: W_Code) -> str:
    """The instructions, with what is live before each."""
    at = liveness.new_map(code)
    size = liveness.row_words(code) << 3
    lines = [f"{i:4} {instruction(code, i):44} {live(code, at + i * size)}".rstrip() for i in range(len(code.instrs))]
    c_free(at)
    return "\n".join(lines)


@pytest.mark.parametrize("case", CASES)
def test_live_before_each_instruction(case: str) -> None:
    source, expected = case.split("\n=>\n")
    assert before_each(function(source)) == expected


def ask(code: W_Code, question: Callable[[int], int]) -> str:
    at = liveness.new_map(code)
    answer = live(code, question(at))
    c_free(at)
    return answer


def index(code: W_Code, op: Op, n: int = 0) -> int:
    """Of the n-th instruction with that opcode."""
    return [i for i in range(len(code.instrs)) if Instruction(int(code.instrs[i])).op == op][n]


def test_a_call_keeps_its_arguments_and_what_comes_after() -> None:
    code = function("def f(a, g):\n    return [g(a), g(a, 1), g(a, 2, 3)]")
    pc = index(code, Op.CALL_FUNCTION, 1) + 1
    assert ask(code, lambda at: liveness.live_in_call(code, at, pc)) == "t0 t1 t3 t4"


def test_a_loop_keeps_its_iterator_and_not_the_last_item() -> None:
    code = function("def f(a):\n    for x.y in a:\n        pass")
    pc = index(code, Op.FOR_LOOP) + 1
    at = liveness.new_map(code)
    assert live(code, at + (pc - 1) * (liveness.row_words(code) << 3)) == "t0"
    c_free(at)


def test_a_suspended_generator_does_not_keep_what_it_yielded() -> None:
    code = function("def f(a):\n    for x in a:\n        yield x.y")
    pc = index(code, Op.YIELD) + 1
    dst = Instruction(int(code.instrs[pc - 1])).a
    assert ask(code, lambda at: liveness.live_in_suspension(code, at, pc, dst)) == "t0"


def test_a_generator_that_delegates_keeps_the_inner_one() -> None:
    code = function("def f(a):\n    yield from a\n    return 1")
    pc = index(code, Op.SEND)
    assert ask(code, lambda at: liveness.live_in_suspension(code, at, pc, Instruction(int(code.instrs[pc])).a + 1)) == "t0"


def test_a_suspension_keeps_what_a_handler_reads() -> None:
    code = function("def f(a):\n    with a:\n        yield 1")
    pc = index(code, Op.YIELD) + 1
    dst = Instruction(int(code.instrs[pc - 1])).a
    assert ask(code, lambda at: liveness.live_in_suspension(code, at, pc, dst)) == "t0"


def test_more_temporaries_than_a_word_has_bits() -> None:
    arguments = ", ".join(f"g({i})" for i in range(90))
    code = function(f"def f(g):\n    return g({arguments})")
    assert liveness.row_words(code) == 2
    pc = index(code, Op.CALL_FUNCTION, 89) + 1
    kept = ask(code, lambda at: liveness.live_in_call(code, at, pc)).split()
    assert kept == ["t0"] + [f"t{i}" for i in range(2, 92)] + ["t93"]
