"""The command line: what `python` takes, and protopy's own long flags.

Source: docs.python.org, "Command line and environment". Nothing is decided here but what was typed; the environment's part, and what
both mean together, is configuration.py's.
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
    HELP_ENVIRONMENT = 6
    HELP_X = 7
    HELP_ALL = 8


class UsageError(Exception):
    message: str

    def __init__(self, message: str) -> None:
        self.message = message


class Options:
    """The command line, read."""

    mode: int
    target: str
    """File, command text or module name."""
    arguments: list[str]
    """sys.argv[1:]"""
    bytes_warning: int
    check_pycs: str
    debug: int
    inspect: int
    isolated: bool
    ignore_environment: bool
    random_hashes: bool
    no_user_site: bool
    no_site: bool
    optimize: int
    write_no_code: bool
    quiet: int
    unbuffered: bool
    skip_first_line: bool
    safe_path: bool
    verbose: int
    version_count: int
    warnings: list[str]
    x_options: list[str]
    extra_paths: list[str]
    stdlib: str
    dry_run: bool
    bytecode_only: bool
    trace: bool
    own_statuses: bool
    """One of protopy's own long flags was used: exit with 64, 65, 70."""

    def __init__(self) -> None:
        self.mode = Mode.PROMPT
        self.target = ""
        self.arguments = []
        self.bytes_warning = 0
        self.check_pycs = "default"
        self.debug = 0
        self.inspect = 0
        self.isolated = False
        self.ignore_environment = False
        self.random_hashes = False
        self.no_user_site = False
        self.no_site = False
        self.optimize = 0
        self.write_no_code = False
        self.quiet = 0
        self.unbuffered = False
        self.skip_first_line = False
        self.safe_path = False
        self.verbose = 0
        self.version_count = 0
        self.warnings = []
        self.x_options = []
        self.extra_paths = []
        self.stdlib = ""
        self.dry_run = False
        self.bytecode_only = False
        self.trace = False
        self.own_statuses = False


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
    done = False
    while not done and reader.more():
        argument = reader.take()
        if argument == "--":
            take_script(options, reader)
            done = True
        elif argument.startswith("--"):
            done = parse_long(options, argument, reader)
        elif argument.startswith("-") and argument != "-":
            done = parse_short(options, argument, reader)
        else:
            reader.position -= 1
            take_script(options, reader)
            done = True
    if options.version_count > 0 and options.mode < Mode.VERSION:
        options.mode = Mode.VERSION
    return options


def take_script(options: Options, reader: ArgumentReader) -> None:
    """The file to run, `-` or nothing, and the program's arguments."""
    if reader.more():
        options.target = reader.take()
        if options.target != "-":
            options.mode = Mode.SCRIPT
        options.arguments = reader.rest()


def parse_long(options: Options, argument: str, reader: ArgumentReader) -> bool:
    """One `--flag`; whether it ends the options."""
    if argument == "--version":
        options.version_count += 1
    elif argument == "--help":
        options.mode = Mode.HELP
    elif argument == "--help-env":
        options.mode = Mode.HELP_ENVIRONMENT
    elif argument == "--help-xoptions":
        options.mode = Mode.HELP_X
    elif argument == "--help-all":
        options.mode = Mode.HELP_ALL
    elif argument == "--check-hash-based-pycs":
        if not reader.more():
            raise UsageError(f"Argument expected for the {argument} options\n")
        options.check_pycs = reader.take()
        if options.check_pycs not in ["always", "default", "never"]:
            raise UsageError("--check-hash-based-pycs must be one of 'default', 'always', or 'never'\n")
    elif parse_own(options, argument, reader):
        options.own_statuses = True
        return options.mode == Mode.SCRIPT or options.mode == Mode.MODULE
    else:
        raise UsageError(f"Unknown option: {argument}\n")
    return options.mode >= Mode.HELP


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
        options.inspect += 1
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
        if letter == "-":
            raise UsageError(f"Unknown option: {argument}\n")
        if not set_flag(options, letter):
            raise UsageError(f"Unknown option: -{letter}\n")
    return False


def set_flag(options: Options, letter: str) -> bool:
    """A short option without a value; False if there is none of that letter."""
    if letter == "b":
        options.bytes_warning += 1
    elif letter == "B":
        options.write_no_code = True
    elif letter == "d":
        options.debug += 1
    elif letter == "E":
        options.ignore_environment = True
    elif letter == "i":
        options.inspect += 1
    elif letter == "I":
        options.isolated = True
        options.ignore_environment = True
        options.no_user_site = True
        options.safe_path = True
    elif letter == "O":
        options.optimize += 1
    elif letter == "P":
        options.safe_path = True
    elif letter == "q":
        options.quiet += 1
    elif letter == "s":
        options.no_user_site = True
    elif letter == "S":
        options.no_site = True
    elif letter == "u":
        options.unbuffered = True
    elif letter == "v":
        options.verbose += 1
    elif letter == "V":
        options.version_count += 1
    elif letter == "x":
        options.skip_first_line = True
    elif letter == "R":
        options.random_hashes = True
    else:
        return letter == "t"
    return True
