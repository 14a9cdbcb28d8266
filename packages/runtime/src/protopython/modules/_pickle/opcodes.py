"""The opcodes of pickles, protocols 0 to 5, and the numbers both directions share.

Sources: the documentation of CPython's module pickletools; PEP 307 (protocol 2), PEP 3154 (4), PEP 574 (5).
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final

HIGHEST_PROTOCOL: Final[int] = 5
DEFAULT_PROTOCOL: Final[int] = 5
BATCH: Final[int] = 1000
"""Items that one APPENDS, SETITEMS or ADDITEMS adds at most."""
FRAME_HEADER: Final[int] = 9
FRAME_MIN: Final[int] = 4
"""Frames of fewer bytes are written without a header."""
FRAME_TARGET: Final[int] = 65536
"""A frame ends at the first opcode after so many bytes; larger strings and bytes stand outside of frames."""


class Op(IntEnum):
    MARK = 0x28
    EMPTY_TUPLE = 0x29
    STOP = 0x2E
    POP = 0x30
    POP_MARK = 0x31
    DUP = 0x32
    BINBYTES = 0x42
    SHORT_BINBYTES = 0x43
    FLOAT = 0x46
    BINFLOAT = 0x47
    INT = 0x49
    BININT = 0x4A
    BININT1 = 0x4B
    LONG = 0x4C
    BININT2 = 0x4D
    NONE = 0x4E
    PERSID = 0x50
    BINPERSID = 0x51
    REDUCE = 0x52
    STRING = 0x53
    BINSTRING = 0x54
    SHORT_BINSTRING = 0x55
    UNICODE = 0x56
    BINUNICODE = 0x58
    EMPTY_LIST = 0x5D
    APPEND = 0x61
    BUILD = 0x62
    GLOBAL = 0x63
    DICT = 0x64
    APPENDS = 0x65
    GET = 0x67
    BINGET = 0x68
    INST = 0x69
    LONG_BINGET = 0x6A
    LIST = 0x6C
    OBJ = 0x6F
    PUT = 0x70
    BINPUT = 0x71
    LONG_BINPUT = 0x72
    SETITEM = 0x73
    TUPLE = 0x74
    SETITEMS = 0x75
    EMPTY_DICT = 0x7D
    PROTO = 0x80
    NEWOBJ = 0x81
    EXT1 = 0x82
    EXT2 = 0x83
    EXT4 = 0x84
    TUPLE1 = 0x85
    TUPLE2 = 0x86
    TUPLE3 = 0x87
    NEWTRUE = 0x88
    NEWFALSE = 0x89
    LONG1 = 0x8A
    LONG4 = 0x8B
    SHORT_BINUNICODE = 0x8C
    BINUNICODE8 = 0x8D
    BINBYTES8 = 0x8E
    EMPTY_SET = 0x8F
    ADDITEMS = 0x90
    FROZENSET = 0x91
    NEWOBJ_EX = 0x92
    STACK_GLOBAL = 0x93
    MEMOIZE = 0x94
    FRAME = 0x95
    BYTEARRAY8 = 0x96
    NEXT_BUFFER = 0x97
    READONLY_BUFFER = 0x98
