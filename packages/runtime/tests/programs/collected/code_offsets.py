"""dis, co_code, co_positions, co_lines, f_lasti, tb_lasti and sys.monitoring mean the same offsets."""

import dis
import io
import sys
from itertools import pairwise
from pathlib import Path

assert "python3.14" in dis.__file__

SOURCE = '''
import os as system, sys
from json import *
GLOBAL = 5
def f(a, *b, c=1, **d):
    global GLOBAL
    for x in a:
        try:
            GLOBAL = x.y + x.z(c)[0:1] if a and x else -c
        except (ValueError, TypeError) as e:
            raise RuntimeError from e
        finally:
            del x
    with a as q, b:
        return {k: v async for k, v in g()} if 0 else [i := 1, *b, f"{a!r:>{c}}"]
def g(n):
    def inner():
        nonlocal n
        return n
    got = yield n
    while n not in (1, 2) and got is not None:
        n -= 1
    yield from inner()
class C(dict, metaclass=type):
    x: int = 1
    def m(self, z=lambda: 1):
        return super().m(self.x.y, z=z, **{}) @ (self < z)
async def h():
    async for i in h():
        await i
    match i:
        case [1, *_] | {"a": 2} | C(x=3): pass
        case _: return
'''


def codes_in(code):
    yield code
    for constant in code.co_consts:
        if hasattr(constant, "co_code"):
            yield from codes_in(constant)


def check(code):
    unit_count = len(code.co_code) // 2
    assert len(list(code.co_positions())) == unit_count
    lines = list(code.co_lines())
    assert lines[0][0] == 0 and lines[-1][1] == 2 * unit_count
    assert all(a[1] == b[0] for a, b in pairwise(lines))
    instructions = list(dis.get_instructions(code))
    places = {i.offset for i in instructions} | {i.start_offset for i in instructions}
    assert set(dis.findlabels(code.co_code)) <= places
    assert {i.offset for i in instructions if i.is_jump_target} >= {i.jump_target for i in instructions if i.jump_target is not None}
    positions = list(code.co_positions())
    for i in instructions:
        assert code.co_code[i.offset] == i.opcode == dis.opmap[i.opname]
        assert tuple(i.positions) == positions[i.offset // 2]
        assert (i.arg is not None) == (i.opcode in dis.hasarg)
        if i.opcode in dis.hasname:
            assert i.argval in code.co_names
        if i.opcode in dis.hasconst:
            assert i.argval == code.co_consts[i.arg]
    for source, left, right in code.co_branches():
        assert {source, left, right} <= places
    assert sum(i.opname == "RESUME" and i.arg == 0 for i in instructions) == 1
    assert code.replace(co_linetable=code.co_linetable, co_exceptiontable=code.co_exceptiontable) == code
    dis.dis(code, file=io.StringIO(), show_caches=True, show_offsets=True, show_positions=True)
    dis.dis(code.co_code, file=io.StringIO())


# A function with jumps far and near, and with more registers than fit in a byte.
LONG = "def long(n):\n while n:\n  n -= 1\n  if n > 5: continue\n" + "".join(f"  v{i} = n + {i * 1000}\n" for i in range(300))
for source in (SOURCE, LONG, Path(dis.__file__).read_text(), Path(io.__file__).read_text()):
    for code in codes_in(compile(source, "x", "exec")):
        check(code)
print("agree")


def name_at(code, offset):
    return next(i.opname for i in dis.get_instructions(code) if i.offset == offset)


def generator():
    me = sys._getframe()
    seen.append(name_at(me.f_code, me.f_lasti)[:4])
    yield 1
    yield from [2]


seen = []
g = generator()
next(g)
seen.append(name_at(g.gi_code, g.gi_frame.f_lasti))
print(seen)


def fails():
    x = None
    return x.missing


try:
    fails()
except AttributeError as e:
    tb = e.__traceback__.tb_next
    print(name_at(tb.tb_frame.f_code, tb.tb_lasti))
    positions = list(tb.tb_frame.f_code.co_positions())[tb.tb_lasti // 2]
    print(positions[0] - fails.__code__.co_firstlineno, positions[2], positions[3])
    out = io.StringIO()
    dis.distb(tb, file=out)
    print([line.split()[1] for line in out.getvalue().splitlines() if "-->" in line and "LOAD_ATTR" in line] != [])

offsets = []


def called(code, offset, *rest):
    if code is generator.__code__:
        offsets.append(name_at(code, offset))


monitoring = sys.monitoring
monitoring.use_tool_id(2, "test")
E = monitoring.events
for event in (E.PY_START, E.PY_RESUME, E.PY_RETURN):
    monitoring.register_callback(2, event, called)
monitoring.set_events(2, E.PY_START | E.PY_RESUME | E.PY_RETURN)
list(generator())
monitoring.set_events(2, 0)
print(offsets)

print([n for n in dis._find_store_names(compile("a = 1\ndef b(): pass", "x", "exec"))])
print(list(dis._find_imports(compile("import a.b\nfrom ..c import d, e", "x", "exec"))))
