"""`python -m protopy_cli SCRIPT`: the runtime uncompiled, on the host CPython."""

from __future__ import annotations

import gc
import sys

gc.disable()  # what the runtime is made of stays: to look at it again and again would take as long as to make it

from protopy_cli import main  # noqa: E402
from protopython import startup  # noqa: E402


def host_main() -> int:
    gc.freeze()
    gc.enable()
    sys.setrecursionlimit(20000)
    startup.host_context()
    return main.main(["protopy", *sys.argv[1:]])


sys.exit(host_main())
