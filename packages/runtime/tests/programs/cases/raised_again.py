"""Exceptions that go on: what their tracebacks and contexts gain on the way, and what does not concern them."""

import contextlib
import sys
import traceback


def shown(f, *args):
    try:
        f(*args)
    except BaseException as e:
        print(f.__name__, repr(e), "<-", repr(e.__context__), [t.name for t in traceback.extract_tb(e.__traceback__)])


def bare():
    try:
        1 / 0
    except ZeroDivisionError:
        raise


def bare_elsewhere():
    def inner():
        raise

    try:
        bare()
    except ZeroDivisionError:
        inner()


def by_name():
    try:
        bare()
    except ZeroDivisionError as e:
        raise e


def nothing_to_raise():
    raise


class Raising:
    def __enter__(self):
        pass

    def __exit__(self, *args):
        raise


def in_exit():
    with Raising():
        1 / 0


for f in bare, bare_elsewhere, by_name, nothing_to_raise, in_exit:
    shown(f)


class Own(Exception):
    pass


def without_context():
    """Raises what is said to have no context."""
    e = Own()
    try:
        raise e
    finally:
        e.__context__ = None


def handling(f, *args):
    try:
        1 / 0
    except ZeroDivisionError:
        return f(*args)


def through_natives():
    handling(lambda: sorted([1, 2], key=lambda n: without_context()))


def by_manager():
    @contextlib.contextmanager
    def manager():
        try:
            yield
        except IndexError:
            without_context()

    with manager():
        raise IndexError


def generator():
    try:
        yield
    except BaseException:
        without_context()


def thrown(e):
    g = generator()
    next(g)
    g.throw(e)


def thrown_while_handling(e):
    handling(thrown, e)


def plain_throw(e):
    def g():
        yield

    i = g()
    next(i)
    handling(i.throw, e)


shown(handling, without_context)
shown(through_natives)
shown(by_manager)
shown(thrown, KeyError(1))
shown(thrown_while_handling, KeyError(2))
shown(plain_throw, KeyError(3))


# --- the stack of what is thrown into a delegate ---


def depth():
    f = sys._getframe(1)
    names = []
    while f is not None:
        names.append(f"{f.f_code.co_name}:{f.f_lineno}")
        f = f.f_back
    return names


def innermost():
    try:
        yield depth()
    except KeyError:
        yield depth(), repr(sys.exception()), repr(sys.exception().__context__)
    except IndexError:
        return depth()
    yield depth()


def middle():
    try:
        raise LookupError("of the middle")
    except LookupError:
        got = yield from innermost()
    yield got


def outermost():
    yield from middle()


for e in KeyError, IndexError, ValueError("not handled"):
    g = outermost()
    print(next(g))
    try:
        print(g.throw(e))
        print(next(g, "the end"))
    except ValueError as e:
        print(repr(e), repr(e.__context__), [(t.name, t.lineno) for t in traceback.extract_tb(e.__traceback__)])


class Delegate:
    def __iter__(self):
        return self

    def __next__(self):
        return 1

    def throw(self, e):
        if isinstance(e, KeyError):
            raise StopIteration("result")
        if isinstance(e, IndexError):
            return "yielded"
        raise e


def delegating():
    yield (yield from Delegate())


for e in KeyError(), IndexError(), ValueError():
    g = delegating()
    next(g)
    try:
        print(g.throw(e), g.gi_running, g.gi_yieldfrom is None)
    except ValueError as e:
        print(repr(e))


# --- arguments of throw ---


class Refusing(Exception):
    def __new__(cls, *args):
        return cls


def echo():
    while True:
        try:
            yield
        except GeneratorExit:
            raise
        except BaseException as e:
            print("got", type(e).__name__, e)


sys.stderr = sys.stdout
for args in (
    (ValueError,),
    (ValueError, 1),
    (ValueError, (1, 2)),
    (ValueError, ValueError(3)),
    (ValueError, TypeError(4)),
    (Exception, TypeError(5)),
    (ValueError, None, None),
    (ValueError, 1, 2),
    (ValueError(1), 2),
    (list,),
    (list, 1, 2),
    (6,),
    (Refusing,),
):
    g = echo()
    next(g)
    try:
        g.throw(*args)
    except BaseException as e:
        print("raised", type(e).__name__, e)
    print(g.gi_frame is None)


class Broken:
    def __iter__(self):
        return self

    def __next__(self):
        return 1

    def __getattr__(self, name):
        1 / 0

    def __repr__(self):
        return "<broken>"


def broken():
    yield from Broken()


def closing():
    g = broken()
    next(g)
    g.close()
    print("closed", g.gi_frame)


def throwing():
    g = broken()
    next(g)
    g.throw(KeyError)


sys.unraisablehook = lambda u: print(u.err_msg, repr(u.exc_value))
shown(closing)
sys.unraisablehook = lambda u: None
shown(throwing)
