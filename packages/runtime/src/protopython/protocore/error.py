"""PyError: how a Python exception travels through the runtime's own code."""

from __future__ import annotations

from protodialect.types import Value


class PyError(Exception):
    """A Python-level exception in flight; w_value is the exception instance."""

    w_value: Value

    def __init__(self, w_value: Value) -> None:
        self.w_value = w_value
