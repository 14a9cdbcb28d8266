"""Messages: `file:line:column: error: what is outside the dialect, and what to write instead`."""

from __future__ import annotations

import os
from dataclasses import dataclass

from protopyc.settings import CHECKOUT


@dataclass
class Message:
    file: str
    line: int
    column: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: error: {self.text}"


def source_name(path: str) -> str:
    """A source's path as generated code names it: relative to the checkout, so that every checkout of the
    same sources generates the same text and shares its objects."""
    return os.path.relpath(path, CHECKOUT) if path.startswith(f"{CHECKOUT}{os.sep}") else path


class Refused(Exception):
    """A construct outside the dialect. Caught at the enclosing statement, so that one run reports several."""

    def __init__(self, line: int, column: int, text: str) -> None:
        super().__init__(text)
        self.line = line
        self.column = column
        self.text = text


class CompileErrors(Exception):
    """The program has errors; nothing was emitted."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__("\n".join(messages))
        self.messages = messages


def sorted_messages(messages: list[Message]) -> list[str]:
    """Once each, in order of place."""
    ordered = sorted(messages, key=lambda m: (m.file, m.line, m.column, m.text))
    return list(dict.fromkeys(str(m) for m in ordered))
