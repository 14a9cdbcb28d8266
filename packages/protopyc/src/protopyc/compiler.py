"""The compiler as a whole: front and image in turns until nothing new is reachable, then passes, then C++."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from protopyc.cxx.units import UnitWriter
from protopyc.cxx.workers import written
from protopyc.errors import CompileErrors, sorted_messages
from protopyc.front.compile import begin, finish
from protopyc.front.definitions import compile_pending
from protopyc.image import discover, freeze
from protopyc.ir import nodes as ir
from protopyc.ir.pretty import dump
from protopyc.passes import lower
from protopyc.passes.table import PASSES
from protopyc.program import Program, Unit


def compile_program(
    entry_module: str,
    entry_name: str,
    sources: dict[str, Path],
    roots: list[Path],
    cache_dir: Path,
    debug: bool,
    whole: Sequence[str] = (),
    keep_going: bool = False,
    support: Sequence[str] = (),
) -> tuple[Program, ir.Function]:
    """Checks, imports and compiles all that is reachable from the entry point, `whole` modules and frozen data;
    raises CompileErrors."""
    world, entry = begin(entry_module, entry_name, sources, roots, cache_dir, debug, whole, support)
    while True:
        compile_pending(world)
        before = len(world.roots)
        discover(world, world.roots)
        if not world.pending and len(world.roots) == before:
            break
    finish(world, keep_going)
    return world, entry


def run_passes(program: Program, dump_pass: str | None, only: str | None = None) -> None:
    """All passes but the last; prints the IR after the pass asked for."""
    if dump_pass == "front":
        print(dump(program.functions, only))
    for name, run in PASSES:
        run(program)
        if name == dump_pass:
            print(dump(program.functions, only))
    if dump_pass == "lower":
        lower.run(program)
        print(dump(program.functions, only))


def generated(program: Program, entry: ir.Function, processes: int) -> tuple[dict[str, str], Iterator[Unit]]:
    """The generated headers, and the units as they are finished; CompileErrors instead of the last ones when
    data cannot be frozen."""
    writer = UnitWriter(program, entry)

    def units() -> Iterator[Unit]:
        with written(writer, processes) as code:
            data = freeze(program, program.roots)
            if program.errors:
                raise CompileErrors(sorted_messages(program.errors))
            yield from data
            yield from code

    return writer.headers(), units()
