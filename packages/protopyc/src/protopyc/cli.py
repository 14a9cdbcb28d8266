"""protopyc's command line.

python -m protopyc build [--mode release|debug|asan|tsan] [--jobs N] [--entry MODULE:FUNCTION] [-o OUT]
python -m protopyc run FILE.py [ARGS...]
python -m protopyc check [--entry MODULE:FUNCTION]      refuse or accept, write nothing
--dump=PASS                                             print the IR after a pass (front, fold,
                                                        devirtualise, effects, lower)
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from protopyc.build import BuildError, build
from protopyc.compiler import compile_program, generated, run_passes
from protopyc.errors import CompileErrors
from protopyc.passes.table import PASSES
from protopyc.settings import CHECKOUT, Settings, settings


def parser(defaults: Settings) -> argparse.ArgumentParser:
    p = argparse.ArgumentParser(
        prog="protopyc", description="Compiles typed Python (docs/dialect.md) to C++20."
    )
    commands = p.add_subparsers(dest="command", required=True)
    for name, text in (
        ("build", "compile a program"),
        ("check", "accept or refuse a program"),
        ("run", "compile one file and run its main()"),
    ):
        c = commands.add_parser(name, help=text)
        c.add_argument(
            "--mode",
            choices=["release", "debug", "asan", "tsan"],
            default="debug" if name == "run" else "release",
        )
        c.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
        c.add_argument("--dump", metavar="PASS", choices=["front", *[n for n, _ in PASSES], "lower"])
        c.add_argument("--dump-only", metavar="NAME", help="only functions whose name contains this")
        c.add_argument(
            "--keep-going",
            action="store_true",
            help="build in spite of errors: what is refused ends the process if it is reached",
        )
        c.add_argument("--time", action="store_true", help="say how long each stage takes")
        if name == "run":
            c.add_argument("file")
            c.add_argument("args", nargs=argparse.REMAINDER)
        else:
            c.add_argument(
                "--entry",
                default=defaults.entry,
                help="MODULE:FUNCTION; repeat MODULE: alone to take all its functions",
            )
            c.add_argument(
                "--all",
                action="append",
                metavar="MODULE",
                default=[],
                help="take all functions of this module too",
            )
            c.add_argument("-o", "--output", help="the executable; default build/bin/protopy")
    return p


class Clock:
    def __init__(self, wanted: bool) -> None:
        self.wanted = wanted
        self.start = time.monotonic()

    def lap(self, what: str) -> None:
        now = time.monotonic()
        if self.wanted:
            print(f"protopyc: {what}: {now - self.start:.2f} s", file=sys.stderr)
        self.start = now


def main(argv: list[str]) -> int:
    defaults = settings()
    options = parser(defaults).parse_args(argv)
    sys.setrecursionlimit(20000)
    try:
        return run_command(options, defaults)
    except CompileErrors as e:
        for message in e.messages:
            print(message, file=sys.stderr)
        print(f"protopyc: {len(e.messages)} error{'s' if len(e.messages) != 1 else ''}", file=sys.stderr)
        return 1
    except BuildError as e:
        print(e, file=sys.stderr)
        return 1


def run_command(options: argparse.Namespace, defaults: Settings) -> int:
    build_dir = CHECKOUT / "build"
    debug = options.mode != "release"
    clock = Clock(options.time)
    roots = defaults.search
    if options.command == "run":
        path = Path(options.file).resolve()
        module, function = path.stem, "main"
        sources = {module: path}
        roots = [path.parent, *roots]
        build_dir = build_dir / "run" / path.stem
    else:
        module, _, function = options.entry.partition(":")
        sources = {module: find_source(module, roots)}
        sources.update({m: find_source(m, roots) for m in options.all})
    whole = [] if options.command == "run" else options.all
    program, entry = compile_program(
        module,
        function or "main",
        sources,
        roots,
        CHECKOUT / "build" / "mypy",
        debug,
        whole,
        options.keep_going,
        defaults.support,
    )
    clock.lap("front")
    run_passes(program, options.dump, options.dump_only)
    clock.lap("passes")
    headers, units = generated(program, entry, options.jobs)
    if options.command == "check":
        for _ in units:
            pass
        clock.lap("C++")
        return 0
    if options.command == "run":
        result = build(
            units,
            headers,
            build_dir,
            mode=options.mode,
            executable="bin/program",
            jobs=options.jobs,
            quiet=True,
            cache_dir=CHECKOUT / "build" / "cache",
        )
        clock.lap("C++ and build")
        assert result.executable is not None
        return subprocess.run([str(result.executable), *options.args]).returncode
    if options.output:
        target = Path(options.output).resolve()
        build(
            units,
            headers,
            target.parent / (target.name + ".build"),
            mode=options.mode,
            executable=str(target),
            jobs=options.jobs,
            cache_dir=build_dir / "cache",
        )
    else:
        library = f"lib/{defaults.library}" if options.mode == "release" else None
        build(units, headers, build_dir, mode=options.mode, jobs=options.jobs, library=library)
    link_beside(target.parent.parent if options.output else build_dir, defaults.beside)
    clock.lap("C++ and build")
    return 0


def link_beside(prefix: Path, folders: dict[str, str]) -> None:
    for name, folder in folders.items():
        link = prefix / name
        if not link.exists():
            link.unlink(missing_ok=True)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(CHECKOUT / folder)


def find_source(module: str, roots: list[Path]) -> Path:
    for root in roots:
        for candidate in (
            root / (module.replace(".", "/") + ".py"),
            root / module.replace(".", "/") / "__init__.py",
        ):
            if candidate.exists():
                return candidate
    raise CompileErrors([f"{module}:1:1: error: no module {module} under {', '.join(map(str, roots))}"])
