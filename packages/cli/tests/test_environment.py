"""Variables PYTHON*: what each does, beside python3.14."""

from __future__ import annotations

import re
from typing import Any

import pytest

FLAGS = """
import sys
names = ['debug', 'inspect', 'interactive', 'optimize', 'dont_write_bytecode', 'no_user_site', 'no_site', 'ignore_environment',
         'verbose', 'bytes_warning', 'quiet', 'hash_randomization', 'isolated', 'dev_mode', 'utf8_mode', 'warn_default_encoding', 'safe_path',
         'int_max_str_digits']
print({n: getattr(sys.flags, n) for n in names}, sys._xoptions, sys.warnoptions, sys.dont_write_bytecode, sys.pycache_prefix, sys.platlibdir)
"""

VARIABLES = """PYTHONDEBUG=0 PYTHONDEBUG=3 PYTHONDEBUG=x PYTHONDEBUG=-1 PYTHONINSPECT=0 PYTHONOPTIMIZE=0 PYTHONOPTIMIZE=2 PYTHONOPTIMIZE=yes
PYTHONOPTIMIZE= PYTHONDONTWRITEBYTECODE=0 PYTHONDONTWRITEBYTECODE=1 PYTHONDONTWRITEBYTECODE=x PYTHONNOUSERSITE=0 PYTHONNOUSERSITE=1
PYTHONUNBUFFERED=0 PYTHONUNBUFFERED=1 PYTHONSAFEPATH=0 PYTHONSAFEPATH= PYTHONDEVMODE=1 PYTHONDEVMODE=0 PYTHONUTF8=1 PYTHONUTF8=0
PYTHONWARNDEFAULTENCODING=1 PYTHONINTMAXSTRDIGITS=640 PYTHONINTMAXSTRDIGITS=0 PYTHONWARNINGS=error PYTHONWARNINGS=error,ignore::UserWarning,error
PYTHONPYCACHEPREFIX=there LC_ALL=C LC_ALL=POSIX LC_CTYPE=C LANG=C LC_ALL=C.UTF-8 PYTHONHASHSEED=0 PYTHONHASHSEED=random
PYTHON_CPU_COUNT=4 PYTHON_GIL= PYTHONTRACEMALLOC=0 PYTHONINTMAXSTRDIGITS=3 PYTHONINTMAXSTRDIGITS=x PYTHONUTF8=2 PYTHONHASHSEED=abc
PYTHONHASHSEED=-1 PYTHONHASHSEED=4294967296 PYTHON_CPU_COUNT=x PYTHON_THREAD_INHERIT_CONTEXT=9 PYTHON_CONTEXT_AWARE_WARNINGS=x
PYTHONPROFILEIMPORTTIME=5 PYTHONTRACEMALLOC=x PYTHON_GIL=7""".split()


@pytest.mark.parametrize("variable", VARIABLES)
def test_flags_tell_of_variables(beside: Any, variable: str) -> None:
    name, _, value = variable.partition("=")
    beside.same("-c", FLAGS, **{name: value})


@pytest.mark.parametrize("variable", [v for v in VARIABLES if v.startswith("PYTHON") and "HOME" not in v])
def test_they_do_not_count_with_e(beside: Any, variable: str) -> None:
    name, _, value = variable.partition("=")
    beside.same("-E", "-c", FLAGS, **{name: value})
    beside.same("-I", "-c", FLAGS, **{name: value})


def test_the_option_and_its_variable(beside: Any) -> None:
    beside.same("-O", "-c", FLAGS, PYTHONOPTIMIZE="2")
    beside.same("-OO", "-c", FLAGS, PYTHONOPTIMIZE="1")
    beside.same("-X", "utf8=0", "-c", FLAGS, PYTHONUTF8="1")
    beside.same("-W", "ignore", "-c", FLAGS, PYTHONWARNINGS="error")
    beside.same("-X", "int_max_str_digits=700", "-c", FLAGS, PYTHONINTMAXSTRDIGITS="800")
    beside.same("-X", "cpu_count=2", "-c", "import os; print(os.cpu_count())", PYTHON_CPU_COUNT="5")
    beside.same("-X", "cpu_count=default", "-c", "import os; print(os.cpu_count())", PYTHON_CPU_COUNT="5")


STREAMS = "import sys\nfor s in (sys.stdin, sys.stdout, sys.stderr): print(s.encoding, s.errors, s.line_buffering, s.write_through)"


@pytest.mark.parametrize("value", ["", "utf-8", "latin1", "ascii:replace", ":backslashreplace", "UTF8:", "iso8859-15:xmlcharrefreplace"])
@pytest.mark.parametrize("locale", ["C", "C.UTF-8", "POSIX"])
def test_streams(beside: Any, value: str, locale: str) -> None:
    beside.same("-c", STREAMS, PYTHONIOENCODING=value, LC_ALL=locale)


@pytest.mark.parametrize("variables", [{"PYTHONUTF8": "1"}, {"PYTHONUTF8": "0"}, {"PYTHONUNBUFFERED": "1"}, {"PYTHONUNBUFFERED": "0"}])
def test_more_of_streams(beside: Any, variables: dict[str, str]) -> None:
    beside.same("-c", STREAMS, **variables)


def test_encoded_output(beside: Any) -> None:
    beside.same("-c", "print('\\xe9\\u20ac')", PYTHONIOENCODING="ascii:xmlcharrefreplace")
    beside.same("-c", "import sys; print(ascii(sys.stdin.read()))", given="a\udcffb", LC_ALL="C")


def test_arguments_that_are_not_text(beside: Any) -> None:
    beside.same("-c", "import sys; print(ascii(sys.argv))", "a\udcff\udc80b", "\u20ac")
    beside.same("-c", "import os; print(ascii(os.environ['ODD']))", ODD="x\udcfe")


def test_python_path(beside: Any) -> None:
    source = "import sys; print([p for p in sys.path if '/lib/python' not in p and '/lib/protopython' not in p and 'stdlib' not in p])"
    home = str(beside.folder)
    for value in ("one", "one:two", f"{home}/one/../two:two::./one/", ":"):
        beside.same("-c", source, PYTHONPATH=value)
        beside.same("-S", "-c", source, PYTHONPATH=value)
        beside.same("-I", "-c", source, PYTHONPATH=value)
    beside.write("one/mod.py", "print('imported')")
    beside.same("-c", "import mod", PYTHONPATH="one")


def test_python_warnings_take_effect(beside: Any) -> None:
    beside.same("-c", "import warnings; warnings.warn('x', UserWarning)", PYTHONWARNINGS="ignore")
    for text in ("x = '\\d'", "y = 'a\\777'", "(\n 5 is 5)"):
        beside.same("-c", text, PYTHONWARNINGS="error")
    beside.same("-c", "x = '\\d'", PYTHONWARNINGS="ignore")


def test_inspect_may_be_set_by_the_program(beside: Any) -> None:
    """On a pipe there is no prompt; SystemExit does not end the program."""
    beside.same("-c", "raise SystemExit(3)", PYTHONINSPECT="1")
    beside.same("-c", "print(1)", PYTHONINSPECT="1")


def test_names_of_the_library(beside: Any) -> None:
    assert beside.out("-c", "import sys; print(sys.platlibdir)", PYTHONPLATLIBDIR="lib64") == "lib64"
    assert beside.out("-E", "-c", "import sys; print(sys.platlibdir)", PYTHONPLATLIBDIR="lib64") == "lib"


def test_an_unknown_encoding(beside: Any) -> None:
    ours, theirs = (run("-c", "1", PYTHONIOENCODING="nonsense") for run in (beside.ours, beside.theirs))
    assert (ours[1].splitlines()[:3], ours[2]) == (theirs[1].splitlines()[:3], theirs[2])


def test_python_home(beside: Any) -> None:
    (beside.folder / "lib").mkdir()
    source = "import sys; print(sys.prefix, sys.exec_prefix, sys.base_prefix)"
    home = str(beside.folder)
    assert beside.out("-c", source, PYTHONHOME=home) == f"{home} {home} {home}"
    assert beside.out("-E", "-c", source, PYTHONHOME=home) != f"{home} {home} {home}"


def test_startup_file(beside: Any) -> None:
    path = beside.write("start.py", "print('started', __name__)\nvalue = 5\n")
    out, _err, status = beside.ours("-q", "-i", given="print(value)\n", PYTHONSTARTUP=str(path))
    assert (out, status) == ("started __main__\n5\n", 0)
    out = beside.ours("-i", "-c", "1", given="print('value' in globals())\n", PYTHONSTARTUP=str(path))[0]
    assert out == "False\n"
    beside.write("bad.py", "1/0\n")
    out, err, status = beside.ours("-q", "-i", given="print(2)\n", PYTHONSTARTUP="bad.py")
    assert (out, status) == ("2\n", 0) and "ZeroDivisionError" in err


NOT_UTF_8 = "/tmp/\udcff\udcfe"


def test_a_home_without_library(prefix: Any, beside: Any) -> None:
    """What is said of it is what CPython says, but for the places, and for the thread."""
    ours, theirs = (run("-c", "print(5)", PYTHONHOME="/nonexistent", PROTOPY_STDLIB="") for run in (beside.ours, beside.theirs))
    assert ours[0] == theirs[0] == ""
    assert ours[2] == theirs[2] == 1
    end = "ModuleNotFoundError: No module named 'encodings'\n"
    shown, expected = (re.sub(r"'.*'", "PLACE", text[1][: text[1].index(end)]) for text in (ours, theirs))
    assert re.sub(r"(    PLACE,\n)+", "", shown) == re.sub(r"(    PLACE,\n)+", "", expected)


def test_encoding_of_files_in_utf8_mode(beside: Any) -> None:
    for option in ("utf8=0", "utf8=1", "utf8"):
        beside.same("-X", option, "-c", "import io, sys; print(sys.flags.utf8_mode, open('/dev/null').encoding, io.text_encoding(None))")


@pytest.mark.parametrize("name", ["PYTHONPATH", "PYTHONPYCACHEPREFIX", "HOME", "PYTHONUSERBASE", "PATH", "LC_ALL", "ANY"])
def test_a_variable_need_not_be_utf_8(beside: Any, name: str) -> None:
    program = f"import os, sys; print(ascii(os.environ['{name}']), {NOT_UTF_8!a} in sys.path, ascii(sys.pycache_prefix))"
    beside.same("-c", program, **{name: NOT_UTF_8})


def test_paths_and_arguments_need_not_be_utf_8(beside: Any) -> None:
    beside.write("s\udcff.py", "import sys; print(ascii(sys.argv), ascii(__file__[-5:]))")
    beside.write("d\udcff/__main__.py", "import os; os.chdir(os.path.dirname(__file__)); print(ascii(os.getcwd()[-2:]))")
    beside.same("s\udcff.py", "a\udcff")
    beside.same("d\udcff")
    beside.same("-m", "m\udcff")
    beside.same("-X", "x\udcff", "-c", "import sys; print(ascii(sys._xoptions))")


def test_the_version_tells_of_threads_without_a_lock(beside: Any) -> None:
    assert "free-threading build (protoPython)" in beside.out("-VV")
