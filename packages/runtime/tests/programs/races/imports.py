"""Threads that import the same modules, some of which are forgotten meanwhile: each gets a whole module, and the same one until then."""

import importlib
import sys
import tempfile
from pathlib import Path

from hammer import despite, each, hammer

folder = Path(tempfile.mkdtemp())
for name, text in {
    "first": "import time\ntime.sleep(0.001)\nfrom second import value\nwhole = True\n",
    "second": "from third import value\nwhole = True\n",
    "third": "import time\ntime.sleep(0.001)\nvalue = 7\nwhole = True\n",
    "alone": "items = list(range(100))\nwhole = True\n",
}.items():
    (folder / f"{name}.py").write_text(text)
sys.path.insert(0, str(folder))
NAMES = ["first", "second", "third", "alone"]
bad = 0


def fetch(k):
    for i in range(8):
        name = NAMES[(i + k) % 4]
        got[k].append((name, importlib.import_module(name)))


for _ in range(5):
    for name in NAMES:
        sys.modules.pop(name, None)
    importlib.invalidate_caches()
    got = [[] for _ in range(4)]
    bad += each(4, fetch)
    for name in NAMES:
        modules = {id(module) for part in got for known, module in part if known == name}
        bad += len(modules) != 1 or not sys.modules[name].whole


def load():
    import alone

    if len(alone.items) != 100:
        raise AssertionError


def forget():
    sys.modules.pop("alone", None)


def look():
    for name, module in list(sys.modules.items()):
        getattr(module, "__name__", name)


# A module that is forgotten while it is being imported may be missed by its importer.
load_despite = despite(KeyError, ImportError, AttributeError)(load)
bad += hammer(load_despite, load_despite, forget, look)
print(bad)
