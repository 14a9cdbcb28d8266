"""sys: monitoring tools, exceptions that nobody can catch, auditing, limits, origins of coroutines."""

import atexit
import sys
from dataclasses import dataclass

m = sys.monitoring
print(m, "sys.monitoring" in sys.modules, sys._jit, sys._jit.is_enabled())
print({k: v for k, v in vars(m).items() if isinstance(v, int)}, vars(m.events))


def f():
    return 1


for source in """
m.use_tool_id(9, 'x')
m.use_tool_id(1, 2)
m.use_tool_id(0, 'a')
m.use_tool_id(0, 'b')
m.get_tool(0)
m.get_tool(1)
m.free_tool_id(0)
m.get_tool(0)
m.get_tool(7)
m.set_events(0, 1)
m.get_events(0)
m.register_callback(0, 1, print)
m.register_callback(0, 3, print)
m.register_callback(0, 1 << 30, print)
m.register_callback(9, 1, print)
m.use_tool_id(2, 'zz')
m.set_events(2, 1 << 30)
m.set_events(2, m.events.C_RAISE)
m.set_events(2, 0)
m.get_events(2)
m.set_local_events(2, f.__code__, 0)
m.set_local_events(2, 3, 0)
m.set_local_events(2, f.__code__, m.events.RAISE)
m.get_local_events(2, f.__code__)
m.get_local_events(1, 2)
m.restart_events()
m._all_events()
m.clear_tool_id(2)
m.free_tool_id(-1)
m.register_callback(2, 0, None)
m.use_tool_id('a', 'x')
sys.set_coroutine_origin_tracking_depth(-1)
sys.set_int_max_str_digits(3)
sys.set_int_max_str_digits(700)
sys.get_int_max_str_digits()
sys.audit(3)
sys.call_tracing(print, 1)
sys.call_tracing(print, (1,))
sys.unraisablehook(1)
sys.gettrace(), sys.getprofile()
sys.settrace(None), sys.setprofile(None)
'os' in sys.stdlib_module_names, 'no' in sys.stdlib_module_names, len(sys.stdlib_module_names)
""".strip().splitlines():
    try:
        print(source, "->", repr(eval(source)))
    except Exception as e:
        print(source, "->", type(e).__name__, e)


@dataclass(slots=True)
class Point:
    x: int


print(Point(3), "__dict__" in vars(Point))


async def coroutine():
    pass


def make():
    return coroutine()


sys.set_coroutine_origin_tracking_depth(3)
c = make()
print(len(c.cr_origin), [(line, name) for _, line, name in c.cr_origin])
c.close()


def hook(unraisable):
    print("hook", unraisable.exc_type, unraisable.err_msg.partition(" at ")[0], unraisable.object)


def fail():
    return 1 / 0


sys.unraisablehook = hook
atexit.register(fail)
sys.addaudithook(lambda event, arguments: event == "x.y" and print("audit", event, arguments))
sys.audit("x.y", 1, 2)
