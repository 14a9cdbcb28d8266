"""Runs the cases: checked, interleaved, so many rounds; nothing is believed.

Per case, in this order:

    1. check    each interpreter once on the command that shows the program's results, CPython first
    2. warm up  each once on the timed command (file caches, bytecode caches)
    3. rounds   each interpreter once a round; who was first is last in the next
    4. memory   each once more, traced (see memory.py)

A program that is iterated in one process goes without 2 and 4: its first iteration is the warming up, and its
memory that of all its iterations.

Every one of these runs must exit as CPython's did and print the same; it must end in time. An interpreter that
does not has no figure for that case but the reason, and takes no further part in it. Where CPython itself
fails there is nothing to compare with, and the whole row has failed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from protobench import measure, memory
from protobench.cases import Case, Quantity, Suite
from protobench.interpreters import Interpreter, LineUp
from protobench.results import Outcome, Row, SuiteResult

Words = tuple[str, ...]


class Failed(Exception):
    """CPython did: there is no right answer."""


class CaseRun:
    """One case on its way through the four steps."""

    def __init__(self, case: Case, quantity: Quantity, line_up: LineUp, timeout: float, folder: Path) -> None:
        self.case = case
        self.quantity = quantity
        self.line_up = line_up
        self.timeout = timeout
        self.folder = folder
        self.outcomes = {one.name: Outcome() for one in line_up.everyone}
        self.expected: dict[Words, measure.Run] = {}

    def alive(self) -> list[Interpreter]:
        """Those that have not failed, CPython first: it says what is right."""
        order = [self.line_up.reference, self.line_up.subject, *self.line_up.peers]
        return [one for one in order if self.outcomes[one.name].error is None]

    def row(self, rounds: int) -> Row:
        # The row stands in protopy's order, whatever the order of the runs.
        row = Row(self.case.name, self.outcomes, self.case.group, self.case.place)
        try:
            before = [self.case.checked or self.case.words]
            before += [self.case.words] if not self.case.iterations else []
            for words in dict.fromkeys(before):
                for interpreter in self.alive():
                    self.one(interpreter, words)
            for number in range(rounds):
                self.round(number)
            if self.quantity is not Quantity.PEAK and not self.case.iterations:
                for interpreter in self.alive():
                    self.outcomes[interpreter.name].peak = self.traced(interpreter)
        except Failed as why:
            self.fail_all(str(why))
        return row

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

    def one(self, interpreter: Interpreter, words: Words) -> measure.Run | None:
        """One untraced run; None where it failed."""
        run = measure.run([*interpreter.command, *words], timeout=self.timeout, folder=self.folder)
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
            self.fail(interpreter, why)
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


def run_suite(
    suite: Suite,
    cases: list[Case],
    line_up: LineUp,
    rounds: int,
    timeout: float,
    result: SuiteResult,
    after: Callable[[Row], None],
) -> None:
    """Adds the rows to the result one by one, so that what is there stays there when the run is broken off."""
    for case in cases:
        with tempfile.TemporaryDirectory(prefix="protobench-") as folder:
            row = CaseRun(case, suite.quantity, line_up, timeout, Path(folder)).row(rounds)
        result.rows.append(row)
        after(row)
