"""What is read out of pytest's report."""

from __future__ import annotations

from pathlib import Path

import pytest
from suites_fakes import report

from protosuites import junit
from protosuites.junit import Case


def read(tmp_path: Path, text: str) -> dict[str, Case]:
    path = tmp_path / "junit.xml"
    path.write_text(text)
    return junit.read(path)


def test_every_outcome_has_its_name(tmp_path: Path) -> None:
    told = {
        "test_p": "passed", "test_f": "failed: assert 1 == 2", "test_e": "error: collection failure", "test_s": "skipped: no network",
        "test_x": "xfailed: known", "test_u": "failed: [XPASS(strict)] known",
    }  # fmt: skip
    assert read(tmp_path, report(told)) == {
        "tests.test_a::test_p": Case("passed"),
        "tests.test_a::test_f": Case("failed", "assert 1 == 2"),
        "tests.test_a::test_e": Case("error", "collection failure"),
        "tests.test_a::test_s": Case("skipped", "no network"),
        "tests.test_a::test_x": Case("xfailed", "known"),
        "tests.test_a::test_u": Case("xpassed", "[XPASS(strict)] known"),
    }


def test_an_id_that_comes_again_gets_a_number(tmp_path: Path) -> None:
    one, two = report({"test_a": "passed"}), report({"test_a": "error: tear-down"})
    both = one.replace("</testsuite>", two[two.index("<testcase") : two.index("</testsuite>")] + "</testsuite>", 1)
    assert read(tmp_path, both) == {"tests.test_a::test_a": Case("passed"), "tests.test_a::test_a#2": Case("error", "tear-down")}


def test_a_case_without_a_class_is_known_by_its_name(tmp_path: Path) -> None:
    assert list(read(tmp_path, '<testsuites><testcase classname="" name="tests.test_b"/></testsuites>')) == ["tests.test_b"]


def test_a_message_is_one_short_line(tmp_path: Path) -> None:
    (case,) = read(tmp_path, report({"test_a": "failed: a\n   b " + "c" * 1000})).values()
    assert case.message.startswith("a b ccc") and len(case.message) == junit.MESSAGE_CHARACTERS


def test_half_a_report_is_none(tmp_path: Path) -> None:
    with pytest.raises(junit.Unreadable, match=r"junit\.xml"):
        read(tmp_path, report({"test_a": "passed"})[:-20])
    with pytest.raises(FileNotFoundError):
        junit.read(tmp_path / "none.xml")
