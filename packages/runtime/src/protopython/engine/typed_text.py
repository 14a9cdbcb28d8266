"""Program text without a file, kept so that the module linecache has its lines for tracebacks: what -c gives, what is typed at the prompt.

CPython loads linecache for it; here it is told when a program, or a traceback, loads it.
"""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import Value, wrap
from protopython.objects.code.code import W_Code
from protopython.objects.dict.dict import dict_get_str
from protopython.objects.model import attributes, operations
from protopython.protocore.state import State, space_slot
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty


class TypedText:
    code: W_Code
    text: str
    name: str

    def __init__(self, code: W_Code, text: str, name: str) -> None:
        self.code = code
        self.text = text
        self.name = name


class TypedTexts(State):
    untold: list[TypedText]
    """linecache has not been told of them."""

    def __init__(self) -> None:
        self.untold = []


def new_typed_texts() -> State:
    return TypedTexts()


TYPED_TEXTS: Final[int] = space_slot(new_typed_texts)


def keep_text(code: W_Code, text: str, name: str) -> None:
    """text is what code was compiled from; name: of the file that it stands for."""
    cast(TypedTexts, context().space.states[TYPED_TEXTS]).untold.append(TypedText(code, text, name))
    w_linecache = dict_get_str(context().space.modules, "linecache")
    if not is_empty(w_linecache):
        tell_linecache(w_linecache)


def tell_linecache(w_linecache: Value) -> None:
    w_register = attributes.find_attr(w_linecache, "_register_code")
    if is_empty(w_register):
        return
    texts = cast(TypedTexts, context().space.states[TYPED_TEXTS])
    untold = texts.untold
    texts.untold = []
    for typed in untold:
        operations.call3(w_register, wrap(typed.code), wrap(typed.text), wrap(typed.name))
