"""The _contextvars module: context variables (PEP 567).

A Context is a mapping from variables to values. Copying one shares its dict; whichever context is changed next makes a
dict of its own first. So copy_context() is cheap, and what a program iterates over never changes under it. Only the thread
that has entered a context changes it.
"""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import EMPTY, Value, array_ptr, copy_values, locked, try_as, unwrap, wrap
from protopython.objects.dict.dict import (
    DictTable,
    W_Dict,
    dict_copy,
    dict_delete,
    dict_get,
    dict_len,
    dict_set,
    new_dict,
    table_key,
    table_next,
    table_value,
)
from protopython.objects.model import operations
from protopython.objects.model.call import call_tuple_kw, call_vector, release, reserve
from protopython.objects.model.container_generics import generic_class_getitem
from protopython.objects.model.define import (
    OBJECT,
    add_member,
    class_method,
    constant,
    define_module,
    define_type,
    function,
    getter,
    iternext,
    method,
    new,
)
from protopython.objects.model.errors import error_value, key_error, runtime_error, type_error, value_error, x
from protopython.objects.model.identity import address_text, identity_hash_value
from protopython.objects.singletons import new_bool, w_None, w_NotImplemented
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple, new_tuple2, tuple_range
from protopython.protocore.locks import W_Claimable, claim, unclaim
from protopython.protocore.object import W_Object, W_Type
from protopython.protocore.state import State, context_slot
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, is_empty

MODULE: Final[str] = "_contextvars"
define_module(MODULE, "Context Variables")


class W_Context(W_Claimable):
    """Claimed while it is entered."""

    vars: W_Dict
    shared: bool
    """Others see `vars` too: copy it before the next change."""
    previous: W_Context | None
    """While it is entered: what was current before."""

    def __init__(self, vars: W_Dict, shared: bool) -> None:
        self.vars = vars
        self.shared = shared
        self.previous = None


class W_ContextVar(W_Object):
    name: str
    w_default: Value
    """EMPTY: none."""

    def __init__(self, name: str, w_default: Value) -> None:
        self.name = name
        self.w_default = w_default


class W_Token(W_Object):
    owner: W_Context
    var: W_ContextVar
    w_old: Value
    """EMPTY: the variable had no value."""
    used: bool

    def __init__(self, owner: W_Context, var: W_ContextVar, w_old: Value) -> None:
        self.owner = owner
        self.var = var
        self.w_old = w_old
        self.used = False


class W_Missing(W_Object):
    pass


CONTEXT = define_type("Context", W_Context, OBJECT, module=MODULE, flags=0, static=True)
CONTEXT_VAR = define_type("ContextVar", W_ContextVar, OBJECT, module=MODULE, flags=0, static=True)
TOKEN = define_type("Token", W_Token, OBJECT, module=MODULE, flags=0, static=True)
MISSING = define_type("MISSING", W_Missing, OBJECT, module="Token", flags=0, static=True)
w_Missing: Final[Value] = wrap(W_Missing())
constant(MODULE, "Context", CONTEXT)
constant(MODULE, "ContextVar", CONTEXT_VAR)
constant(MODULE, "Token", TOKEN)
add_member(TOKEN, "MISSING", w_Missing)
add_member(TOKEN, "__hash__", w_None)
add_member(CONTEXT, "__hash__", w_None)


@method(MISSING, "__repr__(self, /)", doc="Return repr(self).")
def missing_repr(self: W_Missing) -> Value:
    return wrap("<Token.MISSING>")


# --- the current context ------------------------------------------------------------------------------------------------


class Entered(State):
    context: W_Context | None
    """A thread's current context; None until one is needed."""
    switches: int
    """How often it entered or left one: what it has found of the current one holds until the next time."""

    def __init__(self) -> None:
        self.context = None
        self.switches = 0


def new_entered() -> State:
    return Entered()


ENTERED: Final[int] = context_slot(new_entered)


def entered() -> Entered:
    return cast(Entered, context().states[ENTERED])


def entered_context() -> W_Context | None:
    return entered().context


def current_context() -> W_Context:
    """The context of this thread, made when first needed."""
    own = entered()
    current = own.context
    if current is None:
        current = W_Context(new_dict(), False)
        current.claimed = True
        own.context = current
    return current


def shared_vars(c: W_Context) -> W_Dict:
    """c's dict, which from now on is never changed."""
    with locked(c):
        c.shared = True
        return c.vars


def own_vars(c: W_Context) -> W_Dict:
    """c's dict, to be changed. c is the current context."""
    with locked(c):
        if c.shared:
            c.vars = dict_copy(c.vars)
            c.shared = False
        return c.vars


def copy_of(c: W_Context) -> Value:
    return wrap(W_Context(shared_vars(c), True))


@function(MODULE, "copy_context()", doc="A copy of the current context.")
def copy_context() -> Value:
    return copy_of(current_context())


# --- Context ------------------------------------------------------------------------------------------------------------


@new(CONTEXT, "(cls, /, *args, **kwargs)")
def context_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    if unwrap(W_Tuple, w_args).length > 0 or dict_len(unwrap(W_Dict, w_kwargs)) > 0:
        raise type_error("Context() does not accept any arguments")
    return wrap(W_Context(new_dict(), False))


def enter(c: W_Context) -> None:
    if not claim(c):
        raise runtime_error(f"cannot enter context: {operations.repr_of(wrap(c))} is already entered")
    own = entered()
    c.previous = own.context
    own.context = c
    own.switches += 1


def leave(c: W_Context) -> None:
    own = entered()
    own.context = c.previous
    own.switches += 1
    c.previous = None
    unclaim(c)


@method(CONTEXT, "run(self, /, *args, **kwargs)", doc="Calls a function with this context as the current one.", shown="")
def context_run(self: W_Context, w_args: Value, w_kwargs: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    if args.length == 0:
        raise type_error("run() missing 1 required positional argument")
    kwargs = unwrap(W_Dict, w_kwargs)
    n = args.length - 1
    enter(self)
    try:
        if dict_len(kwargs) > 0:
            return call_tuple_kw(args.items[0], EMPTY, tuple_range(args, 1, args.length), kwargs)
        p = reserve(n)
        copy_values(p, array_ptr(args.items, 1), n)
        try:
            return call_vector(args.items[0], p, n, None)
        finally:
            release(p)
    finally:
        leave(self)


def key_var(w_key: Value) -> Value:
    if try_as(W_ContextVar, w_key) is None:
        raise type_error(f"a ContextVar key was expected, got {operations.repr_of(w_key)}")
    return w_key


@method(CONTEXT, "__getitem__(self, key, /)", doc="Return self[key].")
def context_getitem(self: W_Context, w_key: Value) -> Value:
    w = dict_get(self.vars, key_var(w_key))
    if is_empty(w):
        raise key_error(w_key)
    return w


@method(CONTEXT, "__contains__(self, key, /)", doc="Return bool(key in self).")
def context_contains(self: W_Context, w_key: Value) -> Value:
    return new_bool(not is_empty(dict_get(self.vars, key_var(w_key))))


@method(CONTEXT, "get(self, key, default=None, /)", doc="The value of a variable in this context, or default.")
def context_get(self: W_Context, w_key: Value, w_default: Value) -> Value:
    w = dict_get(self.vars, key_var(w_key))
    return w_default if is_empty(w) else w


@method(CONTEXT, "__len__(self, /)", doc="Return len(self).")
def context_len(self: W_Context) -> Value:
    return from_int(dict_len(self.vars))


@method(CONTEXT, "copy(self, /)", doc="A copy of the context, which is shallow.")
def context_copy(self: W_Context) -> Value:
    return copy_of(self)


@method(CONTEXT, "__eq__(self, value, /)", doc="Return self==value.")
def context_eq(self: W_Context, w_other: Value) -> Value:
    other = try_as(W_Context, w_other)
    if other is None:
        return w_NotImplemented
    return new_bool(operations.equal(wrap(shared_vars(self)), wrap(shared_vars(other))))


# --- iterators ----------------------------------------------------------------------------------------------------------


class W_ContextIterator(W_Object):
    """Over keys, values or items, as its type says."""

    table: DictTable
    position: int
    kind: int

    def __init__(self, c: W_Context, kind: int) -> None:
        self.table = shared_vars(c).table
        self.position = 0
        self.kind = kind


class W_ContextKeys(W_ContextIterator):
    pass


class W_ContextValues(W_ContextIterator):
    pass


class W_ContextItems(W_ContextIterator):
    pass


KEYS = define_type("keys", W_ContextKeys, OBJECT, flags=0)
VALUES = define_type("values", W_ContextValues, OBJECT, flags=0)
ITEMS = define_type("items", W_ContextItems, OBJECT, flags=0)


@iternext(KEYS)
@iternext(VALUES)
@iternext(ITEMS)
def context_iterator_next(self: W_ContextIterator) -> Value:
    t = self.table
    i = table_next(t, self.position)
    if i < 0:
        return EMPTY
    self.position = i + 1
    match self.kind:
        case 0:
            return table_key(t, i)
        case 1:
            return table_value(t, i)
        case _:
            return wrap(new_tuple2(table_key(t, i), table_value(t, i)))


@method(KEYS, "__len__(self, /)")
@method(VALUES, "__len__(self, /)")
@method(ITEMS, "__len__(self, /)")
def context_iterator_len(self: W_ContextIterator) -> Value:
    """Of the context, however far the iterator has come."""
    return from_int(self.table.used)


@method(CONTEXT, "__iter__(self, /)", doc="Implement iter(self).")
@method(CONTEXT, "keys(self, /)", doc="The variables, as a view.")
def context_keys(self: W_Context) -> Value:
    return wrap(W_ContextKeys(self, 0))


@method(CONTEXT, "values(self, /)", doc="The values, as a view.")
def context_values(self: W_Context) -> Value:
    return wrap(W_ContextValues(self, 1))


@method(CONTEXT, "items(self, /)", doc="The variables with their values, as a view.")
def context_items(self: W_Context) -> Value:
    return wrap(W_ContextItems(self, 2))


# --- ContextVar ---------------------------------------------------------------------------------------------------------


@new(CONTEXT_VAR, "(cls, name, /, *, default=EMPTY)")
def var_new(cls: W_Type, w_name: Value, w_default: Value) -> Value:
    name = as_str(w_name)
    if name is None:
        raise type_error("context variable name must be a str")
    operations.hash_of(w_name)  # a name is hashable
    return wrap(W_ContextVar(name, w_default))


@method(CONTEXT_VAR, "__hash__(self, /)", doc="Return hash(self).")
def var_hash(self: W_ContextVar) -> Value:
    return identity_hash_value(wrap(self))


@method(CONTEXT_VAR, "__repr__(self, /)", doc="Return repr(self).")
def var_repr(self: W_ContextVar) -> Value:
    default = "" if is_empty(self.w_default) else f" default={operations.repr_of(self.w_default)}"
    name = operations.repr_of(wrap(self.name))
    return wrap(f"<ContextVar name={name}{default} at {address_text(wrap(self))}>")


@getter(CONTEXT_VAR, "name", member=True)
def var_name(self: W_ContextVar) -> Value:
    return wrap(self.name)


@method(
    CONTEXT_VAR,
    "get(self, default=EMPTY, /)",
    doc="The variable's value in the current context.",
    shown="($self, default=<unrepresentable>, /)",
)
def var_get(self: W_ContextVar, w_default: Value) -> Value:
    current = entered_context()
    if current is not None:
        w = dict_get(current.vars, wrap(self))
        if not is_empty(w):
            return w
    if not is_empty(w_default):
        return w_default
    if is_empty(self.w_default):
        raise error_value(x.LOOKUP_ERROR, wrap(self))
    return self.w_default


@method(CONTEXT_VAR, "set(self, value, /)", doc="Sets the variable in the current context; the token undoes it.")
def var_set(self: W_ContextVar, w_value: Value) -> Value:
    current = current_context()
    d = own_vars(current)
    w_old = dict_get(d, wrap(self))
    dict_set(d, wrap(self), w_value)
    return wrap(W_Token(current, self, w_old))


@method(CONTEXT_VAR, "reset(self, token, /)", doc="Gives the variable the value it had before the set() that made token.")
def var_reset(self: W_ContextVar, w_token: Value) -> Value:
    token = try_as(W_Token, w_token)
    if token is None:
        raise type_error(f"expected an instance of Token, got {operations.repr_of(w_token)}")
    current = current_context()
    if token.used:
        raise runtime_error(f"{operations.repr_of(w_token)} has already been used once")
    if token.var is not self:
        raise value_error(f"{operations.repr_of(w_token)} was created by a different ContextVar")
    if token.owner is not current:
        raise value_error(f"{operations.repr_of(w_token)} was created in a different Context")
    token.used = True
    d = own_vars(current)
    if is_empty(token.w_old):
        dict_delete(d, wrap(self))
    else:
        dict_set(d, wrap(self), token.w_old)
    return w_None


# --- Token --------------------------------------------------------------------------------------------------------------


@new(TOKEN, "(cls, /, *args, **kwargs)")
def token_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    raise runtime_error("Tokens can only be created by ContextVars")


@method(TOKEN, "__repr__(self, /)", doc="Return repr(self).")
def token_repr(self: W_Token) -> Value:
    used = " used" if self.used else ""
    return wrap(f"<Token{used} var={operations.repr_of(wrap(self.var))} at {address_text(wrap(self))}>")


@getter(TOKEN, "var")
def token_var(self: W_Token) -> Value:
    return wrap(self.var)


@getter(TOKEN, "old_value")
def token_old_value(self: W_Token) -> Value:
    return w_Missing if is_empty(self.w_old) else self.w_old


@method(TOKEN, "__enter__(self, /)", doc="The token itself.")
def token_enter(self: W_Token) -> Value:
    return wrap(self)


@method(TOKEN, "__exit__(self, type, val, tb, /)", doc="Give the variable back the value it had before.")
def token_exit(self: W_Token, w_type: Value, w_value: Value, w_traceback: Value) -> Value:
    var_reset(self.var, wrap(self))
    return w_None


@class_method(CONTEXT_VAR, "__class_getitem__(cls, object, /)", doc="See PEP 585")
@class_method(TOKEN, "__class_getitem__(cls, object, /)", doc="See PEP 585")
def class_getitem(cls: W_Type, w_item: Value) -> Value:
    return generic_class_getitem(cls, w_item)
