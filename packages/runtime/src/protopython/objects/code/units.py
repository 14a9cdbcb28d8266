"""Instructions as programs see them: co_code, and the offsets in it.

CPython's code units, which all that walks over co_code understands: two bytes each, an opcode and eight bits of an argument. An instruction is

    EXTENDED_ARG (higher bits of the argument)...  OPCODE (lower bits)  CACHE (operand)...

The argument is the operand that says most (a constant, a name, the target of a jump, a count). The other operands follow in the places where CPython
has its caches: a register takes one unit in code with less than 255 registers, else two. So co_code says all that the instruction says.

    RESUME       stands where the body begins, behind what makes it ready, and behind an instruction that suspends
    JUMP_x       relative to the next instruction, the direction in the name; all other targets are absolute, in units

What means the same as an instruction of CPython has its name; the rest are those of bytecode.py.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, i32, i64, u8
from protopython.objects.code.bytecode import HAS_TARGET, ROWS, Op, Role, bx, ra, rb, rc, rd, signed_b, signed_bx, signed_c
from protopython.objects.code.code import W_Code, plain_instrs
from protopython.objects.model.special import BinaryOp
from protopython.objects.str.string_builder import BytesBuilder

# --- the table --------------------------------------------------------------------------------------------------------

CPYTHON_NAMES: Final[dict[int, str]] = {
    Op.JUMP: "JUMP_FORWARD", Op.JUMP_BACK: "JUMP_BACKWARD", Op.RETURN: "RETURN_VALUE", Op.RETURN_NONE: "RETURN_VALUE",
    Op.YIELD: "YIELD_VALUE", Op.GENERATOR: "RETURN_GENERATOR", Op.RAISE: "RAISE_VARARGS", Op.LOAD_CLOSURE: "COPY_FREE_VARS", Op.GET_LENGTH: "GET_LEN",
    Op.LOAD_METHOD: "LOAD_ATTR", Op.LOAD_SUPER_METHOD: "LOAD_SUPER_ATTR", Op.STORE_GLOBAL_CACHED: "STORE_GLOBAL",
    Op.COMPARE: "COMPARE_OP", Op.IS: "IS_OP", Op.CONTAINS: "CONTAINS_OP",
    Op.BINARY: "BINARY_OP", Op.INPLACE: "BINARY_OP", Op.ADD: "BINARY_OP", Op.SUB: "BINARY_OP", Op.MUL: "BINARY_OP",
    Op.TRUEDIV: "BINARY_OP", Op.FLOORDIV: "BINARY_OP", Op.MOD: "BINARY_OP",
}  # fmt: skip
SUSPENDING: Final[list[int]] = [Op.YIELD, Op.SEND]
BACKWARD: Final[str] = "JUMP_BACKWARD_NO_INTERRUPT"

REGISTERS: Final[int] = Role.CAUSE
"""The last role of a register."""
NO_REGISTER: Final[int] = 65535

MAIN_ROLES: Final[list[Role]] = [
    Role.TO, Role.CONST, Role.NAME, Role.CACHE, Role.CELL, Role.LOCAL, Role.NUMBER, Role.COUNT, Role.BINARY, Role.COMPARE, Role.FLAG,
]  # fmt: skip
"""What the argument is: the first of these that an instruction has."""

FIELDS: Final[list[str]] = ["A", "B", "C", "D", "BX"]

# Ways of making the argument.
NO_ARGUMENT: Final[int] = 0
FIELD: Final[int] = 1
TARGET: Final[int] = 2
NAME: Final[int] = 3
ATTRIBUTE: Final[int] = 4
OPERATOR: Final[int] = 5
SUSPENDED: Final[int] = 6
"""Register and flag: RESUME must come next."""

OPERATORS: Final[dict[int, BinaryOp]] = {
    Op.ADD: BinaryOp.ADD, Op.SUB: BinaryOp.SUB, Op.MUL: BinaryOp.MUL, Op.TRUEDIV: BinaryOp.TRUEDIV, Op.FLOORDIV: BinaryOp.FLOORDIV,
    Op.MOD: BinaryOp.MOD,
}  # fmt: skip
OPERATOR_OF: Final[list[int]] = [int(OPERATORS.get(op, -1)) for op in range(len(ROWS))]
"""By opcode: its BinaryOp; -1: its D is that."""
NB_NUMBERS: Final[list[int]] = [0, 10, 5, 4, 11, 2, 6, -1, 8, 3, 9, 1, 12, 7]
"""By BinaryOp: the place in `_opcode.get_nb_ops()`; those in place are INPLACE further."""
INPLACE: Final[int] = 13


class Shown:
    """An instruction as it is shown: the roles of its operands, the argument's marked with a star."""

    def __init__(self, name: str, roles: list[str]) -> None:
        self.name = name
        self.roles = roles

    def has_argument(self) -> bool:
        return any(role[0] == "*" for role in self.roles)


def main_operand(op: int) -> tuple[str, Role]:
    """The field and the role of the argument; module level."""
    operands = ROWS[op].operands
    if op in SUSPENDING:
        return ("A", Role.IN)
    if OPERATOR_OF[op] >= 0:
        return ("D", Role.BINARY)
    for role in MAIN_ROLES:
        for operand in operands:
            if operand[1] == role:
                return operand
    return ("", Role.NONE)


def shown_operands(op: int) -> list[tuple[str, Role]]:
    """Its fields, but for caches of globals, which say nothing, and what goes into the argument; module level."""
    field, _main = main_operand(op)
    packed = op in SUSPENDING or ROWS[op].role("C") == Role.CACHE
    if op == Op.RETURN or op == Op.RETURN_NONE:
        return [("A", Role.IN_OR_NONE)]
    if OPERATOR_OF[op] >= 0:
        return [("A", Role.OUT), ("B", Role.IN), ("D", Role.BINARY), ("C", Role.IN)]
    return [
        operand for operand in ROWS[op].operands
        if operand[0] == field or (operand[1] != Role.GLOBAL_CACHE and not (packed and operand[1] == Role.FLAG))
    ]  # fmt: skip


def shown(op: int) -> Shown:
    """Module level."""
    field, main = main_operand(op)
    roles = []
    for name, role in shown_operands(op):
        if name == field:
            roles.append("*suspended" if op in SUSPENDING else "*" + main.name.lower())
        else:
            roles.append(role.name.lower())
    if Op(op) in (Op.LOAD_METHOD, Op.LOAD_SUPER_METHOD):
        roles[0] = "out"
    return Shown(CPYTHON_NAMES.get(op, Op(op).name), roles)


def instruction_set() -> list[Shown]:
    """By shown opcode, those without an argument first; module level."""
    found: dict[str, Shown] = {}
    for op in range(len(ROWS)):
        if op != Op.WATCHED:
            s = shown(op)
            other = found.setdefault(s.name, s)
            assert other.roles == s.roles, (s.name, s.roles, other.roles)
    found[BACKWARD] = Shown(BACKWARD, ["*to"])
    found["RESUME"] = Shown("RESUME", ["*flag"])
    found["EXTENDED_ARG"] = Shown("EXTENDED_ARG", ["*number"])
    rest = sorted(found.values(), key=lambda s: (s.has_argument(), s.name))
    return [Shown("CACHE", []), *rest]


def form(op: int) -> int:
    """Module level."""
    _field, main = main_operand(op)
    if op in SUSPENDING:
        return SUSPENDED
    if main == Role.NONE:
        return NO_ARGUMENT
    if main == Role.TO:
        return TARGET
    if main == Role.CACHE:
        return ATTRIBUTE
    if main == Role.NAME:
        return NAME
    return OPERATOR if main == Role.BINARY else FIELD


SHOWN: Final[list[Shown]] = instruction_set()
SHOWN_NAMES: Final[list[str]] = [s.name for s in SHOWN]
SHOWN_ROLES: Final[list[str]] = [" ".join(s.roles) for s in SHOWN]
HAVE_ARGUMENT: Final[int] = [s.has_argument() for s in SHOWN].index(True)
OPCODES: Final[list[int]] = [SHOWN_NAMES.index(CPYTHON_NAMES.get(op, Op(op).name)) if op != Op.WATCHED else 0 for op in range(len(ROWS))]
FORMS: Final[list[int]] = [form(op) for op in range(len(ROWS))]
MAIN_FIELDS: Final[list[int]] = [FIELDS.index(main_operand(op)[0]) if main_operand(op)[0] != "" else -1 for op in range(len(ROWS))]
IS_SIGNED: Final[list[bool]] = [main_operand(op)[1] == Role.NUMBER for op in range(len(ROWS))]

WIDE: Final[int] = 2
"""Units of an operand: this many."""
AS_REGISTERS: Final[int] = 0


def units_of(role: Role) -> int:
    """Module level."""
    if role <= REGISTERS:
        return AS_REGISTERS
    return 1 if role in (Role.FLAG, Role.BINARY, Role.COMPARE, Role.COUNT) else WIDE


FURTHER: Final[list[list[int]]] = [
    [4 * FIELDS.index(field) + units_of(role) for field, role in shown_operands(op) if field != main_operand(op)[0]] for op in range(len(ROWS))
]
"""By opcode: the other operands, 4 * field + units."""

CACHE: Final[int] = 0
RESUME: Final[int] = SHOWN_NAMES.index("RESUME")
EXTENDED_ARG: Final[int] = SHOWN_NAMES.index("EXTENDED_ARG")
JUMP_BACKWARD_NO_INTERRUPT: Final[int] = SHOWN_NAMES.index(BACKWARD)

AFTER_YIELD: Final[int] = 1
AFTER_YIELD_FROM: Final[int] = 2
MAX_NARROW: Final[int] = 254
"""So many registers fit in one unit, with 255 for none."""


# --- offsets ----------------------------------------------------------------------------------------------------------


def field_of(word: int, field: int) -> int:
    if field == 0:
        return ra(word)
    if field == 1:
        return rb(word)
    if field == 2:
        return rc(word)
    return rd(word) if field == 3 else bx(word)


def signed_field_of(word: int, field: int) -> int:
    if field == 1:
        return signed_b(word)
    return signed_c(word) if field == 2 else signed_bx(word)


def names_of(code: W_Code) -> list[str]:
    """co_names: global names and attribute names; the latter, and most of the former, are kept by site."""
    seen: set[str] = set()
    found: list[str] = []
    for name in code.names:
        if name not in seen:
            seen.add(name)
            found.append(name)
    for name in code.cache_names:
        if name not in seen:
            seen.add(name)
            found.append(name)
    return found


def name_numbers(code: W_Code) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for name in names_of(code):
        numbers[name] = len(numbers)
    return numbers


def is_prologue(word: int) -> bool:
    op = word & 255
    return op == Op.GENERATOR or op == Op.MAKE_CELL or op == Op.LOAD_CLOSURE


def body_of(words: Array[i64]) -> int:
    """The instruction that the body begins with."""
    i = 0
    while i < len(words) and is_prologue(words[i]):
        i += 1
    return i


def target_in(word: int, i: int) -> int:
    """The target of instruction i, which has one."""
    if word & 255 == Op.FOR_ITER and rd(word) == 1:
        return i + 2
    return field_of(word, MAIN_FIELDS[word & 255])


def argument_of(code: W_Code, numbers: dict[str, int], word: int) -> int:
    """The argument, if the instruction is no jump."""
    op = word & 255
    made = FORMS[op]
    field = MAIN_FIELDS[op]
    if made == FIELD:
        return signed_field_of(word, field) & 0xFFFFFFFF if IS_SIGNED[op] else field_of(word, field)
    if made == NAME:
        return numbers[code.names[field_of(word, field)]]
    if made == ATTRIBUTE:
        number = numbers[code.cache_names[rc(word)]]
        if op == Op.LOAD_METHOD or op == Op.LOAD_ATTR:
            return number << 1 | (1 if op == Op.LOAD_METHOD else 0)
        if op == Op.LOAD_SUPER_METHOD or op == Op.LOAD_SUPER_ATTR:
            return number << 2 | rd(word) & 2 | (1 if op == Op.LOAD_SUPER_METHOD else 0)
        return number
    if made == OPERATOR:
        operator = OPERATOR_OF[op]
        if operator >= 0:
            return NB_NUMBERS[operator] + (INPLACE if rd(word) != 0 else 0)
        return NB_NUMBERS[rd(word)] + (INPLACE if op == Op.INPLACE else 0)
    return ra(word) << 1 | rd(word) & 1 if made == SUSPENDED else 0


def jump_argument(table: Array[i32], word: int, i: int) -> int:
    start: int = table[2 * target_in(word, i)]
    op = word & 255
    if op != Op.JUMP and op != Op.JUMP_BACK:
        return start >> 1
    end: int = table[2 * i + 2]
    return abs(end - start) >> 1


def prefixes_for(argument: int) -> int:
    n = 0
    while argument >= 256:
        argument >>= 8
        n += 1
    return n


def width_of(code: W_Code) -> int:
    """Units of a register."""
    return 1 if code.n_regs <= MAX_NARROW else WIDE


def size_of(word: int, width: int) -> int:
    """Units of an instruction without prefixes."""
    op = word & 255
    if FORMS[op] == SUSPENDED:
        return 2
    n = 1
    for operand in FURTHER[op]:
        n += width if operand & 3 == AS_REGISTERS else operand & 3
    return n


def offsets_of(code: W_Code) -> Array[i32]:
    """Of each instruction two: where it begins, and where its opcode is. Then the end, and where the RESUME of the body is."""
    table = code.offsets
    if table is not None:
        return table
    words = plain_instrs(code)
    n = len(words)
    numbers = name_numbers(code)
    width = width_of(code)
    prefixes = Array[u8](n, u8(0))
    for i in range(n):
        prefixes[i] = u8(prefixes_for(argument_of(code, numbers, words[i])))
    body = body_of(words)
    table = Array[i32](2 * n + 2, i32(0))
    changed = True
    while changed:  # A longer jump may make others longer.
        at = 0
        for i in range(n):
            if i == body:
                table[2 * n + 1] = i32(at)
                at += 2
            table[2 * i] = i32(at)
            at += 2 * prefixes[i]
            table[2 * i + 1] = i32(at)
            at += 2 * size_of(words[i], width)
        table[2 * n] = i32(at)
        changed = False
        for i in range(n):
            if HAS_TARGET[words[i] & 255]:
                needed = prefixes_for(jump_argument(table, words[i], i))
                if needed > prefixes[i]:
                    prefixes[i] = u8(needed)
                    changed = True
    code.offsets = table  # threads that ask at once make equal tables
    return table


def offset_of(code: W_Code, i: int) -> int:
    """Where the opcode of instruction i is; of the entry, -1, where its RESUME is."""
    table = offsets_of(code)
    if i < 0:
        return table[len(table) - 1]
    return table[2 * i + 1]


def start_of(code: W_Code, i: int) -> int:
    """Where instruction i begins; jumps lead there."""
    return offsets_of(code)[2 * i]


def index_at(code: W_Code, offset: int) -> int:
    """The instruction that an offset lies in; -1: the entry."""
    table = offsets_of(code)
    n = len(table) // 2 - 1
    if offset < 0 or offset >> 1 == table[2 * n + 1] >> 1:
        return -1
    low = 0
    high = n
    while high - low > 1:
        middle = (low + high) >> 1
        if table[2 * middle] <= offset:
            low = middle
        else:
            high = middle
    return low


def rows_by_unit(code: W_Code) -> Array[i32]:
    """By unit: the row of positions.py that tells where it stands in the source."""
    table = offsets_of(code)
    n = len(table) // 2 - 1
    rows = Array[i32](table[2 * n] >> 1, i32(0))
    for i in range(n):
        at: int = table[2 * i] >> 1
        end: int = table[2 * i + 2] >> 1
        while at < end:
            rows[at] = i32(i + 1)
            at += 1
    rows[table[2 * n + 1] >> 1] = i32(0)
    return rows


# --- co_code ----------------------------------------------------------------------------------------------------------


def put_unit(out: BytesBuilder, opcode: int, argument: int) -> None:
    out.append_byte(opcode)
    out.append_byte(argument & 255)


def put_operand(out: BytesBuilder, x: int, units: int) -> None:
    if units == WIDE:
        put_unit(out, CACHE, x >> 8)
    put_unit(out, CACHE, x)


def shown_opcode(word: int, i: int) -> int:
    if word & 255 == Op.JUMP and target_in(word, i) <= i:
        return JUMP_BACKWARD_NO_INTERRUPT
    return OPCODES[word & 255]


def code_units(code: W_Code) -> bytes:
    words = plain_instrs(code)
    table = offsets_of(code)
    numbers = name_numbers(code)
    width = width_of(code)
    body = body_of(words)
    out = BytesBuilder(2 * len(table))
    for i in range(len(words)):
        word = words[i]
        op = word & 255
        if i == body:
            put_unit(out, RESUME, 0)
        argument = jump_argument(table, word, i) if HAS_TARGET[op] else argument_of(code, numbers, word)
        prefix = (table[2 * i + 1] - table[2 * i]) >> 1
        while prefix > 0:
            put_unit(out, EXTENDED_ARG, argument >> 8 * prefix)
            prefix -= 1
        put_unit(out, shown_opcode(word, i), argument)
        if FORMS[op] == SUSPENDED:
            put_unit(out, RESUME, AFTER_YIELD if op == Op.YIELD else AFTER_YIELD_FROM)
        else:
            for operand in FURTHER[op]:
                x = field_of(word, operand >> 2)
                if op == Op.RETURN_NONE:
                    x = NO_REGISTER
                put_operand(out, x, width if operand & 3 == AS_REGISTERS else operand & 3)
    return out.to_bytes()
