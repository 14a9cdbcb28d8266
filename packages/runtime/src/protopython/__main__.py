"""`python -m protopython SCRIPT`: the runtime uncompiled, on the host CPython."""

from __future__ import annotations

import sys

from protopython import bootstrap, main, startup


def host_main() -> int:
    sys.setrecursionlimit(20000)
    assert bootstrap.LOADED
    startup.host_context()
    return main.main(["protopy", *sys.argv[1:]])


sys.exit(host_main())
