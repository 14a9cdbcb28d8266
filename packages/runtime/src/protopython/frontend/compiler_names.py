"""Names: registers, cells, globals and namespace entries, as seen by the code being made.

`CodeNames` is the assembler plus a scope. It lays out the registers

    [ parameters ][ other locals, of inlined comprehensions too ][ cells ][ free variables' cells ][ temporaries ]

and loads, stores and deletes names wherever the symbol table says they live.
"""

from __future__ import annotations

from typing import Final

from protodialect.unsafe import stack_room
from protopython.objects.code.bytecode import Op
from protopython.objects.code.code import NAMED_CELL, NAMED_FREE, NAMED_LOCAL, W_Code

from . import ast
from .assembler import WORD_BITS, Assembler, kinds_array, str_array
from .errors import ParseError, ParseWarning
from .symtable import (
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

IN_REGISTER: Final[int] = 0
IN_CELL: Final[int] = 1
IN_CLASS_OR_CELL: Final[int] = 2  # class bodies: the namespace first, then a cell
IN_GLOBALS: Final[int] = 3
IN_NAMESPACE: Final[int] = 4
IN_CLASSDICT_OR_GLOBALS: Final[int] = 5  # annotation scopes in classes
IN_CLASSDICT_OR_CELL: Final[int] = 6


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


class CodeNames(Assembler):
    def __init__(self, session: Session, scope: Scope, qualname: str) -> None:
        super().__init__()
        self.session: Session = session
        self.scope: Scope = scope
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
        self.allocate_registers()

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

    def allocate_comprehensions(
        self, scope: Scope, cells: bool, pools: dict[str, list[int]], busy: list[int]
    ) -> None:
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

    def free_register(self, name: str) -> int:
        return self.registers.get("free " + name, self.registers[name])

    # Where a name lives

    def mangled(self, raw: str) -> str:
        return mangle_in(self.scope, raw)

    def lookup(self, name: str) -> tuple[int, int]:
        """(IN_..., register) of a mangled name."""
        n = len(self.comps)
        for i in range(n):
            comp = self.comps[n - 1 - i]
            where = comp.where.get(name, 0)
            if where == LOCAL:
                return (IN_CELL if name in comp.cells else IN_REGISTER), self.comp_registers[comp][name]
            if where == GLOBAL_EXPLICIT:
                return IN_GLOBALS, 0
        scope = self.scope
        where = scope.where.get(name, 0)
        if scope.kind == ScopeKind.MODULE:
            explicit = where == GLOBAL_EXPLICIT or self.session.module_is_globals
            return (IN_GLOBALS if explicit else IN_NAMESPACE), 0
        if scope.kind == ScopeKind.CLASS:
            if n > 0:
                if name in scope.free:
                    return IN_CELL, self.free_register(name)
                return IN_GLOBALS, 0
            if where == FREE:
                explicit = scope.flags_of(name) & DEF_NONLOCAL != 0
                return (IN_CELL if explicit else IN_CLASS_OR_CELL), self.free_register(name)
            return (IN_GLOBALS if where == GLOBAL_EXPLICIT else IN_NAMESPACE), 0
        if where == LOCAL:
            return (IN_CELL if name in scope.cells else IN_REGISTER), self.registers[name]
        if where == GLOBAL_EXPLICIT:
            return IN_GLOBALS, 0
        if name in scope.free:
            if scope.sees_class() and name != "__classdict__":
                return IN_CLASSDICT_OR_CELL, self.free_register(name)
            return IN_CELL, self.free_register(name)
        if scope.sees_class() and where == GLOBAL_IMPLICIT:
            return IN_CLASSDICT_OR_GLOBALS, 0
        return IN_GLOBALS, 0

    def local_register(self, raw: str) -> int:
        """The register of a plain local, or -1."""
        kind, reg = self.lookup(self.mangled(raw))
        return reg if kind == IN_REGISTER else -1

    def bound_by_walrus(self, raw: str) -> bool:
        return self.scope.flags_of(self.mangled(raw)) & DEF_WALRUS != 0

    # Loading and storing

    def check_local(self, reg: int) -> None:
        if self.reachable and not self.is_assigned(reg):
            self.emit_bx(Op.CHECK_LOCAL, reg, reg)
            self.set_assigned(reg)

    def load_name(self, raw: str, dst: int) -> None:
        name = self.mangled(raw)
        kind, reg = self.lookup(name)
        match kind:
            case 0:
                self.check_local(reg)
                self.move(dst, reg)
            case 1:
                self.emit(Op.LOAD_CELL, dst, reg, self.cell_index[reg], 0)
            case 2:
                self.emit(Op.LOAD_CELL_OR_NAME, dst, reg, self.cell_index[reg], 0)
            case 3:
                self.load_global(name, dst)
            case 4:
                self.emit_bx(Op.LOAD_NAME, dst, self.name(name))
            case 5:
                self.load_classdict(dst)
                self.emit_bx(Op.LOAD_DICT_OR_GLOBAL, dst, self.name(name))
            case _:
                self.load_classdict(dst)
                self.emit(Op.LOAD_DICT_OR_CELL, dst, reg, self.cell_index[reg], 0)

    def load_global(self, name: str, dst: int) -> None:
        if self.scope.kind == ScopeKind.MODULE and len(self.cache_names) > 50000:
            self.emit_bx(Op.LOAD_NAME, dst, self.name(name))  # huge modules: keep the sites for the rest
        else:
            self.emit(Op.LOAD_GLOBAL, dst, self.name(name), self.site(name), 0)

    def load_classdict(self, dst: int) -> None:
        reg = self.free_register("__classdict__")
        self.emit(Op.LOAD_CELL, dst, reg, self.cell_index[reg], 0)

    def store_name(self, raw: str, src: int) -> None:
        name = self.mangled(raw)
        kind, reg = self.lookup(name)
        match kind:
            case 0:
                self.move(reg, src)
                self.set_assigned(reg)
            case 1 | 2 | 6:
                self.emit_ab(Op.STORE_CELL, reg, src)
            case 4:
                self.emit_bx(Op.STORE_NAME, src, self.name(name))
            case _:
                if len(self.cache_names) > 50000:
                    self.emit_bx(Op.STORE_GLOBAL, src, self.name(name))
                else:
                    self.emit(Op.STORE_GLOBAL_CACHED, src, self.name(name), self.site(name), 0)

    def delete_name(self, raw: str) -> None:
        name = self.mangled(raw)
        kind, reg = self.lookup(name)
        match kind:
            case 0:
                if self.reachable and self.is_assigned(reg):
                    self.emit_a(Op.CLEAR, reg)
                else:
                    self.emit_bx(Op.DELETE_LOCAL, reg, reg)
                self.set_unassigned(reg)
            case 1 | 2 | 6:
                self.emit_bx(Op.DELETE_CELL, reg, self.cell_index[reg])
            case 4:
                self.emit_bx(Op.DELETE_NAME, 0, self.name(name))
            case _:
                self.emit_bx(Op.DELETE_GLOBAL, 0, self.name(name))

    def forget_name(self, raw: str) -> None:
        """The end of `except ... as name`: the name goes, whether it is still bound or not."""
        reg = self.local_register(raw)
        if reg >= 0:
            self.emit_a(Op.CLEAR, reg)
            self.set_unassigned(reg)
            return
        t = self.top
        self.set_top(t + 1)
        self.emit_a(Op.LOAD_NONE, t)
        self.store_name(raw, t)
        self.delete_name(raw)
        self.set_top(t)

    def store_namespace(self, name: str, src: int) -> None:
        """A name of a class body that the compiler itself sets."""
        self.emit_bx(Op.STORE_NAME, src, self.name(name))

    # Errors

    def error(self, message: str, node: ast.AST) -> ParseError:
        return error_at(message, node)

    def warn(self, message: str, node: ast.AST) -> None:
        if self.session.in_finally_copy == 0:
            end = node.end_col_offset + 1 if node.end_lineno == node.lineno else -1
            self.session.warnings.append(ParseWarning(message, node.lineno, node.col_offset + 1, end))

    def refuse_debug(self, name: str, node: ast.AST) -> None:
        if name == "__debug__":
            raise error_at("cannot assign to __debug__", node)
