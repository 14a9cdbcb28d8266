"""sys: the constants that describe the interpreter: versions, number formats, hashing, flags, names of modules."""

from __future__ import annotations

from protodialect.types import EMPTY, Array, Value, unwrap, wrap
from protopython.engine.module_table import BUILTIN_MODULES
from protopython.modules.sys.module import CACHE_TAG, HEX_VERSION, MULTIARCH
from protopython.modules.sys.monitoring import submodule
from protopython.modules.sys.settings import tell_settings
from protopython.objects.dict.dict import dict_set_str
from protopython.objects.float.methods import float_of
from protopython.objects.frame import frame_of
from protopython.objects.model import operations
from protopython.objects.model.attributes import setattr_of
from protopython.objects.model.auditing import audit, audit1
from protopython.objects.model.define import constant, function, module_init
from protopython.objects.model.errors import value_error
from protopython.objects.module import W_Module
from protopython.objects.simple_namespace import new_simple_namespace
from protopython.objects.singletons import w_False, w_None
from protopython.objects.structseq import define_struct, new_struct
from protopython.objects.tuple import new_tuple_n
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, is_empty, new_float, same

VERSION_INFO = define_struct(
    "sys",
    "version_info",
    ["major", "minor", "micro", "releaselevel", "serial"],
    5,
    "Version of the language.",
    False,
    docs=["major number", "minor number", "number of the patch", "'alpha', 'beta', 'candidate' or 'final'", "number of the pre-release"],
)
FLOAT_INFO = define_struct(
    "sys",
    "float_info",
    ["max", "max_exp", "max_10_exp", "min", "min_exp", "min_10_exp", "dig", "mant_dig", "epsilon", "radix", "rounds"],
    11,
    "The format of floats.",
    docs=[
        "the greatest float", "greatest power of the radix below infinity, plus one", "greatest power of ten",
        "the smallest normal positive float", "smallest power of the radix of a normal float, plus one",
        "smallest power of ten of a normal float", "decimal digits that any text keeps", "digits of the mantissa, in the radix",
        "what lies between 1 and the next float", "the radix of exponents", "how sums are rounded",
    ],
)  # fmt: skip
INT_INFO = define_struct(
    "sys",
    "int_info",
    ["bits_per_digit", "sizeof_digit", "default_max_str_digits", "str_digits_check_threshold"],
    4,
    "The format of ints.",
    docs=[
        "bits of one digit", "bytes of one digit", "most digits of a text, unless set", "number of digits up to which there is no check",
    ],
)  # fmt: skip
HASH_INFO = define_struct(
    "sys",
    "hash_info",
    ["width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits", "seed_bits", "cutoff"],
    9,
    "How hashes are made.",
    docs=[
        "bits of a hash", "the prime that numbers are reduced by", "hash of infinity", "kept for old programs",
        "factor of an imaginary part", "how texts are hashed", "bits that the algorithm gives", "bits of the seed",
        "length below which another algorithm is used",
    ],
)  # fmt: skip
THREAD_INFO = define_struct(
    "sys",
    "thread_info",
    ["name", "lock", "version"],
    3,
    "How threads are implemented.",
    docs=["name of the implementation", "what locks are made of", "name and version of its library"],
)
ASYNCGEN_HOOKS = define_struct(
    "builtins",
    "asyncgen_hooks",
    ["firstiter", "finalizer"],
    2,
    "What asynchronous generators call when they begin and when they are found unfinished.",
    docs=["called when one is iterated for the first time", "called when one is found unfinished"],
)

W_VERSION_INFO: Value = new_struct(VERSION_INFO, Array.of([from_int(3), from_int(14), from_int(0), wrap("final"), from_int(0)]))
constant("sys", "version_info", W_VERSION_INFO)
constant(
    "sys",
    "float_info",
    new_struct(
        FLOAT_INFO,
        Array.of(
            [
                new_float(1.7976931348623157e308), from_int(1024), from_int(308), new_float(2.2250738585072014e-308), from_int(-1021), from_int(-307),
                from_int(15), from_int(53), new_float(2.0**-52), from_int(2), from_int(1),
            ]
        ),
    ),
)  # fmt: skip
constant("sys", "int_info", new_struct(INT_INFO, Array.of([from_int(30), from_int(4), from_int(4300), from_int(640)])))
constant(
    "sys",
    "hash_info",
    new_struct(
        HASH_INFO,
        Array.of(
            [
                from_int(64), from_int((1 << 61) - 1), from_int(314159), from_int(0), from_int(1000003), wrap("wyhash"),
                from_int(64), from_int(0), from_int(0),
            ]
        ),
    ),
)  # fmt: skip
constant("sys", "thread_info", new_struct(THREAD_INFO, Array.of([wrap("pthread"), w_None, w_None])))


@module_init("sys")
def init_sys(w_module: Value) -> None:
    """What each space makes for itself: its settings, implementation, builtin_module_names."""
    d = unwrap(W_Module, w_module).dict
    w_implementation = new_simple_namespace()
    setattr_of(w_implementation, "name", wrap("protopy"))
    setattr_of(w_implementation, "cache_tag", wrap(CACHE_TAG))
    setattr_of(w_implementation, "version", W_VERSION_INFO)
    setattr_of(w_implementation, "hexversion", from_int(HEX_VERSION))
    setattr_of(w_implementation, "_multiarch", wrap(MULTIARCH))
    setattr_of(w_implementation, "supports_isolated_interpreters", w_False)
    dict_set_str(d, "implementation", w_implementation)
    names: list[str] = []
    for name in BUILTIN_MODULES:
        if name.find(".") < 0:
            names.append(name)
    names = sorted(names)
    t = new_tuple_n(len(names))
    for i in range(len(names)):
        t.items[i] = wrap(names[i])
    dict_set_str(d, "builtin_module_names", wrap(t))
    dict_set_str(d, "monitoring", submodule("sys.monitoring"))
    dict_set_str(d, "_jit", submodule("sys._jit"))
    tell_settings(d, context().space.settings)


@function("sys", "getswitchinterval()", doc="Kept for programs that ask; threads are never switched by the interpreter.")
def getswitchinterval() -> Value:
    return new_float(context().space.switch_interval)


@function("sys", "setswitchinterval(interval, /)", doc="Kept and without effect: there is no interpreter lock to switch.")
def setswitchinterval(w_interval: Value) -> Value:
    interval = float_of(w_interval)
    if not interval > 0.0:
        raise value_error("switch interval must be strictly positive")
    context().space.switch_interval = interval
    return w_None


@function("sys", "set_asyncgen_hooks(firstiter=EMPTY, finalizer=EMPTY)", doc="Sets the hooks of asynchronous generators.")
def set_asyncgen_hooks(w_firstiter: Value, w_finalizer: Value) -> Value:
    space = context().space
    if not is_empty(w_finalizer):
        audit("sys.set_asyncgen_hook_finalizer")
    if not is_empty(w_firstiter):
        audit("sys.set_asyncgen_hook_firstiter")
    if not is_empty(w_firstiter):
        space.w_asyncgen_firstiter = EMPTY if same(w_firstiter, w_None) else w_firstiter
    if not is_empty(w_finalizer):
        space.w_asyncgen_finalizer = EMPTY if same(w_finalizer, w_None) else w_finalizer
    return w_None


@function("sys", "get_asyncgen_hooks()", doc="The hooks of asynchronous generators: (firstiter, finalizer).")
def get_asyncgen_hooks() -> Value:
    space = context().space
    first = w_None if is_empty(space.w_asyncgen_firstiter) else space.w_asyncgen_firstiter
    final = w_None if is_empty(space.w_asyncgen_finalizer) else space.w_asyncgen_finalizer
    hooks = Array[Value](2, first)
    hooks[1] = final
    return new_struct(ASYNCGEN_HOOKS, hooks)


@function("sys", "_getframemodulename(depth=0)", doc="The name of the module of a calling frame.")
def getframemodulename(w_depth: Value) -> Value:
    depth = operations.index_of(w_depth)
    audit1("sys._getframemodulename", w_depth)
    frame = frame_of(context())
    while depth > 0:
        previous = frame.previous
        if previous is None or previous.previous is None:
            return w_None
        frame = previous
        depth -= 1
    w = frame.function.w_module
    if not is_empty(w):
        return w
    from_globals = operations.dict_get(frame.function.globals, wrap("__name__"))
    return w_None if is_empty(from_globals) else from_globals


