"""Defining built-in types and modules: the build-time API that every file in objects/ and modules/ uses.

    LIST = define_type("list", W_List, OBJECT, doc="Built-in mutable sequence. ...")

    @method(LIST, "append(self, object, /)")
    def list_append(self: W_List, w_object: Value) -> Value: ...

Everything here runs at module level only. Types and modules collect their members in plain dicts; `finish()` (called by
protopython.bootstrap when all are defined) turns them into what the runtime uses: W_Dict, special-method arrays, MROs.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any, TypeVar, cast

from protodialect.types import EMPTY, Array, Value, set_instance_shape, set_shape, wrap
from protopython.objects.model.builtin import BuiltinKind, Signature, W_Builtin, W_GetSet
from protopython.objects.model.slot_docs import SLOT_DOCS
from protopython.objects.model.special import SPECIAL_INDEX
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.shape import Shape, layout_of_class
from protopython.protocore.value import BoxedFloat, fits_small

F = TypeVar("F", bound=Callable[..., Value])

ALL_TYPES: list[W_Type] = []
MEMBERS: dict[int, dict[str, Any]] = {}
"""id of W_Type -> name -> member, until finish()."""
SECOND_BASES: dict[int, W_Type] = {}
"""id of W_Type -> its second base, for ExceptionGroup."""
STATIC: set[int] = set()
"""ids of the W_Types outside of builtins that name their module without an attribute `__module__` that instances would see."""
MODULES: dict[str, dict[str, Any]] = {}
"""Built-in module -> name -> member."""
MODULE_DOCS: dict[str, str] = {}
MODULE_INITS: dict[str, Callable[[Value], None]] = {}
last_version: list[int] = [0]
"""Of the shapes made at build time, each of which has a version of its own."""


def _next_version() -> int:
    last_version[0] += 1
    return last_version[0]


def define_type(
    name: str,
    cls: type,
    base: W_Type | None,
    *,
    doc: str | None = None,
    flags: int = TypeFlags.SUBCLASSABLE,
    module: str = "builtins",
    attributes: bool = False,
    metaclass: W_Type | None = None,
    static: bool = False,
) -> W_Type:
    """A new built-in type whose objects are `cls`; plain construction of cls gives objects of the first type defined for it.

    attributes: instances take arbitrary attributes; they are then always allocated with new_with_shape.
    metaclass: the type of the type, where it is not `type`.
    static: `__module__` is the type's alone: its namespace, and so its instances, lack it.
    """
    t = W_Type() if metaclass is None else metaclass.layout.cls()
    if metaclass is not None:
        set_shape(t, metaclass.root_shape)
    t.meta = 0
    t.name = name if module == "builtins" else f"{module}.{name}"
    t.w_qualname = wrap(name)
    t.module = module
    t.base = base
    t.flags = flags
    if base is not None:
        t.flags |= base.flags & (TypeFlags.IS_EXCEPTION | TypeFlags.HAS_DICT)
    t.mro = Array.of([t] + ([] if base is None else list(base.mro)))
    t.layout = layout_of_class(cls)
    if attributes or (base is not None and base.flags & TypeFlags.HAS_DICT):
        t.flags |= TypeFlags.HAS_DICT
        t.layout = t.layout.user_variant()
    t.n_inline = 0
    t.n_slots = 0
    t.doc = doc
    t.next_fn = None
    t.n_shapes = 0
    t.shapes = None
    shape = Shape(t.layout, t)
    shape.version = _next_version()
    t.root_shape = shape
    from protodialect.types import INSTANCE_SHAPES

    if cls not in INSTANCE_SHAPES:
        set_instance_shape(cls, shape)
    ALL_TYPES.append(t)
    MEMBERS[id(t)] = {}
    if static:
        STATIC.add(id(t))
    if doc is not None:
        MEMBERS[id(t)]["__doc__"] = wrap(doc)
    return t


def _parse_default(text: str) -> Any:
    from protopython.objects.singletons import w_False, w_None, w_True

    if text == "EMPTY":
        return EMPTY
    if text in ("None", "True", "False"):
        return {"None": w_None, "True": w_True, "False": w_False}[text]
    value = ast.literal_eval(text)
    if value == ():
        from protopython.objects.tuple import EMPTY_TUPLE

        return EMPTY_TUPLE
    assert type(value) in (int, float, str, bytes), text
    if type(value) is int and not fits_small(value):
        from protopython.objects.int.text import int_from_text

        return int_from_text(str(value), 10)
    return value


def parse_signature(text: str) -> Signature:
    """`(self, a, b=None, /, c=EMPTY, *args, d=1, **kw)`; EMPTY marks an optional parameter without a Python default."""
    sig = Signature()
    names: list[str] = []
    defaults: list[Any] = []
    optional: list[bool] = []
    tree = ast.parse(f"def f{text}: pass").body[0]
    assert isinstance(tree, ast.FunctionDef)
    a = tree.args
    pos = a.posonlyargs + a.args
    first_default = len(pos) - len(a.defaults)
    for i, p in enumerate(pos):
        names.append(p.arg)
        optional.append(i >= first_default)
        defaults.append(_parse_default(ast.unparse(a.defaults[i - first_default])) if i >= first_default else EMPTY)
    sig.n_posonly = len(a.posonlyargs)
    sig.n_pos = len(pos)
    sig.n_required = first_default
    if a.vararg:
        sig.varargs = len(names)
        names.append(a.vararg.arg)
        defaults.append(EMPTY)
        optional.append(True)
    for p, d in zip(a.kwonlyargs, a.kw_defaults):
        names.append(p.arg)
        optional.append(d is not None)
        defaults.append(EMPTY if d is None else _parse_default(ast.unparse(d)))
    if a.kwarg:
        sig.varkw = len(names)
        names.append(a.kwarg.arg)
        defaults.append(EMPTY)
        optional.append(True)
    sig.names = Array.of(names)
    sig.defaults = Array.of(defaults)
    sig.optional = Array.of(optional)
    sig.n_params = len(names)
    assert sig.n_params <= 8, text
    sig.simple = sig.n_pos == sig.n_params
    return sig


RECEIVERS = {BuiltinKind.FUNCTION: "$module", BuiltinKind.CLASS_METHOD: "$type", BuiltinKind.NEW: "$type"}
"""How `__text_signature__` marks a first parameter that is not among those of a call; `$self` for all other kinds."""


def _text_signature(sig: Signature, text: str, kind: int, static: bool) -> str:
    """`__text_signature__` of parameters as they are declared."""
    if "EMPTY" in text:
        return ""
    if static:
        return text
    rest = text[1:-1]
    n_own = sig.n_posonly
    if kind != BuiltinKind.FUNCTION:
        rest = rest.partition(", ")[2]
        n_own -= 1
    if n_own <= 0 and not rest.startswith("/"):
        rest = f"/, {rest}" if rest else "/"
    return f"({RECEIVERS.get(BuiltinKind(kind), '$self')}, {rest})"


def _builtin(
    text: str, fn: Any, kind: int, owner: W_Type | None, doc: str | None, shown: str | None = None, static: bool = False
) -> W_Builtin:
    """shown: the text signature, where the parameters do not tell it."""
    name, _, rest = text.partition("(")
    sig = parse_signature("(" + rest)
    sig.text = _text_signature(sig, "(" + rest, kind, static) if shown is None else shown
    b = W_Builtin(name, sig, fn, kind, owner)
    b.meta = 0
    b.doc = doc
    b.qualname = name if owner is None else f"{owner.w_qualname}.{name}"
    return b


def add_member(t: W_Type, name: str, value: Any) -> None:
    MEMBERS[id(t)][name] = value


NOT_SLOTS = {
    f"__{name}__"
    for name in (
        "aenter aexit bytes ceil class_getitem complex copy dir enter exit floor format fspath init_subclass instancecheck length_hint "
        "missing mro_entries prepare reversed round set_name subclasscheck trunc"
    ).split()
}
"""Special methods that CPython defines as ordinary methods of built-in types."""


def method(
    t: W_Type, text: str, *, doc: str | None = None, shown: str | None = None, ordinary: bool = False
) -> Callable[[F], F]:
    """A method; one that is a special method becomes a slot wrapper, whose docstring need not be said, unless it is to be ordinary."""

    def define(fn: F) -> F:
        name = text.partition("(")[0]
        if name in SPECIAL_INDEX and name not in NOT_SLOTS and not ordinary:
            add_member(t, name, _builtin(text, fn, BuiltinKind.WRAPPER, t, doc or SLOT_DOCS.get(name), shown))
        else:
            add_member(t, name, _builtin(text, fn, BuiltinKind.METHOD, t, doc, shown))
        return fn

    return define


def unnamed(owner: W_Type) -> None:
    """Errors about the number and the names of arguments of a type's methods are said of a `function`: its CPython twin's argument parser is told
    no name. Not so of methods with one argument, or none, which need no parser."""
    for b in MEMBERS[id(owner)].values():
        if isinstance(b, W_Builtin) and b.kind in (BuiltinKind.METHOD, BuiltinKind.NEW):
            sig = b.signature
            b.unnamed = sig.n_params > 2 or sig.n_posonly < sig.n_params or sig.n_required < sig.n_params


def unlisted_method(t: W_Type, text: str, fn: Callable[..., Value]) -> W_Builtin:
    """A method that is no attribute: native code binds it."""
    return _builtin(text, fn, BuiltinKind.METHOD, t, None)


def class_method(t: W_Type, text: str, *, doc: str | None = None, shown: str | None = None) -> Callable[[F], F]:
    def define(fn: F) -> F:
        add_member(t, text.partition("(")[0], _builtin(text, fn, BuiltinKind.CLASS_METHOD, t, doc, shown))
        return fn

    return define


def static_method(t: W_Type, text: str, *, doc: str | None = None) -> Callable[[F], F]:
    def define(fn: F) -> F:
        from protopython.objects.function.function import W_StaticMethod

        b = _builtin(text, fn, BuiltinKind.FUNCTION, t, doc, static=True)
        add_member(t, b.name, W_StaticMethod(wrap(b)))
        return fn

    return define


def new(t: W_Type, text: str, *, shown: str | None = None) -> Callable[[F], F]:
    """`__new__`: text is `(cls, iterable=(), /)`; the function gets the W_Type to make and the arguments. shown: the text signature of
    the class, where the parameters do not tell it."""

    def define(fn: F) -> F:
        add_member(t, "__new__", _builtin("__new__" + text, fn, BuiltinKind.NEW, t, None, shown))
        return fn

    return define


def restate(t: W_Type, base: W_Type, *names: str) -> None:
    """t lists methods of its base as its own."""
    for name in names:
        inherited = MEMBERS[id(base)][name]
        b = W_Builtin(name, inherited.signature, inherited.fn, inherited.kind, t)
        b.meta = 0
        b.doc = inherited.doc
        b.qualname = f"{t.w_qualname}.{name}"
        add_member(t, name, b)


def iternext(t: W_Type, *, iterable: bool = True) -> Callable[[F], F]:
    """The native next function (EMPTY at the end); also defines `__next__` and, where no base knows better, an `__iter__` that returns self."""

    def define(fn: F) -> F:
        t.next_fn = fn
        add_member(t, "__next__", _builtin("__next__(self, /)", fn, BuiltinKind.NEXT, t, SLOT_DOCS["__next__"]))
        if iterable and "__iter__" not in MEMBERS[id(t)]:
            method(t, "__iter__(self, /)")(return_self)
        return fn

    return define


def vectorcall(t: W_Type) -> Callable[[Any], Any]:
    """How objects of t are called: f(callable, args: ValuePtr, n, kwnames); also defines `__call__`."""

    def define(fn: Any) -> Any:
        from protopython.objects.model.call import call_wrapper

        t.vectorcall = fn
        method(t, "__call__(self, /, *args, **kwargs)")(call_wrapper)
        return fn

    return define


def return_self(w_self: Value) -> Value:
    return w_self


def getter(t: W_Type, name: str, *, doc: str | None = None, member: bool = False) -> Callable[[F], F]:
    """An attribute of instances that is computed; member: programs see a member_descriptor, as of what a C struct holds."""

    def define(fn: F) -> F:
        g = W_GetSet(name, t, cast(Any, fn))
        g.meta = 0
        g.doc = doc
        if member:
            show_as_member(g)
        add_member(t, name, g)
        return fn

    return define


def show_as_member(g: W_GetSet) -> None:
    from protopython.objects.model.builtin_types import MEMBER_DESCRIPTOR

    set_shape(g, MEMBER_DESCRIPTOR.root_shape)


def setter(t: W_Type, name: str) -> Callable[[F], F]:
    """The setter of an attribute whose @getter stands before; its value is EMPTY on deletion."""

    def define(fn: F) -> F:
        MEMBERS[id(t)][name].setter = fn
        return fn

    return define


def function(module: str, text: str, *, doc: str | None = None, shown: str | None = None) -> Callable[[F], F]:
    """A function of a built-in module: @function("math", "sqrt(x, /)")."""

    def define(fn: F) -> F:
        b = _builtin(text, fn, BuiltinKind.FUNCTION, None, doc, shown)
        b.module = module
        MODULES.setdefault(module, {})[b.name] = b
        return fn

    return define


def constant(module: str, name: str, value: Any) -> None:
    """A module attribute: a Value, a W_Type, or a host int, float or str."""
    MODULES.setdefault(module, {})[name] = value


def define_module(name: str, doc: str) -> None:
    MODULES.setdefault(name, {})
    MODULE_DOCS[name] = doc


def module_init(module: str) -> Callable[[Any], Any]:
    """The function that completes a new module object at run time: f(w_module) -> None."""

    def define(fn: Any) -> Any:
        MODULE_INITS[module] = fn
        return fn

    return define


OBJECT = define_type("object", W_Object, None, doc="What every class derives from.")
TYPE = define_type(
    "type",
    W_Type,
    OBJECT,
    flags=TypeFlags.SUBCLASSABLE | TypeFlags.OWN_DICT,
    doc="type(x): the type of x; type(name, bases, namespace): a new class.",
)
INT = define_type("int", int, OBJECT, doc="An integer of any size; int(x), int(text, base).")
FLOAT = define_type("float", BoxedFloat, OBJECT, doc="A double-precision number; float(x).")
STR = define_type("str", str, OBJECT, doc="Text: an immutable sequence of code points.")
BYTES = define_type("bytes", bytes, OBJECT, doc="An immutable sequence of bytes.")
