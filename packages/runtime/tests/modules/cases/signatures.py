"""inspect.signature() of what is built in, wherever CPython has an answer."""

import importlib
import inspect
import itertools
import os

MODULES = "builtins math itertools _functools _collections _operator _io _bisect _heapq _string _weakref _abc zlib _bz2 _lzma _zstd binascii".split()
MORE_HERE = set(
    """
    AttributeError ImportError ModuleNotFoundError NameError UnboundLocalError update _grouper islice peek read read1 readinto readinto1
    write __exit__ _deque_iterator _deque_reverse_iterator _tuplegetter index _lru_cache_wrapper __copy__ __deepcopy__
    """.split()
)
"""What has a signature on protoPython alone."""
ABSENT = {"_tee_dataobject", "_BytesIOBuffer", "_dealloc_warn", "_isatty_open_only", "__sizeof__"}


def show(place, name, what):
    if not callable(what) or name in MORE_HERE or name in ABSENT:
        return
    try:
        text = str(inspect.signature(what))
    except ValueError:
        return
    print(place, name, text)


for module_name in MODULES:
    module = importlib.import_module(module_name)
    for name, what in sorted(vars(module).items()):
        if name.startswith("__") or getattr(what, "__module__", None) not in (module_name, "io", "collections"):
            continue
        show(module_name, name, what)
        if isinstance(what, type):
            for member in sorted(vars(what)):
                if not member.startswith("__") or member in ("__init__", "__call__", "__reduce__"):
                    show(what.__qualname__, member, getattr(what, member))

for name in "access close fsync get_inheritable kill mkdir open replace rename scandir sched_param stat terminal_size stat_result write".split():
    show("os", name, getattr(os, name))
for t in (int, str, list, range, type, object, itertools.count):
    print(t.__name__, t.__new__.__text_signature__, t.__init__.__text_signature__)
for f in (len, sorted, print, globals, open, os.kill, bytes.maketrans, dict.fromkeys, type.__prepare__, property.__set_name__):
    print(f.__name__, f.__text_signature__.replace("\n", "").replace("  ", ""))
