"""weakref.ref: a reference holds a WeakCell, which the collector clears when the target dies; objects/weakref/table.py has them all."""

from __future__ import annotations

from protodialect.types import EMPTY, Value, is_pointer, locked, new_with_shape, try_as, unwrap, wrap
from protopython.objects.dict.dict import W_Dict, dict_len
from protopython.objects.generic_alias import new_generic_alias
from protopython.objects.model import operations
from protopython.objects.model.attributes import find_attr
from protopython.objects.model.define import OBJECT, class_method, define_type, getter, method, new, setter
from protopython.objects.model.errors import attribute_error, type_error
from protopython.objects.model.identity import address_text
from protopython.objects.model.special import CompareOp
from protopython.objects.model.types import type_name, type_of
from protopython.objects.singletons import new_bool, w_None, w_NotImplemented
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple
from protopython.objects.weakref.table import add_entry, entry_of, references_to
from protopython.protocore.collector import WeakCell, new_weak_cell, weak_target
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, is_empty, same


class W_WeakRef(W_Object):
    cell: WeakCell
    w_callback: Value
    """EMPTY: none."""
    hash: int
    has_hash: bool


REFERENCE = define_type(
    "ReferenceType",
    W_WeakRef,
    OBJECT,
    module="weakref",
    doc="A weak reference: call it for its target, or None.", static=True,
)


WEAK_TYPES: set[str] = {
    "function", "method", "builtin_function_or_method", "type", "module", "set", "frozenset", "generator",
    "coroutine", "async_generator", "code", "deque", "array", "GenericAlias", "Union", "memoryview",
    "partial", "Pattern", "lock", "RLock", "TextIOWrapper", "BufferedReader", "BufferedWriter",
    "BufferedRandom", "FileIO", "BytesIO", "StringIO", "_IOBase", "BufferedRWPair",
    "SimpleQueue", "Condition", "Struct", "Task", "Future", "_local", "ParamSpec", "TypeVar",
    "TypeVarTuple", "TypeAliasType", "ParamSpecArgs", "ParamSpecKwargs", "_tee", "_lru_cache_wrapper",
    "staticmethod", "classmethod", "OrderedDict", "mmap",
}  # fmt: skip
"""Built-in types whose objects can be referred to weakly, by name (build time)."""
UNLIKE_OTHER_ERRORS: dict[str, int] = {"_csv.Error": TypeFlags.MUTABLE, "ssl.SSLError": 0}
"""Exceptions of modules whose objects can not."""


def mark_weak_types(types: list[W_Type]) -> None:
    """Module level: sets HAS_WEAKREF where it belongs. Exceptions of modules are like those that a class statement makes."""
    for t in types:
        if as_str(t.w_qualname) in WEAK_TYPES:
            t.flags |= TypeFlags.HAS_WEAKREF
        if t.flags & TypeFlags.IS_EXCEPTION and t.module != "builtins":
            t.flags |= UNLIKE_OTHER_ERRORS.get(t.name, TypeFlags.HAS_WEAKREF | TypeFlags.MUTABLE)
    for t in types:
        base = t.base
        if base is not None and base.flags & TypeFlags.HAS_WEAKREF:
            t.flags |= TypeFlags.HAS_WEAKREF


# --- making -----------------------------------------------------------------------------------------------


def weak_object(w_target: Value) -> W_Object:
    """The target of a new weak reference; TypeError if it cannot be one."""
    if not is_pointer(w_target) or not type_of(w_target).flags & TypeFlags.HAS_WEAKREF:
        raise type_error(f"cannot create weak reference to '{type_name(w_target)}' object")
    return unwrap(W_Object, w_target)


def register(ref: W_WeakRef, w_target: Value) -> None:
    """Enters a new reference in the table; those that have died meanwhile go."""
    with locked(context().space.modules):
        entry = entry_of(w_target)
        if entry is None:
            entry = add_entry(w_target)
        alive: list[WeakCell] = []
        for cell in entry.references:
            if not is_empty(weak_target(cell)):
                alive.append(cell)
        alive.append(new_weak_cell(ref, EMPTY))
        entry.references = alive


def existing_reference(w_target: Value, cls: W_Type) -> Value:
    """A reference of exactly this type without a callback, which can be shared; EMPTY if there is none."""
    found = references_to(w_target)
    i = 0
    while i < found.length:
        w = found.items[i]
        ref = try_as(W_WeakRef, w)
        if ref is not None and type_of(w) is cls and is_empty(ref.w_callback):
            return w
        i += 1
    return EMPTY


def fill_reference(ref: W_WeakRef, w_target: Value, w_callback: Value) -> None:
    obj = weak_object(w_target)
    ref.w_callback = EMPTY if same(w_callback, w_None) else w_callback
    ref.cell = new_weak_cell(obj, EMPTY if is_empty(ref.w_callback) else wrap(ref))
    ref.hash = 0
    ref.has_hash = False
    register(ref, w_target)


def target_of(ref: W_WeakRef) -> Value:
    """The target, EMPTY once it is dead."""
    return weak_target(ref.cell)


def call_dead(cell: WeakCell) -> None:
    """What the interpreter does with a cell that the collector hands out: the callback. It may raise."""
    ref = None if is_empty(cell.w_owner) else try_as(W_WeakRef, cell.w_owner)
    if ref is not None:
        w_callback = ref.w_callback
        ref.w_callback = EMPTY
        if not is_empty(w_callback):
            operations.call1(w_callback, wrap(ref))


# --- weakref.ref ------------------------------------------------------------------------------------------


def reference_arguments(what: str, args: W_Tuple) -> None:
    if args.length < 1:
        raise type_error(f"{what} expected at least 1 argument, got 0")
    if args.length > 2:
        raise type_error(f"{what} expected at most 2 arguments, got {args.length}")


@new(REFERENCE, "(cls, *args, **kwargs)")
def reference_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    reference_arguments("__new__", args)
    if cls is REFERENCE and dict_len(unwrap(W_Dict, w_kwargs)) > 0:
        raise type_error("ref() takes no keyword arguments")
    w_target = args.items[0]
    w_callback = args.items[1] if args.length == 2 else w_None
    weak_object(w_target)
    if cls is REFERENCE and same(w_callback, w_None):
        w_existing = existing_reference(w_target, REFERENCE)
        if not is_empty(w_existing):
            return w_existing
    ref = new_with_shape(W_WeakRef, cls.root_shape)
    fill_reference(ref, w_target, w_callback)
    return wrap(ref)


@method(REFERENCE, "__init__(self, /, *args, **kwargs)", doc="Initialize self.")
def reference_init(self: W_WeakRef, w_args: Value, w_kwargs: Value) -> Value:
    reference_arguments("__init__", unwrap(W_Tuple, w_args))
    return w_None


@method(REFERENCE, "__call__(self, /, *args, **kwargs)", doc="The target, or None once it is dead.")
def reference_call(self: W_WeakRef, w_args: Value, w_kwargs: Value) -> Value:
    n = unwrap(W_Tuple, w_args).length
    if n > 0:
        raise type_error(f"weakref expected 0 arguments, got {n}")
    if dict_len(unwrap(W_Dict, w_kwargs)) > 0:
        raise type_error("weakref() takes no keyword arguments")
    w = target_of(self)
    return w_None if is_empty(w) else w


@method(REFERENCE, "__hash__(self, /)", doc="Return hash(self).")
def reference_hash(self: W_WeakRef) -> Value:
    """The target's hash, kept beyond its death."""
    if not self.has_hash:
        w = target_of(self)
        if is_empty(w):
            raise type_error("weak object has gone away")
        self.hash = operations.hash_of(w)
        self.has_hash = True
    return from_int(self.hash)


def compare_references(op: int, a: W_WeakRef, w_b: Value) -> Value:
    """As their targets compare; dead ones by identity."""
    b = try_as(W_WeakRef, w_b)
    if b is None:
        return w_NotImplemented
    w_left = target_of(a)
    w_right = target_of(b)
    if is_empty(w_left) or is_empty(w_right):
        return new_bool((a is b) == (op == CompareOp.EQ))
    return operations.compare(op, w_left, w_right)


@method(REFERENCE, "__eq__(self, value, /)", doc="Return self==value.")
def reference_eq(self: W_WeakRef, w_other: Value) -> Value:
    return compare_references(CompareOp.EQ, self, w_other)


@method(REFERENCE, "__ne__(self, value, /)", doc="Return self!=value.")
def reference_ne(self: W_WeakRef, w_other: Value) -> Value:
    return compare_references(CompareOp.NE, self, w_other)


@method(REFERENCE, "__repr__(self, /)", doc="Return repr(self).")
def reference_repr(self: W_WeakRef) -> Value:
    at = address_text(wrap(self))
    w = target_of(self)
    if is_empty(w):
        return wrap(f"<weakref at {at}; dead>")
    w_name = find_attr(w, "__name__")
    name = None if is_empty(w_name) else as_str(w_name)
    shown = "" if name is None else f" ({name})"
    return wrap(f"<weakref at {at}; to '{type_name(w)}' at {address_text(w)}{shown}>")


@getter(REFERENCE, "__callback__", member=True)
def reference_callback(self: W_WeakRef) -> Value:
    return w_None if is_empty(self.w_callback) else self.w_callback


@setter(REFERENCE, "__callback__")
def reference_set_callback(self: W_WeakRef, w_value: Value) -> Value:
    raise attribute_error("readonly attribute", wrap(self), "__callback__")


@class_method(REFERENCE, "__class_getitem__(cls, object, /)", doc="See PEP 585")
def reference_class_getitem(w_cls: Value, w_item: Value) -> Value:
    return new_generic_alias(w_cls, w_item)
