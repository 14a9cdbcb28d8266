"""The _weakref module: weak references and proxies. Data and behaviour are in objects/weakref/weakref.py and
weakref/proxy.py.
"""

from __future__ import annotations

from protodialect.types import Value, try_as, unwrap, wrap
from protopython.objects.dict.dict import W_Dict, dict_delete, dict_get, dict_len
from protopython.objects.model.define import constant, define_module, function
from protopython.objects.model.errors import type_error
from protopython.objects.model.types import type_name
from protopython.objects.singletons import w_None
from protopython.objects.tuple import W_Tuple
from protopython.objects.weakref.proxy import CALLABLE_PROXY, PROXY, new_proxy
from protopython.objects.weakref.weakref import (
    REFERENCE,
    W_WeakRef,
    reference_arguments,
    references_to,
    target_of,
    weak_object,
)
from protopython.protocore.value import from_int, is_empty

define_module("_weakref", "Weak-reference support module.")

constant("_weakref", "ref", REFERENCE)
constant("_weakref", "ReferenceType", REFERENCE)
constant("_weakref", "ProxyType", PROXY)
constant("_weakref", "CallableProxyType", CALLABLE_PROXY)


@function("_weakref", "getweakrefcount(object, /)", doc="How many weak references to the object there are.")
def getweakrefcount(w_object: Value) -> Value:
    return from_int(references_to(w_object).length)


@function("_weakref", "getweakrefs(object, /)", doc="The weak references to the object, as a list.")
def getweakrefs(w_object: Value) -> Value:
    return wrap(references_to(w_object))


@function(
    "_weakref",
    "proxy(*args, **kwargs)",
    shown="($module, object, callback=None, /)",
    doc="A proxy that refers to object weakly; callback is called when the object is gone.",
)
def proxy(w_args: Value, w_kwargs: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    if dict_len(unwrap(W_Dict, w_kwargs)) > 0:
        raise type_error("_weakref.proxy() takes no keyword arguments")
    reference_arguments("proxy", args)
    weak_object(args.items[0])
    return new_proxy(args.items[0], args.items[1] if args.length == 2 else w_None)


@function(
    "_weakref", "_remove_dead_weakref(dct, key, /)", doc="Removes key if its value is a dead weak reference."
)
def remove_dead_weakref(w_dct: Value, w_key: Value) -> Value:
    d = try_as(W_Dict, w_dct)
    if d is None:
        raise type_error(f"_remove_dead_weakref() argument 1 must be dict, not {type_name(w_dct)}")
    w = dict_get(d, w_key)
    if not is_empty(w):
        ref = try_as(W_WeakRef, w)
        if ref is None:
            raise type_error("not a weakref")
        if is_empty(target_of(ref)):
            dict_delete(d, w_key)
    return w_None
