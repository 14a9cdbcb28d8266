"""_warnings: issuing warnings, and the filters that decide what becomes of them (CPython docs: warnings).

The stock warnings module takes filters, registries and `warn` from here and adds how they are changed and shown. Filters are looked for
in the current context first (`_warnings_context`, sys.flags.context_aware_warnings), then in `warnings.filters`, which programs
replace; while that module is not loaded, in the default filters below.
"""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import EMPTY, Array, Value, try_as, unwrap, wrap
from protopython.engine import imports, streams
from protopython.modules._contextvars import W_ContextVar, entered_context
from protopython.modules._thread_locks import W_RLock, rlock_release, rlock_take
from protopython.objects.dict.dict import W_Dict, dict_clear, dict_get, dict_get_str, dict_set, dict_set_str, new_dict
from protopython.objects.exceptions import exceptions as x
from protopython.objects.frame import W_Frame, frame_of
from protopython.objects.frame_methods import frame_line
from protopython.objects.list.list import W_List, list_append, list_get, list_length, new_list
from protopython.objects.model import errors, operations
from protopython.objects.model.attributes import find_attr, getattr_of
from protopython.objects.model.call import call1, call2, call_args, call_method0, call_method1
from protopython.objects.model.define import define_module, function, module_init
from protopython.objects.model.operations import index_of, isinstance_of, issubclass_of, str_of
from protopython.objects.model.special import Special
from protopython.objects.model.types import special, type_name, type_of
from protopython.objects.module import W_Module
from protopython.objects.object_methods import stock_function
from protopython.objects.singletons import w_None, w_True
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple, new_tuple2, new_tuple3, new_tuple_n
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Type
from protopython.protocore.state import State, space_slot
from protopython.protocore.thread import context
from protopython.protocore.threads import Mutex
from protopython.protocore.value import from_int, int_value, is_empty, is_int, same

MODULE: Final[str] = "_warnings"
define_module(MODULE, "Issuing warnings, and their filters.")

DEFAULT_ACTION: Final[str] = "default"


class Warnings(State):
    """What a space's warnings share."""

    filters: W_List
    """Tuples (action, message or None, category, module or None, line or 0), the first that fits decides."""
    once: W_Dict
    version: int
    """Changes with the filters: registries of older versions are forgotten."""
    lock: W_RLock
    context_filters: W_ContextVar

    def __init__(self) -> None:
        self.filters = new_list()
        self.once = new_dict()
        self.version = 0
        self.lock = W_RLock()
        self.lock.mutex = Mutex()
        self.lock.owner = 0
        self.lock.count = 0
        self.context_filters = W_ContextVar("warnings_context", EMPTY)
        self.add("default", x.DEPRECATION_WARNING, wrap("__main__"))
        self.add("ignore", x.DEPRECATION_WARNING, w_None)
        self.add("ignore", x.PENDING_DEPRECATION_WARNING, w_None)
        self.add("ignore", x.IMPORT_WARNING, w_None)
        self.add("ignore", x.RESOURCE_WARNING, w_None)

    def add(self, action: str, category: W_Type, w_module: Value) -> None:
        t = new_tuple_n(5)
        t.items[0] = wrap(action)
        t.items[1] = w_None
        t.items[2] = wrap(category)
        t.items[3] = w_module
        t.items[4] = from_int(0)
        list_append(self.filters, wrap(t))


def new_warnings() -> State:
    return Warnings()


STATE: Final[int] = space_slot(new_warnings)


def shared() -> Warnings:
    return cast(Warnings, context().space.states[STATE])


@module_init(MODULE)
def init_warnings(w_module: Value) -> None:
    d = unwrap(W_Module, w_module).dict
    state = shared()
    dict_set_str(d, "filters", wrap(state.filters))
    dict_set_str(d, "_defaultaction", wrap(DEFAULT_ACTION))
    dict_set_str(d, "_onceregistry", wrap(state.once))
    dict_set_str(d, "_warnings_context", wrap(state.context_filters))


def of_module(name: str) -> Value:
    """What the loaded warnings module has of that name; EMPTY: nothing, or it is not loaded."""
    w_module = dict_get_str(context().space.modules, "warnings")
    return EMPTY if is_empty(w_module) else find_attr(w_module, name)


@function(MODULE, "_acquire_lock()", doc="Takes the lock that changes of the filters hold.")
def acquire_lock() -> Value:
    rlock_take(shared().lock, -1)
    return w_None


@function(MODULE, "_release_lock()", doc="Lets go of that lock, once.")
def release_lock() -> Value:
    return rlock_release(shared().lock)


@function(MODULE, "_filters_mutated_lock_held()", doc="Makes registries forget what the old filters decided; the lock is held.")
def filters_mutated() -> Value:
    state = shared()
    if state.lock.count == 0:
        raise errors.runtime_error("warnings lock is not held")
    state.version += 1
    return w_None


# --- deciding -----------------------------------------------------------------------------------------------------------


class IssuedWarning:
    """A warning on its way."""

    w_message: Value
    """An instance of the category."""
    w_text: Value
    w_category: Value
    filename: str
    w_lineno: Value
    w_module: Value
    w_source: Value
    w_line: Value
    """The text of the line, None where that is to be looked up."""

    def __init__(
        self, w_message: Value, w_category: Value, filename: str, w_lineno: Value, w_module: Value, w_source: Value
    ) -> None:
        self.filename = filename
        self.w_lineno = w_lineno
        self.w_module = w_module
        self.w_source = w_source
        self.w_line = w_None
        if isinstance_of(w_message, wrap(x.WARNING)):
            self.w_text = wrap(str_of(w_message))
            self.w_message = w_message
            self.w_category = wrap(type_of(w_message))
        else:
            self.w_text = w_message
            self.w_message = call1(w_category, w_message)
            self.w_category = w_category

    def fits(self, item: W_Tuple) -> bool:
        return (
            matches(item.items[1], self.w_text)
            and issubclass_of(self.w_category, item.items[2])
            and matches(item.items[3], self.w_module)
            and line_matches(item.items[4], self.w_lineno)
        )


def matches(w_pattern: Value, w_text: Value) -> bool:
    """A filter's part: None fits all, a plain str equals, anything else has a method match."""
    if same(w_pattern, w_None):
        return True
    if as_str(w_pattern) is not None:
        return operations.equal(w_pattern, w_text)
    return operations.is_true(call_method1(w_pattern, "match", w_text))


def line_matches(w_line: Value, w_lineno: Value) -> bool:
    return index_of(w_line) == 0 or operations.equal(w_line, w_lineno)


def find_filter(filters: W_List, name: str, warning: IssuedWarning) -> W_Tuple | None:
    i = 0
    while i < list_length(filters):  # a pattern's match may change the list
        w_item = list_get(filters, i)
        if is_empty(w_item):
            break
        item = try_as(W_Tuple, w_item)
        if item is None or item.length != 5:
            raise errors.value_error(f"{name} item {i} isn't a 5-tuple")
        if as_str(item.items[0]) is None:
            raise errors.type_error(f"action must be a string, not '{type_name(item.items[0])}'")
        if warning.fits(item):
            return item
        i += 1
    return None


def filter_of(warning: IssuedWarning) -> W_Tuple | None:
    """The filter that decides; None: none does."""
    state = shared()
    variables = entered_context()
    if variables is not None:
        w_context = dict_get(variables.vars, wrap(state.context_filters))
        if not is_empty(w_context) and not same(w_context, w_None):
            own = try_as(W_List, getattr_of(w_context, "_filters"))
            if own is None:
                raise errors.value_error("_filters of warnings_context must be a list")
            return find_filter(own, "warnings_context", warning)
    w_filters = of_module("filters")
    filters = state.filters if is_empty(w_filters) else try_as(W_List, w_filters)
    if filters is None:
        raise errors.value_error("_warnings.filters must be a list")
    return find_filter(filters, "_warnings.filters", warning)


def default_action() -> str:
    w_action = of_module("defaultaction")
    if is_empty(w_action):
        return DEFAULT_ACTION
    action = as_str(w_action)
    if action is None:
        raise errors.type_error(f"warnings.defaultaction must be a string, not '{type_name(w_action)}'")
    return action


def once_registry() -> W_Dict:
    w_once = of_module("onceregistry")
    if is_empty(w_once):
        return shared().once
    once = try_as(W_Dict, w_once)
    if once is None:
        raise errors.type_error(f"_warnings.onceregistry must be a dict, not '{type_name(w_once)}'")
    return once


def already_warned(registry: W_Dict, w_key: Value) -> bool:
    version = shared().version
    w_version = dict_get_str(registry, "version")
    if is_empty(w_version) or not is_int(w_version) or int_value(w_version) != version:
        dict_clear(registry)
        dict_set_str(registry, "version", from_int(version))
        return False
    w_found = dict_get(registry, w_key)
    return not is_empty(w_found) and operations.is_true(w_found)


def first_time(registry: W_Dict, w_key: Value) -> bool:
    """Whether the key is new to the registry, where it is from now on."""
    if already_warned(registry, w_key):
        return False
    dict_set(registry, w_key, w_True)
    return True


def to_be_shown(warning: IssuedWarning, registry: W_Dict | None) -> bool:
    """What filters and registry say; raises the warning where they make it an error. The lock is held."""
    w_key = wrap(new_tuple3(warning.w_text, warning.w_category, warning.w_lineno))
    if registry is not None and already_warned(registry, w_key):
        return False
    item = filter_of(warning)
    action = default_action() if item is None else str_of(item.items[0])
    if action == "ignore":
        return False
    if action == "error":
        raise PyError(warning.w_message)
    if action == "always" or action == "all":
        return True
    if registry is not None:
        dict_set(registry, w_key, w_True)
    if action == "once":
        return first_time(once_registry() if registry is None else registry, wrap(new_tuple2(warning.w_text, warning.w_category)))
    if action == "module":
        return registry is None or first_time(registry, wrap(new_tuple3(warning.w_text, warning.w_category, from_int(0))))
    if action == "default":
        return True
    w_item = w_None if item is None else wrap(item)
    raise errors.runtime_error(
        f"Unrecognized action ({operations.repr_of(wrap(action))}) in warnings.filters:\n {operations.repr_of(w_item)}"
    )


def issue(warning: IssuedWarning, w_registry: Value) -> None:
    registry: W_Dict | None = None
    if not same(w_registry, w_None):
        registry = try_as(W_Dict, w_registry)
        if registry is None:
            raise errors.type_error("'registry' must be a dict or None")
    lock = shared().lock
    rlock_take(lock, -1)
    try:
        shown = to_be_shown(warning, registry)
    finally:
        rlock_release(lock)
    if shown:
        show(warning)


def importable(name: str) -> bool:
    """Imports it, if there is a standard library, and the program has not ended."""
    if context().space.ending:
        return False
    try:
        imports.import_absolute(name)
    except PyError as e:
        if not errors.error_matches(e, x.MODULE_NOT_FOUND_ERROR):
            raise
        return False
    return True


def show(warning: IssuedWarning) -> None:
    importable("warnings")
    w_show = of_module("_showwarnmsg")
    if is_empty(w_show):
        show_plainly(warning)
        return
    if is_empty(special(w_show, Special.CALL)):
        raise errors.type_error("warnings._showwarnmsg() must be set to a callable")
    w_class = of_module("WarningMessage")
    if is_empty(w_class):
        raise errors.runtime_error("unable to get warnings.WarningMessage")
    args = Array[Value](7, w_None)
    args[0] = warning.w_message
    args[1] = warning.w_category
    args[2] = wrap(warning.filename)
    args[3] = warning.w_lineno
    args[5] = warning.w_line
    args[6] = warning.w_source
    call1(w_show, call_args(w_class, args, 7))


def show_plainly(warning: IssuedWarning) -> None:
    """Without a module warnings, or where it has lost its way of showing them."""
    w_stderr = streams.usable_stream("stderr")
    if same(w_stderr, w_None):
        return
    name = str_of(getattr_of(warning.w_category, "__name__"))
    text = f"{warning.filename}:{str_of(warning.w_lineno)}: {name}: {str_of(warning.w_text)}\n"
    line = "" if same(warning.w_line, w_None) else str_of(warning.w_line).strip()
    if line == "" and importable("linecache"):
        line = str_of(call2(stock_function("linecache", "getline"), wrap(warning.filename), warning.w_lineno)).strip()
    if line != "":
        text += "  " + line + "\n"
    call_method1(w_stderr, "write", wrap(text))


# --- who warns ----------------------------------------------------------------------------------------------------------


def outer(frame: W_Frame) -> W_Frame | None:
    previous = frame.previous
    return None if previous is None or previous.previous is None else previous


def is_internal(frame: W_Frame) -> bool:
    """The import system's own frames say nothing of who imports."""
    filename = frame.code.filename
    return filename.find("importlib") >= 0 and filename.find("_bootstrap") >= 0


def to_skip(frame: W_Frame, prefixes: W_Tuple | None) -> bool:
    if is_internal(frame):
        return True
    if prefixes is not None:
        for i in range(prefixes.length):
            if frame.code.filename.startswith(str_of(prefixes.items[i])):
                return True
    return False


def frame_at(level: int, prefixes: W_Tuple | None) -> W_Frame | None:
    """The frame `level` - 1 calls up, frames that are passed over not counted; None: beyond the outermost."""
    frame = frame_of(context())
    if frame.previous is None:
        return None
    found: W_Frame | None = frame
    plain_walk = level <= 0 or is_internal(frame)
    while level > 1 and found is not None:
        found = outer(found)
        while not plain_walk and found is not None and to_skip(found, prefixes):
            found = outer(found)
        level -= 1
    return found


def category_of(w_message: Value, w_category: Value) -> Value:
    if isinstance_of(w_message, wrap(x.WARNING)):
        return wrap(type_of(w_message))
    if same(w_category, w_None):
        return wrap(x.USER_WARNING)
    if try_as(W_Type, w_category) is None or not issubclass_of(w_category, wrap(x.WARNING)):
        raise errors.type_error(f"category must be a Warning subclass, not '{type_name(w_category)}'")
    return w_category


def prefixes_of(w_prefixes: Value) -> W_Tuple | None:
    if is_empty(w_prefixes):
        return None
    t = try_as(W_Tuple, w_prefixes)
    if t is None:
        raise errors.type_error(f"warn() argument 'skip_file_prefixes' must be tuple, not {type_name(w_prefixes)}")
    for i in range(t.length):
        if as_str(t.items[i]) is None:
            raise errors.type_error(f"Found non-str '{type_name(t.items[i])}' in skip_file_prefixes.")
    return t if t.length > 0 else None


@function(
    MODULE,
    "warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=EMPTY)",
    doc="Tells a caller that something is questionable: shown, passed over or raised, as the filters say.",
    shown="($module, /, message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=())",
)
def warn(w_message: Value, w_category: Value, w_level: Value, w_source: Value, w_prefixes: Value) -> Value:
    level = index_of(w_level)
    prefixes = prefixes_of(w_prefixes)
    if prefixes is not None:
        level = max(level, 2)
    w_category = category_of(w_message, w_category)
    frame = frame_at(level, prefixes)
    if frame is None:
        names = context().space.w_sys.dict
        filename = "<sys>"
        lineno = 0
    else:
        names = frame.function.globals
        filename = frame.code.filename
        lineno = frame_line(frame)
    w_registry = dict_get_str(names, "__warningregistry__")
    if is_empty(w_registry):
        w_registry = wrap(new_dict())
        dict_set_str(names, "__warningregistry__", w_registry)
    w_module = dict_get_str(names, "__name__")
    if is_empty(w_module) or not (same(w_module, w_None) or as_str(w_module) is not None):
        w_module = wrap("<string>")
    issue(IssuedWarning(w_message, w_category, filename, from_int(lineno), w_module, w_source), w_registry)
    return w_None


def module_of(filename: str) -> str:
    """The module's name where only the file's is known."""
    if filename == "":
        return "<unknown>"
    return filename[0 : len(filename) - 3] if filename.lower().endswith(".py") else filename


@function(
    MODULE,
    "warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None)",
    doc="The same for a given place.",
    shown="($module, /, message, category, filename, lineno, module=<unrepresentable>, registry=None, module_globals=None, source=None)",
)
def warn_explicit(
    w_message: Value, w_category: Value, w_filename: Value, w_lineno: Value, w_module: Value, w_registry: Value, w_globals: Value, w_source: Value
) -> Value:
    filename = as_str(w_filename)
    if filename is None:
        raise errors.type_error(f"warn_explicit() argument 'filename' must be str, not {type_name(w_filename)}")
    lineno = index_of(w_lineno)
    w_line = w_None
    if not same(w_globals, w_None):
        if try_as(W_Dict, w_globals) is None:
            raise errors.type_error(f"module_globals must be a dict, not '{type_name(w_globals)}'")
        w_line = source_line(w_globals, lineno)
    if same(w_module, w_None):
        w_module = wrap(module_of(filename))
    warning = IssuedWarning(w_message, w_category, filename, from_int(lineno), w_module, w_source)
    warning.w_line = w_line
    issue(warning, w_registry)
    return w_None


def source_line(w_globals: Value, lineno: int) -> Value:
    """What the loader of the module with these globals says that line is; None if it does not know."""
    w_loader = call_method1(imports.import_absolute("importlib._bootstrap_external"), "_bless_my_loader", w_globals)
    if same(w_loader, w_None):
        return w_None
    w_get_source = find_attr(w_loader, "get_source")
    w_spec = dict_get_str(unwrap(W_Dict, w_globals), "__spec__")
    w_name = EMPTY if is_empty(w_spec) else find_attr(w_spec, "name")
    if is_empty(w_name):
        w_name = dict_get_str(unwrap(W_Dict, w_globals), "__name__")
    if is_empty(w_get_source) or is_empty(w_name):
        return w_None
    try:
        w_source = call1(w_get_source, w_name)
    except PyError as e:
        if not errors.error_matches(e, x.IMPORT_ERROR):
            raise
        return w_None
    if same(w_source, w_None):
        return w_None
    source = as_str(w_source)
    if source is None:
        raise errors.type_error(f"must be str, not {type_name(w_source)}")
    lines = unwrap(W_List, call_method0(wrap(source), "splitlines"))
    return list_get(lines, lineno - 1) if 0 < lineno <= list_length(lines) else w_None
