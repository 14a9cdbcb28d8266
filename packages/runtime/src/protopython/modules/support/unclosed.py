"""The warning about what a program should have closed."""

from __future__ import annotations

from protodialect.types import Array, Value, wrap
from protopython.objects.exceptions import exceptions as x
from protopython.objects.model.call import call_args
from protopython.objects.model.stock import stock_function
from protopython.protocore.value import from_int


def warn_unclosed(text: str, w_source: Value) -> None:
    """A ResourceWarning, which may be an error. It tells where w_source was allocated, if tracemalloc knows."""
    args = Array[Value](4, w_source)
    args[0] = wrap(text)
    args[1] = wrap(x.RESOURCE_WARNING)
    args[2] = from_int(1)
    call_args(stock_function("_warnings", "warn"), args, 4)
