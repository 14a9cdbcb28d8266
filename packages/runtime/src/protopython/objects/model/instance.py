"""Instances of user classes, and attribute storage for every object that has attributes of its own.

    W_Instance:   [ Shape* | meta | overflow* | slot 0 | slot 1 | ... slot n_inline-1 ]
    others:       [ Shape* | meta | fields of the built-in layout ... | extra slots* ]

Slot i of a W_Instance is inline while i < shape.n_inline, else overflow[i - n_inline]. Other layouts (user subclasses of list, exceptions ...)
keep all their slots in the extra array. `__slots__` members are the first slots of a type and are nameless in shapes. When a
shape is in dict mode, the attributes are in the W_Dict in slot `shape.count`.

Readers take no lock: they read the shape once, then the slot; an array is replaced, never shrunk. Writers hold the object's lock
and write the slot before they publish the new shape. A type's tree and list of shapes grow under the type's lock, which is taken
inside the object's; what has grown is read without one.
"""

from __future__ import annotations

from protodialect.types import (
    EMPTY,
    Array,
    Value,
    copy_array,
    extra_slots,
    instance_slots,
    locked,
    new_with_shape,
    noinline,
    primitive,
    release_fence,
    role,
    set_extra_slots,
    set_shape,
    unwrap,
    wrap,
)
from protopython.objects.dict.dict import W_Dict, dict_delete, dict_get_str, dict_set_str, new_dict, next_version
from protopython.protocore.collector import register_finalizer
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.shape import MAX_SHAPE_ATTRIBUTES, Shape, shape_child_names, shape_find, shape_of
from protopython.protocore.value import is_empty


@role("instance")
class W_Instance(W_Object):
    overflow: Array[Value] | None


@primitive
def new_instance(shape: Shape, n_inline: int) -> W_Instance:
    """A W_Instance with that many inline slots, all EMPTY."""
    w = new_with_shape(W_Instance, shape)
    w.__dict__["_slots"] = [EMPTY] * n_inline
    return w


def new_plain_instance(w_type: W_Type) -> W_Instance:
    shape = w_type.root_shape
    w = new_instance(shape, shape.n_inline)
    if w_type.flags & TypeFlags.HAS_DEL:
        register_finalizer(w)
    return w


def slot_read(obj: W_Object, shape: Shape, i: int) -> Value:
    """Slot i, EMPTY when unset."""
    if shape.plain:
        w = unwrap(W_Instance, wrap(obj))
        if i < shape.n_inline:
            return instance_slots(w)[i]
        overflow = w.overflow
        j = i - shape.n_inline
        if overflow is None or j >= len(overflow):
            return EMPTY
        return overflow[j]
    extra = extra_slots(obj)
    if extra is None or i >= len(extra):
        return EMPTY
    return extra[i]


@noinline
def grown(slots: Array[Value] | None, i: int) -> Array[Value]:
    """A larger copy of slots with room for index i."""
    n = 0 if slots is None else len(slots)
    size = 4
    while size <= i:
        size *= 2
    new = Array[Value](size, EMPTY)
    if slots is not None:
        copy_array(new, 0, slots, 0, n)
    return new


def slot_write(obj: W_Object, shape: Shape, i: int, w_value: Value) -> None:
    """Sets slot i, making room for it; the caller holds obj's lock."""
    if shape.plain:
        w = unwrap(W_Instance, wrap(obj))
        if i < shape.n_inline:
            instance_slots(w)[i] = w_value
            return
        j = i - shape.n_inline
        overflow = w.overflow
        if overflow is None or j >= len(overflow):
            overflow = grown(overflow, j)
            overflow[j] = w_value
            release_fence()
            w.overflow = overflow
        else:
            overflow[j] = w_value
        return
    extra = extra_slots(obj)
    if extra is None or i >= len(extra):
        extra = grown(extra, i)
        extra[i] = w_value
        release_fence()
        set_extra_slots(obj, extra)
    else:
        extra[i] = w_value


# --- shape transitions ----------------------------------------------------------------------------------------------


def register_shape(w_type: W_Type, shape: Shape) -> None:
    """Enters shape in the type's list, through which its version is renewed; the caller holds the type's lock, and publishes the shape only then."""
    if w_type.root_shape.version < 0:
        shape.version = w_type.root_shape.version
    shapes = w_type.shapes
    n = w_type.n_shapes
    if shapes is None or n >= len(shapes):
        bigger: Array[Shape] = Array[Shape](max(4, 2 * n), shape)
        if shapes is not None:
            copy_array(bigger, 0, shapes, 0, n)
        w_type.shapes = bigger
        shapes = bigger
    shapes[n] = shape
    w_type.n_shapes = n + 1


def child_of(shape: Shape) -> Shape:
    child = Shape(shape.layout, shape.w_type)
    child.plain = shape.plain
    child.n_inline = shape.n_inline
    child.parent = shape
    child.version = next_version()
    return child


def known_child(shape: Shape, name: str) -> Shape | None:
    child = shape.first_child
    while child is not None:
        if child.last_name == name and child.count == shape.count + 1:
            return child
        child = child.next_sibling
    return None


@noinline
def shape_with(shape: Shape, name: str) -> Shape:
    """The child of shape that has `name` as its next attribute."""
    child = known_child(shape, name)
    if child is not None:
        return child
    w_type = shape.w_type
    with locked(w_type):
        child = known_child(shape, name)
        if child is not None:
            return child
        new = child_of(shape)
        new.last_name = name
        new.count = shape.count + 1
        new.names = shape_child_names(shape, name)
        new.next_sibling = shape.first_child
        register_shape(w_type, new)
        release_fence()
        shape.first_child = new
        return new


@noinline
def dict_mode_shape(shape: Shape) -> Shape:
    """The shape of objects of the same type and layout whose attributes are in a dict, in the first slot never used before."""
    if shape.dict_mode:
        return shape
    root = shape
    while root.parent is not None:
        root = root.parent
    w_type = shape.w_type
    with locked(w_type):
        child = root.first_child
        while child is not None:
            if child.dict_mode and child.count == shape.count:
                return child
            child = child.next_sibling
        new = child_of(root)
        new.dict_mode = True
        new.count = shape.count
        new.names = root.names
        new.next_sibling = root.first_child
        register_shape(w_type, new)
        release_fence()
        root.first_child = new
        return new


def shape_hole(shape: Shape, index: int) -> Shape:
    """A shape like `shape` in which attribute `index` is gone; found by its own chain of holes. The caller holds the type's lock."""
    key = shape.names[index]
    child = shape.first_child
    while child is not None:
        if child.count == shape.count and not child.dict_mode and child.last_name == key:
            return child
        child = child.next_sibling
    new = child_of(shape)
    new.last_name = key
    new.count = shape.count
    names = Array[str](shape.count, "")
    copy_array(names, 0, shape.names, 0, shape.count)
    names[index] = ""
    new.names = names
    new.next_sibling = shape.first_child
    register_shape(shape.w_type, new)
    release_fence()
    shape.first_child = new
    return new


# --- own attributes -------------------------------------------------------------------------------------------------


def own_get(obj: W_Object, name: str) -> Value:
    """obj's own attribute (not its type's), EMPTY when it has none."""
    shape = shape_of(obj)
    if shape.dict_mode:
        return dict_get_str(unwrap(W_Dict, slot_read(obj, shape, shape.count)), name)
    i = shape_find(shape, name)
    if i < 0:
        return EMPTY
    return slot_read(obj, shape, i)


def own_set(obj: W_Object, name: str, w_value: Value) -> None:
    """Sets obj's own attribute; the type must allow it (TypeFlags.HAS_DICT)."""
    w_dict: W_Dict | None = None
    with locked(obj):
        shape = shape_of(obj)
        if shape.dict_mode:
            w_dict = unwrap(W_Dict, slot_read(obj, shape, shape.count))
        else:
            i = shape_find(shape, name)
            if i >= 0:
                slot_write(obj, shape, i, w_value)
                return
            if shape.count >= MAX_SHAPE_ATTRIBUTES:
                w_dict = to_dict_mode(obj)
            else:
                child = shape_with(shape, name)
                if shape.plain and shape.count >= shape.n_inline:
                    widen(shape)
                slot_write(obj, shape, shape.count, w_value)
                release_fence()
                set_shape(obj, child)
                return
    dict_set_str(w_dict, name, w_value)


def widen(shape: Shape) -> None:
    """Instances made from now on get more inline slots: this one overflowed."""
    w_type = shape.w_type
    root = w_type.root_shape
    wanted = min(2 * root.n_inline + 2, 32)
    if root.n_inline != shape.n_inline or wanted == root.n_inline:
        return
    with locked(w_type):
        if w_type.root_shape is not root:
            return
        new = other_root(w_type, wanted)
        release_fence()
        w_type.root_shape = new


def other_root(w_type: W_Type, n_inline: int) -> Shape:
    """A new shape without attributes for W_Instances with so many inline slots. The caller holds the type's lock."""
    root = w_type.root_shape
    new = Shape(root.layout, w_type)
    new.plain = True
    new.n_inline = n_inline
    new.count = root.count
    new.names = root.names
    new.version = next_version()
    register_shape(w_type, new)
    return new


def root_shape_like(t: W_Type, shape: Shape) -> Shape:
    """A shape without attributes of type t, with as many inline slots as `shape` has."""
    root = t.root_shape
    if not shape.plain or root.n_inline == shape.n_inline:
        return root
    with locked(t):
        shapes = t.shapes
        i = 0
        while shapes is not None and i < t.n_shapes:
            s = shapes[i]
            if s.parent is None and s.plain and s.n_inline == shape.n_inline:
                return s
            i += 1
        return other_root(t, shape.n_inline)


def own_delete(obj: W_Object, name: str) -> bool:
    """Deletes obj's own attribute; False when it has none."""
    w_dict: W_Dict | None = None
    with locked(obj):
        shape = shape_of(obj)
        if shape.dict_mode:
            w_dict = unwrap(W_Dict, slot_read(obj, shape, shape.count))
        else:
            i = shape_find(shape, name)
            if i < 0 or is_empty(slot_read(obj, shape, i)):
                return False
            with locked(shape.w_type):
                child = shape_hole(shape, i)
            slot_write(obj, shape, i, EMPTY)
            release_fence()
            set_shape(obj, child)
            return True
    return dict_delete(w_dict, wrap(name))


def to_dict_mode(obj: W_Object) -> W_Dict:
    """Moves obj's attributes into a dict, which from now on is its `__dict__`; the caller holds obj's lock."""
    shape = shape_of(obj)
    if shape.dict_mode:
        return unwrap(W_Dict, slot_read(obj, shape, shape.count))
    d = new_dict()
    i = shape.w_type.n_slots
    while i < shape.count:
        w_value = slot_read(obj, shape, i)
        if shape.names[i] != "" and not is_empty(w_value):
            dict_set_str(d, shape.names[i], w_value)
        i += 1
    install_dict(obj, d)
    return d


def install_dict(obj: W_Object, d: W_Dict) -> None:
    """Makes d the object's `__dict__`; the caller holds obj's lock."""
    shape = shape_of(obj)
    new = dict_mode_shape(shape)
    slot_write(obj, new, new.count, wrap(d))
    release_fence()
    set_shape(obj, new)


def instance_dict(obj: W_Object) -> W_Dict:
    """`obj.__dict__`"""
    with locked(obj):
        return to_dict_mode(obj)


def has_instance_dict(w_type: W_Type) -> bool:
    return (w_type.flags & TypeFlags.HAS_DICT) != 0


def own_names(obj: W_Object) -> list[str]:
    """Names of the object's own attributes in order, without making a dict (dir, vars of shapes)."""
    shape = shape_of(obj)
    names: list[str] = []
    if not shape.dict_mode:
        i = shape.w_type.n_slots
        while i < shape.count:
            if shape.names[i] != "" and not is_empty(slot_read(obj, shape, i)):
                names.append(shape.names[i])
            i += 1
    return names
