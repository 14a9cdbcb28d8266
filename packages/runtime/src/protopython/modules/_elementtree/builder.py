"""TreeBuilder: makes a tree of calls in the order of a document.

Text comes in parts. It is put together, and becomes an element's text or tail, when something else comes. Elements may be of any type, if there is an
element_factory: what is none of ours is used by its attributes.
"""

from __future__ import annotations

from protodialect.types import EMPTY, Value, new_with_shape, races, unwrap, wrap
from protopython.modules._elementtree.element import (
    ELEMENT,
    MODULE,
    SHOWN,
    W_Element,
    add_child,
    argument_dict,
    element_tree_state,
    need_element,
    new_element,
)
from protopython.objects.dict.dict import W_Dict, new_dict
from protopython.objects.exceptions import exceptions as x
from protopython.objects.list.list import W_List, list_append, list_pop_last, new_list
from protopython.objects.model import errors
from protopython.objects.model.attributes import getattr_of, setattr_of
from protopython.objects.model.call import call1, call2, call_method1
from protopython.objects.model.define import OBJECT, constant, define_type, function, method, new
from protopython.objects.model.operations import is_true
from protopython.objects.model.operators import binary
from protopython.objects.model.special import BinaryOp, Special
from protopython.objects.model.types import special, type_name, type_of
from protopython.objects.singletons import w_None
from protopython.objects.str.methods import str_join
from protopython.objects.tuple import new_tuple2
from protopython.protocore.object import W_Object, W_Type
from protopython.protocore.value import is_empty, same

PARSE_ERROR = define_type("ParseError", x.W_SyntaxError, x.SYNTAX_ERROR, module=SHOWN, flags=x.EXCEPTION_FLAGS, attributes=True)
constant(MODULE, "ParseError", PARSE_ERROR)


@races(inserts_comments="a switch", inserts_pis="a switch")
class W_TreeBuilder(W_Object):
    w_root: Value
    """EMPTY: nothing has begun yet."""
    w_this: Value
    """The element that is open; None: none is."""
    w_last: Value
    """The last one that was begun or ended: text belongs to it, or ..."""
    w_before: Value
    """... is the tail of this one, if it is not EMPTY."""
    w_data: Value
    """The first part of the text that waits; EMPTY: none does."""
    parts: W_List | None
    """All its parts, if they are more."""
    outer: W_List
    """What is open around w_this, None at the bottom."""
    w_element_factory: Value
    """EMPTY: elements are ours."""
    w_comment_factory: Value
    w_pi_factory: Value
    inserts_comments: bool
    inserts_pis: bool
    w_report: Value
    """What is called with events, (name, object); EMPTY: none are wanted. These are the names of those that are, as they were given."""
    w_start: Value
    w_end: Value
    w_start_ns: Value
    w_end_ns: Value
    w_comment: Value
    w_pi: Value


BUILDER = define_type(
    "TreeBuilder", W_TreeBuilder, OBJECT, module=SHOWN, doc="Makes a tree of elements of the calls that tell of a document: start, data, end ..."
)
constant(MODULE, "TreeBuilder", BUILDER)


def set_up_builder(b: W_TreeBuilder) -> None:
    b.w_this = w_None
    b.w_last = w_None
    b.outer = new_list()


@new(BUILDER, "(cls, /, *args, **kwargs)")
def builder_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    b = new_with_shape(W_TreeBuilder, cls.root_shape)
    set_up_builder(b)
    return wrap(b)


@method(
    BUILDER,
    "__init__(self, element_factory=None, *, comment_factory=None, pi_factory=None, insert_comments=False, insert_pis=False)",
    shown="($self, /, *args, **kwargs)",
)
def builder_init(self: W_TreeBuilder, w_elements: Value, w_comments: Value, w_pis: Value, w_with_comments: Value, w_with_pis: Value) -> Value:
    with_comments = is_true(w_with_comments)
    with_pis = is_true(w_with_pis)
    state = element_tree_state()
    self.w_element_factory = EMPTY if same(w_elements, w_None) else w_elements
    self.w_comment_factory = state.w_comment_factory if same(w_comments, w_None) else w_comments
    self.w_pi_factory = state.w_pi_factory if same(w_pis, w_None) else w_pis
    self.inserts_comments = with_comments and not is_empty(self.w_comment_factory)
    self.inserts_pis = with_pis and not is_empty(self.w_pi_factory)
    return w_None


@function(
    MODULE,
    "_set_factories(comment_factory, pi_factory, /)",
    doc="Sets what makes the elements of comments and processing instructions where a TreeBuilder is told nothing else; what did so before.",
)
def set_factories(w_comments: Value, w_pis: Value) -> Value:
    state = element_tree_state()
    check_factory(w_comments, "Comment")
    check_factory(w_pis, "PI")
    w_old = wrap(new_tuple2(or_none(state.w_comment_factory), or_none(state.w_pi_factory)))
    state.w_comment_factory = EMPTY if same(w_comments, w_None) else w_comments
    state.w_pi_factory = EMPTY if same(w_pis, w_None) else w_pis
    return w_old


def check_factory(w: Value, name: str) -> None:
    if not same(w, w_None) and is_empty(special(w, Special.CALL)):
        raise errors.type_error(f"{name} factory must be callable, not {type_name(w)}")


def or_none(w: Value) -> Value:
    return w_None if is_empty(w) else w


# --- text -----------------------------------------------------------------------------------------------------------------------------------


def take_data(b: W_TreeBuilder, w_data: Value) -> None:
    w_first = b.w_data
    if is_empty(w_first):
        if not same(b.w_last, w_None):  # what comes before the first element is nobody's text
            b.w_data = w_data
        return
    parts = b.parts
    if parts is None:
        parts = new_list()
        list_append(parts, w_first)
        b.parts = parts
    list_append(parts, w_data)


def flush(b: W_TreeBuilder) -> None:
    """Something else than text comes."""
    w_data = b.w_data
    if is_empty(w_data):
        return
    parts = b.parts
    w_before = b.w_before
    is_text = is_empty(w_before)
    w_element = b.w_last if is_text else w_before
    e = unwrap(W_Element, w_element) if type_of(w_element) is ELEMENT else None
    if e is not None and same(e.w_text if is_text else e.w_tail, w_None):
        w_text = w_data if parts is None else str_join("", wrap(parts))
        if is_text:
            e.w_text = w_text
        else:
            e.w_tail = w_text
    else:
        name = "text" if is_text else "tail"
        w_previous = getattr_of(w_element, name)
        w_text = str_join("", w_data if parts is None else wrap(parts))
        if not same(w_previous, w_None):
            w_text = binary(BinaryOp.ADD, w_previous, w_text)
        setattr_of(w_element, name, w_text)
    b.w_data = EMPTY
    b.parts = None


# --- what comes in a document ------------------------------------------------------------------------------------------------------------------


def add_to(w_parent: Value, w_child: Value) -> None:
    if type_of(w_parent) is ELEMENT:
        add_child(unwrap(W_Element, w_parent), need_element(w_child))
    else:
        call_method1(w_parent, "append", w_child)


def report(b: W_TreeBuilder, w_name: Value, w_object: Value) -> None:
    """An event, if that is wanted."""
    w_report = b.w_report
    if not is_empty(w_name) and not is_empty(w_report):
        call1(w_report, wrap(new_tuple2(w_name, w_object)))


def start(b: W_TreeBuilder, w_tag: Value, attributes: W_Dict | None) -> Value:
    """Takes the attributes over. None: there are none."""
    flush(b)
    w_factory = b.w_element_factory
    if is_empty(w_factory):
        w = wrap(new_element(w_tag, attributes))
    else:
        w = call2(w_factory, w_tag, wrap(new_dict() if attributes is None else attributes))
    b.w_before = EMPTY
    w_this = b.w_this
    if not same(w_this, w_None):
        add_to(w_this, w)
    elif is_empty(b.w_root):
        b.w_root = w
    else:
        raise errors.error(PARSE_ERROR, "multiple elements on top level")
    list_append(b.outer, w_this)
    b.w_this = w
    b.w_last = w
    report(b, b.w_start, w)
    return w


def end(b: W_TreeBuilder) -> Value:
    flush(b)
    w_outer = list_pop_last(b.outer)
    if is_empty(w_outer):
        raise errors.index_error("pop from empty stack")
    w = b.w_this
    b.w_last = w
    b.w_before = w
    b.w_this = w_outer
    report(b, b.w_end, w)
    return w


def comment(b: W_TreeBuilder, w_text: Value) -> Value:
    flush(b)
    w = w_text
    w_factory = b.w_comment_factory
    if not is_empty(w_factory):
        w = call1(w_factory, w_text)
        insert(b, b.inserts_comments, w)
    report(b, b.w_comment, w)
    return w


def instruction(b: W_TreeBuilder, w_target: Value, w_text: Value) -> Value:
    flush(b)
    w_factory = b.w_pi_factory
    if is_empty(w_factory):
        w = wrap(new_tuple2(w_target, w_text))
    else:
        w = call2(w_factory, w_target, w_text)
        insert(b, b.inserts_pis, w)
    report(b, b.w_pi, w)
    return w


def insert(b: W_TreeBuilder, wanted: bool, w: Value) -> None:
    w_this = b.w_this
    if wanted and not same(w_this, w_None):
        add_to(w_this, w)
        b.w_before = w


def root(b: W_TreeBuilder) -> Value:
    return or_none(b.w_root)


# --- methods ----------------------------------------------------------------------------------------------------------------------------------


@method(BUILDER, "data(self, data, /)", doc="Adds text.")
def builder_data(self: W_TreeBuilder, w_data: Value) -> Value:
    take_data(self, w_data)
    return w_None


@method(BUILDER, "start(self, tag, attrs, /)", doc="Begins an element and gives it.")
def builder_start(self: W_TreeBuilder, w_tag: Value, w_attributes: Value) -> Value:
    return start(self, w_tag, argument_dict(w_attributes, "start() argument 2"))


@method(BUILDER, "end(self, tag, /)", doc="Ends the element that was begun last, whatever tag is given, and gives it.")
def builder_end(self: W_TreeBuilder, w_tag: Value) -> Value:
    return end(self)


@method(BUILDER, "comment(self, text, /)", doc="Makes the element of a comment and gives it; it goes into the tree if comments are to be inserted.")
def builder_comment(self: W_TreeBuilder, w_text: Value) -> Value:
    return comment(self, w_text)


@method(BUILDER, "pi(self, target, text=None, /)", doc="The same for a processing instruction.")
def builder_pi(self: W_TreeBuilder, w_target: Value, w_text: Value) -> Value:
    return instruction(self, w_target, w_text)


@method(BUILDER, "close(self, /)", doc="The tree's outermost element, or None.")
def builder_close(self: W_TreeBuilder) -> Value:
    return root(self)
