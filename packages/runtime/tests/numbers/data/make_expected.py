"""Run under CPython 3.14: writes what each expression of *.txt gives there to *.expected (one JSON list each)."""

import json
import sys
import warnings
from pathlib import Path

SETUP = """
import math, time
from _random import Random as R
r = R(42)
r700 = R(7)
class I(int): pass
class F(float): pass
class W:
    def __int__(s): return 5
    def __float__(s): return 2.5
    def __complex__(s): return 1+2j
class W2:
    def __floor__(s): return "fl"
    def __ceil__(s): return "ce"
    def __trunc__(s): return "tr"
    def __round__(s, n=None): return ("rd", n)
class Ix:
    def __index__(s): return 4
class Bad:
    def __int__(s): return "x"
    def __float__(s): return "x"
    def __complex__(s): return "x"
class Bad2:
    def __index__(s): return "x"
"""


def main() -> None:
    assert sys.version_info[:2] == (3, 14)
    warnings.simplefilter("ignore")
    for path in Path(__file__).parent.glob("*.txt"):
        names: dict[str, object] = {}
        exec(SETUP, names)
        results = []
        for line in path.read_text().splitlines():
            try:
                results.append(repr(eval(line, names)))
            except Exception as e:
                results.append(f"!! {type(e).__name__} {e}")
        path.with_suffix(".expected").write_text(json.dumps(results, indent=0) + "\n")


if __name__ == "__main__":
    main()
