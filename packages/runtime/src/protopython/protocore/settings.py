"""What a space is started with: the command line and the environment, settled.

The defaults are those of a program started without options in an empty environment. sys.flags, sys.warnoptions and their like are made
from here (modules/sys/settings.py).
"""

from __future__ import annotations

from typing import Final

DEFAULT_MAX_STR_DIGITS: Final[int] = 4300


class Settings:
    bytes_warning: int
    check_pycs: str
    """always, default or never"""
    context_aware_warnings: bool
    cpu_count: int
    """-1: what the machine has"""
    debug: bool
    dev_mode: bool
    faulthandler: bool
    frozen_modules: bool
    """Modules that are part of the executable are used."""
    hash_seed: int
    """Of the hashes of texts: -1 for a random one, 0 for none."""
    ignore_environment: bool
    import_times: int
    """1: time imports; 2: tell of those found in sys.modules, too"""
    inspect: bool
    int_max_str_digits: int
    interactive: bool
    isolated: bool
    no_site: bool
    no_user_site: bool
    optimize: int
    pycache_prefix: str
    """"" beside the source"""
    quiet: bool
    remote_debug: bool
    safe_path: bool
    skip_first_line: bool
    stream_encoding: str
    stream_errors: str
    thread_inherit_context: bool
    traced_frames: int
    """Of each allocation; 0: allocations are not traced."""
    unbuffered: bool
    utf8_mode: bool
    verbose: int
    warn_default_encoding: bool
    warnings: list[str]
    write_no_code: bool
    x_options: list[str]

    orig_argv: list[str]
    executable: str
    base_executable: str
    home: str
    """The home of a virtual environment, "" where there is none."""
    stdlib: str
    prefix: str
    base_prefix: str
    platlibdir: str

    def __init__(self) -> None:
        self.bytes_warning = 0
        self.check_pycs = "default"
        self.context_aware_warnings = True
        self.cpu_count = -1
        self.debug = False
        self.dev_mode = False
        self.faulthandler = False
        self.frozen_modules = True
        self.hash_seed = -1
        self.ignore_environment = False
        self.import_times = 0
        self.inspect = False
        self.int_max_str_digits = DEFAULT_MAX_STR_DIGITS
        self.interactive = False
        self.isolated = False
        self.no_site = False
        self.no_user_site = False
        self.optimize = 0
        self.pycache_prefix = ""
        self.quiet = False
        self.remote_debug = True
        self.safe_path = False
        self.skip_first_line = False
        self.stream_encoding = "utf-8"
        self.stream_errors = "strict"
        self.thread_inherit_context = True
        self.traced_frames = 0
        self.unbuffered = False
        self.utf8_mode = False
        self.verbose = 0
        self.warn_default_encoding = False
        self.warnings = []
        self.write_no_code = False
        self.x_options = []
        self.orig_argv = []
        self.executable = ""
        self.base_executable = ""
        self.home = ""
        self.stdlib = ""
        self.prefix = ""
        self.base_prefix = ""
        self.platlibdir = "lib"
