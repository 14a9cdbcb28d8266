"""Elements: a tag, text before the first child and after the element itself, attributes, children.

    W_Element [ tag | text | tail | attributes | children ]
                                    |            |
                                    v            v
                                    W_Dict       W_List, which no program sees

Most elements are leaves, and many have no attributes: dict and list are made when something is to be in them. Their locks and rules are those of
any dict and list, so that readers of a tree need no lock.
"""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import EMPTY, Array, Value, locked, release_fence, try_as, unwrap, wrap
from protopython.objects.dict.dict import W_Dict, dict_copy, dict_len, dict_pop, dict_update_from, new_dict
from protopython.objects.list.list import NO_ITEMS, W_List, list_append, list_get, list_snapshot, new_list
from protopython.objects.model import errors
from protopython.objects.model.define import OBJECT, constant, define_type
from protopython.objects.model.types import type_name
from protopython.objects.singletons import w_None
from protopython.objects.str.methods import argument_type_name
from protopython.protocore.object import TypeFlags, W_Object
from protopython.protocore.state import State, space_slot
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty

MODULE: Final[str] = "_elementtree"
SHOWN: Final[str] = "xml.etree.ElementTree"
"""The module that programs import the types from."""
ROUNDS: Final[int] = 4096
"""How many elements may be passed over before signals are looked for."""


class W_Element(W_Object):
    w_tag: Value
    w_text: Value
    w_tail: Value
    attributes: W_Dict | None
    """None: there are none yet."""
    children: W_List | None


ELEMENT = define_type(
    "Element", W_Element, OBJECT, module=SHOWN, flags=TypeFlags.SUBCLASSABLE | TypeFlags.HAS_WEAKREF,
    doc="An element of an XML document: a sequence of its children that has a tag, attributes, and text.",
)  # fmt: skip
constant(MODULE, "Element", ELEMENT)


class ElementTreeState(State):
    """What the module keeps for its space."""

    w_comment_factory: Value
    """What makes a comment's element of its text; EMPTY: comments have none."""
    w_pi_factory: Value

    def __init__(self) -> None:
        self.w_comment_factory = EMPTY
        self.w_pi_factory = EMPTY


def new_element_tree_state() -> State:
    return ElementTreeState()


STATE: Final[int] = space_slot(new_element_tree_state)


def element_tree_state() -> ElementTreeState:
    return cast(ElementTreeState, context().space.states[STATE])


# --- making -------------------------------------------------------------------------------------------------------------------------


def new_element(w_tag: Value, attributes: W_Dict | None) -> W_Element:
    """One that takes the attributes over."""
    e = W_Element()
    set_up(e, w_tag)
    if attributes is not None and dict_len(attributes) > 0:
        e.attributes = attributes
    return e


def set_up(e: W_Element, w_tag: Value) -> None:
    e.w_tag = w_tag
    e.w_text = w_None
    e.w_tail = w_None


def attributes_of_call(attributes: W_Dict | None, keywords: W_Dict) -> W_Dict | None:
    """A dict of its own of what is given by position, or by the keyword `attrib`, and of all other keywords. Takes keywords over."""
    if dict_len(keywords) == 0:
        return None if attributes is None else dict_copy(attributes)
    if attributes is None:
        w_attributes = dict_pop(keywords, wrap("attrib"))
        if is_empty(w_attributes):
            return keywords
        attributes = need_dict(w_attributes)
    result = dict_copy(attributes)
    dict_update_from(result, keywords)
    return result


def need_dict(w: Value) -> W_Dict:
    """What is to be the attributes."""
    d = try_as(W_Dict, w)
    if d is None:
        raise errors.type_error(f"attrib must be dict, not {type_name(w)}")
    return d


def argument_dict(w: Value, argument: str) -> W_Dict:
    d = try_as(W_Dict, w)
    if d is None:
        raise errors.type_error(f"{argument} must be dict, not {argument_type_name(w)}")
    return d


def argument_element(w: Value, argument: str) -> W_Element:
    e = try_as(W_Element, w)
    if e is None:
        raise errors.type_error(f"{argument} must be {ELEMENT.name}, not {argument_type_name(w)}")
    return e


def need_element(w: Value) -> W_Element:
    """What is to be a child."""
    e = try_as(W_Element, w)
    if e is None:
        raise errors.type_error(f'expected an Element, not "{type_name(w)}"')
    return e


# --- attributes and children --------------------------------------------------------------------------------------------------------------


def attributes_for(e: W_Element) -> W_Dict:
    """To be changed, or seen by a program."""
    d = e.attributes
    if d is None:
        with locked(e):
            d = e.attributes
            if d is None:
                d = new_dict()
                release_fence()
                e.attributes = d
    return d


def children_for(e: W_Element) -> W_List:
    """To be changed."""
    l = e.children
    if l is None:
        with locked(e):
            l = e.children
            if l is None:
                l = new_list()
                release_fence()
                e.children = l
    return l


def add_child(e: W_Element, child: W_Element) -> None:
    list_append(children_for(e), wrap(child))


def child_at(e: W_Element, i: int) -> W_Element | None:
    """None: there are no more."""
    l = e.children
    if l is None:
        return None
    return try_as(W_Element, list_get(l, i))


def children_of(e: W_Element) -> Array[Value]:
    """All at one moment, in an array that nobody else holds."""
    l = e.children
    return NO_ITEMS if l is None else list_snapshot(l)


def all_children(w: Value) -> Array[Value]:
    return children_of(unwrap(W_Element, w))


ELEMENT.all_items = all_children
