"""What the command line and the environment mean together: Options and PYTHON* variables become Settings.

A flag's variable counts only where it asks for more than the flag; a -X option is stronger than its variable. Which values are refused,
and in which words, is as in CPython.
"""

from __future__ import annotations

from typing import Final

from protopy_cli.arguments import Options
from protopython.modules._tracemalloc.traces import MAX_FRAMES
from protopython.modules.support.system_calls import fs_decode
from protopython.protocore import os as system
from protopython.protocore.settings import Settings

NO_NUMBER: Final[int] = -(1 << 62)
LEAST_MAX_STR_DIGITS: Final[int] = 640
MAX_HASH_SEED: Final[int] = 4294967295


class ConfigurationError(Exception):
    """A setting without sense; CPython names the function of its own that found it, mostly: else it is ""."""

    function: str
    message: str
    state: str

    def __init__(self, function: str, message: str, state: str) -> None:
        self.function = function
        self.message = message
        self.state = state


def python_variables() -> dict[str, str]:
    """The environment's variables PYTHON*."""
    found: dict[str, str] = {}
    for item in system.environment():
        if item.startswith(b"PYTHON"):
            text = fs_decode(item)
            at = text.find("=")
            if at > 0 and at + 1 < len(text) and text[0:at] not in found:
                found[text[0:at]] = text[at + 1 : len(text)]
    return found


def settle(options: Options, variables: dict[str, str]) -> Settings:
    """The settings of a run; ConfigurationError."""
    s = Settings()
    s.ignore_environment = options.ignore_environment
    s.isolated = options.isolated
    s.check_pycs = options.check_pycs
    s.skip_first_line = options.skip_first_line
    s.x_options = options.x_options
    s.quiet = options.quiet > 0
    s.no_site = options.no_site
    s.bytes_warning = options.bytes_warning
    s.interactive = options.inspect > 0
    s.inspect = options.inspect > 0 or "PYTHONINSPECT" in variables
    s.safe_path = options.safe_path or "PYTHONSAFEPATH" in variables
    s.optimize = flag_level(options.optimize, "PYTHONOPTIMIZE", variables)
    s.verbose = flag_level(options.verbose, "PYTHONVERBOSE", variables)
    s.debug = flag_level(options.debug, "PYTHONDEBUG", variables) > 0
    s.write_no_code = options.write_no_code or flag_level(0, "PYTHONDONTWRITEBYTECODE", variables) > 0
    s.no_user_site = options.no_user_site or flag_level(0, "PYTHONNOUSERSITE", variables) > 0
    s.unbuffered = options.unbuffered or flag_level(0, "PYTHONUNBUFFERED", variables) > 0
    s.platlibdir = variables.get("PYTHONPLATLIBDIR", "lib")
    settle_text(s, variables)
    if not options.random_hashes:
        s.hash_seed = hash_seed(variables)
    if len(s.x_options) > 0 or len(variables) > 0:
        settle_x_options(s, variables)
        check_unused(s, variables)
        s.traced_frames = traced_frames(s, variables)
    settle_warnings(s, options, variables)
    return s


# --- the kinds of values ------------------------------------------------------------------------------------------------


def flag_level(given: int, variable: str, variables: dict[str, str]) -> int:
    """How often a flag was given, or what its variable says where that is more; a variable that is no number counts as 1."""
    text = variables.get(variable)
    if text is None:
        return given
    level = number_of(text)
    if level < 0:
        level = 1
    return max(given, level)


def number_of(text: str) -> int:
    """The C int that text is, or NO_NUMBER."""
    if text == "":
        return 0
    digits = text.lstrip()
    sign = 1
    if digits.startswith("-") or digits.startswith("+"):
        sign = -1 if digits.startswith("-") else 1
        digits = digits[1 : len(digits)]
    if digits == "" or len(digits) > 18:
        return NO_NUMBER
    value = 0
    for c in digits:
        if not "0" <= c <= "9":
            return NO_NUMBER
        value = value * 10 + ord(c) - 48
    return NO_NUMBER if value > 0x7FFFFFFF else sign * value


def x_option(s: Settings, name: str) -> str | None:
    """The first -X option of that name, as it was given: NAME or NAME=VALUE."""
    for option in s.x_options:
        if option == name or option.startswith(name + "="):
            return option
    return None


def x_value(option: str) -> str:
    """What is behind the = of an option, "" if there is none."""
    at = option.find("=")
    return "" if at < 0 else option[at + 1 : len(option)]


def refuse(function: str, message: str) -> ConfigurationError:
    return ConfigurationError(function, message, "preinitialized")


# --- text ---------------------------------------------------------------------------------------------------------------

LOCALE_VARIABLES: list[str] = ["LC_ALL", "LC_CTYPE", "LANG"]


def text_locale() -> str:
    """The name of the locale that decides about text."""
    for name in LOCALE_VARIABLES:
        value = system.getenv(name)
        if value is not None and value != "":
            return value
    return "C"


def settle_text(s: Settings, variables: dict[str, str]) -> None:
    """UTF-8 mode, and how the standard streams are encoded: -X utf8, PYTHONUTF8, PYTHONIOENCODING, the locale."""
    locale = text_locale()
    s.utf8_mode = utf8_mode(s, variables, locale)
    if s.utf8_mode or locale in ["C", "POSIX", "C.UTF-8", "C.utf8", "UTF-8"]:
        s.stream_errors = "surrogateescape"
    given = variables.get("PYTHONIOENCODING")
    if given is None:
        return
    colon = given.find(":")
    encoding = given if colon < 0 else given[0:colon]
    handler = "" if colon < 0 else given[colon + 1 : len(given)]
    if encoding != "":
        s.stream_encoding = encoding
        s.stream_errors = "strict"
    if handler != "":
        s.stream_errors = handler


def utf8_mode(s: Settings, variables: dict[str, str], locale: str) -> bool:
    function = "preconfig_init_utf8_mode"
    option = x_option(s, "utf8")
    if option is not None:
        if option == "utf8" or option == "utf8=1":
            return True
        if option == "utf8=0":
            return False
        raise ConfigurationError(function, "invalid -X utf8 option value", "preinitializing")
    text = variables.get("PYTHONUTF8")
    if text is not None:
        if text == "1" or text == "0":
            return text == "1"
        raise ConfigurationError(function, "invalid PYTHONUTF8 environment variable value", "preinitializing")
    return locale == "C" or locale == "POSIX"


# --- -X -----------------------------------------------------------------------------------------------------------------


def settle_x_options(s: Settings, variables: dict[str, str]) -> None:
    s.dev_mode = x_option(s, "dev") is not None or "PYTHONDEVMODE" in variables
    s.faulthandler = s.dev_mode or x_option(s, "faulthandler") is not None or "PYTHONFAULTHANDLER" in variables
    s.warn_default_encoding = x_option(s, "warn_default_encoding") is not None or "PYTHONWARNDEFAULTENCODING" in variables
    s.remote_debug = x_option(s, "disable-remote-debug") is None and "PYTHON_DISABLE_REMOTE_DEBUG" not in variables
    s.frozen_modules = frozen_modules(s, variables)
    s.import_times = import_times(s, variables)
    s.int_max_str_digits = int_max_str_digits(s, variables)
    s.cpu_count = cpu_count(s, variables)
    s.thread_inherit_context = switch(s, variables, "thread_inherit_context", "PYTHON_THREAD_INHERIT_CONTEXT")
    s.context_aware_warnings = switch(s, variables, "context_aware_warnings", "PYTHON_CONTEXT_AWARE_WARNINGS")
    prefix = x_option(s, "pycache_prefix")
    s.pycache_prefix = variables.get("PYTHONPYCACHEPREFIX", "") if prefix is None else x_value(prefix)


def frozen_modules(s: Settings, variables: dict[str, str]) -> bool:
    used = is_on("PYTHON_FROZEN_MODULES", variables.get("PYTHON_FROZEN_MODULES", ""))
    option = x_option(s, "frozen_modules")
    return used if option is None else is_on("option -X frozen_modules", x_value(option))


def is_on(what: str, text: str) -> bool:
    if text != "" and text != "on" and text != "off":
        raise refuse("", f'bad value for {what} (expected "on" or "off")')
    return text != "off"


def import_times(s: Settings, variables: dict[str, str]) -> int:
    level = 0
    text = variables.get("PYTHONPROFILEIMPORTTIME")
    if text is not None:
        level = number_of(text)
        if level == NO_NUMBER:
            level = 1
        if not 0 <= level <= 2:
            raise refuse(
                "config_init_import_time", "PYTHONPROFILEIMPORTTIME: numeric values other than 1 and 2 are reserved for future use."
            )
    option = x_option(s, "importtime")
    if option is not None:
        value = "" if option == "importtime" else x_value(option)
        level = NO_NUMBER if value == "" else number_of(value)
        if level == NO_NUMBER:
            level = 1
        if not 0 <= level <= 2:
            raise refuse("config_init_import_time", "-X importtime: values other than 1 and 2 are reserved for future use.")
    return level


def int_max_str_digits(s: Settings, variables: dict[str, str]) -> int:
    limit = s.int_max_str_digits
    text = variables.get("PYTHONINTMAXSTRDIGITS")
    if text is not None:
        limit = digits_limit("PYTHONINTMAXSTRDIGITS", text)
    option = x_option(s, "int_max_str_digits")
    if option is not None:
        limit = digits_limit("-X int_max_str_digits", "-" if option == "int_max_str_digits" else x_value(option))
    return limit


def digits_limit(what: str, text: str) -> int:
    limit = number_of(text)
    if limit == 0 or limit >= LEAST_MAX_STR_DIGITS:
        return limit
    raise refuse("config_init_int_max_str_digits", f"{what}: invalid limit; must be >= {LEAST_MAX_STR_DIGITS} or 0 for unlimited.")


def cpu_count(s: Settings, variables: dict[str, str]) -> int:
    count = -1
    text = variables.get("PYTHON_CPU_COUNT")
    if text is not None:
        count = processors(text)
    option = x_option(s, "cpu_count")
    if option is not None:
        count = processors(x_value(option))
    return count


def processors(text: str) -> int:
    if text == "default":
        return -1
    count = number_of(text)
    if count < 1:
        raise refuse(
            "config_init_cpu_count", "-X cpu_count=n option: n is missing or an invalid number, n must be greater than 0"
        )
    return count


def switch(s: Settings, variables: dict[str, str], name: str, variable: str) -> bool:
    """A setting that is 0 or 1, and 1 where nothing is said."""
    value = True
    text = variables.get(variable)
    if text is not None:
        if text != "0" and text != "1":
            raise refuse("config_init_" + name, f"{variable}=N: N is missing or invalid")
        value = text == "1"
    option = x_option(s, name)
    if option is not None:
        text = x_value(option)
        if text != "0" and text != "1":
            raise refuse("config_init_" + name, f"-X {name}=n: n is missing or invalid")
        value = text == "1"
    return value


def hash_seed(variables: dict[str, str]) -> int:
    text = variables.get("PYTHONHASHSEED")
    if text is None or text == "random":
        return -1
    seed = 0
    for c in text:
        seed = seed * 10 + ord(c) - 48 if "0" <= c <= "9" and seed <= MAX_HASH_SEED else NO_NUMBER
    if not 0 <= seed <= MAX_HASH_SEED:
        raise refuse("config_init_hash_seed", 'PYTHONHASHSEED must be "random" or an integer in range [0; 4294967295]')
    return seed


def check_unused(s: Settings, variables: dict[str, str]) -> None:
    """What has no effect here is refused where CPython refuses it, so that mistakes are found."""
    lock = variables.get("PYTHON_GIL", "0")
    option = x_option(s, "gil")
    if option is not None:
        lock = x_value(option)
    if lock != "0" and lock != "1":
        raise refuse("config_read_gil", 'PYTHON_GIL / -X gil must be "0" or "1"')


def traced_frames(s: Settings, variables: dict[str, str]) -> int:
    frames = number_of(variables.get("PYTHONTRACEMALLOC", "0"))
    if frames < 0:
        raise refuse("config_init_tracemalloc", "PYTHONTRACEMALLOC: invalid number of frames")
    option = x_option(s, "tracemalloc")
    if option is not None:
        frames = 1 if option == "tracemalloc" else number_of(x_value(option))
    if frames < 0:
        raise refuse("config_init_tracemalloc", "-X tracemalloc=NFRAME: invalid number of frames")
    if frames > MAX_FRAMES:
        state = f"core initialized\nValueError: the number of frames must be in range [1; {MAX_FRAMES}]"
        raise ConfigurationError("init_interp_main", "can't start tracemalloc", state)
    return frames


# --- warnings -----------------------------------------------------------------------------------------------------------


def settle_warnings(s: Settings, options: Options, variables: dict[str, str]) -> None:
    """sys.warnoptions; what comes later is stronger."""
    if s.dev_mode:
        s.warnings.append("default")
    text = variables.get("PYTHONWARNINGS")
    if text is not None:
        for item in text.split(","):
            add_warning(s, item)
    for item in options.warnings:
        add_warning(s, item)
    if s.bytes_warning > 0:
        add_warning(s, "error::BytesWarning" if s.bytes_warning > 1 else "default::BytesWarning")


def add_warning(s: Settings, item: str) -> None:
    if item not in s.warnings:
        s.warnings.append(item)
