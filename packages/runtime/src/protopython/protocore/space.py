"""ProtoSpace: one isolated interpreter. All state that a Python program can change hangs from here or from its objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from protodialect.types import Array, Value, races

if TYPE_CHECKING:
    from protopython.protocore.layouts import W_Dict, W_Module
    from protopython.protocore.object import W_Type
    from protopython.protocore.settings import Settings
    from protopython.protocore.state import State


@races(
    n_threads="whoever reads 0 is the only thread; a thread counts itself out when it has done everything",
    watched="who sees an event late misses what happened at the moment it was asked for",
    abc_counter="grows under a lock, after what it vouches for has changed",
)
class ProtoSpace:
    states: Array[State]
    """What the layers above keep (protocore/state.py)."""
    modules: W_Dict
    """sys.modules"""
    builtins: W_Dict
    """The dict of the builtins module."""
    w_builtins: W_Module
    w_sys: W_Module
    interned: W_Dict
    """Names, each by itself (objects/model/interning.py)."""
    next_version: int
    """The next shape or dict-keys version; unique over the space."""
    type_changes: int
    """How many changes of classes were begun (objects/type/type.py): who derives something from a class sees whether one changed meanwhile."""
    abc_counter: int
    """How many classes were ever registered with abstract base classes (module _abc)."""
    recursion_limit: int
    int_max_str_digits: int
    """sys.set_int_max_str_digits(); 4300 at start, 0: no limit."""
    subclasses: dict[W_Type, list[W_Type]]
    """Direct heap subclasses of every type, built-in types included."""
    argv: list[str]
    program_folder: str
    """What the command put in front of sys.path; "": nothing."""
    executable: str
    w_excepthook: Value
    settings: Settings
    """The command line and the environment."""
    optimize: int
    """-O level."""
    watched: int
    """The events of sys.monitoring, sys.settrace and sys.setprofile that anybody watches, as bits (objects/code/monitors.py)."""
    switch_interval: float
    """sys.setswitchinterval, in seconds."""
    w_asyncgen_firstiter: Value
    """sys.set_asyncgen_hooks; EMPTY: none."""
    w_asyncgen_finalizer: Value
    n_threads: int
    """Threads started by programs and running."""
    ending: bool
    """The program has ended: finalizers are all that still runs."""
    socket_limit: int
    """socket.setdefaulttimeout() in nanoseconds; -1: none."""
