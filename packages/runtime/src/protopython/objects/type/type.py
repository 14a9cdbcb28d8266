"""Classes: method resolution order, making heap types, changing them, and what each type caches about its special methods.

Sources: language reference "Customizing class creation"; "The Python 2.3 Method Resolution Order" (C3); PEP 3115, 487, 3135.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from protodialect.types import (
    EMPTY,
    Array,
    NativeFn,
    Value,
    ValuePtr,
    copy_array,
    inline,
    locked,
    new_with_shape,
    noinline,
    release_fence,
    require,
    set_shape,
    try_as,
    unwrap,
    wrap,
)
from protodialect.unsafe import register_top
from protopython.objects.dict.dict import (
    W_Dict,
    dict_copy,
    dict_delete_str,
    dict_get_str,
    dict_key_at,
    dict_next,
    dict_set_default,
    dict_set_str,
    dict_value_at,
    next_version,
)
from protopython.objects.frame import frame_of
from protopython.objects.function.function import W_Cell, W_ClassMethod, W_Function, W_StaticMethod
from protopython.objects.list.list import list_get, list_length
from protopython.objects.model import call as calls
from protopython.objects.model import errors, specials
from protopython.objects.model.attributes import descr_get, descr_set, missing_attribute, new_slot_member
from protopython.objects.model.builtin import BuiltinKind, W_Builtin
from protopython.objects.model.define import ALL_TYPES, OBJECT, TYPE
from protopython.objects.model.instance import W_Instance, register_shape
from protopython.objects.model.special import N_SPECIAL, SPECIAL_INDEX, SPECIAL_NAMES, Special
from protopython.objects.model.types import is_subtype, lookup_in_mro, type_lookup, type_name, type_of
from protopython.objects.singletons import W_ValueSubclass, w_None
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple, new_tuple1, new_tuple2, new_tuple_n
from protopython.protocore.error import PyError
from protopython.protocore.locks import alone
from protopython.protocore.object import TypeFlags, W_Type
from protopython.protocore.shape import Shape, layout_of_class, shape_of
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty, same

_NAMES: Array[str] = Array.of(SPECIAL_NAMES)
_INDEX: dict[str, int] = dict(SPECIAL_INDEX)


# --- special methods, calls -------------------------------------------------------------------------------------------


def not_callable(w_callable: Value, args: ValuePtr, n: int, kwnames: W_Tuple | None) -> Value:
    raise errors.type_error(f"'{type_name(w_callable)}' object is not callable")


def call_special_vector(w_callable: Value, args: ValuePtr, n: int, kwnames: W_Tuple | None) -> Value:
    """Calls through `__call__` as the type defines it."""
    w_call = type_of(w_callable).special[Special.CALL]
    if is_empty(w_call):
        return not_callable(w_callable, args, n, kwnames)
    n_all = n if kwnames is None else n + kwnames.length
    if try_as(W_Function, w_call) is None and try_as(W_Builtin, w_call) is None:
        return calls.call_vector(descr_get(w_call, w_callable, type_of(w_callable)), args, n, kwnames)
    top = register_top()
    p = calls.reserve(n_all + 1)
    p[0] = w_callable
    i = 0
    while i < n_all:
        p[i + 1] = args[i]
        i += 1
    try:
        return calls.call_vector(w_call, p, n + 1, kwnames)
    finally:
        calls.release(top)


def special_value(t: W_Type, index: int) -> Value:
    """What t's MRO defines for special method `index`, as W_Type.special keeps it."""
    return kept_special(t, index, lookup_in_mro(t, _NAMES[index]))


@inline
def kept_special(t: W_Type, index: int, w: Value) -> Value:
    """A special method as W_Type.special keeps it: who calls a W_Builtin from there gives it the instance first, so that one which does not
    take it is kept as a static method or a class method is; and it is believed that the instance is one of its owner's."""
    if is_empty(w):
        return w
    if index == Special.NEW:
        s = try_as(W_StaticMethod, w)
        return w if s is None else s.w_callable
    b = try_as(W_Builtin, w)
    if b is None:
        return w
    if b.binds:
        return w if b.owner is None or b.owner is OBJECT or is_subtype(t, b.owner) else wrap(checking(b))
    return wrap(W_ClassMethod(w)) if b.kind == BuiltinKind.CLASS_METHOD else wrap(W_StaticMethod(w))


@noinline
def checking(b: W_Builtin) -> W_Builtin:
    """The special method b in a class that does not derive from its owner: every call of it looks at the instance, to refuse it."""
    c = W_Builtin(b.name, b.signature, b.fn, b.kind, b.owner)
    set_shape(c, shape_of(b))
    c.qualname = b.qualname
    c.doc = b.doc
    c.plain_self = b.plain_self
    c.module = b.module
    c.simple = False
    return c


def sole_base(t: W_Type) -> W_Type | None:
    """The class whose MRO is t's but for t itself."""
    mro = t.mro
    n = len(mro)
    if n < 2 or mro[0] is not t:
        return None
    base = mro[1]
    inherited = base.mro
    if len(inherited) != n - 1:
        return None
    i = 1
    while i < n:
        if mro[i] is not inherited[i - 1]:
            return None
        i += 1
    return base


def inherited_special(t: W_Type, base: W_Type) -> Array[Value] | None:
    """base's special methods, and over them those of t's namespace; None where a key of that is no plain str."""
    special = Array[Value](N_SPECIAL, EMPTY)
    copy_array(special, 0, base.special, 0, N_SPECIAL)
    d = t.dict
    i = dict_next(d, 0)
    while i >= 0:
        w_key = dict_key_at(d, i)
        name = None if is_empty(w_key) else try_as(str, w_key)
        if name is None:
            return None
        index = _INDEX.get(name, -1)
        if index >= 0:
            w_value = dict_value_at(d, i)
            if not is_empty(w_value):
                special[index] = kept_special(t, index, w_value)
        i = dict_next(d, i + 1)
    return special


def settle(t: W_Type) -> None:
    """Everything that a heap type derives from its MRO and its bases' namespaces."""
    while True:
        seen = type_changes()
        base = sole_base(t)
        special = None if base is None else inherited_special(t, base)
        if base is not None and special is not None:
            vectorcall = call_special_vector if defines(t, "__call__") else base.vectorcall
            next_fn = None if defines(t, "__next__") else base.next_fn
        else:
            special = Array[Value](N_SPECIAL, EMPTY)
            i = 0
            while i < N_SPECIAL:
                special[i] = special_value(t, i)
                i += 1
            vectorcall = vectorcall_of(definer(t, "__call__"))
            next_fn = next_fn_of(definer(t, "__next__"))
        with locked(t):
            release_fence()
            t.special = special
            t.vectorcall = vectorcall
            t.next_fn = next_fn
            set_attribute_flags(t)
        if type_changes() == seen:
            return


def settle_special(t: W_Type, index: int) -> None:
    """As settle, of one special method. Whoever stores looks again afterwards, so that the last store is of what the MRO says."""
    name = _NAMES[index]
    while True:
        owner = definer(t, name)
        w_found = lookup_in_mro(t, name)
        w = kept_special(t, index, w_found)
        with locked(t):
            t.special[index] = w
            if index == Special.CALL:
                t.vectorcall = vectorcall_of(owner)
            elif index == Special.NEXT:
                t.next_fn = next_fn_of(owner)
            set_attribute_flags(t)
        if definer(t, name) is owner and same(lookup_in_mro(t, name), w_found):
            return


def defines(t: W_Type, name: str) -> bool:
    return not is_empty(dict_get_str(t.dict, name))


def definer(t: W_Type, name: str) -> W_Type | None:
    """The first class along t's MRO that defines `name`."""
    mro = t.mro
    n = len(mro)
    i = 0
    while i < n:
        u = mro[i]
        if defines(u, name):
            return u
        i += 1
    return None


def vectorcall_of(owner: W_Type | None) -> Callable[[Value, ValuePtr, int, W_Tuple | None], Value]:
    """How instances are called whose class has `__call__` from `owner`."""
    if owner is None:
        return not_callable
    return call_special_vector if owner.flags & TypeFlags.HEAP else owner.vectorcall


def next_fn_of(owner: W_Type | None) -> NativeFn | None:
    return None if owner is None or owner.flags & TypeFlags.HEAP else owner.next_fn


def set_attribute_flags(t: W_Type) -> None:
    """The flags that follow from t.special; of a published type under its lock."""
    flags = t.flags & ~(TypeFlags.PLAIN_GETATTR | TypeFlags.PLAIN_SETATTR | TypeFlags.PLAIN_DELATTR | TypeFlags.HAS_DEL)
    if is_plain(t, Special.GETATTRIBUTE) and is_empty(t.special[Special.GETATTR]):
        flags |= TypeFlags.PLAIN_GETATTR
    if is_plain(t, Special.SETATTR):
        flags |= TypeFlags.PLAIN_SETATTR
    if is_plain(t, Special.DELATTR):
        flags |= TypeFlags.PLAIN_DELATTR
    if not is_empty(t.special[Special.DEL]):
        flags |= TypeFlags.HAS_DEL
    t.flags = flags


def change_flags(t: W_Type, added: int, removed: int) -> None:
    with locked(t):
        t.flags = (t.flags | added) & ~removed


def is_plain(t: W_Type, index: int) -> bool:
    w = t.special[index]
    return same(w, OBJECT.special[index]) or same(w, TYPE.special[index])


# --- changing a type ------------------------------------------------------------------------------------------------
# In this order: for an attribute, the versions become negative; the dict or the MRO; note_change; what classes derive from it
# (settle_special, settle); the versions. So whoever reads a version and then what it vouches for sees the change, or his version is renewed
# after he looked. The walk over subclasses comes after note_change, and a class enters its bases' lists before make_class looks whether a
# change was noted meanwhile: one of the two sees the other.


def type_changes() -> int:
    space = context().space
    with locked(space.modules):
        return space.type_changes


def note_change() -> None:
    space = context().space
    with locked(space.modules):
        space.type_changes += 1


def direct_subclasses(t: W_Type) -> list[W_Type]:
    """As they are now: another thread may be defining one."""
    space = context().space
    with locked(space.modules):
        found = space.subclasses.get(t)
        heap_types = [] if found is None else found.copy()
    if t.flags & TypeFlags.HEAP:
        return heap_types
    subclasses: list[W_Type] = []
    for u in ALL_TYPES:
        if has_base(u, t):
            subclasses.append(u)
    subclasses.extend(heap_types)
    return subclasses


def has_base(t: W_Type, base: W_Type) -> bool:
    i = 0
    while i < t.bases.length:
        if same(t.bases.items[i], wrap(base)):
            return True
        i += 1
    return False


def add_subclass(base: W_Type, t: W_Type) -> None:
    space = context().space
    with locked(space.modules):
        known = space.subclasses.get(base)
        if known is None:
            known = []
            space.subclasses[base] = known
        known.append(t)


def add_to_bases(t: W_Type) -> None:
    i = 0
    while i < t.bases.length:
        add_subclass(unwrap(W_Type, t.bases.items[i]), t)
        i += 1


def move_to_bases(t: W_Type, old: W_Tuple, new: W_Tuple) -> None:
    """t, whose bases were `old`, has `new`, unless yet others were assigned meanwhile."""
    space = context().space
    with locked(space.modules):
        if t.bases is not new:
            return
        i = 0
        while i < old.length:
            known = space.subclasses.get(unwrap(W_Type, old.items[i]))
            if known is not None:
                k = len(known) - 1
                while k >= 0:
                    if known[k] is t:
                        known.pop(k)
                    k -= 1
            i += 1
        add_to_bases(t)


def type_modified(t: W_Type) -> None:
    """Renews the versions of t's shapes and of its subclasses', so that no cache trusts what it learnt."""
    renew_versions(t)
    for sub in direct_subclasses(t):
        type_modified(sub)


def renew_versions(t: W_Type) -> None:
    with locked(t):
        if t.root_shape.version > 0:  # else they are renewed when they settle
            set_versions(t, 0)


def set_versions(t: W_Type, version: int) -> None:
    """Of all shapes of t, whose lock the caller holds; 0: to fresh ones."""
    shapes = t.shapes
    i = 0
    while i < t.n_shapes:
        require(shapes)[i].version = next_version() if version == 0 else version
        i += 1


def unsettle_versions(t: W_Type, unsettled: list[W_Type]) -> None:
    """Before an attribute of t changes: until settle_versions everybody looks t's attributes up and keeps nothing, so that who saw the
    change anywhere sees it everywhere. The negative version counts the threads that change something."""
    with locked(t):
        set_versions(t, min(t.root_shape.version, 0) - 1)
    unsettled.append(t)
    for sub in direct_subclasses(t):
        unsettle_versions(sub, unsettled)


def settle_versions(unsettled: list[W_Type]) -> None:
    for t in unsettled:
        with locked(t):
            if t.root_shape.version < 0:
                set_versions(t, t.root_shape.version + 1)


def refresh_special(t: W_Type, index: int) -> None:
    """After special method `index` changed in t's dict."""
    settle_special(t, index)
    note_change()  # a class being made may have copied what was there before
    for sub in direct_subclasses(t):
        refresh_special(sub, index)


def attribute_changed(t: W_Type, name: str) -> None:
    """After `name` was set or deleted in t's dict."""
    note_change()
    index = _INDEX.get(name, -1)
    if index >= 0:
        refresh_special(t, index)
    if index == Special.GET or index == Special.SET or index == Special.DELETE:
        forget_descriptor_kinds()
    type_modified(t)


def descriptor_kind(t: W_Type) -> int:
    """Which of `__get__`, `__set__` and `__delete__` t's instances have."""
    kind = 0 if is_empty(t.special[Special.GET]) else 1
    if not is_empty(t.special[Special.SET]):
        kind |= 2
    return kind if is_empty(t.special[Special.DELETE]) else kind | 4


def forget_descriptor_kinds() -> None:
    """Some objects became descriptors or ceased to be. Any class may hold one, and caches know of which kind it was: renews all versions."""
    space = context().space
    classes: list[W_Type] = []
    with locked(space.modules):
        for known in space.subclasses.values():
            classes.extend(known)
    for t in ALL_TYPES:
        if t.flags & TypeFlags.MUTABLE:
            classes.append(t)
    for t in classes:
        renew_versions(t)


def type_setattr(t: W_Type, name: str, w_value: Value) -> None:
    """type.__setattr__, and __delattr__ with EMPTY."""
    if not t.flags & (TypeFlags.HEAP | TypeFlags.MUTABLE):
        raise errors.type_error(f"cannot set '{name}' attribute of immutable type '{t.name}'")
    w_descr = type_lookup(type_of(wrap(t)), name)
    if not is_empty(w_descr) and descr_set(w_descr, wrap(t), w_value):
        return
    unsettled: list[W_Type] = []
    if not alone():
        unsettle_versions(t, unsettled)
        release_fence()
    try:
        if is_empty(w_value):
            if not dict_delete_str(t.dict, name):
                raise missing_attribute(wrap(t), name)
        else:
            dict_set_str(t.dict, name, w_value)
        attribute_changed(t, name)
    finally:
        settle_versions(unsettled)


# --- method resolution order ------------------------------------------------------------------------------------------


def c3_merge(t: W_Type, bases: W_Tuple) -> Array[W_Type]:
    """C3 linearisation of t and its bases' MROs."""
    n = bases.length
    if n == 1:
        return mro_after(t, unwrap(W_Type, bases.items[0]))
    lists: list[list[W_Type]] = []
    i = 0
    while i < n:
        base = unwrap(W_Type, bases.items[i])
        one: list[W_Type] = []
        for u in base.mro:
            one.append(u)
        lists.append(one)
        i += 1
    direct: list[W_Type] = []
    i = 0
    while i < n:
        direct.append(unwrap(W_Type, bases.items[i]))
        i += 1
    lists.append(direct)
    positions: list[int] = []
    for _one in lists:
        positions.append(0)
    result: list[W_Type] = [t]
    while True:
        candidate = next_in_mro(lists, positions)
        if candidate is None:
            break
        result.append(candidate)
        i = 0
        while i < len(lists):
            if positions[i] < len(lists[i]) and lists[i][positions[i]] is candidate:
                positions[i] = positions[i] + 1
            i += 1
    i = 0
    while i < len(lists):
        if positions[i] < len(lists[i]):
            raise errors.type_error(mro_message(lists, positions))
        i += 1
    mro = Array[W_Type](len(result), t)
    i = 0
    while i < len(result):
        mro[i] = result[i]
        i += 1
    return mro


def mro_after(t: W_Type, base: W_Type) -> Array[W_Type]:
    """t, then base's MRO: that of a class with one base, and what any class has while its metaclass's `mro` first runs."""
    n = len(base.mro)
    mro = Array[W_Type](n + 1, t)
    i = 0
    while i < n:
        mro[i + 1] = base.mro[i]
        i += 1
    return mro


def next_in_mro(lists: list[list[W_Type]], positions: list[int]) -> W_Type | None:
    """The first head that is in no other list's tail."""
    i = 0
    while i < len(lists):
        if positions[i] < len(lists[i]):
            candidate = lists[i][positions[i]]
            if not in_a_tail(candidate, lists, positions):
                return candidate
        i += 1
    return None


def in_a_tail(candidate: W_Type, lists: list[list[W_Type]], positions: list[int]) -> bool:
    i = 0
    while i < len(lists):
        k = positions[i] + 1
        one = lists[i]
        while k < len(one):
            if one[k] is candidate:
                return True
            k += 1
        i += 1
    return False


def overrides_mro(w_meta: W_Type) -> bool:
    """Whether classes of this metaclass have their MRO from a `mro` of its own."""
    return not same(type_lookup(w_meta, "mro"), type_lookup(TYPE, "mro"))


def compute_mro(t: W_Type) -> Array[W_Type]:
    """t's MRO from its bases, or what its metaclass's own `mro` says, checked."""
    w_meta = type_of(wrap(t))
    if not overrides_mro(w_meta):
        return c3_merge(t, t.bases)
    found = calls.unpack_iterable(calls.call0(specials.bound(type_lookup(w_meta, "mro"), wrap(t))))
    n = list_length(found)
    if n == 0:
        raise errors.type_error("type MRO must not be empty")
    solid = solid_base(t)
    mro = Array[W_Type](n, t)
    i = 0
    while i < n:
        u = try_as(W_Type, list_get(found, i))
        if u is None:
            raise errors.type_error(f"mro() returned a non-class ('{type_name(list_get(found, i))}')")
        if not derives_from(solid, solid_base(u)):
            raise errors.type_error(f"mro() returned base with unsuitable layout ('{u.name}')")
        mro[i] = u
        i += 1
    return mro


def derives_from(t: W_Type, base: W_Type) -> bool:
    """Whether base is on t's chain of first bases: whether instances of t have base's layout."""
    u: W_Type | None = t
    while u is not None:
        if u is base:
            return True
        u = u.base
    return False


def mro_message(lists: list[list[W_Type]], positions: list[int]) -> str:
    names: list[str] = []
    i = 0
    while i < len(lists):
        if positions[i] < len(lists[i]):
            name = lists[i][positions[i]].name
            if name not in names:
                names.append(name)
        i += 1
    return "Cannot create a consistent method resolution order (MRO) for bases " + ", ".join(names)


# --- making heap types ------------------------------------------------------------------------------------------------


def best_base(bases: W_Tuple) -> W_Type:
    """The base whose layout the new type extends."""
    winner: W_Type | None = None
    i = 0
    while i < bases.length:
        w_base = bases.items[i]
        base = try_as(W_Type, w_base)
        if base is None:
            raise errors.type_error("bases must be types")
        if not base.flags & TypeFlags.SUBCLASSABLE:
            raise errors.type_error(f"type '{base.name}' is not an acceptable base type")
        if winner is None:
            winner = base
        else:
            a = solid_base(winner)
            b = solid_base(base)
            if is_subtype(a, b):
                pass
            elif is_subtype(b, a):
                winner = base
            else:
                raise errors.type_error("multiple bases have instance lay-out conflict")
        i += 1
    return require(winner)


def solid_base(t: W_Type) -> W_Type:
    """The nearest base of t (or t) that adds something to the layout of its instances."""
    u = t
    while True:
        base = u.base
        if base is None:
            return u
        if not u.flags & TypeFlags.HEAP:
            if u.layout is not base.layout and not (u.root_shape.plain and base is OBJECT):
                return u
        elif u.n_slots > base.n_slots:
            return u
        u = base


def calculate_metaclass(w_meta: W_Type, bases: W_Tuple) -> W_Type:
    """The most derived metaclass among w_meta and those of the bases."""
    winner = w_meta
    i = 0
    while i < bases.length:
        t = type_of(bases.items[i])
        if not is_subtype(winner, t):
            if not is_subtype(t, winner):
                raise errors.type_error(
                    "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of "
                    "the metaclasses of all its bases"
                )
            winner = t
        i += 1
    return winner


def slot_names(w_slots: Value, type_name_: str) -> list[str]:
    """The names in `__slots__`, mangled, checked."""
    names: list[str] = []
    one = as_str(w_slots)
    if one is not None:
        names.append(checked_slot(one, type_name_))
        return names
    items = calls.unpack_iterable(w_slots)
    i = 0
    while i < list_length(items):
        name = as_str(list_get(items, i))
        if name is None:
            raise errors.type_error(f"__slots__ items must be strings, not '{type_name(list_get(items, i))}'")
        names.append(checked_slot(name, type_name_))
        i += 1
    return names


def checked_slot(name: str, class_name: str) -> str:
    if not name.isidentifier():
        raise errors.type_error("__slots__ must be identifiers")
    if name.startswith("__") and not name.endswith("__"):
        stripped = class_name.lstrip("_")
        if len(stripped) > 0:
            return "_" + stripped + name
    return name


def uses_value_box(base: W_Type) -> bool:
    """int, float, str, bytes: instances of user subclasses are W_ValueSubclass boxes."""
    for u in base.mro:
        if u.flags & TypeFlags.PLAIN_SELF:
            return True
    return False


INHERITED_FLAGS: Final[int] = (
    TypeFlags.HAS_DICT | TypeFlags.HAS_WEAKREF | TypeFlags.IS_EXCEPTION | TypeFlags.OWN_DICT
)


def new_heap_type(w_meta: W_Type, name: str, bases: W_Tuple, namespace: W_Dict) -> W_Type:
    """The class object; `__set_name__` and `__init_subclass__` are the caller's, and so is calling a `mro` of the
    metaclass's own.
    """
    if bases.length == 0:
        bases = new_tuple1(wrap(OBJECT))
    base = best_base(bases)
    d = dict_copy(namespace)
    t = new_with_shape(W_Type, w_meta.root_shape)
    t.name = name
    t.module = ""
    t.base = base
    t.bases = bases
    t.dict = d
    t.doc = None
    inherited = base.flags & INHERITED_FLAGS
    t.flags = TypeFlags.HEAP | TypeFlags.SUBCLASSABLE | inherited
    t.w_qualname = wrap(name)
    w_qualname = dict_get_str(d, "__qualname__")
    if not is_empty(w_qualname):
        if as_str(w_qualname) is None:
            raise errors.type_error(f"type __qualname__ must be a str, not {type_name(w_qualname)}")
        t.w_qualname = w_qualname
        dict_delete_str(d, "__qualname__")
    t.n_slots = base.n_slots
    t.n_shapes = 0
    t.shapes = None
    class_cell = taken_class_cell(d)
    class_dict_cell = taken_class_dict_cell(d)
    add_slots(t, base, bases, d, name)
    make_root_shape(t, base, d)
    t.mro = mro_after(t, base) if overrides_mro(w_meta) else c3_merge(t, bases)
    inherit_match_flags(t)
    adjust_namespace(d)
    settle(t)
    # Only now, when t and d are complete, do the methods that refer to them get them (PEP 3135, 649).
    if class_cell is not None:
        class_cell.w_value = wrap(t)
    if class_dict_cell is not None:
        class_dict_cell.w_value = wrap(d)
    return t


def inherit_match_flags(t: W_Type) -> None:
    """For `match`, t is what the first class along its MRO is that is a sequence or a mapping."""
    mro = t.mro
    for i in range(1, len(mro)):
        kind = mro[i].flags & (TypeFlags.SEQUENCE | TypeFlags.MAPPING)
        if kind != 0:
            t.flags |= kind
            return


def add_slots(t: W_Type, base: W_Type, bases: W_Tuple, d: W_Dict, name: str) -> None:
    """`__slots__`, or a `__dict__` for instances where there are none."""
    w_slots = dict_get_str(d, "__slots__")
    if t.flags & TypeFlags.OWN_DICT:
        name_module(d)
        return
    if is_empty(w_slots):
        name_module(d)
        t.flags |= TypeFlags.HAS_DICT
        if not variable_sized(base):
            t.flags |= TypeFlags.HAS_WEAKREF
        add_instance_descriptors(t, base, d)
        return
    t.flags |= TypeFlags.SLOTTED
    from_bases = TypeFlags.HAS_DICT if variable_sized(base) else TypeFlags.HAS_DICT | TypeFlags.HAS_WEAKREF
    i = 0
    while i < bases.length:
        t.flags |= unwrap(W_Type, bases.items[i]).flags & from_bases
        i += 1
    names = slot_names(w_slots, name)
    if len(names) > 0 and base.layout is not layout_of_class(W_Instance) and base is not OBJECT and variable_sized(base):
        raise errors.type_error(f"nonempty __slots__ not supported for subtype of '{base.name}'")
    given = 0
    members: list[str] = []
    for slot in names:
        if slot == "__dict__" or slot == "__weakref__":
            flag = TypeFlags.HAS_DICT if slot == "__dict__" else TypeFlags.HAS_WEAKREF
            if (base.flags | given) & flag:
                raise errors.type_error(f"{slot} slot disallowed: we already got one")
            given |= flag
        else:
            if not is_empty(dict_get_str(d, slot)):
                raise errors.value_error(f"'{slot}' in __slots__ conflicts with class variable")
            members.append(slot)
    t.flags |= given
    name_module(d)
    for slot in sorted(members):  # so that classes whose slots have the same names have the same layout
        dict_set_default(d, wrap(slot), wrap(new_slot_member(slot, t, t.n_slots)))
        t.n_slots += 1
    add_instance_descriptors(t, base, d)


def add_instance_descriptors(t: W_Type, base: W_Type, d: W_Dict) -> None:
    """`__dict__` and `__weakref__` in the namespace of the class that gives them to its instances."""
    added = t.flags & ~base.flags
    if added & TypeFlags.HAS_DICT and is_empty(dict_get_str(d, "__dict__")):
        dict_set_str(d, "__dict__", wrap(object_methods.new_dict_descriptor(t)))
    if added & TypeFlags.HAS_WEAKREF and is_empty(dict_get_str(d, "__weakref__")):
        dict_set_str(d, "__weakref__", wrap(weak_table.new_weakref_descriptor(t)))


def variable_sized(base: W_Type) -> bool:
    for u in base.mro:
        if u.name == "tuple" or u.name == "bytes" or u.name == "int":
            if not u.flags & TypeFlags.HEAP:
                return True
    return False


def make_root_shape(t: W_Type, base: W_Type, d: W_Dict) -> None:
    plain = base is OBJECT or base.root_shape.plain
    if plain:
        t.layout = layout_of_class(W_Instance)
    elif uses_value_box(base):
        t.layout = layout_of_class(W_ValueSubclass).user_variant()
    elif base.flags & (TypeFlags.HEAP | TypeFlags.HAS_DICT | TypeFlags.OWN_DICT):
        t.layout = base.layout
    else:
        t.layout = base.layout.user_variant()
    shape = Shape(t.layout, t)
    shape.plain = plain
    shape.version = next_version()
    shape.count = t.n_slots
    shape.names = Array[str](t.n_slots, "")
    if plain:
        shape.n_inline = t.n_slots
        if t.flags & TypeFlags.HAS_DICT:
            shape.n_inline = expected_attributes(base, d) + t.n_slots
    t.root_shape = shape
    t.n_inline = shape.n_inline
    register_shape(t, shape)


def expected_attributes(base: W_Type, d: W_Dict) -> int:
    """How many attributes instances will have: those the methods assign on self, and the base's."""
    n = base.root_shape.n_inline - base.n_slots if base.root_shape.plain else 0
    w_static = dict_get_str(d, "__static_attributes__")
    if not is_empty(w_static):
        t = try_as(W_Tuple, w_static)
        if t is not None:
            n += t.length
    return min(max(n, 2), 32)


def name_module(d: W_Dict) -> None:
    """`__module__` of a class whose namespace has none: that of the code which makes it."""
    if is_empty(dict_get_str(d, "__module__")):
        w_name = dict_get_str(frame_of(context()).function.globals, "__name__")
        if not is_empty(w_name):
            dict_set_str(d, "__module__", w_name)


def adjust_namespace(d: W_Dict) -> None:
    """What type() does to a class namespace: implicit static and class methods, __doc__, __hash__."""
    w_new = dict_get_str(d, "__new__")
    if not is_empty(w_new) and try_as(W_Function, w_new) is not None:
        dict_set_str(d, "__new__", wrap(W_StaticMethod(w_new)))
    make_class_method(d, "__init_subclass__")
    make_class_method(d, "__class_getitem__")
    if is_empty(dict_get_str(d, "__doc__")):
        dict_set_str(d, "__doc__", w_None)
    if not is_empty(dict_get_str(d, "__eq__")) and is_empty(dict_get_str(d, "__hash__")):
        dict_set_str(d, "__hash__", w_None)


def taken_class_cell(d: W_Dict) -> W_Cell | None:
    """The cell by which the methods refer to the class; it is for type() alone and leaves the namespace."""
    w_cell = dict_get_str(d, "__classcell__")
    if is_empty(w_cell):
        return None
    cell = try_as(W_Cell, w_cell)
    if cell is None:
        raise errors.type_error(f"type.__new__: __classcell__ must be a nonlocal cell, not '{type_name(w_cell)}'")
    dict_delete_str(d, "__classcell__")
    return cell


def taken_class_dict_cell(d: W_Dict) -> W_Cell | None:
    """The cell by which annotation scopes refer to the namespace; it leaves that."""
    w_cell = dict_get_str(d, "__classdictcell__")
    if is_empty(w_cell):
        return None
    dict_delete_str(d, "__classdictcell__")
    return try_as(W_Cell, w_cell)


def make_class_method(d: W_Dict, name: str) -> None:
    w = dict_get_str(d, name)
    if not is_empty(w) and try_as(W_Function, w) is not None:
        dict_set_str(d, name, wrap(W_ClassMethod(w)))


def set_names(t: W_Type) -> None:
    """Calls `__set_name__` of the attributes that have it (PEP 487)."""
    d = dict_copy(t.dict)
    i = dict_next(d, 0)
    while i >= 0:
        w_value = dict_value_at(d, i)
        w_hook = type_of(w_value).special[Special.SET_NAME]
        if not is_empty(w_hook):
            try:
                specials.call_special3(w_hook, w_value, wrap(t), dict_key_at(d, i))
            except PyError as e:
                w_name = dict_key_at(d, i)
                note = f"Error calling __set_name__ on '{type_name(w_value)}' instance '{as_str(w_name)}' in '{t.name}'"
                object_methods.add_note(e.w_value, wrap(note))
                raise
        i = dict_next(d, i + 1)


# --- build time ---------------------------------------------------------------------------------------------------------


def finish_types() -> None:
    """Module level: turns what model/define.py collected into dicts, special-method arrays and calls."""
    from collections import ChainMap

    from protopython.objects.dict.dict import new_dict
    from protopython.objects.model import builtin_types as b
    from protopython.objects.model import define
    from protopython.objects.model.builtin import BuiltinKind
    from protopython.objects.singletons import BOOL
    from protopython.objects.weakref import weakref

    weakref.mark_weak_types(define.ALL_TYPES)
    for t in define.ALL_TYPES:
        object_methods.complete_comparisons(t)
        if t in (define.INT, define.FLOAT, define.STR, define.BYTES, BOOL):
            t.flags |= TypeFlags.PLAIN_SELF
    kinds = {
        BuiltinKind.METHOD: b.METHOD_DESCRIPTOR,
        BuiltinKind.WRAPPER: b.WRAPPER_DESCRIPTOR,
        BuiltinKind.NEXT: b.WRAPPER_DESCRIPTOR,
        BuiltinKind.CLASS_METHOD: b.CLASS_METHOD_DESCRIPTOR,
        BuiltinKind.NEW: b.BUILTIN_FUNCTION,
        BuiltinKind.FUNCTION: b.BUILTIN_FUNCTION,
    }
    for t in define.ALL_TYPES:
        t.meta = 0
        t.bases = new_tuple_n(0) if t.base is None else new_tuple1(wrap(t.base))
        if id(t) in define.SECOND_BASES:
            t.bases = new_tuple2(wrap(require(t.base)), wrap(define.SECOND_BASES[id(t)]))
        d = new_dict()
        members = define.MEMBERS[id(t)]
        if "__eq__" in members and "__hash__" not in members:
            members["__hash__"] = w_None
        if "__doc__" not in members:
            members["__doc__"] = w_None
        for name, value in members.items():
            if isinstance(value, W_Builtin):
                value.__dict__["_shape"] = kinds[BuiltinKind(value.kind)].root_shape
                value.plain_self = bool(t.flags & TypeFlags.PLAIN_SELF)
                value.simple = value.signature.simple and value.kind in (BuiltinKind.METHOD, BuiltinKind.WRAPPER)
                if value.kind == BuiltinKind.NEW:
                    value.w_self = wrap(t)
            dict_set_str(d, name, value)
        if t.flags & TypeFlags.HAS_DICT and (t.base is None or not t.base.flags & TypeFlags.HAS_DICT) and "__dict__" not in members:
            dict_set_str(d, "__dict__", wrap(object_methods.new_dict_descriptor(t)))
        if t.flags & TypeFlags.MUTABLE and t.flags & TypeFlags.HAS_WEAKREF and t.base is not None and not t.base.flags & TypeFlags.HAS_WEAKREF:
            dict_set_str(d, "__weakref__", wrap(weak_table.new_weakref_descriptor(t)))
        if t.module != "builtins" and id(t) not in define.STATIC and "__module__" not in members:
            dict_set_str(d, "__module__", wrap(t.module))
        t.dict = d
    for module in define.MODULES.values():
        for value in module.values():
            if isinstance(value, W_Builtin):
                value.__dict__["_shape"] = b.BUILTIN_FUNCTION.root_shape
    for t in define.ALL_TYPES:
        t.special = Array[Value](N_SPECIAL, EMPTY)
        inherited = ChainMap(*(define.MEMBERS[id(t.mro[i])] for i in range(len(t.mro))))  # as lookup_in_mro, which is slow on the host
        for i in range(N_SPECIAL):
            t.special[i] = kept_special(t, i, inherited.get(_NAMES[i], EMPTY))
        if t.flags & TypeFlags.MUTABLE:
            register_shape(t, t.root_shape)
        if same(t.special[Special.NEW], define.OBJECT.special[Special.NEW]):
            if t is not define.OBJECT and not t.root_shape.plain:
                t.flags |= TypeFlags.NO_INSTANTIATE
        elif t.flags & TypeFlags.NO_INSTANTIATE and "__new__" not in define.MEMBERS[id(t)]:
            t.special[Special.NEW] = EMPTY  # that of a base is not for it
    for t in define.ALL_TYPES:
        base = t.base
        members = define.MEMBERS[id(t)]
        if "vectorcall" not in t.__dict__:
            if "__call__" in members:
                t.vectorcall = call_special_vector
            else:
                t.vectorcall = not_callable if base is None else base.vectorcall
        if t.next_fn is None and base is not None and "__next__" not in members:
            t.next_fn = base.next_fn
        set_attribute_flags(t)


# Last, since it needs what is above.
from protopython.objects import object_methods  # noqa: E402
from protopython.objects.weakref import table as weak_table  # noqa: E402
