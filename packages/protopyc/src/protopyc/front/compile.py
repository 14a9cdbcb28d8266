"""From an entry point to a World whose functions get bodies as they are found to be reachable."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from mypy.nodes import Decorator, FuncDef, TypeInfo

from protopyc.errors import CompileErrors, Refused, sorted_messages
from protopyc.front.builder import Builder
from protopyc.front.check import check
from protopyc.front.classes import class_of_info
from protopyc.front.definitions import function_named, function_of
from protopyc.front.front import Front
from protopyc.front.function import build_function
from protopyc.front.host import import_module, is_ours
from protopyc.front.layout import order_classes
from protopyc.front.live import make_live
from protopyc.front.roles import role_function
from protopyc.front.survey import survey
from protopyc.front.tables import EXPRESSIONS, STATEMENTS
from protopyc.front.world import World
from protopyc.ir import nodes as ir


def begin(
    entry_module: str,
    entry_name: str,
    sources: dict[str, Path],
    roots: list[Path],
    cache_dir: Path,
    debug: bool,
    whole: Sequence[str] = (),
    support: Sequence[str] = (),
) -> tuple[Front, ir.Function]:
    """Imports and checks the program and queues its entry, its exported functions and all of the modules `whole`.
    The modules `support` have the roles that operations of the dialect need, so they are part of the program.
    Raises CompileErrors."""
    for module in support:
        import_module(module, roots)
    import_module(entry_module, roots)
    all_sources = {**sources, **loaded_modules(roots)}
    checked = check(all_sources, roots, cache_dir)
    ours = {m for m, f in checked.files.items() if is_ours(f.path, roots, m)}
    world = Front(checked, ours, lambda module: import_module(module, roots))
    survey(world)

    def build_body(function: ir.Function) -> None:
        builder = Builder(world, function, debug, EXPRESSIONS, STATEMENTS)
        try:
            build_function(builder)
        except Refused as r:
            builder.report(r)

    world.compile_body = build_body
    entry = function_named(world, f"{entry_module}.{entry_name}")
    if entry is None:
        place = sources.get(entry_module, entry_module)
        raise CompileErrors([f"{place}:1:1: error: no function {entry_name} in {entry_module}"])
    entry.address_taken = True
    if entry.params:
        world.argument_decoder = role_function(world, "argument_decoder")
    export_functions(world)
    for module in whole:
        import_module(module, roots)
        all_functions(world, module)
    return world, entry


def finish(world: World, keep_going: bool) -> None:
    """After the last function: raises CompileErrors if anything was refused (keep_going: prints them)."""
    messages = type_errors(world) or sorted_messages(world.errors)
    if messages and not keep_going:
        raise CompileErrors(messages)
    for message in messages:
        print(message, file=sys.stderr)
    world.errors.clear()
    order_classes(world)
    if world.errors:
        raise CompileErrors(sorted_messages(world.errors))


def loaded_modules(roots: list[Path]) -> dict[str, Path]:
    """The program's modules that the entry's import loaded, however it did."""
    folders = tuple(str(root) + os.sep for root in roots)
    found: dict[str, Path] = {}
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file is not None and file.startswith(folders) and file.endswith(".py") and is_ours(file, roots, name):
            found[name] = Path(file)
    return found


def all_functions(world: World, module: str) -> None:
    """Queues every module function and method of a module (to see which of them are in the dialect)."""
    for symbol in world.files[module].names.values():
        node = symbol.node
        if isinstance(node, TypeInfo) and node.module_name == module and not node.name.startswith("<"):
            try:
                make_live(world, class_of_info(world, node))
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
                    function_of(world, member)
                except Refused as r:
                    world.error(
                        world.files[module].path, r.line or member.line, r.column, f"{member.name}: {r.text}"
                    )


def type_errors(world: World) -> list[str]:
    """mypy's errors in the modules that the program has code or classes of."""
    used = {f.module for f in world.functions} | {d.module for d in world.live}
    files = {world.files[m].path for m in used if m in world.files}
    return [m for path, messages in world.type_errors.items() if path in files for m in messages]


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
                    function_of(world, node.func)
