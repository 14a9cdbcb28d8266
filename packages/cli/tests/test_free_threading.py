"""The names that say that there is no lock: sys.abiflags, the library's folder, and what the stock sysconfig, site and venv make of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

VARIABLES = "import json, sysconfig; print(json.dumps(sysconfig.get_config_vars()))"


def test_the_build_has_no_lock(beside: Any, prefix: Path) -> None:
    show = "import sys, sysconfig; print(sys.abiflags, sysconfig.get_config_var('Py_GIL_DISABLED'), sys._is_gil_enabled(), sys.flags.gil)"
    assert beside.installed("-c", show) == "t 1 False 0"
    assert "free-threading build" in beside.installed("-VV")


def test_the_library_is_found_by_its_name(beside: Any, prefix: Path) -> None:
    show = "import sys, os; print(sys.prefix, sys._stdlib_dir, os.__file__)"
    library = prefix / "lib" / "python3.14t"
    assert beside.installed("-c", show) == f"{prefix} {library} {library}/os.py"


def test_a_moved_tree(beside: Any, prefix: Path) -> None:
    moved = beside.folder / "elsewhere" / "deep"
    moved.parent.mkdir()
    prefix.rename(moved)
    beside.protopy = str(moved / "bin" / "protopy")
    held = json.loads(beside.installed("-c", VARIABLES))
    assert {held[name] for name in ("prefix", "exec_prefix", "host_prefix", "installed_base")} == {str(moved)}
    assert (held["BINDIR"], held["LIBDIR"], held["LIBDEST"]) == (f"{moved}/bin", f"{moved}/lib", f"{moved}/lib/python3.14t")
    assert beside.installed("-c", "import sysconfig; print(sysconfig._installation_is_relocated())") == "False"


@pytest.mark.parametrize("scheme", ["posix_prefix", "venv"])
def test_paths(beside: Any, prefix: Path, scheme: str) -> None:
    found = json.loads(beside.installed("-c", f"import json, sysconfig; print(json.dumps(sysconfig.get_paths('{scheme}')))"))
    packages = f"{prefix}/lib/python3.14t/site-packages"
    assert found == {
        "stdlib": f"{prefix}/lib/python3.14t", "platstdlib": f"{prefix}/lib/python3.14t", "purelib": packages, "platlib": packages,
        "include": f"{prefix}/include/python3.14t", "platinclude": f"{prefix}/include/python3.14t",
        "scripts": f"{prefix}/bin", "data": str(prefix),
    }  # fmt: skip


def test_variables_are_true_of_protopy(beside: Any, prefix: Path) -> None:
    held = json.loads(beside.installed("-c", VARIABLES))
    machine = beside.installed("-c", "import sys; print(sys.implementation._multiarch)")
    expected = {
        "ABIFLAGS": "t", "abiflags": "t", "abi_thread": "t", "LDVERSION": "3.14t", "VERSION": "3.14", "MULTIARCH": machine,
        "SOABI": f"protopy-314t-{machine}", "EXT_SUFFIX": f".protopy-314t-{machine}.so", "Py_DEBUG": 0, "SIZEOF_VOID_P": 8, "HAVE_GETRANDOM": 1,
    }  # fmt: skip
    assert {name: held[name] for name in expected} == expected
    # What setuptools insists on before it compiles; that there is no Python.h it finds out itself.
    for name in "AR ARFLAGS CC CCSHARED CFLAGS CXX LDCXXSHARED LDSHARED SHLIB_SUFFIX".split():
        assert held[name], name
    assert not {"LIBRARY", "CONFIG_ARGS", "INCLUDEPY", "WHEEL_PKG_DIR"} & held.keys()
    (prefix / "share" / "python-wheels").mkdir(parents=True)
    show = "import sysconfig; print(sysconfig.get_config_var('WHEEL_PKG_DIR'))"
    assert beside.installed("-c", show) == f"{prefix}/share/python-wheels"


def test_each_program_has_its_own_variables(beside: Any, prefix: Path) -> None:
    source = "import sysconfig as s, _sysconfig as i; print(i.config_vars(), i.config_vars() is i.config_vars(), s._get_sysconfigdata()['ABIFLAGS'])"
    assert beside.installed("-c", source) == "{'Py_GIL_DISABLED': 1, 'Py_DEBUG': 0} False t"


def test_what_sysconfig_and_site_print(beside: Any, prefix: Path) -> None:
    said = beside.installed("-m", "sysconfig")
    assert '\tPy_GIL_DISABLED = "1"' in said and 'Python version: "3.14"' in said
    home = beside.folder / "home" / ".local" / "lib" / "python3.14t" / "site-packages"
    said = beside.installed("-m", "site")
    assert f"'{prefix}/lib/python3.14t'," in said and f"USER_SITE: '{home}'" in said
    platform = "import sysconfig; print(sysconfig.get_platform())"
    assert beside.installed("-c", platform) == beside.theirs("-c", platform)[0].strip()


@pytest.mark.parametrize("copies", [False, True])
def test_venv(beside: Any, prefix: Path, copies: bool) -> None:
    venv = beside.folder / "made"
    beside.installed("-m", "venv", "--without-pip", *(["--copies"] if copies else []), str(venv))
    packages = venv / "lib" / "python3.14t" / "site-packages"
    assert packages.is_dir() and [entry.name for entry in (venv / "lib").iterdir()] == ["python3.14t"]
    (packages / "found.py").write_text("print(__file__)\n")
    beside.protopy = str(venv / "bin" / "python")
    assert beside.installed("-c", "import found") == f"{packages}/found.py"
    show = "import sys, sysconfig, os; print(sys.prefix, sys.base_prefix, os.__file__, sysconfig.get_path('purelib'), sysconfig.get_path('stdlib'))"
    library = prefix / "lib" / "python3.14t"
    assert beside.installed("-c", show) == f"{venv} {prefix} {library}/os.py {packages} {library}"
