# What types and their members tell of themselves, and what may be set on types that no class statement made.
import ast
import asyncio
import copy
import csv
import datetime
import functools
import inspect
import io
import operator
import random
import sys
import types
import weakref


def tell(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


class Int(int):
    def __repr__(self):
        return "R"


class Float(float):
    def __repr__(self):
        return "R"


class Complex(complex):
    def __repr__(self):
        return "R"


class Slots:
    __slots__ = ("a", "b")


# str() of a number is its repr(), a subclass's too
for number in (Int(1), Float(1), Complex(1)):
    print(str(number), f"{number}", "%s" % number, "{}".format(number), number.__str__())
print(str(5), str(True), str(2.5), str(2j), int.__str__ is object.__str__, bool.__str__ is object.__str__)

# kinds of descriptors
for member in (
    complex.real, float.real, range.start, slice.stop, types.FunctionType.__closure__, types.MethodType.__func__, type.__base__, Slots.a,
    datetime.timezone.utcoffset, dict.__getitem__, dict.__len__, list.__contains__, set.__contains__,
    vars(int)["from_bytes"], object.__init__,
):  # fmt: skip
    print(type(member).__name__, member, member.__qualname__, getattr(member, "__objclass__", None), inspect.isdatadescriptor(member))
for name in "add", "__getitem__":
    print(type(getattr({1: 2}.keys().mapping, name, {}.__getitem__)).__name__)
tell(lambda: dict.__contains__(1, 2))
tell(lambda: setattr(1j, "real", 2))
tell(lambda: delattr(slice(1), "start"))
tell(lambda: Slots().a)
tell(lambda: Slots.a.__set__(1, 2))
s = Slots()
Slots.a.__set__(s, 3)
print(s.a, Slots.a.__get__(s), Slots.a.__get__(None, Slots) is Slots.a)
tell(lambda: Slots.b.__delete__(s))
print(str.maketrans.__self__, bytes.maketrans.__self__, str.maketrans.__qualname__)

# comparisons: one comes with all
for t in (type(None), complex, types.CodeType, weakref.ref, types.MethodType, type(len)):
    print(t.__name__, *("__%s__" % n in vars(t) for n in ("eq", "ne", "lt", "le", "gt", "ge")))
print(None.__eq__(None), None.__eq__(1), None.__ne__(None), None.__lt__(1), hash(None) == hash(None))
tell(lambda: None < 1)
tell(lambda: 1j < 2j)

# exceptions make exceptions
print(BaseException.__new__(ValueError, 3).args, Exception.__new__(UnicodeError, 4).args, "__new__" in vars(ValueError))
tell(lambda: ValueError.__new__(OSError, 3))
tell(lambda: BaseException.__new__(OSError, 3))


class Wrong(OSError):
    def __init__(self, *args):
        pass


print(Wrong(2, "x").errno, Wrong(2, "x").args)

# types that can be changed, and those that cannot
for t in (int, type(None), csv.Dialect, operator.itemgetter, sys.flags.__class__, types.FunctionType):
    tell(lambda: setattr(t, "x", 1))
    tell(lambda: setattr(t, "__doc__", "d"))
    tell(lambda: setattr(t, "__name__", "d"))
tell(lambda: delattr(list, "append"))
csv.Error.x = 1
csv.Error.__doc__ = "told"
print(csv.Error.x, csv.Error.__doc__, csv.Error().x)
csv.Error.__module__ = "elsewhere"
print(csv.Error, csv.Error.__module__, repr(csv.Error("q")))
csv.Error.__module__ = "_csv"
del csv.Error.x
print(hasattr(csv.Error, "x"))
tell(lambda: weakref.ref(csv.Error()))
tell(lambda: weakref.ref(ast.AST()))
print(weakref.ref(ast.Add())() is None or True)
for t in (operator.itemgetter, operator.attrgetter, type(functools.lru_cache(len))):
    tell(lambda: type("Sub", (t,), {}))
for t in (type(sys.flags), type(sys.version_info), type(iter([])), type({}.keys()), types.GeneratorType):
    tell(t)
for t in (int, object, list, type(sys.flags), type(iter([])), csv.Error, random.Random.__base__, ast.Add, OSError, ExceptionGroup):
    print(t.__name__, [bool(t.__flags__ >> bit & 1) for bit in (7, 8, 9, 10, 20)])
tell(lambda: datetime.date(1, 1, 1).__module__)
print(datetime.date.__module__, "__module__" in vars(datetime.date), "__module__" in vars(csv.Error))

# files: iterating a closed one
for make in (io.StringIO, lambda: open(__file__), lambda: open(__file__, "rb")):
    f = make()
    f.close()
    tell(lambda: iter(f))

# small things
tell(lambda: slice[int])
print(sys.get_asyncgen_hooks(), sys.get_asyncgen_hooks().firstiter)
tell(lambda: inspect.signature(operator.attrgetter("a")))
tell(lambda: inspect.signature(functools.cmp_to_key(lambda a, b: 0)))
tell(lambda: inspect.signature(ValueError.__init__))
tell(lambda: inspect.signature(int.__add__))
print("result" in vars(asyncio.Task), asyncio.Task.result.__objclass__)

# nodes are replaced
name = ast.parse("x").body[0].value
print(ast.dump(copy.replace(name, id="y"), include_attributes=True))
tell(lambda: copy.replace(name, a=1))
tell(lambda: name.__replace__(1))
tell(lambda: ast.dump(copy.replace(name, lineno=7), include_attributes=True))
name.extra = 3
print(hasattr(copy.replace(name, id="z"), "extra"))
tell(lambda: copy.replace(name, extra=4))
del name.id
tell(lambda: copy.replace(name))
del name.ctx
tell(lambda: copy.replace(name))
tell(lambda: ast.dump(copy.replace(name, id="q", ctx=ast.Store())))
print(ast.Name.__annotations__, ast.Add.__annotations__)

# structs
import time, os
tell(lambda: time.struct_time(range(9), 1))
tell(lambda: time.struct_time(range(9), {'x':1}))
tell(lambda: time.struct_time(range(11), {'tm_zone':1}))
tell(lambda: time.struct_time(range(10), {'tm_zone':1}))
tell(lambda: time.struct_time(range(9), {'tm_year':1}))
tell(lambda: time.struct_time(range(9), dict=None))
tell(lambda: time.struct_time(sequence=range(9), dict={}))
tell(lambda: time.struct_time("123456789", dict={'tm_zone':'x'}).tm_zone)
r = os.stat_result(range(11), {'st_rdev': 4})
tell(lambda: r.__replace__(st_mode=1))
tell(lambda: r.__replace__(foo=1))
tell(lambda: type(r)(range(9)))
tell(lambda: type(sys.flags).__new__(type(sys.flags)))
tell(lambda: object.__new__(type(iter([]))))
tell(lambda: tuple.__new__(type(sys.version_info), (1, 2)))


class Nested:
    class Name(ast.Name):
        pass


tell(lambda: copy.replace(Nested.Name("x"), other=1))
