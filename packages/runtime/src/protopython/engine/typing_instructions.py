"""Instructions of annotations, type parameters, templates and the interactive prompt."""

from __future__ import annotations

from protopyc.types import Value, ValuePtr, try_as, wrap

from protopython.objects import errors, operations
from protopython.objects.dict import DICT, W_Dict, dict_get_str, dict_set_str, new_dict
from protopython.objects.frame import W_Frame
from protopython.objects.types import type_of
from protopyc.types import context
from protopython.protocore.value import is_empty


def setup_annotations(w_namespace: Value) -> None:
    d = try_as(W_Dict, w_namespace)
    if d is not None and type_of(w_namespace) is DICT:
        if is_empty(dict_get_str(d, "__annotations__")):
            dict_set_str(d, "__annotations__", wrap(new_dict()))
        return
    if not operations.contains(w_namespace, wrap("__annotations__")):
        operations.setitem(w_namespace, wrap("__annotations__"), wrap(new_dict()))


def missing(what: str) -> Exception:
    return errors.error(errors.x.NOT_IMPLEMENTED_ERROR, f"{what} are not supported yet")


def new_interpolation(w_value: Value, w_expression: Value, conversion: int, w_spec: Value) -> Value:
    raise missing("template strings")


def new_template(w_strings: Value, w_interpolations: Value) -> Value:
    raise missing("template strings")


def new_type_parameter(frame: W_Frame, p: ValuePtr, kind: int) -> Value:
    raise missing("type parameters")


def set_default(w_parameter: Value, w_evaluator: Value) -> None:
    raise missing("type parameters")


def new_type_alias(frame: W_Frame, w_name: Value, w_params: Value, w_evaluator: Value) -> Value:
    raise missing("type aliases")


def subscript_generic(w_params: Value) -> Value:
    raise missing("type parameters")


def print_expression(w_value: Value) -> None:
    """sys.displayhook(value), as the interactive prompt does."""
    w_hook = dict_get_str(context().space.w_sys.dict, "displayhook")
    if is_empty(w_hook):
        raise errors.runtime_error("lost sys.displayhook")
    operations.call1(w_hook, w_value)
