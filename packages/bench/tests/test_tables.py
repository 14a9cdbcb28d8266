"""The table of section 7.2, and the figures in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from protobench import box, estimates, markdown, page, tables
from protobench.results import BenchRun
from protobench.suites import SUITES, operations, seed, threads, warmup

MadeRun = Callable[..., BenchRun]


def drawn(made_run: MadeRun, run_of: dict[str, dict[str, dict[str, list[float] | str]]]) -> str:
    run = made_run(run_of)
    [suite] = run.suites
    return "\n\n".join(box.draw(table) for table in SUITES[suite.name].tables(suite, run))


DRAWN = """\
┌───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────┐
│ Seed workloads: protoPython vs CPython 3.14                                                                               │
│ (whole processes; median of 2 runs each, in turn)                                                                         │
├────────────────────────────────────┬──────────────┬──────────────┬──────────────┬─────────────────────┬───────────────────┤
│ Benchmark                          │ protopy (ms) │ cpython (ms) │        Ratio │ Peak RSS P / C (MB) │         pypy (ms) │
├────────────────────────────────────┼──────────────┼──────────────┼──────────────┼─────────────────────┼───────────────────┤
│ startup_empty                      │         15.2 │         10.0 │ 1.52x slower │         10.0 / 10.0 │       50.0 (5.00) │
│ int_sum_loop                       │         10.0 │         25.0 │ 2.50x faster │         10.0 / 10.0 │             ERROR │
│ call_recursion                     │ ERROR: killed by SIGSEGV                                                             │
├────────────────────────────────────┼──────────────┼──────────────┼──────────────┼─────────────────────┼───────────────────┤
│ Geometric mean (2 of 3, 1 MISSING) │              │              │ 1.28x faster │                     │ (3.16, 1 missing) │
└────────────────────────────────────┴──────────────┴──────────────┴──────────────┴─────────────────────┴───────────────────┘
Legend: Ratio = protopy/cpython. Lower is better for protoPython: faster than CPython.
~: within the noise (t-test of the rounds' ratios, 95 %). ERROR: no figure, and no part of the geometric mean.
"""


def test_the_table_is_drawn_in_boxes(made_run: MadeRun) -> None:
    text = drawn(
        made_run,
        {
            "seed": {
                "startup_empty": {"protopy": [0.0152, 0.0152], "cpython": [0.010, 0.010], "pypy": [0.05, 0.05]},
                "int_sum_loop": {"protopy": [0.010, 0.010], "cpython": [0.025, 0.025], "pypy": "timed out"},
                "call_recursion": {"protopy": "killed by SIGSEGV", "cpython": [0.020, 0.020], "pypy": [0.04, 0.04]},
            }
        }
    )
    assert text.startswith(DRAWN)
    assert "  call_recursion: protopy: killed by SIGSEGV" in text
    assert "  int_sum_loop: pypy: timed out" in text


def test_lines_of_a_box_are_of_one_width(made_run: MadeRun) -> None:
    long = "x" * 300
    text = drawn(made_run, {"seed": {"startup_empty": {"protopy": long, "cpython": [0.1]}, "b": {"protopy": [1.0], "cpython": [12345.6]}}})
    boxed = [line for line in text.splitlines() if line.startswith(("┌", "│", "├", "└"))]
    assert len({len(line) for line in boxed}) == 1
    assert f"startup_empty: protopy: {long}" in text


def test_what_is_within_the_noise_is_marked(made_run: MadeRun) -> None:
    noisy = {"protopy": [1.0, 2.0, 3.0], "cpython": [1.1, 1.9, 2.6]}
    clear = {"protopy": [1.0, 1.01, 1.02], "cpython": [2.0, 2.01, 1.99]}
    text = drawn(made_run, {"seed": {"noisy": noisy, "clear": clear}})
    assert [line.count("~") for line in text.splitlines() if "│ noisy" in line or "│ clear" in line] == [1, 0]


@pytest.mark.parametrize(
    ("ratio", "text"),
    [(1.52, "1.52x slower"), (0.5, "2.00x faster"), (1.0, "1.00x"), (1.004, "1.00x"), (0.996, "1.00x"), (None, "")],
)
def test_a_ratio_in_words(ratio: float | None, text: str) -> None:
    assert tables.comparison(ratio) == text


def test_the_mean_says_what_it_is_over(made_run: MadeRun) -> None:
    run = made_run(
        {
            "seed": {
                "one": {"protopy": [1.0], "cpython": [2.0]},
                "two": {"protopy": [4.0], "cpython": [2.0]},
                "three": {"protopy": "timed out", "cpython": [2.0]},
            }
        }
    )
    found = estimates.mean(run.suites[0])
    assert (found.geometric_mean, found.counted, found.failed) == (pytest.approx(1.0), 2, 1)
    assert tables.mean_label(found) == "Geometric mean (2 of 3, 1 MISSING)"
    run.suites[0].rows = run.suites[0].rows[2:]
    assert estimates.mean(run.suites[0]).geometric_mean is None
    assert "none" in box.draw(seed.tables(run.suites[0], run)[0])


def test_memory_is_larger_or_smaller(made_run: MadeRun) -> None:
    text = drawn(made_run, {"memory": {"ints": {"protopy": [2.0 * 2**20], "cpython": [2.0**20]}}})
    assert "2.00x larger" in text and "protopy (MB)" in text


def threads_run() -> dict[str, dict[str, dict[str, list[float] | str]]]:
    return {
        "threads": {
            "dict x1": {"protopy": [2.0], "cpython": [2.0]},
            "dict x2": {"protopy": [1.0], "cpython": [2.5]},
            "queue x1": {"protopy": "timed out", "cpython": [1.0]},
            "queue x2": {"protopy": [1.0], "cpython": [1.0]},
        }
    }


def test_threads_have_a_speed_up_for_each_interpreter(made_run: MadeRun) -> None:
    run = made_run(threads_run())
    for row in run.suites[0].rows:
        row.group, _, place = row.name.partition(" x")
        row.place = int(place)
    [suite] = run.suites
    assert threads.speed_ups(suite, "protopy") == {"dict": {1: 1.0, 2: 2.0}}
    assert threads.speed_ups(suite, "cpython")["dict"][2] == pytest.approx(0.8)
    lines = box.draw(threads.tables(suite, run)[0]).splitlines()
    [two] = [line for line in lines if line.startswith("│ one dict, written to") and "1,000.0" in line]
    assert two.split("│")[2:8] == [
        f" {text} " for text in ("      2", "     1,000.0", "   2.00x", "     2,500.0", "   0.80x", "2.50x faster")
    ]
    assert any("one queue x1" in line and "ERROR: timed out" in line for line in lines)


def test_warm_up_finds_the_first_iteration_that_stays_near_the_steady_time(made_run: MadeRun) -> None:
    run = made_run({"warmup": {"richards": {"protopy": [3.0, 3.0], "cpython": [2.0, 2.0]}}})
    outcome = run.suites[0].rows[0].outcomes["protopy"]
    falling = [1.0, 0.5, 0.11, 0.3, 0.105, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]
    outcome.series = [falling, falling]
    run.suites[0].rows[0].outcomes["cpython"].series = [[0.1] * 12] * 2
    found = warmup.describe(outcome)
    assert (found.first, found.tenth, found.last, found.iterations) == (1.0, 0.1, 0.1, 3)
    assert found.until_steady == pytest.approx(3.0 - sum(falling) + 1.5)
    assert "12 iterations" in box.draw(warmup.tables(run.suites[0], run)[0])


def test_operations_stand_worst_first_and_what_fails_before_them(made_run: MadeRun) -> None:
    run = made_run(
        {
            "operations": {
                "fast": {"protopy": [1e-6], "cpython": [2e-6]},
                "slow at ten times": {"protopy": [1e-6], "cpython": [1e-6]},
                "slow": {"protopy": [3e-6], "cpython": [1e-6]},
                "grows": {"protopy": [1e-6], "cpython": [1e-6]},
                "fails": {"protopy": "killed by SIGSEGV, at fails", "cpython": [1e-6]},
                "slow at ten times x10": {"protopy": [90e-6], "cpython": [15e-6]},
                "grows x10": {"protopy": [9e-6], "cpython": [9e-6]},
            }
        }
    )
    run.suites[0].rows[-1].failure = "takes 99.0 times as long"
    text = box.draw(operations.tables(run.suites[0], run)[0])
    order = ["fails", "grows", "grows", "slow at ten times", "slow", "fast"]
    assert [line.split("│")[1].strip() for line in text.splitlines() if line.startswith("│ ")][3:-1] == order
    assert "GROWTH: takes 99.0 times as long" in text and "90.0 / 15.0" in text and "6.00x slower" in text
    assert "grows x10: protopy: takes 99.0 times as long" in text


def test_a_short_time_keeps_digits_that_mean_something() -> None:
    assert [tables.number(one) for one in (1234.5, 12.34, 1.234, 0.1234, 0.01234, 0.000056789, 0.0)] == [
        "1,234.5", "12.3", "1.23", "0.12", "0.0123", "0.0000568", "0",
    ]


def test_a_table_tells_when_rows_have_fewer_runs(made_run: MadeRun) -> None:
    figures = {"one": {"protopy": [1.0], "cpython": [1.0]}, "two": {"protopy": [1.0] * 3, "cpython": [1.0] * 3}}
    assert "median of 1 to 3 runs each" in drawn(made_run, {"seed": figures})


def test_a_large_suite_has_bars_for_its_worst_rows_only(made_run: MadeRun) -> None:
    rows = {f"row{number}": {"protopy": [1.0 + number], "cpython": [1.0]} for number in range(200)}
    run = made_run({"operations": rows})
    html = page.render(run, [{"started": run.started, "suites": {"operations": {"geometric_mean": 2.0}}}])
    assert "the worst of 200" in html and html.count(">row199<") == 3 and html.count(">row3<") == 1


def test_the_reports_hold_every_suite_and_no_path_of_this_machine(made_run: MadeRun) -> None:
    figures: dict[str, dict[str, list[float] | str]] = {"case & co": {"protopy": [0.1, 0.2], "cpython": [0.2, 0.2], "pypy": "<wrong>"}}
    failing: dict[str, dict[str, list[float] | str]] = {"case": {"protopy": "timed out", "cpython": "x", "pypy": "y"}}
    run = made_run({"seed": figures, "startup": failing, "memory": {"ints": {"protopy": [9.0], "cpython": [8.0], "pypy": [7.0]}}})
    row = {"started": run.started, "quick": False, "environment": run.environment, "suites": {"seed": {"geometric_mean": 0.75}}}
    html = page.render(run, [{"odd": "row"}, row])
    text = markdown.render(run)
    for part in ("case &amp; co", "&lt;wrong&gt;", "± ", "timed out", "Test CPU", "<svg"):
        assert part in html
    for part in ("# protopy vs CPython, 2026-11-21", "| Small workloads, whole processes | 1.33x faster | 1 | 0 |", "┌─"):
        assert part in text
    for part in ("| Start-up, whole processes | none | 0 | 1 |", "commit 0123456789"):
        assert part in text
    assert "/somewhere" not in html + text
