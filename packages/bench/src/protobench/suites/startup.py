"""What it takes to start: nothing, `-c pass`, and the imports that programs begin with.

Each module is imported in a process of its own, and something of it is printed, so that an import that did
nothing shows.
"""

from __future__ import annotations

from protobench.cases import Case, Quantity, Suite, workload
from protobench.results import BenchRun, SuiteResult
from protobench.tables import Table, comparison_table

IMPORTS = {
    "json": "json.dumps([1])",
    "re": "re.escape('.')",
    "argparse": "argparse.SUPPRESS",
    "asyncio": "asyncio.FIRST_COMPLETED",
    "dataclasses": "dataclasses.dataclass.__name__",
    "pathlib": "pathlib.PurePosixPath('a/b').name",
    "typing": "typing.Any",
    "unittest": "unittest.TestCase.__name__",
    "collections": "collections.Counter('aab')['a']",
    "functools": "functools.reduce(max, [1, 2])",
    "datetime": "datetime.date(2026, 1, 1)",
    "decimal": "decimal.Decimal('1.10')",
    "logging": "logging.WARNING",
    "subprocess": "subprocess.PIPE",
    "threading": "threading.current_thread().name",
    "concurrent.futures": "concurrent.futures.FIRST_COMPLETED",
    "inspect": "inspect.CO_GENERATOR",
    "random": "random.Random(1).random()",
    "tempfile": "tempfile.TMP_MAX",
    "http.client": "http.client.OK.value",
    "sqlite3": "sqlite3.paramstyle",
    "csv": "csv.QUOTE_ALL",
    "zipfile": "zipfile.ZIP_STORED",
    "email.message": "email.message.EmailMessage.__name__",
    "xml.etree.ElementTree": "xml.etree.ElementTree.Element('a').tag",
}
QUICK = ("json", "re", "argparse", "asyncio", "dataclasses", "pathlib", "typing", "unittest")


def cases(quick: bool) -> list[Case]:
    found = [Case("empty script", (str(workload("startup_empty")),)), Case("-c pass", ("-c", "pass"))]
    for name, shown in IMPORTS.items():
        if not quick or name in QUICK:
            found.append(Case(f"import {name}", ("-c", f"import {name}; print({shown})")))
    return found


def tables(suite: SuiteResult, run: BenchRun) -> list[Table]:
    return [comparison_table(suite, run, "Start-up: protoPython vs CPython 3.14", "whole processes")]


SUITE = Suite(
    "startup",
    "An empty script, -c pass, and imports of common modules, as whole processes.",
    Quantity.WHOLE,
    cases,
    tables,
    rounds=10,
    quick_rounds=3,
    budget=60.0,
    quick_budget=15.0,
    kept=("empty script",),
)
