"""Copies of elements, and what pickles hold of them: the state that the standard library's Python version of the type has."""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, Value, try_as, unwrap, wrap
from protopython.modules._elementtree.element import (
    ELEMENT,
    W_Element,
    add_child,
    argument_dict,
    child_at,
    children_of,
    need_dict,
    need_element,
    new_element,
)
from protopython.modules.support.keyword_arguments import bind_tuple
from protopython.objects.dict.dict import DICT, W_Dict, dict_copy, dict_get, dict_set, dict_set_str, new_dict, table_key, table_next, table_value
from protopython.objects.list.list import LIST, W_List, list_snapshot, new_list_of
from protopython.objects.model import errors
from protopython.objects.model.call import call2
from protopython.objects.model.define import STR, method
from protopython.objects.model.identity import identity_value
from protopython.objects.model.operations import repr_of
from protopython.objects.model.recursion import check_recursion_while
from protopython.objects.model.stock import stock_function
from protopython.objects.model.types import type_of
from protopython.objects.singletons import w_None
from protopython.objects.str.methods import str_join
from protopython.objects.tuple import EMPTY_TUPLE
from protopython.protocore.value import from_int, is_empty, same

STATE_NAMES: Final[Array[str]] = Array.of(["tag", "attrib", "text", "tail", "_children"])


@method(ELEMENT, "__copy__(self, /)", doc="A shallow copy.")
def element_copy(self: W_Element) -> Value:
    e = new_element(self.w_tag, self.attributes)
    e.w_text = self.w_text
    e.w_tail = self.w_tail
    children = children_of(self)
    if len(children) > 0:
        e.children = new_list_of(children, len(children))
    return wrap(e)


# --- deep copies: as copy.deepcopy does it, in short for elements and for dicts of strings --------------------------------------------------


@method(ELEMENT, "__deepcopy__(self, memo, /)", doc="A copy with copies of everything in it.")
def element_deepcopy(self: W_Element, w_memo: Value) -> Value:
    return wrap(copied_element(self, argument_dict(w_memo, "__deepcopy__() argument")))


def copied_element(e: W_Element, memo: W_Dict) -> W_Element:
    check_recursion_while(" in Element.__deepcopy__")
    w_tag = copied(e.w_tag, memo)
    attributes = e.attributes
    result = new_element(w_tag, None if attributes is None else need_dict(copied(wrap(attributes), memo)))
    result.w_text = copied(e.w_text, memo)
    result.w_tail = copied(e.w_tail, memo)
    i = 0
    while True:
        child = child_at(e, i)
        if child is None:
            break
        add_child(result, need_element(copied(wrap(child), memo)))
        i += 1
    dict_set(memo, identity_value(wrap(e)), wrap(result))
    return result


def copied(w: Value, memo: W_Dict) -> Value:
    t = type_of(w)
    if same(w, w_None) or t is STR:
        return w
    if t is ELEMENT:
        w_known = dict_get(memo, identity_value(w))
        return wrap(copied_element(unwrap(W_Element, w), memo)) if is_empty(w_known) else w_known
    if t is DICT:
        w_known = dict_get(memo, identity_value(w))
        if not is_empty(w_known):
            return w_known
        d = dict_copy(unwrap(W_Dict, w))
        if is_of_strings(d):
            dict_set(memo, identity_value(w), wrap(d))
            return wrap(d)
    return call2(stock_function("copy", "deepcopy"), w, wrap(memo))


def is_of_strings(d: W_Dict) -> bool:
    t = d.table
    i = table_next(t, 0)
    while i >= 0:
        if type_of(table_key(t, i)) is not STR or type_of(table_value(t, i)) is not STR:
            return False
        i = table_next(t, i + 1)
    return True


# --- states --------------------------------------------------------------------------------------------------------------------------------


@method(ELEMENT, "__getstate__(self, /)", doc="All that the element is made of, a dict.")
def element_getstate(self: W_Element) -> Value:
    children = children_of(self)
    attributes = self.attributes
    state = new_dict()
    dict_set_str(state, "tag", self.w_tag)
    dict_set_str(state, "_children", wrap(new_list_of(children, len(children))))
    dict_set_str(state, "attrib", wrap(new_dict() if attributes is None else attributes))
    dict_set_str(state, "text", self.w_text)
    dict_set_str(state, "tail", self.w_tail)
    return wrap(state)


@method(ELEMENT, "__setstate__(self, state, /)", doc="Makes the element what such a dict says.")
def element_setstate(self: W_Element, w_state: Value) -> Value:
    if type_of(w_state) is not DICT:
        raise errors.type_error(f"Don't know how to unpickle \"{repr_of(w_state)[:200]}\" as an Element")
    given = bind_tuple("", STATE_NAMES, 0, EMPTY_TUPLE, unwrap(W_Dict, w_state))
    if is_empty(given[0]):
        raise errors.type_error("tag may not be NULL")
    w_text = text_of_state(given[2])
    w_tail = text_of_state(given[3])
    attributes = None if is_empty(given[1]) else need_dict(given[1])
    self.w_tag = given[0]
    self.w_text = w_text
    self.w_tail = w_tail
    if not is_empty(given[4]):
        self.children = children_of_state(given[4])
        self.attributes = attributes
    elif attributes is not None:
        self.attributes = attributes
    return w_None


def text_of_state(w: Value) -> Value:
    """Pickles of CPython may hold text in parts."""
    if is_empty(w):
        return w_None
    return str_join("", w) if type_of(w) is LIST else w


def children_of_state(w: Value) -> W_List:
    l = try_as(W_List, w)
    if l is None:
        raise errors.type_error("'_children' is not a list")
    children = list_snapshot(l)
    for i in range(len(children)):
        need_element(children[i])
    return new_list_of(children, len(children))


@method(ELEMENT, "__sizeof__(self, /)", doc="Size of the element and its list of children in memory, in bytes.")
def element_sizeof(self: W_Element) -> Value:
    l = self.children
    return from_int(56 if l is None else 56 + 32 + 8 * len(l.items))
