"""Starting a space: the first context, sys, builtins, __main__."""

from __future__ import annotations

from protopyc.types import COMPILED, EMPTY, Array, Value, context, wrap
from protopyc.unsafe import register_top
from protopython.engine import imports
from protopython.engine.import_times import ImportTimes
from protopython.modules._io import make_standard_streams
from protopython.modules._signal import install_signals
from protopython.modules.posix_signals import adopt_main_thread
from protopython.objects.code import W_Code
from protopython.objects.dict import dict_set_str, new_dict
from protopython.objects.frame import ESCAPED, W_Frame
from protopython.objects.function import W_Function
from protopython.objects.list import list_append, new_list
from protopython.objects.module import W_Module
from protopython.objects.singletons import w_None
from protopython.protocore.os import c_gettid
from protopython.protocore.settings import Settings
from protopython.protocore.space import ProtoSpace
from protopython.protocore.thread import METHOD_CACHE_SIZE, ExcState, ProtoContext

DEFAULT_RECURSION_LIMIT = 1000


def empty_code() -> W_Code:
    """What the frame at the bottom of a thread's stack seems to run."""
    code = W_Code()
    code.name = "<native>"
    code.qualname = "<native>"
    code.filename = "<native>"
    code.n_regs = 0
    code.positions = b""
    code.position_table = None
    code.firstlineno = 0
    code.uses_namespace = False
    return code


def init_context(cx: ProtoContext, space: ProtoSpace) -> None:
    """Makes a fresh context ready to run Python code of space."""
    cx.space = space
    cx.depth = 0
    cx.exc_state = ExcState(None)
    cx.w_returned = EMPTY
    cx.mc_version = Array[int](METHOD_CACHE_SIZE, 0)
    cx.mc_name = Array[str](METHOD_CACHE_SIZE, "")
    cx.mc_value = Array[Value](METHOD_CACHE_SIZE, EMPTY)
    cx.repr_active = []
    cx.variables = None
    cx.locals = None
    cx.origin_depth = 0
    cx.native_id = int(c_gettid())
    bottom = W_Frame()
    bottom.code = empty_code()
    bottom.function = W_Function(bottom.code, space.builtins, space.builtins)
    bottom.regs = register_top()
    bottom.kind = ESCAPED
    cx.frame = bottom


def new_space(argv: list[str], path: list[str], executable: str, settings: Settings | None = None) -> ProtoSpace:
    """A space whose sys and builtins are loaded, running in the current context."""
    cx = context()
    space = ProtoSpace()
    if settings is None:
        settings = Settings()
    space.settings = settings
    space.import_times = ImportTimes(settings.import_times) if settings.import_times > 0 else None
    space.next_version = 1
    space.type_changes = 0
    space.recursion_limit = DEFAULT_RECURSION_LIMIT
    space.int_max_str_digits = settings.int_max_str_digits
    space.subclasses = {}
    space.abc_counter = 0
    space.weak_table = {}
    space.weak_table_limit = 64
    space.interned = new_dict()
    space.ast_singletons = None
    space.codec_registry = None
    space.streams = []
    space.threads = []
    space.n_threads = 0
    space.exit_functions = new_list()
    space.gc_settings = None
    space.csv = None
    space.monitoring = None
    space.warnings = None
    space.socket_limit = -1
    space.audit_hooks = None
    space.w_bootstrap = EMPTY
    space.w_external = EMPTY
    space.stock_finders = None
    space.streams_limit = 64
    space.argv = argv
    space.executable = executable
    space.optimize = settings.optimize
    space.w_excepthook = w_None
    space.typed_texts = []
    space.switch_interval = 0.005
    space.w_asyncgen_firstiter = EMPTY
    space.w_asyncgen_finalizer = EMPTY
    space.modules = new_dict()
    space.builtins = new_dict()
    init_context(cx, space)
    cx.is_main = True
    adopt_main_thread(cx)
    install_signals()
    space.w_builtins = load("builtins")
    space.builtins = space.w_builtins.dict
    cx.frame.function = W_Function(cx.frame.code, space.builtins, space.builtins)
    space.w_sys = load("sys")
    d = space.w_sys.dict
    dict_set_str(d, "modules", wrap(space.modules))
    w_path = new_list()
    for folder in path:
        list_append(w_path, wrap(folder))
    dict_set_str(d, "path", wrap(w_path))
    w_argv = new_list()
    for arg in argv:
        list_append(w_argv, wrap(arg))
    dict_set_str(d, "argv", wrap(w_argv))
    dict_set_str(d, "executable", wrap(executable))
    dict_set_str(d, "path_importer_cache", wrap(new_dict()))
    dict_set_str(d, "meta_path", wrap(new_list()))
    dict_set_str(d, "path_hooks", wrap(new_list()))
    dict_set_str(d, "__displayhook__", imports.dict_get_str(d, "displayhook"))
    dict_set_str(d, "__excepthook__", imports.dict_get_str(d, "excepthook"))
    dict_set_str(d, "__unraisablehook__", imports.dict_get_str(d, "unraisablehook"))
    dict_set_str(d, "__breakpointhook__", imports.dict_get_str(d, "breakpointhook"))
    make_standard_streams()
    return space


def load(name: str) -> W_Module:
    m = imports.load_builtin(name)
    assert m is not None
    return m


def new_main_module() -> W_Module:
    """__main__"""
    m = imports.new_module("__main__", w_None)
    space = context().space
    dict_set_str(m.dict, "__builtins__", wrap(space.w_builtins))
    dict_set_str(space.modules, "__main__", wrap(m))
    return m


def host_context() -> ProtoContext:
    """Host only: gives this thread a context."""
    if not COMPILED:
        from protopyc.types import set_host_context

        cx = ProtoContext()
        set_host_context(cx)
        return cx
    return context()
