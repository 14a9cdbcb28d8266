"""The report's figures are the run's, its order is what to mend next, and its size is bounded."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from protoreport import history as lines
from regrtest_runner import history, report
from regrtest_runner.report import messages, model
from regrtest_runner.results import Environment, File, Incident, Interpreter, Limits, Results, Selection


def run(files: dict[str, File], group: str | None = "all", started: str = "2026-11-21T02:00:00Z", **more: object) -> Results:
    held = Results(
        started=started, duration=812.4, commit="21c58c5aa0b1c2d3", modified=False,
        environment=Environment("Debian GNU/Linux 12", "x86", 2, 24576),
        subject=Interpreter("build/bin/protopy", "3.14.0", "protopy", "ab" * 32),
        baseline=Interpreter("/a/path/python3.14", "3.14.10", "cpython", "cd" * 32),
        driver="unittest", selection=Selection(group), limits=Limits(300, 2048), workers=2, files=files,
    )
    for name, value in more.items():
        setattr(held, name, value)
    held.tally()
    return held


def file(*pairs: tuple[str, str], groups: list[str] | None = None, **more: object) -> File:
    held = File(groups=groups or ["core"], cases={f"A.test_{number}": pair for number, pair in enumerate(pairs)})
    for name, value in more.items():
        setattr(held, name, value)
    return held


GOOD, BAD, SKIP = ("passed", "passed"), ("error", "passed"), ("skipped", "passed")


def pages(held: Results, folder: Path, rows: list[dict[str, object]] | None = None) -> tuple[str, str]:
    html, markdown = report.render(held, rows or [], folder)
    return html.read_text(), markdown.read_text()


def words(html: str) -> str:
    """What a reader sees: no tags, no style, single blanks."""
    body = re.sub(r"<(style|title)>.*?</\1>", "", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).replace("\N{NO-BREAK SPACE}", " ").split())


# --------------------------------------------------------------------------------------------------
# Messages
# --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        ("TypeError: object at 0x7f00aa12 is not", "TypeError: object at 0x55d0 is not", "TypeError: object at 0x… is not"),
        ("ValueError: 3 is not 4.5", "ValueError: 30 is not 1e9", "ValueError: N is not N"),
        ("AssertionError: 'a' != 'b'", 'AssertionError: "it\'s" != b\'c\'', "AssertionError: '…' != '…'"),
        ("OSError: [Errno 2] no file: '/tmp/ab12/x'", "OSError: [Errno 2] no file: '/tmp/zz/y/z'", "OSError: [Errno N] no file: '/tmp/…'"),
        ("OSError: @test_123_tmp", "OSError: @test_77_tmpæ", "OSError: @test_tmp"),
        ("(i=1) KeyError: 'k'\nat x.py:3 in f", "[a message] (kind='x', n=(1, 2)) KeyError: 'k'", "KeyError: 'k'"),
        ("ImportError: from /opt/py/lib/os.py", "ImportError: from /home/me/.cache/lib/os.py", "ImportError: from …/os.py"),
        ("AssertionError: [1, 2, 3] != []", "AssertionError: [1, 2, 3, 4, 5] != []", "AssertionError: [N, …] != []"),
    ],
)
def test_what_differs_from_case_to_case_is_left_out(one: str, other: str, common: str) -> None:
    assert messages.normalised(one) == messages.normalised(other) == common


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TypeError: x", "ValueError: x"),
        ("AttributeError: no attribute 'a'", "AttributeError: no attribute 'b'"),
        ("ModuleNotFoundError: No module named '_a1'", "ModuleNotFoundError: No module named '_a2'"),
        ("ValueError: int32 overflow", "ValueError: int64 overflow"),
    ],
)
def test_what_names_the_cause_is_kept(one: str, other: str) -> None:
    assert messages.normalised(one) != messages.normalised(other)


def test_in_a_traceback_the_exception_is_the_message() -> None:
    text = (
        "Traceback (most recent call last):\n  File \"a.py\", line 3, in f\n    g()\nKeyError: 1\n\n"
        "During handling of the above exception, another exception occurred:\n\n"
        "Traceback (most recent call last):\n  File \"a.py\", line 5, in f\nmod.Error: what it was\nand a second line\n"
    )
    assert messages.headline(text) == "mod.Error: what it was"
    assert messages.headline("\n \n") == messages.NONE
    assert len(messages.normalised("ValueError: " + "x" * 5000)) == messages.LONGEST


# --------------------------------------------------------------------------------------------------
# The report
# --------------------------------------------------------------------------------------------------


def test_figures_are_the_runs(tmp_path: Path) -> None:
    held = run({
        "test_whole": file(GOOD, GOOD, groups=["core", "threads"]),
        "test_half": file(GOOD, BAD, ("passed", "skipped"), groups=["stdlib"]),
        "test_none": file(("skipped", "skipped"), groups=["stdlib"]),
    })
    html, markdown = pages(held, tmp_path)
    without = "Without details 75.00 % of the 4 cases that the tests do not mark as details of CPython"
    assert f"Compatibility 75.00 % of what CPython passes {without} Cases passed 3 of 4 Files that pass whole 1 of 2" in words(html)
    assert "75.00\N{NO-BREAK SPACE}%** of what CPython passes: 3 of 4 cases. 1 of 2 files pass whole." in markdown
    for line in ("core | 100.00 % | 100.00 % | 2 | 2 | 1", "stdlib | 50.00 % | 50.00 % | 1 | 2 | 2", "threads | 100.00 % | 100.00 % | 2 | 2 | 1"):
        assert f"| {line} |" in markdown.replace("\N{NO-BREAK SPACE}", " ")
    assert "1 file has no case that counts" in words(html)
    assert "/a/path" not in html + markdown


def test_the_second_share_leaves_the_details_out(tmp_path: Path) -> None:
    files = {
        "test_a": file(GOOD, SKIP, groups=["core"], details=["A.test_1"]),
        "test_b": file(GOOD, BAD, groups=["stdlib"], incidents=[Incident("damage", None, "bdb.py changed")]),
    }
    html, markdown = pages(run(files), tmp_path)
    assert "Without details 66.66 % of the 3 cases" in words(html) and "details of CPython were run" not in words(html)
    plain = markdown.replace("\N{NO-BREAK SPACE}", " ")
    assert "**66.66 %** without the details of CPython, as its tests mark them: 2 of 3 cases." in plain
    assert "| core | 50.00 % | 100.00 % | 1 | 2 | 1 |" in plain
    assert "Damage: 1" in plain and "bdb.py changed" in plain
    _, markdown = pages(run(files, details=True), tmp_path)
    assert "The details were run here too." in markdown
    old = run(files)
    old.without_details, old.groups_without_details = None, {}
    for text in pages(old, tmp_path):
        assert "of the 3 cases" not in text and "without the details" not in text


def test_a_run_of_one_group_shows_no_part_of_another(tmp_path: Path) -> None:
    html, markdown = pages(run({"test_a": file(GOOD, groups=["core", "threads"])}, "core"), tmp_path)
    assert "threads" not in words(html) and "threads" not in markdown
    assert (tmp_path / "core.html").exists() and (tmp_path / "core.md").exists()


def test_chosen_files_have_a_report_of_their_own(tmp_path: Path) -> None:
    held = run({"test_a": file(GOOD)}, None, selection=Selection(None, ["test_a"]))
    assert [path.name for path in report.render(held, [], tmp_path)] == ["selection.html", "selection.md"]


def test_crashes_and_hangs_come_first(tmp_path: Path) -> None:
    held = run({
        "test_a": file(BAD, failures={"A.test_0": "TypeError: x"}, incidents=[
            Incident("import", None, "ModuleNotFoundError: No module named '_x'"),
            Incident("timeout", "A.test_3", "300 s"),
            Incident("crash", "A.test_1", "SIGSEGV", "Fatal: cell 12 is dead\n"),
            Incident("crash", "A.test_2", "SIGSEGV", "Fatal: cell 34 is dead\n"),
        ]),
    })
    for text in (words(pages(held, tmp_path)[0]), pages(held, tmp_path)[1]):
        first = text[text.index("Crashes") :]
        places = [first.index(word) for word in ("SIGSEGV: Fatal: cell N is dead", "A.test_3", "No module named", "TypeError: x")]
        assert places == sorted(places)
    crashes = model.build(held, [], tmp_path).kinds[0]
    assert (crashes.name, crashes.count, crashes.groups.total) == ("crash", 2, 1)


def test_crashes_are_told_apart_by_the_innermost_frame(tmp_path: Path) -> None:
    output = (
        "  File \"/lib/unittest/case.py\", line 1, in run\nValueError\n"
        "Fatal Python error: Segmentation fault\n\n"
        "Thread 0x02 [other] (most recent call first):\n  File \"/lib/threading.py\", line 9 in wait\n\n"
        "Current thread 0x01 [protopy] (most recent call first):\n"
        "  File \"/lib/test/test_a.py\", line 7 in test_1\n  File \"/lib/unittest/case.py\", line 8 in run\n\n"
        "Current thread's C stack trace (most recent call first):\n  <cannot get C stack on this system>\n"
    )
    held = run({"test_a": file(BAD, incidents=[Incident("crash", "A.test_1", "SIGSEGV", output)])})
    (kind,) = model.build(held, [], tmp_path).kinds
    assert [group.title for group in kind.groups.shown] == ["SIGSEGV in test_1 of test_a.py"]


def test_files_that_did_not_load_stand_by_the_cases_they_cost(tmp_path: Path) -> None:
    lost = ("missing", "passed")
    held = run({
        "test_a": file(lost, incidents=[Incident("import", None, "ModuleNotFoundError: No module named '_a'")]),
        "test_b": file(lost, incidents=[Incident("import", None, "ModuleNotFoundError: No module named '_a'")]),
        "test_c": file(lost, lost, lost, ("missing", "skipped"), incidents=[Incident("import", None, "AttributeError: _jit")]),
    })
    (kind,) = model.build(held, [], tmp_path).kinds
    assert [(group.title, group.count, group.cost) for group in kind.groups.shown] == [
        ("AttributeError: _jit", 1, 3), ("ModuleNotFoundError: No module named '_a'", 2, 2),
    ]
    assert "AttributeError: _jit (3 cases lost)" in pages(held, tmp_path)[1]


def test_the_commonest_failures_come_first_with_their_cases(tmp_path: Path) -> None:
    held = run({
        "test_a": file(BAD, BAD, GOOD, failures={"A.test_0": "KeyError: 1\nat a.py:3 in f", "A.test_1": "TypeError: 2 <b>&"}),
        "test_b": file(BAD, ("failed", "failed"), failures={"A.test_0": "KeyError: 22", "A.test_1": "KeyError: 3"}),
    })
    found = model.build(held, [], tmp_path).messages.shown
    assert [(group.title, group.count, group.files) for group in found] == [("KeyError: N", 2, 2), ("TypeError: N <b>&", 1, 1)]
    assert found[0].example == "KeyError: 1\nat a.py:3 in f"
    html, _ = pages(held, tmp_path)
    assert "TypeError: N &lt;b&gt;&amp;" in html and "<b>" not in html


def test_only_what_protopy_alone_skips_is_listed(tmp_path: Path) -> None:
    held = run({"test_a": file(SKIP, SKIP, ("skipped", "skipped"), failures={"A.test_0": "needs 3 GB", "A.test_1": "needs 4 GB"})})
    built = model.build(held, [], tmp_path)
    assert built.skips == 2
    assert [(group.title, group.count) for group in built.skipped.shown] == [("needs N GB", 2)]
    assert "2 cases that CPython runs and passes are skipped by protopy" in words(pages(held, tmp_path)[0])


def test_files_stand_from_worst_to_best(tmp_path: Path) -> None:
    held = run({
        "test_whole": file(GOOD), "test_half": file(GOOD, BAD), "test_small": file(BAD), "test_large": file(BAD, BAD, BAD),
        "test_most": file(GOOD, GOOD, BAD),
    })
    assert [row.name for row in model.build(held, [], tmp_path).files.shown] == ["test_large", "test_small", "test_half", "test_most"]


def test_the_slowest_files_are_listed(tmp_path: Path) -> None:
    held = run({f"test_{number}": file(GOOD, seconds=float(number), peak_mb=number) for number in range(40)})
    assert [row.name for row in model.build(held, [], tmp_path).slowest[:2]] == ["test_39", "test_38"]
    assert "| test_39 | 39\N{NO-BREAK SPACE}s | 39 |" in pages(held, tmp_path)[1]


def test_free_threading_is_by_itself(tmp_path: Path) -> None:
    alone = File(cases={"F.a": ("passed", "not_run"), "F.b": ("error", "not_run")}, failures={"F.b": "RuntimeError: race"})
    html, markdown = pages(run({"test_a": file(GOOD)}, free_threading=alone), tmp_path)
    assert "1 passed, 1 error" in words(html) and "RuntimeError: race" in html and "1 passed, 1 error" in markdown
    assert "100.00 % of what CPython passes" in words(html)


def test_an_interrupted_run_says_so(tmp_path: Path) -> None:
    for text in pages(run({"test_a": file(("not_run", "passed"))}, interrupted=True), tmp_path):
        assert "was interrupted" in text


def test_a_run_where_nothing_counts_has_no_share(tmp_path: Path) -> None:
    html, _ = pages(run({"test_a": file(("passed", "skipped"))}), tmp_path)
    assert "Compatibility – of what CPython passes" in words(html)


def test_the_trend_and_the_last_run_come_from_the_history(tmp_path: Path) -> None:
    before = run({"test_a": file(GOOD, BAD, BAD)}, started="2026-11-20T02:00:00Z")
    now = run({"test_a": file(BAD, GOOD, GOOD, failures={"A.test_0": "TypeError: gone"})})
    for held in (before, now):
        history.append_run(held, tmp_path)
    rows = lines.read(tmp_path / "history.jsonl")
    html, markdown = pages(now, tmp_path, rows)
    assert "33.33 % before, 66.66 % now, over the 3 cases that count in both; 1 regression, 2 new passes" in words(html)
    assert "passed → error: TypeError: gone" in words(html)
    assert "| 21c58c5aa0 | 66.66\N{NO-BREAK SPACE}% | +33.33 | 2 | 3 |" in markdown
    assert html.count('class="chart"') == 1 and html.count("<use") >= 4
    assert pages(now, tmp_path, rows) == (html, markdown)


def test_the_history_may_lie_elsewhere(tmp_path: Path) -> None:
    before, now = run({"test_a": file(BAD)}, started="2026-11-20T02:00:00Z"), run({"test_a": file(GOOD)})
    history.append_run(before, tmp_path / "history")
    rows = lines.read(tmp_path / "history" / "history.jsonl")
    html, _ = report.render(now, rows, tmp_path / "report", tmp_path / "history")
    assert "0 regressions, 1 new pass" in words(html.read_text())


def test_a_lost_earlier_run_is_said(tmp_path: Path) -> None:
    path = history.append_run(run({"test_a": file(GOOD)}, started="2026-11-20T02:00:00Z"), tmp_path)
    path.unlink()
    for text in pages(run({"test_a": file(GOOD)}), tmp_path, lines.read(tmp_path / "history.jsonl")):
        assert "The run before cannot be compared" in text


def test_a_row_that_is_none_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(lines.Corrupt, match="`group` is missing"):
        report.render(run({}), [{"started": "x", "counted": 1, "passed": 1}], tmp_path)


def test_the_worst_run_imaginable_makes_a_page_of_bounded_size(tmp_path: Path) -> None:
    long = "test.test_of_something.AndAVeryLongClassNameTests.test_with_a_name_that_goes_on_and_on_"
    files = {}
    for number in range(600):
        cases = {f"{long}{number}_{case}": ("error", "passed") for case in range(80)}
        failures = {name: f"{name.rpartition('.')[2]}Error: " + "words " * 60 for name in cases}
        incidents = [Incident(kind, name, f"{name} died", "output\n" * 400) for kind in model.KINDS for name in list(cases)[:3]]
        files[f"test_{number}"] = File(groups=["core"], cases=cases, failures=failures, incidents=incidents)
    held = run(files)
    assert held.totals.counted == 48_000
    html, markdown = pages(held, tmp_path)
    assert len(html) < 1_500_000 and len(markdown) < 300_000
    assert "and 47,940 more ways to fail" in words(html)
