"""Calls everything that the built-in types and the native modules offer with arguments of every kind. Whatever is raised is right; what is wrong
is the end of the process. Run by test_odd_calls.py for seconds, or by hand for longer:

    protopy odd_calls.py SEED SECONDS LOG [MODULE ...]

SECONDS are for each module. The last line of the file LOG is the call that was not survived.
"""

import importlib
import os
import random
import sys
import threading
import time
import types

OUTSIDE = {"posix", "_posixsubprocess", "_signal", "_socket", "faulthandler", "fcntl", "resource", "select", "termios", "_ctypes"}
"""Modules that act on the system or the process, or on memory by its address."""
ENDLESS = set(
    "__pow__ __rpow__ __ipow__ pow ipow __mul__ __rmul__ __imul__ mul imul repeat __lshift__ __rlshift__ lshift ilshift factorial comb perm product "
    "ljust rjust center zfill expandtabs cycle count tee".split()
)
"""What big numbers keep busy for ever, here as in CPython."""
WAITING = set("acquire acquire_lock get input join put read readline readinto sleep wait breakpoint breakpointhook _shutdown _at_fork_reinit".split())
PROCESS = set(
    "exit quit _exit abort interrupt_main settrace setprofile addaudithook setrecursionlimit set_int_max_str_digits stack_size close collect open "
    "_settraceallthreads _setprofileallthreads set_events set_local_events "
    "set_asyncgen_hooks call_tracing _clear_type_cache clock_settime clock_settime_ns exec_module exec_builtin create_builtin "
    "get_objects get_referrers get_referents".split()
)
SKIPPED = ENDLESS | WAITING | PROCESS


class Odd:
    """Answers every protocol, seldom sensibly."""

    def __init__(self, chance):
        self.chance = chance

    def __index__(self):
        return self.chance.choice([0, -1, 7, 1 << 40, 1 << 63])

    def __len__(self):
        return self.chance.choice([0, 2, 1 << 61])

    def __float__(self):
        return self.chance.choice([0.0, float("nan"), 1e300])

    def __iter__(self):
        return iter((self, 0, "text", None))

    def __getitem__(self, key):
        if self.chance.random() < 0.3:
            raise IndexError
        return key

    def __eq__(self, other):
        return self.chance.random() < 0.5

    __lt__ = __contains__ = __eq__

    def __hash__(self):
        return self.chance.choice([0, 1, hash("a")])

    def __call__(self, *args, **kwargs):
        return self

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __buffer__(self, flags):
        return memoryview(b"odd")


class HashRaises(str):
    def __hash__(self):
        raise ArithmeticError

    def __eq__(self, other):
        raise ArithmeticError


def generator():
    yield 1
    yield generator


def values(chance):
    """One of every kind, and the borders of each."""
    knot = []
    knot.append(knot)
    numbers = [0, 1, -1, 255, 256, 1 << 31, -(1 << 31), (1 << 63) - 1, -(1 << 63), 1 << 64, 10**40]
    numbers += [0.0, -0.0, 1.5, 1e308, float("inf"), float("nan"), 2j]
    texts = ["", "a", "\ud800", "\xe9" * 3, "\U0001f600b", "x" * 500, "%s %(a)d", "{0}{a!r:>{b}}", HashRaises("raises")]
    memory = [b"", b"abc", b"\xff\0" * 40, bytearray(b"wx"), memoryview(b"view"), memoryview(bytearray(16)).cast("I", [2, 2])]
    containers = [(), (1, 2), ("a", "b", "c"), [], [3, "b", None], knot, {}, {"a": 1}, {1: 2, None: 3}]
    containers += [set(), {1, 2}, frozenset((4,)), range(9), range(5, -9, -3)]
    code = [len, lambda *args, **kwargs: args, generator(), generator, (lambda: 0).__code__, sys._getframe(), property(len), classmethod(len)]
    kinds = [object, type, int, str, dict, Exception, Odd, types.SimpleNamespace, types.FunctionType]
    iterators = [iter([1, 2]), zip("ab", "cd"), enumerate("x"), reversed([1]), map(str, [1])]
    others = [None, True, ..., NotImplemented, slice(None), slice(1, -1, 2), object(), ValueError("v"), Odd(chance), types]
    others += [threading.Lock(), types.MappingProxyType({})]
    return numbers + texts + memory + containers + code + kinds + iterators + others


BUILTINS = "types of builtins"
BUILTIN_TYPES = [t for t in vars(importlib.import_module("builtins")).values() if isinstance(t, type)] + [
    t for t in vars(types).values() if isinstance(t, type)
]


def call_at_random(chance, pool, made, targets, log):
    target = chance.choice(targets)
    if isinstance(target, type) or not callable(target) or chance.random() < 0.3:
        owner = chance.choice(made) if made and chance.random() < 0.6 else target
        target = getattr(owner, chance.choice([n for n in dir(owner) if n not in SKIPPED] or ["__class__"]))
    if not callable(target) or getattr(target, "__name__", "") in SKIPPED:
        return
    args = [chance.choice(pool) for _ in range(chance.choice((0, 1, 1, 1, 2, 2, 3, 4, 5)))]
    kwargs = {chance.choice(("key", "errors", "sep", "default", "start", "strict", "a")): chance.choice(pool)} if chance.random() < 0.1 else {}
    log.write(f"{getattr(target, '__qualname__', '?')} {[type(a).__name__ for a in args]} {list(kwargs)}\n")
    result = target(*args, **kwargs)
    if len(made) < 200:
        made.append(result)
    else:
        made[chance.randrange(200)] = result
    if chance.random() < 0.02:
        repr(result)


def run(seed, seconds, names, log):
    calls = 0
    modules = {name: importlib.import_module(name) for name in names if name != BUILTINS}  # sys.modules is called, too
    chances = {name: random.Random(f"{seed} {name}") for name in names}  # so is whatever attributes of classes are set with
    for name in names:
        log.write(f"--- {name}\n")
        chance = chances[name]
        pool = values(chance)
        made = []
        targets = BUILTIN_TYPES if name == BUILTINS else [getattr(modules[name], n) for n in dir(modules[name]) if n not in SKIPPED]
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            calls += 1
            try:
                call_at_random(chance, pool, made, targets, log)
            except BaseException:
                pass
    log.write(f"--- end: {calls} calls\n")


def main():
    names = sys.argv[4:] or [BUILTINS, *sorted(n for n in set(sys.builtin_module_names) - OUTSIDE if not n.startswith("_test"))]
    with open(sys.argv[3], "w", buffering=1, errors="backslashreplace") as log:
        run(int(sys.argv[1]), float(sys.argv[2]), names, log)
    os._exit(0)  # What was registered for the end is as odd as the rest, and the streams may be closed.


main()
