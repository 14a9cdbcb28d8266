"""Takes code apart into the instructions of protoPython's register machine.

In place of CPython's, which takes CPython's instructions apart. Each instruction has a number of operands, mostly registers: variables have their
names, temporaries are t0, t1 ... One operand, a constant, a name, a count or the target of a jump, is the argument (`Instruction.arg`); `argrepr`
shows all of them, the destination first. The other operands are kept in the units that follow an instruction, where CPython has caches.
"""

import _opcode
import collections
import io
import opcode as _opcode_lists
import sys
import types
from opcode import *  # noqa: F403
from opcode import EXTENDED_ARG, _nb_ops, cmp_op, hasarg, hasconst, hasfree, hasjabs, hasjrel, haslocal, hasname, opmap, opname

__all__ = ["code_info", "dis", "disassemble", "distb", "disco", "findlinestarts", "findlabels", "show_code", "get_instructions", "Instruction",
           "Bytecode", *_opcode_lists.__all__]

_have_code = (types.MethodType, types.FunctionType, types.CodeType, classmethod, staticmethod, type)

_CACHE = opmap["CACHE"]
_ROLES = [roles.split() for _, roles in _opcode._instructions()]
"""By opcode: what its operands are, in the order in which they are shown; a star marks the argument."""

_SIZES = {"flag": 1, "binary": 1, "compare": 1, "count": 1, "number": 2, "local": 2, "cell": 2, "const": 2}
"""Units of operands that are no registers."""

_CONVERSIONS = (("", None), ("str", str), ("repr", repr), ("ascii", ascii))
_FUNCTION_PARTS = ("defaults", "kwdefaults", "closure", "annotate", "type_params")

# inspect makes its constants CO_* of these.
COMPILER_FLAG_NAMES = {
    1: "OPTIMIZED",
    2: "NEWLOCALS",
    4: "VARARGS",
    8: "VARKEYWORDS",
    16: "NESTED",
    32: "GENERATOR",
    64: "NOFREE",
    128: "COROUTINE",
    256: "ITERABLE_COROUTINE",
    512: "ASYNC_GENERATOR",
    0x4000000: "HAS_DOCSTRING",
    0x8000000: "METHOD",
}


class _Unknown:
    def __repr__(self):
        return "<unknown>"


UNKNOWN = _Unknown()
"""What cannot be told without the code object."""


# --- what has code --------------------------------------------------------------------------------


def _try_compile(source, name):
    """Compiles an expression, or else statements."""
    try:
        return compile(source, name, "eval")
    except SyntaxError:
        pass
    return compile(source, name, "exec")


def _code_in(x):
    """The code of a method, a function, a generator and their like; x itself if it is none."""
    x = getattr(x, "__func__", x)
    for attribute in ("__code__", "gi_code", "ag_code", "cr_code"):
        if hasattr(x, attribute):
            return getattr(x, attribute)
    return x


def _unfit(x):
    return TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def _get_code_object(x):
    x = _code_in(x)
    if isinstance(x, str):
        x = _try_compile(x, "<disassembly>")
    if not hasattr(x, "co_code"):
        raise _unfit(x)
    return x


# --- details --------------------------------------------------------------------------------------


def pretty_flags(flags):
    """The names of the flags that are set, separated by commas; unknown ones in hexadecimal."""
    names = []
    for bit in range(32):
        if flags & 1 << bit:
            names.append(COMPILER_FLAG_NAMES.get(1 << bit, hex(1 << bit)))
            flags ^= 1 << bit
            if not flags:
                break
    else:
        names.append(hex(flags))
    return ", ".join(names)


def _format_code_info(co):
    facts = {
        "Name": co.co_name,
        "Filename": co.co_filename,
        "Argument count": co.co_argcount,
        "Positional-only arguments": co.co_posonlyargcount,
        "Kw-only arguments": co.co_kwonlyargcount,
        "Number of locals": co.co_nlocals,
        "Stack size": co.co_stacksize,
        "Flags": pretty_flags(co.co_flags),
    }
    lines = [f"{what + ':':18} {fact}" for what, fact in facts.items()]
    for title, things, show in (
        ("Constants", co.co_consts, repr),
        ("Names", co.co_names, str),
        ("Variable names", co.co_varnames, str),
        ("Free variables", co.co_freevars, str),
        ("Cell variables", co.co_cellvars, str),
    ):
        if things:
            lines.append(f"{title}:")
            lines.extend(f"{i:4}: {show(thing)}" for i, thing in enumerate(things))
    return "\n".join(lines)


def code_info(x):
    """What a code object tells about itself, as text; x may be whatever has code."""
    return _format_code_info(_get_code_object(x))


def show_code(co, *, file=None):
    """Print code_info(co) to *file*, or else to standard output."""
    print(code_info(co), file=file)


# --- units ----------------------------------------------------------------------------------------


class _Unit:
    """An opcode with its argument, and the other operands by their place among the roles."""

    def __init__(self, offset, start_offset, op, arg, cached):
        self.offset = offset
        self.start_offset = start_offset
        self.op = op
        self.arg = arg
        self.cached = cached

    def operands(self):
        """(role, number) of all operands."""
        roles = _ROLES[self.op]
        fixed = sum(_SIZES.get(role, 0) for role in roles if role[0] != "*")
        registers = sum(role[0] != "*" and role not in _SIZES for role in roles)
        width = (len(self.cached) - fixed) // registers if registers else 1
        at = 0
        for role in roles:
            if role[0] == "*":
                yield role[1:], self.arg
                continue
            size = _SIZES.get(role, width)
            number = int.from_bytes(self.cached[at : at + size], "big")
            if role == "number" and number >= 0x8000:
                number -= 0x10000
            elif role == "in_or_none" and number == (1 << 8 * size) - 1:
                number = None
            yield role, number
            at += size


def _units(code):
    """The instructions in a string of bytes."""
    at = 0
    start = 0
    high = 0
    while at + 1 < len(code):
        op = code[at]
        offset = at
        at += 2
        if op == EXTENDED_ARG:
            high = (high | code[offset + 1]) << 8
            yield _Unit(offset, offset, op, high >> 8, b"")
            continue
        arg = None
        if op in hasarg:
            arg = high | code[offset + 1]
            if arg >= 1 << 31:
                arg -= 1 << 32
        end = at
        while end + 1 < len(code) and code[end] == _CACHE:
            end += 2
        yield _Unit(offset, start, op, arg, code[at + 1 : end : 2])
        at = end
        start = at
        high = 0


def _unpack_opargs(code):
    for unit in _units(code):
        yield unit.offset, unit.start_offset, unit.op, unit.arg


def _get_jump_target(op, arg, offset):
    if op in hasjabs:
        return 2 * arg
    if op in hasjrel:
        return offset + 2 + (-2 * arg if "BACKWARD" in opname[op] else 2 * arg)
    return None


def findlabels(code):
    """A list of the offsets to which instructions in *code*, a string of bytes, may jump."""
    targets = (_get_jump_target(unit.op, unit.arg, unit.offset) for unit in _units(code))
    return list(dict.fromkeys(target for target in targets if target is not None))


def findlinestarts(code):
    """Generate (offset, line) for each place in a code object where another line begins; None is the line of what has none."""
    before = False
    for start, _, line in code.co_lines():
        if line is not before:
            before = line
            yield start, line


def _find_imports(co):
    """Generate (name, level, fromlist) for each import in a code object."""
    held = {}
    for unit in _units(co.co_code):
        name = opname[unit.op]
        operands = list(unit.operands())
        if name == "IMPORT_NAME":
            register = operands[0][1]
            if register in held and register + 1 in held:
                yield co.co_names[unit.arg], held[register + 1], held[register]
        elif name == "LOAD_CONST":
            held[operands[0][1]] = co.co_consts[unit.arg]
        elif name == "LOAD_INT":
            held[operands[0][1]] = unit.arg
        elif name == "LOAD_NONE":
            held[operands[0][1]] = None


def _find_store_names(co):
    """Generate the name of each global variable, or variable of a module or class, that a code object sets."""
    for unit in _units(co.co_code):
        if opname[unit.op] in ("STORE_NAME", "STORE_GLOBAL"):
            yield co.co_names[unit.arg]


# --- handlers -------------------------------------------------------------------------------------


class _ExceptionTableEntry(collections.namedtuple("_ExceptionTableEntry", "start end target depth lasti")):
    """A handler; `depth` is the register in which it finds the exception."""


def _parse_varint(data):
    byte = next(data)
    number = byte & 63
    while byte & 64:
        byte = next(data)
        number = number << 6 | byte & 63
    return number


def _parse_exception_table(code):
    data = iter(code.co_exceptiontable)
    entries = []
    while True:
        try:
            start = 2 * _parse_varint(data)
        except StopIteration:
            return entries
        end = start + 2 * _parse_varint(data)
        target = 2 * _parse_varint(data)
        depth = _parse_varint(data)
        entries.append(_ExceptionTableEntry(start, end, target, depth >> 1, bool(depth & 1)))


def _make_labels_map(original_code, exception_entries=()):
    labels = set(findlabels(original_code))
    for entry in exception_entries:
        labels.update((entry.start, entry.end, entry.target))
    return {offset: i for i, offset in enumerate(sorted(labels), 1)}


# --- instructions ---------------------------------------------------------------------------------


Positions = collections.namedtuple("Positions", ["lineno", "end_lineno", "col_offset", "end_col_offset"], defaults=[None] * 4)

_Instruction = collections.namedtuple(
    "_Instruction",
    "opname opcode arg argval argrepr offset start_offset starts_line line_number label positions cache_info",
    defaults=[None, None, None],
)
for _field, _text in {
    "opname": "Name of the instruction",
    "opcode": "Its number",
    "arg": "Its argument as a number; None: it has none",
    "argval": "What the argument stands for; the argument itself if that is not known",
    "argrepr": "All operands, for people",
    "offset": "Where the opcode is in the code",
    "start_offset": "Where the instruction begins: its first EXTENDED_ARG, if it has any, else its opcode",
    "starts_line": "Whether a source line begins here",
    "line_number": "The source line, or None",
    "label": "A number that is unique in the code, if something jumps here; else None",
    "positions": "dis.Positions: the source that the instruction is of",
    "cache_info": "(name, size, data) of the operands behind the opcode",
}.items():
    getattr(_Instruction, _field).__doc__ = _text
del _field, _text


class Instruction(_Instruction):
    """One instruction; its fields have documentation of their own."""

    @staticmethod
    def make(opname, arg, argval, argrepr, offset, start_offset, starts_line, line_number, label=None, positions=None, cache_info=None):
        number = opmap.get(opname)
        return Instruction(opname, number, arg, argval, argrepr, offset, start_offset, starts_line, line_number, label, positions, cache_info)

    @property
    def oparg(self):
        """The same as arg."""
        return self.arg

    @property
    def baseopcode(self):
        """The same as opcode: no instruction stands for another."""
        return self.opcode

    @property
    def baseopname(self):
        """The same as opname."""
        return self.opname

    @property
    def cache_offset(self):
        """Where the operands behind the opcode begin."""
        return self.offset + 2

    @property
    def end_offset(self):
        """Where the next instruction begins."""
        return self.cache_offset + 2 * sum(size for _, size, _ in self.cache_info or ())

    @property
    def jump_target(self):
        """The offset to which the instruction may jump; None if it is no jump."""
        return _get_jump_target(self.opcode, self.arg, self.offset)

    @property
    def is_jump_target(self):
        """Whether some instruction may jump here."""
        return self.label is not None

    def __str__(self):
        output = io.StringIO()
        Formatter(file=output).print_instruction(self, False)
        return output.getvalue()


class ArgResolver:
    """What numbers in instructions stand for."""

    def __init__(self, co_consts=None, names=None, varname_from_oparg=None, labels_map=None, cells=()):
        self.co_consts = co_consts
        self.names = names
        self.varname_from_oparg = varname_from_oparg
        self.labels_map = labels_map or {}
        self.cells = cells
        self._variables = []

    def offset_from_jump_arg(self, op, arg, offset):
        return _get_jump_target(op, arg, offset)

    def get_label_for_offset(self, offset):
        return self.labels_map.get(offset)

    def get_argval_argrepr(self, op, arg, offset):
        """The argument's value and how it is shown."""
        name = opname[op]
        if op in hasconst:
            value = UNKNOWN if self.co_consts is None else self.co_consts[arg]
            return value, "" if value is UNKNOWN else repr(value)
        if op in hasname:
            number, suffix = arg, ""
            if name == "LOAD_ATTR":
                number, suffix = arg >> 1, " + NULL|self" if arg & 1 else ""
            elif name == "LOAD_SUPER_ATTR":
                number, suffix = arg >> 2, " + NULL|self" if arg & 1 else ""
            if self.names is None:
                return UNKNOWN, ""
            return self.names[number], self.names[number] + suffix
        if op in hasjrel or op in hasjabs:
            target = self.offset_from_jump_arg(op, arg, offset)
            label = self.get_label_for_offset(target)
            return target, f"to {target}" if label is None else f"to L{label}"
        if op in haslocal:
            known = self.varname_from_oparg is not None
            return (self.register(arg),) * 2 if known else (UNKNOWN, "")
        if op in hasfree:
            return (self.cells[arg],) * 2 if arg < len(self.cells) else (UNKNOWN, "")
        if name == "BINARY_OP":
            return arg, _nb_ops[arg][1]
        if name == "COMPARE_OP":
            return cmp_op[arg], cmp_op[arg]
        if name == "IS_OP":
            return arg, "is not" if arg else "is"
        if name == "CONTAINS_OP":
            return arg, "not in" if arg else "in"
        if name == "FORMAT":
            text, function = _CONVERSIONS[arg]
            return function, text
        if name == "SET_FUNCTION":
            return arg, _FUNCTION_PARTS[arg]
        return arg, ""

    def register(self, number):
        """The name of a variable, or of a temporary."""
        if self.varname_from_oparg is None:
            return f"r{number}"
        while len(self._variables) <= number:
            try:
                self._variables.append(self.varname_from_oparg(len(self._variables)))
            except IndexError:
                return f"t{number - len(self._variables)}"
        return self._variables[number]

    def operands_repr(self, unit, argrepr):
        """All operands of an instruction, for people."""
        shown = []
        for role, number in unit.operands():
            if number is None:
                shown.append("None")
            elif number is unit.arg and "*" + role in _ROLES[unit.op]:
                if role == "suspended":
                    shown.append(self.register(number >> 1))
                else:
                    shown.append(argrepr or str(number))
            elif role == "compare":
                shown.append(cmp_op[number])
            elif role in _SIZES:
                shown.append(str(number))
            else:
                shown.append(self.register(number))
        return ", ".join(shown)


def _resolver_of(co, labels_map):
    return ArgResolver(co.co_consts, co.co_names, co._varname_from_oparg, labels_map, co.co_cellvars + co.co_freevars)


def _get_instructions_bytes(code, linestarts=None, line_offset=0, co_positions=None, original_code=None, arg_resolver=None):
    """The instructions in a string of bytes, with what else is known of them."""
    resolver = arg_resolver or ArgResolver()
    positions = iter(co_positions or ())
    line = None
    for unit in _units(code):
        starts = linestarts is not None and unit.offset in linestarts
        if starts:
            line = linestarts[unit.offset]
            if line is not None:
                line += line_offset
        argval, argrepr = None, ""
        if unit.arg is not None:
            argval, argrepr = resolver.get_argval_argrepr(unit.op, unit.arg, unit.offset)
        span = Positions(*next(positions, ()))
        for _ in unit.cached:
            next(positions, None)
        cached = [("operand", 1, bytes([byte])) for byte in unit.cached]
        yield Instruction(
            opname[unit.op] if unit.op < len(opname) else f"<{unit.op}>", unit.op, unit.arg, argval, resolver.operands_repr(unit, argrepr),
            unit.offset, unit.start_offset, starts, line, resolver.get_label_for_offset(unit.offset), span, cached or None,
        )  # fmt: skip


def get_instructions(x, *, first_line=None, show_caches=None, adaptive=False):
    """An iterator over the Instructions of whatever has code. *first_line* renumbers the source lines: the first becomes that one."""
    co = _get_code_object(x)
    return iter(Bytecode(co, first_line=first_line, adaptive=adaptive))


# --- text -----------------------------------------------------------------------------------------

_NO_LINENO = "  --"
_OPNAME_WIDTH = 20
_OPARG_WIDTH = 5


def _get_lineno_width(linestarts):
    """Of the column for lines: 0 where no line is known."""
    lines = [line for line in (linestarts or {}).values() if line]
    if not lines:
        return 0
    width = max(3, len(str(max(lines))))
    return max(width, len(_NO_LINENO)) if None in linestarts.values() else width


def _get_positions_width(code):
    """The same for LINE:COLUMN-LINE:COLUMN and a space."""
    widths = [sum(1 if part is None else len(str(part)) for part in span) for span in code.co_positions() if span != (None,) * 4]
    return 1 + max(len(_NO_LINENO), 3 + max(widths)) if widths else 0


class Formatter:
    """Prints instructions, one a line."""

    def __init__(self, file=None, lineno_width=0, offset_width=0, label_width=0, line_offset=0, show_caches=False, *, show_positions=False):
        """*file*: where to; the widths are those of the columns before the instruction, 0: there is no such column; *show_positions*: the first
        column has all four numbers of a position."""
        self.file = file
        self.lineno_width = lineno_width
        self.offset_width = offset_width
        self.label_width = label_width
        self.show_caches = show_caches
        self.show_positions = show_positions

    def print_instruction(self, instr, mark_as_current=False):
        self.print_instruction_line(instr, mark_as_current)
        if self.show_caches:
            offset = instr.offset
            for name, size, data in instr.cache_info or ():
                for i in range(size):
                    offset += 2
                    text = f"{name}: {int.from_bytes(data, 'big')}" if i == 0 else ""
                    self.print_instruction_line(
                        Instruction("CACHE", _CACHE, 0, None, text, offset, offset, False, None, None, instr.positions), False
                    )

    def place(self, instr):
        """What stands in the first column."""
        if self.show_positions:
            span = instr.positions
            if not span:
                return ""
            if span == (None,) * 4:
                return _NO_LINENO
            line, end_line, column, end_column = ("?" if part is None else part for part in span)
            return f"{line}:{column}-{end_line}:{end_column}"
        if not instr.starts_line:
            return ""
        return (_NO_LINENO if instr.line_number is None else str(instr.line_number)).rjust(self.lineno_width)

    def print_instruction_line(self, instr, mark_as_current):
        """Prints one line."""
        if self.lineno_width and instr.starts_line and instr.offset > 0:
            print(file=self.file)
        fields = []
        if self.lineno_width:
            fields.append(self.place(instr).ljust(self.lineno_width))
        label = "" if instr.label is None else f"L{instr.label}:"
        fields.append(label.rjust(self.label_width))
        if self.offset_width:
            fields.append(f"{instr.offset:>{self.offset_width}}  ")
        fields.append("-->" if mark_as_current else "   ")
        fields.append(instr.opname.ljust(_OPNAME_WIDTH))
        excess = max(0, len(instr.opname) - _OPNAME_WIDTH)
        if instr.arg is not None or instr.argrepr:
            fields.append(("" if instr.arg is None else str(instr.arg)).rjust(_OPARG_WIDTH - excess))
        if instr.argrepr:
            fields.append(f"({instr.argrepr})")
        print(" ".join(fields).rstrip(), file=self.file)

    def print_exception_table(self, exception_entries, labels_map):
        if exception_entries:
            print("ExceptionTable:", file=self.file)
        for entry in exception_entries:
            start, end, target = (labels_map[offset] for offset in entry[:3])
            print(f"  L{start} to L{end} -> L{target} [{entry.depth}]{' lasti' if entry.lasti else ''}", file=self.file)


# --- disassembling --------------------------------------------------------------------------------


def dis(x=None, *, file=None, depth=None, show_caches=False, adaptive=False, show_offsets=False, show_positions=False):
    """Print the instructions of *x*: a function, a method, a class or a module with all in it, a generator, a coroutine, a code object, source text,
    or the bytes of a co_code. Without *x*, of where the last traceback ends.
    """
    options = {"file": file, "show_caches": show_caches, "adaptive": adaptive, "show_offsets": show_offsets, "show_positions": show_positions}
    if x is None:
        distb(**options)
        return
    x = _code_in(x)
    if hasattr(x, "__dict__"):  # a class or a module
        for name, member in sorted(x.__dict__.items()):
            if isinstance(member, _have_code):
                print(f"Disassembly of {name}:", file=file)
                try:
                    dis(member, depth=depth, **options)
                except TypeError as why:
                    print("Sorry:", why, file=file)
                print(file=file)
    elif hasattr(x, "co_code"):
        _disassemble_recursive(x, depth=depth, **options)
    elif isinstance(x, (bytes, bytearray)):
        labels = _make_labels_map(x)
        width = len(str(max(len(x) - 2, 9999))) if show_offsets else 0
        formatter = Formatter(file, offset_width=width, label_width=4 + len(str(len(labels))), show_caches=show_caches)
        for instr in _get_instructions_bytes(x, arg_resolver=ArgResolver(labels_map=labels)):
            formatter.print_instruction(instr)
    elif isinstance(x, str):
        _disassemble_recursive(_try_compile(x, "<dis>"), depth=depth, **options)
    else:
        raise _unfit(x)


def distb(tb=None, *, file=None, show_caches=False, adaptive=False, show_offsets=False, show_positions=False):
    """Print the instructions of where a traceback, or else the last one, ends; an arrow marks the one that raised."""
    if tb is None:
        try:
            tb = sys.last_exc.__traceback__ if hasattr(sys, "last_exc") else sys.last_traceback
        except AttributeError:
            raise RuntimeError("no last traceback to disassemble") from None
        while tb.tb_next:
            tb = tb.tb_next
    disassemble(
        tb.tb_frame.f_code, tb.tb_lasti, file=file, show_caches=show_caches, adaptive=adaptive, show_offsets=show_offsets,
        show_positions=show_positions,
    )  # fmt: skip


def disassemble(co, lasti=-1, *, file=None, show_caches=False, adaptive=False, show_offsets=False, show_positions=False):
    """Print the instructions of a code object; an arrow marks the one at the offset *lasti*."""
    bytecode = Bytecode(
        co, current_offset=lasti, show_caches=show_caches, adaptive=adaptive, show_offsets=show_offsets, show_positions=show_positions
    )
    bytecode._print(file)


disco = disassemble


def _disassemble_recursive(co, *, depth=None, file=None, **options):
    disassemble(co, file=file, **options)
    if depth is None or depth > 0:
        for constant in co.co_consts:
            if hasattr(constant, "co_code"):
                print(file=file)
                print(f"Disassembly of {constant!r}:", file=file)
                _disassemble_recursive(constant, depth=None if depth is None else depth - 1, file=file, **options)


class Bytecode:
    """The instructions of whatever has code, or of source text: iterating gives Instructions."""

    def __init__(self, x, *, first_line=None, current_offset=None, show_caches=False, adaptive=False, show_offsets=False, show_positions=False):
        self.codeobj = co = _get_code_object(x)
        self.first_line = co.co_firstlineno if first_line is None else first_line
        self._line_offset = self.first_line - co.co_firstlineno
        self._linestarts = dict(findlinestarts(co))
        self._original_object = x
        self.current_offset = current_offset
        self.exception_entries = _parse_exception_table(co)
        self.show_caches = show_caches
        self.adaptive = adaptive
        self.show_offsets = show_offsets
        self.show_positions = show_positions

    def _labels(self):
        return _make_labels_map(self.codeobj.co_code, self.exception_entries)

    def __iter__(self):
        co = self.codeobj
        resolver = _resolver_of(co, self._labels())
        return _get_instructions_bytes(co.co_code, self._linestarts, self._line_offset, co.co_positions(), arg_resolver=resolver)

    def __repr__(self):
        return f"{type(self).__name__}({self._original_object!r})"

    @classmethod
    def from_traceback(cls, tb, *, show_caches=False, adaptive=False):
        """Of the code in which a traceback ends; the instruction that raised is the current one."""
        while tb.tb_next:
            tb = tb.tb_next
        return cls(tb.tb_frame.f_code, current_offset=tb.tb_lasti, show_caches=show_caches, adaptive=adaptive)

    def info(self):
        """What code_info() gives."""
        return _format_code_info(self.codeobj)

    def dis(self):
        """What dis() prints."""
        output = io.StringIO()
        self._print(output)
        return output.getvalue()

    def _print(self, file):
        co = self.codeobj
        labels = self._labels()
        formatter = Formatter(
            file,
            lineno_width=_get_positions_width(co) if self.show_positions else _get_lineno_width(self._linestarts),
            offset_width=len(str(max(len(co.co_code) - 2, 9999))) if self.show_offsets else 0,
            label_width=4 + len(str(len(labels))),
            line_offset=self._line_offset,
            show_caches=self.show_caches,
            show_positions=self.show_positions,
        )
        current = -1 if self.current_offset is None else self.current_offset
        for instr in self:
            formatter.print_instruction(instr, instr.offset <= current < instr.end_offset)
        formatter.print_exception_table(self.exception_entries, labels)


def main(args=None):
    import argparse

    parser = argparse.ArgumentParser(color=True)
    parser.add_argument("-C", "--show-caches", action="store_true", help="show the operands behind the opcodes")
    parser.add_argument("-O", "--show-offsets", action="store_true", help="show where instructions are")
    parser.add_argument("-P", "--show-positions", action="store_true", help="show lines and columns")
    parser.add_argument("-S", "--specialized", action="store_true", help="accepted; there is no specialized code")
    parser.add_argument("infile", nargs="?", default="-")
    options = parser.parse_args(args=args)
    if options.infile == "-":
        name, source = "<stdin>", sys.stdin.buffer.read()
    else:
        name = options.infile
        with open(name, "rb") as file:
            source = file.read()
    dis(
        compile(source, name, "exec"), show_caches=options.show_caches, adaptive=options.specialized, show_offsets=options.show_offsets,
        show_positions=options.show_positions,
    )  # fmt: skip


if __name__ == "__main__":
    main()
