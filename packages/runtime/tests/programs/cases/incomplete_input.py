"""compile(): what lacks its end, what a block in interactive mode may end with, and what is warned of before an error."""

import warnings

SOURCES = [
    "if 1: pass", "if 1: pass\n", "def f(x):\n    return x\n", "def f(x):\n    return x", "def f(x):", "def f(x):\n", "x = (", "x = (1,\n2",
    "'''abc", "'''abc\n", "'abc", "'abc\n", "x = 1 +", "x = 1 +\n", "x", "x;", "\n", "", "# c", "# c\n", "if 1:\n  pass\nelse",
    "if 1:\n  pass\nelse:\n  pass\n", "if 1:\n pass\n  x", "x y", "x y\n", "try:\n  pass\n", "try:\n  pass", "try:\n  pass\nx\n", "@dec\n",
    "class A:\n  def f(self):\n    pass", "class A:\n  def f(self):\n    pass\n  ", "if 1:\n  x\n  \n", "\\", "\\\n", "x = \\\n", "f'{", "f'''{x\n",
    "lambda", "while 1:\n  # c", "for", "x)", "(x]", "x = 1\ny = 2\n", "x = 1; y = 2", "match x:\n  case 1:\n    pass\n", "if 1:\n\tx\n        y\n",
    "a = 08", "with x as", "def f():\n  pass\n#foo\n", "def f():\n  pass\n#foo", "if 1: 3\nx = 1\n", "if 1:\n 3\nx = 1\n", "@d\ndef f(): pass\n",
    "if 1:\n  pass\n)\n", "9+ \\",
]  # fmt: skip

for source in SOURCES:
    for mode in ("single", "exec", "eval"):
        for flags in (0, 0x200, 0x4000, 0x4200):
            try:
                compile(source, "<s>", mode, flags)
                result = "whole"
            except SyntaxError as e:
                result = type(e).__name__
            print(repr(source), mode, hex(flags), result)

for source in ["'\\e' 1", "'\\e' + (", "1 +\n'\\e'\n", "'\\e'\n)\n"]:
    for flags in (0, 0x4200):
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            try:
                compile(source, "<s>", "exec", flags)
            except SyntaxError as e:
                print(repr(source), type(e).__name__, [str(w.message)[:20] for w in seen])

for source in ["x = '\ud800'", "\ud800"]:
    for function in (eval, exec, lambda s: compile(s, "<s>", "exec")):
        try:
            function(source)
        except UnicodeEncodeError as e:
            print(e)

for keys in ["0: _, 0j: _", "1: _, True: _", "'a': _, b'a': _", "1: _, 1.0: _", "None: _, None: _"]:
    try:
        compile(f"match x:\n  case {{{keys}}}: pass", "<s>", "exec")
    except SyntaxError as e:
        print(e)
