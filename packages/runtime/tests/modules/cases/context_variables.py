"""Contexts, variables and tokens."""

import contextvars as c

v = c.ContextVar('v')
w = c.ContextVar('w', default=3)
ctx = c.copy_context()
tok = w.set(9)

def show(s):
    try:
        print(s, "->", eval(s))
    except BaseException as e:
        print(s, "!!", type(e).__name__, e)


for line in r"""
v
v.get()
v.get(1)
v.get(1,2)
v.get(default=3)
w,w.get()
c.ContextVar(3)
c.Context(3)
ctx.run()
ctx.run(ctx.run,print)
ctx[3]
ctx[v]
v in ctx, len(ctx), list(ctx), ctx.keys(), ctx.values(),ctx.items()
3 in ctx
ctx.get(3)
ctx.get(v), ctx.get(v,5)
ctx==ctx.copy(), ctx
tok
tok.var,tok.old_value, c.Token.MISSING
w.reset(3)
v.reset(tok)
w.reset(tok)
w.reset(tok)
tok
c.Token()
c.Token.__hash__, c.Context.__hash__
ctx.run(w.reset,w.set(3))
hash(v)==hash(v)
list(c.copy_context().items())
iter(c.copy_context()), c.copy_context().items()
ctx==3
tok.__enter__
""".strip().splitlines():
    show(line)
with w.set(4):
    print(w.get())
print(w.get())
