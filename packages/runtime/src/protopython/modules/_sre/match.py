"""The matcher behind `re`: runs the code of the stock re/_compiler.py by backtracking, without recursion.

One stack of five-word records holds everything that failure must take back:

    choice points   BRANCH, REPEAT_ONE, MIN_ONE, MAX_TAIL, MIN_BODY: where to go on instead
    frames          SUB: a part matched for itself (look-around, atomic, possessive); ended by SUCCESS
    undo records    UNDO_MARK, UNDO_REPEAT, UNDO_CONTEXT: old values of group marks and loop counters

`fail` pops records: undo records put old values back, the first choice point or frame decides where matching
resumes. When a frame succeeds its choice points are dropped and its undo records kept, so that what it
captured stays and is still taken back by a later failure. A general repeat (REPEAT ... UNTIL) has a context
of four words in `contexts`: code position, iterations so far, position where the last one began, enclosing
context.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from protodialect.types import COMPILED, Array, copy_array, inline, noinline, str_char, u32
from protodialect.unsafe import bytes_data, load8, load16, load32, str_data, str_kind
from protopython.modules._sre.chars import (
    Program,
    in_category,
    is_unicode_word,
    is_word,
    lower_ascii,
    lower_unicode,
)
from protopython.modules._sre.constants import At, Info, Op
from protopython.protocore.polling import check_signals


class Record(IntEnum):
    """Kinds of records, with their other words. Undo records come last."""

    BRANCH = 0  # next alternative, position
    REPEAT_ONE = 1  # code, start, count
    MIN_ONE = 2  # code, position, count
    MAX_TAIL = 3  # code, position, context
    MIN_BODY = 4  # context, position, count
    SUB = 5  # code, position, enclosing frame, iterations
    UNDO_MARK = 6  # mark, old value, old last index
    UNDO_REPEAT = 7  # old context, old end of contexts
    UNDO_CONTEXT = 8  # context, old count, old position


RECORD_SIZE: Final[int] = 5
MAX_REPEAT: Final[int] = 0xFFFFFFFF


class Matcher:
    program: Program
    code: Array[u32]
    text: str
    data: bytes
    is_text: bool
    address: int
    kind: int
    """Compiled: where the characters are and how wide they are."""
    end: int
    start: int
    """Where the last match began."""
    position: int
    """Where it ended; where the next search begins."""
    marks: Array[int]
    last_index: int
    match_all: bool
    must_advance: int
    """An empty match here does not count; -1: none."""
    stack: Array[int]
    top: int
    contexts: Array[int]
    n_contexts: int
    repeat: int
    """The innermost repeat context, or -1."""
    frame: int
    """Stack index of the innermost Record.SUB, or -1."""

    def __init__(
        self, program: Program, groups: int, text: str, data: bytes, is_text: bool, start: int, end: int
    ) -> None:
        self.program = program
        self.code = program.code
        self.text = text
        self.data = data
        self.is_text = is_text
        if COMPILED:
            self.kind = str_kind(text) if is_text else 1
            self.address = str_data(text) if is_text else bytes_data(data)
        self.start = start
        self.position = start
        self.end = end
        self.marks = Array[int](2 * groups, -1)
        self.last_index = -1
        self.match_all = False
        self.must_advance = -1
        self.stack = Array[int](40 * RECORD_SIZE, 0)
        self.top = 0
        self.contexts = Array[int](16, 0)
        self.n_contexts = 0
        self.repeat = -1
        self.frame = -1

    @inline
    def char(self, i: int) -> int:
        if COMPILED:
            if self.kind == 1:
                return load8(self.address + i)
            if self.kind == 2:
                return load16(self.address + 2 * i)
            return load32(self.address + 4 * i)
        else:
            return str_char(self.text, i) if self.is_text else self.data[i]

    # --- the stack ---

    @inline
    def push(self, kind: int, a: int, b: int, c: int, d: int) -> None:
        top = self.top
        if top + RECORD_SIZE > len(self.stack):
            self.grow()
        stack = self.stack
        stack[top] = kind
        stack[top + 1] = a
        stack[top + 2] = b
        stack[top + 3] = c
        stack[top + 4] = d
        self.top = top + RECORD_SIZE

    @noinline
    def grow(self) -> None:
        grown = Array[int](2 * len(self.stack), 0)
        copy_array(grown, 0, self.stack, 0, self.top)
        self.stack = grown

    @inline
    def undo(self, at: int) -> None:
        """Takes back what the undo record at stack index `at` tells."""
        stack = self.stack
        kind = stack[at]
        if kind == Record.UNDO_MARK:
            self.marks[stack[at + 1]] = stack[at + 2]
            self.last_index = stack[at + 3]
        elif kind == Record.UNDO_REPEAT:
            self.repeat = stack[at + 1]
            self.n_contexts = stack[at + 2]
        elif kind == Record.UNDO_CONTEXT:
            context = stack[at + 1]
            self.contexts[context + 1] = stack[at + 2]
            self.contexts[context + 2] = stack[at + 3]

    def drop_choices(self, bottom: int) -> None:
        """Keeps only the undo records from stack index `bottom` on."""
        stack = self.stack
        to = bottom
        at = bottom
        while at < self.top:
            if stack[at] >= Record.UNDO_MARK:
                if to != at:
                    copy_array(stack, to, stack, at, RECORD_SIZE)
                to += RECORD_SIZE
            at += RECORD_SIZE
        self.top = to

    def take_back(self, bottom: int) -> None:
        """Undoes and pops everything down to stack index `bottom`."""
        while self.top > bottom:
            self.top -= RECORD_SIZE
            self.undo(self.top)

    def new_context(self, pc: int) -> None:
        """A repeat begins: its context becomes the innermost."""
        self.push(Record.UNDO_REPEAT, self.repeat, self.n_contexts, 0, 0)
        n = self.n_contexts
        if n + 4 > len(self.contexts):
            grown = Array[int](2 * len(self.contexts), 0)
            copy_array(grown, 0, self.contexts, 0, n)
            self.contexts = grown
        contexts = self.contexts
        contexts[n] = pc
        contexts[n + 1] = -1
        contexts[n + 2] = -1
        contexts[n + 3] = self.repeat
        self.repeat = n
        self.n_contexts = n + 4

    def iterate(self, context: int, count: int, position: int) -> None:
        """Notes in a context that an iteration begins."""
        contexts = self.contexts
        self.push(Record.UNDO_CONTEXT, context, contexts[context + 1], contexts[context + 2], 0)
        contexts[context + 1] = count
        contexts[context + 2] = position

    def leave_repeat(self, context: int) -> None:
        """The tail of a repeat belongs to the enclosing one."""
        self.push(Record.UNDO_REPEAT, self.repeat, self.n_contexts, 0, 0)
        self.repeat = self.contexts[context + 3]

    @inline
    def set_mark(self, i: int, position: int) -> None:
        self.push(Record.UNDO_MARK, i, self.marks[i], self.last_index, 0)
        self.marks[i] = position
        if (i & 1) != 0:
            self.last_index = (i >> 1) + 1

    # --- single characters ---

    def item_matches(self, pc: int, i: int) -> bool:
        """Whether the one-character item at code[pc] matches the character at i < end."""
        code = self.code
        c = self.char(i)
        match code[pc]:
            case Op.ANY:
                return c != 10
            case Op.ANY_ALL:
                return True
            case Op.LITERAL:
                return c == code[pc + 1]
            case Op.NOT_LITERAL:
                return c != code[pc + 1]
            case Op.IN | Op.IN_IGNORE | Op.IN_LOC_IGNORE | Op.IN_UNI_IGNORE:
                return self.program.in_set(pc, c)
            case Op.CATEGORY:
                return in_category(code[pc + 1], c)
            case Op.LITERAL_IGNORE:
                return lower_ascii(c) == code[pc + 1]
            case Op.NOT_LITERAL_IGNORE:
                return lower_ascii(c) != code[pc + 1]
            case Op.LITERAL_LOC_IGNORE:
                return lower_ascii(c) == lower_ascii(code[pc + 1])
            case Op.NOT_LITERAL_LOC_IGNORE:
                return lower_ascii(c) != lower_ascii(code[pc + 1])
            case Op.LITERAL_UNI_IGNORE:
                return lower_unicode(c) == code[pc + 1]
            case Op.NOT_LITERAL_UNI_IGNORE:
                return lower_unicode(c) != code[pc + 1]
            case _:
                return False

    def count_items(self, pc: int, i: int, limit: int) -> int:
        """How often the item at code[pc] matches from i on, at most `limit` times."""
        code = self.code
        start = i
        stop = self.end
        if limit < stop - i:
            stop = i + limit
        match code[pc]:
            case Op.ANY_ALL:
                return stop - start
            case Op.ANY:
                while i < stop and self.char(i) != 10:
                    i += 1
            case Op.LITERAL:
                wanted = code[pc + 1]
                while i < stop and self.char(i) == wanted:
                    i += 1
            case Op.NOT_LITERAL:
                refused = code[pc + 1]
                while i < stop and self.char(i) != refused:
                    i += 1
            case Op.IN | Op.IN_IGNORE | Op.IN_LOC_IGNORE | Op.IN_UNI_IGNORE:
                program = self.program
                while i < stop and program.in_set(pc, self.char(i)):
                    i += 1
            case _:
                while i < stop and self.item_matches(pc, i):
                    i += 1
        return i - start

    def at_position(self, where: int, i: int) -> bool:
        """ATCODES."""
        match where:
            case At.BEGINNING | At.BEGINNING_STRING:
                return i == 0
            case At.BEGINNING_LINE:
                return i == 0 or self.char(i - 1) == 10
            case At.END:
                return i == self.end or (i + 1 == self.end and self.char(i) == 10)
            case At.END_LINE:
                return i == self.end or self.char(i) == 10
            case At.END_STRING:
                return i == self.end
            case _:
                unicode_words = where >= At.UNI_BOUNDARY
                before = i > 0 and self.is_word_at(i - 1, unicode_words)
                after = i < self.end and self.is_word_at(i, unicode_words)
                return (before != after) == (where == At.BOUNDARY or where == At.LOC_BOUNDARY or where == At.UNI_BOUNDARY)

    def is_word_at(self, i: int, unicode_words: bool) -> bool:
        c = self.char(i)
        return is_unicode_word(c) if unicode_words else is_word(c)

    def same_text(self, op: int, group: int, i: int) -> int:
        """The end of the text at i that equals what a group matched (GROUPREF and its relatives); -1 if
        it does not."""
        start = self.marks[2 * group]
        stop = self.marks[2 * group + 1]
        if start < 0 or stop < start or i + (stop - start) > self.end:
            return -1
        while start < stop:
            a = self.char(start)
            b = self.char(i)
            if a != b:
                if op == Op.GROUPREF:
                    return -1
                if op == Op.GROUPREF_UNI_IGNORE:
                    if lower_unicode(a) != lower_unicode(b):
                        return -1
                elif lower_ascii(a) != lower_ascii(b):
                    return -1
            start += 1
            i += 1
        return i

    # --- matching ---

    def reset(self) -> None:
        marks = self.marks
        i = 0
        while i < len(marks):
            marks[i] = -1
            i += 1
        self.last_index = -1
        self.top = 0
        self.n_contexts = 0
        self.repeat = -1
        self.frame = -1

    def match_here(self, i: int) -> bool:
        """Matches from i on; on success sets start and position."""
        self.reset()
        code = self.code
        pc = 0
        origin = i
        while True:
            ok = True
            op = int(code[pc])
            match op:
                case Op.FAILURE:
                    ok = False
                case Op.SUCCESS:
                    if self.frame >= 0:
                        pc = self.frame_succeeds(i)
                        ok = pc >= 0
                        i = self.position
                    elif (self.match_all and i != self.end) or i == self.must_advance:
                        ok = False
                    else:
                        self.start = origin
                        self.position = i
                        return True
                case Op.LITERAL:
                    if i < self.end and self.char(i) == code[pc + 1]:
                        i += 1
                        pc += 2
                    else:
                        ok = False
                case Op.ANY:
                    if i < self.end and self.char(i) != 10:
                        i += 1
                        pc += 1
                    else:
                        ok = False
                case Op.ANY_ALL:
                    if i < self.end:
                        i += 1
                        pc += 1
                    else:
                        ok = False
                case Op.IN | Op.IN_IGNORE | Op.IN_LOC_IGNORE | Op.IN_UNI_IGNORE:
                    if i < self.end and self.program.in_set(pc, self.char(i)):
                        i += 1
                        pc += 1 + code[pc + 1]
                    else:
                        ok = False
                case (
                    Op.CATEGORY
                    | Op.NOT_LITERAL
                    | Op.LITERAL_IGNORE
                    | Op.NOT_LITERAL_IGNORE
                    | Op.LITERAL_LOC_IGNORE
                    | Op.NOT_LITERAL_LOC_IGNORE
                    | Op.LITERAL_UNI_IGNORE
                    | Op.NOT_LITERAL_UNI_IGNORE
                ):
                    if i < self.end and self.item_matches(pc, i):
                        i += 1
                        pc += 2
                    else:
                        ok = False
                case Op.AT:
                    ok = self.at_position(code[pc + 1], i)
                    pc += 2
                case Op.MARK:
                    self.set_mark(code[pc + 1], i)
                    pc += 2
                case Op.JUMP:
                    pc += 1 + code[pc + 1]
                case Op.INFO:
                    pc += 1 + code[pc + 1]
                case Op.BRANCH:
                    pc = self.alternative(pc + 1, i)
                    ok = pc >= 0
                case Op.REPEAT_ONE:
                    n = self.count_items(pc + 4, i, code[pc + 3])
                    i = self.greedy(pc, i, n)
                    ok = i >= 0
                    pc += 1 + code[pc + 1]
                case Op.MIN_REPEAT_ONE:
                    least = code[pc + 2]
                    n = self.count_items(pc + 4, i, least) if least > 0 else 0
                    if n < least:
                        ok = False
                    else:
                        i += n
                        self.push(Record.MIN_ONE, pc, i, n, 0)
                        pc += 1 + code[pc + 1]
                case Op.POSSESSIVE_REPEAT_ONE:
                    n = self.count_items(pc + 4, i, code[pc + 3])
                    ok = n >= code[pc + 2]
                    i += n
                    pc += 1 + code[pc + 1]
                case Op.REPEAT:
                    self.new_context(pc)
                    pc += 1 + code[pc + 1]
                case Op.MAX_UNTIL:
                    pc = self.max_until(pc, i)
                case Op.MIN_UNTIL:
                    pc = self.min_until(pc, i)
                case Op.GROUPREF | Op.GROUPREF_IGNORE | Op.GROUPREF_LOC_IGNORE | Op.GROUPREF_UNI_IGNORE:
                    i = self.same_text(op, code[pc + 1], i)
                    ok = i >= 0
                    pc += 2
                case Op.GROUPREF_EXISTS:
                    group = code[pc + 1]
                    if self.marks[2 * group] >= 0 and self.marks[2 * group + 1] >= self.marks[2 * group]:
                        pc += 3
                    else:
                        pc += 1 + code[pc + 2]
                case Op.ASSERT | Op.ASSERT_NOT:
                    back = code[pc + 2]
                    if i < back:
                        ok = op == Op.ASSERT_NOT
                        pc += 1 + code[pc + 1]
                    else:
                        self.push(Record.SUB, pc, i, self.frame, 0)
                        self.frame = self.top - RECORD_SIZE
                        i -= back
                        pc += 3
                case Op.ATOMIC_GROUP:
                    self.push(Record.SUB, pc, i, self.frame, 0)
                    self.frame = self.top - RECORD_SIZE
                    pc += 2
                case Op.POSSESSIVE_REPEAT:
                    if code[pc + 3] == 0:
                        pc += 2 + code[pc + 1]
                    else:
                        self.push(Record.SUB, pc, i, self.frame, 0)
                        self.frame = self.top - RECORD_SIZE
                        pc += 4
                case _:
                    raise RuntimeError("invalid regular expression code")
            if not ok:
                pc = self.fail()
                if pc < 0:
                    return False
                i = self.position

    def alternative(self, at: int, i: int) -> int:
        """The code of the first alternative worth trying, of those whose skip words start at code[at]; -1
        if there is none."""
        code = self.code
        while True:
            skip = code[at]
            if skip == 0:
                return -1
            body = at + 1
            op = int(code[body])
            if op == Op.LITERAL:  # a literal that does not match: the next one
                if i >= self.end or self.char(i) != code[body + 1]:
                    at += skip
                    continue
            elif op == Op.IN:
                if i >= self.end or not self.program.in_set(body, self.char(i)):
                    at += skip
                    continue
            if code[at + skip] != 0:
                self.push(Record.BRANCH, at + skip, i, 0, 0)
            return body

    @inline
    def greedy(self, pc: int, start: int, n: int) -> int:
        """REPEAT_ONE with at most n items left to try: the position behind them, or -1. Leaves a choice
        point if fewer would do."""
        code = self.code
        least = code[pc + 2]
        tail = pc + 1 + code[pc + 1]
        if int(code[tail]) == Op.LITERAL:  # a literal follows: go back to where it stands
            wanted = code[tail + 1]
            while n >= least and (start + n >= self.end or self.char(start + n) != wanted):
                n -= 1
        if n < least:
            return -1
        if n > least:
            self.push(Record.REPEAT_ONE, pc, start, n, 0)
        return start + n

    def max_until(self, pc: int, i: int) -> int:
        """At the end of an iteration (or before the first): one more if possible, else the tail. Gives
        the code to go on with."""
        contexts = self.contexts
        context = self.repeat
        body = contexts[context]
        count = contexts[context + 1] + 1
        code = self.code
        if count < code[body + 2]:
            self.iterate(context, count, contexts[context + 2])
            return body + 4
        most = code[body + 3]
        if (count < most or most == MAX_REPEAT) and i != contexts[context + 2]:
            self.push(Record.MAX_TAIL, pc + 1, i, context, 0)
            self.iterate(context, count, i)
            return body + 4
        self.leave_repeat(context)
        return pc + 1

    def min_until(self, pc: int, i: int) -> int:
        contexts = self.contexts
        context = self.repeat
        body = contexts[context]
        count = contexts[context + 1] + 1
        if count < self.code[body + 2]:
            self.iterate(context, count, contexts[context + 2])
            return body + 4
        self.push(Record.MIN_BODY, context, i, count, 0)
        self.leave_repeat(context)
        return pc + 1

    def frame_succeeds(self, i: int) -> int:
        """SUCCESS inside a frame, at i: the code to go on with and, in `position`, where; -1: that is a
        failure."""
        at = self.frame
        stack = self.stack
        pc = stack[at + 1]
        entry = stack[at + 2]
        enclosing = stack[at + 3]
        code = self.code
        self.frame = enclosing
        self.position = i
        match code[pc]:
            case Op.ASSERT:
                self.close_frame(at)
                self.position = entry
                return pc + 1 + code[pc + 1]
            case Op.ASSERT_NOT:
                self.take_back(at)
                return -1
            case Op.ATOMIC_GROUP:
                self.close_frame(at)
                return pc + 1 + code[pc + 1]
            case _:  # POSSESSIVE_REPEAT
                count = stack[at + 4] + 1
                self.close_frame(at)
                most = code[pc + 3]
                if (count < most or most == MAX_REPEAT) and (i != entry or count < code[pc + 2]):
                    self.push(Record.SUB, pc, i, enclosing, count)
                    self.frame = self.top - RECORD_SIZE
                    return pc + 4
                return pc + 2 + code[pc + 1]

    def close_frame(self, at: int) -> None:
        """Removes the frame at stack index `at` and the choice points above it."""
        stack = self.stack
        stack[at] = Record.BRANCH
        self.drop_choices(at)

    def fail(self) -> int:
        """Goes back to the last choice: the code to go on with and, in `position`, where; -1 when none is
        left."""
        code = self.code
        while self.top > 0:
            top = self.top - RECORD_SIZE
            self.top = top
            stack = self.stack
            kind = stack[top]
            if kind >= Record.UNDO_MARK:
                self.undo(top)
                continue
            check_signals()
            pc = stack[top + 1]
            i = stack[top + 2]
            self.position = i
            match kind:
                case Record.BRANCH:
                    body = self.alternative(pc, i)
                    if body >= 0:
                        return body
                case Record.REPEAT_ONE:
                    at = self.greedy(pc, i, stack[top + 3] - 1)
                    if at >= 0:
                        self.position = at
                        return pc + 1 + code[pc + 1]
                case Record.MIN_ONE:
                    n = stack[top + 3]
                    most = code[pc + 3]
                    if (n < most or most == MAX_REPEAT) and i < self.end and self.item_matches(pc + 4, i):
                        self.push(Record.MIN_ONE, pc, i + 1, n + 1, 0)
                        self.position = i + 1
                        return pc + 1 + code[pc + 1]
                case Record.MAX_TAIL:
                    self.leave_repeat(stack[top + 3])
                    return pc
                case Record.MIN_BODY:
                    context = stack[top + 1]
                    count = stack[top + 3]
                    body = self.contexts[context]
                    most = code[body + 3]
                    if (count < most or most == MAX_REPEAT) and i != self.contexts[context + 2]:
                        self.iterate(context, count, i)
                        return body + 4
                case _:  # Record.SUB: its pattern does not match
                    self.frame = stack[top + 3]
                    if int(code[pc]) == Op.ASSERT_NOT:
                        return pc + 1 + code[pc + 1]
                    if int(code[pc]) == Op.POSSESSIVE_REPEAT and stack[top + 4] >= code[pc + 2]:
                        return pc + 2 + code[pc + 1]
        return -1

    def search(self) -> bool:
        """Finds the first match from `position` on."""
        code = self.code
        i = self.position
        last = self.end
        first = -1
        by_set = False
        if int(code[0]) == Op.INFO:
            last -= code[3]
            if (code[2] & Info.PREFIX) != 0:
                first = code[7]
            elif (code[2] & Info.CHARSET) != 0:
                by_set = True
        while i <= last:
            check_signals()
            if first >= 0:
                while i <= last and self.char(i) != first:
                    i += 1
                if i > last:
                    return False
            elif by_set:
                while i <= last and not self.program.in_first_set(self.char(i)):
                    i += 1
                if i > last:
                    return False
            if self.match_here(i):
                return True
            i += 1
        return False
