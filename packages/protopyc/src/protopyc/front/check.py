"""Type checking: mypy reads the whole program and we keep its syntax trees and the type of every
expression."""

from __future__ import annotations

import gc
import os
from dataclasses import dataclass
from pathlib import Path

from mypy import build as mypy_build
from mypy.errors import CompileError
from mypy.modulefinder import BuildSource
from mypy.nodes import Expression, MypyFile
from mypy.options import Options
from mypy.types import Type

from protopyc.errors import CompileErrors


@dataclass
class CheckedProgram:
    files: dict[str, MypyFile]
    types: dict[Expression, Type]
    errors: dict[str, list[str]]
    "mypy's errors by file."


def check(sources: dict[str, Path], search_path: list[Path], cache_dir: Path) -> CheckedProgram:
    """Type-checks the modules `sources` and all they import. Errors of modules that turn out not to be in
    the program
    (imported for annotations only) do not count, so they are returned; syntax errors are raised as
    CompileErrors."""
    options = Options()
    options.incremental = False
    options.cache_dir = str(cache_dir)
    options.export_types = True
    options.preserve_asts = True
    options.python_version = (3, 11)
    options.mypy_path = [str(p) for p in search_path]
    options.namespace_packages = True
    options.explicit_package_bases = True
    options.show_column_numbers = True
    options.hide_error_codes = True
    options.show_absolute_path = True
    options.semantic_analysis_only = False
    options.check_untyped_defs = True
    options.disallow_untyped_defs = True
    options.disallow_incomplete_defs = True
    options.strict_optional = True
    options.allow_redefinition = False
    options.disable_error_code = ["empty-body", "unused-ignore"]
    options.follow_untyped_imports = True
    options.ignore_missing_imports = True
    for module in ("protodialect.*", "lark.*"):  # what only the host runs: nobody asks for types inside functions
        options.per_module_options[module] = {"ignore_errors": True, "preserve_asts": False}
    options.process_error_codes(error_callback=lambda message: None)
    build_sources = [BuildSource(str(path), module) for module, path in sources.items()]
    messages: list[str] = []

    def flush(filename: str | None, new_messages: list[str], serious: bool) -> None:
        messages.extend(new_messages)

    home = os.getcwd()
    collecting = gc.isenabled()
    os.makedirs(cache_dir, exist_ok=True)
    os.chdir(
        cache_dir
    )  # mypy searches the current directory first; a types.py there would hide the standard one
    try:
        result = mypy_build.build(build_sources, options, flush_errors=flush)
    except CompileError as e:
        raise CompileErrors([m for m in (messages or e.messages) if ": note:" not in m]) from None
    finally:
        os.chdir(home)
        if not collecting:  # mypy has switched it on
            gc.disable()
    errors: dict[str, list[str]] = {}
    for m in messages:
        if ": error:" in m:
            errors.setdefault(m.partition(":")[0], []).append(m)
    return CheckedProgram(result.files, result.types, errors)
