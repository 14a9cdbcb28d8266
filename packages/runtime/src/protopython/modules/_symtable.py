"""The _symtable module: the compiler's symbol tables, which the module symtable explains to programs."""

from __future__ import annotations

from protodialect.types import Value, wrap
from protopython.engine import compile as compiling
from protopython.frontend import api
from protopython.frontend import scope_entries as s
from protopython.frontend.errors import ParseError
from protopython.modules.builtins.code import file_name, source_text
from protopython.objects.dict.dict import W_Dict, dict_set_str, new_dict
from protopython.objects.int.text import int_to_str
from protopython.objects.list.list import W_List, list_append, new_list
from protopython.objects.model.define import OBJECT, constant, define_module, define_type, function, getter, method
from protopython.objects.model.errors import value_error
from protopython.objects.model.identity import identity_value
from protopython.objects.model.operations import str_arg
from protopython.protocore.object import TypeFlags, W_Object
from protopython.protocore.value import from_int

MODULE = "_symtable"
define_module(MODULE, "What the module symtable is made of.")
for _name, _value in vars(s).items():
    if _name.startswith(("USE", "DEF_", "SCOPE_", "TYPE_")) or _name in ("LOCAL", "GLOBAL_EXPLICIT", "GLOBAL_IMPLICIT", "FREE", "CELL"):
        constant(MODULE, _name, _value)
constant(MODULE, "DEF_BOUND", s.DEF_LOCAL | s.DEF_PARAM | s.DEF_IMPORT)


class W_SymtableEntry(W_Object):
    name: str
    kind: int
    lineno: int
    nested: bool
    symbols: W_Dict
    varnames: W_List
    children: W_List


ENTRY = define_type("symtable entry", W_SymtableEntry, OBJECT, flags=TypeFlags.NO_INSTANTIATE)


def new_entry(e: s.Entry) -> Value:
    w = W_SymtableEntry()
    w.name = e.name
    w.kind = e.kind
    w.lineno = e.lineno
    w.nested = e.nested
    w.symbols = new_dict()
    for name in e.symbols.keys():
        dict_set_str(w.symbols, name, from_int(e.symbols[name]))
    w.varnames = new_list()
    for name in e.varnames:
        list_append(w.varnames, wrap(name))
    w.children = new_list()
    for child in e.children:
        list_append(w.children, new_entry(child))
    return wrap(w)


@function(MODULE, "symtable(source, filename, startstr, /)", doc="The table of a source's outermost block; startstr: compile()'s mode.")
def symtable(w_source: Value, w_filename: Value, w_mode: Value) -> Value:
    filename = file_name(w_filename)
    mode = str_arg(w_mode, "symtable() argument 3")
    if mode == "exec":
        kind = compiling.EXEC
    elif mode == "eval":
        kind = compiling.EVAL
    elif mode == "single":
        kind = compiling.SINGLE
    else:
        raise value_error("symtable() arg 3 must be 'exec' or 'eval' or 'single'")
    text = source_text(w_source, "symtable", "string or bytes", filename)
    tree = compiling.parse_text(text, filename, kind, 0)
    try:
        entry = s.symbol_table(tree)
    except ParseError as e:
        raise compiling.syntax_error(api.with_text(e, text), filename)
    return new_entry(entry)


@method(ENTRY, "__repr__(self, /)", doc="Return repr(self).")
def entry_repr(self: W_SymtableEntry) -> Value:
    return wrap(f"<symtable entry {self.name}({int_to_str(identity_value(wrap(self)))}), line {self.lineno}>")


@getter(ENTRY, "id", member=True)
def entry_id(self: W_SymtableEntry) -> Value:
    return identity_value(wrap(self))


@getter(ENTRY, "name", member=True)
def entry_name(self: W_SymtableEntry) -> Value:
    return wrap(self.name)


@getter(ENTRY, "symbols", doc="Names with their flags; from bit SCOPE_OFF on, the scope.", member=True)
def entry_symbols(self: W_SymtableEntry) -> Value:
    return wrap(self.symbols)


@getter(ENTRY, "varnames", doc="The parameters.", member=True)
def entry_varnames(self: W_SymtableEntry) -> Value:
    return wrap(self.varnames)


@getter(ENTRY, "children", doc="The blocks in this one.", member=True)
def entry_children(self: W_SymtableEntry) -> Value:
    return wrap(self.children)


@getter(ENTRY, "nested", doc="Whether there is a function around it.", member=True)
def entry_nested(self: W_SymtableEntry) -> Value:
    return from_int(1 if self.nested else 0)


@getter(ENTRY, "type", doc="TYPE_*.", member=True)
def entry_type(self: W_SymtableEntry) -> Value:
    return from_int(self.kind)


@getter(ENTRY, "lineno", member=True)
def entry_lineno(self: W_SymtableEntry) -> Value:
    return from_int(self.lineno)
