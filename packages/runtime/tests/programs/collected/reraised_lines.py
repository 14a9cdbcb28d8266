"""The line of a frame that was left by raising again: where the exception was raised before, or where the statement ended (PEP 626)."""
# ruff: noqa: E722, F841

import sys


class Noop:
    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass


class Fails(Noop):
    def __exit__(self, *args):
        raise ValueError


def in_except():
    try:
        1 / 0
    except:
        1 / 0
        pass


def other_except():
    try:
        1 / 0
    except TypeError as ex:
        pass


def two_excepts():
    try:
        1 / 0
    except TypeError:
        pass
    except (KeyError, ValueError):
        pass


def named_except():
    try:
        1 / 0
    except Exception as ex:
        1 / 0
        pass


def in_try():
    try:
        1 / 0
    finally:
        pass


def in_finally():
    try:
        pass
    finally:
        1 / 0
        pass


def finally_except():
    try:
        1 / 0
    finally:
        1 / 0
        pass


def after_with():
    with Noop():
        1 / 0
        pass


def after_failing_with():
    with Fails():
        1 / 0


def nested_withs():
    with Noop():
        with Noop():
            1 / 0
        pass


def bare_raise():
    try:
        1 / 0
    except ZeroDivisionError:
        x = 1
        raise


def comprehension():
    return [
        1 / x
        for x in (1, 0)
    ]


def generator():
    def g():
        with Noop():
            yield 1
            1 / 0
            pass

    list(g())


def changed_traceback():
    with Changes():
        1 / 0
        pass


class Changes(Noop):
    def __exit__(self, cls, e, tb):
        e.__traceback__ = type(tb)(None, tb.tb_frame, 10**6, 1)


def lines(f):
    try:
        f()
    except Exception as e:
        tb = e.__traceback__.tb_next
        found = []
        while tb is not None:
            code = tb.tb_frame.f_code
            found.append((code.co_name, tb.tb_lineno - code.co_firstlineno, tb.tb_frame.f_lineno - code.co_firstlineno))
            tb = tb.tb_next
        return found


for f in (
    in_except, other_except, two_excepts, named_except, in_try, in_finally, finally_except, after_with, after_failing_with, nested_withs, bare_raise,
    comprehension, generator,
):  # fmt: skip
    print(f.__name__, lines(f))
print(type(lines(changed_traceback)))

events = []


def trace(frame, event, argument):
    events.append((event, frame.f_lineno - frame.f_code.co_firstlineno))
    return trace


for f in other_except, two_excepts, in_try, named_except:
    sys.settrace(trace)
    try:
        f()
    except Exception:
        pass
    sys.settrace(None)
    print(f.__name__, events)
    events.clear()
