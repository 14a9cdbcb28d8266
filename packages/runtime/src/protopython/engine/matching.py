"""The instructions of `match` statements. Source: PEP 634."""

from __future__ import annotations

from protodialect.types import EMPTY, Value, try_as, unwrap, wrap
from protopython.objects.dict.dict import DICT, W_Dict, dict_get
from protopython.objects.model import attributes, errors, operations
from protopython.objects.model.types import type_of
from protopython.objects.set import W_Set, new_set, set_add, set_contains
from protopython.objects.singletons import w_None
from protopython.objects.str.str import repr_of_str
from protopython.objects.tuple import W_Tuple, new_tuple_n
from protopython.protocore.object import TypeFlags, W_Type
from protopython.protocore.value import is_empty, same


def is_sequence(w: Value) -> bool:
    return (type_of(w).flags & TypeFlags.SEQUENCE) != 0


def is_mapping(w: Value) -> bool:
    return (type_of(w).flags & TypeFlags.MAPPING) != 0


def match_keys(w_subject: Value, w_keys: Value) -> Value:
    """The values of the keys in order as a tuple, None if one is missing."""
    keys = unwrap(W_Tuple, w_keys)
    values = new_tuple_n(keys.length)
    seen = new_set()
    for i in range(keys.length):
        w_key = keys.items[i]
        if set_contains(seen, w_key):
            raise errors.value_error(f"mapping pattern checks duplicate key ({operations.repr_of(w_key)})")
        set_add(seen, w_key)
        w = EMPTY
        if type_of(w_subject) is DICT:
            w = dict_get(unwrap(W_Dict, w_subject), w_key)
        else:
            w_missing = wrap(fresh_sentinel())
            w = operations.call2(attributes.getattr_of(w_subject, "get"), w_key, w_missing)
            if same(w, w_missing):
                w = EMPTY
        if is_empty(w):
            return w_None
        values.items[i] = w
    return wrap(values)


def fresh_sentinel() -> W_Set:
    """A fresh object that no mapping holds."""
    return new_set()


MATCHED_WHOLE: list[str] = [
    "bool", "bytearray", "bytes", "dict", "float", "frozenset", "int", "list", "set", "str", "tuple",
]  # fmt: skip


def matches_itself(t: W_Type) -> bool:
    """Types whose single positional subpattern matches the whole subject."""
    for u in t.mro:
        if not u.flags & TypeFlags.HEAP and u.name in MATCHED_WHOLE:
            return True
    return False


def match_class(w_subject: Value, w_class: Value, w_names: Value, n_positional: int) -> Value:
    """Tuple of the attributes that the subpatterns look at, None when the subject does not match."""
    cls = try_as(W_Type, w_class)
    if cls is None:
        raise errors.type_error("called match pattern must be a class")
    if not operations.isinstance_of(w_subject, w_class):
        return w_None
    names = unwrap(W_Tuple, w_names)
    values = new_tuple_n(n_positional + names.length)
    seen: list[str] = []
    if n_positional > 0 and not match_positional(w_subject, cls, n_positional, values, seen):
        return w_None
    for i in range(names.length):
        name = unwrap(str, names.items[i])
        check_once(cls, name, seen)
        w = attributes.find_attr(w_subject, name)
        if is_empty(w):
            return w_None
        values.items[n_positional + i] = w
    return wrap(values)


def check_once(cls: W_Type, name: str, seen: list[str]) -> None:
    if name in seen:
        raise errors.type_error(f"{cls.name}() got multiple sub-patterns for attribute {repr_of_str(name)}")
    seen.append(name)


def match_positional(w_subject: Value, cls: W_Type, n: int, values: W_Tuple, seen: list[str]) -> bool:
    w_args = attributes.find_attr(wrap(cls), "__match_args__")
    if is_empty(w_args):
        allowed = 1 if matches_itself(cls) else 0
        if n > allowed:
            raise too_many(cls, allowed, n)
        values.items[0] = w_subject
        return True
    args = try_as(W_Tuple, w_args)
    if args is None:
        raise errors.type_error(f"{cls.name}.__match_args__ must be a tuple (got {operations.type_name(w_args)})")
    if n > args.length:
        raise too_many(cls, args.length, n)
    for i in range(n):
        name = try_as(str, args.items[i])
        if name is None:
            raise errors.type_error(
                f"__match_args__ elements must be strings (got {operations.type_name(args.items[i])})"
            )
        check_once(cls, name, seen)
        w = attributes.find_attr(w_subject, name)
        if is_empty(w):
            return False
        values.items[i] = w
    return True


def too_many(cls: W_Type, allowed: int, given: int) -> Exception:
    s = "" if allowed == 1 else "s"
    return errors.type_error(f"{cls.name}() accepts {allowed} positional sub-pattern{s} ({given} given)")
