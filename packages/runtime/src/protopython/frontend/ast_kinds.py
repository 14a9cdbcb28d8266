"""The kinds of syntax tree nodes, operators, contexts and constants."""

from __future__ import annotations

from enum import IntEnum


class expr_context(IntEnum):
    Load = 0
    Store = 1
    Del = 2


class boolop(IntEnum):
    And = 0
    Or = 1


class operator(IntEnum):
    Add = 0
    Sub = 1
    Mult = 2
    MatMult = 3
    Div = 4
    Mod = 5
    Pow = 6
    LShift = 7
    RShift = 8
    BitOr = 9
    BitXor = 10
    BitAnd = 11
    FloorDiv = 12


class unaryop(IntEnum):
    Invert = 0
    Not = 1
    UAdd = 2
    USub = 3


class cmpop(IntEnum):
    Eq = 0
    NotEq = 1
    Lt = 2
    LtE = 3
    Gt = 4
    GtE = 5
    Is = 6
    IsNot = 7
    In = 8
    NotIn = 9


class ConstKind(IntEnum):
    """Which field of a `Constant` holds its value."""

    NONE = 0
    TRUE = 1
    FALSE = 2
    ELLIPSIS = 3
    INT = 4  # int_value
    BIGINT = 5  # text: the digits, without prefix and underscores; int_value: their base (2, 8, 10, 16)
    FLOAT = 6  # float_value
    COMPLEX = 7  # float_value: the imaginary part; the real part is 0.0
    STR = 8  # text
    BYTES = 9  # bytes_value
    VALUE = 11  # w_value: what only a program's own tree holds (tuples, frozensets, any int or complex); 10 is constants.TUPLE


class Kind(IntEnum):
    """The class of a node."""

    Module = 0
    Interactive = 1
    Expression = 2
    FunctionDef = 3
    AsyncFunctionDef = 4
    ClassDef = 5
    Return = 6
    Delete = 7
    Assign = 8
    TypeAlias = 9
    AugAssign = 10
    AnnAssign = 11
    For = 12
    AsyncFor = 13
    While = 14
    If = 15
    With = 16
    AsyncWith = 17
    Match = 18
    Raise = 19
    Try = 20
    TryStar = 21
    Assert = 22
    Import = 23
    ImportFrom = 24
    Global = 25
    Nonlocal = 26
    Expr = 27
    Pass = 28
    Break = 29
    Continue = 30
    BoolOp = 31
    NamedExpr = 32
    BinOp = 33
    UnaryOp = 34
    Lambda = 35
    IfExp = 36
    Dict = 37
    Set = 38
    ListComp = 39
    SetComp = 40
    DictComp = 41
    GeneratorExp = 42
    Await = 43
    Yield = 44
    YieldFrom = 45
    Compare = 46
    Call = 47
    FormattedValue = 48
    Interpolation = 49
    JoinedStr = 50
    TemplateStr = 51
    Constant = 52
    Attribute = 53
    Subscript = 54
    Starred = 55
    Name = 56
    List = 57
    Tuple = 58
    Slice = 59
    comprehension = 60
    ExceptHandler = 61
    arguments = 62
    arg = 63
    keyword = 64
    alias = 65
    withitem = 66
    match_case = 67
    MatchValue = 68
    MatchSingleton = 69
    MatchSequence = 70
    MatchMapping = 71
    MatchClass = 72
    MatchStar = 73
    MatchAs = 74
    MatchOr = 75
    TypeVar = 76
    ParamSpec = 77
    TypeVarTuple = 78
    FunctionType = 79
    TypeIgnore = 80
    INTERNAL = 81  # a value of the parser's stack; never part of a finished tree
