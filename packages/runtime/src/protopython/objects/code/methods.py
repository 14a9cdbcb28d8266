"""Code objects: the co_* attributes, co_positions(), replace().

co_code is made of our own instructions (units.py); nothing makes code objects from it but `replace`. Offsets count its bytes, so that `tb_lasti // 2`
indexes co_positions().
"""

from __future__ import annotations

from protodialect.types import EMPTY, Array, Value, clone, copy_array, i32, try_as, unwrap, wrap, wrap_mul
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.code.code import NAMED_CELL, NAMED_LOCAL, InlineCache, W_Code, plain_instrs
from protopython.objects.code.line_table import exception_table, line_table, read_exception_table, read_line_table, shown_rows
from protopython.objects.code.monitors import branch_targets, enroll_code
from protopython.objects.code.positions import PositionWriter, positions_of, rows_of
from protopython.objects.code.units import code_units, names_of, offset_of, start_of
from protopython.objects.dict.dict import W_Dict, dict_key_at, dict_next, dict_value_at
from protopython.objects.exceptions import exceptions as x
from protopython.objects.frame import CODE
from protopython.objects.list.list import list_append, list_to_tuple, new_list
from protopython.objects.model import errors, operations
from protopython.objects.model.define import OBJECT, define_type, getter, iternext, method, new, setter
from protopython.objects.model.identity import address_text
from protopython.objects.model.types import type_name, type_of
from protopython.objects.object_methods import stock_function
from protopython.objects.singletons import new_bool, w_None, w_NotImplemented
from protopython.objects.str.str import as_str
from protopython.objects.str.string_builder import BytesBuilder
from protopython.objects.tuple import W_Tuple, new_tuple3, new_tuple4, new_tuple_n
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.value import from_int, is_empty


def names_tuple(names: Array[str]) -> W_Tuple:
    n = len(names)
    t = new_tuple_n(n)
    for i in range(n):
        t.items[i] = wrap(names[i])
    return t


def local_names(code: W_Code) -> W_Tuple:
    """Parameters and other locals, cells among the parameters included."""
    found = new_list()
    i = 0
    while i < code.n_named:
        if i < code.n_params or code.named_kinds[i] == NAMED_LOCAL:
            list_append(found, wrap(code.named[i]))
        i += 1
    return list_to_tuple(found)


@new(
    CODE,
    "(cls, *args)",
    shown="(argcount, posonlyargcount, kwonlyargcount, nlocals, stacksize, flags, codestring, constants, names, varnames, "
    "filename, name, qualname, firstlineno, linetable, exceptiontable, freevars=(), cellvars=(), /)",
)
def code_new(cls: W_Type, w_args: Value) -> Value:
    n = unwrap(W_Tuple, w_args).length
    if n < 16:
        raise errors.type_error(f"code expected at least 16 arguments, got {n}")
    raise errors.value_error("code: bytecode cannot be made from its parts; use compile() or replace()")


@getter(CODE, "co_name", member=True)
def co_name(self: W_Code) -> Value:
    return wrap(self.name)


@getter(CODE, "co_qualname", member=True)
def co_qualname(self: W_Code) -> Value:
    return wrap(self.qualname)


@getter(CODE, "co_filename", member=True)
def co_filename(self: W_Code) -> Value:
    return wrap(self.filename)


@getter(CODE, "co_firstlineno", member=True)
def co_firstlineno(self: W_Code) -> Value:
    return from_int(self.firstlineno)


@getter(CODE, "co_flags", member=True)
def co_flags(self: W_Code) -> Value:
    return from_int(self.flags)


@getter(CODE, "co_argcount", member=True)
def co_argcount(self: W_Code) -> Value:
    return from_int(self.argcount)


@getter(CODE, "co_posonlyargcount", member=True)
def co_posonlyargcount(self: W_Code) -> Value:
    return from_int(self.posonlyargcount)


@getter(CODE, "co_kwonlyargcount", member=True)
def co_kwonlyargcount(self: W_Code) -> Value:
    return from_int(self.kwonlyargcount)


@getter(CODE, "co_nlocals", member=True)
def co_nlocals(self: W_Code) -> Value:
    return from_int(local_names(self).length)


@getter(CODE, "co_stacksize", member=True)
def co_stacksize(self: W_Code) -> Value:
    return from_int(self.n_regs - self.n_named)


@getter(CODE, "co_varnames")
def co_varnames(self: W_Code) -> Value:
    return wrap(local_names(self))


@getter(CODE, "co_cellvars")
def co_cellvars(self: W_Code) -> Value:
    return wrap(names_tuple(self.cellvars))


@getter(CODE, "co_freevars")
def co_freevars(self: W_Code) -> Value:
    return wrap(names_tuple(self.freevars))


@getter(CODE, "co_names", member=True)
def co_names(self: W_Code) -> Value:
    names = names_of(self)
    t = new_tuple_n(len(names))
    for i in range(len(names)):
        t.items[i] = wrap(names[i])
    return wrap(t)


@getter(CODE, "co_consts", member=True)
def co_consts(self: W_Code) -> Value:
    n = len(self.consts)
    t = new_tuple_n(n)
    for i in range(n):
        w = self.consts[i]
        t.items[i] = w_None if is_empty(w) else w
    return wrap(t)


@getter(CODE, "co_code")
@getter(CODE, "_co_code_adaptive")
def co_code(self: W_Code) -> Value:
    return wrap(code_units(self))


@getter(CODE, "co_linetable", member=True)
def co_linetable(self: W_Code) -> Value:
    return wrap(line_table(self))


@getter(CODE, "co_exceptiontable", member=True)
def co_exceptiontable(self: W_Code) -> Value:
    return wrap(exception_table(self))


@getter(CODE, "co_lnotab")
def co_lnotab(self: W_Code) -> Value:
    """Pairs of bytes: how far the offset goes on, and then the line."""
    w_message = wrap("co_lnotab is deprecated, use co_lines instead.")
    operations.call2(stock_function("_warnings", "warn"), w_message, wrap(x.DEPRECATION_WARNING))
    p = positions_of(self)
    rows = shown_rows(self)
    out = BytesBuilder()
    line = self.firstlineno
    offset = 0
    for unit in range(len(rows)):
        here: int = p[4 * rows[unit]]
        delta = here - line
        if here >= 0 and delta != 0:
            step = 2 * unit - offset
            while step > 254:
                out.append_byte(254)
                out.append_byte(0)
                step -= 254
            while not -128 <= delta <= 127:
                part = -128 if delta < 0 else 127
                out.append_byte(step)
                out.append_byte(part & 255)
                delta -= part
                step = 0
            out.append_byte(step)
            out.append_byte(delta & 255)
            line = here
            offset = 2 * unit
    return wrap(out.to_bytes())


@method(CODE, "_varname_from_oparg(self, oparg)", doc="The name of a local variable by its register.")
def varname_from_oparg(self: W_Code, w_oparg: Value) -> Value:
    i = operations.int_arg(w_oparg)
    if not 0 <= i < len(self.named):
        raise errors.index_error("tuple index out of range")
    return wrap(self.named[i])


def position_part(x: int) -> Value:
    return w_None if x < 0 else from_int(x)


class W_PositionsIterator(W_Object):
    table: Array[i32]
    rows: Array[i32]
    unit: int

    def __init__(self, code: W_Code) -> None:
        self.table = positions_of(code)
        self.rows = shown_rows(code)
        self.unit = 0


POSITIONS_ITERATOR = define_type("positions_iterator", W_PositionsIterator, OBJECT, flags=TypeFlags.NO_INSTANTIATE | TypeFlags.SUBCLASSABLE)


@iternext(POSITIONS_ITERATOR)
def positions_next(self: W_PositionsIterator) -> Value:
    unit = self.unit
    if unit >= len(self.rows):
        return EMPTY
    self.unit = unit + 1
    p = self.table
    k = 4 * self.rows[unit]
    return wrap(new_tuple4(position_part(p[k]), position_part(p[k + 1]), position_part(p[k + 2]), position_part(p[k + 3])))


@method(CODE, "co_positions(self, /)", doc="(line, end line, column, end column) of every code unit.")
def co_positions(self: W_Code) -> Value:
    return wrap(W_PositionsIterator(self))


@method(CODE, "co_lines(self, /)", doc="(start, end, line) of every run of code units that belong to one line.")
def co_lines(self: W_Code) -> Value:
    result = new_list()
    p = positions_of(self)
    rows = shown_rows(self)
    n = len(rows)
    start = 0
    while start < n:
        line: int = p[4 * rows[start]]
        end = start + 1
        while end < n and p[4 * rows[end]] == line:
            end += 1
        list_append(result, wrap(new_tuple3(from_int(2 * start), from_int(2 * end), position_part(line))))
        start = end
    return operations.iterate(wrap(result))


@method(CODE, "co_branches(self, /)", doc="(offset, offset if it goes left, offset if it goes right) of every branch.")
def co_branches(self: W_Code) -> Value:
    result = new_list()
    words = plain_instrs(self)
    for i in range(len(words)):
        left, right = branch_targets(words[i], i)
        if left >= 0:
            list_append(result, wrap(new_tuple3(from_int(offset_of(self, i)), from_int(start_of(self, left)), from_int(start_of(self, right)))))
    return operations.iterate(wrap(result))


@method(CODE, "__repr__(self, /)", doc="Return repr(self).")
def code_repr(self: W_Code) -> Value:
    return wrap(
        f"<code object {self.name} at {address_text(wrap(self))}, "
        f'file "{self.filename}", line {self.firstlineno}>'
    )


# --- equality ---------------------------------------------------------------------------------------------


def same_strings(a: Array[str], b: Array[str]) -> bool:
    if len(a) != len(b):
        return False
    for i in range(len(a)):
        if a[i] != b[i]:
            return False
    return True


def same_constants(a: Array[Value], b: Array[Value]) -> bool:
    """Equal, and of equal types: 1 is another constant than 1.0."""
    if len(a) != len(b):
        return False
    for i in range(len(a)):
        if is_empty(a[i]) or is_empty(b[i]):
            if is_empty(a[i]) != is_empty(b[i]):
                return False
        elif type_of(a[i]) is not type_of(b[i]) or not operations.equal(a[i], b[i]):
            return False
    return True


def same_code(a: W_Code, b: W_Code) -> bool:
    if a.name != b.name or a.qualname != b.qualname or a.firstlineno != b.firstlineno or a.flags != b.flags:
        return False
    if (
        a.argcount != b.argcount
        or a.posonlyargcount != b.posonlyargcount
        or a.kwonlyargcount != b.kwonlyargcount
    ):
        return False
    if len(a.instrs) != len(b.instrs) or len(a.exc_table) != len(b.exc_table):
        return False
    i = 0
    while i < len(a.instrs):
        if plain_instrs(a)[i] != plain_instrs(b)[i]:
            return False
        i += 1
    i = 0
    while i < len(a.exc_table):
        if a.exc_table[i] != b.exc_table[i]:
            return False
        i += 1
    return (
        a.positions == b.positions
        and same_strings(a.cache_names, b.cache_names)
        and         same_strings(a.named, b.named)
        and same_strings(a.names, b.names)
        and same_constants(a.consts, b.consts)
    )


@method(CODE, "__eq__(self, value, /)", doc="Return self==value.")
def code_eq(self: W_Code, w_other: Value) -> Value:
    other = try_as(W_Code, w_other)
    if other is None:
        return w_NotImplemented
    return new_bool(self is other or same_code(self, other))


def mixed(h: int, part: int) -> int:
    """Order counts."""
    return wrap_mul(h ^ part, 1000003)


@method(CODE, "__hash__(self, /)", doc="Return hash(self).")
def code_hash(self: W_Code) -> Value:
    h = operations.hash_of(wrap(self.qualname))
    for word in plain_instrs(self):
        h = mixed(h, word)
    for w in self.consts:
        if not is_empty(w):
            h = mixed(h, operations.hash_of(w))
    for name in self.named:
        h = mixed(h, operations.hash_of(wrap(name)))
    h = mixed(h, self.argcount)
    h = mixed(h, self.posonlyargcount)
    h = mixed(h, self.kwonlyargcount)
    h = mixed(h, self.flags)
    h = mixed(h, self.firstlineno)
    return from_int(h >> 2)


# --- replace ----------------------------------------------------------------------------------------------


def copy_code(code: W_Code) -> W_Code:
    c = W_Code()
    c.name = code.name
    c.qualname = code.qualname
    c.filename = code.filename
    c.firstlineno = code.firstlineno
    c.flags = code.flags
    c.argcount = code.argcount
    c.posonlyargcount = code.posonlyargcount
    c.kwonlyargcount = code.kwonlyargcount
    c.n_params = code.n_params
    c.n_named = code.n_named
    c.n_regs = code.n_regs
    c.instrs = clone(plain_instrs(code))
    c.consts = code.consts
    c.names = code.names
    c.cache_names = code.cache_names
    c.caches = Array[InlineCache | None](len(code.caches), None)
    c.named = code.named
    c.named_kinds = code.named_kinds
    c.n_cellvars = code.n_cellvars
    c.n_freevars = code.n_freevars
    c.freevars = code.freevars
    c.cellvars = code.cellvars
    c.exc_table = code.exc_table
    c.positions = code.positions
    c.position_table = code.position_table
    c.simple_parameters = code.simple_parameters
    c.uses_namespace = code.uses_namespace
    enroll_code(c)
    return c


def str_field(w: Value, name: str) -> str:
    s = as_str(w)
    if s is None:
        raise errors.type_error(f"replace() argument '{name}' must be str, not {type_name(w)}")
    return s


def tuple_field(w: Value, name: str) -> W_Tuple:
    t = try_as(W_Tuple, w)
    if t is None:
        raise errors.type_error(f"replace() argument '{name}' must be tuple, not {type_name(w)}")
    return t


def bytes_field(w: Value, name: str) -> bytes:
    b = as_bytes(w)
    if b is None:
        raise errors.type_error(f"replace() argument '{name}' must be bytes, not {type_name(w)}")
    return b


def names_field(w: Value, name: str, expected: int) -> Array[str]:
    """New names for as many old ones."""
    t = tuple_field(w, name)
    if t.length != expected:
        raise errors.value_error(f"code: {name} must keep its length")
    names = Array[str](expected, "")
    for i in range(expected):
        s = as_str(t.items[i])
        if s is None:
            raise errors.type_error(f"name tuples must contain only strings, not '{type_name(t.items[i])}'")
        names[i] = s
    return names


def rename_locals(code: W_Code, names: Array[str]) -> None:
    """New names for what local_names() lists; a parameter that is a cell is among the cells too."""
    named = Array[str](len(code.named), "")
    cellvars = Array[str](len(code.cellvars), "")
    copy_array(cellvars, 0, code.cellvars, 0, len(cellvars))
    at = 0
    for i in range(len(named)):
        named[i] = code.named[i]
        if i < code.n_named and (i < code.n_params or code.named_kinds[i] == NAMED_LOCAL):
            k = 0
            while code.named_kinds[i] == NAMED_CELL and k < len(cellvars):
                if cellvars[k] == named[i]:
                    cellvars[k] = names[at]
                k += 1
            named[i] = names[at]
            at += 1
    code.named = named
    code.cellvars = cellvars


def move_lines(code: W_Code, firstlineno: int) -> None:
    """Lines are relative to the first."""
    delta = firstlineno - code.firstlineno
    table = positions_of(code)
    moved = PositionWriter()
    k = 0
    while k < 4 * rows_of(code):
        line = table[k]
        moved.add(line + delta if line >= 0 else -1, table[k + 1] + delta, table[k + 2], table[k + 3])
        k += 4
    code.positions = moved.out.to_bytes()
    code.position_table = None
    code.firstlineno = firstlineno


def set_field(code: W_Code, name: str, w: Value) -> None:
    if name == "co_name":
        code.name = str_field(w, name)
    elif name == "co_qualname":
        code.qualname = str_field(w, name)
    elif name == "co_filename":
        code.filename = str_field(w, name)
    elif name == "co_firstlineno":
        move_lines(code, operations.int_arg(w))
    elif name == "co_flags":
        code.flags = operations.int_arg(w)
    elif name == "co_names":
        code.names = names_field(w, name, len(code.names))
    elif name == "co_freevars":
        code.freevars = names_field(w, name, len(code.freevars))
    elif name == "co_cellvars":
        code.cellvars = names_field(w, name, len(code.cellvars))
    elif name == "co_consts":
        t = tuple_field(w, name)
        if t.length < len(code.consts):
            raise errors.value_error("code: co_consts must not become shorter")
        consts = Array[Value](t.length, w_None)
        for i in range(t.length):
            consts[i] = t.items[i]
        code.consts = consts
    elif name == "co_varnames":
        rename_locals(code, names_field(w, name, local_names(code).length))
    elif name == "co_posonlyargcount":
        n = operations.int_arg(w)
        if not 0 <= n <= code.argcount:
            raise errors.value_error("code: posonlyargcount must not exceed argcount")
        code.posonlyargcount = n
    elif name == "co_nlocals":
        if operations.int_arg(w) != local_names(code).length:
            raise errors.value_error("code: co_nlocals != len(co_varnames)")
    elif name == "co_linetable":
        code.positions = read_line_table(bytes_field(w, name), code)
        code.position_table = None
    elif name == "co_exceptiontable":
        code.exc_table = read_exception_table(bytes_field(w, name), code)
    elif name in UNCHANGEABLE:
        check_unchanged(code, name, w)
    else:
        raise errors.type_error(f"replace() got an unexpected keyword argument '{name}'")


UNCHANGEABLE: list[str] = ["co_argcount", "co_kwonlyargcount", "co_stacksize", "co_code"]
"""Fields that the instructions depend on: replace() takes only the values they have."""


def check_unchanged(code: W_Code, name: str, w: Value) -> None:
    w_own = operations.getattr_of(wrap(code), name)
    if name == "co_argcount" or name == "co_kwonlyargcount":
        operations.int_arg(w)
    if not operations.equal(w_own, w):
        raise errors.value_error(f"code: {name} cannot be replaced by another value")


@method(CODE, "replace(self, /, *args, **kwargs)", doc="A copy with some fields replaced.", shown="($self, /, **changes)")
@method(CODE, "__replace__(self, /, *args, **kwargs)", doc="The same as replace().", shown="($self, /, **changes)")
def code_replace(self: W_Code, w_args: Value, w_kwargs: Value) -> Value:
    if unwrap(W_Tuple, w_args).length > 0:
        raise errors.type_error("replace() takes no positional arguments")
    c = copy_code(self)
    kwargs = unwrap(W_Dict, w_kwargs)
    i = dict_next(kwargs, 0)
    while i >= 0:
        name = as_str(dict_key_at(kwargs, i))
        if name is not None:
            set_field(c, name, dict_value_at(kwargs, i))
        i = dict_next(kwargs, i + 1)
    return wrap(c)


# --- read-only --------------------------------------------------------------------------------------------


@setter(CODE, "co_name")
@setter(CODE, "co_qualname")
@setter(CODE, "co_filename")
@setter(CODE, "co_firstlineno")
@setter(CODE, "co_flags")
@setter(CODE, "co_argcount")
@setter(CODE, "co_posonlyargcount")
@setter(CODE, "co_kwonlyargcount")
@setter(CODE, "co_stacksize")
@setter(CODE, "co_names")
@setter(CODE, "co_consts")
def code_readonly(self: W_Code, w_value: Value) -> Value:
    raise errors.attribute_error("readonly attribute", wrap(self), "")
