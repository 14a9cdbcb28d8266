"""The IR: typed expression trees inside structured statements.

    Function   a compiled function: parameters, locals with their types, body
    Expr       has a type `ty`; evaluates left to right as Python does
    Stmt       structured (If, Loop, Switch, Try ...) before the pass `lower`; after it also Goto, Label,
               Check

The operations of the dialect that are neither calls of compiled functions nor plain C++ operators are `Prim`
nodes: `ir/primitives.py` has their effects, `cxx/primitives.py` their C++.

What `lower` promises to cxx/: no Try, Raise, Region or Walrus is left; a call that may raise stands alone as
`Eval(target, call)` followed by `Check`; the operands of every expression may be evaluated in any order.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from protopyc.ir.types import BOOL, NONE, ClassDecl, FieldDecl, Ty

# --- functions
# -----------------------------------------------------------------------------------------------------


@dataclass(eq=False)
class Local:
    """A parameter, a local variable or a temporary."""

    name: str  # C++ name, unique in its function
    ty: Ty


@dataclass(eq=False)
class Function:
    """A function to compile. The body is filled in when the front reaches it."""

    name: str  # "list_append" or "W_List.append"
    module: str
    cxx_name: str  # "::package::lists::list_append"
    asm_name: str = ""  # "package.lists.list_append", the assembler's label
    params: list[Local] = field(default_factory=list)
    defaults: list[Expr | None] = field(default_factory=list)
    result: Ty = NONE
    locals: list[Local] = field(default_factory=list)
    body: list[Stmt] = field(default_factory=list)
    file: str = ""
    line: int = 0
    owner: ClassDecl | None = None  # of a method
    is_static: bool = False
    inline: bool = False
    noinline: bool = False
    dispatch: bool = False
    c_name: str | None = None  # @c_function: a declared C function
    c_result: Ty = NONE
    c_blocking: bool = False
    c_library: str | None = None  # key of the library, opened at run time, that has it; None: linked
    c_callback: bool = False  # @c_callback: C code calls it
    c_params: list[Ty] = field(default_factory=list)
    c_errno: bool = True
    may_raise: bool = True  # pass effects
    may_allocate: bool = True
    compiled: bool = False
    lowered: bool = False
    address_taken: bool = False  # frozen data refers to it
    exported: bool = False  # @export: part of the program whenever its module is


@dataclass(eq=False)
class Slot:
    """A virtual method: its place in the vtables of `owner` and its subclasses."""

    owner: ClassDecl
    name: str
    index: int
    params: list[Ty]  # self included
    result: Ty


# --- expressions
# ---------------------------------------------------------------------------------------------------


@dataclass(eq=False)
class Expr:
    ty: Ty


@dataclass(eq=False)
class Const(Expr):
    """int, float, bool; None as the zero of any type (null, EMPTY)."""

    value: Any


@dataclass(eq=False)
class Get(Expr):
    """A local's value."""

    local: Local


@dataclass(eq=False)
class Frozen(Expr):
    """A frozen host object, by symbol."""

    symbol: str


@dataclass(eq=False)
class FunctionRef(Expr):
    """The address of a function."""

    function: Function


@dataclass(eq=False)
class Field(Expr):
    """obj.field"""

    obj: Expr
    field: FieldDecl


@dataclass(eq=False)
class Item(Expr):
    """array[index] of an Array, a Trailing or a ValuePtr: unchecked in release builds."""

    array: Expr
    index: Expr
    length: Expr | None = None  # Trailing: the length, for the debug check


@dataclass(eq=False)
class Unary(Expr):
    """op: - ~ !"""

    op: str
    operand: Expr


@dataclass(eq=False)
class Binary(Expr):
    """op: + - * / & | ^ << >> == != < <= > >=, in C++ on equal machine types."""

    op: str
    left: Expr
    right: Expr


@dataclass(eq=False)
class Logic(Expr):
    """op: && or ||, of bools; the right side is evaluated only if needed."""

    op: str
    left: Expr
    right: Expr


@dataclass(eq=False)
class Choose(Expr):
    """then if condition else otherwise"""

    condition: Expr
    then: Expr
    otherwise: Expr


@dataclass(eq=False)
class Call(Expr):
    function: Function
    args: list[Expr]


@dataclass(eq=False)
class CallVirtual(Expr):
    slot: Slot
    args: list[Expr]  # the receiver first


@dataclass(eq=False)
class CallPointer(Expr):
    """A call of a Callable or NativeFn value; `params` are the types it is cast to."""

    pointer: Expr
    args: list[Expr]
    params: list[Ty]


@dataclass(eq=False)
class Prim(Expr):
    """A row of ir/primitives.py and cxx/primitives.py; `types` fills its {T0}, {T1} places."""

    name: str
    args: list[Expr]
    types: list[Ty] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)  # texts for {E0}, {E1}


@dataclass(eq=False)
class New(Expr):
    """A zeroed object of a class; `__init__` is a Call of its own."""

    decl: ClassDecl
    shape: Expr | None = None  # else the class's own
    length: Expr | None = None  # of a trailing array


@dataclass(eq=False)
class Cast(Expr):
    """Between pointer types (free) or machine numbers (static_cast)."""

    operand: Expr


@dataclass(eq=False)
class IsInstance(Expr):
    operand: Expr
    decl: ClassDecl


@dataclass(eq=False)
class MakeTuple(Expr):
    items: list[Expr]


@dataclass(eq=False)
class TupleItem(Expr):
    tuple: Expr
    index: int


@dataclass(eq=False)
class Walrus(Expr):
    """Statements, then a value: `(x := e)`, list comprehensions, chained comparisons. `lower` flattens it."""

    body: list[Stmt]
    value: Expr


# --- statements
# ----------------------------------------------------------------------------------------------------


@dataclass(eq=False)
class Stmt:
    line: int


@dataclass(eq=False)
class Eval(Stmt):
    """target = value, or value for its effect."""

    target: Local | None
    value: Expr


@dataclass(eq=False)
class SetField(Stmt):
    obj: Expr
    field: FieldDecl
    value: Expr


@dataclass(eq=False)
class SetItem(Stmt):
    """array[index] = value, as Item."""

    array: Expr
    index: Expr
    value: Expr
    length: Expr | None = None


@dataclass(eq=False)
class If(Stmt):
    condition: Expr
    then: list[Stmt]
    otherwise: list[Stmt]


@dataclass(eq=False)
class Loop(Stmt):
    """while condition: body; else: otherwise. No condition: for ever."""

    condition: Expr | None
    body: list[Stmt]
    otherwise: list[Stmt]
    label: str = ""  # set by lower when a break must be a goto


@dataclass(eq=False)
class Break(Stmt):
    pass


@dataclass(eq=False)
class Continue(Stmt):
    pass


@dataclass(eq=False)
class Return(Stmt):
    value: Expr | None


@dataclass(eq=False)
class Switch(Stmt):
    """match on an int: cases are (values, body); otherwise is None when no `_` case exists."""

    subject: Expr
    cases: list[tuple[list[int], list[Stmt]]]
    otherwise: list[Stmt] | None


@dataclass(eq=False)
class Dispatch(Stmt):
    """@dispatch_loop: `while True: head; match subject: cases; tail`, compiled to a computed goto."""

    head: list[Stmt]
    subject: Expr
    cases: list[tuple[list[int], list[Stmt]]]
    otherwise: list[Stmt] | None
    tail: list[Stmt]
    label: str = ""


@dataclass(eq=False)
class Redispatch(Stmt):
    """The `match` of the dispatch loop around it again, without the head."""


@dataclass(eq=False)
class Raise(Stmt):
    """value None: raise the exception being handled again."""

    value: Expr | None


@dataclass(eq=False)
class Handler:
    classes: list[ClassDecl]  # empty: everything
    target: Local | None
    body: list[Stmt]
    line: int


@dataclass(eq=False)
class Try(Stmt):
    body: list[Stmt]
    handlers: list[Handler]
    otherwise: list[Stmt]
    final: list[Stmt]


# --- only after the pass `lower`
# -----------------------------------------------------------------------------------


@dataclass(eq=False)
class Check(Stmt):
    """If an exception is pending, go to `target` (None: return zero)."""

    target: str | None


@dataclass(eq=False)
class Goto(Stmt):
    target: str


@dataclass(eq=False)
class Label(Stmt):
    name: str


@dataclass(eq=False)
class Fail(Stmt):
    """Return zero of the result type, with an exception pending."""


@dataclass(eq=False)
class Block(Stmt):
    """A sequence in braces of its own."""

    body: list[Stmt]


TRUE = Const(BOOL, True)
FALSE = Const(BOOL, False)


@dataclass(eq=False)
class Jump(Stmt):
    """goto *table[subject] of the dispatch loop `label`."""

    label: str
    subject: Expr
