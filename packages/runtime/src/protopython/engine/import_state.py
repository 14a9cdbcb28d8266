"""What the import system keeps in a space: the stock importlib once it is loaded, and the table of -X importtime."""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import EMPTY, Value
from protopython.engine.import_times import ImportTimes
from protopython.objects.list.list import W_List
from protopython.protocore.state import State, space_slot
from protopython.protocore.thread import context


class ImportState(State):
    w_bootstrap: Value
    """importlib._bootstrap and importlib._bootstrap_external, once importlib is loaded."""
    w_external: Value
    stock_finders: W_List | None
    """What sys.meta_path has by itself; None while importlib is not loaded (engine/import_specs.py)."""
    frozen_override: int
    """Whether frozen modules are used: 1 yes, -1 no, 0 as the settings say."""
    times: ImportTimes | None
    """-X importtime; None: nobody asked."""

    def __init__(self) -> None:
        self.w_bootstrap = EMPTY
        self.w_external = EMPTY
        self.stock_finders = None
        self.frozen_override = 0
        self.times = None


def new_import_state() -> State:
    return ImportState()


STATE: Final[int] = space_slot(new_import_state)


def import_state() -> ImportState:
    return cast(ImportState, context().space.states[STATE])
