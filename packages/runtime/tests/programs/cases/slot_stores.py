"""Attribute sites that store into slots, while what the name means changes under them."""


class Slotted:
    __slots__ = "a", "b"


class WithDict(Slotted):
    pass


class More(Slotted):
    __slots__ = ("c",)


class Shadowing(Slotted):
    a = property(lambda self: "hidden", lambda self, value: print("set", value))


class Refusing(Slotted):
    def __setattr__(self, name, value):
        print("refused", name, value)


def store(o, value):
    o.a = value


def show(o):
    try:
        return o.a
    except AttributeError as e:
        return str(e)


for cls in Slotted, WithDict, More, Shadowing, Refusing:
    for _ in range(3):
        o = cls()
        print(cls.__name__, show(o))
        for i in range(3):
            store(o, i)
            print(show(o))
o = WithDict()
o.own = 1
store(o, 5)
print(o.__dict__, o.a)
del o.a
print(show(o))
store(o, 6)
print(o.__dict__, o.a)
saved = Slotted.a
Slotted.a = property(lambda self: "property", lambda self, value: print("property set", value))
for o in Slotted(), WithDict(), More():
    store(o, 7)
    print(show(o))
Slotted.a = saved
for o in Slotted(), WithDict(), More():
    store(o, 8)
    print(show(o))
del Slotted.a
for o in Slotted(), WithDict(), More():
    try:
        store(o, 9)
        print(show(o))
    except AttributeError as e:
        print(e)


class Foreign:
    a = saved


for _ in range(2):
    try:
        store(Foreign(), 10)
    except TypeError as e:
        print(e)


class Read:
    __slots__ = ()
    a = 1


for _ in range(2):
    try:
        store(Read(), 11)
    except AttributeError as e:
        print(e)
