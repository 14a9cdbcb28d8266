"""The special methods that types cache (W_Type.special), each with a number.

`W_Type.special[Special.ADD]` is what looking `__add__` up along the MRO gives, or EMPTY. Source: the Python language
reference, "Special method names".
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final


class Special(IntEnum):
    NEW = 0
    INIT = 1
    DEL = 2
    REPR = 3
    STR = 4
    BYTES = 5
    FORMAT = 6
    LT = 7
    LE = 8
    EQ = 9
    NE = 10
    GT = 11
    GE = 12
    HASH = 13
    BOOL = 14
    GETATTR = 15
    GETATTRIBUTE = 16
    SETATTR = 17
    DELATTR = 18
    DIR = 19
    GET = 20
    SET = 21
    DELETE = 22
    CALL = 23
    LEN = 24
    LENGTH_HINT = 25
    GETITEM = 26
    SETITEM = 27
    DELITEM = 28
    MISSING = 29
    ITER = 30
    NEXT = 31
    REVERSED = 32
    CONTAINS = 33
    ADD = 34
    SUB = 35
    MUL = 36
    MATMUL = 37
    TRUEDIV = 38
    FLOORDIV = 39
    MOD = 40
    DIVMOD = 41
    POW = 42
    LSHIFT = 43
    RSHIFT = 44
    AND = 45
    XOR = 46
    OR = 47
    RADD = 48
    RSUB = 49
    RMUL = 50
    RMATMUL = 51
    RTRUEDIV = 52
    RFLOORDIV = 53
    RMOD = 54
    RDIVMOD = 55
    RPOW = 56
    RLSHIFT = 57
    RRSHIFT = 58
    RAND = 59
    RXOR = 60
    ROR = 61
    IADD = 62
    ISUB = 63
    IMUL = 64
    IMATMUL = 65
    ITRUEDIV = 66
    IFLOORDIV = 67
    IMOD = 68
    IPOW = 69
    ILSHIFT = 70
    IRSHIFT = 71
    IAND = 72
    IXOR = 73
    IOR = 74
    NEG = 75
    POS = 76
    ABS = 77
    INVERT = 78
    COMPLEX = 79
    INT = 80
    FLOAT = 81
    INDEX = 82
    ROUND = 83
    TRUNC = 84
    FLOOR = 85
    CEIL = 86
    ENTER = 87
    EXIT = 88
    AWAIT = 89
    AITER = 90
    ANEXT = 91
    AENTER = 92
    AEXIT = 93
    INSTANCECHECK = 94
    SUBCLASSCHECK = 95
    CLASS_GETITEM = 96
    INIT_SUBCLASS = 97
    SET_NAME = 98
    MRO_ENTRIES = 99
    PREPARE = 100
    BUFFER = 101
    RELEASE_BUFFER = 102
    FSPATH = 103
    COPY = 104


N_SPECIAL: Final[int] = 105


def _method_name(member: Special) -> str:
    return "__" + member.name.lower() + "__"


_IRREGULAR = {
    Special.DEL: "__del__",
    Special.CLASS_GETITEM: "__class_getitem__",
    Special.INIT_SUBCLASS: "__init_subclass__",
    Special.SET_NAME: "__set_name__",
    Special.MRO_ENTRIES: "__mro_entries__",
    Special.LENGTH_HINT: "__length_hint__",
    Special.RELEASE_BUFFER: "__release_buffer__",
}

SPECIAL_NAMES: list[str] = [_IRREGULAR.get(m, _method_name(m)) for m in Special]
"""Indexed by Special."""

SPECIAL_INDEX: dict[str, int] = {name: i for i, name in enumerate(SPECIAL_NAMES)}


class BinaryOp(IntEnum):
    """Binary operators, in the order of Special.ADD.. (so Special.ADD + op, Special.RADD + ... by table below)."""

    ADD = 0
    SUB = 1
    MUL = 2
    MATMUL = 3
    TRUEDIV = 4
    FLOORDIV = 5
    MOD = 6
    DIVMOD = 7
    POW = 8
    LSHIFT = 9
    RSHIFT = 10
    AND = 11
    XOR = 12
    OR = 13


BINARY_SYMBOLS: list[str] = ["+", "-", "*", "@", "/", "//", "%", "divmod()", "** or pow()", "<<", ">>", "&", "^", "|"]
INPLACE_SPECIAL: list[int] = [
    Special.IADD, Special.ISUB, Special.IMUL, Special.IMATMUL, Special.ITRUEDIV, Special.IFLOORDIV, Special.IMOD, -1,
    Special.IPOW, Special.ILSHIFT, Special.IRSHIFT, Special.IAND, Special.IXOR, Special.IOR,
]  # fmt: skip
INPLACE_SYMBOLS: list[str] = ["+=", "-=", "*=", "@=", "/=", "//=", "%=", "", "**=", "<<=", ">>=", "&=", "^=", "|="]


class CompareOp(IntEnum):
    """Rich comparisons, in the order of Special.LT.."""

    LT = 0
    LE = 1
    EQ = 2
    NE = 3
    GT = 4
    GE = 5


COMPARE_SYMBOLS: list[str] = ["<", "<=", "==", "!=", ">", ">="]
SWAPPED_COMPARE: list[int] = [4, 5, 2, 3, 0, 1]
