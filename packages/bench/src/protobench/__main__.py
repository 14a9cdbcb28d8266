"""python -m protobench: a run of the suites, or one of the other commands, each a module."""

from __future__ import annotations

import sys
from importlib import import_module

COMMANDS = {
    "diff": "compare two runs: which changes are significant",
    "checks": "does work on four threads scale; is str += linear",
    "provision": "bring CPython 3.14, its library and its tests (or take CPYTHON_BIN); --peers brings others too",
    "programs": "bring the pyperformance programs",
}


def main() -> int:
    words = sys.argv[1:]
    if words and words[0] in COMMANDS:
        status: int = import_module(f"protobench.{words[0]}").main(words[1:])
        return status
    others = "\n".join(f"  {name:10} {purpose}" for name, purpose in COMMANDS.items())
    from protobench import run

    return run.main(words, epilog=f"other commands (COMMAND --help says more):\n{others}")


if __name__ == "__main__":
    raise SystemExit(main())
