"""What finalizers cannot import at the end of a program: what has not been loaded."""

import json


class Late:
    def __del__(self):
        for name in ("json.tool", "colorsys", "tracemalloc"):
            try:
                __import__(name)
                print(name)
            except ImportError as e:
                print(name, e)


late = Late()
print(json.loads("1"))
