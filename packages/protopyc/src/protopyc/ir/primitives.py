"""What the primitive operations do. A Prim node names one; cxx/primitives.py has the C++ of each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Effect:
    """Of one operation itself, not of its operands. What is not pure keeps its place in the order of evaluation."""

    raises: bool = False
    "May leave an exception pending: tested after the call."
    pure: bool = False
    "Reads memory at most: may be evaluated late, twice or not at all."
    allocates: bool = False


_GROUPS = [
    (
        Effect(pure=True),
        """
        raw length raw_word callback value_bits bits_value raw_call ldexp hash_data symbol stack_room errno
        register_room floordiv mod floordiv_const float_floordiv float_mod pow abs min max int_of_float
        float_of_literal likely unlikely wrap unwrap unwrap_checked try_as try_str try_bytes is_pointer
        isinstance read_field shape_of user_layout instance_slots extra_slots require require_checked array_ptr
        trailing_ptr offset array_items str_equal str_compare bytes_equal str_kind str_data str_char
        bytes_data bytes_at list_at list_contains list_count list_equal table_next table_key dict_value
        pending
        """,
    ),
    (
        Effect(),
        """
        effect spill set_register_top set_shape set_extra_slots copy_values fill_values copy_array
        copy_items str_hash bytes_hash list_del_slice list_clear list_reverse dict_clear lock unlock
        release_fence raise clear_pending print_str print_int print_float print_bool print_bytes print_char
        panic
        """,
    ),
    (
        Effect(raises=True),
        """
        list_get list_set list_pop list_pop_last list_del list_index list_remove dict_get dict_find
        dict_get_or dict_pop dict_pop_or dict_del table_contains set_discard set_remove safepoint
        """,
    ),
    (
        Effect(allocates=True),
        """
        new_instance new_object new_with_shape list_new list_push dict_make
        """,
    ),
    (
        Effect(raises=True, allocates=True),
        """
        new_trailing new_trailing_shape array_new clone saved_registers new_str new_bytes new_memory list_make list_filled
        list_append list_insert list_extend list_extend_array list_slice list_copy list_concat sorted
        dict_set dict_setdefault dict_update dict_copy dict_values table_keys set_add
        """,
    ),
]

PRIMITIVES: dict[str, Effect] = {name: effect for effect, names in _GROUPS for name in names.split()}

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
    "claim64": "bool",
    "atomic_add64": "int",
    "atomic_cas32": "bool",
    "atomic_swap32": "int",
    "atomic_or64": "int",
    "atomic_and64": "int",
    "peek64": "int",
    "prefetch": "void",
}

DIRECT: dict[str, str] = {**_INT_OPS, **_MEMORY_OPS}
"""Names whose arguments are ints or floats and that become `pp_NAME(...)` as they are; the value is the
result type."""

_PURE_MEMORY = {"load8", "load16", "load32", "load64", "loadf64", "memcmp", "memchr"}

for _name in DIRECT:
    PRIMITIVES["pp_" + _name] = Effect(pure=_name in _INT_OPS or _name in _PURE_MEMORY)
