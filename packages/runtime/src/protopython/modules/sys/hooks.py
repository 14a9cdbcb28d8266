"""sys: what programs can hook into or set: auditing, breakpoints, exceptions that nobody can catch, limits."""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Value, locked, require, try_as, unwrap, wrap
from protopython.engine import imports, streams
from protopython.objects.dict.dict import W_Dict, dict_delete_str, dict_get_str
from protopython.objects.exceptions import exceptions as x
from protopython.objects.model import errors, operations
from protopython.objects.model.attributes import getattr_of
from protopython.objects.model.auditing import audit, audit1, audit_hooks, run_audit_hooks
from protopython.objects.model.call import call_method2, call_tuple_kw
from protopython.objects.model.define import constant, function
from protopython.objects.model.types import type_name, type_of
from protopython.objects.set import new_frozenset, new_set, set_add
from protopython.objects.singletons import new_bool, w_False, w_None
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple, new_tuple3, new_tuple_n
from protopython.objects.type.type import type_modified
from protopython.protocore import os as system
from protopython.protocore.error import PyError
from protopython.protocore.object import TypeFlags, W_Type
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, is_empty, same

LIBRARY: Final[list[str]] = (
    "__future__ _abc _aix_support _android_support _apple_support _ast _ast_unparse _asyncio _bisect _blake2 _bz2 "
    "_codecs _codecs_cn _codecs_hk _codecs_iso2022 _codecs_jp _codecs_kr _codecs_tw _collections _collections_abc "
    "_colorize _compat_pickle _contextvars _csv _ctypes _curses _curses_panel _datetime _dbm _decimal _elementtree "
    "_frozen_importlib _frozen_importlib_external _functools _gdbm _hashlib _heapq _hmac _imp _interpchannels "
    "_interpqueues _interpreters _io _ios_support _json _locale _lsprof _lzma _markupbase _md5 _multibytecodec "
    "_multiprocessing _opcode _opcode_metadata _operator _osx_support _overlapped _pickle _posixshmem "
    "_posixsubprocess _py_abc _py_warnings _pydatetime _pydecimal _pyio _pylong _pyrepl _queue _random "
    "_remote_debugging _scproxy _sha1 _sha2 _sha3 _signal _sitebuiltins _socket _sqlite3 _sre _ssl _stat "
    "_statistics _string _strptime _struct _suggestions _symtable _sysconfig _thread _threading_local _tkinter "
    "_tokenize _tracemalloc _types _typing _uuid _warnings _weakref _weakrefset _winapi _wmi _zoneinfo _zstd abc "
    "annotationlib antigravity argparse array ast asyncio atexit base64 bdb binascii bisect builtins bz2 cProfile "
    "calendar cmath cmd code codecs codeop collections colorsys compileall compression concurrent configparser "
    "contextlib contextvars copy copyreg csv ctypes curses dataclasses datetime dbm decimal difflib dis doctest "
    "email encodings ensurepip enum errno faulthandler fcntl filecmp fileinput fnmatch fractions ftplib functools "
    "gc genericpath getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac html http idlelib imaplib "
    "importlib inspect io ipaddress itertools json keyword linecache locale logging lzma mailbox marshal math "
    "mimetypes mmap modulefinder msvcrt multiprocessing netrc nt ntpath nturl2path numbers opcode operator optparse "
    "os pathlib pdb pickle pickletools pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty "
    "pwd py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib resource rlcompleter "
    "runpy sched secrets select selectors shelve shlex shutil signal site smtplib socket socketserver sqlite3 "
    "sre_compile sre_constants sre_parse ssl stat statistics string stringprep struct subprocess symtable sys "
    "sysconfig syslog tabnanny tarfile tempfile termios textwrap this threading time timeit tkinter token tokenize "
    "tomllib trace traceback tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib uuid venv "
    "warnings wave weakref webbrowser winreg winsound wsgiref xml xmlrpc zipapp zipfile zipimport zlib zoneinfo "
).split()
"""The top-level modules of the standard library of 3.14, on any system."""


def _library_names() -> Value:
    names = new_set()
    for name in LIBRARY:
        set_add(names, wrap(name))
    return wrap(new_frozenset(names.table))


constant("sys", "stdlib_module_names", _library_names())
constant("sys", "_git", wrap(new_tuple3(wrap("protoPython"), wrap(""), wrap(""))))
constant("sys", "_framework", "")


# --- auditing -----------------------------------------------------------------------------------------------------------


@function("sys", "audit(event, /, *args)", doc="Tells the auditing hooks of an event.")
def sys_audit(w_event: Value, w_args: Value) -> Value:
    if as_str(w_event) is None:
        raise errors.type_error(f"audit() argument 1 must be str, not {type_name(w_event)}")
    run_audit_hooks(w_event, w_args)
    return w_None


@function("sys", "addaudithook(hook)", doc="Adds a function that sys.audit() calls with (event, arguments); hooks stay for good.")
def addaudithook(w_hook: Value) -> Value:
    try:
        audit("sys.addaudithook")
    except PyError as e:
        if errors.error_matches(e, x.EXCEPTION):
            return w_None
        raise
    state = audit_hooks()
    with locked(context().space.w_sys):
        before = state.hooks
        n = 0 if before is None else before.length
        hooks = new_tuple_n(n + 1)
        for i in range(n):
            hooks.items[i] = require(before).items[i]
        hooks.items[n] = w_hook
        state.hooks = hooks
    return w_None


# --- exceptions, breakpoints ----------------------------------------------------------------------------------------------


@function("sys", "unraisablehook(unraisable, /)", doc="Shows an exception that nobody can catch.")
def unraisablehook(w_args: Value) -> Value:
    if type_of(w_args) is not streams.UNRAISABLE_ARGS:
        raise errors.type_error("sys.unraisablehook argument type must be UnraisableHookArgs")
    streams.show_unraisable(unwrap(W_Tuple, w_args))
    return w_None


@function("sys", "breakpointhook(*args, **kwargs)", doc="Calls what PYTHONBREAKPOINT names, pdb.set_trace by default.")
def breakpointhook(w_args: Value, w_kwargs: Value) -> Value:
    named = system.getenv("PYTHONBREAKPOINT")
    name = "pdb.set_trace" if named is None or named == "" else named
    if name == "0":
        return w_None
    dot = name.rfind(".")
    module = "builtins" if dot < 0 else name[0:dot]
    attribute = name[dot + 1 : len(name)]
    w_function = EMPTY
    if module != "" and attribute != "":
        try:
            w_function = getattr_of(imports.import_absolute(module), attribute)
        except PyError as e:
            if not errors.error_matches(e, x.IMPORT_ERROR) and not errors.error_matches(e, x.ATTRIBUTE_ERROR):
                raise
    if is_empty(w_function):
        w_text = wrap(f'Ignoring unimportable $PYTHONBREAKPOINT: "{name}"')
        call_method2(imports.import_absolute("_warnings"), "warn", w_text, wrap(x.RUNTIME_WARNING))
        return w_None
    return call_tuple_kw(w_function, EMPTY, unwrap(W_Tuple, w_args), unwrap(W_Dict, w_kwargs))


@function("builtins", "breakpoint(*args, **kws)", doc="Calls sys.breakpointhook with the same arguments.")
def breakpoint(w_args: Value, w_kwargs: Value) -> Value:
    w_hook = dict_get_str(context().space.w_sys.dict, "breakpointhook")
    if is_empty(w_hook):
        raise errors.runtime_error("lost sys.breakpointhook")
    audit1("builtins.breakpoint", w_hook)
    return call_tuple_kw(w_hook, EMPTY, unwrap(W_Tuple, w_args), unwrap(W_Dict, w_kwargs))


# --- limits and settings ----------------------------------------------------------------------------------------------------


MIN_DIGITS: Final[int] = 640


@function("sys", "get_int_max_str_digits()", doc="How many digits conversions between int and str may have; 0: any number.")
def get_int_max_str_digits() -> Value:
    return from_int(context().space.int_max_str_digits)


@function("sys", "set_int_max_str_digits(maxdigits)", doc="Sets how many digits conversions between int and str may have.")
def set_int_max_str_digits(w_digits: Value) -> Value:
    digits = operations.index_of(w_digits)
    if digits != 0 and digits < MIN_DIGITS:
        raise errors.value_error("maxdigits must be >= 640 or 0 for unlimited")
    context().space.int_max_str_digits = digits
    return w_None


@function("sys", "get_coroutine_origin_tracking_depth()", doc="How many callers a new coroutine remembers.")
def get_coroutine_origin_tracking_depth() -> Value:
    return from_int(context().origin_depth)


@function("sys", "set_coroutine_origin_tracking_depth(depth)", doc="Sets how many callers new coroutines of this thread remember.")
def set_coroutine_origin_tracking_depth(w_depth: Value) -> Value:
    depth = operations.index_of(w_depth)
    if depth < 0:
        raise errors.value_error("depth must be >= 0")
    context().origin_depth = depth
    return w_None


@function("sys", "_clear_internal_caches()", doc="Forgets what was remembered for speed.")
def clear_internal_caches() -> Value:
    return w_None


@function("sys", "_clear_type_cache()", doc="Forgets what was remembered of types for speed; deprecated.")
def clear_type_cache() -> Value:
    message = (
        "sys._clear_type_cache() is deprecated and scheduled for removal in a future version. Use sys._clear_internal_caches() instead."
    )
    call_method2(imports.import_absolute("_warnings"), "warn", wrap(message), wrap(x.DEPRECATION_WARNING))
    return w_None


@function("sys", "_clear_type_descriptors(type, /)", doc="Takes __dict__ and __weakref__ out of a class's namespace.")
def clear_type_descriptors(w_type: Value) -> Value:
    cls = try_as(W_Type, w_type)
    if cls is None or cls.flags & TypeFlags.HEAP == 0:
        raise errors.type_error("argument is immutable")
    for name in ["__dict__", "__weakref__"]:
        if dict_delete_str(cls.dict, name):
            type_modified(cls)
    return w_None


@function("sys", "is_stack_trampoline_active()", doc="False: perf is not told of Python functions.")
def is_stack_trampoline_active() -> Value:
    return w_False


@function("sys", "activate_stack_trampoline(backend, /)", doc="Tells a profiler of Python functions: not available here.")
def activate_stack_trampoline(w_backend: Value) -> Value:
    if as_str(w_backend) is None:
        raise errors.type_error(f"activate_stack_trampoline() argument must be str, not {type_name(w_backend)}")
    raise errors.value_error("perf trampoline not available")


@function("sys", "deactivate_stack_trampoline()", doc="No longer tells a profiler of Python functions.")
def deactivate_stack_trampoline() -> Value:
    return w_None


@function("sys", "_is_interned(string, /)", doc="Whether sys.intern() would give this very object.")
def is_interned(w_string: Value) -> Value:
    s = as_str(w_string)
    if s is None:
        raise errors.type_error(f"_is_interned() argument must be str, not {type_name(w_string)}")
    w_found = dict_get_str(context().space.interned, s)
    return new_bool(not is_empty(w_found) and same(w_found, w_string))
