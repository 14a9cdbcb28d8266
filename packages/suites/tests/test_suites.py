"""suites.toml: what stands there is right, and a mistake is named with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from protosuites import suites
from protosuites.suites import Known, Wrong

SUM = "0" * 64
PINS = '[pins]\npytest = "9"\npytest-timeout = "2"\n"Tomli_W" = "1"\n'
ENTRY = f'[[suite]]\nname = "a"\nversion = "1"\nsdist = "a-1.tar.gz"\nsha256 = "{SUM}"\ntests = ["tests"]\n'


def read(tmp_path: Path, text: str) -> suites.Catalogue:
    path = tmp_path / "suites.toml"
    path.write_text(text)
    return suites.read(path)


def test_our_own_list_is_right() -> None:
    held = suites.read()
    assert {"attrs", "click", "docutils", "jinja2", "lark", "more-itertools", "mpmath", "networkx", "packaging", "pyrsistent", "tornado"} == set(
        held.suites
    )
    assert tuple(int(part) for part in held.pins["hypothesis"].split(".")) < (6, 150), "later ones need Rust to be built"


def test_an_entry_is_read_with_all_it_has(tmp_path: Path) -> None:
    more = """
        needs = ["tomli-w"]
        folder = "test"
        options = ["-x"]
        environment = { A = "1" }
        case_seconds = 5
        [[suite.deselected]]
        cases = ["tests/test_a.py"]
        reason = "needs the network"
        [[suite.exceptions]]
        cases = ["tests.test_a::test_b", "tests.test_a::test_c"]
        reason = "bytecode"
    """
    held = read(tmp_path, PINS + ENTRY + more)
    assert held.pins["tomli-w"] == "1", "names are compared in their normal form"
    (suite,) = held.choose([])
    assert (suite.needs, suite.folder, suite.options, suite.environment) == (("tomli-w",), "test", ("-x",), (("A", "1"),))
    assert (suite.case_seconds, suite.suite_seconds) == (5, 1800)
    assert suite.deselected == (Known(("tests/test_a.py",), "needs the network"),)
    assert suite.reasons() == {"tests.test_a::test_b": "bytecode", "tests.test_a::test_c": "bytecode"}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[pins", "suites.toml: "),
        ("x = 1", "the file has a key `x`, which means nothing"),
        ("pins = 1", "`pins` is not a table"),
        ("[pins]\npytest = 9", "`pins`: `pytest` is missing, or not a text"),
        ('[pins]\npytest = "9"', "`pins` does not have pytest-timeout, which every suite needs"),
        (PINS + '[suite]\nname = "a"', "`suite` is not an array of tables"),
        (PINS + '[[suite]]\nversion = "1"', "suite 1: `name` is missing"),
        (PINS + ENTRY + ENTRY, "suite 2: a is there twice"),
        (PINS + ENTRY.replace("version", "versoin"), "a has a key `versoin`, which means nothing"),
        (PINS + ENTRY.replace('sdist = "a-1.tar.gz"\n', ""), "a: `sdist` is missing"),
        (PINS + ENTRY.replace("tar.gz", "zip"), "a: `sdist` is not the name of a .tar.gz file"),
        (PINS + ENTRY.replace(SUM, "abc"), "a: `sha256` is not 64 hexadecimal digits"),
        (PINS + ENTRY.replace('["tests"]', '"tests"'), "a: `tests` is missing, or not a list"),
        (PINS + ENTRY.replace('["tests"]', "[]"), "a: `tests` is missing, or not a list with something in it"),
        (PINS + ENTRY + 'needs = ["left-pad"]', "a: `needs` has left-pad, which is not among the pins"),
        (PINS + ENTRY + "case_seconds = 0", "a: `case_seconds` is not a whole number above zero"),
        (PINS + ENTRY + "case_seconds = true", "a: `case_seconds` is not a whole number above zero"),
        (PINS + ENTRY + 'exceptions = ["x"]', "a: `exceptions` is not an array of tables"),
        (PINS + ENTRY + '[[suite.exceptions]]\ncases = ["x"]', "a: `exceptions`: `reason` is missing"),
        (PINS + ENTRY + '[[suite.exceptions]]\ncases = ["x"]\nreason = " "', "a: `exceptions`: `reason` is missing, or not a text with"),
        (PINS + ENTRY + '[[suite.exceptions]]\ncases = ["x", "x"]\nreason = "r"', "a: `exceptions` has x twice"),
        (PINS + ENTRY + '[[suite.deselected]]\ncase = "x"', "a: `deselected` has a key `case`"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(Wrong) as caught:
        read(tmp_path, text)
    assert complaint in str(caught.value)


def test_suites_are_chosen_by_name_in_the_order_of_the_file(tmp_path: Path) -> None:
    held = read(tmp_path, PINS + ENTRY + ENTRY.replace('"a"', '"b"'))
    assert [suite.name for suite in held.choose(["b", "a"])] == ["a", "b"]
    with pytest.raises(Wrong, match="there is no suite c: there are a, b"):
        held.choose(["c"])
