"""The protopy command: from process arguments to exit status.

    arguments.parse -> configuration.settle -> places, site_folders -> startup.new_space -> programs.run -> the prompt -> the end

Statuses are python's: 0, 1 for an uncaught exception, SystemExit's code, 2 for a usage error; with protopy's own long flags 64 usage,
65 cannot resolve, 70 failure while running.
"""

from __future__ import annotations

from typing import Final

from protopy_cli import help_texts, programs, prompt
from protopy_cli.arguments import Mode, Options, UsageError, parse
from protopy_cli.configuration import ConfigurationError, python_variables, settle
from protopy_cli.places import find_places, lacks_library, search_path
from protopy_cli.programs import Program
from protopy_cli.site_folders import SiteFolders, complete_site, settle_site
from protopython import bootstrap, startup
from protopython.engine import ending, imports, streams
from protopython.engine.finalization import finalize_rest
from protopython.engine.module_table import BUILTIN_MODULES
from protopython.engine.traceback_text import exception_text
from protopython.modules._io.module import flush_at_exit
from protopython.modules._thread import finish_threads
from protopython.modules._tracemalloc.module import start_tracing
from protopython.modules.atexit import run_exit_functions
from protopython.modules.sys.module import VERSION, VERSION_TEXT
from protopython.objects.model import attributes, operations
from protopython.protocore import os as system
from protopython.protocore.error import PyError
from protopython.protocore.hash_seed import set_hash_seed
from protopython.protocore.settings import Settings

USAGE_ERROR: Final[int] = 2
OWN_USAGE: Final[int] = 64
OWN_FAILURE: Final[int] = 70
LOST_OUTPUT: Final[int] = 120
NO_SPACE: Final[int] = -2
"""There is no library to begin with."""
NO_RANDOMNESS: Final[str] = (
    "Fatal Python error: _Py_HashRandomization_Init: failed to get random numbers to initialize Python\n"
    "Python runtime state: preinitialized\n\n"
)
NO_STREAMS: Final[str] = (
    "Fatal Python error: init_stdio_encoding: failed to get the Python codec name of the stdio encoding\n"
    "Python runtime state: core initialized\n"
)


def main(arguments: list[str]) -> int:
    name = arguments[0] if len(arguments) > 0 else "protopy"
    try:
        options = parse(arguments[1 : len(arguments)])
    except UsageError as e:
        streams.write_stderr(e.message + help_texts.USAGE.replace("{program}", name) + help_texts.TRY_HELP)
        return OWN_USAGE if is_own_usage(arguments) else USAGE_ERROR
    if options.mode >= Mode.VERSION:
        return write_stdout(information(options, name))
    variables: dict[str, str] = {}
    if not options.ignore_environment:
        variables = python_variables()
    try:
        settings = settle(options, variables)
    except ConfigurationError as e:
        found_by = "" if e.function == "" else e.function + ": "
        streams.write_stderr(f"Fatal Python error: {found_by}{e.message}\nPython runtime state: {e.state}\n\n")
        return 1
    if not set_hash_seed(settings.hash_seed):
        streams.write_stderr(NO_RANDOMNESS)
        return 1
    settings.orig_argv = arguments
    status = run_all(options, settings, variables, name)
    if status == NO_SPACE:
        return 1
    finish_threads()
    run_exit_functions()
    written = flush_at_exit()
    if finalize_rest():
        written = flush_at_exit() and written
    if not written:
        status = LOST_OUTPUT
    if status == ending.INTERRUPTED:
        return system.die_by_interrupt()
    if options.own_statuses and status == 1:
        return OWN_FAILURE
    return status


def is_own_usage(arguments: list[str]) -> bool:
    for flag in ["--module", "--script", "--path", "--stdlib", "--bytecode-only", "--dry-run", "--trace", "--repl"]:
        if flag in arguments:
            return True
    return False


# --- what needs no interpreter ------------------------------------------------------------------------------------------


def write_stdout(text: str) -> int:
    try:
        system.write_all(1, text.encode("utf-8"))
    except system.OsError:
        return 1
    return 0


def information(options: Options, name: str) -> str:
    match options.mode:
        case Mode.HELP:
            return help_texts.options_page(name)
        case Mode.HELP_ENVIRONMENT:
            return help_texts.ENVIRONMENT
        case Mode.HELP_X:
            return help_texts.X_OPTIONS
        case Mode.HELP_ALL:
            return help_texts.all_pages(name)
        case _:
            return f"Python {VERSION_TEXT if options.version_count > 1 else VERSION}\n"


# --- running ------------------------------------------------------------------------------------------------------------


def run_all(options: Options, settings: Settings, variables: dict[str, str], name: str) -> int:
    """The program, and the prompt where it is asked for; the exit status."""
    venv = find_places(settings, options, variables, name)
    path = search_path(settings, options, variables)
    complaint = lacks_library(settings, path, name, variables.get("PYTHONHOME", ""), variables.get("PYTHONPATH"))
    if complaint != "":
        streams.write_stderr(complaint)
        return NO_SPACE
    site = None if settings.no_site else settle_site(settings, path, venv, variables)
    try:
        startup.new_space(programs.argv_of(options), path, settings.executable, settings)
    except PyError as e:
        streams.write_stderr(NO_STREAMS + exception_text(e.w_value) + "\n")
        return 1
    program = Program(options, name, startup.new_main_module())
    try:
        prepare(settings, site)
        if settings.inspect:
            prompt.load_site(settings)
    except PyError as e:
        return ending.report(e, False)
    from_input = options.mode == Mode.PROMPT
    try:
        if from_input and (settings.interactive or (options.target != "-" and prompt.is_terminal())):
            programs.put_first(program, "")
            prompt.begin(settings, variables.get("PYTHONSTARTUP", ""), program.main.dict)
            return prompt.run(settings, program.main, False)
        status = programs.run(program)
    except PyError as e:
        status = ending.report(e, settings.inspect)
    if settings.inspect or (not settings.ignore_environment and system.getenv("PYTHONINSPECT") is not None):
        if settings.interactive or prompt.is_terminal():
            prompt.call_hook(settings)
            status = prompt.run(settings, program.main, True)
    return status


def prepare(settings: Settings, site: SiteFolders | None) -> None:
    """What settings ask for before the program: tracing of allocations, filters of warnings, site, faulthandler."""
    if settings.traced_frames > 0:
        start_tracing(settings.traced_frames)
    if len(settings.warnings) > 0:
        imports.import_absolute("warnings")
    if settings.faulthandler and "faulthandler" in BUILTIN_MODULES:
        operations.call0(attributes.getattr_of(imports.import_absolute("faulthandler"), "enable"))
    if site is not None:
        complete_site(site)


BUILT = bootstrap.LOADED
