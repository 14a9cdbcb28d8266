"""The plain text of an exception: frames with their source lines, the exception, its causes and contexts.

For what nobody can catch, and for programs that cannot import the module traceback, which shows more: markers, suggestions, groups.

Source: the format of CPython 3.14's uncaught exceptions (library reference, module traceback).
"""

from __future__ import annotations

from protodialect.types import Value, try_as, unwrap, wrap
from protopython.engine import compile as compiling
from protopython.objects.code.code import W_Code
from protopython.objects.dict.dict import dict_get_str
from protopython.objects.exceptions import exceptions as x
from protopython.objects.exceptions.exceptions import W_BaseException
from protopython.objects.frame import W_Traceback
from protopython.objects.int.int import int_to_i64, is_integer
from protopython.objects.model import attributes, operations
from protopython.objects.model.types import type_of
from protopython.objects.singletons import plain, w_None
from protopython.protocore import os as system
from protopython.protocore.error import PyError
from protopython.protocore.thread import context
from protopython.protocore.value import int_value, is_empty, is_int, same

CAUSE_TEXT = "\nThe above exception was the direct cause of the following exception:\n\n"
CONTEXT_TEXT = "\nDuring handling of the above exception, another exception occurred:\n\n"
RECURSIVE_CUTOFF = 3
DEFAULT_LIMIT = 1000


class SourceCache:
    """Lines of the source files that one traceback shows."""

    paths: list[str]
    lines: list[list[str]]

    def __init__(self) -> None:
        self.paths = []
        self.lines = []

    def line(self, path: str, number: int) -> str | None:
        """Line `number` (from 1) without its end, None if it cannot be read."""
        i = 0
        while i < len(self.paths):
            if self.paths[i] == path:
                return self.pick(i, number)
            i += 1
        self.paths.append(path)
        self.lines.append(read_lines(path))
        return self.pick(i, number)

    def pick(self, i: int, number: int) -> str | None:
        lines = self.lines[i]
        if 1 <= number <= len(lines):
            return lines[number - 1]
        return None


def read_lines(path: str) -> list[str]:
    """None are there when the program ends: nothing can be opened any more."""
    if path.startswith("<") or context().space.ending:
        return []
    try:
        text = compiling.decode(system.read_file(path), path)
    except system.OsError:
        return []
    except PyError:
        return []
    return text.split("\n")


def exception_text(w_exc: Value) -> str:
    """An exception after those that it was raised from, or while handling them."""
    seen: dict[W_BaseException, bool] = {}
    chain: list[Value] = [w_exc]
    links: list[str] = []
    while True:
        e = unwrap(W_BaseException, chain[len(chain) - 1])
        seen[e] = True
        w_next = e.w_cause
        link = CAUSE_TEXT
        if is_empty(w_next) or same(w_next, w_None):
            if e.suppress_context:
                break
            w_next = e.w_context
            link = CONTEXT_TEXT
        if is_empty(w_next) or same(w_next, w_None) or unwrap(W_BaseException, w_next) in seen:
            break
        chain.append(w_next)
        links.append(link)
    out: list[str] = []
    sources = SourceCache()
    i = len(chain) - 1
    while i >= 0:
        append_one(out, chain[i], sources)
        if i > 0:
            out.append(links[i - 1])
        i -= 1
    return "".join(out)


def append_one(out: list[str], w_exc: Value, sources: SourceCache) -> None:
    """One exception of a chain, with its traceback."""
    append_traceback(out, unwrap(W_BaseException, w_exc), sources)
    s = try_as(x.W_SyntaxError, w_exc)
    if s is not None and is_int(s.w_lineno):
        filename = operations.as_str(s.w_filename)
        shown = "<string>" if filename is None else filename
        out.append(f'  File "{shown}", line {int_value(s.w_lineno)}\n')
    text = message_of(w_exc)
    out.append(name_of_class(w_exc, "<unknown>.") + ("\n" if text == "" else f": {text}\n"))


def ignored_exception_text(w_exc: Value) -> str:
    """The same without causes, contexts and places, for an exception that nobody can catch."""
    out: list[str] = []
    append_traceback(out, unwrap(W_BaseException, w_exc), SourceCache())
    out.append(name_of_class(w_exc, "<unknown>") + f": {message_of(w_exc)}\n")
    return "".join(out)


def name_of_class(w_exc: Value, without_module: str) -> str:
    """without_module: what stands before the name where no module can be told."""
    t = type_of(w_exc)
    name = attributes.type_qualname(t)
    module: str | None = None
    try:
        w_module = attributes.find_attr(wrap(t), "__module__")
        module = None if is_empty(w_module) else operations.as_str(w_module)
    except PyError:
        pass
    if module is None:
        return without_module + name
    return name if module == "builtins" or module == "__main__" else f"{module}.{name}"


def message_of(w_exc: Value) -> str:
    try:
        return operations.str_of(w_exc)
    except PyError:
        return "<exception str() failed>"


# --- frames -------------------------------------------------------------------------------------------------------------


def traceback_limit() -> int:
    """sys.tracebacklimit: how many of the last frames are shown."""
    w = dict_get_str(context().space.w_sys.dict, "tracebacklimit")
    if is_empty(w) or not is_integer(plain(w)):
        return DEFAULT_LIMIT
    limit, too_big = int_to_i64(plain(w))
    return DEFAULT_LIMIT if too_big else max(limit, 0)


def append_traceback(out: list[str], e: W_BaseException, sources: SourceCache) -> None:
    tb = e.traceback
    if tb is None:
        return
    n = 0
    at: W_Traceback | None = tb
    while at is not None:
        n += 1
        at = at.next
    limit = traceback_limit()
    if limit == 0:
        return
    at = tb
    while n > limit and at is not None:
        n -= 1
        at = at.next
    out.append("Traceback (most recent call last):\n")
    append_frames(out, at, sources)


def append_frames(out: list[str], tb: W_Traceback | None, sources: SourceCache) -> None:
    last_code: W_Code | None = None
    last_line = -1
    repeated = 0
    while tb is not None:
        code = tb.frame.code
        if code is last_code and tb.lineno == last_line:
            repeated += 1
        else:
            append_repeated(out, repeated)
            last_code = code
            last_line = tb.lineno
            repeated = 1
        if repeated <= RECURSIVE_CUTOFF:
            append_frame(out, tb, sources)
        tb = tb.next
    append_repeated(out, repeated)


def append_repeated(out: list[str], repeated: int) -> None:
    if repeated > RECURSIVE_CUTOFF:
        n = repeated - RECURSIVE_CUTOFF
        s = "" if n == 1 else "s"
        out.append(f"  [Previous line repeated {n} more time{s}]\n")


def append_frame(out: list[str], tb: W_Traceback, sources: SourceCache) -> None:
    code = tb.frame.code
    out.append(f'  File "{code.filename}", line {tb.lineno}, in {code.name}\n')
    line = sources.line(code.filename, tb.lineno)
    if line is not None:
        stripped = line.strip(" \t\f\r")
        if stripped != "":
            out.append(f"    {stripped}\n")
