"""Docstrings of special methods that do what the language says of them: what a type's table of members need not repeat."""

from __future__ import annotations

_OPERATORS = {
    "add": "+", "sub": "-", "mul": "*", "matmul": "@", "truediv": "/", "floordiv": "//", "mod": "%", "lshift": "<<", "rshift": ">>",
    "and": "&", "xor": "^", "or": "|",
}  # fmt: skip
_COMPARISONS = {"lt": "<", "le": "<=", "eq": "==", "ne": "!=", "gt": ">", "ge": ">="}

SLOT_DOCS: dict[str, str] = {
    **{f"__{name}__": f"Return self {sign} value." for name, sign in (*_OPERATORS.items(), *_COMPARISONS.items())},
    **{f"__r{name}__": f"Return value {sign} self." for name, sign in _OPERATORS.items()},
    **{f"__i{name}__": f"Do self {sign}= value." for name, sign in _OPERATORS.items()},
    "__divmod__": "Return divmod(self, value).",
    "__rdivmod__": "Return divmod(value, self).",
    "__pow__": "Return pow(self, value, mod).",
    "__rpow__": "Return pow(value, self, mod).",
    "__ipow__": "Do self **= value.",
    "__neg__": "Return -self.",
    "__pos__": "Return +self.",
    "__abs__": "Return abs(self).",
    "__invert__": "Return ~self.",
    "__bool__": "Tell whether self is true.",
    "__int__": "Return int(self).",
    "__float__": "Return float(self).",
    "__index__": "Return self as an integer that can be an index.",
    "__repr__": "Return repr(self).",
    "__str__": "Return str(self).",
    "__hash__": "Return hash(self).",
    "__call__": "Call self.",
    "__init__": "Set self up from the arguments of the call.",
    "__del__": "Run before self ceases to exist.",
    "__getattribute__": "Return getattr(self, name).",
    "__setattr__": "Do setattr(self, name, value).",
    "__delattr__": "Do delattr(self, name).",
    "__get__": "Return what the attribute is for instance, or for its class owner.",
    "__set__": "Set the attribute of instance to value.",
    "__delete__": "Delete the attribute of instance.",
    "__len__": "Return len(self).",
    "__getitem__": "Return self[key].",
    "__setitem__": "Set self[key] to value.",
    "__delitem__": "Delete self[key].",
    "__contains__": "Tell whether key is in self.",
    "__iter__": "Return iter(self).",
    "__next__": "Return next(self).",
    "__await__": "Return the iterator that an await expression runs.",
    "__aiter__": "Return aiter(self).",
    "__anext__": "Return what await anext(self) waits for.",
    "__buffer__": "Return a memoryview of what self holds.",
    "__release_buffer__": "Take back what `__buffer__` gave.",
}
