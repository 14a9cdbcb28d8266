"""The one harness: every task of the project is a session here. `./dev SESSION ARGUMENTS` runs one.

    ./dev provision          CPython 3.14, its library and its tests into .cache (or CPYTHON_BIN)
    ./dev build              build/bin/protopy and build/lib/libprotopython.so
    ./dev run FILE ...       all of the above, then protopy FILE ...
    ./dev host FILE ...      the same with the uncompiled runtime: slow, and every debugger of CPython works on it
    ./dev tests              every package's tests, the compiled and the uncompiled runtime
    ./dev sanitized          the tests of whole programs once more, under AddressSanitizer with a collection every 997 objects
    ./dev race               the programs that share things between threads, under ThreadSanitizer
    ./dev lint, ./dev types  ruff, import-linter, vulture; mypy --strict
    ./dev programs           the pyperformance programs into .cache
    ./dev regrtest ...       CPython's own test suite on protopy: python -m regrtest_runner ...
    ./dev packages ...       the tests of other people's packages on protopy and CPython: python -m protosuites ...
    ./dev bench ...          protopy beside CPython and other interpreters: python -m protobench ...
    ./dev dist               build/dist: the tree for users, its archive and its wheel, made and tried
    ./dev dashboard          reports/index.html and reports/README.md from the committed history

A session keeps its virtual environment, and installs into it only what is not there yet.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import nox

nox.options.sessions = ["tests"]
nox.options.default_venv_backend = "virtualenv"
nox.options.reuse_existing_virtualenvs = True
nox.options.error_on_missing_interpreters = True

REPOSITORY = Path(__file__).parent
PACKAGES = ("dialect", "runtime", "protopyc", "cli", "bench", "regrtest_runner", "report", "dist", "suites")
SOURCES = [REPOSITORY / "packages" / name / "src" for name in PACKAGES]
PROTOPY = REPOSITORY / "build" / "bin" / "protopy"

TOOLS = ["mypy>=1.15", "lark>=1.2", "mypy_extensions"]
REPORT_TOOLS = ["jinja2", "matplotlib", "pandas"]
RUNTIME_TEST_TOOLS = ["pytest", "pytest-xdist", "hypothesis", "pyrsistent"]
TEST_TOOLS = [*RUNTIME_TEST_TOOLS, "pyperf", *REPORT_TOOLS]
PARALLEL = ["-q", "-n", "2", "--dist", "worksteal"]
LINT_TOOLS = ["ruff", "import-linter", "networkx", "vulture"]


def prepare(session: nox.Session, *tools: str) -> None:
    """The tools a session needs, and the packages' sources on its path: an edit needs no reinstallation."""
    installed = Path(session.virtualenv.location, "installed-tools.txt")
    held = set(installed.read_text().split()) if installed.is_file() else set()
    if not held.issuperset(tools):
        session.install("--quiet", *tools)
        installed.write_text("\n".join(sorted(held.union(tools))) + "\n")
    session.env["PYTHONPATH"] = os.pathsep.join(str(folder) for folder in SOURCES)


def make_ready(session: nox.Session) -> None:
    """Provisions and builds what is missing or changed. stdout is left to what comes after."""
    session.run("python", "-m", "protobench", "provision", "--quiet", stdout=sys.stderr)
    session.run("python", "-m", "protopyc", "build", stdout=sys.stderr)
    link_library()


def make_checked(session: nox.Session, mode: str) -> None:
    """Builds protopy with a sanitizer, build/MODE/bin/protopy, for the tests of this session."""
    prepare(session, *TOOLS, *RUNTIME_TEST_TOOLS)
    session.run("python", "-m", "protobench", "provision", "--quiet", stdout=sys.stderr)
    executable = REPOSITORY / "build" / mode / "bin" / "protopy"
    session.run("python", "-m", "protopyc", "build", "--mode", mode, "--output", str(executable), stdout=sys.stderr)
    link_library(executable.parent.parent)
    session.env["PROTOPY_BIN"] = str(executable)


def link_library(prefix: Path = REPOSITORY / "build") -> Path:
    """PREFIX/lib/python3.14t, where PREFIX/bin/protopy looks for the standard library: the provisioned one. And the wheel of pip, if
    the distributor of that keeps it elsewhere, and what libraries were brought because the system lacks them."""
    facts = json.loads((REPOSITORY / ".cache" / "provision.json").read_text())
    stdlib = Path(facts["stdlib"])
    link = prefix / "lib" / "python3.14t"
    replace_link(link, stdlib)
    replace_link(link.with_name("python3.14"), None)  # of builds whose name had no t
    mpdec = REPOSITORY / ".cache" / "mpdec" / "libmpdec.so.4"
    replace_link(prefix / "lib" / mpdec.name, mpdec if mpdec.is_file() else None)
    wheels = stdlib.parent.parent / "share" / "python-wheels"
    replace_link(prefix / "share" / "python-wheels", wheels if wheels.is_dir() else None)
    return link


def replace_link(link: Path, target: Path | None) -> None:
    if link.is_symlink():
        link.unlink()
    if target is not None:
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(target)


@nox.session
def provision(session: nox.Session) -> None:
    """Brings CPython 3.14 with its library and tests into the cache; --peers brings PyPy and CPython 3.15 too."""
    prepare(session)
    session.run("python", "-m", "protobench", "provision", *session.posargs)


@nox.session
def build(session: nox.Session) -> None:
    """Makes build/bin/protopy and build/lib/libprotopython.so; --mode debug or asan for other builds."""
    prepare(session, *TOOLS)
    session.run("python", "-m", "protopyc", "build", *session.posargs)
    if (REPOSITORY / ".cache" / "provision.json").is_file():
        link_library()


@nox.session
def run(session: nox.Session) -> None:
    """Provisions and builds what is missing or changed, then runs protopy with the arguments."""
    prepare(session, *TOOLS)
    make_ready(session)
    sys.stdout.flush()
    # protopy gets the caller's own environment, directory and terminal, and its exit status is ours.
    os.chdir(os.environ.pop("PROTOPY_DEV_FOLDER", REPOSITORY))
    os.execv(PROTOPY, [str(PROTOPY), *session.posargs])


@nox.session
def host(session: nox.Session) -> None:
    """Runs a program with the uncompiled runtime, on the Python that runs nox."""
    prepare(session, *TOOLS)
    session.run("python", "-m", "protobench", "provision", "--quiet", stdout=sys.stderr)
    sys.stdout.flush()
    os.chdir(os.environ.pop("PROTOPY_DEV_FOLDER", REPOSITORY))
    os.environ["PROTOPY_STDLIB"] = str(link_library())
    # The sources' folders go to the host's sys.path alone: PYTHONPATH is the program's.
    start = "import sys; sys.path[:0] = sys.argv.pop(1).split(':'); import protopy_cli.__main__"
    python = Path(session.virtualenv.location, "bin", "python")
    os.execv(python, [str(python), "-P", "-c", start, session.env.pop("PYTHONPATH"), *session.posargs])


@nox.session
def tests(session: nox.Session) -> None:
    """Every package's tests; arguments go to pytest."""
    prepare(session, *TOOLS, *TEST_TOOLS)
    make_ready(session)
    session.env["PROTOPY_BIN"] = str(PROTOPY)
    session.run("python", "-m", "pytest", *(session.posargs or [*PARALLEL, "--durations=15"]))


@nox.session
def sanitized(session: nox.Session) -> None:
    """Builds the runtime with AddressSanitizer and UndefinedBehaviorSanitizer and runs whole programs and the command with it."""
    make_checked(session, "asan")
    # What the collector's heap holds at exit is no leak; and the signals of crashes are faulthandler's to report.
    signals = "handle_segv=0:handle_sigbus=0:handle_sigfpe=0:handle_sigill=0:handle_abort=0"
    session.env["ASAN_OPTIONS"] = f"detect_leaks=0:{signals}:allocator_may_return_null=1"
    # Little memory: the sanitizer needs terabytes of address space for itself. Wrong programs: a thousand, which are about messages.
    left_out = [f"--ignore=packages/runtime/tests/programs/test_{name}.py" for name in ("little_memory", "wrong_programs")]
    # What the collector finds of these depends on the frames of C, which are others here, and on when it runs.
    left_out += ["--deselect=packages/runtime/tests/modules/test_modules.py::test_program_prints_the_same_as_on_cpython[collector_answers]"]
    programs = "packages/runtime/tests/programs/test_programs.py"
    for name in ("foreign_memory_growth", "instances_with_init", "parsers_of_xml"):
        left_out += [f"--deselect={programs}::test_program_is_as_on_cpython[compiled-{name}]"]
        left_out += [f"--deselect={programs}::test_program_under_collector_stress[{name}]"]
    tests = [*left_out, "packages/cli/tests", *(f"packages/runtime/tests/{name}" for name in ("programs", "modules", "text/test_expressions.py"))]
    session.env["PROTOPY_GC_STRESS"] = "997"
    # What does not run this build is left out.
    session.run("python", "-m", "pytest", *(session.posargs or [*PARALLEL, "-k", "not uncompiled", *tests]))


@nox.session
def race(session: nox.Session) -> None:
    """Builds the runtime with ThreadSanitizer and runs the programs whose threads share things; arguments go to pytest."""
    make_checked(session, "tsan")
    suppressions = REPOSITORY / "packages" / "runtime" / "tests" / "programs" / "races" / "suppressions.txt"
    session.env["TSAN_OPTIONS"] = f"exitcode=66:history_size=4:die_after_fork=0:suppressions={suppressions}:print_suppressions=0"
    racing = [*PARALLEL, "packages/runtime/tests/programs", "-k", "test_nothing_is_lost or races and not uncompiled and not stress"]
    session.run("python", "-m", "pytest", *(session.posargs or racing))


@nox.session
def lint(session: nox.Session) -> None:
    """ruff, import-linter and vulture (what nothing uses): rules, contracts and exceptions are in the root pyproject.toml."""
    prepare(session, *LINT_TOOLS)
    session.run("ruff", "check", ".", *session.posargs)
    session.env["PYTHONPATH"] += os.pathsep + str(REPOSITORY)  # lint/ has a contract of its own
    session.run("lint-imports")
    said = str(session.run("vulture", silent=True, success_codes=[0, 3]))  # 3: it found something
    dead = [line for line in said.splitlines() if re.search("unused (function|method|class|property|import)|unreachable", line)]
    if dead:
        session.error("\n".join(["nothing uses", *dead]))


@nox.session
def types(session: nox.Session) -> None:
    """mypy --strict over every package's sources."""
    prepare(session, *TOOLS, "pytest", "pytest-xdist", "pyperf", *REPORT_TOOLS)
    written = [str(folder) for folder in SOURCES if any(folder.rglob("*.py"))]
    session.run("mypy", *(session.posargs or written))


@nox.session
def programs(session: nox.Session) -> None:
    """Downloads the pyperformance wheel and unpacks the benchmark programs into the cache."""
    prepare(session)
    session.run("python", "-m", "protobench", "programs", *session.posargs)


@nox.session
def regrtest(session: nox.Session) -> None:
    """CPython's test suite on protopy, and what share of it passes; see `./dev regrtest --help`."""
    prepare(session, *TOOLS, "pytest", "pytest-xdist", *REPORT_TOOLS)
    make_ready(session)
    session.run("python", "-m", "regrtest_runner", *session.posargs)


@nox.session
def packages(session: nox.Session) -> None:
    """The test suites of other people's packages, compared with CPython case by case; see `./dev packages --help`."""
    prepare(session, *TOOLS, "jinja2")
    make_ready(session)
    session.run("python", "-m", "protosuites", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Times protopy beside CPython and other interpreters; see `./dev bench --help`."""
    prepare(session, *TOOLS, "pyperf", "pyrsistent", *REPORT_TOOLS)
    make_ready(session)
    session.run("python", "-m", "protobench", *session.posargs)


@nox.session
def dist(session: nox.Session) -> None:
    """Makes build/dist (the tree that can be put anywhere, its archive, its wheel) and tries what it made; arguments go to pytest."""
    prepare(session, *TOOLS, "pytest", "pytest-xdist")
    session.run("python", "-m", "protobench", "provision", "--quiet", stdout=sys.stderr)
    made = REPOSITORY / "build" / "dist"
    executable = made / "executable" / "protopy"
    session.run("python", "-m", "protopyc", "build", "--output", str(executable), env={"PROTOPY_DISTRIBUTION": "1"}, stdout=sys.stderr)
    session.run("python", "-m", "protodist", "--executable", str(executable), "--output", str(made))
    session.env["PROTOPY_DIST"] = str(made)
    session.run("python", "-m", "pytest", *(session.posargs or ["-q", "packages/dist/tests"]))


@nox.session
def dashboard(session: nox.Session) -> None:
    """Renders reports/index.html and reports/README.md from the committed history."""
    prepare(session, *REPORT_TOOLS)
    session.run("python", "-m", "protoreport", *session.posargs)
