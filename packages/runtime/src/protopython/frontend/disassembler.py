"""Code objects as text, for tests and for people. Host only: nothing in the runtime uses it."""

from __future__ import annotations

from typing import Any

from protopython.objects.code.bytecode import Op
from protopython.objects.code.code import W_Code
from protopython.objects.code.positions import positions_of
from protopython.objects.model.special import BinaryOp, CompareOp
from protopython.objects.tuple import W_Tuple

BX_OPS = {
    Op.LOAD_CONST, Op.LOAD_INT, Op.CHECK_LOCAL, Op.DELETE_LOCAL, Op.DELETE_CELL, Op.LOAD_CLOSURE, Op.STORE_GLOBAL,
    Op.DELETE_GLOBAL, Op.LOAD_NAME, Op.STORE_NAME, Op.DELETE_NAME, Op.DELETE_ATTR, Op.MAKE_FUNCTION, Op.IMPORT_NAME,
    Op.LOAD_DICT_OR_GLOBAL,
}  # fmt: skip
JUMPS = {
    Op.JUMP, Op.JUMP_BACK, Op.JUMP_IF_TRUE, Op.JUMP_IF_FALSE, Op.JUMP_IF_NONE, Op.JUMP_IF_NOT_NONE, Op.JUMP_IF_EMPTY,
    Op.END_ASYNC_FOR,
}  # fmt: skip
SHORT_JUMPS = {
    Op.JUMP_COMPARE_FALSE, Op.JUMP_COMPARE_TRUE, Op.JUMP_COMPARE_INT_FALSE, Op.JUMP_COMPARE_INT_TRUE, Op.FOR_ITER,
    Op.FOR_LOOP,
}  # fmt: skip
NAME_BX = {
    Op.STORE_GLOBAL, Op.DELETE_GLOBAL, Op.LOAD_NAME, Op.STORE_NAME, Op.DELETE_NAME, Op.DELETE_ATTR, Op.IMPORT_NAME,
    Op.LOAD_DICT_OR_GLOBAL,
}  # fmt: skip
SITES = {Op.LOAD_ATTR, Op.STORE_ATTR, Op.LOAD_METHOD, Op.LOAD_SUPER_METHOD, Op.LOAD_SUPER_ATTR}
# Operand A is not a register to show.
NO_A = {
    Op.JUMP,
    Op.JUMP_BACK,
    Op.RETURN_NONE,
    Op.NOP,
    Op.GENERATOR,
    Op.DELETE_GLOBAL,
    Op.DELETE_NAME,
    Op.SETUP_ANNOTATIONS,
}


def signed(x: int, bits: int) -> int:
    return x - (1 << bits) if x >> (bits - 1) & 1 else x


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


def instruction(code: W_Code, i: int) -> str:
    word = int(code.instrs[i]) & (1 << 64) - 1
    op = Op(word & 0xFF)
    a = word >> 8 & 0xFFFF
    b = word >> 24 & 0xFFFF
    c = word >> 40 & 0xFFFF
    d = word >> 56
    bx = word >> 24 & 0xFFFFFFFF

    def r(x: int) -> str:
        return register(code, x)

    if op == Op.LOAD_CONST or op == Op.MAKE_FUNCTION:
        return f"{op.name} {r(a)} {constant_text(code.consts[bx])}"
    if op == Op.LOAD_INT:
        return f"{op.name} {r(a)} {signed(bx, 32)}"
    if op in NAME_BX:
        return f"{op.name} {'' if op in NO_A else r(a) + ' '}{code.names[bx]}"
    if op in BX_OPS:
        return f"{op.name} {r(a)}" if op in (Op.CHECK_LOCAL, Op.DELETE_LOCAL) else f"{op.name} {r(a)} {bx}"
    if op in JUMPS:
        return f"{op.name} {'' if op in NO_A else r(a) + ' '}-> {bx}"
    if op in (Op.JUMP_COMPARE_INT_FALSE, Op.JUMP_COMPARE_INT_TRUE):
        return f"{op.name} {r(a)} {CompareOp(d).name} {signed(b, 16)} -> {c}"
    if op in (Op.JUMP_COMPARE_FALSE, Op.JUMP_COMPARE_TRUE):
        return f"{op.name} {r(a)} {CompareOp(d).name} {r(b)} -> {c}"
    if op in SHORT_JUMPS:
        return f"{op.name} {r(a)} {r(b)} -> {c}"
    if op in (Op.LOAD_GLOBAL, Op.STORE_GLOBAL_CACHED):
        return f"{op.name} {r(a)} {code.names[b]}"
    if op in SITES:
        return f"{op.name} {r(a)} {r(b)} .{code.cache_names[c]}" + (f" {d}" if d else "")
    if op in (Op.COMPARE,):
        return f"{op.name} {r(a)} {r(b)} {CompareOp(d).name} {r(c)}"
    if op in (Op.BINARY, Op.INPLACE):
        return f"{op.name} {r(a)} {r(b)} {BinaryOp(d).name} {r(c)}"
    if op in (Op.ADD_INT, Op.GETITEM_INT):
        return f"{op.name} {r(a)} {r(b)} {signed(c, 16)}" + (f" {d}" if d else "")
    if op in (
        Op.BUILD_TUPLE, Op.BUILD_LIST, Op.BUILD_SET, Op.BUILD_DICT, Op.BUILD_STRING, Op.CALL, Op.CALL_FUNCTION, Op.CALL_KW,
        Op.UNPACK, Op.UNPACK_EX, Op.IMPORT_FROM, Op.LOAD_CELL, Op.LOAD_CELL_OR_NAME, Op.LOAD_DICT_OR_CELL,
    ):  # fmt: skip
        return f"{op.name} {r(a)} {r(b)} {c}" + (f" {d}" if d else "")
    if op in NO_A:
        return op.name
    if op in (Op.MOVE, Op.STORE_CELL, Op.SET_FUNCTION, Op.GET_ITER):
        return f"{op.name} {r(a)} {r(b)}" + (f" {d}" if d else "")
    text = f"{op.name} {r(a)}"
    if b or c:
        text += f" {r(b)}"
    if c:
        text += f" {r(c)}" if c < 65535 else " -"
    return text + (f" {d}" if d else "")


def disassemble(code: W_Code, nested: bool = False, positions: bool = False) -> str:
    """One line an instruction; then the exception table; then, if nested, the code objects inside."""
    lines = []
    table = positions_of(code)
    for i in range(len(code.instrs)):
        text = f"{i:4} {instruction(code, i)}"
        if positions:
            p = [int(table[4 * i + k]) for k in range(4)]
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
