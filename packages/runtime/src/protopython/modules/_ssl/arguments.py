"""What the setters and methods of the module _ssl do with their arguments."""

from __future__ import annotations

from protodialect.types import Value, wrap
from protopython.modules.support.system_calls import utf8_of
from protopython.objects.exceptions import exceptions as x
from protopython.objects.model import errors
from protopython.objects.model.call import call3
from protopython.objects.model.special import Special
from protopython.objects.model.stock import stock_function
from protopython.objects.model.types import special, type_name
from protopython.objects.str.str import as_str
from protopython.protocore.object import W_Type
from protopython.protocore.value import from_int, is_empty


def not_deleted(owner: W_Type, name: str, w: Value) -> None:
    if is_empty(w):
        raise errors.error(x.ATTRIBUTE_ERROR, f"attribute '{name}' of '{owner.name}' objects cannot be deleted")


def c_text(w: Value, what: str, otherwise: str = "") -> bytes:
    """A str as C takes it; what: "f() argument"; otherwise: " or None"."""
    text = as_str(w)
    if text is None:
        raise errors.type_error(f"{what} must be str{otherwise}, not {type_name(w)}")
    data = utf8_of(text)
    if data.find(b"\0") >= 0:
        raise errors.value_error("embedded null character")
    return data


def is_callable(w: Value) -> bool:
    return not is_empty(special(w, Special.CALL))


def warn(text: str) -> None:
    """DeprecationWarning at the line that called the module ssl; raises if the filters say so."""
    call3(stock_function("_warnings", "warn"), wrap(text), wrap(x.DEPRECATION_WARNING), from_int(2))
