"""What Element.iter() and itertext() give: a walk over a tree, parents before children.

The walk keeps the elements it is in, each with the number of its next child, and looks at their children as they are by then. The iterator's lock
guards the two lists; no tag is compared under it.
"""

from __future__ import annotations

from protodialect.types import EMPTY, Value, locked, wrap
from protopython.modules._elementtree.element import ELEMENT, MODULE, ROUNDS, W_Element, child_at
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.model.define import OBJECT, define_type, iternext, method
from protopython.objects.model.operations import equal, is_true
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.protocore.object import TypeFlags, W_Object
from protopython.protocore.polling import check_signals
from protopython.protocore.value import is_empty, same


class W_ElementIterator(W_Object):
    root: W_Element | None
    """Where the walk begins; None: it has begun."""
    w_tag: Value
    """None: every element is given."""
    of_text: bool
    inside: list[W_Element]
    next: list[int]


ITERATOR = define_type("_element_iterator", W_ElementIterator, OBJECT, module=MODULE, flags=TypeFlags.NO_INSTANTIATE)


def new_iterator(root: W_Element, w_tag: Value, of_text: bool) -> Value:
    it = W_ElementIterator()
    it.root = root
    it.w_tag = w_tag
    it.of_text = of_text
    it.inside = []
    it.next = []
    return wrap(it)


def step(it: W_ElementIterator) -> W_Element | None:
    """The next element, whose children come next. None: the walk is over, or (of text) it leaves the element `it.inside[-1]`. Under the lock."""
    n = len(it.inside)
    if n > 0:
        place = it.next[n - 1]
        e = child_at(it.inside[n - 1], place)
        if e is not None:
            it.next[n - 1] = place + 1
    else:
        e = it.root
        it.root = None
    if e is not None:
        it.inside.append(e)
        it.next.append(0)
    return e


def next_element(it: W_ElementIterator) -> W_Element | None:
    """Under the lock."""
    while True:
        e = step(it)
        if e is not None or len(it.inside) == 0:
            return e
        leave(it)


def leave(it: W_ElementIterator) -> W_Element:
    it.next.pop()
    return it.inside.pop()


def next_text(it: W_ElementIterator) -> Value:
    """None where there is none; EMPTY at the end. Under the lock. That of a comment or processing instruction is not the document's."""
    e = step(it)
    if e is not None:
        return e.w_text if same(e.w_tag, w_None) or as_str(e.w_tag) is not None else w_None
    if len(it.inside) == 0:
        return EMPTY
    e = leave(it)
    return w_None if len(it.inside) == 0 else e.w_tail


@iternext(ITERATOR)
def iterator_next(self: W_ElementIterator) -> Value:
    return text_to_give(self) if self.of_text else element_to_give(self)


def element_to_give(it: W_ElementIterator) -> Value:
    w_tag = it.w_tag
    rounds = 0
    while True:
        with locked(it):
            e = next_element(it)
        if e is None:
            return EMPTY
        if same(w_tag, w_None) or equal(e.w_tag, w_tag):
            return wrap(e)
        rounds += 1
        if rounds % ROUNDS == 0:
            check_signals()


def text_to_give(it: W_ElementIterator) -> Value:
    rounds = 0
    while True:
        with locked(it):
            w = next_text(it)
        if is_empty(w) or is_true(w):
            return w
        rounds += 1
        if rounds % ROUNDS == 0:
            check_signals()


@method(ELEMENT, "iter(self, /, tag=None)", doc="An iterator of the element and all in it, in the order of the document, that have this tag.")
def element_iter(self: W_Element, w_tag: Value) -> Value:
    """`*`: any tag."""
    text = as_str(w_tag)
    data = as_bytes(w_tag)
    if (text is not None and text == "*") or (data is not None and data == b"*"):
        w_tag = w_None
    return new_iterator(self, w_tag, False)


@method(ELEMENT, "itertext(self, /)", doc="An iterator of all text in the element, in the order of the document.")
def element_itertext(self: W_Element) -> Value:
    return new_iterator(self, w_None, True)
