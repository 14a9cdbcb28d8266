"""The bytecode: one row an instruction. A register machine.

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


class Op(IntEnum):
    # --- moves and constants
    NOP = 0
    MOVE = 1  # R[A] = R[B]
    LOAD_CONST = 2  # R[A] = K[BX]
    LOAD_INT = 3  # R[A] = signed 32-bit BX
    LOAD_NONE = 4  # R[A] = None
    CLEAR = 5  # R[A] = EMPTY
    CHECK_LOCAL = 6  # UnboundLocalError for varnames[BX] if R[A] is EMPTY
    DELETE_LOCAL = 7  # as CHECK_LOCAL, then R[A] = EMPTY
    # --- cells
    MAKE_CELL = 8  # R[A] = new cell holding R[A] (a parameter) or nothing
    LOAD_CELL = 9  # R[A] = contents of cell R[B]; NameError about cell name C (index into cellvars + freevars) if empty
    STORE_CELL = 10  # contents of cell R[A] = R[B]
    DELETE_CELL = 11  # empties cell R[A]; NameError about cell name BX if it was empty
    LOAD_CLOSURE = 12  # R[A] = the function's closure cell BX (function prologue: copies free variables' cells into registers)
    LOAD_CELL_OR_NAME = 13  # class bodies: R[A] = class namespace[cell name C] if there, else contents of cell R[B]
    # --- names
    LOAD_GLOBAL = 14  # R[A] = global or built-in N[B]; cache S[C]
    STORE_GLOBAL = 15  # global N[BX] = R[A]
    DELETE_GLOBAL = 16  # del global N[BX]
    LOAD_NAME = 17  # R[A] = N[BX] from the frame's namespace, globals, built-ins (module and class bodies, exec)
    STORE_NAME = 18  # namespace[N[BX]] = R[A]
    DELETE_NAME = 19  # del namespace[N[BX]]
    LOAD_LOCALS = 20  # R[A] = the frame's namespace object (class bodies)
    LOAD_BUILD_CLASS = 21  # R[A] = __build_class__
    LOAD_ASSERTION_ERROR = 22  # R[A] = AssertionError
    # --- attributes and items
    LOAD_ATTR = 23  # R[A] = R[B].name, name = cache_names[C]; cache S[C]
    STORE_ATTR = 24  # R[A].name = R[B]; name = cache_names[C]; cache S[C]
    DELETE_ATTR = 25  # del R[A].N[BX]
    LOAD_METHOD = 26  # R[A] = method, R[A+1] = self, of R[B].name (or R[A] = attribute, R[A+1] = EMPTY); cache S[C]
    LOAD_SUPER_METHOD = 27  # super(R[B], R[B+1]).name, like LOAD_METHOD to R[A], R[A+1]; R[B-1] holds the value of the name `super`; D: arguments written, 0 or 2; cache S[C]
    LOAD_SUPER_ATTR = 28  # R[A] = super(R[B], R[B+1]).name; R[B-1] as above; name = cache_names[C]
    GETITEM = 29  # R[A] = R[B][R[C]]
    SETITEM = 30  # R[A][R[B]] = R[C]
    DELITEM = 31  # del R[A][R[B]]
    GETSLICE = 32  # R[A] = R[B][R[C]:R[C+1]]
    SETSLICE = 33  # R[A][R[B]:R[B+1]] = R[C]
    # --- operators
    BINARY = 34  # R[A] = R[B] op R[C]; op = D (BinaryOp)
    INPLACE = 35  # R[A] = R[B] op= R[C]; op = D
    ADD = 36  # R[A] = R[B] + R[C], and so on: the common ones have opcodes of their own; D = 1 when written in-place
    SUB = 37
    MUL = 38
    TRUEDIV = 39
    FLOORDIV = 40
    MOD = 41
    ADD_INT = 42  # R[A] = R[B] + signed 16-bit C ; D = 1 when written in-place. C < 0: it was written `R[B] - (-C)` (so __sub__ with -C), never `+ (-n)`
    COMPARE = 43  # R[A] = R[B] op R[C]; op = D (CompareOp)
    IS = 44  # R[A] = R[B] is R[C]; D = 1: is not
    CONTAINS = 45  # R[A] = R[B] in R[C]; D = 1: not in
    NEGATIVE = 46  # R[A] = -R[B]
    POSITIVE = 47
    INVERT = 48
    NOT = 49
    # --- jumps
    JUMP = 50  # to BX
    JUMP_BACK = 51  # to BX; a safepoint
    JUMP_IF_TRUE = 52  # to BX if R[A] is true
    JUMP_IF_FALSE = 53
    JUMP_IF_NONE = 54  # R[A] is None
    JUMP_IF_NOT_NONE = 55
    JUMP_COMPARE_FALSE = 56  # if not R[A] op R[B]: op = D; to C (16 bits; the compiler uses COMPARE + JUMP_IF_FALSE when the target is beyond)
    JUMP_COMPARE_TRUE = 57
    JUMP_IF_EMPTY = 58  # R[A] is EMPTY, to BX
    # --- iteration
    GET_ITER = 59  # R[A] = iter(R[B])
    FOR_ITER = 60  # R[A] = next item of iterator R[B]; at the end to C (16 bits) or, when D = 1, falls into the JUMP that follows while items skip it
    # --- building
    BUILD_TUPLE = 61  # R[A] = tuple of R[B].. (C of them)
    BUILD_LIST = 62
    BUILD_SET = 63
    BUILD_DICT = 64  # C pairs: R[B] key, R[B+1] value, ...
    BUILD_STRING = 65  # R[A] = concatenation of the C strs from R[B]
    BUILD_SLICE = 66  # R[A] = slice(R[B], R[B+1], R[B+2])
    LIST_APPEND = 67  # R[A].append(R[B]) of a list under construction
    LIST_EXTEND = 68  # R[A].extend(R[B]); D = 1: the error message is that of `*` in a call
    LIST_TO_TUPLE = 69  # R[A] = tuple(R[B])
    SET_ADD = 70
    SET_UPDATE = 71
    DICT_SET = 72  # R[A][R[B]] = R[C] of a dict under construction
    DICT_UPDATE = 73  # R[A].update(R[B])
    DICT_MERGE = 74  # as DICT_UPDATE for `**` in a call to R[C]: duplicate keys and non-mappings are TypeErrors
    UNPACK = 75  # R[A].. (C of them) = R[B]; they may be locals: none is written unless all can be
    UNPACK_EX = 76  # R[A].. = R[B] with C names before and D after the starred one
    FORMAT = 77  # R[A] = format(conversion D of R[B], R[C]); D: 0 none, 1 str, 2 repr, 3 ascii; C = 65535: no format spec
    BUILD_INTERPOLATION = 78  # R[A] = Interpolation(R[B] value, R[B+1] expression text, conversion D (as FORMAT), R[B+2] format spec)
    BUILD_TEMPLATE = 79  # R[A] = Template of tuple of strings R[B] and tuple of interpolations R[B+1]
    # --- calls
    CALL = 80  # R[A] = R[B](R[B+2].., C arguments); R[B+1] is self or EMPTY
    CALL_KW = 81  # as CALL; C counts all arguments; the names tuple of the last ones is in R[B+2+C]
    CALL_EX = 82  # R[A] = R[B](*R[B+2], **R[B+3]); R[B+2] is a tuple, R[B+3] a dict or EMPTY
    RETURN = 83  # return R[A]
    RETURN_NONE = 84
    # --- functions and classes
    MAKE_FUNCTION = 85  # R[A] = function of code K[BX]; then SET_FUNCTION_* complete it
    SET_FUNCTION = 86  # function R[A], value R[B], D: 0 defaults tuple, 1 kwdefaults dict, 2 closure tuple of cells, 3 __annotate__ function, 4 type params tuple
    # --- generators, coroutines
    GENERATOR = 87  # first instruction of generator, coroutine and async generator code: returns the generator object to the caller
    YIELD = 88  # yields R[A]; when resumed the value sent is in R[A]. D = 1: in an async generator, the value is wrapped
    GET_YIELD_FROM_ITER = 89  # R[A] = iterator of R[B] for `yield from` (coroutines allowed where CPython allows them)
    GET_AWAITABLE = 90  # R[A] = awaitable iterator of R[B]; D: 0 await, 1 __aenter__, 2 __aexit__ (for the message)
    SEND = 91  # sends R[A+1] into iterator R[A]: yields what it yields (the next value sent arrives in R[A+1] and SEND repeats); when it ends its value is in R[A+1] and the next instruction runs
    GET_AITER = 92  # R[A] = R[B].__aiter__()
    GET_ANEXT = 93  # R[A] = awaitable iterator of R[B].__anext__()
    END_ASYNC_FOR = 94  # exception R[A]: if StopAsyncIteration continue at BX, else raise it again
    # --- exceptions and with
    RAISE = 95  # D = 0: re-raise the handled exception; 1: raise R[A]; 2: raise R[A] from R[B]
    RERAISE = 96  # raise exception R[A] again, with its traceback unchanged
    PUSH_EXC = 97  # R[A] = exception being handled before; the exception R[B] is now the one being handled
    POP_EXC = 98  # the exception being handled is again what R[A] holds
    MATCH_EXC = 99  # R[A] = whether exception R[B] matches class or tuple R[C] (TypeError for anything else)
    MATCH_EXC_STAR = 100  # except*: splits R[B] (group or rest) by R[C]: R[A] = matched group or None, R[A+1] = rest or None
    PREP_RERAISE_STAR = 101  # R[A] = what to raise after except* clauses: original R[B], list of results R[C]; None if nothing
    WITH_ENTER = 102  # R[A] = __exit__ bound method, R[A+1] = result of __enter__() of R[B]
    WITH_EXIT = 103  # R[A] = R[B](None, None, None)
    WITH_EXCEPT = 104  # R[A] = R[B](type, value, traceback of exception R[C])
    ASYNC_WITH_ENTER = 105  # R[A] = __aexit__ bound method, R[A+1] = the awaitable of __aenter__() of R[B]
    # --- import
    IMPORT_NAME = 106  # R[A] = __import__(N[BX], fromlist R[A], level R[A+1])
    IMPORT_FROM = 107  # R[A] = attribute N[C] of module R[B] (or the submodule); ImportError otherwise
    IMPORT_STAR = 108  # from R[A] import *
    # --- match
    MATCH_SEQUENCE = 109  # R[A] = whether R[B] is a sequence in the sense of PEP 634
    MATCH_MAPPING = 110
    MATCH_KEYS = 111  # R[A] = tuple of values of mapping R[B] for keys tuple R[C], or None
    MATCH_CLASS = 112  # R[A] = tuple of attributes or None: subject R[B], class R[B+1], keyword names tuple R[B+2], D positional subpatterns
    GET_LENGTH = 113  # R[A] = len(R[B])
    # --- annotations, type parameters
    SETUP_ANNOTATIONS = 114  # makes __annotations__ in the namespace if missing (interactive and class conditional annotations)
    TYPE_PARAM = 115  # R[A] = TypeVar/ParamSpec/TypeVarTuple named R[B]; D: 0 TypeVar, 1 with bound R[B+1] (evaluator), 2 with constraints, 3 ParamSpec, 4 TypeVarTuple
    TYPE_PARAM_DEFAULT = 116  # sets default evaluator R[B] of type parameter R[A]
    TYPE_ALIAS = 117  # R[A] = TypeAliasType(name R[B], type params R[B+1], evaluator R[B+2])
    SUBSCRIPT_GENERIC = 118  # R[A] = Generic[type params R[B]]
    PRINT_EXPR = 119  # sys.displayhook(R[A]) (interactive)
    # --- additions of the compiler
    CALL_FUNCTION = 120  # as CALL, for callees that are not methods: there is no self, R[B+1] is not set and not to be read
    STAR_TO_TUPLE = 121  # R[A] = tuple(R[B]), R[B] the only `*` argument in a call to R[C] (TypeError names it); an exact tuple stays itself
    LOAD_DICT_OR_GLOBAL = 122  # R[A] = (mapping R[A])[N[BX]] if there, else global or built-in N[BX] (annotations in classes)
    LOAD_DICT_OR_CELL = 123  # R[A] = (mapping R[A])[cell name C] if there, else contents of cell R[B] (as LOAD_CELL)
    LOAD_NOT_IMPLEMENTED_ERROR = 124  # R[A] = NotImplementedError
    JUMP_COMPARE_INT_FALSE = 125  # if not R[A] op (signed 16-bit B): op = D; to C
    JUMP_COMPARE_INT_TRUE = 126
    FOR_LOOP = 127  # bottom of a `for`: R[A] = next item of iterator R[B] and back to C (a safepoint); at the end falls through
    GETITEM_INT = 128  # R[A] = R[B][signed 16-bit C]
    STORE_GLOBAL_CACHED = 129  # global N[B] = R[A]; cache S[C]


N_OPS = 130
