"""Template strings: string.templatelib.Template and Interpolation, what t"..." makes (PEP 750).

A template of n interpolations has n + 1 strings around them, some perhaps empty.
"""

from __future__ import annotations

from protodialect.types import EMPTY, Value, new_with_shape, try_as, unwrap, wrap
from protopython.objects.dict.dict import W_Dict, dict_len
from protopython.objects.generic_alias import new_generic_alias
from protopython.objects.list.list import list_append, list_to_tuple, new_list
from protopython.objects.model import errors, operations
from protopython.objects.model.define import OBJECT, add_member, class_method, define_type, getter, iternext, method, new
from protopython.objects.model.types import type_name, type_of
from protopython.objects.object_methods import stock_function
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple, new_tuple2, new_tuple4, new_tuple_n
from protopython.protocore.object import W_Object, W_Type
from protopython.protocore.value import same


class W_Interpolation(W_Object):
    w_value: Value
    w_expression: Value
    w_conversion: Value
    """None, or "s", "r", "a"."""
    w_format_spec: Value


class W_Template(W_Object):
    strings: W_Tuple
    interpolations: W_Tuple


class W_TemplateIterator(W_Object):
    template: W_Template
    index: int
    """The next part: strings have even numbers, interpolations odd ones."""

    def __init__(self, template: W_Template) -> None:
        self.template = template
        self.index = 0


INTERPOLATION = define_type(
    "Interpolation", W_Interpolation, OBJECT, flags=0, module="string.templatelib", doc="Interpolation object", static=True,
)
TEMPLATE = define_type("Template", W_Template, OBJECT, flags=0, module="string.templatelib", doc="Template object", static=True)
TEMPLATE_ITERATOR = define_type(
    "TemplateIter", W_TemplateIterator, OBJECT, flags=0, module="string.templatelib", doc="Template iterator object", static=True,
)


# --- interpolations -----------------------------------------------------------------------------------------------------


def make_interpolation(w_value: Value, w_expression: Value, w_conversion: Value, w_format_spec: Value) -> Value:
    w = new_with_shape(W_Interpolation, INTERPOLATION.root_shape)
    w.w_value = w_value
    w.w_expression = w_expression
    w.w_conversion = w_conversion
    w.w_format_spec = w_format_spec
    return wrap(w)


def text_argument(w: Value, name: str) -> str:
    s = as_str(w)
    if s is None:
        raise errors.type_error(f"Interpolation() argument '{name}' must be str, not {type_name(w)}")
    return s


@new(INTERPOLATION, "(cls, value, expression='', conversion=None, format_spec='')", shown="")
def interpolation_new(cls: W_Type, w_value: Value, w_expression: Value, w_conversion: Value, w_format_spec: Value) -> Value:
    text_argument(w_expression, "expression")
    if not same(w_conversion, w_None):
        c = text_argument(w_conversion, "conversion")
        if c != "s" and c != "a" and c != "r":
            raise errors.value_error("Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'")
    text_argument(w_format_spec, "format_spec")
    return make_interpolation(w_value, w_expression, w_conversion, w_format_spec)


def interpolation_tuple(self: W_Interpolation) -> W_Tuple:
    return new_tuple4(self.w_value, self.w_expression, self.w_conversion, self.w_format_spec)


@method(INTERPOLATION, "__repr__(self, /)", doc="Return repr(self).")
def interpolation_repr(self: W_Interpolation) -> Value:
    value = operations.repr_of(self.w_value)
    expression = operations.repr_of(self.w_expression)
    conversion = operations.repr_of(self.w_conversion)
    return wrap(f"Interpolation({value}, {expression}, {conversion}, {operations.repr_of(self.w_format_spec)})")


@method(INTERPOLATION, "__reduce__(self, /)", doc="Helper for pickle.")
def interpolation_reduce(self: W_Interpolation) -> Value:
    return wrap(new_tuple2(wrap(type_of(wrap(self))), wrap(interpolation_tuple(self))))


@getter(INTERPOLATION, "value", doc="Value", member=True)
def interpolation_value(self: W_Interpolation) -> Value:
    return self.w_value


@getter(INTERPOLATION, "expression", doc="Expression", member=True)
def interpolation_expression(self: W_Interpolation) -> Value:
    return self.w_expression


@getter(INTERPOLATION, "conversion", doc="Conversion", member=True)
def interpolation_conversion(self: W_Interpolation) -> Value:
    return self.w_conversion


@getter(INTERPOLATION, "format_spec", doc="Format specifier", member=True)
def interpolation_format_spec(self: W_Interpolation) -> Value:
    return self.w_format_spec


def match_names() -> W_Tuple:
    """Module level."""
    return new_tuple4(wrap("value"), wrap("expression"), wrap("conversion"), wrap("format_spec"))


add_member(INTERPOLATION, "__match_args__", match_names())


@class_method(INTERPOLATION, "__class_getitem__(cls, object, /)", doc="See PEP 585")
@class_method(TEMPLATE, "__class_getitem__(cls, object, /)", doc="See PEP 585")
def class_getitem(w_cls: Value, w_item: Value) -> Value:
    return new_generic_alias(w_cls, w_item)


# --- templates ----------------------------------------------------------------------------------------------------------


def make_template(strings: W_Tuple, interpolations: W_Tuple) -> Value:
    w = new_with_shape(W_Template, TEMPLATE.root_shape)
    w.strings = strings
    w.interpolations = interpolations
    return wrap(w)


@new(TEMPLATE, "(cls, /, *args, **kwargs)")
def template_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    if dict_len(unwrap(W_Dict, w_kwargs)) > 0:
        raise errors.type_error("Template.__new__ only accepts *args arguments")
    args = unwrap(W_Tuple, w_args)
    strings = new_list()
    interpolations = new_list()
    text = ""
    for i in range(args.length):
        w = args.items[i]
        s = as_str(w)
        if s is not None:
            text += s
        elif try_as(W_Interpolation, w) is not None:
            list_append(strings, wrap(text))
            text = ""
            list_append(interpolations, w)
        else:
            raise errors.type_error(f"Template.__new__ *args need to be of type 'str' or 'Interpolation', got {type_name(w)}")
    list_append(strings, wrap(text))
    return make_template(list_to_tuple(strings), list_to_tuple(interpolations))


@method(TEMPLATE, "__repr__(self, /)", doc="Return repr(self).")
def template_repr(self: W_Template) -> Value:
    strings = operations.repr_of(wrap(self.strings))
    return wrap(f"Template(strings={strings}, interpolations={operations.repr_of(wrap(self.interpolations))})")


@method(TEMPLATE, "__add__(self, value, /)", doc="Return self+value.")
def template_add(self: W_Template, w_other: Value) -> Value:
    other = try_as(W_Template, w_other)
    if other is None:
        raise errors.type_error(
            f"can only concatenate string.templatelib.Template (not \"{type_name(w_other)}\") to string.templatelib.Template"
        )
    last = self.strings.length - 1
    strings = new_tuple_n(last + other.strings.length)
    for i in range(last):
        strings.items[i] = self.strings.items[i]
    strings.items[last] = wrap(operations.str_of(self.strings.items[last]) + operations.str_of(other.strings.items[0]))
    i = 1
    while i < other.strings.length:
        strings.items[last + i] = other.strings.items[i]
        i += 1
    n = self.interpolations.length
    interpolations = new_tuple_n(n + other.interpolations.length)
    i = 0
    while i < n:
        interpolations.items[i] = self.interpolations.items[i]
        i += 1
    while i < interpolations.length:
        interpolations.items[i] = other.interpolations.items[i - n]
        i += 1
    return make_template(strings, interpolations)


@method(TEMPLATE, "__reduce__(self, /)", doc="Helper for pickle.")
def template_reduce(self: W_Template) -> Value:
    w_unpickle = stock_function_of_templates("_template_unpickle")
    return wrap(new_tuple2(w_unpickle, wrap(new_tuple2(wrap(self.strings), wrap(self.interpolations)))))


def stock_function_of_templates(name: str) -> Value:
    """A function of string.templatelib, imported if need be."""
    w_import = stock_function("importlib", "import_module")
    return operations.getattr_of(operations.call1(w_import, wrap("string.templatelib")), name)


@getter(TEMPLATE, "strings", doc="Strings", member=True)
def template_strings(self: W_Template) -> Value:
    return wrap(self.strings)


@getter(TEMPLATE, "interpolations", doc="Interpolations", member=True)
def template_interpolations(self: W_Template) -> Value:
    return wrap(self.interpolations)


@getter(TEMPLATE, "values", doc="Values of interpolations")
def template_values(self: W_Template) -> Value:
    n = self.interpolations.length
    values = new_tuple_n(n)
    for i in range(n):
        values.items[i] = unwrap(W_Interpolation, self.interpolations.items[i]).w_value
    return wrap(values)


@method(TEMPLATE, "__iter__(self, /)", doc="Implement iter(self).")
def template_iter(self: W_Template) -> Value:
    return wrap(W_TemplateIterator(self))


@iternext(TEMPLATE_ITERATOR)
def template_iterator_next(self: W_TemplateIterator) -> Value:
    """Strings and interpolations in turn, without the empty strings."""
    t = self.template
    while True:
        i = self.index
        if i >= t.strings.length + t.interpolations.length:
            return EMPTY
        self.index = i + 1
        if i & 1 == 1:
            return t.interpolations.items[i >> 1]
        w = t.strings.items[i >> 1]
        if operations.is_true(w):
            return w
