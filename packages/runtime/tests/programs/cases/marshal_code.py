# marshal of code objects, and the values it shares its format with.
import io
import marshal
import types


def outer(a, b=2, *c, d, **e):
    "doc"

    def inner():
        return a + len(c), "é€\ud800", b"x", {1, 2} == {2, 1}, (1, (2, None)), 10**30, 2.5, 1j, ...

    def count(n):
        yield from range(n)

    return inner(), list(count(3)), [x in {"p", "q"} for x in "pr"]


code = marshal.loads(marshal.dumps(outer.__code__))
print(code == outer.__code__, code.co_name, code.co_qualname, code.co_varnames, code.co_freevars, code.co_firstlineno, code.co_filename == __file__)
print(list(code.co_positions()) == list(outer.__code__.co_positions()), list(code.co_lines()) == list(outer.__code__.co_lines()))
print(types.FunctionType(code, globals(), "again", (2,))(1, 5, d=3))


def failing():
    return (1 +
            1 / 0)


again = types.FunctionType(marshal.loads(marshal.dumps(failing.__code__)), globals())
try:
    again()
except ZeroDivisionError as e:
    print(e.__traceback__.tb_next.tb_lineno - failing.__code__.co_firstlineno, e)

moved = code.replace(co_firstlineno=1000)


def last(code):
    return max(line for _, _, line in code.co_lines() if line is not None)


print(moved.co_firstlineno, last(moved) - 1000 == last(code) - code.co_firstlineno)

for call in (lambda: marshal.dumps(code, allow_code=False), lambda: marshal.loads(marshal.dumps(code), allow_code=False)):
    try:
        call()
    except ValueError as e:
        print(e)

file = io.BytesIO(marshal.dumps([1, "ä", "a" * 300]) + marshal.dumps({"x": (None, True)}))
print(marshal.load(file), marshal.load(file))
try:
    marshal.load(file)
except EOFError as e:
    print(e)
whole = marshal.dumps(code)
failures = 0
for n in range(len(whole)):
    try:
        marshal.loads(whole[:n])
    except (EOFError, ValueError, TypeError):
        failures += 1
print(failures == len(whole))
