"""`super`: attribute look-up that starts after a given class in the MRO of an object's class.

Without arguments it takes the class from the `__class__` cell and the object from the first parameter of
the function that calls it (PEP 3135). The interpreter's LOAD_SUPER_* use `super_lookup` and make no super
object.
"""

from __future__ import annotations

from protodialect.types import EMPTY, Value, new_with_shape, noinline, try_as, unwrap, wrap
from protopython.objects.code.code import NAMED_CELL, NAMED_FREE
from protopython.objects.dict.dict import W_Dict, dict_get_str, dict_len
from protopython.objects.frame import frame_of
from protopython.objects.function.function import W_Cell, W_Function
from protopython.objects.model import errors, operations
from protopython.objects.model.attributes import descr_get, find_attr, generic_find_attr
from protopython.objects.model.builtin import BuiltinKind, W_Builtin
from protopython.objects.model.define import OBJECT, define_type, getter, method, new, setter
from protopython.objects.model.types import is_subtype, type_name, type_of
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty, same


class W_Super(W_Object):
    cls: W_Type | None
    """Where the look-up starts: after this class. None before __init__."""
    w_obj: Value
    """EMPTY: unbound."""
    obj_type: W_Type | None
    """The class whose MRO is searched."""


SUPER = define_type(
    "super",
    W_Super,
    OBJECT,
    flags=TypeFlags.SUBCLASSABLE,
    doc="The next class's methods: super(), super(type, object).",
)


# --- look-up ----------------------------------------------------------------------------------------------


def super_find(cls: W_Type, obj_type: W_Type, name: str) -> Value:
    """The first definition of name in obj_type's MRO after cls, as it stands in the class; EMPTY if none."""
    mro = obj_type.mro
    n = len(mro)
    i = 0
    while i < n and mro[i] is not cls:
        i += 1
    i += 1
    while i < n:
        w = dict_get_str(mro[i].dict, name)
        if not is_empty(w):
            return w
        i += 1
    return EMPTY


def super_object_type(cls: W_Type, w_obj: Value) -> W_Type:
    """The class whose MRO super(cls, obj) searches; TypeError if obj has nothing to do with cls."""
    t = type_of(w_obj)
    obj_as_type = try_as(W_Type, w_obj)
    if obj_as_type is not None and is_subtype(obj_as_type, cls):
        return obj_as_type
    if is_subtype(t, cls):
        return t
    return claimed_type(cls, w_obj, t)


@noinline
def claimed_type(cls: W_Type, w_obj: Value, t: W_Type) -> W_Type:
    w_class = find_attr(w_obj, "__class__")
    claimed = None if is_empty(w_class) else try_as(W_Type, w_class)
    if claimed is not None and claimed is not t and is_subtype(claimed, cls):
        return claimed
    obj_as_type = try_as(W_Type, w_obj)
    shown = f"instance of {t.name}" if obj_as_type is None else f"type {obj_as_type.name}"
    raise errors.type_error(
        f"super(type, obj): obj ({shown}) is not an instance or subtype of type ({cls.name})."
    )


def super_lookup(cls: W_Type, w_obj: Value, name: str, method: bool) -> tuple[Value, Value]:
    """super(class, obj).name. For a method call the function may come unbound, with the self to pass; else
    self is EMPTY.
    """
    obj_type = super_object_type(cls, w_obj)
    w = super_find(cls, obj_type, name)
    if is_empty(w) or name == "__class__":
        return super_getattr(new_super(cls, w_obj, obj_type), name), EMPTY
    through_class = same(w_obj, wrap(obj_type))
    if method and not through_class:
        if try_as(W_Function, w) is not None:
            return w, w_obj
        b = try_as(W_Builtin, w)
        if (
            b is not None
            and is_empty(b.w_self)
            and (b.kind == BuiltinKind.METHOD or b.kind == BuiltinKind.WRAPPER)
        ):
            return w, w_obj
    return descr_get(w, EMPTY if through_class else w_obj, obj_type), EMPTY


def written_class(w_class: Value) -> W_Type:
    """The class of super(class, obj)."""
    cls = try_as(W_Type, w_class)
    if cls is None:
        raise errors.type_error(f"super() argument 1 must be a type, not {type_name(w_class)}")
    return cls


def implied_class(w_class: Value) -> W_Type:
    """The class of super(), from the cell `__class__`."""
    cls = try_as(W_Type, w_class)
    if cls is None:
        raise errors.runtime_error(f"super(): __class__ is not a type ({type_name(w_class)})")
    return cls


def new_super(cls: W_Type, w_obj: Value, obj_type: W_Type) -> W_Super:
    s = new_with_shape(W_Super, SUPER.root_shape)
    s.cls = cls
    s.w_obj = w_obj
    s.obj_type = obj_type
    return s


def super_getattr(s: W_Super, name: str) -> Value:
    cls = s.cls
    obj_type = s.obj_type
    if cls is not None and obj_type is not None and name != "__class__":
        w = super_find(cls, obj_type, name)
        if not is_empty(w):
            return descr_get(w, EMPTY if same(s.w_obj, wrap(obj_type)) else s.w_obj, obj_type)
    w = generic_find_attr(wrap(s), name)
    if is_empty(w):
        raise errors.attribute_error(f"'super' object has no attribute '{name}'", wrap(s), name)
    return w


# --- what programs see ------------------------------------------------------------------------------------


@new(SUPER, "(cls, *args, **kwargs)")
def super_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    s = new_with_shape(W_Super, cls.root_shape)
    s.cls = None
    s.w_obj = EMPTY
    s.obj_type = None
    return wrap(s)


@method(SUPER, "__init__(self, /, *args, **kwargs)", doc="Initialize self.")
def super_init(self: W_Super, w_args: Value, w_kwargs: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    if dict_len(unwrap(W_Dict, w_kwargs)) > 0:
        raise errors.type_error("super() takes no keyword arguments")
    if args.length > 2:
        raise errors.type_error(f"super() expected at most 2 arguments, got {args.length}")
    if args.length == 0:
        cls, w_obj = implicit_arguments()
    else:
        cls = written_class(args.items[0])
        w_obj = EMPTY
        if args.length == 2 and not same(args.items[1], w_None):
            w_obj = args.items[1]
    self.obj_type = None if is_empty(w_obj) else super_object_type(cls, w_obj)
    self.cls = cls
    self.w_obj = w_obj
    return w_None


def implicit_arguments() -> tuple[W_Type, Value]:
    """The class and object that super() means in the function that calls it."""
    frame = frame_of(context())
    code = frame.code
    if code.argcount == 0:
        raise errors.runtime_error("super(): no arguments")
    w_obj = frame.regs[0]
    if code.named_kinds[0] == NAMED_CELL:
        first = try_as(W_Cell, w_obj)
        if first is not None:
            w_obj = first.w_value
    if is_empty(w_obj):
        raise errors.runtime_error("super(): arg[0] deleted")
    i = 0
    while i < code.n_named:
        if code.named_kinds[i] == NAMED_FREE and code.named[i] == "__class__":
            return class_of_cell(frame.regs[i]), w_obj
        i += 1
    raise errors.runtime_error("super(): __class__ cell not found")


def class_of_cell(w_cell: Value) -> W_Type:
    cell = None if is_empty(w_cell) else try_as(W_Cell, w_cell)
    if cell is None:
        raise errors.runtime_error("super(): bad __class__ cell")
    w_class = cell.w_value
    if is_empty(w_class):
        raise errors.runtime_error("super(): empty __class__ cell")
    return implied_class(w_class)


@method(SUPER, "__getattribute__(self, name, /)")
def super_getattribute(self: W_Super, w_name: Value) -> Value:
    name = as_str(w_name)
    if name is None:
        raise errors.type_error(f"attribute name must be string, not '{type_name(w_name)}'")
    return super_getattr(self, name)


@method(
    SUPER,
    "__get__(self, instance, owner=None, /)",
)
def super_get(self: W_Super, w_instance: Value, w_owner: Value) -> Value:
    cls = self.cls
    if cls is None or same(w_instance, w_None) or not is_empty(self.w_obj):
        return wrap(self)
    if type_of(wrap(self)) is not SUPER:
        return operations.call2(wrap(type_of(wrap(self))), wrap(cls), w_instance)
    return wrap(new_super(cls, w_instance, super_object_type(cls, w_instance)))


@method(SUPER, "__repr__(self, /)", doc="Return repr(self).")
def super_repr(self: W_Super) -> Value:
    cls = self.cls
    name = "NULL" if cls is None else cls.name
    obj_type = self.obj_type
    if obj_type is None:
        return wrap(f"<super: <class '{name}'>, NULL>")
    return wrap(f"<super: <class '{name}'>, <{obj_type.name} object>>")


@getter(SUPER, "__thisclass__", member=True, doc="The class after which the look-up begins.")
def super_thisclass(self: W_Super) -> Value:
    cls = self.cls
    return w_None if cls is None else wrap(cls)


@getter(SUPER, "__self__", member=True, doc="The object, or class, whose attributes are looked up; None while unbound.")
def super_self(self: W_Super) -> Value:
    return w_None if is_empty(self.w_obj) else self.w_obj


@getter(SUPER, "__self_class__", member=True, doc="The class along whose order attributes are looked up.")
def super_self_class(self: W_Super) -> Value:
    obj_type = self.obj_type
    return w_None if obj_type is None else wrap(obj_type)


@setter(SUPER, "__thisclass__")
@setter(SUPER, "__self__")
@setter(SUPER, "__self_class__")
def super_readonly(self: W_Super, w_value: Value) -> Value:
    raise errors.attribute_error("readonly attribute", wrap(self), "")
