"""Instructions of annotations, type parameters, templates and the interactive prompt."""

from __future__ import annotations

from protodialect.types import EMPTY, Value, ValuePtr, try_as, unwrap, wrap
from protopython.objects import type_parameters
from protopython.objects.dict.dict import DICT, W_Dict, dict_get_str, dict_set_str, new_dict
from protopython.objects.generic import GENERIC
from protopython.objects.model import errors, operations
from protopython.objects.model.types import type_of
from protopython.objects.object_methods import stock_function
from protopython.objects.singletons import w_None
from protopython.objects.template import make_interpolation, make_template
from protopython.objects.tuple import W_Tuple
from protopython.objects.type_alias import alias_of_statement
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty


def setup_annotations(w_namespace: Value) -> None:
    d = try_as(W_Dict, w_namespace)
    if d is not None and type_of(w_namespace) is DICT:
        if is_empty(dict_get_str(d, "__annotations__")):
            dict_set_str(d, "__annotations__", wrap(new_dict()))
        return
    if not operations.contains(w_namespace, wrap("__annotations__")):
        operations.setitem(w_namespace, wrap("__annotations__"), wrap(new_dict()))


# --- templates ----------------------------------------------------------------------------------------------------------


def conversion_name(conversion: int) -> Value:
    """The `!r` of FORMAT's number."""
    match conversion:
        case 1:
            return wrap("s")
        case 2:
            return wrap("r")
        case 3:
            return wrap("a")
        case _:
            return w_None


def new_interpolation(w_value: Value, w_expression: Value, conversion: int, w_spec: Value) -> Value:
    return make_interpolation(w_value, w_expression, conversion_name(conversion), w_spec)


def new_template(w_strings: Value, w_interpolations: Value) -> Value:
    return make_template(unwrap(W_Tuple, w_strings), unwrap(W_Tuple, w_interpolations))


# --- type parameters and aliases ----------------------------------------------------------------------------------------


def new_type_parameter(p: ValuePtr, kind: int) -> Value:
    """The parameter named p[0] of the kind that TYPE_PARAM says; p[1]: the evaluator of its bound or constraints."""
    name = unwrap(str, p[0])
    match kind:
        case 1:
            return type_parameters.new_type_var(name, p[1], EMPTY)
        case 2:
            return type_parameters.new_type_var(name, EMPTY, p[1])
        case 3:
            return type_parameters.new_param_spec(name)
        case 4:
            return type_parameters.new_type_var_tuple(name)
        case _:
            return type_parameters.new_type_var(name, EMPTY, EMPTY)


def set_default(w_parameter: Value, w_evaluator: Value) -> None:
    type_parameters.set_default_evaluator(w_parameter, w_evaluator)


def new_type_alias(w_name: Value, w_params: Value, w_evaluator: Value) -> Value:
    return alias_of_statement(unwrap(str, w_name), w_params, w_evaluator)


def subscript_generic(w_params: Value) -> Value:
    """Generic[params], the implicit base of `class C[T]`."""
    params = type_parameters.unpack_variadic(unwrap(W_Tuple, w_params))
    return operations.call2(stock_function("typing", "_GenericAlias"), wrap(GENERIC), wrap(params))


# --- the prompt ---------------------------------------------------------------------------------------------------------


def print_expression(w_value: Value) -> None:
    """sys.displayhook(value), as the interactive prompt does."""
    w_hook = dict_get_str(context().space.w_sys.dict, "displayhook")
    if is_empty(w_hook):
        raise errors.runtime_error("lost sys.displayhook")
    operations.call1(w_hook, w_value)
