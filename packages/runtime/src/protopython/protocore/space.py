"""ProtoSpace: one isolated interpreter. All state that a Python program can change hangs from here or from its objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from protopyc.types import Value

if TYPE_CHECKING:
    from protopython.engine.import_times import ImportTimes
    from protopython.engine.typed_text import TypedText
    from protopython.modules._csv_dialect import CsvState
    from protopython.modules._io_base import W_IOBase
    from protopython.modules._thread import W_ThreadHandle
    from protopython.modules._warnings import Warnings
    from protopython.modules.gc import GcSettings
    from protopython.modules.sys_monitoring import Monitoring
    from protopython.objects.codecs import CodecRegistry
    from protopython.objects.dict import W_Dict
    from protopython.objects.list import W_List
    from protopython.objects.module import W_Module
    from protopython.objects.weak_table import WeakEntry
    from protopython.protocore.object import W_Type
    from protopython.protocore.settings import Settings


class ProtoSpace:
    modules: W_Dict
    """sys.modules"""
    builtins: W_Dict
    """The dict of the builtins module."""
    w_builtins: W_Module
    w_sys: W_Module
    interned: W_Dict
    """Names, each by itself (objects/interning.py)."""
    next_version: int
    """The next shape or dict-keys version; unique over the space. Frozen shapes have negative ones."""
    type_changes: int
    """How many changes of classes were begun (objects/type.py): who derives something from a class sees whether another thread changed one meanwhile."""
    abc_counter: int
    """How many classes were ever registered with abstract base classes (module _abc)."""
    weak_table: dict[int, WeakEntry]
    """By address, the weak references of objects (objects/weakref.py)."""
    weak_table_limit: int
    """At this size the table is swept."""
    recursion_limit: int
    int_max_str_digits: int
    """sys.set_int_max_str_digits(); 4300 at start, 0: no limit."""
    subclasses: dict[W_Type, list[W_Type]]
    """Direct heap subclasses of every type, built-in types included."""
    ast_singletons: W_Dict | None
    """The nodes without fields that all syntax trees share, by name; made when first needed."""
    codec_registry: CodecRegistry | None
    """codecs.register, codecs.register_error; made when first needed."""
    argv: list[str]
    executable: str
    w_excepthook: Value
    settings: Settings
    """The command line and the environment."""
    optimize: int
    """-O level."""
    import_times: ImportTimes | None
    """-X importtime; None: nobody asked."""
    switch_interval: float
    """sys.setswitchinterval, in seconds."""
    w_asyncgen_firstiter: Value
    """sys.set_asyncgen_hooks; EMPTY: none."""
    w_asyncgen_finalizer: Value
    threads: list[W_ThreadHandle]
    """Threads that the program's end waits for; some may have ended."""
    n_threads: int
    """Threads started by programs and running."""
    streams: list[W_IOBase]
    """Streams that may have something to flush at exit."""
    streams_limit: int
    """At this length the list is swept."""
    exit_functions: W_List
    """Of module atexit: tuples (function, arguments, keyword arguments)."""
    csv: CsvState | None
    """Of module _csv; None until that is imported."""
    gc_settings: GcSettings | None
    warnings: Warnings | None
    """Filters and registries; None: nobody warned yet."""
    monitoring: Monitoring | None
    """Tools of sys.monitoring; None: nobody asked."""
    audit_hooks: W_List | None
    """sys.addaudithook; None: none."""
    w_bootstrap: Value
    """importlib._bootstrap and importlib._bootstrap_external, once importlib is loaded."""
    w_external: Value
    stock_finders: W_List | None
    """What sys.meta_path has by itself; None while importlib is not loaded (engine/import_specs.py)."""
    socket_limit: int
    """socket.setdefaulttimeout() in nanoseconds; -1: none."""
    typed_texts: list[TypedText]
    """Text of -c and of the prompt, whose lines tracebacks show."""
