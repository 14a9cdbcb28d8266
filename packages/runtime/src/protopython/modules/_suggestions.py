"""_suggestions: the module traceback's native help in finding what a misspelt name may have meant."""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, try_as, wrap
from protopython.objects.codecs.codecs import UTF_8, encode_known
from protopython.objects.list.list import LIST, W_List, list_snapshot
from protopython.objects.model.define import define_module, function
from protopython.objects.model.errors import type_error
from protopython.objects.model.operations import str_arg
from protopython.objects.model.suggestions import nearest
from protopython.objects.model.types import type_of
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str

MODULE: Final[str] = "_suggestions"
define_module(MODULE, "What a misspelt name may have meant.")


@function(MODULE, "_generate_suggestions(candidates, item, /)", doc="The candidate that is most like item, None if none is like it.")
def generate_suggestions(w_candidates: Value, w_item: Value) -> Value:
    item = str_arg(w_item, "_generate_suggestions() argument 2")
    candidates = try_as(W_List, w_candidates)
    if candidates is None or type_of(w_candidates) is not LIST:
        raise type_error("candidates must be a list")
    names: list[str] = []
    for w_name in list_snapshot(candidates):
        name = as_str(w_name)
        if name is None:
            raise type_error("all elements in 'candidates' must be strings")
        names.append(name)
    try:
        found = nearest(names, item)
    except ValueError:
        names.insert(0, item)
        for text in names:
            encode_known(UTF_8, text, "strict")  # raises for the first with surrogates
        raise
    return w_None if found is None else wrap(found)
