"""print() and input(): writing to sys.stdout, reading from sys.stdin.

print writes through the file's `write`, piece by piece, as CPython does. When the file is exactly a TextIOWrapper over a file nobody can see
how often `write` is called, so the pieces are joined; only before a `__str__` written in Python runs is what came before it written out.
"""

from __future__ import annotations

from protodialect.types import EMPTY, Value, i32, try_as, wrap
from protopython.engine.line_editing import line_editing
from protopython.engine.streams import flush_quietly, stream
from protopython.modules._io.text import plain_text_stream, write_text
from protopython.modules.support.system_calls import c_isatty
from protopython.objects.dict.dict import dict_get_str
from protopython.objects.model import attributes, errors, operations
from protopython.objects.model.auditing import audit1
from protopython.objects.singletons import w_None
from protopython.objects.str.string_builder import StringBuilder
from protopython.objects.tuple import W_Tuple, new_tuple_n
from protopython.protocore.error import PyError
from protopython.protocore.thread import context
from protopython.protocore.value import int_value, is_empty, is_float, is_int, same


def separator(w: Value, what: str, default: str) -> str:
    if same(w, w_None):
        return default
    s = operations.as_str(w)
    if s is None:
        raise errors.type_error(f"{what} must be None or a string, not {operations.type_name(w)}")
    return s


def print_values(args: W_Tuple, w_sep: Value, w_end: Value, w_file: Value, flush: bool) -> None:
    sep = separator(w_sep, "sep", " ")
    end = separator(w_end, "end", "\n")
    if same(w_file, w_None):
        w_file = stream("stdout")
        if same(w_file, w_None):
            return
    if plain_text_stream(w_file) is not None:
        print_joined(args, sep, end, w_file)
    else:
        print_pieces(args, sep, end, w_file)
    if flush:
        operations.call_method0(w_file, "flush")


def print_pieces(args: W_Tuple, sep: str, end: str, w_file: Value) -> None:
    w_write = attributes.getattr_of(w_file, "write")
    for i in range(args.length):
        if i > 0:
            operations.call1(w_write, wrap(sep))
        operations.call1(w_write, operations.str_value_of(args.items[i]))
    operations.call1(w_write, wrap(end))


def print_joined(args: W_Tuple, sep: str, end: str, w_file: Value) -> None:
    if args.length == 1:
        only = try_as(str, args.items[0])
        if only is not None:
            write_piece(w_file, only + end)
            return
    out = StringBuilder(80)
    for i in range(args.length):
        if i > 0:
            out.append(sep)
        w = args.items[i]
        s = try_as(str, w)
        if s is not None:
            out.append(s)
        elif is_int(w) or is_float(w):
            out.append(operations.str_of(w))
        else:
            if out.length > 0:
                write_piece(w_file, out.to_str())
                out = StringBuilder(80)
            out.append(operations.str_of(w))
    out.append(end)
    write_piece(w_file, out.to_str())


def write_piece(w_file: Value, s: str) -> None:
    t = plain_text_stream(w_file)
    if t is not None:
        write_text(t, s)
    else:
        operations.call_method1(w_file, "write", wrap(s))


def input_stream(name: str) -> Value:
    w = dict_get_str(context().space.w_sys.dict, name)
    if is_empty(w) or same(w, w_None):
        raise errors.runtime_error(f"input(): lost sys.{name}")
    return w


def read_line(w_prompt: Value) -> Value:
    w_in = input_stream("stdin")
    w_out = input_stream("stdout")
    w_err = input_stream("stderr")
    audit1("builtins.input", w_None if is_empty(w_prompt) else w_prompt)
    flush_quietly(w_err)
    prompt = "" if is_empty(w_prompt) else operations.str_of(w_prompt)
    w_edited = terminal_line(w_in, w_out, prompt)
    if not is_empty(w_edited):
        edited = operations.str_of(w_edited)
        if edited == "":
            raise PyError(wrap(errors.x.new_exception(errors.x.EOF_ERROR, new_tuple_n(0))))
        w_result = wrap(without_newline(edited))
        audit1("builtins.input/result", w_result)
        return w_result
    if prompt != "":
        operations.call_method1(w_out, "write", wrap(prompt))
    flush_quietly(w_out)
    w_line = operations.call_method0(w_in, "readline")
    line = operations.as_str(w_line)
    if line is None:
        raise errors.type_error("object.readline() returned non-string")
    if line == "":
        raise errors.error(errors.x.EOF_ERROR, "EOF when reading a line")
    return wrap(without_newline(line))


def without_newline(line: str) -> str:
    return line[0 : len(line) - 1] if line.endswith("\n") else line


def terminal_line(w_in: Value, w_out: Value, prompt: str) -> Value:
    """A line with its newline, empty at the end of input, from the module that edits lines; EMPTY: there is none, or the streams are no terminal."""
    read = line_editing().read
    has_null = "\0" in prompt
    if (read is None and not has_null) or not is_terminal(w_in, 0) or not is_terminal(w_out, 1):
        return EMPTY
    if has_null or read is None:
        raise errors.value_error("input: prompt string cannot contain null characters")
    flush_quietly(w_out)
    w_encoded = operations.call_method2(wrap(prompt), "encode", attributes.getattr_of(w_out, "encoding"), attributes.getattr_of(w_out, "errors"))
    encoded = try_as(bytes, w_encoded)
    line = read(b"" if encoded is None else encoded)
    return operations.call_method2(wrap(line), "decode", attributes.getattr_of(w_in, "encoding"), attributes.getattr_of(w_in, "errors"))


def is_terminal(w_file: Value, fd: int) -> bool:
    """Whether a stream is still that of a descriptor, and the descriptor a terminal's."""
    try:
        w_fd = operations.call_method0(w_file, "fileno")
    except PyError:
        return False
    return is_int(w_fd) and int_value(w_fd) == fd and c_isatty(i32(fd)) == 1


