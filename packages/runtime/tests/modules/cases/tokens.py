"""The tokens that tokenize gives."""

import tokenize, io
src='def f(x):\n    # c\n    y = f"a{x!r}b" + \'z\' # e\n\n    if x:\n        return """a\nb"""\n    x = (1,\n       # q\n      2)\n\nprint(é+b"q")\n# last'
for t in tokenize.generate_tokens(io.StringIO(src).readline): print(tuple(t))
for s in ('a = $','x = "abc','(1','a=1\\', ''):
    try:
        for t in tokenize.generate_tokens(io.StringIO(s).readline): print(tuple(t))
    except BaseException as e: print(type(e), e, e.__dict__, e.args)
