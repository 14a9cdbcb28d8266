"""A terminal for programs under test: what they write becomes a screen, and keys are typed when the screen shows what they answer to."""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from pathlib import Path

ROWS = 24
COLUMNS = 80
TIMEOUT = 20.0
SEQUENCE = re.compile(r"\x1b(?:\[([?>]?)([0-9;]*)([@-~])|\([AB0]|[=>78M]|\Z)")


class Screen:
    """The cells, each a character and the attributes it was written with."""

    def __init__(self) -> None:
        self.rows = [self.empty_row() for _ in range(ROWS)]
        self.row = self.column = 0
        self.attributes = ""
        self.rest = ""
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def empty_row(self) -> list[tuple[str, str]]:
        return [(" ", "")] * COLUMNS

    def text(self) -> str:
        return "\n".join("".join(c for c, _ in row).rstrip() for row in self.rows).rstrip("\n")

    def feed(self, data: bytes) -> None:
        text = self.rest + self.decoder.decode(data)
        self.rest = ""
        i = 0
        while i < len(text):
            c = text[i]
            if c == "\x1b":
                found = SEQUENCE.match(text, i)
                if found is None or found.end() == i + 1:
                    assert len(text) - i < 16, f"unknown sequence {text[i : i + 16]!r}"
                    self.rest = text[i:]
                    return
                if found[3] and not found[1]:
                    self.control(found[3], [int(n) if n else 0 for n in found[2].split(";")], found[2])
                i = found.end()
                continue
            i += 1
            if c == "\n":
                self.line_feed()
            elif c == "\r":
                self.column = 0
            elif c == "\b":
                self.column = max(0, self.column - 1)
            elif c == "\t":
                self.column = min(COLUMNS - 1, (self.column // 8 + 1) * 8)
            elif c >= " ":
                self.put(c)

    def put(self, c: str) -> None:
        if self.column == COLUMNS:
            self.column = 0
            self.line_feed()
        self.rows[self.row][self.column] = (c, self.attributes)
        self.column += 1

    def line_feed(self) -> None:
        if self.row == ROWS - 1:
            self.rows = [*self.rows[1:], self.empty_row()]
        else:
            self.row += 1

    def control(self, kind: str, numbers: list[int], raw: str) -> None:
        n = max(1, numbers[0])
        row = self.rows[self.row]
        match kind:
            case "A":
                self.row = max(0, self.row - n)
            case "B":
                self.row = min(ROWS - 1, self.row + n)
            case "C":
                self.column = min(COLUMNS - 1, self.column + n)
            case "D":
                self.column = max(0, self.column - n)
            case "G":
                self.column = n - 1
            case "d":
                self.row = n - 1
            case "H":
                self.row = n - 1
                self.column = max(1, numbers[1]) - 1 if len(numbers) > 1 else 0
            case "K":
                start, end = [(self.column, COLUMNS), (0, self.column + 1), (0, COLUMNS)][numbers[0]]
                row[start:end] = [(" ", "")] * (end - start)
            case "J":
                if numbers[0] == 2:
                    self.rows = [self.empty_row() for _ in range(ROWS)]
                else:
                    row[self.column :] = [(" ", "")] * (COLUMNS - self.column)
                    self.rows[self.row + 1 :] = [self.empty_row() for _ in range(self.row + 1, ROWS)]
            case "X":
                row[self.column : self.column + n] = [(" ", "")] * n
            case "P":
                row[self.column : self.column + n] = []
                row.extend([(" ", "")] * n)
            case "@":
                row[self.column : self.column] = [(" ", "")] * n
                del row[COLUMNS:]
            case "m":
                self.attributes = "" if raw in ("", "0") else f"{self.attributes};{raw}"
            case "r" | "l" | "h" | "n" | "t":
                pass
            case _:
                raise AssertionError(f"unknown sequence {kind} {raw}")


class Terminal:
    """A program and the terminal it runs in."""

    def __init__(self, argv: list[str], env: dict[str, str], folder: Path) -> None:
        self.screen = Screen()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            signal.signal(signal.SIGINT, signal.default_int_handler)  # It is ignored where the tests run in the background.
            os.chdir(folder)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            os.execve(argv[0], argv, env)

    def read(self, seconds: float) -> bool:
        """False: the program has closed its end, or nothing came."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return False
        self.screen.feed(data)
        return data != b""

    def wait_for(self, pattern: str) -> None:
        """Until the last line of the screen that has text matches."""
        end = time.monotonic() + TIMEOUT
        while True:
            while self.read(0.1):
                pass
            if re.search(pattern + r"\Z", self.screen.text()):
                return
            assert time.monotonic() < end, f"waited for {pattern!r}, got\n{self.screen.text()}"

    def type(self, keys: str) -> None:
        os.write(self.fd, keys.encode())

    def end(self) -> int:
        """The exit status, after what was still written."""
        end = time.monotonic() + TIMEOUT
        while True:
            while self.read(0.05):
                pass
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid != 0:
                break
            if time.monotonic() > end:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
                raise AssertionError(f"it goes on:\n{self.screen.text()}")
        while self.read(0.05):
            pass
        os.close(self.fd)
        return os.waitstatus_to_exitcode(status)


Step = tuple[str, str]
"""Keys, and what the screen ends with when they have been dealt with."""


def session(argv: list[str], env: dict[str, str], folder: Path, first: str, steps: list[Step]) -> tuple[list[list[tuple[str, str]]], int]:
    """The screen and the status at the end."""
    terminal = Terminal(argv, env, folder)
    terminal.wait_for(first)
    for keys, answer in steps:
        terminal.type(keys)
        if answer:
            terminal.wait_for(answer)
    status = terminal.end()
    return terminal.screen.rows, status
