"""Shapes (hidden classes): what the first word of every object points to.

    object:   [ Shape* | meta | fields ... ]
                  |
                  v
    Shape:    layout   the C++ layout: size, which words the collector follows, virtual methods
              w_type   the Python type: type(obj)
              version  unique over all shapes and all time; what inline caches compare
              names    attribute names, in order of definition; an attribute's index is its slot

Invariants
- A shape's layout, w_type and attributes never change; adding an attribute moves the object to a child shape.
- `version` changes (to a fresh number) whenever w_type or one of its bases changes, so a cache that compares it
  knows both the object's attributes and what its type defines. 0 is never a version. Negative while an attribute of these
  is being changed: then nothing that was looked up may be kept.
- A slot index is never used again for another name along a chain of shapes: a racing reader finds the old value or
  EMPTY, never another attribute's value. Deleting leaves a hole.
- When `dict_mode` is set the attributes are in a W_Dict kept in slot `count` (asked for through `__dict__`, or too many).

Sources: Hoelzle, Chambers, Ungar, "Optimizing dynamically-typed object-oriented languages with polymorphic inline
caches" (1991), section on maps; V8's hidden classes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from protodialect.types import INSTANCE_SHAPES, Array, copy_array, primitive, races, role

if TYPE_CHECKING:
    from protopython.protocore.object import W_Object, W_Type

MAX_SHAPE_ATTRIBUTES = 128
"""Beyond this an object's attributes move to a dict."""


@role("layout")
class Layout:
    """Opaque: the compiled class an object is made of. The host's stand-in names the class."""

    _known: dict[tuple[type, bool], Layout] = {}

    def __init__(self, cls: type, user: bool) -> None:
        self.cls = cls
        self.user = user

    @staticmethod
    def of_class(cls: type, user: bool) -> Layout:
        key = (cls, user)
        if key not in Layout._known:
            Layout._known[key] = Layout(cls, user)
        return Layout._known[key]

    def user_variant(self) -> Layout:
        return Layout.of_class(self.cls, True)


@primitive
def layout_of_class(cls: type) -> Layout:
    return Layout.of_class(cls, False)


@races(version="read before what it vouches for; renewed after what changed")
@role("shape")
class Shape:
    layout: Layout
    w_type: W_Type
    version: int
    count: int
    """Slots in use, holes included."""
    names: Array[str]
    """names[i] for i < count; "" for a hole. Shared along a chain when it only grows."""
    parent: Shape | None
    last_name: str
    """The name whose addition made this shape from its parent."""
    first_child: Shape | None
    next_sibling: Shape | None
    dict_mode: bool
    plain: bool
    """The objects are W_Instances."""
    n_inline: int
    """Slots inside a W_Instance; those beyond are in its overflow array."""

    def __init__(self, layout: Layout, w_type: W_Type) -> None:
        self.layout = layout
        self.w_type = w_type
        self.version = 0
        self.count = 0
        self.names = NO_NAMES
        self.parent = None
        self.last_name = ""
        self.first_child = None
        self.next_sibling = None
        self.dict_mode = False
        self.plain = False
        self.n_inline = 0


NO_NAMES: Array[str] = Array[str](0, "")


@primitive
def instance_shape(cls: type) -> Shape:
    """The shape plain construction gives; compiled to a constant."""
    return cast(Shape, INSTANCE_SHAPES[cls])


@primitive
def shape_of(obj: W_Object) -> Shape:
    found: Shape | None = obj.__dict__.get("_shape")
    return found if found is not None else cast(Shape, INSTANCE_SHAPES[type(obj)])


def shape_find(shape: Shape, name: str) -> int:
    """The slot of attribute `name` (interned or not), or -1."""
    names = shape.names
    n = shape.count
    i = 0
    while i < n:
        if names[i] is name:
            return i
        i += 1
    i = 0
    while i < n:
        if names[i] == name:
            return i
        i += 1
    return -1


def shape_child_names(shape: Shape, name: str) -> Array[str]:
    """The names array of shape's child by `name`."""
    n = shape.count
    grown = Array[str](n + 1, "")
    copy_array(grown, 0, shape.names, 0, n)
    grown[n] = name
    return grown


def no_type() -> W_Type:
    """Stands in w_type while the first types are made (module level only)."""
    return cast("W_Type", None)
