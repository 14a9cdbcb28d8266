"""The frames of generators that have ended show what their variables held last."""

import sys


def failing():
    x = 1
    yield x
    x = 2
    raise KeyError


g = failing()
next(g)
try:
    next(g)
except KeyError as e:
    print(e.__traceback__.tb_next.tb_frame.f_locals)


def ending():
    frames.append(sys._getframe())
    y = 1
    yield
    y = 5
    z = 3
    return y + z


frames = []
print(list(ending()), frames[0].f_locals)
frames[0].clear()
print(frames[0].f_locals)
