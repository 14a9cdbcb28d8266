"""Special methods that are functions of a module, or are bound already, are called without the object."""

import typing

Name = typing.NewType("Name", str)
print(Name("a"), list(map(Name, "bc")), Name(*("d",)))
seen = []


class Odd:
    __call__ = len
    __hash__ = [-1, 5].pop
    __len__ = "some text".__len__
    __getitem__ = seen.append
    __iter__ = [1, 2].__iter__
    __contains__ = "abc".__contains__
    __enter__ = int
    __exit__ = "".format
    __eq__ = isinstance
    __init__ = seen.append


try:
    Odd()
except TypeError as e:
    print(e)
odd = Odd(7)
print(odd("four"), odd(*((1, 2, 3),)), list(map(odd, ["ab", ""])))
print(hash(odd), hash(odd), len(odd), odd[3], seen, list(odd), "b" in odd)
try:
    print(odd == Odd)
except TypeError as e:
    print(e)
with odd as zero:
    print(zero)
Odd.__call__ = "x".join
print(odd(["1", "2"]), odd.__call__("ab"))
Odd.__call__ = str.upper
try:
    odd()
except TypeError as e:
    print(e)
