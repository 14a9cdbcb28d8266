import types

a = list[int]


class A: ...


class Variable:
    """Stands for a TypeVar."""

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return "~" + self.name

    def __typing_subst__(self, arg):
        return arg

    def __or__(self, other):
        return NotImplemented


V = Variable("V")
W = Variable("W")


class Gen:
    def __class_getitem__(cls, item):
        return types.GenericAlias(cls, item)
