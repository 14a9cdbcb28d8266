"""mypy's types as the dialect's."""

from __future__ import annotations

from mypy.types import (
    AnyType,
    CallableType,
    Instance,
    LiteralType,
    NoneType,
    TupleType,
    Type,
    TypeType,
    UninhabitedType,
    UnionType,
    get_proper_type,
)

from protopyc.errors import Refused
from protopyc.front.classes import class_of_info
from protopyc.front.world import World
from protopyc.ir.types import (
    BOOL,
    BYTES,
    FLOAT,
    I16,
    I32,
    INT,
    LAYOUT,
    NARROW,
    NATIVE,
    NONE,
    STR,
    U8,
    U16,
    U32,
    VALUE,
    VALUEPTR,
    VOID,
    ArrayTy,
    ClassDecl,
    ClassTy,
    DictTy,
    FieldRefTy,
    FuncTy,
    ListTy,
    OptionalTy,
    SetTy,
    TrailingTy,
    TupleTy,
    Ty,
)
from protopyc.program import BUILTIN_EXCEPTIONS

SCALARS: dict[str, Ty] = {
    "builtins.int": INT,
    "builtins.bool": BOOL,
    "builtins.float": FLOAT,
    "builtins.str": STR,
    "builtins.bytes": BYTES,
    "protodialect.types.u8": U8,
    "protodialect.types.u16": U16,
    "protodialect.types.u32": U32,
    "protodialect.types.i16": I16,
    "protodialect.types.i32": I32,
    "protodialect.types.Value": VALUE,
    "protodialect.types.ValuePtr": VALUEPTR,
}


def convert(world: World, t: Type | None, line: int = 0, column: int = 0) -> Ty:
    """The dialect type of a mypy type."""
    if t is None:
        raise Refused(line, column, "no type is known here; annotate it")
    p = get_proper_type(t)
    if isinstance(p, Instance):
        return convert_instance(world, p, line, column)
    if isinstance(p, NoneType):
        return NONE
    if isinstance(p, LiteralType):
        return convert_instance(world, p.fallback, line, column)
    if isinstance(p, UnionType):
        return convert_union(world, p, line, column)
    if isinstance(p, TupleType):
        if p.partial_fallback.type.fullname != "builtins.tuple":
            raise Refused(line, column, "named tuples are outside the dialect; write a class")
        return TupleTy(tuple(storable(world, convert(world, i, line, column)) for i in p.items))
    if isinstance(p, CallableType):
        if p.is_ellipsis_args:
            return NATIVE
        if any(k.is_star() or k.is_named() for k in p.arg_kinds):
            raise Refused(line, column, "a function with * or keyword-only parameters cannot be a value")
        return FuncTy(
            tuple(local_type(world, convert(world, a, line, column)) for a in p.arg_types),
            result_type(world, convert(world, p.ret_type, line, column)),
        )
    if isinstance(p, UninhabitedType):
        return VOID
    if isinstance(p, AnyType):
        raise Refused(line, column, "the type here is Any; annotate it with a type of the dialect")
    if isinstance(p, TypeType):
        raise Refused(line, column, "classes are not values in compiled functions")
    raise Refused(line, column, f"type {p} is outside the dialect")


def storable(world: World, ty: Ty) -> Ty:
    return INT if ty in NARROW else ty


def local_type(world: World, ty: Ty) -> Ty:
    """Narrow integers exist in fields and arrays only."""
    return INT if ty in NARROW else ty


def result_type(world: World, ty: Ty) -> Ty:
    return VOID if ty == NONE else local_type(world, ty)


def convert_instance(world: World, p: Instance, line: int, column: int) -> Ty:
    name = p.type.fullname
    scalar = SCALARS.get(name)
    if scalar is not None:
        return scalar
    if name == world.roles.get("layout"):
        return LAYOUT
    args = (
        [convert(world, a, line, column) for a in p.args]
        if name not in ("builtins.tuple", "builtins.type")
        else []
    )
    if any(isinstance(a, OptionalTy) for a in args):
        raise Refused(line, column, f"{args[-1]} cannot be stored; use a value that means none, as -1")
    if name == "protodialect.types.Array":
        return ArrayTy(args[0])
    if name == "protodialect.types.Trailing":
        return TrailingTy(args[0])
    if name == "protodialect.types.FieldRef":
        if not isinstance(args[0], ClassTy) or isinstance(args[1], TrailingTy):
            raise Refused(line, column, f"FieldRef[{args[0]}, {args[1]}]: a field of a class, and no trailing array")
        return FieldRefTy(args[0], args[1])
    if name == "builtins.list":
        return ListTy(args[0])
    if name == "builtins.dict":
        check_key(world, args[0], line, column)
        return DictTy(args[0], args[1])
    if name == "builtins.set":
        check_key(world, args[0], line, column)
        return SetTy(args[0])
    if any(b.fullname == "enum.IntEnum" for b in p.type.mro):
        return INT
    if name == "builtins.object":
        raise Refused(line, column, "`object` is outside the dialect; name a class, or use Value")
    if name == "builtins.tuple":
        raise Refused(line, column, "tuples of unknown length are outside the dialect; use list or Array")
    short = name.removeprefix("builtins.")
    if short in BUILTIN_EXCEPTIONS:
        return ClassTy(world.exception_class(short))
    if world.ours(p.type.module_name):
        return ClassTy(class_of_info(world, p.type))
    raise Refused(line, column, f"{name} is outside the dialect")


def check_key(world: World, key: Ty, line: int, column: int) -> None:
    if not (key in (INT, STR, BYTES, NONE) or isinstance(key, ClassTy)):
        raise Refused(line, column, f"{key} cannot be a key of a dict or set; use str, int or a class")


def convert_union(world: World, p: UnionType, line: int, column: int) -> Ty:
    items = [i for i in p.items if not isinstance(get_proper_type(i), NoneType)]
    optional = len(items) != len(p.items)
    types = [convert(world, i, line, column) for i in items]
    first = types[0]
    for other in types[1:]:
        if other == first:
            continue
        if isinstance(first, ClassTy) and isinstance(other, ClassTy):
            base: ClassDecl | None = first.decl
            while base is not None and not other.decl.is_subclass(base):
                base = base.base
            if base is not None:
                first = ClassTy(base)
                continue
        if {first, other} <= {INT, BOOL, FLOAT, U8, U16, U32, I16, I32}:
            first = FLOAT if FLOAT in (first, other) else INT
            continue
        raise Refused(line, column, f"union {p} is outside the dialect; use a common base class or Value")
    if optional and first in (INT, FLOAT, BOOL):
        return OptionalTy(first)
    if optional and not (first.pointer or isinstance(first, FuncTy) or first in (NATIVE, LAYOUT)):
        raise Refused(line, column, f"{first} cannot be None; use a separate flag (for Value: EMPTY)")
    return first


def is_optional(world: World, t: Type | None) -> bool:
    p = get_proper_type(t) if t is not None else None
    if isinstance(p, UnionType):
        return any(isinstance(get_proper_type(i), NoneType) for i in p.items)
    return isinstance(p, NoneType)
