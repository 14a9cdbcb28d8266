"""Calling native functions: argument binding by their Signature, with CPython's messages."""

from __future__ import annotations

from protodialect.types import (
    EMPTY,
    Value,
    ValuePtr,
    call_native0,
    call_native1,
    call_native2,
    call_native3,
    call_native4,
    call_native5,
    call_native6,
    call_native7,
    call_native8,
    copy_values,
    noinline,
    require,
    try_as,
    unwrap,
    wrap,
)
from protodialect.unsafe import register_top
from protopython.objects.dict.dict import W_Dict, dict_set, new_dict
from protopython.objects.model import errors
from protopython.objects.model.attributes import type_qualname
from protopython.objects.model.builtin import BuiltinKind, Signature, W_Builtin
from protopython.objects.model.builtin_types import (
    BUILTIN_FUNCTION,
    CLASS_METHOD_DESCRIPTOR,
    METHOD_DESCRIPTOR,
    METHOD_WRAPPER,
    WRAPPER_DESCRIPTOR,
)
from protopython.objects.model.call import release, reserve
from protopython.objects.model.define import vectorcall
from protopython.objects.model.special import Special
from protopython.objects.model.suggestions import did_you_mean
from protopython.objects.model.types import is_subtype, type_name, type_of
from protopython.objects.singletons import plain
from protopython.objects.str.str import as_str
from protopython.objects.tuple import EMPTY_TUPLE, W_Tuple, tuple_of_ptr
from protopython.protocore.collector import register_finalizer
from protopython.protocore.error import PyError
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.value import is_empty, same


def call_arity(b: W_Builtin, p: ValuePtr) -> Value:
    """Calls b's function with its n_params parameters at p."""
    fn = b.fn
    match b.n_params:
        case 0:
            w = call_native0(fn)
        case 1:
            w = call_native1(fn, p[0])
        case 2:
            w = call_native2(fn, p[0], p[1])
        case 3:
            w = call_native3(fn, p[0], p[1], p[2])
        case 4:
            w = call_native4(fn, p[0], p[1], p[2], p[3])
        case 5:
            w = call_native5(fn, p[0], p[1], p[2], p[3], p[4])
        case 6:
            w = call_native6(fn, p[0], p[1], p[2], p[3], p[4], p[5])
        case 7:
            w = call_native7(fn, p[0], p[1], p[2], p[3], p[4], p[5], p[6])
        case _:
            w = call_native8(fn, p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7])
    if b.kind == BuiltinKind.NEXT and is_empty(w):
        raise errors.stop_iteration(EMPTY)
    return w


@vectorcall(METHOD_DESCRIPTOR)
@vectorcall(WRAPPER_DESCRIPTOR)
@vectorcall(METHOD_WRAPPER)
@vectorcall(CLASS_METHOD_DESCRIPTOR)
@vectorcall(BUILTIN_FUNCTION)
def builtin_vectorcall(w_callable: Value, args: ValuePtr, n: int, kwnames: W_Tuple | None) -> Value:
    b = unwrap(W_Builtin, w_callable)
    if b.kind == BuiltinKind.NEW:
        return call_new(b, args, n, kwnames)
    if not is_empty(b.w_self):
        n_all = n if kwnames is None else n + kwnames.length
        top = register_top()
        p = reserve(n_all + 1)
        p[0] = b.w_self
        copy_values(p.offset(1), args, n_all)
        try:
            return call_builtin(b, p, n + 1, kwnames)
        finally:
            release(top)
    if b.kind == BuiltinKind.FUNCTION:
        return call_builtin(b, args, n, kwnames)
    if n == 0:
        raise unbound_error(b)
    owner = require(b.owner)
    if b.kind == BuiltinKind.CLASS_METHOD:
        check_class(b, owner, args[0])
    elif type_of(args[0]) is not owner and not is_subtype(type_of(args[0]), owner):
        raise errors.type_error(self_message(b, owner, args[0]))
    return call_builtin(b, args, n, kwnames)


def self_message(b: W_Builtin, owner: W_Type, w_self: Value) -> str:
    if b.kind == BuiltinKind.METHOD:
        return f"descriptor '{b.name}' for '{owner.name}' objects doesn't apply to a '{type_name(w_self)}' object"
    return f"descriptor '{b.name}' requires a '{owner.name}' object but received a '{type_name(w_self)}'"


def unbound_error(b: W_Builtin) -> PyError:
    owner = require(b.owner)
    if b.kind == BuiltinKind.METHOD:
        return errors.type_error(f"unbound method {b.qualname}() needs an argument")
    return errors.type_error(f"descriptor '{b.name}' of '{owner.name}' object needs an argument")


def check_class(b: W_Builtin, owner: W_Type, w_cls: Value) -> None:
    from_type = type_of(w_cls)
    cls = try_as(W_Type, w_cls)
    if cls is None:
        raise errors.type_error(
            f"descriptor '{b.name}' for type '{owner.name}' needs a type, not a '{from_type.name}' as arg 2"
        )
    if not is_subtype(cls, owner):
        raise errors.type_error(f"descriptor '{b.name}' requires a subtype of '{owner.name}' but received '{cls.name}'")


def call_new(b: W_Builtin, args: ValuePtr, n: int, kwnames: W_Tuple | None) -> Value:
    """`T.__new__(cls, ...)`: cls must be T or a subclass whose instances T can allocate."""
    owner = require(b.owner)
    if n == 0:
        raise errors.type_error(f"{owner.name}.__new__(): not enough arguments")
    cls = try_as(W_Type, args[0])
    if cls is None:
        raise errors.type_error(f"{owner.name}.__new__(X): X is not a type object ({type_name(args[0])})")
    if cls is not owner:
        if not is_subtype(cls, owner):
            raise errors.type_error(
                f"{owner.name}.__new__({cls.name}): {cls.name} is not a subtype of {owner.name}"
            )
        if cls.flags & TypeFlags.NO_INSTANTIATE:
            raise errors.type_error(f"cannot create '{cls.name}' instances")
        maker = native_maker(cls)
        if maker is not owner and not made_alike(maker, b):
            raise errors.type_error(
                f"{owner.name}.__new__({cls.name}) is not safe, use {maker.name}.__new__()"
            )
        if kwnames is not None and not takes_keywords(b) and not same(cls.special[Special.INIT], owner.special[Special.INIT]):
            kwnames = None  # they are for the subclass's __init__
        if cls.flags & TypeFlags.HAS_DEL and not cls.root_shape.plain:
            w = call_builtin(b, args, n, kwnames)
            if type_of(w) is cls:
                register_finalizer(unwrap(W_Object, w))  # instances without a built-in layout are registered where they are made
            return w
    return call_builtin(b, args, n, kwnames)


def takes_keywords(b: W_Builtin) -> bool:
    sig = b.signature
    n_positional = max(sig.n_posonly, hidden(b))
    return n_positional + (1 if sig.varargs >= 0 else 0) < sig.n_params


def native_maker(cls: W_Type) -> W_Type:
    """The built-in type whose `__new__` allocates cls's instances."""
    t = cls
    while t.flags & TypeFlags.HEAP:
        t = require(t.base)
    w_new = t.special[Special.NEW]
    b = None if is_empty(w_new) else try_as(W_Builtin, w_new)
    owner = None if b is None else b.owner
    return t if owner is None else owner


def made_alike(maker: W_Type, b: W_Builtin) -> bool:
    """Whether maker's `__new__` is b under maker's own name (restate in model/define.py)."""
    own = try_as(W_Builtin, maker.special[Special.NEW])
    return own is not None and own.signature is b.signature


def call_builtin(b: W_Builtin, args: ValuePtr, n: int, kwnames: W_Tuple | None) -> Value:
    """Binds the arguments (self among them) and calls."""
    if kwnames is None and n == b.n_params and b.signature.simple:
        if b.plain_self and b.kind != BuiltinKind.NEW and b.kind != BuiltinKind.CLASS_METHOD:
            w_self = args[0]
            w_plain = plain(w_self)
            if type_of(w_plain) is not type_of(w_self):
                p = reserve(n)
                copy_values(p, args, n)
                p[0] = w_plain
                try:
                    return call_arity(b, p)
                finally:
                    release(p)
        return call_arity(b, args)
    p = reserve(b.n_params)
    try:
        bind_arguments(b, args, n, kwnames, p)
        if b.plain_self and b.kind != BuiltinKind.NEW and b.kind != BuiltinKind.CLASS_METHOD:
            p[0] = plain(p[0])
        return call_arity(b, p)
    finally:
        release(p)


@noinline
def bind_arguments(b: W_Builtin, args: ValuePtr, n: int, kwnames: W_Tuple | None, out: ValuePtr) -> None:
    """Lays the parameters out in order, defaults filled in; TypeError as CPython words it."""
    sig = b.signature
    n_kw = 0 if kwnames is None else kwnames.length
    if n_kw > 0 and not takes_keywords(b):
        name = f"wrapper {b.name}" if is_slot_call(b) else b.name if b.unnamed else display_name(b)
        raise errors.type_error(f"{name}() takes no keyword arguments")
    if n + n_kw > sig.n_params and is_parsed(b):
        raise too_many_in_all(b, sig, n, n_kw)
    i = 0
    while i < sig.n_params:
        out[i] = sig.defaults[i]
        i += 1
    n_pos = n if n < sig.n_pos else sig.n_pos
    copy_values(out, args, n_pos)
    if sig.varargs >= 0:
        out[sig.varargs] = wrap(tuple_of_ptr(args.offset(n_pos), n - n_pos)) if n > n_pos else wrap(EMPTY_TUPLE)
    elif n > sig.n_pos:
        raise too_many(b, sig, n)
    extra: W_Dict | None = None
    if sig.varkw >= 0:
        extra = new_dict()
        out[sig.varkw] = wrap(extra)
    doubled = -1
    unknown = -1
    if kwnames is not None:
        k = 0
        while k < n_kw:
            w_name = kwnames.items[k]
            i = find_parameter(b, w_name)
            if i >= n_pos:
                out[i] = args[n + k]
            elif i >= 0:
                doubled = i
            elif extra is not None:
                dict_set(extra, w_name, args[n + k])
            elif unknown < 0:
                unknown = k
            k += 1
    i = 0
    while i < sig.n_params:
        if is_empty(out[i]) and not sig.optional[i]:
            raise missing(b, sig, i, n)
        i += 1
    if doubled >= 0:
        name = sig.names[doubled]
        raise errors.type_error(
            f"argument for {parser_label(b)} given by name ('{name}') and position ({doubled + 1 - hidden(b)})"
        )
    if unknown >= 0:
        raise unexpected(b, sig, require(kwnames).items[unknown])


def unexpected(b: W_Builtin, sig: Signature, w_stranger: Value) -> PyError:
    """A keyword argument that no parameter has."""
    stranger = as_str(w_stranger)
    assert stranger is not None
    candidates: list[str] = []
    for j in range(sig.n_posonly, sig.n_params):
        if j != sig.varargs and j != sig.varkw:
            candidates.append(sig.names[j])
    name = "this function" if b.unnamed else parser_label(b)
    return errors.type_error(f"{name} got an unexpected keyword argument '{stranger}'{did_you_mean(candidates, stranger)}")


def is_parsed(b: W_Builtin) -> bool:
    """Some parameters may be given by name, and their number is known."""
    return takes_keywords(b) and b.signature.varargs < 0 and b.signature.varkw < 0


def find_parameter(b: W_Builtin, w_name: Value) -> int:
    """The parameter that a keyword argument names, or -1."""
    name = as_str(w_name)
    if name is None:
        return -1
    sig = b.signature
    i = max(sig.n_posonly, hidden(b))
    while i < sig.n_params:
        if i != sig.varargs and i != sig.varkw and sig.names[i] == name:
            return i
        i += 1
    return -1


def hidden(b: W_Builtin) -> int:
    """How many leading parameters are not the caller's (self, cls)."""
    return 0 if b.kind == BuiltinKind.FUNCTION else 1


def display_name(b: W_Builtin) -> str:
    """As errors name it: `list.append`, `len`, `int` for a __new__."""
    owner = b.owner
    if owner is None:
        return b.qualname if b.module == "" or b.module == "builtins" else f"{b.module}.{b.qualname}"
    if b.kind == BuiltinKind.NEW or b.name == "__init__":
        return type_qualname(owner)
    return b.qualname


def parser_name(b: W_Builtin) -> str:
    """As errors name a function that takes keywords: `split`, `int` for a __new__."""
    return display_name(b) if is_constructor(b) else b.name


def parser_label(b: W_Builtin) -> str:
    """The same with the parentheses of a call."""
    return "function" if b.unnamed else parser_name(b) + "()"


def unnamed_number(least: int, most: int, given: int) -> PyError:
    """The wrong number of arguments that are all positional."""
    bound = "exactly" if least == most else "at least" if given < least else "at most"
    n = least if given < least else most
    return errors.type_error(f"function takes {bound} {n} argument{plural(n)} ({given} given)")


def is_constructor(b: W_Builtin) -> bool:
    return b.kind == BuiltinKind.NEW or b.name == "__init__"


def is_slot_call(b: W_Builtin) -> bool:
    """Special methods whose argument errors name no function."""
    return (b.kind == BuiltinKind.WRAPPER or b.kind == BuiltinKind.NEXT) and not is_constructor(b)


def plural(n: int) -> str:
    return "" if n == 1 else "s"


def too_many_in_all(b: W_Builtin, sig: Signature, n: int, n_kw: int) -> PyError:
    h = hidden(b)
    most = sig.n_params - h
    by_name = "keyword " if n == h else ""
    return errors.type_error(
        f"{parser_label(b)} takes at most {most} {by_name}argument{plural(most)} ({n - h + n_kw} given)"
    )


def too_many(b: W_Builtin, sig: Signature, n: int) -> PyError:
    h = hidden(b)
    most = sig.n_pos - h
    given = n - h
    least = sig.n_required - h
    if is_slot_call(b):
        return slot_call_error(b, most, "at most " if least < most else "", most, given)
    if b.unnamed and sig.n_posonly == sig.n_params:
        return unnamed_number(least, most, given)
    if sig.n_posonly == sig.n_params and not is_constructor(b):
        if most == 0:
            return errors.type_error(f"{display_name(b)}() takes no arguments ({given} given)")
        if most == 1 and least == 1:
            return errors.type_error(f"{display_name(b)}() takes exactly one argument ({given} given)")
        bound = "" if least == most else "at most "
        return errors.type_error(f"{b.name} expected {bound}{most} argument{plural(most)}, got {given}")
    if sig.n_posonly == sig.n_params:
        bound = "" if least == most else "at most "
        return errors.type_error(f"{display_name(b)} expected {bound}{most} argument{plural(most)}, got {given}")
    if most == 0:
        return errors.type_error(f"{parser_label(b)} takes no positional arguments")
    bound = "exactly" if least == most else "at most"
    return errors.type_error(f"{parser_label(b)} takes {bound} {most} positional argument{plural(most)} ({given} given)")


def slot_call_error(b: W_Builtin, most: int, bound: str, n: int, given: int) -> PyError:
    """Those with two parameters name themselves, but for the powers."""
    if most < 2:
        return errors.type_error(f"expected {n} argument{plural(n)}, got {given}")
    if b.name.endswith("pow__"):
        return errors.type_error(f"expected 1 or 2 arguments, got {given}")
    return errors.type_error(f"{b.name} expected {bound}{n} argument{plural(n)}, got {given}")


def missing(b: W_Builtin, sig: Signature, i: int, n: int) -> PyError:
    h = hidden(b)
    most = sig.n_pos - h
    given = n - h
    least = sig.n_required - h
    if is_slot_call(b):
        return slot_call_error(b, most, "at least " if least < most else "", least, given)
    if b.unnamed and sig.n_posonly == sig.n_params:
        return unnamed_number(least, most, given)
    if sig.n_posonly == sig.n_params:
        if most == 1 and least == 1 and not is_constructor(b):
            return errors.type_error(f"{display_name(b)}() takes exactly one argument ({given} given)")
        bound = "" if least == most and sig.varargs < 0 else "at least "
        name = display_name(b) if is_constructor(b) else b.name
        return errors.type_error(f"{name} expected {bound}{least} argument{plural(least)}, got {given}")
    if i < sig.n_posonly:
        few = (sig.n_posonly if sig.n_posonly < sig.n_required else sig.n_required) - h
        bound = "at least" if few < most else "exactly"
        return errors.type_error(f"{parser_label(b)} takes {bound} {few} positional argument{plural(few)} ({given} given)")
    return errors.type_error(f"{parser_label(b)} missing required argument '{sig.names[i]}' (pos {i + 1 - h})")

