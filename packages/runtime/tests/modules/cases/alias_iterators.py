"""The iterator of a generic alias can be copied and pickled; the repr of an alias looks at its arguments while they change."""

import copy
import pickle
import types

alias = tuple[int]
iterator = iter(alias)
print(iterator.__reduce__())
print(list(copy.copy(iterator)), list(pickle.loads(pickle.dumps(iterator))), next(iterator), list(iterator), iterator.__reduce__())
starred = list[*tuple[int, ...]]
print(copy.deepcopy(starred) == starred, pickle.loads(pickle.dumps(starred)) == starred)
arguments = []


class Clearing:
    def __repr__(self):
        arguments.clear()
        return "clearing"


for rest in ([], [1]):
    arguments += [Clearing(), *rest]
    try:
        print(repr(types.GenericAlias(list, arguments)))
    except IndexError as e:
        print(e)
