"""Groups, patterns of files, patterns of cases."""

from __future__ import annotations

from pathlib import Path

import pytest

from regrtest_runner import selection
from regrtest_runner.selection import NothingSelected

NAMES = [
    "test_grammar", "test_threading", "test_smtplib", "test_asyncio.test_events", "test_asyncio.test_threads", "test_idle", "test_turtle",
    "test_future_stmt.test_future", "test_free_threading.test_dict",
]  # fmt: skip


def test_groups() -> None:
    assert selection.members("core", NAMES) == {"test_grammar", "test_threading", "test_future_stmt.test_future"}
    assert selection.members("threads", NAMES) == {"test_threading", "test_asyncio.test_threads", "test_free_threading.test_dict"}
    assert selection.members("all", NAMES) == set(NAMES) - {"test_idle", "test_turtle"}
    assert selection.groups_of(NAMES)["test_threading"] == ["core", "threads"]
    assert selection.groups_of(NAMES)["test_idle"] == []


def test_core_and_stdlib_share_nothing_and_are_all() -> None:
    core, stdlib = selection.members("core", NAMES), selection.members("stdlib", NAMES)
    assert not core & stdlib
    assert core | stdlib == selection.members("all", NAMES)


def test_every_line_of_a_group_is_a_line_or_a_remark() -> None:
    for group in selection.GROUPS:
        assert selection.members(group, NAMES)


@pytest.mark.parametrize(
    "pattern, found",
    [
        ("test_smtplib", ["test_smtplib"]),
        ("test.test_smtplib", ["test_smtplib"]),
        ("test_smtplib.py", ["test_smtplib"]),
        ("Lib/test/test_smtplib.py", ["test_smtplib"]),
        ("test_asyncio", ["test_asyncio.test_events", "test_asyncio.test_threads"]),
        ("Lib/test/test_asyncio/", ["test_asyncio.test_events", "test_asyncio.test_threads"]),
        ("test_asyncio/test_events.py", ["test_asyncio.test_events"]),
        ("test_*th*", ["test_asyncio.test_threads", "test_free_threading.test_dict", "test_threading"]),
        ("test_idle", ["test_idle"]),
    ],
)
def test_patterns_of_files(pattern: str, found: list[str]) -> None:
    assert selection.select(NAMES, None, [pattern]) == found


def test_a_group_narrows_the_patterns() -> None:
    assert selection.select(NAMES, "core", ["test_t*"]) == ["test_threading"]
    with pytest.raises(NothingSelected, match="in the group core is called test_smtplib"):
        selection.select(NAMES, "core", ["test_smtplib"])


def test_patterns_of_cases() -> None:
    case = "test.test_os.FileTests.test_access#2"
    for pattern in ("test_access", "FileTests", "test_acc*", "test.test_os.FileTests.test_access", "*Files*", "*.FileT*"):
        assert selection.matches_case(case, [pattern]) is (pattern != "*Files*")
    assert not selection.matches_case(case, ["access", "File"])


def test_an_interpreter_without_tests(tmp_path: Path) -> None:
    with pytest.raises(NothingSelected, match="does not list"):
        selection.available(str(tmp_path / "absent"))
    with pytest.raises(NothingSelected, match="no test package"):
        selection.available("/bin/true")
