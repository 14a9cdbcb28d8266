"""Functions, bound methods, cells, and the descriptors that classes use: staticmethod, classmethod, property.

Data only; attributes and methods are in objects/function/methods.py and objects/function/descriptors.py, calling is the engine's.
"""

from __future__ import annotations

from protodialect.types import EMPTY, Array, Value
from protopython.objects.code.code import W_Code
from protopython.objects.dict.dict import W_Dict
from protopython.objects.model.define import OBJECT, define_type
from protopython.objects.tuple import W_Tuple
from protopython.protocore.object import TypeFlags, W_Object


class W_Cell(W_Object):
    """A variable shared between a function and the functions nested in it; EMPTY: unbound."""

    w_value: Value

    def __init__(self, w_value: Value) -> None:
        self.w_value = w_value


class W_Function(W_Object):
    code: W_Code
    globals: W_Dict
    builtins: W_Dict
    defaults: W_Tuple | None
    kwdefaults: W_Dict | None
    closure: Array[W_Cell] | None
    name: str
    qualname: str
    w_doc: Value
    w_module: Value
    w_annotations: Value
    w_annotate: Value
    w_type_params: Value
    dict: W_Dict | None

    def __init__(self, code: W_Code, globals: W_Dict, builtins: W_Dict) -> None:
        self.code = code
        self.globals = globals
        self.builtins = builtins
        self.defaults = None
        self.kwdefaults = None
        self.closure = None
        self.name = code.name
        self.qualname = code.qualname
        self.w_doc = EMPTY
        self.w_module = EMPTY
        self.w_annotations = EMPTY
        self.w_annotate = EMPTY
        self.w_type_params = EMPTY
        self.dict = None


class W_Method(W_Object):
    """A callable bound to its first argument."""

    w_function: Value
    w_self: Value

    def __init__(self, w_function: Value, w_self: Value) -> None:
        self.w_function = w_function
        self.w_self = w_self


class W_StaticMethod(W_Object):
    w_callable: Value
    dict: W_Dict | None

    def __init__(self, w_callable: Value) -> None:
        self.w_callable = w_callable
        self.dict = None


class W_ClassMethod(W_Object):
    w_callable: Value
    dict: W_Dict | None

    def __init__(self, w_callable: Value) -> None:
        self.w_callable = w_callable
        self.dict = None


class W_Property(W_Object):
    w_get: Value
    w_set: Value
    w_delete: Value
    w_doc: Value
    w_name: Value
    doc_from_getter: bool

    def __init__(self, w_get: Value, w_set: Value, w_delete: Value, w_doc: Value) -> None:
        self.w_get = w_get
        self.w_set = w_set
        self.w_delete = w_delete
        self.w_doc = w_doc
        self.w_name = EMPTY
        self.doc_from_getter = False


CELL = define_type("cell", W_Cell, OBJECT, flags=0, doc="A variable that functions share.")
FUNCTION = define_type("function", W_Function, OBJECT, flags=TypeFlags.OWN_DICT)
METHOD = define_type("method", W_Method, OBJECT, flags=0)
STATIC_METHOD = define_type(
    "staticmethod", W_StaticMethod, OBJECT, flags=TypeFlags.SUBCLASSABLE | TypeFlags.OWN_DICT, doc="A function that is read from a class as it is."
)
CLASS_METHOD = define_type(
    "classmethod", W_ClassMethod, OBJECT, flags=TypeFlags.SUBCLASSABLE | TypeFlags.OWN_DICT,
    doc="A function as a method of the class: it gets the class first.",
)
PROPERTY = define_type("property", W_Property, OBJECT, flags=TypeFlags.SUBCLASSABLE)
