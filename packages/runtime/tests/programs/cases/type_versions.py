"""Every built-in type has a version of its own, also beside those of the many classes that imports make: caches tell them apart."""

import inspect
import itertools

print(inspect.signature("".split))
for iterator in iter([]), itertools.count(), itertools.chain([1]), itertools.cycle("a"), zip(), iter({}), iter(set()):
    print(hasattr(iterator, "__next__"))
