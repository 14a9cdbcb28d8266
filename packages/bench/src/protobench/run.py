"""The default command: every suite on protopy, CPython and the peers; the tables, the reports and the history.

It runs to its end whatever protopy does, and then its exit status is 0: what protopy cannot do are ERROR rows.
With --fail-on-error such a row makes it 1; an operation whose time grows clearly faster than CPython's does so
always. It is 2 where the harness itself cannot do its work, 130 after
Ctrl-C, when the tables of what was done are printed and nothing is kept.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import NoReturn

from protobench import box, estimates, interpreters, keep, paths
from protobench.cases import Case, Suite
from protobench.interpreters import SUBJECT, LineUp
from protobench.results import BenchRun, Row, SuiteResult
from protobench.runner import Known, run_suite
from protobench.suites import SUITES
from protoreport import environment, figures, history

TIMEOUT, QUICK_TIMEOUT = 120.0, 30.0
MOST, QUICK_MOST = 25 * 60.0, 3 * 60.0
"""Seconds that all suites' budgets may be together."""
Chosen = list[tuple[Suite, list[Case]]]


def parser(epilog: str | None = None) -> argparse.ArgumentParser:
    result = argparse.ArgumentParser(
        prog="python -m protobench",
        description="Times protopy beside CPython 3.14 and peers; what fails or prints something else is an ERROR row.",
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    result.add_argument("--suite", nargs="+", action="extend", choices=SUITES, metavar="SUITE", help=f"only these of {', '.join(SUITES)}")
    result.add_argument("--only", action="append", metavar="NAME", help="only this benchmark (may be repeated); keeps nothing")
    result.add_argument("--quick", action="store_true", help="a smoke run: fewer programs, less work, fewer rounds")
    result.add_argument("--runs", type=int, metavar="N", help="rounds of each benchmark (default: the suite's)")
    interpreters.add_options(result)
    interpreters.add_peer_options(result)
    result.add_argument("--output", type=Path, metavar="FOLDER", help="where to keep it (default: reports/bench)")
    result.add_argument("--no-history", action="store_true", help="print the tables and keep nothing")
    result.add_argument("--fail-on-error", action="store_true", help="exit with 1 where protopy has an ERROR row")
    return result


def main(arguments: list[str] | None = None, epilog: str | None = None) -> int:
    options_of = parser(epilog)
    options = options_of.parse_args(arguments)
    if options.runs is not None and options.runs < 1:
        options_of.error("--runs must be at least 1")
    if options.timeout is not None and options.timeout <= 0:
        options_of.error("--timeout must be more than 0")
    keeping = not options.no_history and not options.only
    output = options.output or paths.repository() / "reports" / "bench"
    try:
        estimates.pyperf()
        if keeping:
            keep.check(output)  # now, and not after half an hour of measuring
        line_up = interpreters.line_up(options)
        chosen = choose(options.suite or list(SUITES), options.only, options.quick)
    except (SystemExit, history.Corrupt, OSError) as why:
        return refuse(why)
    run = new_run(options, line_up)
    try:
        with interrupted_by_sigterm():
            measure_all(run, chosen, line_up)
    except KeyboardInterrupt:
        print("\nprotobench: interrupted; nothing of this run is kept", file=sys.stderr)
        return 130
    if keeping:
        try:
            for path in keep.everything(run, output):
                print(f"wrote {shown(path)}")
        except (history.Corrupt, OSError) as why:
            return refuse(why)
    print(ending(run))
    return 1 if run.growing or (options.fail_on_error and run.failures) else 0


def refuse(why: BaseException) -> int:
    """What the harness cannot do, in a sentence."""
    text = str(why)
    if isinstance(why, OSError):
        text = f"cannot write {why.filename}: {why.strerror}" if why.filename else f"cannot write: {why.strerror or why}"
    print(text if text.startswith("protobench: ") else f"protobench: {text}", file=sys.stderr)
    return 2


def choose(names: Sequence[str], only: list[str] | None, quick: bool) -> Chosen:
    """The suites with their cases; of these only the named ones, where some are named."""
    everything = [(suite, suite.cases(quick)) for name, suite in SUITES.items() if name in names]
    known = [case.name for _, cases in everything for case in cases]
    for name in only or ():
        if name not in known:
            raise SystemExit(f"protobench: --only {name}: there are {', '.join(known)}")
    wanted = [(suite, [case for case in cases if not only or case.name in only]) for suite, cases in everything]
    return [(suite, cases) for suite, cases in wanted if cases]


def new_run(options: argparse.Namespace, line_up: LineUp) -> BenchRun:
    commit, modified = environment.commit(paths.repository())
    return BenchRun(
        started=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        quick=options.quick,
        rounds=options.runs,
        timeout=options.timeout or (QUICK_TIMEOUT if options.quick else TIMEOUT),
        commit=commit,
        modified=modified,
        environment=environment.describe(),
        interpreters=list(line_up.everyone),
    )


def budget_of(run: BenchRun, suite: Suite) -> float | None:
    """Who asks for a number of rounds gets them."""
    return None if run.rounds else suite.quick_budget if run.quick else suite.budget


def rounds_of(run: BenchRun, suite: Suite) -> int:
    return run.rounds or (suite.quick_rounds if run.quick else suite.rounds)


def measure_all(run: BenchRun, chosen: Chosen, line_up: LineUp) -> None:
    """Fills the run; each suite's table is printed as soon as it is there, also when it is broken off."""
    print("\n".join(heading(run)), flush=True)
    progress = Progress(sum(len(cases) for _, cases in chosen))
    started = time.monotonic()
    known: Known = {}
    for suite, cases in chosen:
        result = SuiteResult(suite.name)
        run.suites.append(result)
        try:
            budget = budget_of(run, suite)
            rounds = rounds_of(run, suite)
            run_suite(suite, cases, line_up, rounds, run.timeout, result, progress.after, budget=budget, known=known)
        except KeyboardInterrupt:
            run.interrupted = True
            raise
        finally:
            progress.clear()
            run.duration = time.monotonic() - started
            for table in suite.tables(result, run) if result.rows else ():
                print("\n" + box.draw(table), flush=True)


def heading(run: BenchRun) -> list[str]:
    """What the figures are about and where they were taken."""
    lines = [
        f"protoPython benchmarks, {figures.moment(run.started)}{', quick' if run.quick else ''}",
        f"System: {run.environment['system']}; CPU: {run.environment['processor']}, {run.environment['processors']} processors",
        f"protopy: commit {figures.commit(run.commit, run.modified)} (+: with changes)",
    ]
    for one in run.interpreters:
        version = f"{one.implementation} {one.version}" if one.version else "does not answer"
        lines.append(f"  {one.name}: {version}, {interpreters.shown(one.executable)}, build {one.build}")
    return lines


def ending(run: BenchRun) -> str:
    """The last line: every suite in one figure."""
    parts = []
    for suite in run.suites:
        found = estimates.mean(suite)
        middle = "none" if found.geometric_mean is None else f"{found.geometric_mean:.2f}"
        failed = f", {found.failed} FAILED" if found.failed else ""
        growing = sum(bool(row.failure) for row in suite.rows)
        failed += f", {growing} GROW TOO FAST" if growing else ""
        parts.append(f"{suite.name} {middle} ({found.counted} of {found.counted + found.failed}{failed})")
    kind = "a quick run, " if run.quick else ""
    return f"protopy / cpython, {kind}{figures.duration(run.duration)}: " + "; ".join(parts)


def shown(path: Path) -> str:
    try:
        return str(path.resolve().relative_to(paths.repository()))
    except ValueError:
        return str(path)


class Progress:
    """A line on the terminal: what was just measured, and how long the rest will take. Nothing elsewhere."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0
        self.started = time.monotonic()
        self.on = sys.stderr.isatty()

    def after(self, row: Row) -> None:
        self.done += 1
        if not self.on:
            return
        left = (time.monotonic() - self.started) / self.done * max(self.total - self.done, 0)
        found = estimates.ratio(row)
        said = f"{found:.2f}" if found is not None else f"ERROR: {row.outcomes[SUBJECT].error}"
        text = f"[{self.done}/{self.total}, {figures.duration(left)} left] {row.name}: {said}"
        print(f"\r\x1b[K{text[:100]}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        if self.on:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


@contextmanager
def interrupted_by_sigterm() -> Iterator[None]:
    """SIGTERM ends the run as Ctrl-C does: with the processes it started."""

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
