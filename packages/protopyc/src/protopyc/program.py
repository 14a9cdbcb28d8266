"""The interface between the compiler's stages and `protopyc.image` / `protopyc.build`.

Who does what:

    front, ir, passes, cxx   functions and classes -> C++ text, one unit per module and one common header
    image                    host objects that compiled code refers to -> static data, already initialised
    build                    units -> objects -> executable (content cache, modes, jobs)

Reachability is a fixpoint between the two sides. The driver (cli.py):

    while True:
        program.compile_pending()                 # front: bodies of all functions known reachable
        image.discover(program, program.roots)    # walks the host objects; calls class_of / function_symbol
        if not program.pending: break
    units = cxx units + image.freeze(program, program.roots)
    build.build(units, ...)

How compiled code names a frozen object: `extern "C" uint64_t SYMBOL[];` is declared by the header, the
object starts
(with its shape word) at that address, and its uses are written `FROZEN(Type, SYMBOL)` =
`reinterpret_cast<Type*>(SYMBOL)`. image must define every symbol of `program.roots` with C linkage and
hidden visibility.
Strings and bytes literals are roots like all others. A `Value`-typed root (`ty is VALUE`) is an object too,
unless its
encoding is immediate: then the symbol's first word *is* the Value and uses are written `FROZEN_VALUE(SYMBOL)`
(= `(Value)SYMBOL[0]`). To keep one rule: for `ty is VALUE` the symbol is ALWAYS one word that holds the
Value.

What the shape word of a frozen object is:
    class with a host shape (obj.__dict__["_shape"], else protodialect.types.INSTANCE_SHAPES[type(obj)])   that
                                                                                                       Shape
                                                                                                       object,
                                                                                                       frozen
    other classes            `ClassDecl.shape_symbol`, a static `ShapeHead` that cxx/ emits
    str, bytes               INSTANCE_SHAPES[str] / [bytes] if set, else prelude's shape_Str / shape_Bytes
                             (extern ShapeHead)
    Array/list/dict/set      the template's static shape (prelude's business)

The field offsets below are computed with the C++ rules for standard layout (natural alignment, fields in
order of
declaration, base fields first); cxx/ emits a static_assert for each class's size.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from protopyc.ir.types import Ty


@dataclass
class FieldDecl:
    """A field of a class, in its place. The shape word (offset 0) is not a field."""

    name: str  # of the Python attribute
    cxx_name: str
    ty: Ty
    offset: int


@dataclass(eq=False)
class ClassDecl:
    """A dialect class and the C++ struct it becomes."""

    name: str  # "W_List"
    module: str  # "protopython.objects.list"
    cxx_name: str  # "::protopython::objects::list::W_List", a struct
    host: type | None
    base: ClassDecl | None
    fields: list[FieldDecl] = field(default_factory=list)  # inherited ones first, in order of address
    size: int = 8  # without the trailing array
    trailing: FieldDecl | None = None  # `items: Trailing[T]`; also the last of `fields`; `length` is a field
    info_symbol: str = ""  # assembler symbol of its static ClassInfo: "info.protopython.objects.list.W_List"
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


@dataclass
class Root:
    """A host object that compiled code refers to."""

    symbol: str
    value: Any
    ty: Ty  # what compiled code sees it as; VALUE: the symbol is one word holding the encoded Value
    where: str = ""  # "file:line" of the first use, for messages


@dataclass
class Unit:
    """One C++ file to compile."""

    name: str  # "protopython.objects.list"; file name without suffix
    text: str
    flags: list[str] = field(default_factory=list)  # extra compile flags (the interpreter unit has some)


@dataclass
class Message:
    file: str
    line: int
    column: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: error: {self.text}"


class Program(Protocol):
    """What front/ offers to image/ and build/."""

    roots: dict[str, Root]
    "By symbol, in order of first use (deterministic for equal sources)."
    errors: list[Message]

    def class_of(self, host: type) -> ClassDecl:
        """The declaration of a host class that is in use; marks it live (its virtual methods become
        reachable)."""

    def function_symbol(self, host: Callable[..., Any]) -> str:
        """The assembler symbol of a compiled function, e.g. `protopython.objects.list.list_append`
        (functions carry
        asm labels: module, then qualified name); makes it reachable."""

    def type_of_annotation(self, host: type, name: str) -> Ty:
        """The type of a declared attribute; same as class_of(host).find_field(name).ty."""

    def class_info(self, host: type, user_variant: bool) -> str:
        """The assembler symbol of a ClassInfo, for a frozen Layout object; makes the class live. Also for
        str and bytes."""

    def report(self, root: Root, text: str) -> None:
        """An object outside the dialect hangs from `root`: text says which attribute path and what to do
        instead."""
