"""python -m protobench: one command, one module."""

from __future__ import annotations

import sys
from importlib import import_module

COMMANDS = {
    "provision": "bring CPython 3.14, its library and its tests (or take CPYTHON_BIN)",
    "programs": "bring the pyperformance programs",
    "compare": "time protopy beside CPython on a suite of programs",
    "checks": "does work on four threads scale; is str += linear",
}


def main() -> int:
    name = sys.argv[1] if len(sys.argv) > 1 else "--help"
    if name not in COMMANDS:
        wanted = name in ("-h", "--help")
        out = sys.stdout if wanted else sys.stderr
        if not wanted:
            print(f"protobench: unknown command {name!r}", file=out)
        print("usage: python -m protobench COMMAND ...  (COMMAND --help says more)", file=out)
        for command, purpose in COMMANDS.items():
            print(f"  {command:10} {purpose}", file=out)
        return 0 if wanted else 2
    status: int = import_module(f"protobench.{name}").main(sys.argv[2:])
    return status


if __name__ == "__main__":
    raise SystemExit(main())
