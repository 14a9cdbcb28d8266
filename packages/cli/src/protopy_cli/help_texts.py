"""What -h, --help-env and --help-xoptions print."""

from __future__ import annotations

USAGE = "usage: {program} [option] ... [-c cmd | -m mod | file | -] [arg] ...\n"
TRY_HELP = "Try `protopy -h' for more information.\n"

OPTIONS = """\
Options, and the variable that does the same:
-b     : warn where bytes are compared with str, or made str by str();
         -bb: make that an error
-B     : keep no compiled code (.pyc files); PYTHONDONTWRITEBYTECODE=x
-c cmd : run the text cmd; what follows are the program's arguments
-d     : parser debugging; without effect. PYTHONDEBUG=x
-E     : leave the variables PYTHON* out of account
-h     : print this page and exit (also -? and --help)
-i     : a prompt after the program, and even where standard input is no
         terminal; PYTHONINSPECT=x
-I     : shut the user's surroundings out: -E, -P and -s together
-m mod : run a module or package of the path; what follows are its arguments
-O     : without assert statements, __debug__ is False; PYTHONOPTIMIZE=x
-OO    : without docstrings too
-P     : do not put the program's folder, or the working folder, on sys.path;
         PYTHONSAFEPATH=x
-q     : no greeting at the prompt
-R     : hashes of strings differ from run to run, whatever PYTHONHASHSEED says
-s     : without the user's own site-packages; PYTHONNOUSERSITE=x
-S     : without site-packages, .pth files and the names that site defines
-u     : standard output and error go out at once; PYTHONUNBUFFERED=x
-v     : tell of every import on standard error; PYTHONVERBOSE=x
-V     : print the version and exit (also --version); -VV tells more
-W arg : how to treat warnings, as action:message:category:module:lineno;
         PYTHONWARNINGS=arg
-x     : leave the first line of the program out
-X opt : see --help-xoptions
--check-hash-based-pycs always|default|never:
         whether compiled code that carries its source's hash is checked
--help-env: print the environment variables and exit
--help-xoptions: print the -X options and exit
--help-all: print all three pages and exit

What is run:
file   : a program's file, a folder or archive with a __main__.py
-      : standard input (what happens without a file too; a prompt where that
         is a terminal)
arg ...: what the program finds in sys.argv[1:]

protopy's own:
--module NAME, --script FILE: run it, and exit with 0, 64 (bad usage),
         65 (not found) or 70 (it failed)
--path DIR: a folder to look for modules in; may be repeated
--stdlib DIR: the standard library
--bytecode-only: compile, do not run      --dry-run: find, do not run
--repl : the prompt                       --trace: print each line that runs
"""

ENVIRONMENT = """\
Environment variables:
PYTHONASYNCIODEBUG: asyncio's debug mode
PYTHONBREAKPOINT: the function that breakpoint() calls; 0: none
PYTHONHOME      : the prefix; the library is looked for in lib/python3.14t there
PYTHONHASHSEED  : of the hashes of strings: a number, or random; 0: none
PYTHONIOENCODING: encoding[:errors] of the standard streams
PYTHONPATH      : folders to look for modules in, separated by ':'
PYTHONPLATLIBDIR: sys.platlibdir
PYTHONSTARTUP   : a file that is run before the prompt appears
PYTHONUSERBASE  : what site.USER_BASE is to be
PROTOPY_STDLIB  : the folder of the standard library

These do what an option does (see -h and --help-xoptions):
PYTHON_CONTEXT_AWARE_WARNINGS: -X context_aware_warnings
PYTHON_CPU_COUNT: -X cpu_count
PYTHONDEBUG     : -d
PYTHON_DISABLE_REMOTE_DEBUG: -X disable-remote-debug
PYTHONDEVMODE   : -X dev
PYTHONDONTWRITEBYTECODE: -B
PYTHONFAULTHANDLER: -X faulthandler
PYTHON_FROZEN_MODULES: -X frozen_modules
PYTHONINSPECT   : -i
PYTHONINTMAXSTRDIGITS: -X int_max_str_digits
PYTHONNOUSERSITE: -s
PYTHONOPTIMIZE  : -O
PYTHONPROFILEIMPORTTIME: -X importtime
PYTHONPYCACHEPREFIX: -X pycache_prefix
PYTHONSAFEPATH  : -P
PYTHON_THREAD_INHERIT_CONTEXT: -X thread_inherit_context
PYTHONTRACEMALLOC: -X tracemalloc
PYTHONUNBUFFERED: -u
PYTHONUTF8      : -X utf8
PYTHONVERBOSE   : -v
PYTHONWARNDEFAULTENCODING: -X warn_default_encoding
PYTHONWARNINGS  : -W

PYTHON_GIL is checked and then without effect: there is no lock.
"""

X_OPTIONS = """\
Options of -X; others are accepted and found in sys._xoptions:
-X context_aware_warnings=[0|1]: whether warnings.catch_warnings() is of the
         context (1, the default) or of the whole program (0)
-X cpu_count=N: what os.cpu_count() is to return; default: as it is
-X dev : development mode: all warnings, faulthandler
-X disable-remote-debug: other processes cannot have this one run scripts
         (see sys.remote_exec)
-X faulthandler: tracebacks for fatal errors
-X frozen_modules=[on|off]: whether modules that are part of the executable are
         used (on, the default)
-X importtime[=2]: how long each import took, on standard error; 2: those of
         modules that are loaded already, too
-X int_max_str_digits=N: how many digits conversions between int and str may
         have; 0: any number
-X pycache_prefix=PATH: where compiled code is kept, instead of beside the source
-X thread_inherit_context=[0|1]: whether threads start with a copy of their
         starter's context (1, the default)
-X tracemalloc[=N]: allocations are traced from the start, with N frames each
         (1, the default); see the module tracemalloc
-X utf8[=0|1]: UTF-8 mode; text is UTF-8 in any case, but the standard streams
         let undecodable bytes through
-X warn_default_encoding: EncodingWarning where a file is opened without an
         encoding
"""


def options_page(program: str) -> str:
    return USAGE.replace("{program}", program) + OPTIONS


def all_pages(program: str) -> str:
    return options_page(program) + "\n" + ENVIRONMENT + "\n" + X_OPTIONS
