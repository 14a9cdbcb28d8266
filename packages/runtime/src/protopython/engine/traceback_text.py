"""The text of a traceback: frames with their source lines and markers, the exception, its causes and contexts.

Source: the format of CPython 3.14's uncaught exceptions (library reference, module traceback; PEP 657 for the markers).
"""

from __future__ import annotations

from typing import cast

from protodialect.types import Value, try_as, unwrap, wrap
from protopython.engine import compile as compiling
from protopython.engine.typed_text import TypedText, typed_text_of
from protopython.frontend import ast
from protopython.frontend.errors import ParseError
from protopython.frontend.parser import Mode, parse_module
from protopython.objects.code.code import W_Code
from protopython.objects.code.positions import positions_of
from protopython.objects.exceptions import exceptions as x
from protopython.objects.exceptions.exceptions import W_BaseException
from protopython.objects.frame import W_Traceback
from protopython.objects.model import attributes, operations
from protopython.objects.model.types import type_of
from protopython.objects.object_methods import module_name_of_type
from protopython.objects.singletons import w_None
from protopython.protocore import os as system
from protopython.protocore.error import PyError
from protopython.protocore.value import int_value, is_empty, is_int, same

CAUSE_TEXT = "\nThe above exception was the direct cause of the following exception:\n\n"
CONTEXT_TEXT = "\nDuring handling of the above exception, another exception occurred:\n\n"
RECURSIVE_CUTOFF = 3


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
    if path.startswith("<"):
        return []
    try:
        text = compiling.decode(system.read_file(path), path)
    except system.OsError:
        return []
    except PyError:
        return []
    return text.split("\n")


def exception_text(w_exc: Value) -> str:
    """What is written to stderr for an uncaught exception."""
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
    e = unwrap(W_BaseException, w_exc)
    tb = e.traceback
    if tb is not None:
        out.append("Traceback (most recent call last):\n")
        append_frames(out, tb, sources)
    append_exception(out, w_exc, e)


def append_frames(out: list[str], first: W_Traceback, sources: SourceCache) -> None:
    tb: W_Traceback | None = first
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
    typed = typed_text_of(code)
    line = sources.line(code.filename, tb.lineno) if typed is None else typed_line(typed, tb.lineno)
    if line is None:
        return
    stripped = line.strip(" \t\f\r")
    if stripped == "":
        return
    out.append("    " + stripped + "\n")
    append_markers(out, code, tb, line, stripped)


def typed_line(typed: TypedText, number: int) -> str | None:
    lines = typed.text.split("\n")
    return lines[number - 1] if 1 <= number <= len(lines) else None


def character_offset(line: str, utf8_offset: int) -> int:
    """The character index of a UTF-8 byte offset in line."""
    bytes_seen = 0
    i = 0
    while i < len(line) and bytes_seen < utf8_offset:
        c = ord(line[i])
        bytes_seen += 1 if c < 0x80 else 2 if c < 0x800 else 3 if c < 0x10000 else 4
        i += 1
    return i


def append_markers(out: list[str], code: W_Code, tb: W_Traceback, line: str, stripped: str) -> None:
    """The line of ^ and ~ below a source line, unless the whole line is meant."""
    i = tb.pc
    table = positions_of(code)
    if i < 0 or 4 * i + 3 >= len(table):
        return
    if table[4 * i] != tb.lineno:
        return
    end_line = table[4 * i + 1]
    start = table[4 * i + 2]
    end = table[4 * i + 3]
    if start < 0 or end < 0:
        return
    indent = len(line) - len(line.lstrip(" \t\f"))
    first = character_offset(line, start) - indent
    last = len(stripped) if end_line != tb.lineno else character_offset(line, end) - indent
    if first < 0 or last > len(stripped) or first >= last:
        return
    if end_line != tb.lineno:
        if first > 0:
            out.append("    " + " " * first + "^" * (last - first) + "\n")
        return
    marks = anchors(stripped[first:last])
    if is_whole_call(stripped, first, last) or (marks == "" and first == 0 and last == len(stripped)):
        return
    out.append("    " + " " * first + (marks if marks != "" else "^" * (last - first)) + "\n")


def parse_line(text: str) -> ast.stmt | None:
    """The one statement in a piece of source, None if it is not whole."""
    try:
        tree = parse_module(text, "", Mode.EXEC)
    except ParseError:
        return None
    body = cast(ast.Module, tree).body
    return body[0] if len(body) == 1 else None


def is_whole_call(line: str, first: int, last: int) -> bool:
    """`return f(...)` and `x = f(...)` whose call raised: the line itself says as much as markers would."""
    s = parse_line("def _():\n " + line if line.startswith("return") else line)
    if s is None:
        return False
    value: ast.expr | None = None
    shift = 0
    if s.kind == ast.Kind.FunctionDef:
        s = cast(ast.FunctionDef, s).body[0]
        shift = 1
        if s.kind == ast.Kind.Return:
            returned = cast(ast.Return, s).value
            if returned is not None and returned.kind == ast.Kind.Call and cast(ast.Call, returned).func.kind == ast.Kind.Name:
                value = returned
    elif s.kind == ast.Kind.Assign and cast(ast.Assign, s).value.kind == ast.Kind.Call:
        value = cast(ast.Assign, s).value
    if value is None:
        return False
    return value.col_offset - shift == first and value.end_col_offset - shift == last


def anchors(segment: str) -> str:
    """~ and ^ below an operation: ^ where its operator, its brackets or its call stand; "" when there is no such place (PEP 657)."""
    if not segment.isascii():
        return ""
    s = parse_line("(" + segment + ")")
    if s is None or s.kind != ast.Kind.Expr:
        return ""
    e = cast(ast.Expr, s).value
    left = -1
    right = -1
    match e.kind:
        case ast.Kind.BinOp:
            b = cast(ast.BinOp, e)
            left = b.left.end_col_offset - 1
            end = b.right.col_offset - 1
            while left < end and segment[left] in " )\\":
                left += 1
            right = left + 1
            if right < end and segment[right] not in " (\\":
                right += 1
        case ast.Kind.Subscript:
            left = skip_to(segment, cast(ast.Subscript, e).value.end_col_offset - 1, "[")
            right = len(segment)
        case ast.Kind.Call:
            left = skip_to(segment, cast(ast.Call, e).func.end_col_offset - 1, "(")
            right = len(segment)
        case _:
            return ""
    if left < 0 or right > len(segment):
        return ""
    return "~" * left + "^" * (right - left) + "~" * (len(segment) - right)


def skip_to(text: str, i: int, what: str) -> int:
    while i < len(text) and text[i] != what:
        i += 1
    return i


def append_exception(out: list[str], w_exc: Value, e: W_BaseException) -> None:
    s = try_as(x.W_SyntaxError, w_exc)
    if s is not None:
        append_syntax_location(out, s)
    t = type_of(w_exc)
    name = t.name
    w_qualname = attributes.find_attr(wrap(t), "__qualname__")
    qualname = None if is_empty(w_qualname) else operations.as_str(w_qualname)
    if qualname is not None:
        name = qualname
    module = module_name_of_type(t)
    if module is not None and module != "builtins" and module != "__main__":
        name = module + "." + name
    text = ""
    try:
        if s is not None and not same(s.w_msg, w_None):
            text = operations.str_of(s.w_msg)
        else:
            text = operations.str_of(w_exc)
    except PyError:
        text = "<exception str() failed>"
    out.append(name + "\n" if text == "" else name + ": " + text + "\n")
    append_notes(out, w_exc)


def append_notes(out: list[str], w_exc: Value) -> None:
    w_notes = attributes.find_attr(w_exc, "__notes__")
    if is_empty(w_notes):
        return
    w_iter = operations.iterate(w_notes)
    while True:
        w = operations.next_of(w_iter)
        if is_empty(w):
            return
        out.append(operations.str_of(w) + "\n")


def append_syntax_location(out: list[str], s: x.W_SyntaxError) -> None:
    """File, line, source and markers of a SyntaxError."""
    filename = operations.as_str(s.w_filename)
    if not is_int(s.w_lineno):
        if filename is not None:
            out.append(f'  File "{filename}"\n')
        return
    shown = "<string>" if filename is None else filename
    out.append(f'  File "{shown}", line {int_value(s.w_lineno)}\n')
    text = operations.as_str(s.w_text)
    if text is None:
        return
    raw = text.rstrip("\n")
    stripped = raw.lstrip(" \n\f")
    removed = len(raw) - len(stripped)
    out.append("    " + stripped + "\n")
    if not is_int(s.w_offset) or int_value(s.w_offset) < 1:
        return
    offset = int_value(s.w_offset)
    end = int_value(s.w_end_offset) if is_int(s.w_end_offset) else offset
    if is_int(s.w_end_lineno) and int_value(s.w_end_lineno) > int_value(s.w_lineno):
        end = len(raw) + 1
    if end <= 0 or end == offset:
        end = offset + 1
    first = offset - 1 - removed
    if first < 0:
        return
    out.append("    " + blank_like(stripped, first) + "^" * (end - offset) + "\n")


def blank_like(text: str, n: int) -> str:
    """n characters of space, tabs kept where text has them."""
    parts: list[str] = []
    for i in range(n):
        parts.append(text[i] if i < len(text) and text[i] == "\t" else " ")
    return "".join(parts)
