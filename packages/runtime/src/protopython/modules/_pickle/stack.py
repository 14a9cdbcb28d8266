"""W_Unpickler: what an unpickler knows while it reads: a stack of values, marks in it, a memo.

stack [ a b | c d e | f ... ]        a mark is the height of the stack when MARK came; nothing is popped below the last one,
                                     which is the `fence`
"""

from __future__ import annotations

from protodialect.types import EMPTY, Array, Value, array_ptr, copy_array, inline, noinline, unlikely
from protopython.modules._pickle.errors import unpickling_error
from protopython.modules._pickle.input import Input
from protopython.modules._pickle.memo import ReadMemo
from protopython.objects.list.list import NO_ITEMS
from protopython.objects.tuple import EMPTY_TUPLE, W_Tuple, tuple_of_ptr
from protopython.protocore.error import PyError
from protopython.protocore.locks import W_Claimable

NO_MARKS: Array[int] = Array[int](0, 0)


class W_Unpickler(W_Claimable):
    input: Input
    stack: Array[Value]
    height: int
    fence: int
    marks: Array[int]
    n_marks: int
    memo: ReadMemo
    protocol: int
    """Of the present pickle, as far as it said."""
    fix_imports: bool
    """Names of Python 2 are understood (protocols below 3)."""
    encoding: str
    errors: str
    """How strings of Python 2 are decoded; the encoding "bytes" leaves them bytes."""
    w_buffers: Value
    """The iterator that gives out-of-band buffers; EMPTY: none."""
    ready: bool
    """`__init__` was called."""
    w_persistent_load: Value
    """What the program set as an attribute of this object; EMPTY: nothing."""
    w_load_hook: Value
    """During load(): gives the objects of persistent ids; EMPTY: none."""
    own_find_class: bool
    """During load(): find_class may have been overridden."""


def set_up_unpickler(u: W_Unpickler) -> None:
    u.input = Input(b"")
    u.stack = NO_ITEMS
    u.height = 0
    u.fence = 0
    u.marks = NO_MARKS
    u.n_marks = 0
    u.memo = ReadMemo()
    u.protocol = 0
    u.fix_imports = True
    u.encoding = "ASCII"
    u.errors = "strict"
    u.w_buffers = EMPTY
    u.ready = False
    u.w_persistent_load = EMPTY
    u.w_load_hook = EMPTY
    u.own_find_class = False


def clear_stack(u: W_Unpickler) -> None:
    u.stack = NO_ITEMS
    u.height = 0
    u.fence = 0
    u.marks = NO_MARKS
    u.n_marks = 0
    u.protocol = 0


# --- the stack ------------------------------------------------------------------------------------------------------------


@inline
def push(u: W_Unpickler, w: Value) -> None:
    n = u.height
    stack = u.stack
    if unlikely(n >= len(stack)):
        stack = grown_stack(u)
    stack[n] = w
    u.height = n + 1


@noinline
def grown_stack(u: W_Unpickler) -> Array[Value]:
    old = u.stack
    stack = Array[Value](2 * len(old) + 16, EMPTY)
    copy_array(stack, 0, old, 0, len(old))
    u.stack = stack
    return stack


@noinline
def underflow(u: W_Unpickler) -> PyError:
    return unpickling_error("unexpected MARK found" if u.n_marks > 0 else "unpickling stack underflow")


@inline
def pop(u: W_Unpickler) -> Value:
    n = u.height - 1
    if unlikely(n < u.fence):
        raise underflow(u)
    u.height = n
    return u.stack[n]


@inline
def top(u: W_Unpickler) -> Value:
    n = u.height - 1
    if unlikely(n < u.fence):
        raise underflow(u)
    return u.stack[n]


def push_mark(u: W_Unpickler) -> None:
    n = u.n_marks
    marks = u.marks
    if n >= len(marks):
        marks = Array[int](2 * n + 16, 0)
        copy_array(marks, 0, u.marks, 0, n)
        u.marks = marks
    marks[n] = u.height
    u.n_marks = n + 1
    u.fence = u.height


def pop_mark(u: W_Unpickler) -> int:
    """Where the values above the last mark begin."""
    n = u.n_marks - 1
    if n < 0:
        raise unpickling_error("could not find MARK")
    start = u.marks[n]
    u.n_marks = n
    u.fence = u.marks[n - 1] if n > 0 else 0
    return start


def below(u: W_Unpickler, start: int) -> Value:
    """The value below index `start`, to which those from there on are added."""
    if start <= u.fence:
        raise underflow(u)
    return u.stack[start - 1]


def popped_tuple(u: W_Unpickler, start: int) -> W_Tuple:
    n = u.height - start
    u.height = start
    return tuple_of_ptr(array_ptr(u.stack, start), n) if n > 0 else EMPTY_TUPLE
