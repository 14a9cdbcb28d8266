"""A run on disk: what was measured as pyperf's own files, one an interpreter, and all the rest beside them.

    FOLDER/runs/2026-11-21T023000Z/
      protopy.json.gz ...    pyperf suites: `python -m pyperf compare_to cpython.json.gz protopy.json.gz`
      run.json.gz            who, where, errors, series; written last

Schema: docs/formats/bench.md.
"""

from __future__ import annotations

import gzip
import json
from io import StringIO
from pathlib import Path
from typing import Any

from protobench import interpreters
from protobench.cases import Quantity
from protobench.estimates import pyperf
from protobench.results import BenchRun, Outcome, Row, SuiteResult
from protobench.suites import SUITES
from protoreport.files import write_whole

SCHEMA, VERSION = "protopython-bench", 1

MACHINE = ("platform", "cpu_model_name", "cpu_count", "cpu_config", "aslr", "load_avg_1min", "perf_version")
"""What is kept of pyperf's own description: nothing that names this machine or its user."""


class Unreadable(Exception):
    """A file is not a run, or not one this version can read."""


def write(run: BenchRun, folder: Path) -> Path:
    """Keeps the run below the folder; the path of its run.json.gz."""
    home = folder / "runs" / run.started.replace(":", "")
    machine = _machine()
    for one in run.interpreters:
        suite = _pyperf_suite(run, one.name, machine)
        if suite is not None:
            _write_json(home / f"{one.name}.json.gz", suite)
    _write_json(home / "run.json.gz", _document(run))
    return home / "run.json.gz"


def _write_json(path: Path, document: Any) -> None:
    text = json.dumps(document, ensure_ascii=False, allow_nan=False)
    write_whole(path, gzip.compress(text.encode(), mtime=0))


def _machine() -> dict[str, Any]:
    found = pyperf().Run([1.0]).get_metadata()
    return {name: found[name] for name in MACHINE if name in found}


def _pyperf_suite(run: BenchRun, name: str, machine: dict[str, Any]) -> Any:
    """One interpreter's values as a pyperf suite: a benchmark SUITE/CASE, a pyperf run a round."""
    library = pyperf()
    interpreter = next(one for one in run.interpreters if one.name == name)
    benchmarks = []
    for suite in run.suites:
        unit = "byte" if SUITES[suite.name].quantity is Quantity.PEAK else "second"
        for row in suite.rows:
            outcome = row.outcomes.get(name)
            if outcome is None or not outcome.values:
                continue
            about = {**machine, "name": f"{suite.name}/{row.name}", "unit": unit, "date": _pyperf_date(run.started)}
            about["python_implementation"] = interpreter.implementation or name
            about["python_version"] = interpreter.version or "unknown"
            if outcome.peak is not None:
                about["command_max_rss"] = outcome.peak
            values = [int(value) if unit == "byte" else value for value in outcome.values]
            runs = [library.Run([value], metadata=about, collect_metadata=False) for value in values]
            benchmarks.append(library.Benchmark(runs))
    return json.loads(_dumps(library.BenchmarkSuite(benchmarks))) if benchmarks else None


def _pyperf_date(started: str) -> str:
    return started.rstrip("Z").replace("T", " ")


def _dumps(suite: Any) -> str:
    """pyperf writes to files only."""
    out = StringIO()
    suite.dump(out)
    return out.getvalue()


def _document(run: BenchRun) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "started": run.started,
        "duration": round(run.duration, 1),
        "quick": run.quick,
        "interrupted": run.interrupted,
        "rounds": run.rounds,
        "timeout": run.timeout,
        "commit": run.commit,
        "modified": run.modified,
        "environment": run.environment,
        "interpreters": [one.facts() for one in run.interpreters],
        "suites": {suite.name: {"rows": [_row(row) for row in suite.rows]} for suite in run.suites},
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "name": row.name,
        "group": row.group,
        "place": row.place,
        "failure": row.failure,
        "outcomes": {
            name: {
                "error": outcome.error,
                "peak": outcome.peak,
                "series": [[round(seconds, 9) for seconds in one] for one in outcome.series],
            }
            for name, outcome in row.outcomes.items()
        },
    }


def read(path: Path) -> BenchRun:
    """A run as it was kept: its folder or its run.json.gz. Raises Unreadable."""
    path = path / "run.json.gz" if path.is_dir() else path
    document = _read_json(path)
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise Unreadable(f"{path} is not a benchmark run")
    if document.get("version") != VERSION:
        raise Unreadable(f"{path} is of version {document.get('version')} of its format, and this program reads {VERSION}")
    try:
        return _run(document, path.parent)
    except (KeyError, TypeError, ValueError, AttributeError) as why:
        raise Unreadable(f"{path} is not whole: {type(why).__name__}: {why}") from why


def _read_json(path: Path) -> Any:
    try:
        return json.loads(gzip.decompress(path.read_bytes()))
    except (OSError, EOFError, ValueError) as why:
        raise Unreadable(f"cannot read {path}: {why}") from why


def _run(document: dict[str, Any], home: Path) -> BenchRun:
    found = [interpreters.from_facts(facts) for facts in document["interpreters"]]
    values = {one.name: _values(home / f"{one.name}.json.gz") for one in found}
    run = BenchRun(
        **{name: document[name] for name in ("started", "quick", "rounds", "timeout", "commit", "modified", "environment")},
        interpreters=found,
        duration=document["duration"],
        interrupted=document["interrupted"],
    )
    for suite_name, suite in document["suites"].items():
        rows = []
        for row in suite["rows"]:
            outcomes = {}
            for name, held in row["outcomes"].items():
                kept = values[name].get(f"{suite_name}/{row['name']}", [])
                if not kept and held["error"] is None:
                    raise Unreadable(f"{home / name}.json.gz has no values for {suite_name}/{row['name']}")
                outcomes[name] = Outcome(held["error"], kept, held["peak"], held["series"])
            rows.append(Row(row["name"], outcomes, row["group"], row["place"], row.get("failure", "")))
        run.suites.append(SuiteResult(suite_name, rows))
    return run


def _values(path: Path) -> dict[str, list[float]]:
    """Benchmark's name -> its values, in the order of the rounds."""
    if not path.exists():  # every case failed
        return {}
    try:
        suite = pyperf().BenchmarkSuite.load(str(path))
    except Exception as why:  # pyperf raises what its parsing meets
        raise Unreadable(f"cannot read {path}: {why}") from why
    return {one.get_name(): [float(value) for value in one.get_values()] for one in suite.get_benchmarks()}
