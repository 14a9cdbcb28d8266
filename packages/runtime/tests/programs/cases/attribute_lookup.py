"""What a look-up finds is what the method resolution order says, whatever was looked up before and whatever changed since."""

import _ast as ast
import collections.abc
import itertools


def known_classes(root):
    found = {}
    todo = [root]
    while todo:
        cls = todo.pop()
        if cls not in found:
            found[cls] = None
            todo.extend(type.__subclasses__(cls))
    return [cls for cls in found if type(cls) is type]


def lies():
    """Names that hasattr() answers differently than the namespaces along the MRO, in any class."""
    for cls in known_classes(object):
        mro = cls.__mro__
        for name in ("__next__", "__iter__", "__len__", "__getitem__", "absent", "send", "join", "append", "close"):
            if any(name in vars(base) for base in mro) != hasattr(cls, name):
                yield cls.__qualname__, name


print(list(lies()), list(lies()))
print(hasattr(itertools.chain, "__next__"), hasattr(itertools.chain, "send"))


# --- built-in classes that may be changed -------------------------------------------------------------------------

name = ast.Name("x")


def read_mark(obj):
    return getattr(obj, "mark", None), obj.mark if hasattr(obj, "mark") else None


print(read_mark(name), read_mark(ast.Name))
ast.AST.mark = 1
print(read_mark(name), read_mark(ast.Name))
ast.expr.mark = 2
print(read_mark(name), read_mark(ast.Name))
del ast.expr.mark
print(read_mark(name), read_mark(ast.Name))
del ast.AST.mark
print(read_mark(name), read_mark(ast.Name))
print(ast.expr in ast.AST.__subclasses__(), ast.Name in ast.expr.__subclasses__())


# --- an attribute that becomes a descriptor -----------------------------------------------------------------------


class Late:
    pass


class Other:
    def __get__(self, obj, cls=None):
        return "by Other"


class LateBase:
    pass


class Derived(LateBase):
    pass


class Holder:
    a = Late()
    b = Late()
    c = Derived()


class Sub(Holder):
    pass


def read(obj):
    return [x if isinstance(x, str) else type(x).__name__ for x in (obj.a, obj.b, obj.c)]


def read_class():
    return [x if isinstance(x, str) else type(x).__name__ for x in (Holder.a, Holder.b, Holder.c)]


h = Sub()
for _ in range(3):
    print(read(h), read_class())
Late.__get__ = lambda self, obj, cls=None: "by Late"
print(read(h), read_class())
del Late.__get__
print(read(h), read_class())
Holder.__dict__["b"].__class__ = Other
print(read(h), read_class())
LateBase.__get__ = Other.__get__
print(read(h), read_class())
Holder.__dict__["b"].__class__ = Late
print(read(h), read_class())


def store(obj):
    obj.a = "own"
    return obj.a


print(store(Sub()), store(Sub()))
Late.__set__ = lambda self, obj, value: print("set to", value)
print(type(store(Sub())).__name__)
del Late.__set__
print(store(Sub()))


class Rebased(Late):
    pass


class Holder2:
    x = Rebased()


def read_x(obj):
    return obj.x if isinstance(obj.x, str) else type(obj.x).__name__


print(read_x(Holder2()), read_x(Holder2()))
Rebased.__bases__ = (Other,)
print(read_x(Holder2()))


# --- __get__ runs once per reading --------------------------------------------------------------------------------


class Counting:
    n = 0

    def __get__(self, obj, cls=None):
        Counting.n += 1
        return Counting.n


class Counted:
    x = Counting()


for _ in range(3):
    print(Counted.x, Counted().x)


# --- a global under a key that only its own __eq__ can find --------------------------------------------------------


class Name(str):
    def __hash__(self):
        return str.__hash__(self)

    def __eq__(self, other):
        return str.__eq__(self, other)


globals()[Name("odd_global")] = "found"
print(odd_global)  # noqa: F821
globals()[Name("len")] = lambda x: "mine"
print(len(""))


# --- a slot is deleted once ---------------------------------------------------------------------------------------


class Slotted:
    __slots__ = ("x",)


s = Slotted()
s.x = 1
del s.x
try:
    del s.x
except AttributeError as e:
    print(e)


# --- abstract classes ---------------------------------------------------------------------------------------------


class Abstract(collections.abc.Sized):
    pass


class Plain:
    pass


print(isinstance(Plain(), Abstract), issubclass(Plain, Abstract))
Abstract.register(Plain)
print(isinstance(Plain(), Abstract), issubclass(Plain, Abstract))
