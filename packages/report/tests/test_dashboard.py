"""The dashboard shows the latest figures of each group and suite, says what was never run, and refuses what it cannot read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from protoreport import dashboard, history
from protoreport.__main__ import main


def share(passed: int, counted: int) -> dict[str, Any]:
    return {"counted": counted, "passed": passed, "compatibility": passed / counted}


def regrtest_row(started: str, group: str = "core", passed: int = 60, counted: int = 100, **more: Any) -> dict[str, Any]:
    row = {
        "started": started, "commit": "21c58c5aa0b1c2d3", "modified": False,
        "subject": {"implementation": "protopy", "version": "3.14.0", "build": "ab"},
        "baseline": {"implementation": "cpython", "version": "3.14.10", "build": "cd"},
        "group": group, **share(passed, counted), "groups": {group: share(passed, counted)},
        "incidents": 3, "duration": 812.4, "file": f"runs/{started[:10]}.json.gz",
    }
    return {**row, **more}


def bench_row(started: str, seed: float | None = 0.29, quick: bool = False, **suites: float) -> dict[str, Any]:
    def mean(value: float | None, failed: int = 0) -> dict[str, Any]:
        return {"geometric_mean": value, "counted": 9, "failed": failed}

    return {
        "started": started, "commit": "21c58c5aa0b1c2d3", "environment": {}, "quick": quick,
        "suites": {"seed": mean(seed, 2), **{name: mean(value) for name, value in suites.items()}},
        "peers": {"pypy": {"seed": mean(0.8)}}, "file": "runs/x.json.gz", "report": f"{started[:10]}.html",
    }


def reports(folder: Path, tests: list[dict[str, Any]], benches: list[dict[str, Any]]) -> Path:
    for part, rows in (("regrtest", tests), ("bench", benches)):
        for row in rows:
            history.append(folder / part / "history.jsonl", row)
    return folder


def pages(folder: Path) -> tuple[str, str]:
    assert main(["--reports", str(folder)]) == 0
    return (folder / "index.html").read_text(), (folder / "README.md").read_text()


def test_without_runs_it_says_how_to_make_one(tmp_path: Path) -> None:
    for text in pages(tmp_path):
        assert text.count("There is no run yet") == 2
        assert "./dev regrtest --group core" in text and "./dev bench" in text


def test_the_latest_run_of_each_group_is_shown_with_its_change(tmp_path: Path) -> None:
    rows = [
        # the order of the file is not the order of time
        regrtest_row("2026-11-23T02:00:00Z", passed=65, without_details=share(64, 80), details=True),
        regrtest_row("2026-11-21T02:00:00Z", passed=60),
        regrtest_row("2026-11-22T02:00:00Z", "threads", 5, 10),
    ]
    _, text = pages(reports(tmp_path, rows, []))
    table = text[: text.index("| run | group")]
    assert "| core | 65.00\N{NO-BREAK SPACE}% | +5.00 | 80.00\N{NO-BREAK SPACE}% | 65 | 100 | 2026-11-23 |" in table
    assert "| core, details run | 21c58c5aa0 |" in text and text.count("details run") == 1
    assert "| threads | 50.00\N{NO-BREAK SPACE}% |  | – | 5 | 10 | 2026-11-22 |" in table


def test_a_run_of_all_measures_every_group_and_a_run_of_one_only_itself(tmp_path: Path) -> None:
    whole = regrtest_row("2026-11-21T02:00:00Z", "all", 100, 200)
    whole["groups"] = {"core": share(60, 100), "threads": share(40, 100)}
    part = regrtest_row("2026-11-22T02:00:00Z", "core", 61, 100)
    part["groups"] = {"core": share(61, 100), "threads": share(1, 50)}  # the files of core that are of threads as well
    board = dashboard.build(reports(tmp_path, [whole, part], []))
    assert [(now.name, now.share.passed) for now in board.groups] == [("all", 100), ("core", 61), ("threads", 40)]
    assert [value for _, value in board.compatibility["threads"]] == [0.4]


def test_a_run_that_checks_the_harness_is_no_trend(tmp_path: Path) -> None:
    checked = regrtest_row("2026-11-22T02:00:00Z", passed=100, subject={"implementation": "cpython", "version": "3.14.10", "build": "cd"})
    board = dashboard.build(reports(tmp_path, [regrtest_row("2026-11-21T02:00:00Z"), checked], []))
    assert [now.share.passed for now in board.groups] == [60]


def test_each_suite_shows_its_latest_full_run_and_what_is_missing(tmp_path: Path) -> None:
    rows = [
        bench_row("2026-11-21T02:00:00Z", 0.5, startup=0.2),
        bench_row("2026-11-22T02:00:00Z", 0.25),
        bench_row("2026-11-23T02:00:00Z", 9.0, True),
    ]
    _, text = pages(reports(tmp_path, [], rows))
    assert "| Small whole programs | 0.25 | 4.00x faster | 9 | 2 | 0.80 | 2026-11-22 |" in text
    assert "| Start-up | 0.20 | 5.00x faster | 9 |  |  | 2026-11-21 |" in text
    assert "Only quick runs" not in text


def test_quick_runs_are_shown_while_there_are_no_others(tmp_path: Path) -> None:
    html, text = pages(reports(tmp_path, [], [bench_row("2026-11-23T02:00:00Z", 0.5, True)]))
    assert "Only quick runs" in html and "Only quick runs" in text and "2.00x faster" in text


def test_a_suite_where_everything_failed_has_no_figure(tmp_path: Path) -> None:
    html, text = pages(reports(tmp_path, [], [bench_row("2026-11-23T02:00:00Z", None)]))
    assert "| Small whole programs | – | – | 9 | 2 |" in text
    assert "faster" not in html.split("<main>")[1]


def test_links_lead_to_what_is_there(tmp_path: Path) -> None:
    reports(tmp_path, [regrtest_row("2026-11-21T02:00:00Z")], [bench_row("2026-11-21T02:00:00Z")])
    for text in pages(tmp_path):
        assert "core.html" not in text and "2026-11-21.html" not in text
    (tmp_path / "regrtest" / "core.html").touch()
    (tmp_path / "bench" / "2026-11-21.html").touch()
    for text in pages(tmp_path):
        assert "regrtest/core.html" in text and "bench/2026-11-21.html" in text


def test_the_same_histories_give_the_same_bytes(tmp_path: Path) -> None:
    reports(tmp_path, [regrtest_row("2026-11-21T02:00:00Z"), regrtest_row("2026-11-24T02:00:00Z")], [bench_row("2026-11-21T02:00:00Z")])
    assert pages(tmp_path) == pages(tmp_path)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "not JSON"),
        (json.dumps({"started": "2026-11-21"}), "`counted` is missing"),
        (json.dumps(regrtest_row("2026-11-21T02:00:00Z", compatibility=63.5)), "not a share"),
        (json.dumps(regrtest_row("2026-11-21T02:00:00Z", groups=[])), "`groups`"),
    ],
)
def test_a_corrupt_history_is_an_error_and_the_old_pages_stay(
    tmp_path: Path, line: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    reports(tmp_path, [regrtest_row("2026-11-21T02:00:00Z")], [])
    before = pages(tmp_path)
    with open(tmp_path / "regrtest" / "history.jsonl", "a") as file:
        file.write(line + "\n")
    assert main(["--reports", str(tmp_path)]) == 1
    told = capsys.readouterr().err
    assert "history.jsonl, line 2" in told and why in told and "git checkout" in told
    assert ((tmp_path / "index.html").read_text(), (tmp_path / "README.md").read_text()) == before


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--reports", str(tmp_path / "none")]) == 1
    assert "no folder" in capsys.readouterr().err
