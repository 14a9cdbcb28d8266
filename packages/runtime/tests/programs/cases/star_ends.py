"""What an except* statement raises in the end: one exception by itself, several in a group, and what no clause took with its nesting."""


def shown(e):
    if isinstance(e, BaseExceptionGroup):
        inner = ", ".join(shown(part) for part in e.exceptions)
        text = f"{type(e).__name__}({e.message!r}, [{inner}])"
    else:
        text = repr(e)
    return text if e.__context__ is None else f"{text} in {shown(e.__context__)}"


def lines(e):
    result = []
    tb = e.__traceback__
    while tb is not None:
        result.append(tb.tb_lineno - tb.tb_frame.f_code.co_firstlineno)
        tb = tb.tb_next
    return result


def t(f):
    try:
        f()
    except BaseException as e:
        print(f.__name__, shown(e), lines(e), e.__cause__, e.__suppress_context__)
    else:
        print(f.__name__, "nothing")


@t
def one_for_all():
    try:
        raise ExceptionGroup("g", [TypeError(1), ValueError(2)])
    except* (TypeError, ValueError):
        raise SyntaxError(3)


@t
def one_for_all_with_cause():
    try:
        raise ExceptionGroup("g", [TypeError(1), ValueError(2)])
    except* (TypeError, ValueError) as e:
        raise SyntaxError(3) from e.exceptions[0]


@t
def one_group_for_all():
    try:
        raise ExceptionGroup("g", [TypeError(1), ValueError(2)])
    except* (TypeError, ValueError):
        raise ExceptionGroup("h", [SyntaxError(3)])


@t
def one_of_two_clauses():
    try:
        raise ExceptionGroup("g", [TypeError(1), ValueError(2)])
    except* TypeError:
        pass
    except* ValueError:
        raise SyntaxError(3)


@t
def two():
    try:
        raise ExceptionGroup("g", [TypeError(1), ValueError(2)])
    except* TypeError:
        raise OSError(4)
    except* ValueError:
        raise SyntaxError(3)


@t
def one_for_a_part():
    try:
        raise ExceptionGroup("g", [TypeError(1), ValueError(2)])
    except* TypeError:
        raise SyntaxError(3)


@t
def one_and_the_same_again():
    try:
        raise ExceptionGroup("g", [TypeError(1), ValueError(2)])
    except* TypeError:
        raise
    except* ValueError:
        raise SyntaxError(3)


@t
def again_named():
    try:
        raise ExceptionGroup("g", [TypeError(1), ValueError(2)])
    except* (TypeError, ValueError) as e:
        raise e


@t
def a_part_again_named():
    try:
        raise ExceptionGroup("g", [TypeError(1), ValueError(2)])
    except* TypeError as e:
        raise e
    except* ValueError:
        pass


@t
def of_a_naked_one():
    try:
        raise TypeError(1)
    except* TypeError:
        raise SyntaxError(3)


@t
def naked_again():
    try:
        raise TypeError(1)
    except* TypeError:
        raise


@t
def naked_again_named():
    try:
        raise TypeError(1)
    except* TypeError as e:
        raise e


@t
def naked_not_taken():
    try:
        raise TypeError(1)
    except* ValueError:
        raise SyntaxError(3)


@t
def nested_rest():
    try:
        raise ExceptionGroup("a", [ExceptionGroup("b", [ExceptionGroup("c", [ValueError(1)]), ExceptionGroup("d", [TypeError(2)])])])
    except* TypeError:
        pass


@t
def nested_rest_and_again():
    try:
        raise ExceptionGroup("a", [ExceptionGroup("b", [OSError(0), ValueError(1), ExceptionGroup("d", [TypeError(2)])])])
    except* TypeError:
        raise
    except* OSError:
        pass


@t
def all_again():
    try:
        raise ExceptionGroup("a", [ExceptionGroup("b", [ValueError(1), ExceptionGroup("d", [TypeError(2)])])])
    except* TypeError:
        raise


@t
def group_not_taken():
    global original
    original = ExceptionGroup("g", [TypeError(1)])
    original.add_note("note")
    try:
        raise original
    except* ValueError:
        pass


def identity(classes, again):
    original = ExceptionGroup("g", [TypeError(1), ExceptionGroup("h", [ValueError(2), ValueError(3)])])
    original.add_note("outer")
    original.exceptions[1].add_note("inner")
    try:
        try:
            raise original
        except* classes:
            if again:
                raise
    except BaseException as e:
        same_inner = [a is b for a, b in zip(e.exceptions, original.exceptions)]
        print(e is original, same_inner, e.__notes__, [getattr(part, "__notes__", None) for part in e.exceptions], lines(e), e.__suppress_context__)


identity(OSError, True)
identity(TypeError, True)
identity(TypeError, False)
identity(ValueError, False)
identity((TypeError, ValueError), True)


def message(f):
    try:
        f()
    except TypeError as e:
        print(f.__name__, e, "in", repr(e.__context__))


class Odd(ExceptionGroup):
    def derive(self, excs):
        return 5 if len(excs) == 1 else None


@message
def odd_derive():
    try:
        raise Odd("g", [ExceptionGroup("h", [TypeError(1), ValueError(2)])])
    except* TypeError:
        pass


class Split(ExceptionGroup):
    def split(self, condition):
        return None, self

    def derive(self, excs):
        return 5


@message
def odd_split():
    try:
        raise Split("g", [TypeError(1)])
    except* TypeError:
        pass


many = [ValueError(i) for i in range(20000)]


@t
def many_again():
    try:
        try:
            raise ExceptionGroup("many", [*many, TypeError(2)])
        except* TypeError:
            pass
    except* ValueError as e:
        print(len(e.exceptions), all(a is b for a, b in zip(e.exceptions, many)))
