"""Arguments as SQLite takes them: C strings, and the keyword arguments that CPython 3.15 will no longer take."""

from __future__ import annotations

from protodialect.types import Array, Value, unwrap
from protopython.modules.support.keyword_arguments import bind_tuple
from protopython.modules.support.system_calls import utf8_of
from protopython.objects.dict.dict import W_Dict, dict_len
from protopython.objects.model import errors
from protopython.objects.model.deprecation import warn_deprecated
from protopython.objects.model.types import type_name
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple
from protopython.protocore.value import same


def str_argument(w: Value, what: str) -> str:
    """what: "execute() argument 1"."""
    s = as_str(w)
    if s is None:
        raise errors.type_error(f"{what} must be str, not {'None' if same(w, w_None) else type_name(w)}")
    return s


def c_string(s: str) -> bytes:
    data = utf8_of(s)
    if data.find(b"\0") >= 0:
        raise errors.value_error("embedded null character")
    return data


def c_string_argument(w: Value, what: str) -> bytes:
    return c_string(str_argument(w, what))


def bind(function: str, names: Array[str], n_required: int, n_positional: int, w_args: Value, w_kwargs: Value) -> Array[Value]:
    """bind_tuple for a function whose names from n_positional on are keyword-only."""
    args = unwrap(W_Tuple, w_args)
    kwargs = unwrap(W_Dict, w_kwargs)
    n = args.length
    if n > n_positional and n + dict_len(kwargs) <= len(names):
        how = "exactly" if n_required == n_positional else "at most"
        raise errors.type_error(f"{function}() takes {how} {n_positional} positional argument{'' if n_positional == 1 else 's'} ({n} given)")
    return bind_tuple(function, names, n_required, args, kwargs)


def positional(function: str, n: int, w_args: Value, w_kwargs: Value) -> W_Tuple:
    """Arguments that have no names, bound as those are that do."""
    args = unwrap(W_Tuple, w_args)
    total = args.length + dict_len(unwrap(W_Dict, w_kwargs))
    if total > n:
        raise errors.type_error(f"{function}() takes at most {n} {'keyword ' if args.length == 0 else ''}arguments ({total} given)")
    if args.length < n:
        raise errors.type_error(f"{function}() takes exactly {n} positional arguments ({args.length} given)")
    return args


def warn_of_keywords(n_given: int, names: Array[str], n: int, function: str) -> None:
    """The first n of names should be given by position."""
    if n_given >= n:
        return
    listed = f"'{names[0]}'"
    for i in range(1, n):
        listed += f" and '{names[i]}'" if i == n - 1 else f", '{names[i]}'"
    many = "" if n == 1 else "s"
    warn_deprecated(
        f"Passing keyword argument{many} {listed} to _sqlite3.Connection.{function}() is deprecated. Parameter{many} {listed} will become "
        "positional-only in Python 3.15."
    )
