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


def bench_row(started: str, seed: float | None = 0.29, quick: bool = False, **suites: float | dict[str, Any]) -> dict[str, Any]:
    def mean(value: float | dict[str, Any] | None, failed: int = 0) -> dict[str, Any]:
        held = value if isinstance(value, dict) else {"geometric_mean": value}
        return {"geometric_mean": None, "counted": 9, "failed": failed, **held}

    return {
        "started": started, "commit": "21c58c5aa0b1c2d3", "environment": {}, "quick": quick,
        "suites": {"seed": mean(seed, 2), **{name.replace("_", "-"): mean(value) for name, value in suites.items()}},
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
        assert text.count("There is no run yet") == 1 and text.count("There is no full run yet") == 1
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
    assert "| Small workloads, whole processes | 0.25 | 4.00x faster | 9 | 2 | 0.80 | 2026-11-22 |" in text
    assert "| Start-up, whole processes | 0.20 | 5.00x faster | 9 |  |  | 2026-11-21 |" in text
    assert "1 quick run besides" in text and "9.00" not in text


def test_no_figure_of_a_quick_run_is_shown_even_while_there_are_no_others(tmp_path: Path) -> None:
    quick = [bench_row(f"2026-11-2{day}T02:00:00Z", 0.5, True, in_process=EXTREMES, pauses=PAUSES) for day in (1, 2)]
    readme = readme_above(tmp_path)
    html, text = pages(reports(tmp_path / "reports", [], quick))
    for shown in (html[html.index("<main>") :], text, readme.read_text()):
        assert "no full run" in shown
        assert not [figure for figure in ("2.00", "0.50", "1.56", "66", "mdp", "faster", "slower") if figure in shown]
    assert "2 quick runs besides" in (tmp_path / "reports" / "README.md").read_text()


EXTREMES = {
    "geometric_mean": 1.56, "worst": [["mdp", 3.26], ["generators", 1.93], ["scimark", 1.79]],
    "best": [["float", 0.53], ["go", 0.6], ["nbody", 0.7]], "growing": 0,
}
PAUSES = {"geometric_mean": 5.0, "figures": {"15 MB live": {"protopy": 0.0023, "cpython": None}, "150 MB live": {"protopy": 0.066, "cpython": 0.012}}}
THREADS = {
    "geometric_mean": 0.6,
    "speed_up": {"lock": {"1": 1.0, "2": 0.5, "4": 0.4}, "independent": {"1": 1.0, "2": 1.91, "4": 1.95}, "list": {"1": 1.0, "2": 0.55}},
}
MARKED = "# A\n\n<!-- measured: made by `./dev dashboard` -->\nold figures\n<!-- end of measured -->\nThe end.\n"


def readme_above(folder: Path) -> Path:
    path = folder / "README.md"
    path.write_text(MARKED)
    return path


def full_row() -> dict[str, Any]:
    operations = {**EXTREMES, "geometric_mean": 1.8, "growing": 3}
    start = {"geometric_mean": 0.3, "figures": {"empty script": {"protopy": 0.0023, "cpython": 0.0191}}}
    return bench_row(
        "2026-11-21T02:00:00Z", 0.27, in_process=EXTREMES, whole_process={**EXTREMES, "geometric_mean": 1.05},
        operations=operations, pauses=PAUSES, threads=THREADS, startup=start,
    )


def test_both_figures_stand_under_their_names_with_their_worst_and_best(tmp_path: Path) -> None:
    html, text = pages(reports(tmp_path, [], [full_row()]))
    worst_and_best = "mdp 3.26, generators 1.93, scimark 1.79 | float 0.53, go 0.60, nbody 0.70"
    for title in ("pyperformance, in-process", "pyperformance, whole processes", "Operations, in-process"):
        assert f"| {title} | {worst_and_best} |" in text
    assert "| pyperformance, in-process | 1.56 | 1.56x slower |" in text
    assert "| pyperformance, whole processes | 1.05 | 1.05x slower |" in text
    assert "Operations, in-process: the time of 3 grows" in text
    tiles = html[html.index('<dl class="tiles">') : html.index("</dl>")]
    assert tiles.count("pyperformance, in-process") == tiles.count("pyperformance, whole processes") == 1
    assert "Two threads that write one object</dt><dd>0.52x" in tiles
    assert "longest pause, 150 MB live" in tiles and "66\N{NO-BREAK SPACE}ms" in tiles


def test_threads_and_pauses_are_tables(tmp_path: Path) -> None:
    _, text = pages(reports(tmp_path, [], [full_row()]))
    assert "| nothing | 1.00 | 1.91 | 1.95 |\n| one list, appended to | 1.00 | 0.55 |  |\n| one lock, taken | 1.00 | 0.50 | 0.40 |" in text
    assert "| 15 MB live | 2.3\N{NO-BREAK SPACE}ms | – |\n| 150 MB live | 66\N{NO-BREAK SPACE}ms | 12\N{NO-BREAK SPACE}ms |" in text


def test_the_readme_above_has_the_figures_between_its_marks(tmp_path: Path) -> None:
    readme = readme_above(tmp_path)
    pages(reports(tmp_path / "reports", [regrtest_row("2026-11-21T02:00:00Z")], [full_row()]))
    text = readme.read_text()
    assert text.startswith("# A\n") and text.endswith("<!-- end of measured -->\nThe end.\n") and "old figures" not in text
    for line in (
        "the core group: cases that CPython passes and protopy too | **60.00\N{NO-BREAK SPACE}%** (60 of 100) |",
        "| start of an empty script, whole process, time protopy / CPython | 0.12 (2.3\N{NO-BREAK SPACE}ms) |",
        "| pyperformance, in-process: geometric mean of time protopy / CPython over 9 | 1.56 |",
        "| pyperformance, whole processes: geometric mean of time protopy / CPython over 9 | 1.05 |",
        "| ... the worst three | mdp 3.26, generators 1.93, scimark 1.79 |",
        "| Small workloads, whole processes: geometric mean of time protopy / CPython over 9 | 0.27 (2 more failed) |",
        "| ... whose time grows clearly faster with the input than CPython's | 3 |",
        "they share nothing | 1.91 |\n| ... one list, appended to | 0.55 |\n| ... one lock, taken | 0.50 |",
        "| the collector's longest pause, 150 MB live | 66\N{NO-BREAK SPACE}ms (CPython 12\N{NO-BREAK SPACE}ms) |",
        "From the full run of 2026-11-21.",
    ):
        assert line in text
    pages(tmp_path / "reports")
    assert readme.read_text() == text


def test_a_readme_without_the_marks_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# A\n")
    pages(reports(tmp_path / "reports", [], [full_row()]))
    assert (tmp_path / "README.md").read_text() == "# A\n"


def test_the_figures_of_the_projects_readme_are_those_of_its_histories() -> None:
    repository = Path(__file__).parents[3]
    text = (repository / "README.md").read_text()
    assert dashboard.MEASURED.search(text)
    assert dashboard.with_figures(text, dashboard.build(repository / "reports")) == text, "run ./dev dashboard"


def test_a_suite_where_everything_failed_has_no_figure(tmp_path: Path) -> None:
    html, text = pages(reports(tmp_path, [], [bench_row("2026-11-23T02:00:00Z", None)]))
    assert "| Small workloads, whole processes | – | – | 9 | 2 |" in text
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


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"worst": [["mdp"]]}, "`worst` is not a list"),
        ({"best": {"mdp": "fast"}}, "`best` is not a list"),
        ({"figures": {"150 MB live": {"protopy": 1.0}}}, "`figures` of pauses"),
        ({"growing": "two"}, "`growing`"),
        ({"geometric_mean": -1}, "`geometric_mean` of pauses"),
    ],
)
def test_a_suite_that_is_misshapen_is_an_error(tmp_path: Path, wrong: dict[str, Any], why: str, capsys: pytest.CaptureFixture[str]) -> None:
    reports(tmp_path, [], [bench_row("2026-11-21T02:00:00Z", pauses=wrong)])
    assert main(["--reports", str(tmp_path)]) == 1
    told = capsys.readouterr().err
    assert "history.jsonl, line 1" in told and why in told


def test_trends_and_changes_are_of_the_runs_that_have_a_figure(tmp_path: Path) -> None:
    benches = [bench_row(f"2026-11-2{day}T02:00:00Z", value, day == 3) for day, value in ((1, 0.5), (2, None), (3, 9.0), (4, 0.25))]
    tests = [regrtest_row(f"2026-11-2{day}T02:00:00Z", passed=passed) for day, passed in ((1, 50), (2, 60), (4, 55))]
    board = dashboard.build(reports(tmp_path, tests, benches))
    assert board.speed == {"Small workloads, whole processes": [("2026-11-21T02:00:00Z", 0.5), ("2026-11-24T02:00:00Z", 0.25)]}
    assert [listed.change and round(listed.change, 6) for listed in board.regrtest_runs] == [-0.05, 0.1, None]
    assert board.groups[0].change == pytest.approx(-0.05)


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--reports", str(tmp_path / "none")]) == 1
    assert "no folder" in capsys.readouterr().err
