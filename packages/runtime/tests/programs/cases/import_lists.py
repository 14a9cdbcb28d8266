# What `from package import ...` takes for names of submodules.
import sys
import types

m = types.ModuleType("made")
m.__path__ = []
m.__all__ = ["*"]
sys.modules["made"] = m
print(__import__("made", fromlist=["*"]) is m)
m.__all__ = ["a", 3]
m.a = 1
for names in (["*"], ["a", 4], ("*", "a")):
    try:
        __import__("made", fromlist=names)
    except TypeError as e:
        print(e)
