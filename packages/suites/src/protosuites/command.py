"""`python -m protosuites [NAME ...]`: runs suites on both sides, compares, keeps and renders what came of it."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from pathlib import Path

from protobench import paths
from protoreport import environment, figures
from protosuites import history, kept, report, suites, workplace
from protosuites.comparison import Compared, compare
from protosuites.history import Run
from protosuites.runner import SideRun, run_pytest, say
from protosuites.suites import Catalogue, Suite
from protosuites.workplace import Workplace
from regrtest_runner import interpreters
from regrtest_runner.interpreters import CannotRun, Sides
from regrtest_runner.results import Interpreter

OK, DIFFERS, CANNOT, INTERRUPTED = 0, 1, 2, 130


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0; 1 where a case differs that is no exception, or protopy's run broke off; 2 where something could not be run."""
    options = _parser().parse_args(arguments)
    try:
        catalogue = suites.read(options.catalogue)
        chosen = catalogue.choose(options.names)
        if options.list:
            print("\n".join(f"{suite.name} {suite.version}" for suite in chosen))
            return OK
        sides = interpreters.find(options.subject, options.cpython)
        with workplace.only_run():
            return _Command(options, catalogue, sides).whole(chosen)
    except (suites.Wrong, CannotRun, history.Unreadable, OSError) as why:
        print(f"packages: {why}", file=sys.stderr)
        return CANNOT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m protosuites",
        description="Runs the test suites of other people's packages on protopy and on CPython 3.14 and compares them case by case.",
    )
    add = parser.add_argument
    add("names", nargs="*", metavar="NAME", help="suites (default: all)")
    add("--again", action="store_true", help="run CPython too where its outcomes are kept: only then are the times compared")
    add("--list", action="store_true", help="name the suites and run nothing")
    add("--subject", metavar="EXE", help="the interpreter to test ($PROTOPY_BIN, or the build)")
    add("--cpython", metavar="EXE", help="the measure ($CPYTHON_BIN, or the provisioned one)")
    add("--reports", type=Path, metavar="DIR", help="where the run and the report are kept (reports/packages)")
    add("--no-history", action="store_true", help="keep and render nothing")
    add("--catalogue", type=Path, default=suites.FILE, metavar="FILE", help="another list of suites")
    return parser


class _Command:
    """One run from the options to the exit status."""

    def __init__(self, options: argparse.Namespace, catalogue: Catalogue, sides: Sides) -> None:
        self.options = options
        self.catalogue = catalogue
        self.sides = sides
        self.reports: Path = options.reports or paths.repository() / "reports" / "packages"
        self.cannot = False

    def whole(self, chosen: list[Suite]) -> int:
        begun = time.time()
        done: dict[str, Compared] = {}
        interrupted = False
        signal.signal(signal.SIGTERM, _interrupt)  # stopped as by Ctrl-C
        try:
            for suite in chosen:
                result = self._suite(suite)
                if result is not None:
                    done[suite.name] = result
                    print(summary(suite.name, result), flush=True)
        except KeyboardInterrupt:
            interrupted = True  # what was done until now is kept
        if done and not self.options.no_history:
            self._keep(done, begun)
        if interrupted:
            return INTERRUPTED
        if self.cannot or any("cpython" in one.incidents for one in done.values()):
            return CANNOT
        return DIFFERS if any(one.failed for one in done.values()) else OK

    def _suite(self, suite: Suite) -> Compared | None:
        """Both sides of a suite; None where one of them cannot be run at all, which is said."""
        try:
            theirs, together, _ = self._cpython(suite)
            ours, installed = self._protopy(suite)
        except CannotRun as why:
            self.cannot = True
            say(str(why))
            return None
        result = compare(suite, ours, theirs, together)
        result.installed = installed
        return result

    def _cpython(self, suite: Suite) -> tuple[SideRun, bool, list[str]]:
        """CPython's run, whether it was run now, and what is installed there."""
        place, installed = self._prepared("cpython", suite, self.sides.baseline)
        path = kept.place(suite, self.sides.baseline, installed)
        held = None if self.options.again else kept.load(path)
        if held is not None:
            return held, False, installed
        run = self._run(place)
        kept.keep(path, run)
        return run, True, installed

    def _protopy(self, suite: Suite) -> tuple[SideRun, list[str]]:
        place, installed = self._prepared("protopy", suite, self.sides.subject)
        return self._run(place), installed

    def _prepared(self, side: str, suite: Suite, interpreter: Interpreter) -> tuple[Workplace, list[str]]:
        place = Workplace(side, suite, interpreter)
        say(f"{suite.name} {suite.version} on {side}: making ready")
        return place, place.prepare(self.catalogue)

    def _run(self, place: Workplace) -> SideRun:
        say(f"{place.suite.name} on {place.side}: running")
        run = run_pytest(place.python, place.suite, place.source, place.side)
        say(f"{place.suite.name} on {place.side}: {len(run.cases):,} cases in {run.seconds:.0f} s {run.incident}".rstrip())
        return run

    def _keep(self, done: dict[str, Compared], begun: float) -> None:
        commit, modified = environment.commit(paths.repository())
        run = Run(
            started=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(begun)),
            duration=round(time.time() - begun, 1),
            commit=commit,
            modified=modified,
            environment=environment.describe(),
            protopy=_facts(self.sides.subject),
            cpython=_facts(self.sides.baseline),
            suites=done,
        )
        print(f"results: {history.write(self.reports, run)}")
        print(f"report: {report.write(self.reports, self.catalogue)}")


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _facts(interpreter: Interpreter) -> dict[str, str]:
    """Not its path, which means nothing on another machine."""
    return {"implementation": interpreter.implementation, "version": interpreter.version, "build": interpreter.build}


def summary(name: str, one: Compared) -> str:
    """A suite for the terminal."""
    lines = [
        f"{name} {one.version}: {one.cases:,} cases, {one.equal:,} equal, {len(one.differing):,} differing, {len(one.exceptions):,} exceptions, "
        f"time {figures.ratio(one.ratio(one.seconds))}, processor time {figures.ratio(one.ratio(one.cpu_seconds))}, "
        f"memory {figures.ratio(one.ratio(one.peak_mb))}"
    ]
    lines += [f"  {side} broke off: {what}" for side, what in one.incidents.items()]
    lines += [f"  {found.case}: {found.protopy}, CPython {found.cpython}: {found.why[:150]}" for found in one.differing[: report.LISTED]]
    lines += [f"  an exception that did not happen: {case}" for case in one.stale]
    return "\n".join(lines)
