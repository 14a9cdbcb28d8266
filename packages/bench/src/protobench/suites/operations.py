"""Small operations of the built-in types and the library, timed in-process, and how their times grow with the input.

The rows are in operation_table.py. What has a size is a row of its own for ten times of it. A time that grows
clearly faster than CPython's is a failure: from n to 10 n by more than three times CPython's factor, and again from
10 n to 100 n in processes of its own, by the least disturbed of their times of the processor, which a busy machine
does not lengthen. A cost that the small input alone was spared (a smaller overhead, a special case) does not come
again at the larger step: a worse order of growth does.
"""

from __future__ import annotations

import statistics

from protobench import estimates
from protobench.cases import Case, Quantity, Repeat, Suite
from protobench.interpreters import REFERENCE, SUBJECT
from protobench.operation_table import GROUPS, Operation
from protobench.programs import standin
from protobench.results import BenchRun, Row, SuiteResult
from protobench.tables import Line, Table, comparison, failures, legend, mean_label, peer_cell, rounds_note, within_noise

SECONDS, QUICK_SECONDS = 0.06, 0.015
"""How long a process repeats each operation."""

Measure = tuple[float, str]
TIME: Measure = (0.5, "perf_counter")
PROCESSOR_TIME: Measure = (0.0, "process_time")
"""Which of a process's samples it states, by their order (the median, the least), and the clock."""

MOST_GROWTH = 3.0
"""A growth that is more times CPython's is looked at again, and is a failure where it is so again."""

TENFOLD = " x10"
MICROSECONDS = 1e6

FUNCTION = """\
def timed(_loops):
    from time import {clock} as _clock
    r = None
{setup}
    _started = _clock()
    for _ in range(_loops):
{statement}
    return _clock() - _started, r
"""


def source(operation: Operation, size: int, clock: str = TIME[1]) -> str:
    """The operation as the function that standin/operations.py calls."""
    setup, statement = (text.replace("{n}", str(size)) for text in (operation.setup, operation.statement))
    if _is_expression(statement):
        statement = f"r = {statement}"
    return FUNCTION.format(clock=clock, setup=_indented(setup, 4), statement=_indented(statement, 8))


def _is_expression(text: str) -> bool:
    try:
        compile(text, "statement", "eval")
    except SyntaxError:
        return False
    return True


def _indented(text: str, width: int) -> str:
    return "\n".join(" " * width + line for line in text.splitlines())


def words(operations: list[tuple[str, Operation, int]], seconds: float, measure: Measure = TIME) -> tuple[str, ...]:
    """The command line that times operations, each under a name and for a size."""
    place, clock = measure
    parts = [part for name, operation, size in operations for part in (name, source(operation, size, clock))]
    return (str(standin("operations")), str(seconds), str(place), *parts)


def cases(quick: bool) -> list[Case]:
    result = []
    for group, operations in GROUPS.items():
        sized = [(one.name, one, one.n) for one in operations]
        sized += [(one.name + TENFOLD, one, one.n * 10) for one in operations if one.n]
        result.append(Case(group, words(sized, QUICK_SECONDS if quick else SECONDS), several=True, group=group))
    return result


def growth(row: Row, tenfold: Row, name: str) -> float | None:
    """How many times as long an interpreter takes for ten times the input, by its least disturbed rounds; None where
    that is not known.
    """
    small, large = row.outcomes[name].values, tenfold.outcomes[name].values
    return min(large) / min(small) if small and large else None


def pairs(rows: list[Row]) -> list[tuple[Row, Row | None]]:
    """Each operation's row, and that for ten times the input where there is one."""
    known = {row.name: row for row in rows}
    return [(row, known.get(row.name + TENFOLD)) for row in rows if not row.name.endswith(TENFOLD)]


def grows(row: Row, tenfold: Row) -> bool:
    ours, theirs = (growth(row, tenfold, name) for name in (SUBJECT, REFERENCE))
    return ours is not None and theirs is not None and ours > MOST_GROWTH * theirs


def confirm(case: Case, rows: list[Row], repeat: Repeat) -> None:
    """Measures what grows too fast once more, from ten to a hundred times the input."""
    for row, tenfold in pairs(rows):
        if tenfold is None or not grows(row, tenfold):
            continue
        [operation] = [one for one in GROUPS[case.group] if one.name == row.name]
        sizes = [(row.name, operation, operation.n * 10), (row.name + TENFOLD, operation, operation.n * 100)]
        again = repeat(Case(row.name, words(sizes, SECONDS, PROCESSOR_TIME), several=True, group=case.group))
        tenfold.failure = _verdict(row, tenfold, again)


def _verdict(row: Row, tenfold: Row, again: list[Row]) -> str:
    said = _said(row, tenfold)
    by_name = {one.name: one for one in again}
    first, second = by_name.get(row.name), by_name.get(tenfold.name)
    if first is None or second is None or second.outcomes[REFERENCE].error is not None:
        return ""  # CPython cannot do it: there is nothing to compare with
    error = first.outcomes[SUBJECT].error or second.outcomes[SUBJECT].error
    if error is not None:
        return f"{said}; for a hundred times: {error}"
    return f"{said}; then {_said(first, second)}" if grows(first, second) else ""


def _said(row: Row, tenfold: Row) -> str:
    ours, theirs = (growth(row, tenfold, name) for name in (SUBJECT, REFERENCE))
    return f"takes {ours:.1f} times as long for ten times the input, CPython {theirs:.1f}"


def tables(suite: SuiteResult, run: BenchRun) -> list[Table]:
    """The worst first: by the larger of an operation's two ratios; before it what has no figure or grows too fast."""
    columns = ["Operation", "Group", "protopy (µs)", "cpython (µs)", "Ratio", "Ratio x10", "Growth P / C"]
    columns += [f"{name} (µs)" for name in run.peers]
    title = "Operations: protoPython vs CPython 3.14"
    table = Table(title, [rounds_note(suite, "one operation in a warm process")], columns, failures=failures(suite))
    for row, tenfold in sorted(pairs(suite.rows), key=_worst_first):
        error = row.outcomes[SUBJECT].error or (tenfold and tenfold.outcomes[SUBJECT].error)
        if error:
            table.lines.append(Line((row.name,), f"ERROR: {error}"))
            continue
        times = [_time(row, name) for name in (SUBJECT, REFERENCE)]
        ratio = comparison(estimates.ratio(row)) + within_noise(row)
        larger = "" if tenfold is None else comparison(estimates.ratio(tenfold)) + within_noise(tenfold)
        peers = [peer_cell(row, name, MICROSECONDS) for name in run.peers]
        table.lines.append(Line((row.name, row.group, *times, ratio, larger, _growths(row, tenfold), *peers)))
        if tenfold is not None and tenfold.failure:
            table.lines.append(Line((row.name,), f"GROWTH: {tenfold.failure}"))
    found = estimates.mean(suite)
    middle = "none" if found.geometric_mean is None else comparison(found.geometric_mean)
    table.totals.append(Line((mean_label(found), "", "", "", middle, "", "", *["" for _ in run.peers])))
    table.legend = legend(run, "µs", ("slower", "faster"), with_peaks=False)
    table.legend.append(
        "x10: the same for ten times the input; both count for the mean. Growth: its time / that of the input itself."
    )
    table.legend.append(
        f"GROWTH: more than {MOST_GROWTH:.0f} times CPython's, and again for a hundred times the input; the run's exit status is 1."
    )
    return [table]


def _worst_first(pair: tuple[Row, Row | None]) -> float:
    row, tenfold = pair
    both = [row] if tenfold is None else [row, tenfold]
    if any(one.outcomes[SUBJECT].error is not None for one in both):
        return -3e300
    if any(one.failure for one in both):
        return -2e300
    return -max(estimates.ratio(one) or 0.0 for one in both)


def _time(row: Row, name: str) -> str:
    values = row.outcomes[name].values
    return f"{statistics.median(values) * MICROSECONDS:,.3f}" if values else ""


def _growths(row: Row, tenfold: Row | None) -> str:
    if tenfold is None:
        return ""
    found = [growth(row, tenfold, name) for name in (SUBJECT, REFERENCE)]
    return " / ".join("?" if one is None else f"{one:.1f}" for one in found)


SUITE = Suite(
    "operations",
    "Small operations of built-in types and the library in a warm process, and again for ten times the input.",
    Quantity.INNER,
    cases,
    tables,
    rounds=3,
    quick_rounds=1,
    budget=270.0,
    quick_budget=35.0,
    confirm=confirm,
)
