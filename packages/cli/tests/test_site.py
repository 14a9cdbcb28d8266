"""What CPython's site does at start: names in builtins, folders of installed packages, .pth files, customization, virtual environments."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

PACKAGES = "lib/python3.14t/site-packages"
PATH = "import sys; print([p for p in sys.path if 'site-packages' in p or 'extra' in p])"


# --- names --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "print(exit, quit)",
        "print(exit.name, exit.eof, quit.name, exit.__class__.__name__, exit.__class__.__module__)",
        "print(help)",
        "print(license.__class__.__name__, callable(copyright), callable(help))",
        "exit()",
        "exit(3)",
        "quit('bye')",
        "import sys\ntry:\n    exit()\nexcept SystemExit as e:\n    print(e.code, sys.stdin.closed)",
        "import builtins; print([n for n in ('exit', 'quit', 'copyright', 'credits', 'license', 'help') if hasattr(builtins, n)])",
        "exit = 5\nprint(exit)",
    ],
)
@pytest.mark.parametrize("option", ["-B", "-S", "-I"])
def test_names(beside: Any, source: str, option: str) -> None:
    beside.same(option, "-c", source)


def test_texts(beside: Any) -> None:
    assert "contributors" in beside.out("-c", "print(copyright)")
    assert "MIT" in beside.out("-c", "print(license)")
    assert "Python Software Foundation" in beside.out("-c", "print(credits)")


def test_names_become_the_stock_objects(beside: Any) -> None:
    assert beside.out("-c", "repr(exit); import _sitebuiltins as s; print(isinstance(exit, s.Quitter))") == "True"
    assert beside.out("-c", "import site, _sitebuiltins as s; print(isinstance(exit, s.Quitter), type(help).__name__)") == "True _Helper"


def test_site_itself_is_not_loaded_for_nothing(beside: Any) -> None:
    assert beside.out("-c", "import sys; print([m for m in ('site', 'os', 'importlib') if m in sys.modules])") == "[]"
    assert beside.out("-c", "import site, sys; print(len(sys.path) == len(set(sys.path)), site.ENABLE_USER_SITE)") == "True True"


# --- folders ------------------------------------------------------------------------------------------------------------


def test_site_packages(beside: Any, prefix: Path) -> None:
    beside.write(f"prefix/{PACKAGES}/installed.py", "print('installed')")
    assert beside.installed("-c", PATH) == str([str(prefix / PACKAGES)])
    assert beside.installed("-c", "import installed") == "installed"
    assert beside.installed("-S", "-c", PATH) == "[]"
    before = beside.installed("-c", "import sys; print(sys.path)")
    assert beside.installed("-c", "import sys, site; print(sys.path)") == before


def test_user_site(beside: Any, prefix: Path) -> None:
    user = beside.folder / "home" / ".local" / PACKAGES
    user.mkdir(parents=True)
    system = str(prefix / PACKAGES)
    assert beside.installed("-c", PATH) == str([str(user), system])
    for option in ("-s", "-I"):
        assert beside.installed(option, "-c", PATH) == str([system])
    assert beside.installed("-c", PATH, PYTHONNOUSERSITE="1") == str([system])
    other = beside.folder / "other" / PACKAGES
    other.mkdir(parents=True)
    assert beside.installed("-c", PATH, PYTHONUSERBASE=str(beside.folder / "other")) == str([str(other), system])
    assert beside.installed("-c", "import site; print(site.USER_SITE, site.ENABLE_USER_SITE)") == f"{user} True"


def test_path_files(beside: Any, prefix: Path) -> None:
    (beside.folder / "extra").mkdir()
    beside.write(f"prefix/{PACKAGES}/a.pth", f"# a comment\n{beside.folder}/extra\n/nowhere\nimport sys; sys.from_path_file = 1\n")
    assert beside.installed("-c", PATH) == str([str(prefix / PACKAGES), f"{beside.folder}/extra"])
    assert beside.installed("-c", "import sys; print(sys.from_path_file, 'site' in sys.modules)") == "1 True"
    assert beside.installed("-S", "-c", "import sys; print(hasattr(sys, 'from_path_file'))") == "False"
    assert beside.installed("-c", "print(exit.name)") == "exit"


@pytest.mark.parametrize("name", ["sitecustomize", "usercustomize"])
def test_customization(beside: Any, prefix: Path, name: str) -> None:
    beside.write(f"prefix/{PACKAGES}/{name}.py", "import sys\nprint('customized', sys.argv)\n")
    assert beside.installed("-c", "print(1)") == "customized ['-c']\n1"
    assert beside.installed("-S", "-c", "print(1)") == "1"
    isolated = beside.installed("-I", "-c", "print(1)")
    assert isolated == ("1" if name == "usercustomize" else "customized ['-c']\n1")


def test_customization_that_fails(beside: Any) -> None:
    beside.write("folder/sitecustomize.py", "1/0")
    beside.same("-c", "print(1)", PYTHONPATH="folder")


def test_customization_beside_the_program_does_not_count(beside: Any) -> None:
    beside.write("sitecustomize.py", "print('customized')")
    beside.write("a.py", "print(1)")
    beside.same("a.py")
    beside.same("-c", "print(1)")


# --- virtual environments -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("copy", [False, True])
@pytest.mark.parametrize("system", [False, True])
def test_virtual_environment(beside: Any, prefix: Path, copy: bool, system: bool) -> None:
    venv = beside.folder / "venv"
    (venv / "bin").mkdir(parents=True)
    (venv / PACKAGES).mkdir(parents=True)
    command = venv / "bin" / "protopy"
    if copy:
        shutil.copy2(prefix / "bin" / "protopy", command)
        (venv / "lib" / "libprotopython.so").symlink_to(prefix / "lib" / "libprotopython.so")
    else:
        command.symlink_to(prefix / "bin" / "protopy")
    (venv / "pyvenv.cfg").write_text(f"home = {prefix}/bin\ninclude-system-site-packages = {str(system).lower()}\nversion = 3.14.0\n")
    user = beside.folder / "home" / ".local" / PACKAGES
    user.mkdir(parents=True)
    beside.protopy = str(command)
    show = "import sys; print(sys.prefix, sys.exec_prefix, sys.base_prefix, sys.executable, sys._base_executable)"
    expected = f"{venv} {venv} {prefix} PROGRAM {prefix}/bin/protopy"
    assert beside.installed("-c", show) == expected
    folders = [str(venv / PACKAGES)] + ([str(user), str(prefix / PACKAGES)] if system else [])
    assert beside.installed("-c", PATH) == str(folders)
    assert beside.installed("-c", "import site\n" + PATH) == str(folders)
