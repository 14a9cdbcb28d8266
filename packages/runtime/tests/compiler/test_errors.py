"""What the compiler refuses, with CPython 3.14's words and places (errors.txt holds what 3.14 says)."""

from __future__ import annotations

from pathlib import Path

import pytest

from protopython.frontend import api
from protopython.frontend.errors import ErrorKind, ParseError, ParseWarning
from protopython.objects.code.code import W_Code

CASES = (Path(__file__).parent / "errors.txt").read_text().rstrip("\n").split("\n---\n")


@pytest.mark.parametrize("case", CASES)
def test_error(case: str) -> None:
    source, expected = case.rsplit("\n=> ", 1)
    try:
        api.compile_source(source + "\n", "test", 0, 0, True)
        got = "fine"
    except ParseError as e:
        got = f"{e.msg} @ {e.lineno}:{e.offset}-{e.end_lineno}:{e.end_offset}"
    assert got == expected


def test_offsets_count_bytes() -> None:
    with pytest.raises(ParseError) as e:
        api.compile_source("'äöü', (yield)\n", "test", 0, 0, True)
    assert (e.value.offset, e.value.end_offset, e.value.text) == (12, 17, "'äöü', (yield)\n")


def test_too_deep() -> None:
    with pytest.raises(ParseError) as e:
        api.compile_source("a" + ".b" * 30000, "test", 0, 0, True)
    assert e.value.kind in (ErrorKind.RECURSION, ErrorKind.MEMORY)


def warnings_of(source: str) -> list[tuple[str, int]]:
    found: list[ParseWarning] = []
    code = api.compile_flags(source, "test", 0, 0, True, 0, 0, found)
    assert isinstance(code, W_Code)
    return [(w.msg, w.lineno) for w in found]


@pytest.mark.parametrize(
    "source, message",
    [
        ("x is 1", '"is" with \'int\' literal. Did you mean "=="?'),
        ("x is not 'a'", '"is not" with \'str\' literal. Did you mean "!="?'),
        ("assert (x, 'message')", "assertion is always true, perhaps remove parentheses?"),
        ("[1](2)", "'list' object is not callable; perhaps you missed a comma?"),
        ("[1]['a']", "list indices must be integers or slices, not str; perhaps you missed a comma?"),
        ("{1}[0]", "'set' object is not subscriptable; perhaps you missed a comma?"),
        ("def f():\n  try: pass\n  finally: return 1", "'return' in a 'finally' block"),
        ("while 1:\n  try: pass\n  finally: break", "'break' in a 'finally' block"),
        ("while 1:\n  try: pass\n  finally: continue", "'continue' in a 'finally' block"),
    ],
)
def test_warning(source: str, message: str) -> None:
    assert [w for w, _ in warnings_of(source)] == [message]


def test_no_warning() -> None:
    assert warnings_of("x is None; x is (); assert x, 'a'; [1][0]; {1: 2}['a']; [1][0:1]") == [
        ('"is" with \'tuple\' literal. Did you mean "=="?', 1)
    ]
