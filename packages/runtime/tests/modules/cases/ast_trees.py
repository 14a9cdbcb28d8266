"""Trees of all of the syntax, and their way back to text."""

import ast
src = '''
import a.b as c, d
from . import x as y
@deco
async def f[T: int, *Ts, **P](a, /, b: int = 1, *args, c, d=2, **kw) -> int:
    """doc"""
    global g
    async with a as b, c: pass
    async for x in y: break
    else: continue
    await z
    yield 1; return
class C[T](Base, metaclass=M): x: int = 3; y: str
type X[T] = list[T]
for i in range(3): i += 1; del a[0], b.c
while not x: assert x, "m"
try: raise E from F
except* (A, B) as e: pass
try: pass
except A: pass
finally: pass
match p:
    case {"a": 1, **rest} if t: pass
    case [1, *_, -2] | C(x, y=None) as q: pass
    case "s" | 1+2j | None | _: pass
lambda *a, k=1: (k, *a)
x = [i for i in y if i async for z in w] + {k: v for k, v in d.items()} - {1, *s} ** {**e, 'x': u'y'}
f"{a!r:>{w}}b" f'{x=}'; t"{a+1!s}"
a < b <= c is not d not in e; a and b or not c; -1, ~x, 1.5, 3j, b"x", ..., True, 123456789012345678901234567890
(n := 3) if x else y[1:2, ::3]; (yield from q); nonlocal_ = 1
'''
print(ast.dump(ast.parse(src), include_attributes=True))
print(ast.unparse(ast.parse(src)))
print(ast.dump(ast.parse("a+1", mode="eval")))
print(ast.literal_eval("{'a': [1, 2.5, (True, None)], 'b': {1}, 'c': -3+2j}"))
try: ast.parse("a +")
except SyntaxError as e: print(e)
