"""Type checking: mypy reads the whole program and we keep its syntax trees and the type of every expression."""

from __future__ import annotations

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

IGNORED_CODES = ["unreachable", "unused-ignore", "import-untyped", "no-any-return", "misc", "override"]


@dataclass
class CheckedProgram:
    files: dict[str, MypyFile]
    types: dict[Expression, Type]


def check(sources: dict[str, Path], search_path: list[Path], cache_dir: Path) -> CheckedProgram:
    """Type-checks the modules `sources` and all they import; raises CompileErrors with mypy's messages."""
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
    options.semantic_analysis_only = False
    options.check_untyped_defs = True
    options.disallow_untyped_defs = True
    options.disallow_incomplete_defs = True
    options.strict_optional = True
    options.allow_redefinition = False
    options.disable_error_code = ["unused-ignore"]
    options.follow_untyped_imports = True
    options.ignore_missing_imports = True
    options.preserve_asts = True
    for module in ("protopyc.*", "lark.*"):
        options.per_module_options[module] = {"ignore_errors": True}
    options.process_error_codes(error_callback=lambda message: None)
    build_sources = [BuildSource(str(path), module) for module, path in sources.items()]
    messages: list[str] = []

    def flush(filename: str | None, new_messages: list[str], serious: bool) -> None:
        messages.extend(new_messages)

    home = os.getcwd()
    os.makedirs(cache_dir, exist_ok=True)
    os.chdir(cache_dir)  # mypy searches the current directory first; a types.py there would hide the standard one
    try:
        result = mypy_build.build(build_sources, options, flush_errors=flush)
    except CompileError as e:
        raise CompileErrors([m for m in (messages or e.messages) if ": note:" not in m]) from None
    finally:
        os.chdir(home)
    errors = [m for m in messages if ": error:" in m]
    if errors:
        raise CompileErrors(errors)
    return CheckedProgram(result.files, result.types)
