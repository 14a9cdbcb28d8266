"""Names loaded, stored and deleted wherever the symbol table says they live."""

from __future__ import annotations

from protopython.objects.code.bytecode import Op

from ..symtable import ScopeKind
from .builder import Builder, Place


def load_name(b: Builder, raw: str, dst: int) -> None:
    name = b.mangled(raw)
    kind, reg = b.lookup(name)
    match kind:
        case Place.REGISTER:
            b.check_local(reg)
            b.move(dst, reg)
        case Place.CELL:
            b.emit(Op.LOAD_CELL, dst, reg, b.cell_index[reg], 0)
        case Place.CLASS_OR_CELL:
            b.emit(Op.LOAD_CELL_OR_NAME, dst, reg, b.cell_index[reg], 0)
        case Place.GLOBALS:
            load_global(b, name, dst)
        case Place.NAMESPACE:
            b.emit_bx(Op.LOAD_NAME, dst, b.name(name))
        case Place.CLASSDICT_OR_GLOBALS:
            load_classdict(b, dst)
            b.emit_bx(Op.LOAD_DICT_OR_GLOBAL, dst, b.name(name))
        case _:
            load_classdict(b, dst)
            b.emit(Op.LOAD_DICT_OR_CELL, dst, reg, b.cell_index[reg], 0)


def load_global(b: Builder, name: str, dst: int) -> None:
    if b.scope.kind == ScopeKind.MODULE and len(b.cache_names) > 50000:
        b.emit_bx(Op.LOAD_NAME, dst, b.name(name))  # huge modules: keep the sites for the rest
    else:
        b.emit(Op.LOAD_GLOBAL, dst, b.name(name), b.site(name), 0)


def load_classdict(b: Builder, dst: int) -> None:
    reg = b.free_register("__classdict__")
    b.emit(Op.LOAD_CELL, dst, reg, b.cell_index[reg], 0)


def store_name(b: Builder, raw: str, src: int) -> None:
    name = b.mangled(raw)
    kind, reg = b.lookup(name)
    match kind:
        case Place.REGISTER:
            b.move(reg, src)
            b.set_assigned(reg)
        case Place.CELL | Place.CLASS_OR_CELL | Place.CLASSDICT_OR_CELL:
            b.emit_ab(Op.STORE_CELL, reg, src)
        case Place.NAMESPACE:
            b.emit_bx(Op.STORE_NAME, src, b.name(name))
        case _:
            if len(b.cache_names) > 50000:
                b.emit_bx(Op.STORE_GLOBAL, src, b.name(name))
            else:
                b.emit(Op.STORE_GLOBAL_CACHED, src, b.name(name), b.site(name), 0)


def delete_name(b: Builder, raw: str) -> None:
    name = b.mangled(raw)
    kind, reg = b.lookup(name)
    match kind:
        case Place.REGISTER:
            if b.reachable and b.is_assigned(reg):
                b.emit_a(Op.CLEAR, reg)
            else:
                b.emit_bx(Op.DELETE_LOCAL, reg, reg)
            b.set_unassigned(reg)
        case Place.CELL | Place.CLASS_OR_CELL | Place.CLASSDICT_OR_CELL:
            b.emit_bx(Op.DELETE_CELL, reg, b.cell_index[reg])
        case Place.NAMESPACE:
            b.emit_bx(Op.DELETE_NAME, 0, b.name(name))
        case _:
            b.emit_bx(Op.DELETE_GLOBAL, 0, b.name(name))


def forget_name(b: Builder, raw: str) -> None:
    """The end of `except ... as name`: the name goes, whether it is still bound or not."""
    reg = b.local_register(raw)
    if reg >= 0:
        b.emit_a(Op.CLEAR, reg)
        b.set_unassigned(reg)
        return
    t = b.top
    b.set_top(t + 1)
    b.emit_a(Op.LOAD_NONE, t)
    store_name(b, raw, t)
    delete_name(b, raw)
    b.set_top(t)


def store_namespace(b: Builder, name: str, src: int) -> None:
    """A name of a class body that the compiler itself sets."""
    b.emit_bx(Op.STORE_NAME, src, b.name(name))
