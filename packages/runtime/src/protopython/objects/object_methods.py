"""`object`: what every value can do unless its class says otherwise: making, comparing, showing, pickling,
attribute access.

Sources: language reference "Basic customization"; library reference "Pickling Class Instances"; PEP 307,
487, 3119.
"""

from __future__ import annotations

from protodialect.types import COMPILED, EMPTY, Value, is_pointer, locked, new_with_shape, noinline, try_as, unwrap, wrap
from protodialect.unsafe import value_bits
from protopython.objects.dict.dict import (
    DICT,
    KEYS,
    W_Dict,
    dict_array,
    dict_get_str,
    dict_len,
    dict_set,
    dict_set_str,
    new_dict,
    table_key,
    table_next,
)
from protopython.objects.list.list import LIST, W_List, list_append, list_get, list_length, new_list, new_list_of
from protopython.objects.model import call as calls
from protopython.objects.model import errors, operations
from protopython.objects.model.attributes import (
    descr_get,
    find_attr,
    generic_find_attr,
    generic_setattr,
    getattr_of,
    missing_attribute,
    plain_find_attr,
    setattr_of,
    type_qualname,
)
from protopython.objects.model.builtin import W_GetSet
from protopython.objects.model.define import MEMBERS, OBJECT, class_method, method, new
from protopython.objects.model.identity import address_text, identity_hash_value
from protopython.objects.model.instance import (
    W_Instance,
    install_dict,
    instance_dict,
    new_plain_instance,
)
from protopython.objects.model.special import Special
from protopython.objects.model.stock import stock_function
from protopython.objects.model.types import is_subtype, type_lookup, type_name, type_of
from protopython.objects.singletons import new_bool, w_None, w_NotImplemented
from protopython.objects.str.str import as_str
from protopython.objects.tuple import (
    EMPTY_TUPLE,
    W_Tuple,
    new_tuple2,
    new_tuple3,
    new_tuple_n,
)
from protopython.protocore.collector import exported_cell_size
from protopython.protocore.error import PyError
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.shape import layout_of_class
from protopython.protocore.value import from_int, is_empty, same

# --- making -----------------------------------------------------------------------------------------------


def new_object(cls: W_Type) -> Value:
    """A fresh instance of a class whose instances have no built-in layout."""
    if cls.flags & TypeFlags.ABSTRACT:
        raise abstract_error(cls)
    if cls.root_shape.plain:
        return wrap(new_plain_instance(cls))
    if cls is OBJECT:
        return wrap(new_with_shape(W_Object, cls.root_shape))
    raise errors.type_error(f"cannot create '{cls.name}' instances")


@noinline
def abstract_error(cls: W_Type) -> PyError:
    """TypeError for a class with abstract methods left."""
    w_names = dict_get_str(cls.dict, "__abstractmethods__")
    names: list[str] = []
    if not is_empty(w_names):
        items = operations.unpack_to_list(w_names)
        i = 0
        while i < list_length(items):
            name = as_str(list_get(items, i))
            if name is not None:
                names.append(name)
            i += 1
    shown = "', '".join(sorted(names))
    plural = "" if len(names) == 1 else "s"
    return errors.type_error(
        f"Can't instantiate abstract class {cls.name} without an implementation "
        f"for abstract method{plural} '{shown}'"
    )


def uses_object_new(cls: W_Type) -> bool:
    return same(cls.special[Special.NEW], OBJECT.special[Special.NEW])


def uses_object_init(cls: W_Type) -> bool:
    return same(cls.special[Special.INIT], OBJECT.special[Special.INIT])


def has_arguments(w_args: Value, w_kwargs: Value) -> bool:
    return unwrap(W_Tuple, w_args).length > 0 or dict_len(unwrap(W_Dict, w_kwargs)) > 0


@noinline
def excess_new_arguments(cls: W_Type) -> None:
    """object.__new__ was given arguments: an error unless an own __init__ takes them."""
    if not uses_object_new(cls):
        raise errors.type_error("object.__new__() takes exactly one argument (the type to instantiate)")
    if uses_object_init(cls):
        if not cls.root_shape.plain and cls is not OBJECT:
            raise errors.type_error(f"cannot create '{cls.name}' instances")
        raise errors.type_error(f"{cls.name}() takes no arguments")


@new(OBJECT, "(cls, *args, **kwargs)")
def object_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    if has_arguments(w_args, w_kwargs):
        excess_new_arguments(cls)
    return new_object(cls)


@method(OBJECT, "__init__(self, /, *args, **kwargs)", doc="Initialize self.")
def object_init(w_self: Value, w_args: Value, w_kwargs: Value) -> Value:
    if has_arguments(w_args, w_kwargs):
        cls = type_of(w_self)
        if not uses_object_init(cls):
            raise errors.type_error(
                "object.__init__() takes exactly one argument (the instance to initialize)"
            )
        if uses_object_new(cls):
            raise errors.type_error(
                f"{cls.name}.__init__() takes exactly one argument (the instance to initialize)"
            )
    return w_None


@class_method(OBJECT, "__init_subclass__(cls, /, *args, **kwargs)", doc="Called when a class is subclassed.", shown="($type, /)")
def object_init_subclass(w_cls: Value, w_args: Value, w_kwargs: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    name = unwrap(W_Type, w_cls).name
    if dict_len(unwrap(W_Dict, w_kwargs)) > 0:
        raise errors.type_error(f"{name}.__init_subclass__() takes no keyword arguments")
    if args.length > 0:
        raise errors.type_error(f"{name}.__init_subclass__() takes no arguments ({args.length} given)")
    return w_None


@class_method(OBJECT, "__subclasshook__(cls, object, /)", doc="Lets abstract classes override issubclass().")
def object_subclasshook(w_cls: Value, w_object: Value) -> Value:
    return w_NotImplemented


# --- text -------------------------------------------------------------------------------------------------


def module_name_of_type(t: W_Type) -> str | None:
    """`t.__module__` when it is a str."""
    if not t.flags & (TypeFlags.HEAP | TypeFlags.MUTABLE):
        return t.module
    w_module = dict_get_str(t.dict, "__module__")
    return None if is_empty(w_module) else as_str(w_module)


def full_type_name(t: W_Type) -> str:
    """module.Qualname, the module left out where it is builtins."""
    module = module_name_of_type(t)
    if module is None or module == "builtins":
        return type_qualname(t)
    return module + "." + type_qualname(t)


@method(OBJECT, "__repr__(self, /)", doc="Return repr(self).")
def object_repr(w_self: Value) -> Value:
    return wrap(f"<{full_type_name(type_of(w_self))} object at {address_text(w_self)}>")


@method(OBJECT, "__str__(self, /)", doc="Return str(self).")
def object_str(w_self: Value) -> Value:
    return operations.repr_value_of(w_self)


@method(
    OBJECT,
    "__format__(self, format_spec, /)",
    doc="Default object formatter: str(self), when format_spec is empty.",
)
def object_format(w_self: Value, w_spec: Value) -> Value:
    spec = as_str(w_spec)
    if spec is None:
        raise errors.type_error(f"__format__() argument must be str, not {type_name(w_spec)}")
    if spec != "":
        raise errors.type_error(f"unsupported format string passed to {type_name(w_self)}.__format__")
    return operations.str_value_of(w_self)


# --- comparison -------------------------------------------------------------------------------------------


def complete_comparisons(t: W_Type) -> None:
    """Module level: a built-in type that defines one comparison has all six."""
    members = MEMBERS[id(t)]
    answers = {"__eq__": object_eq, "__ne__": object_ne, "__lt__": object_lt, "__le__": object_le, "__gt__": object_gt, "__ge__": object_ge}
    if members.keys() & answers.keys():
        for name, answer in answers.items():
            if name not in members:
                method(t, f"{name}(self, value, /)")(answer)


@method(OBJECT, "__eq__(self, value, /)", doc="Return self==value.")
def object_eq(w_self: Value, w_other: Value) -> Value:
    return new_bool(True) if same(w_self, w_other) else w_NotImplemented


@method(OBJECT, "__ne__(self, value, /)", doc="Return self!=value.")
def object_ne(w_self: Value, w_other: Value) -> Value:
    """The opposite of what the class's `__eq__` answers."""
    w = operations.call_special2(type_of(w_self).special[Special.EQ], w_self, w_other)
    if same(w, w_NotImplemented):
        return w
    return new_bool(not operations.is_true(w))


@method(OBJECT, "__lt__(self, value, /)", doc="Return self<value.")
def object_lt(w_self: Value, w_other: Value) -> Value:
    return w_NotImplemented


@method(OBJECT, "__le__(self, value, /)", doc="Return self<=value.")
def object_le(w_self: Value, w_other: Value) -> Value:
    return w_NotImplemented


@method(OBJECT, "__gt__(self, value, /)", doc="Return self>value.")
def object_gt(w_self: Value, w_other: Value) -> Value:
    return w_NotImplemented


@method(OBJECT, "__ge__(self, value, /)", doc="Return self>=value.")
def object_ge(w_self: Value, w_other: Value) -> Value:
    return w_NotImplemented


@method(OBJECT, "__hash__(self, /)", doc="Return hash(self).")
def object_hash(w_self: Value) -> Value:
    return identity_hash_value(w_self)


# --- attributes -------------------------------------------------------------------------------------------


def attribute_name(w_name: Value) -> str:
    """The name in a call of `__getattribute__` and its like."""
    name = as_str(w_name)
    if name is None:
        raise errors.type_error(f"attribute name must be string, not '{type_name(w_name)}'")
    return name


@method(OBJECT, "__getattribute__(self, name, /)")
def object_getattribute(w_self: Value, w_name: Value) -> Value:
    name = attribute_name(w_name)
    w = plain_find_attr(w_self, name) if try_as(W_Type, w_self) is None else generic_find_attr(w_self, name)
    if is_empty(w):
        raise missing_attribute(w_self, name)
    return w


def refuse_type(w_self: Value, what: str) -> None:
    """object.__setattr__ must not go round type.__setattr__."""
    if try_as(W_Type, w_self) is not None:
        raise errors.type_error(f"can't apply this {what} to {type_name(w_self)} object")


@method(OBJECT, "__setattr__(self, name, value, /)")
def object_setattr(w_self: Value, w_name: Value, w_value: Value) -> Value:
    refuse_type(w_self, "__setattr__")
    generic_setattr(w_self, attribute_name(w_name), w_value)
    return w_None


@method(OBJECT, "__delattr__(self, name, /)")
def object_delattr(w_self: Value, w_name: Value) -> Value:
    refuse_type(w_self, "__delattr__")
    generic_setattr(w_self, attribute_name(w_name), EMPTY)
    return w_None


def add_keys(names: W_Dict, d: W_Dict) -> None:
    """Adds d's keys to names, in order."""
    t = d.table
    i = table_next(t, 0)
    while i >= 0:
        w_key = table_key(t, i)
        if not is_empty(w_key):
            dict_set(names, w_key, w_None)
        i = table_next(t, i + 1)


def add_class_names(names: W_Dict, t: W_Type) -> None:
    """Adds the attributes that t and its bases define."""
    for u in t.mro:
        add_keys(names, u.dict)


def keys_list(d: W_Dict) -> W_List:
    keys = dict_array(d, KEYS)
    return new_list_of(keys, len(keys))


@method(
    OBJECT,
    "__dir__(self, /)",
    doc="Names of the object's attributes, its class's and those of the class's bases.",
)
def object_dir(w_self: Value) -> Value:
    names = new_dict()
    w_dict = find_attr(w_self, "__dict__")
    if not is_empty(w_dict):
        own = try_as(W_Dict, w_dict)
        if own is not None:
            add_keys(names, own)
    w_class = find_attr(w_self, "__class__")
    cls = None if is_empty(w_class) else try_as(W_Type, w_class)
    if cls is not None:
        add_class_names(names, cls)
    return wrap(keys_list(names))


def instance_dict_getter(w_self: Value) -> Value:
    return wrap(instance_dict(unwrap(W_Object, w_self)))


def instance_dict_setter(w_self: Value, w_value: Value) -> Value:
    obj = unwrap(W_Object, w_self)
    if is_empty(w_value):
        d = new_dict()
    else:
        given = try_as(W_Dict, w_value)
        if given is None:
            raise errors.type_error(f"__dict__ must be set to a dictionary, not a '{type_name(w_value)}'")
        d = given
    with locked(obj):
        install_dict(obj, d)
    return w_None


def builtin_dict_setter(w_self: Value, w_value: Value) -> Value:
    if is_empty(w_value):
        raise errors.type_error("cannot delete __dict__")
    return instance_dict_setter(w_self, w_value)


def new_dict_descriptor(owner: W_Type) -> W_GetSet:
    """The `__dict__` attribute that a class gives to its instances."""
    g = W_GetSet("__dict__", owner, instance_dict_getter)
    g.setter = instance_dict_setter if owner.flags & TypeFlags.HEAP else builtin_dict_setter
    g.doc = "dictionary for instance variables"
    return g


# --- pickling ---------------------------------------------------------------------------------------------


def builtin_base(cls: W_Type) -> W_Type:
    """The built-in type whose layout cls's instances have; Generic is as if a class statement had made it."""
    t = cls
    base = t.base
    while base is not None and (t.flags & TypeFlags.HEAP or t.root_shape.plain):
        t = base
        base = t.base
    return t


@method(OBJECT, "__getstate__(self, /)", doc="Helper for pickle.")
def object_getstate(w_self: Value) -> Value:
    return default_state(w_self, False)


def default_state(w_self: Value, required: bool) -> Value:
    """The attributes, and when there are slots a pair of attributes and slots; None without any."""
    t = type_of(w_self)
    base = builtin_base(t)
    if required and base is not OBJECT and base.layout is not layout_of_class(W_Instance):  # Generic adds nothing
        raise errors.type_error(f"cannot pickle '{t.name}' object")
    w_state = w_None
    w_dict = find_attr(w_self, "__dict__")
    if not is_empty(w_dict):
        d = try_as(W_Dict, w_dict)
        if d is None or dict_len(d) > 0:
            w_state = w_dict
    names = slots_to_save(t)
    if names is None:
        return w_state
    slots = new_dict()
    i = 0
    while i < list_length(names):
        name = as_str(list_get(names, i))
        if name is not None:
            w_value = find_attr(w_self, name)
            if not is_empty(w_value):
                dict_set_str(slots, name, w_value)
        i += 1
    if dict_len(slots) == 0:
        return w_state
    return wrap(new_tuple2(w_state, wrap(slots)))


def slots_to_save(t: W_Type) -> W_List | None:
    """copyreg._slotnames(t), asked for only where a class has __slots__."""
    found = False
    for u in t.mro:
        if u.flags & TypeFlags.SLOTTED:
            found = True
    if not found:
        return None
    return try_as(W_List, calls.call1(stock_function("copyreg", "_slotnames"), wrap(t)))


def state_of(w_self: Value, required: bool) -> Value:
    w_getstate = find_attr(w_self, "__getstate__")
    if is_empty(w_getstate) or same(
        type_lookup(type_of(w_self), "__getstate__"), type_lookup(OBJECT, "__getstate__")
    ):
        return default_state(w_self, required)
    return calls.call0(w_getstate)


@method(OBJECT, "__reduce__(self, /)", doc="Helper for pickle.")
def object_reduce(w_self: Value) -> Value:
    return reduce_by_protocol(w_self, 0)


@method(OBJECT, "__reduce_ex__(self, protocol, /)", doc="Helper for pickle.")
def object_reduce_ex(w_self: Value, w_protocol: Value) -> Value:
    protocol = operations.index_of(w_protocol)
    w_reduce = type_lookup(type_of(w_self), "__reduce__")
    w_own = getattr_of(w_self, "__reduce__")
    if not same(w_reduce, type_lookup(OBJECT, "__reduce__")):
        return calls.call0(w_own)
    return reduce_by_protocol(w_self, protocol)


def reduce_by_protocol(w_self: Value, protocol: int) -> Value:
    if protocol < 2:
        return calls.call2(stock_function("copyreg", "_reduce_ex"), w_self, from_int(protocol))
    return reduce_newobj(w_self)


def reduce_newobj(w_self: Value) -> Value:
    """(copyreg.__newobj__, (cls, *args), state, list items, dict items)"""
    cls = type_of(w_self)
    if not cls.flags & TypeFlags.HEAP and uses_object_new(cls) and cls is not OBJECT:
        raise errors.type_error(f"cannot pickle '{cls.name}' object")
    args: W_Tuple = EMPTY_TUPLE
    kwargs: W_Dict | None = None
    has_args = False
    w_new_args_ex = method_of_type(w_self, cls, "__getnewargs_ex__")
    if not is_empty(w_new_args_ex):
        pair = new_args_pair(calls.call0(w_new_args_ex))
        args = new_args_tuple(pair.items[0])
        kwargs = new_args_dict(pair.items[1])
        has_args = True
    else:
        w_new_args = method_of_type(w_self, cls, "__getnewargs__")
        if not is_empty(w_new_args):
            w_args = calls.call0(w_new_args)
            given = try_as(W_Tuple, w_args)
            if given is None:
                raise errors.type_error(f"__getnewargs__ should return a tuple, not '{type_name(w_args)}'")
            args = given
            has_args = True
    required = not has_args and not is_subtype(cls, LIST) and not is_subtype(cls, DICT)
    result = new_tuple_n(5)
    if kwargs is not None and dict_len(kwargs) > 0:
        result.items[0] = stock_function("copyreg", "__newobj_ex__")
        result.items[1] = wrap(new_tuple3(wrap(cls), wrap(args), wrap(kwargs)))
    else:
        result.items[0] = stock_function("copyreg", "__newobj__")
        result.items[1] = wrap(prepended(wrap(cls), args))
    result.items[2] = state_of(w_self, required)
    result.items[3] = operations.iterate(w_self) if is_subtype(cls, LIST) else w_None
    result.items[4] = w_None
    if is_subtype(cls, DICT):
        result.items[4] = operations.iterate(calls.call_method0(w_self, "items"))
    return wrap(result)


def method_of_type(w_self: Value, cls: W_Type, name: str) -> Value:
    """A method that w_self's class defines, bound; EMPTY if there is none. Neither attributes of the object nor `__getattr__` count."""
    w = type_lookup(cls, name)
    return w if is_empty(w) else descr_get(w, w_self, cls)


def prepended(w_first: Value, rest: W_Tuple) -> W_Tuple:
    t = new_tuple_n(rest.length + 1)
    t.items[0] = w_first
    i = 0
    while i < rest.length:
        t.items[i + 1] = rest.items[i]
        i += 1
    return t


def new_args_pair(w: Value) -> W_Tuple:
    pair = try_as(W_Tuple, w)
    if pair is None:
        raise errors.type_error(f"__getnewargs_ex__ should return a tuple, not '{type_name(w)}'")
    if pair.length != 2:
        raise errors.value_error(f"__getnewargs_ex__ should return a tuple of length 2, not {pair.length}")
    return pair


def new_args_tuple(w: Value) -> W_Tuple:
    args = try_as(W_Tuple, w)
    if args is None:
        raise errors.type_error(
            f"first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '{type_name(w)}'"
        )
    return args


def new_args_dict(w: Value) -> W_Dict:
    kwargs = try_as(W_Dict, w)
    if kwargs is None:
        raise errors.type_error(
            f"second item of the tuple returned by __getnewargs_ex__ must be a dict, not '{type_name(w)}'"
        )
    return kwargs


@method(OBJECT, "__sizeof__(self, /)", doc="Size of the object in memory, in bytes.")
def object_sizeof(w_self: Value) -> Value:
    if COMPILED:
        return from_int(exported_cell_size(value_bits(w_self)) if is_pointer(w_self) else 8)
    else:
        t = type_of(w_self)
        return from_int(24 + 8 * t.root_shape.n_inline if t.root_shape.plain else 32)


# --- for class creation --------------------------------------------------------------------------------


def add_note(w_exc: Value, w_note: Value) -> None:
    """Adds to an exception's `__notes__` (PEP 678)."""
    w_notes = find_attr(w_exc, "__notes__")
    if is_empty(w_notes):
        w_notes = wrap(new_list())
        setattr_of(w_exc, "__notes__", w_notes)
    notes = try_as(W_List, w_notes)
    if notes is None:
        raise errors.type_error("Cannot add note: __notes__ is not a list")
    list_append(notes, w_note)
