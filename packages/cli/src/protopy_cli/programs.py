"""Running a program: text, standard input, a file, a folder or archive, a module."""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Array, Value, try_as, wrap
from protopy_cli import main_module
from protopy_cli.arguments import Mode, Options
from protopy_cli.dedent import dedent
from protopy_cli.places import absolute, folder_of, real_path
from protopython.engine import compile as compiling
from protopython.engine import imports, streams
from protopython.engine.calls import run_code
from protopython.engine.ending import show
from protopython.engine.typed_text import keep_text
from protopython.modules.support.system_calls import error_text
from protopython.objects.code.code import W_Code
from protopython.objects.dict.dict import W_Dict, dict_get_str, dict_set_str
from protopython.objects.exceptions import exceptions as x
from protopython.objects.exceptions.exceptions import W_SystemExit
from protopython.objects.list.list import W_List, list_append, list_insert, list_set, new_list
from protopython.objects.model import attributes, errors, operations
from protopython.objects.module import W_Module
from protopython.objects.object_methods import stock_function
from protopython.objects.singletons import w_False, w_None, w_True
from protopython.objects.str.str import as_str
from protopython.protocore import os as system
from protopython.protocore.error import PyError
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty

EISDIR: Final[int] = 21
USAGE_ERROR: Final[int] = 2
OWN_UNRESOLVED: Final[int] = 65
END_OF_ARCHIVE: Final[bytes] = b"PK\x05\x06"
ARCHIVE_TAIL: Final[int] = 22 + 65535
"""In so many bytes before its end a ZIP file says that it is one."""


class Program:
    """What is to be run, in which module."""

    options: Options
    name: str
    """The command, as messages show it."""
    main: W_Module

    def __init__(self, options: Options, name: str, main: W_Module) -> None:
        self.options = options
        self.name = name
        self.main = main


def argv_of(options: Options) -> list[str]:
    """sys.argv; that of a module is completed when its file is known."""
    argv: list[str] = [options.target]
    if options.mode == Mode.COMMAND:
        argv[0] = "-c"
    elif options.mode == Mode.MODULE:
        argv[0] = "-m"
    argv.extend(options.arguments)
    return argv


def run(program: Program) -> int:
    match program.options.mode:
        case Mode.SCRIPT:
            return run_path(program)
        case Mode.COMMAND:
            return run_command(program)
        case Mode.MODULE:
            return run_module(program)
        case _:
            return run_input(program)


def put_first(program: Program, folder: str) -> None:
    """The program's place in front of sys.path, unless that is not wanted."""
    if not context().space.settings.safe_path:
        list_insert(imports.search_path(), 0, wrap(folder))
        context().space.program_folder = system.current_folder() if folder == "" else folder


def execute(options: Options, code: W_Code, globals: W_Dict) -> int:
    if options.bytecode_only or options.dry_run:
        return 0
    run_code(compiling.function_of(code, globals), EMPTY)
    return 0


# --- text ---------------------------------------------------------------------------------------------------------------


def run_command(program: Program) -> int:
    text = dedent(program.options.target)
    put_first(program, "")
    main_module.give_builtin_loader(program.main, text)
    code = compiling.compile_text(text, "<string>", compiling.EXEC, True)
    keep_text(code, text, code.filename)
    return execute(program.options, code, program.main.dict)


def run_input(program: Program) -> int:
    """The whole of standard input."""
    d = program.main.dict
    text = compiling.decode(read_all(0), "<stdin>")
    # "-" is looked for as a file all the same: a file of that name makes its folder the program's.
    named = program.options.target == "-" and system.path_exists("-")
    put_first(program, system.current_folder() if named else "")
    main_module.give_builtin_loader(program.main, text)
    dict_set_str(d, "__file__", wrap("<stdin>"))
    dict_set_str(d, "__cached__", w_None)
    return execute(program.options, compiling.compile_program(text, "<stdin>"), d)


def read_all(fd: int) -> bytes:
    parts: list[bytes] = []
    while True:
        part = system.read_some(fd, 65536)
        if len(part) == 0:
            return b"".join(parts)
        parts.append(part)


def without_first_line(text: str) -> str:
    """The lines keep their numbers."""
    end = text.find("\n")
    return "" if end < 0 else text[end:]


# --- files --------------------------------------------------------------------------------------------------------------


def run_path(program: Program) -> int:
    """A file with source or compiled code, or what holds a __main__.py."""
    options = program.options
    path = absolute(options.target)
    try:
        data = system.read_file(path)
    except system.OsError as e:
        if e.number == EISDIR:
            return run_container(program, path)
        streams.write_stderr(f"{program.name}: can't open file '{path}': [Errno {e.number}] {error_text(e.number)}\n")
        return OWN_UNRESOLVED if options.own_statuses else USAGE_ERROR
    if data.find(END_OF_ARCHIVE, max(0, len(data) - ARCHIVE_TAIL)) >= 0:
        return run_container(program, path)
    put_first(program, folder_of(real_path(path)))
    d = program.main.dict
    dict_set_str(d, "__file__", wrap(path))
    dict_set_str(d, "__cached__", w_None)
    if path.endswith(".pyc"):
        return run_compiled(program, path)
    text = compiling.decode(data, path)
    if options.skip_first_line:
        text = without_first_line(text)
    main_module.give_file_loader(program.main, path, text)
    return execute(options, compiling.compile_program(text, path), d)


def run_compiled(program: Program, path: str) -> int:
    """A file of compiled code, read as importlib reads it."""
    main_module.load_importlib()
    w_class = stock_attribute("importlib._bootstrap_external", "SourcelessFileLoader")
    w_loader = operations.call2(w_class, wrap("__main__"), wrap(path))
    dict_set_str(program.main.dict, main_module.LOADER, w_loader)
    try:
        code = try_as(W_Code, operations.call_method1(w_loader, "get_code", wrap("__main__")))
    except PyError as e:
        if errors.error_matches(e, x.IMPORT_ERROR) or errors.error_matches(e, x.EOF_ERROR):
            raise errors.runtime_error("Bad magic number in .pyc file")
        raise
    return 1 if code is None else execute(program.options, code, program.main.dict)


def stock_attribute(module: str, name: str) -> Value:
    return attributes.getattr_of(imports.import_absolute(module), name)


def run_container(program: Program, path: str) -> int:
    """A folder or an archive with a __main__.py, which runs as a module of it."""
    list_insert(imports.search_path(), 0, wrap(path))
    file = (path if path.endswith("/") else path + "/") + "__main__.py"
    if system.path_exists(file):
        stamp = system.stamp_of(file)
        if stamp is not None and stamp.is_file():
            return run_found(program, "__main__", imports.Found(file, "", stamp))
    return run_by_runpy(program, "__main__", False)


# --- modules ------------------------------------------------------------------------------------------------------------


def run_module(program: Program) -> int:
    """-m NAME: a module, or a package's __main__, as __main__. Source files are found natively, what is not an ordinary case by runpy."""
    put_first(program, system.current_folder())
    name = program.options.target
    parent = imports.parent_name(name)
    search: W_List | None = imports.search_path()
    modules = context().space.modules
    if name.startswith(".") or name.find("/") >= 0:
        return run_by_runpy(program, name, True)
    if parent != "":
        if not may_import(parent):
            return run_by_runpy(program, name, True)
        search = imported_package(parent)
    found = None if search is None else imports.find_source(imports.last_part(name), search)
    if found is not None and found.folder != "":
        search = imported_package(name)
        name += ".__main__"
        found = None if search is None else imports.find_source("__main__", search)
    if found is None or not is_empty(dict_get_str(modules, name)):
        return run_by_runpy(program, program.options.target, True)
    return run_found(program, name, found)


def imported_package(name: str) -> W_List | None:
    """The search path of a package, which is imported with the spec that code run by -m may look for."""
    main_module.load_importlib()
    return package_path(imports.import_absolute(name))


def may_import(name: str) -> bool:
    """Whether the outermost package of a dotted name is an ordinary folder; what is found wrong inside is runpy's to tell."""
    search: W_List | None = imports.search_path()
    for part in name.split("."):
        found = None if search is None else imports.find_source(part, search)
        if found is None or found.folder == "":
            return False
        search = one_folder(found.folder)
    return True


def one_folder(folder: str) -> W_List:
    result = new_list()
    list_append(result, wrap(folder))
    return result


def run_found(program: Program, name: str, found: imports.Found) -> int:
    m = program.main
    if program.options.mode == Mode.MODULE:
        argv = try_as(W_List, main_module.sys_attribute("argv"))
        if argv is not None:
            list_set(argv, 0, wrap(found.path))
    dict_set_str(m.dict, "__file__", wrap(found.path))
    main_module.give_spec(m, name, found.path)
    return execute(program.options, imports.module_code(found), m.dict)


def run_by_runpy(program: Program, name: str, alter_argv: bool) -> int:
    """Packages in archives, namespace packages, and everything that cannot be run: runpy ends the program with a message."""
    w_run = stock_function("runpy", "_run_module_as_main")
    args = Array[Value](2, w_True if alter_argv else w_False)
    args[0] = wrap(name)
    try:
        operations.call_args(w_run, args, 2)
    except PyError as e:
        s = try_as(W_SystemExit, e.w_value)
        if s is None or not program.options.own_statuses or as_str(s.w_code) is None:
            raise
        show(s.w_code)
        return OWN_UNRESOLVED
    return 0


def package_path(w_package: Value) -> W_List | None:
    w_path = attributes.find_attr(w_package, "__path__")
    return None if is_empty(w_path) else try_as(W_List, w_path)
