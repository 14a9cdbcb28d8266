"""From source text to code objects with Python's exceptions: what compile(), import and the command line share."""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Array, Value, try_as, unwrap, wrap
from protopython.frontend import api
from protopython.frontend.ast import mod
from protopython.frontend.errors import ErrorKind, ParseError, ParseWarning
from protopython.frontend.source import UnknownEncoding, codec_problem, decode_file, decode_source
from protopython.objects.code.code import W_Code
from protopython.objects.codecs.codecs import decode_bytes
from protopython.objects.dict.dict import W_Dict, dict_get_str
from protopython.objects.exceptions import exceptions as x
from protopython.objects.function.function import W_Function
from protopython.objects.model import errors
from protopython.objects.model.attributes import find_attr
from protopython.objects.model.call import call_args, call_method1
from protopython.objects.model.interning import intern_code
from protopython.objects.model.operations import str_arg, str_of
from protopython.objects.singletons import w_None
from protopython.objects.tuple import new_tuple1, new_tuple2, new_tuple3, new_tuple_n
from protopython.protocore import os as system
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Type
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, int_value, is_empty, is_int, same

EXEC: Final[int] = 0
EVAL: Final[int] = 1
SINGLE: Final[int] = 2
FUNC_TYPE: Final[int] = 3
FUTURE: Final[str] = " Such sequences will not work in the future."


def error_type(kind: int) -> W_Type:
    match kind:
        case ErrorKind.INDENTATION:
            return x.INDENTATION_ERROR
        case ErrorKind.TAB:
            return x.TAB_ERROR
        case ErrorKind.INCOMPLETE:
            return x.INCOMPLETE_INPUT_ERROR
        case _:
            return x.SYNTAX_ERROR


def syntax_error(e: ParseError, filename: str, w_source: Value = w_None) -> PyError:
    """The Python exception for what the frontend found. w_source: the text, where it is not to be looked up in the file."""
    match e.kind:
        case ErrorKind.MEMORY:
            return errors.error(x.MEMORY_ERROR, e.msg)
        case ErrorKind.RECURSION:
            return errors.recursion_error(e.msg)
        case ErrorKind.VALUE:
            return errors.value_error(e.msg)
        case _:
            pass
    if e.lineno < 0 and e.bare:
        return errors.error(x.SYNTAX_ERROR, e.msg)
    w_text = w_None
    text = e.text
    # What is found after parsing knows no text: its line is taken from the file, if there is one.
    if text is not None and (e.statement_line >= 0 or e.in_memory or system.path_exists(filename)):
        w_text = wrap(text)
    placed = e.lineno >= 0
    ended = placed and e.end_lineno >= 0
    w_end_lineno = from_int(e.end_lineno) if ended else w_None
    w_end_offset = from_int(e.end_offset) if ended else w_None
    place = new_tuple_n(4 if e.lineno == 0 and e.offset == -1 else 6)
    place.items[0] = w_None if e.in_memory else wrap(filename)
    place.items[1] = from_int(e.lineno) if placed else w_None
    place.items[2] = from_int(e.offset) if placed else w_None
    place.items[3] = w_text
    if place.length == 6:
        place.items[4] = w_end_lineno
        place.items[5] = w_end_offset
    w_exc = x.allocate_exception(error_type(e.kind), new_tuple1(wrap(e.msg)) if e.bare else new_tuple2(wrap(e.msg), wrap(place)))
    s = unwrap(x.W_SyntaxError, wrap(w_exc))
    s.w_msg = wrap(e.msg)
    s.w_filename = wrap(filename)
    s.w_lineno = place.items[1]
    s.w_offset = place.items[2]
    s.w_text = w_text
    s.w_end_lineno = w_end_lineno
    s.w_end_offset = w_end_offset
    if e.statement_line >= 0:
        s.w_metadata = wrap(new_tuple3(from_int(e.statement_line), from_int(e.statement_offset), w_source))
    return PyError(wrap(w_exc))


def compile_text(source: str, filename: str, mode: int, namespace_is_globals: bool) -> W_Code:
    """Code of a module, an expression or an interactive statement; SyntaxError and its kin as PyError. Shows SyntaxWarnings."""
    return compiled(source, filename, wrap(source), mode, context().space.optimize, 0, 0, namespace_is_globals)


def compile_program(source: str, filename: str) -> W_Code:
    """Code of the program that the command runs: what its errors say of it is looked up in its file."""
    try:
        return compiled(source, filename, w_None, EXEC, context().space.optimize, 0, 0, True)
    except PyError as e:
        s = try_as(x.W_SyntaxError, e.w_value)
        if s is not None and is_at_end(s, source):
            s.w_offset = from_int(0)
        raise


def is_at_end(s: x.W_SyntaxError, source: str) -> bool:
    """Whether something is missing at the end of a file, which is no place in its last line."""
    if not is_int(s.w_end_offset) or int_value(s.w_end_offset) != -1 or not str_of(s.w_msg).startswith("expected "):
        return False
    return int_value(s.w_lineno) >= source.rstrip("\n").count("\n") + 1


def compile_text_flags(source: str, filename: str, mode: int, optimize: int, flags: int, parse_flags: int) -> W_Code:
    """For compile(), exec and eval. flags: as compile_module's; parse_flags: as parser.parse's."""
    return compiled(source, filename, wrap(source), mode, optimize, flags, parse_flags, False)


def compiled(
    source: str, filename: str, w_source: Value, mode: int, optimize: int, flags: int, parse_flags: int, namespace_is_globals: bool
) -> W_Code:
    warnings: list[ParseWarning] = []
    try:
        code = api.compile_flags(source, filename, mode, optimize, namespace_is_globals, flags, parse_flags, warnings)
    except ParseError as e:
        show_warnings(e.warnings, source, filename)
        raise syntax_error(e, filename, w_source)
    return finished(code, warnings, source, filename)


def compile_tree(tree: mod, filename: str, optimize: int, flags: int) -> W_Code:
    """The same for a tree that a program made."""
    warnings: list[ParseWarning] = []
    try:
        code = api.compile_tree(tree, filename, optimize, flags, False, warnings)
    except ParseError as e:
        raise syntax_error(e, filename)
    return finished(code, warnings, "", filename)


def finished(code: W_Code, warnings: list[ParseWarning], source: str, filename: str) -> W_Code:
    intern_code(code)
    show_warnings(warnings, source, filename)
    return code


def parse_text(source: str, filename: str, mode: int, parse_flags: int) -> mod:
    """The frontend's tree of a source."""
    try:
        parsed = api.parse_source(source, filename, mode, parse_flags)
    except ParseError as e:
        show_warnings(e.warnings, source, filename)
        raise syntax_error(e, filename, wrap(source))
    show_warnings(parsed.warnings, source, filename)
    return parsed.tree


def show_warnings(warnings: list[ParseWarning], source: str, filename: str) -> None:
    for w in warnings:
        show_warning(w, source, filename)


def show_warning(w: ParseWarning, source: str, filename: str) -> None:
    """Through the warnings module where a program has it; else as the default filter does: on stderr."""
    w_module = dict_get_str(context().space.modules, "warnings")
    w_explicit = EMPTY if is_empty(w_module) else find_attr(w_module, "warn_explicit")
    if not is_empty(w_explicit):
        args = Array[Value](4, EMPTY)
        args[0] = wrap(w.msg)
        args[1] = wrap(x.SYNTAX_WARNING)
        args[2] = wrap(filename)
        args[3] = from_int(w.lineno)
        try:
            call_args(w_explicit, args, 4)
        except PyError as e:
            if not errors.error_matches(e, x.SYNTAX_WARNING):
                raise
            raise syntax_error(error_of_warning(w, source, filename), filename)
        return
    text = f"{filename}:{w.lineno}: SyntaxWarning: {w.msg}\n"
    line = api.line_of(source, w.lineno)
    if line is not None and line != "":
        text += "  " + line.strip() + "\n"
    write_stderr(text)


def error_of_warning(w: ParseWarning, source: str, filename: str) -> ParseError:
    """The SyntaxError that a SyntaxWarning becomes where warnings are errors. What the tokenizer finds comes with its line; what the
    compiler finds, only where the line can be had from a file."""
    end = w.end_offset
    escape = w.msg.find("escape sequence") >= 0
    if escape:
        end = w.offset + 2
    text = api.line_of(source, w.lineno) if escape or system.path_exists(filename) else None
    error = ParseError(ErrorKind.SYNTAX, w.msg.replace(FUTURE, ""), w.lineno, w.offset, w.lineno, end, text)
    if escape:
        error.statement_line = 0
    return error


def write_stderr(text: str) -> None:
    w_err = dict_get_str(context().space.w_sys.dict, "stderr")
    if is_empty(w_err) or same(w_err, w_None):
        return
    call_method1(w_err, "write", wrap(text))


def decode(data: bytes, filename: str) -> str:
    """The text of a source file."""
    try:
        return decode_file(data, filename)
    except ParseError as e:
        raise syntax_error(e, filename)
    except UnknownEncoding as u:
        return decode_by_codec(u, filename)


def decode_string(data: bytes, filename: str) -> str:
    """The text of source that is bytes in memory."""
    try:
        return decode_source(data)
    except ParseError as e:
        e.in_memory = e.text is not None
        raise syntax_error(e, filename)
    except UnknownEncoding as u:
        return decode_by_codec(u, filename)


def decode_by_codec(u: UnknownEncoding, filename: str) -> str:
    """By a codec of the standard library, or one that the program registered."""
    try:
        return str_arg(decode_bytes(u.body, u.name, "strict"), "decoded source")
    except PyError as e:
        if not errors.error_matches(e, x.EXCEPTION):
            raise
        raise syntax_error(codec_problem(str_of(e.w_value)), filename)


def function_of(code: W_Code, globals: W_Dict) -> W_Function:
    """A function that runs module-like code."""
    return W_Function(code, globals, context().space.builtins)


