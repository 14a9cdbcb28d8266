"""_sysconfig, and _sysconfigdata_t_linux_MULTIARCH: the variables of the build, as the stock sysconfig asks for them.

CPython writes its variables into the second when it is made, out of its Makefile and pyconfig.h. Those tell of CPython's prefix, C library,
compiler and extension modules. Here are the ones that say something of protopy; what it has not (LIBRARY, INCLUDEPY) has no variable.
See docs/decisions/0004-free-threading-names.md.
"""

from __future__ import annotations

import ctypes as _host_ctypes
from typing import Final

from protodialect.types import Value, unwrap, wrap
from protopython.modules.sys.module import ABI_FLAGS, CACHE_TAG, MULTIARCH, PLATFORM, SHORT_VERSION
from protopython.objects.dict.dict import W_Dict, dict_set_str, new_dict
from protopython.objects.model.define import define_module, function, module_init
from protopython.objects.module import W_Module
from protopython.protocore import os as system
from protopython.protocore.thread import context
from protopython.protocore.value import from_int

DATA: Final[str] = "_sysconfigdata_" + ABI_FLAGS + "_" + PLATFORM + "_" + MULTIARCH
SOABI: Final[str] = CACHE_TAG + ABI_FLAGS + "-" + MULTIARCH
"""Names the ABI. Nothing is loaded by it yet, but installers tell by EXT_SUFFIX which packages fit."""

BOTH: Final[dict[str, int]] = {"Py_GIL_DISABLED": 1, "Py_DEBUG": 0}
NUMBERS: Final[dict[str, int]] = {
    "Py_ENABLE_SHARED": 0,
    "Py_HASH_ALGORITHM": 0,  # none of CPython's
    "Py_REMOTE_DEBUG": 0,
    "Py_TRACE_REFS": 0,
    "WITH_DOC_STRINGS": 1,
    "_Py_HAVE_STRERROR_R": 1,
}
"""What the library and its tests decide by."""
TEXTS: Final[dict[str, str]] = {
    "ABIFLAGS": ABI_FLAGS,
    "ABI_THREAD": ABI_FLAGS,
    # The system's compiler, by the names that every system has for it: a package whose extension is optional tries to build it, finds no
    # Python.h, and goes on without.
    "AR": "ar",
    "ARFLAGS": "rcs",
    "CC": "cc",
    "CCSHARED": "-fPIC",
    "CFLAGS": "-O2",
    "CXX": "c++",
    "EXE": "",
    "EXT_SUFFIX": "." + SOABI + ".so",
    "LDCXXSHARED": "c++ -shared",
    "LDFLAGS": "",
    "LDSHARED": "cc -shared",
    "LDVERSION": SHORT_VERSION + ABI_FLAGS,
    "MACHDEP": PLATFORM,
    "MULTIARCH": MULTIARCH,
    "PY_BUILTIN_HASHLIB_HASHES": '"md5,sha1,sha2,sha3,blake2"',
    "SHLIB_SUFFIX": ".so",
    "SOABI": SOABI,
    "TZPATH": "/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo",
    "VERSION": SHORT_VERSION,
}

_libc = _host_ctypes.CDLL(None)
for _name in "clock_gettime getentropy getrandom vfork".split():
    NUMBERS["HAVE_" + _name.upper()] = 1 if hasattr(_libc, _name) else 0
for _name in "int long long_long short size_t void_p float double".split():
    NUMBERS["SIZEOF_" + _name.upper()] = _host_ctypes.sizeof(getattr(_host_ctypes, "c_" + _name.replace("_long", "long")))

define_module("_sysconfig", "What sysconfig asks the interpreter.")
define_module(DATA, "The variables of the build.")


def add_numbers(d: W_Dict, numbers: dict[str, int]) -> None:
    for name in numbers:
        dict_set_str(d, name, from_int(numbers[name]))


@function("_sysconfig", "config_vars()", doc="The variables of the build that no file tells.")
def config_vars() -> Value:
    d = new_dict()
    add_numbers(d, BOTH)
    return wrap(d)


@module_init(DATA)
def init_data(w_module: Value) -> None:
    d = new_dict()
    add_numbers(d, BOTH)
    add_numbers(d, NUMBERS)
    for name in TEXTS:
        dict_set_str(d, name, wrap(TEXTS[name]))
    add_places(d)
    dict_set_str(unwrap(W_Module, w_module).dict, "build_time_vars", wrap(d))


def add_places(d: W_Dict) -> None:
    """Where protopy was built says nothing: it finds its prefix wherever it is moved."""
    s = context().space.settings
    for name in ["prefix", "exec_prefix", "host_prefix", "host_exec_prefix"]:
        dict_set_str(d, name, wrap(s.base_prefix))
    for name in ["LIBDEST", "BINLIBDEST", "DESTLIB"]:
        dict_set_str(d, name, wrap(s.stdlib))
    dict_set_str(d, "BINDIR", wrap(s.base_prefix + "/bin"))
    dict_set_str(d, "LIBDIR", wrap(s.base_prefix + "/lib"))
    dict_set_str(d, "SCRIPTDIR", wrap(s.base_prefix + "/lib"))
    dict_set_str(d, "PLATLIBDIR", wrap(s.platlibdir))
    wheels = s.base_prefix + "/share/python-wheels"
    if system.path_exists(wheels):  # a distribution may keep pip there instead of in the library
        dict_set_str(d, "WHEEL_PKG_DIR", wrap(wheels))
