"""print() and input(): writing to sys.stdout, reading from sys.stdin.

print writes through the file's `write`, piece by piece, as CPython does. When the file is exactly a TextIOWrapper over a file nobody can see
how often `write` is called, so the pieces are joined; only before a `__str__` written in Python runs is what came before it written out.
"""

from __future__ import annotations

from protodialect.types import Value, try_as, wrap
from protopython.engine.streams import flush_quietly, stream
from protopython.modules._io.text import plain_text_stream, write_text
from protopython.objects.dict.dict import dict_get_str
from protopython.objects.model import attributes, errors, operations
from protopython.objects.singletons import w_None
from protopython.objects.str.string_builder import StringBuilder
from protopython.objects.tuple import W_Tuple
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty, is_float, is_int, same


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
    flush_quietly(w_err)
    prompt = operations.str_of(w_prompt)
    if prompt != "":
        operations.call_method1(w_out, "write", wrap(prompt))
    flush_quietly(w_out)
    w_line = operations.call_method0(w_in, "readline")
    line = operations.as_str(w_line)
    if line is None:
        raise errors.type_error("object.readline() returned non-string")
    if line == "":
        raise errors.error(errors.x.EOF_ERROR, "EOF when reading a line")
    if line.endswith("\n"):
        line = line[0 : len(line) - 1]
    return wrap(line)


