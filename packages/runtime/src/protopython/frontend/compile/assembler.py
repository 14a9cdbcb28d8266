"""The assembler: instructions, labels, registers and constants of one code object while it is being made.

What it knows beyond collecting words:

- **Reachability.** After a jump, return or raise nothing is emitted until a label that something jumps to is placed.
  So the rest of the compiler need not care about dead code.
- **Definite assignment.** `assigned` is the set of local registers that surely hold a value here. Each jump leaves
  its set at the label; a label's set is what all ways to it have in common. Registers that the function may
  clear again (`volatile`: `del x`, `except ... as x`) are dropped at loop heads and handlers, because what follows may come
  back there. Everything else only ever becomes assigned, so one pass is enough.
- **Temporaries** are a stack: `top` is the first free register. An expression may write its result to register `top`
  without reserving it, when it does so by its last instruction.
- **Protected regions** (rows of the exception table) are cut where code for leaving them is put in their middle.
- **Cold code**, that is handlers, is moved behind everything else at the end, so that nothing jumps over it.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, i32, i64, u8
from protopython.objects.code.bytecode import FLOW, HAS_SHORT_TARGET, Flow, Op, ra, rb, rd
from protopython.objects.code.code import InlineCache, W_Code
from protopython.objects.code.monitors import enroll_code
from protopython.objects.code.positions import PositionWriter

from .. import ast
from ..symtable import error_at
from .constants import Const, ConstPool, const_int

MAX_REGISTERS: Final[int] = 60000
MAX_SITES: Final[int] = 60000
SHORT_JUMP: Final[int] = 65535
"""Last instruction that the 16-bit jump targets reach."""
WORD_BITS: Final[int] = 60


class Label:
    """A place in the code; `position` is -1 until it is placed. `assigned` is None until something jumps there."""

    position: int
    assigned: list[int] | None

    def __init__(self) -> None:
        self.position = -1
        self.assigned = None

    def is_used(self) -> bool:
        return self.assigned is not None


class Region:
    """Code protected by a handler, which finds the exception in `register`. `start` is -1 while the region is interrupted."""

    def __init__(self, handler: Label, register: int) -> None:
        self.handler = handler
        self.register = register
        self.start: int = -1
        self.entered: list[int] = []
        """What was assigned when it was entered."""


class Assembler:
    def __init__(self) -> None:
        self.words: list[int] = []
        self.targets: list[Label | None] = []
        self.lines: list[int] = []
        self.end_lines: list[int] = []
        self.columns: list[int] = []
        self.end_columns: list[int] = []
        self.line: int = -1
        self.end_line: int = -1
        self.column: int = -1
        self.end_column: int = -1
        self.pool: ConstPool = ConstPool()
        self.names: list[str] = []
        self.name_index: dict[str, int] = {}
        self.cache_names: list[str] = []
        self.n_named: int = 0
        self.top: int = 0
        self.high: int = 0
        self.reachable: bool = True
        self.assigned: list[int] = []
        self.volatile: list[int] = []
        self.rows_start: list[int] = []
        self.rows_end: list[int] = []
        self.rows_handler: list[Label] = []
        self.rows_register: list[int] = []
        self.regions: list[Region] = []
        self.cold_depth: int = 0
        self.cold_starts: list[int] = []
        self.cold_ends: list[int] = []

    # Positions

    def at(self, node: ast.AST) -> None:
        self.line = node.lineno
        self.end_line = node.end_lineno
        self.column = node.col_offset
        self.end_column = node.end_col_offset

    def nowhere(self) -> None:
        self.line = -1
        self.end_line = -1
        self.column = -1
        self.end_column = -1

    def at_line(self, line: int) -> None:
        self.line = line
        self.end_line = line
        self.column = 0
        self.end_column = 0

    # Registers

    def set_top(self, top: int) -> None:
        self.top = top
        if top > self.high:
            self.high = top

    def reserve(self, dst: int) -> None:
        """Keeps register dst, which may be the first free one, while more is evaluated."""
        if dst >= self.top:
            self.set_top(dst + 1)

    def temp(self) -> int:
        t = self.top
        self.set_top(t + 1)
        return t

    # Definite assignment

    def is_assigned(self, reg: int) -> bool:
        return self.assigned[reg // WORD_BITS] >> (reg % WORD_BITS) & 1 != 0

    def set_assigned(self, reg: int) -> None:
        self.assigned[reg // WORD_BITS] |= 1 << (reg % WORD_BITS)

    def set_unassigned(self, reg: int) -> None:
        self.assigned[reg // WORD_BITS] &= ~(1 << (reg % WORD_BITS))

    def stable(self, assigned: list[int]) -> list[int]:
        """Without the registers that may be cleared."""
        kept: list[int] = []
        for i in range(len(assigned)):
            kept.append(assigned[i] & ~self.volatile[i])
        return kept

    def merge_into(self, label: Label, assigned: list[int]) -> None:
        known = label.assigned
        if known is None:
            label.assigned = assigned.copy()
        else:
            for i in range(len(known)):
                known[i] &= assigned[i]

    # Instructions

    def emit_word(self, word: int, target: Label | None) -> None:
        self.words.append(word)
        self.targets.append(target)
        self.lines.append(self.line)
        self.end_lines.append(self.end_line)
        self.columns.append(self.column)
        self.end_columns.append(self.end_column)

    def emit(self, op: int, a: int, b: int, c: int, d: int) -> None:
        if self.reachable:
            if d >= 0x80:
                d -= 0x100  # the word is a signed one
            self.emit_word(op | a << 8 | (b & 0xFFFF) << 24 | (c & 0xFFFF) << 40 | d << 56, None)

    def emit_ab(self, op: int, a: int, b: int) -> None:
        self.emit(op, a, b, 0, 0)

    def emit_a(self, op: int, a: int) -> None:
        self.emit(op, a, 0, 0, 0)

    def emit_bx(self, op: int, a: int, bx: int) -> None:
        if self.reachable:
            self.emit_word(op | a << 8 | (bx & 0xFFFFFFFF) << 24, None)

    def emit_end(self, op: int, a: int, b: int, d: int) -> None:
        """RETURN, RAISE and the like: nothing runs after it."""
        self.emit(op, a, b, 0, d)
        self.reachable = False

    def move(self, dst: int, src: int) -> None:
        if dst != src:
            self.emit_ab(Op.MOVE, dst, src)

    def load_int(self, dst: int, i: int) -> None:
        if -0x80000000 <= i <= 0x7FFFFFFF:
            self.emit_bx(Op.LOAD_INT, dst, i)
        else:
            self.load_const(dst, const_int(i))

    def load_const(self, dst: int, c: Const) -> None:
        """Loads any constant the shortest way."""
        if not self.reachable:
            return
        if c.kind == ast.ConstKind.INT and -0x80000000 <= c.i <= 0x7FFFFFFF:
            self.emit_bx(Op.LOAD_INT, dst, c.i)
        elif c.kind == ast.ConstKind.NONE:
            self.emit_a(Op.LOAD_NONE, dst)
        else:
            self.emit_bx(Op.LOAD_CONST, dst, self.pool.add(c))

    # Jumps

    def jump(self, op: int, a: int, label: Label) -> None:
        """A jump with a 32-bit target: JUMP, JUMP_IF_x, END_ASYNC_FOR."""
        if not self.reachable:
            return
        self.merge_into(label, self.assigned)
        self.emit_word(op | a << 8, label)
        if op == Op.JUMP or op == Op.JUMP_BACK:
            self.reachable = False

    def jump_to(self, label: Label) -> None:
        if label.position >= 0:
            self.jump(Op.JUMP_BACK, 0, label)
        else:
            self.jump(Op.JUMP, 0, label)

    def jump_short(self, op: int, a: int, b: int, d: int, label: Label) -> None:
        """A jump with a 16-bit target in C: JUMP_COMPARE_x, FOR_ITER, FOR_LOOP."""
        if not self.reachable:
            return
        self.merge_into(label, self.assigned)
        self.emit_word(op | a << 8 | (b & 0xFFFF) << 24 | d << 56, label)

    def place(self, label: Label) -> None:
        """A label that all jumps to it precede."""
        label.position = len(self.words)
        arriving = label.assigned
        if arriving is None:
            return
        if self.reachable:
            for i in range(len(arriving)):
                self.assigned[i] &= arriving[i]
        else:
            self.assigned = arriving.copy()
            self.reachable = True

    def place_loop(self, label: Label) -> None:
        """A label that jumps come back to."""
        label.position = len(self.words)
        if self.reachable:
            self.assigned = self.stable(self.assigned)

    # Protected regions

    def protect(self, handler: Label, register: int) -> Region:
        region = Region(handler, register)
        region.start = len(self.words)
        region.entered = self.stable(self.assigned)
        self.regions.append(region)
        return region

    def end_protect(self, region: Region) -> None:
        popped = self.regions.pop()
        assert popped is region
        self.cut(region)

    def cut(self, region: Region) -> None:
        end = len(self.words)
        if region.start >= 0 and end > region.start:
            self.rows_start.append(region.start)
            self.rows_end.append(end)
            self.rows_handler.append(region.handler)
            self.rows_register.append(region.register)
            self.merge_into(region.handler, region.entered)
        region.start = -1

    def suspend_regions(self, keep: int) -> list[Region]:
        """Ends all but the outer `keep` regions here, for code that leaves them; resume_regions goes on after it."""
        suspended: list[Region] = []
        while len(self.regions) > keep:
            region = self.regions.pop()
            self.cut(region)
            suspended.append(region)
        return suspended

    def resume_regions(self, suspended: list[Region]) -> None:
        """Regions that go on here. What was assigned at their entry still is: only volatile registers are ever cleared."""
        for i in range(len(suspended)):
            region = suspended[len(suspended) - 1 - i]
            region.start = len(self.words)
            self.regions.append(region)

    # Names and caches

    def name(self, name: str) -> int:
        found = self.name_index.get(name, -1)
        if found < 0:
            found = len(self.names)
            self.names.append(name)
            self.name_index[name] = found
        return found

    def site(self, name: str) -> int:
        """A new cache site, for that name."""
        if not self.reachable:
            return 0
        self.cache_names.append(name)
        return len(self.cache_names) - 1

    # Layout

    def begin_cold(self) -> None:
        """What follows runs only after an exception; the code before does not fall into it."""
        self.cold_depth += 1
        if self.cold_depth == 1:
            self.cold_starts.append(len(self.words))

    def end_cold(self) -> None:
        """The cold code before does not fall out of its end."""
        self.cold_depth -= 1
        if self.cold_depth == 0:
            self.cold_ends.append(len(self.words))

    def lay_out(self) -> None:
        """Moves cold code to the end; drops the jumps over it; lets jumps to jumps and to returns take the short way."""
        n = len(self.words)
        order: list[int] = []
        moved: list[int] = []
        dropped: dict[int, int] = {}
        """Jumps to what follows anyway (over cold code, or over nothing), with its place."""
        i = 0
        k = 0
        while i < n:
            if k < len(self.cold_starts) and i == self.cold_starts[k]:
                end = self.cold_ends[k]
                for j in range(i, end):
                    moved.append(j)
                i = end
                k += 1
                continue
            target = self.targets[i]
            follows = i + 1
            if k < len(self.cold_starts) and follows == self.cold_starts[k]:
                follows = self.cold_ends[k]
            if target is not None and self.words[i] & 0xFF == Op.JUMP and target.position == follows:
                dropped[i] = follows
            else:
                order.append(i)
            i += 1
        self.shorten_jumps()
        if len(moved) == 0 and len(dropped) == 0:
            return
        order.extend(moved)
        places: list[int] = []
        for _ in range(n + 1):
            places.append(-1)
        for new in range(len(order)):
            places[order[new]] = new
        places[n] = len(order)
        for back in range(n):
            old = n - 1 - back
            if old in dropped:
                places[old] = places[dropped[old]]
        self.words = permuted(self.words, order)
        self.lines = permuted(self.lines, order)
        self.end_lines = permuted(self.end_lines, order)
        self.columns = permuted(self.columns, order)
        self.end_columns = permuted(self.end_columns, order)
        targets: list[Label | None] = []
        for old in order:
            targets.append(self.targets[old])
        self.targets = targets
        self.move_labels(places)
        self.move_rows(order)

    def move_labels(self, places: list[int]) -> None:
        moved: dict[Label, bool] = {}
        for target in self.targets:
            if target is not None and target not in moved:
                moved[target] = True
                target.position = places[target.position]
        for handler in self.rows_handler:
            if handler not in moved:
                moved[handler] = True
                handler.position = places[handler.position]

    def move_rows(self, order: list[int]) -> None:
        """Rows of the exception table for instructions in a new order: what is no longer together gets rows of its own."""
        starts: list[int] = []
        ends: list[int] = []
        handlers: list[Label] = []
        registers: list[int] = []
        for row in range(len(self.rows_start)):
            first = self.rows_start[row]
            last = self.rows_end[row]
            open_at = -1
            for new in range(len(order) + 1):
                inside = new < len(order) and first <= order[new] < last
                if inside and open_at < 0:
                    open_at = new
                elif not inside and open_at >= 0:
                    starts.append(open_at)
                    ends.append(new)
                    handlers.append(self.rows_handler[row])
                    registers.append(self.rows_register[row])
                    open_at = -1
        self.rows_start = starts
        self.rows_end = ends
        self.rows_handler = handlers
        self.rows_register = registers

    def shorten_jumps(self) -> None:
        for i in range(len(self.words)):
            target = self.targets[i]
            if target is None:
                continue
            for _ in range(8):
                at = target.position
                if at >= len(self.words) or self.words[at] & 0xFF != Op.JUMP:
                    break
                further = self.targets[at]
                if further is None or further is target or further.position <= i:
                    break
                target = further
            self.targets[i] = target
            at = target.position
            if self.words[i] & 0xFF == Op.JUMP and at < len(self.words):
                op = self.words[at] & 0xFF
                if op == Op.RETURN or op == Op.RETURN_NONE:
                    self.words[i] = self.words[at]
                    self.targets[i] = None
                    if self.lines[at] >= 0:
                        self.copy_position(i, at)

    # Positions of what the source does not show

    def copy_position(self, i: int, source: int) -> None:
        self.lines[i] = self.lines[source]
        self.end_lines[i] = self.end_lines[source]
        self.columns[i] = self.columns[source]
        self.end_columns[i] = self.end_columns[source]

    def part_exits(self) -> None:
        """Conditional jumps to a `return None` that is not in the source get one each, so that it is on the line of what decided to leave."""
        for i in range(len(self.words)):
            target = self.targets[i]
            if target is None or target.position >= len(self.words) or FLOW[self.words[i] & 0xFF] != Flow.NEXT:
                continue
            if self.words[target.position] & 0xFF == Op.RETURN_NONE and self.lines[target.position] < 0 and self.lines[i] >= 0:
                own = Label()
                own.position = len(self.words)
                self.targets[i] = own
                self.emit_word(int(Op.RETURN_NONE), None)
                self.copy_position(own.position, i)

    def pass_positions_on(self) -> None:
        """An instruction without a position has that of the one before it, if it can be reached from there only."""
        entered: dict[int, bool] = {}
        for target in self.targets:
            if target is not None:
                entered[target.position] = True
        for handler in self.rows_handler:
            entered[handler.position] = True
        for i in range(1, len(self.words)):
            if self.lines[i] < 0 and i not in entered and FLOW[self.words[i - 1] & 0xFF] == Flow.NEXT:
                self.copy_position(i, i - 1)

    # Finishing

    def lengthen_jumps(self) -> None:
        """Code beyond 65,535 instructions: jumps with 16-bit targets become pairs of instructions."""
        old_words = self.words
        old_targets = self.targets
        places: list[int] = []
        self.words = []
        self.targets = []
        scratch = self.high
        lines = self.lines
        end_lines = self.end_lines
        columns = self.columns
        end_columns = self.end_columns
        self.lines = []
        self.end_lines = []
        self.columns = []
        self.end_columns = []
        self.reachable = True
        skips: list[Label] = []
        skip_targets: list[int] = []
        for i in range(len(old_words)):
            places.append(len(self.words))
            self.line = lines[i]
            self.end_line = end_lines[i]
            self.column = columns[i]
            self.end_column = end_columns[i]
            word = old_words[i]
            target = old_targets[i]
            op = word & 0xFF
            a = ra(word)
            b = rb(word)
            d = rd(word)
            match op:
                case Op.JUMP_COMPARE_FALSE | Op.JUMP_COMPARE_TRUE:
                    self.emit(Op.COMPARE, scratch, a, b, d)
                    self.emit_word(long_jump(op == Op.JUMP_COMPARE_TRUE) | scratch << 8, target)
                case Op.JUMP_COMPARE_INT_FALSE | Op.JUMP_COMPARE_INT_TRUE:
                    self.emit_bx(Op.LOAD_INT, scratch, b - 0x10000 if b >= 0x8000 else b)
                    self.emit(Op.COMPARE, scratch, a, scratch, d)
                    self.emit_word(long_jump(op == Op.JUMP_COMPARE_INT_TRUE) | scratch << 8, target)
                case Op.FOR_ITER:
                    self.emit(Op.FOR_ITER, a, b, 0, 1)
                    self.emit_word(int(Op.JUMP), target)
                case Op.FOR_LOOP:
                    out = Label()
                    self.emit(Op.FOR_ITER, a, b, 0, 1)
                    self.emit_word(int(Op.JUMP), out)
                    self.emit_word(int(Op.JUMP_BACK), target)
                    out.position = 0
                    skips.append(out)
                    skip_targets.append(len(self.words))
                case _:
                    self.emit_word(word, target)
        places.append(len(self.words))
        self.move_labels(places)
        for i in range(len(skips)):
            skips[i].position = skip_targets[i]
        for i in range(len(self.rows_start)):
            self.rows_start[i] = places[self.rows_start[i]]
            self.rows_end[i] = places[self.rows_end[i]]
        self.high = scratch + 1

    def finish(self, code: W_Code, node: ast.AST) -> None:
        """Fills in the parts of the code object that the assembler keeps."""
        self.lay_out()
        self.part_exits()
        self.pass_positions_on()
        if len(self.words) > SHORT_JUMP:
            self.lengthen_jumps()
        if self.high > MAX_REGISTERS:
            raise error_at("too many registers in one function", node)
        if len(self.cache_names) > MAX_SITES or len(self.names) > MAX_SITES:
            raise error_at("too many names in one function", node)
        n = len(self.words)
        instrs = Array[i64](n, 0)
        positions = PositionWriter()
        entry = 0 if code.name == "<module>" and code.uses_namespace else code.firstlineno
        positions.add(entry, max(entry, 1), 0, 0)
        for i in range(n):
            word = self.words[i]
            target = self.targets[i]
            if target is not None:
                assert target.position >= 0
                if HAS_SHORT_TARGET[word & 0xFF]:
                    word |= target.position << 40
                else:
                    word |= target.position << 24
            instrs[i] = word
            positions.add(self.lines[i], self.end_lines[i], self.columns[i], self.end_columns[i])
        code.instrs = instrs
        code.positions = positions.out.to_bytes()
        code.position_table = None
        rows = Array[i32](4 * len(self.rows_start), i32(0))
        for i in range(len(self.rows_start)):
            rows[4 * i] = i32(self.rows_start[i])
            rows[4 * i + 1] = i32(self.rows_end[i])
            rows[4 * i + 2] = i32(self.rows_handler[i].position)
            rows[4 * i + 3] = i32(self.rows_register[i])
        code.exc_table = rows
        code.consts = self.pool.array()
        code.names = str_array(self.names)
        code.cache_names = str_array(self.cache_names)
        code.caches = Array[InlineCache | None](len(self.cache_names), None)
        code.n_regs = self.high
        enroll_code(code)


def permuted(values: list[int], order: list[int]) -> list[int]:
    result: list[int] = []
    for i in order:
        result.append(values[i])
    return result


def long_jump(on_true: bool) -> int:
    return Op.JUMP_IF_TRUE if on_true else Op.JUMP_IF_FALSE


def str_array(texts: list[str]) -> Array[str]:
    a = Array[str](len(texts), "")
    for i in range(len(texts)):
        a[i] = texts[i]
    return a


def kinds_array(kinds: list[int]) -> Array[u8]:
    a = Array[u8](len(kinds), u8(0))
    for i in range(len(kinds)):
        a[i] = u8(kinds[i])
    return a
