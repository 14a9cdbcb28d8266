"""What `except*` does with exceptions: splitting by type and putting together what is to be raised afterwards (PEP 654)."""

from __future__ import annotations

from protodialect.types import Value, try_as, unwrap, wrap
from protopython.objects.exceptions import exceptions as x
from protopython.objects.exceptions.exceptions import W_BaseException, W_BaseExceptionGroup
from protopython.objects.list.list import W_List, list_append, list_get, list_length, new_list
from protopython.objects.model import errors, operations
from protopython.objects.model.attributes import find_attr, setattr_of
from protopython.objects.model.special import Special
from protopython.objects.model.types import is_subtype, type_name, type_of
from protopython.objects.singletons import w_None
from protopython.objects.tuple import W_Tuple
from protopython.protocore.object import W_Type
from protopython.protocore.value import is_empty, same


def matches(w_exc: Value, w_class: Value) -> bool:
    """w_class: an exception class or a tuple of them."""
    cls = try_as(W_Type, w_class)
    if cls is not None:
        return is_subtype(type_of(w_exc), cls)
    t = unwrap(W_Tuple, w_class)
    for i in range(t.length):
        if is_subtype(type_of(w_exc), unwrap(W_Type, t.items[i])):
            return True
    return False


def catches_groups(w_class: Value) -> bool:
    cls = try_as(W_Type, w_class)
    if cls is not None:
        return is_subtype(cls, x.BASE_EXCEPTION_GROUP)
    t = unwrap(W_Tuple, w_class)
    for i in range(t.length):
        if is_subtype(unwrap(W_Type, t.items[i]), x.BASE_EXCEPTION_GROUP):
            return True
    return False


def match_star(w_exc: Value, w_class: Value) -> tuple[Value, Value]:
    """(what of w_exc matches, as a group; the rest), None for nothing. A naked exception that matches is put into a group."""
    if catches_groups(w_class):
        raise errors.type_error("catching ExceptionGroup with except* is not allowed. Use except instead.")
    if matches(w_exc, w_class):
        if try_as(W_BaseExceptionGroup, w_exc) is not None:
            return w_exc, w_None
        one = new_list()
        list_append(one, w_exc)
        return operations.call2(wrap(x.BASE_EXCEPTION_GROUP), wrap(""), wrap(one)), w_None
    if try_as(W_BaseExceptionGroup, w_exc) is None:
        return w_None, w_exc
    w_pair = operations.call_method1(w_exc, "split", w_class)
    pair = try_as(W_Tuple, w_pair)
    if pair is None:
        raise errors.type_error(f"{type_name(w_exc)}.split must return a tuple, not {type_name(w_pair)}")
    if pair.length < 2:
        raise errors.type_error(f"{type_name(w_exc)}.split must return a 2-tuple, got tuple of size {pair.length}")
    return pair.items[0], pair.items[1]


def comes_from(w_exc: Value, w_original: Value) -> bool:
    """Whether w_exc is (a part of) the original, raised again unchanged: same traceback, context and cause."""
    a = unwrap(W_BaseException, w_exc)
    b = unwrap(W_BaseException, w_original)
    return a.traceback is b.traceback and same(a.w_context, b.w_context) and same(a.w_cause, b.w_cause)


def collect_leaves(w_exc: Value, out: dict[W_BaseException, bool]) -> None:
    group = try_as(W_BaseExceptionGroup, w_exc)
    if group is None:
        out[unwrap(W_BaseException, w_exc)] = True
        return
    operations.check_recursion()
    items = unwrap(W_Tuple, group.w_exceptions)
    for i in range(items.length):
        collect_leaves(items.items[i], out)


def subset(group: W_BaseExceptionGroup, members: W_List) -> Value:
    """The group's `derive` of members, with what belongs to the group itself; None for no members."""
    if list_length(members) == 0:
        return w_None
    w = operations.call_method1(wrap(group), "derive", wrap(members))
    derived = try_as(W_BaseExceptionGroup, w)
    if derived is None:
        raise errors.type_error("derive must return an instance of BaseExceptionGroup")
    derived.traceback = group.traceback
    derived.w_context = group.w_context
    derived.w_cause = group.w_cause
    derived.suppress_context = True
    w_notes = find_attr(wrap(group), "__notes__")
    if not is_empty(w_notes) and not is_empty(type_of(w_notes).special[Special.GETITEM]):
        setattr_of(w, "__notes__", wrap(operations.unpack_to_list(w_notes)))
    return w


def keep_leaves(w_original: Value, leaves: dict[W_BaseException, bool]) -> Value:
    """The part of the original group, nesting kept, whose leaves are in `leaves`; None if none."""
    group = try_as(W_BaseExceptionGroup, w_original)
    if group is None:
        return w_original if unwrap(W_BaseException, w_original) in leaves else w_None
    operations.check_recursion()
    kept = new_list()
    items = unwrap(W_Tuple, group.w_exceptions)
    for i in range(items.length):
        w = keep_leaves(items.items[i], leaves)
        if not same(w, w_None):
            list_append(kept, w)
    return subset(group, kept)


def prepare_reraise(w_original: Value, w_results: Value) -> Value:
    """After the clauses of a try-except*: what to raise, None for nothing. w_results lists what the clauses raised and what none of them took."""
    results = unwrap(W_List, w_results)
    n = list_length(results)
    if try_as(W_BaseExceptionGroup, w_original) is None:
        for i in range(n):
            w = list_get(results, i)
            if not same(w, w_None):
                return w
        return w_None
    raised = new_list()
    leaves: dict[W_BaseException, bool] = {}
    for i in range(n):
        w = list_get(results, i)
        if not same(w, w_None):
            if comes_from(w, w_original):
                collect_leaves(w, leaves)
            else:
                list_append(raised, w)
    w_kept = keep_leaves(w_original, leaves)
    if not same(w_kept, w_None):
        list_append(raised, w_kept)
    match list_length(raised):
        case 0:
            return w_None
        case 1:
            return list_get(raised, 0)
        case _:
            return operations.call2(wrap(x.BASE_EXCEPTION_GROUP), wrap(""), wrap(raised))
