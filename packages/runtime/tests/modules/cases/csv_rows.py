"""The module _csv: dialects, what readers and writers make of rows, and every way that can fail."""

import _csv
import copy
import io
import pickle


def attempt(function, *args, **keywords):
    try:
        print(ascii(function(*args, **keywords)))
    except Exception as e:
        print(type(e).__name__, ascii(str(e)))


print(_csv.Dialect, _csv.Reader, _csv.Writer, _csv.Error, _csv.Error.__base__)
print([(name, getattr(_csv, name)) for name in sorted(dir(_csv)) if name.startswith("QUOTE")], _csv._dialects)
attempt(_csv.Reader)
attempt(_csv.Writer)

# dialects
ATTRIBUTES = ("delimiter", "doublequote", "escapechar", "lineterminator", "quotechar", "quoting", "skipinitialspace", "strict")


def described(*args, **keywords):
    dialect = _csv.Dialect(*args, **keywords)
    return {name: getattr(dialect, name) for name in ATTRIBUTES}


class Settings:
    delimiter = "|"
    quoting = _csv.QUOTE_ALL
    strict = 1


class Other:
    pass


attempt(described)
attempt(described, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
attempt(described, foo=1)
attempt(described, None, dialect=None)
attempt(described, None)
attempt(described, Settings, quoting=0)
attempt(described, 5)
attempt(described, "unknown")
dialect = _csv.Dialect()
print(_csv.Dialect(dialect) is dialect, _csv.Dialect(dialect, delimiter=";") is dialect)
for name in ATTRIBUTES:
    for value in ("", "a", "ab", None, 4, b"a", " ", "\n", "\r", ",", '"', "\0", 2.0, -1, 7, 10**30, "\U00012345", True, Other):
        print(name, ascii(value), end=" ")
        attempt(lambda: getattr(_csv.Dialect(**{name: value}), name))
for keywords in (
    {"quotechar": None, "quoting": 3}, {"quotechar": None}, {"quotechar": None, "quoting": 1}, {"delimiter": ",", "quotechar": ","},
    {"delimiter": "x", "escapechar": "x"}, {"quotechar": "x", "escapechar": "x"}, {"delimiter": "x", "lineterminator": "xy"},
    {"quotechar": "x", "lineterminator": "xy"}, {"escapechar": "x", "lineterminator": "xy"}, {"delimiter": " ", "skipinitialspace": True},
    {"quotechar": " ", "skipinitialspace": True}, {"escapechar": " ", "skipinitialspace": True},
):
    attempt(described, **keywords)
attempt(setattr, dialect, "delimiter", ";")
attempt(delattr, dialect, "quoting")
attempt(setattr, dialect, "foo", 1)
attempt(copy.copy, dialect)
attempt(pickle.dumps, dialect)

# the registry
for function, args in [
    (_csv.register_dialect, ()), (_csv.register_dialect, (1, 2)), (_csv.register_dialect, ("a", "b")), (_csv.register_dialect, ("a", 1, 2)),
    (_csv.register_dialect, ("a", Settings)), (_csv.get_dialect, ("b",)), (_csv.unregister_dialect, ("b",)), (_csv.list_dialects, ()),
    (_csv.get_dialect, ([],)), (_csv.unregister_dialect, ([],)),
]:
    attempt(function, *args)
print(_csv.get_dialect("a").delimiter, _csv.get_dialect(name="a").quoting)
attempt(_csv.unregister_dialect, "a")
attempt(_csv.list_dialects)
for args in [(), (5,), (131072,), ("a",), (10**30,), (1, 2), (2.0,), (-1,), (131072,), (None,)]:
    attempt(_csv.field_size_limit, *args)

# readers
for args in [(), (1,), ([], 1, 2), ([], "unknown")]:
    attempt(_csv.reader, *args)
attempt(_csv.reader, [], foo=1)
attempt(_csv.reader, [], delimiter="ab")
reader = _csv.reader(["a,b", '"c\n', 'd",e'])
print(reader.line_num, next(reader), reader.line_num, next(reader), reader.line_num, iter(reader) is reader, reader.dialect.delimiter)
attempt(next, reader)
for lines in (
    ["a\nb"], ["a\rb"], ["a\r\n"], ["a\n\n"], [b"a"], [1], [Other()], ["a\0b"], ['"a'], ["a\\"], ['"a"b'], ["1,a"], ['1,"a",'], ['1,"a",,"",x'], ["1,,2.5"],
    ['a, b,  "c" , "d"'], [" "], [", ,"], ["a,"], [""], ["\n"], ["\r\n", "a"], ['"a""b"'], ["'a'"], ["a\\,b,c\\\nd"], ['"a\\"b"'], ['a"b'],
    ['a,"b\\\n', 'c"'], ['"a', ' "'], ["a" * 10], ['"a"\n"b"'], ["a b c"], ['"1"'], ["1.5 , 2"], ['"'], ["a\\\r", "b"], ["a\\"], ['"\\'], ["\u1234,é\U00012345"],
    ["\\", "x"], ['"a"\\,b'], ['a,b"c"d,"e"f"g"'],
):
    print(ascii(lines) if "Other" not in repr(lines) else "Other")
    for keywords in (
        {}, {"strict": True}, {"escapechar": "\\"}, {"escapechar": "\\", "strict": True}, {"quoting": 2}, {"quoting": 3}, {"quoting": 4}, {"quoting": 5},
        {"skipinitialspace": True}, {"skipinitialspace": True, "quoting": 5}, {"doublequote": False}, {"quotechar": "'"}, {"delimiter": " "},
        {"quotechar": None, "quoting": 3},
    ):
        attempt(lambda: list(_csv.reader(lines, **keywords)))
_csv.field_size_limit(3)
for lines in (["abc"], ["abcd"], ['"ab\n', 'c"'], ['"ab\n"']):
    attempt(lambda: list(_csv.reader(lines)))
_csv.field_size_limit(131072)


# writers
class Silent:
    write = 5


class Ascii:
    def write(self, text):
        return ascii(text)


class Bad:
    def __str__(self):
        raise OSError("no text")

    def __repr__(self):
        return "Bad"


class BadIterable:
    def __iter__(self):
        raise TypeError("mine")

    def __repr__(self):
        return "BadIterable"


for args in [(), (1,), (None,), (io.StringIO(), 1, 2), (io.StringIO(), "unknown"), (Silent(),)]:
    attempt(_csv.writer, *args)
for row in (
    ["a", "b"], [], [""], ["", ""], [None], [None, 1], ['a"b'], ["a,b"], ["a\nb"], ["a\rb"], [" a"], [" "], [1, 2.5, "x", True, 2j], ["a\\b"], 5, None, "ab",
    [Bad()], BadIterable(), [1.1, 0.1], ['"'], ["a", '"b"'], ["a!"], ["\u1234", "\U00012345,"], ["x" * 100 + '"'],
):
    print(ascii(row))
    for keywords in (
        {}, {"quoting": 1}, {"quoting": 2}, {"quoting": 3}, {"quoting": 3, "escapechar": "\\"}, {"quoting": 4}, {"quoting": 5}, {"escapechar": "\\"},
        {"escapechar": "\\", "doublequote": False}, {"doublequote": False}, {"delimiter": " ", "skipinitialspace": True},
        {"delimiter": " ", "skipinitialspace": True, "quoting": 3}, {"delimiter": " ", "skipinitialspace": True, "quoting": 4},
        {"lineterminator": "!"}, {"lineterminator": ""}, {"quotechar": None},
    ):
        attempt(_csv.writer(Ascii(), **keywords).writerow, row)
text = io.StringIO(newline="")
writer = _csv.writer(text)
attempt(writer.writerows, 5)
attempt(writer.writerows, [["a"], 5])
attempt(writer.writerows, [["a"], ("b", None)])
print(ascii(text.getvalue()), writer.dialect.delimiter)


# a reader whose lines read from it
class Lines:
    def __init__(self, lines):
        self.lines = lines
        self.calls = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.calls += 1
        if self.calls == 1:
            print("inside", next(self.reader, None))
            return "a,b"
        if self.lines:
            return self.lines.pop(0)
        raise StopIteration


for lines in ([], ["x"], ["x", "y"], ['"x']):
    lines = Lines(lines)
    lines.reader = _csv.reader(lines)
    attempt(list, lines.reader)
    print(lines.reader.line_num)
