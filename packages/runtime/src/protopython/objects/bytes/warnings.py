"""BytesWarning, which -b asks for: bytes taken for text."""

from __future__ import annotations

from protodialect.types import Value, wrap
from protopython.objects.exceptions.exceptions import BYTES_WARNING
from protopython.objects.int.int import is_integer
from protopython.objects.model.call import call3
from protopython.objects.object_methods import stock_function
from protopython.objects.singletons import plain
from protopython.objects.str.str import as_str
from protopython.protocore.thread import context
from protopython.protocore.value import from_int


def warn_str(kind: str) -> None:
    """str() of a bytes-like object."""
    if context().space.settings.bytes_warning > 0:
        warn(f"str() on a {kind} instance")


def warn_comparison(kind: str, w_other: Value) -> None:
    """== or != of a bytes-like object and something that it never equals."""
    if context().space.settings.bytes_warning == 0:
        return
    if as_str(w_other) is not None:
        warn(f"Comparison between {kind} and string")
    elif kind == "bytes" and is_integer(plain(w_other)):
        warn("Comparison between bytes and int")


def warn(text: str) -> None:
    call3(stock_function("_warnings", "warn"), wrap(text), wrap(BYTES_WARNING), from_int(1))
