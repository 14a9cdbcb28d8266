# Instances of generic classes, type parameters and unions: what typing and copy find in them.
import copy
import pickle
import types
from typing import Generic, ParamSpec, Protocol, TypeVar, TypeVarTuple, Union, get_type_hints


def tell(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


T = TypeVar("T")


class Box(Generic[T]):
    def __init__(self, item):
        self.item = item


class Shaped(Protocol):
    pass


class Slotted(Box[int], Shaped):
    __slots__ = ("more",)


for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
    print(protocol, pickle.loads(pickle.dumps(Box(7), protocol)).item)
print(copy.copy(Box[int](8)).item, copy.deepcopy(Slotted([9])).item)

for cls in (int, type, object, type(tell)):
    tell(lambda: cls.__annotations__)
    tell(lambda: get_type_hints(cls))

nameless = {}
exec("from typing import *\nT = TypeVar('T')\nP = ParamSpec('P')\nTs = TypeVarTuple('Ts')\nclass C[T, *Ts, **P]: pass", nameless)
print([nameless[name].__module__ for name in ("T", "P", "Ts")], [p.__module__ for p in nameless["C"].__type_params__])
print(T.__module__, TypeVarTuple("Ts").__module__)

for bound in ((int, str), "later", 3, None):
    tell(lambda: ParamSpec("P", bound=bound).__bound__)

pair = Union[int, str]
for union in (int | str, pair, str | T):
    tell(lambda: iter(union))
    tell(lambda: union | "later")
    tell(lambda: "later" | union)
    tell(lambda: union | 3)
    tell(lambda: union | ())
tell(lambda: int | "later")
tell(lambda: list[int] | "later")


class Parameter:
    def __repr__(self):
        return "a parameter"


first, late = Parameter(), Parameter()
first.__typing_subst__ = lambda value: value
alias = types.GenericAlias(dict, (first, late))
print(alias.__parameters__)
late.__typing_subst__ = lambda value: value
tell(lambda: alias[0])


class Spread:
    __typing_is_unpacked_typevartuple__ = True

    def __typing_prepare_subst__(*args):
        return None

    def __typing_subst__(*args):
        return 42


type Alias[*Rest] = 0
tell(lambda: Alias[Spread()][0])
