"""A descriptor that only sets or deletes leaves reading to the object's own attribute, and is itself the value where there is none."""

import threading


class Sets:
    def __set__(self, o, value):
        o.__dict__["n"] = [value]


class Deletes:
    def __delete__(self, o):
        o.__dict__["m"] = "deleted"


class Meta(type):
    n = Sets.__new__(Sets)


class A:
    n = Sets()
    m = Deletes()

    def read(self):
        return self.n, self.m


class Local(threading.local):
    n = Sets()


a = A()
print(type(a.n).__name__, type(a.m).__name__)
a.n = 1
a.__dict__["m"] = 2
for i in range(4):
    print(a.n, getattr(a, "m"), a.read())
del a.m
print(a.read())
many = [A() for _ in range(4)]
for i, each in enumerate(many):
    each.n = i
print([each.n for each in many], {type(each.m).__name__ for each in many})


class C(metaclass=Meta):
    n = "the class's own"


for i in range(3):
    print(C.n)
local = Local()
local.n = 5
for i in range(3):
    print(local.n)

# The descriptor learns to read.
Sets.__get__ = lambda self, o, cls: "read"
for i in range(3):
    print(a.n, a.read(), C.n, local.n)
del Sets.__get__
for i in range(3):
    print(a.n, C.n, local.n)
