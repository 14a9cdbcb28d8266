"""Everything the report shows, computed once for both pages. Lists are bounded here: 48,000 cases make one page.

A failure is looked for where it costs something: only cases that CPython passes are counted as lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from protoreport import runs
from protoreport.runs import RegrtestRun
from regrtest_runner import comparison, results
from regrtest_runner.comparison import Comparison
from regrtest_runner.report.messages import NONE, normalised
from regrtest_runner.results import GOOD, File, Incident, Results, Totals, Unreadable

Item = TypeVar("Item")

FILES, GROUPS, INCIDENT_GROUPS, CASES, RUNS, SLOWEST = 700, 60, 25, 20, 12, 15
FRAME = re.compile(r'^  File "(?P<file>[^"]*)", line \d+ in (?P<function>.*)$', re.MULTILINE)
EXAMPLE = 1500
"""Characters of a failure or of a process's last output."""

KINDS = {
    "crash": ("Crashes", "The process died, by a signal or by an exit in the middle of the file."),
    "timeout": ("Hangs", "The time limit ended it."),
    "memory": ("Out of memory", "The memory limit ended it."),
    "output": ("Floods", "More was written than is kept."),
    "fixture": ("Fixtures", "A class's or module's tear-down failed; no case is at fault."),
    "import": ("Files not loaded", "None of the cases of the file, or of some modules of a package, could run."),
    "damage": ("Damage", "The file changed the library or the tests themselves; they were restored after it."),
}
"""Kinds of incidents, in the order of their weight."""

OUTCOMES = {
    "passed": "passed",
    "wrong": "failed",
    "died": "crashed, hung or ran out of memory",
    "skipped": "skipped, though CPython runs them",
    "absent": "missing or not run",
}
WHAT = {
    results.PASSED: "passed", results.EXPECTED_FAILURE: "passed",
    results.FAILED: "wrong", results.ERROR: "wrong", results.UNEXPECTED_SUCCESS: "wrong",
    results.CRASHED: "died", results.TIMEOUT: "died", results.MEMORY: "died",
    results.SKIPPED: "skipped",
    results.MISSING: "absent", results.NOT_RUN: "absent",
}


@dataclass(frozen=True)
class Bounded(Generic[Item]):
    """The first of a list, and how many are left out."""

    shown: list[Item]
    more: int

    @property
    def total(self) -> int:
        return len(self.shown) + self.more


def bounded(items: Iterable[Item], most: int) -> Bounded[Item]:
    every = list(items)
    return Bounded(every[:most], max(len(every) - most, 0))


@dataclass(frozen=True)
class Group:
    """Cases (or whole files) with one cause."""

    title: str
    count: int
    files: int
    example: str
    cases: Bounded[str]
    cost: int = 0
    """For files that could not be loaded: the cases that count and were lost with them."""


@dataclass(frozen=True)
class Kind:
    """All incidents of a kind."""

    name: str
    title: str
    meaning: str
    count: int
    groups: Bounded[Group]


@dataclass(frozen=True)
class Row:
    """A test file in the table."""

    name: str
    totals: Totals
    incidents: int
    seconds: float
    peak_mb: int

    @property
    def lost(self) -> int:
        return self.totals.counted - self.totals.passed


@dataclass(frozen=True)
class Past:
    """A run of the history, with what changed since the one before it in the same group."""

    run: RegrtestRun
    change: float | None


@dataclass
class Model:
    """What both pages show."""

    results: Results
    name: str
    groups: list[tuple[str, Totals, int]]
    outcomes: list[tuple[str, str, int]]
    kinds: list[Kind]
    messages: Bounded[Group]
    lost_to_messages: int
    skipped: Bounded[Group]
    skips: int
    files: Bounded[Row]
    whole: list[str]
    uncounted: list[str]
    slowest: list[Row]
    free_threading: list[tuple[str, int]] = field(default_factory=list)
    free_threading_kinds: list[Kind] = field(default_factory=list)
    free_threading_failures: Bounded[Group] = field(default_factory=lambda: Bounded([], 0))
    past: list[Past] = field(default_factory=list)
    trends: runs.Trend = field(default_factory=dict)
    since: Comparison | None = None
    since_note: str = ""
    regressions: Bounded[comparison.Change] = field(default_factory=lambda: Bounded([], 0))
    new_passes: Bounded[comparison.Change] = field(default_factory=lambda: Bounded([], 0))


def build(run: Results, rows: list[dict[str, Any]], kept: Path) -> Model:
    """Counts the run; `kept` is the history's folder, where the earlier runs lie: the last of them is compared with."""
    earlier = runs.regrtest_rows(list(enumerate(rows, start=1)), kept / "history.jsonl")
    name = run.selection.group or "selection"
    table = [Row(file, held.count(), len(held.incidents), held.seconds, held.peak_mb) for file, held in run.files.items()]
    partial = sorted((row for row in table if row.lost), key=_worst_first)
    messages, lost = _messages(run.files)
    skipped, skips = _skipped(run.files)
    model = Model(
        results=run,
        name=name,
        groups=_groups(run),
        outcomes=_outcomes(run.files.values()),
        kinds=_kinds(run.files),
        messages=messages,
        lost_to_messages=lost,
        skipped=skipped,
        skips=skips,
        files=bounded(partial, FILES),
        whole=sorted(row.name for row in table if row.totals.counted and not row.lost),
        uncounted=sorted(row.name for row in table if not row.totals.counted),
        slowest=sorted(table, key=lambda row: (-row.seconds, row.name))[:SLOWEST],
        past=_past(run, earlier),
        trends=_trends(run, earlier),
    )
    _free_threading(model)
    _compare_with_last(model, earlier, kept)
    return model


def _worst_first(row: Row) -> tuple[float, int, str]:
    """The lowest share first; of equals, the file with most cases to win."""
    return (row.totals.compatibility or 0.0, -row.lost, row.name)


def _groups(run: Results) -> list[tuple[str, Totals, int]]:
    """The groups the run covers whole, with their number of files. Parts of another group say nothing of it."""
    if run.selection.group != "all":
        return []
    counts = [(name, sum(name in file.groups for file in run.files.values())) for name in run.groups]
    return [(name, run.groups[name], files) for name, files in counts if name != "all"]


def _outcomes(files: Iterable[File]) -> list[tuple[str, str, int]]:
    """What became of the cases that count: key, words, how many."""
    counts = dict.fromkeys(OUTCOMES, 0)
    for file in files:
        for subject, baseline in file.cases.values():
            if baseline in GOOD:
                counts[WHAT[subject]] += 1
    return [(key, words, counts[key]) for key, words in OUTCOMES.items()]


# --------------------------------------------------------------------------------------------------
# Grouping by cause
# --------------------------------------------------------------------------------------------------


@dataclass
class _Bundle:
    cases: list[str] = field(default_factory=list)
    files: set[str] = field(default_factory=set)
    example: str = ""

    def add(self, file: str, case: str, text: str) -> None:
        self.cases.append(case)
        self.files.add(file)
        self.example = self.example or text.strip()[:EXAMPLE]


def _bundle(entries: Iterable[tuple[str, str, str, str]], cost: dict[str, int] | None = None) -> list[Group]:
    """Groups from (title, file, case, text), the costliest first: by what their files cost, else by how many they are."""
    bundles: dict[str, _Bundle] = {}
    for title, file, case, text in entries:
        bundles.setdefault(title, _Bundle()).add(file, case, text)
    groups = [
        Group(
            title, len(held.cases), len(held.files), held.example, bounded(held.cases, CASES),
            sum((cost or {}).get(file, 0) for file in held.files),
        )
        for title, held in bundles.items()
    ]
    return sorted(groups, key=lambda group: (-group.cost, -group.count, group.title))


def _kinds(files: dict[str, File]) -> list[Kind]:
    """All incidents, by kind and then by what is alike in them."""
    found = []
    for name, (title, meaning) in KINDS.items():
        entries = [
            (_incident_title(incident), file, incident.case or file, incident.output or incident.detail)
            for file, held in sorted(files.items()) for incident in held.incidents if incident.kind == name
        ]
        if entries:
            cost = _lost_whole(files) if name == "import" else None
            found.append(Kind(name, title, meaning, len(entries), bounded(_bundle(entries, cost), INCIDENT_GROUPS)))
    return found


def _lost_whole(files: dict[str, File]) -> dict[str, int]:
    """The cases that count and that a file lost because they never ran."""
    return {
        name: sum(baseline in GOOD and WHAT[subject] == "absent" for subject, baseline in file.cases.values())
        for name, file in files.items()
    }


def _incident_title(incident: Incident) -> str:
    """How the process ended, and where: faulthandler's innermost frame, else its last word (an assertion, an abort)."""
    detail = incident.detail if incident.kind != "import" else normalised(incident.detail)
    if incident.kind != "crash":
        return detail
    _, _, stack = incident.output.rpartition("Current thread 0x")
    frame = FRAME.search(stack)
    if frame is not None:
        return f"{detail} in {frame['function']} of {frame['file'].rpartition('/')[2]}"
    last = next((line for line in reversed(incident.output.splitlines()) if line.strip()), "")
    return f"{detail}: {normalised(last)}" if last else detail


def _messages(files: dict[str, File]) -> tuple[Bounded[Group], int]:
    """Failures and errors by message; what crashed is among the incidents and what was skipped by itself."""
    entries = [
        (normalised(held.failures.get(case, "")), file, case, held.failures.get(case, NONE))
        for file, held in sorted(files.items())
        for case, (subject, baseline) in held.cases.items()
        if baseline in GOOD and WHAT[subject] == "wrong"
    ]
    return bounded(_bundle(entries), GROUPS), len(entries)


def _skipped(files: dict[str, File]) -> tuple[Bounded[Group], int]:
    """Cases that only protopy skips, by reason: not run is not passed."""
    entries = [
        (normalised(held.failures.get(case, "")) if held.failures.get(case) else "no reason was recorded", file, case, "")
        for file, held in sorted(files.items())
        for case, (subject, baseline) in held.cases.items()
        if baseline in GOOD and subject == results.SKIPPED
    ]
    return bounded(_bundle(entries), GROUPS), len(entries)


def _free_threading(model: Model) -> None:
    """test_free_threading runs on protopy alone: its outcomes are counted, and there is nothing to compare them with."""
    held = model.results.free_threading
    if held is None:
        return
    counts: dict[str, int] = {}
    for subject, _ in held.cases.values():
        counts[subject] = counts.get(subject, 0) + 1
    model.free_threading = sorted(counts.items(), key=lambda item: (item[0] not in GOOD, -item[1]))
    model.free_threading_kinds = _kinds({"test_free_threading": held})
    entries = [
        (normalised(held.failures.get(case, "")), "test_free_threading", case, held.failures.get(case, NONE))
        for case, (subject, _) in held.cases.items() if WHAT[subject] == "wrong"
    ]
    model.free_threading_failures = bounded(_bundle(entries), GROUPS)


# --------------------------------------------------------------------------------------------------
# Over time
# --------------------------------------------------------------------------------------------------


def _past(run: Results, earlier: list[RegrtestRun]) -> list[Past]:
    """The latest runs of the same group, the newest first."""
    past: list[Past] = []
    before: float | None = None
    for one in earlier:
        if one.group == run.selection.group:
            now = one.totals.compatibility
            past.append(Past(one, None if now is None or before is None else now - before))
            before = now
    return past[: -RUNS - 1 : -1]


def _trends(run: Results, earlier: list[RegrtestRun]) -> runs.Trend:
    """The run's group over time, and the parts of it that it covers whole."""
    shown = [run.selection.group, *(name for name, _, _ in _groups(run))]
    every = runs.compatibility(earlier)
    return {name: every[name] for name in shown if name is not None and name in every}


def _compare_with_last(model: Model, earlier: list[RegrtestRun], kept: Path) -> None:
    """What changed since the last run of the same group that is kept."""
    run = model.results
    before = [one for one in earlier if one.group == run.selection.group and one.started < run.started]
    if not before or run.subject.implementation != "protopy":
        return
    last = before[-1]
    try:
        model.since = comparison.compare(results.read(kept / last.file), run)
    except Unreadable as why:
        model.since_note = f"The run before cannot be compared: {last.file}: {why.why}."
        return
    model.regressions = bounded(model.since.regressions, GROUPS)
    model.new_passes = bounded(model.since.new_passes, GROUPS)
