"""protobench: brings the reference interpreters, and times protopy beside them.

Modules, lowest first:

    paths       where the repository, its cache and its build results are
    provision   CPython 3.14 (and PyPy) into the cache
    programs    the pyperformance programs, downloaded, and the check each one gets
    measure     one timed, checked process run
    memory      a process's peak of resident memory
    compare     two interpreters on a suite: table, ratios, geometric mean
    checks      properties that are not ratios to CPython: threads scale, str += is linear
"""
