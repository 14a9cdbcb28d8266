"""The test suites of other people's packages, run by pytest on protopy and on CPython 3.14 and compared case by case.

    suites.toml   what is run: pinned packages, what their tests need, what is left out, what may differ and why
    suites        reads it
    workplace     a side's folder for a suite: its virtual environment and the unpacked source distribution
    runner        runs pytest there, with limits
    junit         pytest's report of a run
    comparison    two sides of a suite, case by case
    kept          CPython's outcomes, kept for as long as nothing they depend on changes
    history       a run's JSON, and the newest figures of every suite
    report        reports/packages/README.md
    command       the command line
"""
