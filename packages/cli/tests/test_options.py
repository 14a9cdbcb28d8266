"""Options of the command line: what each does, and how a wrong one is refused, as under python3.14."""

from __future__ import annotations

from typing import Any

import pytest

FLAGS = """
import sys
names = [n for n in dir(sys.flags) if n[0] != '_' and n not in ('count', 'index', 'gil', 'thread_inherit_context',
         'context_aware_warnings', 'n_fields', 'n_sequence_fields', 'n_unnamed_fields')]
print({n: getattr(sys.flags, n) for n in names}, sys._xoptions, sys.warnoptions, sys.dont_write_bytecode)
"""


@pytest.mark.parametrize(
    "options",
    """; -b; -bb; -B; -d; -ddd; -E; -I; -O; -OO; -OOO; -P; -q; -qq; -R; -s; -S; -t; -u; -x; -EsB; -IqO; -X dev; -X utf8; -X utf8=0; -Xutf8=1;
    -X warn_default_encoding; -X int_max_str_digits=0; -X int_max_str_digits=1000; -X unknown; -X a=1 -X a=2 -X b=x=y; -X=; -W error;
    -Wignore -Wdefault::UserWarning -Wignore; -W error -b; -W ignore -X dev -bb; --check-hash-based-pycs always; --check-hash-based-pycs never;
    -X importtime=1 -X importtime; -X importtime=true; -X importtime=; -X importtime=0;
    -X cpu_count=3; -X cpu_count=default; -X pycache_prefix=here; -X frozen_modules=off; -X tracemalloc=0;
    -X tracemalloc; -X tracemalloc=5; -X tracemalloc=;
    -X thread_inherit_context=1; -X context_aware_warnings=0; -X no_debug_ranges; -X disable-remote-debug""".split(";"),
)
def test_flags_tell_of_options(beside: Any, options: str) -> None:
    out, err, status = beside.ours(*options.split(), "-c", FLAGS)
    assert (out, status) == beside.theirs(*options.split(), "-c", FLAGS)[::2]
    assert err == "" or "importtime" in options


@pytest.mark.parametrize(
    "options",
    """-Z; -c; -m; -W; -X; --foo; ---; --check-hash-based-pycs; --check-hash-based-pycs foo; -EJ; -E-foo; -BZ x.py; -Ic; --helpx;
    -X utf8=2; -X int_max_str_digits=; -X int_max_str_digits; -X int_max_str_digits=10; -X int_max_str_digits=x; -X importtime=3;
    -X cpu_count=0; -X cpu_count; -X tracemalloc=-1; -X tracemalloc=x; -X gil=2; -X thread_inherit_context=2; -X thread_inherit_context;
    -X context_aware_warnings=x""".split(";"),
)
def test_refused(beside: Any, options: str) -> None:
    args = options.split()
    if args[0] == "-X" and len(args) > 1:
        args += ["-c", "1"]
    beside.same(*args)


def test_help_and_version(beside: Any) -> None:
    for option in ("-h", "-?", "--help", "-Eh", "--help-env", "--help-xoptions", "--help-all"):
        out, err, status = beside.ours(option, "-Z")
        assert (err, status) == ("", 0) and len(out.splitlines()) > 10
    assert beside.ours("-h")[0].startswith("usage: PROGRAM [option] ... [-c cmd | -m mod | file | -] [arg] ...\n")
    assert beside.ours("--help-all")[0] == "\n".join(beside.ours(o)[0] for o in ("-h", "--help-env", "--help-xoptions"))
    for options in (["-V"], ["--version"], ["-V", "-c", "1"], ["-EV"], ["-V", "-", "x"]):
        assert beside.ours(*options)[0].startswith("Python 3.14.")
    assert beside.out("-VV") == "Python " + beside.out("-c", "import sys; print(sys.version)")
    assert beside.ours("-V", "-Z")[2] == 2


def test_every_option_of_python_is_in_the_help(beside: Any) -> None:
    import re

    ours = beside.ours("--help-all")[0]
    for page, pattern in (("-h", r"^(--?[a-zA-Z-]+)"), ("--help-xoptions", r"^-X (\w+)")):
        for name in re.findall(pattern, beside.theirs(page)[0], re.MULTILINE):
            if name not in ("no_debug_ranges", "perf", "perf_jit", "showrefcount", "disable"):
                assert name in ours


def test_allocations_are_traced_from_the_start(beside: Any) -> None:
    source = "import tracemalloc as t; print(t.is_tracing(), t.get_traceback_limit(), len(t.take_snapshot().statistics('lineno')) > 10)"
    for option in ("tracemalloc", "tracemalloc=5"):
        beside.same("-X", option, "-c", source)
    refused = [run("-X", "tracemalloc=65536", "-c", source) for run in (beside.ours, beside.theirs)]
    assert refused[0][1].splitlines()[:3] == refused[1][1].splitlines()[:3] and refused[0][2] == refused[1][2]


def test_optimize(beside: Any) -> None:
    source = "def f():\n    'doc'\nassert f.__doc__\nprint(__debug__, f.__doc__)"
    for options in ([], ["-O"], ["-OO"]):
        beside.same(*options, "-c", source)


def test_skip_first_line(beside: Any) -> None:
    beside.write("a.py", "this is no Python\nimport sys\nprint(sys.argv)\n1/0\n")
    beside.same("-x", "a.py", "b")
    beside.same("-x", "-", given="neither is this\nprint(1)\n")


def test_unbuffered(beside: Any) -> None:
    source = "import sys, os; sys.stdout.write('a'); os.write(1, b'b'); print()\nprint(sys.stdout.write_through, sys.stdout.line_buffering)"
    beside.same("-c", source)
    beside.same("-u", "-c", source)


WARNS = "import warnings\nwarnings.warn('text', {})\nprint('after')"


@pytest.mark.parametrize("category", ["UserWarning", "DeprecationWarning", "ResourceWarning"])
@pytest.mark.parametrize(
    "options",
    ["", "-W error", "-W ignore", "-W default", "-W error::UserWarning", "-X dev", "-W once:tex", "-W ignore::DeprecationWarning -W default"],
)
def test_warnings(beside: Any, options: str, category: str) -> None:
    """Where a warning is made an error, the traceback goes through the stock warnings module; in CPython that part is native."""
    ours, theirs = (run(*options.split(), "-c", WARNS.format(category)) for run in (beside.ours, beside.theirs))
    if theirs[2] == 0:
        assert ours == theirs
    else:
        assert (ours[0], ours[1].splitlines()[-1:], ours[2]) == (theirs[0], theirs[1].splitlines()[-1:], theirs[2])


def test_invalid_warning_options_are_told_at_once(beside: Any) -> None:
    for option in ("nonsense", "error::Nothing", "error::a.b", "default:::::", "ignore:a:b:c:-1"):
        beside.same("-W", option, "-c", "print(1)")


BYTES = """
a, c = b'x', bytearray(b'x')
class B(bytes): pass
class S(str): pass
print(a == 'x', 'x' != a)
print(c == 'x', c == 1)
print(a == 120, 120 != a)
print(a == True)
print(B(a) == S('x'))
print(a in ['x'])
print({a: 1}.get('x'), len({a, 1}))
print(str(a), f'{a}')
print('%s' % c)
print(a)
print(a < 'x')
"""


def test_bytes_warnings(beside: Any) -> None:
    beside.write("a.py", BYTES)
    for options in ([], ["-b"], ["-b", "-W", "ignore"]):
        beside.same(*options, "a.py")
    assert "BytesWarning: Comparison between bytes and string" in beside.ours("-bb", "a.py")[1].splitlines()


def test_limits(beside: Any) -> None:
    source = "import sys; print(sys.flags.int_max_str_digits); print(len(str(10**5000)))"
    for options in ("-X int_max_str_digits=6000", "-X int_max_str_digits=0"):
        beside.same(*options.split(), "-c", source)
    assert "Exceeds the limit (640 digits)" in beside.ours("-X", "int_max_str_digits=640", "-c", source)[1]
    beside.same("-X", "cpu_count=3", "-c", "import os; print(os.cpu_count(), os.process_cpu_count())")


def test_default_encoding_warning(beside: Any) -> None:
    opened = "open(__file__).close()\nopen(__file__, encoding='utf-8').close()\n"
    beside.write("a.py", "import io\nio.TextIOWrapper(io.BytesIO())\nio.text_encoding(None)\n" + opened)
    beside.same("-X", "warn_default_encoding", "a.py")


def test_import_times(beside: Any) -> None:
    beside.write("outer.py", "import inner\n")
    beside.write("inner.py", "")
    err = beside.ours("-X", "importtime", "-c", "import outer")[1].splitlines()
    assert err[0] == "import time: self [us] | cumulative | imported package"
    assert [line.split("|")[2] for line in err[-2:]] == ["   inner", " outer"]
    own, total = (int(part.removeprefix("import time:")) for part in err[-1].split("|")[:2])
    assert own <= total
    err = beside.ours("-X", "importtime=2", "-c", "import outer, inner")[1].splitlines()
    assert err[-1] == "import time:    cached |     cached | inner"


def test_verbose(beside: Any) -> None:
    path = beside.write("mod.py", "import math")
    err = beside.ours("-v", "-c", "import mod")[1].splitlines()
    assert "import 'math' # built-in" in err and f"import 'mod' # {path}" in err


def test_pycache_prefix(beside: Any) -> None:
    beside.write("mod.py", "")
    beside.same("-X", "pycache_prefix=elsewhere", "-c", "import sys; print(sys.pycache_prefix)")
    beside.same("-X", "pycache_prefix", "-c", "import sys; print(sys.pycache_prefix)", PYTHONPYCACHEPREFIX="no")
    beside.out("-X", f"pycache_prefix={beside.folder}/elsewhere", "-c", "import mod")
    assert [p.name for p in (beside.folder / "elsewhere").rglob("mod*")] == ["mod.protopy-314.pyc"]


def test_hash_based_files(beside: Any) -> None:
    for mode in ("always", "default", "never"):
        beside.same("--check-hash-based-pycs", mode, "-c", "import _imp; print(_imp.check_hash_based_pycs)")


@pytest.mark.parametrize("options", [[], ["-P"], ["-I"], ["-E"]])
def test_the_first_place_of_the_path(beside: Any, options: list[str]) -> None:
    source = "import sys; print([p for p in sys.path if 'python' not in p and 'stdlib' not in p])"
    beside.write("folder/a.py", source)
    beside.write("folder/__main__.py", source)
    (beside.folder / "link.py").symlink_to("folder/a.py")
    for args in (["-c", source], ["folder/a.py"], ["folder"], ["-m", "folder.a"], ["-m", "folder"], ["./link.py"], ["-"]):
        beside.same(*options, *args, given=source if args == ["-"] else "")
