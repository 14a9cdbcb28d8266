"""An interpreter, a pip and a package of a few lines: nothing is fetched and nothing is installed."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from pathlib import Path
from xml.sax.saxutils import quoteattr

PINS = {"pytest": "9.2.0", "pytest-timeout": "2.4.0"}

INTERPRETER = """#!/bin/sh
case "$*" in
*implementation.name*) echo {name} 3.14.99; exit;;
*/proc/self/maps*) exit;;
*test.__file__*) echo {folder}/test; exit;;
*sys.version*) echo 3.14.99 made today; exit;;
"-m venv"*) mkdir -p "$4/bin" && cp "$0" "$4/bin/python"; echo venv >> {folder}/{name}.calls; exit;;
esac
echo "pytest in $PWD with [$PYTHONPATH] [$PYTHONHASHSEED] [$SUITE_VARIABLE]: $*" >> {folder}/{name}.calls
for word; do case "$word" in --junitxml=*) report=${{word#--junitxml=}};; esac; done
. {folder}/{name}.does
"""

PIP = """#!/bin/sh
echo "$*" >> {folder}/pip.calls
case "$*" in
*download*) cp {folder}/index/* {cache}/packages/sdists/; exit;;
*list*) cat {folder}/installed.json; exit;;
*) if [ -f {folder}/pip.fails ]; then echo "ERROR: no matching distribution" >&2; exit 1; fi;;
esac
"""


def report(cases: dict[str, str]) -> str:
    """pytest's report: NAME to an outcome of pytest's, with `: MESSAGE` after it where there is one."""
    told = []
    for name, outcome in cases.items():
        word, _, message = outcome.partition(": ")
        inside = {
            "failed": f"<failure message={quoteattr(message)}>at a.py:1</failure>",
            "error": f"<error message={quoteattr(message)}/>",
            "skipped": f'<skipped type="pytest.skip" message={quoteattr(message)}/>',
            "xfailed": f'<skipped type="pytest.xfail" message={quoteattr(message)}/>',
        }.get(word, "")
        told.append(f'<testcase classname="tests.test_a" name={quoteattr(name)} time="0.1">{inside}</testcase>')
    return f'<?xml version="1.0"?><testsuites><testsuite name="pytest">{"".join(told)}</testsuite></testsuites>'


class World:
    """A folder with all of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cache = folder / "cache"
        (folder / "test").mkdir()
        (folder / "index").mkdir()
        self.pip = self._script("pip", PIP.format(folder=folder, cache=self.cache))
        self.protopy = self._script("protopy", INTERPRETER.format(name="protopy", folder=folder))
        self.cpython = self._script("cpython", INTERPRETER.format(name="cpython", folder=folder))
        self.sdist = folder / "index" / "thing-1.0.tar.gz"
        with tarfile.open(self.sdist, "w:gz") as archive:
            entry = tarfile.TarInfo("thing-1.0/tests/test_a.py")
            archive.addfile(entry, io.BytesIO(b""))
        self.installed({"thing": "1.0", **PINS})
        self.reports = folder / "reports"

    def _script(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text)
        path.chmod(0o755)
        return path

    def installed(self, packages: dict[str, str]) -> None:
        """What pip says is in every environment."""
        held = [{"name": name, "version": version} for name, version in packages.items()]
        (self.folder / "installed.json").write_text(json.dumps(held))

    def pytest(self, side: str, cases: dict[str, str], then: str = "exit 0") -> None:
        """What pytest reports on the side, and the shell that ends it."""
        made = self.folder / f"{side}.xml"
        made.write_text(report(cases))
        (self.folder / f"{side}.does").write_text(f'cp {made} "$report"\n{then}\n')

    def does(self, side: str, shell: str) -> None:
        """Something else than a report."""
        (self.folder / f"{side}.does").write_text(shell + "\n")

    def calls(self, name: str) -> list[str]:
        path = self.folder / f"{name}.calls"
        return path.read_text().splitlines() if path.is_file() else []

    def catalogue(self, more: str = "", sha256: str | None = None) -> Path:
        """A list of one suite, `thing`; `more` are lines of its entry."""
        digest = sha256 or hashlib.sha256(self.sdist.read_bytes()).hexdigest()
        pins = "\n".join(f'"{name}" = "{version}"' for name, version in PINS.items())
        entry = f'name = "thing"\nversion = "1.0"\nsdist = "{self.sdist.name}"\nsha256 = "{digest}"\ntests = ["tests"]'
        path = self.folder / "suites.toml"
        path.write_text(f"[pins]\n{pins}\n[[suite]]\n{entry}\n{more}\n")
        return path

    def words(self, *more: str, catalogue: str = "", sha256: str | None = None) -> list[str]:
        """The command's arguments."""
        listed = str(self.catalogue(catalogue, sha256))
        sides = ["--subject", str(self.protopy), "--cpython", str(self.cpython)]
        return [*sides, "--catalogue", listed, "--reports", str(self.reports), *more]
