"""protobench: brings the reference interpreters, and times protopy beside them.

Modules, lowest first:

    paths         where the repository, its cache and its build results are
    provision     CPython 3.14 and peers into the cache
    programs      the pyperformance programs, downloaded; what each computes is in standin/program_checks.py
    keeper        no process outlives the run
    measure       one timed, checked process run
    memory        the same, with the process's peak of resident memory
    interpreters  who takes part
    results       what came out: rows of outcomes
    estimates     medians, ratios, means, significance (pyperf's)
    tables, box   a table as data, and in box-drawing characters
    cases         what a suite is; suites/ has one file each
    runner        the cases of a suite: checked, interleaved, in rounds
    store         a run on disk: pyperf's files, and all the rest beside them
    markdown      the report in Markdown
    page          the report in HTML
    keep          a run's files, reports and history row
    run           the default command
    diff          two runs: which changes are significant
    checks        properties that are not ratios to CPython: threads scale, str += is linear
"""
