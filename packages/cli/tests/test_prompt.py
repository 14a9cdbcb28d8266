"""The prompt at a terminal: the screen is what it is with CPython, colours included."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

_spec = importlib.util.spec_from_file_location("protopy_terminal", Path(__file__).with_name("terminal.py"))
terminal = importlib.util.module_from_spec(_spec)
sys.modules["protopy_terminal"] = terminal
_spec.loader.exec_module(terminal)

FIRST = ">>>"
SESSIONS: dict[str, list[tuple[str, str]]] = {
    "blocks": [
        ("def f(x):\r", r"\.\.\."),
        ("return x\r", r"\.\.\."),
        ("\r", ">>>"),
        ("f(3)\r", "3\n>>>"),
        ("if 1:\r", r"\.\.\."),
        ("print('a')\rprint('b')\r\r", "b\n>>>"),
    ],
    "errors": [("1/0\r", "zero\n>>>"), ("x y\r", "syntax\n>>>"), ("import nothere\r", "'nothere'\n>>>"), ("_\r", "defined\n>>>")],
    "history": [
        ("x = 5\r", ">>>"),
        ("def g():\rreturn x\r\r", ">>>"),
        ("y = 6\r", ">>>"),
        ("z = y\r", ">>>"),
        ("\x1bOA\x1bOA", "y = 6"),
        ("\x7f7\r", ">>>"),
        ("\x12def", "return x\n?.*"),
        ("\x03", "Interrupt\n>>>"),
        ("y\r", "7\n>>>"),
    ],
    "completion": [
        ("import os\r", ">>>"),
        ("os.getcw\t", r"unique \]"),
        ("\t", "getcwdb.*"),
        ("\x15import sysco\t", "sysconfig"),
        ("\x15os.path.is\t\t", r"isfile(.|\n)*"),
        ("\x03", "KeyboardInterrupt\n>>>"),
    ],
    "paste": [
        ("\x1b[200~def h(a):\n    b = a\n\n    return b\n\x1b[201~", r"\.\.\."),
        ("\r", ">>>"),
        ("h('é')\r", "'é'\n>>>"),
    ],
    "editing": [
        ("print('abc')", r"print\('abc'\)"),
        ("\x01\x0b", ">>>"),
        ("\x19\x02\x02d\r", "abcd\n>>>"),
        ("'a long line that does not fit ' + 'into eighty columns so that it goes on in the next'\r", "t'\n>>>"),
        ("\x0c", ">>>"),
        ("help\r", "help>"),
        ("q\r", ">>>"),
    ],
}  # fmt: skip


def screens(beside, args, steps, first=FIRST, **variables):
    """protopy's and CPython's."""
    found = []
    for program in (beside.protopy, beside.python):
        env = beside.environment(**{"TERM": "xterm", **variables})
        env.pop("PYTHON_COLORS", None)
        env["PYTHON_HISTORY"] = str(beside.folder / "history")
        (beside.folder / "history").unlink(missing_ok=True)
        rows, status = terminal.session([program, *args], env, beside.folder, first, steps)
        history = beside.folder / "history"
        found.append((rows, status, history.read_text() if history.exists() else None))
    return found


@pytest.mark.parametrize("name", SESSIONS)
def test_session(beside, name):
    ours, theirs = screens(beside, ["-q"], [*SESSIONS[name], ("exit()\r", "")])
    assert ours == theirs


@pytest.mark.parametrize(
    "variables",
    [{"TERM": "dumb"}, {"PYTHON_BASIC_REPL": "1"}],
    ids=["dumb", "asked"],
)
def test_basic(beside, variables):
    steps = [("x = 6\r", ">>>"), ("if x:\r", r"\.\.\."), ("  x\r\r", "6\n>>>"), ("1/0\r", "zero\n>>>"), ("exit(4)\r", "")]
    ours, theirs = screens(beside, ["-q"], steps, **variables)
    assert ours == theirs


def test_startup_file_and_prompts(beside):
    (beside.folder / "startup.py").write_text("import sys\nsys.ps1 = '$ '\nprint('started')\ny = 1\n")
    ours, theirs = screens(beside, ["-q"], [("y\r", r"1\n\$"), ("\x04", "")], r"started\n\$", PYTHONSTARTUP=str(beside.folder / "startup.py"))
    assert ours == theirs


def test_after_a_program(beside):
    (beside.folder / "program.py").write_text("x = 3\nprint('run')\n1/0\n")
    ours, theirs = screens(beside, ["-i", "program.py"], [("x\r", "3\n>>>"), ("quit\r", "")], r"zero\n>>>")
    assert ours == theirs


def test_end_of_input_and_interrupts(beside):
    steps = [("abc\x03", "Interrupt\n>>>"), ("import time\r", ">>>")]
    steps += [("print('go'); time.sleep(60)\r", "\ngo"), ("\x03", "Interrupt\n>>>"), ("\x04", "")]
    ours, theirs = screens(beside, ["-q"], steps)
    assert ours == theirs


LINES = """
import os, readline, signal
readline.set_startup_hook(lambda: readline.insert_text('ab'))
print(repr(input('one? ')))
readline.set_startup_hook(None)
names = ['spam', 'spare', 'tea']
def complete(text, state):
    found = [name for name in names if name.startswith(text)]
    return found[state] if state < len(found) else None
readline.set_completer(complete)
readline.parse_and_bind('tab: complete')
print(repr(input('two? ')))
readline.set_completion_display_matches_hook(lambda *args: print('', args))
print(repr(input('three? ')))
try:
    input('four? ')
except KeyboardInterrupt:
    print('stopped')
try:
    input('five? ')
except EOFError as e:
    print('', e.args)
signal.signal(signal.SIGALRM, lambda *args: print('alarm'))
signal.setitimer(signal.ITIMER_REAL, 0.2)
print(repr(input('six? ')))
def again(text, state):
    try:
        input()
    except RuntimeError as e:
        print('', e)
readline.set_completer(again)
input('seven? ')
print([readline.get_history_item(i + 1) for i in range(readline.get_current_history_length())])
"""


def test_lines_of_readline(beside):
    (beside.folder / "program.py").write_text(LINES)
    steps = [
        ("c\x01d\r", r"two\?"),
        ("sp\t\t\t", r"spam +spare\ntwo\? spa"),
        ("m t\t\r", r"three\?"),
        ("sp\t\t\t", r"\)\n?.*"),
        ("é\r", r"four\?"),
        ("x\x03", r"stopped\nfive\?"),
        ("\x04", r"alarm\n?.*"),
        ("y\r", r"seven\?"),
        ("\x1bOA\x1bOA\t\r", r"\]"),
    ]
    ours, theirs = screens(beside, ["program.py"], steps, r"one\? ab")
    assert ours == theirs


@pytest.mark.parametrize(
    "given",
    [
        "1/0", "1", "def f(x, x): ...\n", "def f(x, x): ...", "if 1:\n  3\nx = 1\n", "x = (\n)))\n5\n", "exit(3)\n1\n", 'x = """a\nb',
        "if 1:\n  2", "raise KeyboardInterrupt\nexit(3)\n", "raise KeyboardInterrupt\n1\n", "import sys\nsys.ps1 = 5\n1\n", "return 1\n",
        "def hook(*a): print('HOOK', a[0])\n\nimport sys\nsys.excepthook = hook\n1/0\nx y\nsys.excepthook = 1\n1/0\n",
        "if 1:\n\n  2\n\n", "# c\n   \n1\n", "  1\n", "\\\n1\n", "@a\n\n", "class A:\n  x=1\n  # c\n   \n  y=1\n\n", "(\n\n1)\n",
        "1 is 1\nx = '\\e'\n", "from __future__ import annotations\ndef f(x: y): pass\n\nf.__annotations__\n", "f'''\n{1}\n\n'''\n",
        "class S:\n  def __str__(self): 1/0\n\nimport sys\nsys.ps1 = S()\n1\n", "print(__import__('sys')._getframe().f_code.co_filename)\n",
        "import sys\nsys._baserepl()\n1\n",
    ],
)  # fmt: skip
def test_without_a_terminal(beside, given):
    beside.same("-q", "-i", given=given)
