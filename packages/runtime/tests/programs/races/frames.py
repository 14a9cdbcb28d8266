"""Frames that threads look at, and change the variables of, while other threads run them, return from them and use them again for the next call."""

import sys
import threading

from hammer import hammer


class Made:
    def __init__(self, n):
        self.result = deep(n)


def deep(n, *rest, **more):
    """Calls of all kinds: from a loop of Python code, by a native function, by a class, after an exception."""
    mine = [n]
    if n <= 0:
        return sum(map(in_cell, (1, 2, 3)))
    if n % 5 == 0:
        try:
            raise ValueError
        except ValueError:
            return deep(n - 1, mine, more=mine)
    if n % 3 == 0:
        return Made(n - 1).result
    if n % 3 == 1:
        return max(map(deep, (n - 1,)))
    return deep(n - 1, *rest, **more)


def in_cell(x):
    cell = [x]
    return (lambda: cell)()[0]


def steps(n):
    while True:
        yield deep(n)


def run(n):
    generator = steps(n)
    generators.append(generator)

    def calls():
        Made(2)
        deep(n)
        next(generator)
        [next(generator) for _ in range(2)]

    return calls


def stack(frame):
    n = 0
    while frame is not None and n < 60:
        yield frame
        frame = frame.f_back
        n += 1


def look(frame):
    variables = frame.f_locals
    if "mine" in variables:
        variables["mine"] = [0]
    if "cell" in variables:
        variables["cell"] = [1, 2]
    seen = variables.copy(), frame.f_code, frame.f_lineno, frame.f_lasti, frame.f_globals, frame.f_builtins, frame.f_generator
    return len(repr(seen)) > 0 and frame.f_lineno > 0


def looks():
    me = threading.get_ident()
    frames = sys._current_frames()
    if frames[me] is not sys._getframe() or sys._current_exceptions()[me] is not None:
        raise AssertionError("not where this thread is")
    for frame in [*frames.values(), *(g.gi_frame for g in generators)]:
        held.extend(f for f in stack(frame) if look(f))
    for frame in held[-40:]:
        for f in stack(frame):
            look(f)
    del held[:-100]


def looks_at_tracebacks():
    try:
        deep(4)
        raise LookupError
    except LookupError as e:
        caught.append(e)
    for e in caught[-20:]:
        for f in stack(e.__traceback__.tb_frame):
            look(f)
    del caught[:-20]


generators = []
held = []
caught = []
print(hammer(run(4), run(7), looks, looks, looks_at_tracebacks, seconds=1))
