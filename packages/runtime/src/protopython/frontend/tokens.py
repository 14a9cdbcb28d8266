"""The kinds of tokens, which are also the terminals of grammar/python.lark."""

from __future__ import annotations

from enum import IntEnum


class Tok(IntEnum):
    """END follows ENDMARKER: it is what the parser sees when nothing is left."""

    END = 0
    NAME = 1
    NUMBER = 2
    STRING = 3
    NEWLINE = 4
    INDENT = 5
    DEDENT = 6
    ENDMARKER = 7
    ERROR = 8  # the lexical error of the file, always its last token
    FSTRING_START = 9
    FSTRING_MIDDLE = 10  # literal text of an f-string or of a t-string
    FSTRING_END = 11
    TSTRING_START = 12
    TSTRING_END = 13
    # soft keywords, where they are keywords
    MATCH = 14
    CASE = 15
    TYPE = 16
    WITH_LPAR = 17  # the "(" of `with (a as b, c):`
    # operators and delimiters
    LPAR = 18
    RPAR = 19
    LSQB = 20
    RSQB = 21
    LBRACE = 22
    RBRACE = 23
    COLON = 24
    COMMA = 25
    SEMI = 26
    DOT = 27
    ELLIPSIS = 28
    AT = 29
    EXCLAMATION = 30
    RARROW = 31
    COLONEQUAL = 32
    TILDE = 33
    PLUS = 34
    MINUS = 35
    STAR = 36
    SLASH = 37
    DOUBLESLASH = 38
    PERCENT = 39
    DOUBLESTAR = 40
    LEFTSHIFT = 41
    RIGHTSHIFT = 42
    VBAR = 43
    CIRCUMFLEX = 44
    AMPER = 45
    EQEQUAL = 46
    NOTEQUAL = 47
    LESS = 48
    LESSEQUAL = 49
    GREATER = 50
    GREATEREQUAL = 51
    EQUAL = 52
    PLUSEQUAL = 53
    MINEQUAL = 54
    STAREQUAL = 55
    ATEQUAL = 56
    SLASHEQUAL = 57
    PERCENTEQUAL = 58
    AMPEREQUAL = 59
    VBAREQUAL = 60
    CIRCUMFLEXEQUAL = 61
    LEFTSHIFTEQUAL = 62
    RIGHTSHIFTEQUAL = 63
    DOUBLESTAREQUAL = 64
    DOUBLESLASHEQUAL = 65
    # keywords
    FALSE = 66
    NONE = 67
    TRUE = 68
    AND = 69
    AS = 70
    ASSERT = 71
    ASYNC = 72
    AWAIT = 73
    BREAK = 74
    CLASS = 75
    CONTINUE = 76
    DEF = 77
    DEL = 78
    ELIF = 79
    ELSE = 80
    EXCEPT = 81
    FINALLY = 82
    FOR = 83
    FROM = 84
    GLOBAL = 85
    IF = 86
    IMPORT = 87
    IN = 88
    IS = 89
    LAMBDA = 90
    NONLOCAL = 91
    NOT = 92
    OR = 93
    PASS = 94
    RAISE = 95
    RETURN = 96
    TRY = 97
    WHILE = 98
    WITH = 99
    YIELD = 100
    TYPE_COMMENT = 101  # what `# type:` says, where these are asked for


TOKEN_KINDS = 102

OPERATOR_TEXTS: list[str] = (
    "( ) [ ] { } : , ; . ... @ ! -> := ~ + - * / // % ** << >> | ^ & == != < <= > >="
    " = += -= *= @= /= %= &= |= ^= <<= >>= **= //="
).split(" ")
"""By kind, from Tok.LPAR on."""

KEYWORD_TEXTS: list[str] = (
    "False None True and as assert async await break class continue def del elif else except finally for from"
    " global if import in is lambda nonlocal not or pass raise return try while with yield"
).split(" ")
"""By kind, from Tok.FALSE on."""

OPERATORS: dict[str, int] = {text: int(Tok.LPAR) + i for i, text in enumerate(OPERATOR_TEXTS)}
KEYWORDS: dict[str, int] = {text: int(Tok.FALSE) + i for i, text in enumerate(KEYWORD_TEXTS)}

assert OPERATORS["//="] == Tok.DOUBLESLASHEQUAL and KEYWORDS["yield"] == Tok.YIELD


def token_text(kind: int) -> str:
    """The text of an operator or a keyword, else ""."""
    if kind == Tok.TYPE_COMMENT:
        return ""
    if kind >= Tok.FALSE:
        return KEYWORD_TEXTS[kind - Tok.FALSE]
    if kind >= Tok.LPAR:
        return OPERATOR_TEXTS[kind - Tok.LPAR]
    if kind == Tok.WITH_LPAR:
        return "("
    if kind == Tok.MATCH:
        return "match"
    if kind == Tok.CASE:
        return "case"
    if kind == Tok.TYPE:
        return "type"
    return ""
