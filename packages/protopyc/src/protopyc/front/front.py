"""The program as image sees it: what it meets in frozen data becomes live."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from protopyc.front import live
from protopyc.front.world import World
from protopyc.ir.types import ClassDecl


class Front(World):
    def class_of(self, host: type) -> ClassDecl:
        return live.class_of(self, host)

    def function_symbol(self, host: Callable[..., Any]) -> str:
        return live.function_symbol(self, host)

    def class_info(self, host: type, user_variant: bool) -> str:
        return live.class_info(self, host, user_variant)
