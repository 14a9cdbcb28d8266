"""The _opcode module: what the stock opcode and dis ask about CPython's instructions.

Code objects here hold protoPython's own register instructions (objects/code/bytecode.py), so none of CPython's instructions is valid; what
describes the language, operators and special methods, is answered.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, wrap
from protopython.objects.list.list import list_append, new_list
from protopython.objects.model.define import constant, define_module, function
from protopython.objects.model.errors import value_error
from protopython.objects.singletons import w_False, w_None
from protopython.objects.tuple import new_tuple2

MODULE: Final[str] = "_opcode"
define_module(MODULE, "Opcode support module.")
constant(MODULE, "ENABLE_SPECIALIZATION", False)
constant(MODULE, "ENABLE_SPECIALIZATION_FT", False)

OPERATORS: Final[list[str]] = (
    "ADD + AND & FLOOR_DIVIDE // LSHIFT << MATRIX_MULTIPLY @ MULTIPLY * REMAINDER % OR | POWER ** RSHIFT >> SUBTRACT - TRUE_DIVIDE / XOR ^".split()
)
SPECIAL_METHODS: Final[list[str]] = "__enter__ __exit__ __aenter__ __aexit__".split()


@function(MODULE, "is_valid(opcode)")
@function(MODULE, "has_arg(opcode)")
@function(MODULE, "has_const(opcode)")
@function(MODULE, "has_name(opcode)")
@function(MODULE, "has_jump(opcode)")
@function(MODULE, "has_free(opcode)")
@function(MODULE, "has_local(opcode)")
@function(MODULE, "has_exc(opcode)", doc="Return True if the opcode sets up an exception handler, False otherwise.")
def no_instruction(w_opcode: Value) -> Value:
    return w_False


@function(MODULE, "stack_effect(opcode, oparg=None, /, *, jump=None)")
def stack_effect(w_opcode: Value, w_oparg: Value, w_jump: Value) -> Value:
    raise value_error("invalid opcode or oparg")


@function(MODULE, "get_executor(*, code, offset)", doc="Return the executor object at offset in code if exists.")
def get_executor(w_code: Value, w_offset: Value) -> Value:
    raise value_error("no executor exists at address")


@function(MODULE, "get_specialization_stats()", doc="Return the specialization stats: none are kept.")
def get_specialization_stats() -> Value:
    return w_None


@function(MODULE, "get_nb_ops()")
def get_nb_ops() -> Value:
    result = new_list()
    for prefix in ["NB_", "NB_INPLACE_"]:
        i = 0
        while i < len(OPERATORS):
            symbol = OPERATORS[i + 1] + ("=" if prefix == "NB_INPLACE_" else "")
            list_append(result, wrap(new_tuple2(wrap(prefix + OPERATORS[i]), wrap(symbol))))
            i += 2
    list_append(result, wrap(new_tuple2(wrap("NB_SUBSCR"), wrap("[]"))))
    return wrap(result)


@function(MODULE, "get_special_method_names()")
def get_special_method_names() -> Value:
    result = new_list()
    for name in SPECIAL_METHODS:
        list_append(result, wrap(name))
    return wrap(result)


@function(MODULE, "get_intrinsic1_descs()", doc="Return a list of names of the unary intrinsics: there are none.")
@function(MODULE, "get_intrinsic2_descs()", doc="Return a list of names of the binary intrinsics: there are none.")
def no_intrinsics() -> Value:
    return wrap(new_list())
