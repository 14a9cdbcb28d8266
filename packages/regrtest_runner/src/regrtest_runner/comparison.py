"""Two runs side by side: which cases passed and do not any more, which do now.

Only cases that both runs selected and in which CPython is the measure on both sides are judged: a case counts in
each run by that run's own CPython, and one that was never reached (Ctrl-C) is neither better nor worse. Whatever
else differs between the runs is said, never silently left out.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from protoreport import figures
from regrtest_runner.report.messages import headline
from regrtest_runner.results import GOOD, NOT_RUN, Results, Totals, Unreadable, read, totals

SHOWN = 200
"""Cases listed of each kind; more are counted."""


@dataclass(frozen=True)
class Change:
    """A case of a file, protopy's outcome before and after, and what is recorded of the failure."""

    file: str
    case: str
    before: str
    after: str
    why: str = ""


@dataclass
class Comparison:
    """What changed from the old run to the new one."""

    old: Results
    new: Results
    regressions: list[Change] = field(default_factory=list)
    new_passes: list[Change] = field(default_factory=list)
    only_in_one: list[Change] = field(default_factory=list)
    """Cases of a file that both runs selected, known to one run only; the other's outcome is `absent`."""
    unknown: list[Change] = field(default_factory=list)
    """Cases that passed before and were not reached by an interrupted run."""
    uncounted: int = 0
    """Cases that count in one run only, because CPython's own outcome differs."""
    files_in_one: list[str] = field(default_factory=list)
    before: Totals = field(default_factory=lambda: Totals(0, 0, None))
    after: Totals = field(default_factory=lambda: Totals(0, 0, None))

    @property
    def failed(self) -> bool:
        """Whether something got worse, or may have and was not looked at."""
        return bool(self.regressions or self.unknown)

    def notes(self) -> list[str]:
        """What a reader must know before believing the lists."""
        old, new = self.old, self.new
        told = []
        if (old.baseline.version, old.baseline.build) != (new.baseline.version, new.baseline.build):
            told.append(
                f"The two runs are measured by different CPythons ({_named(old.baseline.version, old.baseline.build)} and "
                f"{_named(new.baseline.version, new.baseline.build)}): a case may change because its test did."
            )
        if old.driver != new.driver:
            told.append(f"The drivers differ ({old.driver} and {new.driver}): a case may change because of how it was run.")
        if old.limits != new.limits:
            told.append(
                f"The limits differ ({_limits(old)} and {_limits(new)}): a case may change by running into one of them."
            )
        if old.details != new.details:
            told.append(f"Only the {'old' if old.details else 'new'} run ran the details of CPython: their cases change for that reason.")
        for name, run in (("old", old), ("new", new)):
            if run.interrupted:
                told.append(f"The {name} run was interrupted: what it did not reach is not judged.")
        if self.unknown:
            told.append(f"{_many(len(self.unknown), 'case')} that passed before {_were(len(self.unknown))} not reached by the new run.")
        if self.uncounted:
            told.append(f"{_many(self.uncounted, 'case')} {_were(self.uncounted)} left out because CPython's own outcome differs.")
        if self.files_in_one:
            told.append(f"{_many(len(self.files_in_one), 'file')} {_were(len(self.files_in_one))} in one run only: {_some(self.files_in_one)}.")
        return told

    def summary(self) -> str:
        return (
            f"{figures.percent(self.before.compatibility)} before, {figures.percent(self.after.compatibility)} now, "
            f"over the {_many(self.after.counted, 'case')} that count in both; "
            f"{_many(len(self.regressions), 'regression')}, {_many(len(self.new_passes), 'new pass', 'new passes')}"
        )

    def text(self) -> str:
        """For a terminal."""
        lines = [f"old: {describe(self.old)}", f"new: {describe(self.new)}", "", self.summary()]
        lines += [f"note: {note}" for note in self.notes()]
        for title, changes in self._sections():
            lines += ["", f"{title} ({len(changes):,})"]
            for change in changes[:SHOWN]:
                lines.append(f"  {change.file}: {change.case}: {change.before} -> {change.after}")
                if change.why:
                    lines.append(f"      {change.why}")
            if len(changes) > SHOWN:
                lines.append(f"  and {len(changes) - SHOWN:,} more")
        return "\n".join(lines) + "\n"

    def markdown(self) -> str:
        """For a report or a comment on a change."""
        lines = ["# Two regrtest runs compared", "", f"- old: {describe(self.old)}", f"- new: {describe(self.new)}", "", f"**{self.summary()}**"]
        lines += [part for note in self.notes() for part in ("", f"> {note}")]
        for title, changes in self._sections():
            lines += ["", f"## {title} ({len(changes):,})", "", "| file | case | before | now | what went wrong |", "| --- | --- | --- | --- | --- |"]
            for change in changes[:SHOWN]:
                words = (change.file, f"`{_cell(change.case)}`", change.before, change.after, _cell(change.why))
                lines.append(f"| {' | '.join(words)} |")
            if len(changes) > SHOWN:
                lines += ["", f"and {len(changes) - SHOWN:,} more"]
        return "\n".join(lines) + "\n"

    def _sections(self) -> list[tuple[str, list[Change]]]:
        every = [
            ("Regressions", self.regressions),
            ("Passed before, not reached now", self.unknown),
            ("New passes", self.new_passes),
            ("In one run only", self.only_in_one),
        ]
        return [(title, changes) for title, changes in every if changes]


def compare(old: Results, new: Results) -> Comparison:
    """Judges every case of every file that both runs have."""
    result = Comparison(old, new)
    result.files_in_one = sorted(set(old.files) ^ set(new.files))
    before: list[tuple[str, str]] = []
    after: list[tuple[str, str]] = []
    for name in sorted(set(old.files) & set(new.files)):
        ours, theirs = old.files[name].cases, new.files[name].cases
        for case in sorted(set(ours) | set(theirs)):
            if case not in ours or case not in theirs:
                _in_one(result, name, case)
                continue
            (was, measure_was), (now, measure_now) = ours[case], theirs[case]
            if (measure_was in GOOD) != (measure_now in GOOD):
                result.uncounted += 1
            elif measure_was in GOOD:
                if _judge(result, Change(name, case, was, now)):
                    before.append((was, measure_was))
                    after.append((now, measure_now))
    result.before, result.after = totals(before), totals(after)
    return result


def _judge(result: Comparison, change: Change) -> bool:
    """Sorts a case that counts in both runs into its list; whether both runs have an outcome to be counted."""
    # Without an interruption, a case that was not run is one that a crash kept from being run: a failure.
    reached_before = not (result.old.interrupted and change.before == NOT_RUN)
    reached_now = not (result.new.interrupted and change.after == NOT_RUN)
    passed_before, passes_now = change.before in GOOD, change.after in GOOD
    if not reached_now:
        if passed_before:
            result.unknown.append(change)
    elif passed_before and not passes_now:
        why = _first_line(result.new, change.file, change.case)
        result.regressions.append(Change(change.file, change.case, change.before, change.after, why))
    elif passes_now and not passed_before and reached_before:
        result.new_passes.append(change)
    return reached_before and reached_now


def _in_one(result: Comparison, name: str, case: str) -> None:
    """A case that one run does not know, though it has the file: by another choice of cases, or another CPython."""
    held, knows_old = result.old.files[name].cases.get(case), True
    if held is None:
        held, knows_old = result.new.files[name].cases[case], False
    if held[1] not in GOOD:
        return
    # The other run asked for certain cases only: that this one is not among them says nothing.
    other = result.new if knows_old else result.old
    if other.selection.cases:
        return
    result.only_in_one.append(
        Change(name, case, held[0], "absent") if knows_old else Change(name, case, "absent", held[0])
    )


def describe(run: Results) -> str:
    """A run in one line."""
    commit = figures.commit(run.commit, run.modified)
    chosen = run.selection.group or ", ".join([*run.selection.files, *run.selection.cases]) or "all files"
    return (
        f"{figures.moment(run.started)}, {run.subject.implementation} at {commit}, {chosen}: "
        f"{figures.percent(run.totals.compatibility)} ({run.totals.passed:,} of {run.totals.counted:,})"
    )


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0; 1 after a regression with --fail-on-regression; 2 where a run cannot be read."""
    parser = argparse.ArgumentParser(
        prog="python -m regrtest_runner compare",
        description="Lists what got worse and better between two runs (their JSON, compressed or not).",
    )
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument(
        "--fail-on-regression", action="store_true",
        help="exit with 1 if a case that passed does not pass any more, or was not reached",
    )
    parser.add_argument("--markdown", action="store_true", help="print Markdown")
    chosen = parser.parse_args(arguments)
    try:
        result = compare(read(chosen.old), read(chosen.new))
    except Unreadable as why:
        print(f"regrtest: cannot compare: {why}", file=sys.stderr)
        return 2
    sys.stdout.write(result.markdown() if chosen.markdown else result.text())
    return 1 if chosen.fail_on_regression and result.failed else 0


def _first_line(run: Results, file: str, case: str) -> str:
    """The line of a recorded failure that says most: the exception."""
    text = run.files[file].failures.get(case, "")
    return headline(text)[:200] if text else ""


def _named(version: str, build: str) -> str:
    return f"{version}, build {build[:10]}" if build else version


def _limits(run: Results) -> str:
    return f"{run.limits.seconds:g} s and {run.limits.memory_mb:,} MB"


def _many(count: int, one: str, more: str | None = None) -> str:
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _some(names: Iterable[str], most: int = 10) -> str:
    every = list(names)
    return ", ".join(every[:most]) + (f" and {len(every) - most:,} more" if len(every) > most else "")


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
