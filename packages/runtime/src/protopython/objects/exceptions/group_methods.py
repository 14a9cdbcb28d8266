"""BaseExceptionGroup and ExceptionGroup: what programs see of them (PEP 654). `except*` is in
exceptions/groups.py.
"""

from __future__ import annotations

from protodialect.types import Value, try_as, unwrap, wrap
from protopython.objects.dict.dict import DICT
from protopython.objects.exceptions import exceptions as x
from protopython.objects.exceptions.exceptions import W_BaseException, W_BaseExceptionGroup
from protopython.objects.exceptions.groups import subset
from protopython.objects.exceptions.methods import no_keywords, short_name
from protopython.objects.generic_alias import new_generic_alias
from protopython.objects.list.list import W_List, list_append, new_list
from protopython.objects.model import call as calls
from protopython.objects.model import errors, operations
from protopython.objects.model.define import class_method, getter, method, new, setter
from protopython.objects.model.special import Special
from protopython.objects.model.types import is_subtype, type_name, type_of
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple, new_tuple2
from protopython.protocore.object import TypeFlags, W_Type
from protopython.protocore.value import is_empty, same


@new(x.BASE_EXCEPTION_GROUP, "(cls, *args, **kwargs)")
def group_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    if args.length != 2:
        raise errors.type_error(
            f"BaseExceptionGroup.__new__() takes exactly 2 arguments ({args.length} given)"
        )
    if as_str(args.items[0]) is None:
        raise errors.type_error(
            f"BaseExceptionGroup.__new__() argument 1 must be str, not {type_name(args.items[0])}"
        )
    t = type_of(args.items[1])
    if is_empty(t.special[Special.GETITEM]) or is_subtype(t, DICT):
        raise errors.type_error("second argument (exceptions) must be a sequence")
    exceptions = operations.unpack_to_tuple(args.items[1])
    if exceptions.length == 0:
        raise errors.value_error("second argument (exceptions) must be a non-empty sequence")
    nested_base = check_members(exceptions)
    if cls is x.BASE_EXCEPTION_GROUP:
        if not nested_base:
            cls = x.EXCEPTION_GROUP
    elif nested_base:
        if cls is x.EXCEPTION_GROUP:
            raise errors.type_error("Cannot nest BaseExceptions in an ExceptionGroup")
        if is_subtype(cls, x.EXCEPTION):
            raise errors.type_error(f"Cannot nest BaseExceptions in '{cls.name}'")
    g = unwrap(W_BaseExceptionGroup, wrap(x.allocate_exception(cls, args)))
    g.w_message = args.items[0]
    g.w_exceptions = wrap(exceptions)
    return wrap(g)


def check_members(exceptions: W_Tuple) -> bool:
    """ValueError unless all are exceptions; whether one of them is not an Exception."""
    nested_base = False
    for i in range(exceptions.length):
        if try_as(W_BaseException, exceptions.items[i]) is None:
            raise errors.value_error(f"Item {i} of second argument (exceptions) is not an exception")
        if not x.exception_is(exceptions.items[i], x.EXCEPTION):
            nested_base = True
    return nested_base


@method(x.BASE_EXCEPTION_GROUP, "__init__(self, /, *args, **kwargs)", doc="Initialize self.")
def group_init(self: W_BaseExceptionGroup, w_args: Value, w_kwargs: Value) -> Value:
    no_keywords(wrap(self), w_kwargs)
    self.args = unwrap(W_Tuple, w_args)
    return w_None


@method(x.BASE_EXCEPTION_GROUP, "__str__(self, /)", doc="Return str(self).")
def group_str(self: W_BaseExceptionGroup) -> Value:
    n = unwrap(W_Tuple, self.w_exceptions).length
    plural = "" if n == 1 else "s"
    return wrap(f"{operations.str_of(self.w_message)} ({n} sub-exception{plural})")


@method(x.BASE_EXCEPTION_GROUP, "__repr__(self, /)", doc="Return repr(self).")
def group_repr(self: W_BaseExceptionGroup) -> Value:
    w_shown = self.w_exceptions
    if self.args.length == 2 and try_as(W_List, self.args.items[1]) is not None:
        w_shown = wrap(operations.unpack_to_list(self.w_exceptions))
    name = short_name(type_of(wrap(self)))
    return wrap(f"{name}({operations.repr_of(self.w_message)}, {operations.repr_of(w_shown)})")


@class_method(x.BASE_EXCEPTION_GROUP, "__class_getitem__(cls, object, /)", doc="See PEP 585")
def group_class_getitem(w_cls: Value, w_item: Value) -> Value:
    return new_generic_alias(w_cls, w_item)


@getter(x.BASE_EXCEPTION_GROUP, "message", doc="exception message", member=True)
def group_message(self: W_BaseExceptionGroup) -> Value:
    return self.w_message


@getter(x.BASE_EXCEPTION_GROUP, "exceptions", doc="nested exceptions", member=True)
def group_exceptions(self: W_BaseExceptionGroup) -> Value:
    return self.w_exceptions


@setter(x.BASE_EXCEPTION_GROUP, "message")
@setter(x.BASE_EXCEPTION_GROUP, "exceptions")
def group_readonly(self: W_BaseExceptionGroup, w_value: Value) -> Value:
    raise errors.attribute_error("readonly attribute", wrap(self), "")


@method(
    x.BASE_EXCEPTION_GROUP, "derive(self, excs, /)", doc="A group of the same kind with other exceptions."
)
def group_derive(self: W_BaseExceptionGroup, w_exceptions: Value) -> Value:
    return calls.call2(wrap(x.BASE_EXCEPTION_GROUP), self.w_message, w_exceptions)


# --- split ------------------------------------------------------------------------------------------------


def is_exception_class(w: Value) -> bool:
    cls = try_as(W_Type, w)
    return cls is not None and (cls.flags & TypeFlags.IS_EXCEPTION) != 0


def check_condition(w_condition: Value) -> None:
    if is_exception_class(w_condition):
        return
    choices = try_as(W_Tuple, w_condition)
    if choices is not None:
        i = 0
        while i < choices.length and is_exception_class(choices.items[i]):
            i += 1
        if i == choices.length:
            return
    elif try_as(W_Type, w_condition) is None and not is_empty(type_of(w_condition).special[Special.CALL]):
        return
    raise errors.type_error(
        "expected an exception type, a tuple of exception types, or a callable (other than a class)"
    )


def fulfils(w_exc: Value, w_condition: Value) -> bool:
    """Whether an exception is of the type, of one of the types, or passes the test."""
    cls = try_as(W_Type, w_condition)
    if cls is not None:
        return is_subtype(type_of(w_exc), cls)
    choices = try_as(W_Tuple, w_condition)
    if choices is None:
        return operations.is_true(calls.call1(w_condition, w_exc))
    for i in range(choices.length):
        if is_subtype(type_of(w_exc), unwrap(W_Type, choices.items[i])):
            return True
    return False


def split(w_exc: Value, w_condition: Value, want_rest: bool) -> tuple[Value, Value]:
    """(the part that fulfils the condition, the rest), None for nothing."""
    if fulfils(w_exc, w_condition):
        return w_exc, w_None
    group = try_as(W_BaseExceptionGroup, w_exc)
    if group is None:
        return w_None, w_exc
    operations.check_recursion()
    matched = new_list()
    rest = new_list()
    items = unwrap(W_Tuple, group.w_exceptions)
    for i in range(items.length):
        w_match, w_rest = split(items.items[i], w_condition, want_rest)
        if not same(w_match, w_None):
            list_append(matched, w_match)
        if not same(w_rest, w_None):
            list_append(rest, w_rest)
    return subset(group, matched), subset(group, rest) if want_rest else w_None


@method(
    x.BASE_EXCEPTION_GROUP,
    "split(self, matcher_value, /)",
    doc="(matching subgroup, rest): each a group or None.",
)
def group_split(self: W_BaseExceptionGroup, w_condition: Value) -> Value:
    check_condition(w_condition)
    w_match, w_rest = split(wrap(self), w_condition, True)
    return wrap(new_tuple2(w_match, w_rest))


@method(
    x.BASE_EXCEPTION_GROUP,
    "subgroup(self, matcher_value, /)",
    doc="The group of those exceptions that match, or None.",
)
def group_subgroup(self: W_BaseExceptionGroup, w_condition: Value) -> Value:
    check_condition(w_condition)
    w_match, _ = split(wrap(self), w_condition, False)
    return w_match
