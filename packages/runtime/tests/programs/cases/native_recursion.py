"""Recursion that enters no Python function: slots that call a slot of another instance, and natives that hold themselves."""

import operator
import types


def attempt(what, f):
    try:
        f()
    except RecursionError:
        print(what, "RecursionError")
    except Exception as e:
        print(what, type(e).__name__)
    else:
        print(what, "ok")


USES = {
    "__hash__": hash,
    "__iter__": iter,
    "__next__": next,
    "__index__": operator.index,
    "__bool__": bool,
    "__repr__": repr,
    "__str__": str,
    "__len__": len,
    "__int__": int,
    "__float__": float,
    "__bytes__": bytes,
    "__dir__": dir,
    "__format__": format,
    "__eq__": lambda a: a == 1,
    "__lt__": lambda a: a < 1,
    "__add__": lambda a: a + 1,
    "__radd__": lambda a: 1 + a,
    "__iadd__": lambda a: operator.iadd(a, 1),
    "__neg__": operator.neg,
    "__contains__": lambda a: 1 in a,
    "__getitem__": lambda a: a[1],
    "__setitem__": lambda a: operator.setitem(a, 1, 1),
    "__delitem__": lambda a: operator.delitem(a, 1),
    "__reversed__": reversed,
    "__length_hint__": operator.length_hint,
    "__setattr__": lambda a: setattr(a, "x", 1),
    "__delattr__": lambda a: delattr(a, "x"),
    "__getattr__": lambda a: a.x,
    "__getattribute__": lambda a: a.x,
    "__init__": lambda a: type(a)(),
    "__instancecheck__": lambda a: isinstance(1, a),
    "__subclasscheck__": lambda a: issubclass(int, a),
    "__get__": lambda a: type("B", (), {"x": a})().x,
    "__set__": lambda a: setattr(type("B", (), {"x": a})(), "x", 1),
    "__fspath__": __import__("os").fspath,
}


def calls_itself():
    class A:
        pass

    A.__call__ = A()
    A()()


def slot(name, use):
    class A:
        pass

    A.__call__ = A()
    setattr(A, name, A())
    use(A())


def property_slot(name, use):
    class A:
        pass

    setattr(A, name, property(use))
    use(A())


def method_of_itself():
    class A:
        pass

    A.__call__ = types.MethodType(A(), 1)
    A()()


attempt("call", calls_itself)
for name, use in USES.items():
    attempt(name, lambda: slot(name, use))
for name in "__hash__", "__iter__", "__index__":
    attempt("property " + name, lambda: property_slot(name, USES[name]))
attempt("method", method_of_itself)
