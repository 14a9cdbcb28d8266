"""Arguments of native callables whose errors name another function than their type, or that take more than native functions do.

CPython binds these by name with its older routine (PyArg_ParseTupleAndKeywords), whose messages these are.
"""

from __future__ import annotations

from protodialect.types import EMPTY, Array, Value, ValuePtr, array_ptr, copy_values
from protopython.objects.dict.dict import W_Dict, dict_len, table_key, table_next, table_value
from protopython.objects.model.errors import type_error
from protopython.objects.model.suggestions import did_you_mean
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple
from protopython.protocore.error import PyError
from protopython.protocore.value import is_empty


def bind_tuple(function: str, names: Array[str], n_required: int, args: W_Tuple, kwargs: W_Dict, n_keyword_only: int = 0) -> Array[Value]:
    """One value for each of names, EMPTY where an optional one is absent. The last n_keyword_only must be given by name."""
    n = args.length
    check_number(function, names, n, dict_len(kwargs))
    check_positional(function, len(names) - n_keyword_only, n)
    out = Array[Value](len(names), EMPTY)
    for i in range(n):
        out[i] = args.items[i]
    t = kwargs.table
    k = table_next(t, 0)
    while k >= 0:
        bind_name(function, names, n_required, out, n, table_key(t, k), table_value(t, k))
        k = table_next(t, k + 1)
    check_required(function, names, n_required, out)
    return out


def bind_vector(function: str, names: Array[str], n_required: int, args: ValuePtr, n: int, kwnames: W_Tuple | None) -> Array[Value]:
    """The same for arguments laid out as a call has them."""
    n_kw = 0 if kwnames is None else kwnames.length
    check_number(function, names, n, n_kw)
    out = Array[Value](len(names), EMPTY)
    copy_values(array_ptr(out, 0), args, n)
    if kwnames is not None:
        for k in range(n_kw):
            bind_name(function, names, n_required, out, n, kwnames.items[k], args[n + k])
    check_required(function, names, n_required, out)
    return out


def label(function: str, unnamed: str) -> str:
    """What messages call a function, whose name may be ""."""
    return unnamed if function == "" else function + "()"


def check_number(function: str, names: Array[str], n: int, n_kw: int) -> None:
    most = len(names)
    if n + n_kw > most:
        kind = "keyword " if n == 0 else ""
        raise type_error(f"{label(function, 'function')} takes at most {most} {kind}argument{'' if most == 1 else 's'} ({n + n_kw} given)")


def check_positional(function: str, most: int, n: int) -> None:
    if n > most:
        raise type_error(f"{label(function, 'function')} takes at most {most} positional argument{'' if most == 1 else 's'} ({n} given)")


def bind_name(function: str, names: Array[str], n_required: int, out: Array[Value], n: int, w_name: Value, w_value: Value) -> None:
    i = 0
    name = as_str(w_name)
    if name is None:
        raise type_error("keywords must be strings")
    while i < len(names) and names[i] != name:
        i += 1
    if i < n:
        raise type_error(f"argument for {label(function, 'function')} given by name ('{names[i]}') and position ({i + 1})")
    if i == len(names):
        check_required(function, names, n_required, out)
        hint = did_you_mean([names[k] for k in range(len(names))], name)
        raise type_error(f"{label(function, 'this function')} got an unexpected keyword argument '{name}'{hint}")
    out[i] = w_value


def check_required(function: str, names: Array[str], n_required: int, out: Array[Value]) -> None:
    for i in range(n_required):
        if is_empty(out[i]):
            raise missing(function, names, i)


def missing(function: str, names: Array[str], i: int) -> PyError:
    return type_error(f"{label(function, 'function')} missing required argument '{names[i]}' (pos {i + 1})")
