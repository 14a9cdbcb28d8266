"""The table of primitive operations: what the prelude offers to compiled code, and how it is written in C++.

    {0} {1} ...   arguments        {T0} {T1} ...  C++ types of the Prim's `types`, {P0} without the final *
    {E0} ...      extra texts      cx             the context

Effects:  raises     may leave an exception pending (tested after the call)
          pure       reads memory at most: may be evaluated late, twice or not at all
          otherwise  has an effect, so keeps its place in the order of evaluation
Nothing here needs a statement of its own: each row is one C++ expression.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Primitive:
    cxx: str
    raises: bool = False
    pure: bool = False
    allocates: bool = False


def _pure(cxx: str) -> Primitive:
    return Primitive(cxx, pure=True)


def _effect(cxx: str) -> Primitive:
    return Primitive(cxx)


def _raising(cxx: str) -> Primitive:
    return Primitive(cxx, raises=True)


def _making(cxx: str) -> Primitive:
    return Primitive(cxx, raises=True, allocates=True)


PRIMITIVES: dict[str, Primitive] = {
    # constants and lengths
    "raw": _pure("{E0}"),
    "effect": _effect("{E0}"),
    "length": _pure("{0}->length"),
    "raw_word": _pure("(int64_t){0}"),
    "value_bits": _pure("(int64_t){0}"),
    "bits_value": _pure("(Value){0}"),
    "raw_call": _pure("{E0}({ARGS})"),
    "ldexp": _pure("ldexp({0}, (int)pp_max<int64_t>(-5000, pp_min<int64_t>(5000, {1})))"),
    "hash_data": _pure("pp_hash_data({0}, {1})"),
    "symbol": _pure("pp_symbol({0})"),
    "spill": _effect("pp_spill(cx)"),
    "stack_room": _pure("pp_stack_room(cx)"),
    "errno": _pure("pp_errno(cx)"),
    "set_register_top": _effect("(void)(cx->reg_top = {0})"),
    "register_room": _pure("(int64_t)(cx->reg_limit - {0})"),
    # arithmetic
    "floordiv": _pure("pp_floordiv({0}, {1})"),
    "mod": _pure("pp_mod({0}, {1})"),
    "floordiv_const": _pure("pp_floordiv({0}, {1})"),
    "float_floordiv": _pure("pp_float_floordiv({0}, {1})"),
    "float_mod": _pure("pp_float_mod({0}, {1})"),
    "pow": _pure("pow({0}, {1})"),
    "abs": _pure("pp_abs({0})"),
    "min": _pure("pp_min<{T0}>({0}, {1})"),
    "max": _pure("pp_max<{T0}>({0}, {1})"),
    "int_of_float": _pure("pp_int_of_float({0})"),
    "float_of_literal": _pure("pp_float_of_literal({0})"),
    "likely": _pure("PP_LIKELY({0})"),
    "unlikely": _pure("PP_UNLIKELY({0})"),
    # objects
    "wrap": _pure("(Value){0}"),
    "unwrap": _pure("({T0}){0}"),
    "unwrap_checked": _pure("pp_unwrap_class<{P0}>({0}, {E0})"),
    "try_as": _pure("pp_try_as<{P0}>({0}, {E0})"),
    "try_str": _pure("pp_try_str({0})"),
    "try_bytes": _pure("pp_try_bytes({0})"),
    "is_pointer": _pure("pp_is_pointer({0})"),
    "isinstance": _pure("pp_id_in({0}, {E0})"),
    "shape_of": _pure("({T0})pp_shape_of({0})"),
    "set_shape": _effect("pp_set_shape({0}, {1})"),
    "user_layout": _pure("({0})->user_variant"),
    "new_instance": Primitive("({T0})pp_new_instance(cx, (ShapeHead*){0}, {1})", allocates=True),
    "new_object": Primitive("({T0})pp_alloc_object(cx, {E0}, sizeof({P0}))", allocates=True),
    "new_with_shape": Primitive("({T0})pp_new_with_shape(cx, (ShapeHead*){0})", allocates=True),
    "new_trailing": _making("({T0})pp_new_trailing(cx, {E0}, {0})"),
    "new_trailing_shape": _making("({T0})pp_new_trailing(cx, (ShapeHead*){0}, {1})"),
    "instance_slots": _pure("pp_instance_slots({0})"),
    "extra_slots": _pure("pp_extra_slots(cx, {0})"),
    "set_extra_slots": _effect("pp_set_extra_slots(cx, {0}, {1})"),
    "require": _pure("{0}"),
    "require_checked": _pure("pp_require({0}, {E0})"),
    # arrays
    "array_new": _making("pp_array_new<{T0}>(cx, {0}, ({T0}){1})"),
    "saved_registers": _making("pp_saved_registers(cx, {0}, {1}, {2})"),
    "array_ptr": _pure("({0}->items + {1})"),
    "trailing_ptr": _pure("({0} + {1})"),
    "offset": _pure("({0} + {1})"),
    "copy_values": _effect("pp_copy_values({0}, {1}, {2})"),
    "fill_values": _effect("pp_fill_values({0}, {1}, {2})"),
    "copy_array": _effect("pp_copy_array<{T0}>({0}, {1}, {2}, {3}, {4})"),
    "copy_items": _effect("memmove({0} + {1}, {2} + {3}, uint64_t({4}) * sizeof({T0}))"),
    "array_items": _pure("{0}->items"),
    # strings: what is in line; all else is protocore/strings.py
    "str_equal": _pure("pp_str_equal({0}, {1})"),
    "str_compare": _pure("pp_str_compare({0}, {1})"),
    "bytes_equal": _pure("pp_bytes_equal({0}, {1})"),
    "str_hash": _effect("pp_str_hash({0})"),
    "bytes_hash": _effect("pp_bytes_hash({0})"),
    "str_kind": _pure("(({0}->meta >> PP_KIND_SHIFT) & 0xff)"),
    "str_data": _pure("(Addr){0}->data"),
    "str_char": _pure("pp_str_char({0}, {1})"),
    "bytes_data": _pure("(Addr){0}->data"),
    "new_str": _making("pp_new_str(cx, {0}, {1})"),
    "new_bytes": _making("pp_new_bytes(cx, {0})"),
    "bytes_at": _pure("(int64_t){0}->data[{1}]"),
    # list
    "list_make": Primitive("{P0}::make(cx, {0})", raises=True, allocates=True),
    "list_new": Primitive("{P0}::make(cx, {E0})", allocates=True),
    "list_filled": _making("{P0}::filled(cx, {0}, {1})"),
    "list_push": Primitive("{0}->append(cx, {1})", allocates=True),
    "list_append": _making("{0}->append(cx, {1})"),
    "list_get": _raising("{0}->get(cx, {1})"),
    "list_at": _pure("{0}->at({1})"),
    "list_set": _raising("{0}->set(cx, {1}, {2})"),
    "list_pop": _raising("{0}->pop(cx, {1})"),
    "list_pop_last": _raising("{0}->pop(cx)"),
    "list_del": _raising("{0}->del(cx, {1})"),
    "list_del_slice": _effect("{0}->del_slice(cx, {1}, {2})"),
    "list_insert": _making("{0}->insert(cx, {1}, {2})"),
    "list_extend": _making("{0}->extend(cx, {1})"),
    "list_extend_array": _making("{0}->extend_array(cx, {1})"),
    "list_clear": _effect("{0}->clear(cx)"),
    "list_reverse": _effect("{0}->reverse(cx)"),
    "list_slice": _making("{0}->slice(cx, {1}, {2})"),
    "list_copy": _making("{0}->copy(cx)"),
    "list_concat": _making("{0}->concat(cx, {1})"),
    "list_contains": _pure("{0}->contains({1})"),
    "list_index": _raising("{0}->index(cx, {1})"),
    "list_remove": _raising("{0}->remove(cx, {1})"),
    "list_count": _pure("{0}->count({1})"),
    "list_equal": _pure("{0}->equal({1})"),
    "sorted": _making("pp_sorted(cx, {0})"),
    # dict, set
    "dict_make": Primitive("{P0}::make(cx)", allocates=True),
    "dict_get": _raising("{0}->get(cx, {1})"),
    "dict_find": _raising("pp_dict_find(cx, {0}, {1})"),
    "dict_get_or": _raising("{0}->get_or(cx, {1}, {2})"),
    "dict_set": _making("{0}->set(cx, {1}, {2})"),
    "dict_setdefault": _making("{0}->setdefault(cx, {1}, {2})"),
    "dict_pop": _raising("{0}->pop(cx, {1})"),
    "dict_pop_or": _raising("{0}->pop_or(cx, {1}, {2})"),
    "dict_del": _raising("{0}->del(cx, {1})"),
    "dict_update": _making("{0}->update(cx, {1})"),
    "dict_clear": _effect("{0}->clear(cx)"),
    "dict_copy": _making("{0}->copy(cx)"),
    "dict_values": _making("{0}->value_list(cx)"),
    "table_keys": _making("{0}->key_list(cx)"),
    "table_contains": _raising("{0}->contains(cx, {1})"),
    "table_next": _pure("{0}->next({1})"),
    "table_key": _pure("{0}->keys->items[{1}]"),
    "dict_value": _pure("{0}->values->items[{1}]"),
    "set_add": _making("{0}->add(cx, {1})"),
    "set_discard": _raising("{0}->discard(cx, {1})"),
    "set_remove": _raising("{0}->remove(cx, {1})"),
    # threads
    "safepoint": _raising("pp_safepoint(cx)"),
    "lock": _effect("pp_lock(cx, {0})"),
    "unlock": _effect("pp_unlock(cx, {0})"),
    "release_fence": _effect("pp_release_fence()"),
    # exceptions
    "raise": _effect("pp_raise(cx, {0})"),
    "pending": _pure("cx->pending"),
    "clear_pending": _effect("(void)(cx->pending = nullptr)"),
    # debugging
    "print_str": _effect("pp_print_str({0})"),
    "print_int": _effect("pp_print_int({0})"),
    "print_float": _effect("pp_print_float({0})"),
    "print_bool": _effect("pp_print_bool({0})"),
    "print_bytes": _effect("pp_print_bytes({0})"),
    "print_char": _effect("pp_print_char({E0})"),
    "panic": _effect("pp_panic({E0})"),
}

# Functions of protodialect.types and protodialect.unsafe that are one prelude call `pp_NAME`: name -> (result,
# pure?).
_INT_OPS = {
    "add_ovf": "ovf",
    "sub_ovf": "ovf",
    "mul_ovf": "ovf",
    "wrap_add": "int",
    "wrap_sub": "int",
    "wrap_mul": "int",
    "wrap_shl": "int",
    "ushr": "int",
    "ult": "bool",
    "umulh": "int",
    "udiv": "int",
    "umod": "int",
    "clz64": "int",
    "ctz64": "int",
    "popcount64": "int",
    "float_bits": "int",
    "bits_float": "float",
}
_MEMORY_OPS = {
    "load8": "int",
    "load16": "int",
    "load32": "int",
    "load64": "int",
    "loadf64": "float",
    "store8": "void",
    "store16": "void",
    "store32": "void",
    "store64": "void",
    "storef64": "void",
    "memcpy": "void",
    "memmove": "void",
    "memset": "void",
    "memcmp": "int",
    "memchr": "int",
    "atomic_load64": "int",
    "atomic_store64": "void",
    "atomic_cas64": "bool",
    "atomic_add64": "int",
    "atomic_cas32": "bool",
    "atomic_swap32": "int",
    "atomic_or64": "int",
    "atomic_and64": "int",
    "peek64": "int",
}

DIRECT: dict[str, str] = {**_INT_OPS, **_MEMORY_OPS}
"""Names whose arguments are ints or floats and that become `pp_NAME(...)` as they are; the value is the
result type."""

_PURE_MEMORY = {"load8", "load16", "load32", "load64", "loadf64", "memcmp", "memchr"}

_WITH_CONTEXT: set[str] = set()

for _name in DIRECT:
    _n = {"storef64": 2, "bits_float": 1, "float_bits": 1}.get(_name, 0)
    PRIMITIVES["pp_" + _name] = Primitive(
        f"pp_{_name}({{ARGS}})", pure=_name in _INT_OPS or _name in _PURE_MEMORY
    )
