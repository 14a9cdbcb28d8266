"""Native methods kept in classes, and what update() and extend() say of odd arguments."""

import operator
import sys


class Holder:
    fromkeys = dict.fromkeys
    from_bytes = int.from_bytes
    maketrans = str.maketrans
    length = len


holder = Holder()
print(holder.fromkeys([1]), holder.from_bytes(b"\x01"), holder.maketrans({"a": "b"}), holder.length([1]))
print(holder.fromkeys is Holder.fromkeys)


def refused(f, *args):
    try:
        print(f(*args))
    except Exception as error:
        print(type(error).__name__, error, getattr(error, "__notes__", None))


refused({}.update, [(1, 2), 3])
refused({}.update, [(1, 2, 3)])
refused(dict, [1])


class Hint:
    def __init__(self, hint):
        self.hint = hint

    def __iter__(self):
        return iter("abc")

    def __length_hint__(self):
        return self.hint


for hint in (0, True, -1, "3", sys.maxsize, sys.maxsize + 1, NotImplemented):
    refused(operator.length_hint, Hint(hint), 5)
    if hint != sys.maxsize:
        refused(list, Hint(hint))
items = [1]
items.extend(Hint(sys.maxsize))
print(items)


# Arguments told by the name alone where keywords may be given, by the class as well where not.
refused(lambda: "".split(1, 2, 3))
refused(lambda: "".split(foo=1))
refused(lambda: (5).to_bytes(1, 2, 3))
refused(lambda: [].sort(1))
refused(int.from_bytes)
refused(lambda: [].append())
refused(lambda: [].append(x=1))
refused(list.append)
refused(type({}.keys()), {})
refused(lambda: delattr(Exception(), "__dict__"))


class Own(dict):
    pass


refused(lambda: delattr(Own(), "__dict__"))
