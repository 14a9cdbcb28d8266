"""Starting a space: the first context, sys, builtins, __main__."""

from __future__ import annotations

from protodialect.types import COMPILED, EMPTY, wrap
from protopython.engine import imports
from protopython.engine.contexts import init_context
from protopython.engine.import_state import import_state
from protopython.engine.import_times import ImportTimes
from protopython.engine.signals import adopt_main_thread
from protopython.modules._io.module import make_standard_streams
from protopython.modules._signal import install_signals
from protopython.modules.sys.remote import enable_remote_debugging
from protopython.objects.dict.dict import dict_set_str, new_dict
from protopython.objects.frame import frame_of
from protopython.objects.function.function import W_Function
from protopython.objects.list.list import list_append, new_list
from protopython.objects.model.define import last_version
from protopython.objects.module import W_Module
from protopython.objects.singletons import w_None
from protopython.protocore.settings import Settings
from protopython.protocore.space import ProtoSpace
from protopython.protocore.state import SPACE_SLOTS, new_states
from protopython.protocore.thread import ProtoContext, context

DEFAULT_RECURSION_LIMIT = 1000


def new_space(argv: list[str], path: list[str], executable: str, settings: Settings | None = None) -> ProtoSpace:
    """A space whose sys and builtins are loaded, running in the current context."""
    cx = context()
    space = ProtoSpace()
    if settings is None:
        settings = Settings()
    space.settings = settings
    space.next_version = last_version[0] + 1
    space.type_changes = 0
    space.recursion_limit = DEFAULT_RECURSION_LIMIT
    space.int_max_str_digits = settings.int_max_str_digits
    space.subclasses = {}
    space.abc_counter = 0
    space.interned = new_dict()
    space.n_threads = 0
    space.ending = False
    space.socket_limit = -1
    space.argv = argv
    space.program_folder = ""
    space.executable = executable
    space.optimize = settings.optimize
    space.w_excepthook = w_None
    space.switch_interval = 0.005
    space.watched = 0
    space.w_asyncgen_firstiter = EMPTY
    space.w_asyncgen_finalizer = EMPTY
    space.modules = new_dict()
    space.builtins = new_dict()
    space.states = new_states(SPACE_SLOTS)
    init_context(cx, space)
    if settings.import_times > 0:
        import_state().times = ImportTimes(settings.import_times)
    cx.is_main = True
    adopt_main_thread(cx)
    install_signals()
    if settings.remote_debug:
        enable_remote_debugging()
    space.w_builtins = load("builtins")
    space.builtins = space.w_builtins.dict
    bottom = frame_of(cx)
    bottom.function = W_Function(bottom.code, space.builtins, space.builtins)
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
        from protopython.protocore.thread import set_host_context

        cx = ProtoContext()
        set_host_context(cx)
        return cx
    return context()
