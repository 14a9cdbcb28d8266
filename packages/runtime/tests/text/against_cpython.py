"""Evaluates expressions on protoPython's objects (on the host, through containers/host.py) and on CPython
3.14, and compares the outcomes.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[4]
REFERENCE = os.environ.get("CPYTHON_BIN") or str(REPOSITORY / ".cache" / "bin" / "python3.14")
sys.path.insert(0, str(Path(__file__).parents[1] / "containers"))

from host import Host  # noqa: E402

EVALUATE = """
import json, sys, warnings
warnings.simplefilter("ignore")
import array, binascii, _struct, _codecs, _string, codecs, _sre
def outcome(source):
    try:
        return ascii(eval(source))
    except Exception as e:
        return ascii(f"{type(e).__name__}: {e}")
json.dump([outcome(source) for source in json.load(sys.stdin)], sys.stdout)
"""


def reference(sources: list[str]) -> list[str]:
    """The outcome of each expression on CPython: ascii() of its value or "Type: message"."""
    run = subprocess.run(
        [REFERENCE, "-c", EVALUATE], input=json.dumps(sources), capture_output=True, text=True, timeout=100
    )
    assert run.returncode == 0, run.stderr
    result: list[str] = json.loads(run.stdout)
    return result


def make_host() -> Host:
    """The host with the types and modules of text."""
    if Host._made is not None:
        return Host._made
    from protopython.engine.module_table import constant_value

    host = Host.get()
    space = host.context.space
    for module in list(host.modules):
        host.modules[module] = {n: constant_value(v) for n, v in host.modules[module].items()}
    host.names["ascii"] = host.native("ascii", lambda v: host.o.ascii_of(v))
    from protopython.objects.dict.dict import dict_set_str

    dict_set_str(space.builtins, "memoryview", host.names["memoryview"])
    return host


def ours(host: Host, source: str) -> str:
    from protodialect.unsafe import register_base, set_register_top
    from protopython.protocore.error import PyError
    from protopython.protocore.thread import set_host_context

    set_host_context(host.context)
    set_register_top(register_base())
    host.context.depth = 0
    try:
        return str(host.o.ascii_of(host.value(host.evaluate(source, {}))))
    except PyError as e:
        w: Any = e.w_value
        message = host.message(w) if w.args.length < 2 else host.o.str_of(w)
        return ascii(f"{host.o.type_of(w).name.rpartition('.')[2]}: {message}")
    except Exception as e:  # a defect of the runtime
        import traceback

        place = traceback.extract_tb(e.__traceback__)[-1]
        return f"CRASH {type(e).__name__}: {e} at {place.filename.rpartition('/')[2]}:{place.lineno}"


def without_addresses(s: str) -> str:
    return re.sub(r" at 0x[0-9a-f]+", "", s)


def differences(sources: list[str]) -> list[str]:
    host = make_host()
    out = []
    for source, expected in zip(sources, reference(sources)):
        got = ours(host, source)
        if without_addresses(got) != without_addresses(expected):
            out.append(f"{source}\n    expected {expected}\n    got      {got}")
    return out


def main() -> None:
    """`python against_cpython.py FILE`: one expression a line."""
    sources = [
        line
        for line in Path(sys.argv[1]).read_text().splitlines()
        if line.strip() and not line.startswith("#")
    ]
    found = differences(sources)
    print("\n".join(found))
    print(f"{len(sources)} expressions, {len(found)} differ")


if __name__ == "__main__":
    main()
