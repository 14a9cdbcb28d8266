"""The bytecode: one row an instruction. A register machine.

A row names the operands and what each is to the instruction (Role), whether it may raise, and what runs after it (Flow). From the rows come the
opcodes, the disassembler's text, the decoding of the tests' second machine, the assembler's jumps and the liveness of registers (liveness.py).

An instruction is one 64-bit word, little end first:

    bits  0..7   opcode
    bits  8..23  A   (16 bits)  usually the destination register
    bits 24..39  B   (16 bits)
    bits 40..55  C   (16 bits)
    bits 56..63  D   (8 bits)   small extras
    BX = bits 24..55 as one unsigned 32-bit number (B | C << 16): constants, names, jump targets.
    Jump targets are absolute instruction indices.

Registers of a frame: parameters, then other locals, then cells (each register holds a W_Cell), then temporaries. R[x] is a register, K[x] a
constant, N[x] a name, S[x] a cache slot (one `InlineCache` a site, numbered by the compiler from 0).
Locals that are not definitely assigned where they are read are guarded by CHECK_LOCAL. EMPTY in a register means unbound.
A function with more than 60,000 registers or cache sites is refused by the compiler with SyntaxError ("too many ...").

Calls: the callee sits in R[B], `self` (or EMPTY) in R[B+1], arguments from R[B+2]; the callee's registers begin at its first argument, so nothing is
copied. After the call the result is in R[A]; R[B...] are dead.

Exceptions: the code's exception table has rows (start, end, handler, register): an exception at start <= pc < end continues at `handler` with
the exception in R[register]; inner rows come first. Handlers save and restore the exception being handled with PUSH_EXC/POP_EXC.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from protodialect.types import inline, wrap_shl


class Role(IntEnum):
    """What an operand is. X is the register that the operand names."""

    NONE = 0
    # Registers
    IN = 1
    """X is read."""
    OUT = 2
    """X is written, after all that is read has been."""
    INOUT = 3
    IN2 = 4
    """X and X + 1 are read."""
    IN3 = 5
    IN4 = 6
    OUT2 = 7
    """X and X + 1 are written."""
    INOUT2 = 8
    """X and X + 1 are read, X is written."""
    IN_COUNT = 9
    """C registers from X are read."""
    IN_PAIRS = 10
    """2 * C registers."""
    OUT_COUNT = 11
    """C registers from X are written."""
    OUT_AROUND = 12
    """C + 1 + D registers."""
    IN_OR_NONE = 13
    """X is read; 65535: there is none."""
    ITEM = 14
    """X is written, if the iterator has another item."""
    SEND = 15
    """X and X + 1 are read, X + 1 is written."""
    SUPER = 16
    """X - 1, X and X + 1 are read."""
    CALL = 17
    """The callee X, self X + 1 and C arguments are read."""
    CALL_FUNCTION = 18
    """The callee X and, from X + 2, C arguments."""
    CALL_KW = 19
    """As CALL, and the names behind the arguments."""
    RAISED = 20
    """X is read if D >= 1."""
    CAUSE = 21
    """X is read if D = 2."""
    # Others
    CONST = 32
    NAME = 33
    CACHE = 34
    """A cache site, which names an attribute."""
    GLOBAL_CACHE = 35
    CELL = 36
    """A number in cellvars + freevars."""
    LOCAL = 37
    """A register, for a message."""
    NUMBER = 38
    """Signed."""
    COUNT = 39
    TO = 40
    """The target of a jump."""
    FLAG = 41
    BINARY = 42
    """A BinaryOp."""
    COMPARE = 43
    """A CompareOp."""


class Flow(IntEnum):
    """What runs after an instruction, if it does not raise."""

    NEXT = 0
    """The next one; or its target, if it has one."""
    JUMP = 1
    """Its target."""
    END = 2
    """Nothing in this frame, or a handler."""


class Row:
    """An instruction: its operands in the order in which they are shown, each a field (A, B, C, D or BX) and a Role."""

    def __init__(self, operands: list[tuple[str, Role]], flow: Flow, raises: bool) -> None:
        self.operands = operands
        self.flow = flow
        self.raises = raises

    def role(self, field: str) -> Role:
        return dict(self.operands).get(field, Role.NONE)


ROWS: list[Row] = []
"""By opcode."""


def row(operands: str, flow: Flow = Flow.NEXT, raises: bool = True) -> int:
    """Adds a row; gives its opcode."""
    fields = [operand.split(":") for operand in operands.split()]
    ROWS.append(Row([(field, Role[role.upper()]) for field, role in fields], flow, raises))
    return len(ROWS) - 1


class Op(IntEnum):
    # --- moves and constants
    NOP = row("", raises=False)
    MOVE = row("A:out B:in", raises=False)  # R[A] = R[B]
    LOAD_CONST = row("A:out BX:const", raises=False)  # R[A] = K[BX]
    LOAD_INT = row("A:out BX:number", raises=False)  # R[A] = signed 32-bit BX
    LOAD_NONE = row("A:out", raises=False)  # R[A] = None
    CLEAR = row("A:out", raises=False)  # R[A] = EMPTY
    CHECK_LOCAL = row("A:in BX:local")  # UnboundLocalError for varnames[BX] if R[A] is EMPTY
    DELETE_LOCAL = row("A:inout BX:local")  # as CHECK_LOCAL, then R[A] = EMPTY
    # --- cells
    MAKE_CELL = row("A:inout")  # R[A] = new cell holding R[A] (a parameter) or nothing
    LOAD_CELL = row("A:out B:in C:cell")  # R[A] = contents of cell R[B]; NameError about cell name C (index into cellvars + freevars) if empty
    STORE_CELL = row("A:in B:in", raises=False)  # contents of cell R[A] = R[B]
    DELETE_CELL = row("A:in BX:cell")  # empties cell R[A]; NameError about cell name BX if it was empty
    LOAD_CLOSURE = row("A:out BX:cell", raises=False)  # R[A] = the function's closure cell BX (function prologue: copies free variables' cells into registers)
    LOAD_CELL_OR_NAME = row("A:out B:in C:cell")  # class bodies: R[A] = class namespace[cell name C] if there, else contents of cell R[B]
    # --- names
    LOAD_GLOBAL = row("A:out B:name C:global_cache")  # R[A] = global or built-in N[B]; cache S[C]
    STORE_GLOBAL = row("A:in BX:name")  # global N[BX] = R[A]
    DELETE_GLOBAL = row("BX:name")  # del global N[BX]
    LOAD_NAME = row("A:out BX:name")  # R[A] = N[BX] from the frame's namespace, globals, built-ins (module and class bodies, exec)
    STORE_NAME = row("A:in BX:name")  # namespace[N[BX]] = R[A]
    DELETE_NAME = row("BX:name")  # del namespace[N[BX]]
    LOAD_LOCALS = row("A:out")  # R[A] = the frame's namespace object (class bodies)
    LOAD_BUILD_CLASS = row("A:out")  # R[A] = __build_class__
    LOAD_ASSERTION_ERROR = row("A:out")  # R[A] = AssertionError
    # --- attributes and items
    LOAD_ATTR = row("A:out B:in C:cache")  # R[A] = R[B].name, name = cache_names[C]; cache S[C]
    STORE_ATTR = row("A:in B:in C:cache")  # R[A].name = R[B]; name = cache_names[C]; cache S[C]
    DELETE_ATTR = row("A:in BX:name")  # del R[A].N[BX]
    LOAD_METHOD = row("A:out2 B:in C:cache")  # R[A] = method, R[A+1] = self, of R[B].name (or R[A] = attribute, R[A+1] = EMPTY); cache S[C]
    LOAD_SUPER_METHOD = row("A:out2 B:super C:cache D:flag")  # super(R[B], R[B+1]).name, like LOAD_METHOD to R[A], R[A+1]; R[B-1] holds the value of the name `super`; D: arguments written, 0 or 2; cache S[C]
    LOAD_SUPER_ATTR = row("A:out B:super C:cache D:flag")  # R[A] = super(R[B], R[B+1]).name; R[B-1] as above; name = cache_names[C]
    GETITEM = row("A:out B:in C:in")  # R[A] = R[B][R[C]]
    SETITEM = row("A:in B:in C:in")  # R[A][R[B]] = R[C]
    DELITEM = row("A:in B:in")  # del R[A][R[B]]
    GETSLICE = row("A:out B:in C:in2")  # R[A] = R[B][R[C]:R[C+1]]
    SETSLICE = row("A:in B:in2 C:in")  # R[A][R[B]:R[B+1]] = R[C]
    # --- operators
    BINARY = row("A:out B:in D:binary C:in")  # R[A] = R[B] op R[C]; op = D (BinaryOp)
    INPLACE = row("A:out B:in D:binary C:in")  # R[A] = R[B] op= R[C]; op = D
    ADD = row("A:out B:in C:in D:flag")  # R[A] = R[B] + R[C], and so on: the common ones have opcodes of their own; D = 1 when written in-place
    SUB = row("A:out B:in C:in D:flag")
    MUL = row("A:out B:in C:in D:flag")
    TRUEDIV = row("A:out B:in C:in D:flag")
    FLOORDIV = row("A:out B:in C:in D:flag")
    MOD = row("A:out B:in C:in D:flag")
    ADD_INT = row("A:out B:in C:number D:flag")  # R[A] = R[B] + signed 16-bit C ; D = 1 when written in-place. C < 0: it was written `R[B] - (-C)` (so __sub__ with -C), never `+ (-n)`
    COMPARE = row("A:out B:in D:compare C:in")  # R[A] = R[B] op R[C]; op = D (CompareOp)
    IS = row("A:out B:in C:in D:flag", raises=False)  # R[A] = R[B] is R[C]; D = 1: is not
    CONTAINS = row("A:out B:in C:in D:flag")  # R[A] = R[B] in R[C]; D = 1: not in
    NEGATIVE = row("A:out B:in")  # R[A] = -R[B]
    POSITIVE = row("A:out B:in")
    INVERT = row("A:out B:in")
    NOT = row("A:out B:in")
    # --- jumps
    JUMP = row("BX:to", Flow.JUMP, raises=False)  # to BX
    JUMP_BACK = row("BX:to", Flow.JUMP)  # to BX; a safepoint
    JUMP_IF_TRUE = row("A:in BX:to")  # to BX if R[A] is true
    JUMP_IF_FALSE = row("A:in BX:to")
    JUMP_IF_NONE = row("A:in BX:to", raises=False)  # R[A] is None
    JUMP_IF_NOT_NONE = row("A:in BX:to", raises=False)
    JUMP_COMPARE_FALSE = row("A:in D:compare B:in C:to")  # if not R[A] op R[B]: op = D; to C (16 bits; the compiler uses COMPARE + JUMP_IF_FALSE when the target is beyond)
    JUMP_COMPARE_TRUE = row("A:in D:compare B:in C:to")
    JUMP_IF_EMPTY = row("A:in BX:to", raises=False)  # R[A] is EMPTY, to BX
    # --- iteration
    GET_ITER = row("A:out B:in")  # R[A] = iter(R[B])
    FOR_ITER = row("A:item B:in C:to D:flag")  # R[A] = next item of iterator R[B]; at the end to C (16 bits) or, when D = 1, falls into the JUMP that follows while items skip it
    # --- building
    BUILD_TUPLE = row("A:out B:in_count C:count")  # R[A] = tuple of R[B].. (C of them)
    BUILD_LIST = row("A:out B:in_count C:count")
    BUILD_SET = row("A:out B:in_count C:count")
    BUILD_DICT = row("A:out B:in_pairs C:count")  # C pairs: R[B] key, R[B+1] value, ...
    BUILD_STRING = row("A:out B:in_count C:count")  # R[A] = concatenation of the C strs from R[B]
    BUILD_SLICE = row("A:out B:in3")  # R[A] = slice(R[B], R[B+1], R[B+2])
    LIST_APPEND = row("A:in B:in")  # R[A].append(R[B]) of a list under construction
    LIST_EXTEND = row("A:in B:in D:flag")  # R[A].extend(R[B]); D = 1: the error message is that of `*` in a call
    LIST_TO_TUPLE = row("A:out B:in")  # R[A] = tuple(R[B])
    SET_ADD = row("A:in B:in")
    SET_UPDATE = row("A:in B:in")
    DICT_SET = row("A:in B:in C:in")  # R[A][R[B]] = R[C] of a dict under construction
    DICT_UPDATE = row("A:in B:in")  # R[A].update(R[B])
    DICT_MERGE = row("A:in B:in C:in")  # as DICT_UPDATE for `**` in a call to R[C]: duplicate keys and non-mappings are TypeErrors
    UNPACK = row("A:out_count B:in C:count")  # R[A].. (C of them) = R[B]; they may be locals: none is written unless all can be
    UNPACK_EX = row("A:out_around B:in C:count D:count")  # R[A].. = R[B] with C names before and D after the starred one
    FORMAT = row("A:out B:in C:in_or_none D:flag")  # R[A] = format(conversion D of R[B], R[C]); D: 0 none, 1 str, 2 repr, 3 ascii; C = 65535: no format spec
    BUILD_INTERPOLATION = row("A:out B:in3 D:flag")  # R[A] = Interpolation(R[B] value, R[B+1] expression text, conversion D (as FORMAT), R[B+2] format spec)
    BUILD_TEMPLATE = row("A:out B:in2")  # R[A] = Template of tuple of strings R[B] and tuple of interpolations R[B+1]
    # --- calls
    CALL = row("A:out B:call C:count")  # R[A] = R[B](R[B+2].., C arguments); R[B+1] is self or EMPTY
    CALL_KW = row("A:out B:call_kw C:count")  # as CALL; C counts all arguments; the names tuple of the last ones is in R[B+2+C]
    CALL_EX = row("A:out B:in4")  # R[A] = R[B](*R[B+2], **R[B+3]); R[B+2] is a tuple, R[B+3] a dict or EMPTY
    RETURN = row("A:in", Flow.END)  # return R[A]
    RETURN_NONE = row("", Flow.END)
    # --- functions and classes
    MAKE_FUNCTION = row("A:out BX:const")  # R[A] = function of code K[BX]; then SET_FUNCTION_* complete it
    SET_FUNCTION = row("A:in B:in D:flag")  # function R[A], value R[B], D: 0 defaults tuple, 1 kwdefaults dict, 2 closure tuple of cells, 3 __annotate__ function, 4 type params tuple
    # --- generators, coroutines
    GENERATOR = row("")  # first instruction of generator, coroutine and async generator code: returns the generator object to the caller
    YIELD = row("A:inout D:flag")  # yields R[A]; when resumed the value sent is in R[A]. D = 1: in an async generator, the value is wrapped
    GET_YIELD_FROM_ITER = row("A:out B:in")  # R[A] = iterator of R[B] for `yield from` (coroutines allowed where CPython allows them)
    GET_AWAITABLE = row("A:out B:in D:flag")  # R[A] = awaitable iterator of R[B]; D: 0 await, 1 __aenter__, 2 __aexit__ (for the message)
    SEND = row("A:send")  # sends R[A+1] into iterator R[A]: yields what it yields (the next value sent arrives in R[A+1] and SEND repeats); when it ends its value is in R[A+1] and the next instruction runs
    GET_AITER = row("A:out B:in")  # R[A] = R[B].__aiter__()
    GET_ANEXT = row("A:out B:in")  # R[A] = awaitable iterator of R[B].__anext__()
    END_ASYNC_FOR = row("A:in BX:to", Flow.JUMP)  # exception R[A]: if StopAsyncIteration continue at BX, else raise it again
    # --- exceptions and with
    RAISE = row("A:raised B:cause D:flag", Flow.END)  # D = 0: re-raise the handled exception; 1: raise R[A]; 2: raise R[A] from R[B]
    RERAISE = row("A:in D:flag", Flow.END)  # raise exception R[A] again, with its traceback unchanged; D = 0: the frame ends where R[A] was raised before, D = 1: here
    PUSH_EXC = row("A:out B:in", raises=False)  # R[A] = exception being handled before; the exception R[B] is now the one being handled
    POP_EXC = row("A:in", raises=False)  # the exception being handled is again what R[A] holds
    MATCH_EXC = row("A:out B:in C:in")  # R[A] = whether exception R[B] matches class or tuple R[C] (TypeError for anything else)
    MATCH_EXC_STAR = row("A:out2 B:in C:in")  # except*: splits R[B] (group or rest) by R[C]: R[A] = matched group or None, R[A+1] = rest or None
    PREP_RERAISE_STAR = row("A:out B:in C:in")  # R[A] = what to raise after except* clauses: original R[B], list of results R[C]; None if nothing
    WITH_ENTER = row("A:out2 B:in")  # R[A] = __exit__ bound method, R[A+1] = result of __enter__() of R[B]
    WITH_EXIT = row("A:out B:in")  # R[A] = R[B](None, None, None)
    WITH_EXCEPT = row("A:out B:in C:in")  # R[A] = R[B](type, value, traceback of exception R[C])
    ASYNC_WITH_ENTER = row("A:out2 B:in")  # R[A] = __aexit__ bound method, R[A+1] = the awaitable of __aenter__() of R[B]
    # --- import
    IMPORT_NAME = row("A:inout2 BX:name")  # R[A] = __import__(N[BX], fromlist R[A], level R[A+1])
    IMPORT_FROM = row("A:out B:in C:name")  # R[A] = attribute N[C] of module R[B] (or the submodule); ImportError otherwise
    IMPORT_STAR = row("A:in")  # from R[A] import *
    # --- match
    MATCH_SEQUENCE = row("A:out B:in")  # R[A] = whether R[B] is a sequence in the sense of PEP 634
    MATCH_MAPPING = row("A:out B:in")
    MATCH_KEYS = row("A:out B:in C:in")  # R[A] = tuple of values of mapping R[B] for keys tuple R[C], or None
    MATCH_CLASS = row("A:out B:in3 D:flag")  # R[A] = tuple of attributes or None: subject R[B], class R[B+1], keyword names tuple R[B+2], D positional subpatterns
    GET_LENGTH = row("A:out B:in")  # R[A] = len(R[B])
    # --- annotations, type parameters
    SETUP_ANNOTATIONS = row("")  # makes __annotations__ in the namespace if missing (interactive and class conditional annotations)
    TYPE_PARAM = row("A:out B:in2 D:flag")  # R[A] = TypeVar/ParamSpec/TypeVarTuple named R[B]; D: 0 TypeVar, 1 with bound R[B+1] (evaluator), 2 with constraints, 3 ParamSpec, 4 TypeVarTuple
    TYPE_PARAM_DEFAULT = row("A:in B:in")  # sets default evaluator R[B] of type parameter R[A]
    TYPE_ALIAS = row("A:out B:in3")  # R[A] = TypeAliasType(name R[B], type params R[B+1], evaluator R[B+2])
    SUBSCRIPT_GENERIC = row("A:out B:in")  # R[A] = Generic[type params R[B]]
    PRINT_EXPR = row("A:in")  # sys.displayhook(R[A]) (interactive)
    # --- additions of the compiler
    CALL_FUNCTION = row("A:out B:call_function C:count")  # as CALL, for callees that are not methods: there is no self, R[B+1] is not set and not to be read
    STAR_TO_TUPLE = row("A:out B:in C:in")  # R[A] = tuple(R[B]), R[B] the only `*` argument in a call to R[C] (TypeError names it); an exact tuple stays itself
    LOAD_DICT_OR_GLOBAL = row("A:inout BX:name")  # R[A] = (mapping R[A])[N[BX]] if there, else global or built-in N[BX] (annotations in classes)
    LOAD_DICT_OR_CELL = row("A:inout B:in C:cell")  # R[A] = (mapping R[A])[cell name C] if there, else contents of cell R[B] (as LOAD_CELL)
    LOAD_NOT_IMPLEMENTED_ERROR = row("A:out")  # R[A] = NotImplementedError
    JUMP_COMPARE_INT_FALSE = row("A:in D:compare B:number C:to")  # if not R[A] op (signed 16-bit B): op = D; to C
    JUMP_COMPARE_INT_TRUE = row("A:in D:compare B:number C:to")
    FOR_LOOP = row("A:item B:in C:to")  # bottom of a `for`: R[A] = next item of iterator R[B] and back to C (a safepoint); at the end falls through
    GETITEM_INT = row("A:out B:in C:number")  # R[A] = R[B][signed 16-bit C]
    STORE_GLOBAL_CACHED = row("A:in B:name C:global_cache")  # global N[B] = R[A]; cache S[C]
    WATCHED = row("")  # stands for another instruction, which somebody watches: objects/code/monitors.py


# Columns of the table, by opcode.
ROLE_A: Final[list[int]] = [int(r.role("A")) for r in ROWS]
ROLE_B: Final[list[int]] = [int(r.role("B")) for r in ROWS]
ROLE_C: Final[list[int]] = [int(r.role("C")) for r in ROWS]
FLOW: Final[list[int]] = [int(r.flow) for r in ROWS]
RAISES: Final[list[bool]] = [r.raises for r in ROWS]
HAS_TARGET: Final[list[bool]] = [Role.TO in (r.role("C"), r.role("BX")) for r in ROWS]
HAS_SHORT_TARGET: Final[list[bool]] = [r.role("C") == Role.TO for r in ROWS]
"""The target is C, not BX."""


# The fields of an instruction


@inline
def ra(word: int) -> int:
    return (word >> 8) & 0xFFFF


@inline
def rb(word: int) -> int:
    return (word >> 24) & 0xFFFF


@inline
def rc(word: int) -> int:
    return (word >> 40) & 0xFFFF


@inline
def rd(word: int) -> int:
    return (word >> 56) & 0xFF


@inline
def bx(word: int) -> int:
    return (word >> 24) & 0xFFFFFFFF


@inline
def signed_b(word: int) -> int:
    return wrap_shl(word, 24) >> 48


@inline
def signed_c(word: int) -> int:
    return wrap_shl(word, 8) >> 48


@inline
def signed_bx(word: int) -> int:
    return wrap_shl(word, 8) >> 32
