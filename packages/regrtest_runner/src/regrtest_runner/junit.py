"""The other driver: regrtest itself runs a file, and its JUnit report says what came of the cases.

CPython's regrtest starts the interpreter under test as its worker, which needs libregrtest too: much more than the
agent needs. It tells nothing before the end. It is a cross-check of the agent, and the way to run a file exactly as
CPython's developers do.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable
from pathlib import Path

from regrtest_runner import results, supervisor
from regrtest_runner.interpreters import CannotRun
from regrtest_runner.results import Incident
from regrtest_runner.supervisor import Chooser, FileRun, Limits

MESSAGE_CHARACTERS = 800
WORKER_CRASHED = re.compile(r" worker non-zero exit code \((.*)\)$", re.MULTILINE)


def check(executable: str) -> None:
    """The interpreter must be able to import what regrtest's workers do."""
    done = subprocess.run(
        [executable, "-I", "-c", "import test.libregrtest.worker, test.libregrtest.testresult, xml.etree.ElementTree"],
        capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if done.returncode != 0:
        reason = (done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1]
        raise CannotRun(f"{executable} cannot import test.libregrtest ({reason}): use --driver=unittest, which needs less of it")


def run_file(cpython: str, executable: str, module: str, limits: Limits, choose: Chooser | None = None) -> FileRun:
    """All cases of the module (those that `choose` accepts), run by the executable, as CPython's regrtest reports them."""
    started = time.monotonic()
    result = FileRun()
    name = module.removeprefix("test.")
    listing = supervisor.run_command(executable, ["-m", "test", "--list-cases", name], limits.seconds, limits.memory_mb)
    names = [line for line in listing.text.splitlines() if line.startswith("test.")]
    with tempfile.TemporaryDirectory(prefix="rt-") as folder:
        report = Path(folder, "junit.xml")
        words = ["-m", "test", "-v", "-j1", "--python", shlex.quote(executable), "--junit-xml", str(report), name]
        ended = supervisor.run_command(cpython, words, limits.file_seconds, limits.memory_mb)
        result.loaded = report.is_file()
        if result.loaded:
            _read(report.read_bytes(), numbered(names), result)
    result.peak_mb = ended.peak_mb
    if ended.kind is not None:
        result.incidents.append(Incident(ended.kind, None, ended.detail, ended.told))
    elif crashed := WORKER_CRASHED.search(ended.text):
        result.incidents.append(Incident("crash", None, crashed[1], ended.told))
    elif not result.loaded:
        result.incidents.append(Incident("import", None, ended.detail or "regrtest wrote no report", ended.told))
    if choose is not None:
        result.cases = {case: outcome for case, outcome in result.cases.items() if choose(case)}
        result.failures = {case: text for case, text in result.failures.items() if case in result.cases}
    result.seconds = round(time.monotonic() - started, 3)
    return result


def numbered(names: Iterable[str]) -> list[str]:
    """As the agent does: an id that comes again gets a number."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return found


def _read(report: bytes, listed: list[str], result: FileRun) -> None:
    """Takes the outcomes from the report.

    regrtest leaves a case without name and outcome there when a subtest of it failed; such are the listed cases
    that the report does not name. setUpClass and setUpModule stand there under their own names.
    """
    elements = list(ElementTree.fromstring(report).iter("testcase"))
    named = [element for element in elements if element.get("name")]
    ids = numbered(element.get("name", "") for element in named)
    for name, element in zip(ids, named, strict=True):
        outcome, message = _outcome(element)
        if name.startswith("setUp") and outcome != results.PASSED:
            scope = name.partition("(")[2].rstrip(")") + "."
            for case in listed:
                if case.startswith(scope) and case not in ids:
                    _settle(result, case, outcome, f"{name}: {message}")
        elif " (" not in name:
            _settle(result, name, outcome, message)
    for case in listed:
        if case not in result.cases and len(elements) > len(named):
            _settle(result, case, results.FAILED, "a subtest failed")


def _outcome(element: ElementTree.Element) -> tuple[str, str]:
    if element.get("outcome") == "UNEXPECTED_SUCCESS":
        return results.UNEXPECTED_SUCCESS, ""
    for tag, outcome in (("error", results.ERROR), ("failure", results.FAILED)):
        found = element.find(tag)
        if found is not None:
            return outcome, found.get("message", "").strip()
    if element.get("skipped") is not None or element.find("skipped") is not None:
        found = element.find("skipped")
        return results.SKIPPED, (found.text or "" if found is not None else element.get("skipped", ""))
    return (results.EXPECTED_FAILURE if element.find("output") is not None else results.PASSED), ""


def _settle(result: FileRun, case: str, outcome: str, message: str) -> None:
    result.cases[case] = outcome
    if outcome not in results.GOOD:
        result.failures[case] = message[:MESSAGE_CHARACTERS]
