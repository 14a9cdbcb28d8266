"""`__main__`, sys.argv and sys.path for every way to name a program, beside python3.14."""

from __future__ import annotations

import zipfile
from typing import Any

import pytest

SHOW = """
import sys
def shown(name):
    value = globals().get(name, 'missing')
    if name == '__loader__':
        return getattr(value, '__name__', type(value).__name__)
    if name == '__builtins__':
        return type(value).__name__
    if name == '__spec__':
        return value and (value.name, value.origin, type(value.loader).__name__, value.parent)
    if name == '__cached__' and value:
        return value.replace('cpython-314', '*').replace('protopy-314', '*')
    return value
for name in ('__name__', '__doc__', '__file__', '__package__', '__cached__', '__loader__', '__spec__', '__builtins__', '__annotations__'):
    print(name, shown(name))
print(sys.argv, sys.orig_argv[1:], sys.path[0])
print(sys.modules['__main__'].__dict__ is globals())
"""


def test_ways_to_run(beside: Any) -> None:
    for name in ("a.py", "pkg/__init__.py", "pkg/__main__.py", "pkg/sub.py", "folder/__main__.py", "-"):
        beside.write(name, SHOW)
    for args in (
        ["a.py", "1"], ["./a.py"], ["folder/../a.py"], [str(beside.folder / "a.py")], ["--", "a.py", "-x"], ["pkg/sub.py"],
        ["folder"], ["folder/"], ["pkg"], ["-m", "a", "-1"], ["-ma"], ["-m", "pkg"], ["-m", "pkg.sub", "x"], ["-m", "folder"], ["-m", "pkg.__main__"],
        ["-c", SHOW], ["-c" + SHOW, "y"], ["-Bc", SHOW, "--", "-c"],
    ):  # fmt: skip
        beside.same(*args)
    for args in ([], ["-"], ["-", "1", "-c"], ["-B"], ["-B", "-", "z"]):
        beside.same(*args, given=SHOW)


def test_packages_in_archives(beside: Any) -> None:
    with zipfile.ZipFile(beside.folder / "wheel.zip", "w") as archive:
        archive.writestr("app/__init__.py", "print(__path__)")
        archive.writestr("app/__main__.py", "from app.inner.deep import f\nimport app.near\nf()\n")
        archive.writestr("app/near.py", "from . import inner\n")
        archive.writestr("app/inner/__init__.py", "")
        archive.writestr("app/inner/deep.py", "def f(): print(__name__, __file__)\n")
    for args in (("-m", "app"), ("-c", "import app.inner.deep as d; d.f()"), ("-c", "from app import near, nothing"), ("-c", "import app.absent")):
        beside.same(*args, PYTHONPATH="wheel.zip:absent.zip:nowhere")


def test_archives(beside: Any) -> None:
    with zipfile.ZipFile(beside.folder / "app.zip", "w") as archive:
        archive.writestr("__main__.py", SHOW.replace("'__cached__', ", "") + "import helper\n")
        archive.writestr("helper.py", "print(__file__)")
    beside.same("app.zip", "1")
    data = (beside.folder / "app.zip").read_bytes()
    beside.same("-c", "import helper, nothing", PYTHONPATH="app.zip")
    (beside.folder / "app").write_bytes(b"#!/usr/bin/env python3\n" + data)
    beside.same("./app", "1")


@pytest.mark.parametrize(
    "args",
    ["missing.py", "./missing.py", ".", "empty", "-m missing", "-m pkg", "-m pkg.missing", "-m missing.part", "-m a.py", "-m a.part",
     "-m .a", "-m sys", "-m broken", "-m broken.part", "-m pkg/inner", "empty.zip"],
)  # fmt: skip
def test_what_cannot_be_run(beside: Any, args: str) -> None:
    beside.write("a.py", "print('a')")
    beside.write("pkg/__init__.py", "print('package')")
    beside.write("pkg/inner.py", "")
    beside.write("broken/__init__.py", "import no_such_module")
    beside.write("broken/__main__.py", "")
    (beside.folder / "empty").mkdir()
    zipfile.ZipFile(beside.folder / "empty.zip", "w").close()
    if args.startswith("-m broken"):  # CPython shows frames of runpy
        ours, theirs = beside.ours(*args.split()), beside.theirs(*args.split())
        assert (ours[0], ours[1].splitlines()[-1], ours[2]) == (theirs[0], theirs[1].splitlines()[-1], theirs[2])
    else:
        beside.same(*args.split())


def test_modules_that_only_importlib_finds(beside: Any) -> None:
    beside.write("space/part.py", SHOW)
    beside.same("-m", "space.part")
    beside.write("pkg/__init__.py", "import pkg.sub")
    beside.write("pkg/sub.py", "print(__name__)")
    ours, theirs = beside.ours("-m", "pkg.sub"), beside.theirs("-m", "pkg.sub")
    assert ours[0] == theirs[0] and theirs[1].partition(": ")[2].strip() in ours[1]


def test_text_is_moved_to_the_margin(beside: Any) -> None:
    for text in ("  print(1)", "\n    x = 1\n    if x:\n        print(x)\n", "  a = 1\n\n  \n  print(a)", "  a = 1\n print(a)", "\tprint(1)\n  2"):
        beside.same("-c", text)
    for text in ("  x = '''\n  y'''\n  print(x)", "   "):
        beside.same("-c", text)
    beside.same("-c", "\n    def f():\n        1/0\n    f()\n")


def test_statuses(beside: Any) -> None:
    for code in ("0", "7", "256", "-1", "2**40", "2**70", "-2**70", "True", "'text'", "None", "(1, 2)", "[]", "1.5", "'\\udc80'"):
        beside.same("-c", f"raise SystemExit({code})")
    beside.same("-c", "import sys; sys.excepthook = lambda *a: print('hook', a[1]); 1/0")
    beside.same("-c", "import sys; del sys.excepthook; 1/0")
    beside.same("-c", "import sys; sys.excepthook = lambda *a: sys.exit(9); 1/0")


def test_only_a_prompt_has_prompts(beside: Any) -> None:
    beside.same("-c", "import sys; print(hasattr(sys, 'ps1'), hasattr(sys, 'last_exc'))")
    beside.same("-q", "-i", "-c", "import sys; print(hasattr(sys, 'ps1'))", given="sys.ps1, sys.ps2\nsys.ps1 = '> '\n2\n")


@pytest.mark.parametrize(
    "typed",
    ["1 + 1\n", "x = 1\nx\n_\n", "def f(n):\n    return n\n\nf(3)\n", "1/0\n5\nimport sys\nprint(sys.last_exc)\n", "x = (\n1)\nx\n",
     "raise SystemExit(4)\n", "exit(5)\n",
     "x =\n3\n", "for i in range(2):\n  i\n\n", "class C:\n  x = 1\n\nC.x\n", "", "None\n'text'\n", "if 1:\n  2\nelse:\n  3\n\n"],
)  # fmt: skip
@pytest.mark.parametrize("args", [["-q", "-i"], ["-i", "-c", "y = 1"], ["-i", "-c", "raise SystemExit(3)"]])
def test_prompt(beside: Any, typed: str, args: list[str]) -> None:
    beside.same(*args, given=typed)


def test_spec_for_others(beside: Any) -> None:
    """argparse names a program after `__main__.__spec__`."""
    beside.write("tool.py", "import argparse\nargparse.ArgumentParser().parse_args()\n")
    ours, theirs = beside.ours("-m", "tool", "-h"), beside.theirs("-m", "tool", "-h")
    assert ours[0].replace("protopy", "python3.14") == theirs[0] and ours[2] == 0
    beside.same("tool.py", "-h")
