"""One object for each name of a space: names in code, and attributes named at run time, are mostly found by comparing addresses."""

from __future__ import annotations

from protodialect.types import Array, Value, str_char, try_as, unwrap, wrap
from protopython.objects.code.code import W_Code
from protopython.objects.dict.dict import dict_get_str, dict_set_default
from protopython.objects.tuple import W_Tuple
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty, same


def intern(s: str) -> str:
    """The one object of the space that stands for this text."""
    interned = context().space.interned
    w = dict_get_str(interned, s)
    if is_empty(w):
        w = dict_set_default(interned, wrap(s), wrap(s))
    return unwrap(str, w)


def is_interned(s: str) -> bool:
    """Whether s is the one object for its text."""
    w = dict_get_str(context().space.interned, s)
    return not is_empty(w) and same(w, wrap(s))


def looks_like_name(s: str) -> bool:
    """Whether a constant may be used as a name: ASCII letters, digits and underscores only."""
    for i in range(len(s)):
        c = str_char(s, i)
        if not (97 <= c <= 122 or c == 95 or 65 <= c <= 90 or 48 <= c <= 57):
            return False
    return True


def interned_constant(w: Value) -> Value:
    """A constant with the names in it interned."""
    s = try_as(str, w)
    if s is not None:
        return wrap(intern(s)) if looks_like_name(s) else w
    t = try_as(W_Tuple, w)
    if t is not None:
        for i in range(t.length):
            t.items[i] = interned_constant(t.items[i])
        return w
    code = try_as(W_Code, w)
    if code is not None:
        intern_code(code)
    return w


def intern_names(names: Array[str]) -> None:
    for i in range(len(names)):
        names[i] = intern(names[i])


def intern_code(code: W_Code) -> None:
    """Interns what fresh code names, before anybody else sees it."""
    code.name = intern(code.name)
    intern_names(code.names)
    intern_names(code.cache_names)
    intern_names(code.named)
    intern_names(code.freevars)
    intern_names(code.cellvars)
    for i in range(len(code.consts)):
        code.consts[i] = interned_constant(code.consts[i])
