"""Keyword arguments that have the names of what a caller does not give: cls and self."""

import collections
import functools
import types


class Mapping(dict):
    pass


def attempt(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except (TypeError, KeyError) as e:
        print(type(e).__name__, e)


mappings = dict, Mapping, collections.OrderedDict, collections.Counter, types.SimpleNamespace, functools.partial(dict), collections.defaultdict
for f in *mappings, list, set, str, int, tuple, Exception, bytes, bytearray, complex, super, "{self} {cls}".format, {}.update, [].append:
    attempt(f, cls=1)
    attempt(f, self=2)
    attempt(f, cls=1, self=2)
attempt(dict, [(1, 2)], cls=3)
attempt([].sort, self=1)
attempt("a".encode, self=3)
attempt(str.split, self="a b")
attempt(dict.fromkeys, [1], cls=1)
attempt(int.from_bytes, b"1", cls=1)
attempt(int.__new__, cls=int)
