"""`python -m regrtest_runner`: the command line of a run.

    python -m regrtest_runner [options] [FILE ...]     runs
    python -m regrtest_runner compare OLD NEW          what got worse, and better
    python -m regrtest_runner report [RESULTS]         renders a run
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from pathlib import Path

from protobench import library, paths, provision
from protoreport import figures
from protoreport.history import Corrupt
from protoreport.history import read as read_history
from regrtest_runner import baseline, environment, interpreters, item, junit, place, plugin, results, selection
from regrtest_runner.interpreters import CannotRun
from regrtest_runner.item import Plan
from regrtest_runner.progress import Progress
from regrtest_runner.results import File, Results, Unreadable
from regrtest_runner.supervisor import Limits

OK, REGRESSION, CANNOT, INTERRUPTED = 0, 1, 2, 130

SECONDS = 120.0
MEMORY_MB = 4096


def main(arguments: list[str] | None = None) -> int:
    words = sys.argv[1:] if arguments is None else arguments
    if words[:1] == ["compare"]:
        from regrtest_runner import comparison

        return comparison.main(words[1:])
    if words[:1] == ["report"]:
        return _report_command(words[1:])
    options = _parser().parse_args(words)
    try:
        return Run(options).whole()
    except (CannotRun, selection.NothingSelected, Unreadable, Corrupt) as why:
        return _complain(str(why))
    except OSError as error:
        return _complain(_about(error))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m regrtest_runner",
        description="Runs CPython's own test suite on protopy and says what share of it passes.",
        epilog="Also: `compare OLD NEW` lists what changed between two runs, `report` renders one.",
    )
    add = parser.add_argument
    add("files", nargs="*", metavar="FILE", help="test files or patterns, such as test_int or 'test_asyncio.*'")
    add("--group", choices=selection.GROUPS, help="which files (default: all, or those named)")
    add("-m", "--match", action="append", default=[], metavar="PATTERN", help="only the cases that fit, as regrtest's -m")
    add("-j", "--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="workers (default: the processors)")
    add("--timeout", type=float, default=SECONDS, metavar="S", help="seconds without news that a case may take (%(default)g)")
    add("--memory", type=int, default=MEMORY_MB, metavar="MB", help="what a file's processes may hold together (%(default)s)")
    add("--details", action="store_true", help="run the cases too that the suite marks as details of CPython and protopy skips")
    add("--driver", choices=("unittest", "regrtest"), default="unittest", help="who loads the cases (%(default)s)")
    add("--output", type=Path, metavar="PATH", help="the results' JSON, .gz to compress ($REGRTEST_RESULTS)")
    add("--failed-only", nargs="?", const=Path(), type=Path, metavar="RESULTS", help="only what did not pass in that run (the last one)")
    add("--slowest", type=int, default=0, metavar="N", help="list the slowest files")
    add("--subject", metavar="EXE", help="the interpreter to test ($PROTOPY_BIN, or the build)")
    add("--cpython", metavar="EXE", help="the measure ($CPYTHON_BIN, or the provisioned one)")
    add("--tx", action="append", default=[], metavar="SPEC", help="execnet gateways instead of -j, such as 2*popen or ssh=host")
    add(
        "--fail-on-regression", nargs="?", const=Path(), type=Path, metavar="RESULTS",
        help="exit with 1 if a case that passed in that run (the group's last in the history) does not",
    )  # fmt: skip
    add("--report", type=Path, metavar="DIR", help="render the report there")
    add("--history", type=Path, metavar="DIR", help="where a full run's line and JSON are kept (reports/regrtest)")
    add("--no-history", action="store_true", help="do not append this run to the history")
    return parser


class Run:
    """One run from the options to the exit status."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.output: Path = options.output or Path(os.environ.get("REGRTEST_RESULTS") or last_results())
        self.history: Path = options.history or paths.repository() / "reports" / "regrtest"
        self.broken: list[str] = []
        self.done: dict[str, File] = {}

    def whole(self) -> int:
        options = self.options
        # What may be missing or damaged is looked at before the long run, not after it.
        old = self._old() if options.fail_on_regression is not None else None
        sides = interpreters.find(options.subject, options.cpython)
        if options.driver == "regrtest":
            if options.details:
                raise CannotRun("regrtest itself leaves the details of CPython out: --details needs --driver=unittest")
            junit.check(sides.subject.executable)
        held = self._whole_library(sides)
        plan, group = self._plan(sides)
        begun = time.time()
        interrupted = self._go(plan)
        try:
            self._restore(held, "while the tests ran")
        except CannotRun as why:
            self.broken.append(str(why))
            _complain(str(why))
        run = Results(
            started=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(begun)),
            duration=round(time.time() - begun, 1),
            **environment.commit(),
            environment=environment.machine(),
            subject=sides.subject,
            baseline=sides.baseline,
            driver=options.driver,
            selection=results.Selection(group, list(options.files), self._case_words()),
            limits=results.Limits(options.timeout, options.memory),
            workers=sum(map(gateways, options.tx)) if options.tx else max(1, options.jobs),
            interrupted=interrupted,
            details=options.details,
        )
        self._fill(run, plan)
        return self._conclude(run, old)

    def _whole_library(self, sides: interpreters.Sides) -> library.Library:
        """The measure's library, made whole before anything runs on it."""
        found = provision.load()
        if found is not None and Path(found.stdlib) == sides.library:
            try:
                held = provision.checksums(found)
            except provision.CannotProvision as why:
                raise CannotRun(str(why)) from why
        else:
            held = place.known(sides.library)
        self._restore(held, "before the run")
        return held

    def _restore(self, held: library.Library, when: str) -> None:
        damage = held.damage()
        if not damage:
            return
        try:
            held.restore(damage)
        except library.Damaged as why:
            raise CannotRun(str(why)) from why
        print(f"regrtest_runner: {held.folder} was damaged {when}, and is restored: {library.told(damage)}", file=sys.stderr)

    def _old(self) -> Results:
        named: Path = self.options.fail_on_regression
        if named != Path():
            return results.read(named)
        group = self._group()
        for row in reversed(read_history(self.history / "history.jsonl")):
            if row.get("group") == group and row.get("subject", {}).get("implementation") == "protopy":
                return results.read(self.history / str(row.get("file")))
        raise CannotRun(f"{self.history} has no run of the group {group} to compare with: name one after --fail-on-regression")

    def _group(self) -> str | None:
        chosen: str | None = self.options.group
        return chosen if chosen or self.options.files else "all"

    def _case_words(self) -> list[str]:
        """A run of some cases only must say so, or it would be taken for a worse one."""
        return [*self.options.match, *(["(what had failed)"] if self.options.failed_only is not None else [])]

    def _plan(self, sides: interpreters.Sides) -> tuple[Plan, str | None]:
        options = self.options
        available = selection.available(sides.baseline.executable)
        group = self._group()
        names = selection.select(available, group, options.files)
        self.groups = selection.groups_of(available)
        only: dict[str, list[str]] = {}
        if options.failed_only is not None:
            before = results.read(options.failed_only if options.failed_only != Path() else last_results())
            only = failed_cases(before)
            names = [name for name in names if name in only]
            if not names:
                raise selection.NothingSelected("every case of these files passed in that run: there is nothing to run again")
        where = baseline.folder(sides.baseline)
        self.durations = {}
        for name in names:
            held = baseline.load(where, name)
            self.durations[name] = held.seconds if held else UNKNOWN_SECONDS
        names.sort(key=lambda name: -self.durations[name])
        return Plan(
            subject=sides.subject.executable,
            cpython=sides.baseline.executable,
            baselines=str(where),
            driver=options.driver,
            limits=Limits(options.timeout, options.memory),
            files=names,
            patterns=options.match,
            only=only,
            library=str(sides.library),
            own=place.can_be_copied(sides.subject.executable, sides.subject.implementation),
            details=options.details,
        ), group

    def _go(self, plan: Plan) -> bool:
        """Runs the plan; whether it was interrupted."""
        progress = Progress(self.durations)

        def done(name: str, file: File) -> None:
            self.done[name] = file
            progress.done(name, file)

        def failed(name: str, why: str) -> None:
            self.broken.append(f"{name}: {why}" if name else why)
            progress.say(f"regrtest_runner: {self.broken[-1]}")

        # Stopped as by Ctrl-C, a run keeps what it did.
        signal.signal(signal.SIGTERM, _interrupt)
        workers = min(self.options.jobs, len(plan.files))
        status = plugin.drive(plan, workers, self.options.tx, done, failed)
        progress.end()
        # A file that a worker's death or a vanished interpreter kept from being run was not reached either.
        return status == plugin.INTERRUPTED or len(self.done) < len(plan.files)

    def _fill(self, run: Results, plan: Plan) -> None:
        """The files into the results, sorted; those that were not reached as such."""
        free = File()
        for name in sorted(plan.files):
            file = self.done.get(name) or item.not_run(plan, name)
            if selection.is_free_threading(name):
                _add(free, file)
                run.free_threading = free
            else:
                file.groups = self.groups.get(name, [])
                run.files[name] = file
        run.tally()

    def _conclude(self, run: Results, old: Results | None) -> int:
        """Writes, keeps, compares, renders: each as far as it can, and the worst of it is the exit status."""
        status = CANNOT if self.broken else INTERRUPTED if run.interrupted else OK
        print(summary(run), flush=True)
        if self.options.slowest:
            print(slowest(run, self.options.slowest))
        try:
            results.write(self.output, run)
            print(f"results: {self.output}")
        except OSError as error:
            status = _complain(f"the results could not be written to {self.output}: {_about(error)}")
            status = self._rescue(run, status)
        for step in (self._keep, self._render):
            try:
                step(run)
            except OSError as error:
                status = max(status, _complain(_about(error)))
            except Corrupt as why:
                status = max(status, _complain(str(why)))
        if old is not None:
            from regrtest_runner import comparison

            compared = comparison.compare(old, run)
            print(compared.text())
            if compared.failed:
                status = status or REGRESSION
        return status

    def _rescue(self, run: Results, status: int) -> int:
        """The disk is full or the folder read-only; an hour's work need not be lost for it."""
        import tempfile

        for folder in (Path(tempfile.gettempdir()), Path("/dev/shm"), Path.home()):
            path = folder / f"regrtest-{run.started.replace(':', '')}-{os.getpid()}.json.gz"
            try:
                results.write(path, run)
            except OSError:
                continue
            print(f"regrtest_runner: the results are in {path} instead", file=sys.stderr)
            return status
        print("regrtest_runner: they could be written nowhere else either; what is above is all", file=sys.stderr)
        return status

    def _keep(self, run: Results) -> None:
        whole = run.selection.group and not run.selection.files and not run.selection.cases and not self.broken
        if self.options.no_history or run.interrupted or not whole:
            return
        from regrtest_runner import history

        try:
            print(f"history: {history.append_run(run, self.history)}")
        except history.CannotKeep as why:
            print(f"regrtest_runner: not kept in the history: {why}", file=sys.stderr)

    def _render(self, run: Results) -> None:
        if self.options.report is not None:
            render(run, self.history, self.options.report)


UNKNOWN_SECONDS = 1.0
"""What a file is taken to last before CPython ran it once."""


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def gateways(specification: str) -> int:
    """How many workers one --tx means: 2*popen is two."""
    count, star, _ = specification.partition("*")
    return int(count) if star and count.isdigit() else 1


def last_results() -> Path:
    """Where a run leaves its results when nothing else is asked for."""
    return paths.cache() / "regrtest" / "last.json"


def failed_cases(run: Results) -> dict[str, list[str]]:
    """The cases that count and did not pass, by file."""
    found = {}
    for name, file in run.files.items():
        names = [case for case, (ours, theirs) in file.cases.items() if theirs in results.GOOD and ours not in results.GOOD]
        if names:
            found[name] = names
    return found


def _add(whole: File, part: File) -> None:
    """A module of test_free_threading to the file it is told as."""
    whole.seconds = round(whole.seconds + part.seconds, 3)
    whole.peak_mb = max(whole.peak_mb, part.peak_mb)
    whole.incidents += part.incidents
    whole.cases.update(part.cases)
    whole.failures.update(part.failures)


def summary(run: Results) -> str:
    """The figures of the run."""
    lines = [f"{run.subject.implementation} {run.subject.version} beside {run.baseline.implementation} {run.baseline.version}"]
    for name, totals, without in [
        *((name, totals, run.groups_without_details.get(name)) for name, totals in run.groups.items()),
        ("in all", run.totals, run.without_details),
    ]:
        share = figures.percent(totals.compatibility, " ")
        line = f"  {name:10} {totals.passed:>7,} of {totals.counted:>7,} cases that CPython passes  {share:>9}"
        if without is not None and without.counted == 0 < totals.counted:
            line += "; all of them are details of CPython"
        elif without is not None and without.counted != totals.counted:
            line += f"; {figures.percent(without.compatibility, ' ')} of the {without.counted:,} that are no details of CPython"
        lines.append(line)
    if run.free_threading is not None:
        cases = run.free_threading.cases
        good = sum(ours in results.GOOD for ours, _ in cases.values())
        lines.append(f"  {'free-threading':10} {good:,} of {len(cases):,} cases pass (in no total)")
    every = [*run.files.values(), *([run.free_threading] if run.free_threading else [])]
    kinds: dict[str, int] = {}
    for file in every:
        for incident in file.incidents:
            kinds[incident.kind] = kinds.get(incident.kind, 0) + 1
    if kinds:
        lines.append("  incidents: " + ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())))
    if run.interrupted:
        lines.append("  incomplete: the cases that were not reached are counted as not passed")
    return "\n".join(lines)


def slowest(run: Results, count: int) -> str:
    every = sorted(run.files.items(), key=lambda pair: -pair[1].seconds)[:count]
    return "\n".join([f"{file.seconds:9.1f} s  {file.peak_mb:6,} MB  {name}" for name, file in every])


def render(run: Results, history_folder: Path, folder: Path) -> None:
    from regrtest_runner import report

    for path in report.render(run, read_history(history_folder / "history.jsonl"), folder, history_folder):
        print(f"report: {path}")


def _report_command(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m regrtest_runner report", description="Renders a run's report.")
    parser.add_argument("results", nargs="?", type=Path, help="a run's JSON (default: the last run's)")
    parser.add_argument("--report", type=Path, metavar="DIR", help="where (default: build/regrtest-report)")
    parser.add_argument("--history", type=Path, metavar="DIR", help="the history beside it (reports/regrtest)")
    options = parser.parse_args(words)
    folder = options.report or paths.repository() / "build" / "regrtest-report"
    try:
        run = results.read(options.results or last_results())
        render(run, options.history or paths.repository() / "reports" / "regrtest", folder)
    except (Unreadable, Corrupt) as why:
        return _complain(str(why))
    except OSError as error:
        return _complain(_about(error))
    return OK


def _about(error: OSError) -> str:
    where = f": {error.filename}" if error.filename else ""
    return f"{error.strerror or error}{where}"


def _complain(why: str) -> int:
    print(f"regrtest_runner: {why}", file=sys.stderr)
    return CANNOT
