"""Code objects as text, for tests and for people. Host only: nothing in the runtime uses it."""

from __future__ import annotations

from typing import Any

from protopython.objects.code import bytecode
from protopython.objects.code.bytecode import ROWS, Op, Role
from protopython.objects.code.code import W_Code, plain_instrs
from protopython.objects.code.positions import positions_of
from protopython.objects.model.special import BinaryOp, CompareOp
from protopython.objects.tuple import W_Tuple


class Instruction:
    """A decoded instruction: its fields by name, numbers with their sign."""

    def __init__(self, word: int) -> None:
        self.op = Op(word & 0xFF)
        self.a = bytecode.ra(word)
        self.b = bytecode.rb(word)
        self.c = bytecode.rc(word)
        self.d = bytecode.rd(word)
        self.bx = bytecode.bx(word)
        row = ROWS[self.op]
        if row.role("B") == Role.NUMBER:
            self.b = bytecode.signed_b(word)
        if row.role("C") == Role.NUMBER:
            self.c = bytecode.signed_c(word)
        if row.role("BX") == Role.NUMBER:
            self.bx = bytecode.signed_bx(word)


def constant_text(v: Any) -> str:
    if isinstance(v, W_Code):
        return f"<code {v.qualname}>"
    if isinstance(v, W_Tuple):
        return "(" + ", ".join(constant_text(x) for x in v.items) + ")"
    if isinstance(v, (int, float, str, bytes)):
        return repr(v)
    return type(v).__name__.removeprefix("W_")


def register(code: W_Code, r: int) -> str:
    if r < code.n_named:
        return code.named[r]
    return f"t{r - code.n_named}"


def operand_text(code: W_Code, role: Role, x: int, d: int) -> str:
    """An operand as it is shown; nothing where there is nothing to see."""
    match role:
        case Role.CONST:
            return constant_text(code.consts[x])
        case Role.NAME:
            return code.names[x]
        case Role.CACHE:
            return "." + code.cache_names[x]
        case Role.GLOBAL_CACHE | Role.LOCAL:
            return ""
        case Role.CELL | Role.NUMBER | Role.COUNT:
            return str(x)
        case Role.TO:
            return f"-> {x}"
        case Role.FLAG:
            return str(x) if x != 0 else ""
        case Role.BINARY:
            return BinaryOp(x).name
        case Role.COMPARE:
            return CompareOp(x).name
        case Role.RAISED if d == 0:
            return ""
        case Role.CAUSE if d < 2:
            return ""
        case Role.IN_OR_NONE if x == 65535:
            return "-"
        case _:
            return register(code, x)


def instruction(code: W_Code, i: int) -> str:
    x = Instruction(int(plain_instrs(code)[i]))
    parts: list[str] = [x.op.name]
    for field, role in ROWS[x.op].operands:
        text = operand_text(code, role, getattr(x, field.lower()), x.d)
        if text != "":
            parts.append(text)
    return " ".join(parts)


def disassemble(code: W_Code, nested: bool = False, positions: bool = False) -> str:
    """One line an instruction; then the exception table; then, if nested, the code objects inside."""
    lines = []
    table = positions_of(code)
    for i in range(len(code.instrs)):
        text = f"{i:4} {instruction(code, i)}"
        if positions:
            p = [int(table[4 * (i + 1) + k]) for k in range(4)]
            text = f"{text:60} {p[0]}:{p[2]}-{p[1]}:{p[3]}"
        lines.append(text)
    table = code.exc_table
    for i in range(0, len(table), 4):
        lines.append(f"     {table[i]}..{table[i + 1]} -> {table[i + 2]} {register(code, table[i + 3])}")
    if nested:
        for v in code.consts:
            if isinstance(v, W_Code):
                lines.append(f"--- {v.qualname}")
                lines.append(disassemble(v, nested, positions))
    return "\n".join(lines)
