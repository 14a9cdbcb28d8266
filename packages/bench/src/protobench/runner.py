"""Runs the cases: checked, interleaved, so many rounds; nothing is believed.

Per case, in this order:

    1. check    each interpreter once on the command that shows the program's results, CPython first
    2. warm up  each once on the timed command (file caches, bytecode caches)
    3. rounds   each interpreter once a round; who was first is last in the next
    4. memory   each once more, traced (see memory.py)

A program that is iterated in one process, or repeats its work until it is warm, goes without 2 and 4.

A suite has a budget of time. Each case has its share of what is left, and its rounds end where it is used up, after
one at least: a slow machine has fewer rounds, and never fewer rows. Peers add to the budget.

Every one of these runs must exit as CPython's did and print the same; it must end in time. An interpreter that
does not has no figure for that case but the reason, and takes no further part in it. Where CPython itself
fails there is nothing to compare with, and the whole row has failed.
"""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from protobench import measure, memory
from protobench.cases import Case, Quantity, Suite
from protobench.interpreters import Interpreter, LineUp
from protobench.results import Outcome, Row, SuiteResult

Words = tuple[str, ...]
Known = dict[tuple[str, Words], measure.Run]
"""An interpreter's name and what it was given -> what it did."""


REPEATS = 3
"""Rounds of what a suite has repeated."""


class Failed(Exception):
    """CPython did: there is no right answer."""


class CaseRun:
    """One case on its way through the four steps."""

    def __init__(
        self, case: Case, quantity: Quantity, line_up: LineUp, timeout: float, folder: Path, known: Known | None = None
    ) -> None:
        self.case = case
        self.quantity = quantity
        self.line_up = line_up
        self.timeout = timeout
        self.folder = folder
        self.outcomes = {one.name: Outcome() for one in line_up.everyone}
        self.expected: dict[Words, measure.Run] = {}
        self.known = {} if known is None else known

    def alive(self) -> list[Interpreter]:
        """Those that have not failed, CPython first: it says what is right."""
        order = [self.line_up.reference, self.line_up.subject, *self.line_up.peers]
        return [one for one in order if self.outcomes[one.name].error is None]

    def rows(self, rounds: int, deadline: float | None = None) -> list[Row]:
        """Runs it all, in so many rounds or those that end before the deadline (of time.monotonic)."""
        try:
            self.prepare()
            longest = 0.0
            for number in range(rounds):
                started = time.monotonic()
                if number and deadline is not None and started + longest > deadline:
                    break
                self.round(number)
                longest = max(longest, time.monotonic() - started)
            self.finish()
        except Failed as why:
            self.fail_all(str(why))
        return self.made()

    def prepare(self) -> None:
        if self.case.checked:
            for interpreter in self.alive():
                self.check(interpreter)
        if not self.case.checked or not self.case.iterations:
            for interpreter in self.alive():
                self.one(interpreter, self.case.words)

    def finish(self) -> None:
        if self.quantity is not Quantity.PEAK and not self.case.iterations:
            for interpreter in self.alive():
                self.outcomes[interpreter.name].peak = self.traced(interpreter)

    def made(self) -> list[Row]:
        # A row stands in protopy's order, whatever the order of the runs.
        return [Row(self.case.name, self.outcomes, self.case.group, self.case.place)]

    def check(self, interpreter: Interpreter) -> None:
        """The run that shows the results; what another suite looked at is not run again."""
        words = self.case.checked
        run = self.known.get((interpreter.name, words)) or self.run(interpreter, words)
        self.known[interpreter.name, words] = run
        self.accepted(interpreter, words, run)

    def round(self, number: int) -> None:
        alive = self.alive()
        turn = number % len(alive)
        for interpreter in alive[turn:] + alive[:turn]:
            outcome = self.outcomes[interpreter.name]
            if self.quantity is Quantity.PEAK:
                peak = self.traced(interpreter)
                if peak is not None:
                    outcome.values.append(float(peak))
                    outcome.peak = max(peak, outcome.peak or 0)
                elif outcome.error is None:
                    self.fail(interpreter, "its memory cannot be told here (ptrace is forbidden)")
                continue
            run = self.one(interpreter, self.case.words)
            if run is not None:
                self.take(interpreter, run)

    def take(self, interpreter: Interpreter, run: measure.Run) -> None:
        """Adds what a good run says."""
        outcome, case = self.outcomes[interpreter.name], self.case
        stated = run.seconds
        if case.iterations:
            series = run.series(case.inner)
            if len(series) != case.iterations:
                return self.fail(interpreter, f"states {len(series)} of {case.iterations} iterations")
            stated = sum(series)
            outcome.series.append(series)
        elif case.inner:
            inner = run.inner_time(case.inner)
            if inner is None:
                return self.fail(interpreter, "states no time of its work")
            stated = inner
        if not 0 < stated <= run.seconds:
            return self.fail(interpreter, f"states {stated:.3f} s of {run.seconds:.3f} s that it ran")
        outcome.values.append(stated if self.quantity is Quantity.INNER else run.seconds)
        return None

    def run(self, interpreter: Interpreter, words: Words) -> measure.Run:
        return measure.run([*interpreter.command, *words], timeout=self.timeout, folder=self.folder)

    def one(self, interpreter: Interpreter, words: Words) -> measure.Run | None:
        """One untraced run; None where it failed."""
        run = self.run(interpreter, words)
        return run if self.accepted(interpreter, words, run) else None

    def traced(self, interpreter: Interpreter) -> int | None:
        words = self.case.words
        run, peak = memory.run([*interpreter.command, *words], timeout=self.timeout, folder=self.folder)
        return peak if self.accepted(interpreter, words, run) else None

    def accepted(self, interpreter: Interpreter, words: Words, run: measure.Run) -> bool:
        """Compares a run with CPython's first on the same words, or makes it that one."""
        expected = self.expected.get(words)
        why = measure.complaint(run, expected)
        if why is not None:
            at = list(run.stated("#at"))
            self.fail(interpreter, f"{why}, at {at[-1]}" if at else why)
            return False
        if expected is None:
            self.expected[words] = run
        return True

    def fail(self, interpreter: Interpreter, why: str) -> None:
        if interpreter is self.line_up.reference:
            raise Failed(why)
        self.outcomes[interpreter.name].fail(why)

    def fail_all(self, why: str) -> None:
        for name, outcome in self.outcomes.items():
            if name == self.line_up.reference.name:
                outcome.fail(why)
            elif outcome.error is None:
                outcome.fail(f"nothing to compare with: CPython: {why}")


class SeveralRun(CaseRun):
    """A case whose process states the times of several benchmarks: which ones, CPython's first run says.

    A process that fails has no figure for any of them. An operation that raised, or whose result is another than
    CPython's, costs itself alone.
    """

    def __init__(
        self, case: Case, quantity: Quantity, line_up: LineUp, timeout: float, folder: Path, known: Known | None = None
    ) -> None:
        super().__init__(case, quantity, line_up, timeout, folder, known)
        self.parts: dict[str, dict[str, Outcome]] = {}
        self.results: dict[str, str] = {}

    def prepare(self) -> None:
        if self.case.checked:
            for interpreter in self.alive():
                self.check(interpreter)

    def finish(self) -> None:
        pass

    def take(self, interpreter: Interpreter, run: measure.Run) -> None:
        values, results, errors = (run.stated(mark) for mark in ("#value", "#result", "#error"))
        if interpreter is self.line_up.reference and not self.parts:
            self.results = results
            self.parts = {name: {one: Outcome() for one in self.outcomes} for name in {**values, **errors}}
            if not self.parts:
                self.fail(interpreter, "states no time of its work")
        for name, outcomes in self.parts.items():
            outcome = outcomes[interpreter.name]
            if outcome.error is not None:
                continue
            if name in errors:
                outcome.fail(errors[name])
            elif results.get(name) != self.results.get(name):
                outcome.fail(f"wrong result: {results.get(name, 'none')[:50]}, not {self.results.get(name, 'none')[:50]}")
            else:
                self.add(outcome, values.get(name, ""), run.seconds)

    def add(self, outcome: Outcome, stated: str, most: float) -> None:
        value = 0.0
        with contextlib.suppress(ValueError):
            value = float(stated)
        if 0 < value <= most:
            outcome.values.append(value)
        else:
            outcome.fail(f"states {stated or 'no'} s of {most:.3f} s that the process ran" if stated else "states no time of its work")

    def made(self) -> list[Row]:
        if not self.parts:
            return [Row(self.case.name, self.outcomes, self.case.group)]
        reference = self.line_up.reference.name
        for outcomes in self.parts.values():
            wrong = outcomes[reference].error
            for name, outcome in outcomes.items():
                why = self.outcomes[name].error
                if why is not None:
                    outcome.fail(why)
                elif wrong is not None and name != reference:
                    outcome.fail(f"nothing to compare with: CPython: {wrong}")
        return [Row(name, outcomes, self.case.group) for name, outcomes in self.parts.items()]


def run_suite(
    suite: Suite,
    cases: list[Case],
    line_up: LineUp,
    rounds: int,
    timeout: float,
    result: SuiteResult,
    after: Callable[[Row], None],
    *,
    budget: float | None = None,
    known: Known | None = None,
) -> None:
    """Adds the rows to the result one by one, so that what is there stays there when the run is broken off.

    `budget` is in seconds, for two interpreters; None is no limit. `known` holds the check runs of other suites.
    """
    def run_case(case: Case, rounds: int, line_up: LineUp, deadline: float | None) -> list[Row]:
        kind = SeveralRun if case.several else CaseRun
        with tempfile.TemporaryDirectory(prefix="protobench-") as folder:
            return kind(case, suite.quantity, line_up, timeout, Path(folder), known).rows(rounds, deadline)

    two = LineUp((line_up.subject, line_up.reference))
    started = time.monotonic()
    for number, case in enumerate(cases, 1):
        share = None if budget is None else budget * len(line_up.everyone) / 2 * number / len(cases)
        rows = run_case(case, rounds, line_up, None if share is None else started + share)
        if suite.confirm is not None:
            suite.confirm(case, rows, lambda again: run_case(again, REPEATS, two, None))
        for row in rows:
            result.rows.append(row)
            after(row)
