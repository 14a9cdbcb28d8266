"""The LALR machine: states on a stack, and beside them the AST builder's values.

It runs the tables until the start symbol is there, or until a token fits nowhere. Then syntax_errors.py may
go on with it: `accepts` tells whether another token would have fitted, `reduce_for` reduces as if another one
had come.
"""

from __future__ import annotations

from typing import cast

from protodialect.types import COMPILED, Array, i16
from protopython.protocore.polling import check_signals

from . import ast_builder_patterns, ast_builder_statements, ast_builder_strings
from .ast import AST
from .ast_builder import ACTIONS, Action, Builder
from .errors import ErrorKind, ParseError
from .lalr_tables import NO_ACTION, TABLES, TAKE
from .tokenizer import Tokens
from .tokens import TOKEN_KINDS, Tok

MAX_STACK = 20_000
MAX_DEPTH = 12_000

ACTION_LIST: list[Action] = [ACTIONS[name] for name in TABLES.actions]
"""By the numbers that the tables give them."""

assert len(ACTIONS) == len(ACTION_LIST), set(ACTIONS) - set(TABLES.actions)
assert ast_builder_patterns and ast_builder_statements and ast_builder_strings  # their actions are wanted


def view(a: Array[i16]) -> Array[i16]:
    """On the host a list, which is faster than an Array."""
    if COMPILED:
        return a
    return cast("Array[i16]", a._a)


SYMBOLS: int = TABLES.nonterminals


def symbol_number(name: str) -> int:
    """Build time: the number of a nonterminal."""
    return TABLES.symbols.index(name)


class Machine:
    def __init__(self, tokens: Tokens, mode: int) -> None:
        self.tokens: Tokens = tokens
        self.builder: Builder = Builder(tokens)
        self.states: list[int] = [int(TABLES.start_states[mode])]
        self.end_state: int = int(TABLES.end_states[mode])
        self.position: int = 0  # the next token
        self.significant: int = 0  # the last token that was neither a newline nor indentation
        self.action: Array[i16] = view(TABLES.action)
        self.action_row: Array[i16] = view(TABLES.action_row)
        self.goto_: Array[i16] = view(TABLES.goto_)
        self.goto_row: Array[i16] = view(TABLES.goto_row)
        self.rule_symbol: Array[i16] = view(TABLES.rule_symbol)
        self.rule_length: Array[i16] = view(TABLES.rule_length)
        self.rule_action: Array[i16] = view(TABLES.rule_action)
        self.rule_is_list: Array[i16] = view(TABLES.rule_is_list)

    def run(self) -> AST | None:
        """The value of the start symbol; None: the token at `position` fits nowhere."""
        action = self.action
        action_row = self.action_row
        goto_ = self.goto_
        goto_row = self.goto_row
        rule_symbol = self.rule_symbol
        rule_length = self.rule_length
        rule_action = self.rule_action
        symbols = SYMBOLS
        b = self.builder
        values = b.values
        first = b.first
        last = b.last
        depth = b.depth
        states = self.states
        kinds = self.tokens.kind
        n_tokens = len(kinds)
        end_state = self.end_state
        state = states[0]
        kind = kinds[0]
        while True:
            check_signals()
            step = int(action[action_row[state] * TOKEN_KINDS + kind])
            if step > 0:
                state = step - 1
                states.append(state)
                values.append(None)
                first.append(self.position)
                if not Tok.NEWLINE <= kind <= Tok.ENDMARKER:
                    self.significant = self.position
                last.append(self.significant)
                depth.append(0)
                if len(states) > MAX_STACK:
                    raise too_complex()
                self.position += 1
                kind = kinds[self.position] if self.position < n_tokens else int(Tok.END)
                continue
            if step == 0:
                return None
            rule = ~step
            if rule_length[rule] == 1 and rule_action[rule] == TAKE:
                states.pop()
                state = int(goto_[goto_row[states[len(states) - 1]] * symbols + rule_symbol[rule]])
                states.append(state)
                continue
            state = self.reduce(rule)
            if state == end_state:
                return values[0]

    def reduce(self, rule: int) -> int:
        """One reduction; gives the new state."""
        b = self.builder
        values = b.values
        first = b.first
        last = b.last
        depth = b.depth
        states = self.states
        length = int(self.rule_length[rule])
        act = int(self.rule_action[rule])
        end = len(values)
        at = end - length
        node: AST | None = None
        level = 0
        if length == 0:
            begin_token = self.position
            last_token = self.significant
        else:
            begin_token = first[at]
            last_token = last[end - 1]
            for i in range(at, end):
                if depth[i] > level:
                    level = depth[i]
        if act >= 0:
            b.current = self.position
            node = ACTION_LIST[act](b, at, end)
            if node is not None and node.lineno == 0:
                b.place(node, min(begin_token, len(self.tokens.kind) - 1), last_token)
            if self.rule_is_list[rule] == 0:
                level += 1
                if level > MAX_DEPTH:
                    raise ParseError(
                        ErrorKind.RECURSION,
                        "maximum recursion depth exceeded during compilation",
                        -1,
                        0,
                        0,
                        0,
                        None,
                    )
        elif act != NO_ACTION:
            node = values[at + TAKE - act]
        if length > 0:
            del values[at:]
            del first[at:]
            del last[at:]
            del depth[at:]
            del states[at + 1 :]
        values.append(node)
        first.append(begin_token)
        last.append(last_token)
        depth.append(level)
        state = int(self.goto_[self.goto_row[states[len(states) - 1]] * SYMBOLS + self.rule_symbol[rule]])
        states.append(state)
        return state

    # ---- for syntax_errors.py ------------------------------------------------------------------------------

    def symbol(self, i: int) -> int:
        """What stands at a place of the stack: the number of a nonterminal, or ~kind of a token."""
        return int(TABLES.state_symbol[self.states[i + 1]])

    def accepts(self, kind: int) -> bool:
        """Whether a token of that kind would fit now."""
        return after_token(self.states.copy(), kind)

    def reduce_for(self, kind: int, symbol: int) -> bool:
        """Reduces as if a token of that kind came, until a symbol is on top or nothing is left to reduce;
        True if the symbol is on top."""
        states = self.states
        while True:
            step = int(self.action[self.action_row[states[len(states) - 1]] * TOKEN_KINDS + kind])
            if step >= 0:
                return False
            self.reduce(~step)
            if int(self.rule_symbol[~step]) == symbol:
                return True


def after_token(states: list[int], kind: int) -> bool:
    """Brings a stack of states over one token; False if it does not fit."""
    while True:
        step = int(TABLES.action[TABLES.action_row[states[len(states) - 1]] * TOKEN_KINDS + kind])
        if step == 0:
            return False
        if step > 0:
            states.append(step - 1)
            return True
        rule = ~step
        length = int(TABLES.rule_length[rule])
        if length > 0:
            del states[len(states) - length :]
        states.append(
            int(TABLES.goto_[TABLES.goto_row[states[len(states) - 1]] * SYMBOLS + TABLES.rule_symbol[rule]])
        )


def too_complex() -> ParseError:
    msg = "Parser stack overflowed - Python source too complex to parse"
    return ParseError(ErrorKind.MEMORY, msg, -1, 0, 0, 0, None)
