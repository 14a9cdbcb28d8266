"""One test file on both sides: what a worker does, on whichever machine it is.

A plan goes out to the workers as text, a file's result comes back as text, and nothing else does: a gateway
needs this package and the two interpreters under the same paths, no files of the run.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from regrtest_runner import baseline, junit, results, selection
from regrtest_runner.place import DAMAGE, Place
from regrtest_runner.results import File, Incident
from regrtest_runner.supervisor import Chooser, FileRun, Limits, run_file

UNDECIDED = frozenset({results.SKIPPED, results.MISSING, results.NOT_RUN})
STAND_IN = "unittest.loader.ModuleSkipped."


@dataclass(frozen=True)
class Plan:
    """What every worker needs to know of the run."""

    subject: str
    cpython: str
    baselines: str
    """The folder of CPython's cached outcomes."""
    driver: str
    limits: Limits
    files: list[str]
    """In the order in which they are to be handed out."""
    patterns: list[str] = field(default_factory=list)
    only: dict[str, list[str]] = field(default_factory=dict)
    """The cases to run of a file, where not all."""
    library: str = ""
    """CPython's library."""
    own: bool = False
    """Whether each worker runs the subject from a copy of its own."""
    details: bool = False
    """Whether the cases that are details of CPython are run too."""

    def dump(self) -> str:
        return json.dumps(asdict(self))

    @staticmethod
    def load(text: str) -> Plan:
        held = json.loads(text)
        return Plan(**{**held, "limits": Limits(**held["limits"])})

    def chooser(self, name: str) -> Chooser | None:
        """Which of a file's cases are meant; None for all."""
        only = set(self.only[name]) if name in self.only else None
        if only is None and not self.patterns:
            return None
        patterns = self.patterns

        def choose(case: str) -> bool:
            return (only is None or case in only) and (not patterns or selection.matches_case(case, patterns))

        return choose


def run(plan: Plan, name: str, place: Place) -> File:
    """CPython's outcomes where they are not known yet, then protopy's, side by side."""
    choose = plan.chooser(name)
    if selection.is_free_threading(name):
        measure = FileRun()
    else:
        measure = baseline.outcomes(Path(plan.baselines), plan.cpython, name, place)
    place.before()
    module = selection.module(name)
    if plan.driver == "regrtest":
        subject = junit.run_file(plan.cpython, place.executable, module, plan.limits, choose)
    elif plan.details and measure.details:
        subject = with_details(place.executable, module, plan.limits, choose, set(measure.details))
    else:
        subject = run_file(place.executable, module, plan.limits, choose)
    file = side_by_side(name, subject, measure, choose)
    file.incidents += [incident for incident in measure.incidents if incident.kind == DAMAGE] + place.after()
    return file


def with_details(executable: str, module: str, limits: Limits, choose: Chooser | None, details: set[str]) -> FileRun:
    """The file as always, and the details that it then leaves out in a process of their own.

    Only there is the interpreter taken for CPython, since other cases ask which one they run on as well.
    """
    whole = run_file(executable, module, limits, lambda case: case not in details and (choose is None or choose(case)))
    more = run_file(
        executable, module, limits, lambda case: case in details and (choose is None or choose(case)), words=("as=cpython",)
    )
    whole.cases.update(more.cases)
    whole.failures.update(more.failures)
    whole.incidents += more.incidents
    whole.seconds = round(whole.seconds + more.seconds, 3)
    whole.peak_mb = max(whole.peak_mb, more.peak_mb)
    whole.loaded = whole.loaded or more.loaded
    whole.skipped = more.skipped
    return whole


def side_by_side(name: str, subject: FileRun, measure: FileRun, choose: Chooser | None) -> File:
    """The two runs as one file of the results."""
    absent = results.NOT_RUN if selection.is_free_threading(name) else results.MISSING
    expected = {case: outcome for case, outcome in measure.cases.items() if choose is None or choose(case)}
    file = File(seconds=subject.seconds, peak_mb=subject.peak_mb, incidents=list(subject.incidents))
    file.details = [case for case in measure.details or () if case in expected]
    for case in [*expected, *(case for case in subject.cases if case not in expected)]:
        file.cases[case] = (subject.cases.get(case, results.MISSING), expected.get(case, absent))
    # Why CPython skips what protopy skips as well is nobody's question, and there are thousands of them.
    file.failures = {
        case: text
        for case, text in subject.failures.items()
        if not (file.cases[case][0] in UNDECIDED and file.cases[case][1] in UNDECIDED) or absent == results.NOT_RUN
    }
    for why in sorted({subject.failures.get(case, "") for case in file.cases if _skipped_module(case, file)}):
        file.incidents.append(Incident("import", None, f"modules of it skip themselves: {why}"))
    if subject.skipped is not None and file.cases:
        file.incidents.append(Incident("import", None, f"the file skips itself: {subject.skipped}"))
    return file


def _skipped_module(case: str, file: File) -> bool:
    """Whether it is unittest's stand-in for a module of a package of tests that CPython loads."""
    return case.startswith(STAND_IN) and file.cases[case] == (results.SKIPPED, results.MISSING)


def not_run(plan: Plan, name: str) -> File:
    """A file that the run did not come to, as far as CPython's outcomes are known."""
    choose = plan.chooser(name)
    measure = baseline.load(Path(plan.baselines), name)
    held = measure.cases if measure is not None else {}
    cases = {case: (results.NOT_RUN, outcome) for case, outcome in held.items() if choose is None or choose(case)}
    marked = (measure.details if measure is not None else None) or []
    return File(cases=cases, details=[case for case in marked if case in cases])
