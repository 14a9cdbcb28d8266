"""Program text without a file, kept so that tracebacks can show its lines: what -c gives, what is typed at the prompt.

A piece is known by its file name: a str object of its own, which its code objects have as co_filename.
"""

from __future__ import annotations

from typing import Final, cast

from protopython.objects.code.code import W_Code
from protopython.protocore.state import State, space_slot
from protopython.protocore.thread import context


class TypedText:
    filename: str
    text: str

    def __init__(self, filename: str, text: str) -> None:
        self.filename = filename
        self.text = text


class TypedTexts(State):
    texts: list[TypedText]

    def __init__(self) -> None:
        self.texts = []


def new_typed_texts() -> State:
    return TypedTexts()


TYPED_TEXTS: Final[int] = space_slot(new_typed_texts)


def typed_texts() -> list[TypedText]:
    return cast(TypedTexts, context().space.states[TYPED_TEXTS]).texts


def keep_text(name: str, text: str) -> str:
    """The file name `<name>` for code of text."""
    typed = TypedText("<" + "".join([name, ">"]), text)
    typed_texts().append(typed)
    return typed.filename


def typed_text_of(code: W_Code) -> TypedText | None:
    for typed in reversed(typed_texts()):
        if typed.filename is code.filename:
            return typed
    return None
