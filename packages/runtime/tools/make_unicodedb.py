"""Writes the tables of protopython/protocore/unicodedb.py from the Unicode Character Database of the Python
that runs it.

    .cache/cpython-3.14/root/usr/bin/python3.14 packages/runtime/tools/make_unicodedb.py

Run it with CPython 3.14 (Unicode 16), so that the compiled runtime does not depend on the host's older
database.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "src/protopython/protocore/unicodedb.py"
MARK = "# --- generated below by packages/runtime/tools/make_unicodedb.py ---\n"

TAIL = """
_multi: list[u32] = []
PAGE, FLAGS = _expand_flags(_FLAG_RUNS)
LOWER_FROM, LOWER_TO = _expand_mapping(_LOWER, _multi)
UPPER_FROM, UPPER_TO = _expand_mapping(_UPPER, _multi)
MULTI: Final[Array[u32]] = Array.of(_multi)
"""


def flags(c: int) -> int:
    ch = chr(c)
    f = 0
    f |= 1 * ch.isalpha()
    f |= 2 * ch.isdecimal()
    f |= 4 * ch.isdigit()
    f |= 8 * ch.isnumeric()
    f |= 16 * ch.isspace()
    f |= 32 * ch.isupper()
    f |= 64 * ch.islower()
    f |= 128 * ch.isprintable()
    f |= 256 * ch.isidentifier()
    f |= 512 * ("a" + ch).isidentifier()
    f |= 1024 * ch.istitle() if unicodedata.category(ch) == "Lt" else 0
    f |= 2048 * (ch.lower() != ch)
    f |= 4096 * (ch.upper() != ch)
    # What str.lower() asks around a final sigma, found by asking it: is c skipped, does c count as a letter
    # with case?
    cased = ("a" + "\u03a3" + ch).lower()[1] == "\u03c3"
    ignorable = not cased and ("a" + "\u03a3" + ch + "a").lower()[1] == "\u03c3"
    f |= 8192 * cased
    f |= 16384 * ignorable
    return f


def wrapped(items: list[str]) -> str:
    lines: list[str] = []
    line = ""
    for item in items:
        if len(line) + len(item) > 98:
            lines.append(line)
            line = ""
        line += item + " "
    lines.append(line)
    return "".join(f'    "{x}"\n' for x in lines)


def main() -> None:
    runs: list[str] = []
    last = -1
    for c in range(0x110000):
        f = flags(c)
        if f != last:
            runs.append(f"{c:x}={f:x}")
            last = f
    lower: list[str] = []
    upper: list[str] = []
    for c in range(128, 0x110000):
        ch = chr(c)
        if ch.lower() != ch:
            lower.append(f"{c:x}=" + "+".join(f"{ord(x):x}" for x in ch.lower()))
        if ch.upper() != ch:
            upper.append(f"{c:x}=" + "+".join(f"{ord(x):x}" for x in ch.upper()))
    head = TARGET.read_text().split(MARK)[0]
    head = re.sub(r"Unicode \d+\.\d+\.\d+", f"Unicode {unicodedata.unidata_version}", head)
    body = f"_FLAG_RUNS = (\n{wrapped(runs)})\n_LOWER = (\n{wrapped(lower)})\n_UPPER = (\n{wrapped(upper)})\n"
    TARGET.write_text(head + MARK + body + TAIL)
    print(len(runs), "runs,", len(lower), "and", len(upper), "mappings,", len(body), "bytes", file=sys.stderr)


main()
