"""`python -m protopy_cli SCRIPT`: the runtime uncompiled, on the host CPython."""

from __future__ import annotations

import sys

from protopy_cli import main
from protopython import startup


def host_main() -> int:
    sys.setrecursionlimit(20000)
    startup.host_context()
    return main.main(["protopy", *sys.argv[1:]])


sys.exit(host_main())
