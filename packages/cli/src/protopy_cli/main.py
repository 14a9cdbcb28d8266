"""The protopy command: from process arguments to exit status.

Statuses are python's: 0, 1 for an uncaught exception, SystemExit's code, 2 for a usage error; with protopy's own long flags 64 usage,
65 cannot resolve, 70 failure while running.
"""

from __future__ import annotations

from typing import Final

from protopy_cli import prompt
from protopy_cli.arguments import HELP, TRY_HELP, USAGE, Mode, Options, UsageError, parse
from protopyc.types import EMPTY, Value, context, i32, try_as, unwrap, wrap
from protopython import bootstrap, startup
from protopython.engine import compile as compiling
from protopython.engine import imports, streams
from protopython.engine.calls import run_code
from protopython.engine.errors import display_exception
from protopython.modules import faulthandler
from protopython.modules._thread import finish_threads
from protopython.modules.atexit import run_exit_functions
from protopython.modules.posix_calls import c_isatty, error_text
from protopython.modules.sys import VERSION
from protopython.modules.sys_info import CommandFlags, set_flags
from protopython.objects import attributes, operations
from protopython.objects import exceptions as x
from protopython.objects.code import W_Code
from protopython.objects.dict import W_Dict, dict_get_str, dict_set_str, new_dict
from protopython.objects.errors import error_matches
from protopython.objects.exceptions import W_SystemExit
from protopython.objects.list import W_List, list_append, list_length, list_set, new_list
from protopython.objects.module import W_Module
from protopython.objects.singletons import plain, w_None, w_True
from protopython.protocore import os as system
from protopython.protocore.error import PyError
from protopython.protocore.value import int_value, is_empty, is_int, same

USAGE_ERROR: Final[int] = 2
OWN_USAGE: Final[int] = 64
OWN_UNRESOLVED: Final[int] = 65
OWN_FAILURE: Final[int] = 70
EISDIR: Final[int] = 21
INTERRUPTED: Final[int] = -1
"""KeyboardInterrupt was not caught."""


def main(arguments: list[str]) -> int:
    program = arguments[0] if len(arguments) > 0 else "protopy"
    try:
        options = parse(arguments[1 : len(arguments)])
    except UsageError as e:
        streams.write_stderr(e.message + USAGE.replace("{program}", program) + TRY_HELP.replace("{program}", program))
        return OWN_USAGE if is_own_usage(arguments) else USAGE_ERROR
    if options.mode == Mode.VERSION:
        return write_stdout(version_text(options.version_count))
    if options.mode == Mode.HELP:
        return write_stdout(HELP.replace("{program}", program))
    status = run_options(options, program)
    finish_threads()
    run_exit_functions()
    if not streams.flush_at_exit():
        status = 120
    if status == INTERRUPTED:
        return system.die_by_interrupt()
    if options.own_statuses and status == 1:
        return OWN_FAILURE
    return status


def is_own_usage(arguments: list[str]) -> bool:
    for flag in ["--module", "--script", "--path", "--stdlib", "--bytecode-only", "--dry-run", "--trace", "--repl"]:
        if flag in arguments:
            return True
    return False


def write_stdout(text: str) -> int:
    try:
        system.write_all(1, text.encode("utf-8"))
    except system.OsError:
        return 1
    return 0


def version_text(count: int) -> str:
    if count > 1:
        return f"Python {VERSION} (protoPython)\n"
    return f"Python {VERSION}\n"


# --- the library and sys.path -------------------------------------------------------------------------------------------


def folder_of(path: str) -> str:
    i = path.rfind("/")
    return "" if i < 0 else path[0:i] if i > 0 else "/"


def find_stdlib(options: Options) -> str:
    """--stdlib, PROTOPY_STDLIB, or lib/python3.14 beside the executable's bin/."""
    if options.stdlib != "":
        return options.stdlib
    if not options.ignore_environment:
        named = system.getenv("PROTOPY_STDLIB")
        if named is not None:
            return named
    return folder_of(folder_of(system.executable_path())) + "/lib/python3.14"


def search_path(options: Options, first: str, has_first: bool) -> list[str]:
    path: list[str] = []
    if has_first and not options.safe_path:
        path.append(first)
    path.extend(options.extra_paths)
    if not options.ignore_environment:
        more = system.getenv("PYTHONPATH")
        if more is not None:
            for folder in more.split(":"):
                if folder != "":
                    path.append(folder)
    path.append(find_stdlib(options))
    return path


# --- running ------------------------------------------------------------------------------------------------------------


def run_options(options: Options, program: str) -> int:
    argv: list[str] = [options.target]
    first = ""
    if options.mode == Mode.SCRIPT:
        first = folder_of(absolute(options.target))
    elif options.mode == Mode.COMMAND:
        argv[0] = "-c"
    elif options.mode == Mode.MODULE:
        argv[0] = "-m"
        first = system.current_folder()
    argv.extend(options.arguments)
    space = startup.new_space(argv, search_path(options, first, True), system.executable_path())
    space.optimize = options.optimize
    settle_code_files(options)
    tell_command_line(options)
    m = startup.new_main_module()
    try:
        status = run_mode(options, program, m)
    except PyError as e:
        status = report(e)
    if options.inspect:
        status = prompt.run(m.dict, options.quiet)
    return status


def settle_code_files(options: Options) -> None:
    """Whether and where imports keep compiled code: -B, PYTHONDONTWRITEBYTECODE, PYTHONPYCACHEPREFIX."""
    w_sys = context().space.w_sys.dict
    if options.write_no_code:
        dict_set_str(w_sys, "dont_write_bytecode", w_True)
    if options.ignore_environment:
        return
    unwanted = system.getenv("PYTHONDONTWRITEBYTECODE")
    if unwanted is not None and unwanted != "":
        dict_set_str(w_sys, "dont_write_bytecode", w_True)
    prefix = system.getenv("PYTHONPYCACHEPREFIX")
    if prefix is not None and prefix != "":
        dict_set_str(w_sys, "pycache_prefix", wrap(prefix))


def tell_command_line(options: Options) -> None:
    """sys.flags, sys.warnoptions, sys._xoptions, sys.orig_argv, sys.prefix and its like."""
    d = context().space.w_sys.dict
    stdlib = find_stdlib(options)
    dict_set_str(d, "_stdlib_dir", wrap(stdlib))
    prefix = folder_of(folder_of(stdlib if stdlib.endswith("/lib/python3.14") else system.executable_path()))
    for name in ["prefix", "exec_prefix", "base_prefix", "base_exec_prefix"]:
        dict_set_str(d, name, wrap(prefix))
    flags = CommandFlags()
    flags.inspect = 1 if options.inspect else 0
    flags.interactive = flags.inspect
    flags.optimize = options.optimize
    flags.no_user_site = 1 if options.isolated or options.no_user_site else 0
    flags.no_site = 1 if options.no_site else 0
    flags.ignore_environment = 1 if options.ignore_environment else 0
    flags.verbose = options.verbose
    flags.quiet = 1 if options.quiet else 0
    flags.isolated = 1 if options.isolated else 0
    flags.safe_path = options.safe_path
    xoptions = new_dict()
    for option in options.x_options:
        at = option.find("=")
        if at < 0:
            dict_set_str(xoptions, option, w_True)
        else:
            dict_set_str(xoptions, option[0:at], wrap(option[at + 1 : len(option)]))
    flags.dev_mode = same(dict_get_str(xoptions, "dev"), w_True)
    set_flags(flags)
    dict_set_str(d, "_xoptions", wrap(xoptions))
    warnings = new_list()
    if flags.dev_mode:
        list_append(warnings, wrap("default"))
    named = None if options.ignore_environment else system.getenv("PYTHONWARNINGS")
    if named is not None and named != "":
        for item in named.split(","):
            list_append(warnings, wrap(item))
    for item in options.warnings:
        list_append(warnings, wrap(item))
    dict_set_str(d, "warnoptions", wrap(warnings))
    arguments = new_list()
    for argument in system.process_arguments():
        list_append(arguments, wrap(argument))
    if list_length(arguments) > 0:
        list_set(arguments, 0, wrap(system.executable_path()))
    dict_set_str(d, "orig_argv", wrap(arguments))
    if flags.dev_mode or not is_empty(dict_get_str(xoptions, "faulthandler")) or is_set(options, "PYTHONFAULTHANDLER"):
        try:
            faulthandler.enable(EMPTY, w_True, w_True)
        except PyError:
            pass  # no stderr to write to


def is_set(options: Options, name: str) -> bool:
    """Whether an environment variable has a value, and may have a say."""
    value = None if options.ignore_environment else system.getenv(name)
    return value is not None and value != ""


def run_mode(options: Options, program: str, m: W_Module) -> int:
    match options.mode:
        case Mode.SCRIPT:
            return run_script(options, program, m)
        case Mode.COMMAND:
            space = context().space
            space.command_filename = "<" + "".join(["string", ">"])  # an object of its own
            space.command_source = options.target
            code = compiling.compile_text(options.target, space.command_filename, compiling.EXEC, True)
            return execute(options, code, m.dict)
        case Mode.MODULE:
            return run_module(options, program, m)
        case _:
            if options.inspect:
                return 0
            if options.target != "-" and c_isatty(i32(0)) == 1:
                return prompt.run(m.dict, options.quiet)
            data = read_all(0)
            return execute(options, compiling.compile_text(compiling.decode(data, "<stdin>"), "<stdin>", compiling.EXEC, True), m.dict)


def read_all(fd: int) -> bytes:
    parts: list[bytes] = []
    while True:
        part = system.read_some(fd, 65536)
        if len(part) == 0:
            return b"".join(parts)
        parts.append(part)


def execute(options: Options, code: W_Code, globals: W_Dict) -> int:
    if options.bytecode_only or options.dry_run:
        return 0
    run_code(compiling.function_of(code, globals), EMPTY)
    return 0


def absolute(path: str) -> str:
    if path.startswith("/"):
        return path
    if path == ".":
        return system.current_folder()
    return system.current_folder() + "/" + path


def run_script(options: Options, program: str, m: W_Module) -> int:
    path = options.target
    try:
        data = system.read_file(path)
    except system.OsError as e:
        if e.number == EISDIR:
            return run_folder(options, program, m)
        streams.write_stderr(f"{program}: can't open file '{absolute(path)}': [Errno {e.number}] {error_text(e.number)}\n")
        return OWN_UNRESOLVED if options.own_statuses else USAGE_ERROR
    path = absolute(path)
    dict_set_str(m.dict, "__file__", wrap(path))
    dict_set_str(m.dict, "__cached__", w_None)
    text = compiling.decode(data, path)
    if options.skip_first_line:
        end = text.find("\n")
        text = "" if end < 0 else text[end:]
    return execute(options, compiling.compile_text(text, path, compiling.EXEC, True), m.dict)


def run_folder(options: Options, program: str, m: W_Module) -> int:
    """A folder with a __main__.py."""
    path = options.target
    file = path + "/__main__.py"
    try:
        data = system.read_file(file)
    except system.OsError:
        streams.write_stderr(f"{program}: can't find '__main__' module in '{absolute(path)}'\n")
        return OWN_UNRESOLVED if options.own_statuses else 1
    search = imports.search_path()
    if list_length(search) > 0 and not options.safe_path:
        list_set(search, 0, wrap(path))
    dict_set_str(m.dict, "__file__", wrap(file))
    dict_set_str(m.dict, "__package__", wrap(""))
    return execute(options, compiling.compile_text(compiling.decode(data, file), file, compiling.EXEC, True), m.dict)


def run_module(options: Options, program: str, m: W_Module) -> int:
    """-m NAME: a module, or a package's __main__, as __main__."""
    name = options.target
    parent = imports.parent_name(name)
    search: W_List | None = imports.search_path()
    try:
        if parent != "":
            search = package_path(imports.import_absolute(parent))
        found = None if search is None else imports.find_source(imports.last_part(name), search)
        package = parent
        if found is not None and found.folder != "":
            search = package_path(imports.import_absolute(name))
            package = name
            found = None if search is None else imports.find_source("__main__", search)
            if found is None:
                streams.write_stderr(f"{program}: No module named {name}.__main__; '{name}' is a package and cannot be directly executed\n")
                return OWN_UNRESOLVED if options.own_statuses else 1
    except PyError as e:
        if not error_matches(e, x.MODULE_NOT_FOUND_ERROR):
            raise
        streams.write_stderr(
            f"{program}: Error while finding module specification for '{name}' (ModuleNotFoundError: {operations.str_of(e.w_value)})\n"
        )
        return OWN_UNRESOLVED if options.own_statuses else 1
    if found is None:
        streams.write_stderr(f"{program}: No module named {name}\n")
        return OWN_UNRESOLVED if options.own_statuses else 1
    dict_set_str(m.dict, "__file__", wrap(found.path))
    dict_set_str(m.dict, "__package__", wrap(package))
    w_argv = dict_get_str(context().space.w_sys.dict, "argv")
    argv = try_as(W_List, w_argv)
    if argv is not None:
        list_set(argv, 0, wrap(found.path))
    return execute(options, imports.module_code(found), m.dict)


def package_path(w_package: Value) -> W_List | None:
    w_path = attributes.find_attr(w_package, "__path__")
    return None if is_empty(w_path) else try_as(W_List, w_path)


# --- the end ------------------------------------------------------------------------------------------------------------


def report(e: PyError) -> int:
    """Prints an uncaught exception; the exit status."""
    s = try_as(W_SystemExit, e.w_value)
    if s is not None:
        return exit_status(s.w_code)
    streams.flush_stdout()
    call_excepthook(e.w_value)
    if error_matches(e, x.KEYBOARD_INTERRUPT):
        return INTERRUPTED
    return 1


def call_excepthook(w_exc: Value) -> None:
    """sys.excepthook(type, value, traceback)."""
    w_hook = dict_get_str(context().space.w_sys.dict, "excepthook")
    w_own = dict_get_str(context().space.w_sys.dict, "__excepthook__")
    if is_empty(w_hook) or same(w_hook, w_own):
        display_exception(w_exc)
        return
    tb = unwrap(x.W_BaseException, w_exc).traceback
    try:
        operations.call3(w_hook, wrap(operations.type_of(w_exc)), w_exc, w_None if tb is None else wrap(tb))
    except PyError as e:
        streams.write_stderr("Error in sys.excepthook:\n")
        display_exception(e.w_value)
        streams.write_stderr("\nOriginal exception was:\n")
        display_exception(w_exc)


def exit_status(w_code: Value) -> int:
    if same(w_code, w_None):
        return 0
    w = plain(w_code)
    if is_int(w):
        return int_value(w) & 255
    streams.flush_stdout()
    streams.write_stderr(operations.str_of(w_code) + "\n")
    return 1


BUILT = bootstrap.LOADED
