"""The symbol table as the module symtable shows it: one Entry for each block, with the flags and scopes that CPython documents.

It differs from the compiler's own scopes in this: names that only pass through a block are listed there as free; an inlined comprehension
has no entry, its names and blocks belong to the block around it; a name that a function declares global is the module's, too; and
annotations always have a block, even if there are none or they are never evaluated.
"""

from __future__ import annotations

from typing import Final

from protodialect.unsafe import stack_room

from . import ast, symtable
from .compile.futures import FUTURE_ANNOTATIONS, find_futures
from .symtable import Scope, ScopeKind, SymbolTable

USE: Final[int] = 16
DEF_GLOBAL: Final[int] = 1
DEF_LOCAL: Final[int] = 2
DEF_PARAM: Final[int] = 4
DEF_NONLOCAL: Final[int] = 8
DEF_FREE_CLASS: Final[int] = 64
DEF_IMPORT: Final[int] = 128
DEF_ANNOT: Final[int] = 256
DEF_COMP_ITER: Final[int] = 512
DEF_TYPE_PARAM: Final[int] = 1024
DEF_COMP_CELL: Final[int] = 2048
SCOPE_OFF: Final[int] = 12
SCOPE_MASK: Final[int] = 15
LOCAL: Final[int] = 1
GLOBAL_EXPLICIT: Final[int] = 2
GLOBAL_IMPLICIT: Final[int] = 3
FREE: Final[int] = 4
CELL: Final[int] = 5
TYPE_FUNCTION: Final[int] = 0
TYPE_CLASS: Final[int] = 1
TYPE_MODULE: Final[int] = 2
TYPE_ANNOTATION: Final[int] = 3
TYPE_TYPE_ALIAS: Final[int] = 4
TYPE_TYPE_PARAMETERS: Final[int] = 5
TYPE_TYPE_VARIABLE: Final[int] = 6

GENERIC: Final[str] = "<generic parameters of "
OF_CLASS: Final[list[str]] = ["__class__", "__classdict__", "__conditional_annotations__"]
"""What a class provides for the functions in it, without its being a name of the class."""


class Entry:
    name: str
    kind: int
    """TYPE_*."""
    lineno: int
    nested: bool

    def __init__(self, name: str, kind: int, lineno: int, nested: bool) -> None:
        self.name = name
        self.kind = kind
        self.lineno = lineno
        self.nested = nested
        self.symbols: dict[str, int] = {}
        """Flags, with the scope from bit SCOPE_OFF on."""
        self.varnames: list[str] = []
        self.children: list[Entry] = []
        self.child_free: dict[str, bool] = {}
        """What the blocks in it leave free."""
        self.free: dict[str, bool] = {}
        """What it leaves free, itself or for them."""


def entry_type(kind: int) -> int:
    match kind:
        case ScopeKind.MODULE:
            return TYPE_MODULE
        case ScopeKind.CLASS:
            return TYPE_CLASS
        case ScopeKind.ANNOTATION:
            return TYPE_ANNOTATION
        case ScopeKind.TYPE_ALIAS:
            return TYPE_TYPE_ALIAS
        case ScopeKind.TYPE_PARAMS:
            return TYPE_TYPE_PARAMETERS
        case ScopeKind.TYPE_VARIABLE:
            return TYPE_TYPE_VARIABLE
        case _:
            return TYPE_FUNCTION


def entry_name(scope: Scope) -> str:
    if scope.kind == ScopeKind.MODULE:
        return "top"
    name = scope.name
    if name.startswith(GENERIC):
        return name[len(GENERIC) : len(name) - 1]
    return name[1 : len(name) - 1] if name.startswith("<") else name


def entry_flags(flags: int) -> int:
    """From symtable.py's bits."""
    result = flags & (DEF_GLOBAL | DEF_LOCAL | DEF_PARAM | DEF_NONLOCAL | USE)
    if flags & symtable.DEF_ANNOT:
        result |= DEF_ANNOT
    if flags & symtable.DEF_COMP_ITER:
        result |= DEF_COMP_ITER
    if flags & symtable.DEF_TYPE_PARAM:
        result |= DEF_TYPE_PARAM
    if flags & symtable.DEF_IMPORT:
        result |= DEF_IMPORT
    return result


def entry_scope(scope: Scope, name: str) -> int:
    where = scope.where[name]
    if where == symtable.LOCAL:
        return CELL if scope.is_function() and name in scope.cells else LOCAL
    if where == symtable.GLOBAL_EXPLICIT:
        return GLOBAL_EXPLICIT
    return GLOBAL_IMPLICIT if where == symtable.GLOBAL_IMPLICIT else FREE


def is_generic_function(scope: Scope) -> bool:
    """Whether these are the type parameters of a function; then defaults may be handed to it."""
    if scope.kind != ScopeKind.TYPE_PARAMS:
        return False
    for child in scope.children:
        if child.kind == ScopeKind.FUNCTION:
            return True
    return False


class Converter:
    def __init__(self, table: SymbolTable) -> None:
        self.lines: dict[Scope, int] = {}
        self.annotated: dict[Scope, bool] = {}
        """Functions that have a scope for their annotations."""
        self.globals: dict[str, bool] = {}
        """Declared somewhere."""
        for node, scope in table.scopes.items():
            self.lines[scope] = node.lineno
            if node in table.annotation_scopes:
                self.annotated[scope] = True
        self.note_lines(table.annotation_scopes)
        self.note_lines(table.type_param_scopes)
        self.note_lines(table.default_scopes)

    def note_lines(self, scopes: dict[ast.AST, Scope]) -> None:
        for node, scope in scopes.items():
            self.lines[scope] = node.lineno

    def line_of(self, scope: Scope) -> int:
        owner = scope.parent
        if owner is not None and owner.annotations is scope and len(owner.deferred) > 0:
            return owner.deferred[0].annotation.lineno
        return self.lines.get(scope, 0)

    def convert(self, scope: Scope, nested: bool) -> Entry:
        if stack_room() < symtable.STACK_MARGIN:
            raise symtable.recursion_error()
        entry = Entry(entry_name(scope), entry_type(scope.kind), self.line_of(scope), nested)
        for name in scope.params:
            entry.varnames.append(name)
        if is_generic_function(scope) and ".defaults" not in scope.symbols:
            entry.varnames.insert(0, ".defaults")
            entry.symbols[".defaults"] = DEF_PARAM | LOCAL << SCOPE_OFF
        for name in scope.symbols.keys():
            if scope.kind == ScopeKind.ANNOTATION and name == "__conditional_annotations__":
                continue
            flags = entry_flags(scope.symbols[name])
            if flags & DEF_GLOBAL:
                self.globals[name] = True
            if scope.kind == ScopeKind.COMPREHENSION and flags & (DEF_GLOBAL | DEF_NONLOCAL):
                flags |= DEF_LOCAL  # the target of :=
            entry.symbols[name] = flags | entry_scope(scope, name) << SCOPE_OFF
        within = nested or scope.is_function()
        for i in range(len(scope.children)):
            child = scope.children[i]
            if scope.unevaluated_line > 0 and scope.unevaluated_index == i:
                self.add(entry, unused_annotations(scope, scope.unevaluated_line, within))
            if child.kind == ScopeKind.FUNCTION and child not in self.annotated:
                self.add(entry, unused_annotations(scope, self.line_of(child), within))
            found = self.convert(child, within)
            if child.inlined:
                merge(entry, found, scope)
            else:
                self.add(entry, found)
        if scope.unevaluated_line > 0 and scope.unevaluated_index >= len(scope.children):
            self.add(entry, unused_annotations(scope, scope.unevaluated_line, within))
        settle(entry, scope)
        return entry

    def add(self, entry: Entry, child: Entry) -> None:
        entry.children.append(child)
        for name in child.free.keys():
            entry.child_free[name] = True


def unused_annotations(around: Scope, lineno: int, nested: bool) -> Entry:
    """The block of annotations that are not there or do not count."""
    entry = Entry("__annotate__", TYPE_ANNOTATION, lineno, nested)
    entry.varnames.append(".format")
    entry.symbols[".format"] = DEF_PARAM | USE | LOCAL << SCOPE_OFF
    if around.kind == ScopeKind.CLASS or around.sees_class():
        entry.symbols["__classdict__"] = USE | FREE << SCOPE_OFF
        entry.free["__classdict__"] = True
    return entry


def merge(entry: Entry, inner: Entry, around: Scope) -> None:
    """The names and blocks of an inlined comprehension become those of the block around it."""
    in_function = around.is_function()
    for name in inner.symbols.keys():
        flags = inner.symbols[name]
        scope = flags >> SCOPE_OFF
        cell = scope == CELL or flags & DEF_COMP_CELL != 0
        old = entry.symbols.get(name, 0)
        if name not in entry.symbols:
            old = flags
            if scope == FREE and around.kind == ScopeKind.CLASS and name in OF_CLASS:
                old += (GLOBAL_IMPLICIT - FREE) << SCOPE_OFF
        elif scope == FREE and around.kind != ScopeKind.CLASS:
            old |= flags & USE
        elif cell and in_function and old >> SCOPE_OFF == LOCAL:
            old += (CELL - LOCAL) << SCOPE_OFF
        entry.symbols[name] = old | DEF_COMP_CELL if cell else old
    entry.children.extend(inner.children)
    for name in inner.free.keys():
        bound_here = name in entry.symbols and entry.symbols[name] & (DEF_LOCAL | DEF_PARAM | DEF_IMPORT) != 0
        if name in inner.child_free or not (bound_here and in_function):
            entry.child_free[name] = True


def settle(entry: Entry, scope: Scope) -> None:
    """What is left free, once the blocks inside are known."""
    is_class = scope.kind == ScopeKind.CLASS
    through: dict[str, bool] = {}
    for name in entry.child_free.keys():
        provided = is_class and name in OF_CLASS
        is_cell = name in entry.symbols and entry.symbols[name] >> SCOPE_OFF == CELL
        if not provided and not is_cell:
            through[name] = True
    for name in entry.symbols.keys():
        if entry.symbols[name] >> SCOPE_OFF == FREE:
            entry.free[name] = True
    for name in through.keys():
        entry.free[name] = True
        if name not in entry.symbols:
            entry.symbols[name] = FREE << SCOPE_OFF
        elif is_class or scope.sees_class():
            entry.symbols[name] |= DEF_FREE_CLASS
    entry.child_free = through


def symbol_table(tree: ast.mod) -> Entry:
    """The blocks of a module, an expression or an interactive statement. Raises ParseError."""
    table = SymbolTable(find_futures(tree, 0).flags & FUTURE_ANNOTATIONS != 0)
    table.visit_module(tree)
    converter = Converter(table)
    top = converter.convert(table.module, False)
    for name in converter.globals.keys():
        top.symbols[name] = top.symbols.get(name, 0) & ((1 << SCOPE_OFF) - 1) | DEF_GLOBAL | GLOBAL_EXPLICIT << SCOPE_OFF
    return top
