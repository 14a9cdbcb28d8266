"""XML parsers: objects over those of expat, and whose turn it is.

Parsers of external entities share memory with the parser that made them, so a parser with all that descend from it forms a family, which serves
one thread at a time: whoever comes meanwhile is refused. In that thread, handlers may use all of them again, but for parsing with
one that is parsing.

    W_XmlParser --> W_Handle --> the W_Handle it was made from --> ... --> root, whose lock and fields are the family's

expat frees a parser only after those that were made from it, and while nobody uses the family: see `drop`.
"""

from __future__ import annotations

import ctypes as _host_ctypes
from typing import Final, cast

from protodialect.types import COMPILED, EMPTY, Array, Value, i32, locked, new_with_shape, races, wrap
from protodialect.unsafe import Addr, address_of, object_at
from protopython.modules._thread_locks import thread_ident
from protopython.modules.pyexpat import library
from protopython.modules.support.system_calls import ascii_at, copy_bytes
from protopython.objects.codecs import codecs
from protopython.objects.dict.dict import W_Dict
from protopython.objects.exceptions import exceptions as x
from protopython.objects.model import errors
from protopython.objects.model.attributes import setattr_of
from protopython.objects.model.define import OBJECT, constant, define_type
from protopython.objects.singletons import w_None
from protopython.objects.tuple import empty_values
from protopython.protocore.bytestrings import str_of_utf8
from protopython.protocore.collector import count_outside, register_resource
from protopython.protocore.error import PyError
from protopython.protocore.object import TypeFlags, W_Object, W_Resource
from protopython.protocore.os import c_strlen
from protopython.protocore.value import from_int

MODULE: Final[str] = "pyexpat"
N_HANDLERS: Final[int] = 22
BUFFER_SIZE: Final[int] = 8192
PARSER_SIZE: Final[int] = 6000
"""About what one of expat's has."""

ERROR = define_type("ExpatError", x.W_BaseException, x.EXCEPTION, module="xml.parsers.expat", flags=x.EXCEPTION_FLAGS, attributes=True)
constant(MODULE, "error", ERROR)
constant(MODULE, "ExpatError", ERROR)


class W_Handle(W_Resource):
    """One of expat's parsers. All but `at`, `root` and `parent`, which stay, and `parsing` belongs to the root's lock."""

    at: Addr
    root: W_Handle
    parent: W_Handle | None
    children: int
    """How many that were made from it are not freed yet."""
    parsing: bool
    """Belongs to who uses the family."""
    dropped: bool
    owner: int
    """Of a root: the thread that uses the family."""
    depth: int
    """Of a root: how many times it does; 0: nobody does."""
    buried: list[W_Handle]
    """Of a root: to be freed when nobody uses the family any more."""

    def give_back(self) -> None:
        drop(self)


HANDLE = define_type("handle", W_Handle, OBJECT, module=MODULE, flags=TypeFlags.NO_INSTANTIATE)


@races(
    ordered="a switch", specified="a switch", prefixes="a switch", deferral="a switch", buffering="a switch, shown", buffer_size="shown",
    used="shown",
)  # fmt: skip
class W_XmlParser(W_Object):
    """All fields belong to the thread that uses the family; others may look at them, and set the first two."""

    ordered: bool
    specified: bool
    handle: W_Handle
    handlers: Array[Value]
    """EMPTY: none."""
    intern: W_Dict | None
    in_handler: bool
    prefixes: bool
    deferral: bool
    buffering: bool
    buffer: list[bytes]
    """Character data that waits for its end, `used` bytes in all."""
    used: int
    buffer_size: int
    w_pending: Value
    """What a handler raised: whoever parses raises it when expat has returned."""


PARSER = define_type("xmlparser", W_XmlParser, OBJECT, module=MODULE, flags=TypeFlags.NO_INSTANTIATE, doc="A parser of XML.")
constant(MODULE, "XMLParserType", PARSER)


def set_up_handle(h: W_Handle, at: Addr, parent: W_Handle | None) -> None:
    """at: of expat's parser; 0: there was no memory for it."""
    if at == 0:
        raise errors.memory_error()
    h.at = at
    h.root = h
    h.buried = []
    if parent is not None:
        h.parent = parent
        h.root = parent.root
        with locked(h.root):
            parent.children += 1
    register_resource(h)
    count_outside(PARSER_SIZE)


def new_parser(at: Addr, parent: W_Handle | None, intern: W_Dict | None) -> W_XmlParser:
    """at: of expat's parser."""
    h = W_Handle()
    set_up_handle(h, at, parent)
    p = new_with_shape(W_XmlParser, PARSER.root_shape)
    p.handle = h
    p.handlers = empty_values(N_HANDLERS)
    p.intern = intern
    p.buffer = []
    p.buffer_size = BUFFER_SIZE
    p.w_pending = EMPTY
    library.c_set_user_data(at, address_of(p))
    return p


def parser_at(at: Addr) -> W_XmlParser:
    """Of what callbacks are handed: objects do not move, and who parses keeps the parser alive."""
    if COMPILED:
        return object_at(W_XmlParser, at)
    else:
        return cast(W_XmlParser, _host_ctypes.cast(at, _host_ctypes.py_object).value)


# --- whose turn it is ---------------------------------------------------------------------------------------------------------------


def check_usable(h: W_Handle) -> None:
    """Under the root's lock. gc.DEBUG_SAVEALL brings dead parsers back, whose memory has been freed."""
    if h.dropped:
        raise errors.runtime_error("the parser has been freed")
    if h.root.depth > 0 and h.root.owner != thread_ident():
        raise errors.runtime_error("the parser is in use by another thread")


def hold(h: W_Handle) -> Addr:
    """From here to `release` the family is this thread's; expat's parser."""
    root = h.root
    with locked(root):
        check_usable(h)
        root.owner = thread_ident()
        root.depth += 1
    return h.at


def release(h: W_Handle) -> None:
    root = h.root
    with locked(root):
        root.depth -= 1
        if root.depth == 0:
            for h in root.buried:
                free(h)
            root.buried = []


def begin(h: W_Handle, function: str) -> Addr:
    """From here to `end` this thread parses with it; expat's parser."""
    at = hold(h)
    if h.parsing:
        release(h)
        raise errors.runtime_error(f"cannot call {function}() from within a handler")
    h.parsing = True
    return at


def end(h: W_Handle) -> None:
    h.parsing = False
    release(h)


# --- freeing ------------------------------------------------------------------------------------------------------------------------


def drop(h: W_Handle) -> None:
    """No parser uses it any more. Others of its family may be at work, and there is no order among those that die together."""
    root = h.root
    with locked(root):
        if root.depth > 0:
            root.buried.append(h)
        else:
            free(h)


def free(h: W_Handle) -> None:
    """Those too that waited for it. Under the root's lock."""
    h.dropped = True
    last: W_Handle | None = h
    while last is not None and last.dropped and last.children == 0:
        library.c_parser_free(last.at)
        last = last.parent
        if last is not None:
            last.children -= 1


# --- text and errors ------------------------------------------------------------------------------------------------------------------


def text_of(at: Addr, n: int) -> Value:
    if at == 0:
        return w_None
    if COMPILED:
        try:
            return wrap(str_of_utf8(at, n))
        except ValueError:
            pass  # what is wrong is told below
    text, _n = codecs.decode_utf8(copy_bytes(at, n), "strict", True)
    return wrap(text)


def text_at(at: Addr) -> Value:
    """Of a C string; None for none."""
    return w_None if at == 0 else text_of(at, c_strlen(at))


def error_text(code: int) -> str:
    at = library.c_error_string(i32(code))
    return "" if at == 0 else ascii_at(at)


def expat_error(at: Addr, code: int) -> PyError:
    """Where expat's parser stands."""
    line = library.c_line_number(at)
    column = library.c_column_number(at)
    return error_at(code, f"{error_text(code)}: line {line}, column {column}", line, column)


def argument_error(at: Addr, message: str) -> PyError:
    return error_at(library.ERROR_INVALID_ARGUMENT, message, library.c_line_number(at), library.c_column_number(at))


def error_at(code: int, message: str, line: int, column: int) -> PyError:
    e = errors.error(ERROR, message)
    setattr_of(e.w_value, "code", from_int(code))
    setattr_of(e.w_value, "offset", from_int(column))
    setattr_of(e.w_value, "lineno", from_int(line))
    return e
