"""The builder: the code object being made, its registers and names, and the statements around the one being compiled."""

from __future__ import annotations

from enum import IntEnum

from protodialect.unsafe import stack_room
from protopython.objects.code.bytecode import Op
from protopython.objects.code.code import NAMED_CELL, NAMED_FREE, NAMED_LOCAL, W_Code
from protopython.objects.code.units import is_prologue

from .. import ast
from ..errors import ParseError, ParseWarning
from ..symtable import (
    DEF_DELETED,
    DEF_NONLOCAL,
    DEF_WALRUS,
    FREE,
    GLOBAL_EXPLICIT,
    GLOBAL_IMPLICIT,
    LOCAL,
    MAX_DEPTH,
    STACK_MARGIN,
    Scope,
    ScopeKind,
    SymbolTable,
    error_at,
    mangle_in,
    recursion_error,
)
from .assembler import WORD_BITS, Assembler, Label, kinds_array, str_array


class Place(IntEnum):
    """Where a name lives."""

    REGISTER = 0
    CELL = 1
    CLASS_OR_CELL = 2
    """Class bodies: the namespace first, then a cell."""
    GLOBALS = 3
    NAMESPACE = 4
    CLASSDICT_OR_GLOBALS = 5
    """Annotation scopes in classes."""
    CLASSDICT_OR_CELL = 6


class BlockKind(IntEnum):
    LOOP = 0
    FINALLY = 1
    """The body of a try with `finally`."""
    HANDLER = 2
    """An except clause, or the finally body run for an exception."""
    WITH = 3
    STAR_HANDLER = 4
    """An except* clause."""
    FINALLY_BODY = 5
    """The finally body run normally."""


class Session:
    """What all code objects of one compilation share."""

    def __init__(
        self,
        table: SymbolTable,
        filename: str,
        optimize: int,
        module_is_globals: bool,
        interactive: bool,
        flags: int,
    ) -> None:
        self.table: SymbolTable = table
        self.filename: str = filename
        self.optimize: int = optimize
        self.module_is_globals: bool = module_is_globals
        self.interactive: bool = interactive
        self.top_level_await: bool = False
        self.flags: int = flags
        """co_flags of __future__ imports."""
        self.future_annotations: bool = False
        self.depth: int = 0
        self.futures: dict[ast.AST, bool] = {}
        """The `from __future__` statements at the top."""
        self.warnings: list[ParseWarning] = []
        self.in_finally_copy: int = 0

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH or stack_room() < STACK_MARGIN:
            raise recursion_error()


class Block:
    """regions: how many protected regions are around the block. saved: of a HANDLER, the register for POP_EXC; of a WITH, that of __exit__."""

    finalbody: list[ast.stmt] | None
    name: str | None
    node: ast.AST | None

    def __init__(self, kind: int, regions: int) -> None:
        self.kind = kind
        self.regions = regions
        self.break_label: Label = Label()
        self.continue_label: Label = Label()
        self.finalbody = None
        self.saved: int = -1
        self.name = None
        self.node = None
        self.is_async: bool = False
        self.in_finally: bool = False


class Builder(Assembler):
    """The state of one code object in the making: the assembler's, and what the names of its scope mean.

    Registers: [ parameters ][ other locals, of inlined comprehensions too ][ cells ][ free variables' cells ][ temporaries ]
    """

    def __init__(self, session: Session, scope: Scope, parent: Builder | None, qualname: str) -> None:
        super().__init__()
        self.session: Session = session
        self.scope: Scope = scope
        self.parent: Builder | None = parent
        self.qualname: str = qualname
        self.named: list[str] = []
        self.named_kinds: list[int] = []
        self.registers: dict[str, int] = {}
        """Of the scope's own names: locals, cells and free variables."""
        self.comp_registers: dict[Scope, dict[str, int]] = {}
        self.cellvars: list[str] = []
        self.freevars: list[str] = []
        self.cell_index: dict[int, int] = {}
        """Register of a cell: its number in cellvars + freevars."""
        self.comps: list[Scope] = []
        """Inlined comprehensions around what is being compiled, innermost last."""
        self.blocks: list[Block] = []
        """The statements around the one being compiled that mind how they are left, innermost last."""
        self.static_attributes: dict[str, bool] = {}
        """Class bodies: what methods set on self."""
        self.code: W_Code = W_Code()
        self.set_parameters(0, 0, 0, 0)
        self.allocate_registers()

    def child(self, scope: Scope, qualname: str) -> Builder:
        """For a scope inside this one."""
        return Builder(self.session, scope, self, qualname)

    # Layout

    def add_register(self, name: str, kind: int) -> int:
        self.named.append(name)
        self.named_kinds.append(kind)
        return len(self.named) - 1

    def allocate_registers(self) -> None:
        scope = self.scope
        for p in scope.params:
            shown = "format" if p == ".format" and scope.kind == ScopeKind.ANNOTATION else p
            self.registers[p] = self.add_register(shown, NAMED_CELL if p in scope.cells else NAMED_LOCAL)
        if scope.is_function():
            for name in scope.where.keys():
                if scope.where[name] == LOCAL and name not in self.registers and name not in scope.cells:
                    self.registers[name] = self.add_register(name, NAMED_LOCAL)
        pools: dict[str, list[int]] = {}
        self.allocate_comprehensions(scope, False, pools, [])
        for name in sorted(scope.cells.keys()):
            if name not in self.registers:
                self.registers[name] = self.add_register(name, NAMED_CELL)
            self.add_cell(name, self.registers[name])
        cell_pools: dict[str, list[int]] = {}
        self.allocate_comprehensions(scope, True, cell_pools, [])
        for name in sorted(scope.free.keys()):
            reg = self.add_register(name, NAMED_FREE)
            if name not in self.registers:
                self.registers[name] = reg
            else:
                # A class body with an entry in the namespace, or a cell, of the same name as a variable around it.
                self.registers["free " + name] = reg
            self.freevars.append(name)
        base = len(self.cellvars)
        for i in range(len(self.freevars)):
            self.cell_index[len(self.named) - len(self.freevars) + i] = base + i
        self.n_named = len(self.named)
        self.set_top(self.n_named)
        for _ in range(self.n_named // WORD_BITS + 1):
            self.assigned.append(0)
            self.volatile.append(0)
        for i in range(len(scope.params)):
            self.set_assigned(i)
        for name in scope.symbols.keys():
            if scope.symbols[name] & DEF_DELETED and name in self.registers:
                reg = self.registers[name]
                self.volatile[reg // WORD_BITS] |= 1 << (reg % WORD_BITS)

    def add_cell(self, name: str, reg: int) -> None:
        self.cell_index[reg] = len(self.cellvars)
        self.cellvars.append(name)

    def allocate_comprehensions(self, scope: Scope, cells: bool, pools: dict[str, list[int]], busy: list[int]) -> None:
        """Registers for inlined comprehensions; those that cannot run at the same time share them."""
        for child in scope.children:
            if not child.inlined:
                continue
            if child not in self.comp_registers:
                self.comp_registers[child] = {}
            registers = self.comp_registers[child]
            taken = busy.copy()
            for name in child.where.keys():
                if child.where[name] != LOCAL or (name in child.cells) != cells:
                    continue
                if name not in pools:
                    pools[name] = []
                reg = -1
                for candidate in pools[name]:
                    if candidate not in taken:
                        reg = candidate
                        break
                if reg < 0:
                    reg = self.add_register(name, NAMED_CELL if cells else NAMED_LOCAL)
                    pools[name].append(reg)
                    if cells:
                        self.add_cell(name, reg)
                registers[name] = reg
                taken.append(reg)
            self.allocate_comprehensions(child, cells, pools, taken)

    def finish_names(self, code: W_Code) -> None:
        code.n_named = self.n_named
        code.named = str_array(self.named)
        code.named_kinds = kinds_array(self.named_kinds)
        code.cellvars = str_array(self.cellvars)
        code.freevars = str_array(self.freevars)
        code.n_cellvars = len(self.cellvars)
        code.n_freevars = len(self.freevars)

    def prologue(self) -> None:
        """Cells and free variables into their registers."""
        for name in self.freevars:
            reg = self.free_register(name)
            self.emit_bx(Op.LOAD_CLOSURE, reg, self.cell_index[reg] - len(self.cellvars))
        for name in sorted(self.scope.cells.keys()):
            self.emit_a(Op.MAKE_CELL, self.registers[name])

    # Where names live

    def mangled(self, raw: str) -> str:
        return mangle_in(self.scope, raw)

    def lookup(self, name: str) -> tuple[int, int]:
        """(Place, register) of a mangled name."""
        n = len(self.comps)
        for i in range(n):
            comp = self.comps[n - 1 - i]
            where = comp.where.get(name, 0)
            if where == LOCAL:
                return (Place.CELL if name in comp.cells else Place.REGISTER), self.comp_registers[comp][name]
            if where == GLOBAL_EXPLICIT:
                return Place.GLOBALS, 0
        scope = self.scope
        where = scope.where.get(name, 0)
        if scope.kind == ScopeKind.MODULE:
            explicit = where == GLOBAL_EXPLICIT or self.session.module_is_globals
            return (Place.GLOBALS if explicit else Place.NAMESPACE), 0
        if scope.kind == ScopeKind.CLASS:
            if n > 0:
                if name in scope.free:
                    return Place.CELL, self.free_register(name)
                return Place.GLOBALS, 0
            if where == FREE:
                explicit = scope.flags_of(name) & DEF_NONLOCAL != 0
                return (Place.CELL if explicit else Place.CLASS_OR_CELL), self.free_register(name)
            return (Place.GLOBALS if where == GLOBAL_EXPLICIT else Place.NAMESPACE), 0
        if where == LOCAL:
            return (Place.CELL if name in scope.cells else Place.REGISTER), self.registers[name]
        if where == GLOBAL_EXPLICIT:
            return Place.GLOBALS, 0
        if name in scope.free:
            if scope.sees_class() and name != "__classdict__":
                return Place.CLASSDICT_OR_CELL, self.free_register(name)
            return Place.CELL, self.free_register(name)
        if scope.sees_class() and where == GLOBAL_IMPLICIT:
            return Place.CLASSDICT_OR_GLOBALS, 0
        return Place.GLOBALS, 0

    def local_register(self, raw: str) -> int:
        """The register of a plain local, or -1."""
        kind, reg = self.lookup(self.mangled(raw))
        return reg if kind == Place.REGISTER else -1

    def free_register(self, name: str) -> int:
        return self.registers.get("free " + name, self.registers[name])

    def cell_register(self, name: str) -> int:
        """The register that holds the cell of a variable that an inner function uses."""
        n = len(self.comps)
        for i in range(n):
            comp = self.comps[n - 1 - i]
            if name in comp.cells:
                return self.comp_registers[comp][name]
        if name in self.scope.cells:
            return self.registers[name]
        return self.free_register(name)

    def bound_by_walrus(self, raw: str) -> bool:
        return self.scope.flags_of(self.mangled(raw)) & DEF_WALRUS != 0

    def check_local(self, reg: int) -> None:
        if self.reachable and not self.is_assigned(reg):
            self.emit_bx(Op.CHECK_LOCAL, reg, reg)
            self.set_assigned(reg)

    # What the code is

    def is_generator_like(self) -> bool:
        scope = self.scope
        if scope.kind == ScopeKind.MODULE:
            return self.session.top_level_await and scope.has_await
        return scope.is_function() and (scope.is_generator or scope.is_async)

    def is_async_generator(self) -> bool:
        scope = self.scope
        if not scope.is_generator:
            return False
        return scope.is_async or (scope.kind == ScopeKind.COMPREHENSION and scope.has_await)

    def in_async(self) -> bool:
        scope = self.scope
        if scope.kind == ScopeKind.MODULE:
            return self.session.top_level_await
        return scope.is_async or (scope.kind == ScopeKind.COMPREHENSION and scope.has_await)

    def set_parameters(self, posonly: int, positional: int, kwonly: int, more: int) -> None:
        code = self.code
        code.posonlyargcount = posonly
        code.argcount = positional
        code.kwonlyargcount = kwonly
        code.n_params = positional + kwonly + more

    def qualname_of(self, name: str) -> str:
        """The qualified name of something called `name` that is defined here."""
        unit: Builder | None = self
        while unit is not None and unit.scope.kind == ScopeKind.TYPE_PARAMS:
            unit = unit.parent
        if unit is None or unit.scope.kind == ScopeKind.MODULE:
            return name
        if unit.scope.kind == ScopeKind.CLASS:
            return unit.qualname + "." + name
        return unit.qualname + ".<locals>." + name

    def qualname_of_definition(self, name: str) -> str:
        """As qualname_of, for def and class, whose name may be declared global here."""
        unit: Builder = self
        parent = unit.parent
        while unit.scope.kind == ScopeKind.TYPE_PARAMS and parent is not None:
            unit = parent
            parent = unit.parent
        mangled = unit.mangled(name)
        if unit.scope.flags_of(mangled) & 1 != 0:
            return name
        return self.qualname_of(name)

    # Registers, positions, blocks

    def work_register(self, dst: int) -> int:
        """dst if it may be written early, else a temporary; reserved."""
        if dst < self.n_named:
            return self.temp()
        self.reserve(dst)
        return dst

    def at_attribute(self, node: ast.AST, attribute: ast.Attribute) -> None:
        """The place of `node`, but where its attribute stands on a later line: the name of the attribute."""
        self.at(node)
        if self.line != attribute.end_lineno:
            self.line = attribute.end_lineno
            n = len(attribute.attr)
            self.column = attribute.end_col_offset - n
            if self.end_line < self.line:
                self.end_line = self.line

    def at_entry(self) -> bool:
        """Whether the body has no instruction yet."""
        return len(self.words) == 0 or is_prologue(self.words[len(self.words) - 1])

    def trace_line(self, node: ast.AST) -> None:
        """A NOP, so that tracing sees the line of a statement that does nothing."""
        self.at(node)
        n = len(self.lines)
        if n == 0 or self.lines[n - 1] != node.lineno:
            self.emit_a(Op.NOP, 0)

    def new_block(self, kind: int) -> Block:
        return Block(kind, len(self.regions))

    # Errors

    def error(self, message: str, node: ast.AST) -> ParseError:
        error = error_at(message, node)
        error.bare = False
        return error

    def warn(self, message: str, node: ast.AST) -> None:
        if self.session.in_finally_copy == 0:
            end = node.end_col_offset + 1 if node.end_lineno == node.lineno else -1
            self.session.warnings.append(ParseWarning(message, node.lineno, node.col_offset + 1, end))

    def refuse_debug(self, name: str, node: ast.AST) -> None:
        if name == "__debug__":
            raise error_at("cannot assign to __debug__", node)
