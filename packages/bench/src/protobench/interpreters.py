"""Who takes part in a run: protopy (the subject), CPython 3.14 (the reference), and peers.

The reference says what the right output is, and every ratio is to it. Peers are what `provision --peers`
brought, what is on PATH under a name of FOUND_ON_PATH, and what `--peer NAME=EXE` names.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from protobench import measure, paths, provision

SUBJECT, REFERENCE = "protopy", "cpython"
"""Their names in every table and file."""

FOUND_ON_PATH = {"pypy": "pypy3", "cpython3.15": "python3.15", "cpython3.14t": "python3.14t", "graalpy": "graalpy"}
"""A peer's name -> the command it has."""

QUESTION = "import sys; print(sys.implementation.name, '%d.%d.%d' % sys.version_info[:3])"
ANSWER_TIMEOUT = 10.0
"""Seconds to say who one is."""


@dataclass(frozen=True)
class Interpreter:
    name: str
    executable: str
    implementation: str | None = None
    version: str | None = None
    """The Python version it implements, as it says itself; None where it does not answer."""
    build: str | None = None
    """The first digits of the executable's SHA-256."""

    @property
    def command(self) -> list[str]:
        return [self.executable]

    def facts(self) -> dict[str, Any]:
        """For a report that is committed: no path of this machine."""
        return {**asdict(self), "executable": shown(self.executable)}


@dataclass(frozen=True)
class LineUp:
    """All of them, protopy first and CPython second, as the tables have them."""

    everyone: tuple[Interpreter, ...]

    @property
    def subject(self) -> Interpreter:
        return self.everyone[0]

    @property
    def reference(self) -> Interpreter:
        return self.everyone[1]

    @property
    def peers(self) -> tuple[Interpreter, ...]:
        return self.everyone[2:]


def shown(executable: str) -> str:
    """A path below the checkout as it is there; of any other, the name alone."""
    try:
        return str(Path(executable).relative_to(paths.repository()))
    except ValueError:
        return Path(executable).name


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--protopy", metavar="EXE", help="the executable under test (default: $PROTOPY_BIN or the build's)")
    parser.add_argument("--cpython", metavar="EXE", help="the reference (default: what `provision` brought)")
    parser.add_argument("--timeout", type=float, metavar="S", help="seconds for one run (default: 120; quick: 30)")


def add_peer_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--peer", action="append", metavar="NAME=EXE", help="another interpreter (may be repeated)")
    parser.add_argument("--no-peers", action="store_true", help="only protopy and CPython")


def executable(text: str, what: str) -> str:
    """The absolute path of an executable; ends the program where there is none."""
    found = shutil.which(os.path.expanduser(text))
    if found is None:
        raise SystemExit(f"protobench: {what} is not an executable file: {text}")
    return os.path.abspath(found)


def chosen(options: argparse.Namespace) -> tuple[str, str]:
    """The executables of protopy and CPython."""
    subject = executable(options.protopy or str(paths.protopy()), "protopy (build it with `./dev build`)")
    reference = executable(options.cpython or provision.require().cpython, "CPython")
    return subject, reference


def line_up(options: argparse.Namespace) -> LineUp:
    """Everyone that the options, the provisioning and PATH name."""
    subject, reference = chosen(options)
    everyone = {SUBJECT: subject, REFERENCE: reference, **_peers(options)}
    timeout = min(options.timeout or ANSWER_TIMEOUT, ANSWER_TIMEOUT)
    return LineUp(tuple(describe(name, path, timeout) for name, path in everyone.items()))


def _peers(options: argparse.Namespace) -> dict[str, str]:
    named = dict(_split_peer(text) for text in options.peer or ())
    if options.no_peers:
        if named:
            raise SystemExit("protobench: --peer and --no-peers contradict each other")
        return {}
    found = {name: path for name, command in FOUND_ON_PATH.items() if (path := shutil.which(command))}
    held = provision.load()
    if held is not None:
        brought = {"pypy": held.pypy, "cpython3.15": held.python315}
        found.update({name: path for name, path in brought.items() if path and os.access(path, os.X_OK)})
    return {**found, **named}


def _split_peer(text: str) -> tuple[str, str]:
    name, equals, path = text.partition("=")
    if not equals or not re.fullmatch(r"[\w.+-]+", name) or not path:
        raise SystemExit(f"protobench: --peer {text}: NAME=EXE is needed, such as pypy=/usr/bin/pypy3")
    if name in (SUBJECT, REFERENCE):
        raise SystemExit(f"protobench: --peer {text}: {name} takes part already; --{name} names its executable")
    return name, executable(path, f"peer {name}")


def describe(name: str, path: str, timeout: float) -> Interpreter:
    """What an interpreter says it is. One that does not answer takes part all the same: its rows will tell."""
    with open(path, "rb") as file:
        build = hashlib.file_digest(file, "sha256").hexdigest()[:12]
    with tempfile.TemporaryDirectory() as empty:
        answer = measure.run([path, "-c", QUESTION], timeout=timeout, folder=Path(empty))
    words = answer.stdout.decode(errors="replace").split()
    if measure.complaint(answer) is not None or len(words) != 2:
        return Interpreter(name, path, build=build)
    return Interpreter(name, path, words[0], words[1], build)


def from_facts(facts: dict[str, Any]) -> Interpreter:
    """The other way round, for a run that is read back."""
    return Interpreter(**json.loads(json.dumps(facts)))
