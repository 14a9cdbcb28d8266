"""The report as Markdown: the terminal's tables in code blocks, with what they mean around them."""

from __future__ import annotations

from protobench import box, estimates, interpreters
from protobench.results import BenchRun
from protobench.suites import SUITES
from protobench.tables import comparison
from protoreport import figures


def render(run: BenchRun) -> str:
    kind = "quick (a smoke run: few rounds, little work)" if run.quick else "full"
    lines = [
        f"# protopy vs CPython, {run.started[:10]}",
        "",
        f"- Date: {figures.moment(run.started)}, {figures.duration(run.duration)}; {kind}",
        f"- OS: {run.environment['system']}",
        f"- CPU: {run.environment['processor']}, {run.environment['processors']} processors, "
        f"{run.environment['memory_mb']:,} MB",
        f"- protoPython: commit {figures.commit(run.commit, run.modified)}"
        + (" (the tree had changes that are in no commit)" if run.modified else ""),
    ]
    for one in run.interpreters:
        version = f"{one.implementation} {one.version}" if one.version else "does not answer"
        lines.append(f"- {one.name}: {version}; `{interpreters.shown(one.executable)}`, build `{one.build}`")
    lines += ["", "| suite | protopy / cpython | benchmarks | failed |", "| --- | --- | --- | --- |"]
    for suite in run.suites:
        found = estimates.mean(suite)
        middle = "none" if found.geometric_mean is None else comparison(found.geometric_mean, *SUITES[suite.name].words)
        lines.append(f"| {SUITES[suite.name].title} | {middle} | {found.counted} | {found.failed} |")
    for suite in run.suites:
        for table in SUITES[suite.name].tables(suite, run):
            lines += ["", f"## {SUITES[suite.name].title}", "", "```text", box.draw(table), "```"]
    lines += [
        "",
        "Every figure comes from runs that exited as CPython's did and printed the same. How to read this: docs/formats/bench.md.",
        "",
    ]
    return "\n".join(lines)
