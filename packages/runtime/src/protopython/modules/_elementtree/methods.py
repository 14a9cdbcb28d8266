"""What programs see of elements. Iterators are in iterator.py, copies in copies.py."""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Array, Value, new_with_shape, str_char, try_as, unwrap, wrap
from protopython.modules._elementtree.element import (
    ELEMENT,
    MODULE,
    ROUNDS,
    W_Element,
    add_child,
    argument_dict,
    argument_element,
    attributes_for,
    attributes_of_call,
    child_at,
    children_for,
    need_dict,
    need_element,
    new_element,
    set_up,
)
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.dict.dict import ITEMS, KEYS, W_Dict, dict_array, dict_copy, dict_get, dict_len, dict_set
from protopython.objects.exceptions import exceptions as x
from protopython.objects.list.list import (
    list_append,
    list_get,
    list_get_any,
    list_insert,
    list_pop,
    list_remove_found,
    list_set,
    list_snapshot,
    new_list,
    new_list_of,
)
from protopython.objects.list.slices import list_assign, list_delete_slice, list_get_slice, wrong_size
from protopython.objects.model import errors
from protopython.objects.model.attributes import getattr_of
from protopython.objects.model.call import call_args, call_method3
from protopython.objects.model.define import function, getter, method, new, setter
from protopython.objects.model.deprecation import warn_deprecated
from protopython.objects.model.identity import address_text
from protopython.objects.model.operations import equal, has_index, int_arg, repr_of, sequence_index, unpack_to_list
from protopython.objects.model.repr_guard import repr_enter, repr_leave
from protopython.objects.model.special import Special
from protopython.objects.model.stock import stock_module
from protopython.objects.model.types import special
from protopython.objects.singletons import new_bool, w_None
from protopython.objects.slice import W_Slice, slice_clip, slice_unpack
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple
from protopython.protocore.bytestrings import latin1_text
from protopython.protocore.error import PyError
from protopython.protocore.locks import alone
from protopython.protocore.object import W_Type
from protopython.protocore.polling import check_signals
from protopython.protocore.value import from_int, is_empty, same

PATHS: Final[str] = "xml.etree.ElementPath"

# --- making one -------------------------------------------------------------------------------------------------------------------------


@new(ELEMENT, "(cls, /, *args, **kwargs)")
def element_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    e = new_with_shape(W_Element, cls.root_shape)
    set_up(e, w_None)
    return wrap(e)


@method(ELEMENT, "__init__(self, tag=EMPTY, attrib=EMPTY, /, *args, **kwargs)", shown="($self, /, *args, **kwargs)")
def element_init(self: W_Element, w_tag: Value, w_attributes: Value, w_args: Value, w_kwargs: Value) -> Value:
    check_number("Element", 1, w_tag, w_attributes, w_args)
    given = None if is_empty(w_attributes) else argument_dict(w_attributes, "Element() argument 2")
    attributes = attributes_of_call(given, unwrap(W_Dict, w_kwargs))
    if attributes is not None and dict_len(attributes) > 0:
        self.attributes = attributes
        self.children = None
    set_up(self, w_tag)
    return w_None


@function(
    MODULE,
    "SubElement(parent=EMPTY, tag=EMPTY, attrib=EMPTY, /, *args, **kwargs)",
    doc="A new element that is the last child of parent. Attributes are given in a dict or by keywords.",
)
def sub_element(w_parent: Value, w_tag: Value, w_attributes: Value, w_args: Value, w_kwargs: Value) -> Value:
    if is_empty(w_parent):
        raise errors.type_error("SubElement() takes at least 2 arguments (0 given)")
    check_number("SubElement", 2, w_tag, w_attributes, w_args)
    parent = argument_element(w_parent, "SubElement() argument 1")
    given = None if is_empty(w_attributes) else argument_dict(w_attributes, "SubElement() argument 3")
    e = new_element(w_tag, attributes_of_call(given, unwrap(W_Dict, w_kwargs)))
    add_child(parent, e)
    return wrap(e)


def check_number(function: str, least: int, w_tag: Value, w_attributes: Value, w_args: Value) -> None:
    """There are a tag, before which stand least - 1 arguments, and nothing behind the attributes."""
    if is_empty(w_tag):
        raise errors.type_error(f"{function}() takes at least {least} argument{'' if least == 1 else 's'} ({least - 1} given)")
    more = unwrap(W_Tuple, w_args).length
    if more > 0:
        raise errors.type_error(f"{function}() takes at most {least + 1} arguments ({least + 1 + more} given)")


@method(ELEMENT, "makeelement(self, tag, attrib, /)", doc="A new element with a copy of the attributes.")
def element_makeelement(self: W_Element, w_tag: Value, w_attributes: Value) -> Value:
    return wrap(new_element(w_tag, dict_copy(argument_dict(w_attributes, "makeelement() argument 2"))))


# --- tag, text, attributes ------------------------------------------------------------------------------------------------------------------


def given(w: Value) -> Value:
    """What is assigned."""
    if is_empty(w):
        raise errors.error(x.ATTRIBUTE_ERROR, "can't delete element attribute")
    return w


@getter(ELEMENT, "tag", doc="What kind of element it is: a string, or the function that made a comment or processing instruction.")
def element_tag(self: W_Element) -> Value:
    return self.w_tag


@setter(ELEMENT, "tag")
def element_set_tag(self: W_Element, w_tag: Value) -> Value:
    self.w_tag = given(w_tag)
    return w_None


@getter(ELEMENT, "text", doc="The text before the first child, or None.")
def element_text(self: W_Element) -> Value:
    return self.w_text


@setter(ELEMENT, "text")
def element_set_text(self: W_Element, w_text: Value) -> Value:
    self.w_text = given(w_text)
    return w_None


@getter(ELEMENT, "tail", doc="The text between the element's end and what follows it in its parent, or None.")
def element_tail(self: W_Element) -> Value:
    return self.w_tail


@setter(ELEMENT, "tail")
def element_set_tail(self: W_Element, w_tail: Value) -> Value:
    self.w_tail = given(w_tail)
    return w_None


@getter(ELEMENT, "attrib", doc="The attributes, a dict.")
def element_attributes(self: W_Element) -> Value:
    return wrap(attributes_for(self))


@setter(ELEMENT, "attrib")
def element_set_attributes(self: W_Element, w_attributes: Value) -> Value:
    self.attributes = need_dict(given(w_attributes))
    return w_None


@method(ELEMENT, "get(self, /, key, default=None)", doc="The attribute of this name.")
def element_get(self: W_Element, w_key: Value, w_default: Value) -> Value:
    d = self.attributes
    if d is None:
        return w_default
    w = dict_get(d, w_key)
    return w_default if is_empty(w) else w


@method(ELEMENT, "set(self, key, value, /)", doc="Sets an attribute.")
def element_set(self: W_Element, w_key: Value, w_value: Value) -> Value:
    dict_set(attributes_for(self), w_key, w_value)
    return w_None


@method(ELEMENT, "keys(self, /)", doc="The names of the attributes, a list.")
def element_keys(self: W_Element) -> Value:
    return attribute_list(self, KEYS)


@method(ELEMENT, "items(self, /)", doc="The attributes as a list of tuples (name, value).")
def element_items(self: W_Element) -> Value:
    return attribute_list(self, ITEMS)


def attribute_list(e: W_Element, which: int) -> Value:
    d = e.attributes
    if d is None:
        return wrap(new_list())
    found = dict_array(d, which)
    return wrap(new_list_of(found, len(found)))


@method(ELEMENT, "__repr__(self, /)")
def element_repr(self: W_Element) -> Value:
    w_self = wrap(self)
    if not repr_enter(w_self):
        raise errors.runtime_error(f"reentrant call inside {ELEMENT.name}.__repr__")
    try:
        return wrap(f"<Element {repr_of(self.w_tag)} at {address_text(w_self)}>")
    finally:
        repr_leave()


@method(ELEMENT, "clear(self, /)", doc="Takes away all children, attributes and text.")
def element_clear(self: W_Element) -> Value:
    self.attributes = None
    self.children = None
    self.w_text = w_None
    self.w_tail = w_None
    return w_None


# --- children -------------------------------------------------------------------------------------------------------------------------------


@method(ELEMENT, "append(self, subelement, /)", doc="Adds a last child.")
def element_append(self: W_Element, w_child: Value) -> Value:
    add_child(self, argument_element(w_child, "append() argument 1"))
    return w_None


def items_of(w: Value, otherwise: str) -> Array[Value]:
    """Of an iterable, in an array that nobody else holds. otherwise: what is wrong with anything else."""
    if is_empty(special(w, Special.ITER)) and is_empty(special(w, Special.GETITEM)):
        raise errors.type_error(otherwise)
    return list_snapshot(unpack_to_list(w))


@method(ELEMENT, "extend(self, elements, /)", doc="Adds the elements of an iterable as last children.")
def element_extend(self: W_Element, w_elements: Value) -> Value:
    items = items_of(w_elements, "'elements' must be an iterable")
    for i in range(len(items)):
        add_child(self, need_element(items[i]))
    return w_None


@method(ELEMENT, "insert(self, index, subelement, /)", doc="Adds a child before the one at index.")
def element_insert(self: W_Element, w_index: Value, w_child: Value) -> Value:
    i = int_arg(w_index)
    list_insert(children_for(self), i, wrap(argument_element(w_child, "insert() argument 2")))
    return w_None


@method(ELEMENT, "remove(self, subelement, /)", doc="Takes away the first child that is, or equals, this element.")
def element_remove(self: W_Element, w_child: Value) -> Value:
    """What is found must still be there when it is taken away: see list.remove."""
    argument_element(w_child, "remove() argument")
    i = 0
    while True:
        l = self.children
        w = EMPTY if l is None else list_get(l, i)
        if l is None or is_empty(w):
            raise errors.value_error("Element.remove(x): element not found")
        if not equal(w, w_child):
            i += 1
        elif list_remove_found(l, i, w):
            return w_None
        elif alone():
            list_pop(l, i)
            return w_None
        else:
            i = 0


@method(ELEMENT, "__len__(self, /)")
def element_len(self: W_Element) -> Value:
    l = self.children
    return from_int(0 if l is None else l.length)


@method(ELEMENT, "__bool__(self, /)")
def element_bool(self: W_Element) -> Value:
    warn_deprecated(
        "Testing an element's truth value will always return True in future versions.  "
        "Use specific 'len(elem)' or 'elem is not None' test instead."
    )
    l = self.children
    return new_bool(l is not None and l.length > 0)


def wrong_index() -> PyError:
    return errors.type_error("element indices must be integers")


@method(ELEMENT, "__getitem__(self, key, /)")
def element_getitem(self: W_Element, w_key: Value) -> Value:
    l = self.children
    if has_index(w_key):
        i = sequence_index(w_key)
        w = EMPTY if l is None else list_get_any(l, i)
        if is_empty(w):
            raise errors.index_error("child index out of range")
        return w
    s = try_as(W_Slice, w_key)
    if s is None:
        raise wrong_index()
    return wrap(list_get_slice(new_list() if l is None else l, s))


@method(ELEMENT, "__setitem__(self, key, value, /)")
def element_setitem(self: W_Element, w_key: Value, w_value: Value) -> Value:
    if has_index(w_key):
        i = sequence_index(w_key)
        l = self.children
        if l is None or is_empty(list_get_any(l, i)) or not list_set(l, i, wrap(need_element(w_value))):
            raise index_to_set()
        return w_None
    s = try_as(W_Slice, w_key)
    if s is None:
        raise wrong_index()
    start, stop, step = slice_unpack(s)
    items = items_of(w_value, "assignment expects an iterable")
    l = children_for(self)
    if step != 1:
        _start, _stop, n = slice_clip(start, stop, step, l.length)
        if n != len(items):
            raise wrong_size(len(items), n)
    for i in range(len(items)):
        need_element(items[i])
    list_assign(l, start, stop, step, items)
    return w_None


def index_to_set() -> PyError:
    return errors.index_error("child assignment index out of range")


@method(ELEMENT, "__delitem__(self, key, /)")
def element_delitem(self: W_Element, w_key: Value) -> Value:
    l = self.children
    if has_index(w_key):
        i = sequence_index(w_key)
        if l is None or is_empty(list_pop(l, i)):
            raise index_to_set()
        return w_None
    s = try_as(W_Slice, w_key)
    if s is None:
        raise wrong_index()
    list_delete_slice(new_list() if l is None else l, s)
    return w_None


# --- searching --------------------------------------------------------------------------------------------------------------------------------


def is_path(w: Value, w_namespaces: Value) -> bool:
    """Whether it is more than a tag: ElementPath knows what it means."""
    if not same(w_namespaces, w_None):
        return True
    s = as_str(w)
    if s is not None:
        return has_steps(s)
    data = as_bytes(w)
    return data is None or has_steps(latin1_text(data))


def has_steps(tag: str) -> bool:
    """A namespace that is any or none, or, outside of namespaces, a character that tags do not have."""
    if tag.startswith("{}") or tag.startswith("{*}"):
        return len(tag) >= 3
    outside = True
    for i in range(len(tag)):
        c = str_char(tag, i)
        if c == 0x7B:
            outside = False
        elif c == 0x7D:
            outside = True
        elif outside and (c == 0x2F or c == 0x2A or c == 0x5B or c == 0x40 or c == 0x2E):
            return True
    return False


def first_child(e: W_Element, w_tag: Value) -> W_Element | None:
    i = 0
    while True:
        child = child_at(e, i)
        if child is None or equal(child.w_tag, w_tag):
            return child
        i += 1
        if i % ROUNDS == 0:
            check_signals()


@method(ELEMENT, "find(self, /, path, namespaces=None)", doc="The first child with this tag, or element at the end of this path, or None.")
def element_find(self: W_Element, w_path: Value, w_namespaces: Value) -> Value:
    if is_path(w_path, w_namespaces):
        return call_method3(stock_module(PATHS), "find", wrap(self), w_path, w_namespaces)
    child = first_child(self, w_path)
    return w_None if child is None else wrap(child)


@method(
    ELEMENT, "findtext(self, /, path, default=None, namespaces=None)", doc="The text of what find() finds, '' where that has none; else default."
)
def element_findtext(self: W_Element, w_path: Value, w_default: Value, w_namespaces: Value) -> Value:
    if is_path(w_path, w_namespaces):
        args = Array[Value](4, wrap(self))
        args[1] = w_path
        args[2] = w_default
        args[3] = w_namespaces
        return call_args(getattr_of(stock_module(PATHS), "findtext"), args, 4)
    child = first_child(self, w_path)
    if child is None:
        return w_default
    w_text = child.w_text
    return wrap("") if same(w_text, w_None) else w_text


@method(ELEMENT, "findall(self, /, path, namespaces=None)", doc="A list of all children with this tag, or elements at the end of this path.")
def element_findall(self: W_Element, w_path: Value, w_namespaces: Value) -> Value:
    if is_path(w_path, w_namespaces):
        return call_method3(stock_module(PATHS), "findall", wrap(self), w_path, w_namespaces)
    result = new_list()
    i = 0
    while True:
        child = child_at(self, i)
        if child is None:
            return wrap(result)
        if equal(child.w_tag, w_path):
            list_append(result, wrap(child))
        i += 1
        if i % ROUNDS == 0:
            check_signals()


@method(ELEMENT, "iterfind(self, /, path, namespaces=None)", doc="An iterator of what findall() finds.")
def element_iterfind(self: W_Element, w_path: Value, w_namespaces: Value) -> Value:
    return call_method3(stock_module(PATHS), "iterfind", wrap(self), w_path, w_namespaces)
