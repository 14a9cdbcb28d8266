"""Frozen modules: those that are part of the executable and need no file. FrozenImporter loads them, by way of _imp.

None of the library is frozen here: what is kept beside its files loads as fast. There are those that show what freezing is, which CPython
has in its executable, too: `import __hello__`. They are kept as text and compiled when they are asked for.

Source: library reference, importlib.machinery.FrozenImporter; the option -X frozen_modules.
"""

from __future__ import annotations

from typing import Final

from protopython.engine import compile as compiling
from protopython.engine.import_state import import_state
from protopython.objects.code.code import W_Code
from protopython.protocore.thread import context

GREETING: Final[str] = """\
initialized = True
%s

def main():
    print("Hello world!")


if __name__ == "__main__":
    main()
"""
WITH_CLASSES: Final[str] = GREETING % """

class TestFrozenUtf8_1:
    '''\u00b6'''


class TestFrozenUtf8_2:
    '''\u03c0'''


class TestFrozenUtf8_4:
    '''\U0001f600'''
"""
PLAIN: Final[str] = GREETING % ""


class FrozenModule:
    origin: str
    """The module of the library that it stands for, with a < before it where it is the text of a package under another name; "": none."""
    is_package: bool
    shown: str
    """What its code calls its file."""
    text: str

    def __init__(self, origin: str, is_package: bool, shown: str, text: str) -> None:
        self.origin = origin
        self.is_package = is_package
        self.shown = f"<frozen {shown}>"
        self.text = text


FROZEN_MODULES: Final[dict[str, FrozenModule]] = {
    "__hello__": FrozenModule("__hello__", False, "__hello__", WITH_CLASSES),
    "__hello_alias__": FrozenModule("__hello__", False, "__hello__", WITH_CLASSES),
    "__phello_alias__": FrozenModule("__hello__", True, "__hello__", WITH_CLASSES),
    "__phello_alias__.spam": FrozenModule("__hello__", False, "__hello__", WITH_CLASSES),
    "__phello__": FrozenModule("__phello__", True, "__phello__", PLAIN),
    "__phello__.__init__": FrozenModule("<__phello__", False, "__phello__", PLAIN),
    "__phello__.ham": FrozenModule("__phello__.ham", True, "__phello__.ham", ""),
    "__phello__.ham.__init__": FrozenModule("<__phello__.ham", False, "__phello__.ham", ""),
    "__phello__.ham.eggs": FrozenModule("__phello__.ham.eggs", False, "__phello__.ham.eggs", ""),
    "__phello__.spam": FrozenModule("__phello__.spam", False, "__phello__.spam", PLAIN),
    "__hello_only__": FrozenModule("", False, "frozen_only", 'initialized = True\nprint("Hello world!")\n'),
}


def frozen_module(name: str) -> FrozenModule | None:
    """The frozen module of that name, if frozen modules are to be used."""
    override = import_state().frozen_override
    if override < 0 or (override == 0 and not context().space.settings.frozen_modules):
        return None
    return FROZEN_MODULES.get(name)


def frozen_code(m: FrozenModule) -> W_Code:
    return compiling.compile_text(m.text, m.shown, compiling.EXEC, True)
