"""The interface between the compiler's stages and `protopyc.image` / `protopyc.build`.

Who does what:

    front, ir, passes, cxx   functions and classes -> C++ text, one unit per module and one common header
    image                    host objects that compiled code refers to -> static data, already initialised
    build                    units -> objects -> executable (content cache, modes, jobs)

Reachability is a fixpoint between front and image, which compiler.py drives: bodies of all functions known to be
reachable are compiled; the host objects that they refer to are walked, which makes more functions and classes
reachable; and so on until nothing is new.

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
from typing import Any

from protopyc.errors import Message
from protopyc.ir import nodes as ir
from protopyc.ir.types import STR, ClassDecl, FieldDecl, Ty


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

    name: str  # "package.lists"; file name without suffix
    text: str
    flags: list[str] = field(default_factory=list)  # extra compile flags (the interpreter unit has some)


BUILTIN_EXCEPTIONS = {
    "Exception": None,
    "IndexError": "Exception",
    "KeyError": "Exception",
    "ValueError": "Exception",
    "OverflowError": "Exception",
    "ZeroDivisionError": "Exception",
    "AssertionError": "Exception",
    "RuntimeError": "Exception",
    "MemoryError": "Exception",
}
"""The exception classes of the dialect itself, and the base of each."""

CTX_SIZE = 1168
"""sizeof(Ctx) of prelude/protopy.hpp."""


class Program:
    """The whole program: what front finds, passes change and cxx and image write."""

    def __init__(self) -> None:
        self.errors: list[Message] = []
        self.roots: dict[str, Root] = {}
        "By symbol, in order of first use (deterministic for equal sources)."
        self.functions: list[ir.Function] = []
        self.classes: dict[str, ClassDecl] = {}
        "By full name."
        self.roles: dict[str, str] = {}
        "The full name of the class or function that has each role (docs/dialect.md)."
        self.live: dict[ClassDecl, None] = {}
        "Classes that objects may exist of."
        self.ordered: list[ClassDecl] = []
        "All classes, bases first; when the front has finished."
        self.slots: dict[tuple[ClassDecl, str], ir.Slot] = {}
        "By the class that introduces a virtual method, and its name."
        self.slot_functions: dict[tuple[ClassDecl, str], ir.Function] = {}
        "What a virtual call reaches in a live class."
        self.context_decl: ClassDecl | None = None
        self.argument_decoder: ir.Function | None = None
        "Makes a str of an argument's bytes; only for an entry point with a parameter."
        for name in BUILTIN_EXCEPTIONS:
            self._add_exception(name)

    def _add_exception(self, name: str) -> None:
        base = BUILTIN_EXCEPTIONS[name]
        decl = ClassDecl(name, "builtins", "::pp_Exception", None, self.exception_class(base) if base else None)
        decl.fields = [FieldDecl("message", "message", STR, 8)]
        decl.size = 16
        decl.info_symbol = decl.info_cxx = f"pp_info_{name}"
        decl.shape_symbol = decl.shape_cxx = f"pp_head_{name}"
        self.classes[f"builtins.{name}"] = decl
        self.live[decl] = None
        if decl.base is not None:
            decl.base.subclasses.append(decl)

    def exception_class(self, name: str) -> ClassDecl:
        """One of BUILTIN_EXCEPTIONS."""
        return self.classes[f"builtins.{name}"]

    def plays(self, decl: ClassDecl, role: str) -> bool:
        """Has this class the role? No class may have it: then the program has no use for it."""
        return self.roles.get(role) == f"{decl.module}.{decl.name}"

    def error(self, file: str, line: int, column: int, text: str) -> None:
        self.errors.append(Message(file, line, column + 1, text))

    # --- what front offers to image -----------------------------------------------------------------------------

    def class_of(self, host: type) -> ClassDecl:
        """The declaration of a host class that is in use; marks it live (its virtual methods become
        reachable)."""
        raise NotImplementedError

    def function_symbol(self, host: Callable[..., Any]) -> str:
        """The assembler symbol of a compiled function, e.g. `package.lists.list_append`
        (functions carry
        asm labels: module, then qualified name); makes it reachable."""
        raise NotImplementedError

    def class_info(self, host: type, user_variant: bool) -> str:
        """The assembler symbol of a ClassInfo, for a frozen Layout object; makes the class live. Also for
        str and bytes."""
        raise NotImplementedError

    def report(self, root: Root, text: str) -> None:
        """An object outside the dialect hangs from `root`: text says which attribute path and what to do
        instead."""
        file, _, line = root.where.rpartition(":")
        self.errors.append(Message(file or root.where, int(line) if line.isdigit() else 0, 1, text))
