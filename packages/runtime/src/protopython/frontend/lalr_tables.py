"""LALR(1) tables: grammar/python.lark, digested at build time.

lark computes the automaton; `build_tables` flattens it. What is left are five arrays, frozen into the
executable:

    action[action_row[state] * TOKEN_KINDS + token]     > 0: shift and go to state - 1
                                                        < 0: reduce by rule ~a;  0: error
    goto_[goto_row[state] * nonterminals + symbol]      the state after a reduction to `symbol`
    rule_symbol[r], rule_length[r], rule_action[r]      what a reduction does; actions >= 0 are functions of
                                                        the AST builder (numbered by `actions`), TAKE - n
                                                        hands on the n-th value

Many states have equal rows, so rows are stored once. lark takes seconds, so the host keeps the arrays under
.cache, by the hash of the grammar.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import tempfile
from pathlib import Path
from typing import Any

from protodialect.types import Array, i16

from .tokens import KEYWORDS, OPERATORS, TOKEN_KINDS, Tok

GRAMMAR = Path(__file__).parent / "grammar" / "python.lark"
STARTS = ["file_input", "eval_input", "single_input", "func_type_input"]

TAKE = -2
NO_ACTION = -1
"""Gives None (an empty production)."""


class Tables:
    def __init__(
        self,
        action: Array[i16],
        action_row: Array[i16],
        goto_: Array[i16],
        goto_row: Array[i16],
        nonterminals: int,
        rule_symbol: Array[i16],
        rule_length: Array[i16],
        rule_action: Array[i16],
        rule_is_list: Array[i16],
        start_states: Array[i16],
        end_states: Array[i16],
        actions: list[str],
        symbols: list[str],
        state_symbol: Array[i16],
    ) -> None:
        self.action = action
        self.action_row = action_row
        self.goto_ = goto_
        self.goto_row = goto_row
        self.nonterminals = nonterminals
        self.rule_symbol = rule_symbol
        self.rule_length = rule_length
        self.rule_action = rule_action
        self.rule_is_list = rule_is_list  # 1: a reduction that only lengthens a list, and so nests nothing
        self.start_states = start_states  # by mode
        self.end_states = end_states
        self.actions = actions
        self.symbols = symbols  # the names of the nonterminals
        self.state_symbol = state_symbol  # what each state stands behind: a nonterminal, or ~kind of a token


# What follows runs at build time only.


def _terminal_kinds(terminals: list[Any]) -> dict[str, int]:
    """lark's terminal names to our token kinds."""
    kinds = {"$END": int(Tok.END)}
    for terminal in terminals:
        text = terminal.pattern.value
        kinds[terminal.name] = KEYWORDS[text] if text in KEYWORDS else OPERATORS[text]
    return kinds


def _distinct_rows(rows: list[list[int]]) -> tuple[list[int], list[int]]:
    """Equal rows once: (the rows, flattened; the row of each state)."""
    seen: dict[tuple[int, ...], int] = {}
    index = [seen.setdefault(tuple(row), len(seen)) for row in rows]
    return [x for row in seen for x in row], index


def _breadth_first(table: Any, shift: Any) -> list[Any]:
    """The states in an order that depends on the grammar only, not on the hashes of a run of lark."""
    order = [table.start_states[start] for start in STARTS]
    seen = set(order)
    for state in order:
        for _, (what, arg) in sorted(table.states[state].items(), key=lambda entry: str(entry[0])):
            if what is shift and arg not in seen:
                seen.add(arg)
                order.append(arg)
    return order


def _analyse(grammar: str) -> dict[str, Any]:
    from lark import Lark
    from lark.lexer import Lexer
    from lark.parsers.lalr_analysis import Shift

    class NoLexer(Lexer):
        def __init__(self, conf: Any) -> None:
            pass

        def lex(self, *args: Any) -> Any:
            return iter(())

    lark: Any = Lark(grammar, parser="lalr", lexer=NoLexer, start=STARTS)
    table = lark.parser.parser._parse_table
    kinds = _terminal_kinds(lark.terminals)
    order = _breadth_first(table, Shift)
    states = {state: i for i, state in enumerate(order)}
    rules = list(lark.rules)
    rule_number = {rule: i for i, rule in enumerate(rules)}
    symbols: dict[str, int] = {}
    for rule in rules:
        symbols.setdefault(rule.origin.name, len(symbols))

    action_rows: list[list[int]] = []
    goto_rows: list[list[int]] = []
    state_symbol = [~int(Tok.END)] * len(order)
    for state in order:
        by_symbol = table.states[state]
        actions = [0] * TOKEN_KINDS
        gotos = [0] * len(symbols)
        for name, (what, arg) in by_symbol.items():
            if name in symbols:
                gotos[symbols[name]] = states[arg]
                state_symbol[states[arg]] = symbols[name]
            elif what is Shift:
                kind = kinds[name] if name in kinds else int(Tok[name])
                actions[kind] = states[arg] + 1
                state_symbol[states[arg]] = ~kind
            else:
                kind = kinds[name] if name in kinds else int(Tok[name])
                actions[kind] = ~rule_number[arg]
        action_rows.append(actions)
        goto_rows.append(gotos)

    names: dict[str, int] = {}
    rule_action: list[int] = []
    rule_is_list: list[int] = []
    for rule in rules:
        alias = rule.alias
        if alias is None:
            assert len(rule.expansion) <= 1, rule
            rule_action.append(TAKE if rule.expansion else NO_ACTION)
        elif alias.startswith("take_"):
            rule_action.append(TAKE - int(alias[5:]))
        else:
            rule_action.append(names.setdefault(alias, len(names)))
        lengthens = alias is not None and alias.endswith(("_append", "_more", "_extend"))
        rule_is_list.append(int(lengthens and rule.expansion[0].name == rule.origin.name))
    action, action_row = _distinct_rows(action_rows)
    goto_, goto_row = _distinct_rows(goto_rows)
    return {
        "action": action,
        "action_row": action_row,
        "goto_": goto_,
        "goto_row": goto_row,
        "nonterminals": len(symbols),
        "rule_symbol": [symbols[rule.origin.name] for rule in rules],
        "rule_length": [len(rule.expansion) for rule in rules],
        "rule_action": rule_action,
        "rule_is_list": rule_is_list,
        "start_states": [states[table.start_states[s]] for s in STARTS],
        "end_states": [states[table.end_states[s]] for s in STARTS],
        "actions": [str(name) for name in names],
        "state_symbol": state_symbol,
        "symbols": [str(name) for name in symbols],
    }


def _cache_file(key: str) -> Path:
    root = Path(__file__).parents[5]
    base = root / ".cache" if (root / "noxfile.py").exists() else Path.home() / ".cache" / "protopython"
    return base / "frontend" / f"lalr-{key}.marshal"


def _load(grammar: str) -> dict[str, Any]:
    key = hashlib.sha256((grammar + Path(__file__).read_text() + str(sorted(KEYWORDS))).encode()).hexdigest()[
        :16
    ]
    cache = _cache_file(key)
    try:
        data: dict[str, Any] = marshal.loads(cache.read_bytes())
        return data
    except (OSError, ValueError, EOFError, TypeError):
        pass
    data = _analyse(grammar)
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=cache.parent)
        with os.fdopen(handle, "wb") as out:
            out.write(marshal.dumps(data))
        os.replace(temporary, cache)
    except OSError:
        pass  # a read-only tree: analyse again next time
    return data


def build_tables() -> Tables:
    data = _load(GRAMMAR.read_text(encoding="utf-8"))

    def narrow(key: str) -> Array[i16]:
        numbers: list[int] = data[key]
        assert all(-32768 <= x < 32768 for x in numbers)
        return Array.of([i16(x) for x in numbers])

    return Tables(
        narrow("action"),
        narrow("action_row"),
        narrow("goto_"),
        narrow("goto_row"),
        data["nonterminals"],
        narrow("rule_symbol"),
        narrow("rule_length"),
        narrow("rule_action"),
        narrow("rule_is_list"),
        narrow("start_states"),
        narrow("end_states"),
        data["actions"],
        data["symbols"],
        narrow("state_symbol"),
    )


TABLES = build_tables()
