"""Functions, bound methods, cells and built-in functions: what programs see of them. Calling Python
functions is the engine's.
"""

from __future__ import annotations

from protodialect.types import EMPTY, Array, Value, ValuePtr, copy_values, locked, try_as, unwrap, wrap
from protodialect.unsafe import register_top
from protopython.objects.code.code import CO_ASYNC_GENERATOR, CO_COROUTINE, CO_GENERATOR, CO_HAS_DOCSTRING, W_Code
from protopython.objects.dict.dict import W_Dict, dict_get_str
from protopython.objects.function.descriptors import empty_as_none, owner_argument, reduce_descriptor
from protopython.objects.function.function import CELL, FUNCTION, METHOD, W_Cell, W_Function, W_Method
from protopython.objects.model import call as calls
from protopython.objects.model import errors, operations
from protopython.objects.model.attributes import (
    descr_get,
    find_attr,
    generic_find_attr,
    getattr_of,
    own_dict,
    type_qualname,
)
from protopython.objects.model.auditing import audit1, audit_read, audit_write
from protopython.objects.model.builtin import BuiltinKind, W_Builtin
from protopython.objects.model.builtin_types import (
    BUILTIN_FUNCTION,
    CLASS_METHOD_DESCRIPTOR,
    METHOD_DESCRIPTOR,
    METHOD_WRAPPER,
    WRAPPER_DESCRIPTOR,
)
from protopython.objects.model.define import getter, method, new, setter, vectorcall
from protopython.objects.model.deprecation import warn_deprecated
from protopython.objects.model.identity import address_text, identity_hash
from protopython.objects.model.special import CompareOp, Special
from protopython.objects.model.types import type_name, type_of
from protopython.objects.object_methods import attribute_name, stock_function
from protopython.objects.singletons import new_bool, w_None, w_NotImplemented
from protopython.objects.str.str import as_str
from protopython.objects.tuple import EMPTY_TUPLE, W_Tuple, new_tuple2, new_tuple_n
from protopython.objects.type.methods import computed_annotations
from protopython.protocore.object import W_Type
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, is_empty, same


def readonly(w_self: Value) -> Value:
    raise errors.attribute_error("readonly attribute", w_self, "")


# --- function ---------------------------------------------------------------------------------------------


@new(FUNCTION, "(cls, code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)")
def function_new(
    cls: W_Type,
    w_code: Value,
    w_globals: Value,
    w_name: Value,
    w_defaults: Value,
    w_closure: Value,
    w_kwdefaults: Value,
) -> Value:
    code = try_as(W_Code, w_code)
    if code is None:
        raise errors.type_error(f"function() argument 'code' must be code, not {type_name(w_code)}")
    module_globals = try_as(W_Dict, w_globals)
    if module_globals is None:
        raise errors.type_error(f"function() argument 'globals' must be dict, not {type_name(w_globals)}")
    name = as_str(w_name)
    if name is None and not same(w_name, w_None):
        raise errors.type_error("arg 3 (name) must be None or string")
    defaults = try_as(W_Tuple, w_defaults)
    if defaults is None and not same(w_defaults, w_None):
        raise errors.type_error("arg 4 (defaults) must be None or tuple")
    cells = checked_closure(code, w_closure)
    audit1("function.__new__", w_code)
    kwdefaults = try_as(W_Dict, w_kwdefaults)
    if kwdefaults is None and not same(w_kwdefaults, w_None):
        raise errors.type_error("arg 6 (kwdefaults) must be None or dict")
    f = W_Function(code, module_globals, builtins_of(module_globals))
    if name is not None:
        f.name = name
    f.defaults = defaults
    f.kwdefaults = kwdefaults
    f.closure = cells
    w_module = dict_get_str(module_globals, "__name__")
    f.w_module = empty_as_none(w_module)
    return wrap(f)


def checked_closure(code: W_Code, w_closure: Value) -> Array[W_Cell] | None:
    given = try_as(W_Tuple, w_closure)
    if given is None:
        if not same(w_closure, w_None):
            raise errors.type_error("arg 5 (closure) must be None or tuple")
        if code.n_freevars > 0:
            raise errors.type_error("arg 5 (closure) must be tuple")
        return None
    if given.length != code.n_freevars:
        raise errors.value_error(
            f"{code.name} requires closure of length {code.n_freevars}, not {given.length}"
        )
    if given.length == 0:
        return None
    i = 0
    while i < given.length:
        if try_as(W_Cell, given.items[i]) is None:
            raise errors.type_error(f"arg 5 (closure) expected cell, found {type_name(given.items[i])}")
        i += 1
    cells = Array[W_Cell](given.length, unwrap(W_Cell, given.items[0]))
    i = 0
    while i < given.length:
        cells[i] = unwrap(W_Cell, given.items[i])
        i += 1
    return cells


def builtins_of(module_globals: W_Dict) -> W_Dict:
    """The built-ins that code with these globals sees: their `__builtins__`, a module or a dict."""
    w = dict_get_str(module_globals, "__builtins__")
    if not is_empty(w):
        d = try_as(W_Dict, w)
        if d is None:
            w_dict = find_attr(w, "__dict__")
            d = None if is_empty(w_dict) else try_as(W_Dict, w_dict)
        if d is not None:
            return d
    return context().space.builtins


@method(FUNCTION, "__repr__(self, /)", doc="Return repr(self).")
def function_repr(self: W_Function) -> Value:
    return wrap(f"<function {self.qualname} at {address_text(wrap(self))}>")


@method(
    FUNCTION,
    "__get__(self, instance, owner=None, /)",
)
def function_get(self: W_Function, w_instance: Value, w_owner: Value) -> Value:
    owner_argument(w_instance, w_owner)
    return wrap(self) if same(w_instance, w_None) else wrap(W_Method(wrap(self), w_instance))


@getter(FUNCTION, "__code__")
def function_code(self: W_Function) -> Value:
    audit_read(wrap(self), "__code__")
    return wrap(self.code)


@setter(FUNCTION, "__code__")
def function_set_code(self: W_Function, w_value: Value) -> Value:
    code = None if is_empty(w_value) else try_as(W_Code, w_value)
    if code is None:
        raise errors.type_error("__code__ must be set to a code object")
    audit_write(wrap(self), "__code__", w_value)
    if code.n_freevars != self.code.n_freevars:
        raise errors.value_error(
            f"{self.name}() requires a code object with {self.code.n_freevars} free vars, "
            f"not {code.n_freevars}"
        )
    kinds = CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR
    if (code.flags ^ self.code.flags) & kinds != 0:
        warn_deprecated("Assigning a code object of non-matching type is deprecated (e.g., from a generator to a plain function)")
    self.code = code
    return w_None


@getter(FUNCTION, "__defaults__")
def function_defaults(self: W_Function) -> Value:
    audit_read(wrap(self), "__defaults__")
    defaults = self.defaults
    return w_None if defaults is None else wrap(defaults)


@setter(FUNCTION, "__defaults__")
def function_set_defaults(self: W_Function, w_value: Value) -> Value:
    defaults = None if is_empty(w_value) or same(w_value, w_None) else try_as(W_Tuple, w_value)
    if defaults is None and not is_empty(w_value) and not same(w_value, w_None):
        raise errors.type_error("__defaults__ must be set to a tuple object")
    audit_write(wrap(self), "__defaults__", w_value)
    self.defaults = defaults
    return w_None


@getter(FUNCTION, "__kwdefaults__")
def function_kwdefaults(self: W_Function) -> Value:
    audit_read(wrap(self), "__kwdefaults__")
    kwdefaults = self.kwdefaults
    return w_None if kwdefaults is None else wrap(kwdefaults)


@setter(FUNCTION, "__kwdefaults__")
def function_set_kwdefaults(self: W_Function, w_value: Value) -> Value:
    kwdefaults = None if is_empty(w_value) or same(w_value, w_None) else try_as(W_Dict, w_value)
    if kwdefaults is None and not is_empty(w_value) and not same(w_value, w_None):
        raise errors.type_error("__kwdefaults__ must be set to a dict object")
    audit_write(wrap(self), "__kwdefaults__", w_value)
    self.kwdefaults = kwdefaults
    return w_None


@getter(FUNCTION, "__closure__", member=True)
def function_closure(self: W_Function) -> Value:
    closure = self.closure
    if closure is None:
        return w_None
    n = len(closure)
    t = new_tuple_n(n)
    i = 0
    while i < n:
        t.items[i] = wrap(closure[i])
        i += 1
    return wrap(t)


@getter(FUNCTION, "__globals__", member=True)
def function_globals(self: W_Function) -> Value:
    return wrap(self.globals)


@getter(FUNCTION, "__builtins__", member=True)
def function_builtins(self: W_Function) -> Value:
    return wrap(self.builtins)


@setter(FUNCTION, "__closure__")
@setter(FUNCTION, "__globals__")
@setter(FUNCTION, "__builtins__")
def function_readonly(self: W_Function, w_value: Value) -> Value:
    return readonly(wrap(self))


@getter(FUNCTION, "__name__")
def function_name(self: W_Function) -> Value:
    return wrap(self.name)


@setter(FUNCTION, "__name__")
def function_set_name(self: W_Function, w_value: Value) -> Value:
    name = None if is_empty(w_value) else as_str(w_value)
    if name is None:
        raise errors.type_error("__name__ must be set to a string object")
    self.name = name
    return w_None


@getter(FUNCTION, "__qualname__")
def function_qualname(self: W_Function) -> Value:
    return wrap(self.qualname)


@setter(FUNCTION, "__qualname__")
def function_set_qualname(self: W_Function, w_value: Value) -> Value:
    name = None if is_empty(w_value) else as_str(w_value)
    if name is None:
        raise errors.type_error("__qualname__ must be set to a string object")
    self.qualname = name
    return w_None


@getter(FUNCTION, "__module__")
def function_module(self: W_Function) -> Value:
    return empty_as_none(self.w_module)


@setter(FUNCTION, "__module__")
def function_set_module(self: W_Function, w_value: Value) -> Value:
    self.w_module = empty_as_none(w_value)
    return w_None


@getter(FUNCTION, "__doc__")
def function_doc(self: W_Function) -> Value:
    w_doc = self.w_doc
    if is_empty(w_doc):
        code = self.code
        return code.consts[0] if code.flags & CO_HAS_DOCSTRING else w_None
    return w_doc


@setter(FUNCTION, "__doc__")
def function_set_doc(self: W_Function, w_value: Value) -> Value:
    self.w_doc = empty_as_none(w_value)
    return w_None


@getter(FUNCTION, "__dict__")
def function_dict(self: W_Function) -> Value:
    d = own_dict(wrap(self))
    return w_None if d is None else wrap(d)


@setter(FUNCTION, "__dict__")
def function_set_dict(self: W_Function, w_value: Value) -> Value:
    if is_empty(w_value):
        raise errors.type_error("cannot delete __dict__")
    d = try_as(W_Dict, w_value)
    if d is None:
        raise errors.type_error(f"__dict__ must be set to a dictionary, not a '{type_name(w_value)}'")
    with locked(self):
        self.dict = d
    return w_None


@getter(FUNCTION, "__annotations__", doc="The annotations of parameters and result, by name.")
def function_annotations(self: W_Function) -> Value:
    w_annotations = self.w_annotations
    if not is_empty(w_annotations):
        return w_annotations
    w_annotate = self.w_annotate
    w_computed = computed_annotations(empty_as_none(w_annotate))
    with locked(self):
        w_annotations = self.w_annotations
        if not is_empty(w_annotations):  # who came first made it for all
            return w_annotations
        if same(self.w_annotate, w_annotate):
            self.w_annotations = w_computed
    return w_computed


@setter(FUNCTION, "__annotations__")
def function_set_annotations(self: W_Function, w_value: Value) -> Value:
    if is_empty(w_value) or same(w_value, w_None):
        w_value = EMPTY
    elif try_as(W_Dict, w_value) is None:
        raise errors.type_error("__annotations__ must be set to a dict object")
    with locked(self):
        self.w_annotations = w_value
        self.w_annotate = EMPTY
    return w_None


@getter(FUNCTION, "__annotate__", doc="The function that computes the annotations, or None.")
def function_annotate(self: W_Function) -> Value:
    return empty_as_none(self.w_annotate)


@setter(FUNCTION, "__annotate__")
def function_set_annotate(self: W_Function, w_value: Value) -> Value:
    if is_empty(w_value):
        raise errors.type_error("__annotate__ cannot be deleted")
    if same(w_value, w_None):
        with locked(self):
            self.w_annotate = EMPTY
        return w_None
    if is_empty(type_of(w_value).special[Special.CALL]):
        raise errors.type_error("__annotate__ must be callable or None")
    with locked(self):
        self.w_annotate = w_value
        self.w_annotations = EMPTY
    return w_None


@getter(FUNCTION, "__type_params__", doc="The type parameters that the definition declares.")
def function_type_params(self: W_Function) -> Value:
    w_params = self.w_type_params
    return wrap(EMPTY_TUPLE) if is_empty(w_params) else w_params


@setter(FUNCTION, "__type_params__")
def function_set_type_params(self: W_Function, w_value: Value) -> Value:
    if is_empty(w_value) or try_as(W_Tuple, w_value) is None:
        raise errors.type_error("__type_params__ must be set to a tuple")
    self.w_type_params = w_value
    return w_None


# --- method -----------------------------------------------------------------------------------------------


@new(METHOD, "(cls, function, instance, /)")
def method_new(cls: W_Type, w_function: Value, w_instance: Value) -> Value:
    if is_empty(type_of(w_function).special[Special.CALL]):
        raise errors.type_error("first argument must be callable")
    if same(w_instance, w_None):
        raise errors.type_error("instance must not be None")
    return wrap(W_Method(w_function, w_instance))


@vectorcall(METHOD)
def method_vectorcall(w_callable: Value, args: ValuePtr, n: int, kwnames: W_Tuple | None) -> Value:
    m = unwrap(W_Method, w_callable)
    n_all = n if kwnames is None else n + kwnames.length
    top = register_top()
    p = calls.reserve(n_all + 1)
    p[0] = m.w_self
    copy_values(p.offset(1), args, n_all)
    try:
        return calls.call_vector(m.w_function, p, n + 1, kwnames)
    finally:
        calls.release(top)


@getter(METHOD, "__func__", member=True, doc="The function behind the method.")
def method_func(self: W_Method) -> Value:
    return self.w_function


@getter(METHOD, "__self__", member=True, doc="What the function is bound to.")
def method_self(self: W_Method) -> Value:
    return self.w_self


@setter(METHOD, "__func__")
@setter(METHOD, "__self__")
def method_readonly(self: W_Method, w_value: Value) -> Value:
    return readonly(wrap(self))


@getter(METHOD, "__doc__")
def method_doc(self: W_Method) -> Value:
    return getattr_of(self.w_function, "__doc__")


@method(METHOD, "__getattribute__(self, name, /)")
def method_getattribute(self: W_Method, w_name: Value) -> Value:
    """What the method itself does not have is its function's."""
    name = attribute_name(w_name)
    w = generic_find_attr(wrap(self), name)
    return getattr_of(self.w_function, name) if is_empty(w) else w


@method(
    METHOD, "__get__(self, instance, owner=None, /)", doc="Return the method itself: it is bound already."
)
def method_get(self: W_Method, w_instance: Value, w_owner: Value) -> Value:
    return wrap(self)


@method(METHOD, "__eq__(self, value, /)", doc="Return self==value.")
def method_eq(self: W_Method, w_other: Value) -> Value:
    other = try_as(W_Method, w_other)
    if other is None:
        return w_NotImplemented
    return new_bool(same(self.w_self, other.w_self) and operations.equal(self.w_function, other.w_function))


@method(METHOD, "__hash__(self, /)", doc="Return hash(self).")
def method_hash(self: W_Method) -> Value:
    return from_int((identity_hash(self.w_self) ^ operations.hash_of(self.w_function)) >> 2)


@method(METHOD, "__repr__(self, /)", doc="Return repr(self).")
def method_repr(self: W_Method) -> Value:
    w_name = find_attr(self.w_function, "__qualname__")
    if is_empty(w_name):
        w_name = find_attr(self.w_function, "__name__")
    name = None if is_empty(w_name) else as_str(w_name)
    shown = "?" if name is None else name
    return wrap(f"<bound method {shown} of {operations.repr_of(self.w_self)}>")


@method(METHOD, "__reduce__(self, /)", doc="Helper for pickle.")
def method_reduce(self: W_Method) -> Value:
    w_args = wrap(new_tuple2(self.w_self, getattr_of(self.w_function, "__name__")))
    return wrap(new_tuple2(stock_function("builtins", "getattr"), w_args))


# --- cell -------------------------------------------------------------------------------------------------


@new(CELL, "(cls, contents=EMPTY, /)", shown="([contents])")
def cell_new(cls: W_Type, w_contents: Value) -> Value:
    return wrap(W_Cell(w_contents))


@getter(CELL, "cell_contents")
def cell_contents(self: W_Cell) -> Value:
    w = self.w_value
    if is_empty(w):
        raise errors.value_error("Cell is empty")
    return w


@setter(CELL, "cell_contents")
def cell_set_contents(self: W_Cell, w_value: Value) -> Value:
    self.w_value = w_value
    return w_None


@method(CELL, "__repr__(self, /)", doc="Return repr(self).")
def cell_repr(self: W_Cell) -> Value:
    at = address_text(wrap(self))
    w = self.w_value
    if is_empty(w):
        return wrap(f"<cell at {at}: empty>")
    return wrap(f"<cell at {at}: {type_name(w)} object at {address_text(w)}>")


def compare_cells(op: int, a: W_Cell, w_b: Value) -> Value:
    """Cells compare by their contents; an empty one is less than any other."""
    b = try_as(W_Cell, w_b)
    if b is None:
        return w_NotImplemented
    w_left = a.w_value
    w_right = b.w_value
    if not is_empty(w_left) and not is_empty(w_right):
        return operations.compare(op, w_left, w_right)
    return operations.compare(
        op, from_int(0 if is_empty(w_left) else 1), from_int(0 if is_empty(w_right) else 1)
    )


@method(CELL, "__eq__(self, value, /)", doc="Return self==value.")
def cell_eq(self: W_Cell, w_other: Value) -> Value:
    return compare_cells(CompareOp.EQ, self, w_other)


@method(CELL, "__ne__(self, value, /)", doc="Return self!=value.")
def cell_ne(self: W_Cell, w_other: Value) -> Value:
    return compare_cells(CompareOp.NE, self, w_other)


@method(CELL, "__lt__(self, value, /)", doc="Return self<value.")
def cell_lt(self: W_Cell, w_other: Value) -> Value:
    return compare_cells(CompareOp.LT, self, w_other)


@method(CELL, "__le__(self, value, /)", doc="Return self<=value.")
def cell_le(self: W_Cell, w_other: Value) -> Value:
    return compare_cells(CompareOp.LE, self, w_other)


@method(CELL, "__gt__(self, value, /)", doc="Return self>value.")
def cell_gt(self: W_Cell, w_other: Value) -> Value:
    return compare_cells(CompareOp.GT, self, w_other)


@method(CELL, "__ge__(self, value, /)", doc="Return self>=value.")
def cell_ge(self: W_Cell, w_other: Value) -> Value:
    return compare_cells(CompareOp.GE, self, w_other)


# --- built-in functions and methods -----------------------------------------------------------------------


@getter(BUILTIN_FUNCTION, "__name__")
@getter(METHOD_WRAPPER, "__name__")
@getter(METHOD_DESCRIPTOR, "__name__", member=True)
@getter(WRAPPER_DESCRIPTOR, "__name__", member=True)
@getter(CLASS_METHOD_DESCRIPTOR, "__name__", member=True)
def builtin_name(self: W_Builtin) -> Value:
    return wrap(self.name)


@getter(BUILTIN_FUNCTION, "__qualname__")
def builtin_function_qualname(self: W_Builtin) -> Value:
    """A bound method goes by the class through which it was reached."""
    w_self = self.w_self
    if is_empty(w_self):
        return wrap(self.qualname)
    cls = try_as(W_Type, w_self)
    return wrap(f"{type_qualname(type_of(w_self) if cls is None else cls)}.{self.name}")


@getter(METHOD_WRAPPER, "__qualname__")
@getter(METHOD_DESCRIPTOR, "__qualname__")
@getter(WRAPPER_DESCRIPTOR, "__qualname__")
@getter(CLASS_METHOD_DESCRIPTOR, "__qualname__")
def builtin_qualname(self: W_Builtin) -> Value:
    return wrap(self.qualname)


@getter(BUILTIN_FUNCTION, "__doc__")
@getter(METHOD_WRAPPER, "__doc__")
@getter(METHOD_DESCRIPTOR, "__doc__")
@getter(WRAPPER_DESCRIPTOR, "__doc__")
@getter(CLASS_METHOD_DESCRIPTOR, "__doc__")
def builtin_doc(self: W_Builtin) -> Value:
    doc = self.doc
    if doc is None:
        if self.kind == BuiltinKind.NEW:
            return wrap("Create and return a new object.  See help(type) for accurate signature.")
        return w_None
    return wrap(doc)


@getter(BUILTIN_FUNCTION, "__text_signature__")
@getter(METHOD_WRAPPER, "__text_signature__")
@getter(METHOD_DESCRIPTOR, "__text_signature__")
@getter(WRAPPER_DESCRIPTOR, "__text_signature__")
@getter(CLASS_METHOD_DESCRIPTOR, "__text_signature__")
def builtin_text_signature(self: W_Builtin) -> Value:
    """All `__new__` are one function to CPython, and all `__init__`: their parameters show in their class's signature."""
    if self.kind == BuiltinKind.NEW:
        return wrap("($type, *args, **kwargs)")
    if self.kind == BuiltinKind.WRAPPER and self.name == "__init__":
        return wrap("($self, /, *args, **kwargs)")
    text = self.signature.text
    return w_None if text == "" else wrap(text)


@getter(METHOD_WRAPPER, "__objclass__")
@getter(METHOD_DESCRIPTOR, "__objclass__", member=True)
@getter(WRAPPER_DESCRIPTOR, "__objclass__", member=True)
@getter(CLASS_METHOD_DESCRIPTOR, "__objclass__", member=True)
def builtin_objclass(self: W_Builtin) -> Value:
    owner = self.owner
    return w_None if owner is None else wrap(owner)


@getter(BUILTIN_FUNCTION, "__self__")
def builtin_self(self: W_Builtin) -> Value:
    if not is_empty(self.w_self):
        return self.w_self
    w_module = EMPTY if self.module == "" else dict_get_str(context().space.modules, self.module)
    return empty_as_none(w_module)


@getter(METHOD_WRAPPER, "__self__", member=True)
def method_wrapper_self(self: W_Builtin) -> Value:
    return empty_as_none(self.w_self)


@getter(BUILTIN_FUNCTION, "__module__", member=True)
def builtin_module(self: W_Builtin) -> Value:
    return w_None if self.module == "" else wrap(self.module)


@method(BUILTIN_FUNCTION, "__repr__(self, /)", doc="Return repr(self).")
def builtin_repr(self: W_Builtin) -> Value:
    owner = self.owner
    w_self = wrap(owner) if is_empty(self.w_self) and owner is not None else self.w_self  # a static method is shown as its class's
    if is_empty(w_self):
        return wrap(f"<built-in function {self.name}>")
    return wrap(f"<built-in method {self.name} of {type_name(w_self)} object at {address_text(w_self)}>")


@method(METHOD_WRAPPER, "__repr__(self, /)", doc="Return repr(self).")
def method_wrapper_repr(self: W_Builtin) -> Value:
    w_self = self.w_self
    return wrap(f"<method-wrapper '{self.name}' of {type_name(w_self)} object at {address_text(w_self)}>")


@method(METHOD_DESCRIPTOR, "__repr__(self, /)", doc="Return repr(self).")
@method(CLASS_METHOD_DESCRIPTOR, "__repr__(self, /)", doc="Return repr(self).")
def method_descriptor_repr(self: W_Builtin) -> Value:
    return wrap(f"<method '{self.name}' of '{owner_name(self)}' objects>")


@method(WRAPPER_DESCRIPTOR, "__repr__(self, /)", doc="Return repr(self).")
def wrapper_descriptor_repr(self: W_Builtin) -> Value:
    return wrap(f"<slot wrapper '{self.name}' of '{owner_name(self)}' objects>")


def owner_name(b: W_Builtin) -> str:
    owner = b.owner
    return "?" if owner is None else owner.name


@method(
    METHOD_DESCRIPTOR,
    "__get__(self, instance, owner=None, /)",
)
@method(
    WRAPPER_DESCRIPTOR,
    "__get__(self, instance, owner=None, /)",
)
def builtin_get(self: W_Builtin, w_instance: Value, w_owner: Value) -> Value:
    owner_argument(w_instance, w_owner)
    if same(w_instance, w_None):
        return wrap(self)
    return descr_get(wrap(self), w_instance, type_of(w_instance))


@method(
    CLASS_METHOD_DESCRIPTOR,
    "__get__(self, instance, owner=None, /)",
)
def class_method_descriptor_get(self: W_Builtin, w_instance: Value, w_owner: Value) -> Value:
    owner = owner_argument(w_instance, w_owner)
    return descr_get(wrap(self), EMPTY, type_of(w_instance) if owner is None else owner)


@method(METHOD_DESCRIPTOR, "__reduce__(self, /)", doc="Helper for pickle.")
@method(WRAPPER_DESCRIPTOR, "__reduce__(self, /)", doc="Helper for pickle.")
def method_descriptor_reduce(self: W_Builtin) -> Value:
    owner = self.owner
    if owner is None:
        return wrap(self.name)
    return reduce_descriptor(owner, self.name)


@method(BUILTIN_FUNCTION, "__reduce__(self, /)", doc="Helper for pickle.")
@method(METHOD_WRAPPER, "__reduce__(self, /)", doc="Helper for pickle.")
def builtin_reduce(self: W_Builtin) -> Value:
    w_owner = self.w_self
    if is_empty(w_owner):
        w_owner = owner_by_name(self)
        if is_empty(w_owner):
            return wrap(self.name)
    return wrap(new_tuple2(stock_function("builtins", "getattr"), wrap(new_tuple2(w_owner, wrap(self.name)))))


def owner_by_name(b: W_Builtin) -> Value:
    """The built-in class of a static method, which its qualified name begins with; EMPTY for plain functions."""
    dot = b.qualname.rfind(".")
    return EMPTY if dot < 0 else dict_get_str(context().space.builtins, b.qualname[0:dot])


@method(BUILTIN_FUNCTION, "__eq__(self, value, /)", doc="Return self==value.")
@method(METHOD_WRAPPER, "__eq__(self, value, /)", doc="Return self==value.")
def builtin_eq(self: W_Builtin, w_other: Value) -> Value:
    """Methods are equal when they are of the same object and do the same."""
    other = try_as(W_Builtin, w_other)
    if other is None or type_of(w_other) is not type_of(wrap(self)):
        return w_NotImplemented
    if self is other:
        return new_bool(True)
    if is_empty(self.w_self) or is_empty(other.w_self) or not same(self.w_self, other.w_self):
        return new_bool(False)
    return new_bool(self.name == other.name and self.signature is other.signature)


@method(BUILTIN_FUNCTION, "__hash__(self, /)", doc="Return hash(self).")
@method(METHOD_WRAPPER, "__hash__(self, /)", doc="Return hash(self).")
def builtin_hash(self: W_Builtin) -> Value:
    if is_empty(self.w_self):
        return from_int(identity_hash(wrap(self)))
    return from_int((identity_hash(self.w_self) ^ operations.hash_of(wrap(self.name))) >> 2)
