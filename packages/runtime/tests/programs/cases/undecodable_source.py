"""Source in bytes that cannot be decoded: arguments of the SyntaxError; and offsets of what the compiler, not the parser, refuses."""

import ast

for source in (
    b"# coding: foobar\n1", b"# coding: ascii\n\xa41", b"# coding: utf8\n'\xa41'", b"# coding: utf-8\n'\xa41'", b"\xef\xbb\xbf\xa4", b"x\0y",
    b"# coding: cp1252\n'\x81'", b"# coding: hex\n'\x81'", b"\n# coding: foobar\n1", b"\n'\xe1", b"\xef\xbb\xbf#coding:iso-8859-15\n1",
):  # fmt: skip
    for function in compile, exec, eval, ast.parse:
        try:
            function(source, "<s>", "exec") if function is compile else function(source)
        except SyntaxError as e:
            print(function.__name__, source, e.args, e.filename, e.lineno, e.offset, e.text)

for text in ("x = 'ä'; return 'ö'", "'äää'; break", "from __future__ import annotations\n'äöü' + (yield)", "class A:\n return 'ä' \n", "'ä'; *a, *b = 1"):
    try:
        compile(text, "nofile", "exec")
    except SyntaxError as e:
        print(e.args)
