"""Two interpreters on the same programs: checked, interleaved, medians, ratios.

Per case, in this order:

    1. check    each interpreter once, with the program's results printed; protopy's must equal CPython's
    2. warm up  once each (file caches, bytecode caches)
    3. timed    N rounds, each interpreter once a round, the order turning from round to round

    4. memory   each once more, traced (see memory.py)

Every one of these runs must exit as CPython's did and print the same. A case where one does not is an ERROR
row with the reason; it has no time and is no part of the geometric mean, and the command then exits with
status 1.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from protobench import measure, memory, paths, programs, provision

SEED_WORKLOADS = (
    "startup_empty",
    "int_sum_loop",
    "list_append_loop",
    "str_concat_loop",
    "range_iterate",
    "multithread_cpu",
    "attr_lookup",
    "call_recursion",
    "memory_pressure",
)
SUITES = ("seed", "programs")


@dataclass(frozen=True)
class Case:
    """One row of the table: the command lines, without the interpreter."""

    name: str
    timed: tuple[str, ...]
    checked: tuple[str, ...]


@dataclass
class Row:
    """What came out of a case. Either `error` says why there is no time, or the lists hold N of them."""

    name: str
    error: str | None = None
    protopy: list[float] = field(default_factory=list)
    cpython: list[float] = field(default_factory=list)
    protopy_kb: int | None = None
    cpython_kb: int | None = None
    protopy_inner: dict[str, float] = field(default_factory=dict)
    cpython_inner: dict[str, float] = field(default_factory=dict)

    @property
    def ratio(self) -> float | None:
        if self.error is not None or not self.protopy:
            return None
        return statistics.median(self.protopy) / statistics.median(self.cpython)


def workload(name: str) -> Path:
    return Path(__file__).with_name("workloads") / f"{name}.py"


def cases(suite: str) -> list[Case]:
    if suite == "seed":
        return [Case(name, (str(workload(name)),), (str(workload(name)),)) for name in SEED_WORKLOADS]
    programs.bring()
    result = []
    for program in programs.PROGRAMS:
        script = str(programs.script(program))
        result.append(Case(program.name, (script, "--loops", program.loops), (script, "--check")))
    return result


def compare(case: Case, protopy: list[str], cpython: list[str], runs: int, timeout: float) -> Row:
    """Checks the case, then times it."""
    row = Row(case.name)

    def one(interpreter: list[str], words: tuple[str, ...]) -> measure.Run:
        return measure.run([*interpreter, *words], timeout=timeout)

    for words in (case.checked, case.timed):
        expected = one(cpython, words)
        why = measure.complaint(expected)
        if why is not None:
            row.error = f"CPython: {why}"
            return row
        row.error = measure.complaint(one(protopy, words), expected)
        if row.error is not None:
            return row

    ours: list[measure.Run] = []
    theirs: list[measure.Run] = []
    for number in range(runs):
        sides = [(protopy, ours), (cpython, theirs)]
        for interpreter, results in sides if number % 2 == 0 else reversed(sides):
            result = one(interpreter, case.timed)
            why = measure.complaint(result, expected)
            if why is not None:
                row.error = why if results is ours else f"CPython: {why}"
                return row
            results.append(result)
    row.protopy, row.cpython = [run.seconds for run in ours], [run.seconds for run in theirs]
    row.protopy_kb = memory.peak_kb([*protopy, *case.timed], timeout)
    row.cpython_kb = memory.peak_kb([*cpython, *case.timed], timeout)
    row.protopy_inner, row.cpython_inner = _inner_medians(ours), _inner_medians(theirs)
    return row


def _inner_medians(runs: list[measure.Run]) -> dict[str, float]:
    times = [run.inner_times() for run in runs]
    names = times[0].keys() if times else ()
    return {name: statistics.median(one[name] for one in times if name in one) for name in names}


def geometric_mean(ratios: list[float]) -> float | None:
    return math.exp(sum(map(math.log, ratios)) / len(ratios)) if ratios else None


def summary(rows: list[Row]) -> str:
    """The last line of the table: what the mean is over, and what is missing from it."""
    ratios = [row.ratio for row in rows if row.ratio is not None]
    failed = len(rows) - len(ratios)
    mean = geometric_mean(ratios)
    counted = f"{len(ratios)} of {len(rows)}"
    if mean is None:
        return f"no geometric mean: all {failed} failed"
    lost = f"; {failed} FAILED and not part of it" if failed else ""
    return f"geometric mean {mean:.3f} over {counted}{lost}"


HEADER = f"{'benchmark':22}{'protopy ms':>12}{'CPython ms':>12}{'ratio':>9}{'peak MB P/C':>16}"


def line(row: Row) -> str:
    if row.error is not None:
        return f"{row.name:22}ERROR: {row.error}"
    ours, theirs = statistics.median(row.protopy) * 1e3, statistics.median(row.cpython) * 1e3
    both = (row.protopy_kb, row.cpython_kb)
    peaks = "/".join("?" if peak is None else f"{peak / 1024:.1f}" for peak in both)
    return f"{row.name:22}{ours:12.2f}{theirs:12.2f}{row.ratio:9.3f}{peaks:>16}"


def interpreter(text: str, what: str) -> list[str]:
    """The command that starts an interpreter; ends the program where it is not there."""
    found = shutil.which(os.path.expanduser(text))
    if found is None:
        raise SystemExit(f"protobench: {what} is not an executable file: {text}")
    return [os.path.abspath(found)]


def add_interpreters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--protopy", help="the executable under test (default: $PROTOPY_BIN or the build's)")
    parser.add_argument("--cpython", help="the reference (default: what `provision` brought)")
    parser.add_argument("--timeout", type=float, default=120.0, help="seconds for one run (default: 120)")


def chosen_interpreters(chosen: argparse.Namespace) -> tuple[list[str], list[str]]:
    ours = interpreter(chosen.protopy or str(paths.protopy()), "protopy (build it with `./dev build`)")
    theirs = interpreter(chosen.cpython or provision.require().cpython, "CPython")
    return ours, theirs


def machine() -> dict[str, object]:
    """What a figure depends on besides the programs."""
    return {
        "date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "system": platform.platform(),
        "processors": os.cpu_count(),
        "load_before": os.getloadavg()[0],
    }


def main(arguments: list[str] | None = None, say: Callable[[str], None] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m protobench compare",
        description="Times protopy beside CPython; a failed or wrong run is an ERROR row.",
    )
    add_interpreters(parser)
    parser.add_argument("--suite", choices=SUITES, action="append", help="(default: both; may be repeated)")
    parser.add_argument("--only", action="append", metavar="NAME", help="only this case (may be repeated)")
    parser.add_argument("--runs", type=int, default=5, help="timed runs of each (default: 5)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every sample there")
    chosen = parser.parse_args(arguments)
    if chosen.runs < 1:
        parser.error("--runs must be at least 1")
    tell = say or (lambda text: print(text, flush=True))
    ours, theirs = chosen_interpreters(chosen)
    suites = [(suite, cases(suite)) for suite in chosen.suite or SUITES]
    known = [case.name for _, all_cases in suites for case in all_cases]
    for name in chosen.only or ():
        if name not in known:
            parser.error(f"--only {name}: known are {', '.join(known)}")
    report: dict[str, object] = {**machine(), "protopy": ours, "cpython": theirs, "runs": chosen.runs}
    failures = 0
    for suite, all_cases in suites:
        wanted = [case for case in all_cases if not chosen.only or case.name in chosen.only]
        if not wanted:
            continue
        tell(f"\n{suite}: whole processes, medians of {chosen.runs}\n{HEADER}\n{'-' * len(HEADER)}")
        rows = []
        for case in wanted:
            row = compare(case, ours, theirs, chosen.runs, chosen.timeout)
            rows.append(row)
            tell(line(row))
        tell(f"{'-' * len(HEADER)}\n{summary(rows)}")
        failures += sum(row.error is not None for row in rows)
        report[suite] = {
            "geometric_mean": geometric_mean([row.ratio for row in rows if row.ratio is not None]),
            "failed": sum(row.error is not None for row in rows),
            "rows": [{**asdict(row), "ratio": row.ratio} for row in rows],
        }
    if chosen.json:
        chosen.json.parent.mkdir(parents=True, exist_ok=True)
        chosen.json.write_text(json.dumps(report, indent=2) + "\n")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
