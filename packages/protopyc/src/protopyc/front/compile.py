"""From an entry point to a World whose functions all have bodies."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from mypy.nodes import Decorator, FuncDef, TypeInfo

from protopyc.errors import CompileErrors, Refused, sorted_messages
from protopyc.front.check import CheckedProgram, check
from protopyc.front.host import import_module, is_ours
from protopyc.front.statements import FunctionBuilder
from protopyc.front.world import World
from protopyc.image import discover
from protopyc.ir import nodes as ir

SUPPORT = ["protopython.protocore.strings", "protopython.protocore.bytestrings"]
"""Modules that operations of the dialect call; part of every program whose search path has them."""


ARGUMENT_DECODER = "protopython.protocore.bytestrings.str_of_system_text"
"""Makes the strings of an entry point's list[str] parameter."""


def compile_program(
    entry_module: str,
    entry_name: str,
    sources: dict[str, Path],
    roots: list[Path],
    cache_dir: Path,
    debug: bool,
    whole: Sequence[str] = (),
    keep_going: bool = False,
) -> tuple[World, ir.Function]:
    """Checks, imports and compiles all that is reachable from the entry point; raises CompileErrors."""
    all_sources = dict(sources)
    for module in SUPPORT:
        for root in roots:
            path = root / (module.replace(".", "/") + ".py")
            if path.exists():
                all_sources.setdefault(module, path)
    import_module(entry_module, roots)
    all_sources.update(loaded_modules([entry_module.partition(".")[0], "protopython"]))
    checked = check(all_sources, roots, cache_dir)
    ours = {m for m, f in checked.files.items() if is_ours(f.path, roots, m)}
    world = World(checked, ours, lambda module: import_module(module, roots))

    def build_body(function: ir.Function) -> None:
        builder = FunctionBuilder(world, function, debug)
        try:
            builder.build()
        except Refused as r:
            builder.report(r)

    world.compile_body = build_body
    entry = world.function_named(f"{entry_module}.{entry_name}")
    if entry is None:
        raise CompileErrors(
            [
                f"{sources.get(entry_module, entry_module)}:1:1: error: "
                f"no function {entry_name} in {entry_module}"
            ]
        )
    entry.address_taken = True
    if entry.params:
        world.function_named(ARGUMENT_DECODER)
    export_functions(world)
    for module in whole:
        import_module(module, roots)
        all_functions(world, module)
    while True:
        world.compile_pending()
        before = len(world.roots)
        discover(world, world.roots)
        if not world.pending and len(world.roots) == before:
            break
    messages = type_errors(world, checked) or sorted_messages(world.errors)
    if messages and not keep_going:
        raise CompileErrors(messages)
    for message in messages:
        print(message, file=sys.stderr)
    world.errors.clear()
    return world, entry


def loaded_modules(packages: list[str]) -> dict[str, Path]:
    """The modules of these packages that the entry's import loaded, however it did."""
    return {
        name: Path(module.__file__)
        for name, module in sys.modules.items()
        if name.partition(".")[0] in packages and "." in name and module.__file__ is not None
    }


def all_functions(world: World, module: str) -> None:
    """Queues every module function and method of a module (to see which of them are in the dialect)."""
    for symbol in world.files[module].names.values():
        node = symbol.node
        if isinstance(node, TypeInfo) and node.module_name == module and not node.name.startswith("<"):
            try:
                world.make_live(world.class_of_info(node))
            except Refused as r:
                world.error(world.files[module].path, r.line, r.column, r.text)
                continue
            members = [m.node for m in node.names.values()]
        else:
            members = [node]
        for member in members:
            member = member.func if isinstance(member, Decorator) else member
            if isinstance(member, FuncDef) and (member.info or member.fullname == f"{module}.{member.name}"):
                try:
                    world.function(member)
                except Refused as r:
                    world.error(
                        world.files[module].path, r.line or member.line, r.column, f"{member.name}: {r.text}"
                    )


def type_errors(world: World, checked: CheckedProgram) -> list[str]:
    """mypy's errors in the modules that the program has code or classes of."""
    used = {f.module for f in world.functions.values()} | {d.module for d in world.live}
    files = {world.files[m].path for m in used if m in world.files}
    return [m for path, messages in checked.errors.items() if path in files for m in messages]


def export_functions(world: World) -> None:
    """Functions marked @export are part of the program whenever their module is."""
    for module, file in world.files.items():
        if not world.ours(module) or module not in sys.modules:
            continue
        for symbol in file.names.values():
            node = symbol.node
            if (
                isinstance(node, Decorator)
                and isinstance(node.func, FuncDef)
                and node.func.fullname.rpartition(".")[0] == module
            ):
                if any(
                    getattr(getattr(d, "callee", None), "fullname", "") == "protodialect.unsafe.export"
                    for d in node.original_decorators
                ):
                    world.function(node.func)
