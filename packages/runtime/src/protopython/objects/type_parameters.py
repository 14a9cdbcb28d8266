"""Type parameters: TypeVar, ParamSpec, TypeVarTuple, and the values they are made of (PEP 484, 612, 646, 695, 696).

What a parameter knows may be given (`bound=int`) or be computed by a function when first asked for (`def f[T: int]`). Both
can be had as such a function, the evaluator; for a given value that is a _ConstEvaluator. What only typing knows,
checking and substituting, is called there, as PEP 695 leaves it.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Value, new_with_shape, try_as, unwrap, wrap
from protopython.objects.dict.dict import dict_get_str
from protopython.objects.frame import frame_of
from protopython.objects.generic_alias import type_repr
from protopython.objects.iterators import new_tuple_iterator
from protopython.objects.model import errors, operations
from protopython.objects.model.attributes import getattr_of, setattr_of
from protopython.objects.model.call import call1, call2, call3
from protopython.objects.model.define import OBJECT, add_member, define_type, getter, method, new
from protopython.objects.model.types import type_name, type_of
from protopython.objects.object_methods import stock_function
from protopython.objects.singletons import new_bool, w_None, w_NotImplemented
from protopython.objects.str.str import as_str
from protopython.objects.tuple import EMPTY_TUPLE, W_Tuple, new_tuple1, new_tuple2, new_tuple_n
from protopython.objects.union_type import UNION, union_class_getitem
from protopython.protocore.object import W_Object, W_Type
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, is_empty, same

FORMAT_VALUE: Final[int] = 1
FORMAT_STRING: Final[int] = 4


# --- NoDefault ----------------------------------------------------------------------------------------------------------


class W_NoDefault(W_Object):
    pass


NO_DEFAULT = define_type("NoDefaultType", W_NoDefault, OBJECT, flags=0, doc="The type of the NoDefault singleton.")
w_NoDefault: Final[Value] = wrap(W_NoDefault())
"""What `__default__` is where no default was given: None may be one."""


@new(NO_DEFAULT, "(cls, /, *args, **kwargs)", shown="()")
def no_default_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    if operations.length_of(w_args) > 0 or operations.length_of(w_kwargs) > 0:
        raise errors.type_error("NoDefaultType takes no arguments")
    return w_NoDefault


@method(NO_DEFAULT, "__repr__(self, /)", doc="Return repr(self).")
def no_default_repr(self: W_NoDefault) -> Value:
    return wrap("typing.NoDefault")


@method(NO_DEFAULT, "__reduce__(self, /)")
def no_default_reduce(self: W_NoDefault) -> Value:
    return wrap("NoDefault")


# --- evaluators ---------------------------------------------------------------------------------------------------------


class W_ConstEvaluator(W_Object):
    """An evaluator of what is known already."""

    w_value: Value

    def __init__(self, w_value: Value) -> None:
        self.w_value = w_value


CONST_EVALUATOR = define_type(
    "_ConstEvaluator", W_ConstEvaluator, OBJECT, flags=0, module="_typing",
    doc="Evaluates to one value, whatever the format.",
)


@method(CONST_EVALUATOR, "__repr__(self, /)", doc="Return repr(self).")
def const_repr(self: W_ConstEvaluator) -> Value:
    return wrap(f"<constevaluator {operations.repr_of(self.w_value)}>")


@method(CONST_EVALUATOR, "__call__(self, format, /)", doc="Call self as a function.", shown="($self, /, *args, **kwargs)")
def const_call(self: W_ConstEvaluator, w_format: Value) -> Value:
    if operations.index_of(w_format) != FORMAT_STRING:
        return self.w_value
    members = try_as(W_Tuple, self.w_value)
    if members is None:
        return wrap(type_repr(self.w_value))
    parts: list[str] = []
    for i in range(members.length):
        parts.append(type_repr(members.items[i]))
    inside = ", ".join(parts)
    return wrap(f"({inside},)" if members.length == 1 else f"({inside})")


class Lazy:
    """A value, or the function that computes it; `w_value` and `w_evaluator` are EMPTY where they are not known."""

    w_value: Value
    w_evaluator: Value

    def __init__(self, w_value: Value, w_evaluator: Value) -> None:
        self.w_value = w_value
        self.w_evaluator = w_evaluator

    def get(self, w_otherwise: Value) -> Value:
        w = self.w_value
        if is_empty(w):
            if is_empty(self.w_evaluator):
                return w_otherwise
            w = call1(self.w_evaluator, from_int(FORMAT_VALUE))
            self.w_value = w
        return w

    def evaluator(self) -> Value:
        """The function, or None where there is nothing to compute."""
        if not is_empty(self.w_evaluator):
            return self.w_evaluator
        return w_None if is_empty(self.w_value) else wrap(W_ConstEvaluator(self.w_value))


# --- the data -----------------------------------------------------------------------------------------------------------


class W_TypeParameter(W_Object):
    name: str
    bound: Lazy
    constraints: Lazy
    default: Lazy
    covariant: bool
    contravariant: bool
    infer_variance: bool


TYPE_VAR = define_type("TypeVar", W_TypeParameter, OBJECT, flags=0, module="typing", attributes=True, doc="Type variable.")
PARAM_SPEC = define_type("ParamSpec", W_TypeParameter, OBJECT, flags=0, module="typing", attributes=True, doc="Parameter specification variable.")
TYPE_VAR_TUPLE = define_type("TypeVarTuple", W_TypeParameter, OBJECT, flags=0, module="typing", attributes=True, doc="Type variable tuple.")


def calling_module() -> Value:
    """The name of the module whose code runs; None if it has none."""
    function = frame_of(context()).function
    if not is_empty(function.w_module):
        return function.w_module
    w = dict_get_str(function.globals, "__name__")
    return w_None if is_empty(w) else w


def new_parameter(cls: W_Type, name: str) -> W_TypeParameter:
    p = new_with_shape(W_TypeParameter, cls.root_shape)
    p.name = name
    p.bound = Lazy(EMPTY, EMPTY)
    p.constraints = Lazy(EMPTY, EMPTY)
    p.default = Lazy(EMPTY, EMPTY)
    return p


def made_by_call(p: W_TypeParameter) -> Value:
    """p as a call of its class gives it: with the module of the caller, whose name pickle finds it by."""
    setattr_of(wrap(p), "__module__", calling_module())
    return wrap(p)


def parameter_name(w_name: Value, what: str) -> str:
    name = as_str(w_name)
    if name is None:
        raise errors.type_error(f"{what}() argument 'name' must be str, not {type_name(w_name)}")
    return name


def set_variance(p: W_TypeParameter, w_covariant: Value, w_contravariant: Value, w_infer: Value) -> None:
    p.covariant = operations.is_true(w_covariant)
    p.contravariant = operations.is_true(w_contravariant)
    p.infer_variance = operations.is_true(w_infer)
    if p.covariant and p.contravariant:
        raise errors.value_error("Bivariant types are not supported.")
    if p.infer_variance and (p.covariant or p.contravariant):
        raise errors.value_error("Variance cannot be specified with infer_variance.")


def set_bound(p: W_TypeParameter, w_bound: Value) -> None:
    if not same(w_bound, w_None):
        w_check = stock_function("typing", "_type_check")
        p.bound.w_value = call2(w_check, w_bound, wrap("Bound must be a type."))


def set_default(p: W_TypeParameter, w_default: Value) -> None:
    if not is_empty(w_default) and not same(w_default, w_NoDefault):
        p.default.w_value = w_default


@new(TYPE_VAR, "(cls, name, *constraints, bound=None, default=EMPTY, covariant=False, contravariant=False, infer_variance=False)")
def type_var_new(
    cls: W_Type, w_name: Value, w_constraints: Value, w_bound: Value, w_default: Value, w_covariant: Value, w_contravariant: Value, w_infer: Value
) -> Value:
    name = parameter_name(w_name, "typevar")
    constraints = unwrap(W_Tuple, w_constraints)
    p = new_parameter(cls, name)
    set_variance(p, w_covariant, w_contravariant, w_infer)
    set_bound(p, w_bound)
    if constraints.length == 1:
        raise errors.type_error("A single constraint is not allowed")
    if constraints.length > 0:
        if not is_empty(p.bound.w_value):
            raise errors.type_error("Constraints cannot be combined with bound=...")
        p.constraints.w_value = w_constraints
    set_default(p, w_default)
    return made_by_call(p)


@new(PARAM_SPEC, "(cls, name, *, bound=None, default=EMPTY, covariant=False, contravariant=False, infer_variance=False)")
def param_spec_new(
    cls: W_Type, w_name: Value, w_bound: Value, w_default: Value, w_covariant: Value, w_contravariant: Value, w_infer: Value
) -> Value:
    p = new_parameter(cls, parameter_name(w_name, "paramspec"))
    set_variance(p, w_covariant, w_contravariant, w_infer)
    if not same(w_bound, w_None):
        p.bound.w_value = w_bound
    set_default(p, w_default)
    return made_by_call(p)


@new(TYPE_VAR_TUPLE, "(cls, name, *, default=EMPTY)")
def type_var_tuple_new(cls: W_Type, w_name: Value, w_default: Value) -> Value:
    p = new_parameter(cls, parameter_name(w_name, "typevartuple"))
    set_default(p, w_default)
    return made_by_call(p)


# --- what all have ------------------------------------------------------------------------------------------------------


@getter(TYPE_VAR, "__name__", member=True)
@getter(PARAM_SPEC, "__name__", member=True)
@getter(TYPE_VAR_TUPLE, "__name__", member=True)
def parameter_get_name(self: W_TypeParameter) -> Value:
    return wrap(self.name)


@getter(TYPE_VAR, "__default__", doc="The default value, or NoDefault.")
@getter(PARAM_SPEC, "__default__", doc="The default value, or NoDefault.")
@getter(TYPE_VAR_TUPLE, "__default__", doc="The default value, or NoDefault.")
def parameter_default(self: W_TypeParameter) -> Value:
    return self.default.get(w_NoDefault)


@getter(TYPE_VAR, "evaluate_default")
@getter(PARAM_SPEC, "evaluate_default")
@getter(TYPE_VAR_TUPLE, "evaluate_default")
def parameter_evaluate_default(self: W_TypeParameter) -> Value:
    return self.default.evaluator()


@method(TYPE_VAR, "has_default(self, /)", doc="Whether there is a default value.")
@method(PARAM_SPEC, "has_default(self, /)", doc="Whether there is a default value.")
@method(TYPE_VAR_TUPLE, "has_default(self, /)", doc="Whether there is a default value.")
def parameter_has_default(self: W_TypeParameter) -> Value:
    return new_bool(not is_empty(self.default.w_value) or not is_empty(self.default.w_evaluator))


@method(TYPE_VAR, "__reduce__(self, /)")
@method(PARAM_SPEC, "__reduce__(self, /)")
@method(TYPE_VAR_TUPLE, "__reduce__(self, /)")
def parameter_reduce(self: W_TypeParameter) -> Value:
    return wrap(self.name)


def plain_name(t: W_Type) -> str:
    name = as_str(t.w_qualname)
    return t.name if name is None else name


@method(TYPE_VAR, "__mro_entries__(self, object, /)")
@method(PARAM_SPEC, "__mro_entries__(self, object, /)")
@method(TYPE_VAR_TUPLE, "__mro_entries__(self, object, /)")
def parameter_mro_entries(self: W_TypeParameter, w_bases: Value) -> Value:
    raise errors.type_error(f"Cannot subclass an instance of {plain_name(type_of(wrap(self)))}")


@method(TYPE_VAR, "__repr__(self, /)", doc="Return repr(self).")
@method(PARAM_SPEC, "__repr__(self, /)", doc="Return repr(self).")
def variance_repr(self: W_TypeParameter) -> Value:
    if self.infer_variance:
        return wrap(self.name)
    return wrap(("+" if self.covariant else "-" if self.contravariant else "~") + self.name)


@method(TYPE_VAR_TUPLE, "__repr__(self, /)", doc="Return repr(self).")
def type_var_tuple_repr(self: W_TypeParameter) -> Value:
    return wrap(self.name)


def typing_union(w_a: Value, w_b: Value) -> Value:
    """typing.Union[a, b]"""
    return union_class_getitem(wrap(UNION), wrap(new_tuple2(w_a, w_b)))


@method(TYPE_VAR, "__or__(self, value, /)", doc="Return self|value.")
@method(PARAM_SPEC, "__or__(self, value, /)", doc="Return self|value.")
def parameter_or(self: W_TypeParameter, w_other: Value) -> Value:
    return typing_union(wrap(self), w_other)


@method(TYPE_VAR, "__ror__(self, value, /)", doc="Return value|self.")
@method(PARAM_SPEC, "__ror__(self, value, /)", doc="Return value|self.")
def parameter_ror(self: W_TypeParameter, w_other: Value) -> Value:
    return typing_union(w_other, wrap(self))


# --- variance, bound, constraints ---------------------------------------------------------------------------------------


@getter(TYPE_VAR, "__covariant__", member=True)
@getter(PARAM_SPEC, "__covariant__", member=True)
def parameter_covariant(self: W_TypeParameter) -> Value:
    return new_bool(self.covariant)


@getter(TYPE_VAR, "__contravariant__", member=True)
@getter(PARAM_SPEC, "__contravariant__", member=True)
def parameter_contravariant(self: W_TypeParameter) -> Value:
    return new_bool(self.contravariant)


@getter(TYPE_VAR, "__infer_variance__", member=True)
@getter(PARAM_SPEC, "__infer_variance__", member=True)
def parameter_infer_variance(self: W_TypeParameter) -> Value:
    return new_bool(self.infer_variance)


@getter(TYPE_VAR, "__bound__")
@getter(PARAM_SPEC, "__bound__", member=True)
def parameter_bound(self: W_TypeParameter) -> Value:
    return self.bound.get(w_None)


@getter(TYPE_VAR, "evaluate_bound")
def type_var_evaluate_bound(self: W_TypeParameter) -> Value:
    return self.bound.evaluator()


@getter(TYPE_VAR, "__constraints__")
def type_var_constraints(self: W_TypeParameter) -> Value:
    return self.constraints.get(wrap(EMPTY_TUPLE))


@getter(TYPE_VAR, "evaluate_constraints")
def type_var_evaluate_constraints(self: W_TypeParameter) -> Value:
    return self.constraints.evaluator()


# --- substitution -------------------------------------------------------------------------------------------------------


@method(TYPE_VAR, "__typing_subst__(self, arg, /)")
def type_var_subst(self: W_TypeParameter, w_arg: Value) -> Value:
    return call2(stock_function("typing", "_typevar_subst"), wrap(self), w_arg)


@method(TYPE_VAR, "__typing_prepare_subst__(self, alias, args, /)")
def type_var_prepare_subst(self: W_TypeParameter, w_alias: Value, w_args: Value) -> Value:
    """The arguments, with the default added where this parameter's is the first that is missing."""
    w_parameters = getattr_of(w_alias, "__parameters__")
    index = operations.index_of(operations.call_method1(w_parameters, "index", wrap(self)))
    n = operations.length_of(w_args)
    if index < n:
        return w_args
    if index == n:
        w_default = self.default.get(w_NoDefault)
        if not same(w_default, w_NoDefault):
            return operations.binary(operations.BinaryOp.ADD, w_args, wrap(new_tuple1(w_default)))
    raise errors.type_error(f"Too few arguments for {operations.str_of(w_alias)}; actual {n}, expected at least {index + 1}")


@method(PARAM_SPEC, "__typing_subst__(self, arg, /)")
def param_spec_subst(self: W_TypeParameter, w_arg: Value) -> Value:
    return call2(stock_function("typing", "_paramspec_subst"), wrap(self), w_arg)


@method(PARAM_SPEC, "__typing_prepare_subst__(self, alias, args, /)")
def param_spec_prepare_subst(self: W_TypeParameter, w_alias: Value, w_args: Value) -> Value:
    return call3(stock_function("typing", "_paramspec_prepare_subst"), wrap(self), w_alias, w_args)


@method(TYPE_VAR_TUPLE, "__typing_subst__(self, arg, /)")
def type_var_tuple_subst(self: W_TypeParameter, w_arg: Value) -> Value:
    raise errors.type_error("Substitution of bare TypeVarTuple is not supported")


@method(TYPE_VAR_TUPLE, "__typing_prepare_subst__(self, alias, args, /)")
def type_var_tuple_prepare_subst(self: W_TypeParameter, w_alias: Value, w_args: Value) -> Value:
    return call3(stock_function("typing", "_typevartuple_prepare_subst"), wrap(self), w_alias, w_args)


def unpacked(w: Value) -> Value:
    """typing.Unpack[w]"""
    return operations.getitem(stock_function("typing", "Unpack"), w)


@method(TYPE_VAR_TUPLE, "__iter__(self, /)", doc="Implement iter(self).")
def type_var_tuple_iter(self: W_TypeParameter) -> Value:
    return new_tuple_iterator(new_tuple1(unpacked(wrap(self))))


def unpack_variadic(params: W_Tuple) -> W_Tuple:
    """params with each TypeVarTuple as Unpack[it]."""
    result = new_tuple_n(params.length)
    for i in range(params.length):
        w = params.items[i]
        result.items[i] = unpacked(w) if type_of(w) is TYPE_VAR_TUPLE else w
    return result


# --- ParamSpec.args, ParamSpec.kwargs -----------------------------------------------------------------------------------


class W_ParamSpecPart(W_Object):
    w_origin: Value


PARAM_SPEC_ARGS = define_type(
    "ParamSpecArgs", W_ParamSpecPart, OBJECT, flags=0, module="typing", doc="The args of a ParamSpec: what *args are annotated with."
)
PARAM_SPEC_KWARGS = define_type(
    "ParamSpecKwargs", W_ParamSpecPart, OBJECT, flags=0, module="typing", doc="The kwargs of a ParamSpec: what **kwargs are annotated with."
)
add_member(PARAM_SPEC_ARGS, "__hash__", w_None)
add_member(PARAM_SPEC_KWARGS, "__hash__", w_None)


def new_part(cls: W_Type, w_origin: Value) -> Value:
    part = new_with_shape(W_ParamSpecPart, cls.root_shape)
    part.w_origin = w_origin
    return wrap(part)


@new(PARAM_SPEC_ARGS, "(cls, origin)", shown="")
@new(PARAM_SPEC_KWARGS, "(cls, origin)", shown="")
def part_new(cls: W_Type, w_origin: Value) -> Value:
    return new_part(cls, w_origin)


@getter(PARAM_SPEC, "args", doc="What stands for the positional arguments.")
def param_spec_args(self: W_TypeParameter) -> Value:
    return new_part(PARAM_SPEC_ARGS, wrap(self))


@getter(PARAM_SPEC, "kwargs", doc="What stands for the keyword arguments.")
def param_spec_kwargs(self: W_TypeParameter) -> Value:
    return new_part(PARAM_SPEC_KWARGS, wrap(self))


@getter(PARAM_SPEC_ARGS, "__origin__", member=True)
@getter(PARAM_SPEC_KWARGS, "__origin__", member=True)
def part_origin(self: W_ParamSpecPart) -> Value:
    return self.w_origin


@method(PARAM_SPEC_ARGS, "__repr__(self, /)", doc="Return repr(self).")
@method(PARAM_SPEC_KWARGS, "__repr__(self, /)", doc="Return repr(self).")
def part_repr(self: W_ParamSpecPart) -> Value:
    origin = try_as(W_TypeParameter, self.w_origin)
    part = "args" if type_of(wrap(self)) is PARAM_SPEC_ARGS else "kwargs"
    if origin is not None and type_of(self.w_origin) is PARAM_SPEC:
        return wrap(f"{origin.name}.{part}")
    return wrap(f"{operations.repr_of(self.w_origin)}.{part}")


@method(PARAM_SPEC_ARGS, "__eq__(self, value, /)", doc="Return self==value.")
@method(PARAM_SPEC_KWARGS, "__eq__(self, value, /)", doc="Return self==value.")
def part_eq(self: W_ParamSpecPart, w_other: Value) -> Value:
    other = try_as(W_ParamSpecPart, w_other)
    if other is None or type_of(w_other) is not type_of(wrap(self)):
        return w_NotImplemented
    return new_bool(operations.equal(self.w_origin, other.w_origin))


@method(PARAM_SPEC_ARGS, "__mro_entries__(self, object, /)")
@method(PARAM_SPEC_KWARGS, "__mro_entries__(self, object, /)")
def part_mro_entries(self: W_ParamSpecPart, w_bases: Value) -> Value:
    raise errors.type_error(f"Cannot subclass an instance of {plain_name(type_of(wrap(self)))}")


# --- for the interpreter ------------------------------------------------------------------------------------------------


def new_type_var(name: str, w_bound: Value, w_constraints: Value) -> Value:
    """What `[T]`, `[T: bound]`, `[T: (A, B)]` makes; w_bound, w_constraints: evaluators or EMPTY."""
    p = new_parameter(TYPE_VAR, name)
    p.bound.w_evaluator = w_bound
    p.constraints.w_evaluator = w_constraints
    p.infer_variance = True
    return wrap(p)


def new_param_spec(name: str) -> Value:
    p = new_parameter(PARAM_SPEC, name)
    p.infer_variance = True
    return wrap(p)


def new_type_var_tuple(name: str) -> Value:
    return wrap(new_parameter(TYPE_VAR_TUPLE, name))


def set_default_evaluator(w_parameter: Value, w_evaluator: Value) -> None:
    unwrap(W_TypeParameter, w_parameter).default.w_evaluator = w_evaluator
