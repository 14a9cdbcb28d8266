"""The pyperformance programs: downloaded from PyPI, never committed, run unmodified.

Taken are the programs that are pure Python and need nothing but the standard library; EXCLUDED says why each
of the others is not.

    <cache>/programs/
      bm_nbody/                one folder a program, for some are named as a module of the library
        run_benchmark.py       the program
        data/                  what some of them read
        pyperf.py              link to standin/pyperf.py, which the programs import
        program_checks.py      link to standin/program_checks.py
      complete.txt             the version and the files; written last
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from protobench import paths
from protoreport.files import write_whole

VERSION = "1.14.0"
"""The pyperformance release the figures are about: one release, so that figures of two dates compare."""

INSIDE = "pyperformance/data-files/benchmarks"
"""Where the wheel keeps the programs."""


@dataclass(frozen=True)
class Program:
    name: str
    loops: str = "1"
    """For a timed run, so that it is long beside the start-up of CPython (see standin/pyperf.py)."""
    of: str = ""
    """The wheel's program, where this is one of its variants."""
    words: tuple[str, ...] = ()
    """The arguments that choose the variant."""
    files: tuple[str, ...] = ()
    """What else the program reads, from its folder in the wheel."""
    quick: bool = False
    """Part of a quick run, with one loop."""

    @property
    def source(self) -> str:
        return self.of or self.name


def _pickle(name: str, loops: str) -> Program:
    """The variants with an accelerator end with an error where there is none, so all are the pure ones."""
    return Program(f"{name}_pure_python", loops, "pickle", ("--pure-python", name))


def _async_tree(name: str, *words: str) -> Program:
    return Program(f"async_tree_{name}", "1", "async_tree", words)


PROGRAMS = (
    Program("nbody", "4", quick=True),
    Program("fannkuch"),
    Program("richards", "4", quick=True),
    Program("richards_super", "4"),
    Program("deltablue", "40"),
    Program("spectral_norm", "2"),
    Program("nqueens", "2"),
    Program("float", "2", quick=True),
    Program("chaos", "3", quick=True),
    Program("raytrace"),
    Program("hexiom", "20"),
    Program("pidigits", "2"),
    Program("meteor_contest", "2"),
    Program("generators", "6", quick=True),
    Program("coroutines", "6"),
    Program("unpack_sequence", "20000"),
    Program("scimark", "1,scimark_sparse_mat_mult=30"),
    Program("go", "2"),
    Program("barnes_hut"),
    Program("comprehensions", "20000"),
    Program("deepcopy", "300,deepcopy_reduce=30000,deepcopy_memo=3000"),
    Program("mdp"),
    Program("pyflate", files=("data/interpreter.tar.bz2",)),
    Program("typing_runtime_protocols", "2000"),
    Program("argparse_many_optionals", "100", "argparse", ("many_optionals",)),
    Program("argparse_subparsers", "10", "argparse", ("subparsers",)),
    Program("logging", "2000"),
    Program("pprint"),
    Program("pathlib", "10"),
    Program("json_dumps", "10"),
    Program("json_loads", "100", quick=True),
    _pickle("pickle", "50"),
    _pickle("unpickle", "50"),
    _pickle("pickle_list", "100"),
    _pickle("unpickle_list", "100"),
    _pickle("pickle_dict", "10"),
    Program("xml_etree"),
    Program("regex_compile", "2", files=("bm_regex_effbot.py", "bm_regex_v8.py")),
    Program("regex_dna", "2"),
    Program("regex_effbot", "20", quick=True),
    Program("regex_v8", "20"),
    Program("base64"),
    Program("decimal_factorial"),
    Program("decimal_pi"),
    Program("telco", "40", files=("data/telco-bench.b",)),
    Program("gc_collect", "200"),
    Program("gc_traversal", "20"),
    Program("async_generators"),
    _async_tree("none", "none"),
    _async_tree("eager", "eager"),
    _async_tree("io", "io"),
    _async_tree("memoization", "memoization"),
    _async_tree("cpu_io_mixed", "cpu_io_mixed"),
    _async_tree("none_tg", "none", "--task-groups"),
    Program("asyncio_tcp"),
    Program("concurrent_imap"),
    Program("sqlite_synth", "20000"),
)

_PACKAGES = "needs a package from PyPI: "
EXCLUDED = {
    "2to3": "installs lib2to3 with pip and times a child process",
    "bpe_tokeniser": "one loop takes CPython 15 seconds: as long as all the others together",
    "python_startup": "times a child process; the suite `startup` measures the same",
    "asyncio_websockets": _PACKAGES + "websockets",
    "chameleon": _PACKAGES + "chameleon",
    "coverage": _PACKAGES + "coverage",
    "crypto_pyaes": _PACKAGES + "pyaes",
    "dask": _PACKAGES + "dask",
    "django_template": _PACKAGES + "django",
    "docutils": _PACKAGES + "docutils",
    "dulwich_log": _PACKAGES + "dulwich",
    "fastapi": _PACKAGES + "fastapi",
    "genshi": _PACKAGES + "genshi",
    "hg_startup": _PACKAGES + "mercurial; pyperformance itself has it switched off",
    "html5lib": _PACKAGES + "html5lib",
    "mako": _PACKAGES + "mako",
    "networkx": _PACKAGES + "networkx",
    "sphinx": _PACKAGES + "sphinx",
    "sqlalchemy_declarative": _PACKAGES + "sqlalchemy",
    "sqlalchemy_imperative": _PACKAGES + "sqlalchemy",
    "sqlglot_v2": _PACKAGES + "sqlglot",
    "sympy": _PACKAGES + "sympy",
    "tomli_loads": _PACKAGES + "tomli",
    "tornado_http": _PACKAGES + "tornado",
    "xdsl": _PACKAGES + "xdsl",
    "yaml": _PACKAGES + "pyyaml",
}
"""The wheel's other programs: name -> why it is not run."""


def folder() -> Path:
    return paths.cache() / "programs"


def script(program: Program) -> Path:
    return folder() / f"bm_{program.source}" / "run_benchmark.py"


def standin(name: str) -> Path:
    """A program or module that stands in for a library on the interpreter under test."""
    return Path(__file__).with_name("standin") / f"{name}.py"


def bring() -> Path:
    """Downloads and unpacks the programs unless they are there; the folder they are in."""
    home = folder()
    complete = home / "complete.txt"
    wanted = "\n".join([VERSION, *_members(), ""])
    if not (complete.is_file() and complete.read_text() == wanted):
        _unpack(_download(), home)
        write_whole(complete, wanted.encode())
    for source in {program.source for program in PROGRAMS}:
        _link_standin(home / f"bm_{source}")
    return home


def _members() -> list[str]:
    """The files that are taken, as they are named below the wheel's folder of benchmarks."""
    names = [[f"bm_{program.source}/{name}" for name in ("run_benchmark.py", *program.files)] for program in PROGRAMS]
    return sorted({name for of_one in names for name in of_one})


def _link_standin(home: Path) -> None:
    """Links, so that an edit of the stand-in is seen at once."""
    for source in (standin("pyperf"), standin("program_checks")):
        link = home / source.name
        if not (link.is_symlink() and link.resolve() == source.resolve()):
            fresh = home / f"{source.name}.{os.getpid()}"
            fresh.symlink_to(source)
            os.replace(fresh, link)


def wheel() -> Path | None:
    """The wheel, where it was downloaded before."""
    return next((paths.cache() / "wheels").glob(f"pyperformance-{VERSION}-*.whl"), None)


def _download() -> Path:
    """The wheel, through pip; what was downloaded before is not asked for again."""
    found = wheel()
    if found is None:
        print(f"programs: downloading pyperformance {VERSION} from PyPI", file=sys.stderr, flush=True)
        wheels = paths.cache() / "wheels"
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(wheels)]
        done = subprocess.run([*pip, f"pyperformance=={VERSION}"], capture_output=True, text=True)
        found = wheel()
        if done.returncode != 0 or found is None:
            raise SystemExit(f"programs: pip cannot download pyperformance {VERSION}:\n{done.stderr.strip()}")
    return found


def _unpack(archive_path: Path, home: Path) -> None:
    with zipfile.ZipFile(archive_path) as archive:
        for name in _members():
            write_whole(home / name, archive.read(f"{INSIDE}/{name}"))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m protobench programs",
        description="Downloads pyperformance from PyPI and unpacks the benchmark programs into the cache.",
    )
    parser.add_argument("--excluded", action="store_true", help="name the programs that are not run, and why")
    chosen = parser.parse_args(arguments)
    if chosen.excluded:
        for name, why in sorted(EXCLUDED.items()):
            print(f"{name:24}{why}")
        return 0
    home = bring()
    print(f"{len(PROGRAMS)} benchmarks of pyperformance {VERSION}: {home}")
    return 0
