"""DeprecationWarning for what programs should no longer do."""

from __future__ import annotations

from protodialect.types import Value, noinline, wrap
from protopython.objects.exceptions.exceptions import DEPRECATION_WARNING
from protopython.objects.model.call import call3
from protopython.objects.model.stock import stock_function
from protopython.objects.model.types import type_name
from protopython.protocore.value import from_int


@noinline
def warn_deprecated(text: str) -> None:
    """Told at the line that called the native function; raises if the filters say so."""
    call3(stock_function("_warnings", "warn"), wrap(text), wrap(DEPRECATION_WARNING), from_int(1))


@noinline
def warn_strict_subclass(method: str, w_result: Value, base: str) -> None:
    """A conversion method gave an instance of a strict subclass of what it should give."""
    text = f"{method} returned non-{base} (type {type_name(w_result)}).  "
    warn_deprecated(
        f"{text}The ability to return an instance of a strict subclass of {base} is deprecated, and may be removed in a future version of Python."
    )
