"""importlib beside the native import: specs, finders of the program, reloading."""

import bisect
import importlib
import importlib.machinery
import importlib.util
import keyword
import sys

print(bisect.__spec__.name, type(bisect.__loader__).__name__, bisect.__spec__.origin == bisect.__file__)
print(importlib.util.find_spec("textwrap").name, importlib.util.find_spec("sys").origin, importlib.util.find_spec("nonexistent"))
print(importlib.import_module("collections.abc").__name__)
print([f.__name__ for f in sys.meta_path])
print(importlib.reload(keyword) is keyword)


class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == "virtual":
            return importlib.machinery.ModuleSpec(name, Finder)

    @staticmethod
    def create_module(spec):
        return None

    @staticmethod
    def exec_module(m):
        m.x = 42


sys.meta_path.insert(0, Finder)
import virtual

print(virtual.x, virtual)
import colorsys

print(colorsys.__spec__.name)
try:
    import nonono
except ImportError as e:
    print(type(e).__name__, e, e.name)
