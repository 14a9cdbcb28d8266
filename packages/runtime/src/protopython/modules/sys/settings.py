"""sys: what it tells of the command line and the environment: flags, options, prefixes."""

from __future__ import annotations

from protodialect.types import Array, Value, wrap
from protopython.objects.dict.dict import W_Dict, dict_set_str, new_dict
from protopython.objects.list.list import list_append, new_list
from protopython.objects.singletons import new_bool, w_None, w_True
from protopython.objects.structseq import define_struct, new_struct
from protopython.protocore.settings import Settings
from protopython.protocore.value import from_int

FLAGS = define_struct(
    "sys",
    "flags",
    [
        "debug", "inspect", "interactive", "optimize", "dont_write_bytecode", "no_user_site", "no_site", "ignore_environment",
        "verbose", "bytes_warning", "quiet", "hash_randomization", "isolated", "dev_mode", "utf8_mode", "warn_default_encoding",
        "safe_path", "int_max_str_digits", "gil", "thread_inherit_context", "context_aware_warnings",
    ],
    18,
    "Settings of the command line.",
    False,
    docs=[
        "-d", "-i, and what comes of it", "-i", "-O or -OO", "-B", "-s", "-S", "-E", "-v", "-b", "-q", "-R", "-I", "-X dev", "-X utf8",
        "-X warn_default_encoding", "-P", "-X int_max_str_digits", "-X gil", "-X thread_inherit_context", "-X context_aware_warnings",
    ],
)  # fmt: skip


def tell_settings(d: W_Dict, s: Settings) -> None:
    """Writes what is settled into the dict of sys."""
    dict_set_str(d, "flags", flags_of(s))
    dict_set_str(d, "_xoptions", x_options(s.x_options))
    dict_set_str(d, "warnoptions", str_list(s.warnings))
    dict_set_str(d, "orig_argv", str_list(s.orig_argv))
    dict_set_str(d, "dont_write_bytecode", new_bool(s.write_no_code))
    dict_set_str(d, "pycache_prefix", w_None if s.pycache_prefix == "" else wrap(s.pycache_prefix))
    dict_set_str(d, "platlibdir", wrap(s.platlibdir))
    dict_set_str(d, "prefix", wrap(s.prefix))
    dict_set_str(d, "exec_prefix", wrap(s.prefix))
    dict_set_str(d, "base_prefix", wrap(s.base_prefix))
    dict_set_str(d, "base_exec_prefix", wrap(s.base_prefix))
    dict_set_str(d, "_base_executable", wrap(s.base_executable))
    dict_set_str(d, "_stdlib_dir", w_None if s.stdlib == "" else wrap(s.stdlib))
    dict_set_str(d, "_home", w_None if s.home == "" else wrap(s.home))


def flags_of(s: Settings) -> Value:
    """sys.flags. There is no lock: gil is 0."""
    flags = Array[Value](21, from_int(0))
    flags[0] = flag(s.debug)
    flags[1] = flag(s.inspect)
    flags[2] = flag(s.interactive)
    flags[3] = from_int(s.optimize)
    flags[4] = flag(s.write_no_code)
    flags[5] = flag(s.no_user_site)
    flags[6] = flag(s.no_site)
    flags[7] = flag(s.ignore_environment)
    flags[8] = from_int(s.verbose)
    flags[9] = from_int(s.bytes_warning)
    flags[10] = flag(s.quiet)
    flags[11] = flag(s.hash_seed != 0)
    flags[12] = flag(s.isolated)
    flags[13] = new_bool(s.dev_mode)
    flags[14] = flag(s.utf8_mode)
    flags[15] = flag(s.warn_default_encoding)
    flags[16] = new_bool(s.safe_path)
    flags[17] = from_int(s.int_max_str_digits)
    flags[19] = flag(s.thread_inherit_context)
    flags[20] = flag(s.context_aware_warnings)
    return new_struct(FLAGS, flags)


def flag(on: bool) -> Value:
    return from_int(1 if on else 0)


def x_options(options: list[str]) -> Value:
    """sys._xoptions."""
    d = new_dict()
    for option in options:
        at = option.find("=")
        name = option if at < 0 else option[0:at]
        dict_set_str(d, name, w_True if at < 0 else wrap(option[at + 1 : len(option)]))
    return wrap(d)


def str_list(items: list[str]) -> Value:
    result = new_list()
    for item in items:
        list_append(result, wrap(item))
    return wrap(result)
