"""`type`: making classes and instances, and what programs see of a class.

Calling a class is `call_class`: `__new__`, then `__init__` if that gave an instance. Sources: language
reference "Customizing class creation"; PEP 3115, 3119, 487, 649, 695.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import (
    COMPILED,
    EMPTY,
    Array,
    Value,
    ValuePtr,
    copy_values,
    inline,
    locked,
    noinline,
    require,
    try_as,
    unwrap,
    wrap,
)
from protodialect.unsafe import address_of, register_top
from protopython.objects.class_assignment import slot_list
from protopython.objects.codecs import codecs
from protopython.objects.dict.dict import (
    W_Dict,
    dict_delete_str,
    dict_get_str,
    dict_len,
    dict_set_default,
    dict_set_str,
    new_dict,
)
from protopython.objects.dict.methods import dict_merge, walks_like_dict
from protopython.objects.function.function import W_Function
from protopython.objects.list.list import list_append, new_list
from protopython.objects.mappingproxy import new_mapping_proxy
from protopython.objects.model import call as calls
from protopython.objects.model import errors, operations, specials
from protopython.objects.model.attributes import (
    descr_get,
    find_attr,
    full_name,
    getattr_of,
    missing_attribute,
    type_find_attr,
)
from protopython.objects.model.auditing import audit_write
from protopython.objects.model.builtin import W_Builtin
from protopython.objects.model.define import (
    BYTES,
    FLOAT,
    INT,
    OBJECT,
    STR,
    TYPE,
    class_method,
    getter,
    method,
    new,
    setter,
    vectorcall,
)
from protopython.objects.model.instance import new_plain_instance
from protopython.objects.model.special import Special
from protopython.objects.model.types import is_subtype, type_lookup, type_name, type_of
from protopython.objects.object_methods import (
    add_class_names,
    attribute_name,
    excess_new_arguments,
    full_type_name,
    keys_list,
    object_new,
    uses_object_init,
)
from protopython.objects.singletons import new_bool, w_None
from protopython.objects.str.str import as_str
from protopython.objects.tuple import EMPTY_TUPLE, W_Tuple, new_tuple_n
from protopython.objects.type.super import super_find
from protopython.objects.type.type import (
    add_to_bases,
    best_base,
    c3_merge,
    calculate_metaclass,
    change_flags,
    compute_mro,
    derives_from,
    descriptor_kind,
    direct_subclasses,
    forget_descriptor_kinds,
    has_base,
    move_to_bases,
    new_heap_type,
    note_change,
    overrides_mro,
    set_names,
    settle,
    type_changes,
    type_modified,
    type_setattr,
)
from protopython.protocore.collector import exported_cell_size
from protopython.protocore.error import PyError
from protopython.protocore.object import TypeFlags, W_Type
from protopython.protocore.value import from_int, is_empty, same

# --- calling ----------------------------------------------------------------------------------------------


def call_class(cls: W_Type, args: ValuePtr, n: int, kwnames: W_Tuple | None) -> Value:
    """cls(*args, **keywords)"""
    if cls is TYPE:
        if n == 1 and kwnames is None:
            return wrap(type_of(args[0]))
        if n != 3:
            raise errors.type_error("type() takes 1 or 3 arguments")
    w_new = cls.special[Special.NEW]
    if is_empty(w_new):
        raise errors.type_error(f"cannot create '{cls.name}' instances")
    plain_new = same(w_new, OBJECT.special[Special.NEW])
    if plain_new:
        if uses_object_init(cls) and (n > 0 or kwnames is not None):
            excess_new_arguments(cls)
        w_obj = new_instance_of(cls)
    else:
        w_obj = call_prepended(new_callable(cls, w_new), wrap(cls), args, n, kwnames)
    t = type_of(w_obj)
    if t is not cls and not is_subtype(t, cls):
        return w_obj
    w_init = t.special[Special.INIT]
    if same(w_init, OBJECT.special[Special.INIT]) or is_empty(w_init):
        return w_obj
    initialise(w_init, w_obj, args, n, kwnames)
    return w_obj


@inline
def new_instance_of(cls: W_Type) -> Value:
    """What object.__new__(cls) makes."""
    if cls.root_shape.plain and not cls.flags & TypeFlags.ABSTRACT:
        return wrap(new_plain_instance(cls))
    return object_new(cls, wrap(EMPTY_TUPLE), wrap(new_dict()))


def new_callable(cls: W_Type, w_new: Value) -> Value:
    """cls's `__new__` as it is called, where W_Type.special may hold some other descriptor."""
    if try_as(W_Builtin, w_new) is not None or try_as(W_Function, w_new) is not None:
        return w_new
    return getattr_of(wrap(cls), "__new__")


@noinline
def initialise(w_init: Value, w_obj: Value, args: ValuePtr, n: int, kwnames: W_Tuple | None) -> None:
    if try_as(W_Function, w_init) is not None or try_as(W_Builtin, w_init) is not None:
        w = call_prepended(w_init, w_obj, args, n, kwnames)
    else:
        w = calls.call_vector(specials.bound(w_init, w_obj), args, n, kwnames)
    if not same(w, w_None):
        raise errors.type_error(f"__init__() should return None, not '{type_name(w)}'")


def call_prepended(
    w_callable: Value, w_first: Value, args: ValuePtr, n: int, kwnames: W_Tuple | None
) -> Value:
    """callable(first, *args, **keywords)"""
    n_all = n if kwnames is None else n + kwnames.length
    top = register_top()
    p = calls.reserve(n_all + 1)
    p[0] = w_first
    copy_values(p.offset(1), args, n_all)
    try:
        return calls.call_vector(w_callable, p, n + 1, kwnames)
    finally:
        calls.release(top)


@vectorcall(TYPE)
def type_vectorcall(w_callable: Value, args: ValuePtr, n: int, kwnames: W_Tuple | None) -> Value:
    return call_class(unwrap(W_Type, w_callable), args, n, kwnames)


@method(TYPE, "__call__(self, /, *args, **kwargs)", doc="Call self as a function.")
def type_call(self: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    """Not through the metaclass's own `__call__`, which may be the caller."""
    args = unwrap(W_Tuple, w_args)
    kwargs = unwrap(W_Dict, w_kwargs)
    n = args.length
    n_kw = dict_len(kwargs)
    top = register_top()
    p = calls.reserve(n + n_kw)
    i = 0
    while i < n:
        p[i] = args.items[i]
        i += 1
    try:
        kwnames: W_Tuple | None = None
        if n_kw > 0:
            kwnames = operations.spread_keywords(kwargs, p.offset(n), n_kw)
        return call_class(self, p, n, kwnames)
    finally:
        calls.release(top)


# --- making classes ---------------------------------------------------------------------------------------


@new(TYPE, "(cls, *args, **kwargs)")
def type_new(w_meta: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    kwargs = unwrap(W_Dict, w_kwargs)
    if args.length != 3:
        raise errors.type_error(f"type.__new__() takes exactly 3 arguments ({args.length} given)")
    name = as_str(args.items[0])
    if name is None:
        raise errors.type_error(f"type.__new__() argument 1 must be str, not {type_name(args.items[0])}")
    bases = try_as(W_Tuple, args.items[1])
    if bases is None:
        raise errors.type_error(f"type.__new__() argument 2 must be tuple, not {type_name(args.items[1])}")
    namespace = try_as(W_Dict, args.items[2])
    if namespace is None:
        raise errors.type_error(f"type.__new__() argument 3 must be dict, not {type_name(args.items[2])}")
    refuse_mro_entries(bases)
    winner = calculate_metaclass(w_meta, bases)
    if winner is not w_meta:
        w_new = winner.special[Special.NEW]
        if not same(w_new, TYPE.special[Special.NEW]):
            return calls.call_tuple_kw(new_callable(winner, w_new), wrap(winner), args, kwargs)
    return wrap(make_class(winner, name, bases, namespace, kwargs))


def refuse_mro_entries(bases: W_Tuple) -> None:
    i = 0
    while i < bases.length:
        w_base = bases.items[i]
        if try_as(W_Type, w_base) is None and not is_empty(find_attr(w_base, "__mro_entries__")):
            raise errors.type_error("type() doesn't support MRO entry resolution; use types.new_class()")
        i += 1


def make_class(w_meta: W_Type, name: str, bases: W_Tuple, namespace: W_Dict, kwargs: W_Dict) -> W_Type:
    """A new class with all that follows: `mro()` of the metaclass, `__set_name__`, `__init_subclass__`."""
    check_type_name(name)
    w_doc = dict_get_str(namespace, "__doc__")
    doc = None if is_empty(w_doc) else as_str(w_doc)
    if doc is not None:
        refuse_surrogates(doc)
    refuse_duplicates(bases)
    if not walks_like_dict(wrap(namespace)):  # an OrderedDict has an order of its own
        ordered = new_dict()
        dict_merge(ordered, wrap(namespace))
        namespace = ordered
    seen = type_changes()
    t = new_heap_type(w_meta, name, bases, namespace)
    own_mro = overrides_mro(w_meta)
    if own_mro:
        t.mro = compute_mro(t)
        renew_derived(t)
    add_to_bases(t)
    if type_changes() != seen:  # whoever changed a base since did not find t among its subclasses
        if not own_mro:
            t.mro = c3_merge(t, t.bases)
        renew_derived(t)
    set_names(t)
    init_subclass(t, kwargs)
    return t


def refuse_surrogates(text: str) -> None:
    """UnicodeEncodeError where text has none in UTF-8, which is how C code sees names and docs of classes."""
    codecs.encode_known(codecs.UTF_8, text, "strict")


def check_type_name(name: str) -> None:
    refuse_surrogates(name)
    if "\0" in name:
        raise errors.value_error("type name must not contain null characters")


def refuse_duplicates(bases: W_Tuple) -> None:
    i = 1
    while i < bases.length:
        k = 0
        while k < i:
            if same(bases.items[i], bases.items[k]):
                duplicate = try_as(W_Type, bases.items[i])
                if duplicate is not None:
                    raise errors.type_error(f"duplicate base class {duplicate.name}")
            k += 1
        i += 1


def init_subclass(t: W_Type, kwargs: W_Dict) -> None:
    """super(t, t).__init_subclass__(**kwargs)"""
    w_hook = super_find(t, t, "__init_subclass__")
    if same(w_hook, type_lookup(OBJECT, "__init_subclass__")) and dict_len(kwargs) == 0:
        return
    if not is_empty(w_hook):
        calls.call_tuple_kw(descr_get(w_hook, EMPTY, t), EMPTY, EMPTY_TUPLE, kwargs)


@method(TYPE, "__init__(self, /, *args, **kwargs)", doc="Initialize self.")
def type_init(self: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    if args.length == 1 and dict_len(unwrap(W_Dict, w_kwargs)) > 0:
        raise errors.type_error("type.__init__() takes no keyword arguments")
    if args.length != 1 and args.length != 3:
        raise errors.type_error("type.__init__() takes 1 or 3 arguments")
    return w_None


@class_method(
    TYPE,
    "__prepare__(cls, /, *args, **kwargs)",
    doc="The namespace in which a class body runs: a new dict.",
    shown="($cls, name, bases, /, **kwds)",
)
def type_prepare(w_cls: Value, w_args: Value, w_kwargs: Value) -> Value:
    return wrap(new_dict())


@method(TYPE, "mro(self, /)", doc="The method resolution order, as a list.")
def type_mro(self: W_Type) -> Value:
    result = new_list()
    if self.flags & TypeFlags.HEAP:
        for u in c3_merge(self, self.bases):
            list_append(result, wrap(u))
    else:
        for u in self.mro:
            list_append(result, wrap(u))
    return wrap(result)


# --- text, attributes -------------------------------------------------------------------------------------


@method(TYPE, "__repr__(self, /)", doc="Return repr(self).")
def type_repr(self: W_Type) -> Value:
    return wrap(f"<class '{full_type_name(self)}'>")


@method(TYPE, "__getattribute__(self, name, /)")
def type_getattribute(self: W_Type, w_name: Value) -> Value:
    name = attribute_name(w_name)
    w = type_find_attr(self, name)
    if is_empty(w):
        raise missing_attribute(wrap(self), name)
    return w


@method(TYPE, "__setattr__(self, name, value, /)")
def type_setattr_method(self: W_Type, w_name: Value, w_value: Value) -> Value:
    type_setattr(self, attribute_name(w_name), w_value)
    return w_None


@method(TYPE, "__delattr__(self, name, /)")
def type_delattr_method(self: W_Type, w_name: Value) -> Value:
    type_setattr(self, attribute_name(w_name), EMPTY)
    return w_None


@method(TYPE, "__dir__(self, /)", doc="The attributes of the class and its bases.")
def type_dir(self: W_Type) -> Value:
    names = new_dict()
    add_class_names(names, self)
    return wrap(keys_list(names))


@method(TYPE, "__instancecheck__(self, instance, /)", doc="Whether instance is an instance of the class.")
def type_instancecheck(self: W_Type, w_instance: Value) -> Value:
    return new_bool(operations.instance_of_class(w_instance, self))


@method(TYPE, "__subclasscheck__(self, subclass, /)", doc="Whether subclass is a subclass of the class.")
def type_subclasscheck(self: W_Type, w_subclass: Value) -> Value:
    return new_bool(operations.subclass_of_class(w_subclass, wrap(self)))


@method(TYPE, "__subclasses__(self, /)", doc="The classes that derive directly from this one.")
def type_subclasses(self: W_Type) -> Value:
    result = new_list()
    for t in direct_subclasses(self):
        if has_base(t, self):
            list_append(result, wrap(t))
    return wrap(result)


@method(TYPE, "__sizeof__(self, /)", doc="Size of the class object in memory, in bytes.")
def type_sizeof(self: W_Type) -> Value:
    """The object, and what it keeps for special methods."""
    size = exported_cell_size(address_of(self)) if COMPILED else 256
    return from_int(size + 16 + 8 * len(self.special))


CHANGEABLE: Final[int] = TypeFlags.HEAP | TypeFlags.MUTABLE


def check_settable(t: W_Type, w_value: Value, name: str) -> None:
    if not t.flags & CHANGEABLE:
        raise errors.type_error(f"cannot set '{name}' attribute of immutable type '{t.name}'")
    if is_empty(w_value):
        raise errors.type_error(f"cannot delete '{name}' attribute of immutable type '{t.name}'")


@getter(TYPE, "__name__")
def type_name_getter(self: W_Type) -> Value:
    name = self.name
    return wrap(name if self.flags & TypeFlags.HEAP else name[name.rfind(".") + 1 :])


@setter(TYPE, "__name__")
def type_set_name(self: W_Type, w_value: Value) -> Value:
    check_settable(self, w_value, "__name__")
    audit_write(wrap(self), "__name__", w_value)
    name = as_str(w_value)
    if name is None:
        raise errors.type_error(f"can only assign string to {self.name}.__name__, not '{type_name(w_value)}'")
    check_type_name(name)
    self.name = name
    return w_None


@getter(TYPE, "__qualname__")
def type_qualname_getter(self: W_Type) -> Value:
    return self.w_qualname


@setter(TYPE, "__qualname__")
def type_set_qualname(self: W_Type, w_value: Value) -> Value:
    check_settable(self, w_value, "__qualname__")
    audit_write(wrap(self), "__qualname__", w_value)
    if as_str(w_value) is None:
        raise errors.type_error(
            f"can only assign string to {self.name}.__qualname__, not '{type_name(w_value)}'"
        )
    self.w_qualname = w_value
    return w_None


@getter(TYPE, "__module__")
def type_module_getter(self: W_Type) -> Value:
    if not self.flags & CHANGEABLE:
        return wrap(self.module)
    w_module = dict_get_str(self.dict, "__module__")
    if is_empty(w_module):
        raise errors.attribute_error("__module__", wrap(self), "__module__")
    return w_module


@setter(TYPE, "__module__")
def type_set_module(self: W_Type, w_value: Value) -> Value:
    check_settable(self, w_value, "__module__")
    audit_write(wrap(self), "__module__", w_value)
    dict_set_str(self.dict, "__module__", w_value)
    dict_delete_str(self.dict, "__firstlineno__")
    type_modified(self)
    return w_None


@getter(TYPE, "__doc__")
def type_doc(self: W_Type) -> Value:
    if not self.flags & CHANGEABLE:
        doc = self.doc
        return w_None if doc is None else wrap(doc)
    w_doc = dict_get_str(self.dict, "__doc__")
    if is_empty(w_doc):
        return w_None
    return descr_get(w_doc, EMPTY, self)


@setter(TYPE, "__doc__")
def type_set_doc(self: W_Type, w_value: Value) -> Value:
    check_settable(self, w_value, "__doc__")
    audit_write(wrap(self), "__doc__", w_value)
    dict_set_str(self.dict, "__doc__", w_value)
    type_modified(self)
    return w_None


@getter(TYPE, "__dict__")
def type_dict(self: W_Type) -> Value:
    return new_mapping_proxy(wrap(self.dict))


@getter(TYPE, "__mro__")
def type_mro_getter(self: W_Type) -> Value:
    mro = self.mro
    n = len(mro)
    result = new_tuple_n(n)
    i = 0
    while i < n:
        result.items[i] = wrap(mro[i])
        i += 1
    return wrap(result)


@getter(TYPE, "__base__", member=True)
def type_base(self: W_Type) -> Value:
    base = self.base
    return w_None if base is None else wrap(base)


@setter(TYPE, "__base__")
def type_set_base(self: W_Type, w_value: Value) -> Value:
    raise errors.attribute_error("readonly attribute", wrap(self), "__base__")


@getter(TYPE, "__text_signature__")
def type_text_signature(self: W_Type) -> Value:
    """The parameters of a built-in class, from its `__new__` or `__init__`."""
    if self.flags & TypeFlags.HEAP:
        return w_None
    if self is OBJECT:
        return wrap("()")
    text = own_signature(self, Special.NEW)
    if text == "(*args, **kwargs)" or text == "":
        text = own_signature(self, Special.INIT)
    if text == "" or text == "(*args, **kwargs)":
        return w_None
    return wrap(text)


def own_signature(t: W_Type, index: int) -> str:
    """The text signature of a built-in special method of t itself, without its first parameter; "" if there
    is none.
    """
    b = try_as(W_Builtin, t.special[index])
    if b is None or b.owner is not t or b.signature.text == "":
        return ""
    text = b.signature.text
    if not text.startswith("($"):
        return text
    rest = text[text.find(",") + 2 :]
    if rest.startswith("/"):
        rest = rest[3:] if rest.startswith("/, ") else rest[1:]
    return "(" + rest


FLAG_UNINSTANTIABLE: Final[int] = 1 << 7
FLAG_IMMUTABLE: Final[int] = 1 << 8
FLAG_HEAP: Final[int] = 1 << 9
FLAG_BASETYPE: Final[int] = 1 << 10
FLAG_READY: Final[int] = 1 << 12
FLAG_ABSTRACT: Final[int] = 1 << 20
SUBCLASS_FLAGS: list[str] = ["int", "list", "tuple", "bytes", "str", "dict", "BaseException", "type"]
"""The base for which bit 24, 25 ... is set."""


@getter(TYPE, "__flags__", member=True)
def type_flags(self: W_Type) -> Value:
    flags = FLAG_READY
    flags |= FLAG_HEAP if self.flags & CHANGEABLE else FLAG_IMMUTABLE
    if self.flags & TypeFlags.NO_INSTANTIATE:
        flags |= FLAG_UNINSTANTIABLE
    if self.flags & TypeFlags.SUBCLASSABLE:
        flags |= FLAG_BASETYPE
    if self.flags & TypeFlags.ABSTRACT:
        flags |= FLAG_ABSTRACT
    if self.flags & TypeFlags.SEQUENCE:
        flags |= 1 << 5
    if self.flags & TypeFlags.MAPPING:
        flags |= 1 << 6
    for u in self.mro:
        if not u.flags & TypeFlags.HEAP:
            i = 0
            while i < len(SUBCLASS_FLAGS):
                if u.name == SUBCLASS_FLAGS[i]:
                    flags |= 1 << (24 + i)
                i += 1
    return from_int(flags)


@getter(TYPE, "__basicsize__", member=True)
def type_basicsize(self: W_Type) -> Value:
    return from_int(16 + 8 * self.n_slots)


@getter(TYPE, "__itemsize__", member=True)
def type_itemsize(self: W_Type) -> Value:
    for u in self.mro:
        if not u.flags & TypeFlags.HEAP:
            if u.name == "tuple":
                return from_int(8)
            if u.name == "int":
                return from_int(4)
            if u.name == "bytes":
                return from_int(1)
    return from_int(0)


@getter(TYPE, "__dictoffset__", member=True)
def type_dictoffset(self: W_Type) -> Value:
    return from_int(-1 if self.flags & (TypeFlags.HAS_DICT | TypeFlags.OWN_DICT) else 0)


@getter(TYPE, "__weakrefoffset__", member=True)
def type_weakrefoffset(self: W_Type) -> Value:
    return from_int(-32 if self.flags & TypeFlags.HAS_WEAKREF else 0)


@getter(TYPE, "__abstractmethods__")
def type_abstractmethods(self: W_Type) -> Value:
    w = EMPTY if self is TYPE else dict_get_str(self.dict, "__abstractmethods__")
    if is_empty(w):
        raise errors.attribute_error("__abstractmethods__", wrap(self), "__abstractmethods__")
    return w


@setter(TYPE, "__abstractmethods__")
def type_set_abstractmethods(self: W_Type, w_value: Value) -> Value:
    if is_empty(w_value):
        if not dict_delete_str(self.dict, "__abstractmethods__"):
            raise errors.attribute_error("__abstractmethods__", wrap(self), "__abstractmethods__")
        abstract = False
    else:
        abstract = operations.is_true(w_value)
        dict_set_str(self.dict, "__abstractmethods__", w_value)
    change_flags(self, TypeFlags.ABSTRACT if abstract else 0, 0 if abstract else TypeFlags.ABSTRACT)
    type_modified(self)
    return w_None


@getter(TYPE, "__type_params__")
def type_type_params(self: W_Type) -> Value:
    w = EMPTY if self is TYPE else dict_get_str(self.dict, "__type_params__")
    return wrap(EMPTY_TUPLE) if is_empty(w) else w


@setter(TYPE, "__type_params__")
def type_set_type_params(self: W_Type, w_value: Value) -> Value:
    check_settable(self, w_value, "__type_params__")
    audit_write(wrap(self), "__type_params__", w_value)
    dict_set_str(self.dict, "__type_params__", w_value)
    type_modified(self)
    return w_None


# --- annotations (PEP 649) --------------------------------------------------------------------------------


@getter(TYPE, "__annotate__")
def type_annotate(self: W_Type) -> Value:
    if not self.flags & CHANGEABLE:
        raise missing_attribute(wrap(self), "__annotate__")
    w = dict_get_str(self.dict, "__annotate_func__")
    if is_empty(w):
        w = dict_get_str(self.dict, "__annotate__")
    if is_empty(w):
        w = dict_set_default(self.dict, wrap("__annotate_func__"), w_None)
        type_modified(self)
    return descr_get(w, EMPTY, self)


@setter(TYPE, "__annotate__")
def type_set_annotate(self: W_Type, w_value: Value) -> Value:
    if is_empty(w_value):
        raise errors.type_error("cannot delete __annotate__ attribute")
    check_settable(self, w_value, "__annotate__")
    if not same(w_value, w_None) and is_empty(type_of(w_value).special[Special.CALL]):
        raise errors.type_error("__annotate__ must be callable or None")
    dict_set_str(self.dict, "__annotate_func__", w_value)
    if not same(w_value, w_None):
        dict_delete_str(self.dict, "__annotations_cache__")
    type_modified(self)
    return w_None


@getter(TYPE, "__annotations__")
def type_annotations(self: W_Type) -> Value:
    if not self.flags & CHANGEABLE:
        raise missing_attribute(wrap(self), "__annotations__")
    w = dict_get_str(self.dict, "__annotations__")
    if is_empty(w):
        w = dict_get_str(self.dict, "__annotations_cache__")
    if not is_empty(w):
        return descr_get(w, EMPTY, self)
    w_annotations = dict_set_default(self.dict, wrap("__annotations_cache__"), computed_annotations(type_annotate(self)))
    type_modified(self)
    return w_annotations


def computed_annotations(w_annotate: Value) -> Value:
    """What an `__annotate__` function gives for VALUE; a new dict without one."""
    if same(w_annotate, w_None):
        return wrap(new_dict())
    w = calls.call1(w_annotate, from_int(1))
    if try_as(W_Dict, w) is None:
        raise errors.type_error(f"__annotate__() must return a dict, not {full_name(type_of(w))}")
    return w


@setter(TYPE, "__annotations__")
def type_set_annotations(self: W_Type, w_value: Value) -> Value:
    if not self.flags & CHANGEABLE:
        raise errors.type_error(f"cannot set '__annotations__' attribute of immutable type '{self.name}'")
    own = "__annotations__"
    if is_empty(dict_get_str(self.dict, own)):
        own = "__annotations_cache__"
    if is_empty(w_value):
        if not dict_delete_str(self.dict, own):
            raise errors.attribute_error("__annotations__", wrap(self), "__annotations__")
    else:
        dict_set_str(self.dict, own, w_value)
        if own == "__annotations__":
            dict_delete_str(self.dict, "__annotations_cache__")
    dict_delete_str(self.dict, "__annotate_func__")
    dict_delete_str(self.dict, "__annotate__")
    type_modified(self)
    return w_None


# --- bases ------------------------------------------------------------------------------------------------


@getter(TYPE, "__bases__")
def type_bases(self: W_Type) -> Value:
    return wrap(self.bases)


@setter(TYPE, "__bases__")
def type_set_bases(self: W_Type, w_value: Value) -> Value:
    check_settable(self, w_value, "__bases__")
    audit_write(wrap(self), "__bases__", w_value)
    bases = try_as(W_Tuple, w_value)
    if bases is None:
        raise errors.type_error(f"can only assign tuple to {self.name}.__bases__, not {type_name(w_value)}")
    if bases.length == 0:
        raise errors.type_error(f"can only assign non-empty tuple to {self.name}.__bases__, not ()")
    i = 0
    while i < bases.length:
        base = try_as(W_Type, bases.items[i])
        if base is None:
            raise errors.type_error(
                f"{self.name}.__bases__ must be tuple of classes, not '{type_name(bases.items[i])}'"
            )
        if is_subtype(base, self) or derives_from(base, self):
            raise errors.type_error("a __bases__ item causes an inheritance cycle")
        i += 1
    refuse_duplicates(bases)
    new_base = best_base(bases)
    old_base = require(self.base)
    if holds_references(new_base) != holds_references(old_base):
        raise errors.type_error(
            f"__bases__ assignment: '{new_base.name}' deallocator differs from '{old_base.name}'"
        )
    if not same_base_layout(new_base, old_base):
        raise errors.type_error(
            f"__bases__ assignment: '{new_base.name}' object layout differs from '{old_base.name}'"
        )
    old_bases = self.bases
    self.bases = bases
    self.base = new_base
    changed: list[W_Type] = []
    old_mros: list[Array[W_Type]] = []
    try:
        renew_mro(self, changed, old_mros)
    except PyError:
        i = len(changed)
        while i > 0:
            i -= 1
            changed[i].mro = old_mros[i]
        if self.bases is bases:
            self.bases = old_bases
            self.base = old_base
        for t in changed:
            renew_derived(t)
        raise
    note_change()
    move_to_bases(self, old_bases, bases)
    for t in changed:
        renew_derived(t)
    return w_None


def renew_mro(t: W_Type, changed: list[W_Type], old_mros: list[Array[W_Type]]) -> None:
    """Recomputes the MROs of t and its subclasses after t's bases changed; notes each class and the MRO it had."""
    operations.check_recursion()
    while True:
        bases = t.bases
        old = t.mro
        mro = compute_mro(t)
        with locked(t):
            done = t.mro is old and t.bases is bases
            if done:
                t.mro = mro
        if done:
            break
        if overrides_mro(type_of(wrap(t))):
            return  # A `mro` method set the bases too: that has done this work.
    changed.append(t)
    old_mros.append(old)
    for sub in direct_subclasses(t):
        renew_mro(sub, changed, old_mros)


def renew_derived(t: W_Type) -> None:
    """After t's MRO changed: what is derived from it."""
    kind = descriptor_kind(t)
    note_change()
    settle(t)
    if descriptor_kind(t) != kind:
        forget_descriptor_kinds()
    type_modified(t)


def holds_references(t: W_Type) -> bool:
    """Whether instances can refer to others; CPython keeps the two kinds of classes apart."""
    return not (t is OBJECT or t is INT or t is FLOAT or t is STR or t is BYTES or t.name == "complex")


def same_base_layout(a: W_Type, b: W_Type) -> bool:
    """Whether instances of a class keep their layout when its base changes from b to a."""
    plain_a = a is OBJECT or a.root_shape.plain
    plain_b = b is OBJECT or b.root_shape.plain
    if plain_a != plain_b or a.n_slots != b.n_slots:
        return False
    return (plain_a or a.layout is b.layout) and slot_list(a) == slot_list(b)
