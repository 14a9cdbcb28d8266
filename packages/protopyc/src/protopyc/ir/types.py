"""The types of the dialect, as the compiler sees them.

A type knows its C++ spelling (`cxx`), its size in a struct (`size`) and whether a word of that type may
hold a
reference to an object (`traced`). There is no "optional" type: None is the null pointer, so `C | None` is
`C`.

    INT U8 U16 U32 I16 I32   integers; only INT is computed with, the others exist in fields and arrays
    FLOAT BOOL VOID          double, bool, no result
    STR BYTES                Str*, Bytes*
    VALUE                    Value (one word)
    VALUEPTR NATIVE LAYOUT   uint64_t*, untyped function pointer, ClassInfo*
    NONE                     the type of the literal None where nothing else is known
    ClassTy ArrayTy TrailingTy ListTy DictTy SetTy      pointers to heap objects (Trailing: inline storage)
    TupleTy FuncTy           a struct by value; a function pointer
    FieldRefTy               which field of a class: its offset

    ClassDecl FieldDecl      a dialect class and its fields, in their places
"""

from __future__ import annotations

from dataclasses import dataclass, field


class Ty:
    """A type. Compared by equality; every subclass is immutable."""

    size = 8
    traced = False
    "A word of this type may refer to a heap object."
    pointer = False
    "A C++ pointer to a heap object with a shape word (None allowed)."

    @property
    def cxx(self) -> str:
        raise NotImplementedError


@dataclass(frozen=True)
class ScalarTy(Ty):
    name: str
    spelling: str
    size: int = 8
    traced: bool = False
    pointer: bool = False

    @property
    def cxx(self) -> str:
        return self.spelling

    def __repr__(self) -> str:
        return self.name


INT = ScalarTy("int", "int64_t")
U8 = ScalarTy("u8", "uint8_t", 1)
U16 = ScalarTy("u16", "uint16_t", 2)
U32 = ScalarTy("u32", "uint32_t", 4)
I16 = ScalarTy("i16", "int16_t", 2)
I32 = ScalarTy("i32", "int32_t", 4)
FLOAT = ScalarTy("float", "double")
BOOL = ScalarTy("bool", "bool", 1)
VOID = ScalarTy("void", "void", 0)
NONE = ScalarTy("None", "std::nullptr_t")
STR = ScalarTy("str", "Str*", traced=True, pointer=True)
BYTES = ScalarTy("bytes", "Bytes*", traced=True, pointer=True)
VALUE = ScalarTy("Value", "Value", traced=True)
VALUEPTR = ScalarTy("ValuePtr", "ValuePtr")
NATIVE = ScalarTy("NativeFn", "NativeFn")
LAYOUT = ScalarTy("Layout", "ClassInfo*")

NARROW = {U8, U16, U32, I16, I32}
INTEGERS = NARROW | {INT}


class ReferenceTy(Ty):
    traced = True
    pointer = True


@dataclass(frozen=True)
class ClassTy(ReferenceTy):
    decl: ClassDecl

    @property
    def cxx(self) -> str:
        return self.decl.cxx_name + "*"

    def __repr__(self) -> str:
        return self.decl.name


@dataclass(frozen=True)
class ArrayTy(ReferenceTy):
    item: Ty

    @property
    def cxx(self) -> str:
        return f"Array<{self.item.cxx}>*"

    def __repr__(self) -> str:
        return f"Array[{self.item}]"


@dataclass(frozen=True)
class TrailingTy(Ty):
    """Inline storage at the end of an object; as an expression, a pointer to its first element."""

    item: Ty
    size = 0

    @property
    def cxx(self) -> str:
        return f"{word_cxx(self.item)}*"

    def __repr__(self) -> str:
        return f"Trailing[{self.item}]"


@dataclass(frozen=True)
class ListTy(ReferenceTy):
    item: Ty

    @property
    def cxx(self) -> str:
        return f"List<{self.item.cxx}>*"

    def __repr__(self) -> str:
        return f"list[{self.item}]"


@dataclass(frozen=True)
class DictTy(ReferenceTy):
    key: Ty
    item: Ty

    @property
    def cxx(self) -> str:
        return f"Dict<{self.key.cxx}, {self.item.cxx}>*"

    def __repr__(self) -> str:
        return f"dict[{self.key}, {self.item}]"


@dataclass(frozen=True)
class SetTy(ReferenceTy):
    item: Ty

    @property
    def cxx(self) -> str:
        return f"Set<{self.item.cxx}>*"

    def __repr__(self) -> str:
        return f"set[{self.item}]"


@dataclass(frozen=True)
class TupleTy(Ty):
    items: tuple[Ty, ...]

    @property
    def cxx(self) -> str:
        return f"Tuple<{', '.join(t.cxx for t in self.items)}>"

    def __repr__(self) -> str:
        return f"tuple[{', '.join(map(repr, self.items))}]"


@dataclass(frozen=True)
class OptionalTy(Ty):
    """`int | None` and the like, in locals, parameters and results only: (value, is there one?)."""

    item: Ty

    @property
    def cxx(self) -> str:
        return f"Tuple<{self.item.cxx}, bool>"

    def __repr__(self) -> str:
        return f"{self.item} | None"


@dataclass(frozen=True)
class FuncTy(Ty):
    params: tuple[Ty, ...]
    result: Ty

    @property
    def cxx(self) -> str:
        return f"Function<{', '.join(t.cxx for t in (self.result, *self.params))}>"

    def __repr__(self) -> str:
        return f"Callable[[{', '.join(map(repr, self.params))}], {self.result}]"


@dataclass(frozen=True)
class FieldRefTy(Ty):
    owner: ClassTy
    item: Ty

    @property
    def cxx(self) -> str:
        return "int64_t"

    def __repr__(self) -> str:
        return f"FieldRef[{self.owner}, {self.item}]"


def word_cxx(ty: Ty, races: bool = False) -> str:
    """The type of a place in an object. What threads may read while another one writes it is loaded and stored as one word (PP_WORD of
    the prelude): what refers to something, and what @races names."""
    word = races or ty.traced or ty in (VALUEPTR, NATIVE, LAYOUT) or isinstance(ty, FuncTy)
    return f"PP_WORD({ty.cxx})" if word else ty.cxx


@dataclass
class FieldDecl:
    """A field of a class, in its place. The shape word (offset 0) is not a field."""

    name: str  # of the Python attribute
    cxx_name: str
    ty: Ty
    offset: int
    races: bool = False  # read without a lock while others write it

    @property
    def cxx(self) -> str:
        """Its declaration, but for the name: the type of a trailing array is that of its items."""
        return word_cxx(self.ty.item if isinstance(self.ty, TrailingTy) else self.ty, self.races)


@dataclass(eq=False)
class ClassDecl:
    """A dialect class and the C++ struct it becomes."""

    name: str  # "W_List"
    module: str  # "package.lists"
    cxx_name: str  # "::package::lists::W_List", a struct
    host: type | None
    base: ClassDecl | None
    fields: list[FieldDecl] = field(default_factory=list)  # inherited ones first, in order of address
    size: int = 8  # without the trailing array
    trailing: FieldDecl | None = None  # `items: Trailing[T]`; also the last of `fields`; `length` is a field
    info_symbol: str = ""  # assembler symbol of its static ClassInfo: "info.package.lists.W_List"
    shape_symbol: str = ""  # of its static ShapeHead; "" when INSTANCE_SHAPES has a Shape for it
    info_cxx: str = ""  # the same two in C++
    shape_cxx: str = ""
    id_lo: int = 0  # isinstance(x, C): C.id_lo <= id of x < C.id_hi
    id_hi: int = 0
    is_context: bool = False  # the @context_class, `struct X : Ctx`
    has_user_variant: bool = False  # ClassInfo symbol of user subclasses: info_symbol + ".user"
    subclasses: list[ClassDecl] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<class {self.module}.{self.name}>"

    def find_field(self, name: str) -> FieldDecl | None:
        for f in self.fields:
            if f.name == name:
                return f
        return None

    def is_subclass(self, other: ClassDecl) -> bool:
        c: ClassDecl | None = self
        while c is not None:
            if c is other:
                return True
            c = c.base
        return False
