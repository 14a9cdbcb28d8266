"""Native modules behave as on CPython 3.14: each program of cases/ prints the same there and on protoPython.

The uncompiled runtime runs them; if PROTOPY_BIN names a compiled protopy, that one does.
"""

from __future__ import annotations

import ctypes
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[3]
REFERENCE = Path(os.environ.get("CPYTHON_BIN") or REPOSITORY / ".cache" / "bin" / "python3.14")
PROTOPY = os.environ.get("PROTOPY_BIN", "")
CASES = sorted(p.stem for p in (HERE / "cases").glob("*.py"))
COMPILED_ONLY = {"collector_answers", "scandir_ends", "signal_waits"}
"""They ask for our collector, or for the system's number of another thread."""


def output(command: list[str], environment: dict[str, str]) -> list[str]:
    done = subprocess.run(command, capture_output=True, text=True, cwd=REPOSITORY, env=environment, timeout=900)
    text = re.sub(r"0x[0-9a-f]+", "0x", done.stdout + done.stderr)
    return text.splitlines()


@pytest.mark.slow
@pytest.mark.skipif(not REFERENCE.exists(), reason="needs CPython 3.14")
@pytest.mark.parametrize("case", CASES)
def test_program_prints_the_same_as_on_cpython(case: str) -> None:
    if case in COMPILED_ONLY and not PROTOPY:
        pytest.skip("uncompiled code has the host's collector and threads")
    program = str(HERE / "cases" / f"{case}.py")
    expected = output([str(REFERENCE), "-W", "ignore", program], dict(os.environ))
    environment = {**os.environ, "PROTOPY_STDLIB": str(REPOSITORY / ".cache" / "stdlib")}
    if PROTOPY:
        ours = output([PROTOPY, "-W", "ignore", program], environment)
    else:
        folders = [str(REPOSITORY / "packages" / p / "src") for p in ("runtime", "dialect", "cli")]
        environment["PYTHONPATH"] = os.pathsep.join(folders)
        ours = output([sys.executable, "-m", "protopy_cli", "-W", "ignore", program], environment)
    if ours and re.match("ImportError: .* was not found: install the package", ours[-1]):
        pytest.skip(ours[-1])
    assert ours == expected


@pytest.mark.skipif(not PROTOPY, reason="uncompiled code has the host's prefix")
def test_a_library_that_the_system_lacks_may_lie_in_the_prefix(tmp_path: Path) -> None:
    question = "import _decimal; print([line.split()[-1] for line in open('/proc/self/maps') if 'libmpdec' in line][0])"
    found = output([PROTOPY, "-c", question], dict(os.environ))
    if not Path(found[-1]).is_file():
        pytest.skip(found[-1])
    lacking = tmp_path / "lacking"
    lacking.mkdir()
    for name in ("libmpdec.so.3", "libmpdec.so.4"):
        (lacking / name).write_text("no library")
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "python3.14t").symlink_to(REPOSITORY / ".cache" / "stdlib")
    environment = {**os.environ, "LD_LIBRARY_PATH": str(lacking), "PYTHONHOME": str(tmp_path)}
    program = [PROTOPY, "-c", "import decimal, _pydecimal; print(decimal.Decimal is _pydecimal.Decimal, decimal.Decimal(1) / 7); import _decimal"]
    lines = output(program, environment)
    assert [lines[0], lines[-1]] == [
        "True 0.1428571428571428571428571429",
        "ImportError: libmpdec.so.4 or libmpdec.so.3 was not found: install the package libmpdec4 (Debian 13), libmpdec3 (Debian 11), "
        "mpdecimal (Fedora)",
    ]
    (tmp_path / "lib" / "libmpdec.so.4").symlink_to(found[-1])
    assert output(program, environment) == ["False 0.1428571428571428571428571429"]


@pytest.mark.skipif(not PROTOPY, reason="nothing is found dead uncompiled")
def test_semaphore_is_open_until_its_last_object_is_dead() -> None:
    """CPython crashes."""
    program = """
import gc
from _multiprocessing import SemLock
def second():
    first = SemLock(1, 1, 5, "/test-two-objects", True)
    return SemLock._rebuild(first.handle, 1, 5, None)
s = second()
gc.collect()
print(s.acquire(), s.acquire(False), s.release(), s._get_value())
try:
    SemLock._rebuild(12345, 1, 5, None)
except OSError as e:
    print(e)
"""
    assert output([PROTOPY, "-c", program], dict(os.environ)) == ["True False None 1", "[Errno 22] Invalid argument"]


@pytest.mark.skipif(not PROTOPY, reason="memory uncompiled is the host's")
def test_items_far_behind_an_array_are_refused() -> None:
    """CPython crashes."""
    program = """
from ctypes import c_char, c_int
array = (c_char * 0 * 2**62)()
array.__class__ = c_int * 1
for key in (2**61, slice(2**61, 2**61 + 1)):
    try:
        array[key]
    except ValueError as e:
        print(e)
"""
    assert output([PROTOPY, "-c", program], dict(os.environ)) == ["object of 0 bytes is too small for its class"] * 2


COMMAND = [PROTOPY] if PROTOPY else [sys.executable, "-m", "protopy_cli"]


def run(program: str) -> list[str]:
    environment = {**os.environ, "PROTOPY_STDLIB": str(REPOSITORY / ".cache" / "stdlib")}
    if not PROTOPY:
        environment["PYTHONPATH"] = os.pathsep.join(str(REPOSITORY / "packages" / p / "src") for p in ("runtime", "dialect", "cli"))
    return output([*COMMAND, "-c", program], environment)


@pytest.mark.slow
def test_parser_of_elements_refuses_to_be_fed_by_its_target() -> None:
    """CPython crashes."""
    program = """
import xml.etree.ElementTree as ET
class Target:
    def start(self, tag, attributes):
        for use in (lambda: p.feed("<c/>"), p.close):
            try:
                use()
            except RuntimeError as e:
                print(e)
        if tag == "b":
            p.__init__(target=self)
    def end(self, tag):
        print("end", tag)
p = ET.XMLParser(target=Target())
p.feed("<a><b/></a>")
"""
    refused = [f"cannot call {name}() from within a handler" for name in ("feed", "close")]
    assert run(program) == [*refused, *refused, "end b", "end a"]


@pytest.mark.slow
@pytest.mark.skipif(not PROTOPY, reason="the host's C stack is not guarded")
def test_deep_elements_are_copied_or_refused() -> None:
    program = """
import copy
import xml.etree.ElementTree as ET
for depth in (1000, 1000000):
    root = ET.fromstring("<a>" * depth + "</a>" * depth)
    try:
        print(sum(1 for _ in copy.deepcopy(root).iter()) == depth)
    except RecursionError as e:
        print(str(e).startswith("Stack overflow"))
"""
    assert run(program) == ["True", "True"]


GDBM = """
import os, sys, tempfile
import _gdbm
folder = tempfile.mkdtemp()
path = os.path.join(folder, "file")
def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, str(e).replace(folder, "..."))
print(_gdbm.open_flags, len(_gdbm._GDBM_VERSION), _gdbm.error.__base__.__name__)
for flags in ("r", "x", "", "rx", 1, "r\\0"):
    attempt(_gdbm.open, path, flags)
with _gdbm.open(path, "nfu", 0o600) as d:
    print(oct(os.stat(path).st_mode), len(d), bool(d), d.firstkey())
    d["a"] = "\\xe9"
    d[b"b"] = b"x\\0" * 50000
    d[""] = ""
    print(len(d), bool(d), sorted(d.keys()), d["a"], len(d["b"]), d[b""], "a" in d, b"c" in d)
    for key in (1, bytearray(b"q"), "\\ud800", "none"):
        attempt(d.__getitem__, key)
        attempt(d.__delitem__, key)
        attempt(d.__contains__, key)
        attempt(d.__setitem__, "k", key)
    print(d.get("none"), d.get("none", 5), d.setdefault("s", "t"), d.setdefault("s", "u"))
    attempt(d.setdefault, "n")
    attempt(d.nextkey, 1)
    keys = []
    key = d.firstkey()
    while key is not None:
        keys.append(key)
        key = d.nextkey(key)
    print(sorted(keys) == sorted(d.keys()))
    del d["b"]
    size = os.path.getsize(path)
    print(d.reorganize(), d.sync(), os.path.getsize(path) < size)
for name, args in (("__getitem__", "x"), ("get", "x"), ("__contains__", "x"), ("__setitem__", "xy"), ("__delitem__", "x"), ("nextkey", "x")):
    attempt(getattr(d, name), *args)
for name in ("keys", "firstkey", "clear", "sync", "reorganize", "__len__", "__bool__", "close"):
    attempt(getattr(d, name))
with _gdbm.open(path) as d:
    print(len(d))
    attempt(d.__setitem__, "x", "y")
    attempt(d.__delitem__, "a")
    attempt(d.clear)
with _gdbm.open(path, "w") as d:
    d.clear()
    print(len(d), bool(d), d.keys())
os.unlink(path)
os.rmdir(folder)
"""
CLOSED = "error GDBM object has already been closed"
NO_DATUM = "TypeError gdbm mappings have bytes or string indices only"


def has_library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


@pytest.mark.slow
@pytest.mark.skipif(not has_library("libgdbm.so.6"), reason="needs the library")
def test_gdbm() -> None:
    """CPython's package lacks the module."""
    assert run(GDBM) == [
        "rwcnfsu 3 OSError",
        "error [Errno 2] No such file or directory: '.../file'",
        "error First flag must be one of 'r', 'w', 'c' or 'n'",
        "error First flag must be one of 'r', 'w', 'c' or 'n'",
        "error Flag 'x' is not supported.",
        "TypeError open() argument 2 must be str, not int",
        "ValueError embedded null character",
        "0o100600 0 False None",
        r"3 True [b'', b'a', b'b'] b'\xc3\xa9' 100000 b'' True False",
        "TypeError a bytes-like object is required, not 'int'",
        NO_DATUM,
        "TypeError gdbm key must be bytes or string, not int",
        NO_DATUM,
        "TypeError argument must be read-only bytes-like object, not bytearray",
        NO_DATUM,
        "TypeError gdbm key must be bytes or string, not bytearray",
        NO_DATUM,
        r"UnicodeEncodeError 'utf-8' codec can't encode character '\ud800' in position 0: surrogates not allowed",
        NO_DATUM,
        r"UnicodeEncodeError 'utf-8' codec can't encode character '\ud800' in position 0: surrogates not allowed",
        NO_DATUM,
        "KeyError 'none'",
        "KeyError 'none'",
        "False",
        "None",
        "None 5 b't' b't'",
        NO_DATUM,
        "TypeError a bytes-like object is required, not 'int'",
        "True",
        "None None True",
        *[CLOSED] * 13,
        "None",
        "4",
        "error Reader can't store",
        "error Reader can't delete",
        "error cannot delete item from database",
        "0 False []",
    ]
