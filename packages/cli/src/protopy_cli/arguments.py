"""The command line: what `python` takes, and protopy's own long flags.

Sources: docs.python.org, "Command line and environment"; PEP 338 (-m).
"""

from __future__ import annotations

from enum import IntEnum


class Mode(IntEnum):
    """What is to be run."""

    PROMPT = 0
    """Standard input: a prompt on a terminal, else a program."""
    SCRIPT = 1
    COMMAND = 2
    MODULE = 3
    VERSION = 4
    HELP = 5


class UsageError(Exception):
    message: str

    def __init__(self, message: str) -> None:
        self.message = message


class Options:
    mode: int
    target: str
    """File, command text or module name."""
    arguments: list[str]
    """sys.argv[1:]"""
    inspect: bool
    isolated: bool
    ignore_environment: bool
    optimize: int
    write_no_code: bool
    quiet: bool
    unbuffered: bool
    skip_first_line: bool
    safe_path: bool
    no_site: bool
    no_user_site: bool
    verbose: int
    warnings: list[str]
    x_options: list[str]
    extra_paths: list[str]
    stdlib: str
    dry_run: bool
    bytecode_only: bool
    trace: bool
    own_statuses: bool
    """One of protopy's own long flags was used: exit with 64, 65, 70."""
    version_count: int

    def __init__(self) -> None:
        self.mode = Mode.PROMPT
        self.target = ""
        self.arguments = []
        self.inspect = False
        self.isolated = False
        self.ignore_environment = False
        self.optimize = 0
        self.write_no_code = False
        self.quiet = False
        self.unbuffered = False
        self.skip_first_line = False
        self.safe_path = False
        self.no_site = False
        self.no_user_site = False
        self.verbose = 0
        self.warnings = []
        self.x_options = []
        self.extra_paths = []
        self.stdlib = ""
        self.dry_run = False
        self.bytecode_only = False
        self.trace = False
        self.own_statuses = False
        self.version_count = 0


USAGE = "usage: {program} [option] ... [-c cmd | -m mod | file | -] [arg] ...\n"
TRY_HELP = "Try `{program} -h' for more information.\n"

HELP = """usage: {program} [option] ... [-c cmd | -m mod | file | -] [arg] ...
Options (as python's, which see):
-b     : accepted; bytes and str compare without warnings
-B     : write no files of compiled code (PYTHONDONTWRITEBYTECODE=x)
-c cmd : program passed in as string (terminates option list)
-E     : ignore PYTHON* environment variables
-h     : print this help message and exit (also -? or --help)
-i     : prompt after running the program
-I     : isolate from the user's environment (implies -E, -P and -s)
-m mod : run library module as a script (terminates option list)
-O     : drop assert statements; -OO also drops docstrings
-P     : do not put the script's folder first on sys.path
-q     : no version and copyright at the prompt
-s, -S : accepted; there is no user site, and site is not imported
-u     : unbuffered output streams
-v     : accepted
-V     : print the version and exit (also --version); twice: more
-W arg : warning control; arg is action:message:category:module:lineno
-x     : skip the first line of the source
-X opt : implementation-specific option
file   : program read from a script file
-      : program read from standard input (default; a prompt on a terminal)
arg ...: arguments passed to the program in sys.argv[1:]
protopy's own:
--module NAME, --script FILE : run a module, a file (exit 64 usage, 65 not found, 70 failure)
--path DIR (repeatable), --stdlib DIR : where modules are looked for
--bytecode-only : compile, do not run      --dry-run : resolve, do not run
--repl : the prompt                         --trace : print each line that runs
"""


class ArgumentReader:
    """The arguments not read yet."""

    items: list[str]
    position: int

    def __init__(self, items: list[str]) -> None:
        self.items = items
        self.position = 0

    def more(self) -> bool:
        return self.position < len(self.items)

    def take(self) -> str:
        item = self.items[self.position]
        self.position += 1
        return item

    def rest(self) -> list[str]:
        return self.items[self.position : len(self.items)]

    def value(self, flag: str) -> str:
        if not self.more():
            raise UsageError(f"Argument expected for the {flag} option\n")
        return self.take()


def parse(arguments: list[str]) -> Options:
    """The options in the arguments behind the program's name; UsageError."""
    options = Options()
    reader = ArgumentReader(arguments)
    while reader.more():
        argument = reader.take()
        if argument == "-":
            options.target = "-"
            options.arguments = reader.rest()
            return options
        if argument == "--":
            if reader.more():
                options.mode = Mode.SCRIPT
                options.target = reader.take()
                options.arguments = reader.rest()
            return options
        if argument.startswith("--"):
            if parse_long(options, argument, reader):
                return options
        elif argument.startswith("-"):
            if parse_short(options, argument, reader):
                return options
        else:
            options.mode = Mode.SCRIPT
            options.target = argument
            options.arguments = reader.rest()
            return options
    return options


def parse_long(options: Options, argument: str, reader: ArgumentReader) -> bool:
    """One `--flag`; whether it ends the options."""
    if argument == "--version":
        options.mode = Mode.VERSION
        options.version_count = 1
        return True
    if argument == "--help" or argument == "--help-all":
        options.mode = Mode.HELP
        return True
    if argument == "--check-hash-based-pycs":
        reader.value(argument)
        return False
    if parse_own(options, argument, reader):
        options.own_statuses = True
        return options.mode == Mode.SCRIPT or options.mode == Mode.MODULE
    raise UsageError(f"unknown option {argument}\n")


def parse_own(options: Options, argument: str, reader: ArgumentReader) -> bool:
    """protopy's own flags; False if it is none of them."""
    if argument == "--module":
        options.mode = Mode.MODULE
        options.target = reader.value(argument)
    elif argument == "--script":
        options.mode = Mode.SCRIPT
        options.target = reader.value(argument)
    elif argument == "--path":
        options.extra_paths.append(reader.value(argument))
        return True
    elif argument == "--stdlib":
        options.stdlib = reader.value(argument)
        return True
    elif argument == "--bytecode-only":
        options.bytecode_only = True
        return True
    elif argument == "--trace":
        options.trace = True
        return True
    elif argument == "--repl":
        options.inspect = True
        return True
    elif argument == "--dry-run":
        options.dry_run = True
        return True
    else:
        return False
    options.arguments = reader.rest()
    return True


def parse_short(options: Options, argument: str, reader: ArgumentReader) -> bool:
    """One cluster of short options such as -Bq or -cprint(1); whether it ends the options."""
    i = 1
    n = len(argument)
    while i < n:
        letter = argument[i]
        i += 1
        rest = argument[i:n]
        if letter == "c" or letter == "m":
            options.mode = Mode.COMMAND if letter == "c" else Mode.MODULE
            options.target = rest if rest != "" else reader.value("-" + letter)
            options.arguments = reader.rest()
            return True
        if letter == "W" or letter == "X":
            text = rest if rest != "" else reader.value("-" + letter)
            if letter == "W":
                options.warnings.append(text)
            else:
                options.x_options.append(text)
            return False
        if letter == "h" or letter == "?":
            options.mode = Mode.HELP
            return True
        if letter == "V":
            options.mode = Mode.VERSION
            options.version_count += 1
        elif not set_flag(options, letter):
            raise UsageError(f"unknown option -{letter}\n")
    return options.mode == Mode.VERSION and not reader.more()


def set_flag(options: Options, letter: str) -> bool:
    """A short option without a value; False if there is none of that letter."""
    if letter == "i":
        options.inspect = True
    elif letter == "I":
        options.isolated = True
        options.ignore_environment = True
        options.safe_path = True
    elif letter == "E":
        options.ignore_environment = True
    elif letter == "O":
        options.optimize += 1
    elif letter == "B":
        options.write_no_code = True
    elif letter == "q":
        options.quiet = True
    elif letter == "u":
        options.unbuffered = True
    elif letter == "x":
        options.skip_first_line = True
    elif letter == "P":
        options.safe_path = True
    elif letter == "S":
        options.no_site = True
    elif letter == "s":
        options.no_user_site = True
    elif letter == "v":
        options.verbose += 1
    else:
        return letter in "bdR"
    return True
