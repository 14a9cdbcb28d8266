"""Native modules define what CPython's do, with its signatures, and with docstrings; so do the types that they lead to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[3]
REFERENCE = Path(os.environ.get("CPYTHON_BIN") or REPOSITORY / ".cache" / "bin" / "python3.14")
PROTOPY = os.environ.get("PROTOPY_BIN", "")

MODULES = (
    "_abc _ast _asyncio _bisect _blake2 _bz2 _codecs _codecs_cn _codecs_hk _codecs_iso2022 _codecs_jp _codecs_kr _codecs_tw _collections "
    "_contextvars _csv _ctypes _datetime _functools _hashlib _heapq _hmac _imp _io _json _locale _lsprof _lzma _md5 _multibytecodec "
    "_multiprocessing _opcode _operator _pickle _posixshmem _posixsubprocess _queue _random _sha1 _sha2 _sha3 _signal _socket _sqlite3 _sre "
    "_ssl _stat _statistics _string _struct _suggestions _symtable _sysconfig _thread _tokenize _types _typing _warnings _weakref _zoneinfo "
    "_zstd array atexit binascii builtins cmath errno faulthandler fcntl gc grp itertools marshal math mmap posix pwd pyexpat resource select "
    "sys syslog termios time unicodedata zlib readline _curses _curses_panel"
).split()

ABSENT = {
    "_datetime": {"datetime_CAPI"},  # for C extensions
    "_socket": {"CAPI"},  # for C extensions
    "_curses": {"_C_API"},  # for C extensions
    "unicodedata": {"_ucnhash_CAPI"},  # for C extensions
    "pyexpat": {"expat_CAPI"},  # for C extensions
    "_io": {"_BytesIOBuffer"},  # a detail of BytesIO.getbuffer()
    "sys": {
        "_dump_tracelets", "remote_exec",  # details of CPython's compiler and debugger
        "_setprofileallthreads", "_settraceallthreads",
    },
    "termios": {"B7200", "B14400", "B28800", "B76800"},  # of newer C libraries
    "errno": {"EFTYPE"},
    "faulthandler": {"_fatal_error_c_thread", "_stack_overflow"},
    "_imp": {"_override_multi_interp_extensions_check", "create_dynamic", "exec_dynamic"},  # for C extensions
    "itertools": {"_tee_dataobject"},
}  # fmt: skip
OTHER_KINDS = {
    "copyright", "credits", "exit", "help", "license", "quit",  # made natively, so that site need not be imported
    "ENABLE_SPECIALIZATION", "ENABLE_SPECIALIZATION_FT",  # bools, as they are used
}  # fmt: skip
OTHER_SIGNATURES = {"islice", "_grouper", "get_executor"}

@cache
def told_by(command: tuple[str, ...], program: str) -> Any:
    environment = {**os.environ, "PROTOPY_STDLIB": str(REPOSITORY / ".cache" / "stdlib")}
    if command[0] == sys.executable:
        environment["PYTHONPATH"] = os.pathsep.join(str(REPOSITORY / "packages" / p / "src") for p in ("runtime", "dialect", "cli"))
    done = subprocess.run([*command, str(HERE / program), *MODULES], capture_output=True, text=True, env=environment, timeout=600)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def both(program: str) -> tuple[Any, Any]:
    """What CPython says, and what we say."""
    return told_by((str(REFERENCE),), program), told_by((PROTOPY,) if PROTOPY else (sys.executable, "-m", "protopy_cli"), program)


@pytest.mark.slow
@pytest.mark.skipif(not REFERENCE.exists(), reason="needs CPython 3.14")
@pytest.mark.parametrize("module", MODULES)
def test_module_defines_what_cpythons_does(module: str) -> None:
    theirs, ours = (told[module] for told in both("names.py"))
    assert theirs.keys() - ours.keys() <= ABSENT.get(module, set())
    shared = (theirs.keys() & ours.keys()) - OTHER_KINDS
    functions = [n for n in shared if theirs[n][0] == "builtin_function_or_method" and n not in OTHER_SIGNATURES]
    assert {n: ours[n][0] for n in shared} == {n: theirs[n][0] for n in shared}
    assert {n: ours[n][1] for n in functions} == {n: theirs[n][1] for n in functions}
    assert [n for n in functions if theirs[n][2] and not ours[n][2]] == []


# --- members of types: what differs, and why -----------------------------------------------------------------------------------------

GENERIC = {"__delattr__", "__getattribute__", "__setattr__"}
"""Some of CPython's types list what they do not change: ours inherit it."""
ABSENT_MEMBERS = {
    "__sizeof__": "object's own tells the size of any object",
    "__buffer__": "inherited from _ctypes._CData",
    "_finalizing": "a detail of how CPython closes what was not closed",
    "_dealloc_warn": "as above",
    "_isatty_open_only": "as above, of open()",
    "__vectorcalloffset__": "a place in a C struct",
    "__new__": "nobody makes these: _abc_data, _tee_dataobject",
    "SetAllocTrackerMaximumAmplification": "newer than the library of the system may be",
    "SetAllocTrackerActivationThreshold": "as above",
}
MORE_MEMBERS = {
    "__new__": "makes the object as its type needs it; CPython inherits object's",
    "__dict__": "CPython's have one without telling",
    "__del__": "CPython frees at the last reference",
    "__sizeof__": "tells what object's own cannot know",
    "name": "CPython's FileIO keeps it as an attribute of the instance",
    "mode": "as above, TextIOWrapper",
    "__format__": "bool's: int's gets the number alone",
    "__instancecheck__": "Union's, which CPython knows in isinstance()",
    "__subclasscheck__": "as above",
    "__module__": "Union's, whose objects tell it, too",
}
OTHER_FLAGS = {
    "builtins.odict_items", "builtins.odict_keys", "builtins.odict_values", "_abc._abc_data", "_asyncio.FutureIter",
    "_asyncio.TaskStepMethWrapper", "_pickle.PicklerMemoProxy", "_pickle.UnpicklerMemoProxy", "itertools._tee_dataobject",
}  # fmt: skip
"""Cannot be made by a call, and say so; CPython's do not say it."""
OTHER_CLASS_SIGNATURES = {
    "_hashlib.HASH", "_hashlib.HASHXOF", "_typing._ConstEvaluator",  # cannot be called: there is nothing to sign
    "_abc._abc_data", "itertools._tee_dataobject",  # the same
    "_io._IOBase",  # lists a `__new__`, above
}  # fmt: skip


def shared_types() -> list[tuple[str, dict[str, list[Any]], dict[str, list[Any]]]]:
    theirs, ours = both("members.py")
    assert len(theirs.keys() & ours.keys()) > 500
    return [(name, theirs[name], ours[name]) for name in sorted(theirs.keys() & ours.keys())]


def is_descriptor(told: list[Any]) -> bool:
    return len(told) > 1


needs_cpython = pytest.mark.skipif(not REFERENCE.exists(), reason="needs CPython 3.14")


@pytest.mark.slow
@needs_cpython
def test_types_list_the_members_that_cpythons_do() -> None:
    absent = [(t, n) for t, theirs, ours in shared_types() for n in theirs.keys() - ours.keys() - GENERIC - ABSENT_MEMBERS.keys()]
    more = [(t, n) for t, theirs, ours in shared_types() for n in ours.keys() - theirs.keys() - MORE_MEMBERS.keys()]
    assert (absent, more) == ([], [])


@pytest.mark.slow
@needs_cpython
def test_members_of_types_are_what_they_are_in_cpython() -> None:
    """Their kind, `__text_signature__`, what inspect.signature() says, `__qualname__` and `__objclass__`."""
    other = []
    for t, theirs, ours in shared_types():
        for n in theirs.keys() & ours.keys() - {"", "__doc__"}:
            mine, wanted = ours[n], theirs[n]
            if is_descriptor(mine) and is_descriptor(wanted):
                mine, wanted = mine[:3] + mine[4:], wanted[:3] + wanted[4:]  # whether there is a docstring is another test's
            if mine != wanted and (t, n) != ("types.SimpleNamespace", "__dict__"):  # a dict that comes into being when it is asked for
                other.append((t, n, mine, wanted))
    assert other == []


@pytest.mark.slow
@needs_cpython
def test_members_of_types_have_docstrings_where_cpythons_do() -> None:
    shared = shared_types()
    without = []
    for t, theirs, ours in shared:
        for n in theirs.keys() & ours.keys() - {""}:
            if is_descriptor(theirs[n]) and theirs[n][3] and not ours[n][3]:
                without.append((t, n))
    assert without == []
    assert [t for t, theirs, ours in shared if theirs[""][5] and not ours[""][5]] == []


@pytest.mark.slow
@needs_cpython
def test_types_say_of_themselves_what_cpythons_do() -> None:
    """Metaclass, base, which flags inspect and copyreg look at, and how the class is called."""
    shared = [(t, theirs[""], ours[""]) for t, theirs, ours in shared_types()]
    assert [(t, ours[:2], theirs[:2]) for t, theirs, ours in shared if ours[:2] != theirs[:2]] == []
    assert [(t, ours[2], theirs[2]) for t, theirs, ours in shared if ours[2] != theirs[2] and t not in OTHER_FLAGS] == []
    assert [(t, ours[3:5], theirs[3:5]) for t, theirs, ours in shared if ours[3:5] != theirs[3:5] and t not in OTHER_CLASS_SIGNATURES] == []
