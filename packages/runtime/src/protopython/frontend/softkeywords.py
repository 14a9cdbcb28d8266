"""Which `match`, `case` and `type` are keywords.

The tokenizer marks every one of them as if it were; here the ones that are mere names become Tok.NAME:

- `type` is a keyword where a statement begins, when a name follows;
- `match` is one where a line begins, when the line ends in ":" (an annotation never does) or goes on with
something
  that cannot follow a name;
- `case` is one where a line begins, directly in the block of a `match`.
"""

from __future__ import annotations

from .tokens import Tok


def settle_soft_keywords(kinds: list[int], soft: list[int]) -> None:
    if not soft:
        return
    has_match = False
    for i in soft:
        kind = kinds[i]
        if kind == Tok.TYPE:
            if not (_begins_statement(kinds, i) and _is_name(kinds[i + 1])):
                kinds[i] = int(Tok.NAME)
        elif kind == Tok.MATCH:
            if _begins_line(kinds, i) and _is_match(kinds, i):
                has_match = True
            else:
                kinds[i] = int(Tok.NAME)
        elif not _begins_line(kinds, i):
            kinds[i] = int(Tok.NAME)
    if has_match:
        _settle_cases(kinds)
    else:
        for i in soft:
            if kinds[i] == Tok.CASE:
                kinds[i] = int(Tok.NAME)


def _is_name(kind: int) -> bool:
    return kind == Tok.NAME or kind == Tok.MATCH or kind == Tok.CASE or kind == Tok.TYPE


def _begins_line(kinds: list[int], i: int) -> bool:
    if i == 0:
        return True
    before = kinds[i - 1]
    return before == Tok.NEWLINE or before == Tok.INDENT or before == Tok.DEDENT


def _begins_statement(kinds: list[int], i: int) -> bool:
    return _begins_line(kinds, i) or kinds[i - 1] == Tok.SEMI or kinds[i - 1] == Tok.COLON


def _is_match(kinds: list[int], i: int) -> bool:
    following = kinds[i + 1]
    if (
        _is_name(following)
        or following == Tok.NUMBER
        or following == Tok.STRING
        or following == Tok.FSTRING_START
        or following == Tok.TSTRING_START
        or following == Tok.LBRACE
        or following == Tok.TILDE
        or following == Tok.ELLIPSIS
        or following == Tok.NONE
        or following == Tok.TRUE
        or following == Tok.FALSE
        or following == Tok.AWAIT
        or following == Tok.LAMBDA
    ):
        return True
    if following == Tok.NOT:
        return kinds[i + 2] != Tok.IN
    if (
        following != Tok.LPAR
        and following != Tok.LSQB
        and following != Tok.PLUS
        and following != Tok.MINUS
        and following != Tok.STAR
    ):
        return False
    j = i + 1
    while kinds[j] != Tok.NEWLINE and kinds[j] != Tok.ERROR and kinds[j] != Tok.ENDMARKER:
        j += 1
    return kinds[j - 1] == Tok.COLON


def _settle_cases(kinds: list[int]) -> None:
    """A walk over the blocks: True on the stack for the block of a match."""
    blocks: list[bool] = [False]
    line_is_match = False
    for i in range(len(kinds)):
        kind = kinds[i]
        if kind == Tok.INDENT:
            blocks.append(line_is_match)
            line_is_match = False
        elif kind == Tok.DEDENT:
            if len(blocks) > 1:
                blocks.pop()
        elif kind == Tok.MATCH:
            line_is_match = True
        elif kind == Tok.CASE:
            line_is_match = False
            if not blocks[len(blocks) - 1]:
                kinds[i] = int(Tok.NAME)
        elif kind != Tok.NEWLINE and i > 0 and kinds[i - 1] == Tok.NEWLINE:
            line_is_match = False
