"""The _opcode module: what opcode and dis ask about instructions, which are those of objects/code/units.py.

Those two and _opcode_metadata are ours (lib/python3.14): CPython's know its own instructions only.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, wrap
from protopython.modules.support.system_calls import c_int
from protopython.objects.code.units import SHOWN_NAMES, SHOWN_ROLES
from protopython.objects.list.list import list_append, new_list
from protopython.objects.model.define import constant, define_module, function
from protopython.objects.model.errors import value_error
from protopython.objects.singletons import new_bool, w_False, w_None, w_True
from protopython.objects.tuple import new_tuple2
from protopython.protocore.value import from_int, same

MODULE: Final[str] = "_opcode"
define_module(MODULE, "Opcode support module.")
constant(MODULE, "ENABLE_SPECIALIZATION", False)
constant(MODULE, "ENABLE_SPECIALIZATION_FT", False)

OPERATORS: Final[list[str]] = (
    "ADD + AND & FLOOR_DIVIDE // LSHIFT << MATRIX_MULTIPLY @ MULTIPLY * REMAINDER % OR | POWER ** RSHIFT >> SUBTRACT - TRUE_DIVIDE / XOR ^".split()
)
SPECIAL_METHODS: Final[list[str]] = "__enter__ __exit__ __aenter__ __aexit__".split()


# What an instruction's argument is.
ANY: Final[int] = 0
CONST: Final[int] = 1
NAME: Final[int] = 2
JUMP: Final[int] = 3
FREE: Final[int] = 4
LOCAL: Final[int] = 5
NONE: Final[int] = 6
KIND_OF_ROLE: Final[dict[str, int]] = {"*const": CONST, "*name": NAME, "*cache": NAME, "*to": JUMP, "*cell": FREE, "*local": LOCAL}
KINDS: Final[list[int]] = [
    next((KIND_OF_ROLE.get(role, ANY) for role in roles.split() if role[0] == "*"), NONE) for roles in SHOWN_ROLES
]
"""By opcode."""


def kind_of(w_opcode: Value) -> int:
    """-1: there is no such instruction."""
    opcode = c_int(w_opcode)
    return KINDS[opcode] if 0 <= opcode < len(KINDS) else -1


@function(MODULE, "is_valid(opcode)", doc="Whether the number is an opcode.")
def is_valid(w_opcode: Value) -> Value:
    return new_bool(kind_of(w_opcode) >= 0)


@function(MODULE, "has_arg(opcode)", doc="Whether the opcode has an argument.")
def has_arg(w_opcode: Value) -> Value:
    kind = kind_of(w_opcode)
    return new_bool(kind >= 0 and kind != NONE)


@function(MODULE, "has_const(opcode)", doc="Whether the argument of the opcode is the index of a constant.")
def has_const(w_opcode: Value) -> Value:
    return new_bool(kind_of(w_opcode) == CONST)


@function(MODULE, "has_name(opcode)", doc="Whether the argument of the opcode is the index of a name.")
def has_name(w_opcode: Value) -> Value:
    return new_bool(kind_of(w_opcode) == NAME)


@function(MODULE, "has_jump(opcode)", doc="Whether the opcode jumps.")
def has_jump(w_opcode: Value) -> Value:
    return new_bool(kind_of(w_opcode) == JUMP)


@function(MODULE, "has_free(opcode)", doc="Whether the opcode names a variable of a closure.")
def has_free(w_opcode: Value) -> Value:
    return new_bool(kind_of(w_opcode) == FREE)


@function(MODULE, "has_local(opcode)", doc="Whether the argument of the opcode is the number of a local variable.")
def has_local(w_opcode: Value) -> Value:
    return new_bool(kind_of(w_opcode) == LOCAL)


@function(MODULE, "has_exc(opcode)", doc="Whether the opcode sets up an exception handler: none does.")
def has_exc(w_opcode: Value) -> Value:
    c_int(w_opcode)
    return w_False


@function(MODULE, "stack_effect(opcode, oparg=None, /, *, jump=None)", doc="How far the opcode moves the top of the stack: registers have none.")
def stack_effect(w_opcode: Value, w_oparg: Value, w_jump: Value) -> Value:
    kind = kind_of(w_opcode)
    if not same(w_oparg, w_None):
        c_int(w_oparg)
    if not same(w_jump, w_None) and not same(w_jump, w_True) and not same(w_jump, w_False):
        raise value_error("stack_effect: jump must be False, True or None")
    if kind < 0:
        raise value_error("invalid opcode or oparg")
    return from_int(0)


@function(MODULE, "_instructions()", doc="A list of (name, roles of the operands) by opcode; the role of the argument has a star.")
def instructions() -> Value:
    result = new_list()
    for i in range(len(SHOWN_NAMES)):
        list_append(result, wrap(new_tuple2(wrap(SHOWN_NAMES[i]), wrap(SHOWN_ROLES[i]))))
    return wrap(result)


@function(MODULE, "get_executor(*, code, offset)", doc="Return the executor object at offset in code if exists.")
def get_executor(w_code: Value, w_offset: Value) -> Value:
    raise value_error("no executor exists at address")


@function(MODULE, "get_specialization_stats()", doc="Return the specialization stats: none are kept.")
def get_specialization_stats() -> Value:
    return w_None


@function(MODULE, "get_nb_ops()", doc="The binary operators: (name, sign) for each.")
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


@function(MODULE, "get_special_method_names()", doc="The names of the special methods that opcodes look up.")
def get_special_method_names() -> Value:
    result = new_list()
    for name in SPECIAL_METHODS:
        list_append(result, wrap(name))
    return wrap(result)


@function(MODULE, "get_intrinsic1_descs()", doc="Return a list of names of the unary intrinsics: there are none.")
@function(MODULE, "get_intrinsic2_descs()", doc="Return a list of names of the binary intrinsics: there are none.")
def no_intrinsics() -> Value:
    return wrap(new_list())
