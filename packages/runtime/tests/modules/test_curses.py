"""_curses at a terminal: what its calls give, and refuse, is what they do with CPython."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import sys
import termios
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[4]
PROGRAM = Path(__file__).with_name("curses_calls.py")


def run_at_terminal(argv: list[str], folder: Path) -> int:
    """The exit status; what is written to the screen is not looked at."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    env.update(TERM="xterm", PROTOPY_STDLIB=str(REPOSITORY / ".cache" / "stdlib"))
    pid, fd = pty.fork()
    if pid == 0:
        os.chdir(folder)
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        os.execve(argv[0], argv, env)
    seen = b""
    while True:
        try:
            data = os.read(fd, 65536)
        except OSError:
            break
        if not data:
            break
        seen += data
    os.close(fd)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert status == 0, seen[-2000:].decode(errors="replace")
    return status


def test_calls(tmp_path):
    found = []
    for program in (os.environ["PROTOPY_BIN"], str(REPOSITORY / ".cache" / "bin" / "python3.14")):
        out = tmp_path / f"{len(found)}.txt"
        run_at_terminal([program, str(PROGRAM), str(out)], tmp_path)
        found.append(out.read_text().splitlines())
    assert found[0] == found[1]


if __name__ == "__main__":
    sys.exit(run_at_terminal(sys.argv[1:], Path.cwd()))
