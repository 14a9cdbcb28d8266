"""Where other processes leave what this one is to run (PEP 768).

A process that may debug this one finds the mailbox by its mark, in what is written of the executable's own memory (/proc/PID/maps and mem), writes
the name of a script into it, and sets a bit of the main thread's poll word: modules/sys/remote.py. Until then nothing is paid.
"""

from __future__ import annotations

from typing import Final

from protodialect.unsafe import Addr

PATH_SIZE: Final[int] = 4096

# Offsets in the mailbox.
ENABLED: Final[int] = 32
MAIN: Final[int] = 40
PATH: Final[int] = 48
N_BYTES: Final[int] = 56


class Mailbox:
    """One a process. The order of the fields is known to other processes."""

    mark_1: int
    """At offset 8."""
    mark_2: int
    mark_3: int
    enabled: int
    """1: scripts are run."""
    main: Addr
    """The main thread's context."""
    path: Addr
    """PATH_SIZE bytes for the name of a script, with a NUL behind it."""

    def __init__(self) -> None:
        self.mark_1 = 0x6F746F7270_31
        self.mark_2 = 0x2D6C69616D_786F62
        self.mark_3 = 0x313543_8A6D2F07
        self.enabled = 0
        self.main = 0
        self.path = 0


MAILBOX: Final[Mailbox] = Mailbox()
