"""`members.py MODULE...`: the members of the built-in types that the modules lead to, as JSON: by type and name what the member is."""

import importlib
import inspect
import json
import sys

KINDS = {
    "builtin_function_or_method", "classmethod", "classmethod_descriptor", "function", "getset_descriptor", "member_descriptor",
    "method_descriptor", "method-wrapper", "property", "staticmethod", "wrapper_descriptor",
}  # fmt: skip
BITS = {"immutable": 1 << 8, "subclassable": 1 << 10, "abstract": 1 << 20, "uninstantiable": 1 << 7}


def is_native(t):
    """No class statement made it, nor a call of enum or namedtuple."""
    return "__firstlineno__" not in vars(t) and not hasattr(t, "_make") and not hasattr(t, "_member_map_") and t.__module__ != "__main__"


def signature_of(value):
    try:
        return str(inspect.signature(value))
    except Exception as e:  # CPython fails with AttributeError where a default is an attribute of the type's module
        return type(e).__name__


def text_of(value):
    text = getattr(value, "__text_signature__", None)
    return " ".join(text.split()) if isinstance(text, str) else None


def told(owner, name, value):
    kind = type(value).__name__
    if kind not in KINDS:
        return [kind]
    return [
        kind,
        text_of(value),
        signature_of(value),
        bool(getattr(value, "__doc__", None)),
        str(getattr(value, "__qualname__", None)),
        getattr(value, "__objclass__", owner) is owner,
    ]


def about(t):
    flags = " ".join(name for name, bit in BITS.items() if t.__flags__ & bit)
    base = t.__base__ and t.__base__.__qualname__
    return [type(t).__name__, base, flags, text_of(t), signature_of(t), t.__dict__.get("__doc__") is not None]


def types_in(module):
    for value in vars(module).values():
        yield value if isinstance(value, type) else type(value)


def subclasses(t):
    for sub in type.__subclasses__(t):
        yield sub
        yield from subclasses(sub)


found = {}
for module_name in sys.argv[1:]:
    try:
        module = importlib.import_module(module_name)
    except ImportError:
        continue
    for t in types_in(module):
        found[id(t)] = t
for t in subclasses(object):
    found[id(t)] = t
native = {t for t in found.values() if is_native(t)}
native |= {base for t in native for base in t.__mro__ if is_native(base)}
result = {}
for t in native:
    members = {name: told(t, name, value) for name, value in vars(t).items()}
    result[f"{t.__module__}.{t.__qualname__}"] = {"": about(t), **members}
print(json.dumps(result))
