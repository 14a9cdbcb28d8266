"""structseq: the tuples with named fields that system calls give: time.struct_time, os.stat_result, sys.version_info ...

    VERSION_INFO = define_struct("sys", "version_info", ["major", "minor", ...], 5, doc)     # module level
    new_struct(VERSION_INFO, Array.of([...]))                                                 # one Value a field

The first n_visible fields are the tuple; the others can be read by name only and live in the object's attribute array.
Fields are read by small native functions, one for each position, shared by all such types.
"""

from __future__ import annotations

from protodialect.types import EMPTY, Array, NativeFn, Value, extra_slots, new_trailing, set_extra_slots, try_as, unwrap, wrap
from protopython.objects.dict.dict import (
    W_Dict,
    dict_copy,
    dict_delete_str,
    dict_get_str,
    dict_len,
    dict_set_str,
    new_dict,
)
from protopython.objects.exceptions.exceptions import TYPE_ERROR
from protopython.objects.model.builtin import W_GetSet
from protopython.objects.model.define import add_member, define_type, method, new, show_as_member
from protopython.objects.model.errors import error_matches, type_error
from protopython.objects.model.operations import repr_of, unpack_to_list, unpack_to_tuple
from protopython.objects.model.types import type_of
from protopython.objects.singletons import w_None
from protopython.objects.str.string_builder import StringBuilder
from protopython.objects.tuple import TUPLE, W_Tuple, new_tuple2, new_tuple_n
from protopython.protocore.error import PyError
from protopython.protocore.object import TypeFlags, W_Type
from protopython.protocore.value import from_int, is_empty


class StructInfo:
    """What the fields of a type are called. Hidden ones follow the visible."""

    w_type: W_Type
    names: Array[str]
    n_visible: int

    def __init__(self, w_type: W_Type, names: Array[str], n_visible: int) -> None:
        self.w_type = w_type
        self.names = names
        self.n_visible = n_visible


STRUCTS: list[StructInfo] = []
"""One for each type; looked through when a struct is shown, copied or made by a program."""


def info_of(t: W_Type) -> StructInfo:
    for info in STRUCTS:
        if info.w_type is t:
            return info
    raise AssertionError("not a struct type")


# --- fields ----------------------------------------------------------------------------------------------------------


def hidden(self: W_Tuple, i: int) -> Value:
    extra = extra_slots(self)
    return w_None if extra is None or i >= len(extra) or is_empty(extra[i]) else extra[i]


def _visible0(self: W_Tuple) -> Value:
    return self.items[0]


def _visible1(self: W_Tuple) -> Value:
    return self.items[1]


def _visible2(self: W_Tuple) -> Value:
    return self.items[2]


def _visible3(self: W_Tuple) -> Value:
    return self.items[3]


def _visible4(self: W_Tuple) -> Value:
    return self.items[4]


def _visible5(self: W_Tuple) -> Value:
    return self.items[5]


def _visible6(self: W_Tuple) -> Value:
    return self.items[6]


def _visible7(self: W_Tuple) -> Value:
    return self.items[7]


def _visible8(self: W_Tuple) -> Value:
    return self.items[8]


def _visible9(self: W_Tuple) -> Value:
    return self.items[9]


def _visible10(self: W_Tuple) -> Value:
    return self.items[10]


def _visible11(self: W_Tuple) -> Value:
    return self.items[11]


def _visible12(self: W_Tuple) -> Value:
    return self.items[12]


def _visible13(self: W_Tuple) -> Value:
    return self.items[13]


def _visible14(self: W_Tuple) -> Value:
    return self.items[14]


def _visible15(self: W_Tuple) -> Value:
    return self.items[15]


def _visible16(self: W_Tuple) -> Value:
    return self.items[16]


def _visible17(self: W_Tuple) -> Value:
    return self.items[17]


def _visible18(self: W_Tuple) -> Value:
    return self.items[18]


def _visible19(self: W_Tuple) -> Value:
    return self.items[19]


def _hidden0(self: W_Tuple) -> Value:
    return hidden(self, 0)


def _hidden1(self: W_Tuple) -> Value:
    return hidden(self, 1)


def _hidden2(self: W_Tuple) -> Value:
    return hidden(self, 2)


def _hidden3(self: W_Tuple) -> Value:
    return hidden(self, 3)


def _hidden4(self: W_Tuple) -> Value:
    return hidden(self, 4)


def _hidden5(self: W_Tuple) -> Value:
    return hidden(self, 5)


def _hidden6(self: W_Tuple) -> Value:
    return hidden(self, 6)


def _hidden7(self: W_Tuple) -> Value:
    return hidden(self, 7)


def _hidden8(self: W_Tuple) -> Value:
    return hidden(self, 8)


def _hidden9(self: W_Tuple) -> Value:
    return hidden(self, 9)


def _hidden10(self: W_Tuple) -> Value:
    return hidden(self, 10)


def _hidden11(self: W_Tuple) -> Value:
    return hidden(self, 11)


def _hidden12(self: W_Tuple) -> Value:
    return hidden(self, 12)


def _hidden13(self: W_Tuple) -> Value:
    return hidden(self, 13)


_VISIBLE: list[NativeFn] = [_visible0, _visible1, _visible2, _visible3, _visible4, _visible5, _visible6, _visible7, _visible8, _visible9, _visible10, _visible11, _visible12, _visible13, _visible14, _visible15, _visible16, _visible17, _visible18, _visible19]  # fmt: skip
_HIDDEN: list[NativeFn] = [_hidden0, _hidden1, _hidden2, _hidden3, _hidden4, _hidden5, _hidden6, _hidden7, _hidden8, _hidden9, _hidden10, _hidden11, _hidden12, _hidden13]  # fmt: skip


# --- types -----------------------------------------------------------------------------------------------------------


def define_struct(
    module: str, name: str, fields: list[str], n_visible: int, doc: str | None, instantiable: bool = True, docs: list[str] | None = None
) -> W_Type:
    """A new type of structs (module level only). A field named "" can be read by index alone. docs: of the fields."""
    static = module in ("sys", "builtins")
    t = define_type(
        name,
        W_Tuple,
        TUPLE,
        doc=doc,
        flags=TypeFlags.SEQUENCE if static else TypeFlags.SEQUENCE | TypeFlags.MUTABLE,
        module=module,
        static=static,
    )
    if len(fields) > n_visible:
        t.layout = t.layout.user_variant()
        t.root_shape.layout = t.layout
    STRUCTS.append(StructInfo(t, Array.of(fields), n_visible))
    for i, field in enumerate(fields):
        if field:
            g = W_GetSet(field, t, _VISIBLE[i] if i < n_visible else _HIDDEN[i - n_visible])
            g.meta = 0
            g.doc = None if docs is None else docs[i]
            show_as_member(g)
            add_member(t, field, g)
    add_member(t, "n_fields", from_int(len(fields)))
    add_member(t, "n_sequence_fields", from_int(n_visible))
    add_member(t, "n_unnamed_fields", from_int(fields.count("")))
    names = [f for f in fields[:n_visible] if f]
    match_args = new_tuple_n(len(names))
    for i, field in enumerate(names):
        match_args.items[i] = wrap(field)
    add_member(t, "__match_args__", wrap(match_args))
    method(t, "__repr__(self, /)", doc="repr(self)")(struct_repr)
    method(t, "__reduce__(self, /)", doc="For pickle.")(struct_reduce)
    method(t, "__replace__(self, /, **changes)", doc="A copy with some fields changed.")(struct_replace)
    if instantiable:
        new(t, "(cls, sequence=EMPTY, dict=EMPTY)")(struct_new)
    else:
        t.flags |= TypeFlags.NO_INSTANTIATE
    return t


def new_struct(t: W_Type, values: Array[Value]) -> Value:
    """A struct of one value for each field."""
    info = info_of(t)
    n = info.n_visible
    r = new_trailing(W_Tuple, t.root_shape, n)
    for i in range(n):
        r.items[i] = values[i]
    more = len(info.names) - n
    if more > 0:
        extra = Array[Value](more, EMPTY)
        for i in range(more):
            extra[i] = values[n + i] if n + i < len(values) else w_None
        set_extra_slots(r, extra)
    return wrap(r)


def struct_new(cls: W_Type, w_sequence: Value, w_dict: Value) -> Value:
    if is_empty(w_sequence):
        raise type_error("structseq() missing required argument 'sequence' (pos 1)")
    info = info_of(cls)
    try:
        given = unpack_to_tuple(w_sequence)
    except PyError as e:
        if error_matches(e, TYPE_ERROR):
            raise type_error("constructor requires a sequence")
        raise
    n = given.length
    least = info.n_visible
    most = len(info.names)
    full_name = cls.name
    if least == most and n != least:
        raise type_error(f"{full_name}() takes a {least}-sequence ({n}-sequence given)")
    if n < least:
        raise type_error(f"{full_name}() takes an at least {least}-sequence ({n}-sequence given)")
    if n > most:
        raise type_error(f"{full_name}() takes an at most {most}-sequence ({n}-sequence given)")
    named: W_Dict | None = None
    if not is_empty(w_dict):
        named = try_as(W_Dict, w_dict)
        if named is None:
            raise type_error(f"{full_name}() takes a dict as second arg, if any")
    values = Array[Value](most, w_None)
    used = 0
    for i in range(most):
        if i < n:
            values[i] = given.items[i]
        if named is not None:
            w = dict_get_str(named, info.names[i])
            if not is_empty(w) and i >= n:
                values[i] = w
                used += 1
    if named is not None and dict_len(named) > used:
        raise type_error(f"{full_name}() got duplicate or unexpected field name(s)")
    return new_struct(cls, values)


def struct_repr(self: W_Tuple) -> Value:
    t = type_of(wrap(self))
    info = info_of(t)
    out = StringBuilder(64)
    out.append(t.name + "(")
    named = 0
    for i in range(info.n_visible):
        if i > 0:
            out.append(", ")
        while info.names[named] == "":  # CPython shows the i-th item with the i-th name
            named += 1
        out.append(info.names[named] + "=" + repr_of(self.items[i]))
        named += 1
    out.append(")")
    return wrap(out.to_str())


def plain_tuple(self: W_Tuple) -> W_Tuple:
    r = new_tuple_n(self.length)
    for i in range(self.length):
        r.items[i] = self.items[i]
    return r


def struct_reduce(self: W_Tuple) -> Value:
    t = type_of(wrap(self))
    info = info_of(t)
    named = new_dict()
    for i in range(info.n_visible, len(info.names)):
        dict_set_str(named, info.names[i], hidden(self, i - info.n_visible))
    return wrap(new_tuple2(wrap(t), wrap(new_tuple2(wrap(plain_tuple(self)), wrap(named)))))


def struct_replace(self: W_Tuple, w_changes: Value) -> Value:
    t = type_of(wrap(self))
    info = info_of(t)
    changes = unwrap(W_Dict, w_changes)
    n = len(info.names)
    for i in range(n):
        if info.names[i] == "":
            raise type_error(f"__replace__() is not supported for {t.name} because it has unnamed field(s)")
    values = Array[Value](n, w_None)
    used = 0
    for i in range(n):
        w = dict_get_str(changes, info.names[i])
        if is_empty(w):
            w = self.items[i] if i < info.n_visible else hidden(self, i - info.n_visible)
        else:
            used += 1
        values[i] = w
    if used < dict_len(changes):
        unexpected = dict_copy(changes)
        for i in range(n):
            dict_delete_str(unexpected, info.names[i])
        names = unpack_to_list(wrap(unexpected))
        raise type_error(f"Got unexpected field name(s): {repr_of(wrap(names))}")
    return new_struct(t, values)
